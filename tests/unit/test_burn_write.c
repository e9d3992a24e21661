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
    {"CD-R open", cd_open, 0, 0, 150, 34, "1e 5a 55 bb 54 2a 35 5b 1b 51 52 1e"},
    {"CD-R closed", cd_final, 0, 150, 150, 38, "1e 5a 55 bb 54 5d 2a 35 1b 51 52 1e"},
    {"DVD-R", dvd_r, 0, 0, 12, 29, "1e 5a 55 b6 54 2a 35 5b 5b 1b 51 52 1e"},
    {"DVD-R at once", dvd_r_at_once, 0, 0, 0, 29, "1e 5a 55 53 b6 54 2a 35 1b 51 52 1e"},
    {"DVD+R", dvd_plus_r, 0, 0, 12, 29, "1e b6 2a 35 5b 5b 1b 51 52 1e"},
    {"DVD+R DL", dvd_plus_r_dl, 0, 0, 12, 29, "1e b6 bf 2a 35 5b 5b 1b 51 52 1e"},
    {"BD-R", bd_r, 0, 0, 12, 29, "1e b6 2a 35 5b 5b 1b 51 52 1e"},
    {"DVD+RW", dvd_plus_rw, 0, 0, 12, 29, "1e 04 b6 2a 35 5b 5b 1b 51 25 1e"},
    {"DVD+RW formatted", dvd_plus_rw_formatted, 0, 0, 12, 29, "1e b6 2a 35 1b 51 25 1e"},
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
            if (fixture->notices[n].phase == BURN_FINALIZING && fixture->notices[n - 1].phase == BURN_WRITING) {
                /* the last WRITE was told as such */
                assert_int_equal(fixture->notices[n - 1].last_written_lba, BLOCKS + burns[i].after - 1);
            }
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
            if (fixture->notice_count) /* the first commands fail before anybody is told */
                assert_int_not_equal(fixture->notices[fixture->notice_count - 1].phase, BURN_COMPLETED);
        }
    }
    print_message("%u failures, %u forgiven\n", failed, forgiven);
    assert_true(failed > 300);
    /* Refused once: WRITE on the two overwritable discs is sent again, START UNIT before the disc is asked does not
     * matter, nor does the speed, and the door is opened at the second try.
     */
    assert_int_equal(forgiven, lost ? 0 : 2 * 29 + 3 * BURNS);
}

static void write__each_command_refused__door_is_opened(void **state)
{
    sweep(state, false);
}

static void write__each_command_lost__door_is_opened(void **state)
{
    sweep(state, true);
}

/* --- cancel, and failures in the middle of a write-once disc: what was written is closed --- */

static void assert_tail(const struct burn_fixture *fixture, const char *const *cdbs, size_t count)
{
    size_t i, at = fixture->sent_count;

    for (i = count; i-- > 0;) {
        do /* polls */
            assert_true(at-- > 0);
        while (fixture->sent[at].cdb[0] == 0x00 || fixture->sent[at].cdb[0] == 0x51);
        burn_fixture_assert_cdb(&fixture->sent[at], cdbs[i]);
    }
    assert_true(at-- > 0);
    assert_int_equal(fixture->sent[at].cdb[0], 0x2A); /* nothing else behind the last WRITE */
}

static const char *const closes[] = {"35020000000000000000", "5b010100000100000000", "5b010200000000000000",
                                     "1e0000000000"};

static size_t find(const char *name)
{
    size_t i;

    for (i = 0; i < BURNS; i++) {
        if (!strcmp(burns[i].name, name)) return i;
    }
    fail_msg("no burn %s", name);
    return 0;
}

static void write__cancelled_while_writing__track_and_session_are_closed(void **state)
{
    struct burn_fixture *fixture = *state;

    fixture->cancel_after = 11;
    assert_int_equal(burn(fixture, find("DVD-R")), BURN_CANCELLED);
    assert_int_equal(burn_fixture_count(fixture, 0x2A), 6); /* 5 commands before them */
    burn_fixture_assert_blocks(fixture, 0, 6 * 32, 0);
    assert_tail(fixture, closes, 4);
    assert_int_equal(fixture->failure.drive.status, DRIVE_OK);
}

