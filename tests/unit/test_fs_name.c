/* fs/name.c, fs/upper_case.c, fs/time.c: names in each file system, letter case, the calendar. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "fs/name.h"
#include "fs/time.h"
#include "fs/upper_case.h"

static size_t length_of(const uint16_t *units)
{
    size_t count = 0;

    while (units[count])
        count++;
    return count;
}

static void upper_case__rows_of_UnicodeData__are_mapped(void **state)
{
    /* UnicodeData.txt 15.0, fields 0 and 12; the last rows have no mapping to one unit. */
    static const uint16_t rows[][2] = {
        {'a', 'A'},       {'z', 'Z'},       {'{', '{'},       {0x00B5, 0x039C}, {0x00E9, 0x00C9}, {0x00F7, 0x00F7},
        {0x00FF, 0x0178}, {0x0101, 0x0100}, {0x0100, 0x0100}, {0x0131, 0x0049}, {0x01C6, 0x01C4}, {0x03C9, 0x03A9},
        {0x0451, 0x0401}, {0x10D0, 0x1C90}, {0x1E9E, 0x1E9E}, {0x1F80, 0x1F88}, {0x24D0, 0x24B6}, {0xA641, 0xA640},
        {0xFF41, 0xFF21}, {0xFF5A, 0xFF3A}, {0x00DF, 0x00DF}, {0xD801, 0xD801}, {0xFFFF, 0xFFFF}, {0x0000, 0x0000},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(fs_upper_case(rows[i][0]), rows[i][1]);
}

static void calendar_of__known_moments__are_their_dates(void **state)
{
    static const struct {
        int64_t time_s;
        struct fs_calendar calendar;
    } rows[] = {
        {FS_TIME_FIRST, {1900, 1, 1, 0, 0, 0}},
        {FS_TIME_UNSET, {1900, 1, 1, 0, 0, 0}},
        {INT64_C(-2203977600), {1900, 2, 28, 0, 0, 0}},
        {INT64_C(-2203891200), {1900, 3, 1, 0, 0, 0}}, /* 1900 was no leap year */
        {0, {1970, 1, 1, 0, 0, 0}},
        {951782400, {2000, 2, 29, 0, 0, 0}},
        {1530802141, {2018, 7, 5, 14, 49, 1}},
        {FS_TIME_LAST, {2155, 12, 31, 23, 59, 59}},
        {INT64_MAX, {2155, 12, 31, 23, 59, 59}},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fs_calendar calendar = fs_calendar_of(rows[i].time_s);

        assert_memory_equal(&calendar, &rows[i].calendar, offsetof(struct fs_calendar, second) + 1);
    }
}

static void name_check__forbidden_names__are_invalid(void **state)
{
    static const uint16_t *const invalid[] = {u".",   u"..",   u"a\\b", u"a/b", u"a:b", u"a*b", u"a?b",
                                              u"a\"", u"<abc", u"a>",   u"a|b", u"a\n", u"\x1f"};
    static const uint16_t *const valid[] = {u"a", u"...", u".a", u"a;1", u"a ", u" a.", u"\xd800", u"\x7f"};
    uint16_t units[FS_NAME_MAX + 1];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof invalid / sizeof *invalid; i++)
        assert_int_equal(fs_name_check(invalid[i], length_of(invalid[i])), FS_NAME_INVALID);
    for (i = 0; i < sizeof valid / sizeof *valid; i++)
        assert_int_equal(fs_name_check(valid[i], length_of(valid[i])), FS_OK);
    assert_int_equal(fs_name_check(u"", 0), FS_NAME_INVALID);
    for (i = 0; i <= FS_NAME_MAX; i++)
        units[i] = 'x';
    assert_int_equal(fs_name_check(units, FS_NAME_MAX), FS_OK);
    assert_int_equal(fs_name_check(units, FS_NAME_MAX + 1), FS_NAME_INVALID);
    units[3] = 0;
    assert_int_equal(fs_name_check(units, 10), FS_NAME_INVALID);
}

#define X10 u"xxxxxxxxxx"
#define X50 X10 X10 X10 X10 X10
#define U10 u"XXXXXXXXXX"
#define U50 U10 U10 U10 U10 U10

