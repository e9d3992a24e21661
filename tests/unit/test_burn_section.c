/* burn_write_section: WRITE commands alone, from the source to the drive, with all that can happen between. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "burn/ring.h"
#include "support/burn_fixture.h"

enum { BUFFER_FULL = 0x020408 };

static enum burn_status write_section(struct burn_fixture *fixture, int32_t start, uint32_t blocks)
{
    const struct burn_section section = {.start_lba = start, .block_count = blocks, .block_bytes = 2048};

    return burn_write_section(&fixture->tools, &fixture->source.source, &section, &fixture->failure);
}

static void section__whole_and_broken_commands__bytes_arrive(void **state)
{
    struct burn_fixture *fixture = *state;

    assert_int_equal(write_section(fixture, 16, 1066), BURN_OK);
    assert_int_equal(fixture->failure.status, BURN_OK);
    assert_int_equal(fixture->sent_count, 34); /* 33 x 32 + 10, and nothing else */
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x2A, 0), "2a000000001000002000");
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x2A, 33), "2a000000043000000a00");
    burn_fixture_assert_blocks(fixture, 16, 1066, 0);
    burn_fixture_assert_untouched(fixture, 16 + 1066, 1);
    assert_int_equal(fixture->source.seeks, 0);
    assert_int_equal(fixture->clock.sleeps, 0);
}

static void section__negative_address_and_odd_block__cdb_is_twos_complement(void **state)
{
    const struct burn_section section = {.start_lba = -150, .block_count = 40, .block_bytes = 2448};
    struct burn_fixture *fixture = *state;

    assert_int_equal(burn_write_section(&fixture->tools, &fixture->source.source, &section, &fixture->failure),
                     BURN_OK);
    assert_int_equal(fixture->sent_count, 2); /* 26 of 2448 bytes are the most in 64 KiB */
    burn_fixture_assert_cdb(&fixture->sent[0], "2a00ffffff6a00001a00");
    burn_fixture_assert_cdb(&fixture->sent[1], "2a00ffffff8400000e00");
    assert_int_equal(fixture->sent[0].bytes, 26 * 2448);
    assert_int_equal(fixture->sent[1].bytes, 14 * 2448);
}

static void section__streaming__is_write_12(void **state)
{
    const struct burn_section section = {.block_count = 40, .block_bytes = 2048, .streaming = true};
    struct burn_fixture *fixture = *state;

    assert_int_equal(burn_write_section(&fixture->tools, &fixture->source.source, &section, &fixture->failure),
                     BURN_OK);
    assert_int_equal(fixture->sent_count, 2);
    burn_fixture_assert_cdb(&fixture->sent[0], "aa0000000000000000208000");
    burn_fixture_assert_cdb(&fixture->sent[1], "aa0000000020000000088000");
    burn_fixture_assert_blocks(fixture, 0, 40, 0);
}

static void section__small_adapter__shorter_commands(void **state)
{
    struct burn_fixture *fixture = *state;

    fixture->script.limits.max_transfer_bytes = 64512;
    assert_int_equal(write_section(fixture, 0, 40), BURN_OK);
    burn_fixture_assert_cdb(&fixture->sent[0], "2a000000000000001f00");
    burn_fixture_assert_cdb(&fixture->sent[1], "2a000000001f00000900");
    burn_fixture_assert_blocks(fixture, 0, 40, 0);
}

static void section__short_reads__fill_whole_commands(void **state)
{
    struct burn_fixture *fixture = *state;

    fixture->source.most = 1000; /* short reads */
    assert_int_equal(write_section(fixture, 0, 200), BURN_OK);
    burn_fixture_assert_blocks(fixture, 0, 200, 0);
    assert_int_equal(fixture->source.reads, 6 * 66 + 17); /* 65,536 bytes are 66 reads, 16,384 are 17 */
}

