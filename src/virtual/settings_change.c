/* A change notification of the registry, requested once and checked before each command of a virtual recorder. */
#include "virtual/settings_change.h"

#include "virtual/settings_key.h"

/* False: the system does not notify. */
static bool ask(struct settings_change *change)
{
    if (!change->event) change->event = CreateEventW(NULL, TRUE, FALSE, NULL);
    return change->event &&
           RegNotifyChangeKeyValue(change->all, TRUE, REG_NOTIFY_CHANGE_NAME | REG_NOTIFY_CHANGE_LAST_SET,
                                   change->event, TRUE) == ERROR_SUCCESS;
}

DWORD settings_change_look(struct settings_change *change, HKEY root, bool *is_possible)
{
    DWORD error = ERROR_SUCCESS;

    *is_possible = !change->is_waited || WaitForSingleObject(change->event, 0) != WAIT_TIMEOUT;
    if (!*is_possible) return ERROR_SUCCESS;
    change->is_waited = false;
    if (!change->all) error = virtual_key_open_all(root, KEY_NOTIFY, &change->all);
    if (error)
        change->all = NULL;
    else
        change->is_waited = ask(change);
    return error;
}

/* The key first: to close it may set the event. */
void settings_change_close(struct settings_change *change)
{
    if (change->all) RegCloseKey(change->all);
    if (change->event) CloseHandle(change->event);
    *change = (struct settings_change){0};
}
