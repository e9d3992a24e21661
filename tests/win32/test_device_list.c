/* Which drives are there, both ways; and the numbers of CdRomN. */
#include "fake_os.h"

#include "base/alloc.h"
#include "win32/device_path.h"
#include "win32/real_source.h"

#define IDE_ID                                                                                                         \
    L"\\\\?\\ide#cdromhp_dvd-rom_ts-h353c_____________________h430____#4&32dd3bc3&0&0.1.0#{53f56308-b6bf-11d0-94f2-"   \
    L"00a0c91efb8b}"
#define USB_ID                                                                                                         \
    L"\\\\?\\USBSTOR#CdRom&Ven_HL-DT-ST&Prod_DVDRAM_GUE1N&Rev_AS00#4b4d&0#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"

static struct device_source *source;
static struct drive_failure failure;

/* What a walk saw. */
static struct {
    char ids[8][DEVICE_ID_SIZE];
    size_t count;
    size_t at_most;
} seen;

static bool visit(void *context, const char *id)
{
    assert_ptr_equal(context, &seen);
    if (seen.count == seen.at_most) return false;
    strcpy(seen.ids[seen.count++], id);
    return true;
}

static enum drive_status list(void)
{
    seen.count = 0;
    return source->ops->list(source, visit, &seen, &failure);
}

static int setup(void **state)
{
    fake_os_setup(state);
    seen.at_most = ARRAYSIZE(seen.ids);
    return win32_source_create(NULL, &source) != DRIVE_OK;
}

static int teardown(void **state)
{
    source->ops->close(source);
    return fake_os_teardown(state);
}

static void list__interfaces__come_untouched_in_the_systems_order(void **state)
{
    (void)state;
    fake_os.interfaces[0] = USB_ID;
    fake_os.interfaces[1] = IDE_ID;
    fake_os.letters = 1U << 3; /* letters do not count where there are interfaces */
    fake_os.drive_types[3] = DRIVE_CDROM;
    assert_int_equal(list(), DRIVE_OK);
    assert_int_equal(failure.status, DRIVE_OK);
    assert_int_equal(seen.count, 2);
    assert_string_equal(
        seen.ids[0],
        "\\\\?\\USBSTOR#CdRom&Ven_HL-DT-ST&Prod_DVDRAM_GUE1N&Rev_AS00#4b4d&0#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}");
    assert_string_equal(seen.ids[1],
                        "\\\\?\\ide#cdromhp_dvd-rom_ts-h353c_____________________h430____#4&32dd3bc3&0&0.1.0#"
                        "{53f56308-b6bf-11d0-94f2-00a0c91efb8b}");
    assert_int_equal(fake_os.open_count, 0);
    assert_int_equal(fake_os.ioctl_count, 0);
}

static void list__no_interfaces__gives_the_letters_of_cdroms(void **state)
{
    (void)state;
    fake_os.is_wine = true;
    fake_os.letters = 1U << 2 | 1U << 3 | 1U << 25 | 1U << 0;
    fake_os.drive_types[0] = DRIVE_REMOVABLE;
    fake_os.drive_types[2] = DRIVE_FIXED;
    fake_os.drive_types[3] = DRIVE_CDROM;
    fake_os.drive_types[4] = DRIVE_CDROM; /* not among the letters */
    fake_os.drive_types[25] = DRIVE_CDROM;
    assert_int_equal(list(), DRIVE_OK);
    assert_int_equal(seen.count, 2);
    assert_string_equal(seen.ids[0], "\\\\?\\wine#cdrom#d#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}");
    assert_string_equal(seen.ids[1], "\\\\?\\wine#cdrom#z#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}");
    assert_int_equal(fake_os.open_count, 0);
}

/* What Wine 8 says of the letter's name: of a device that is missing or unplugged, and of a device node that is there.
 */
static void list__letter_whose_device_is_gone__is_left_out(void **state)
{
    (void)state;
    fake_os.is_wine = true;
    fake_os.letters = 1U << 3 | 1U << 4;
    fake_os.drive_types[3] = DRIVE_CDROM;
    fake_os.drive_types[4] = DRIVE_CDROM;
    fake_os.letter_errors[3] = 66; /* ERROR_BAD_DEV_TYPE */
    fake_os.letter_errors[4] = 87; /* ERROR_INVALID_PARAMETER */
    assert_int_equal(list(), DRIVE_OK);
    assert_int_equal(seen.count, 1);
    assert_string_equal(seen.ids[0], "\\\\?\\wine#cdrom#e#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}");
    fake_os.letter_errors[3] = ERROR_ACCESS_DENIED; /* no word about the device */
    assert_int_equal(list(), DRIVE_OK);
    assert_int_equal(seen.count, 2);
    assert_int_equal(fake_os.open_count, 0);
}

/* Microsoft's list is of device interfaces: a letter of a driver without any is not in it. */
static void list__no_interfaces_on_windows__is_empty(void **state)
{
    (void)state;
    fake_os.letters = 1U << 3;
    fake_os.drive_types[3] = DRIVE_CDROM;
    assert_int_equal(list(), DRIVE_OK);
    assert_int_equal(seen.count, 0);
    fake_os.class_error = ERROR_FILE_NOT_FOUND;
    assert_int_equal(list(), DRIVE_OK);
    assert_int_equal(seen.count, 0);
}

