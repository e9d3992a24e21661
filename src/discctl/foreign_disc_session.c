/* IMultisessionSequential of a foreign disc: it reports a session that can be continued, so that an import reads it. */
#include "discctl/foreign_disc_object.h"

static struct foreign_disc *of_session(IMultisessionSequential *iface)
{
    return CONTAINING_RECORD(iface, struct foreign_disc, IMultisessionSequential_iface);
}

/* NOLINTBEGIN(readability-non-const-parameter): the interfaces say what the parameters are. */

COUNTED_WITHOUT_NAMES(session, IMultisessionSequential, of_session)

static HRESULT WINAPI session_QueryInterface(IMultisessionSequential *iface, REFIID iid, void **out)
{
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IDispatch) && !IsEqualIID(iid, &IID_IMultisession) &&
        !IsEqualIID(iid, &IID_IMultisessionSequential))
        return E_NOINTERFACE;
    foreign_disc_add_ref(of_session(iface));
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
    foreign_disc_add_ref(of_session(iface));
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
    *value = FOREIGN_DISC_FREE_SECTORS;
    return S_OK;
}

/* NOLINTEND(readability-non-const-parameter) */

const IMultisessionSequentialVtbl foreign_disc_session_methods = {
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
