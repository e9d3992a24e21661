/* The blocks of a disc of any size in little memory, for the simulated drive: of each block its first byte is kept, and
 * a block that is written has to hold that byte throughout.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_SIM_DISC_STORE_H
#define OPENIMAPI2_TESTS_SUPPORT_SIM_DISC_STORE_H

#include "sim/store.h"

enum { SIM_DISC_STORE_BLOCKS = 32768 }; /* so many different blocks can be written */

struct sim_disc_store {
    struct sim_store store; /* first member */
    uint32_t end;           /* behind the last block that was written */
    uint32_t kept;
    uint32_t lba_plus_1[SIM_DISC_STORE_BLOCKS]; /* by a hash of the block; 0: free */
    uint8_t byte[SIM_DISC_STORE_BLOCKS];
};

/* Nothing is written yet. */
void sim_disc_store_init(struct sim_disc_store *store);

#endif
