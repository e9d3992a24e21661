/* scsi/sense.c: the table of codes, both formats, and sense data that were cut anywhere. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "scsi/sense.h"
#include "support/reply_vectors.h"

enum { SENSE_CODE_ANY = 0x100 }; /* behind every ASCQ of its ASC */

/* clang-format off */
static const struct {
    int asc;
    int ascq;
    const char *text;
} codes[] = {
#define SENSE_CODE(asc, ascq, text) {asc, ascq, text},
#include "scsi/sense_codes.def"
};
/* clang-format on */

static void sense_codes__table__is_ascending_and_unique(void **state)
{
    size_t i;

    (void)state;
    for (i = 1; i < sizeof codes / sizeof codes[0]; i++) {
        int before = codes[i - 1].asc << 9 | codes[i - 1].ascq;
        int after = codes[i].asc << 9 | codes[i].ascq;

        if (before >= after) fail_msg("row %02x/%02x", codes[i].asc, (unsigned)codes[i].ascq);
    }
}

/* So that a row cannot vanish unseen; the codes that recorders are known to return are named below. */
static void sense_codes__table__has_all_its_rows(void **state)
{
    (void)state;
    assert_int_equal(sizeof codes / sizeof codes[0], 239);
}

static void sense_codes__texts__are_distinct_and_not_empty(void **state)
{
    size_t i, j, rows = sizeof codes / sizeof codes[0];

    (void)state;
    for (i = 0; i < rows; i++) {
        assert_true(strlen(codes[i].text) > 0);
        assert_string_equal(scsi_sense_code_text((uint8_t)codes[i].asc, (uint8_t)codes[i].ascq), codes[i].text);
        for (j = 0; j < i; j++) {
            if (strcmp(codes[i].text, codes[j].text) == 0) fail_msg("twice: %s", codes[i].text);
        }
    }
}

/* What a recorder is known to return: SPC-3 and MMC-6, ASC and ASCQ assignments, as burning programs meet them. */
static void sense_code_text__what_recorders_return__has_words(void **state)
{
    static const uint8_t returned[][2] = {
        {0x04, 0x00}, {0x04, 0x01}, {0x04, 0x02}, {0x04, 0x03}, {0x04, 0x04}, {0x04, 0x07}, {0x04, 0x08}, {0x30, 0x00},
        {0x3a, 0x00}, {0x3a, 0x01}, {0x3a, 0x02}, {0x3a, 0x03}, {0x3e, 0x00}, {0x3e, 0x02}, {0x53, 0x00}, {0x53, 0x02},
        {0x02, 0x00}, {0x09, 0x00}, {0x09, 0x01}, {0x09, 0x02}, {0x11, 0x00}, {0x11, 0x05}, {0x0c, 0x00}, {0x0c, 0x07},
        {0x0c, 0x09}, {0x31, 0x00}, {0x31, 0x01}, {0x51, 0x00}, {0x72, 0x00}, {0x72, 0x03}, {0x72, 0x04}, {0x72, 0x05},
        {0x73, 0x01}, {0x73, 0x02}, {0x73, 0x03}, {0x73, 0x04}, {0x73, 0x05}, {0x73, 0x06}, {0x20, 0x00}, {0x21, 0x00},
        {0x21, 0x02}, {0x21, 0x03}, {0x1a, 0x00}, {0x24, 0x00}, {0x26, 0x00}, {0x26, 0x01}, {0x26, 0x02}, {0x2c, 0x00},
        {0x2c, 0x03}, {0x30, 0x01}, {0x30, 0x02}, {0x30, 0x03}, {0x30, 0x04}, {0x30, 0x05}, {0x30, 0x06}, {0x30, 0x08},
        {0x30, 0x09}, {0x30, 0x10}, {0x30, 0x11}, {0x39, 0x00}, {0x55, 0x00}, {0x63, 0x00}, {0x64, 0x00}, {0x64, 0x01},
        {0x6f, 0x00}, {0x6f, 0x01}, {0x6f, 0x02}, {0x6f, 0x03}, {0x6f, 0x04}, {0x28, 0x00}, {0x29, 0x00}, {0x29, 0x01},
        {0x29, 0x02}, {0x29, 0x03}, {0x29, 0x04}, {0x2a, 0x01}, {0x2e, 0x00}, {0x3f, 0x01}, {0x3f, 0x03}, {0x5a, 0x01},
        {0x5b, 0x00}, {0x5e, 0x00}, {0x27, 0x00}, {0x27, 0x01}, {0x27, 0x02}, {0x27, 0x03}, {0x27, 0x04}, {0x27, 0x05},
        {0x27, 0x06}, {0x08, 0x03}, {0x44, 0x00},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof returned / sizeof returned[0]; i++) {
        if (!scsi_sense_code_text(returned[i][0], returned[i][1]))
            fail_msg("%02x/%02x", returned[i][0], returned[i][1]);
    }
}

