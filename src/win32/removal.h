/* Safe removal: the system asks before it lets a drive go, and who has it open closes it, or says no.
 *
 * One thread of the process hears the questions, for all who have a drive open; it is there while there are any.
 */
#ifndef OPENIMAPI2_WIN32_REMOVAL_H
#define OPENIMAPI2_WIN32_REMOVAL_H

#include <stdbool.h>
#include <windows.h>

#include "drive/device_source.h"

struct removal;

/* A member of who has a drive open; zero at first. */
struct removal_client {
    /* The drive is to be removed: close the handles, if they are open. False: it is needed. Called on the thread, with a lock held that
     * join and leave take: it must wait for nothing, and for nobody who may be in there.
     */
    bool (*let_go)(struct removal_client *client);
    HANDLE handle;           /* that it joined with last */
    HDEVNOTIFY notification; /* outlives the handle, since how the removal ends is told, too */
    struct removal_client *next;
    bool is_listed;
};

/* NULL without memory. The caller's reference; each client holds one of its own. */
struct removal *removal_create(device_start_thread start);
void removal_release(struct removal *removal);

/* From now on the client is asked about the drive behind the handle; again, with another handle, after it let go. Where there is no
 * thread to be had, it is not asked, and the drive cannot be removed while the handle is open. removal may be NULL: likewise.
 */
void removal_join(struct removal *removal, struct removal_client *client, HANDLE handle);

/* When it returns, let_go is not running and is not called any more. A client that has not joined may leave. */
void removal_leave(struct removal *removal, struct removal_client *client);

#endif
