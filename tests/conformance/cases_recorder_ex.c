/* IDiscRecorder2Ex, member by member. No command that changes anything is sent to the drive. */
#include <stdio.h>
#include <string.h>

#include "conformance/conformance.h"

enum { SENSE = 18, TIMEOUT_S = 10 };

static IDiscRecorder2Ex *open_ex(const WCHAR *id)
{
    IDiscRecorder2 *recorder = id ? open_recorder(id) : new_recorder();
    IDiscRecorder2Ex *ex = NULL;

    if (!recorder) return NULL;
    expect_hr(IDiscRecorder2_QueryInterface(recorder, &IID_IDiscRecorder2Ex, (void **)&ex), S_OK, "IDiscRecorder2Ex");
    IDiscRecorder2_Release(recorder);
    return ex;
}

/* A buffer that every adapter takes. */
static BYTE *new_buffer(void)
{
    return VirtualAlloc(NULL, 0x10000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
}

static void free_buffer(BYTE *buffer)
{
    VirtualFree(buffer, 0, MEM_RELEASE);
}

/* What happened since the last command comes first: eight times at most. */
static HRESULT send_past_attentions(IDiscRecorder2Ex *ex, BYTE *cdb, ULONG size, BYTE sense[SENSE])
{
    int attentions = 0;
    HRESULT hr;

    do {
        memset(sense, 0xAA, SENSE);
        hr = IDiscRecorder2Ex_SendCommandNoData(ex, cdb, size, sense, TIMEOUT_S);
    } while (hr == S_IMAPI_COMMAND_HAS_SENSE_DATA && (sense[2] & 0x0F) == 6 && attentions++ < 8);
    return hr;
}

static UINT big_endian_16(const BYTE *bytes)
{
    return (UINT)bytes[0] << 8 | bytes[1];
}

/* ----------------------------------------------------------------------------------------------------- any state */

static void recorder_ex__null_pointers__are_refused(const struct subject *subject)
{
    IDiscRecorder2Ex *ex = open_ex(NULL);
    BYTE cdb[6] = {0}, sense[SENSE], *data = NULL;
    ULONG size = 0;

    (void)subject;
    if (!ex) return;
    expect_hr(IDiscRecorder2Ex_SendCommandNoData(ex, NULL, 6, sense, TIMEOUT_S), E_POINTER, "SendCommandNoData, CDB");
    expect_hr(IDiscRecorder2Ex_SendCommandNoData(ex, cdb, 6, NULL, TIMEOUT_S), E_POINTER, "SendCommandNoData, sense");
    expect_hr(IDiscRecorder2Ex_SendCommandSendDataToDevice(ex, cdb, 6, sense, TIMEOUT_S, NULL, 8), E_POINTER,
              "SendCommandSendDataToDevice, buffer");
    expect_hr(IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, cdb, 6, sense, TIMEOUT_S, NULL, 8, &size), E_POINTER,
              "SendCommandGetDataFromDevice, buffer");
    expect_hr(IDiscRecorder2Ex_ReadDvdStructure(ex, 0, 0, 0, 0, NULL, &size), E_POINTER, "ReadDvdStructure");
    expect_hr(IDiscRecorder2Ex_ReadDvdStructure(ex, 0, 0, 0, 0, &data, NULL), E_POINTER, "ReadDvdStructure, size");
    expect_hr(IDiscRecorder2Ex_SendDvdStructure(ex, 0, NULL, 4), E_POINTER, "SendDvdStructure");
    expect_hr(IDiscRecorder2Ex_GetAdapterDescriptor(ex, NULL, &size), E_POINTER, "GetAdapterDescriptor");
    expect_hr(IDiscRecorder2Ex_GetAdapterDescriptor(ex, &data, NULL), E_POINTER, "GetAdapterDescriptor, size");
    expect_hr(IDiscRecorder2Ex_GetDeviceDescriptor(ex, NULL, &size), E_POINTER, "GetDeviceDescriptor");
    expect_hr(IDiscRecorder2Ex_GetDiscInformation(ex, NULL, &size), E_POINTER, "GetDiscInformation");
    expect_hr(IDiscRecorder2Ex_GetTrackInformation(ex, 0, 0, NULL, &size), E_POINTER, "GetTrackInformation");
    expect_hr(IDiscRecorder2Ex_GetFeaturePage(ex, 0, FALSE, NULL, &size), E_POINTER, "GetFeaturePage");
    expect_hr(IDiscRecorder2Ex_GetModePage(ex, 1, 0, NULL, &size), E_POINTER, "GetModePage");
    expect_hr(IDiscRecorder2Ex_SetModePage(ex, 0, NULL, 4), E_POINTER, "SetModePage");
    expect_hr(IDiscRecorder2Ex_GetSupportedFeaturePages(ex, FALSE, NULL, &size), E_POINTER, "GetSupportedFeaturePages");
    expect_hr(IDiscRecorder2Ex_GetSupportedProfiles(ex, FALSE, NULL, &size), E_POINTER, "GetSupportedProfiles");
    expect_hr(IDiscRecorder2Ex_GetSupportedModePages(ex, 0, NULL, &size), E_POINTER, "GetSupportedModePages");
    expect_hr(IDiscRecorder2Ex_GetByteAlignmentMask(ex, NULL), E_POINTER, "GetByteAlignmentMask");
    expect_hr(IDiscRecorder2Ex_GetMaximumNonPageAlignedTransferSize(ex, NULL), E_POINTER,
              "GetMaximumNonPageAlignedTransferSize");
    expect_hr(IDiscRecorder2Ex_GetMaximumPageAlignedTransferSize(ex, NULL), E_POINTER,
              "GetMaximumPageAlignedTransferSize");
    IDiscRecorder2Ex_Release(ex);
}

