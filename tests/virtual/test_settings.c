/* virtual/settings.c: settings in the real registry, whole, missing and senseless. */
#include "virtual_fixture.h"

#include <string.h>
#include <wchar.h>

#include "base/alloc.h"
#include "virtual/settings.h"

static struct virtual_settings *open_settings(const struct virtual_fixture *fixture)
{
    struct virtual_settings *settings;

    assert_int_equal(virtual_settings_open(fixture->name, &settings), ERROR_SUCCESS);
    assert_non_null(settings);
    return settings;
}

static void open__nothing_but_a_folder__our_own_drive_and_an_empty_tray(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct virtual_settings *settings;

    assert_int_equal(RegDeleteValueW(fixture->key, L"Media"), ERROR_SUCCESS);
    settings = open_settings(fixture);
    assert_int_equal(wcscmp(virtual_settings_peek(settings)->folder, fixture->folder), 0);
    assert_int_equal(virtual_settings_peek(settings)->medium, SIM_MEDIUM_NONE);
    assert_null(virtual_settings_peek(settings)->image);
    assert_int_equal(virtual_settings_peek(settings)->media_serial, 0);
    assert_int_equal(virtual_settings_peek(settings)->fault_count, 0);
    assert_int_equal(virtual_settings_peek(settings)->identity.inquiry_count, 0);
    assert_int_equal(virtual_settings_peek(settings)->identity.capture_count, 0);
    virtual_settings_close(settings);
    virtual_settings_close(NULL);
}

