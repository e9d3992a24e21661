/* server/registration.c: what is written, what is left alone, and that taking it back leaves the registry as it was. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "com/registration_fixture.h"
#include "server/registry.h"

static void registration_write__machine__is_what_the_reg_file_says(void **state)
{
    check_reg_file(state, 200);
}

/* ----------------------------------------------------------------------------------------------------------- rounds */

/* test_registration_rounds has many. */
static void registration__5_rounds__leave_the_registry_as_it_was(void **state)
{
    int round;

    for (round = 0; round < 5; round++) {
        write_view(REGISTRATION_NATIVE_VIEW, MODULE);
        if (round % 2) write_view(REGISTRATION_NATIVE_VIEW, MODULE); /* twice is no more than once */
        remove_view(REGISTRATION_NATIVE_VIEW);
    }
    assert_as_before(state);
}

static void registration_remove__nothing_registered__is_fine(void **state)
{
    remove_view(REGISTRATION_X64);
    remove_view(REGISTRATION_X86);
    assert_as_before(state);
}

/* "Ours" is a marker, not a path. */
static void registration__dll_has_moved__is_updated_and_removed(void **state)
{
    write_view(REGISTRATION_NATIVE_VIEW, L"D:\\old\\imapi2.dll");
    write_view(REGISTRATION_NATIVE_VIEW, L"E:\\new\\imapi2.dll");
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"CLSID\\" RECORDER L"\\InprocServer32", NULL,
                 L"E:\\new\\imapi2.dll");
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"TypeLib\\" LIBRARY L"\\1.0\\HELPDIR", NULL, L"E:\\new");
    remove_view(REGISTRATION_NATIVE_VIEW); /* by a DLL at a third place */
    assert_as_before(state);
}

/* And the key above it, unless it is another's too. */
static void delete_trace(void)
{
    static const struct registry registry = {HKEY_LOCAL_MACHINE, KEY_WOW64_64KEY};

    assert_int_equal(registry_delete_value(&registry, L"Software\\OpenIMAPI2", L"Trace"), 0);
    assert_int_equal(registry_delete_if_empty(&registry, L"Software\\OpenIMAPI2"), 0);
}

/* Software\OpenIMAPI2 is where virtual recorders live, too. */
static void registration_remove__other_settings__stay(void **state)
{
    write_view(REGISTRATION_NATIVE_VIEW, MODULE);
    set_text(HKEY_LOCAL_MACHINE, KEY_WOW64_64KEY, L"Software\\OpenIMAPI2", L"Trace", REG_SZ, L"C:\\trace.txt");
    remove_view(REGISTRATION_NATIVE_VIEW);
    assert_value(REGISTRATION_X64, L"Software\\OpenIMAPI2", L"Trace", L"C:\\trace.txt");
    delete_trace();
    assert_as_before(state);
}

/* ---------------------------------------------------------------------------------------------------- other servers */

#define FOREIGN_KEY CLASSES L"CLSID\\" DATA_WRITER

static void check_foreign(void **state, DWORD type, const WCHAR *path)
{
    REGSAM view = view_flags[REGISTRATION_NATIVE_VIEW];

    set_text(HKEY_LOCAL_MACHINE, view, FOREIGN_KEY L"\\InprocServer32", NULL, type, path);
    write_view(REGISTRATION_NATIVE_VIEW, MODULE);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"CLSID\\" RECORDER, NULL, NULL);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"IMAPI2.MsftDiscRecorder2\\CLSID", NULL, NULL);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"TypeLib\\" LIBRARY L"\\1.0", NULL, NULL);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"OpenIMAPI2.MsftDiscRecorder2\\CurVer", NULL,
                 L"OpenIMAPI2.MsftDiscRecorder2.1");
    remove_view(REGISTRATION_NATIVE_VIEW);
    assert_value(REGISTRATION_NATIVE_VIEW, FOREIGN_KEY L"\\InprocServer32", NULL, path);
    delete_tree(view, FOREIGN_KEY);
    assert_as_before(state);
}

static void registration_write__foreign_server_lives__only_ours_are_written(void **state)
{
    check_foreign(state, REG_SZ, L"C:\\windows\\system32\\kernel32.dll");
    check_foreign(state, REG_EXPAND_SZ, L"%SystemRoot%\\system32\\kernel32.dll");
    check_foreign(state, REG_SZ, L"kernel32.dll");
    check_foreign(state, REG_SZ, L"\"C:\\windows\\system32\\kernel32.dll\"");
}