static void recorder_ex__before_initialization__members_fail(const struct subject *subject)
{
    IDiscRecorder2Ex *ex = open_ex(NULL);
    BYTE cdb[6] = {0}, sense[SENSE], *data = (BYTE *)(UINT_PTR)0xDEAD;
    ULONG size = 99, value = 99;
    HRESULT hr;

    (void)subject;
    if (!ex) return;
    hr = IDiscRecorder2Ex_SendCommandNoData(ex, cdb, 6, sense, TIMEOUT_S);
    answer_hr("SendCommandNoData before InitializeDiscRecorder", hr);
    expect_failed(hr, "SendCommandNoData before InitializeDiscRecorder");
    hr = IDiscRecorder2Ex_GetDeviceDescriptor(ex, &data, &size);
    answer_hr("GetDeviceDescriptor before InitializeDiscRecorder", hr);
    expect_failed(hr, "GetDeviceDescriptor before InitializeDiscRecorder");
    expect(!data && !size, "GetDeviceDescriptor leaves its outputs undefined");
    hr = IDiscRecorder2Ex_GetByteAlignmentMask(ex, &value);
    answer_hr("GetByteAlignmentMask before InitializeDiscRecorder", hr);
    expect_failed(hr, "GetByteAlignmentMask before InitializeDiscRecorder");
    IDiscRecorder2Ex_Release(ex);
}

/* -------------------------------------------------------------------------------------------------- raw commands */

static void recorder_ex__INQUIRY__says_who_the_drive_is(const struct subject *subject)
{
    static BYTE cdb[6] = {0x12, 0, 0, 0, 36, 0};
    IDiscRecorder2Ex *ex = open_ex(subject->id);
    BYTE *buffer = new_buffer(), sense[SENSE];
    ULONG fetched = 99;

    if (ex &&
        expect_hr(IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, cdb, 6, sense, TIMEOUT_S, buffer, 36, &fetched),
                  S_OK, "INQUIRY")) {
        expect(fetched == 36, "INQUIRY fetched %lu bytes", fetched);
        expect((buffer[0] & 0x1F) == 5, "INQUIRY says device type %u", buffer[0] & 0x1F);
        answer("INQUIRY", "\"%.28s\"", buffer + 8);
    }
    if (ex) IDiscRecorder2Ex_Release(ex);
    free_buffer(buffer);
}

