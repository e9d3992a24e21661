/* dll/registration.c: what is written, what is left alone, and that taking it back leaves the registry as it was.
 *
 * Works on the registry that is there (a prefix made for tests): a registration that stands in it is taken out at the beginning
 * and put back at the end.
 */
#include "com/com_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "com/registry_snapshot.h"
#include "contract/tables.h"
#include "dll/registration.h"

#define MODULE   L"C:\\Program Files\\OpenIMAPI2\\imapi2.dll"
#define CLASSES  L"Software\\Classes\\"
#define REG_FILE "../registry/imapi2.reg"

/* imapi2.h: MsftDiscFormat2Data, which is not ours yet; MsftDiscRecorder2. */
#define DATA_WRITER L"{2735412A-7F64-5B0F-8F00-5D77AFBE261E}"
#define RECORDER    L"{2735412D-7F64-5B0F-8F00-5D77AFBE261E}"
#define LIBRARY     L"{2735412F-7F64-5B0F-8F00-5D77AFBE261E}"

static REGSAM view_flags[] = {[REGISTRATION_X64] = KEY_WOW64_64KEY, [REGISTRATION_X86] = KEY_WOW64_32KEY};

/* ---------------------------------------------------------------------------------------- a system call that refuses */

static long writes, refuse_at; /* the write that is refused; 0: none */

#ifdef _WIN64
#define IMPORT(name, bytes) __asm__("__imp_" #name)
#else
#define IMPORT(name, bytes) __asm__("__imp__" #name "@" #bytes)
#endif

typedef LONG(WINAPI *create_key)(HKEY, LPCWSTR, DWORD, LPWSTR, DWORD, REGSAM, LPSECURITY_ATTRIBUTES, PHKEY, LPDWORD);
typedef LONG(WINAPI *set_value)(HKEY, LPCWSTR, DWORD, DWORD, const BYTE *, DWORD);

static LONG WINAPI create_key_or_refuse(HKEY key, LPCWSTR name, DWORD reserved, LPWSTR class, DWORD options,
                                        REGSAM access, LPSECURITY_ATTRIBUTES attributes, PHKEY out, LPDWORD what)
{
    create_key real = (create_key)(void *)GetProcAddress(GetModuleHandleW(L"advapi32"), "RegCreateKeyExW");

    if (++writes == refuse_at) return ERROR_ACCESS_DENIED;
    return real(key, name, reserved, class, options, access, attributes, out, what);
}

static LONG WINAPI set_value_or_refuse(HKEY key, LPCWSTR name, DWORD reserved, DWORD type, const BYTE *data, DWORD size)
{
    set_value real = (set_value)(void *)GetProcAddress(GetModuleHandleW(L"advapi32"), "RegSetValueExW");

    if (++writes == refuse_at) return ERROR_ACCESS_DENIED;
    return real(key, name, reserved, type, data, size);
}

extern create_key imported_create_key IMPORT(RegCreateKeyExW, 36);
extern set_value imported_set_value IMPORT(RegSetValueExW, 24);
create_key imported_create_key = create_key_or_refuse;
set_value imported_set_value = set_value_or_refuse;

/* ------------------------------------------------------------------------------------------------------------ helpers */

/* What stood there when we came. Walking all of Software\Classes takes Wine a second or more, so most cases compare `ours` alone,
 * and the last case compares `whole`.
 */
struct before {
    struct snapshot whole;
    struct snapshot ours;
};

static struct snapshot take_whole(HKEY root)
{
    struct snapshot snapshot = {NULL, 0, 0};

    snapshot_add(&snapshot, root, KEY_WOW64_64KEY, L"", L"Software\\Classes");
    snapshot_add(&snapshot, root, KEY_WOW64_32KEY, L"(32) ", L"Software\\Classes\\CLSID");
    snapshot_add(&snapshot, root, KEY_WOW64_32KEY, L"(32) ", L"Software\\Classes\\Interface");
    snapshot_add(&snapshot, root, KEY_WOW64_64KEY, L"", L"Software\\OpenIMAPI2");
    snapshot_sort(&snapshot);
    return snapshot;
}

