/* CRC-16 of base/crc16.h, four bits at a time, by a table of the polynomial's multiples. */
#include "base/crc16.h"

uint16_t base_crc16(const uint8_t *bytes, size_t count)
{
    static const uint16_t table[16] = {
        0x0000, 0x1021, 0x2042, 0x3063, 0x4084, 0x50A5, 0x60C6, 0x70E7,
        0x8108, 0x9129, 0xA14A, 0xB16B, 0xC18C, 0xD1AD, 0xE1CE, 0xF1EF,
    };
    uint16_t crc = 0;
    size_t i;

    for (i = 0; i < count; i++) {
        crc = (uint16_t)(crc << 4 ^ table[crc >> 12 ^ bytes[i] >> 4]);
        crc = (uint16_t)(crc << 4 ^ table[crc >> 12 ^ (bytes[i] & 0x0F)]);
    }
    return crc;
}
