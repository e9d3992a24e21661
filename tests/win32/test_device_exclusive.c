/* A real drive as struct device: exclusive access by the driver or by a lock file.
 * Layout: IOCTL_CDROM_EXCLUSIVE_ACCESS documentation.
 */
#include "device_fixture.h"

/* ---- exclusive access by the driver ---- */

static void acquire__free__sends_the_lock_structure(void **state)
{
    uint8_t expected[72] = {1, 0, 0, 0, 0, 0, 0, 0, 'T', 'e', 's', 't', 'e', 'r'};

    (void)state;
    open_usb_with_driver();
    expect(EXCLUSIVE_ACCESS, 0);
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_OK);
    assert_int_equal(fake_os.ioctls[0].code, 0x0002C05C);
    assert_int_equal(fake_os.ioctls[0].input_bytes, 72);
    assert_int_equal(fake_os.ioctls[0].output_bytes, 0);
    assert_false(fake_os.ioctls[0].has_output);
    assert_memory_equal(fake_os.ioctls[0].input, expected, 72);
    assert_ptr_equal(fake_os.ioctls[0].handle, fake_os.opens[0].handle);

    expect(EXCLUSIVE_ACCESS, 0);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_OK);
    assert_int_equal(fake_os.ioctls[1].input_bytes, 8);
    assert_memory_equal(fake_os.ioctls[1].input, "\2\0\0\0\0\0\0\0", 8);
    assert_false(fake_os.ioctls[1].has_output);
    assert_ptr_equal(fake_os.ioctls[1].handle, fake_os.opens[0].handle);
    assert_int_equal(fake_os.open_count, 1);
}

/* In the order in which the requests' documentation wants them: the file system's by a handle of the volume, the lock
 * by the handle of the drive.
 */
static void acquire__force__dismounts_the_volume_and_locks_the_drive(void **state)
{
    static const DWORD codes[] = {0x00090018, 0x00090020, 0x0002C05C, 0x0009001C};
    size_t i;

    (void)state;
    open_usb_with_driver();
    fake_os.volume_name = VOLUME;
    expect(LOCK_VOLUME, 0);
    expect(DISMOUNT_VOLUME, 0);
    expect(EXCLUSIVE_ACCESS, 0);
    expect(UNLOCK_VOLUME, 0);
    assert_int_equal(device->ops->acquire_exclusive(device, true, "Tester", &failure), DRIVE_OK);
    assert_int_equal(fake_os.open_count, 2);
    assert_memory_equal(fake_os.opens[1].path, VOLUME_HANDLE, sizeof VOLUME_HANDLE);
    assert_int_equal(fake_os.opens[1].access, 0xC0000000);
    assert_int_equal(fake_os.opens[1].share, 3);
    assert_int_equal(fake_os.opens[1].disposition, 3);
    assert_int_equal(fake_os.opens[1].flags, 0x40000000);
    assert_int_equal(fake_os.ioctl_count, 4);
    for (i = 0; i < ARRAYSIZE(codes); i++) {
        assert_int_equal(fake_os.ioctls[i].code, codes[i]);
        assert_ptr_equal(fake_os.ioctls[i].handle, fake_os.opens[codes[i] == 0x0002C05C ? 0 : 1].handle);
    }
    assert_memory_equal(fake_os.ioctls[2].input, "\1\0\0\0\1\0\0\0Tester", 15);
    assert_int_equal(fake_os_open_handles(), 1); /* the drive's */
    expect(EXCLUSIVE_ACCESS, 0);                 /* the close gives it back */
}

/* Somebody has a file open, or there is no file system: the driver's lock keeps them off all the same. */
static void acquire__force_and_the_volume_is_in_use__is_taken_without_a_dismount(void **state)
{
    static const DWORD errors[] = {ERROR_ACCESS_DENIED, ERROR_INVALID_FUNCTION, ERROR_NOT_READY};
    size_t i;

    (void)state;
    open_usb_with_driver();
    fake_os.volume_name = VOLUME;
    for (i = 0; i < ARRAYSIZE(errors); i++) {
        expect(LOCK_VOLUME, errors[i]);
        expect(EXCLUSIVE_ACCESS, 0);
        assert_int_equal(device->ops->acquire_exclusive(device, true, "Tester", &failure), DRIVE_OK);
        assert_memory_equal(fake_os.ioctls[fake_os.ioctl_count - 1].input, "\1\0\0\0\1\0\0\0Tester", 15);
        assert_int_equal(fake_os_open_handles(), 1);
        expect(EXCLUSIVE_ACCESS, 0);
        assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_OK);
    }
}

