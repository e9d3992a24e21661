/* com/dispatch.c: arguments of every type, as scripts, Visual Basic and .NET send them, for each type of parameter that
 * there is.
 *
 * Expected are the rules of VariantChangeType and of IDispatch::Invoke in the Automation documentation, typed here; the
 * index of an argument counts from the end, as rgvarg does.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* imapi2.h: DISPIDs of IDiscMaster2 and IDiscRecorder2. */
enum { ITEM = 0, ACQUIRE_EXCLUSIVE_ACCESS = 0x102, RELEASE_EXCLUSIVE_ACCESS = 0x103, INITIALIZE = 0x106 };

/* clang-format off */
static LONG      zero_i4, one_i4 = 1;
static SHORT     one_i2 = 1;
static BYTE      one_ui1 = 1;
static double    one_r8 = 1.0;
static VARIANT_BOOL true_bool = VARIANT_TRUE;
static VARIANT   variant_one = {.vt = VT_I4, .lVal = 1};
static VARIANT   variant_ref = {.vt = VT_I4 | VT_BYREF, .plVal = &one_i4};
static VARIANT   variant_null = {.vt = VT_NULL, .lVal = 0};
static BSTR      one_bstr, name_bstr; /* made by main */

#define VALUE(type, field, value) {.vt = (type), .field = (value)}
/* clang-format on */

struct argument {
    const char *name;
    VARIANT value;
    const WCHAR *string; /* of a VT_BSTR */
    HRESULT expected;
    LONG is; /* what arrives, where it does */
};

static VARIANT variant_of(const struct argument *argument)
{
    VARIANT value = argument->value;

    if (argument->string) V_BSTR(&value) = SysAllocString(argument->string);
    return value;
}

static void forget(const struct argument *argument, VARIANT *value)
{
    if (argument->string) SysFreeString(V_BSTR(value));
}

static bool is_as_expected(const struct argument *row, HRESULT hr, UINT argument, UINT expected_argument)
{
    if (hr != row->expected) {
        print_error("%s: 0x%08lX, expected 0x%08lX\n", row->name, hr, row->expected);
        return false;
    }
    if (hr == DISP_E_TYPEMISMATCH && argument != expected_argument) {
        print_error("%s: argument %u is to blame, expected %u\n", row->name, argument, expected_argument);
        return false;
    }
    return true;
}

/* ------------------------------------------------------------------------------------------------------- LONG: Item */

