/* The port through which the simulated drive reads and writes the contents of a disc: its blocks of 2048 bytes, and the
 * parts of a CD with audio that do not fit such blocks. The simulator itself opens no file.
 */
#ifndef OPENIMAPI2_SIM_STORE_H
#define OPENIMAPI2_SIM_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/sim_parts.h"

enum { SIM_BLOCK_BYTES = 2048, SIM_SECTOR_BYTES = 2352, SIM_SUB_CODE_BYTES = 96, SIM_PRE_GAP_SECTORS = 150 };

/* First member of every implementation. write may be NULL: the store is read-only. The four functions of parts may be
 * NULL, all together: the drive then answers a write of audio with a write error.
 */
struct sim_store {
    /* Number of blocks that can be read, from 0 on; a last block that is not full counts. 0: there are none, or they
     * cannot be read.
     */
    uint32_t (*get_blocks)(struct sim_store *store);

    /* Read `count` blocks from `lba` on; lba + count is at most get_blocks(). The missing bytes of a last block that is
     * not full read as 0. False when the bytes cannot be read: the drive then answers with a read error.
     */
    bool (*read)(struct sim_store *store, uint32_t lba, uint32_t count, uint8_t *bytes);

    /* Store `count` blocks at any `lba`: blocks before them that were never written read as 0. NULL: the store cannot
     * be written. False when not all of them are stored, because they are beyond the disc's end, there is no room (a
     * full disk), or the system fails; some of them may have been stored. The drive then answers with a write error.
     */
    bool (*write)(struct sim_store *store, uint32_t lba, uint32_t count, const uint8_t *bytes);

    /* Length of a part in bytes; 0: it has none, or they cannot be read. */
    uint64_t (*get_part_bytes)(struct sim_store *store, enum sim_part part);

    /* Read `count` bytes from `at` on; at + count is at most get_part_bytes(). False when they cannot be read. */
    bool (*read_part)(struct sim_store *store, enum sim_part part, uint64_t at, uint32_t count, uint8_t *bytes);

    /* Store `count` bytes at any `at`: bytes before them that were never written read as 0. False as with write(). */
    bool (*write_part)(struct sim_store *store, enum sim_part part, uint64_t at, uint32_t count, const uint8_t *bytes);

    /* Cut a part to its first `bytes` bytes; 0: the part is removed. False when it stays longer. */
    bool (*cut_part)(struct sim_store *store, enum sim_part part, uint64_t bytes);

    /* The name of the disc's files, for its cue sheet: UTF-8, without folder and without the ending of a part; and the
     * full name of the file of the blocks. Borrowed; NULL: no cue sheet is kept.
     */
    const char *name;
    const char *blocks_name;

    void *parts; /* the implementation's own; the drive ignores it */
};

#endif
