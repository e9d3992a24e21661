/* com/values.c, com/enum_variant.c, com/error_info.c. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/enum_variant.h"
#include "com/error_info.h"
#include "com/values.h"

static void com_bstr_from_utf8__texts__are_converted(void **state)
{
    BSTR bstr;

    (void)state;
    assert_hr(com_bstr_from_utf8("", &bstr), S_OK);
    assert_bstr(bstr, L"");
    assert_hr(com_bstr_from_utf8("Gr\xC3\xBCn \xF0\x9F\x92\xBF", &bstr), S_OK);
    assert_bstr(bstr, L"Gr\x00FCn \xD83D\xDCBF");
}

static void com_utf8_from_bstr__texts__are_converted(void **state)
{
    BSTR bstr = SysAllocString(L"Gr\x00FCn \xD83D\xDCBF");
    char *text;

    (void)state;
    assert_hr(com_utf8_from_bstr(bstr, &text), S_OK);
    assert_string_equal(text, "Gr\xC3\xBCn \xF0\x9F\x92\xBF");
    base_free(text);
    SysFreeString(bstr);
    assert_hr(com_utf8_from_bstr(NULL, &text), S_OK);
    assert_string_equal(text, "");
    base_free(text);
}

static void com_utf8_from_bstr__nul_inside__is_refused(void **state)
{
    BSTR bstr = SysAllocStringLen(L"a\0b", 3);
    char *text = "";

    (void)state;
    assert_hr(com_utf8_from_bstr(bstr, &text), E_INVALIDARG);
    assert_null(text);
    SysFreeString(bstr);
}

static void com_bstr_copy__odd_bytes_and_nuls__are_kept(void **state)
{
    BSTR bstr = SysAllocStringByteLen("a\0b\0\0\0c", 7), copy;

    (void)state;
    assert_hr(com_bstr_copy(bstr, &copy), S_OK);
    assert_int_equal(SysStringByteLen(copy), 7);
    assert_memory_equal(copy, bstr, 7);
    SysFreeString(copy);
    SysFreeString(bstr);
    assert_hr(com_bstr_copy(NULL, &copy), S_OK);
    assert_null(copy);
}

static void com_array_from_codes__codes__are_vt_i4(void **state)
{
    static const uint16_t codes[] = {0, 0x7FFF, 0x8000, 0xFFFF};
    static const LONG expected[] = {0, 32767, 32768, 65535};
    SAFEARRAY *array;

    (void)state;
    assert_hr(com_array_from_codes(codes, 4, &array), S_OK);
    assert_codes_array(array, expected, 4);
    assert_hr(com_array_from_codes(NULL, 0, &array), S_OK);
    assert_codes_array(array, NULL, 0);
}

/* What Microsoft's own sample does with an array: the elements go, the descriptor leaks. */
static void com_array_from_strings__clients_destroy_the_data__nothing_crashes(void **state)
{
    struct com_strings strings = {NULL, 0, 0};
    SAFEARRAY *array;
    VARIANT element;
    LONG index = 1;

    (void)state;
    assert_true(com_strings_append(&strings, "D:\\"));
    assert_true(com_strings_append(&strings, "C:\\mnt\\disc\\"));
    assert_hr(com_array_from_strings(&strings, &array), S_OK);
    assert_hr(SafeArrayGetElement(array, &index, &element), S_OK);
    assert_int_equal(V_VT(&element), VT_BSTR);
    assert_bstr(V_BSTR(&element), L"C:\\mnt\\disc\\");
    assert_hr(SafeArrayDestroyData(array), S_OK);
    SafeArrayDestroyDescriptor(array);
    com_strings_free(&strings);
}

static void com_strings_append__many__all_there(void **state)
{
    struct com_strings strings = {NULL, 0, 0};
    char text[16];
    int i;

    (void)state;
    for (i = 0; i < 100; i++) {
        wsprintfA(text, "%d", i);
        assert_true(com_strings_append(&strings, text));
    }
    assert_int_equal(strings.count, 100);
    assert_int_equal(lstrcmpW(strings.items[0], L"0"), 0);
    assert_int_equal(lstrcmpW(strings.items[99], L"99"), 0);
    com_strings_free(&strings);
}

