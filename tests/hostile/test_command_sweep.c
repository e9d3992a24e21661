/* Each command that each method of each object sends breaks once, in each way that a drive, a bridge or a system knows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "com/com_fixture.h"
#include "com/module.h"
#include "hostile/command_fault.h"
#include "hostile/ole_heap.h"
#include "hostile/sweep.h"

enum { FAULTS_MAX = 200 };

/* clang-format off */
static const struct plain_drive drives[] = {
    {.refuses_46 = false},
    {.is_long = true},
    {.refuses_46 = true},
    {.refuses_46 = true, .has_mode_sense_6 = true},
    {.refuses_starting_feature = true, .has_no_load_feature = true, .refuses_page_3f = true},
};
/* clang-format on */

static struct breaking_drive breaking;
static const struct plain_drive *drive_as_new;
static struct com_fixture *fixture;

static bool is_method(const struct surface_method *method, const char *name)
{
    return strcmp(method->name, name) == 0;
}

static bool is_sense(const struct command_fault *fault, uint8_t key, uint8_t asc)
{
    return fault->response_code == 0x70 && fault->key == key && fault->asc == asc;
}

/* Getters of what is known without the drive, by their documentation, have one code for everything. */
static bool is_cached(const struct surface_method *method)
{
    return is_method(method, "get_DeviceCanLoadMedia");
}

/* Where page 3Fh is refused, the usual pages are asked one by one, and one that is refused is not there. */
static bool is_page_list(const struct surface_method *method)
{
    return is_method(method, "get_SupportedModePages") || is_method(method, "GetSupportedModePages");
}

/* "No" is this question's answer to every drive that does not. */
static bool is_question(const struct surface_method *method)
{
    return is_method(method, "get_IsSupportedEnvironment");
}

/* Raw commands: a sense is a success, and the caller's to read (IDiscRecorder2Ex documentation). */
static bool is_raw(const struct surface_method *method)
{
    return strncmp(method->name, "SendCommand", 11) == 0;
}

static bool is_timeout(const struct command_fault *fault)
{
    return fault->failure == SCSI_FAILURE_TIMEOUT || fault->status == 0x40;
}

/* A refusal after which the same is asked in another way. */
static bool has_other_way(const struct command_fault *fault, const struct surface_method *method)
{
    if (is_cached(method)) { /* feature 0003h, all features, mode page 2Ah */
        return is_sense(fault, 0x5, 0x20) || is_sense(fault, 0x5, 0x24) || is_sense(fault, 0x5, 0x30) ||
               fault->status == 0xEE || is_timeout(fault);
    }
    if (breaking.opcode == 0x5A && is_sense(fault, 0x5, 0x20)) return true; /* by MODE SENSE(6) */
    if (breaking.opcode == 0x1A || breaking.opcode == 0x5A || breaking.opcode == 0x46)
        return is_sense(fault, 0x5, 0x24);
    if (breaking.opcode != 0x1B) return false;
    if (is_sense(fault, 0x2, 0x3A) && fault->ascq == 0x01) return is_method(method, "CloseTray"); /* closed and empty */
    return is_sense(fault, 0x2, 0x04) && fault->ascq == 0x07;
}

/* A list that is cut: what is there was there, in the same order. */
static bool is_sublist(const char *broken, const char *unbroken)
{
    char element[16];
    int length;

    if (*broken++ != '[' || *unbroken != '[') return false;
    while (sscanf(broken, "%15[0-9]%n", element, &length) == 1) {
        while (*unbroken != ']' &&
               !(strncmp(unbroken + 1, element, (size_t)length) == 0 && unbroken[length + 1] == ' ')) {
            unbroken += 1 + strcspn(unbroken + 1, " ]");
        }
        if (*unbroken == ']') return false;
        broken += length + 1;
    }
    return *broken == ']';
}

/* A mode page that is cut, in hexadecimal and with its length behind. */
static bool is_prefix(const char *broken, const char *unbroken)
{
    size_t digits = strcspn(broken, ";");

    return digits && strncmp(broken, unbroken, digits) == 0;
}

static bool allows(void *context, const struct surface_method *method, const struct surface_result *broken,
                   const struct surface_result *unbroken)
{
    const struct command_fault *fault = context;

    (void)unbroken;
    if (is_cached(method) || is_question(method)) return broken->hr == E_FAIL || broken->hr == E_OUTOFMEMORY;
    if (is_raw(method) && fault->response_code) return broken->hr == 0x00AA0200;
    return broken->hr == command_fault_hr(fault, breaking.opcode);
}

static bool allows_other(void *context, const struct surface_method *method, const struct surface_result *broken,
                         const struct surface_result *unbroken)
{
    const struct command_fault *fault = context;

    if (is_question(method)) return broken->text[0] == '0';
    if (is_raw(method)) return fault->effect == COMMAND_FAULT_SHORTENS;
    if (has_other_way(fault, method) && (is_cached(method) || is_page_list(method))) return true;
    if (fault->effect == COMMAND_FAULT_FAILS) return false;
    return is_sublist(broken->text, unbroken->text) ||
           (!strcmp(method->name, "GetModePage") && is_prefix(broken->text, unbroken->text));
}

