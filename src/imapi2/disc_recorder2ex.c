/* IDiscRecorder2Ex: the second interface of MsftDiscRecorder2. Its results are memory that the caller frees with
 * CoTaskMemFree; they contain only data that the drive sent or the system knows.
 */
#include <string.h>

#include "com/values.h"
#include "imapi2/cdb_length.h"
#include "imapi2/disc_recorder2.h"
#include "imapi2/recorder_call.h"
#include "imapi2/storage_descriptor.h"
#include "imapi2error.h"

COM_UNKNOWN(recorder, IDiscRecorder2Ex)

static HRESULT report_argument(HRESULT hr, const char *attempt)
{
    struct imapi_call call;

    recorder_call_begin_alone(&call, &IID_IDiscRecorder2Ex, attempt);
    return imapi_call_done(&call, hr);
}

static HRESULT call_begin(struct recorder_call *call, IDiscRecorder2Ex *iface, const char *attempt,
                          enum imapi_call_kind kind)
{
    return recorder_call_begin(call, recorder_from_IDiscRecorder2Ex(iface), &IID_IDiscRecorder2Ex, attempt, kind);
}

/* -------------------------------------------------------------------------------------------- the caller's commands */

enum {
    SENSE_BYTES = 18,

    /* Nothing waits for ever. A full format takes hours, not days. */
    LONGEST_TIMEOUT_S = 24 * 60 * 60,

    BUFFER_MAX = 0x7FFFFFFF, /* ULONG_IMAPI2_NONZERO */
};

/* What the three methods have in common. fetched: NULL unless data are received. */
struct request {
    const char *attempt;
    enum scsi_direction direction;
    const BYTE *cdb;
    ULONG cdb_size;
    BYTE *sense;
    ULONG timeout_s;
    BYTE *buffer;
    ULONG buffer_size;
    ULONG *fetched;
};

static uint32_t timeout_ms(ULONG timeout_s)
{
    if (!timeout_s) timeout_s = IMAPI2_DEFAULT_COMMAND_TIMEOUT;
    if (timeout_s > LONGEST_TIMEOUT_S) timeout_s = LONGEST_TIMEOUT_S;
    return timeout_s * 1000;
}

static HRESULT check_request(const struct request *request)
{
    bool has_data = request->direction != SCSI_NO_DATA;
    bool receives = request->direction == SCSI_DATA_IN;

    if (request->sense) memset(request->sense, 0, SENSE_BYTES);
    if (request->fetched) *request->fetched = 0;
    if (!request->cdb || !request->sense || (has_data && !request->buffer) || (receives && !request->fetched)) {
        return report_argument(E_POINTER, request->attempt);
    }
    if (!cdb_length_fits(request->cdb[0], request->cdb_size)) {
        return report_argument(E_INVALIDARG, "Sending a command whose CDB is not as long as its operation code asks");
    }
    if (has_data && (!request->buffer_size || request->buffer_size > BUFFER_MAX)) {
        return report_argument(E_INVALIDARG, "Sending a command with an empty buffer, or with one that is too large");
    }
    return S_OK;
}

/* The drive has answered, or not. A refusal with sense data is success, and the sense is the caller's to judge. One
 * without any is a failure: a caller would take the zeros for "no error".
 */
static HRESULT end_request(struct recorder_call *call, const struct request *request, enum drive_status status,
                           const struct scsi_reply *reply)
{
    if (status != DRIVE_OK && !(status == DRIVE_REFUSED && reply->sense_length)) return recorder_call_failed(call);
    if (request->fetched) *request->fetched = reply->transferred_bytes;
    if (status == DRIVE_OK) return recorder_call_done(call, S_OK);
    memcpy(request->sense, reply->sense, reply->sense_length < SENSE_BYTES ? reply->sense_length : SENSE_BYTES);
    return recorder_call_done(call, S_IMAPI_COMMAND_HAS_SENSE_DATA);
}

