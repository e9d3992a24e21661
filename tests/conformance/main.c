/* Finds the server and the drives, runs the cases, prints the log. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/conformance.h"

enum { DRIVES_MAX = 32 };

static const struct conformance_group *const groups[] = {
    &com_group,         &registration_group,  &typelib_group, &master_group,     &recorder_group,
    &recorder_ex_group, &watch_group,         &image_group,   &image_tree_group, &image_manager_group,
    &writers_group,     &track_at_once_group, &streams_group};

static struct {
    const WCHAR *only_drive; /* --drive ID */
    const char *only_case;   /* --case NAME */
    bool may_move_tray;      /* --tray */
    unsigned watch_s;        /* --watch SECONDS */
} options;

static bool has_failed;   /* the case that runs */
static char refused[128]; /* what it could not ask of the drive */
static unsigned total, passed, failures, known, skipped;

/* ------------------------------------------------------------------------------------------------- what cases say */

bool expect(bool is_right, const char *format, ...)
{
    va_list arguments;

    if (is_right) return true;
    has_failed = true;
    fputs("wrong ", stdout);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
    return false;
}

bool expect_hr(HRESULT actual, HRESULT expected, const char *what)
{
    return expect(actual == expected, "%s: 0x%08lX, expected 0x%08lX", what, (unsigned long)actual,
                  (unsigned long)expected);
}

bool expect_failed(HRESULT actual, const char *what)
{
    return expect(FAILED(actual), "%s: 0x%08lX, expected a failure", what, (unsigned long)actual);
}

void cannot(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(refused, sizeof refused, format, arguments);
    va_end(arguments);
}

void answer(const char *question, const char *format, ...)
{
    va_list arguments;

    printf("answer %s: ", question);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
}

void answer_hr(const char *question, HRESULT hr)
{
    answer(question, "0x%08lX", (unsigned long)hr);
}

/* --------------------------------------------------------------------------------------------------------- objects */

void *new_object(REFCLSID clsid, REFIID iid)
{
    void *object = NULL;

    return expect_hr(CoCreateInstance(clsid, NULL, CLSCTX_ALL, iid, &object), S_OK, "CoCreateInstance") ? object : NULL;
}

IDiscMaster2 *new_master(void)
{
    return new_object(&CLSID_MsftDiscMaster2, &IID_IDiscMaster2);
}

IDiscRecorder2 *new_recorder(void)
{
    return new_object(&CLSID_MsftDiscRecorder2, &IID_IDiscRecorder2);
}

HRESULT initialize(IDiscRecorder2 *recorder, const WCHAR *id)
{
    BSTR bstr = id ? SysAllocString(id) : NULL;
    HRESULT hr = IDiscRecorder2_InitializeDiscRecorder(recorder, bstr);

    SysFreeString(bstr);
    return hr;
}

IDiscRecorder2 *open_recorder(const WCHAR *id)
{
    IDiscRecorder2 *recorder = new_recorder();

    if (!recorder) return NULL;
    if (expect_hr(initialize(recorder, id), S_OK, "InitializeDiscRecorder")) return recorder;
    IDiscRecorder2_Release(recorder);
    return NULL;
}

HRESULT acquire(IDiscRecorder2 *recorder, VARIANT_BOOL force, const WCHAR *name)
{
    BSTR bstr = name ? SysAllocString(name) : NULL;
    HRESULT hr = IDiscRecorder2_AcquireExclusiveAccess(recorder, force, bstr);

    SysFreeString(bstr);
    return hr;
}

/* ------------------------------------------------------------------------------------------------- running a case */

static jmp_buf after_crash;
static bool is_running;

/* A server that follows a wild pointer fails its case and not the whole run. */
static LONG WINAPI crashed(EXCEPTION_POINTERS *exception)
{
    if (!is_running) return EXCEPTION_CONTINUE_SEARCH;
    is_running = false;
    expect(false, "exception 0x%08lX at %p", (unsigned long)exception->ExceptionRecord->ExceptionCode,
           exception->ExceptionRecord->ExceptionAddress);
    longjmp(after_crash, 1);
}

static void run_case(const struct conformance_case *test, const struct subject *subject, const char *drive)
{
    const char *why = known_difference(subject->server, test->name);

    total++;
    has_failed = false;
    refused[0] = '\0';
    SetErrorInfo(0, NULL);
    if (!setjmp(after_crash)) {
        is_running = true;
        test->run(subject);
    }
    is_running = false;
    if (!has_failed && refused[0]) {
        skipped++;
        printf("ok %s%s # SKIP %s\n", test->name, drive, refused);
    } else if (has_failed && why) {
        known++;
        printf("not ok %s%s # TODO %s\n", test->name, drive, why);
    } else if (has_failed || why) {
        failures++;
        if (!has_failed) printf("wrong the known difference is gone: %s\n", why);
        printf("not ok %s%s\n", test->name, drive);
    } else {
        passed++;
        printf("ok %s%s\n", test->name, drive);
    }
}

