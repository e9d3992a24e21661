/* A client's own recorder object, scripted or in front of another one. */
#include "com/foreign_recorder.h"

#include "com/client_dispatch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "com/values.h"
#include "imapi2error.h"
#include "sim/sim_drive.h"

static struct foreign_recorder *from(IDiscRecorder2 *iface)
{
    return CONTAINING_RECORD(iface, struct foreign_recorder, IDiscRecorder2_iface);
}

static struct foreign_recorder *from_extended(IDiscRecorder2Ex *iface)
{
    return CONTAINING_RECORD(iface, struct foreign_recorder, IDiscRecorder2Ex_iface);
}

static HRESULT query(struct foreign_recorder *foreign, REFIID iid, void **out)
{
    *out = NULL;
    if (IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IDispatch) || IsEqualIID(iid, &IID_IDiscRecorder2)) {
        *out = &foreign->IDiscRecorder2_iface;
    } else if (IsEqualIID(iid, &IID_IDiscRecorder2Ex)) {
        *out = &foreign->IDiscRecorder2Ex_iface;
    } else {
        return E_NOINTERFACE;
    }
    InterlockedIncrement(&foreign->references);
    return S_OK;
}

/* -------------------------------------------------------------------------------------------------- IDiscRecorder2 */

static HRESULT WINAPI foreign_QueryInterface(IDiscRecorder2 *iface, REFIID iid, void **out)
{
    return query(from(iface), iid, out);
}

static ULONG WINAPI foreign_AddRef(IDiscRecorder2 *iface)
{
    return (ULONG)InterlockedIncrement(&from(iface)->references);
}

static ULONG release(struct foreign_recorder *foreign)
{
    if (foreign->react) foreign->react(foreign);
    return (ULONG)InterlockedDecrement(&foreign->references);
}

static ULONG WINAPI foreign_Release(IDiscRecorder2 *iface)
{
    return release(from(iface));
}

CLIENT_DISPATCH(foreign, IDiscRecorder2)

static HRESULT WINAPI foreign_unwanted(IDiscRecorder2 *iface)
{
    (void)iface;
    return E_NOTIMPL; /* a writer calls none of these */
}

static HRESULT WINAPI foreign_DisableMcn(IDiscRecorder2 *iface)
{
    InterlockedIncrement(&from(iface)->disables);
    return S_OK;
}

static HRESULT WINAPI foreign_EnableMcn(IDiscRecorder2 *iface)
{
    InterlockedIncrement(&from(iface)->enables);
    return S_OK;
}

static HRESULT WINAPI foreign_AcquireExclusiveAccess(IDiscRecorder2 *iface, VARIANT_BOOL force, BSTR name)
{
    struct foreign_recorder *foreign = from(iface);

    InterlockedIncrement(&foreign->acquires);
    if (foreign->acquire_answer) return foreign->acquire_answer;
    return foreign->inner ? IDiscRecorder2_AcquireExclusiveAccess(foreign->inner, force, name) : S_OK;
}

static HRESULT WINAPI foreign_ReleaseExclusiveAccess(IDiscRecorder2 *iface)
{
    struct foreign_recorder *foreign = from(iface);

    InterlockedIncrement(&foreign->releases);
    if (foreign->release_answer) return foreign->release_answer;
    return foreign->inner ? IDiscRecorder2_ReleaseExclusiveAccess(foreign->inner) : S_OK;
}

static HRESULT WINAPI foreign_InitializeDiscRecorder(IDiscRecorder2 *iface, BSTR id)
{
    (void)iface, (void)id;
    return E_NOTIMPL;
}

static HRESULT give(const WCHAR *text, BSTR *value)
{
    *value = SysAllocString(text);
    return S_OK;
}

static HRESULT WINAPI foreign_get_ActiveDiscRecorder(IDiscRecorder2 *iface, BSTR *value)
{
    return give(from(iface)->id, value);
}

static HRESULT WINAPI foreign_get_VendorId(IDiscRecorder2 *iface, BSTR *value)
{
    (void)iface;
    return give(L"FOREIGN", value);
}

static HRESULT WINAPI foreign_get_ProductId(IDiscRecorder2 *iface, BSTR *value)
{
    (void)iface;
    return give(L"RECORDER", value);
}

