/* com/dispatch.c, through the two classes that there are: what holds on every host, whatever ITypeInfo::Invoke lets
 * pass.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "com/dispatch.h"

/* imapi2.h: DISPIDs of IDiscMaster2 and IDiscRecorder2. */
enum {
    NEW_ENUM = -4,
    ITEM = 0,
    COUNT = 1,
    EJECT_MEDIA = 0x100,
    ACQUIRE_EXCLUSIVE_ACCESS = 0x102,
    RELEASE_EXCLUSIVE_ACCESS = 0x103,
    INITIALIZE = 0x106,
    VENDOR_ID = 0x201,
    VOLUME_PATH_NAMES = 0x205,
};

static DISPPARAMS no_arguments;

static HRESULT invoke(void *object, DISPID id, WORD flags, DISPPARAMS *parameters, VARIANT *result)
{
    EXCEPINFO exception;
    HRESULT hr;
    UINT argument;

    memset(&exception, 0, sizeof exception);
    hr = IDispatch_Invoke((IDispatch *)object, id, &IID_NULL, LOCALE_USER_DEFAULT, flags, parameters, result,
                          &exception, &argument);
    SysFreeString(exception.bstrSource);
    SysFreeString(exception.bstrDescription);
    SysFreeString(exception.bstrHelpFile);
    return hr;
}

static VARIANT variant_i4(LONG value)
{
    VARIANT variant;

    V_VT(&variant) = VT_I4;
    V_I4(&variant) = value;
    return variant;
}

static void GetTypeInfo__dual_interface__is_described(void **state)
{
    IDiscRecorder2 *recorder = fixture_recorder(*state);
    TYPEATTR *attributes;
    ITypeInfo *info;
    UINT count = 99;

    assert_hr(IDiscRecorder2_GetTypeInfoCount(recorder, NULL), E_POINTER);
    assert_hr(IDiscRecorder2_GetTypeInfoCount(recorder, &count), S_OK);
    assert_int_equal(count, 1);
    assert_hr(IDiscRecorder2_GetTypeInfo(recorder, 0, 0, NULL), E_POINTER);
    assert_hr(IDiscRecorder2_GetTypeInfo(recorder, 1, 0, &info), DISP_E_BADINDEX);
    assert_null(info);
    assert_hr(IDiscRecorder2_GetTypeInfo(recorder, 0, 0, &info), S_OK);
    assert_hr(ITypeInfo_GetTypeAttr(info, &attributes), S_OK);
    assert_true(IsEqualGUID(&attributes->guid, &IID_IDiscRecorder2));
    ITypeInfo_ReleaseTypeAttr(info, attributes);
    ITypeInfo_Release(info);
    IDiscRecorder2_Release(recorder);
}

static void GetIDsOfNames__names_in_any_case__are_found(void **state)
{
    IDiscRecorder2 *recorder = fixture_recorder(*state);
    LPOLESTR name = (LPOLESTR)L"vendorid";
    DISPID id = 0;

    assert_hr(IDiscRecorder2_GetIDsOfNames(recorder, &IID_NULL, &name, 1, 0, &id), S_OK);
    assert_int_equal(id, VENDOR_ID);
    name = (LPOLESTR)L"EjectMedia";
    assert_hr(IDiscRecorder2_GetIDsOfNames(recorder, &IID_NULL, &name, 1, 0, &id), S_OK);
    assert_int_equal(id, EJECT_MEDIA);
    name = (LPOLESTR)L"Nonsense";
    assert_hr(IDiscRecorder2_GetIDsOfNames(recorder, &IID_NULL, &name, 1, 0, &id), DISP_E_UNKNOWNNAME);
    assert_int_equal(id, DISPID_UNKNOWN);
    IDiscRecorder2_Release(recorder);
}

