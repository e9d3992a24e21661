/* burn_write_medium on a drive that takes every command: what is sent in which order, what arrives, what is told, and
 * what a failure at any place leaves.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "support/burn_fixture.h"

enum { BLOCKS = 916 };

static void begin(struct burn_wishes *wishes, struct burn_media *media, enum burn_medium medium,
                  enum burn_method method, uint32_t unit)
{
    memset(wishes, 0, sizeof *wishes);
    wishes->block_count = BLOCKS;
    wishes->is_compatible = true;
    wishes->sectors_per_second = -1;
    memset(media, 0, sizeof *media);
    media->medium = medium;
    media->method = method;
    media->unit_blocks = unit;
    media->total_blocks = 359847;
    media->free_blocks = 359697;
    media->status = BURN_MEDIA_BLANK | BURN_MEDIA_APPENDABLE;
    media->can_track_at_once = true;
    media->can_session_at_once = true;
    media->can_incremental = true;
    media->has_buf = true;
}

/* READ DISC INFORMATION: state of the disc and of its last session, sessions. READ TRACK INFORMATION: 1, these blocks.
 */
static void say(struct burn_fixture *fixture, uint8_t disc, uint8_t session, uint8_t sessions, uint32_t start,
                uint32_t blocks)
{
    fixture->disc[2] = (uint8_t)(session << 2 | disc);
    fixture->disc[4] = sessions;
    fixture->track[2] = 1;
    fixture->track[3] = 1;
    store_be32(fixture->track + 8, start);
    store_be32(fixture->track + 24, blocks);
    fixture->capacity = 2295103;
}

static void cd_open(struct burn_fixture *fixture, struct burn_wishes *wishes, struct burn_media *media)
{
    begin(wishes, media, BURN_MEDIUM_CD_R, BURN_METHOD_CD, 1);
    say(fixture, 1, 0, 2, 0, 1066);
}

static void cd_final(struct burn_fixture *fixture, struct burn_wishes *wishes, struct burn_media *media)
{
    begin(wishes, media, BURN_MEDIUM_CD_R, BURN_METHOD_CD, 1);
    wishes->is_disc_closed = true;
    say(fixture, 2, 3, 1, 0, 1066);
}

static void dvd_r(struct burn_fixture *fixture, struct burn_wishes *wishes, struct burn_media *media)
{
    begin(wishes, media, BURN_MEDIUM_DVD_R, BURN_METHOD_DVD_MINUS, 16);
    say(fixture, 1, 0, 2, 0, 928);
}

static void dvd_r_at_once(struct burn_fixture *fixture, struct burn_wishes *wishes, struct burn_media *media)
{
    begin(wishes, media, BURN_MEDIUM_DVD_R, BURN_METHOD_DVD_MINUS, 16);
    media->can_incremental = false;
    say(fixture, 2, 3, 1, 0, 916);
}

static void dvd_plus_r(struct burn_fixture *fixture, struct burn_wishes *wishes, struct burn_media *media)
{
    begin(wishes, media, BURN_MEDIUM_DVD_PLUS_R, BURN_METHOD_DVD_PLUS_R, 16);
    say(fixture, 2, 3, 1, 0, 928);
}

static void dvd_plus_r_dl(struct burn_fixture *fixture, struct burn_wishes *wishes, struct burn_media *media)
{
    begin(wishes, media, BURN_MEDIUM_DVD_PLUS_R_DL, BURN_METHOD_DVD_PLUS_R, 16);
    media->layer_blocks = 2086912;
    say(fixture, 2, 3, 1, 0, 928);
}

static void bd_r(struct burn_fixture *fixture, struct burn_wishes *wishes, struct burn_media *media)
{
    begin(wishes, media, BURN_MEDIUM_BD_R, BURN_METHOD_BD_R, 32);
    say(fixture, 1, 0, 2, 0, 928);
}

