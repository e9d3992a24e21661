/* A caller that is called back in the middle of a call: an argument of VT_DISPATCH is asked for its value while Invoke
 * converts it, and that is the client's own code. It may call any method, and let go of the last reference.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "support/event_sink.h"
#include "support/plain_drive.h"

/* ---------------------------------------------------------------------------------------------- a value with a will */

struct willful {
    struct event_sink object;
    struct com_fixture *fixture;
    IDiscMaster2 *master;     /* NULL: not to be touched */
    IDiscRecorder2 *recorder; /* likewise */
    bool lets_go;             /* of the reference that the caller has */
    VARIANT value;
    unsigned asked;
    ULONG left; /* references after letting go */
};

static void ask_master(IDiscMaster2 *master)
{
    IEnumVARIANT *walk;
    VARIANT_BOOL supported;
    VARIANT element;
    LONG count;
    BSTR id;

    assert_hr(IDiscMaster2_get_Count(master, &count), S_OK);
    assert_int_equal(count, 1);
    assert_hr(IDiscMaster2_get_Item(master, 0, &id), S_OK);
    assert_bstr(id, FIXTURE_ID);
    assert_hr(IDiscMaster2_get_IsSupportedEnvironment(master, &supported), S_OK);
    assert_hr(IDiscMaster2_get__NewEnum(master, &walk), S_OK);
    VariantInit(&element);
    assert_hr(IEnumVARIANT_Next(walk, 1, &element, NULL), S_OK);
    VariantClear(&element);
    IEnumVARIANT_Release(walk);
}

static void ask_recorder(IDiscRecorder2 *recorder)
{
    SAFEARRAY *array;
    VARIANT_BOOL can;
    LONG number;
    BSTR text;

    /* Before the first InitializeDiscRecorder they fail, and say nothing. */
    if (SUCCEEDED(IDiscRecorder2_get_VendorId(recorder, &text))) SysFreeString(text);
    if (SUCCEEDED(IDiscRecorder2_get_ProductId(recorder, &text))) SysFreeString(text);
    if (SUCCEEDED(IDiscRecorder2_get_ProductRevision(recorder, &text))) SysFreeString(text);
    if (SUCCEEDED(IDiscRecorder2_get_VolumeName(recorder, &text))) SysFreeString(text);
    if (SUCCEEDED(IDiscRecorder2_get_ActiveDiscRecorder(recorder, &text))) SysFreeString(text);
    if (SUCCEEDED(IDiscRecorder2_get_ExclusiveAccessOwner(recorder, &text))) SysFreeString(text);
    if (SUCCEEDED(IDiscRecorder2_get_VolumePathNames(recorder, &array))) SafeArrayDestroy(array);
    if (SUCCEEDED(IDiscRecorder2_get_SupportedFeaturePages(recorder, &array))) SafeArrayDestroy(array);
    if (SUCCEEDED(IDiscRecorder2_get_CurrentFeaturePages(recorder, &array))) SafeArrayDestroy(array);
    if (SUCCEEDED(IDiscRecorder2_get_SupportedProfiles(recorder, &array))) SafeArrayDestroy(array);
    if (SUCCEEDED(IDiscRecorder2_get_CurrentProfiles(recorder, &array))) SafeArrayDestroy(array);
    if (SUCCEEDED(IDiscRecorder2_get_SupportedModePages(recorder, &array))) SafeArrayDestroy(array);
    IDiscRecorder2_get_DeviceCanLoadMedia(recorder, &can);
    IDiscRecorder2_get_LegacyDeviceNumber(recorder, &number);
    IDiscRecorder2_EjectMedia(recorder);
    IDiscRecorder2_CloseTray(recorder);
}

/* What changes what the recorder holds; each undoes what it does. */
static void use_recorder(IDiscRecorder2 *recorder)
{
    BSTR id = SysAllocString(FIXTURE_ID), name = SysAllocString(L"From within");

    assert_hr(IDiscRecorder2_InitializeDiscRecorder(recorder, id), S_OK);
    ask_recorder(recorder);
    assert_hr(IDiscRecorder2_AcquireExclusiveAccess(recorder, VARIANT_TRUE, name), S_OK);
    assert_hr(IDiscRecorder2_ReleaseExclusiveAccess(recorder), S_OK);
    assert_hr(IDiscRecorder2_DisableMcn(recorder), S_OK);
    assert_hr(IDiscRecorder2_EnableMcn(recorder), S_OK);
    SysFreeString(name);
    SysFreeString(id);
}

static HRESULT give_value(struct event_sink *sink, DISPID id, DISPPARAMS *parameters)
{
    struct willful *willful = CONTAINING_RECORD(sink, struct willful, object);

    (void)parameters;
    assert_int_equal(id, DISPID_VALUE);
    willful->asked++;
    if (willful->asked == 1) {
        if (willful->master) ask_master(willful->master);
        if (willful->recorder) {
            ask_recorder(willful->recorder);
            use_recorder(willful->recorder);
        }
        if (willful->lets_go) {
            willful->left =
                willful->master ? IDiscMaster2_Release(willful->master) : IDiscRecorder2_Release(willful->recorder);
        }
    }
    return VariantCopy(sink->result, &willful->value);
}

static void begin(struct willful *willful, struct com_fixture *fixture, bool lets_go)
{
    memset(willful, 0, sizeof *willful);
    sink_begin(&willful->object, &IID_NULL, SINK_DISPATCH_ONLY);
    willful->object.react = give_value;
    willful->fixture = fixture;
    willful->lets_go = lets_go;
    VariantInit(&willful->value);
}

