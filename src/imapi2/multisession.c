/* MsftMultisessionSequential and MsftMultisessionRandomWrite: one object; each class exposes its own interfaces. */
#include "imapi2/multisession.h"

#include "base/alloc.h"
#include "com/dispatch.h"
#include "com/values.h"
#include "imapi2.h"
#include "imapi2/data_media.h"
#include "imapi2/format2.h"
#include "imapi2error.h"
#include "mmc/toc.h"

struct multisession {
    struct com_object object;
    IMultisessionSequential2 IMultisessionSequential2_iface;
    IMultisessionRandomWrite IMultisessionRandomWrite_iface;

    struct format2 own;          /* the class's names and codes; its recorder stays NULL */
    struct com_object *writer;   /* held; NULL: made by CoCreateInstance */
    struct format2 *format;      /* the writer's, else its own: answers while the writer is busy */
    struct com_global *recorder; /* the writer's when this was made; NULL: none */
    LONG in_use;                 /* VARIANT_BOOL */
};

COM_DISPATCH(multisession, IMultisessionSequential2)
COM_DISPATCH(multisession, IMultisessionRandomWrite)

/* --------------------------------------------------------------------------------------------------- IMultisession */

static void call_begin(struct format2_call *call, struct multisession *multisession, const char *attempt)
{
    format2_call_begin(call, &multisession->own, attempt);
    call->format = multisession->format;
}

static HRESULT report(struct multisession *multisession, const char *attempt, HRESULT hr)
{
    struct format2_call call;

    call_begin(&call, multisession, attempt);
    return format2_call_done(&call, hr);
}

static HRESULT is_supported(struct multisession *multisession, bool (*accepts)(uint32_t status), VARIANT_BOOL *value)
{
    struct format2_call call;
    struct burn_media media;
    HRESULT hr;

    call_begin(&call, multisession, "Asking whether the disc can be added to in this way");
    if (!value) return format2_call_done(&call, E_POINTER);
    *value = VARIANT_FALSE;
    hr = format2_call_media(&call, multisession->recorder, true, &media);
    if (FAILED(hr)) return hr;
    if (accepts(media.status)) *value = VARIANT_TRUE;
    return format2_call_done(&call, S_OK);
}

static HRESULT put_in_use(struct multisession *multisession, VARIANT_BOOL value)
{
    InterlockedExchange(&multisession->in_use, value ? VARIANT_TRUE : VARIANT_FALSE);
    return report(multisession, "Setting InUse", S_OK);
}

static HRESULT get_in_use(struct multisession *multisession, VARIANT_BOOL *value)
{
    if (!value) return report(multisession, "Reading InUse", E_POINTER);
    *value = (VARIANT_BOOL)InterlockedCompareExchange(&multisession->in_use, 0, 0);
    return report(multisession, "Reading InUse", S_OK);
}

static HRESULT get_import_recorder(struct multisession *multisession, IDiscRecorder2 **value)
{
    static const char attempt[] = "Reading the recorder to import from";
    HRESULT hr = S_OK;

    if (!value) return report(multisession, attempt, E_POINTER);
    *value = NULL;
    if (multisession->recorder) hr = com_global_get(multisession->recorder, &IID_IDiscRecorder2, (void **)value);
    return report(multisession, attempt, hr);
}

static HRESULT get_number(struct multisession *multisession, enum data_media_number number, LONG *value)
{
    struct format2_call call;

    data_media_call_begin(&call, &multisession->own, number);
    call.format = multisession->format;
    return data_media_call_get(&call, multisession->recorder, number, value);
}

/* ---------------------------------------------------------------------------------------- IMultisessionSequential2 */

static struct multisession *sequential(IMultisessionSequential2 *iface)
{
    return multisession_from_IMultisessionSequential2(iface);
}

static bool accepts_sequential(uint32_t status)
{
    return status & (BURN_MEDIA_BLANK | BURN_MEDIA_APPENDABLE) && !(status & BURN_MEDIA_OVERWRITE_ONLY);
}

static HRESULT WINAPI sequential_get_IsSupportedOnCurrentMediaState(IMultisessionSequential2 *iface,
                                                                    VARIANT_BOOL *value)
{
    return is_supported(sequential(iface), accepts_sequential, value);
}

