/* IMultisessionSequential, IDiscRecorder2 and IDiscRecorder2Ex over a file, or over the blocks of a real recorder: as
 * much of them as an import asks for. What it does not ask for is not supported.
 */
#include "discctl/foreign_disc.h"

#include <stdint.h>
#include <string.h>

#include "imapi2error.h"

#include "discctl/files.h"
#include "discctl/memory.h"
#include "discctl/recorders.h"

enum {
    BLOCK_BYTES = 2048,
    TIMEOUT_S = 60,
    SENSE_BYTES = 18,
    READ_CAPACITY = 0x25,
    READ_10 = 0x28,
    READ_TOC = 0x43,
    TOC_SESSIONS = 1,      /* MMC-6, READ TOC/PMA/ATIP: multi-session information */
    FREE_SECTORS = 1000000 /* nothing is written: any room will do */
};

#define NOT_SUPPORTED HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED)

struct foreign_disc {
    IMultisessionSequential IMultisessionSequential_iface;
    IDiscRecorder2 IDiscRecorder2_iface;
    IDiscRecorder2Ex IDiscRecorder2Ex_iface;
    LONG references;
    HANDLE file;             /* owned; INVALID_HANDLE_VALUE: there is none */
    IDiscRecorder2Ex *drive; /* owned; NULL: there is none */
    LONG block_count, start; /* of the disc; of its last session */
};

static struct foreign_disc *of_session(IMultisessionSequential *iface)
{
    return CONTAINING_RECORD(iface, struct foreign_disc, IMultisessionSequential_iface);
}

static struct foreign_disc *of_recorder(IDiscRecorder2 *iface)
{
    return CONTAINING_RECORD(iface, struct foreign_disc, IDiscRecorder2_iface);
}

static struct foreign_disc *of_commands(IDiscRecorder2Ex *iface)
{
    return CONTAINING_RECORD(iface, struct foreign_disc, IDiscRecorder2Ex_iface);
}

static ULONG add_ref(struct foreign_disc *disc)
{
    return (ULONG)InterlockedIncrement(&disc->references);
}

static ULONG release(struct foreign_disc *disc)
{
    ULONG left = (ULONG)InterlockedDecrement(&disc->references);

    if (left) return left;
    if (disc->file != INVALID_HANDLE_VALUE) CloseHandle(disc->file);
    if (disc->drive) IDiscRecorder2Ex_Release(disc->drive);
    memory_free(disc);
    return 0;
}

/* The session is one object, the recorder with its commands another, which lives in the same memory. */
static HRESULT query_recorder(struct foreign_disc *disc, REFIID iid, void **out)
{
    *out = NULL;
    if (IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IDispatch) || IsEqualIID(iid, &IID_IDiscRecorder2))
        *out = &disc->IDiscRecorder2_iface;
    else if (IsEqualIID(iid, &IID_IDiscRecorder2Ex))
        *out = &disc->IDiscRecorder2Ex_iface;
    if (*out) add_ref(disc);
    return *out ? S_OK : E_NOINTERFACE;
}

/* NOLINTBEGIN(readability-non-const-parameter): the interfaces say what the parameters are. */

/* The methods of IUnknown that count, and those of IDispatch: an importer asks by the interface alone, and by no name.
 * noun: of the methods; of: the function that gives the disc of an interface X.
 */
