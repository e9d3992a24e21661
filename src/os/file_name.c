/* Compares names of files and folders, ignoring case. msvcrt ignores the case of A to Z only. */
#include "os/file_name.h"

#include <windows.h>

/* By the rules of file systems, which LCMapString has unless linguistic ones are asked for (its documentation). */
static wchar_t upper_case(wchar_t unit)
{
    wchar_t upper;

    return LCMapStringW(LOCALE_INVARIANT, LCMAP_UPPERCASE, &unit, 1, &upper, 1) == 1 ? upper : unit;
}

bool file_name_is_like(const wchar_t *a, const wchar_t *b, size_t chars)
{
    size_t i;

    for (i = 0; i < chars; i++) {
        if (!a[i] || !b[i]) return false;
        if (a[i] != b[i] && upper_case(a[i]) != upper_case(b[i])) return false;
    }
    return true;
}
