/* What a drive can write and erase, why a medium cannot be written, and what people call it. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "support/media_fixture.h"

static void drive_can_write__any_and_current__are_told_by_features_else_page_2a(void **state)
{
    /* clang-format off */
    static const struct {
        struct scripted_disc disc;
        bool any, current;
    } rows[] = {
        {{.features = {DVD_READ}}, false, false},
        {{.features = {{0x0020, false, 12, {0}}}}, true, false},
        {{.features = {{0x0021, false, 4, {0}}}}, true, false},
        {{.features = {{0x0023, false, 4, {0}}}}, true, false},
        {{.features = {{0x0026, false, 0, {0}}}}, true, false},
        {{.features = {{0x002A, false, 4, {1}}}}, true, false},
        {{.features = {{0x002A, true, 4, {0}}}}, false, false}, /* reads DVD+RW */
        {{.features = {{0x002B, false, 4, {1}}}}, true, false},
        {{.features = {{0x002B, true, 4, {0}}}}, false, false},
        {{.features = {{0x002C, false, 4, {0}}}}, true, false},
        {{.features = {{0x002D, false, 4, {0}}, DVD_READ}}, true, false},
        {{.features = {{0x002D, true, 4, {0}}}}, true, true},
        {{.features = {{0x002E, true, 4, {0}}}}, true, true},
        {{.features = {{0x002F, true, 4, {0}}}}, true, true},
        {{.features = {{0x0037, true, 4, {0}}}}, true, true},
        {{.features = {{0x003A, true, 4, {1}}}}, true, true},
        {{.features = {{0x003B, true, 4, {1}}}}, true, true},
        {{.features = {{0x003B, true, 4, {0}}}}, false, false},
        {{.features = {{0x0041, true, 20, {0}}}}, true, true},
        {{.has_no_configuration = true}, false, false},
        {{.has_no_configuration = true, .page_2a_bytes = 22, .page_2a = {0x2A, 0x14, 0x03, 0x00}}, false, false},
        {{.has_no_configuration = true, .page_2a_bytes = 22, .page_2a = {0x2A, 0x14, 0x03, 0x01}}, true, true},
        {{.has_no_configuration = true, .page_2a_bytes = 22, .page_2a = {0x2A, 0x14, 0x03, 0x02}}, true, true},
        {{.has_no_configuration = true, .page_2a_bytes = 22, .page_2a = {0x2A, 0x14, 0x03, 0x04}}, false, false},
        {{.has_no_configuration = true, .page_2a_bytes = 22, .page_2a = {0x2A, 0x14, 0x03, 0x10}}, true, true},
        {{.has_no_configuration = true, .page_2a_bytes = 22, .page_2a = {0x2A, 0x14, 0x03, 0x20}}, true, true},
    };
    /* clang-format on */
    struct drive_fixture *fixture = *state;
    bool any, current;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct scripted_disc disc = rows[i].disc;

        scripted_disc_insert(&fixture->script, &disc);
        assert_int_equal(burn_drive_can_write(fixture->drive, false, &any, &fixture->failure), DRIVE_OK);
        assert_int_equal(burn_drive_can_write(fixture->drive, true, &current, &fixture->failure), DRIVE_OK);
        if (any != rows[i].any || current != rows[i].current) fail_msg("row %u: %d, %d", (unsigned)i, any, current);
        assert_int_equal(scripted_disc_count(&disc), disc.has_no_configuration ? 4 : 2);
    }
}

/* Which features an eraser has, current or not: Microsoft's erase sample. Blank is bit 0 of byte 4 of feature 002Ch,
 * DVD-RW bit 1 of byte 4 of feature 002Fh.
 */
static void drive_can_erase__each_feature__is_known(void **state)
{
    /* clang-format off */
    static const struct {
        struct scripted_disc disc;
        bool can_erase;
    } rows[] = {
        {{.features = {DVD_READ}}, false},
        {{.features = {{0x0020, true, 12, {0}}}}, false},
        {{.features = {{0x0021, false, 4, {0}}}}, true},
        {{.features = {{0x0026, false, 0, {0}}}}, true},
        {{.features = {{0x002A, true, 4, {1}}}}, false},
        {{.features = {{0x002C, true, 4, {0x0E}}}}, false},
        {{.features = {{0x002C, false, 4, {0x01}}}}, true},
        {{.features = {{0x002D, false, 4, {0}}}}, true},
        {{.features = {{0x002E, true, 4, {0xFF}}}}, false},
        {{.features = {{0x002F, true, 4, {0xFD}}}}, false},
        {{.features = {{0x002F, false, 4, {0x02}}}}, true},
        {{.features = {{0x0032, false, 4, {0}}}}, true},
        {{.has_no_configuration = true}, false},
        {{.has_no_configuration = true, .page_2a_bytes = 22, .page_2a = {0x2A, 0x14, 0x03, 0x01}}, false},
        {{.has_no_configuration = true, .page_2a_bytes = 22, .page_2a = {0x2A, 0x14, 0x03, 0x02}}, true},
    };
    /* clang-format on */
    struct drive_fixture *fixture = *state;
    bool can_erase;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct scripted_disc disc = rows[i].disc;

        scripted_disc_insert(&fixture->script, &disc);
        assert_int_equal(burn_drive_can_erase(fixture->drive, &can_erase, &fixture->failure), DRIVE_OK);
        if (can_erase != rows[i].can_erase) fail_msg("row %u: %d", (unsigned)i, can_erase);
    }
    can_erase = true;
    script_again(&fixture->script);
    script_failure(&fixture->script, SCSI_LOST, SCSI_FAILURE_DEVICE_GONE, 0);
    assert_int_equal(burn_drive_can_erase(fixture->drive, &can_erase, &fixture->failure), DRIVE_GONE);
    assert_false(can_erase);
}

