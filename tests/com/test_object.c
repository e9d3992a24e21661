/* com/object.c, com/class_factory.c, com/module.c, through the two classes that there are. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include <ocidl.h>
#include <olectl.h>

#include "com/class_factory.h"
#include "com/sink_advise.h"
#include "com/module.h"
#include "imapi2/disc_recorder2.h"

/* What an object must answer, beside IUnknown. */
struct expected_interfaces {
    const IID *iids[8];
    size_t count;
};

static IUnknown *query(IUnknown *object, REFIID iid)
{
    IUnknown *out;

    assert_hr(IUnknown_QueryInterface(object, iid, (void **)&out), S_OK);
    assert_non_null(out);
    return out;
}

/* The rules of IUnknown::QueryInterface: IUnknown is always the same pointer; from every interface every other one, and
 * itself, can be reached; one that is not there is not there from anywhere.
 */
static void check_interfaces(IUnknown *object, const struct expected_interfaces *expected)
{
    IUnknown *identity = query(object, &IID_IUnknown);
    IUnknown *from, *to, *same;
    size_t i, j;

    for (i = 0; i < expected->count; i++) {
        from = query(object, expected->iids[i]);
        same = query(from, &IID_IUnknown);
        assert_ptr_equal(same, identity);
        IUnknown_Release(same);
        for (j = 0; j < expected->count; j++) {
            to = query(from, expected->iids[j]);
            if (i == j) assert_ptr_equal(to, from);
            IUnknown_Release(to);
        }
        to = from;
        assert_hr(IUnknown_QueryInterface(from, &IID_IStream, (void **)&to), E_NOINTERFACE);
        assert_null(to);
        assert_hr(IUnknown_QueryInterface(from, &IID_IUnknown, NULL), E_POINTER);
        IUnknown_Release(from);
    }
    IUnknown_Release(identity);
}

static void recorder_QueryInterface__rules__hold(void **state)
{
    static const struct expected_interfaces expected = {
        {&IID_IDiscRecorder2, &IID_IDispatch, &IID_IDiscRecorder2Ex, &IID_ISupportErrorInfo, &IID_IProvideClassInfo},
        5};
    IDiscRecorder2 *recorder = fixture_recorder(*state);

    check_interfaces((IUnknown *)recorder, &expected);
    assert_int_equal(IDiscRecorder2_AddRef(recorder), 2);
    assert_int_equal(IDiscRecorder2_Release(recorder), 1);
    assert_int_equal(IDiscRecorder2_Release(recorder), 0);
}

static void master_QueryInterface__rules__hold(void **state)
{
    static const struct expected_interfaces expected = {{&IID_IDiscMaster2, &IID_IDispatch, &IID_ISupportErrorInfo,
                                                         &IID_IProvideClassInfo, &IID_IProvideClassInfo2,
                                                         &IID_IConnectionPointContainer},
                                                        6};
    IDiscMaster2 *master = fixture_master(*state);

    check_interfaces((IUnknown *)master, &expected);
    assert_int_equal(IDiscMaster2_Release(master), 0);
}

static void recorder_create__interface_that_is_not_there__nothing_lives(void **state)
{
    struct com_fixture *fixture = *state;
    void *out = fixture;

    assert_hr(recorder_create(&fixture->source, &fixture->clock.clock, &IID_IStream, &out), E_NOINTERFACE);
    assert_null(out);
    assert_int_equal(com_module_count(), 0);
}

static void supports_error_info__its_interfaces__yes(void **state)
{
    IDiscRecorder2 *recorder = fixture_recorder(*state);
    ISupportErrorInfo *support;

    assert_hr(IDiscRecorder2_QueryInterface(recorder, &IID_ISupportErrorInfo, (void **)&support), S_OK);
    assert_hr(ISupportErrorInfo_InterfaceSupportsErrorInfo(support, &IID_IDiscRecorder2), S_OK);
    assert_hr(ISupportErrorInfo_InterfaceSupportsErrorInfo(support, &IID_IDispatch), S_OK);
    assert_hr(ISupportErrorInfo_InterfaceSupportsErrorInfo(support, &IID_IDiscMaster2), S_FALSE);
    ISupportErrorInfo_Release(support);
    IDiscRecorder2_Release(recorder);
}

