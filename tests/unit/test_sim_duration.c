/* How long a drive that takes time blanks, formats and closes, and what it says meanwhile. The lengths follow from the
 * disc and its speed: a lead-in or lead-out is a 32nd of the disc (IEC 60908, ECMA-267 and the BD format book: radii of
 * lead-in and program area). What the drive says: Pioneer R11 command reference (BLANK, FORMAT UNIT, CLOSE
 * TRACK/SESSION); MMC-6 (Immed bits).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/sim_recorder.h"

#define TEST_UNIT_READY  "00 00 00 00 00 00"
#define DISC_INFORMATION "51 00 00 00 00 00 00 00 22 00"
#define REQUEST_SENSE    "03 00 00 00 12 00"
#define BLANK_QUICK      "a1 01 00 00 00 00 00 00 00 00 00 00"
#define BLANK_QUICK_IMM  "a1 11 00 00 00 00 00 00 00 00 00 00"
#define BLANK_FULL       "a1 00 00 00 00 00 00 00 00 00 00 00"
#define FORMAT_UNIT      "04 11 00 00 00 00"

static int setup(void **state)
{
    struct sim_fixture *fixture;

    if (sim_recorder_setup(state) != 0) return 1;
    fixture = *state;
    fixture->drive.options.time_percent = 100;
    fixture->drive.now_ms = 0x123456789a;
    return 0;
}

static void assert_progress(const struct sim_fixture *fixture, uint32_t sense, unsigned progress, int line)
{
    sim_assert_sense(fixture, sense, __FILE__, line);
    _assert_int_equal(fixture->reply.sense[15], 0x80, __FILE__, line);
    _assert_int_equal(fixture->reply.sense[16] << 8 | fixture->reply.sense[17], progress, __FILE__, line);
}

static void assert_takes(const struct sim_fixture *fixture, uint32_t ms, int line)
{
    sim_assert_good(fixture, __FILE__, line);
    _assert_int_equal(fixture->outcome.delay_ms, ms, __FILE__, line);
}

/* CD-RW of 332850 blocks at 1764 kB/s (10x): 10401 sectors of 2352 bytes are 13868 ms. */
static void blank__immediate__is_under_way_for_its_time(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_RW);
    sim_fixture_run(fixture, BLANK_QUICK_IMM);
    assert_takes(fixture, 0, __LINE__);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_progress(fixture, 0x020407, 0, __LINE__);
    fixture->drive.now_ms += 6934;
    sim_fixture_read(fixture, DISC_INFORMATION, 34);
    assert_progress(fixture, 0x020407, 0x7fff, __LINE__);
    sim_fixture_read(fixture, DISC_INFORMATION, 34); /* asking makes it no quicker */
    assert_progress(fixture, 0x020407, 0x7fff, __LINE__);
    sim_fixture_run(fixture, "1b 00 00 00 02 00"); /* eject */
    assert_progress(fixture, 0x020407, 0x7fff, __LINE__);
    sim_fixture_read(fixture, REQUEST_SENSE, 18);
    assert_data(fixture, "70 00 02 00 00 00 00 0a 00 00 00 00 04 07 00 80 7f ff");
    sim_fixture_read(fixture, "46 00 00 00 00 00 00 00 08 00", 8); /* asks the drive */
    assert_good(fixture);
    sim_fixture_run(fixture, BLANK_QUICK_IMM);
    assert_sense(fixture, 0x020407);
    fixture->drive.now_ms += 6933;
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_progress(fixture, 0x020407, 0xfffa, __LINE__); /* 13867 of 13868 */
    fixture->drive.now_ms += 1;
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_good(fixture);
    sim_recorder_assert_disc(fixture, 0, 0, 1);
    sim_fixture_read(fixture, REQUEST_SENSE, 18);
    assert_data(fixture, "70 00 00 00 00 00 00 0a 00 00 00 00 00 00 00 00 00 00");
}

/* Quick the lead-in, in full the disc, too: 343251 sectors of 2352 bytes on CD; DVD-RW 71828 of 2298496 blocks, in full
 * 2370324, of 2048 bytes at 5540 kB/s.
 */
static void blank__not_immediate__is_held_for_its_time(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_RW);
    sim_fixture_run(fixture, BLANK_QUICK);
    assert_takes(fixture, 13868, __LINE__);
    /* Whoever does not wait for it meets a drive that is at it. */
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_progress(fixture, 0x020407, 0, __LINE__);
    fixture->drive.now_ms += 13868;
    sim_fixture_run(fixture, BLANK_FULL);
    assert_takes(fixture, 457668, __LINE__);
    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_RW); /* another disc: nothing is under way */
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_good(fixture);
    sim_fixture_run(fixture, BLANK_QUICK);
    assert_takes(fixture, 26554, __LINE__);
    fixture->drive.now_ms += 26554;
    sim_fixture_run(fixture, BLANK_FULL);
    assert_takes(fixture, 876250, __LINE__);
}