/* The buffer may begin anywhere: the transport moves the data through memory of its own where the adapter asks for
 * alignment.
 */
static HRESULT send_request(IDiscRecorder2Ex *iface, const struct request *request)
{
    struct recorder_call call;
    struct scsi_command command;
    struct scsi_limits limits;
    struct scsi_reply reply;
    enum drive_status status;
    HRESULT hr;

    hr = check_request(request);
    if (FAILED(hr)) return hr;
    hr = call_begin(&call, iface, request->attempt, IMAPI_CALL_QUERY);
    if (FAILED(hr)) return hr;
    drive_get_limits(call.session->drive, &limits);
    if (request->buffer_size > limits.max_transfer_bytes) {
        call.base.attempt = "Sending a command with more data than the adapter moves at once";
        return recorder_call_done(&call, E_INVALIDARG);
    }
    memset(&command, 0, sizeof command);
    memcpy(command.cdb, request->cdb, request->cdb_size);
    command.cdb_length = (uint8_t)request->cdb_size;
    command.direction = request->direction;
    command.data = request->buffer;
    command.requested_bytes = request->buffer_size;
    command.timeout_ms = timeout_ms(request->timeout_s);
    status = drive_send_raw(call.session->drive, &command, &reply, &call.base.failure);
    return end_request(&call, request, status, &reply);
}

/* NOLINTBEGIN(readability-non-const-parameter): the IDL says what the parameters are. */
static HRESULT WINAPI recorder_SendCommandNoData(IDiscRecorder2Ex *iface, BYTE *cdb, ULONG cdb_size,
                                                 BYTE sense[SENSE_BYTES], ULONG timeout_s)
{
    struct request request = {
        .attempt = "Sending a command without data",
        .direction = SCSI_NO_DATA,
        .cdb = cdb,
        .cdb_size = cdb_size,
        .sense = sense,
        .timeout_s = timeout_s,
    };

    return send_request(iface, &request);
}

static HRESULT WINAPI recorder_SendCommandSendDataToDevice(IDiscRecorder2Ex *iface, BYTE *cdb, ULONG cdb_size,
                                                           BYTE sense[SENSE_BYTES], ULONG timeout_s, BYTE *buffer,
                                                           ULONG buffer_size)
{
    struct request request = {
        .attempt = "Sending a command with data for the drive",
        .direction = SCSI_DATA_OUT,
        .cdb = cdb,
        .cdb_size = cdb_size,
        .sense = sense,
        .timeout_s = timeout_s,
        .buffer = buffer,
        .buffer_size = buffer_size,
    };

    return send_request(iface, &request);
}

static HRESULT WINAPI recorder_SendCommandGetDataFromDevice(IDiscRecorder2Ex *iface, BYTE *cdb, ULONG cdb_size,
                                                            BYTE sense[SENSE_BYTES], ULONG timeout_s, BYTE *buffer,
                                                            ULONG buffer_size, ULONG *fetched)
{
    struct request request = {
        .attempt = "Sending a command with data from the drive",
        .direction = SCSI_DATA_IN,
        .cdb = cdb,
        .cdb_size = cdb_size,
        .sense = sense,
        .timeout_s = timeout_s,
        .buffer = buffer,
        .buffer_size = buffer_size,
        .fetched = fetched,
    };

    return send_request(iface, &request);
}

/* NOLINTEND(readability-non-const-parameter) */

/* ------------------------------------------------------------------------------------------------ results in memory */

/* The beginning of a method that gives bytes, or codes: both outputs are defined from here on. */
static HRESULT check_outputs(const char *attempt, void **data, ULONG *count)
{
    if (data) *data = NULL;
    if (count) *count = 0;
    return data && count ? S_OK : report_argument(E_POINTER, attempt);
}