static void GetIDsOfNames__wrong_arguments__are_refused(void **state)
{
    IDiscRecorder2 *recorder = fixture_recorder(*state);
    LPOLESTR name = (LPOLESTR)L"VendorId";
    DISPID id;

    assert_hr(IDiscRecorder2_GetIDsOfNames(recorder, &IID_IDispatch, &name, 1, 0, &id), DISP_E_UNKNOWNINTERFACE);
    assert_hr(IDiscRecorder2_GetIDsOfNames(recorder, &IID_NULL, NULL, 1, 0, &id), E_INVALIDARG);
    assert_hr(IDiscRecorder2_GetIDsOfNames(recorder, &IID_NULL, &name, 1, 0, NULL), E_INVALIDARG);
    assert_hr(IDiscRecorder2_GetIDsOfNames(recorder, &IID_NULL, &name, 0, 0, &id), E_INVALIDARG);
    IDiscRecorder2_Release(recorder);
}

static void Invoke__property__is_read(void **state)
{
    IDiscRecorder2 *recorder = fixture_initialized_recorder(*state);
    VARIANT result;

    VariantInit(&result);
    assert_hr(invoke(recorder, VENDOR_ID, DISPATCH_PROPERTYGET, &no_arguments, &result), S_OK);
    assert_int_equal(V_VT(&result), VT_BSTR);
    assert_bstr(V_BSTR(&result), L"VENDOR");
    assert_hr(invoke(recorder, VENDOR_ID, DISPATCH_METHOD | DISPATCH_PROPERTYGET, &no_arguments, &result), S_OK);
    assert_bstr(V_BSTR(&result), L"VENDOR");
    assert_hr(invoke(recorder, VOLUME_PATH_NAMES, DISPATCH_PROPERTYGET, &no_arguments, &result), S_OK);
    assert_int_equal(V_VT(&result), VT_ARRAY | VT_VARIANT);
    VariantClear(&result);
    IDiscRecorder2_Release(recorder);
}

/* A bare `m.Item(9);` and `new Enumerator(m)` ask with METHOD alone. */
static void Invoke__method_for_a_propget__is_taken(void **state)
{
    IDiscMaster2 *master = fixture_master(*state);
    VARIANT index = variant_i4(0), result;
    DISPPARAMS parameters = {&index, NULL, 1, 0};

    VariantInit(&result);
    assert_hr(invoke(master, ITEM, DISPATCH_METHOD, &parameters, &result), S_OK);
    assert_bstr(V_BSTR(&result), FIXTURE_ID);
    assert_hr(invoke(master, ITEM, DISPATCH_METHOD, &parameters, NULL), S_OK);
    VariantInit(&result);
    assert_hr(invoke(master, NEW_ENUM, DISPATCH_METHOD, &no_arguments, &result), S_OK);
    assert_int_equal(V_VT(&result), VT_UNKNOWN);
    VariantClear(&result);
    assert_hr(invoke(master, NEW_ENUM, DISPATCH_PROPERTYGET, &no_arguments, &result), S_OK);
    assert_int_equal(V_VT(&result), VT_UNKNOWN);
    VariantClear(&result);
    IDiscMaster2_Release(master);
}

static void Invoke__propget_for_a_method__is_not_found(void **state)
{
    IDiscRecorder2 *recorder = fixture_initialized_recorder(*state);

    assert_hr(invoke(recorder, EJECT_MEDIA, DISPATCH_PROPERTYGET, &no_arguments, NULL), DISP_E_MEMBERNOTFOUND);
    IDiscRecorder2_Release(recorder);
}

static void Invoke__unknown_member__is_not_found(void **state)
{
    IDiscMaster2 *master = fixture_master(*state);

    assert_hr(invoke(master, 0x7777, DISPATCH_METHOD | DISPATCH_PROPERTYGET, &no_arguments, NULL),
              DISP_E_MEMBERNOTFOUND);
    /* IUnknown::Release, as some type libraries list it. */
    assert_hr(invoke(master, 0x60000002, DISPATCH_METHOD, &no_arguments, NULL), DISP_E_MEMBERNOTFOUND);
    assert_int_equal(IDiscMaster2_Release(master), 0);
}

static void Invoke__read_only_property__is_not_put(void **state)
{
    IDiscMaster2 *master = fixture_master(*state);
    VARIANT value = variant_i4(7);
    DISPID put = DISPID_PROPERTYPUT;
    DISPPARAMS parameters = {&value, &put, 1, 1};

    assert_hr(invoke(master, COUNT, DISPATCH_PROPERTYPUT, &parameters, NULL), DISP_E_MEMBERNOTFOUND);
    assert_hr(invoke(master, COUNT, DISPATCH_PROPERTYPUTREF, &parameters, NULL), DISP_E_MEMBERNOTFOUND);
    assert_hr(invoke(master, COUNT, DISPATCH_PROPERTYPUT | DISPATCH_PROPERTYPUTREF, &parameters, NULL),
              DISP_E_MEMBERNOTFOUND);
    IDiscMaster2_Release(master);
}

