/* MsftWriteEngine2: its properties, and WriteSection, which passes the stream and the drive to the engine and turns its
 * progress into events on the caller's thread. The caller holds exclusive access, and prepares and closes the medium.
 */
#include "imapi2/write_engine2.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "burn/burn.h"
#include "com/connection_point.h"
#include "com/dispatch.h"
#include "com/global_interface.h"
#include "imapi2.h"
#include "imapi2/burn_failure.h"
#include "imapi2/call.h"
#include "imapi2/recorder_use.h"
#include "imapi2/stream_source.h"
#include "imapi2/worker_pump.h"
#include "imapi2/write_engine_event_args.h"
#include "imapi2error.h"

enum { UNSET = -1, REASON_SIZE = 512 };

struct write_engine {
    struct com_object object;
    IWriteEngine2 IWriteEngine2_iface;
    struct com_connection_container container;
    struct com_connection_point events;
    const struct base_clock *clock;

    CRITICAL_SECTION lock; /* the rest; never held while a drive works or foreign code runs */
    struct com_global *recorder;
    VARIANT_BOOL use_streaming_write12;
    LONG starting_speed, ending_speed; /* sectors a second; UNSET at first. How long to wait for a full buffer */
    LONG bytes_per_sector;             /* UNSET at first */
    bool is_busy;
    struct burn_control control; /* of the section that is written; set while it is busy alone */
};

COM_DISPATCH(write_engine, IWriteEngine2)

static const WCHAR class_name[] = L"OpenIMAPI2.MsftWriteEngine2";

static void call_begin(struct imapi_call *call, const char *attempt)
{
    imapi_call_begin(call, class_name, &IID_IWriteEngine2, attempt, IMAPI_CALL_QUERY);
}

static HRESULT report(const char *attempt, HRESULT hr)
{
    struct imapi_call call;

    call_begin(&call, attempt);
    return imapi_call_done(&call, hr);
}

/* ------------------------------------------------------------------------------------------------------ properties */

/* The recorder, counted; NULL when there is none. */
static struct com_global *get_recorder(struct write_engine *engine)
{
    struct com_global *recorder;

    EnterCriticalSection(&engine->lock);
    recorder = engine->recorder;
    if (recorder) com_global_add_ref(recorder);
    LeaveCriticalSection(&engine->lock);
    return recorder;
}

/* IWriteEngine2::put_Recorder. NULL takes it away; a put that fails leaves the old one. */
static HRESULT WINAPI engine_put_Recorder(IWriteEngine2 *iface, IDiscRecorder2Ex *value)
{
    struct write_engine *engine = write_engine_from_IWriteEngine2(iface);
    struct com_global *fresh = NULL, *old;
    HRESULT hr = S_OK;

    if (value) hr = com_global_keep((IUnknown *)value, &fresh);
    EnterCriticalSection(&engine->lock);
    old = fresh;
    if (SUCCEEDED(hr) && engine->is_busy) hr = E_FAIL;
    if (SUCCEEDED(hr)) {
        old = engine->recorder;
        engine->recorder = fresh;
    }
    LeaveCriticalSection(&engine->lock);
    com_global_release(old);
    return report("Assigning a recorder", hr);
}

static HRESULT WINAPI engine_get_Recorder(IWriteEngine2 *iface, IDiscRecorder2Ex **value)
{
    struct com_global *recorder;
    HRESULT hr = S_OK;

    if (!value) return report("Reading the recorder", E_POINTER);
    *value = NULL;
    recorder = get_recorder(write_engine_from_IWriteEngine2(iface));
    if (recorder) hr = com_global_get(recorder, &IID_IDiscRecorder2Ex, (void **)value);
    com_global_release(recorder);
    return report("Reading the recorder", hr);
}

/* Any value but 0 is true. */
static HRESULT WINAPI engine_put_UseStreamingWrite12(IWriteEngine2 *iface, VARIANT_BOOL value)
{
    struct write_engine *engine = write_engine_from_IWriteEngine2(iface);
    bool is_busy;

    EnterCriticalSection(&engine->lock);
    is_busy = engine->is_busy;
    if (!is_busy) engine->use_streaming_write12 = value ? VARIANT_TRUE : VARIANT_FALSE;
    LeaveCriticalSection(&engine->lock);
    return report("Choosing the command that writes", is_busy ? E_FAIL : S_OK);
}