static void assert_whole_as_before(const struct snapshot *before, HKEY root)
{
    struct snapshot after = take_whole(root);

    assert_snapshots_equal(&after, before);
    snapshot_free(&after);
}

/* Below Software\Classes: one line for every class, ProgID, interface and so on that can be ours. */
static WCHAR *our_keys[128];
static size_t our_key_count;

static void add_our_key(const WCHAR *key)
{
    size_t i;

    for (i = 0; i < our_key_count; i++)
        if (!lstrcmpiW(our_keys[i], key)) return;
    if (our_key_count == ARRAYSIZE(our_keys)) abort();
    our_keys[our_key_count] = _wcsdup(key);
    if (!our_keys[our_key_count++]) abort();
}

/* All that is below those keys in both views, and how many keys are beside them: a stray one would change a count. */
static struct snapshot take_ours(void)
{
    static const WCHAR *const shared[] = {L"Software\\Classes", CLASSES L"AppID", CLASSES L"TypeLib"};
    static const WCHAR *const of_view[] = {CLASSES L"CLSID", CLASSES L"Interface"};
    struct snapshot snapshot = {NULL, 0, 0};
    WCHAR path[512];
    size_t i;

    for (i = 0; i < ARRAYSIZE(shared); i++)
        snapshot_add_counts(&snapshot, HKEY_LOCAL_MACHINE, KEY_WOW64_64KEY, L"", shared[i]);
    for (i = 0; i < ARRAYSIZE(of_view); i++) {
        snapshot_add_counts(&snapshot, HKEY_LOCAL_MACHINE, KEY_WOW64_64KEY, L"", of_view[i]);
        snapshot_add_counts(&snapshot, HKEY_LOCAL_MACHINE, KEY_WOW64_32KEY, L"(32) ", of_view[i]);
    }
    for (i = 0; i < our_key_count; i++) {
        swprintf(path, ARRAYSIZE(path), CLASSES L"%ls", our_keys[i]);
        snapshot_add(&snapshot, HKEY_LOCAL_MACHINE, KEY_WOW64_64KEY, L"", path);
        if (_wcsnicmp(our_keys[i], L"CLSID\\", 6) && _wcsnicmp(our_keys[i], L"Interface\\", 10)) continue;
        snapshot_add(&snapshot, HKEY_LOCAL_MACHINE, KEY_WOW64_32KEY, L"(32) ", path);
    }
    snapshot_add(&snapshot, HKEY_LOCAL_MACHINE, KEY_WOW64_64KEY, L"", L"Software\\OpenIMAPI2");
    snapshot_sort(&snapshot);
    return snapshot;
}

static void assert_ours(const struct snapshot *expected)
{
    struct snapshot actual = take_ours();

    assert_snapshots_equal(&actual, expected);
    snapshot_free(&actual);
}

static void assert_as_before(void **state)
{
    const struct before *before = *state;

    assert_ours(&before->ours);
}

static HRESULT change(HRESULT (*function)(const struct registration *, struct text *), HKEY root,
                      enum registration_view view, const WCHAR *module, char *explanation, size_t size)
{
    struct registration registration = {root, view, module, root == HKEY_CURRENT_USER};
    struct text text = text_in(explanation, size);

    return function(&registration, &text);
}

static void write_view(enum registration_view view, const WCHAR *module)
{
    char explanation[512];
    HRESULT hr = change(registration_write, HKEY_LOCAL_MACHINE, view, module, explanation, sizeof explanation);

    if (FAILED(hr)) print_error("%s\n", explanation);
    assert_hr(hr, S_OK);
}

static void remove_view(enum registration_view view)
{
    char explanation[512];
    HRESULT hr = change(registration_remove, HKEY_LOCAL_MACHINE, view, MODULE, explanation, sizeof explanation);

    if (FAILED(hr)) print_error("%s\n", explanation);
    assert_hr(hr, S_OK);
}

static void set(HKEY root, REGSAM view, const WCHAR *path, const WCHAR *name, DWORD type, const WCHAR *data)
{
    HKEY key;

    assert_int_equal(RegCreateKeyExW(root, path, 0, NULL, 0, KEY_WRITE | view, NULL, &key, NULL), 0);
    assert_int_equal(RegSetValueExW(key, name, 0, type, (const BYTE *)data, (DWORD)((wcslen(data) + 1) * 2)), 0);
    RegCloseKey(key);
}

