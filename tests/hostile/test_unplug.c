/* The drive is unplugged at command k of a flow, for every k, and plugged in again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "com/com_fixture.h"
#include "imapi2/disc_recorder2.h"
#include "hostile/command_fault.h"
#include "hostile/objects.h"
#include "hostile/ole_heap.h"

#define GONE         ((HRESULT)0x80070037) /* HRESULT_FROM_WIN32(ERROR_DEV_NOT_EXIST), as the methods' pages say */
#define NOT_LOCKED   ((HRESULT)0x80070001)
#define NOT_DISABLED ((HRESULT)0x80070016)

enum { STEPS_MAX = 40, COMMANDS_MAX = 100 };

/* A client's work with one recorder, by the methods' names. */
static const char *const inspection[] = {
    "InitializeDiscRecorder",
    "get_VendorId",
    "get_SupportedFeaturePages",
    "get_CurrentFeaturePages",
    "get_SupportedProfiles",
    "get_CurrentProfiles",
    "get_SupportedModePages",
    "get_DeviceCanLoadMedia",
    "get_ExclusiveAccessOwner",
    "EjectMedia",
    "CloseTray",
    NULL,
};
static const char *const locked_work[] = {
    "InitializeDiscRecorder",
    "AcquireExclusiveAccess",
    "DisableMcn",
    "get_SupportedProfiles",
    "EjectMedia",
    "get_CurrentProfiles",
    "CloseTray",
    "EnableMcn",
    "ReleaseExclusiveAccess",
    NULL,
};
static const char *const *const flows[] = {inspection, locked_work};

static struct breaking_drive breaking;
static struct com_fixture *fixture;

/* All of the device is gone with the command that met it. */
static void answer(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply)
{
    static const struct fixture_answer gone = {DRIVE_GONE, ERROR_DEV_NOT_EXIST, NULL};

    command_fault_answer(script, command, reply);
    if (!breaking.hits) return;
    fixture->id_count = 0;
    fixture->holder = NULL; /* the system frees what an unplugged device had */
    fixture->number = fixture->volume_name = fixture->volume_paths = fixture->acquire = fixture->release =
        fixture->owner = fixture->disable = fixture->enable = gone;
}

static void plug_in(void)
{
    static const struct fixture_answer well = {DRIVE_OK, 0, NULL};

    memset(&breaking, 0, sizeof breaking);
    fixture->script.otherwise = answer;
    fixture->script.context = &breaking;
    fixture->id_count = 1;
    fixture->identity.status = DRIVE_UNSUPPORTED; /* the drive is asked who it is: a command more */
    fixture->number = fixture->volume_name = fixture->volume_paths = fixture->acquire = fixture->release =
        fixture->owner = fixture->disable = fixture->enable = well;
    script_again(&fixture->script);
}

static void unplug_at(size_t command)
{
    static struct command_fault gone = {
        .name = "gone", .hr = GONE, .outcome = SCSI_LOST, .failure = SCSI_FAILURE_DEVICE_GONE};

    breaking.fault = &gone;
    breaking.breaks_onwards = true;
    breaking.nth = command;
}

static HRESULT call(IUnknown *recorder, const char *name)
{
    static struct surface_result result;
    const struct surface_method *method;
    IUnknown *iface;

    method = surface_find(recorder, name, &iface);
    assert_non_null(method);
    surface_call(iface, method, SURFACE_BY_VTABLE, &result);
    surface_result_clear(&result);
    IUnknown_Release(iface);
    if (!result.is_defined) fail_msg("%s: outputs are undefined", name);
    if (FAILED(result.hr) && !result.has_error_info) fail_msg("%s: fails without a word", name);
    return result.hr;
}

static IUnknown *new_recorder(void)
{
    IUnknown *recorder;

    assert_hr(recorder_create(&fixture->source, &fixture->clock.clock, &IID_IUnknown, (void **)&recorder), S_OK);
    return recorder;
}

/* What a step may say once the device is gone: what is known without the drive, E_FAIL where that is the only code, or
 * gone.
 */
static bool is_expected(const char *step, HRESULT hr)
{
    if (strcmp(step, "get_VendorId") == 0) return hr == S_OK;
    if (strcmp(step, "get_DeviceCanLoadMedia") == 0) return hr == E_FAIL || hr == S_OK; /* remembered */
    if (strcmp(step, "InitializeDiscRecorder") == 0) return hr == HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
    if (strcmp(step, "ReleaseExclusiveAccess") == 0 && hr == NOT_LOCKED) return true; /* was not taken any more */
    if (strcmp(step, "EnableMcn") == 0 && hr == NOT_DISABLED) return true;
    return hr == GONE;
}

