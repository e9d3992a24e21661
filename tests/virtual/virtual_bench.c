#include "virtual_bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/alloc.h"

static const wchar_t recorders[] = L"Software\\OpenIMAPI2\\VirtualRecorders";

static HKEY open_recorders(void)
{
    HKEY key;

    assert_int_equal(
        RegCreateKeyExW(HKEY_CURRENT_USER, recorders, 0, NULL, 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY, NULL, &key, NULL),
        ERROR_SUCCESS);
    return key;
}

HKEY bench_subkey(HKEY key, const wchar_t *name)
{
    HKEY subkey;

    assert_int_equal(RegCreateKeyExW(key, name, 0, NULL, 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY, NULL, &subkey, NULL),
                     ERROR_SUCCESS);
    return subkey;
}

void bench_set_text(HKEY key, const wchar_t *value, const wchar_t *text)
{
    assert_int_equal(
        RegSetValueExW(key, value, 0, REG_SZ, (const BYTE *)text, (DWORD)((wcslen(text) + 1) * sizeof *text)),
        ERROR_SUCCESS);
}

void bench_set_number(HKEY key, const wchar_t *value, DWORD number)
{
    assert_int_equal(RegSetValueExW(key, value, 0, REG_DWORD, (const BYTE *)&number, sizeof number), ERROR_SUCCESS);
}

void bench_set_bytes(HKEY key, const wchar_t *value, const void *bytes, size_t count)
{
    assert_int_equal(RegSetValueExW(key, value, 0, REG_BINARY, bytes, (DWORD)count), ERROR_SUCCESS);
}

void bench_set_media(struct virtual_bench *bench, const wchar_t *media, DWORD serial)
{
    bench_set_text(bench->key, L"Media", media);
    bench_set_number(bench->key, L"MediaSerial", serial);
}

void bench_path(const struct virtual_bench *bench, const wchar_t *name, wchar_t *path)
{
    wcscpy(path, bench->folder);
    wcscat(path, L"\\");
    wcscat(path, name);
}

void bench_write_file(const wchar_t *path, const void *bytes, size_t count)
{
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    DWORD written = 0;

    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    assert_true(WriteFile(file, bytes, (DWORD)count, &written, NULL));
    assert_int_equal(written, count);
    CloseHandle(file);
}

void virtual_bench_add(const struct virtual_bench *bench, const wchar_t *name)
{
    HKEY all = open_recorders();
    HKEY key = bench_subkey(all, name);

    bench_set_text(key, L"Folder", bench->folder);
    bench_set_text(key, L"Media", L"none");
    RegCloseKey(key);
    RegCloseKey(all);
}

void virtual_bench_remove(const wchar_t *name)
{
    static const wchar_t *const subkeys[] = {L"Replies", L"Faults"};
    HKEY all = open_recorders(), key;
    size_t i;

    if (RegOpenKeyExW(all, name, 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY, &key) == ERROR_SUCCESS) {
        for (i = 0; i < 2; i++)
            RegDeleteKeyW(key, subkeys[i]);
        RegCloseKey(key);
        RegDeleteKeyW(all, name);
    }
    RegCloseKey(all);
}

static void delete_folder(const wchar_t *folder)
{
    WIN32_FIND_DATAW found;
    wchar_t path[MAX_PATH];
    HANDLE search;

    wcscpy(path, folder);
    wcscat(path, L"\\*");
    search = FindFirstFileW(path, &found);
    if (search == INVALID_HANDLE_VALUE) return;
    do {
        if (wcscmp(found.cFileName, L".") == 0 || wcscmp(found.cFileName, L"..") == 0) continue;
        wcscpy(path, folder);
        wcscat(path, L"\\");
        wcscat(path, found.cFileName);
        if (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
            delete_folder(path);
        else
            DeleteFileW(path);
    } while (FindNextFileW(search, &found));
    FindClose(search);
    RemoveDirectoryW(folder);
}

int virtual_bench_setup(void **state)
{
    static unsigned count;
    struct virtual_bench *bench = calloc(1, sizeof *bench);
    wchar_t temporary[MAX_PATH];
    HKEY all;

    if (!bench) return 1;
    /* Not base_alloc's: what is counted is the code under test. */
    bench->live_before = base_alloc_live();
    _snwprintf(bench->name, BENCH_NAME_CHARS, L"vt-%lu-%u", (unsigned long)GetCurrentProcessId(), ++count);
    if (!GetTempPathW(MAX_PATH - 40, temporary)) return 1;
    wcscpy(bench->folder, temporary);
    wcscat(bench->folder, bench->name);
    delete_folder(bench->folder);
    if (!CreateDirectoryW(bench->folder, NULL)) return 1;
    virtual_bench_add(bench, bench->name);
    all = open_recorders();
    bench->key = bench_subkey(all, bench->name);
    RegCloseKey(all);
    *state = bench;
    return 0;
}

int virtual_bench_teardown(void **state)
{
    struct virtual_bench *bench = *state;
    long live = base_alloc_live() - bench->live_before;

    RegCloseKey(bench->key);
    virtual_bench_remove(bench->name);
    delete_folder(bench->folder);
    free(bench);
    if (live) fprintf(stderr, "%ld blocks of memory are still allocated\n", live);
    return live != 0;
}

void bench_id(const wchar_t *name, char id[DEVICE_ID_SIZE])
{
    snprintf(
        id, DEVICE_ID_SIZE,
        "\\\\?\\openimapi2#cdrom&ven_openimap&prod_virtual_bd-re&rev_0001#%ls#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        name);
}

void bench_run(struct virtual_bench *bench, struct device *device, const char *cdb, uint32_t capacity,
               uint32_t timeout_ms)
{
    struct scsi_transport *transport = device->transport;
    struct scsi_command command = {
        {0}, 0, capacity ? SCSI_DATA_IN : SCSI_NO_DATA, capacity ? bench->data : NULL, capacity, timeout_ms};
    unsigned value;

    for (; *cdb; cdb += 2) {
        assert_int_equal(sscanf(cdb, "%2x", &value), 1);
        command.cdb[command.cdb_length++] = (uint8_t)value;
    }
    memset(bench->data, 0xaa, sizeof bench->data);
    memset(&bench->reply, 0xaa, sizeof bench->reply);
    transport->ops->execute(transport, &command, &bench->reply);
}

uint32_t bench_sense(const struct virtual_bench *bench)
{
    const uint8_t *sense = bench->reply.sense;

    if (bench->reply.outcome == SCSI_DONE) return 0;
    assert_int_equal(bench->reply.outcome, SCSI_REFUSED);
    return (uint32_t)sense[2] << 16 | (uint32_t)sense[12] << 8 | sense[13];
}
