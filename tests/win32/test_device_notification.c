/* A real drive as struct device: media change notification.
 * Layout: IOCTL_STORAGE_MCN_CONTROL documentation.
 */
#include "device_fixture.h"

static void disable_notification__first_time__goes_by_the_handle_of_the_commands(void **state)
{
    (void)state;
    open_usb_with_driver();
    expect(MCN_CONTROL, 0);
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_OK);
    assert_int_equal(fake_os.ioctls[0].code, 0x002D0944);
    assert_ptr_equal(fake_os.ioctls[0].handle, fake_os.opens[0].handle);
    assert_int_equal(fake_os.ioctls[0].input_bytes, 1);
    assert_int_equal(fake_os.ioctls[0].input[0], 1);
    assert_false(fake_os.ioctls[0].has_output);

    /* Not counted. */
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_OK);
    assert_int_equal(fake_os.ioctl_count, 1);

    expect(MCN_CONTROL, 0);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_OK);
    assert_int_equal(fake_os.ioctls[1].input[0], 0);
    assert_ptr_equal(fake_os.ioctls[1].handle, fake_os.opens[0].handle);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_NOT_DISABLED);
    assert_int_equal(fake_os.open_count, 1);
}

static enum drive_status do_step(char step)
{
    switch (step) {
    case 'A':
        expect(EXCLUSIVE_ACCESS, 0);
        return device->ops->acquire_exclusive(device, false, "Tester", &failure);
    case 'R':
        expect(EXCLUSIVE_ACCESS, 0);
        return device->ops->release_exclusive(device, &failure);
    case 'D':
        expect(MCN_CONTROL, 0);
        return device->ops->disable_notification(device, &failure);
    default:
        expect(MCN_CONTROL, 0);
        return device->ops->enable_notification(device, &failure);
    }
}

/* Acquire, release, disable, enable. The first is what a public program does: its burn ended at the second step. */
static void notification__any_order_with_exclusive_access__works(void **state)
{
    static const char *const orders[] = {"ADER", "ADRE", "DAER", "DARE", "ARDE", "DEAR"};
    size_t i, j;

    (void)state;
    open_usb_with_driver();
    for (i = 0; i < ARRAYSIZE(orders); i++) {
        for (j = 0; orders[i][j]; j++)
            assert_int_equal(do_step(orders[i][j]), DRIVE_OK);
        assert_null(fake_os.lock_holder);
    }
}

static void notification__another_has_the_drive__is_locked(void **state)
{
    (void)state;
    open_usb_with_driver();
    expect(MCN_CONTROL, 0);
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_OK);
    fake_os.lock_holder = (HANDLE)(uintptr_t)0x77770;
    expect(MCN_CONTROL, 0);
    expect_output(EXCLUSIVE_ACCESS, burner, 65);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_LOCKED);
    assert_string_equal(failure.holder, "Burner 2000");
    assert_int_equal(failure.system_error, 5);
    fake_os.lock_holder = NULL;
    expect(MCN_CONTROL, 0);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_OK); /* it was still disabled */
    fake_os.lock_holder = (HANDLE)(uintptr_t)0x77770;
    expect(MCN_CONTROL, 0);
    expect_output(EXCLUSIVE_ACCESS, burner, 65);
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_LOCKED);
    expect(MCN_CONTROL, 0);
    expect_output(EXCLUSIVE_ACCESS, nobody, 65); /* it was given back in between */
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_ACCESS_DENIED);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_NOT_DISABLED);
    fake_os.lock_holder = NULL;
}

static void notification__another_has_the_lock_file__is_locked(void **state)
{
    (void)state;
    open_wine();
    fake_lock.is_permitted = false;
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_LOCKED);
    assert_string_equal(failure.holder, "From the file");
    fake_lock.permit_error = ERROR_ACCESS_DENIED; /* it cannot be found out */
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_ACCESS_DENIED);
    assert_string_equal(failure.holder, "");
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_NOT_DISABLED);
    fake_lock.permit_error = 0;
    fake_lock.is_permitted = true;
    expect(MCN_CONTROL, ERROR_NOT_SUPPORTED);
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_OK);
    fake_lock.is_permitted = false;
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_LOCKED);
    fake_lock.is_permitted = true;
    expect(MCN_CONTROL, ERROR_NOT_SUPPORTED);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_OK);
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
    open_usb_with_driver();
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
        DEVICE_TEST(disable_notification__first_time__goes_by_the_handle_of_the_commands),
        DEVICE_TEST(notification__any_order_with_exclusive_access__works),
        DEVICE_TEST(notification__another_has_the_drive__is_locked),
        DEVICE_TEST(notification__another_has_the_lock_file__is_locked),
        DEVICE_TEST(notification__no_such_ioctl__is_ok),
        DEVICE_TEST(notification__errors__leave_the_state_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
