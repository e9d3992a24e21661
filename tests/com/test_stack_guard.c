/* server/stack_guard.c, linked into this program as into the DLL: a smashed stack ends the process at once, and the
 * guard is another one each time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <windows.h>
#include <cmocka.h>

extern uintptr_t __stack_chk_guard;

/* Writes behind its buffer, where the guard is; comes back as if nothing had happened, or not at all. */
__attribute__((noinline)) static int smash(size_t count)
{
    volatile char buffer[16];
    static size_t i, end; /* not where they are overwritten */

    end = count;
    for (i = 0; i < end; i++)
        buffer[i] = 'x';
    return buffer[0];
}

/* Run this program with an argument; its exit code. */
static DWORD run(const WCHAR *argument)
{
    WCHAR self[MAX_PATH], command[MAX_PATH + 32];
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    DWORD code = 0;

    GetModuleFileNameW(NULL, self, MAX_PATH);
    swprintf(command, ARRAYSIZE(command), L"\"%ls\" %ls", self, argument);
    assert_true(CreateProcessW(self, command, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process));
    assert_int_equal(WaitForSingleObject(process.hProcess, 60000), WAIT_OBJECT_0);
    GetExitCodeProcess(process.hProcess, &code);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    return code;
}

static void stack__smashed__ends_the_process(void **state)
{
    (void)state;
    assert_int_equal(run(L"keep"), 0);
    assert_int_equal(run(L"smash"), 0xC0000409);
}

static void guard__of_three_processes__is_not_the_same(void **state)
{
    DWORD here = (DWORD)__stack_chk_guard, first = run(L"guard"), second = run(L"guard");

    (void)state;
    assert_true(here && first && second);
    assert_true(here != first || first != second);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stack__smashed__ends_the_process),
        cmocka_unit_test(guard__of_three_processes__is_not_the_same),
    };

    if (argc == 2 && !strcmp(argv[1], "keep")) return smash(16) != 'x';
    if (argc == 2 && !strcmp(argv[1], "smash")) return smash(16 + 64) != 'x';
    if (argc == 2 && !strcmp(argv[1], "guard")) return (int)__stack_chk_guard;
    return cmocka_run_group_tests_name("stack_guard", tests, NULL, NULL);
}
