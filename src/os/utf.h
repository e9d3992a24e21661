/* UTF-16, as Windows speaks, to and from UTF-8, as the ports speak.
 *
 * Results are always NUL-terminated, and empty when there is none: half a name is never handed on, since it could name
 * something else.
 */
#ifndef OPENIMAPI2_OS_UTF_H
#define OPENIMAPI2_OS_UTF_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

/* size_bytes: of out, with the NUL; at least 1. False, and "", when the whole does not fit. */
bool utf8_from_wide(const wchar_t *wide, char *out, size_t size_bytes);

/* size_chars: of out in UTF-16 units, with the NUL; at least 1. False, and L"", when the whole does not fit or `text`
 * is not well-formed UTF-8.
 */
bool wide_from_utf8(const char *text, wchar_t *out, size_t size_chars);

/* The caller owns the copy: base_free. NULL: no memory. */
char *utf8_take_from_wide(const wchar_t *wide);

#endif
