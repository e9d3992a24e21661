/* Every member of IDiscRecorder2Ex as a row, with arguments that are right. */
#include "com/recorder2ex_members.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define NO_HANDLE ((HRESULT)0x80070006)

/* --------------------------------------------------------------------------------------------- a well-behaved drive */

/* MMC-6, GET CONFIGURATION: feature header, feature descriptors; current profile CD-ROM. */
const uint8_t features_reply[32] = {
    0x00, 0x00, 0x00, 0x1C, 0x00, 0x00, 0x00, 0x08, /* 32 bytes, less the length field */
    0x00, 0x00, 0x03, 0x08,                         /* Profile List, version 0, persistent, current */
    0x00, 0x10, 0x00, 0x00,                         /* DVD-ROM, not current */
    0x00, 0x08, 0x01, 0x00,                         /* CD-ROM, current */
    0x00, 0x03, 0x03, 0x04, 0x29, 0x00, 0x00, 0x00, /* Removable Medium: tray, eject, lock */
    0x01, 0x06, 0x00, 0x00,                         /* DVD CSS, not current */
};
/* SPC-3, mode parameter header(10), then page 01h (MMC-6, Read/Write Error Recovery) and 2Ah cut to 6 bytes of values.
 */
const uint8_t pages_reply[28] = {
    0x00, 0x1A, 0x70, 0x00, 0x00, 0x00, 0x00, 0x00,                         /* 28 bytes, less the length field */
    0x01, 0x0A, 0x00, 0x05, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, /* page 01h */
    0xAA, 0x06, 0x3F, 0x37, 0xF1, 0x77, 0x29, 0x23,                         /* page 2Ah, savable */
};
/* MMC-6, READ DISC INFORMATION: complete, one session, one track. */
const uint8_t disc_reply[34] = {0x00, 0x20, 0x0E, 0x01, 0x01, 0x01, 0x01, 0x20};
/* MMC-6, READ TRACK INFORMATION: track 1 of session 1, 1000 blocks. */
const uint8_t track_reply[36] = {0x00, 0x22, 0x01, 0x01, 0x00, 0x04, 0x01, [26] = 0x03, [27] = 0xE8};
/* MMC-6, READ DISC STRUCTURE, format 01h. */
const uint8_t copyright_reply[8] = {0x00, 0x06, 0x00, 0x00, 0x01, 0xFE, 0x00, 0x00};
/* SPC-3, standard INQUIRY data, its first 8 bytes. */
static const uint8_t inquiry[8] = {0x05, 0x80, 0x00, 0x32, 0x1F, 0x00, 0x00, 0x00};

void well_behaved(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply)
{
    switch (command->cdb[0]) {
    case 0x12:
        script_reply_bytes(command, reply, inquiry, sizeof inquiry);
        break;
    case 0x46:
        script_reply_bytes(command, reply, features_reply, sizeof features_reply);
        break;
    case 0x51:
        script_reply_bytes(command, reply, disc_reply, sizeof disc_reply);
        break;
    case 0x52:
        script_reply_bytes(command, reply, track_reply, sizeof track_reply);
        break;
    case 0x5A:
        script_reply_bytes(command, reply, pages_reply, sizeof pages_reply);
        break;
    case 0xAD:
        script_reply_bytes(command, reply, copyright_reply, sizeof copyright_reply);
        break;
    case 0x00: /* TEST UNIT READY */
    case 0x55: /* MODE SELECT(10) */
    case 0xBF: /* SEND DISC STRUCTURE */
        script_reply_bytes(command, reply, NULL, 0);
        break;
    default:
        script->unexpected++;
        script_reply_sense(reply, 0x70, 5, 0x20, 0);
    }
}

/* ---------------------------------------------------------------------------------------------- members as a table */

IDiscRecorder2Ex *extended(IDiscRecorder2 *recorder)
{
    IDiscRecorder2Ex *ex;

    assert_hr(IDiscRecorder2_QueryInterface(recorder, &IID_IDiscRecorder2Ex, (void **)&ex), S_OK);
    IDiscRecorder2_Release(recorder);
    return ex;
}

IDiscRecorder2Ex *ready(struct com_fixture *fixture)
{
    return extended(fixture_initialized_recorder(fixture));
}

bool is_zero(const void *bytes, size_t count)
{
    const uint8_t *at = bytes;

    while (count && !at[count - 1])
        count--;
    return !count;
}

static HRESULT end_memory(HRESULT hr, void *data, ULONG count)
{
    assert_int_equal(data != NULL, SUCCEEDED(hr));
    if (FAILED(hr)) assert_int_equal(count, 0);
    CoTaskMemFree(data);
    return hr;
}

