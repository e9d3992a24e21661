/* Recording that breaks off with the drive's power: what the disc says of itself, and how CLOSE TRACK and REPAIR TRACK
 * repair it.
 * Sources: MMC-6, READ DISC INFORMATION (state of last session 10b), READ TRACK INFORMATION (Damage, NWA_V); the Orange
 * Book's least track of 300 blocks and two of run-out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/bytes.h"
#include "support/sim_recorder.h"

#define REPAIR_TRACK_1 "58 00 00 00 00 01 00 00 00 00"

enum { DAMAGED = 2, INVALID_ADDRESS = 0x052102 };

/* 784 blocks, the drive's whole buffer, never reached the disc. */
static void power_lost__in_a_track__is_damaged_until_it_is_closed(void **state)
{
    static const struct {
        enum sim_medium medium;
        const char *page, *damaged, *repaired;
        uint32_t next;
    } rows[] = {
        {SIM_MEDIUM_CD_R, "41 c4 08 00", "24 01 00", "04 01 00", 816 + 2 + 11400},
        {SIM_MEDIUM_DVD_R, "60 e5 08 10", "24 21 00", "04 21 00", 816 + 11360},
        {SIM_MEDIUM_DVD_PLUS_R, "60 e5 08 10", "24 21 00", "04 a1 00", 816 + 2048},
        {SIM_MEDIUM_BD_R, "60 e5 08 10", "24 21 00", "04 21 00", 832},
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint32_t blocks = rows[i].medium == SIM_MEDIUM_BD_R ? 832 : 816; /* units of 32 */

        sim_recorder_insert(fixture, rows[i].medium);
        sim_recorder_set_page(fixture, rows[i].page);
        sim_recorder_write_all(fixture, 0, 1600, 0x11);
        sim_recorder_cut_power(fixture);
        sim_recorder_assert_disc(fixture, 1, DAMAGED, 1);
        sim_recorder_assert_track(fixture, 1, rows[i].damaged, 0, 816);
        sim_recorder_set_page(fixture, rows[i].page); /* which is forgotten, too: test_sim_power.c */
        sim_recorder_write(fixture, 816, 16, 0x22);
        assert_sense(fixture, INVALID_ADDRESS);
        run_good(fixture, SIM_SYNCHRONIZE);
        sim_fixture_run(fixture, SIM_CLOSE_SESSION);
        assert_sense(fixture, 0x057203);
        sim_recorder_assert_track(fixture, 1, rows[i].damaged, 0, 816);
        run_good(fixture, SIM_CLOSE_TRACK_1);
        sim_recorder_assert_track(fixture, 1, rows[i].repaired, 0, blocks);
        sim_recorder_assert_disc(fixture, 1, 1, 1);
        run_good(fixture, SIM_CLOSE_SESSION);
        sim_recorder_assert_disc(fixture, 1, 0, 2);
        assert_int_equal(sim_recorder_read(fixture, 815), 0x11);
        sim_recorder_write(fixture, (int32_t)rows[i].next, 32, 0x33);
        assert_good(fixture);
    }
}

/* Packets that are on the disc end where the host said: the track goes on. */
static void power_lost__behind_a_synchronised_packet__track_goes_on(void **state)
{
    static const enum sim_medium media[] = {SIM_MEDIUM_DVD_R, SIM_MEDIUM_DVD_PLUS_R, SIM_MEDIUM_BD_R};
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof media / sizeof media[0]; i++) {
        sim_recorder_insert(fixture, media[i]);
        sim_recorder_set_page(fixture, "60 e5 08 10");
        sim_recorder_write_all(fixture, 0, 64, 0x11);
        run_good(fixture, SIM_SYNCHRONIZE);
        sim_recorder_cut_power(fixture);
        sim_recorder_assert_disc(fixture, 1, 1, 1);
        sim_recorder_write_all(fixture, 64, 32, 0x22);
        run_good(fixture, SIM_CLOSE_TRACK_1);
        run_good(fixture, SIM_CLOSE_SESSION);
        assert_int_equal(sim_recorder_read(fixture, 95), 0x22);
    }
}

