/* com/connection_enum.c, and the container that com/connection_point.c makes: what there is to connect to, and who is
 * connected.
 */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <olectl.h>

#include "com/connection_fixture.h"

static void FindConnectionPoint__interfaces__found_or_not(void **state)
{
    IDiscMaster2 *master = fixture_master(*state);
    IConnectionPointContainer *container;
    IConnectionPoint *point, *again;

    assert_hr(IDiscMaster2_QueryInterface(master, &IID_IConnectionPointContainer, (void **)&container), S_OK);
    assert_hr(IConnectionPointContainer_FindConnectionPoint(container, EVENTS, &point), S_OK);
    assert_hr(IConnectionPointContainer_FindConnectionPoint(container, EVENTS, &again), S_OK);
    assert_ptr_equal(point, again);
    IConnectionPoint_Release(again);
    assert_no_error_info();
    again = point;
    assert_hr(IConnectionPointContainer_FindConnectionPoint(container, &IID_IDispatch, &again), CONNECT_E_NOCONNECTION);
    assert_null(again);
    assert_error_says(SOURCE, L"no events of this interface", NULL);
    assert_hr(IConnectionPointContainer_FindConnectionPoint(container, EVENTS, NULL), E_POINTER);
    again = point;
    assert_hr(IConnectionPointContainer_FindConnectionPoint(container, NULL, &again), E_POINTER);
    assert_null(again);
    assert_hr(IConnectionPointContainer_EnumConnectionPoints(container, NULL), E_POINTER);
    IConnectionPoint_Release(point);
    IConnectionPointContainer_Release(container);
    assert_int_equal(IDiscMaster2_Release(master), 0);
}

static void EnumConnectionPoints__one_point__is_enumerated(void **state)
{
    IDiscMaster2 *master = fixture_master(*state);
    IConnectionPointContainer *container;
    IEnumConnectionPoints *enumerator, *clone;
    IConnectionPoint *points[2] = {NULL, NULL};
    ULONG fetched = 99;
    IID iid;

    assert_hr(IDiscMaster2_QueryInterface(master, &IID_IConnectionPointContainer, (void **)&container), S_OK);
    assert_hr(IConnectionPointContainer_EnumConnectionPoints(container, &enumerator), S_OK);
    IConnectionPointContainer_Release(container);
    IDiscMaster2_Release(master); /* the enumerator's points hold it */

    assert_hr(IEnumConnectionPoints_Next(enumerator, 2, points, NULL), E_POINTER);
    assert_hr(IEnumConnectionPoints_Next(enumerator, 1, NULL, &fetched), E_POINTER);
    assert_int_equal(fetched, 0);
    assert_hr(IEnumConnectionPoints_Next(enumerator, 2, points, &fetched), S_FALSE);
    assert_int_equal(fetched, 1);
    assert_hr(IConnectionPoint_GetConnectionInterface(points[0], &iid), S_OK);
    assert_true(IsEqualIID(&iid, EVENTS));
    IConnectionPoint_Release(points[0]);
    assert_hr(IEnumConnectionPoints_Next(enumerator, 1, points, NULL), S_FALSE);
    assert_hr(IEnumConnectionPoints_Clone(enumerator, &clone), S_OK);
    assert_hr(IEnumConnectionPoints_Clone(enumerator, NULL), E_POINTER);
    assert_hr(IEnumConnectionPoints_Reset(clone), S_OK);
    assert_hr(IEnumConnectionPoints_Skip(enumerator, 1), S_FALSE); /* the clone has its own position */
    assert_hr(IEnumConnectionPoints_Skip(clone, 1), S_OK);
    assert_hr(IEnumConnectionPoints_Reset(clone), S_OK);
    assert_hr(IEnumConnectionPoints_Next(clone, 1, points, NULL), S_OK);
    IConnectionPoint_Release(points[0]);
    IEnumConnectionPoints_Release(clone);
    assert_int_equal(IEnumConnectionPoints_Release(enumerator), 0);
}

static void EnumConnections__sinks__with_their_cookies(void **state)
{
    IDiscMaster2 *master = fixture_master(*state);
    IConnectionPoint *point = master_point(master);
    struct event_sink sinks[3];
    IEnumConnections *enumerator, *clone;
    CONNECTDATA elements[4];
    DWORD cookies[3];
    ULONG fetched;
    int i, j;

    for (i = 0; i < 3; i++) {
        sink_begin(&sinks[i], EVENTS, SINK_BOTH);
        cookies[i] = master_advise(master, &sinks[i]);
    }
    assert_hr(IConnectionPoint_EnumConnections(point, &enumerator), S_OK);
    assert_hr(master_unadvise(master, cookies[1]), S_OK); /* gone from the snapshot too */
    assert_hr(IEnumConnections_Next(enumerator, 4, elements, NULL), E_POINTER);
    assert_hr(IEnumConnections_Clone(enumerator, NULL), E_POINTER);
    assert_hr(IEnumConnections_Clone(enumerator, &clone), S_OK);
    assert_hr(IEnumConnections_Next(enumerator, 4, elements, &fetched), S_FALSE);
    assert_int_equal(fetched, 2);
    for (i = 0; i < 2; i++) {
        for (j = 0; j < 3 && elements[i].dwCookie != cookies[j]; j++) {
        }
        assert_true(j == 0 || j == 2);
        assert_ptr_equal(elements[i].pUnk, &sinks[j].IDispatch_iface);
        IUnknown_Release(elements[i].pUnk);
    }
    assert_int_not_equal(elements[0].dwCookie, elements[1].dwCookie);
    IConnectionPoint_Release(point);
    IDiscMaster2_Release(master);
    assert_hr(IEnumConnections_Next(clone, 1, elements, NULL), S_FALSE); /* all are gone with the object */
    assert_hr(IEnumConnections_Reset(clone), S_OK);
    assert_hr(IEnumConnections_Skip(clone, 3), S_OK);
    assert_hr(IEnumConnections_Skip(clone, 1), S_FALSE);
    IEnumConnections_Release(clone);
    IEnumConnections_Release(enumerator);
    for (i = 0; i < 3; i++)
        assert_int_equal(sinks[i].references, 1);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(FindConnectionPoint__interfaces__found_or_not),
        CASE(EnumConnectionPoints__one_point__is_enumerated),
        CASE(EnumConnections__sinks__with_their_cookies),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