#define COUNTED_WITHOUT_NAMES(noun, X, of)                                                                             \
    static ULONG WINAPI noun##_AddRef(X *iface)                                                                        \
    {                                                                                                                  \
        return add_ref(of(iface));                                                                                     \
    }                                                                                                                  \
    static ULONG WINAPI noun##_Release(X *iface)                                                                       \
    {                                                                                                                  \
        return release(of(iface));                                                                                     \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_GetTypeInfoCount(X *iface, UINT *count)                                               \
    {                                                                                                                  \
        (void)iface;                                                                                                   \
        *count = 0;                                                                                                    \
        return S_OK;                                                                                                   \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_GetTypeInfo(X *iface, UINT index, LCID locale, ITypeInfo **info)                      \
    {                                                                                                                  \
        (void)iface, (void)index, (void)locale;                                                                        \
        *info = NULL;                                                                                                  \
        return DISP_E_BADINDEX;                                                                                        \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_GetIDsOfNames(X *iface, REFIID iid, LPOLESTR *names, UINT count, LCID locale,         \
                                               DISPID *ids)                                                            \
    {                                                                                                                  \
        (void)iface, (void)iid, (void)names, (void)locale;                                                             \
        while (count)                                                                                                  \
            ids[--count] = DISPID_UNKNOWN;                                                                             \
        return DISP_E_UNKNOWNNAME;                                                                                     \
    }                                                                                                                  \
    static HRESULT WINAPI noun##_Invoke(X *iface, DISPID member, REFIID iid, LCID locale, WORD flags,                  \
                                        DISPPARAMS *parameters, VARIANT *result, EXCEPINFO *exception, UINT *argument) \
    {                                                                                                                  \
        (void)iface, (void)member, (void)iid, (void)locale, (void)flags, (void)parameters, (void)result,               \
            (void)exception, (void)argument;                                                                           \
        return DISP_E_MEMBERNOTFOUND;                                                                                  \
    }

COUNTED_WITHOUT_NAMES(session, IMultisessionSequential, of_session)
COUNTED_WITHOUT_NAMES(recorder, IDiscRecorder2, of_recorder)

/* ------------------------------------------------------------------------------------------ IMultisessionSequential */

static HRESULT WINAPI session_QueryInterface(IMultisessionSequential *iface, REFIID iid, void **out)
{
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IDispatch) && !IsEqualIID(iid, &IID_IMultisession) &&
        !IsEqualIID(iid, &IID_IMultisessionSequential))
        return E_NOINTERFACE;
    add_ref(of_session(iface));
    *out = iface;
    return S_OK;
}

static HRESULT WINAPI session_get_yes(IMultisessionSequential *iface, VARIANT_BOOL *value)
{
    (void)iface;
    *value = VARIANT_TRUE;
    return S_OK;
}

static HRESULT WINAPI session_get_no(IMultisessionSequential *iface, VARIANT_BOOL *value)
{
    (void)iface;
    *value = VARIANT_FALSE;
    return S_OK;
}

static HRESULT WINAPI session_put_InUse(IMultisessionSequential *iface, VARIANT_BOOL value)
{
    (void)iface, (void)value;
    return S_OK;
}

static HRESULT WINAPI session_get_ImportRecorder(IMultisessionSequential *iface, IDiscRecorder2 **value)
{
    *value = &of_session(iface)->IDiscRecorder2_iface;
    add_ref(of_session(iface));
    return S_OK;
}

static HRESULT WINAPI session_get_StartAddressOfPreviousSession(IMultisessionSequential *iface, LONG *value)
{
    *value = of_session(iface)->start;
    return S_OK;
}

static HRESULT WINAPI session_get_LastWrittenAddressOfPreviousSession(IMultisessionSequential *iface, LONG *value)
{
    *value = of_session(iface)->block_count - 1;
    return S_OK;
}

static HRESULT WINAPI session_get_NextWritableAddress(IMultisessionSequential *iface, LONG *value)
{
    *value = of_session(iface)->block_count;
    return S_OK;
}

static HRESULT WINAPI session_get_FreeSectorsOnMedia(IMultisessionSequential *iface, LONG *value)
{
    (void)iface;
    *value = FREE_SECTORS;
    return S_OK;
}

static const IMultisessionSequentialVtbl session_methods = {
    session_QueryInterface,
    session_AddRef,
    session_Release,
    session_GetTypeInfoCount,
    session_GetTypeInfo,
    session_GetIDsOfNames,
    session_Invoke,
    session_get_yes, /* IsSupportedOnCurrentMediaState */
    session_put_InUse,
    session_get_yes, /* InUse */
    session_get_ImportRecorder,
    session_get_no, /* IsFirstDataSession */
    session_get_StartAddressOfPreviousSession,
    session_get_LastWrittenAddressOfPreviousSession,
    session_get_NextWritableAddress,
    session_get_FreeSectorsOnMedia,
};

/* --------------------------------------------------------------------------------------------------- IDiscRecorder2 */

static HRESULT WINAPI recorder_QueryInterface(IDiscRecorder2 *iface, REFIID iid, void **out)
{
    return query_recorder(of_recorder(iface), iid, out);
}

static HRESULT WINAPI recorder_do(IDiscRecorder2 *iface)
{
    (void)iface;
    return NOT_SUPPORTED;
}

static HRESULT WINAPI recorder_AcquireExclusiveAccess(IDiscRecorder2 *iface, VARIANT_BOOL force, BSTR client)
{
    (void)iface, (void)force, (void)client;
    return NOT_SUPPORTED;
}

static HRESULT WINAPI recorder_InitializeDiscRecorder(IDiscRecorder2 *iface, BSTR id)
{
    (void)iface, (void)id;
    return NOT_SUPPORTED;
}

static HRESULT WINAPI recorder_get_text(IDiscRecorder2 *iface, BSTR *value)
{
    (void)iface;
    *value = NULL;
    return NOT_SUPPORTED;
}