static void section__more_than_the_ring__bounded_memory(void **state)
{
    struct burn_fixture *fixture = *state;
    unsigned i;

    assert_int_equal(write_section(fixture, 0, 24000), BURN_OK); /* 46.9 MiB */
    burn_fixture_assert_blocks(fixture, 0, 24000, 0);
    for (i = 0; i < fixture->notice_count; i++) {
        assert_int_equal(fixture->notices[i].buffer_bytes, 16 << 20);
        assert_true(fixture->notices[i].buffer_used_bytes <= 16 << 20);
    }
}

/* 750 transfers, of which the ring holds 256: the worker is called at the one that fills it and at those behind, the
 * reader at the end of the WRITEs and at that of the worker.
 */
static void section__more_than_the_ring__nobody_is_called_in_vain(void **state)
{
    struct burn_fixture *fixture = *state;

    assert_int_equal(write_section(fixture, 0, 24000), BURN_OK);
    assert_int_equal(fixture->pump.resumes, 750 - 255);
    assert_int_equal(fixture->pump.wakes, 2);
}

static void section__progress__before_each_half_second_and_after(void **state)
{
    struct burn_fixture *fixture = *state;
    const struct burn_progress *last;
    unsigned i;

    burn_fixture_refuse(fixture, 0x2A, 1, 200, BUFFER_FULL); /* 200 pauses of 20 ms: four seconds */
    assert_int_equal(write_section(fixture, 100, 64), BURN_OK);
    assert_true(fixture->notice_count >= 8 && fixture->notice_count <= 12);
    for (i = 0; i < fixture->notice_count; i++) {
        assert_int_equal(fixture->notices[i].phase, BURN_WRITING);
        assert_int_equal(fixture->notices[i].start_lba, 100);
        assert_int_equal(fixture->notices[i].block_count, 64);
        if (i && i + 1 < fixture->notice_count) assert_true(fixture->notice_ms[i] - fixture->notice_ms[i - 1] >= 500);
    }
    assert_int_equal(fixture->notices[0].last_read_lba, 100);
    assert_int_equal(fixture->notices[0].last_written_lba, 100);
    assert_int_equal(fixture->notices[1].last_written_lba, 131);
    last = &fixture->notices[fixture->notice_count - 1];
    assert_int_equal(last->last_read_lba, 163);
    assert_int_equal(last->last_written_lba, 163);
    assert_int_equal(last->buffer_used_bytes, 0);
    assert_int_equal(last->elapsed_s, 4);
}

static void section__buffer_full__same_write_again(void **state)
{
    struct burn_fixture *fixture = *state;
    unsigned i;

    burn_fixture_refuse(fixture, 0x2A, 1, 3, BUFFER_FULL);
    assert_int_equal(write_section(fixture, 0, 96), BURN_OK);
    /* One question for the drive's room, which this drive does not answer. */
    assert_int_equal(fixture->sent_count, 7);
    burn_fixture_assert_cdb(&fixture->sent[2], "5c000000000000000c00");
    for (i = 1; i <= 5; i++) {
        if (i != 2) burn_fixture_assert_cdb(&fixture->sent[i], "2a000000002000002000");
    }
    assert_int_equal(fixture->clock.slept_ms, 3 * 20);
    burn_fixture_assert_blocks(fixture, 0, 96, 0);
}

/* At the address of the command, between both ends in proportion; 32 blocks a command. */
static void section__expected_speed__is_how_long_a_full_buffer_is_waited_for(void **state)
{
    static const struct {
        uint32_t starting, ending, ms;
    } rows[] = {
        {320, 160, 133},         /* at block 32 of 64: 240 blocks a second */
        {160, 320, 133},         /* likewise */
        {320, 0, 100},           /* one of them counts for all */
        {0, 64, 500},            /* and half a second is the most */
        {0x7FFFFFFF, 100000, 5}, /* 5 ms the least */
        {0, 0, 20},              /* nobody knows */
    };
    struct burn_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct burn_section section = {.start_lba = 1000,
                                             .block_count = 64,
                                             .block_bytes = 2048,
                                             .starting_speed = rows[i].starting,
                                             .ending_speed = rows[i].ending};
        uint64_t slept = fixture->clock.slept_ms;

        fixture->sent_count = 0;
        burn_fixture_refuse(fixture, 0x2A, 1, 1, BUFFER_FULL);
        assert_int_equal(burn_write_section(&fixture->tools, &fixture->source.source, &section, &fixture->failure),
                         BURN_OK);
        assert_int_equal(fixture->clock.slept_ms - slept, rows[i].ms);
    }
}

