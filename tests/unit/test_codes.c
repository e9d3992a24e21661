/* mmc/codes.def: order, uniqueness, completeness, and the standard's numbers. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "mmc/codes.h"

struct row {
    unsigned number;
    const char *name;
    const char *source;
};

/* clang-format off */
static const struct row opcodes[] = {
#define MMC_OPCODE(number, constant, name, source) {number, name, source},
#include "mmc/codes.def"
};
static const struct row features[] = {
#define MMC_FEATURE(number, constant, name, source) {number, name, source},
#include "mmc/codes.def"
};
static const struct row profiles[] = {
#define MMC_PROFILE(number, constant, name, source) {number, name, source},
#include "mmc/codes.def"
};
static const struct row pages[] = {
#define MMC_MODE_PAGE(number, constant, name, source) {number, name, source},
#include "mmc/codes.def"
};
/* clang-format on */

static void is_a_good_table(const struct row *rows, size_t count, unsigned max)
{
    size_t i, j;

    assert_true(count > 0);
    for (i = 0; i < count; i++) {
        assert_true(rows[i].number <= max);
        assert_true(strlen(rows[i].name) > 0 && strlen(rows[i].source) > 0);
        if (i && rows[i - 1].number >= rows[i].number) fail_msg("%s is out of order", rows[i].name);
        for (j = 0; j < i; j++) {
            if (strcmp(rows[j].name, rows[i].name) == 0) fail_msg("%s is there twice", rows[i].name);
        }
    }
}

#define TABLE(rows) rows, sizeof rows / sizeof rows[0]

static void codes__every_table__is_ascending_and_unique(void **state)
{
    (void)state;
    is_a_good_table(TABLE(opcodes), 0xff);
    is_a_good_table(TABLE(features), 0xffff);
    is_a_good_table(TABLE(profiles), 0xffff);
    is_a_good_table(TABLE(pages), 0x3e);
}

