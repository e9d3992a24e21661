/* sim/sim_answer_configuration.c: GET CONFIGURATION byte for byte, and for each medium. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "support/sim_fixture.h"

#include "base/bytes.h"

/* clang-format off */
/* MMC-6, features, and the feature lists of real drives with such media in: which features of our drive are current, beside the
 * persistent ones (0000h, 0001h, 0002h, 0003h, 0100h, 0105h, 0108h, 010Ch).
 */
static const struct {
    enum sim_medium medium;
    uint16_t profile;
    uint16_t current[12];
} rows[] = {
    {SIM_MEDIUM_NONE,          0x0000, {0}},
    {SIM_MEDIUM_CD_R,          0x0009, {0x0010, 0x001d, 0x001e, 0x0021, 0x002d, 0x002e, 0x0107}},
    {SIM_MEDIUM_CD_RW,         0x000a, {0x0010, 0x001d, 0x001e, 0x0021, 0x0023, 0x002d, 0x002e, 0x0037, 0x0107}},
    {SIM_MEDIUM_DVD_R,         0x0011, {0x0010, 0x001f, 0x0021, 0x002f, 0x0107}},
    {SIM_MEDIUM_DVD_RW,        0x0014, {0x0010, 0x001f, 0x0021, 0x0023, 0x002f, 0x0107}},
    {SIM_MEDIUM_DVD_RW_RO,     0x0013, {0x0010, 0x001f, 0x0020, 0x0023, 0x0026, 0x002c, 0x0107}},
    {SIM_MEDIUM_DVD_R_DL,      0x0015, {0x0010, 0x001f, 0x0021, 0x002f, 0x0107}},
    {SIM_MEDIUM_DVD_PLUS_R,    0x001b, {0x0010, 0x001f, 0x002b, 0x0107}},
    {SIM_MEDIUM_DVD_PLUS_RW,   0x001a, {0x0010, 0x001f, 0x0020, 0x0023, 0x002a, 0x0107}},
    {SIM_MEDIUM_DVD_PLUS_R_DL, 0x002b, {0x0010, 0x001f, 0x003b, 0x0107}},
    {SIM_MEDIUM_DVD_RAM,       0x0012, {0x0004, 0x0010, 0x001f, 0x0020, 0x0023, 0x0024, 0x0107}},
    {SIM_MEDIUM_BD_R,          0x0041, {0x0004, 0x0010, 0x0021, 0x0023, 0x0040, 0x0041, 0x0107}},
    {SIM_MEDIUM_BD_RE,         0x0043, {0x0004, 0x0010, 0x0020, 0x0023, 0x0024, 0x0040, 0x0041, 0x0107}},
    {SIM_MEDIUM_BD_R_DL,       0x0041, {0x0004, 0x0010, 0x0021, 0x0023, 0x0040, 0x0041, 0x0107}},
    {SIM_MEDIUM_BD_RE_DL,      0x0043, {0x0004, 0x0010, 0x0020, 0x0023, 0x0024, 0x0040, 0x0041, 0x0107}},
};
static const uint16_t persistent[] = {0x0000, 0x0001, 0x0002, 0x0003, 0x0100, 0x0105, 0x0108, 0x010c};
/* clang-format on */

enum { ROWS = sizeof rows / sizeof rows[0], PERSISTENT = sizeof persistent / sizeof persistent[0] };

static int is_expected(size_t row, uint16_t code)
{
    size_t i;

    for (i = 0; i < PERSISTENT; i++) {
        if (persistent[i] == code) return 1;
    }
    for (i = 0; i < 12 && rows[row].current[i]; i++) {
        if (rows[row].current[i] == code) return 1;
    }
    return 0;
}

static size_t expected_count(size_t row)
{
    size_t count = PERSISTENT, i;

    for (i = 0; i < 12 && rows[row].current[i]; i++)
        count++;
    return count;
}

