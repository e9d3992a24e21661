/* burn/pace.h rule by rule: how long a full buffer is waited for, and which answers to READ BUFFER CAPACITY (MMC-6,
 * READ BUFFER CAPACITY: byte 3 the Block bit, 4 to 7 the length, 8 to 11 what of it is free) are believed.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/bytes.h"
#include "burn/burn.h"
#include "burn/run.h"
#include "support/drive_fixture.h"

enum { WRITE_BYTES = 65536 };

static const struct burn_transfer write_of_32 = {.blocks = 32, .bytes = WRITE_BYTES};
static const struct burn_run_of_blocks nobody_knows = {.source_blocks = 1000, .block_bytes = 2048};
static const struct burn_media dvd = {.medium = BURN_MEDIUM_DVD_R};

/* A run at the fixture's drive whose buffer has just been full. */
struct full {
    struct burn_tools tools;
    struct burn_plan plan;
    struct burn_run run;
    uint8_t reply[12]; /* that the script borrows */
};

static void begin(struct full *full, struct drive_fixture *fixture)
{
    *full = (struct full){.tools = {.drive = fixture->drive, .clock = &fixture->clock.clock},
                          .plan = {.has_speed = true, .speed = {.kbs = 11080}}};
    full->run.tools = &full->tools;
    full->run.plan = &full->plan;
    full->run.media = &dvd;
    burn_pace_met_full_buffer(&full->run, &write_of_32);
}

static enum burn_pace_answer admits(struct full *full, struct drive_fixture *fixture)
{
    return burn_pace_admits(&full->run, &nobody_knows, &write_of_32, &fixture->failure);
}

/* Of 2 MiB so many bytes are free. */
static void tell(struct full *full, struct drive_fixture *fixture, uint32_t free_bytes)
{
    full->reply[1] = 10;
    store_be32(full->reply + 4, 2 << 20);
    store_be32(full->reply + 8, free_bytes);
    script_bytes(&fixture->script, full->reply, sizeof full->reply);
}

/* 1x of a DVD is 1385 kB/s, of a CD 176, whose sectors of 2352 bytes count: 32 of them are 75264 bytes. */
static void pause__speed_of_the_plan__what_the_transfer_takes_at_it(void **state)
{
    static const struct {
        enum burn_medium medium;
        uint32_t kbs, blocks, bytes, ms;
    } rows[] = {
        {BURN_MEDIUM_DVD_R, 1385, 32, 65536, 47}, /* 47.3 */
        {BURN_MEDIUM_CD_R, 176, 32, 65536, 427},  /* 427.6 */
        {BURN_MEDIUM_CD_RW, 176, 32, 65536, 427},
        {BURN_MEDIUM_CD_R, 176, 27, 66096, 375}, /* with 96 bytes of sub-channel each: 375.5 */
        {BURN_MEDIUM_BD_R, 0, 32, 65536, 20},    /* nobody knows */
        {BURN_MEDIUM_BD_R, 13107, 32, 65536, 5}, /* 5.0 */
        {BURN_MEDIUM_BD_R, 53954, 32, 65536, 5}, /* 1.2 */
        {BURN_MEDIUM_DVD_R, 132, 32, 65536, 496},
        {BURN_MEDIUM_DVD_R, 100, 32, 65536, 500}, /* 655 */
    };
    struct burn_media media = {0};
    struct burn_plan plan = {.has_speed = true};
    struct burn_run run = {.plan = &plan, .media = &media};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct burn_transfer transfer = {.blocks = rows[i].blocks, .bytes = rows[i].bytes};

        media.medium = rows[i].medium;
        plan.speed.kbs = rows[i].kbs;
        assert_int_equal(burn_pace_pause_ms(&run, &nobody_knows, &transfer), rows[i].ms);
    }
    plan.speed.kbs = 176;
    run.media = NULL; /* it may be a CD */
    assert_int_equal(burn_pace_pause_ms(&run, &nobody_knows, &write_of_32), 427);
    plan.has_speed = false;
    assert_int_equal(burn_pace_pause_ms(&run, &nobody_knows, &write_of_32), 20);
}