/* Without a letter and a mount folder Windows knows no name of the volume; and a volume may not be opened. */
static void acquire__force_and_no_volume__is_taken_without_a_dismount(void **state)
{
    static const struct {
        const wchar_t *volume;
        DWORD volume_error, open_error;
    } rows[] = {
        {NULL, ERROR_FILE_NOT_FOUND, 0},
        {NULL, ERROR_INVALID_PARAMETER, 0},
        {VOLUME, 0, ERROR_ACCESS_DENIED},
        {VOLUME, 0, ERROR_NOT_READY},
    };
    size_t i;

    (void)state;
    open_usb_with_driver();
    fake_os.closed_path = VOLUME_HANDLE;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        fake_os.volume_name = rows[i].volume;
        fake_os.volume_error = rows[i].volume_error;
        fake_os.closed_error = rows[i].open_error;
        expect(EXCLUSIVE_ACCESS, 0);
        assert_int_equal(device->ops->acquire_exclusive(device, true, "Tester", &failure), DRIVE_OK);
        assert_int_equal(failure.system_error, 0);
        assert_memory_equal(fake_os.ioctls[fake_os.ioctl_count - 1].input, "\1\0\0\0\1\0\0\0Tester", 15);
        expect(EXCLUSIVE_ACCESS, 0);
        assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_OK);
    }
    assert_int_equal(fake_os.open_count, 3);
}

/* The volume is not left locked, whatever became of it. */
static void acquire__force_and_another_has_the_drive__unlocks_the_volume(void **state)
{
    (void)state;
    open_usb_with_driver();
    fake_os.volume_name = VOLUME;
    expect(LOCK_VOLUME, 0);
    expect(DISMOUNT_VOLUME, ERROR_GEN_FAILURE);
    expect(EXCLUSIVE_ACCESS, ERROR_ACCESS_DENIED);
    expect_output(EXCLUSIVE_ACCESS, burner, 65);
    expect(UNLOCK_VOLUME, ERROR_NOT_LOCKED);
    assert_int_equal(device->ops->acquire_exclusive(device, true, "Tester", &failure), DRIVE_LOCKED);
    assert_string_equal(failure.holder, "Burner 2000");
    assert_int_equal(fake_os.ioctls[4].code, 0x0009001C);
    assert_int_equal(fake_os_open_handles(), 1);
}

/* Nothing is dismounted by a caller that did not ask for it. */
static void acquire__without_force__leaves_the_volume_alone(void **state)
{
    (void)state;
    open_usb_with_driver();
    fake_os.volume_name = VOLUME;
    expect(EXCLUSIVE_ACCESS, ERROR_BAD_COMMAND);
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_IN_USE);
    assert_int_equal(fake_os.open_count, 1);
}

static void acquire__longest_name__keeps_its_end(void **state)
{
    char name[64];

    (void)state;
    memset(name, 'n', 63);
    name[63] = '\0';
    open_usb_with_driver();
    expect(EXCLUSIVE_ACCESS, ERROR_BAD_COMMAND);
    (void)device->ops->acquire_exclusive(device, false, name, &failure);
    assert_memory_equal(fake_os.ioctls[0].input + 8, name, 64);
}

static void acquire__errors__map_to_status(void **state)
{
    /* clang-format off */
    static const struct {
        DWORD error;
        enum drive_status status;
    } rows[] = {
        {22, DRIVE_IN_USE}, {87, DRIVE_INVALID_NAME}, {55, DRIVE_GONE}, {1167, DRIVE_GONE}, {433, DRIVE_GONE},
        {6, DRIVE_INVALID_HANDLE}, {121, DRIVE_TIMEOUT}, {24, DRIVE_FAILED}, {31, DRIVE_FAILED}, {8, DRIVE_NO_MEMORY},
    };
    /* clang-format on */
    size_t i;

    (void)state;
    open_usb_with_driver();
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        expect(EXCLUSIVE_ACCESS, rows[i].error);
        assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), rows[i].status);
        assert_int_equal(failure.status, rows[i].status);
        assert_int_equal(failure.system_error, rows[i].error);
    }
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_NOT_LOCKED);
}

static void acquire__denied__tells_a_lock_from_a_missing_right(void **state)
{
    (void)state;
    open_usb_with_driver();
    expect(EXCLUSIVE_ACCESS, ERROR_ACCESS_DENIED);
    expect_output(EXCLUSIVE_ACCESS, burner, 65);
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_LOCKED);
    assert_string_equal(failure.holder, "Burner 2000");
    assert_int_equal(failure.system_error, 5);
    expect(EXCLUSIVE_ACCESS, ERROR_ACCESS_DENIED);
    expect_output(EXCLUSIVE_ACCESS, nobody, 65);
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_ACCESS_DENIED);
    assert_string_equal(failure.holder, "");
    expect(EXCLUSIVE_ACCESS, ERROR_ACCESS_DENIED);
    expect(EXCLUSIVE_ACCESS, ERROR_ACCESS_DENIED);
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_ACCESS_DENIED);
    assert_int_equal(fake_lock.opens, 0); /* never around it */
}

