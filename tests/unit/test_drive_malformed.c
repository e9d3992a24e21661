/* A drive that answers with the files of malformed/: to the question that each file is about, what comes out as
 * literals; to every question, that it ends.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "support/drive_fixture.h"
#include "support/drive_questions.h"
#include "support/vectors.h"

/* The answer to every command, or to REFUSED ones the sense. */
struct file_answer {
    const uint8_t *bytes;
    size_t count;
    bool is_sense;
};

static void answer_from_file(struct transport_script *script, const struct scsi_command *command,
                             struct scsi_reply *reply)
{
    const struct file_answer *file = script->context;

    if (!file->is_sense) {
        script_reply_bytes(command, reply, file->bytes, file->count);
        return;
    }
    memset(reply, 0, sizeof *reply);
    reply->outcome = SCSI_REFUSED;
    reply->status = SCSI_STATUS_CHECK_CONDITION;
    reply->sense_length = (uint8_t)file->count;
    memcpy(reply->sense, file->bytes, file->count);
}

static uint8_t *load(struct drive_fixture *fixture, struct file_answer *answer, const char *name)
{
    char path[128];
    uint8_t *bytes;

    snprintf(path, sizeof path, "malformed/%s", name);
    bytes = vector_file_bytes(path, &answer->count);
    answer->bytes = bytes;
    answer->is_sense = false;
    script_again(&fixture->script);
    fixture->script.otherwise = answer_from_file;
    fixture->script.context = answer;
    return bytes;
}

enum what { FEATURES, PROFILES, CURRENT_PROFILES, FEATURE_0108, PAGES, PAGE_2A, PAGE_05, DISC, TRACK, STRUCTURE };

struct row {
    const char *file;
    enum what what;
    enum drive_status status;
    size_t commands;
    size_t count;       /* codes or bytes */
    uint16_t codes[16]; /* all of them; of more than 16 the first three */
};

