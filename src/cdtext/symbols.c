/* CD-TEXT packs as symbols of sub-code. */
#include "cdtext/symbols.h"

#include <string.h>

#include "cdtext/packs.h"

void cdtext_symbols_of_pack(const uint8_t *pack, uint8_t *symbols)
{
    unsigned i;

    for (i = 0; i < CDTEXT_PACK_BYTES; i += 3, pack += 3, symbols += 4) {
        symbols[0] = pack[0] >> 2;
        symbols[1] = (uint8_t)((pack[0] << 4 | pack[1] >> 4) & 0x3F);
        symbols[2] = (uint8_t)((pack[1] << 2 | pack[2] >> 6) & 0x3F);
        symbols[3] = pack[2] & 0x3F;
    }
}

void cdtext_pack_of_symbols(const uint8_t *symbols, uint8_t *pack)
{
    unsigned i;

    for (i = 0; i < CDTEXT_PACK_BYTES; i += 3, pack += 3, symbols += 4) {
        pack[0] = (uint8_t)((symbols[0] & 0x3F) << 2 | (symbols[1] & 0x3F) >> 4);
        pack[1] = (uint8_t)((symbols[1] & 0x0F) << 4 | (symbols[2] & 0x3F) >> 2);
        pack[2] = (uint8_t)((symbols[2] & 0x03) << 6 | (symbols[3] & 0x3F));
    }
}

void cdtext_fill_sector(const uint8_t *packs, size_t count, int32_t sector, uint8_t *symbols)
{
    int64_t first = (int64_t)sector * CDTEXT_SECTOR_PACKS;
    unsigned i;

    if (count == 0) {
        memset(symbols, 0, CDTEXT_SECTOR_SYMBOLS);
        return;
    }
    for (i = 0; i < CDTEXT_SECTOR_PACKS; i++) {
        int64_t number = (first + i) % (int64_t)count;

        if (number < 0) number += (int64_t)count;
        cdtext_symbols_of_pack(packs + (size_t)number * CDTEXT_PACK_BYTES, symbols + (size_t)i * CDTEXT_PACK_SYMBOLS);
    }
}