HRESULT end_sense(HRESULT hr, const BYTE sense[SENSE_BYTES + 1])
{
    if (hr != S_IMAPI_COMMAND_HAS_SENSE_DATA) assert_true(is_zero(sense, SENSE_BYTES));
    assert_int_equal(sense[SENSE_BYTES], 0xA5); /* 18 bytes and no more */
    return hr;
}

#define OUTPUTS(type)                                                                                                  \
    type *data = (type *)ex;                                                                                           \
    ULONG count = 0xA5A5A5A5

static HRESULT call_SendCommandNoData(IDiscRecorder2Ex *ex)
{
    BYTE cdb[6] = {0x00};
    SENSE(sense);
    return end_sense(IDiscRecorder2Ex_SendCommandNoData(ex, cdb, 6, sense, 10), sense);
}

static HRESULT call_SendCommandSendDataToDevice(IDiscRecorder2Ex *ex)
{
    BYTE cdb[10] = {0x55, 0x10, [8] = 0x10}, buffer[16] = {0};
    SENSE(sense);
    return end_sense(IDiscRecorder2Ex_SendCommandSendDataToDevice(ex, cdb, 10, sense, 10, buffer, sizeof buffer),
                     sense);
}

static HRESULT call_SendCommandGetDataFromDevice(IDiscRecorder2Ex *ex)
{
    BYTE cdb[6] = {0x12, 0, 0, 0, 0x24, 0}, buffer[36];
    ULONG fetched = 0xA5A5A5A5;
    HRESULT hr;
    SENSE(sense);
    hr = IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, cdb, 6, sense, 10, buffer, sizeof buffer, &fetched);
    assert_true(fetched <= sizeof buffer);
    if (FAILED(hr)) assert_int_equal(fetched, 0);
    return end_sense(hr, sense);
}

static HRESULT call_ReadDvdStructure(IDiscRecorder2Ex *ex)
{
    OUTPUTS(BYTE);
    HRESULT hr = IDiscRecorder2Ex_ReadDvdStructure(ex, 0x01, 0, 0, 0, &data, &count);
    return end_memory(hr, data, count);
}

static HRESULT call_SendDvdStructure(IDiscRecorder2Ex *ex)
{
    BYTE boundary[8] = {0, 0, 0, 0, 0x00, 0x1F, 0xFF, 0xF0};
    return IDiscRecorder2Ex_SendDvdStructure(ex, 0x20, boundary, sizeof boundary);
}

static HRESULT call_GetAdapterDescriptor(IDiscRecorder2Ex *ex)
{
    OUTPUTS(BYTE);
    HRESULT hr = IDiscRecorder2Ex_GetAdapterDescriptor(ex, &data, &count);
    return end_memory(hr, data, count);
}

static HRESULT call_GetDeviceDescriptor(IDiscRecorder2Ex *ex)
{
    OUTPUTS(BYTE);
    HRESULT hr = IDiscRecorder2Ex_GetDeviceDescriptor(ex, &data, &count);
    return end_memory(hr, data, count);
}

static HRESULT call_GetDiscInformation(IDiscRecorder2Ex *ex)
{
    OUTPUTS(BYTE);
    HRESULT hr = IDiscRecorder2Ex_GetDiscInformation(ex, &data, &count);
    return end_memory(hr, data, count);
}

static HRESULT call_GetTrackInformation(IDiscRecorder2Ex *ex)
{
    OUTPUTS(BYTE);
    HRESULT hr = IDiscRecorder2Ex_GetTrackInformation(ex, 1, IMAPI_READ_TRACK_ADDRESS_TYPE_TRACK, &data, &count);
    return end_memory(hr, data, count);
}

static HRESULT call_GetFeaturePage(IDiscRecorder2Ex *ex)
{
    OUTPUTS(BYTE);
    HRESULT hr = IDiscRecorder2Ex_GetFeaturePage(ex, IMAPI_FEATURE_PAGE_TYPE_REMOVABLE_MEDIUM, FALSE, &data, &count);
    return end_memory(hr, data, count);
}

static HRESULT call_GetModePage(IDiscRecorder2Ex *ex)
{
    OUTPUTS(BYTE);
    HRESULT hr = IDiscRecorder2Ex_GetModePage(ex, IMAPI_MODE_PAGE_TYPE_LEGACY_CAPABILITIES,
                                              IMAPI_MODE_PAGE_REQUEST_TYPE_CURRENT_VALUES, &data, &count);
    return end_memory(hr, data, count);
}

static HRESULT call_SetModePage(IDiscRecorder2Ex *ex)
{
    BYTE page[] = {0x81, 0x0A, 0x00, 0x05, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00};
    return IDiscRecorder2Ex_SetModePage(ex, IMAPI_MODE_PAGE_REQUEST_TYPE_CURRENT_VALUES, page, sizeof page);
}

