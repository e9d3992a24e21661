/* Queries the multisession objects, then the disc, and decides whether an image can continue the session. */
#include "imapi2fs/disc_session.h"

#include <string.h>
#include <wchar.h>

#include "com/global_interface.h"
#include "fs/append.h"
#include "fs/udf_revision.h"
#include "imapi2error.h"
#include "imapi2fs/recorder_command.h"
#include "imapi2fs/recorder_device.h"
#include "imapi2fs/status.h"
#include "imapi2fserror.h"

enum {
    ACCESS_READ_ONLY = 1, /* of a partition; ECMA-167 3/10.5.7 */
    REVISION_LAST = 0x0260,
};

/* ------------------------------------------------------------------------------------------------- looking at it */

static HRESULT failure_of(enum fs_status status, const struct fs_disc *disc, uint32_t *failed)
{
    if (status != FS_DEVICE_FAILED) return imapifs_result_of(status, NULL);
    *failed = fs_disc_failed_block(disc);
    return fs_disc_result(disc);
}

/* The new session of a rewritable disc is behind all that the structures name. */
static void find_start(struct disc_session *session)
{
    uint64_t start = session->facts.next;

    if (session->facts.is_random_write) start = fs_append_start_behind(session->found.end);
    session->start = start > FS_IMAGE_BLOCKS_MAX ? FS_IMAGE_BLOCKS_MAX : (uint32_t)start;
}

static void set_id(struct disc_session *session, uint32_t identifier)
{
    static const WCHAR digits[] = L"0123456789ABCDEF";
    uint64_t number = (uint64_t)identifier << 32 | session->start;
    int i;

    for (i = DISC_ID_CHARS - 1; i >= 0; i--, number >>= 4)
        session->id[i] = digits[number & 15];
}

static HRESULT probe(struct disc_session *session, uint32_t *failed)
{
    uint32_t identifier;
    enum fs_status status;

    session->disc = fs_disc_create(session->device);
    if (!session->disc) return E_OUTOFMEMORY;
    status = fs_probe(session->disc, session->facts.mount, &session->found);
    /* Where all that was refused is audio, no file system can be. */
    if (status == FS_DEVICE_FAILED && !recorder_device_has_failed(session->device)) status = FS_OK;
    if (status != FS_OK) return failure_of(status, session->disc, failed);
    find_start(session);
    if (!session->found.systems) return S_OK;
    status = fs_probe_identifier(session->disc, session->facts.mount, &identifier);
    if (status != FS_OK) return failure_of(status, session->disc, failed);
    set_id(session, identifier);
    return S_OK;
}

HRESULT disc_session_open(struct multisession *multisession, struct image_state *changing, struct disc_session *session,
                          uint32_t *failed)
{
    HRESULT hr;

    *failed = 0;
    memset(session, 0, sizeof *session);
    wmemset(session->id, L'0', DISC_ID_CHARS);
    if (changing) image_state_pause_change(changing);
    hr = multisession_look(multisession, &session->facts);
    if (changing) image_state_resume_change(changing);
    if (FAILED(hr) || session->facts.is_blank) return hr;
    hr = recorder_device_create(session->facts.recorder, session->facts.end, &session->device);
    if (FAILED(hr)) return hr;
    recorder_device_set_change(session->device, changing);
    hr = probe(session, failed);
    /* A rewritable disc that was never written is often one that cannot be read. */
    if (session->facts.is_random_write && !session->found.systems && hr != E_OUTOFMEMORY) hr = S_OK;
    return hr;
}

void disc_session_close(struct disc_session *session)
{
    fs_disc_destroy(session->disc);
    if (session->device) {
        recorder_device_set_change(session->device, NULL);
        session->device->release(session->device);
    }
    multisession_facts_free(&session->facts);
}

/* ------------------------------------------------------------------------------------------------------ judging it */

/* Is there anything at all where a file system would begin? */
static bool has_data(struct fs_disc *disc, uint32_t start)
{
    enum { FIRST = 16, END = 32, ANCHOR = 256 };
    uint8_t block[FS_BLOCK_BYTES];
    uint32_t at;
    size_t i;

    for (at = FIRST; at <= END; at++) {
        if (fs_disc_read(disc, (uint64_t)start + (at < END ? at : ANCHOR), block) != FS_OK) continue;
        for (i = 0; i < sizeof block; i++)
            if (block[i]) return true;
    }
    return false;
}

FsiFileSystems disc_session_systems(const struct disc_session *session)
{
    if (session->facts.is_blank) return FsiFileSystemNone;
    if (session->found.systems) return (FsiFileSystems)session->found.systems;
    if (!session->facts.is_random_write) return FsiFileSystemUnknown;
    return has_data(session->disc, session->facts.mount) ? FsiFileSystemUnknown : FsiFileSystemNone;
}

const WCHAR *disc_session_system_name(FsiFileSystems system)
{
    if (system & FsiFileSystemISO9660) return L"ISO9660";
    return system & FsiFileSystemJoliet ? L"Joliet" : L"UDF";
}