static void open__everything__is_as_the_layout_says(void **state)
{
    static const uint8_t inquiry[] = {0x05, 0x80, 0x00, 0x32, 0x1f};
    static const uint8_t features[] = {0x00, 0x1d, 0x00, 0x00};
    static const uint8_t pages[] = {0x2a, 0x01, 0x3f};
    static const uint8_t good[] = {0x00, 0, 0, 0, 0xde, 0xad};
    static const uint8_t refused[] = {0x02, 0x05, 0x24, 0x01};
    static const uint8_t cut[] = {0x02, 0x05};
    static const uint8_t fault[] = {0x1b, 0x02, 0, 0, 0x03, 0, 0, 0, 0x78, 0x56, 0x34, 0x12, 0xaa, 0xbb};
    static const uint8_t cut_fault[] = {0x1b, 0x02, 0, 0};
    struct virtual_fixture *fixture = *state;
    HKEY replies = fixture_subkey(fixture->key, L"Replies"), faults = fixture_subkey(fixture->key, L"Faults");
    struct virtual_settings *settings;
    size_t i, good_at = 0, refused_at = 0, opcode_at = 0;

    fixture_set_bytes(fixture->key, L"Inquiry", inquiry, sizeof inquiry);
    fixture_set_bytes(fixture->key, L"Features", features, sizeof features);
    fixture_set_number(fixture->key, L"Profile", 0x0041);
    fixture_set_bytes(fixture->key, L"ModePages", pages, sizeof pages);
    fixture_set_bytes(replies, L"120000006000", good, sizeof good);
    fixture_set_bytes(replies, L"5a003f0000000000FF00", refused, sizeof refused);
    fixture_set_bytes(replies, L"46", refused, sizeof refused);
    fixture_set_bytes(replies, L"25000000000000000000", cut, sizeof cut);
    fixture_set_bytes(replies, L"not hex", good, sizeof good);
    fixture_set_bytes(replies, L"120", good, sizeof good);
    fixture_set_bytes(replies, L"0000000000000000000000000000000000", good, sizeof good);
    fixture_set_text(replies, L"000000000000", L"text");
    fixture_set_bytes(faults, L"0", cut_fault, sizeof cut_fault);
    fixture_set_bytes(faults, L"1", fault, sizeof fault);
    fixture_set_bytes(faults, L"15", fault, 12);
    fixture_set_bytes(faults, L"16", fault, sizeof fault);
    RegCloseKey(replies);
    RegCloseKey(faults);

    settings = open_settings(fixture);
    assert_int_equal(virtual_settings_peek(settings)->identity.inquiry_count, 5);
    assert_memory_equal(virtual_settings_peek(settings)->identity.inquiry, inquiry, 5);
    assert_int_equal(virtual_settings_peek(settings)->identity.features_count, 4);
    assert_memory_equal(virtual_settings_peek(settings)->identity.features, features, 4);
    assert_int_equal(virtual_settings_peek(settings)->identity.profile, 0x0041);
    assert_int_equal(virtual_settings_peek(settings)->identity.mode_pages_count, 3);
    assert_memory_equal(virtual_settings_peek(settings)->identity.mode_pages, pages, 3);
    assert_int_equal(virtual_settings_peek(settings)->identity.capture_count, 3);
    for (i = 0; i < 3; i++) {
        uint8_t opcode = virtual_settings_peek(settings)->identity.captures[i].cdb[0];

        if (opcode == 0x12) good_at = i;
        if (opcode == 0x5a) refused_at = i;
        if (opcode == 0x46) opcode_at = i;
    }
    assert_int_equal(virtual_settings_peek(settings)->identity.captures[good_at].cdb_length, 6);
    assert_int_equal(virtual_settings_peek(settings)->identity.captures[good_at].cdb[4], 0x60);
    assert_int_equal(virtual_settings_peek(settings)->identity.captures[good_at].status, 0x00);
    assert_int_equal(virtual_settings_peek(settings)->identity.captures[good_at].count, 2);
    assert_memory_equal(virtual_settings_peek(settings)->identity.captures[good_at].data, "\xde\xad", 2);
    assert_int_equal(virtual_settings_peek(settings)->identity.captures[refused_at].cdb_length, 10);
    assert_int_equal(virtual_settings_peek(settings)->identity.captures[refused_at].cdb[8], 0xff);
    assert_int_equal(virtual_settings_peek(settings)->identity.captures[refused_at].status, 0x02);
    assert_int_equal(virtual_settings_peek(settings)->identity.captures[refused_at].key, 0x05);
    assert_int_equal(virtual_settings_peek(settings)->identity.captures[refused_at].asc, 0x24);
    assert_int_equal(virtual_settings_peek(settings)->identity.captures[refused_at].ascq, 0x01);
    assert_int_equal(virtual_settings_peek(settings)->identity.captures[refused_at].count, 0);
    assert_int_equal(virtual_settings_peek(settings)->identity.captures[opcode_at].cdb_length, 1);
    assert_int_equal(virtual_settings_peek(settings)->fault_count, 2);
    assert_int_equal(virtual_settings_peek(settings)->faults[0].opcode, 0x1b);
    assert_int_equal(virtual_settings_peek(settings)->faults[0].kind, SIM_FAULT_SHORT);
    assert_int_equal(virtual_settings_peek(settings)->faults[0].nth, 3);
    assert_int_equal(virtual_settings_peek(settings)->faults[0].parameter, 0x12345678);
    assert_int_equal(virtual_settings_peek(settings)->faults[0].reply_count, 2);
    assert_memory_equal(virtual_settings_peek(settings)->faults[0].reply, "\xaa\xbb", 2);
    assert_int_equal(virtual_settings_peek(settings)->faults[1].reply_count, 0);
    virtual_settings_close(settings);
}

static void open__nonsense__is_no_recorder(void **state)
{
    static const wchar_t *const bad_names[] = {L"",   L"a b", L"..\\x", L"a\\b", L"123456789012345678901234567890123",
                                               L"12", L"con", L"COM1",  L"lpt9", L"\xe4"};
    static const wchar_t *const bad_folders[] = {L"", L"x", L"relative\\folder", L"C:relative"};
    struct virtual_fixture *fixture = *state;
    struct virtual_settings *settings;
    size_t i;

    for (i = 0; i < sizeof bad_names / sizeof bad_names[0]; i++) {
        assert_int_equal(virtual_settings_open(bad_names[i], &settings), ERROR_FILE_NOT_FOUND);
        assert_null(settings);
    }
    assert_int_equal(virtual_settings_open(L"vt-nobody", &settings), ERROR_FILE_NOT_FOUND);
    for (i = 0; i < sizeof bad_folders / sizeof bad_folders[0]; i++) {
        fixture_set_text(fixture->key, L"Folder", bad_folders[i]);
        assert_int_equal(virtual_settings_open(fixture->name, &settings), ERROR_INVALID_DATA);
    }
    fixture_set_number(fixture->key, L"Folder", 1);
    assert_int_equal(virtual_settings_open(fixture->name, &settings), ERROR_INVALID_DATA);
    RegDeleteValueW(fixture->key, L"Folder");
    assert_int_equal(virtual_settings_open(fixture->name, &settings), ERROR_INVALID_DATA);
}

