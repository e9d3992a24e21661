/* Reads from the registry which server is registered for each class, and the record of our registration. */
#include "discctl/registered.h"

#include <stdlib.h>

#include <windows.h>
#include <objbase.h>

#include "imapi2.h"
#include "imapi2fs.h"
#include "openimapi2.h"
#include "openimapi2fs.h"

#include "os/elevation.h"
#include "os/server_file.h"
#include "os/trace_file.h"
#include "virtual/layout.h"

#include "discctl/failure.h"
#include "discctl/memory.h"

#define CLASSES L"Software\\Classes\\CLSID\\"
#define STATE   L"Software\\OpenIMAPI2\\Registration\\"
#define MARKER  L"OpenIMAPI2" /* of a class key that our registration wrote (server/registration.h) */

static const struct {
    const char *name;
    const CLSID *clsid;
} classes[] = {
    {"MsftDiscMaster2", &CLSID_MsftDiscMaster2},
    {"MsftDiscRecorder2", &CLSID_MsftDiscRecorder2},
    {"MsftStreamZero", &CLSID_MsftStreamZero},
    {"MsftStreamPrng001", &CLSID_MsftStreamPrng001},
    {"MsftStreamConcatenate", &CLSID_MsftStreamConcatenate},
    {"MsftStreamInterleave", &CLSID_MsftStreamInterleave},
    {"MsftWriteSpeedDescriptor", &CLSID_MsftWriteSpeedDescriptor},
    {"MsftWriteEngine2", &CLSID_MsftWriteEngine2},
    {"MsftDiscFormat2Erase", &CLSID_MsftDiscFormat2Erase},
    {"OpenIMAPI2.MsftDiscMaster2", &CLSID_OpenIMAPI2_MsftDiscMaster2},
    {"OpenIMAPI2.MsftDiscRecorder2", &CLSID_OpenIMAPI2_MsftDiscRecorder2},
    {"OpenIMAPI2.MsftStreamZero", &CLSID_OpenIMAPI2_MsftStreamZero},
    {"OpenIMAPI2.MsftStreamPrng001", &CLSID_OpenIMAPI2_MsftStreamPrng001},
    {"OpenIMAPI2.MsftStreamConcatenate", &CLSID_OpenIMAPI2_MsftStreamConcatenate},
    {"OpenIMAPI2.MsftStreamInterleave", &CLSID_OpenIMAPI2_MsftStreamInterleave},
    {"OpenIMAPI2.MsftWriteSpeedDescriptor", &CLSID_OpenIMAPI2_MsftWriteSpeedDescriptor},
    {"OpenIMAPI2.MsftWriteEngine2", &CLSID_OpenIMAPI2_MsftWriteEngine2},
    {"MsftDiscFormat2Data", &CLSID_MsftDiscFormat2Data},
    {"OpenIMAPI2.MsftDiscFormat2Data", &CLSID_OpenIMAPI2_MsftDiscFormat2Data},
    {"MsftMultisessionSequential", &CLSID_MsftMultisessionSequential},
    {"OpenIMAPI2.MsftMultisessionSequential", &CLSID_OpenIMAPI2_MsftMultisessionSequential},
    {"MsftMultisessionRandomWrite", &CLSID_MsftMultisessionRandomWrite},
    {"OpenIMAPI2.MsftMultisessionRandomWrite", &CLSID_OpenIMAPI2_MsftMultisessionRandomWrite},
    {"MsftFileSystemImage", &CLSID_MsftFileSystemImage},
    {"OpenIMAPI2.MsftFileSystemImage", &CLSID_OpenIMAPI2_MsftFileSystemImage},
    {"BootOptions", &CLSID_BootOptions},
    {"OpenIMAPI2.BootOptions", &CLSID_OpenIMAPI2_BootOptions},
    {"MsftIsoImageManager", &CLSID_MsftIsoImageManager},
    {"OpenIMAPI2.MsftIsoImageManager", &CLSID_OpenIMAPI2_MsftIsoImageManager},
    {"OpenIMAPI2.MsftDiscFormat2Erase", &CLSID_OpenIMAPI2_MsftDiscFormat2Erase},
    {"MsftDiscFormat2TrackAtOnce", &CLSID_MsftDiscFormat2TrackAtOnce},
    {"OpenIMAPI2.MsftDiscFormat2TrackAtOnce", &CLSID_OpenIMAPI2_MsftDiscFormat2TrackAtOnce},
    {"MsftDiscFormat2RawCD", &CLSID_MsftDiscFormat2RawCD},
    {"OpenIMAPI2.MsftDiscFormat2RawCD", &CLSID_OpenIMAPI2_MsftDiscFormat2RawCD},
    {"MsftRawCDImageCreator", &CLSID_MsftRawCDImageCreator},
    {"OpenIMAPI2.MsftRawCDImageCreator", &CLSID_OpenIMAPI2_MsftRawCDImageCreator},
    {"OpenIMAPI2.CDText", &CLSID_OpenIMAPI2_CDText},
};