struct derived_row {
    enum fs_system system;
    unsigned level; /* 0: not strict */
    bool is_directory;
    const uint16_t *name;
    uint32_t tail;
    const uint16_t *expected;
};

static const struct derived_row derived_rows[] = {
    /* Level 1: 8.3; the stem ends at the first dot, the extension begins behind the last one. */
    {FS_ISO9660, 1, false, u"readme.txt", 0, u"README.TXT"},
    {FS_ISO9660, 1, false, u"longname.text", 1, u"LONGNA_1.TEX"},
    {FS_ISO9660, 1, false, u"longname.txt", 123, u"LONG_123.TXT"},
    {FS_ISO9660, 1, false, u"longname.txt", 999999, u"L_999999.TXT"},
    {FS_ISO9660, 1, false, u"archive.tar.gz", 0, u"ARCHIVE.GZ"},
    {FS_ISO9660, 1, false, u"a b-c.d", 0, u"A_B_C.D"},
    {FS_ISO9660, 1, false, u".profile", 0, u"_PROFILE"},
    {FS_ISO9660, 1, false, u"abc.", 0, u"ABC"},
    {FS_ISO9660, 1, true, u"Program Files.x", 0, u"PROGRAM_"},
    {FS_ISO9660, 1, true, u"directory", 12, u"DIREC_12"},
    {FS_ISO9660, 1, false, u"\x00e9t\x00e9.\x4e00", 0, u"_T_._"},
    {FS_ISO9660, 1, false, u"\xd83d\xde00", 0, u"__"},
    /* Level 2: stem and extension 30 together, directories 31. */
    {FS_ISO9660, 2, false, u"a.b.c", 0, u"A_B.C"},
    {FS_ISO9660, 2, false, X50 u".text", 0, U10 U10 u"XXXXXX.TEXT"},
    {FS_ISO9660, 2, false, X50 u".text", 7, U10 U10 u"XXXX_7.TEXT"},
    {FS_ISO9660, 2, false, X50, 0, U10 U10 U10},
    {FS_ISO9660, 2, false, u"ab." X50, 0, u"AB." U10 U10 u"XXXXXXXX"},
    {FS_ISO9660, 2, false, X10 u"." X50, 0, u"XXXXXXXX." U10 U10 u"XX"},
    {FS_ISO9660, 2, true, X50, 0, U10 U10 U10 u"X"},
    /* Relaxed: 96 in all. */
    {FS_ISO9660, 0, false, X50 X10 X10 X10 X10 u"xx.txt", 0, U50 U10 U10 U10 U10 u"XX.TXT"},
    {FS_ISO9660, 0, false, X50 X50 u".txt", 0, U50 U10 U10 U10 U10 u"XX.TXT"},
    {FS_ISO9660, 0, false, X50 X50, 0, U50 U10 U10 U10 U10 u"XXXXXX"},
    {FS_ISO9660, 0, true, X50 X50, 10, U50 U10 U10 U10 U10 u"XXX_10"},
    {FS_ISO9660, 0, false, u"a.b.c.d", 0, u"A_B_C.D"},
    /* Joliet: 64 or 110, case and characters kept but for a few. */
    {FS_JOLIET, 1, false, u"Some;name.Text", 0, u"Some_name.Text"},
    {FS_JOLIET, 1, false, X50 X50 u".text", 0, X50 u"xxxxxxxxx.text"},
    {FS_JOLIET, 1, false, X50 X50 u".text", 12, X50 u"xxxxxx_12.text"},
    {FS_JOLIET, 1, true, X50 X50 u".text", 0, X50 X10 u"xxxx"},
    {FS_JOLIET, 0, false, X50 X50 X50, 0, X50 X50 X10},
    {FS_JOLIET, 0, false, X50 X50 u"xxxxxxxxx\xd83d\xde00", 0, X50 X50 u"xxxxxxxxx"},
    {FS_JOLIET, 0, false, u"a.", 3, u"a._3"},
    /* UDF: 127, an extension of up to five characters kept. */
    {FS_UDF, 0, false, u"Any;name", 0, u"Any;name"},
    {FS_UDF, 0, false, X50 X50 X50 u".jpeg", 0, X50 X50 X10 X10 u"xx.jpeg"},
    {FS_UDF, 0, false, X50 X50 X50 u".jpeg", 4, X50 X50 X10 X10 u"_4.jpeg"},
    {FS_UDF, 0, false, X50 X50 X50 u".sixsix", 0, X50 X50 X10 X10 u"xxxxxxx"},
    {FS_UDF, 0, true, X50 X50 X50 u".jpeg", 0, X50 X50 X10 X10 u"xxxxxxx"},
    {FS_UDF, 0, false, u"\xdc00\xd800", 0, u"\xdc00\xd800"},
};

