/* How a burn ended, as HRESULT and in words. */
#include "com/com_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "burn/media.h"
#include "imapi2/burn_failure.h"
#include "imapi2/failure_text.h"

/* The numbers are those of the IMAPI return values page. */
/* clang-format off */
static const struct {
    enum burn_status status;
    HRESULT of_data, of_erase, of_tracks, of_raw;
} rows[] = {
    {BURN_OK,                 S_OK,                S_OK,                S_OK,                S_OK},
    {BURN_NO_MEMORY,          (HRESULT)0x8007000E, (HRESULT)0x8007000E, (HRESULT)0x8007000E, (HRESULT)0x8007000E},
    {BURN_CANCELLED,          (HRESULT)0xC0AA0002, (HRESULT)0xC0AA0002, (HRESULT)0xC0AA0002, (HRESULT)0xC0AA0002},
    {BURN_SOURCE_SHORT,       (HRESULT)0x8003001E, (HRESULT)0x8003001E, (HRESULT)0x8003001E, (HRESULT)0x8003001E},
    {BURN_MEDIUM_UNSUPPORTED, (HRESULT)0xC0AA0406, (HRESULT)0xC0AA0909, (HRESULT)0xC0AA0507, (HRESULT)0xC0AA0607},
    {BURN_INVALID_STATE,      (HRESULT)0xC0AA0402, (HRESULT)0x80AA0904, (HRESULT)0xC0AA0506, (HRESULT)0xC0AA0606},
    {BURN_WRITE_PROTECTED,    (HRESULT)0xC0AA0209, (HRESULT)0xC0AA0209, (HRESULT)0xC0AA0209, (HRESULT)0xC0AA0209},
    {BURN_NOT_BLANK,          (HRESULT)0xC0AA0405, (HRESULT)0x80AA0904, (HRESULT)0xC0AA0506, (HRESULT)0xC0AA0606},
    {BURN_TOO_LARGE,          (HRESULT)0xC0AA0404, (HRESULT)0x80AA0904, (HRESULT)0xC0AA0509, (HRESULT)0xC0AA0609},
    {BURN_INVALID_RANGE,      (HRESULT)0x80070057, (HRESULT)0x80070057, (HRESULT)0x80070057, (HRESULT)0x80070057},
    {BURN_NO_TEST_WRITE,      (HRESULT)0x80070032, (HRESULT)0x80070032, (HRESULT)0x80070032, (HRESULT)0x80070032},
    {BURN_NOT_ERASABLE,       (HRESULT)0x80AA0904, (HRESULT)0x80AA0904, (HRESULT)0x80AA0904, (HRESULT)0x80AA0904},
    {BURN_ERASE_NOT_STARTED,  (HRESULT)0x80AA0908, (HRESULT)0x80AA0908, (HRESULT)0x80AA0908, (HRESULT)0x80AA0908},
    {BURN_ERASE_REFUSED,      (HRESULT)0x80AA0905, (HRESULT)0x80AA0905, (HRESULT)0x80AA0905, (HRESULT)0x80AA0905},
    {BURN_ERASE_UNEXPECTED,   (HRESULT)0x80AA0907, (HRESULT)0x80AA0907, (HRESULT)0x80AA0907, (HRESULT)0x80AA0907},
    {BURN_ERASE_TIMEOUT,      (HRESULT)0x80AA0906, (HRESULT)0x80AA0906, (HRESULT)0x80AA0906, (HRESULT)0x80AA0906},
    {BURN_DISAGREES,          (HRESULT)0xC0AA0301, (HRESULT)0xC0AA0301, (HRESULT)0xC0AA0007, (HRESULT)0xC0AA0301},
    {BURN_VERIFICATION,       (HRESULT)0xC0AA0007, (HRESULT)0xC0AA0007, (HRESULT)0xC0AA0007, (HRESULT)0xC0AA0007},
};
/* clang-format on */

static void hresult__each_status__is_the_documented_one(void **state)
{
    struct burn_failure failure;
    size_t i;

    (void)state;
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        burn_fail(&failure, rows[i].status);
        assert_hr(hresult_from_burn(&failure, BURN_FAILURE_OF_DATA), rows[i].of_data);
        assert_hr(hresult_from_burn(&failure, BURN_FAILURE_OF_ERASE), rows[i].of_erase);
        assert_hr(hresult_from_burn(&failure, BURN_FAILURE_OF_TRACKS), rows[i].of_tracks);
        assert_hr(hresult_from_burn(&failure, BURN_FAILURE_OF_RAW), rows[i].of_raw);
    }
}

