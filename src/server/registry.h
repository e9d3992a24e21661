/* Reads and writes registry keys and values by path, in one view. Functions return Win32 error codes; 0 is success. */
#ifndef OPENIMAPI2_SERVER_REGISTRY_H
#define OPENIMAPI2_SERVER_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <windows.h>

enum { REGISTRY_PATH_CHARS = 512 }; /* paths here are far shorter; a longer one is ERROR_FILENAME_EXCED_RANGE */

struct registry {
    HKEY root;   /* borrowed */
    REGSAM view; /* 0, KEY_WOW64_64KEY or KEY_WOW64_32KEY */
};

/* Does the key exist? Returns an error if that cannot be determined. */
LONG registry_find_key(const struct registry *registry, const WCHAR *key, bool *has);

/* name: NULL is the default value. out: L"" if there is no such string or it does not fit. Returns an error if that
 * cannot be determined. REG_EXPAND_SZ is expanded.
 */
LONG registry_get_string(const struct registry *registry, const WCHAR *key, const WCHAR *name, WCHAR *out,
                         size_t chars);

LONG registry_create_key(const struct registry *registry, const WCHAR *key);

/* Creates the key if it does not exist. */
LONG registry_set_string(const struct registry *registry, const WCHAR *key, const WCHAR *name, const WCHAR *data);

/* Returns 0 also if the value does not exist. */
LONG registry_delete_value(const struct registry *registry, const WCHAR *key, const WCHAR *name);

/* Delete a key without values and subkeys. Returns 0 also if the key has some (it stays) or does not exist. */
LONG registry_delete_if_empty(const struct registry *registry, const WCHAR *key);

/* Delete a key with everything below it. Returns 0 also if it does not exist. */
LONG registry_delete_tree(const struct registry *registry, const WCHAR *key);

/* Copy the values and subkeys of `from` into `to`, which is created if missing; types and bytes are unchanged. */
LONG registry_copy_tree(const struct registry *from_registry, const WCHAR *from, const struct registry *to_registry,
                        const WCHAR *to);

/* The name of subkey `index` of a key; L"" if there are fewer subkeys. */
LONG registry_key_name(const struct registry *registry, const WCHAR *key, DWORD index, WCHAR *name, DWORD chars);

/* The name of value `index` of a key; L"" if there are fewer values. */
LONG registry_value_name(const struct registry *registry, const WCHAR *key, DWORD index, WCHAR *name, DWORD chars);

#endif
