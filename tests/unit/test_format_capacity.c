#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "mmc/format_capacity.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(format_capacities_parse__below_12_usable_bytes__is_short_and_untouched),
        cmocka_unit_test(format_capacities_parse__reserved_bits__are_ignored),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