static void sense_code_text__known_unknown_and_any__as_the_standard_says(void **state)
{
    (void)state;
    assert_string_equal(scsi_sense_code_text(0x3a, 0x02), "medium not present, tray open");
    assert_string_equal(scsi_sense_code_text(0x53, 0x02), "medium removal prevented");
    assert_string_equal(scsi_sense_code_text(0x5d, 0xff), "failure prediction threshold exceeded (false)");
    assert_string_equal(scsi_sense_code_text(0x40, 0x80),
                        "diagnostic failure on a component"); /* NN is the component */
    assert_string_equal(scsi_sense_code_text(0x40, 0xff), "diagnostic failure on a component");
    assert_null(scsi_sense_code_text(0x3a, 0x7f));
    assert_null(scsi_sense_code_text(0x80, 0x00)); /* vendor specific */
}

static void sense_key_text__all_sixteen__in_the_standards_words(void **state)
{
    static const char *const expected[16] = {
        "no sense",       "recovered error", "not ready",   "medium error",    "hardware error", "illegal request",
        "unit attention", "data protect",    "blank check", "vendor specific", "copy aborted",   "aborted command",
        "obsolete",       "volume overflow", "miscompare",  "completed",
    };
    uint8_t key;

    (void)state;
    for (key = 0; key < 16; key++)
        assert_string_equal(scsi_sense_key_text(key), expected[key]);
    assert_string_equal(scsi_sense_key_text(0x12), "not ready"); /* never NULL, never outside */
}

static void sense_decode__no_key__leaves_the_output_alone(void **state)
{
    static const uint8_t fixed[] = {0x70, 0x00}, descriptor[] = {0x72}, vendor[] = {0x7f, 0x00, 0x02};
    struct scsi_sense sense, before;

    (void)state;
    memset(&sense, 0xa5, sizeof sense);
    before = sense;
    assert_false(scsi_sense_decode(NULL, 0, &sense));
    assert_false(scsi_sense_decode(fixed, sizeof fixed, &sense));
    assert_false(scsi_sense_decode(descriptor, sizeof descriptor, &sense));
    assert_false(scsi_sense_decode(vendor, sizeof vendor, &sense));
    assert_memory_equal(&sense, &before, sizeof sense);
}

/* SPC-3, fixed format: three bytes are enough for the key, 13 for the ASC. */
static void sense_decode__fixed_cut_anywhere__gives_what_came(void **state)
{
    static const uint8_t bytes[18] = {0xf0, 0, 0x05, 0, 0, 1, 2, 0x0a, 0, 0, 0, 0, 0x24, 0x01, 0, 0xcb, 0x00, 0x04};
    struct scsi_sense sense;
    size_t count;

    (void)state;
    for (count = 3; count <= sizeof bytes; count++) {
        assert_true(scsi_sense_decode(bytes, count, &sense));
        assert_int_equal(sense.key, 5);
        assert_false(sense.deferred);
        assert_int_equal(sense.has_information, count >= 7);
        assert_int_equal(sense.information, count >= 7 ? 0x0102 : 0);
        assert_int_equal(sense.asc, count >= 13 ? 0x24 : 0);
        assert_int_equal(sense.ascq, count >= 14 ? 0x01 : 0);
        assert_int_equal(sense.has_field_pointer, count >= 18);
        assert_int_equal(sense.has_bit_pointer, count >= 18);
        assert_int_equal(sense.bit_pointer, count >= 18 ? 3 : 0);
        assert_int_equal(sense.field_in_cdb, count >= 18);
        assert_int_equal(sense.field_pointer, count >= 18 ? 4 : 0);
        assert_false(sense.has_progress);
    }
}

