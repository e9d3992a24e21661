/* The parts of an audio CD in memory (sim/store.h), for the stores of tests, which keep their blocks as they like. */
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
    uint64_t bytes_max;  /* no part grows longer; 0: as long as there is memory */
    uint32_t unreadable; /* bit n: part n cannot be read */
    uint32_t unwritable; /* likewise: be written */
};

/* Empty parts become those of the store, whose files are called "disc". They live as long as the store. */
void memory_parts_begin(struct memory_parts *parts, struct sim_store *store);

/* Another disc: every part is empty. */
void memory_parts_clear(struct memory_parts *parts);

/* Frees them. They must not be used any more but by memory_parts_begin. */
void memory_parts_end(struct memory_parts *parts);

#endif