/* Less than the buffer was sent: a track of which nothing is on the disc. CD: four seconds of zeros are. */
static void power_lost__with_all_of_the_track__is_not_blank(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    sim_recorder_set_page(fixture, "41 c4 08 00");
    sim_recorder_write_all(fixture, 0, 100, 0x11);
    sim_recorder_cut_power(fixture);
    sim_recorder_assert_disc(fixture, 1, DAMAGED, 1);
    sim_recorder_assert_track(fixture, 1, "24 01 00", 0, 0);
    run_good(fixture, SIM_CLOSE_TRACK_1);
    run_good(fixture, SIM_CLOSE_SESSION);
    assert_int_equal(sim_recorder_read(fixture, 299), 0);
    sim_recorder_assert_track(fixture, 2, "04 4f 01", 11702, 359847 - 11702);
}

#define CUE_TWO_TRACKS                                                                                                 \
    "41 00 00 14 00 00 00 00 41 01 00 10 00 00 00 00 41 01 01 10 00 00 02 00 41 02 01 10 00 00 12 00 41 aa 01 14 00 "  \
    "00 22 00"

/* Two tracks, from 0 and 750, lead-out at 1500. Unsent: the cue sheet is forgotten; later the tracks that began. */
static void power_lost__session_at_once__tracks_that_began_are_there(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    sim_recorder_set_page(fixture, "42 00 00 00");
    sim_fixture_write(fixture, "5d 00 00 00 00 00 00 00 28 00", CUE_TWO_TRACKS);
    assert_good(fixture);
    sim_recorder_cut_power(fixture);
    sim_recorder_assert_disc(fixture, 0, 0, 1);
    sim_recorder_set_page(fixture, "42 00 00 00");
    sim_recorder_write(fixture, -150, 26, 0x11);
    assert_sense(fixture, 0x052c00);

    sim_fixture_write(fixture, "5d 00 00 00 00 00 00 00 28 00", CUE_TWO_TRACKS);
    sim_recorder_write_all(fixture, -150, 1350, 0x11);
    sim_recorder_cut_power(fixture); /* up to 416 is on the disc */
    sim_recorder_assert_disc(fixture, 1, DAMAGED, 1);
    sim_recorder_assert_track(fixture, 1, "24 01 00", 0, 416);
    sim_recorder_set_page(fixture, "42 00 00 00");
    sim_recorder_write(fixture, 416, 26, 0x11);
    assert_sense(fixture, 0x052c00);
    run_good(fixture, SIM_CLOSE_TRACK_1);
    run_good(fixture, SIM_CLOSE_SESSION);
    sim_recorder_assert_disc(fixture, 2, 3, 1);
    assert_int_equal(sim_recorder_read(fixture, 415), 0x11);

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    sim_recorder_set_page(fixture, "42 00 00 00");
    sim_fixture_write(fixture, "5d 00 00 00 00 00 00 00 28 00", CUE_TWO_TRACKS);
    sim_recorder_write_all(fixture, -150, 1650, 0x11);
    sim_recorder_cut_power(fixture); /* up to 716 */
    sim_recorder_assert_track(fixture, 1, "24 01 00", 0, 716);
}

/* As CUE_TWO_TRACKS, with the numbers 5 and 6. */
#define CUE_FROM_5                                                                                                     \
    "41 00 00 14 00 00 00 00 41 05 00 10 00 00 00 00 41 05 01 10 00 00 02 00 41 06 01 10 00 00 12 00 41 aa 01 14 00 "  \
    "00 22 00"

/* Unsent, sent in part and still in the buffer, or sent as a test: nothing of it is on the disc, and the numbers of the
 * sheet are forgotten with it. The track that is recorded then is number 1.
 */
static void power_lost__sheet_with_other_numbers__tracks_begin_with_1(void **state)
{
    static const struct {
        const char *page;
        uint32_t sent;
    } rows[] = {{"42 00 00 00", 0}, {"42 00 00 00", 700}, {"52 00 00 00", 1650}};
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
        sim_recorder_set_page(fixture, rows[i].page);
        sim_fixture_write(fixture, "5d 00 00 00 00 00 00 00 28 00", CUE_FROM_5);
        assert_good(fixture);
        sim_recorder_write_all(fixture, -150, rows[i].sent, 0x11);
        sim_recorder_cut_power(fixture);
        sim_recorder_assert_disc(fixture, 0, 0, 1);
        sim_recorder_set_page(fixture, "41 c4 08 00");
        sim_recorder_write_all(fixture, 0, 320, 0x22);
        run_good(fixture, SIM_SYNCHRONIZE);
        sim_recorder_assert_disc(fixture, 1, 1, 1);
        assert_data_at(fixture, 3, "01 01 01 02"); /* first track, sessions, first of the last one, last track */
        sim_recorder_assert_track(fixture, 1, "04 01 00", 0, 320);
    }
}

