/* Virtual recorders in the real registry, made and removed by a test, or the drives behind SG_IO in their place. */
#include "com/virtual_recorders.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "com/face_fixture.h"
#include "virtual/layout.h"

bool virtual_can_be_removed(void)
{
    return !face_is_there();
}

uint32_t virtual_least_deadline_ms(void)
{
    return face_is_there() ? 7000 : 0;
}

const WCHAR *virtual_id(const WCHAR *name)
{
    static WCHAR ids[8][160];
    static size_t count;
    size_t i;

    if (face_is_there()) return face_id(name);
    i = count++ % ARRAYSIZE(ids);
    swprintf(
        ids[i], ARRAYSIZE(ids[i]),
        L"\\\\?\\openimapi2#cdrom&ven_openimap&prod_virtual_bd-re&rev_0001#%ls#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}",
        name);
    return ids[i];
}

static void folder_of(const WCHAR *name, WCHAR folder[MAX_PATH])
{
    WCHAR temporary[MAX_PATH - 64];

    assert_true(GetTempPathW(ARRAYSIZE(temporary), temporary) != 0);
    swprintf(folder, MAX_PATH, L"%lsopenimapi2-%ls", temporary, name);
}

static void make_folders(const WCHAR *name, WCHAR folder[MAX_PATH])
{
    WCHAR volume[MAX_PATH];

    folder_of(name, folder);
    swprintf(volume, MAX_PATH, L"%ls\\%ls", folder, VIRTUAL_VOLUME_FOLDER);
    CreateDirectoryW(folder, NULL);
    CreateDirectoryW(volume, NULL);
}

static HKEY open_settings(const WCHAR *name)
{
    WCHAR path[256];
    HKEY key;

    swprintf(path, ARRAYSIZE(path), L"%ls\\%ls", VIRTUAL_RECORDERS_KEY, name);
    assert_int_equal(
        RegCreateKeyExW(HKEY_CURRENT_USER, path, 0, NULL, 0, KEY_READ | KEY_WRITE | KEY_WOW64_64KEY, NULL, &key, NULL),
        0);
    return key;
}

static void set_text(HKEY key, const WCHAR *name, const WCHAR *text)
{
    assert_int_equal(RegSetValueExW(key, name, 0, REG_SZ, (const BYTE *)text, (DWORD)((wcslen(text) + 1) * 2)), 0);
}

static void count_up(HKEY key, const WCHAR *name)
{
    DWORD number = 0, size = sizeof number;

    RegQueryValueExW(key, name, NULL, NULL, (BYTE *)&number, &size);
    number++;
    assert_int_equal(RegSetValueExW(key, name, 0, REG_DWORD, (const BYTE *)&number, sizeof number), 0);
}

void virtual_add(const WCHAR *name, const WCHAR *media)
{
    WCHAR folder[MAX_PATH];
    HKEY key;

    if (face_is_there()) {
        face_renew(name, media);
        return;
    }
    virtual_remove(name);
    make_folders(name, folder);
    key = open_settings(name);
    set_text(key, VIRTUAL_VALUE_FOLDER, folder);
    set_text(key, VIRTUAL_VALUE_MEDIA, media);
    RegCloseKey(key);
}

void virtual_add_image(const WCHAR *name, const WCHAR *path)
{
    HKEY key;

    assert_false(face_is_there());
    virtual_add(name, VIRTUAL_MEDIA_IMAGE);
    key = open_settings(name);
    set_text(key, VIRTUAL_VALUE_IMAGE, path);
    RegCloseKey(key);
}

