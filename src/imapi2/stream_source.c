/* Reads a burn's bytes from an IStream. A stream that claims to have read more than requested is a read fault. */
#include "imapi2/stream_source.h"

#include <limits.h>
#include <string.h>

static IStream *stream_from(struct burn_source *source)
{
    return CONTAINING_RECORD(source, struct stream_source, source)->stream;
}

/* S_FALSE, with fewer bytes than asked for, is no failure; the end is 0 bytes. */
static int32_t read(struct burn_source *source, void *bytes, uint32_t count, uint32_t *got)
{
    ULONG received = 0;
    HRESULT hr;

    *got = 0;
    hr = IStream_Read(stream_from(source), bytes, count, &received);
    if (FAILED(hr)) return hr;
    if (received > count) return STG_E_READFAULT;
    *got = received;
    return 0;
}

static int32_t seek(struct burn_source *source, uint64_t offset)
{
    LARGE_INTEGER move;
    HRESULT hr;

    move.QuadPart = (LONGLONG)offset;
    hr = IStream_Seek(stream_from(source), move, STREAM_SEEK_SET, NULL);
    return FAILED(hr) ? hr : 0;
}

HRESULT stream_get_size(IStream *stream, ULONGLONG *bytes)
{
    STATSTG stat;
    HRESULT hr;

    *bytes = 0;
    memset(&stat, 0, sizeof stat);
    hr = IStream_Stat(stream, &stat, STATFLAG_NONAME);
    if (FAILED(hr)) return hr;
    CoTaskMemFree(stat.pwcsName); /* a stream may give its name all the same */
    *bytes = stat.cbSize.QuadPart;
    return S_OK;
}

void stream_source_begin(struct stream_source *source, IStream *stream)
{
    source->source.read = read;
    source->source.seek = seek;
    source->stream = stream;
}