static HRESULT WINAPI recorder_get_array(IDiscRecorder2 *iface, SAFEARRAY **value)
{
    (void)iface;
    *value = NULL;
    return NOT_SUPPORTED;
}

static HRESULT WINAPI recorder_get_DeviceCanLoadMedia(IDiscRecorder2 *iface, VARIANT_BOOL *value)
{
    (void)iface;
    *value = VARIANT_FALSE;
    return S_OK;
}

static HRESULT WINAPI recorder_get_LegacyDeviceNumber(IDiscRecorder2 *iface, LONG *value)
{
    (void)iface;
    *value = -1;
    return NOT_SUPPORTED;
}

static const IDiscRecorder2Vtbl recorder_methods = {
    recorder_QueryInterface,
    recorder_AddRef,
    recorder_Release,
    recorder_GetTypeInfoCount,
    recorder_GetTypeInfo,
    recorder_GetIDsOfNames,
    recorder_Invoke,
    recorder_do, /* EjectMedia */
    recorder_do, /* CloseTray */
    recorder_AcquireExclusiveAccess,
    recorder_do, /* ReleaseExclusiveAccess */
    recorder_do, /* DisableMcn */
    recorder_do, /* EnableMcn */
    recorder_InitializeDiscRecorder,
    recorder_get_text,  /* ActiveDiscRecorder */
    recorder_get_text,  /* VendorId */
    recorder_get_text,  /* ProductId */
    recorder_get_text,  /* ProductRevision */
    recorder_get_text,  /* VolumeName */
    recorder_get_array, /* VolumePathNames */
    recorder_get_DeviceCanLoadMedia,
    recorder_get_LegacyDeviceNumber,
    recorder_get_array, /* SupportedFeaturePages */
    recorder_get_array, /* CurrentFeaturePages */
    recorder_get_array, /* SupportedProfiles */
    recorder_get_array, /* CurrentProfiles */
    recorder_get_array, /* SupportedModePages */
    recorder_get_text,  /* ExclusiveAccessOwner */
};

/* ------------------------------------------------------------------------------------------------- IDiscRecorder2Ex */

static HRESULT WINAPI commands_QueryInterface(IDiscRecorder2Ex *iface, REFIID iid, void **out)
{
    return query_recorder(of_commands(iface), iid, out);
}

static ULONG WINAPI commands_AddRef(IDiscRecorder2Ex *iface)
{
    return add_ref(of_commands(iface));
}

static ULONG WINAPI commands_Release(IDiscRecorder2Ex *iface)
{
    return release(of_commands(iface));
}

static ULONG number_at(const BYTE *bytes)
{
    return (ULONG)bytes[0] << 24 | (ULONG)bytes[1] << 16 | (ULONG)bytes[2] << 8 | bytes[3];
}

/* Fixed format sense data (SPC-4): CHECK CONDITION. */
static HRESULT refuse(BYTE sense[SENSE_BYTES], BYTE key, BYTE asc)
{
    memset(sense, 0, SENSE_BYTES);
    sense[0] = 0x70;
    sense[2] = key;
    sense[7] = SENSE_BYTES - 8;
    sense[12] = asc;
    return S_IMAPI_COMMAND_HAS_SENSE_DATA;
}

/* READ(10) of the file, whose last block may be short. */
static HRESULT read_file(const struct foreign_disc *disc, const BYTE *cdb, BYTE sense[SENSE_BYTES], BYTE *buffer,
                         ULONG size, ULONG *fetched)
{
    enum { ILLEGAL_REQUEST = 5, MEDIUM_ERROR = 3, ADDRESS_OUT_OF_RANGE = 0x21, UNRECOVERED_READ = 0x11 };
    ULONG first = number_at(cdb + 2), count = (ULONG)cdb[7] << 8 | cdb[8];
    uint64_t at = (uint64_t)first * BLOCK_BYTES;
    OVERLAPPED place = {.Offset = (DWORD)at, .OffsetHigh = (DWORD)(at >> 32)};
    DWORD got = 0;

    if ((uint64_t)first + count > (ULONG)disc->block_count || count * BLOCK_BYTES > size)
        return refuse(sense, ILLEGAL_REQUEST, ADDRESS_OUT_OF_RANGE);
    if (!ReadFile(disc->file, buffer, count * BLOCK_BYTES, &got, &place) && GetLastError() != ERROR_HANDLE_EOF)
        return refuse(sense, MEDIUM_ERROR, UNRECOVERED_READ);
    if (got + BLOCK_BYTES <= count * BLOCK_BYTES) return refuse(sense, MEDIUM_ERROR, UNRECOVERED_READ);
    memset(buffer + got, 0, count * BLOCK_BYTES - got);
    *fetched = count * BLOCK_BYTES;
    return S_OK;
}

