/* The fixture of the image tests: files that are mostly zero, and a stream in memory that is told what to answer. */
#include "com/image_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { FILES_MAX = 64 };

static WCHAR paths[FILES_MAX][MAX_PATH];
static size_t path_count;

const WCHAR *image_make(const WCHAR *name, ULONGLONG size, const struct piece *pieces)
{
    LARGE_INTEGER place = {.QuadPart = (LONGLONG)size};
    WCHAR *path = paths[path_count];
    HANDLE file;
    DWORD written;

    assert_true(path_count < FILES_MAX);
    assert_in_range(GetTempPathW(MAX_PATH, path), 1, MAX_PATH - 80);
    wcscat(path, L"openimapi2-");
    wcscat(path, name);
    file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    path_count++;
    assert_true(SetFilePointerEx(file, place, NULL, FILE_BEGIN) && SetEndOfFile(file));
    for (; pieces && pieces->bytes; pieces++) {
        place.QuadPart = (LONGLONG)pieces->offset;
        assert_true(SetFilePointerEx(file, place, NULL, FILE_BEGIN));
        assert_true(WriteFile(file, pieces->bytes, pieces->count, &written, NULL) && written == pieces->count);
    }
    CloseHandle(file);
    return path;
}

void image_delete_all(void)
{
    while (path_count > 0) {
        path_count--;
        DeleteFileW(paths[path_count]);
        assert_int_equal(GetFileAttributesW(paths[path_count]), INVALID_FILE_ATTRIBUTES); /* nobody holds it open */
    }
}

/* ------------------------------------------------------------------------------------------------ a client's stream */

static struct client_stream *client_from(IStream *iface)
{
    return CONTAINING_RECORD(iface, struct client_stream, IStream_iface);
}

static HRESULT WINAPI client_QueryInterface(IStream *iface, REFIID iid, void **out)
{
    *out = IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_ISequentialStream) || IsEqualIID(iid, &IID_IStream)
               ? iface
               : NULL;
    if (!*out) return E_NOINTERFACE;
    IStream_AddRef(iface);
    return S_OK;
}

static ULONG WINAPI client_AddRef(IStream *iface)
{
    return (ULONG)InterlockedIncrement(&client_from(iface)->references);
}

static ULONG WINAPI client_Release(IStream *iface)
{
    return (ULONG)InterlockedDecrement(&client_from(iface)->references);
}

static BYTE byte_at(const struct client_stream *client, ULONGLONG offset)
{
    const struct piece *piece;

    for (piece = client->pieces; piece && piece->bytes; piece++) {
        if (offset >= piece->offset && offset - piece->offset < piece->count)
            return (BYTE)piece->bytes[offset - piece->offset];
    }
    return 0;
}

static HRESULT WINAPI client_Read(IStream *iface, void *bytes, ULONG count, ULONG *got)
{
    struct client_stream *client = client_from(iface);
    ULONG i;

    client->reads++;
    if (FAILED(client->read)) return client->read;
    if (client->most && count > client->most) count = client->most;
    for (i = 0; i < count && client->position < client->size; i++)
        ((BYTE *)bytes)[i] = byte_at(client, client->position++);
    if (got) *got = i;
    return i < count ? S_FALSE : S_OK;
}

static HRESULT WINAPI client_Write(IStream *iface, const void *bytes, ULONG count, ULONG *written)
{
    (void)iface, (void)bytes, (void)count, (void)written;
    return STG_E_ACCESSDENIED;
}

/* From the beginning alone. */
static HRESULT WINAPI client_Seek(IStream *iface, LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER *position)
{
    struct client_stream *client = client_from(iface);

    client->seeks++;
    if (FAILED(client->seek)) return client->seek;
    if (origin != STREAM_SEEK_SET) return STG_E_INVALIDFUNCTION;
    client->position = (ULONGLONG)move.QuadPart;
    if (position) position->QuadPart = client->position;
    return S_OK;
}

static HRESULT WINAPI client_SetSize(IStream *iface, ULARGE_INTEGER size)
{
    (void)iface, (void)size;
    return STG_E_ACCESSDENIED;
}

static HRESULT WINAPI client_CopyTo(IStream *iface, IStream *target, ULARGE_INTEGER count, ULARGE_INTEGER *got,
                                    ULARGE_INTEGER *written)
{
    (void)iface, (void)target, (void)count, (void)got, (void)written;
    return E_NOTIMPL;
}

static HRESULT WINAPI client_Commit(IStream *iface, DWORD flags)
{
    (void)iface, (void)flags;
    return S_OK;
}

static HRESULT WINAPI client_Revert(IStream *iface)
{
    (void)iface;
    return S_OK;
}

static HRESULT WINAPI client_LockRegion(IStream *iface, ULARGE_INTEGER offset, ULARGE_INTEGER count, DWORD kind)
{
    (void)iface, (void)offset, (void)count, (void)kind;
    return STG_E_INVALIDFUNCTION;
}

static HRESULT WINAPI client_Stat(IStream *iface, STATSTG *statistics, DWORD flags)
{
    struct client_stream *client = client_from(iface);

    (void)flags;
    if (FAILED(client->stat)) return client->stat;
    memset(statistics, 0, sizeof *statistics);
    statistics->type = STGTY_STREAM;
    statistics->cbSize.QuadPart = client->size;
    return S_OK;
}

static HRESULT WINAPI client_Clone(IStream *iface, IStream **out)
{
    (void)iface;
    *out = NULL;
    return E_NOTIMPL;
}

static const IStreamVtbl client_vtbl = {
    client_QueryInterface, client_AddRef,     client_Release, client_Read,   client_Write,
    client_Seek,           client_SetSize,    client_CopyTo,  client_Commit, client_Revert,
    client_LockRegion,     client_LockRegion, client_Stat,    client_Clone,
};

void client_stream_init(struct client_stream *stream, ULONGLONG size, const struct piece *pieces)
{
    memset(stream, 0, sizeof *stream);
    stream->IStream_iface.lpVtbl = &client_vtbl;
    stream->references = 1;
    stream->size = size;
    stream->pieces = pieces;
}
