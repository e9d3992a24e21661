/* BootOptions: values, which are checked when they are put, and the client's stream, which is not copied. */
#include "imapi2fs/boot_options.h"

#include <string.h>

#include "base/alloc.h"
#include "com/dispatch.h"
#include "com/global_interface.h"
#include "com/values.h"
#include "imapi2fs/boot_list.h"
#include "imapi2fs/call.h"
#include "imapi2fs/image_stream.h"
#include "imapi2fs/item_data.h"
#include "imapi2fs/stream_source.h"
#include "imapi2fserror.h"

struct values {
    struct com_global *stream; /* NULL: none is assigned */
    ULONG size;
    EmulationType emulation;
    PlatformId platform;
    BSTR manufacturer;
};

struct boot_options {
    struct com_object object;
    IBootOptions IBootOptions_iface;
    CRITICAL_SECTION lock;
    struct values values;
};

COM_DISPATCH(boot_options, IBootOptions)

static void call_begin(struct imapifs_call *call, const char *attempt)
{
    imapifs_call_begin(call, L"OpenIMAPI2.BootOptions", &IID_IBootOptions, attempt);
}

static HRESULT bad_value(struct imapifs_call *call)
{
    call->inserts[0] = L"newVal";
    return imapifs_call_done(call, IMAPI_E_INVALID_PARAM);
}

/* ---------------------------------------------------------------------------------------------------- manufacturer */

/* In this computer's code page, which has to have every character; of an empty text, zeros. False: it does not fit. For
 * UTF-8 the system takes neither flag nor default character.
 */
static bool get_manufacturer(BSTR text, uint8_t bytes[FS_BOOT_MANUFACTURER_MAX])
{
    int length = (int)SysStringLen(text), size = FS_BOOT_MANUFACTURER_MAX;
    BOOL is_lossy = FALSE;

    memset(bytes, 0, FS_BOOT_MANUFACTURER_MAX);
    if (!length) return true;
    if (length > size) return false;
    if (WideCharToMultiByte(CP_ACP, WC_NO_BEST_FIT_CHARS, text, length, (char *)bytes, size, NULL, &is_lossy) > 0)
        return !is_lossy;
    return WideCharToMultiByte(CP_ACP, 0, text, length, (char *)bytes, size, NULL, NULL) > 0;
}

/* IBootOptions::get_Manufacturer. */
static HRESULT WINAPI boot_options_get_Manufacturer(IBootOptions *iface, BSTR *value)
{
    struct boot_options *options = boot_options_from_IBootOptions(iface);
    struct imapifs_call call;
    HRESULT hr;

    call_begin(&call, "Reading the manufacturer of the boot image");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    EnterCriticalSection(&options->lock);
    hr = com_bstr_copy(options->values.manufacturer, value);
    LeaveCriticalSection(&options->lock);
    return imapifs_call_done(&call, hr);
}

/* IBootOptions::put_Manufacturer. */
static HRESULT WINAPI boot_options_put_Manufacturer(IBootOptions *iface, BSTR value)
{
    struct boot_options *options = boot_options_from_IBootOptions(iface);
    uint8_t bytes[FS_BOOT_MANUFACTURER_MAX];
    struct imapifs_call call;
    BSTR copy, old;
    HRESULT hr;

    call_begin(&call, "Setting the manufacturer of the boot image");
    if (!get_manufacturer(value, bytes)) return bad_value(&call);
    hr = com_bstr_copy(value, &copy);
    if (FAILED(hr)) return imapifs_call_done(&call, hr);
    EnterCriticalSection(&options->lock);
    old = options->values.manufacturer;
    options->values.manufacturer = copy;
    LeaveCriticalSection(&options->lock);
    SysFreeString(old);
    return imapifs_call_done(&call, S_OK);
}

/* ---------------------------------------------------------------------------------------------- platform, emulation */

/* IBootOptions::get_PlatformId. */
static HRESULT WINAPI boot_options_get_PlatformId(IBootOptions *iface, PlatformId *value)
{
    struct boot_options *options = boot_options_from_IBootOptions(iface);
    struct imapifs_call call;

    call_begin(&call, "Reading the platform of the boot image");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    EnterCriticalSection(&options->lock);
    *value = options->values.platform;
    LeaveCriticalSection(&options->lock);
    return imapifs_call_done(&call, S_OK);
}

/* IBootOptions::put_PlatformId. Any value that the catalog's byte can have. */
static HRESULT WINAPI boot_options_put_PlatformId(IBootOptions *iface, PlatformId value)
{
    struct boot_options *options = boot_options_from_IBootOptions(iface);
    struct imapifs_call call;

    call_begin(&call, "Setting the platform of the boot image");
    if ((unsigned)value > 0xFF) return bad_value(&call);
    EnterCriticalSection(&options->lock);
    options->values.platform = value;
    LeaveCriticalSection(&options->lock);
    return imapifs_call_done(&call, S_OK);
}