static void Invoke__flags_that_mean_nothing__are_refused(void **state)
{
    IDiscMaster2 *master = fixture_master(*state);

    assert_hr(invoke(master, COUNT, 0, &no_arguments, NULL), E_INVALIDARG);
    assert_hr(invoke(master, COUNT, 0x10, &no_arguments, NULL), E_INVALIDARG);
    assert_hr(invoke(master, COUNT, DISPATCH_PROPERTYGET | DISPATCH_PROPERTYPUT, &no_arguments, NULL), E_INVALIDARG);
    IDiscMaster2_Release(master);
}

static void Invoke__interface_identifier__must_be_null(void **state)
{
    IDiscMaster2 *master = fixture_master(*state);

    assert_hr(
        IDiscMaster2_Invoke(master, COUNT, &IID_IDiscMaster2, 0, DISPATCH_PROPERTYGET, &no_arguments, NULL, NULL, NULL),
        DISP_E_UNKNOWNINTERFACE);
    IDiscMaster2_Release(master);
}

static void Invoke__number_of_arguments__is_checked(void **state)
{
    IDiscRecorder2 *recorder = fixture_initialized_recorder(*state);
    IDiscMaster2 *master = fixture_master(*state);
    VARIANT values[3] = {variant_i4(0), variant_i4(0), variant_i4(0)};
    DISPPARAMS parameters = {values, NULL, 0, 0};

    assert_hr(invoke(master, ITEM, DISPATCH_PROPERTYGET, &parameters, NULL), DISP_E_BADPARAMCOUNT);
    parameters.cArgs = 2;
    assert_hr(invoke(master, ITEM, DISPATCH_PROPERTYGET, &parameters, NULL), DISP_E_BADPARAMCOUNT);
    parameters.cArgs = 1;
    assert_hr(invoke(master, COUNT, DISPATCH_PROPERTYGET, &parameters, NULL), DISP_E_BADPARAMCOUNT);
    assert_hr(invoke(recorder, EJECT_MEDIA, DISPATCH_METHOD, &parameters, NULL), DISP_E_BADPARAMCOUNT);
    assert_hr(invoke(recorder, VOLUME_PATH_NAMES, DISPATCH_PROPERTYGET, &parameters, NULL), DISP_E_BADPARAMCOUNT);
    assert_hr(invoke(recorder, ACQUIRE_EXCLUSIVE_ACCESS, DISPATCH_METHOD, &parameters, NULL), DISP_E_BADPARAMCOUNT);
    parameters.cArgs = 3;
    assert_hr(invoke(recorder, ACQUIRE_EXCLUSIVE_ACCESS, DISPATCH_METHOD, &parameters, NULL), DISP_E_BADPARAMCOUNT);
    IDiscMaster2_Release(master);
    IDiscRecorder2_Release(recorder);
}

static void Invoke__parameters_that_contradict_themselves__are_refused(void **state)
{
    IDiscMaster2 *master = fixture_master(*state);
    VARIANT index = variant_i4(0);
    DISPID name = 0;
    DISPPARAMS no_values = {NULL, NULL, 1, 0};
    DISPPARAMS no_names = {&index, NULL, 1, 1};
    DISPPARAMS more_names_than_values = {&index, &name, 0, 1};

    assert_hr(invoke(master, ITEM, DISPATCH_PROPERTYGET, NULL, NULL), E_INVALIDARG);
    assert_hr(invoke(master, ITEM, DISPATCH_PROPERTYGET, &no_values, NULL), E_INVALIDARG);
    assert_hr(invoke(master, ITEM, DISPATCH_PROPERTYGET, &no_names, NULL), E_INVALIDARG);
    assert_hr(invoke(master, ITEM, DISPATCH_PROPERTYGET, &more_names_than_values, NULL), E_INVALIDARG);
    IDiscMaster2_Release(master);
}

