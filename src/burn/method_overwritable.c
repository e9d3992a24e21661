/* Media that can be written at any address: DVD+RW, DVD-RAM, BD-RE, DVD-RW in restricted overwrite, disks. They are
 * formatted first if they are not yet.
 */
#include "burn/method.h"

/* FORMAT UNIT of what was never formatted; MMC-6, format types. */
enum { FORMAT_FULL = 0x00, FORMAT_DVD_PLUS_RW = 0x26, FORMAT_BD_RE_SPARE = 0x30, RESTART = 0x000001 };
enum { ALL_BLOCKS = 0xFFFFFFFF };

static void format(struct burn_plan *plan, uint8_t type, uint32_t blocks, uint32_t parameter)
{
    const struct mmc_format_options options = {.immediate = true};
    struct mmc_format descriptor = {.blocks = blocks, .type = type, .parameter = parameter};
    struct burn_step *step = burn_plan_append(plan, BURN_STEP_FORMAT, BURN_FORMATTING);

    mmc_format_list_write(step->list, &descriptor, &options);
    step->list_bytes = MMC_FORMAT_LIST_BYTES;
}

static void format_as_needed(const struct burn_media *media, struct burn_plan *plan)
{
    uint32_t blocks = (uint32_t)(media->format_blocks ? media->format_blocks : media->total_blocks);

    if (media->method == BURN_METHOD_DVD_PLUS_RW) {
        if (!media->is_formatted) {
            format(plan, FORMAT_DVD_PLUS_RW, blocks, 0);
        } else if (media->disc.background_format == MMC_BACKGROUND_FORMAT_SUSPENDED) {
            format(plan, FORMAT_DVD_PLUS_RW, ALL_BLOCKS, RESTART);
        }
    } else if (!media->is_formatted) {
        format(plan, media->medium == BURN_MEDIUM_BD_RE ? FORMAT_BD_RE_SPARE : FORMAT_FULL, blocks, 0);
    }
}

/* DVD-RW in restricted overwrite is written in whole ECC blocks; the source has what surrounds the range. */
static void write_range(const struct burn_method_input *input, struct burn_plan *plan, const struct burn_range *range)
{
    uint32_t unit = input->media->medium == BURN_MEDIUM_DVD_RW ? input->media->unit_blocks : 1;
    uint32_t first = range->first - range->first % unit;
    uint64_t end = ((uint64_t)range->last + unit) / unit * unit;
    uint32_t zeros = 0;
    struct burn_run_of_blocks *run;

    if (end > input->wishes->block_count) {
        zeros = (uint32_t)(end - input->wishes->block_count);
        end = input->wishes->block_count;
    }
    run = burn_method_write(input, plan, (int32_t)first, zeros);
    run->source_block = first;
    run->source_blocks = (uint32_t)(end - first);
}

static void write(const struct burn_method_input *input, struct burn_plan *plan)
{
    const struct burn_wishes *wishes = input->wishes;
    int32_t end = 0;
    size_t i;

    if (!wishes->ranges) {
        burn_method_write(input, plan, 0,
                          burn_method_padding(input->media, wishes->block_count, burn_overwritable_room(input->media)));
        return;
    }
    for (i = 0; i < wishes->range_count; i++) {
        write_range(input, plan, &wishes->ranges[i]);
        if ((int32_t)wishes->ranges[i].last >= end) end = (int32_t)wishes->ranges[i].last + 1;
    }
    plan->agreement.written_end = end;
}

void burn_method_overwritable(const struct burn_method_input *input, struct burn_plan *plan)
{
    const struct burn_media *media = input->media;
    bool is_plus_rw = media->method == BURN_METHOD_DVD_PLUS_RW;
    bool is_formatting =
        is_plus_rw && (!media->is_formatted || media->disc.background_format == MMC_BACKGROUND_FORMAT_SUSPENDED ||
                       media->disc.background_format == MMC_BACKGROUND_FORMAT_RUNNING);
    struct burn_step *close;

    format_as_needed(media, plan);
    burn_method_speed(plan);
    if (media->medium == BURN_MEDIUM_DVD_RW) burn_method_calibrate(input, plan);
    write(input, plan);
    burn_method_synchronize(plan);
    burn_plan_append_undo(plan, BURN_STEP_SYNCHRONIZE)->immediate = true;
    if (!is_formatting) return;
    close = burn_method_close(plan, MMC_CLOSE_BACKGROUND_FORMAT, 0);
    *burn_plan_append_undo(plan, BURN_STEP_CLOSE) = *close;
    if (input->wishes->is_compatible) burn_method_close(plan, MMC_CLOSE_SESSION, 0)->may_be_refused = true;
}
