/* CoCreateInstance of the registered DLL: by every name, refused aggregation, and objects in other apartments. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "com/server_fixture.h"
#include "openimapi2.h"

static void CoCreateInstance__by_every_name__gives_the_object(void **state)
{
    /* clang-format off */
    static const struct {
        const WCHAR *progid;
        const CLSID *clsid;
        const IID *iid;
    } rows[] = {
        {L"IMAPI2.MsftDiscMaster2",         &CLSID_MsftDiscMaster2,              &IID_IDiscMaster2},
        {L"IMAPI2.MsftDiscMaster2.1",       &CLSID_MsftDiscMaster2,              &IID_IDiscMaster2},
        {L"IMAPI2.MsftDiscRecorder2",       &CLSID_MsftDiscRecorder2,            &IID_IDiscRecorder2},
        {L"IMAPI2.MsftDiscRecorder2.1",     &CLSID_MsftDiscRecorder2,            &IID_IDiscRecorder2},
        {L"OpenIMAPI2.MsftDiscMaster2",     &CLSID_OpenIMAPI2_MsftDiscMaster2,   &IID_IDiscMaster2},
        {L"OpenIMAPI2.MsftDiscMaster2.1",   &CLSID_OpenIMAPI2_MsftDiscMaster2,   &IID_IDiscMaster2},
        {L"OpenIMAPI2.MsftDiscRecorder2",   &CLSID_OpenIMAPI2_MsftDiscRecorder2, &IID_IDiscRecorder2},
        {L"OpenIMAPI2.MsftDiscRecorder2.1", &CLSID_OpenIMAPI2_MsftDiscRecorder2, &IID_IDiscRecorder2},
    };
    /* clang-format on */
    IUnknown *object;
    CLSID clsid;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        assert_hr(CLSIDFromProgID(rows[i].progid, &clsid), S_OK);
        assert_true(IsEqualCLSID(&clsid, rows[i].clsid));
        assert_hr(CoCreateInstance(&clsid, NULL, CLSCTX_INPROC_SERVER, rows[i].iid, (void **)&object), S_OK);
        assert_int_equal(IUnknown_Release(object), 0);
    }
}

static void CoCreateInstance__aggregation__is_refused(void **state)
{
    IDiscMaster2 *outer = server_create_master();
    IUnknown *object = (IUnknown *)outer;

    (void)state;
    assert_hr(
        CoCreateInstance(&CLSID_MsftDiscRecorder2, (IUnknown *)outer, CLSCTX_ALL, &IID_IUnknown, (void **)&object),
        CLASS_E_NOAGGREGATION);
    assert_null(object);
    IDiscMaster2_Release(outer);
}

/* --------------------------------------------------------------------------------------- classes of the libraries */

/* Every interface of a coclass that a client calls, not those that it implements itself; the number of them. */
static unsigned query_all(ITypeInfo *class, WORD count, IUnknown *object, const WCHAR *name)
{
    unsigned answered = 0;
    UINT i;

    for (i = 0; i < count; i++) {
        TYPEATTR *attributes;
        HREFTYPE reference;
        ITypeInfo *info;
        IUnknown *iface;
        INT flags;

        assert_hr(ITypeInfo_GetImplTypeFlags(class, i, &flags), S_OK);
        if (flags & IMPLTYPEFLAG_FSOURCE) continue;
        assert_hr(ITypeInfo_GetRefTypeOfImplType(class, i, &reference), S_OK);
        assert_hr(ITypeInfo_GetRefTypeInfo(class, reference, &info), S_OK);
        assert_hr(ITypeInfo_GetTypeAttr(info, &attributes), S_OK);
        if (FAILED(IUnknown_QueryInterface(object, &attributes->guid, (void **)&iface)))
            fail_msg("%ls has not all its interfaces", name);
        IUnknown_Release(iface);
        ITypeInfo_ReleaseTypeAttr(info, attributes);
        ITypeInfo_Release(info);
        answered++;
    }
    return answered;
}