static void recorder_ex__refused_command__is_success_with_sense(const struct subject *subject)
{
    static BYTE cdb[12] = {0xB3}; /* SET LIMITS(12), of optical memory devices: no CD, DVD or BD drive has it */
    IDiscRecorder2Ex *ex = open_ex(subject->id);
    BYTE sense[SENSE];

    if (!ex) return;
    expect_hr(send_past_attentions(ex, cdb, sizeof cdb, sense), S_IMAPI_COMMAND_HAS_SENSE_DATA,
              "a command that no drive knows");
    /* QEMU's SCSI drive looks for a medium first: 2/3A. */
    expect((sense[0] & 0x7F) == 0x70 && ((sense[2] & 0x0F) == 5 || ((sense[2] & 0x0F) == 2 && sense[12] == 0x3A)),
           "sense is %02X .. %X/%02X/%02X", sense[0], sense[2] & 0x0F, sense[12], sense[13]);
    IDiscRecorder2Ex_Release(ex);
}

static void recorder_ex__TEST_UNIT_READY__has_two_good_answers(const struct subject *subject)
{
    static BYTE cdb[6] = {0};
    IDiscRecorder2Ex *ex = open_ex(subject->id);
    BYTE sense[SENSE], zero[SENSE] = {0};
    HRESULT hr;

    if (!ex) return;
    memset(sense, 0xAA, sizeof sense);
    hr = IDiscRecorder2Ex_SendCommandNoData(ex, cdb, 6, sense, TIMEOUT_S);
    answer("TEST UNIT READY", "0x%08lX, sense %X/%02X/%02X", (unsigned long)hr, sense[2] & 0x0F, sense[12], sense[13]);
    expect(hr == S_OK || hr == S_IMAPI_COMMAND_HAS_SENSE_DATA, "TEST UNIT READY: 0x%08lX", (unsigned long)hr);
    if (hr == S_OK) answer("sense buffer without sense", memcmp(sense, zero, SENSE) ? "left as it was" : "zeroed");
    answer_hr("TEST UNIT READY with a time-out of 0", IDiscRecorder2Ex_SendCommandNoData(ex, cdb, 6, sense, 0));
    IDiscRecorder2Ex_Release(ex);
}

/* The documented rule: the length follows from the operation code's group; some codes are exempt from it. */
static void recorder_ex__CDB_lengths__are_checked(const struct subject *subject)
{
    static const struct {
        BYTE opcode;
        ULONG size;
        bool is_valid;
    } rows[] = {
        {0x00, 0, false},  {0x00, 5, false},  {0x00, 6, true},   {0x00, 10, false}, {0x00, 17, false},
        {0x25, 6, false},  {0x25, 10, true},  {0x25, 12, false}, {0xAF, 10, false}, {0xAF, 12, true},
        {0xAF, 16, false}, {0x9E, 12, false}, {0xFF, 5, false},  {0xFF, 17, false},
    };
    IDiscRecorder2Ex *ex = open_ex(subject->id);
    BYTE cdb[32], sense[SENSE];
    HRESULT hr;
    size_t i;

    if (!ex) return;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        memset(cdb, 0, sizeof cdb);
        cdb[0] = rows[i].opcode;
        hr = IDiscRecorder2Ex_SendCommandNoData(ex, cdb, rows[i].size, sense, TIMEOUT_S);
        expect((hr != E_INVALIDARG) == rows[i].is_valid, "operation code %02X in %lu bytes: 0x%08lX", rows[i].opcode,
               rows[i].size, (unsigned long)hr);
    }
    IDiscRecorder2Ex_Release(ex);
}

