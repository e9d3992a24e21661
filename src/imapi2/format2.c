/* The recorder of a writer, the calls of its members, and its answers while it is busy. */
#include "imapi2/format2.h"

#include <string.h>

#include "imapi2/burn_failure.h"
#include "imapi2/hresult.h"
#include "imapi2error.h"

bool format2_begin(struct format2 *format, const struct format2_class *class, const struct base_clock *clock)
{
    format->class = class;
    format->clock = clock;
    format->requested_speed = BURN_SPEED_FASTEST;
    atomic_init(&format->control.is_cancelled, false);
    return InitializeCriticalSectionAndSpinCount(&format->lock, 0);
}

void format2_end(struct format2 *format)
{
    com_global_release(format->recorder);
    DeleteCriticalSection(&format->lock);
}

/* ----------------------------------------------------------------------------------------------------------- calls */

void format2_call_begin(struct format2_call *call, struct format2 *format, const char *attempt)
{
    imapi_call_begin(&call->base, format->class->prog_id, format->class->iid, attempt, IMAPI_CALL_QUERY);
    drive_fail(&call->base.failure, DRIVE_OK);
    call->format = format;
    call->has_use = false;
}

HRESULT format2_call_open(struct format2_call *call, IDiscRecorder2 *recorder)
{
    HRESULT hr = recorder_use_open(&call->use, recorder, call->format->clock, &call->base.failure);

    if (FAILED(hr)) return hr;
    call->has_use = true;
    call->base.identity = drive_peek_identity(call->use.drive);
    call->base.id = call->use.id;
    return S_OK;
}

HRESULT format2_call_open_kept(struct format2_call *call, struct com_global *recorder)
{
    IDiscRecorder2 *here;
    HRESULT hr;

    if (!recorder) return call->format->class->recorder_required;
    hr = com_global_get(recorder, &IID_IDiscRecorder2, (void **)&here);
    if (FAILED(hr)) return hr;
    hr = format2_call_open(call, here);
    IDiscRecorder2_Release(here);
    return hr;
}

struct com_global *format2_get_recorder(struct format2 *format)
{
    struct com_global *recorder;

    EnterCriticalSection(&format->lock);
    recorder = format->recorder;
    if (recorder) com_global_add_ref(recorder);
    LeaveCriticalSection(&format->lock);
    return recorder;
}

HRESULT format2_call_told(struct format2_call *call, HRESULT hr, const char *reason)
{
    hr = imapi_call_told(&call->base, hr, reason);
    if (call->has_use) recorder_use_close(&call->use);
    return hr;
}

HRESULT format2_call_done(struct format2_call *call, HRESULT hr)
{
    return format2_call_told(call, hr, NULL);
}

HRESULT format2_report(struct format2 *format, const char *attempt, HRESULT hr)
{
    struct format2_call call;

    format2_call_begin(&call, format, attempt);
    return format2_call_done(&call, hr);
}

HRESULT format2_call_burned(struct format2_call *call, HRESULT hr, const struct burn_failure *failure)
{
    enum { REASON_SIZE = 512 };
    char buffer[REASON_SIZE];
    struct text reason = text_in(buffer, sizeof buffer);

    burn_failure_text(&reason, failure);
    return format2_call_told(call, hr, buffer[0] ? buffer : NULL);
}

HRESULT format2_call_failed(struct format2_call *call)
{
    HRESULT hr = hresult_from_failure(&call->base.failure);

    return format2_call_done(call, FAILED(hr) ? hr : E_FAIL);
}

/* ----------------------------------------------------------------------------------------------------- the medium */

bool format2_take_found(struct format2 *format, struct com_global *recorder, struct burn_media *media,
                        struct burn_speeds *speeds)
{
    bool is_found;

    EnterCriticalSection(&format->lock);
    is_found = recorder && recorder == format->recorder && format->has_found;
    if (is_found) *media = format->media;
    if (is_found && speeds) *speeds = format->speeds;
    LeaveCriticalSection(&format->lock);
    return is_found;
}