/* The registry keeps a string of any number of bytes, with or without a NUL: half a character is completed, not read
 * past.
 */
static void open__string_of_odd_length__ends_where_it_ends(void **state)
{
    static const wchar_t folder[] = L"C:\\folder\\of-odd-length";
    struct virtual_fixture *fixture = *state;
    struct virtual_settings *settings;
    size_t characters;
    DWORD bytes;

    /* Cut within its characters, whose second bytes are 0 anyway: the last one is whole all the same. */
    for (bytes = 2 * 4 - 1; bytes < sizeof folder - 2; bytes += 2) {
        assert_int_equal(RegSetValueExW(fixture->key, L"Folder", 0, REG_SZ, (const BYTE *)folder, bytes),
                         ERROR_SUCCESS);
        settings = open_settings(fixture);
        characters = (bytes + 1) / 2;
        if (folder[characters - 1] == L'\\') characters--; /* one at the end is dropped */
        assert_int_equal(wcslen(virtual_settings_peek(settings)->folder), characters);
        assert_int_equal(wcsncmp(virtual_settings_peek(settings)->folder, folder, characters), 0);
        virtual_settings_close(settings);
    }
}

static void open__media__with_its_options(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct virtual_settings *settings;
    bool media, changed;

    fixture_set_media(fixture, L"cd-r", 1);
    settings = open_settings(fixture);
    assert_int_equal(virtual_settings_peek(settings)->options.blocks, 0);
    assert_false(virtual_settings_peek(settings)->options.is_protected);
    assert_int_equal(virtual_settings_peek(settings)->options.long_commands, 0);
    assert_int_equal(virtual_settings_peek(settings)->options.time_percent, 0);
    fixture_set_number(fixture->key, L"MediaBlocks", 4096);
    fixture_set_number(fixture->key, L"MediaProtected", 1);
    fixture_set_number(fixture->key, L"MediaBusy", 70000);
    fixture_set_number(fixture->key, L"MediaTime", 100);
    fixture_set_media(fixture, L"dvd+rw", 2);
    assert_int_equal(virtual_settings_refresh(settings, &media, &changed), ERROR_SUCCESS);
    assert_true(media);
    assert_int_equal(virtual_settings_peek(settings)->options.blocks, 4096);
    assert_true(virtual_settings_peek(settings)->options.is_protected);
    assert_int_equal(virtual_settings_peek(settings)->options.long_commands, 65535);
    assert_int_equal(virtual_settings_peek(settings)->options.time_percent, 100);
    virtual_settings_close(settings);
}

static void open__media__by_name(void **state)
{
    static const struct {
        const wchar_t *name;
        enum sim_medium medium;
    } rows[] = {{L"none", SIM_MEDIUM_NONE},
                {L"captured", SIM_MEDIUM_CAPTURED},
                {L"dvd+rw", SIM_MEDIUM_DVD_PLUS_RW},
                {L"no such thing", SIM_MEDIUM_NONE},
                {L"", SIM_MEDIUM_NONE},
                {L"a name that is much longer than any medium's", SIM_MEDIUM_NONE}};
    struct virtual_fixture *fixture = *state;
    struct virtual_settings *settings;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fixture_set_text(fixture->key, L"Media", rows[i].name);
        settings = open_settings(fixture);
        assert_int_equal(virtual_settings_peek(settings)->medium, rows[i].medium);
        virtual_settings_close(settings);
    }
    fixture_set_text(fixture->key, L"Media", L"image");
    fixture_set_text(fixture->key, L"Image", L"C:\\some\\file.iso");
    settings = open_settings(fixture);
    assert_int_equal(virtual_settings_peek(settings)->medium, SIM_MEDIUM_IMAGE);
    assert_int_equal(wcscmp(virtual_settings_peek(settings)->image, L"C:\\some\\file.iso"), 0);
    virtual_settings_close(settings);
    fixture_set_text(fixture->key, L"Image", L"file.iso"); /* relative to what? */
    settings = open_settings(fixture);
    assert_int_equal(virtual_settings_peek(settings)->medium, SIM_MEDIUM_IMAGE);
    assert_null(virtual_settings_peek(settings)->image);
    virtual_settings_close(settings);
}