/* Literals from MMC-6 and SPC-3, so that a slip in the table has a witness. */
static void codes__constants__are_the_standards_numbers(void **state)
{
    (void)state;
    assert_int_equal(MMC_OPCODE_TEST_UNIT_READY, 0x00);
    assert_int_equal(MMC_OPCODE_REQUEST_SENSE, 0x03);
    assert_int_equal(MMC_OPCODE_FORMAT_UNIT, 0x04);
    assert_int_equal(MMC_OPCODE_INQUIRY, 0x12);
    assert_int_equal(MMC_OPCODE_MODE_SENSE_6, 0x1a);
    assert_int_equal(MMC_OPCODE_START_STOP_UNIT, 0x1b);
    assert_int_equal(MMC_OPCODE_PREVENT_ALLOW_MEDIUM_REMOVAL, 0x1e);
    assert_int_equal(MMC_OPCODE_READ_FORMAT_CAPACITIES, 0x23);
    assert_int_equal(MMC_OPCODE_READ_CAPACITY, 0x25);
    assert_int_equal(MMC_OPCODE_READ_10, 0x28);
    assert_int_equal(MMC_OPCODE_WRITE_10, 0x2a);
    assert_int_equal(MMC_OPCODE_WRITE_AND_VERIFY_10, 0x2e);
    assert_int_equal(MMC_OPCODE_VERIFY_10, 0x2f);
    assert_int_equal(MMC_OPCODE_SYNCHRONIZE_CACHE_10, 0x35);
    assert_int_equal(MMC_OPCODE_READ_TOC_PMA_ATIP, 0x43);
    assert_int_equal(MMC_OPCODE_GET_CONFIGURATION, 0x46);
    assert_int_equal(MMC_OPCODE_GET_EVENT_STATUS_NOTIFICATION, 0x4a);
    assert_int_equal(MMC_OPCODE_READ_DISC_INFORMATION, 0x51);
    assert_int_equal(MMC_OPCODE_READ_TRACK_INFORMATION, 0x52);
    assert_int_equal(MMC_OPCODE_RESERVE_TRACK, 0x53);
    assert_int_equal(MMC_OPCODE_SEND_OPC_INFORMATION, 0x54);
    assert_int_equal(MMC_OPCODE_MODE_SELECT_10, 0x55);
    assert_int_equal(MMC_OPCODE_REPAIR_TRACK, 0x58);
    assert_int_equal(MMC_OPCODE_MODE_SENSE_10, 0x5a);
    assert_int_equal(MMC_OPCODE_CLOSE_TRACK_SESSION, 0x5b);
    assert_int_equal(MMC_OPCODE_READ_BUFFER_CAPACITY, 0x5c);
    assert_int_equal(MMC_OPCODE_SEND_CUE_SHEET, 0x5d);
    assert_int_equal(MMC_OPCODE_BLANK, 0xa1);
    assert_int_equal(MMC_OPCODE_LOAD_UNLOAD_MEDIUM, 0xa6);
    assert_int_equal(MMC_OPCODE_READ_12, 0xa8);
    assert_int_equal(MMC_OPCODE_WRITE_12, 0xaa);
    assert_int_equal(MMC_OPCODE_GET_PERFORMANCE, 0xac);
    assert_int_equal(MMC_OPCODE_READ_DISC_STRUCTURE, 0xad);
    assert_int_equal(MMC_OPCODE_SET_STREAMING, 0xb6);
    assert_int_equal(MMC_OPCODE_SET_CD_SPEED, 0xbb);
    assert_int_equal(MMC_OPCODE_MECHANISM_STATUS, 0xbd);
    assert_int_equal(MMC_OPCODE_READ_CD, 0xbe);
    assert_int_equal(MMC_OPCODE_SEND_DISC_STRUCTURE, 0xbf);
    assert_int_equal(MMC_FEATURE_REMOVABLE_MEDIUM, 0x0003);
    assert_int_equal(MMC_FEATURE_CD_MASTERING, 0x002e);
    assert_int_equal(MMC_FEATURE_BD_WRITE, 0x0041);
    assert_int_equal(MMC_FEATURE_REAL_TIME_STREAMING, 0x0107);
    assert_int_equal(MMC_FEATURE_FIRMWARE_INFORMATION, 0x010c);
    assert_int_equal(MMC_PROFILE_CD_RW, 0x000a);
    assert_int_equal(MMC_PROFILE_DVD_MINUS_RW_RESTRICTED_OVERWRITE, 0x0013);
    assert_int_equal(MMC_PROFILE_DVD_PLUS_R_DL, 0x002b);
    assert_int_equal(MMC_PROFILE_BD_RE, 0x0043);
    assert_int_equal(MMC_MODE_PAGE_WRITE_PARAMETERS, 0x05);
    assert_int_equal(MMC_MODE_PAGE_TIMEOUT_AND_PROTECT, 0x1d);
    assert_int_equal(MMC_MODE_PAGE_CAPABILITIES_AND_MECHANICAL_STATUS, 0x2a);
    assert_int_equal(MMC_MODE_PAGE_ALL, 0x3f);
}

static void names__known__are_printed(void **state)
{
    (void)state;
    assert_string_equal(mmc_opcode_name(0x00), "TEST UNIT READY");
    assert_string_equal(mmc_opcode_name(0x4a), "GET EVENT STATUS NOTIFICATION");
    assert_string_equal(mmc_opcode_name(0xbf), "SEND DISC STRUCTURE");
    assert_string_equal(mmc_feature_name(0x0000), "Profile List");
    assert_string_equal(mmc_feature_name(0x0107), "Real Time Streaming");
    assert_string_equal(mmc_feature_name(0x010e), "DVD CSS Managed Recording");
    assert_string_equal(mmc_profile_name(0x0009), "CD-R");
    assert_string_equal(mmc_profile_name(0x0041), "BD-R sequential recording (SRM)");
    assert_string_equal(mmc_profile_name(0xffff), "Not conforming to a standard profile");
    assert_string_equal(mmc_mode_page_name(0x05), "Write Parameters");
    assert_string_equal(mmc_mode_page_name(0x2a), "MM Capabilities and Mechanical Status");
}

static void names__unknown__are_null(void **state)
{
    (void)state;
    assert_null(mmc_opcode_name(0xff));
    assert_null(mmc_feature_name(0xff00));
    assert_null(mmc_profile_name(0x0000));
    assert_null(mmc_profile_name(0xff50));
    assert_null(mmc_mode_page_name(0x3f));
    assert_null(mmc_mode_page_name(0x00));
}

