/* A real drive as struct device: which IDs are opened, how, and what opening does not do. */
#include "device_fixture.h"

static void open__interface__opens_it_for_read_write_and_overlapped(void **state)
{
    const struct fake_open *open = &fake_os.opens[0];

    (void)state;
    open_usb();
    assert_int_equal(fake_os.open_count, 1);
    assert_int_equal(wcscmp(open->path, L"\\\\?\\usbstor#cdrom&ven_hl-dt-st&prod_dvdram_gue1n&rev_as00#4b4d&0#"
                                        L"{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"),
                     0);
    assert_int_equal(open->access, 0xC0000000);
    assert_int_equal(open->share, 3);
    assert_int_equal(open->disposition, 3);
    assert_int_equal(open->flags, 0x40000000);
    assert_int_equal(fake_lock.opens, 0);
}

static void open__wine_id_in_any_case__opens_the_letter(void **state)
{
    (void)state;
    fake_os.is_wine = true;
    fake_os.drive_types[4] = DRIVE_CDROM;
    expect(QUERY_PROPERTY, ERROR_NOT_SUPPORTED);
    expect(EXCLUSIVE_ACCESS, ERROR_NOT_SUPPORTED);
    assert_int_equal(
        win32_device_open("\\\\?\\WINE#CdRom#E#{53F56308-B6BF-11D0-94F2-00A0C91EFB8B}", NULL, &device, &failure),
        DRIVE_OK);
    assert_int_equal(wcscmp(fake_os.opens[0].path, L"\\\\.\\E:"), 0);
    assert_int_equal(fake_os.opens[0].access, 0xC0000000);
    assert_int_equal(fake_os.opens[0].flags, 0x40000000);
}

static void open__ids_that_are_none__are_no_such_device_and_open_nothing(void **state)
{
    static const char *const ids[] = {
        "",
        "E:",
        "\\\\.\\E:",
        "\\\\?\\C:\\secret.txt",
        "\\\\?\\",
        "\\\\?\\wine#cdrom#e#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}x",
        "\\\\?\\wine#cdrom#e#",
        "\\\\?\\wine#cdrom#1#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        "\\\\?\\wine#cdrom#ee#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        "\\\\?\\wine#cdrom#",
        "\\\\?\\a\\b#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        "\\\\?\\a/b#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        "\\\\?\\a#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}\\b\\c",
        "\\\\?\\a#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}\\",
        "\\\\?\\a#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}x",
        "\\\\?\\a#{53f56307-b6bf-11d0-94f2-00a0c91efb8b}",
        "\\\\server\\a#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        "\\\\?\\\xC3#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
    };
    char longest[2048];
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(ids); i++) {
        device = (struct device *)&failure;
        assert_int_equal(win32_device_open(ids[i], NULL, &device, &failure), DRIVE_NO_SUCH_DEVICE);
        assert_null(device);
    }
    memset(longest, 'a', sizeof longest);
    memcpy(longest, "\\\\?\\", 4);
    strcpy(longest + sizeof longest - 40, "#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}");
    assert_int_equal(win32_device_open(longest, NULL, &device, &failure), DRIVE_NO_SUCH_DEVICE);
    for (i = 4; i < 1500; i += 2)
        memcpy(longest + i, "\xC3\xBC", 2); /* 1,500 bytes, and fewer than 1,000 characters */
    strcpy(longest + 1500, "#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}");
    assert_int_equal(win32_device_open(longest, NULL, &device, &failure), DRIVE_NO_SUCH_DEVICE);
    assert_int_equal(fake_os.open_count, 0);
}

static void open__letter_of_no_cdrom__is_no_such_device(void **state)
{
    (void)state;
    fake_os.is_wine = true;
    fake_os.drive_types[4] = DRIVE_FIXED;
    assert_int_equal(win32_device_open(WINE_ID, NULL, &device, &failure), DRIVE_NO_SUCH_DEVICE);
    assert_int_equal(fake_os.open_count, 0);
}

static void open__letter_whose_device_is_gone__is_no_such_device(void **state)
{
    static const DWORD errors[] = {2, 3, 66}; /* ERROR_BAD_DEV_TYPE: Wine 8 */
    size_t i;

    (void)state;
    fake_os.is_wine = true;
    fake_os.drive_types[4] = DRIVE_CDROM;
    for (i = 0; i < ARRAYSIZE(errors); i++) {
        fake_os.letter_errors[4] = errors[i];
        assert_int_equal(win32_device_open(WINE_ID, NULL, &device, &failure), DRIVE_NO_SUCH_DEVICE);
        assert_int_equal(failure.system_error, ERROR_FILE_NOT_FOUND);
    }
    assert_int_equal(fake_os.open_count, 0);
}

static void open__letter_on_windows__is_no_such_device(void **state)
{
    (void)state;
    fake_os.drive_types[4] = DRIVE_CDROM;
    assert_int_equal(win32_device_open(WINE_ID, NULL, &device, &failure), DRIVE_NO_SUCH_DEVICE);
    assert_int_equal(fake_os.open_count, 0);
}