static void write__cancelled_before_the_first_write__nothing_is_closed(void **state)
{
    struct burn_fixture *fixture = *state;
    char text[256];

    fixture->cancel_after = 3;
    assert_int_equal(burn(fixture, find("DVD-R")), BURN_CANCELLED);
    summarise(fixture, text);
    assert_string_equal(text, "1e 5a 55 1e");
}

static void write__cancelled_while_closing__closes_as_planned(void **state)
{
    struct burn_fixture *fixture = *state;
    char text[256];

    fixture->cancel_after = 35; /* SYNCHRONIZE CACHE */
    assert_int_equal(burn(fixture, find("DVD-R")), BURN_CANCELLED);
    summarise(fixture, text);
    assert_string_equal(text, burns[find("DVD-R")].opcodes);
    assert_int_not_equal(fixture->notices[fixture->notice_count - 1].phase, BURN_COMPLETED);
}

static void write__cancelled_while_formatting__waits_for_the_drive(void **state)
{
    struct burn_fixture *fixture = *state;
    char text[256];

    burn_fixture_refuse(fixture, 0x00, 0, 20, 0x020404);
    fixture->cancel_after = 4;
    assert_int_equal(burn(fixture, find("DVD+RW")), BURN_CANCELLED);
    assert_int_equal(burn_fixture_count(fixture, 0x00), 21);
    summarise(fixture, text);
    assert_string_equal(text, "1e 04 1e");
}

static void write__write_error__first_error_sticks(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x2A, 7, 1, 0x030C00);
    burn_fixture_refuse(fixture, 0x5B, 0, 1, 0x057203); /* closing the track fails, too */
    assert_int_equal(burn(fixture, find("DVD-R")), BURN_DRIVE);
    assert_int_equal(fixture->failure.drive.opcode, 0x2A);
    assert_int_equal(fixture->failure.drive.sense.asc, 0x0C);
    assert_int_equal(fixture->failure.lba, 7 * 32);
    assert_tail(fixture, closes, 4);
}

static void write__overwritable__each_write_has_a_second_try(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x2A, 3, 1, 0x030C00);
    burn_fixture_refuse(fixture, 0x2A, 5, 1, 0x030C00);
    assert_int_equal(burn(fixture, find("DVD+RW formatted")), BURN_OK);
    assert_int_equal(burn_fixture_count(fixture, 0x2A), 29 + 2);
    burn_fixture_assert_blocks(fixture, 0, BLOCKS, 0);
}

static void write__overwritable_fails_twice__is_an_error(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x2A, 3, 2, 0x030C00);
    assert_int_equal(burn(fixture, find("DVD+RW formatted")), BURN_DRIVE);
    assert_int_equal(burn_fixture_count(fixture, 0x2A), 5);
    assert_int_equal(fixture->failure.lba, 96);
}

static void write__operator_needed_at_a_poll__is_not_waited_for(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x00, 0, 1, 0x020403);
    assert_int_equal(burn(fixture, find("DVD-R")), BURN_DRIVE);
    assert_int_equal(fixture->failure.drive.sense.ascq, 0x03);
}

static void write__source_ends_early__what_came_is_closed(void **state)
{
    struct burn_fixture *fixture = *state;
    struct burn_wishes wishes;
    struct burn_media media;

    dvd_r(fixture, &wishes, &media);
    wishes.block_count = 24000;
    fixture->source.bytes = (uint64_t)20000 * 2048;
    assert_int_equal(burn_write_medium(&fixture->tools, &wishes, &media, NULL, &fixture->source.source,
                                       fixture->clock.ms, &fixture->failure),
                     BURN_SOURCE_SHORT);
    assert_int_equal(fixture->failure.lba, 20000);
    assert_tail(fixture, closes, 4);
}

