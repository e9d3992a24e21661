/* A sorted list of all keys and values below some roots, and the difference between two such lists. */
#include "com/registry_snapshot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LINE_CHARS = 8192 };

void snapshot_add_line(struct snapshot *snapshot, const WCHAR *line)
{
    if (snapshot->count == snapshot->capacity) {
        snapshot->capacity = snapshot->capacity ? 2 * snapshot->capacity : 1024;
        snapshot->lines = realloc(snapshot->lines, snapshot->capacity * sizeof snapshot->lines[0]);
        if (!snapshot->lines) abort();
    }
    snapshot->lines[snapshot->count] = _wcsdup(line);
    if (!snapshot->lines[snapshot->count++]) abort();
}

static void add_value(struct snapshot *snapshot, const WCHAR *key, const WCHAR *name, DWORD type, const BYTE *data,
                      DWORD size)
{
    static WCHAR line[LINE_CHARS];
    int length;
    DWORD i;

    length = _snwprintf(line, LINE_CHARS - 1, L"[%ls] %ls=%lu:", key, name, type);
    if (length < 0 || size > 2000) abort();
    if (type == REG_SZ) {
        memcpy(line + length, data, size);
        line[length + size / sizeof line[0]] = 0;
    } else {
        for (i = 0; i < size; i++)
            length += swprintf(line + length, 3, L"%02x", data[i]);
    }
    snapshot_add_line(snapshot, line);
}

void snapshot_add(struct snapshot *snapshot, HKEY root, REGSAM view, const WCHAR *label, const WCHAR *path)
{
    WCHAR line[1024], name[256];
    static BYTE data[65536];
    DWORD index, chars, size, type;
    HKEY key;

    if (wcsstr(path, L"\\Wow6432Node")) return; /* the other view, shown a second time */
    if (RegOpenKeyExW(root, path, 0, KEY_READ | view, &key)) return;
    _snwprintf(line, ARRAYSIZE(line), L"%ls%ls", label, path);
    line[ARRAYSIZE(line) - 1] = 0;
    {
        WCHAR bracketed[1030];

        CharLowerW(line); /* keys are the same in any letter case */
        swprintf(bracketed, ARRAYSIZE(bracketed), L"[%ls]", line);
        snapshot_add_line(snapshot, bracketed);
    }
    for (index = 0;; index++) {
        chars = ARRAYSIZE(name);
        size = sizeof data;
        if (RegEnumValueW(key, index, name, &chars, NULL, &type, data, &size)) break;
        if (size <= 2000) add_value(snapshot, line, name, type, data, size);
    }
    for (index = 0;; index++) {
        WCHAR child[1024];

        chars = ARRAYSIZE(name);
        if (RegEnumKeyExW(key, index, name, &chars, NULL, NULL, NULL, NULL)) break;
        _snwprintf(child, ARRAYSIZE(child), L"%ls\\%ls", path, name);
        snapshot_add(snapshot, root, view, label, child);
    }
    RegCloseKey(key);
}

void snapshot_add_counts(struct snapshot *snapshot, HKEY root, REGSAM view, const WCHAR *label, const WCHAR *path)
{
    DWORD keys = 0, values = 0;
    WCHAR line[1024];
    HKEY key;

    if (RegOpenKeyExW(root, path, 0, KEY_READ | view, &key)) {
        swprintf(line, ARRAYSIZE(line), L"[%ls%ls] no key", label, path);
    } else {
        RegQueryInfoKeyW(key, NULL, NULL, NULL, &keys, NULL, NULL, &values, NULL, NULL, NULL, NULL);
        RegCloseKey(key);
        swprintf(line, ARRAYSIZE(line), L"[%ls%ls] %lu keys, %lu values", label, path, keys, values);
    }
    snapshot_add_line(snapshot, line);
}

static int compare(const void *left, const void *right)
{
    return wcscmp(*(WCHAR *const *)left, *(WCHAR *const *)right);
}

void snapshot_sort(struct snapshot *snapshot)
{
    if (snapshot->count) qsort(snapshot->lines, snapshot->count, sizeof snapshot->lines[0], compare);
}

void snapshot_free(struct snapshot *snapshot)
{
    size_t i;

    for (i = 0; i < snapshot->count; i++)
        free(snapshot->lines[i]);
    free(snapshot->lines);
    memset(snapshot, 0, sizeof *snapshot);
}

void snapshot_subtract(struct snapshot *snapshot, const struct snapshot *other)
{
    size_t i, j = 0, kept = 0;

    for (i = 0; i < snapshot->count; i++) {
        while (j < other->count && wcscmp(other->lines[j], snapshot->lines[i]) < 0)
            j++;
        if (j < other->count && !wcscmp(other->lines[j], snapshot->lines[i])) {
            free(snapshot->lines[i]);
        } else {
            snapshot->lines[kept++] = snapshot->lines[i];
        }
    }
    snapshot->count = kept;
}

static size_t show(const struct snapshot *snapshot, const struct snapshot *other, const char *text)
{
    size_t i, j = 0, different = 0;

    for (i = 0; i < snapshot->count; i++) {
        while (j < other->count && wcscmp(other->lines[j], snapshot->lines[i]) < 0)
            j++;
        if (j < other->count && !wcscmp(other->lines[j], snapshot->lines[i])) continue;
        if (different++ < 20) print_error("%s: %ls\n", text, snapshot->lines[i]);
    }
    return different;
}

void assert_snapshots_equal(const struct snapshot *actual, const struct snapshot *expected)
{
    size_t different = show(actual, expected, "too much") + show(expected, actual, "missing");

    assert_int_equal(different, 0);
}
