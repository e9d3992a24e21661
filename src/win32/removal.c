/* Answers the system's query-remove, remove-pending and remove-complete notifications for all open drives. */
#include "win32/removal.h"

#include "base/alloc.h"
#include "win32/notification_window.h"

enum { REMOVED_MAX = 64, RETRY_MS = 20 };

/* The system keeps locks of its own while it asks, and while it registers. So the thread never waits for our lock,
 * which is held while a handle is registered: to a question it says no instead, and the user tries again; a removal it
 * keeps for a moment later.
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

struct removal_thread {
    struct notification_window window;
    struct removal *removal;
    HDEVNOTIFY removed
        [REMOVED_MAX]; /* told by the system, and not yet to the clients; what finds no room stays open until it is used */
    size_t removed_count;
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

static bool may_be_removed(struct removal *removal, HDEVNOTIFY notification)
{
    struct removal_client *client;
    bool may_go = true;

    if (!TryEnterCriticalSection(&removal->lock)) return false;
    for (client = removal->clients; client; client = client->next) {
        if (client->notification == notification) may_go = client->on_query_remove(client);
    }
    LeaveCriticalSection(&removal->lock);
    return may_go;
}

static bool handle(struct notification_window *window, WPARAM event, const DEV_BROADCAST_HDR *header)
{
    struct removal_thread *thread = CONTAINING_RECORD(window, struct removal_thread, window);
    const DEV_BROADCAST_HANDLE *about = (const void *)header;

    if (!header || header->dbch_devicetype != DBT_DEVTYP_HANDLE || !about->dbch_hdevnotify) return true;
    switch (event) {
    case DBT_DEVICEQUERYREMOVE:
        return may_be_removed(thread->removal, about->dbch_hdevnotify);
    case DBT_DEVICEREMOVEPENDING:
    case DBT_DEVICEREMOVECOMPLETE:
        if (thread->removed_count < REMOVED_MAX) thread->removed[thread->removed_count++] = about->dbch_hdevnotify;
        return true;
    default:
        return true;
    }
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

/* A registration keeps the dead device in the system's memory, as a handle does. */
static void tell_removed(struct removal_thread *thread)
{
    struct removal *removal = thread->removal;
    struct removal_client *client;
    size_t i;

    if (!thread->removed_count || !TryEnterCriticalSection(&removal->lock)) return;
    for (i = 0; i < thread->removed_count; i++) {
        for (client = removal->clients; client; client = client->next) {
            if (client->notification != thread->removed[i]) continue;
            client->on_removed(client);
            stop_listening(client);
        }
    }
    thread->removed_count = 0;
    LeaveCriticalSection(&removal->lock);
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
    struct removal_thread thread = {.removal = removal};
    DWORD at_most_ms;

    /* Without a window it waits all the same: nothing is tried again and again that fails. */
    if (notification_window_open(&thread.window, handle)) begin(removal, &thread.window);
    do {
        do {
            tell_removed(&thread);
            at_most_ms = thread.removed_count ? RETRY_MS : INFINITE;
        } while (notification_window_wait(&thread.window, removal->stop, at_most_ms) != NOTIFICATION_STOP);
    } while (has_clients(removal));
    notification_window_close(&thread.window);
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