/* Bytes of the floppy disk, or 0 for what has no size of its own. El Torito 1.0, figure 3, byte 1. */
static ULONG size_of(EmulationType emulation)
{
    switch (emulation) {
    case Emulation12MFloppy:
        return 1228800;
    case Emulation144MFloppy:
        return 1474560;
    case Emulation288MFloppy:
        return 2949120;
    default:
        return 0;
    }
}

/* IBootOptions::get_Emulation. */
static HRESULT WINAPI boot_options_get_Emulation(IBootOptions *iface, EmulationType *value)
{
    struct boot_options *options = boot_options_from_IBootOptions(iface);
    struct imapifs_call call;

    call_begin(&call, "Reading the emulation of the boot image");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    EnterCriticalSection(&options->lock);
    *value = options->values.emulation;
    LeaveCriticalSection(&options->lock);
    return imapifs_call_done(&call, S_OK);
}

/* IBootOptions::put_Emulation. A floppy disk of another size than the image that is assigned cannot be posed as. */
static HRESULT WINAPI boot_options_put_Emulation(IBootOptions *iface, EmulationType value)
{
    struct boot_options *options = boot_options_from_IBootOptions(iface);
    struct imapifs_call call;
    HRESULT hr = S_OK;

    call_begin(&call, "Setting the emulation of the boot image");
    if ((unsigned)value > EmulationHardDisk) return bad_value(&call);
    EnterCriticalSection(&options->lock);
    if (options->values.stream && size_of(value) && options->values.size != size_of(value))
        hr = IMAPI_E_BOOT_EMULATION_IMAGE_SIZE_MISMATCH;
    else
        options->values.emulation = value;
    LeaveCriticalSection(&options->lock);
    return imapifs_call_done(&call, hr);
}

/* ------------------------------------------------------------------------------------------------------ the image */

/* IBootOptions::get_BootImage. */
static HRESULT WINAPI boot_options_get_BootImage(IBootOptions *iface, IStream **value)
{
    struct boot_options *options = boot_options_from_IBootOptions(iface);
    struct com_global *stream;
    struct imapifs_call call;
    HRESULT hr = S_OK;

    call_begin(&call, "Getting the boot image");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = NULL;
    EnterCriticalSection(&options->lock);
    stream = options->values.stream;
    if (stream) com_global_add_ref(stream);
    LeaveCriticalSection(&options->lock);
    if (stream) hr = com_global_get(stream, &IID_IStream, (void **)value);
    com_global_release(stream);
    return imapifs_call_done(&call, hr);
}

/* IBootOptions::get_ImageSize. */
static HRESULT WINAPI boot_options_get_ImageSize(IBootOptions *iface, ULONG *value)
{
    struct boot_options *options = boot_options_from_IBootOptions(iface);
    struct imapifs_call call;

    call_begin(&call, "Reading the size of the boot image");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    EnterCriticalSection(&options->lock);
    *value = options->values.size;
    LeaveCriticalSection(&options->lock);
    return imapifs_call_done(&call, S_OK);
}

/* The emulation that an image of this size gets; a hard disk may have any size. */
static EmulationType emulation_for(EmulationType present, ULONG size)
{
    int floppy;

    if (present == EmulationHardDisk) return present;
    for (floppy = Emulation12MFloppy; floppy <= Emulation288MFloppy; floppy++) {
        if (size_of((EmulationType)floppy) == size) return (EmulationType)floppy;
    }
    return EmulationNone;
}

/* A boot image has a code of its own for a stream that cannot be read, or that ends early. */
static HRESULT of_boot_image(HRESULT hr)
{
    return hr == IMAPI_E_DATA_STREAM_READ_FAILURE || hr == IMAPI_E_DATA_STREAM_INCONSISTENCY ? IMAPI_E_BOOT_IMAGE_DATA
                                                                                             : hr;
}

/* The catalog's addresses are of 2048 bytes and would reach further; the property for the size is a ULONG. */
static HRESULT measure(IStream *stream, ULONG *size, struct host_failure *failure)
{
    uint64_t bytes;
    HRESULT hr = stream_source_get_size(stream, &bytes, failure);

    *size = SUCCEEDED(hr) && bytes <= UINT32_MAX ? (ULONG)bytes : 0;
    if (FAILED(hr)) return of_boot_image(hr);
    return *size ? S_OK : IMAPI_E_BOOT_IMAGE_DATA;
}

