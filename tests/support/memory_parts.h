/* The parts of an audio CD in memory (sim/store.h), for the stores of tests, each of which has its own storage for the
 * blocks.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_MEMORY_PARTS_H
#define OPENIMAPI2_TESTS_SUPPORT_MEMORY_PARTS_H

#include <stddef.h>

#include "sim/store.h"

struct memory_part {
    uint8_t *bytes; /* owned, from malloc; NULL: none */
    uint64_t count;
    uint64_t capacity;
};

struct memory_parts {
    struct memory_part parts[SIM_PART_COUNT];
    uint64_t bytes_max;  /* maximum of each part; 0: limited by memory only */
    uint32_t unreadable; /* bit n: reads of part n fail */
    uint32_t unwritable; /* bit n: writes to part n fail */
};

/* Gives the store empty parts with the file name "disc". They must live as long as the store. */
void memory_parts_begin(struct memory_parts *parts, struct sim_store *store);

/* Empties every part, for another disc. */
void memory_parts_clear(struct memory_parts *parts);

/* Frees them. After that only memory_parts_begin may be called. */
void memory_parts_end(struct memory_parts *parts);

#endif
