/* sim/sim_power.c: what the simulated drive forgets when its power is lost, what it keeps, and what it says afterwards.
 * Sources: SPC-3, mode parameters after power on (the saved values, else the defaults) and unit attention 29/00; MMC-6,
 * PREVENT ALLOW MEDIUM REMOVAL, READ DISC INFORMATION (background format status), FORMAT UNIT (restart), GET EVENT
 * STATUS NOTIFICATION. What the disc says of a recording that broke off: test_sim_damage.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/bytes.h"
#include "support/sim_recorder.h"

#define TEST_UNIT_READY "00 00 00 00 00 00"
#define EJECT           "1b 00 00 00 02 00"

/* What waited to be told before has gone. A disc that was not seen since may be another one. */
static void power_lost__attentions__reset_and_then_the_disc(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    sim_state_raise_attention(&fixture->state, 0x2a, 0x01);
    sim_recorder_lose_power(fixture);
    sim_fixture_read(fixture, "12 00 00 00 24 00", 36); /* INQUIRY tells no attention */
    assert_good(fixture);
    run_refused(fixture, TEST_UNIT_READY, 0x062900);
    run_refused(fixture, TEST_UNIT_READY, 0x062800);
    run_good(fixture, TEST_UNIT_READY);

    sim_recorder_insert(fixture, SIM_MEDIUM_NONE);
    sim_recorder_lose_power(fixture);
    run_refused(fixture, TEST_UNIT_READY, 0x062900);
    run_refused(fixture, TEST_UNIT_READY, 0x023a01);

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    run_good(fixture, EJECT);
    sim_recorder_lose_power(fixture);
    run_refused(fixture, TEST_UNIT_READY, 0x062900);
    run_refused(fixture, TEST_UNIT_READY, 0x023a02); /* the tray is where it was */

    sim_fixture_image(fixture, 0); /* a disc that nobody can read is there all the same */
    sim_recorder_lose_power(fixture);
    run_refused(fixture, TEST_UNIT_READY, 0x062900);
    run_refused(fixture, TEST_UNIT_READY, 0x062800);
    run_refused(fixture, TEST_UNIT_READY, 0x023000);
}

/* Classes: 4 media, 2 power, 3 external request (byte 5, bit 7: persistent prevention). */
static void power_lost__events__are_those_of_a_new_medium(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    run_good(fixture, "1e 00 00 00 03 00");
    run_good(fixture, "1b 00 00 00 30 00"); /* standby: a power event waits */
    sim_recorder_lose_power(fixture);
    sim_fixture_read(fixture, "4a 01 00 00 04 00 00 00 08 00", 8);
    assert_data(fixture, "00 06 02 5e 00 01 00 00"); /* no event; active */
    sim_fixture_read(fixture, "4a 01 00 00 08 00 00 00 08 00", 8);
    assert_data(fixture, "00 06 03 5e 00 00 00 00");
    sim_fixture_read(fixture, "4a 01 00 00 10 00 00 00 08 00", 8);
    assert_data(fixture, "00 06 04 5e 02 02 00 00");

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    run_good(fixture, EJECT);
    sim_recorder_lose_power(fixture);
    sim_fixture_read(fixture, "4a 01 00 00 10 00 00 00 08 00", 8);
    assert_data(fixture, "00 06 04 5e 00 01 00 00"); /* that it was removed is told no more */
}

/* Both kinds of prevention, as MODE SENSE has them (page 2Ah, byte 6: bit 1, locked) and as they are met. */
static void power_lost__prevention__is_lifted(void **state)
{
    static const char *const prevent[] = {"1e 00 00 00 01 00", "1e 00 00 00 03 00"};
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < 2; i++) {
        sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
        run_good(fixture, prevent[i]);
        run_refused(fixture, EJECT, 0x055302);
        sim_recorder_cut_power(fixture);
        sim_fixture_read(fixture, "5a 00 2a 00 00 00 00 00 ff 00", 255);
        assert_data_at(fixture, 14, "29");
        run_good(fixture, EJECT);
    }
}

