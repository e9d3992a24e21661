#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "mmc/mechanism_status.h"

/* MMC-6, mechanism status header: every bit of the first two bytes alone, distinct numbers in the others. */
static void mechanism_status_parse__each_bit__in_its_field(void **state)
{
    struct mmc_mechanism_status mechanism;
    unsigned bit;
    bool in_byte_1;

    (void)state;
    for (bit = 0; bit < 16; bit++) {
        uint8_t bytes[8] = {0, 0, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06};

        in_byte_1 = bit >= 8;
        bytes[in_byte_1] = (uint8_t)(1u << bit % 8);
        assert_int_equal(mmc_mechanism_status_parse(bytes, sizeof bytes, &mechanism), MMC_OK);
        assert_int_equal(mechanism.fault, bit == 7);
        assert_int_equal(mechanism.changer_state, bit == 5 || bit == 6 ? 1u << (bit - 5) : 0);
        assert_int_equal(mechanism.slot, bit < 5 ? 1u << bit : 0);
        assert_int_equal(mechanism.mechanism_state, bit >= 13 ? 1u << (bit - 13) : 0);
        assert_int_equal(mechanism.door_open, bit == 12);
        assert_int_equal(mechanism.lba, 0x010203);
        assert_int_equal(mechanism.slots, 4);
        assert_int_equal(mechanism.table_bytes, 0x0506);
    }
}

static void mechanism_status_parse__short__is_untouched(void **state)
{
    static const uint8_t bytes[8] = {0};
    struct mmc_mechanism_status mechanism, before;

    (void)state;
    memset(&mechanism, 0xa5, sizeof mechanism);
    before = mechanism;
    assert_int_equal(mmc_mechanism_status_parse(bytes, 7, &mechanism), MMC_SHORT);
    assert_memory_equal(&mechanism, &before, sizeof mechanism);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mechanism_status_parse__each_bit__in_its_field),
        cmocka_unit_test(mechanism_status_parse__short__is_untouched),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