/* A system that knows no such class of interfaces, or no device interfaces at all, has letters. */
static void list__no_class_set__gives_the_letters(void **state)
{
    static const DWORD errors[] = {ERROR_FILE_NOT_FOUND, ERROR_CALL_NOT_IMPLEMENTED, ERROR_NOT_SUPPORTED,
                                   0xE0000206}; /* ERROR_INVALID_CLASS */
    size_t i;

    (void)state;
    fake_os.is_wine = true;
    fake_os.letters = 1U << 3;
    fake_os.drive_types[3] = DRIVE_CDROM;
    for (i = 0; i < ARRAYSIZE(errors); i++) {
        fake_os.class_error = errors[i];
        assert_int_equal(list(), DRIVE_OK);
        assert_int_equal(seen.count, 1);
    }
}

/* What a system is short of, and what it does not let be seen: the list is not there, rather than short. */
static const struct failing_row {
    DWORD error;
    enum drive_status status;
} failing_rows[] = {
    {ERROR_ACCESS_DENIED, DRIVE_ACCESS_DENIED}, {ERROR_NOT_ENOUGH_MEMORY, DRIVE_NO_MEMORY},
    {ERROR_OUTOFMEMORY, DRIVE_NO_MEMORY},       {ERROR_NO_SYSTEM_RESOURCES, DRIVE_NO_MEMORY},
    {ERROR_INVALID_PARAMETER, DRIVE_FAILED},    {ERROR_GEN_FAILURE, DRIVE_FAILED},
};

/* error: where the call fails; count: what was seen before. */
static void assert_list_fails(DWORD *error, size_t count)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(failing_rows); i++) {
        *error = failing_rows[i].error;
        assert_int_equal(list(), failing_rows[i].status);
        assert_int_equal(failure.status, failing_rows[i].status);
        assert_int_equal(failure.system_error, failing_rows[i].error);
        assert_int_equal(seen.count, count);
    }
    *error = 0;
    assert_int_equal(list(), DRIVE_OK);
}

static void list__class_set_cannot_be_had__fails(void **state)
{
    (void)state;
    fake_os.letters = 1U << 3;
    fake_os.drive_types[3] = DRIVE_CDROM;
    assert_list_fails(&fake_os.class_error, 0);
}

static void list__SetupAPI_cannot_be_had__fails(void **state)
{
    (void)state;
    fake_os.is_wine = true; /* the letters are not looked at instead */
    fake_os.letters = 1U << 3;
    fake_os.drive_types[3] = DRIVE_CDROM;
    assert_list_fails(&fake_os.setup_api_error, 0);
}

/* At the first, in the middle, and where the end would be. */
static void list__enumeration_breaks_off__fails(void **state)
{
    (void)state;
    fake_os.interfaces[0] = USB_ID;
    fake_os.interfaces[1] = IDE_ID;
    fake_os.letters = 1U << 3;
    fake_os.drive_types[3] = DRIVE_CDROM;
    for (fake_os.enum_error_at = 0; fake_os.enum_error_at <= 2; fake_os.enum_error_at++)
        assert_list_fails(&fake_os.enum_error, fake_os.enum_error_at);
}

static void list__path_cannot_be_had__fails(void **state)
{
    (void)state;
    fake_os.interfaces[0] = USB_ID;
    fake_os.interfaces[1] = IDE_ID;
    assert_list_fails(&fake_os.size_error, 0);
    assert_list_fails(&fake_os.detail_error, 0);
}

static void list__letters_cannot_be_had__fails(void **state)
{
    (void)state;
    fake_os.is_wine = true;
    assert_list_fails(&fake_os.letters_error, 0);
}

static void list__nothing__is_ok(void **state)
{
    (void)state;
    assert_int_equal(list(), DRIVE_OK);
    assert_int_equal(seen.count, 0);
}

/* SetupAPI's own words for it, and the I/O manager's. */
static void list__interface_that_went_away__is_left_out(void **state)
{
    static const DWORD errors[] = {
        ERROR_INVALID_DATA, ERROR_FILE_NOT_FOUND, ERROR_PATH_NOT_FOUND,
        ERROR_NOT_FOUND,    ERROR_DEV_NOT_EXIST,  433, /* ERROR_NO_SUCH_DEVICE */
        0xE000020B,                                    /* ERROR_NO_SUCH_DEVINST */
        0xE000021C,                                    /* ERROR_DEVICE_INTERFACE_REMOVED */
        0xE0000225,                                    /* ERROR_NO_SUCH_DEVICE_INTERFACE */
    };
    size_t i;

    (void)state;
    fake_os.interfaces[0] = USB_ID;
    fake_os.letters = 1U << 3;
    fake_os.drive_types[3] = DRIVE_CDROM;
    for (i = 0; i < ARRAYSIZE(errors); i++) {
        fake_os.size_error = errors[i];
        assert_int_equal(list(), DRIVE_OK);
        assert_int_equal(seen.count, 0);
        fake_os.size_error = 0;
        fake_os.detail_error = errors[i];
        assert_int_equal(list(), DRIVE_OK);
        assert_int_equal(seen.count, 0);
        fake_os.detail_error = 0;
    }
    assert_int_equal(list(), DRIVE_OK);
    assert_int_equal(seen.count, 1);
}