static void write__source_ends_in_the_first_ring__nothing_was_written(void **state)
{
    struct burn_fixture *fixture = *state;
    struct burn_wishes wishes;
    struct burn_media media;

    dvd_r(fixture, &wishes, &media);
    fixture->source.bytes = 100 * 2048;
    assert_int_equal(burn_write_medium(&fixture->tools, &wishes, &media, NULL, &fixture->source.source,
                                       fixture->clock.ms, &fixture->failure),
                     BURN_SOURCE_SHORT);
    assert_int_equal(burn_fixture_count(fixture, 0x2A), 0);
    assert_int_equal(burn_fixture_count(fixture, 0x5B), 0);
    assert_int_equal(fixture->failure.lba, 100);
    burn_fixture_assert_cdb(&fixture->sent[fixture->sent_count - 1], "1e0000000000");
}

static void write__close_refused__the_others_are_tried(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x5B, 0, 1, 0x057203);
    assert_int_equal(burn(fixture, find("DVD-R")), BURN_DRIVE);
    assert_int_equal(fixture->failure.drive.opcode, 0x5B);
    assert_tail(fixture, closes, 4);
}

static void write__drive_unplugged__nothing_is_closed(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_lose(fixture, 0x2A, 7);
    assert_int_equal(burn(fixture, find("DVD-R")), BURN_DRIVE);
    assert_int_equal(burn_fixture_count(fixture, 0x5B), 0);
    burn_fixture_assert_cdb(&fixture->sent[fixture->sent_count - 1], "1e0000000000");
}

/* --- refusals that are known --- */

static void write__opc_refused__by_exact_triplet(void **state)
{
    static const uint32_t forgiven[] = {0x052000, 0x052400, 0x052700, 0x052C00, 0x053002};
    static const uint32_t fatal[] = {0x037303, 0x053000, 0x052C03, 0x026B00};
    size_t i;

    for (i = 0; i < 9; i++) {
        struct burn_fixture *fixture;

        burn_fixture_teardown(state);
        assert_int_equal(burn_fixture_setup(state), 0);
        fixture = *state;
        burn_fixture_refuse(fixture, 0x54, 0, 1, i < 5 ? forgiven[i] : fatal[i - 5]);
        assert_int_equal(burn(fixture, find("DVD-R")), i < 5 ? BURN_OK : BURN_DRIVE);
        assert_int_equal(burn_fixture_count(fixture, 0x2A), i < 5 ? 29 : 0);
    }
}

static void write__opc_tables_listed__no_opc(void **state)
{
    struct burn_fixture *fixture = *state;
    struct burn_wishes wishes;
    struct burn_media media;

    dvd_r(fixture, &wishes, &media);
    media.disc.opc_tables = 1;
    assert_int_equal(burn_write_medium(&fixture->tools, &wishes, &media, NULL, &fixture->source.source,
                                       fixture->clock.ms, &fixture->failure),
                     BURN_OK);
    assert_int_equal(burn_fixture_count(fixture, 0x54), 0);
    assert_int_equal(fixture->notices[1].phase, BURN_CALIBRATING); /* told all the same */
}

static void write__page_05_refused__once_more_with_the_drives_own_link_size(void **state)
{
    struct burn_fixture *fixture = *state;
    const struct burn_fixture_sent *first, *second;

    fixture->page_05[2] = 0x61; /* BUFE, LS_V, TAO */
    fixture->page_05[3] = 0x20; /* FP */
    fixture->page_05[5] = 0x07;
    fixture->page_05[15] = 150;
    burn_fixture_refuse(fixture, 0x55, 0, 1, 0x052600);
    assert_int_equal(burn(fixture, find("CD-R open")), BURN_OK);
    assert_int_equal(burn_fixture_count(fixture, 0x55), 2);
    first = burn_fixture_nth(fixture, 0x55, 0);
    second = burn_fixture_nth(fixture, 0x55, 1);
    assert_memory_equal(first->data, "\0\0\0\0\0\0\0\0\x05\x32\x41\xC4\x08\x00", 14);
    assert_memory_equal(second->data, "\0\0\0\0\0\0\0\0\x05\x32\x61\xE4\x08\x07", 14);
    assert_int_equal(first->data[8 + 15], 150); /* the drive's own */
}

