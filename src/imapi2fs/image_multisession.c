/* MsftFileSystemImage: the objects for multisession writing, and queries about their disc without an import. */
#include <wchar.h>

#include "com/values.h"
#include "imapi2fs/disc_session.h"
#include "imapi2fs/file_system_image.h"
#include "imapi2fs/image_import.h"
#include "imapi2fserror.h"

/* -------------------------------------------------------------------------------------------------- the objects */

struct multisession *image_hold_multisession(struct image_state *state)
{
    struct multisession *multisession;

    EnterCriticalSection(&state->lock);
    multisession = state->multisession;
    multisession_add_ref(multisession);
    LeaveCriticalSection(&state->lock);
    return multisession;
}

/* IFileSystemImage::get_MultisessionInterfaces. */
HRESULT WINAPI image_get_MultisessionInterfaces(IFileSystemImage3 *iface, SAFEARRAY **value)
{
    struct multisession *multisession;
    struct imapifs_call call;
    HRESULT hr;

    image_call_begin(&call, "Reading the objects for multisession writing");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    multisession = image_hold_multisession(image_state_of(iface));
    hr = multisession_get_objects(multisession, value);
    multisession_release(multisession);
    return imapifs_call_done(&call, hr);
}

/* Can the disc be continued by one of them? Whether a rewritable disc is blank, an import will tell. */
static HRESULT check(struct multisession *multisession, struct imapifs_call *call)
{
    struct multisession_facts facts;
    HRESULT hr = multisession_look(multisession, &facts);

    if (SUCCEEDED(hr) && facts.is_blank) {
        call->inserts[0] = L"0";
        hr = IMAPI_E_IMPORT_SEEK_FAILURE;
    }
    multisession_facts_free(&facts);
    return hr;
}

/* Those that were set before are the caller's afterwards. */
static HRESULT swap(struct image_state *state, struct multisession **multisession)
{
    struct multisession *old;
    HRESULT hr = image_state_begin_change(state);

    if (FAILED(hr)) return hr;
    if (state->is_imported) {
        hr = IMAPI_E_READONLY;
    } else {
        old = state->multisession;
        state->multisession = *multisession;
        *multisession = old;
    }
    image_state_end_change(state);
    return hr;
}

static HRESULT can_be_changed(struct image_state *state)
{
    HRESULT hr = image_state_begin_change(state);

    if (FAILED(hr)) return hr;
    if (state->is_imported) hr = IMAPI_E_READONLY;
    image_state_end_change(state);
    return hr;
}

/* IFileSystemImage::put_MultisessionInterfaces. The objects are a client's, and are asked without the lock; they may
 * give back the last reference to the image.
 */
HRESULT WINAPI image_put_MultisessionInterfaces(IFileSystemImage3 *iface, SAFEARRAY *value)
{
    struct image_state *state = image_state_of(iface);
    struct multisession *multisession = NULL;
    struct imapifs_call call;
    HRESULT hr;

    image_call_begin(&call, "Setting the objects for multisession writing");
    call.inserts[0] = L"newVal";
    if (!value) return imapifs_call_done(&call, E_POINTER);
    image_state_hold(state);
    hr = can_be_changed(state);
    if (SUCCEEDED(hr)) hr = multisession_create(value, &multisession);
    if (SUCCEEDED(hr) && multisession) hr = check(multisession, &call);
    if (SUCCEEDED(hr)) hr = swap(state, &multisession);
    multisession_release(multisession);
    image_state_release(state);
    return imapifs_call_done(&call, hr);
}

/* --------------------------------------------------------------------------------------------------- the disc */

/* Open the session of the image's objects. disc_session_close it after success. */
static HRESULT open_session(struct image_state *state, struct imapifs_call *call, struct disc_session *session)
{
    struct multisession *multisession = image_hold_multisession(state);
    uint32_t failed;
    HRESULT hr;

    if (!multisession) return IMAPI_E_MULTISESSION_NOT_SET;
    hr = disc_session_open(multisession, NULL, session, &failed);
    multisession_release(multisession);
    if (FAILED(hr)) disc_session_close(session);
    if (hr == IMAPI_E_IMPORT_READ_FAILURE) imapifs_call_number(call, failed);
    return hr;
}

