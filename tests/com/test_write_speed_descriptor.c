/* imapi2/write_speed_descriptor.c. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "imapi2/write_speed_descriptor.h"

#define SOURCE L"OpenIMAPI2.MsftWriteSpeedDescriptor"

static IWriteSpeedDescriptor *new_descriptor(IMAPI_MEDIA_PHYSICAL_TYPE type, bool is_pure_cav, LONG speed)
{
    IWriteSpeedDescriptor *descriptor;

    assert_hr(write_speed_descriptor_create(type, is_pure_cav, speed, &IID_IWriteSpeedDescriptor, (void **)&descriptor),
              S_OK);
    return descriptor;
}

static void assert_says(IWriteSpeedDescriptor *descriptor, int type, VARIANT_BOOL is_pure_cav, LONG speed)
{
    IMAPI_MEDIA_PHYSICAL_TYPE got_type = (IMAPI_MEDIA_PHYSICAL_TYPE)99;
    VARIANT_BOOL got_rotation = 99;
    LONG got_speed = 99;

    assert_hr(IWriteSpeedDescriptor_get_MediaType(descriptor, &got_type), S_OK);
    assert_hr(IWriteSpeedDescriptor_get_RotationTypeIsPureCAV(descriptor, &got_rotation), S_OK);
    assert_hr(IWriteSpeedDescriptor_get_WriteSpeed(descriptor, &got_speed), S_OK);
    assert_int_equal(got_type, type);
    assert_int_equal(got_rotation, is_pure_cav);
    assert_int_equal(got_speed, speed);
    assert_no_error_info();
    IWriteSpeedDescriptor_Release(descriptor);
}

static void members__give_what_it_was_made_of(void **state)
{
    (void)state;
    assert_says(new_descriptor(IMAPI_MEDIA_TYPE_UNKNOWN, false, 0), 0, VARIANT_FALSE, 0);
    assert_says(new_descriptor(IMAPI_MEDIA_TYPE_BDRE, true, 4390), 0x13, VARIANT_TRUE, 4390);
    assert_says(new_descriptor(IMAPI_MEDIA_TYPE_CDR, false, 3600), 2, VARIANT_FALSE, 3600);
}

static void members__no_pointer__is_pointer(void **state)
{
    IWriteSpeedDescriptor *descriptor = new_descriptor(IMAPI_MEDIA_TYPE_CDR, false, 3600);

    (void)state;
    assert_hr(IWriteSpeedDescriptor_get_MediaType(descriptor, NULL), E_POINTER);
    assert_error_says(SOURCE, L"Reading a write speed", L"0x80004003", NULL);
    assert_hr(IWriteSpeedDescriptor_get_RotationTypeIsPureCAV(descriptor, NULL), E_POINTER);
    assert_hr(IWriteSpeedDescriptor_get_WriteSpeed(descriptor, NULL), E_POINTER);
    IWriteSpeedDescriptor_Release(descriptor);
}

/* By name, as a script does. */
static void members__by_Invoke__are_the_same(void **state)
{
    static const struct {
        const WCHAR *name;
        VARTYPE type;
        LONG value;
    } rows[] = {
        {L"MediaType", VT_I4, 10}, {L"RotationTypeIsPureCAV", VT_BOOL, VARIANT_TRUE}, {L"WriteSpeed", VT_I4, 2705}};
    IWriteSpeedDescriptor *descriptor = new_descriptor(IMAPI_MEDIA_TYPE_DVDDASHRW, true, 2705);
    DISPPARAMS none = {0};
    VARIANT result;
    DISPID id;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        LPOLESTR name = (LPOLESTR)rows[i].name;

        assert_hr(IWriteSpeedDescriptor_GetIDsOfNames(descriptor, &IID_NULL, &name, 1, 0, &id), S_OK);
        assert_int_equal(id, 0x101 + i);
        VariantInit(&result);
        assert_hr(IWriteSpeedDescriptor_Invoke(descriptor, id, &IID_NULL, 0, DISPATCH_PROPERTYGET, &none, &result, NULL,
                                               NULL),
                  S_OK);
        assert_int_equal(V_VT(&result), rows[i].type);
        assert_int_equal(rows[i].type == VT_BOOL ? V_BOOL(&result) : V_I4(&result), rows[i].value);
    }
    IWriteSpeedDescriptor_Release(descriptor);
}

static void create__no_memory__says_so(void **state)
{
    void *out = &out;

    (void)state;
    base_alloc_fail_nth(1);
    assert_hr(write_speed_descriptor_create(IMAPI_MEDIA_TYPE_CDR, false, 1, &IID_IDispatch, &out), E_OUTOFMEMORY);
    base_alloc_fail_nth(0);
    assert_null(out);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(members__give_what_it_was_made_of),
        CASE(members__no_pointer__is_pointer),
        CASE(members__by_Invoke__are_the_same),
        CASE(create__no_memory__says_so),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
