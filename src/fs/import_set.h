/* A growing set of numbers: the directories that an import has visited. */
#ifndef OPENIMAPI2_FS_IMPORT_SET_H
#define OPENIMAPI2_FS_IMPORT_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct import_set {
    uint32_t *slots; /* a number plus 1; 0: free */
    size_t count, room;
};

/* number   below UINT32_MAX.
 * is_new   out: it was not in the set.
 * returns  false: no memory.
 */
bool import_set_add(struct import_set *set, uint32_t number, bool *is_new);

void import_set_free(struct import_set *set);

#endif
