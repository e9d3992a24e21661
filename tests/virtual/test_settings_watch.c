/* virtual/settings_watch.c: the watch of the virtual recorders, on a thread of the test's own. Other tests may change
 * recorders of theirs meanwhile: only the fixture's count here.
 */
#include "virtual_fixture.h"

#include <string.h>
#include <wchar.h>

#include "base/alloc.h"
#include "virtual/virtual_source.h"
#include "support/import.h"

enum { DEADLINE_MS = 120000 };

struct watched {
    struct device_source *source;
    struct device_watch *watch;
    HANDLE thread, changed;
    const char *id;
    volatile LONG added, removed;
};

static struct watched watched;

struct start {
    void (*run)(void *context);
    void *context;
};

static DWORD WINAPI begin(void *context)
{
    struct start *start = context;

    start->run(start->context);
    return 0;
}

static bool start_thread(void (*run)(void *context), void *context)
{
    static struct start start;

    start.run = run;
    start.context = context;
    watched.thread = CreateThread(NULL, 0, begin, &start, 0, NULL);
    return watched.thread != NULL;
}

/* What the system refuses the watching thread when it is about to watch the key with the recorders in it. */
enum refused { REFUSED_NOTHING, REFUSED_KEY, REFUSED_EVENT, REFUSED_NOTIFICATION };

static enum refused refused;
static DWORD main_thread;
static bool is_at_recorders; /* the watching thread's last key to watch is that one */
static HANDLE has_refused;   /* set when it was refused what it is to do without */

typedef LSTATUS(WINAPI *open_key)(HKEY, LPCWSTR, DWORD, REGSAM, PHKEY);
typedef HANDLE(WINAPI *create_event)(LPSECURITY_ATTRIBUTES, BOOL, BOOL, LPCWSTR);
typedef LSTATUS(WINAPI *notify_change)(HKEY, BOOL, DWORD, HANDLE, BOOL);

static void *real(const char *library, const char *function)
{
    return (void *)GetProcAddress(GetModuleHandleA(library), function);
}

static LSTATUS WINAPI open_key_or_not(HKEY key, LPCWSTR path, DWORD options, REGSAM access, PHKEY opened)
{
    if (GetCurrentThreadId() != main_thread && access == (KEY_NOTIFY | KEY_WOW64_64KEY)) {
        is_at_recorders = key == HKEY_CURRENT_USER && wcsstr(path, L"VirtualRecorders");
        if (is_at_recorders && refused == REFUSED_KEY) {
            SetEvent(has_refused);
            return ERROR_NO_SYSTEM_RESOURCES;
        }
    }
    return ((open_key)real("advapi32", "RegOpenKeyExW"))(key, path, options, access, opened);
}

static HANDLE WINAPI create_event_or_not(LPSECURITY_ATTRIBUTES security, BOOL manual, BOOL set, LPCWSTR name)
{
    if (GetCurrentThreadId() != main_thread && is_at_recorders && refused == REFUSED_EVENT) {
        SetEvent(has_refused);
        SetLastError(ERROR_NO_SYSTEM_RESOURCES);
        return NULL;
    }
    return ((create_event)real("kernel32", "CreateEventW"))(security, manual, set, name);
}

static LSTATUS WINAPI notify_change_or_not(HKEY key, BOOL subkeys, DWORD changes, HANDLE event, BOOL asynchronous)
{
    if (is_at_recorders && refused == REFUSED_NOTIFICATION) {
        SetEvent(has_refused);
        return ERROR_NO_SYSTEM_RESOURCES;
    }
    return ((notify_change)real("advapi32", "RegNotifyChangeKeyValue"))(key, subkeys, changes, event, asynchronous);
}

extern open_key const imported_open_key IMPORT(RegOpenKeyExW, 20);
extern create_event const imported_create_event IMPORT(CreateEventW, 16);
extern notify_change const imported_notify_change IMPORT(RegNotifyChangeKeyValue, 20);
open_key const imported_open_key = open_key_or_not;
create_event const imported_create_event = create_event_or_not;
notify_change const imported_notify_change = notify_change_or_not;

static void notice(void *context, enum device_change change, const char *id)
{
    assert_ptr_equal(context, &watched);
    if (strcmp(id, watched.id) != 0) return;
    InterlockedIncrement(change == DEVICE_ADDED ? &watched.added : &watched.removed);
    SetEvent(watched.changed);
}

