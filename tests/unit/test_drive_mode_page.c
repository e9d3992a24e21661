/* MODE SENSE(10), MODE SENSE(6) and MODE SELECT(10). Replies are typed from SPC-3, mode parameter
 * headers, and MMC-6, mode pages.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "support/drive_fixture.h"
#include "support/vectors.h"

/* DBD set, current values, all pages, 1024 bytes. */
static const uint8_t cdb_all[10] = {0x5A, 0x08, 0x3F, 0x00, 0, 0, 0, 0x04, 0x00, 0};

/* clang-format off */
/* Pages 01h and 0Dh, and between them sub-page 01h of page 0Eh (SPF set), which is no page of the list. */
static const uint8_t pages[] = {
    0x00, 0x1E, 0x70, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x01, 0x06, 0x00, 0x20, 0x00, 0x00, 0x00, 0x00,
    0x4E, 0x01, 0x00, 0x04, 0xAA, 0xAA, 0xAA, 0xAA,
    0x8D, 0x06, 0x00, 0x04, 0x00, 0x3C, 0x00, 0x4B,
};
/* Page 01h of QEMU's drive. */
static const uint8_t page_01[] = {
    0x00, 0x0E, 0x70, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x01, 0x06, 0x00, 0x05, 0x00, 0x00, 0x00, 0x00,
};
/* A block descriptor of 8 bytes although DBD was set, then page 0Dh. */
static const uint8_t page_0d_behind_descriptor[] = {
    0x00, 0x16, 0x70, 0x00, 0x00, 0x00, 0x00, 0x08,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x08, 0x00,
    0x8D, 0x06, 0x00, 0x04, 0x00, 0x3C, 0x00, 0x4B,
};
/* clang-format on */
static const uint8_t header_only[] = {0x00, 0x06, 0x70, 0, 0, 0, 0, 0};

