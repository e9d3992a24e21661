/* IStream over a file: clones share the open file, but each has its own position. */
#include "imapi2fs/file_stream.h"

#include <wchar.h>

#include "base/alloc.h"
#include "com/read_stream.h"
#include "imapi2fs.h"
#include "imapi2fs/call.h"
#include "imapi2fs/host_open.h"
#include "imapi2fserror.h"

struct open_file {
    LONG references;
    HANDLE handle;
    struct host_facts facts; /* as it was opened; writers are kept out */
    WCHAR path[];
};

struct file_stream {
    struct com_object object;
    IStream IStream_iface;
    struct com_read_stream stream;
    struct open_file *file;
};

COM_READ_STREAM(file_stream, IStream)

/* ---------------------------------------------------------------------------------------------------- the open file */

static HRESULT open_file(const WCHAR *path, struct open_file **out, DWORD *system_error)
{
    size_t length = wcslen(path);
    struct open_file *file = base_alloc(sizeof *file + (length + 1) * sizeof path[0]);

    *out = NULL;
    if (!file) return E_OUTOFMEMORY;
    *system_error = host_open(path, &file->handle, &file->facts);
    if (*system_error) {
        base_free(file);
        return IMAPI_E_INVALID_PATH;
    }
    wmemcpy(file->path, path, length + 1);
    file->references = 1;
    *out = file;
    return S_OK;
}

static void release_file(struct open_file *file)
{
    if (InterlockedDecrement(&file->references)) return;
    CloseHandle(file->handle);
    base_free(file);
}

/* ------------------------------------------------------------------------------------------------------- the stream */

static HRESULT create(struct open_file *file, ULONGLONG position, IStream **out);

static struct file_stream *file_stream_from(const struct com_read_stream *stream)
{
    return CONTAINING_RECORD(stream, struct file_stream, stream);
}

/* A file that has become shorter all the same is a failure: no byte of it is made up. */
static HRESULT file_stream_read(struct com_read_stream *stream, ULONGLONG offset, BYTE *bytes, ULONG count, ULONG *got)
{
    DWORD error = host_read_at(file_stream_from(stream)->file->handle, offset, bytes, count, got);

    if (!error && *got < count) error = ERROR_HANDLE_EOF;
    return error ? HRESULT_FROM_WIN32(error) : S_OK;
}

static HRESULT file_stream_clone(struct com_read_stream *stream, ULONGLONG position, ULONGLONG size, IStream **out)
{
    struct file_stream *original = file_stream_from(stream);

    (void)size;
    InterlockedIncrement(&original->file->references);
    return create(original->file, position, out);
}

static HRESULT file_stream_describe(struct com_read_stream *stream, STATSTG *statistics, bool wants_name)
{
    const struct open_file *file = file_stream_from(stream)->file;
    size_t chars = wcslen(file->path) + 1;

    statistics->ctime = file->facts.created;
    statistics->atime = file->facts.accessed;
    statistics->mtime = file->facts.written;
    if (!wants_name) return S_OK;
    statistics->pwcsName = CoTaskMemAlloc(chars * sizeof file->path[0]);
    if (!statistics->pwcsName) return E_OUTOFMEMORY;
    wmemcpy(statistics->pwcsName, file->path, chars);
    return S_OK;
}

static HRESULT file_stream_fail(const struct com_read_stream *stream, const char *attempt, HRESULT hr)
{
    struct imapifs_call call;

    imapifs_call_begin(&call, stream->class->prog_id, stream->class->iid, attempt);
    return imapifs_call_done(&call, hr);
}

static const struct com_read_stream_class file_stream_stream = {
    .prog_id = L"OpenIMAPI2.FsiStream",
    .iid = &IID_IStream,
    .read = file_stream_read,
    .clone = file_stream_clone,
    .describe = file_stream_describe,
    .fail = file_stream_fail,
};

/* --------------------------------------------------------------------------------------------------------- its life */

static const IStreamVtbl file_stream_vtbl = {COM_READ_STREAM_METHODS(file_stream, IStream)};

static const struct com_interface file_stream_interfaces[] = {
    {&IID_IStream, offsetof(struct file_stream, IStream_iface)},
    {&IID_ISequentialStream, offsetof(struct file_stream, IStream_iface)},
};

static void file_stream_destroy(struct com_object *object)
{
    struct file_stream *stream = CONTAINING_RECORD(object, struct file_stream, object);

    com_read_stream_destroy(&stream->stream);
    release_file(stream->file);
    base_free(stream);
}

static const struct com_class file_stream_class = {
    &CLSID_FsiStream, true, file_stream_interfaces, ARRAYSIZE(file_stream_interfaces), file_stream_destroy,
};

/* Takes over the caller's reference to the file, on failure too. */
static HRESULT create(struct open_file *file, ULONGLONG position, IStream **out)
{
    struct file_stream *stream = base_alloc(sizeof *stream);

    if (!stream || !com_read_stream_init(&stream->stream, &file_stream_stream, true)) {
        base_free(stream);
        release_file(file);
        return E_OUTOFMEMORY;
    }
    stream->IStream_iface.lpVtbl = &file_stream_vtbl;
    stream->stream.position = position;
    stream->stream.size = file->facts.size;
    stream->file = file;
    com_object_init(&stream->object, &file_stream_class);
    *out = &stream->IStream_iface;
    return S_OK;
}

HRESULT file_stream_create(const WCHAR *path, IStream **out, DWORD *system_error)
{
    struct open_file *file;
    HRESULT hr;

    *out = NULL;
    *system_error = 0;
    hr = open_file(path, &file, system_error);
    return FAILED(hr) ? hr : create(file, 0, out);
}
