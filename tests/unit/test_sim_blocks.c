/* sim/sim_blocks.c: what the drive says when the blocks of its disc cannot be written, or are not there any more. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "base/bytes.h"
#include "sim/sim_answer.h"
#include "support/sim_recorder.h"

static uint32_t written_lba, written_count;
static bool has_room;

static bool write_blocks(struct sim_store *store, uint32_t lba, uint32_t count, const uint8_t *bytes)
{
    (void)store;
    assert_int_equal(bytes[0], 0x5a);
    written_lba = lba;
    written_count = count;
    return has_room;
}

static void write__kept_or_not__is_good_or_a_medium_error(void **state)
{
    static const uint8_t bytes[2 * SIM_BLOCK_BYTES] = {0x5a};
    struct sim_store store = {.write = write_blocks}, read_only = {0};
    struct sim_state state_of_drive = {0};
    struct sim_call call = {.store = &store, .state = &state_of_drive};
    struct scsi_reply reply = {.outcome = SCSI_DONE};

    (void)state;
    call.reply = &reply;
    has_room = true;
    assert_true(sim_write_blocks(&call, 0x01020304, 2, bytes));
    assert_int_equal(written_lba, 0x01020304);
    assert_int_equal(written_count, 2);
    assert_int_equal(reply.outcome, SCSI_DONE);

    /* SPC: fixed format, VALID, key 3 MEDIUM ERROR, the block in the information field; MMC: 0C/00 WRITE ERROR. */
    has_room = false;
    assert_false(sim_write_blocks(&call, 0x01020304, 2, bytes));
    assert_int_equal(reply.outcome, SCSI_REFUSED);
    assert_int_equal(reply.sense[0], 0xf0);
    assert_int_equal(reply.sense[2], 0x03);
    assert_memory_equal(reply.sense + 3, "\x01\x02\x03\x04", 4);
    assert_memory_equal(reply.sense + 12, "\x0c\x00", 2);

    memset(&reply, 0, sizeof reply);
    call.store = &read_only;
    assert_false(sim_write_blocks(&call, 0, 1, bytes));
    assert_int_equal(reply.sense[12], 0x0c);
    call.store = NULL;
    assert_false(sim_write_blocks(&call, 0, 1, bytes));
}

/* Somebody has made the disc's file so many blocks long. */
static void cut(struct sim_fixture *fixture, uint32_t blocks)
{
    ((struct sim_disc_store *)fixture->drive.store)->end = blocks;
}

static void assert_lost(struct sim_fixture *fixture, const char *cdb, uint32_t lba)
{
    sim_fixture_read(fixture, cdb, 64 * 1024);
    assert_sense(fixture, 0x031100);
    assert_int_equal(fixture->reply.sense[0], 0xf0); /* VALID */
    assert_int_equal(load_be32(fixture->reply.sense + 3), lba);
}

/* SPC: key 3 MEDIUM ERROR, 11/00 UNRECOVERED READ ERROR, the first block that is lost in the information field. */
static void read__file_was_cut__what_was_written_is_a_medium_error(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_R);
    sim_recorder_set_page(fixture, "60 e5 08 10");
    sim_recorder_write_all(fixture, 0, 90, 0x11); /* six blocks more fill the unit, and are kept nowhere */
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    sim_fixture_run(fixture, SIM_CLOSE_TRACK_1);
    sim_fixture_run(fixture, SIM_CLOSE_SESSION);
    sim_fixture_read(fixture, "28 00 00 00 00 58 00 00 08 00", 64 * 1024); /* 88 to 95 */
    assert_good(fixture);
    assert_int_equal(fixture->data[2047], 0x11);
    assert_int_equal(fixture->data[4096], 0x00);
    cut(fixture, 40);
    assert_int_equal(sim_recorder_read(fixture, 39), 0x11);
    assert_lost(fixture, "28 00 00 00 00 28 00 00 01 00", 40);
    assert_lost(fixture, "28 00 00 00 00 20 00 00 10 00", 40);
    assert_lost(fixture, "a8 00 00 00 00 58 00 00 00 08 00 00", 88);
    assert_int_equal(sim_recorder_read(fixture, 90), 0x00);
    sim_fixture_run(fixture, "2f 00 00 00 00 20 00 00 08 00"); /* VERIFY */
    assert_good(fixture);
    sim_fixture_run(fixture, "2f 00 00 00 00 20 00 00 10 00");
    assert_sense(fixture, 0x031100);
    cut(fixture, 0);
    assert_lost(fixture, "28 00 00 00 00 00 00 00 01 00", 0);
}

/* What was formatted and never written is zeros, behind the file's end and in its middle. */
static void read__never_written__is_zeros(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_DVD_RAM);
    assert_int_equal(sim_recorder_read(fixture, 2000), 0x00);
    sim_recorder_write_all(fixture, 96, 32, 0x22);
    assert_int_equal(sim_recorder_read(fixture, 0), 0x00);
    assert_int_equal(sim_recorder_read(fixture, 100), 0x22);
    assert_int_equal(sim_recorder_read(fixture, 128), 0x00);
    cut(fixture, 100);
    assert_lost(fixture, "28 00 00 00 00 60 00 00 10 00", 100);
    assert_int_equal(sim_recorder_read(fixture, 0), 0x00);
    assert_int_equal(sim_recorder_read(fixture, 128), 0x00);
    sim_recorder_write_all(fixture, 96, 32, 0x33); /* it is there again */
    assert_int_equal(sim_recorder_read(fixture, 127), 0x33);
}

/* Of what a disc held before it was blanked nothing is missed. */
static void read__blanked_since__is_zeros(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_RW);
    sim_recorder_set_page(fixture, "41 c4 08 00");
    sim_recorder_write_all(fixture, 0, 400, 0x11);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    sim_fixture_run(fixture, "a1 01 00 00 00 00 00 00 00 00 00 00");
    assert_good(fixture);
    cut(fixture, 0);
    sim_recorder_write_all(fixture, 0, 32, 0x22);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_int_equal(sim_recorder_read(fixture, 299), 0x00);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(write__kept_or_not__is_good_or_a_medium_error),
        cmocka_unit_test_setup_teardown(read__file_was_cut__what_was_written_is_a_medium_error, sim_recorder_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read__never_written__is_zeros, sim_recorder_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read__blanked_since__is_zeros, sim_recorder_setup, sim_fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
