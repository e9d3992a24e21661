/* BLANK of each type, and what is left of the disc. Source: MMC-6, BLANK: blanking types, which media have them, and
 * that types 2 and 4 want a track of the incomplete session; the Orange Book's gaps.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/bytes.h"
#include "support/sim_recorder.h"

enum { ALL_FREE = 332848 }; /* 74 minutes less two blocks of run-out */

static void write_track(struct sim_fixture *fixture, int32_t lba, uint32_t count, uint8_t byte)
{
    sim_recorder_write_all(fixture, lba, count, byte);
    run_good(fixture, SIM_SYNCHRONIZE);
}

/* A session of 400 blocks from 0, and one with two tracks, which is open: 300 blocks from 11802, 500 from 12254. */
static void insert_cd_rw(struct sim_fixture *fixture)
{
    sim_recorder_insert(fixture, SIM_MEDIUM_CD_RW);
    sim_recorder_set_page(fixture, "41 c4 08 00");
    write_track(fixture, 0, 400, 0x11);
    run_good(fixture, SIM_CLOSE_SESSION);
    write_track(fixture, 11802, 300, 0x22);
    write_track(fixture, 12254, 500, 0x33);
    sim_recorder_assert_disc(fixture, 1, 1, 2);
}

static void blank_track__last_one__is_recorded_anew(void **state)
{
    struct sim_fixture *fixture = *state;

    insert_cd_rw(fixture);
    run_refused(fixture, "a1 02 00 00 00 01 00 00 00 00 00 00", 0x052400); /* of a closed session */
    run_refused(fixture, "a1 02 00 00 00 04 00 00 00 00 00 00", 0x052400); /* not there */
    run_good(fixture, "a1 02 00 00 00 03 00 00 00 00 00 00");
    sim_recorder_assert_track(fixture, 3, "04 81 01", 12254, 500);
    sim_fixture_read(fixture, "28 00 00 00 2f de 00 00 01 00", 2048);
    assert_sense(fixture, 0x052100);
    write_track(fixture, 12254, 500, 0x44);
    assert_int_equal(sim_recorder_read(fixture, 12254), 0x44);
    assert_int_equal(sim_recorder_read(fixture, 11802), 0x22);
    run_good(fixture, SIM_CLOSE_SESSION);
    sim_recorder_assert_disc(fixture, 1, 0, 3);
}

static void blank_unreserve__reservation_is_gone(void **state)
{
    struct sim_fixture *fixture = *state;

    insert_cd_rw(fixture);
    run_refused(fixture, "a1 03 00 00 00 00 00 00 00 00 00 00", 0x052c00); /* nothing is reserved */
    run_good(fixture, "53 00 00 00 00 00 00 03 e8 00");
    sim_recorder_assert_track(fixture, 4, "04 cf 01", 12906, 1000);
    run_refused(fixture, SIM_CLOSE_SESSION, 0x057203);
    run_good(fixture, "a1 03 00 00 00 04 00 00 00 00 00 00");
    sim_recorder_assert_track(fixture, 4, "04 4f 01", 12906, ALL_FREE - 12906);
    run_good(fixture, "53 00 00 00 00 00 00 03 e8 00");
    sim_recorder_write_all(fixture, 12906, 32, 0x55);
    run_refused(fixture, "a1 03 00 00 00 04 00 00 00 00 00 00", 0x052c00); /* something is recorded */
}

static void blank_tail__track_goes_on_there(void **state)
{
    struct sim_fixture *fixture = *state;

    insert_cd_rw(fixture);
    run_refused(fixture, "a1 04 00 00 2f dd 00 00 00 00 00 00", 0x052400); /* 12253: before it */
    run_refused(fixture, "a1 04 00 00 31 d2 00 00 00 00 00 00", 0x052400); /* 12754: behind it */
    run_good(fixture, "a1 04 00 00 30 42 00 00 00 00 00 00");              /* 12354 */
    sim_recorder_assert_track(fixture, 3, "04 01 01", 12254, ALL_FREE - 12254);
    assert_int_equal(load_be32(fixture->data + 12), 12354);
    write_track(fixture, 12354, 200, 0x66);
    assert_int_equal(sim_recorder_read(fixture, 12353), 0x33);
    assert_int_equal(sim_recorder_read(fixture, 12354), 0x66);
    sim_recorder_assert_track(fixture, 3, "04 01 00", 12254, 300);
}