/* clang-format off */
static const struct argument longs[] = {
    {"VT_I1",                      VALUE(VT_I1, cVal, 1),                       NULL,     S_OK, 1},
    {"VT_I2",                      VALUE(VT_I2, iVal, 1),                       NULL,     S_OK, 1},
    {"VT_I4",                      VALUE(VT_I4, lVal, 1),                       NULL,     S_OK, 1},
    {"VT_I8",                      VALUE(VT_I8, llVal, 1),                      NULL,     S_OK, 1},
    {"VT_INT",                     VALUE(VT_INT, intVal, 1),                    NULL,     S_OK, 1},
    {"VT_UI1",                     VALUE(VT_UI1, bVal, 1),                      NULL,     S_OK, 1},
    {"VT_UI2",                     VALUE(VT_UI2, uiVal, 1),                     NULL,     S_OK, 1},
    {"VT_UI4",                     VALUE(VT_UI4, ulVal, 1),                     NULL,     S_OK, 1},
    {"VT_UI8",                     VALUE(VT_UI8, ullVal, 1),                    NULL,     S_OK, 1},
    {"VT_UINT",                    VALUE(VT_UINT, uintVal, 1),                  NULL,     S_OK, 1},
    {"VT_R4",                      VALUE(VT_R4, fltVal, 1.0F),                  NULL,     S_OK, 1},
    {"VT_R8",                      VALUE(VT_R8, dblVal, 1.0),                   NULL,     S_OK, 1},
    {"VT_R8, half to even: down",  VALUE(VT_R8, dblVal, 0.5),                   NULL,     S_OK, 0},
    {"VT_R8, half to even: up",    VALUE(VT_R8, dblVal, 1.5),                   NULL,     S_OK, 2},
    {"VT_CY",                      VALUE(VT_CY, cyVal.int64, 10000),            NULL,     S_OK, 1},
    {"VT_DATE",                    VALUE(VT_DATE, date, 1.0),                   NULL,     S_OK, 1},
    {"VT_BOOL, false",             VALUE(VT_BOOL, boolVal, VARIANT_FALSE),      NULL,     S_OK, 0},
    {"VT_EMPTY",                   VALUE(VT_EMPTY, lVal, 77),                   NULL,     S_OK, 0},
    {"VT_BSTR",                    VALUE(VT_BSTR, lVal, 0),                     L"1",     S_OK, 1},
    {"VT_BSTR with blanks",        VALUE(VT_BSTR, lVal, 0),                     L" 1 ",   S_OK, 1},
    {"VT_BSTR in hex",             VALUE(VT_BSTR, lVal, 0),                     L"&H2",   S_OK, 2},
    {"VT_BSTR, a fraction",        VALUE(VT_BSTR, lVal, 0),                     L"1.0",   S_OK, 1},
    {"VT_I4 by reference",         VALUE(VT_I4 | VT_BYREF, plVal, &one_i4),     NULL,     S_OK, 1},
    {"VT_I4 by reference, zero",   VALUE(VT_I4 | VT_BYREF, plVal, &zero_i4),    NULL,     S_OK, 0},
    {"VT_I2 by reference",         VALUE(VT_I2 | VT_BYREF, piVal, &one_i2),     NULL,     S_OK, 1},
    {"VT_UI1 by reference",        VALUE(VT_UI1 | VT_BYREF, pbVal, &one_ui1),   NULL,     S_OK, 1},
    {"VT_R8 by reference",         VALUE(VT_R8 | VT_BYREF, pdblVal, &one_r8),   NULL,     S_OK, 1},
    {"VT_BSTR by reference",       VALUE(VT_BSTR | VT_BYREF, pbstrVal, &one_bstr), NULL,  S_OK, 1},
    {"VT_VARIANT by reference",    VALUE(VT_VARIANT | VT_BYREF, pvarVal, &variant_one), NULL, S_OK, 1},
    {"a reference in a VT_VARIANT by reference", VALUE(VT_VARIANT | VT_BYREF, pvarVal, &variant_ref), NULL, S_OK, 1},

    {"VT_NULL",                    VALUE(VT_NULL, lVal, 0),                     NULL,     DISP_E_TYPEMISMATCH, 0},
    {"VT_NULL in a VT_VARIANT",    VALUE(VT_VARIANT | VT_BYREF, pvarVal, &variant_null), NULL, DISP_E_TYPEMISMATCH, 0},
    {"VT_BSTR, no number",         VALUE(VT_BSTR, lVal, 0),                     L"first", DISP_E_TYPEMISMATCH, 0},
    {"VT_BSTR, empty",             VALUE(VT_BSTR, lVal, 0),                     L"",      DISP_E_TYPEMISMATCH, 0},
    {"VT_UNKNOWN",                 VALUE(VT_UNKNOWN, punkVal, NULL),            NULL,     DISP_E_TYPEMISMATCH, 0},
    {"VT_ARRAY",                   VALUE(VT_ARRAY | VT_VARIANT, parray, NULL),  NULL,     DISP_E_TYPEMISMATCH, 0},
    {"left out",                   VALUE(VT_ERROR, scode, DISP_E_PARAMNOTFOUND), NULL,    DISP_E_PARAMNOTOPTIONAL, 0},
    {"VT_I8, too large",           VALUE(VT_I8, llVal, 0x100000000),            NULL,     DISP_E_OVERFLOW, 0},
    {"VT_UI4, too large",          VALUE(VT_UI4, ulVal, 0x80000000),            NULL,     DISP_E_OVERFLOW, 0},
    {"VT_R8, too large",           VALUE(VT_R8, dblVal, 1e10),                  NULL,     DISP_E_OVERFLOW, 0},
    {"VT_BSTR, too large",         VALUE(VT_BSTR, lVal, 0),                     L"99999999999", DISP_E_OVERFLOW, 0},
    {"a reference to nothing",     VALUE(VT_I4 | VT_BYREF, plVal, NULL),        NULL,     DISP_E_TYPEMISMATCH, 0},
    {"a type that is none",        VALUE(0x0FFE, lVal, 0),                      NULL,     DISP_E_BADVARTYPE, 0},
};
/* clang-format on */

