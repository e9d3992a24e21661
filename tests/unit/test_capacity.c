/* mmc/capacity.c beside the vectors: short replies and the largest numbers. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "mmc/capacity.h"
#include "support/reply_vectors.h"

static void capacity_parse__too_short__is_untouched(void **state)
{
    static const uint8_t bytes[12] = {0x00, 0x09}; /* a buffer capacity that claims 11 */
    struct mmc_buffer_capacity buffer, buffer_before;
    struct mmc_capacity capacity, before;

    (void)state;
    memset(&capacity, 0xa5, sizeof capacity);
    memset(&buffer, 0xa5, sizeof buffer);
    before = capacity;
    buffer_before = buffer;
    assert_int_equal(mmc_capacity_parse(bytes, 7, &capacity), MMC_SHORT);
    assert_int_equal(mmc_buffer_capacity_parse(bytes, sizeof bytes, &buffer), MMC_SHORT);
    assert_memory_equal(&capacity, &before, sizeof capacity);
    assert_memory_equal(&buffer, &buffer_before, sizeof buffer);
}

/* FFFFFFFEh is the largest address that still has a count. */
static void capacity_parse__largest_address__still_counts(void **state)
{
    static const uint8_t bytes[8] = {0xff, 0xff, 0xff, 0xfe, 0x00, 0x00, 0x08, 0x00};
    struct mmc_capacity capacity;

    (void)state;
    assert_int_equal(mmc_capacity_parse(bytes, sizeof bytes, &capacity), MMC_OK);
    assert_true(capacity.has_blocks);
    assert_int_equal(capacity.blocks, UINT32_MAX);
}

/* In blocks the length field means nothing, and does not bound what is free. */
static void buffer_capacity_parse__in_blocks__is_not_clamped(void **state)
{
    static const uint8_t bytes[12] = {0x00, 0x0a, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x02, 0x00};
    struct mmc_buffer_capacity buffer;

    (void)state;
    assert_int_equal(mmc_buffer_capacity_parse(bytes, sizeof bytes, &buffer), MMC_OK);
    assert_true(buffer.in_blocks);
    assert_int_equal(buffer.length, 0);
    assert_int_equal(buffer.free, 0x200);
}

/* --- vectors/replies.json --- */

static enum mmc_status check_capacity(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                      struct expectation *expect)
{
    struct mmc_capacity capacity;
    enum mmc_status status = mmc_capacity_parse(bytes, count, &capacity);

    (void)row;
    if (status != MMC_OK) return status;
    expect_number(expect, "last_lba", capacity.last_lba);
    expect_number(expect, "block_length", capacity.block_bytes);
    expect_optional(expect, "blocks", capacity.has_blocks, capacity.blocks);
    return status;
}

static enum mmc_status check_buffer_capacity(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                             struct expectation *expect)
{
    struct mmc_buffer_capacity capacity;
    enum mmc_status status = mmc_buffer_capacity_parse(bytes, count, &capacity);

    (void)row;
    if (status != MMC_OK) return status;
    expect_number(expect, "block", capacity.in_blocks);
    expect_number(expect, "buffer_length", capacity.length);
    expect_number(expect, "free", capacity.free);
    return status;
}

/* clang-format off */
static const struct reply_row rows[] = {
    {"READ CAPACITY(10)",              8, 0,    check_capacity,          NULL, NULL},
    {"READ BUFFER CAPACITY",          12, 0,    check_buffer_capacity,   NULL, NULL},
};
/* clang-format on */

static void capacity_vectors__all__give_the_stated_values(void **state)
{
    (void)state;
    reply_vectors_check(NULL, rows, sizeof rows / sizeof rows[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(capacity_parse__too_short__is_untouched),
        cmocka_unit_test(capacity_parse__largest_address__still_counts),
        cmocka_unit_test(buffer_capacity_parse__in_blocks__is_not_clamped),
        cmocka_unit_test(capacity_vectors__all__give_the_stated_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
