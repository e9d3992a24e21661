/* IDiscFormat2Data::Write: checks its arguments, holds the drive, and runs the engine; the progress becomes events on
 * the caller's thread. IOpenDiscFormat2Data::Plan is a Write that ends in a dry run.
 */
#include <limits.h>
#include <string.h>

#include "imapi2/block_ranges.h"
#include "imapi2/burn_failure.h"
#include "imapi2/data_event_args.h"
#include "imapi2/disc_format2_data.h"
#include "imapi2/plan_lines.h"
#include "imapi2/stream_source.h"
#include "imapi2/worker_pump.h"
#include "imapi2error.h"

/* One Write, or one Plan. */
struct write {
    struct disc_format2_data *data;
    struct format2_call call;
    struct burn_wishes wishes;
    struct block_ranges ranges;
    struct plan_lines *plan; /* NULL: a Write */
    struct burn_result result;
    struct burn_failure failure;
    struct burn_setbacks setbacks;
    char client_name[DRIVE_HOLDER_SIZE];
};

/* ---------------------------------------------------------------------------------------------------------- events */

/* DDiscFormat2DataEvents::Update(object, progress). Without memory for the progress the event is lost. */
static void notice(void *context, const struct burn_progress *progress)
{
    struct disc_format2_data *data = context;
    VARIANT arguments[2];
    IDispatch *args;

    if (FAILED(data_event_args_create(progress, &args))) return;
    V_VT(&arguments[0]) = VT_DISPATCH;
    V_DISPATCH(&arguments[0]) = args;
    V_VT(&arguments[1]) = VT_DISPATCH;
    V_DISPATCH(&arguments[1]) = (IDispatch *)&data->IDiscFormat2Data_iface;
    com_connection_point_fire(&data->events, DISPID_DDISCFORMAT2DATAEVENTS_UPDATE, arguments, ARRAYSIZE(arguments));
    IDispatch_Release(args);
}

static void found(void *context, const struct burn_media *media, const struct burn_speeds *speeds)
{
    struct disc_format2_data *data = context;

    format2_found(&data->format, media, speeds);
}

/* ---------------------------------------------------------------------------------------------------------- checks */

/* The properties are not changed any more: the writer is busy. */
static void take_wishes(struct write *write)
{
    struct disc_format2_data *data = write->data;
    struct burn_wishes *wishes = &write->wishes;

    EnterCriticalSection(&data->format.lock);
    memcpy(write->client_name, data->format.client_name, sizeof write->client_name);
    wishes->is_disc_closed = data->force_media_to_be_closed != VARIANT_FALSE;
    wishes->is_compatible = data->disable_consumer_dvd_compatibility_mode == VARIANT_FALSE;
    wishes->may_overwrite = data->force_overwrite != VARIANT_FALSE;
    wishes->has_post_gap = data->postgap_already_in_image != VARIANT_FALSE;
    wishes->forbids_buf = data->buffer_underrun_free_disabled != VARIANT_FALSE;
    wishes->is_test = data->test_write != VARIANT_FALSE;
    wishes->verification = (enum burn_verification)data->verification;
    wishes->sectors_per_second = data->format.requested_speed;
    wishes->is_pure_cav = data->format.requested_pure_cav != VARIANT_FALSE;
    LeaveCriticalSection(&data->format.lock);
}

static HRESULT check_stream(struct write *write, IStream *stream)
{
    ULONGLONG bytes;
    HRESULT hr;

    hr = stream_get_size(stream, &bytes);
    if (FAILED(hr)) return hr;
    if (!bytes || bytes % IMAPI_SECTOR_SIZE) return E_IMAPI_DF2DATA_STREAM_NOT_SUPPORTED;
    write->wishes.block_count = bytes / IMAPI_SECTOR_SIZE;
    if (write->wishes.block_count > LONG_MAX) return E_IMAPI_DF2DATA_STREAM_TOO_LARGE_FOR_CURRENT_MEDIA;
    hr = block_ranges_take(stream, write->wishes.block_count, &write->ranges);
    if (FAILED(hr)) return hr;
    if (write->ranges.is_there) {
        write->wishes.ranges = write->ranges.ranges;
        write->wishes.range_count = write->ranges.count;
        write->wishes.may_overwrite = true;
    }
    return S_OK;
}

/* ------------------------------------------------------------------------------------------------------------ burn */

