/*
 * imapi2.h as C++ programs see it: first header, identifiers by INITGUID instead of a library, __uuidof, IID_PPV_ARGS,
 * and an event sink as a class. Against the tables in *.inc.
 */
#define INITGUID
#include <imapi2.h>
#include <imapi2error.h>

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
extern "C" {
#include <cmocka.h>
}

#undef INTERFACE

namespace
{

struct uuid_row {
    const char *name;
    const GUID *by_uuidof;
    const GUID *by_name;
    const WCHAR *wanted;
};

const uuid_row interface_rows[] = {
#define INTERFACE(name, base, kind, first, last, iid) {#name, &__uuidof(name), &IID_##name, L"" iid},
#include "interfaces.inc"
#undef INTERFACE
};

const uuid_row class_rows[] = {
#define COCLASS(name, creatable, clsid, implemented) {#name, &__uuidof(name), &CLSID_##name, L"" clsid},
#include "classes.inc"
#undef COCLASS
};

void check(const uuid_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        GUID wanted;

        assert_int_equal(IIDFromString(rows[i].wanted, &wanted), S_OK);
        if (!IsEqualGUID(*rows[i].by_uuidof, wanted) || !IsEqualGUID(*rows[i].by_name, wanted))
            fail_msg("%s has another identifier", rows[i].name);
    }
}

void uuidof__interfaces__are_the_documented(void **)
{
    check(interface_rows, sizeof interface_rows / sizeof interface_rows[0]);
}

void uuidof__classes__are_the_documented(void **)
{
    check(class_rows, sizeof class_rows / sizeof class_rows[0]);
}

/* What a program that listens to IDiscMaster2 writes. It lives on the stack, so references are only counted. */
class sink : public DDiscMaster2Events
{
  public:
    sink() : references(1), added(0)
    {
    }

    STDMETHOD(QueryInterface)(REFIID iid, void **object)
    {
        if (IsEqualIID(iid, __uuidof(DDiscMaster2Events)) || IsEqualIID(iid, IID_IDispatch) ||
            IsEqualIID(iid, IID_IUnknown)) {
            *object = static_cast<DDiscMaster2Events *>(this);
            AddRef();
            return S_OK;
        }
        *object = NULL;
        return E_NOINTERFACE;
    }
    STDMETHOD_(ULONG, AddRef)()
    {
        return ++references;
    }
    STDMETHOD_(ULONG, Release)()
    {
        return --references;
    }
    STDMETHOD(GetTypeInfoCount)(UINT *count)
    {
        *count = 0;
        return S_OK;
    }
    STDMETHOD(GetTypeInfo)(UINT, LCID, ITypeInfo **info)
    {
        *info = NULL;
        return DISP_E_BADINDEX;
    }
    STDMETHOD(GetIDsOfNames)(REFIID, LPOLESTR *, UINT, LCID, DISPID *)
    {
        return DISP_E_UNKNOWNNAME;
    }
    STDMETHOD(Invoke)(DISPID dispid, REFIID, LCID, WORD, DISPPARAMS *, VARIANT *, EXCEPINFO *, UINT *)
    {
        if (dispid != DISPID_DDISCMASTER2EVENTS_DEVICEADDED) return DISP_E_MEMBERNOTFOUND;
        added++;
        return S_OK;
    }
    STDMETHOD(NotifyDeviceAdded)(IDispatch *, BSTR)
    {
        added++;
        return S_OK;
    }
    STDMETHOD(NotifyDeviceRemoved)(IDispatch *, BSTR)
    {
        return E_IMAPI_REQUEST_CANCELLED;
    }

    ULONG references;
    int added;
};

void sink__through_IID_PPV_ARGS__is_called_in_its_slots(void **)
{
    sink listener;
    IUnknown *unknown = &listener;
    DDiscMaster2Events *events = NULL;
    IDiscMaster2 *master = NULL;

    assert_int_equal(unknown->QueryInterface(IID_PPV_ARGS(&events)), S_OK);
    assert_int_equal(unknown->QueryInterface(IID_PPV_ARGS(&master)), E_NOINTERFACE);
    assert_int_equal(events->NotifyDeviceAdded(NULL, NULL), S_OK);
    assert_int_equal(events->NotifyDeviceRemoved(NULL, NULL), E_IMAPI_REQUEST_CANCELLED);
    assert_int_equal(listener.added, 1);
    events->Release();
    assert_int_equal(listener.references, 1);
}

} // namespace

int main()
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(uuidof__interfaces__are_the_documented),
        cmocka_unit_test(uuidof__classes__are_the_documented),
        cmocka_unit_test(sink__through_IID_PPV_ARGS__is_called_in_its_slots),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
