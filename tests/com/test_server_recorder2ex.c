/* IDiscRecorder2Ex of the DLL that is registered, over virtual recorders and their faults. Bytes are typed from SPC-3
 * and MMC-6.
 */
#include "com/recorder2ex_members.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "com/virtual_recorders.h"
#include "support/vectors.h"
#include "virtual/layout.h"

#define SOURCE L"OpenIMAPI2.MsftDiscRecorder2"
#define NAME   L"com-test-ex"
enum { PAGE_BYTES = 4096 };

static IDiscRecorder2 *open_recorder(void)
{
    BSTR id = SysAllocString(virtual_id(NAME));
    IDiscRecorder2 *recorder;

    assert_hr(CoCreateInstance(&CLSID_MsftDiscRecorder2, NULL, CLSCTX_ALL, &IID_IDiscRecorder2, (void **)&recorder),
              S_OK);
    assert_hr(IDiscRecorder2_InitializeDiscRecorder(recorder, id), S_OK);
    SysFreeString(id);
    return recorder;
}

static IDiscRecorder2Ex *open_ex(void)
{
    return extended(open_recorder());
}

static int add_recorder(void **state)
{
    (void)state;
    virtual_add(NAME, L"dvd-ram");
    SetErrorInfo(0, NULL);
    return 0;
}

static int remove_recorder(void **state)
{
    (void)state;
    virtual_remove(NAME);
    assert_true(HeapValidate(GetProcessHeap(), 0, NULL));
    return 0;
}

/* Memory that ends where a page ends, and nothing may be touched behind it. */
static BYTE *guarded(size_t count)
{
    size_t pages = (count + PAGE_BYTES - 1) / PAGE_BYTES;
    BYTE *base = VirtualAlloc(NULL, (pages + 1) * PAGE_BYTES, MEM_RESERVE, PAGE_NOACCESS);

    assert_non_null(base);
    assert_non_null(VirtualAlloc(base, pages * PAGE_BYTES, MEM_COMMIT, PAGE_READWRITE));
    return base + pages * PAGE_BYTES - count;
}

static HRESULT receive(IDiscRecorder2Ex *ex, const void *cdb, ULONG cdb_size, BYTE sense[SENSE_BYTES], BYTE *buffer,
                       ULONG size, ULONG *fetched)
{
    return IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, (BYTE *)cdb, cdb_size, sense, 10, buffer, size, fetched);
}

/* ---------------------------------------------------------------------------------------------------------- a drive */

static void SendCommand__virtual_drive__does_what_the_command_says(void **state)
{
    static const BYTE inquiry[6] = {0x12, 0, 0, 0, 36, 0}, read_capacity[10] = {0x25}, ready_cdb[6] = {0};
    static const BYTE read_10[10] = {0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0}, unknown[12] = {0xA4};
    IDiscRecorder2Ex *ex = open_ex();
    BYTE *buffer = guarded(2048);
    ULONG fetched;
    SENSE(sense);

    (void)state;
    assert_hr(receive(ex, inquiry, 6, sense, buffer, 36, &fetched), S_OK);
    assert_int_equal(fetched, 36);
    assert_int_equal(buffer[0], 0x05);
    assert_memory_equal(buffer + 8, "OPENIMAP", 8);
    assert_hr(receive(ex, read_capacity, 10, sense, buffer, 8, &fetched), S_OK);
    assert_int_equal(fetched, 8);
    assert_memory_equal(buffer + 4, "\0\0\x08\0", 4); /* blocks of 2048 bytes */
    assert_hr(receive(ex, read_10, 10, sense, buffer, 2048, &fetched), S_OK);
    assert_int_equal(fetched, 2048);
    assert_true(is_zero(buffer, 2048)); /* formatted, and nothing on it */
    assert_hr(end_sense(IDiscRecorder2Ex_SendCommandNoData(ex, (BYTE *)ready_cdb, 6, sense, 10), sense), S_OK);
    assert_hr(receive(ex, unknown, 12, sense, buffer, 8, &fetched), S_IMAPI_COMMAND_HAS_SENSE_DATA);
    assert_int_equal(sense[0] & 0x7F, 0x70);
    assert_memory_equal(sense + 2, "\x05", 1);
    assert_memory_equal(sense + 12, "\x20\x00", 2); /* invalid command operation code */
    assert_int_equal(fetched, 0);
    IDiscRecorder2Ex_Release(ex);
}

