/* server/registration.c in a registry that is not in order: without rights, with half of the keys, with what others
 * left there. After each the registry is as it was, or registered as a whole.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "com/registration_fixture.h"

#define NATIVE REGISTRATION_NATIVE_VIEW

static HRESULT try_change(HRESULT (*function)(const struct registration *, struct text *), const WCHAR *module,
                          char explanation[512])
{
    return change(function, HKEY_LOCAL_MACHINE, NATIVE, module, explanation, 512);
}

static void our_path(size_t index, WCHAR path[512])
{
    swprintf(path, 512, CLASSES L"%ls", our_keys[index]);
}

/* Takes away every second class, ProgID, interface and so on, beginning with `first`. */
static void delete_half(size_t first)
{
    WCHAR path[512];
    size_t i;

    for (i = first; i < our_key_count; i += 2) {
        our_path(i, path);
        delete_tree(view_flags[NATIVE], path);
    }
}

static void check_half(void **state, size_t first, bool is_written_again)
{
    struct snapshot whole;

    write_view(NATIVE, MODULE);
    whole = take_ours();
    delete_half(first);
    if (is_written_again) {
        write_view(NATIVE, MODULE);
        assert_ours(&whole);
    }
    remove_view(NATIVE);
    assert_as_before(state);
    snapshot_free(&whole);
}

static void registration__half_of_our_keys_are_gone__written_again_it_is_whole(void **state)
{
    check_half(state, 0, true);
    check_half(state, 1, true);
}

static void registration__half_of_our_keys_are_gone__removal_takes_the_rest(void **state)
{
    check_half(state, 0, false);
    check_half(state, 1, false);
}

/* A class that has lost its parts, but not itself. */
static void registration__parts_of_a_class_are_gone__written_again_it_is_whole(void **state)
{
    static const WCHAR *const parts[] = {L"InprocServer32", L"ProgID", L"TypeLib", L"Version"};
    struct snapshot whole;
    WCHAR path[512];
    size_t i;

    write_view(NATIVE, MODULE);
    whole = take_ours();
    for (i = 0; i < ARRAYSIZE(parts); i++) {
        swprintf(path, ARRAYSIZE(path), CLASSES L"CLSID\\" RECORDER L"\\%ls", parts[i]);
        delete_tree(view_flags[NATIVE], path);
    }
    write_view(NATIVE, MODULE);
    assert_ours(&whole);
    snapshot_free(&whole);
    remove_view(NATIVE);
    assert_as_before(state);
}

/* ---------------------------------------------------------------------------------------- what others left there */

/* In every second of the places that can be ours: a value and a key of somebody else, who has no file. */
static void leave_traces(size_t first)
{
    WCHAR path[512];
    size_t i;

    for (i = first; i < our_key_count; i += 2) {
        our_path(i, path);
        set_text(HKEY_LOCAL_MACHINE, view_flags[NATIVE], path, NULL, REG_SZ, L"of another server");
        set_text(HKEY_LOCAL_MACHINE, view_flags[NATIVE], path, L"Their value", REG_EXPAND_SZ, L"%SystemRoot%\\x");
        wcscat(path, L"\\Their key");
        set_text(HKEY_LOCAL_MACHINE, view_flags[NATIVE], path, L"Deep", REG_SZ, L"down");
    }
}

static void check_traces(void **state, size_t first)
{
    struct snapshot theirs;

    leave_traces(first);
    theirs = take_ours();
    write_view(NATIVE, MODULE);
    assert_value(NATIVE, CLASSES L"CLSID\\" RECORDER L"\\InprocServer32", NULL, MODULE);
    assert_value(NATIVE, CLASSES L"CLSID\\" RECORDER L"\\Their key", L"Deep", NULL);
    remove_view(NATIVE);
    assert_ours(&theirs);
    snapshot_free(&theirs);
    delete_half(first);
    assert_as_before(state);
}

static void registration__traces_of_others__come_back_when_ours_goes(void **state)
{
    check_traces(state, 0);
    check_traces(state, 1);
}

/* Over others' traces, and one write after another is refused: theirs are back, ours are none, or our own classes
 * alone.
 */
static void registration_write__refused_over_traces_of_others__theirs_come_back(void **state)
{
    char explanation[512];
    struct snapshot theirs;
    long nth, failures = 0;
    HRESULT hr = E_FAIL;

    leave_traces(0);
    theirs = take_ours();
    for (nth = 1; FAILED(hr); nth += 1 + nth / 4) {
        refused_writes = (struct refusal){0, nth};
        hr = try_change(registration_write, MODULE, explanation);
        refused_writes.at = 0;
        if (FAILED(hr)) {
            failures++;
            assert_hr(hr, E_ACCESSDENIED);
            assert_value(NATIVE, CLASSES L"IMAPI2.MsftDiscRecorder2\\CLSID", NULL, NULL);
            assert_value(NATIVE, CLASSES L"CLSID\\" RECORDER L"\\InprocServer32", NULL, NULL);
        }
        remove_view(NATIVE);
        assert_ours(&theirs);
    }
    assert_true(failures > 15);
    snapshot_free(&theirs);
    delete_half(0);
    assert_as_before(state);
}

