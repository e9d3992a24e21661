/* The port through which the simulated drive reads and writes the blocks of a disc. The simulator names no file. */
#ifndef OPENIMAPI2_SIM_STORE_H
#define OPENIMAPI2_SIM_STORE_H

#include <stdbool.h>
#include <stdint.h>

enum { SIM_BLOCK_BYTES = 2048 };

/* First member of every implementation. */
struct sim_store {
    /* Blocks that can be read, from 0 on; a last block that is not full counts. 0: there are none, or they cannot be
     * read.
     */
    uint32_t (*get_blocks)(struct sim_store *store);

    /* Read `count` blocks from `lba` on; lba + count is at most get_blocks(). What the last block lacks reads as 0.
     * False when the bytes cannot be read: the drive then answers with a read error.
     */
    bool (*read)(struct sim_store *store, uint32_t lba, uint32_t count, uint8_t *bytes);

    /* Keep `count` blocks from `lba` on, wherever that is: the blocks before them that were never written read as 0.
     * NULL: the store cannot be written. False when not all of them are kept: they lie behind the disc's end, there is
     * no room (a full disk), or the system fails; some of them may have been kept. The drive then answers with a write
     * error.
     */
    bool (*write)(struct sim_store *store, uint32_t lba, uint32_t count, const uint8_t *bytes);
};

#endif
