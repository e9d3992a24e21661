/* A hash table with open addressing that is at most half full. */
#include "fs/import_set.h"

#include <string.h>

#include "base/alloc.h"

enum { ROOM_FIRST = 64 };

/* The slot of the number, or the free one where it belongs. The room is a power of two. */
static size_t find(const uint32_t *slots, size_t room, uint32_t stored)
{
    size_t at = (size_t)stored * 2654435761u & (room - 1);

    while (slots[at] && slots[at] != stored)
        at = (at + 1) & (room - 1);
    return at;
}

static bool grow(struct import_set *set)
{
    size_t room = set->room ? set->room * 2 : ROOM_FIRST, i;
    uint32_t *slots;

    if (set->room && set->count < set->room / 2) return true;
    slots = base_alloc_array(room, sizeof *slots);
    if (!slots) return false;
    for (i = 0; i < set->room; i++) {
        if (set->slots[i]) slots[find(slots, room, set->slots[i])] = set->slots[i];
    }
    base_free(set->slots);
    set->slots = slots;
    set->room = room;
    return true;
}

bool import_set_add(struct import_set *set, uint32_t number, bool *is_new)
{
    size_t at;

    if (!grow(set)) return false;
    at = find(set->slots, set->room, number + 1);
    *is_new = !set->slots[at];
    set->slots[at] = number + 1;
    if (*is_new) set->count++;
    return true;
}

void import_set_free(struct import_set *set)
{
    base_free(set->slots);
    memset(set, 0, sizeof *set);
}
