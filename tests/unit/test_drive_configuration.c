/* GET CONFIGURATION: features and profiles. Replies are typed from MMC-6, GET CONFIGURATION, and from the drives named.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "support/drive_fixture.h"

static const uint8_t cdb_all[10] = {0x46, 0x00, 0, 0x00, 0, 0, 0, 0x04, 0x00, 0};
static const uint8_t cdb_current[10] = {0x46, 0x01, 0, 0x00, 0, 0, 0, 0x04, 0x00, 0};
static const uint8_t cdb_removable[10] = {0x46, 0x02, 0, 0x03, 0, 0, 0, 0x04, 0x00, 0};

/* A DVD-RW drive with a DVD-ROM in it: profiles 0014h, 0010h (current), 0008h; Core and Removable Medium current,
 * DVD-R/-RW Write not.
 */
/* clang-format off */
static const uint8_t writer[] = {
    0x00, 0x00, 0x00, 0x2C, 0x00, 0x00, 0x00, 0x10,
    0x00, 0x00, 0x03, 0x0C, 0x00, 0x14, 0x00, 0x00, 0x00, 0x10, 0x01, 0x00, 0x00, 0x08, 0x00, 0x00,
    0x00, 0x01, 0x0B, 0x04, 0x00, 0x00, 0x00, 0x07,
    0x00, 0x03, 0x03, 0x04, 0x29, 0x00, 0x00, 0x00,
    0x00, 0x2F, 0x08, 0x04, 0x46, 0x00, 0x00, 0x00,
};
/* clang-format on */
static const uint8_t removable[] = {0, 0, 0, 0x0C, 0, 0, 0, 0x10, 0x00, 0x03, 0x03, 0x04, 0x29, 0x00, 0x00, 0x00};
static const uint8_t header_only[] = {0, 0, 0, 4, 0, 0, 0, 0x10};

