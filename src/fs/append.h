/* A session that is appended to a disc: where it begins, and how its image is read and written. */
#ifndef OPENIMAPI2_FS_APPEND_H
#define OPENIMAPI2_FS_APPEND_H

#include <stdbool.h>
#include <stdint.h>

#include "fs/block_range.h"
#include "fs/device.h"
#include "fs/status.h"

struct fs_plan;

enum { FS_PLAN_RANGES_MAX = 2 };

/* Zeros: the first session of a disc. All blocks are LBAs of the disc. */
struct fs_append {
    uint32_t start; /* its first block */
    /* UDF: where the partition of the disc's first session begins. The new partition begins there, too, since the
     * File Entries of old files refer to their bytes by the block in the partition. 0: the partition has this session
     * alone.
     */
    uint32_t partition_first;
    /* A rewritable disc of UDF alone: the image is the whole disc from block 0 on, and the anchor in block 256 leads to
     * the new session. The blocks in front of the session are read from here; borrowed while a plan is made. NULL: the
     * image begins with the session.
     */
    struct fs_device *rewritable;
    uint32_t write_unit_blocks; /* of a rewritable disc: 1, 2, 4, 8, 16 or 32 */
};

/* The first block of a session behind `end` blocks of a rewritable disc, and behind its anchor: whole write units. */
uint64_t fs_append_start_behind(uint32_t end);

/* Whether a plan with the file systems of FS_MASKs is possible. */
bool fs_append_is_valid(const struct fs_append *append, unsigned systems);

/* The old blocks of a rewritable disc, and the anchor among them. FS_OK or FS_OUT_OF_MEMORY. */
enum fs_status fs_append_place_disc(struct fs_plan *plan);

void fs_append_free(struct fs_plan *plan);

/* The blocks of the image that have to be written to a rewritable disc, in this order: the session, then whole write
 * units around the anchor.
 * ranges   FS_PLAN_RANGES_MAX of them.
 * returns  how many; 0: all blocks of the image are to be written.
 */
unsigned fs_plan_ranges(const struct fs_plan *plan, struct fs_block_range *ranges);

#endif
