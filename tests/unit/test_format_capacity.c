/* mmc/format_capacity.c beside the vectors: short replies, reserved bits. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "mmc/format_capacity.h"
#include "support/reply_vectors.h"

static void format_capacities_parse__below_12_usable_bytes__is_short_and_untouched(void **state)
{
    uint8_t bytes[20] = {0, 0, 0, 7};
    struct mmc_format_capacities capacities, before;

    (void)state;
    memset(&capacities, 0xa5, sizeof capacities);
    before = capacities;
    assert_int_equal(mmc_format_capacities_parse(bytes, sizeof bytes, &capacities), MMC_SHORT); /* it claims eleven */
    bytes[3] = 16;
    assert_int_equal(mmc_format_capacities_parse(bytes, 11, &capacities), MMC_SHORT);
    assert_memory_equal(&capacities, &before, sizeof capacities);
}

/* MMC-6: only the low two bits of byte 8 are the descriptor type. */
static void format_capacities_parse__reserved_bits__are_ignored(void **state)
{
    static const uint8_t bytes[20] = {0xff, 0xff, 0xff, 16, 1, 2, 3,    4, 0xfe, 0x01,
                                      0x02, 0x03, 5,    6,  7, 8, 0xff, 9, 10,   11};
    struct mmc_format_capacities capacities;
    struct mmc_format format;
    struct mmc_walk walk;

    (void)state;
    assert_int_equal(mmc_format_capacities_parse(bytes, sizeof bytes, &capacities), MMC_OK);
    assert_int_equal(capacities.claimed_bytes, 20);
    assert_int_equal(capacities.current_blocks, 0x01020304);
    assert_int_equal(capacities.current_state, MMC_FORMAT_FORMATTED);
    assert_int_equal(capacities.current_block_bytes, 0x010203);
    walk = mmc_formats(&capacities);
    assert_true(mmc_format_next(&walk, &format));
    assert_int_equal(format.blocks, 0x05060708);
    assert_int_equal(format.type, 0x3f);
    assert_int_equal(format.subtype, 3);
    assert_int_equal(format.parameter, 0x090a0b);
    assert_false(mmc_format_next(&walk, &format));
}

/* --- vectors/replies.json --- */

static enum mmc_status check_format_capacities(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                               struct expectation *expect)
{
    struct mmc_format_capacities capacities;
    enum mmc_status status = mmc_format_capacities_parse(bytes, count, &capacities);
    struct expectation current;
    struct expected_list formats;
    struct mmc_format format;
    struct mmc_walk walk;

    (void)row;
    if (status != MMC_OK) return status;
    current = expect_object(expect, "current");
    expect_number(&current, "blocks", capacities.current_blocks);
    expect_number(&current, "type", capacities.current_state);
    expect_number(&current, "block_length", capacities.current_block_bytes);
    expect_done(&current);
    formats = expect_list(expect, "formats");
    walk = mmc_formats(&capacities);
    while (mmc_format_next(&walk, &format)) {
        struct expectation entry = expect_next_object(&formats);

        expect_number(&entry, "blocks", format.blocks);
        expect_code(&entry, "type", 2, format.type);
        expect_number(&entry, "subtype", format.subtype);
        expect_number(&entry, "parameter", format.parameter);
        expect_done(&entry);
    }
    expect_list_done(&formats);
    expect_number(expect, "clipped", walk.clipped);
    return status;
}

/* clang-format off */
static const struct reply_row rows[] = {
    {"READ FORMAT CAPACITIES",        12, 0,    check_format_capacities, NULL, NULL},
};
/* clang-format on */

static void format_capacity_vectors__all__give_the_stated_values(void **state)
{
    (void)state;
    reply_vectors_check(NULL, rows, sizeof rows / sizeof rows[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(format_capacities_parse__below_12_usable_bytes__is_short_and_untouched),
        cmocka_unit_test(format_capacities_parse__reserved_bits__are_ignored),
        cmocka_unit_test(format_capacity_vectors__all__give_the_stated_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