static void blank__refused__takes_no_time(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    sim_fixture_run(fixture, BLANK_QUICK_IMM);
    assert_sense(fixture, 0x053005);
    assert_int_equal(fixture->outcome.delay_ms, 0);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_good(fixture);
}

/* At the speed that is set: SET CD SPEED to 706 kB/s; and by the clock's factor. */
static void blank__slower__takes_longer(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_RW);
    sim_fixture_run(fixture, "bb 00 ff ff 02 c2 00 00 00 00 00 00");
    sim_fixture_run(fixture, BLANK_QUICK);
    assert_takes(fixture, 34651, __LINE__);
    fixture->drive.now_ms += 34651;
    fixture->drive.options.time_percent = 10;
    sim_fixture_run(fixture, BLANK_QUICK);
    assert_takes(fixture, 3466, __LINE__);
    fixture->drive.options.time_percent = 0;
    sim_fixture_run(fixture, BLANK_FULL);
    assert_takes(fixture, 0, __LINE__);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_good(fixture);
}

/* In milliseconds at the best speed of each disc. */
static void format__each_medium__takes_its_time(void **state)
{
    static const struct {
        enum sim_medium medium;
        const char *list; /* not immediate */
        uint32_t ms;
    } rows[] = {
        /* Background format of DVD+RW: 71722 blocks at 11080 kB/s, then it is usable. */
        {SIM_MEDIUM_DVD_PLUS_RW, "00 00 00 08 ff ff ff ff 98 00 00 00", 13257},
        /* DVD-RAM, 2236704 blocks: written and verified, and the lead-in (of 2295072: 71721), at 6925 kB/s. */
        {SIM_MEDIUM_DVD_RAM, "00 00 00 08 00 22 21 20 00 00 08 00", 1344177},
        {SIM_MEDIUM_DVD_RAM, "00 a0 00 08 00 22 21 20 00 00 08 00", 21211}, /* DCRT: without certification */
        /* DVD-RW: in full 2297888 and 71828 blocks at 5540 kB/s; quick 71828. */
        {SIM_MEDIUM_DVD_RW, "00 00 00 08 00 23 10 20 00 00 08 00", 876025},
        {SIM_MEDIUM_DVD_RW, "00 00 00 08 00 00 00 00 54 00 00 10", 26554},
        /* BD-RE, 11826176 blocks, lead-in 381856, at 8992 kB/s: quick, full and quick certification. */
        {SIM_MEDIUM_BD_RE, "00 00 00 08 00 b4 74 00 c0 00 00 00", 86971},
        {SIM_MEDIUM_BD_RE, "00 00 00 08 00 b4 74 00 c2 00 00 00", 5473984},
        {SIM_MEDIUM_BD_RE, "00 00 00 08 00 b4 74 00 c3 00 00 00", 255315},
        /* BD-R, 381856 blocks at 53952 kB/s. */
        {SIM_MEDIUM_BD_R, "00 00 00 08 00 b4 74 00 00 00 30 00", 14496},
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sim_recorder_insert(fixture, rows[i].medium);
        sim_fixture_write(fixture, FORMAT_UNIT, rows[i].list);
        assert_good(fixture);
        if (fixture->outcome.delay_ms != rows[i].ms)
            fail_msg("row %lu: %lu ms", (unsigned long)i, (unsigned long)fixture->outcome.delay_ms);
        fixture->drive.now_ms += rows[i].ms - 1;
        sim_fixture_run(fixture, TEST_UNIT_READY);
        assert_sense(fixture, 0x020404);
        fixture->drive.now_ms += 1;
        sim_fixture_run(fixture, TEST_UNIT_READY);
        assert_good(fixture);
    }
}

static void format__immediate__says_that_it_formats(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    sim_fixture_write(fixture, FORMAT_UNIT, "00 02 00 08 ff ff ff ff 98 00 00 00");
    assert_takes(fixture, 0, __LINE__);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_progress(fixture, 0x020404, 0, __LINE__);
    fixture->drive.now_ms += 13257;
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_good(fixture);
    sim_fixture_read(fixture, DISC_INFORMATION, 34);
    assert_data_at(fixture, 7, "22"); /* and formats on in the background */
}