static void sense_decode__descriptor_cut_anywhere__gives_what_came(void **state)
{
    static const uint8_t bytes[28] = {0x73, 0x02, 0x04, 0x07, 0, 0, 0, 0x14, 0x00, 0x0a, 0x80, 0,    0xff, 0xee,
                                      0xdd, 0xcc, 1,    2,    3, 4, 2, 6,    0,    0,    0x80, 0x12, 0x34, 0};
    struct scsi_sense sense;
    size_t count;

    (void)state;
    for (count = 2; count <= sizeof bytes; count++) {
        assert_true(scsi_sense_decode(bytes, count, &sense));
        assert_int_equal(sense.key, 2);
        assert_true(sense.deferred);
        assert_int_equal(sense.asc, count >= 3 ? 0x04 : 0);
        assert_int_equal(sense.ascq, count >= 4 ? 0x07 : 0);
        assert_int_equal(sense.has_information, count >= 20);
        assert_true(sense.information == (count >= 20 ? UINT64_C(0xffeeddcc01020304) : 0));
        assert_int_equal(sense.has_progress, count >= 28);
        assert_int_equal(sense.progress, count >= 28 ? 0x1234 : 0);
    }
}

/* SPC-3: progress belongs to keys 0 and 2, the field pointer to key 5; others have meanings of their own. */
static void sense_decode__key_specific__belongs_to_its_keys(void **state)
{
    uint8_t bytes[18] = {0x70, 0, 0, 0, 0, 0, 0, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x40, 0x00};
    struct scsi_sense sense;
    uint8_t key;

    (void)state;
    for (key = 0; key < 16; key++) {
        bytes[2] = (uint8_t)(0xe0 | key); /* filemark, EOM and ILI do not disturb it */
        assert_true(scsi_sense_decode(bytes, sizeof bytes, &sense));
        assert_int_equal(sense.key, key);
        assert_int_equal(sense.has_progress, key == 0 || key == 2);
        assert_int_equal(sense.has_field_pointer, key == 5);
        assert_false(sense.has_bit_pointer);
    }
}

/* SPC-3, sense key specific, byte 15: each bit alone, without and with SKSV. */
static void sense_decode__field_pointer_bits__each_in_its_field(void **state)
{
    uint8_t bytes[18] = {0x70, 0, 0x05, 0, 0, 0, 0, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0, 0x01, 0x02};
    struct scsi_sense sense;
    unsigned bit;

    (void)state;
    for (bit = 0; bit < 7; bit++) {
        bytes[15] = (uint8_t)(1u << bit);
        assert_true(scsi_sense_decode(bytes, sizeof bytes, &sense));
        assert_false(sense.has_field_pointer || sense.field_in_cdb || sense.has_bit_pointer);
        bytes[15] |= 0x80;
        assert_true(scsi_sense_decode(bytes, sizeof bytes, &sense));
        assert_true(sense.has_field_pointer);
        assert_int_equal(sense.field_pointer, 0x0102);
        assert_int_equal(sense.field_in_cdb, bit == 6);
        assert_int_equal(sense.has_bit_pointer, bit == 3);
        assert_int_equal(sense.bit_pointer, 0); /* bits 0 to 2 count with BPV only */
    }
}

/* Descriptors too short for their own type are no descriptors of it, and the walk goes on behind them. */
static void sense_decode__short_descriptors__are_passed_over(void **state)
{
    static const uint8_t bytes[24] = {0x72, 0x02, 0x04, 0x04, 0, 0, 0,    0x10, 0x02, 0x04, 0,    0,
                                      0x80, 0x01, 0x02, 0x06, 0, 0, 0x80, 0x00, 0x07, 0,    0x00, 0x08};
    struct scsi_sense sense;

    (void)state;
    assert_true(scsi_sense_decode(bytes, sizeof bytes, &sense));
    assert_true(sense.has_progress);
    assert_int_equal(sense.progress, 7);
    assert_false(sense.has_information);
}

