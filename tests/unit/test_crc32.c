/* base/crc32.c: check values that others published. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "base/crc32.h"

/* "123456789" is the check value by which catalogues of CRCs know this one; the others are zlib's. */
static void crc32__known_strings__known_values(void **state)
{
    static const struct {
        const char *string;
        uint32_t crc;
    } rows[] = {{"", 0x00000000},
                {"a", 0xe8b7be43},
                {"123456789", 0xcbf43926},
                {"The quick brown fox jumps over the lazy dog", 0x414fa339}};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(base_crc32((const uint8_t *)rows[i].string, strlen(rows[i].string)), rows[i].crc);
}

/* Every byte value, upwards and down again: each element of each row counts. The values are zlib's. */
static void crc32__all_bytes__every_row(void **state)
{
    uint8_t bytes[512];
    size_t i;

    (void)state;
    for (i = 0; i < 256; i++)
        bytes[i] = bytes[511 - i] = (uint8_t)i;
    assert_int_equal(base_crc32(bytes, 256), 0x29058c73);
    assert_int_equal(base_crc32(bytes, 512), 0xef5f180f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crc32__known_strings__known_values),
        cmocka_unit_test(crc32__all_bytes__every_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