static void release__without_acquire__asks_nobody(void **state)
{
    (void)state;
    open_usb_with_driver();
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_NOT_LOCKED);
    assert_int_equal(fake_os.ioctl_count, 0);
}

static void release__fails__may_be_tried_again(void **state)
{
    (void)state;
    open_usb_with_driver();
    expect(EXCLUSIVE_ACCESS, 0);
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_OK);
    expect(EXCLUSIVE_ACCESS, ERROR_SEM_TIMEOUT);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_TIMEOUT);
    expect(EXCLUSIVE_ACCESS, 0);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_OK);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_NOT_LOCKED);
}

static void release__driver_says_not_locked__is_so(void **state)
{
    static const DWORD errors[] = {ERROR_INVALID_FUNCTION, ERROR_INVALID_HANDLE};
    size_t i;

    (void)state;
    open_usb_with_driver();
    for (i = 0; i < ARRAYSIZE(errors); i++) {
        expect(EXCLUSIVE_ACCESS, 0);
        assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_OK);
        expect(EXCLUSIVE_ACCESS, errors[i]);
        assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_NOT_LOCKED);
        assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_NOT_LOCKED);
    }
}

static void get_owner__states__are_read_with_distrust(void **state)
{
    static uint8_t unterminated[65] = {1};
    static const uint8_t stale[65] = "\0Burner 2000";
    static const uint8_t odd[65] = "\1a\xFF\tb";
    char owner[DRIVE_HOLDER_SIZE];

    (void)state;
    open_usb_with_driver();
    expect_output(EXCLUSIVE_ACCESS, burner, 65);
    assert_int_equal(device->host->ops->get_owner(device->host, owner, &failure), DRIVE_OK);
    assert_string_equal(owner, "Burner 2000");
    assert_int_equal(fake_os.ioctls[0].input_bytes, 8);
    assert_int_equal(fake_os.ioctls[0].output_bytes, 65);

    expect_output(EXCLUSIVE_ACCESS, nobody, 65);
    assert_int_equal(device->host->ops->get_owner(device->host, owner, &failure), DRIVE_OK);
    assert_string_equal(owner, "");
    expect_output(EXCLUSIVE_ACCESS, stale, 65);
    assert_int_equal(device->host->ops->get_owner(device->host, owner, &failure), DRIVE_OK);
    assert_string_equal(owner, "");
    memset(unterminated + 1, 'n', 64);
    expect_output(EXCLUSIVE_ACCESS, unterminated, 65);
    assert_int_equal(device->host->ops->get_owner(device->host, owner, &failure), DRIVE_OK);
    assert_int_equal(strlen(owner), 63);
    expect_output(EXCLUSIVE_ACCESS, odd, 65);
    assert_int_equal(device->host->ops->get_owner(device->host, owner, &failure), DRIVE_OK);
    assert_string_equal(owner, "a??b");
    expect_output(EXCLUSIVE_ACCESS, unterminated, 4); /* only as much as came */
    assert_int_equal(device->host->ops->get_owner(device->host, owner, &failure), DRIVE_OK);
    assert_string_equal(owner, "nnn");

    expect(EXCLUSIVE_ACCESS, ERROR_DEV_NOT_EXIST);
    assert_int_equal(device->host->ops->get_owner(device->host, owner, &failure), DRIVE_GONE);
    assert_string_equal(owner, "");
}

/* ---- exclusive access by a lock file ---- */

static void acquire__first_time__answer_chooses_the_driver_or_the_lock_file(void **state)
{
    /* clang-format off */
    static const struct {
        DWORD error;
        size_t lock_files;
    } rows[] = {{50, 1}, {1, 1}, {5, 0}, {6, 0}, {87, 0}, {121, 0}, {31, 0}};
    /* clang-format on */
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        fake_lock.opens = fake_lock.closes = 0;
        open_usb();
        expect(EXCLUSIVE_ACCESS, rows[i].error);
        if (!rows[i].lock_files) expect(EXCLUSIVE_ACCESS, 0);
        assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_OK);
        assert_int_equal(fake_lock.opens, rows[i].lock_files);
        /* What is no answer is asked for again. */
        if (!rows[i].lock_files) {
            expect_output(EXCLUSIVE_ACCESS, nobody, 65);
            expect(PASS_THROUGH_DIRECT, 0);
            assert_int_equal(send_command(0x46).outcome, SCSI_DONE);
        }
        if (!rows[i].lock_files) expect(EXCLUSIVE_ACCESS, 0);
        device_close(device);
        assert_int_equal(fake_lock.closes, rows[i].lock_files);
        device = NULL;
    }
}

