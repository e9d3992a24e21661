/* The buffer of a simulated drive that takes time: full, dry, and what becomes of the recording. Sources: the Pioneer
 * R11 command reference (WRITE: the waits after which 128 KB are free again, the media whose WRITE is refused with
 * 02/04/08 and those whose WRITE is held); MMC-6, write parameters page (BUFE) and sense 03/0C/09.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/bytes.h"
#include "support/sim_recorder.h"

enum { KB_128 = 64, BUFFER_FULL = 0x020408, LOSS_OF_STREAMING = 0x030c09 };

#define BUFFER_CAPACITY "5c 00 00 00 00 00 00 00 0c 00"

static int setup(void **state)
{
    struct sim_fixture *fixture;

    if (sim_recorder_setup(state) != 0) return 1;
    fixture = *state;
    fixture->drive.options.time_percent = 100;
    fixture->drive.now_ms = 0x123456789a;
    return 0;
}

static void set_speed(struct sim_fixture *fixture, const char *cdb)
{
    sim_fixture_run(fixture, cdb);
    assert_good(fixture);
}

/* Writes until the drive refuses; the block at which it did. */
static int32_t fill(struct sim_fixture *fixture, int32_t lba)
{
    do {
        sim_recorder_write(fixture, lba, KB_128, 0x11);
        lba += KB_128;
    } while (fixture->reply.outcome == SCSI_DONE);
    assert_sense(fixture, BUFFER_FULL);
    return lba - KB_128;
}

static void buffer__full__takes_128_kb_after_the_waits_of_a_real_drive(void **state)
{
    static const struct {
        enum sim_medium medium;
        const char *page;
        const char *speed; /* SET CD SPEED */
        uint32_t wait_ms;  /* of 128 KB */
    } rows[] = {
        {SIM_MEDIUM_DVD_R, "60 e5 08 10", "bb 00 ff ff 56 90 00 00 00 00 00 00", 6},  /* 22160 kB/s: 16x */
        {SIM_MEDIUM_DVD_R, "60 e5 08 10", "bb 00 ff ff 2b 48 00 00 00 00 00 00", 12}, /* 11080 kB/s: 8x */
        {SIM_MEDIUM_CD_R, "41 c4 08 00", "bb 00 ff ff 16 0d 00 00 00 00 00 00", 27},  /* 5645 kB/s: 32x */
        {SIM_MEDIUM_CD_R, "41 c4 08 00", "bb 00 ff ff 10 8a 00 00 00 00 00 00", 36},  /* 4234 kB/s: 24x */
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int32_t lba;

        sim_recorder_insert(fixture, rows[i].medium);
        sim_recorder_set_page(fixture, rows[i].page);
        set_speed(fixture, rows[i].speed);
        lba = fill(fixture, 0);
        /* What is free beyond whole 128 KB is filled, too. */
        do {
            sim_recorder_write(fixture, lba, 1, 0x11);
            lba++;
        } while (fixture->reply.outcome == SCSI_DONE);
        lba--;
        fixture->drive.now_ms += rows[i].wait_ms - 1;
        sim_recorder_write(fixture, lba, KB_128, 0x11);
        assert_sense(fixture, BUFFER_FULL);
        fixture->drive.now_ms += 1;
        sim_recorder_write(fixture, lba, KB_128, 0x11);
        assert_good(fixture);
        assert_int_equal(fixture->outcome.delay_ms, 0);
    }
}

/* 784 blocks of 2048 bytes; 682 sectors of 2352, and 1568 bytes that are no sector. */
static void buffer__each_medium__holds_so_many_blocks(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_PLUS_R);
    assert_int_equal(fill(fixture, 0), 768);
    sim_fixture_read(fixture, BUFFER_CAPACITY, 12);
    assert_data(fixture, "00 0a 00 00 00 18 80 00 00 00 80 00");
    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    sim_recorder_set_page(fixture, "41 c4 08 00");
    assert_int_equal(fill(fixture, 0), 640);
    sim_fixture_read(fixture, "5c 01 00 00 00 00 00 00 0c 00", 12);
    assert_data(fixture, "00 0a 00 01 00 00 00 00 00 00 00 2a");
}

static void buffer__of_a_disc_that_is_written_anywhere__holds_the_command(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_RAM); /* 6925 kB/s */
    sim_recorder_write_all(fixture, 0, 768, 0x11);
    sim_recorder_write(fixture, 768, 48, 0x11); /* 16 are free */
    assert_good(fixture);
    assert_int_equal(fixture->outcome.delay_ms, 10); /* 32 blocks: 9.46 ms */
    /* It is due then: another command meets a full buffer. */
    fixture->drive.now_ms += 10;
    sim_fixture_read(fixture, BUFFER_CAPACITY, 12);
    assert_data(fixture, "00 0a 00 00 00 18 80 00 00 00 00 00");
}

