/* Parses IDs of real drives into the paths for CreateFile and the volume functions. */
#include "win32/device_path.h"

#include <string.h>

#include "os/utf.h"

#define CDROM_INTERFACE "#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"
#define PATH_PREFIX     "\\\\?\\"
#define LETTER_PREFIX   PATH_PREFIX "wine#cdrom#"

enum { LETTER_OFFSET = sizeof LETTER_PREFIX - 1 };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool begins_with(const char *text, const char *prefix)
{
    for (; *prefix; text++, prefix++) {
        if (lower(*text) != *prefix) return false;
    }
    return true;
}

/* One path component, ending in the interface class; a reference string may follow as a second one. */
static bool is_interface(const char *id)
{
    const char *at = id + strlen(PATH_PREFIX);

    if (!begins_with(id, PATH_PREFIX)) return false;
    while (*at && !begins_with(at, CDROM_INTERFACE)) {
        if (*at == '\\' || *at == '/') return false;
        at++;
    }
    if (!*at) return false;
    at += strlen(CDROM_INTERFACE);
    if (!*at) return true;
    return at[0] == '\\' && at[1] && !strpbrk(at + 1, "\\/");
}

static wchar_t letter_of(const char *id)
{
    char letter = lower(id[LETTER_OFFSET]);

    if (letter < 'a' || letter > 'z') return 0;
    if (!begins_with(id + LETTER_OFFSET + 1, CDROM_INTERFACE) || id[LETTER_OFFSET + sizeof CDROM_INTERFACE]) return 0;
    return (wchar_t)(letter - 'a' + 'A');
}

bool device_path_from_id(const char *id, struct device_path *out)
{
    out->letter = 0;
    if (begins_with(id, LETTER_PREFIX)) {
        out->letter = letter_of(id);
        if (!out->letter) return false;
        wcscpy(out->open, L"\\\\.\\X:");
        out->open[4] = out->letter;
        wcscpy(out->root, L"X:\\");
        out->root[0] = out->letter;
        return true;
    }
    if (!is_interface(id) || !wide_from_utf8(id, out->open, DEVICE_ID_SIZE)) return false;
    wcscpy(out->root, out->open);
    wcscat(out->root, L"\\");
    return true;
}

void device_id_from_letter(char letter, char id[DEVICE_ID_SIZE])
{
    strcpy(id, LETTER_PREFIX "x" CDROM_INTERFACE);
    id[LETTER_OFFSET] = lower(letter);
}