/* A recorder has no events, and nothing to say of them. */
static void class_info_2__without_events__is_not_answered(void **state)
{
    IDiscRecorder2 *recorder = fixture_recorder(*state);
    IUnknown *out;

    assert_hr(IDiscRecorder2_QueryInterface(recorder, &IID_IProvideClassInfo2, (void **)&out), E_NOINTERFACE);
    assert_hr(IDiscRecorder2_QueryInterface(recorder, &IID_IConnectionPointContainer, (void **)&out), E_NOINTERFACE);
    IDiscRecorder2_Release(recorder);
}

static void class_info_2__with_events__names_them(void **state)
{
    IDiscMaster2 *master = fixture_master(*state);
    IProvideClassInfo2 *provide;
    ITypeInfo *info;
    GUID guid;

    assert_hr(IDiscMaster2_QueryInterface(master, &IID_IProvideClassInfo2, (void **)&provide), S_OK);
    assert_hr(IProvideClassInfo2_GetGUID(provide, GUIDKIND_DEFAULT_SOURCE_DISP_IID, NULL), E_POINTER);
    assert_hr(IProvideClassInfo2_GetGUID(provide, 2, &guid), E_INVALIDARG);
    assert_true(IsEqualGUID(&guid, &GUID_NULL));
    assert_hr(IProvideClassInfo2_GetGUID(provide, GUIDKIND_DEFAULT_SOURCE_DISP_IID, &guid), S_OK);
    assert_true(IsEqualGUID(&guid, &IID_DDiscMaster2Events));
    assert_hr(IProvideClassInfo2_GetClassInfo(provide, &info), S_OK);
    ITypeInfo_Release(info);
    IProvideClassInfo2_Release(provide);
    IDiscMaster2_Release(master);
}

static void class_info__of_the_recorder__is_the_coclass(void **state)
{
    IDiscRecorder2 *recorder = fixture_recorder(*state);
    IProvideClassInfo *provide;
    TYPEATTR *attributes;
    ITypeInfo *info;

    assert_hr(IDiscRecorder2_QueryInterface(recorder, &IID_IProvideClassInfo, (void **)&provide), S_OK);
    assert_hr(IProvideClassInfo_GetClassInfo(provide, NULL), E_POINTER);
    assert_hr(IProvideClassInfo_GetClassInfo(provide, &info), S_OK);
    assert_hr(ITypeInfo_GetTypeAttr(info, &attributes), S_OK);
    assert_int_equal(attributes->typekind, TKIND_COCLASS);
    assert_true(IsEqualGUID(&attributes->guid, &CLSID_MsftDiscRecorder2));
    ITypeInfo_ReleaseTypeAttr(info, attributes);
    ITypeInfo_Release(info);
    IProvideClassInfo_Release(provide);
    IDiscRecorder2_Release(recorder);
}

/* ------------------------------------------------------------------------------------------------------- apartments */

struct crossing {
    IStream *stream;
    REFIID iid;
    IUnknown *arrived;
    DWORD apartment;
    HRESULT hr;
};

static DWORD WINAPI receive(void *context)
{
    struct crossing *crossing = context;

    CoInitializeEx(NULL, crossing->apartment);
    crossing->hr = CoGetInterfaceAndReleaseStream(crossing->stream, crossing->iid, (void **)&crossing->arrived);
    if (SUCCEEDED(crossing->hr)) IUnknown_Release(crossing->arrived);
    CoUninitialize();
    return 0;
}

