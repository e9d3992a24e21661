/* Members that every writer has: those of IDiscFormat2, and those that each class repeats in its own interface. */
#include <string.h>

#include "com/values.h"
#include "imapi2/client_name.h"
#include "imapi2/format2.h"
#include "imapi2/setback_lines.h"
#include "imapi2error.h"

/* --------------------------------------------------------------------------------------------- any recorder's disc */

static bool is_same_object(IUnknown *a, IUnknown *b)
{
    IUnknown *identity_a, *identity_b;
    bool is_same = false;

    if (FAILED(IUnknown_QueryInterface(a, &IID_IUnknown, (void **)&identity_a))) return false;
    if (SUCCEEDED(IUnknown_QueryInterface(b, &IID_IUnknown, (void **)&identity_b))) {
        is_same = identity_a == identity_b;
        IUnknown_Release(identity_b);
    }
    IUnknown_Release(identity_a);
    return is_same;
}

/* Is this the recorder that Write is busy with? Then what it found is the answer. */
static bool is_being_written(struct format2 *format, IDiscRecorder2 *recorder, struct burn_media *media)
{
    struct com_global *kept = format2_get_recorder(format);
    IDiscRecorder2 *own;
    bool is_found = false;

    if (kept && SUCCEEDED(com_global_get(kept, &IID_IDiscRecorder2, (void **)&own))) {
        if (is_same_object((IUnknown *)own, (IUnknown *)recorder)) {
            is_found = format2_take_found(format, kept, media, NULL);
        }
        IDiscRecorder2_Release(own);
    }
    com_global_release(kept);
    return is_found;
}

/* IDiscFormat2::IsRecorderSupported: of this recorder, whether or not it is the writer's; whatever disc is in it. The
 * one that is being written to was tested when it was assigned, and is sent nothing else; a class whose client prepares
 * the medium has no answer then.
 */
HRESULT format2_IsRecorderSupported(struct format2 *format, IDiscRecorder2 *recorder, VARIANT_BOOL *value)
{
    static const char attempt[] = "Asking whether the recorder can be used";
    struct format2_call call;
    struct burn_media media;
    bool is_supported;
    HRESULT hr;

    if (value) *value = VARIANT_FALSE;
    if (!recorder || !value) return format2_report(format, attempt, E_POINTER);
    format2_call_begin(&call, format, attempt);
    if (is_being_written(format, recorder, &media)) {
        if (format->class->prepared) return format2_call_done(&call, format->class->recorder_busy);
        *value = VARIANT_TRUE;
        return format2_call_done(&call, S_OK);
    }
    hr = format2_call_open(&call, recorder);
    if (FAILED(hr)) return format2_call_done(&call, hr);
    if (format->class->is_recorder_supported(call.use.drive, &is_supported, &call.base.failure) != DRIVE_OK) {
        return format2_call_failed(&call);
    }
    *value = is_supported ? VARIANT_TRUE : VARIANT_FALSE;
    return format2_call_done(&call, S_OK);
}

static VARIANT_BOOL is_writable(const struct burn_media *media)
{
    return media->method != BURN_METHOD_NONE && !(media->status & BURN_MEDIA_UNWRITABLE) ? VARIANT_TRUE : VARIANT_FALSE;
}

static VARIANT_BOOL is_supported_medium(const struct format2 *format, const struct burn_media *media)
{
    if (!format->class->is_media_supported) return is_writable(media);
    return format->class->is_media_supported(media) ? VARIANT_TRUE : VARIANT_FALSE;
}

/* IDiscFormat2::IsCurrentMediaSupported: no disc is a failure, not a no. The recorder that is being written to has an
 * answer; but not of a class that wants a blank disc.
 */
HRESULT format2_IsCurrentMediaSupported(struct format2 *format, IDiscRecorder2 *recorder, VARIANT_BOOL *value)
{
    static const char attempt[] = "Asking whether the disc can be used";
    struct format2_call call;
    struct burn_media media;
    bool is_supported;
    HRESULT hr;

    if (value) *value = VARIANT_FALSE;
    if (!recorder || !value) return format2_report(format, attempt, E_POINTER);
    format2_call_begin(&call, format, attempt);
    if (is_being_written(format, recorder, &media)) {
        if (format->class->prepared) return format2_call_done(&call, format->class->recorder_busy);
        *value = is_supported_medium(format, &media);
        return format2_call_done(&call, S_OK);
    }
    hr = format2_call_open(&call, recorder);
    if (FAILED(hr)) return format2_call_done(&call, hr);
    if (burn_media_read(call.use.drive, false, &media, &call.base.failure) != DRIVE_OK ||
        format->class->is_recorder_supported(call.use.drive, &is_supported, &call.base.failure) != DRIVE_OK) {
        return format2_call_failed(&call);
    }
    if (is_supported) *value = is_supported_medium(format, &media);
    return format2_call_done(&call, S_OK);
}