static void begin_watch(const char *id)
{
    struct drive_failure failure;

    memset(&watched, 0, sizeof watched);
    watched.id = id;
    watched.changed = CreateEventW(NULL, FALSE, FALSE, NULL);
    assert_int_equal(virtual_source_create(NULL, NULL, &watched.source, &failure), DRIVE_OK);
    assert_int_equal(
        watched.source->ops->watch(watched.source, start_thread, notice, &watched, &watched.watch, &failure), DRIVE_OK);
}

static void end_watch(void)
{
    watched.source->ops->close(watched.source); /* the watch may outlive it */
    watched.watch->ops->close(watched.watch);
    assert_int_equal(WaitForSingleObject(watched.thread, DEADLINE_MS), WAIT_OBJECT_0);
    CloseHandle(watched.thread);
    CloseHandle(watched.changed);
}

static void expect(LONG added, LONG removed)
{
    while (watched.added < added || watched.removed < removed) {
        if (WaitForSingleObject(watched.changed, DEADLINE_MS) != WAIT_OBJECT_0) break;
    }
    assert_int_equal(watched.added, added);
    assert_int_equal(watched.removed, removed);
}

static void watch__recorders_come_and_go__once_each(void **state)
{
    struct virtual_fixture *fixture = *state;
    char id[DEVICE_ID_SIZE];
    LONG round;

    fixture_id(L"vt-watched", id);
    begin_watch(id);
    for (round = 1; round <= 5; round++) {
        virtual_fixture_add(fixture, L"vt-watched");
        expect(round, round - 1);
        virtual_fixture_remove(L"vt-watched");
        expect(round, round);
    }
    end_watch();
}

/* Its settings make no sense before it has a folder. */
static void watch__recorder_written_value_by_value__is_told_when_whole(void **state)
{
    struct virtual_fixture *fixture = *state;
    char id[DEVICE_ID_SIZE];

    fixture_id(fixture->name, id);
    assert_int_equal(RegDeleteValueW(fixture->key, L"Folder"), ERROR_SUCCESS);
    begin_watch(id);
    fixture_set_number(fixture->key, L"MediaSerial", 7);
    Sleep(300);
    expect(0, 0);
    fixture_set_text(fixture->key, L"Folder", fixture->folder);
    expect(1, 0);
    end_watch();
}

/* Another name in INQUIRY is another device. */
static void watch__identity_changes__one_goes_and_another_comes(void **state)
{
    static const uint8_t inquiry[36] = {0x05, 0x80, 0x05, 0x02, 0x1f, 0, 0, 0, 'O', 'T', 'H', 'E', 'R'};
    struct virtual_fixture *fixture = *state;
    char id[DEVICE_ID_SIZE];

    fixture_id(fixture->name, id);
    begin_watch(id);
    fixture_set_bytes(fixture->key, L"Inquiry", inquiry, sizeof inquiry);
    expect(0, 1);
    RegDeleteValueW(fixture->key, L"Inquiry");
    expect(1, 1);
    end_watch();
}

/* Then it looks from time to time. */
static void watch__system_refuses_to_notify__recorders_are_told_all_the_same(void **state)
{
    struct virtual_fixture *fixture = *state;
    char id[DEVICE_ID_SIZE];

    main_thread = GetCurrentThreadId();
    has_refused = CreateEventW(NULL, FALSE, FALSE, NULL);
    fixture_id(L"vt-watched", id);
    for (refused = REFUSED_KEY; refused <= REFUSED_NOTIFICATION; refused++) {
        ResetEvent(has_refused);
        begin_watch(id);
        assert_int_equal(WaitForSingleObject(has_refused, DEADLINE_MS), WAIT_OBJECT_0);
        Sleep(300); /* it waits; should it not yet, it sees the recorder even so */
        virtual_fixture_add(fixture, L"vt-watched");
        expect(1, 0);
        virtual_fixture_remove(L"vt-watched");
        expect(1, 1);
        end_watch();
    }
    refused = REFUSED_NOTHING;
    CloseHandle(has_refused);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, virtual_fixture_setup, virtual_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(watch__recorders_come_and_go__once_each),
        CASE(watch__recorder_written_value_by_value__is_told_when_whole),
        CASE(watch__identity_changes__one_goes_and_another_comes),
        CASE(watch__system_refuses_to_notify__recorders_are_told_all_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
