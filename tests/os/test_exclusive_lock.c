/* os/exclusive_lock.h with the real system: several objects, threads and processes, and what the file's record says. */
#include "lock_fixture.h"

#include "support/import.h"

static void look__before_any_acquire__makes_no_file(void **state)
{
    struct exclusive_lock *lock = open_lock(KEY);
    wchar_t folder[MAX_PATH];

    (void)state;
    assert_true(permits(lock, holder));
    assert_string_equal(holder, "");
    strcpy(holder, "old");
    assert_int_equal(exclusive_lock_get_owner(lock, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "");
    assert_int_equal(exclusive_lock_release(lock, &failure), DRIVE_NOT_LOCKED);
    exclusive_lock_close(lock);
    exclusive_lock_close(NULL);
    join(folder, common, L"OpenIMAPI2");
    assert_false(exists(folder));
    join(folder, user, L"OpenIMAPI2");
    assert_false(exists(folder));
}

static void acquire__held__bars_other_objects_and_says_who(void **state)
{
    struct exclusive_lock *mine = open_lock(KEY);
    struct exclusive_lock *other = open_lock("\\\\?\\WINE#CDROM#Q#{53F56308-B6BF-11D0-94F2-00A0C91EFB8B}");
    struct exclusive_lock *elsewhere = open_lock("\\\\?\\wine#cdrom#r#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}");

    (void)state;
    assert_int_equal(exclusive_lock_acquire(mine, "Burner, 2.0", &failure), DRIVE_OK);
    assert_true(permits(mine, holder));
    assert_string_equal(holder, "");
    assert_false(permits(other, holder));
    assert_string_equal(holder, "Burner, 2.0");
    assert_true(permits(elsewhere, holder));
    assert_int_equal(exclusive_lock_get_owner(mine, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "Burner, 2.0");
    assert_int_equal(exclusive_lock_get_owner(other, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "Burner, 2.0");
    assert_int_equal(exclusive_lock_get_owner(elsewhere, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "");

    assert_int_equal(exclusive_lock_acquire(other, "Late", &failure), DRIVE_LOCKED);
    assert_int_equal(failure.status, DRIVE_LOCKED);
    assert_string_equal(failure.holder, "Burner, 2.0");
    assert_int_equal(exclusive_lock_acquire(mine, "Again", &failure), DRIVE_LOCKED);
    assert_string_equal(failure.holder, "Burner, 2.0");
    assert_int_equal(exclusive_lock_release(other, &failure), DRIVE_NOT_LOCKED);
    assert_false(permits(other, holder));

    assert_int_equal(exclusive_lock_release(mine, &failure), DRIVE_OK);
    assert_int_equal(exclusive_lock_release(mine, &failure), DRIVE_NOT_LOCKED);
    assert_true(permits(other, holder));
    assert_int_equal(exclusive_lock_acquire(other, "Late", &failure), DRIVE_OK);
    assert_false(permits(mine, holder));
    assert_string_equal(holder, "Late");
    exclusive_lock_close(other); /* gives it back */
    assert_true(permits(mine, holder));
    exclusive_lock_close(mine);
    exclusive_lock_close(elsewhere);
}

static DWORD WINAPI acquire_and_end(void *lock)
{
    struct drive_failure own;

    return (DWORD)exclusive_lock_acquire(lock, "Thread", &own);
}

static void acquire__thread_ends__keeps_the_lock(void **state)
{
    struct exclusive_lock *lock = open_lock(KEY);
    struct exclusive_lock *other = open_lock(KEY);
    HANDLE thread = CreateThread(NULL, 0, acquire_and_end, lock, 0, NULL);
    DWORD result = 99;

    (void)state;
    assert_int_equal(WaitForSingleObject(thread, DEADLINE_MS), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &result);
    CloseHandle(thread);
    assert_int_equal(result, DRIVE_OK);
    assert_false(permits(other, holder));
    assert_string_equal(holder, "Thread");
    assert_true(permits(lock, holder));
    assert_int_equal(exclusive_lock_release(lock, &failure), DRIVE_OK);
    assert_true(permits(other, holder));
    exclusive_lock_close(lock);
    exclusive_lock_close(other);
}

enum { LOOKERS = 2 };

static volatile LONG is_over;
static volatile LONG looks[LOOKERS];
static DWORD patient_thread; /* 0: none is */

static void wait_for_looks(void)
{
    LONG before[LOOKERS];
    int i;

    for (i = 0; i < LOOKERS; i++)
        before[i] = looks[i];
    for (i = 0; i < LOOKERS; i++) {
        while (looks[i] == before[i])
            SleepEx(1, FALSE);
    }
}

/* A look lasts a moment, and the pause between two attempts is longer; but a thread that looks may be stopped while it
 * does. The pause ends when each has looked again.
 */
static void WINAPI sleep_until_all_have_looked(DWORD ms)
{
    SleepEx(ms, FALSE);
    if (GetCurrentThreadId() == patient_thread) wait_for_looks();
}

extern void *const import_of_sleep IMPORT(Sleep, 4);
void *const import_of_sleep = (void *)sleep_until_all_have_looked;

static DWORD WINAPI look_for_ever(void *context)
{
    volatile LONG *count = context;
    struct exclusive_lock *lock = NULL;
    struct drive_failure own;
    char who[DRIVE_HOLDER_SIZE];

    if (exclusive_lock_open(KEY, NULL, &lock, &own) != DRIVE_OK) return 1;
    while (!is_over) {
        (void)permits(lock, who);
        InterlockedIncrement(count);
    }
    exclusive_lock_close(lock);
    return 0;
}

/* A look takes the lock for a moment, shared: nobody may be told "locked" for that. */
static void acquire__while_others_look__succeeds(void **state)
{
    struct exclusive_lock *lock = open_lock(KEY);
    HANDLE threads[LOOKERS];
    int i;

    (void)state;
    is_over = 0;
    for (i = 0; i < LOOKERS; i++) {
        threads[i] = CreateThread(NULL, 0, look_for_ever, (void *)&looks[i], 0, NULL);
        assert_non_null(threads[i]);
    }
    wait_for_looks();
    patient_thread = GetCurrentThreadId();
    for (i = 0; i < 100; i++) {
        assert_int_equal(exclusive_lock_acquire(lock, "Busy", &failure), DRIVE_OK);
        assert_true(permits(lock, holder));
        assert_int_equal(exclusive_lock_release(lock, &failure), DRIVE_OK);
    }
    patient_thread = 0;
    InterlockedExchange(&is_over, 1);
    assert_int_equal(WaitForMultipleObjects(LOOKERS, threads, TRUE, DEADLINE_MS), WAIT_OBJECT_0);
    for (i = 0; i < LOOKERS; i++)
        CloseHandle(threads[i]);
    exclusive_lock_close(lock);
}

static volatile LONG inside;
static volatile LONG rounds;
static volatile LONG refusals;
static volatile LONG mistakes;

static DWORD WINAPI take_turns(void *unused)
{
    struct exclusive_lock *lock = NULL;
    struct drive_failure own;
    int done = 0;

    (void)unused;
    if (exclusive_lock_open(KEY, NULL, &lock, &own) != DRIVE_OK) return 1;
    while (done < 25) {
        enum drive_status status = exclusive_lock_acquire(lock, "Turn", &own);

        if (status == DRIVE_LOCKED) {
            InterlockedIncrement(&refusals);
            continue;
        }
        if (status != DRIVE_OK || InterlockedIncrement(&inside) != 1) InterlockedIncrement(&mistakes);
        while (!refusals && !mistakes) /* the first one: until another has tried */
            SleepEx(1, FALSE);
        SleepEx(0, FALSE);
        InterlockedIncrement(&rounds);
        InterlockedDecrement(&inside);
        if (exclusive_lock_release(lock, &own) != DRIVE_OK) InterlockedIncrement(&mistakes);
        done++;
    }
    exclusive_lock_close(lock);
    return 0;
}

static void acquire__four_objects_at_once__one_at_a_time(void **state)
{
    HANDLE threads[4];
    int i;

    (void)state;
    inside = rounds = refusals = mistakes = 0;
    for (i = 0; i < 4; i++)
        threads[i] = CreateThread(NULL, 0, take_turns, NULL, 0, NULL);
    assert_int_equal(WaitForMultipleObjects(4, threads, TRUE, DEADLINE_MS), WAIT_OBJECT_0);
    for (i = 0; i < 4; i++)
        CloseHandle(threads[i]);
    assert_int_equal(rounds, 100);
    assert_int_equal(mistakes, 0);
}

static void get_owner__record_that_says_nothing_sensible__is_cut_or_unknown(void **state)
{
    struct exclusive_lock *lock = open_lock(KEY);
    struct exclusive_lock *holding = open_lock(KEY);
    static const uint8_t nothing[68];
    wchar_t path[MAX_PATH];
    DWORD count;
    HANDLE file;

    (void)state;
    assert_int_equal(exclusive_lock_acquire(holding, "First", &failure), DRIVE_OK);
    lock_file(path, common);
    file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0,
                       NULL);
    SetFilePointer(file, 4, NULL, FILE_BEGIN);
    assert_true(WriteFile(file, nothing, sizeof nothing, &count, NULL));
    assert_int_equal(exclusive_lock_get_owner(lock, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "unknown");
    assert_false(permits(lock, holder));
    assert_string_equal(holder, "");
    assert_int_equal(exclusive_lock_acquire(lock, "Me", &failure), DRIVE_LOCKED);
    assert_string_equal(failure.holder, "");

    SetFilePointer(file, 8, NULL, FILE_BEGIN);
    assert_true(WriteFile(file, "ab\x1B[2J", 6, &count, NULL));
    assert_int_equal(exclusive_lock_get_owner(lock, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "ab");
    SetFilePointer(file, 8, NULL, FILE_BEGIN);
    assert_true(
        WriteFile(file, "0123456789012345678901234567890123456789012345678901234567890123456789", 70, &count, NULL));
    assert_int_equal(exclusive_lock_get_owner(lock, holder, &failure), DRIVE_OK);
    assert_int_equal(strlen(holder), 63);
    CloseHandle(file);
    exclusive_lock_close(holding);
    exclusive_lock_close(lock);
}

/* A claim may stay behind, but never be missing while the drive is held: what comes after it all is free again. */
static void permits__after_refused_and_given_back__is_free_without_a_file(void **state)
{
    struct exclusive_lock *first = open_lock(KEY);
    struct exclusive_lock *second = open_lock(KEY);
    wchar_t path[MAX_PATH];
    HANDLE file;
    OVERLAPPED at = {0};

    (void)state;
    assert_int_equal(exclusive_lock_acquire(first, "First", &failure), DRIVE_OK);
    assert_int_equal(exclusive_lock_acquire(second, "Second", &failure), DRIVE_LOCKED);
    assert_false(permits(second, holder));
    assert_int_equal(exclusive_lock_release(first, &failure), DRIVE_OK);
    assert_true(permits(second, holder));

    /* Nobody has claimed the drive: a lock that none of us took is not even looked at. */
    lock_file(path, common);
    file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0,
                       NULL);
    assert_true(LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at));
    assert_int_equal(permits(second, holder), is_wine());
    CloseHandle(file);
    exclusive_lock_close(first);
    exclusive_lock_close(second);
}

/* Something else has the name under which the claims are shared: a lock that nobody can see must not be taken. */
static void acquire__claims_cannot_be_shared__fails_and_looks_at_the_files(void **state)
{
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, L"Global\\OpenIMAPI2.Claims.1c979c8a4204dea2");
    struct exclusive_lock *alone;
    struct exclusive_lock *holding;

    (void)state;
    assert_non_null(event);
    alone = open_lock(KEY);
    assert_int_equal(exclusive_lock_acquire(alone, "Alone", &failure), is_wine() ? DRIVE_FAILED : DRIVE_OK);
    assert_int_equal(failure.system_error, is_wine() ? ERROR_INVALID_HANDLE : 0);
    (void)exclusive_lock_release(alone, &failure);
    assert_true(permits(alone, holder));
    CloseHandle(event);

    holding = open_lock(KEY);
    assert_int_equal(exclusive_lock_acquire(holding, "Holding", &failure), DRIVE_OK);
    assert_false(permits(alone, holder));
    assert_string_equal(holder, "Holding");
    exclusive_lock_close(holding);
    assert_true(permits(alone, holder));
    exclusive_lock_close(alone);
}

static void open__each_allocation_fails__is_no_memory_and_leaks_nothing(void **state)
{
    struct exclusive_lock *lock = NULL;
    long nth;

    (void)state;
    for (nth = 1; nth <= 5; nth++) {
        base_alloc_fail_nth(nth);
        assert_int_equal(exclusive_lock_open(KEY, NULL, &lock, &failure), DRIVE_NO_MEMORY);
        assert_null(lock);
        assert_int_equal(base_alloc_live(), 0);
    }
    base_alloc_fail_nth(6);
    assert_int_equal(exclusive_lock_open(KEY, NULL, &lock, &failure), DRIVE_OK);
    base_alloc_fail_nth(0);
    exclusive_lock_close(lock);
}

/* The door of an owner that gives the lock back, or that did not lock it, is nobody's heritage. (Owners that die:
 * hostile/test_dead_owner.c.)
 */
static void take_inheritance__record_left_in_an_unlocked_file__needs_a_dead_owner(void **state)
{
    /* As in test_lock_record.c: a process that no system has, behind a locked door. */
    static const uint8_t dead[84] = {
        0xfc, 0xff, 0xff, 0x7f, 'D', 'e', 'a', 'd', [74] = 0xd0, 0x01, [76] = 1, [80] = 0x53, 0x6c, 0x9c, 0x56};
    static const uint8_t forged[84] = {1};
    struct exclusive_lock *lock = open_lock(KEY);
    OVERLAPPED at = {.Offset = 4};
    wchar_t path[MAX_PATH];
    DWORD count;
    HANDLE file;

    (void)state;
    assert_int_equal(exclusive_lock_acquire(lock, "Burner", &failure), DRIVE_OK);
    exclusive_lock_note_door(lock, true);
    assert_int_equal(exclusive_lock_release(lock, &failure), DRIVE_OK);
    assert_false(exclusive_lock_take_inheritance(lock));
    lock_file(path, common);
    file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0,
                       NULL);
    assert_true(WriteFile(file, forged, sizeof forged, &count, &at));
    assert_false(exclusive_lock_take_inheritance(lock));
    assert_true(WriteFile(file, dead, sizeof dead, &count, &at));
    assert_true(exclusive_lock_take_inheritance(lock));
    assert_false(exclusive_lock_take_inheritance(lock)); /* told once */
    assert_true(WriteFile(file, dead, sizeof dead, &count, &at));
    assert_int_equal(exclusive_lock_acquire(lock, "Heir", &failure), DRIVE_OK);
    assert_true(exclusive_lock_take_inheritance(lock));
    assert_false(exclusive_lock_take_inheritance(lock));
    CloseHandle(file);
    exclusive_lock_close(lock);
}

/* ---- several processes ---- */

/* A child that takes the lock, says so through an event, and waits to be killed. */
static int be_the_child(const char *event_name)
{
    struct exclusive_lock *lock = NULL;
    HANDLE ready;

    if (exclusive_lock_open(KEY, NULL, &lock, &failure) != DRIVE_OK) return 1;
    if (exclusive_lock_acquire(lock, "Child process", &failure) != DRIVE_OK) return 2;
    ready = OpenEventA(EVENT_MODIFY_STATE, FALSE, event_name);
    if (!ready) return 4;
    SetEvent(ready);
    CloseHandle(ready);
    Sleep(DEADLINE_MS);
    return 3;
}

static HANDLE start_child(HANDLE *ready)
{
    wchar_t program[MAX_PATH];
    wchar_t command_line[MAX_PATH + 100];
    wchar_t event_name[64];
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;

    _snwprintf(event_name, 64, L"openimapi2-test-%lu", (unsigned long)GetCurrentProcessId());
    *ready = CreateEventW(NULL, TRUE, FALSE, event_name);
    GetModuleFileNameW(NULL, program, MAX_PATH);
    _snwprintf(command_line, MAX_PATH + 100, L"\"%ls\" hold %ls", program, event_name);
    assert_true(CreateProcessW(program, command_line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process));
    CloseHandle(process.hThread);
    return process.hProcess;
}

static void acquire__by_another_process__is_seen_and_ends_with_it(void **state)
{
    struct exclusive_lock *lock = open_lock(KEY);
    HANDLE ready;
    HANDLE child = start_child(&ready);
    HANDLE either[2] = {ready, child};
    DWORD start;

    (void)state;
    assert_int_equal(WaitForMultipleObjects(2, either, FALSE, DEADLINE_MS), WAIT_OBJECT_0);
    CloseHandle(ready);
    assert_false(permits(lock, holder));
    assert_string_equal(holder, "Child process");
    assert_int_equal(exclusive_lock_acquire(lock, "Parent", &failure), DRIVE_LOCKED);
    assert_string_equal(failure.holder, "Child process");
    assert_int_equal(exclusive_lock_get_owner(lock, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "Child process");

    assert_true(TerminateProcess(child, 9));
    assert_int_equal(WaitForSingleObject(child, DEADLINE_MS), WAIT_OBJECT_0);
    start = GetTickCount();
    while (!permits(lock, holder) && GetTickCount() - start < DEADLINE_MS) /* the system may take its time */
        Sleep(10);
    assert_true(permits(lock, holder));
    assert_int_equal(exclusive_lock_get_owner(lock, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "");
    assert_int_equal(exclusive_lock_acquire(lock, "Parent", &failure), DRIVE_OK);
    CloseHandle(child);
    exclusive_lock_close(lock);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, lock_setup, lock_teardown)

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        CASE(look__before_any_acquire__makes_no_file),
        CASE(acquire__held__bars_other_objects_and_says_who),
        CASE(acquire__thread_ends__keeps_the_lock),
        CASE(acquire__while_others_look__succeeds),
        CASE(acquire__four_objects_at_once__one_at_a_time),
        CASE(get_owner__record_that_says_nothing_sensible__is_cut_or_unknown),
        CASE(permits__after_refused_and_given_back__is_free_without_a_file),
        CASE(acquire__claims_cannot_be_shared__fails_and_looks_at_the_files),
        CASE(open__each_allocation_fails__is_no_memory_and_leaks_nothing),
        CASE(take_inheritance__record_left_in_an_unlocked_file__needs_a_dead_owner),
        CASE(acquire__by_another_process__is_seen_and_ends_with_it),
    };

    if (argc == 3 && !strcmp(argv[1], "hold")) return be_the_child(argv[2]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
