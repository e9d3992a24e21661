/* Text of bounded length: error texts, names. Always NUL-terminated; text that does not fit is cut, and is_cut is set.
 */
#ifndef OPENIMAPI2_BASE_TEXT_H
#define OPENIMAPI2_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    char *bytes;     /* the caller's buffer */
    size_t capacity; /* with room for the NUL; at least 1 */
    size_t length;   /* without the NUL */
    bool is_cut;     /* something did not fit */
};

/* capacity: at least 1. The buffer stays the caller's. */
struct text text_in(char *buffer, size_t capacity);

void text_append(struct text *text, const char *string);

/* printf-like. */
void text_printf(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Copy a fixed-width ASCII field of a device into `out` (capacity count + 1). Bytes that are not printable ASCII become
 * blanks, trailing blanks are dropped, leading ones are kept (quirks: some drives send NUL, TAB or FFh in these
 * strings, or no padding).
 */
void text_from_field(const uint8_t *field, size_t count, char *out);

#endif
