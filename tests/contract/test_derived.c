/* derived.idl imports imapi2.idl: its header works beside ours, its interface continues IDiscFormat2, and its type
 * library loads.
 */
#include <derived.h>

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdlib.h>
#include <cmocka.h>

#include <oleauto.h>

static const char *library_path;

static void header__derived_interface__continues_IDiscFormat2(void **state)
{
    (void)state;
    assert_int_equal(offsetof(IDerivedFormatVtbl, IsRecorderSupported), 7 * sizeof(void *));
    assert_int_equal(offsetof(IDerivedFormatVtbl, get_SupportedMediaTypes), 11 * sizeof(void *));
    assert_int_equal(offsetof(IDerivedFormatVtbl, put_Recorder), 12 * sizeof(void *));
    assert_int_equal(offsetof(IDerivedFormatVtbl, get_Recorder), 13 * sizeof(void *));
    assert_int_equal(offsetof(IDerivedFormatVtbl, get_MediaType), 14 * sizeof(void *));
    assert_int_equal(offsetof(IDerivedFormatVtbl, Erase), 15 * sizeof(void *));
}

static void typelib__derived_interface__has_the_inherited_members(void **state)
{
    WCHAR path[MAX_PATH];
    ITypeLib *library;
    ITypeInfo *type;
    MEMBERID memid = 0;
    OLECHAR inherited[] = L"MediaPhysicallyBlank";
    OLECHAR own[] = L"Erase";
    OLECHAR *name;

    (void)state;
    assert_true(MultiByteToWideChar(CP_ACP, 0, library_path, -1, path, MAX_PATH) > 0);
    assert_int_equal(LoadTypeLibEx(path, REGKIND_NONE, &library), S_OK);
    assert_int_equal(ITypeLib_GetTypeInfoOfGuid(library, &IID_IDerivedFormat, &type), S_OK);
    name = inherited;
    assert_int_equal(ITypeInfo_GetIDsOfNames(type, &name, 1, &memid), S_OK);
    assert_int_equal(memid, 0x700);
    name = own;
    assert_int_equal(ITypeInfo_GetIDsOfNames(type, &name, 1, &memid), S_OK);
    assert_int_equal(memid, 0x200);
    ITypeInfo_Release(type);
    ITypeLib_Release(library);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(header__derived_interface__continues_IDiscFormat2),
        cmocka_unit_test(typelib__derived_interface__has_the_inherited_members),
    };

    library_path = argc > 1 ? argv[1] : DERIVED_TYPELIB;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
