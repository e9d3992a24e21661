/* The common fields of ISO 9660 structures. */
#ifndef OPENIMAPI2_FS_ISO9660_FIELD_H
#define OPENIMAPI2_FS_ISO9660_FIELD_H

#include <stddef.h>
#include <stdint.h>

#include "fs/plan_private.h"

/* Little-endian, then big-endian: 4 and 8 bytes. ECMA-119 7.2.3, 7.3.3 */
void iso9660_set_both_16(uint8_t *field, uint16_t value);
void iso9660_set_both_32(uint8_t *field, uint32_t value);

/* 7 bytes of a directory record, 17 of a volume descriptor; in UTC. ECMA-119 9.1.5, 8.4.26.1 */
void iso9660_set_record_time(uint8_t *field, int64_t time_s);
void iso9660_set_volume_time(uint8_t *field, int64_t time_s);
void iso9660_set_no_volume_time(uint8_t *field);

/* Text of `size` bytes, cut if too long and padded with blanks. Letters become capitals; any other character except
 * digits and underlines becomes an underline. With `has_blanks` (a-characters), blanks stay. ECMA-119 7.4
 */
void iso9660_set_text(uint8_t *field, size_t size, const uint16_t *units, size_t count, bool has_blanks);

#endif
