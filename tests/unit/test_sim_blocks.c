/* sim/sim_blocks.c: what the drive says when the blocks of its disc cannot be written. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "sim/sim_answer.h"

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
    struct sim_call call = {.store = &store};
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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(write__kept_or_not__is_good_or_a_medium_error)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