static void Invoke__argument_of_another_type__is_converted_or_refused(void **state)
{
    IDiscMaster2 *master = fixture_master(*state);
    VARIANT index, result;
    DISPPARAMS parameters = {&index, NULL, 1, 0};

    VariantInit(&result);
    V_VT(&index) = VT_BSTR;
    V_BSTR(&index) = SysAllocString(L"0");
    assert_hr(invoke(master, ITEM, DISPATCH_PROPERTYGET, &parameters, &result), S_OK);
    assert_bstr(V_BSTR(&result), FIXTURE_ID);
    VariantClear(&index);
    V_VT(&index) = VT_BSTR;
    V_BSTR(&index) = SysAllocString(L"zero");
    VariantInit(&result);
    assert_hr(invoke(master, ITEM, DISPATCH_PROPERTYGET, &parameters, &result), DISP_E_TYPEMISMATCH);
    VariantClear(&index);
    IDiscMaster2_Release(master);
}

static void Invoke__named_arguments__find_their_parameters(void **state)
{
    struct com_fixture *fixture = *state;
    IDiscRecorder2 *recorder = fixture_initialized_recorder(fixture);
    DISPID names[2] = {1, 0}; /* clientName, force: named arguments in an order of their own */
    DISPPARAMS parameters;
    VARIANT values[2];

    V_VT(&values[0]) = VT_BSTR;
    V_BSTR(&values[0]) = SysAllocString(L"Some program");
    V_VT(&values[1]) = VT_BOOL;
    V_BOOL(&values[1]) = VARIANT_TRUE;
    parameters = (DISPPARAMS){values, names, 2, 2};
    assert_hr(invoke(recorder, ACQUIRE_EXCLUSIVE_ACCESS, DISPATCH_METHOD, &parameters, NULL), S_OK);
    assert_string_equal(fixture->holder_name, "Some program");
    assert_true(fixture->last_force);
    assert_hr(invoke(recorder, RELEASE_EXCLUSIVE_ACCESS, DISPATCH_METHOD, &no_arguments, NULL), S_OK);
    VariantClear(&values[0]);
    IDiscRecorder2_Release(recorder);
}

static void Invoke__named_arguments_that_fit_no_parameter__are_not_found(void **state)
{
    static const struct {
        DISPID names[2];
        UINT named;
        UINT argument;
    } rows[] = {
        {{2, 0}, 2, 0},                  /* no third parameter */
        {{1, 1}, 2, 1},                  /* twice */
        {{-1, 0}, 2, 0},                 /* no such number */
        {{0, 0}, 1, 0},                  /* given by position already */
        {{DISPID_PROPERTYPUT, 0}, 1, 0}, /* nothing is put here */
    };
    IDiscRecorder2 *recorder = fixture_initialized_recorder(*state);
    VARIANT values[2] = {variant_i4(0), variant_i4(0)};
    size_t i;

    for (i = 0; i < ARRAYSIZE(rows); i++) {
        DISPPARAMS parameters = {values, (DISPID *)rows[i].names, 2, rows[i].named};
        UINT argument = 99;

        assert_hr(IDiscRecorder2_Invoke(recorder, ACQUIRE_EXCLUSIVE_ACCESS, &IID_NULL, 0, DISPATCH_METHOD, &parameters,
                                        NULL, NULL, &argument),
                  DISP_E_PARAMNOTFOUND);
        assert_int_equal(argument, rows[i].argument);
    }
    IDiscRecorder2_Release(recorder);
}

static void Invoke__method_fails__exception_tells_everything(void **state)
{
    IDiscMaster2 *master = fixture_master(*state);
    VARIANT index = variant_i4(5), result;
    DISPPARAMS parameters = {&index, NULL, 1, 0};
    EXCEPINFO exception;

    memset(&exception, 0, sizeof exception);
    VariantInit(&result);
    assert_hr(
        IDiscMaster2_Invoke(master, ITEM, &IID_NULL, 0, DISPATCH_PROPERTYGET, &parameters, &result, &exception, NULL),
        DISP_E_EXCEPTION);
    assert_hr(exception.scode, E_INVALIDARG);
    assert_bstr(exception.bstrSource, L"OpenIMAPI2.MsftDiscMaster2");
    assert_non_null(wcsstr(exception.bstrDescription, L"0x80070057"));
    SysFreeString(exception.bstrDescription);
    IDiscMaster2_Release(master);
}

