/* Each call to the operating system that each method of each object of imapi2fs.dll makes fails once: files and folders
 * of this computer, the stash file, the type library, COM.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "com/com_fixture.h"
#include "hostile/os_fault.h"
#include "hostile/sweep.h"

/* Calls that may fail without a word, since the method knows what to do without them. All others must show. */
static const struct quiet_row {
    const char *function; /* as os_fault_function says */
    const char *method;   /* NULL: any */
    bool changes;         /* what comes out */
    const char *why;
} quiet_rows[] = {
    {"CreateErrorInfo", NULL, false, "without memory for the text there is none"},
    {"FormatMessageW", NULL, false, "likewise"},
    {"GetEnvironmentVariableW", NULL, true, "SOURCE_DATE_EPOCH is not set then"},
    {"ReadFile", "CopyTo", false, "read once more: what stays broken shows then"},
};

static const struct quiet_row *quiet_row(const struct surface_method *method)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(quiet_rows); i++) {
        if (strcmp(quiet_rows[i].function, os_fault_function()) == 0 &&
            (!quiet_rows[i].method || strcmp(quiet_rows[i].method, method->name) == 0))
            return &quiet_rows[i];
    }
    return NULL;
}

static void set(void *context, long nth)
{
    const DWORD *error = context;

    os_fault_set(nth, *error);
}

static bool has_failed(void *context)
{
    (void)context;
    return os_fault_has_hit();
}

static const char *where(void *context)
{
    (void)context;
    return os_fault_function();
}

/* Any failure of the documented ones; the text says what the system said. */
static bool allows(void *context, const struct surface_method *method, const struct surface_result *broken,
                   const struct surface_result *unbroken)
{
    (void)method, (void)unbroken;
    if (strcmp(os_fault_function(), "GetFileType") == 0 && broken->hr == HRESULT_FROM_WIN32(ERROR_BAD_FILE_TYPE))
        return true; /* what is not known to be a disk's file is none */
    switch (broken->hr) {
    case E_OUTOFMEMORY:
    case (HRESULT)0xC0AAB110: /* IMAPI_E_INVALID_PATH */
    case (HRESULT)0xC0AAB12A: /* IMAPI_E_DATA_STREAM_CREATE_FAILURE */
    case (HRESULT)0xC0AAB12B: /* IMAPI_E_DIRECTORY_READ_FAILURE */
    case (HRESULT)0xC0AAB129: /* IMAPI_E_DATA_STREAM_READ_FAILURE */
    case (HRESULT)0xC0AAB140: /* IMAPI_E_INVALID_WORKING_DIRECTORY */
        return true;
    default:
        return broken->hr == HRESULT_FROM_WIN32(*(const DWORD *)context);
    }
}

static bool allows_other(void *context, const struct surface_method *method, const struct surface_result *broken,
                         const struct surface_result *unbroken)
{
    const struct quiet_row *row = quiet_row(method);

    (void)context, (void)broken, (void)unbroken;
    return row && row->changes;
}

static bool must_show(void *context, const struct surface_method *method)
{
    (void)context;
    return !quiet_row(method);
}

static long handles;

static void refresh(void *context)
{
    (void)context;
    handles = os_fault_open_handles();
}

static void check(void *context, const char *place)
{
    (void)context;
    if (os_fault_open_handles() == handles) return;
    print_error("%s: %ld handles are left open after a failed %s\n", place, os_fault_open_handles() - handles,
                os_fault_function());
    handles = os_fault_open_handles();
    sweep_add_violation();
}

static void each_system_call__fails__is_told_and_nothing_is_left(void **state)
{
    static DWORD errors[] = {ERROR_ACCESS_DENIED, ERROR_NO_SYSTEM_RESOURCES};
    struct com_fixture *fixture = *state;
    struct sweep_world world = {&fixture->source, &fixture->clock.clock, refresh, check, NULL, true, NULL, HOSTILE_ALL};
    struct sweep_fault faults[ARRAYSIZE(errors)];
    struct sweep_counts counts = {0, 0};
    size_t i;

    for (i = 0; i < ARRAYSIZE(errors); i++) {
        struct sweep_fault fault = {.name = i ? "no resources" : "access denied",
                                    .set = set,
                                    .has_failed = has_failed,
                                    .allows = allows,
                                    .where = where,
                                    .allows_other = allows_other,
                                    .must_show = must_show,
                                    .is_remembered = NULL,
                                    .may_lack_text = true,
                                    .context = &errors[i]};

        faults[i] = fault;
    }
    sweep_all(&world, faults, ARRAYSIZE(faults), false, &counts);
    print_message("[ sweep    ] system calls: %lu points in %lu methods\n", counts.points, counts.methods);
    assert_int_equal(sweep_take_violations(), 0);
    assert_true(counts.points > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_system_call__fails__is_told_and_nothing_is_left, com_fixture_setup,
                                        com_fixture_teardown),
    };

    /* A new item of an image is dated: two of them are compared. */
    SetEnvironmentVariableW(L"SOURCE_DATE_EPOCH", L"1000000000");
    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
