/* IDiscRecorder2, member by member: before InitializeDiscRecorder, and with a drive. */
#include <stdio.h>
#include <string.h>

#include "conformance/conformance.h"

static const struct {
    const char *name;
    DISPID id;
    size_t slot; /* of the vtable */
    VARTYPE type;
} getters[] = {
    {"ActiveDiscRecorder", 0x000, 14, VT_BSTR},
    {"VendorId", 0x201, 15, VT_BSTR},
    {"ProductId", 0x202, 16, VT_BSTR},
    {"ProductRevision", 0x203, 17, VT_BSTR},
    {"VolumeName", 0x204, 18, VT_BSTR},
    {"VolumePathNames", 0x205, 19, VT_ARRAY | VT_VARIANT},
    {"DeviceCanLoadMedia", 0x206, 20, VT_BOOL},
    {"LegacyDeviceNumber", 0x207, 21, VT_I4},
    {"SupportedFeaturePages", 0x208, 22, VT_ARRAY | VT_VARIANT},
    {"CurrentFeaturePages", 0x209, 23, VT_ARRAY | VT_VARIANT},
    {"SupportedProfiles", 0x20A, 24, VT_ARRAY | VT_VARIANT},
    {"CurrentProfiles", 0x20B, 25, VT_ARRAY | VT_VARIANT},
    {"SupportedModePages", 0x20C, 26, VT_ARRAY | VT_VARIANT},
    {"ExclusiveAccessOwner", 0x20D, 27, VT_BSTR},
};

static const struct {
    const char *name;
    size_t slot;
} methods[] = {
    {"EjectMedia", 7}, {"CloseTray", 8}, {"ReleaseExclusiveAccess", 10}, {"DisableMcn", 11}, {"EnableMcn", 12},
};

static void *slot_of(IDiscRecorder2 *recorder, size_t slot)
{
    return ((void **)recorder->lpVtbl)[slot];
}

/* By the vtable; the value is in `value`, which begins as a pattern. */
static HRESULT get(IDiscRecorder2 *recorder, size_t getter, VARIANT *value)
{
    HRESULT(WINAPI * function)(IDiscRecorder2 *, void *) = slot_of(recorder, getters[getter].slot);

    memset(value, 0, sizeof *value);
    V_VT(value) = getters[getter].type;
    if (V_VT(value) != VT_BOOL && V_VT(value) != VT_I4) V_BYREF(value) = (void *)(UINT_PTR)0xDEAD;
    return function(recorder, &V_BYREF(value));
}

static void free_value(VARIANT *value)
{
    if (V_VT(value) == VT_BSTR) SysFreeString(V_BSTR(value));
    if (V_VT(value) & VT_ARRAY) SafeArrayDestroy(V_ARRAY(value));
}

static const char *words_of(HRESULT hr)
{
    static char words[512];
    IErrorInfo *info;
    BSTR text = NULL;

    sprintf(words, "0x%08lX", (unsigned long)hr);
    if (GetErrorInfo(0, &info) == S_OK) {
        IErrorInfo_GetDescription(info, &text);
        IErrorInfo_Release(info);
    }
    _snprintf(words + strlen(words), sizeof words - strlen(words) - 1, ", IErrorInfo: %ls", text ? text : L"(none)");
    SysFreeString(text);
    return words;
}

/* --------------------------------------------------------------------------------------------- without a drive */

