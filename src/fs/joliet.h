/* The differences of Joliet from ISO 9660: text is UCS-2, and an escape sequence announces it. */
#ifndef OPENIMAPI2_FS_JOLIET_H
#define OPENIMAPI2_FS_JOLIET_H

#include <stddef.h>
#include <stdint.h>

enum { JOLIET_ESCAPE_BYTES = 32 };

/* The field of a supplementary volume descriptor that announces UCS-2 level 3. */
void joliet_set_escape(uint8_t *field);

/* Write an identifier, big-endian. Returns its length in bytes. No version follows the name of a file. */
size_t joliet_set_identifier(uint8_t *identifier, const uint16_t *units, size_t count);

/* Text of `size` bytes, cut if too long and padded with blanks; the last byte of an odd field is not changed. */
void joliet_set_text(uint8_t *field, size_t size, const uint16_t *units, size_t count);

#endif
