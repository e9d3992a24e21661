/* sim/sim_sector.c: head, EDC and ECC of a mode 1 sector. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "sim/sim_answer.h"

/* GF(2^8) with x^8 + x^4 + x^3 + x^2 + 1 and its element x: ECMA-130, annex on error correction. */
static uint8_t times_x(uint8_t value)
{
    return (uint8_t)(value << 1 ^ (value & 0x80 ? 0x1d : 0));
}

/* Both checks of one code word, straight from the matrix: the sum of all bytes, and the sum weighted with falling
 * powers.
 */
static void assert_code_word(const uint8_t *word, size_t count)
{
    uint8_t sum = 0, weighted = 0;
    size_t i;

    for (i = 0; i < count; i++) {
        sum ^= word[i];
        weighted = (uint8_t)(times_x(weighted) ^ word[i]);
    }
    assert_int_equal(sum, 0);
    assert_int_equal(weighted, 0);
}

static void make(uint32_t lba, uint8_t sector[SIM_SECTOR_BYTES])
{
    uint8_t user[SIM_BLOCK_BYTES];
    uint32_t noise = 12345 + lba;
    size_t i;

    for (i = 0; i < sizeof user; i++) {
        noise = noise * 1103515245u + 12345;
        user[i] = (uint8_t)(noise >> 16);
    }
    sim_sector_mode1(lba, user, true, sector);
    assert_memory_equal(sector + 16, user, sizeof user);
}

static void sim_sector_mode1__head__is_sync_address_mode(void **state)
{
    static const uint8_t sync[12] = {0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00};
    uint8_t sector[SIM_SECTOR_BYTES];

    (void)state;
    make(16, sector);
    assert_memory_equal(sector, sync, sizeof sync);
    assert_memory_equal(sector + 12, "\x00\x02\x16\x01", 4); /* 00:02:16, mode 1 */
    make(359848, sector);
    assert_memory_equal(sector + 12, "\x79\x59\x73\x01", 4);
}

/* The EDC makes the whole a multiple of the polynomial: running it on over itself leaves 0. */
static void sim_sector_mode1__edc__checks(void **state)
{
    uint8_t sector[SIM_SECTOR_BYTES];
    uint32_t rest = 0;
    size_t i;
    int bit;

    (void)state;
    make(1000, sector);
    for (i = 0; i < 2068; i++) {
        for (rest ^= sector[i], bit = 0; bit < 8; bit++)
            rest = rest >> 1 ^ (rest & 1 ? 0xd8018001u : 0);
    }
    assert_int_equal(rest, 0);
    for (i = 2068; i < 2076; i++)
        assert_int_equal(sector[i], 0);
}

/* ECMA-130: bytes 12 to 2351 as two interleaved planes of 16-bit words; P down the 43 columns of 26 rows, Q along
 * diagonals.
 */
static void sim_sector_mode1__p_and_q__are_code_words(void **state)
{
    uint8_t sector[SIM_SECTOR_BYTES], word[45];
    const uint8_t *data = sector + 12;
    size_t plane, i, j;

    (void)state;
    make(2000, sector);
    for (plane = 0; plane < 2; plane++) {
        for (i = 0; i < 43; i++) {
            for (j = 0; j < 26; j++)
                word[j] = data[2 * (43 * j + i) + plane];
            assert_code_word(word, 26);
        }
        for (i = 0; i < 26; i++) {
            for (j = 0; j < 43; j++)
                word[j] = data[2 * ((44 * j + 43 * i) % 1118) + plane];
            word[43] = data[2 * (1118 + i) + plane];
            word[44] = data[2 * (1144 + i) + plane];
            assert_code_word(word, 45);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sim_sector_mode1__head__is_sync_address_mode),
        cmocka_unit_test(sim_sector_mode1__edc__checks),
        cmocka_unit_test(sim_sector_mode1__p_and_q__are_code_words),
    };

    return cmocka_run_group_tests_name("sim_sector", tests, NULL, NULL);
}
