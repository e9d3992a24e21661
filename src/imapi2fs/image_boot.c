/* MsftFileSystemImage: the boot images. */
#include "imapi2fs/boot_list.h"
#include "imapi2fs/file_system_image.h"
#include "imapi2fserror.h"

/* IFileSystemImage::get_BootImageOptions. */
HRESULT WINAPI image_get_BootImageOptions(IFileSystemImage3 *iface, IBootOptions **value)
{
    struct imapifs_call call;
    struct boot_list *list;
    HRESULT hr;

    image_call_begin(&call, "Reading the boot image");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    list = image_state_get_boot_list(image_state_of(iface));
    hr = boot_list_get_first(list, value);
    boot_list_release(list);
    return imapifs_call_done(&call, hr);
}

/* IFileSystemImage2::get_BootImageOptionsArray. */
HRESULT WINAPI image_get_BootImageOptionsArray(IFileSystemImage3 *iface, SAFEARRAY **value)
{
    struct imapifs_call call;
    struct boot_list *list;
    HRESULT hr;

    image_call_begin(&call, "Reading the boot images");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    list = image_state_get_boot_list(image_state_of(iface));
    hr = boot_list_get_array(list, value);
    boot_list_release(list);
    return imapifs_call_done(&call, hr);
}

/* Begin to make a list, which calls clients' objects: within a change that is paused. They may give back the last
 * reference to the image.
 */
static HRESULT begin(struct image_state *state)
{
    HRESULT hr = image_state_begin_change(state);

    if (FAILED(hr)) return hr;
    image_state_hold(state);
    image_state_pause_change(state);
    return hr;
}

/* Take the list over. The first session alone can be booted from. */
static HRESULT end(struct image_state *state, struct boot_list *list, HRESULT hr)
{
    struct boot_list *old = list;

    image_state_resume_change(state);
    if (SUCCEEDED(hr) && list && (state->is_imported || state->session_start > 0)) hr = IMAPI_E_BOOT_OBJECT_CONFLICT;
    if (SUCCEEDED(hr)) {
        old = state->boot_list;
        state->boot_list = list;
    }
    image_state_end_change(state);
    boot_list_release(old);
    image_state_release(state);
    return hr;
}

/* IFileSystemImage::put_BootImageOptions. */
HRESULT WINAPI image_put_BootImageOptions(IFileSystemImage3 *iface, IBootOptions *value)
{
    struct image_state *state = image_state_of(iface);
    struct host_failure failure = {0};
    struct imapifs_call call;
    struct boot_list *list;
    HRESULT hr;

    image_call_begin(&call, "Setting the boot image");
    call.inserts[0] = L"boot image";
    hr = begin(state);
    if (FAILED(hr)) return imapifs_call_done(&call, hr);
    hr = boot_list_copy(value, state->copies, &list, &failure);
    hr = end(state, list, hr);
    host_failure_tell(&failure, &call);
    hr = imapifs_call_done(&call, hr);
    host_failure_destroy(&failure);
    return hr;
}

/* IFileSystemImage2::put_BootImageOptionsArray. */
HRESULT WINAPI image_put_BootImageOptionsArray(IFileSystemImage3 *iface, SAFEARRAY *value)
{
    struct image_state *state = image_state_of(iface);
    struct imapifs_call call;
    struct boot_list *list;
    HRESULT hr;

    image_call_begin(&call, "Setting the boot images");
    hr = begin(state);
    if (FAILED(hr)) return imapifs_call_done(&call, hr);
    hr = boot_list_from_array(value, &list);
    return imapifs_call_done(&call, end(state, list, hr));
}