/* The drive is held: burn. */
static HRESULT burn(struct write *write, IStream *stream)
{
    struct disc_format2_data *data = write->data;
    const struct burn_observer observer = {.notice = notice, .context = data, .found = found};
    struct stream_source source;
    struct worker_pump pump;
    const struct burn_tools tools = {
        .drive = write->call.use.drive,
        .clock = data->format.clock,
        .pump = &pump.pump,
        .observer = &observer,
        .control = &data->format.control,
        .setbacks = &write->setbacks,
    };

    if (!worker_pump_begin(&pump, write->call.use.is_agile)) return E_OUTOFMEMORY;
    stream_source_begin(&source, stream);
    if (write->plan) {
        const struct burn_planned_steps steps = plan_lines_take(write->plan);

        burn_dry_run(&tools, &write->wishes, &source.source, &steps, &write->failure);
    } else {
        burn_write(&tools, &write->wishes, &source.source, &write->result, &write->failure);
    }
    worker_pump_end(&pump);
    if (write->failure.status == BURN_OK) {
        return format2_speed_adjusted(write->result.is_speed_adjusted, write->result.is_rotation_adjusted);
    }
    write->call.base.failure = write->failure.drive;
    return hresult_from_burn(&write->failure, BURN_FAILURE_OF_DATA);
}

static HRESULT write_held(struct write *write, IStream *stream)
{
    HRESULT hr = recorder_use_acquire(&write->call.use, write->client_name, &write->call.base.failure);

    if (FAILED(hr)) return hr;
    hr = burn(write, stream);
    recorder_use_release(&write->call.use);
    return hr;
}

/* In the order in which the checks are documented. */
static HRESULT write_all(struct write *write, IStream *stream)
{
    struct com_global *recorder = format2_get_recorder(&write->data->format);
    HRESULT hr = S_OK;

    take_wishes(write);
    if (!recorder) {
        hr = E_IMAPI_RECORDER_REQUIRED;
    } else if (!write->client_name[0]) {
        hr = E_IMAPI_DF2DATA_CLIENT_NAME_IS_NOT_VALID;
    } else {
        hr = check_stream(write, stream);
    }
    if (SUCCEEDED(hr)) hr = format2_call_open_kept(&write->call, recorder);
    /* A list of no ranges writes nothing. */
    if (SUCCEEDED(hr) && (!write->ranges.is_there || write->ranges.count)) hr = write_held(write, stream);
    block_ranges_free(&write->ranges);
    com_global_release(recorder);
    return hr;
}

/* A sink may give back the last reference to the writer. */
static HRESULT run(struct write *write, IStream *stream)
{
    struct disc_format2_data *data = write->data;
    HRESULT hr;

    if (!format2_enter(&data->format))
        return format2_call_burned(&write->call, E_IMAPI_DF2DATA_WRITE_IN_PROGRESS, &write->failure);
    com_object_add_ref(&data->object);
    IStream_AddRef(stream);
    hr = write_all(write, stream);
    if (!write->plan) format2_keep_setbacks(&data->format, &write->setbacks);
    IStream_Release(stream);
    format2_leave(&data->format);
    hr = format2_call_burned(&write->call, hr, &write->failure);
    com_object_release(&data->object);
    return hr;
}

HRESULT data_write(struct disc_format2_data *data, IStream *stream)
{
    struct write write = {.data = data};

    format2_call_begin(&write.call, &data->format, "Writing the disc");
    return stream ? run(&write, stream) : format2_call_burned(&write.call, E_POINTER, &write.failure);
}

/* The string is made here: whatever fails before it, and it itself, leave NULL. */
HRESULT data_plan(struct disc_format2_data *data, IStream *stream, BSTR *steps)
{
    struct plan_lines lines = {.bytes = NULL};
    struct write write = {.data = data, .plan = &lines};
    HRESULT hr;

    format2_call_begin(&write.call, &data->format, "Planning the burn");
    if (steps) *steps = NULL;
    if (!steps || !stream) return format2_call_burned(&write.call, E_POINTER, &write.failure);
    hr = run(&write, stream);
    if (SUCCEEDED(hr)) {
        *steps = plan_lines_string(&lines);
        if (!*steps) {
            format2_call_begin(&write.call, &data->format, "Planning the burn");
            hr = format2_call_done(&write.call, E_OUTOFMEMORY);
        }
    }
    plan_lines_free(&lines);
    return hr;
}

/* Looked at between two commands. A second call changes nothing. */
HRESULT data_cancel_write(struct disc_format2_data *data)
{
    struct format2_call call;

    format2_call_begin(&call, &data->format, "Cancelling the write");
    return format2_call_done(&call, format2_cancel(&data->format) ? S_OK : E_IMAPI_DF2DATA_WRITE_NOT_IN_PROGRESS);
}