/* clang-format off */
static const struct row rows[] = {
    {"01-gc-empty-reply.hex",                 FEATURES, DRIVE_INVALID_RESPONSE, 1, 0, {0}},
    {"02-gc-three-byte-header.hex",           FEATURES, DRIVE_INVALID_RESPONSE, 1, 0, {0}},
    {"04-gc-length-zero.hex",                 FEATURES, DRIVE_OK, 1, 0, {0}},
    {"05-gc-length-four.hex",                 FEATURES, DRIVE_OK, 1, 0, {0}},
    {"05-gc-length-four.hex",                 FEATURE_0108, DRIVE_NO_SUCH_FEATURE, 1, 0, {0}},
    {"06-gc-length-ffffffff.hex",             FEATURES, DRIVE_OK, 2, 2, {0x0000, 0x0001}},
    {"06-gc-length-ffffffff.hex",             CURRENT_PROFILES, DRIVE_OK, 2, 1, {0x0008}},
    {"08-gc-length-too-big.hex",              FEATURES, DRIVE_OK, 1, 4, {0x0000, 0x0001, 0x0002, 0x0003}},
    {"08-gc-length-too-big.hex",              FEATURE_0108, DRIVE_INVALID_RESPONSE, 1, 0, {0}},
    {"09-gc-length-plus-four.hex",            FEATURES, DRIVE_OK, 1, 2, {0x0000, 0x0001}},
    {"10-gc-length-minus-four.hex",           FEATURES, DRIVE_OK, 1, 2, {0x0000, 0x0001}},
    {"12-gc-even-not-multiple-of-four.hex",   FEATURES, DRIVE_OK, 1, 3, {0x0000, 0xFF40, 0x0001}},
    {"13-gc-zero-length-loop.hex",            FEATURES, DRIVE_OK, 1, 16, {0}},
    {"13-gc-zero-length-loop.hex",            PROFILES, DRIVE_OK, 1, 0, {0}},
    {"14-gc-zero-length-legal.hex",           FEATURES, DRIVE_OK, 1, 4, {0x0000, 0x001D, 0x0026, 0x0100}},
    {"16-gc-descriptor-overruns.hex",         FEATURES, DRIVE_OK, 1, 1, {0x0000}},
    {"17-gc-descriptor-ff.hex",               FEATURES, DRIVE_OK, 1, 1, {0x0000}},
    {"18-gc-profile-list-not-multiple.hex",   FEATURES, DRIVE_OK, 1, 1, {0x0000}},
    {"18-gc-profile-list-not-multiple.hex",   PROFILES, DRIVE_OK, 1, 2, {0x0010, 0x0008}},
    {"20-gc-unsorted.hex",                    FEATURES, DRIVE_OK, 1, 4, {0x0100, 0x001E, 0x0001, 0x0000}},
    {"20-gc-unsorted.hex",                    PROFILES, DRIVE_OK, 1, 4, {0x002B, 0x001B, 0x0010, 0x0008}},
    {"21-gc-overlapping.hex",                 FEATURES, DRIVE_OK, 1, 5, {0x0000, 0x0001, 0x0007, 0x0000, 0x0200}},
    {"22-gc-two-current-profiles.hex",        CURRENT_PROFILES, DRIVE_OK, 1, 3, {0x0043, 0x0041, 0x0040}},
    {"24-gc-max-size.hex",                    FEATURES, DRIVE_OK, 2, 250, {0xFF00, 0xFF01, 0xFF02}},
    {"25-gc-rt2-returns-all.hex",             FEATURE_0108, DRIVE_NO_SUCH_FEATURE, 1, 0, {0}},
    {"26-gc-serial-controls.hex",             FEATURE_0108, DRIVE_OK, 1, 23, {0}},
    {"28-ms-block-descriptor-huge.hex",       PAGES, DRIVE_OK, 1, 0, {0}},
    {"28-ms-block-descriptor-huge.hex",       PAGE_2A, DRIVE_NO_SUCH_MODE_PAGE, 1, 0, {0}},
    {"29-ms-block-descriptor-8-despite-dbd.hex", PAGES, DRIVE_OK, 1, 1, {0x2A}},
    {"29-ms-block-descriptor-8-despite-dbd.hex", PAGE_2A, DRIVE_OK, 1, 68, {0}},
    {"30-ms-page-length-zero.hex",            PAGES, DRIVE_OK, 1, 1, {0x2A}},
    {"32-ms-speed-count-lie.hex",             PAGES, DRIVE_OK, 1, 1, {0x2A}}, /* the page is cut */
    {"32-ms-speed-count-lie.hex",             PAGE_2A, DRIVE_OK, 1, 44, {0}},
    {"33-ms-speed-count-ffff.hex",            PAGE_2A, DRIVE_OK, 1, 68, {0}},
    {"34-ms-short-page2a.hex",                PAGE_2A, DRIVE_OK, 1, 22, {0}},
    {"36-ms-wrong-page.hex",                  PAGE_05, DRIVE_NO_SUCH_MODE_PAGE, 1, 0, {0}},
    {"42-di-length-two.hex",                  DISC, DRIVE_INVALID_RESPONSE, 1, 0, {0}},
    {"44-di-sessions-msb.hex",                DISC, DRIVE_OK, 1, 34, {0}},
    {"45-di-zero-tracks.hex",                 DISC, DRIVE_OK, 1, 34, {0}},
    {"46-ti-nwa-minus-150.hex",               TRACK, DRIVE_OK, 1, 48, {0}},
    {"48-ti-free-overflow.hex",               TRACK, DRIVE_OK, 1, 48, {0}},
    {"66-ds-length-short.hex",                STRUCTURE, DRIVE_NO_SUCH_STRUCTURE, 1, 0, {0}},
    {"68-ds-media-id-nul.hex",                STRUCTURE, DRIVE_OK, 1, 14, {0}},
};
/* clang-format on */

static enum drive_status ask(struct drive_fixture *fixture, enum what what, struct drive_codes *codes,
                             struct drive_bytes *bytes)
{
    memset(codes, 0, sizeof *codes);
    memset(bytes, 0, sizeof *bytes);
    switch (what) {
    case FEATURES:
        return drive_take_features(fixture->drive, false, codes, &fixture->failure);
    case PROFILES:
        return drive_take_profiles(fixture->drive, false, codes, &fixture->failure);
    case CURRENT_PROFILES:
        return drive_take_profiles(fixture->drive, true, codes, &fixture->failure);
    case FEATURE_0108:
        return drive_take_feature(fixture->drive, 0x0108, false, bytes, &fixture->failure);
    case PAGES:
        return drive_take_mode_pages(fixture->drive, MMC_PAGE_CURRENT, codes, &fixture->failure);
    case PAGE_2A:
        return drive_take_mode_page(fixture->drive, 0x2A, MMC_PAGE_CURRENT, bytes, &fixture->failure);
    case PAGE_05:
        return drive_take_mode_page(fixture->drive, 0x05, MMC_PAGE_CURRENT, bytes, &fixture->failure);
    case DISC:
        return drive_take_disc_information(fixture->drive, bytes, &fixture->failure);
    case TRACK:
        return drive_take_track_information(fixture->drive, 1, 1, bytes, &fixture->failure);
    case STRUCTURE:
        return drive_take_disc_structure(fixture->drive, 0, 0, 0, 0x0E, 0, bytes, &fixture->failure);
    }
    return DRIVE_FAILED;
}