static void hresult__of_the_source__is_the_source_s_own(void **state)
{
    struct burn_failure failure;

    (void)state;
    burn_fail(&failure, BURN_SOURCE_FAILED);
    failure.source_result = (int32_t)0x80030005;
    assert_hr(hresult_from_burn(&failure, BURN_FAILURE_OF_DATA), 0x80030005);
    failure.source_result = 1; /* no HRESULT that fails */
    assert_hr(hresult_from_burn(&failure, BURN_FAILURE_OF_DATA), E_FAIL);
}

static HRESULT of_drive(enum drive_status status, uint8_t key, uint8_t asc, uint8_t ascq, uint8_t opcode)
{
    struct drive_failure drive;
    struct burn_failure failure;

    drive_fail(&drive, status);
    drive.has_command = true;
    drive.opcode = opcode;
    drive.has_sense = status == DRIVE_REFUSED;
    drive.sense.key = key;
    drive.sense.asc = asc;
    drive.sense.ascq = ascq;
    burn_fail_drive(&failure, &drive);
    return hresult_from_burn(&failure, BURN_FAILURE_OF_DATA);
}

static void hresult__of_the_drive__is_the_table_s_or_an_unexpected_response(void **state)
{
    (void)state;
    assert_hr(of_drive(DRIVE_REFUSED, 2, 0x3A, 0x01, 0x00), 0xC0AA0202);
    assert_hr(of_drive(DRIVE_REFUSED, 3, 0x0C, 0x09, 0x2A), 0xC0AA0300); /* WRITE(10): loss of streaming */
    assert_hr(of_drive(DRIVE_REFUSED, 3, 0x0C, 0x00, 0x2A), 0xC0AA0301); /* write error: the table has no row */
    assert_hr(of_drive(DRIVE_REFUSED, 3, 0x0C, 0x09, 0x35), 0xC0AA0301); /* which a flush outside of a burn forgives */
    assert_hr(of_drive(DRIVE_TIMEOUT, 0, 0, 0, 0x2A), 0xC0AA020D);
    assert_hr(of_drive(DRIVE_GONE, 0, 0, 0, 0x2A), 0x80070037);
    assert_hr(of_drive(DRIVE_NO_MEMORY, 0, 0, 0, 0x2A), 0x8007000E);
}

/* READ DISC INFORMATION that came short is the eraser's own failure; with a status byte that nobody knows it is not. */
static void hresult__of_a_short_disc_information__is_the_eraser_s_own(void **state)
{
    struct burn_failure failure;

    (void)state;
    burn_fail(&failure, BURN_DRIVE);
    failure.drive.status = DRIVE_INVALID_RESPONSE;
    failure.drive.has_command = true;
    failure.drive.opcode = 0x51;
    assert_hr(hresult_from_burn(&failure, BURN_FAILURE_OF_ERASE), (HRESULT)0x80AA0902);
    assert_hr(hresult_from_burn(&failure, BURN_FAILURE_OF_DATA), (HRESULT)0xC0AA02FF);
    failure.drive.opcode = 0x52; /* READ TRACK INFORMATION */
    assert_hr(hresult_from_burn(&failure, BURN_FAILURE_OF_ERASE), (HRESULT)0xC0AA02FF);
    failure.drive.opcode = 0x51;
    failure.drive.scsi_status = 0x24;
    assert_hr(hresult_from_burn(&failure, BURN_FAILURE_OF_ERASE), (HRESULT)0xC0AA02FF);
}

static const char *words_of(const struct burn_failure *failure)
{
    static char buffer[512];
    struct text text = text_in(buffer, sizeof buffer);

    burn_failure_text(&text, failure);
    assert_false(text.is_cut);
    return buffer;
}

static void words__too_large__say_by_how_much(void **state)
{
    struct burn_failure failure;

    (void)state;
    burn_fail(&failure, BURN_TOO_LARGE);
    failure.needed_blocks = 400000;
    failure.free_blocks = 359699;
    assert_string_equal(words_of(&failure),
                        "The data need 400000 blocks (819.2 MB), but the disc has room for only 359699 blocks "
                        "(736.6 MB): 40301 blocks (82.5 MB) too many.");
    failure.block_bytes = 2352; /* audio */
    assert_string_equal(words_of(&failure),
                        "The data need 400000 blocks (940.8 MB), but the disc has room for only 359699 blocks "
                        "(846.0 MB): 40301 blocks (94.7 MB) too many.");
}