static void recorder__before_initialization__members_fail(const struct subject *subject)
{
    IDiscRecorder2 *recorder = new_recorder();
    char question[128];
    VARIANT value;
    size_t i;
    HRESULT hr;

    (void)subject;
    if (!recorder) return;
    for (i = 0; i < ARRAYSIZE(getters); i++) {
        hr = get(recorder, i, &value);
        sprintf(question, "%s before InitializeDiscRecorder", getters[i].name);
        answer(question, "%s", words_of(hr));
        expect_failed(hr, question);
        if (V_VT(&value) != VT_BOOL && V_VT(&value) != VT_I4)
            expect(!V_BYREF(&value), "%s leaves its output undefined", question);
    }
    for (i = 0; i < ARRAYSIZE(methods); i++) {
        HRESULT(WINAPI * method)(IDiscRecorder2 *) = slot_of(recorder, methods[i].slot);

        hr = method(recorder);
        sprintf(question, "%s before InitializeDiscRecorder", methods[i].name);
        answer(question, "%s", words_of(hr));
        expect_failed(hr, question);
    }
    hr = acquire(recorder, VARIANT_TRUE, L"Conformance");
    answer_hr("AcquireExclusiveAccess before InitializeDiscRecorder", hr);
    expect_failed(hr, "AcquireExclusiveAccess before InitializeDiscRecorder");
    IDiscRecorder2_Release(recorder);
}

static void recorder__null_pointers__are_refused(const struct subject *subject)
{
    IDiscRecorder2 *recorder = new_recorder();
    char question[128];
    size_t i;

    (void)subject;
    if (!recorder) return;
    for (i = 0; i < ARRAYSIZE(getters); i++) {
        HRESULT(WINAPI * function)(IDiscRecorder2 *, void *) = slot_of(recorder, getters[i].slot);

        sprintf(question, "%s(NULL)", getters[i].name);
        expect_hr(function(recorder, NULL), E_POINTER, question);
    }
    IDiscRecorder2_Release(recorder);
}

static void recorder__identifiers_of_nothing__are_refused(const struct subject *subject)
{
    static const struct {
        const char *question;
        const WCHAR *id;
    } rows[] = {
        {"InitializeDiscRecorder(NULL)", NULL},
        {"InitializeDiscRecorder(\"\")", L""},
        {"InitializeDiscRecorder of a word", L"nonsense"},
        {"InitializeDiscRecorder of a path to no device",
         L"\\\\?\\nowhere#cdrom#1#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"},
        {"InitializeDiscRecorder of a drive letter", L"C:"},
        {"InitializeDiscRecorder of the null device", L"\\\\.\\NUL"},
    };
    IDiscRecorder2 *recorder;
    size_t i;
    HRESULT hr;

    (void)subject;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        recorder = new_recorder();
        if (!recorder) return;
        hr = initialize(recorder, rows[i].id);
        answer(rows[i].question, "%s", words_of(hr));
        expect_failed(hr, rows[i].question);
        IDiscRecorder2_Release(recorder);
    }
}

static void recorder__IDiscRecorder2Ex__is_answered(const struct subject *subject)
{
    IDiscRecorder2 *recorder = new_recorder();
    IDiscRecorder2Ex *ex;

    (void)subject;
    if (!recorder) return;
    if (expect_hr(IDiscRecorder2_QueryInterface(recorder, &IID_IDiscRecorder2Ex, (void **)&ex), S_OK,
                  "IDiscRecorder2Ex"))
        IDiscRecorder2Ex_Release(ex);
    IDiscRecorder2_Release(recorder);
}

/* ------------------------------------------------------------------------------------------------ with a drive */

static void expect_text(const char *name, BSTR text, UINT longest)
{
    if (!expect(text != NULL, "%s is NULL", name)) return;
    answer(name, "\"%ls\" (%u characters: are blanks cut?)", text, SysStringLen(text));
    expect(SysStringLen(text) <= longest, "%s is longer than INQUIRY's field", name);
}