static void synchronize__waits_until_the_buffer_is_empty(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_R); /* 22160 kB/s */
    sim_recorder_set_page(fixture, "60 e5 08 10");
    sim_recorder_write_all(fixture, 0, 256, 0x11);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_good(fixture);
    assert_int_equal(fixture->outcome.delay_ms, 24); /* 524288 bytes: 23.66 ms */
    fixture->drive.now_ms += 24;
    sim_recorder_write_all(fixture, 256, 256, 0x11);
    sim_fixture_run(fixture, "35 02 00 00 00 00 00 00 00 00");
    assert_good(fixture);
    assert_int_equal(fixture->outcome.delay_ms, 0);
    fixture->drive.now_ms += 23;
    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_good(fixture);
    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 22 00", 34);
    assert_sense(fixture, 0x020407);
    fixture->drive.now_ms += 1;
    sim_recorder_assert_disc(fixture, 1, 1, 1);
    /* Without the Immed bit behind one with it: what is left of the time. */
    sim_recorder_write_all(fixture, 512, 256, 0x11);
    sim_fixture_run(fixture, "35 02 00 00 00 00 00 00 00 00");
    fixture->drive.now_ms += 14;
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_good(fixture);
    assert_int_equal(fixture->outcome.delay_ms, 10);
}

/* A command that is held: good, and its time has passed. */
static void run_held(struct sim_fixture *fixture, const char *cdb)
{
    sim_fixture_run(fixture, cdb);
    assert_good(fixture);
    fixture->drive.now_ms += fixture->outcome.delay_ms;
}

static void stall__protected__burn_goes_on(void **state)
{
    static const struct {
        enum sim_medium medium;
        const char *page;
    } rows[] = {
        {SIM_MEDIUM_CD_R, "41 c4 08 00"},
        {SIM_MEDIUM_DVD_R, "60 e5 08 10"},
        {SIM_MEDIUM_DVD_PLUS_R, "60 e5 08 10"},
        {SIM_MEDIUM_BD_R, "60 e5 08 10"},
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int32_t lba;

        sim_recorder_insert(fixture, rows[i].medium);
        sim_recorder_set_page(fixture, rows[i].page);
        lba = fill(fixture, 0);
        fixture->drive.now_ms += 60000;
        sim_recorder_write_all(fixture, lba, KB_128, 0x22);
        run_held(fixture, SIM_SYNCHRONIZE);
        run_held(fixture, SIM_CLOSE_TRACK_1);
        run_held(fixture, SIM_CLOSE_SESSION);
        sim_recorder_assert_disc(fixture, 1, 0, 2);
        assert_int_equal(sim_recorder_read(fixture, (uint32_t)lba), 0x22);
    }
}

/* An 1.6 MB buffer at 706 kB/s: 2273 ms hold, 2275 do not. */
static void stall__unprotected__is_lost_when_the_buffer_is_dry(void **state)
{
    struct sim_fixture *fixture = *state;
    int32_t lba;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_RW);
    sim_recorder_set_page(fixture, "01 c4 08 00"); /* BUFE 0 */
    set_speed(fixture, "bb 00 ff ff 02 c2 00 00 00 00 00 00");
    lba = fill(fixture, 0);
    do {
        sim_recorder_write(fixture, lba, 1, 0x11);
        lba++;
    } while (fixture->reply.outcome == SCSI_DONE);
    lba--;
    assert_int_equal(lba, 682);
    fixture->drive.now_ms += 2271; /* 682 x 2352 bytes: 2272.04 ms */
    sim_recorder_write(fixture, lba, 1, 0x22);
    assert_good(fixture);
    fixture->drive.now_ms += 6; /* what was left of the first, and 2352 bytes more: 4.3 ms */
    sim_recorder_write(fixture, lba + 1, 1, 0x33);
    assert_sense(fixture, LOSS_OF_STREAMING);
    /* Told once; the track takes nothing more. */
    sim_recorder_write(fixture, lba + 1, 1, 0x33);
    assert_sense(fixture, 0x052102);
    sim_recorder_assert_track(fixture, 1, "24 01 00", 0, 683);
    sim_recorder_assert_disc(fixture, 1, 2, 1);
}

static void stall__each_method_without_protection__is_lost(void **state)
{
    static const struct {
        enum sim_medium medium;
        const char *page;
        const char *before; /* RESERVE TRACK of 9160 blocks */
    } rows[] = {
        {SIM_MEDIUM_CD_R, "01 c4 08 00", NULL},
        {SIM_MEDIUM_DVD_R, "20 e5 08 10", NULL},
        {SIM_MEDIUM_DVD_R, "02 05 08 00", "53 00 00 00 00 00 00 23 c8 00"},
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sim_recorder_insert(fixture, rows[i].medium);
        sim_recorder_set_page(fixture, rows[i].page);
        if (rows[i].before) set_speed(fixture, rows[i].before);
        fill(fixture, 0);
        fixture->drive.now_ms += 5000;
        sim_fixture_run(fixture, SIM_SYNCHRONIZE);
        assert_sense(fixture, LOSS_OF_STREAMING);
        sim_fixture_run(fixture, SIM_SYNCHRONIZE);
        assert_good(fixture);
        sim_recorder_assert_disc(fixture, 1, 2, 1);
    }
}