static void open__errors__map_to_status(void **state)
{
    /* clang-format off */
    static const struct {
        DWORD error;
        enum drive_status status;
    } rows[] = {
        {2,    DRIVE_NO_SUCH_DEVICE}, {3,    DRIVE_NO_SUCH_DEVICE}, {8,   DRIVE_NO_MEMORY},      {15,  DRIVE_NO_SUCH_DEVICE},
        {20,   DRIVE_NO_SUCH_DEVICE}, {32,   DRIVE_ACCESS_DENIED},  {50,  DRIVE_FAILED},         {55,  DRIVE_NO_SUCH_DEVICE},
        {87,   DRIVE_FAILED},         {121,  DRIVE_FAILED},         {123, DRIVE_NO_SUCH_DEVICE}, {161, DRIVE_NO_SUCH_DEVICE},
        {433,  DRIVE_NO_SUCH_DEVICE}, {1167, DRIVE_NO_SUCH_DEVICE}, {1450, DRIVE_NO_MEMORY},
    };
    /* clang-format on */
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        fake_os.open_count = 0;
        fake_os.open_errors[0] = rows[i].error;
        assert_int_equal(win32_device_open(USB_ID, NULL, &device, &failure), rows[i].status);
        assert_int_equal(failure.status, rows[i].status);
        assert_int_equal(failure.system_error, rows[i].error);
        assert_null(device);
        assert_int_equal(fake_os.open_count, 1);
    }
}

/* Pass-through and exclusive access demand both: no command could ever go through a handle for reading. */
static void open__read_write_refused_on_windows__is_access_denied(void **state)
{
    (void)state;
    fake_os.open_errors[0] = ERROR_ACCESS_DENIED;
    assert_int_equal(win32_device_open(USB_ID, NULL, &device, &failure), DRIVE_ACCESS_DENIED);
    assert_int_equal(failure.system_error, 5);
    assert_null(device);
    assert_int_equal(fake_os.open_count, 1);
}

static void open__read_write_refused_under_wine__opens_for_read(void **state)
{
    (void)state;
    fake_os.open_errors[0] = ERROR_ACCESS_DENIED;
    open_wine();
    assert_int_equal(fake_os.open_count, 2);
    assert_int_equal(fake_os.opens[0].access, 0xC0000000);
    assert_int_equal(fake_os.opens[1].access, 0x80000000);
    assert_int_equal(fake_os.opens[1].share, 3);
    assert_int_equal(fake_os.opens[1].flags, 0x40000000);
}

static void open__both_refused_under_wine__is_access_denied(void **state)
{
    (void)state;
    fake_os.is_wine = true;
    fake_os.drive_types[4] = DRIVE_CDROM;
    fake_os.open_errors[0] = ERROR_ACCESS_DENIED;
    fake_os.open_errors[1] = ERROR_ACCESS_DENIED;
    assert_int_equal(win32_device_open(WINE_ID, NULL, &device, &failure), DRIVE_ACCESS_DENIED);
    assert_int_equal(failure.system_error, 5);
}

/* Only what the driver answers from memory: a command, and the question for exclusive access too, would wait for what
 * another program has the drive do.
 */
static void open__busy_drive__sends_nothing_that_waits(void **state)
{
    (void)state;
    expect(QUERY_PROPERTY, ERROR_NOT_SUPPORTED);
    assert_int_equal(win32_device_open(USB_ID, NULL, &device, &failure), DRIVE_OK);
    assert_int_equal(fake_os.ioctl_count, 1);
}

static void open__no_memory_for_the_lock_file__fails_and_leaks_nothing(void **state)
{
    (void)state;
    fake_os.is_wine = true;
    fake_lock.open_status = DRIVE_NO_MEMORY;
    fake_os.drive_types[4] = DRIVE_CDROM;
    expect(QUERY_PROPERTY, ERROR_NOT_SUPPORTED);
    expect(EXCLUSIVE_ACCESS, ERROR_NOT_SUPPORTED);
    assert_int_equal(win32_device_open(WINE_ID, NULL, &device, &failure), DRIVE_NO_MEMORY);
    assert_null(device);
}

/* The adapter's limits have a default. */
static void open__each_allocation_fails__leaks_nothing(void **state)
{
    /* clang-format off */
    static const struct {
        long nth;
        bool asks_limits;
        enum drive_status status;
    } rows[] = {
        {1, false, DRIVE_NO_MEMORY}, /* the device */
        {2, false, DRIVE_NO_MEMORY}, /* its transport */
        {3, false, DRIVE_OK},        /* the question for limits */
        {4, true,  DRIVE_OK},        /* there is no fourth */
    };
    /* clang-format on */
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        if (rows[i].asks_limits) expect(QUERY_PROPERTY, ERROR_NOT_SUPPORTED);
        base_alloc_fail_nth(rows[i].nth);
        assert_int_equal(win32_device_open(USB_ID, NULL, &device, &failure), rows[i].status);
        base_alloc_fail_nth(0);
        if (rows[i].status == DRIVE_OK)
            device_close(device);
        else
            assert_null(device);
        device = NULL;
        assert_int_equal(base_alloc_live(), 0);
        assert_int_equal(fake_os_open_handles(), 0);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        DEVICE_TEST(open__interface__opens_it_for_read_write_and_overlapped),
        DEVICE_TEST(open__wine_id_in_any_case__opens_the_letter),
        DEVICE_TEST(open__ids_that_are_none__are_no_such_device_and_open_nothing),
        DEVICE_TEST(open__letter_of_no_cdrom__is_no_such_device),
        DEVICE_TEST(open__letter_whose_device_is_gone__is_no_such_device),
        DEVICE_TEST(open__letter_on_windows__is_no_such_device),
        DEVICE_TEST(open__errors__map_to_status),
        DEVICE_TEST(open__read_write_refused_on_windows__is_access_denied),
        DEVICE_TEST(open__read_write_refused_under_wine__opens_for_read),
        DEVICE_TEST(open__both_refused_under_wine__is_access_denied),
        DEVICE_TEST(open__busy_drive__sends_nothing_that_waits),
        DEVICE_TEST(open__no_memory_for_the_lock_file__fails_and_leaks_nothing),
        DEVICE_TEST(open__each_allocation_fails__leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