static void registration_write__foreign_server_lives__state_says_who(void **state)
{
    const WCHAR *state_of_view = REGISTRATION_NATIVE_VIEW == REGISTRATION_X64 ? STATE_KEY L"\\x64" : STATE_KEY L"\\x86";
    REGSAM view = view_flags[REGISTRATION_NATIVE_VIEW];

    set_text(HKEY_LOCAL_MACHINE, view, FOREIGN_KEY L"\\InprocServer32", NULL, REG_SZ,
             L"C:\\windows\\system32\\kernel32.dll");
    write_view(REGISTRATION_NATIVE_VIEW, MODULE);
    assert_value(REGISTRATION_X64, state_of_view, L"Skipped",
                 L"Microsoft's class names, the type library and its interfaces: served by "
                 L"C:\\windows\\system32\\kernel32.dll");
    delete_tree(view, FOREIGN_KEY);
    write_view(REGISTRATION_NATIVE_VIEW, MODULE); /* it has gone: now the names are free */
    assert_value(REGISTRATION_X64, state_of_view, L"Skipped", NULL);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"IMAPI2.MsftDiscRecorder2\\CLSID", NULL, RECORDER);
    remove_view(REGISTRATION_NATIVE_VIEW);
    assert_as_before(state);
}

/* System32 is another folder for 32-bit programs: a file that is in one alone makes alive what one kind of programs
 * loads. What both views show is left to a server that lives in the other one, and taken from a dead one.
 */
static void check_other_view(void **state, const WCHAR *folder, bool is_alive)
{
    static const WCHAR shared[] = CLASSES L"IMAPI2.MsftDiscRecorder2";
    WCHAR file[MAX_PATH];
    HANDLE handle;

    swprintf(file, ARRAYSIZE(file), L"%ls\\openimapi2-test.dll", folder);
    handle = CreateFileW(file, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, NULL);
    assert_true(handle != INVALID_HANDLE_VALUE);
    set_text(HKEY_LOCAL_MACHINE, view_flags[REGISTRATION_X86], FOREIGN_KEY L"\\InprocServer32", NULL, REG_EXPAND_SZ,
             L"%SystemRoot%\\system32\\openimapi2-test.dll");
    set_text(HKEY_LOCAL_MACHINE, view_flags[REGISTRATION_X64], shared, NULL, REG_SZ, L"theirs");
    write_view(REGISTRATION_X64, MODULE);
    assert_value(REGISTRATION_X64, shared, L"OpenIMAPI2", is_alive ? NULL : L"x64");
    remove_view(REGISTRATION_X64);
    assert_value(REGISTRATION_X64, shared, NULL, L"theirs");
    delete_tree(view_flags[REGISTRATION_X64], shared);
    delete_tree(view_flags[REGISTRATION_X86], FOREIGN_KEY);
    CloseHandle(handle);
    assert_as_before(state);
}

static void registration_write__foreign_server_of_the_other_view__is_looked_for_in_its_System32(void **state)
{
    WCHAR folder[MAX_PATH];

    if (!has_two_views()) {
        print_message("this is a 32-bit system: it has one view of the registry\n");
        skip();
    }
    if (REGISTRATION_NATIVE_VIEW == REGISTRATION_X86) {
        print_message("the other System32 has another name for 32-bit programs: see test_server_file\n");
        skip();
    }
    assert_true(GetSystemDirectoryW(folder, MAX_PATH) > 0);
    check_other_view(state, folder, false);
    assert_true(GetSystemWow64DirectoryW(folder, MAX_PATH) > 0);
    check_other_view(state, folder, true);
}

