/* Tells cheaply whether settings in the registry may have changed since they were last looked at: one check of an event
 * instead of a read of each serial. Writers of the registry, in this process or another, need not cooperate.
 */
#ifndef OPENIMAPI2_VIRTUAL_SETTINGS_CHANGE_H
#define OPENIMAPI2_VIRTUAL_SETTINGS_CHANGE_H

#include <stdbool.h>

#include <windows.h>

/* Zeroed before its first use; one thread at a time. */
struct settings_change {
    HKEY all;       /* parent key of all recorders of a root: deleting a recorder changes this key alone */
    HANDLE event;   /* set by the next change below `all`, or by the end of the thread that asked for it */
    bool is_waited; /* `event` will be set */
};

/* May anything below the recorders' key of `root` (the same root in every call) have changed since *is_possible was
 * last true? *is_possible: true at the first call, and at every call when the system cannot notify. A change made
 * during or after the call is reported by the next one: so read the settings after the call.
 * returns   ERROR_SUCCESS, or the system's error: the recorders' key cannot be opened. The next call tries again.
 */
DWORD settings_change_look(struct settings_change *change, HKEY root, bool *is_possible);

/* A struct of all zeros is allowed. */
void settings_change_close(struct settings_change *change);

#endif