static void recorder_ex__buffers__have_limits(const struct subject *subject)
{
    static BYTE cdb[6] = {0x12, 0, 0, 0, 36, 0};
    IDiscRecorder2Ex *ex = open_ex(subject->id);
    BYTE *buffer = new_buffer(), sense[SENSE];
    ULONG mask = 99, aligned = 0, unaligned = 0, fetched = 99, offset;
    HRESULT hr;

    if (ex) {
        expect_hr(IDiscRecorder2Ex_GetByteAlignmentMask(ex, &mask), S_OK, "GetByteAlignmentMask");
        answer("GetByteAlignmentMask (is it the mask, or the mask plus one?)", "%lu", mask);
        expect_hr(IDiscRecorder2Ex_GetMaximumPageAlignedTransferSize(ex, &aligned), S_OK, "page aligned");
        expect_hr(IDiscRecorder2Ex_GetMaximumNonPageAlignedTransferSize(ex, &unaligned), S_OK, "not page aligned");
        answer("transfer sizes", "%lu page aligned, %lu not", aligned, unaligned);
        expect(unaligned > 0 && unaligned <= aligned, "%lu and %lu bytes", unaligned, aligned);
        for (offset = 1; offset <= 4; offset *= 2) {
            char question[64];

            hr = IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, cdb, 6, sense, TIMEOUT_S, buffer + offset, 36,
                                                               &fetched);
            sprintf(question, "INQUIRY into an address of %lu modulo 8", offset);
            answer_hr(question, hr);
        }
        hr = IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, cdb, 6, sense, TIMEOUT_S, buffer, 0, &fetched);
        answer_hr("INQUIRY into 0 bytes", hr);
        expect_failed(hr, "INQUIRY into 0 bytes");
        hr = IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, cdb, 6, sense, TIMEOUT_S, buffer, 35, &fetched);
        answer_hr("INQUIRY into 35 bytes", hr);
        if (aligned <= MAXLONG - 4096)
            answer_hr("INQUIRY into more than the largest transfer",
                      IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, cdb, 6, sense, TIMEOUT_S, buffer,
                                                                    aligned + 4096, &fetched));
        IDiscRecorder2Ex_Release(ex);
    }
    free_buffer(buffer);
}

/* -------------------------------------------------------------------------------------------------------- answers */

static void recorder_ex__descriptors__are_whole(const struct subject *subject)
{
    IDiscRecorder2Ex *ex = open_ex(subject->id);
    BYTE *data = NULL;
    ULONG size = 0, said;

    if (!ex) return;
    if (expect_hr(IDiscRecorder2Ex_GetDeviceDescriptor(ex, &data, &size), S_OK, "GetDeviceDescriptor")) {
        memcpy(&said, data + 4, sizeof said);
        expect(size >= 36 && said == size, "device descriptor: Size is %lu, of %lu bytes", said, size);
        expect(data[8] == 5, "device descriptor: type %u", data[8]);
        CoTaskMemFree(data);
    }
    if (expect_hr(IDiscRecorder2Ex_GetAdapterDescriptor(ex, &data, &size), S_OK, "GetAdapterDescriptor")) {
        memcpy(&said, data + 4, sizeof said);
        expect(size >= 24 && said == size, "adapter descriptor: Size is %lu, of %lu bytes", said, size);
        memcpy(&said, data + 16, sizeof said);
        answer("AlignmentMask of the adapter descriptor", "%lu", said);
        CoTaskMemFree(data);
    }
    IDiscRecorder2Ex_Release(ex);
}

