/* Counts the references of a foreign disc, and joins its three interfaces to two objects. */
#include "discctl/foreign_disc_object.h"

#include "discctl/memory.h"

struct foreign_disc *foreign_disc_create(void)
{
    struct foreign_disc *disc = memory_get(sizeof *disc);

    disc->IMultisessionSequential_iface.lpVtbl = (IMultisessionSequentialVtbl *)&foreign_disc_session_methods;
    disc->IDiscRecorder2_iface.lpVtbl = (IDiscRecorder2Vtbl *)&foreign_disc_recorder_methods;
    disc->IDiscRecorder2Ex_iface.lpVtbl = (IDiscRecorder2ExVtbl *)&foreign_disc_commands_methods;
    disc->references = 1;
    disc->file = INVALID_HANDLE_VALUE;
    return disc;
}

ULONG foreign_disc_add_ref(struct foreign_disc *disc)
{
    return (ULONG)InterlockedIncrement(&disc->references);
}

ULONG foreign_disc_release(struct foreign_disc *disc)
{
    ULONG left = (ULONG)InterlockedDecrement(&disc->references);

    if (left) return left;
    if (disc->file != INVALID_HANDLE_VALUE) CloseHandle(disc->file);
    if (disc->drive) IDiscRecorder2Ex_Release(disc->drive);
    memory_free(disc);
    return 0;
}

HRESULT foreign_disc_query_recorder(struct foreign_disc *disc, REFIID iid, void **out)
{
    *out = NULL;
    if (IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IDispatch) || IsEqualIID(iid, &IID_IDiscRecorder2))
        *out = &disc->IDiscRecorder2_iface;
    else if (IsEqualIID(iid, &IID_IDiscRecorder2Ex))
        *out = &disc->IDiscRecorder2Ex_iface;
    if (*out) foreign_disc_add_ref(disc);
    return *out ? S_OK : E_NOINTERFACE;
}