static HRESULT WINAPI sequential_put_InUse(IMultisessionSequential2 *iface, VARIANT_BOOL value)
{
    return put_in_use(sequential(iface), value);
}

static HRESULT WINAPI sequential_get_InUse(IMultisessionSequential2 *iface, VARIANT_BOOL *value)
{
    return get_in_use(sequential(iface), value);
}

static HRESULT WINAPI sequential_get_ImportRecorder(IMultisessionSequential2 *iface, IDiscRecorder2 **value)
{
    return get_import_recorder(sequential(iface), value);
}

/* A table of contents that names a data track: control bit 2 (MMC-6, READ TOC). */
static bool has_data_track(const struct drive_bytes *bytes)
{
    enum { CONTROL_DATA = 0x04 };
    struct mmc_toc_track track;
    struct mmc_walk walk;
    struct mmc_toc toc;

    if (mmc_toc_parse(bytes->bytes, bytes->count, &toc) != MMC_OK) return true;
    walk = mmc_toc_entries(&toc);
    while (mmc_toc_track_next(&walk, &track)) {
        if (track.track != MMC_TRACK_LEAD_OUT && track.control & CONTROL_DATA) return true;
    }
    return false;
}

static bool is_cd(enum burn_medium medium)
{
    return medium == BURN_MEDIUM_CD_ROM || medium == BURN_MEDIUM_CD_R || medium == BURN_MEDIUM_CD_RW;
}

/* Of a disc that is not blank: only a CD has tracks without data. While it is written, nobody reads its table of
 * contents.
 */
static HRESULT is_first_data_session(struct format2_call *call, const struct burn_media *media, VARIANT_BOOL *value)
{
    enum { FORMAT_TOC = 0, FROM_FIRST_TRACK = 1 };
    struct drive_bytes toc;

    if (!is_cd(media->medium)) return format2_call_done(call, S_OK);
    if (!call->has_use) return format2_call_done(call, E_IMAPI_DF2DATA_WRITE_IN_PROGRESS);
    if (drive_take_toc(call->use.drive, FORMAT_TOC, false, FROM_FIRST_TRACK, &toc, &call->base.failure) != DRIVE_OK) {
        return format2_call_failed(call);
    }
    if (!has_data_track(&toc)) *value = VARIANT_TRUE;
    drive_bytes_free(&toc);
    return format2_call_done(call, S_OK);
}

static HRESULT WINAPI sequential_get_IsFirstDataSession(IMultisessionSequential2 *iface, VARIANT_BOOL *value)
{
    struct format2_call call;
    struct burn_media media;
    HRESULT hr;

    call_begin(&call, sequential(iface), "Asking whether this is the first session with data");
    if (!value) return format2_call_done(&call, E_POINTER);
    *value = VARIANT_FALSE;
    hr = format2_call_media(&call, sequential(iface)->recorder, true, &media);
    if (FAILED(hr)) return hr;
    if (!data_media_is_usable(&media)) return format2_call_done(&call, E_IMAPI_DF2DATA_INVALID_MEDIA_STATE);
    if (!(media.status & BURN_MEDIA_BLANK)) return is_first_data_session(&call, &media, value);
    *value = VARIANT_TRUE;
    return format2_call_done(&call, S_OK);
}

static HRESULT WINAPI sequential_get_StartAddressOfPreviousSession(IMultisessionSequential2 *iface, LONG *value)
{
    return get_number(sequential(iface), DATA_MEDIA_PREVIOUS_START, value);
}

static HRESULT WINAPI sequential_get_LastWrittenAddressOfPreviousSession(IMultisessionSequential2 *iface, LONG *value)
{
    return get_number(sequential(iface), DATA_MEDIA_PREVIOUS_END, value);
}

static HRESULT WINAPI sequential_get_NextWritableAddress(IMultisessionSequential2 *iface, LONG *value)
{
    return get_number(sequential(iface), DATA_MEDIA_NEXT_WRITABLE, value);
}

