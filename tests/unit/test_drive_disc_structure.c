/* READ DISC STRUCTURE and SEND DISC STRUCTURE through a drive. Bytes are typed from MMC-6, the commands' tables. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "support/drive_fixture.h"

/* Format 01h, copyright information: length 6, header, 4 bytes. */
static const uint8_t copyright[8] = {0x00, 0x06, 0x00, 0x00, 0x01, 0xFE, 0x00, 0x00};

static enum drive_status take(struct drive_fixture *fixture, struct drive_bytes *bytes)
{
    return drive_take_disc_structure(fixture->drive, 0, 0, 0, 0x01, 0, bytes, &fixture->failure);
}

static void take_disc_structure__parameters__stand_in_the_cdb_and_the_header_is_cut(void **state)
{
    static const uint8_t cdb[12] = {0xAD, 0x01, 0x89, 0xAB, 0xCD, 0xEF, 0x02, 0x0E, 0x08, 0x04, 0xC0, 0x00};
    struct drive_fixture *fixture = *state;
    struct drive_bytes bytes;

    script_bytes(&fixture->script, copyright, sizeof copyright);
    assert_int_equal(drive_take_disc_structure(fixture->drive, 1, 0x89ABCDEF, 2, 0x0E, 3, &bytes, &fixture->failure),
                     DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_bytes(&bytes, "\x01\xFE\0\0", 4);
    assert_int_equal(fixture->script.sent_count, 1);
    assert_sent(&fixture->script, 0, cdb, 12);
    assert_int_equal(fixture->script.sent[0].requested_bytes, 2052);
    assert_int_equal(fixture->script.sent[0].timeout_ms, 240000);
    drive_bytes_free(&bytes);
}

/* A bridge that pads, and one that counts what did not come: the drive's own length decides, within what was counted.
 */
static void take_disc_structure__padded__is_cut_to_its_claim(void **state)
{
    uint8_t padded[2052] = {0};
    struct drive_fixture *fixture = *state;
    struct drive_bytes bytes;

    memcpy(padded, copyright, sizeof copyright);
    memset(padded + 8, 0xEE, sizeof padded - 8);
    script_bytes(&fixture->script, padded, sizeof padded);
    assert_int_equal(take(fixture, &bytes), DRIVE_OK);
    assert_bytes(&bytes, "\x01\xFE\0\0", 4);
    drive_bytes_free(&bytes);
}

static void take_disc_structure__longer_than_2052__is_asked_for_once_more(void **state)
{
    static const uint8_t first[12] = {0xAD, 0, 0, 0, 0, 0, 0, 0x01, 0x08, 0x04, 0, 0};
    static const uint8_t second[12] = {0xAD, 0, 0, 0, 0, 0, 0, 0x01, 0x10, 0x04, 0, 0};
    uint8_t whole[4100] = {0x10, 0x02, 0x00, 0x00, 0x44, 0x49, [4099] = 0x99};
    struct drive_fixture *fixture = *state;
    struct drive_bytes bytes;

    script_bytes(&fixture->script, whole, sizeof whole);
    script_bytes(&fixture->script, whole, sizeof whole);
    assert_int_equal(take(fixture, &bytes), DRIVE_OK);
    assert_bytes(&bytes, whole + 4, 4096);
    assert_int_equal(fixture->script.sent_count, 2);
    assert_sent(&fixture->script, 0, first, 12);
    assert_sent(&fixture->script, 1, second, 12);
    drive_bytes_free(&bytes);
}

/* An adapter that moves less than the first allocation: it is asked for what it can. */
static void take_disc_structure__adapter_moves_2048__asks_for_no_more(void **state)
{
    static const uint8_t cdb[12] = {0xAD, 0, 0, 0, 0, 0, 0, 0x01, 0x08, 0x00, 0, 0};
    struct drive_fixture *fixture = *state;
    struct drive_bytes bytes;

    fixture->script.limits.max_transfer_bytes = 2048;
    fixture->script.limits.max_unaligned_transfer_bytes = 2048;
    script_bytes(&fixture->script, copyright, sizeof copyright);
    assert_int_equal(take(fixture, &bytes), DRIVE_OK);
    assert_sent(&fixture->script, 0, cdb, 12);
    assert_int_equal(fixture->script.sent[0].requested_bytes, 2048);
    drive_bytes_free(&bytes);
}

static void take_disc_structure__shorter_than_it_says__is_an_invalid_response(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_bytes bytes;
    size_t count;

    for (count = 0; count < sizeof copyright; count++) {
        script_bytes(&fixture->script, copyright, count);
        assert_int_equal(take(fixture, &bytes), DRIVE_INVALID_RESPONSE);
        assert_failure_is_reply(&fixture->failure, DRIVE_INVALID_RESPONSE, 0xAD);
        assert_bytes(&bytes, NULL, 0);
    }
    for (count = 0; count < 2; count++) { /* and lengths that leave no room for the header */
        const uint8_t header[4] = {0x00, (uint8_t)count, 0x00, 0x00};

        script_bytes(&fixture->script, header, sizeof header);
        assert_int_equal(take(fixture, &bytes), DRIVE_INVALID_RESPONSE);
        assert_bytes(&bytes, NULL, 0);
    }
}

/* Seen: LG GH22LS30 answers format 0Eh like this. */
static void take_disc_structure__header_alone__there_is_none(void **state)
{
    static const uint8_t header[4] = {0x00, 0x02, 0x00, 0x00};
    struct drive_fixture *fixture = *state;
    struct drive_bytes bytes;

    script_bytes(&fixture->script, header, sizeof header);
    assert_int_equal(take(fixture, &bytes), DRIVE_NO_SUCH_STRUCTURE);
    assert_failure_is_reply(&fixture->failure, DRIVE_NO_SUCH_STRUCTURE, 0xAD);
    assert_bytes(&bytes, NULL, 0);
}

static void take_disc_structure__refused__is_that_refusal(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_bytes bytes;

    script_sense(&fixture->script, 1, 0x70, 0x05, 0x30, 0x02);
    assert_int_equal(take(fixture, &bytes), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0xAD, 0x05, 0x30, 0x02);
    assert_bytes(&bytes, NULL, 0);
}

static void send_disc_structure__payload__gets_its_header(void **state)
{
    static const uint8_t cdb[12] = {0xBF, 0, 0, 0, 0, 0, 0, 0x20, 0x00, 0x0C, 0, 0};
    static const uint8_t boundary[8] = {0x00, 0x00, 0x00, 0x00, 0x00, 0x1F, 0xFF, 0xF0};
    static const uint8_t list[12] = {0x00, 0x0A, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x1F, 0xFF, 0xF0};
    struct drive_fixture *fixture = *state;

    script_good(&fixture->script);
    assert_int_equal(drive_send_disc_structure(fixture->drive, 0x20, boundary, sizeof boundary, &fixture->failure),
                     DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_sent(&fixture->script, 0, cdb, 12);
    assert_int_equal(fixture->script.sent[0].direction, SCSI_DATA_OUT);
    assert_int_equal(fixture->script.sent[0].requested_bytes, 12);
    assert_memory_equal(fixture->script.sent[0].data_out, list, 12);
    assert_int_equal(fixture->script.sent[0].timeout_ms, 180000);
}

static void send_disc_structure__lengths__up_to_65530(void **state)
{
    static const uint8_t payload[65531];
    struct drive_fixture *fixture = *state;

    assert_int_equal(drive_send_disc_structure(fixture->drive, 0x20, payload, 0, &fixture->failure), DRIVE_FAILED);
    assert_failure_is_bare(&fixture->failure, DRIVE_FAILED);
    assert_int_equal(drive_send_disc_structure(fixture->drive, 0x20, payload, 65531, &fixture->failure), DRIVE_FAILED);
    assert_int_equal(fixture->script.sent_count, 0);
    script_good(&fixture->script);
    assert_int_equal(drive_send_disc_structure(fixture->drive, 0x20, payload, 65530, &fixture->failure), DRIVE_OK);
    assert_memory_equal(fixture->script.sent[0].data_out, "\xFF\xFC\0\0", 4);
    assert_memory_equal(fixture->script.sent[0].cdb + 8, "\xFF\xFE", 2);
}

static void send_disc_structure__refused__is_that_refusal(void **state)
{
    struct drive_fixture *fixture = *state;

    script_sense(&fixture->script, 1, 0x70, 0x05, 0x26, 0x00);
    assert_int_equal(drive_send_disc_structure(fixture->drive, 0x20, copyright, 8, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0xBF, 0x05, 0x26, 0x00);
}

#define FIXTURE_TEST(name) cmocka_unit_test_setup_teardown(name, drive_fixture_setup, drive_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(take_disc_structure__parameters__stand_in_the_cdb_and_the_header_is_cut),
        FIXTURE_TEST(take_disc_structure__padded__is_cut_to_its_claim),
        FIXTURE_TEST(take_disc_structure__longer_than_2052__is_asked_for_once_more),
        FIXTURE_TEST(take_disc_structure__adapter_moves_2048__asks_for_no_more),
        FIXTURE_TEST(take_disc_structure__shorter_than_it_says__is_an_invalid_response),
        FIXTURE_TEST(take_disc_structure__header_alone__there_is_none),
        FIXTURE_TEST(take_disc_structure__refused__is_that_refusal),
        FIXTURE_TEST(send_disc_structure__payload__gets_its_header),
        FIXTURE_TEST(send_disc_structure__lengths__up_to_65530),
        FIXTURE_TEST(send_disc_structure__refused__is_that_refusal),
    };

    return cmocka_run_group_tests_name("drive_disc_structure", tests, NULL, NULL);
}
