/* What every object has: QueryInterface, automation, marshalling; and the factories. */
#include "hostile/by_hand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <ocidl.h>
#include <cmocka.h>

#include "com/com_fixture.h"

static HRESULT query(IUnknown *iface, struct surface_result *result, struct text *text)
{
    /* Nobody's. */
    static const IID other = {0x6A1F3C52, 0x2B7E, 0x4E0D, {0x9C, 0x41, 0x5D, 0x88, 0x17, 0xE6, 0x03, 0xB9}};
    void *out = nonsense, *none = nonsense;
    HRESULT hr, refused;

    surface_armed(true);
    hr = IUnknown_QueryInterface(iface, &IID_IUnknown, &out);
    refused = IUnknown_QueryInterface(iface, &other, &none);
    surface_armed(false);
    if (refused != E_NOINTERFACE || none) undefined(result, text, "an interface that nobody has");
    finish_interface(hr, out, result, text);
    return hr;
}

/* Made when it is first asked for. */
static HRESULT query_marshal(IUnknown *iface, struct surface_result *result, struct text *text)
{
    void *out = nonsense;
    HRESULT hr;

    surface_armed(true);
    hr = IUnknown_QueryInterface(iface, &IID_IMarshal, &out);
    surface_armed(false);
    finish_interface(hr, out, result, text);
    return hr;
}

static HRESULT lock_server(IUnknown *iface, struct surface_result *result, struct text *text)
{
    IClassFactory *factory = (IClassFactory *)iface;
    HRESULT hr, unlocked = S_OK;

    surface_armed(true);
    hr = IClassFactory_LockServer(factory, TRUE);
    if (SUCCEEDED(hr)) unlocked = IClassFactory_LockServer(factory, FALSE);
    surface_armed(false);
    if (FAILED(unlocked)) undefined(result, text, "the server is left locked");
    return hr;
}

/* ------------------------------------------------------------------------------------------------------- automation */

/* A method of the object's own dual interface, from the table: its own type information may be what is to be read
 * first.
 */
static BSTR name_of_a_method(IUnknown *iface)
{
    size_t i, count;
    const struct surface_interface *interfaces = surface_interfaces(&count);

    for (i = 0; i < count; i++) {
        const char *name = interfaces[i].method_count ? interfaces[i].methods[0].name : "";
        WCHAR wide[SURFACE_NAME_SIZE];
        IUnknown *dual;

        if (!interfaces[i].method_count || !interfaces[i].methods[0].dispatch) continue;
        if (FAILED(IUnknown_QueryInterface(iface, &interfaces[i].iid, (void **)&dual))) continue;
        IUnknown_Release(dual);
        if (strncmp(name, "get_", 4) == 0 || strncmp(name, "put_", 4) == 0) name += 4;
        swprintf(wide, ARRAYSIZE(wide), L"%hs", name);
        return SysAllocString(wide);
    }
    return SysAllocString(L"Count");
}

static HRESULT ids_of_names(IUnknown *iface, struct surface_result *result, struct text *text)
{
    IDispatch *dispatch = (IDispatch *)iface;
    DISPID id = NONSENSE;
    BSTR name;
    HRESULT hr;

    name = name_of_a_method(iface);
    assert_non_null(name);
    surface_armed(true);
    hr = IDispatch_GetIDsOfNames(dispatch, &IID_NULL, &name, 1, LOCALE_USER_DEFAULT, &id);
    surface_armed(false);
    SysFreeString(name);
    if (FAILED(hr) && id != DISPID_UNKNOWN) undefined(result, text, "a number is left");
    if (SUCCEEDED(hr)) text_printf(text, "%ld", (long)id);
    return hr;
}

static HRESULT source_guid(IUnknown *iface, struct surface_result *result, struct text *text)
{
    GUID guid;
    HRESULT hr;

    memset(&guid, 0x5A, sizeof guid);
    surface_armed(true);
    hr = IProvideClassInfo2_GetGUID((IProvideClassInfo2 *)iface, GUIDKIND_DEFAULT_SOURCE_DISP_IID, &guid);
    surface_armed(false);
    if (FAILED(hr) && !IsEqualGUID(&guid, &GUID_NULL)) undefined(result, text, "a GUID is left");
    if (SUCCEEDED(hr)) text_printf(text, "%08lx", (unsigned long)guid.Data1);
    return hr;
}

/* ------------------------------------------------------------------------------------------------------ marshalling */

static IStream *new_stream(void)
{
    IStream *stream;

    assert_hr(CreateStreamOnHGlobal(NULL, TRUE, &stream), S_OK);
    return stream;
}

static void rewind_stream(IStream *stream)
{
    LARGE_INTEGER start = {.QuadPart = 0};

    assert_hr(IStream_Seek(stream, start, STREAM_SEEK_SET, NULL), S_OK);
}

