/* imapi2/disc_master2.c. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/module.h"
#include "imapi2/disc_master2.h"

static void get_Count__devices__are_counted_anew_each_time(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    LONG count = 99;

    assert_hr(IDiscMaster2_get_Count(master, &count), S_OK);
    assert_int_equal(count, 1);
    fixture->ids[1] = "second";
    fixture->ids[2] = "third";
    fixture->id_count = 3;
    assert_hr(IDiscMaster2_get_Count(master, &count), S_OK);
    assert_int_equal(count, 3);
    fixture->id_count = 0;
    assert_hr(IDiscMaster2_get_Count(master, &count), S_OK);
    assert_int_equal(count, 0);
    assert_no_error_info();
    IDiscMaster2_Release(master);
}

/* Item goes by the list that Count has made: a loop over 0 to Count - 1 sees one list. */
static void get_Item__list_changes__follows_count(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    LONG count;
    BSTR id;

    fixture->ids[1] = "second";
    fixture->id_count = 2;
    assert_hr(IDiscMaster2_get_Item(master, 1, &id), S_OK); /* the first call of all makes a list */
    assert_bstr(id, L"second");
    fixture->id_count = 1;
    assert_hr(IDiscMaster2_get_Item(master, 1, &id), S_OK);
    assert_bstr(id, L"second");
    assert_int_equal(fixture->lists, 1);
    assert_hr(IDiscMaster2_get_Count(master, &count), S_OK);
    assert_hr(IDiscMaster2_get_Item(master, 1, &id), E_INVALIDARG);
    assert_null(id);
    assert_hr(IDiscMaster2_get_Item(master, 0, &id), S_OK);
    assert_bstr(id, FIXTURE_ID);
    IDiscMaster2_Release(master);
}

static void get_Item__out_of_range__is_invalid(void **state)
{
    static const LONG indexes[] = {-1, 1, 2, 0x7FFFFFFF, (LONG)0x80000000};
    static const WCHAR *const texts[] = {L"recorder -1 of 1", L"recorder 1 of 1", L"recorder 2 of 1",
                                         L"recorder 2147483647 of 1", L"recorder -2147483648 of 1"};
    IDiscMaster2 *master = fixture_master(*state);
    size_t i;
    BSTR id;

    for (i = 0; i < ARRAYSIZE(indexes); i++) {
        id = (BSTR)L"nonsense";
        assert_hr(IDiscMaster2_get_Item(master, indexes[i], &id), E_INVALIDARG);
        assert_null(id);
        assert_error_says(L"OpenIMAPI2.MsftDiscMaster2", L"0x80070057", texts[i], NULL);
    }
    IDiscMaster2_Release(master);
}

static void members__no_pointer__is_pointer_before_anything_else(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);

    assert_hr(IDiscMaster2_get__NewEnum(master, NULL), E_POINTER);
    assert_error_says(L"OpenIMAPI2.MsftDiscMaster2", L"0x80004003", NULL);
    assert_hr(IDiscMaster2_get_Item(master, -1, NULL), E_POINTER);
    assert_hr(IDiscMaster2_get_Count(master, NULL), E_POINTER);
    assert_hr(IDiscMaster2_get_IsSupportedEnvironment(master, NULL), E_POINTER);
    assert_int_equal(fixture->lists, 0);
    IDiscMaster2_Release(master);
}

static void members__succeed__leave_no_error_behind(void **state)
{
    IDiscMaster2 *master = fixture_master(*state);
    IEnumVARIANT *enumerator;
    VARIANT_BOOL supported;
    LONG count;
    BSTR id;

    IDiscMaster2_get_Count(master, NULL);
    assert_hr(IDiscMaster2_get_Count(master, &count), S_OK);
    assert_no_error_info();
    IDiscMaster2_get_Count(master, NULL);
    assert_hr(IDiscMaster2_get_Item(master, 0, &id), S_OK);
    assert_no_error_info();
    SysFreeString(id);
    IDiscMaster2_get_Count(master, NULL);
    assert_hr(IDiscMaster2_get_IsSupportedEnvironment(master, &supported), S_OK);
    assert_no_error_info();
    IDiscMaster2_get_Count(master, NULL);
    assert_hr(IDiscMaster2_get__NewEnum(master, &enumerator), S_OK);
    assert_no_error_info();
    IEnumVARIANT_Release(enumerator);
    IDiscMaster2_Release(master);
}

