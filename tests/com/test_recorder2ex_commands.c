/* IDiscRecorder2Ex: SendCommandNoData, SendCommandSendDataToDevice, SendCommandGetDataFromDevice. */
#include "com/recorder2ex_members.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SOURCE L"OpenIMAPI2.MsftDiscRecorder2"

/* ---------------------------------------------------------------------------------------------------- bad arguments */

static void SendCommand__no_pointer__is_pointer_and_outputs_are_defined(void **state)
{
    IDiscRecorder2Ex *ex = extended(fixture_recorder(*state));
    BYTE cdb[6] = {0}, buffer[16] = {0};
    ULONG fetched;
    SENSE(sense);

    assert_hr(IDiscRecorder2Ex_SendCommandNoData(ex, NULL, 6, sense, 10), E_POINTER);
    assert_true(is_zero(sense, SENSE_BYTES));
    assert_hr(IDiscRecorder2Ex_SendCommandNoData(ex, cdb, 6, NULL, 10), E_POINTER);
    assert_error_says(SOURCE, L"Sending a command without data", L"0x80004003", NULL);
    memset(sense, 0xA5, sizeof sense);
    assert_hr(IDiscRecorder2Ex_SendCommandSendDataToDevice(ex, cdb, 6, sense, 10, NULL, 16), E_POINTER);
    assert_true(is_zero(sense, SENSE_BYTES));
    assert_hr(IDiscRecorder2Ex_SendCommandSendDataToDevice(ex, NULL, 6, sense, 10, buffer, 16), E_POINTER);
    assert_hr(IDiscRecorder2Ex_SendCommandSendDataToDevice(ex, cdb, 6, NULL, 10, buffer, 16), E_POINTER);
    fetched = 99;
    assert_hr(IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, cdb, 6, sense, 10, NULL, 16, &fetched), E_POINTER);
    assert_int_equal(fetched, 0);
    fetched = 99;
    assert_hr(IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, cdb, 6, NULL, 10, buffer, 16, &fetched), E_POINTER);
    assert_int_equal(fetched, 0);
    assert_hr(IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, NULL, 6, sense, 10, buffer, 16, &fetched), E_POINTER);
    memset(sense, 0xA5, sizeof sense);
    assert_hr(IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, cdb, 6, sense, 10, buffer, 16, NULL), E_POINTER);
    assert_true(is_zero(sense, SENSE_BYTES));
    IDiscRecorder2Ex_Release(ex);
}

static HRESULT send_cdb(IDiscRecorder2Ex *ex, BYTE opcode, ULONG size)
{
    BYTE cdb[32] = {0};
    SENSE(sense);

    cdb[0] = opcode;
    return end_sense(IDiscRecorder2Ex_SendCommandNoData(ex, cdb, size, sense, 1), sense);
}

/* SendCommandNoData documentation: 6 to 16 bytes, and the length of the operation code's group; the exempt codes and
 * the vendors' groups are checked for the range alone. Every code with every length.
 */
static void SendCommand__cdb_lengths__fit_the_group_or_are_exempt(void **state)
{
    static const uint8_t exempt[] = {0x02, 0x05, 0x06, 0x09, 0x0C, 0x0D, 0x0E, 0x0F, 0x10, 0x13, 0x14,
                                     0x19, 0x20, 0x21, 0x22, 0x23, 0x24, 0x26, 0x27, 0x29, 0x2C, 0x2D};
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    ULONG size, wanted;
    unsigned opcode;
    bool is_good;

    for (opcode = 0; opcode < 0x100; opcode++) {
        wanted = opcode < 0x20   ? 6
                 : opcode < 0x60 ? 10
                 : opcode < 0x80 ? 0
                 : opcode < 0xA0 ? 16
                 : opcode < 0xC0 ? 12
                                 : 0;
        if (memchr(exempt, (int)opcode, sizeof exempt)) wanted = 0;
        for (size = 0; size <= 18; size++) {
            is_good = size >= 6 && size <= 16 && (!wanted || size == wanted);
            script_again(&fixture->script);
            if (is_good) script_good(&fixture->script);
            assert_hr(send_cdb(ex, (BYTE)opcode, size), is_good ? S_OK : E_INVALIDARG);
            assert_int_equal(fixture->script.sent_count, is_good);
            if (is_good) assert_int_equal(fixture->script.sent[0].cdb_length, size);
        }
    }
    assert_hr(send_cdb(ex, 0x00, 0xFFFFFFFF), E_INVALIDARG);
    assert_error_says(SOURCE, L"not as long as its operation code asks", NULL);
    IDiscRecorder2Ex_Release(ex);
}

