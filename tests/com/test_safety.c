/* What a web page, or anybody else who makes objects by name, may not expect of the registered DLL: none of its classes
 * says that it is safe for scripting, in its registration or by itself, and none starts in a process of its own.
 *
 * The classes are those that the registry has for the DLL, so that a new one is met without a change here.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <objsafe.h>

#define CLASSES L"CLSID\\"

/* objsafe.h declares it; no import library has it. */
static const IID safety = {0xcb5bdc81, 0x93c1, 0x11cf, {0x8f, 0x20, 0x00, 0x80, 0x5f, 0x2c, 0xd0, 0x64}};

enum { CLASSES_MAX = 64 };

static struct {
    WCHAR clsid[CLASSES_MAX][40];
    size_t count;
} ours;

/* The default value of a key below HKEY_CLASSES_ROOT; "" where there is none. */
static void read_value(const WCHAR *path, WCHAR value[MAX_PATH])
{
    LONG size = MAX_PATH * sizeof *value;

    value[0] = L'\0';
    if (RegQueryValueW(HKEY_CLASSES_ROOT, path, value, &size)) value[0] = L'\0';
}

static bool key_is_there(HKEY root, const WCHAR *path)
{
    HKEY key;

    if (RegOpenKeyExW(root, path, 0, KEY_READ, &key)) return false;
    RegCloseKey(key);
    return true;
}

static int find_classes(void **state)
{
    WCHAR server[MAX_PATH], path[MAX_PATH], clsid[64];
    HKEY all;
    DWORD i;

    (void)state;
    read_value(CLASSES L"{2735412D-7F64-5B0F-8F00-5D77AFBE261E}\\InprocServer32", server);
    assert_true(server[0]); /* the DLL is registered */
    assert_int_equal(RegOpenKeyExW(HKEY_CLASSES_ROOT, L"CLSID", 0, KEY_READ, &all), 0);
    for (i = 0; !RegEnumKeyW(all, i, clsid, ARRAYSIZE(clsid)); i++) {
        WCHAR of[MAX_PATH];

        swprintf(path, ARRAYSIZE(path), CLASSES L"%ls\\InprocServer32", clsid);
        read_value(path, of);
        if (lstrcmpiW(of, server)) continue;
        assert_true(ours.count < CLASSES_MAX);
        wcscpy(ours.clsid[ours.count++], clsid);
    }
    RegCloseKey(all);
    assert_in_range(ours.count, 4, CLASSES_MAX); /* master and recorder, by both names each */
    return FAILED(CoInitialize(NULL));
}

static int end(void **state)
{
    (void)state;
    CoUninitialize();
    return 0;
}

static void classes__registration__says_safe_for_nothing(void **state)
{
    static const WCHAR *const claims[] = {L"Implemented Categories", L"Required Categories", L"Control", L"Insertable",
                                          L"LocalServer32",          L"LocalServer"};
    WCHAR path[MAX_PATH];
    size_t i, j;

    (void)state;
    for (i = 0; i < ours.count; i++) {
        for (j = 0; j < ARRAYSIZE(claims); j++) {
            swprintf(path, ARRAYSIZE(path), CLASSES L"%ls\\%ls", ours.clsid[i], claims[j]);
            if (key_is_there(HKEY_CLASSES_ROOT, path)) fail_msg("%ls", path);
        }
    }
}

static void classes__objects__have_no_IObjectSafety(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < ours.count; i++) {
        IUnknown *object;
        void *out = &out;
        CLSID clsid;

        assert_hr(CLSIDFromString(ours.clsid[i], &clsid), S_OK);
        assert_hr(CoCreateInstance(&clsid, NULL, CLSCTX_ALL, &IID_IUnknown, (void **)&object), S_OK);
        assert_hr(IUnknown_QueryInterface(object, &safety, &out), E_NOINTERFACE);
        assert_null(out);
        IUnknown_Release(object);
    }
}

/* A surrogate would let others start the DLL in a process of its own, and decide who may. */
static void classes__application__has_no_process_of_its_own(void **state)
{
    static const WCHAR *const values[] = {L"DllSurrogate", L"LocalService", L"RunAs", L"LaunchPermission",
                                          L"AccessPermission"};
    size_t i, j, found = 0;

    (void)state;
    for (i = 0; i < ours.count; i++) {
        WCHAR path[MAX_PATH], id[MAX_PATH] = L"";
        DWORD size = sizeof id;
        HKEY key;

        swprintf(path, ARRAYSIZE(path), CLASSES L"%ls", ours.clsid[i]);
        assert_int_equal(RegOpenKeyExW(HKEY_CLASSES_ROOT, path, 0, KEY_READ, &key), 0);
        if (RegQueryValueExW(key, L"AppID", NULL, NULL, (BYTE *)id, &size)) id[0] = L'\0';
        RegCloseKey(key);
        if (!id[0]) continue;
        swprintf(path, ARRAYSIZE(path), L"AppID\\%ls", id);
        if (RegOpenKeyExW(HKEY_CLASSES_ROOT, path, 0, KEY_READ, &key)) continue;
        found++;
        for (j = 0; j < ARRAYSIZE(values); j++) {
            if (!RegQueryValueExW(key, values[j], NULL, NULL, NULL, NULL)) fail_msg("%ls has %ls", path, values[j]);
        }
        RegCloseKey(key);
    }
    if (!found) print_message("no class names an application\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes__registration__says_safe_for_nothing),
        cmocka_unit_test(classes__objects__have_no_IObjectSafety),
        cmocka_unit_test(classes__application__has_no_process_of_its_own),
    };

    return cmocka_run_group_tests(tests, find_classes, end);
}
