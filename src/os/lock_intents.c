/* Counts in shared memory how many objects, in all processes, have locked a drive's lock file or are about to try. */
#include "os/lock_intents.h"

#include <wchar.h>

#include "os/wine.h"

void lock_intents_open(struct lock_intents *intents, const wchar_t *name)
{
    wchar_t full[64] = L"Global\\OpenIMAPI2.Claims."; /* not to be changed: it would part programs of two versions */

    *intents = (struct lock_intents){0};
    if (!os_is_wine()) return;
    wcscat(full, name);
    intents->mapping = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, sizeof *intents->count, full);
    if (intents->mapping)
        intents->count = MapViewOfFile(intents->mapping, FILE_MAP_WRITE, 0, 0, sizeof *intents->count);
    if (!intents->count) intents->error = GetLastError();
}

void lock_intents_close(struct lock_intents *intents)
{
    if (intents->count) UnmapViewOfFile((void *)intents->count);
    if (intents->mapping) CloseHandle(intents->mapping);
    *intents = (struct lock_intents){0};
}

void lock_intents_announce(struct lock_intents *intents)
{
    if (intents->count) InterlockedIncrement(intents->count);
}

void lock_intents_withdraw(struct lock_intents *intents)
{
    if (intents->count) InterlockedDecrement(intents->count);
}

bool lock_intents_any(const struct lock_intents *intents)
{
    return !intents->count || *intents->count != 0;
}
