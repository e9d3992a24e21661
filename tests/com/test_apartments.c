/* The registered DLL in every kind of apartment: an object is the same pointer everywhere, wherever it was made, and
 * stays usable when the apartment that made it is gone.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "com/apartment.h"
#include "support/event_sink.h"
#include "com/virtual_recorders.h"
#include "virtual/layout.h"

#define NAME L"apartment-test"
#define ID                                                                                                             \
    L"\\\\?\\openimapi2#cdrom&ven_openimap&prod_virtual_bd-re&rev_0001#" NAME L"#"                                     \
    L"{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"

/* ------------------------------------------------------------------------------------------- objects, and their use */

static HRESULT make_master(IUnknown **object)
{
    return CoCreateInstance(&CLSID_MsftDiscMaster2, NULL, CLSCTX_ALL, &IID_IUnknown, (void **)object);
}

static HRESULT make_recorder(IUnknown **object)
{
    IDiscRecorder2 *recorder;
    BSTR id;
    HRESULT hr = CoCreateInstance(&CLSID_MsftDiscRecorder2, NULL, CLSCTX_ALL, &IID_IDiscRecorder2, (void **)&recorder);

    if (FAILED(hr)) return hr;
    id = SysAllocString(ID);
    hr = IDiscRecorder2_InitializeDiscRecorder(recorder, id);
    SysFreeString(id);
    if (SUCCEEDED(hr)) hr = IDiscRecorder2_QueryInterface(recorder, &IID_IUnknown, (void **)object);
    IDiscRecorder2_Release(recorder);
    return hr;
}

static HRESULT make_ids(IUnknown **object)
{
    IDiscMaster2 *master;
    HRESULT hr = CoCreateInstance(&CLSID_MsftDiscMaster2, NULL, CLSCTX_ALL, &IID_IDiscMaster2, (void **)&master);

    if (FAILED(hr)) return hr;
    hr = IDiscMaster2_get__NewEnum(master, (IEnumVARIANT **)object);
    IDiscMaster2_Release(master);
    return hr;
}

static HRESULT make_container(IConnectionPointContainer **container)
{
    return CoCreateInstance(&CLSID_MsftDiscMaster2, NULL, CLSCTX_ALL, &IID_IConnectionPointContainer,
                            (void **)container);
}

static HRESULT make_point(IUnknown **object)
{
    IConnectionPointContainer *container;
    HRESULT hr = make_container(&container);

    if (FAILED(hr)) return hr;
    hr = IConnectionPointContainer_FindConnectionPoint(container, &IID_DDiscMaster2Events, (IConnectionPoint **)object);
    IConnectionPointContainer_Release(container);
    return hr;
}

static HRESULT make_points(IUnknown **object)
{
    IConnectionPointContainer *container;
    HRESULT hr = make_container(&container);

    if (FAILED(hr)) return hr;
    hr = IConnectionPointContainer_EnumConnectionPoints(container, (IEnumConnectionPoints **)object);
    IConnectionPointContainer_Release(container);
    return hr;
}

static HRESULT make_connections(IUnknown **object)
{
    IUnknown *point;
    HRESULT hr = make_point(&point);

    if (FAILED(hr)) return hr;
    hr = IConnectionPoint_EnumConnections((IConnectionPoint *)point, (IEnumConnections **)object);
    IUnknown_Release(point);
    return hr;
}

static HRESULT use_master(IUnknown *object)
{
    LONG count = 0;
    HRESULT hr = IDiscMaster2_get_Count((IDiscMaster2 *)object, &count);

    return SUCCEEDED(hr) && count < 1 ? E_UNEXPECTED : hr;
}

/* With a command to the drive. */
static HRESULT use_recorder(IUnknown *object)
{
    SAFEARRAY *profiles;
    HRESULT hr = IDiscRecorder2_get_SupportedProfiles((IDiscRecorder2 *)object, &profiles);

    if (SUCCEEDED(hr)) SafeArrayDestroy(profiles);
    return hr;
}

static HRESULT use_dispatch(IUnknown *object)
{
    UINT count;

    return IDispatch_GetTypeInfoCount((IDispatch *)object, &count);
}

