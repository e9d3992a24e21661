/* Converts between UTF-16 and UTF-8, completely or not at all. */
#include "os/utf.h"

#include <limits.h>
#include <windows.h>

#include "base/alloc.h"

static int clamp_to_int(size_t size)
{
    return size > INT_MAX ? INT_MAX : (int)size;
}

bool utf8_from_wide(const wchar_t *wide, char *out, size_t size_bytes)
{
    int written = WideCharToMultiByte(CP_UTF8, 0, wide, -1, out, clamp_to_int(size_bytes), NULL, NULL);

    if (!written) out[0] = '\0';
    return written > 0;
}

bool wide_from_utf8(const char *text, wchar_t *out, size_t size_chars)
{
    int written = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, out, clamp_to_int(size_chars));

    if (!written) out[0] = L'\0';
    return written > 0;
}

char *utf8_take_from_wide(const wchar_t *wide)
{
    int size = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
    char *text = size > 0 ? base_alloc((size_t)size) : NULL;

    if (text) (void)utf8_from_wide(wide, text, (size_t)size);
    return text;
}