/* A slimmed Windows leaves keys whose file is missing: ours takes the names, and what was there comes back. */
static void registration__dead_server__comes_back_when_ours_goes(void **state)
{
    REGSAM view = view_flags[REGISTRATION_NATIVE_VIEW];
    struct snapshot dead;

    set_text(HKEY_LOCAL_MACHINE, view, CLASSES L"CLSID\\" RECORDER, NULL, REG_SZ, L"Microsoft IMAPIv2 Disc Recorder");
    set_text(HKEY_LOCAL_MACHINE, view, CLASSES L"CLSID\\" RECORDER, L"LocalizedString", REG_EXPAND_SZ,
             L"@%SystemRoot%\\x.dll,-1");
    set_text(HKEY_LOCAL_MACHINE, view, CLASSES L"CLSID\\" RECORDER L"\\InprocServer32", NULL, REG_EXPAND_SZ,
             L"%SystemRoot%\\nowhere\\imapi2.dll");
    set_text(HKEY_LOCAL_MACHINE, view, CLASSES L"CLSID\\" RECORDER L"\\InprocServer32", L"ThreadingModel", REG_SZ,
             L"Free");
    set_text(HKEY_LOCAL_MACHINE, view, CLASSES L"CLSID\\" RECORDER L"\\Own\\Depth", L"Blob", REG_BINARY, L"bytes");
    set_text(HKEY_LOCAL_MACHINE, view, CLASSES L"IMAPI2.MsftDiscRecorder2\\CLSID", NULL, REG_SZ, RECORDER);
    set_text(HKEY_LOCAL_MACHINE, view, CLASSES L"TypeLib\\" LIBRARY L"\\1.0\\0\\win32", NULL, REG_SZ,
             L"C:\\nowhere\\imapi2.dll");
    set_text(HKEY_LOCAL_MACHINE, view, CLASSES L"TypeLib\\" LIBRARY L"\\1.0\\0\\win64", NULL, REG_SZ,
             L"C:\\nowhere\\imapi2.dll");
    dead = take_ours();

    write_view(REGISTRATION_NATIVE_VIEW, MODULE);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"CLSID\\" RECORDER L"\\InprocServer32", NULL, MODULE);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"CLSID\\" RECORDER L"\\InprocServer32", L"ThreadingModel", L"Both");
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"CLSID\\" RECORDER, L"LocalizedString", NULL);
    write_view(REGISTRATION_NATIVE_VIEW, MODULE); /* and a second time keeps the first one's memory */
    remove_view(REGISTRATION_NATIVE_VIEW);
    assert_ours(&dead);
    snapshot_free(&dead);

    delete_tree(view, CLASSES L"CLSID\\" RECORDER);
    delete_tree(view, CLASSES L"IMAPI2.MsftDiscRecorder2");
    delete_tree(view, CLASSES L"TypeLib\\" LIBRARY);
    assert_as_before(state);
}

/* Another server takes the names from us while we are registered: what it wrote is its own. */
static void registration_remove__another_server_has_taken_the_names__they_stay(void **state)
{
    REGSAM view = view_flags[REGISTRATION_NATIVE_VIEW];
    struct before *before = *state;
    size_t i;

    write_view(REGISTRATION_NATIVE_VIEW, MODULE);
    set_text(HKEY_LOCAL_MACHINE, view, CLASSES L"CLSID\\" RECORDER L"\\InprocServer32", NULL, REG_SZ,
             L"C:\\windows\\system32\\kernel32.dll");
    remove_view(REGISTRATION_NATIVE_VIEW);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"CLSID\\" RECORDER L"\\InprocServer32", NULL,
                 L"C:\\windows\\system32\\kernel32.dll");
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"CLSID\\" RECORDER, L"OpenIMAPI2", NULL);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"IMAPI2.MsftDiscRecorder2\\CLSID", NULL, RECORDER);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"OpenIMAPI2.MsftDiscRecorder2\\CLSID", NULL, NULL);

    /* Back to a clean registry: the other server goes, ours comes over its traces and cannot know that they were its
     * own.
     */
    for (i = 0; i < our_key_count; i++) {
        WCHAR path[512];

        swprintf(path, ARRAYSIZE(path), CLASSES L"%ls", our_keys[i]);
        if (_wcsnicmp(our_keys[i], L"Interface\\", 10)) delete_tree(view, path);
    }
    {
        struct snapshot rest = take_whole(HKEY_LOCAL_MACHINE);

        snapshot_subtract(&rest, &before->whole);
        for (i = 0; i < rest.count; i++) { /* what is left are interfaces, which look the same whoever wrote them */
            WCHAR *end = wcschr(rest.lines[i], L']');

            assert_true(wcsstr(rest.lines[i], L"software\\classes\\interface\\") != NULL);
            *end = 0;
            if (!end[1])
                delete_tree(wcsstr(rest.lines[i], L"(32) ") ? KEY_WOW64_32KEY : KEY_WOW64_64KEY,
                            wcsstr(rest.lines[i], L"software"));
        }
        snapshot_free(&rest);
    }
    assert_as_before(state);
}

