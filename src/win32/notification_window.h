/* A hidden window for WM_DEVICECHANGE, on a thread of its own: top-level, since such messages do not reach message-only
 * ones.
 */
#ifndef OPENIMAPI2_WIN32_NOTIFICATION_WINDOW_H
#define OPENIMAPI2_WIN32_NOTIFICATION_WINDOW_H

#include <stdbool.h>
#include <windows.h>
#include <dbt.h>

struct notification_window;

/* One message: a DBT_... event and what it is about, NULL without data. False: no, where the event is a question. */
typedef bool (*notification_handle)(struct notification_window *window, WPARAM event, const DEV_BROADCAST_HDR *header);

enum notification_wake { NOTIFICATION_STOP, NOTIFICATION_TIME, NOTIFICATION_MESSAGE };

/* A member of who knows what to do with the messages. */
struct notification_window {
    notification_handle handle;
    HINSTANCE instance;
    wchar_t class_name[64]; /* this window's alone: several copies of this library may be loaded */
    bool has_class;
    HWND window;
};

/* These are for one thread. `window` is zero at first; it is closed even if opening it failed. */
bool notification_window_open(struct notification_window *window, notification_handle handle);
void notification_window_close(struct notification_window *window);

/* Handles messages until there is none any more; first waits for one, for the event `stop`, or until at_most_ms are
 * over.
 */
enum notification_wake notification_window_wait(struct notification_window *window, HANDLE stop, DWORD at_most_ms);

#endif
