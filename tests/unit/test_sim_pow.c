/* BD-R, formatted in each way: what is current, what the disc says of itself, and whether recorded clusters take new
 * data. Sources: MMC-6, FORMAT UNIT format type 32h and its sub-types, feature 0038h, READ DISC INFORMATION type 2;
 * libburn ("appendable, one empty session"); growisofs, which knows pseudo overwrite by feature 0038h with additional
 * length 4; capacities as read of discs in a WH16NS40.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/bytes.h"
#include "support/sim_recorder.h"

#define FORMAT      "04 11 00 00 00 00"
#define POW_FEATURE "46 02 00 38 00 00 00 00 10 00"

/* The least spare area of a single layer: 12,088,320 blocks. */
#define WITH_POW    "00 82 00 08 00 b8 74 00 c8 00 00 c8"
#define WITHOUT_POW "00 82 00 08 00 b8 74 00 c9 00 00 00"

static void insert_formatted(struct sim_fixture *fixture, const char *list)
{
    sim_recorder_insert(fixture, SIM_MEDIUM_BD_R);
    sim_fixture_write(fixture, FORMAT, list);
    assert_good(fixture);
}

static void bd_r__not_formatted__has_no_pow(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_BD_R);
    sim_recorder_assert_disc(fixture, 0, 0, 1);
    sim_fixture_read(fixture, POW_FEATURE, 16);
    assert_data(fixture, "00 00 00 0c 00 00 00 41 00 38 00 04 00 00 00 00");
    sim_fixture_read(fixture, "51 02 00 00 00 00 00 00 10 00", 16);
    assert_sense(fixture, 0x052400);
    sim_recorder_write_all(fixture, 0, 64, 0x11);
    sim_recorder_write(fixture, 0, 32, 0x22);
    assert_sense(fixture, 0x052102);
}

static void format_32h__each_sub_type__is_what_it_says(void **state)
{
    static const struct {
        const char *list;
        uint32_t sense;
        const char *feature; /* bytes 8 to 15 of the reply */
        uint32_t blocks;
    } rows[] = {
        {WITH_POW, 0, "00 38 01 04 00 00 00 00", 12088320},
        {WITHOUT_POW, 0, "00 38 00 04 00 00 00 00", 12088320},
        /* Sub-type 2: random recording, profile 0042h, which the drive does not have; 3: reserved. */
        {"00 82 00 08 00 b8 74 00 ca 00 00 00", 0x052600, "00 38 00 04 00 00 00 00", 12219392},
        {"00 82 00 08 00 b8 74 00 cb 00 00 00", 0x052600, "00 38 00 04 00 00 00 00", 12219392},
        /* Type 00h: the default spare area, without pseudo overwrite; it has no sub-types on BD-R. */
        {"00 82 00 08 00 b4 74 00 00 00 30 00", 0, "00 38 00 04 00 00 00 00", 11826176},
        {"00 82 00 08 00 b4 74 00 02 00 30 00", 0x052600, "00 38 00 04 00 00 00 00", 12219392},
        /* The largest spare area, and a size that is not listed. */
        {"00 82 00 08 00 58 74 00 c8 00 00 00", 0, "00 38 01 04 00 00 00 00", 5796864},
        {"00 82 00 08 00 58 74 01 c8 00 00 00", 0x052600, "00 38 00 04 00 00 00 00", 12219392},
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sim_recorder_insert(fixture, SIM_MEDIUM_BD_R);
        sim_fixture_write(fixture, FORMAT, rows[i].list);
        if (rows[i].sense)
            assert_sense(fixture, rows[i].sense);
        else
            assert_good(fixture);
        sim_recorder_assert_disc(fixture, rows[i].sense ? 0 : 1, 0, 1);
        sim_fixture_read(fixture, POW_FEATURE, 16);
        assert_data_at(fixture, 8, rows[i].feature);
        sim_recorder_assert_track(fixture, 1, "04 6f 01", 0, rows[i].blocks);
        sim_fixture_read(fixture, "25 00 00 00 00 00 00 00 00 00", 8);
        assert_data(fixture, "00 00 00 00 00 00 08 00");
    }
}

static void bd_re__format_sub_types(void **state)
{
    static const struct {
        const char *list;
        uint32_t sense;
    } rows[] = {
        {"00 82 00 08 00 b4 74 00 c0 00 00 00", 0},        /* 30h */
        {"00 82 00 08 00 b4 74 00 c1 00 00 00", 0x052600}, /* reserved */
        {"00 82 00 08 00 b4 74 00 c2 00 00 00", 0},        /* full certification */
        {"00 82 00 08 00 b4 74 00 c3 00 00 00", 0},        /* quick certification */
        {"00 82 00 08 00 ba 74 00 c4 00 00 00", 0},        /* 31h, quick reformat */
        {"00 82 00 08 00 ba 74 00 c5 00 00 00", 0},        /* none */
        {"00 82 00 08 00 ba 74 00 c6 00 00 00", 0x052600},
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sim_recorder_insert(fixture, SIM_MEDIUM_BD_RE);
        sim_fixture_write(fixture, FORMAT, rows[i].list);
        if (rows[i].sense)
            assert_sense(fixture, rows[i].sense);
        else
            assert_good(fixture);
    }
}

