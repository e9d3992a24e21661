/* drive/quirks.c: which spellings of a name are the same drive. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "drive/quirks.h"

static unsigned quirks_of(const char *vendor, const char *product)
{
    struct drive_identity identity;

    memset(&identity, 0, sizeof identity);
    snprintf(identity.vendor, sizeof identity.vendor, "%s", vendor);
    snprintf(identity.product, sizeof identity.product, "%s", product);
    return drive_quirks_of(&identity);
}

static void quirks_of__the_three_that_hang__no_get_configuration(void **state)
{
    (void)state;
    assert_int_equal(quirks_of("LG", "DVD-ROM DRD-840B"), DRIVE_QUIRK_NO_GET_CONFIGURATION);
    assert_int_equal(quirks_of("SAMSUNG", "DVD-ROM SD-608"), DRIVE_QUIRK_NO_GET_CONFIGURATION);
    assert_int_equal(quirks_of("MITSUMI", "CR-4802TE"), DRIVE_QUIRK_NO_GET_CONFIGURATION);
}

static void quirks_of__other_spellings__are_the_same_drive(void **state)
{
    (void)state;
    assert_int_equal(quirks_of("Samsung", "dvd-rom_sd-608"), DRIVE_QUIRK_NO_GET_CONFIGURATION);
    assert_int_equal(quirks_of("", "SAMSUNG DVD-ROM SD-608"), DRIVE_QUIRK_NO_GET_CONFIGURATION);
    assert_int_equal(quirks_of("", "CR-4802TE"), DRIVE_QUIRK_NO_GET_CONFIGURATION);
    assert_int_equal(quirks_of("ATAPI", "LG_DVD-ROM_DRD-840B"), DRIVE_QUIRK_NO_GET_CONFIGURATION);
}

static void quirks_of__a_name_that_only_begins_alike__has_none(void **state)
{
    (void)state;
    assert_int_equal(quirks_of("SAMSUNG", "DVD-ROM SD-608B"), 0);
    assert_int_equal(quirks_of("SAMSUNG", "DVD-ROM XSD-608"), 0);
    assert_int_equal(quirks_of("SAMSUNG", "DVD-ROM SD-60"), 0);
    assert_int_equal(quirks_of("SAMSUNG", "XSD-608 SD-608"), DRIVE_QUIRK_NO_GET_CONFIGURATION);
    assert_int_equal(quirks_of("TOSHIBA", "DVD-ROM SD-608"), 0);
    assert_int_equal(quirks_of("PLDS", "DVD-RW DS8ABSH"), 0);
    assert_int_equal(quirks_of("", ""), 0);
}

/* 64 letters each: all of both fields is looked at, and nothing behind them. */
static void quirks_of__fields_that_are_full__are_read_to_their_end(void **state)
{
    char full[65];

    (void)state;
    memset(full, 'x', 64);
    memcpy(full + 64 - 7, " SD-608", 7);
    full[64] = '\0';
    assert_int_equal(quirks_of("", full), DRIVE_QUIRK_NO_GET_CONFIGURATION);
    memset(full, 'x', 64);
    assert_int_equal(quirks_of(full, full), 0);
    memcpy(full, "SAMSUNG ", 8);
    assert_int_equal(quirks_of(full, "SD-608"), DRIVE_QUIRK_NO_GET_CONFIGURATION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quirks_of__the_three_that_hang__no_get_configuration),
        cmocka_unit_test(quirks_of__other_spellings__are_the_same_drive),
        cmocka_unit_test(quirks_of__a_name_that_only_begins_alike__has_none),
        cmocka_unit_test(quirks_of__fields_that_are_full__are_read_to_their_end),
    };

    return cmocka_run_group_tests_name("quirks", tests, NULL, NULL);
}
