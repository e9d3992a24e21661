/* A real drive as struct device: what the locks mean for its commands. */
#include "device_fixture.h"

static void execute__access_denied_while_somebody_holds_it__is_locked(void **state)
{
    struct scsi_reply reply;

    (void)state;
    open_usb_with_driver();
    expect(PASS_THROUGH_DIRECT, ERROR_ACCESS_DENIED);
    expect_output(EXCLUSIVE_ACCESS, burner, 65);
    reply = send_command(0x46);
    assert_int_equal(reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(reply.failure, SCSI_FAILURE_LOCKED);
    assert_int_equal(reply.system_error, 5);
    assert_memory_equal(fake_os.ioctls[1].input, "\0\0\0\0\0\0\0\0", 8); /* query, no flags */
}

static void execute__access_denied_while_nobody_holds_it__stays_so(void **state)
{
    (void)state;
    open_usb_with_driver();
    expect(PASS_THROUGH_DIRECT, ERROR_ACCESS_DENIED);
    expect_output(EXCLUSIVE_ACCESS, nobody, 65);
    assert_int_equal(send_command(0x46).failure, SCSI_FAILURE_ACCESS_DENIED);
    expect(PASS_THROUGH_DIRECT, ERROR_ACCESS_DENIED);
    expect(EXCLUSIVE_ACCESS, ERROR_ACCESS_DENIED);
    assert_int_equal(send_command(0x46).failure, SCSI_FAILURE_ACCESS_DENIED);
}

static void execute__lock_file_held_by_others__is_locked_but_inquiry_goes_through(void **state)
{
    struct scsi_reply reply;

    (void)state;
    open_wine();
    fake_lock.is_permitted = false;
    reply = send_command(0x46);
    assert_int_equal(reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(reply.failure, SCSI_FAILURE_LOCKED);
    assert_int_equal(reply.transferred_bytes, 0);
    assert_int_equal(reply.system_error, 0);
    assert_int_equal(fake_os.ioctl_count, 0);
    expect(PASS_THROUGH_DIRECT, 0);
    assert_int_equal(send_command(0x12).outcome, SCSI_DONE);
    assert_int_equal(fake_lock.asks, 1);
    fake_lock.is_permitted = true;
    expect(PASS_THROUGH_DIRECT, 0);
    assert_int_equal(send_command(0x46).outcome, SCSI_DONE);
    assert_int_equal(fake_lock.asks, 2);
}

/* The lock file is looked for before the first command that minds it, and not before an INQUIRY: the question for the
 * driver waits behind whatever another program has the drive do.
 */
static void execute__first_commands__ask_for_the_driver_when_it_matters(void **state)
{
    (void)state;
    open_usb();
    expect(PASS_THROUGH_DIRECT, 0);
    assert_int_equal(send_command(0x12).outcome, SCSI_DONE);
    expect_output(EXCLUSIVE_ACCESS, burner, 65);
    expect(PASS_THROUGH_DIRECT, 0);
    assert_int_equal(send_command(0x46).outcome, SCSI_DONE);
    expect(PASS_THROUGH_DIRECT, 0);
    assert_int_equal(send_command(0x46).outcome, SCSI_DONE);
    assert_int_equal(fake_os.ioctl_count, 4);
    assert_int_equal(fake_lock.opens, 0);
}

static void execute__choice_fails__sends_nothing_and_may_be_made_again(void **state)
{
    struct scsi_reply reply;

    (void)state;
    fake_lock.open_status = DRIVE_NO_MEMORY;
    open_usb();
    expect(EXCLUSIVE_ACCESS, ERROR_NOT_SUPPORTED);
    reply = send_command(0x46);
    assert_int_equal(reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(reply.failure, SCSI_FAILURE_NO_MEMORY);

    fake_lock.open_status = DRIVE_OK;
    base_alloc_fail_nth(1); /* the question itself */
    reply = send_command(0x46);
    base_alloc_fail_nth(0);
    assert_int_equal(reply.failure, SCSI_FAILURE_NO_MEMORY);

    expect(EXCLUSIVE_ACCESS, ERROR_DEV_NOT_EXIST);
    reply = send_command(0x46);
    assert_int_equal(reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(reply.failure, SCSI_FAILURE_DEVICE_GONE);

    expect(EXCLUSIVE_ACCESS, ERROR_NOT_SUPPORTED);
    expect(PASS_THROUGH_DIRECT, 0);
    assert_int_equal(send_command(0x46).outcome, SCSI_DONE);
    assert_int_equal(fake_lock.opens, 1);
}

static void get_limits__through_the_device__are_the_adapters(void **state)
{
    static const uint32_t adapter[8] = {32, 32, 131072, 33, 1};
    struct scsi_transport *transport;
    struct scsi_limits limits;

    (void)state;
    expect_output(QUERY_PROPERTY, adapter, 32);
    assert_int_equal(win32_device_open(USB_ID, NULL, &device, &failure), DRIVE_OK);
    transport = device->transport;
    transport->ops->get_limits(transport, &limits);
    assert_int_equal(limits.max_transfer_bytes, 131072);
    assert_int_equal(limits.alignment_mask, 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        DEVICE_TEST(execute__access_denied_while_somebody_holds_it__is_locked),
        DEVICE_TEST(execute__access_denied_while_nobody_holds_it__stays_so),
        DEVICE_TEST(execute__lock_file_held_by_others__is_locked_but_inquiry_goes_through),
        DEVICE_TEST(execute__first_commands__ask_for_the_driver_when_it_matters),
        DEVICE_TEST(execute__choice_fails__sends_nothing_and_may_be_made_again),
        DEVICE_TEST(get_limits__through_the_device__are_the_adapters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
