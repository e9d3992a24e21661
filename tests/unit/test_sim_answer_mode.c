/* sim/sim_answer_mode.c: MODE SENSE and MODE SELECT. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "support/sim_fixture.h"

#include "base/bytes.h"

/* Our own page 05h as it is at first. */
#define PAGE_05                                                                                                        \
    "05 32 60 c5 08 10 00 00 00 00 00 00 00 10 00 96"                                                                  \
    "00000000000000000000000000000000 00000000000000000000000000000000 00000000"
#define HEAD "0000 00 00 00 00 0000"

static void select(struct sim_fixture *fixture, const char *list)
{
    char cdb[] = "55 10 00 00 00 00 00 00 00 00";
    size_t digits = 0;
    const char *c;

    for (c = list; *c; c++)
        digits += *c != ' ';
    cdb[24] = "0123456789abcdef"[digits / 2 >> 4];
    cdb[25] = "0123456789abcdef"[digits / 2 & 15];
    sim_fixture_write(fixture, cdb, list);
}

/* A change of page 05h: write type byte, multi-session/track mode byte, block type. */
static void select_write(struct sim_fixture *fixture, const char *three_bytes)
{
    char list[256];

    strcpy(list, HEAD " 05 32 ");
    strcat(list, three_bytes);
    strcat(list, " 10 00 00 00 00 00 00 00 10 00 96"
                 "00000000000000000000000000000000 00000000000000000000000000000000 00000000");
    select(fixture, list);
}

static void mode_sense__one_page__as_it_is_at_first(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_read(fixture, "5a 00 05 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "00 3a 70 00 00 00 00 00" PAGE_05);
    sim_fixture_read(fixture, "5a 08 0d 00 00 00 00 00 ff 00", 255); /* DBD: there are no block descriptors anyway */
    assert_data(fixture, "00 0e 70 00 00 00 00 00 0d 06 00 00 00 3c 00 4b");
    sim_fixture_read(fixture, "5a 00 01 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "00 12 70 00 00 00 00 00 81 0a 80 20 00 00 00 00 00 00 00 00");
    sim_fixture_read(fixture, "5a 00 1c 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "00 12 70 00 00 00 00 00 1c 0a 00 00 00 00 00 00 00 00 00 00");
}

static void mode_sense__all_pages__in_order_and_claimed_whole(void **state)
{
    static const uint8_t codes[] = {0x01, 0x05, 0x08, 0x0d, 0x1a, 0x1c, 0x1d, 0x2a};
    struct sim_fixture *fixture = *state;
    size_t at = 8, i;

    sim_fixture_read(fixture, "5a 00 3f 00 00 00 00 04 00 00", 1024);
    assert_good(fixture);
    assert_int_equal(load_be16(fixture->data) + 2, fixture->reply.transferred_bytes);
    for (i = 0; i < sizeof codes; i++, at += 2u + fixture->data[at + 1])
        assert_int_equal(fixture->data[at] & 0x3f, codes[i]);
    assert_int_equal(at, fixture->reply.transferred_bytes);
    sim_fixture_read(fixture, "5a 00 3f 00 00 00 00 00 04 00", 1024);
    assert_int_equal(fixture->reply.transferred_bytes, 4);
    assert_int_equal(load_be16(fixture->data) + 2, at);
}

static void mode_sense__unknown_page_or_sub_page__is_refused(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_read(fixture, "5a 00 0e 00 00 00 00 00 ff 00", 255);
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "5a 00 05 01 00 00 00 00 ff 00", 255);
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "5a 40 0e 00 00 00 00 00 ff 00", 255);
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "1a 00 05 00 ff 00", 255); /* MODE SENSE(6) */
    assert_sense(fixture, 0x052000);
}

