/* A session that is appended to a disc: its start, and how its image is read and written. */
#ifndef OPENIMAPI2_FS_APPEND_H
#define OPENIMAPI2_FS_APPEND_H

#include <stdbool.h>
#include <stdint.h>

#include "fs/block_range.h"
#include "fs/device.h"
#include "fs/status.h"

struct fs_plan;

enum { FS_PLAN_RANGES_MAX = 2 };

/* All zeros: the first session of a disc. All blocks are LBAs of the disc. */
struct fs_append {
    uint32_t start; /* its first block */
    /* UDF: the start of the partition of the disc's first session. The new partition begins there, too, because the
     * File Entries of old files locate their bytes by the block in the partition. 0: the partition contains only this
     * session.
     */
    uint32_t partition_first;
    /* A rewritable disc with only UDF: the image is the whole disc from block 0 on, and the anchor in block 256 refers
     * to the new session. The blocks before the session are read from here; borrowed while a plan is made. NULL: the
     * image begins with the session.
     */
    struct fs_device *rewritable;
    uint32_t write_unit_blocks; /* of a rewritable disc: 1, 2, 4, 8, 16 or 32 */
};

/* The first block of a session after the first `end` blocks of a rewritable disc and after its anchor, rounded up to 32
 * blocks, which are whole write units.
 */
uint64_t fs_append_start_behind(uint32_t end);

/* Whether a plan is possible. systems: FS_MASKs. */
bool fs_append_is_valid(const struct fs_append *append, unsigned systems);

/* Place the old blocks of a rewritable disc, and the anchor among them. FS_OK or FS_OUT_OF_MEMORY. */
enum fs_status fs_append_place_disc(struct fs_plan *plan);

void fs_append_free(struct fs_plan *plan);

/* The blocks of the image that have to be written to a rewritable disc, in this order: the session, then the write unit
 * that contains the anchor.
 * ranges   room for FS_PLAN_RANGES_MAX.
 * returns  the number of ranges; 0: all blocks of the image have to be written.
 */
unsigned fs_plan_ranges(const struct fs_plan *plan, struct fs_block_range *ranges);

#endif
