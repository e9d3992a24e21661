#include "discctl/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>

static void *or_end(void *memory)
{
    if (!memory) {
        fputs("discctl: out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

void *memory_get(size_t size_bytes)
{
    return or_end(calloc(1, size_bytes ? size_bytes : 1));
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
    int size;
    char *utf8;

    if (!wide) wide = L"";
    size = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
    utf8 = memory_get((size_t)(size > 0 ? size : 1));
    if (size > 0) WideCharToMultiByte(CP_UTF8, 0, wide, -1, utf8, size, NULL, NULL);
    return utf8;
}

wchar_t *memory_wide(const char *utf8)
{
    int size;
    wchar_t *wide;

    if (!utf8) utf8 = "";
    size = MultiByteToWideChar(CP_UTF8, 0, utf8, -1, NULL, 0);
    wide = memory_get((size_t)(size > 0 ? size : 1) * sizeof *wide);
    if (size > 0) MultiByteToWideChar(CP_UTF8, 0, utf8, -1, wide, size);
    return wide;
}

wchar_t *memory_wide_copy(const wchar_t *wide)
{
    return wcscpy(memory_get((wcslen(wide) + 1) * sizeof *wide), wide);
}

void bytes_append(struct bytes *bytes, const void *data, size_t count)
{
    if (!count) return;
    bytes->data = or_end(realloc(bytes->data, bytes->count + count));
    memcpy(bytes->data + bytes->count, data, count);
    bytes->count += count;
}