static void recorder_ex__features__have_their_headers(const struct subject *subject)
{
    IDiscRecorder2Ex *ex = open_ex(subject->id);
    IMAPI_FEATURE_PAGE_TYPE *features = NULL;
    ULONG count = 0, current = 0, size, i;
    BYTE *data;
    HRESULT hr;

    if (!ex) return;
    if (expect_hr(IDiscRecorder2Ex_GetSupportedFeaturePages(ex, FALSE, &features, &count), S_OK, "features")) {
        for (i = 0; i < count; i++) {
            data = NULL;
            hr = IDiscRecorder2Ex_GetFeaturePage(ex, features[i], FALSE, &data, &size);
            if (!expect(hr == S_OK, "GetFeaturePage(%Xh): 0x%08lX", features[i], (unsigned long)hr)) continue;
            expect(size >= 4 && big_endian_16(data) == (UINT)features[i] && size == 4U + data[3],
                   "feature %Xh: code %Xh, %lu bytes, additional length %u", features[i], big_endian_16(data), size,
                   data[3]);
            hr = IDiscRecorder2Ex_GetFeaturePage(ex, features[i], TRUE, &data, &size);
            current += hr == S_OK;
            expect(hr == S_OK || hr == E_IMAPI_RECORDER_FEATURE_IS_NOT_CURRENT, "GetFeaturePage(%Xh, current): 0x%08lX",
                   features[i], (unsigned long)hr);
            CoTaskMemFree(data);
        }
        CoTaskMemFree(features);
    }
    if (expect_hr(IDiscRecorder2Ex_GetSupportedFeaturePages(ex, TRUE, &features, &count), S_OK, "current features")) {
        expect(count == current, "%lu features are current in the list, %lu one by one", count, current);
        CoTaskMemFree(features);
    }
    data = (BYTE *)(UINT_PTR)0xDEAD;
    size = 99;
    expect_hr(IDiscRecorder2Ex_GetFeaturePage(ex, (IMAPI_FEATURE_PAGE_TYPE)0x0FFE, FALSE, &data, &size),
              E_IMAPI_RECORDER_NO_SUCH_FEATURE, "GetFeaturePage(FFEh)");
    expect(!data && !size, "GetFeaturePage(FFEh) leaves its outputs undefined");
    IDiscRecorder2Ex_Release(ex);
}

static void recorder_ex__mode_pages__have_their_headers(const struct subject *subject)
{
    IDiscRecorder2Ex *ex = open_ex(subject->id);
    IMAPI_MODE_PAGE_TYPE *pages = NULL;
    ULONG count = 0, size, i;
    BYTE *data;
    HRESULT hr;
    int kind;

    if (!ex) return;
    if (expect_hr(
            IDiscRecorder2Ex_GetSupportedModePages(ex, IMAPI_MODE_PAGE_REQUEST_TYPE_CURRENT_VALUES, &pages, &count),
            S_OK, "mode pages")) {
        for (i = 0; i < count; i++) {
            for (kind = 0; kind <= 3; kind++) {
                data = NULL;
                hr = IDiscRecorder2Ex_GetModePage(ex, pages[i], (IMAPI_MODE_PAGE_REQUEST_TYPE)kind, &data, &size);
                if (kind == 0) expect(hr == S_OK, "GetModePage(%Xh): 0x%08lX", pages[i], (unsigned long)hr);
                if (FAILED(hr)) continue; /* a drive need not know other values than the current ones */
                expect(size >= 2 && (data[0] & 0x3F) == (BYTE)pages[i] && size == 2U + data[1],
                       "mode page %Xh: code %Xh, %lu bytes, length %u", pages[i], data[0] & 0x3F, size, data[1]);
                CoTaskMemFree(data);
            }
        }
        CoTaskMemFree(pages);
    }
    data = (BYTE *)(UINT_PTR)0xDEAD;
    size = 99;
    expect_hr(IDiscRecorder2Ex_GetModePage(ex, (IMAPI_MODE_PAGE_TYPE)0x3E, 0, &data, &size),
              E_IMAPI_RECORDER_NO_SUCH_MODE_PAGE, "GetModePage(3Eh)");
    expect(!data && !size, "GetModePage(3Eh) leaves its outputs undefined");
    expect_hr(IDiscRecorder2Ex_GetModePage(ex, (IMAPI_MODE_PAGE_TYPE)1, (IMAPI_MODE_PAGE_REQUEST_TYPE)4, &data, &size),
              E_INVALIDARG, "GetModePage with request type 4");
    IDiscRecorder2Ex_Release(ex);
}