static void SendCommand__timeouts__default_and_bounds(void **state)
{
    static const struct {
        ULONG seconds;
        uint32_t ms;
    } rows[] = {
        {0, 10000},
        {1, 1000},
        {10, 10000},
        {3600, 3600000},
        {86400, 86400000},
        {86401, 86400000},
        {0xFFFFFFFF, 86400000},
    };
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    BYTE cdb[6] = {0};
    size_t i;
    SENSE(sense);

    for (i = 0; i < ARRAYSIZE(rows); i++) {
        script_again(&fixture->script);
        script_good(&fixture->script);
        assert_hr(IDiscRecorder2Ex_SendCommandNoData(ex, cdb, 6, sense, rows[i].seconds), S_OK);
        assert_int_equal(fixture->script.sent[0].timeout_ms, rows[i].ms);
    }
    IDiscRecorder2Ex_Release(ex);
}

static void SendCommand__buffer_sizes__up_to_what_the_adapter_moves(void **state)
{
    static BYTE buffer[0x20000];
    BYTE in[10] = {0x28}, out[10] = {0x2A};
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    ULONG fetched;
    SENSE(sense);

    fixture->script.limits.max_transfer_bytes = 0x10000;
    fixture->script.limits.max_unaligned_transfer_bytes = 0xF000;
    assert_hr(IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, in, 10, sense, 10, buffer, 0, &fetched), E_INVALIDARG);
    assert_error_says(SOURCE, L"an empty buffer", NULL);
    assert_hr(IDiscRecorder2Ex_SendCommandSendDataToDevice(ex, out, 10, sense, 10, buffer, 0), E_INVALIDARG);
    assert_hr(IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, in, 10, sense, 10, buffer, 0x80000000, &fetched),
              E_INVALIDARG);
    assert_hr(IDiscRecorder2Ex_SendCommandSendDataToDevice(ex, out, 10, sense, 10, buffer, 0xFFFFFFFF), E_INVALIDARG);
    fetched = 99;
    assert_hr(IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, in, 10, sense, 10, buffer, 0x10001, &fetched),
              E_INVALIDARG);
    assert_error_says(SOURCE, L"more data than the adapter moves at once", L"VENDOR PRODUCT REV1", NULL);
    assert_int_equal(fetched, 0);
    assert_hr(IDiscRecorder2Ex_SendCommandSendDataToDevice(ex, out, 10, sense, 10, buffer, 0x10001), E_INVALIDARG);
    assert_int_equal(fixture->script.sent_count, 0);
    script_good(&fixture->script);
    assert_hr(IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, in, 10, sense, 10, buffer + 1, 0x10000, &fetched),
              S_OK);
    assert_int_equal(fixture->script.sent[0].requested_bytes,
                     0x10000); /* misaligned, and longer than unaligned ones may be */
    script_good(&fixture->script);
    assert_hr(IDiscRecorder2Ex_SendCommandSendDataToDevice(ex, out, 10, sense, 10, buffer + 3, 7), S_OK);
    assert_int_equal(fixture->script.sent[1].requested_bytes, 7); /* odd */
    IDiscRecorder2Ex_Release(ex);
}

/* ----------------------------------------------------------------------------------------------------- raw commands */

static void SendCommandNoData__good__sends_the_cdb_as_it_is(void **state)
{
    BYTE cdb[12] = {0xA6, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0A, 0x0B};
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    SENSE(sense);

    script_good(&fixture->script);
    assert_hr(end_sense(IDiscRecorder2Ex_SendCommandNoData(ex, cdb, 12, sense, 60), sense), S_OK);
    assert_int_equal(fixture->script.sent[0].cdb_length, 12);
    assert_memory_equal(fixture->script.sent[0].cdb, cdb, 12);
    assert_true(is_zero(fixture->script.sent[0].cdb + 12, 4));
    assert_int_equal(fixture->script.sent[0].direction, SCSI_NO_DATA);
    assert_int_equal(fixture->script.sent[0].requested_bytes, 0);
    assert_int_equal(fixture->script.sent[0].timeout_ms, 60000);
    IDiscRecorder2Ex_Release(ex);
}

static void SendCommandSendDataToDevice__good__sends_the_bytes(void **state)
{
    BYTE cdb[10] = {0x55, 0x10, [8] = 0x0C}, buffer[12] = "\0\0\0\0\0\0\0\0\x1B\x02\xAB\xCD";
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    SENSE(sense);

    script_good(&fixture->script);
    assert_hr(IDiscRecorder2Ex_SendCommandSendDataToDevice(ex, cdb, 10, sense, 10, buffer, sizeof buffer), S_OK);
    assert_int_equal(fixture->script.sent[0].direction, SCSI_DATA_OUT);
    assert_int_equal(fixture->script.sent[0].requested_bytes, 12);
    assert_memory_equal(fixture->script.sent[0].data_out, buffer, 12);
    IDiscRecorder2Ex_Release(ex);
}

