/* The checksum of stored states and of verified discs. */
#ifndef OPENIMAPI2_BASE_CRC32_H
#define OPENIMAPI2_BASE_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* CRC-32 of ISO 3309: reflected polynomial EDB88320h, initial value and final XOR all ones. */
uint32_t base_crc32(const uint8_t *bytes, size_t count);

#endif
