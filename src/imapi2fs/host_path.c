/* Makes paths of this computer absolute and divides them. */
#include "imapi2fs/host_path.h"

#include <wchar.h>

#include "base/alloc.h"
#include "imapi2fs/host_open.h"

enum { PATH_MAX_UNITS = 32767 }; /* of a path that begins with \\?\ */

static const WCHAR as_it_is[] = L"\\\\?\\", of_device[] = L"\\\\.\\", of_share[] = L"\\\\?\\UNC\\";

static size_t length_of_prefix(const WCHAR *text, const WCHAR *prefix)
{
    size_t length = wcslen(prefix);

    return wcsncmp(text, prefix, length) ? 0 : length;
}

static WCHAR *copy(const WCHAR *text, size_t count)
{
    WCHAR *out = base_alloc_array(count + 1, sizeof out[0]);

    if (out) wmemcpy(out, text, count);
    return out;
}

/* What GetFullPathName makes of it. Another thread may change the current directory meanwhile. */
static DWORD make_full(const WCHAR *path, WCHAR **out)
{
    DWORD size = MAX_PATH;

    for (;;) {
        DWORD length;

        *out = base_alloc_array(size, sizeof **out);
        if (!*out) return ERROR_NOT_ENOUGH_MEMORY;
        length = GetFullPathNameW(path, size, *out, NULL);
        if (length && length < size) return 0;
        base_free(*out);
        *out = NULL;
        if (!length) return host_last_error();
        if (length <= size || length > PATH_MAX_UNITS) return ERROR_FILENAME_EXCED_RANGE;
        size = length;
    }
}

/* A device's path stays, since it has no longer form. */
static WCHAR *put_prefix(const WCHAR *full)
{
    size_t skip = 0;
    const WCHAR *prefix = L"";
    WCHAR *out;

    if (full[0] == L'\\' && full[1] == L'\\') {
        if (!length_of_prefix(full, of_device)) prefix = of_share, skip = 2;
    } else {
        prefix = as_it_is;
    }
    out = base_alloc_array(wcslen(prefix) + wcslen(full + skip) + 1, sizeof out[0]);
    if (out) wcscat(wcscpy(out, prefix), full + skip);
    return out;
}

static void divide(struct host_path *path)
{
    size_t prefix = length_of_prefix(path->text, of_share), at;

    if (!prefix) prefix = wcslen(as_it_is);
    path->count = wcslen(path->text);
    while (path->count > prefix && path->text[path->count - 1] == L'\\')
        path->count--;
    path->is_folder = path->text[path->count] != 0;
    path->text[path->count] = 0;
    for (at = path->count; at > prefix && path->text[at - 1] != L'\\';)
        at--;
    path->name_count = at > prefix ? path->count - at : 0;
    if (!path->name_count) path->is_folder = true;
}

DWORD host_path_make(const WCHAR *path, size_t count, struct host_path *out)
{
    WCHAR *given, *full = NULL;
    DWORD error = 0;

    if (wmemchr(path, 0, count)) return ERROR_INVALID_NAME;
    if (count > PATH_MAX_UNITS) return ERROR_FILENAME_EXCED_RANGE;
    given = copy(path, count);
    if (!given) return ERROR_NOT_ENOUGH_MEMORY;
    if (length_of_prefix(given, as_it_is)) {
        out->text = given;
    } else {
        error = make_full(given, &full);
        base_free(given);
        if (error) return error;
        out->text = put_prefix(full);
        base_free(full);
        if (!out->text) return ERROR_NOT_ENOUGH_MEMORY;
    }
    divide(out);
    return 0;
}

void host_path_destroy(struct host_path *path)
{
    base_free(path->text);
    path->text = NULL;
}