static void set_text(struct willful *willful, const WCHAR *text)
{
    V_VT(&willful->value) = VT_BSTR;
    V_BSTR(&willful->value) = SysAllocString(text);
}

/* Invoke a member by its name, with these arguments, the last one first. */
static HRESULT invoke(void *object, const WCHAR *name, VARIANT *arguments, UINT count, VARIANT *result)
{
    DISPPARAMS parameters = {arguments, NULL, count, 0};
    IDispatch *dispatch = object;
    WCHAR copy[64];
    LPOLESTR names[] = {copy};
    DISPID id;

    wcscpy(copy, name);
    assert_hr(IDispatch_GetIDsOfNames(dispatch, &IID_NULL, names, 1, LOCALE_NEUTRAL, &id), S_OK);
    VariantInit(result);
    return IDispatch_Invoke(dispatch, id, &IID_NULL, LOCALE_NEUTRAL, DISPATCH_METHOD | DISPATCH_PROPERTYGET,
                            &parameters, result, NULL, NULL);
}

static VARIANT argument_of(struct willful *willful)
{
    VARIANT argument;

    V_VT(&argument) = VT_DISPATCH;
    V_DISPATCH(&argument) = &willful->object.IDispatch_iface;
    return argument;
}

/* ----------------------------------------------------------------------------------------------------------- cases */

static struct plain_drive plain;

static int setup(void **state)
{
    struct com_fixture *fixture;

    if (com_fixture_setup(state)) return 1;
    fixture = *state;
    fixture->script.otherwise = plain_drive_answer;
    fixture->script.context = &plain;
    return 0;
}

static void item__argument_calls_back__is_answered(void **state)
{
    struct willful willful;
    VARIANT argument, result;

    begin(&willful, *state, false);
    V_VT(&willful.value) = VT_I4;
    V_I4(&willful.value) = 0;
    willful.master = fixture_master(*state);
    argument = argument_of(&willful);
    assert_hr(invoke(willful.master, L"Item", &argument, 1, &result), S_OK);
    assert_int_equal(willful.asked, 1);
    assert_int_equal(V_VT(&result), VT_BSTR);
    assert_bstr(V_BSTR(&result), FIXTURE_ID);
    IDiscMaster2_Release(willful.master);
}

static void item__argument_lets_go_of_the_last_reference__is_answered(void **state)
{
    struct willful willful;
    VARIANT argument, result;

    begin(&willful, *state, true);
    V_VT(&willful.value) = VT_I4;
    V_I4(&willful.value) = 0;
    willful.master = fixture_master(*state);
    argument = argument_of(&willful);
    assert_hr(invoke(willful.master, L"Item", &argument, 1, &result), S_OK);
    assert_int_equal(willful.asked, 1);
    assert_int_equal(willful.left, 1); /* the call's own */
    assert_bstr(V_BSTR(&result), FIXTURE_ID);
}

static void initialize__argument_calls_back__is_initialized(void **state)
{
    struct willful willful;
    VARIANT argument, result;
    BSTR vendor;

    begin(&willful, *state, false);
    set_text(&willful, FIXTURE_ID);
    willful.recorder = fixture_recorder(*state);
    argument = argument_of(&willful);
    assert_hr(invoke(willful.recorder, L"InitializeDiscRecorder", &argument, 1, &result), S_OK);
    assert_int_equal(willful.asked, 1);
    assert_hr(IDiscRecorder2_get_VendorId(willful.recorder, &vendor), S_OK);
    assert_bstr(vendor, L"VENDOR");
    IDiscRecorder2_Release(willful.recorder);
    VariantClear(&willful.value);
}

static void initialize__argument_lets_go_of_the_last_reference__is_done(void **state)
{
    struct willful willful;
    VARIANT argument, result;

    begin(&willful, *state, true);
    set_text(&willful, FIXTURE_ID);
    willful.recorder = fixture_recorder(*state);
    argument = argument_of(&willful);
    assert_hr(invoke(willful.recorder, L"InitializeDiscRecorder", &argument, 1, &result), S_OK);
    assert_int_equal(willful.left, 1);
    VariantClear(&willful.value);
}

static void acquire__argument_lets_go_of_the_last_reference__gives_it_back(void **state)
{
    struct com_fixture *fixture = *state;
    struct willful willful;
    VARIANT arguments[2], result;

    begin(&willful, fixture, true);
    set_text(&willful, L"Tester");
    willful.recorder = fixture_initialized_recorder(fixture);
    arguments[0] = argument_of(&willful); /* the name: the last argument */
    V_VT(&arguments[1]) = VT_BOOL;
    V_BOOL(&arguments[1]) = VARIANT_TRUE;
    assert_hr(invoke(willful.recorder, L"AcquireExclusiveAccess", arguments, 2, &result), S_OK);
    assert_int_equal(willful.left, 1);
    assert_null(fixture->holder); /* with the object goes what it held */
    VariantClear(&willful.value);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(item__argument_calls_back__is_answered),
        CASE(item__argument_lets_go_of_the_last_reference__is_answered),
        CASE(initialize__argument_calls_back__is_initialized),
        CASE(initialize__argument_lets_go_of_the_last_reference__is_done),
        CASE(acquire__argument_lets_go_of_the_last_reference__gives_it_back),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