/* The end of one: status is how the question ended. */
static HRESULT end_bytes(struct recorder_call *call, enum drive_status status, struct drive_bytes *bytes, BYTE **data,
                         ULONG *count)
{
    HRESULT hr;

    if (status != DRIVE_OK) return recorder_call_failed(call);
    hr = com_memory_from_bytes(bytes->bytes, bytes->count, data);
    if (SUCCEEDED(hr)) *count = (ULONG)bytes->count;
    drive_bytes_free(bytes);
    return recorder_call_done(call, hr);
}

static HRESULT end_codes(struct recorder_call *call, enum drive_status status, struct drive_codes *codes, LONG **data,
                         ULONG *count)
{
    HRESULT hr;

    if (status != DRIVE_OK) return recorder_call_failed(call);
    hr = com_memory_from_codes(codes->values, codes->count, data);
    if (SUCCEEDED(hr)) *count = (ULONG)codes->count;
    drive_codes_free(codes);
    return recorder_call_done(call, hr);
}

/* -------------------------------------------------------------------------------------------------- disc structures */

enum { MEDIA_TYPE_DVD = 0, AGID_MAX = 3, STRUCTURE_MAX = 0xFFFF - 5 /* an even command, with its header */ };

/* IDiscRecorder2Ex::ReadDvdStructure: without its 4-byte header. */
static HRESULT WINAPI recorder_ReadDvdStructure(IDiscRecorder2Ex *iface, ULONG format, ULONG address, ULONG layer,
                                                ULONG agid, BYTE **data, ULONG *count)
{
    static const char attempt[] = "Reading a disc structure";
    struct drive_bytes structure;
    struct recorder_call call;
    enum drive_status status;
    HRESULT hr;

    hr = check_outputs(attempt, (void **)data, count);
    if (FAILED(hr)) return hr;
    if (format > UINT8_MAX || layer > UINT8_MAX || agid > AGID_MAX) return report_argument(E_INVALIDARG, attempt);
    hr = call_begin(&call, iface, attempt, IMAPI_CALL_QUERY);
    if (FAILED(hr)) return hr;
    status = drive_take_disc_structure(call.session->drive, MEDIA_TYPE_DVD, address, (uint8_t)layer, (uint8_t)format,
                                       (uint8_t)agid, &structure, &call.base.failure);
    return end_bytes(&call, status, &structure, data, count);
}

/* IDiscRecorder2Ex::SendDvdStructure: data without a header, which is made here. */
static HRESULT WINAPI recorder_SendDvdStructure(IDiscRecorder2Ex *iface, ULONG format, BYTE *data, ULONG count)
{
    static const char attempt[] = "Sending a disc structure";
    struct recorder_call call;
    enum drive_status status;
    HRESULT hr;

    if (!data) return report_argument(E_POINTER, attempt);
    if (format > UINT8_MAX || !count || count > STRUCTURE_MAX) return report_argument(E_INVALIDARG, attempt);
    hr = call_begin(&call, iface, attempt, IMAPI_CALL_ACTION);
    if (FAILED(hr)) return hr;
    status = drive_send_disc_structure(call.session->drive, (uint8_t)format, data, count, &call.base.failure);
    return status == DRIVE_OK ? recorder_call_done(&call, S_OK) : recorder_call_failed(&call);
}

/* -------------------------------------------------------------------------------------------- what the system knows */

static HRESULT get_descriptor(IDiscRecorder2Ex *iface, const char *attempt, enum device_descriptor_kind kind,
                              BYTE **data, ULONG *count)
{
    struct drive_bytes descriptor;
    struct recorder_call call;
    enum drive_status status;
    HRESULT hr;

    hr = check_outputs(attempt, (void **)data, count);
    if (FAILED(hr)) return hr;
    hr = call_begin(&call, iface, attempt, IMAPI_CALL_CACHED);
    if (FAILED(hr)) return hr;
    status = storage_descriptor_take(call.session->device, call.session->drive, kind, &descriptor, &call.base.failure);
    return end_bytes(&call, status, &descriptor, data, count);
}

