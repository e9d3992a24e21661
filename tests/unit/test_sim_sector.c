/* sim/sim_sector.c: head, EDC and ECC of data sectors, the scrambler, and what kind of sector one is. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "base/hex.h"
#include "sim/sim_sector.h"

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

/* Sectors that cdrdao's encoder makes, too. User data: zeros, or byte i = (7 i + 3) mod 256. */
static const struct known {
    int mode;
    bool is_form_2;
    bool has_pattern;
    uint32_t lba;
    const char *header;
    const char *edc;
    const char *p_first8; /* NULL: there is no ECC */
    const char *p_last8;
    const char *q_first8;
    const char *q_last8;
    const char *scrambled; /* bytes 12 to 27 */
} known[] = {
    {1, false, false, 0, "00020001", "c513682b", "00f700f500000000", "0000000000000000", "0041000000000000",
     "0000009000c10012", "018200610028001e80086006a802fe81"}, /* mode1-zero-0 */
    {1, false, false, 16, "00021601", "bc17005f", "00f7eff500000000", "0000000000000000", "0041000000000000",
     "0000b29059c1eb12", "018216610028001e80086006a802fe81"}, /* mode1-zero-16 */
    {1, false, true, 16, "00021601", "4cf0861c", "296301530d6d074a", "fcb893bc4e55211f", "daa85533462a66bc",
     "437cba4313fd25d1", "01821661032211069f2e4d329340b7d1"}, /* mode1-pattern-16 */
    {1, false, true, 359848, "79597301", "0382a3b9", "8cfa47530d6d074a", "fcb893bc4e55211f", "f3a45533462a66bc",
     "437c5443046c8c17", "78d97361032211069f2e4d329340b7d1"}, /* mode1-pattern-359848 */
    {2, false, true, 16, "00021602", "fb6f07d7", "7e5cc75e27a46581", "6c08361067d1580d", "7055ee8444494076",
     "672dea96b66e21a9", "018216620028081e80086806ab08ef99"}, /* form1-pattern-16 */
    {2, true, true, 16, "00021602", "16e6760f", NULL, NULL, NULL, NULL,
     "018216620028201e80084006ab08ef99"}, /* form2-pattern-16 */
    {2, false, false, 0, "00020002", "0b888194", "000000000000fb00", "00000000160d1f35", "0000000000000000",
     "9400a10000000000", "018200620028081e80086806a802fe81"}, /* form1-zero-0 */
};

static void assert_hex(const uint8_t *bytes, const char *hex)
{
    uint8_t expected[16];

    assert_true(strlen(hex) <= 2 * sizeof expected);
    assert_true(hex_decode(hex, strlen(hex) / 2, expected));
    assert_memory_equal(bytes, expected, strlen(hex) / 2);
}

static void make_known(const struct known *row, uint8_t sector[SIM_SECTOR_BYTES])
{
    uint8_t bytes[SIM_XA_BYTES];
    size_t first = row->mode == 1 ? 0 : 8, i;

    memset(bytes, 0, sizeof bytes);
    for (i = first; row->has_pattern && i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(7 * (i - first) + 3);
    if (row->mode == 1) {
        sim_sector_mode1(row->lba, bytes, true, sector);
    } else {
        bytes[2] = bytes[6] = row->is_form_2 ? 0x20 : 0x08;
        sim_sector_xa(row->lba, bytes, sector);
    }
}

static void sim_sector__every_mode__equals_another_encoders(void **state)
{
    uint8_t sector[SIM_SECTOR_BYTES];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof known / sizeof known[0]; i++) {
        const struct known *row = &known[i];
        size_t edc_at = row->mode == 1 ? 2064 : row->is_form_2 ? 2348 : 2072;

        print_message("row %u\n", (unsigned)i);
        make_known(row, sector);
        assert_hex(sector + 12, row->header);
        assert_hex(sector + edc_at, row->edc);
        if (!row->p_first8) continue;
        assert_hex(sector + 2076, row->p_first8);
        assert_hex(sector + 2240, row->p_last8);
        assert_hex(sector + 2248, row->q_first8);
        assert_hex(sector + 2344, row->q_last8);
    }
}

static void sim_sector_scramble__every_mode__equals_another_encoders_and_is_undone(void **state)
{
    uint8_t sector[SIM_SECTOR_BYTES], plain[SIM_SECTOR_BYTES];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof known / sizeof known[0]; i++) {
        make_known(&known[i], sector);
        memcpy(plain, sector, sizeof plain);
        sim_sector_scramble(sector);
        assert_memory_equal(sector, plain, 12);
        assert_hex(sector + 12, known[i].scrambled);
        sim_sector_scramble(sector);
        assert_memory_equal(sector, plain, sizeof plain);
    }
}

/* ECMA-130, annex B: what the shift register begins with, and what a sector of zeros becomes at its end. */
static void sim_sector_scramble__zeros__are_the_sequence(void **state)
{
    uint8_t sector[SIM_SECTOR_BYTES];

    (void)state;
    memset(sector, 0, sizeof sector);
    sim_sector_scramble(sector);
    assert_hex(sector + 12, "018000600028001e8008");
}

static void sim_sector_type_of__every_type__is_told(void **state)
{
    uint8_t sector[SIM_SECTOR_BYTES];

    (void)state;
    make_known(&known[0], sector);
    assert_int_equal(sim_sector_type_of(sector), SIM_SECTOR_MODE_1);
    sector[15] = 0;
    assert_int_equal(sim_sector_type_of(sector), SIM_SECTOR_MODE_0);
    sector[0] = 1;
    assert_int_equal(sim_sector_type_of(sector), SIM_SECTOR_AUDIO);
    assert_false(sim_sector_has_sync(sector));
    make_known(&known[4], sector);
    assert_int_equal(sim_sector_type_of(sector), SIM_SECTOR_FORM_1);
    sector[18] ^= 1;
    assert_int_equal(sim_sector_type_of(sector), SIM_SECTOR_MODE_2);
    make_known(&known[5], sector);
    assert_int_equal(sim_sector_type_of(sector), SIM_SECTOR_FORM_2);
    assert_true(sim_sector_has_sync(sector));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sim_sector_mode1__head__is_sync_address_mode),
        cmocka_unit_test(sim_sector_mode1__edc__checks),
        cmocka_unit_test(sim_sector_mode1__p_and_q__are_code_words),
        cmocka_unit_test(sim_sector__every_mode__equals_another_encoders),
        cmocka_unit_test(sim_sector_scramble__every_mode__equals_another_encoders_and_is_undone),
        cmocka_unit_test(sim_sector_scramble__zeros__are_the_sequence),
        cmocka_unit_test(sim_sector_type_of__every_type__is_told),
    };

    return cmocka_run_group_tests_name("sim_sector", tests, NULL, NULL);
}
