/* Bottom-up merge sort. */
#include "fs/sort.h"

#include <string.h>

#include "base/alloc.h"

/* Merge from[low..middle) and from[middle..high) into to[low..high). */
static void merge(const uint32_t *from, uint32_t *to, uint64_t low, uint64_t middle, uint64_t high,
                  bool (*is_after)(const void *, uint32_t, uint32_t), const void *context)
{
    uint64_t left = low, right = middle, at = low;

    if (middle < high && is_after(context, from[middle - 1], from[middle])) {
        while (left < middle && right < high)
            to[at++] = is_after(context, from[left], from[right]) ? from[right++] : from[left++];
    }
    for (; left < middle; left++)
        to[at++] = from[left];
    for (; right < high; right++)
        to[at++] = from[right];
}

bool fs_sort(uint32_t *numbers, uint32_t count, bool (*is_after)(const void *context, uint32_t left, uint32_t right),
             const void *context)
{
    uint32_t *scratch, *from = numbers, *to;
    uint64_t width, low;

    if (count < 2) return true;
    scratch = base_alloc_array(count, sizeof *scratch);
    if (!scratch) return false;
    to = scratch;
    for (width = 1; width < count; width *= 2) {
        uint32_t *swap = from;

        for (low = 0; low < count; low += 2 * width) {
            uint64_t middle = low + width < count ? low + width : count;
            uint64_t high = low + 2 * width < count ? low + 2 * width : count;

            merge(from, to, low, middle, high, is_after, context);
        }
        from = to;
        to = swap;
    }
    if (from != numbers) memcpy(numbers, from, count * sizeof *numbers);
    base_free(scratch);
    return true;
}
