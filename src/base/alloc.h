/* Heap allocation: every allocation of this project goes through these functions.
 *
 * They count live blocks, so that a test can prove that nothing leaks, and can make any allocation fail, so that a test
 * can prove that every failure is handled. The counters cost one interlocked addition each and are in every build.
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

/* Number of blocks that are allocated at the moment. */
long base_alloc_live(void);

/* Make the nth allocation from now on fail, once (1: the next one). 0: none fails. For tests; not to be used while
 * other threads allocate.
 * returns   what is left of the count set before: 0 when that allocation has failed, or when none was set.
 */
long base_alloc_fail_nth(long nth);

#endif
