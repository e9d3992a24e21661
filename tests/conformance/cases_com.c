/* The rules of COM, for the two classes: QueryInterface, reference counts, aggregation, out parameters, cycles. */
#include "conformance/conformance.h"

#include <stdio.h>
#include <string.h>
#include <tlhelp32.h>

static const struct class_under_test {
    const char *name;
    const CLSID *clsid;
    const IID *iid; /* its default interface */
} classes[] = {
    {"MsftDiscMaster2", &CLSID_MsftDiscMaster2, &IID_IDiscMaster2},
    {"MsftDiscRecorder2", &CLSID_MsftDiscRecorder2, &IID_IDiscRecorder2},
};

static const struct {
    const char *name;
    const IID *iid;
    bool is_required; /* of both classes */
} interfaces[] = {
    {"IUnknown", &IID_IUnknown, true},
    {"IDispatch", &IID_IDispatch, true},
    {"IDiscMaster2", &IID_IDiscMaster2, false},
    {"IDiscRecorder2", &IID_IDiscRecorder2, false},
    {"IDiscRecorder2Ex", &IID_IDiscRecorder2Ex, false},
    {"IConnectionPointContainer", &IID_IConnectionPointContainer, false},
    {"ISupportErrorInfo", &IID_ISupportErrorInfo, false},
    {"IProvideClassInfo", &IID_IProvideClassInfo, false},
    {"IProvideClassInfo2", &IID_IProvideClassInfo2, false},
    {"IMarshal", &IID_IMarshal, false},
};

static const IID *const foreign[] = {&IID_IDiscFormat2Data, &IID_IStream, &IID_IClassFactory, &IID_IEnumVARIANT};

static IUnknown *create(const struct class_under_test *class)
{
    IUnknown *object = NULL;

    return expect_hr(CoCreateInstance(class->clsid, NULL, CLSCTX_ALL, &IID_IUnknown, (void **)&object), S_OK,
                     class->name)
               ? object
               : NULL;
}

/* From every interface to every other one, and back, and to the same identity. */
static void check_pairs(const struct class_under_test *class, IUnknown *object)
{
    IUnknown *from, *to, *back, *identity;
    size_t i, j;

    for (i = 0; i < ARRAYSIZE(interfaces); i++) {
        if (FAILED(IUnknown_QueryInterface(object, interfaces[i].iid, (void **)&from))) continue;
        for (j = 0; j < ARRAYSIZE(interfaces); j++) {
            bool is_answered = SUCCEEDED(IUnknown_QueryInterface(object, interfaces[j].iid, (void **)&to));

            if (is_answered) IUnknown_Release(to);
            to = (IUnknown *)(UINT_PTR)0xDEAD;
            if (!is_answered) {
                expect(FAILED(IUnknown_QueryInterface(from, interfaces[j].iid, (void **)&to)) && !to,
                       "%s: from %s to %s, which the object does not answer", class->name, interfaces[i].name,
                       interfaces[j].name);
                continue;
            }
            if (!expect(SUCCEEDED(IUnknown_QueryInterface(from, interfaces[j].iid, (void **)&to)),
                        "%s: no way from %s to %s", class->name, interfaces[i].name, interfaces[j].name))
                continue;
            if (expect(SUCCEEDED(IUnknown_QueryInterface(to, interfaces[i].iid, (void **)&back)),
                       "%s: no way back from %s to %s", class->name, interfaces[j].name, interfaces[i].name))
                IUnknown_Release(back);
            if (expect(SUCCEEDED(IUnknown_QueryInterface(to, &IID_IUnknown, (void **)&identity)),
                       "%s: no IUnknown from %s", class->name, interfaces[j].name)) {
                expect(identity == object, "%s: another identity through %s", class->name, interfaces[j].name);
                IUnknown_Release(identity);
            }
            IUnknown_Release(to);
        }
        IUnknown_Release(from);
    }
}

static void QueryInterface__every_pair__keeps_the_rules(const struct subject *subject)
{
    size_t i;

    (void)subject;
    for (i = 0; i < ARRAYSIZE(classes); i++) {
        IUnknown *object = create(&classes[i]);

        if (!object) continue;
        check_pairs(&classes[i], object);
        expect(IUnknown_Release(object) == 0, "%s: a reference too many", classes[i].name);
    }
}

static void QueryInterface__interfaces__are_answered_or_not(const struct subject *subject)
{
    char question[128];
    IUnknown *object, *other;
    size_t i, j;
    HRESULT hr;

    (void)subject;
    for (i = 0; i < ARRAYSIZE(classes); i++) {
        object = create(&classes[i]);
        if (!object) continue;
        for (j = 0; j < ARRAYSIZE(interfaces); j++) {
            other = NULL;
            hr = IUnknown_QueryInterface(object, interfaces[j].iid, (void **)&other);
            sprintf(question, "%s: QueryInterface(%s)", classes[i].name, interfaces[j].name);
            answer_hr(question, hr);
            if (interfaces[j].is_required || interfaces[j].iid == classes[i].iid) expect_hr(hr, S_OK, question);
            if (SUCCEEDED(hr)) IUnknown_Release(other);
        }
        IUnknown_Release(object);
    }
}

