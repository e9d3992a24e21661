/* Lists the virtual recorders. */
#include <string.h>
#include <wchar.h>

#include "base/alloc.h"
#include "os/elevation.h"
#include "virtual/settings.h"
#include "virtual/settings_key.h"

enum { PASSES_MAX = 16 }; /* over a list that never stands still */

/* Does the user have one of this name, in front of the machine's? One that cannot be opened counts. */
static DWORD is_shadowed(HKEY user, const wchar_t *name, bool *shadowed)
{
    HKEY key;
    DWORD error = virtual_key_open(user, name, KEY_READ, &key);

    if (!error) RegCloseKey(key);
    *shadowed = !error || error == ERROR_ACCESS_DENIED;
    return *shadowed || virtual_key_is_absent(error) ? ERROR_SUCCESS : error;
}

struct name {
    struct name *next;
    int pass; /* that saw it last */
    wchar_t text[VIRTUAL_NAME_MAX + 1];
};

static void free_names(struct name *names)
{
    struct name *next;

    for (; names; names = next) {
        next = names->next;
        base_free(names);
    }
}

/* Unless it is there already. *place: behind the one that the registry has before it; moves on. is_second: of this
 * pass.
 */
static DWORD add_name(struct name **names, struct name ***place, const wchar_t *text, int pass, bool *is_second)
{
    struct name **at, *name;

    for (at = names; *at && _wcsicmp((*at)->text, text) != 0; at = &(*at)->next) {
    }
    if (!*at) {
        name = base_alloc(sizeof *name);
        if (!name) return ERROR_NOT_ENOUGH_MEMORY;
        wcscpy(name->text, text);
        name->next = **place;
        **place = name;
        at = *place;
    }
    *is_second = (*at)->pass == pass;
    (*at)->pass = pass;
    *place = &(*at)->next;
    return ERROR_SUCCESS;
}

/* What changes when a subkey comes or goes. The time stands still for some milliseconds; one that goes and comes again
 * meanwhile shows in another one that is passed over, and a third that is met twice.
 */
struct stamp {
    DWORD subkeys;
    FILETIME written;
};

static DWORD take_stamp(HKEY key, struct stamp *stamp)
{
    return (DWORD)RegQueryInfoKeyW(key, NULL, NULL, NULL, &stamp->subkeys, NULL, NULL, NULL, NULL, NULL, NULL,
                                   &stamp->written);
}

/* Once from the first to the last. pass: counted from 1. has_changed: subkeys came or went meanwhile, and there may be
 * others than those found.
 */
static DWORD add_names(HKEY all, int pass, struct name **names, bool *has_changed)
{
    struct name **place = names;
    struct stamp before, after;
    DWORD index = 0;
    DWORD error = take_stamp(all, &before);

    *has_changed = false;
    for (; !error; index++) {
        wchar_t text[256]; /* a key's name has at most 255 characters */
        DWORD size = sizeof text / sizeof text[0];
        bool is_second = false;

        error = (DWORD)RegEnumKeyExW(all, index, text, &size, NULL, NULL, NULL, NULL);
        if (!error && virtual_settings_name_is_valid(text)) error = add_name(names, &place, text, pass, &is_second);
        *has_changed |= is_second;
    }
    if (error != ERROR_NO_MORE_ITEMS) return error;
    error = take_stamp(all, &after);
    *has_changed |= index - 1 != before.subkeys || memcmp(&before, &after, sizeof before) != 0;
    return error;
}

/* Those under one root. The registry is enumerated by position: what goes moves the others, and one of them is passed
 * over. So it is gone through until nothing changes meanwhile; whatever was found any time counts, since one that has
 * gone does no harm. The pauses are of different lengths: in step with whoever changes it, each pass would pass over
 * the same ones.
 */
static DWORD take_names(HKEY root, struct name **names)
{
    bool has_changed = true;
    HKEY all;
    DWORD error = virtual_key_open_all(root, KEY_READ, &all);
    int pass;

    *names = NULL;
    if (error) return virtual_key_is_absent(error) || error == ERROR_ACCESS_DENIED ? ERROR_SUCCESS : error;
    for (pass = 1; !error && has_changed && pass <= PASSES_MAX; pass++) {
        if (pass > 1) Sleep((DWORD)pass);
        error = add_names(all, pass, names, &has_changed);
    }
    RegCloseKey(all);
    return virtual_key_is_absent(error) ? ERROR_SUCCESS : error;
}

/* user: whose recorders stand in front of these, or NULL. */
static DWORD list_under(HKEY root, HKEY user, virtual_settings_visit visit, void *context)
{
    struct name *names, *name;
    DWORD error = take_names(root, &names);

    for (name = names; name && !error; name = name->next) {
        bool shadowed = false;

        if (user) error = is_shadowed(user, name->text, &shadowed);
        if (!error && !shadowed && !visit(context, name->text)) error = ERROR_CANCELLED;
    }
    free_names(names);
    return error;
}

DWORD virtual_settings_list(virtual_settings_visit visit, void *context)
{
    size_t i, count;
    const HKEY *root = os_settings_roots(&count);
    DWORD error = ERROR_SUCCESS;

    for (i = 0; i < count && !error; i++)
        error = list_under(root[i], i ? root[0] : NULL, visit, context);
    return error;
}

DWORD virtual_settings_list_under(HKEY root, virtual_settings_visit visit, void *context)
{
    return list_under(root, NULL, visit, context);
}