static size_t run_unbroken(const char *const *flow, IUnknown *recorder)
{
    size_t i, before = fixture->script.sent_count;

    for (i = 0; flow[i]; i++) {
        HRESULT hr = call(recorder, flow[i]);

        if (hr != S_OK) fail_msg("%s: 0x%08lX with the drive plugged in", flow[i], (unsigned long)hr);
    }
    return fixture->script.sent_count - before;
}

static void unplug_during(const char *const *flow, size_t command)
{
    IUnknown *recorder = new_recorder();
    IUnknown *other;
    bool was_told = false;
    size_t i;

    plug_in();
    unplug_at(command);
    for (i = 0; flow[i]; i++) {
        bool was_gone = breaking.hits != 0;
        HRESULT hr = call(recorder, flow[i]);

        if (!breaking.hits) {
            assert_hr(hr, S_OK);
        } else if (!was_gone) {
            was_told = true;
            if (hr != GONE && !(strcmp(flow[i], "get_DeviceCanLoadMedia") == 0 && hr == E_FAIL)) {
                fail_msg("%s, command %u: 0x%08lX when it goes", flow[i], (unsigned)command, (unsigned long)hr);
            }
            /* An object that could not be initialized has no device that could be gone. */
            if (strcmp(flow[i], "InitializeDiscRecorder") == 0) break;
        } else if (!is_expected(flow[i], hr)) {
            fail_msg("%s after command %u: 0x%08lX when it is gone", flow[i], (unsigned)command, (unsigned long)hr);
        }
    }
    assert_true(was_told);

    /* Back again. Another one has the drive at once, whatever the first still believes; then the first, by initializing
     * it.
     */
    plug_in();
    other = new_recorder();
    assert_hr(call(other, "InitializeDiscRecorder"), S_OK);
    assert_hr(call(other, "AcquireExclusiveAccess"), S_OK);
    assert_hr(call(other, "ReleaseExclusiveAccess"), S_OK);
    run_unbroken(flow, recorder);
    run_unbroken(flow, other);
    IUnknown_Release(other);
    IUnknown_Release(recorder);
    assert_null(fixture->holder);
    assert_int_equal(fixture->closes, fixture->opens);
}

static void each_command_of_each_flow__the_drive_is_unplugged__is_told_and_works_when_it_is_back(void **state)
{
    size_t flow, command, commands, unpluggings = 0;
    long live;
    IUnknown *recorder;

    fixture = *state;
    for (flow = 0; flow < ARRAYSIZE(flows); flow++) {
        plug_in();
        recorder = new_recorder();
        commands = run_unbroken(flows[flow], recorder);
        IUnknown_Release(recorder);
        assert_true(commands > 3);
        for (command = 1; command <= commands; command++) {
            live = base_alloc_live();
            unplug_during(flows[flow], command);
            assert_int_equal(base_alloc_live(), live);
            unpluggings++;
        }
    }
    print_message("unplugged and replugged %u times in %u flows\n", (unsigned)unpluggings, (unsigned)ARRAYSIZE(flows));
}

/* While it holds the drive and never noticed otherwise: the call that notices is the last that is refused. */
static void holder_unplugged__initializes_again_without_releasing(void **state)
{
    IUnknown *recorder;

    fixture = *state;
    plug_in();
    recorder = new_recorder();
    assert_hr(call(recorder, "InitializeDiscRecorder"), S_OK);
    assert_hr(call(recorder, "AcquireExclusiveAccess"), S_OK);
    assert_hr(call(recorder, "DisableMcn"), S_OK);
    assert_hr(call(recorder, "InitializeDiscRecorder"), E_IMAPI_RECORDER_LOCKED);
    unplug_at(fixture->script.sent_count + 1);
    assert_hr(call(recorder, "get_CurrentProfiles"), GONE);
    plug_in();
    assert_hr(call(recorder, "InitializeDiscRecorder"), S_OK);
    assert_hr(call(recorder, "ReleaseExclusiveAccess"), NOT_LOCKED);
    assert_hr(call(recorder, "EnableMcn"), NOT_DISABLED);
    IUnknown_Release(recorder);
}

#define FIXTURE_TEST(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(each_command_of_each_flow__the_drive_is_unplugged__is_told_and_works_when_it_is_back),
        FIXTURE_TEST(holder_unplugged__initializes_again_without_releasing),
    };

    return cmocka_run_group_tests_name("unplug", tests, hostile_begin, hostile_end);
}