static void each_file__to_its_question__gives_these(void **state)
{
    struct drive_fixture *fixture = *state;
    static struct file_answer file;
    struct drive_codes codes;
    struct drive_bytes bytes;
    enum drive_status status;
    uint8_t *memory;
    size_t r, i;

    for (r = 0; r < sizeof rows / sizeof rows[0]; r++) {
        memory = load(fixture, &file, rows[r].file);
        status = ask(fixture, rows[r].what, &codes, &bytes);
        if (status != rows[r].status || fixture->script.sent_count != rows[r].commands ||
            codes.count + bytes.count != rows[r].count) {
            fail_msg("%s: status %d, %u commands, %u codes, %u bytes", rows[r].file, status,
                     (unsigned)fixture->script.sent_count, (unsigned)codes.count, (unsigned)bytes.count);
        }
        for (i = 0; i < codes.count && i < (codes.count > 16 ? 3u : 16u); i++) {
            if (codes.values[i] != rows[r].codes[i]) {
                fail_msg("%s: code %u is %04x", rows[r].file, (unsigned)i, codes.values[i]);
            }
        }
        drive_codes_free(&codes);
        drive_bytes_free(&bytes);
        free(memory);
    }
}

static void inquiry__malformed__identity_is_cleaned_or_refused(void **state)
{
    static const struct {
        const char *file, *vendor, *product, *revision;
    } identities[] = {
        {"38-inq-additional-too-big.hex", "VENDOR", "PRODUCT NAME", "1.00"},
        {"40-inq-five-bytes.hex", NULL, NULL, NULL},
        {"41-inq-strings-unterminated.hex", "    ABCD", "", ""},
    };
    struct drive_fixture *fixture = *state;
    static struct file_answer file;
    struct drive *drive;
    uint8_t *memory;
    size_t i;

    for (i = 0; i < sizeof identities / sizeof identities[0]; i++) {
        memory = load(fixture, &file, identities[i].file);
        if (identities[i].vendor) {
            assert_int_equal(drive_fixture_open(fixture, NULL, &drive, &fixture->failure), DRIVE_OK);
            assert_string_equal(drive_peek_identity(drive)->vendor, identities[i].vendor);
            assert_string_equal(drive_peek_identity(drive)->product, identities[i].product);
            assert_string_equal(drive_peek_identity(drive)->revision, identities[i].revision);
            drive_close(drive);
        } else {
            assert_int_equal(drive_fixture_open(fixture, NULL, &drive, &fixture->failure), DRIVE_INVALID_RESPONSE);
            assert_null(drive);
        }
        assert_int_equal(fixture->script.sent_count, 1);
        free(memory);
    }
    fixture->script.closes = 0;
}

static void sense__malformed__is_read_as_far_as_it_goes(void **state)
{
    static const struct {
        const char *file;
        bool has_sense;
        uint8_t key, asc, ascq;
    } senses[] = {
        {"61-sense-descriptor-format.hex", true, 0x02, 0x04, 0x08},
        {"62-sense-8-bytes.hex", true, 0x02, 0x00, 0x00},
        {"64-sense-descriptor-loop.hex", true, 0x05, 0x24, 0x00},
        {"65-sense-response-code-7f.hex", false, 0, 0, 0},
    };
    struct drive_fixture *fixture = *state;
    static struct file_answer file;
    uint8_t *memory;
    size_t i;

    for (i = 0; i < sizeof senses / sizeof senses[0]; i++) {
        memory = load(fixture, &file, senses[i].file);
        file.is_sense = true;
        assert_int_equal(drive_test_ready(fixture->drive, &fixture->failure), DRIVE_REFUSED);
        assert_int_equal(fixture->failure.has_sense, senses[i].has_sense);
        assert_int_equal(fixture->failure.sense.key, senses[i].key);
        assert_int_equal(fixture->failure.sense.asc, senses[i].asc);
        assert_int_equal(fixture->failure.sense.ascq, senses[i].ascq);
        assert_int_equal(fixture->script.sent_count, 1);
        free(memory);
    }
}