static HRESULT WINAPI sequential_get_FreeSectorsOnMedia(IMultisessionSequential2 *iface, LONG *value)
{
    return get_number(sequential(iface), DATA_MEDIA_FREE_SECTORS, value);
}

static HRESULT WINAPI sequential_get_WriteUnitSize(IMultisessionSequential2 *iface, LONG *value)
{
    return get_number(sequential(iface), DATA_MEDIA_UNIT_BLOCKS, value);
}

static const IMultisessionSequential2Vtbl sequential_vtbl = {
    COM_DISPATCH_METHODS(multisession, IMultisessionSequential2),
    sequential_get_IsSupportedOnCurrentMediaState,
    sequential_put_InUse,
    sequential_get_InUse,
    sequential_get_ImportRecorder,
    sequential_get_IsFirstDataSession,
    sequential_get_StartAddressOfPreviousSession,
    sequential_get_LastWrittenAddressOfPreviousSession,
    sequential_get_NextWritableAddress,
    sequential_get_FreeSectorsOnMedia,
    sequential_get_WriteUnitSize,
};

/* ---------------------------------------------------------------------------------------- IMultisessionRandomWrite */

static struct multisession *random_write(IMultisessionRandomWrite *iface)
{
    return multisession_from_IMultisessionRandomWrite(iface);
}

static bool accepts_random_write(uint32_t status)
{
    return (status & BURN_MEDIA_OVERWRITE_ONLY) != 0;
}

static HRESULT WINAPI random_write_get_IsSupportedOnCurrentMediaState(IMultisessionRandomWrite *iface,
                                                                      VARIANT_BOOL *value)
{
    return is_supported(random_write(iface), accepts_random_write, value);
}

static HRESULT WINAPI random_write_put_InUse(IMultisessionRandomWrite *iface, VARIANT_BOOL value)
{
    return put_in_use(random_write(iface), value);
}

static HRESULT WINAPI random_write_get_InUse(IMultisessionRandomWrite *iface, VARIANT_BOOL *value)
{
    return get_in_use(random_write(iface), value);
}

static HRESULT WINAPI random_write_get_ImportRecorder(IMultisessionRandomWrite *iface, IDiscRecorder2 **value)
{
    return get_import_recorder(random_write(iface), value);
}

static HRESULT WINAPI random_write_get_WriteUnitSize(IMultisessionRandomWrite *iface, LONG *value)
{
    return get_number(random_write(iface), DATA_MEDIA_UNIT_BLOCKS, value);
}

static HRESULT WINAPI random_write_get_LastWrittenAddress(IMultisessionRandomWrite *iface, LONG *value)
{
    return get_number(random_write(iface), DATA_MEDIA_LAST_RECORDED, value);
}

static HRESULT WINAPI random_write_get_TotalSectorsOnMedia(IMultisessionRandomWrite *iface, LONG *value)
{
    return get_number(random_write(iface), DATA_MEDIA_TOTAL_SECTORS, value);
}

static const IMultisessionRandomWriteVtbl random_write_vtbl = {
    COM_DISPATCH_METHODS(multisession, IMultisessionRandomWrite),
    random_write_get_IsSupportedOnCurrentMediaState,
    random_write_put_InUse,
    random_write_get_InUse,
    random_write_get_ImportRecorder,
    random_write_get_WriteUnitSize,
    random_write_get_LastWrittenAddress,
    random_write_get_TotalSectorsOnMedia,
};

/* -------------------------------------------------------------------------------------------------------- its life */

static const struct com_interface sequential_interfaces[] = {
    {&IID_IMultisessionSequential2, offsetof(struct multisession, IMultisessionSequential2_iface)},
    {&IID_IMultisessionSequential, offsetof(struct multisession, IMultisessionSequential2_iface)},
    {&IID_IMultisession, offsetof(struct multisession, IMultisessionSequential2_iface)},
    {&IID_IDispatch, offsetof(struct multisession, IMultisessionSequential2_iface)},
};

static const struct com_interface random_write_interfaces[] = {
    {&IID_IMultisessionRandomWrite, offsetof(struct multisession, IMultisessionRandomWrite_iface)},
    {&IID_IMultisession, offsetof(struct multisession, IMultisessionRandomWrite_iface)},
    {&IID_IDispatch, offsetof(struct multisession, IMultisessionRandomWrite_iface)},
};