/* Page 05h cannot be saved: BUFE, LS_V and packets again, multi-session, mode 1, packets of 16, audio pause 150. */
static void power_lost__write_parameters__are_the_defaults(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    sim_recorder_set_page(fixture, "41 04 0a 00");
    sim_fixture_read(fixture, "5a 00 05 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 8, "05 32 41 04 0a 00");
    sim_recorder_cut_power(fixture);
    sim_fixture_read(fixture, "5a 00 05 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 8, "05 32 60 c5 08 10 00 00 00 00 00 00 00 10 00 96");
    sim_recorder_write(fixture, 0, 16, 0x11); /* a CD takes no packets here */
    assert_sense(fixture, 0x056400);
}

/* Page 1Ah can: idle 500 (1F4h) is saved, 17 (11h) was only set. */
static void power_lost__page_that_was_saved__is_as_saved(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_write(fixture, "55 11 00 00 00 00 00 00 14 00", "0000000000000000 9a 0a 00 03 00 00 01 f4 00 00 01 40");
    assert_good(fixture);
    sim_fixture_write(fixture, "55 10 00 00 00 00 00 00 14 00", "0000000000000000 9a 0a 00 03 00 00 00 11 00 00 01 40");
    assert_good(fixture);
    sim_recorder_lose_power(fixture);
    run_refused(fixture, TEST_UNIT_READY, 0x062900);
    sim_fixture_read(fixture, "5a 00 1a 00 00 00 00 00 ff 00", 255); /* current */
    assert_data_at(fixture, 8, "9a 0a 00 03 00 00 01 f4 00 00 01 40");
    sim_fixture_read(fixture, "5a 00 da 00 00 00 00 00 ff 00", 255); /* saved */
    assert_data_at(fixture, 8, "9a 0a 00 03 00 00 01 f4 00 00 01 40");
    sim_fixture_read(fixture, "5a 00 9a 00 00 00 00 00 ff 00", 255); /* default */
    assert_data_at(fixture, 8, "9a 0a 00 03 00 00 00 64 00 00 01 40");
}

/* CD-R: 8467 kB/s is 2113h, 2822 is B06h. */
static void power_lost__speeds__are_the_discs_best(void **state)
{
    static const char read_speed[] = "ac 10 00 00 00 00 00 00 00 10 00 00";
    static const char write_speed[] = "ac 14 00 00 00 00 00 00 00 10 00 00";
    static const struct {
        const char *cdb, *list;
    } rows[] = {
        {"bb 00 0b 06 0b 06 00 00 00 00 00 00", ""}, /* SET CD SPEED */
        {"b6 00 00 00 00 00 00 00 00 00 1c 00",      /* SET STREAMING: 2822 kB in 1000 ms, both */
         "00 00 00 00 00000000 00057da8 00000b06 000003e8 00000b06 000003e8"},
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
        sim_fixture_write(fixture, rows[i].cdb, rows[i].list);
        assert_good(fixture);
        sim_fixture_read(fixture, read_speed, 264);
        assert_data_at(fixture, 12, "00000b06");
        sim_fixture_read(fixture, write_speed, 264);
        assert_data_at(fixture, 12, "00000b06");
        sim_recorder_cut_power(fixture);
        sim_fixture_read(fixture, read_speed, 264);
        assert_data_at(fixture, 12, "00002113");
        sim_fixture_read(fixture, write_speed, 264);
        assert_data_at(fixture, 12, "00002113");
    }
}

/* Background format status (READ DISC INFORMATION, byte 7): 2 running, 1 started and not running, 3 complete. It goes
 * on where it was by FORMAT UNIT with the restart bit, and is done after 16 TEST UNIT READYs in all.
 */
static void power_lost__background_format__is_suspended(void **state)
{
    static const char information[] = "51 00 00 00 00 00 00 00 22 00", format[] = "04 11 00 00 00 00";
    static const char sense[] = "03 00 00 00 12 00";
    struct sim_fixture *fixture = *state;
    int i;

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    sim_fixture_write(fixture, format, "00 82 00 08 ff ff ff ff 98 00 00 00");
    assert_good(fixture);
    for (i = 0; i < 8; i++)
        run_good(fixture, TEST_UNIT_READY);
    sim_fixture_read(fixture, information, 34);
    assert_data_at(fixture, 7, "22");
    sim_fixture_read(fixture, sense, 18);
    assert_data_at(fixture, 2, "00 00 00 00 00 0a 00 00 00 00 04 04 00 80 7f ff"); /* half of it */
    sim_recorder_cut_power(fixture);
    sim_fixture_read(fixture, information, 34);
    assert_data_at(fixture, 7, "21");
    sim_fixture_read(fixture, sense, 18);
    assert_data_at(fixture, 2, "00 00 00 00 00 0a 00 00 00 00 00 00 00 00 00 00");
    run_good(fixture, TEST_UNIT_READY);
    sim_fixture_read(fixture, information, 34);
    assert_data_at(fixture, 7, "21");
    sim_recorder_write_all(fixture, 0, 32, 0x11);

    sim_fixture_write(fixture, format, "00 82 00 08 ff ff ff ff 98 00 00 01");
    assert_good(fixture);
    for (i = 0; i < 8; i++) {
        sim_fixture_read(fixture, information, 34);
        assert_data_at(fixture, 7, "22");
        run_good(fixture, TEST_UNIT_READY);
    }
    sim_fixture_read(fixture, information, 34);
    assert_data_at(fixture, 7, "23");
    sim_recorder_cut_power(fixture);
    sim_fixture_read(fixture, information, 34);
    assert_data_at(fixture, 7, "23"); /* what is done stays done */
    assert_int_equal(sim_recorder_read(fixture, 31), 0x11);
}

/* A format of which nothing is under way in the drive alone: the disc has it. */
static void power_lost__formatted_disc__is_formatted(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_RW);
    sim_fixture_write(fixture, "04 11 00 00 00 00", "00 82 00 08 00 00 00 00 54 00 00 10"); /* 15h, quick */
    assert_good(fixture);
    sim_recorder_write_all(fixture, 0, 32, 0x11);
    sim_recorder_cut_power(fixture);
    sim_recorder_assert_disc(fixture, 2, 1, 1); /* MMC-6: intermediate state, and so it stays */
    assert_int_equal(sim_recorder_read(fixture, 31), 0x11);
    sim_recorder_write_all(fixture, 32, 16, 0x22);
}

/* DVD-R at once: RESERVE TRACK says only how long the track will be (MMC-6, write type 2), and the drive alone knows.
 * In increments it is written to the disc.
 */
static void power_lost__reservation__is_kept_by_the_disc_alone(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_R);
    sim_recorder_set_page(fixture, "42 05 08 00");
    run_good(fixture, "53 00 00 00 00 00 00 08 00 00"); /* 2048 blocks */
    sim_recorder_assert_track(fixture, 1, "04 ef 01", 0, 2048);
    sim_recorder_cut_power(fixture);
    sim_recorder_assert_track(fixture, 1, "04 6f 01", 0, 2298496);

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_R);
    sim_recorder_set_page(fixture, "60 e5 08 10");
    run_good(fixture, "53 00 00 00 00 00 00 08 00 00");
    sim_recorder_cut_power(fixture);
    sim_recorder_assert_track(fixture, 1, "04 ef 01", 0, 2048);

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    sim_recorder_set_page(fixture, "41 c4 08 00");
    run_good(fixture, "53 00 00 00 00 00 00 08 00 00");
    sim_recorder_set_page(fixture, "42 c4 08 00");
    sim_recorder_cut_power(fixture);
    sim_recorder_assert_track(fixture, 1, "04 cf 01", 0, 2048);
}