static void recorder__identity__is_that_of_INQUIRY(const struct subject *subject)
{
    IDiscRecorder2 *recorder = open_recorder(subject->id);
    BSTR text;

    if (!recorder) return;
    if (expect_hr(IDiscRecorder2_get_ActiveDiscRecorder(recorder, &text), S_OK, "ActiveDiscRecorder")) {
        expect(!lstrcmpW(text, subject->id), "ActiveDiscRecorder is %ls", text);
        SysFreeString(text);
    }
    if (expect_hr(IDiscRecorder2_get_VendorId(recorder, &text), S_OK, "VendorId")) {
        expect_text("VendorId", text, 8);
        SysFreeString(text);
    }
    if (expect_hr(IDiscRecorder2_get_ProductId(recorder, &text), S_OK, "ProductId")) {
        expect_text("ProductId", text, 16);
        SysFreeString(text);
    }
    if (expect_hr(IDiscRecorder2_get_ProductRevision(recorder, &text), S_OK, "ProductRevision")) {
        expect_text("ProductRevision", text, 4);
        SysFreeString(text);
    }
    IDiscRecorder2_Release(recorder);
}

static void recorder__names_and_number__have_their_shapes(const struct subject *subject)
{
    IDiscRecorder2 *recorder = open_recorder(subject->id);
    VARIANT_BOOL can_load = 7;
    SAFEARRAY *paths = NULL;
    LONG number = -1;
    VARIANT *path;
    BSTR text;
    ULONG i;

    if (!recorder) return;
    if (expect_hr(IDiscRecorder2_get_VolumeName(recorder, &text), S_OK, "VolumeName")) {
        answer("VolumeName", "%ls", text);
        expect(SysStringLen(text) == 49 && !wcsncmp(text, L"\\\\?\\Volume{", 11) && !wcscmp(text + 47, L"}\\"),
               "VolumeName is no volume name: %ls", text);
        SysFreeString(text);
    }
    if (expect_hr(IDiscRecorder2_get_VolumePathNames(recorder, &paths), S_OK, "VolumePathNames") &&
        expect(paths && paths->cDims == 1 && paths->rgsabound[0].lLbound == 0, "VolumePathNames is no vector")) {
        path = paths->pvData;
        for (i = 0; i < paths->rgsabound[0].cElements; i++) {
            if (!expect(V_VT(&path[i]) == VT_BSTR, "path %lu is of type %d", i, V_VT(&path[i]))) continue;
            answer("VolumePathNames", "%ls", V_BSTR(&path[i]));
            expect(SysStringLen(V_BSTR(&path[i])) && V_BSTR(&path[i])[SysStringLen(V_BSTR(&path[i])) - 1] == L'\\',
                   "%ls does not end in a backslash", V_BSTR(&path[i]));
        }
    }
    if (paths) SafeArrayDestroy(paths);
    if (expect_hr(IDiscRecorder2_get_LegacyDeviceNumber(recorder, &number), S_OK, "LegacyDeviceNumber")) {
        answer("LegacyDeviceNumber", "%ld", number);
        expect(number >= 0, "LegacyDeviceNumber is %ld", number);
    }
    if (expect_hr(IDiscRecorder2_get_DeviceCanLoadMedia(recorder, &can_load), S_OK, "DeviceCanLoadMedia")) {
        answer("DeviceCanLoadMedia", "%d", can_load);
        expect(can_load == VARIANT_TRUE || can_load == VARIANT_FALSE, "DeviceCanLoadMedia is %d", can_load);
    }
    IDiscRecorder2_Release(recorder);
}

/* A vector of VT_I4 (as the type library's LONG), shown; NULL when it is none. */
static SAFEARRAY *codes(IDiscRecorder2 *recorder, size_t getter)
{
    VARIANT value, *item;
    char line[2048] = "";
    HRESULT hr;
    ULONG i;

    hr = get(recorder, getter, &value);
    if (!expect_hr(hr, S_OK, getters[getter].name)) return NULL;
    if (!expect(V_ARRAY(&value) && V_ARRAY(&value)->cDims == 1 && V_ARRAY(&value)->rgsabound[0].lLbound == 0,
                "%s is no vector", getters[getter].name))
        return NULL;
    item = V_ARRAY(&value)->pvData;
    for (i = 0; i < V_ARRAY(&value)->rgsabound[0].cElements; i++) {
        expect(V_VT(&item[i]) == VT_I4, "%s: element %lu is of type %d", getters[getter].name, i, V_VT(&item[i]));
        if (strlen(line) + 8 < sizeof line) sprintf(line + strlen(line), " %lX", V_I4(&item[i]));
    }
    answer(getters[getter].name, "%lu:%s", i, line);
    return V_ARRAY(&value);
}

