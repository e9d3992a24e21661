/* A stream of the test's own. */
#include "com/source_stream.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

BYTE source_stream_byte(uint64_t position)
{
    return (BYTE)(position * 7 + position / 2048 * 13 + 1);
}

static struct source_stream *from(IStream *iface)
{
    return CONTAINING_RECORD(iface, struct source_stream, IStream_iface);
}

static struct source_stream *from_list(IBlockRangeList *iface)
{
    return CONTAINING_RECORD(iface, struct source_stream, IBlockRangeList_iface);
}

static void note_thread(struct source_stream *stream)
{
    if (GetCurrentThreadId() != stream->thread) InterlockedIncrement(&stream->other_threads);
}

static HRESULT query(struct source_stream *stream, REFIID iid, void **out)
{
    *out = NULL;
    if (IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_ISequentialStream) || IsEqualIID(iid, &IID_IStream)) {
        *out = &stream->IStream_iface;
    } else if (stream->has_ranges && IsEqualIID(iid, &IID_IBlockRangeList)) {
        *out = &stream->IBlockRangeList_iface;
    } else {
        return E_NOINTERFACE;
    }
    InterlockedIncrement(&stream->references);
    return S_OK;
}

/* --------------------------------------------------------------------------------------------------------- IStream */

static HRESULT WINAPI stream_QueryInterface(IStream *iface, REFIID iid, void **out)
{
    return query(from(iface), iid, out);
}

static ULONG WINAPI stream_AddRef(IStream *iface)
{
    return (ULONG)InterlockedIncrement(&from(iface)->references);
}

static ULONG WINAPI stream_Release(IStream *iface)
{
    return (ULONG)InterlockedDecrement(&from(iface)->references);
}

static HRESULT WINAPI stream_Read(IStream *iface, void *bytes, ULONG count, ULONG *got)
{
    struct source_stream *stream = from(iface);
    ULONG i;

    note_thread(stream);
    InterlockedIncrement(&stream->reads);
    if (stream->most_bytes && count > stream->most_bytes) count = stream->most_bytes;
    if (count > stream->real_size - stream->position) count = (ULONG)(stream->real_size - stream->position);
    if (stream->read_answer && stream->position + count > stream->fails_at) return stream->read_answer;
    for (i = 0; i < count; i++)
        ((BYTE *)bytes)[i] = source_stream_byte(stream->position + i);
    stream->position += count;
    if (got) *got = stream->claims_more ? 0xFFFFFFFF : count;
    return S_OK;
}

static HRESULT WINAPI stream_Write(IStream *iface, const void *bytes, ULONG count, ULONG *written)
{
    (void)iface, (void)bytes, (void)count, (void)written;
    return STG_E_ACCESSDENIED;
}

static HRESULT WINAPI stream_Seek(IStream *iface, LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER *position)
{
    struct source_stream *stream = from(iface);

    note_thread(stream);
    if (stream->seek_answer) return stream->seek_answer;
    if (origin != STREAM_SEEK_SET) return STG_E_INVALIDFUNCTION;
    stream->position = (uint64_t)move.QuadPart;
    if (position) position->QuadPart = stream->position;
    return S_OK;
}

static HRESULT WINAPI stream_SetSize(IStream *iface, ULARGE_INTEGER size)
{
    (void)iface, (void)size;
    return STG_E_ACCESSDENIED;
}

static HRESULT WINAPI stream_CopyTo(IStream *iface, IStream *other, ULARGE_INTEGER count, ULARGE_INTEGER *read,
                                    ULARGE_INTEGER *written)
{
    (void)iface, (void)other, (void)count, (void)read, (void)written;
    return E_NOTIMPL;
}

static HRESULT WINAPI stream_Commit(IStream *iface, DWORD flags)
{
    (void)iface, (void)flags;
    return E_NOTIMPL;
}

static HRESULT WINAPI stream_Revert(IStream *iface)
{
    (void)iface;
    return E_NOTIMPL;
}

static HRESULT WINAPI stream_LockRegion(IStream *iface, ULARGE_INTEGER offset, ULARGE_INTEGER count, DWORD type)
{
    (void)iface, (void)offset, (void)count, (void)type;
    return E_NOTIMPL;
}

static HRESULT WINAPI stream_Stat(IStream *iface, STATSTG *stat, DWORD flags)
{
    struct source_stream *stream = from(iface);

    note_thread(stream);
    if (stream->stat_answer) return stream->stat_answer;
    memset(stat, 0, sizeof *stat);
    stat->type = STGTY_STREAM;
    stat->cbSize.QuadPart = stream->size;
    if (!(flags & STATFLAG_NONAME)) return E_NOTIMPL;
    return S_OK;
}

static HRESULT WINAPI stream_Clone(IStream *iface, IStream **clone)
{
    (void)iface;
    *clone = NULL;
    return E_NOTIMPL;
}

static const IStreamVtbl stream_vtbl = {
    stream_QueryInterface, stream_AddRef,     stream_Release, stream_Read,   stream_Write,
    stream_Seek,           stream_SetSize,    stream_CopyTo,  stream_Commit, stream_Revert,
    stream_LockRegion,     stream_LockRegion, stream_Stat,    stream_Clone,
};

/* ------------------------------------------------------------------------------------------------------ IBlockRange */

static struct source_range *from_range(IBlockRange *iface)
{
    return CONTAINING_RECORD(iface, struct source_range, IBlockRange_iface);
}

static HRESULT WINAPI range_QueryInterface(IBlockRange *iface, REFIID iid, void **out)
{
    bool is_known =
        IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IDispatch) || IsEqualIID(iid, &IID_IBlockRange);

    *out = is_known ? iface : NULL;
    return is_known ? S_OK : E_NOINTERFACE;
}