/* SPC-3, sense data descriptors: type 03h (field replaceable unit) and a vendor's own say nothing of progress, whatever
 * their bytes.
 */
static void sense_decode__other_descriptors__are_not_key_specific(void **state)
{
    static const uint8_t bytes[24] = {0x72, 0x02, 0x04, 0x04, 0,    0,    0, 0x10, 0x03, 0x06, 0,    0,
                                      0x80, 0x01, 0x02, 0,    0x80, 0x06, 0, 0,    0x80, 0x03, 0x04, 0};
    struct scsi_sense sense;

    (void)state;
    assert_true(scsi_sense_decode(bytes, sizeof bytes, &sense));
    assert_int_equal(sense.asc, 0x04);
    assert_false(sense.has_progress);
    assert_false(sense.has_field_pointer);
    assert_false(sense.has_information);
}

/* --- vectors/replies.json --- */

static enum mmc_status check_sense(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                   struct expectation *expect)
{
    struct scsi_sense sense = {0};
    bool has_key = scsi_sense_decode(bytes, count, &sense);
    bool is_fixed = count && (bytes[0] & 0x7e) == 0x70;
    /* How many bytes of sense may be believed to hold ASC and ASCQ is the vectors' question, not the decoder's: it
     * gives 0.
     */
    bool has_codes = has_key && count >= (is_fixed ? 14u : 4u);

    (void)row;
    expect_text(expect, "format", is_fixed ? "fixed" : "descriptor");
    expect_number(expect, "deferred", sense.deferred);
    expect_optional_code(expect, "key", has_key, 1, sense.key);
    expect_optional_code(expect, "asc", has_codes, 2, sense.asc);
    expect_optional_code(expect, "ascq", has_codes, 2, sense.ascq);
    expect_optional(expect, "information", sense.has_information, (long long)sense.information);
    expect_optional(expect, "progress", sense.has_progress, sense.progress);
    if (sense.has_field_pointer) {
        struct expectation pointer = expect_object(expect, "field_pointer");

        expect_number(&pointer, "in_cdb", sense.field_in_cdb);
        expect_number(&pointer, "bit_valid", sense.has_bit_pointer);
        expect_number(&pointer, "bit", sense.bit_pointer);
        expect_number(&pointer, "field", sense.field_pointer);
        expect_done(&pointer);
    } else {
        expect_optional(expect, "field_pointer", false, 0);
    }
    return count < row->fixed_bytes ? MMC_SHORT : MMC_OK;
}

/* clang-format off */
static const struct reply_row rows[] = {
    {"REQUEST SENSE",                  0, 0,    check_sense,             NULL, NULL},
};
/* clang-format on */

static void sense_vectors__all__give_the_stated_values(void **state)
{
    (void)state;
    reply_vectors_check(NULL, rows, sizeof rows / sizeof rows[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sense_codes__table__is_ascending_and_unique),
        cmocka_unit_test(sense_codes__table__has_all_its_rows),
        cmocka_unit_test(sense_codes__texts__are_distinct_and_not_empty),
        cmocka_unit_test(sense_code_text__what_recorders_return__has_words),
        cmocka_unit_test(sense_code_text__known_unknown_and_any__as_the_standard_says),
        cmocka_unit_test(sense_key_text__all_sixteen__in_the_standards_words),
        cmocka_unit_test(sense_decode__no_key__leaves_the_output_alone),
        cmocka_unit_test(sense_decode__fixed_cut_anywhere__gives_what_came),
        cmocka_unit_test(sense_decode__descriptor_cut_anywhere__gives_what_came),
        cmocka_unit_test(sense_decode__key_specific__belongs_to_its_keys),
        cmocka_unit_test(sense_decode__field_pointer_bits__each_in_its_field),
        cmocka_unit_test(sense_decode__short_descriptors__are_passed_over),
        cmocka_unit_test(sense_decode__other_descriptors__are_not_key_specific),
        cmocka_unit_test(sense_vectors__all__give_the_stated_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
