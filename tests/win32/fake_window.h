/* The window calls behind src/win32/arrival.c, scripted and recorded; beside fake_os.c. There is one window, and messages come to it
 * when the program waits, as the script says.
 */
#ifndef OPENIMAPI2_TESTS_WIN32_FAKE_WINDOW_H
#define OPENIMAPI2_TESTS_WIN32_FAKE_WINDOW_H

#include "fake_os.h"

#include <dbt.h>

enum { FAKE_WAITS_MAX = 16 };

struct fake_window {
    /* Script. */
    bool has_no_class, has_no_window, has_no_notification;
    void (*waits[FAKE_WAITS_MAX])(
        void); /* what happens in the nth wait; NULL: its time runs out. After the last one: stop */
    size_t wait_count;

    /* Record. */
    size_t waited;
    DWORD waits_ms[FAKE_WAITS_MAX + 1];
    bool is_top_level, is_visible;
    GUID filter;
    size_t classes, windows, notifications; /* that are there now */
    size_t made;                            /* windows, ever */
    bool stop_is_set;
};

extern struct fake_window fake_window;

/* Before each test, behind fake_os_setup. */
void fake_window_setup(void);

/* In a wait: this message reaches the window. name: of the device, NULL for a message without data. */
void fake_window_device_change(WPARAM event, DWORD device_type, const wchar_t *name);

#endif
