/* The engine at a simulated drive that takes the time of a real one: a buffer that is full is waited for, and a source
 * that stalls ends the burn only where nothing protects it (MMC-6, BUFE; sense 03/0C/09).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "burn/speed.h"
#include "support/sim_burner.h"

/* The source stalls behind what the engine reads ahead: 16 MiB, 8192 blocks. */
enum {
    BLOCKS = 2048,
    MANY_BLOCKS = 16384,
    STALLING_BLOCKS = 16384,
    STALL_AT_BLOCK = 12000,
    STALL_MS = 20000,
    SEED = 23
};

/* Zeros, and nothing for 20 s in their middle. */
struct stalling_source {
    struct burn_source source; /* first */
    struct fake_clock *clock;
    uint64_t at;
    bool has_stalled;
};

static int32_t read_stalling(struct burn_source *port, void *bytes, uint32_t count, uint32_t *got)
{
    struct stalling_source *source = (struct stalling_source *)port;
    uint64_t left = (uint64_t)STALLING_BLOCKS * SIM_BLOCK_BYTES - source->at;

    if (!source->has_stalled && source->at >= (uint64_t)STALL_AT_BLOCK * SIM_BLOCK_BYTES) {
        source->has_stalled = true;
        source->clock->ms += STALL_MS;
    }
    if (count > left) count = (uint32_t)left;
    memset(bytes, 0, count);
    source->at += count;
    *got = count;
    return 0;
}

static int32_t seek_stalling(struct burn_source *port, uint64_t offset)
{
    ((struct stalling_source *)port)->at = offset;
    return 0;
}

static enum burn_status write_stalling(struct sim_burner *burner, struct burn_wishes wishes)
{
    struct stalling_source source = {{read_stalling, seek_stalling}, &burner->clock, 0, false};
    enum burn_status status;

    wishes.block_count = STALLING_BLOCKS;
    wishes.sectors_per_second = BURN_SPEED_FASTEST;
    status = burn_write(&burner->tools, &wishes, &source.source, &burner->result, &burner->failure);
    assert_true(source.has_stalled);
    return status;
}

/* 2048 blocks, of which the buffer holds 784 (682 on CD): the rest takes its time at the best speed of the disc. A
 * drive that refuses with 02/04/08 gets the same WRITE again. A CD image has 150 blocks behind it.
 */
static void burn_write__drive_that_takes_time__is_waited_for(void **state)
{
    static const struct {
        enum sim_medium medium;
        uint32_t least_ms;
        bool refuses;
    } rows[] = {
        {SIM_MEDIUM_CD_R, 568, true},                                    /* 2048 x 2352 bytes at 8467 kB/s */
        {SIM_MEDIUM_DVD_R, 189, true},                                   /* x 2048 at 22160 */
        {SIM_MEDIUM_DVD_PLUS_R, 189, true}, {SIM_MEDIUM_BD_R, 77, true}, /* at 53952 */
        {SIM_MEDIUM_DVD_RAM, 605, false},                                /* at 6925: the drive holds the WRITE */
        {SIM_MEDIUM_BD_RE, 466, false},                                  /* at 8992 */
    };
    struct sim_burner *burner = *state;
    size_t i;

    burner->sim.options.time_percent = 100;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct burn_wishes wishes = {.verification = BURN_VERIFY_NONE};
        uint64_t start;

        sim_burner_insert(burner, rows[i].medium);
        start = burner->clock.ms;
        assert_int_equal(sim_burner_write(burner, wishes, BLOCKS, SEED), BURN_OK);
        assert_true(burner->clock.ms - start >= rows[i].least_ms);
        assert_int_equal(burner->counts[0x2a] - burner->full, rows[i].medium == SIM_MEDIUM_CD_R ? 69 : 64);
        assert_true(rows[i].refuses == (burner->full > 0));
        sim_burner_assert_blocks(burner, 0, BLOCKS, SEED);
    }
}

/* 512 WRITEs, of which the first two dozen fill the buffer. Once it was full the drive is asked for its room, so that
 * it has to refuse hardly one more; a question costs no data, and one does for many WRITEs.
 */