/* CD-R at 8467 kB/s. The track's end is 1405 sectors (an eighth of the lead-in), the session's 11400, of a later one
 * 6900 (Orange Book: lead-out, lead-in and pre-gap). The unit is ready meanwhile.
 */
static void close__of_a_cd__takes_lead_in_and_lead_out(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    sim_recorder_set_page(fixture, "41 c4 08 00");
    sim_recorder_write_all(fixture, 0, 320, 0x11);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_takes(fixture, 89 + 391, __LINE__); /* 320 sectors from the buffer */
    fixture->drive.now_ms += 480;
    sim_fixture_run(fixture, "5b 01 02 00 00 00 00 00 00 00");
    assert_takes(fixture, 0, __LINE__);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_good(fixture);
    sim_fixture_read(fixture, DISC_INFORMATION, 34);
    assert_progress(fixture, 0x020407, 0, __LINE__);
    fixture->drive.now_ms += 3166;
    sim_fixture_read(fixture, DISC_INFORMATION, 34);
    assert_progress(fixture, 0x020407, 0xffea, __LINE__); /* 3166 of 3167 */
    /* Held until it is done. */
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_takes(fixture, 1, __LINE__);
    fixture->drive.now_ms += 1;
    sim_recorder_assert_disc(fixture, 1, 0, 2);
    sim_fixture_run(fixture, SIM_CLOSE_SESSION); /* nothing is open */
    assert_takes(fixture, 0, __LINE__);
    sim_recorder_write_all(fixture, 11720 + 2, 320, 0x22);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_takes(fixture, 480, __LINE__);
    fixture->drive.now_ms += 480;
    sim_fixture_run(fixture, SIM_CLOSE_SESSION);
    assert_takes(fixture, 1917, __LINE__);
}

/* DVD+R at 22160 kB/s: the track's end 8965 blocks, padding 8; the session 71722 and the gap of 2048; the disc with it
 * 71722 more. What is still in the buffer goes first.
 */
static void close__of_a_dvd__takes_lead_in_and_lead_out(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_PLUS_R);
    sim_recorder_write_all(fixture, 0, 248, 0x11);
    sim_fixture_run(fixture, "5b 01 01 00 00 01 00 00 00 00");
    assert_takes(fixture, 0, __LINE__);
    fixture->drive.now_ms += 23; /* 248 blocks: 22.9 ms */
    sim_fixture_read(fixture, DISC_INFORMATION, 34);
    assert_sense(fixture, 0x020407);
    fixture->drive.now_ms += 829; /* 8973 blocks: 829.3 ms */
    sim_fixture_read(fixture, DISC_INFORMATION, 34);
    assert_sense(fixture, 0x020407);
    fixture->drive.now_ms += 1;
    sim_recorder_assert_disc(fixture, 1, 1, 1);
    sim_fixture_run(fixture, SIM_CLOSE_SESSION);
    assert_takes(fixture, 6818, __LINE__);
    fixture->drive.now_ms += 6818;
    sim_recorder_write_all(fixture, 256 + 2048, 256, 0x22);
    sim_fixture_run(fixture, "5b 00 01 00 00 02 00 00 00 00");
    assert_takes(fixture, 24 + 829, __LINE__);
    fixture->drive.now_ms += 853;
    sim_fixture_run(fixture, "5b 00 06 00 00 00 00 00 00 00");
    assert_takes(fixture, 13447, __LINE__);
    fixture->drive.now_ms += 13447;
    sim_recorder_assert_disc(fixture, 2, 3, 2);
}

static void power_lost__nothing_is_under_way(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_RW);
    sim_fixture_run(fixture, BLANK_QUICK_IMM);
    sim_recorder_cut_power(fixture);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_good(fixture);
}

/* The computer was started anew, and its clock with it: what was under way is done. */
static void clock__begins_anew__nothing_is_under_way(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_RW);
    sim_fixture_run(fixture, BLANK_QUICK_IMM);
    fixture->drive.now_ms = 5;
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_good(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(blank__immediate__is_under_way_for_its_time, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(blank__not_immediate__is_held_for_its_time, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(blank__refused__takes_no_time, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(blank__slower__takes_longer, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(format__each_medium__takes_its_time, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(format__immediate__says_that_it_formats, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(close__of_a_cd__takes_lead_in_and_lead_out, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(close__of_a_dvd__takes_lead_in_and_lead_out, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(power_lost__nothing_is_under_way, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(clock__begins_anew__nothing_is_under_way, setup, sim_fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
