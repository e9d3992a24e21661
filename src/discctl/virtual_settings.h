/* The settings of the virtual recorders: the keys and values of virtual/layout.h, of the current user (root is
 * HKEY_CURRENT_USER) or of all users (HKEY_LOCAL_MACHINE).
 */
#ifndef OPENIMAPI2_DISCCTL_VIRTUAL_SETTINGS_H
#define OPENIMAPI2_DISCCTL_VIRTUAL_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include <windows.h>

#include "discctl/memory.h"

/* All functions that return LSTATUS return ERROR_SUCCESS or the registry's error. */

/* 1 to 32 letters, digits, '-' or '_'; not digits alone, which would be taken for an index; no DOS device such as con or com1. */
bool settings_name_is_valid(const char *name);

/* ERROR_FILE_NOT_FOUND: there is no recorder of this name. RegCloseKey(). */
LSTATUS settings_open(HKEY root, const wchar_t *name, HKEY *key);

/* ERROR_ALREADY_EXISTS: there is one. RegCloseKey(). */
LSTATUS settings_create(HKEY root, const wchar_t *name, HKEY *key);

/* With all that is in it. */
LSTATUS settings_delete(HKEY root, const wchar_t *name);

/* The names, in the registry's order: of the current user, or those that are set for all users. An array of *count strings,
 * each and itself free().
 */
wchar_t **settings_names(HKEY root, size_t *count);

/* Is there a recorder of this name? */
bool settings_has(HKEY root, const wchar_t *name);

/* The recorder's key, for reading. */
LSTATUS settings_open_under(HKEY root, const wchar_t *name, HKEY *key);

LSTATUS settings_set_text(HKEY key, const wchar_t *value, const wchar_t *text);
LSTATUS settings_set_number(HKEY key, const wchar_t *value, DWORD number);
LSTATUS settings_set_bytes(HKEY key, const wchar_t *value, const void *bytes, size_t count);

/* A copy that is always terminated, free(); NULL when there is no such text. */
wchar_t *settings_get_text(HKEY key, const wchar_t *value);
DWORD settings_get_number(HKEY key, const wchar_t *value, DWORD absent);

/* The recorder was added with a captured identity. */
bool settings_has_identity(HKEY key);

/* Add one to a number (0 when absent). */
LSTATUS settings_count_up(HKEY key, const wchar_t *value);

/* How many values a subkey has; 0 when there is no such subkey. */
DWORD settings_count_values(HKEY key, const wchar_t *subkey);

/* The media and the image of a recorder, and a new serial: the drive sees a change of medium. image may be NULL. */
LSTATUS settings_set_media(HKEY key, const wchar_t *media, const wchar_t *image);

#endif