static HRESULT WINAPI recorder_GetAdapterDescriptor(IDiscRecorder2Ex *iface, BYTE **data, ULONG *count)
{
    return get_descriptor(iface, "Reading the adapter's descriptor", DEVICE_DESCRIPTOR_OF_ADAPTER, data, count);
}

static HRESULT WINAPI recorder_GetDeviceDescriptor(IDiscRecorder2Ex *iface, BYTE **data, ULONG *count)
{
    return get_descriptor(iface, "Reading the device's descriptor", DEVICE_DESCRIPTOR_OF_DEVICE, data, count);
}

/* One number of the adapter's limits, which stands at `offset`. */
static HRESULT get_limit(IDiscRecorder2Ex *iface, const char *attempt, size_t offset, ULONG *value)
{
    struct scsi_limits limits;
    struct recorder_call call;
    uint32_t limit;
    HRESULT hr;

    if (!value) return report_argument(E_POINTER, attempt);
    *value = 0;
    hr = call_begin(&call, iface, attempt, IMAPI_CALL_CACHED);
    if (FAILED(hr)) return hr;
    drive_get_limits(call.session->drive, &limits);
    memcpy(&limit, (const char *)&limits + offset, sizeof limit);
    *value = limit;
    return recorder_call_done(&call, S_OK);
}

/* IDiscRecorder2Ex::GetByteAlignmentMask: a power of two, for `address & (value - 1)`, as its documentation uses it;
 * not the mask that its name promises.
 */
static HRESULT WINAPI recorder_GetByteAlignmentMask(IDiscRecorder2Ex *iface, ULONG *value)
{
    HRESULT hr =
        get_limit(iface, "Reading the alignment of buffers", offsetof(struct scsi_limits, alignment_mask), value);

    if (SUCCEEDED(hr)) (*value)++;
    return hr;
}

static HRESULT WINAPI recorder_GetMaximumNonPageAlignedTransferSize(IDiscRecorder2Ex *iface, ULONG *value)
{
    return get_limit(iface, "Reading the longest transfer", offsetof(struct scsi_limits, max_unaligned_transfer_bytes),
                     value);
}

static HRESULT WINAPI recorder_GetMaximumPageAlignedTransferSize(IDiscRecorder2Ex *iface, ULONG *value)
{
    return get_limit(iface, "Reading the longest page-aligned transfer",
                     offsetof(struct scsi_limits, max_transfer_bytes), value);
}

/* -------------------------------------------------------------------------------------------------- disc and tracks */

/* IDiscRecorder2Ex::GetDiscInformation: from its length field on. */
static HRESULT WINAPI recorder_GetDiscInformation(IDiscRecorder2Ex *iface, BYTE **data, ULONG *count)
{
    static const char attempt[] = "Reading the disc information";
    struct drive_bytes information;
    struct recorder_call call;
    enum drive_status status;
    HRESULT hr;

    hr = check_outputs(attempt, (void **)data, count);
    if (FAILED(hr)) return hr;
    hr = call_begin(&call, iface, attempt, IMAPI_CALL_QUERY);
    if (FAILED(hr)) return hr;
    status = drive_take_disc_information(call.session->drive, &information, &call.base.failure);
    return end_bytes(&call, status, &information, data, count);
}

/* IDiscRecorder2Ex::GetTrackInformation: from its length field on. */
static HRESULT WINAPI recorder_GetTrackInformation(IDiscRecorder2Ex *iface, ULONG address,
                                                   IMAPI_READ_TRACK_ADDRESS_TYPE address_type, BYTE **data,
                                                   ULONG *count)
{
    static const char attempt[] = "Reading the track information";
    struct drive_bytes information;
    struct recorder_call call;
    enum drive_status status;
    HRESULT hr;

    hr = check_outputs(attempt, (void **)data, count);
    if (FAILED(hr)) return hr;
    if ((ULONG)address_type > IMAPI_READ_TRACK_ADDRESS_TYPE_SESSION) return report_argument(E_INVALIDARG, attempt);
    hr = call_begin(&call, iface, attempt, IMAPI_CALL_QUERY);
    if (FAILED(hr)) return hr;
    status = drive_take_track_information(call.session->drive, (uint8_t)address_type, address, &information,
                                          &call.base.failure);
    return end_bytes(&call, status, &information, data, count);
}

