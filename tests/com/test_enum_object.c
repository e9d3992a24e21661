/* com/enum_object.c, com/elements.c: an enumerator whose interface and elements its creator names. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "com/enum_object.h"
#include "com/enum_variant.h"

/* Masters, the failing place excepted. */
struct row {
    struct com_elements elements;
    IDiscMaster2 *masters[3];
    size_t failing; /* 99: none */
};

static HRESULT row_get(struct com_elements *elements, size_t index, VARIANT *value)
{
    struct row *row = CONTAINING_RECORD(elements, struct row, elements);

    if (index == row->failing) return E_ACCESSDENIED;
    V_VT(value) = VT_DISPATCH;
    V_DISPATCH(value) = (IDispatch *)row->masters[index];
    IDiscMaster2_AddRef(row->masters[index]);
    return S_OK;
}

static void row_destroy(struct com_elements *elements)
{
    struct row *row = CONTAINING_RECORD(elements, struct row, elements);
    size_t i;

    for (i = 0; i < elements->count; i++)
        IDiscMaster2_Release(row->masters[i]);
    base_free(row);
}

static struct row *make_row(struct com_fixture *fixture)
{
    struct row *row = base_alloc(sizeof *row);
    size_t i;

    row->elements = (struct com_elements){1, 3, row_get, row_destroy};
    row->failing = 99;
    for (i = 0; i < 3; i++)
        row->masters[i] = fixture_master(fixture);
    return row;
}

/* IEnumUnknown stands for any interface with its methods. */
static const struct com_enum_kind masters = {NULL, &IID_IEnumUnknown, &IID_IDiscMaster2, NULL};
static const struct com_enum_kind streams = {NULL, &IID_IEnumUnknown, &IID_IStream, NULL};

static void release_all(IUnknown **objects, ULONG count)
{
    ULONG i;

    for (i = 0; i < count; i++)
        IUnknown_Release(objects[i]);
}

static void Next__one_by_one_and_all__gives_the_interface_of_its_kind(void **state)
{
    struct row *row = make_row(*state);
    IDiscMaster2 *expected[3];
    IUnknown *objects[5];
    IEnumUnknown *enumerator;
    ULONG fetched = 99;

    memcpy(expected, row->masters, sizeof expected);
    assert_hr(com_enum_object_create(&row->elements, &masters, (void **)&enumerator), S_OK);
    com_elements_release(&row->elements);
    assert_hr(IEnumUnknown_Next(enumerator, 0, objects, &fetched), S_OK);
    assert_int_equal(fetched, 0);
    assert_hr(IEnumUnknown_Next(enumerator, 1, objects, NULL), S_OK);
    assert_ptr_equal(objects[0], expected[0]);
    release_all(objects, 1);
    memset(objects, 0xAB, sizeof objects);
    assert_hr(IEnumUnknown_Next(enumerator, 5, objects, &fetched), S_FALSE);
    assert_int_equal(fetched, 2);
    assert_ptr_equal(objects[0], expected[1]);
    assert_ptr_equal(objects[1], expected[2]);
    assert_null(objects[2]);
    assert_null(objects[4]);
    release_all(objects, 2);
    assert_hr(IEnumUnknown_Next(enumerator, 1, objects, NULL), S_FALSE);
    assert_null(objects[0]);
    IEnumUnknown_Release(enumerator);
}

static void Next__pointers_missing__says_so(void **state)
{
    struct row *row = make_row(*state);
    IEnumUnknown *enumerator;
    IUnknown *objects[2];
    ULONG fetched = 99;

    assert_hr(com_enum_object_create(&row->elements, &masters, (void **)&enumerator), S_OK);
    com_elements_release(&row->elements);
    assert_hr(IEnumUnknown_Next(enumerator, 1, NULL, &fetched), E_POINTER);
    assert_int_equal(fetched, 0);
    assert_hr(IEnumUnknown_Next(enumerator, 2, objects, NULL), E_INVALIDARG);
    assert_hr(IEnumUnknown_Clone(enumerator, NULL), E_POINTER);
    IEnumUnknown_Release(enumerator);
}

