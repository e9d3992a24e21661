/* mmc/configuration.c beside the vectors: cut replies, flags, profile lists in odd places. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "mmc/configuration.h"
#include "support/reply_vectors.h"

/* MMC-6, GET CONFIGURATION: profile list of two, and a vendor feature with every flag pattern that matters. */
static const uint8_t reply[] = {0x00, 0x00, 0x00, 0x16, 0,    0,    0x00, 0x1b, 0x00, 0x00, 0x02, 0x08, 0x00,
                                0x1b, 0x00, 0x00, 0x00, 0x08, 0x01, 0x00, 0xff, 0x01, 0x3d, 0x02, 0xaa, 0xbb};

static void configuration_find__flags__each_in_its_field(void **state)
{
    struct mmc_configuration configuration;
    struct mmc_feature feature;

    (void)state;
    assert_int_equal(mmc_configuration_parse(reply, sizeof reply, &configuration), MMC_OK);
    assert_true(configuration.is_whole);
    assert_int_equal(configuration.claimed_bytes, sizeof reply);
    assert_int_equal(mmc_configuration_find(&configuration, 0x0000, &feature), MMC_OK);
    assert_true(feature.persistent && !feature.current);
    assert_int_equal(feature.version, 0);
    assert_int_equal(mmc_configuration_find(&configuration, 0xff01, &feature), MMC_OK);
    assert_true(!feature.persistent && feature.current);
    assert_int_equal(feature.version, 15);
    assert_int_equal(feature.data_bytes, 2);
    assert_ptr_equal(feature.descriptor, reply + 20);
    assert_ptr_equal(feature.data, reply + 24);
}

/* A feature that may be in the bytes that did not come is not called absent. */
static void configuration_find__every_prefix__absent_only_when_whole(void **state)
{
    struct mmc_configuration configuration;
    struct mmc_feature feature, before;
    size_t count;

    (void)state;
    memset(&feature, 0xa5, sizeof feature);
    before = feature;
    for (count = 8; count < sizeof reply; count++) {
        assert_int_equal(mmc_configuration_parse(reply, count, &configuration), MMC_OK);
        assert_false(configuration.is_whole);
        assert_int_equal(mmc_configuration_find(&configuration, 0xff01, &feature), MMC_SHORT);
        assert_int_equal(mmc_configuration_find(&configuration, 0x0107, &feature), MMC_SHORT);
    }
    assert_int_equal(mmc_configuration_parse(reply, sizeof reply, &configuration), MMC_OK);
    assert_int_equal(mmc_configuration_find(&configuration, 0x0107, &feature), MMC_ABSENT);
    assert_memory_equal(&feature, &before, sizeof feature);
}

/* The whole reply came, and its last descriptor reaches past its own end: it is cut for good. */
static void configuration_find__last_descriptor_overruns_the_claim__is_short(void **state)
{
    static const uint8_t bytes[16] = {0, 0, 0, 0x0c, 0, 0, 0, 0, 0x00, 0x03, 0x03, 0x08, 0x29, 0, 0, 0};
    struct mmc_configuration configuration;
    struct mmc_feature feature;

    (void)state;
    assert_int_equal(mmc_configuration_parse(bytes, sizeof bytes, &configuration), MMC_OK);
    assert_true(configuration.is_whole);
    assert_int_equal(mmc_configuration_find(&configuration, 0x0003, &feature), MMC_SHORT);
}

static void configuration_parse__below_8_bytes__is_short_and_untouched(void **state)
{
    struct mmc_configuration configuration, before;
    size_t count;

    (void)state;
    memset(&configuration, 0xa5, sizeof configuration);
    before = configuration;
    for (count = 0; count < 8; count++) {
        assert_int_equal(mmc_configuration_parse(reply, count, &configuration), MMC_SHORT);
    }
    assert_memory_equal(&configuration, &before, sizeof configuration);
}

/* Data Length 3 does not cover the current profile; 4 does. */
static void configuration_parse__data_length_below_four__profile_is_unknown(void **state)
{
    uint8_t bytes[8] = {0, 0, 0, 3, 0, 0, 0x00, 0x1b};
    struct mmc_configuration configuration;

    (void)state;
    assert_int_equal(mmc_configuration_parse(bytes, sizeof bytes, &configuration), MMC_OK);
    assert_false(configuration.has_current_profile);
    assert_int_equal(configuration.current_profile, 0);
    bytes[3] = 4;
    assert_int_equal(mmc_configuration_parse(bytes, sizeof bytes, &configuration), MMC_OK);
    assert_true(configuration.has_current_profile);
    assert_int_equal(configuration.current_profile, 0x001b);
}