/* ---------------------------------------------------------------------------------------------- its own recorder's */

static HRESULT get_media(struct format2 *format, const char *attempt, bool with_contents, struct burn_media *media)
{
    struct com_global *recorder = format2_get_recorder(format);
    struct format2_call call;
    HRESULT hr;

    format2_call_begin(&call, format, attempt);
    hr = format2_call_media(&call, recorder, with_contents, media);
    if (SUCCEEDED(hr)) hr = format2_call_done(&call, S_OK);
    com_global_release(recorder);
    return hr;
}

HRESULT format2_get_MediaPhysicallyBlank(struct format2 *format, VARIANT_BOOL *value)
{
    static const char attempt[] = "Asking whether the disc is blank";
    struct burn_media media;
    HRESULT hr;

    if (!value) return format2_report(format, attempt, E_POINTER);
    *value = VARIANT_FALSE;
    hr = get_media(format, attempt, false, &media);
    if (SUCCEEDED(hr) && media.is_physically_blank) *value = VARIANT_TRUE;
    return hr;
}

HRESULT format2_get_MediaHeuristicallyBlank(struct format2 *format, VARIANT_BOOL *value)
{
    static const char attempt[] = "Asking whether the disc is as good as blank";
    struct burn_media media;
    HRESULT hr;

    if (!value) return format2_report(format, attempt, E_POINTER);
    *value = VARIANT_FALSE;
    hr = get_media(format, attempt, true, &media);
    if (SUCCEEDED(hr) && (media.is_physically_blank || media.is_heuristically_blank)) *value = VARIANT_TRUE;
    return hr;
}

HRESULT format2_get_CurrentPhysicalMediaType(struct format2 *format, IMAPI_MEDIA_PHYSICAL_TYPE *value)
{
    static const char attempt[] = "Asking for the type of the disc";
    struct burn_media media;
    HRESULT hr;

    if (!value) return format2_report(format, attempt, E_POINTER);
    *value = IMAPI_MEDIA_TYPE_UNKNOWN;
    hr = get_media(format, attempt, false, &media);
    if (SUCCEEDED(hr)) *value = (IMAPI_MEDIA_PHYSICAL_TYPE)media.medium;
    return hr;
}

HRESULT format2_get_SupportedMediaTypes(struct format2 *format, SAFEARRAY **value)
{
    static const char attempt[] = "Listing the types of discs";

    if (!value) return format2_report(format, attempt, E_POINTER);
    return format2_report(format, attempt,
                          com_array_from_codes(format->class->media_types, format->class->media_type_count, value));
}

/* -------------------------------------------------------------------------------------------------------- recorder */

/* The recorder is tried before it takes the old one's place. */
static HRESULT try_recorder(struct format2_call *call, IDiscRecorder2 *recorder, struct com_global **kept)
{
    const struct format2_class *class = call->format->class;
    bool is_supported;
    HRESULT hr;

    *kept = NULL;
    hr = format2_call_open(call, recorder);
    if (FAILED(hr)) return format2_call_done(call, hr);
    if (class->is_recorder_supported(call->use.drive, &is_supported, &call->base.failure) != DRIVE_OK) {
        return format2_call_failed(call);
    }
    hr = is_supported ? com_global_keep((IUnknown *)recorder, kept) : class->recorder_not_supported;
    return format2_call_done(call, hr);
}

