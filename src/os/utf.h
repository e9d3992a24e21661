/* Converts between UTF-16, which Windows uses, and UTF-8, which the ports use.
 *
 * Results are always NUL-terminated, and empty on failure: half a name is never passed on, since it could name
 * something else.
 */
#ifndef OPENIMAPI2_OS_UTF_H
#define OPENIMAPI2_OS_UTF_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

/* size_bytes: size of out including the NUL; at least 1. False, and out is "", when the whole text does not fit. */
bool utf8_from_wide(const wchar_t *wide, char *out, size_t size_bytes);

/* size_chars: size of out in UTF-16 units including the NUL; at least 1. False, and out is L"", when the whole text
 * does not fit or `text` is not well-formed UTF-8.
 */
bool wide_from_utf8(const char *text, wchar_t *out, size_t size_chars);

/* The caller owns the copy: base_free. NULL: no memory. */
char *utf8_take_from_wide(const wchar_t *wide);

#endif
