/* Takes a drive for a client that prepares its disc, and gives it back. */
#include "imapi2/prepared_media.h"

#include <string.h>

#include "base/alloc.h"
#include "burn/audio_write.h"
#include "burn/refusal.h"
#include "scsi/sense.h"

enum { TRIES = 5, PAUSE_MS = 1000 };

static void pause(const struct format2_call *call)
{
    const struct base_clock *clock = call->format->clock;

    clock->sleep_ms(clock, PAUSE_MS);
}

/* A drive without a lock, as for every burn. */
static bool has_no_lock(const struct drive_failure *failure)
{
    return burn_sense_is(failure, SCSI_KEY_ILLEGAL_REQUEST, SCSI_ASC_INVALID_OPCODE, 0x00) ||
           burn_sense_is(failure, SCSI_KEY_ILLEGAL_REQUEST, SCSI_ASC_INVALID_FIELD, 0x00);
}

/* -------------------------------------------------------------------------------------------------------- give back */

static void unlock_tray(struct format2_call *call)
{
    struct drive_failure failure;
    int tries;

    for (tries = 1; drive_prevent_removal(call->use.drive, false, &failure) != DRIVE_OK; tries++) {
        if (failure.status == DRIVE_GONE || has_no_lock(&failure) || tries == TRIES) return;
        pause(call);
    }
}

/* A device that is gone took it with it. */
static bool is_enabled(HRESULT hr)
{
    return SUCCEEDED(hr) || hr == HRESULT_FROM_WIN32(ERROR_DEV_NOT_EXIST) ||
           hr == HRESULT_FROM_WIN32(ERROR_BAD_COMMAND);
}

static void enable_mcn(struct format2_call *call)
{
    int tries;

    for (tries = 1; !is_enabled(IDiscRecorder2_EnableMcn(call->use.recorder)) && tries < TRIES; tries++)
        pause(call);
}

/* ------------------------------------------------------------------------------------------------------------- take */

static HRESULT fail_drive(struct burn_failure *failure, const struct drive_failure *drive,
                          enum burn_failure_class class)
{
    burn_fail_drive(failure, drive);
    return hresult_from_burn(failure, class);
}

/* The tray is locked. */
static HRESULT make_ready(struct format2_call *call, enum burn_failure_class class, struct burn_failure *failure)
{
    const struct burn_tools tools = {.drive = call->use.drive, .clock = call->format->clock};

    burn_audio_make_ready(&tools, failure);
    return hresult_from_burn(failure, class);
}

/* Notifications are off. */
static HRESULT lock_and_make_ready(struct format2_call *call, enum burn_failure_class class,
                                   struct burn_failure *failure)
{
    struct drive_failure drive;
    HRESULT hr;

    if (drive_prevent_removal(call->use.drive, true, &drive) != DRIVE_OK && !has_no_lock(&drive))
        return fail_drive(failure, &drive, class);
    hr = make_ready(call, class, failure);
    if (FAILED(hr)) unlock_tray(call);
    return hr;
}

/* Access is exclusive. */
static HRESULT take(struct format2_call *call, enum burn_failure_class class, struct burn_failure *failure)
{
    HRESULT hr = IDiscRecorder2_DisableMcn(call->use.recorder);

    if (FAILED(hr)) return hr;
    hr = lock_and_make_ready(call, class, failure);
    if (FAILED(hr)) enable_mcn(call);
    return hr;
}

HRESULT prepared_media_begin(struct prepared_media *media, struct com_global *recorder, const char *client_name,
                             struct format2_call *call, enum burn_failure_class class, struct burn_failure *failure)
{
    HRESULT hr = format2_call_open_kept(call, recorder);

    if (FAILED(hr)) return hr;
    hr = recorder_use_acquire(&call->use, client_name, &call->base.failure);
    if (FAILED(hr)) return hr;
    hr = take(call, class, failure);
    call->base.failure = failure->drive;
    if (SUCCEEDED(hr) && !recorder_use_park(&call->use, &media->held)) {
        unlock_tray(call);
        enable_mcn(call);
        hr = E_OUTOFMEMORY;
    }
    if (FAILED(hr)) {
        recorder_use_release(&call->use);
        return hr;
    }
    com_global_add_ref(recorder);
    media->recorder = recorder;
    return S_OK;
}

HRESULT prepared_media_open(const struct prepared_media *media, struct format2_call *call)
{
    return format2_call_open_kept(call, media->recorder);
}

HRESULT prepared_media_open_to_end(const struct prepared_media *media, struct format2_call *call)
{
    HRESULT hr = prepared_media_open(media, call);

    return hr == E_OUTOFMEMORY ? prepared_media_open(media, call) : hr;
}

void prepared_media_end(struct prepared_media *media, struct format2_call *call)
{
    if (call->has_use) {
        unlock_tray(call);
        enable_mcn(call);
        recorder_use_resume(&call->use, &media->held);
        recorder_use_release(&call->use);
    } else {
        recorder_use_forget(&media->held);
    }
    com_global_release(media->recorder);
    memset(media, 0, sizeof *media);
}
