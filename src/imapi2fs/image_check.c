/* Walks the volume recognition sequence of an image. */
#include "imapi2fs/image_check.h"

#include <stdbool.h>
#include <string.h>

#include "imapi2fserror.h"

enum {
    SECTOR_BYTES = 2048,
    FIRST_SECTOR = 16,
    SECTORS_MAX = 64, /* of the sequence; those that exist have no more than ten */
    IDENTIFIER_OFFSET = 1,
    IDENTIFIER_BYTES = 5,
};

/* ECMA-119 8.1.2; ECMA-167 2/9.1.2 and 3/9.1; ECMA-168 3/9.1. The sequence goes on as long as these follow. Those of a
 * whole volume prove that there is one; the others only frame it.
 */
static const struct {
    char identifier[IDENTIFIER_BYTES + 1];
    bool is_volume;
} descriptors[] = {
    {"BEA01", false}, {"BOOT2", false}, {"CD001", true},  {"CDW02", true},
    {"NSR02", true},  {"NSR03", true},  {"TEA01", false},
};

static HRESULT seek(IStream *stream, ULONGLONG position)
{
    LARGE_INTEGER move = {.QuadPart = (LONGLONG)position};

    return IStream_Seek(stream, move, STREAM_SEEK_SET, NULL);
}

/* As many as there are; the rest of `bytes` stays. */
static HRESULT read(IStream *stream, BYTE *bytes, ULONG count)
{
    ULONG got = 0, read;
    HRESULT hr;

    do {
        read = 0;
        hr = IStream_Read(stream, bytes + got, count - got, &read);
        if (FAILED(hr)) return hr;
        got += read < count - got ? read : count - got;
    } while (read && got < count);
    return S_OK;
}

static HRESULT find_volume(IStream *stream, ULONGLONG sectors)
{
    ULONGLONG sector;
    HRESULT hr;
    size_t i;

    for (sector = FIRST_SECTOR; sector < sectors && sector < FIRST_SECTOR + SECTORS_MAX; sector++) {
        BYTE bytes[IDENTIFIER_OFFSET + IDENTIFIER_BYTES] = {0};

        hr = seek(stream, sector * SECTOR_BYTES);
        if (SUCCEEDED(hr)) hr = read(stream, bytes, sizeof bytes);
        if (FAILED(hr)) return hr;
        for (i = 0; i < ARRAYSIZE(descriptors); i++) {
            if (!memcmp(bytes + IDENTIFIER_OFFSET, descriptors[i].identifier, IDENTIFIER_BYTES)) break;
        }
        if (i == ARRAYSIZE(descriptors)) break;
        if (descriptors[i].is_volume) return S_OK;
    }
    return IMAPI_E_IMAGEMANAGER_NO_VALID_VD_FOUND;
}

HRESULT image_check(IStream *stream)
{
    ULONGLONG size;
    HRESULT hr, at_start;
    STATSTG statistics;

    memset(&statistics, 0, sizeof statistics);
    hr = IStream_Stat(stream, &statistics, STATFLAG_NONAME);
    if (FAILED(hr)) return hr;
    CoTaskMemFree(statistics.pwcsName); /* of a stream that does not look at the flag */
    size = statistics.cbSize.QuadPart;
    if (size % SECTOR_BYTES)
        hr = IMAPI_E_IMAGEMANAGER_IMAGE_NOT_ALIGNED;
    else if (size / SECTOR_BYTES > MAXLONG)
        hr = IMAPI_E_IMAGEMANAGER_IMAGE_TOO_BIG;
    else
        hr = find_volume(stream, size / SECTOR_BYTES);
    at_start = seek(stream, 0);
    return FAILED(hr) ? hr : at_start;
}