void virtual_remove(const WCHAR *name)
{
    WCHAR folder[MAX_PATH], path[MAX_PATH];
    HKEY all, key;

    if (face_is_there()) {
        face_renew(name, VIRTUAL_MEDIA_NONE);
        return;
    }
    if (!RegOpenKeyExW(HKEY_CURRENT_USER, VIRTUAL_RECORDERS_KEY, 0, KEY_READ | KEY_WRITE | KEY_WOW64_64KEY, &all)) {
        if (!RegOpenKeyExW(all, name, 0, KEY_READ | KEY_WRITE | KEY_WOW64_64KEY, &key)) {
            RegDeleteKeyW(key, VIRTUAL_SUBKEY_FAULTS);
            RegDeleteKeyW(key, VIRTUAL_SUBKEY_REPLIES);
            RegCloseKey(key);
            assert_int_equal(RegDeleteKeyW(all, name), 0);
        }
        RegCloseKey(all);
    }
    folder_of(name, folder);
    swprintf(path, MAX_PATH, L"%ls\\%ls", folder, VIRTUAL_STATE_FILE);
    DeleteFileW(path);
    swprintf(path, MAX_PATH, L"%ls\\%ls", folder, VIRTUAL_LOCK_FILE);
    DeleteFileW(path);
    swprintf(path, MAX_PATH, L"%ls\\%ls", folder, VIRTUAL_VOLUME_FOLDER);
    RemoveDirectoryW(path);
    RemoveDirectoryW(folder);
}

void virtual_forget_state(const WCHAR *name)
{
    WCHAR folder[MAX_PATH], path[MAX_PATH];

    if (face_is_there()) {
        face_forget_state(name);
        return;
    }
    folder_of(name, folder);
    swprintf(path, MAX_PATH, L"%ls\\%ls", folder, VIRTUAL_STATE_FILE);
    assert_true(DeleteFileW(path) || GetLastError() == ERROR_FILE_NOT_FOUND);
}

void virtual_fault(const WCHAR *name, uint8_t opcode, enum sim_fault_kind kind, uint32_t nth, uint32_t parameter,
                   const uint8_t *reply, size_t count)
{
    HKEY key, faults;
    DWORD index = 0;
    uint8_t *bytes;
    WCHAR value[8];
    int i;

    if (face_is_there()) {
        face_fault(name, opcode, kind, nth, parameter, reply, count);
        return;
    }
    key = open_settings(name);
    bytes = calloc(1, VIRTUAL_FAULT_REPLY + count);
    assert_non_null(bytes);
    bytes[VIRTUAL_FAULT_OPCODE] = opcode;
    bytes[VIRTUAL_FAULT_KIND] = (uint8_t)kind;
    for (i = 0; i < 4; i++) {
        bytes[VIRTUAL_FAULT_NTH + i] = (uint8_t)(nth >> 8 * i);
        bytes[VIRTUAL_FAULT_PARAMETER + i] = (uint8_t)(parameter >> 8 * i);
    }
    if (count) memcpy(bytes + VIRTUAL_FAULT_REPLY, reply, count);
    assert_int_equal(RegCreateKeyExW(key, VIRTUAL_SUBKEY_FAULTS, 0, NULL, 0, KEY_READ | KEY_WRITE | KEY_WOW64_64KEY,
                                     NULL, &faults, NULL),
                     0);
    assert_int_equal(RegQueryInfoKeyW(faults, NULL, NULL, NULL, NULL, NULL, NULL, &index, NULL, NULL, NULL, NULL), 0);
    assert_true(index < VIRTUAL_FAULTS_MAX);
    swprintf(value, ARRAYSIZE(value), L"%lu", index);
    assert_int_equal(RegSetValueExW(faults, value, 0, REG_BINARY, bytes, (DWORD)(VIRTUAL_FAULT_REPLY + count)), 0);
    RegCloseKey(faults);
    count_up(key, VIRTUAL_VALUE_FAULT_SERIAL);
    RegCloseKey(key);
    free(bytes);
}

void virtual_clear_faults(const WCHAR *name)
{
    HKEY key;

    if (face_is_there()) {
        face_clear_faults(name);
        return;
    }
    key = open_settings(name);
    RegDeleteKeyW(key, VIRTUAL_SUBKEY_FAULTS);
    count_up(key, VIRTUAL_VALUE_FAULT_SERIAL);
    RegCloseKey(key);
}