/* What is reserved is the next track's: the one before it does not grow into it. */
static void blank_tail_and_track__next_track_is_reserved__are_refused(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_RW);
    sim_recorder_set_page(fixture, "41 c4 08 00");
    write_track(fixture, 0, 400, 0x11);
    run_good(fixture, "53 00 00 00 00 00 00 01 36 00"); /* 310 blocks */
    run_refused(fixture, "a1 04 00 00 01 5e 00 00 00 00 00 00", 0x052c00);
    sim_recorder_assert_disc(fixture, 1, 1, 1);
    run_refused(fixture, "a1 02 00 00 00 01 00 00 00 00 00 00", 0x052c00);
    sim_recorder_assert_disc(fixture, 1, 1, 1);
    sim_recorder_assert_track(fixture, 1, "04 01 00", 0, 400);
    sim_recorder_assert_track(fixture, 2, "04 cf 01", 552, 310);
    run_good(fixture, "a1 03 00 00 00 02 00 00 00 00 00 00");
    run_good(fixture, "a1 04 00 00 01 5e 00 00 00 00 00 00");
    sim_recorder_assert_track(fixture, 1, "04 01 01", 0, ALL_FREE);
}

/* The reservation is the open track's own. */
static void blank_tail__reserved_track_that_is_open__keeps_its_size(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_RW);
    sim_recorder_set_page(fixture, "41 c4 08 00");
    run_good(fixture, "53 00 00 00 00 00 00 03 e8 00"); /* 1000 blocks */
    sim_recorder_write_all(fixture, 0, 400, 0x11);
    run_good(fixture, "a1 04 00 00 01 5e 00 00 00 00 00 00");
    sim_recorder_assert_track(fixture, 1, "04 81 01", 0, 1000);
    assert_int_equal(load_be32(fixture->data + 12), 350);
    sim_recorder_assert_disc(fixture, 1, 1, 1);
}

static void blank_unclose__session_is_open_again(void **state)
{
    struct sim_fixture *fixture = *state;

    insert_cd_rw(fixture);
    run_refused(fixture, "a1 05 00 00 00 00 00 00 00 00 00 00", 0x052c00); /* it is open */
    sim_recorder_set_page(fixture, "41 04 08 00");
    run_good(fixture, SIM_CLOSE_SESSION);
    sim_recorder_assert_disc(fixture, 2, 3, 2);
    run_good(fixture, "a1 05 00 00 00 00 00 00 00 00 00 00");
    sim_recorder_assert_disc(fixture, 1, 1, 2);
    write_track(fixture, 12906, 300, 0x77);
    run_good(fixture, SIM_CLOSE_SESSION);
    sim_recorder_assert_disc(fixture, 2, 3, 2);
    assert_int_equal(sim_recorder_read(fixture, 12906), 0x77);
    sim_recorder_insert(fixture, SIM_MEDIUM_CD_RW);
    run_refused(fixture, "a1 05 00 00 00 00 00 00 00 00 00 00", 0x052c00); /* there is none */
}

static void blank_session__last_one_is_gone(void **state)
{
    struct sim_fixture *fixture = *state;

    insert_cd_rw(fixture);
    run_good(fixture, "a1 06 00 00 00 00 00 00 00 00 00 00"); /* the open one */
    sim_recorder_assert_disc(fixture, 1, 0, 2);
    sim_recorder_assert_track(fixture, 2, "04 4f 01", 11802, ALL_FREE - 11802);
    run_good(fixture, "a1 06 00 00 00 00 00 00 00 00 00 00"); /* the closed one */
    sim_recorder_assert_disc(fixture, 0, 0, 1);
    sim_recorder_assert_track(fixture, 1, "04 4f 01", 0, ALL_FREE);
    run_refused(fixture, "a1 06 00 00 00 00 00 00 00 00 00 00", 0x052c00);
    write_track(fixture, 0, 300, 0x88);
    sim_recorder_set_page(fixture, "41 04 08 00");
    run_good(fixture, SIM_CLOSE_SESSION);
    run_good(fixture, "a1 06 00 00 00 00 00 00 00 00 00 00"); /* of a finished disc */
    sim_recorder_assert_disc(fixture, 0, 0, 1);
}