/* Blocks a second at both ends of a run of 1000: in proportion between them. */
static void pause__speeds_of_the_run__that_of_the_address(void **state)
{
    static const struct {
        uint32_t starting, ending;
        int32_t start_lba, lba;
        uint32_t ms; /* of 32 blocks */
    } rows[] = {
        {75, 0, 0, 900, 426}, /* one of them is known: 426.7 */
        {0, 150, 0, 0, 213},  /* 213.3 */
        {100, 300, 0, 0, 320},       {100, 300, 0, 500, 160},
        {100, 300, 2000, 2500, 160}, {100, 300, 0, 999, 107}, /* 299.8 are cut to 299: 107.02 */
        {300, 100, 0, 500, 160},                              /* slower outwards */
    };
    struct burn_plan plan = {.has_speed = true, .speed = {.kbs = 1385}};
    struct burn_run run = {.plan = &plan, .media = &dvd};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct burn_run_of_blocks blocks = nobody_knows;
        struct burn_transfer transfer = write_of_32;

        blocks.start_lba = rows[i].start_lba;
        blocks.starting_speed = rows[i].starting;
        blocks.ending_speed = rows[i].ending;
        transfer.lba = rows[i].lba;
        assert_int_equal(burn_pace_pause_ms(&run, &blocks, &transfer), rows[i].ms);
    }
}

static void admits__buffer_was_never_full__asks_nothing(void **state)
{
    struct drive_fixture *fixture = *state;
    struct full full;

    begin(&full, fixture);
    full.run.pace.asks = false;
    assert_int_equal(admits(&full, fixture), BURN_PACE_SEND);
    assert_int_equal(fixture->script.sent_count, 0);
}

/* A quarter of the buffer, 512 KiB, is waited for once; then room for one WRITE is enough. */
static void admits__too_little_room__waits_for_a_quarter_of_the_buffer(void **state)
{
    static const uint8_t question[10] = {0x5C, 0, 0, 0, 0, 0, 0, 0, 12, 0};
    struct drive_fixture *fixture = *state;
    struct full full;

    begin(&full, fixture);
    tell(&full, fixture, 65536);
    assert_int_equal(admits(&full, fixture), BURN_PACE_WAIT);
    assert_int_equal(full.run.pause_ms, 41); /* 458752 / 11080 */
    assert_sent(&fixture->script, 0, question, sizeof question);
    tell(&full, fixture, 65535);
    assert_int_equal(admits(&full, fixture), BURN_PACE_WAIT);
    tell(&full, fixture, 65536);
    assert_int_equal(admits(&full, fixture), BURN_PACE_SEND);
    burn_pace_took(&full.run, &write_of_32);
    tell(&full, fixture, 524287);
    assert_int_equal(admits(&full, fixture), BURN_PACE_WAIT);
    assert_int_equal(full.run.pause_ms, 5);
    assert_false(full.run.pace.is_distrusted);
}

/* Room for eight: they go without another question. */
static void admits__room_is_told__one_question_for_all_of_it(void **state)
{
    struct drive_fixture *fixture = *state;
    struct full full;
    int i;

    begin(&full, fixture);
    tell(&full, fixture, 524288);
    for (i = 0; i < 8; i++) {
        assert_int_equal(admits(&full, fixture), BURN_PACE_SEND);
        burn_pace_took(&full.run, &write_of_32);
    }
    assert_int_equal(fixture->script.sent_count, 1);
    tell(&full, fixture, 0);
    assert_int_equal(admits(&full, fixture), BURN_PACE_WAIT);
}

/* A buffer that holds one WRITE. */
static void admits__smallest_buffer__is_waited_for(void **state)
{
    static const uint8_t is_full[12] = {0, 10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};
    struct drive_fixture *fixture = *state;
    struct full full;

    begin(&full, fixture);
    script_bytes(&fixture->script, is_full, sizeof is_full);
    assert_int_equal(admits(&full, fixture), BURN_PACE_WAIT);
}