/* Getters are called without ITypeInfo::Invoke: what fails is told in the same way, and leaves nothing behind. */
static void Invoke__getter_fails__exception_tells_everything(void **state)
{
    IDiscRecorder2 *recorder = fixture_recorder(*state); /* not initialized */
    EXCEPINFO exception;
    VARIANT result;

    memset(&exception, 0x5A, sizeof exception);
    V_VT(&result) = VT_I4;
    assert_hr(IDiscRecorder2_Invoke(recorder, VENDOR_ID, &IID_NULL, 0, DISPATCH_PROPERTYGET, &no_arguments, &result,
                                    &exception, NULL),
              DISP_E_EXCEPTION);
    assert_int_equal(V_VT(&result), VT_EMPTY);
    assert_hr(exception.scode, E_FAIL);
    assert_int_equal(exception.wCode, 0);
    assert_null(exception.pfnDeferredFillIn);
    assert_bstr(exception.bstrSource, L"OpenIMAPI2.MsftDiscRecorder2");
    assert_non_null(wcsstr(exception.bstrDescription, L"Reading the vendor's name failed (0x80004005)"));
    SysFreeString(exception.bstrDescription);
    assert_no_error_info(); /* the exception took it */
    assert_hr(
        IDiscRecorder2_Invoke(recorder, VENDOR_ID, &IID_NULL, 0, DISPATCH_PROPERTYGET, &no_arguments, NULL, NULL, NULL),
        DISP_E_EXCEPTION);
    assert_error_says(L"OpenIMAPI2.MsftDiscRecorder2", L"0x80004005", NULL);
    IDiscRecorder2_Release(recorder);
}

/* Every getter of the recorder by its DISPID (imapi2-ids of the contract) and the type that its documentation gives it.
 */
static void Invoke__each_getter__gives_its_type(void **state)
{
    static const struct {
        DISPID id;
        VARTYPE type;
    } getters[] = {
        {0x000, VT_BSTR},               /* ActiveDiscRecorder */
        {0x201, VT_BSTR},               /* VendorId */
        {0x202, VT_BSTR},               /* ProductId */
        {0x203, VT_BSTR},               /* ProductRevision */
        {0x204, VT_BSTR},               /* VolumeName */
        {0x205, VT_ARRAY | VT_VARIANT}, /* VolumePathNames */
        {0x207, VT_I4},                 /* LegacyDeviceNumber */
        {0x20D, VT_BSTR},               /* ExclusiveAccessOwner */
    };
    IDiscRecorder2 *recorder = fixture_initialized_recorder(*state);
    VARIANT result;
    size_t i;

    for (i = 0; i < ARRAYSIZE(getters); i++) {
        VariantInit(&result);
        assert_hr(invoke(recorder, getters[i].id, DISPATCH_PROPERTYGET, &no_arguments, &result), S_OK);
        if (V_VT(&result) != getters[i].type) fail_msg("DISPID %lx: type %x", getters[i].id, V_VT(&result));
        if (getters[i].id == 0x207) assert_int_equal(V_I4(&result), 3);
        if (getters[i].id == 0x202) assert_int_equal(wcscmp(V_BSTR(&result), L"PRODUCT"), 0);
        VariantClear(&result);
        assert_hr(invoke(recorder, getters[i].id, DISPATCH_PROPERTYGET, &no_arguments, NULL), S_OK);
    }
    IDiscRecorder2_Release(recorder);
}

/* ------------------------------------------------------------------------------------- a property that can be put */

/* No class that works yet has one; IWriteSpeedDescriptor has none either, so IMultisession::InUse, by its type
 * information.
 */
struct session {
    struct com_object object;
    IMultisession IMultisession_iface;
    VARIANT_BOOL in_use;
};

COM_DISPATCH(session, IMultisession)

static HRESULT WINAPI session_get_IsSupportedOnCurrentMediaState(IMultisession *iface, VARIANT_BOOL *value)
{
    (void)iface;
    *value = VARIANT_FALSE;
    return S_OK;
}

