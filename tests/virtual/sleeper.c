/* Sleep, in its place in the import table. */
#include "sleeper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/import.h"

enum { DEADLINE_MS = 120000 };

static struct {
    HANDLE thread, sleeps, may_wake;
    DWORD id, wanted_ms;
    bool has_slept, sleeps_on;
} sleeper;

static void WINAPI watched_sleep(DWORD ms)
{
    if (GetCurrentThreadId() != sleeper.id || sleeper.has_slept) {
        SleepEx(ms, FALSE);
        return;
    }
    sleeper.has_slept = true;
    sleeper.wanted_ms = ms;
    SetEvent(sleeper.sleeps);
    if (sleeper.sleeps_on)
        WaitForSingleObject(sleeper.may_wake, DEADLINE_MS);
    else
        SleepEx(ms, FALSE);
}

extern void *const import_of_sleep IMPORT(Sleep, 4);
void *const import_of_sleep = (void *)watched_sleep;

void sleeper_begin(LPTHREAD_START_ROUTINE run, void *context, bool sleeps_on)
{
    HANDLE either[2];

    assert_null(sleeper.thread);
    sleeper.has_slept = false;
    sleeper.sleeps_on = sleeps_on;
    sleeper.sleeps = CreateEventW(NULL, TRUE, FALSE, NULL);
    sleeper.may_wake = CreateEventW(NULL, TRUE, FALSE, NULL);
    sleeper.thread = CreateThread(NULL, 0, run, context, CREATE_SUSPENDED, &sleeper.id);
    assert_non_null(sleeper.sleeps);
    assert_non_null(sleeper.may_wake);
    assert_non_null(sleeper.thread);
    ResumeThread(sleeper.thread);
    either[0] = sleeper.sleeps;
    either[1] = sleeper.thread;
    assert_int_equal(WaitForMultipleObjects(2, either, FALSE, DEADLINE_MS), WAIT_OBJECT_0);
}

DWORD sleeper_wanted_ms(void)
{
    return sleeper.wanted_ms;
}

bool sleeper_is_through(void)
{
    return WaitForSingleObject(sleeper.thread, 0) != WAIT_TIMEOUT;
}

DWORD sleeper_end(void)
{
    DWORD code;

    SetEvent(sleeper.may_wake);
    assert_int_equal(WaitForSingleObject(sleeper.thread, SLEEPER_PATIENCE_MS), WAIT_OBJECT_0);
    assert_true(GetExitCodeThread(sleeper.thread, &code));
    CloseHandle(sleeper.thread);
    CloseHandle(sleeper.sleeps);
    CloseHandle(sleeper.may_wake);
    sleeper.thread = NULL;
    sleeper.id = 0;
    return code;
}