static bool must_show(void *context, const struct surface_method *method)
{
    const struct command_fault *fault = context;

    return fault->effect == COMMAND_FAULT_FAILS && !has_other_way(fault, method);
}

/* A drive that refuses to say whether it can load a disc has said something; GET CONFIGURATION and MODE SENSE(10) are
 * not sent again where a drive hung at them.
 */
static bool is_remembered(void *context, const struct surface_method *method)
{
    if (is_timeout(context) && (breaking.opcode == 0x46 || breaking.opcode == 0x5A) && !is_raw(method)) return true;
    return is_cached(method) && has_other_way(context, method);
}

static void set(void *context, long nth)
{
    breaking.fault = context;
    if (!nth) {
        breaking.nth = 0;
        return;
    }
    breaking.hits = 0;
    breaking.opcode = 0;
    breaking.nth = fixture->script.sent_count + (size_t)nth;
}

static bool has_failed(void *context)
{
    (void)context;
    return breaking.hits != 0;
}

static void refresh(void *context)
{
    (void)context;
    memset(&breaking, 0, sizeof breaking);
    breaking.drive = *drive_as_new;
    fixture->script.otherwise = command_fault_answer;
    fixture->script.context = &breaking;
    fixture->identity.status = DRIVE_UNSUPPORTED; /* the drive is asked who it is */
    script_again(&fixture->script);
}

static void check(void *context, const char *where)
{
    (void)context;
    if (fixture->holder) fail_msg("%s: exclusive access is held", where);
    if (fixture->closes != fixture->opens) fail_msg("%s: a device is open", where);
    if (breaking.drive.door_locked) fail_msg("%s: the tray is locked", where);
}

static void each_command__breaks_in_each_way__is_told_and_nothing_is_left(void **state)
{
    static struct sweep_fault faults[FAULTS_MAX];
    struct sweep_world world;
    struct sweep_counts counts = {0, 0};
    size_t i;

    fixture = *state;
    assert_true(command_fault_count <= FAULTS_MAX);
    for (i = 0; i < command_fault_count; i++) {
        struct sweep_fault fault = {.name = command_faults[i].name,
                                    .set = set,
                                    .has_failed = has_failed,
                                    .allows = allows,
                                    .allows_other = allows_other,
                                    .must_show = must_show,
                                    .is_remembered = is_remembered,
                                    .context = (void *)(uintptr_t)&command_faults[i]};

        faults[i] = fault;
    }
    world =
        (struct sweep_world){&fixture->source, &fixture->clock.clock, refresh, check, NULL, false, NULL, HOSTILE_ALL};
    for (i = 0; i < ARRAYSIZE(drives); i++) {
        drive_as_new = &drives[i];
        refresh(NULL);
        sweep_all(&world, faults, command_fault_count, false, &counts);
    }
    print_message("[ sweep    ] commands: %lu points (in %u ways) in %lu methods of %u drives\n", counts.points,
                  (unsigned)command_fault_count, counts.methods, (unsigned)ARRAYSIZE(drives));
    assert_int_equal(sweep_take_violations(), 0);
    assert_true(counts.points > 20 * command_fault_count);
}

static DWORD WINAPI hold_the_module(void *parameter)
{
    (void)parameter;
    Sleep(2);
    com_module_release();
    return 0;
}

/* As an event's thread of the life before does that has not ended yet. */
static void refresh_late(void *context)
{
    HANDLE thread;

    refresh(context);
    com_module_add();
    thread = CreateThread(NULL, 0, hold_the_module, NULL, 0, NULL);
    assert_non_null(thread);
    CloseHandle(thread);
}

static void sweep__thread_of_the_life_before__is_no_fault_of_this_one(void **state)
{
    struct sweep_fault fault = {.name = "gone",
                                .set = set,
                                .has_failed = has_failed,
                                .allows = allows,
                                .allows_other = allows_other,
                                .must_show = must_show};
    struct sweep_world world;
    struct sweep_counts counts = {0, 0};
    size_t i;

    fixture = *state;
    for (i = 0; strcmp(command_faults[i].name, "gone"); i++)
        continue;
    fault.context = (void *)(uintptr_t)&command_faults[i];
    world = (struct sweep_world){&fixture->source, &fixture->clock.clock, refresh_late, check, NULL, true, NULL,
                                 HOSTILE_ALL};
    drive_as_new = &drives[0];
    refresh(NULL);
    com_module_add(); /* a program's own reference */
    sweep_all(&world, &fault, 1, false, &counts);
    com_module_release();
    assert_int_equal(sweep_take_violations(), 0);
    assert_true(counts.points > 20);
}

#define FIXTURE_TEST(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(sweep__thread_of_the_life_before__is_no_fault_of_this_one),
        FIXTURE_TEST(each_command__breaks_in_each_way__is_told_and_nothing_is_left),
    };

    return cmocka_run_group_tests_name("command_sweep", tests, hostile_begin, hostile_end);
}