/* Takes over the reference to the stream. */
static void set_image(struct boot_options *options, struct com_global *stream, ULONG size)
{
    struct com_global *old;

    EnterCriticalSection(&options->lock);
    old = options->values.stream;
    options->values.stream = stream;
    options->values.size = size;
    options->values.emulation = emulation_for(options->values.emulation, size);
    LeaveCriticalSection(&options->lock);
    com_global_release(old);
}

/* Is it a result of an image that these very options belong to? The image would keep itself, and frozen for good. */
static bool boots_itself(IBootOptions *options, IStream *stream)
{
    struct image_state *state = image_stream_peek_state(stream);
    struct boot_list *list = state ? image_state_get_boot_list(state) : NULL;
    bool is_in = boot_list_has(list, options);

    boot_list_release(list);
    return is_in;
}

/* Bytes that a stream of ours is read from. */
struct copy {
    struct com_object object;
    struct fs_source *source; /* owned */
};

static void copy_destroy(struct com_object *object)
{
    struct copy *copy = CONTAINING_RECORD(object, struct copy, object);

    copy->source->release(copy->source);
    base_free(copy);
}

/* Takes the source over, on failure too. */
static HRESULT stream_of(struct fs_source *source, IStream **out)
{
    static const struct com_class class = {.is_agile = true, .destroy = copy_destroy};
    struct copy *copy = base_alloc(sizeof *copy);
    HRESULT hr;

    *out = NULL;
    if (!copy) {
        source->release(source);
        return E_OUTOFMEMORY;
    }
    copy->source = source;
    com_object_init(&copy->object, &class);
    hr = item_data_create(source, &copy->object, out);
    com_object_release(&copy->object);
    return hr;
}

/* Keep a stream over these bytes, which are taken over, on failure too. */
static HRESULT keep_copy(struct fs_source *source, struct com_global **kept)
{
    IStream *stream;
    HRESULT hr = stream_of(source, &stream);

    if (FAILED(hr)) return hr;
    hr = com_global_keep((IUnknown *)stream, kept);
    IStream_Release(stream);
    return hr;
}

/* Keep the stream; of the bytes of an image's file a copy, since their stream holds that image, which may be the one
 * that boots them: it would keep itself.
 */
static HRESULT keep_image(IStream *stream, ULONG size, struct com_global **kept, struct host_failure *failure)
{
    struct item *item = item_data_get_item(stream);
    struct update_file unheard = {0};
    struct fs_source *source;
    HRESULT hr;

    if (!item) return com_global_keep((IUnknown *)stream, kept);
    hr = of_boot_image(stream_source_create(stream, size, item->state->copies, true, &unheard, &source, failure));
    com_object_release(item->object);
    return FAILED(hr) ? hr : keep_copy(source, kept);
}

/* IBootOptions::AssignBootImage. The stream is kept, and read when the image is. */
static HRESULT WINAPI boot_options_AssignBootImage(IBootOptions *iface, IStream *stream)
{
    struct host_failure failure = {0};
    struct imapifs_call call;
    struct com_global *kept;
    ULONG size;
    HRESULT hr;

    call_begin(&call, "Assigning the boot image");
    if (!stream) return imapifs_call_done(&call, E_POINTER);
    hr = boots_itself(iface, stream) ? IMAPI_E_BOOT_IMAGE_DATA : measure(stream, &size, &failure);
    if (SUCCEEDED(hr)) hr = keep_image(stream, size, &kept, &failure);
    if (SUCCEEDED(hr)) set_image(boot_options_from_IBootOptions(iface), kept, size);
    host_failure_tell(&failure, &call);
    hr = imapifs_call_done(&call, hr);
    host_failure_destroy(&failure);
    return hr;
}

/* --------------------------------------------------------------------------------------------------------- its life */

static const IBootOptionsVtbl boot_options_vtbl = {
    COM_DISPATCH_METHODS(boot_options, IBootOptions),
    boot_options_get_BootImage,
    boot_options_get_Manufacturer,
    boot_options_put_Manufacturer,
    boot_options_get_PlatformId,
    boot_options_put_PlatformId,
    boot_options_get_Emulation,
    boot_options_put_Emulation,
    boot_options_get_ImageSize,
    boot_options_AssignBootImage,
};

static const struct com_interface boot_options_interfaces[] = {
    {&IID_IBootOptions, offsetof(struct boot_options, IBootOptions_iface)},
    {&IID_IDispatch, offsetof(struct boot_options, IBootOptions_iface)},
};

static void boot_options_destroy(struct com_object *object)
{
    struct boot_options *options = CONTAINING_RECORD(object, struct boot_options, object);

    com_global_release(options->values.stream);
    SysFreeString(options->values.manufacturer);
    DeleteCriticalSection(&options->lock);
    base_free(options);
}

