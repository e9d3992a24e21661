/* sim/sim_rw_pack.c: parity of R-W packs, by the check matrices of IEC 60908. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "sim/sim_rw_pack.h"

/* x^6 + x + 1 and its element x. */
static uint8_t times_x(uint8_t value)
{
    return (uint8_t)((value << 1 ^ (value & 0x20 ? 0x43 : 0)) & 0x3f);
}

/* Row `power` of the matrix: the sum of all symbols, each weighted with x to `power` times its distance to the last. */
static uint8_t check(const uint8_t *symbols, size_t count, unsigned power)
{
    uint8_t sum = 0;
    size_t i;
    unsigned p;

    for (i = 0; i < count; i++) {
        for (p = 0; p < power; p++)
            sum = times_x(sum);
        sum ^= symbols[i] & 0x3f;
    }
    return sum;
}

static void sim_rw_pack_put_parity__any_data__is_a_code_word(void **state)
{
    uint8_t pack[SIM_RW_SYMBOLS], sent[SIM_RW_SYMBOLS];
    uint32_t noise = 1;
    unsigned round, power;
    size_t i;

    (void)state;
    for (round = 0; round < 100; round++) {
        for (i = 0; i < SIM_RW_SYMBOLS; i++) {
            noise = noise * 1103515245u + 12345;
            pack[i] = sent[i] = (uint8_t)(noise >> 16);
        }
        sim_rw_pack_put_parity(pack);
        for (power = 0; power < 2; power++)
            assert_int_equal(check(pack, 4, power), 0);
        for (power = 0; power < 4; power++)
            assert_int_equal(check(pack, SIM_RW_SYMBOLS, power), 0);
        for (i = 0; i < SIM_RW_SYMBOLS; i++) {
            assert_int_equal(pack[i] & 0xc0, sent[i] & 0xc0);
            if (i < 2 || (i >= 4 && i < 20)) assert_int_equal(pack[i], sent[i]);
        }
    }
}

static void sim_rw_pack_put_parity__zeros__stay_zeros(void **state)
{
    uint8_t pack[SIM_RW_SYMBOLS] = {0}, zeros[SIM_RW_SYMBOLS] = {0};

    (void)state;
    sim_rw_pack_put_parity(pack);
    assert_memory_equal(pack, zeros, sizeof zeros);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sim_rw_pack_put_parity__any_data__is_a_code_word),
        cmocka_unit_test(sim_rw_pack_put_parity__zeros__stay_zeros),
    };

    return cmocka_run_group_tests_name("sim_rw_pack", tests, NULL, NULL);
}