/* An eject by the recorder, a unit attention for whoever asks raw. */
static void SendCommand__medium_changed__sees_the_unit_attention_itself(void **state)
{
    BYTE cdb[6] = {0};
    IDiscRecorder2 *recorder = open_recorder();
    IDiscRecorder2Ex *ex;
    SENSE(sense);

    (void)state;
    assert_hr(IDiscRecorder2_QueryInterface(recorder, &IID_IDiscRecorder2Ex, (void **)&ex), S_OK);
    assert_hr(IDiscRecorder2_EjectMedia(recorder), S_OK);
    assert_hr(IDiscRecorder2Ex_SendCommandNoData(ex, cdb, 6, sense, 10), S_IMAPI_COMMAND_HAS_SENSE_DATA);
    assert_memory_equal(sense + 2, "\x02", 1);
    assert_memory_equal(sense + 12, "\x3A\x02", 2); /* medium not present, tray open */
    assert_hr(IDiscRecorder2_CloseTray(recorder), S_OK);
    assert_hr(IDiscRecorder2Ex_SendCommandNoData(ex, cdb, 6, sense, 10), S_IMAPI_COMMAND_HAS_SENSE_DATA);
    IDiscRecorder2_Release(recorder);
    IDiscRecorder2Ex_Release(ex);
}

static void get_lists(IDiscRecorder2Ex *ex, IDiscRecorder2 *recorder)
{
    HRESULT(STDMETHODCALLTYPE *const arrays[])
    (IDiscRecorder2 *, SAFEARRAY **) = {
        recorder->lpVtbl->get_SupportedFeaturePages, recorder->lpVtbl->get_CurrentFeaturePages,
        recorder->lpVtbl->get_SupportedProfiles,     recorder->lpVtbl->get_CurrentProfiles,
        recorder->lpVtbl->get_SupportedModePages,
    };
    ULONG count, list, i;
    SAFEARRAY *array;
    VARIANT *elements;
    LONG *codes;

    for (list = 0; list < ARRAYSIZE(arrays); list++) {
        if (list < 2) {
            assert_hr(
                IDiscRecorder2Ex_GetSupportedFeaturePages(ex, list & 1, (IMAPI_FEATURE_PAGE_TYPE **)&codes, &count),
                S_OK);
        } else if (list < 4) {
            assert_hr(IDiscRecorder2Ex_GetSupportedProfiles(ex, list & 1, (IMAPI_PROFILE_TYPE **)&codes, &count), S_OK);
        } else {
            assert_hr(IDiscRecorder2Ex_GetSupportedModePages(ex, 0, (IMAPI_MODE_PAGE_TYPE **)&codes, &count), S_OK);
        }
        assert_hr(arrays[list](recorder, &array), S_OK);
        assert_true(count > 0);
        assert_int_equal(array->rgsabound[0].cElements, count);
        elements = array->pvData;
        for (i = 0; i < count; i++)
            assert_int_equal(codes[i], V_I4(&elements[i]));
        CoTaskMemFree(codes);
        SafeArrayDestroy(array);
    }
}

static void lists__both_interfaces__say_the_same(void **state)
{
    IDiscRecorder2 *recorder = open_recorder();
    IDiscRecorder2Ex *ex;

    (void)state;
    assert_hr(IDiscRecorder2_QueryInterface(recorder, &IID_IDiscRecorder2Ex, (void **)&ex), S_OK);
    get_lists(ex, recorder);
    IDiscRecorder2_Release(recorder);
    IDiscRecorder2Ex_Release(ex);
}