static void Invoke__argument_for_a_LONG__is_converted_or_refused(void **state)
{
    static const char *const ids[] = {"\\\\?\\zero", "\\\\?\\one", "\\\\?\\two"};
    static const WCHAR *const names[] = {L"\\\\?\\zero", L"\\\\?\\one", L"\\\\?\\two"};
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master;
    size_t i, wrong = 0;

    fixture->id_count = 3;
    memcpy(fixture->ids, ids, sizeof ids);
    master = fixture_master(fixture);
    for (i = 0; i < ARRAYSIZE(longs); i++) {
        VARIANT value = variant_of(&longs[i]), result;
        DISPPARAMS parameters = {&value, NULL, 1, 0};
        EXCEPINFO exception;
        UINT argument = 99;
        HRESULT hr;

        memset(&exception, 0xAA, sizeof exception);
        VariantInit(&result);
        hr = IDiscMaster2_Invoke(master, ITEM, &IID_NULL, 0, DISPATCH_PROPERTYGET, &parameters, &result, &exception,
                                 &argument);
        if (!is_as_expected(&longs[i], hr, argument, 0)) {
            wrong++;
        } else if (hr == S_OK && (V_VT(&result) != VT_BSTR || lstrcmpW(V_BSTR(&result), names[longs[i].is]))) {
            print_error("%s: arrived as another number than %ld\n", longs[i].name, longs[i].is);
            wrong++;
        } else if (hr != S_OK && V_VT(&result) != VT_EMPTY) {
            print_error("%s: failed, and left a result\n", longs[i].name);
            wrong++;
        }
        VariantClear(&result);
        forget(&longs[i], &value);
    }
    assert_int_equal(wrong, 0);
    IDiscMaster2_Release(master);
}

/* -------------------------------------------------------------------- VARIANT_BOOL and BSTR: AcquireExclusiveAccess */

/* clang-format off */
static const struct argument bools[] = {
    {"VT_BOOL, true",              VALUE(VT_BOOL, boolVal, VARIANT_TRUE),       NULL,     S_OK, 1},
    {"VT_BOOL, false",             VALUE(VT_BOOL, boolVal, VARIANT_FALSE),      NULL,     S_OK, 0},
    {"VT_I4, one",                 VALUE(VT_I4, lVal, 1),                       NULL,     S_OK, 1},
    {"VT_I4, zero",                VALUE(VT_I4, lVal, 0),                       NULL,     S_OK, 0},
    {"VT_I2, minus one",           VALUE(VT_I2, iVal, -1),                      NULL,     S_OK, 1},
    {"VT_UI1",                     VALUE(VT_UI1, bVal, 200),                    NULL,     S_OK, 1},
    {"VT_R8, a fraction",          VALUE(VT_R8, dblVal, 0.25),                  NULL,     S_OK, 1},
    {"VT_EMPTY",                   VALUE(VT_EMPTY, lVal, 0),                    NULL,     S_OK, 0},
    {"VT_BSTR, a word",            VALUE(VT_BSTR, lVal, 0),                     L"True",  S_OK, 1},
    {"VT_BSTR, the word in script", VALUE(VT_BSTR, lVal, 0),                    L"#FALSE#", S_OK, 0},
    {"VT_BSTR, a number",          VALUE(VT_BSTR, lVal, 0),                     L"1",     S_OK, 1},
    {"VT_BOOL by reference",       VALUE(VT_BOOL | VT_BYREF, pboolVal, &true_bool), NULL, S_OK, 1},
    {"VT_VARIANT by reference",    VALUE(VT_VARIANT | VT_BYREF, pvarVal, &variant_one), NULL, S_OK, 1},
    {"VT_NULL",                    VALUE(VT_NULL, lVal, 0),                     NULL,     DISP_E_TYPEMISMATCH, 0},
    {"VT_BSTR, another word",      VALUE(VT_BSTR, lVal, 0),                     L"maybe", DISP_E_TYPEMISMATCH, 0},
    {"left out",                   VALUE(VT_ERROR, scode, DISP_E_PARAMNOTFOUND), NULL,    DISP_E_PARAMNOTOPTIONAL, 0},
};

static const struct argument strings[] = {
    {"VT_BSTR",                    VALUE(VT_BSTR, lVal, 0),                     L"A name", S_OK, 0},
    {"VT_BSTR by reference",       VALUE(VT_BSTR | VT_BYREF, pbstrVal, &name_bstr), NULL, S_OK, 0},
    {"VT_I4",                      VALUE(VT_I4, lVal, 1234),                    NULL,     S_OK, 0},
    {"VT_R8",                      VALUE(VT_R8, dblVal, 2.5),                   NULL,     S_OK, 0},
    {"VT_VARIANT by reference",    VALUE(VT_VARIANT | VT_BYREF, pvarVal, &variant_one), NULL, S_OK, 0},
    {"VT_NULL",                    VALUE(VT_NULL, lVal, 0),                     NULL,     DISP_E_TYPEMISMATCH, 0},
    {"VT_UNKNOWN",                 VALUE(VT_UNKNOWN, punkVal, NULL),            NULL,     DISP_E_TYPEMISMATCH, 0},
    {"left out",                   VALUE(VT_ERROR, scode, DISP_E_PARAMNOTFOUND), NULL,    DISP_E_PARAMNOTOPTIONAL, 0},
};
static const char *const string_names[] = {"A name", "By name", "1234", "2.5", "1"}; /* of the rows that are S_OK */
/* clang-format on */