static void recorder_ex__lists__are_those_of_IDiscRecorder2(const struct subject *subject)
{
    IDiscRecorder2 *recorder = open_recorder(subject->id);
    IDiscRecorder2Ex *ex = NULL;
    IMAPI_PROFILE_TYPE *profiles = NULL;
    SAFEARRAY *array = NULL;
    ULONG count = 0, i;

    if (!recorder) return;
    if (expect_hr(IDiscRecorder2_QueryInterface(recorder, &IID_IDiscRecorder2Ex, (void **)&ex), S_OK, "Ex")) {
        if (expect_hr(IDiscRecorder2Ex_GetSupportedProfiles(ex, FALSE, &profiles, &count), S_OK, "profiles") &&
            expect_hr(IDiscRecorder2_get_SupportedProfiles(recorder, &array), S_OK, "SupportedProfiles")) {
            expect(array->rgsabound[0].cElements == count, "%lu profiles, and %lu in the array", count,
                   array->rgsabound[0].cElements);
            for (i = 0; i < count && i < array->rgsabound[0].cElements; i++)
                expect(V_I4((VARIANT *)array->pvData + i) == (LONG)profiles[i], "profile %lu differs", i);
            SafeArrayDestroy(array);
        }
        CoTaskMemFree(profiles);
        IDiscRecorder2Ex_Release(ex);
    }
    IDiscRecorder2_Release(recorder);
}

static void recorder_ex__arguments_out_of_range__are_refused(const struct subject *subject)
{
    IDiscRecorder2Ex *ex = open_ex(subject->id);
    BYTE *data = (BYTE *)(UINT_PTR)0xDEAD;
    BYTE page[4] = {0x01, 2, 0, 0};
    ULONG size = 99;

    if (!ex) return;
    expect_hr(IDiscRecorder2Ex_ReadDvdStructure(ex, 0x100, 0, 0, 0, &data, &size), E_INVALIDARG, "format 100h");
    expect(!data && !size, "ReadDvdStructure leaves its outputs undefined");
    expect_hr(IDiscRecorder2Ex_ReadDvdStructure(ex, 0, 0, 0x100, 0, &data, &size), E_INVALIDARG, "layer 100h");
    expect_hr(IDiscRecorder2Ex_ReadDvdStructure(ex, 0, 0, 0, 4, &data, &size), E_INVALIDARG, "AGID 4");
    expect_hr(IDiscRecorder2Ex_GetTrackInformation(ex, 0, (IMAPI_READ_TRACK_ADDRESS_TYPE)3, &data, &size), E_INVALIDARG,
              "track address type 3");
    expect_hr(IDiscRecorder2Ex_SetModePage(ex, IMAPI_MODE_PAGE_REQUEST_TYPE_CHANGEABLE_VALUES, page, 4), E_INVALIDARG,
              "SetModePage of changeable values");
    IDiscRecorder2Ex_Release(ex);
}

/* Whether the drive does not know the command or what is asked in it (5/20, 5/24); then the case is skipped. */
static bool is_refused(IDiscRecorder2Ex *ex, const BYTE command[10], const char *name)
{
    BYTE cdb[10], sense[SENSE] = {0}, *buffer = new_buffer();
    ULONG fetched = 0;
    int attentions = 0;
    bool is_refused = false;
    HRESULT hr;

    do {
        memcpy(cdb, command, sizeof cdb);
        hr = IDiscRecorder2Ex_SendCommandGetDataFromDevice(ex, cdb, sizeof cdb, sense, TIMEOUT_S, buffer, 4, &fetched);
    } while (hr == S_IMAPI_COMMAND_HAS_SENSE_DATA && (sense[2] & 0x0F) == 6 && attentions++ < 8);
    if (hr == S_IMAPI_COMMAND_HAS_SENSE_DATA && (sense[0] & 0x7F) == 0x70 && (sense[2] & 0x0F) == 5)
        is_refused = sense[12] == 0x20 || sense[12] == 0x24;
    if (is_refused) cannot("the drive refuses %s, sense 5/%02X/%02X", name, sense[12], sense[13]);
    free_buffer(buffer);
    return is_refused;
}