static void QueryInterface__what_the_object_is_not__is_refused(const struct subject *subject)
{
    IUnknown *object, *other;
    size_t i, j;

    (void)subject;
    for (i = 0; i < ARRAYSIZE(classes); i++) {
        object = create(&classes[i]);
        if (!object) continue;
        for (j = 0; j < ARRAYSIZE(foreign); j++) {
            other = object;
            expect_hr(IUnknown_QueryInterface(object, foreign[j], (void **)&other), E_NOINTERFACE, "QueryInterface");
            expect(!other, "%s: a pointer is left by a refusal", classes[i].name);
        }
        expect_hr(IUnknown_QueryInterface(object, &IID_IUnknown, NULL), E_POINTER, "QueryInterface(NULL)");
        IUnknown_Release(object);
    }
}

static void AddRef__many__are_counted(const struct subject *subject)
{
    IUnknown *object;
    ULONG last = 99;
    size_t i;
    int j;

    (void)subject;
    for (i = 0; i < ARRAYSIZE(classes); i++) {
        object = create(&classes[i]);
        if (!object) continue;
        for (j = 0; j < 1000; j++)
            IUnknown_AddRef(object);
        for (j = 0; j < 1001; j++)
            last = IUnknown_Release(object);
        expect(last == 0, "%s: %lu references are left", classes[i].name, last);
    }
}

static HRESULT WINAPI outer_QueryInterface(IUnknown *iface, REFIID iid, void **out)
{
    (void)iid;
    *out = iface;
    return S_OK;
}

static ULONG WINAPI outer_AddRef(IUnknown *iface)
{
    (void)iface;
    return 2;
}

static ULONG WINAPI outer_Release(IUnknown *iface)
{
    (void)iface;
    return 1;
}

static void CoCreateInstance__aggregation__is_refused_or_keeps_the_rules(const struct subject *subject)
{
    static IUnknownVtbl vtbl = {outer_QueryInterface, outer_AddRef, outer_Release};
    static IUnknown outer = {&vtbl};
    char question[128];
    IUnknown *inner;
    HRESULT hr;
    size_t i;

    (void)subject;
    for (i = 0; i < ARRAYSIZE(classes); i++) {
        inner = &outer;
        hr = CoCreateInstance(classes[i].clsid, &outer, CLSCTX_INPROC_SERVER, &IID_IUnknown, (void **)&inner);
        sprintf(question, "%s: aggregated", classes[i].name);
        answer_hr(question, hr);
        if (SUCCEEDED(hr)) {
            expect(inner && inner != &outer, "%s: no inner object", question);
            if (inner && inner != &outer) IUnknown_Release(inner);
        } else {
            expect_hr(hr, CLASS_E_NOAGGREGATION, question);
            expect(!inner, "%s: a pointer is left by a refusal", question);
        }
        inner = &outer;
        hr = CoCreateInstance(classes[i].clsid, &outer, CLSCTX_INPROC_SERVER, classes[i].iid, (void **)&inner);
        expect_failed(hr, "aggregated, and asked for another interface than IUnknown");
    }
}

static void IDispatch__basics__hold(const struct subject *subject)
{
    LPOLESTR nonsense = (LPOLESTR)L"NoMemberHasThisName";
    IDispatch *object;
    DISPID id = 0;
    UINT count;
    size_t i;

    (void)subject;
    for (i = 0; i < ARRAYSIZE(classes); i++) {
        IUnknown *unknown = create(&classes[i]);

        if (!unknown) continue;
        if (expect_hr(IUnknown_QueryInterface(unknown, &IID_IDispatch, (void **)&object), S_OK, "IDispatch")) {
            count = 99;
            expect_hr(IDispatch_GetTypeInfoCount(object, &count), S_OK, "GetTypeInfoCount");
            expect(count == 1, "GetTypeInfoCount says %u", count);
            expect_hr(IDispatch_GetIDsOfNames(object, &IID_NULL, &nonsense, 1, 0, &id), DISP_E_UNKNOWNNAME,
                      "GetIDsOfNames of nonsense");
            expect(id == DISPID_UNKNOWN, "nonsense has the DISPID %ld", id);
            IDispatch_Release(object);
        }
        IUnknown_Release(unknown);
    }
}

/* --------------------------------------------------------------------------------------------------------- cycles */

struct resources {
    DWORD handles;
    DWORD threads;
    size_t blocks;
};

static struct resources count_resources(void)
{
    BOOL(WINAPI * get_handles)
    (HANDLE, PDWORD) =
        (BOOL(WINAPI *)(HANDLE, PDWORD))(void *)GetProcAddress(GetModuleHandleW(L"kernel32"), "GetProcessHandleCount");
    PROCESS_HEAP_ENTRY entry = {.lpData = NULL};
    THREADENTRY32 thread = {.dwSize = sizeof thread};
    struct resources found = {0, 0, 0};
    HANDLE snapshot;
    BOOL more;