/* SPC-3 and MMC-6, operation codes that an optical drive may know; those of older editions that drives still answer. */
static void names__all_opcodes_of_the_standards__are_there(void **state)
{
    static const uint8_t expected[] = {
        0x00, 0x01, 0x03, 0x04, 0x08, 0x0a, 0x0b, 0x12, 0x15, 0x16, 0x17, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e,
        0x23, 0x25, 0x28, 0x2a, 0x2b, 0x2c, 0x2e, 0x2f, 0x35, 0x3b, 0x3c, 0x42, 0x43, 0x44, 0x45, 0x46,
        0x47, 0x48, 0x4a, 0x4b, 0x4c, 0x4d, 0x4e, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59,
        0x5a, 0x5b, 0x5c, 0x5d, 0x5e, 0x5f, 0x85, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8,
        0xaa, 0xab, 0xac, 0xad, 0xaf, 0xb5, 0xb6, 0xb9, 0xba, 0xbb, 0xbc, 0xbd, 0xbe, 0xbf,
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof expected; i++) {
        if (!mmc_opcode_name(expected[i])) fail_msg("opcode %02x", expected[i]);
    }
    assert_int_equal(sizeof opcodes / sizeof opcodes[0], sizeof expected);
}

/* So that a row of those that no list here names cannot vanish unseen. */
static void codes__every_table__has_all_its_rows(void **state)
{
    (void)state;
    assert_int_equal(sizeof features / sizeof features[0], 61);
    assert_int_equal(sizeof profiles / sizeof profiles[0], 35);
    assert_int_equal(sizeof pages / sizeof pages[0], 17);
}

/* MMC-6, feature list and profile list, typed a second time. */
static void names__all_features_of_the_standard__are_there(void **state)
{
    static const uint16_t expected[] = {
        0x0000, 0x0001, 0x0002, 0x0003, 0x0004, 0x0010, 0x001d, 0x001e, 0x001f, 0x0020, 0x0021, 0x0022,
        0x0023, 0x0024, 0x0025, 0x0026, 0x0027, 0x0028, 0x0029, 0x002a, 0x002b, 0x002c, 0x002d, 0x002e,
        0x002f, 0x0030, 0x0031, 0x0032, 0x0033, 0x0034, 0x0035, 0x0037, 0x0038, 0x003a, 0x003b, 0x0040,
        0x0041, 0x0042, 0x0050, 0x0051, 0x0080, 0x0100, 0x0101, 0x0102, 0x0103, 0x0104, 0x0105, 0x0106,
        0x0107, 0x0108, 0x0109, 0x010a, 0x010b, 0x010c, 0x010d, 0x010e, 0x0110, 0x0113,
    };
    static const uint16_t expected_profiles[] = {
        0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0008, 0x0009, 0x000a, 0x0010, 0x0011, 0x0012, 0x0013,
        0x0014, 0x0015, 0x0016, 0x0017, 0x0018, 0x001a, 0x001b, 0x0020, 0x0021, 0x0022, 0x002a, 0x002b,
        0x0040, 0x0041, 0x0042, 0x0043, 0x0050, 0x0051, 0x0052, 0x0053, 0x0058, 0x005a, 0xffff,
    };
    static const uint8_t expected_pages[] = {0x01, 0x03, 0x05, 0x07, 0x08, 0x0d, 0x0e,
                                             0x18, 0x1a, 0x1b, 0x1c, 0x1d, 0x2a};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        if (!mmc_feature_name(expected[i])) fail_msg("feature %04x", expected[i]);
    }
    for (i = 0; i < sizeof expected_profiles / sizeof expected_profiles[0]; i++) {
        if (!mmc_profile_name(expected_profiles[i])) fail_msg("profile %04x", expected_profiles[i]);
    }
    for (i = 0; i < sizeof expected_pages; i++) {
        if (!mmc_mode_page_name(expected_pages[i])) fail_msg("page %02x", expected_pages[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes__every_table__is_ascending_and_unique),
        cmocka_unit_test(codes__constants__are_the_standards_numbers),
        cmocka_unit_test(codes__every_table__has_all_its_rows),
        cmocka_unit_test(names__all_opcodes_of_the_standards__are_there),
        cmocka_unit_test(names__known__are_printed),
        cmocka_unit_test(names__unknown__are_null),
        cmocka_unit_test(names__all_features_of_the_standard__are_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