static void multisession_destroy(struct com_object *object)
{
    struct multisession *multisession = CONTAINING_RECORD(object, struct multisession, object);

    com_global_release(multisession->recorder);
    if (multisession->writer) com_object_release(multisession->writer);
    format2_end(&multisession->own);
    base_free(multisession);
}

static const struct com_class sequential_class = {
    &CLSID_MsftMultisessionSequential,
    true,
    sequential_interfaces,
    ARRAYSIZE(sequential_interfaces),
    multisession_destroy,
};

static const struct com_class random_write_class = {
    &CLSID_MsftMultisessionRandomWrite,
    true,
    random_write_interfaces,
    ARRAYSIZE(random_write_interfaces),
    multisession_destroy,
};

static const struct format2_class sequential_format = {
    .prog_id = L"OpenIMAPI2.MsftMultisessionSequential",
    .iid = &IID_IMultisessionSequential2,
    .recorder_required = E_IMAPI_RECORDER_REQUIRED,
};

static const struct format2_class random_write_format = {
    .prog_id = L"OpenIMAPI2.MsftMultisessionRandomWrite",
    .iid = &IID_IMultisessionRandomWrite,
    .recorder_required = E_IMAPI_RECORDER_REQUIRED,
};

static HRESULT create(const struct com_class *class, const struct format2_class *names, const struct base_clock *clock,
                      struct multisession **out)
{
    struct multisession *multisession = base_alloc(sizeof *multisession);

    *out = NULL;
    if (!multisession) return E_OUTOFMEMORY;
    if (!format2_begin(&multisession->own, names, clock)) {
        base_free(multisession);
        return E_OUTOFMEMORY;
    }
    multisession->IMultisessionSequential2_iface.lpVtbl = &sequential_vtbl;
    multisession->IMultisessionRandomWrite_iface.lpVtbl = &random_write_vtbl;
    multisession->format = &multisession->own;
    com_object_init(&multisession->object, class);
    *out = multisession;
    return S_OK;
}

static HRESULT create_alone(const struct com_class *class, const struct format2_class *names,
                            const struct base_clock *clock, REFIID iid, void **out)
{
    struct multisession *multisession;
    HRESULT hr;

    *out = NULL;
    hr = create(class, names, clock, &multisession);
    if (FAILED(hr)) return hr;
    return com_object_hand_out(&multisession->object, iid, out);
}

HRESULT multisession_sequential_create(const struct base_clock *clock, REFIID iid, void **out)
{
    return create_alone(&sequential_class, &sequential_format, clock, iid, out);
}

HRESULT multisession_random_write_create(const struct base_clock *clock, REFIID iid, void **out)
{
    return create_alone(&random_write_class, &random_write_format, clock, iid, out);
}

static HRESULT create_of_writer(const struct com_class *class, const struct format2_class *names,
                                struct com_object *writer, struct format2 *format, IDispatch **out)
{
    struct multisession *multisession;
    HRESULT hr;

    *out = NULL;
    hr = create(class, names, format->clock, &multisession);
    if (FAILED(hr)) return hr;
    com_object_add_ref(writer);
    multisession->writer = writer;
    multisession->format = format;
    multisession->recorder = format2_get_recorder(format);
    return com_object_hand_out(&multisession->object, &IID_IDispatch, (void **)out);
}

HRESULT multisession_create_both(struct com_object *writer, struct format2 *format, SAFEARRAY **out)
{
    IDispatch *objects[2];
    HRESULT hr;

    *out = NULL;
    hr = create_of_writer(&sequential_class, &sequential_format, writer, format, &objects[0]);
    if (FAILED(hr)) return hr;
    hr = create_of_writer(&random_write_class, &random_write_format, writer, format, &objects[1]);
    if (SUCCEEDED(hr)) {
        hr = com_array_from_objects(objects, ARRAYSIZE(objects), out);
        IDispatch_Release(objects[1]);
    }
    IDispatch_Release(objects[0]);
    return hr;
}