/* -------------------------------------------------------------------------------------------------------- two views */

static void check_two_views(void **state, enum registration_view first, enum registration_view second)
{
    static const WCHAR *const files[] = {[REGISTRATION_X64] = CLASSES L"TypeLib\\" LIBRARY L"\\1.0\\0\\win64",
                                         [REGISTRATION_X86] = CLASSES L"TypeLib\\" LIBRARY L"\\1.0\\0\\win32"};

    write_view(REGISTRATION_X64, L"C:\\x64\\imapi2.dll");
    write_view(REGISTRATION_X86, L"C:\\x86\\imapi2.dll");
    assert_value(REGISTRATION_X64, CLASSES L"CLSID\\" RECORDER L"\\InprocServer32", NULL, L"C:\\x64\\imapi2.dll");
    assert_value(REGISTRATION_X86, CLASSES L"CLSID\\" RECORDER L"\\InprocServer32", NULL, L"C:\\x86\\imapi2.dll");
    remove_view(first);
    assert_value(first, CLASSES L"CLSID\\" RECORDER, NULL, NULL);
    assert_value(first, files[first], NULL, NULL);
    assert_value(second, CLASSES L"CLSID\\" RECORDER L"\\ProgID", NULL, L"IMAPI2.MsftDiscRecorder2.1");
    assert_value(second, CLASSES L"IMAPI2.MsftDiscRecorder2\\CLSID", NULL, RECORDER);
    assert_value(second, CLASSES L"TypeLib\\" LIBRARY L"\\1.0", NULL, L"Microsoft IMAPI2 Base Functionality");
    assert_value(second, files[second], NULL,
                 second == REGISTRATION_X64 ? L"C:\\x64\\imapi2.dll" : L"C:\\x86\\imapi2.dll");
    remove_view(second);
    assert_as_before(state);
}

static void registration__both_views__share_what_windows_shares(void **state)
{
    if (!has_two_views()) {
        print_message("this is a 32-bit system: it has one view of the registry\n");
        skip();
    }
    check_two_views(state, REGISTRATION_X64, REGISTRATION_X86);
    check_two_views(state, REGISTRATION_X86, REGISTRATION_X64);
}

/* --------------------------------------------------------------------------------------------------------- one user */

static void registration__one_user__is_written_below_the_user_and_taken_back(void **state)
{
    struct snapshot before = take_whole(HKEY_CURRENT_USER), written;
    REGSAM view = view_flags[REGISTRATION_NATIVE_VIEW];
    char explanation[512];

    /* A user decides for himself: whoever serves the machine. */
    set_text(HKEY_LOCAL_MACHINE, view, FOREIGN_KEY L"\\InprocServer32", NULL, REG_SZ,
             L"C:\\windows\\system32\\kernel32.dll");
    assert_hr(change(registration_write, HKEY_CURRENT_USER, REGISTRATION_NATIVE_VIEW, MODULE, explanation,
                     sizeof explanation),
              S_OK);
    delete_tree(view, FOREIGN_KEY);
    assert_as_before(state);
    written = take_whole(HKEY_CURRENT_USER);
    snapshot_subtract(&written, &before);
    assert_true(written.count > 200);
    snapshot_free(&written);
    assert_hr(change(registration_remove, HKEY_CURRENT_USER, REGISTRATION_NATIVE_VIEW, MODULE, explanation,
                     sizeof explanation),
              S_OK);
    assert_whole_as_before(&before, HKEY_CURRENT_USER);
    snapshot_free(&before);
}

/* ------------------------------------------------------------------------------------------------- a second module */

static const CLSID other_class = {0x0a4f2d10, 0x53c1, 0x4a0e, {0x9e, 0x11, 0x7d, 0x20, 0x4b, 0x8c, 0x61, 0x01}};
static const CLSID other_own_class = {0x0a4f2d11, 0x53c1, 0x4a0e, {0x9e, 0x11, 0x7d, 0x20, 0x4b, 0x8c, 0x61, 0x01}};
static const IID other_interface = {0x0a4f2d12, 0x53c1, 0x4a0e, {0x9e, 0x11, 0x7d, 0x20, 0x4b, 0x8c, 0x61, 0x01}};
static const struct server_class other_classes[] = {
    {&other_class, &other_own_class, L"Thing", L"A thing (OpenIMAPI2)", NULL},
};
static const struct server_interface other_interfaces[] = {{&other_interface, L"IThing"}};
static const CLSID *const other_rivals[] = {&other_class};

