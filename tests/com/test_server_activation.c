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

/* A class is registered from the day it works. */
static void CoCreateInstance__class_that_does_not_work_yet__is_not_registered(void **state)
{
    IUnknown *object;

    (void)state;
    assert_hr(CoCreateInstance(&CLSID_MsftDiscFormat2RawCD, NULL, CLSCTX_ALL, &IID_IUnknown, (void **)&object),
              REGDB_E_CLASSNOTREG);
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
        SERVER_CASE(CoCreateInstance__class_that_does_not_work_yet__is_not_registered),
        SERVER_CASE(objects__made_in_one_apartment__are_called_directly_from_others),
    };

    return cmocka_run_group_tests(tests, server_begin, server_end);
}