static void burn_write__buffer_was_full__drive_refuses_few_writes(void **state)
{
    static const enum sim_medium media[] = {SIM_MEDIUM_CD_R, SIM_MEDIUM_DVD_R, SIM_MEDIUM_DVD_PLUS_R, SIM_MEDIUM_BD_R};
    struct sim_burner *burner = *state;
    size_t i;

    burner->sim.options.time_percent = 100;
    for (i = 0; i < sizeof media / sizeof media[0]; i++) {
        const struct burn_wishes wishes = {.verification = BURN_VERIFY_NONE};

        sim_burner_insert(burner, media[i]);
        assert_int_equal(sim_burner_write(burner, wishes, MANY_BLOCKS, SEED), BURN_OK);
        print_message("%u WRITEs, %u refused, %u questions\n", burner->counts[0x2a], burner->full,
                      burner->counts[0x5c]);
        assert_int_equal(burner->counts[0x2a] - burner->full, media[i] == SIM_MEDIUM_CD_R ? 517 : 512);
        assert_true(burner->full > 0 && burner->full <= 5); /* 1 % */
        assert_true(burner->counts[0x5c] < 512 / 2);
        sim_burner_assert_blocks(burner, 0, MANY_BLOCKS, SEED);
    }
}

/* CancelWrite in the second second of the format. */
struct cancelling {
    struct sim_burner *burner;
    unsigned formatting; /* notices */
    unsigned writing;
};

static void cancel_while_formatting(void *context, const struct burn_progress *progress)
{
    struct cancelling *seen = context;

    seen->formatting += progress->phase == BURN_FORMATTING;
    seen->writing += progress->phase == BURN_WRITING;
    if (seen->formatting == 2) atomic_store(&seen->burner->control.is_cancelled, true);
}

/* No drive can be stopped while it formats: the burn goes on to tell its progress, and ends cancelled when the format
 * is done, with a disc that is formatted and empty, and a free door.
 */
static void burn_write__cancelled_while_the_drive_formats__ends_behind_the_format(void **state)
{
    static const struct {
        enum sim_medium medium;
        uint32_t format_ms;
    } rows[] = {{SIM_MEDIUM_DVD_PLUS_RW, 13257}, {SIM_MEDIUM_BD_RE, 86971}};
    struct sim_burner *burner = *state;
    size_t i;

    burner->sim.options.time_percent = 100;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct burn_wishes wishes = {.verification = BURN_VERIFY_NONE};
        struct cancelling seen = {.burner = burner};
        uint64_t start;

        sim_burner_insert(burner, rows[i].medium);
        burner->observer = (struct burn_observer){.notice = cancel_while_formatting, .context = &seen};
        start = burner->clock.ms;
        assert_int_equal(sim_burner_write(burner, wishes, BLOCKS, SEED), BURN_CANCELLED);
        assert_true(burner->clock.ms - start >= rows[i].format_ms);
        assert_true(burner->clock.ms - start < rows[i].format_ms + 3000);
        assert_true(seen.formatting >= rows[i].format_ms / 1100);
        assert_int_equal(seen.writing, 0);
        assert_int_equal(burner->counts[0x2a], 0);
        assert_false(burner->state.prevented);
        assert_true(sim_burner_media(burner, false).is_formatted);
        atomic_store(&burner->control.is_cancelled, false);
        memset(&burner->observer, 0, sizeof burner->observer);
        assert_int_equal(sim_burner_write(burner, wishes, BLOCKS, SEED), BURN_OK);
        sim_burner_assert_blocks(burner, 0, BLOCKS, SEED);
    }
}

static void burn_write__source_stalls__protected_burn_goes_on(void **state)
{
    static const enum sim_medium media[] = {SIM_MEDIUM_CD_R, SIM_MEDIUM_DVD_R, SIM_MEDIUM_DVD_PLUS_R, SIM_MEDIUM_BD_R};
    struct sim_burner *burner = *state;
    size_t i;

    burner->sim.options.time_percent = 100;
    for (i = 0; i < sizeof media / sizeof media[0]; i++) {
        const struct burn_wishes wishes = {.verification = BURN_VERIFY_FULL};

        sim_burner_insert(burner, media[i]);
        assert_int_equal(write_stalling(burner, wishes), BURN_OK);
        assert_true(sim_burner_media(burner, false).status & BURN_MEDIA_APPENDABLE);
    }
}

/* By track at once and by session at once. What the engine leaves behind can be read, and is not blank. */
static void burn_write__source_stalls__unprotected_burn_is_lost(void **state)
{
    struct sim_burner *burner = *state;
    int is_closed;

    burner->sim.options.time_percent = 100;
    for (is_closed = 0; is_closed < 2; is_closed++) {
        const struct burn_wishes wishes = {
            .forbids_buf = true, .is_disc_closed = is_closed != 0, .verification = BURN_VERIFY_FULL};

        sim_burner_insert(burner, SIM_MEDIUM_CD_R);
        assert_int_equal(write_stalling(burner, wishes), BURN_DRIVE);
        assert_int_equal(burner->failure.drive.sense.key, 0x03);
        assert_int_equal(burner->failure.drive.sense.asc, 0x0c);
        assert_int_equal(burner->failure.drive.sense.ascq, 0x09);
        assert_false(sim_burner_media(burner, false).status & BURN_MEDIA_BLANK);
        assert_false(burner->state.prevented);
    }
}