static HRESULT WINAPI commands_SendCommandGetDataFromDevice(IDiscRecorder2Ex *iface, BYTE *cdb, ULONG cdb_size,
                                                            BYTE sense[SENSE_BYTES], ULONG timeout_s, BYTE *buffer,
                                                            ULONG size, ULONG *fetched)
{
    enum { ILLEGAL_REQUEST = 5, INVALID_OPCODE = 0x20 };
    const struct foreign_disc *disc = of_commands(iface);

    *fetched = 0;
    if (disc->drive)
        return IDiscRecorder2Ex_SendCommandGetDataFromDevice(disc->drive, cdb, cdb_size, sense, timeout_s, buffer, size,
                                                             fetched);
    if (cdb_size == 10 && cdb[0] == READ_10) return read_file(disc, cdb, sense, buffer, size, fetched);
    return refuse(sense, ILLEGAL_REQUEST, INVALID_OPCODE);
}

static HRESULT WINAPI commands_SendCommandNoData(IDiscRecorder2Ex *iface, BYTE *cdb, ULONG cdb_size,
                                                 BYTE sense[SENSE_BYTES], ULONG timeout_s)
{
    (void)iface, (void)cdb, (void)cdb_size, (void)sense, (void)timeout_s;
    return NOT_SUPPORTED;
}

static HRESULT WINAPI commands_SendCommandSendDataToDevice(IDiscRecorder2Ex *iface, BYTE *cdb, ULONG cdb_size,
                                                           BYTE sense[SENSE_BYTES], ULONG timeout_s, BYTE *buffer,
                                                           ULONG size)
{
    (void)iface, (void)cdb, (void)cdb_size, (void)sense, (void)timeout_s, (void)buffer, (void)size;
    return NOT_SUPPORTED;
}

/* What gives bytes to be freed by the caller gives none. */
static HRESULT nothing(BYTE **data, ULONG *size)
{
    *data = NULL;
    *size = 0;
    return NOT_SUPPORTED;
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
    return NOT_SUPPORTED;
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
    return NOT_SUPPORTED;
}

static HRESULT WINAPI commands_GetSupportedFeaturePages(IDiscRecorder2Ex *iface, BOOLEAN current,
                                                        IMAPI_FEATURE_PAGE_TYPE **data, ULONG *count)
{
    (void)iface, (void)current;
    *data = NULL;
    *count = 0;
    return NOT_SUPPORTED;
}

static HRESULT WINAPI commands_GetSupportedProfiles(IDiscRecorder2Ex *iface, BOOLEAN current, IMAPI_PROFILE_TYPE **data,
                                                    ULONG *count)
{
    (void)iface, (void)current;
    *data = NULL;
    *count = 0;
    return NOT_SUPPORTED;
}

