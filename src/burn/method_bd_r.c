/* BD-R in sequential recording, with or without pseudo overwrite: it is never formatted, and nothing is ever
 * overwritten.
 */
#include "burn/method.h"

void burn_method_bd_r(const struct burn_method_input *input, struct burn_plan *plan)
{
    const struct burn_media *media = input->media;
    uint32_t padding = burn_method_padding(media, input->wishes->block_count, media->free_blocks);
    bool is_closed = burn_method_closes_disc(input);
    uint16_t track = burn_method_track(media);

    burn_method_speed(plan);
    burn_method_write(input, plan, media->next_writable, padding);
    burn_method_synchronize(plan);
    burn_method_close(plan, MMC_CLOSE_TRACK, track);
    burn_method_close(plan, is_closed ? MMC_CLOSE_FINALIZE : MMC_CLOSE_SESSION, 0);
    burn_method_sequential(input, plan, track, !is_closed);
    plan->agreement.track_start = media->next_writable;
    plan->agreement.track_blocks = (uint32_t)input->wishes->block_count + padding;
}
