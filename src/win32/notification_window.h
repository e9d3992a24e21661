/* A hidden window for WM_DEVICECHANGE, on a thread of its own: top-level, since such messages do not reach message-only
 * windows.
 */
#ifndef OPENIMAPI2_WIN32_NOTIFICATION_WINDOW_H
#define OPENIMAPI2_WIN32_NOTIFICATION_WINDOW_H

#include <stdbool.h>
#include <windows.h>
#include <dbt.h>

struct notification_window;

/* Handles one message: a DBT_... event and its data, NULL if it has none. Where the event is a query, false denies it.
 */
typedef bool (*notification_handle)(struct notification_window *window, WPARAM event, const DEV_BROADCAST_HDR *header);

enum notification_wake { NOTIFICATION_STOP, NOTIFICATION_TIME, NOTIFICATION_MESSAGE };

/* A member of the object that handles the messages. */
struct notification_window {
    notification_handle handle;
    HINSTANCE instance;
    wchar_t class_name[64]; /* unique to this window: several copies of this library may be loaded */
    bool has_class;
    HWND window;
};

/* All calls are made on one thread. `window` is zeroed before opening; close it even if opening failed. */
bool notification_window_open(struct notification_window *window, notification_handle handle);
void notification_window_close(struct notification_window *window);

/* Waits for a message, for the event `stop`, or for at_most_ms; then handles all messages that have arrived. */
enum notification_wake notification_window_wait(struct notification_window *window, HANDLE stop, DWORD at_most_ms);

#endif
