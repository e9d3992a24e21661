/* Removal of drives that are open: the system asks before it removes one safely (query-remove), and tells of one that
 * is removed.
 *
 * One thread of the process receives these messages for all clients; it exists while there are any.
 */
#ifndef OPENIMAPI2_WIN32_REMOVAL_H
#define OPENIMAPI2_WIN32_REMOVAL_H

#include <stdbool.h>
#include <windows.h>

#include "device/device_source.h"

struct removal;

/* A member of the object that has a drive open; zero at first. Both functions are called on the thread, with a lock
 * held that join and leave take: they must not wait, neither for anything nor for a thread that may be in those.
 */
struct removal_client {
    /* The drive is to be removed safely: close the handles, if they are open. False: the drive is needed. */
    bool (*on_query_remove)(struct removal_client *client);
    /* The drive is gone, or goes whatever is said: close the handles, at once or when the last use ends. */
    void (*on_removed)(struct removal_client *client);
    HANDLE handle;           /* of the last join */
    HDEVNOTIFY notification; /* outlives the handle: the end of the removal is told, too */
    struct removal_client *next;
    bool is_listed;
};

/* NULL without memory. The caller's reference; each client holds one of its own. */
struct removal *removal_create(device_start_thread start);
void removal_release(struct removal *removal);

/* From now on the client is asked and told about the drive behind the handle; again, with another handle, after it was
 * closed. Where no thread can be had, it is not, and the drive cannot be removed safely while the handle is open.
 * removal may be NULL: likewise.
 */
void removal_join(struct removal *removal, struct removal_client *client, HANDLE handle);

/* When it returns, neither function is running, nor is called any more. A client that has not joined may leave. */
void removal_leave(struct removal *removal, struct removal_client *client);

#endif
