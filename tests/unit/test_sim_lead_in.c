/* sim/sim_lead_in.c: the table of contents and CD-TEXT out of a lead-in, as cdrdao and wodim send it. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "base/hex.h"
#include "sim/sim_lead_in.h"

/* cdrdao 1.2.4 and wodim 1.1.11, captured: the same disc of three tracks (400, 475 and 325 sectors, lead-out 1200). */
static const char *const cdrdao[] = {"210001000000000002008806", "11000200000300000925ab07",
                                     "01000300000600001350999f", "2100a000000900010000b012",
                                     "0100a1000012000300004809", "0100a2000015000018003422"};
static const char *const wodim[] = {"0100a09726650001000026c7", "0100a1972668000300002e0e", "0100a29726710000180099d7",
                                    "0100019726740000020018a4", "01000297270200000725ce40", "010003972705000013500fc2"};

static void parse(const char *hex, uint8_t *bytes, size_t count)
{
    assert_int_equal(strlen(hex), 2 * count);
    assert_true(hex_decode(hex, count, bytes));
}

static void take(struct sim_lead_in *lead_in, const char *hex)
{
    uint8_t q[SIM_Q_BYTES];

    parse(hex, q, sizeof q);
    sim_lead_in_take(lead_in, q);
}

static void assert_disc(const struct sim_lead_in *lead_in)
{
    assert_int_equal(lead_in->first, 1);
    assert_int_equal(lead_in->last, 3);
    assert_int_equal(lead_in->disc_type, 0);
    assert_int_equal(lead_in->lead_out, 1200);
    assert_int_equal(lead_in->tracks[1].start, 0);
}

static void sim_lead_in_take__cdrdao__is_the_disc_with_its_control_bits(void **state)
{
    struct sim_lead_in lead_in = {0};
    size_t i;

    (void)state;
    for (i = 0; i < 6; i++) {
        assert_false(sim_lead_in_is_whole(&lead_in));
        take(&lead_in, cdrdao[i]);
    }
    assert_true(sim_lead_in_is_whole(&lead_in));
    assert_disc(&lead_in);
    assert_int_equal(lead_in.tracks[2].start, 550);
    assert_int_equal(lead_in.tracks[3].start, 875);
    assert_int_equal(lead_in.tracks[1].control, 2);
    assert_int_equal(lead_in.tracks[2].control, 1);
    assert_int_equal(lead_in.tracks[3].control, 0);
}

static void sim_lead_in_take__wodim_whose_numbers_come_first__is_the_disc(void **state)
{
    struct sim_lead_in lead_in = {0};
    size_t i;

    (void)state;
    for (i = 0; i < 6; i++)
        take(&lead_in, wodim[i]);
    assert_true(sim_lead_in_is_whole(&lead_in));
    assert_disc(&lead_in);
    assert_int_equal(lead_in.tracks[2].start, 400);
    assert_int_equal(lead_in.tracks[3].start, 875);
}

/* Pressed disc with tracks from 12 on (public dump logs): disc type 20h. */
static void sim_lead_in_take__first_track_12__is_its_number(void **state)
{
    struct sim_lead_in lead_in = {0};

    (void)state;
    take(&lead_in, "4100a0194809001220009c35");
    assert_int_equal(lead_in.first, 12);
    assert_int_equal(lead_in.disc_type, 0x20);
}

static void sim_lead_in_take__wrong_crc_or_no_lead_in__changes_nothing(void **state)
{
    static const char *const frames[] = {
        "210001000000000002008807", /* last bit of the CRC */
        "210101000000000002006325", /* a track's */
        "2201234567890120000119ab", /* a catalogue number */
        "0500b0060200027959748d72", /* a multisession pointer */
    };
    struct sim_lead_in lead_in = {0}, none = {0};
    size_t i;

    (void)state;
    for (i = 0; i < 4; i++) {
        take(&lead_in, frames[i]);
        assert_memory_equal(&lead_in, &none, sizeof none);
    }
}

/* Frames whose CRC is right and whose numbers are none: PMIN 0Ah, POINT 00 and A3h. */
static void sim_lead_in_take__no_number__changes_nothing(void **state)
{
    static const uint8_t points[6] = {0xa0, 0xa1, 0xa2, 0x01, 0x00, 0xa3};
    struct sim_lead_in lead_in = {0}, none = {0};
    uint8_t q[SIM_Q_BYTES];
    size_t i;

    (void)state;
    for (i = 0; i < 6; i++) {
        memset(q, 0, sizeof q);
        q[0] = 0x01;
        q[2] = points[i];
        q[7] = i < 4 ? 0x0a : 0x00;
        sim_q_seal(q);
        sim_lead_in_take(&lead_in, q);
        assert_memory_equal(&lead_in, &none, sizeof none);
    }
}