/* SPC-3, MODE SENSE, page control: 1 changeable, 2 default, 3 saved. */
static void mode_sense__page_control__four_kinds(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_read(fixture, "5a 00 5a 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 8, "9a 0a 00 03 ff ff ff ff ff ff ff ff");
    sim_fixture_read(fixture, "5a 00 4d 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 8, "0d 06 00 00 00 00 00 00");
    sim_fixture_read(fixture, "5a 00 9a 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 8, "9a 0a 00 03 00 00 00 64 00 00 01 40");
    sim_fixture_read(fixture, "5a 00 da 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 8, "9a 0a 00 03 00 00 00 64 00 00 01 40");
    sim_fixture_read(fixture, "5a 00 c5 00 00 00 00 00 ff 00", 255);
    assert_sense(fixture, 0x053900); /* page 05h cannot be saved */
    sim_fixture_read(fixture, "5a 00 ff 00 00 00 00 04 00 00", 1024);
    assert_good(fixture); /* some can */
    assert_data_at(fixture, 8, "81 0a 80 20 00 00 00 00 00 00 00 00 05 32 00 00");
}

/* The legacy medium types: 70h of GP60NB60 without a disc, 41h of GSA-4040B with a DVD. */
static void mode_sense__medium_type__of_atapi_drives(void **state)
{
    static const struct {
        enum sim_medium medium;
        uint8_t type;
    } rows[] = {
        {SIM_MEDIUM_NONE, 0x70},  {SIM_MEDIUM_IMAGE, 0x01},       {SIM_MEDIUM_CD_R, 0x10},    {SIM_MEDIUM_CD_RW, 0x20},
        {SIM_MEDIUM_DVD_R, 0x41}, {SIM_MEDIUM_DVD_PLUS_RW, 0x41}, {SIM_MEDIUM_DVD_RAM, 0x41}, {SIM_MEDIUM_BD_R, 0x00},
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sim_fixture_medium(fixture, rows[i].medium);
        sim_fixture_read(fixture, "5a 00 0d 00 00 00 00 00 ff 00", 255);
        assert_good(fixture);
        assert_int_equal(fixture->data[2], rows[i].type);
    }
    fixture->state.tray_open = true;
    sim_fixture_read(fixture, "5a 00 0d 00 00 00 00 00 ff 00", 255);
    assert_int_equal(fixture->data[2], 0x71);
}

/* MMC-3, MM capabilities and mechanical status page, for a blank DVD+RW (speeds 8x, 4x, 2.4x) and for a pressed CD. */
static void mode_sense__page_2ah__changes_with_the_medium(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    sim_fixture_read(fixture, "5a 00 2a 00 00 00 00 00 ff 00", 255);
    assert_data(fixture,
                "00 32 41 00 00 00 00 00"
                "2a 2a 3f 37 f0 77 29 00 2b 48 00 00 06 20 2b 48 00 00 2b 48 2b 48 00 01 00 00 00 00 2b 48 00 03"
                "00 00 2b 48 00 00 15 a4 00 00 0c fc");
    sim_fixture_run(fixture, "1e 00 00 00 01 00");
    sim_fixture_image(fixture, 1000);
    sim_fixture_read(fixture, "5a 00 2a 00 00 00 00 00 ff 00", 255);
    assert_data(fixture,
                "00 26 01 00 00 00 00 00"
                "2a 1e 3f 37 f0 77 29 00 21 13 00 00 06 20 21 13 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00");
    sim_fixture_run(fixture, "1e 00 00 00 01 00"); /* locked */
    sim_fixture_read(fixture, "5a 00 2a 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 14, "2b");
}

static void mode_select__power_condition__is_kept_until_reset(void **state)
{
    struct sim_fixture *fixture = *state;

    select(fixture, HEAD "1a 0a 00 01 00 00 00 32 00 00 00 50");
    assert_good(fixture);
    assert_int_equal(fixture->reply.transferred_bytes, 20);
    sim_fixture_read(fixture, "5a 00 1a 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 8, "9a 0a 00 01 00 00 00 32 00 00 00 50");
    sim_fixture_read(fixture, "5a 00 9a 00 00 00 00 00 ff 00", 255); /* default */
    assert_data_at(fixture, 8, "9a 0a 00 03 00 00 00 64 00 00 01 40");
    sim_fixture_read(fixture, "5a 00 da 00 00 00 00 00 ff 00", 255); /* saved */
    assert_data_at(fixture, 8, "9a 0a 00 03 00 00 00 64 00 00 01 40");
    sim_fixture_write(fixture, "55 11 00 00 00 00 00 00 14 00", HEAD "9a 0a 00 02 00 00 00 11 00 00 00 22");
    assert_good(fixture);
    sim_fixture_read(fixture, "5a 00 da 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 8, "9a 0a 00 02 00 00 00 11 00 00 00 22");
    sim_fixture_read(fixture, "5a 00 1a 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 8, "9a 0a 00 02 00 00 00 11 00 00 00 22");
}

static void mode_select__bad_lists__are_refused_whole(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_write(fixture, "55 10 00 00 00 00 00 00 00 00", "");
    assert_good(fixture); /* nothing to set is no error */
    sim_fixture_write(fixture, "55 00 00 00 00 00 00 00 14 00", HEAD "1a 0a 00 01 00 00 00 32 00 00 00 50");
    assert_sense(fixture, 0x052400); /* PF 0 */
    sim_fixture_write(fixture, "55 01 00 00 00 00 00 00 14 00", HEAD "1a 0a 00 01 00 00 00 32 00 00 00 50");
    assert_sense(fixture, 0x052400); /* PF 0, SP 1 */
    select(fixture, "0000 00 00 00 00 00");
    assert_sense(fixture, 0x051a00); /* header cut */
    select(fixture, HEAD "1a 0a 00 01 00 00 00 32 00 00 00");
    assert_sense(fixture, 0x051a00); /* page cut */
    select(fixture, HEAD "1a");
    assert_sense(fixture, 0x051a00);
    select(fixture, "0000 00 00 00 00 0008 1a 0a");
    assert_sense(fixture, 0x051a00); /* block descriptor cut */
    sim_fixture_write(fixture, "55 10 00 00 00 00 00 00 14 00", HEAD "1a 0a 00 01");
    assert_sense(fixture, 0x051a00); /* less data than the CDB says */
    select(fixture, HEAD "1a 08 00 01 00 00 00 32 00 00");
    assert_sense(fixture, 0x052600); /* length of another kind of page */
    select(fixture, HEAD "0e 0e 00 00 00 00 00 00 00 00 00 00 00 00 00 00");
    assert_sense(fixture, 0x052600); /* no such page */
    select(fixture, HEAD "3f 00");
    assert_sense(fixture, 0x052600);
    select(fixture, HEAD "1a 0a 01 01 00 00 00 32 00 00 00 50");
    assert_sense(fixture, 0x052600); /* a bit that cannot be changed */
    sim_fixture_write(fixture, "55 11 00 00 00 00 00 00 3c 00", HEAD PAGE_05);
    assert_sense(fixture, 0x052400); /* SP for a page that cannot be saved */
    /* The first page is fine, the second is not: neither is set. */
    select(fixture, HEAD "1a 0a 00 01 00 00 00 32 00 00 00 50 08 0a ff 00 00 00 00 00 00 00 00 00");
    assert_sense(fixture, 0x052600);
    sim_fixture_read(fixture, "5a 00 1a 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 8, "9a 0a 00 03 00 00 00 64 00 00 01 40");
}

static void mode_select__two_pages_and_a_block_descriptor__are_taken(void **state)
{
    struct sim_fixture *fixture = *state;

    select(fixture, "0000 00 00 00 00 0008 00000000 00000800"
                    "1a 0a 00 01 00 00 00 32 00 00 00 50 08 0a 00 00 00 00 00 00 00 00 00 00");
    assert_good(fixture);
    sim_fixture_read(fixture, "5a 00 08 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 8, "08 0a 00 00");
    /* Pages of which nothing can be changed may be sent as they are. */
    select(fixture, HEAD "0d 06 00 00 00 3c 00 4b");
    assert_good(fixture);
}

/* MMC-6, write parameters: which write types which medium takes. Burners try them all and believe what is refused;
 * where the page rules nothing, as on DVD+R, growisofs and wodim send it all the same and take a refusal for a failure.
 */
static void mode_select__write_type__follows_the_medium(void **state)
{
    static const struct {
        enum sim_medium medium;
        const char *accepted; /* write types 0 to 4: '+' or '-' */
    } rows[] = {
        {SIM_MEDIUM_NONE, "++++-"},     {SIM_MEDIUM_CD_R, "++++-"},       {SIM_MEDIUM_CD_RW, "++++-"},
        {SIM_MEDIUM_DVD_R, "+-+--"},    {SIM_MEDIUM_DVD_RW, "+-+--"},     {SIM_MEDIUM_DVD_RW_RO, "+----"},
        {SIM_MEDIUM_DVD_R_DL, "+-+--"}, {SIM_MEDIUM_DVD_PLUS_R, "++++-"}, {SIM_MEDIUM_DVD_PLUS_RW, "++++-"},
        {SIM_MEDIUM_DVD_RAM, "++++-"},  {SIM_MEDIUM_BD_R, "++++-"},       {SIM_MEDIUM_IMAGE, "-----"},
    };
    static const char *const types[] = {"40 c5 08", "41 04 08", "42 04 08", "43 04 01", "44 c5 08"};
    struct sim_fixture *fixture = *state;
    size_t i, type;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (type = 0; type < 5; type++) {
            sim_fixture_medium(fixture, rows[i].medium);
            select_write(fixture, types[type]);
            if (rows[i].accepted[type] == '+')
                assert_good(fixture);
            else
                assert_sense(fixture, 0x052600);
        }
    }
}

static void mode_select__write_parameters__values_are_checked(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    select_write(fixture, "51 04 08"); /* test write */
    assert_good(fixture);
    sim_fixture_read(fixture, "5a 00 05 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 8, "05 32 51 04 08 10");
    select_write(fixture, "41 04 04"); /* reserved data block type */
    assert_sense(fixture, 0x052600);
    select_write(fixture, "41 84 08"); /* reserved multi-session */
    assert_sense(fixture, 0x052600);
    select_write(fixture, "45 04 08"); /* reserved write type */
    assert_sense(fixture, 0x052600);
    select_write(fixture, "40 25 08"); /* fixed packets of 16 */
    assert_good(fixture);
    select(fixture, HEAD "05 32 40 25 08 10 00 00 00 00 00 00 00 00 00 96"
                         "00000000000000000000000000000000 00000000000000000000000000000000 00000000");
    assert_sense(fixture, 0x052600); /* fixed packets of 0 */
}

/* A drive whose features do not know test writing; a page 05h that is too short to hold what is checked. */
static void mode_select__write_parameters_of_another_drive__by_its_features(void **state)
{
    static const uint8_t features[] = {0x00, 0x2d, 0x08, 0x04, 0x42, 0x00, 0x3f, 0x0f, 0x00, 0x2e, 0x04, 0x00};
    static const uint8_t short_page[] = {0x05, 0x02, 0x00, 0x00};
    struct sim_fixture *fixture = *state;
    struct sim_identity identity = {.features = features, .features_count = sizeof features};

    fixture->drive.identity = &identity;
    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    select_write(fixture, "41 04 08");
    assert_good(fixture);
    select_write(fixture, "51 04 08");
    assert_sense(fixture, 0x052600);
    select_write(fixture, "42 04 08"); /* mastering feature without its bits */
    assert_sense(fixture, 0x052600);
    identity.mode_pages = short_page;
    identity.mode_pages_count = sizeof short_page;
    select(fixture, HEAD "05 02 05 00");
    assert_good(fixture);
}

/* What was set for one identity's page does not fit another's. */
static void mode_select__identity_changes__its_own_values_count(void **state)
{
    static const uint8_t pages[] = {0x1a, 0x02, 0x00, 0x01};
    struct sim_fixture *fixture = *state;
    struct sim_identity identity = {.mode_pages = pages, .mode_pages_count = sizeof pages};

    select(fixture, HEAD "1a 0a 00 01 00 00 00 32 00 00 00 50");
    assert_good(fixture);
    fixture->drive.identity = &identity;
    sim_fixture_read(fixture, "5a 00 1a 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 8, "1a 02 00 01");
    select(fixture, HEAD "1a 02 00 02");
    assert_good(fixture);
    sim_fixture_read(fixture, "5a 00 1a 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 8, "1a 02 00 02");
    fixture->drive.identity = NULL;
    sim_fixture_read(fixture, "5a 00 1a 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 8, "9a 0a 00 03 00 00 00 64");
}

/* The longest page that is kept has 72 bytes; a longer one is taken, and forgotten. */
static void mode_select__longest_page__is_kept(void **state)
{
    uint8_t page[73] = {0x0e, 0x46}, list[8 + 73] = {0};
    struct sim_fixture *fixture = *state;
    struct sim_identity identity = {.mode_pages = page, .mode_pages_count = 72};
    struct scsi_command command = {{0x55, 0x10, 0, 0, 0, 0, 0, 0, 80}, 10, SCSI_DATA_OUT, list, 80, 1000};

    fixture->drive.identity = &identity;
    memcpy(list + 8, page, 72);
    list[8 + 9] = 0x77; /* output port 0 volume */
    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
    assert_good(fixture);
    sim_fixture_read(fixture, "5a 00 0e 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 8 + 9, "77");

    page[1] = list[8 + 1] = 0x47;
    identity.mode_pages_count = 73;
    command.cdb[8] = 81;
    command.requested_bytes = 81;
    list[8 + 9] = 0x66;
    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
    assert_good(fixture);
    sim_fixture_read(fixture, "5a 00 0e 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 8 + 9, "00");
}

/* MMC-6, write parameters page: all but reserved fields and the bits that say something else. */
static void mode_sense__changeable__of_each_page(void **state)
{
    static const uint8_t audio[] = {0x0e, 0x0e, 0x04, 0, 0, 0, 0, 0x4b, 1, 0xff, 2, 0xff, 0, 0, 0, 0};
    struct sim_identity identity = {.mode_pages = audio, .mode_pages_count = sizeof audio};
    struct sim_fixture *fixture = *state;

    sim_fixture_read(fixture, "5a 00 7f 00 00 00 00 04 00 00", 1024);
    assert_data_at(fixture, 8,
                   "81 0a ff ff 00 00 00 00 00 00 00 00"
                   "05 32 7f ff 0f ff 00 3f ff 00 ff ff ff ff ff ff ffffffffffffffff ffffffffffffffff"
                   "ffffffffffffffff ffffffffffffffff ffffffff"
                   "08 0a 04 00 00 00 00 00 00 00 00 00 0d 06 00 00 00 00 00 00"
                   "9a 0a 00 03 ff ff ff ff ff ff ff ff 1c 0a 00 00 00 00 00 00 00 00 00 00"
                   "1d 08 00 00 00 00 00 00 00 00 2a 1e 00 00");
    fixture->drive.identity = &identity;
    sim_fixture_read(fixture, "5a 00 7f 00 00 00 00 04 00 00", 1024);
    assert_data_at(fixture, 8, "0e 0e 02 00 00 00 00 00 0f ff 0f ff 0f ff 0f ff");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(mode_sense__changeable__of_each_page, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(mode_select__longest_page__is_kept, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(mode_sense__one_page__as_it_is_at_first, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(mode_sense__all_pages__in_order_and_claimed_whole, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(mode_sense__unknown_page_or_sub_page__is_refused, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(mode_sense__page_control__four_kinds, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(mode_sense__medium_type__of_atapi_drives, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(mode_sense__page_2ah__changes_with_the_medium, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(mode_select__power_condition__is_kept_until_reset, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(mode_select__bad_lists__are_refused_whole, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(mode_select__two_pages_and_a_block_descriptor__are_taken, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(mode_select__write_type__follows_the_medium, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(mode_select__write_parameters__values_are_checked, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(mode_select__write_parameters_of_another_drive__by_its_features,
                                        sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(mode_select__identity_changes__its_own_values_count, sim_fixture_setup,
                                        sim_fixture_teardown),
    };

    return cmocka_run_group_tests_name("sim_answer_mode", tests, NULL, NULL);
}