static void recorder_ex__disc_information__has_its_length(const struct subject *subject)
{
    static const BYTE cdb[10] = {0x51, 0, 0, 0, 0, 0, 0, 0, 4, 0};
    IDiscRecorder2Ex *ex = open_ex(subject->id);
    BYTE *data = NULL;
    ULONG size = 0;
    HRESULT hr;

    if (!ex) return;
    if (!is_refused(ex, cdb, "READ DISC INFORMATION")) {
        hr = IDiscRecorder2Ex_GetDiscInformation(ex, &data, &size);
        if (expect_hr(hr, S_OK, "GetDiscInformation")) {
            expect(size >= 32 && size == 2 + big_endian_16(data), "disc information: %lu bytes, length %u", size,
                   big_endian_16(data));
            answer("disc information", "status byte %02X, %u tracks in the last session", data[2], data[6]);
            CoTaskMemFree(data);
        }
    }
    IDiscRecorder2Ex_Release(ex);
}

static void recorder_ex__track_information__has_its_length(const struct subject *subject)
{
    static const BYTE cdb[10] = {0x52, 1, 0, 0, 0, 1, 0, 0, 4, 0}; /* of track 1 */
    IDiscRecorder2Ex *ex = open_ex(subject->id);
    BYTE *data = NULL;
    ULONG size = 0;
    HRESULT hr;

    if (!ex) return;
    if (!is_refused(ex, cdb, "READ TRACK INFORMATION")) {
        hr = IDiscRecorder2Ex_GetTrackInformation(ex, 1, IMAPI_READ_TRACK_ADDRESS_TYPE_TRACK, &data, &size);
        if (expect_hr(hr, S_OK, "GetTrackInformation of track 1")) {
            expect(size >= 28 && size == 2 + big_endian_16(data), "track information: %lu bytes, length %u", size,
                   big_endian_16(data));
            CoTaskMemFree(data);
        }
    }
    IDiscRecorder2Ex_Release(ex);
}

static void recorder_ex__no_disc__says_so(const struct subject *subject)
{
    IDiscRecorder2Ex *ex = open_ex(subject->id);
    BYTE *data = (BYTE *)(UINT_PTR)0xDEAD;
    ULONG size = 99;
    HRESULT hr;

    if (!ex) return;
    hr = IDiscRecorder2Ex_GetTrackInformation(ex, 1, IMAPI_READ_TRACK_ADDRESS_TYPE_TRACK, &data, &size);
    answer_hr("GetTrackInformation without a medium", hr);
    expect_failed(hr, "GetTrackInformation without a medium");
    expect(!data && !size, "GetTrackInformation leaves its outputs undefined");
    hr = IDiscRecorder2Ex_GetDiscInformation(ex, &data, &size);
    answer_hr("GetDiscInformation without a medium", hr);
    if (SUCCEEDED(hr)) CoTaskMemFree(data);
    IDiscRecorder2Ex_Release(ex);
}

/* The client's own prevention: does EjectMedia take it away, or does it fail? It is taken away afterwards in any case.
 */
static void recorder_ex__removal_prevented__eject_has_an_answer(const struct subject *subject)
{
    static BYTE prevent[6] = {0x1E, 0, 0, 0, 1, 0}, allow[6] = {0x1E, 0, 0, 0, 0, 0};
    IDiscRecorder2Ex *ex = open_ex(subject->id);
    IDiscRecorder2 *recorder = NULL;
    BYTE sense[SENSE];

    if (!ex) return;
    if (expect_hr(IDiscRecorder2Ex_QueryInterface(ex, &IID_IDiscRecorder2, (void **)&recorder), S_OK, "back")) {
        answer_hr("PREVENT ALLOW MEDIUM REMOVAL (prevent)", send_past_attentions(ex, prevent, 6, sense));
        answer_hr("EjectMedia while this client prevents it", IDiscRecorder2_EjectMedia(recorder));
        expect_hr(send_past_attentions(ex, allow, 6, sense), S_OK, "PREVENT ALLOW MEDIUM REMOVAL (allow)");
        IDiscRecorder2_CloseTray(recorder);
        IDiscRecorder2_Release(recorder);
    }
    IDiscRecorder2Ex_Release(ex);
}

