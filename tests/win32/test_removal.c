/* Drives that are removed: win32/removal.c and what win32/device.c does when it is asked. Messages:
 * DBT_DEVICEQUERYREMOVE and DEV_BROADCAST_HANDLE documentation.
 */
#include "source_fixture.h"

enum {
    EXCLUSIVE_ACCESS = 0x0002C05C,
    MCN_CONTROL = 0x002D0944,
    QUERY_PROPERTY = 0x002D1400,
    PASS_THROUGH_DIRECT = 0x0004D014,
};

static const uint8_t nobody[65] = {0}; /* CDROM_EXCLUSIVE_LOCK_STATE */

static struct device *device;
static struct device *second_device;
static char owner[DRIVE_HOLDER_SIZE];

/* ---- helpers ---- */

static void expect(DWORD code, DWORD error)
{
    fake_os_expect((struct fake_step){.code = code, .error = error});
}

static struct device *open_drive(const char *id)
{
    struct device *opened;

    expect(QUERY_PROPERTY, ERROR_NOT_SUPPORTED);
    assert_int_equal(source->ops->open(source, id, &opened, &failure), DRIVE_OK);
    return opened;
}

/* The one that was opened last. */
static HANDLE last_handle(void)
{
    return fake_os.opens[fake_os.open_count - 1].handle;
}

static LRESULT ask(HANDLE handle)
{
    return fake_window_tell_of_handle(handle, DBT_DEVICEQUERYREMOVE);
}

/* How many handles of drives are open: not the thread's event. */
static size_t open_handles(void)
{
    return fake_os_open_handles() - 1;
}

static struct scsi_reply send_command(void)
{
    struct scsi_transport *transport = device->transport;
    struct scsi_command command = {.cdb_length = 6, .direction = SCSI_NO_DATA, .timeout_ms = 10000};
    struct scsi_reply reply;

    transport->ops->execute(transport, &command, &reply);
    return reply;
}

static void close_drive(void)
{
    device_close(device);
}

/* The first question for exclusive access. */
static void expect_driver(void)
{
    fake_os_expect((struct fake_step){.code = EXCLUSIVE_ACCESS, .output = nobody, .output_bytes = 65});
}

/* The thread hears all this, then the drive is closed, and the thread ends. second: what is done after the messages of
 * the first have been handled.
 */
static void hear_both(void (*first)(void), void (*second)(void))
{
    size_t count = 0;

    fake_window.waits[count++] = first;
    if (second) fake_window.waits[count++] = second;
    fake_window.waits[count++] = close_drive;
    fake_window.wait_count = count;
    thread_run(thread_context);
    assert_int_equal(fake_window.waits_ms[0], INFINITE);
    assert_int_equal(fake_window.waited, count); /* then it was told to stop */
}

static void hear(void (*first)(void))
{
    hear_both(first, NULL);
}

/* ---- asked ---- */

static void idle(void)
{
    HANDLE first = last_handle();
    HANDLE second;

    assert_int_equal(open_handles(), 1);
    assert_int_equal(ask(first), TRUE);
    assert_int_equal(open_handles(), 0);
    assert_int_equal(fake_window.notifications, 1); /* the outcome is told, too */

    /* It was not removed after all. */
    assert_int_equal(fake_window_tell_of_handle(first, DBT_DEVICEQUERYREMOVEFAILED), TRUE);
    expect(QUERY_PROPERTY, ERROR_NOT_SUPPORTED);
    expect_driver();
    expect(PASS_THROUGH_DIRECT, 0);
    assert_int_equal(send_command().outcome, SCSI_DONE);
    assert_int_equal(open_handles(), 1);
    second = last_handle();
    assert_int_equal(fake_os.open_count, 2);
    assert_int_equal(fake_os.opens[1].access, 0xC0000000);
    assert_int_equal(wcscmp(fake_os.opens[0].path, fake_os.opens[1].path), 0);
    assert_int_equal(fake_window.notifications, 1);

    assert_int_equal(ask(second), TRUE);
    assert_int_equal(open_handles(), 0);
}

static void query__idle__closes_the_handle_until_the_next_use(void **state)
{
    (void)state;
    device = open_drive(USB_ID);
    assert_int_equal(threads, 1);
    hear(idle);
    assert_true(fake_window.is_top_level);
    assert_int_equal(threads, 1);
}