static enum burn_status erase(struct sim_burner *burner, bool full)
{
    const struct burn_media media = sim_burner_media(burner, false);

    return burn_erase_medium(&burner->tools, &media, full, &burner->failure);
}

/* A disc that has something on it, at its best speed: CD-RW 332850 sectors of 2352 bytes at 1764 kB/s, DVD-RW 2298496
 * blocks of 2048 at 5540; the quick way a 32nd of that (a lead-in), in full both.
 */
static void burn_erase__drive_that_takes_time__is_waited_for(void **state)
{
    static const struct {
        enum sim_medium medium;
        bool full;
        uint32_t least_ms;
    } rows[] = {
        {SIM_MEDIUM_CD_RW, false, 13868},
        {SIM_MEDIUM_CD_RW, true, 457668},
        {SIM_MEDIUM_DVD_RW, false, 26554},
        {SIM_MEDIUM_DVD_RW, true, 876250},
    };
    struct sim_burner *burner = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct burn_wishes wishes = {.verification = BURN_VERIFY_NONE};
        uint64_t start;

        burner->sim.options.time_percent = 0;
        sim_burner_insert(burner, rows[i].medium);
        assert_int_equal(sim_burner_write(burner, wishes, BLOCKS, SEED), BURN_OK);
        burner->sim.options.time_percent = 100;
        start = burner->clock.ms;
        assert_int_equal(erase(burner, rows[i].full), BURN_OK);
        assert_true(burner->clock.ms - start >= rows[i].least_ms);
        assert_true(burner->clock.ms - start < rows[i].least_ms + 3000); /* it is asked once a second */
        assert_true(sim_burner_media(burner, false).status & BURN_MEDIA_BLANK);
        assert_false(burner->state.prevented);
    }
}

/* What has to be formatted is waited for before the first block, and a close before the disc is asked for its state. */
static void burn_write__drive_that_takes_time__format_and_close_are_waited_for(void **state)
{
    static const struct {
        enum sim_medium medium;
        bool is_closed;
        uint32_t least_ms;
    } rows[] = {
        {SIM_MEDIUM_DVD_PLUS_RW, false, 13257 + 189}, /* lead-in: 71722 blocks at 11080 kB/s */
        {SIM_MEDIUM_BD_RE, false, 86971 + 466},       /* 381856 blocks at 8992 */
        {SIM_MEDIUM_DVD_R, false, 829 + 7688},        /* track 8978, lead-in and gap 83188 blocks at 22160 */
        {SIM_MEDIUM_DVD_R, true, 829 + 7688 + 6638},  /* and a lead-out */
        {SIM_MEDIUM_BD_R, false, 1811 + 14495},       /* track 47732, lead-in 381856 blocks at 53952 */
    };
    struct sim_burner *burner = *state;
    size_t i;

    burner->sim.options.time_percent = 100;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct burn_wishes wishes = {.is_disc_closed = rows[i].is_closed, .verification = BURN_VERIFY_NONE};
        uint64_t start;

        sim_burner_insert(burner, rows[i].medium);
        start = burner->clock.ms;
        assert_int_equal(sim_burner_write(burner, wishes, BLOCKS, SEED), BURN_OK);
        assert_true(burner->clock.ms - start >= rows[i].least_ms);
        sim_burner_assert_blocks(burner, 0, BLOCKS, SEED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(burn_write__drive_that_takes_time__is_waited_for, sim_burner_setup,
                                        sim_burner_teardown),
        cmocka_unit_test_setup_teardown(burn_write__buffer_was_full__drive_refuses_few_writes, sim_burner_setup,
                                        sim_burner_teardown),
        cmocka_unit_test_setup_teardown(burn_erase__drive_that_takes_time__is_waited_for, sim_burner_setup,
                                        sim_burner_teardown),
        cmocka_unit_test_setup_teardown(burn_write__drive_that_takes_time__format_and_close_are_waited_for,
                                        sim_burner_setup, sim_burner_teardown),
        cmocka_unit_test_setup_teardown(burn_write__cancelled_while_the_drive_formats__ends_behind_the_format,
                                        sim_burner_setup, sim_burner_teardown),
        cmocka_unit_test_setup_teardown(burn_write__source_stalls__protected_burn_goes_on, sim_burner_setup,
                                        sim_burner_teardown),
        cmocka_unit_test_setup_teardown(burn_write__source_stalls__unprotected_burn_is_lost, sim_burner_setup,
                                        sim_burner_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
