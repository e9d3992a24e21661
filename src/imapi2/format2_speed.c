/* Write speeds, for all writers that have them: in sectors per second, of 2048 bytes, or 2352 bytes on CD. */
#include <limits.h>

#include "com/values.h"
#include "imapi2/format2.h"
#include "imapi2/write_speed_descriptor.h"
#include "imapi2error.h"

/* ------------------------------------------------------------------------------------------------------- requested */

HRESULT format2_get_RequestedWriteSpeed(struct format2 *format, LONG *value)
{
    static const char attempt[] = "Reading the wanted speed";

    if (!value) return format2_report(format, attempt, E_POINTER);
    EnterCriticalSection(&format->lock);
    *value = format->requested_speed;
    LeaveCriticalSection(&format->lock);
    return format2_report(format, attempt, S_OK);
}

HRESULT format2_get_RequestedRotationTypeIsPureCAV(struct format2 *format, VARIANT_BOOL *value)
{
    static const char attempt[] = "Reading the wanted rotation";

    if (!value) return format2_report(format, attempt, E_POINTER);
    EnterCriticalSection(&format->lock);
    *value = format->requested_pure_cav;
    LeaveCriticalSection(&format->lock);
    return format2_report(format, attempt, S_OK);
}

HRESULT format2_speed_adjusted(bool is_speed_adjusted, bool is_rotation_adjusted)
{
    if (is_speed_adjusted) return is_rotation_adjusted ? S_IMAPI_BOTHADJUSTED : S_IMAPI_SPEEDADJUSTED;
    return is_rotation_adjusted ? S_IMAPI_ROTATIONADJUSTED : S_OK;
}

static HRESULT set_speed(struct format2_call *call, struct com_global *recorder, LONG sectors, VARIANT_BOOL pure_cav)
{
    struct format2 *format = call->format;
    struct burn_speed_choice choice;
    struct burn_speeds speeds;
    struct burn_media media;
    HRESULT hr;

    hr = format2_call_speeds(call, recorder, &media, &speeds);
    if (FAILED(hr)) return hr;
    choice = burn_speed_choose(&speeds, sectors, pure_cav != VARIANT_FALSE);
    if (burn_speed_set(call->use.drive, &media, choice.entry, &call->base.failure) != DRIVE_OK) {
        return format2_call_failed(call);
    }
    EnterCriticalSection(&format->lock);
    format->requested_speed = sectors;
    format->requested_pure_cav = pure_cav ? VARIANT_TRUE : VARIANT_FALSE;
    format->chosen_speed = choice.entry ? *choice.entry : (struct burn_speed){0};
    LeaveCriticalSection(&format->lock);
    return format2_call_done(call, format2_speed_adjusted(choice.is_speed_adjusted, choice.is_rotation_adjusted));
}

/* The writer is busy meanwhile, so that no write begins between the question and the answer. Without a recorder it is
 * this code of every class, whatever the others of its members say then (documentation of each).
 */
HRESULT format2_SetWriteSpeed(struct format2 *format, LONG sectors, VARIANT_BOOL pure_cav)
{
    struct com_global *recorder;
    struct format2_call call;
    HRESULT hr;

    format2_call_begin(&call, format, "Setting the write speed");
    if (!format2_enter_speed(format)) return format2_call_done(&call, format->class->recorder_busy);
    recorder = format2_get_recorder(format);
    if (!recorder) {
        hr = format2_call_done(&call, E_IMAPI_RECORDER_REQUIRED);
    } else if (!sectors || sectors < BURN_SPEED_FASTEST) {
        hr = format2_call_done(&call, E_INVALIDARG);
    } else {
        hr = set_speed(&call, recorder, sectors, pure_cav);
    }
    com_global_release(recorder);
    format2_leave(format);
    return hr;
}

/* --------------------------------------------------------------------------------------------------------- current */

/* While it writes: the entry that Write has chosen. */
static bool take_chosen(struct format2 *format, struct burn_speed *speed)
{
    bool is_found;

    EnterCriticalSection(&format->lock);
    is_found = format->has_found;
    *speed = format->chosen_speed;
    LeaveCriticalSection(&format->lock);
    return is_found;
}

