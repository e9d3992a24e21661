/* What stands in the registry, and which classes can be created. A registration-free copy has nothing there: then these
 * cases say so and judge the classes alone.
 */
#include <stdio.h>
#include <string.h>

#include "conformance/conformance.h"
#include "contract/tables.h"

/* The value of a key below HKEY_CLASSES_ROOT; "" when there is none. */
static const WCHAR *value_of(const WCHAR *key, const WCHAR *name)
{
    static WCHAR text[1024];
    DWORD size = sizeof text - sizeof text[0];
    LONG error;
    HKEY handle;

    text[0] = 0;
    if (RegOpenKeyExW(HKEY_CLASSES_ROOT, key, 0, KEY_READ, &handle)) return text;
    error = RegQueryValueExW(handle, name, NULL, NULL, (BYTE *)text, &size);
    RegCloseKey(handle);
    text[error ? 0 : size / sizeof text[0]] = 0;
    return text;
}

static void append_value(char *line, size_t size, const WCHAR *key, const WCHAR *name, const WCHAR *value)
{
    size_t used = strlen(line);

    _snprintf(line + used, size - used - 1, "%s%ls%ls%ls=\"%ls\"", used ? ", " : "", key, key[0] && name ? L" " : L"",
              name ? name : L"", value);
    line[size - 1] = 0;
}

static void registration__classes__stand_as_they_do(const struct subject *subject)
{
    static const WCHAR *const values[][2] = {
        {L"", NULL},
        {L"", L"AppID"},
        {L"\\InprocServer32", NULL},
        {L"\\InprocServer32", L"ThreadingModel"},
        {L"\\ProgID", NULL},
        {L"\\VersionIndependentProgID", NULL},
        {L"\\TypeLib", NULL},
        {L"\\Version", NULL},
    };
    char question[256], line[2048];
    WCHAR key[128];
    size_t i, j;

    (void)subject;
    for (i = 0; i < CONTRACT_COUNT(contract_coclasses); i++) {
        line[0] = 0;
        for (j = 0; j < ARRAYSIZE(values); j++) {
            const WCHAR *value;

            swprintf(key, ARRAYSIZE(key), L"CLSID\\%ls%ls", contract_coclasses[i].clsid, values[j][0]);
            value = value_of(key, values[j][1]);
            if (*value) append_value(line, sizeof line, values[j][0], values[j][1], value);
        }
        sprintf(question, "%s in the registry", contract_coclasses[i].name);
        answer(question, "%s", line[0] ? line : "nothing");
    }
}

/* A public inventory of a Windows 10 registry. */
static void registration__threading_models__are_those_of_Windows_10(const struct subject *subject)
{
    static const struct {
        const WCHAR *clsid;
        const WCHAR *model;
    } rows[] = {
        {L"CLSID\\{2735412E-7F64-5B0F-8F00-5D77AFBE261E}\\InprocServer32", L"Both"},
        {L"CLSID\\{2735412D-7F64-5B0F-8F00-5D77AFBE261E}\\InprocServer32", L"Free"},
    };
    size_t i;

    (void)subject;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        const WCHAR *model = value_of(rows[i].clsid, L"ThreadingModel");

        expect(!lstrcmpiW(model, rows[i].model), "%ls: \"%ls\", expected \"%ls\"", rows[i].clsid, model, rows[i].model);
    }
}

static void registration__every_creatable_class__is_created(const struct subject *subject)
{
    char question[128];
    IUnknown *object;
    CLSID clsid;
    HRESULT hr;
    size_t i;

    (void)subject;
    for (i = 0; i < CONTRACT_COUNT(contract_coclasses); i++) {
        CLSIDFromString(contract_coclasses[i].clsid, &clsid);
        object = NULL;
        hr = CoCreateInstance(&clsid, NULL, CLSCTX_ALL, &IID_IUnknown, (void **)&object);
        sprintf(question, "CoCreateInstance of %s", contract_coclasses[i].name);
        answer_hr(question, hr);
        if (contract_coclasses[i].flags & TYPEFLAG_FCANCREATE) {
            expect_hr(hr, S_OK, question);
        } else {
            expect_failed(hr, question);
        }
        if (SUCCEEDED(hr)) IUnknown_Release(object);
    }
}

/* From a manifest the system gives an alias of the class, so it is the object that tells: the same code, however it is
 * called.
 */
static void registration__ProgIDs__lead_to_the_classes(const struct subject *subject)
{
    static const struct {
        const WCHAR *progid;
        const CLSID *clsid;
        const IID *iid;
    } rows[] = {
        {L"IMAPI2.MsftDiscMaster2", &CLSID_MsftDiscMaster2, &IID_IDiscMaster2},
        {L"IMAPI2.MsftDiscMaster2.1", &CLSID_MsftDiscMaster2, &IID_IDiscMaster2},
        {L"IMAPI2.MsftDiscRecorder2", &CLSID_MsftDiscRecorder2, &IID_IDiscRecorder2},
        {L"IMAPI2.MsftDiscRecorder2.1", &CLSID_MsftDiscRecorder2, &IID_IDiscRecorder2},
    };
    IUnknown *by_clsid, *by_name;
    CLSID clsid;
    size_t i;

    (void)subject;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        by_clsid = by_name = NULL;
        if (!expect(SUCCEEDED(CLSIDFromProgID(rows[i].progid, &clsid)), "%ls is unknown", rows[i].progid)) continue;
        CoCreateInstance(rows[i].clsid, NULL, CLSCTX_ALL, rows[i].iid, (void **)&by_clsid);
        CoCreateInstance(&clsid, NULL, CLSCTX_ALL, rows[i].iid, (void **)&by_name);
        expect(by_clsid && by_name && by_clsid->lpVtbl == by_name->lpVtbl, "%ls leads elsewhere", rows[i].progid);
        if (by_clsid) IUnknown_Release(by_clsid);
        if (by_name) IUnknown_Release(by_name);
    }
}

static const struct conformance_case cases[] = {
    {"registration__classes__stand_as_they_do", NEEDS_NOTHING, registration__classes__stand_as_they_do},
    {"registration__threading_models__are_those_of_Windows_10", NEEDS_NOTHING,
     registration__threading_models__are_those_of_Windows_10},
    {"registration__every_creatable_class__is_created", NEEDS_NOTHING, registration__every_creatable_class__is_created},
    {"registration__ProgIDs__lead_to_the_classes", NEEDS_NOTHING, registration__ProgIDs__lead_to_the_classes},
};

const struct conformance_group registration_group = {cases, ARRAYSIZE(cases), NULL};