/* A drive that sends less than it was asked for, more, as much as it was, nothing; what did not come is 0. */
static void SendCommandGetDataFromDevice__transfers__are_counted_and_the_rest_is_zero(void **state)
{
    static const uint8_t reply[40] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
    static const ULONG counts[] = {0, 1, 5, 19, 20, 40};
    BYTE cdb[6] = {0x12, 0, 0, 0, 20, 0}, buffer[24];
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    ULONG fetched, expected;
    size_t i;
    SENSE(sense);

    for (i = 0; i < ARRAYSIZE(counts); i++) {
        memset(buffer, 0xA5, sizeof buffer);
        script_bytes(&fixture->script, reply, counts[i]);
        assert_hr(IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, cdb, 6, sense, 10, buffer, 20, &fetched), S_OK);
        expected = counts[i] < 20 ? counts[i] : 20;
        assert_int_equal(fetched, expected);
        if (expected) assert_memory_equal(buffer, reply, expected);
        assert_true(is_zero(buffer + expected, 20 - expected));
        assert_memory_equal(buffer + 20, "\xA5\xA5\xA5\xA5", 4);
    }
    /* A transport that counts more than the buffer has. */
    script_bytes_counted(&fixture->script, reply, 20, 0xFFFFFFFF);
    assert_hr(IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, cdb, 6, sense, 10, buffer, 20, &fetched), S_OK);
    assert_int_equal(fetched, 20);
    IDiscRecorder2Ex_Release(ex);
}

/* CHECK CONDITION is success, whatever the sense is: it is the caller's to judge, and nothing is sent again. */
static void SendCommand__check_condition__hands_the_sense_over(void **state)
{
    /* clang-format off */
    static const struct { uint8_t response, key, asc, ascq; } rows[] = {
        {0x70, 0x02, 0x3A, 0x01}, {0x70, 0x06, 0x28, 0x00}, {0x70, 0x02, 0x04, 0x01}, {0x70, 0x02, 0x04, 0x07},
        {0x70, 0x05, 0x24, 0x00}, {0x70, 0x01, 0x17, 0x00}, {0x71, 0x03, 0x0C, 0x00}, {0x70, 0x00, 0x00, 0x00},
    };
    /* clang-format on */
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    BYTE cdb[6] = {0}, in[6] = {0x12, 0, 0, 0, 8, 0}, buffer[8];
    ULONG fetched;
    size_t i;
    SENSE(sense);

    for (i = 0; i < ARRAYSIZE(rows); i++) {
        script_again(&fixture->script);
        script_sense(&fixture->script, 1, rows[i].response, rows[i].key, rows[i].asc, rows[i].ascq);
        assert_hr(end_sense(IDiscRecorder2Ex_SendCommandNoData(ex, cdb, 6, sense, 10), sense),
                  S_IMAPI_COMMAND_HAS_SENSE_DATA);
        assert_hr(S_IMAPI_COMMAND_HAS_SENSE_DATA, 0x00AA0200);
        assert_no_error_info();
        assert_int_equal(fixture->script.sent_count, 1);
        assert_int_equal(sense[0], rows[i].response);
        assert_int_equal(sense[2], rows[i].key);
        assert_int_equal(sense[7], 10);
        assert_int_equal(sense[12], rows[i].asc);
        assert_int_equal(sense[13], rows[i].ascq);
    }
    memset(buffer, 0xA5, sizeof buffer);
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x20, 0x00);
    assert_hr(IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, in, 6, sense, 10, buffer, 8, &fetched),
              S_IMAPI_COMMAND_HAS_SENSE_DATA);
    assert_int_equal(fetched, 0);
    assert_true(is_zero(buffer, sizeof buffer));
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x20, 0x00);
    assert_hr(IDiscRecorder2Ex_SendCommandSendDataToDevice(ex, in, 6, sense, 10, buffer, 8),
              S_IMAPI_COMMAND_HAS_SENSE_DATA);
    IDiscRecorder2Ex_Release(ex);
}