static HRESULT call_GetSupportedFeaturePages(IDiscRecorder2Ex *ex)
{
    OUTPUTS(IMAPI_FEATURE_PAGE_TYPE);
    HRESULT hr = IDiscRecorder2Ex_GetSupportedFeaturePages(ex, FALSE, &data, &count);
    return end_memory(hr, data, count);
}

static HRESULT call_GetSupportedProfiles(IDiscRecorder2Ex *ex)
{
    OUTPUTS(IMAPI_PROFILE_TYPE);
    HRESULT hr = IDiscRecorder2Ex_GetSupportedProfiles(ex, FALSE, &data, &count);
    return end_memory(hr, data, count);
}

static HRESULT call_GetSupportedModePages(IDiscRecorder2Ex *ex)
{
    OUTPUTS(IMAPI_MODE_PAGE_TYPE);
    HRESULT hr = IDiscRecorder2Ex_GetSupportedModePages(ex, IMAPI_MODE_PAGE_REQUEST_TYPE_CURRENT_VALUES, &data, &count);
    return end_memory(hr, data, count);
}

#define LIMIT_MEMBER(name)                                                                                             \
    static HRESULT call_##name(IDiscRecorder2Ex *ex)                                                                   \
    {                                                                                                                  \
        ULONG value = 0xA5A5A5A5;                                                                                      \
        HRESULT hr = IDiscRecorder2Ex_##name(ex, &value);                                                              \
        assert_int_equal(value != 0, SUCCEEDED(hr));                                                                   \
        return hr;                                                                                                     \
    }
LIMIT_MEMBER(GetByteAlignmentMask)
LIMIT_MEMBER(GetMaximumNonPageAlignedTransferSize)
LIMIT_MEMBER(GetMaximumPageAlignedTransferSize)

/* clang-format off */
const struct member members[MEMBERS] = {
    {"SendCommandNoData",            call_SendCommandNoData,            NO_HANDLE, 1, true,  L"Sending a command without data"},
    {"SendCommandSendDataToDevice",  call_SendCommandSendDataToDevice,  NO_HANDLE, 1, true,  L"Sending a command with data for the drive"},
    {"SendCommandGetDataFromDevice", call_SendCommandGetDataFromDevice, NO_HANDLE, 1, true,  L"Sending a command with data from the drive"},
    {"ReadDvdStructure",             call_ReadDvdStructure,             NO_HANDLE, 1, false, L"Reading a disc structure"},
    {"SendDvdStructure",             call_SendDvdStructure,             NO_HANDLE, 1, false, L"Sending a disc structure"},
    {"GetAdapterDescriptor",         call_GetAdapterDescriptor,         E_FAIL,    0, false, L"Reading the adapter's descriptor"},
    {"GetDeviceDescriptor",          call_GetDeviceDescriptor,          E_FAIL,    0, false, L"Reading the device's descriptor"},
    {"GetDiscInformation",           call_GetDiscInformation,           NO_HANDLE, 1, false, L"Reading the disc information"},
    {"GetTrackInformation",          call_GetTrackInformation,          NO_HANDLE, 1, false, L"Reading the track information"},
    {"GetFeaturePage",               call_GetFeaturePage,               NO_HANDLE, 1, false, L"Reading a feature of the drive"},
    {"GetModePage",                  call_GetModePage,                  NO_HANDLE, 1, false, L"Reading a mode page"},
    {"SetModePage",                  call_SetModePage,                  NO_HANDLE, 1, false, L"Setting a mode page"},
    {"GetSupportedFeaturePages",     call_GetSupportedFeaturePages,     NO_HANDLE, 1, false, L"Reading the drive's features"},
    {"GetSupportedProfiles",         call_GetSupportedProfiles,         NO_HANDLE, 1, false, L"Reading the drive's profiles"},
    {"GetSupportedModePages",        call_GetSupportedModePages,        NO_HANDLE, 1, false, L"Reading the drive's mode pages"},
    {"GetByteAlignmentMask",         call_GetByteAlignmentMask,         E_FAIL,    0, false, L"Reading the alignment of buffers"},
    {"GetMaximumNonPageAlignedTransferSize", call_GetMaximumNonPageAlignedTransferSize, E_FAIL, 0, false, L"Reading the longest transfer"},
    {"GetMaximumPageAlignedTransferSize",    call_GetMaximumPageAlignedTransferSize,    E_FAIL, 0, false, L"Reading the longest page-aligned transfer"},
};
/* clang-format on */

HRESULT call_member(const char *name, IDiscRecorder2Ex *ex)
{
    size_t i = 0;

    while (strcmp(members[i].name, name))
        i++;
    return members[i].call(ex);
}

void check_memory(BYTE *data, ULONG count, const void *expected, ULONG expected_count)
{
    assert_int_equal(count, expected_count);
    assert_memory_equal(data, expected, expected_count);
    CoTaskMemFree(data);
}
