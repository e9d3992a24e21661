/* The fixture of the registration tests: a registry of the test's own, and foreign servers in it. */
#include "com/registration_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "com/com_fixture.h"
#include "contract/tables.h"
#include "support/import.h"

const REGSAM view_flags[] = {[REGISTRATION_X64] = KEY_WOW64_64KEY, [REGISTRATION_X86] = KEY_WOW64_32KEY};

/* --------------------------------------------------------------------------------------- a system call that refuses */

struct refusal refused_writes, refused_deletes;

static bool is_refused(struct refusal *refusal)
{
    return ++refusal->count == refusal->at;
}

typedef LONG(WINAPI *create_key)(HKEY, LPCWSTR, DWORD, LPWSTR, DWORD, REGSAM, LPSECURITY_ATTRIBUTES, PHKEY, LPDWORD);
typedef LONG(WINAPI *set_value)(HKEY, LPCWSTR, DWORD, DWORD, const BYTE *, DWORD);

static LONG WINAPI create_key_or_refuse(HKEY key, LPCWSTR name, DWORD reserved, LPWSTR class, DWORD options,
                                        REGSAM access, LPSECURITY_ATTRIBUTES attributes, PHKEY out, LPDWORD what)
{
    create_key real = (create_key)(void *)GetProcAddress(GetModuleHandleW(L"advapi32"), "RegCreateKeyExW");

    if (is_refused(&refused_writes)) return ERROR_ACCESS_DENIED;
    return real(key, name, reserved, class, options, access, attributes, out, what);
}

static LONG WINAPI set_value_or_refuse(HKEY key, LPCWSTR name, DWORD reserved, DWORD type, const BYTE *data, DWORD size)
{
    set_value real = (set_value)(void *)GetProcAddress(GetModuleHandleW(L"advapi32"), "RegSetValueExW");

    if (is_refused(&refused_writes)) return ERROR_ACCESS_DENIED;
    return real(key, name, reserved, type, data, size);
}

typedef LONG(WINAPI *delete_name)(HKEY, LPCWSTR);

static LONG WINAPI delete_key_or_refuse(HKEY key, LPCWSTR name)
{
    delete_name real = (delete_name)(void *)GetProcAddress(GetModuleHandleW(L"advapi32"), "RegDeleteKeyW");

    return is_refused(&refused_deletes) ? ERROR_ACCESS_DENIED : real(key, name);
}

static LONG WINAPI delete_value_or_refuse(HKEY key, LPCWSTR name)
{
    delete_name real = (delete_name)(void *)GetProcAddress(GetModuleHandleW(L"advapi32"), "RegDeleteValueW");

    return is_refused(&refused_deletes) ? ERROR_ACCESS_DENIED : real(key, name);
}

extern create_key imported_create_key IMPORT(RegCreateKeyExW, 36);
extern set_value imported_set_value IMPORT(RegSetValueExW, 24);
create_key imported_create_key = create_key_or_refuse;
set_value imported_set_value = set_value_or_refuse;
extern delete_name imported_delete_key IMPORT(RegDeleteKeyW, 8);
extern delete_name imported_delete_value IMPORT(RegDeleteValueW, 8);
delete_name imported_delete_key = delete_key_or_refuse;
delete_name imported_delete_value = delete_value_or_refuse;

/* ---------------------------------------------------------------------------------------------------------- helpers */

struct snapshot take_whole(HKEY root)
{
    struct snapshot snapshot = {NULL, 0, 0};

    snapshot_add(&snapshot, root, KEY_WOW64_64KEY, L"", L"Software\\Classes");
    snapshot_add(&snapshot, root, KEY_WOW64_32KEY, L"(32) ", L"Software\\Classes\\CLSID");
    snapshot_add(&snapshot, root, KEY_WOW64_32KEY, L"(32) ", L"Software\\Classes\\Interface");
    snapshot_add(&snapshot, root, KEY_WOW64_64KEY, L"", L"Software\\OpenIMAPI2");
    snapshot_sort(&snapshot);
    return snapshot;
}

void assert_whole_as_before(const struct snapshot *before, HKEY root)
{
    struct snapshot after = take_whole(root);

    assert_snapshots_equal(&after, before);
    snapshot_free(&after);
}

