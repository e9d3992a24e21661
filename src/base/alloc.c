/* The heap behind base/alloc.h: calloc and free with a counter of live blocks and a countdown to a failure. */
#include "base/alloc.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static atomic_long live;
static atomic_long fail_in;

static bool must_fail(void)
{
    return atomic_load_explicit(&fail_in, memory_order_relaxed) > 0 && atomic_fetch_sub(&fail_in, 1) == 1;
}

void *base_alloc(size_t size_bytes)
{
    void *memory;

    if (must_fail()) return NULL;
    memory = calloc(1, size_bytes ? size_bytes : 1);
    if (memory) atomic_fetch_add(&live, 1);
    return memory;
}

void *base_alloc_array(size_t count, size_t size_bytes)
{
    if (size_bytes && count > SIZE_MAX / size_bytes) return NULL;
    return base_alloc(count * size_bytes);
}

void base_free(void *memory)
{
    if (!memory) return;
    atomic_fetch_sub(&live, 1);
    free(memory);
}

long base_alloc_live(void)
{
    return atomic_load(&live);
}

long base_alloc_fail_nth(long nth)
{
    return atomic_exchange(&fail_in, nth);
}
