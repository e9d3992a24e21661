/* Seeks and reads, and repeats both if the stream was moved meanwhile. */
#include "com/stream_read.h"

enum { TRIES = 3 };

HRESULT com_stream_read_at(IStream *stream, uint64_t *uses, HRESULT no_seek, ULONGLONG offset, BYTE *bytes, ULONG count,
                           ULONG *got)
{
    uint64_t use = *uses - 1;
    unsigned tries = 0;

    *got = 0;
    while (*got < count) {
        LARGE_INTEGER place = {.QuadPart = (LONGLONG)(offset + *got)};
        ULONG read = 0;
        HRESULT hr = S_OK;

        if (use != *uses) {
            if (tries++ == TRIES) return STG_E_READFAULT;
            use = ++*uses;
            hr = IStream_Seek(stream, place, STREAM_SEEK_SET, NULL);
            if (FAILED(hr)) return FAILED(no_seek) ? no_seek : hr;
        }
        if (use == *uses) hr = IStream_Read(stream, bytes + *got, count - *got, &read);
        if (FAILED(hr)) return hr;
        if (use != *uses) continue;
        if (read > count - *got) return STG_E_READFAULT;
        if (!read) break;
        *got += read;
    }
    return S_OK;
}
