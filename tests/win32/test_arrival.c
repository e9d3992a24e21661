/* win32/arrival.c and os/device_watcher.c: what the system says, and what is told of it. */
#include "source_fixture.h"

#include "os/device_watcher.h"

#define IDE      L"\\\\?\\ide#cdromide_drive#1#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"
#define USB      L"\\\\?\\usbstor#cdrom&ven_x#2#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"
#define USB_NAME L"\\\\?\\USBSTOR#CdRom&Ven_X#2#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}" /* as notifications spell it */
#define D_ID     "\\\\?\\wine#cdrom#d#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"

static struct device_watch *watch;

/* What was told, one after the other: "+ID" and "-ID". */
static char told[2048];

static void notice(void *context, enum device_change change, const char *id)
{
    assert_ptr_equal(context, told);
    strcat(told, change == DEVICE_ADDED ? "+" : "-");
    strcat(told, id);
}

static int setup(void **state)
{
    told[0] = '\0';
    if (source_setup(state)) return 1;
    fake_os.interfaces[0] = IDE;
    return 0;
}

/* What happens in the first, second, ... wait; then it is stopped, and the watch closed. */
static void watch_while(void (*first)(void), void (*second)(void))
{
    fake_window.waits[0] = first;
    fake_window.waits[1] = second;
    fake_window.wait_count = 2;
    assert_int_equal(source->ops->watch(source, start, notice, told, &watch, &failure), DRIVE_OK);
    assert_string_equal(told, "");
    thread_run(thread_context);
    watch->ops->close(watch);
    assert_true(fake_window.stop_is_set);
}

static void nothing(void)
{
}

static void usb_comes(void)
{
    fake_os.interfaces[1] = USB;
    fake_window_device_change(DBT_DEVICEARRIVAL, DBT_DEVTYP_DEVICEINTERFACE, USB_NAME);
}

static void usb_goes(void)
{
    fake_os.interfaces[1] = NULL;
    fake_window_device_change(DBT_DEVICEREMOVECOMPLETE, DBT_DEVTYP_DEVICEINTERFACE, USB_NAME);
}

static void watch__drive_comes_and_goes__is_told_with_its_id(void **state)
{
    static const GUID cdrom = {0x53F56308, 0xB6BF, 0x11D0, {0x94, 0xF2, 0x00, 0xA0, 0xC9, 0x1E, 0xFB, 0x8B}};

    (void)state;
    watch_while(usb_comes, usb_goes);
    assert_string_equal(told, "+" USB_ID "-" USB_ID);
    assert_true(IsEqualGUID(&fake_window.filter, &cdrom));
    assert_true(fake_window.is_top_level); /* broadcasts do not reach message-only windows */
    assert_false(fake_window.is_visible);
    assert_int_equal(fake_window.waits_ms[0], INFINITE);
    assert_int_equal(fake_window.waits_ms[1], INFINITE);
}

static void usb_goes_but_is_listed(void)
{
    usb_goes();
    fake_os.interfaces[1] = USB;
}

static void watch__gone_drive_is_still_listed__is_told_once(void **state)
{
    (void)state;
    fake_os.interfaces[1] = USB;
    watch_while(usb_goes_but_is_listed, nothing);
    assert_string_equal(told, "-" USB_ID);
}

static void usb_is_replugged(void)
{
    usb_goes();
    usb_comes();
}

static void watch__replugged_between_two_looks__both_are_told(void **state)
{
    (void)state;
    fake_os.interfaces[1] = USB;
    watch_while(usb_is_replugged, nothing);
    assert_string_equal(told, "-" USB_ID "+" USB_ID);
}

static void other_messages(void)
{
    fake_window_device_change(DBT_DEVICEARRIVAL, DBT_DEVTYP_VOLUME, USB_NAME);
    fake_window_device_change(DBT_DEVNODES_CHANGED, 0, NULL);
    fake_window_device_change(DBT_DEVICEARRIVAL, DBT_DEVTYP_DEVICEINTERFACE, NULL);
    fake_window_device_change(DBT_DEVICEREMOVECOMPLETE, DBT_DEVTYP_DEVICEINTERFACE, NULL);
    fake_window_device_change(DBT_DEVICEREMOVECOMPLETE, DBT_DEVTYP_DEVICEINTERFACE, L"\\\\?\\another");
    fake_window_device_change(DBT_DEVICEQUERYREMOVE, DBT_DEVTYP_DEVICEINTERFACE, IDE);
    fake_window_device_change(DBT_DEVICEREMOVEPENDING, DBT_DEVTYP_DEVICEINTERFACE, IDE);
}