static void recorder_ex__held_by_another__is_locked(const struct subject *subject)
{
    IDiscRecorder2 *holder = open_recorder(subject->id);
    IDiscRecorder2Ex *ex = NULL;
    BYTE cdb[6] = {0}, sense[SENSE], *data;
    ULONG size;

    if (!holder) return;
    if (expect_hr(acquire(holder, VARIANT_TRUE, L"Conformance"), S_OK, "acquire")) {
        ex = open_ex(subject->id);
        if (ex) {
            expect_hr(IDiscRecorder2Ex_SendCommandNoData(ex, cdb, 6, sense, TIMEOUT_S), E_IMAPI_RECORDER_LOCKED,
                      "TEST UNIT READY while another object holds the drive");
            if (expect_hr(IDiscRecorder2Ex_GetDeviceDescriptor(ex, &data, &size), S_OK,
                          "GetDeviceDescriptor while another object holds the drive"))
                CoTaskMemFree(data);
            IDiscRecorder2Ex_Release(ex);
        }
        IDiscRecorder2_ReleaseExclusiveAccess(holder);
    }
    IDiscRecorder2_Release(holder);
}

static const struct conformance_case cases[] = {
    {"recorder_ex__null_pointers__are_refused", NEEDS_NOTHING, recorder_ex__null_pointers__are_refused},
    {"recorder_ex__before_initialization__members_fail", NEEDS_NOTHING,
     recorder_ex__before_initialization__members_fail},
    {"recorder_ex__INQUIRY__says_who_the_drive_is", NEEDS_DRIVE, recorder_ex__INQUIRY__says_who_the_drive_is},
    {"recorder_ex__refused_command__is_success_with_sense", NEEDS_DRIVE,
     recorder_ex__refused_command__is_success_with_sense},
    {"recorder_ex__TEST_UNIT_READY__has_two_good_answers", NEEDS_DRIVE,
     recorder_ex__TEST_UNIT_READY__has_two_good_answers},
    {"recorder_ex__CDB_lengths__are_checked", NEEDS_DRIVE, recorder_ex__CDB_lengths__are_checked},
    {"recorder_ex__buffers__have_limits", NEEDS_DRIVE, recorder_ex__buffers__have_limits},
    {"recorder_ex__descriptors__are_whole", NEEDS_DRIVE, recorder_ex__descriptors__are_whole},
    {"recorder_ex__features__have_their_headers", NEEDS_DRIVE, recorder_ex__features__have_their_headers},
    {"recorder_ex__mode_pages__have_their_headers", NEEDS_DRIVE, recorder_ex__mode_pages__have_their_headers},
    {"recorder_ex__lists__are_those_of_IDiscRecorder2", NEEDS_DRIVE, recorder_ex__lists__are_those_of_IDiscRecorder2},
    {"recorder_ex__arguments_out_of_range__are_refused", NEEDS_DRIVE, recorder_ex__arguments_out_of_range__are_refused},
    {"recorder_ex__held_by_another__is_locked", NEEDS_DRIVE, recorder_ex__held_by_another__is_locked},
    {"recorder_ex__removal_prevented__eject_has_an_answer", NEEDS_TRAY,
     recorder_ex__removal_prevented__eject_has_an_answer},
    {"recorder_ex__disc_information__has_its_length", NEEDS_MEDIUM, recorder_ex__disc_information__has_its_length},
    {"recorder_ex__track_information__has_its_length", NEEDS_MEDIUM, recorder_ex__track_information__has_its_length},
    {"recorder_ex__no_disc__says_so", NEEDS_NO_MEDIUM, recorder_ex__no_disc__says_so},
};

const struct conformance_group recorder_ex_group = {cases, ARRAYSIZE(cases), &IID_IDiscRecorder2Ex};
