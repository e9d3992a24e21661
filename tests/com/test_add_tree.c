/* imapi2fs/add_tree.c: folders of this computer in a tree, read back from it. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/host_tree.h"
#include "fs/image.h"
#include "imapi2fs/add_tree.h"
#include "imapi2fserror.h"
#include "support/import.h"

enum { NOW = 1700000000 };

/* What a folder's listing says, as the test wants it. */
static struct {
    const WCHAR *shown_as; /* the name of every file "twin" */
    DWORD first_error, next_error;
    const FILETIME *accessed, *written; /* of every file and folder but the source; NULL: what is true */
} system_says;

/* Not every disk of the test's computer has such times. */
static void tell_times(FILETIME *accessed, FILETIME *written)
{
    if (system_says.accessed) *accessed = *system_says.accessed;
    if (system_says.written) *written = *system_says.written;
}

typedef HANDLE(WINAPI *find_first)(LPCWSTR, LPWIN32_FIND_DATAW);
typedef BOOL(WINAPI *find_next)(HANDLE, LPWIN32_FIND_DATAW);

static void *system_function(const char *name)
{
    return (void *)GetProcAddress(GetModuleHandleW(L"kernel32"), name);
}

static HANDLE WINAPI find_first_as_told(LPCWSTR path, LPWIN32_FIND_DATAW found)
{
    find_first real = (find_first)system_function("FindFirstFileW");

    SetLastError(system_says.first_error);
    return system_says.first_error ? INVALID_HANDLE_VALUE : real(path, found);
}

static BOOL WINAPI find_next_as_told(HANDLE find, LPWIN32_FIND_DATAW found)
{
    find_next real = (find_next)system_function("FindNextFileW");

    if (system_says.next_error && !wcscmp(found->cFileName, L"twin")) {
        SetLastError(system_says.next_error);
        return FALSE;
    }
    if (!real(find, found)) return FALSE;
    if (system_says.shown_as && !wcscmp(found->cFileName, L"twin")) wcscpy(found->cFileName, system_says.shown_as);
    tell_times(&found->ftLastAccessTime, &found->ftLastWriteTime);
    return TRUE;
}

typedef HANDLE(WINAPI *create_file)(LPCWSTR, DWORD, DWORD, LPSECURITY_ATTRIBUTES, DWORD, DWORD, HANDLE);

/* "file:stream" is the file "stream" of a folder that is in no image. */
static HANDLE WINAPI create_file_as_told(LPCWSTR path, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security,
                                         DWORD disposition, DWORD flags, HANDLE template)
{
    create_file real = (create_file)system_function("CreateFileW");
    const WCHAR *colon = wcsrchr(path, L':');
    WCHAR stream[HOST_TREE_PATH_MAX];

    if (colon && colon > path + 6) {
        _snwprintf(stream, ARRAYSIZE(stream), L"%ls\\%ls", host_tree_path(L"streams"), colon + 1);
        path = stream;
    }
    return real(path, access, share, security, disposition, flags, template);
}

/* The streams of every file whose name ends with "with"; there is always a handle to close. */
static const WCHAR *const *stream_names;
static size_t stream_at;
static DWORD stream_error;

static BOOL WINAPI next_stream(HANDLE find, void *data)
{
    struct host_stream_data *stream = data;

    (void)find;
    SetLastError(stream_error ? stream_error : ERROR_HANDLE_EOF);
    if (!stream_names[stream_at]) return FALSE;
    wcscpy(stream->name, stream_names[stream_at++]);
    return TRUE;
}

static HANDLE WINAPI first_stream(const WCHAR *path, int level, void *data, DWORD flags)
{
    find_first real = (find_first)system_function("FindFirstFileW");
    WIN32_FIND_DATAW found;

    assert_true(level == 0 && flags == 0);
    stream_at = 0;
    SetLastError(stream_error ? stream_error : ERROR_HANDLE_EOF);
    if (wcslen(path) < 4 || wcscmp(path + wcslen(path) - 4, L"with")) return INVALID_HANDLE_VALUE;
    return next_stream(NULL, data) ? real(path, &found) : INVALID_HANDLE_VALUE;
}

static const struct host_stream_finder finder = {first_stream, next_stream};

/* The system refuses every call of one function. */
static const char *refused;

