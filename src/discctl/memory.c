/* Allocation and string helpers that end the program when memory runs out. */
#include "discctl/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "os/utf.h"

static void *or_end(void *memory)
{
    if (!memory) {
        fputs("discctl: out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

void memory_free(void *memory)
{
    base_free(memory);
}

void *memory_get(size_t size_bytes)
{
    return or_end(base_alloc(size_bytes));
}

char *memory_vprintf(const char *format, va_list arguments)
{
    va_list again;
    char *text;
    int length;

    va_copy(again, arguments);
    length = _vscprintf(format, again);
    va_end(again);
    text = memory_get((size_t)(length > 0 ? length : 0) + 1);
    if (length > 0) vsnprintf(text, (size_t)length + 1, format, arguments);
    return text;
}

char *memory_printf(const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = memory_vprintf(format, arguments);
    va_end(arguments);
    return text;
}

char *memory_utf8(const wchar_t *wide)
{
    return or_end(utf8_take_from_wide(wide ? wide : L""));
}

wchar_t *memory_wide(const char *utf8)
{
    size_t chars = strlen(utf8 ? utf8 : "") + 1; /* no character has more units of UTF-16 than bytes of UTF-8 */
    wchar_t *wide = memory_get(chars * sizeof *wide);

    wide_from_utf8(utf8 ? utf8 : "", wide, chars);
    return wide;
}

wchar_t *memory_wide_copy(const wchar_t *wide)
{
    return wcscpy(memory_get((wcslen(wide) + 1) * sizeof *wide), wide);
}

void bytes_append(struct bytes *bytes, const void *data, size_t count)
{
    size_t capacity = bytes->capacity ? bytes->capacity : 64;
    uint8_t *more;

    if (!count) return;
    while (capacity < bytes->count + count)
        capacity *= 2;
    if (capacity > bytes->capacity) {
        more = memory_get(capacity);
        if (bytes->count) memcpy(more, bytes->data, bytes->count);
        memory_free(bytes->data);
        bytes->data = more;
        bytes->capacity = capacity;
    }
    memcpy(bytes->data + bytes->count, data, count);
    bytes->count += count;
}
