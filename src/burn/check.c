/* The checks of a burn before anything is written, in the order in which their failures are reported. */
#include "burn/method.h"

enum { POST_GAP_BLOCKS = 150 };

bool burn_is_overwritable(const struct burn_media *media)
{
    return media->method == BURN_METHOD_DVD_PLUS_RW || media->method == BURN_METHOD_OVERWRITABLE;
}

static enum burn_status check_state(const struct burn_media *media, const struct burn_wishes *wishes)
{
    enum {
        UNFIT = BURN_MEDIA_DAMAGED | BURN_MEDIA_NON_EMPTY_SESSION | BURN_MEDIA_ERASE_REQUIRED | BURN_MEDIA_FINALIZED
    };

    if (media->method == BURN_METHOD_NONE || media->status & BURN_MEDIA_UNSUPPORTED) return BURN_MEDIUM_UNSUPPORTED;
    if (media->status & UNFIT) return BURN_INVALID_STATE;
    if (media->status & BURN_MEDIA_WRITE_PROTECTED) return BURN_WRITE_PROTECTED;
    if (wishes->is_test && !media->can_test_write) return BURN_NO_TEST_WRITE;
    /* Disc at once is for blank discs. */
    if (media->method == BURN_METHOD_DVD_MINUS && !(media->status & BURN_MEDIA_BLANK) &&
        (!media->can_incremental || media->medium == BURN_MEDIUM_DVD_R_DL)) {
        return BURN_INVALID_STATE;
    }
    if (burn_is_overwritable(media) && !media->is_heuristically_blank && !wishes->may_overwrite && !wishes->ranges) {
        return BURN_NOT_BLANK;
    }
    return BURN_OK;
}

uint64_t burn_overwritable_room(const struct burn_media *media)
{
    return !media->is_formatted && media->format_blocks ? media->format_blocks : media->total_blocks;
}

/* Blocks that the source may have. */
static uint64_t room(const struct burn_media *media, const struct burn_wishes *wishes)
{
    uint32_t zeros = burn_method_cd_zeros_after(wishes);
    uint64_t blocks;

    if (burn_is_overwritable(media)) return burn_overwritable_room(media);
    if (media->method != BURN_METHOD_CD) return media->free_blocks;
    blocks = media->free_blocks ? media->free_blocks + POST_GAP_BLOCKS : 0;
    return blocks > zeros ? blocks - zeros : 0;
}

static bool ranges_fit(const struct burn_wishes *wishes)
{
    size_t i;

    for (i = 0; wishes->ranges && i < wishes->range_count; i++) {
        if (wishes->ranges[i].first > wishes->ranges[i].last || wishes->ranges[i].last >= wishes->block_count) {
            return false;
        }
    }
    return true;
}

void burn_fail_names_media(struct burn_failure *failure, const struct burn_media *media)
{
    failure->media_status = media->status;
    failure->protection = media->protection;
    failure->medium = (uint8_t)media->medium;
}

enum burn_status burn_check(const struct burn_media *media, const struct burn_wishes *wishes,
                            struct burn_failure *failure)
{
    uint64_t blocks = room(media, wishes);
    enum burn_status status = check_state(media, wishes);

    if (status == BURN_OK && wishes->block_count > blocks) status = BURN_TOO_LARGE;
    if (status == BURN_OK && !ranges_fit(wishes)) status = BURN_INVALID_RANGE;
    burn_fail(failure, status);
    if (status == BURN_TOO_LARGE) {
        failure->needed_blocks = wishes->block_count;
        failure->free_blocks = blocks;
    }
    burn_fail_names_media(failure, media);
    return status;
}
