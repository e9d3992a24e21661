/* The recorders of the registered DLL: listed by the master, opened by their identifiers, with every property. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "com/server_fixture.h"

/* Position of this ID in the list, or -1. */
static LONG find(IDiscMaster2 *master, const WCHAR *id)
{
    LONG count, i, found = -1;
    BSTR item;

    assert_hr(IDiscMaster2_get_Count(master, &count), S_OK);
    for (i = 0; i < count; i++) {
        assert_hr(IDiscMaster2_get_Item(master, i, &item), S_OK);
        if (!lstrcmpiW(item, id)) found = i;
        SysFreeString(item);
    }
    return found;
}

static void master__two_recorders__are_listed(void **state)
{
    IDiscMaster2 *master = server_create_master();
    VARIANT_BOOL supported = VARIANT_FALSE;

    (void)state;
    assert_true(find(master, ID_OF(NAME)) >= 0);
    assert_true(find(master, ID_OF(NAME_2)) >= 0);
    assert_hr(IDiscMaster2_get_IsSupportedEnvironment(master, &supported), S_OK);
    assert_int_equal(supported, VARIANT_TRUE);
    IDiscMaster2_Release(master);
}

static void master__recorders_come_and_go__count_sees_them(void **state)
{
    IDiscMaster2 *master;
    LONG before, after;
    BSTR item;

    (void)state;
    server_skip_where_recorders_stay();
    master = server_create_master();
    assert_hr(IDiscMaster2_get_Count(master, &before), S_OK);
    virtual_remove(NAME_2);
    assert_hr(IDiscMaster2_get_Item(master, before - 1, &item), S_OK); /* the list of the last Count */
    SysFreeString(item);
    assert_hr(IDiscMaster2_get_Count(master, &after), S_OK);
    assert_int_equal(after, before - 1);
    assert_int_equal(find(master, ID_OF(NAME_2)), -1);
    assert_hr(IDiscMaster2_get_Item(master, after, &item), E_INVALIDARG);
    IDiscMaster2_Release(master);
}

static void InitializeDiscRecorder__identifiers_of_nothing__fail_with_words(void **state)
{
    static const WCHAR *const ids[] = {
        L"D:",
        L"nonsense",
        L"\\\\?\\openimapi2#cdrom&ven_x&prod_y&rev_z#no-such-recorder#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        L"\\\\?\\openimapi2#cdrom&ven_x&prod_y&rev_z#..\\..\\x#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        L"\\\\?\\ide#cdromnothing____#4&32dd3bc3&0&0.1.0#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        L"\\\\?\\wine#cdrom#q#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        L"\\\\.\\PhysicalDrive0",
        L"C:\\windows\\win.ini",
    };
    IDiscRecorder2 *recorder = server_create_recorder();
    size_t i;
    HRESULT hr;

    (void)state;
    for (i = 0; i < ARRAYSIZE(ids); i++) {
        hr = server_initialize(recorder, ids[i]);
        if (hr != (HRESULT)0x80070002 && hr != (HRESULT)0x80070003 && hr != (HRESULT)0x8007007B) {
            print_error("%ls: 0x%08lX\n", ids[i], (unsigned long)hr);
            fail_msg("not a code of a device that is not there");
        }
        assert_error_says(SOURCE, L"Initializing the recorder failed", ids[i], NULL);
    }
    IDiscRecorder2_Release(recorder);
}

/* ------------------------------------------------------------------------------------------ a recorder's properties */

static void recorder__virtual__has_every_property(void **state)
{
    IDiscRecorder2 *recorder = server_open_recorder(ID_OF(NAME_2));
    VARIANT_BOOL can_load;
    SAFEARRAY *array;
    LONG number = -1;
    WCHAR *path;
    BSTR value;

    (void)state;
    assert_hr(IDiscRecorder2_get_ActiveDiscRecorder(recorder, &value), S_OK);
    assert_bstr(value, ID_OF(NAME_2));
    assert_hr(IDiscRecorder2_get_VendorId(recorder, &value), S_OK);
    assert_bstr(value, L"OPENIMAP");
    assert_hr(IDiscRecorder2_get_ProductId(recorder, &value), S_OK);
    assert_bstr(value, L"Virtual BD-RE");
    assert_hr(IDiscRecorder2_get_ProductRevision(recorder, &value), S_OK);
    assert_bstr(value, L"0001");
    assert_hr(IDiscRecorder2_get_VolumeName(recorder, &value), S_OK);
    assert_int_equal(SysStringLen(value), 49); /* \\?\Volume{GUID}\ */
    assert_int_equal(wcsncmp(value, L"\\\\?\\Volume{", 11), 0);
    assert_int_equal(wcscmp(value + 47, L"}\\"), 0);
    SysFreeString(value);
    assert_hr(IDiscRecorder2_get_VolumePathNames(recorder, &array), S_OK);
    assert_int_equal(array->rgsabound[0].cElements, 1);
    path = V_BSTR((VARIANT *)array->pvData);
    assert_int_equal(path[wcslen(path) - 1], L'\\');
    assert_true(GetFileAttributesW(path) & FILE_ATTRIBUTE_DIRECTORY);
    assert_hr(SafeArrayDestroyData(array), S_OK);
    SafeArrayDestroyDescriptor(array);
    assert_hr(IDiscRecorder2_get_DeviceCanLoadMedia(recorder, &can_load), S_OK);
    assert_int_equal(can_load, VARIANT_TRUE);
    assert_hr(IDiscRecorder2_get_LegacyDeviceNumber(recorder, &number), S_OK);
    assert_true(number >= 0);
    assert_hr(IDiscRecorder2_get_CurrentProfiles(recorder, &array), S_OK);
    assert_codes_array(array, (const LONG[]){IMAPI_PROFILE_TYPE_DVD_PLUS_RW}, 1);
    assert_no_error_info();
    IDiscRecorder2_Release(recorder);
}

static void recorder__tray__opens_and_closes_and_stays_for_the_next(void **state)
{
    IDiscRecorder2 *recorder = server_open_recorder(ID_OF(NAME_2)), *other;
    SAFEARRAY *array;

    (void)state;
    assert_hr(IDiscRecorder2_EjectMedia(recorder), S_OK);
    IDiscRecorder2_Release(recorder);
    other = server_open_recorder(ID_OF(NAME_2));
    assert_hr(IDiscRecorder2_get_CurrentProfiles(other, &array), S_OK);
    assert_codes_array(array, NULL, 0);
    assert_hr(IDiscRecorder2_CloseTray(other), S_OK);
    assert_hr(IDiscRecorder2_get_CurrentProfiles(other, &array), S_OK);
    assert_codes_array(array, (const LONG[]){IMAPI_PROFILE_TYPE_DVD_PLUS_RW}, 1);
    IDiscRecorder2_Release(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVER_CASE(master__two_recorders__are_listed),
        SERVER_CASE(master__recorders_come_and_go__count_sees_them),
        SERVER_CASE(InitializeDiscRecorder__identifiers_of_nothing__fail_with_words),
        SERVER_CASE(recorder__virtual__has_every_property),
        SERVER_CASE(recorder__tray__opens_and_closes_and_stays_for_the_next),
    };

    return cmocka_run_group_tests(tests, server_begin, server_end);
}
