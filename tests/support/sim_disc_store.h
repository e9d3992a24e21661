/* The blocks of a disc of any size in little memory, for the simulated drive: only the first byte of each block is
 * stored, so every byte of a written block must have the same value.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_SIM_DISC_STORE_H
#define OPENIMAPI2_TESTS_SUPPORT_SIM_DISC_STORE_H

#include "sim/store.h"

enum { SIM_DISC_STORE_BLOCKS = 32768 }; /* maximum of different blocks that can be written */

struct sim_disc_store {
    struct sim_store store; /* first member */
    uint32_t end;           /* one past the last block written */
    uint32_t kept;
    uint32_t lba_plus_1[SIM_DISC_STORE_BLOCKS]; /* by a hash of the block; 0: free */
    uint8_t byte[SIM_DISC_STORE_BLOCKS];
};

/* Nothing is written yet. */
void sim_disc_store_init(struct sim_disc_store *store);

#endif
