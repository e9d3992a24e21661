/* Repeats a step with a fault at the first, second, ... place until none is met, and checks what is left behind. */
#include "hostile/sweep.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "com/com_fixture.h"
#include "com/module.h"
#include "hostile/ole_heap.h"
#include "hostile/surface_by_hand.h"
#include "imapi2/disc_master2.h"

enum { POINTS_MAX = 2000, VIOLATIONS_SHOWN = 60, SETTLE_MS = 60000, SETTLES_MAX = 3 };

static unsigned long violations;

/* One method that is swept. */
struct subject {
    const struct sweep_world *world;
    const struct sweep_fault *faults;
    size_t fault_count;
    const struct sweep_fault *fault; /* the one that is swept now */
    struct sweep_counts *counts;
    const struct hostile_object *object;
    const struct surface_interface *iface;
    const struct surface_method *method;
    enum surface_way way;
    bool has_texts; /* ISupportErrorInfo says that failures of this interface have one */
    long nth;
};

/* The module's count between two lives. A program may hold the module all the while: the least count that was seen. */
static LONG quiet_count;

static const struct sweep_fault *armed;
static long armed_nth;

unsigned long sweep_take_violations(void)
{
    unsigned long count = violations;

    violations = 0;
    return count;
}

void sweep_add_violation(void)
{
    violations++;
}

static void violated(const struct subject *subject, const char *rule, const struct surface_result *result)
{
    if (++violations > VIOLATIONS_SHOWN) return;
    print_error("%s, %s::%s%s, %s %ld%s%s: %s: 0x%08lX %.200s\n", subject->object->name, subject->iface->name,
                subject->method->name, subject->way == SURFACE_BY_DISPATCH ? " by Invoke" : "", subject->fault->name,
                subject->nth, subject->fault->where ? " of " : "",
                subject->fault->where ? subject->fault->where(subject->fault->context) : "", rule,
                (unsigned long)result->hr, result->text);
}

static void arm(bool is_running)
{
    armed->set(armed->context, is_running ? armed_nth : 0);
}

struct life {
    long live, ole_live;
    LONG module_count;
    IUnknown *object, *iface;
};

/* A thread of ours (of events) ends by itself, soon, and may have to give back something that lives in this apartment.
 * What never comes right is waited for a few times only (`failures` counts them), since the test has failed then.
 */
static void wait_until(bool (*is_right)(const struct life *), const struct life *life, int *failures)
{
    DWORD began_ms = GetTickCount();
    MSG message;

    while (!is_right(life)) {
        if (*failures == SETTLES_MAX || GetTickCount() - began_ms >= SETTLE_MS) {
            if (*failures < SETTLES_MAX) ++*failures;
            return;
        }
        MsgWaitForMultipleObjects(0, NULL, FALSE, 1, QS_ALLINPUT);
        while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE))
            DispatchMessageW(&message);
    }
}

static bool is_quiet(const struct life *life)
{
    (void)life;
    return com_module_count() <= quiet_count;
}

static bool is_settled(const struct life *life)
{
    return com_module_count() == life->module_count && base_alloc_live() == life->live;
}

/* What a thread of the life before still holds must not count as there from the start. */
static void await_quiet(void)
{
    static int failures;

    wait_until(is_quiet, NULL, &failures);
    if (com_module_count() < quiet_count) quiet_count = com_module_count();
}

static void begin_life(const struct subject *subject, struct life *life)
{
    SetErrorInfo(0, NULL);
    if (subject->world->refresh) subject->world->refresh(subject->world->context);
    await_quiet();
    life->live = base_alloc_live();
    life->ole_live = ole_heap_live();
    life->module_count = com_module_count();
    life->object = hostile_object_make(subject->object, subject->world->source, subject->world->clock);
    assert_hr(IUnknown_QueryInterface(life->object, &subject->iface->iid, (void **)&life->iface), S_OK);
}

static void settle(const struct life *life)
{
    static int failures;

    wait_until(is_settled, life, &failures);
}

static void end_life(const struct subject *subject, struct life *life, const struct surface_result *result)
{
    char where[400];

    IUnknown_Release(life->iface);
    IUnknown_Release(life->object);
    SetErrorInfo(0, NULL);
    settle(life);
    if (com_module_count() != life->module_count) violated(subject, "an object stays alive", result);
    if (base_alloc_live() != life->live) violated(subject, "leaks memory of ours", result);
    if (ole_heap_live() != life->ole_live) violated(subject, "leaks memory of OLE", result);
    if (!HeapValidate(GetProcessHeap(), 0, NULL)) violated(subject, "the heap is damaged", result);
    snprintf(where, sizeof where, "%s, %s::%s, %s %ld", subject->object->name, subject->iface->name,
             subject->method->name, subject->fault->name, subject->nth);
    if (subject->world->check) subject->world->check(subject->world->context, where);
}

/* nth 0: nothing fails. */
static void call(const struct subject *subject, const struct life *life, long nth, struct surface_result *result)
{
    armed = subject->fault;
    armed_nth = nth;
    surface_arm = nth ? arm : NULL;
    surface_call(life->iface, subject->method, subject->way, result);
    surface_arm = NULL;
    surface_result_clear(result);
}

static bool is_same(const struct surface_result *one, const struct surface_result *other)
{
    return one->hr == other->hr && strcmp(one->text, other->text) == 0;
}