static HRESULT acquire(IDiscRecorder2 *recorder, VARIANT force, VARIANT name, UINT *argument)
{
    VARIANT values[2] = {name, force}; /* the last parameter comes first */
    DISPPARAMS parameters = {values, NULL, 2, 0}, none = {NULL, NULL, 0, 0};
    EXCEPINFO exception;
    HRESULT hr;

    *argument = 99;
    hr = IDiscRecorder2_Invoke(recorder, ACQUIRE_EXCLUSIVE_ACCESS, &IID_NULL, 0, DISPATCH_METHOD, &parameters, NULL,
                               &exception, argument);
    if (hr == S_OK)
        IDiscRecorder2_Invoke(recorder, RELEASE_EXCLUSIVE_ACCESS, &IID_NULL, 0, DISPATCH_METHOD, &none, NULL, NULL,
                              NULL);
    return hr;
}

static void Invoke__argument_for_a_VARIANT_BOOL__is_converted_or_refused(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);
    const VARIANT name = VALUE(VT_I4, lVal, 1);
    size_t i, wrong = 0;

    for (i = 0; i < ARRAYSIZE(bools); i++) {
        VARIANT value = variant_of(&bools[i]);
        UINT argument;
        HRESULT hr;

        fixture->last_force = !bools[i].is;
        hr = acquire(recorder, value, name, &argument);
        if (!is_as_expected(&bools[i], hr, argument, 1)) {
            wrong++;
        } else if (hr == S_OK && fixture->last_force != (bools[i].is != 0)) {
            print_error("%s: arrived as %d\n", bools[i].name, fixture->last_force);
            wrong++;
        }
        forget(&bools[i], &value);
    }
    assert_int_equal(wrong, 0);
    IDiscRecorder2_Release(recorder);
}

static void Invoke__argument_for_a_BSTR__is_converted_or_refused(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);
    const VARIANT force = VALUE(VT_BOOL, boolVal, VARIANT_FALSE);
    size_t i, wrong = 0;

    for (i = 0; i < ARRAYSIZE(strings); i++) {
        VARIANT value = variant_of(&strings[i]);
        UINT argument;
        HRESULT hr;

        fixture->holder_name[0] = '\0';
        hr = acquire(recorder, force, value, &argument);
        if (!is_as_expected(&strings[i], hr, argument, 0)) {
            wrong++;
        } else if (hr == S_OK && strcmp(fixture->holder_name, string_names[i]) != 0) {
            print_error("%s: arrived as \"%s\"\n", strings[i].name, fixture->holder_name);
            wrong++;
        }
        forget(&strings[i], &value);
    }
    assert_int_equal(wrong, 0);
    IDiscRecorder2_Release(recorder);
}

/* Both are wrong: the first parameter is to blame, which has the highest index. */
static void Invoke__two_wrong_arguments__the_first_is_named(void **state)
{
    IDiscRecorder2 *recorder = fixture_initialized_recorder(*state);
    const VARIANT null = VALUE(VT_NULL, lVal, 0);
    UINT argument;

    assert_hr(acquire(recorder, null, null, &argument), DISP_E_TYPEMISMATCH);
    assert_int_equal(argument, 1);
    IDiscRecorder2_Release(recorder);
}

/* What a host asks before it sends named arguments: the member's name, then those of parameters, whose DISPIDs are
 * their places.
 */
