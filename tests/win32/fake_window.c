/* A scripted window and its messages, for device notifications. */
#include "fake_window.h"

struct fake_window fake_window;

static WNDPROC procedure;
static LONG_PTR user_data;
static wchar_t class_name[256];
static HWND const window = (HWND)(ULONG_PTR)0x1234;
static HDEVNOTIFY const notification = (HDEVNOTIFY)(ULONG_PTR)0x5678;
enum { CLASS_ATOM = 0xC123 };

void fake_window_setup(void)
{
    memset(&fake_window, 0, sizeof fake_window);
    procedure = NULL;
    user_data = 0;
}

void fake_window_device_change(WPARAM event, DWORD device_type, const wchar_t *name)
{
    union {
        DEV_BROADCAST_DEVICEINTERFACE_W device;
        uint8_t bytes[2048];
    } data;

    memset(&data, 0, sizeof data);
    data.device.dbcc_size = sizeof data;
    data.device.dbcc_devicetype = device_type;
    if (name) wcscpy(data.device.dbcc_name, name);
    assert_non_null(procedure);
    procedure(window, WM_DEVICECHANGE, event, name ? (LPARAM)&data : 0);
}

enum { FIRST_WATCHED = 0x6000 };

static HDEVNOTIFY notification_of(size_t i)
{
    return (HDEVNOTIFY)(ULONG_PTR)(FIRST_WATCHED + i);
}

LRESULT fake_window_tell_of_handle(HANDLE handle, WPARAM event)
{
    DEV_BROADCAST_HANDLE data = {.dbch_size = sizeof data, .dbch_devicetype = DBT_DEVTYP_HANDLE, .dbch_handle = handle};
    LRESULT result = 0;
    size_t i;

    for (i = 0; i < FAKE_WATCHED_MAX; i++) {
        if (fake_window.watched[i] != handle) continue;
        data.dbch_hdevnotify = notification_of(i);
        result = procedure(window, WM_DEVICECHANGE, event, (LPARAM)&data);
    }
    return result;
}

static HDEVNOTIFY watch_handle(const DEV_BROADCAST_HANDLE *filter)
{
    size_t i;

    assert_int_equal(filter->dbch_size, sizeof *filter);
    if (fake_window.registering) fake_window.registering();
    if (fake_window.has_no_notification) return NULL;
    for (i = 0; fake_window.watched[i]; i++)
        assert_true(i + 1 < FAKE_WATCHED_MAX);
    fake_window.watched[i] = filter->dbch_handle;
    fake_window.notifications++;
    return notification_of(i);
}

static ATOM WINAPI fake_RegisterClassExW(const WNDCLASSEXW *class)
{
    assert_int_equal(class->cbSize, sizeof *class);
    assert_non_null(class->hInstance);
    if (fake_window.has_no_class) return 0;
    procedure = class->lpfnWndProc;
    wcscpy(class_name, class->lpszClassName);
    fake_window.classes++;
    return CLASS_ATOM;
}

static BOOL WINAPI fake_UnregisterClassW(const wchar_t *name, HINSTANCE instance)
{
    assert_int_equal(wcscmp(name, class_name), 0);
    assert_non_null(instance);
    assert_int_equal(fake_window.windows, 0); /* it would fail while there are windows of the class */
    fake_window.classes--;
    return TRUE;
}

static HWND WINAPI fake_CreateWindowExW(DWORD extended, const wchar_t *class, const wchar_t *title, DWORD style, int x,
                                        int y, int width, int height, HWND parent, HMENU menu, HINSTANCE instance,
                                        void *parameter)
{
    (void)extended, (void)class, (void)title, (void)x, (void)y, (void)width, (void)height, (void)menu, (void)parameter;
    assert_non_null(instance);
    if (fake_window.has_no_window) return NULL;
    procedure(window, WM_CREATE, 0, 0); /* before it has anything of ours */
    fake_window.is_top_level = parent == NULL;
    fake_window.is_visible = (style & WS_VISIBLE) != 0;
    fake_window.windows++;
    fake_window.made++;
    return window;
}

static BOOL WINAPI fake_DestroyWindow(HWND which)
{
    assert_ptr_equal(which, window);
    fake_window.windows--;
    procedure(window, WM_DESTROY, 0, 0);
    return TRUE;
}

static LONG_PTR WINAPI fake_SetWindowLongPtrW(HWND which, int index, LONG_PTR value)
{
    assert_ptr_equal(which, window);
    assert_int_equal(index, GWLP_USERDATA);
    user_data = value;
    return 0;
}