static HRESULT use_container(IUnknown *object)
{
    IConnectionPoint *point;
    HRESULT hr = IConnectionPointContainer_FindConnectionPoint((IConnectionPointContainer *)object,
                                                               &IID_DDiscMaster2Events, &point);

    if (SUCCEEDED(hr)) IConnectionPoint_Release(point);
    return hr;
}

static HRESULT use_point(IUnknown *object)
{
    struct event_sink sink;
    DWORD cookie;
    HRESULT hr;

    sink_begin(&sink, &IID_DDiscMaster2Events, SINK_BOTH);
    hr = IConnectionPoint_Advise((IConnectionPoint *)object, (IUnknown *)&sink.IDispatch_iface, &cookie);
    if (SUCCEEDED(hr)) hr = IConnectionPoint_Unadvise((IConnectionPoint *)object, cookie);
    return SUCCEEDED(hr) && sink.references != 1 ? E_UNEXPECTED : hr;
}

static HRESULT use_ids(IUnknown *object)
{
    return IEnumVARIANT_Reset((IEnumVARIANT *)object);
}

/* clang-format off */
static const struct row {
    const char *name;
    HRESULT (*make)(IUnknown **object);
    const IID *iid;
    HRESULT (*use)(IUnknown *object); /* NULL: it is enough that the pointer comes */
} rows[] = {
    {"IDiscMaster2",               make_master,      &IID_IDiscMaster2,              use_master},
    {"IDiscMaster2 IDispatch",     make_master,      &IID_IDispatch,                 use_dispatch},
    {"IConnectionPointContainer",  make_master,      &IID_IConnectionPointContainer, use_container},
    {"IProvideClassInfo2",         make_master,      &IID_IProvideClassInfo2,        NULL},
    {"IDiscMaster2 IErrorInfo",    make_master,      &IID_ISupportErrorInfo,         NULL},
    {"IConnectionPoint",           make_point,       &IID_IConnectionPoint,          use_point},
    {"IEnumConnectionPoints",      make_points,      &IID_IEnumConnectionPoints,     NULL},
    {"IEnumConnections",           make_connections, &IID_IEnumConnections,          NULL},
    {"IEnumVARIANT",               make_ids,         &IID_IEnumVARIANT,              use_ids},
    {"IDiscRecorder2",             make_recorder,    &IID_IDiscRecorder2,            use_recorder},
    {"IDiscRecorder2Ex",           make_recorder,    &IID_IDiscRecorder2Ex,          NULL},
    {"IDiscRecorder2 IDispatch",   make_recorder,    &IID_IDispatch,                 use_dispatch},
    {"IDiscRecorder2 IErrorInfo",  make_recorder,    &IID_ISupportErrorInfo,         NULL},
};
/* clang-format on */

/* ---------------------------------------------------------------------------------------------------------- passage */

enum way { BY_STREAM, BY_TABLE };

static const struct apartment {
    const char *name;
    DWORD kind;
} apartments[] = {{"single-threaded", COINIT_APARTMENTTHREADED}, {"multithreaded", COINIT_MULTITHREADED}};

struct passage {
    const struct row *row;
    enum way way;
    IStream *stream;
    DWORD cookie;
    IUnknown *sent; /* the address, for comparison */
};

static HRESULT table_of_the_process(IGlobalInterfaceTable **table)
{
    return CoCreateInstance(&CLSID_StdGlobalInterfaceTable, NULL, CLSCTX_INPROC_SERVER, &IID_IGlobalInterfaceTable,
                            (void **)table);
}

static HRESULT make_and_send(void *context)
{
    struct passage *passage = context;
    IGlobalInterfaceTable *table;
    IUnknown *object, *sent;
    HRESULT hr = passage->row->make(&object);

    if (FAILED(hr)) return hr;
    hr = IUnknown_QueryInterface(object, passage->row->iid, (void **)&sent);
    IUnknown_Release(object);
    if (FAILED(hr)) return hr;
    passage->sent = sent;
    if (passage->way == BY_STREAM) {
        hr = CoMarshalInterThreadInterfaceInStream(passage->row->iid, sent, &passage->stream);
    } else {
        hr = table_of_the_process(&table);
        if (SUCCEEDED(hr)) {
            hr = IGlobalInterfaceTable_RegisterInterfaceInGlobal(table, sent, passage->row->iid, &passage->cookie);
            IGlobalInterfaceTable_Release(table);
        }
    }
    IUnknown_Release(sent);
    return hr;
}

