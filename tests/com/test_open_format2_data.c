/* IOpenDiscFormat2Data: how it is reached, the plan of a burn, a write with the laser off. */
#include "com/writer_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "com/client_stream.h"
#include "com/own_interface.h"
#include "com/sink_advise.h"
#include "openimapi2.h"

enum { BLOCKS = 916, PLAN_SIZE = 4096, LINES_MAX = 16 };

/* As programs have it that were built before: idl/openimapi2.idl may add nothing to it and change nothing in it. */
static const IID iid = {0xE59373F6, 0x7840, 0x4607, {0x87, 0x63, 0x0B, 0xA4, 0x4E, 0x64, 0x11, 0x47}};

static IOpenDiscFormat2Data *extension_of(IDiscFormat2Data *data)
{
    IOpenDiscFormat2Data *extension;

    assert_hr(IDiscFormat2Data_QueryInterface(data, &iid, (void **)&extension), S_OK);
    return extension;
}

/* ------------------------------------------------------------------------------------------------------- interface */

typedef HRESULT(WINAPI *put_flag)(void *self, VARIANT_BOOL value);
typedef HRESULT(WINAPI *get_flag)(void *self, VARIANT_BOOL *value);
typedef HRESULT(WINAPI *plan)(void *self, IStream *stream, BSTR *steps);

static void interface__by_its_number__has_its_members_in_their_places(void **state)
{
    IDiscFormat2Data *data = writer_data(*state);
    void *const *slots;
    VARIANT_BOOL value = 7;
    void *raw;
    BSTR steps = (BSTR)state;

    assert_hr(IDiscFormat2Data_QueryInterface(data, &iid, &raw), S_OK);
    slots = *(void *const **)raw;
    assert_hr(((get_flag)slots[4])(raw, &value), S_OK);
    assert_int_equal(value, VARIANT_FALSE);
    assert_hr(((put_flag)slots[3])(raw, 5), S_OK);
    assert_hr(((get_flag)slots[4])(raw, &value), S_OK);
    assert_int_equal(value, VARIANT_TRUE);
    assert_hr(((get_flag)slots[4])(raw, NULL), E_POINTER);
    assert_hr(((plan)slots[5])(raw, NULL, &steps), E_POINTER);
    assert_null(steps);
    assert_error_says(WRITER_SOURCE, L"Planning the burn", NULL);
    assert_same_object((IUnknown *)data, raw);
    IUnknown_Release((IUnknown *)raw);
    IDiscFormat2Data_Release(data);
}

static void interface__type_library__is_the_second_of_the_module(void **state)
{
    static const WCHAR *const names[] = {L"TestWrite", L"TestWrite", L"Plan"};

    (void)state;
    assert_in_second_library(&iid, names, ARRAYSIZE(names));
}

/* ------------------------------------------------------------------------------------------------------------ plan */

/* Of commands that change a disc or a drive: PREVENT, MODE SELECT, SET CD SPEED, SET STREAMING, SEND OPC INFORMATION,
 * SEND CUE SHEET, RESERVE TRACK, SEND DISC STRUCTURE, FORMAT UNIT, WRITE(10), WRITE(12), SYNCHRONIZE CACHE, CLOSE
 * TRACK/SESSION, BLANK.
 */
static void check_unchanged(const struct writer_fixture *fixture)
{
    static const BYTE opcodes[] = {0x1E, 0x55, 0xBB, 0xB6, 0x54, 0x5D, 0x53, 0xBF, 0x04, 0x2A, 0xAA, 0x35, 0x5B, 0xA1};
    size_t i;

    for (i = 0; i < ARRAYSIZE(opcodes); i++)
        assert_int_equal(fixture->commands[opcodes[i]], 0);
    assert_int_equal(fixture->com->acquires, fixture->com->releases);
}

