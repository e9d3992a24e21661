/* A stable sort of numbers by whatever they stand for, in time that grows with n log n and less where they are in order
 * already. (qsort of the C library has no context, and no bound on its time.)
 */
#ifndef OPENIMAPI2_FS_SORT_H
#define OPENIMAPI2_FS_SORT_H

#include <stdbool.h>
#include <stdint.h>

/* is_after  does the left number belong behind the right one?
 * returns   false: no memory, and the order is as it was.
 */
bool fs_sort(uint32_t *numbers, uint32_t count, bool (*is_after)(const void *context, uint32_t left, uint32_t right),
             const void *context);

#endif