static void results__virtual_drive__are_of_its_disc(void **state)
{
    IDiscRecorder2Ex *ex = open_ex();
    ULONG count, value;
    BYTE *data;

    (void)state;
    assert_hr(IDiscRecorder2Ex_GetDiscInformation(ex, &data, &count), S_OK);
    assert_true(count >= 34);
    assert_int_equal((data[0] << 8 | data[1]) + 2, count);
    assert_int_equal(data[2] & 3, 3); /* DVD-RAM: "other" */
    CoTaskMemFree(data);
    assert_hr(IDiscRecorder2Ex_GetTrackInformation(ex, 1, IMAPI_READ_TRACK_ADDRESS_TYPE_TRACK, &data, &count), S_OK);
    assert_int_equal((data[0] << 8 | data[1]) + 2, count);
    assert_int_equal(data[2], 1);
    CoTaskMemFree(data);
    assert_hr(IDiscRecorder2Ex_ReadDvdStructure(ex, 0x00, 0, 0, 0, &data, &count), S_OK);
    assert_int_equal(count, 2048);
    assert_int_equal(data[0] >> 4, 1); /* book type DVD-RAM */
    CoTaskMemFree(data);
    assert_hr(IDiscRecorder2Ex_ReadDvdStructure(ex, 0x0E, 0, 0, 0, &data, &count),
              E_IMAPI_RECORDER_DVD_STRUCTURE_NOT_PRESENT); /* DVD-R's */
    assert_hr(IDiscRecorder2Ex_GetFeaturePage(ex, IMAPI_FEATURE_PAGE_TYPE_REMOVABLE_MEDIUM, TRUE, &data, &count), S_OK);
    assert_int_equal(count, 4u + data[3]);
    assert_memory_equal(data, "\0\x03", 2);
    CoTaskMemFree(data);
    assert_hr(IDiscRecorder2Ex_GetFeaturePage(ex, IMAPI_FEATURE_PAGE_TYPE_CD_TRACK_AT_ONCE, TRUE, &data, &count),
              E_IMAPI_RECORDER_FEATURE_IS_NOT_CURRENT);
    assert_hr(IDiscRecorder2Ex_GetFeaturePage(ex, 0x0555, FALSE, &data, &count), E_IMAPI_RECORDER_NO_SUCH_FEATURE);
    assert_hr(IDiscRecorder2Ex_GetModePage(ex, 0x3E, 0, &data, &count), E_IMAPI_RECORDER_NO_SUCH_MODE_PAGE);
    assert_hr(IDiscRecorder2Ex_GetDeviceDescriptor(ex, &data, &count), S_OK);
    assert_memory_equal(data + 4, &count, 4);
    assert_int_equal(data[8], 5);
    CoTaskMemFree(data);
    assert_hr(IDiscRecorder2Ex_GetAdapterDescriptor(ex, &data, &count), S_OK);
    assert_memory_equal(data + 4, &count, 4);
    CoTaskMemFree(data);
    assert_hr(IDiscRecorder2Ex_GetByteAlignmentMask(ex, &value), S_OK);
    assert_int_equal(value & (value - 1), 0);
    assert_hr(IDiscRecorder2Ex_GetMaximumPageAlignedTransferSize(ex, &value), S_OK);
    assert_int_equal(value, 65536);
    assert_hr(IDiscRecorder2Ex_GetMaximumNonPageAlignedTransferSize(ex, &value), S_OK);
    assert_true(value >= 32768 && value <= 65536);
    IDiscRecorder2Ex_Release(ex);
}