static HRESULT WINAPI engine_get_UseStreamingWrite12(IWriteEngine2 *iface, VARIANT_BOOL *value)
{
    struct write_engine *engine = write_engine_from_IWriteEngine2(iface);

    if (!value) return report("Reading which command writes", E_POINTER);
    EnterCriticalSection(&engine->lock);
    *value = engine->use_streaming_write12;
    LeaveCriticalSection(&engine->lock);
    return report("Reading which command writes", S_OK);
}

/* A number of the engine's. */
static HRESULT put_number(struct write_engine *engine, LONG *number, LONG value, HRESULT valid, const char *attempt)
{
    HRESULT hr = valid;

    EnterCriticalSection(&engine->lock);
    if (engine->is_busy) hr = E_FAIL;
    if (SUCCEEDED(hr)) *number = value;
    LeaveCriticalSection(&engine->lock);
    return report(attempt, hr);
}

static HRESULT get_number(struct write_engine *engine, const LONG *number, LONG *value, const char *attempt)
{
    if (!value) return report(attempt, E_POINTER);
    EnterCriticalSection(&engine->lock);
    *value = *number;
    LeaveCriticalSection(&engine->lock);
    return report(attempt, S_OK);
}

static HRESULT valid_speed(LONG value)
{
    return value == UNSET || value > 0 ? S_OK : E_INVALIDARG;
}

static HRESULT WINAPI engine_put_StartingSectorsPerSecond(IWriteEngine2 *iface, LONG value)
{
    struct write_engine *engine = write_engine_from_IWriteEngine2(iface);

    return put_number(engine, &engine->starting_speed, value, valid_speed(value), "Setting the speed at the start");
}

static HRESULT WINAPI engine_get_StartingSectorsPerSecond(IWriteEngine2 *iface, LONG *value)
{
    struct write_engine *engine = write_engine_from_IWriteEngine2(iface);

    return get_number(engine, &engine->starting_speed, value, "Reading the speed at the start");
}

static HRESULT WINAPI engine_put_EndingSectorsPerSecond(IWriteEngine2 *iface, LONG value)
{
    struct write_engine *engine = write_engine_from_IWriteEngine2(iface);

    return put_number(engine, &engine->ending_speed, value, valid_speed(value), "Setting the speed at the end");
}

static HRESULT WINAPI engine_get_EndingSectorsPerSecond(IWriteEngine2 *iface, LONG *value)
{
    struct write_engine *engine = write_engine_from_IWriteEngine2(iface);

    return get_number(engine, &engine->ending_speed, value, "Reading the speed at the end");
}

/* The longest transfer that the recorder allows. LONG_MAX where there is none yet, or it does not say: WriteSection
 * looks again.
 */
static ULONG ask_transfer_limit(struct write_engine *engine)
{
    struct com_global *recorder = get_recorder(engine);
    IDiscRecorder2Ex *extended;
    ULONG limit = LONG_MAX;

    if (recorder && SUCCEEDED(com_global_get(recorder, &IID_IDiscRecorder2Ex, (void **)&extended))) {
        if (FAILED(IDiscRecorder2Ex_GetMaximumPageAlignedTransferSize(extended, &limit))) limit = LONG_MAX;
        IDiscRecorder2Ex_Release(extended);
    }
    com_global_release(recorder);
    return limit;
}

static HRESULT WINAPI engine_put_BytesPerSector(IWriteEngine2 *iface, LONG value)
{
    struct write_engine *engine = write_engine_from_IWriteEngine2(iface);
    bool is_valid = value > 0 && (ULONG)value <= ask_transfer_limit(engine);

    return put_number(engine, &engine->bytes_per_sector, value, is_valid ? S_OK : E_INVALIDARG,
                      "Setting the bytes of a sector");
}

static HRESULT WINAPI engine_get_BytesPerSector(IWriteEngine2 *iface, LONG *value)
{
    struct write_engine *engine = write_engine_from_IWriteEngine2(iface);

    return get_number(engine, &engine->bytes_per_sector, value, "Reading the bytes of a sector");
}

static HRESULT WINAPI engine_get_WriteInProgress(IWriteEngine2 *iface, VARIANT_BOOL *value)
{
    struct write_engine *engine = write_engine_from_IWriteEngine2(iface);

    if (!value) return report("Asking whether a write is in progress", E_POINTER);
    EnterCriticalSection(&engine->lock);
    *value = engine->is_busy ? VARIANT_TRUE : VARIANT_FALSE;
    LeaveCriticalSection(&engine->lock);
    return report("Asking whether a write is in progress", S_OK);
}

/* --------------------------------------------------------------------------------------------------------- writing */

