/* MsftStreamPrng001: the bytes of a linear congruential generator. Any offset is reached in a logarithmic number of
 * steps, by squaring the generator.
 */
#include "imapi2/stream_prng001.h"

#include <stdint.h>

#include "base/alloc.h"
#include "com/read_stream.h"
#include "imapi2.h"
#include "imapi2/stream_call.h"

/* x = x * MULTIPLIER + INCREMENT modulo 2 to the 32nd (IStreamPseudoRandomBased documentation). */
enum { MULTIPLIER = 0x0019660D, INCREMENT = 0x3C6EF35F, WORD_BYTES = 4 };

struct prng001 {
    struct com_object object;
    IStreamPseudoRandomBased IStreamPseudoRandomBased_iface;
    struct com_read_stream stream;
    ULONG seed; /* the stream's lock guards it */
};

COM_READ_STREAM(prng001, IStreamPseudoRandomBased)

static HRESULT create(ULONG seed, ULONGLONG position, ULONGLONG size, REFIID iid, void **out);

static struct prng001 *prng001_from_stream(struct com_read_stream *stream)
{
    return CONTAINING_RECORD(stream, struct prng001, stream);
}

static ULONG get_seed(struct prng001 *prng)
{
    ULONG seed;

    EnterCriticalSection(&prng->stream.lock);
    seed = prng->seed;
    LeaveCriticalSection(&prng->stream.lock);
    return seed;
}

static uint32_t step(uint32_t x)
{
    return x * (uint32_t)MULTIPLIER + (uint32_t)INCREMENT;
}

/* Go so many steps from x: step(x) = a x + c, done twice, is a step of another a and c. The period is 2 to the 32nd. */
static uint32_t leap(uint32_t x, uint32_t steps)
{
    uint32_t a = MULTIPLIER, c = INCREMENT;

    for (; steps; steps >>= 1) {
        if (steps & 1) x = x * a + c;
        c = c * a + c;
        a = a * a;
    }
    return x;
}

/* Each step gives four bytes, the low one first. */
static HRESULT prng001_read(struct com_read_stream *stream, ULONGLONG offset, BYTE *bytes, ULONG count, ULONG *got)
{
    uint32_t word = leap(get_seed(prng001_from_stream(stream)), (uint32_t)(offset / WORD_BYTES) + 1);
    unsigned at = (unsigned)(offset % WORD_BYTES);
    ULONG i;

    for (i = 0; i < count; i++) {
        bytes[i] = (BYTE)(word >> (8 * at));
        if (++at < WORD_BYTES) continue;
        at = 0;
        word = step(word);
    }
    *got = count;
    return S_OK;
}

static HRESULT prng001_clone(struct com_read_stream *stream, ULONGLONG position, ULONGLONG size, IStream **out)
{
    return create(get_seed(prng001_from_stream(stream)), position, size, &IID_IStream, (void **)out);
}

static const struct com_read_stream_class prng001_stream = {
    L"OpenIMAPI2.MsftStreamPrng001",
    &IID_IStreamPseudoRandomBased,
    true,
    prng001_read,
    prng001_clone,
    stream_call_failed,
    NULL,
    0,
};

/* IStreamPseudoRandomBased::put_Seed: the stream begins anew. */
static HRESULT WINAPI prng001_put_Seed(IStreamPseudoRandomBased *iface, ULONG value)
{
    struct prng001 *prng = prng001_from_IStreamPseudoRandomBased(iface);
    struct imapi_call call;

    stream_call_begin(&prng->stream, &call, "Setting the seed");
    EnterCriticalSection(&prng->stream.lock);
    prng->seed = value;
    prng->stream.position = 0;
    LeaveCriticalSection(&prng->stream.lock);
    return imapi_call_done(&call, S_OK);
}

static HRESULT WINAPI prng001_get_Seed(IStreamPseudoRandomBased *iface, ULONG *value)
{
    struct prng001 *prng = prng001_from_IStreamPseudoRandomBased(iface);
    struct imapi_call call;

    stream_call_begin(&prng->stream, &call, "Reading the seed");
    if (!value) return imapi_call_done(&call, E_POINTER);
    *value = get_seed(prng);
    return imapi_call_done(&call, S_OK);
}

/* IStreamPseudoRandomBased::put_ExtendedSeed: documented as not implemented, as is get_ExtendedSeed. */
/* NOLINTBEGIN(readability-non-const-parameter): the IDL says what the parameters are. */
static HRESULT WINAPI prng001_put_ExtendedSeed(IStreamPseudoRandomBased *iface, ULONG *values, ULONG count)
{
    struct imapi_call call;

    (void)values, (void)count;
    stream_call_begin(&prng001_from_IStreamPseudoRandomBased(iface)->stream, &call, "Setting a longer seed");
    return imapi_call_done(&call, E_NOTIMPL);
}
/* NOLINTEND(readability-non-const-parameter) */

static HRESULT WINAPI prng001_get_ExtendedSeed(IStreamPseudoRandomBased *iface, ULONG **values, ULONG *count)
{
    struct imapi_call call;

    stream_call_begin(&prng001_from_IStreamPseudoRandomBased(iface)->stream, &call, "Reading a longer seed");
    if (values) *values = NULL;
    if (count) *count = 0;
    return imapi_call_done(&call, values && count ? E_NOTIMPL : E_POINTER);
}

static const IStreamPseudoRandomBasedVtbl prng001_vtbl = {
    COM_READ_STREAM_METHODS(prng001, IStreamPseudoRandomBased),
    prng001_put_Seed,
    prng001_get_Seed,
    prng001_put_ExtendedSeed,
    prng001_get_ExtendedSeed,
};

static const struct com_interface prng001_interfaces[] = {
    {&IID_IStreamPseudoRandomBased, offsetof(struct prng001, IStreamPseudoRandomBased_iface)},
    {&IID_IStream, offsetof(struct prng001, IStreamPseudoRandomBased_iface)},
    {&IID_ISequentialStream, offsetof(struct prng001, IStreamPseudoRandomBased_iface)},
};

static void prng001_destroy(struct com_object *object)
{
    struct prng001 *prng = CONTAINING_RECORD(object, struct prng001, object);

    com_read_stream_destroy(&prng->stream);
    base_free(prng);
}

static const struct com_class prng001_class = {
    &CLSID_MsftStreamPrng001, true, prng001_interfaces, ARRAYSIZE(prng001_interfaces), prng001_destroy,
};

static HRESULT create(ULONG seed, ULONGLONG position, ULONGLONG size, REFIID iid, void **out)
{
    struct prng001 *prng;

    *out = NULL;
    prng = base_alloc(sizeof *prng);
    if (!prng) return E_OUTOFMEMORY;
    prng->IStreamPseudoRandomBased_iface.lpVtbl = &prng001_vtbl;
    if (!com_read_stream_init(&prng->stream, &prng001_stream, true)) {
        base_free(prng);
        return E_OUTOFMEMORY;
    }
    prng->seed = seed;
    prng->stream.position = position;
    prng->stream.size = size;
    com_object_init(&prng->object, &prng001_class);
    return com_object_hand_out(&prng->object, iid, out);
}

HRESULT stream_prng001_create(REFIID iid, void **out)
{
    return create(0, 0, 0, iid, out);
}
