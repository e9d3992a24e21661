/* Writes UTF-8 to files and pipes and UTF-16 to a console, and remembers a write that failed. */
#include "discctl/output.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <windows.h>

#include "discctl/memory.h"

enum { PROGRESS_COLUMNS = 78 }; /* a console has 80, and goes on in the next line behind the last */

/* Until Windows 8 the buffer of WriteConsole comes from a heap of 64 KB, which is shared. */
enum { CONSOLE_UNITS = 8192 };

static bool progress_is_open; /* the cursor stands behind a line of progress */

static DWORD output_error; /* the first error of standard output */

/* How much of the text may be written at once; a pair of surrogates is not split. */
static size_t console_part(const wchar_t *wide, size_t left)
{
    if (left <= CONSOLE_UNITS) return left;
    return IS_HIGH_SURROGATE(wide[CONSOLE_UNITS - 1]) ? CONSOLE_UNITS - 1 : CONSOLE_UNITS;
}

static DWORD write_console(HANDLE console, const char *utf8)
{
    wchar_t *wide = memory_wide(utf8);
    size_t left = wcslen(wide), at = 0;
    DWORD error = ERROR_SUCCESS, written;

    while (left && !error) {
        if (!WriteConsoleW(console, wide + at, (DWORD)console_part(wide + at, left), &written, NULL)) {
            error = GetLastError();
        } else if (!written) {
            error = ERROR_WRITE_FAULT;
        } else {
            at += written;
            left -= written;
        }
    }
    memory_free(wide);
    return error;
}

/* ERROR_SUCCESS, or why not all of it was written. */
static DWORD write_text(DWORD which, const char *utf8)
{
    HANDLE handle = GetStdHandle(which);
    size_t left = strlen(utf8);
    DWORD error = ERROR_SUCCESS, mode, written;

    if (!handle) return ERROR_SUCCESS; /* a program without a window and without files to write to: nobody listens */
    if (GetConsoleMode(handle, &mode)) return write_console(handle, utf8);
    while (left && !error) {
        if (!WriteFile(handle, utf8, (DWORD)left, &written, NULL)) {
            error = GetLastError();
        } else if (!written) {
            error = ERROR_WRITE_FAULT;
        } else {
            utf8 += written;
            left -= written;
        }
    }
    return error;
}

void output_print(const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = memory_vprintf(format, arguments);
    va_end(arguments);
    if (!output_error) output_error = write_text(STD_OUTPUT_HANDLE, text);
    memory_free(text);
}

bool output_is_broken(void)
{
    return output_error != ERROR_SUCCESS;
}

int output_end(int result)
{
    if (!output_error) return result;
    output_complain("cannot write to standard output (error %lu of the system)", (unsigned long)output_error);
    return result == EXIT_DONE ? EXIT_FAILED : result;
}

/* The character that begins here, if it is not to be shown as it is: C0, DEL, C1, and the line ends and embeddings of
 * Unicode. *count: its bytes in UTF-8.
 */
static unsigned control_at(const unsigned char *at, size_t *count)
{
    unsigned code;

    *count = 1;
    if (*at < 0x20 || *at == 0x7F) return *at;
    if (*at == 0xC2 && at[1] >= 0x80 && at[1] < 0xA0) {
        *count = 2;
        return at[1];
    }
    if (*at != 0xE2 || (at[1] & 0xC0) != 0x80 || (at[2] & 0xC0) != 0x80) return 0;
    code = 0x2000 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu);
    if (code != 0x200E && code != 0x200F && (code < 0x2028 || code > 0x202E) && (code < 0x2066 || code > 0x2069))
        return 0;
    *count = 3;
    return code;
}

char *output_escape(const char *utf8, bool keeps_lines)
{
    const unsigned char *at = (const unsigned char *)utf8;
    struct bytes out = {0};

    for (; *at; at++) {
        size_t count;
        unsigned control = control_at(at, &count);
        char name[16];

        if (keeps_lines && *at == '\r' && at[1] == '\n') continue;
        if (!control || (keeps_lines && control == '\n')) {
            bytes_append(&out, at, 1);
            continue;
        }
        snprintf(name, sizeof name, "<U+%04X>", control);
        bytes_append(&out, name, strlen(name));
        at += count - 1;
    }
    bytes_append(&out, "", 1);
    return (char *)out.data;
}

void output_complain(const char *format, ...)
{
    va_list arguments;
    char *text, *shown;

    output_progress_end();
    va_start(arguments, format);
    text = memory_vprintf(format, arguments);
    va_end(arguments);
    shown = output_escape(text, true);
    write_text(STD_ERROR_HANDLE, "discctl: ");
    write_text(STD_ERROR_HANDLE, shown);
    write_text(STD_ERROR_HANDLE, "\n");
    memory_free(shown);
    memory_free(text);
}

bool output_has_console(void)
{
    HANDLE handle = GetStdHandle(STD_ERROR_HANDLE);
    DWORD mode;

    return handle && GetConsoleMode(handle, &mode);
}

void output_progress(const char *line)
{
    bool is_console = output_has_console();
    char *text = is_console ? memory_printf("\r%-*s", PROGRESS_COLUMNS, line) : memory_printf("%s\n", line);

    write_text(STD_ERROR_HANDLE, text);
    memory_free(text);
    progress_is_open = is_console;
}

void output_progress_end(void)
{
    if (progress_is_open) write_text(STD_ERROR_HANDLE, "\n");
    progress_is_open = false;
}

void output_json(cJSON *value)
{
    char *text = cJSON_Print(value);

    if (text) output_print("%s\n", text);
    cJSON_free(text);
    cJSON_Delete(value);
}