static void section__buffer_full_for_ever__ends_after_three_minutes(void **state)
{
    struct burn_fixture *fixture = *state;
    uint64_t began = fixture->clock.ms;

    burn_fixture_refuse(fixture, 0x2A, 0, 100000, BUFFER_FULL);
    assert_int_equal(write_section(fixture, 0, 96), BURN_DRIVE);
    assert_int_equal(fixture->failure.drive.status, DRIVE_REFUSED);
    assert_int_equal(fixture->failure.drive.sense.ascq, 0x08);
    assert_int_equal(fixture->failure.lba, 0);
    assert_true(fixture->clock.ms - began >= 180000 && fixture->clock.ms - began < 182000);
    burn_fixture_assert_untouched(fixture, 0, 96);
}

static void section__write_error__is_reported_and_nothing_follows(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x2A, 2, 1, 0x030C00);
    assert_int_equal(write_section(fixture, 0, 320), BURN_DRIVE);
    assert_int_equal(fixture->failure.drive.opcode, 0x2A);
    assert_int_equal(fixture->failure.drive.sense.key, 3);
    assert_int_equal(fixture->failure.drive.sense.asc, 0x0C);
    assert_int_equal(fixture->failure.lba, 64);
    assert_int_equal(fixture->sent_count, 3);
    assert_int_equal(fixture->notices[fixture->notice_count - 1].last_written_lba, 63);
}

static void section__deferred_error__is_an_error(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x2A, 2, 1, 0x030C00);
    fixture->answers[0].response_code = 0x71;
    assert_int_equal(write_section(fixture, 0, 320), BURN_DRIVE);
    assert_true(fixture->failure.drive.sense.deferred);
    assert_int_equal(fixture->sent_count, 3);
}

static void section__deferred_buffer_full__is_not_back_pressure(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x2A, 2, 1, BUFFER_FULL);
    fixture->answers[0].response_code = 0x71;
    assert_int_equal(write_section(fixture, 0, 320), BURN_DRIVE);
    assert_int_equal(fixture->sent_count, 3);
}

static void section__recovered_error__is_success(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x2A, 1, 1, 0x010C01);
    assert_int_equal(write_section(fixture, 0, 96), BURN_OK);
    assert_int_equal(fixture->sent_count, 3);
}

/* SPC-3, deferred errors: the command that ends so was not carried out, whatever became of the earlier one. */
static void section__deferred_recovered_error__same_write_again(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x2A, 1, 2, 0x010C01);
    burn_fixture_refuse(fixture, 0x2A, 0, 1, 0x000000);
    fixture->answers[0].response_code = 0x71;
    fixture->answers[1].response_code = 0x71;
    assert_int_equal(write_section(fixture, 0, 96), BURN_OK);
    assert_int_equal(fixture->sent_count, 6);
    burn_fixture_assert_cdb(&fixture->sent[5], "2a000000004000002000");
    burn_fixture_assert_blocks(fixture, 0, 96, 0);
}

static void section__deferred_recovered_error_for_ever__is_an_error(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x2A, 1, 1000, 0x010C01);
    fixture->answers[0].response_code = 0x71;
    assert_int_equal(write_section(fixture, 0, 96), BURN_DRIVE);
    assert_true(fixture->failure.drive.sense.deferred);
    assert_int_equal(fixture->sent_count, 1 + 8);
}