static bool contains(const SAFEARRAY *array, LONG code)
{
    const VARIANT *item = array->pvData;
    ULONG i;

    for (i = 0; i < array->rgsabound[0].cElements; i++)
        if (V_I4(&item[i]) == code) return true;
    return false;
}

enum { FEATURES = 8, CURRENT_FEATURES, PROFILES, CURRENT_PROFILES, MODE_PAGES }; /* of getters */

static void expect_part(const SAFEARRAY *part, const SAFEARRAY *whole, const char *name)
{
    const VARIANT *item = part->pvData;
    ULONG i;

    for (i = 0; i < part->rgsabound[0].cElements; i++)
        expect(contains(whole, V_I4(&item[i])), "%s: %lXh is current and not supported", name, V_I4(&item[i]));
}

static void recorder__features_and_profiles__are_consistent(const struct subject *subject)
{
    IDiscRecorder2 *recorder = open_recorder(subject->id);
    SAFEARRAY *lists[MODE_PAGES + 1];
    const VARIANT *page;
    size_t i;

    if (!recorder) return;
    for (i = FEATURES; i <= MODE_PAGES; i++)
        lists[i] = codes(recorder, i);
    if (lists[FEATURES] && lists[CURRENT_FEATURES]) {
        expect(lists[FEATURES]->rgsabound[0].cElements > 0, "no features");
        /* MMC: mandatory; QEMU's ATAPI drive has no Core feature. */
        answer("profile list and core are features", "%s and %s", contains(lists[FEATURES], 0) ? "yes" : "no",
               contains(lists[FEATURES], 1) ? "yes" : "no");
        expect_part(lists[CURRENT_FEATURES], lists[FEATURES], "features");
    }
    if (lists[PROFILES] && lists[CURRENT_PROFILES]) {
        expect(lists[PROFILES]->rgsabound[0].cElements <= 63, "more than 63 profiles");
        expect_part(lists[CURRENT_PROFILES], lists[PROFILES], "profiles");
    }
    if (lists[MODE_PAGES]) {
        page = lists[MODE_PAGES]->pvData;
        for (i = 0; i < lists[MODE_PAGES]->rgsabound[0].cElements; i++)
            expect(V_I4(&page[i]) >= 0 && V_I4(&page[i]) < 0x3F, "mode page %lXh", V_I4(&page[i]));
    }
    for (i = FEATURES; i <= MODE_PAGES; i++)
        if (lists[i]) SafeArrayDestroy(lists[i]);
    IDiscRecorder2_Release(recorder);
}

static void recorder__scripts__see_what_C_sees(const struct subject *subject)
{
    IDiscRecorder2 *recorder = open_recorder(subject->id);
    DISPPARAMS none = {NULL, NULL, 0, 0};
    VARIANT value, result;
    HRESULT hr;
    size_t i;

    if (!recorder) return;
    for (i = 0; i < ARRAYSIZE(getters); i++) {
        hr = get(recorder, i, &value);
        VariantInit(&result);
        expect_hr(IDiscRecorder2_Invoke(recorder, getters[i].id, &IID_NULL, 0, DISPATCH_PROPERTYGET, &none, &result,
                                        NULL, NULL),
                  SUCCEEDED(hr) ? S_OK : DISP_E_EXCEPTION, getters[i].name);
        if (SUCCEEDED(hr)) {
            expect(V_VT(&result) == getters[i].type, "%s by Invoke is of type %d", getters[i].name, V_VT(&result));
            if (V_VT(&result) == VT_BSTR && getters[i].type == VT_BSTR)
                expect(!lstrcmpW(V_BSTR(&result), V_BSTR(&value)), "%s by Invoke differs", getters[i].name);
            if (V_VT(&result) == VT_I4) expect(V_I4(&result) == V_I4(&value), "%s by Invoke differs", getters[i].name);
        }
        VariantClear(&result);
        free_value(&value);
    }
    IDiscRecorder2_Release(recorder);
}