static void drive_can_write__drive_is_gone__is_false_and_the_failure(void **state)
{
    struct drive_fixture *fixture = *state;
    bool can_write = true;

    script_failure(&fixture->script, SCSI_LOST, SCSI_FAILURE_DEVICE_GONE, 0);
    assert_int_equal(burn_drive_can_write(fixture->drive, false, &can_write, &fixture->failure), DRIVE_GONE);
    assert_false(can_write);
}

static void write_protection__each_bit_of_byte_4__is_told(void **state)
{
    static const struct {
        uint8_t byte;
        uint32_t bits;
    } rows[] = {{0x00, 0}, {0x01, 1}, {0x02, 8}, {0x04, 2}, {0x08, 4}, {0x0F, 15}, {0xF0, 0}};
    static const uint8_t dvd[12] = {0xAD, 0, 0, 0, 0, 0, 0, 0xC0, 0x08, 0x04, 0, 0};
    static const uint8_t bd[12] = {0xAD, 1, 0, 0, 0, 0, 0, 0xC0, 0x08, 0x04, 0, 0};
    struct drive_fixture *fixture = *state;
    struct burn_media media = {.medium = BURN_MEDIUM_DVD_RAM, .profile = 0x12};
    struct scripted_disc disc = {.structure = 0xC0, .structure_bytes = 4};
    uint32_t bits;
    size_t i;

    scripted_disc_insert(&fixture->script, &disc);
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        disc.structure_data[0] = rows[i].byte;
        assert_int_equal(burn_write_protection(fixture->drive, &media, &bits, &fixture->failure), DRIVE_OK);
        assert_int_equal(bits, rows[i].bits);
    }
    assert_memory_equal(fixture->script.sent[0].cdb, dvd, sizeof dvd);
    media.medium = BURN_MEDIUM_BD_RE;
    media.profile = 0x43;
    assert_int_equal(burn_write_protection(fixture->drive, &media, &bits, &fixture->failure), DRIVE_OK);
    assert_memory_equal(fixture->script.sent[i].cdb, bd, sizeof bd);
}

static void write_protection__without_the_structure__is_by_the_kind_of_medium(void **state)
{
    struct drive_fixture *fixture = *state;
    struct burn_media ram = {.medium = BURN_MEDIUM_DVD_RAM, .profile = 0x12};
    struct burn_media rom = {.medium = BURN_MEDIUM_CD_ROM, .profile = 0x08};
    struct burn_media finished = {.medium = BURN_MEDIUM_CD_ROM, .profile = 0x09, .status = BURN_MEDIA_FINALIZED};
    struct burn_media blank = {.medium = BURN_MEDIUM_CD_R, .profile = 0x09, .status = BURN_MEDIA_BLANK};
    struct burn_media full = {.medium = BURN_MEDIUM_CD_RW,
                              .profile = 0x0A,
                              .status = BURN_MEDIA_FINALIZED | BURN_MEDIA_ERASE_REQUIRED,
                              .disc = {.erasable = true}};
    struct scripted_disc disc = {.profile = 0};
    uint32_t bits = 99;

    scripted_disc_insert(&fixture->script, &disc);
    assert_int_equal(burn_write_protection(fixture->drive, &ram, &bits, &fixture->failure), DRIVE_OK);
    assert_int_equal(bits, 0);
    assert_int_equal(scripted_disc_count(&disc), 1);
    assert_int_equal(burn_write_protection(fixture->drive, &rom, &bits, &fixture->failure), DRIVE_OK);
    assert_int_equal(bits, 0x4000);
    assert_int_equal(burn_write_protection(fixture->drive, &finished, &bits, &fixture->failure), DRIVE_OK);
    assert_int_equal(bits, 0x4000);
    assert_int_equal(burn_write_protection(fixture->drive, &blank, &bits, &fixture->failure), DRIVE_OK);
    assert_int_equal(bits, 0);
    assert_int_equal(burn_write_protection(fixture->drive, &full, &bits, &fixture->failure), DRIVE_OK);
    assert_int_equal(bits, 0);
    assert_int_equal(scripted_disc_count(&disc), 1);

    disc.lost_at = 2;
    bits = 99;
    assert_int_equal(burn_write_protection(fixture->drive, &ram, &bits, &fixture->failure), DRIVE_TIMEOUT);
    assert_int_equal(bits, 0);
}

static void medium_name__each__is_what_people_say(void **state)
{
    (void)state;
    assert_string_equal(burn_medium_name(BURN_MEDIUM_DVD_PLUS_R_DL), "DVD+R DL");
    assert_string_equal(burn_medium_name(BURN_MEDIUM_BD_RE), "BD-RE");
    assert_string_equal(burn_medium_name((enum burn_medium)20), "unknown medium");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(drive_can_write__any_and_current__are_told_by_features_else_page_2a),
        FIXTURE_TEST(drive_can_erase__each_feature__is_known),
        FIXTURE_TEST(drive_can_write__drive_is_gone__is_false_and_the_failure),
        FIXTURE_TEST(write_protection__each_bit_of_byte_4__is_told),
        FIXTURE_TEST(write_protection__without_the_structure__is_by_the_kind_of_medium),
        cmocka_unit_test(medium_name__each__is_what_people_say),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
