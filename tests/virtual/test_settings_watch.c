/* virtual/settings_watch.c: the watch of the virtual recorders, on a thread of the test's own. Other tests may change recorders of
 * theirs meanwhile: only the bench's count here.
 */
#include "virtual_bench.h"

#include <string.h>

#include "base/alloc.h"
#include "virtual/virtual_source.h"

enum { DEADLINE_MS = 60000 };

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
    struct virtual_bench *bench = *state;
    char id[DEVICE_ID_SIZE];
    LONG round;

    bench_id(L"vt-watched", id);
    begin_watch(id);
    for (round = 1; round <= 5; round++) {
        virtual_bench_add(bench, L"vt-watched");
        expect(round, round - 1);
        virtual_bench_remove(L"vt-watched");
        expect(round, round);
    }
    end_watch();
}

/* Its settings make no sense before it has a folder. */
static void watch__recorder_written_value_by_value__is_told_when_whole(void **state)
{
    struct virtual_bench *bench = *state;
    char id[DEVICE_ID_SIZE];

    bench_id(bench->name, id);
    assert_int_equal(RegDeleteValueW(bench->key, L"Folder"), ERROR_SUCCESS);
    begin_watch(id);
    bench_set_number(bench->key, L"MediaSerial", 7);
    Sleep(300);
    expect(0, 0);
    bench_set_text(bench->key, L"Folder", bench->folder);
    expect(1, 0);
    end_watch();
}

/* Another name in INQUIRY is another device. */
static void watch__identity_changes__one_goes_and_another_comes(void **state)
{
    static const uint8_t inquiry[36] = {0x05, 0x80, 0x05, 0x02, 0x1f, 0, 0, 0, 'O', 'T', 'H', 'E', 'R'};
    struct virtual_bench *bench = *state;
    char id[DEVICE_ID_SIZE];

    bench_id(bench->name, id);
    begin_watch(id);
    bench_set_bytes(bench->key, L"Inquiry", inquiry, sizeof inquiry);
    expect(0, 1);
    RegDeleteValueW(bench->key, L"Inquiry");
    expect(1, 1);
    end_watch();
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, virtual_bench_setup, virtual_bench_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(watch__recorders_come_and_go__once_each),
        CASE(watch__recorder_written_value_by_value__is_told_when_whole),
        CASE(watch__identity_changes__one_goes_and_another_comes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
