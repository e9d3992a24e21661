/* A hash table of the blocks that were written. */
#include "support/sim_disc_store.h"

#include <string.h>

/* The block's place, or the free one that it would take. */
static uint32_t find(const struct sim_disc_store *kept, uint32_t lba)
{
    uint32_t at = lba % SIM_DISC_STORE_BLOCKS;

    while (kept->lba_plus_1[at] && kept->lba_plus_1[at] != lba + 1)
        at = (at + 1) % SIM_DISC_STORE_BLOCKS;
    return at;
}

static uint32_t get_blocks(struct sim_store *store)
{
    return ((struct sim_disc_store *)store)->end;
}

static bool read_blocks(struct sim_store *store, uint32_t lba, uint32_t count, uint8_t *bytes)
{
    const struct sim_disc_store *kept = (struct sim_disc_store *)store;
    uint32_t i;

    for (i = 0; i < count; i++) {
        uint32_t at = find(kept, lba + i);

        memset(bytes + (size_t)i * SIM_BLOCK_BYTES, kept->lba_plus_1[at] ? kept->byte[at] : 0, SIM_BLOCK_BYTES);
    }
    return true;
}

static bool write_blocks(struct sim_store *store, uint32_t lba, uint32_t count, const uint8_t *bytes)
{
    struct sim_disc_store *kept = (struct sim_disc_store *)store;
    uint32_t i;

    for (i = 0; i < count; i++) {
        const uint8_t *block = bytes + (size_t)i * SIM_BLOCK_BYTES;
        uint32_t at = find(kept, lba + i);

        if (memcmp(block, block + 1, SIM_BLOCK_BYTES - 1) != 0) return false;
        if (!kept->lba_plus_1[at] && ++kept->kept == SIM_DISC_STORE_BLOCKS) return false;
        kept->lba_plus_1[at] = lba + i + 1;
        kept->byte[at] = block[0];
    }
    if (kept->end < lba + count) kept->end = lba + count;
    return true;
}

void sim_disc_store_init(struct sim_disc_store *store)
{
    memset(store, 0, sizeof *store);
    store->store = (struct sim_store){.get_blocks = get_blocks, .read = read_blocks, .write = write_blocks};
}
