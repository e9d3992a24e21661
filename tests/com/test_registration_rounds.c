/* server/registration.c many times: registered and taken back, by turns of every kind, it leaves nothing. A part of its
 * own. OPENIMAPI2_ROUNDS asks for another number of rounds than 200: before a release it is 1,000.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "com/registration_fixture.h"

enum { ROUNDS = 200, COMPARE_EVERY = 50 };

static void plain(void)
{
    write_view(REGISTRATION_NATIVE_VIEW, MODULE);
    remove_view(REGISTRATION_NATIVE_VIEW);
}

static void both_views(void)
{
    write_view(REGISTRATION_X64, L"C:\\x64\\imapi2.dll");
    write_view(REGISTRATION_X86, L"C:\\x86\\imapi2.dll");
    remove_view(REGISTRATION_X64);
    remove_view(REGISTRATION_X86);
}

static void moved(void)
{
    write_view(REGISTRATION_NATIVE_VIEW, L"D:\\old\\imapi2.dll");
    write_view(REGISTRATION_NATIVE_VIEW, L"E:\\new\\imapi2.dll");
    remove_view(REGISTRATION_NATIVE_VIEW);
}

static void beside_a_server(const WCHAR *server)
{
    REGSAM view = view_flags[REGISTRATION_NATIVE_VIEW];

    set_text(HKEY_LOCAL_MACHINE, view, CLASSES L"CLSID\\" RECORDER L"\\InprocServer32", NULL, REG_SZ, server);
    plain();
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"CLSID\\" RECORDER L"\\InprocServer32", NULL, server);
    delete_tree(view, CLASSES L"CLSID\\" RECORDER);
}

static void beside_a_live_server(void)
{
    beside_a_server(L"C:\\windows\\system32\\kernel32.dll");
}

static void beside_a_dead_server(void)
{
    beside_a_server(L"C:\\nowhere\\imapi2.dll");
}

static void registration__many_rounds__leave_the_registry_as_it_was(void **state)
{
    /* A 32-bit system has one view. */
    void (*const kinds[])(void) = {plain, has_two_views() ? both_views : plain, moved, beside_a_live_server,
                                   beside_a_dead_server};
    const char *wish = getenv("OPENIMAPI2_ROUNDS");
    int round, rounds = wish ? atoi(wish) : ROUNDS;
    struct before *before = *state;

    assert_true(rounds >= (int)ARRAYSIZE(kinds));
    for (round = 0; round < rounds; round++) {
        kinds[round % ARRAYSIZE(kinds)]();
        if (round < (int)ARRAYSIZE(kinds) || round % COMPARE_EVERY == 0) assert_as_before(state);
    }
    assert_whole_as_before(&before->whole, HKEY_LOCAL_MACHINE);
    print_message("[ sweep    ] rounds: %d\n", rounds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(registration__many_rounds__leave_the_registry_as_it_was),
    };

    return cmocka_run_group_tests(tests, take_out, put_back);
}
