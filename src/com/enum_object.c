/* An enumerator with the methods of IEnumUnknown, under the IID that its creator specifies. */
#include "com/enum_object.h"

#include "base/alloc.h"
#include "com/error_info.h"
#include "com/message.h"
#include "com/object.h"

struct enumerator {
    struct com_object object;
    IEnumUnknown IEnumUnknown_iface; /* by the IID of its kind alone */
    const struct com_enum_kind *kind;
    struct com_class class;
    struct com_interface interfaces[1];
    struct com_cursor cursor;
};

COM_UNKNOWN(enumerator, IEnumUnknown)

static HRESULT create(struct com_elements *elements, const struct com_enum_kind *kind, size_t position, void **out);

/* The end of a method that can fail. */
static HRESULT done(const struct com_enum_kind *kind, const char *attempt, HRESULT hr)
{
    char buffer[512];
    struct text text = text_in(buffer, sizeof buffer);

    if (SUCCEEDED(hr) || !kind->source) return hr;
    text_printf(&text, "%s failed (0x%08lX).", attempt, (unsigned long)hr);
    com_message_append(&text, hr, NULL);
    return com_error_set(hr, kind->iid, kind->source, buffer);
}

struct output {
    const struct com_enum_kind *kind;
    IUnknown **elements;
};

static HRESULT store(void *out, ULONG index, VARIANT *value)
{
    const struct output *output = out;
    HRESULT hr = IUnknown_QueryInterface(V_UNKNOWN(value), output->kind->element, (void **)&output->elements[index]);

    VariantClear(value);
    return hr;
}

static HRESULT next(struct enumerator *enumerator, ULONG wanted, IUnknown **elements, ULONG *fetched)
{
    struct output output = {enumerator->kind, elements};
    ULONG given, i;
    HRESULT hr;

    if (fetched) *fetched = 0;
    if (!elements && wanted) return E_POINTER;
    if (!fetched && wanted > 1) return E_INVALIDARG;
    for (i = 0; i < wanted; i++)
        elements[i] = NULL;
    hr = com_cursor_next(&enumerator->cursor, wanted, store, &output, &given);
    if (FAILED(hr)) {
        for (i = 0; elements && i < given; i++) {
            IUnknown_Release(elements[i]);
            elements[i] = NULL;
        }
        return hr;
    }
    if (fetched) *fetched = given;
    return hr;
}

static HRESULT WINAPI enumerator_Next(IEnumUnknown *iface, ULONG wanted, IUnknown **elements, ULONG *fetched)
{
    struct enumerator *enumerator = enumerator_from_IEnumUnknown(iface);

    com_error_clear();
    return done(enumerator->kind, "Taking the next elements", next(enumerator, wanted, elements, fetched));
}

static HRESULT WINAPI enumerator_Skip(IEnumUnknown *iface, ULONG count)
{
    return com_cursor_skip(&enumerator_from_IEnumUnknown(iface)->cursor, count);
}

static HRESULT WINAPI enumerator_Reset(IEnumUnknown *iface)
{
    com_cursor_reset(&enumerator_from_IEnumUnknown(iface)->cursor);
    return S_OK;
}

static HRESULT WINAPI enumerator_Clone(IEnumUnknown *iface, IEnumUnknown **out)
{
    struct enumerator *enumerator = enumerator_from_IEnumUnknown(iface);
    struct com_cursor *cursor = &enumerator->cursor;
    HRESULT hr = E_POINTER;

    com_error_clear();
    if (out) hr = create(cursor->elements, enumerator->kind, com_cursor_position(cursor), (void **)out);
    return done(enumerator->kind, "Cloning the enumerator", hr);
}

static const IEnumUnknownVtbl enumerator_vtbl = {
    COM_UNKNOWN_METHODS(enumerator, IEnumUnknown), enumerator_Next, enumerator_Skip, enumerator_Reset, enumerator_Clone,
};

static void enumerator_destroy(struct com_object *object)
{
    struct enumerator *enumerator = CONTAINING_RECORD(object, struct enumerator, object);

    com_cursor_destroy(&enumerator->cursor);
    base_free(enumerator);
}

static HRESULT create(struct com_elements *elements, const struct com_enum_kind *kind, size_t position, void **out)
{
    struct enumerator *enumerator = base_alloc(sizeof *enumerator);

    *out = NULL;
    if (!enumerator) return E_OUTOFMEMORY;
    enumerator->IEnumUnknown_iface.lpVtbl = &enumerator_vtbl;
    if (!com_cursor_init(&enumerator->cursor, elements, position)) {
        base_free(enumerator);
        return E_OUTOFMEMORY;
    }
    enumerator->kind = kind;
    enumerator->interfaces[0] = (struct com_interface){kind->iid, offsetof(struct enumerator, IEnumUnknown_iface)};
    enumerator->class = (struct com_class){kind->clsid, true, enumerator->interfaces, 1, enumerator_destroy};
    com_object_init(&enumerator->object, &enumerator->class);
    *out = &enumerator->IEnumUnknown_iface;
    return S_OK;
}

HRESULT com_enum_object_create(struct com_elements *elements, const struct com_enum_kind *kind, void **out)
{
    return create(elements, kind, 0, out);
}