/* NULL data: there must be none. */
static void assert_value(enum registration_view view, const WCHAR *path, const WCHAR *name, const WCHAR *data)
{
    WCHAR actual[512] = L"";
    DWORD size = sizeof actual;
    HKEY key;
    LONG error;

    error = RegOpenKeyExW(HKEY_LOCAL_MACHINE, path, 0, KEY_READ | view_flags[view], &key);
    if (!error) {
        error = RegQueryValueExW(key, name, NULL, NULL, (BYTE *)actual, &size);
        RegCloseKey(key);
    }
    if (error ? data != NULL : !data || lstrcmpW(actual, data)) {
        print_error("%ls: \"%ls\", expected \"%ls\"\n", path, actual, data ? data : L"(none)");
        fail_msg("registry value");
    }
}

static void delete_tree(REGSAM view, const WCHAR *path)
{
    WCHAR name[256], child[512], parent[512];
    WCHAR *leaf;
    HKEY key;

    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, path, 0, KEY_READ | view, &key)) return;
    while (!RegEnumKeyW(key, 0, name, ARRAYSIZE(name))) {
        swprintf(child, ARRAYSIZE(child), L"%ls\\%ls", path, name);
        delete_tree(view, child);
    }
    RegCloseKey(key);
    wcscpy(parent, path);
    leaf = wcsrchr(parent, L'\\');
    *leaf = 0;
    assert_int_equal(RegOpenKeyExW(HKEY_LOCAL_MACHINE, parent, 0, KEY_READ | KEY_WRITE | view, &key), 0);
    assert_int_equal(RegDeleteKeyW(key, leaf + 1), 0);
    RegCloseKey(key);
}

/* Are the views different keys here, or is this a 32-bit system? */
static bool has_two_views(void)
{
    bool is_seen;
    HKEY key;

    set(HKEY_LOCAL_MACHINE, KEY_WOW64_64KEY, CLASSES L"CLSID\\{9D5FF5A5-1111-4D6E-8B63-7C1C5B9E2A11}", NULL, REG_SZ,
        L"x");
    is_seen = !RegOpenKeyExW(HKEY_LOCAL_MACHINE, CLASSES L"CLSID\\{9D5FF5A5-1111-4D6E-8B63-7C1C5B9E2A11}", 0,
                             KEY_READ | KEY_WOW64_32KEY, &key);
    if (is_seen) RegCloseKey(key);
    delete_tree(KEY_WOW64_64KEY, CLASSES L"CLSID\\{9D5FF5A5-1111-4D6E-8B63-7C1C5B9E2A11}");
    return !is_seen;
}

/* -------------------------------------------------------------------------------------------------------- the reg file */

/* Lines as a snapshot has them: of a file that regedit imports, REG_SZ alone. */
static struct snapshot read_reg_file(const char *path)
{
    static char line[4096];
    char key[1024] = "", name[256], data[2048], *at;
    struct snapshot snapshot = {NULL, 0, 0};
    FILE *file = fopen(path, "r");
    WCHAR wide[4096];
    size_t length;

    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    assert_string_equal(line, "Windows Registry Editor Version 5.00\n");
    while (fgets(line, sizeof line, file)) {
        length = strcspn(line, "\r\n");
        line[length] = '\0';
        if (!length || line[0] == ';') continue;
        if (line[0] == '[') {
            assert_int_equal(strncmp(line, "[HKEY_LOCAL_MACHINE\\", 20), 0);
            assert_int_equal(line[length - 1], ']');
            line[length - 1] = '\0';
            strcpy(key, _strlwr(line + 20));
            swprintf(wide, ARRAYSIZE(wide), L"[%hs]", key);
            snapshot_add_line(&snapshot, wide);
            continue;
        }
        /* @="data" or "name"="data", with \\ for a backslash and \" for a quote */
        at = line;
        name[0] = '\0';
        if (*at == '@') {
            at++;
        } else {
            char *out = name;

            assert_int_equal(*at++, '"');
            while (*at != '"') {
                if (*at == '\\') at++;
                *out++ = *at++;
            }
            *out = '\0';
            at++;
        }
        assert_int_equal(*at++, '=');
        assert_int_equal(*at++, '"');
        {
            char *out = data;

            while (*at != '"') {
                if (*at == '\\') at++;
                *out++ = *at++;
            }
            *out = '\0';
        }
        swprintf(wide, ARRAYSIZE(wide), L"[%hs] %hs=1:%hs", key, name, data);
        snapshot_add_line(&snapshot, wide);
    }
    fclose(file);
    snapshot_sort(&snapshot);
    return snapshot;
}

