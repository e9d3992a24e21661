/* IDiscRecorder2Ex of a foreign disc: a file answers READ(10) itself, a drive gets the commands of the import. */
#include "discctl/foreign_disc_object.h"

static struct foreign_disc *of_commands(IDiscRecorder2Ex *iface)
{
    return CONTAINING_RECORD(iface, struct foreign_disc, IDiscRecorder2Ex_iface);
}

/* NOLINTBEGIN(readability-non-const-parameter): the interfaces say what the parameters are. */

static HRESULT WINAPI commands_QueryInterface(IDiscRecorder2Ex *iface, REFIID iid, void **out)
{
    return foreign_disc_query_recorder(of_commands(iface), iid, out);
}

static ULONG WINAPI commands_AddRef(IDiscRecorder2Ex *iface)
{
    return foreign_disc_add_ref(of_commands(iface));
}

static ULONG WINAPI commands_Release(IDiscRecorder2Ex *iface)
{
    return foreign_disc_release(of_commands(iface));
}

static HRESULT WINAPI commands_SendCommandGetDataFromDevice(IDiscRecorder2Ex *iface, BYTE *cdb, ULONG cdb_size,
                                                            BYTE sense[FOREIGN_DISC_SENSE_BYTES], ULONG timeout_s,
                                                            BYTE *buffer, ULONG size, ULONG *fetched)
{
    const struct foreign_disc *disc = of_commands(iface);

    *fetched = 0;
    if (disc->drive)
        return IDiscRecorder2Ex_SendCommandGetDataFromDevice(disc->drive, cdb, cdb_size, sense, timeout_s, buffer, size,
                                                             fetched);
    return foreign_disc_command_file(disc, cdb, cdb_size, sense, buffer, size, fetched);
}

static HRESULT WINAPI commands_SendCommandNoData(IDiscRecorder2Ex *iface, BYTE *cdb, ULONG cdb_size,
                                                 BYTE sense[FOREIGN_DISC_SENSE_BYTES], ULONG timeout_s)
{
    (void)iface, (void)cdb, (void)cdb_size, (void)sense, (void)timeout_s;
    return FOREIGN_DISC_NOT_SUPPORTED;
}

static HRESULT WINAPI commands_SendCommandSendDataToDevice(IDiscRecorder2Ex *iface, BYTE *cdb, ULONG cdb_size,
                                                           BYTE sense[FOREIGN_DISC_SENSE_BYTES], ULONG timeout_s,
                                                           BYTE *buffer, ULONG size)
{
    (void)iface, (void)cdb, (void)cdb_size, (void)sense, (void)timeout_s, (void)buffer, (void)size;
    return FOREIGN_DISC_NOT_SUPPORTED;
}

/* What gives bytes to be freed by the caller gives none. */
static HRESULT nothing(BYTE **data, ULONG *size)
{
    *data = NULL;
    *size = 0;
    return FOREIGN_DISC_NOT_SUPPORTED;
}

static HRESULT WINAPI commands_ReadDvdStructure(IDiscRecorder2Ex *iface, ULONG format, ULONG address, ULONG layer,
                                                ULONG agid, BYTE **data, ULONG *size)
{
    (void)iface, (void)format, (void)address, (void)layer, (void)agid;
    return nothing(data, size);
}

static HRESULT WINAPI commands_SendDvdStructure(IDiscRecorder2Ex *iface, ULONG format, BYTE *data, ULONG size)
{
    (void)iface, (void)format, (void)data, (void)size;
    return FOREIGN_DISC_NOT_SUPPORTED;
}

static HRESULT WINAPI commands_get_bytes(IDiscRecorder2Ex *iface, BYTE **data, ULONG *size)
{
    (void)iface;
    return nothing(data, size);
}

static HRESULT WINAPI commands_GetTrackInformation(IDiscRecorder2Ex *iface, ULONG address,
                                                   IMAPI_READ_TRACK_ADDRESS_TYPE type, BYTE **data, ULONG *size)
{
    (void)iface, (void)address, (void)type;
    return nothing(data, size);
}

