/* Broadcasts a change of a drive's medium. */
#include "win32/media_change.h"

#include <dbt.h>

static void broadcast(WPARAM event, wchar_t letter)
{
    DEV_BROADCAST_VOLUME volume = {.dbcv_size = sizeof volume,
                                   .dbcv_devicetype = DBT_DEVTYP_VOLUME,
                                   .dbcv_unitmask = 1U << (letter - L'A'),
                                   .dbcv_flags = DBTF_MEDIA};
    DWORD recipients = BSM_APPLICATIONS;

    /* Without BSF_QUERY, Wine sends nothing that a pointer belongs to. */
    BroadcastSystemMessageW(BSF_QUERY | BSF_FORCEIFHUNG, &recipients, WM_DEVICECHANGE, event, (LPARAM)&volume);
}

void media_change_announce(wchar_t letter)
{
    broadcast(DBT_DEVICEREMOVECOMPLETE, letter);
    broadcast(DBT_DEVICEARRIVAL, letter);
}