/* They live as long as the stream. */
static ULONG WINAPI range_AddRef(IBlockRange *iface)
{
    (void)iface;
    return 2;
}

static HRESULT WINAPI range_GetTypeInfoCount(IBlockRange *iface, UINT *count)
{
    (void)iface;
    *count = 0;
    return S_OK;
}

static HRESULT WINAPI range_GetTypeInfo(IBlockRange *iface, UINT index, LCID locale, ITypeInfo **info)
{
    (void)iface, (void)index, (void)locale, (void)info;
    return E_NOTIMPL;
}

static HRESULT WINAPI range_GetIDsOfNames(IBlockRange *iface, REFIID iid, LPOLESTR *names, UINT count, LCID locale,
                                          DISPID *ids)
{
    (void)iface, (void)iid, (void)names, (void)count, (void)locale, (void)ids;
    return E_NOTIMPL;
}

static HRESULT WINAPI range_Invoke(IBlockRange *iface, DISPID member, REFIID iid, LCID locale, WORD flags,
                                   DISPPARAMS *parameters, VARIANT *result, EXCEPINFO *exception, UINT *argument)
{
    (void)iface, (void)member, (void)iid, (void)locale, (void)flags, (void)parameters, (void)result, (void)exception,
        (void)argument;
    return E_NOTIMPL;
}

static HRESULT WINAPI range_get_StartLba(IBlockRange *iface, LONG *value)
{
    *value = from_range(iface)->first;
    return S_OK;
}

static HRESULT WINAPI range_get_EndLba(IBlockRange *iface, LONG *value)
{
    *value = from_range(iface)->last;
    return S_OK;
}

static const IBlockRangeVtbl range_vtbl = {
    range_QueryInterface, range_AddRef, range_AddRef,       range_GetTypeInfoCount, range_GetTypeInfo,
    range_GetIDsOfNames,  range_Invoke, range_get_StartLba, range_get_EndLba,
};

/* -------------------------------------------------------------------------------------------------- IBlockRangeList */

static HRESULT WINAPI list_QueryInterface(IBlockRangeList *iface, REFIID iid, void **out)
{
    return query(from_list(iface), iid, out);
}

static ULONG WINAPI list_AddRef(IBlockRangeList *iface)
{
    return (ULONG)InterlockedIncrement(&from_list(iface)->references);
}

static ULONG WINAPI list_Release(IBlockRangeList *iface)
{
    return (ULONG)InterlockedDecrement(&from_list(iface)->references);
}

static HRESULT WINAPI list_GetTypeInfoCount(IBlockRangeList *iface, UINT *count)
{
    (void)iface;
    *count = 0;
    return S_OK;
}

static HRESULT WINAPI list_GetTypeInfo(IBlockRangeList *iface, UINT index, LCID locale, ITypeInfo **info)
{
    (void)iface, (void)index, (void)locale, (void)info;
    return E_NOTIMPL;
}

static HRESULT WINAPI list_GetIDsOfNames(IBlockRangeList *iface, REFIID iid, LPOLESTR *names, UINT count, LCID locale,
                                         DISPID *ids)
{
    (void)iface, (void)iid, (void)names, (void)count, (void)locale, (void)ids;
    return E_NOTIMPL;
}

static HRESULT WINAPI list_Invoke(IBlockRangeList *iface, DISPID member, REFIID iid, LCID locale, WORD flags,
                                  DISPPARAMS *parameters, VARIANT *result, EXCEPINFO *exception, UINT *argument)
{
    (void)iface, (void)member, (void)iid, (void)locale, (void)flags, (void)parameters, (void)result, (void)exception,
        (void)argument;
    return E_NOTIMPL;
}

static HRESULT WINAPI list_get_BlockRanges(IBlockRangeList *iface, SAFEARRAY **value)
{
    struct source_stream *stream = from_list(iface);
    VARIANT *elements;
    size_t i;

    *value = SafeArrayCreateVector(VT_VARIANT, 0, (ULONG)stream->range_count);
    SafeArrayAccessData(*value, (void **)&elements);
    for (i = 0; i < stream->range_count; i++) {
        V_VT(&elements[i]) = stream->range_type;
        V_DISPATCH(&elements[i]) = (IDispatch *)&stream->ranges[i].IBlockRange_iface;
    }
    SafeArrayUnaccessData(*value);
    return S_OK;
}

static const IBlockRangeListVtbl list_vtbl = {
    list_QueryInterface, list_AddRef,        list_Release, list_GetTypeInfoCount,
    list_GetTypeInfo,    list_GetIDsOfNames, list_Invoke,  list_get_BlockRanges,
};

void source_stream_begin(struct source_stream *stream, uint64_t size)
{
    memset(stream, 0, sizeof *stream);
    stream->IStream_iface.lpVtbl = &stream_vtbl;
    stream->IBlockRangeList_iface.lpVtbl = &list_vtbl;
    stream->references = 1;
    stream->size = stream->real_size = size;
    stream->range_type = VT_DISPATCH;
    stream->thread = GetCurrentThreadId();
}

void source_stream_end(struct source_stream *stream)
{
    assert_int_equal(stream->references, 1);
}

void source_stream_add_range(struct source_stream *stream, LONG first, LONG last)
{
    struct source_range *range = &stream->ranges[stream->range_count++];

    stream->has_ranges = true;
    range->IBlockRange_iface.lpVtbl = &range_vtbl;
    range->first = first;
    range->last = last;
}
