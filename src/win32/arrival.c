#include "win32/arrival.h"

#include <stdio.h>
#include <string.h>
#include <dbt.h>

#include "win32/device_list.h"
#include "win32/utf.h"
#include "win32/wine.h"

enum { POLL_MS = 2000, CLASS_NAME_CHARS = 64 };

struct arrival {
    struct device_watcher *watcher;
    bool may_have_come;
    HINSTANCE instance;
    wchar_t class_name[CLASS_NAME_CHARS]; /* this window's alone: several copies of this library may be loaded */
    bool has_class;
    HWND window;
    HDEVNOTIFY notification;
};

/* A removal names the device: when the message is read, it may be there again. What came is listed, which gives its ID as
 * everybody else sees it.
 */
static void handle(struct arrival *arrival, WPARAM event, const DEV_BROADCAST_HDR *header)
{
    const DEV_BROADCAST_DEVICEINTERFACE_W *device = (const void *)header;
    char id[DEVICE_ID_SIZE];

    if (event != DBT_DEVICEARRIVAL && event != DBT_DEVICEREMOVECOMPLETE) return;
    if (!header || header->dbch_devicetype != DBT_DEVTYP_DEVICEINTERFACE) return;
    if (event == DBT_DEVICEARRIVAL) {
        arrival->may_have_come = true;
    } else if (utf8_from_wide(device->dbcc_name, id, sizeof id)) {
        device_watcher_remove(arrival->watcher, id);
    }
}

/* Windows hands pointers over as integers. */
static void *pointer_from(LONG_PTR value)
{
    void *pointer;

    memcpy(&pointer, &value, sizeof pointer);
    return pointer;
}

static LRESULT CALLBACK window_procedure(HWND window, UINT message, WPARAM event, LPARAM data)
{
    struct arrival *arrival = pointer_from(GetWindowLongPtrW(window, GWLP_USERDATA));

    if (message != WM_DEVICECHANGE || !arrival) return DefWindowProcW(window, message, event, data);
    handle(arrival, event, pointer_from(data));
    return TRUE;
}

static bool begin(struct arrival *arrival)
{
    DEV_BROADCAST_DEVICEINTERFACE_W filter = {
        .dbcc_size = sizeof filter, .dbcc_devicetype = DBT_DEVTYP_DEVICEINTERFACE, .dbcc_classguid = device_list_class};
    WNDCLASSEXW class = {.cbSize = sizeof class, .lpfnWndProc = window_procedure};

    if (!GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                            (const wchar_t *)(const void *)&device_list_class, &arrival->instance))
        return false;
    _snwprintf(arrival->class_name, CLASS_NAME_CHARS - 1, L"OpenIMAPI2 arrival %p", (void *)arrival);
    class.hInstance = arrival->instance;
    class.lpszClassName = arrival->class_name;
    arrival->has_class = RegisterClassExW(&class) != 0;
    if (!arrival->has_class) return false;
    arrival->window =
        CreateWindowExW(0, arrival->class_name, L"", WS_POPUP, 0, 0, 0, 0, NULL, NULL, arrival->instance, NULL);
    if (!arrival->window) return false;
    SetWindowLongPtrW(arrival->window, GWLP_USERDATA, (LONG_PTR)arrival);
    arrival->notification = RegisterDeviceNotificationW(arrival->window, &filter, DEVICE_NOTIFY_WINDOW_HANDLE);
    return arrival->notification != NULL;
}

static void end(struct arrival *arrival)
{
    if (arrival->notification) UnregisterDeviceNotification(arrival->notification);
    if (arrival->window) DestroyWindow(arrival->window);
    if (arrival->has_class) UnregisterClassW(arrival->class_name, arrival->instance);
}

/* False: it is over. */
static bool wait(struct arrival *arrival, DWORD at_most_ms)
{
    HANDLE stop = device_watcher_peek_stop(arrival->watcher);
    MSG message;

    switch (MsgWaitForMultipleObjects(1, &stop, FALSE, at_most_ms, QS_ALLINPUT)) {
    case WAIT_OBJECT_0:
    case WAIT_FAILED:
        return false;
    case WAIT_TIMEOUT:
        arrival->may_have_come = true;
        break;
    default:
        while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE))
            DispatchMessageW(&message);
    }
    return true;
}

void arrival_watch(struct device_watcher *watcher)
{
    struct arrival arrival = {.watcher = watcher, .may_have_come = true};
    bool polls = win32_is_wine() || !begin(&arrival);

    do {
        if (arrival.may_have_come) arrival.may_have_come = !device_watcher_compare(watcher);
    } while (wait(&arrival, polls || arrival.may_have_come ? POLL_MS : INFINITE));
    end(&arrival);
}
