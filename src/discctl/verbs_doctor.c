/* doctor: shows why a program does or does not find its recorders. */
#include "discctl/verbs.h"

#include <stdlib.h>
#include <string.h>

#include "imapi2error.h"

#include "discctl/explain.h"
#include "discctl/hresults.h"
#include "discctl/memory.h"
#include "discctl/output.h"
#include "discctl/recorders.h"
#include "discctl/registered.h"

/* Without these two no program finds a recorder. */
static bool is_vital(const char *name)
{
    return strcmp(name, "MsftDiscMaster2") == 0 || strcmp(name, "MsftDiscRecorder2") == 0;
}

/* The DLL that this program gets when it asks for the class, by where the code of the object stands. NULL: a class that
 * is not registered, and need not be.
 */
static cJSON *describe_winner(const char *name, const CLSID *clsid)
{
    cJSON *entry = cJSON_CreateObject();
    struct failure failure;
    wchar_t path[MAX_PATH + 1] = L"";
    IUnknown *object;
    HMODULE module;
    char *utf8;
    HRESULT hr;

    cJSON_AddStringToObject(entry, "class", name);
    hr = CoCreateInstance(clsid, NULL, CLSCTX_INPROC_SERVER, &IID_IUnknown, (void **)&object);
    if (SUCCEEDED(hr)) {
        if (GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                               (const wchar_t *)object->lpVtbl, &module))
            GetModuleFileNameW(module, path, MAX_PATH);
        IUnknown_Release(object);
        utf8 = memory_utf8(path);
        cJSON_AddStringToObject(entry, "server", utf8);
        memory_free(utf8);
    } else if (hr == REGDB_E_CLASSNOTREG && !is_vital(name)) {
        cJSON_Delete(entry);
        entry = NULL;
    } else {
        failure = failure_take(hr);
        cJSON_AddItemToObject(entry, "error", failure_json(failure.hresult, failure.text));
        failure_free(&failure);
    }
    return entry;
}

static cJSON *describe_winners(void)
{
    cJSON *list = cJSON_CreateArray(), *entry;
    const CLSID *clsid;
    const char *name;
    size_t i;

    for (i = 0; registered_class_at(i, &name, &clsid); i++) {
        entry = describe_winner(name, clsid);
        if (entry) cJSON_AddItemToArray(list, entry);
    }
    return list;
}

/* One command that opens the drive for reading and writing: its features. A drive of before MMC-2 does not know it, and
 * works.
 */
static void ask(BSTR id, cJSON *entry)
{
    IDiscRecorder2 *recorder;
    struct failure failure = {S_OK, NULL};
    SAFEARRAY *features = NULL;
    HRESULT hr;

    if (recorder_open(id, &recorder, &failure)) {
        do {
            hr = IDiscRecorder2_get_SupportedFeaturePages(recorder, &features);
        } while (recorder_wait_if_becoming_ready(hr, &failure));
        if (features) SafeArrayDestroy(features);
        IDiscRecorder2_Release(recorder);
    }
    if (failure.hresult == E_IMAPI_RECORDER_GET_CONFIGURATION_NOT_SUPPORTED) {
        cJSON_AddTrueToObject(entry, "works");
        cJSON_AddStringToObject(entry, "lacks", "GET CONFIGURATION: its features and profiles cannot be listed");
    } else {
        cJSON_AddBoolToObject(entry, "works", !failure.text);
        if (failure.text) cJSON_AddItemToObject(entry, "error", failure_json(failure.hresult, failure.text));
    }
    failure_free(&failure);
}

static cJSON *describe_drives(void)
{
    cJSON *list = cJSON_CreateArray(), *entry;
    struct recorder_list recorders;
    struct failure failure;
    char *utf8;
    long i;

    if (!recorders_list(&recorders, &failure)) {
        failure_free(&failure); /* the winners say why */
        return list;
    }
    for (i = 0; i < recorders.count; i++) {
        utf8 = memory_utf8(recorders.ids[i]);
        entry = cJSON_CreateObject();
        cJSON_AddNumberToObject(entry, "index", (double)i);
        cJSON_AddStringToObject(entry, "id", utf8);
        ask(recorders.ids[i], entry);
        cJSON_AddItemToArray(list, entry);
        memory_free(utf8);
    }
    recorders_free(&recorders);
    return list;
}

/* Letters that the system calls CD-ROM drives: each must be one of the drives above. */
static cJSON *describe_letters(void)
{
    cJSON *list = cJSON_CreateArray();
    DWORD letters = GetLogicalDrives();
    wchar_t root[] = L"X:\\";
    char text[] = "X:";
    int i;

    for (i = 0; i < 26; i++) {
        root[0] = (wchar_t)(L'A' + i);
        text[0] = (char)('A' + i);
        if ((letters & 1U << i) && GetDriveTypeW(root) == DRIVE_CDROM)
            cJSON_AddItemToArray(list, cJSON_CreateString(text));
    }
    return list;
}

