/* The checksum of UDF's descriptors, and of a CD's sub-code. */
#ifndef OPENIMAPI2_BASE_CRC16_H
#define OPENIMAPI2_BASE_CRC16_H

#include <stddef.h>
#include <stdint.h>

/* CRC-16 of the polynomial 1021h, begun with 0, nothing reflected or inverted: ECMA-167 7.2.6 stores it so, sub-code Q
 * (IEC 60908) and CD-TEXT with all its bits inverted.
 */
uint16_t base_crc16(const uint8_t *bytes, size_t count);

#endif