static void write__immed_unknown__synchronize_and_close_without(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x35, 0, 1, 0x052400);
    burn_fixture_refuse(fixture, 0x5B, 0, 1, 0x052400);
    assert_int_equal(burn(fixture, find("CD-R open")), BURN_OK);
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x35, 1), "35000000000000000000");
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x5B, 1), "5b000200000000000000");
}

static void write__close_returns_early__is_waited_for(void **state)
{
    static const uint32_t senses[] = {0x020407, 0x020408, 0x062E00};
    size_t i;

    for (i = 0; i < 3; i++) {
        struct burn_fixture *fixture;

        burn_fixture_teardown(state);
        assert_int_equal(burn_fixture_setup(state), 0);
        fixture = *state;
        burn_fixture_refuse(fixture, 0x5B, 0, 1, senses[i]);
        assert_int_equal(burn(fixture, find("CD-R open")), BURN_OK);
        assert_int_equal(burn_fixture_count(fixture, 0x5B), 1);
    }
}

static void write__lead_out_of_dvd_plus_rw_unknown__is_no_error(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x5B, 1, 1, 0x053010); /* seen: PIONEER DRW-1608P2 */
    assert_int_equal(burn(fixture, find("DVD+RW")), BURN_OK);
}

static void write__deferred_error_at_a_poll__is_the_flushs_failure(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x00, 0, 1, 0x030C00);
    fixture->answers[0].response_code = 0x71;
    assert_int_equal(burn(fixture, find("DVD-R")), BURN_DRIVE);
    assert_true(fixture->failure.drive.sense.deferred);
    assert_int_equal(burn_fixture_count(fixture, 0x5B), 2); /* closed all the same */
}

/* --- long operations --- */

static void write__long_close__polled_up_to_a_second_apart_and_told_each_second(void **state)
{
    struct burn_fixture *fixture = *state;
    const struct burn_fixture_sent *close;
    size_t i, notices = 0;

    burn_fixture_refuse(fixture, 0x51, 1, 120, 0x020407); /* the second READ DISC INFORMATION is the close's */
    assert_int_equal(burn(fixture, find("CD-R open")), BURN_OK);
    close = burn_fixture_nth(fixture, 0x5B, 0);
    assert_int_equal(burn_fixture_nth(fixture, 0x00, 1)->at_ms - close->at_ms, 101);
    assert_int_equal(burn_fixture_nth(fixture, 0x51, 2)->at_ms - burn_fixture_nth(fixture, 0x51, 1)->at_ms, 201);
    assert_int_equal(burn_fixture_nth(fixture, 0x51, 100)->at_ms - burn_fixture_nth(fixture, 0x51, 99)->at_ms, 1001);
    for (i = 0; i < fixture->notice_count; i++)
        notices += fixture->notices[i].phase == BURN_FINALIZING;
    assert_true(notices > 100 && notices < 125);
}

static void write__close_never_ends__deadline_of_an_hour(void **state)
{
    struct burn_fixture *fixture = *state;
    uint64_t began = fixture->clock.ms;

    burn_fixture_refuse(fixture, 0x51, 1, 100000, 0x020407);
    assert_int_equal(burn(fixture, find("CD-R open")), BURN_DRIVE);
    assert_int_equal(fixture->failure.drive.status, DRIVE_MEDIUM_BUSY);
    assert_int_equal(fixture->failure.drive.opcode, 0x5B);
    assert_true(fixture->clock.ms - began > 3600000 && fixture->clock.ms - began < 3700000);
}

/* --- success means a good disc --- */