static void refresh__serials__tell_what_to_read_again(void **state)
{
    static const uint8_t fault[12] = {0x1b};
    struct virtual_fixture *fixture = *state;
    struct virtual_settings *settings = open_settings(fixture);
    HKEY faults;
    bool media, changed;

    assert_int_equal(virtual_settings_refresh(settings, &media, &changed), ERROR_SUCCESS);
    assert_false(media || changed);
    fixture_set_text(fixture->key, L"Media", L"cd-r"); /* not yet: whoever writes counts up last */
    assert_int_equal(virtual_settings_refresh(settings, &media, &changed), ERROR_SUCCESS);
    assert_false(media || changed);
    assert_int_equal(virtual_settings_peek(settings)->medium, SIM_MEDIUM_NONE);
    fixture_set_number(fixture->key, L"MediaSerial", 5);
    assert_int_equal(virtual_settings_refresh(settings, &media, &changed), ERROR_SUCCESS);
    assert_true(media);
    assert_false(changed);
    assert_int_equal(virtual_settings_peek(settings)->medium, SIM_MEDIUM_CD_R);
    assert_int_equal(virtual_settings_peek(settings)->media_serial, 5);
    faults = fixture_subkey(fixture->key, L"Faults");
    fixture_set_bytes(faults, L"0", fault, sizeof fault);
    fixture_set_number(fixture->key, L"FaultSerial", 1);
    assert_int_equal(virtual_settings_refresh(settings, &media, &changed), ERROR_SUCCESS);
    assert_true(changed);
    assert_int_equal(virtual_settings_peek(settings)->fault_count, 1);
    RegDeleteValueW(faults, L"0");
    RegCloseKey(faults);
    fixture_set_number(fixture->key, L"FaultSerial", 2);
    assert_int_equal(virtual_settings_refresh(settings, &media, &changed), ERROR_SUCCESS);
    assert_int_equal(virtual_settings_peek(settings)->fault_count, 0);
    virtual_fixture_remove(fixture->name);
    assert_int_equal(virtual_settings_refresh(settings, &media, &changed), ERROR_FILE_NOT_FOUND);
    virtual_settings_close(settings);
}

static void refresh__memory_runs_out__reads_it_the_next_time(void **state)
{
    static const uint8_t fault[12] = {0x1b};
    struct virtual_fixture *fixture = *state;
    struct virtual_settings *settings = open_settings(fixture);
    HKEY faults = fixture_subkey(fixture->key, L"Faults");
    bool media, changed;

    fixture_set_media(fixture, L"cd-r", 5);
    fixture_set_bytes(faults, L"0", fault, sizeof fault);
    fixture_set_number(fixture->key, L"FaultSerial", 1);
    RegCloseKey(faults);
    base_alloc_fail_nth(1);
    assert_int_equal(virtual_settings_refresh(settings, &media, &changed), ERROR_NOT_ENOUGH_MEMORY);
    base_alloc_fail_nth(2);
    assert_int_equal(virtual_settings_refresh(settings, &media, &changed), ERROR_NOT_ENOUGH_MEMORY);
    base_alloc_fail_nth(0);
    assert_int_equal(virtual_settings_refresh(settings, &media, &changed), ERROR_SUCCESS);
    assert_true(changed);
    assert_int_equal(virtual_settings_peek(settings)->medium, SIM_MEDIUM_CD_R);
    assert_int_equal(virtual_settings_peek(settings)->fault_count, 1);
    virtual_settings_close(settings);
}

struct names {
    const wchar_t *wanted;
    unsigned seen, all, end_after;
};

