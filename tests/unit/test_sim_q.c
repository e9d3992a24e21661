/* Frames of sub-channel Q. Literals: IEC 60908 and ECMA-130, clause 22; their CRC agrees with cdrdao, wodim and pressed
 * discs (dump logs).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "sim/sim_q.h"
#include "support/vectors.h"

static void assert_frame(const uint8_t q[SIM_Q_BYTES], const char *hex)
{
    size_t count;
    uint8_t *expected = vector_bytes(hex, &count);

    assert_int_equal(count, SIM_Q_BYTES);
    assert_memory_equal(q, expected, SIM_Q_BYTES);
    assert_true(sim_q_is_whole(q));
    free(expected);
}

static void put_position__places_of_a_disc__are_as_on_pressed_ones(void **state)
{
    static const struct {
        int32_t lba;
        uint32_t relative;
        uint8_t control, track, index;
        const char *q;
    } rows[] = {
        {-150, 149, 2, 1, 0, "2101000001740000000093b4"}, /* first sector of the pre-gap */
        {-1, 0, 2, 1, 0, "210100000000000001744fb6"},
        {0, 0, 2, 1, 1, "210101000000000002006325"},
        {75, 75, 2, 1, 1, "2101010001000000030015b4"},
        {4501, 4501, 2, 1, 1, "210101010001000102015604"},
        {10000, 149, 2, 2, 0, "2102000001740002152558d1"},
        {12151, 2001, 2, 2, 2, "2102020026510002440158b5"},
        {15600, 0, 2, SIM_TNO_LEAD_OUT, 1, "21aa01000000000330004577"},
        {359848, 44849, 2, 99, 1, "219901095774007959737b27"},
        {1, 1, 0, 1, 1, "01010100000100000201e058"},
        {1, 1, 1, 1, 1, "1101010000010000020174ce"},
        {1, 1, 3, 1, 1, "310101000001000002014dc3"},
        {0, 0, 4, 1, 1, "410101000000000002002832"}, /* data */
    };
    uint8_t q[SIM_Q_BYTES];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        memset(q, 0xff, sizeof q);
        sim_q_put_position(q, rows[i].control, rows[i].track, rows[i].index, rows[i].relative, rows[i].lba);
        assert_frame(q, rows[i].q);
        assert_int_equal(sim_q_sectors(q + 7), rows[i].lba + 150);
        assert_int_equal(sim_q_adr(q), SIM_Q_POSITION);
    }
}

static void put_catalogue__thirteen_digits__are_a_frame_of_adr_2(void **state)
{
    uint8_t q[SIM_Q_BYTES];
    char digits[SIM_CATALOGUE_DIGITS];

    (void)state;
    assert_true(sim_q_put_catalogue(q, 2, "0123456789012", 1));
    assert_frame(q, "2201234567890120000119ab");
    assert_true(sim_q_get_catalogue(q, digits));
    assert_memory_equal(digits, "0123456789012", sizeof digits);
    assert_true(sim_q_put_catalogue(q, 2, "0123456789012", -90));
    assert_frame(q, "22012345678901200060652c");
}

static void put_isrc__country_owner_year_number__are_a_frame_of_adr_3(void **state)
{
    uint8_t q[SIM_Q_BYTES];
    char isrc[SIM_ISRC_CHARACTERS];

    (void)state;
    assert_true(sim_q_put_isrc(q, 2, "USK7Y9812345", 50));
    assert_frame(q, "239636c7a498123450501071");
    assert_true(sim_q_get_isrc(q, isrc));
    assert_memory_equal(isrc, "USK7Y9812345", sizeof isrc);
    assert_true(sim_q_put_isrc(q, 2, "DEA120500001", 10220));
    assert_frame(q, "2351544108050000102038b9");
}

