/* Functions shared by several methods of writing. */
#include "burn/method.h"

bool burn_method_closes_disc(const struct burn_method_input *input)
{
    return input->wishes->is_disc_closed || input->media->status & BURN_MEDIA_FINAL_SESSION;
}

struct mmc_write_parameters_page *burn_method_parameters(const struct burn_method_input *input, struct burn_plan *plan,
                                                         bool has_buf)
{
    struct mmc_write_parameters_page *page =
        &burn_plan_append(plan, BURN_STEP_WRITE_PARAMETERS, BURN_INITIALIZING)->parameters;

    page->buffer_underrun_free = has_buf;
    page->test_write = input->wishes->is_test;
    return page;
}

void burn_method_speed(struct burn_plan *plan)
{
    burn_plan_append(plan, BURN_STEP_SPEED, BURN_INITIALIZING);
}

void burn_method_calibrate(const struct burn_method_input *input, struct burn_plan *plan)
{
    if (!input->media->disc.opc_tables) burn_plan_append(plan, BURN_STEP_CALIBRATE, BURN_CALIBRATING);
}

uint32_t burn_method_padding(const struct burn_media *media, uint64_t blocks, uint64_t room)
{
    uint32_t over = media->unit_blocks > 1 ? (uint32_t)(blocks % media->unit_blocks) : 0;
    uint32_t padding = over ? media->unit_blocks - over : 0;

    return blocks + padding <= room ? padding : 0;
}

struct burn_run_of_blocks *burn_method_write(const struct burn_method_input *input, struct burn_plan *plan,
                                             int32_t start_lba, uint32_t zeros_after)
{
    struct burn_run_of_blocks *run = &burn_plan_append(plan, BURN_STEP_WRITE, BURN_WRITING)->run;

    run->start_lba = start_lba;
    run->source_blocks = (uint32_t)input->wishes->block_count;
    run->zeros_after = zeros_after;
    run->block_bytes = BURN_BLOCK_BYTES;
    run->blocks_per_write = input->blocks_per_write;
    plan->agreement.written_end = start_lba + (int32_t)(run->source_blocks + zeros_after);
    return run;
}

void burn_method_synchronize(struct burn_plan *plan)
{
    burn_plan_append(plan, BURN_STEP_SYNCHRONIZE, BURN_FINALIZING)->immediate = true;
}

struct burn_step *burn_method_close(struct burn_plan *plan, enum mmc_close function, uint16_t track)
{
    struct burn_step *step = burn_plan_append(plan, BURN_STEP_CLOSE, BURN_FINALIZING);

    step->immediate = true;
    step->function = function;
    step->track = track;
    return step;
}

uint16_t burn_method_track(const struct burn_media *media)
{
    return media->has_track && media->track.track ? media->track.track : 1;
}

static void undo(struct burn_plan *plan, enum mmc_close function, uint16_t track)
{
    struct burn_step *step = burn_plan_append_undo(plan, BURN_STEP_CLOSE);

    step->immediate = true;
    step->function = function;
    step->track = track;
}

void burn_method_sequential(const struct burn_method_input *input, struct burn_plan *plan, uint16_t track, bool is_open)
{
    const struct burn_media *media = input->media;
    struct burn_agreement *agreement = &plan->agreement;
    uint64_t left =
        media->free_blocks > input->wishes->block_count ? media->free_blocks - input->wishes->block_count : 0;

    plan->is_write_once = true;
    burn_plan_append_undo(plan, BURN_STEP_SYNCHRONIZE)->immediate = true;
    if (!input->wishes->is_test) {
        undo(plan, MMC_CLOSE_TRACK, track);
        undo(plan, MMC_CLOSE_SESSION, 0);
    }
    agreement->is_sequential = true;
    agreement->may_be_open = is_open;
    /* A drive finalises by itself what has too little room left for another session. */
    agreement->may_be_complete = !is_open || left * 50 <= media->total_blocks;
    agreement->sessions = media->status & BURN_MEDIA_BLANK || !media->disc.sessions ? 1 : media->disc.sessions;
    agreement->track = track;
}