#define REFUSABLE(result, name, bytes, failed, parameters, arguments)                                                  \
    typedef result(WINAPI *type_of_##name) parameters;                                                                 \
    static result WINAPI name##_as_told parameters                                                                     \
    {                                                                                                                  \
        type_of_##name real = (type_of_##name)system_function(#name);                                                  \
                                                                                                                       \
        if (!refused || strcmp(refused, #name)) return real arguments;                                                 \
        SetLastError(ERROR_CRC);                                                                                       \
        return failed;                                                                                                 \
    }                                                                                                                  \
    extern type_of_##name imported_##name IMPORT(name, bytes);                                                         \
    type_of_##name imported_##name = name##_as_told;

REFUSABLE(BOOL, GetFileInformationByHandle, 8, FALSE, (HANDLE a, LPBY_HANDLE_FILE_INFORMATION b), (a, b))
REFUSABLE(BOOL, GetFileSizeEx, 8, FALSE, (HANDLE a, PLARGE_INTEGER b), (a, b))
REFUSABLE(BOOL, GetFileTime, 16, FALSE, (HANDLE a, LPFILETIME b, LPFILETIME c, LPFILETIME d),
          (a, b, c, d) && (tell_times(c, d), TRUE))
REFUSABLE(DWORD, GetFileType, 4, FILE_TYPE_UNKNOWN, (HANDLE a), (a))
REFUSABLE(DWORD, GetFullPathNameW, 16, 0, (LPCWSTR a, DWORD b, LPWSTR c, LPWSTR *d), (a, b, c, d))

extern create_file imported_create IMPORT(CreateFileW, 28);
create_file imported_create = create_file_as_told;
extern find_first imported_first IMPORT(FindFirstFileW, 8);
find_first imported_first = find_first_as_told;
extern find_next imported_next IMPORT(FindNextFileW, 8);
find_next imported_next = find_next_as_told;

/* What a test has: a tree, and all that is told about it. */
static struct {
    struct fs_tree *tree;
    struct host_files *files;
    struct copy_store *copies;
    struct host_failure failure;
    struct add_tree_request request;
    WCHAR events[2048];
    unsigned event_count;
    unsigned added, refuses; /* the nth item is refused; 0: none */
} it;

static HRESULT added(void *context, const struct fs_node *node)
{
    (void)context, (void)node;
    return ++it.added == it.refuses ? IMAPI_E_IMAGE_SIZE_LIMIT : S_OK;
}

static void fire(void *context, BSTR path, LONG copied, LONG total)
{
    size_t length = wcslen(it.events);

    assert_ptr_equal(context, &it);
    it.event_count++;
    _snwprintf(it.events + length, ARRAYSIZE(it.events) - length, L"%ls %ld/%ld;", path, copied, total);
}

static const struct update_sink sink = {fire, &it};

static int setup(void **state)
{
    static const struct fs_name_rules rules = {.systems = FS_MASK(FS_ISO9660) | FS_MASK(FS_JOLIET) | FS_MASK(FS_UDF),
                                               .iso_level = 1};

    if (com_fixture_setup(state)) return -1;
    memset(&it, 0, sizeof it);
    it.tree = fs_tree_create(&rules);
    it.files = host_files_create(HOST_FILES_OPEN_MAX);
    it.request.tree = it.tree;
    it.request.files = it.files;
    it.request.directory = fs_tree_peek_root(it.tree);
    it.request.now = NOW;
    it.request.added = added;
    host_tree_begin();
    return 0;
}

/* Everything can be deleted: no file is open any more. */
static int teardown(void **state)
{
    refused = NULL;
    memset(&system_says, 0, sizeof system_says);
    host_failure_destroy(&it.failure);
    fs_tree_destroy(it.tree);
    host_files_release(it.files);
    copy_store_release(it.copies);
    host_tree_delete();
    return com_fixture_teardown(state);
}

static HRESULT add(const WCHAR *source, bool includes_base)
{
    host_failure_destroy(&it.failure);
    it.request.source = source;
    it.request.source_count = wcslen(source);
    it.request.includes_base = includes_base;
    return add_tree(&it.request, &it.failure);
}

static struct fs_node *node_at(const WCHAR *path)
{
    struct fs_node *node = fs_tree_peek_root(it.tree);

    while (node && *path) {
        size_t count = wcscspn(path, L"\\");

        node = fs_tree_find(it.tree, node, (const uint16_t *)path, count);
        path += count + (path[count] == L'\\');
    }
    return node;
}

/* The names in the order of the tree; a directory with a backslash. */
static void assert_tree(const WCHAR *expected)
{
    WCHAR text[2048] = L"";
    const struct fs_node *node = fs_tree_peek_root(it.tree);

    while ((node = fs_tree_next(node)) != NULL) {
        const struct fs_node *parent;
        size_t length = wcslen(text);

        for (parent = node->parent; parent->parent; parent = parent->parent)
            text[length++] = L'.';
        wmemcpy(text + length, (const WCHAR *)node->name, node->name_count);
        length += node->name_count;
        wcscpy(text + length, node->is_directory ? L"\\ " : L" ");
    }
    if (wcscmp(text, expected)) fail_msg("tree is '%ls', not '%ls'", text, expected);
}

static void assert_content(const WCHAR *path, DWORD size, BYTE seed)
{
    const struct fs_node *node = node_at(path);
    struct fs_failure failure;
    BYTE bytes[4096];
    DWORD i;

    assert_non_null(node);
    assert_int_equal(node->size_bytes, size);
    assert_true(size <= sizeof bytes);
    if (!size) return;
    assert_int_equal(fs_source_read(node->source, 0, bytes, size, &failure), FS_OK);
    for (i = 0; i < size; i++)
        assert_int_equal(bytes[i], host_tree_byte(seed, i));
}

static void assert_byte(const WCHAR *path, uint64_t offset, BYTE expected)
{
    const struct fs_node *node = node_at(path);
    struct fs_failure failure;
    BYTE byte;

    assert_int_equal(fs_source_read(node->source, offset, &byte, 1, &failure), FS_OK);
    assert_int_equal(byte, expected);
}

static void assert_fails(HRESULT actual, HRESULT expected, DWORD system_error, const WCHAR *what)
{
    assert_hr(actual, expected);
    assert_int_equal(it.failure.system_error, system_error);
    if (!what) {
        assert_null(it.failure.what);
    } else {
        assert_non_null(it.failure.what);
        if (wcscmp(it.failure.what, what)) fail_msg("about '%ls', not '%ls'", it.failure.what, what);
    }
}

/* --------------------------------------------------------------------------------------------------------- contents */

/* By upper-case units, whatever the system's order and the order of making: '_' (5Fh) comes behind every letter. */
static void add_tree__folder__has_its_content_in_the_order_of_upper_case(void **state)
{
    (void)state;
    host_tree_file(L"s\\b.txt", 10, 1);
    host_tree_file(L"s\\_last", 0, 0);
    host_tree_file(L"s\\A.txt", 4000, 2);
    host_tree_file(L"s\\B\\inner.bin", 3, 3);
    host_tree_folder(L"s\\empty");
    host_tree_file(L"s\\ab", 1, 4);
    host_tree_file(L"s\\\u00E9", 1, 5);
    host_tree_file(L"s\\\u00C8", 1, 6);
    assert_hr(add(host_tree_path(L"s"), false), S_OK);
    assert_tree(L"A.txt ab B\\ .inner.bin b.txt empty\\ _last \u00C8 \u00E9 ");
    assert_content(L"A.txt", 4000, 2);
    assert_content(L"B\\inner.bin", 3, 3);
    assert_content(L"_last", 0, 0);
    assert_null(node_at(L"_last")->source);
    assert_int_equal(fs_tree_change_point(it.tree), 1); /* one change for all */
    assert_hr(add(host_tree_path(L"s"), true), S_OK);
    assert_content(L"s\\B\\inner.bin", 3, 3);
}

static void add_tree__times_and_hidden__are_those_of_the_source(void **state)
{
    (void)state;
    host_tree_file(L"s\\d\\f", 5, 0);
    host_tree_file(L"s\\d\\empty", 0, 0);
    SetFileAttributesW(host_tree_path(L"s\\d\\f"), FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM);
    host_tree_times(L"s\\d\\f", 1000000001, 1000000000);
    host_tree_times(L"s\\d\\empty", 1000000003, 1000000002);
    host_tree_times(L"s\\d", 1100000001, 1100000000);
    host_tree_times(L"s", 1200000001, 1200000000);
    assert_hr(add(host_tree_path(L"s"), true), S_OK);
    assert_true(node_at(L"s")->times.modified_s == 1200000000);
    assert_true(node_at(L"s\\d")->times.modified_s == 1100000000);
    assert_true(node_at(L"s\\d\\f")->times.modified_s == 1000000000);
    assert_true(node_at(L"s\\d\\f")->times.accessed_s == 1000000001);
    assert_true(node_at(L"s\\d\\f")->times.created_s == NOW);
    assert_true(node_at(L"s\\d\\empty")->times.accessed_s == 1000000003);
    assert_true(node_at(L"s\\d\\f")->is_hidden);
    assert_false(node_at(L"s\\d\\empty")->is_hidden);
    assert_false(node_at(L"s\\d")->is_hidden);
    it.request.is_reproducible = true;
    assert_hr(add(host_tree_path(L"s\\d"), false), S_OK);
    assert_true(node_at(L"f")->times.accessed_s == 1000000000);
}

/* What ISO 9660 can record, and what the properties of items take: 1900-01-01 00:00:00 to 2155-12-31 23:59:59. */
static void add_tree__times_outside_1900_to_2155__are_the_nearest_that_fit(void **state)
{
    static const FILETIME in_1601 = {10000000, 0}, in_30828 = {0xFFFFFFFF, 0x7FFFFFFF};

    (void)state;
    host_tree_file(L"s\\d\\f", 5, 0);
    system_says.accessed = &in_30828;
    system_says.written = &in_1601;
    assert_hr(add(host_tree_path(L"s"), false), S_OK);
    assert_true(node_at(L"d")->times.modified_s == INT64_C(-2208988800));
    assert_true(node_at(L"d")->times.accessed_s == INT64_C(5869583999));
    assert_true(node_at(L"d\\f")->times.modified_s == INT64_C(-2208988800));
    assert_true(node_at(L"d\\f")->times.accessed_s == INT64_C(5869583999));
    assert_true(node_at(L"d\\f")->times.created_s == NOW);
}

static void add_tree__source_forms__all_lead_to_the_folder(void **state)
{
    WCHAR path[HOST_TREE_PATH_MAX], before[MAX_PATH], *at;
    const WCHAR *whole = host_tree_path(L"one\\two");

    (void)state;
    host_tree_file(L"one\\two\\f", 7, 7);
    GetCurrentDirectoryW(MAX_PATH, before);
    assert_hr(add(whole, true), S_OK); /* \\?\ */
    assert_content(L"two\\f", 7, 7);
    assert_hr(add(wcscat(wcscpy(path, host_tree_path(L"one") + 4), L"\\"), true), S_OK); /* a separator at the end */
    assert_content(L"one\\two\\f", 7, 7);
    wcscpy(path, whole + 4);
    for (at = wcschr(path, L'\\'); at; at = wcschr(at, L'\\'))
        *at = L'/';
    assert_hr(add(wcscat(path, L"//"), false), S_OK);
    assert_content(L"f", 7, 7);
    assert_true(SetCurrentDirectoryW(host_tree_path(L"one") + 4));
    assert_hr(fs_tree_remove(it.tree, it.request.directory), FS_OK);
    assert_hr(add(L"two\\..\\.\\two", true), S_OK);
    SetCurrentDirectoryW(before);
    assert_tree(L"two\\ .f ");
    assert_hr(fs_tree_remove(it.tree, it.request.directory), FS_OK);
    assert_hr(add(wcscat(wcscpy(path, whole), L"\\f"), false), S_OK); /* a file */
    assert_hr(add(wcscat(path, L"\\"), true), S_OK);
    assert_tree(L"f ");
    assert_content(L"f", 7, 7);
}

/* A path of more than 260 characters, given without the prefix; and each level of it. */
static void add_tree__long_paths__are_read(void **state)
{
    static const WCHAR name[] = L"a_name_of_sixty_characters_that_makes_every_path_a_long_one_";
    WCHAR relative[HOST_TREE_PATH_MAX] = L"l";
    const struct fs_node *node;
    int i;

    (void)state;
    for (i = 0; i < 6; i++)
        wcscat(wcscat(relative, L"\\"), name);
    host_tree_file(wcscat(relative, L"\\f.bin"), 9, 9);
    assert_true(wcslen(host_tree_path(relative)) > 400);
    assert_hr(add(host_tree_path(L"l") + 4, true), S_OK);
    node = node_at(relative);
    assert_non_null(node);
    assert_content(relative, 9, 9);
    assert_hr(add(host_tree_path(relative) + 4, true), S_OK);
    assert_content(L"f.bin", 9, 9);
}

/* A drive's root is no level of its own: the first item of it is one of the directory's. */
static void add_tree__root_of_a_drive__adds_no_level(void **state)
{
    static const WCHAR *const forms[] = {L"C:\\", L"C:/", L"\\\\?\\C:\\"};
    WCHAR path[MAX_PATH];
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(forms); i++) {
        it.added = 0;
        it.refuses = 1;
        assert_hr(add(forms[i], true), (HRESULT)0xC0AAB120);
        assert_int_equal(it.added, 1);
        assert_non_null(it.failure.what);
        assert_true(wcslen(it.failure.what) < 200);
        assert_int_not_equal(GetFileAttributesW(wcscat(wcscpy(path, L"C:\\"), it.failure.what)),
                             INVALID_FILE_ATTRIBUTES);
        assert_tree(L"");
    }
}

/* ---------------------------------------------------------------------------------------------------------- merging */

static void add_tree__existing_items__are_merged_with_and_replaced(void **state)
{
    struct fs_node *directory;

    (void)state;
    host_tree_file(L"one\\D\\f", 10, 1);
    host_tree_file(L"one\\D\\g", 11, 2);
    host_tree_file(L"two\\d\\F", 12, 3);
    host_tree_file(L"two\\d\\h", 13, 4);
    assert_hr(add(host_tree_path(L"one"), false), S_OK);
    directory = node_at(L"D");
    assert_hr(add(host_tree_path(L"two"), false), S_OK);
    assert_ptr_equal(node_at(L"d"), directory);
    assert_int_equal(directory->child_count, 3);
    assert_content(L"d\\f", 12, 3);
    assert_content(L"d\\g", 11, 2);
    assert_content(L"d\\h", 13, 4);
    assert_int_equal(fs_tree_files(it.tree), 3);
}

static void add_tree__file_against_directory__is_a_duplicate_and_changes_nothing(void **state)
{
    (void)state;
    host_tree_file(L"one\\x", 10, 1);
    host_tree_file(L"two\\a", 1, 1);
    host_tree_file(L"two\\x\\f", 1, 1);
    assert_hr(add(host_tree_path(L"one"), false), S_OK);
    assert_fails(add(host_tree_path(L"two"), false), (HRESULT)0xC0AAB112, 0, L"x");
    assert_tree(L"x ");
    fs_tree_remove(it.tree, it.request.directory);
    assert_hr(add(host_tree_path(L"two"), false), S_OK);
    assert_fails(add(host_tree_path(L"one"), false), (HRESULT)0xC0AAB112, 0, L"x");
    assert_tree(L"a x\\ .f ");
}

/* --------------------------------------------------------------------------------------------------------- failures */

static void add_tree__locked_file__undoes_all(void **state)
{
    HANDLE file;

    (void)state;
    host_tree_file(L"s\\a", 10, 1);
    host_tree_file(L"s\\d\\b", 10, 1);
    host_tree_file(L"s\\d\\locked", 10, 1);
    host_tree_file(L"t\\kept", 10, 1);
    host_tree_file(L"t\\a", 9, 9);
    assert_hr(add(host_tree_path(L"t"), false), S_OK);
    file = CreateFileW(host_tree_path(L"s\\d\\locked"), GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    assert_fails(add(host_tree_path(L"s"), false), (HRESULT)0xC0AAB12A, ERROR_SHARING_VIOLATION,
                 host_tree_path(L"s\\d\\locked"));
    assert_tree(L"a kept ");
    assert_content(L"a", 9, 9);
    assert_int_equal(fs_tree_change_point(it.tree), 1);
    assert_true(host_tree_is_closed(L"s\\d\\b"));
    CloseHandle(file);
    assert_hr(add(host_tree_path(L"s"), false), S_OK);
    assert_false(host_tree_is_closed(L"s\\d\\b"));
}

static void add_tree__nothing_there__is_the_systems_error(void **state)
{
    (void)state;
    assert_fails(add(host_tree_path(L"none"), false), (HRESULT)0x80070002, 0, NULL);
    assert_fails(add(host_tree_path(L"none\\deeper"), false), (HRESULT)0x80070003, 0, NULL);
    assert_fails(add(L"NUL", false), HRESULT_FROM_WIN32(ERROR_BAD_FILE_TYPE), 0, NULL);
    it.request.source = L"a\0b";
    it.request.source_count = 3;
    assert_fails(add_tree(&it.request, &it.failure), (HRESULT)0x8007007B, 0, NULL);
    assert_tree(L"");
}

/* Some systems have files whose names differ in letter case alone: the second would replace the first. */
static void add_tree__two_names_in_one_folder__are_duplicates(void **state)
{
    (void)state;
    host_tree_file(L"s\\\u00E4b", 10, 1);
    host_tree_file(L"s\\twin", 10, 1);
    system_says.shown_as = L"\u00C4B";
    assert_hr(add(host_tree_path(L"s"), false), (HRESULT)0xC0AAB112);
    assert_tree(L"");
    system_says.shown_as = NULL;
    assert_hr(add(host_tree_path(L"s"), false), S_OK);
}

static void add_tree__folder_cannot_be_listed__undoes_all(void **state)
{
    WCHAR folder[HOST_TREE_PATH_MAX];

    (void)state;
    host_tree_file(L"s\\a", 10, 1);
    host_tree_file(L"s\\d\\twin", 10, 1);
    wcscat(wcscpy(folder, host_tree_path(L"s\\d")), L"\\");
    system_says.next_error = ERROR_CRC;
    assert_fails(add(host_tree_path(L"s"), false), (HRESULT)0xC0AAB12B, ERROR_CRC, folder);
    assert_tree(L"");
    system_says.next_error = 0;
    system_says.first_error = ERROR_ACCESS_DENIED;
    assert_fails(add(host_tree_path(L"s\\d"), false), (HRESULT)0xC0AAB12B, ERROR_ACCESS_DENIED, folder);
    system_says.first_error = ERROR_FILE_NOT_FOUND; /* the root of an empty drive */
    assert_hr(add(host_tree_path(L"s\\d"), false), S_OK);
    assert_tree(L"");
}

static void add_tree__link_to_a_folder_around_it__is_a_cycle(void **state)
{
    (void)state;
    host_tree_file(L"s\\d\\f", 10, 1);
    if (!host_tree_link(L"s\\d\\z", L"s")) return;
    assert_fails(add(host_tree_path(L"s"), false), (HRESULT)0xC0AAB12B, ERROR_CANT_RESOLVE_FILENAME,
                 wcscat(wcscpy(it.events, host_tree_path(L"s\\d\\z")), L"\\"));
    assert_tree(L"");
    assert_true(host_tree_is_closed(L"s\\d\\f"));
}

/* Twice the same folder, but no cycle. */
static void add_tree__link_to_another_folder__is_followed(void **state)
{
    (void)state;
    host_tree_file(L"other\\f", 10, 1);
    host_tree_folder(L"s");
    if (!host_tree_link(L"s\\one", L"other") || !host_tree_link(L"s\\two", L"other")) return;
    assert_hr(add(host_tree_path(L"s"), false), S_OK);
    assert_tree(L"one\\ .f two\\ .f ");
    assert_content(L"two\\f", 10, 1);
}

static void add_tree__item_is_refused__all_is_undone(void **state)
{
    (void)state;
    host_tree_file(L"s\\a", 10, 1);
    host_tree_file(L"s\\d\\too_much", 10, 1);
    it.refuses = 3;
    assert_fails(add(host_tree_path(L"s"), false), (HRESULT)0xC0AAB120, 0, L"too_much");
    assert_tree(L"");
    assert_true(host_tree_is_closed(L"s\\d\\too_much"));
}

/* ISO 9660 has eight levels of directories, the root among them. */
static void add_tree__too_deep__all_is_undone(void **state)
{
    (void)state;
    host_tree_folder(L"1\\2\\3\\4\\5\\6\\7\\8");
    host_tree_file(L"1\\f", 1, 1);
    assert_fails(add(host_tree_path(L"1"), true), (HRESULT)0xC0AAB131, 0, L"8");
    assert_tree(L"");
    assert_hr(add(host_tree_path(L"1"), false), S_OK);
}

/* Each of them by itself, with the source as a folder and as the file itself. */
static void add_tree__system_refuses__nothing_is_left(void **state)
{
    static const struct {
        const char *function;
        HRESULT folder, file;
    } rows[] = {
        {"GetFileInformationByHandle", (HRESULT)0x80070017, (HRESULT)0x80070017}, /* of the source itself */
        {"GetFileType", (HRESULT)0x800700DE, (HRESULT)0x800700DE},
        {"GetFullPathNameW", (HRESULT)0x80070017, (HRESULT)0x80070017},
        {"GetFileSizeEx", (HRESULT)0xC0AAB12A, (HRESULT)0xC0AAB12A}, /* of a file */
        {"GetFileTime", (HRESULT)0xC0AAB12A, (HRESULT)0xC0AAB12A},
    };
    size_t i;

    (void)state;
    host_tree_file(L"s\\a", 10, 1);
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        refused = rows[i].function;
        assert_hr(add(host_tree_path(L"s") + 4, true), rows[i].folder);
        assert_hr(add(host_tree_path(L"s\\a") + 4, true), rows[i].file);
        refused = NULL;
        assert_tree(L"");
        assert_true(host_tree_is_closed(L"s\\a"));
    }
}

static void add_tree__each_allocation_refused__nothing_is_left(void **state)
{
    long nth, live;

    (void)state;
    host_tree_file(L"s\\a", 10, 1);
    host_tree_file(L"s\\d\\b", 10, 1);
    live = base_alloc_live();
    for (nth = 1;; nth++) {
        HRESULT hr;

        base_alloc_fail_nth(nth);
        hr = add(host_tree_path(L"s"), true);
        if (base_alloc_fail_nth(0)) {
            assert_hr(hr, S_OK);
            break;
        }
        assert_hr(hr, E_OUTOFMEMORY);
        assert_tree(L"");
        assert_true(host_tree_is_closed(L"s\\a") && host_tree_is_closed(L"s\\d\\b"));
        host_failure_destroy(&it.failure);
    }
    assert_true(nth > 20);
    assert_true(base_alloc_live() > live);
}

/* ----------------------------------------------------------------------------------------------------------- staged */

/* Nothing of the source is open, and what becomes of it later does not matter. */
static void add_tree__staged__copies_every_file(void **state)
{
    (void)state;
    it.copies = copy_store_create(host_tree_path(L""));
    it.request.copies = it.copies;
    it.request.updates = &sink;
    host_tree_file(L"s\\large", 2621441, 7);
    host_tree_file(L"s\\small", 3000, 1);
    host_tree_file(L"s\\none", 0, 1);
    assert_hr(add(host_tree_path(L"s"), false), S_OK);
    assert_true(host_tree_is_closed(L"s\\large") && host_tree_is_closed(L"s\\small"));
    host_tree_file(L"s\\small", 1, 99);
    assert_true(DeleteFileW(host_tree_path(L"s\\large")));
    assert_content(L"small", 3000, 1);
    assert_int_equal(node_at(L"large")->size_bytes, 2621441);
    assert_byte(L"large", 2621440, host_tree_byte(7, 2621440));
    assert_true(!wcscmp(it.events, L"\\large 0/1281;\\large 512/1281;\\large 1024/1281;\\large 1281/1281;"
                                   L"\\none 0/0;\\small 0/2;\\small 2/2;"));
}

static void add_tree__staged_without_a_working_directory__undoes_all(void **state)
{
    (void)state;
    it.copies = copy_store_create(host_tree_path(L"none"));
    it.request.copies = it.copies;
    host_tree_file(L"s\\a", 1000, 7);
    host_tree_file(L"s\\b", 200000, 1);
    assert_fails(add(host_tree_path(L"s"), false), (HRESULT)0xC0AAB138, ERROR_PATH_NOT_FOUND, host_tree_path(L"none"));
    assert_tree(L"");
    assert_true(host_tree_is_closed(L"s\\b"));
}

/* ---------------------------------------------------------------------------------------------------- named streams */

static const WCHAR *const two_streams[] = {
    L"::$DATA", L":one:$DATA", L":empty:$DATA", L":index:$INDEX_ALLOCATION", L"broken", L"", NULL};

static void make_streams(void)
{
    host_tree_file(L"s\\with", 10, 1);
    host_tree_file(L"s\\without", 10, 2);
    host_tree_file(L"streams\\one", 3000, 3);
    host_tree_file(L"streams\\empty", 0, 3);
    stream_names = two_streams;
    stream_error = 0;
    it.request.finder = &finder;
    it.request.updates = &sink;
}

static const struct fs_node *stream_at_name(const WCHAR *file, const WCHAR *name)
{
    return fs_tree_find_stream(node_at(file), (const uint16_t *)name, wcslen(name));
}

static void add_tree__named_streams__come_with_their_files(void **state)
{
    const struct fs_node *one;
    struct fs_failure failure;
    BYTE byte;

    (void)state;
    make_streams();
    assert_hr(add(host_tree_path(L"s"), false), S_OK);
    one = stream_at_name(L"with", L"one");
    assert_non_null(one);
    assert_int_equal(one->size_bytes, 3000);
    assert_int_equal(fs_source_read(one->source, 2999, &byte, 1, &failure), FS_OK);
    assert_int_equal(byte, host_tree_byte(3, 2999));
    assert_false(host_tree_is_closed(L"streams\\one"));
    assert_non_null(stream_at_name(L"with", L"empty"));
    assert_null(node_at(L"without")->first_stream);
    assert_int_equal(it.added, 4); /* the size of an image counts them */
    assert_true(!wcscmp(it.events, L"\\with 0/1;\\with 1/1;\\without 0/1;\\without 1/1;"));
    it.request.finder = NULL;
    assert_hr(add(host_tree_path(L"s"), false), S_OK); /* AddTree itself: the file has none any more */
    assert_null(node_at(L"with")->first_stream);
}

static void add_tree__named_streams_fail__undoes_all(void **state)
{
    static const WCHAR *const missing[] = {L":missing:$DATA", NULL};
    WCHAR path[HOST_TREE_PATH_MAX];

    (void)state;
    make_streams();
    stream_error = ERROR_CRC;
    assert_fails(add(host_tree_path(L"s"), false), (HRESULT)0xC0AAB129, ERROR_CRC, host_tree_path(L"s\\with"));
    assert_tree(L"");
    stream_error = 0;
    stream_names = missing;
    wcscat(wcscpy(path, host_tree_path(L"s\\with")), L":missing");
    assert_fails(add(host_tree_path(L"s"), false), (HRESULT)0xC0AAB12A, ERROR_FILE_NOT_FOUND, path);
    assert_tree(L"");
    stream_names = two_streams;
    it.added = 0;
    it.refuses = 2;
    assert_fails(add(host_tree_path(L"s"), false), (HRESULT)0xC0AAB120, 0, L"one");
    assert_tree(L"");
    assert_true(host_tree_is_closed(L"streams\\one"));
    stream_error = ERROR_INVALID_PARAMETER; /* a file system without streams */
    stream_names = missing + 1;
    it.refuses = 0;
    assert_hr(add(host_tree_path(L"s"), false), S_OK);
}

/* One file whose stream is read when its file was closed meanwhile: the name is the source's own. */
static void add_tree__named_stream_was_closed__is_opened_again(void **state)
{
    struct fs_failure failure;
    BYTE byte;

    (void)state;
    host_files_release(it.files);
    it.files = host_files_create(1);
    it.request.files = it.files;
    make_streams();
    assert_hr(add(host_tree_path(L"s"), false), S_OK);
    assert_true(host_tree_is_closed(L"streams\\one"));
    assert_int_equal(fs_source_read(stream_at_name(L"with", L"one")->source, 0, &byte, 1, &failure), FS_OK);
    assert_int_equal(byte, host_tree_byte(3, 0));
    assert_content(L"with", 10, 1);
}

static void add_tree__named_streams_staged__are_copied(void **state)
{
    struct fs_failure failure;
    BYTE byte;

    (void)state;
    make_streams();
    it.copies = copy_store_create(host_tree_path(L""));
    it.request.copies = it.copies;
    assert_hr(add(host_tree_path(L"s"), false), S_OK);
    assert_true(host_tree_is_closed(L"streams\\one"));
    assert_int_equal(fs_source_read(stream_at_name(L"with", L"one")->source, 5, &byte, 1, &failure), FS_OK);
    assert_int_equal(byte, host_tree_byte(3, 5));
}

static void add_tree__named_streams_and_allocations_refused__nothing_is_left(void **state)
{
    long nth;

    (void)state;
    make_streams();
    for (nth = 1;; nth++) {
        HRESULT hr;

        base_alloc_fail_nth(nth);
        hr = add(host_tree_path(L"s"), false);
        if (base_alloc_fail_nth(0)) {
            assert_hr(hr, S_OK);
            break;
        }
        assert_hr(hr, E_OUTOFMEMORY);
        assert_tree(L"");
        assert_true(host_tree_is_closed(L"streams\\one"));
        host_failure_destroy(&it.failure);
    }
    assert_true(nth > 20);
}

/* IFsiDirectoryItem2::AddTreeWithNamedStreams documents 1000 for an image, and that others are lost. A file that
 * leaves gives the places of its streams back.
 */
static void add_tree__more_than_a_thousand_named_streams__loses_the_others(void **state)
{
    enum { EACH = 400 };
    static WCHAR names[EACH][16];
    static const WCHAR *all[EACH + 1];
    unsigned i;

    (void)state;
    make_streams();
    host_tree_file(L"s\\b with", 10, 1);
    host_tree_file(L"s\\c with", 10, 1);
    for (i = 0; i < EACH; i++) {
        WCHAR file[24];

        _snwprintf(file, ARRAYSIZE(file), L"streams\\%03u", i);
        host_tree_file(file, 0, 0);
        _snwprintf(names[i], ARRAYSIZE(names[i]), L":%03u:$DATA", i);
        all[i] = names[i];
    }
    stream_names = all;
    assert_hr(add(host_tree_path(L"s"), false), S_OK);
    assert_tree(L"b with c with with without ");
    assert_int_equal(fs_tree_peek_totals(it.tree)->streams, 1000);
    assert_int_equal(it.added, 1004);
    assert_non_null(stream_at_name(L"c with", L"399"));
    assert_non_null(stream_at_name(L"with", L"199"));
    assert_null(stream_at_name(L"with", L"200"));
    all[1] = NULL;
    assert_hr(add(host_tree_path(L"s\\b with"), false), S_OK);
    assert_int_equal(fs_tree_peek_totals(it.tree)->streams, 601);
}

/* ----------------------------------------------------------------------------------------------------------- events */

static void add_tree__with_a_sink__each_file_has_its_events(void **state)
{
    (void)state;
    host_tree_file(L"s\\d\\a", 2621441, 1); /* 2.5 MiB and a byte */
    host_tree_file(L"s\\empty", 0, 1);
    host_tree_file(L"s\\mebi", 1048576, 1);
    host_tree_file(L"s\\one", 1, 1);
    it.request.updates = &sink;
    assert_hr(add(host_tree_path(L"s"), true), S_OK);
    assert_true(!wcscmp(it.events, L"\\s\\d\\a 0/1281;\\s\\d\\a 512/1281;\\s\\d\\a 1024/1281;\\s\\d\\a 1281/1281;"
                                   L"\\s\\empty 0/0;\\s\\mebi 0/512;\\s\\mebi 512/512;\\s\\one 0/1;\\s\\one 1/1;"));
}

static void add_tree__fails_later__the_events_before_have_been_fired(void **state)
{
    (void)state;
    host_tree_file(L"s\\a", 1, 1);
    host_tree_file(L"s\\b", 1, 1);
    it.request.updates = &sink;
    it.refuses = 2;
    assert_fails(add(host_tree_path(L"s"), false), (HRESULT)0xC0AAB120, 0, L"b");
    assert_true(!wcscmp(it.events, L"\\a 0/1;\\a 1/1;\\b 0/1;"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(add_tree__folder__has_its_content_in_the_order_of_upper_case),
        TEST(add_tree__times_and_hidden__are_those_of_the_source),
        TEST(add_tree__times_outside_1900_to_2155__are_the_nearest_that_fit),
        TEST(add_tree__source_forms__all_lead_to_the_folder),
        TEST(add_tree__long_paths__are_read),
        TEST(add_tree__root_of_a_drive__adds_no_level),
        TEST(add_tree__existing_items__are_merged_with_and_replaced),
        TEST(add_tree__file_against_directory__is_a_duplicate_and_changes_nothing),
        TEST(add_tree__locked_file__undoes_all),
        TEST(add_tree__nothing_there__is_the_systems_error),
        TEST(add_tree__two_names_in_one_folder__are_duplicates),
        TEST(add_tree__folder_cannot_be_listed__undoes_all),
        TEST(add_tree__link_to_a_folder_around_it__is_a_cycle),
        TEST(add_tree__link_to_another_folder__is_followed),
        TEST(add_tree__item_is_refused__all_is_undone),
        TEST(add_tree__too_deep__all_is_undone),
        TEST(add_tree__system_refuses__nothing_is_left),
        TEST(add_tree__each_allocation_refused__nothing_is_left),
        TEST(add_tree__staged__copies_every_file),
        TEST(add_tree__staged_without_a_working_directory__undoes_all),
        TEST(add_tree__named_streams__come_with_their_files),
        TEST(add_tree__named_streams_fail__undoes_all),
        TEST(add_tree__more_than_a_thousand_named_streams__loses_the_others),
        TEST(add_tree__named_stream_was_closed__is_opened_again),
        TEST(add_tree__named_streams_staged__are_copied),
        TEST(add_tree__named_streams_and_allocations_refused__nothing_is_left),
        TEST(add_tree__with_a_sink__each_file_has_its_events),
        TEST(add_tree__fails_later__the_events_before_have_been_fired),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
