/* mmc/reply.c: the length field of each command, and walks over ragged lists. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "mmc/codes.h"
#include "mmc/reply.h"

/* Where each reply says how long it is, typed from SPC-3 and MMC-6: the field's bytes are 1, 2, 3, ... so that offset,
 * width and what the field does not count all show.
 */
static void reply_claimed_bytes__each_command__by_its_own_field(void **state)
{
    static const struct {
        uint8_t opcode;
        uint8_t end; /* of the length field */
        uint64_t claimed;
    } rows[] = {
        {0x12, 5, 0x05 + 5},       /* INQUIRY: byte 4 */
        {0x1a, 1, 0x01 + 1},       /* MODE SENSE(6): byte 0 */
        {0x23, 4, 0x04 + 4},       /* READ FORMAT CAPACITIES: byte 3 */
        {0x43, 2, 0x0102 + 2},     /* READ TOC/PMA/ATIP: bytes 0-1 */
        {0x46, 4, 0x01020304 + 4}, /* GET CONFIGURATION: bytes 0-3 */
        {0x4a, 2, 0x0102 + 2},     /* GET EVENT STATUS NOTIFICATION: bytes 0-1 */
        {0x51, 2, 0x0102 + 2},     /* READ DISC INFORMATION: bytes 0-1 */
        {0x52, 2, 0x0102 + 2},     /* READ TRACK INFORMATION: bytes 0-1 */
        {0x5a, 2, 0x0102 + 2},     /* MODE SENSE(10): bytes 0-1 */
        {0x5c, 2, 0x0102 + 2},     /* READ BUFFER CAPACITY: bytes 0-1 */
        {0xac, 4, 0x01020304 + 4}, /* GET PERFORMANCE: bytes 0-3 */
        {0xad, 2, 0x0102 + 2},     /* READ DISC STRUCTURE: bytes 0-1 */
        {0xbd, 8, 0x0708 + 8},     /* MECHANISM STATUS: bytes 6-7 */
    };
    static const uint8_t bytes[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    unsigned opcode, with = 0;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint64_t claimed = 77;

        assert_false(mmc_reply_claimed_bytes(rows[i].opcode, bytes, rows[i].end - 1u, &claimed));
        assert_true(claimed == 77);
        assert_true(mmc_reply_claimed_bytes(rows[i].opcode, bytes, rows[i].end, &claimed));
        if (claimed != rows[i].claimed) fail_msg("%s", mmc_opcode_name(rows[i].opcode));
    }
    for (opcode = 0; opcode < 256; opcode++) {
        uint64_t claimed;

        with += mmc_reply_claimed_bytes((uint8_t)opcode, bytes, sizeof bytes, &claimed);
    }
    assert_int_equal(with, sizeof rows / sizeof rows[0]);
}

static void reply_claimed_bytes__all_ones__does_not_wrap(void **state)
{
    static const uint8_t bytes[4] = {0xff, 0xff, 0xff, 0xff};
    uint64_t claimed = 0;

    (void)state;
    assert_true(mmc_reply_claimed_bytes(MMC_OPCODE_GET_CONFIGURATION, bytes, 4, &claimed));
    assert_true(claimed == UINT64_C(0x100000003));
    assert_int_equal(mmc_reply_usable(MMC_OPCODE_GET_CONFIGURATION, bytes, 4).count, 4);
}

static void reply_usable__no_length_field__is_all_that_came(void **state)
{
    static const uint8_t bytes[8] = {0};

    (void)state;
    assert_int_equal(mmc_reply_usable(MMC_OPCODE_READ_CAPACITY, bytes, 8).count, 8);
    assert_int_equal(mmc_reply_usable(MMC_OPCODE_READ_TOC_PMA_ATIP, bytes, 1).count, 1);
    assert_int_equal(mmc_reply_usable(MMC_OPCODE_READ_TOC_PMA_ATIP, bytes, 8).count, 2);
    assert_int_equal(mmc_reply_usable(MMC_OPCODE_READ_TOC_PMA_ATIP, NULL, 0).count, 0);
}

static void walk__ragged_list__ends_clipped(void **state)
{
    static const uint8_t bytes[7] = {0};
    struct mmc_walk walk = mmc_walk_of(span_of(bytes, 7));

    (void)state;
    assert_ptr_equal(mmc_walk_take(&walk, 3), bytes);
    assert_ptr_equal(mmc_walk_take(&walk, 3), bytes + 3);
    assert_false(walk.clipped);
    assert_null(mmc_walk_take(&walk, 3));
    assert_true(walk.clipped);
    assert_null(mmc_walk_take(&walk, 1)); /* ended is ended */
}

static void walk__whole_list__ends_unclipped(void **state)
{
    static const uint8_t bytes[6] = {0};
    struct mmc_walk walk = mmc_walk_of(span_of(bytes, 6));

    (void)state;
    assert_non_null(mmc_walk_take(&walk, 6));
    assert_null(mmc_walk_take(&walk, 6));
    assert_false(walk.clipped);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reply_claimed_bytes__each_command__by_its_own_field),
        cmocka_unit_test(reply_claimed_bytes__all_ones__does_not_wrap),
        cmocka_unit_test(reply_usable__no_length_field__is_all_that_came),
        cmocka_unit_test(walk__ragged_list__ends_clipped),
        cmocka_unit_test(walk__whole_list__ends_unclipped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