static void put__other_characters__are_refused_and_change_nothing(void **state)
{
    static const char *const catalogues[] = {"012345678901 ", "01234A6789012", "/123456789012", ":123456789012"};
    static const char *const isrcs[] = {"usK7Y9812345", "US-7Y9812345", "USK7Y981234X", "USK7[9812345",
                                        "USK7Y9\xff"
                                        "12345"};
    uint8_t q[SIM_Q_BYTES] = {1, 2, 3}, before[SIM_Q_BYTES] = {1, 2, 3};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof catalogues / sizeof catalogues[0]; i++)
        assert_false(sim_q_put_catalogue(q, 0, catalogues[i], 0));
    for (i = 0; i < sizeof isrcs / sizeof isrcs[0]; i++)
        assert_false(sim_q_put_isrc(q, 0, isrcs[i], 0));
    assert_memory_equal(q, before, sizeof q);
}

/* Behind one wrong bit, in a frame of another kind, and where digits are none. */
static void get__damaged_and_foreign_frames__have_no_number(void **state)
{
    uint8_t q[SIM_Q_BYTES];
    char digits[SIM_CATALOGUE_DIGITS], isrc[SIM_ISRC_CHARACTERS];

    (void)state;
    assert_true(sim_q_put_catalogue(q, 2, "0123456789012", 1));
    assert_false(sim_q_get_isrc(q, isrc));
    q[4] ^= 0x01;
    assert_false(sim_q_get_catalogue(q, digits));
    q[4] = 0xa0;
    sim_q_seal(q);
    assert_false(sim_q_get_catalogue(q, digits));
    assert_true(sim_q_put_isrc(q, 2, "USK7Y9812345", 50));
    q[1] = 0x28; /* 0Ah is no character */
    sim_q_seal(q);
    assert_false(sim_q_get_isrc(q, isrc));
    memset(q, 0, sizeof q);
    assert_false(sim_q_is_whole(q));
}

static void number__digits_above_nine__are_none(void **state)
{
    (void)state;
    assert_int_equal(sim_q_number(0x99), 99);
    assert_int_equal(sim_q_number(0x9a), -1);
    assert_int_equal(sim_q_number(0xa0), -1);
    assert_int_equal(sim_q_sectors((const uint8_t *)"\x00\x60\x00"), -1);
    assert_int_equal(sim_q_sectors((const uint8_t *)"\x00\x00\x75"), -1);
    assert_int_equal(sim_q_sectors((const uint8_t *)"\x99\x59\x74"), 449999);
}

/* Bit 6 of 96 bytes, the first bit of the frame first; P in bit 7; R to W are not touched. */
static void spread__a_frame_and_p__stand_in_the_two_high_bits(void **state)
{
    static const char pw96[] = "8080c080808080c080808080808080c080808080808080c080808080808080808080808080808080"
                               "808080808080808080808080808080808080808080808080808080808080c080808080808080808080c0c08"
                               "08080c0c08080c08080c080c0";
    size_t count, i;
    uint8_t *expected = vector_bytes(pw96, &count);
    uint8_t q[SIM_Q_BYTES], back[SIM_Q_BYTES], sub_code[SIM_SUB_CODE_BYTES];

    (void)state;
    memset(sub_code, 0xff, sizeof sub_code);
    sim_q_put_position(q, 2, 1, 1, 0, 0);
    sim_q_spread(q, true, sub_code);
    for (i = 0; i < SIM_SUB_CODE_BYTES; i++) {
        assert_int_equal(sub_code[i] & 0xc0, expected[i]);
        assert_int_equal(sub_code[i] & 0x3f, 0x3f);
    }
    sim_q_gather(sub_code, back);
    assert_memory_equal(back, q, sizeof q);
    assert_true(sim_q_gather_p(sub_code));
    sim_q_spread(q, false, sub_code);
    assert_false(sim_q_gather_p(sub_code));
    free(expected);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(put_position__places_of_a_disc__are_as_on_pressed_ones),
        cmocka_unit_test(put_catalogue__thirteen_digits__are_a_frame_of_adr_2),
        cmocka_unit_test(put_isrc__country_owner_year_number__are_a_frame_of_adr_3),
        cmocka_unit_test(put__other_characters__are_refused_and_change_nothing),
        cmocka_unit_test(get__damaged_and_foreign_frames__have_no_number),
        cmocka_unit_test(number__digits_above_nine__are_none),
        cmocka_unit_test(spread__a_frame_and_p__stand_in_the_two_high_bits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
