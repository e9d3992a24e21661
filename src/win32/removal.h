/* Removal of open drives: the system asks before it removes a drive safely (query-remove), and reports a drive that was
 * removed.
 *
 * One thread of the process receives these messages for all clients; it exists while there are clients.
 */
#ifndef OPENIMAPI2_WIN32_REMOVAL_H
#define OPENIMAPI2_WIN32_REMOVAL_H

#include <stdbool.h>
#include <windows.h>

#include "device/device_source.h"

struct removal;

/* A member of the object that has a drive open; zeroed before first use. Both functions are called on that thread while
 * it holds a lock that removal_join and removal_leave take: they must not wait, least of all for a thread that may be
 * in one of those.
 */
struct removal_client {
    /* The drive is to be removed safely: close the handles that are open. False: refuse, the drive is in use. */
    bool (*on_query_remove)(struct removal_client *client);
    /* The drive is gone, or is being removed regardless of an answer: close the handles, at once or when the last use
     * ends.
     */
    void (*on_removed)(struct removal_client *client);
    HANDLE handle;           /* of the last removal_join */
    HDEVNOTIFY notification; /* outlives the handle: the end of the removal is reported too */
    struct removal_client *next;
    bool is_listed;
};

/* NULL: no memory. The caller gets a reference; each client holds a reference of its own. */
struct removal *removal_create(device_start_thread start);
void removal_release(struct removal *removal);

/* From now on the client gets the calls about the drive of this handle. Call it again with the new handle after the
 * handle was closed. If no thread can be started, or removal is NULL, the client gets no calls, and the drive cannot be
 * removed safely while the handle is open.
 */
void removal_join(struct removal *removal, struct removal_client *client, HANDLE handle);

/* When it returns, neither function of the client is running, and neither will be called again. A client that has not
 * joined may leave.
 */
void removal_leave(struct removal *removal, struct removal_client *client);

#endif
