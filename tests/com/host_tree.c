/* Makes and deletes folders and files of a test; links are remembered, since they are removed in their own way. */
#include "com/host_tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <wchar.h>

#include <cmocka.h>

#include "os/folder_link.h"

enum { PATHS = 8, LINKS_MAX = 8 };

static WCHAR links[LINKS_MAX][HOST_TREE_PATH_MAX];
static size_t link_count;

const WCHAR *host_tree_path(const WCHAR *relative)
{
    static WCHAR paths[PATHS][HOST_TREE_PATH_MAX];
    static unsigned turn;
    WCHAR *path = paths[turn++ % PATHS], temporary[MAX_PATH];

    assert_in_range(GetTempPathW(MAX_PATH, temporary), 1, MAX_PATH - 80);
    _snwprintf(path, HOST_TREE_PATH_MAX, L"\\\\?\\%lsopenimapi2-tree-%lu%ls%ls", temporary, GetCurrentProcessId(),
               *relative ? L"\\" : L"", relative);
    return path;
}

static void make_folder(const WCHAR *path)
{
    assert_true(CreateDirectoryW(path, NULL) || GetLastError() == ERROR_ALREADY_EXISTS);
}

/* The folders around the last name. */
static void make_way(const WCHAR *relative)
{
    WCHAR path[HOST_TREE_PATH_MAX];
    WCHAR *at = path + wcslen(host_tree_path(L""));

    wcscpy(path, host_tree_path(relative));
    for (at = wcschr(at, L'\\'); at; at = wcschr(at + 1, L'\\')) {
        *at = 0;
        make_folder(path);
        *at = L'\\';
    }
}

void host_tree_folder(const WCHAR *relative)
{
    make_way(relative);
    make_folder(host_tree_path(relative));
}

BYTE host_tree_byte(BYTE seed, ULONGLONG offset)
{
    return (BYTE)(seed + offset + offset / 256);
}

void host_tree_file(const WCHAR *relative, DWORD size, BYTE seed)
{
    BYTE *bytes = malloc(size + 1);
    HANDLE file;
    DWORD i, written;

    make_way(relative);
    file = CreateFileW(host_tree_path(relative), GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    assert_non_null(bytes);
    for (i = 0; i < size; i++)
        bytes[i] = host_tree_byte(seed, i);
    assert_true(WriteFile(file, bytes, size, &written, NULL) && written == size);
    CloseHandle(file);
    free(bytes);
}

static FILETIME file_time(LONGLONG seconds)
{
    ULARGE_INTEGER ticks = {.QuadPart = (ULONGLONG)(seconds + 11644473600) * 10000000};
    FILETIME time = {ticks.LowPart, ticks.HighPart};

    return time;
}

void host_tree_times(const WCHAR *relative, LONGLONG accessed_s, LONGLONG written_s)
{
    FILETIME accessed = file_time(accessed_s), written = file_time(written_s);
    HANDLE file = CreateFileW(host_tree_path(relative), FILE_WRITE_ATTRIBUTES,
                              FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
                              FILE_FLAG_BACKUP_SEMANTICS, NULL);

    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    assert_true(SetFileTime(file, NULL, &accessed, &written));
    CloseHandle(file);
}

BOOL host_tree_link(const WCHAR *relative, const WCHAR *target)
{
    assert_true(link_count < LINKS_MAX);
    make_way(relative);
    /* Without the prefix, which the program that makes the link does not know. */
    if (!folder_link_make(host_tree_path(relative) + 4, host_tree_path(target) + 4)) return FALSE;
    wcscpy(links[link_count++], host_tree_path(relative) + 4);
    return TRUE;
}

static void delete_folder(const WCHAR *path)
{
    WCHAR below[HOST_TREE_PATH_MAX];
    WIN32_FIND_DATAW found;
    HANDLE find;

    _snwprintf(below, HOST_TREE_PATH_MAX, L"%ls\\*", path);
    find = FindFirstFileW(below, &found);
    if (find == INVALID_HANDLE_VALUE) return;
    do {
        if (!wcscmp(found.cFileName, L".") || !wcscmp(found.cFileName, L"..")) continue;
        _snwprintf(below, HOST_TREE_PATH_MAX, L"%ls\\%ls", path, found.cFileName);
        SetFileAttributesW(below, FILE_ATTRIBUTE_NORMAL);
        if (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
            delete_folder(below);
        else
            assert_true(DeleteFileW(below));
    } while (FindNextFileW(find, &found));
    FindClose(find);
    assert_true(RemoveDirectoryW(path));
}

void host_tree_delete(void)
{
    while (link_count > 0)
        folder_link_remove(links[--link_count]);
    delete_folder(host_tree_path(L""));
}

void host_tree_begin(void)
{
    host_tree_delete();
    host_tree_folder(L"");
}

BOOL host_tree_is_closed(const WCHAR *relative)
{
    HANDLE file = CreateFileW(host_tree_path(relative), GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);

    if (file == INVALID_HANDLE_VALUE) return FALSE;
    return CloseHandle(file);
}
