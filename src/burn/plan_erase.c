/* Plans that erase: BLANK where the medium supports it, zeros where each block can be written again. */
#include <string.h>

#include "burn/plan.h"

enum { SECTION_BLOCKS = 1024 }; /* 2 MB */

static void write_zeros(struct burn_plan *plan, uint32_t start, uint32_t blocks, uint32_t blocks_per_write)
{
    struct burn_run_of_blocks *run = &burn_plan_append(plan, BURN_STEP_WRITE, BURN_WRITING)->run;

    run->start_lba = (int32_t)start;
    run->zeros_after = blocks;
    run->block_bytes = BURN_BLOCK_BYTES;
    run->blocks_per_write = blocks_per_write;
}

/* Two sections: the first and the last 2 MB, of DVD+RW twice the first; a full erase writes all before the last. A
 * small medium is written as a whole, twice (Microsoft's erase sample).
 */
static void overwrite(const struct burn_media *media, bool full, uint32_t blocks_per_write, struct burn_plan *plan)
{
    uint32_t total = (uint32_t)media->total_blocks;

    if (total < 2 * SECTION_BLOCKS) {
        write_zeros(plan, 0, total, blocks_per_write);
        write_zeros(plan, 0, total, blocks_per_write);
    } else if (full) {
        write_zeros(plan, 0, total - SECTION_BLOCKS, blocks_per_write);
        write_zeros(plan, total - SECTION_BLOCKS, SECTION_BLOCKS, blocks_per_write);
    } else {
        bool is_plus_rw = media->method == BURN_METHOD_DVD_PLUS_RW;

        write_zeros(plan, 0, SECTION_BLOCKS, blocks_per_write);
        write_zeros(plan, is_plus_rw ? 0 : total - SECTION_BLOCKS, SECTION_BLOCKS, blocks_per_write);
    }
    burn_plan_append(plan, BURN_STEP_SYNCHRONIZE, BURN_WRITING);
}

static bool is_blanked(const struct burn_media *media)
{
    return media->medium == BURN_MEDIUM_CD_RW || media->medium == BURN_MEDIUM_DVD_RW;
}

/* The drive has to write it now (Microsoft's erase sample asks the current features alone). Of what is overwritten
 * "unsupported" says that it has no blocks of 2048 bytes.
 */
static bool has_erasable_type(const struct burn_media *media)
{
    if (media->method == BURN_METHOD_NONE) return false;
    if (burn_is_overwritable(media) && media->status & BURN_MEDIA_UNSUPPORTED) return false;
    return media->medium != BURN_MEDIUM_UNKNOWN && (is_blanked(media) || burn_is_overwritable(media));
}

static bool has_erasable_state(const struct burn_media *media)
{
    return !is_blanked(media) || media->disc.erasable;
}

bool burn_is_erasable(const struct burn_media *media)
{
    return has_erasable_type(media) && has_erasable_state(media);
}

static enum burn_status check(const struct burn_media *media, struct burn_failure *failure)
{
    enum burn_status status = BURN_OK;

    if (!has_erasable_type(media)) {
        status = BURN_MEDIUM_UNSUPPORTED;
    } else if (media->status & BURN_MEDIA_WRITE_PROTECTED) {
        status = BURN_WRITE_PROTECTED;
    } else if (!has_erasable_state(media)) {
        status = BURN_NOT_ERASABLE;
    }
    burn_fail(failure, status);
    burn_fail_names_media(failure, media);
    return status;
}

enum burn_status burn_plan_erase(const struct burn_media *media, bool full, const struct scsi_limits *limits,
                                 struct burn_plan *plan, struct burn_failure *failure)
{
    struct burn_step *step;

    memset(plan, 0, sizeof *plan);
    if (check(media, failure) != BURN_OK) return failure->status;
    burn_plan_append(plan, BURN_STEP_REMOVAL, BURN_WRITING)->prevents = true;
    burn_plan_append(plan, BURN_STEP_START_UNIT, BURN_WRITING);
    if (is_blanked(media)) {
        burn_plan_append(plan, BURN_STEP_SPEED, BURN_WRITING);
        step = burn_plan_append(plan, BURN_STEP_BLANK, BURN_WRITING);
        step->immediate = true;
        step->full = full;
    } else if (media->is_formatted) { /* what was never formatted is blank */
        burn_plan_append(plan, BURN_STEP_SPEED, BURN_WRITING);
        overwrite(media, full, burn_plan_blocks_per_write(limits, BURN_BLOCK_BYTES, media->unit_blocks), plan);
    }
    burn_plan_append(plan, BURN_STEP_REMOVAL, BURN_WRITING);
    if (plan->is_out_of_memory) return burn_fail(failure, BURN_NO_MEMORY);
    return BURN_OK;
}
