/* DVD-R and DVD-RW in sequential recording: incremental where the medium offers it, else the disc at once. */
#include "burn/method.h"

enum {
    WRITE_TYPE_INCREMENTAL = 0,
    WRITE_TYPE_DAO = 2,
    TRACK_MODE_INCREMENTAL = 5,
    ECC_BLOCKS = 16,
};

static struct mmc_write_parameters_page *parameters(const struct burn_method_input *input, struct burn_plan *plan)
{
    struct mmc_write_parameters_page *page = burn_method_parameters(input, plan, input->media->has_buf);

    page->track_mode = TRACK_MODE_INCREMENTAL;
    page->data_block_type = BURN_BLOCK_TYPE_MODE_1;
    return page;
}

static void incremental(const struct burn_method_input *input, struct burn_plan *plan)
{
    struct mmc_write_parameters_page *page = parameters(input, plan);
    const struct burn_media *media = input->media;
    bool is_closed = burn_method_closes_disc(input);
    uint16_t track = burn_method_track(media);
    uint32_t padding = burn_method_padding(media, input->wishes->block_count, media->free_blocks);

    page->write_type = WRITE_TYPE_INCREMENTAL;
    page->multi_session = is_closed ? BURN_MULTI_SESSION_NONE : BURN_MULTI_SESSION_NEXT;
    page->fixed_packet = true;
    page->packet_size_blocks = ECC_BLOCKS;
    page->link_size_valid = true;
    page->link_size = ECC_BLOCKS;
    burn_method_speed(plan);
    burn_method_calibrate(input, plan);
    burn_method_write(input, plan, media->next_writable, padding);
    burn_method_synchronize(plan);
    if (!input->wishes->is_test) {
        burn_method_close(plan, MMC_CLOSE_TRACK, track);
        burn_method_close(plan, MMC_CLOSE_SESSION, 0);
    }
    burn_method_sequential(input, plan, track, !is_closed);
    plan->agreement.track_start = media->next_writable;
    plan->agreement.track_blocks = (uint32_t)input->wishes->block_count + padding;
}

/* A track of exactly the source's size is reserved; nothing is closed, the drive does it (some LG fail a CLOSE here).
 */
static void disc_at_once(const struct burn_method_input *input, struct burn_plan *plan)
{
    parameters(input, plan)->write_type = WRITE_TYPE_DAO;
    burn_plan_append(plan, BURN_STEP_RESERVE_TRACK, BURN_INITIALIZING)->blocks = (uint32_t)input->wishes->block_count;
    burn_method_speed(plan);
    burn_method_calibrate(input, plan);
    burn_method_write(input, plan, 0, 0);
    burn_method_synchronize(plan);
    burn_method_sequential(input, plan, 1, false);
    plan->agreement.track_start = 0;
    plan->agreement.track_blocks = (uint32_t)input->wishes->block_count;
}

void burn_method_dvd_minus(const struct burn_method_input *input, struct burn_plan *plan)
{
    if (input->media->can_incremental && input->media->medium != BURN_MEDIUM_DVD_R_DL) {
        incremental(input, plan);
    } else {
        disc_at_once(input, plan);
    }
}