static void Next__an_element_fails__gives_nothing_and_stays(void **state)
{
    struct row *row = make_row(*state);
    IEnumUnknown *enumerator;
    IUnknown *objects[3];
    ULONG fetched = 99;

    row->failing = 2;
    assert_hr(com_enum_object_create(&row->elements, &masters, (void **)&enumerator), S_OK);
    assert_hr(IEnumUnknown_Next(enumerator, 3, objects, &fetched), E_ACCESSDENIED);
    assert_int_equal(fetched, 0);
    assert_null(objects[0]);
    row->failing = 99;
    assert_hr(IEnumUnknown_Next(enumerator, 3, objects, &fetched), S_OK);
    assert_int_equal(fetched, 3);
    assert_ptr_equal(objects[0], row->masters[0]);
    release_all(objects, 3);
    com_elements_release(&row->elements);
    IEnumUnknown_Release(enumerator);
}

static void Next__element_of_another_kind__is_its_answer(void **state)
{
    struct row *row = make_row(*state);
    IEnumUnknown *enumerator;
    IUnknown *object = (IUnknown *)row;

    assert_hr(com_enum_object_create(&row->elements, &streams, (void **)&enumerator), S_OK);
    com_elements_release(&row->elements);
    assert_hr(IEnumUnknown_Next(enumerator, 1, &object, NULL), E_NOINTERFACE);
    assert_null(object);
    IEnumUnknown_Release(enumerator);
}

static void Clone__in_the_middle__goes_on_by_itself(void **state)
{
    struct row *row = make_row(*state);
    IDiscMaster2 *last = row->masters[2];
    IEnumUnknown *enumerator, *clone;
    IUnknown *object;

    assert_hr(com_enum_object_create(&row->elements, &masters, (void **)&enumerator), S_OK);
    com_elements_release(&row->elements);
    assert_hr(IEnumUnknown_Skip(enumerator, 2), S_OK);
    assert_hr(IEnumUnknown_Clone(enumerator, &clone), S_OK);
    assert_hr(IEnumUnknown_Skip(enumerator, 2), S_FALSE);
    assert_hr(IEnumUnknown_Reset(enumerator), S_OK);
    IEnumUnknown_Release(enumerator);
    assert_hr(IEnumUnknown_Next(clone, 1, &object, NULL), S_OK);
    assert_ptr_equal(object, last);
    IUnknown_Release(object);
    IEnumUnknown_Release(clone);
}

static void creation__no_memory__takes_nothing(void **state)
{
    struct row *row = make_row(*state);
    IEnumUnknown *enumerator = (IEnumUnknown *)row;
    IEnumVARIANT *variants = (IEnumVARIANT *)row;

    base_alloc_fail_nth(1);
    assert_hr(com_enum_object_create(&row->elements, &masters, (void **)&enumerator), E_OUTOFMEMORY);
    assert_null(enumerator);
    base_alloc_fail_nth(1);
    assert_hr(com_enum_variant_create(&row->elements, &variants), E_OUTOFMEMORY);
    assert_null(variants);
    base_alloc_fail_nth(0);
    assert_int_equal(row->elements.references, 1);
    com_elements_release(&row->elements);
}

static void variants__an_element_fails__gives_nothing_and_stays(void **state)
{
    struct row *row = make_row(*state);
    IEnumVARIANT *enumerator;
    VARIANT values[3];
    ULONG fetched;

    row->failing = 1;
    assert_hr(com_enum_variant_create(&row->elements, &enumerator), S_OK);
    assert_hr(IEnumVARIANT_Next(enumerator, 3, values, &fetched), E_ACCESSDENIED);
    assert_int_equal(fetched, 0);
    assert_int_equal(V_VT(&values[0]), VT_EMPTY);
    assert_hr(IEnumVARIANT_Next(enumerator, 1, values, &fetched), S_OK);
    assert_int_equal(V_VT(&values[0]), VT_DISPATCH);
    assert_ptr_equal(V_DISPATCH(&values[0]), row->masters[0]);
    VariantClear(&values[0]);
    com_elements_release(&row->elements);
    IEnumVARIANT_Release(enumerator);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(Next__one_by_one_and_all__gives_the_interface_of_its_kind),
        CASE(Next__pointers_missing__says_so),
        CASE(Next__an_element_fails__gives_nothing_and_stays),
        CASE(Next__element_of_another_kind__is_its_answer),
        CASE(Clone__in_the_middle__goes_on_by_itself),
        CASE(creation__no_memory__takes_nothing),
        CASE(variants__an_element_fails__gives_nothing_and_stays),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
