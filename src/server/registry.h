/* Keys and values of the registry by path, in one view of it. Errors are Win32's numbers; 0 is success. */
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

/* An error when it cannot be told. */
LONG registry_find_key(const struct registry *registry, const WCHAR *key, bool *has);

/* name NULL: the default value. L"" when there is no such string, or it does not fit; an error when that cannot be
 * told. REG_EXPAND_SZ is expanded.
 */
LONG registry_get_string(const struct registry *registry, const WCHAR *key, const WCHAR *name, WCHAR *out,
                         size_t chars);

LONG registry_create_key(const struct registry *registry, const WCHAR *key);

/* The key is made where it is missing. */
LONG registry_set_string(const struct registry *registry, const WCHAR *key, const WCHAR *name, const WCHAR *data);

/* 0 too when there is none. */
LONG registry_delete_value(const struct registry *registry, const WCHAR *key, const WCHAR *name);

/* Delete a key that has neither values nor subkeys; one that has, or that is not there, is left as it is, with 0. */
LONG registry_delete_if_empty(const struct registry *registry, const WCHAR *key);

/* A key with all that is under it. 0 too when there is none. */
LONG registry_delete_tree(const struct registry *registry, const WCHAR *key);

/* Values and subkeys of `from` into `to`, which is made where it is missing; types and bytes as they are. */
LONG registry_copy_tree(const struct registry *from_registry, const WCHAR *from, const struct registry *to_registry,
                        const WCHAR *to);

/* The name of subkey `index` of a key; L"" when there are not so many. */
LONG registry_key_name(const struct registry *registry, const WCHAR *key, DWORD index, WCHAR *name, DWORD chars);

/* The name of value `index` of a key; L"" when there are not so many. */
LONG registry_value_name(const struct registry *registry, const WCHAR *key, DWORD index, WCHAR *name, DWORD chars);

#endif