/* ----------------------------------------------------------------------------------- features, profiles, mode pages */

enum { PAGE_CODE_MAX = 0x3E /* 3Fh is all of them */, PAGE_BYTES_MIN = 2, PAGE_BYTES_MAX = 0x101 };

/* IDiscRecorder2Ex::GetFeaturePage: with its 4-byte head. */
static HRESULT WINAPI recorder_GetFeaturePage(IDiscRecorder2Ex *iface, IMAPI_FEATURE_PAGE_TYPE code, UCHAR current_only,
                                              BYTE **data, ULONG *count)
{
    static const char attempt[] = "Reading a feature of the drive";
    struct drive_bytes feature;
    struct recorder_call call;
    enum drive_status status;
    HRESULT hr;

    hr = check_outputs(attempt, (void **)data, count);
    if (FAILED(hr)) return hr;
    if ((ULONG)code > UINT16_MAX) return report_argument(E_INVALIDARG, attempt);
    hr = call_begin(&call, iface, attempt, IMAPI_CALL_QUERY);
    if (FAILED(hr)) return hr;
    status = drive_take_feature(call.session->drive, (uint16_t)code, current_only != 0, &feature, &call.base.failure);
    return end_bytes(&call, status, &feature, data, count);
}

/* The request type is MODE SENSE's page control. */
static bool is_request_type(IMAPI_MODE_PAGE_REQUEST_TYPE type)
{
    return (ULONG)type <= IMAPI_MODE_PAGE_REQUEST_TYPE_SAVED_VALUES;
}

/* IDiscRecorder2Ex::GetModePage: with its 2-byte head, without the mode parameter header. */
static HRESULT WINAPI recorder_GetModePage(IDiscRecorder2Ex *iface, IMAPI_MODE_PAGE_TYPE code,
                                           IMAPI_MODE_PAGE_REQUEST_TYPE type, BYTE **data, ULONG *count)
{
    static const char attempt[] = "Reading a mode page";
    struct recorder_call call;
    enum drive_status status;
    struct drive_bytes page;
    HRESULT hr;

    hr = check_outputs(attempt, (void **)data, count);
    if (FAILED(hr)) return hr;
    if ((ULONG)code > PAGE_CODE_MAX || !is_request_type(type)) return report_argument(E_INVALIDARG, attempt);
    hr = call_begin(&call, iface, attempt, IMAPI_CALL_QUERY);
    if (FAILED(hr)) return hr;
    status = drive_take_mode_page(call.session->drive, (uint8_t)code, (enum mmc_page_control)type, &page,
                                  &call.base.failure);
    return end_bytes(&call, status, &page, data, count);
}

/* IDiscRecorder2Ex::SetModePage: as GetModePage gave it. Changeable and default values cannot be set. */
static HRESULT WINAPI recorder_SetModePage(IDiscRecorder2Ex *iface, IMAPI_MODE_PAGE_REQUEST_TYPE type, BYTE *data,
                                           ULONG count)
{
    static const char attempt[] = "Setting a mode page";
    bool is_saved = type == IMAPI_MODE_PAGE_REQUEST_TYPE_SAVED_VALUES;
    struct recorder_call call;
    enum drive_status status;
    HRESULT hr;

    if (!data) return report_argument(E_POINTER, attempt);
    if ((!is_saved && type != IMAPI_MODE_PAGE_REQUEST_TYPE_CURRENT_VALUES) || count < PAGE_BYTES_MIN ||
        count > PAGE_BYTES_MAX) {
        return report_argument(E_INVALIDARG, attempt);
    }
    hr = call_begin(&call, iface, attempt, IMAPI_CALL_ACTION);
    if (FAILED(hr)) return hr;
    status = drive_set_mode_page(call.session->drive, is_saved, data, count, &call.base.failure);
    return status == DRIVE_OK ? recorder_call_done(&call, S_OK) : recorder_call_failed(&call);
}

