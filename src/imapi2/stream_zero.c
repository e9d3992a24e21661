/* MsftStreamZero: endless zeros, limited to the size that SetSize sets. */
#include "imapi2/stream_zero.h"

#include <string.h>

#include "base/alloc.h"
#include "com/read_stream.h"
#include "imapi2.h"
#include "imapi2/stream_call.h"

struct zero {
    struct com_object object;
    IStream IStream_iface;
    struct com_read_stream stream;
};

COM_READ_STREAM(zero, IStream)

static HRESULT create(ULONGLONG position, ULONGLONG size, REFIID iid, void **out);

static HRESULT zero_read(struct com_read_stream *stream, ULONGLONG offset, BYTE *bytes, ULONG count, ULONG *got)
{
    (void)stream, (void)offset;
    memset(bytes, 0, count);
    *got = count;
    return S_OK;
}

static HRESULT zero_clone(struct com_read_stream *stream, ULONGLONG position, ULONGLONG size, IStream **out)
{
    (void)stream;
    return create(position, size, &IID_IStream, (void **)out);
}

static const struct com_read_stream_class zero_stream = {
    L"OpenIMAPI2.MsftStreamZero", &IID_IStream, true, zero_read, zero_clone, stream_call_failed, NULL, 0,
};

static const IStreamVtbl zero_vtbl = {COM_READ_STREAM_METHODS(zero, IStream)};

static const struct com_interface zero_interfaces[] = {
    {&IID_IStream, offsetof(struct zero, IStream_iface)},
    {&IID_ISequentialStream, offsetof(struct zero, IStream_iface)},
};

static void zero_destroy(struct com_object *object)
{
    struct zero *zero = CONTAINING_RECORD(object, struct zero, object);

    com_read_stream_destroy(&zero->stream);
    base_free(zero);
}

static const struct com_class zero_class = {
    &CLSID_MsftStreamZero, true, zero_interfaces, ARRAYSIZE(zero_interfaces), zero_destroy,
};

static HRESULT create(ULONGLONG position, ULONGLONG size, REFIID iid, void **out)
{
    struct zero *zero;

    *out = NULL;
    zero = base_alloc(sizeof *zero);
    if (!zero) return E_OUTOFMEMORY;
    zero->IStream_iface.lpVtbl = &zero_vtbl;
    if (!com_read_stream_init(&zero->stream, &zero_stream, true)) {
        base_free(zero);
        return E_OUTOFMEMORY;
    }
    zero->stream.position = position;
    zero->stream.size = size;
    com_object_init(&zero->object, &zero_class);
    return com_object_hand_out(&zero->object, iid, out);
}

HRESULT stream_zero_create(REFIID iid, void **out)
{
    return create(0, 0, iid, out);
}