static void com_strings_append__no_memory__list_is_as_before(void **state)
{
    struct com_strings strings = {NULL, 0, 0};
    int i;

    (void)state;
    for (i = 0; i < 8; i++)
        assert_true(com_strings_append(&strings, "x"));
    base_alloc_fail_nth(1);
    assert_false(com_strings_append(&strings, "y"));
    base_alloc_fail_nth(0);
    assert_int_equal(strings.count, 8);
    assert_int_equal(lstrcmpW(strings.items[7], L"x"), 0);
    com_strings_free(&strings);
}

/* ------------------------------------------------------------------------------------------------------- enumerator */

static IEnumVARIANT *enumerator_of(const char *first, const char *second, const char *third)
{
    struct com_strings strings = {NULL, 0, 0};
    IEnumVARIANT *enumerator;

    if (first) assert_true(com_strings_append(&strings, first));
    if (second) assert_true(com_strings_append(&strings, second));
    if (third) assert_true(com_strings_append(&strings, third));
    assert_hr(com_enum_strings_create(&strings, &enumerator), S_OK);
    assert_null(strings.items);
    return enumerator;
}

static void assert_next(IEnumVARIANT *enumerator, const WCHAR *expected)
{
    VARIANT element;

    VariantInit(&element);
    assert_hr(IEnumVARIANT_Next(enumerator, 1, &element, NULL), expected ? S_OK : S_FALSE);
    assert_int_equal(V_VT(&element), expected ? VT_BSTR : VT_EMPTY);
    if (expected) assert_bstr(V_BSTR(&element), expected);
}

static void enumerator_Next__one_by_one__then_false(void **state)
{
    IEnumVARIANT *enumerator = enumerator_of("a", "b", "c");

    (void)state;
    assert_next(enumerator, L"a");
    assert_next(enumerator, L"b");
    assert_next(enumerator, L"c");
    assert_next(enumerator, NULL);
    assert_next(enumerator, NULL);
    IEnumVARIANT_Release(enumerator);
}

static void enumerator_Next__more_than_there_are__short_fetch(void **state)
{
    IEnumVARIANT *enumerator = enumerator_of("a", "b", "c");
    VARIANT elements[5];
    ULONG fetched = 99;

    (void)state;
    memset(elements, 0xAB, sizeof elements); /* what was there is not freed */
    assert_hr(IEnumVARIANT_Next(enumerator, 5, elements, &fetched), S_FALSE);
    assert_int_equal(fetched, 3);
    assert_bstr(V_BSTR(&elements[0]), L"a");
    assert_bstr(V_BSTR(&elements[2]), L"c");
    assert_int_equal(V_VT(&elements[3]), VT_EMPTY);
    assert_int_equal(V_VT(&elements[4]), VT_EMPTY);
    SysFreeString(V_BSTR(&elements[1]));
    assert_hr(IEnumVARIANT_Next(enumerator, 0, elements, &fetched), S_OK);
    assert_int_equal(fetched, 0);
    IEnumVARIANT_Release(enumerator);
}

static void enumerator_Next__pointers_missing__pointer(void **state)
{
    IEnumVARIANT *enumerator = enumerator_of("a", "b", NULL);
    VARIANT elements[2];
    ULONG fetched = 99;

    (void)state;
    assert_hr(IEnumVARIANT_Next(enumerator, 2, elements, NULL), E_POINTER);
    assert_hr(IEnumVARIANT_Next(enumerator, 1, NULL, &fetched), E_POINTER);
    assert_int_equal(fetched, 0);
    assert_next(enumerator, L"a");
    IEnumVARIANT_Release(enumerator);
}

static void enumerator_Skip__up_to_and_past_the_end__says_so(void **state)
{
    IEnumVARIANT *enumerator = enumerator_of("a", "b", "c");

    (void)state;
    assert_hr(IEnumVARIANT_Skip(enumerator, 0), S_OK);
    assert_hr(IEnumVARIANT_Skip(enumerator, 2), S_OK);
    assert_next(enumerator, L"c");
    assert_hr(IEnumVARIANT_Reset(enumerator), S_OK);
    assert_hr(IEnumVARIANT_Skip(enumerator, 3), S_OK);
    assert_hr(IEnumVARIANT_Skip(enumerator, 1), S_FALSE);
    assert_hr(IEnumVARIANT_Reset(enumerator), S_OK);
    assert_hr(IEnumVARIANT_Skip(enumerator, 0xFFFFFFFF), S_FALSE);
    assert_next(enumerator, NULL);
    assert_hr(IEnumVARIANT_Reset(enumerator), S_OK);
    assert_next(enumerator, L"a");
    IEnumVARIANT_Release(enumerator);
}

