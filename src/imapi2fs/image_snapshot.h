/* One result of an image: its plan, shared by the result object, its streams and its progress items. The image is
 * frozen while a snapshot of it lives.
 */
#ifndef OPENIMAPI2_IMAPI2FS_IMAGE_SNAPSHOT_H
#define OPENIMAPI2_IMAPI2FS_IMAGE_SNAPSHOT_H

#include "fs/plan.h"
#include "imapi2fs/boot_list.h"
#include "imapi2fs/call.h"
#include "imapi2fs/image_state.h"

/* Read by everybody; nothing in it changes. */
struct image_snapshot {
    LONG references;
    struct image_state *state; /* held */
    struct fs_plan *plan;
    WCHAR disc_id[17];                                /* of the session that is continued, else zeros */
    struct fs_block_range ranges[FS_PLAN_RANGES_MAX]; /* to be written to a rewritable disc */
    unsigned range_count;                             /* 0: all of the image is to be written */
    struct boot_entries boot;                         /* which the plan borrows */
};

/* Plan the image as it stands. The boot options are read now, and their images when the result is. The caller holds no
 * lock.
 * call      gets the inserts of the failure.
 * returns   IMAPI_E_NO_OUTPUT, IMAPI_E_DATA_TOO_BIG, IMAPI_E_IMAGE_TOO_BIG, IMAPI_E_READONLY (a change has paused),
 *           IMAPI_E_BOOT_OBJECT_CONFLICT, E_OUTOFMEMORY, what fs_plan_create and boot_list_get_entries say besides.
 *           *out is NULL on failure.
 */
HRESULT image_snapshot_create(struct image_state *state, struct imapifs_call *call, struct image_snapshot **out);

void image_snapshot_add_ref(struct image_snapshot *snapshot);
void image_snapshot_release(struct image_snapshot *snapshot);

#endif