static void assert_distrusts(struct full *full, struct drive_fixture *fixture)
{
    size_t asked;

    assert_int_equal(admits(full, fixture), BURN_PACE_SEND);
    assert_true(full->run.pace.is_distrusted);
    asked = fixture->script.sent_count;
    assert_int_equal(admits(full, fixture), BURN_PACE_SEND);
    assert_int_equal(fixture->script.sent_count, asked);
}

static void admits__answers_of_no_use__are_asked_for_no_more(void **state)
{
    static const uint8_t replies[][12] = {
        {0, 10, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9},       /* in blocks */
        {0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},       /* no buffer */
        {0, 10, 0, 0, 0, 0, 0x80, 0, 0, 0, 0x80, 0}, /* 32 KiB, less than one WRITE */
        {0, 4, 0, 0, 0, 0x20, 0, 0, 0, 0x20, 0, 0},  /* cut */
    };
    struct drive_fixture *fixture = *state;
    struct full full;
    size_t i;

    for (i = 0; i < sizeof replies / sizeof replies[0]; i++) {
        begin(&full, fixture);
        script_bytes(&fixture->script, replies[i], sizeof replies[i]);
        assert_distrusts(&full, fixture);
    }
    begin(&full, fixture);
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x20, 0x00);
    assert_distrusts(&full, fixture);
}

/* Another disc, an earlier WRITE that failed, a drive that is gone: the WRITE would have met the same. */
static void admits__question_fails_otherwise__is_a_failure(void **state)
{
    struct drive_fixture *fixture = *state;
    struct full full;

    begin(&full, fixture);
    script_sense(&fixture->script, 1, 0x70, 0x06, 0x28, 0x00);
    assert_int_equal(admits(&full, fixture), BURN_PACE_FAILED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x5C, 0x06, 0x28, 0x00);
    script_sense(&fixture->script, 1, 0x71, 0x05, 0x21, 0x00); /* deferred */
    assert_int_equal(admits(&full, fixture), BURN_PACE_FAILED);
    script_failure(&fixture->script, SCSI_LOST, SCSI_FAILURE_DEVICE_GONE, 0);
    assert_int_equal(admits(&full, fixture), BURN_PACE_FAILED);
    assert_false(full.run.pace.is_distrusted);
}

static void admits__no_room_for_30_s__is_tried(void **state)
{
    struct drive_fixture *fixture = *state;
    struct full full;

    begin(&full, fixture);
    tell(&full, fixture, 0);
    assert_int_equal(admits(&full, fixture), BURN_PACE_WAIT);
    fixture->clock.ms += 29999;
    tell(&full, fixture, 0);
    assert_int_equal(admits(&full, fixture), BURN_PACE_WAIT);
    fixture->clock.ms += 1;
    tell(&full, fixture, 0);
    assert_distrusts(&full, fixture);
}

static void met_full_buffer__it_had_told_room__is_distrusted(void **state)
{
    struct drive_fixture *fixture = *state;
    struct full full;

    begin(&full, fixture);
    assert_false(full.run.pace.is_distrusted); /* it was not asked yet */
    full.run.pace.room_bytes = 65535;
    burn_pace_met_full_buffer(&full.run, &write_of_32);
    assert_false(full.run.pace.is_distrusted);
    assert_int_equal(full.run.pace.room_bytes, 0);
    full.run.pace.room_bytes = 65536;
    burn_pace_met_full_buffer(&full.run, &write_of_32);
    assert_true(full.run.pace.is_distrusted);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, drive_fixture_setup, drive_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pause__speed_of_the_plan__what_the_transfer_takes_at_it),
        cmocka_unit_test(pause__speeds_of_the_run__that_of_the_address),
        CASE(admits__buffer_was_never_full__asks_nothing),
        CASE(admits__too_little_room__waits_for_a_quarter_of_the_buffer),
        CASE(admits__room_is_told__one_question_for_all_of_it),
        CASE(admits__smallest_buffer__is_waited_for),
        CASE(admits__answers_of_no_use__are_asked_for_no_more),
        CASE(admits__question_fails_otherwise__is_a_failure),
        CASE(admits__no_room_for_30_s__is_tried),
        CASE(met_full_buffer__it_had_told_room__is_distrusted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