static HRESULT WINAPI commands_GetSupportedModePages(IDiscRecorder2Ex *iface, IMAPI_MODE_PAGE_REQUEST_TYPE type,
                                                     IMAPI_MODE_PAGE_TYPE **data, ULONG *count)
{
    (void)iface, (void)type;
    *data = NULL;
    *count = 0;
    return NOT_SUPPORTED;
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

static const IDiscRecorder2ExVtbl commands_methods = {
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

/* ------------------------------------------------------------------------------------------------------- the discs */

static struct foreign_disc *create(void)
{
    struct foreign_disc *disc = memory_get(sizeof *disc);

    disc->IMultisessionSequential_iface.lpVtbl = (IMultisessionSequentialVtbl *)&session_methods;
    disc->IDiscRecorder2_iface.lpVtbl = (IDiscRecorder2Vtbl *)&recorder_methods;
    disc->IDiscRecorder2Ex_iface.lpVtbl = (IDiscRecorder2ExVtbl *)&commands_methods;
    disc->references = 1;
    disc->file = INVALID_HANDLE_VALUE;
    return disc;
}

bool foreign_disc_of_file(const char *path, IMultisessionSequential **out, struct failure *failure)
{
    struct foreign_disc *disc;
    wchar_t *absolute;
    uint64_t bytes;

    *out = NULL;
    if (!file_look(path, &absolute, &bytes, failure)) return false;
    disc = create();
    disc->file = CreateFileW(absolute, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    memory_free(absolute);
    if (disc->file == INVALID_HANDLE_VALUE) {
        *failure = failure_take(HRESULT_FROM_WIN32(GetLastError()));
    } else if (bytes < BLOCK_BYTES || bytes / BLOCK_BYTES >= INT32_MAX - FREE_SECTORS) {
        *failure = failure_say(HRESULT_FROM_WIN32(ERROR_BAD_LENGTH), "%s is no image of a disc: it has %llu bytes",
                               path, (unsigned long long)bytes);
    } else {
        disc->block_count = (LONG)((bytes + BLOCK_BYTES - 1) / BLOCK_BYTES);
        *out = &disc->IMultisessionSequential_iface;
        return true;
    }
    release(disc);
    return false;
}

/* The result of a command that the drive has refused, by its sense data (SPC-4, fixed format), as our server's methods
 * have it. A drive that waits to be started, or to be switched off and on, is not becoming ready.
 */
static HRESULT refusal(const BYTE sense[SENSE_BYTES])
{
    enum { NOT_READY = 0x04, INCOMPATIBLE = 0x30, NO_MEDIUM = 0x3A };
    BYTE asc = sense[12], ascq = sense[13];

    if (asc == NO_MEDIUM) return E_IMAPI_RECORDER_MEDIA_NO_MEDIA;
    if (asc == INCOMPATIBLE) return E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE;
    if (asc != NOT_READY) return E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE;
    switch (ascq) {
    case 0x02: /* wants to be started */
    case 0x22: /* wants to be switched off and on */
        return E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE;
    case 0x03: /* manual intervention required */
        return E_IMAPI_RECORDER_MEDIA_NO_MEDIA;
    case 0x04:
        return E_IMAPI_RECORDER_MEDIA_FORMAT_IN_PROGRESS;
    case 0x07:
    case 0x08:
        return E_IMAPI_RECORDER_MEDIA_BUSY;
    default:
        return E_IMAPI_RECORDER_MEDIA_BECOMING_READY;
    }
}

/* A command whose reply has `size` bytes; those that do not come are 0. Unit attention only reports a change. */
static HRESULT ask(IDiscRecorder2Ex *drive, BYTE *cdb, ULONG cdb_size, BYTE *reply, ULONG size)
{
    enum { UNIT_ATTENTION = 6, TRIES = 3 };
    BYTE sense[SENSE_BYTES];
    HRESULT hr = S_OK;
    int i;

    for (i = 0; i < TRIES; i++) {
        ULONG got = 0;

        memset(reply, 0, size);
        hr = IDiscRecorder2Ex_SendCommandGetDataFromDevice(drive, cdb, cdb_size, sense, TIMEOUT_S, reply, size, &got);
        if (hr != S_IMAPI_COMMAND_HAS_SENSE_DATA) return hr;
        if ((sense[2] & 0x0F) != UNIT_ATTENTION) break;
    }
    return refusal(sense);
}

/* READ CAPACITY, and the first address of the last session where there are several. */
static HRESULT look_at_drive(struct foreign_disc *disc)
{
    BYTE capacity_cdb[10] = {READ_CAPACITY}, toc_cdb[10] = {READ_TOC, 0, TOC_SESSIONS, [8] = 12};
    BYTE capacity[8], toc[12];
    HRESULT hr = ask(disc->drive, capacity_cdb, sizeof capacity_cdb, capacity, sizeof capacity);
    ULONG last, start;

    if (FAILED(hr)) return hr;
    last = number_at(capacity);
    if (last >= INT32_MAX - FREE_SECTORS) return E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE;
    disc->block_count = (LONG)last + 1;
    start = ask(disc->drive, toc_cdb, sizeof toc_cdb, toc, sizeof toc) == S_OK ? number_at(toc + 8) : 0;
    disc->start = start <= last ? (LONG)start : 0;
    return S_OK;
}

bool foreign_disc_of_drive(const char *drive, IMultisessionSequential **out, struct failure *failure)
{
    struct foreign_disc *disc;
    IDiscRecorder2 *recorder;
    HRESULT hr;

    *out = NULL;
    if (!recorder_find(drive, &recorder, failure)) return false;
    disc = create();
    do {
        if (disc->drive) IDiscRecorder2Ex_Release(disc->drive);
        disc->drive = NULL;
        hr = IDiscRecorder2_QueryInterface(recorder, &IID_IDiscRecorder2Ex, (void **)&disc->drive);
        if (SUCCEEDED(hr)) hr = look_at_drive(disc);
    } while (recorder_wait_if_becoming_ready(hr, failure));
    IDiscRecorder2_Release(recorder);
    if (SUCCEEDED(hr)) {
        *out = &disc->IMultisessionSequential_iface;
        return true;
    }
    release(disc);
    return false;
}
