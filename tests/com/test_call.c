/* imapi2/call.c: the HRESULT that each kind of call returns for a failure, and the error object that it leaves behind.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "imapi2/call.h"

#define SOURCE L"OpenIMAPI2.AnyClass"

static const IID some_interface = {0x9f1c7e0a, 0x2b44, 0x4c0e, {0x8d, 0x51, 0x60, 0x0d, 0x3a, 0x7e, 0x11, 0x42}};

static struct imapi_call begun(enum imapi_call_kind kind)
{
    struct imapi_call call;

    memset(&call, 0x5A, sizeof call); /* as on a stack */
    imapi_call_begin(&call, SOURCE, &some_interface, "Trying it", kind);
    return call;
}

/* The documented codes: a getter of cached data has E_FAIL and E_OUTOFMEMORY; a query always has a result to fill. */
static void imapi_call_failed__each_kind__returns_what_it_may(void **state)
{
    static const struct {
        enum drive_status status;
        HRESULT cached, query, action;
    } rows[] = {
        {DRIVE_NO_MEMORY, E_OUTOFMEMORY, E_OUTOFMEMORY, E_OUTOFMEMORY},
        {DRIVE_NOT_OPEN, E_FAIL, (HRESULT)0x80070006, (HRESULT)0x80070006},
        {DRIVE_TIMEOUT, E_FAIL, (HRESULT)0xC0AA020D, (HRESULT)0xC0AA020D}, /* E_IMAPI_RECORDER_COMMAND_TIMEOUT */
        {DRIVE_OK, E_FAIL, E_FAIL, S_OK},                                  /* as of a sense that is no failure */
    };
    struct imapi_call call;
    HRESULT expected;
    size_t i;
    int kind;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        for (kind = IMAPI_CALL_CACHED; kind <= IMAPI_CALL_ACTION; kind++) {
            expected = kind == IMAPI_CALL_CACHED  ? rows[i].cached
                       : kind == IMAPI_CALL_QUERY ? rows[i].query
                                                  : rows[i].action;
            call = begun(kind);
            memset(&call.failure, 0, sizeof call.failure);
            call.failure.status = rows[i].status;
            assert_hr(imapi_call_failed(&call), expected);
            if (SUCCEEDED(expected))
                assert_no_error_info();
            else
                assert_error_says(SOURCE, L"Trying it failed", NULL);
        }
    }
}

static void imapi_call_done__failure__names_class_interface_and_drive(void **state)
{
    static const struct drive_identity identity = {"VENDOR", "PRODUCT", "REV1", 0x05};
    struct imapi_call call = begun(IMAPI_CALL_CACHED);
    IErrorInfo *info;
    GUID guid;

    (void)state;
    call.identity = &identity;
    call.id = "an-id";
    assert_hr(imapi_call_done(&call, E_POINTER), E_POINTER);
    assert_hr(GetErrorInfo(0, &info), S_OK);
    assert_hr(IErrorInfo_GetGUID(info, &guid), S_OK);
    assert_true(IsEqualGUID(&guid, &some_interface));
    SetErrorInfo(0, info);
    IErrorInfo_Release(info);
    assert_error_says(SOURCE, L"Trying it failed (0x80004003).", L"Drive: VENDOR PRODUCT REV1, an-id.", NULL);
}

static void imapi_call_done__success__leaves_no_error_object_of_an_earlier_call(void **state)
{
    struct imapi_call call = begun(IMAPI_CALL_QUERY);

    (void)state;
    assert_hr(imapi_call_done(&call, E_INVALIDARG), E_INVALIDARG);
    call = begun(IMAPI_CALL_QUERY);
    assert_hr(imapi_call_done(&call, S_FALSE), S_FALSE);
    assert_no_error_info();
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(imapi_call_failed__each_kind__returns_what_it_may),
        CASE(imapi_call_done__failure__names_class_interface_and_drive),
        CASE(imapi_call_done__success__leaves_no_error_object_of_an_earlier_call),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