static const struct com_class boot_options_class = {
    &CLSID_BootOptions, true, boot_options_interfaces, ARRAYSIZE(boot_options_interfaces), boot_options_destroy,
};

/* NULL: no memory. */
static struct boot_options *create(void)
{
    struct boot_options *options = base_alloc(sizeof *options);

    if (!options || !InitializeCriticalSectionAndSpinCount(&options->lock, 0)) {
        base_free(options);
        return NULL;
    }
    options->IBootOptions_iface.lpVtbl = &boot_options_vtbl;
    options->values.emulation = EmulationNone;
    options->values.platform = PlatformX86;
    com_object_init(&options->object, &boot_options_class);
    return options;
}

HRESULT boot_options_create(REFIID iid, void **out)
{
    struct boot_options *options = create();

    *out = NULL;
    return options ? com_object_hand_out(&options->object, iid, out) : E_OUTOFMEMORY;
}

/* ---------------------------------------------------------------------------------------------- of any such object */

/* As boot_options_copy or boot_options_entry wants the bytes. */
static HRESULT take_source(IBootOptions *options, struct copy_store *copies, bool is_copied, struct fs_source **source,
                           struct host_failure *failure)
{
    struct update_file unheard = {0};
    IStream *stream = NULL;
    ULONG size = 0;
    HRESULT hr;

    *source = NULL;
    hr = IBootOptions_get_BootImage(options, &stream);
    if (SUCCEEDED(hr)) hr = stream ? measure(stream, &size, failure) : IMAPI_E_BOOT_IMAGE_DATA;
    if (SUCCEEDED(hr))
        hr = of_boot_image(stream_source_create(stream, size, copies, is_copied, &unheard, source, failure));
    if (stream) IStream_Release(stream);
    return hr;
}

static HRESULT take_numbers(IBootOptions *options, PlatformId *platform, EmulationType *emulation)
{
    HRESULT hr = IBootOptions_get_PlatformId(options, platform);

    if (SUCCEEDED(hr)) hr = IBootOptions_get_Emulation(options, emulation);
    if (FAILED(hr)) return hr;
    return (unsigned)*platform <= 0xFF && (unsigned)*emulation <= EmulationHardDisk ? S_OK : IMAPI_E_BOOT_IMAGE_DATA;
}

HRESULT boot_options_entry(IBootOptions *options, struct copy_store *copies, struct fs_boot_entry *entry,
                           struct host_failure *failure)
{
    EmulationType emulation = EmulationNone;
    PlatformId platform = PlatformX86;
    BSTR manufacturer = NULL;
    HRESULT hr;

    memset(entry, 0, sizeof *entry);
    hr = take_numbers(options, &platform, &emulation);
    if (SUCCEEDED(hr)) hr = IBootOptions_get_Manufacturer(options, &manufacturer);
    if (SUCCEEDED(hr) && !get_manufacturer(manufacturer, entry->manufacturer)) hr = IMAPI_E_BOOT_IMAGE_DATA;
    SysFreeString(manufacturer);
    if (FAILED(hr)) return hr;
    entry->platform = (uint8_t)platform;
    entry->emulation = (enum fs_boot_emulation)emulation;
    return take_source(options, copies, false, &entry->source, failure);
}

static HRESULT copy_image(struct boot_options *copy, IBootOptions *options, struct copy_store *copies,
                          struct host_failure *failure)
{
    struct com_global *kept = NULL;
    struct fs_source *source;
    ULONG size;
    HRESULT hr;

    hr = take_source(options, copies, true, &source, failure);
    if (FAILED(hr)) return hr;
    size = (ULONG)source->size_bytes;
    hr = keep_copy(source, &kept);
    if (SUCCEEDED(hr)) set_image(copy, kept, size);
    return hr;
}

HRESULT boot_options_copy(IBootOptions *options, struct copy_store *copies, IBootOptions **out,
                          struct host_failure *failure)
{
    struct boot_options *copy = create();
    HRESULT hr;

    *out = NULL;
    if (!copy) return E_OUTOFMEMORY;
    hr = copy_image(copy, options, copies, failure);
    if (SUCCEEDED(hr)) hr = take_numbers(options, &copy->values.platform, &copy->values.emulation);
    if (SUCCEEDED(hr)) hr = IBootOptions_get_Manufacturer(options, &copy->values.manufacturer);
    if (SUCCEEDED(hr)) return com_object_hand_out(&copy->object, &IID_IBootOptions, (void **)out);
    com_object_release(&copy->object);
    return hr;
}
