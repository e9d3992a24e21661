/* fs/import_text.c and fs_time_of: text and moments as discs have them. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "fs/import_text.h"
#include "fs/time.h"

static void time_of__every_day__is_the_one_that_it_was_made_of(void **state)
{
    int64_t time_s;

    (void)state;
    for (time_s = FS_TIME_FIRST; time_s <= FS_TIME_LAST; time_s += 86400 * 3 + 3671) {
        struct fs_calendar calendar = fs_calendar_of(time_s);

        assert_true(fs_time_of(&calendar) == time_s);
    }
}

static void time_of__no_such_moment__is_UNSET(void **state)
{
    static const struct {
        struct fs_calendar calendar;
        int64_t time_s;
    } rows[] = {
        {{1970, 1, 1, 0, 0, 0}, 0},
        {{2000, 2, 29, 23, 59, 59}, 951868799}, /* date -d "2000-02-29 23:59:59Z" +%s */
        {{2100, 2, 29, 0, 0, 0}, FS_TIME_UNSET},
        {{2001, 2, 29, 0, 0, 0}, FS_TIME_UNSET},
        {{2004, 4, 31, 0, 0, 0}, FS_TIME_UNSET},
        {{2004, 0, 1, 0, 0, 0}, FS_TIME_UNSET},
        {{2004, 13, 1, 0, 0, 0}, FS_TIME_UNSET},
        {{2004, 1, 0, 0, 0, 0}, FS_TIME_UNSET},
        {{2004, 1, 1, 24, 0, 0}, FS_TIME_UNSET},
        {{2004, 1, 1, 0, 60, 0}, FS_TIME_UNSET},
        {{2004, 1, 1, 0, 0, 60}, FS_TIME_UNSET},
        {{1899, 12, 31, 0, 0, 0}, FS_TIME_UNSET},
        {{2156, 1, 1, 0, 0, 0}, FS_TIME_UNSET},
        {{0, 0, 0, 0, 0, 0}, FS_TIME_UNSET},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_true(fs_time_of(&rows[i].calendar) == rows[i].time_s);
}

/* 2000-02-29 23:59:59 in different places. */
static void udf_time__offsets__are_minutes_in_front_of_UTC(void **state)
{
    static const struct {
        uint8_t type[2]; /* little-endian; type 1 and 12 bits of minutes */
        int64_t behind_s;
    } rows[] = {
        {{0x00, 0x10}, 0}, {{0x3C, 0x10}, 3600},  {{0xC4, 0x1F}, -3600}, {{0x01, 0x18}, 0}, /* -2047: not specified */
        {{0x3C, 0x00}, 0}, {{0xA0, 0x15}, 86400}, {{0xA1, 0x15}, 0},     {{0x60, 0x1A}, -86400}, {{0x5F, 0x1A}, 0},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t field[12] = {0, 0, 0xD0, 0x07, 2, 29, 23, 59, 59, 99, 99, 99};

        memcpy(field, rows[i].type, 2);
        assert_true(import_udf_time(field) == 951868799 - rows[i].behind_s);
    }
}

static void record_time__offset__is_quarters_of_an_hour(void **state)
{
    static const uint8_t east[7] = {100, 2, 29, 23, 59, 59, 4}, west[7] = {100, 2, 29, 23, 59, 59, 0xFC}, none[7];

    (void)state;
    assert_true(import_record_time(east) == 951868799 - 3600);
    assert_true(import_record_time(west) == 951868799 + 3600);
    assert_true(import_record_time(none) == FS_TIME_UNSET);
}

static void dstring__length_that_lies__is_nothing(void **state)
{
    static const struct {
        uint8_t field[8];
        size_t count;
    } rows[] = {
        {{8, 'a', 'b', 0, 0, 0, 0, 3}, 2},         {{16, 0, 'a', 0x26, 3, 0, 0, 5}, 2},
        {{8, 'a', 'b', 'c', 'd', 'e', 'f', 7}, 6}, {{8, 'a', 'b', 0, 0, 0, 0, 8}, 0},
        {{8, 'a', 'b', 0, 0, 0, 0, 255}, 0},       {{8, 'a', 'b', 0, 0, 0, 0, 0}, 0},
        {{9, 'a', 'b', 0, 0, 0, 0, 3}, 0},         {{16, 0, 'a', 'b', 0, 0, 0, 4}, 1},
    };
    uint16_t units[8];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        memset(units, 0, sizeof units);
        assert_int_equal(import_dstring(rows[i].field, 8, units), rows[i].count);
        if (rows[i].count) assert_int_equal(units[0], 'a');
    }
    import_dstring(rows[1].field, 8, units);
    assert_int_equal(units[1], 0x2603);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(time_of__every_day__is_the_one_that_it_was_made_of),
        cmocka_unit_test(time_of__no_such_moment__is_UNSET),
        cmocka_unit_test(udf_time__offsets__are_minutes_in_front_of_UTC),
        cmocka_unit_test(record_time__offset__is_quarters_of_an_hour),
        cmocka_unit_test(dstring__length_that_lies__is_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