static void acquire__choice_fails__acquires_nothing(void **state)
{
    char owner[DRIVE_HOLDER_SIZE] = "rubbish";

    (void)state;
    fake_lock.open_status = DRIVE_NO_MEMORY;
    open_usb();
    expect(EXCLUSIVE_ACCESS, ERROR_NOT_SUPPORTED);
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_NO_MEMORY);
    expect(EXCLUSIVE_ACCESS, ERROR_NOT_SUPPORTED);
    assert_int_equal(device->host->ops->get_owner(device->host, owner, &failure), DRIVE_NO_MEMORY);
    assert_string_equal(owner, "");
    expect(EXCLUSIVE_ACCESS, ERROR_DEV_NOT_EXIST);
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_GONE);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_NOT_LOCKED);
}

static void acquire__lock_file__takes_the_drivers_place(void **state)
{
    char owner[DRIVE_HOLDER_SIZE];

    (void)state;
    open_wine();
    assert_string_equal(fake_lock.key, WINE_ID);
    assert_int_equal(device->ops->acquire_exclusive(device, true, "Tester", &failure), DRIVE_OK);
    assert_int_equal(device->host->ops->get_owner(device->host, owner, &failure), DRIVE_OK);
    assert_string_equal(owner, "From the file");
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_OK);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_NOT_LOCKED);
    assert_int_equal(fake_os.ioctl_count, 0);
}

/* Values: WM_DEVICECHANGE and DEV_BROADCAST_VOLUME documentation. Drive E. */
static void release__wine__announces_the_medium(void **state)
{
    static const WPARAM events[] = {0x8004, 0x8000};
    size_t i;

    (void)state;
    open_wine();
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_OK);
    assert_int_equal(fake_os.broadcast_count, 0);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_OK);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_NOT_LOCKED);
    assert_int_equal(fake_os.broadcast_count, 2);
    for (i = 0; i < ARRAYSIZE(events); i++) {
        assert_int_equal(fake_os.broadcasts[i].flags, 0x21);
        assert_int_equal(fake_os.broadcasts[i].recipients, 8);
        assert_int_equal(fake_os.broadcasts[i].message, 0x0219);
        assert_int_equal(fake_os.broadcasts[i].event, events[i]);
        assert_int_equal(fake_os.broadcasts[i].volume.dbcv_size, sizeof(DEV_BROADCAST_VOLUME));
        assert_int_equal(fake_os.broadcasts[i].volume.dbcv_devicetype, 2);
        assert_int_equal(fake_os.broadcasts[i].volume.dbcv_unitmask, 1 << 4);
        assert_int_equal(fake_os.broadcasts[i].volume.dbcv_flags, 1);
    }
}

static void release__notifications_are_disabled_or_the_driver_sends_them__announces_nothing(void **state)
{
    (void)state;
    open_wine();
    expect(MCN_CONTROL, ERROR_NOT_SUPPORTED);
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_OK);
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_OK);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_OK);
    device_close(device);
    fake_os.is_wine = false;
    open_usb_with_driver();
    expect(EXCLUSIVE_ACCESS, 0);
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_OK);
    expect(EXCLUSIVE_ACCESS, 0);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_OK);
    assert_int_equal(fake_os.broadcast_count, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        DEVICE_TEST(acquire__free__sends_the_lock_structure),
        DEVICE_TEST(acquire__force__dismounts_the_volume_and_locks_the_drive),
        DEVICE_TEST(acquire__force_and_the_volume_is_in_use__is_taken_without_a_dismount),
        DEVICE_TEST(acquire__force_and_no_volume__is_taken_without_a_dismount),
        DEVICE_TEST(acquire__force_and_another_has_the_drive__unlocks_the_volume),
        DEVICE_TEST(acquire__without_force__leaves_the_volume_alone),
        DEVICE_TEST(acquire__longest_name__keeps_its_end),
        DEVICE_TEST(acquire__errors__map_to_status),
        DEVICE_TEST(acquire__denied__tells_a_lock_from_a_missing_right),
        DEVICE_TEST(release__without_acquire__asks_nobody),
        DEVICE_TEST(release__fails__may_be_tried_again),
        DEVICE_TEST(release__driver_says_not_locked__is_so),
        DEVICE_TEST(get_owner__states__are_read_with_distrust),
        DEVICE_TEST(acquire__first_time__answer_chooses_the_driver_or_the_lock_file),
        DEVICE_TEST(acquire__choice_fails__acquires_nothing),
        DEVICE_TEST(acquire__lock_file__takes_the_drivers_place),
        DEVICE_TEST(release__wine__announces_the_medium),
        DEVICE_TEST(release__notifications_are_disabled_or_the_driver_sends_them__announces_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