static bool note(void *context, const wchar_t *name)
{
    struct names *names = context;

    names->all++;
    names->seen += wcscmp(name, names->wanted) == 0;
    return !names->end_after || names->all < names->end_after;
}

static void list__configured__each_once(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct names names = {fixture->name, 0, 0, 0};

    assert_int_equal(virtual_settings_list(note, &names), ERROR_SUCCESS);
    assert_int_equal(names.seen, 1);
    names.all = 0;
    names.end_after = 1;
    assert_int_equal(virtual_settings_list(note, &names), ERROR_CANCELLED);
    assert_int_equal(names.all, 1);
    virtual_fixture_remove(fixture->name);
    names.seen = names.end_after = 0;
    assert_int_equal(virtual_settings_list(note, &names), ERROR_SUCCESS);
    assert_int_equal(names.seen, 0);
}

enum { CONSTANT = 8, LISTS = 200 };

/* The constant ones stand on both sides of the one that comes and goes. */
static void constant_name(const struct virtual_fixture *fixture, unsigned i, wchar_t *name)
{
    _snwprintf(name, FIXTURE_NAME_CHARS, L"%ls-%c", fixture->name, 'a' + i);
}

struct churn {
    wchar_t name[FIXTURE_NAME_CHARS];
    volatile LONG is_over, rounds;
};

static DWORD WINAPI come_and_go(void *context)
{
    struct churn *churn = context;
    HKEY all, key;

    RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\OpenIMAPI2\\VirtualRecorders", 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY,
                  &all);
    while (!churn->is_over) {
        RegCreateKeyExW(all, churn->name, 0, NULL, 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY, NULL, &key, NULL);
        RegCloseKey(key);
        RegDeleteKeyW(all, churn->name);
        churn->rounds++;
    }
    RegCloseKey(all);
    return 0;
}

struct constants {
    const struct virtual_fixture *fixture;
    unsigned seen[CONSTANT];
};

static bool note_constant(void *context, const wchar_t *name)
{
    struct constants *constants = context;
    wchar_t constant[FIXTURE_NAME_CHARS];
    unsigned i;

    for (i = 0; i < CONSTANT; i++) {
        constant_name(constants->fixture, i, constant);
        constants->seen[i] += wcscmp(name, constant) == 0;
    }
    return true;
}

/* The registry is enumerated by position: what goes moves the others. */
static void list__one_comes_and_goes_meanwhile__the_others_are_all_there(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct churn churn = {L"", 0, 0};
    wchar_t name[FIXTURE_NAME_CHARS];
    HANDLE thread;
    unsigned i, list, missed = 0, doubled = 0;

    for (i = 0; i < CONSTANT; i++) {
        constant_name(fixture, i, name);
        virtual_fixture_add(fixture, name);
    }
    _snwprintf(churn.name, FIXTURE_NAME_CHARS, L"%ls-a0", fixture->name);
    thread = CreateThread(NULL, 0, come_and_go, &churn, 0, NULL);
    assert_non_null(thread);
    for (list = 0; list < LISTS || churn.rounds < LISTS; list++) {
        struct constants constants = {fixture, {0}};

        assert_int_equal(virtual_settings_list(note_constant, &constants), ERROR_SUCCESS);
        for (i = 0; i < CONSTANT; i++) {
            missed += constants.seen[i] == 0;
            doubled += constants.seen[i] > 1;
        }
    }
    churn.is_over = 1;
    assert_int_equal(WaitForSingleObject(thread, 60000), WAIT_OBJECT_0);
    CloseHandle(thread);
    for (i = 0; i < CONSTANT; i++) {
        constant_name(fixture, i, name);
        virtual_fixture_remove(name);
    }
    assert_int_equal(missed, 0);
    assert_int_equal(doubled, 0);
}

static void list__memory_runs_out__nothing_leaks(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct names names = {fixture->name, 0, 0, 0};
    DWORD error = ERROR_NOT_ENOUGH_MEMORY;
    long nth;

    for (nth = 1; error; nth++) {
        names.seen = 0;
        base_alloc_fail_nth(nth);
        error = virtual_settings_list(note, &names);
        base_alloc_fail_nth(0);
        if (error) assert_int_equal(error, ERROR_NOT_ENOUGH_MEMORY);
        assert_int_equal(base_alloc_live(), fixture->live_before);
    }
    assert_true(nth > 2);
    assert_int_equal(names.seen, 1);
}