/* IDiscRecorder2Ex::GetSupportedFeaturePages: the count is one of elements, whatever its name in the IDL. */
static HRESULT WINAPI recorder_GetSupportedFeaturePages(IDiscRecorder2Ex *iface, UCHAR current_only,
                                                        IMAPI_FEATURE_PAGE_TYPE **data, ULONG *count)
{
    static const char attempt[] = "Reading the drive's features";
    struct drive_codes codes;
    struct recorder_call call;
    enum drive_status status;
    HRESULT hr;

    hr = check_outputs(attempt, (void **)data, count);
    if (FAILED(hr)) return hr;
    hr = call_begin(&call, iface, attempt, IMAPI_CALL_QUERY);
    if (FAILED(hr)) return hr;
    status = drive_take_features(call.session->drive, current_only != 0, &codes, &call.base.failure);
    return end_codes(&call, status, &codes, (LONG **)data, count);
}

/* IDiscRecorder2Ex::GetSupportedProfiles: in the order that the drive prefers. */
static HRESULT WINAPI recorder_GetSupportedProfiles(IDiscRecorder2Ex *iface, UCHAR current_only,
                                                    IMAPI_PROFILE_TYPE **data, ULONG *count)
{
    static const char attempt[] = "Reading the drive's profiles";
    struct drive_codes codes;
    struct recorder_call call;
    enum drive_status status;
    HRESULT hr;

    hr = check_outputs(attempt, (void **)data, count);
    if (FAILED(hr)) return hr;
    hr = call_begin(&call, iface, attempt, IMAPI_CALL_QUERY);
    if (FAILED(hr)) return hr;
    status = drive_take_profiles(call.session->drive, current_only != 0, &codes, &call.base.failure);
    return end_codes(&call, status, &codes, (LONG **)data, count);
}

static HRESULT WINAPI recorder_GetSupportedModePages(IDiscRecorder2Ex *iface, IMAPI_MODE_PAGE_REQUEST_TYPE type,
                                                     IMAPI_MODE_PAGE_TYPE **data, ULONG *count)
{
    static const char attempt[] = "Reading the drive's mode pages";
    struct drive_codes codes;
    struct recorder_call call;
    enum drive_status status;
    HRESULT hr;

    hr = check_outputs(attempt, (void **)data, count);
    if (FAILED(hr)) return hr;
    if (!is_request_type(type)) return report_argument(E_INVALIDARG, attempt);
    hr = call_begin(&call, iface, attempt, IMAPI_CALL_QUERY);
    if (FAILED(hr)) return hr;
    status = drive_take_mode_pages(call.session->drive, (enum mmc_page_control)type, &codes, &call.base.failure);
    return end_codes(&call, status, &codes, (LONG **)data, count);
}

const IDiscRecorder2ExVtbl recorder_IDiscRecorder2Ex_vtbl = {
    COM_UNKNOWN_METHODS(recorder, IDiscRecorder2Ex),
    recorder_SendCommandNoData,
    recorder_SendCommandSendDataToDevice,
    recorder_SendCommandGetDataFromDevice,
    recorder_ReadDvdStructure,
    recorder_SendDvdStructure,
    recorder_GetAdapterDescriptor,
    recorder_GetDeviceDescriptor,
    recorder_GetDiscInformation,
    recorder_GetTrackInformation,
    recorder_GetFeaturePage,
    recorder_GetModePage,
    recorder_SetModePage,
    recorder_GetSupportedFeaturePages,
    recorder_GetSupportedProfiles,
    recorder_GetSupportedModePages,
    recorder_GetByteAlignmentMask,
    recorder_GetMaximumNonPageAlignedTransferSize,
    recorder_GetMaximumPageAlignedTransferSize,
};