static void has_been_removed(void)
{
    struct drive_identity identity;
    struct scsi_reply reply;
    size_t i;

    assert_int_equal(ask(last_handle()), TRUE);
    for (i = 1; i < FAKE_OPENS_MAX; i++)
        fake_os.open_errors[i] = ERROR_FILE_NOT_FOUND;
    reply = send_command();
    assert_int_equal(reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(reply.failure, SCSI_FAILURE_DEVICE_GONE);
    assert_int_equal(device->ops->get_identity(device, &identity, &failure), DRIVE_GONE);
    assert_int_equal(failure.system_error, ERROR_FILE_NOT_FOUND);
    strcpy(owner, "rubbish");
    assert_int_equal(device->host->ops->get_owner(device->host, owner, &failure), DRIVE_GONE);
    assert_string_equal(owner, "");
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_GONE);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_NOT_LOCKED);
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_GONE);
    assert_int_equal(open_handles(), 0);

    /* It is plugged in again. */
    memset(fake_os.open_errors, 0, sizeof fake_os.open_errors);
    expect(QUERY_PROPERTY, ERROR_NOT_SUPPORTED);
    expect_driver();
    expect(PASS_THROUGH_DIRECT, 0);
    assert_int_equal(send_command().outcome, SCSI_DONE);
}

static void query__then_removed__is_gone_until_it_is_there_again(void **state)
{
    (void)state;
    device = open_drive(USB_ID);
    hear(has_been_removed);
}

static void ask_while_under_way(uint8_t *structure)
{
    (void)structure;
    assert_int_equal(ask(last_handle()), BROADCAST_QUERY_DENY);
}

static void in_use(void)
{
    HANDLE handle = last_handle();

    expect_driver();
    fake_os_expect((struct fake_step){.code = PASS_THROUGH_DIRECT, .answer = ask_while_under_way});
    assert_int_equal(send_command().outcome, SCSI_DONE);

    expect(EXCLUSIVE_ACCESS, 0);
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_OK);
    assert_int_equal(ask(handle), BROADCAST_QUERY_DENY);
    expect(EXCLUSIVE_ACCESS, 0);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_OK);

    expect(MCN_CONTROL, 0);
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_OK);
    assert_int_equal(open_handles(), 1);
    assert_int_equal(ask(handle), BROADCAST_QUERY_DENY);
    expect(MCN_CONTROL, 0);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_OK);

    assert_int_equal(ask(handle), TRUE);
    assert_int_equal(open_handles(), 0);
}

static void query__in_use__is_denied(void **state)
{
    (void)state;
    device = open_drive(USB_ID);
    hear(in_use);
}

static void other_messages(void)
{
    HANDLE handle = last_handle();

    fake_window_device_change(DBT_DEVICEQUERYREMOVE, DBT_DEVTYP_VOLUME, L"");
    fake_window_device_change(DBT_DEVICEQUERYREMOVE, DBT_DEVTYP_HANDLE, L""); /* of nobody's notification */
    fake_window_device_change(DBT_DEVICEQUERYREMOVE, 0, NULL);
    fake_window_device_change(DBT_DEVICEREMOVECOMPLETE, DBT_DEVTYP_HANDLE, L"");
    fake_window_device_change(DBT_DEVICEREMOVECOMPLETE, DBT_DEVTYP_VOLUME, L"");
    fake_window_device_change(DBT_DEVICEREMOVECOMPLETE, 0, NULL);
    assert_int_equal(fake_window_tell_of_handle(handle, DBT_DEVICEQUERYREMOVEFAILED), TRUE);
}

static void nothing_has_changed(void)
{
    assert_int_equal(open_handles(), 1);
    assert_int_equal(fake_window.notifications, 1);
}

static void others__are_no_question(void **state)
{
    (void)state;
    device = open_drive(USB_ID);
    hear_both(other_messages, nothing_has_changed);
}

/* ---- pulled out ---- */

static WPARAM removal_event;

static void is_pulled_out(void)
{
    assert_int_equal(fake_window_tell_of_handle(last_handle(), removal_event), TRUE);
}

/* Nothing of the old device is left in the system; the object is the new one's at the first call. */
static void is_plugged_in_again(void)
{
    assert_int_equal(open_handles(), 0);
    assert_int_equal(fake_window.notifications, 0);
    expect(QUERY_PROPERTY, ERROR_NOT_SUPPORTED);
    expect_driver();
    expect(PASS_THROUGH_DIRECT, 0);
    assert_int_equal(send_command().outcome, SCSI_DONE);
    assert_int_equal(open_handles(), 1);
    assert_int_equal(fake_window.notifications, 1);
}

static void pulled_out__idle__closes_the_handle_until_the_next_use(void **state)
{
    static const WPARAM events[] = {DBT_DEVICEREMOVEPENDING, DBT_DEVICEREMOVECOMPLETE};
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(events); i++) {
        removal_event = events[i];
        fake_window.waited = 0;
        device = open_drive(USB_ID);
        hear_both(is_pulled_out, is_plugged_in_again);
    }
}