/* The lines of a plan, without their ends. Returns how many. */
static size_t split(BSTR steps, char text[PLAN_SIZE], char *lines[LINES_MAX])
{
    size_t count = 0, i;

    assert_non_null(steps);
    assert_true(SysStringLen(steps) < PLAN_SIZE);
    for (i = 0; i <= SysStringLen(steps); i++)
        text[i] = (char)steps[i];
    SysFreeString(steps);
    for (i = 0; text[i]; i += strlen(text + i) + 1) {
        assert_true(count < LINES_MAX);
        lines[count++] = text + i;
        *strchr(text + i, '\n') = 0;
    }
    return count;
}

/* The fields behind the words: NULL in `wanted` is a line that is not compared. */
static void check_plan(struct writer_fixture *fixture, enum sim_medium medium, const char *const *wanted, size_t count)
{
    IDiscFormat2Data *data = writer_ready_data(fixture);
    IOpenDiscFormat2Data *extension = extension_of(data);
    char text[PLAN_SIZE], *lines[LINES_MAX];
    struct client_stream stream;
    BSTR steps;
    size_t i;

    writer_medium(fixture, medium);
    client_stream_begin(&stream, (uint64_t)BLOCKS * 2048, WRITER_SEED);
    assert_hr(IOpenDiscFormat2Data_Plan(extension, &stream.IStream_iface, &steps), S_OK);
    assert_int_equal(split(steps, text, lines), count);
    for (i = 0; i < count; i++) {
        assert_non_null(strchr(lines[i], '\t'));
        if (wanted[i]) assert_string_equal(strchr(lines[i], '\t'), wanted[i]);
    }
    assert_int_equal(stream.position, (uint64_t)BLOCKS * 2048); /* it was read to its end */
    check_unchanged(fixture);
    client_stream_end(&stream);
    IOpenDiscFormat2Data_Release(extension);
    IDiscFormat2Data_Release(data);
}

/* The vectors' cd-r-blank-open and dvd+r-default: command blocks, and of the page 05h bytes 0 to 13; the rest is the
 * simulated drive's own, of MMC-6: audio pause length 150. The speed is any.
 */
static void Plan__cd_r__has_the_commands_of_the_sheet(void **state)
{
    static const char *const wanted[] = {
        "\t1\t1E 00 00 00 01 00\t",
        "\t1\t55 10 00 00 00 00 00 00 3C 00\t"
        "00 00 00 00 00 00 00 00 05 32 41 C4 08 00 00 00 00 00 00 00 00 00 00 96 00 00 00 00 00 00 00 00 "
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
        NULL,
        "\t1\t54 01 00 00 00 00 00 00 00 00\t",
        "\t34\t2A 00 00 00 00 00 00 00 20 00\t",
        "\t1\t35 02 00 00 00 00 00 00 00 00\t",
        "\t1\t5B 01 02 00 00 00 00 00 00 00\t",
        "\t0\t\t",
        "\t1\t1E 00 00 00 00 00\t",
    };

    check_plan(*state, SIM_MEDIUM_CD_R, wanted, ARRAYSIZE(wanted));
}

static void Plan__dvd_plus_r__has_the_commands_of_the_sheet(void **state)
{
    static const char *const wanted[] = {
        "\t1\t1E 00 00 00 01 00\t",
        NULL,
        "\t29\t2A 00 00 00 00 00 00 00 20 00\t",
        "\t1\t35 02 00 00 00 00 00 00 00 00\t",
        "\t1\t5B 01 01 00 00 01 00 00 00 00\t",
        "\t1\t5B 01 05 00 00 00 00 00 00 00\t",
        "\t0\t\t",
        "\t1\t1E 00 00 00 00 00\t",
    };

    check_plan(*state, SIM_MEDIUM_DVD_PLUS_R, wanted, ARRAYSIZE(wanted));
}

