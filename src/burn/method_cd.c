/* CD-R and CD-RW: session at once for a blank disc that is closed, else track at once. */
#include "burn/method.h"

enum {
    PREGAP_BLOCKS = 150,    /* of the first track, and what a post-gap has (Orange Book) */
    TRACK_BLOCKS_MIN = 300, /* four seconds */
    BLOCKS_PER_SECOND = 75,
    SECONDS_PER_MINUTE = 60,
    WRITE_TYPE_TAO = 1,
    WRITE_TYPE_SAO = 2,
    TRACK_MODE_DATA = 4,
    CUE_ENTRY = 8,
};

static struct mmc_write_parameters_page *parameters(const struct burn_method_input *input, struct burn_plan *plan)
{
    return burn_method_parameters(input, plan, input->media->has_buf && !input->wishes->forbids_buf);
}

/* Control and ADR, track, index, data form, serial copy, M, S, F (MMC-6, SEND CUE SHEET). */
static void cue(uint8_t *entry, uint8_t track, uint8_t index, uint8_t form, uint32_t position)
{
    entry[0] = 0x41; /* data track, ADR 1 */
    entry[1] = track;
    entry[2] = index;
    entry[3] = form;
    entry[4] = 0;
    entry[5] = (uint8_t)(position / (SECONDS_PER_MINUTE * BLOCKS_PER_SECOND));
    entry[6] = (uint8_t)(position / BLOCKS_PER_SECOND % SECONDS_PER_MINUTE);
    entry[7] = (uint8_t)(position % BLOCKS_PER_SECOND);
}

/* Lead-in, the pre-gap that the host sends, track 1, lead-out. Positions count from the pre-gap's first block. */
static void cue_sheet(struct burn_plan *plan, uint32_t track_blocks)
{
    enum { LEAD_IN = 0x00, LEAD_OUT = 0xAA, FORM_MODE_1 = 0x10, FORM_MODE_1_NO_DATA = 0x14 };
    struct burn_step *step = burn_plan_append(plan, BURN_STEP_CUE_SHEET, BURN_CALIBRATING);

    cue(step->list, LEAD_IN, 0, FORM_MODE_1_NO_DATA, 0);
    cue(step->list + CUE_ENTRY, 1, 0, FORM_MODE_1, 0);
    cue(step->list + (size_t)2 * CUE_ENTRY, 1, 1, FORM_MODE_1, PREGAP_BLOCKS);
    cue(step->list + (size_t)3 * CUE_ENTRY, LEAD_OUT, 1, FORM_MODE_1_NO_DATA, PREGAP_BLOCKS + track_blocks);
    step->list_bytes = 4 * CUE_ENTRY;
}

uint32_t burn_method_cd_zeros_after(const struct burn_wishes *wishes)
{
    uint32_t zeros = wishes->has_post_gap ? 0 : PREGAP_BLOCKS;

    if (wishes->block_count + zeros < TRACK_BLOCKS_MIN) zeros = TRACK_BLOCKS_MIN - (uint32_t)wishes->block_count;
    return zeros;
}

static void session_at_once(const struct burn_method_input *input, struct burn_plan *plan)
{
    struct mmc_write_parameters_page *page = parameters(input, plan);
    uint32_t zeros = burn_method_cd_zeros_after(input->wishes);
    uint32_t track_blocks = (uint32_t)input->wishes->block_count + zeros;
    struct burn_run_of_blocks *run;

    page->write_type = WRITE_TYPE_SAO; /* the cue sheet says the rest */
    page->multi_session = BURN_MULTI_SESSION_NONE;
    burn_method_speed(plan);
    burn_method_calibrate(input, plan);
    cue_sheet(plan, track_blocks);
    run = burn_method_write(input, plan, 0, zeros);
    run->start_lba = -PREGAP_BLOCKS;
    run->zeros_before = PREGAP_BLOCKS;
    burn_method_synchronize(plan);
    burn_method_sequential(input, plan, 1, false);
    plan->agreement.track_start = 0;
    plan->agreement.track_blocks = track_blocks;
}

static void track_at_once(const struct burn_method_input *input, struct burn_plan *plan, bool is_open)
{
    struct mmc_write_parameters_page *page = parameters(input, plan);
    const struct burn_media *media = input->media;
    uint32_t zeros = burn_method_cd_zeros_after(input->wishes);

    page->write_type = WRITE_TYPE_TAO;
    page->multi_session = is_open ? BURN_MULTI_SESSION_NEXT : BURN_MULTI_SESSION_NONE;
    page->track_mode = TRACK_MODE_DATA;
    page->data_block_type = BURN_BLOCK_TYPE_MODE_1;
    burn_method_speed(plan);
    burn_method_calibrate(input, plan);
    burn_method_write(input, plan, media->next_writable, zeros);
    burn_method_synchronize(plan); /* which ends the track */
    if (!input->wishes->is_test) burn_method_close(plan, MMC_CLOSE_SESSION, 0);
    burn_method_sequential(input, plan, burn_method_track(media), is_open);
    plan->agreement.track_start = media->next_writable;
    plan->agreement.track_blocks = (uint32_t)input->wishes->block_count + zeros;
}

/* Nobody's session at once on a disc that has a session is known to work (libburn's cookbook). */
void burn_method_cd(const struct burn_method_input *input, struct burn_plan *plan)
{
    const struct burn_media *media = input->media;
    bool is_blank = (media->status & BURN_MEDIA_BLANK) != 0;
    bool is_closed = burn_method_closes_disc(input);

    if (is_blank && media->can_session_at_once && (is_closed || !media->can_track_at_once)) {
        session_at_once(input, plan);
    } else {
        track_at_once(input, plan, !is_closed);
    }
}
