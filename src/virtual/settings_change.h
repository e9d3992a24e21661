/* Tells cheaply whether settings in the registry may have changed since they were last looked at: one look at an event
 * instead of a read of each serial. Whoever writes the registry, in this process or another, need not know of it.
 */
#ifndef OPENIMAPI2_VIRTUAL_SETTINGS_CHANGE_H
#define OPENIMAPI2_VIRTUAL_SETTINGS_CHANGE_H

#include <stdbool.h>

#include <windows.h>

/* Zeroed before its first use; one thread at a time. */
struct settings_change {
    HKEY all;       /* of all recorders of a root: a recorder that is deleted is a change of this key alone */
    HANDLE event;   /* set by the next change below `all`, or by the end of the thread that asked for it */
    bool is_waited; /* `event` will be set */
};

/* May anything below the recorders' key of `root` (always the same one) have changed since this last said so?
 * *is_possible: true at the first call, and at every call where the system cannot notify. A change that is made after
 * the call, or while it runs, is told by the next one: so read the settings after it.
 * returns   ERROR_SUCCESS, or the system's error: the recorders' key cannot be opened. The next call tries again.
 */
DWORD settings_change_look(struct settings_change *change, HKEY root, bool *is_possible);

/* Also of a struct that is all 0. */
void settings_change_close(struct settings_change *change);

#endif