static LONG_PTR WINAPI fake_GetWindowLongPtrW(HWND which, int index)
{
    assert_ptr_equal(which, window);
    assert_int_equal(index, GWLP_USERDATA);
    return user_data;
}

static LRESULT WINAPI fake_DefWindowProcW(HWND which, UINT message, WPARAM first, LPARAM second)
{
    (void)message, (void)first, (void)second;
    assert_ptr_equal(which, window);
    return 0;
}

static HDEVNOTIFY WINAPI fake_RegisterDeviceNotificationW(HANDLE recipient, void *filter, DWORD flags)
{
    const DEV_BROADCAST_DEVICEINTERFACE_W *device = filter;

    assert_ptr_equal(recipient, window);
    assert_int_equal(flags, DEVICE_NOTIFY_WINDOW_HANDLE);
    if (device->dbcc_devicetype == DBT_DEVTYP_HANDLE) return watch_handle(filter);
    assert_int_equal(device->dbcc_devicetype, DBT_DEVTYP_DEVICEINTERFACE);
    if (fake_window.has_no_notification) return NULL;
    fake_window.filter = device->dbcc_classguid;
    fake_window.notifications++;
    return notification;
}

static BOOL WINAPI fake_UnregisterDeviceNotification(HDEVNOTIFY which)
{
    size_t i = (size_t)((ULONG_PTR)which - FIRST_WATCHED);

    if (i < FAKE_WATCHED_MAX) {
        assert_non_null(fake_window.watched[i]);
        fake_window.watched[i] = NULL;
    } else {
        assert_ptr_equal(which, notification);
    }
    fake_window.notifications--;
    return TRUE;
}

static DWORD WINAPI fake_MsgWaitForMultipleObjects(DWORD count, const HANDLE *handles, BOOL all, DWORD ms, DWORD mask)
{
    size_t nth = fake_window.waited;

    assert_int_equal(count, 1);
    assert_non_null(handles[0]);
    assert_false(all);
    assert_int_equal(mask, QS_ALLINPUT);
    assert_true(nth <= FAKE_WAITS_MAX);
    if (fake_window.stop_is_set) return WAIT_OBJECT_0;
    fake_window.waited++;
    fake_window.waits_ms[nth] = ms;
    if (nth >= fake_window.wait_count) return WAIT_OBJECT_0;
    if (!fake_window.waits[nth]) return WAIT_TIMEOUT;
    fake_window.waits[nth]();
    return WAIT_OBJECT_0 + 1;
}

/* Messages are sent to the window: none is ever in the queue. */
static BOOL WINAPI fake_PeekMessageW(MSG *message, HWND which, UINT first, UINT last, UINT remove)
{
    (void)message, (void)which, (void)first, (void)last, (void)remove;
    return FALSE;
}

static LRESULT WINAPI fake_DispatchMessageW(const MSG *message)
{
    (void)message;
    return 0;
}

static BOOL WINAPI fake_SetEvent(HANDLE event)
{
    assert_non_null(event);
    fake_window.stop_is_set = true;
    return TRUE;
}

static BOOL WINAPI fake_ResetEvent(HANDLE event)
{
    assert_non_null(event);
    fake_window.stop_is_set = false;
    return TRUE;
}

/* As in fake_os.c. */
#ifdef _WIN64
#define IMPORT(name, argument_bytes) void *const import_of_##name __asm__("__imp_" #name) = (void *)fake_##name
#else
#define IMPORT(name, argument_bytes)                                                                                   \
    void *const import_of_##name __asm__("__imp__" #name "@" #argument_bytes) = (void *)fake_##name
#define fake_SetWindowLongW fake_SetWindowLongPtrW /* what the ...Ptr names stand for in 32 bits */
#define fake_GetWindowLongW fake_GetWindowLongPtrW
#endif

/* clang-format off */
IMPORT(RegisterClassExW, 4);
IMPORT(UnregisterClassW, 8);
IMPORT(CreateWindowExW, 48);
IMPORT(DestroyWindow, 4);
#ifdef _WIN64
IMPORT(SetWindowLongPtrW, 12);
IMPORT(GetWindowLongPtrW, 8);
#else
IMPORT(SetWindowLongW, 12);
IMPORT(GetWindowLongW, 8);
#endif
IMPORT(DefWindowProcW, 16);
IMPORT(RegisterDeviceNotificationW, 12);
IMPORT(UnregisterDeviceNotification, 4);
IMPORT(MsgWaitForMultipleObjects, 20);
IMPORT(PeekMessageW, 20);
IMPORT(DispatchMessageW, 4);
IMPORT(SetEvent, 4);
IMPORT(ResetEvent, 4);
/* clang-format on */
