/* The parts of an audio CD in memory. */
#include "support/memory_parts.h"

#include <stdlib.h>
#include <string.h>

static struct memory_part *part_of(struct sim_store *store, enum sim_part part)
{
    return &((struct memory_parts *)store->parts)->parts[part];
}

static bool is_among(uint32_t bits, enum sim_part part)
{
    return bits >> part & 1;
}

static uint64_t get_part_bytes(struct sim_store *store, enum sim_part part)
{
    return part_of(store, part)->count;
}

static bool read_part(struct sim_store *store, enum sim_part part, uint64_t at, uint32_t count, uint8_t *bytes)
{
    const struct memory_parts *parts = store->parts;
    const struct memory_part *from = part_of(store, part);

    if (at + count > from->count) abort(); /* the drive asked for what is not there */
    if (is_among(parts->unreadable, part)) return false;
    memcpy(bytes, from->bytes + at, count);
    return true;
}

static bool grow(struct memory_part *part, uint64_t count)
{
    uint64_t capacity = part->capacity ? part->capacity : 4096;
    uint8_t *bytes;

    if (count <= part->capacity) return true;
    while (capacity < count)
        capacity *= 2;
    bytes = realloc(part->bytes, (size_t)capacity);
    if (!bytes) return false;
    part->bytes = bytes;
    part->capacity = capacity;
    return true;
}

static bool write_part(struct sim_store *store, enum sim_part part, uint64_t at, uint32_t count, const uint8_t *bytes)
{
    const struct memory_parts *parts = store->parts;
    struct memory_part *to = part_of(store, part);

    if (is_among(parts->unwritable, part) || (parts->bytes_max && at + count > parts->bytes_max)) return false;
    if (!grow(to, at + count)) return false;
    if (at > to->count) memset(to->bytes + to->count, 0, (size_t)(at - to->count));
    memcpy(to->bytes + at, bytes, count);
    if (to->count < at + count) to->count = at + count;
    return true;
}

static bool cut_part(struct sim_store *store, enum sim_part part, uint64_t bytes)
{
    const struct memory_parts *parts = store->parts;
    struct memory_part *cut = part_of(store, part);

    if (is_among(parts->unwritable, part)) return false;
    if (bytes < cut->count) cut->count = bytes;
    return true;
}

void memory_parts_begin(struct memory_parts *parts, struct sim_store *store)
{
    memset(parts, 0, sizeof *parts);
    store->get_part_bytes = get_part_bytes;
    store->read_part = read_part;
    store->write_part = write_part;
    store->cut_part = cut_part;
    store->name = "disc";
    store->blocks_name = "disc.iso";
    store->parts = parts;
}

void memory_parts_clear(struct memory_parts *parts)
{
    size_t i;

    for (i = 0; i < SIM_PART_COUNT; i++)
        parts->parts[i].count = 0;
}

void memory_parts_end(struct memory_parts *parts)
{
    size_t i;

    for (i = 0; i < SIM_PART_COUNT; i++)
        free(parts->parts[i].bytes);
    memset(parts, 0, sizeof *parts);
}
