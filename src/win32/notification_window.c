/* A hidden top-level window with a thread of its own, for WM_DEVICECHANGE. */
#include "win32/notification_window.h"

#include <stdio.h>
#include <string.h>

/* Windows hands pointers over as integers. */
static void *pointer_from(LONG_PTR value)
{
    void *pointer;

    memcpy(&pointer, &value, sizeof pointer);
    return pointer;
}

static LRESULT CALLBACK window_procedure(HWND handle, UINT message, WPARAM event, LPARAM data)
{
    struct notification_window *window = pointer_from(GetWindowLongPtrW(handle, GWLP_USERDATA));

    if (message != WM_DEVICECHANGE || !window) return DefWindowProcW(handle, message, event, data);
    return window->handle(window, event, pointer_from(data)) ? TRUE : BROADCAST_QUERY_DENY;
}

bool notification_window_open(struct notification_window *window, notification_handle handle)
{
    static const char in_this_library = 0;
    WNDCLASSEXW class = {.cbSize = sizeof class, .lpfnWndProc = window_procedure};

    window->handle = handle;
    if (!GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                            (const wchar_t *)(const void *)&in_this_library, &window->instance))
        return false;
    _snwprintf(window->class_name, ARRAYSIZE(window->class_name) - 1, L"OpenIMAPI2 notification %p", (void *)window);
    class.hInstance = window->instance;
    class.lpszClassName = window->class_name;
    window->has_class = RegisterClassExW(&class) != 0;
    if (!window->has_class) return false;
    window->window =
        CreateWindowExW(0, window->class_name, L"", WS_POPUP, 0, 0, 0, 0, NULL, NULL, window->instance, NULL);
    if (!window->window) return false;
    SetWindowLongPtrW(window->window, GWLP_USERDATA, (LONG_PTR)window);
    return true;
}

void notification_window_close(struct notification_window *window)
{
    if (window->window) DestroyWindow(window->window);
    if (window->has_class) UnregisterClassW(window->class_name, window->instance);
}

enum notification_wake notification_window_wait(struct notification_window *window, HANDLE stop, DWORD at_most_ms)
{
    MSG message;

    (void)window; /* its thread's messages are its own */
    switch (MsgWaitForMultipleObjects(1, &stop, FALSE, at_most_ms, QS_ALLINPUT)) {
    case WAIT_OBJECT_0:
    case WAIT_FAILED:
        return NOTIFICATION_STOP;
    case WAIT_TIMEOUT:
        return NOTIFICATION_TIME;
    default:
        while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE))
            DispatchMessageW(&message);
        return NOTIFICATION_MESSAGE;
    }
}