/* Below Software\Classes: one line for every class, ProgID, interface and so on that can be ours. */
WCHAR *our_keys[OUR_KEYS_MAX];
size_t our_key_count;

static void add_our_key(const WCHAR *key)
{
    size_t i;

    for (i = 0; i < our_key_count; i++)
        if (!lstrcmpiW(our_keys[i], key)) return;
    if (our_key_count == OUR_KEYS_MAX) abort();
    our_keys[our_key_count] = _wcsdup(key);
    if (!our_keys[our_key_count++]) abort();
}

/* All that is below those keys in both views, and how many keys are beside them: a stray one would change a count. */
struct snapshot take_ours(void)
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

void assert_ours(const struct snapshot *expected)
{
    struct snapshot actual = take_ours();

    assert_snapshots_equal(&actual, expected);
    snapshot_free(&actual);
}

void assert_as_before(void **state)
{
    const struct before *before = *state;

    assert_ours(&before->ours);
}

HRESULT change(HRESULT (*function)(const struct registration *, struct text *), HKEY root, enum registration_view view,
               const WCHAR *module, char *explanation, size_t size)
{
    struct registration registration = {&server_module, root, view, module, root == HKEY_CURRENT_USER};
    struct text text = text_in(explanation, size);

    return function(&registration, &text);
}

void write_view(enum registration_view view, const WCHAR *module)
{
    char explanation[512];
    HRESULT hr = change(registration_write, HKEY_LOCAL_MACHINE, view, module, explanation, sizeof explanation);

    if (FAILED(hr)) print_error("%s\n", explanation);
    assert_hr(hr, S_OK);
}

void remove_view(enum registration_view view)
{
    char explanation[512];
    HRESULT hr = change(registration_remove, HKEY_LOCAL_MACHINE, view, MODULE, explanation, sizeof explanation);

    if (FAILED(hr)) print_error("%s\n", explanation);
    assert_hr(hr, S_OK);
}

void set_text(HKEY root, REGSAM view, const WCHAR *path, const WCHAR *name, DWORD type, const WCHAR *data)
{
    HKEY key;

    assert_int_equal(RegCreateKeyExW(root, path, 0, NULL, 0, KEY_WRITE | view, NULL, &key, NULL), 0);
    assert_int_equal(RegSetValueExW(key, name, 0, type, (const BYTE *)data, (DWORD)((wcslen(data) + 1) * 2)), 0);
    RegCloseKey(key);
}

/* NULL data: there must be none. */
void assert_value(enum registration_view view, const WCHAR *path, const WCHAR *name, const WCHAR *data)
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

void delete_tree(REGSAM view, const WCHAR *path)
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
bool has_two_views(void)
{
    bool is_seen;
    HKEY key;

    set_text(HKEY_LOCAL_MACHINE, KEY_WOW64_64KEY, CLASSES L"CLSID\\{9D5FF5A5-1111-4D6E-8B63-7C1C5B9E2A11}", NULL,
             REG_SZ, L"x");
    is_seen = !RegOpenKeyExW(HKEY_LOCAL_MACHINE, CLASSES L"CLSID\\{9D5FF5A5-1111-4D6E-8B63-7C1C5B9E2A11}", 0,
                             KEY_READ | KEY_WOW64_32KEY, &key);
    if (is_seen) RegCloseKey(key);
    delete_tree(KEY_WOW64_64KEY, CLASSES L"CLSID\\{9D5FF5A5-1111-4D6E-8B63-7C1C5B9E2A11}");
    return !is_seen;
}

/* ----------------------------------------------------------------------------------------------------- the reg file */

/* Lines as a snapshot has them: of a file that regedit imports, REG_SZ alone. */
struct snapshot read_reg_file(const char *path)
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

void check_reg_file(void **state, size_t least)
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
    assert_true(expected.count > least);
    snapshot_subtract(&expected, &before->whole); /* what the other module has there already */
    assert_snapshots_equal(&written, &expected);
    snapshot_free(&written);
    snapshot_free(&expected);
    remove_view(REGISTRATION_X64);
    assert_as_before(state);
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

int take_out(void **state)
{
    static const WCHAR *const keys[] = {STATE_KEY L"\\x64", STATE_KEY L"\\x86"};
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

int put_back(void **state)
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