static void expect_owner(IDiscRecorder2 *recorder, const WCHAR *name)
{
    BSTR owner = NULL;

    if (!expect_hr(IDiscRecorder2_get_ExclusiveAccessOwner(recorder, &owner), S_OK, "ExclusiveAccessOwner")) return;
    expect(!lstrcmpW(owner ? owner : L"", name), "the owner is \"%ls\", expected \"%ls\"", owner ? owner : L"(NULL)",
           name);
    SysFreeString(owner);
}

static void recorder__exclusive_access__excludes_and_nests(const struct subject *subject)
{
    IDiscRecorder2 *first = open_recorder(subject->id), *second = open_recorder(subject->id);
    HRESULT hr;

    if (first && second && expect_hr(acquire(first, VARIANT_TRUE, L"Conformance 1"), S_OK, "acquire")) {
        expect_owner(first, L"Conformance 1");
        expect_owner(second, L"Conformance 1");
        expect_hr(acquire(first, VARIANT_TRUE, L"Another name"), S_OK, "acquire again");
        expect_owner(first, L"Conformance 1");
        hr = acquire(second, VARIANT_TRUE, L"Conformance 2");
        answer_hr("AcquireExclusiveAccess while another object holds it", hr);
        expect(hr == E_IMAPI_RECORDER_LOCKED || hr == E_ACCESSDENIED, "another object's acquire: 0x%08lX",
               (unsigned long)hr);
        expect_hr(IDiscRecorder2_ReleaseExclusiveAccess(first), S_OK, "release once");
        expect_owner(second, L"Conformance 1");
        expect_hr(IDiscRecorder2_ReleaseExclusiveAccess(first), S_OK, "release twice");
        expect_owner(second, L"");
        hr = IDiscRecorder2_ReleaseExclusiveAccess(first);
        answer("ReleaseExclusiveAccess without acquire", "%s", words_of(hr));
        expect_failed(hr, "ReleaseExclusiveAccess without acquire");
        expect_hr(acquire(second, 1, L"Conformance 2"), S_OK, "acquire with force 1 (a C TRUE)");
        IDiscRecorder2_ReleaseExclusiveAccess(second);
        hr = acquire(first, VARIANT_FALSE, L"Conformance 3");
        answer_hr("AcquireExclusiveAccess without force", hr);
        if (SUCCEEDED(hr)) IDiscRecorder2_ReleaseExclusiveAccess(first);
    }
    if (first) IDiscRecorder2_Release(first);
    if (second) IDiscRecorder2_Release(second);
}

static void recorder__exclusive_access__ends_with_the_object(const struct subject *subject)
{
    IDiscRecorder2 *first = open_recorder(subject->id), *second = open_recorder(subject->id);

    if (first) expect_hr(acquire(first, VARIANT_TRUE, L"Conformance"), S_OK, "acquire");
    if (first) IDiscRecorder2_Release(first);
    if (!second) return;
    expect_owner(second, L"");
    IDiscRecorder2_Release(second);
}

