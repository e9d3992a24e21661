/* Changes of the registry, in this process and in another, as an open virtual recorder notices them. */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include "virtual/settings_change.h"
#include "virtual_fixture.h"

/* In place of HKEY_CURRENT_USER: other tests change their recorders meanwhile. */
static const wchar_t own_root[] = L"Software\\OpenIMAPI2 test_settings_change";

static bool look(struct settings_change *change)
{
    bool is_possible;

    assert_int_equal(settings_change_look(change, HKEY_CURRENT_USER, &is_possible), ERROR_SUCCESS);
    return is_possible;
}

/* True once, and then false, until something else changes. */
static void expect_seen_once(struct settings_change *change)
{
    assert_true(look(change));
    assert_false(look(change));
    assert_false(look(change));
}

static void look__changes_of_each_kind__seen_once_each(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct settings_change change = {0};
    HKEY faults;

    expect_seen_once(&change);
    fixture_set_number(fixture->key, L"MediaSerial", 5);
    expect_seen_once(&change);
    fixture_set_text(fixture->key, L"Media", L"cd-r");
    fixture_set_number(fixture->key, L"MediaSerial", 6);
    expect_seen_once(&change);
    faults = fixture_subkey(fixture->key, L"Faults");
    expect_seen_once(&change);
    fixture_set_number(faults, L"0", 1);
    expect_seen_once(&change);
    RegCloseKey(faults);
    settings_change_close(&change);
}

/* A key that is deleted under an open handle tells those who watch it nothing, under Wine; the key above it does. */
static void look__recorder_deleted__seen(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct settings_change change = {0};

    expect_seen_once(&change);
    virtual_fixture_remove(fixture->name);
    expect_seen_once(&change);
    settings_change_close(&change);
}

static void look__another_process_writes__seen_when_it_has_ended(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct settings_change change = {0};
    wchar_t command[256];

    expect_seen_once(&change);
    _snwprintf(
        command, ARRAYSIZE(command),
        L"reg add \"HKCU\\%ls\\Software\\OpenIMAPI2\\VirtualRecorders\\%ls\" /v MediaSerial /t REG_DWORD /d 7 /f "
        L"/reg:64",
        own_root, fixture->name);
    assert_int_equal(_wsystem(command), 0);
    expect_seen_once(&change);
    settings_change_close(&change);
}

static void look__key_that_is_not_there__fails_each_time(void **state)
{
    struct settings_change change = {0};
    bool is_possible;
    int i;

    (void)state;
    for (i = 0; i < 2; i++) {
        is_possible = false;
        assert_int_equal(settings_change_look(&change, HKEY_CLASSES_ROOT, &is_possible), ERROR_FILE_NOT_FOUND);
        assert_true(is_possible);
    }
    settings_change_close(&change);
    settings_change_close(&change);
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
    static const wchar_t *const keys[] = {L"Software\\OpenIMAPI2\\VirtualRecorders", L"Software\\OpenIMAPI2",
                                          L"Software"};
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(keys); i++)
        RegDeleteKeyW(HKEY_CURRENT_USER, keys[i]);
    RegOverridePredefKey(HKEY_CURRENT_USER, NULL);
    return RegDeleteKeyW(HKEY_CURRENT_USER, own_root) ? 1 : 0;
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, virtual_fixture_setup, virtual_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(look__changes_of_each_kind__seen_once_each),
        CASE(look__recorder_deleted__seen),
        CASE(look__another_process_writes__seen_when_it_has_ended),
        CASE(look__key_that_is_not_there__fails_each_time),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