/* Each frame of the six missing in turn, and what contradicts itself. */
static void sim_lead_in_is_whole__something_missing_or_wrong__is_false(void **state)
{
    struct sim_lead_in whole = {0}, lead_in;
    size_t i, missing;

    (void)state;
    for (missing = 0; missing < 6; missing++) {
        memset(&lead_in, 0, sizeof lead_in);
        for (i = 0; i < 6; i++) {
            if (i != missing) take(&lead_in, cdrdao[i]);
            take(&whole, cdrdao[i]);
        }
        assert_false(sim_lead_in_is_whole(&lead_in));
    }
    lead_in = whole;
    lead_in.first = 0;
    assert_false(sim_lead_in_is_whole(&lead_in));
    lead_in = whole;
    lead_in.first = 4;
    assert_false(sim_lead_in_is_whole(&lead_in));
    lead_in = whole;
    lead_in.tracks[2].start = 0;
    assert_false(sim_lead_in_is_whole(&lead_in));
    lead_in = whole;
    lead_in.tracks[1].start = -1;
    assert_false(sim_lead_in_is_whole(&lead_in));
    lead_in = whole;
    lead_in.lead_out = 875;
    assert_false(sim_lead_in_is_whole(&lead_in));
}

/* The first two sectors of the lead-in as cdrdao sends them, raw (with Q) and at once (without), and the packs that
 * libburn makes of the same sheet.
 */
static const char *const raw_sectors[] = {
    "200040000004196f1d1708201126252e1912011718172b70200000010306312c1c30010c191605240b16252e000d0003"
    "20000802000404201d0625341b0614201d0621211d08592c20000803030201295c32012c5b3639270806152e1b7f720f",
    "20004804033715671a0201341b3201321d1638201b36096920000805033719251c2201341d363c201c0605231a363968"
    "2000080603370c0016200000000000000000000000084c0020100007000511281912411319164d341b77086010634c72",
};
static const char *const packs[] = {
    "80000000466f75722046696e652057617af0", "8000010c6c6c73004c6561642d696e00d003",
    "8002020041207469746c652074686174866c", "8002030c206973206c6f6e6720656e6ffc8f",
    "8002040f75676820746f2072756e206f6269", "8002050f7665722074776f207061636b6e68",
    "8002060f73005a0000000000000000008300", "8100070054686520536563746f7220423332",
};

static void sim_text_pack_get__lead_in_of_cdrdao__is_the_packs(void **state)
{
    uint8_t sub_code[SIM_SUB_CODE_BYTES], expected[SIM_TEXT_PACK_BYTES], pack[SIM_TEXT_PACK_BYTES];
    unsigned i;

    (void)state;
    for (i = 0; i < 8; i++) {
        parse(raw_sectors[i / 4], sub_code, sizeof sub_code);
        parse(packs[i], expected, sizeof expected);
        assert_true(sim_text_pack_get(sub_code, i % 4, pack));
        assert_memory_equal(pack, expected, sizeof pack);
        assert_int_equal(sim_text_pack_key(pack), i);
    }
}

static void sim_text_pack_get__silence_or_wrong_crc__is_no_pack(void **state)
{
    uint8_t sub_code[SIM_SUB_CODE_BYTES] = {0}, pack[SIM_TEXT_PACK_BYTES];

    (void)state;
    assert_false(sim_text_pack_get(sub_code, 0, pack));
    parse(raw_sectors[0], sub_code, sizeof sub_code);
    sub_code[23] ^= 0x01;
    assert_false(sim_text_pack_get(sub_code, 0, pack));
    assert_true(sim_text_pack_get(sub_code, 1, pack));
}

/* Block 7, pack 255. */
static void sim_text_pack_key__last_block__is_the_highest(void **state)
{
    const uint8_t pack[SIM_TEXT_PACK_BYTES] = {0x80, 0x00, 0xff, 0xff};

    (void)state;
    assert_int_equal(sim_text_pack_key(pack), SIM_TEXT_PACK_KEYS - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sim_lead_in_take__cdrdao__is_the_disc_with_its_control_bits),
        cmocka_unit_test(sim_lead_in_take__wodim_whose_numbers_come_first__is_the_disc),
        cmocka_unit_test(sim_lead_in_take__first_track_12__is_its_number),
        cmocka_unit_test(sim_lead_in_take__wrong_crc_or_no_lead_in__changes_nothing),
        cmocka_unit_test(sim_lead_in_take__no_number__changes_nothing),
        cmocka_unit_test(sim_lead_in_is_whole__something_missing_or_wrong__is_false),
        cmocka_unit_test(sim_text_pack_get__lead_in_of_cdrdao__is_the_packs),
        cmocka_unit_test(sim_text_pack_get__silence_or_wrong_crc__is_no_pack),
        cmocka_unit_test(sim_text_pack_key__last_block__is_the_highest),
    };

    return cmocka_run_group_tests_name("sim_lead_in", tests, NULL, NULL);
}