static void write__disc_disagrees__is_a_failure(void **state)
{
    size_t i;

    for (i = 0; i < 7; i++) {
        struct burn_fixture *fixture;
        struct burn_wishes wishes;
        struct burn_media media;

        burn_fixture_teardown(state);
        assert_int_equal(burn_fixture_setup(state), 0);
        fixture = *state;
        cd_open(fixture, &wishes, &media);
        if (i == 0) say(fixture, 0, 0, 1, 0, 1066);  /* still blank */
        if (i == 1) say(fixture, 2, 3, 1, 0, 1066);  /* finalised */
        if (i == 2) say(fixture, 1, 2, 2, 0, 1066);  /* session damaged */
        if (i == 3) say(fixture, 1, 0, 1, 0, 1066);  /* the session was not closed */
        if (i == 4) say(fixture, 1, 0, 2, 0, 1065);  /* a block is missing */
        if (i == 5) say(fixture, 1, 0, 2, 16, 1066); /* elsewhere */
        if (i == 6) fixture->track[5] = 0x20;        /* damaged */
        assert_int_equal(burn_write_medium(&fixture->tools, &wishes, &media, NULL, &fixture->source.source,
                                           fixture->clock.ms, &fixture->failure),
                         BURN_DISAGREES);
        burn_fixture_assert_cdb(&fixture->sent[fixture->sent_count - 1], "1e0000000000");
    }
}

static void write__overwritable_too_small_afterwards__disagrees(void **state)
{
    struct burn_fixture *fixture = *state;
    struct burn_wishes wishes;
    struct burn_media media;

    dvd_plus_rw(fixture, &wishes, &media);
    fixture->capacity = 926;
    assert_int_equal(burn_write_medium(&fixture->tools, &wishes, &media, NULL, &fixture->source.source,
                                       fixture->clock.ms, &fixture->failure),
                     BURN_DISAGREES);
}

/* --- verification --- */

static enum burn_status burn_verified(struct burn_fixture *fixture, size_t which, uint32_t blocks,
                                      enum burn_verification level, int32_t spoiled)
{
    struct burn_wishes wishes;
    struct burn_media media;

    burns[which].set(fixture, &wishes, &media);
    wishes.block_count = blocks;
    wishes.verification = level;
    store_be32(fixture->track + 24, 8000);
    fixture->spoiled_lba = spoiled;
    return burn_write_medium(&fixture->tools, &wishes, &media, NULL, &fixture->source.source, fixture->clock.ms,
                             &fixture->failure);
}

static void verify__full__every_block_is_read_and_one_bit_is_found(void **state)
{
    struct burn_fixture *fixture = *state;
    size_t i, from = 0;

    assert_int_equal(burn_verified(fixture, find("DVD-R"), 7000, BURN_VERIFY_FULL, -1000), BURN_OK);
    assert_int_equal(burn_fixture_count(fixture, 0x28), 219); /* 7008 blocks */
    for (i = 0; i < fixture->sent_count; i++)
        if (fixture->sent[i].cdb[0] == 0x1B && fixture->sent[i].cdb[4] == 0) from = i; /* stop: the cache is dropped */
    assert_int_equal(fixture->sent[from + 1].cdb[0], 0x1B);
    assert_true(from > 0 && fixture->sent[from - 1].cdb[0] == 0x52);
    assert_int_equal(fixture->notices[fixture->notice_count - 2].phase, BURN_VERIFYING);
    assert_int_equal(fixture->notices[fixture->notice_count - 1].phase, BURN_COMPLETED);
}

static void verify__full_spoiled__names_the_place(void **state)
{
    struct burn_fixture *fixture = *state;

    assert_int_equal(burn_verified(fixture, find("DVD-R"), 7000, BURN_VERIFY_FULL, 5005), BURN_VERIFICATION);
    assert_int_equal(fixture->failure.lba, 4992); /* of the WRITE that has it */
    assert_int_equal(fixture->failure.drive.status, DRIVE_OK);
    burn_fixture_assert_cdb(&fixture->sent[fixture->sent_count - 1], "1e0000000000");
}

static void verify__session_at_once__begins_at_lba_0(void **state)
{
    struct burn_fixture *fixture = *state;

    assert_int_equal(burn_verified(fixture, find("CD-R closed"), 916, BURN_VERIFY_FULL, -1000), BURN_OK);
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x28, 0), "28000000000000000a00"); /* -22 to 9 was one WRITE */
    assert_int_equal(burn_fixture_count(fixture, 0x28), 34);
}