/* BD-R with pseudo overwrite, format 32h: 96 blocks are on the disc, and the buffer has what replaces the first 32.
 * With 32 blocks more behind them, those alone are lost.
 */
static void power_lost__behind_an_overwrite__track_is_whole(void **state)
{
    static const uint32_t times[] = {0, 100};
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof times / sizeof times[0]; i++) {
        fixture->drive.options.time_percent = 0;
        sim_recorder_insert(fixture, SIM_MEDIUM_BD_R);
        sim_fixture_write(fixture, "04 11 00 00 00 00", "00 82 00 08 00 b8 74 00 c8 00 00 c8");
        assert_good(fixture);
        sim_recorder_write_all(fixture, 0, 96, 0x11);
        run_good(fixture, SIM_SYNCHRONIZE);
        fixture->drive.options.time_percent = times[i];
        sim_recorder_write_all(fixture, 0, 32, 0x22);
        sim_recorder_cut_power(fixture);
        sim_recorder_assert_disc(fixture, 1, 1, 1);
        sim_recorder_assert_track(fixture, 1, "04 21 01", 0, 12088320 - 32);
        assert_int_equal(load_be32(fixture->data + 12), 96);

        sim_recorder_write_all(fixture, 96, 32, 0x33);
        sim_recorder_write_all(fixture, 0, 32, 0x22);
        sim_recorder_cut_power(fixture);
        sim_recorder_assert_disc(fixture, 1, DAMAGED, 1);
        sim_recorder_assert_track(fixture, 1, "24 21 00", 0, 96);

        fixture->drive.options.time_percent = 0;
        run_good(fixture, SIM_CLOSE_TRACK_1);
        fixture->drive.options.time_percent = times[i];
        sim_recorder_write_all(fixture, 0, 32, 0x22);
        sim_recorder_cut_power(fixture);
        sim_recorder_assert_disc(fixture, 1, 1, 1);
        sim_recorder_assert_track(fixture, 1, "04 21 00", 0, 96);
    }
}

/* DVD-R at once: the track that broke off is filled to its reserved size. */
static void power_lost__dvd_r_at_once__is_filled_by_closing(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_R);
    sim_recorder_set_page(fixture, "42 05 08 00");
    run_good(fixture, "53 00 00 00 00 00 00 08 00 00"); /* 2048 blocks */
    sim_recorder_write_all(fixture, 0, 1600, 0x11);
    sim_recorder_cut_power(fixture);
    sim_recorder_assert_disc(fixture, 1, DAMAGED, 1);
    sim_recorder_set_page(fixture, "42 05 08 00");
    run_good(fixture, SIM_CLOSE_TRACK_1);
    sim_recorder_assert_track(fixture, 1, "04 01 00", 0, 2048);
    run_good(fixture, SIM_CLOSE_SESSION);
    sim_recorder_assert_disc(fixture, 2, 3, 1);
    assert_int_equal(sim_recorder_read(fixture, 815), 0x11);
}

/* Bytes 12 to 15 of the disc's memory: a track longer than what was reserved for it is no disc that a drive made. */
static void memory__track_is_longer_than_reserved__disc_is_unreadable(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_R);
    sim_recorder_set_page(fixture, "42 05 08 00");
    run_good(fixture, "53 00 00 00 00 00 00 08 00 00"); /* 2048 blocks */
    sim_recorder_write_all(fixture, 0, 1600, 0x11);
    assert_int_equal(load_le32(fixture->drive.disc->bytes + 12), 2048);
    store_le32(fixture->drive.disc->bytes + 12, 1600);
    sim_recorder_assert_disc(fixture, 1, 1, 1);
    store_le32(fixture->drive.disc->bytes + 12, 1599);
    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 22 00", 34);
    assert_sense(fixture, 0x023000);
}

