/* The window calls behind src/win32/arrival.c and removal.c, scripted and recorded; beside fake_os.c. There is one
 * window, and messages come to it when the program waits, as the script says.
 */
#ifndef OPENIMAPI2_TESTS_WIN32_FAKE_WINDOW_H
#define OPENIMAPI2_TESTS_WIN32_FAKE_WINDOW_H

#include "fake_os.h"

#include <dbt.h>

enum { FAKE_WAITS_MAX = 16, FAKE_WATCHED_MAX = 8 };

struct fake_window {
    /* Script. */
    bool has_no_class, has_no_window, has_no_notification;
    void (*waits[FAKE_WAITS_MAX])(
        void); /* what happens in the nth wait; NULL: its time runs out. After the last one: stop */
    size_t wait_count;
    void (*registering)(void); /* called while a handle is registered */

    /* Record. */
    size_t waited;
    DWORD waits_ms[FAKE_WAITS_MAX + 1];
    bool is_top_level, is_visible;
    GUID filter;
    size_t classes, windows, notifications; /* that are there now */
    HANDLE watched[FAKE_WATCHED_MAX];       /* handles registered now, whether or not they have been closed since */
    size_t made;                            /* windows, ever */
    bool stop_is_set;
};

extern struct fake_window fake_window;

/* Before each test, behind fake_os_setup. */
void fake_window_setup(void);

/* In a wait: this message reaches the window. name: of the device, NULL for a message without data. */
void fake_window_device_change(WPARAM event, DWORD device_type, const wchar_t *name);

/* In a wait: something happens to the drive behind the handle; told to whoever has registered it. What the last one
 * says: TRUE, BROADCAST_QUERY_DENY; 0: nobody has registered it.
 */
LRESULT fake_window_tell_of_handle(HANDLE handle, WPARAM event);

#endif
