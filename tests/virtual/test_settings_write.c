/* virtual/settings_write.c: a recorder leaves no key behind, and its keys come again under whoever watches them. */
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "base/alloc.h"
#include "virtual/settings.h"
#include "virtual/settings_write.h"
#include "virtual_fixture.h"

enum { ROUNDS = 300 };

/* In place of HKEY_CURRENT_USER: other tests change their recorders meanwhile. */
static const wchar_t own_root[] = L"Software\\OpenIMAPI2 test_settings_write";
static const wchar_t software[] = L"Software", ours[] = L"Software\\OpenIMAPI2",
                     recorders[] = L"Software\\OpenIMAPI2\\VirtualRecorders";

static DWORD add(const wchar_t *name)
{
    HKEY key;
    DWORD error = virtual_settings_create(HKEY_CURRENT_USER, name, &key);

    if (error) return error;
    error = virtual_settings_set_folder(key, L"C:\\tray");
    RegCloseKey(key);
    return error;
}

static DWORD drop(const wchar_t *name)
{
    return virtual_settings_delete(HKEY_CURRENT_USER, name);
}

static HKEY open_key(const wchar_t *path)
{
    HKEY key;

    return RegOpenKeyExW(HKEY_CURRENT_USER, path, 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY, &key) ? NULL : key;
}

static bool is_there(const wchar_t *path)
{
    HKEY key = open_key(path);

    if (key) RegCloseKey(key);
    return key != NULL;
}

static void delete__last_recorder__leaves_no_key(void **state)
{
    (void)state;
    assert_int_equal(add(L"one"), ERROR_SUCCESS);
    assert_int_equal(add(L"two"), ERROR_SUCCESS);
    assert_int_equal(drop(L"two"), ERROR_SUCCESS);
    assert_true(is_there(recorders));
    assert_int_equal(drop(L"one"), ERROR_SUCCESS);
    assert_false(is_there(recorders));
    assert_false(is_there(ours));
    assert_true(is_there(software));
}

/* A trace is set for this user (docs/trace.md); an installation keeps a key there. */
static void delete__something_else_is_there__stays(void **state)
{
    static const wchar_t *const keys[] = {ours, recorders};
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(keys); i++) {
        HKEY key, subkey;

        assert_int_equal(add(L"one"), ERROR_SUCCESS);
        key = open_key(keys[i]);
        assert_non_null(key);
        fixture_set_text(key, L"Trace", L"C:\\trace.txt");
        assert_int_equal(drop(L"one"), ERROR_SUCCESS);
        assert_true(is_there(keys[i]));
        assert_int_equal(is_there(recorders), keys[i] == recorders);
        RegDeleteValueW(key, L"Trace");

        subkey = fixture_subkey(key, L"of somebody's"); /* no recorder's name */
        RegCloseKey(subkey);
        assert_int_equal(add(L"one"), ERROR_SUCCESS);
        assert_int_equal(drop(L"one"), ERROR_SUCCESS);
        assert_true(is_there(keys[i]));
        assert_int_equal(is_there(recorders), keys[i] == recorders);
        assert_int_equal(RegDeleteKeyW(key, L"of somebody's"), ERROR_SUCCESS);
        RegCloseKey(key);
        assert_int_equal(add(L"one"), ERROR_SUCCESS);
        assert_int_equal(drop(L"one"), ERROR_SUCCESS);
        assert_false(is_there(ours));
    }
}

static void delete__no_such_recorder__keys_stay_as_they_are(void **state)
{
    (void)state;
    assert_int_equal(drop(L"none"), ERROR_FILE_NOT_FOUND);
    RegCloseKey(fixture_subkey(HKEY_CURRENT_USER, recorders));
    assert_int_equal(drop(L"none"), ERROR_FILE_NOT_FOUND);
    assert_true(is_there(recorders));
    assert_int_equal(RegDeleteKeyW(HKEY_CURRENT_USER, recorders), ERROR_SUCCESS);
    assert_int_equal(RegDeleteKeyW(HKEY_CURRENT_USER, ours), ERROR_SUCCESS);
}