static void registration_write__machine__is_what_the_reg_file_says(void **state)
{
    struct before *before = *state;
    struct snapshot written, expected = read_reg_file(REG_FILE);
    size_t i, kept = 0;

    write_view(REGISTRATION_X64, MODULE);
    written = take_whole(HKEY_LOCAL_MACHINE);
    snapshot_subtract(&written, &before->whole);
    for (i = 0; i < written.count; i++) { /* a 32-bit system shows the same keys as the other view again */
        if (!wcsncmp(written.lines[i], L"[(32) ", 6)) {
            free(written.lines[i]);
        } else {
            written.lines[kept++] = written.lines[i];
        }
    }
    written.count = kept;
    assert_true(expected.count > 200);
    assert_snapshots_equal(&written, &expected);
    snapshot_free(&written);
    snapshot_free(&expected);
    remove_view(REGISTRATION_X64);
    assert_as_before(state);
}

/* ------------------------------------------------------------------------------------------------------------- rounds */

static void registration__20_rounds__leave_the_registry_as_it_was(void **state)
{
    int round;

    for (round = 0; round < 20; round++) {
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

/* Software\OpenIMAPI2 is where virtual recorders live, too. */
static void registration_remove__other_settings__stay(void **state)
{
    write_view(REGISTRATION_NATIVE_VIEW, MODULE);
    set(HKEY_LOCAL_MACHINE, KEY_WOW64_64KEY, L"Software\\OpenIMAPI2", L"Trace", REG_SZ, L"C:\\trace.txt");
    remove_view(REGISTRATION_NATIVE_VIEW);
    assert_value(REGISTRATION_X64, L"Software\\OpenIMAPI2", L"Trace", L"C:\\trace.txt");
    delete_tree(KEY_WOW64_64KEY, L"Software\\OpenIMAPI2");
    assert_as_before(state);
}

/* ------------------------------------------------------------------------------------------------------ other servers */

#define FOREIGN_KEY CLASSES L"CLSID\\" DATA_WRITER

static void check_foreign(void **state, DWORD type, const WCHAR *path)
{
    REGSAM view = view_flags[REGISTRATION_NATIVE_VIEW];

    set(HKEY_LOCAL_MACHINE, view, FOREIGN_KEY L"\\InprocServer32", NULL, type, path);
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
    const WCHAR *state_of_view = REGISTRATION_NATIVE_VIEW == REGISTRATION_X64 ? REGISTRATION_STATE_KEY L"\\x64"
                                                                              : REGISTRATION_STATE_KEY L"\\x86";
    REGSAM view = view_flags[REGISTRATION_NATIVE_VIEW];

    set(HKEY_LOCAL_MACHINE, view, FOREIGN_KEY L"\\InprocServer32", NULL, REG_SZ,
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

/* A slimmed Windows leaves keys whose file is missing: ours takes the names, and what was there comes back. */
static void registration__dead_server__comes_back_when_ours_goes(void **state)
{
    REGSAM view = view_flags[REGISTRATION_NATIVE_VIEW];
    struct snapshot dead;

    set(HKEY_LOCAL_MACHINE, view, CLASSES L"CLSID\\" RECORDER, NULL, REG_SZ, L"Microsoft IMAPIv2 Disc Recorder");
    set(HKEY_LOCAL_MACHINE, view, CLASSES L"CLSID\\" RECORDER, L"LocalizedString", REG_EXPAND_SZ,
        L"@%SystemRoot%\\x.dll,-1");
    set(HKEY_LOCAL_MACHINE, view, CLASSES L"CLSID\\" RECORDER L"\\InprocServer32", NULL, REG_EXPAND_SZ,
        L"%SystemRoot%\\nowhere\\imapi2.dll");
    set(HKEY_LOCAL_MACHINE, view, CLASSES L"CLSID\\" RECORDER L"\\InprocServer32", L"ThreadingModel", REG_SZ, L"Free");
    set(HKEY_LOCAL_MACHINE, view, CLASSES L"CLSID\\" RECORDER L"\\Own\\Depth", L"Blob", REG_BINARY, L"bytes");
    set(HKEY_LOCAL_MACHINE, view, CLASSES L"IMAPI2.MsftDiscRecorder2\\CLSID", NULL, REG_SZ, RECORDER);
    set(HKEY_LOCAL_MACHINE, view, CLASSES L"TypeLib\\" LIBRARY L"\\1.0\\0\\win32", NULL, REG_SZ,
        L"C:\\nowhere\\imapi2.dll");
    set(HKEY_LOCAL_MACHINE, view, CLASSES L"TypeLib\\" LIBRARY L"\\1.0\\0\\win64", NULL, REG_SZ,
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

    write_view(REGISTRATION_NATIVE_VIEW, MODULE);
    set(HKEY_LOCAL_MACHINE, view, CLASSES L"CLSID\\" RECORDER L"\\InprocServer32", NULL, REG_SZ,
        L"C:\\windows\\system32\\kernel32.dll");
    remove_view(REGISTRATION_NATIVE_VIEW);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"CLSID\\" RECORDER L"\\InprocServer32", NULL,
                 L"C:\\windows\\system32\\kernel32.dll");
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"CLSID\\" RECORDER, L"OpenIMAPI2", NULL);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"IMAPI2.MsftDiscRecorder2\\CLSID", NULL, RECORDER);
    assert_value(REGISTRATION_NATIVE_VIEW, CLASSES L"OpenIMAPI2.MsftDiscRecorder2\\CLSID", NULL, NULL);

    /* Back to a clean registry: the other server goes, ours comes over its traces and cannot know that they were its own. */
    delete_tree(view, CLASSES L"CLSID\\" RECORDER);
    delete_tree(view, CLASSES L"CLSID\\{2735412E-7F64-5B0F-8F00-5D77AFBE261E}");
    delete_tree(view, CLASSES L"TypeLib\\" LIBRARY);
    delete_tree(view, CLASSES L"IMAPI2.MsftDiscRecorder2");
    delete_tree(view, CLASSES L"IMAPI2.MsftDiscRecorder2.1");
    delete_tree(view, CLASSES L"IMAPI2.MsftDiscMaster2");
    delete_tree(view, CLASSES L"IMAPI2.MsftDiscMaster2.1");
    delete_tree(view, CLASSES L"AppID\\{273541FF-7F64-5B0F-8F00-5D77AFBE261E}");
    delete_tree(view, CLASSES L"AppID\\imapi2.dll");
    {
        struct snapshot rest = take_whole(HKEY_LOCAL_MACHINE);
        size_t i;

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

/* --------------------------------------------------------------------------------------------------------- two views */

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

/* ------------------------------------------------------------------------------------------------------------ one user */

static void registration__one_user__is_written_below_the_user_and_taken_back(void **state)
{
    struct snapshot before = take_whole(HKEY_CURRENT_USER), written;
    REGSAM view = view_flags[REGISTRATION_NATIVE_VIEW];
    char explanation[512];

    /* A user decides for himself: whoever serves the machine. */
    set(HKEY_LOCAL_MACHINE, view, FOREIGN_KEY L"\\InprocServer32", NULL, REG_SZ,
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

/* --------------------------------------------------------------------------------------------------------- no access */

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
        writes = 0;
        refuse_at = nth;
        hr = change(registration_write, HKEY_LOCAL_MACHINE, REGISTRATION_NATIVE_VIEW, MODULE, explanation,
                    sizeof explanation);
        refuse_at = 0;
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

/* ------------------------------------------------------------------------------------------------------------- the run */

/* The last case. */
static void registration__the_whole_run__leaves_the_registry_as_it_was(void **state)
{
    struct before *before = *state;

    assert_whole_as_before(&before->whole, HKEY_LOCAL_MACHINE);
}

/* The class, ProgID and so on that each key of the reg file belongs to, and all classes of the library, ours or not. */
static void name_our_keys(void)
{
    struct snapshot keys = read_reg_file(REG_FILE);
    size_t i;

    for (i = 0; i < keys.count; i++) {
        WCHAR *key = keys.lines[i] + wcslen(L"[" CLASSES), *end = wcschr(key, L']');

        *end = L'\0';
        end = wcschr(key, L'\\');
        if (end && (!wcsncmp(key, L"clsid\\", 6) || !wcsncmp(key, L"interface\\", 10) || !wcsncmp(key, L"appid\\", 6) ||
                    !wcsncmp(key, L"typelib\\", 8)))
            end = wcschr(end + 1, L'\\');
        if (end) *end = L'\0';
        add_our_key(key);
    }
    snapshot_free(&keys);
    for (i = 0; i < CONTRACT_COUNT(contract_coclasses); i++) {
        WCHAR key[64];

        swprintf(key, ARRAYSIZE(key), L"CLSID\\%ls", contract_coclasses[i].clsid);
        add_our_key(key);
    }
}

static WCHAR registered[2][MAX_PATH]; /* by view: what stood here when we came */

static int take_out(void **state)
{
    static const WCHAR *const keys[] = {REGISTRATION_STATE_KEY L"\\x64", REGISTRATION_STATE_KEY L"\\x86"};
    static struct before before;
    char explanation[512];
    DWORD size;
    HKEY key;
    int view;

    for (view = 0; view < 2; view++) {
        if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, keys[view], 0, KEY_READ | KEY_WOW64_64KEY, &key)) continue;
        size = sizeof registered[view] - 2;
        RegQueryValueExW(key, L"Path", NULL, NULL, (BYTE *)registered[view], &size);
        RegCloseKey(key);
        if (FAILED(change(registration_remove, HKEY_LOCAL_MACHINE, (enum registration_view)view, registered[view],
                          explanation, sizeof explanation))) {
            print_error("%s\n", explanation);
            return 1;
        }
    }
    name_our_keys();
    before.whole = take_whole(HKEY_LOCAL_MACHINE);
    before.ours = take_ours();
    *state = &before;
    return 0;
}

static int put_back(void **state)
{
    struct before *before = *state;
    char explanation[512];
    int view, result = 0;

    snapshot_free(&before->whole);
    snapshot_free(&before->ours);
    while (our_key_count > 0)
        free(our_keys[--our_key_count]);
    for (view = 0; view < 2; view++) {
        if (registered[view][0] && FAILED(change(registration_write, HKEY_LOCAL_MACHINE, (enum registration_view)view,
                                                 registered[view], explanation, sizeof explanation))) {
            print_error("%s\n", explanation);
            result = 1;
        }
    }
    return result;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(registration_write__machine__is_what_the_reg_file_says),
        cmocka_unit_test(registration__20_rounds__leave_the_registry_as_it_was),
        cmocka_unit_test(registration_remove__nothing_registered__is_fine),
        cmocka_unit_test(registration__dll_has_moved__is_updated_and_removed),
        cmocka_unit_test(registration_remove__other_settings__stay),
        cmocka_unit_test(registration_write__foreign_server_lives__only_ours_are_written),
        cmocka_unit_test(registration_write__foreign_server_lives__state_says_who),
        cmocka_unit_test(registration__dead_server__comes_back_when_ours_goes),
        cmocka_unit_test(registration_remove__another_server_has_taken_the_names__they_stay),
        cmocka_unit_test(registration__both_views__share_what_windows_shares),
        cmocka_unit_test(registration__one_user__is_written_below_the_user_and_taken_back),
        cmocka_unit_test(registration_write__access_denied__says_so_and_takes_back),
        cmocka_unit_test(registration__the_whole_run__leaves_the_registry_as_it_was),
    };

    return cmocka_run_group_tests(tests, take_out, put_back);
}
