/* A thread that lists devices when it is woken, and reports the differences from the previous list. */
#include "os/device_watcher.h"

#include <string.h>

#include "base/alloc.h"
#include "os/system_error.h"

enum { LISTS_MAX = 16 }; /* until two agree; a source that never stands still is taken as it is */

struct id {
    struct id *next;
    char text[];
};

struct device_watcher {
    struct device_watch watch;
    LONG references; /* whoever asked, and the thread */
    HANDLE stop;
    device_watcher_list list;
    device_watcher_run run;
    struct id *ids; /* what is there, as far as was told */

    CRITICAL_SECTION lock; /* held while notice runs */
    device_notice notice;  /* NULL: closed */
    void *context;
};

static void release(struct device_watcher *watcher);

/* ------------------------------------------------------------------------------------------------------------ lists */

static void free_ids(struct id *ids)
{
    struct id *next;

    for (; ids; ids = next) {
        next = ids->next;
        base_free(ids);
    }
}

static bool add_id(void *context, const char *text)
{
    struct id **first = context;
    size_t size_bytes = strlen(text) + 1;
    struct id *id = base_alloc(sizeof *id + size_bytes);

    if (!id) return false;
    memcpy(id->text, text, size_bytes);
    id->next = *first;
    *first = id;
    return true;
}

static bool has_id(const struct id *ids, const char *text)
{
    for (; ids; ids = ids->next) {
        if (!strcmp(ids->text, text)) return true;
    }
    return false;
}

/* In the system's order. */
static enum drive_status take_ids(device_watcher_list list, struct id **ids, struct drive_failure *failure)
{
    struct id *backwards = NULL, *id;
    enum drive_status status = list(add_id, &backwards, failure);

    *ids = NULL;
    if (status != DRIVE_OK) {
        free_ids(backwards);
        return status;
    }
    while ((id = backwards) != NULL) {
        backwards = id->next;
        id->next = *ids;
        *ids = id;
    }
    return status;
}

static bool has_all(const struct id *ids, const struct id *wanted)
{
    for (; wanted; wanted = wanted->next) {
        if (!has_id(ids, wanted->text)) return false;
    }
    return true;
}

/* A list that is taken while it changes may miss a device, since the registry is enumerated by position: a list without
 * a known device counts only when the next list is no different.
 */
static enum drive_status take_steady_ids(device_watcher_list list, const struct id *known, struct id **ids,
                                         struct drive_failure *failure)
{
    enum drive_status status = take_ids(list, ids, failure);
    bool is_steady = status != DRIVE_OK || has_all(*ids, known);
    struct id *again;
    int i;

    for (i = 0; !is_steady && i < LISTS_MAX; i++) {
        status = take_ids(list, &again, failure);
        is_steady = status != DRIVE_OK || (has_all(again, *ids) && has_all(*ids, again));
        free_ids(*ids);
        *ids = again;
    }
    return status;
}

/* ------------------------------------------------------------------------------------------------------- the thread */

static void tell(struct device_watcher *watcher, enum device_change change, const char *id)
{
    EnterCriticalSection(&watcher->lock);
    if (watcher->notice) watcher->notice(watcher->context, change, id);
    LeaveCriticalSection(&watcher->lock);
}

HANDLE device_watcher_peek_stop(struct device_watcher *watcher)
{
    return watcher->stop;
}

bool device_watcher_compare(struct device_watcher *watcher)
{
    struct drive_failure ignored;
    struct id *fresh, *old, *id;

    if (take_steady_ids(watcher->list, watcher->ids, &fresh, &ignored) != DRIVE_OK) return false;
    old = watcher->ids;
    watcher->ids = fresh;
    for (id = old; id; id = id->next) {
        if (!has_id(fresh, id->text)) tell(watcher, DEVICE_REMOVED, id->text);
    }
    for (id = fresh; id; id = id->next) {
        if (!has_id(old, id->text)) tell(watcher, DEVICE_ADDED, id->text);
    }
    free_ids(old);
    return true;
}

void device_watcher_remove(struct device_watcher *watcher, const char *id)
{
    struct id **place, *gone;

    for (place = &watcher->ids; *place && _stricmp((*place)->text, id) != 0; place = &(*place)->next) {
    }
    gone = *place;
    if (!gone) return;
    *place = gone->next;
    tell(watcher, DEVICE_REMOVED, gone->text);
    base_free(gone);
}

static void run_watcher(void *context)
{
    struct device_watcher *watcher = context;

    watcher->run(watcher);
    release(watcher);
}

/* --------------------------------------------------------------------------------------------------------- its life */

static void release(struct device_watcher *watcher)
{
    if (InterlockedDecrement(&watcher->references)) return;
    free_ids(watcher->ids);
    CloseHandle(watcher->stop);
    DeleteCriticalSection(&watcher->lock);
    base_free(watcher);
}

static void watch_close(struct device_watch *watch)
{
    struct device_watcher *watcher = CONTAINING_RECORD(watch, struct device_watcher, watch);

    EnterCriticalSection(&watcher->lock);
    watcher->notice = NULL;
    LeaveCriticalSection(&watcher->lock);
    SetEvent(watcher->stop);
    release(watcher);
}

static struct device_watcher *create(void)
{
    struct device_watcher *watcher = base_alloc(sizeof *watcher);

    if (!watcher) return NULL;
    watcher->stop = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (watcher->stop) {
        if (InitializeCriticalSectionAndSpinCount(&watcher->lock, 0)) return watcher;
        CloseHandle(watcher->stop);
    }
    base_free(watcher);
    return NULL;
}

enum drive_status device_watcher_start(device_watcher_list list, device_watcher_run run, device_start_thread start,
                                       device_notice notice, void *context, struct device_watch **watch,
                                       struct drive_failure *failure)
{
    static const struct device_watch_ops ops = {watch_close};
    struct device_watcher *watcher = create();
    enum drive_status status;

    *watch = NULL;
    if (!watcher) return os_fail(failure, DRIVE_NO_MEMORY, 0);
    watcher->watch.ops = &ops;
    watcher->list = list;
    watcher->run = run;
    watcher->notice = notice;
    watcher->context = context;
    watcher->references = 2;
    status = take_ids(list, &watcher->ids, failure);
    if (status == DRIVE_OK && !start(run_watcher, watcher)) status = os_fail(failure, DRIVE_NO_MEMORY, 0);
    if (status != DRIVE_OK) {
        watcher->references = 1;
        release(watcher);
        return status;
    }
    *watch = &watcher->watch;
    return os_fail(failure, DRIVE_OK, 0);
}