static void get_configuration__each_medium__profile_and_current_features(void **state)
{
    struct sim_fixture *fixture = *state;
    size_t row;

    for (row = 0; row < ROWS; row++) {
        size_t at, seen = 0, current = 0;

        sim_fixture_medium(fixture, rows[row].medium);
        sim_fixture_read(fixture, "46 00 00 00 00 00 00 10 00 00", 4096);
        assert_good(fixture);
        assert_int_equal(load_be32(fixture->data) + 4, fixture->reply.transferred_bytes);
        assert_int_equal(load_be16(fixture->data + 6), rows[row].profile);
        for (at = 8; at < fixture->reply.transferred_bytes; at += 4u + fixture->data[at + 3]) {
            int is_current = fixture->data[at + 2] & 1;

            assert_int_equal(is_current, is_expected(row, load_be16(fixture->data + at)));
            seen++;
            current += (size_t)is_current;
        }
        assert_int_equal(at, fixture->reply.transferred_bytes);
        assert_int_equal(seen, 30);
        assert_int_equal(current, expected_count(row));

        /* RT 1 is the same list without the others. */
        sim_fixture_read(fixture, "46 01 00 00 00 00 00 10 00 00", 4096);
        assert_good(fixture);
        for (at = 8, seen = 0; at < fixture->reply.transferred_bytes; at += 4u + fixture->data[at + 3], seen++)
            assert_true(is_expected(row, load_be16(fixture->data + at)));
        assert_int_equal(seen, current);
        assert_int_equal(load_be32(fixture->data) + 4, fixture->reply.transferred_bytes);
    }
}

/* The list of profiles, with CurrentP: the medium's own; 0002h too where a computer can use the medium like a disk, as
 * captured from BW-12B1ST (BD-RE) and DRW-24F1ST (DVD-RAM).
 */
static void get_configuration__profile_list__marks_the_medium(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R);
    sim_fixture_read(fixture, "46 02 00 00 00 00 00 00 ff 00", 255);
    assert_data(fixture,
                "00 00 00 48 00 00 00 11"
                "00 00 03 40 00 43 00 00 00 41 00 00 00 40 00 00 00 2b 00 00 00 1b 00 00 00 1a 00 00 00 15 00 00"
                "00 14 00 00 00 13 00 00 00 12 00 00 00 11 01 00 00 10 00 00 00 0a 00 00 00 09 00 00 00 08 00 00"
                "00 02 00 00");
    sim_fixture_medium(fixture, SIM_MEDIUM_BD_RE);
    sim_fixture_read(fixture, "46 02 00 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 8 + 4, "00 43 01 00 00 41 00 00");
    assert_data_at(fixture, 72, "00 02 01 00");
    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_RAM);
    sim_fixture_read(fixture, "46 02 00 00 00 00 00 00 ff 00", 255);
    assert_data_at(fixture, 72, "00 02 01 00");
}

static void get_configuration__allocation__cuts_but_claims_all(void **state)
{
    struct sim_fixture *fixture = *state;
    uint32_t claimed;

    sim_fixture_read(fixture, "46 00 00 00 00 00 00 10 00 00", 4096);
    claimed = load_be32(fixture->data);
    assert_true(claimed > 100);
    sim_fixture_read(fixture, "46 00 00 00 00 00 00 00 08 00", 4096);
    assert_good(fixture);
    assert_int_equal(fixture->reply.transferred_bytes, 8);
    assert_int_equal(load_be32(fixture->data), claimed);
    sim_fixture_read(fixture, "46 00 00 00 00 00 00 00 02 00", 4096);
    assert_data(fixture, "00 00");
}

static void get_configuration__starting_feature__leaves_out_what_is_before(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_read(fixture, "46 00 01 07 00 00 00 10 00 00", 4096);
    assert_data_at(fixture, 8, "01 07 14 04 1f 00 00 00 01 08 03 0c");
    sim_fixture_read(fixture, "46 00 01 0d 00 00 00 10 00 00", 4096);
    assert_data(fixture, "00 00 00 04 00 00 00 00");
}

static void get_configuration__one_feature__there_or_header_alone(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_read(fixture, "46 02 00 03 00 00 00 00 ff 00", 255);
    assert_data(fixture, "00 00 00 0c 00 00 00 00 00 03 0b 04 39 00 00 00");
    sim_fixture_read(fixture, "46 02 00 50 00 00 00 00 ff 00", 255);
    assert_data(fixture, "00 00 00 04 00 00 00 00");
    sim_fixture_read(fixture, "46 03 00 00 00 00 00 00 ff 00", 255);
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "46 fe 00 03 ff ff ff 00 10 ff", 255); /* reserved bits */
    assert_data(fixture, "00 00 00 0c 00 00 00 00 00 03 0b 04 39 00 00 00");
}

