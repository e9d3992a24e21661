/* Each allocation of each method of each object fails once: ours, and OLE's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "com/class_factory.h"
#include "com/com_fixture.h"
#include "hostile/ole_heap.h"
#include "hostile/sweep.h"
#include "support/plain_drive.h"

/* So many methods have one allocation at least, on the average. Most of those of a stream have none. */
#ifndef METHODS_A_POINT
#define METHODS_A_POINT 4
#endif

static bool is_out_of_memory(void *context, const struct surface_method *method, const struct surface_result *broken,
                             const struct surface_result *unbroken)
{
    (void)context, (void)method, (void)unbroken;
    return broken->hr == E_OUTOFMEMORY;
}

/* ---- ours ---- */

static bool base_has_failed;

static void base_set(void *context, long nth)
{
    (void)context;
    if (base_alloc_fail_nth(nth) == 0 && !nth) base_has_failed = true;
    if (nth) base_has_failed = false;
}

static bool base_failed(void *context)
{
    (void)context;
    return base_has_failed;
}

static const struct sweep_fault base_fault = {
    .name = "allocation", .set = base_set, .has_failed = base_failed, .allows = is_out_of_memory};
/* Without type information there is no method that could fail, only IDispatch. */
static const struct sweep_fault first_fault = {.name = "allocation of the first use",
                                               .set = base_set,
                                               .has_failed = base_failed,
                                               .allows = is_out_of_memory,
                                               .may_lack_text = true};

/* ---- OLE's ---- */

static bool ole_has_failed;

static void ole_set(void *context, long nth)
{
    (void)context;
    if (!nth) ole_has_failed = ole_heap_has_failed();
    ole_heap_fail_nth(nth);
}

static bool ole_failed(void *context)
{
    (void)context;
    return ole_has_failed;
}

static const struct sweep_fault ole_fault = {.name = "OLE allocation",
                                             .set = ole_set,
                                             .has_failed = ole_failed,
                                             .allows = is_out_of_memory,
                                             .hits_host = true,
                                             .may_lack_text = true};

/* ---- the drive ---- */

static struct plain_drive drive;

static void refresh(void *context)
{
    struct com_fixture *fixture = context;

    memset(&drive, 0, sizeof drive);
    fixture->script.otherwise = plain_drive_answer;
    fixture->script.context = &drive;
    script_again(&fixture->script);
}

static void check(void *context, const char *where)
{
    struct com_fixture *fixture = context;

    if (fixture->holder) fail_msg("%s: exclusive access is held", where);
    if (fixture->closes != fixture->opens) fail_msg("%s: a device is open", where);
    if (drive.door_locked) fail_msg("%s: the tray is locked", where);
}

static void sweep(struct com_fixture *fixture, const struct sweep_fault *fault, bool is_cold)
{
    struct sweep_world world = {&fixture->source, &fixture->clock.clock, refresh, check, fixture, false, NULL,
                                HOSTILE_ALL};
    struct sweep_counts counts = {0, 0};

    refresh(fixture);
    sweep_all(&world, fault, 1, is_cold, &counts);
    print_message("[ sweep    ] %s: %lu points in %lu methods\n", fault->name, counts.points, counts.methods);
    assert_int_equal(sweep_take_violations(), 0);
    assert_true(counts.points > counts.methods / METHODS_A_POINT);
}

static void each_allocation__fails__is_out_of_memory_and_nothing_is_left(void **state)
{
    sweep(*state, &base_fault, false);
}

static void each_allocation_of_the_first_use__fails__is_out_of_memory_and_nothing_is_left(void **state)
{
    sweep(*state, &first_fault, true);
}

/* Not of the first use: the host's reader of type libraries would be what is tested. */
static void each_ole_allocation__fails__is_out_of_memory_and_nothing_is_left(void **state)
{
    sweep(*state, &ole_fault, false);
}

static HRESULT create_nothing(const void *context, REFIID iid, void **out)
{
    (void)context, (void)iid;
    *out = NULL;
    return E_FAIL;
}

/* What DllGetClassObject does. */
static void each_allocation_of_a_factory__fails__is_out_of_memory_and_nothing_is_left(void **state)
{
    long live = base_alloc_live();
    IUnknown *factory;
    long nth = 0;
    HRESULT hr;

    (void)state;
    do {
        base_alloc_fail_nth(++nth);
        hr = com_class_factory_create(create_nothing, NULL, &IID_IClassFactory, (void **)&factory);
        base_alloc_fail_nth(0);
        assert_true(hr == E_OUTOFMEMORY ? !factory : hr == S_OK);
        if (factory) IUnknown_Release(factory);
        assert_int_equal(base_alloc_live(), live);
    } while (hr != S_OK);
    assert_true(nth > 1);
}

#define FIXTURE_TEST(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(each_allocation__fails__is_out_of_memory_and_nothing_is_left),
        FIXTURE_TEST(each_allocation_of_the_first_use__fails__is_out_of_memory_and_nothing_is_left),
        FIXTURE_TEST(each_ole_allocation__fails__is_out_of_memory_and_nothing_is_left),
        FIXTURE_TEST(each_allocation_of_a_factory__fails__is_out_of_memory_and_nothing_is_left),
    };

    /* A new item of an image is dated: two of them are compared. */
    SetEnvironmentVariableW(L"SOURCE_DATE_EPOCH", L"1000000000");
    return cmocka_run_group_tests_name("allocation_sweep", tests, hostile_begin, hostile_end);
}