/* An open recorder is gone for good with its keys; one that is added later under its name is another. */
static void settings__keys_made_anew__old_ones_are_gone_and_new_ones_are_read(void **state)
{
    struct virtual_settings *old, *fresh;
    bool media_changed, faults_changed;

    (void)state;
    assert_int_equal(add(L"one"), ERROR_SUCCESS);
    assert_int_equal(virtual_settings_open(L"one", &old), ERROR_SUCCESS);
    assert_int_equal(virtual_settings_refresh(old, &media_changed, &faults_changed), ERROR_SUCCESS);
    assert_int_equal(drop(L"one"), ERROR_SUCCESS);
    assert_int_equal(virtual_settings_refresh(old, &media_changed, &faults_changed), ERROR_FILE_NOT_FOUND);
    assert_int_equal(virtual_settings_open(L"one", &fresh), ERROR_FILE_NOT_FOUND);
    assert_int_equal(add(L"one"), ERROR_SUCCESS);
    assert_int_equal(virtual_settings_refresh(old, &media_changed, &faults_changed), ERROR_FILE_NOT_FOUND);
    assert_int_equal(virtual_settings_open(L"one", &fresh), ERROR_SUCCESS);
    assert_int_equal(virtual_settings_refresh(fresh, &media_changed, &faults_changed), ERROR_SUCCESS);
    virtual_settings_close(old);
    virtual_settings_close(fresh);
    assert_int_equal(drop(L"one"), ERROR_SUCCESS);
}

struct worker {
    const wchar_t *name;
    DWORD error;
    unsigned rounds, unread;
};

static DWORD WINAPI come_and_go(void *context)
{
    struct worker *worker = context;
    struct virtual_settings *settings;

    for (; worker->rounds < ROUNDS && !worker->error; worker->rounds++) {
        worker->error = add(worker->name);
        if (worker->error) break;
        worker->unread += virtual_settings_open(worker->name, &settings) != ERROR_SUCCESS;
        virtual_settings_close(settings);
        worker->error = drop(worker->name);
    }
    return 0;
}

/* Whoever removes the last recorder may take the keys away just when somebody else begins to add or read one. */
static void create_delete__two_at_once__each_has_its_own(void **state)
{
    struct worker workers[] = {{L"one", 0, 0, 0}, {L"two", 0, 0, 0}};
    HANDLE threads[ARRAYSIZE(workers)];
    struct virtual_settings *settings;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(workers); i++) {
        threads[i] = CreateThread(NULL, 0, come_and_go, &workers[i], 0, NULL);
        assert_non_null(threads[i]);
    }
    while (WaitForMultipleObjects(ARRAYSIZE(threads), threads, TRUE, 0) == WAIT_TIMEOUT)
        assert_int_equal(virtual_settings_open(L"none", &settings), ERROR_FILE_NOT_FOUND);
    for (i = 0; i < ARRAYSIZE(workers); i++) {
        assert_int_equal(WaitForSingleObject(threads[i], 300000), WAIT_OBJECT_0);
        CloseHandle(threads[i]);
        assert_int_equal(workers[i].error, ERROR_SUCCESS);
        assert_int_equal(workers[i].rounds, ROUNDS);
        assert_int_equal(workers[i].unread, 0);
    }
    assert_false(is_there(ours));
}

static int begin(void **state)
{
    HKEY root;

    (void)state;
    if (RegCreateKeyExW(HKEY_CURRENT_USER, own_root, 0, NULL, 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY, NULL, &root, NULL) ||
        RegOverridePredefKey(HKEY_CURRENT_USER, root)) {
        return 1;
    }
    RegCloseKey(root);
    return 0;
}

static int end(void **state)
{
    static const wchar_t *const left[] = {recorders, ours, software};
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(left); i++)
        RegDeleteKeyW(HKEY_CURRENT_USER, left[i]);
    RegOverridePredefKey(HKEY_CURRENT_USER, NULL);
    return RegDeleteKeyW(HKEY_CURRENT_USER, own_root) ? 1 : 0;
}

static int is_nothing_allocated(void **state)
{
    (void)state;
    return base_alloc_live() != 0;
}

#define CASE(name) cmocka_unit_test_teardown(name, is_nothing_allocated)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(delete__last_recorder__leaves_no_key),
        CASE(delete__something_else_is_there__stays),
        CASE(delete__no_such_recorder__keys_stay_as_they_are),
        CASE(settings__keys_made_anew__old_ones_are_gone_and_new_ones_are_read),
        CASE(create_delete__two_at_once__each_has_its_own),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