static void dvd_plus_rw(struct burn_fixture *fixture, struct burn_wishes *wishes, struct burn_media *media)
{
    begin(wishes, media, BURN_MEDIUM_DVD_PLUS_RW, BURN_METHOD_DVD_PLUS_RW, 16);
    media->status = BURN_MEDIA_BLANK | BURN_MEDIA_OVERWRITE_ONLY;
    media->is_heuristically_blank = true;
    media->total_blocks = 2295104;
    say(fixture, 2, 3, 1, 0, 0);
}

static void dvd_plus_rw_formatted(struct burn_fixture *fixture, struct burn_wishes *wishes, struct burn_media *media)
{
    dvd_plus_rw(fixture, wishes, media);
    media->is_formatted = true;
    media->disc.background_format = 3;
}

static const struct {
    const char *name;
    void (*set)(struct burn_fixture *fixture, struct burn_wishes *wishes, struct burn_media *media);
    int32_t first;          /* LBA of the first block of the source */
    uint32_t before, after; /* zeros */
    uint32_t writes;
    const char *opcodes; /* what is sent, runs of WRITEs as one, polls left out */
} burns[] = {
    {"CD-R open", cd_open, 0, 0, 150, 34, "1e 5a 55 54 2a 35 5b 1b 51 52 1e"},
    {"CD-R closed", cd_final, 0, 150, 150, 38, "1e 5a 55 54 5d 2a 35 1b 51 52 1e"},
    {"DVD-R", dvd_r, 0, 0, 12, 29, "1e 5a 55 54 2a 35 5b 5b 1b 51 52 1e"},
    {"DVD-R at once", dvd_r_at_once, 0, 0, 0, 29, "1e 5a 55 53 54 2a 35 1b 51 52 1e"},
    {"DVD+R", dvd_plus_r, 0, 0, 12, 29, "1e 2a 35 5b 5b 1b 51 52 1e"},
    {"DVD+R DL", dvd_plus_r_dl, 0, 0, 12, 29, "1e bf 2a 35 5b 5b 1b 51 52 1e"},
    {"BD-R", bd_r, 0, 0, 12, 29, "1e 2a 35 5b 5b 1b 51 52 1e"},
    {"DVD+RW", dvd_plus_rw, 0, 0, 12, 29, "1e 04 2a 35 5b 5b 1b 51 25 1e"},
    {"DVD+RW formatted", dvd_plus_rw_formatted, 0, 0, 12, 29, "1e 2a 35 1b 51 25 1e"},
};

enum { BURNS = sizeof burns / sizeof burns[0] };

static enum burn_status burn(struct burn_fixture *fixture, size_t which)
{
    struct burn_wishes wishes;
    struct burn_media media;

    burns[which].set(fixture, &wishes, &media);
    fixture->source.bytes = BLOCKS * 2048;
    return burn_write_medium(&fixture->tools, &wishes, &media, NULL, &fixture->source.source, fixture->clock.ms,
                             &fixture->failure);
}

/* The opcodes that were sent: WRITEs in a row as one, without polls (TEST UNIT READY and the READ DISC INFORMATION
 * behind it).
 */
static void summarise(const struct burn_fixture *fixture, char *text)
{
    uint8_t last = 0xFF;
    size_t i;

    text[0] = '\0';
    for (i = 0; i < fixture->sent_count; i++) {
        uint8_t opcode = fixture->sent[i].cdb[0];
        bool is_poll = opcode == 0x00 || (opcode == 0x51 && i && fixture->sent[i - 1].cdb[0] == 0x00);

        if (!is_poll && !(opcode == 0x2A && last == 0x2A)) {
            sprintf(text + strlen(text), "%s%02x", text[0] ? " " : "", opcode);
        }
        if (!is_poll) last = opcode;
    }
}

