/* Reads the medium, and returns one of its numbers. */
#include "imapi2/data_media.h"

#include <limits.h>

#include "imapi2error.h"

static const char *const attempts[DATA_MEDIA_NUMBERS] = {
    [DATA_MEDIA_TOTAL_SECTORS] = "Counting the sectors of the disc",
    [DATA_MEDIA_FREE_SECTORS] = "Counting the free sectors of the disc",
    [DATA_MEDIA_NEXT_WRITABLE] = "Asking where the next session begins",
    [DATA_MEDIA_PREVIOUS_START] = "Asking where the last session begins",
    [DATA_MEDIA_PREVIOUS_END] = "Asking where the last session ends",
    [DATA_MEDIA_LAST_RECORDED] = "Asking for the last sector that is written",
    [DATA_MEDIA_STATUS] = "Asking for the state of the disc",
    [DATA_MEDIA_WRITE_PROTECTION] = "Asking whether the disc is write-protected",
    [DATA_MEDIA_UNIT_BLOCKS] = "Asking how many sectors are written at once",
};

/* Nothing can be asked of a disc in such a state. */
enum {
    INVALID_STATES = BURN_MEDIA_DAMAGED | BURN_MEDIA_NON_EMPTY_SESSION | BURN_MEDIA_FINALIZED | BURN_MEDIA_UNSUPPORTED
};

static LONG clamp(uint64_t number)
{
    return number > LONG_MAX ? LONG_MAX : (LONG)number;
}

bool data_media_is_usable(const struct burn_media *media)
{
    return !(media->status & INVALID_STATES);
}

static HRESULT pick(const struct burn_media *media, enum data_media_number number, LONG *value)
{
    if (number == DATA_MEDIA_STATUS) {
        *value = (LONG)media->status;
        return S_OK;
    }
    if (!data_media_is_usable(media)) return E_IMAPI_DF2DATA_INVALID_MEDIA_STATE;
    switch (number) {
    case DATA_MEDIA_TOTAL_SECTORS:
        *value = clamp(media->total_blocks);
        break;
    case DATA_MEDIA_FREE_SECTORS:
        *value = clamp(media->free_blocks);
        break;
    case DATA_MEDIA_NEXT_WRITABLE:
        *value = media->next_writable;
        break;
    case DATA_MEDIA_PREVIOUS_START:
        *value = media->has_previous ? media->previous_start : -1;
        break;
    case DATA_MEDIA_PREVIOUS_END:
        if (media->has_previous && !media->has_previous_end) return E_NOTIMPL;
        *value = media->has_previous ? media->previous_end : -1;
        break;
    case DATA_MEDIA_LAST_RECORDED:
        if (!media->has_track || !media->track.last_recorded_valid || !media->track.has_last_recorded) {
            return E_NOTIMPL;
        }
        *value = clamp(media->track.last_recorded_lba);
        break;
    default:
        *value = clamp(media->unit_blocks);
        break;
    }
    return S_OK;
}

/* What is being written is not protected. */
static HRESULT get_protection(struct format2_call *call, const struct burn_media *media, LONG *value)
{
    uint32_t protection = 0;

    if (call->has_use && burn_write_protection(call->use.drive, media, &protection, &call->base.failure) != DRIVE_OK) {
        return format2_call_failed(call);
    }
    *value = (LONG)protection;
    return format2_call_done(call, S_OK);
}

void data_media_call_begin(struct format2_call *call, struct format2 *format, enum data_media_number number)
{
    format2_call_begin(call, format, attempts[number]);
}

HRESULT data_media_call_get(struct format2_call *call, struct com_global *recorder, enum data_media_number number,
                            LONG *value)
{
    struct burn_media media;
    HRESULT hr;

    if (!value) return format2_call_done(call, E_POINTER);
    *value = 0;
    hr = format2_call_media(call, recorder, number == DATA_MEDIA_STATUS, &media); /* is it as good as blank? */
    if (FAILED(hr)) return hr;
    if (number == DATA_MEDIA_WRITE_PROTECTION) return get_protection(call, &media, value);
    return format2_call_done(call, pick(&media, number, value));
}
