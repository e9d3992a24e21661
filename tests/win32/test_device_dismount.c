/* A real drive as struct device: a mounted disc is set aside for an eject, under Wine. */
#include "device_fixture.h"

static void dismount__windows__names_the_mount_and_touches_nothing(void **state)
{
    bool may_allow = true;

    (void)state;
    fake_os.volume_name = VOLUME;
    fake_os.path_names = L"E:\\\0C:\\mnt\\\0";
    fake_os.path_names_chars = 4 + 8 + 1;
    open_usb();
    assert_int_equal(device->ops->dismount(device, &may_allow, &failure), DRIVE_UNSUPPORTED);
    assert_false(may_allow);
    assert_string_equal(failure.mount, "E:\\");
    assert_int_equal(fake_os.ioctl_count, 0);

    fake_os.volume_name = NULL;
    fake_os.volume_error = ERROR_FILE_NOT_FOUND;
    assert_int_equal(device->ops->dismount(device, &may_allow, &failure), DRIVE_UNSUPPORTED);
    assert_string_equal(failure.mount, "");
}

static void dismount__wine__allows_only_what_cannot_be_written(void **state)
{
    /* clang-format off */
    static const struct {
        const wchar_t *file_system;
        DWORD flags;
        uint64_t free_bytes;
        DWORD error; /* of the dismount: not trusted */
        bool may_allow;
    } rows[] = {
        {L"CDFS", 0,       0,    0,  true},
        {L"UDF",  0,       0,    50, true},
        {L"NTFS", 0x80000, 0,    0,  true},  /* FILE_READ_ONLY_VOLUME */
        {L"NTFS", 0,       0,    0,  false},
        {L"UDF",  0x80000, 2048, 0,  false}, /* a rewritable disc with room: it may be being written */
        {NULL,    0x80000, 0,    5,  false},
    };
    /* clang-format on */
    size_t i;

    (void)state;
    fake_os.volume_name = VOLUME;
    fake_os.path_names = L"E:\\\0";
    fake_os.path_names_chars = 5;
    open_wine();
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        bool may_allow = !rows[i].may_allow;

        fake_os.file_system = rows[i].file_system;
        fake_os.volume_flags = rows[i].flags;
        fake_os.free_bytes = rows[i].free_bytes;
        expect(DISMOUNT_VOLUME, rows[i].error);
        assert_int_equal(device->ops->dismount(device, &may_allow, &failure), DRIVE_OK);
        assert_int_equal(may_allow, rows[i].may_allow);
        assert_string_equal(failure.mount, "E:\\");
        assert_int_equal(fake_os.ioctls[i].code, 0x00090020);
        assert_false(fake_os.ioctls[i].has_input);
        assert_false(fake_os.ioctls[i].has_output);
    }
}

static void dismount__wine_and_the_owner_died__allows_what_nobody_has_mounted(void **state)
{
    bool may_allow;

    (void)state;
    fake_os.volume_name = VOLUME;
    fake_os.path_names = L"E:\\\0";
    fake_os.path_names_chars = 5;
    open_wine();
    fake_lock.owner_died = true;
    fake_os.file_system = NULL; /* a blank disc, or none */
    expect(DISMOUNT_VOLUME, 0);
    assert_int_equal(device->ops->dismount(device, &may_allow, &failure), DRIVE_OK);
    assert_true(may_allow);
    fake_os.file_system = L"UDF"; /* with room: it may be being written */
    fake_os.free_bytes = 2048;
    expect(DISMOUNT_VOLUME, 0);
    assert_int_equal(device->ops->dismount(device, &may_allow, &failure), DRIVE_OK);
    assert_false(may_allow);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        DEVICE_TEST(dismount__windows__names_the_mount_and_touches_nothing),
        DEVICE_TEST(dismount__wine__allows_only_what_cannot_be_written),
        DEVICE_TEST(dismount__wine_and_the_owner_died__allows_what_nobody_has_mounted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
