/* Reads folders: a folder's names are stored one after the other in memory, and only indexes are sorted. */
#include "imapi2fs/host_list.h"

#include <string.h>
#include <wchar.h>

#include "base/alloc.h"
#include "fs/sort.h"
#include "fs/upper_case.h"
#include "imapi2fs/host_open.h"

enum { FIRST_ROOM = 64 };

/* While a list grows. */
struct growth {
    struct host_list *list;
    size_t entry_room, name_room, name_count;
};

/* Room for `more` elements behind `count`. */
static bool make_room(void **array, size_t *room, size_t count, size_t more, size_t size)
{
    size_t wanted = *room ? *room : FIRST_ROOM;
    void *grown;

    if (count + more <= *room) return true;
    while (wanted < count + more)
        wanted *= 2;
    grown = base_alloc_array(wanted, size);
    if (!grown) return false;
    if (count) memcpy(grown, *array, count * size);
    base_free(*array);
    *array = grown;
    *room = wanted;
    return true;
}

static bool is_dots(const WCHAR *name)
{
    return name[0] == L'.' && (!name[1] || (name[1] == L'.' && !name[2]));
}

static DWORD add(struct growth *growth, const WIN32_FIND_DATAW *found)
{
    struct host_list *list = growth->list;
    size_t count = wcsnlen(found->cFileName, ARRAYSIZE(found->cFileName));
    struct host_entry *entry;

    if (is_dots(found->cFileName)) return 0;
    if (list->count == UINT32_MAX ||
        !make_room((void **)&list->entries, &growth->entry_room, list->count, 1, sizeof list->entries[0]) ||
        !make_room((void **)&list->names, &growth->name_room, growth->name_count, count, sizeof list->names[0]))
        return ERROR_NOT_ENOUGH_MEMORY;
    entry = &list->entries[list->count++];
    entry->attributes = found->dwFileAttributes;
    entry->accessed = found->ftLastAccessTime;
    entry->written = found->ftLastWriteTime;
    entry->name = growth->name_count;
    entry->count = (uint16_t)count;
    wmemcpy(list->names + growth->name_count, found->cFileName, count);
    growth->name_count += count;
    return 0;
}

/* The root of an empty drive has not even the two names of dots. */
static DWORD read_all(const WCHAR *pattern, struct growth *growth)
{
    WIN32_FIND_DATAW found;
    HANDLE find = FindFirstFileW(pattern, &found);
    DWORD error;

    if (find == INVALID_HANDLE_VALUE) return GetLastError() == ERROR_FILE_NOT_FOUND ? 0 : host_last_error();
    do
        error = add(growth, &found);
    while (!error && FindNextFileW(find, &found));
    if (!error && GetLastError() != ERROR_NO_MORE_FILES) error = host_last_error();
    FindClose(find);
    return error;
}

/* ------------------------------------------------------------------------------------------------------------ order */

/* Less than 0, 0, more than 0: by upper-case units. */
static int compare(const struct host_list *list, const struct host_entry *left, const struct host_entry *right)
{
    const WCHAR *a = host_list_name(list, left), *b = host_list_name(list, right);
    size_t count = left->count < right->count ? left->count : right->count, i;

    for (i = 0; i < count; i++) {
        int difference = (int)fs_upper_case(a[i]) - (int)fs_upper_case(b[i]);

        if (difference) return difference;
    }
    return (int)left->count - (int)right->count;
}

static bool is_after(const void *context, uint32_t left, uint32_t right)
{
    const struct host_list *list = context;

    return compare(list, &list->entries[left], &list->entries[right]) > 0;
}

static DWORD sort(struct host_list *list)
{
    uint32_t i;

    if (!list->count) return 0;
    list->order = base_alloc_array(list->count, sizeof list->order[0]);
    if (!list->order) return ERROR_NOT_ENOUGH_MEMORY;
    for (i = 0; i < list->count; i++)
        list->order[i] = i;
    return fs_sort(list->order, list->count, is_after, list) ? 0 : ERROR_NOT_ENOUGH_MEMORY;
}

/* -------------------------------------------------------------------------------------------------------- the list */

DWORD host_list_read(const WCHAR *folder, struct host_list *list)
{
    struct growth growth = {.list = list};
    size_t length = wcslen(folder);
    WCHAR *pattern = base_alloc_array(length + 2, sizeof pattern[0]);
    DWORD error;

    memset(list, 0, sizeof *list);
    if (!pattern) return ERROR_NOT_ENOUGH_MEMORY;
    wmemcpy(pattern, folder, length);
    pattern[length] = L'*';
    error = read_all(pattern, &growth);
    base_free(pattern);
    if (!error) error = sort(list);
    if (error) host_list_destroy(list);
    return error;
}

void host_list_destroy(struct host_list *list)
{
    base_free(list->entries);
    base_free(list->names);
    base_free(list->order);
    memset(list, 0, sizeof *list);
}

const struct host_entry *host_list_at(const struct host_list *list, uint32_t n)
{
    return &list->entries[list->order[n]];
}

const WCHAR *host_list_name(const struct host_list *list, const struct host_entry *entry)
{
    return list->names + entry->name;
}

bool host_list_is_twin(const struct host_list *list, uint32_t n)
{
    return compare(list, host_list_at(list, n - 1), host_list_at(list, n)) == 0;
}