/* CoCreateInstance of each class of the library, or of each that it lets a client create; how many these are. */
static unsigned create_all(const WCHAR *library_id, WORD flags)
{
    unsigned created = 0;
    ITypeLib *library;
    GUID guid;
    UINT i;

    assert_hr(CLSIDFromString(library_id, &guid), S_OK);
    assert_hr(LoadRegTypeLib(&guid, 1, 0, LOCALE_NEUTRAL, &library), S_OK);
    for (i = 0; i < ITypeLib_GetTypeInfoCount(library); i++) {
        TYPEATTR *attributes;
        ITypeInfo *class;
        IUnknown *object;
        BSTR name;

        assert_hr(ITypeLib_GetTypeInfo(library, i, &class), S_OK);
        assert_hr(ITypeInfo_GetTypeAttr(class, &attributes), S_OK);
        if (attributes->typekind == TKIND_COCLASS && (attributes->wTypeFlags & flags) == flags) {
            assert_hr(ITypeLib_GetDocumentation(library, (INT)i, &name, NULL, NULL, NULL), S_OK);
            print_message("%ls\n", name);
            assert_hr(CoCreateInstance(&attributes->guid, NULL, CLSCTX_ALL, &IID_IUnknown, (void **)&object), S_OK);
            assert_true(query_all(class, attributes->cImplTypes, object, name) > 0);
            IUnknown_Release(object);
            SysFreeString(name);
            created++;
        }
        ITypeInfo_ReleaseTypeAttr(class, attributes);
        ITypeInfo_Release(class);
    }
    ITypeLib_Release(library);
    return created;
}

/* The numbers are those of the documentation (tests/contract): a library that lost its classes would give nothing to
 * create. Of the first library those that a client only gets from another object can be created, too; the second one
 * has eleven classes besides that come out of MsftFileSystemImage alone.
 */
static void CoCreateInstance__every_class_of_the_type_libraries__gives_its_interfaces(void **state)
{
    (void)state;
    assert_int_equal(create_all(L"{2735412F-7F64-5B0F-8F00-5D77AFBE261E}", 0), 15);
    assert_int_equal(create_all(L"{2C941FD0-975B-59BE-A960-9A2A262853A5}", TYPEFLAG_FCANCREATE), 3);
}

struct crossing {
    IStream *stream;
    DWORD apartment;
    IUnknown *arrived;
    BSTR vendor;
    HRESULT hr;
};

static DWORD WINAPI use_in_other_apartment(void *context)
{
    struct crossing *crossing = context;
    IDiscRecorder2 *recorder;

    CoInitializeEx(NULL, crossing->apartment);
    crossing->hr = CoGetInterfaceAndReleaseStream(crossing->stream, &IID_IDiscRecorder2, (void **)&recorder);
    if (SUCCEEDED(crossing->hr)) {
        crossing->arrived = (IUnknown *)recorder;
        crossing->hr = IDiscRecorder2_get_VendorId(recorder, &crossing->vendor);
        IDiscRecorder2_Release(recorder);
    }
    CoUninitialize();
    return 0;
}

static void objects__made_in_one_apartment__are_called_directly_from_others(void **state)
{
    static const DWORD apartments[] = {COINIT_MULTITHREADED, COINIT_APARTMENTTHREADED};
    IDiscRecorder2 *recorder = server_open_recorder(ID_OF(NAME));
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(apartments); i++) {
        struct crossing crossing = {NULL, apartments[i], NULL, NULL, E_FAIL};
        HANDLE thread;

        assert_hr(CoMarshalInterThreadInterfaceInStream(&IID_IDiscRecorder2, (IUnknown *)recorder, &crossing.stream),
                  S_OK);
        thread = CreateThread(NULL, 0, use_in_other_apartment, &crossing, 0, NULL);
        WaitForSingleObject(thread, INFINITE);
        CloseHandle(thread);
        assert_hr(crossing.hr, S_OK);
        assert_ptr_equal(crossing.arrived, recorder);
        assert_bstr(crossing.vendor, L"OPENIMAP");
    }
    IDiscRecorder2_Release(recorder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVER_CASE(CoCreateInstance__by_every_name__gives_the_object),
        SERVER_CASE(CoCreateInstance__aggregation__is_refused),
        SERVER_CASE(CoCreateInstance__every_class_of_the_type_libraries__gives_its_interfaces),
        SERVER_CASE(objects__made_in_one_apartment__are_called_directly_from_others),
    };

    return cmocka_run_group_tests(tests, server_begin, server_end);
}