static void section__medium_changed__is_not_absorbed(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x2A, 1, 1, 0x062800);
    assert_int_equal(write_section(fixture, 0, 96), BURN_DRIVE);
    assert_int_equal(fixture->failure.drive.sense.key, 6);
    assert_int_equal(fixture->sent_count, 2);
}

static void section__operators_request__same_write_again(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x2A, 1, 1, 0x065A01);
    assert_int_equal(write_section(fixture, 0, 96), BURN_OK);
    assert_int_equal(fixture->sent_count, 4);
    burn_fixture_assert_cdb(&fixture->sent[2], "2a000000002000002000");
}

static void section__lost_command__is_not_sent_again(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_lose(fixture, 0x2A, 1);
    assert_int_equal(write_section(fixture, 0, 96), BURN_DRIVE);
    assert_int_equal(fixture->failure.drive.status, DRIVE_TIMEOUT);
    assert_int_equal(fixture->sent_count, 2);
}

static void section__source_ends_early__first_missing_block(void **state)
{
    struct burn_fixture *fixture = *state;

    fixture->source.bytes = 70 * 2048 + 100;
    assert_int_equal(write_section(fixture, 1000, 96), BURN_SOURCE_SHORT);
    assert_int_equal(fixture->failure.lba, 1070);
    assert_int_equal(fixture->failure.drive.status, DRIVE_OK);
}

static void section__source_fails__its_number_is_told(void **state)
{
    struct burn_fixture *fixture = *state;

    fixture->source.fails_at = 64 * 2048 + 1;
    assert_int_equal(write_section(fixture, 0, 96), BURN_SOURCE_FAILED);
    assert_int_equal(fixture->failure.source_result, 1234);
    assert_int_equal(fixture->failure.lba, 64);
    assert_int_equal(fixture->sent_count, 0); /* the ring was never full: writing had not begun */
}

static void section__source_fails_late__what_was_sent_was_right(void **state)
{
    struct burn_fixture *fixture = *state;

    fixture->source.fails_at = (uint64_t)15000 * 2048;
    assert_int_equal(write_section(fixture, 0, 24000), BURN_SOURCE_FAILED);
    assert_true(fixture->sent_count > 200 && fixture->sent_count < 470);
    burn_fixture_assert_blocks(fixture, 0, (uint32_t)fixture->sent_count * 32, 0);
    assert_int_equal(fixture->failure.lba, 14976); /* reads are of whole commands: 468 x 32 */
}

/* A worker that is faster than the source: the first WRITE waits until the ring is full. */
static void section__eager_worker__begins_with_a_full_ring(void **state)
{
    struct burn_fixture *fixture = *state;

    fixture->pump.is_eager = true;
    fixture->source.fails_at = (uint64_t)255 * 32 * 2048 + 1; /* one WRITE less than the ring has */
    assert_int_equal(write_section(fixture, 0, 24000), BURN_SOURCE_FAILED);
    assert_int_equal(fixture->sent_count, 0);
    fixture->source.fails_at = 0;
    fixture->source.at = 0;
    assert_int_equal(write_section(fixture, 0, 24000), BURN_OK);
    burn_fixture_assert_blocks(fixture, 0, 24000, 0);
}

static void section__cancelled__ends_between_two_writes(void **state)
{
    struct burn_fixture *fixture = *state;

    fixture->cancel_after = 5;
    assert_int_equal(write_section(fixture, 0, 3200), BURN_CANCELLED);
    assert_int_equal(fixture->sent_count, 5);
    burn_fixture_assert_blocks(fixture, 0, 160, 0);
}

static void section__cancelled_before__nothing_is_sent(void **state)
{
    struct burn_fixture *fixture = *state;

    atomic_store(&fixture->control.is_cancelled, true);
    assert_int_equal(write_section(fixture, 0, 3200), BURN_CANCELLED);
    assert_int_equal(fixture->sent_count, 0);
}