/* The machine's settings: what the user has not configured. */
static void list__machine_and_user__the_user_comes_first(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct names names = {fixture->name, 0, 0, 0};
    struct virtual_settings *settings;
    HKEY all, key;

    if (RegCreateKeyExW(HKEY_LOCAL_MACHINE, L"Software\\OpenIMAPI2\\VirtualRecorders", 0, NULL, 0,
                        KEY_ALL_ACCESS | KEY_WOW64_64KEY, NULL, &all, NULL)) {
        print_message("this user may not write the machine's settings\n");
        skip();
    }
    key = fixture_subkey(all, fixture->name);
    fixture_set_text(key, L"Folder", L"C:\\machine");
    assert_int_equal(virtual_settings_list(note, &names), ERROR_SUCCESS);
    assert_int_equal(names.seen, 1);
    settings = open_settings(fixture);
    assert_int_equal(wcscmp(virtual_settings_peek(settings)->folder, fixture->folder), 0);
    virtual_settings_close(settings);
    virtual_fixture_remove(fixture->name);
    names.seen = 0;
    assert_int_equal(virtual_settings_list(note, &names), ERROR_SUCCESS);
    assert_int_equal(names.seen, 1);
    settings = open_settings(fixture);
    assert_int_equal(wcscmp(virtual_settings_peek(settings)->folder, L"C:\\machine"), 0);
    virtual_settings_close(settings);
    RegCloseKey(key);
    RegDeleteKeyW(all, fixture->name);
    RegCloseKey(all);
}

static void open__memory_runs_out__anywhere__nothing_leaks(void **state)
{
    static const uint8_t value[] = {0x00, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
    struct virtual_fixture *fixture = *state;
    HKEY replies = fixture_subkey(fixture->key, L"Replies"), faults = fixture_subkey(fixture->key, L"Faults");
    struct virtual_settings *settings;
    long nth;

    fixture_set_bytes(fixture->key, L"Inquiry", value, sizeof value);
    fixture_set_bytes(fixture->key, L"Features", value, sizeof value);
    fixture_set_bytes(fixture->key, L"ModePages", value, sizeof value);
    fixture_set_bytes(replies, L"00", value, sizeof value);
    fixture_set_bytes(faults, L"0", value, sizeof value);
    fixture_set_text(fixture->key, L"Media", L"image");
    fixture_set_text(fixture->key, L"Image", L"C:\\x.iso");
    RegCloseKey(replies);
    RegCloseKey(faults);
    for (nth = 1;; nth++) {
        DWORD error;

        base_alloc_fail_nth(nth);
        error = virtual_settings_open(fixture->name, &settings);
        base_alloc_fail_nth(0);
        if (error == ERROR_SUCCESS) break;
        assert_int_equal(error, ERROR_NOT_ENOUGH_MEMORY);
        assert_null(settings);
        assert_int_equal(base_alloc_live(), fixture->live_before);
    }
    assert_in_range(nth, 9, 30);
    virtual_settings_close(settings);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, virtual_fixture_setup, virtual_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(open__nothing_but_a_folder__our_own_drive_and_an_empty_tray),
        CASE(open__everything__is_as_the_layout_says),
        CASE(open__nonsense__is_no_recorder),
        CASE(open__string_of_odd_length__ends_where_it_ends),
        CASE(open__media__by_name),
        CASE(open__media__with_its_options),
        CASE(refresh__serials__tell_what_to_read_again),
        CASE(refresh__memory_runs_out__reads_it_the_next_time),
        CASE(list__configured__each_once),
        CASE(list__one_comes_and_goes_meanwhile__the_others_are_all_there),
        CASE(list__memory_runs_out__nothing_leaks),
        CASE(list__machine_and_user__the_user_comes_first),
        CASE(open__memory_runs_out__anywhere__nothing_leaks),
    };

    return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
