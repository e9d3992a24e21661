/* A real drive as struct device: media change notification.
 * Layout: IOCTL_STORAGE_MCN_CONTROL documentation.
 */
#include "device_fixture.h"

static void disable_notification__first_time__opens_a_handle_without_data_access(void **state)
{
    (void)state;
    open_usb();
    assert_int_equal(fake_os.open_count, 1);
    expect(MCN_CONTROL, 0);
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_OK);
    assert_int_equal(fake_os.open_count, 2);
    assert_int_equal(fake_os.opens[1].access, 0x80); /* FILE_READ_ATTRIBUTES */
    assert_int_equal(fake_os.opens[1].share, 3);
    assert_int_equal(fake_os.opens[1].flags, 0x40000000);
    assert_int_equal(wcscmp(fake_os.opens[1].path, fake_os.opens[0].path), 0);
    assert_int_equal(fake_os.ioctls[0].code, 0x002D0944);
    assert_ptr_equal(fake_os.ioctls[0].handle, fake_os.opens[1].handle);
    assert_int_equal(fake_os.ioctls[0].input_bytes, 1);
    assert_int_equal(fake_os.ioctls[0].input[0], 1);
    assert_false(fake_os.ioctls[0].has_output);

    /* Not counted. */
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_OK);
    assert_int_equal(fake_os.ioctl_count, 1);

    expect(MCN_CONTROL, 0);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_OK);
    assert_int_equal(fake_os.ioctls[1].input[0], 0);
    assert_ptr_equal(fake_os.ioctls[1].handle, fake_os.opens[1].handle);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_NOT_DISABLED);
    assert_int_equal(fake_os.open_count, 2);
}

static void notification__no_such_ioctl__is_ok(void **state)
{
    static const DWORD errors[] = {ERROR_NOT_SUPPORTED, ERROR_INVALID_FUNCTION};
    size_t i;

    (void)state;
    open_wine();
    for (i = 0; i < ARRAYSIZE(errors); i++) {
        expect(MCN_CONTROL, errors[i]);
        assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_OK);
        expect(MCN_CONTROL, errors[i]);
        assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_OK);
        assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_NOT_DISABLED);
    }
}

static void notification__errors__leave_the_state_as_it_was(void **state)
{
    (void)state;
    open_usb();
    fake_os.open_errors[1] = ERROR_ACCESS_DENIED;
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_ACCESS_DENIED);
    expect(MCN_CONTROL, ERROR_DEV_NOT_EXIST);
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_GONE);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_NOT_DISABLED);
    expect(MCN_CONTROL, 0);
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_OK);
    expect(MCN_CONTROL, ERROR_SEM_TIMEOUT);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_TIMEOUT);
    expect(MCN_CONTROL, ERROR_BAD_COMMAND);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_NOT_DISABLED);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_NOT_DISABLED);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        DEVICE_TEST(disable_notification__first_time__opens_a_handle_without_data_access),
        DEVICE_TEST(notification__no_such_ioctl__is_ok),
        DEVICE_TEST(notification__errors__leave_the_state_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