/* A drive that takes time still writes the track that SYNCHRONIZE CACHE, with its Immed bit, has closed. */
static void power_lost__while_the_buffer_is_written__track_is_damaged(void **state)
{
    struct sim_fixture *fixture = *state;

    fixture->drive.options.time_percent = 100;
    fixture->drive.now_ms = 1000;
    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R); /* 8467 kB/s */
    sim_recorder_set_page(fixture, "41 c4 08 00");
    sim_recorder_write_all(fixture, 0, 640, 0x11);
    run_good(fixture, "35 02 00 00 00 00 00 00 00 00");
    fixture->drive.now_ms += 100; /* 846700 of 1505280 bytes */
    sim_recorder_cut_power(fixture);
    sim_recorder_assert_disc(fixture, 1, DAMAGED, 1);
    sim_recorder_assert_track(fixture, 1, "24 01 00", 0, 359);
    run_good(fixture, SIM_CLOSE_TRACK_1);
    fixture->drive.now_ms += fixture->outcome.delay_ms;
    sim_recorder_assert_track(fixture, 1, "04 01 00", 0, 359);
}

/* A reserved track that was full is open again, and what was reserved behind it has gone. */
static void power_lost__next_track_is_reserved__reservation_is_gone(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_PLUS_R);
    run_good(fixture, "53 00 00 00 00 00 00 06 40 00"); /* 1600 blocks */
    sim_recorder_write_all(fixture, 0, 1600, 0x11);
    run_good(fixture, "53 00 00 00 00 00 00 00 20 00"); /* 32 blocks */
    sim_recorder_cut_power(fixture);
    sim_recorder_assert_disc(fixture, 1, DAMAGED, 1);
    sim_recorder_assert_track(fixture, 1, "24 21 00", 0, 816);
    run_good(fixture, SIM_CLOSE_TRACK_1);
    sim_recorder_assert_track(fixture, 1, "04 a1 00", 0, 816);
    sim_recorder_assert_disc(fixture, 1, 1, 1);
}

/* All that was sent is on the disc, but a track at once cannot go on behind a gap in its time. */
static void power_lost__at_once_and_all_written__is_damaged(void **state)
{
    struct sim_fixture *fixture = *state;

    fixture->drive.options.time_percent = 100;
    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    sim_recorder_set_page(fixture, "41 c4 08 00");
    sim_recorder_write_all(fixture, 0, 682, 0x11);
    sim_recorder_write(fixture, 682, 1, 0x11);
    assert_sense(fixture, 0x020408);
    fixture->drive.now_ms += 10000;
    sim_recorder_cut_power(fixture);
    sim_recorder_assert_disc(fixture, 1, DAMAGED, 1);
    sim_recorder_assert_track(fixture, 1, "24 01 00", 0, 682);
}

static void power_lost__in_a_test_write__leaves_the_disc_blank(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    sim_recorder_set_page(fixture, "51 c4 08 00");
    sim_recorder_write_all(fixture, 0, 1000, 0x11);
    sim_recorder_cut_power(fixture);
    sim_recorder_assert_disc(fixture, 0, 0, 1);
}

/* MMC-6, REPAIR TRACK: of what is recorded in increments the unit is filled, and recording goes on behind it. BD-R has
 * units of 32 blocks.
 */
static void repair__damaged_increment__track_goes_on(void **state)
{
    static const struct {
        enum sim_medium medium;
        int32_t written, next;
    } rows[] = {
        {SIM_MEDIUM_DVD_R, 1600, 816},
        {SIM_MEDIUM_DVD_R, 1608, 832}, /* 824 reached the disc */
        {SIM_MEDIUM_DVD_RW, 1600, 816},
        {SIM_MEDIUM_BD_R, 1600, 832},
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sim_recorder_insert(fixture, rows[i].medium);
        sim_recorder_set_page(fixture, "60 e5 08 10");
        sim_recorder_write_all(fixture, 0, (uint32_t)rows[i].written, 0x11);
        sim_recorder_cut_power(fixture);
        sim_recorder_assert_disc(fixture, 1, DAMAGED, 1);
        run_good(fixture, REPAIR_TRACK_1);
        sim_recorder_assert_disc(fixture, 1, 1, 1);
        sim_fixture_read(fixture, "52 01 00 00 00 01 00 00 30 00", 48);
        assert_data_at(fixture, 5, "04 21 01");
        assert_int_equal(load_be32(fixture->data + 12), rows[i].next);
        run_good(fixture, REPAIR_TRACK_1); /* nothing is damaged: nothing is done */
        sim_recorder_write_all(fixture, rows[i].next, 32, 0x22);
        run_good(fixture, SIM_CLOSE_TRACK_1);
        run_good(fixture, SIM_CLOSE_SESSION);
        assert_int_equal(sim_recorder_read(fixture, 815), 0x11);
        assert_int_equal(sim_recorder_read(fixture, (uint32_t)rows[i].next), 0x22);
    }
}