#define OTHER_STATE L"Software\\OpenIMAPI2\\Registration of the other"

static const struct server_module other_module = {
    .product = L"OpenIMAPI2",
    .prefix = L"OTHER",
    .file_name = L"other.dll",
    .appid = L"{0A4F2D13-53C1-4A0E-9E11-7D204B8C6101}",
    .appid_name = L"OTHER",
    .library = L"{0A4F2D14-53C1-4A0E-9E11-7D204B8C6101}",
    .library_name = L"Another library",
    .state_key = OTHER_STATE,
    .classes = other_classes,
    .class_count = 1,
    .interfaces = other_interfaces,
    .interface_count = 1,
    .rivals = other_rivals,
    .rival_count = 1,
};

static void change_other(HRESULT (*function)(const struct registration *, struct text *))
{
    struct registration registration = {&other_module, HKEY_LOCAL_MACHINE, REGISTRATION_NATIVE_VIEW,
                                        L"C:\\ours\\other.dll", false};
    char explanation[512];
    struct text text = text_in(explanation, sizeof explanation);

    assert_hr(function(&registration, &text), S_OK);
}

static void registration__another_module__is_registered_by_its_description_alone(void **state)
{
    static const struct {
        const WCHAR *path, *name, *data;
    } rows[] = {
        {CLASSES L"CLSID\\{0A4F2D10-53C1-4A0E-9E11-7D204B8C6101}\\InprocServer32", NULL, L"C:\\ours\\other.dll"},
        {CLASSES L"CLSID\\{0A4F2D10-53C1-4A0E-9E11-7D204B8C6101}", L"AppID", L"{0A4F2D13-53C1-4A0E-9E11-7D204B8C6101}"},
        {CLASSES L"CLSID\\{0A4F2D11-53C1-4A0E-9E11-7D204B8C6101}\\ProgID", NULL, L"OpenIMAPI2.Thing.1"},
        {CLASSES L"CLSID\\{0A4F2D11-53C1-4A0E-9E11-7D204B8C6101}", L"AppID", NULL},
        {CLASSES L"OTHER.Thing\\CurVer", NULL, L"OTHER.Thing.1"},
        {CLASSES L"AppID\\other.dll", L"AppID", L"{0A4F2D13-53C1-4A0E-9E11-7D204B8C6101}"},
        {CLASSES L"AppID\\{0A4F2D13-53C1-4A0E-9E11-7D204B8C6101}", NULL, L"OTHER"},
        {CLASSES L"TypeLib\\{0A4F2D14-53C1-4A0E-9E11-7D204B8C6101}\\1.0", NULL, L"Another library"},
        {CLASSES L"TypeLib\\{0A4F2D14-53C1-4A0E-9E11-7D204B8C6101}\\1.0\\HELPDIR", NULL, L"C:\\ours"},
        {CLASSES L"Interface\\{0A4F2D12-53C1-4A0E-9E11-7D204B8C6101}", NULL, L"IThing"},
        {CLASSES L"Interface\\{0A4F2D12-53C1-4A0E-9E11-7D204B8C6101}\\TypeLib", NULL,
         L"{0A4F2D14-53C1-4A0E-9E11-7D204B8C6101}"},
        {CLASSES L"CLSID\\" RECORDER, NULL, NULL},
    };
    size_t i;

    change_other(registration_write);
    for (i = 0; i < ARRAYSIZE(rows); i++)
        assert_value(REGISTRATION_NATIVE_VIEW, rows[i].path, rows[i].name, rows[i].data);
    change_other(registration_remove);
    assert_as_before(state);
}

