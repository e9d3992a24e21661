/* The registry keys of the settings, for the files of this folder only. */
#ifndef OPENIMAPI2_VIRTUAL_SETTINGS_KEY_H
#define OPENIMAPI2_VIRTUAL_SETTINGS_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include <windows.h>

enum { VIRTUAL_VIEW = KEY_WOW64_64KEY }; /* 32- and 64-bit programs see the same recorders */

/* Open the parent key of all recorders of a root, or the key of one recorder, whose name must be valid. RegCloseKey. */
DWORD virtual_key_open_all(HKEY root, REGSAM access, HKEY *all);
DWORD virtual_key_open(HKEY root, const wchar_t *name, REGSAM access, HKEY *key);

/* The name of the nth fault's registry value, counted from 0. */
enum { VIRTUAL_FAULT_NAME_CHARS = 3 };
void virtual_key_fault_name(size_t nth, wchar_t name[VIRTUAL_FAULT_NAME_CHARS]);

/* Does this error mean that a key or value does not exist, or no longer exists? */
bool virtual_key_is_absent(DWORD error);

#endif