/* NULL clears. A recorder that is refused leaves the old one assigned. */
HRESULT format2_put_Recorder(struct format2 *format, IDiscRecorder2 *value)
{
    struct com_global *kept = NULL;
    struct format2_call call;
    HRESULT hr;

    format2_call_begin(&call, format, "Assigning a recorder");
    EnterCriticalSection(&format->lock);
    hr = format2_check_idle(format);
    LeaveCriticalSection(&format->lock);
    if (FAILED(hr)) return format2_call_done(&call, hr);
    if (value) {
        hr = try_recorder(&call, value, &kept);
        if (FAILED(hr)) return hr;
    }
    EnterCriticalSection(&format->lock);
    hr = format2_check_idle(format);
    if (SUCCEEDED(hr)) {
        struct com_global *old = format->recorder;

        format->recorder = kept;
        format->chosen_speed = (struct burn_speed){0}; /* that was the old one's */
        kept = old;
    }
    LeaveCriticalSection(&format->lock);
    com_global_release(kept);
    return FAILED(hr) ? format2_report(format, "Assigning a recorder", hr) : S_OK;
}

HRESULT format2_get_Recorder(struct format2 *format, IDiscRecorder2 **value)
{
    static const char attempt[] = "Reading which recorder is assigned";
    struct com_global *recorder;
    HRESULT hr = S_OK;

    if (!value) return format2_report(format, attempt, E_POINTER);
    *value = NULL;
    recorder = format2_get_recorder(format);
    if (recorder) hr = com_global_get(recorder, &IID_IDiscRecorder2, (void **)value);
    com_global_release(recorder);
    return format2_report(format, attempt, hr);
}

/* ----------------------------------------------------------------------------------------------------- client name */

/* Of a class whose client prepares the medium, only while nothing is: the name is that of exclusive access. */
HRESULT format2_put_ClientName(struct format2 *format, BSTR value)
{
    char name[DRIVE_HOLDER_SIZE];
    bool is_valid = client_name_from_bstr(value, name);
    HRESULT hr;

    EnterCriticalSection(&format->lock);
    hr = format->class->prepared ? format2_check_idle(format) : S_OK;
    if (SUCCEEDED(hr) && !is_valid) hr = format->class->invalid_client_name;
    if (SUCCEEDED(hr)) memcpy(format->client_name, name, sizeof name);
    LeaveCriticalSection(&format->lock);
    return format2_report(format, "Setting the client's name", hr);
}

HRESULT format2_get_ClientName(struct format2 *format, BSTR *value)
{
    static const char attempt[] = "Reading the client's name";
    char name[DRIVE_HOLDER_SIZE];

    if (!value) return format2_report(format, attempt, E_POINTER);
    *value = NULL;
    EnterCriticalSection(&format->lock);
    memcpy(name, format->client_name, sizeof name);
    LeaveCriticalSection(&format->lock);
    return format2_report(format, attempt, com_bstr_from_utf8(name, value));
}

/* ----------------------------------------------------------------------------------------------------------- flags */

HRESULT format2_put_flag(struct format2 *format, const char *attempt, VARIANT_BOOL *flag, VARIANT_BOOL value)
{
    HRESULT hr = S_OK;

    EnterCriticalSection(&format->lock);
    if (format->is_busy)
        hr = format->class->recorder_busy;
    else
        *flag = value ? VARIANT_TRUE : VARIANT_FALSE;
    LeaveCriticalSection(&format->lock);
    return format2_report(format, attempt, hr);
}

HRESULT format2_get_flag(struct format2 *format, const char *attempt, const VARIANT_BOOL *flag, VARIANT_BOOL *value)
{
    if (!value) return format2_report(format, attempt, E_POINTER);
    EnterCriticalSection(&format->lock);
    *value = *flag;
    LeaveCriticalSection(&format->lock);
    return format2_report(format, attempt, S_OK);
}

/* --------------------------------------------------------------------------------------------------- its setbacks */

void format2_keep_setbacks(struct format2 *format, const struct burn_setbacks *setbacks)
{
    EnterCriticalSection(&format->lock);
    format->setbacks = *setbacks;
    LeaveCriticalSection(&format->lock);
}

/* While the writer is at work, what it met before. */
HRESULT format2_get_Setbacks(struct format2 *format, BSTR *lines)
{
    static const char attempt[] = "Telling what the drive refused";
    struct burn_setbacks setbacks;

    if (!lines) return format2_report(format, attempt, E_POINTER);
    EnterCriticalSection(&format->lock);
    setbacks = format->setbacks;
    LeaveCriticalSection(&format->lock);
    *lines = setback_lines_string(&setbacks);
    return format2_report(format, attempt, *lines ? S_OK : E_OUTOFMEMORY);
}