/* One WriteSection. */
struct section {
    struct write_engine *engine;
    struct imapi_call call;
    bool has_use;
    struct recorder_use use; /* where has_use */
    LONG start_lba, block_count, block_bytes;
    struct burn_section wishes; /* the same as far as it is valid */
    struct burn_failure failure;
};

/* DWriteEngine2Events::Update(object, progress). Without memory for the progress the event is lost. */
static void notice(void *context, const struct burn_progress *progress)
{
    struct write_engine *engine = context;
    VARIANT arguments[2];
    IDispatch *args;

    if (FAILED(write_engine_event_args_create(progress, &args))) return;
    V_VT(&arguments[0]) = VT_DISPATCH;
    V_DISPATCH(&arguments[0]) = args;
    V_VT(&arguments[1]) = VT_DISPATCH;
    V_DISPATCH(&arguments[1]) = (IDispatch *)&engine->IWriteEngine2_iface;
    com_connection_point_fire(&engine->events, DISPID_DWRITEENGINE2EVENTS_UPDATE, arguments, ARRAYSIZE(arguments));
    IDispatch_Release(args);
}

/* The drive is open, and the section is valid. */
static HRESULT write_open(struct section *section, IStream *stream)
{
    struct write_engine *engine = section->engine;
    const struct burn_observer observer = {.notice = notice, .context = engine, .found = NULL};
    struct stream_source source;
    struct worker_pump pump;
    const struct burn_tools tools = {
        .drive = section->use.drive,
        .clock = engine->clock,
        .pump = &pump.pump,
        .observer = &observer,
        .control = &engine->control,
    };

    if (!worker_pump_begin(&pump, section->use.is_agile)) return E_OUTOFMEMORY;
    stream_source_begin(&source, stream);
    section->wishes.start_lba = section->start_lba;
    section->wishes.block_count = (uint32_t)section->block_count;
    section->wishes.block_bytes = (uint32_t)section->block_bytes;
    burn_write_section(&tools, &source.source, &section->wishes, &section->failure);
    worker_pump_end(&pump);
    section->call.failure = section->failure.drive;
    return hresult_from_burn(&section->failure, BURN_FAILURE_OF_DATA);
}

static HRESULT open_drive(struct section *section, struct com_global *recorder)
{
    IDiscRecorder2Ex *extended;
    struct scsi_limits limits;
    HRESULT hr;

    hr = com_global_get(recorder, &IID_IDiscRecorder2Ex, (void **)&extended);
    if (FAILED(hr)) return hr;
    hr = recorder_use_open_extended(&section->use, extended, section->engine->clock, &section->call.failure);
    IDiscRecorder2Ex_Release(extended);
    if (FAILED(hr)) return hr;
    section->has_use = true;
    section->call.identity = section->use.recorder ? drive_peek_identity(section->use.drive) : NULL;
    section->call.id = section->use.id;
    drive_get_limits(section->use.drive, &limits);
    return (ULONG)section->block_bytes <= limits.max_transfer_bytes ? S_OK : E_INVALIDARG;
}

static HRESULT write_all(struct section *section, IStream *stream)
{
    struct write_engine *engine = section->engine;
    struct com_global *recorder = get_recorder(engine);
    HRESULT hr;

    EnterCriticalSection(&engine->lock);
    section->block_bytes = engine->bytes_per_sector;
    section->wishes.streaming = engine->use_streaming_write12 != VARIANT_FALSE;
    section->wishes.starting_speed = engine->starting_speed == UNSET ? 0 : (uint32_t)engine->starting_speed;
    section->wishes.ending_speed = engine->ending_speed == UNSET ? 0 : (uint32_t)engine->ending_speed;
    LeaveCriticalSection(&engine->lock);
    if (!recorder) {
        hr = E_POINTER;
    } else if (section->block_bytes == UNSET || section->block_count <= 0 ||
               (LONGLONG)section->start_lba + section->block_count > LONG_MAX) {
        hr = E_INVALIDARG;
    } else {
        hr = open_drive(section, recorder);
        if (SUCCEEDED(hr)) hr = write_open(section, stream);
    }
    com_global_release(recorder);
    return hr;
}

static bool enter(struct write_engine *engine)
{
    bool was_busy;

    EnterCriticalSection(&engine->lock);
    was_busy = engine->is_busy;
    engine->is_busy = true;
    if (!was_busy) atomic_store(&engine->control.is_cancelled, false);
    LeaveCriticalSection(&engine->lock);
    return !was_busy;
}

static void leave(struct write_engine *engine)
{
    EnterCriticalSection(&engine->lock);
    engine->is_busy = false;
    LeaveCriticalSection(&engine->lock);
}

