/* virtual/state_file.c: slots, damage, other versions, what stands in the file's place. */
#include "virtual_fixture.h"

#include <string.h>
#include <wchar.h>

#include "virtual/state_file.h"

static HANDLE open_state(const struct virtual_fixture *fixture)
{
    HANDLE file;

    assert_int_equal(state_file_open(fixture->folder, true, &file), ERROR_SUCCESS);
    return file;
}

static void save(HANDLE file, struct sim_record *record, uint32_t mark)
{
    record->media_serial = mark;
    assert_int_equal(state_file_save(file, record), ERROR_SUCCESS);
}

/* Overwrite bytes of the file, as somebody who does not know what they are. */
static void damage(HANDLE file, DWORD at, uint8_t value, DWORD count)
{
    uint8_t bytes[SIM_SLOT_BYTES];
    OVERLAPPED where = {.Offset = at};
    DWORD written;

    memset(bytes, value, sizeof bytes);
    assert_true(WriteFile(file, bytes, count, &written, &where));
}

static void load__new_file__is_no_state(void **state)
{
    HANDLE file = open_state(*state);
    struct sim_record record;

    memset(&record, 0x55, sizeof record);
    assert_int_equal(state_file_load(file, &record), ERROR_SUCCESS);
    assert_int_equal(record.sequence, 0);
    assert_int_equal(record.media_serial, 0);
    CloseHandle(file);
}

static void save__load__gives_it_back_and_takes_turns(void **state)
{
    HANDLE file = open_state(*state);
    struct sim_record record = {0}, loaded;
    uint32_t mark;

    sim_state_reset(&record.state, SIM_MEDIUM_DVD_R);
    record.state.tray_open = true;
    record.fault_serial = 0x89abcdef;
    for (mark = 1; mark <= 5; mark++) {
        save(file, &record, mark);
        assert_int_equal(record.sequence, mark);
        assert_int_equal(state_file_load(file, &loaded), ERROR_SUCCESS);
        assert_int_equal(loaded.sequence, mark);
        assert_int_equal(loaded.media_serial, mark);
        assert_int_equal(loaded.fault_serial, 0x89abcdef);
        assert_int_equal(loaded.state.medium, SIM_MEDIUM_DVD_R);
        assert_true(loaded.state.tray_open);
    }
    assert_int_equal(GetFileSize(file, NULL), 8192);
    CloseHandle(file);
}

/* The slot's head, the same on every architecture. */
static void save__layout__is_fixed(void **state)
{
    static const uint8_t head[] = {'O', 'I', 'R',  'V',  2,    0,    0, 0, 1, 0, 0,   0,   0,   0,
                                   0,   0,   0x78, 0x56, 0x34, 0x12, 7, 0, 0, 0, 'O', 'S', 'I', 'M'};
    HANDLE file = open_state(*state);
    struct sim_record record = {0};
    uint8_t bytes[sizeof head];
    OVERLAPPED second_slot = {.Offset = 4096};
    DWORD count;

    sim_state_reset(&record.state, SIM_MEDIUM_NONE);
    record.fault_serial = 7;
    save(file, &record, 0x12345678);
    assert_true(ReadFile(file, bytes, sizeof bytes, &count, &second_slot)); /* sequence 1 */
    assert_memory_equal(bytes, head, sizeof head);
    CloseHandle(file);
}

/* Whoever dies while it writes a slot leaves the other: whichever byte was the last. */
static void load__writer_died__the_state_before_counts(void **state)
{
    HANDLE file = open_state(*state);
    struct sim_record record = {0}, loaded;
    DWORD cut;

    sim_state_reset(&record.state, SIM_MEDIUM_CD_R);
    save(file, &record, 1);
    save(file, &record, 2); /* in slot 0 */
    for (cut = 0; cut < SIM_SLOT_BYTES; cut += 97) {
        struct sim_record next = record;

        save(file, &next, 3); /* in slot 1 */
        damage(file, SIM_SLOT_BYTES + cut, 0xee, SIM_SLOT_BYTES - cut);
        assert_int_equal(state_file_load(file, &loaded), ERROR_SUCCESS);
        assert_int_equal(loaded.sequence, 2);
        assert_int_equal(loaded.media_serial, 2);
    }
    /* And the next one writes there again. */
    save(file, &loaded, 4);
    assert_int_equal(state_file_load(file, &loaded), ERROR_SUCCESS);
    assert_int_equal(loaded.media_serial, 4);
    CloseHandle(file);
}