static void get__NewEnum__list_changes_later__snapshot_stays(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    IEnumVARIANT *enumerator;
    VARIANT elements[3];
    ULONG fetched;

    fixture->ids[1] = "second";
    fixture->id_count = 2;
    assert_hr(IDiscMaster2_get__NewEnum(master, &enumerator), S_OK);
    fixture->id_count = 0;
    IDiscMaster2_Release(master); /* and it outlives its maker */
    assert_hr(IEnumVARIANT_Next(enumerator, 3, elements, &fetched), S_FALSE);
    assert_int_equal(fetched, 2);
    assert_int_equal(V_VT(&elements[0]), VT_BSTR);
    assert_bstr(V_BSTR(&elements[0]), FIXTURE_ID);
    assert_bstr(V_BSTR(&elements[1]), L"second");
    IEnumVARIANT_Release(enumerator);
}

static void get_IsSupportedEnvironment__no_device__is_false(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    VARIANT_BOOL supported = 99;

    fixture->id_count = 0;
    assert_hr(IDiscMaster2_get_IsSupportedEnvironment(master, &supported), S_OK);
    assert_int_equal(supported, VARIANT_FALSE);
    IDiscMaster2_Release(master);
}

static void get_IsSupportedEnvironment__none_opens__is_false(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    VARIANT_BOOL supported = 99;

    fixture->open.status = DRIVE_ACCESS_DENIED;
    assert_hr(IDiscMaster2_get_IsSupportedEnvironment(master, &supported), S_OK);
    assert_int_equal(supported, VARIANT_FALSE);
    assert_no_error_info();
    IDiscMaster2_Release(master);
}

static void get_IsSupportedEnvironment__one_opens__is_true_without_a_command(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    VARIANT_BOOL supported = 0;

    assert_hr(IDiscMaster2_get_IsSupportedEnvironment(master, &supported), S_OK);
    assert_int_equal(supported, VARIANT_TRUE);
    assert_int_equal(fixture->opens, 1);
    assert_int_equal(fixture->script.sent_count, 0);
    IDiscMaster2_Release(master);
}

static void members__list_cannot_be_had__fail_with_outputs_defined(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    IEnumVARIANT *enumerator = (IEnumVARIANT *)master;
    VARIANT_BOOL supported = 99;
    LONG count = 99;
    BSTR id = (BSTR)L"nonsense";

    fixture->list.status = DRIVE_FAILED;
    fixture->list.system_error = ERROR_INVALID_DATA;
    assert_hr(IDiscMaster2_get_Count(master, &count), E_FAIL);
    assert_int_equal(count, 0);
    assert_error_says(L"OpenIMAPI2.MsftDiscMaster2", L"Counting the recorders", L"System error 13", NULL);
    assert_hr(IDiscMaster2_get_Item(master, 0, &id), E_FAIL);
    assert_null(id);
    assert_hr(IDiscMaster2_get__NewEnum(master, &enumerator), E_FAIL);
    assert_null(enumerator);
    assert_hr(IDiscMaster2_get_IsSupportedEnvironment(master, &supported), E_FAIL);
    assert_int_equal(supported, VARIANT_FALSE);
    IDiscMaster2_Release(master);
}

