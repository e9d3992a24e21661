/* A real drive as struct device: its number, volume name and mount points.
 * Layout: IOCTL_STORAGE_GET_DEVICE_NUMBER documentation.
 */
#include "device_fixture.h"

/* ---- number ---- */

static void get_number__interface__asks_the_device(void **state)
{
    /* clang-format off */
    static const struct {
        uint32_t answer[3];
        DWORD bytes;
        enum drive_status status;
        uint32_t number;
    } rows[] = {
        {{2,    3, 0xFFFFFFFF}, 12, DRIVE_OK,          3},
        {{0x33, 0, 0xFFFFFFFF}, 12, DRIVE_OK,          0},
        {{7,    1, 1},          12, DRIVE_UNSUPPORTED, 0}, /* a disk */
        {{2,    3, 0},          8,  DRIVE_FAILED,      0},
    };
    /* clang-format on */
    size_t i;

    (void)state;
    open_usb();
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        uint32_t number = 99;

        expect_output(GET_DEVICE_NUMBER, rows[i].answer, rows[i].bytes);
        assert_int_equal(device->ops->get_number(device, &number, &failure), rows[i].status);
        assert_int_equal(number, rows[i].number);
        assert_int_equal(fake_os.ioctls[i].code, 0x002D1080);
        assert_false(fake_os.ioctls[i].has_input);
        assert_int_equal(fake_os.ioctls[i].output_bytes, 12);
    }
    expect(GET_DEVICE_NUMBER, ERROR_DEV_NOT_EXIST);
    assert_int_equal(device->ops->get_number(device, &(uint32_t){0}, &failure), DRIVE_GONE);
}

static void get_number__letter__asks_what_the_letter_stands_for(void **state)
{
    /* clang-format off */
    static const struct {
        const wchar_t *target;
        enum drive_status status;
        uint32_t number;
    } rows[] = {
        {L"\\Device\\CdRom0",           DRIVE_OK,          0},
        {L"\\Device\\CdRom12",          DRIVE_OK,          12},
        {L"\\device\\cdrom7",           DRIVE_OK,          7},
        {L"\\Device\\HarddiskVolume3",  DRIVE_UNSUPPORTED, 0},
        {L"\\Device\\CdRom",            DRIVE_UNSUPPORTED, 0},
        {L"\\Device\\CdRom1x",          DRIVE_UNSUPPORTED, 0},
        {L"\\Device\\CdRom99999999999", DRIVE_UNSUPPORTED, 0},
        {NULL,                          DRIVE_GONE,        0},
    };
    /* clang-format on */
    size_t i;

    (void)state;
    open_wine();
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        uint32_t number = 99;

        fake_os.dos_names[0][0] = rows[i].target ? L"E:" : NULL;
        fake_os.dos_names[0][1] = rows[i].target;
        assert_int_equal(device->ops->get_number(device, &number, &failure), rows[i].status);
        assert_int_equal(number, rows[i].number);
    }
    assert_int_equal(fake_os.ioctl_count, 0);
}

/* ---- volume ---- */

static bool collect(void *context, const char *string)
{
    char *all = context;

    strcat(all, string);
    strcat(all, "|");
    return strlen(all) < 1000;
}

static void get_volume_name__interface__asks_about_the_id_and_a_backslash(void **state)
{
    char name[DEVICE_VOLUME_SIZE];

    (void)state;
    fake_os.volume_name = VOLUME;
    open_usb();
    assert_int_equal(device->ops->get_volume_name(device, name, &failure), DRIVE_OK);
    assert_string_equal(name, "\\\\?\\Volume{01234567-89ab-cdef-0123-456789abcdef}\\");
    assert_int_equal(wcscmp(fake_os.last_root, L"\\\\?\\usbstor#cdrom&ven_hl-dt-st&prod_dvdram_gue1n&rev_as00#4b4d&0#"
                                               L"{53f56308-b6bf-11d0-94f2-00a0c91efb8b}\\"),
                     0);
}

static void get_volume_name__letter__asks_about_its_root(void **state)
{
    char name[DEVICE_VOLUME_SIZE];

    (void)state;
    fake_os.volume_name = VOLUME;
    open_wine();
    assert_int_equal(device->ops->get_volume_name(device, name, &failure), DRIVE_OK);
    assert_int_equal(wcscmp(fake_os.last_root, L"E:\\"), 0);
}

