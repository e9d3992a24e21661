/* DVD+R and DVD+R DL: a session of one track, closed as the wishes say. */
#include "base/bytes.h"
#include "burn/method.h"

enum { LAYER_BREAK_BYTES = 12, LAYER_BREAK_LENGTH = 10, LAYER_BREAK_BLOCKS_AT = 8 };

/* Half of what is written lies on each layer, which players like. A layer 0 that holds less than that says something
 * wrong of itself, and keeps its end.
 */
static void layer_break(const struct burn_media *media, uint32_t blocks, struct burn_plan *plan)
{
    uint32_t half = (blocks / 2 + media->unit_blocks - 1) / media->unit_blocks * media->unit_blocks;
    struct burn_step *step;

    if (half > media->layer_blocks) return;
    step = burn_plan_append(plan, BURN_STEP_LAYER_BREAK, BURN_INITIALIZING);
    store_be16(step->list, LAYER_BREAK_LENGTH);
    store_be32(step->list + LAYER_BREAK_BLOCKS_AT, half);
    step->list_bytes = LAYER_BREAK_BYTES;
}

/* The close matrix of the behaviour sheet. */
static enum mmc_close last_close(const struct burn_method_input *input)
{
    if (input->wishes->is_compatible) return MMC_CLOSE_FINALIZE_MINIMUM;
    if (burn_method_closes_disc(input) || input->media->medium == BURN_MEDIUM_DVD_PLUS_R_DL) return MMC_CLOSE_FINALIZE;
    return MMC_CLOSE_SESSION;
}

void burn_method_dvd_plus_r(const struct burn_method_input *input, struct burn_plan *plan)
{
    const struct burn_media *media = input->media;
    uint32_t padding = burn_method_padding(media, input->wishes->block_count, media->free_blocks);
    uint32_t blocks = (uint32_t)input->wishes->block_count + padding;
    enum mmc_close function = last_close(input);
    uint16_t track = burn_method_track(media);

    burn_method_speed(plan);
    if (media->medium == BURN_MEDIUM_DVD_PLUS_R_DL && media->status & BURN_MEDIA_BLANK) {
        layer_break(media, blocks, plan);
    }
    burn_method_write(input, plan, media->next_writable, padding);
    burn_method_synchronize(plan);
    burn_method_close(plan, MMC_CLOSE_TRACK, track);
    burn_method_close(plan, function, 0);
    burn_method_sequential(input, plan, track, function == MMC_CLOSE_SESSION);
    plan->agreement.track_start = media->next_writable;
    plan->agreement.track_blocks = blocks;
}