static HRESULT check_udf(const struct disc_session *session)
{
    const struct fs_session *found = &session->found;

    if (found->system[FS_UDF].status == FS_PARTITION_FOREIGN || found->access_type != ACCESS_READ_ONLY ||
        !udf_revision_numbered(found->udf_revision) || found->minimum_write > REVISION_LAST)
        return IMAPI_E_UDF_NOT_WRITE_COMPATIBLE;
    if (!found->partition_first || found->partition_first > session->start)
        return IMAPI_E_INCOMPATIBLE_PREVIOUS_SESSION;
    return S_OK;
}

/* One that is there, and cannot be read. */
static HRESULT check_readable(const struct disc_session *session, FsiFileSystems system, struct imapifs_call *call)
{
    unsigned number = system == FsiFileSystemUDF ? FS_UDF : system == FsiFileSystemJoliet ? FS_JOLIET : FS_ISO9660;
    enum fs_status status = session->found.system[number].status;

    call->inserts[0] = disc_session_system_name(system);
    if (status != FS_DEVICE_FAILED) return imapifs_result_of(status, NULL);
    imapifs_call_number(call, fs_disc_failed_block(session->disc));
    return IMAPI_E_IMPORT_READ_FAILURE;
}

HRESULT disc_session_check(const struct disc_session *session, FsiFileSystems system, struct imapifs_call *call)
{
    FsiFileSystems systems = disc_session_systems(session);
    HRESULT hr;

    if (systems == FsiFileSystemNone) return IMAPI_E_EMPTY_DISC;
    if (systems == FsiFileSystemUnknown || !(systems & system)) {
        call->inserts[0] = disc_session_system_name(system);
        return IMAPI_E_FILE_SYSTEM_NOT_FOUND;
    }
    if (systems & FsiFileSystemJoliet && !(systems & FsiFileSystemISO9660))
        return IMAPI_E_INCOMPATIBLE_PREVIOUS_SESSION;
    /* Only UDF can be led to another session where the descriptors of the first one stay. */
    if (session->facts.is_random_write && systems != FsiFileSystemUDF) return IMAPI_E_INCOMPATIBLE_PREVIOUS_SESSION;
    hr = check_readable(session, system, call);
    if (SUCCEEDED(hr) && systems & FsiFileSystemUDF) hr = check_udf(session);
    if (SUCCEEDED(hr) && session->facts.is_random_write && session->start >= session->facts.free)
        hr = IMAPI_E_INCOMPATIBLE_PREVIOUS_SESSION;
    return hr;
}

/* -------------------------------------------------------------------------------------------- without multisession */

/* A disc without a table of contents is looked at from its beginning; one whose size the drive does not give is blank.
 */
static HRESULT ask_recorder(IDiscRecorder2Ex *recorder, struct recorder_session *session, uint32_t *blocks)
{
    HRESULT hr = recorder_read_last_session(recorder, session);

    *blocks = 0;
    if (hr == IMAPI_E_IMPORT_READ_FAILURE) {
        *session = (struct recorder_session){0, true};
        hr = S_OK;
    }
    if (SUCCEEDED(hr)) hr = recorder_read_capacity(recorder, blocks);
    return hr == IMAPI_E_IMPORT_READ_FAILURE ? S_OK : hr;
}

static HRESULT identify(struct fs_device *device, uint32_t start, FsiFileSystems *systems)
{
    struct fs_disc *disc = fs_disc_create(device);
    struct fs_session found;
    enum fs_status status;

    if (!disc) return E_OUTOFMEMORY;
    status = fs_probe(disc, start, &found);
    if (found.systems)
        *systems = (FsiFileSystems)found.systems;
    else if (has_data(disc, start))
        *systems = FsiFileSystemUnknown;
    fs_disc_destroy(disc);
    return status == FS_OUT_OF_MEMORY ? E_OUTOFMEMORY : S_OK;
}

HRESULT disc_session_identify(IDiscRecorder2 *recorder, FsiFileSystems *systems)
{
    struct recorder_session session;
    struct com_global *kept = NULL;
    struct fs_device *device;
    IDiscRecorder2Ex *extended;
    uint32_t blocks;
    HRESULT hr = IDiscRecorder2_QueryInterface(recorder, &IID_IDiscRecorder2Ex, (void **)&extended);

    *systems = FsiFileSystemNone;
    if (FAILED(hr)) return hr;
    hr = ask_recorder(extended, &session, &blocks);
    IDiscRecorder2Ex_Release(extended);
    if (FAILED(hr) || !blocks) return hr;
    if (!session.has_data) {
        *systems = FsiFileSystemUnknown;
        return S_OK;
    }
    hr = com_global_keep((IUnknown *)recorder, &kept);
    if (FAILED(hr)) return hr;
    hr = recorder_device_create(kept, blocks, &device);
    com_global_release(kept);
    if (FAILED(hr)) return hr;
    hr = identify(device, session.start, systems);
    device->release(device);
    return hr;
}