static void capacity_and_event__malformed__give_these(void **state)
{
    struct drive_fixture *fixture = *state;
    struct drive_media_event event;
    static struct file_answer file;
    uint8_t *memory;
    uint64_t blocks;
    uint32_t block_bytes;

    memory = load(fixture, &file, "69-cap-ffffffff.hex");
    assert_int_equal(drive_get_capacity(fixture->drive, &blocks, &block_bytes, &fixture->failure), DRIVE_OK);
    assert_int_equal(blocks, 0);
    assert_int_equal(block_bytes, 2048);
    free(memory);
    memory = load(fixture, &file, "70-cap-block-zero.hex");
    assert_int_equal(drive_get_capacity(fixture->drive, &blocks, &block_bytes, &fixture->failure), DRIVE_OK);
    assert_int_equal(blocks, 0x12346);
    assert_int_equal(block_bytes, 2048);
    free(memory);
    memory = load(fixture, &file, "58-gesn-nea.hex");
    assert_int_equal(drive_get_media_event(fixture->drive, &event, &fixture->failure), DRIVE_OK);
    assert_int_equal(event.code, 0);
    assert_int_equal(fixture->script.sent_count, 1);
    free(memory);
    memory = load(fixture, &file, "60-gesn-wrong-class.hex");
    assert_int_equal(drive_get_media_event(fixture->drive, &event, &fixture->failure), DRIVE_OK);
    assert_int_equal(event.code, 0);
    assert_int_equal(fixture->script.sent_count, 2);
    free(memory);
}

/* The commands that a drive is never sent by drive_*; their files are answers like any other in the test below. */
static bool is_never_asked(const char *command)
{
    static const char *const commands[] = {"MODE SENSE(6)", "READ FORMAT CAPACITIES", "GET PERFORMANCE",
                                           "READ DISC STRUCTURE", "READ BUFFER CAPACITY"};
    size_t i;

    for (i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (!strcmp(commands[i], command)) return true;
    }
    return false;
}

static bool has_row(const char *file)
{
    static const char *const others[] = {"38-", "40-", "41-", "58-", "60-", "61-", "62-", "64-", "65-", "69-", "70-"};
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (!strcmp(rows[i].file, file)) return true;
    }
    for (i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (!strncmp(others[i], file, 3)) return true;
    }
    return false;
}

static void each_file__to_every_question__ends_and_leaves_nothing(void **state)
{
    struct drive_fixture *fixture = *state;
    cJSON *index = vectors_load("malformed/index.json");
    static struct file_answer file;
    struct drive_answer answer;
    enum drive_status status;
    const cJSON *entry;
    uint8_t *memory;
    long live;
    size_t q;
    unsigned files = 0;
    int is_sense;

    cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(index, "cases"))
    {
        const char *name = vector_string(entry, "file");

        if (!is_never_asked(vector_string(entry, "command")) && !has_row(name)) fail_msg("%s is not tested", name);
        for (q = 0; q < drive_question_count; q++) {
            for (is_sense = 0; is_sense <= 1; is_sense++) {
                memory = load(fixture, &file, name);
                if (is_sense && file.count > SCSI_SENSE_MAX) file.count = SCSI_SENSE_MAX;
                file.is_sense = is_sense;
                drive_fixture_rename(fixture, "VENDOR", "PRODUCT");
                live = base_alloc_live();
                status = drive_questions[q].ask(fixture->drive, &answer, &fixture->failure);
                assert_int_equal(fixture->failure.status, status);
                if (status != DRIVE_OK) assert_true(drive_answer_is_empty(&answer));
                assert_true(fixture->script.sent_count <= drive_questions[q].commands_max);
                drive_answer_free(&answer);
                assert_int_equal(base_alloc_live(), live);
                free(memory);
            }
        }
        files++;
    }
    print_message("%u files\n", files);
    assert_true(files > 50);
    cJSON_Delete(index);
}

#define FIXTURE_TEST(name) cmocka_unit_test_setup_teardown(name, drive_fixture_setup, drive_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(each_file__to_its_question__gives_these),
        FIXTURE_TEST(inquiry__malformed__identity_is_cleaned_or_refused),
        FIXTURE_TEST(sense__malformed__is_read_as_far_as_it_goes),
        FIXTURE_TEST(capacity_and_event__malformed__give_these),
        FIXTURE_TEST(each_file__to_every_question__ends_and_leaves_nothing),
    };

    return cmocka_run_group_tests_name("drive_malformed", tests, NULL, NULL);
}