static void get_volume_name__none__says_why_and_is_empty(void **state)
{
    /* clang-format off */
    static const struct {
        DWORD error;
        enum drive_status status;
    } rows[] = {{2, DRIVE_FAILED}, {3, DRIVE_FAILED}, {87, DRIVE_FAILED}, {55, DRIVE_GONE}, {5, DRIVE_ACCESS_DENIED}};
    /* clang-format on */
    size_t i;

    (void)state;
    open_usb();
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        char name[DEVICE_VOLUME_SIZE] = "old";
        char paths[8] = "";

        fake_os.volume_error = rows[i].error;
        assert_int_equal(device->ops->get_volume_name(device, name, &failure), rows[i].status);
        assert_string_equal(name, "");
        assert_int_equal(failure.system_error, rows[i].error);
        assert_int_equal(device->ops->list_volume_paths(device, collect, paths, &failure), rows[i].status);
        assert_string_equal(paths, "");
    }
}

static void list_volume_paths__several__come_in_order(void **state)
{
    char paths[1024] = "";

    (void)state;
    fake_os.volume_name = VOLUME;
    fake_os.path_names = L"E:\\\0C:\\mnt\\d\u00FC\\\0";
    fake_os.path_names_chars = 4 + 11 + 1;
    open_usb();
    assert_int_equal(device->ops->list_volume_paths(device, collect, paths, &failure), DRIVE_OK);
    assert_string_equal(paths, "E:\\|C:\\mnt\\d\xC3\xBC\\|");
}

static void list_volume_paths__none__is_ok(void **state)
{
    char paths[8] = "";

    (void)state;
    fake_os.volume_name = VOLUME;
    fake_os.path_names = L"\0";
    fake_os.path_names_chars = 1;
    open_usb();
    assert_int_equal(device->ops->list_volume_paths(device, collect, paths, &failure), DRIVE_OK);
    assert_string_equal(paths, "");
}

static void list_volume_paths__longer_than_the_first_buffer__grows(void **state)
{
    static wchar_t long_list[402];
    char paths[1024] = "";
    size_t i;

    (void)state;
    for (i = 0; i < 400; i++)
        long_list[i] = L'a';
    fake_os.volume_name = VOLUME;
    fake_os.path_names = long_list;
    fake_os.path_names_chars = 402;
    open_usb();
    assert_int_equal(device->ops->list_volume_paths(device, collect, paths, &failure), DRIVE_OK);
    assert_int_equal(strlen(paths), 401);
    assert_int_equal(fake_os.path_names_calls, 2);
}

static void list_volume_paths__growing_for_ever__ends(void **state)
{
    char paths[8] = "";

    (void)state;
    fake_os.volume_name = VOLUME;
    fake_os.path_names = L"\0";
    fake_os.path_names_chars = 1;
    fake_os.path_names_grow = 1000;
    open_usb();
    assert_int_equal(device->ops->list_volume_paths(device, collect, paths, &failure), DRIVE_FAILED);
    assert_int_equal(failure.system_error, 234);
    assert_int_equal(fake_os.path_names_calls, 3);
}

static bool give_up(void *context, const char *string)
{
    (void)context, (void)string;
    return false;
}

static void list_volume_paths__visit_gives_up__is_no_memory(void **state)
{
    (void)state;
    fake_os.volume_name = VOLUME;
    fake_os.path_names = L"E:\\\0";
    fake_os.path_names_chars = 5;
    open_usb();
    assert_int_equal(device->ops->list_volume_paths(device, give_up, NULL, &failure), DRIVE_NO_MEMORY);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        DEVICE_TEST(get_number__interface__asks_the_device),
        DEVICE_TEST(get_number__letter__asks_what_the_letter_stands_for),
        DEVICE_TEST(get_volume_name__interface__asks_about_the_id_and_a_backslash),
        DEVICE_TEST(get_volume_name__letter__asks_about_its_root),
        DEVICE_TEST(get_volume_name__none__says_why_and_is_empty),
        DEVICE_TEST(list_volume_paths__several__come_in_order),
        DEVICE_TEST(list_volume_paths__none__is_ok),
        DEVICE_TEST(list_volume_paths__longer_than_the_first_buffer__grows),
        DEVICE_TEST(list_volume_paths__growing_for_ever__ends),
        DEVICE_TEST(list_volume_paths__visit_gives_up__is_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