static void section__no_worker__no_memory(void **state)
{
    struct burn_fixture *fixture = *state;

    fixture->pump.refuses = true;
    assert_int_equal(write_section(fixture, 0, 32), BURN_NO_MEMORY);
    assert_int_equal(fixture->sent_count, 0);
}

static void section__allocations_fail__no_memory_and_nothing_sent(void **state)
{
    struct burn_fixture *fixture = *state;
    long nth;

    for (nth = 1; nth < 100; nth++) {
        enum burn_status status;

        fixture->sent_count = 0;
        fixture->source.at = 0;
        base_alloc_fail_nth(nth);
        status = write_section(fixture, 0, 64);
        if (base_alloc_fail_nth(0)) {
            assert_int_equal(status, BURN_OK);
            break;
        }
        assert_int_equal(status, BURN_NO_MEMORY);
        assert_int_equal(fixture->sent_count, 0);
    }
    assert_int_equal(nth, 3); /* the plan and the ring, and no more */
}

/* Blocks that do not exist, or of which not one fits the ring. */
static void section__impossible_blocks__invalid_and_nothing_sent(void **state)
{
    static const struct burn_section rows[] = {
        {.start_lba = 0, .block_count = 1, .block_bytes = 0},
        {.start_lba = 0, .block_count = 1, .block_bytes = BURN_RING_BYTES + 1},
        {.start_lba = 0, .block_count = 1, .block_bytes = 0xFFFFFFFF},
        {.start_lba = INT32_MAX, .block_count = 1, .block_bytes = 2048},
        {.start_lba = 1, .block_count = INT32_MAX, .block_bytes = 2048},
        {.start_lba = -150, .block_count = 0xFFFFFFFF, .block_bytes = 2048},
    };
    struct burn_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(burn_write_section(&fixture->tools, &fixture->source.source, &rows[i], &fixture->failure),
                         BURN_INVALID_RANGE);
        assert_int_equal(fixture->failure.status, BURN_INVALID_RANGE);
    }
    assert_int_equal(fixture->sent_count, 0);
    assert_int_equal(fixture->notice_count, 0);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, burn_fixture_setup, burn_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(section__whole_and_broken_commands__bytes_arrive),
        CASE(section__negative_address_and_odd_block__cdb_is_twos_complement),
        CASE(section__streaming__is_write_12),
        CASE(section__small_adapter__shorter_commands),
        CASE(section__short_reads__fill_whole_commands),
        CASE(section__more_than_the_ring__bounded_memory),
        CASE(section__more_than_the_ring__nobody_is_called_in_vain),
        CASE(section__progress__before_each_half_second_and_after),
        CASE(section__buffer_full__same_write_again),
        CASE(section__expected_speed__is_how_long_a_full_buffer_is_waited_for),
        CASE(section__buffer_full_for_ever__ends_after_three_minutes),
        CASE(section__write_error__is_reported_and_nothing_follows),
        CASE(section__deferred_error__is_an_error),
        CASE(section__deferred_buffer_full__is_not_back_pressure),
        CASE(section__recovered_error__is_success),
        CASE(section__deferred_recovered_error__same_write_again),
        CASE(section__deferred_recovered_error_for_ever__is_an_error),
        CASE(section__medium_changed__is_not_absorbed),
        CASE(section__operators_request__same_write_again),
        CASE(section__lost_command__is_not_sent_again),
        CASE(section__source_ends_early__first_missing_block),
        CASE(section__source_fails__its_number_is_told),
        CASE(section__source_fails_late__what_was_sent_was_right),
        CASE(section__eager_worker__begins_with_a_full_ring),
        CASE(section__cancelled__ends_between_two_writes),
        CASE(section__cancelled_before__nothing_is_sent),
        CASE(section__no_worker__no_memory),
        CASE(section__allocations_fail__no_memory_and_nothing_sent),
        CASE(section__impossible_blocks__invalid_and_nothing_sent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