static void Plan__each_failure_of_a_write__is_the_plan_s(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);
    IOpenDiscFormat2Data *extension = extension_of(data);
    struct client_stream stream;
    BSTR steps = (BSTR)state;

    client_stream_begin(&stream, (uint64_t)BLOCKS * 2048, WRITER_SEED);
    assert_hr(IOpenDiscFormat2Data_Plan(extension, &stream.IStream_iface, NULL), E_POINTER);
    assert_hr(IOpenDiscFormat2Data_Plan(extension, &stream.IStream_iface, &steps), E_IMAPI_RECORDER_MEDIA_NO_MEDIA);
    assert_null(steps);
    writer_medium(fixture, SIM_MEDIUM_CD_R);
    stream.says = (uint64_t)400000 * 2048;
    assert_hr(IOpenDiscFormat2Data_Plan(extension, &stream.IStream_iface, &steps),
              E_IMAPI_DF2DATA_STREAM_TOO_LARGE_FOR_CURRENT_MEDIA);
    assert_error_says(WRITER_SOURCE, L"too many", NULL);
    assert_int_equal(stream.reads, 0);
    stream.says = (uint64_t)BLOCKS * 2048;
    stream.fail_at = stream.says - 1;
    stream.read_result = STG_E_ACCESSDENIED;
    assert_hr(IOpenDiscFormat2Data_Plan(extension, &stream.IStream_iface, &steps), STG_E_ACCESSDENIED);
    assert_null(steps);
    stream.fail_at = UINT64_MAX;
    stream.size = stream.says - 2048;
    assert_hr(IOpenDiscFormat2Data_Plan(extension, &stream.IStream_iface, &steps), STG_E_READFAULT);
    assert_error_says(WRITER_SOURCE, L"block 915 is missing", NULL);
    fixture_hold(fixture->com, true);
    assert_hr(IOpenDiscFormat2Data_Plan(extension, &stream.IStream_iface, &steps), E_IMAPI_RECORDER_LOCKED);
    fixture_hold(fixture->com, false);
    stream.size = stream.says;
    assert_hr(IOpenDiscFormat2Data_Plan(extension, &stream.IStream_iface, &steps), S_OK); /* and the writer is idle */
    SysFreeString(steps);
    assert_int_equal(fixture->commands[0x2A] + fixture->commands[0x55], 0);
    client_stream_end(&stream);
    IOpenDiscFormat2Data_Release(extension);
    IDiscFormat2Data_Release(data);
}

/* What the sink saw: how many events of another action than VALIDATING_MEDIA, and what the busy writer said. */
struct seen {
    IDiscFormat2Data *data;
    size_t events, others;
    HRESULT put, planned;
};

static HRESULT cancel(struct event_sink *sink, DISPID event, DISPPARAMS *parameters)
{
    struct seen *seen = sink->context;
    IOpenDiscFormat2Data *extension = extension_of(seen->data);
    IMAPI_FORMAT2_DATA_WRITE_ACTION action = IMAPI_FORMAT2_DATA_WRITE_ACTION_COMPLETED;
    IDiscFormat2DataEventArgs *args;
    struct client_stream stream;
    BSTR steps;

    (void)event;
    IDispatch_QueryInterface(V_DISPATCH(&parameters->rgvarg[0]), &IID_IDiscFormat2DataEventArgs, (void **)&args);
    IDiscFormat2DataEventArgs_get_CurrentAction(args, &action);
    IDiscFormat2DataEventArgs_Release(args);
    client_stream_begin(&stream, 2048, WRITER_SEED);
    seen->events++;
    seen->others += action != IMAPI_FORMAT2_DATA_WRITE_ACTION_VALIDATING_MEDIA;
    seen->put = IOpenDiscFormat2Data_put_TestWrite(extension, VARIANT_TRUE);
    seen->planned = IOpenDiscFormat2Data_Plan(extension, &stream.IStream_iface, &steps);
    IDiscFormat2Data_CancelWrite(seen->data);
    IOpenDiscFormat2Data_Release(extension);
    return S_OK;
}