static HRESULT WINAPI foreign_get_ProductRevision(IDiscRecorder2 *iface, BSTR *value)
{
    (void)iface;
    return give(L"F001", value);
}

static HRESULT WINAPI foreign_get_text(IDiscRecorder2 *iface, BSTR *value)
{
    (void)iface;
    return give(L"", value);
}

static HRESULT WINAPI foreign_get_array(IDiscRecorder2 *iface, SAFEARRAY **value)
{
    (void)iface;
    *value = NULL;
    return E_NOTIMPL;
}

static HRESULT WINAPI foreign_get_profiles(IDiscRecorder2 *iface, SAFEARRAY **value)
{
    const struct foreign_recorder *foreign = from(iface);

    if (!foreign->profiles) return foreign_get_array(iface, value);
    return com_array_from_codes(foreign->profiles, foreign->profile_count, value);
}

static HRESULT WINAPI foreign_get_flag(IDiscRecorder2 *iface, VARIANT_BOOL *value)
{
    (void)iface;
    *value = VARIANT_FALSE;
    return E_NOTIMPL;
}

static HRESULT WINAPI foreign_get_number(IDiscRecorder2 *iface, LONG *value)
{
    (void)iface;
    *value = 0;
    return E_NOTIMPL;
}

static const IDiscRecorder2Vtbl vtbl = {
    foreign_QueryInterface,
    foreign_AddRef,
    foreign_Release,
    foreign_GetTypeInfoCount,
    foreign_GetTypeInfo,
    foreign_GetIDsOfNames,
    foreign_Invoke,
    foreign_unwanted, /* EjectMedia */
    foreign_unwanted, /* CloseTray */
    foreign_AcquireExclusiveAccess,
    foreign_ReleaseExclusiveAccess,
    foreign_DisableMcn,
    foreign_EnableMcn,
    foreign_InitializeDiscRecorder,
    foreign_get_ActiveDiscRecorder,
    foreign_get_VendorId,
    foreign_get_ProductId,
    foreign_get_ProductRevision,
    foreign_get_text,  /* VolumeName */
    foreign_get_array, /* VolumePathNames */
    foreign_get_flag,  /* DeviceCanLoadMedia */
    foreign_get_number,
    foreign_get_array, /* SupportedFeaturePages */
    foreign_get_array,
    foreign_get_profiles, /* SupportedProfiles */
    foreign_get_profiles, /* CurrentProfiles */
    foreign_get_array,
    foreign_get_text, /* ExclusiveAccessOwner */
};

/* ------------------------------------------------------------------------------------------------ IDiscRecorder2Ex */

static HRESULT WINAPI extended_QueryInterface(IDiscRecorder2Ex *iface, REFIID iid, void **out)
{
    return query(from_extended(iface), iid, out);
}

static ULONG WINAPI extended_AddRef(IDiscRecorder2Ex *iface)
{
    return (ULONG)InterlockedIncrement(&from_extended(iface)->references);
}

static ULONG WINAPI extended_Release(IDiscRecorder2Ex *iface)
{
    return release(from_extended(iface));
}

static void note(struct foreign_recorder *foreign, const BYTE *cdb, ULONG cdb_size, ULONG timeout_s, BYTE *buffer,
                 ULONG buffer_size)
{
    if (GetCurrentThreadId() != foreign->thread) InterlockedIncrement(&foreign->other_threads);
    InterlockedIncrement(&foreign->commands);
    memset(foreign->cdb, 0, sizeof foreign->cdb);
    memcpy(foreign->cdb, cdb, cdb_size);
    foreign->cdb_size = cdb_size;
    foreign->timeout_s = timeout_s;
    foreign->buffer = buffer;
    foreign->buffer_size = buffer_size;
    foreign->was_sent_to_device = false;
}

