/* The port through which the simulated drive reads what a disc holds. The simulator names no file. */
#ifndef OPENIMAPI2_SIM_STORE_H
#define OPENIMAPI2_SIM_STORE_H

#include <stdbool.h>
#include <stdint.h>

enum { SIM_BLOCK_BYTES = 2048 };

/* First member of every implementation. */
struct sim_store {
    /* Size of the image in blocks; a last block that is not full counts. 0: there is none, or it cannot be read. */
    uint32_t (*get_blocks)(struct sim_store *store);

    /* Read `count` blocks from `lba` on; lba + count is at most get_blocks(). What the last block lacks reads as 0. False when the
     * bytes cannot be read: the drive then answers with a read error.
     */
    bool (*read)(struct sim_store *store, uint32_t lba, uint32_t count, uint8_t *bytes);
};

#endif