/* SEND DISC STRUCTURE, layer boundary at 1000000 (F4240h) instead of 2086912: the disc has it with the first block that
 * is recorded; before that the drive alone knows it.
 */
static void power_lost__layer_boundary__is_kept_by_a_recorded_disc(void **state)
{
    static const char send[] = "bf 00 00 00 00 00 00 20 00 0c 00 00", read[] = "ad 00 00 00 00 00 00 20 00 0c 00 00";
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_R_DL);
    sim_fixture_write(fixture, send, "000a0000 00000000 000f4240");
    assert_good(fixture);
    sim_recorder_cut_power(fixture);
    sim_fixture_read(fixture, read, 12);
    assert_data_at(fixture, 0, "000a0000 00000000 001fd3e0");
    sim_fixture_write(fixture, send, "000a0000 00000000 000f4240");
    assert_good(fixture);
    sim_recorder_write_all(fixture, 0, 32, 0x11);
    sim_recorder_cut_power(fixture);
    sim_fixture_read(fixture, read, 12);
    assert_data_at(fixture, 0, "000a0000 80000000 000f4240");
}

/* The drive is there again, and ready. */
static void power_lost__while_becoming_ready__is_ready_when_it_is_back(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    run_good(fixture, EJECT);
    run_good(fixture, "1b 01 00 00 03 00"); /* load, Immed */
    run_refused(fixture, TEST_UNIT_READY, 0x062800);
    run_refused(fixture, TEST_UNIT_READY, 0x020401);
    sim_recorder_cut_power(fixture);
    run_good(fixture, TEST_UNIT_READY);
}