static void take_mode_pages__lists_pages_but_no_sub_pages(void **state)
{
    static const uint16_t codes_expected[] = {0x01, 0x0D};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_bytes(&fixture->script, pages, sizeof pages);
    assert_int_equal(drive_take_mode_pages(fixture->drive, MMC_PAGE_CURRENT, &codes, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_codes(&codes, codes_expected, 2);
    assert_int_equal(fixture->script.sent_count, 1);
    assert_sent(&fixture->script, 0, cdb_all, 10);
    assert_int_equal(fixture->script.sent[0].timeout_ms, 30000);
    drive_codes_free(&codes);
}

/* Seen of drives that people report: page 01h comes again behind the others. */
static void take_mode_pages__page_twice__is_listed_once(void **state)
{
    static const uint8_t twice[] = {
        0x00, 0x1E, 0x70, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x06, 0x00, 0x20, 0x00, 0x00, 0x00, 0x00,
        0x8D, 0x06, 0x00, 0x04, 0x00, 0x3C, 0x00, 0x4B, 0x01, 0x06, 0x00, 0x20, 0x00, 0x00, 0x00, 0x00,
    };
    static const uint16_t codes_expected[] = {0x01, 0x0D};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_bytes(&fixture->script, twice, sizeof twice);
    assert_int_equal(drive_take_mode_pages(fixture->drive, MMC_PAGE_CURRENT, &codes, &fixture->failure), DRIVE_OK);
    assert_codes(&codes, codes_expected, 2);
    drive_codes_free(&codes);
}

static void take_mode_pages__page_control__is_the_upper_two_bits(void **state)
{
    static const uint8_t expected[] = {0x3F, 0x7F, 0xBF, 0xFF};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;
    int control;

    for (control = MMC_PAGE_CURRENT; control <= MMC_PAGE_SAVED; control++) {
        script_again(&fixture->script);
        script_bytes(&fixture->script, pages, sizeof pages);
        assert_int_equal(
            drive_take_mode_pages(fixture->drive, (enum mmc_page_control)control, &codes, &fixture->failure), DRIVE_OK);
        assert_int_equal(fixture->script.sent[0].cdb[2], expected[control]);
        drive_codes_free(&codes);
    }
}

static void take_mode_pages__no_pages__is_an_empty_list(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_bytes(&fixture->script, header_only, sizeof header_only);
    assert_int_equal(drive_take_mode_pages(fixture->drive, MMC_PAGE_CURRENT, &codes, &fixture->failure), DRIVE_OK);
    assert_codes(&codes, NULL, 0);
}

static void take_mode_pages__shorter_than_a_header__is_an_invalid_response(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;
    size_t count;

    for (count = 0; count < 8; count++) {
        script_bytes(&fixture->script, pages, count);
        assert_int_equal(drive_take_mode_pages(fixture->drive, MMC_PAGE_CURRENT, &codes, &fixture->failure),
                         DRIVE_INVALID_RESPONSE);
        assert_failure_is_reply(&fixture->failure, DRIVE_INVALID_RESPONSE, 0x5A);
        assert_codes(&codes, NULL, 0);
    }
}

static void take_mode_pages__longer_than_1024__is_asked_again_whole_and_even(void **state)
{
    static uint8_t reply[1497] = {0x05, 0xD7, 0x70, 0, 0, 0, 0, 0, 0x2A, 0xFF};
    static const uint16_t codes_expected[] = {0x2A};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;
    size_t at;

    /* 0x2A with 255 bytes, then sub-pages of 4 + 304 bytes that nobody lists */
    for (at = 8 + 257; at + 308 <= sizeof reply; at += 308) {
        reply[at] = 0x4E;
        reply[at + 1] = 0x01;
        reply[at + 2] = 0x01;
        reply[at + 3] = 0x30;
    }
    script_bytes(&fixture->script, reply, sizeof reply);
    script_bytes(&fixture->script, reply, sizeof reply);
    assert_int_equal(drive_take_mode_pages(fixture->drive, MMC_PAGE_CURRENT, &codes, &fixture->failure), DRIVE_OK);
    assert_codes(&codes, codes_expected, 1);
    assert_int_equal(fixture->script.sent_count, 2);
    assert_int_equal(fixture->script.sent[1].requested_bytes, 1498);
    drive_codes_free(&codes);
}

/* 65537 bytes claimed: one allocation length cannot ask for them. */
static void take_mode_pages__claims_all_it_can__asks_for_65534(void **state)
{
    static const uint8_t reply[] = {0xFF, 0xFF, 0x70, 0, 0, 0, 0, 0, 0x01, 0x00};
    static const uint16_t codes_expected[] = {0x01};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_bytes(&fixture->script, reply, sizeof reply);
    script_bytes(&fixture->script, reply, sizeof reply);
    assert_int_equal(drive_take_mode_pages(fixture->drive, MMC_PAGE_CURRENT, &codes, &fixture->failure), DRIVE_OK);
    assert_codes(&codes, codes_expected, 1);
    assert_int_equal(fixture->script.sent_count, 2);
    assert_int_equal(fixture->script.sent[1].requested_bytes, 0xFFFE);
    drive_codes_free(&codes);
}

/* Which pages a drive has that answers for one page at a time. */
struct single_pages {
    const uint8_t *codes;
    size_t count;
};

static void answer_single_page(struct transport_script *script, const struct scsi_command *command,
                               struct scsi_reply *reply)
{
    const struct single_pages *has = script->context;
    uint8_t code = command->cdb[2] & 0x3F;
    uint8_t bytes[10] = {0x00, 0x08, 0x70, 0, 0, 0, 0, 0, code, 0x00};
    size_t i;

    for (i = 0; i < has->count; i++) {
        if (has->codes[i] == code) {
            script_reply_bytes(command, reply, bytes, sizeof bytes);
            return;
        }
    }
    script_reply_sense(reply, 0x70, 0x05, 0x24, 0x00);
}

/* QEMU: all pages refused; 01h, 0Eh, 2Ah are there. */
static void take_mode_pages__all_pages_refused__asks_for_eleven_one_by_one(void **state)
{
    static const uint8_t asked[12] = {0x3F, 0x01, 0x05, 0x08, 0x0D, 0x0E, 0x18, 0x1A, 0x1B, 0x1C, 0x1D, 0x2A};
    static const uint8_t has_codes[] = {0x2A, 0x01, 0x0E};
    static const uint16_t codes_expected[] = {0x01, 0x0E, 0x2A};
    static const struct single_pages has = {has_codes, sizeof has_codes};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;
    size_t i;

    fixture->script.otherwise = answer_single_page;
    fixture->script.context = (void *)&has;
    assert_int_equal(drive_take_mode_pages(fixture->drive, MMC_PAGE_CURRENT, &codes, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_codes(&codes, codes_expected, 3);
    assert_int_equal(fixture->script.sent_count, 12);
    for (i = 0; i < 12; i++) {
        assert_int_equal(fixture->script.sent[i].cdb[0], 0x5A);
        assert_int_equal(fixture->script.sent[i].cdb[2], asked[i]);
    }
    drive_codes_free(&codes);
}

static void take_mode_pages__every_page_refused__is_an_empty_list(void **state)
{
    static const struct single_pages none = {NULL, 0};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    fixture->script.otherwise = answer_single_page;
    fixture->script.context = (void *)&none;
    assert_int_equal(drive_take_mode_pages(fixture->drive, MMC_PAGE_CURRENT, &codes, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_codes(&codes, NULL, 0);
    assert_int_equal(fixture->script.sent_count, 12);
}

static void take_mode_pages__drive_vanishes_between_the_single_pages__is_that_failure(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_sense(&fixture->script, 1, 0x70, 0x05, 0x24, 0x00);
    script_bytes(&fixture->script, page_01, sizeof page_01);
    script_failure(&fixture->script, SCSI_LOST, SCSI_FAILURE_DEVICE_GONE, 55);
    assert_int_equal(drive_take_mode_pages(fixture->drive, MMC_PAGE_CURRENT, &codes, &fixture->failure), DRIVE_GONE);
    assert_int_equal(fixture->failure.status, DRIVE_GONE);
    assert_codes(&codes, NULL, 0);
    assert_int_equal(fixture->script.sent_count, 3);
}

/* Asked for one, answered with another: the page is not there. */
static void take_mode_pages__single_page_is_another__is_not_listed(void **state)
{
    static const uint16_t codes_expected[] = {0x01};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_sense(&fixture->script, 1, 0x70, 0x05, 0x24, 0x00);
    script_bytes(&fixture->script, page_01, sizeof page_01);
    script_bytes(&fixture->script, page_01, sizeof page_01);
    script_sense(&fixture->script, 9, 0x70, 0x05, 0x24, 0x00);
    assert_int_equal(drive_take_mode_pages(fixture->drive, MMC_PAGE_CURRENT, &codes, &fixture->failure), DRIVE_OK);
    assert_codes(&codes, codes_expected, 1);
    drive_codes_free(&codes);
}

/* Saved values are refused as a whole by 05/39/00; an unknown command by 05/20/00. Neither is answered by asking eleven
 * times.
 */
static void take_mode_pages__refused_otherwise__is_that_refusal(void **state)
{
    static const struct {
        uint8_t asc;
        size_t commands;
    } rows[] = {{0x20, 2}, {0x39, 1}}; /* the first to MODE SENSE(6), too */
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        script_again(&fixture->script);
        script_sense(&fixture->script, rows[i].commands, 0x70, 0x05, rows[i].asc, 0x00);
        assert_int_equal(drive_take_mode_pages(fixture->drive, MMC_PAGE_SAVED, &codes, &fixture->failure),
                         DRIVE_REFUSED);
        assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x5A, 0x05, rows[i].asc, 0x00);
        assert_codes(&codes, NULL, 0);
        assert_int_equal(fixture->script.sent_count, rows[i].commands);
    }
}

static void take_mode_page__is_given_without_header(void **state)
{
    static const uint8_t cdb[10] = {0x5A, 0x08, 0x01, 0x00, 0, 0, 0, 0x01, 0x00, 0};
    struct drive_fixture *fixture = *state;
    struct drive_bytes page;

    script_bytes(&fixture->script, page_01, sizeof page_01);
    assert_int_equal(drive_take_mode_page(fixture->drive, 0x01, MMC_PAGE_CURRENT, &page, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_bytes(&page, "\x01\x06\x00\x05\x00\x00\x00\x00", 8);
    assert_int_equal(fixture->script.sent_count, 1);
    assert_sent(&fixture->script, 0, cdb, 10);
    drive_bytes_free(&page);
}

static void take_mode_page__behind_a_block_descriptor__is_found(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_bytes page;

    script_bytes(&fixture->script, page_0d_behind_descriptor, sizeof page_0d_behind_descriptor);
    assert_int_equal(drive_take_mode_page(fixture->drive, 0x0D, MMC_PAGE_DEFAULT, &page, &fixture->failure), DRIVE_OK);
    assert_bytes(&page, "\x8D\x06\x00\x04\x00\x3C\x00\x4B", 8);
    assert_int_equal(fixture->script.sent[0].cdb[2], 0x8D);
    drive_bytes_free(&page);
}

static void take_mode_page__refused_or_another_page__is_no_such_page(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_bytes page;

    script_sense(&fixture->script, 1, 0x70, 0x05, 0x24, 0x00);
    assert_int_equal(drive_take_mode_page(fixture->drive, 0x03, MMC_PAGE_CURRENT, &page, &fixture->failure),
                     DRIVE_NO_SUCH_MODE_PAGE);
    assert_failure_is_sense(&fixture->failure, DRIVE_NO_SUCH_MODE_PAGE, 0x5A, 0x05, 0x24, 0x00);
    assert_bytes(&page, NULL, 0);

    script_bytes(&fixture->script, page_01, sizeof page_01);
    assert_int_equal(drive_take_mode_page(fixture->drive, 0x03, MMC_PAGE_CURRENT, &page, &fixture->failure),
                     DRIVE_NO_SUCH_MODE_PAGE);
    assert_failure_is_reply(&fixture->failure, DRIVE_NO_SUCH_MODE_PAGE, 0x5A);
    assert_bytes(&page, NULL, 0);

    script_sense(&fixture->script, 1, 0x70, 0x05, 0x39, 0x00);
    assert_int_equal(drive_take_mode_page(fixture->drive, 0x01, MMC_PAGE_SAVED, &page, &fixture->failure),
                     DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x5A, 0x05, 0x39, 0x00);
    assert_bytes(&page, NULL, 0);
}

static void take_mode_page__header_or_head_cut__is_an_invalid_response(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_bytes page;
    size_t count;

    for (count = 0; count < 10; count++) {
        script_bytes(&fixture->script, page_01, count);
        assert_int_equal(drive_take_mode_page(fixture->drive, 0x01, MMC_PAGE_CURRENT, &page, &fixture->failure),
                         DRIVE_INVALID_RESPONSE);
        assert_failure_is_reply(&fixture->failure, DRIVE_INVALID_RESPONSE, 0x5A);
        assert_bytes(&page, NULL, 0);
    }
}

static void take_mode_page__cut__is_what_came(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_bytes page;
    size_t count;

    for (count = 10; count < sizeof page_01; count++) {
        script_bytes(&fixture->script, page_01, count);
        assert_int_equal(drive_take_mode_page(fixture->drive, 0x01, MMC_PAGE_CURRENT, &page, &fixture->failure),
                         DRIVE_OK);
        assert_bytes(&page, "\x01\x06\x00\x05\x00\x00\x00\x00", count - 8);
        drive_bytes_free(&page);
    }
}

/* Page 2Ah says 62 bytes follow, 24 came: its bytes are the page, its code is in the list. */
static void mode_page__longer_than_sent__is_listed_and_given(void **state)
{
    static const uint16_t codes_expected[] = {0x2A};
    struct drive_fixture *fixture = *state;
    struct drive_bytes page;
    struct drive_codes codes;
    size_t count;
    uint8_t *reply = vector_file_bytes("reports/r05-page2a-longer-than-sent.hex", &count);

    assert_int_equal(count, 34);
    script_bytes(&fixture->script, reply, count);
    script_bytes(&fixture->script, reply, count);
    assert_int_equal(drive_take_mode_pages(fixture->drive, MMC_PAGE_CURRENT, &codes, &fixture->failure), DRIVE_OK);
    assert_codes(&codes, codes_expected, 1);
    drive_codes_free(&codes);
    assert_int_equal(drive_take_mode_page(fixture->drive, 0x2A, MMC_PAGE_CURRENT, &page, &fixture->failure), DRIVE_OK);
    assert_bytes(&page, (const char *)reply + 8, 26);
    drive_bytes_free(&page);
    assert_int_equal(fixture->script.sent_count, 2);
    free(reply);
}

static void mode_page__mode_data_length_0__is_listed_and_given(void **state)
{
    static const uint8_t reply[] = {0, 0, 0, 0, 0, 0, 0, 0, 0x01, 0x06, 0x00, 0x05, 0x00, 0x00, 0x00, 0x00};
    static const uint16_t codes_expected[] = {0x01};
    struct drive_fixture *fixture = *state;
    struct drive_bytes page;
    struct drive_codes codes;

    script_bytes(&fixture->script, reply, sizeof reply);
    script_bytes(&fixture->script, reply, sizeof reply);
    assert_int_equal(drive_take_mode_pages(fixture->drive, MMC_PAGE_CURRENT, &codes, &fixture->failure), DRIVE_OK);
    assert_codes(&codes, codes_expected, 1);
    drive_codes_free(&codes);
    assert_int_equal(drive_take_mode_page(fixture->drive, 0x01, MMC_PAGE_CURRENT, &page, &fixture->failure), DRIVE_OK);
    assert_bytes(&page, "\x01\x06\x00\x05\x00\x00\x00\x00", 8);
    drive_bytes_free(&page);
}

static void set_mode_page__sends_header_and_page_without_ps(void **state)
{
    static const uint8_t page[] = {0x8D, 0x06, 0x00, 0x04, 0x00, 0x3C, 0x00, 0x4B};
    static const uint8_t list[] = {0, 0, 0, 0, 0, 0, 0, 0, 0x0D, 0x06, 0x00, 0x04, 0x00, 0x3C, 0x00, 0x4B};
    static const uint8_t cdb[10] = {0x55, 0x10, 0, 0, 0, 0, 0, 0x00, 0x10, 0};
    static const uint8_t cdb_saved[10] = {0x55, 0x11, 0, 0, 0, 0, 0, 0x00, 0x10, 0};
    struct drive_fixture *fixture = *state;

    script_good(&fixture->script);
    assert_int_equal(drive_set_mode_page(fixture->drive, false, page, sizeof page, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    script_good(&fixture->script);
    assert_int_equal(drive_set_mode_page(fixture->drive, true, page, sizeof page, &fixture->failure), DRIVE_OK);
    assert_int_equal(fixture->script.sent_count, 2);
    assert_sent(&fixture->script, 0, cdb, 10);
    assert_sent(&fixture->script, 1, cdb_saved, 10);
    assert_int_equal(fixture->script.sent[0].direction, SCSI_DATA_OUT);
    assert_int_equal(fixture->script.sent[0].requested_bytes, 16);
    assert_memory_equal(fixture->script.sent[0].data_out, list, sizeof list);
}

static void set_mode_page__refused__is_that_refusal(void **state)
{
    static const uint8_t page[] = {0x0D, 0x00};
    struct drive_fixture *fixture = *state;

    script_sense(&fixture->script, 1, 0x70, 0x05, 0x26, 0x00);
    assert_int_equal(drive_set_mode_page(fixture->drive, false, page, sizeof page, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x55, 0x05, 0x26, 0x00);
}

static void set_mode_page__too_long_or_nothing__is_not_sent(void **state)
{
    uint8_t *page = calloc(1, 65527);
    struct drive_fixture *fixture = *state;

    assert_non_null(page);
    assert_int_equal(drive_set_mode_page(fixture->drive, false, page, 0, &fixture->failure), DRIVE_FAILED);
    assert_failure_is_bare(&fixture->failure, DRIVE_FAILED);
    assert_int_equal(drive_set_mode_page(fixture->drive, false, page, 65527, &fixture->failure), DRIVE_FAILED);
    assert_int_equal(drive_set_mode_page(fixture->drive, false, page, SIZE_MAX, &fixture->failure), DRIVE_FAILED);
    assert_int_equal(fixture->script.sent_count, 0);
    script_good(&fixture->script);
    assert_int_equal(drive_set_mode_page(fixture->drive, false, page, 65526, &fixture->failure), DRIVE_OK);
    assert_int_equal(fixture->script.sent[0].requested_bytes, 65534);
    assert_int_equal(fixture->script.sent[0].cdb[7], 0xFF);
    assert_int_equal(fixture->script.sent[0].cdb[8], 0xFE);
    free(page);
}

static void set_mode_page__no_memory__is_not_sent(void **state)
{
    static const uint8_t page[] = {0x0D, 0x00};
    struct drive_fixture *fixture = *state;

    base_alloc_fail_nth(1);
    assert_int_equal(drive_set_mode_page(fixture->drive, false, page, sizeof page, &fixture->failure), DRIVE_NO_MEMORY);
    base_alloc_fail_nth(0);
    assert_failure_is_bare(&fixture->failure, DRIVE_NO_MEMORY);
    assert_int_equal(fixture->script.sent_count, 0);
}

/* SPC-3, mode parameter header(6), and pages 0Dh and 2Ah. */
static const uint8_t pages_6[] = {0x11, 0x41, 0x00, 0x00, 0x0D, 0x02, 0x00, 0x04, 0x2A,
                                  0x08, 0x3F, 0x00, 0x00, 0x00, 0x29, 0x00, 0x00, 0x00};
static const uint8_t cdb_6_all[6] = {0x1A, 0x08, 0x3F, 0x00, 0xFE, 0};
static const uint8_t cdb_6_2a[6] = {0x1A, 0x08, 0x2A, 0x00, 0xFE, 0};

static void mode_pages__mode_sense_10_unknown__mode_sense_6_is_asked(void **state)
{
    static const uint16_t codes_expected[] = {0x0D, 0x2A};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;
    struct drive_bytes page;

    script_sense(&fixture->script, 1, 0x70, 0x05, 0x20, 0x00);
    script_bytes(&fixture->script, pages_6, sizeof pages_6);
    assert_int_equal(drive_take_mode_pages(fixture->drive, MMC_PAGE_CURRENT, &codes, &fixture->failure), DRIVE_OK);
    assert_codes(&codes, codes_expected, 2);
    assert_sent(&fixture->script, 0, cdb_all, 10);
    assert_sent(&fixture->script, 1, cdb_6_all, 6);
    assert_int_equal(fixture->script.sent[1].requested_bytes, 0xFE);
    drive_codes_free(&codes);
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x20, 0x00);
    script_bytes(&fixture->script, pages_6, sizeof pages_6);
    assert_int_equal(drive_take_mode_page(fixture->drive, 0x2A, MMC_PAGE_CURRENT, &page, &fixture->failure), DRIVE_OK);
    assert_bytes(&page, pages_6 + 8, 10);
    assert_sent(&fixture->script, 3, cdb_6_2a, 6);
    drive_bytes_free(&page);
    assert_int_equal(fixture->script.sent_count, 4);
}

/* Both unknown: the refusal of MODE SENSE(10) is told. MODE SENSE(6) refused otherwise, or cut: its own end. */
static void mode_pages__mode_sense_6_fails_too__is_told(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;
    struct drive_bytes page;

    script_sense(&fixture->script, 2, 0x70, 0x05, 0x20, 0x00);
    assert_int_equal(drive_take_mode_pages(fixture->drive, MMC_PAGE_CURRENT, &codes, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x5A, 0x05, 0x20, 0x00);
    assert_codes(&codes, NULL, 0);
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x20, 0x00);
    script_sense(&fixture->script, 1, 0x70, 0x02, 0x04, 0x01);
    assert_int_equal(drive_take_mode_page(fixture->drive, 0x2A, MMC_PAGE_CURRENT, &page, &fixture->failure),
                     DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x1A, 0x02, 0x04, 0x01);
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x20, 0x00);
    script_bytes(&fixture->script, pages_6, 3);
    assert_int_equal(drive_take_mode_page(fixture->drive, 0x2A, MMC_PAGE_CURRENT, &page, &fixture->failure),
                     DRIVE_INVALID_RESPONSE);
    assert_failure_is_reply(&fixture->failure, DRIVE_INVALID_RESPONSE, 0x1A);
    assert_bytes(&page, NULL, 0);
}

/* MODE SENSE(10) is not tried again for each of the eleven. */
static void mode_pages__mode_sense_6_refuses_all_pages__asks_for_eleven_by_it(void **state)
{
    static const uint16_t codes_expected[] = {0x2A};
    struct drive_fixture *fixture = *state;
    struct drive_codes codes;

    script_sense(&fixture->script, 1, 0x70, 0x05, 0x20, 0x00);
    script_sense(&fixture->script, 11, 0x70, 0x05, 0x24, 0x00);
    script_bytes(&fixture->script, pages_6, sizeof pages_6);
    assert_int_equal(drive_take_mode_pages(fixture->drive, MMC_PAGE_CURRENT, &codes, &fixture->failure), DRIVE_OK);
    assert_codes(&codes, codes_expected, 1);
    assert_int_equal(fixture->script.sent_count, 13);
    assert_int_equal(fixture->script.sent[12].cdb[0], 0x1A);
    drive_codes_free(&codes);
}

/* HL-DT-ST GP60NB60: a block descriptor that is longer than the reply. */
static void mode_page__bogus_header_of_mode_sense_6__is_no_such_page(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_bytes page;
    size_t count;
    uint8_t *bogus = vector_file_bytes("malformed/37-ms6-bogus-header.hex", &count);

    script_sense(&fixture->script, 1, 0x70, 0x05, 0x20, 0x00);
    script_bytes(&fixture->script, bogus, count);
    assert_int_equal(drive_take_mode_page(fixture->drive, 0x2A, MMC_PAGE_CURRENT, &page, &fixture->failure),
                     DRIVE_NO_SUCH_MODE_PAGE);
    assert_failure_is_reply(&fixture->failure, DRIVE_NO_SUCH_MODE_PAGE, 0x1A);
    free(bogus);
}

#define FIXTURE_TEST(name) cmocka_unit_test_setup_teardown(name, drive_fixture_setup, drive_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(take_mode_pages__lists_pages_but_no_sub_pages),
        FIXTURE_TEST(take_mode_pages__page_twice__is_listed_once),
        FIXTURE_TEST(take_mode_pages__page_control__is_the_upper_two_bits),
        FIXTURE_TEST(take_mode_pages__no_pages__is_an_empty_list),
        FIXTURE_TEST(take_mode_pages__shorter_than_a_header__is_an_invalid_response),
        FIXTURE_TEST(take_mode_pages__longer_than_1024__is_asked_again_whole_and_even),
        FIXTURE_TEST(take_mode_pages__claims_all_it_can__asks_for_65534),
        FIXTURE_TEST(take_mode_pages__all_pages_refused__asks_for_eleven_one_by_one),
        FIXTURE_TEST(take_mode_pages__every_page_refused__is_an_empty_list),
        FIXTURE_TEST(take_mode_pages__drive_vanishes_between_the_single_pages__is_that_failure),
        FIXTURE_TEST(take_mode_pages__single_page_is_another__is_not_listed),
        FIXTURE_TEST(take_mode_pages__refused_otherwise__is_that_refusal),
        FIXTURE_TEST(take_mode_page__is_given_without_header),
        FIXTURE_TEST(take_mode_page__behind_a_block_descriptor__is_found),
        FIXTURE_TEST(take_mode_page__refused_or_another_page__is_no_such_page),
        FIXTURE_TEST(take_mode_page__header_or_head_cut__is_an_invalid_response),
        FIXTURE_TEST(take_mode_page__cut__is_what_came),
        FIXTURE_TEST(mode_page__longer_than_sent__is_listed_and_given),
        FIXTURE_TEST(mode_page__mode_data_length_0__is_listed_and_given),
        FIXTURE_TEST(mode_pages__mode_sense_10_unknown__mode_sense_6_is_asked),
        FIXTURE_TEST(mode_pages__mode_sense_6_fails_too__is_told),
        FIXTURE_TEST(mode_pages__mode_sense_6_refuses_all_pages__asks_for_eleven_by_it),
        FIXTURE_TEST(mode_page__bogus_header_of_mode_sense_6__is_no_such_page),
        FIXTURE_TEST(set_mode_page__sends_header_and_page_without_ps),
        FIXTURE_TEST(set_mode_page__refused__is_that_refusal),
        FIXTURE_TEST(set_mode_page__too_long_or_nothing__is_not_sent),
        FIXTURE_TEST(set_mode_page__no_memory__is_not_sent),
    };

    return cmocka_run_group_tests_name("drive_mode_page", tests, NULL, NULL);
}
