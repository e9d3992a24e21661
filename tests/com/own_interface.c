/* Identity and description of an interface of ours. */
#include "com/own_interface.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "com/com_fixture.h"

void assert_same_object(IUnknown *object, IUnknown *iface)
{
    IUnknown *identity, *same;

    assert_hr(IUnknown_QueryInterface(iface, &IID_IUnknown, (void **)&identity), S_OK);
    assert_hr(IUnknown_QueryInterface(object, &IID_IUnknown, (void **)&same), S_OK);
    assert_ptr_equal(identity, same);
    IUnknown_Release(same);
    IUnknown_Release(identity);
}

/* The first library of the module is Microsoft's, and has nothing of ours. */
void assert_in_second_library(REFIID iid, const WCHAR *const *names, size_t count)
{
    static const IID libid = {0x89ED64AC, 0x08A9, 0x4937, {0x89, 0x9B, 0xDF, 0xB1, 0xB2, 0xE4, 0x04, 0x21}};
    WCHAR path[MAX_PATH + 3];
    ITypeInfo *info;
    ITypeLib *library;
    TLIBATTR *attributes;
    UINT i, got;

    assert_true(GetModuleFileNameW(NULL, path, MAX_PATH));
    assert_hr(LoadTypeLibEx(path, REGKIND_NONE, &library), S_OK);
    assert_hr(ITypeLib_GetTypeInfoOfGuid(library, iid, &info), TYPE_E_ELEMENTNOTFOUND);
    ITypeLib_Release(library);
    wcscat(path, L"\\2");
    assert_hr(LoadTypeLibEx(path, REGKIND_NONE, &library), S_OK);
    assert_hr(ITypeLib_GetLibAttr(library, &attributes), S_OK);
    assert_true(IsEqualGUID(&attributes->guid, &libid));
    ITypeLib_ReleaseTLibAttr(library, attributes);
    assert_hr(ITypeLib_GetTypeInfoOfGuid(library, iid, &info), S_OK);
    for (i = 0; i < count; i++) {
        FUNCDESC *function;
        BSTR name;

        assert_hr(ITypeInfo_GetFuncDesc(info, i, &function), S_OK);
        assert_int_equal(function->oVft, (3 + i) * sizeof(void *));
        assert_hr(ITypeInfo_GetNames(info, function->memid, &name, 1, &got), S_OK);
        assert_bstr(name, names[i]);
        ITypeInfo_ReleaseFuncDesc(info, function);
    }
    ITypeInfo_Release(info);
    ITypeLib_Release(library);
}
