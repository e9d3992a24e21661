/* burn_dry_run on each medium of the simulated drive: it changes nothing, and its plan has what a burn then sends. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "burn/dry_run.h"
#include "support/sim_burner.h"

enum { BLOCKS = 1000, STEPS_MAX = 16 };

/* Of commands that change a disc or a drive (MMC-6): PREVENT ALLOW MEDIUM REMOVAL, MODE SELECT, SET CD SPEED, SET
 * STREAMING, SEND OPC INFORMATION, SEND CUE SHEET, RESERVE TRACK, SEND DISC STRUCTURE, FORMAT UNIT, WRITE(10),
 * WRITE(12), SYNCHRONIZE CACHE, CLOSE TRACK/SESSION, BLANK.
 */
static const uint8_t changing[] = {0x1E, 0x55, 0xBB, 0xB6, 0x54, 0x5D, 0x53, 0xBF, 0x04, 0x2A, 0xAA, 0x35, 0x5B, 0xA1};

/* What was planned; after `most` steps there is no memory. */
struct planned {
    unsigned counts[256];
    unsigned steps, most;
};

static bool take(void *context, const struct burn_planned_step *step)
{
    struct planned *planned = context;

    assert_true(step->words[0]);
    assert_int_equal(step->commands == 0, step->cdb == NULL);
    assert_int_equal(step->list_bytes == 0, step->list == NULL);
    if (step->cdb) planned->counts[step->cdb[0]] += step->commands;
    return planned->steps++ < planned->most;
}

/* A source of these bytes; from `fails_at` on it gives 77, and where that is beyond its end, nothing. */
struct source {
    struct burn_source source; /* first */
    uint64_t bytes, at, fails_at;
    struct burn_control *cancels; /* at its first read; NULL: does not */
};

static int32_t read_source(struct burn_source *base, void *bytes, uint32_t count, uint32_t *got)
{
    struct source *source = (struct source *)base;
    uint64_t left = source->bytes - source->at;

    if (source->at + count > source->fails_at) return 77;
    if (source->cancels) atomic_store(&source->cancels->is_cancelled, true);
    *got = left < count ? (uint32_t)left : count;
    memset(bytes, 0x5A, *got);
    source->at += *got;
    return 0;
}

static int32_t seek_source(struct burn_source *base, uint64_t offset)
{
    ((struct source *)base)->at = offset;
    return 0;
}

static void begin(struct source *source, uint64_t blocks)
{
    memset(source, 0, sizeof *source);
    source->source.read = read_source;
    source->source.seek = seek_source;
    source->bytes = blocks * SIM_BLOCK_BYTES;
    source->fails_at = UINT64_MAX;
}

static enum burn_status dry_run(struct sim_burner *burner, struct burn_wishes wishes, struct source *source,
                                struct planned *planned)
{
    const struct burn_planned_steps steps = {take, planned};

    wishes.block_count = BLOCKS;
    wishes.sectors_per_second = BURN_SPEED_FASTEST;
    return burn_dry_run(&burner->tools, &wishes, &source->source, &steps, &burner->failure);
}

static void assert_unchanged(const struct sim_burner *burner)
{
    size_t i;

    for (i = 0; i < sizeof changing; i++)
        if (burner->counts[changing[i]]) fail_msg("command %02Xh was sent", changing[i]);
}

static void dry_run__each_medium__plans_what_a_burn_sends(void **state)
{
    static const enum sim_medium media[] = {SIM_MEDIUM_CD_R,          SIM_MEDIUM_CD_RW,    SIM_MEDIUM_DVD_R,
                                            SIM_MEDIUM_DVD_RW,        SIM_MEDIUM_DVD_R_DL, SIM_MEDIUM_DVD_PLUS_R,
                                            SIM_MEDIUM_DVD_PLUS_R_DL, SIM_MEDIUM_BD_R,     SIM_MEDIUM_BD_RE,
                                            SIM_MEDIUM_DVD_PLUS_RW,   SIM_MEDIUM_DVD_RAM};
    struct sim_burner *burner = *state;
    size_t i, j;

    for (i = 0; i < sizeof media / sizeof media[0]; i++) {
        const struct burn_wishes wishes = {.is_disc_closed = true, .is_compatible = true};
        struct planned planned = {.most = 100};
        struct source source;

        begin(&source, BLOCKS);
        sim_burner_insert(burner, media[i]);
        assert_int_equal(dry_run(burner, wishes, &source, &planned), BURN_OK);
        assert_int_equal(source.at, source.bytes);
        assert_unchanged(burner);
        assert_int_equal(sim_burner_write(burner, wishes, BLOCKS, 3), BURN_OK);
        for (j = 0; j < sizeof changing; j++) {
            if (planned.counts[changing[j]] != burner->counts[changing[j]])
                fail_msg("medium %d: command %02Xh planned %u times, sent %u times", (int)media[i], changing[j],
                         planned.counts[changing[j]], burner->counts[changing[j]]);
        }
    }
}

