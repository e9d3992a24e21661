/* imapi2fs/item_date.c. Expected numbers: days from 1899-12-30 and seconds from 1970-01-01, counted by Python's
 * datetime.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "imapi2fs/item_date.h"

struct moment {
    DATE date;
    int64_t time_s;
};

static const struct moment moments[] = {
    {2.0, -2208988800},               /* 1900-01-01 */
    {25569.0, 0},                     /* 1970-01-01 */
    {25568.999988425926, -1},         /* 1969-12-31 23:59:59 */
    {36585.5, 951825600},             /* 2000-02-29 12:00:00 */
    {46355.213229166664, 1795928823}, /* 2026-11-29 05:07:03 */
    {93503.99998842593, 5869583999},  /* 2155-12-31 23:59:59 */
};

static void item_date_of__known_moments__are_days_from_1899(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof moments / sizeof moments[0]; i++)
        assert_true(fabs(item_date_of(moments[i].time_s) - moments[i].date) < 1e-9);
    assert_true(item_date_of(FS_TIME_UNSET) == 0.0);
}

static void item_date_read__known_moments__are_whole_seconds(void **state)
{
    int64_t time_s;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof moments / sizeof moments[0]; i++) {
        time_s = 7;
        assert_int_equal(item_date_read(moments[i].date, &time_s), ITEM_DATE_FITS);
        assert_true(time_s == moments[i].time_s);
    }
}

static void item_date_read__fraction_of_a_second__goes_to_the_nearest(void **state)
{
    int64_t time_s;

    (void)state;
    assert_int_equal(item_date_read(25569.0 + 10.4 / 86400, &time_s), ITEM_DATE_FITS);
    assert_true(time_s == 10);
    assert_int_equal(item_date_read(25569.0 + 10.6 / 86400, &time_s), ITEM_DATE_FITS);
    assert_true(time_s == 11);
    assert_int_equal(item_date_read(25569.0 - 10.4 / 86400, &time_s), ITEM_DATE_FITS);
    assert_true(time_s == -10);
    assert_int_equal(item_date_read(2.0 - 0.4 / 86400, &time_s), ITEM_DATE_FITS);
    assert_true(time_s == FS_TIME_FIRST);
}

static void item_date_read__outside_1900_to_2155__says_on_which_side(void **state)
{
    int64_t time_s = 7;

    (void)state;
    assert_int_equal(item_date_read(0.0, &time_s), ITEM_DATE_EARLY);
    assert_int_equal(item_date_read(1.9999, &time_s), ITEM_DATE_EARLY);
    assert_int_equal(item_date_read(-657434.0, &time_s), ITEM_DATE_EARLY); /* year 100, the first of DATE */
    assert_int_equal(item_date_read(-INFINITY, &time_s), ITEM_DATE_EARLY);
    assert_int_equal(item_date_read((double)NAN, &time_s), ITEM_DATE_EARLY);
    assert_int_equal(item_date_read(93504.0 - 0.4 / 86400, &time_s), ITEM_DATE_LATE);
    assert_int_equal(item_date_read(93504.0, &time_s), ITEM_DATE_LATE);
    assert_int_equal(item_date_read(2958465.0, &time_s), ITEM_DATE_LATE); /* 9999-12-31 */
    assert_int_equal(item_date_read((double)INFINITY, &time_s), ITEM_DATE_LATE);
    assert_int_equal(time_s, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(item_date_of__known_moments__are_days_from_1899),
        cmocka_unit_test(item_date_read__known_moments__are_whole_seconds),
        cmocka_unit_test(item_date_read__fraction_of_a_second__goes_to_the_nearest),
        cmocka_unit_test(item_date_read__outside_1900_to_2155__says_on_which_side),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
