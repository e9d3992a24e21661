/* discctl/drive_abilities.c: what drives read and write, by claims as MMC-6 has them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "discctl/drive_abilities.h"
#include "discctl/feature_words.h"
#include "mmc/codes.h"

static struct drive_claims claims;
static struct medium_ability media[DRIVE_MEDIA];

static void begin(const uint16_t *profiles, const uint16_t *features)
{
    memset(&claims, 0, sizeof claims);
    for (; profiles && *profiles; profiles++)
        claims.profiles[claims.profile_count++] = *profiles;
    for (; features && *features; features++)
        claims.features[claims.feature_count++] = *features;
}

static void assert_media(const char *name, enum ability reads, enum ability writes)
{
    size_t i = 0;

    drive_abilities(&claims, media);
    while (i < DRIVE_MEDIA && strcmp(media[i].name, name) != 0)
        i++;
    assert_true(i < DRIVE_MEDIA);
    if (media[i].reads != reads || media[i].writes != writes)
        fail_msg("%s: reads %d, writes %d", name, (int)media[i].reads, (int)media[i].writes);
}

/* The profiles of an HL-DT-ST BD-RE BU40N, with features of a writer. */
static void drive_abilities__bd_writer__by_profiles(void **state)
{
    static const uint16_t profiles[] = {0x43, 0x42, 0x41, 0x40, 0x2B, 0x1B, 0x1A, 0x16, 0x15, 0x14,
                                        0x13, 0x12, 0x11, 0x10, 0x0A, 0x09, 0x08, 0x02, 0};
    static const uint16_t features[] = {0x1D, 0x1E, 0x1F, 0x2A, 0x2B, 0x2D, 0x2E, 0x2F, 0x3B, 0x40, 0x41, 0};

    (void)state;
    begin(profiles, features);
    claims.plus_known = DRIVE_PLUS_RW | DRIVE_PLUS_R | DRIVE_PLUS_R_DL;
    claims.plus_writes = DRIVE_PLUS_RW | DRIVE_PLUS_R;
    assert_media("CD-ROM", ABILITY_YES, ABILITY_PRESSED);
    assert_media("CD-R", ABILITY_YES, ABILITY_YES);
    assert_media("DVD-RW", ABILITY_YES, ABILITY_YES);
    assert_media("DVD+R", ABILITY_YES, ABILITY_YES);
    assert_media("DVD+R dual layer", ABILITY_YES, ABILITY_NO); /* its Write bit is 0 */
    assert_media("DVD+RW dual layer", ABILITY_NO, ABILITY_NO);
    assert_media("BD-ROM", ABILITY_YES, ABILITY_PRESSED);
    assert_media("BD-RE", ABILITY_YES, ABILITY_YES);
    assert_media("HD DVD-ROM", ABILITY_NO, ABILITY_PRESSED);
    assert_false(media[0].is_in);
    claims.current[0] = 0x08;
    claims.current_count = 1;
    drive_abilities(&claims, media);
    assert_true(media[0].is_in);
    assert_false(media[1].is_in);
}

/* A DVD-ROM drive that reads what others have written. */
static void drive_abilities__reader__writes_nothing(void **state)
{
    static const uint16_t profiles[] = {0x10, 0x08, 0x12, 0x1B, 0};
    static const uint16_t features[] = {0x10, 0x1D, 0x1E, 0x1F, 0x2B, 0};
    static const uint16_t no_writer[] = {0x10, 0x1D, 0x1E, 0x1F, 0};

    (void)state;
    begin(profiles, features);
    claims.has_page = true;
    claims.page.reads_dvd_r = claims.page.reads_dvd_ram = true;
    claims.plus_known = DRIVE_PLUS_R;
    assert_media("CD-RW", ABILITY_YES, ABILITY_NO);
    assert_media("DVD-R", ABILITY_YES, ABILITY_NO);
    assert_media("DVD-RW", ABILITY_UNKNOWN, ABILITY_NO);
    assert_media("DVD-R dual layer", ABILITY_UNKNOWN, ABILITY_NO);
    assert_media("DVD-RAM", ABILITY_YES, ABILITY_NO); /* page 2Ah denies writing */
    assert_media("DVD+R", ABILITY_YES, ABILITY_NO);
    assert_media("BD-ROM", ABILITY_NO, ABILITY_PRESSED);
    claims.has_dvd_read = true;
    assert_media("DVD-R dual layer", ABILITY_NO, ABILITY_NO);
    begin(profiles, no_writer); /* without any feature that writes a listed profile is one that is read */
    assert_media("DVD-RAM", ABILITY_YES, ABILITY_NO);
}

static void drive_abilities__bd_read__by_its_versions(void **state)
{
    static const uint16_t profiles[] = {0x10, 0x08, 0};
    static const uint16_t features[] = {0x1E, 0x1F, 0x40, 0};

    (void)state;
    begin(profiles, features);
    assert_media("BD-R", ABILITY_UNKNOWN, ABILITY_NO);
    claims.has_bd_read = true;
    claims.bd_read.bd_rom[0] = claims.bd_read.bd_r[1] = 2;
    assert_media("BD-ROM", ABILITY_YES, ABILITY_PRESSED);
    assert_media("BD-R", ABILITY_YES, ABILITY_NO);
    assert_media("BD-RE", ABILITY_NO, ABILITY_NO);
}

/* A CD writer from before GET CONFIGURATION. */
static void drive_abilities__page_alone__is_believed(void **state)
{
    (void)state;
    begin(NULL, NULL);
    assert_media("CD-R", ABILITY_UNKNOWN, ABILITY_UNKNOWN);
    assert_media("CD-ROM", ABILITY_UNKNOWN, ABILITY_PRESSED);
    claims.has_page = true;
    claims.page.reads_cd_r = claims.page.reads_cd_rw = claims.page.writes_cd_r = true;
    assert_media("CD-ROM", ABILITY_YES, ABILITY_PRESSED);
    assert_media("CD-R", ABILITY_YES, ABILITY_YES);
    assert_media("CD-RW", ABILITY_YES, ABILITY_NO);
    assert_media("DVD-ROM", ABILITY_NO, ABILITY_PRESSED);
    assert_media("DVD-R", ABILITY_NO, ABILITY_NO);
    assert_media("BD-R", ABILITY_NO, ABILITY_NO);
}

static void feature_words__every_feature_with_a_name__has_words(void **state)
{
    long code;

    (void)state;
    for (code = 0; code <= 0xFFFF; code++) {
        if (mmc_feature_name((uint16_t)code) && !feature_words(code)) fail_msg("feature %04lXh has no words", code);
        if (!mmc_feature_name((uint16_t)code) && feature_words(code)) fail_msg("feature %04lXh has no name", code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drive_abilities__bd_writer__by_profiles),
        cmocka_unit_test(drive_abilities__reader__writes_nothing),
        cmocka_unit_test(drive_abilities__bd_read__by_its_versions),
        cmocka_unit_test(drive_abilities__page_alone__is_believed),
        cmocka_unit_test(feature_words__every_feature_with_a_name__has_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
