/* Passes all calls on to the wrapped stream, but fails reads once the user has cancelled. */
#include "discctl/ending_stream.h"

#include "discctl/memory.h"

struct ending {
    IStream IStream_iface;
    LONG references;
    IStream *inner;
    bool (*is_over)(void);
};

static struct ending *ending_from(IStream *iface)
{
    return CONTAINING_RECORD(iface, struct ending, IStream_iface);
}

static HRESULT WINAPI ending_QueryInterface(IStream *iface, REFIID iid, void **out)
{
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_ISequentialStream) && !IsEqualIID(iid, &IID_IStream))
        return IStream_QueryInterface(ending_from(iface)->inner, iid, out);
    IStream_AddRef(iface);
    *out = iface;
    return S_OK;
}

static ULONG WINAPI ending_AddRef(IStream *iface)
{
    return (ULONG)InterlockedIncrement(&ending_from(iface)->references);
}

static ULONG WINAPI ending_Release(IStream *iface)
{
    struct ending *ending = ending_from(iface);
    ULONG left = (ULONG)InterlockedDecrement(&ending->references);

    if (left) return left;
    IStream_Release(ending->inner);
    memory_free(ending);
    return 0;
}

static HRESULT WINAPI ending_Read(IStream *iface, void *bytes, ULONG count, ULONG *got)
{
    struct ending *ending = ending_from(iface);

    if (got) *got = 0;
    if (ending->is_over()) return HRESULT_FROM_WIN32(ERROR_CANCELLED);
    return IStream_Read(ending->inner, bytes, count, got);
}

static HRESULT WINAPI ending_Write(IStream *iface, const void *bytes, ULONG count, ULONG *written)
{
    return IStream_Write(ending_from(iface)->inner, bytes, count, written);
}

static HRESULT WINAPI ending_Seek(IStream *iface, LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER *position)
{
    return IStream_Seek(ending_from(iface)->inner, move, origin, position);
}

static HRESULT WINAPI ending_SetSize(IStream *iface, ULARGE_INTEGER size)
{
    return IStream_SetSize(ending_from(iface)->inner, size);
}

static HRESULT WINAPI ending_CopyTo(IStream *iface, IStream *target, ULARGE_INTEGER count, ULARGE_INTEGER *got,
                                    ULARGE_INTEGER *written)
{
    return IStream_CopyTo(ending_from(iface)->inner, target, count, got, written);
}

static HRESULT WINAPI ending_Commit(IStream *iface, DWORD flags)
{
    return IStream_Commit(ending_from(iface)->inner, flags);
}

static HRESULT WINAPI ending_Revert(IStream *iface)
{
    return IStream_Revert(ending_from(iface)->inner);
}

static HRESULT WINAPI ending_LockRegion(IStream *iface, ULARGE_INTEGER offset, ULARGE_INTEGER count, DWORD kind)
{
    return IStream_LockRegion(ending_from(iface)->inner, offset, count, kind);
}

static HRESULT WINAPI ending_UnlockRegion(IStream *iface, ULARGE_INTEGER offset, ULARGE_INTEGER count, DWORD kind)
{
    return IStream_UnlockRegion(ending_from(iface)->inner, offset, count, kind);
}

static HRESULT WINAPI ending_Stat(IStream *iface, STATSTG *statistics, DWORD flags)
{
    return IStream_Stat(ending_from(iface)->inner, statistics, flags);
}

static HRESULT WINAPI ending_Clone(IStream *iface, IStream **out)
{
    return IStream_Clone(ending_from(iface)->inner, out);
}

static const IStreamVtbl ending_methods = {
    ending_QueryInterface, ending_AddRef,       ending_Release, ending_Read,   ending_Write,
    ending_Seek,           ending_SetSize,      ending_CopyTo,  ending_Commit, ending_Revert,
    ending_LockRegion,     ending_UnlockRegion, ending_Stat,    ending_Clone,
};

IStream *ending_stream_create(IStream *inner, bool (*is_over)(void))
{
    struct ending *ending = memory_get(sizeof *ending);

    ending->IStream_iface.lpVtbl = (IStreamVtbl *)&ending_methods;
    ending->references = 1;
    ending->inner = inner;
    ending->is_over = is_over;
    IStream_AddRef(inner);
    return &ending->IStream_iface;
}