static void watch__other_messages__are_no_news(void **state)
{
    (void)state;
    watch_while(other_messages, nothing);
    assert_string_equal(told, "");
}

static void watch__drive_came_before_the_thread_ran__is_told(void **state)
{
    (void)state;
    assert_int_equal(source->ops->watch(source, start, notice, told, &watch, &failure), DRIVE_OK);
    fake_os.interfaces[1] = USB;
    thread_run(thread_context);
    watch->ops->close(watch);
    assert_string_equal(told, "+" USB_ID);
}

static void watch__closed__nothing_is_told_any_more(void **state)
{
    (void)state;
    assert_int_equal(source->ops->watch(source, start, notice, told, &watch, &failure), DRIVE_OK);
    fake_os.interfaces[1] = USB;
    watch->ops->close(watch); /* the thread comes to an end later */
    thread_run(thread_context);
    assert_string_equal(told, "");
}

static void close_it(void *context, enum device_change change, const char *id)
{
    (void)context, (void)change, (void)id;
    watch->ops->close(watch);
    strcat(told, "closed");
}

static void watch__closed_by_its_notice__is_over(void **state)
{
    (void)state;
    assert_int_equal(source->ops->watch(source, start, close_it, told, &watch, &failure), DRIVE_OK);
    fake_os.interfaces[0] = USB; /* one went, one came: two notices, if it were not closed */
    thread_run(thread_context);
    assert_string_equal(told, "closed");
}

static void usb_is_listed(void)
{
    fake_os.interfaces[1] = USB;
}

/* Whatever of the window cannot be had: then it looks every two seconds. */
static void watch__no_notifications__looks_from_time_to_time(void **state)
{
    bool *const lacks[] = {&fake_window.has_no_class, &fake_window.has_no_window, &fake_window.has_no_notification};
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(lacks); i++) {
        fake_window_setup();
        told[0] = '\0';
        fake_os.interfaces[1] = NULL;
        *lacks[i] = true;
        watch_while(usb_is_listed, NULL);
        assert_string_equal(told, "+" USB_ID);
        assert_int_equal(fake_window.waits_ms[0], 2000);
        assert_int_equal(fake_window.classes, 0);
        assert_int_equal(fake_window.windows, 0);
    }
}

static void disc_drive_is_plugged_in(void)
{
    fake_os.letters |= 1U << 3;
    fake_os.drive_types[3] = DRIVE_CDROM;
}

static void watch__wine__looks_at_the_letters(void **state)
{
    (void)state;
    fake_os.is_wine = true;
    fake_os.interfaces[0] = NULL;
    fake_window.waits[2] = NULL;
    watch_while(disc_drive_is_plugged_in, NULL);
    assert_string_equal(told, "+" D_ID);
    assert_int_equal(fake_window.made, 0);
    assert_int_equal(fake_window.waits_ms[0], 2000);
}

static void device_of_the_letter_is_unplugged(void)
{
    fake_os.letter_errors[3] = 66; /* ERROR_BAD_DEV_TYPE: Wine 8 */
}

/* Nobody takes the letter away where nothing watches the devices for Wine. */
static void watch__wine_and_the_letter_stays__tells_of_the_device(void **state)
{
    (void)state;
    fake_os.is_wine = true;
    fake_os.interfaces[0] = NULL;
    disc_drive_is_plugged_in();
    watch_while(device_of_the_letter_is_unplugged, NULL);
    assert_string_equal(told, "-" D_ID);
}

static void no_memory_for_a_moment(void)
{
    usb_comes();
    base_alloc_fail_nth(1);
}