/* As after a load, so also without one in between. */
static void save__behind_the_highest_sequence__each_is_the_newest(void **state)
{
    HANDLE file = open_state(*state);
    struct sim_record record = {.sequence = UINT64_MAX - 1}, loaded;
    uint32_t serial;

    sim_state_reset(&record.state, SIM_MEDIUM_CD_R);
    for (serial = 1; serial <= 4; serial++) {
        save(file, &record, serial);
        assert_int_equal(state_file_load(file, &loaded), ERROR_SUCCESS);
        assert_int_equal(loaded.media_serial, serial);
        assert_true(loaded.sequence == record.sequence);
    }
    CloseHandle(file);
}

static void load__both_slots_damaged__is_no_state(void **state)
{
    HANDLE file = open_state(*state);
    struct sim_record record = {0}, loaded;

    sim_state_reset(&record.state, SIM_MEDIUM_CD_R);
    save(file, &record, 1);
    save(file, &record, 2);
    damage(file, 100, 0x5a, 1);
    damage(file, 4096 + 100, 0x5a, 1);
    assert_int_equal(state_file_load(file, &loaded), ERROR_SUCCESS);
    assert_int_equal(loaded.sequence, 0);
    CloseHandle(file);
}

/* What cannot be read may be a state all the same. */
static void load__cannot_be_read__is_an_error(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct sim_record record = {0}, loaded;
    HANDLE file = open_state(fixture), blind;
    wchar_t path[MAX_PATH];

    sim_state_reset(&record.state, SIM_MEDIUM_CD_R);
    save(file, &record, 1);
    fixture_path(fixture, L"state.bin", path);
    blind = CreateFileW(path, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    assert_ptr_not_equal(blind, INVALID_HANDLE_VALUE);
    memset(&loaded, 0x55, sizeof loaded);
    assert_int_equal(state_file_load(blind, &loaded), ERROR_ACCESS_DENIED);
    assert_int_equal(loaded.sequence, 0);
    CloseHandle(blind);
    CloseHandle(file);
}

static void store_bytes(HANDLE file, DWORD at, const uint8_t *bytes, DWORD count)
{
    OVERLAPPED where = {.Offset = at};
    DWORD written;

    assert_true(WriteFile(file, bytes, count, &written, &where));
}

/* A state that a newer version stored may hold a burned disc: it is refused, and stays as it is. */
static void load__of_a_newer_version__is_refused_and_left_alone(void **state)
{
    /* Slot 1, version 3, sequence 1, and otherwise empty. CRC-32 of ISO 3309, by another program (Python's zlib). */
    static const uint8_t head[] = {'O', 'I', 'R', 'V', 3, 0, 0, 0, 1}, checksum[] = {0x28, 0x73, 0x67, 0xfa};
    struct virtual_fixture *fixture = *state;
    struct state_memory memory = {0};
    struct sim_record record;
    HANDLE file = open_state(fixture);

    damage(file, 0, 0, SIM_SLOT_BYTES);
    damage(file, SIM_SLOT_BYTES, 0, SIM_SLOT_BYTES);
    store_bytes(file, SIM_SLOT_BYTES, head, sizeof head);
    store_bytes(file, 2 * SIM_SLOT_BYTES - 4, checksum, sizeof checksum);
    memset(&record, 0x55, sizeof record);
    assert_int_equal(state_file_load(file, &record), ERROR_REVISION_MISMATCH);
    assert_int_equal(record.sequence, 0);
    assert_int_equal(state_file_refresh(file, &memory), ERROR_REVISION_MISMATCH);
    assert_int_equal(state_file_refresh(file, &memory), ERROR_REVISION_MISMATCH);
    CloseHandle(file);
}

static void keep(HANDLE file, struct state_memory *memory, uint32_t mark)
{
    struct sim_record record = memory->record;

    record.media_serial = mark;
    assert_int_equal(state_file_keep(file, memory, &record), ERROR_SUCCESS);
}

/* Two programs with a memory of their own: each sees at once what the other saved, and reads no more when there is
 * nothing new.
 */
static void refresh__somebody_else_saved__is_seen(void **state)
{
    HANDLE files[2] = {open_state(*state), open_state(*state)};
    struct state_memory memories[2] = {{.is_known = false}, {.is_known = false}};
    uint32_t mark, who = 0;

    for (mark = 1; mark <= 40; mark++) {
        who = mark * 7 / 4 & 1; /* one, sometimes twice or more */
        assert_int_equal(state_file_refresh(files[who], &memories[who]), ERROR_SUCCESS);
        assert_int_equal(memories[who].record.media_serial, mark - 1);
        keep(files[who], &memories[who], mark);
        assert_int_equal(state_file_refresh(files[who], &memories[who]), ERROR_SUCCESS);
        assert_int_equal(memories[who].record.media_serial, mark);
    }
    /* From the memory: what damages the slot that counts is not noticed, since nobody has saved. */
    assert_true(memories[who].is_known);
    damage(files[who], mark % 2 ? 100 : SIM_SLOT_BYTES + 100, 0x5a, 1);
    assert_int_equal(state_file_refresh(files[who], &memories[who]), ERROR_SUCCESS);
    assert_int_equal(memories[who].record.media_serial, 40);
    CloseHandle(files[0]);
    CloseHandle(files[1]);
}

/* A program dies while it writes the next slot, and another one writes there after it: with the same number. */
static void refresh__writer_died_and_another_saved__is_seen(void **state)
{
    HANDLE file = open_state(*state);
    struct state_memory mine = {0}, others = {0};
    struct sim_record torn;

    assert_int_equal(state_file_refresh(file, &mine), ERROR_SUCCESS);
    keep(file, &mine, 1);
    keep(file, &mine, 2); /* in slot 0 */
    torn = mine.record;
    save(file, &torn, 3);
    damage(file, SIM_SLOT_BYTES + 1000, 0xee, 100); /* slot 1 has its number, and is not whole */
    assert_int_equal(state_file_refresh(file, &mine), ERROR_SUCCESS);
    assert_int_equal(mine.record.media_serial, 2);
    assert_int_equal(state_file_refresh(file, &others), ERROR_SUCCESS);
    keep(file, &others, 4);
    assert_int_equal(state_file_refresh(file, &mine), ERROR_SUCCESS);
    assert_int_equal(mine.record.media_serial, 4);
    CloseHandle(file);
}

/* A state that could not be saved is not remembered either. */
static void keep__cannot_be_written__is_forgotten(void **state)
{
    struct virtual_fixture *fixture = *state;
    struct state_memory memory = {0};
    struct sim_record record;
    HANDLE file = open_state(fixture), deaf;
    wchar_t path[MAX_PATH];

    assert_int_equal(state_file_refresh(file, &memory), ERROR_SUCCESS);
    keep(file, &memory, 1);
    keep(file, &memory, 2);
    fixture_path(fixture, L"state.bin", path);
    deaf = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    assert_ptr_not_equal(deaf, INVALID_HANDLE_VALUE);
    record = memory.record;
    record.media_serial = 3;
    assert_int_equal(state_file_keep(deaf, &memory, &record), ERROR_ACCESS_DENIED);
    assert_int_equal(state_file_refresh(file, &memory), ERROR_SUCCESS);
    assert_int_equal(memory.record.media_serial, 2);
    CloseHandle(deaf);
    CloseHandle(file);
}

static void load__slot_in_the_wrong_place__does_not_count(void **state)
{
    HANDLE file = open_state(*state);
    struct sim_record record = {0}, loaded;
    uint8_t slot[SIM_SLOT_BYTES];
    OVERLAPPED first = {0}, second = {.Offset = SIM_SLOT_BYTES};
    DWORD count;

    sim_state_reset(&record.state, SIM_MEDIUM_CD_R);
    save(file, &record, 1);
    assert_true(ReadFile(file, slot, sizeof slot, &count, &second));
    assert_true(WriteFile(file, slot, sizeof slot, &count, &first));
    damage(file, SIM_SLOT_BYTES, 0, SIM_SLOT_BYTES);
    assert_int_equal(state_file_load(file, &loaded), ERROR_SUCCESS);
    assert_int_equal(loaded.sequence, 0);
    CloseHandle(file);
}

static void open__not_to_be_made__says_that_there_is_none(void **state)
{
    struct virtual_fixture *fixture = *state;
    HANDLE file;
    wchar_t nowhere[MAX_PATH];

    assert_int_equal(state_file_open(fixture->folder, false, &file), ERROR_FILE_NOT_FOUND);
    assert_ptr_equal(file, INVALID_HANDLE_VALUE);
    fixture_path(fixture, L"nowhere", nowhere);
    assert_int_not_equal(state_file_open(nowhere, false, &file), ERROR_SUCCESS);
}

/* A folder that was deleted is made anew; one whose parent is missing is not. */
static void open__folder_missing__is_made(void **state)
{
    struct virtual_fixture *fixture = *state;
    wchar_t folder[MAX_PATH];
    HANDLE file;

    fixture_path(fixture, L"new", folder);
    assert_int_equal(state_file_open(folder, true, &file), ERROR_SUCCESS);
    CloseHandle(file);
    fixture_path(fixture, L"missing\\new", folder);
    assert_int_not_equal(state_file_open(folder, true, &file), ERROR_SUCCESS);
}

static void open__something_else_in_its_place__is_refused(void **state)
{
    struct virtual_fixture *fixture = *state;
    wchar_t path[MAX_PATH];
    HANDLE file;

    fixture_path(fixture, L"state.bin", path);
    assert_true(CreateDirectoryW(path, NULL));
    assert_int_not_equal(state_file_open(fixture->folder, true, &file), ERROR_SUCCESS);
    assert_ptr_equal(file, INVALID_HANDLE_VALUE);
    fixture_path(fixture, L"file", path);
    fixture_write_file(path, "x", 1);
    assert_int_not_equal(state_file_open(path, true, &file), ERROR_SUCCESS);
}

static void lock__somebody_has_it__waits_no_longer_than_told(void **state)
{
    HANDLE first = open_state(*state), second = open_state(*state);
    DWORD began;

    assert_int_equal(state_file_lock(first, 100), ERROR_SUCCESS);
    began = GetTickCount();
    assert_int_equal(state_file_lock(second, 100), ERROR_LOCK_VIOLATION);
    assert_in_range(GetTickCount() - began, 50, 20000);
    state_file_unlock(first);
    assert_int_equal(state_file_lock(second, 100), ERROR_SUCCESS);
    CloseHandle(second); /* gives it back */
    assert_int_equal(state_file_lock(first, 100), ERROR_SUCCESS);
    state_file_unlock(first);
    CloseHandle(first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(load__new_file__is_no_state, virtual_fixture_setup, virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(save__load__gives_it_back_and_takes_turns, virtual_fixture_setup,
                                        virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(save__layout__is_fixed, virtual_fixture_setup, virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(load__writer_died__the_state_before_counts, virtual_fixture_setup,
                                        virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(save__behind_the_highest_sequence__each_is_the_newest, virtual_fixture_setup,
                                        virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(load__both_slots_damaged__is_no_state, virtual_fixture_setup,
                                        virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(load__cannot_be_read__is_an_error, virtual_fixture_setup,
                                        virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(load__slot_in_the_wrong_place__does_not_count, virtual_fixture_setup,
                                        virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(open__not_to_be_made__says_that_there_is_none, virtual_fixture_setup,
                                        virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(open__folder_missing__is_made, virtual_fixture_setup, virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(open__something_else_in_its_place__is_refused, virtual_fixture_setup,
                                        virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(lock__somebody_has_it__waits_no_longer_than_told, virtual_fixture_setup,
                                        virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(load__of_a_newer_version__is_refused_and_left_alone, virtual_fixture_setup,
                                        virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(refresh__somebody_else_saved__is_seen, virtual_fixture_setup,
                                        virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(refresh__writer_died_and_another_saved__is_seen, virtual_fixture_setup,
                                        virtual_fixture_teardown),
        cmocka_unit_test_setup_teardown(keep__cannot_be_written__is_forgotten, virtual_fixture_setup,
                                        virtual_fixture_teardown),
    };

    return cmocka_run_group_tests_name("state_file", tests, NULL, NULL);
}
