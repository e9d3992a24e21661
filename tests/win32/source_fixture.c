/* The fixture of the tests of the real source's threads; see the header. */
#include "source_fixture.h"

struct device_source *source;
struct drive_failure failure;

void (*thread_run)(void *context);
void *thread_context;
size_t threads;
bool has_no_thread;

bool start(void (*run)(void *context), void *context)
{
    if (has_no_thread) return false;
    threads++;
    thread_run = run;
    thread_context = context;
    return true;
}

int source_setup(void **state)
{
    fake_os_setup(state);
    fake_window_setup();
    has_no_thread = false;
    thread_run = NULL;
    threads = 0;
    return win32_source_create(start, &source) != DRIVE_OK;
}

int source_teardown(void **state)
{
    source->ops->close(source);
    assert_int_equal(fake_window.classes, 0);
    assert_int_equal(fake_window.windows, 0);
    assert_int_equal(fake_window.notifications, 0);
    return fake_os_teardown(state);
}
