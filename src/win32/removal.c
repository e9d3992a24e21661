#include "win32/removal.h"

#include "base/alloc.h"
#include "win32/notification_window.h"

/* The system keeps locks of its own while it asks, and while it registers. So the window procedure never waits for ours, which is held
 * while something is registered: it says no instead, and the user tries again.
 */
struct removal {
    LONG references; /* the source's, each client's, the thread's */
    device_start_thread start;
    HANDLE stop; /* a client has left: look whether there are any */
    CRITICAL_SECTION lock;
    struct removal_client *clients;
    bool has_thread;
    struct notification_window *window; /* NULL until the thread has one */
};

/* The thread's. */
struct hearing {
    struct notification_window window;
    struct removal *removal;
};

struct removal *removal_create(device_start_thread start)
{
    struct removal *removal = base_alloc(sizeof *removal);

    if (!removal) return NULL;
    removal->references = 1;
    removal->start = start;
    removal->stop = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (removal->stop) {
        if (InitializeCriticalSectionAndSpinCount(&removal->lock, 0)) return removal;
        CloseHandle(removal->stop);
    }
    base_free(removal);
    return NULL;
}

void removal_release(struct removal *removal)
{
    if (!removal || InterlockedDecrement(&removal->references)) return;
    CloseHandle(removal->stop);
    DeleteCriticalSection(&removal->lock);
    base_free(removal);
}

/* ---- the thread ---- */

static bool handle(struct notification_window *window, WPARAM event, const DEV_BROADCAST_HDR *header)
{
    struct removal *removal = CONTAINING_RECORD(window, struct hearing, window)->removal;
    const DEV_BROADCAST_HANDLE *about = (const void *)header;
    struct removal_client *client;
    bool may_go = true;

    if (event != DBT_DEVICEQUERYREMOVE || !header || header->dbch_devicetype != DBT_DEVTYP_HANDLE) return true;
    if (!TryEnterCriticalSection(&removal->lock)) return false;
    for (client = removal->clients; client; client = client->next) {
        if (client->notification && client->notification == about->dbch_hdevnotify) may_go = client->let_go(client);
    }
    LeaveCriticalSection(&removal->lock);
    return may_go;
}

static void listen_for(struct removal *removal, struct removal_client *client)
{
    DEV_BROADCAST_HANDLE filter = {
        .dbch_size = sizeof filter, .dbch_devicetype = DBT_DEVTYP_HANDLE, .dbch_handle = client->handle};

    if (!removal->window) return;
    client->notification = RegisterDeviceNotificationW(removal->window->window, &filter, DEVICE_NOTIFY_WINDOW_HANDLE);
}

static void stop_listening(struct removal_client *client)
{
    if (client->notification) UnregisterDeviceNotification(client->notification);
    client->notification = NULL;
}

/* False: nobody is left, and the thread is over for those who come now. */
static bool has_clients(struct removal *removal)
{
    bool has_any;

    EnterCriticalSection(&removal->lock);
    ResetEvent(removal->stop);
    has_any = removal->clients != NULL;
    if (!has_any) {
        removal->window = NULL;
        removal->has_thread = false;
    }
    LeaveCriticalSection(&removal->lock);
    return has_any;
}

static void begin(struct removal *removal, struct notification_window *window)
{
    struct removal_client *client;

    EnterCriticalSection(&removal->lock);
    removal->window = window;
    for (client = removal->clients; client; client = client->next)
        listen_for(removal, client);
    LeaveCriticalSection(&removal->lock);
}

static void run(void *context)
{
    struct removal *removal = context;
    struct hearing hearing = {.removal = removal};

    /* Without a window it waits all the same: nothing is tried again and again that fails. */
    if (notification_window_open(&hearing.window, handle)) begin(removal, &hearing.window);
    do {
        while (notification_window_wait(&hearing.window, removal->stop, INFINITE) != NOTIFICATION_STOP) {
        }
    } while (has_clients(removal));
    notification_window_close(&hearing.window);
    removal_release(removal);
}

/* ---- clients ---- */

static void start_thread(struct removal *removal)
{
    if (removal->has_thread) return;
    InterlockedIncrement(&removal->references);
    removal->has_thread = removal->start(run, removal);
    if (!removal->has_thread) removal_release(removal);
}

void removal_join(struct removal *removal, struct removal_client *client, HANDLE handle)
{
    if (!removal) return;
    EnterCriticalSection(&removal->lock);
    stop_listening(client);
    client->handle = handle;
    if (!client->is_listed) {
        client->is_listed = true;
        client->next = removal->clients;
        removal->clients = client;
        InterlockedIncrement(&removal->references);
    }
    listen_for(removal, client);
    start_thread(removal);
    LeaveCriticalSection(&removal->lock);
}

void removal_leave(struct removal *removal, struct removal_client *client)
{
    struct removal_client **place;

    if (!removal || !client->is_listed) return;
    EnterCriticalSection(&removal->lock);
    stop_listening(client);
    for (place = &removal->clients; *place != client; place = &(*place)->next) {
    }
    *place = client->next;
    client->is_listed = false;
    if (!removal->clients) SetEvent(removal->stop);
    LeaveCriticalSection(&removal->lock);
    removal_release(removal);
}
