/* Plans: the list of steps, and the walk through their WRITEs. */
#include "burn/plan.h"

#include <string.h>

#include "base/alloc.h"
#include "burn/method.h"

enum { WRITE_BYTES = 65536, WRITE_10_BLOCKS_MAX = 0xFFFF };

void burn_plan_free(struct burn_plan *plan)
{
    base_free(plan->steps);
    memset(plan, 0, sizeof *plan);
}

/* Twice the room. */
static bool grow(struct burn_plan *plan)
{
    size_t capacity = plan->capacity ? 2 * plan->capacity : 16;
    struct burn_step *steps = base_alloc_array(capacity, sizeof *steps);

    if (!steps) return false;
    if (plan->count) memcpy(steps, plan->steps, plan->count * sizeof *steps);
    base_free(plan->steps);
    plan->steps = steps;
    plan->capacity = capacity;
    return true;
}

static struct burn_step *begin(struct burn_step *step, enum burn_step_kind kind, enum burn_phase phase)
{
    memset(step, 0, sizeof *step);
    step->kind = kind;
    step->phase = phase;
    return step;
}

struct burn_step *burn_plan_append(struct burn_plan *plan, enum burn_step_kind kind, enum burn_phase phase)
{
    if (plan->count == plan->capacity && !grow(plan)) {
        plan->is_out_of_memory = true;
        return begin(&plan->spare, kind, phase);
    }
    return begin(&plan->steps[plan->count++], kind, phase);
}

struct burn_step *burn_plan_append_undo(struct burn_plan *plan, enum burn_step_kind kind)
{
    return begin(&plan->undo[plan->undo_count++], kind, BURN_FINALIZING);
}

uint32_t burn_plan_blocks_per_write(const struct scsi_limits *limits, uint32_t block_bytes, uint32_t unit_blocks)
{
    uint32_t bytes = limits->max_transfer_bytes < WRITE_BYTES ? limits->max_transfer_bytes : WRITE_BYTES;
    uint32_t blocks = bytes / block_bytes;

    if (!blocks) return 1;
    if (blocks > WRITE_10_BLOCKS_MAX) return WRITE_10_BLOCKS_MAX;
    if (blocks >= unit_blocks) return blocks - blocks % unit_blocks;
    while (unit_blocks > blocks) /* no whole unit fits: an even part of one */
        unit_blocks /= 2;
    return unit_blocks;
}

static void append_method(const struct burn_method_input *input, struct burn_plan *plan)
{
    switch (input->media->method) {
    case BURN_METHOD_CD:
        burn_method_cd(input, plan);
        break;
    case BURN_METHOD_DVD_MINUS:
        burn_method_dvd_minus(input, plan);
        break;
    case BURN_METHOD_DVD_PLUS_R:
        burn_method_dvd_plus_r(input, plan);
        break;
    case BURN_METHOD_BD_R:
        burn_method_bd_r(input, plan);
        break;
    default:
        burn_method_overwritable(input, plan);
        break;
    }
}

enum burn_status burn_plan_make(const struct burn_media *media, const struct burn_wishes *wishes,
                                const struct scsi_limits *limits, struct burn_plan *plan, struct burn_failure *failure)
{
    struct burn_wishes minded = *wishes;
    struct burn_method_input input = {media, &minded, 0};
    bool writes;

    memset(plan, 0, sizeof *plan);
    if (!burn_is_overwritable(media)) minded.ranges = NULL; /* a new session has the whole source */
    if (burn_check(media, &minded, failure) != BURN_OK) return failure->status;
    input.blocks_per_write = burn_plan_blocks_per_write(limits, BURN_BLOCK_BYTES, media->unit_blocks);
    writes = !minded.ranges || minded.range_count;
    plan->tells_all = writes;
    burn_plan_append(plan, BURN_STEP_REMOVAL, BURN_INITIALIZING)->prevents = true;
    if (writes) {
        append_method(&input, plan);
        if (!wishes->is_test) burn_plan_append(plan, BURN_STEP_AGREE, BURN_FINALIZING);
        if (!wishes->is_test && wishes->verification != BURN_VERIFY_NONE) {
            burn_plan_append(plan, BURN_STEP_VERIFY, BURN_VERIFYING)->full = wishes->verification == BURN_VERIFY_FULL;
        }
    }
    burn_plan_append(plan, BURN_STEP_REMOVAL, BURN_FINALIZING);
    if (plan->is_out_of_memory) return burn_fail(failure, BURN_NO_MEMORY);
    return BURN_OK;
}

enum burn_status burn_plan_for(const struct burn_tools *tools, const struct burn_wishes *wishes,
                               const struct burn_media *media, const struct burn_speed *speed,
                               const struct burn_source *source, struct burn_plan *plan, struct burn_failure *failure)
{
    struct scsi_limits limits;

    drive_get_limits(tools->drive, &limits);
    if (burn_plan_make(media, wishes, &limits, plan, failure) != BURN_OK) return failure->status;
    plan->has_speed = speed != NULL;
    if (speed) plan->speed = *speed;
    if (wishes->ranges && burn_is_overwritable(media) && !source->seek) burn_fail(failure, BURN_INVALID_RANGE);
    burn_fail_names_media(failure, media);
    return failure->status;
}

void burn_plan_section(const struct burn_section *section, const struct scsi_limits *limits, struct burn_plan *plan)
{
    struct burn_run_of_blocks *run;

    memset(plan, 0, sizeof *plan);
    plan->is_write_once = true;
    run = &burn_plan_append(plan, BURN_STEP_WRITE, BURN_WRITING)->run;
    run->start_lba = section->start_lba;
    run->source_blocks = section->block_count;
    run->block_bytes = section->block_bytes;
    run->blocks_per_write = burn_plan_blocks_per_write(limits, section->block_bytes, 1);
    run->streaming = section->streaming;
    run->starting_speed = section->starting_speed;
    run->ending_speed = section->ending_speed;
}

bool burn_plan_next_transfer(const struct burn_plan *plan, struct burn_transfers *transfers,
                             struct burn_transfer *transfer, const struct burn_step **from)
{
    for (; transfers->step < plan->count; transfers->step++, transfers->block = 0) {
        const struct burn_step *step = &plan->steps[transfers->step];
        uint32_t left;

        if (step->kind != BURN_STEP_WRITE) continue;
        left = burn_run_blocks(&step->run) - transfers->block;
        if (!left) continue;
        transfer->step = transfers->step;
        transfer->lba = step->run.start_lba + (int32_t)transfers->block;
        transfer->blocks = left < step->run.blocks_per_write ? left : step->run.blocks_per_write;
        transfer->bytes = transfer->blocks * step->run.block_bytes;
        transfer->is_last = transfer->blocks == left;
        transfers->block += transfer->blocks;
        *from = step;
        return true;
    }
    return false;
}

uint64_t burn_plan_count_transfers(const struct burn_plan *plan, uint32_t *most_bytes)
{
    uint64_t count = 0;
    size_t i;

    *most_bytes = 0;
    for (i = 0; i < plan->count; i++) {
        const struct burn_run_of_blocks *run = &plan->steps[i].run;
        uint32_t blocks = burn_run_blocks(run), bytes;

        if (plan->steps[i].kind != BURN_STEP_WRITE || !blocks) continue;
        count += (blocks + (uint64_t)run->blocks_per_write - 1) / run->blocks_per_write;
        bytes = (blocks < run->blocks_per_write ? blocks : run->blocks_per_write) * run->block_bytes;
        if (bytes > *most_bytes) *most_bytes = bytes;
    }
    return count;
}