static void skip(const struct conformance_case *test, const char *drive, bool is_interface_missing)
{
    static const char *const needed[] = {
        [NEEDS_NOTHING] = "nothing",
        [NEEDS_HANDS] = "somebody who plugs a drive in or out (--watch SECONDS)",
        [NEEDS_DRIVE] = "a drive",
        [NEEDS_MEDIUM] = "a drive with a medium",
        [NEEDS_NO_MEDIUM] = "a drive without a medium",
        [NEEDS_TRAY] = "a drive whose tray may be moved (--tray)",
    };

    total++;
    skipped++;
    printf("ok %s%s # SKIP needs %s\n", test->name, drive,
           is_interface_missing ? "an interface that the recorder does not answer" : needed[test->needs]);
}

static bool needs_drive(enum needs needs)
{
    return needs != NEEDS_NOTHING && needs != NEEDS_HANDS;
}

/* A drive has a current profile exactly when it knows the medium in it. */
static bool has_medium(const WCHAR *id)
{
    IDiscRecorder2 *recorder;
    SAFEARRAY *profiles = NULL;
    bool result = false;

    if (FAILED(CoCreateInstance(&CLSID_MsftDiscRecorder2, NULL, CLSCTX_ALL, &IID_IDiscRecorder2, (void **)&recorder))) {
        return false;
    }
    if (SUCCEEDED(initialize(recorder, id)) && SUCCEEDED(IDiscRecorder2_get_CurrentProfiles(recorder, &profiles))) {
        result = profiles && profiles->rgsabound[0].cElements > 0;
        SafeArrayDestroy(profiles);
    }
    IDiscRecorder2_Release(recorder);
    return result;
}

static bool is_wanted(const struct conformance_case *test)
{
    return !options.only_case || !strcmp(options.only_case, test->name);
}

/* The medium is asked for anew: a case before may have taken it out of a drive that cannot pull it in again. */
static bool is_able(enum needs needs, const WCHAR *id)
{
    switch (needs) {
    case NEEDS_MEDIUM:
        return has_medium(id);
    case NEEDS_NO_MEDIUM:
        return !has_medium(id);
    case NEEDS_TRAY:
        return options.may_move_tray;
    case NEEDS_HANDS:
        return options.watch_s > 0;
    default:
        return true;
    }
}

static bool recorder_answers(const IID *iid)
{
    IUnknown *recorder;

    if (FAILED(CoCreateInstance(&CLSID_MsftDiscRecorder2, NULL, CLSCTX_ALL, iid, (void **)&recorder))) return false;
    IUnknown_Release(recorder);
    return true;
}

/* Every case that needs a drive, on that one; with NULL, every case that needs none. */
static void run_cases(struct subject *subject, const WCHAR *id, unsigned number)
{
    char drive[32] = "";
    size_t group, i;

    subject->id = id;
    if (id) {
        sprintf(drive, " [drive %u]", number);
        printf("# drive %u: %ls, %s\n", number, id, has_medium(id) ? "with a medium" : "without a medium");
    }
    for (group = 0; group < ARRAYSIZE(groups); group++) {
        bool is_missing = groups[group]->iid && !recorder_answers(groups[group]->iid);

        for (i = 0; i < groups[group]->count; i++) {
            const struct conformance_case *test = &groups[group]->cases[i];

            if (!is_wanted(test) || needs_drive(test->needs) != (id != NULL)) continue;
            if (is_missing || !is_able(test->needs, id)) {
                skip(test, drive, is_missing);
            } else {
                run_case(test, subject, drive);
            }
        }
    }
}

static void skip_drives(void)
{
    size_t group, i;

    puts("# there is no drive");
    for (group = 0; group < ARRAYSIZE(groups); group++) {
        for (i = 0; i < groups[group]->count; i++) {
            const struct conformance_case *test = &groups[group]->cases[i];

            if (is_wanted(test) && needs_drive(test->needs)) skip(test, "", false);
        }
    }
}

/* ---------------------------------------------------------------------------------------------------- the whole run */

static void show_version(const WCHAR *path, struct subject *subject)
{
    DWORD ignored, size = GetFileVersionInfoSizeW(path, &ignored);
    WCHAR *company = NULL, *version = NULL;
    UINT length;
    void *data = size ? malloc(size) : NULL;

    if (data && GetFileVersionInfoW(path, 0, size, data)) {
        VerQueryValueW(data, L"\\StringFileInfo\\040904B0\\CompanyName", (void **)&company, &length);
        VerQueryValueW(data, L"\\StringFileInfo\\040904B0\\FileVersion", (void **)&version, &length);
    }
    subject->server = SERVER_OTHER;
    if (company && wcsstr(company, L"OpenIMAPI2")) subject->server = SERVER_OURS;
    if (company && wcsstr(company, L"Microsoft")) subject->server = SERVER_MICROSOFTS;
    printf("# server: %ls, of %ls, version %ls\n", path, company ? company : L"(it does not say)",
           version ? version : L"(it does not say)");
    free(data);
}