static void enumerator_Clone__in_the_middle__goes_on_by_itself(void **state)
{
    IEnumVARIANT *enumerator = enumerator_of("a", "b", "c"), *clone;

    (void)state;
    assert_next(enumerator, L"a");
    assert_hr(IEnumVARIANT_Clone(enumerator, NULL), E_POINTER);
    assert_hr(IEnumVARIANT_Clone(enumerator, &clone), S_OK);
    assert_next(enumerator, L"b");
    assert_next(enumerator, L"c");
    IEnumVARIANT_Release(enumerator); /* the snapshot outlives it */
    assert_next(clone, L"b");
    assert_next(clone, L"c");
    assert_next(clone, NULL);
    IEnumVARIANT_Release(clone);
}

static void enumerator__no_elements__is_at_its_end(void **state)
{
    IEnumVARIANT *enumerator = enumerator_of(NULL, NULL, NULL);

    (void)state;
    assert_next(enumerator, NULL);
    assert_hr(IEnumVARIANT_Skip(enumerator, 1), S_FALSE);
    IEnumVARIANT_Release(enumerator);
}

static void com_enum_strings_create__no_memory__strings_stay(void **state)
{
    struct com_strings strings = {NULL, 0, 0};
    IEnumVARIANT *enumerator;
    int nth;

    (void)state;
    assert_true(com_strings_append(&strings, "a"));
    for (nth = 1; nth <= 2; nth++) {
        base_alloc_fail_nth(nth);
        assert_hr(com_enum_strings_create(&strings, &enumerator), E_OUTOFMEMORY);
        assert_null(enumerator);
        assert_int_equal(strings.count, 1);
    }
    base_alloc_fail_nth(0);
    com_strings_free(&strings);
}

/* ------------------------------------------------------------------------------------------------------- error info */

static void com_error_set__text__is_the_threads(void **state)
{
    IErrorInfo *info;
    GUID guid;

    (void)state;
    assert_hr(com_error_set(E_FAIL, &IID_IDiscMaster2, L"Some.Source", "Gr\xC3\xBCn"), E_FAIL);
    assert_hr(GetErrorInfo(0, &info), S_OK);
    assert_hr(IErrorInfo_GetGUID(info, &guid), S_OK);
    assert_true(IsEqualGUID(&guid, &IID_IDiscMaster2));
    SetErrorInfo(0, info);
    IErrorInfo_Release(info);
    assert_error_says(L"Some.Source", L"Gr\x00FCn", NULL);
}

static void com_error_clear__something_there__is_gone(void **state)
{
    (void)state;
    com_error_set(E_FAIL, &IID_IDiscMaster2, L"Some.Source", "text");
    com_error_clear();
    assert_no_error_info();
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(com_bstr_from_utf8__texts__are_converted),
        CASE(com_utf8_from_bstr__texts__are_converted),
        CASE(com_utf8_from_bstr__nul_inside__is_refused),
        CASE(com_bstr_copy__odd_bytes_and_nuls__are_kept),
        CASE(com_array_from_codes__codes__are_vt_i4),
        CASE(com_array_from_strings__clients_destroy_the_data__nothing_crashes),
        CASE(com_strings_append__many__all_there),
        CASE(com_strings_append__no_memory__list_is_as_before),
        CASE(enumerator_Next__one_by_one__then_false),
        CASE(enumerator_Next__more_than_there_are__short_fetch),
        CASE(enumerator_Next__pointers_missing__pointer),
        CASE(enumerator_Skip__up_to_and_past_the_end__says_so),
        CASE(enumerator_Clone__in_the_middle__goes_on_by_itself),
        CASE(enumerator__no_elements__is_at_its_end),
        CASE(com_enum_strings_create__no_memory__strings_stay),
        CASE(com_error_set__text__is_the_threads),
        CASE(com_error_clear__something_there__is_gone),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