/* Get, change, set, get: what was set is current, and the default stays; another page length is refused. */
static void SetModePage__read_write_error_recovery__is_kept(void **state)
{
    IDiscRecorder2Ex *ex = open_ex();
    BYTE *data, *again, lying[0x101] = {0x01, 0xFF};
    ULONG count, count_again;

    (void)state;
    assert_hr(IDiscRecorder2Ex_GetModePage(ex, 0x01, IMAPI_MODE_PAGE_REQUEST_TYPE_CHANGEABLE_VALUES, &again, &count),
              S_OK);
    assert_int_equal(again[3], 0xFF); /* the read retry count can be changed */
    CoTaskMemFree(again);
    assert_hr(IDiscRecorder2Ex_GetModePage(ex, 0x01, IMAPI_MODE_PAGE_REQUEST_TYPE_CURRENT_VALUES, &data, &count), S_OK);
    assert_int_equal(count, data[1] + 2u);
    data[3] ^= 0x55;
    assert_hr(IDiscRecorder2Ex_SetModePage(ex, IMAPI_MODE_PAGE_REQUEST_TYPE_CURRENT_VALUES, data, count), S_OK);
    assert_hr(IDiscRecorder2Ex_GetModePage(ex, 0x01, IMAPI_MODE_PAGE_REQUEST_TYPE_CURRENT_VALUES, &again, &count_again),
              S_OK);
    assert_int_equal(count_again, count);
    assert_memory_equal(again, data, count);
    CoTaskMemFree(again);
    assert_hr(IDiscRecorder2Ex_GetModePage(ex, 0x01, IMAPI_MODE_PAGE_REQUEST_TYPE_DEFAULT_VALUES, &again, &count_again),
              S_OK);
    assert_int_equal(again[3], data[3] ^ 0x55);
    CoTaskMemFree(again);
    assert_hr(IDiscRecorder2Ex_SetModePage(ex, IMAPI_MODE_PAGE_REQUEST_TYPE_CURRENT_VALUES, lying, sizeof lying),
              E_IMAPI_RECORDER_INVALID_MODE_PARAMETERS); /* as long as it says, and not as long as the drive's */
    assert_hr(IDiscRecorder2Ex_SetModePage(ex, IMAPI_MODE_PAGE_REQUEST_TYPE_CURRENT_VALUES, lying, 12), E_FAIL);
    assert_error_says(SOURCE, L"MODE SELECT(10) (55h)", L"5/1A/00", NULL); /* longer than it is */
    CoTaskMemFree(data);
    IDiscRecorder2Ex_Release(ex);
}

/* MMC-6, layer boundary information: 1000000 blocks on layer 0; then one that is inside an ECC block. */
static void SendDvdStructure__layer_boundary__can_be_read_back(void **state)
{
    static BYTE boundary[8] = {0, 0, 0, 0, 0x00, 0x0F, 0x42, 0x40}, crooked[8] = {0, 0, 0, 0, 0x00, 0x0F, 0x42, 0x41};
    IDiscRecorder2Ex *ex;
    ULONG count;
    BYTE *data;

    (void)state;
    virtual_add(NAME, L"dvd-r-dl");
    ex = open_ex();
    assert_hr(IDiscRecorder2Ex_SendDvdStructure(ex, 0x20, boundary, sizeof boundary), S_OK);
    assert_no_error_info();
    assert_hr(IDiscRecorder2Ex_SendDvdStructure(ex, 0x20, crooked, sizeof crooked), E_FAIL);
    assert_error_says(SOURCE, L"SEND DISC STRUCTURE (BFh)", L"5/26/00", NULL);
    assert_hr(IDiscRecorder2Ex_SendDvdStructure(ex, 0x22, boundary, sizeof boundary), E_FAIL);
    assert_hr(IDiscRecorder2Ex_ReadDvdStructure(ex, 0x20, 0, 0, 0, &data, &count), S_OK);
    check_memory(data, count, boundary, sizeof boundary);
    IDiscRecorder2Ex_Release(ex);
}

/* ------------------------------------------------------------------------------------------------ bad input, faults */

static void SendCommand__buffers_anywhere__nothing_is_touched_beyond(void **state)
{
    static const BYTE inquiry[6] = {0x12, 0, 0, 0, 0xFF, 0};
    static const ULONG sizes[] = {1, 2, 3, 5, 7, 35, 36, 37, 96, 255};
    IDiscRecorder2Ex *ex = open_ex();
    BYTE *memory = guarded(512), *buffer;
    ULONG fetched;
    size_t i;
    SENSE(sense);

    (void)state;
    for (i = 0; i < ARRAYSIZE(sizes); i++) {
        buffer = memory + 512 - sizes[i]; /* its end is the page's: of any alignment */
        memset(memory, 0xA5, 512);
        assert_hr(receive(ex, inquiry, 6, sense, buffer, sizes[i], &fetched), S_OK);
        assert_true(fetched <= sizes[i] && fetched > 0);
        assert_int_equal(buffer[0], 0x05);
        assert_int_equal(buffer[-1], 0xA5);
        assert_true(is_zero(buffer + fetched, sizes[i] - fetched));
    }
    assert_hr(receive(ex, inquiry, 6, sense, memory, 65537, &fetched), E_INVALIDARG);
    assert_hr(receive(ex, inquiry, 5, sense, memory, 36, &fetched), E_INVALIDARG);
    assert_hr(receive(ex, inquiry, 17, sense, memory, 36, &fetched), E_INVALIDARG);
    assert_hr(receive(ex, inquiry, 10, sense, memory, 36, &fetched), E_INVALIDARG);
    IDiscRecorder2Ex_Release(ex);
}

