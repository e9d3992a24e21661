/* Virtual recorders in the real registry, made and removed by a test. */
#include "virtual_fixture.h"

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

HKEY fixture_subkey(HKEY key, const wchar_t *name)
{
    HKEY subkey;

    assert_int_equal(RegCreateKeyExW(key, name, 0, NULL, 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY, NULL, &subkey, NULL),
                     ERROR_SUCCESS);
    return subkey;
}

void fixture_set_text(HKEY key, const wchar_t *value, const wchar_t *text)
{
    assert_int_equal(
        RegSetValueExW(key, value, 0, REG_SZ, (const BYTE *)text, (DWORD)((wcslen(text) + 1) * sizeof *text)),
        ERROR_SUCCESS);
}

void fixture_set_number(HKEY key, const wchar_t *value, DWORD number)
{
    assert_int_equal(RegSetValueExW(key, value, 0, REG_DWORD, (const BYTE *)&number, sizeof number), ERROR_SUCCESS);
}

void fixture_set_bytes(HKEY key, const wchar_t *value, const void *bytes, size_t count)
{
    assert_int_equal(RegSetValueExW(key, value, 0, REG_BINARY, bytes, (DWORD)count), ERROR_SUCCESS);
}

void fixture_set_media(struct virtual_fixture *fixture, const wchar_t *media, DWORD serial)
{
    fixture_set_text(fixture->key, L"Media", media);
    fixture_set_number(fixture->key, L"MediaSerial", serial);
}

void fixture_path(const struct virtual_fixture *fixture, const wchar_t *name, wchar_t *path)
{
    wcscpy(path, fixture->folder);
    wcscat(path, L"\\");
    wcscat(path, name);
}

void fixture_write_file(const wchar_t *path, const void *bytes, size_t count)
{
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    DWORD written = 0;

    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    assert_true(WriteFile(file, bytes, (DWORD)count, &written, NULL));
    assert_int_equal(written, count);
    CloseHandle(file);
}

void virtual_fixture_add(const struct virtual_fixture *fixture, const wchar_t *name)
{
    HKEY all = open_recorders();
    HKEY key = fixture_subkey(all, name);

    fixture_set_text(key, L"Folder", fixture->folder);
    fixture_set_text(key, L"Media", L"none");
    RegCloseKey(key);
    RegCloseKey(all);
}

void virtual_fixture_remove(const wchar_t *name)
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

int virtual_fixture_setup(void **state)
{
    static unsigned count;
    struct virtual_fixture *fixture = calloc(1, sizeof *fixture);
    wchar_t temporary[MAX_PATH];
    HKEY all;

    if (!fixture) return 1;
    /* Not base_alloc's: what is counted is the code under test. */
    fixture->live_before = base_alloc_live();
    _snwprintf(fixture->name, FIXTURE_NAME_CHARS, L"vt-%lu-%u", (unsigned long)GetCurrentProcessId(), ++count);
    if (!GetTempPathW(MAX_PATH - 40, temporary)) return 1;
    wcscpy(fixture->folder, temporary);
    wcscat(fixture->folder, fixture->name);
    delete_folder(fixture->folder);
    if (!CreateDirectoryW(fixture->folder, NULL)) return 1;
    virtual_fixture_add(fixture, fixture->name);
    all = open_recorders();
    fixture->key = fixture_subkey(all, fixture->name);
    RegCloseKey(all);
    *state = fixture;
    return 0;
}

int virtual_fixture_teardown(void **state)
{
    struct virtual_fixture *fixture = *state;
    long live = base_alloc_live() - fixture->live_before;

    RegCloseKey(fixture->key);
    virtual_fixture_remove(fixture->name);
    delete_folder(fixture->folder);
    free(fixture);
    if (live) fprintf(stderr, "%ld blocks of memory are still allocated\n", live);
    return live != 0;
}

void fixture_id(const wchar_t *name, char id[DEVICE_ID_SIZE])
{
    snprintf(
        id, DEVICE_ID_SIZE,
        "\\\\?\\openimapi2#cdrom&ven_openimap&prod_virtual_bd-re&rev_0001#%ls#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        name);
}

void fixture_run(struct virtual_fixture *fixture, struct device *device, const char *cdb, uint32_t capacity,
                 uint32_t timeout_ms)
{
    struct scsi_transport *transport = device->transport;
    struct scsi_command command = {
        {0}, 0, capacity ? SCSI_DATA_IN : SCSI_NO_DATA, capacity ? fixture->data : NULL, capacity, timeout_ms};
    unsigned value;

    for (; *cdb; cdb += 2) {
        assert_int_equal(sscanf(cdb, "%2x", &value), 1);
        command.cdb[command.cdb_length++] = (uint8_t)value;
    }
    memset(fixture->data, 0xaa, sizeof fixture->data);
    memset(&fixture->reply, 0xaa, sizeof fixture->reply);
    transport->ops->execute(transport, &command, &fixture->reply);
}

uint32_t fixture_sense(const struct virtual_fixture *fixture)
{
    const uint8_t *sense = fixture->reply.sense;

    if (fixture->reply.outcome == SCSI_DONE) return 0;
    assert_int_equal(fixture->reply.outcome, SCSI_REFUSED);
    return (uint32_t)sense[2] << 16 | (uint32_t)sense[12] << 8 | sense[13];
}

struct device_source *fixture_source(virtual_first_number first_number, void *context)
{
    struct device_source *source;
    struct drive_failure failure;

    assert_int_equal(virtual_source_create(first_number, context, &source, &failure), DRIVE_OK);
    return source;
}

struct device *fixture_open_in(struct device_source *source, const char *id)
{
    struct drive_failure failure;
    struct device *device;

    assert_int_equal(source->ops->open(source, id, &device, &failure), DRIVE_OK);
    assert_int_equal(failure.status, DRIVE_OK);
    return device;
}

struct device *fixture_open(const struct virtual_fixture *fixture)
{
    struct device_source *source = fixture_source(NULL, NULL);
    char id[DEVICE_ID_SIZE];
    struct device *device;

    fixture_id(fixture->name, id);
    device = fixture_open_in(source, id);
    source->ops->close(source);
    return device;
}

uint32_t fixture_send(struct virtual_fixture *fixture, struct device *device, const char *cdb)
{
    fixture_run(fixture, device, cdb, 0, FIXTURE_DEADLINE_MS);
    return fixture_sense(fixture);
}

void fixture_set_fault(struct virtual_fixture *fixture, const void *bytes, size_t count, DWORD serial)
{
    HKEY faults = fixture_subkey(fixture->key, L"Faults");

    if (count)
        fixture_set_bytes(faults, L"0", bytes, count);
    else
        RegDeleteValueW(faults, L"0");
    RegCloseKey(faults);
    fixture_set_number(fixture->key, L"FaultSerial", serial);
}

struct count {
    const char *wanted;
    unsigned seen;
};

static bool count_wanted(void *context, const char *id)
{
    struct count *count = context;

    count->seen += strcmp(id, count->wanted) == 0;
    return true;
}

unsigned fixture_times_listed(const char *id)
{
    struct device_source *source = fixture_source(NULL, NULL);
    struct count count = {id, 0};
    struct drive_failure failure;

    assert_int_equal(source->ops->list(source, count_wanted, &count, &failure), DRIVE_OK);
    source->ops->close(source);
    return count.seen;
}
