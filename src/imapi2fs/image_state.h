/* What every object of one image shares: the tree, the wishes for the image, and the lock over both.
 *
 * The state is a part of the MsftFileSystemImage object, so holding it holds that object. While a result of the image
 * lives (imapi2fs/image_snapshot.h) the image is frozen: every change of the tree or of a wish that shapes it is
 * IMAPI_E_READONLY.
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

/* The lock guards every member below it. No client's object is called, and no client's reference released, under it. */
struct image_state {
    struct com_object *owner;
    struct image_events events;
    CRITICAL_SECTION lock;

    struct fs_tree *tree; /* with the rules for its names */
    LONG snapshots;       /* that live: 0 is not frozen */
    bool is_changing;     /* a long change has left the lock; see image_state_pause_change */

    FsiFileSystems systems; /* FileSystemsToCreate: masks of fs/name.h */
    LONG udf_revision, iso_level;
    LONG free_media_blocks; /* 0 and less: no limit */
    LONG session_start;
    VARIANT_BOOL is_strict, has_restricted_names, stages_files, mirrors_metadata;
    BSTR volume_name; /* NULL: unset */
    BSTR imported_volume_name;
    BSTR working_directory;            /* ends with a backslash */
    struct multisession *multisession; /* MultisessionInterfaces; NULL: none */

    bool is_imported;        /* and the image continues that session: */
    struct fs_append append; /* its `rewritable` is `disc`; zeros without an import */
    WCHAR disc_id[17];       /* CalculateDiscIdentifier when it was imported */
    struct fs_device *disc;  /* held, so that a file of it that goes under the lock gives no recorder back; or NULL */

    struct host_files *host_files; /* NULL until the first is needed */
    struct copy_store *copies;     /* of what clients give; in the working directory what has no room in memory */
    struct boot_list *boot_list;   /* NULL: not bootable */
};

/* An empty image with the values of a new object.
 * owner, dispatch   of the object that the state is a part of; its memory is zero at first. dispatch is the image as a
 *                   script has it, for events.
 * returns           E_OUTOFMEMORY, or why the system names no folder for temporary files: nothing is left behind.
 */
HRESULT image_state_init(struct image_state *state, struct com_object *owner, IDispatch *dispatch);
void image_state_destroy(struct image_state *state);

/* For whoever keeps a pointer to the state or to a node of its tree. */
void image_state_hold(struct image_state *state);
void image_state_release(struct image_state *state);

/* Begin a change of the tree or of a wish.
 * returns   S_OK: the caller has the lock, and ends the change with image_state_end_change; IMAPI_E_READONLY, without
 *           the lock: a result lives, or another change has paused.
 */
HRESULT image_state_begin_change(struct image_state *state);
void image_state_end_change(struct image_state *state);

/* Within a change: leave the lock to call a client's object, such as a sink of events, and take it again. Meanwhile the
 * image can be read as it stands, and all that begins a change or a result is refused.
 */
void image_state_pause_change(struct image_state *state);
void image_state_resume_change(struct image_state *state);

/* Where Update goes while files are added. A sink that comes later hears nothing of this call.
 * is_within_change   the caller fires with the lock of a change, which is paused meanwhile; else without any lock.
 * sink               out; used as long as the call lasts.
 * returns            sink, or NULL: nobody listens.
 */
const struct update_sink *image_state_updates(struct image_state *state, bool is_within_change,
                                              struct update_sink *sink);

/* boot_list_release; NULL: not bootable. The caller holds no lock. */
struct boot_list *image_state_get_boot_list(struct image_state *state);

/* How the image is to be laid out, but for its name, its moment and its boot images. The caller has the lock. */
struct fs_plan_options image_state_options(const struct image_state *state);

enum { REVISION_WITH_STREAMS = 0x200, REVISION_WITH_REAL_TIME = 0x201 }; /* of UDF */

/* Whether an image as it is wished for now records what UDF has from this revision on. The caller has the lock. */
static inline bool image_state_records(const struct image_state *state, LONG first_revision)
{
    return state->systems & FsiFileSystemUDF && state->udf_revision >= first_revision;
}

/* Blocks that the image is about to have, as an estimate that is not below the result's. The caller has the lock. */
uint64_t image_state_used_blocks(const struct image_state *state);

/* "Now", for one call: the seconds of fs/time.h. The environment's SOURCE_DATE_EPOCH, decimal seconds, replaces the
 * clock; anything else in it is ignored.
 * is_reproducible   out: it did. NULL is allowed.
 */
int64_t image_state_now(bool *is_reproducible);

#endif
