/* The checksum of UDF descriptors and of a CD's sub-code. */
#ifndef OPENIMAPI2_BASE_CRC16_H
#define OPENIMAPI2_BASE_CRC16_H

#include <stddef.h>
#include <stdint.h>

/* CRC-16 with polynomial 1021h and initial value 0, neither reflected nor inverted. ECMA-167 7.2.6 stores it like this;
 * sub-code Q (IEC 60908) and CD-TEXT store it with all bits inverted.
 */
uint16_t base_crc16(const uint8_t *bytes, size_t count);

#endif