static void bd_r__formatted_or_recorded__is_not_formatted(void **state)
{
    struct sim_fixture *fixture = *state;
    struct sim_disc_memory before;

    insert_formatted(fixture, WITHOUT_POW);
    sim_fixture_write(fixture, FORMAT, WITH_POW);
    assert_sense(fixture, 0x052c00);
    sim_recorder_insert(fixture, SIM_MEDIUM_BD_R);
    sim_recorder_write_all(fixture, 0, 32, 0x11);
    sim_fixture_write(fixture, FORMAT, WITH_POW);
    assert_sense(fixture, 0x052c00);
    sim_fixture_run(fixture, SIM_CLOSE_TRACK_1);
    sim_fixture_run(fixture, "5b 00 06 00 00 00 00 00 00 00");
    assert_good(fixture);
    sim_recorder_assert_disc(fixture, 2, 3, 1);
    before = *fixture->drive.disc;
    sim_fixture_write(fixture, FORMAT, WITH_POW);
    assert_sense(fixture, 0x052c00);
    assert_memory_equal(fixture->drive.disc, &before, sizeof before);
}

/* 12,088,320 blocks are 377,760 clusters, more than a reallocation map of 65,535 entries takes. */
static void pow__recorded_cluster__takes_new_data(void **state)
{
    struct sim_fixture *fixture = *state;

    insert_formatted(fixture, WITH_POW);
    sim_fixture_read(fixture, "51 02 00 00 00 00 00 00 10 00", 16);
    assert_data(fixture, "00 0e 40 00 00 00 ff ff 00 00 ff ff 00 00 ff ff");
    sim_recorder_write_all(fixture, 0, 96, 0x11);
    sim_fixture_run(fixture, SIM_CLOSE_TRACK_1);
    sim_fixture_run(fixture, SIM_CLOSE_SESSION);
    assert_good(fixture);
    /* Blocks 30 to 33 touch two clusters. */
    sim_recorder_write_all(fixture, 30, 4, 0x22);
    assert_int_equal(sim_recorder_read(fixture, 29), 0x11);
    assert_int_equal(sim_recorder_read(fixture, 30), 0x22);
    assert_int_equal(sim_recorder_read(fixture, 33), 0x22);
    assert_int_equal(sim_recorder_read(fixture, 34), 0x11);
    sim_fixture_read(fixture, "51 02 00 00 00 00 00 00 10 00", 16);
    assert_data(fixture, "00 0e 40 00 00 00 ff fd 00 00 ff fd 00 00 ff fd");
    /* Free: 12,088,320 - 96 - 64. */
    sim_fixture_read(fixture, "52 01 00 00 00 02 00 00 30 00", 48);
    assert_int_equal(load_be32(fixture->data + 16), 12088160);
    /* No write begins among the recorded blocks and ends behind them. */
    sim_recorder_write(fixture, 80, 32, 0x33);
    assert_sense(fixture, 0x052102);
    sim_recorder_write_all(fixture, 96, 32, 0x33);
}

static void pow__disc_is_full__takes_no_more(void **state)
{
    struct sim_fixture *fixture = *state;

    fixture->drive.options.blocks = 512;
    sim_recorder_insert(fixture, SIM_MEDIUM_BD_R);
    sim_fixture_write(fixture, FORMAT, "00 82 00 08 00 00 02 00 c8 00 00 00");
    assert_good(fixture);
    sim_recorder_write_all(fixture, 0, 480, 0x11);
    sim_recorder_write_all(fixture, 0, 32, 0x22);
    sim_recorder_write(fixture, 32, 32, 0x33);
    assert_sense(fixture, 0x056300);
    sim_recorder_write(fixture, 480, 32, 0x33);
    assert_sense(fixture, 0x056300);
    assert_int_equal(sim_recorder_read(fixture, 0), 0x22);
    assert_int_equal(sim_recorder_read(fixture, 32), 0x11);
}

static void pow__finalised__takes_no_more(void **state)
{
    struct sim_fixture *fixture = *state;

    insert_formatted(fixture, WITH_POW);
    sim_recorder_write_all(fixture, 0, 32, 0x11);
    sim_fixture_run(fixture, SIM_CLOSE_TRACK_1);
    sim_fixture_run(fixture, "5b 00 06 00 00 00 00 00 00 00");
    assert_good(fixture);
    sim_recorder_write(fixture, 0, 32, 0x22);
    assert_sense(fixture, 0x053005);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, sim_recorder_setup, sim_fixture_teardown)
        TEST(bd_r__not_formatted__has_no_pow),
        TEST(format_32h__each_sub_type__is_what_it_says),
        TEST(bd_re__format_sub_types),
        TEST(bd_r__formatted_or_recorded__is_not_formatted),
        TEST(pow__recorded_cluster__takes_new_data),
        TEST(pow__disc_is_full__takes_no_more),
        TEST(pow__finalised__takes_no_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