/* The free-threaded marshaler hands the pointer itself across. */
static void check_agile(IUnknown *object, REFIID iid, DWORD apartment)
{
    struct crossing crossing = {NULL, iid, NULL, apartment, E_FAIL};
    HANDLE thread;

    assert_hr(CoMarshalInterThreadInterfaceInStream(iid, object, &crossing.stream), S_OK);
    thread = CreateThread(NULL, 0, receive, &crossing, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    assert_hr(crossing.hr, S_OK);
    assert_ptr_equal(crossing.arrived, object);
}

static void objects__marshalled_to_other_apartments__arrive_as_themselves(void **state)
{
    IDiscRecorder2 *recorder = fixture_recorder(*state);
    IDiscMaster2 *master = fixture_master(*state);
    IEnumVARIANT *enumerator;

    assert_hr(IDiscMaster2_get__NewEnum(master, &enumerator), S_OK);
    check_agile((IUnknown *)recorder, &IID_IDiscRecorder2, COINIT_MULTITHREADED);
    check_agile((IUnknown *)recorder, &IID_IDiscRecorder2, COINIT_APARTMENTTHREADED);
    check_agile((IUnknown *)master, &IID_IDiscMaster2, COINIT_MULTITHREADED);
    check_agile((IUnknown *)enumerator, &IID_IEnumVARIANT, COINIT_MULTITHREADED);
    IEnumVARIANT_Release(enumerator);
    IDiscMaster2_Release(master);
    IDiscRecorder2_Release(recorder);
}

/* The marshaler is made at the first question, once; it is part of the object's identity. */
static void check_marshaler(IUnknown *object)
{
    IUnknown *identity, *of_marshaler;
    IMarshal *first, *second;

    assert_hr(IUnknown_QueryInterface(object, &IID_IMarshal, (void **)&first), S_OK);
    assert_hr(IUnknown_QueryInterface(object, &IID_IMarshal, (void **)&second), S_OK);
    assert_ptr_equal(first, second);
    assert_hr(IMarshal_QueryInterface(first, &IID_IUnknown, (void **)&of_marshaler), S_OK);
    assert_hr(IUnknown_QueryInterface(object, &IID_IUnknown, (void **)&identity), S_OK);
    assert_ptr_equal(identity, of_marshaler);
    IUnknown_Release(identity);
    IUnknown_Release(of_marshaler);
    IMarshal_Release(second);
    IMarshal_Release(first);
}

static void objects__asked_for_a_marshaler__always_give_the_same(void **state)
{
    IDiscRecorder2 *recorder = fixture_recorder(*state);
    IDiscMaster2 *master = fixture_master(*state);
    IConnectionPoint *point = sink_point((IUnknown *)master, &IID_DDiscMaster2Events);

    check_marshaler((IUnknown *)recorder);
    check_marshaler((IUnknown *)master);
    check_marshaler((IUnknown *)point);
    assert_int_equal(IConnectionPoint_Release(point), 1); /* the owner's */
    assert_int_equal(IDiscMaster2_Release(master), 0);
    assert_int_equal(IDiscRecorder2_Release(recorder), 0);
}

/* What keeps connections is made at the first Advise: before that there are none, which is no failure. */
static void connections__before_the_first__are_none(void **state)
{
    IDiscMaster2 *master = fixture_master(*state);
    IConnectionPoint *point = sink_point((IUnknown *)master, &IID_DDiscMaster2Events);
    IEnumConnections *enumerator;
    CONNECTDATA data;
    ULONG fetched = 1;

    assert_hr(IConnectionPoint_Unadvise(point, 1), CONNECT_E_NOCONNECTION);
    assert_hr(IConnectionPoint_EnumConnections(point, &enumerator), S_OK);
    assert_hr(IEnumConnections_Next(enumerator, 1, &data, &fetched), S_FALSE);
    assert_int_equal(fetched, 0);
    IEnumConnections_Release(enumerator);
    IConnectionPoint_Release(point);
    assert_int_equal(IDiscMaster2_Release(master), 0);
}

/* ---------------------------------------------------------------------------------------------------- class factory */

static HRESULT create_recorder(const void *context, REFIID iid, void **out)
{
    const struct com_fixture *fixture = context;

    return recorder_create((struct device_source *)&fixture->source, &fixture->clock.clock, iid, out);
}

static IClassFactory *factory_of(struct com_fixture *fixture)
{
    IClassFactory *factory;

    assert_hr(com_class_factory_create(create_recorder, fixture, &IID_IClassFactory, (void **)&factory), S_OK);
    return factory;
}

static void factory_CreateInstance__object__is_handed_out(void **state)
{
    IClassFactory *factory = factory_of(*state);
    IDispatch *dispatch;

    assert_hr(IClassFactory_CreateInstance(factory, NULL, &IID_IDispatch, NULL), E_POINTER);
    assert_hr(IClassFactory_CreateInstance(factory, NULL, &IID_IDispatch, (void **)&dispatch), S_OK);
    assert_int_equal(com_module_count(), 2);
    assert_int_equal(IDispatch_Release(dispatch), 0);
    assert_int_equal(com_module_count(), 1);
    assert_int_equal(IClassFactory_Release(factory), 0);
}

static void factory_CreateInstance__aggregation__is_refused(void **state)
{
    IClassFactory *factory = factory_of(*state);
    IUnknown *out = (IUnknown *)factory;

    assert_hr(IClassFactory_CreateInstance(factory, (IUnknown *)factory, &IID_IUnknown, (void **)&out),
              CLASS_E_NOAGGREGATION);
    assert_null(out);
    IClassFactory_Release(factory);
}

static void factory_LockServer__locked__counts(void **state)
{
    IClassFactory *factory = factory_of(*state);

    assert_hr(IClassFactory_LockServer(factory, TRUE), S_OK);
    IClassFactory_AddRef(factory);
    IClassFactory_Release(factory);
    assert_int_equal(com_module_count(), 2);
    assert_hr(IClassFactory_LockServer(factory, FALSE), S_OK);
    assert_int_equal(com_module_count(), 1);
    IClassFactory_Release(factory);
    assert_int_equal(com_module_count(), 0);
}

static void factory_QueryInterface__rules__hold(void **state)
{
    static const struct expected_interfaces expected = {{&IID_IClassFactory}, 1};
    IClassFactory *factory = factory_of(*state);

    check_interfaces((IUnknown *)factory, &expected);
    IClassFactory_Release(factory);
}

/* ----------------------------------------------------------------------------------------------------------- module */

static unsigned given_back;

static void give_back(void *thing)
{
    assert_ptr_equal(thing, &given_back);
    assert_int_equal(com_module_count(), 1); /* the last user still counts */
    given_back++;
}

static void module__kept_thing__goes_with_the_last_user(void **state)
{
    static struct com_kept place;

    (void)state;
    given_back = 0;
    com_module_add();
    com_module_add();
    assert_null(com_module_kept(&place));
    assert_ptr_equal(com_module_keep(&place, &given_back, give_back), &given_back);
    assert_ptr_equal(com_module_kept(&place), &given_back);
    com_module_release();
    assert_int_equal(given_back, 0);
    com_module_release();
    assert_int_equal(given_back, 1);
    assert_null(com_module_kept(&place));
}

static void refuse(void *thing)
{
    (*(unsigned *)thing)++;
}

static void module__two_are_made_at_once__the_first_is_kept(void **state)
{
    static struct com_kept place;
    unsigned first = 0, second = 0;

    (void)state;
    com_module_add();
    assert_ptr_equal(com_module_keep(&place, &first, refuse), &first);
    assert_ptr_equal(com_module_keep(&place, &second, refuse), &first);
    assert_int_equal(second, 1);
    assert_int_equal(first, 0);
    com_module_release();
    assert_int_equal(first, 1);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(recorder_QueryInterface__rules__hold),
        CASE(master_QueryInterface__rules__hold),
        CASE(recorder_create__interface_that_is_not_there__nothing_lives),
        CASE(supports_error_info__its_interfaces__yes),
        CASE(class_info_2__without_events__is_not_answered),
        CASE(class_info_2__with_events__names_them),
        CASE(class_info__of_the_recorder__is_the_coclass),
        CASE(objects__marshalled_to_other_apartments__arrive_as_themselves),
        CASE(objects__asked_for_a_marshaler__always_give_the_same),
        CASE(connections__before_the_first__are_none),
        CASE(factory_CreateInstance__object__is_handed_out),
        CASE(factory_CreateInstance__aggregation__is_refused),
        CASE(factory_LockServer__locked__counts),
        CASE(factory_QueryInterface__rules__hold),
        CASE(module__kept_thing__goes_with_the_last_user),
        CASE(module__two_are_made_at_once__the_first_is_kept),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
