/* Converts text and times recorded on discs to UTF-16 and seconds. */
#ifndef OPENIMAPI2_FS_IMPORT_TEXT_H
#define OPENIMAPI2_FS_IMPORT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* OSTA compressed Unicode: a compression ID of 8 or 16, then characters; an odd byte at the end is ignored.
 * units    room for `count`.
 * returns  false: another compression ID. OSTA UDF 2.1.1
 */
bool import_cs0(const uint8_t *bytes, size_t count, uint16_t *units, size_t *unit_count);

/* A dstring of `size` bytes (at least 1), whose last byte is its length; 0 units if the length is invalid. OSTA UDF
 * 2.1.3
 */
size_t import_dstring(const uint8_t *field, size_t size, uint16_t *units);

/* One unit for each byte, as in ISO 8859-1; and big-endian units, ignoring an odd byte at the end. */
size_t import_latin_1(const uint8_t *bytes, size_t count, uint16_t *units);
size_t import_ucs_2(const uint8_t *bytes, size_t count, uint16_t *units);

/* The number of units without blanks and NULs at the end. */
size_t import_trim(const uint16_t *units, size_t count);

/* The time in a field of 12 bytes, ECMA-167 1/7.3; and in 7 bytes of a directory record, ECMA-119 9.1.5. FS_TIME_UNSET:
 * the date or the time of day is invalid.
 */
int64_t import_udf_time(const uint8_t *field);
int64_t import_record_time(const uint8_t *field);

#endif
