/* Bytes as pairs of hexadecimal digits. */
#ifndef OPENIMAPI2_BASE_HEX_H
#define OPENIMAPI2_BASE_HEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Value of a digit in either letter case: 0 to 15; -1 for a character that is not a digit. */
static inline int hex_digit(unsigned character)
{
    if (character >= '0' && character <= '9') return (int)(character - '0');
    if (character >= 'a' && character <= 'f') return (int)(character - 'a') + 10;
    if (character >= 'A' && character <= 'F') return (int)(character - 'A') + 10;
    return -1;
}

/* Decode 2 * count digits into count bytes. Returns false at the first character that is not a digit; the bytes before
 * it have been decoded by then.
 */
static inline bool hex_decode(const char *digits, size_t count, uint8_t *bytes)
{
    size_t i;

    for (i = 0; i < count; i++) {
        int high = hex_digit((unsigned char)digits[2 * i]);
        int low = high < 0 ? -1 : hex_digit((unsigned char)digits[2 * i + 1]);

        if (low < 0) return false;
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

#endif
