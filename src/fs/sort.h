/* A stable sort of numbers by a caller's comparison, in O(n log n) time, and faster if they are already in order.
 * (qsort of the C library has no context argument and no bound on its time.)
 */
#ifndef OPENIMAPI2_FS_SORT_H
#define OPENIMAPI2_FS_SORT_H

#include <stdbool.h>
#include <stdint.h>

/* is_after  whether the left number belongs after the right one.
 * returns   false: no memory; the order is unchanged.
 */
bool fs_sort(uint32_t *numbers, uint32_t count, bool (*is_after)(const void *context, uint32_t left, uint32_t right),
             const void *context);

#endif