/* A drive that counts more or less than it sends. */
static void SendCommand__drive_lies_about_its_length__stays_in_the_buffer(void **state)
{
    static const BYTE inquiry[6] = {0x12, 0, 0, 0, 36, 0};
    uint8_t reply[300];
    IDiscRecorder2Ex *ex = open_ex();
    BYTE *buffer = guarded(36);
    ULONG fetched;
    SENSE(sense);

    (void)state;
    memset(reply, 0x77, sizeof reply);
    virtual_fault(NAME, 0x12, SIM_FAULT_REPLY, 0, 0xFFFFFFFF, reply, sizeof reply);
    assert_hr(receive(ex, inquiry, 6, sense, buffer, 36, &fetched), S_OK);
    assert_int_equal(fetched, 36);
    virtual_clear_faults(NAME);
    virtual_fault(NAME, 0x12, SIM_FAULT_SHORT, 0, 5, NULL, 0);
    memset(buffer, 0xA5, 36);
    assert_hr(receive(ex, inquiry, 6, sense, buffer, 36, &fetched), S_OK);
    assert_int_equal(fetched, 5);
    assert_true(is_zero(buffer + 5, 31));
    virtual_clear_faults(NAME);
    virtual_fault(NAME, 0x12, SIM_FAULT_SHORT, 0, 0, NULL, 0);
    assert_hr(receive(ex, inquiry, 6, sense, buffer, 36, &fetched), S_OK);
    assert_int_equal(fetched, 0);
    assert_true(is_zero(buffer, 36));
    IDiscRecorder2Ex_Release(ex);
}

static void SendCommand__every_sense__is_handed_over(void **state)
{
    static const uint32_t senses[] = {0x010000, 0x020401, 0x023A01, 0x031105, 0x040900, 0x052000,
                                      0x062800, 0x072700, 0x0B4700, 0x0E1D00, 0x000000};
    BYTE cdb[6] = {0};
    IDiscRecorder2Ex *ex = open_ex();
    size_t i;
    SENSE(sense);

    (void)state;
    for (i = 0; i < ARRAYSIZE(senses); i++) {
        virtual_clear_faults(NAME);
        virtual_fault(NAME, 0x00, SIM_FAULT_SENSE, 0, senses[i], NULL, 0);
        assert_hr(IDiscRecorder2Ex_SendCommandNoData(ex, cdb, 6, sense, 10), S_IMAPI_COMMAND_HAS_SENSE_DATA);
        assert_int_equal(sense[2], senses[i] >> 16);
        assert_int_equal(sense[12], senses[i] >> 8 & 0xFF);
        assert_int_equal(sense[13], senses[i] & 0xFF);
        assert_no_error_info();
    }
    IDiscRecorder2Ex_Release(ex);
}

static void SendCommand__drive_hangs__ends_at_the_callers_deadline(void **state)
{
    static const BYTE inquiry[6] = {0x12, 0, 0, 0, 36, 0};
    IDiscRecorder2Ex *ex = open_ex();
    BYTE cdb[6] = {0}, buffer[36];
    ULONG fetched;
    SENSE(sense);

    (void)state;
    virtual_fault(NAME, 0x00, SIM_FAULT_HANG, 0, 0, NULL, 0);
    virtual_fault(NAME, 0x12, SIM_FAULT_DELAY, 0, virtual_least_deadline_ms() + 1500, NULL, 0);
    assert_hr(IDiscRecorder2Ex_SendCommandNoData(ex, cdb, 6, sense, 1), E_IMAPI_RECORDER_COMMAND_TIMEOUT);
    assert_error_says(SOURCE, L"did not answer in time", L"TEST UNIT READY (00h)", NULL);
    assert_true(is_zero(sense, SENSE_BYTES));
    memset(buffer, 0xA5, sizeof buffer);
    fetched = 99;
    assert_hr(IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, (BYTE *)inquiry, 6, sense, 1, buffer, 36, &fetched),
              E_IMAPI_RECORDER_COMMAND_TIMEOUT);
    assert_int_equal(fetched, 0);
    assert_true(is_zero(buffer, sizeof buffer));
    assert_hr(
        IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, (BYTE *)inquiry, 6, sense, 0xFFFFFFFF, buffer, 36, &fetched),
        S_OK); /* a huge time-out is no short one */
    assert_int_equal(fetched, 36);
    IDiscRecorder2Ex_Release(ex);
}