/* In either order, neither takes anything of the other's, and nothing is left in the end. */
static void registration__two_modules__are_independent(void **state)
{
    struct before *before = *state;
    struct snapshot ours, both;

    write_view(REGISTRATION_NATIVE_VIEW, MODULE);
    ours = take_ours();
    change_other(registration_write);
    both = take_whole(HKEY_LOCAL_MACHINE);
    change_other(registration_remove);
    assert_ours(&ours);
    change_other(registration_write);
    assert_whole_as_before(&both, HKEY_LOCAL_MACHINE);
    remove_view(REGISTRATION_NATIVE_VIEW);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"OTHER.Thing\\CurVer", NULL, L"OTHER.Thing.1");
    change_other(registration_remove);
    assert_whole_as_before(&before->whole, HKEY_LOCAL_MACHINE);
    snapshot_free(&ours);
    snapshot_free(&both);
}

/* ------------------------------------------------------------------------------------- a root without any classes */

#define EMPTY_ROOT L"Software\\OpenIMAPI2 test of an empty root"

/* "+1-2": registers the module that this program links, and unregisters the other one. */
static void change_in(HKEY root, const char *steps)
{
    for (; *steps; steps += 2) {
        bool is_other = steps[1] == '2';
        struct registration registration = {is_other ? &other_module : &server_module, root, REGISTRATION_NATIVE_VIEW,
                                            is_other ? L"C:\\ours\\other.dll" : MODULE, true};
        char explanation[512];
        struct text text = text_in(explanation, sizeof explanation);

        assert_hr(steps[0] == '+' ? registration_write(&registration, &text)
                                  : registration_remove(&registration, &text),
                  S_OK);
    }
}

/* A new user has no classes: CLSID, Interface, TypeLib, AppID and the key of classes itself are ours as well, whichever
 * module made them, and whichever is the last.
 */
static void registration__two_modules_where_nothing_was__leave_nothing_in_any_order(void **state)
{
    static const char *const orders[] = {"+1-1", "+1+2-2-1", "+1+2-1-2", "+2+1-2-1", "+1+2-1+1-2-1", "+1+2-1+1-1-2"};
    struct snapshot before = {NULL, 0, 0}, after;
    HKEY root, key;
    size_t i;

    (void)state;
    assert_int_equal(RegCreateKeyW(HKEY_CURRENT_USER, EMPTY_ROOT, &root), 0);
    assert_int_equal(RegCreateKeyW(root, L"Software\\Somebody", &key), 0);
    RegCloseKey(key);
    snapshot_add(&before, root, 0, L"", L"Software");
    assert_int_equal(before.count, 2);
    snapshot_sort(&before);
    for (i = 0; i < ARRAYSIZE(orders); i++) {
        print_message("order: %s\n", orders[i]);
        change_in(root, orders[i]);
        after = (struct snapshot){NULL, 0, 0};
        snapshot_add(&after, root, 0, L"", L"Software");
        snapshot_sort(&after);
        assert_snapshots_equal(&after, &before);
        snapshot_free(&after);
    }
    snapshot_free(&before);
    RegCloseKey(root);
    assert_int_equal(registry_delete_tree(&(struct registry){HKEY_CURRENT_USER, 0}, EMPTY_ROOT), 0);
}

/* A key that somebody else uses meanwhile stays, with what is in it, and is his when we are gone. The type library of
 * one module is no matter of the other one, which is not told of it.
 */
static void registration__somebody_uses_the_keys_above_ours__they_stay(void **state)
{
    static const WCHAR theirs[] = L"Software\\Classes\\CLSID\\{9D5FF5A5-1111-4D6E-8B63-7C1C5B9E2A11}";
    static const WCHAR version[] = CLASSES L"TypeLib\\" LIBRARY L"\\9.9", library[] = CLASSES L"TypeLib\\" LIBRARY;
    struct snapshot after = {NULL, 0, 0};
    REGSAM view = view_flags[REGISTRATION_NATIVE_VIEW];
    HKEY root, key;

    (void)state;
    assert_int_equal(RegCreateKeyW(HKEY_CURRENT_USER, EMPTY_ROOT, &root), 0);
    change_in(root, "+1+2");
    set_text(root, view, theirs, NULL, REG_SZ, L"theirs");
    set_text(root, view, version, NULL, REG_SZ, L"theirs");
    change_in(root, "-1");
    assert_int_equal(RegOpenKeyExW(root, OTHER_STATE L"\\Shared\\Containers", 0, KEY_READ | KEY_WOW64_64KEY, &key), 0);
    assert_int_equal(RegQueryValueExW(key, CLASSES L"TypeLib", NULL, NULL, NULL, NULL), 0);
    assert_int_equal(RegQueryValueExW(key, library, NULL, NULL, NULL, NULL), ERROR_FILE_NOT_FOUND);
    RegCloseKey(key);
    change_in(root, "-2");
    snapshot_add(&after, root, view, L"", L"Software");
    assert_int_equal(after.count, 9); /* Software, Classes, CLSID, TypeLib and its library, theirs with their values */
    snapshot_free(&after);
    RegCloseKey(root);
    assert_int_equal(registry_delete_tree(&(struct registry){HKEY_CURRENT_USER, 0}, EMPTY_ROOT), 0);
}

