/* Reads clients' streams for the methods that accept one: checks the limit of blocks and fires the events of a file. */
#include "imapi2fs/item_source.h"

#include <string.h>

#include "imapi2fs/image_stream.h"
#include "imapi2fs/item.h"
#include "imapi2fs/item_data.h"
#include "imapi2fs/stream_source.h"
#include "imapi2fserror.h"

/* How the image takes it. */
struct target {
    bool is_staged;
    uint64_t bytes_free;
};

static void find_target(struct image_state *state, struct target *target)
{
    uint64_t used;

    EnterCriticalSection(&state->lock);
    target->is_staged = state->stages_files != VARIANT_FALSE;
    target->bytes_free = UINT64_MAX;
    if (state->free_media_blocks > 0) {
        used = image_state_used_blocks(state);
        target->bytes_free = used < (uint64_t)state->free_media_blocks
                                 ? ((uint64_t)state->free_media_blocks - used) * FS_BLOCK_BYTES
                                 : 0;
    }
    LeaveCriticalSection(&state->lock);
}

/* Is the stream one of a file of the image itself, or of a result of it? If it were kept, the image would keep itself,
 * with a result frozen, too: a file that was removed may come back, so the tree keeps it.
 */
static bool is_own(const struct image_state *state, IStream *data)
{
    struct item *item;
    bool is_of_image;

    if (image_stream_peek_state(data) == state) return true;
    item = item_data_get_item(data);
    if (!item) return false;
    is_of_image = item->state == state;
    com_object_release(item->object);
    return is_of_image;
}

/* Without a place there are no events. */
static HRESULT begin_update(struct image_state *state, const struct item_place *place, uint64_t size,
                            struct item_source *out)
{
    const struct update_sink *sink = place ? image_state_updates(state, false, &out->sink) : NULL;

    if (!sink) return update_file_begin(&out->update, NULL, NULL, NULL, 0, size);
    return update_file_begin(&out->update, sink, place->parent, (const uint16_t *)place->name, place->count, size);
}

static HRESULT create(struct image_state *state, IStream *data, const struct item_place *place, struct item_source *out)
{
    struct target target;
    uint64_t size;
    HRESULT hr;

    find_target(state, &target);
    target.is_staged |= is_own(state, data);
    hr = stream_source_get_size(data, &size, &out->failure);
    if (FAILED(hr)) return hr;
    if (size > target.bytes_free) return IMAPI_E_IMAGE_SIZE_LIMIT;
    hr = begin_update(state, place, size, out);
    if (FAILED(hr)) return hr;
    return stream_source_create(data, size, state->copies, target.is_staged, &out->update, &out->source, &out->failure);
}

/* A sink may give back the client's own reference to the stream. */
HRESULT item_source_create(struct image_state *state, IStream *data, const struct item_place *place,
                           struct item_source *out)
{
    HRESULT hr;

    memset(out, 0, sizeof *out);
    IStream_AddRef(data);
    hr = create(state, data, place, out);
    IStream_Release(data);
    return hr;
}

HRESULT item_source_end(struct item_source *source, struct imapifs_call *call, HRESULT hr)
{
    if (FAILED(hr)) {
        update_file_cancel(&source->update);
        if (source->source) source->source->release(source->source);
    } else {
        update_file_end(&source->update);
    }
    stream_source_release_departed();
    host_failure_tell(&source->failure, call);
    hr = imapifs_call_done(call, hr);
    host_failure_destroy(&source->failure);
    return hr;
}