/* Whose code stands behind the recorder's vtable? */
static bool find_server(struct subject *subject)
{
    IDiscRecorder2 *recorder;
    WCHAR path[MAX_PATH];
    HRESULT hr;

    hr = CoCreateInstance(&CLSID_MsftDiscRecorder2, NULL, CLSCTX_ALL, &IID_IDiscRecorder2, (void **)&recorder);
    if (FAILED(hr)) {
        printf("# MsftDiscRecorder2 could not be created: 0x%08lX. Is IMAPI2 registered for %u-bit programs?\n",
               (unsigned long)hr, (unsigned)sizeof(void *) * 8);
        return false;
    }
    GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (const WCHAR *)recorder->lpVtbl, &subject->module);
    IDiscRecorder2_Release(recorder);
    GetModuleFileNameW(subject->module, path, ARRAYSIZE(path));
    show_version(path, subject);
    return true;
}

static void show_system(void)
{
    OSVERSIONINFOW version = {.dwOSVersionInfoSize = sizeof version};
    const char *(*wine_version)(void) =
        (const char *(*)(void))(void *)GetProcAddress(GetModuleHandleW(L"ntdll"), "wine_get_version");

    GetVersionExW(&version);
    printf("# system: Windows %lu.%lu.%lu%s%s, %u-bit program\n", version.dwMajorVersion, version.dwMinorVersion,
           version.dwBuildNumber, wine_version ? ", Wine " : "", wine_version ? wine_version() : "",
           (unsigned)sizeof(void *) * 8);
}

static size_t list_drives(BSTR drives[DRIVES_MAX])
{
    IDiscMaster2 *master;
    size_t count = 0;

    if (options.only_drive) {
        drives[0] = SysAllocString(options.only_drive);
        return 1;
    }
    if (FAILED(CoCreateInstance(&CLSID_MsftDiscMaster2, NULL, CLSCTX_ALL, &IID_IDiscMaster2, (void **)&master)))
        return 0;
    while (count < DRIVES_MAX && SUCCEEDED(IDiscMaster2_get_Item(master, (LONG)count, &drives[count])))
        count++;
    IDiscMaster2_Release(master);
    return count;
}

static bool read_options(int count, WCHAR **arguments)
{
    static char name[128];
    int i;

    for (i = 1; i < count; i++) {
        if (!lstrcmpW(arguments[i], L"--tray")) {
            options.may_move_tray = true;
        } else if (!lstrcmpW(arguments[i], L"--watch") && i + 1 < count) {
            options.watch_s = (unsigned)wcstoul(arguments[++i], NULL, 10);
            if (!options.watch_s || options.watch_s > 3600) return false;
        } else if (!lstrcmpW(arguments[i], L"--drive") && i + 1 < count) {
            options.only_drive = arguments[++i];
        } else if (!lstrcmpW(arguments[i], L"--case") && i + 1 < count) {
            WideCharToMultiByte(CP_ACP, 0, arguments[++i], -1, name, sizeof name - 1, NULL, NULL);
            options.only_case = name;
        } else {
            return false;
        }
    }
    return true;
}

int main(void)
{
    struct subject subject = {SERVER_OTHER, NULL, NULL, 0};
    BSTR drives[DRIVES_MAX];
    size_t count, i;
    int arguments;
    WCHAR **argument = CommandLineToArgvW(GetCommandLineW(), &arguments);

    setvbuf(stdout, NULL, _IONBF, 0); /* whatever happens, the log says how far it came */
    if (!argument || !read_options(arguments, argument)) {
        puts("usage: imapi2_conformance [--tray] [--watch SECONDS] [--drive ID] [--case NAME]\n\n"
             "Tests the IMAPI2 that is registered. Nothing is written to any disc. --tray: trays may be opened and\n"
             "closed. --watch: waits so long for you to plug a drive in or out. --drive: this drive alone. --case: "
             "this\n"
             "case alone.");
        return 2;
    }
    CoInitialize(NULL);
    SetUnhandledExceptionFilter(crashed);
    subject.watch_s = options.watch_s;
    show_system();
    if (!find_server(&subject)) return 1;
    run_cases(&subject, NULL, 0);
    count = list_drives(drives);
    if (!count) skip_drives();
    for (i = 0; i < count; i++) {
        run_cases(&subject, drives[i], (unsigned)i);
        SysFreeString(drives[i]);
    }
    printf("# %u passed, %u failed, %u known differences, %u skipped\n", passed, failures, known, skipped);
    printf("1..%u\n", total);
    CoUninitialize();
    LocalFree(argument);
    return failures || !total ? 1 : 0;
}