static void is_pulled_out_with_all(void)
{
    expect_driver();
    expect(EXCLUSIVE_ACCESS, 0);
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_OK);
    expect(MCN_CONTROL, 0);
    assert_int_equal(device->ops->disable_notification(device, &failure), DRIVE_OK);
    is_pulled_out();
}

/* Who believes to have the drive is told once that it has not; a new lock is asked for anew. */
static void holds_nothing(void)
{
    assert_int_equal(open_handles(), 0);
    assert_int_equal(fake_window.notifications, 0);
    assert_int_equal(send_command().failure, SCSI_FAILURE_DEVICE_GONE);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_NOT_LOCKED);
    expect(QUERY_PROPERTY, ERROR_NOT_SUPPORTED);
    assert_int_equal(device->ops->enable_notification(device, &failure), DRIVE_NOT_DISABLED);
    expect(PASS_THROUGH_DIRECT, 0);
    assert_int_equal(send_command().outcome, SCSI_DONE);
    expect(EXCLUSIVE_ACCESS, 0);
    assert_int_equal(device->ops->acquire_exclusive(device, false, "Tester", &failure), DRIVE_OK);
    expect(EXCLUSIVE_ACCESS, 0);
    assert_int_equal(device->ops->release_exclusive(device, &failure), DRIVE_OK);
}

static void pulled_out__with_everything_held__is_lost_and_said_once(void **state)
{
    (void)state;
    removal_event = DBT_DEVICEREMOVECOMPLETE;
    device = open_drive(USB_ID);
    hear_both(is_pulled_out_with_all, holds_nothing);
}

/* A command of another thread, for as long as the test likes. */
static volatile LONG is_under_way, may_end, has_ended;

static void wait_until(volatile LONG *flag)
{
    while (!*flag)
        SleepEx(1, FALSE);
}

static void stay_under_way(uint8_t *structure)
{
    (void)structure;
    InterlockedExchange(&is_under_way, 1);
    wait_until(&may_end);
}

static DWORD WINAPI send_on_another_thread(void *context)
{
    (void)context;
    (void)send_command();
    InterlockedExchange(&has_ended, 1);
    return 0;
}

static void is_pulled_out_under_way(void)
{
    HANDLE thread;

    is_under_way = may_end = has_ended = 0;
    expect_driver();
    fake_os_expect((struct fake_step){.code = PASS_THROUGH_DIRECT, .answer = stay_under_way});
    thread = CreateThread(NULL, 0, send_on_another_thread, NULL, 0, NULL);
    assert_non_null(thread);
    wait_until(&is_under_way);
    is_pulled_out();
}

static void command_ends(void)
{
    assert_int_equal(open_handles(), 2); /* the drive and the request's event */
    InterlockedExchange(&may_end, 1);
    wait_until(&has_ended);
    assert_int_equal(open_handles(), 0);
}

static void pulled_out__command_under_way__closes_the_handle_behind_it(void **state)
{
    (void)state;
    removal_event = DBT_DEVICEREMOVECOMPLETE;
    device = open_drive(USB_ID);
    hear_both(is_pulled_out_under_way, command_ends);
}

/* The system may tell it while a drive is registered: that is heard, though the window does not wait. */
static void is_pulled_out_meanwhile(void)
{
    fake_window.registering = NULL;
    assert_int_equal(fake_window_tell_of_handle(fake_os.opens[0].handle, removal_event), TRUE);
}

static void another_drive_is_opened(void)
{
    fake_window.registering = is_pulled_out_meanwhile;
    second_device = open_drive(IDE_ID);
}

static void first_is_closed(void)
{
    assert_int_equal(open_handles(), 1);
    assert_int_equal(fake_window.notifications, 1);
    device_close(second_device);
}

static void pulled_out__while_another_drive_is_registered__closes_the_handle(void **state)
{
    (void)state;
    removal_event = DBT_DEVICEREMOVECOMPLETE;
    device = open_drive(USB_ID);
    hear_both(another_drive_is_opened, first_is_closed);
}

/* ---- the thread ---- */

static void two_drives(void)
{
    HANDLE first = fake_os.opens[0].handle;
    HANDLE second;

    second_device = open_drive(IDE_ID); /* while the thread is there */
    second = last_handle();
    assert_int_equal(fake_window.notifications, 2);
    assert_int_equal(ask(second), TRUE);
    assert_int_equal(open_handles(), 1);
    assert_int_equal(ask(first), TRUE);
    assert_int_equal(open_handles(), 0);
    device_close(second_device);
    assert_false(fake_window.stop_is_set);
}

