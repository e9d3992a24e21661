/* burn_media_read: how many blocks a disc has, where the next one is written, and which session is the previous one. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "support/media_fixture.h"

struct room {
    const char *name;
    struct scripted_disc disc;
    uint64_t total, left;
    int32_t next;
    uint32_t unit;
};

static void media_read__room__is_total_free_and_next_of_the_profile(void **state)
{
    /* clang-format off */
    static const struct room rooms[] = {
        {"CD-R, its post-gap off", {.profile = 0x09, .features = {TAO}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1,
         CD_OPEN(0, 0, 359847)}, 359849, 359697, 0, 1},
        {"CD-R whose pre-gap is counted (BDR-205, LTR-48125S)", {.profile = 0x09, .features = {TAO}, .state = BLANK, .sessions = 1, .first_track = 1,
         .last_track = 1, CD_OPEN(-150, -150, 359847)}, 359849, 359697, 0, 1},
        {"CD-R that says nothing of its room", {.profile = 0x09, .features = {TAO}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1,
         CD_OPEN(0, 0, 0)}, 359849, 359697, 0, 1},
        {"CD-R that says FFFFFFFFh", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         CD_OPEN(11702, 11702, 0xFFFFFFFF)}, 359849, 347995, 11702, 1},
        {"CD-R that says 500,000: the last address is 99:59.74", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2,
         .last_track = 2, CD_OPEN(11702, 11702, 500000)}, 449849, 437997, 11702, 1},
        {"CD-R that goes on behind 99:59.74", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         CD_OPEN(500000, 500000, 1000)}, 500000, 0, 500000, 1},
        {"CD-R that goes on behind its lead-out", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         CD_OPEN(360000, 360000, 1000)}, 361000, 850, 360000, 1},
        {"CD-R that is full but for a post-gap", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         CD_OPEN(359700, 359700, 140)}, 359849, 0, 359700, 1},
        {"CD-R without a lead-out", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         .last_lead_out = 0xFFFFFFFF, .tracks = {{.number = 0xFF, .has_next = true, .start = 11702, .next = 11702, .free = 1000}}}, 12702, 850, 11702, 1},
        {"CD-R whose lead-out is nonsense", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         .last_lead_out = 0x00610000, .tracks = {{.number = 0xFF, .has_next = true, .start = 11702, .next = 11702, .free = 1000}}}, 12702, 850, 11702, 1},
        {"CD-R in a drive that does not know track FFh", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2,
         .last_track = 2, .last_lead_out = LEAD_OUT_80, .tracks = {{.number = 2, .has_next = true, .start = 11702, .next = 11702, .free = 348145}}}, 359849, 347995, 11702, 1},
        {"DVD-R", {.profile = 0x11, .features = {INC, DVD_R}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1,
         OPEN(1, 0, 0, 2297888, 2297888)}, 2297888, 2297888, 0, 16},
        {"8 cm DVD-R of a camcorder", {.profile = 0x11, .features = {INC, DVD_R}, .state = INCOMPLETE, .sessions = 1, .first_track = 1, .last_track = 2,
         .tracks = {{2, 1, 0x21, true, false, 8432, 125360, 588640, 714000, 0}}}, 722432, 588640, 125360, 16},
        {"DVD+R that says 0 (old drives)", {.profile = 0x1B, .features = {PLUS_R}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         .tracks = {{2, 2, 0x61, true, false, 21024, 21040, 0, 2274080, 0}, {.number = 1, .session = 1, .size = 928}}}, 2295104, 2274064, 21040, 16},
        {"DVD+R whose address is in front of its track", {.profile = 0x1B, .features = {PLUS_R}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         .tracks = {{2, 2, 0x61, true, false, 30000, 20000, 0, 1000, 0}, {.number = 1, .session = 1, .size = 928}}}, 31000, 0, 20000, 16},
        {"DVD+R that says FFFFFFFFh", {.profile = 0x1B, .features = {PLUS_R}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1,
         OPEN(1, 0, 0, 0xFFFFFFFF, 0xFFFFFFFF)}, 0, 0, 0, 16},
        {"DVD-R whose room goes beyond the last address", {.profile = 0x11, .features = {INC, DVD_R}, .state = EMPTY, .sessions = 2, .first_track = 2,
         .last_track = 2, .tracks = {{2, 2, 0x61, true, false, 16, 0x7FFFFFF0, 0x7FFFFFFF, 0x7FFFFFFF, 0}, {.number = 1, .session = 1, .size = 928}}},
         0x7FFFFFFF, 15, 0x7FFFFFF0, 16},
        {"DVD+R whose track goes beyond the last address", {.profile = 0x1B, .features = {PLUS_R}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         .tracks = {{2, 2, 0x61, true, false, 0x7FFFFFF0, 0x7FFFFFF8, 0, 0x7FFFFFFF, 0}, {.number = 1, .session = 1, .size = 928}}},
         0x7FFFFFFF, 7, 0x7FFFFFF8, 16},
        {"BD-R (ATAPI iHBS112 2)", {.profile = 0x41, .features = {BD_WRITE}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1,
         OPEN(1, 0, 0, 12219392, 12219392)}, 12219392, 12219392, 0, 32},
        {"blank DVD whose address is not valid", {.profile = 0x11, .features = {INC, DVD_R}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1,
         .tracks = {{.number = 1, .byte_6 = 0x41, .next = 5, .free = 2297888}}}, 2297888, 2297888, 0, 16},
        {"DVD+RW with its format suspended (ASUS DRW-24B1ST)", {.profile = 0x1A, .features = {PLUS_RW}, .state = COMPLETE | ERASABLE, .sessions = 1,
         .first_track = 1, .last_track = 1, .background_format = 1, CLOSED(2295104), .has_capacity = true, .capacity_last = 2295103}, 2295104, 2295104, 0, 16},
        {"DVD+RW unformatted (ASUS DRW-1608P2)", {.profile = 0x1A, .features = {PLUS_RW}, .state = BLANK | ERASABLE, .sessions = 1, .first_track = 1, .last_track = 1,
         .format_count = 2, .formats = {{0x00, 0x23, 0x05, 0x40, 1, 0, 8, 0}, {0x00, 0x23, 0x05, 0x40, 0x98, 0, 0, 0}}}, 2295104, 2295104, 0, 16},
        {"BD-RE whose current descriptor is empty", {.profile = 0x43, .features = {BD_WRITE}, .state = BLANK | ERASABLE, .sessions = 1, .first_track = 1, .last_track = 1,
         .format_count = 3, .formats = {{0, 0, 0, 0, 1, 0, 8, 0}, {0x00, 0xBA, 0x74, 0x00, 0xC4, 0, 0, 0}, {0x00, 0xB4, 0x74, 0x00, 0xC0, 0, 0x30, 0}}},
         12219392, 12219392, 0, 32},
        {"BD-RE that refuses READ CAPACITY", {.profile = 0x43, .features = {BD_WRITE}, .state = COMPLETE | ERASABLE, .sessions = 1, .first_track = 1, .last_track = 1,
         .format_count = 1, .formats = {{0x00, 0xB4, 0x74, 0x00, 2, 0, 8, 0}}}, 11826176, 11826176, 0, 32},
        {"DVD-RAM whose capacity is FFFFFFFFh", {.profile = 0x12, .features = {RANDOM}, .state = OTHER, .sessions = 1, .first_track = 1, .last_track = 1,
         .has_capacity = true, .capacity_last = 0xFFFFFFFF, .format_count = 1, .formats = {{0x00, 0x22, 0x21, 0x20, 2, 0, 8, 0}}}, 2236704, 2236704, 0, 16},
        {"disk", {.profile = 0x02, .features = {RANDOM}, .has_no_information = true, .has_capacity = true, .capacity_last = 314571},
         314572, 314572, 0, 1},
        {"complete CD-R", {.profile = 0x09, .state = COMPLETE, .sessions = 1, .first_track = 1, .last_track = 1,
         .last_lead_out = 0xFFFFFFFF, CLOSED(1068)}, 1068, 0, 0, 1},
    };
    /* clang-format on */
    struct drive_fixture *fixture = *state;
    unsigned wrong = 0;
    size_t i;

    for (i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
        struct scripted_disc disc = rooms[i].disc;
        struct burn_media media = read_media(fixture, &disc, false, DRIVE_OK);

        if (media.total_blocks != rooms[i].total || media.free_blocks != rooms[i].left ||
            media.next_writable != rooms[i].next || media.unit_blocks != rooms[i].unit) {
            print_error("%s: %llu, %llu, %ld, %lu\n", rooms[i].name, (unsigned long long)media.total_blocks,
                        (unsigned long long)media.free_blocks, (long)media.next_writable,
                        (unsigned long)media.unit_blocks);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

struct formats {
    const char *name;
    struct scripted_disc disc;
    uint64_t total;
    uint32_t format;
};

/* FORMAT UNIT is asked for the first entry of the medium's type; no more than 2^31 - 1 blocks have addresses. */
static void media_read__formats__first_of_the_type_and_none_without_addresses(void **state)
{
    /* clang-format off */
    static const struct formats rows[] = {
        {"DVD+RW: 26h", {.profile = 0x1A, .features = {PLUS_RW}, .state = BLANK | ERASABLE, .sessions = 1, .first_track = 1, .last_track = 1,
         .format_count = 3, .formats = {{0x00, 0x23, 0x05, 0x40, 1, 0, 8, 0}, {0x00, 0x23, 0x05, 0x30, 0x00, 0, 0, 0}, {0x00, 0x23, 0x05, 0x40, 0x98, 0, 0, 0}}},
         2295104, 2295104},
        {"BD-RE: 30h", {.profile = 0x43, .features = {BD_WRITE}, .state = BLANK | ERASABLE, .sessions = 1, .first_track = 1, .last_track = 1, .format_count = 4,
         .formats = {{0, 0, 0, 0, 1, 0, 8, 0}, {0x00, 0xBA, 0x74, 0x00, 0xC4, 0, 0, 0}, {0x00, 0xB4, 0x74, 0x00, 0xC0, 0, 0x30, 0}, {0x00, 0xB0, 0, 0, 0xC0, 0, 0, 0}}},
         12219392, 11826176},
        {"DVD-RAM: 00h", {.profile = 0x12, .features = {RANDOM}, .state = BLANK | ERASABLE, .sessions = 1, .first_track = 1, .last_track = 1, .format_count = 4,
         .formats = {{0x00, 0x22, 0x21, 0x20, 1, 0, 8, 0}, {0x00, 0x23, 0x05, 0x40, 0x04, 0, 0, 0}, {0x00, 0x22, 0x21, 0x20, 0x00, 0, 0, 0}, {0x00, 0x11, 0, 0, 0x00, 0, 0, 0}}},
         2236704, 2236704},
        {"entries of 2^31 and of 2^31 - 1 blocks", {.profile = 0x12, .features = {RANDOM}, .state = BLANK | ERASABLE, .sessions = 1, .first_track = 1,
         .last_track = 1, .format_count = 3, .formats = {{0, 0, 0, 0, 1, 0, 8, 0}, {0x80, 0, 0, 0, 0x00, 0, 0, 0}, {0x7F, 0xFF, 0xFF, 0xFF, 0x00, 0, 0, 0}}},
         0x7FFFFFFF, 0x7FFFFFFF},
        {"a present one of 2^31 blocks", {.profile = 0x12, .features = {RANDOM}, .state = BLANK | ERASABLE, .sessions = 1, .first_track = 1, .last_track = 1,
         .format_count = 2, .formats = {{0x80, 0, 0, 0, 1, 0, 8, 0}, {0x00, 0x22, 0x21, 0x20, 0x00, 0, 0, 0}}}, 2236704, 2236704},
        {"a present one of 2^31 - 1", {.profile = 0x12, .features = {RANDOM}, .state = BLANK | ERASABLE, .sessions = 1, .first_track = 1, .last_track = 1,
         .format_count = 1, .formats = {{0x7F, 0xFF, 0xFF, 0xFF, 1, 0, 8, 0}}}, 0x7FFFFFFF, 0},
        {"no medium: what is told is the most that there could be", {.profile = 0x12, .features = {RANDOM}, .state = BLANK | ERASABLE, .sessions = 1,
         .first_track = 1, .last_track = 1, .format_count = 2, .formats = {{0x7F, 0, 0, 0, 3, 0, 8, 0}, {0x00, 0x22, 0x21, 0x20, 0x00, 0, 0, 0}}}, 2236704, 2236704},
        {"a capacity of 2^31 - 1", {.profile = 0x12, .features = {RANDOM}, .state = OTHER, .sessions = 1, .first_track = 1, .last_track = 1,
         .has_capacity = true, .capacity_last = 0x7FFFFFFE}, 0x7FFFFFFF, 0},
        {"a capacity of 2^31", {.profile = 0x12, .features = {RANDOM}, .state = OTHER, .sessions = 1, .first_track = 1, .last_track = 1,
         .has_capacity = true, .capacity_last = 0x7FFFFFFF, .format_count = 1, .formats = {{0x00, 0x22, 0x21, 0x20, 2, 0, 8, 0}}}, 2236704, 0},
    };
    /* clang-format on */
    struct drive_fixture *fixture = *state;
    unsigned wrong = 0;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct scripted_disc disc = rows[i].disc;
        struct burn_media media = read_media(fixture, &disc, false, DRIVE_OK);

        if (media.total_blocks == rows[i].total && media.format_blocks == rows[i].format) continue;
        print_error("%s: %llu, %lu\n", rows[i].name, (unsigned long long)media.total_blocks,
                    (unsigned long)media.format_blocks);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

struct previous {
    const char *name;
    struct scripted_disc disc;
    bool has, has_end;
    int32_t start, end;
    unsigned tracks_asked;
};

static void media_read__previous_session__is_the_last_complete_one(void **state)
{
    /* clang-format off */
    static const struct previous rows[] = {
        {"blank", {.profile = 0x09, .features = {TAO}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1, CD_OPEN(0, 0, 359847),
         .has_session_start = true, .session_start = 5}, false, false, 0, 0, 1},
        {"first session left open", {.profile = 0x09, .features = {TAO}, .state = INCOMPLETE, .sessions = 1, .first_track = 1, .last_track = 2,
         CD_OPEN(1068, 1068, 358779)}, false, false, 0, 0, 1},
        {"CD with two sessions", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 3, .first_track = 3, .last_track = 3,
         .last_lead_out = LEAD_OUT_80, .has_session_start = true, .session_start = 12470,
         .tracks = {{0xFF, 3, 0x41, true, false, 20440, 20440, 339407, 0, 0}, {2, 2, 0x01, false, false, 12470, 0, 0, 1070, 0}}}, true, true, 12470, 13539, 2},
        {"CD whose track says what was recorded last", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         .last_lead_out = LEAD_OUT_80, .has_session_start = true, .session_start = 0,
         .tracks = {{0xFF, 2, 0x41, true, false, 12470, 12470, 347377, 0, 0}, {1, 1, 0x01, false, true, 0, 0, 0, 1070, 1067}}}, true, true, 0, 1067, 2},
        {"CD whose last track is not told", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         .last_lead_out = LEAD_OUT_80, .has_session_start = true, .session_start = 0,
         .tracks = {{0xFF, 2, 0x41, true, false, 12470, 12470, 347377, 0, 0}, {1, 1, 0x01, false, false, 0, 0, 0, 0, 0}}}, true, false, 0, 0, 2},
        {"CD whose TOC says FFFFFFFFh", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         .last_lead_out = LEAD_OUT_80, .has_session_start = true, .session_start = 0xFFFFFFFF,
         .tracks = {{0xFF, 2, 0x41, true, false, 12470, 12470, 347377, 0, 0}, {1, 1, 0x01, false, false, 0, 0, 0, 0, 0}}}, false, false, 0, 0, 2},
        {"DVD+R with one track a session", {.profile = 0x1B, .features = {PLUS_R}, .state = EMPTY, .sessions = 3, .first_track = 3, .last_track = 3,
         .tracks = {{3, 3, 0x61, true, false, 30000, 30000, 2265104, 2265104, 0}, {2, 2, 0x21, false, false, 20000, 0, 0, 928, 0},
                    {1, 1, 0x21, false, false, 0, 0, 0, 928, 0}}}, true, true, 20000, 20927, 2},
        {"BD-R with three tracks in its session", {.profile = 0x41, .features = {BD_WRITE}, .state = EMPTY, .sessions = 3, .first_track = 5, .last_track = 5,
         .tracks = {{5, 3, 0x61, true, false, 30000, 30000, 12189392, 12189392, 0}, {4, 2, 0x21, false, false, 4000, 0, 0, 320, 0},
                    {3, 2, 0x21, false, false, 3000, 0, 0, 320, 0}, {2, 2, 0x21, false, false, 2000, 0, 0, 320, 0},
                    {1, 1, 0x21, false, false, 0, 0, 0, 320, 0}}}, true, true, 2000, 4319, 4},
        {"DVD-R whose next session is open", {.profile = 0x11, .features = {INC, DVD_R}, .state = INCOMPLETE, .sessions = 2, .first_track = 2, .last_track = 2,
         .tracks = {{2, 2, 0x21, true, false, 20000, 20016, 2277872, 2277888, 0}, {1, 1, 0x21, false, true, 0, 0, 0, 928, 915}}}, true, true, 0, 915, 2},
        {"finished DVD+R of two sessions", {.profile = 0x1B, .features = {PLUS_R}, .state = COMPLETE, .sessions = 2, .first_track = 2, .last_track = 2,
         .tracks = {{2, 2, 0x21, false, false, 20000, 0, 0, 928, 0}}}, true, true, 20000, 20927, 1},
        {"finished DVD+R of one", {.profile = 0x1B, .features = {PLUS_R}, .state = COMPLETE, .sessions = 1, .first_track = 1, .last_track = 1,
         CLOSED(928)}, false, false, 0, 0, 1},
        {"session that begins before the disc", {.profile = 0x1B, .features = {PLUS_R}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         .tracks = {{2, 2, 0x61, true, false, 20000, 20000, 2275104, 2275104, 0}, {1, 1, 0x21, false, false, -16, 0, 0, 928, 0}}}, false, true, 0, 911, 2},
        {"session number that lies", {.profile = 0x1B, .features = {PLUS_R}, .state = EMPTY, .sessions = 2, .first_track = 3, .last_track = 3,
         .tracks = {{3, 0, 0x61, true, false, 30000, 30000, 2265104, 2265104, 0}, {2, 0, 0x21, false, false, 20000, 0, 0, 928, 0},
                    {1, 0, 0x21, false, false, 0, 0, 0, 928, 0}}}, true, true, 0, 20927, 3},
    };
    /* clang-format on */
    struct drive_fixture *fixture = *state;
    unsigned wrong = 0;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct scripted_disc disc = rows[i].disc;
        struct burn_media media = read_media(fixture, &disc, false, DRIVE_OK);

        if (media.has_previous != rows[i].has || media.has_previous_end != rows[i].has_end ||
            media.previous_start != rows[i].start || media.previous_end != rows[i].end ||
            disc.counts[0x52] != rows[i].tracks_asked) {
            print_error("%s: %d %ld, %d %ld, %u tracks\n", rows[i].name, media.has_previous, (long)media.previous_start,
                        media.has_previous_end, (long)media.previous_end, disc.counts[0x52]);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

/* A drive that claims 60000 tracks in a session is not asked for all of them, and the start is not known then. */
static void media_read__session_of_60000_tracks__is_walked_so_far_and_no_further(void **state)
{
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {.profile = 0x41,
                                 .features = {BD_WRITE},
                                 .state = EMPTY,
                                 .sessions = 2,
                                 .first_track = 60001,
                                 .last_track = 60001,
                                 .tracks = {{60001, 2, 0x61, true, false, 30000, 30000, 1000, 1000, 0},
                                            {SCRIPTED_EVERY_TRACK, 1, 0x21, false, false, 20000, 0, 0, 320, 0}}};
    struct burn_media media = read_media(fixture, &disc, false, DRIVE_OK);

    assert_int_equal(disc.counts[0x52], 1 + 1 + 99);
    assert_false(media.has_previous);
    assert_true(media.has_previous_end);
    disc.tracks[1].number = 60000; /* 59999 is refused */
    media = read_media(fixture, &disc, false, DRIVE_OK);
    assert_int_equal(disc.counts[0x52], 3);
    assert_false(media.has_previous);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(media_read__room__is_total_free_and_next_of_the_profile),
        FIXTURE_TEST(media_read__formats__first_of_the_type_and_none_without_addresses),
        FIXTURE_TEST(media_read__previous_session__is_the_last_complete_one),
        FIXTURE_TEST(media_read__session_of_60000_tracks__is_walked_so_far_and_no_further),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
