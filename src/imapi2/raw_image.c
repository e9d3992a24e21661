/* The data that the objects of one raw audio image share, and its lifetime. */
#include "imapi2/raw_image.h"

#include "base/alloc.h"
#include "com/turn.h"
#include "imapi2error.h"

struct raw_image *raw_image_create(void)
{
    struct raw_image *image = base_alloc(sizeof *image);

    if (!image) return NULL;
    image->streams = raw_streams_create();
    if (!image->streams || !InitializeCriticalSectionAndSpinCount(&image->lock, 0)) {
        raw_streams_release(image->streams);
        base_free(image);
        return NULL;
    }
    image->references = 1;
    image->form = RAWCD_FORM_COOKED;
    rawcd_layout_init(&image->layout);
    return image;
}

void raw_image_add_ref(struct raw_image *image)
{
    InterlockedIncrement(&image->references);
}

void raw_image_release(struct raw_image *image)
{
    if (!image || InterlockedDecrement(&image->references)) return;
    raw_streams_release(image->streams);
    DeleteCriticalSection(&image->lock);
    base_free(image);
}

struct raw_streams *raw_streams_create(void)
{
    struct raw_streams *streams = base_alloc(sizeof *streams);

    if (!streams) return NULL;
    streams->references = 1;
    streams->turn = com_turn_create();
    if (streams->turn) return streams;
    base_free(streams);
    return NULL;
}

struct raw_streams *raw_streams_add_ref(struct raw_streams *streams)
{
    InterlockedIncrement(&streams->references);
    return streams;
}

void raw_streams_release(struct raw_streams *streams)
{
    unsigned i;

    if (!streams || InterlockedDecrement(&streams->references)) return;
    for (i = 0; i < RAW_IMAGE_STREAMS; i++)
        com_global_release(streams->items[i]);
    CloseHandle(streams->turn);
    base_free(streams);
}

HRESULT raw_image_begin_change(struct raw_image *image)
{
    EnterCriticalSection(&image->lock);
    if (!image->is_frozen) return S_OK;
    LeaveCriticalSection(&image->lock);
    return E_IMAPI_RAW_IMAGE_IS_READ_ONLY;
}

bool raw_image_is_frozen(struct raw_image *image)
{
    bool frozen;

    EnterCriticalSection(&image->lock);
    frozen = image->is_frozen;
    LeaveCriticalSection(&image->lock);
    return frozen;
}

HRESULT raw_image_hresult(enum rawcd_status status)
{
    static const HRESULT codes[] = {
        [RAWCD_OK] = S_OK,
        [RAWCD_INVALID] = E_INVALIDARG,
        [RAWCD_TOO_MANY_TRACKS] = E_IMAPI_RAW_IMAGE_TOO_MANY_TRACKS,
        [RAWCD_TOO_MANY_INDEXES] = E_IMAPI_RAW_IMAGE_TOO_MANY_TRACK_INDEXES,
        [RAWCD_BEYOND_LIMIT] = E_IMAPI_RAW_IMAGE_INSUFFICIENT_SPACE,
        [RAWCD_TOO_CLOSE] = E_IMAPI_RAW_IMAGE_TRACK_INDEX_TOO_CLOSE_TO_OTHER_INDEX,
        [RAWCD_INDEX_EXISTS] = S_IMAPI_RAW_IMAGE_TRACK_INDEX_ALREADY_EXISTS,
        [RAWCD_INDEX_UNKNOWN] = E_IMAPI_RAW_IMAGE_TRACK_INDEX_NOT_FOUND,
        [RAWCD_INDEX_IS_START] = E_IMAPI_RAW_IMAGE_TRACK_INDEX_OFFSET_ZERO_CANNOT_BE_CLEARED,
    };

    return codes[status];
}