static void write__each_method__commands_bytes_and_phases(void **state)
{
    size_t i;

    for (i = 0; i < BURNS; i++) {
        static const uint8_t order[] = {2, 3, 4, 5, 6}, order_formatting[] = {1, 2, 3, 4, 5, 6};
        bool formats = strncmp(burns[i].opcodes, "1e 04", 5) == 0;
        const uint8_t *phases = formats ? order_formatting : order;
        size_t phase_count = formats ? 6 : 5, at = 0, n;
        struct burn_fixture *fixture;
        char text[256];

        burn_fixture_teardown(state);
        assert_int_equal(burn_fixture_setup(state), 0);
        fixture = *state;
        if (burn(fixture, i) != BURN_OK) fail_msg("%s: status %d", burns[i].name, (int)fixture->failure.status);
        summarise(fixture, text);
        if (strcmp(text, burns[i].opcodes) != 0) fail_msg("%s: sent %s", burns[i].name, text);
        assert_int_equal(burn_fixture_count(fixture, 0x2A), burns[i].writes);
        assert_true(fixture->sent_count <= burns[i].writes + 60 + burns[i].writes / 100);
        print_message("%s: %u commands for %u WRITEs\n", burns[i].name, (unsigned)fixture->sent_count,
                      (unsigned)burns[i].writes);
        burn_fixture_assert_zeros(fixture, burns[i].first - (int32_t)burns[i].before, burns[i].before);
        burn_fixture_assert_blocks(fixture, burns[i].first, BLOCKS, 0);
        burn_fixture_assert_zeros(fixture, burns[i].first + BLOCKS, burns[i].after);
        burn_fixture_assert_untouched(fixture, burns[i].first + BLOCKS + (int32_t)burns[i].after, 1);
        for (n = 0; n < fixture->notice_count; n++) { /* each phase, in this order, and none else */
            if (fixture->notices[n].phase != (enum burn_phase)phases[at]) at++;
            assert_true(at < phase_count);
            assert_int_equal(fixture->notices[n].phase, phases[at]);
        }
        assert_int_equal(at, phase_count - 1);
        assert_int_equal(fixture->notices[n - 1].last_written_lba, BLOCKS + burns[i].after - 1);
        assert_int_equal(fixture->notices[n - 1].start_lba, 0);
        assert_int_equal(fixture->notices[n - 1].block_count, BLOCKS + burns[i].after);
    }
}

/* Each command in turn is refused, or lost: an error unless it is one that may be; the door is opened last whatever
 * happens; nothing is written behind an error.
 */
static void sweep(void **state, bool lost)
{
    size_t i, nth;
    unsigned forgiven = 0, failed = 0;

    for (i = 0; i < BURNS; i++) {
        for (nth = 0;; nth++) {
            struct burn_fixture *fixture;
            const struct burn_fixture_sent *last;
            enum burn_status status;

            burn_fixture_teardown(state);
            assert_int_equal(burn_fixture_setup(state), 0);
            fixture = *state;
            fixture->fails_nth = nth + 1;
            fixture->fails_lost = lost;
            status = burn(fixture, i);
            last = &fixture->sent[fixture->sent_count - 1];
            if (fixture->sent_count <= nth) break;
            burn_fixture_assert_cdb(last, "1e0000000000");
            assert_int_equal(fixture->failure.status, status);
            if (status == BURN_OK) {
                forgiven++;
                burn_fixture_assert_blocks(fixture, 0, BLOCKS, 0);
                continue;
            }
            failed++;
            assert_int_equal(status, BURN_DRIVE);
            assert_int_equal(fixture->failure.drive.opcode, fixture->sent[nth].cdb[0]);
            assert_int_equal(fixture->failure.drive.status, lost ? DRIVE_TIMEOUT : DRIVE_REFUSED);
            assert_int_not_equal(fixture->notices[fixture->notice_count - 1].phase, BURN_COMPLETED);
        }
    }
    print_message("%u failures, %u forgiven\n", failed, forgiven);
    assert_true(failed > 300);
    /* Refused once: WRITE on the two overwritable discs is sent again, START UNIT before the disc is asked does not
     * matter, and the door is opened at the second try.
     */
    assert_int_equal(forgiven, lost ? 0 : 2 * 29 + BURNS + BURNS);
}

static void write__each_command_refused__door_is_opened(void **state)
{
    sweep(state, false);
}

static void write__each_command_lost__door_is_opened(void **state)
{
    sweep(state, true);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, burn_fixture_setup, burn_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(write__each_method__commands_bytes_and_phases),
        CASE(write__each_command_refused__door_is_opened),
        CASE(write__each_command_lost__door_is_opened),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
