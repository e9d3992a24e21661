/* The checksum of stored states. */
#ifndef OPENIMAPI2_BASE_CRC32_H
#define OPENIMAPI2_BASE_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* CRC-32 as ISO 3309 has it: reflected polynomial EDB88320h, begun and ended with all ones. */
uint32_t base_crc32(const uint8_t *bytes, size_t count);

#endif