static void blank__type_that_a_medium_does_not_have__is_refused(void **state)
{
    static const enum sim_medium without[] = {SIM_MEDIUM_CD_R,    SIM_MEDIUM_DVD_R, SIM_MEDIUM_DVD_PLUS_RW,
                                              SIM_MEDIUM_DVD_RAM, SIM_MEDIUM_BD_R,  SIM_MEDIUM_BD_RE};
    static const enum sim_medium dvd_rw[] = {SIM_MEDIUM_DVD_RW, SIM_MEDIUM_DVD_RW_RO};
    struct sim_fixture *fixture = *state;
    unsigned type;
    char cdb[40];
    size_t i;

    for (type = 0; type < 8; type++) {
        snprintf(cdb, sizeof cdb, "a1 0%u 00 00 00 01 00 00 00 00 00 00", type);
        for (i = 0; i < sizeof without / sizeof without[0]; i++) {
            sim_recorder_insert(fixture, without[i]);
            run_refused(fixture, cdb, 0x053005);
        }
        for (i = 0; i < 2; i++) {
            sim_recorder_insert(fixture, dvd_rw[i]);
            sim_recorder_set_page(fixture, "60 e5 08 10");
            sim_recorder_write_all(fixture, 0, 32, 0x11);
            sim_fixture_run(fixture, cdb);
            if (type > 1)
                assert_sense(fixture, 0x052400);
            else
                assert_good(fixture);
        }
    }
    insert_cd_rw(fixture);
    run_refused(fixture, "a1 07 00 00 00 00 00 00 00 00 00 00", 0x052400);
}

/* What lay there before the disc was blanked does not show in the run-out of a shorter track. */
static void run_out__of_a_blanked_disc__is_zeros(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_RW);
    sim_recorder_set_page(fixture, "41 c4 08 00");
    write_track(fixture, 0, 1000, 0x11);
    run_good(fixture, "a1 01 00 00 00 00 00 00 00 00 00 00");
    write_track(fixture, 0, 400, 0x22);
    run_good(fixture, SIM_CLOSE_SESSION);
    assert_int_equal(sim_recorder_read(fixture, 399), 0x22);
    assert_int_equal(sim_recorder_read(fixture, 400), 0);
    assert_int_equal(sim_recorder_read(fixture, 401), 0);
    sim_fixture_read(fixture, "28 00 00 00 01 92 00 00 01 00", 2048);
    assert_sense(fixture, 0x052100);
}

/* Format type 10h: the whole disc for restricted overwrite, in packets of 16 blocks. */
static void dvd_rw__format_10h__is_restricted_overwrite(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_RW);
    sim_fixture_read(fixture, "23 00 00 00 00 00 00 00 fc 00", 252);
    assert_data(fixture, "00 00 00 20 00 23 10 20 01 00 08 00 00 23 10 20 00 00 08 00 00 23 10 20 40 00 00 10 "
                         "00 23 10 20 54 00 00 10");
    sim_fixture_write(fixture, "04 11 00 00 00 00", "00 02 00 08 00 23 10 1f 40 00 00 10"); /* not listed */
    assert_sense(fixture, 0x052600);
    sim_fixture_write(fixture, "04 11 00 00 00 00", "00 02 00 08 00 23 10 20 40 00 00 10");
    assert_good(fixture);
    sim_fixture_read(fixture, "46 02 00 00 00 00 00 00 08 00", 8);
    assert_data_at(fixture, 6, "00 13");
    sim_recorder_assert_disc(fixture, 2, 3, 1);
    sim_fixture_read(fixture, "25 00 00 00 00 00 00 00 00 00", 8);
    assert_data(fixture, "00 23 10 1f 00 00 08 00");
    sim_recorder_write(fixture, 8, 16, 0x11); /* whole ECC blocks alone */
    assert_sense(fixture, 0x052102);
    sim_recorder_write_all(fixture, 2297872, 16, 0x11);
    assert_int_equal(sim_recorder_read(fixture, 2297887), 0x11);
    sim_fixture_read(fixture, "23 00 00 00 00 00 00 00 fc 00", 252);
    assert_data_at(fixture, 8, "02 00 08 00");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, sim_recorder_setup, sim_fixture_teardown)
        TEST(blank_track__last_one__is_recorded_anew),
        TEST(blank_unreserve__reservation_is_gone),
        TEST(blank_tail__track_goes_on_there),
        TEST(blank_unclose__session_is_open_again),
        TEST(blank_session__last_one_is_gone),
        TEST(blank__type_that_a_medium_does_not_have__is_refused),
        TEST(blank_tail_and_track__next_track_is_reserved__are_refused),
        TEST(blank_tail__reserved_track_that_is_open__keeps_its_size),
        TEST(run_out__of_a_blanked_disc__is_zeros),
        TEST(dvd_rw__format_10h__is_restricted_overwrite),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