/* MMC-6, Random Writable feature: last logical block. */
static void get_configuration__random_writable__knows_the_last_block(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    sim_fixture_read(fixture, "46 02 00 20 00 00 00 00 ff 00", 255);
    assert_data(fixture, "00 00 00 14 00 00 00 1a 00 20 05 0c 00 23 05 3f 00 00 08 00 00 10 01 00");
    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R);
    sim_fixture_read(fixture, "46 02 00 20 00 00 00 00 ff 00", 255);
    assert_data(fixture, "00 00 00 14 00 00 00 11 00 20 04 0c 00 00 00 00 00 00 08 00 00 10 01 00");
}

static void get_configuration__open_tray_or_unknown_disc__no_profile(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    fixture->state.tray_open = true;
    sim_fixture_read(fixture, "46 02 00 1e 00 00 00 00 ff 00", 255);
    assert_data(fixture, "00 00 00 0c 00 00 00 00 00 1e 08 04 03 00 00 00");
    sim_fixture_image(fixture, 0);
    sim_fixture_read(fixture, "46 02 00 1e 00 00 00 00 ff 00", 255);
    assert_data(fixture, "00 00 00 0c 00 00 00 00 00 1e 08 04 03 00 00 00");
}

/* A vendor's own feature, and a clipped entry in the list of profiles, go out as they came. */
static void get_configuration__odd_identity__is_passed_on(void **state)
{
    static const uint8_t features[] = {0x00, 0x00, 0x03, 0x06, 0x00, 0x08, 0x00, 0x5a, 0x00, 0x09,
                                       0xff, 0x00, 0x01, 0x01, 0x77, 0xff, 0x01, 0x00, 0x00};
    struct sim_fixture *fixture = *state;
    struct sim_identity identity = {.features = features, .features_count = sizeof features};

    fixture->drive.identity = &identity;
    sim_fixture_image(fixture, 100);
    sim_fixture_read(fixture, "46 00 00 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "00 00 00 17 00 00 00 08 00 00 03 06 00 08 01 5a 00 09 ff 00 01 01 77 ff 01 00 00");
}

/* MMC-6, features: typed from the layouts of each, for an empty drive. */
static void get_configuration__our_own_drive__every_byte(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_read(fixture, "46 00 00 00 00 00 00 10 00 00", 4096);
    assert_data(
        fixture,
        "00000178 0000 0000"
        "00000340 00430000 00410000 00400000 002b0000 001b0000 001a0000 00150000 00140000"
        "         00130000 00120000 00110000 00100000 000a0000 00090000 00080000 00020000"
        "00010b08 00000007 01000000 00020704 02000000 00030b04 39000000 00040804 08000000 00100008 00000800 00100100"
        "001d0000 001e0804 03000000 001f0804 01000100 0020040c 00000000 00000800 00100100"
        "00210c08 05000102 07100000 00230808 08000000 00000000 00240404 80000000 00260000"
        "002a0404 01000000 002b0004 01000000 002c0004 03000000 002d0804 46003f0f 002e0404 6f000d00"
        "002f0804 4e000000 00370004 00070000 00380004 00000000 003b0004 01000000"
        "0040081c 00000000 000c0000 00000000 00060000 00000000 00020000 00000000"
        "00410414 00000000 000c0000 00000000 00060000 00000000"
        "01000300 01050704 00000000 01071404 1f000000 0108030c 4f50454e 494d4150 30303031"
        "010c0310 32303235 30313031 30303030 30300000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(get_configuration__our_own_drive__every_byte, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(get_configuration__each_medium__profile_and_current_features, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(get_configuration__profile_list__marks_the_medium, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(get_configuration__allocation__cuts_but_claims_all, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(get_configuration__starting_feature__leaves_out_what_is_before,
                                        sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(get_configuration__one_feature__there_or_header_alone, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(get_configuration__random_writable__knows_the_last_block, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(get_configuration__open_tray_or_unknown_disc__no_profile, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(get_configuration__odd_identity__is_passed_on, sim_fixture_setup,
                                        sim_fixture_teardown),
    };

    return cmocka_run_group_tests_name("sim_answer_configuration", tests, NULL, NULL);
}