/* What the drive says, else what was chosen last. */
static HRESULT ask_current(struct format2_call *call, struct burn_speed *speed)
{
    struct com_global *recorder = format2_get_recorder(call->format);
    struct burn_media media;
    struct burn_speed said = {0};
    HRESULT hr;

    hr = format2_call_media(call, recorder, false, &media);
    com_global_release(recorder);
    if (FAILED(hr)) return hr;
    if (!call->has_use) { /* a write has begun */
        take_chosen(call->format, speed);
    } else if (burn_speed_get_current(call->use.drive, &media, &said, &call->base.failure) != DRIVE_OK) {
        return format2_call_failed(call);
    }
    if (said.sectors > 0) *speed = said;
    return format2_call_done(call, speed->sectors > 0 ? S_OK : E_IMAPI_UNEXPECTED_RESPONSE_FROM_DEVICE);
}

static HRESULT get_current(struct format2 *format, const char *attempt, struct burn_speed *speed)
{
    struct format2_call call;

    format2_call_begin(&call, format, attempt);
    if (!take_chosen(format, speed)) return ask_current(&call, speed);
    return format2_call_done(&call, speed->sectors > 0 ? S_OK : E_IMAPI_UNEXPECTED_RESPONSE_FROM_DEVICE);
}

HRESULT format2_get_CurrentWriteSpeed(struct format2 *format, LONG *value)
{
    static const char attempt[] = "Asking for the write speed";
    struct burn_speed speed;
    HRESULT hr;

    if (!value) return format2_report(format, attempt, E_POINTER);
    *value = 0;
    hr = get_current(format, attempt, &speed);
    if (SUCCEEDED(hr)) *value = speed.sectors;
    return hr;
}

HRESULT format2_get_CurrentRotationTypeIsPureCAV(struct format2 *format, VARIANT_BOOL *value)
{
    static const char attempt[] = "Asking for the rotation";
    struct burn_speed speed;
    HRESULT hr;

    if (!value) return format2_report(format, attempt, E_POINTER);
    *value = VARIANT_FALSE;
    hr = get_current(format, attempt, &speed);
    if (SUCCEEDED(hr) && speed.is_pure_cav) *value = VARIANT_TRUE;
    return hr;
}

/* ------------------------------------------------------------------------------------------------------- supported */

/* Each speed once, whatever the rotation; fastest first, as the list is. */
static HRESULT give_speeds(const struct burn_speeds *speeds, SAFEARRAY **value)
{
    uint32_t numbers[BURN_SPEEDS_MAX];
    size_t count = 0, i, j;

    for (i = 0; i < speeds->count; i++) {
        uint32_t sectors = (uint32_t)speeds->entries[i].sectors;

        for (j = 0; j < count && numbers[j] != sectors;)
            j++;
        if (j == count) numbers[count++] = sectors;
    }
    return com_array_from_numbers(numbers, count, value);
}

static HRESULT give_descriptors(const struct burn_media *media, const struct burn_speeds *speeds, SAFEARRAY **value)
{
    IDispatch *descriptors[BURN_SPEEDS_MAX];
    HRESULT hr = S_OK;
    size_t count;

    for (count = 0; count < speeds->count; count++) {
        const struct burn_speed *speed = &speeds->entries[count];

        hr = write_speed_descriptor_create((IMAPI_MEDIA_PHYSICAL_TYPE)media->medium, speed->is_pure_cav, speed->sectors,
                                           &IID_IDispatch, (void **)&descriptors[count]);
        if (FAILED(hr)) break;
    }
    if (SUCCEEDED(hr)) hr = com_array_from_objects(descriptors, count, value);
    while (count) {
        count--;
        IDispatch_Release(descriptors[count]);
    }
    return hr;
}

static HRESULT get_speeds(struct format2 *format, const char *attempt, bool with_rotation, SAFEARRAY **value)
{
    struct com_global *recorder;
    struct format2_call call;
    struct burn_speeds speeds;
    struct burn_media media;
    HRESULT hr;

    format2_call_begin(&call, format, attempt);
    if (!value) return format2_call_done(&call, E_POINTER);
    *value = NULL;
    recorder = format2_get_recorder(format);
    hr = format2_call_speeds(&call, recorder, &media, &speeds);
    com_global_release(recorder);
    if (FAILED(hr)) return hr;
    hr = with_rotation ? give_descriptors(&media, &speeds, value) : give_speeds(&speeds, value);
    return format2_call_done(&call, hr);
}

HRESULT format2_get_SupportedWriteSpeeds(struct format2 *format, SAFEARRAY **value)
{
    return get_speeds(format, "Listing the write speeds", false, value);
}

HRESULT format2_get_SupportedWriteSpeedDescriptors(struct format2 *format, SAFEARRAY **value)
{
    return get_speeds(format, "Listing the write speeds with their rotation", true, value);
}