static void list__path_longer_than_an_id__is_left_out(void **state)
{
    static wchar_t path[DEVICE_ID_SIZE + 1];
    size_t i;

    (void)state;
    for (i = 0; i < DEVICE_ID_SIZE; i++)
        path[i] = L'a';
    fake_os.interfaces[0] = path;
    fake_os.interfaces[1] = IDE_ID;
    assert_int_equal(list(), DRIVE_OK);
    assert_int_equal(seen.count, 1);
    path[DEVICE_ID_SIZE - 1] = L'\0'; /* the longest that fits */
    assert_int_equal(list(), DRIVE_OK);
    assert_int_equal(seen.count, 2);
}

static void list__visit_gives_up__is_no_memory(void **state)
{
    (void)state;
    fake_os.is_wine = true;
    fake_os.letters = 1U << 3 | 1U << 4;
    fake_os.drive_types[3] = DRIVE_CDROM;
    fake_os.drive_types[4] = DRIVE_CDROM;
    seen.at_most = 1;
    assert_int_equal(list(), DRIVE_NO_MEMORY);
    fake_os.interfaces[0] = USB_ID;
    fake_os.interfaces[1] = IDE_ID;
    assert_int_equal(list(), DRIVE_NO_MEMORY);
    assert_int_equal(failure.status, DRIVE_NO_MEMORY);
}

static void list__no_memory__is_no_memory(void **state)
{
    (void)state;
    fake_os.interfaces[0] = USB_ID;
    base_alloc_fail_nth(1);
    assert_int_equal(list(), DRIVE_NO_MEMORY);
}

static void list__ids__open_again(void **state)
{
    struct device_path path;

    (void)state;
    fake_os.interfaces[0] = USB_ID;
    assert_int_equal(list(), DRIVE_OK);
    assert_true(device_path_from_id(seen.ids[0], &path));
    assert_int_equal(wcscmp(path.open, USB_ID), 0);
    assert_int_equal(wcscmp(path.root, USB_ID L"\\"), 0);
    assert_int_equal(path.letter, 0);
    /* With a reference string, as software enumerators have. */
    assert_true(device_path_from_id("\\\\?\\root#x#1#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}\\ref", &path));
    assert_int_equal(wcscmp(path.open, L"\\\\?\\root#x#1#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}\\ref"), 0);
}

static void open__no_such_id__comes_from_the_device(void **state)
{
    struct device *device = (struct device *)&failure;

    (void)state;
    assert_int_equal(source->ops->open(source, "nonsense", &device, &failure), DRIVE_NO_SUCH_DEVICE);
    assert_null(device);
}

static void create__no_memory__is_no_memory(void **state)
{
    struct device_source *other = source;

    long nth;

    (void)state;
    for (nth = 1; nth <= 2; nth++) {
        base_alloc_fail_nth(nth);
        assert_int_equal(win32_source_create(NULL, &other), DRIVE_NO_MEMORY);
        assert_null(other);
    }
    fake_os.has_no_events = true;
    assert_int_equal(win32_source_create(NULL, &other), DRIVE_NO_MEMORY);
    assert_null(other);
}

static void first_free_number__gaps__is_behind_the_highest(void **state)
{
    (void)state;
    assert_int_equal(win32_first_free_number(), 0);
    fake_os.dos_names[0][0] = L"CdRom0";
    fake_os.dos_names[0][1] = L"\\Device\\CdRom0";
    assert_int_equal(win32_first_free_number(), 1);
    fake_os.dos_names[1][0] = L"CdRom12";
    fake_os.dos_names[1][1] = L"\\Device\\CdRom12";
    assert_int_equal(win32_first_free_number(), 13);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(list__interfaces__come_untouched_in_the_systems_order),
        TEST(list__no_interfaces__gives_the_letters_of_cdroms),
        TEST(list__letter_whose_device_is_gone__is_left_out),
        TEST(list__no_interfaces_on_windows__is_empty),
        TEST(list__no_class_set__gives_the_letters),
        TEST(list__class_set_cannot_be_had__fails),
        TEST(list__SetupAPI_cannot_be_had__fails),
        TEST(list__enumeration_breaks_off__fails),
        TEST(list__path_cannot_be_had__fails),
        TEST(list__letters_cannot_be_had__fails),
        TEST(list__nothing__is_ok),
        TEST(list__interface_that_went_away__is_left_out),
        TEST(list__path_longer_than_an_id__is_left_out),
        TEST(list__visit_gives_up__is_no_memory),
        TEST(list__no_memory__is_no_memory),
        TEST(list__ids__open_again),
        TEST(open__no_such_id__comes_from_the_device),
        TEST(create__no_memory__is_no_memory),
        TEST(first_free_number__gaps__is_behind_the_highest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
