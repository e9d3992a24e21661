/* A real drive as struct device: under Wine, what locks the door may be a mounted disc, which is set aside for an
 * eject, and for who takes exclusive access by force.
 */
#include "device_fixture.h"

static void dismount__windows__names_the_mount_and_touches_nothing(void **state)
{
    (void)state;
    fake_os.volume_name = VOLUME;
    fake_os.path_names = L"E:\\\0C:\\mnt\\\0";
    fake_os.path_names_chars = 4 + 8 + 1;
    fake_os.mounts = "/dev/sr0 /media/DISC iso9660 ro 0 0\n";
    open_usb();
    assert_int_equal(device->host->ops->dismount(device->host, false, &failure), DRIVE_UNSUPPORTED);
    assert_string_equal(failure.mount, "E:\\");
    assert_int_equal(device->host->ops->dismount(device->host, true, &failure), DRIVE_UNSUPPORTED);
    assert_string_equal(failure.mount, "E:\\");
    assert_int_equal(fake_os.ioctl_count, 0);
    assert_int_equal(fake_os.open_count, 1);

    fake_os.volume_name = NULL;
    fake_os.volume_error = ERROR_FILE_NOT_FOUND;
    assert_int_equal(device->host->ops->dismount(device->host, false, &failure), DRIVE_UNSUPPORTED);
    assert_string_equal(failure.mount, "");
}

#define OTHERS                                                                                                         \
    "proc /proc proc rw 0 0\n"                                                                                         \
    "/dev/vda1 / ext4 rw 0 0\n"                                                                                        \
    "/dev/sr1 /media/other iso9660 ro 0 0\n"
#define OURS "/dev/sr0 /media/a\\040disc iso9660 ro,nosuid 0 0\n"

/* A desktop's list, with the drive in it or not; the device of another may not be opened. */
static void open_wine_with_mounts(const char *before, const char *afterwards)
{
    static const wchar_t *const names[][2] = {
        {L"\\\\.\\E:", L"\\??\\Z:\\dev\\sr0"},
        {L"\\\\?\\unix\\dev\\sr0", L"\\??\\Z:\\dev\\sr0"},
        {L"\\\\?\\unix\\dev\\cdrom", L"\\??\\Z:\\dev\\sr0"}, /* a link to it */
        {L"\\\\?\\unix\\dev\\sr1", L"\\??\\Z:\\dev\\sr1"},
    };

    memcpy(fake_os.wine_names, names, sizeof names);
    fake_os.closed_path = L"\\\\?\\unix\\dev\\vda1";
    fake_os.closed_error = ERROR_ACCESS_DENIED;
    fake_os.mounts = before;
    open_wine();
    fake_os.mounts_afterwards = afterwards;
}

/* What FSCTL_DISMOUNT_VOLUME says is not trusted, in neither direction. */
static void dismount__wine_and_mounted__is_free_when_it_is_gone_from_the_list(void **state)
{
    static const DWORD errors[] = {0, ERROR_NOT_SUPPORTED};
    size_t i;

    (void)state;
    open_wine_with_mounts(OTHERS OURS, OTHERS);
    for (i = 0; i < ARRAYSIZE(errors); i++) {
        assert_int_equal(device->host->ops->dismount(device->host, false, &failure), DRIVE_IN_USE);
        assert_string_equal(failure.mount, "/media/a disc");
        assert_int_equal(fake_os.ioctl_count, 0);
        expect(DISMOUNT_VOLUME, errors[i]);
        assert_int_equal(device->host->ops->dismount(device->host, true, &failure), DRIVE_OK);
        assert_string_equal(failure.mount, "");
        assert_int_equal(fake_os.ioctl_count, 1);
        assert_int_equal(fake_os.ioctls[0].code, 0x00090020);
        assert_false(fake_os.ioctls[0].has_input);
        assert_false(fake_os.ioctls[0].has_output);
        fake_os.ioctl_count = 0;
    }
}

/* By a link's name, with other bytes in its folder's, as the last line without its end, and read in pieces. */
static void dismount__wine__finds_the_drive_however_it_is_listed(void **state)
{
    (void)state;
    open_wine_with_mounts("/dev/cdrom /media/\\011\\134\\303\\274 udf rw 0 0", NULL);
    assert_int_equal(device->host->ops->dismount(device->host, false, &failure), DRIVE_IN_USE);
    assert_string_equal(failure.mount, "/media/\t\\\xC3\xBC");
    fake_os.mounts = OTHERS OURS;
    fake_os.mounts_piece_bytes = 7;
    assert_int_equal(device->host->ops->dismount(device->host, false, &failure), DRIVE_IN_USE);
    assert_string_equal(failure.mount, "/media/a disc");
}

/* Somebody uses it, or it is mounted twice, or what became of it cannot be seen. */
static void dismount__wine_and_still_mounted__is_not_free(void **state)
{
    static const char *const lists[] = {OTHERS OURS, OURS "/dev/vda1 /x ext4 rw 0 0\n"};
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(lists); i++) {
        open_wine_with_mounts(OTHERS OURS, lists[i]);
        fake_lock.owner_died = true;
        expect(DISMOUNT_VOLUME, 0);
        assert_int_equal(device->host->ops->dismount(device->host, true, &failure), DRIVE_UNSUPPORTED);
        assert_string_equal(failure.mount, "/media/a disc");
        device_close(device);
    }
    open_wine_with_mounts(OTHERS OURS, OTHERS);
    fake_os.closed_path = L"\\\\?\\unix\\dev\\sr1";
    fake_os.closed_error = ERROR_TOO_MANY_OPEN_FILES;
    fake_os.mounts = OURS;
    expect(DISMOUNT_VOLUME, 0);
    assert_int_equal(device->host->ops->dismount(device->host, true, &failure), DRIVE_UNSUPPORTED);
}

