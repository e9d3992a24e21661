/* The classes above src/win32, which meets a scripted system: drives that this user may only read, and drive letters
 * whose device is gone.
 */
#include "../win32/fake_os.h"
#include "com_fixture.h"

#include "imapi2/disc_master2.h"
#include "imapi2/disc_recorder2.h"
#include "win32/real_source.h"

#define USB_ID  "\\\\?\\usbstor#cdrom&ven_x#2#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"
#define IDE_ID  "\\\\?\\ide#cdromide_drive#1#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"
#define GONE_ID L"\\\\?\\wine#cdrom#d#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"
#define HERE_ID L"\\\\?\\wine#cdrom#e#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"

static struct device_source *source;
static struct fake_clock clock;

static bool no_thread(void (*run)(void *context), void *context)
{
    (void)run, (void)context;
    return false;
}

static int setup(void **state)
{
    fake_os_setup(state);
    fake_clock_begin(&clock);
    if (com_fixture_begin(state)) return 1;
    return win32_source_create(no_thread, &source) != DRIVE_OK;
}

static int teardown(void **state)
{
    source->ops->close(source);
    com_fixture_end(state); /* which frees what the module keeps */
    return fake_os_teardown(state);
}

static IDiscMaster2 *create_master(void)
{
    IDiscMaster2 *master;

    assert_hr(master_create(source, &clock.clock, &IID_IDiscMaster2, (void **)&master), S_OK);
    return master;
}

static HRESULT initialize(const WCHAR *id)
{
    IDiscRecorder2 *recorder;
    BSTR bstr = SysAllocString(id);
    HRESULT hr;

    assert_hr(recorder_create(source, &clock.clock, &IID_IDiscRecorder2, (void **)&recorder), S_OK);
    hr = IDiscRecorder2_InitializeDiscRecorder(recorder, bstr);
    IDiscRecorder2_Release(recorder);
    SysFreeString(bstr);
    return hr;
}

static VARIANT_BOOL is_supported(void)
{
    IDiscMaster2 *master = create_master();
    VARIANT_BOOL supported = 99;

    assert_hr(IDiscMaster2_get_IsSupportedEnvironment(master, &supported), S_OK);
    IDiscMaster2_Release(master);
    return supported;
}

static LONG count(void)
{
    IDiscMaster2 *master = create_master();
    LONG drives = 99;

    assert_hr(IDiscMaster2_get_Count(master, &drives), S_OK);
    IDiscMaster2_Release(master);
    return drives;
}

/* Windows lets a guest read a drive, and send it nothing: the drive is in the list, and cannot be used. */
static void drives__for_reading_only_on_windows__cannot_be_initialized(void **state)
{
    (void)state;
    fake_os.interfaces[0] = L"" USB_ID;
    fake_os.interfaces[1] = L"" IDE_ID;
    fake_os.open_errors[0] = fake_os.open_errors[1] = fake_os.open_errors[2] = ERROR_ACCESS_DENIED;
    assert_int_equal(count(), 2);
    assert_hr(initialize(L"" USB_ID), E_ACCESSDENIED);
    assert_error_says(L"OpenIMAPI2.MsftDiscRecorder2", L"0x80070005", NULL);
    assert_int_equal(is_supported(), VARIANT_FALSE);
    assert_no_error_info();
    assert_int_equal(fake_os.open_count, 3);
    assert_int_equal(fake_os.ioctl_count, 0);
}

/* Under Wine without udisks2 the letter of an unplugged drive stays. 66, ERROR_BAD_DEV_TYPE: what Wine 8 says of its
 * name.
 */
static void drives__letter_whose_device_is_gone__is_no_drive(void **state)
{
    IDiscMaster2 *master;
    BSTR id = NULL;

    (void)state;
    fake_os.is_wine = true;
    fake_os.letters = 1U << 3 | 1U << 4;
    fake_os.drive_types[3] = fake_os.drive_types[4] = DRIVE_CDROM;
    fake_os.letter_errors[3] = ERROR_BAD_DEV_TYPE;
    assert_int_equal(count(), 1);
    master = create_master();
    assert_hr(IDiscMaster2_get_Item(master, 0, &id), S_OK);
    assert_bstr(id, HERE_ID);
    id = (BSTR)1;
    assert_hr(IDiscMaster2_get_Item(master, 1, &id), 0x80070057); /* E_INVALIDARG */
    assert_null(id);
    IDiscMaster2_Release(master);
    assert_hr(initialize(GONE_ID), 0x80070002);
    assert_error_says(L"OpenIMAPI2.MsftDiscRecorder2", L"0x80070002", L"There is no such device", NULL);
    assert_int_equal(fake_os.open_count, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(drives__for_reading_only_on_windows__cannot_be_initialized),
        TEST(drives__letter_whose_device_is_gone__is_no_drive),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