/* ---- for people ---- */

static const char *string_of(const cJSON *entry, const char *member)
{
    const char *string = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(entry, member));

    return string ? string : "";
}

static bool is(const cJSON *entry, const char *member)
{
    return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(entry, member));
}

static const char *whose(const cJSON *entry)
{
    return strcmp(string_of(entry, "programs"), "x64") == 0 ? "64-bit" : "32-bit";
}

static void show_classes(const cJSON *report)
{
    const cJSON *entry;

    output_print("Registered:\n");
    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(report, "registered"))
    {
        output_print("    %-28s %s programs, %s: %s (%s%s)\n", string_of(entry, "class"), whose(entry),
                     strcmp(string_of(entry, "scope"), "user") == 0 ? "this user" : "everybody",
                     string_of(entry, "server"), is(entry, "ours") ? "OpenIMAPI2" : "another server",
                     is(entry, "exists") ? "" : "; the file is missing");
    }
    if (!cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(report, "registered"))) output_print("    nothing\n");
    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(report, "registrations"))
    {
        if (*string_of(entry, "skipped"))
            output_print("    skipped for %s programs: %s\n", whose(entry), string_of(entry, "skipped"));
    }
    output_print("This %u-bit program gets:\n", (unsigned)sizeof(void *) * 8);
    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(report, "served"))
    {
        const cJSON *error = cJSON_GetObjectItemCaseSensitive(entry, "error");

        output_print("    %-28s %s\n", string_of(entry, "class"),
                     error ? string_of(error, "text") : string_of(entry, "server"));
    }
}

/* What to do about it, where the text does not say that itself. */
static void show_advice(const cJSON *error)
{
    const struct hresult *row = hresult_named(string_of(error, "name"));

    if (row && row->advice && !strstr(string_of(error, "text"), row->advice))
        output_print("       What to do: %s\n", row->advice);
}

static void show_drives(const cJSON *report)
{
    const cJSON *entry;

    output_print("Drives:\n");
    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(report, "drives"))
    {
        const cJSON *error = cJSON_GetObjectItemCaseSensitive(entry, "error");

        output_print("    %d  %s\n       %s%s\n",
                     (int)cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(entry, "index")),
                     string_of(entry, "id"),
                     error                        ? "refused: "
                     : *string_of(entry, "lacks") ? "works, without "
                                                  : "works",
                     error ? string_of(error, "text") : string_of(entry, "lacks"));
        show_advice(error);
    }
    if (!cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(report, "drives"))) output_print("    none\n");
    output_print("Letters of CD-ROM drives:");
    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(report, "letters"))
        output_print(" %s", cJSON_GetStringValue(entry));
    output_print("%s\n", cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(report, "letters")) ? "" : " none");
}

static void show_trace(const cJSON *report)
{
    const cJSON *trace = cJSON_GetObjectItemCaseSensitive(report, "trace");
    const cJSON *error = cJSON_GetObjectItemCaseSensitive(trace, "error");
    const char *from = string_of(trace, "from");
    const char *unheeded = string_of(trace, "unheeded");

    if (*unheeded) output_print("Trace of this user's other programs: %s (elevated programs ignore it)\n", unheeded);
    if (!*from) {
        output_print("Trace: off\n");
        return;
    }
    output_print("Trace: %s, %s (%s)", error ? "off" : "on", string_of(trace, "file"),
                 strcmp(from, "environment") == 0 ? "OPENIMAPI2_TRACE"
                 : strcmp(from, "user") == 0      ? "set for this user"
                                                  : "set for everybody");
    if (error) output_print(" cannot be opened: %s (%s)", string_of(error, "text"), string_of(error, "hresult"));
    output_print("\n");
}

int verb_doctor(const struct arguments *arguments)
{
    cJSON *report, *served, *entry;
    bool is_served = true;

    if (arguments->positional) return explain_code(arguments->positional, arguments->json);
    report = cJSON_CreateObject();
    served = describe_winners();
    cJSON_AddStringToObject(report, "program", sizeof(void *) == 8 ? "x64" : "x86");
    cJSON_AddItemToObject(report, "registered", registered_classes());
    cJSON_AddItemToObject(report, "registrations", registered_states());
    cJSON_AddItemToObject(report, "served", served);
    cJSON_AddItemToObject(report, "drives", describe_drives());
    cJSON_AddItemToObject(report, "letters", describe_letters());
    cJSON_AddItemToObject(report, "trace", registered_trace());
    cJSON_ArrayForEach(entry, served)
    {
        if (cJSON_HasObjectItem(entry, "error") && is_vital(string_of(entry, "class"))) is_served = false;
    }
    if (arguments->json) {
        output_json(report);
    } else {
        show_classes(report);
        show_drives(report);
        show_trace(report);
        cJSON_Delete(report);
    }
    return is_served ? EXIT_DONE : EXIT_FAILED;
}