/* Another program keeps the door locked: what FSCTL_DISMOUNT_VOLUME calls success would be none. */
static void dismount__wine_and_nothing_mounted__is_not_free(void **state)
{
    (void)state;
    open_wine_with_mounts(OTHERS, NULL);
    assert_int_equal(device->host->ops->dismount(device->host, true, &failure), DRIVE_UNSUPPORTED);
    assert_string_equal(failure.mount, "");
    assert_int_equal(fake_os.ioctl_count, 0);
    fake_os.mounts = "";
    assert_int_equal(device->host->ops->dismount(device->host, true, &failure), DRIVE_UNSUPPORTED);
    assert_int_equal(fake_os.ioctl_count, 0);
}

/* No list (macOS), one that breaks off, no name of the drive: nobody's door is opened, that of the dead neither. */
static void dismount__wine_and_it_cannot_be_seen__is_not_free(void **state)
{
    (void)state;
    open_wine_with_mounts(NULL, NULL);
    fake_lock.owner_died = true;
    assert_int_equal(device->host->ops->dismount(device->host, true, &failure), DRIVE_UNSUPPORTED);
    fake_os.mounts = OTHERS OURS;
    fake_os.mounts_piece_bytes = 16;
    fake_os.mounts_error = ERROR_GEN_FAILURE;
    assert_int_equal(device->host->ops->dismount(device->host, true, &failure), DRIVE_UNSUPPORTED);
    fake_os.mounts_error = 0;
    fake_os.wine_names[0][1] = L"";
    assert_int_equal(device->host->ops->dismount(device->host, true, &failure), DRIVE_UNSUPPORTED);
    assert_int_equal(fake_os.ioctl_count, 0);
    assert_string_equal(failure.mount, "");
}

static void dismount__wine_and_the_owner_died__is_free_where_nothing_is_mounted(void **state)
{
    (void)state;
    open_wine_with_mounts(OTHERS, NULL);
    fake_lock.owner_died = true;
    assert_int_equal(device->host->ops->dismount(device->host, false, &failure), DRIVE_IN_USE);
    assert_int_equal(device->host->ops->dismount(device->host, true, &failure), DRIVE_OK);
    assert_int_equal(fake_os.ioctl_count, 0);
}

static bool is_acquired(bool force)
{
    enum drive_status status = device->ops->acquire_exclusive(device, force, "Tester", &failure);

    assert_int_equal(fake_lock.is_ours, status == DRIVE_OK);
    assert_int_equal(failure.status, status);
    if (status != DRIVE_OK) assert_int_equal(status, DRIVE_IN_USE);
    return status == DRIVE_OK;
}

static void acquire__wine_and_mounted__sets_it_aside_by_force_alone(void **state)
{
    (void)state;
    open_wine_with_mounts(OTHERS OURS, OTHERS);
    assert_false(is_acquired(false));
    assert_string_equal(failure.mount, "/media/a disc");
    assert_int_equal(fake_os.ioctl_count, 0);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_NOT_LOCKED);
    expect(DISMOUNT_VOLUME, ERROR_NOT_SUPPORTED);
    assert_true(is_acquired(true));
    assert_int_equal(fake_os.ioctl_count, 1);
    assert_string_equal(failure.mount, "");
}

/* Nothing there keeps other programs from a disc that they use. */
static void acquire__wine_and_still_mounted__is_in_use(void **state)
{
    (void)state;
    open_wine_with_mounts(OTHERS OURS, NULL);
    expect(DISMOUNT_VOLUME, 0);
    assert_false(is_acquired(true));
    assert_string_equal(failure.mount, "/media/a disc");
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_NOT_LOCKED);
    fake_os.mounts = OTHERS; /* whoever used it has gone */
    assert_true(is_acquired(false));
}

/* No list, or a drive that is not in it: nobody is asked to dismount anything. */
static void acquire__wine_and_not_mounted__is_taken(void **state)
{
    static const char *const lists[] = {NULL, OTHERS};
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(lists); i++) {
        open_wine_with_mounts(lists[i], NULL);
        assert_true(is_acquired(true));
        assert_int_equal(fake_os.ioctl_count, 0);
        device_close(device);
        device = NULL;
    }
}

/* Another program's burn is left alone. */
static void acquire__wine_and_another_has_the_drive__dismounts_nothing(void **state)
{
    (void)state;
    open_wine_with_mounts(OTHERS OURS, OTHERS);
    fake_lock.acquire_status = DRIVE_LOCKED;
    assert_int_equal(device->ops->acquire_exclusive(device, true, "Tester", &failure), DRIVE_LOCKED);
    assert_int_equal(fake_os.ioctl_count, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        DEVICE_TEST(dismount__windows__names_the_mount_and_touches_nothing),
        DEVICE_TEST(dismount__wine_and_mounted__is_free_when_it_is_gone_from_the_list),
        DEVICE_TEST(dismount__wine__finds_the_drive_however_it_is_listed),
        DEVICE_TEST(dismount__wine_and_still_mounted__is_not_free),
        DEVICE_TEST(dismount__wine_and_nothing_mounted__is_not_free),
        DEVICE_TEST(dismount__wine_and_it_cannot_be_seen__is_not_free),
        DEVICE_TEST(dismount__wine_and_the_owner_died__is_free_where_nothing_is_mounted),
        DEVICE_TEST(acquire__wine_and_mounted__sets_it_aside_by_force_alone),
        DEVICE_TEST(acquire__wine_and_still_mounted__is_in_use),
        DEVICE_TEST(acquire__wine_and_not_mounted__is_taken),
        DEVICE_TEST(acquire__wine_and_another_has_the_drive__dismounts_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
