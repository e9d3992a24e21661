/* The one door to the heap.
 *
 * Everything of ours that is allocated with these functions is counted, so that a test can prove that nothing leaks,
 * and any allocation can be made to fail, so that a test can prove that every failure is handled. The counters cost one
 * interlocked addition each and are in every build.
 */
#ifndef OPENIMAPI2_BASE_ALLOC_H
#define OPENIMAPI2_BASE_ALLOC_H

#include <stddef.h>

/* Zeroed memory of `size_bytes` (0 counts as 1), or NULL. The caller owns it: base_free. */
void *base_alloc(size_t size_bytes);

/* Like base_alloc for `count` elements of `size_bytes`; NULL when the product does not fit. */
void *base_alloc_array(size_t count, size_t size_bytes);

/* NULL is allowed. */
void base_free(void *memory);

/* Blocks that are allocated now. */
long base_alloc_live(void);

/* Let the nth allocation from now on fail (1 is the next one), once. 0: none fails. Meant for tests; not for use while
 * other threads allocate.
 * returns   what was left of the nth that was set before: 0 when it has failed, or when none was set.
 */
long base_alloc_fail_nth(long nth);

#endif
