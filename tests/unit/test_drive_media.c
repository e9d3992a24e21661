/* Questions about the medium. Replies are typed from MMC-6, the command's tables. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "support/drive_fixture.h"

/* clang-format off */
/* A complete disc of one session and one track: 34 bytes, no OPC tables. */
static const uint8_t disc_information[34] = {
    0x00, 0x20, 0x0E, 0x01, 0x01, 0x01, 0x01, 0x20, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xFF,
    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
};
/* Track 1 of session 1, from LBA 0, 1000 blocks: 36 bytes. */
static const uint8_t track_information[36] = {
    0x00, 0x22, 0x01, 0x01, 0x00, 0x04, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xE8, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
};
/* Format 0: track 1 and the lead-out. */
static const uint8_t toc[20] = {
    0x00, 0x12, 0x01, 0x01,
    0x00, 0x14, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x14, 0xAA, 0x00, 0x00, 0x00, 0x03, 0xE8,
};
/* clang-format on */

static void take_disc_information__is_given_from_its_length_on(void **state)
{
    static const uint8_t cdb[10] = {0x51, 0x00, 0, 0, 0, 0, 0, 0x01, 0x00, 0};
    struct drive_fixture *fixture = *state;
    struct drive_bytes bytes;

    script_bytes(&fixture->script, disc_information, sizeof disc_information);
    assert_int_equal(drive_take_disc_information(fixture->drive, &bytes, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_bytes(&bytes, disc_information, sizeof disc_information);
    assert_int_equal(fixture->script.sent_count, 1);
    assert_sent(&fixture->script, 0, cdb, 10);
    assert_int_equal(fixture->script.sent[0].timeout_ms, 240000);
    drive_bytes_free(&bytes);
}

/* A bridge that pads: all 256 bytes are counted. */
static void take_disc_information__padded__is_cut_to_its_claim(void **state)
{
    uint8_t padded[256] = {0};
    struct drive_fixture *fixture = *state;
    struct drive_bytes bytes;

    memcpy(padded, disc_information, sizeof disc_information);
    script_bytes(&fixture->script, padded, sizeof padded);
    assert_int_equal(drive_take_disc_information(fixture->drive, &bytes, &fixture->failure), DRIVE_OK);
    assert_bytes(&bytes, disc_information, sizeof disc_information);
    drive_bytes_free(&bytes);
}

static void take_disc_information__shorter_than_it_says_or_than_34__is_an_invalid_response(void **state)
{
    uint8_t claims_more[34], another_type[34], claims_less[34];
    struct drive_fixture *fixture = *state;
    struct drive_bytes bytes;
    size_t count;

    for (count = 0; count < sizeof disc_information; count++) {
        script_bytes(&fixture->script, disc_information, count);
        assert_int_equal(drive_take_disc_information(fixture->drive, &bytes, &fixture->failure),
                         DRIVE_INVALID_RESPONSE);
        assert_failure_is_reply(&fixture->failure, DRIVE_INVALID_RESPONSE, 0x51);
        assert_bytes(&bytes, NULL, 0);
    }
    memcpy(claims_more, disc_information, 34);
    claims_more[1] = 0x28;
    memcpy(claims_less, disc_information, 34);
    claims_less[1] = 0x1F;
    memcpy(another_type, disc_information, 34);
    another_type[2] |= 0x20; /* track resources information */
    script_bytes(&fixture->script, claims_more, 34);
    assert_int_equal(drive_take_disc_information(fixture->drive, &bytes, &fixture->failure), DRIVE_INVALID_RESPONSE);
    script_bytes(&fixture->script, claims_less, 34);
    assert_int_equal(drive_take_disc_information(fixture->drive, &bytes, &fixture->failure), DRIVE_INVALID_RESPONSE);
    script_bytes(&fixture->script, another_type, 34);
    assert_int_equal(drive_take_disc_information(fixture->drive, &bytes, &fixture->failure), DRIVE_INVALID_RESPONSE);
    assert_bytes(&bytes, NULL, 0);
}

static void take_disc_information__no_medium__is_that_refusal(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_bytes bytes;

    script_sense(&fixture->script, 1, 0x70, 0x02, 0x3A, 0x01);
    assert_int_equal(drive_take_disc_information(fixture->drive, &bytes, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x51, 0x02, 0x3A, 0x01);
    assert_bytes(&bytes, NULL, 0);
}

/* Byte 2 of 1Eh: erasable, last session complete, disc complete; MMC-6, standard disc information. */
static void get_disc_information__good_and_bad__is_decoded_or_all_zero(void **state)
{
    static const struct mmc_disc_information zero;
    struct drive_fixture *fixture = *state;
    struct mmc_disc_information information;
    uint8_t erasable[34];

    memcpy(erasable, disc_information, sizeof erasable);
    erasable[2] = 0x1E;
    script_bytes(&fixture->script, erasable, sizeof erasable);
    assert_int_equal(drive_get_disc_information(fixture->drive, &information, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_true(information.erasable);
    assert_int_equal(information.disc_state, MMC_DISC_COMPLETE);
    assert_int_equal(information.last_session_state, MMC_SESSION_COMPLETE);
    assert_int_equal(information.sessions, 1);
    assert_int_equal(information.last_track_last_session, 1);
    assert_null(information.bar_code);
    assert_int_equal(information.opc_entries.count, 0);

    script_bytes(&fixture->script, erasable, sizeof erasable - 1);
    assert_int_equal(drive_get_disc_information(fixture->drive, &information, &fixture->failure),
                     DRIVE_INVALID_RESPONSE);
    assert_failure_is_reply(&fixture->failure, DRIVE_INVALID_RESPONSE, 0x51);
    assert_memory_equal(&information, &zero, sizeof zero);
}

static void get_track_information__good_and_bad__is_decoded_or_all_zero(void **state)
{
    static const uint8_t cdb[10] = {0x52, 0x01, 0, 0, 0, 1, 0, 0x01, 0x00, 0};
    static const struct mmc_track_information zero;
    struct drive_fixture *fixture = *state;
    struct mmc_track_information information;

    script_bytes(&fixture->script, track_information, sizeof track_information);
    assert_int_equal(drive_get_track_information(fixture->drive, 1, 1, &information, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_sent(&fixture->script, 0, cdb, 10);
    assert_int_equal(information.track, 1);
    assert_int_equal(information.session, 1);
    assert_int_equal(information.track_mode, 4);
    assert_true(information.has_size);
    assert_int_equal(information.size_blocks, 1000);

    script_bytes(&fixture->script, track_information, sizeof track_information - 1);
    assert_int_equal(drive_get_track_information(fixture->drive, 1, 1, &information, &fixture->failure),
                     DRIVE_INVALID_RESPONSE);
    assert_failure_is_reply(&fixture->failure, DRIVE_INVALID_RESPONSE, 0x52);
    assert_memory_equal(&information, &zero, sizeof zero);
}

static void take_track_information__by_lba_track_and_session(void **state)
{
    static const uint8_t by_lba[10] = {0x52, 0x00, 0xFF, 0xFF, 0xFF, 0x6A, 0, 0x01, 0x00, 0};
    static const uint8_t by_track[10] = {0x52, 0x01, 0x00, 0x00, 0x00, 0x01, 0, 0x01, 0x00, 0};
    static const uint8_t by_session[10] = {0x52, 0x02, 0x00, 0x00, 0x00, 0x02, 0, 0x01, 0x00, 0};
    struct drive_fixture *fixture = *state;
    struct drive_bytes bytes;

    script_bytes(&fixture->script, track_information, sizeof track_information);
    assert_int_equal(drive_take_track_information(fixture->drive, 0, 0xFFFFFF6A, &bytes, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_bytes(&bytes, track_information, sizeof track_information);
    drive_bytes_free(&bytes);
    script_bytes(&fixture->script, track_information, sizeof track_information);
    assert_int_equal(drive_take_track_information(fixture->drive, 1, 1, &bytes, &fixture->failure), DRIVE_OK);
    drive_bytes_free(&bytes);
    script_bytes(&fixture->script, track_information, sizeof track_information);
    assert_int_equal(drive_take_track_information(fixture->drive, 2, 2, &bytes, &fixture->failure), DRIVE_OK);
    drive_bytes_free(&bytes);
    assert_int_equal(fixture->script.sent_count, 3);
    assert_sent(&fixture->script, 0, by_lba, 10);
    assert_sent(&fixture->script, 1, by_track, 10);
    assert_sent(&fixture->script, 2, by_session, 10);
    assert_int_equal(fixture->script.sent[0].timeout_ms, 240000);
}

static void take_track_information__shorter_than_it_says_or_than_20__is_an_invalid_response(void **state)
{
    uint8_t claims_less[36];
    struct drive_fixture *fixture = *state;
    struct drive_bytes bytes;
    size_t count;

    for (count = 0; count < sizeof track_information; count++) {
        script_bytes(&fixture->script, track_information, count);
        assert_int_equal(drive_take_track_information(fixture->drive, 1, 1, &bytes, &fixture->failure),
                         DRIVE_INVALID_RESPONSE);
        assert_failure_is_reply(&fixture->failure, DRIVE_INVALID_RESPONSE, 0x52);
        assert_bytes(&bytes, NULL, 0);
    }
    memcpy(claims_less, track_information, 36);
    claims_less[1] = 17;
    script_bytes(&fixture->script, claims_less, 36);
    assert_int_equal(drive_take_track_information(fixture->drive, 1, 1, &bytes, &fixture->failure),
                     DRIVE_INVALID_RESPONSE);
    claims_less[1] = 18;
    script_bytes(&fixture->script, claims_less, 36);
    assert_int_equal(drive_take_track_information(fixture->drive, 1, 1, &bytes, &fixture->failure), DRIVE_OK);
    assert_bytes(&bytes, claims_less, 20);
    drive_bytes_free(&bytes);
}

static void take_toc__format_msf_and_number_are_asked_for(void **state)
{
    static const uint8_t format_0[10] = {0x43, 0x02, 0x00, 0, 0, 0, 0x01, 0x04, 0x00, 0};
    static const uint8_t format_5[10] = {0x43, 0x00, 0x05, 0, 0, 0, 0x00, 0x04, 0x00, 0};
    struct drive_fixture *fixture = *state;
    struct drive_bytes bytes;

    script_bytes(&fixture->script, toc, sizeof toc);
    assert_int_equal(drive_take_toc(fixture->drive, 0, true, 1, &bytes, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_bytes(&bytes, toc, sizeof toc);
    drive_bytes_free(&bytes);
    script_bytes(&fixture->script, toc, sizeof toc);
    assert_int_equal(drive_take_toc(fixture->drive, 5, false, 0, &bytes, &fixture->failure), DRIVE_OK);
    drive_bytes_free(&bytes);
    assert_sent(&fixture->script, 0, format_0, 10);
    assert_sent(&fixture->script, 1, format_5, 10);
    assert_int_equal(fixture->script.sent[0].timeout_ms, 240000);
}

/* A list: what came is given, though it claims more. */
static void take_toc__cut__is_what_came(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_bytes bytes;

    script_bytes(&fixture->script, toc, 15);
    assert_int_equal(drive_take_toc(fixture->drive, 0, false, 0, &bytes, &fixture->failure), DRIVE_OK);
    assert_bytes(&bytes, toc, 15);
    drive_bytes_free(&bytes);
}

static void take_toc__padded__is_cut_to_its_claim(void **state)
{
    uint8_t padded[64] = {0};
    struct drive_fixture *fixture = *state;
    struct drive_bytes bytes;

    memcpy(padded, toc, sizeof toc);
    script_bytes(&fixture->script, padded, sizeof padded);
    assert_int_equal(drive_take_toc(fixture->drive, 0, false, 0, &bytes, &fixture->failure), DRIVE_OK);
    assert_bytes(&bytes, toc, sizeof toc);
    drive_bytes_free(&bytes);
}

static void take_toc__shorter_than_its_header__is_an_invalid_response(void **state)
{
    static const uint8_t claims_nothing[4] = {0, 0, 1, 1};
    struct drive_fixture *fixture = *state;
    struct drive_bytes bytes;
    size_t count;

    for (count = 0; count < 4; count++) {
        script_bytes(&fixture->script, toc, count);
        assert_int_equal(drive_take_toc(fixture->drive, 0, false, 0, &bytes, &fixture->failure),
                         DRIVE_INVALID_RESPONSE);
        assert_failure_is_reply(&fixture->failure, DRIVE_INVALID_RESPONSE, 0x43);
        assert_bytes(&bytes, NULL, 0);
    }
    script_bytes(&fixture->script, claims_nothing, 4);
    assert_int_equal(drive_take_toc(fixture->drive, 0, false, 0, &bytes, &fixture->failure), DRIVE_INVALID_RESPONSE);
    assert_bytes(&bytes, NULL, 0);
}

static void get_capacity__what_is_believed(void **state)
{
    static const struct {
        uint8_t reply[8];
        uint64_t blocks;
        uint32_t block_bytes;
    } rows[] = {
        {{0x00, 0x05, 0x5D, 0x4A, 0x00, 0x00, 0x08, 0x00}, 351563, 2048}, /* a full CD */
        {{0x00, 0x05, 0x5D, 0x4A, 0x00, 0x00, 0x00, 0x00}, 351563, 2048}, /* 0 is meant to be 2048 */
        {{0x00, 0x05, 0x5D, 0x4A, 0x00, 0x00, 0x09, 0x30}, 351563, 2048}, /* 2352 likewise */
        {{0x00, 0x05, 0x5D, 0x4A, 0x00, 0x00, 0x02, 0x00}, 351563, 512},
        {{0x00, 0x05, 0x5D, 0x4A, 0x00, 0x00, 0x10, 0x00}, 351563, 4096},
        {{0x00, 0x05, 0x5D, 0x4A, 0x00, 0x00, 0x01, 0x00}, 351563, 2048}, /* 256 */
        {{0x00, 0x05, 0x5D, 0x4A, 0x00, 0x00, 0x20, 0x00}, 351563, 2048}, /* 8192 */
        {{0x00, 0x05, 0x5D, 0x4A, 0x80, 0x00, 0x08, 0x00}, 351563, 2048},
        {{0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x08, 0x00}, 0, 2048}, /* blank */
        {{0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x08, 0x00}, 0, 2048}, /* not known; must not wrap */
        {{0xFF, 0xFF, 0xFF, 0xFE, 0x00, 0x00, 0x08, 0x00}, 4294967295u, 2048},
    };
    static const uint8_t cdb[10] = {0x25};
    struct drive_fixture *fixture = *state;
    uint64_t blocks;
    uint32_t block_bytes;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        script_again(&fixture->script);
        script_bytes(&fixture->script, rows[i].reply, 8);
        assert_int_equal(drive_get_capacity(fixture->drive, &blocks, &block_bytes, &fixture->failure), DRIVE_OK);
        assert_int_equal(blocks, rows[i].blocks);
        assert_int_equal(block_bytes, rows[i].block_bytes);
        assert_int_equal(fixture->script.sent_count, 1);
        assert_sent(&fixture->script, 0, cdb, 10);
    }
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
}

static void get_capacity__short_or_refused__outputs_are_0(void **state)
{
    static const uint8_t reply[8] = {0x00, 0x05, 0x5D, 0x4A, 0x00, 0x00, 0x08, 0x00};
    struct drive_fixture *fixture = *state;
    uint64_t blocks = 7;
    uint32_t block_bytes = 7;

    script_bytes(&fixture->script, reply, 7);
    assert_int_equal(drive_get_capacity(fixture->drive, &blocks, &block_bytes, &fixture->failure),
                     DRIVE_INVALID_RESPONSE);
    assert_failure_is_reply(&fixture->failure, DRIVE_INVALID_RESPONSE, 0x25);
    assert_int_equal(blocks, 0);
    assert_int_equal(block_bytes, 0);
    blocks = block_bytes = 7;
    script_sense(&fixture->script, 1, 0x70, 0x02, 0x3A, 0x00);
    assert_int_equal(drive_get_capacity(fixture->drive, &blocks, &block_bytes, &fixture->failure), DRIVE_REFUSED);
    assert_int_equal(blocks, 0);
    assert_int_equal(block_bytes, 0);
}

static void get_media_event__new_medium(void **state)
{
    static const uint8_t cdb[10] = {0x4A, 0x01, 0, 0, 0x10, 0, 0, 0x00, 0x08, 0};
    static const uint8_t reply[8] = {0x00, 0x06, 0x04, 0x5E, 0x02, 0x02, 0x00, 0x00};
    static const uint8_t open_reply[8] = {0x00, 0x06, 0x04, 0x5E, 0x03, 0x01, 0x00, 0x00};
    struct drive_fixture *fixture = *state;
    struct drive_media_event event;

    script_bytes(&fixture->script, reply, sizeof reply);
    assert_int_equal(drive_get_media_event(fixture->drive, &event, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_int_equal(event.code, 2);
    assert_true(event.medium_present);
    assert_false(event.tray_open);
    assert_int_equal(fixture->script.sent_count, 1);
    assert_sent(&fixture->script, 0, cdb, 10);

    script_bytes(&fixture->script, open_reply, sizeof open_reply);
    assert_int_equal(drive_get_media_event(fixture->drive, &event, &fixture->failure), DRIVE_OK);
    assert_int_equal(event.code, 3);
    assert_false(event.medium_present);
    assert_true(event.tray_open);
}

static void get_media_event__none_or_not_whole__is_no_event(void **state)
{
    static const uint8_t nea[4] = {0x00, 0x02, 0x80, 0x5E};
    static const uint8_t cut[6] = {0x00, 0x06, 0x04, 0x5E, 0x02, 0x02};
    struct drive_fixture *fixture = *state;
    struct drive_media_event event;

    memset(&event, 0x5A, sizeof event);
    script_bytes(&fixture->script, nea, sizeof nea);
    assert_int_equal(drive_get_media_event(fixture->drive, &event, &fixture->failure), DRIVE_OK);
    assert_int_equal(event.code, 0);
    assert_false(event.medium_present || event.tray_open);
    memset(&event, 0x5A, sizeof event);
    script_bytes(&fixture->script, cut, sizeof cut);
    assert_int_equal(drive_get_media_event(fixture->drive, &event, &fixture->failure), DRIVE_OK);
    assert_int_equal(event.code, 0);
    assert_false(event.medium_present || event.tray_open);
    assert_int_equal(fixture->script.sent_count, 2);
}

/* Asked for media, answered with an operational change: the question is put once more, and not for ever. */
static void get_media_event__another_class__is_asked_once_more(void **state)
{
    static const uint8_t operational[8] = {0x00, 0x06, 0x01, 0x5E, 0x02, 0x00, 0x00, 0x01};
    static const uint8_t media[8] = {0x00, 0x06, 0x04, 0x5E, 0x01, 0x02, 0x00, 0x00};
    struct drive_fixture *fixture = *state;
    struct drive_media_event event;

    script_bytes(&fixture->script, operational, sizeof operational);
    script_bytes(&fixture->script, media, sizeof media);
    assert_int_equal(drive_get_media_event(fixture->drive, &event, &fixture->failure), DRIVE_OK);
    assert_int_equal(event.code, 1);
    assert_true(event.medium_present);
    assert_int_equal(fixture->script.sent_count, 2);

    script_again(&fixture->script);
    script_bytes(&fixture->script, operational, sizeof operational);
    script_bytes(&fixture->script, operational, sizeof operational);
    assert_int_equal(drive_get_media_event(fixture->drive, &event, &fixture->failure), DRIVE_OK);
    assert_int_equal(event.code, 0);
    assert_false(event.medium_present);
    assert_int_equal(fixture->script.sent_count, 2);
}

static void get_media_event__short_or_refused__is_that(void **state)
{
    static const uint8_t reply[3] = {0x00, 0x06, 0x04};
    struct drive_fixture *fixture = *state;
    struct drive_media_event event;

    memset(&event, 0x5A, sizeof event);
    script_bytes(&fixture->script, reply, sizeof reply);
    assert_int_equal(drive_get_media_event(fixture->drive, &event, &fixture->failure), DRIVE_INVALID_RESPONSE);
    assert_failure_is_reply(&fixture->failure, DRIVE_INVALID_RESPONSE, 0x4A);
    assert_int_equal(event.code, 0);
    assert_false(event.medium_present || event.tray_open);
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x20, 0x00);
    assert_int_equal(drive_get_media_event(fixture->drive, &event, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x4A, 0x05, 0x20, 0x00);
}

#define FIXTURE_TEST(name) cmocka_unit_test_setup_teardown(name, drive_fixture_setup, drive_fixture_teardown)

/* A blank DVD+RW in an ASUS DRW-1608P2 (tests/media). */
static void take_format_capacities__dvd_plus_rw__is_decoded(void **state)
{
    static const uint8_t reply[] = {0x00, 0x00, 0x00, 0x10, 0x00, 0x23, 0x05, 0x40, 0x01, 0x00,
                                    0x08, 0x00, 0x00, 0x23, 0x05, 0x40, 0x98, 0x00, 0x00, 0x00};
    static const uint8_t cdb[10] = {0x23, 0, 0, 0, 0, 0, 0, 0x01, 0x00, 0};
    struct drive_fixture *fixture = *state;
    struct mmc_format_capacities capacities;
    struct mmc_walk formats;
    struct mmc_format format;
    struct drive_bytes bytes;

    script_bytes(&fixture->script, reply, sizeof reply);
    assert_int_equal(drive_take_format_capacities(fixture->drive, &bytes, &capacities, &fixture->failure), DRIVE_OK);
    assert_sent(&fixture->script, 0, cdb, sizeof cdb);
    assert_int_equal(capacities.current_state, MMC_FORMAT_UNFORMATTED);
    assert_int_equal(capacities.current_blocks, 2295104);
    formats = mmc_formats(&capacities);
    assert_true(mmc_format_next(&formats, &format));
    assert_int_equal(format.type, 0x26);
    assert_int_equal(format.blocks, 2295104);
    assert_false(mmc_format_next(&formats, &format));
    drive_bytes_free(&bytes);
}

static void take_format_capacities__short_or_refused__no_bytes(void **state)
{
    static const uint8_t reply[11] = {0x00, 0x00, 0x00, 0x08};
    struct drive_fixture *fixture = *state;
    struct mmc_format_capacities capacities;
    struct drive_bytes bytes = {(uint8_t *)1, 1};

    script_bytes(&fixture->script, reply, sizeof reply);
    assert_int_equal(drive_take_format_capacities(fixture->drive, &bytes, &capacities, &fixture->failure),
                     DRIVE_INVALID_RESPONSE);
    assert_failure_is_reply(&fixture->failure, DRIVE_INVALID_RESPONSE, 0x23);
    assert_null(bytes.bytes);
    script_sense(&fixture->script, 1, 0x70, 5, 0x24, 0);
    assert_int_equal(drive_take_format_capacities(fixture->drive, &bytes, &capacities, &fixture->failure),
                     DRIVE_REFUSED);
    assert_null(bytes.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(take_disc_information__is_given_from_its_length_on),
        FIXTURE_TEST(take_disc_information__padded__is_cut_to_its_claim),
        FIXTURE_TEST(take_disc_information__shorter_than_it_says_or_than_34__is_an_invalid_response),
        FIXTURE_TEST(take_disc_information__no_medium__is_that_refusal),
        FIXTURE_TEST(get_disc_information__good_and_bad__is_decoded_or_all_zero),
        FIXTURE_TEST(get_track_information__good_and_bad__is_decoded_or_all_zero),
        FIXTURE_TEST(take_track_information__by_lba_track_and_session),
        FIXTURE_TEST(take_track_information__shorter_than_it_says_or_than_20__is_an_invalid_response),
        FIXTURE_TEST(take_toc__format_msf_and_number_are_asked_for),
        FIXTURE_TEST(take_toc__cut__is_what_came),
        FIXTURE_TEST(take_toc__padded__is_cut_to_its_claim),
        FIXTURE_TEST(take_toc__shorter_than_its_header__is_an_invalid_response),
        FIXTURE_TEST(take_format_capacities__dvd_plus_rw__is_decoded),
        FIXTURE_TEST(take_format_capacities__short_or_refused__no_bytes),
        FIXTURE_TEST(get_capacity__what_is_believed),
        FIXTURE_TEST(get_capacity__short_or_refused__outputs_are_0),
        FIXTURE_TEST(get_media_event__new_medium),
        FIXTURE_TEST(get_media_event__none_or_not_whole__is_no_event),
        FIXTURE_TEST(get_media_event__another_class__is_asked_once_more),
        FIXTURE_TEST(get_media_event__short_or_refused__is_that),
    };

    return cmocka_run_group_tests_name("drive_media", tests, NULL, NULL);
}
