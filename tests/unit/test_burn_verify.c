/* Verification: which blocks are read back, and what is said of those that differ. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/bytes.h"
#include "support/burn_case.h"

/* This case, of so many blocks, verified. spoiled: this block is read back with a bit wrong; -1000: none. */
static enum burn_status burn_verified(struct burn_fixture *fixture, const char *name, uint32_t blocks,
                                      enum burn_verification level, int32_t spoiled)
{
    struct burn_job job = burn_case_job(fixture, name);

    job.wishes.block_count = blocks;
    job.wishes.verification = level;
    store_be32(fixture->track + 24, 8000);
    fixture->spoiled_lba = spoiled;
    return burn_job_run(fixture, &job);
}

static void verify__full__every_block_is_read_and_one_bit_is_found(void **state)
{
    struct burn_fixture *fixture = *state;
    size_t i, from = 0;

    assert_int_equal(burn_verified(fixture, "DVD-R", 7000, BURN_VERIFY_FULL, -1000), BURN_OK);
    assert_int_equal(burn_fixture_count(fixture, 0x28), 219); /* 7008 blocks */
    for (i = 0; i < fixture->sent_count; i++)
        if (fixture->sent[i].cdb[0] == 0x1B && fixture->sent[i].cdb[4] == 0) from = i; /* stop: the cache is dropped */
    assert_int_equal(fixture->sent[from + 1].cdb[0], 0x1B);
    assert_true(from > 0 && fixture->sent[from - 1].cdb[0] == 0x52);
    assert_int_equal(fixture->notices[fixture->notice_count - 2].phase, BURN_VERIFYING);
    assert_int_equal(fixture->notices[fixture->notice_count - 1].phase, BURN_COMPLETED);
}

static void verify__full_spoiled__names_the_place(void **state)
{
    struct burn_fixture *fixture = *state;

    assert_int_equal(burn_verified(fixture, "DVD-R", 7000, BURN_VERIFY_FULL, 5005), BURN_VERIFICATION);
    assert_int_equal(fixture->failure.lba, 4992); /* of the WRITE that has it */
    assert_int_equal(fixture->failure.lba_count, 32);
    assert_int_equal(fixture->failure.drive.status, DRIVE_OK);
    burn_fixture_assert_cdb(&fixture->sent[fixture->sent_count - 1], "1e0000000000");
}

static void verify__session_at_once__begins_at_lba_0(void **state)
{
    struct burn_fixture *fixture = *state;

    assert_int_equal(burn_verified(fixture, "CD-R closed", 916, BURN_VERIFY_FULL, -1000), BURN_OK);
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x28, 0), "28000000000000000a00"); /* -22 to 9 was one WRITE */
    assert_int_equal(burn_fixture_count(fixture, 0x28), 34);
}

static void verify__quick__first_last_and_64_between(void **state)
{
    struct burn_fixture *fixture = *state;

    assert_int_equal(burn_verified(fixture, "DVD-R", 7000, BURN_VERIFY_QUICK, -1000), BURN_OK);
    assert_int_equal(burn_fixture_count(fixture, 0x28), 67);
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x28, 0), "28000000000000002000");
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x28, 66), "280000001b4000002000");
}

static void verify__quick_spoiled_at_the_end__is_found(void **state)
{
    struct burn_fixture *fixture = *state;

    assert_int_equal(burn_verified(fixture, "DVD-R", 7000, BURN_VERIFY_QUICK, 6999), BURN_VERIFICATION);
}

/* More WRITEs than there are checksums: two share one, and the last has none to share with. */
static void verify__more_writes_than_checksums__the_last_one_counts(void **state)
{
    struct burn_fixture *fixture = *state;
    struct burn_job job = burn_case_job(fixture, "DVD+RW formatted");

    fixture->script.limits.max_transfer_bytes = 2048;
    job.media.unit_blocks = 1;
    job.wishes.block_count = 20001;
    job.wishes.verification = BURN_VERIFY_FULL;
    fixture->spoiled_lba = 20000;
    assert_int_equal(burn_job_run(fixture, &job), BURN_VERIFICATION);
    assert_int_equal(fixture->failure.lba, 20000);
    assert_int_equal(fixture->failure.lba_count, 1);
}

static void verify__unreadable__the_drive_says_how(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x28, 3, 1, 0x031105);
    assert_int_equal(burn_verified(fixture, "DVD-R", 916, BURN_VERIFY_FULL, -1000), BURN_VERIFICATION);
    assert_int_equal(fixture->failure.lba, 96);
    assert_int_equal(fixture->failure.lba_count, 32);
    assert_int_equal(fixture->failure.drive.opcode, 0x28);
    assert_int_equal(fixture->failure.drive.sense.asc, 0x11);
}

static void verify__cancelled__ends_between_two_reads(void **state)
{
    struct burn_fixture *fixture = *state;

    fixture->cancel_at_opcode = 0x28;
    assert_int_equal(burn_verified(fixture, "DVD-R", 7000, BURN_VERIFY_FULL, -1000), BURN_CANCELLED);
    assert_int_equal(burn_fixture_count(fixture, 0x28), 1);
    assert_int_equal(burn_fixture_count(fixture, 0x5B), 2);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, burn_fixture_setup, burn_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(verify__full__every_block_is_read_and_one_bit_is_found),
        CASE(verify__full_spoiled__names_the_place),
        CASE(verify__session_at_once__begins_at_lba_0),
        CASE(verify__quick__first_last_and_64_between),
        CASE(verify__quick_spoiled_at_the_end__is_found),
        CASE(verify__more_writes_than_checksums__the_last_one_counts),
        CASE(verify__unreadable__the_drive_says_how),
        CASE(verify__cancelled__ends_between_two_reads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
