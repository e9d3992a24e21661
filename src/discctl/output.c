#include "discctl/output.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>

#include "discctl/memory.h"

static void write_text(DWORD which, const char *utf8)
{
    HANDLE handle = GetStdHandle(which);
    DWORD mode, written;

    if (GetConsoleMode(handle, &mode)) {
        wchar_t *wide = wide_from_utf8(utf8);
        WriteConsoleW(handle, wide, (DWORD)wcslen(wide), &written, NULL);
        free(wide);
    } else {
        size_t left = strlen(utf8);
        while (left && WriteFile(handle, utf8, (DWORD)left, &written, NULL) && written) {
            utf8 += written;
            left -= written;
        }
    }
}

void output_print(const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = memory_vprintf(format, arguments);
    va_end(arguments);
    write_text(STD_OUTPUT_HANDLE, text);
    free(text);
}

void output_complain(const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = memory_vprintf(format, arguments);
    va_end(arguments);
    write_text(STD_ERROR_HANDLE, "discctl: ");
    write_text(STD_ERROR_HANDLE, text);
    write_text(STD_ERROR_HANDLE, "\n");
    free(text);
}

void output_json(cJSON *value)
{
    char *text = cJSON_Print(value);

    if (text) output_print("%s\n", text);
    cJSON_free(text);
    cJSON_Delete(value);
}