/* A drive that is gone, or does not answer, is E_FAIL: a client's object need not know more. */
static HRESULT simulate(const struct foreign_recorder *foreign, enum scsi_direction direction, const BYTE *cdb,
                        ULONG cdb_size, BYTE *sense, BYTE *buffer, ULONG buffer_size, ULONG *fetched)
{
    struct scsi_command command = {.direction = direction, .data = buffer, .requested_bytes = buffer_size};
    struct sim_outcome outcome;
    struct scsi_reply reply;

    command.cdb_length = (uint8_t)cdb_size;
    command.timeout_ms = 1000;
    memcpy(command.cdb, cdb, cdb_size);
    memset(sense, 0, 18);
    sim_drive_execute(foreign->drive, &command, &reply, &outcome);
    if (fetched) *fetched = reply.outcome == SCSI_DONE ? reply.transferred_bytes : 0;
    if (reply.outcome == SCSI_DONE) return S_OK;
    if (reply.outcome != SCSI_REFUSED || reply.status != SCSI_STATUS_CHECK_CONDITION) return E_FAIL;
    memcpy(sense, reply.sense, reply.sense_length < 18 ? reply.sense_length : 18);
    return S_IMAPI_COMMAND_HAS_SENSE_DATA;
}

static HRESULT WINAPI extended_SendCommandNoData(IDiscRecorder2Ex *iface, BYTE *cdb, ULONG cdb_size, BYTE sense[18],
                                                 ULONG timeout_s)
{
    struct foreign_recorder *foreign = from_extended(iface);

    note(foreign, cdb, cdb_size, timeout_s, NULL, 0);
    if (foreign->drive) return simulate(foreign, SCSI_NO_DATA, cdb, cdb_size, sense, NULL, 0, NULL);
    if (foreign->inner_extended) {
        return IDiscRecorder2Ex_SendCommandNoData(foreign->inner_extended, cdb, cdb_size, sense, timeout_s);
    }
    memcpy(sense, foreign->sense, sizeof foreign->sense);
    return foreign->answer;
}

static HRESULT WINAPI extended_SendCommandSendDataToDevice(IDiscRecorder2Ex *iface, BYTE *cdb, ULONG cdb_size,
                                                           BYTE sense[18], ULONG timeout_s, BYTE *buffer,
                                                           ULONG buffer_size)
{
    struct foreign_recorder *foreign = from_extended(iface);

    note(foreign, cdb, cdb_size, timeout_s, buffer, buffer_size);
    foreign->was_sent_to_device = true;
    memcpy(foreign->received, buffer, buffer_size < FOREIGN_DATA_MAX ? buffer_size : FOREIGN_DATA_MAX);
    if (foreign->drive) return simulate(foreign, SCSI_DATA_OUT, cdb, cdb_size, sense, buffer, buffer_size, NULL);
    if (foreign->inner_extended) {
        return IDiscRecorder2Ex_SendCommandSendDataToDevice(foreign->inner_extended, cdb, cdb_size, sense, timeout_s,
                                                            buffer, buffer_size);
    }
    memcpy(sense, foreign->sense, sizeof foreign->sense);
    return foreign->answer;
}

static ULONG be32(const BYTE *bytes)
{
    return (ULONG)bytes[0] << 24 | (ULONG)bytes[1] << 16 | (ULONG)bytes[2] << 8 | bytes[3];
}