/* ------------------------------------------------------------------------------------------------ without rights */

/* Some deletion of the removal is refused: it says so, and once the rights are there the rest goes. */
static void registration_remove__access_denied__says_so_and_can_be_finished(void **state)
{
    char explanation[512];
    HRESULT hr = E_FAIL;
    long nth;

    for (nth = 1; FAILED(hr); nth += 1 + nth / 4) {
        write_view(NATIVE, MODULE);
        refused_deletes = (struct refusal){0, nth};
        hr = try_change(registration_remove, MODULE, explanation);
        refused_deletes.at = 0;
        if (SUCCEEDED(hr)) break;
        assert_hr(hr, E_ACCESSDENIED);
        assert_non_null(strstr(explanation, "HKEY_LOCAL_MACHINE\\Software\\"));
        assert_non_null(strstr(explanation, "administrator"));
        remove_view(NATIVE);
        assert_as_before(state);
    }
    assert_true(nth > 200);
    assert_as_before(state);
}

/* An upgrade that is refused half-way: no class is left that points to the old place in one key and to the new one in
 * another.
 */
static void registration_write__upgrade_refused__nothing_is_mixed(void **state)
{
    char explanation[512];
    HRESULT hr = E_FAIL;
    long nth;

    for (nth = 1; FAILED(hr); nth += 1 + nth / 4) {
        write_view(NATIVE, L"D:\\old\\imapi2.dll");
        refused_writes = (struct refusal){0, nth};
        hr = try_change(registration_write, L"E:\\new\\imapi2.dll", explanation);
        refused_writes.at = 0;
        if (FAILED(hr)) {
            struct snapshot now = take_ours();
            bool is_old = false, is_new = false;
            size_t i;

            for (i = 0; i < now.count; i++) {
                if (wcsstr(now.lines[i], L"software\\openimapi2")) continue; /* what the state remembers */
                is_old = is_old || wcsstr(now.lines[i], L"D:\\old");
                is_new = is_new || wcsstr(now.lines[i], L"E:\\new");
            }
            assert_false(is_old && is_new);
            snapshot_free(&now);
        }
        remove_view(NATIVE);
        assert_as_before(state);
    }
    assert_true(nth > 100);
}

/* Registration writes nothing beside the DLL: it may lie on a disc. */
static void registration_write__read_only_path__is_written_and_the_file_untouched(void **state)
{
    WCHAR folder[MAX_PATH], file[MAX_PATH];
    WIN32_FILE_ATTRIBUTE_DATA before, after;
    HANDLE handle;

    GetTempPathW(MAX_PATH - 40, folder);
    wcscat(folder, L"openimapi2 read only");
    CreateDirectoryW(folder, NULL);
    swprintf(file, ARRAYSIZE(file), L"%ls\\imapi2.dll", folder);
    handle = CreateFileW(file, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_READONLY, NULL);
    assert_true(handle != INVALID_HANDLE_VALUE);
    CloseHandle(handle);
    SetFileAttributesW(folder, FILE_ATTRIBUTE_READONLY);
    assert_true(GetFileAttributesExW(file, GetFileExInfoStandard, &before));

    write_view(NATIVE, file);
    assert_value(NATIVE, CLASSES L"CLSID\\" RECORDER L"\\InprocServer32", NULL, file);
    assert_value(NATIVE, CLASSES L"TypeLib\\" LIBRARY L"\\1.0\\HELPDIR", NULL, folder);
    remove_view(NATIVE);
    assert_as_before(state);

    assert_true(GetFileAttributesExW(file, GetFileExInfoStandard, &after));
    assert_memory_equal(&before.ftLastWriteTime, &after.ftLastWriteTime, sizeof before.ftLastWriteTime);
    SetFileAttributesW(file, FILE_ATTRIBUTE_NORMAL);
    SetFileAttributesW(folder, FILE_ATTRIBUTE_NORMAL);
    assert_true(DeleteFileW(file));
    assert_true(RemoveDirectoryW(folder));
}

/* The last case. */
static void registration__the_whole_run__leaves_the_registry_as_it_was(void **state)
{
    struct before *before = *state;

    assert_whole_as_before(&before->whole, HKEY_LOCAL_MACHINE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(registration__half_of_our_keys_are_gone__written_again_it_is_whole),
        cmocka_unit_test(registration__half_of_our_keys_are_gone__removal_takes_the_rest),
        cmocka_unit_test(registration__parts_of_a_class_are_gone__written_again_it_is_whole),
        cmocka_unit_test(registration__traces_of_others__come_back_when_ours_goes),
        cmocka_unit_test(registration_write__refused_over_traces_of_others__theirs_come_back),
        cmocka_unit_test(registration_remove__access_denied__says_so_and_can_be_finished),
        cmocka_unit_test(registration_write__upgrade_refused__nothing_is_mixed),
        cmocka_unit_test(registration_write__read_only_path__is_written_and_the_file_untouched),
        cmocka_unit_test(registration__the_whole_run__leaves_the_registry_as_it_was),
    };

    return cmocka_run_group_tests(tests, take_out, put_back);
}