static void recorder__client_names__are_checked(const struct subject *subject)
{
    static const WCHAR chars_64[] = L"0123456789012345678901234567890123456789012345678901234567890123";
    static const struct {
        const char *question;
        const WCHAR *name;
        bool is_valid; /* by the driver's documentation */
        bool is_open;  /* the documentation does not decide */
    } rows[] = {
        {"client name NULL", NULL, false, false},
        {"client name \"\"", L"", false, false},
        {"client name of every kind of character", L"Az09 .,:;-_", true, false},
        {"client name with a slash", L"a/b", false, false},
        {"client name with an umlaut", L"M\x00fcller", false, false},
        {"client name of 62 characters", chars_64 + 2, true, false},
        {"client name of 63 characters", chars_64 + 1, true, true},
        {"client name of 64 characters", chars_64, false, false},
    };
    IDiscRecorder2 *recorder = open_recorder(subject->id);
    HRESULT hr;
    size_t i;

    if (!recorder) return;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        hr = acquire(recorder, VARIANT_TRUE, rows[i].name);
        answer_hr(rows[i].question, hr);
        if (!rows[i].is_open) expect(SUCCEEDED(hr) == rows[i].is_valid, "%s: 0x%08lX", rows[i].question, hr);
        if (SUCCEEDED(hr)) IDiscRecorder2_ReleaseExclusiveAccess(recorder);
    }
    IDiscRecorder2_Release(recorder);
}

static void recorder__notifications__are_counted(const struct subject *subject)
{
    IDiscRecorder2 *recorder = open_recorder(subject->id);
    HRESULT hr;

    if (!recorder) return;
    expect_hr(IDiscRecorder2_DisableMcn(recorder), S_OK, "DisableMcn");
    expect_hr(IDiscRecorder2_DisableMcn(recorder), S_OK, "DisableMcn again");
    expect_hr(IDiscRecorder2_EnableMcn(recorder), S_OK, "EnableMcn");
    expect_hr(IDiscRecorder2_EnableMcn(recorder), S_OK, "EnableMcn again");
    hr = IDiscRecorder2_EnableMcn(recorder);
    answer("EnableMcn without DisableMcn", "%s", words_of(hr));
    IDiscRecorder2_Release(recorder);
}

static HRESULT do_step(IDiscRecorder2 *recorder, char step)
{
    switch (step) {
    case 'A':
        return acquire(recorder, VARIANT_TRUE, L"Conformance");
    case 'R':
        return IDiscRecorder2_ReleaseExclusiveAccess(recorder);
    case 'D':
        return IDiscRecorder2_DisableMcn(recorder);
    default:
        return IDiscRecorder2_EnableMcn(recorder);
    }
}

/* Acquire, release, disable, enable: public programs do the first without looking at a result. cdrom.sys refuses
 * notification control to every file object but that of the lock's owner.
 */
static void recorder__notifications_under_exclusive_access__work_in_any_order(const struct subject *subject)
{
    static const char *const orders[] = {"ADER", "ADRE", "DAER", "DARE"};
    IDiscRecorder2 *recorder = open_recorder(subject->id);
    char what[32];
    size_t i, j;

    if (!recorder) return;
    for (i = 0; i < ARRAYSIZE(orders); i++) {
        for (j = 0; orders[i][j]; j++) {
            snprintf(what, sizeof what, "%s, step %u", orders[i], (unsigned)j + 1);
            if (!expect_hr(do_step(recorder, orders[i][j]), S_OK, what)) break;
        }
    }
    IDiscRecorder2_Release(recorder);
}

static void recorder__notifications_while_another_has_the_drive__are_locked(const struct subject *subject)
{
    IDiscRecorder2 *holder = open_recorder(subject->id), *recorder = open_recorder(subject->id);
    HRESULT hr;

    if (holder && recorder && expect_hr(IDiscRecorder2_DisableMcn(recorder), S_OK, "DisableMcn") &&
        expect_hr(acquire(holder, VARIANT_TRUE, L"Conformance"), S_OK, "acquire")) {
        hr = IDiscRecorder2_EnableMcn(recorder);
        answer_hr("EnableMcn while another object has the drive", hr);
        expect_hr(hr, E_IMAPI_RECORDER_LOCKED, "EnableMcn while another object has the drive");
        expect_hr(IDiscRecorder2_ReleaseExclusiveAccess(holder), S_OK, "release");
        if (FAILED(hr)) expect_hr(IDiscRecorder2_EnableMcn(recorder), S_OK, "EnableMcn");
    }
    if (holder) IDiscRecorder2_Release(holder);
    if (recorder) IDiscRecorder2_Release(recorder);
}