/* The error object comes last: sinks and streams that were called have left theirs. */
static HRESULT end(struct section *section, HRESULT hr)
{
    char buffer[REASON_SIZE];
    struct text reason = text_in(buffer, sizeof buffer);

    burn_failure_text(&reason, &section->failure);
    hr = imapi_call_told(&section->call, hr, buffer[0] ? buffer : NULL);
    if (section->has_use) recorder_use_close(&section->use);
    return hr;
}

/* IWriteEngine2::WriteSection. A sink may give back the last reference to the engine. */
static HRESULT WINAPI engine_WriteSection(IWriteEngine2 *iface, IStream *data, LONG start, LONG count)
{
    struct write_engine *engine = write_engine_from_IWriteEngine2(iface);
    struct section section = {.engine = engine, .start_lba = start, .block_count = count};
    HRESULT hr;

    call_begin(&section.call, "Writing a section");
    drive_fail(&section.call.failure, DRIVE_OK);
    if (!data) return end(&section, E_POINTER);
    if (!enter(engine)) return end(&section, E_FAIL);
    com_object_add_ref(&engine->object);
    IStream_AddRef(data);
    hr = write_all(&section, data);
    IStream_Release(data);
    leave(engine);
    hr = end(&section, hr);
    com_object_release(&engine->object);
    return hr;
}

/* IWriteEngine2::CancelWrite: looked at between two commands. When nothing is written that is a success code, too. */
static HRESULT WINAPI engine_CancelWrite(IWriteEngine2 *iface)
{
    struct write_engine *engine = write_engine_from_IWriteEngine2(iface);
    bool is_busy;

    EnterCriticalSection(&engine->lock);
    is_busy = engine->is_busy;
    if (is_busy) atomic_store(&engine->control.is_cancelled, true);
    LeaveCriticalSection(&engine->lock);
    return report("Cancelling the write", is_busy ? S_OK : S_IMAPI_WRITE_NOT_IN_PROGRESS);
}

/* -------------------------------------------------------------------------------------------------------- its life */

static const struct com_event_source engine_events = {&IID_DWriteEngine2Events, NULL, NULL};

static const IWriteEngine2Vtbl engine_vtbl = {
    COM_DISPATCH_METHODS(write_engine, IWriteEngine2),
    engine_WriteSection,
    engine_CancelWrite,
    engine_put_Recorder,
    engine_get_Recorder,
    engine_put_UseStreamingWrite12,
    engine_get_UseStreamingWrite12,
    engine_put_StartingSectorsPerSecond,
    engine_get_StartingSectorsPerSecond,
    engine_put_EndingSectorsPerSecond,
    engine_get_EndingSectorsPerSecond,
    engine_put_BytesPerSector,
    engine_get_BytesPerSector,
    engine_get_WriteInProgress,
};

static const struct com_interface engine_interfaces[] = {
    {&IID_IWriteEngine2, offsetof(struct write_engine, IWriteEngine2_iface)},
    {&IID_IDispatch, offsetof(struct write_engine, IWriteEngine2_iface)},
    {&IID_IConnectionPointContainer, offsetof(struct write_engine, container.IConnectionPointContainer_iface)},
};

static void engine_destroy(struct com_object *object)
{
    struct write_engine *engine = CONTAINING_RECORD(object, struct write_engine, object);

    com_connection_container_destroy(&engine->container);
    com_global_release(engine->recorder);
    DeleteCriticalSection(&engine->lock);
    base_free(engine);
}

static const struct com_class engine_class = {
    &CLSID_MsftWriteEngine2, true, engine_interfaces, ARRAYSIZE(engine_interfaces), engine_destroy,
};

HRESULT write_engine2_create(const struct base_clock *clock, REFIID iid, void **out)
{
    struct write_engine *engine;

    *out = NULL;
    engine = base_alloc(sizeof *engine);
    if (!engine) return E_OUTOFMEMORY;
    engine->IWriteEngine2_iface.lpVtbl = &engine_vtbl;
    engine->clock = clock;
    engine->starting_speed = engine->ending_speed = engine->bytes_per_sector = UNSET;
    if (!InitializeCriticalSectionAndSpinCount(&engine->lock, 0)) {
        base_free(engine);
        return E_OUTOFMEMORY;
    }
    com_connection_container_init(&engine->container, &engine->object, class_name, &engine->events, &engine_events, 1);
    com_object_init(&engine->object, &engine_class);
    return com_object_hand_out(&engine->object, iid, out);
}