static void watch__no_memory_for_the_list__looks_again(void **state)
{
    (void)state;
    watch_while(no_memory_for_a_moment, NULL);
    assert_string_equal(told, "+" USB_ID);
    assert_int_equal(fake_window.waits_ms[1], 2000);
    assert_int_equal(fake_window.waits_ms[2], INFINITE);
}

/* Lists of this letter's device and that one's, one after the other; then the last one again and again. */
static const char *const *next_list;

static enum drive_status scripted_list(device_visit visit, void *context, struct drive_failure *list_failure)
{
    const char *letter = *next_list;
    char id[2] = "";

    memset(list_failure, 0, sizeof *list_failure);
    if (next_list[1]) next_list++;
    for (; *letter; letter++) {
        id[0] = *letter;
        if (!visit(context, id)) return list_failure->status = DRIVE_NO_MEMORY;
    }
    return DRIVE_OK;
}

static void compare_once(struct device_watcher *watcher)
{
    assert_true(device_watcher_compare(watcher));
}

/* A list that is taken while it changes may miss what is there: the registry is enumerated by position. */
static void watch__list_misses_one_for_a_moment__is_no_news(void **state)
{
    /* clang-format off */
    static const struct {
        const char *lists[8];
        const char *told;
    } rows[] = {
        {{"abc", "ac", "abc", "abc"}, ""},             /* while nothing changes for real */
        {{"abc", "a", "ac", "ac"}, "-b"},              /* while another one goes */
        {{"abc", "ab", "bc", "ac", "abc", "abc"}, ""}, /* several times */
        {{"ab", "bc", "abc", "abc"}, "+c"},            /* while another one comes */
        {{"ab", "a", "a"}, "-b"},
        {{"ab", "", ""}, "-a-b"},
        {{"", "ab"}, "+a+b"},
    };
    /* clang-format on */
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        told[0] = '\0';
        next_list = rows[i].lists;
        assert_int_equal(device_watcher_start(scripted_list, compare_once, start, notice, told, &watch, &failure),
                         DRIVE_OK);
        assert_ptr_equal(next_list, &rows[i].lists[1]); /* Advise waits for one list and no more */
        thread_run(thread_context);
        watch->ops->close(watch);
        assert_string_equal(told, rows[i].told);
    }
}

static void watch__cannot_begin__says_so_and_leaves_nothing(void **state)
{
    enum drive_status status = DRIVE_NO_MEMORY;
    long nth;

    (void)state;
    for (nth = 1; status != DRIVE_OK; nth++) {
        watch = (struct device_watch *)source;
        base_alloc_fail_nth(nth);
        status = source->ops->watch(source, start, notice, told, &watch, &failure);
        base_alloc_fail_nth(0);
        if (status == DRIVE_OK) break;
        assert_int_equal(status, DRIVE_NO_MEMORY);
        assert_int_equal(failure.status, DRIVE_NO_MEMORY);
        assert_null(watch);
    }
    assert_int_equal(nth, 4); /* the watcher, SetupAPI's detail and the ID */
    watch->ops->close(watch);
    thread_run(thread_context);

    has_no_thread = true;
    assert_int_equal(source->ops->watch(source, start, notice, told, &watch, &failure), DRIVE_NO_MEMORY);
    has_no_thread = false;
    fake_os.has_no_events = true;
    assert_int_equal(source->ops->watch(source, start, notice, told, &watch, &failure), DRIVE_NO_MEMORY);
    assert_null(watch);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, source_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(watch__drive_comes_and_goes__is_told_with_its_id),
        CASE(watch__gone_drive_is_still_listed__is_told_once),
        CASE(watch__replugged_between_two_looks__both_are_told),
        CASE(watch__other_messages__are_no_news),
        CASE(watch__drive_came_before_the_thread_ran__is_told),
        CASE(watch__closed__nothing_is_told_any_more),
        CASE(watch__closed_by_its_notice__is_over),
        CASE(watch__no_notifications__looks_from_time_to_time),
        CASE(watch__wine__looks_at_the_letters),
        CASE(watch__wine_and_the_letter_stays__tells_of_the_device),
        CASE(watch__no_memory_for_the_list__looks_again),
        CASE(watch__list_misses_one_for_a_moment__is_no_news),
        CASE(watch__cannot_begin__says_so_and_leaves_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
