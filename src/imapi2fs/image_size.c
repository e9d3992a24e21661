/* MsftFileSystemImage: the first block of the image, its size limit, and its estimated size. */
#include "imapi2fs/file_system_image.h"
#include "imapi2fserror.h"

/* IFileSystemImage::get_SessionStartBlock. */
HRESULT WINAPI image_get_SessionStartBlock(IFileSystemImage3 *iface, LONG *value)
{
    struct image_state *state = image_state_of(iface);
    struct imapifs_call call;

    image_call_begin(&call, "Reading the first block of the session");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    EnterCriticalSection(&state->lock);
    *value = state->session_start;
    LeaveCriticalSection(&state->lock);
    return imapifs_call_done(&call, S_OK);
}

/* IFileSystemImage::put_SessionStartBlock. An import has set it for good. */
HRESULT WINAPI image_put_SessionStartBlock(IFileSystemImage3 *iface, LONG value)
{
    struct image_state *state = image_state_of(iface);
    struct imapifs_call call;
    HRESULT hr;

    image_call_begin(&call, "Setting the first block of the session");
    if (value < 0) return imapifs_call_done(&call, image_call_bad_value(&call));
    hr = image_state_begin_change(state);
    if (FAILED(hr)) return imapifs_call_done(&call, hr);
    if (state->is_imported)
        hr = IMAPI_E_READONLY;
    else
        state->session_start = value;
    image_state_end_change(state);
    return imapifs_call_done(&call, hr);
}

/* IFileSystemImage::get_FreeMediaBlocks. */
HRESULT WINAPI image_get_FreeMediaBlocks(IFileSystemImage3 *iface, LONG *value)
{
    struct image_state *state = image_state_of(iface);
    struct imapifs_call call;

    image_call_begin(&call, "Reading the limit of blocks");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    EnterCriticalSection(&state->lock);
    *value = state->free_media_blocks;
    LeaveCriticalSection(&state->lock);
    return imapifs_call_done(&call, S_OK);
}

HRESULT image_check_limit(struct image_state *state, LONG blocks)
{
    return blocks > 0 && (uint64_t)blocks < image_state_used_blocks(state) ? IMAPI_E_IMAGE_TOO_BIG : S_OK;
}

/* IFileSystemImage::put_FreeMediaBlocks. A result that lives does not mind. */
HRESULT WINAPI image_put_FreeMediaBlocks(IFileSystemImage3 *iface, LONG value)
{
    struct image_state *state = image_state_of(iface);
    struct imapifs_call call;
    HRESULT hr;

    image_call_begin(&call, "Setting the limit of blocks");
    EnterCriticalSection(&state->lock);
    hr = image_check_limit(state, value);
    if (SUCCEEDED(hr)) state->free_media_blocks = value;
    LeaveCriticalSection(&state->lock);
    return imapifs_call_done(&call, hr);
}

/* IFileSystemImage::get_UsedBlocks. */
HRESULT WINAPI image_get_UsedBlocks(IFileSystemImage3 *iface, LONG *value)
{
    struct image_state *state = image_state_of(iface);
    struct imapifs_call call;
    uint64_t blocks;

    image_call_begin(&call, "Reading the number of blocks used");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    EnterCriticalSection(&state->lock);
    blocks = image_state_used_blocks(state);
    LeaveCriticalSection(&state->lock);
    *value = blocks > INT32_MAX ? INT32_MAX : (LONG)blocks;
    return imapifs_call_done(&call, S_OK);
}