static void configuration_profiles__list_not_first__is_found(void **state)
{
    static const uint8_t bytes[] = {0,    0,    0, 0x10, 0,    0, 0,    8,    0x00, 0x1d,
                                    0x00, 0x00, 0, 0,    0x03, 4, 0x00, 0x08, 0x01, 0};
    struct mmc_configuration configuration;
    struct mmc_profile profile;
    struct mmc_walk walk;

    (void)state;
    assert_int_equal(mmc_configuration_parse(bytes, sizeof bytes, &configuration), MMC_OK);
    walk = mmc_configuration_profiles(&configuration);
    assert_true(mmc_profile_next(&walk, &profile));
    assert_int_equal(profile.code, 0x0008);
    assert_true(profile.current);
    assert_false(mmc_profile_next(&walk, &profile));
    assert_false(walk.clipped);
}

static void configuration_profiles__no_profile_list__is_empty(void **state)
{
    static const uint8_t bytes[] = {0, 0, 0, 0x08, 0, 0, 0, 8, 0x00, 0x1d, 0x00, 0x00};
    struct mmc_configuration configuration;
    struct mmc_profile profile;
    struct mmc_walk walk;

    (void)state;
    assert_int_equal(mmc_configuration_parse(bytes, sizeof bytes, &configuration), MMC_OK);
    walk = mmc_configuration_profiles(&configuration);
    assert_false(mmc_profile_next(&walk, &profile));
    assert_false(walk.clipped);
}

/* --- vectors/replies.json --- */

static void list_profiles(const struct mmc_configuration *configuration, struct expectation *expect, bool *clipped)
{
    struct expected_list all = expect_list(expect, "profiles"), current = expect_list(expect, "current_profiles");
    struct mmc_walk walk = mmc_configuration_profiles(configuration);
    struct mmc_profile profile;

    while (mmc_profile_next(&walk, &profile)) {
        expect_next_code(&all, 4, profile.code);
        if (profile.current) expect_next_code(&current, 4, profile.code);
    }
    expect_list_done(&all);
    expect_list_done(&current);
    *clipped = *clipped || walk.clipped;
}

static enum mmc_status check_configuration(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                           struct expectation *expect)
{
    struct mmc_configuration configuration;
    enum mmc_status status = mmc_configuration_parse(bytes, count, &configuration);
    struct expected_list all, current;
    struct mmc_feature feature;
    struct mmc_walk walk;
    bool clipped;

    (void)row;
    if (status != MMC_OK) return status;
    expect_optional_code(expect, "current_profile", configuration.has_current_profile, 4,
                         configuration.current_profile);
    all = expect_list(expect, "features");
    current = expect_list(expect, "current_features");
    walk = mmc_configuration_features(&configuration);
    while (mmc_feature_next(&walk, &feature)) {
        expect_next_code(&all, 4, feature.code);
        if (feature.current) expect_next_code(&current, 4, feature.code);
    }
    expect_list_done(&all);
    expect_list_done(&current);
    clipped = walk.clipped;
    list_profiles(&configuration, expect, &clipped);
    expect_number(expect, "clipped", clipped);
    return status;
}

/* clang-format off */
static const struct reply_row rows[] = {
    {"GET CONFIGURATION",              8, 0,    check_configuration,     NULL, NULL},
};
/* clang-format on */

static void configuration_vectors__all__give_the_stated_values(void **state)
{
    (void)state;
    reply_vectors_check(NULL, rows, sizeof rows / sizeof rows[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(configuration_find__flags__each_in_its_field),
        cmocka_unit_test(configuration_find__every_prefix__absent_only_when_whole),
        cmocka_unit_test(configuration_find__last_descriptor_overruns_the_claim__is_short),
        cmocka_unit_test(configuration_parse__below_8_bytes__is_short_and_untouched),
        cmocka_unit_test(configuration_parse__data_length_below_four__profile_is_unknown),
        cmocka_unit_test(configuration_profiles__list_not_first__is_found),
        cmocka_unit_test(configuration_profiles__no_profile_list__is_empty),
        cmocka_unit_test(configuration_vectors__all__give_the_stated_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