static void verify__quick__first_last_and_64_between(void **state)
{
    struct burn_fixture *fixture = *state;

    assert_int_equal(burn_verified(fixture, find("DVD-R"), 7000, BURN_VERIFY_QUICK, -1000), BURN_OK);
    assert_int_equal(burn_fixture_count(fixture, 0x28), 67);
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x28, 0), "28000000000000002000");
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x28, 66), "280000001b4000002000");
}

static void verify__quick_spoiled_at_the_end__is_found(void **state)
{
    struct burn_fixture *fixture = *state;

    assert_int_equal(burn_verified(fixture, find("DVD-R"), 7000, BURN_VERIFY_QUICK, 6999), BURN_VERIFICATION);
}

/* More WRITEs than there are checksums: two share one, and the last has none to share with. */
static void verify__more_writes_than_checksums__the_last_one_counts(void **state)
{
    struct burn_fixture *fixture = *state;
    struct burn_wishes wishes;
    struct burn_media media;

    dvd_plus_rw_formatted(fixture, &wishes, &media);
    fixture->script.limits.max_transfer_bytes = 2048;
    media.unit_blocks = 1;
    wishes.block_count = 20001;
    wishes.verification = BURN_VERIFY_FULL;
    fixture->spoiled_lba = 20000;
    assert_int_equal(burn_write_medium(&fixture->tools, &wishes, &media, NULL, &fixture->source.source,
                                       fixture->clock.ms, &fixture->failure),
                     BURN_VERIFICATION);
    assert_int_equal(fixture->failure.lba, 20000);
}

static void verify__unreadable__the_drive_says_how(void **state)
{
    struct burn_fixture *fixture = *state;

    burn_fixture_refuse(fixture, 0x28, 3, 1, 0x031105);
    assert_int_equal(burn_verified(fixture, find("DVD-R"), 916, BURN_VERIFY_FULL, -1000), BURN_VERIFICATION);
    assert_int_equal(fixture->failure.lba, 96);
    assert_int_equal(fixture->failure.drive.opcode, 0x28);
    assert_int_equal(fixture->failure.drive.sense.asc, 0x11);
}

static void verify__cancelled__ends_between_two_reads(void **state)
{
    struct burn_fixture *fixture = *state;

    fixture->cancel_at_opcode = 0x28;
    assert_int_equal(burn_verified(fixture, find("DVD-R"), 7000, BURN_VERIFY_FULL, -1000), BURN_CANCELLED);
    assert_int_equal(burn_fixture_count(fixture, 0x28), 1);
    assert_int_equal(burn_fixture_count(fixture, 0x5B), 2);
}

/* --- ranges --- */

static void ranges__written_in_their_order__the_rest_is_untouched(void **state)
{
    static const struct burn_range ranges[] = {{500, 540}, {0, 0}, {100, 131}};
    struct burn_fixture *fixture = *state;
    struct burn_wishes wishes;
    struct burn_media media;

    dvd_plus_rw_formatted(fixture, &wishes, &media);
    media.is_heuristically_blank = false;
    wishes.ranges = ranges;
    wishes.range_count = 3;
    assert_int_equal(burn_write_medium(&fixture->tools, &wishes, &media, NULL, &fixture->source.source,
                                       fixture->clock.ms, &fixture->failure),
                     BURN_OK);
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x2A, 0), "2a00000001f400002000");
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x2A, 1), "2a000000021400000900");
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x2A, 2), "2a000000000000000100");
    burn_fixture_assert_cdb(burn_fixture_nth(fixture, 0x2A, 3), "2a000000006400002000");
    burn_fixture_assert_blocks(fixture, 500, 41, 500);
    burn_fixture_assert_blocks(fixture, 0, 1, 0);
    burn_fixture_assert_blocks(fixture, 100, 32, 100);
    burn_fixture_assert_untouched(fixture, 1, 99);
    burn_fixture_assert_untouched(fixture, 132, 368);
    burn_fixture_assert_untouched(fixture, 541, 500);
    assert_int_equal(fixture->source.seeks, 3);
    assert_int_equal(fixture->notices[fixture->notice_count - 1].start_lba, 100); /* the last range's */
    assert_int_equal(fixture->notices[fixture->notice_count - 1].block_count, 32);
}