/* MMC-6: READ CAPACITY, READ(10), READ TOC/PMA/ATIP; fixed sense data, of SPC-3. */
static HRESULT answer_disc(struct foreign_recorder *foreign, const BYTE *cdb, BYTE *sense, BYTE *buffer,
                           ULONG buffer_size, ULONG *fetched)
{
    static const BYTE attention[18] = {0x70, 0, 0x06, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x29};
    static const BYTE refusal[18] = {0x70, 0, 0x05, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x21};
    const BYTE capacity[8] = {(BYTE)((foreign->disc_blocks - 1) >> 24),
                              (BYTE)((foreign->disc_blocks - 1) >> 16),
                              (BYTE)((foreign->disc_blocks - 1) >> 8),
                              (BYTE)(foreign->disc_blocks - 1),
                              0,
                              0,
                              8,
                              0};
    static const BYTE deferral[18] = {0x71, 0, 0x01, [7] = 10, [12] = 0x0C, [13] = 0x01}; /* SPC-3, fixed format */
    static const BYTE toc[12] = {0, 10, 1, 1, 0, 0x14, 1};
    ULONG lba = be32(cdb + 2), blocks = (ULONG)cdb[7] << 8 | cdb[8];

    *fetched = 0;
    if (foreign->attentions) {
        foreign->attentions--;
        memcpy(sense, attention, sizeof attention);
        return S_IMAPI_COMMAND_HAS_SENSE_DATA;
    }
    if (foreign->deferrals) {
        foreign->deferrals--;
        memcpy(sense, deferral, sizeof deferral);
        return S_IMAPI_COMMAND_HAS_SENSE_DATA;
    }
    if (cdb[0] == 0x28 && lba < foreign->disc_blocks && blocks <= foreign->disc_blocks - lba) {
        assert_int_equal(buffer_size, blocks * 2048);
        memcpy(buffer, foreign->disc + (size_t)lba * 2048, buffer_size);
        foreign->blocks_read += blocks;
        *fetched = buffer_size;
        return S_OK;
    }
    if (cdb[0] == 0x25 || cdb[0] == 0x43) {
        *fetched = cdb[0] == 0x25 ? sizeof capacity : sizeof toc;
        assert_int_equal(buffer_size, *fetched);
        memcpy(buffer, cdb[0] == 0x25 ? capacity : toc, *fetched);
        return S_OK;
    }
    memcpy(sense, refusal, sizeof refusal);
    return S_IMAPI_COMMAND_HAS_SENSE_DATA;
}

static HRESULT WINAPI extended_SendCommandGetDataFromDevice(IDiscRecorder2Ex *iface, BYTE *cdb, ULONG cdb_size,
                                                            BYTE sense[18], ULONG timeout_s, BYTE *buffer,
                                                            ULONG buffer_size, ULONG *fetched)
{
    struct foreign_recorder *foreign = from_extended(iface);

    note(foreign, cdb, cdb_size, timeout_s, buffer, buffer_size);
    if (foreign->inner_extended) {
        return IDiscRecorder2Ex_SendCommandGetDataFromDevice(foreign->inner_extended, cdb, cdb_size, sense, timeout_s,
                                                             buffer, buffer_size, fetched);
    }
    if (foreign->drive) return simulate(foreign, SCSI_DATA_IN, cdb, cdb_size, sense, buffer, buffer_size, fetched);
    if (foreign->disc) return answer_disc(foreign, cdb, sense, buffer, buffer_size, fetched);
    memcpy(buffer, foreign->data, buffer_size < FOREIGN_DATA_MAX ? buffer_size : FOREIGN_DATA_MAX);
    memcpy(sense, foreign->sense, sizeof foreign->sense);
    *fetched = foreign->fetched;
    return foreign->answer;
}

/* A writer builds every command by itself. */
static HRESULT WINAPI extended_ReadDvdStructure(IDiscRecorder2Ex *iface, ULONG format, ULONG address, ULONG layer,
                                                ULONG agid, BYTE **data, ULONG *count)
{
    (void)iface, (void)format, (void)address, (void)layer, (void)agid, (void)data, (void)count;
    return E_NOTIMPL;
}

static HRESULT WINAPI extended_SendDvdStructure(IDiscRecorder2Ex *iface, ULONG format, BYTE *data, ULONG count)
{
    (void)iface, (void)format, (void)data, (void)count;
    return E_NOTIMPL;
}

static HRESULT WINAPI extended_get_bytes(IDiscRecorder2Ex *iface, BYTE **data, ULONG *count)
{
    (void)iface, (void)data, (void)count;
    return E_NOTIMPL;
}

static HRESULT WINAPI extended_GetTrackInformation(IDiscRecorder2Ex *iface, ULONG address,
                                                   IMAPI_READ_TRACK_ADDRESS_TYPE type, BYTE **data, ULONG *count)
{
    (void)iface, (void)address, (void)type, (void)data, (void)count;
    return E_NOTIMPL;
}

static HRESULT WINAPI extended_GetFeaturePage(IDiscRecorder2Ex *iface, IMAPI_FEATURE_PAGE_TYPE feature, BOOLEAN current,
                                              BYTE **data, ULONG *count)
{
    (void)iface, (void)feature, (void)current, (void)data, (void)count;
    return E_NOTIMPL;
}

