/* sim/sim_disc.c: capacities and layout of each medium, as the standards' books print them. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "sim/sim_disc.h"

/* clang-format off */
/* Profiles: MMC-6, profile list. Capacities: DVD and BD books, ATIP of 80 and 74 minute CDs (lead-out 79:59:74 and 74:00:00). */
static const struct {
    enum sim_medium medium;
    uint16_t profile;
    uint32_t capacity_blocks, readable_blocks, free_blocks;
    uint8_t status, layers;
    int erasable;
} discs[] = {
    {SIM_MEDIUM_CD_R,          0x0009,   359849,       0,   359847, 0, 1, 0},
    {SIM_MEDIUM_CD_RW,         0x000a,   332850,       0,   332848, 0, 1, 1},
    {SIM_MEDIUM_DVD_R,         0x0011,  2298496,       0,  2298496, 0, 1, 0},
    {SIM_MEDIUM_DVD_RW,        0x0014,  2298496,       0,  2298496, 0, 1, 1},
    {SIM_MEDIUM_DVD_RW_RO,     0x0013,  2297888, 2297888,        0, 2, 1, 1},
    {SIM_MEDIUM_DVD_R_DL,      0x0015,  4171712,       0,  4171712, 0, 2, 0},
    {SIM_MEDIUM_DVD_PLUS_R,    0x001b,  2295104,       0,  2295104, 0, 1, 0},
    {SIM_MEDIUM_DVD_PLUS_RW,   0x001a,  2295104,       0,  2295104, 0, 1, 1},
    {SIM_MEDIUM_DVD_PLUS_R_DL, 0x002b,  4173824,       0,  4173824, 0, 2, 0},
    {SIM_MEDIUM_DVD_RAM,       0x0012,  2236704, 2236704,        0, 3, 1, 1},
    {SIM_MEDIUM_BD_R,          0x0041, 12219392,       0, 12219392, 0, 1, 0},
    {SIM_MEDIUM_BD_RE,         0x0043, 12219392,       0, 12219392, 0, 1, 1},
    {SIM_MEDIUM_BD_R_DL,       0x0041, 24438784,       0, 24438784, 0, 2, 0},
    {SIM_MEDIUM_BD_RE_DL,      0x0043, 24438784,       0, 24438784, 0, 2, 1},
};
/* clang-format on */

enum { DISCS = sizeof discs / sizeof discs[0] };

static void sim_disc_blank__each_medium__is_what_the_books_say(void **state)
{
    struct sim_disc disc;
    size_t i;

    (void)state;
    assert_int_equal(DISCS, SIM_MEDIUM_COUNT - SIM_MEDIUM_CD_R);
    for (i = 0; i < DISCS; i++) {
        assert_true(sim_disc_blank(discs[i].medium, &disc));
        assert_int_equal(disc.medium, discs[i].medium);
        assert_int_equal(disc.profile, discs[i].profile);
        assert_int_equal(disc.capacity_blocks, discs[i].capacity_blocks);
        assert_int_equal(disc.readable_blocks, discs[i].readable_blocks);
        assert_int_equal(disc.free_blocks, discs[i].free_blocks);
        assert_int_equal(disc.status, discs[i].status);
        assert_int_equal(disc.layers, discs[i].layers);
        assert_int_equal(disc.erasable, discs[i].erasable);
    }
}

static void sim_disc_blank__each_medium__agrees_with_itself(void **state)
{
    struct sim_disc disc;
    size_t i, j;

    (void)state;
    for (i = 0; i < DISCS; i++) {
        assert_true(sim_disc_blank(discs[i].medium, &disc));
        assert_int_equal(disc.is_blank, disc.status == 0);
        assert_int_equal(disc.is_blank, disc.readable_blocks == 0);
        assert_int_equal(disc.is_blank, disc.session_status == 0);
        assert_int_not_equal(disc.writing, SIM_READ_ONLY);
        assert_int_not_equal(disc.write_speeds_kbs[0], 0);
        assert_int_equal(disc.layer0_blocks != 0, disc.layers == 2);
        assert_true(disc.family == SIM_CD || disc.family == SIM_BD || disc.book);
        for (j = 1; j < SIM_SPEEDS_MAX && disc.write_speeds_kbs[j]; j++)
            assert_true(disc.write_speeds_kbs[j] < disc.write_speeds_kbs[j - 1]);
        for (j = 0; j < disc.format_count; j++)
            assert_int_not_equal(disc.formats[j].blocks, 0);
    }
}

static void sim_disc_blank__no_recordable__is_false(void **state)
{
    struct sim_disc disc;

    (void)state;
    assert_false(sim_disc_blank(SIM_MEDIUM_NONE, &disc));
    assert_false(sim_disc_blank(SIM_MEDIUM_IMAGE, &disc));
    assert_false(sim_disc_blank(SIM_MEDIUM_CAPTURED, &disc));
}

static void sim_disc_pressed__by_size__is_cd_dvd_or_bd(void **state)
{
    struct sim_disc disc;

    (void)state;
    assert_false(sim_disc_pressed(0, &disc));
    assert_true(sim_disc_pressed(1, &disc));
    assert_int_equal(disc.profile, 0x0008);
    assert_int_equal(disc.readable_blocks, 1);
    assert_int_equal(disc.status, 2);
    assert_int_equal(disc.session_status, 3);
    assert_int_equal(disc.writing, SIM_READ_ONLY);
    assert_true(sim_disc_pressed(360000, &disc));
    assert_int_equal(disc.profile, 0x0008);
    assert_true(sim_disc_pressed(360001, &disc));
    assert_int_equal(disc.profile, 0x0010);
    assert_int_equal(disc.layers, 1);
    assert_true(sim_disc_pressed(2298496, &disc));
    assert_int_equal(disc.layers, 1);
    assert_true(sim_disc_pressed(2298497, &disc));
    assert_int_equal(disc.layers, 2);
    assert_int_equal(disc.layer0_blocks, 1149264); /* half of it, up to a multiple of 16 */
    assert_true(sim_disc_pressed(2298880, &disc));
    assert_int_equal(disc.layer0_blocks, 1149440); /* exactly half of it */
    assert_true(sim_disc_pressed(4173824, &disc));
    assert_int_equal(disc.profile, 0x0010);
    assert_true(sim_disc_pressed(4173825, &disc));
    assert_int_equal(disc.profile, 0x0040);
    assert_true(sim_disc_pressed(62500864, &disc));
    assert_false(sim_disc_pressed(62500865, &disc));
}

static void sim_disc_of_profile__known_ones__are_found(void **state)
{
    struct sim_disc disc;
    size_t i;

    (void)state;
    for (i = 0; i < DISCS; i++) {
        assert_true(sim_disc_of_profile(discs[i].profile, &disc));
        assert_int_equal(disc.profile, discs[i].profile);
    }
    assert_true(sim_disc_of_profile(0x0040, &disc));
    assert_int_equal(disc.profile, 0x0040);
    assert_int_equal(disc.readable_blocks, 0);
    assert_false(sim_disc_of_profile(0x0000, &disc));
    assert_false(sim_disc_of_profile(0x0051, &disc));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sim_disc_blank__each_medium__is_what_the_books_say),
        cmocka_unit_test(sim_disc_blank__each_medium__agrees_with_itself),
        cmocka_unit_test(sim_disc_blank__no_recordable__is_false),
        cmocka_unit_test(sim_disc_pressed__by_size__is_cd_dvd_or_bd),
        cmocka_unit_test(sim_disc_of_profile__known_ones__are_found),
    };

    return cmocka_run_group_tests_name("sim_disc", tests, NULL, NULL);
}