static HRESULT WINAPI session_put_InUse(IMultisession *iface, VARIANT_BOOL value)
{
    session_from_IMultisession(iface)->in_use = value;
    return S_OK;
}

static HRESULT WINAPI session_get_InUse(IMultisession *iface, VARIANT_BOOL *value)
{
    *value = session_from_IMultisession(iface)->in_use;
    return S_OK;
}

static HRESULT WINAPI session_get_ImportRecorder(IMultisession *iface, IDiscRecorder2 **value)
{
    (void)iface;
    *value = NULL;
    return S_OK;
}

static const IMultisessionVtbl session_vtbl = {
    COM_DISPATCH_METHODS(session, IMultisession),
    session_get_IsSupportedOnCurrentMediaState,
    session_put_InUse,
    session_get_InUse,
    session_get_ImportRecorder,
};

static void Invoke__put__by_value_and_by_reference(void **state)
{
    struct session session = {.IMultisession_iface = {&session_vtbl}};
    VARIANT value;
    DISPID put = DISPID_PROPERTYPUT, other = 0;
    DISPPARAMS parameters = {&value, &put, 1, 1}, misnamed = {&value, &other, 1, 1}, unnamed = {&value, NULL, 1, 0};
    enum { IN_USE = 0x101 };
    UINT argument = 99;

    (void)state;
    com_module_add(); /* the object is not one of the heap, and counts for itself */
    session.object.references = 1;
    V_VT(&value) = VT_BOOL;
    V_BOOL(&value) = VARIANT_TRUE;
    assert_hr(invoke(&session.IMultisession_iface, IN_USE, DISPATCH_PROPERTYPUT, &parameters, NULL), S_OK);
    assert_int_equal(session.in_use, VARIANT_TRUE);
    V_BOOL(&value) = VARIANT_FALSE;
    assert_hr(invoke(&session.IMultisession_iface, IN_USE, DISPATCH_PROPERTYPUTREF, &parameters, NULL), S_OK);
    assert_int_equal(session.in_use, VARIANT_FALSE);
    V_BOOL(&value) = VARIANT_TRUE;
    assert_hr(
        invoke(&session.IMultisession_iface, IN_USE, DISPATCH_PROPERTYPUT | DISPATCH_PROPERTYPUTREF, &parameters, NULL),
        S_OK);
    assert_int_equal(session.in_use, VARIANT_TRUE);
    assert_hr(invoke(&session.IMultisession_iface, IN_USE, DISPATCH_PROPERTYPUT, &unnamed, NULL), DISP_E_PARAMNOTFOUND);
    assert_hr(IMultisession_Invoke(&session.IMultisession_iface, IN_USE, &IID_NULL, 0, DISPATCH_PROPERTYPUT, &misnamed,
                                   NULL, NULL, &argument),
              DISP_E_PARAMNOTFOUND);
    assert_int_equal(argument, 0);
    assert_hr(invoke(&session.IMultisession_iface, IN_USE, DISPATCH_PROPERTYPUT, &no_arguments, NULL),
              DISP_E_BADPARAMCOUNT);
    com_module_release();
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(GetTypeInfo__dual_interface__is_described),
        CASE(GetIDsOfNames__names_in_any_case__are_found),
        CASE(GetIDsOfNames__wrong_arguments__are_refused),
        CASE(Invoke__property__is_read),
        CASE(Invoke__method_for_a_propget__is_taken),
        CASE(Invoke__propget_for_a_method__is_not_found),
        CASE(Invoke__unknown_member__is_not_found),
        CASE(Invoke__read_only_property__is_not_put),
        CASE(Invoke__flags_that_mean_nothing__are_refused),
        CASE(Invoke__interface_identifier__must_be_null),
        CASE(Invoke__number_of_arguments__is_checked),
        CASE(Invoke__parameters_that_contradict_themselves__are_refused),
        CASE(Invoke__argument_of_another_type__is_converted_or_refused),
        CASE(Invoke__named_arguments__find_their_parameters),
        CASE(Invoke__named_arguments_that_fit_no_parameter__are_not_found),
        CASE(Invoke__method_fails__exception_tells_everything),
        CASE(Invoke__getter_fails__exception_tells_everything),
        CASE(Invoke__each_getter__gives_its_type),
        CASE(Invoke__put__by_value_and_by_reference),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
