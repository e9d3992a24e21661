/* Lists the contents of a folder of this computer in an order that does not depend on the system. */
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
    struct host_entry *entries; /* in the system's order */
    WCHAR *names;
    uint32_t *order; /* indexes into entries, sorted by the upper-case units of their names */
    uint32_t count;
};

/* folder: its path with a trailing backslash. Links are listed, not followed; "." and ".." are left out.
 * returns   0, or the system's error, which includes ERROR_NOT_ENOUGH_MEMORY. On failure the list is empty.
 */
DWORD host_list_read(const WCHAR *folder, struct host_list *list);
void host_list_destroy(struct host_list *list);

/* The nth entry in sorted order. */
const struct host_entry *host_list_at(const struct host_list *list, uint32_t n);
const WCHAR *host_list_name(const struct host_list *list, const struct host_entry *entry);

/* Whether the name of the nth entry (n > 0) differs from the previous one only in letter case. */
bool host_list_is_twin(const struct host_list *list, uint32_t n);

#endif