/* Everything of a drive that is gone fails with one code, but what needs no drive. */
static void members__device_gone__say_so(void **state)
{
    IDiscRecorder2Ex *ex = open_ex();
    size_t i;

    (void)state;
    virtual_fault(NAME, 0x00, SIM_FAULT_GONE, 0, 0, NULL, 0);
    for (i = 0; i < MEMBERS; i++) {
        assert_hr(members[i].call(ex), members[i].commands ? (HRESULT)0x80070037 : S_OK);
        if (members[i].commands) assert_error_says(SOURCE, members[i].attempt, L"unplugged", NULL);
    }
    IDiscRecorder2Ex_Release(ex);
}

/* Somebody else holds the drive: all that reaches it is refused with a name, but INQUIRY. */
static void members__held_by_another_object__are_locked_out(void **state)
{
    IDiscRecorder2 *holder = open_recorder();
    IDiscRecorder2Ex *ex = open_ex();
    BSTR name = SysAllocString(L"Night backup");
    size_t i;
    bool is_inquiry;

    (void)state;
    assert_hr(IDiscRecorder2_AcquireExclusiveAccess(holder, VARIANT_TRUE, name), S_OK);
    SysFreeString(name);
    for (i = 0; i < MEMBERS; i++) {
        is_inquiry = !strcmp(members[i].name, "SendCommandGetDataFromDevice");
        assert_hr(members[i].call(ex), members[i].commands && !is_inquiry ? E_IMAPI_RECORDER_LOCKED : S_OK);
        if (members[i].commands && !is_inquiry)
            assert_error_says(SOURCE, members[i].attempt, L"\"Night backup\"", NULL);
    }
    assert_hr(IDiscRecorder2_ReleaseExclusiveAccess(holder), S_OK);
    assert_hr(call_member("GetDiscInformation", ex), S_OK);
    IDiscRecorder2_Release(holder);
    IDiscRecorder2Ex_Release(ex);
}

/* Each member that talks to the drive, with each sense that has a code of its own (imapi2-errors: "which code wins").
 */
static void members__drive_refuses__come_up_as_documented(void **state)
{
    /* clang-format off */
    static const struct {
        const char *member;
        uint8_t opcode;
    } targets[] = {
        {"ReadDvdStructure",         0xAD}, {"SendDvdStructure",      0xBF}, {"GetDiscInformation", 0x51},
        {"GetTrackInformation",      0x52}, {"GetFeaturePage",        0x46}, {"GetModePage",        0x5A},
        {"SetModePage",              0x55}, {"GetSupportedFeaturePages", 0x46}, {"GetSupportedProfiles", 0x46},
        {"GetSupportedModePages",    0x5A},
    };
    static const struct {
        uint32_t sense;
        HRESULT hr;
    } rows[] = {
        {0x020401, E_IMAPI_RECORDER_MEDIA_BECOMING_READY}, {0x020404, E_IMAPI_RECORDER_MEDIA_FORMAT_IN_PROGRESS},
        {0x020407, E_IMAPI_RECORDER_MEDIA_BUSY},           {0x023A00, E_IMAPI_RECORDER_MEDIA_NO_MEDIA},
        {0x030206, E_IMAPI_RECORDER_MEDIA_UPSIDE_DOWN},    {0x030C09, E_IMAPI_LOSS_OF_STREAMING},
        {0x040902, E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE},   {0x072700, E_IMAPI_RECORDER_MEDIA_WRITE_PROTECTED},
        {0x037303, E_IMAPI_RECORDER_MEDIA_SPEED_MISMATCH}, {0x044400, E_FAIL},
    };
    /* clang-format on */
    IDiscRecorder2Ex *ex = open_ex();
    size_t i, j;

    (void)state;
    for (j = 0; j < ARRAYSIZE(rows); j++) {
        for (i = 0; i < ARRAYSIZE(targets); i++) {
            virtual_clear_faults(NAME);
            virtual_fault(NAME, targets[i].opcode, SIM_FAULT_SENSE, 0, rows[j].sense, NULL, 0);
            assert_hr(call_member(targets[i].member, ex), rows[j].hr);
            assert_error_says(SOURCE, L"with sense", NULL);
        }
    }
    IDiscRecorder2Ex_Release(ex);
}