static HRESULT WINAPI extended_GetModePage(IDiscRecorder2Ex *iface, IMAPI_MODE_PAGE_TYPE page,
                                           IMAPI_MODE_PAGE_REQUEST_TYPE type, BYTE **data, ULONG *count)
{
    (void)iface, (void)page, (void)type, (void)data, (void)count;
    return E_NOTIMPL;
}

static HRESULT WINAPI extended_SetModePage(IDiscRecorder2Ex *iface, IMAPI_MODE_PAGE_REQUEST_TYPE type, BYTE *data,
                                           ULONG count)
{
    (void)iface, (void)type, (void)data, (void)count;
    return E_NOTIMPL;
}

static HRESULT WINAPI extended_GetSupportedFeaturePages(IDiscRecorder2Ex *iface, BOOLEAN current,
                                                        IMAPI_FEATURE_PAGE_TYPE **data, ULONG *count)
{
    (void)iface, (void)current, (void)data, (void)count;
    return E_NOTIMPL;
}

static HRESULT WINAPI extended_GetSupportedProfiles(IDiscRecorder2Ex *iface, BOOLEAN current, IMAPI_PROFILE_TYPE **data,
                                                    ULONG *count)
{
    (void)iface, (void)current, (void)data, (void)count;
    return E_NOTIMPL;
}

static HRESULT WINAPI extended_GetSupportedModePages(IDiscRecorder2Ex *iface, IMAPI_MODE_PAGE_REQUEST_TYPE type,
                                                     IMAPI_MODE_PAGE_TYPE **data, ULONG *count)
{
    (void)iface, (void)type, (void)data, (void)count;
    return E_NOTIMPL;
}

static HRESULT WINAPI extended_GetByteAlignmentMask(IDiscRecorder2Ex *iface, ULONG *value)
{
    *value = from_extended(iface)->alignment;
    return from_extended(iface)->limits_answer;
}

static HRESULT WINAPI extended_GetMaximumNonPageAlignedTransferSize(IDiscRecorder2Ex *iface, ULONG *value)
{
    *value = from_extended(iface)->unaligned;
    return from_extended(iface)->limits_answer;
}

static HRESULT WINAPI extended_GetMaximumPageAlignedTransferSize(IDiscRecorder2Ex *iface, ULONG *value)
{
    *value = from_extended(iface)->aligned;
    return from_extended(iface)->limits_answer;
}

static const IDiscRecorder2ExVtbl extended_vtbl = {
    extended_QueryInterface,
    extended_AddRef,
    extended_Release,
    extended_SendCommandNoData,
    extended_SendCommandSendDataToDevice,
    extended_SendCommandGetDataFromDevice,
    extended_ReadDvdStructure,
    extended_SendDvdStructure,
    extended_get_bytes, /* GetAdapterDescriptor */
    extended_get_bytes, /* GetDeviceDescriptor */
    extended_get_bytes, /* GetDiscInformation */
    extended_GetTrackInformation,
    extended_GetFeaturePage,
    extended_GetModePage,
    extended_SetModePage,
    extended_GetSupportedFeaturePages,
    extended_GetSupportedProfiles,
    extended_GetSupportedModePages,
    extended_GetByteAlignmentMask,
    extended_GetMaximumNonPageAlignedTransferSize,
    extended_GetMaximumPageAlignedTransferSize,
};

void foreign_begin(struct foreign_recorder *foreign, IDiscRecorder2 *inner)
{
    memset(foreign, 0, sizeof *foreign);
    foreign->IDiscRecorder2_iface.lpVtbl = &vtbl;
    foreign->IDiscRecorder2Ex_iface.lpVtbl = &extended_vtbl;
    foreign->references = 1;
    foreign->inner = inner;
    foreign->thread = GetCurrentThreadId();
    foreign->aligned = foreign->unaligned = 65536;
    foreign->alignment = 1;
    foreign->id = L"foreign";
    if (inner) {
        assert_int_equal(IDiscRecorder2_QueryInterface(inner, &IID_IDiscRecorder2Ex, (void **)&foreign->inner_extended),
                         S_OK);
    }
}

void foreign_end(struct foreign_recorder *foreign)
{
    if (foreign->inner_extended) IDiscRecorder2Ex_Release(foreign->inner_extended);
    assert_int_equal(foreign->references, 1);
}