/* The buffer runs empty behind the last block of a reserved track at once: there is nothing to lose. */
static void stall__behind_the_last_block__is_no_underrun(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_R);
    sim_recorder_set_page(fixture, "02 05 08 00");
    sim_fixture_run(fixture, "53 00 00 00 00 00 00 03 20 00"); /* 800 blocks */
    assert_int_equal(fill(fixture, 0), 768);
    fixture->drive.now_ms += 12;
    sim_recorder_write_all(fixture, 768, 32, 0x11);
    fixture->drive.now_ms += 5000;
    run_held(fixture, SIM_SYNCHRONIZE);
    sim_recorder_assert_disc(fixture, 2, 3, 1);
}

/* BUFE is set, but the drive's feature knows no protection: TAO 002Dh, byte 4 bit 6. */
static void stall__drive_without_protection__is_lost(void **state)
{
    struct sim_fixture *fixture = *state;
    struct sim_identity identity = sim_identity_default;
    uint8_t features[1024];
    size_t at;

    assert_true(identity.features_count <= sizeof features);
    memcpy(features, identity.features, identity.features_count);
    for (at = 0; load_be16(features + at) != 0x002d; at += 4u + features[at + 3])
        assert_true(at < identity.features_count);
    assert_int_equal(features[at + 4], 0x46);
    features[at + 4] = 0x06;
    identity.features = features;
    fixture->drive.identity = &identity;
    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    sim_recorder_set_page(fixture, "41 c4 08 00");
    fill(fixture, 0);
    fixture->drive.now_ms += 5000;
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_sense(fixture, LOSS_OF_STREAMING);
}

/* A recording that never filled the buffer has not begun: nothing runs dry. */
static void stall__before_the_buffer_was_full__is_none(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    sim_recorder_set_page(fixture, "01 c4 08 00");
    sim_recorder_write_all(fixture, 0, 300, 0x11);
    fixture->drive.now_ms += 5000;
    sim_recorder_write_all(fixture, 300, 100, 0x11);
    run_held(fixture, SIM_SYNCHRONIZE);
    sim_recorder_assert_track(fixture, 1, "04 01 00", 0, 400);
}

/* The laser was off: the track is not there. */
static void stall__of_a_test_write__leaves_no_track(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    sim_recorder_set_page(fixture, "11 c4 08 00");
    fill(fixture, 0);
    fixture->drive.now_ms += 5000;
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_sense(fixture, LOSS_OF_STREAMING);
    sim_recorder_assert_disc(fixture, 0, 0, 1);
}

static void clock__ten_times_as_fast__a_tenth_of_the_wait(void **state)
{
    struct sim_fixture *fixture = *state;

    fixture->drive.options.time_percent = 10;
    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_R); /* 22160 kB/s */
    sim_recorder_set_page(fixture, "60 e5 08 10");
    sim_recorder_write_all(fixture, 0, 256, 0x11);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_int_equal(fixture->outcome.delay_ms, 3); /* 524288 bytes: 2.37 ms */
}

/* The computer was started anew, and its clock with it: the buffer is empty, and the drive takes blocks again. */
static void clock__begins_anew__buffer_is_empty(void **state)
{
    struct sim_fixture *fixture = *state;
    int32_t lba;

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_PLUS_R);
    lba = fill(fixture, 0);
    fixture->drive.now_ms = 5;
    sim_recorder_write(fixture, lba, KB_128, 0x11);
    assert_good(fixture);
}

/* A drive that takes no time, the default, never is full and never runs dry. */
static void no_time__buffer_never_full(void **state)
{
    struct sim_fixture *fixture = *state;

    fixture->drive.options.time_percent = 0;
    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    sim_recorder_set_page(fixture, "01 c4 08 00");
    sim_recorder_write_all(fixture, 0, 2000, 0x11);
    fixture->drive.now_ms += 100000;
    sim_recorder_write_all(fixture, 2000, 32, 0x11);
    sim_fixture_read(fixture, BUFFER_CAPACITY, 12);
    assert_data(fixture, "00 0a 00 00 00 18 80 00 00 18 80 00");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, sim_fixture_teardown)
        TEST(buffer__full__takes_128_kb_after_the_waits_of_a_real_drive),
        TEST(buffer__each_medium__holds_so_many_blocks),
        TEST(buffer__of_a_disc_that_is_written_anywhere__holds_the_command),
        TEST(synchronize__waits_until_the_buffer_is_empty),
        TEST(stall__protected__burn_goes_on),
        TEST(stall__unprotected__is_lost_when_the_buffer_is_dry),
        TEST(stall__each_method_without_protection__is_lost),
        TEST(stall__behind_the_last_block__is_no_underrun),
        TEST(stall__drive_without_protection__is_lost),
        TEST(stall__before_the_buffer_was_full__is_none),
        TEST(stall__of_a_test_write__leaves_no_track),
        TEST(clock__ten_times_as_fast__a_tenth_of_the_wait),
        TEST(clock__begins_anew__buffer_is_empty),
        TEST(no_time__buffer_never_full),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
