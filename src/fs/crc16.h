/* The checksum of UDF's descriptors. */
#ifndef OPENIMAPI2_FS_CRC16_H
#define OPENIMAPI2_FS_CRC16_H

#include <stddef.h>
#include <stdint.h>

/* CRC-ITU-T as ECMA-167 7.2.6 has it: polynomial 1021h, begun with 0, nothing reflected or inverted. */
uint16_t fs_crc16(const uint8_t *bytes, size_t count);

#endif
