#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "mmc/performance.h"

/* MMC-6, byte 4 of the header and byte 0 of a write speed descriptor: each bit alone. */
static void write_performance_next__flags__each_in_its_field(void **state)
{
    struct mmc_performance performance;
    struct mmc_write_performance speed;
    struct mmc_walk walk;
    unsigned bit;

    (void)state;
    for (bit = 0; bit < 16; bit++) {
        uint8_t bytes[24] = {0, 0, 0, 20};

        bytes[bit < 8 ? 4 : 8] = (uint8_t)(1u << bit % 8);
        assert_int_equal(mmc_performance_parse(bytes, sizeof bytes, &performance), MMC_OK);
        assert_int_equal(performance.write, bit == 1);
        assert_int_equal(performance.except, bit == 0);
        walk = mmc_performance_descriptors(&performance);
        assert_true(mmc_write_performance_next(&walk, &speed));
        assert_int_equal(speed.rotation, bit == 11 || bit == 12 ? 1u << (bit - 11) : 0);
        assert_int_equal(speed.restore_defaults, bit == 10);
        assert_int_equal(speed.exact, bit == 9);
        assert_int_equal(speed.mixed_read_write, bit == 8);
    }
}

static void performance_parse__all_ones__does_not_wrap(void **state)
{
    static const uint8_t bytes[8] = {0xff, 0xff, 0xff, 0xff};
    struct mmc_performance performance;

    (void)state;
    assert_int_equal(mmc_performance_parse(bytes, sizeof bytes, &performance), MMC_OK);
    assert_true(performance.claimed_bytes == UINT64_C(0x100000003));
    assert_int_equal(performance.descriptors.count, 0);
}

static void performance_parse__short__is_untouched(void **state)
{
    static const uint8_t bytes[8] = {0, 0, 0, 3};
    struct mmc_performance performance, before;

    (void)state;
    memset(&performance, 0xa5, sizeof performance);
    before = performance;
    assert_int_equal(mmc_performance_parse(bytes, sizeof bytes, &performance), MMC_SHORT);
    assert_memory_equal(&performance, &before, sizeof performance);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(write_performance_next__flags__each_in_its_field),
        cmocka_unit_test(performance_parse__all_ones__does_not_wrap),
        cmocka_unit_test(performance_parse__short__is_untouched),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