/* -------------------------------------------------------------------------------------------------------- no access */

/* Every so many writes one is refused: either nothing is left of it, or our own classes, which removal takes. */
static void registration_write__access_denied__says_so_and_takes_back(void **state)
{
    WCHAR own[] = CLASSES L"OpenIMAPI2.MsftDiscRecorder2\\CLSID";
    bool has_failed_early = false, has_failed_late = false;
    char explanation[512];
    HRESULT hr = E_FAIL;
    long nth;
    HKEY key;

    for (nth = 1; FAILED(hr); nth += 1 + nth / 8) {
        refused_writes = (struct refusal){0, nth};
        hr = change(registration_write, HKEY_LOCAL_MACHINE, REGISTRATION_NATIVE_VIEW, MODULE, explanation,
                    sizeof explanation);
        refused_writes.at = 0;
        if (SUCCEEDED(hr)) break;
        assert_hr(hr, E_ACCESSDENIED);
        assert_non_null(strstr(explanation, "HKEY_LOCAL_MACHINE\\Software\\"));
        assert_non_null(strstr(explanation, "administrator"));
        assert_non_null(strstr(explanation, "regsvr32 /n /i:user imapi2.dll"));
        assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"CLSID\\" RECORDER, NULL, NULL);
        assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"IMAPI2.MsftDiscRecorder2", NULL, NULL);
        if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, own, 0, KEY_READ, &key)) {
            has_failed_early = true;
        } else {
            RegCloseKey(key);
            has_failed_late = true;
            remove_view(REGISTRATION_NATIVE_VIEW);
        }
        assert_as_before(state);
    }
    assert_true(has_failed_early);
    assert_true(has_failed_late);
    assert_true(nth > 200);
    remove_view(REGISTRATION_NATIVE_VIEW);
    assert_as_before(state);
}

/* ---------------------------------------------------------------------------------------------------------- the run */

/* The last case. */
static void registration__the_whole_run__leaves_the_registry_as_it_was(void **state)
{
    struct before *before = *state;

    assert_whole_as_before(&before->whole, HKEY_LOCAL_MACHINE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(registration_write__machine__is_what_the_reg_file_says),
        cmocka_unit_test(registration__5_rounds__leave_the_registry_as_it_was),
        cmocka_unit_test(registration_remove__nothing_registered__is_fine),
        cmocka_unit_test(registration__dll_has_moved__is_updated_and_removed),
        cmocka_unit_test(registration_remove__other_settings__stay),
        cmocka_unit_test(registration_write__foreign_server_lives__only_ours_are_written),
        cmocka_unit_test(registration_write__foreign_server_lives__state_says_who),
        cmocka_unit_test(registration_write__foreign_server_of_the_other_view__is_looked_for_in_its_System32),
        cmocka_unit_test(registration__dead_server__comes_back_when_ours_goes),
        cmocka_unit_test(registration_remove__another_server_has_taken_the_names__they_stay),
        cmocka_unit_test(registration__both_views__share_what_windows_shares),
        cmocka_unit_test(registration__one_user__is_written_below_the_user_and_taken_back),
        cmocka_unit_test(registration__another_module__is_registered_by_its_description_alone),
        cmocka_unit_test(registration__two_modules__are_independent),
        cmocka_unit_test(registration__two_modules_where_nothing_was__leave_nothing_in_any_order),
        cmocka_unit_test(registration__somebody_uses_the_keys_above_ours__they_stay),
        cmocka_unit_test(registration_write__access_denied__says_so_and_takes_back),
        cmocka_unit_test(registration__the_whole_run__leaves_the_registry_as_it_was),
    };

    return cmocka_run_group_tests(tests, take_out, put_back);
}