static void ranges__none__nothing_is_written(void **state)
{
    static const struct burn_range ranges[1];
    struct burn_fixture *fixture = *state;
    struct burn_wishes wishes;
    struct burn_media media;
    char text[64];

    dvd_plus_rw_formatted(fixture, &wishes, &media);
    wishes.ranges = ranges;
    assert_int_equal(burn_write_medium(&fixture->tools, &wishes, &media, NULL, &fixture->source.source,
                                       fixture->clock.ms, &fixture->failure),
                     BURN_OK);
    summarise(fixture, text);
    assert_string_equal(text, "1e 1e");
}

static void write__allocations_fail__door_is_not_left_shut(void **state)
{
    size_t which = find("DVD-R");
    long nth;

    for (nth = 1; nth < 1000; nth++) {
        struct burn_fixture *fixture;
        enum burn_status status;
        bool is_over;

        burn_fixture_teardown(state);
        assert_int_equal(burn_fixture_setup(state), 0);
        fixture = *state;
        base_alloc_fail_nth(nth);
        status = burn_verified(fixture, which, 916, BURN_VERIFY_FULL, -1000);
        is_over = base_alloc_fail_nth(0) != 0;
        if (is_over) {
            assert_int_equal(status, BURN_OK);
            break;
        }
        assert_int_equal(status, BURN_NO_MEMORY);
        if (fixture->sent_count) {
            burn_fixture_assert_cdb(&fixture->sent[fixture->sent_count - 1], "1e0000000000");
        }
    }
    assert_true(nth > 5 && nth < 1000);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, burn_fixture_setup, burn_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(write__each_method__commands_bytes_and_phases),
        CASE(write__each_command_refused__door_is_opened),
        CASE(write__each_command_lost__door_is_opened),
        CASE(write__cancelled_while_writing__track_and_session_are_closed),
        CASE(write__cancelled_before_the_first_write__nothing_is_closed),
        CASE(write__cancelled_while_closing__closes_as_planned),
        CASE(write__cancelled_while_formatting__waits_for_the_drive),
        CASE(write__write_error__first_error_sticks),
        CASE(write__overwritable__each_write_has_a_second_try),
        CASE(write__overwritable_fails_twice__is_an_error),
        CASE(write__operator_needed_at_a_poll__is_not_waited_for),
        CASE(write__source_ends_early__what_came_is_closed),
        CASE(write__source_ends_in_the_first_ring__nothing_was_written),
        CASE(write__close_refused__the_others_are_tried),
        CASE(write__drive_unplugged__nothing_is_closed),
        CASE(write__opc_refused__by_exact_triplet),
        CASE(write__opc_tables_listed__no_opc),
        CASE(write__page_05_refused__once_more_with_the_drives_own_link_size),
        CASE(write__immed_unknown__synchronize_and_close_without),
        CASE(write__close_returns_early__is_waited_for),
        CASE(write__lead_out_of_dvd_plus_rw_unknown__is_no_error),
        CASE(write__deferred_error_at_a_poll__is_the_flushs_failure),
        CASE(write__long_close__polled_up_to_a_second_apart_and_told_each_second),
        CASE(write__close_never_ends__deadline_of_an_hour),
        CASE(write__disc_disagrees__is_a_failure),
        CASE(write__overwritable_too_small_afterwards__disagrees),
        CASE(verify__full__every_block_is_read_and_one_bit_is_found),
        CASE(verify__full_spoiled__names_the_place),
        CASE(verify__session_at_once__begins_at_lba_0),
        CASE(verify__quick__first_last_and_64_between),
        CASE(verify__quick_spoiled_at_the_end__is_found),
        CASE(verify__more_writes_than_checksums__the_last_one_counts),
        CASE(verify__unreadable__the_drive_says_how),
        CASE(verify__cancelled__ends_between_two_reads),
        CASE(ranges__written_in_their_order__the_rest_is_untouched),
        CASE(ranges__none__nothing_is_written),
        CASE(write__allocations_fail__door_is_not_left_shut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