static void thread__several_drives__is_one_and_ends_with_the_last(void **state)
{
    (void)state;
    device = open_drive(USB_ID);
    hear(two_drives);
    assert_int_equal(threads, 1);
    assert_int_equal(fake_window.windows, 0);

    fake_window.waited = 0;
    device = open_drive(USB_ID);
    assert_int_equal(threads, 2);
    hear(other_messages);
}

static void closed_and_opened_again(void)
{
    device_close(device);
    device = open_drive(USB_ID);
}

/* The event is set, but there is a client again: it goes on. */
static void thread__a_client_comes_as_it_is_to_end__stays(void **state)
{
    (void)state;
    device = open_drive(USB_ID);
    hear(closed_and_opened_again);
    assert_int_equal(threads, 1);
}

static void thread__drive_closed_before_it_runs__ends_at_once(void **state)
{
    (void)state;
    device = open_drive(USB_ID);
    close_drive();
    thread_run(thread_context);
    assert_int_equal(fake_window.made, 1);
}

static void other_messages_to_nobody(void)
{
    fake_window_device_change(DBT_DEVICEQUERYREMOVE, DBT_DEVTYP_HANDLE, L"");
    assert_int_equal(open_handles(), 1);
}

static void thread__not_to_be_had__drive_is_usable(void **state)
{
    (void)state;
    has_no_thread = true;
    device = open_drive(USB_ID);
    expect_driver();
    expect(PASS_THROUGH_DIRECT, 0);
    assert_int_equal(send_command().outcome, SCSI_DONE);
    close_drive();

    has_no_thread = false;
    fake_window.has_no_window = true;
    device = open_drive(USB_ID);
    fake_window.waits[0] = close_drive;
    fake_window.wait_count = 1;
    thread_run(thread_context);

    fake_window.has_no_window = false;
    fake_window.has_no_notification = true;
    fake_window.waited = 0;
    device = open_drive(USB_ID);
    hear(other_messages_to_nobody);
    assert_int_equal(threads, 2);
}

static void thread__under_wine__is_not_needed(void **state)
{
    struct device_source *other;

    (void)state;
    fake_os.is_wine = true;
    assert_int_equal(win32_source_create(start, &other), DRIVE_OK);
    expect(QUERY_PROPERTY, ERROR_NOT_SUPPORTED);
    expect_driver();
    assert_int_equal(other->ops->open(other, USB_ID, &device, &failure), DRIVE_OK);
    close_drive();
    other->ops->close(other);
    assert_int_equal(threads, 0);
}

/* The system may wait for an answer while it registers: the window must not wait for who registers. */
static volatile LONG answer;

static DWORD WINAPI ask_on_another_thread(void *handle)
{
    InterlockedExchange(&answer, (LONG)ask(handle));
    return 0;
}

static void ask_meanwhile(void)
{
    HANDLE thread;

    fake_window.registering = NULL;
    thread = CreateThread(NULL, 0, ask_on_another_thread, fake_os.opens[0].handle, 0, NULL);
    assert_non_null(thread);
    while (!answer)
        SleepEx(1, FALSE);
}

static void second_drive_while_asked(void)
{
    answer = 0;
    fake_window.registering = ask_meanwhile;
    second_device = open_drive(IDE_ID);
    assert_int_equal(answer, BROADCAST_QUERY_DENY);
    assert_int_equal(open_handles(), 2);
    device_close(second_device);
}

static void query__while_another_drive_is_registered__is_denied_at_once(void **state)
{
    (void)state;
    device = open_drive(USB_ID);
    hear(second_drive_while_asked);
}

/* A device may outlive its source. */
static void close__source_first__is_fine(void **state)
{
    (void)state;
    device = open_drive(USB_ID);
    source->ops->close(source);
    hear(idle);
    assert_int_equal(win32_source_create(start, &source), DRIVE_OK);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, source_setup, source_teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(query__idle__closes_the_handle_until_the_next_use),
        TEST(query__then_removed__is_gone_until_it_is_there_again),
        TEST(query__in_use__is_denied),
        TEST(others__are_no_question),
        TEST(pulled_out__idle__closes_the_handle_until_the_next_use),
        TEST(pulled_out__with_everything_held__is_lost_and_said_once),
        TEST(pulled_out__command_under_way__closes_the_handle_behind_it),
        TEST(pulled_out__while_another_drive_is_registered__closes_the_handle),
        TEST(thread__several_drives__is_one_and_ends_with_the_last),
        TEST(thread__a_client_comes_as_it_is_to_end__stays),
        TEST(thread__drive_closed_before_it_runs__ends_at_once),
        TEST(thread__not_to_be_had__drive_is_usable),
        TEST(thread__under_wine__is_not_needed),
        TEST(query__while_another_drive_is_registered__is_denied_at_once),
        TEST(close__source_first__is_fine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