static HRESULT unmarshal_class(IUnknown *iface, struct surface_result *result, struct text *text)
{
    CLSID clsid = {0};
    HRESULT hr;

    (void)result;
    surface_armed(true);
    hr = IMarshal_GetUnmarshalClass((IMarshal *)iface, &IID_IUnknown, iface, MSHCTX_INPROC, NULL, MSHLFLAGS_NORMAL,
                                    &clsid);
    surface_armed(false);
    text_printf(text, "%08lx", (unsigned long)clsid.Data1);
    return hr;
}

static HRESULT marshal_size(IUnknown *iface, struct surface_result *result, struct text *text)
{
    DWORD size = 0;
    HRESULT hr;

    (void)result;
    surface_armed(true);
    hr = IMarshal_GetMarshalSizeMax((IMarshal *)iface, &IID_IUnknown, iface, MSHCTX_INPROC, NULL, MSHLFLAGS_NORMAL,
                                    &size);
    surface_armed(false);
    text_printf(text, "%lu", (unsigned long)size);
    return hr;
}

static HRESULT marshal_interface(IUnknown *iface, struct surface_result *result, struct text *text)
{
    IStream *stream = new_stream();
    HRESULT hr;

    (void)result, (void)text;
    surface_armed(true);
    hr = IMarshal_MarshalInterface((IMarshal *)iface, stream, &IID_IUnknown, iface, MSHCTX_INPROC, NULL,
                                   MSHLFLAGS_NORMAL);
    surface_armed(false);
    rewind_stream(stream);
    if (SUCCEEDED(hr)) assert_hr(IMarshal_ReleaseMarshalData((IMarshal *)iface, stream), S_OK);
    IStream_Release(stream);
    return hr;
}

static IStream *marshalled(IUnknown *iface)
{
    IStream *stream = new_stream();

    assert_hr(IMarshal_MarshalInterface((IMarshal *)iface, stream, &IID_IUnknown, iface, MSHCTX_INPROC, NULL,
                                        MSHLFLAGS_NORMAL),
              S_OK);
    rewind_stream(stream);
    return stream;
}

static HRESULT unmarshal_interface(IUnknown *iface, struct surface_result *result, struct text *text)
{
    IStream *stream = marshalled(iface);
    void *out = nonsense;
    HRESULT hr;

    surface_armed(true);
    hr = IMarshal_UnmarshalInterface((IMarshal *)iface, stream, &IID_IUnknown, &out);
    surface_armed(false);
    if (FAILED(hr)) {
        rewind_stream(stream);
        assert_hr(IMarshal_ReleaseMarshalData((IMarshal *)iface, stream), S_OK);
    }
    IStream_Release(stream);
    finish_interface(hr, out, result, text);
    return hr;
}

static HRESULT release_marshal_data(IUnknown *iface, struct surface_result *result, struct text *text)
{
    IStream *stream = marshalled(iface);
    HRESULT hr;

    (void)result, (void)text;
    surface_armed(true);
    hr = IMarshal_ReleaseMarshalData((IMarshal *)iface, stream);
    surface_armed(false);
    IStream_Release(stream);
    return hr;
}

static HRESULT disconnect_object(IUnknown *iface, struct surface_result *result, struct text *text)
{
    HRESULT hr;

    (void)result, (void)text;
    surface_armed(true);
    hr = IMarshal_DisconnectObject((IMarshal *)iface, 0);
    surface_armed(false);
    return hr;
}

static const struct surface_by_hand_row rows[] = {
    {"IUnknown", &IID_IUnknown, "QueryInterface", query, false},
    {"IUnknown", &IID_IUnknown, "QueryInterface of IMarshal", query_marshal, false},
    {"IClassFactory", &IID_IClassFactory, "LockServer", lock_server, false},
    {"IDispatch", &IID_IDispatch, "GetIDsOfNames", ids_of_names, false},
    {"IProvideClassInfo2", &IID_IProvideClassInfo2, "GetGUID", source_guid, false},
    {"IMarshal", &IID_IMarshal, "GetUnmarshalClass", unmarshal_class, false},
    {"IMarshal", &IID_IMarshal, "GetMarshalSizeMax", marshal_size, false},
    {"IMarshal", &IID_IMarshal, "MarshalInterface", marshal_interface, false},
    {"IMarshal", &IID_IMarshal, "UnmarshalInterface", unmarshal_interface, false},
    {"IMarshal", &IID_IMarshal, "ReleaseMarshalData", release_marshal_data, false},
    {"IMarshal", &IID_IMarshal, "DisconnectObject", disconnect_object, false},
};
const struct surface_by_hand_group by_hand_objects = {rows, ARRAYSIZE(rows)};