static HRESULT WINAPI commands_GetFeaturePage(IDiscRecorder2Ex *iface, IMAPI_FEATURE_PAGE_TYPE feature, BOOLEAN current,
                                              BYTE **data, ULONG *size)
{
    (void)iface, (void)feature, (void)current;
    return nothing(data, size);
}

static HRESULT WINAPI commands_GetModePage(IDiscRecorder2Ex *iface, IMAPI_MODE_PAGE_TYPE page,
                                           IMAPI_MODE_PAGE_REQUEST_TYPE type, BYTE **data, ULONG *size)
{
    (void)iface, (void)page, (void)type;
    return nothing(data, size);
}

static HRESULT WINAPI commands_SetModePage(IDiscRecorder2Ex *iface, IMAPI_MODE_PAGE_REQUEST_TYPE type, BYTE *data,
                                           ULONG size)
{
    (void)iface, (void)type, (void)data, (void)size;
    return FOREIGN_DISC_NOT_SUPPORTED;
}

static HRESULT WINAPI commands_GetSupportedFeaturePages(IDiscRecorder2Ex *iface, BOOLEAN current,
                                                        IMAPI_FEATURE_PAGE_TYPE **data, ULONG *count)
{
    (void)iface, (void)current;
    *data = NULL;
    *count = 0;
    return FOREIGN_DISC_NOT_SUPPORTED;
}

static HRESULT WINAPI commands_GetSupportedProfiles(IDiscRecorder2Ex *iface, BOOLEAN current, IMAPI_PROFILE_TYPE **data,
                                                    ULONG *count)
{
    (void)iface, (void)current;
    *data = NULL;
    *count = 0;
    return FOREIGN_DISC_NOT_SUPPORTED;
}

static HRESULT WINAPI commands_GetSupportedModePages(IDiscRecorder2Ex *iface, IMAPI_MODE_PAGE_REQUEST_TYPE type,
                                                     IMAPI_MODE_PAGE_TYPE **data, ULONG *count)
{
    (void)iface, (void)type;
    *data = NULL;
    *count = 0;
    return FOREIGN_DISC_NOT_SUPPORTED;
}

static HRESULT WINAPI commands_GetByteAlignmentMask(IDiscRecorder2Ex *iface, ULONG *value)
{
    const struct foreign_disc *disc = of_commands(iface);

    *value = 0;
    return disc->drive ? IDiscRecorder2Ex_GetByteAlignmentMask(disc->drive, value) : S_OK;
}

static HRESULT WINAPI commands_get_transfer(IDiscRecorder2Ex *iface, ULONG *value)
{
    const struct foreign_disc *disc = of_commands(iface);

    *value = 1 << 20;
    return disc->drive ? IDiscRecorder2Ex_GetMaximumNonPageAlignedTransferSize(disc->drive, value) : S_OK;
}

/* NOLINTEND(readability-non-const-parameter) */

const IDiscRecorder2ExVtbl foreign_disc_commands_methods = {
    commands_QueryInterface,
    commands_AddRef,
    commands_Release,
    commands_SendCommandNoData,
    commands_SendCommandSendDataToDevice,
    commands_SendCommandGetDataFromDevice,
    commands_ReadDvdStructure,
    commands_SendDvdStructure,
    commands_get_bytes, /* GetAdapterDescriptor */
    commands_get_bytes, /* GetDeviceDescriptor */
    commands_get_bytes, /* GetDiscInformation */
    commands_GetTrackInformation,
    commands_GetFeaturePage,
    commands_GetModePage,
    commands_SetModePage,
    commands_GetSupportedFeaturePages,
    commands_GetSupportedProfiles,
    commands_GetSupportedModePages,
    commands_GetByteAlignmentMask,
    commands_get_transfer, /* GetMaximumNonPageAlignedTransferSize */
    commands_get_transfer, /* GetMaximumPageAlignedTransferSize */
};
