#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "mmc/capacity.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(capacity_parse__too_short__is_untouched),
        cmocka_unit_test(capacity_parse__largest_address__still_counts),
        cmocka_unit_test(buffer_capacity_parse__in_blocks__is_not_clamped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