static void GetIDsOfNames__parameters__are_numbered(void **state)
{
    static const struct {
        const WCHAR *names[3];
        HRESULT expected;
        DISPID ids[3];
    } rows[] = {
        {{L"AcquireExclusiveAccess", L"force", L"__MIDL__IDiscRecorder20000"}, S_OK, {ACQUIRE_EXCLUSIVE_ACCESS, 0, 1}},
        {{L"acquireexclusiveaccess", L"__midl__idiscrecorder20000", L"FORCE"}, S_OK, {ACQUIRE_EXCLUSIVE_ACCESS, 1, 0}},
        {{L"AcquireExclusiveAccess", L"nonsense", L"force"},
         DISP_E_UNKNOWNNAME,
         {ACQUIRE_EXCLUSIVE_ACCESS, DISPID_UNKNOWN, 0}},
        {{L"Nonsense", L"force", L"force"}, DISP_E_UNKNOWNNAME, {DISPID_UNKNOWN, DISPID_UNKNOWN, DISPID_UNKNOWN}},
    };
    IDiscRecorder2 *recorder = fixture_recorder(*state);
    size_t i, wrong = 0;

    for (i = 0; i < ARRAYSIZE(rows); i++) {
        DISPID ids[3] = {99, 99, 99};
        HRESULT hr = IDiscRecorder2_GetIDsOfNames(recorder, &IID_NULL, (LPOLESTR *)rows[i].names, 3, 0, ids);

        if (hr == rows[i].expected && !memcmp(ids, rows[i].ids, sizeof ids)) continue;
        print_error("%ls: 0x%08lX: %ld %ld %ld\n", rows[i].names[0], hr, ids[0], ids[1], ids[2]);
        wrong++;
    }
    assert_int_equal(wrong, 0);
    IDiscRecorder2_Release(recorder);
}

/* A named argument is found at its own place in rgvarg. */
static void Invoke__wrong_argument_by_name__its_place_is_named(void **state)
{
    IDiscRecorder2 *recorder = fixture_initialized_recorder(*state);
    VARIANT values[2] = {VALUE(VT_NULL, lVal, 0), VALUE(VT_BSTR, bstrVal, name_bstr)};
    DISPID names[2] = {0, 1}; /* force is wrong, and comes first this time */
    DISPPARAMS parameters = {values, names, 2, 2};
    UINT argument = 99;

    assert_hr(IDiscRecorder2_Invoke(recorder, ACQUIRE_EXCLUSIVE_ACCESS, &IID_NULL, 0, DISPATCH_METHOD, &parameters,
                                    NULL, NULL, &argument),
              DISP_E_TYPEMISMATCH);
    assert_int_equal(argument, 0);
    IDiscRecorder2_Release(recorder);
}

static void Invoke__method_fails__nobody_asks_why__is_an_exception(void **state)
{
    IDiscMaster2 *master = fixture_master(*state);
    VARIANT index = VALUE(VT_I4, lVal, 5), result;
    DISPPARAMS parameters = {&index, NULL, 1, 0};

    VariantInit(&result);
    assert_hr(IDiscMaster2_Invoke(master, ITEM, &IID_NULL, 0, DISPATCH_PROPERTYGET, &parameters, &result, NULL, NULL),
              DISP_E_EXCEPTION);
    assert_int_equal(V_VT(&result), VT_EMPTY);
    IDiscMaster2_Release(master);
}

/* What a call that succeeds leaves: no old words, and no argument to blame. */
static void Invoke__method_succeeds__leaves_no_error(void **state)
{
    IDiscMaster2 *master = fixture_master(*state);
    VARIANT index = VALUE(VT_I4, lVal, 0), result;
    DISPPARAMS parameters = {&index, NULL, 1, 0};
    UINT argument = 99;

    VariantInit(&result);
    assert_hr(
        IDiscMaster2_Invoke(master, ITEM, &IID_NULL, 0, DISPATCH_PROPERTYGET, &parameters, &result, NULL, &argument),
        S_OK);
    assert_int_equal(argument, 99);
    assert_no_error_info();
    VariantClear(&result);
    IDiscMaster2_Release(master);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(Invoke__argument_for_a_LONG__is_converted_or_refused),
        CASE(Invoke__argument_for_a_VARIANT_BOOL__is_converted_or_refused),
        CASE(Invoke__argument_for_a_BSTR__is_converted_or_refused),
        CASE(GetIDsOfNames__parameters__are_numbered),
        CASE(Invoke__two_wrong_arguments__the_first_is_named),
        CASE(Invoke__wrong_argument_by_name__its_place_is_named),
        CASE(Invoke__method_fails__nobody_asks_why__is_an_exception),
        CASE(Invoke__method_succeeds__leaves_no_error),
    };
    int failures;

    one_bstr = SysAllocString(L"1");
    name_bstr = SysAllocString(L"By name");
    failures = cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
    SysFreeString(one_bstr);
    SysFreeString(name_bstr);
    return failures;
}
