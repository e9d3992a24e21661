/* discctl/memory.h on Linux, as far as src/discctl/drive_json.c and hex.c need it. */
#include "discctl/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sgdrive/settings.h"

void *memory_get(size_t size_bytes)
{
    return get_memory(size_bytes);
}

char *memory_vprintf(const char *format, va_list arguments)
{
    va_list again;
    int length;
    char *text;

    va_copy(again, arguments);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    text = get_memory((size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, arguments);
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

void bytes_append(struct bytes *bytes, const void *data, size_t count)
{
    uint8_t *longer;

    if (!count) return;
    longer = realloc(bytes->data, bytes->count + count);
    if (!longer) stop("out of memory");
    memcpy(longer + bytes->count, data, count);
    bytes->data = longer;
    bytes->count += count;
}