static HRESULT receive(struct passage *passage, IUnknown **object)
{
    IGlobalInterfaceTable *table;
    HRESULT hr;

    if (passage->way == BY_STREAM) {
        return CoGetInterfaceAndReleaseStream(passage->stream, passage->row->iid, (void **)object);
    }
    hr = table_of_the_process(&table);
    if (FAILED(hr)) return hr;
    hr = IGlobalInterfaceTable_GetInterfaceFromGlobal(table, passage->cookie, passage->row->iid, (void **)object);
    IGlobalInterfaceTable_RevokeInterfaceFromGlobal(table, passage->cookie);
    IGlobalInterfaceTable_Release(table);
    return hr;
}

static HRESULT receive_and_use(void *context)
{
    struct passage *passage = context;
    IUnknown *object;
    HRESULT hr = receive(passage, &object);

    if (FAILED(hr)) return hr;
    if (object != passage->sent) hr = RPC_E_WRONG_THREAD; /* a proxy */
    if (SUCCEEDED(hr) && passage->row->use) hr = passage->row->use(object);
    IUnknown_Release(object);
    return hr;
}

static unsigned failures;

static void check(const struct passage *passage, const char *from, const char *to, HRESULT hr)
{
    if (hr == S_OK) return;
    print_error("%s, by %s, from %s to %s: 0x%08lX\n", passage->row->name,
                passage->way == BY_STREAM ? "stream" : "table", from, to, (unsigned long)hr);
    failures++;
}

/* The apartment that made it is gone by the time the other one takes it. */
static void objects__made_in_any_apartment__are_themselves_in_any_other(void **state)
{
    size_t i, from, to;
    HRESULT hr;

    (void)state;
    failures = 0;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        for (from = 0; from < ARRAYSIZE(apartments); from++) {
            for (to = 0; to <= ARRAYSIZE(apartments); to++) {
                struct passage passage = {&rows[i], BY_STREAM, NULL, 0, NULL};

                for (; passage.way <= BY_TABLE; passage.way++) {
                    hr = apartment_run(apartments[from].kind, make_and_send, &passage);
                    if (FAILED(hr)) {
                        check(&passage, apartments[from].name, "nowhere", hr);
                    } else if (to < ARRAYSIZE(apartments)) {
                        check(&passage, apartments[from].name, apartments[to].name,
                              apartment_run(apartments[to].kind, receive_and_use, &passage));
                    } else {
                        check(&passage, apartments[from].name, "the main one", receive_and_use(&passage));
                    }
                }
            }
        }
    }
    assert_int_equal(failures, 0);
}

static void objects__made_in_the_main_apartment__are_themselves_in_others(void **state)
{
    size_t i, to;

    (void)state;
    failures = 0;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        for (to = 0; to < ARRAYSIZE(apartments); to++) {
            struct passage passage = {&rows[i], BY_STREAM, NULL, 0, NULL};

            for (; passage.way <= BY_TABLE; passage.way++) {
                assert_hr(make_and_send(&passage), S_OK);
                check(&passage, "the main one", apartments[to].name,
                      apartment_run(apartments[to].kind, receive_and_use, &passage));
            }
        }
    }
    assert_int_equal(failures, 0);
}

/* ---------------------------------------------------------------------------------------------- arguments of a call */

struct handing {
    IStream *target; /* an object of the main apartment that is not agile */
    IUnknown *handed;
};

static HRESULT hand_over(void *context)
{
    struct handing *handing = context;
    DISPPARAMS parameters = {NULL, NULL, 2, 0};
    VARIANT arguments[2];
    IDispatch *target;
    HRESULT hr = CoGetInterfaceAndReleaseStream(handing->target, &IID_IDispatch, (void **)&target);

    if (FAILED(hr)) return hr;
    V_VT(&arguments[1]) = VT_DISPATCH;
    hr = make_recorder(&handing->handed);
    if (SUCCEEDED(hr))
        hr = IUnknown_QueryInterface(handing->handed, &IID_IDispatch, (void **)&V_DISPATCH(&arguments[1]));
    V_VT(&arguments[0]) = VT_BSTR;
    V_BSTR(&arguments[0]) = SysAllocString(L"a recorder");
    parameters.rgvarg = arguments;
    if (SUCCEEDED(hr)) {
        hr = IDispatch_Invoke(target, 1, &IID_NULL, 0, DISPATCH_METHOD, &parameters, NULL, NULL, NULL);
        VariantClear(&arguments[1]);
        IUnknown_Release(handing->handed);
    }
    VariantClear(&arguments[0]);
    IDispatch_Release(target);
    return hr;
}

