/* One result of an image: its plan, shared by the result object, its streams and its progress items. The image is
 * frozen as long as one of its snapshots exists.
 */
#ifndef OPENIMAPI2_IMAPI2FS_IMAGE_SNAPSHOT_H
#define OPENIMAPI2_IMAPI2FS_IMAGE_SNAPSHOT_H

#include "fs/plan.h"
#include "imapi2fs/boot_list.h"
#include "imapi2fs/call.h"
#include "imapi2fs/image_state.h"

/* Readable by every user; immutable except for the reference count. */
struct image_snapshot {
    LONG references;
    struct image_state *state; /* held */
    struct fs_plan *plan;
    WCHAR disc_id[17];                                /* of the session that is continued, else "0000000000000000" */
    struct fs_block_range ranges[FS_PLAN_RANGES_MAX]; /* to be written to a rewritable disc */
    unsigned range_count;                             /* 0: all of the image is to be written */
    struct boot_entries boot;                         /* borrowed by the plan */
};

/* Plan the image in its present state. The boot options are read now, their boot images when the result is read. The
 * caller holds no lock.
 * call      gets the inserts of the failure.
 * returns   IMAPI_E_NO_OUTPUT, IMAPI_E_DATA_TOO_BIG, IMAPI_E_IMAGE_TOO_BIG, IMAPI_E_READONLY (a change is paused),
 *           IMAPI_E_BOOT_OBJECT_CONFLICT, E_OUTOFMEMORY, other failures of fs_plan_create and boot_list_get_entries.
 *           *out is NULL on failure.
 */
HRESULT image_snapshot_create(struct image_state *state, struct imapifs_call *call, struct image_snapshot **out);

void image_snapshot_add_ref(struct image_snapshot *snapshot);
void image_snapshot_release(struct image_snapshot *snapshot);

#endif