/* What was recorded at once cannot go on; DVD+R has no such increments (feature 0021h is not current); and a disc that
 * is written anywhere has nothing to repair.
 */
static void repair__what_has_no_increments__is_refused(void **state)
{
    static const struct {
        enum sim_medium medium;
        const char *page;
        uint32_t sense;
    } rows[] = {
        {SIM_MEDIUM_CD_R, "41 c4 08 00", 0x056400},
        {SIM_MEDIUM_DVD_R, "42 05 08 00", 0x056400},
        {SIM_MEDIUM_DVD_PLUS_R, "60 e5 08 10", 0x056400},
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sim_recorder_insert(fixture, rows[i].medium);
        sim_recorder_set_page(fixture, rows[i].page);
        if (rows[i].medium == SIM_MEDIUM_DVD_R) run_good(fixture, "53 00 00 00 00 00 00 23 c8 00");
        sim_recorder_write_all(fixture, 0, 1600, 0x11);
        sim_recorder_cut_power(fixture);
        sim_recorder_assert_disc(fixture, 1, DAMAGED, 1);
        sim_fixture_run(fixture, REPAIR_TRACK_1);
        assert_sense(fixture, rows[i].sense);
        sim_recorder_assert_disc(fixture, 1, DAMAGED, 1);
    }
    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_RAM);
    sim_fixture_run(fixture, REPAIR_TRACK_1);
    assert_sense(fixture, 0x056400);
}

static void repair__no_such_track__is_refused(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_R);
    sim_recorder_set_page(fixture, "60 e5 08 10");
    sim_recorder_write_all(fixture, 0, 1600, 0x11);
    sim_recorder_cut_power(fixture);
    sim_fixture_run(fixture, "58 00 00 00 00 02 00 00 00 00");
    assert_sense(fixture, 0x052400);
    sim_fixture_run(fixture, "58 00 00 00 00 00 00 00 00 00");
    assert_sense(fixture, 0x052400);
    sim_recorder_assert_disc(fixture, 1, DAMAGED, 1);
}

/* The drive writes an entry of the track for it: 8978 blocks at 22160 kB/s. */
static void repair__drive_that_takes_time__is_under_way(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_R);
    sim_recorder_set_page(fixture, "60 e5 08 10");
    sim_recorder_write_all(fixture, 0, 1600, 0x11);
    sim_recorder_cut_power(fixture);
    fixture->drive.options.time_percent = 100;
    run_good(fixture, "58 01 00 00 00 01 00 00 00 00");
    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 22 00", 34);
    assert_sense(fixture, 0x020407);
    fixture->drive.now_ms += 830;
    sim_recorder_assert_disc(fixture, 1, 1, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, sim_recorder_setup, sim_fixture_teardown)
        TEST(power_lost__in_a_track__is_damaged_until_it_is_closed),
        TEST(power_lost__behind_a_synchronised_packet__track_goes_on),
        TEST(power_lost__with_all_of_the_track__is_not_blank),
        TEST(power_lost__session_at_once__tracks_that_began_are_there),
        TEST(power_lost__sheet_with_other_numbers__tracks_begin_with_1),
        TEST(power_lost__behind_an_overwrite__track_is_whole),
        TEST(power_lost__dvd_r_at_once__is_filled_by_closing),
        TEST(memory__track_is_longer_than_reserved__disc_is_unreadable),
        TEST(power_lost__while_the_buffer_is_written__track_is_damaged),
        TEST(power_lost__next_track_is_reserved__reservation_is_gone),
        TEST(power_lost__at_once_and_all_written__is_damaged),
        TEST(power_lost__in_a_test_write__leaves_the_disc_blank),
        TEST(repair__damaged_increment__track_goes_on),
        TEST(repair__what_has_no_increments__is_refused),
        TEST(repair__no_such_track__is_refused),
        TEST(repair__drive_that_takes_time__is_under_way),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
