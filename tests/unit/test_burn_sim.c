/* Burner and simulated drive together, medium by medium: what burn_media_read says of each disc, a burn, what the drive
 * reads of it, a session behind it, the end of the disc, an erase. The two share no table; capacities are the books' of
 * each format.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "sim/sim_recording.h"
#include "support/sim_burner.h"

/* clang-format off */
struct row {
    enum sim_medium sim;
    const char *name;
    enum burn_medium medium;
    uint32_t status;     /* of the blank disc */
    uint64_t total;
    uint64_t left;       /* free blocks of it */
    uint32_t unit;
    bool is_appendable;  /* a second session is possible */
    bool is_erasable;
};

static const struct row rows[] = {
    {SIM_MEDIUM_CD_R,          "CD-R",      BURN_MEDIUM_CD_R,          0x0006,   359849,   359697,  1, true,  false},
    {SIM_MEDIUM_CD_RW,         "CD-RW",     BURN_MEDIUM_CD_RW,         0x0006,   332850,   332698,  1, true,  true},
    {SIM_MEDIUM_DVD_R,         "DVD-R",     BURN_MEDIUM_DVD_R,         0x0006,  2298496,  2298496, 16, true,  false},
    {SIM_MEDIUM_DVD_RW,        "DVD-RW",    BURN_MEDIUM_DVD_RW,        0x0006,  2298496,  2298496, 16, true,  true},
    {SIM_MEDIUM_DVD_PLUS_R,    "DVD+R",     BURN_MEDIUM_DVD_PLUS_R,    0x0006,  2295104,  2295104, 16, true,  false},
    {SIM_MEDIUM_DVD_PLUS_R_DL, "DVD+R DL",  BURN_MEDIUM_DVD_PLUS_R_DL, 0x0006,  4173824,  4173824, 16, false, false},
    {SIM_MEDIUM_DVD_R_DL,      "DVD-R DL",  BURN_MEDIUM_DVD_R_DL,      0x000A,  4171712,  4171712, 16, false, false},
    {SIM_MEDIUM_BD_R,          "BD-R",      BURN_MEDIUM_BD_R,          0x0006, 12219392, 12219392, 32, true,  false},
    {SIM_MEDIUM_BD_R_DL,       "BD-R DL",   BURN_MEDIUM_BD_R,          0x0006, 24438784, 24438784, 32, true,  false},
    {SIM_MEDIUM_DVD_PLUS_RW,   "DVD+RW",    BURN_MEDIUM_DVD_PLUS_RW,   0x0003,  2295104,  2295104, 16, false, true},
    {SIM_MEDIUM_DVD_RW_RO,     "DVD-RW RO", BURN_MEDIUM_DVD_RW,        0x0003,  2297888,  2297888, 16, false, true},
    {SIM_MEDIUM_DVD_RAM,       "DVD-RAM",   BURN_MEDIUM_DVD_RAM,       0x0003,  2236704,  2236704, 16, false, true},
    {SIM_MEDIUM_BD_RE,         "BD-RE",     BURN_MEDIUM_BD_RE,         0x0003, 12219392, 12219392, 32, false, true},
    {SIM_MEDIUM_BD_RE_DL,      "BD-RE DL",  BURN_MEDIUM_BD_RE,         0x0003, 24438784, 24438784, 32, false, true},
};
/* clang-format on */

enum { ROWS = sizeof rows / sizeof rows[0], BLOCKS = 916, SHORT_BLOCKS = 96, POWER_BLOCKS = 2048 };

static bool is_overwritable(const struct row *row)
{
    return (row->status & BURN_MEDIA_OVERWRITE_ONLY) != 0;
}