static void dry_run__source__is_judged_as_a_burn_judges_it(void **state)
{
    struct sim_burner *burner = *state;
    struct planned planned = {.most = 100};
    struct source source;

    sim_burner_insert(burner, SIM_MEDIUM_CD_R);
    begin(&source, BLOCKS);
    source.fails_at = source.bytes - 1;
    assert_int_equal(dry_run(burner, (struct burn_wishes){0}, &source, &planned), BURN_SOURCE_FAILED);
    assert_int_equal(burner->failure.source_result, 77);
    begin(&source, BLOCKS - 1);
    assert_int_equal(dry_run(burner, (struct burn_wishes){0}, &source, &planned), BURN_SOURCE_SHORT);
    assert_int_equal(burner->failure.lba, BLOCKS - 1);
    assert_int_equal(planned.steps, 0);
    assert_unchanged(burner);
}

static void dry_run__cancelled__ends_without_a_plan(void **state)
{
    struct sim_burner *burner = *state;
    struct planned planned = {.most = 100};
    struct source source;

    sim_burner_insert(burner, SIM_MEDIUM_CD_R);
    begin(&source, BLOCKS);
    source.cancels = &burner->control;
    assert_int_equal(dry_run(burner, (struct burn_wishes){0}, &source, &planned), BURN_CANCELLED);
    assert_true(source.at < source.bytes);
    assert_int_equal(planned.steps, 0);
    atomic_store(&burner->control.is_cancelled, false);
}

/* The fixture's teardown sees that nothing is left. */
static void dry_run__without_memory__says_so(void **state)
{
    struct sim_burner *burner = *state;
    enum burn_status status = BURN_NO_MEMORY;
    struct source source;
    unsigned most;
    long nth;
    bool is_over = false;

    sim_burner_insert(burner, SIM_MEDIUM_CD_R);
    for (most = 0; status == BURN_NO_MEMORY; most++) {
        struct planned planned = {.most = most};

        assert_true(most < STEPS_MAX);
        begin(&source, BLOCKS);
        status = dry_run(burner, (struct burn_wishes){0}, &source, &planned);
    }
    assert_int_equal(status, BURN_OK);
    assert_int_equal(most, 10); /* nine steps */
    for (nth = 1; !is_over; nth++) {
        struct planned planned = {.most = 100};

        begin(&source, BLOCKS);
        base_alloc_fail_nth(nth);
        status = dry_run(burner, (struct burn_wishes){0}, &source, &planned);
        is_over = base_alloc_fail_nth(0) != 0;
        if (!is_over && status != BURN_OK) assert_int_equal(status, BURN_NO_MEMORY);
    }
    assert_int_equal(status, BURN_OK);
    assert_true(nth > 5);
    assert_unchanged(burner);
}

static void dry_run__each_command_fails__it_ends_and_nothing_changed(void **state)
{
    struct sim_burner *burner = *state;
    unsigned nth;

    sim_burner_insert(burner, SIM_MEDIUM_DVD_R);
    for (nth = 1;; nth++) {
        struct planned planned = {.most = 100};
        enum burn_status status;
        struct source source;

        begin(&source, BLOCKS);
        sim_burner_fail(burner, nth, false);
        status = dry_run(burner, (struct burn_wishes){0}, &source, &planned);
        if (!burner->has_failed) break;
        if (status != BURN_OK) assert_int_equal(status, BURN_DRIVE);
        assert_unchanged(burner);
    }
    assert_true(nth > 5);
}

#define BURNER_TEST(test) cmocka_unit_test_setup_teardown(test, sim_burner_setup, sim_burner_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BURNER_TEST(dry_run__each_medium__plans_what_a_burn_sends),
        BURNER_TEST(dry_run__source__is_judged_as_a_burn_judges_it),
        BURNER_TEST(dry_run__cancelled__ends_without_a_plan),
        BURNER_TEST(dry_run__without_memory__says_so),
        BURNER_TEST(dry_run__each_command_fails__it_ends_and_nothing_changed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
