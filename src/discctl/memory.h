/* Memory and strings of a short-running program.
 *
 * Nothing here returns failure: when memory runs out, the program says so and ends with exit code 1. That is safe
 * because discctl changes nothing (registry, files, tray) before it has allocated all memory that the change needs, and
 * the system releases exclusive access that it holds.
 */
#ifndef OPENIMAPI2_DISCCTL_MEMORY_H
#define OPENIMAPI2_DISCCTL_MEMORY_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

/* NULL is allowed. */
void memory_free(void *memory);

/* Zeroed bytes; 0 counts as 1. memory_free() releases them, and everything else that this header returns. */
void *memory_get(size_t size_bytes);

/* printf into newly allocated memory. */
char *memory_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *memory_vprintf(const char *format, va_list arguments);

/* NULL counts as the empty string. Ill-formed UTF-8 becomes the empty string: half a name is never passed on. */
char *memory_utf8(const wchar_t *wide);
wchar_t *memory_wide(const char *utf8);

/* A copy. */
wchar_t *memory_wide_copy(const wchar_t *wide);

/* A growing array of bytes. Zero it before use. */
struct bytes {
    uint8_t *data; /* memory_free() */
    size_t count, capacity;
};

void bytes_append(struct bytes *bytes, const void *data, size_t count);

#endif