/* What a client does with a recorder that it is handed. */
static HRESULT use_handed_recorder(struct event_sink *sink, DISPID member, DISPPARAMS *parameters)
{
    IDiscRecorder2 *recorder;
    HRESULT hr;

    (void)member, (void)parameters;
    hr = IDispatch_QueryInterface(sink->object, &IID_IDiscRecorder2, (void **)&recorder);
    if (FAILED(hr)) return hr;
    hr = use_recorder((IUnknown *)recorder);
    IDiscRecorder2_Release(recorder);
    return hr;
}

/* A client's own object in a single-threaded apartment is handed one of ours from the other kind. It can be used; Wine
 * 8 makes a proxy of it, though (its stubs say "another process" to the free-threaded marshaler), where Windows hands
 * over the pointer.
 */
static void objects__handed_over_as_arguments__are_usable(void **state)
{
    struct handing handing = {NULL, NULL};
    struct event_sink target;

    (void)state;
    sink_begin(&target, &IID_NULL, SINK_DISPATCH_ONLY);
    target.react = use_handed_recorder;
    assert_hr(
        CoMarshalInterThreadInterfaceInStream(&IID_IDispatch, (IUnknown *)&target.IDispatch_iface, &handing.target),
        S_OK);
    assert_hr(apartment_run(COINIT_MULTITHREADED, hand_over, &handing), S_OK);
    assert_int_equal(target.calls, 1);
    assert_int_equal(target.thread, GetCurrentThreadId());
    assert_true(pump_until_released(&target));
}

/* ------------------------------------------------------------------------------------------------------ all at once */

static IDiscMaster2 *shared_master;
static IDiscRecorder2 *shared_recorder;

static HRESULT use_shared(void *context)
{
    HRESULT hr = S_OK;
    int round;

    (void)context;
    for (round = 0; round < 50 && SUCCEEDED(hr); round++) {
        hr = use_master((IUnknown *)shared_master);
        if (SUCCEEDED(hr)) hr = use_recorder((IUnknown *)shared_recorder);
    }
    return hr;
}

static void objects__used_from_all_apartments_at_once__work(void **state)
{
    HANDLE threads[4];
    IUnknown *master, *recorder;
    int i;

    (void)state;
    assert_hr(make_master(&master), S_OK);
    assert_hr(make_recorder(&recorder), S_OK);
    assert_hr(IUnknown_QueryInterface(master, &IID_IDiscMaster2, (void **)&shared_master), S_OK);
    assert_hr(IUnknown_QueryInterface(recorder, &IID_IDiscRecorder2, (void **)&shared_recorder), S_OK);
    for (i = 0; i < 4; i++)
        threads[i] = apartment_start(apartments[i % 2].kind, use_shared, NULL);
    for (i = 0; i < 4; i++)
        assert_hr(apartment_join(threads[i]), S_OK);
    IDiscMaster2_Release(shared_master);
    IDiscRecorder2_Release(shared_recorder);
    assert_int_equal(IUnknown_Release(master), 0);
    assert_int_equal(IUnknown_Release(recorder), 0);
}

/* ---------------------------------------------------------------------------------------------------------- program */

static int begin(void **state)
{
    (void)state;
    if (FAILED(CoInitialize(NULL))) return 1;
    virtual_add(NAME, L"dvd+rw");
    return 0;
}

static int end(void **state)
{
    (void)state;
    virtual_remove(NAME);
    CoUninitialize();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects__made_in_any_apartment__are_themselves_in_any_other),
        cmocka_unit_test(objects__made_in_the_main_apartment__are_themselves_in_others),
        cmocka_unit_test(objects__handed_over_as_arguments__are_usable),
        cmocka_unit_test(objects__used_from_all_apartments_at_once__work),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
