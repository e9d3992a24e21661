/* Copies bytes out of a block of memory. */
#include "fs/memory_source.h"

#include <string.h>

#include "base/alloc.h"

struct memory_source {
    struct fs_source source;
    uint8_t bytes[];
};

static int32_t read_at(struct fs_source *source, uint64_t offset, void *bytes, uint32_t count, uint32_t *got)
{
    struct memory_source *memory = (struct memory_source *)source;

    *got = 0;
    if (offset >= source->size_bytes) return 0;
    *got = source->size_bytes - offset < count ? (uint32_t)(source->size_bytes - offset) : count;
    memcpy(bytes, memory->bytes + offset, *got);
    return 0;
}

static void release(struct fs_source *source)
{
    base_free(source);
}

struct fs_source *fs_memory_source_create(const void *bytes, size_t count)
{
    struct memory_source *made = count < SIZE_MAX - sizeof *made ? base_alloc(sizeof *made + count) : NULL;

    if (!made) return NULL;
    made->source.read_at = read_at;
    made->source.release = release;
    made->source.size_bytes = count;
    memcpy(made->bytes, bytes, count);
    return &made->source;
}