static void media_read__each_blank_disc__is_what_its_book_says(void **state)
{
    struct sim_burner *burner = *state;
    unsigned wrong = 0;
    size_t i;

    for (i = 0; i < ROWS; i++) {
        struct burn_media media;

        sim_burner_insert(burner, rows[i].sim);
        media = sim_burner_media(burner, true);
        if (media.medium != rows[i].medium || media.status != rows[i].status || media.total_blocks != rows[i].total ||
            media.free_blocks != rows[i].left || media.unit_blocks != rows[i].unit || media.next_writable) {
            print_error("%s: medium %d, status %04X, %llu, %llu, unit %u, next %ld\n", rows[i].name, (int)media.medium,
                        (unsigned)media.status, (unsigned long long)media.total_blocks,
                        (unsigned long long)media.free_blocks, (unsigned)media.unit_blocks, (long)media.next_writable);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void must_write(struct sim_burner *burner, const char *name, struct burn_wishes wishes, uint8_t seed)
{
    enum burn_status status = sim_burner_write(burner, wishes, BLOCKS, seed);

    if (status != BURN_OK) {
        fail_msg("%s: burn_status %d, drive %d, command %02Xh, sense %X/%02X/%02X, lba %ld", name, (int)status,
                 (int)burner->failure.drive.status, burner->failure.drive.opcode, burner->failure.drive.sense.key,
                 burner->failure.drive.sense.asc, burner->failure.drive.sense.ascq, (long)burner->failure.lba);
    }
}

/* Written and left open, or anywhere: the drive reads it, and the disc says so. */
static void burn_write__left_open__is_read_back(void **state)
{
    struct sim_burner *burner = *state;
    size_t i;

    for (i = 0; i < ROWS; i++) {
        const struct burn_wishes wishes = {.verification = BURN_VERIFY_FULL};
        struct burn_media media;

        sim_burner_insert(burner, rows[i].sim);
        must_write(burner, rows[i].name, wishes, 3);
        sim_burner_assert_blocks(burner, 0, BLOCKS, 3);
        media = sim_burner_media(burner, true);
        if (is_overwritable(&rows[i])) {
            assert_int_equal(media.status, BURN_MEDIA_OVERWRITE_ONLY);
        } else if (rows[i].is_appendable) {
            assert_int_equal(media.status, BURN_MEDIA_APPENDABLE);
            assert_true(media.has_previous && media.has_previous_end);
            assert_int_equal(media.previous_start, 0);
            assert_true(media.previous_end >= BLOCKS - 1);
            assert_true(media.next_writable > media.previous_end);
        }
    }
}

static void burn_write__second_session__both_are_read_back(void **state)
{
    struct sim_burner *burner = *state;
    size_t i;

    for (i = 0; i < ROWS; i++) {
        const struct burn_wishes open = {.verification = BURN_VERIFY_QUICK};
        const struct burn_wishes closed = {.is_disc_closed = true, .verification = BURN_VERIFY_QUICK};
        struct burn_media media;
        int32_t start;

        if (!rows[i].is_appendable) continue;
        sim_burner_insert(burner, rows[i].sim);
        must_write(burner, rows[i].name, open, 5);
        start = sim_burner_media(burner, false).next_writable;
        must_write(burner, rows[i].name, open, 7);
        media = sim_burner_media(burner, false);
        assert_int_equal(media.status, BURN_MEDIA_APPENDABLE);
        assert_true(media.has_previous);
        if (media.previous_start != start) fail_msg("%s: session at %ld", rows[i].name, (long)media.previous_start);
        must_write(burner, rows[i].name, closed, 9);
        sim_burner_assert_blocks(burner, 0, BLOCKS, 5);
        sim_burner_assert_blocks(burner, start, BLOCKS, 7);
        sim_burner_assert_blocks(burner, media.next_writable, BLOCKS, 9);
        assert_true(sim_burner_media(burner, false).status & BURN_MEDIA_FINALIZED);
        assert_int_equal(sim_burner_write(burner, open, BLOCKS, 1), BURN_INVALID_STATE);
    }
}

static void burn_write__closed__is_finalised(void **state)
{
    struct sim_burner *burner = *state;
    size_t i;

    for (i = 0; i < ROWS; i++) {
        const struct burn_wishes wishes = {.is_disc_closed = true, .verification = BURN_VERIFY_FULL};
        struct burn_media media;

        sim_burner_insert(burner, rows[i].sim);
        must_write(burner, rows[i].name, wishes, 11);
        sim_burner_assert_blocks(burner, 0, BLOCKS, 11);
        media = sim_burner_media(burner, false);
        if (!is_overwritable(&rows[i])) {
            assert_int_equal(media.status, rows[i].is_erasable ? 0x4800 : 0x4000);
        }
    }
}

/* Blank again, and written again. */
static void burn_erase__quick__is_blank_and_can_be_written(void **state)
{
    struct sim_burner *burner = *state;
    size_t i;

    for (i = 0; i < ROWS; i++) {
        const struct burn_wishes wishes = {.is_disc_closed = true, .verification = BURN_VERIFY_FULL};
        struct burn_media media;
        enum burn_status status;

        if (!rows[i].is_erasable) continue;
        sim_burner_insert(burner, rows[i].sim);
        must_write(burner, rows[i].name, wishes, 13);
        status = burn_erase(&burner->tools, false, &burner->result, &burner->failure);
        if (status != BURN_OK) {
            fail_msg("%s: %d, command %02Xh, sense %X/%02X/%02X", rows[i].name, (int)status,
                     burner->failure.drive.opcode, burner->failure.drive.sense.key, burner->failure.drive.sense.asc,
                     burner->failure.drive.sense.ascq);
        }
        media = sim_burner_media(burner, true);
        assert_true(media.status & BURN_MEDIA_BLANK);
        assert_false(media.status & BURN_MEDIA_UNWRITABLE);
        must_write(burner, rows[i].name, wishes, 15);
        sim_burner_assert_blocks(burner, 0, BLOCKS, 15);
    }
}

/* The background format of the DVD+RW is over. */
static void finish_format(struct sim_burner *burner)
{
    struct sim_recording recording;

    assert_true(sim_recording_load(&recording, &burner->disc));
    recording.background = SIM_BACKGROUND_DONE;
    sim_recording_store(&recording, &burner->disc);
}

/* Packet writing leaves an anchor of UDF in the last block (ECMA-167, 3/8.4.2). */
static void burn_erase__quick_with_something_in_the_last_block__is_blank_and_can_be_written(void **state)
{
    struct sim_burner *burner = *state;
    size_t i;

    burner->sim.options.blocks = 4096;
    for (i = 0; i < ROWS; i++) {
        const struct burn_wishes wishes = {.verification = BURN_VERIFY_QUICK};
        struct burn_media media;

        if (!is_overwritable(&rows[i])) continue;
        sim_burner_insert(burner, rows[i].sim);
        assert_int_equal(sim_burner_write(burner, wishes, 4096, 13), BURN_OK);
        if (rows[i].sim == SIM_MEDIUM_DVD_PLUS_RW) finish_format(burner);
        assert_int_equal(burn_erase(&burner->tools, false, &burner->result, &burner->failure), BURN_OK);
        media = sim_burner_media(burner, true);
        if (!(media.status & BURN_MEDIA_BLANK)) fail_msg("%s: status %04X", rows[i].name, (unsigned)media.status);
        must_write(burner, rows[i].name, wishes, 15);
        sim_burner_assert_blocks(burner, 0, BLOCKS, 15);
    }
}

/* 64 KiB a WRITE, and little besides: questions, preparations, closes and the polls in between. */
static void burn_write__each_medium__sends_its_writes_and_60_commands_at_most(void **state)
{
    struct sim_burner *burner = *state;
    unsigned writes, wrong = 0;
    size_t i;

    for (i = 0; i < ROWS; i++) {
        const struct burn_wishes wishes = {.is_disc_closed = true, .may_overwrite = true};

        sim_burner_insert(burner, rows[i].sim);
        burner->sent = 0;
        must_write(burner, rows[i].name, wishes, 21);
        writes = burner->counts[0x2A] + burner->counts[0xAA];
        /* The 150 blocks of pre-gap and post-gap of a CD are WRITEs too. */
        if (writes > (BLOCKS + 300 + 31) / 32 + 2 || burner->sent > writes + 60 + writes / 100) {
            print_error("%s: %u WRITEs of %u commands\n", rows[i].name, writes, burner->sent);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

/* After a burn that failed at one command: the tray is not locked, the disc says the truth, and the drive goes on. */
static void check_after_failure(struct sim_burner *burner, const struct row *row, unsigned nth)
{
    const struct burn_wishes wishes = {.is_disc_closed = true, .may_overwrite = true};
    struct burn_media media;
    enum burn_status status;

    if (burner->state.prevented && burner->failed_opcode != 0x1E) {
        fail_msg("%s, command %u (%02Xh): the tray is locked", row->name, nth, burner->failed_opcode);
    }
    media = sim_burner_media(burner, true);
    if (burner->disc.count && !is_overwritable(row) && media.status & BURN_MEDIA_BLANK && media.next_writable) {
        fail_msg("%s, command %u (%02Xh): blank, and something is on it", row->name, nth, burner->failed_opcode);
    }
    if (row->is_erasable) {
        status = burn_erase(&burner->tools, false, &burner->result, &burner->failure);
        if (status != BURN_OK) {
            fail_msg("%s, command %u (%02Xh): erase is %d, status %04X", row->name, nth, burner->failed_opcode,
                     (int)status, (unsigned)media.status);
        }
    } else if (media.status & BURN_MEDIA_UNWRITABLE) {
        return;
    }
    media = sim_burner_media(burner, false);
    status = sim_burner_write(burner, wishes, SHORT_BLOCKS, 19);
    /* The layer break was set to half of what failed: there is no room for as much once more. */
    if (row->sim == SIM_MEDIUM_DVD_PLUS_R_DL && status == BURN_TOO_LARGE) return;
    if (status != BURN_OK) {
        fail_msg("%s, command %u (%02Xh): the next burn is %d, command %02Xh, sense %X/%02X/%02X", row->name, nth,
                 burner->failed_opcode, (int)status, burner->failure.drive.opcode, burner->failure.drive.sense.key,
                 burner->failure.drive.sense.asc, burner->failure.drive.sense.ascq);
    }
    sim_burner_assert_blocks(burner, media.next_writable, SHORT_BLOCKS, 19);
}

/* Each command of a burn fails in turn. A burn that says it is good is good all the same. */
static void sweep(struct sim_burner *burner, bool is_cut_off)
{
    const struct burn_wishes wishes = {.verification = BURN_VERIFY_QUICK};
    unsigned nth;
    size_t i;

    for (i = 0; i < ROWS; i++) {
        burner->has_failed = true;
        for (nth = 1; burner->has_failed; nth++) {
            enum burn_status status;

            sim_burner_insert(burner, rows[i].sim);
            sim_burner_fail(burner, nth, is_cut_off);
            status = sim_burner_write(burner, wishes, SHORT_BLOCKS, 17);
            sim_burner_fail(burner, 0, false);
            if (is_cut_off) burner->state.prevented = false; /* as after power-up */
            if (status == BURN_OK) sim_burner_assert_blocks(burner, 0, SHORT_BLOCKS, 17);
            if (burner->has_failed) check_after_failure(burner, &rows[i], nth);
        }
        assert_true(nth > 10);
    }
}

static void burn_write__each_command_fails__the_drive_goes_on(void **state)
{
    sweep(*state, false);
}

static void burn_write__drive_is_gone_at_each_command__it_goes_on_when_it_is_back(void **state)
{
    sweep(*state, true);
}

/* A drive that is busy for a while after each command with its Immed bit: the burner waits, and finds the same disc. */
static void burn_write__slow_drive__is_waited_for(void **state)
{
    struct sim_burner *burner = *state;
    size_t i;

    burner->sim.options.long_commands = 5;
    for (i = 0; i < ROWS; i++) {
        const struct burn_wishes wishes = {.is_disc_closed = true, .verification = BURN_VERIFY_FULL};

        sim_burner_insert(burner, rows[i].sim);
        must_write(burner, rows[i].name, wishes, 17);
        sim_burner_assert_blocks(burner, 0, BLOCKS, 17);
        if (!rows[i].is_erasable) continue;
        assert_int_equal(burn_erase(&burner->tools, false, &burner->result, &burner->failure), BURN_OK);
        assert_true(sim_burner_media(burner, true).status & BURN_MEDIA_BLANK);
    }
}

/* A disc of 4096 blocks is erased whole, and takes so many and no more. */
static void burn_write__small_disc__is_written_to_its_end(void **state)
{
    struct sim_burner *burner = *state;
    size_t i;

    burner->sim.options.blocks = 4096;
    for (i = 0; i < ROWS; i++) {
        const struct burn_wishes wishes = {
            .is_disc_closed = true, .has_post_gap = true, .may_overwrite = true, .verification = BURN_VERIFY_FULL};
        uint32_t room = rows[i].unit == 1 ? 4094 : 4096; /* CD: without its run-out blocks */
        enum burn_status status;

        sim_burner_insert(burner, rows[i].sim);
        assert_int_equal(sim_burner_write(burner, wishes, room + 1, 19), BURN_TOO_LARGE);
        status = sim_burner_write(burner, wishes, room, 19);
        if (status != BURN_OK) fail_msg("%s: burn_status %d", rows[i].name, (int)status);
        sim_burner_assert_blocks(burner, 0, room, 19);
        if (!rows[i].is_erasable) continue;
        assert_int_equal(burn_erase(&burner->tools, true, &burner->result, &burner->failure), BURN_OK);
        assert_true(sim_burner_media(burner, true).status & BURN_MEDIA_BLANK);
    }
}

/* The laser stays off: a burn that is told to be a test ends well, and the disc is as blank as before. */
static void burn_write__test__leaves_the_disc_blank(void **state)
{
    static const enum sim_medium media[] = {SIM_MEDIUM_CD_R, SIM_MEDIUM_CD_RW, SIM_MEDIUM_DVD_R, SIM_MEDIUM_DVD_RW};
    struct sim_burner *burner = *state;
    size_t i;

    for (i = 0; i < sizeof media / sizeof media[0]; i++) {
        const struct burn_wishes wishes = {.is_test = true, .is_disc_closed = i % 2};
        enum burn_status status;

        sim_burner_insert(burner, media[i]);
        status = sim_burner_write(burner, wishes, BLOCKS, 21);
        if (status != BURN_OK) fail_msg("medium %d: burn_status %d", (int)media[i], (int)status);
        if (!(sim_burner_media(burner, false).status & BURN_MEDIA_BLANK))
            fail_msg("medium %d is not blank", (int)media[i]);
        assert_int_equal(burner->stored_blocks, 0);
    }
}

/* What came before a failure is on the disc, and is not called blank; a disc that the checks refuse is as it was. */
static void burn_write__disc_is_full_before_its_end__is_told_as_it_is(void **state)
{
    struct sim_burner *burner = *state;
    const struct burn_wishes wishes = {.is_compatible = false};
    size_t i;

    for (i = 0; i < ROWS; i++) {
        struct burn_media now;

        sim_burner_insert(burner, rows[i].sim);
        burner->full_at = 2;
        assert_int_equal(sim_burner_write(burner, wishes, BLOCKS, 3), BURN_TOO_LARGE);
        burner->full_at = 0;
        assert_false(burner->state.prevented);
        assert_int_equal(burner->result.before.status, rows[i].status);
        now = sim_burner_media(burner, false);
        assert_int_equal(burner->result.after.medium, now.medium);
        if (burner->result.after.status != now.status) {
            fail_msg("%s: told %04X, is %04X", rows[i].name, (unsigned)burner->result.after.status,
                     (unsigned)now.status);
        }
        assert_int_equal(burner->result.after.next_writable, now.next_writable);
        if (!is_overwritable(&rows[i])) assert_false(now.status & BURN_MEDIA_BLANK);
        sim_burner_insert(burner, rows[i].sim);
        assert_int_equal(sim_burner_write(burner, wishes, (uint32_t)rows[i].total + 1, 3), BURN_TOO_LARGE);
        assert_int_equal(burner->result.after.status, rows[i].status);
        assert_int_equal(burner->counts[0x51], 1); /* nothing was sent that would have to be looked at */
    }
}

/* Nor is a disc read twice that cannot be erased. */
static void burn_erase__refused_by_the_checks__medium_is_read_once(void **state)
{
    struct sim_burner *burner = *state;

    sim_burner_insert(burner, SIM_MEDIUM_DVD_R);
    assert_int_equal(burn_erase(&burner->tools, true, &burner->result, &burner->failure), BURN_MEDIUM_UNSUPPORTED);
    assert_int_equal(burner->counts[0x51], 1);
    assert_int_equal(burner->result.after.medium, BURN_MEDIUM_DVD_R);
    assert_int_equal(burner->result.after.status, burner->result.before.status);
}

/* The power goes at the WRITE of this number, counted from 1; then the drive comes back. */
static void burn_until_power_is_lost(struct sim_burner *burner, const struct row *row, uint32_t nth)
{
    const struct burn_wishes wishes = {.verification = BURN_VERIFY_QUICK};
    const struct sim_fault gone = {.kind = SIM_FAULT_GONE, .opcode = 0x2A, .nth = nth};

    sim_burner_insert(burner, row->sim);
    sim_state_clear_faults(&burner->state);
    burner->sim.faults = &gone;
    burner->sim.fault_count = 1;
    assert_int_equal(sim_burner_write(burner, wishes, POWER_BLOCKS, 29), BURN_DRIVE);
    assert_int_equal(burner->failure.drive.status, DRIVE_GONE);
    assert_int_equal(burner->failure.lba, (nth - 1) * 32);
    assert_int_equal(burner->result.after.medium,
                     BURN_MEDIUM_UNKNOWN); /* nothing is told of a disc that is not there */
    assert_int_equal(burner->result.after.status, 0);
    burner->sim.fault_count = 0;
    sim_state_clear_faults(&burner->state);
}

/* A drive's buffer of 784 blocks goes with the power. What had left it is on the disc, which is told as damaged where
 * it is written once, and never as blank.
 */
static void burn_write__power_is_lost_at_a_write__the_disc_says_what_reached_it(void **state)
{
    static const uint32_t numbers[] = {1, 2, 25, 26, 40, 63};
    struct sim_burner *burner = *state;
    size_t i, k;

    for (i = 0; i < ROWS; i++) {
        uint32_t expected = is_overwritable(&rows[i]) ? 0 : BURN_MEDIA_DAMAGED;

        for (k = 0; k < sizeof numbers / sizeof numbers[0]; k++) {
            uint32_t sent = (numbers[k] - 1) * 32, reached = sent > 784 ? sent - 784 : 0;
            struct burn_media media;

            burn_until_power_is_lost(burner, &rows[i], numbers[k]);
            media = sim_burner_media(burner, true);
            if (numbers[k] == 1) {
                assert_int_equal(media.status, rows[i].status);
                continue;
            }
            if ((media.status & BURN_MEDIA_DAMAGED) != expected || media.status & BURN_MEDIA_BLANK) {
                fail_msg("%s, WRITE %u: status %04X", rows[i].name, (unsigned)numbers[k], (unsigned)media.status);
            }
            if (reached) sim_burner_assert_blocks(burner, 0, reached, 29);
        }
    }
}

#define BURNER_TEST(test) cmocka_unit_test_setup_teardown(test, sim_burner_setup, sim_burner_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BURNER_TEST(media_read__each_blank_disc__is_what_its_book_says),
        BURNER_TEST(burn_write__left_open__is_read_back),
        BURNER_TEST(burn_write__second_session__both_are_read_back),
        BURNER_TEST(burn_write__closed__is_finalised),
        BURNER_TEST(burn_write__slow_drive__is_waited_for),
        BURNER_TEST(burn_write__small_disc__is_written_to_its_end),
        BURNER_TEST(burn_write__test__leaves_the_disc_blank),
        BURNER_TEST(burn_erase__quick__is_blank_and_can_be_written),
        BURNER_TEST(burn_erase__quick_with_something_in_the_last_block__is_blank_and_can_be_written),
        BURNER_TEST(burn_write__each_medium__sends_its_writes_and_60_commands_at_most),
        BURNER_TEST(burn_write__each_command_fails__the_drive_goes_on),
        BURNER_TEST(burn_write__drive_is_gone_at_each_command__it_goes_on_when_it_is_back),
        BURNER_TEST(burn_write__disc_is_full_before_its_end__is_told_as_it_is),
        BURNER_TEST(burn_erase__refused_by_the_checks__medium_is_read_once),
        BURNER_TEST(burn_write__power_is_lost_at_a_write__the_disc_says_what_reached_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
