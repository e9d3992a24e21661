/* sim/sim_main_channel.c: bytes of a sector by READ CD's byte 9, against MMC-6, number of bytes returned based on data
 * selection field.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "sim/sim_main_channel.h"

enum { ILLEGAL = -1, TYPES = 5 };

/* Byte 9; bytes of CD-DA, mode 1, mode 2, form 1, form 2. ILLEGAL where sync, header or data would not lie together. */
static const struct {
    uint8_t selection;
    int32_t counts[TYPES];
} rows[] = {
    {0x00, {0, 0, 0, 0, 0}},
    {0x10, {2352, 2048, 2336, 2048, 2324}},
    {0x18, {2352, 2336, 2336, 2328, 2328}},
    {0x20, {0, 4, 4, 4, 4}},
    {0x30, {2352, 2052, 2340, ILLEGAL, ILLEGAL}},
    {0x38, {2352, 2340, 2340, ILLEGAL, ILLEGAL}},
    {0x40, {0, 0, 0, 8, 8}},
    {0x50, {2352, 2048, 2336, 2056, 2332}},
    {0x58, {2352, 2336, 2336, 2336, 2336}},
    {0x60, {0, 4, 4, 12, 12}},
    {0x70, {2352, 2052, 2340, 2060, 2336}},
    {0x78, {2352, 2340, 2340, 2340, 2340}},
    {0x80, {0, 12, 12, 12, 12}},
    {0x90, {2352, ILLEGAL, ILLEGAL, ILLEGAL, ILLEGAL}},
    {0xa0, {0, 16, 16, 16, 16}},
    {0xc0, {0, 12, 12, ILLEGAL, ILLEGAL}},
    {0xe0, {0, 16, 16, 24, 24}},
    {0xf0, {2352, 2064, 2352, 2072, 2348}},
    {0xf8, {2352, 2352, 2352, 2352, 2352}},
};

static const enum sim_sector_type types[TYPES] = {SIM_SECTOR_AUDIO, SIM_SECTOR_MODE_1, SIM_SECTOR_MODE_2,
                                                  SIM_SECTOR_FORM_1, SIM_SECTOR_FORM_2};

static void sim_main_channel_select__every_combination__is_the_tables(void **state)
{
    uint32_t start, count;
    size_t i, type;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (type = 0; type < TYPES; type++) {
            bool is_legal = sim_main_channel_select(0, types[type], rows[i].selection, &start, &count);

            print_message("%02x, type %u\n", rows[i].selection, (unsigned)type + 1);
            assert_int_equal(is_legal, rows[i].counts[type] != ILLEGAL);
            if (is_legal) assert_int_equal(count, rows[i].counts[type]);
        }
    }
}

static void sim_main_channel_select__user_data__begins_behind_its_headers(void **state)
{
    static const uint32_t starts[TYPES] = {0, 16, 16, 24, 24};
    uint32_t start, count;
    size_t type;

    (void)state;
    for (type = 0; type < TYPES; type++) {
        assert_true(sim_main_channel_select(0, types[type], 0x10, &start, &count));
        assert_int_equal(start, starts[type]);
    }
    assert_true(sim_main_channel_select(0, SIM_SECTOR_FORM_2, 0x08, &start, &count));
    assert_int_equal(start, 2348);
    assert_int_equal(count, 4);
}

/* Of a form read as mode 2 the sub-header is data. */
static void sim_main_channel_select__form_as_mode_2__is_2336_bytes(void **state)
{
    uint32_t start, count;

    (void)state;
    assert_true(sim_main_channel_select(3, SIM_SECTOR_FORM_1, 0x10, &start, &count));
    assert_int_equal(start, 16);
    assert_int_equal(count, 2336);
}

static void sim_main_channel_expects__every_type__takes_its_own(void **state)
{
    static const char *const taken[] = {"11111", "10000", "01000", "00111", "00010", "00001", "00000", "00000"};
    uint8_t expected;
    size_t type;

    (void)state;
    for (expected = 0; expected < 8; expected++) {
        for (type = 0; type < TYPES; type++)
            assert_int_equal(sim_main_channel_expects(expected, types[type]), taken[expected][type] == '1');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sim_main_channel_select__every_combination__is_the_tables),
        cmocka_unit_test(sim_main_channel_select__user_data__begins_behind_its_headers),
        cmocka_unit_test(sim_main_channel_select__form_as_mode_2__is_2336_bytes),
        cmocka_unit_test(sim_main_channel_expects__every_type__takes_its_own),
    };

    return cmocka_run_group_tests_name("sim_main_channel", tests, NULL, NULL);
}
