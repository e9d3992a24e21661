/* Where Joliet differs from ISO 9660: text is UCS-2, and an escape sequence says so. */
#ifndef OPENIMAPI2_FS_JOLIET_H
#define OPENIMAPI2_FS_JOLIET_H

#include <stddef.h>
#include <stdint.h>

enum { JOLIET_ESCAPE_BYTES = 32 };

/* The field of a supplementary volume descriptor that says UCS-2 level 3. */
void joliet_set_escape(uint8_t *field);

/* An identifier, big-endian; its bytes are returned. No version follows the name of a file. */
size_t joliet_set_identifier(uint8_t *identifier, const uint16_t *units, size_t count);

/* Text of `size` bytes, cut where it is too long and filled with blanks; the last byte of an odd field stays. */
void joliet_set_text(uint8_t *field, size_t size, const uint16_t *units, size_t count);

#endif