    while (HeapWalk(GetProcessHeap(), &entry))
        if (entry.wFlags & PROCESS_HEAP_ENTRY_BUSY) found.blocks++;
    if (get_handles) get_handles(GetCurrentProcess(), &found.handles);
    snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    for (more = Thread32First(snapshot, &thread); more; more = Thread32Next(snapshot, &thread))
        if (thread.th32OwnerProcessID == GetCurrentProcessId()) found.threads++;
    CloseHandle(snapshot);
    return found;
}

/* One block or handle a cycle would be ten thousand; the system's own caches may move by a few. */
static void expect_resources(const struct resources *before, const char *what)
{
    enum { SLACK = 16 };
    struct resources after = count_resources();

    expect(after.handles <= before->handles + SLACK, "%s: %lu handles, then %lu", what, before->handles, after.handles);
    expect(after.threads <= before->threads, "%s: %lu threads, then %lu", what, before->threads, after.threads);
    expect(after.blocks <= before->blocks + SLACK, "%s: %u blocks, then %u", what, (unsigned)before->blocks,
           (unsigned)after.blocks);
}

enum { CYCLES = 10000 };

static void expect_unloadable(const struct subject *subject)
{
    HRESULT(WINAPI * can_unload)
    (void) = (HRESULT(WINAPI *)(void))(void *)GetProcAddress(subject->module, "DllCanUnloadNow");

    if (expect(can_unload != NULL, "there is no DllCanUnloadNow")) expect_hr(can_unload(), S_OK, "DllCanUnloadNow");
}

static void classes__10000_cycles__leave_nothing(const struct subject *subject)
{
    struct resources before = {0, 0, 0};
    IUnknown *object;
    size_t i;
    int j;

    for (i = 0; i < ARRAYSIZE(classes); i++) {
        for (j = -100; j < CYCLES; j++) {
            if (j == 0) before = count_resources();
            if (FAILED(CoCreateInstance(classes[i].clsid, NULL, CLSCTX_ALL, classes[i].iid, (void **)&object))) {
                expect(false, "%s: cycle %d", classes[i].name, j);
                break;
            }
            IUnknown_Release(object);
        }
        expect_resources(&before, classes[i].name);
    }
    expect_unloadable(subject);
}

static void interface_pairs__10000_cycles__leave_nothing(const struct subject *subject)
{
    struct resources before;
    IUnknown *object, *from, *to;
    char name[128];
    size_t i, j, k;
    int n;

    for (i = 0; i < ARRAYSIZE(classes); i++) {
        object = create(&classes[i]);
        if (!object) continue;
        before = count_resources();
        for (j = 0; j < ARRAYSIZE(interfaces); j++) {
            if (FAILED(IUnknown_QueryInterface(object, interfaces[j].iid, (void **)&from))) continue;
            for (k = 0; k < ARRAYSIZE(interfaces); k++) {
                for (n = 0; n < CYCLES; n++) {
                    if (FAILED(IUnknown_QueryInterface(from, interfaces[k].iid, (void **)&to))) break;
                    IUnknown_Release(to);
                }
                sprintf(name, "%s: from %s to %s", classes[i].name, interfaces[j].name, interfaces[k].name);
                expect(n == 0 || n == CYCLES, "%s: cycle %d", name, n);
            }
            IUnknown_Release(from);
        }
        expect_resources(&before, classes[i].name);
        expect(IUnknown_Release(object) == 0, "%s: a reference too many", classes[i].name);
    }
    expect_unloadable(subject);
}

static const struct conformance_case cases[] = {
    {"QueryInterface__interfaces__are_answered_or_not", NEEDS_NOTHING, QueryInterface__interfaces__are_answered_or_not},
    {"QueryInterface__every_pair__keeps_the_rules", NEEDS_NOTHING, QueryInterface__every_pair__keeps_the_rules},
    {"QueryInterface__what_the_object_is_not__is_refused", NEEDS_NOTHING,
     QueryInterface__what_the_object_is_not__is_refused},
    {"AddRef__many__are_counted", NEEDS_NOTHING, AddRef__many__are_counted},
    {"CoCreateInstance__aggregation__is_refused_or_keeps_the_rules", NEEDS_NOTHING,
     CoCreateInstance__aggregation__is_refused_or_keeps_the_rules},
    {"IDispatch__basics__hold", NEEDS_NOTHING, IDispatch__basics__hold},
    {"classes__10000_cycles__leave_nothing", NEEDS_NOTHING, classes__10000_cycles__leave_nothing},
    {"interface_pairs__10000_cycles__leave_nothing", NEEDS_NOTHING, interface_pairs__10000_cycles__leave_nothing},
};

const struct conformance_group com_group = {cases, ARRAYSIZE(cases), NULL};