static void Plan__sink_cancels__nothing_is_planned(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);
    IOpenDiscFormat2Data *extension = extension_of(data);
    struct seen seen = {.data = data};
    struct client_stream stream;
    struct event_sink sink;
    BSTR steps = (BSTR)state;
    DWORD cookie;

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    sink_begin(&sink, &IID_DDiscFormat2DataEvents, SINK_BOTH);
    sink.react = cancel;
    sink.context = &seen;
    cookie = sink_advise((IUnknown *)data, &sink);
    client_stream_begin(&stream, (uint64_t)BLOCKS * 2048, WRITER_SEED);
    assert_hr(IOpenDiscFormat2Data_Plan(extension, &stream.IStream_iface, &steps), E_IMAPI_REQUEST_CANCELLED);
    assert_null(steps);
    assert_true(seen.events > 0 && !seen.others);
    assert_hr(seen.put, E_IMAPI_DF2DATA_WRITE_IN_PROGRESS);
    assert_hr(seen.planned, E_IMAPI_DF2DATA_WRITE_IN_PROGRESS);
    check_unchanged(fixture);
    assert_hr(sink_unadvise((IUnknown *)data, &IID_DDiscFormat2DataEvents, cookie), S_OK);
    client_stream_end(&stream);
    IOpenDiscFormat2Data_Release(extension);
    IDiscFormat2Data_Release(data);
}

/* ------------------------------------------------------------------------------------------------------ test write */

static HRESULT write_test(struct writer_fixture *fixture, enum sim_medium medium)
{
    IDiscFormat2Data *data = writer_ready_data(fixture);
    IOpenDiscFormat2Data *extension = extension_of(data);
    IMAPI_FORMAT2_DATA_MEDIA_STATE status;
    struct client_stream stream;
    HRESULT hr;

    writer_medium(fixture, medium);
    fixture->block_count = 0;
    memset(fixture->commands, 0, sizeof fixture->commands);
    client_stream_begin(&stream, (uint64_t)BLOCKS * 2048, WRITER_SEED);
    assert_hr(IOpenDiscFormat2Data_put_TestWrite(extension, VARIANT_TRUE), S_OK);
    hr = IDiscFormat2Data_Write(data, &stream.IStream_iface);
    if (FAILED(hr)) assert_error_says(WRITER_SOURCE, L"with the laser off", NULL);
    assert_hr(IDiscFormat2Data_get_CurrentMediaStatus(data, &status), S_OK);
    assert_true(status & IMAPI_FORMAT2_DATA_MEDIA_STATE_BLANK);
    assert_int_equal(fixture->block_count, 0); /* nothing came to the disc */
    client_stream_end(&stream);
    IOpenDiscFormat2Data_Release(extension);
    IDiscFormat2Data_Release(data);
    return hr;
}

static void TestWrite__where_drives_offer_it__leaves_the_disc_blank(void **state)
{
    static const enum sim_medium media[] = {SIM_MEDIUM_CD_R, SIM_MEDIUM_CD_RW, SIM_MEDIUM_DVD_R, SIM_MEDIUM_DVD_RW};
    struct writer_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(media); i++) {
        assert_hr(write_test(fixture, media[i]), S_OK);
        assert_true(fixture->commands[0x2A] >= BLOCKS / 32); /* the whole image went to the drive */
        assert_int_equal(fixture->commands[0x5B], 0);
    }
}

static void TestWrite__elsewhere__is_refused_with_a_reason(void **state)
{
    static const enum sim_medium media[] = {SIM_MEDIUM_DVD_PLUS_R, SIM_MEDIUM_DVD_PLUS_RW, SIM_MEDIUM_BD_R,
                                            SIM_MEDIUM_BD_RE};
    struct writer_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(media); i++) {
        assert_hr(write_test(fixture, media[i]), HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED));
        check_unchanged(fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WRITER_CASE(interface__by_its_number__has_its_members_in_their_places),
        WRITER_CASE(interface__type_library__is_the_second_of_the_module),
        WRITER_CASE(Plan__cd_r__has_the_commands_of_the_sheet),
        WRITER_CASE(Plan__dvd_plus_r__has_the_commands_of_the_sheet),
        WRITER_CASE(Plan__each_failure_of_a_write__is_the_plan_s),
        WRITER_CASE(Plan__sink_cancels__nothing_is_planned),
        WRITER_CASE(TestWrite__where_drives_offer_it__leaves_the_disc_blank),
        WRITER_CASE(TestWrite__elsewhere__is_refused_with_a_reason),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