static void recorder__initialized_again__has_an_answer(const struct subject *subject)
{
    IDiscRecorder2 *recorder = open_recorder(subject->id);
    WCHAR upper[512];
    BSTR id = NULL;
    HRESULT hr;

    if (!recorder) return;
    hr = initialize(recorder, subject->id);
    answer_hr("InitializeDiscRecorder again on the same object", hr);
    hr = initialize(recorder, L"nonsense");
    expect_failed(hr, "InitializeDiscRecorder again, of nonsense");
    hr = IDiscRecorder2_get_ActiveDiscRecorder(recorder, &id);
    answer("ActiveDiscRecorder after a second initialization that failed", "0x%08lX, %ls", (unsigned long)hr,
           id ? id : L"(NULL)");
    SysFreeString(id);
    if (SUCCEEDED(acquire(recorder, VARIANT_TRUE, L"Conformance"))) {
        answer_hr("InitializeDiscRecorder again while holding exclusive access", initialize(recorder, subject->id));
        IDiscRecorder2_ReleaseExclusiveAccess(recorder);
    }
    IDiscRecorder2_Release(recorder);

    recorder = new_recorder();
    if (!recorder) return;
    lstrcpynW(upper, subject->id, ARRAYSIZE(upper));
    CharUpperW(upper);
    answer_hr("InitializeDiscRecorder with the identifier in capitals", initialize(recorder, upper));
    IDiscRecorder2_Release(recorder);
}

static void recorder__locked_by_another__opens_and_says_locked(const struct subject *subject)
{
    IDiscRecorder2 *holder = open_recorder(subject->id), *other;
    SAFEARRAY *list = NULL;
    HRESULT hr;

    if (!holder || !expect_hr(acquire(holder, VARIANT_TRUE, L"Conformance"), S_OK, "acquire")) return;
    other = open_recorder(subject->id); /* documented: does not fail because somebody holds the drive */
    if (other) {
        hr = IDiscRecorder2_get_SupportedFeaturePages(other, &list);
        answer("SupportedFeaturePages while another object holds the drive", "%s", words_of(hr));
        expect_hr(hr, E_IMAPI_RECORDER_LOCKED, "SupportedFeaturePages while another object holds the drive");
        if (SUCCEEDED(hr)) SafeArrayDestroy(list);
        IDiscRecorder2_Release(other);
    }
    IDiscRecorder2_ReleaseExclusiveAccess(holder);
    IDiscRecorder2_Release(holder);
}

static void recorder__with_a_medium__has_a_current_profile(const struct subject *subject)
{
    IDiscRecorder2 *recorder = open_recorder(subject->id);
    SAFEARRAY *profiles;

    if (!recorder) return;
    profiles = codes(recorder, CURRENT_PROFILES);
    if (profiles) {
        expect(profiles->rgsabound[0].cElements >= 1, "no current profile");
        SafeArrayDestroy(profiles);
    }
    IDiscRecorder2_Release(recorder);
}

static void recorder__without_a_medium__has_no_current_profile(const struct subject *subject)
{
    IDiscRecorder2 *recorder = open_recorder(subject->id);
    SAFEARRAY *profiles;

    if (!recorder) return;
    profiles = codes(recorder, CURRENT_PROFILES);
    if (profiles) {
        expect(profiles->rgsabound[0].cElements == 0, "a current profile without a medium");
        SafeArrayDestroy(profiles);
    }
    IDiscRecorder2_Release(recorder);
}