static void name_derive__each_row__is_the_expected_name(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof derived_rows / sizeof *derived_rows; i++) {
        const struct derived_row *row = &derived_rows[i];
        const struct fs_name_rules rules = {7, row->level, row->level != 0};
        uint16_t derived[FS_DERIVED_MAX];
        size_t expected = length_of(row->expected);
        size_t count =
            fs_name_derive(&rules, row->system, row->is_directory, row->name, length_of(row->name), row->tail, derived);

        if (count != expected || memcmp(derived, row->expected, count * sizeof *derived) != 0)
            fail_msg("row %u is another name of %u units", (unsigned)i, (unsigned)count);
    }
}

static void name_check_recorded__name_of_another_program__has_to_stand_in_a_path(void **state)
{
    static const struct {
        const char *name;
        size_t count;
        enum fs_status status;
    } rows[] = {
        {"a:b*?\"<>|", 9, FS_OK},   {"\x01", 1, FS_OK},
        {"...", 3, FS_OK},          {" ", 1, FS_OK},
        {"", 0, FS_NAME_INVALID},   {".", 1, FS_NAME_INVALID},
        {"..", 2, FS_NAME_INVALID}, {"a/b", 3, FS_NAME_INVALID},
        {"\\", 1, FS_NAME_INVALID}, {"a\0", 2, FS_NAME_INVALID},
    };
    uint16_t units[256];
    size_t i, k;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (k = 0; k < rows[i].count; k++)
            units[k] = (uint8_t)rows[i].name[k];
        assert_int_equal(fs_name_check_recorded(units, rows[i].count), rows[i].status);
    }
    for (k = 0; k < 256; k++)
        units[k] = 'x';
    assert_int_equal(fs_name_check_recorded(units, 255), FS_OK);
    assert_int_equal(fs_name_check_recorded(units, 256), FS_NAME_INVALID);
}

static void name_append_tail__each_row__stands_before_a_short_extension(void **state)
{
    static const struct {
        const uint16_t *name;
        uint32_t tail;
        const uint16_t *expected;
    } rows[] = {
        {u"a", 1, u"a_1"},
        {u"a.txt", 20, u"a_20.txt"},
        {u"a.b.c", 3, u"a.b_3.c"},
        {u"a.", 4, u"a_4."},
        {u".profile", 5, u".profile_5"},
        {u"a.12345", 6, u"a_6.12345"},
        {u"a.123456", 7, u"a.123456_7"},
    };
    uint16_t units[FS_NAME_MAX + 1], expected[FS_NAME_MAX];
    size_t i, count;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        count = fs_name_append_tail(rows[i].name, length_of(rows[i].name), rows[i].tail, units);
        assert_int_equal(count, length_of(rows[i].expected));
        assert_memory_equal(units, rows[i].expected, count * sizeof *units);
    }
    for (i = 0; i < FS_NAME_MAX; i++)
        units[i] = expected[i] = 'x';
    memcpy(units + 251, u".txt", 4 * sizeof *units);
    memcpy(expected + 244, u"_999999.txt", 11 * sizeof *units);
    assert_int_equal(fs_name_append_tail(units, FS_NAME_MAX, FS_TAIL_MAX, units), FS_NAME_MAX);
    assert_memory_equal(units, expected, sizeof expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(upper_case__rows_of_UnicodeData__are_mapped),
        cmocka_unit_test(calendar_of__known_moments__are_their_dates),
        cmocka_unit_test(name_check__forbidden_names__are_invalid),
        cmocka_unit_test(name_check_recorded__name_of_another_program__has_to_stand_in_a_path),
        cmocka_unit_test(name_append_tail__each_row__stands_before_a_short_extension),
        cmocka_unit_test(name_derive__each_row__is_the_expected_name),
    };

    return cmocka_run_group_tests_name("fs_name", tests, NULL, NULL);
}
