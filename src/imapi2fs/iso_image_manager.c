/* MsftIsoImageManager: holds either a file, as a stream of ours, or the client's stream, which it keeps in the Global
 * Interface Table.
 */
#include "imapi2fs/iso_image_manager.h"

#include "base/alloc.h"
#include "com/dispatch.h"
#include "com/global_interface.h"
#include "com/values.h"
#include "imapi2fs.h"
#include "imapi2fs/call.h"
#include "imapi2fs/file_stream.h"
#include "imapi2fs/image_check.h"
#include "imapi2fserror.h"

/* One of two, or nothing. */
struct image {
    BSTR path; /* owned; NULL: there is no file */
    IStream *file;
    struct com_global *given; /* what SetStream was given */
};

struct manager {
    struct com_object object;
    IIsoImageManager IIsoImageManager_iface;
    CRITICAL_SECTION lock;
    struct image image;
};

COM_DISPATCH(manager, IIsoImageManager)

static const WCHAR class_name[] = L"OpenIMAPI2.MsftIsoImageManager";

static void call_begin(struct imapifs_call *call, const char *attempt)
{
    imapifs_call_begin(call, class_name, &IID_IIsoImageManager, attempt);
}

/* No lock is held: the client's stream may be gone with it. */
static void release_image(struct image *image)
{
    SysFreeString(image->path);
    if (image->file) IStream_Release(image->file);
    com_global_release(image->given);
}

static void replace(struct manager *manager, const struct image *image)
{
    struct image old;

    EnterCriticalSection(&manager->lock);
    old = manager->image;
    manager->image = *image;
    LeaveCriticalSection(&manager->lock);
    release_image(&old);
}

/* As this thread may use it; NULL where there is none. */
static HRESULT take_stream(struct manager *manager, IStream **out)
{
    struct com_global *given;
    HRESULT hr = S_OK;

    EnterCriticalSection(&manager->lock);
    *out = manager->image.file;
    if (*out) IStream_AddRef(*out);
    given = manager->image.given;
    if (given) com_global_add_ref(given);
    LeaveCriticalSection(&manager->lock);
    if (given) hr = com_global_get(given, &IID_IStream, (void **)out);
    com_global_release(given);
    return hr;
}

/* IIsoImageManager::get_Path. As it was set; empty when the image is none or a client's stream. */
static HRESULT WINAPI manager_get_Path(IIsoImageManager *iface, BSTR *value)
{
    struct manager *manager = manager_from_IIsoImageManager(iface);
    struct imapifs_call call;
    HRESULT hr;

    call_begin(&call, "Reading the path of the image file");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = NULL;
    EnterCriticalSection(&manager->lock);
    hr = manager->image.path ? com_bstr_copy(manager->image.path, value) : com_bstr_from_utf8("", value);
    LeaveCriticalSection(&manager->lock);
    return imapifs_call_done(&call, hr);
}

/* IIsoImageManager::get_Stream. The same stream each time. */
static HRESULT WINAPI manager_get_Stream(IIsoImageManager *iface, IStream **value)
{
    struct manager *manager = manager_from_IIsoImageManager(iface);
    struct imapifs_call call;

    call_begin(&call, "Getting the stream of the image");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    return imapifs_call_done(&call, take_stream(manager, value));
}

/* A path with a NUL inside would name another file than the caller means. */
static bool is_path(BSTR path)
{
    return path && path[0] && wcslen(path) == SysStringLen(path);
}

/* IIsoImageManager::SetPath. On failure the image is as before. */
static HRESULT WINAPI manager_SetPath(IIsoImageManager *iface, BSTR path)
{
    struct manager *manager = manager_from_IIsoImageManager(iface);
    struct image image = {NULL, NULL, NULL};
    struct imapifs_call call;
    HRESULT hr;

    call_begin(&call, "Setting the image file");
    call.inserts[0] = path;
    if (!is_path(path)) return imapifs_call_done(&call, IMAPI_E_INVALID_PATH);
    hr = com_bstr_copy(path, &image.path);
    if (SUCCEEDED(hr)) hr = file_stream_create(path, &image.file, &call.system_error);
    if (SUCCEEDED(hr))
        replace(manager, &image);
    else
        release_image(&image);
    return imapifs_call_done(&call, hr);
}

/* IIsoImageManager::SetStream. NULL: there is no image any more. */
static HRESULT WINAPI manager_SetStream(IIsoImageManager *iface, IStream *stream)
{
    struct manager *manager = manager_from_IIsoImageManager(iface);
    struct image image = {NULL, NULL, NULL};
    struct imapifs_call call;
    HRESULT hr = S_OK;

    call_begin(&call, "Setting the stream of the image");
    if (stream) hr = com_global_keep((IUnknown *)stream, &image.given);
    if (SUCCEEDED(hr)) replace(manager, &image);
    return imapifs_call_done(&call, hr);
}

/* IIsoImageManager::Validate. */
static HRESULT WINAPI manager_Validate(IIsoImageManager *iface)
{
    struct manager *manager = manager_from_IIsoImageManager(iface);
    struct imapifs_call call;
    IStream *stream;
    HRESULT hr;

    call_begin(&call, "Looking at the image");
    hr = take_stream(manager, &stream);
    if (SUCCEEDED(hr)) hr = stream ? image_check(stream) : IMAPI_E_IMAGEMANAGER_NO_IMAGE;
    if (stream) IStream_Release(stream);
    return imapifs_call_done(&call, hr);
}

/* --------------------------------------------------------------------------------------------------------- its life */

static const IIsoImageManagerVtbl manager_IIsoImageManager_vtbl = {
    COM_DISPATCH_METHODS(manager, IIsoImageManager),
    manager_get_Path,
    manager_get_Stream,
    manager_SetPath,
    manager_SetStream,
    manager_Validate,
};

static const struct com_interface manager_interfaces[] = {
    {&IID_IIsoImageManager, offsetof(struct manager, IIsoImageManager_iface)},
    {&IID_IDispatch, offsetof(struct manager, IIsoImageManager_iface)},
};

static void manager_destroy(struct com_object *object)
{
    struct manager *manager = CONTAINING_RECORD(object, struct manager, object);

    release_image(&manager->image);
    DeleteCriticalSection(&manager->lock);
    base_free(manager);
}

static const struct com_class manager_class = {
    &CLSID_MsftIsoImageManager, true, manager_interfaces, ARRAYSIZE(manager_interfaces), manager_destroy,
};

HRESULT iso_image_manager_create(REFIID iid, void **out)
{
    struct manager *manager = base_alloc(sizeof *manager);

    *out = NULL;
    if (!manager) return E_OUTOFMEMORY;
    if (!InitializeCriticalSectionAndSpinCount(&manager->lock, 0)) {
        base_free(manager);
        return E_OUTOFMEMORY;
    }
    manager->IIsoImageManager_iface.lpVtbl = &manager_IIsoImageManager_vtbl;
    com_object_init(&manager->object, &manager_class);
    return com_object_hand_out(&manager->object, iid, out);
}