/* Fail the 1st, 2nd, ... allocation of each member until it succeeds. */
static void members__no_memory__say_so_and_leak_nothing(void **state)
{
    struct com_fixture *fixture = *state;
    IEnumVARIANT *enumerator;
    IDiscMaster2 *master;
    long nth, failures;
    LONG count;
    HRESULT hr;
    BSTR id;

    fixture->ids[1] = fixture->ids[2] = fixture->ids[3] = "another";
    fixture->id_count = 4;
    for (nth = 1, hr = E_FAIL, failures = 0; FAILED(hr); nth++, failures++) {
        base_alloc_fail_nth(nth);
        hr = master_create(&fixture->source, &fixture->clock.clock, &IID_IDiscMaster2, (void **)&master);
        base_alloc_fail_nth(0);
        if (FAILED(hr)) assert_hr(hr, E_OUTOFMEMORY);
    }
    assert_int_equal(failures, 2);
    for (nth = 1, hr = E_FAIL, failures = 0; FAILED(hr); nth++, failures++) {
        count = 99;
        base_alloc_fail_nth(nth);
        hr = IDiscMaster2_get_Count(master, &count);
        base_alloc_fail_nth(0);
        if (FAILED(hr)) assert_hr(hr, E_OUTOFMEMORY);
        assert_int_equal(count, FAILED(hr) ? 0 : 4);
    }
    assert_int_equal(failures, 2);
    for (nth = 1, hr = E_FAIL, failures = 0; FAILED(hr); nth++, failures++) {
        base_alloc_fail_nth(nth);
        hr = IDiscMaster2_get__NewEnum(master, &enumerator);
        base_alloc_fail_nth(0);
        if (SUCCEEDED(hr)) continue;
        assert_hr(hr, E_OUTOFMEMORY);
        assert_null(enumerator);
        assert_error_says(L"OpenIMAPI2.MsftDiscMaster2", L"There is not enough memory.", NULL);
    }
    assert_int_equal(failures, 4);
    IEnumVARIANT_Release(enumerator);
    assert_hr(IDiscMaster2_get_Item(master, 3, &id), S_OK);
    assert_bstr(id, L"another");
    IDiscMaster2_Release(master);
}

/* -------------------------------------------------------------------------------------------------------- threads */

static DWORD WINAPI count_and_read(void *context)
{
    IDiscMaster2 *master = context;
    LONG count, i;
    BSTR id;
    int round;

    for (round = 0; round < 500; round++) {
        if (FAILED(IDiscMaster2_get_Count(master, &count))) return 1;
        for (i = 0; i < 4; i++) {
            if (FAILED(IDiscMaster2_get_Item(master, i, &id))) return 2;
            SysFreeString(id);
        }
    }
    return 0;
}

static void members__on_several_threads__agree(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscMaster2 *master = fixture_master(fixture);
    HANDLE threads[3];
    DWORD code;
    int i;

    fixture->ids[1] = fixture->ids[2] = fixture->ids[3] = "another";
    fixture->id_count = 4;
    for (i = 0; i < 3; i++)
        threads[i] = CreateThread(NULL, 0, count_and_read, master, 0, NULL);
    WaitForMultipleObjects(3, threads, TRUE, INFINITE);
    for (i = 0; i < 3; i++) {
        GetExitCodeThread(threads[i], &code);
        assert_int_equal(code, 0);
        CloseHandle(threads[i]);
    }
    IDiscMaster2_Release(master);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(get_Count__devices__are_counted_anew_each_time),
        CASE(get_Item__list_changes__follows_count),
        CASE(get_Item__out_of_range__is_invalid),
        CASE(members__no_pointer__is_pointer_before_anything_else),
        CASE(members__succeed__leave_no_error_behind),
        CASE(get__NewEnum__list_changes_later__snapshot_stays),
        CASE(get_IsSupportedEnvironment__no_device__is_false),
        CASE(get_IsSupportedEnvironment__none_opens__is_false),
        CASE(get_IsSupportedEnvironment__one_opens__is_true_without_a_command),
        CASE(members__list_cannot_be_had__fail_with_outputs_defined),
        CASE(members__no_memory__say_so_and_leak_nothing),
        CASE(members__on_several_threads__agree),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
