/* CRC-32 of ISO 3309 (polynomial EDB88320h), four bits at a time; stored states carry it. */
#include "base/crc32.h"

/* What four bits become: row n is n, four times shifted right, each time with EDB88320h where a bit fell out. */
static const uint32_t rows[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
                                  0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                  0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};

uint32_t base_crc32(const uint8_t *bytes, size_t count)
{
    uint32_t crc = 0xffffffffu;
    size_t i;

    for (i = 0; i < count; i++) {
        crc ^= bytes[i];
        crc = crc >> 4 ^ rows[crc & 0x0f];
        crc = crc >> 4 ^ rows[crc & 0x0f];
    }
    return ~crc;
}
