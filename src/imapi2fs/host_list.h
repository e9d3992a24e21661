/* What is in a folder of this computer, in an order that does not depend on the system. */
#ifndef OPENIMAPI2_IMAPI2FS_HOST_LIST_H
#define OPENIMAPI2_IMAPI2FS_HOST_LIST_H

#include <stdbool.h>
#include <stdint.h>
#include <windows.h>

struct host_entry {
    DWORD attributes;
    FILETIME accessed, written;
    size_t name; /* where it begins in the list's names */
    uint16_t count;
};

struct host_list {
    struct host_entry *entries; /* as the system gave them */
    WCHAR *names;
    uint32_t *order; /* numbers of entries, by the upper-case units of their names */
    uint32_t count;
};

/* folder: its path, and a backslash. Links are listed, not followed; "." and ".." are left out.
 * returns   0, or the system's error; ERROR_NOT_ENOUGH_MEMORY, too. The list is empty then.
 */
DWORD host_list_read(const WCHAR *folder, struct host_list *list);
void host_list_destroy(struct host_list *list);

/* The nth in order. */
const struct host_entry *host_list_at(const struct host_list *list, uint32_t n);
const WCHAR *host_list_name(const struct host_list *list, const struct host_entry *entry);

/* Does the name of the nth, not the first, differ from the one before it in letter case alone? */
bool host_list_is_twin(const struct host_list *list, uint32_t n);

#endif
