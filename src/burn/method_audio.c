/* Audio tracks of a CD, track at once, and CDs that are recorded raw: the bytes are sent to the drive unchanged. */
#include "burn/audio.h"

#include <string.h>

#include "burn/method.h"

enum {
    PAUSE_BLOCKS = 150,
    WRITE_TYPE_TAO = 1,
    WRITE_TYPE_RAW = 3,
};

static struct mmc_write_parameters_page *parameters(struct burn_plan *plan, enum burn_phase phase, bool has_buf)
{
    struct mmc_write_parameters_page *page = &burn_plan_append(plan, BURN_STEP_WRITE_PARAMETERS, phase)->parameters;

    page->buffer_underrun_free = has_buf;
    return page;
}

static void track_at_once(struct burn_plan *plan, enum burn_phase phase, const struct burn_audio *audio)
{
    struct mmc_write_parameters_page *page = parameters(plan, phase, audio->has_buf);

    page->write_type = WRITE_TYPE_TAO;
    page->audio_pause_blocks = PAUSE_BLOCKS;
    page->multi_session = audio->is_left_open ? BURN_MULTI_SESSION_NEXT : BURN_MULTI_SESSION_NONE;
}

static void write_blocks(struct burn_plan *plan, const struct scsi_limits *limits, int32_t start_lba, uint32_t blocks,
                         uint32_t zeros_after, uint32_t block_bytes)
{
    struct burn_run_of_blocks *run = &burn_plan_append(plan, BURN_STEP_WRITE, BURN_WRITING)->run;

    run->start_lba = start_lba;
    run->source_blocks = blocks;
    run->zeros_after = zeros_after;
    run->block_bytes = block_bytes;
    run->blocks_per_write = burn_plan_blocks_per_write(limits, block_bytes, 1);
    plan->is_write_once = true;
}

static void synchronize(struct burn_plan *plan)
{
    burn_method_synchronize(plan);
    burn_plan_append_undo(plan, BURN_STEP_SYNCHRONIZE)->immediate = true;
}

/* What a track has at least, in front of what ends it. */
static void fill_up(struct burn_plan *plan, const struct scsi_limits *limits, int32_t start_lba)
{
    struct burn_run_of_blocks *run = &burn_plan_append_undo(plan, BURN_STEP_FILL)->run;

    run->start_lba = start_lba;
    run->zeros_after = BURN_AUDIO_TRACK_BLOCKS_MIN;
    run->block_bytes = BURN_AUDIO_BLOCK_BYTES;
    run->blocks_per_write = burn_plan_blocks_per_write(limits, BURN_AUDIO_BLOCK_BYTES, 1);
}

void burn_plan_audio_settings(const struct burn_audio *audio, bool calibrates, struct burn_plan *plan)
{
    memset(plan, 0, sizeof *plan);
    track_at_once(plan, BURN_INITIALIZING, audio);
    if (calibrates) burn_plan_append(plan, BURN_STEP_CALIBRATE, BURN_INITIALIZING);
}

void burn_plan_audio_track(int32_t start_lba, uint32_t blocks, const struct scsi_limits *limits, struct burn_plan *plan)
{
    memset(plan, 0, sizeof *plan);
    write_blocks(plan, limits, start_lba, blocks,
                 blocks < BURN_AUDIO_TRACK_BLOCKS_MIN ? BURN_AUDIO_TRACK_BLOCKS_MIN - blocks : 0,
                 BURN_AUDIO_BLOCK_BYTES);
    fill_up(plan, limits, start_lba);
    synchronize(plan);
}

void burn_plan_audio_close(const struct burn_audio *audio, struct burn_plan *plan)
{
    memset(plan, 0, sizeof *plan);
    if (audio->ends_track) burn_method_synchronize(plan);
    track_at_once(plan, BURN_FINALIZING, audio);
    burn_method_close(plan, MMC_CLOSE_SESSION, 0);
}

void burn_plan_raw(const struct burn_raw *raw, const struct scsi_limits *limits, struct burn_plan *plan)
{
    struct mmc_write_parameters_page *page;

    memset(plan, 0, sizeof *plan);
    page = parameters(plan, BURN_INITIALIZING, raw->has_buf);
    page->write_type = WRITE_TYPE_RAW;
    page->data_block_type = raw->block_type;
    burn_plan_append(plan, BURN_STEP_CALIBRATE, BURN_INITIALIZING);
    write_blocks(plan, limits, raw->start_lba, raw->blocks, 0, raw->block_bytes);
    synchronize(plan);
}
