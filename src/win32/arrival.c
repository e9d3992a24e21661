/* Watches for real drives: by device notifications on Windows, by drive letters every two seconds under Wine. */
#include "win32/arrival.h"

#include "win32/device_list.h"
#include "win32/notification_window.h"
#include "os/utf.h"
#include "os/wine.h"

enum { POLL_MS = 2000 };

struct arrival {
    struct notification_window window;
    struct device_watcher *watcher;
    bool may_have_come;
    HDEVNOTIFY notification;
};

/* A removal names the device: when the message is read, it may be there again. What came is listed, which gives its ID
 * as everybody else sees it.
 */
static bool handle(struct notification_window *window, WPARAM event, const DEV_BROADCAST_HDR *header)
{
    struct arrival *arrival = CONTAINING_RECORD(window, struct arrival, window);
    const DEV_BROADCAST_DEVICEINTERFACE_W *device = (const void *)header;
    char id[DEVICE_ID_SIZE];

    if (event != DBT_DEVICEARRIVAL && event != DBT_DEVICEREMOVECOMPLETE) return true;
    if (!header || header->dbch_devicetype != DBT_DEVTYP_DEVICEINTERFACE) return true;
    if (event == DBT_DEVICEARRIVAL) {
        arrival->may_have_come = true;
    } else if (utf8_from_wide(device->dbcc_name, id, sizeof id)) {
        device_watcher_remove(arrival->watcher, id);
    }
    return true;
}

static bool begin(struct arrival *arrival)
{
    DEV_BROADCAST_DEVICEINTERFACE_W filter = {
        .dbcc_size = sizeof filter, .dbcc_devicetype = DBT_DEVTYP_DEVICEINTERFACE, .dbcc_classguid = device_list_class};

    if (!notification_window_open(&arrival->window, handle)) return false;
    arrival->notification = RegisterDeviceNotificationW(arrival->window.window, &filter, DEVICE_NOTIFY_WINDOW_HANDLE);
    return arrival->notification != NULL;
}

static void end(struct arrival *arrival)
{
    if (arrival->notification) UnregisterDeviceNotification(arrival->notification);
    notification_window_close(&arrival->window);
}

/* False: it is over. */
static bool wait(struct arrival *arrival, DWORD at_most_ms)
{
    enum notification_wake wake =
        notification_window_wait(&arrival->window, device_watcher_peek_stop(arrival->watcher), at_most_ms);

    if (wake == NOTIFICATION_TIME) arrival->may_have_come = true;
    return wake != NOTIFICATION_STOP;
}

void arrival_watch(struct device_watcher *watcher)
{
    struct arrival arrival = {.watcher = watcher};
    bool polls = os_is_wine() || !begin(&arrival);

    arrival.may_have_come = !polls; /* before the notifications began; a poll finds it in any case */
    do {
        if (arrival.may_have_come) arrival.may_have_come = !device_watcher_compare(watcher);
    } while (wait(&arrival, polls || arrival.may_have_come ? POLL_MS : INFINITE));
    end(&arrival);
}