static void judge(const struct subject *subject, bool has_failed, const struct surface_result *broken,
                  const struct surface_result *unbroken)
{
    const struct sweep_fault *fault = subject->fault;

    if (!broken->is_defined) violated(subject, "outputs are undefined", broken);
    if (SUCCEEDED(broken->hr) && broken->has_error_info) violated(subject, "succeeds and leaves error info", broken);
    if (FAILED(broken->hr) && subject->has_texts && !broken->has_error_info && !fault->may_lack_text) {
        violated(subject, "fails without a word", broken);
    }
    if (is_same(broken, unbroken)) {
        if (has_failed && SUCCEEDED(broken->hr) && fault->must_show &&
            fault->must_show(fault->context, subject->method)) {
            violated(subject, "succeeds all the same", broken);
        }
        return;
    }
    if (fault->hits_host && subject->way == SURFACE_BY_DISPATCH && broken->hr == unbroken->hr) return;
    if (SUCCEEDED(broken->hr) && broken->hr == unbroken->hr &&
        !(fault->allows_other && fault->allows_other(fault->context, subject->method, broken, unbroken))) {
        violated(subject, "succeeds with something else", broken);
    } else if (broken->hr != unbroken->hr && !fault->allows(fault->context, subject->method, broken, unbroken)) {
        violated(subject, "ends in a way that is not documented", broken);
    }
}

/* One fault, n = 1, 2, ... False: it never hit. */
static bool sweep_points(struct subject *subject, const struct surface_result *first,
                         const struct surface_result *second)
{
    static struct surface_result broken, again;
    struct life life;
    bool has_failed;

    subject->nth = 0;
    do {
        subject->nth++;
        assert_true(subject->nth < POINTS_MAX);
        begin_life(subject, &life);
        call(subject, &life, subject->nth, &broken);
        has_failed = subject->fault->has_failed(subject->fault->context);
        judge(subject, has_failed, &broken, first);
        /* As if the broken call had never been, or as if it had been the first. */
        call(subject, &life, 0, &again);
        if (!is_same(&again, first) && !is_same(&again, second) &&
            !(is_same(&again, &broken) && subject->fault->is_remembered &&
              subject->fault->is_remembered(subject->fault->context, subject->method))) {
            violated(subject, "the object is not usable afterwards", &again);
        }
        end_life(subject, &life, &broken);
        if (has_failed) subject->counts->points++;
    } while (has_failed);
    return subject->nth > 1;
}

static bool has_texts(const struct life *life, const struct surface_interface *iface)
{
    ISupportErrorInfo *support;
    bool has;

    if (FAILED(IUnknown_QueryInterface(life->object, &IID_ISupportErrorInfo, (void **)&support))) return false;
    has = ISupportErrorInfo_InterfaceSupportsErrorInfo(support, &iface->iid) == S_OK;
    ISupportErrorInfo_Release(support);
    return has;
}

static void sweep_method(void *context, const struct hostile_object *object, const struct surface_interface *iface,
                         const struct surface_method *method, enum surface_way way)
{
    static struct surface_result first, second;
    struct subject *subject = context;
    struct life life;
    size_t i;

    if (way == SURFACE_BY_DISPATCH && subject->world->skips_dispatch) return;
    subject->object = object;
    subject->iface = iface;
    subject->method = method;
    subject->way = way;
    subject->nth = 0;
    subject->fault = &subject->faults[0];
    subject->counts->methods++;
    begin_life(subject, &life);
    subject->has_texts = !(method->by_hand && method->by_hand->is_anothers) && has_texts(&life, iface);
    call(subject, &life, 0, &first);
    call(subject, &life, 0, &second);
    end_life(subject, &life, &second);
    for (i = 0; i < subject->fault_count; i++) {
        subject->fault = &subject->faults[i];
        if (!sweep_points(subject, &first, &second)) break;
    }
}

static void call_once(void *context, const struct hostile_object *object, const struct surface_interface *iface,
                      const struct surface_method *method, enum surface_way way)
{
    static struct surface_result result;
    struct subject *subject = context;
    struct life life;

    subject->object = object;
    subject->iface = iface;
    subject->method = method;
    subject->way = way;
    begin_life(subject, &life);
    call(subject, &life, 0, &result);
    IUnknown_Release(life.iface);
    IUnknown_Release(life.object);
}

void sweep_all(const struct sweep_world *world, const struct sweep_fault *faults, size_t fault_count, bool is_cold,
               struct sweep_counts *counts)
{
    struct subject subject;
    struct hostile_visit once = {call_once, &subject, world->skipped_state, world->depth};
    struct hostile_visit visit = {sweep_method, &subject, world->skipped_state, world->depth};
    IUnknown *anchor = NULL;

    memset(&subject, 0, sizeof subject);
    subject.world = world;
    subject.faults = faults;
    subject.fault = faults;
    subject.fault_count = fault_count;
    subject.counts = counts;
    if (!is_cold) {
        assert_hr(master_create(world->source, world->clock, &IID_IUnknown, (void **)&anchor), S_OK);
    }
    quiet_count = com_module_count();
    if (!is_cold) hostile_objects_walk(world->source, world->clock, &once);
    hostile_objects_walk(world->source, world->clock, &visit);
    if (anchor) IUnknown_Release(anchor);
}