/* IFileSystemImage::CalculateDiscIdentifier. */
HRESULT WINAPI image_CalculateDiscIdentifier(IFileSystemImage3 *iface, BSTR *value)
{
    struct disc_session session;
    struct imapifs_call call;
    HRESULT hr;

    image_call_begin(&call, "Calculating the identifier of the disc");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = NULL;
    hr = open_session(image_state_of(iface), &call, &session);
    if (FAILED(hr)) return imapifs_call_done(&call, hr);
    *value = SysAllocString(session.id);
    disc_session_close(&session);
    return imapifs_call_done(&call, *value ? S_OK : E_OUTOFMEMORY);
}

HRESULT image_check_disc(struct image_state *state)
{
    struct disc_session session;
    struct imapifs_call call;
    WCHAR id[DISC_ID_CHARS + 1];
    bool is_imported;
    HRESULT hr;

    EnterCriticalSection(&state->lock);
    is_imported = state->is_imported;
    wmemcpy(id, state->disc_id, ARRAYSIZE(id));
    LeaveCriticalSection(&state->lock);
    if (!is_imported) return S_OK;
    image_call_begin(&call, "Looking at the disc");
    hr = open_session(state, &call, &session);
    if (FAILED(hr)) return hr == E_OUTOFMEMORY ? hr : IMAPI_E_DISC_MISMATCH;
    if (wmemcmp(session.id, id, DISC_ID_CHARS) != 0) hr = IMAPI_E_DISC_MISMATCH;
    disc_session_close(&session);
    return hr;
}

/* IFileSystemImage::IdentifyFileSystemsOnDisc. */
HRESULT WINAPI image_IdentifyFileSystemsOnDisc(IFileSystemImage3 *iface, IDiscRecorder2 *recorder,
                                               FsiFileSystems *value)
{
    struct disc_session session;
    struct imapifs_call call;
    HRESULT hr;

    image_call_begin(&call, "Looking for file systems on the disc");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = FsiFileSystemNone;
    if (recorder) return imapifs_call_done(&call, disc_session_identify(recorder, value));
    hr = open_session(image_state_of(iface), &call, &session);
    if (FAILED(hr)) return imapifs_call_done(&call, hr);
    *value = disc_session_systems(&session);
    disc_session_close(&session);
    return imapifs_call_done(&call, S_OK);
}

/* IFileSystemImage3::ProbeSpecificFileSystem. */
HRESULT WINAPI image_ProbeSpecificFileSystem(IFileSystemImage3 *iface, FsiFileSystems system, VARIANT_BOOL *value)
{
    struct multisession *multisession;
    struct disc_session session;
    struct imapifs_call call;
    uint32_t failed;
    HRESULT hr;

    image_call_begin(&call, "Looking whether a file system of the disc can be appended to");
    if (!value) return imapifs_call_done(&call, E_POINTER);
    *value = VARIANT_FALSE;
    call.inserts[0] = L"fileSystemToProbe";
    if (!image_is_one_system(system)) return imapifs_call_done(&call, IMAPI_E_INVALID_PARAM);
    multisession = image_hold_multisession(image_state_of(iface));
    if (!multisession) return imapifs_call_done(&call, IMAPI_E_MULTISESSION_NOT_SET);
    hr = disc_session_open(multisession, NULL, &session, &failed);
    if (SUCCEEDED(hr) && disc_session_check(&session, system, &call) == S_OK) *value = VARIANT_TRUE;
    disc_session_close(&session);
    multisession_release(multisession);
    return imapifs_call_done(&call, hr == E_OUTOFMEMORY ? hr : S_OK);
}