static void words__medium__say_which_and_why(void **state)
{
    struct burn_failure failure;

    (void)state;
    burn_fail(&failure, BURN_INVALID_STATE);
    failure.medium = BURN_MEDIUM_CD_RW;
    failure.media_status = BURN_MEDIA_ERASE_REQUIRED | BURN_MEDIA_FINALIZED;
    assert_string_equal(words_of(&failure), "The disc in the drive is of type CD-RW: it has to be erased first; it is "
                                            "finalised, so that nothing can be added.");
    burn_fail(&failure, BURN_NOT_BLANK);
    failure.medium = BURN_MEDIUM_DVD_PLUS_RW;
    failure.media_status = BURN_MEDIA_OVERWRITE_ONLY;
    assert_string_equal(words_of(&failure), "The disc in the drive is of type DVD+RW.");
    burn_fail(&failure, BURN_MEDIUM_UNSUPPORTED);
    failure.medium = 0xFF; /* no medium of ours */
    failure.media_status = BURN_MEDIA_UNSUPPORTED | BURN_MEDIA_WRITE_PROTECTED;
    assert_string_equal(words_of(&failure), "The disc in the drive is of type unknown medium: it is write-protected; "
                                            "this drive cannot write such a disc.");
}

static void words__write_protected__say_by_what(void **state)
{
    struct burn_failure failure;

    (void)state;
    burn_fail(&failure, BURN_WRITE_PROTECTED);
    failure.medium = BURN_MEDIUM_DVD_RAM;
    failure.media_status = BURN_MEDIA_OVERWRITE_ONLY | BURN_MEDIA_WRITE_PROTECTED;
    assert_string_equal(words_of(&failure), "The disc in the drive is of type DVD-RAM: it is write-protected.");
    failure.protection = 0x0002; /* IMAPI_MEDIA_WRITE_PROTECT_STATE */
    assert_string_equal(words_of(&failure), "The disc in the drive is of type DVD-RAM: it is write-protected by the "
                                            "tab of its cartridge.");
    failure.medium = BURN_MEDIUM_DVD_PLUS_RW;
    failure.protection = 0x0008;
    assert_string_equal(words_of(&failure), "The disc in the drive is of type DVD+RW: it is write-protected by "
                                            "software, which wrote it down on the disc.");
    failure.protection = 0x0001 | 0x0004;
    assert_string_equal(words_of(&failure), "The disc in the drive is of type DVD+RW: it is write-protected by the "
                                            "disc itself, and in the drive, until that is switched off.");
}

static void words__the_others__say_what_is_known(void **state)
{
    struct burn_failure failure;

    (void)state;
    burn_fail(&failure, BURN_SOURCE_FAILED);
    failure.source_result = (int32_t)0x80030005;
    assert_string_equal(
        words_of(&failure),
        "Reading the source stream failed with 0x80030005: check the file or program that supplies the data.");
    burn_fail(&failure, BURN_SOURCE_SHORT);
    failure.lba = 17;
    assert_string_equal(words_of(&failure), "The stream ended before the size that it reported: block 17 is missing.");
    burn_fail(&failure, BURN_VERIFICATION);
    failure.lba = 1234;
    assert_string_equal(words_of(&failure), "Sector 1234 does not hold the data that were written.");
    failure.drive.status = DRIVE_REFUSED;
    assert_string_equal(words_of(&failure), "Sector 1234 cannot be read.");
    failure.lba_count = 32; /* a checksum, or a READ, is of so many */
    assert_string_equal(words_of(&failure), "At least one of the sectors 1234 to 1265 cannot be read.");
    burn_fail(&failure, BURN_DRIVE);
    assert_string_equal(words_of(&failure), "");
    failure.protection = 0x0002;
    assert_string_equal(words_of(&failure), "It is protected by the tab of its cartridge.");
    burn_fail(&failure, BURN_CANCELLED); /* the code's own text says it */
    assert_string_equal(words_of(&failure), "");
}

/* The paragraph as IErrorInfo has it: the attempt, the code's own words, ours, the drive. */
static void paragraph__of_a_burn__has_our_words_in_it(void **state)
{
    static const struct drive_identity identity = {.vendor = "VENDOR", .product = "PRODUCT", .revision = "REV1"};
    char buffer[FAILURE_TEXT_SIZE];
    struct text text = text_in(buffer, sizeof buffer);

    (void)state;
    failure_text(&text, "Writing the disc", (HRESULT)0xC0AA0404, "Too much.", NULL, &identity, NULL);
    assert_string_equal(buffer, "Writing the disc failed (0xC0AA0404). The stream is larger than the free room on the "
                                "disc. Too much. Drive: VENDOR PRODUCT REV1.");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, com_fixture_setup, com_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(hresult__each_status__is_the_documented_one),
        CASE(hresult__of_the_source__is_the_source_s_own),
        CASE(hresult__of_the_drive__is_the_table_s_or_an_unexpected_response),
        CASE(hresult__of_a_short_disc_information__is_the_eraser_s_own),
        CASE(words__too_large__say_by_how_much),
        CASE(words__medium__say_which_and_why),
        CASE(words__write_protected__say_by_what),
        CASE(words__the_others__say_what_is_known),
        CASE(paragraph__of_a_burn__has_our_words_in_it),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
