/* Finds drive letters that lead to an optical drive, under Wine. */
#include "win32/drive_letter.h"

#include <windows.h>

/* A letter is configured apart from the device behind it, which may be missing or unplugged. Wine opens such a letter
 * all the same, as an object that refuses every command. But it gives the device's attributes by its name, or an error
 * that says what the name leads to. seen: Wine 8, ERROR_BAD_DEV_TYPE for a device that is missing, or whose link
 * dangles; ERROR_INVALID_PARAMETER for a device node.
 */
static bool has_device(wchar_t letter)
{
    wchar_t name[] = L"\\\\.\\X:";

    name[4] = letter;
    if (GetFileAttributesW(name) != INVALID_FILE_ATTRIBUTES) return true;
    switch (GetLastError()) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_BAD_DEV_TYPE:
        return false;
    default:
        return true;
    }
}

bool drive_letter_has_drive(wchar_t letter)
{
    wchar_t root[] = L"X:\\";

    root[0] = letter;
    return GetDriveTypeW(root) == DRIVE_CDROM && has_device(letter);
}