static void recorder__tray__opens_and_closes(const struct subject *subject)
{
    IDiscRecorder2 *recorder = open_recorder(subject->id);
    VARIANT_BOOL can_load = VARIANT_FALSE;
    SAFEARRAY *pages;
    DWORD begun;
    HRESULT hr;

    if (!recorder) return;
    IDiscRecorder2_get_DeviceCanLoadMedia(recorder, &can_load);
    begun = GetTickCount();
    hr = IDiscRecorder2_EjectMedia(recorder);
    answer("EjectMedia (does it wait for the tray?)", "%s, %lu ms", words_of(hr), GetTickCount() - begun);
    expect_hr(hr, S_OK, "EjectMedia");
    answer_hr("EjectMedia of an open tray", IDiscRecorder2_EjectMedia(recorder));
    begun = GetTickCount();
    hr = IDiscRecorder2_CloseTray(recorder);
    answer("CloseTray (does it wait for the tray?)", "%s, %lu ms", words_of(hr), GetTickCount() - begun);
    if (can_load) expect_hr(hr, S_OK, "CloseTray of a drive that can load");
    pages = NULL;
    hr = IDiscRecorder2_get_SupportedModePages(recorder, &pages); /* MODE SENSE reports a unit attention */
    answer("SupportedModePages right after the tray has moved (are unit attentions absorbed?)", "%s", words_of(hr));
    if (pages) SafeArrayDestroy(pages);
    IDiscRecorder2_Release(recorder);
}

static const struct conformance_case cases[] = {
    {"recorder__before_initialization__members_fail", NEEDS_NOTHING, recorder__before_initialization__members_fail},
    {"recorder__null_pointers__are_refused", NEEDS_NOTHING, recorder__null_pointers__are_refused},
    {"recorder__identifiers_of_nothing__are_refused", NEEDS_NOTHING, recorder__identifiers_of_nothing__are_refused},
    {"recorder__IDiscRecorder2Ex__is_answered", NEEDS_NOTHING, recorder__IDiscRecorder2Ex__is_answered},
    {"recorder__identity__is_that_of_INQUIRY", NEEDS_DRIVE, recorder__identity__is_that_of_INQUIRY},
    {"recorder__names_and_number__have_their_shapes", NEEDS_DRIVE, recorder__names_and_number__have_their_shapes},
    {"recorder__features_and_profiles__are_consistent", NEEDS_DRIVE, recorder__features_and_profiles__are_consistent},
    {"recorder__scripts__see_what_C_sees", NEEDS_DRIVE, recorder__scripts__see_what_C_sees},
    {"recorder__exclusive_access__excludes_and_nests", NEEDS_DRIVE, recorder__exclusive_access__excludes_and_nests},
    {"recorder__exclusive_access__ends_with_the_object", NEEDS_DRIVE, recorder__exclusive_access__ends_with_the_object},
    {"recorder__client_names__are_checked", NEEDS_DRIVE, recorder__client_names__are_checked},
    {"recorder__notifications__are_counted", NEEDS_DRIVE, recorder__notifications__are_counted},
    {"recorder__notifications_under_exclusive_access__work_in_any_order", NEEDS_DRIVE,
     recorder__notifications_under_exclusive_access__work_in_any_order},
    {"recorder__notifications_while_another_has_the_drive__are_locked", NEEDS_DRIVE,
     recorder__notifications_while_another_has_the_drive__are_locked},
    {"recorder__initialized_again__has_an_answer", NEEDS_DRIVE, recorder__initialized_again__has_an_answer},
    {"recorder__locked_by_another__opens_and_says_locked", NEEDS_DRIVE,
     recorder__locked_by_another__opens_and_says_locked},
    {"recorder__with_a_medium__has_a_current_profile", NEEDS_MEDIUM, recorder__with_a_medium__has_a_current_profile},
    {"recorder__without_a_medium__has_no_current_profile", NEEDS_NO_MEDIUM,
     recorder__without_a_medium__has_no_current_profile},
    {"recorder__tray__opens_and_closes", NEEDS_TRAY, recorder__tray__opens_and_closes},
};

const struct conformance_group recorder_group = {cases, ARRAYSIZE(cases), NULL};
