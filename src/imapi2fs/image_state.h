/* The state that all objects of one image share: the tree, the settings of the image, and the lock over both.
 *
 * The state is a part of the MsftFileSystemImage object, so holding it holds that object. As long as a result of the
 * image exists (imapi2fs/image_snapshot.h), the image is frozen: every change of the tree or of a setting that shapes
 * it fails with IMAPI_E_READONLY.
 */
#ifndef OPENIMAPI2_IMAPI2FS_IMAGE_STATE_H
#define OPENIMAPI2_IMAPI2FS_IMAGE_STATE_H

#include <stdbool.h>
#include <stdint.h>
#include <windows.h>

#include "com/object.h"
#include "fs/plan.h"
#include "imapi2fs.h"
#include "imapi2fs/image_events.h"
#include "imapi2fs/update_events.h"

struct boot_list;    /* imapi2fs/boot_list.h */
struct copy_store;   /* imapi2fs/copy_store.h */
struct host_files;   /* imapi2fs/host_files.h */
struct multisession; /* imapi2fs/multisession.h */

/* The lock guards every member below it. Under the lock, never call a client's object or release a reference to one. */
struct image_state {
    struct com_object *owner;
    struct image_events events;
    CRITICAL_SECTION lock;

    struct fs_tree *tree; /* with the rules for its names */
    LONG snapshots;       /* number that exist; 0: the image is not frozen */
    bool is_changing;     /* a long change has released the lock; see image_state_pause_change */

    FsiFileSystems systems; /* FileSystemsToCreate: masks of fs/name.h */
    LONG udf_revision, iso_level;
    LONG free_media_blocks; /* 0 or less: no limit */
    LONG session_start;
    VARIANT_BOOL is_strict, has_restricted_names, stages_files, mirrors_metadata;
    BSTR volume_name; /* NULL: unset */
    BSTR imported_volume_name;
    BSTR working_directory;            /* ends with a backslash */
    struct multisession *multisession; /* MultisessionInterfaces; NULL: none */

    bool is_imported;        /* a session was imported, and the image continues it: */
    struct fs_append append; /* its `rewritable` is `disc`; zeros without an import */
    WCHAR disc_id[17];       /* the CalculateDiscIdentifier value at the import */
    struct fs_device *disc;  /* held, so that releasing its last file under the lock releases no recorder; or NULL */

    struct host_files *host_files; /* NULL until first needed */
    struct copy_store *copies;     /* of clients' data; in memory or, without room there, in the working directory */
    struct boot_list *boot_list;   /* NULL: not bootable */
};

/* Initialise an empty image with the values of a new object.
 * owner, dispatch   the object that the state is a part of, and its IDispatch, the first argument of events. The state
 *                   is initially zero.
 * returns           E_OUTOFMEMORY, or the system's error if it names no folder for temporary files. A failure leaves
 *                   nothing behind.
 */
HRESULT image_state_init(struct image_state *state, struct com_object *owner, IDispatch *dispatch);
void image_state_destroy(struct image_state *state);

/* Required for each pointer to the state or to a node of its tree that is kept. */
void image_state_hold(struct image_state *state);
void image_state_release(struct image_state *state);

/* Begin a change of the tree or of a setting.
 * returns   S_OK: the caller holds the lock, and ends the change with image_state_end_change; IMAPI_E_READONLY: a
 *           result exists, or another change is paused. The caller does not hold the lock then.
 */
HRESULT image_state_begin_change(struct image_state *state);
void image_state_end_change(struct image_state *state);

/* Within a change: release the lock to call a client's object, such as an event sink, and take it again. Meanwhile the
 * image can be read in its present state; attempts to begin a change or to create a result are refused.
 */
void image_state_pause_change(struct image_state *state);
void image_state_resume_change(struct image_state *state);

/* The receiver of Update events while files are added. Sinks registered later receive no events of the present method
 * call.
 * is_within_change   true: the caller fires events within a change, which is paused meanwhile; false: without any lock.
 * sink               out; used until the method call ends.
 * returns            `sink`, or NULL: no sink is registered.
 */
const struct update_sink *image_state_updates(struct image_state *state, bool is_within_change,
                                              struct update_sink *sink);

/* The boot list, to be released with boot_list_release; NULL: not bootable. The caller holds no lock. */
struct boot_list *image_state_get_boot_list(struct image_state *state);

/* The layout options of the image, except its name, its time and its boot images. The caller holds the lock. */
struct fs_plan_options image_state_options(const struct image_state *state);

enum { REVISION_WITH_STREAMS = 0x200, REVISION_WITH_REAL_TIME = 0x201 }; /* of UDF */

/* Whether the image, by its present settings, records features that UDF has from this revision on. The caller holds the
 * lock.
 */
static inline bool image_state_records(const struct image_state *state, LONG first_revision)
{
    return state->systems & FsiFileSystemUDF && state->udf_revision >= first_revision;
}

/* Estimated blocks of the image; never fewer than the result has. The caller holds the lock. */
uint64_t image_state_used_blocks(const struct image_state *state);

/* The present time for one method call, in seconds of fs/time.h. The environment variable SOURCE_DATE_EPOCH, in decimal
 * seconds, replaces the clock; any other text in it is ignored.
 * is_reproducible   out: whether it replaced the clock. NULL is allowed.
 */
int64_t image_state_now(bool *is_reproducible);

#endif
