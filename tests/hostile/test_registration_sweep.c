/* Each registry call that registration makes fails once, in a registry of this program's own. Whatever fails: it is
 * told in words, and removing the registration afterwards leaves the registry as it was, with what others had in it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "base/text.h"
#include "com/com_fixture.h"
#include "com/registry_snapshot.h"
#include "server/registration.h"
#include "server/registry.h"
#include "hostile/os_fault.h"

#define OWN_REGISTRY L"Software\\OpenIMAPI2-registration-sweep"
#define CLASSES      L"Software\\Classes\\"
#define RECORDER     L"{2735412D-7F64-5B0F-8F00-5D77AFBE261E}"

/* Every point up to the first of these, then so many apart: a registration makes about a thousand calls. */
enum { EACH_UP_TO = 20, STEP = 29, POINTS_MAX = 20000 };

typedef HRESULT (*change)(const struct registration *registration, struct text *explanation);

static HKEY own_registry;
static const struct registry user = {HKEY_CURRENT_USER, 0};

static void set(const WCHAR *key, const WCHAR *name, const WCHAR *text)
{
    HKEY handle;

    assert_int_equal(RegCreateKeyExW(HKEY_LOCAL_MACHINE, key, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &handle, NULL), 0);
    assert_int_equal(RegSetValueExW(handle, name, 0, REG_SZ, (const BYTE *)text, (DWORD)(wcslen(text) + 1) * 2), 0);
    RegCloseKey(handle);
}

/* A slimmed Windows: keys of a server whose file is gone, which come back when ours goes. */
static void begin_registry(void)
{
    assert_int_equal(
        RegCreateKeyExW(HKEY_CURRENT_USER, OWN_REGISTRY, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &own_registry, NULL), 0);
    assert_int_equal(RegOverridePredefKey(HKEY_LOCAL_MACHINE, own_registry), 0);
    set(CLASSES L"CLSID\\" RECORDER, NULL, L"Somebody's recorder");
    set(CLASSES L"CLSID\\" RECORDER L"\\InprocServer32", NULL, L"C:\\gone\\imapi2.dll");
    set(CLASSES L"CLSID\\" RECORDER L"\\InprocServer32", L"ThreadingModel", L"Free");
    set(CLASSES L"IMAPI2.MsftDiscRecorder2\\CLSID", NULL, RECORDER);
    set(CLASSES L"Interface\\{00000000-0000-0000-C000-000000000046}", NULL, L"IUnknown");
    set(L"Software\\Somebody", L"Value", L"stays");
}

static struct snapshot take(void)
{
    struct snapshot snapshot = {NULL, 0, 0};

    snapshot_add(&snapshot, HKEY_LOCAL_MACHINE, 0, L"", L"Software");
    snapshot_sort(&snapshot);
    return snapshot;
}

static bool is_as(const struct snapshot *before)
{
    struct snapshot now = take();
    bool is_same = now.count == before->count;
    size_t i;

    for (i = 0; is_same && i < now.count; i++)
        is_same = lstrcmpW(now.lines[i], before->lines[i]) == 0;
    snapshot_free(&now);
    return is_same;
}

/* The nth call of this change fails. False: there are not so many. */
static bool change_with_fault(change make, long nth, DWORD error, HRESULT *hr, char explanation[1024])
{
    struct registration registration = {&server_module, HKEY_LOCAL_MACHINE, REGISTRATION_NATIVE_VIEW,
                                        L"C:\\ours\\imapi2.dll", false};
    struct text text = text_in(explanation, 1024);

    os_fault_set(nth, error);
    *hr = make(&registration, &text);
    os_fault_set(0, 0);
    return nth && os_fault_has_hit();
}

static unsigned long wrong, points;

static void wrongly(const char *what, long nth, HRESULT hr)
{
    if (wrong++ < 40) print_error("call %ld, %s: %s (0x%08lX)\n", nth, os_fault_function(), what, (unsigned long)hr);
}

static void remove_all(void)
{
    char explanation[1024];
    HRESULT hr;

    change_with_fault(registration_remove, 0, 0, &hr, explanation);
    assert_hr(hr, S_OK);
}

static void judge(HRESULT hr, const char *explanation, long nth, DWORD error)
{
    if (FAILED(hr) && hr != HRESULT_FROM_WIN32(error) && hr != E_OUTOFMEMORY) wrongly("another error", nth, hr);
    if (FAILED(hr) && !explanation[0]) wrongly("fails without a word", nth, hr);
}

/* prepare: unbroken, before each. */
static void sweep(change broken, change prepare, const struct snapshot *before, DWORD error)
{
    char explanation[1024];
    HRESULT hr;
    long nth;

    for (nth = 1;; nth += nth < EACH_UP_TO ? 1 : STEP) {
        long live = base_alloc_live(), handles = os_fault_open_handles();

        assert_true(nth < POINTS_MAX);
        if (prepare) {
            change_with_fault(prepare, 0, 0, &hr, explanation);
            assert_hr(hr, S_OK);
        }
        if (!change_with_fault(broken, nth, error, &hr, explanation)) break;
        points++;
        judge(hr, explanation, nth, error);
        remove_all();
        if (base_alloc_live() != live || os_fault_open_handles() != handles) wrongly("leaks", nth, hr);
        if (!is_as(before)) {
            wrongly("the registry is not as it was", nth, hr);
            /* Begin anew, so that one fault is told once. */
            RegOverridePredefKey(HKEY_LOCAL_MACHINE, NULL);
            RegCloseKey(own_registry);
            assert_int_equal(registry_delete_tree(&user, OWN_REGISTRY), 0);
            begin_registry();
            assert_true(is_as(before));
        }
    }
    remove_all();
    assert_true(is_as(before));
}

static void each_registry_call__fails__is_told_and_can_be_taken_back(void **state)
{
    static const DWORD errors[] = {ERROR_ACCESS_DENIED, ERROR_NO_SYSTEM_RESOURCES};
    struct snapshot before;
    size_t i;

    (void)state;
    begin_registry();
    before = take();
    for (i = 0; i < ARRAYSIZE(errors); i++) {
        sweep(registration_write, NULL, &before, errors[i]);
        sweep(registration_remove, registration_write, &before, errors[i]);
    }
    snapshot_free(&before);
    RegOverridePredefKey(HKEY_LOCAL_MACHINE, NULL);
    RegCloseKey(own_registry);
    registry_delete_tree(&user, OWN_REGISTRY);
    print_message("[ sweep    ] registration: %lu points\n", points);
    assert_int_equal(wrong, 0);
    assert_true(points > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_registry_call__fails__is_told_and_can_be_taken_back),
    };

    return cmocka_run_group_tests_name("registration_sweep", tests, com_fixture_begin, com_fixture_end);
}