/* BLANK with its Immed bit, and a stream that ran dry without protection (BUFE is 0): nobody is told of them later. */
static void power_lost__what_was_under_way__is_over(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_RW);
    fixture->drive.options.long_commands = 5;
    run_good(fixture, "a1 11 00 00 00 00 00 00 00 00 00 00");
    run_refused(fixture, TEST_UNIT_READY, 0x020407);
    sim_recorder_cut_power(fixture);
    run_good(fixture, TEST_UNIT_READY);

    fixture->drive.options.long_commands = 0;
    fixture->drive.options.time_percent = 100;
    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    sim_recorder_set_page(fixture, "01 c4 08 00");
    sim_recorder_write_all(fixture, 0, 682, 0x11);
    sim_recorder_write(fixture, 682, 1, 0x11);
    assert_sense(fixture, 0x020408); /* the buffer is full: it is recorded from now on */
    fixture->drive.now_ms += 10000;
    run_good(fixture, TEST_UNIT_READY);
    sim_recorder_cut_power(fixture);
    run_good(fixture, SIM_CLOSE_TRACK_1); /* and not 03/0C/09 */
}

/* The file of the disc, and the faults that were asked for, are no matter of the drive's power. */
static void power_lost__what_is_not_the_drives__is_as_it_was(void **state)
{
    static const struct sim_fault faults[] = {
        {SIM_FAULT_SENSE, 0x35, 2, 0x030c00, NULL, 0},
        {SIM_FAULT_GONE, 0x1b, 1, 0, NULL, 0},
    };
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_PLUS_R);
    sim_recorder_write_all(fixture, 0, 32, 0x11);
    fixture->drive.faults = faults;
    fixture->drive.fault_count = 2;
    run_good(fixture, SIM_SYNCHRONIZE);
    sim_fixture_run(fixture, EJECT);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_DEVICE_GONE);
    assert_true(fixture->state.gone);
    assert_int_equal(fixture->state.fault_counts[0], 1);
    assert_int_equal(fixture->state.fault_counts[1], 1);
    assert_int_equal(fixture->state.stored_blocks, 32);
    assert_int_equal(fixture->state.medium, SIM_MEDIUM_DVD_PLUS_R);
}

#define POWER_TEST(test) cmocka_unit_test_setup_teardown(test, sim_recorder_setup, sim_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        POWER_TEST(power_lost__attentions__reset_and_then_the_disc),
        POWER_TEST(power_lost__events__are_those_of_a_new_medium),
        POWER_TEST(power_lost__prevention__is_lifted),
        POWER_TEST(power_lost__write_parameters__are_the_defaults),
        POWER_TEST(power_lost__page_that_was_saved__is_as_saved),
        POWER_TEST(power_lost__speeds__are_the_discs_best),
        POWER_TEST(power_lost__background_format__is_suspended),
        POWER_TEST(power_lost__formatted_disc__is_formatted),
        POWER_TEST(power_lost__reservation__is_kept_by_the_disc_alone),
        POWER_TEST(power_lost__layer_boundary__is_kept_by_a_recorded_disc),
        POWER_TEST(power_lost__while_becoming_ready__is_ready_when_it_is_back),
        POWER_TEST(power_lost__what_was_under_way__is_over),
        POWER_TEST(power_lost__what_is_not_the_drives__is_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
