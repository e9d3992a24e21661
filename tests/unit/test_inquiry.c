/* mmc/inquiry.c beside the vectors: every bit, cut and lying replies. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "mmc/inquiry.h"
#include "support/reply_vectors.h"

/* SPC-3, standard INQUIRY data: distinct bits and bytes everywhere. */
static uint8_t standard[96] = {0x65, 0x80, 0x05, 0xc2, 0x5b, 0,   0,   0,   'V', 'E', 'N', ' ',
                               ' ',  ' ',  ' ',  ' ',  'P',  'R', 'O', 'D', ' ', '1', ' ', ' ',
                               ' ',  ' ',  ' ',  ' ',  ' ',  ' ', ' ', ' ', 'R', '1', '.', '0'};

static void inquiry_parse__distinct_bits__each_in_its_field(void **state)
{
    struct mmc_inquiry inquiry;

    (void)state;
    assert_int_equal(mmc_inquiry_parse(standard, sizeof standard, &inquiry), MMC_OK);
    assert_int_equal(inquiry.peripheral_qualifier, 3);
    assert_int_equal(inquiry.device_type, MMC_DEVICE_TYPE_OPTICAL);
    assert_true(inquiry.removable);
    assert_int_equal(inquiry.version, 5);
    assert_int_equal(inquiry.response_format, 2);
    assert_int_equal(inquiry.atapi_version, 12);
    assert_string_equal(inquiry.vendor, "VEN");
    assert_string_equal(inquiry.product, "PROD 1");
    assert_string_equal(inquiry.revision, "R1.0");
    assert_ptr_equal(inquiry.vendor_specific, standard + 36);
}

/* The vendor's bytes 36 to 55 are there as a whole or not at all: a drive claims 96 and sends 40. */
static void inquiry_parse__vendor_bytes_cut__are_absent(void **state)
{
    struct mmc_inquiry inquiry;
    size_t count;

    (void)state;
    for (count = 36; count <= 60; count++) {
        assert_int_equal(mmc_inquiry_parse(standard, count, &inquiry), MMC_OK);
        assert_int_equal(inquiry.vendor_specific != NULL, count >= 56);
    }
}

/* Seen: additional length 0, and all the bytes sent. The 36 standard bytes are read all the same. */
static void inquiry_parse__claims_nothing__standard_bytes_count(void **state)
{
    struct mmc_inquiry inquiry;
    uint8_t bytes[96];

    (void)state;
    memcpy(bytes, standard, sizeof bytes);
    bytes[4] = 0;
    assert_int_equal(mmc_inquiry_parse(bytes, sizeof bytes, &inquiry), MMC_OK);
    assert_string_equal(inquiry.revision, "R1.0");
    assert_null(inquiry.vendor_specific);
    assert_true(inquiry.removable);
    bytes[1] = 0x7f; /* a device type modifier of SCSI-2 is no RMB */
    assert_int_equal(mmc_inquiry_parse(bytes, sizeof bytes, &inquiry), MMC_OK);
    assert_false(inquiry.removable);
}

static void inquiry_parse__below_36_bytes__is_short_and_untouched(void **state)
{
    struct mmc_inquiry inquiry, before;

    (void)state;
    memset(&inquiry, 0xa5, sizeof inquiry);
    before = inquiry;
    assert_int_equal(mmc_inquiry_parse(standard, 35, &inquiry), MMC_SHORT);
    assert_int_equal(mmc_inquiry_parse(NULL, 0, &inquiry), MMC_SHORT);
    assert_memory_equal(&inquiry, &before, sizeof inquiry);
}

/* --- vectors/replies.json --- */

static enum mmc_status check_inquiry(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                     struct expectation *expect)
{
    struct mmc_inquiry inquiry;
    enum mmc_status status = mmc_inquiry_parse(bytes, count, &inquiry);

    (void)row;
    if (status != MMC_OK) return status;
    expect_number(expect, "peripheral_qualifier", inquiry.peripheral_qualifier);
    expect_number(expect, "device_type", inquiry.device_type);
    expect_number(expect, "removable", inquiry.removable);
    expect_number(expect, "version", inquiry.version);
    expect_number(expect, "response_format", inquiry.response_format);
    expect_number(expect, "atapi_version", inquiry.atapi_version);
    expect_number(expect, "additional_length", inquiry.additional_length);
    expect_text(expect, "vendor", inquiry.vendor);
    expect_text(expect, "product", inquiry.product);
    expect_text(expect, "revision", inquiry.revision);
    expect_hex(expect, "vendor_specific", inquiry.vendor_specific, MMC_INQUIRY_VENDOR_SPECIFIC_BYTES);
    return status;
}

/* clang-format off */
static const struct reply_row rows[] = {
    {"INQUIRY",                       36, 0,    check_inquiry,           NULL, NULL},
};
/* clang-format on */

static void inquiry_vectors__all__give_the_stated_values(void **state)
{
    (void)state;
    reply_vectors_check(NULL, rows, sizeof rows / sizeof rows[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inquiry_parse__distinct_bits__each_in_its_field),
        cmocka_unit_test(inquiry_parse__vendor_bytes_cut__are_absent),
        cmocka_unit_test(inquiry_parse__claims_nothing__standard_bytes_count),
        cmocka_unit_test(inquiry_parse__below_36_bytes__is_short_and_untouched),
        cmocka_unit_test(inquiry_vectors__all__give_the_stated_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