/* Sense of other lengths: short ones are filled up with zeros, of long ones the first 18 bytes are the caller's. */
static void SendCommand__sense_of_other_lengths__is_18_bytes(void **state)
{
    uint8_t raw[252];
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);
    BYTE cdb[6] = {0};
    size_t i;
    SENSE(sense);

    for (i = 0; i < sizeof raw; i++)
        raw[i] = (uint8_t)(i + 1);
    raw[0] = 0x72; /* descriptor format: key 2, 03/04 */
    script_raw_sense(&fixture->script, raw, sizeof raw);
    assert_hr(end_sense(IDiscRecorder2Ex_SendCommandNoData(ex, cdb, 6, sense, 10), sense),
              S_IMAPI_COMMAND_HAS_SENSE_DATA);
    assert_memory_equal(sense, raw, SENSE_BYTES);
    raw[0] = 0x70;
    script_raw_sense(&fixture->script, raw, 8);
    assert_hr(end_sense(IDiscRecorder2Ex_SendCommandNoData(ex, cdb, 6, sense, 10), sense),
              S_IMAPI_COMMAND_HAS_SENSE_DATA);
    assert_memory_equal(sense, raw, 8);
    assert_true(is_zero(sense + 8, 10));
    IDiscRecorder2Ex_Release(ex);
}

/* A refusal without a reason is no success: zeros in the caller's buffer would read as "no error". */
static void SendCommand__check_condition_without_sense__fails(void **state)
{
    static const uint8_t nothing[18] = {0x70, [7] = 0x0A};
    struct com_fixture *fixture = *state;
    IDiscRecorder2Ex *ex = ready(fixture);

    script_raw_sense(&fixture->script, NULL, 0);
    script_bytes(&fixture->script, nothing, sizeof nothing); /* to the REQUEST SENSE that asks for it */
    assert_hr(call_member("SendCommandNoData", ex), E_FAIL);
    assert_error_says(SOURCE, L"TEST UNIT READY (00h) ended with status 02h", NULL);
    script_raw_sense(&fixture->script, NULL, 0);
    script_bytes(&fixture->script, "\x70\0\2\0\0\0\0\x0A\0\0\0\0\x3A\0\0\0\0\0", 18);
    assert_hr(call_member("SendCommandNoData", ex), S_IMAPI_COMMAND_HAS_SENSE_DATA);
    IDiscRecorder2Ex_Release(ex);
}

/* ---------------------------------------------------------------------------------------------------------- threads */

static DWORD WINAPI send_on_thread(void *context)
{
    return (DWORD)call_member("SendCommandNoData", context);
}

/* While a raw command takes its time, nobody waits: limits, descriptors, cached data, the last Release. */
static void SendCommand__under_way__holds_no_lock(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);
    IDiscRecorder2Ex *ex;
    BSTR value;

    assert_hr(IDiscRecorder2_QueryInterface(recorder, &IID_IDiscRecorder2Ex, (void **)&ex), S_OK);
    fixture_begin_slow(fixture, send_on_thread, ex);

    assert_hr(call_member("GetByteAlignmentMask", ex), S_OK);
    assert_hr(call_member("GetAdapterDescriptor", ex), S_OK);
    assert_hr(call_member("GetDeviceDescriptor", ex), S_OK);
    assert_hr(IDiscRecorder2_get_VendorId(recorder, &value), S_OK);
    assert_bstr(value, L"VENDOR");
    assert_hr(IDiscRecorder2_get_ProductId(recorder, &value), S_OK);
    assert_bstr(value, L"PRODUCT");
    assert_hr(IDiscRecorder2_get_ActiveDiscRecorder(recorder, &value), S_OK);
    assert_bstr(value, FIXTURE_ID);
    assert_hr(IDiscRecorder2_get_ExclusiveAccessOwner(recorder, &value), S_OK);
    assert_bstr(value, L"");
    IDiscRecorder2_Release(recorder);
    IDiscRecorder2Ex_Release(ex);
    assert_int_equal(fixture->closes, 0); /* the command goes on with its device */

    assert_hr(fixture_end_slow(), S_OK);
    assert_int_equal(fixture->closes, 1);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(SendCommand__no_pointer__is_pointer_and_outputs_are_defined),
        CASE(SendCommand__cdb_lengths__fit_the_group_or_are_exempt),
        CASE(SendCommand__timeouts__default_and_bounds),
        CASE(SendCommand__buffer_sizes__up_to_what_the_adapter_moves),
        CASE(SendCommandNoData__good__sends_the_cdb_as_it_is),
        CASE(SendCommandSendDataToDevice__good__sends_the_bytes),
        CASE(SendCommandGetDataFromDevice__transfers__are_counted_and_the_rest_is_zero),
        CASE(SendCommand__check_condition__hands_the_sense_over),
        CASE(SendCommand__sense_of_other_lengths__is_18_bytes),
        CASE(SendCommand__check_condition_without_sense__fails),
        CASE(SendCommand__under_way__holds_no_lock),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