static void take_features__all__lists_them_in_the_drives_order(void **state)
{
    static const uint16_t features[] = {0x0000, 0x0001, 0x0003, 0x002F};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_bytes(&fixture->script, writer, sizeof writer);
    assert_int_equal(drive_take_features(fixture->drive, false, &codes, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_codes(&codes, features, 4);
    assert_int_equal(fixture->script.sent_count, 1);
    assert_sent(&fixture->script, 0, cdb_all, 10);
    drive_codes_free(&codes);
    assert_codes(&codes, NULL, 0);
}

/* Some drives list all although they are asked for the current ones. */
static void take_features__current__only_those_with_the_bit(void **state)
{
    static const uint16_t features[] = {0x0000, 0x0001, 0x0003};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_bytes(&fixture->script, writer, sizeof writer);
    assert_int_equal(drive_take_features(fixture->drive, true, &codes, &fixture->failure), DRIVE_OK);
    assert_codes(&codes, features, 3);
    assert_int_equal(fixture->script.sent_count, 1);
    assert_sent(&fixture->script, 0, cdb_current, 10);
    drive_codes_free(&codes);
}

static void take_profiles__all_and_current(void **state)
{
    static const uint16_t all[] = {0x0014, 0x0010, 0x0008};
    static const uint16_t current[] = {0x0010};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_bytes(&fixture->script, writer, sizeof writer);
    assert_int_equal(drive_take_profiles(fixture->drive, false, &codes, &fixture->failure), DRIVE_OK);
    assert_codes(&codes, all, 3);
    drive_codes_free(&codes);
    script_bytes(&fixture->script, writer, sizeof writer);
    assert_int_equal(drive_take_profiles(fixture->drive, true, &codes, &fixture->failure), DRIVE_OK);
    assert_codes(&codes, current, 1);
    drive_codes_free(&codes);
    assert_int_equal(fixture->script.sent_count, 2);
    assert_sent(&fixture->script, 0, cdb_all, 10);
    assert_sent(&fixture->script, 1, cdb_current, 10);
}

static void take_features__data_length_of_4_or_less__is_an_empty_list(void **state)
{
    uint8_t reply[sizeof writer];
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;
    uint8_t length;

    for (length = 0; length <= 4; length++) {
        memcpy(reply, writer, sizeof reply);
        reply[3] = length;
        script_bytes(&fixture->script, reply, sizeof reply);
        assert_int_equal(drive_take_features(fixture->drive, false, &codes, &fixture->failure), DRIVE_OK);
        assert_codes(&codes, NULL, 0);
        script_bytes(&fixture->script, reply, sizeof reply);
        assert_int_equal(drive_take_profiles(fixture->drive, false, &codes, &fixture->failure), DRIVE_OK);
        assert_codes(&codes, NULL, 0);
    }
}

static void take_features__fewer_than_8_bytes__is_an_invalid_response(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;
    size_t count;

    for (count = 0; count < 8; count++) {
        script_again(&fixture->script);
        script_bytes(&fixture->script, writer, count);
        assert_int_equal(drive_take_features(fixture->drive, false, &codes, &fixture->failure), DRIVE_INVALID_RESPONSE);
        assert_failure_is_reply(&fixture->failure, DRIVE_INVALID_RESPONSE, 0x46);
        assert_codes(&codes, NULL, 0);
        assert_int_equal(fixture->script.sent_count, 1);
    }
}

static void take_features__none_current__is_an_empty_list(void **state)
{
    static const uint8_t reply[] = {0, 0, 0, 8, 0, 0, 0, 0, 0x00, 0x2F, 0x08, 0x00};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_bytes(&fixture->script, reply, sizeof reply);
    assert_int_equal(drive_take_features(fixture->drive, true, &codes, &fixture->failure), DRIVE_OK);
    assert_codes(&codes, NULL, 0);
}

static void take_features__last_one_is_cut__is_dropped(void **state)
{
    static const uint16_t features[] = {0x0000, 0x0001, 0x0003};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_bytes(&fixture->script, writer, sizeof writer - 1);
    assert_int_equal(drive_take_features(fixture->drive, false, &codes, &fixture->failure), DRIVE_OK);
    assert_codes(&codes, features, 3);
    drive_codes_free(&codes);
}

static void take_features__command_unknown__is_that_refusal(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_sense(&fixture->script, 1, 0x70, 0x05, 0x20, 0x00);
    assert_int_equal(drive_take_features(fixture->drive, false, &codes, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x46, 0x05, 0x20, 0x00);
    assert_codes(&codes, NULL, 0);
    assert_int_equal(fixture->script.sent_count, 1);
}

static void take_feature__asked_for_by_itself(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_bytes feature;

    script_bytes(&fixture->script, removable, sizeof removable);
    assert_int_equal(drive_take_feature(fixture->drive, 0x0003, true, &feature, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_bytes(&feature, "\x00\x03\x03\x04\x29\x00\x00\x00", 8);
    assert_int_equal(fixture->script.sent_count, 1);
    assert_sent(&fixture->script, 0, cdb_removable, 10);
    drive_bytes_free(&feature);
    assert_bytes(&feature, NULL, 0);
}

/* Windows' CD-ROM driver knows drives that answer RT = 2 with every feature. */
static void take_feature__drive_answers_with_all__the_right_one_is_found(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_bytes feature;

    script_bytes(&fixture->script, writer, sizeof writer);
    assert_int_equal(drive_take_feature(fixture->drive, 0x0003, false, &feature, &fixture->failure), DRIVE_OK);
    assert_bytes(&feature, "\x00\x03\x03\x04\x29\x00\x00\x00", 8);
    assert_int_equal(fixture->script.sent_count, 1);
    drive_bytes_free(&feature);
}

static void take_feature__not_in_the_reply__is_no_such_feature(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_bytes feature;

    script_bytes(&fixture->script, header_only, sizeof header_only);
    assert_int_equal(drive_take_feature(fixture->drive, 0x0108, false, &feature, &fixture->failure),
                     DRIVE_NO_SUCH_FEATURE);
    assert_failure_is_reply(&fixture->failure, DRIVE_NO_SUCH_FEATURE, 0x46);
    assert_bytes(&feature, NULL, 0);
    script_bytes(&fixture->script, writer, sizeof writer);
    assert_int_equal(drive_take_feature(fixture->drive, 0x0108, false, &feature, &fixture->failure),
                     DRIVE_NO_SUCH_FEATURE);
    assert_bytes(&feature, NULL, 0);
}

static void take_feature__not_current__is_told_when_that_is_asked(void **state)
{
    static const uint8_t write_feature[] = {0,    0,    0,    0x0C, 0,    0,    0,    0x10,
                                            0x00, 0x2F, 0x08, 0x04, 0x46, 0x00, 0x00, 0x00};
    struct drive_fixture *fixture = *state;
    struct drive_bytes feature;

    script_bytes(&fixture->script, write_feature, sizeof write_feature);
    assert_int_equal(drive_take_feature(fixture->drive, 0x002F, true, &feature, &fixture->failure),
                     DRIVE_FEATURE_NOT_CURRENT);
    assert_failure_is_reply(&fixture->failure, DRIVE_FEATURE_NOT_CURRENT, 0x46);
    assert_bytes(&feature, NULL, 0);
    script_bytes(&fixture->script, write_feature, sizeof write_feature);
    assert_int_equal(drive_take_feature(fixture->drive, 0x002F, false, &feature, &fixture->failure), DRIVE_OK);
    assert_bytes(&feature, "\x00\x2F\x08\x04\x46\x00\x00\x00", 8);
    drive_bytes_free(&feature);
}

static void take_feature__cut__is_an_invalid_response(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_bytes feature;
    size_t count;

    for (count = 0; count < sizeof removable; count++) {
        script_bytes(&fixture->script, removable, count);
        assert_int_equal(drive_take_feature(fixture->drive, 0x0003, false, &feature, &fixture->failure),
                         DRIVE_INVALID_RESPONSE);
        assert_failure_is_reply(&fixture->failure, DRIVE_INVALID_RESPONSE, 0x46);
        assert_bytes(&feature, NULL, 0);
    }
}

/* QEMU: 05/24/00 to any starting feature but 0. */
static void take_feature__starting_feature_is_refused__is_looked_for_among_all(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_bytes feature;

    script_sense(&fixture->script, 1, 0x70, 0x05, 0x24, 0x00);
    script_bytes(&fixture->script, writer, sizeof writer);
    assert_int_equal(drive_take_feature(fixture->drive, 0x0003, false, &feature, &fixture->failure), DRIVE_OK);
    assert_bytes(&feature, "\x00\x03\x03\x04\x29\x00\x00\x00", 8);
    assert_int_equal(fixture->script.sent_count, 2);
    assert_sent(&fixture->script, 0, cdb_removable, 10);
    assert_sent(&fixture->script, 1, cdb_all, 10);
    drive_bytes_free(&feature);

    script_again(&fixture->script);
    script_sense(&fixture->script, 2, 0x70, 0x05, 0x24, 0x00);
    assert_int_equal(drive_take_feature(fixture->drive, 0x0003, false, &feature, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x46, 0x05, 0x24, 0x00);
    assert_int_equal(fixture->script.sent_count, 2);
}

/* The drives that hang are not asked; they get the answer of a drive that does not know the command. */
static void get_configuration__drive_that_hangs_on_it__nothing_is_sent(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;
    struct drive_bytes feature;

    drive_fixture_rename(fixture, "MITSUMI", "CR-4802TE");
    assert_int_equal(drive_take_features(fixture->drive, false, &codes, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x46, 0x05, 0x20, 0x00);
    assert_codes(&codes, NULL, 0);
    assert_int_equal(drive_take_profiles(fixture->drive, true, &codes, &fixture->failure), DRIVE_REFUSED);
    assert_codes(&codes, NULL, 0);
    assert_int_equal(drive_take_feature(fixture->drive, 0, false, &feature, &fixture->failure), DRIVE_REFUSED);
    assert_bytes(&feature, NULL, 0);
    assert_int_equal(fixture->script.sent_count, 0);
}

#define FIXTURE_TEST(name) cmocka_unit_test_setup_teardown(name, drive_fixture_setup, drive_fixture_teardown)

/* One question for what a writer wants to know: the current profile, and a feature's own bytes. */
static void take_configuration__whole__has_profile_and_features(void **state)
{
    static const uint8_t reply[] = {0, 0, 0, 0x0C, 0, 0, 0x00, 0x1B, 0x01, 0x05, 0x0B, 0x04, 0x01, 0x02, 0x03, 0x04};
    static const uint8_t cdb[10] = {0x46, 0x01, 0, 0, 0, 0, 0, 0x04, 0x00, 0};
    struct drive_fixture *fixture = *state;
    struct mmc_configuration configuration;
    struct mmc_feature feature;
    struct drive_bytes bytes;

    script_bytes(&fixture->script, reply, sizeof reply);
    assert_int_equal(drive_take_configuration(fixture->drive, MMC_CONFIGURATION_CURRENT, 0, &bytes, &configuration,
                                              &fixture->failure),
                     DRIVE_OK);
    assert_sent(&fixture->script, 0, cdb, 10);
    assert_true(configuration.has_current_profile);
    assert_int_equal(configuration.current_profile, 0x001B);
    assert_int_equal(mmc_configuration_find(&configuration, 0x0105, &feature), MMC_OK);
    assert_int_equal(feature.version, 2);
    assert_true(feature.current);
    assert_memory_equal(feature.data, "\x01\x02\x03\x04", 4);
    drive_bytes_free(&bytes);

    script_bytes(&fixture->script, reply, 7);
    assert_int_equal(drive_take_configuration(fixture->drive, MMC_CONFIGURATION_CURRENT, 0, &bytes, &configuration,
                                              &fixture->failure),
                     DRIVE_INVALID_RESPONSE);
    assert_bytes(&bytes, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(take_features__all__lists_them_in_the_drives_order),
        FIXTURE_TEST(take_features__current__only_those_with_the_bit),
        FIXTURE_TEST(take_profiles__all_and_current),
        FIXTURE_TEST(take_features__data_length_of_4_or_less__is_an_empty_list),
        FIXTURE_TEST(take_features__fewer_than_8_bytes__is_an_invalid_response),
        FIXTURE_TEST(take_features__none_current__is_an_empty_list),
        FIXTURE_TEST(take_features__last_one_is_cut__is_dropped),
        FIXTURE_TEST(take_features__command_unknown__is_that_refusal),
        FIXTURE_TEST(take_feature__asked_for_by_itself),
        FIXTURE_TEST(take_feature__drive_answers_with_all__the_right_one_is_found),
        FIXTURE_TEST(take_feature__not_in_the_reply__is_no_such_feature),
        FIXTURE_TEST(take_feature__not_current__is_told_when_that_is_asked),
        FIXTURE_TEST(take_feature__cut__is_an_invalid_response),
        FIXTURE_TEST(take_feature__starting_feature_is_refused__is_looked_for_among_all),
        FIXTURE_TEST(get_configuration__drive_that_hangs_on_it__nothing_is_sent),
        FIXTURE_TEST(take_configuration__whole__has_profile_and_features),
    };

    return cmocka_run_group_tests_name("drive_configuration", tests, NULL, NULL);
}