bool registered_class_at(size_t index, const char **name, const CLSID **clsid)
{
    if (index >= sizeof classes / sizeof classes[0]) return false;
    *name = classes[index].name;
    *clsid = classes[index].clsid;
    return true;
}

static const struct {
    const char *programs;
    const wchar_t *name;
    REGSAM view;
} views[] = {{"x64", L"x64", KEY_WOW64_64KEY}, {"x86", L"x86", KEY_WOW64_32KEY}};

static const struct {
    const char *name;
    HKEY root;
} scopes[] = {{"user", HKEY_CURRENT_USER}, {"machine", HKEY_LOCAL_MACHINE}};

/* A 32-bit system has one view, that of 32-bit programs. */
static bool has_64_bit_programs(void)
{
#ifdef _WIN64
    return true;
#else
    BOOL(WINAPI * is_wow64)
    (HANDLE, PBOOL) =
        (BOOL(WINAPI *)(HANDLE, PBOOL))(void *)GetProcAddress(GetModuleHandleW(L"kernel32"), "IsWow64Process");
    BOOL result = FALSE;

    return is_wow64 && is_wow64(GetCurrentProcess(), &result) && result;
#endif
}

/* NULL: there is no such string. memory_free(). */
static wchar_t *get_text(HKEY root, REGSAM view, const wchar_t *path, const wchar_t *name)
{
    wchar_t *raw = NULL, *expanded;
    DWORD type, size = 0, length;
    HKEY key;

    if (RegOpenKeyExW(root, path, 0, KEY_READ | view, &key)) return NULL;
    if (!RegQueryValueExW(key, name, NULL, &type, NULL, &size) && (type == REG_SZ || type == REG_EXPAND_SZ)) {
        raw = memory_get(size + 2 * sizeof *raw); /* what is stored need not be terminated */
        if (RegQueryValueExW(key, name, NULL, &type, (BYTE *)raw, &size)) raw[0] = L'\0';
    }
    RegCloseKey(key);
    if (!raw || type != REG_EXPAND_SZ) return raw;
    length = ExpandEnvironmentStringsW(raw, NULL, 0);
    expanded = memory_get((length + 1) * sizeof *expanded);
    ExpandEnvironmentStringsW(raw, expanded, length);
    memory_free(raw);
    return expanded;
}

static void add_text(cJSON *object, const char *name, const wchar_t *text)
{
    char *utf8 = memory_utf8(text);

    cJSON_AddItemToObject(object, name, text ? cJSON_CreateString(utf8) : cJSON_CreateNull());
    memory_free(utf8);
}

/* For the programs of that view. A path may be quoted. */
static bool file_exists(const wchar_t *path, REGSAM view)
{
    wchar_t plain[MAX_PATH], *end;

    if (wcslen(path) >= MAX_PATH) return false;
    wcscpy(plain, path[0] == L'"' ? path + 1 : path);
    end = wcschr(plain, L'"');
    if (end) *end = L'\0';
    return os_server_file_exists(plain, view == KEY_WOW64_64KEY);
}

static cJSON *describe_class(const char *name, const wchar_t *guid, HKEY root, REGSAM view)
{
    wchar_t key[128], server_key[160];
    wchar_t *server, *threading, *marker;
    char *clsid;
    cJSON *entry;

    wcscpy(key, CLASSES);
    wcscat(key, guid);
    wcscpy(server_key, key);
    wcscat(server_key, L"\\InprocServer32");
    server = get_text(root, view, server_key, NULL);
    if (!server) return NULL;
    threading = get_text(root, view, server_key, L"ThreadingModel");
    marker = get_text(root, view, key, MARKER);
    clsid = memory_utf8(guid);
    entry = cJSON_CreateObject();
    cJSON_AddStringToObject(entry, "class", name);
    cJSON_AddStringToObject(entry, "clsid", clsid);
    add_text(entry, "server", server);
    cJSON_AddBoolToObject(entry, "exists", file_exists(server, view));
    cJSON_AddBoolToObject(entry, "ours", marker != NULL);
    add_text(entry, "threading", threading);
    memory_free(clsid);
    memory_free(marker);
    memory_free(threading);
    memory_free(server);
    return entry;
}