static HRESULT ask_media(struct format2_call *call, struct com_global *recorder, bool with_contents,
                         struct burn_media *media)
{
    HRESULT hr = format2_call_open_kept(call, recorder);

    if (FAILED(hr)) return format2_call_done(call, hr);
    if (burn_media_read(call->use.drive, with_contents, media, &call->base.failure) != DRIVE_OK) {
        return format2_call_failed(call);
    }
    return S_OK;
}

HRESULT format2_call_media(struct format2_call *call, struct com_global *recorder, bool with_contents,
                           struct burn_media *media)
{
    if (format2_take_found(call->format, recorder, media, NULL)) return S_OK;
    return ask_media(call, recorder, with_contents, media);
}

HRESULT format2_call_speeds(struct format2_call *call, struct com_global *recorder, struct burn_media *media,
                            struct burn_speeds *speeds)
{
    HRESULT hr;

    if (format2_take_found(call->format, recorder, media, speeds)) return S_OK;
    hr =
        ask_media(call, recorder, false, media); /* a write may have begun: the drive has to be open for what follows */
    if (FAILED(hr)) return hr;
    if (burn_speeds_read(call->use.drive, media, speeds, &call->base.failure) != DRIVE_OK) {
        return format2_call_failed(call);
    }
    return S_OK;
}

/* ------------------------------------------------------------------------------------------------------------ busy */

HRESULT format2_check_idle(const struct format2 *format)
{
    if (format->is_busy) return format->class->recorder_busy;
    return format->is_prepared ? format->class->prepared : S_OK;
}

HRESULT format2_enter_prepared(struct format2 *format, bool is_prepared)
{
    HRESULT hr = S_OK;

    EnterCriticalSection(&format->lock);
    if (format->is_busy)
        hr = format->class->recorder_busy;
    else if (format->is_prepared != is_prepared)
        hr = is_prepared ? format->class->not_prepared : format->class->prepared;
    else
        format2_enter(format);
    LeaveCriticalSection(&format->lock);
    return hr;
}

bool format2_enter(struct format2 *format)
{
    bool was_busy;

    EnterCriticalSection(&format->lock);
    was_busy = format->is_busy;
    format->is_busy = true;
    if (!was_busy) atomic_store(&format->control.is_cancelled, false);
    LeaveCriticalSection(&format->lock);
    return !was_busy;
}

bool format2_enter_speed(struct format2 *format)
{
    bool has_entered;

    EnterCriticalSection(&format->lock);
    has_entered = format2_enter(format);
    if (has_entered) format->is_setting_speed = true;
    LeaveCriticalSection(&format->lock);
    return has_entered;
}

void format2_leave(struct format2 *format)
{
    EnterCriticalSection(&format->lock);
    format->is_busy = format->is_setting_speed = false;
    format->has_found = false;
    LeaveCriticalSection(&format->lock);
}

bool format2_is_busy(struct format2 *format)
{
    bool is_busy;

    EnterCriticalSection(&format->lock);
    is_busy = format->is_busy;
    LeaveCriticalSection(&format->lock);
    return is_busy;
}

bool format2_cancel(struct format2 *format)
{
    bool is_busy;

    EnterCriticalSection(&format->lock);
    is_busy = format->is_busy && !format->is_setting_speed;
    if (is_busy) atomic_store(&format->control.is_cancelled, true);
    LeaveCriticalSection(&format->lock);
    return is_busy;
}

void format2_found(struct format2 *format, const struct burn_media *media, const struct burn_speeds *speeds)
{
    struct burn_speed_choice choice;

    EnterCriticalSection(&format->lock);
    choice = burn_speed_choose(speeds, format->requested_speed, format->requested_pure_cav != VARIANT_FALSE);
    format->chosen_speed = choice.entry ? *choice.entry : (struct burn_speed){0};
    format->media = *media;
    format->speeds = *speeds;
    format->has_found = true;
    LeaveCriticalSection(&format->lock);
}