/* ------------------------------------------------------------------------------------------------ malformed replies */

static bool is_documented(HRESULT hr)
{
    static const HRESULT codes[] = {
        S_OK,
        E_FAIL,
        E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE,
        E_IMAPI_RECORDER_NO_SUCH_FEATURE,
        E_IMAPI_RECORDER_NO_SUCH_MODE_PAGE,
        E_IMAPI_RECORDER_DVD_STRUCTURE_NOT_PRESENT,
    };
    size_t i;

    for (i = 0; i < ARRAYSIZE(codes); i++) {
        if (hr == codes[i]) return true;
    }
    return false;
}

/* Each file as the answer to everything: documented codes alone, outputs defined (the members check), and it passes. */
static void malformed__every_file__comes_up_as_documented_and_passes(void **state)
{
    static const uint8_t opcodes[] = {0x46, 0x51, 0x52, 0x5A, 0xAD};
    cJSON *root = vectors_load("malformed/index.json");
    IDiscRecorder2Ex *ex = open_ex();
    const cJSON *file;
    int files = 0;

    (void)state;
    cJSON_ArrayForEach(file, cJSON_GetObjectItem(root, "cases"))
    {
        uint32_t transferred = (uint32_t)vector_number(file, "transferred");
        char path[128];
        uint8_t *bytes;
        size_t size, i;
        HRESULT hr;

        snprintf(path, sizeof path, "malformed/%s", vector_string(file, "file"));
        bytes = vector_file_bytes(path, &size);
        for (i = 0; i < ARRAYSIZE(opcodes); i++)
            virtual_fault(NAME, opcodes[i], SIM_FAULT_REPLY, 0, transferred, bytes, size);
        for (i = 3; i < MEMBERS; i++) {
            if (!strcmp(members[i].name, "SendDvdStructure")) continue; /* a reply of bytes is none to it */
            hr = members[i].call(ex);
            if (!is_documented(hr)) print_error("%s, %s: 0x%08lX\n", path, members[i].name, (unsigned long)hr);
            assert_true(is_documented(hr));
        }
        virtual_clear_faults(NAME);
        assert_hr(call_member("GetDiscInformation", ex), S_OK);
        free(bytes);
        files++;
    }
    cJSON_Delete(root);
    assert_int_equal(files, 55);
    IDiscRecorder2Ex_Release(ex);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, add_recorder, remove_recorder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(SendCommand__virtual_drive__does_what_the_command_says),
        CASE(SendCommand__medium_changed__sees_the_unit_attention_itself),
        CASE(lists__both_interfaces__say_the_same),
        CASE(results__virtual_drive__are_of_its_disc),
        CASE(SetModePage__read_write_error_recovery__is_kept),
        CASE(SendDvdStructure__layer_boundary__can_be_read_back),
        CASE(SendCommand__buffers_anywhere__nothing_is_touched_beyond),
        CASE(SendCommand__drive_lies_about_its_length__stays_in_the_buffer),
        CASE(SendCommand__every_sense__is_handed_over),
        CASE(SendCommand__drive_hangs__ends_at_the_callers_deadline),
        CASE(members__device_gone__say_so),
        CASE(members__held_by_another_object__are_locked_out),
        CASE(members__drive_refuses__come_up_as_documented),
        CASE(malformed__every_file__comes_up_as_documented_and_passes),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