cJSON *registered_classes(void)
{
    cJSON *list = cJSON_CreateArray(), *entry;
    size_t class, view, scope;
    wchar_t guid[40];

    for (class = 0; class < ARRAYSIZE(classes); class ++) {
        StringFromGUID2(classes[class].clsid, guid, ARRAYSIZE(guid));
        for (view = has_64_bit_programs() ? 0 : 1; view < ARRAYSIZE(views); view++) {
            for (scope = 0; scope < ARRAYSIZE(scopes); scope++) {
                entry = describe_class(classes[class].name, guid, scopes[scope].root, views[view].view);
                if (!entry) continue;
                cJSON_AddStringToObject(entry, "programs", views[view].programs);
                cJSON_AddStringToObject(entry, "scope", scopes[scope].name);
                cJSON_AddItemToArray(list, entry);
            }
        }
    }
    return list;
}

cJSON *registered_states(void)
{
    cJSON *list = cJSON_CreateArray(), *entry;
    wchar_t *path, *skipped;
    size_t view, scope;
    wchar_t key[64];

    for (view = 0; view < ARRAYSIZE(views); view++) {
        for (scope = 0; scope < ARRAYSIZE(scopes); scope++) {
            wcscpy(key, STATE);
            wcscat(key, views[view].name);
            path = get_text(scopes[scope].root, KEY_WOW64_64KEY, key, L"Path");
            if (!path) continue;
            skipped = get_text(scopes[scope].root, KEY_WOW64_64KEY, key, L"Skipped");
            entry = cJSON_CreateObject();
            cJSON_AddStringToObject(entry, "programs", views[view].programs);
            cJSON_AddStringToObject(entry, "scope", scopes[scope].name);
            add_text(entry, "path", path);
            add_text(entry, "skipped", skipped);
            cJSON_AddItemToArray(list, entry);
            memory_free(skipped);
            memory_free(path);
        }
    }
    return list;
}

static wchar_t *trace_of_variable(void)
{
    DWORD length = GetEnvironmentVariableW(L"OPENIMAPI2_TRACE", NULL, 0);
    wchar_t *file = memory_get((length + 1) * sizeof *file);

    if (length) GetEnvironmentVariableW(L"OPENIMAPI2_TRACE", file, length);
    return file;
}

/* Why the DLLs trace nothing, though they are asked to. */
static void add_trace_error(cJSON *object)
{
    DWORD error = trace_file_try();
    char *text;

    if (!error) return;
    text = failure_meaning(HRESULT_FROM_WIN32(error));
    cJSON_AddItemToObject(object, "error", failure_json(HRESULT_FROM_WIN32(error), text));
    memory_free(text);
}

/* The variable counts first, then the user's value, then the machine's; in an elevated program the machine's alone. */
cJSON *registered_trace(void)
{
    bool is_elevated = os_is_elevated();
    wchar_t *files[3];
    static const char *const from[] = {"environment", "user", "machine"};
    cJSON *object = cJSON_CreateObject();
    size_t found, unheeded, i;

    files[0] = trace_of_variable();
    for (i = 0; i < ARRAYSIZE(scopes); i++)
        files[1 + i] = get_text(scopes[i].root, KEY_WOW64_64KEY, OPENIMAPI2_REGISTRY_ROOT, L"Trace");
    for (found = is_elevated ? 2 : 0; found < 3 && !(files[found] && files[found][0]); found++)
        continue;
    add_text(object, "file", found < 3 ? files[found] : NULL);
    cJSON_AddItemToObject(object, "from", found < 3 ? cJSON_CreateString(from[found]) : cJSON_CreateNull());
    for (unheeded = 0; unheeded < 2 && !(files[unheeded] && files[unheeded][0]); unheeded++)
        continue;
    if (is_elevated && unheeded < 2) add_text(object, "unheeded", files[unheeded]);
    add_trace_error(object);
    for (i = 0; i < 3; i++)
        memory_free(files[i]);
    return object;
}
