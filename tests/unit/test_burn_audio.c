/* burn/audio_write.h: what is found of a disc, and what is sent for tracks, their session and raw discs, in good and in
 * bad weather.
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
#include "base/bytes.h"
#include "support/audio_cd.h"
#include "support/vectors.h"

/* ------------------------------------------------------------------------------------------------------- operations */

static enum burn_status write_track(struct audio_cd *cd, struct burn_audio_wish wish, struct burn_audio_track *track)
{
    if (!cd->source.bytes) audio_cd_give(cd, wish.blocks, 2352);
    cd->source.at = 0;
    memset(track, 0x5A, sizeof *track);
    return burn_audio_track(&cd->tools, &cd->disc, &wish, &cd->source.source, track, &cd->failure);
}

/* The first track, of so many blocks. */
static enum burn_status write_first(struct audio_cd *cd, uint32_t blocks, struct burn_audio_track *track)
{
    const struct burn_audio_wish wish = {.calibrates = true, .verifies = true, .blocks = blocks, .track = 1};

    return write_track(cd, wish, track);
}

static enum burn_status write_raw(struct audio_cd *cd, uint8_t type, uint32_t blocks, bool *has_begun)
{
    const struct burn_raw_wish wish = {.block_type = type, .blocks = blocks};

    if (!cd->source.bytes) audio_cd_give(cd, blocks, type == 1 ? 2368 : 2448);
    return burn_raw_write(&cd->tools, &cd->disc, &wish, &cd->source.source, has_begun, &cd->failure);
}

/* The small disc of behaviour-audio.md 9: its lead-in begins at 99:58:00, which is -300. */
static void make_small(struct audio_cd *cd)
{
    static const uint8_t lead_in[3] = {99, 58, 0}, lead_out[3] = {0, 15, 25};

    memcpy(cd->lead_in, lead_in, 3);
    memcpy(cd->lead_out, lead_out, 3);
}

enum { SMALL_RAW_BLOCKS = 150 + 150 + 300 + 150 };

/* ------------------------------------------------------------------------------------------------------------- look */

static void look__disc_of_the_vectors__its_numbers(void **state)
{
    struct audio_cd *cd = *state;

    assert_int_equal(burn_audio_look(&cd->tools, &cd->disc, &cd->failure), BURN_OK);
    assert_true(cd->disc.has_lead_in && cd->disc.has_last_lead_out);
    assert_int_equal(cd->disc.lead_in_lba, -11635);
    assert_int_equal(cd->disc.last_lead_out_lba, 359849);
    assert_int_equal(cd->disc.total_blocks, 359849);
    assert_int_equal(cd->disc.free_blocks, 359849);
    assert_int_equal(cd->disc.next_writable, 0);
    assert_int_equal(cd->disc.media.medium, BURN_MEDIUM_CD_R);
    assert_true(cd->disc.track_has_buf && cd->disc.raw_has_buf);
    assert_int_equal(audio_cd_count(cd, 0x43), 0);
    assert_int_equal(audio_cd_count(cd, 0x55), 0);
}

static void look__disc_information_does_not_tell__atip(void **state)
{
    static const uint8_t none[3] = {0xFF, 0xFF, 0xFF}, atip[6] = {97, 34, 23, 74, 5, 0};
    struct audio_cd *cd = *state;

    memcpy(cd->lead_in, none, 3);
    memcpy(cd->lead_out, none, 3);
    memcpy(cd->atip, atip, 6);
    assert_int_equal(burn_audio_look(&cd->tools, &cd->disc, &cd->failure), BURN_OK);
    assert_int_equal(cd->disc.lead_in_lba, -11077); /* CDEmu's */
    assert_int_equal(cd->disc.last_lead_out_lba, (74 * 60 + 5) * 75 - 150);
}

static void look__nobody_tells__free_blocks_are_all(void **state)
{
    static const uint8_t none[3] = {0xFF, 0xFF, 0xFF}, nonsense[3] = {97, 61, 80};
    struct audio_cd *cd = *state;

    memcpy(cd->lead_in, nonsense, 3);
    memcpy(cd->lead_out, none, 3);
    cd->free_never_shrinks = true;
    cd->atip[0] = 0;
    assert_int_equal(burn_audio_look(&cd->tools, &cd->disc, &cd->failure), BURN_OK);
    assert_false(cd->disc.has_lead_in || cd->disc.has_last_lead_out);
    assert_int_equal(cd->disc.lead_in_lba, 0);
    assert_int_equal(cd->disc.total_blocks, cd->disc.free_blocks);
}

/* 89:59:74 is the last address of a CD; at the end of all numbers sums overflow. */
static void look__addresses_that_no_cd_has__no_room(void **state)
{
    static const uint8_t none[3] = {0xFF, 0xFF, 0xFF};
    static const struct {
        uint32_t next, free_blocks;
    } rows[] = {{1, 404849}, {404549, 301}, {404850, 0}, {INT32_MAX - 10, 0}, {INT32_MAX, 0}};
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct audio_cd *cd = audio_cd_again(state);
        struct burn_audio_track track;

        memcpy(cd->lead_out, none, 3);
        cd->lied_next = rows[i].next;
        assert_int_equal(burn_audio_look(&cd->tools, &cd->disc, &cd->failure), BURN_OK);
        assert_int_equal(cd->disc.free_blocks, rows[i].free_blocks);
        if (rows[i].free_blocks) continue;
        assert_int_equal(write_first(cd, 400, &track), BURN_TOO_LARGE);
        assert_false(track.is_there);
    }
}

static void look__blank_disc_without_free_blocks__up_to_the_last_lead_out(void **state)
{
    struct audio_cd *cd = *state;

    cd->says_no_free = true;
    assert_int_equal(burn_audio_look(&cd->tools, &cd->disc, &cd->failure), BURN_OK);
    assert_int_equal(cd->disc.free_blocks, 359849);
}

static void look__other_discs__refused_and_untouched(void **state)
{
    struct audio_cd *cd = *state;

    cd->profile = 0x11;
    assert_int_equal(burn_audio_look(&cd->tools, &cd->disc, &cd->failure), BURN_MEDIUM_UNSUPPORTED);
    assert_int_equal(cd->failure.medium, BURN_MEDIUM_DVD_R);
    cd = audio_cd_again(state);
    cd->track_count = 1;
    assert_int_equal(burn_audio_look(&cd->tools, &cd->disc, &cd->failure), BURN_NOT_BLANK);
    assert_int_equal(cd->disc.media.medium, BURN_MEDIUM_CD_R);
    assert_int_equal(cd->disc.total_blocks, 0);
}

static void look__each_command_fails__is_told_or_forgiven(void **state)
{
    size_t nth, failed = 0;

    for (nth = 1;; nth++) {
        struct audio_cd *cd = audio_cd_again(state);

        memset(cd->lead_in, 0xFF, 3);
        memcpy(cd->atip, (uint8_t[6]){97, 26, 65, 79, 59, 74}, 6);
        cd->fails_nth = nth;
        if (burn_audio_look(&cd->tools, &cd->disc, &cd->failure) != BURN_OK) {
            assert_int_equal(cd->failure.status, BURN_DRIVE);
            assert_int_equal(cd->disc.total_blocks, 0);
            failed++;
        }
        if (cd->sent_count < nth) break;
    }
    assert_true(failed >= 2);
}

static void is_still_blank__written_meanwhile__not_blank(void **state)
{
    struct audio_cd *cd = *state;

    audio_cd_look(cd);
    assert_int_equal(burn_audio_is_still_blank(&cd->tools, &cd->disc, &cd->failure), BURN_OK);
    assert_int_equal(cd->sent_count, 1);
    cd->track_count = 1;
    assert_int_equal(burn_audio_is_still_blank(&cd->tools, &cd->disc, &cd->failure), BURN_NOT_BLANK);
    cd->fails_nth = 3;
    assert_int_equal(burn_audio_is_still_blank(&cd->tools, &cd->disc, &cd->failure), BURN_DRIVE);
}

/* clang-format off */
static const struct {
    uint8_t feature_2d[4], feature_2e[4];
    unsigned types;
    bool can_track_at_once;
} features[] = {
    {{0x57, 0, 0x3F, 0x0F}, {0x7F, 0, 0x0C, 0}, 0x0E, true},  /* all three listed */
    {{0x57, 0, 0x01, 0x02}, {0x7F, 0, 0x0C, 0}, 0x02, true},  /* type 1 alone */
    {{0x47, 0, 0x01, 0x00}, {0x7F, 0, 0x0C, 0}, 0x0E, true},  /* none listed, R-W of 002Eh */
    {{0x47, 0, 0x01, 0x00}, {0x7E, 0, 0x0C, 0}, 0x02, true},  /* none listed, no R-W */
    {{0x57, 0, 0x3F, 0x0F}, {0x77, 0, 0x0C, 0}, 0x00, true},  /* session at once, nothing raw */
    {{0xFF, 0, 0, 0},       {0x0F, 0, 0x0C, 0}, 0x0E, false}, /* no track at once */
    {{0x57, 0, 0x3F, 0x0F}, {0xFF, 0, 0, 0},    0x0E, true},  /* no 002Eh, R-W raw in 002Dh: CDEmu's kind */
    {{0x57, 0, 0x01, 0x00}, {0xFF, 0, 0, 0},    0x0A, true},  /* likewise without types and packs */
    {{0x47, 0, 0x3F, 0x0F}, {0xFF, 0, 0, 0},    0x00, true},  /* no 002Eh, no R-W raw */
};
/* clang-format on */

static void raw_block_types__features__by_both(void **state)
{
    size_t i;

    for (i = 0; i < sizeof features / sizeof features[0]; i++) {
        struct audio_cd *cd = audio_cd_again(state);
        struct drive_failure failure;
        unsigned types = 77;
        bool can;

        memcpy(cd->feature_2d, features[i].feature_2d, 4);
        memcpy(cd->feature_2e, features[i].feature_2e, 4);
        assert_int_equal(burn_raw_block_types(cd->drive, &types, &failure), DRIVE_OK);
        assert_int_equal(types, features[i].types);
        assert_int_equal(burn_audio_can_track_at_once(cd->drive, &can, &failure), DRIVE_OK);
        assert_int_equal(can, features[i].can_track_at_once);
    }
}

/* ---------------------------------------------------------------------------------------------------------- vectors */

/* The commands of the vectors that change something: neither a question nor a poll, and the door is the caller's. */
static bool is_change(uint8_t opcode)
{
    return opcode == 0x2A || opcode == 0x35 || opcode == 0x54 || opcode == 0x55 || opcode == 0x5B;
}

static size_t next_change(const struct audio_cd *cd, size_t at)
{
    while (at < cd->sent_count && !is_change(cd->sent[at].cdb[0]))
        at++;
    return at;
}

static void expect_sent(const struct audio_cd *cd, size_t at, const cJSON *step, uint32_t block)
{
    const cJSON *out = cJSON_GetObjectItemCaseSensitive(step, "out");
    const cJSON *each = cJSON_GetObjectItemCaseSensitive(step, "bytes_each");
    uint8_t *bytes;
    size_t count;

    assert_true(at < cd->sent_count);
    bytes = vector_bytes(vector_string(step, "cdb"), &count);
    if (bytes[0] == 0x2A) store_be32(bytes + 2, load_be32(bytes + 2) + block);
    assert_memory_equal(cd->sent[at].cdb, bytes, count);
    free(bytes);
    if (each) assert_int_equal(cd->sent[at].bytes, each->valueint);
    if (!out) return;
    bytes = vector_bytes(out->valuestring, &count);
    assert_memory_equal(cd->sent[at].data, bytes, count);
    free(bytes);
}

static void expect_vector(const struct audio_cd *cd, const char *id)
{
    cJSON *vectors = vectors_load("vectors/burn-sequences.json");
    const cJSON *vector, *step;
    size_t at = 0, found = 0;

    cJSON_ArrayForEach(vector, cJSON_GetObjectItemCaseSensitive(vectors, "sequences"))
    {
        if (strcmp(vector_string(vector, "id"), id) != 0) continue;
        found++;
        cJSON_ArrayForEach(step, cJSON_GetObjectItemCaseSensitive(vector, "steps"))
        {
            const cJSON *times = cJSON_GetObjectItemCaseSensitive(step, "times");
            int i;

            if (strncmp(vector_string(step, "cdb"), "1e", 2) == 0) continue;
            for (i = 0; i < (times ? times->valueint : 1); i++) {
                at = next_change(cd, at);
                expect_sent(cd, at++, step, times ? (uint32_t)i * (uint32_t)vector_number(step, "step") : 0);
            }
        }
    }
    assert_int_equal(found, 1);
    assert_int_equal(next_change(cd, at), cd->sent_count);
    cJSON_Delete(vectors);
}

static void track__two_and_the_close__commands_of_the_vector(void **state)
{
    struct burn_audio_wish wish = {.calibrates = true, .verifies = true, .blocks = 400, .track = 1};
    struct audio_cd *cd = *state;
    struct burn_audio_track track;

    audio_cd_look(cd);
    assert_int_equal(write_track(cd, wish, &track), BURN_OK);
    assert_true(track.is_there && track.is_calibrated);
    assert_int_equal(track.start_lba, 0);
    assert_int_equal(track.blocks, 400);
    assert_int_equal(cd->disc.next_writable, 552);
    assert_int_equal(cd->disc.free_blocks, 359849 - 552);
    wish = (struct burn_audio_wish){.verifies = true, .blocks = 350, .track = 2};
    cd->source.bytes = 350 * 2352;
    assert_int_equal(write_track(cd, wish, &track), BURN_OK);
    assert_true(track.is_there && !track.is_calibrated);
    assert_int_equal(track.start_lba, 552);
    assert_int_equal(burn_audio_close(&cd->tools, &cd->disc, &wish, &cd->failure), BURN_OK);
    expect_vector(cd, "cd-audio-tao-2");
    assert_int_equal(cd->tracks[0].source_blocks, 400);
    assert_int_equal(cd->tracks[1].source_blocks, 350);
    assert_int_equal(cd->wrong_blocks, 0);
}

static void track__short_and_left_open__commands_of_the_vector(void **state)
{
    const struct burn_audio_wish wish = {.calibrates = true, .is_left_open = true, .blocks = 100, .track = 1};
    struct audio_cd *cd = *state;
    struct burn_audio_track track;

    audio_cd_look(cd);
    assert_int_equal(write_track(cd, wish, &track), BURN_OK);
    assert_int_equal(track.blocks, 300);
    assert_int_equal(burn_audio_close(&cd->tools, &cd->disc, &wish, &cd->failure), BURN_OK);
    expect_vector(cd, "cd-audio-tao-short-open");
    assert_int_equal(cd->tracks[0].source_blocks, 100);
    assert_int_equal(cd->tracks[0].silent_blocks, 200);
    assert_int_equal(cd->wrong_blocks, 0);
}

static void raw__images_of_the_vectors__commands_of_the_vectors(void **state)
{
    struct audio_cd *cd = *state;
    bool has_begun;

    audio_cd_look(cd);
    assert_int_equal(write_raw(cd, 2, 11635 + 15600 + 6750, &has_begun), BURN_OK);
    assert_true(has_begun);
    expect_vector(cd, "cd-raw-cooked");
    assert_int_equal(cd->tracks[0].source_blocks, 11635 + 15600 + 6750);
    cd = audio_cd_again(state);
    audio_cd_look(cd);
    assert_int_equal(write_raw(cd, 1, 11635 + 15600 + 6750, &has_begun), BURN_OK);
    expect_vector(cd, "cd-raw-pq");
    assert_int_equal(cd->tracks[0].source_blocks, 11635 + 15600 + 6750);
    assert_int_equal(cd->wrong_blocks, 0);
}

/* MMC-3, Write Parameters mode page: the pause of audio is bytes 14 and 15; MCVAL is bit 7 of byte 16, TCVAL of byte
 * 32. What another program left there would become the catalogue number of this disc, and the ISRC of all its tracks.
 */
static void leave_numbers(struct audio_cd *cd)
{
    cd->page_05[16] = 0x80;
    memcpy(cd->page_05 + 17, "0123456789012", 13);
    cd->page_05[32] = 0x80;
    memcpy(cd->page_05 + 33, "USK7Y9812345", 12);
}

/* The parameter list of the nth MODE SELECT, behind its header. */
static const uint8_t *page_sent(const struct audio_cd *cd, unsigned nth)
{
    size_t i;

    for (i = 0; i < cd->sent_count; i++) {
        if (cd->sent[i].cdb[0] == 0x55 && !nth--) return cd->sent[i].data + 8;
    }
    fail();
    return NULL;
}

static void track__numbers_of_another_disc_in_page_05h__are_not_valid(void **state)
{
    const struct burn_audio_wish wish = {.calibrates = true, .blocks = 400, .track = 1};
    struct audio_cd *cd = *state;
    struct burn_audio_track track;
    unsigned nth;

    leave_numbers(cd);
    audio_cd_look(cd);
    assert_int_equal(write_track(cd, wish, &track), BURN_OK);
    assert_int_equal(burn_audio_close(&cd->tools, &cd->disc, &wish, &cd->failure), BURN_OK);
    for (nth = 0; nth < 2; nth++) {
        const uint8_t *page = page_sent(cd, nth);

        assert_int_equal(load_be16(page + 14), 150);
        assert_int_equal(page[16], 0);
        assert_memory_equal(page + 17, "0123456789012", 13);
        assert_int_equal(page[32], 0);
        assert_memory_equal(page + 33, "USK7Y9812345", 12);
    }
}

/* Raw sectors bring their own sub-channel: the rest of the page is the drive's. */
static void raw__numbers_of_another_disc_in_page_05h__are_left_alone(void **state)
{
    struct audio_cd *cd = *state;
    bool has_begun;

    make_small(cd);
    leave_numbers(cd);
    audio_cd_look(cd);
    assert_int_equal(write_raw(cd, 3, SMALL_RAW_BLOCKS, &has_begun), BURN_OK);
    assert_memory_equal(page_sent(cd, 0) + 14, cd->page_05 + 14, 52 - 14);
}

/* ---------------------------------------------------------------------------------------------------- peculiarities */

/* CDEmu: no run-out, an address only once MODE SELECT has set a write type, free blocks that never shrink. */
static void track__drive_like_cdemu__addresses_as_it_says(void **state)
{
    struct burn_audio_wish wish = {.calibrates = true, .blocks = 400, .track = 1};
    struct audio_cd *cd = *state;
    struct burn_audio_track track;

    cd->run_out = 0;
    cd->says_nwa_late = true;
    cd->free_never_shrinks = true;
    audio_cd_look(cd);
    assert_int_equal(write_track(cd, wish, &track), BURN_OK);
    assert_int_equal(cd->disc.next_writable, 550);
    assert_int_equal(cd->disc.free_blocks, 359849 - 550);
    wish.track = 2;
    assert_int_equal(write_track(cd, wish, &track), BURN_OK);
    assert_int_equal(track.start_lba, 550);
    assert_int_equal(cd->wrong_blocks, 0);
}

/* Its answers for tracks at 0 and 550, of 400 and 350 sectors: -150, 550 sectors; 400, 500 sectors. */
static void track__drive_like_cdemu__agrees_with_its_pregap(void **state)
{
    struct burn_audio_wish wish = {.calibrates = true, .verifies = true, .blocks = 400, .track = 1};
    struct audio_cd *cd = *state;
    struct burn_audio_track track;

    cd->run_out = 0;
    cd->counts_pregaps = true;
    audio_cd_look(cd);
    assert_int_equal(write_track(cd, wish, &track), BURN_OK);
    wish = (struct burn_audio_wish){.verifies = true, .blocks = 350, .track = 2};
    cd->source.bytes = 350 * 2352;
    assert_int_equal(write_track(cd, wish, &track), BURN_OK);
    cd->size_too_large = 153;
    wish.track = 3;
    assert_int_equal(write_track(cd, wish, &track), BURN_DISAGREES);
}

static void track__no_protection_wanted_or_to_be_had__not_asked_for(void **state)
{
    const struct burn_audio_wish wish = {.forbids_buf = true, .blocks = 300, .track = 1}, other = {.blocks = 300};
    struct audio_cd *cd = *state;
    struct burn_audio_track track;

    audio_cd_look(cd);
    assert_int_equal(write_track(cd, wish, &track), BURN_OK);
    assert_int_equal(cd->sent[next_change(cd, 0)].data[8 + 2], 0x01);
    cd = audio_cd_again(state);
    cd->feature_2d[0] &= 0xBF;
    audio_cd_look(cd);
    assert_int_equal(write_track(cd, other, &track), BURN_OK);
    assert_int_equal(cd->sent[next_change(cd, 0)].data[8 + 2], 0x01);
}

static void track__more_than_is_free__nothing_is_written(void **state)
{
    struct audio_cd *cd = *state;
    struct burn_audio_track track;

    make_small(cd);
    audio_cd_look(cd);
    assert_int_equal(cd->disc.free_blocks, 1000);
    assert_int_equal(write_first(cd, 1001, &track), BURN_TOO_LARGE);
    assert_int_equal(cd->failure.needed_blocks, 1001);
    assert_int_equal(cd->failure.free_blocks, 1000);
    assert_false(track.is_there);
    assert_int_equal(audio_cd_count(cd, 0x2A) + audio_cd_count(cd, 0x35), 0);
    cd->source.bytes = 0;
    assert_int_equal(write_first(cd, 1000, &track), BURN_OK);
}

static void track__buffer_full__waits(void **state)
{
    struct audio_cd *cd = *state;
    struct burn_audio_track track;

    cd->busy_writes = 5;
    audio_cd_look(cd);
    assert_int_equal(write_first(cd, 400, &track), BURN_OK);
    assert_int_equal(cd->wrong_blocks, 0);
    assert_int_equal(audio_cd_count(cd, 0x2A), 5 + 15);
}

static void track__disc_says_something_else__disagrees(void **state)
{
    struct audio_cd *cd = *state;
    struct burn_audio_track track;

    cd->calls_tracks_data = true;
    audio_cd_look(cd);
    assert_int_equal(write_first(cd, 400, &track), BURN_DISAGREES);
    assert_true(track.is_there);
    cd = audio_cd_again(state);
    cd->size_too_large = 153;
    audio_cd_look(cd);
    assert_int_equal(write_first(cd, 400, &track), BURN_DISAGREES);
    cd = audio_cd_again(state);
    cd->size_too_large = 152;
    audio_cd_look(cd);
    assert_int_equal(write_first(cd, 400, &track), BURN_OK);
}

static void close__disc_says_something_else__disagrees(void **state)
{
    const struct burn_audio_wish wish = {.verifies = true, .track = 1}, open = {.is_left_open = true, .track = 1};
    struct audio_cd *cd = *state;
    struct burn_audio_track track;

    cd->says_open = true;
    audio_cd_look(cd);
    assert_int_equal(write_first(cd, 400, &track), BURN_OK);
    assert_int_equal(burn_audio_close(&cd->tools, &cd->disc, &wish, &cd->failure), BURN_DISAGREES);
    cd = audio_cd_again(state);
    cd->hides_last_track = true;
    audio_cd_look(cd);
    assert_int_equal(write_first(cd, 400, &track), BURN_OK);
    assert_int_equal(burn_audio_close(&cd->tools, &cd->disc, &wish, &cd->failure), BURN_DISAGREES);
    cd = audio_cd_again(state);
    audio_cd_look(cd);
    assert_int_equal(write_first(cd, 400, &track), BURN_OK);
    assert_int_equal(burn_audio_close(&cd->tools, &cd->disc, &open, &cd->failure), BURN_OK);
    assert_true(cd->is_multi_session);
}

/* ----------------------------------------------------------------------------------------------------------- events */

static void track__long__phases_and_their_numbers(void **state)
{
    struct audio_cd *cd = *state;
    struct burn_audio_track track;
    const struct burn_progress *last;
    size_t i, writing = 0;

    audio_cd_look(cd);
    assert_int_equal(write_first(cd, 20000, &track), BURN_OK);
    assert_int_equal(cd->notices[0].phase, BURN_INITIALIZING);
    assert_int_equal(cd->notice_at[0], 0);
    assert_int_equal(cd->notices[0].block_count, 20000);
    for (i = 1; i < cd->notice_count && cd->notices[i].phase == BURN_WRITING; i++)
        writing++;
    assert_true(writing >= 2);
    last = &cd->notices[i - 1];
    assert_int_equal(last->last_written_lba, 19999);
    assert_int_equal(last->start_lba, 0);
    assert_int_equal(last->block_count, 20000);
    assert_int_equal(cd->notice_count, i + 2);
    assert_int_equal(cd->notices[i].phase, BURN_FINALIZING);
    assert_int_equal(cd->notices[i + 1].phase, BURN_VERIFYING);
    assert_int_equal(cd->wrong_blocks, 0);
}

/* Whole seconds of this call (behaviour of IDiscFormat2TrackAtOnceEventArgs): those of the flush are among them. */
static void track__long_flush__verifying_tells_the_time_that_it_took(void **state)
{
    struct audio_cd *cd = *state;
    const struct burn_progress *finishing, *verifying;
    struct burn_audio_track track;

    audio_cd_look(cd);
    cd->flush_ms = 21000;
    assert_int_equal(write_first(cd, 600, &track), BURN_OK);
    finishing = &cd->notices[cd->notice_count - 2];
    verifying = &cd->notices[cd->notice_count - 1];
    assert_int_equal(finishing->phase, BURN_FINALIZING);
    assert_int_equal(verifying->phase, BURN_VERIFYING);
    assert_true(verifying->elapsed_s >= finishing->elapsed_s + 20);
    assert_true(verifying->total_s >= verifying->elapsed_s);
    assert_int_equal(verifying->last_written_lba, 599);
}

/* Half a second is longer than the four that PREPARING alone may take. */
static void raw__slow_calibration__preparing_is_told_once(void **state)
{
    struct audio_cd *cd = *state;
    bool has_begun;

    make_small(cd);
    cd->profile = 0x0A;
    audio_cd_look(cd);
    cd->cancels_nth = 0;
    assert_int_equal(write_raw(cd, 3, SMALL_RAW_BLOCKS, &has_begun), BURN_OK);
    assert_int_equal(cd->notices[0].phase, BURN_INITIALIZING);
    assert_int_equal(cd->notices[0].start_lba, -300);
    assert_int_equal(cd->notices[0].last_written_lba, -300);
    assert_int_equal(cd->notices[cd->notice_count - 1].phase, BURN_FINALIZING);
    assert_int_equal(cd->notices[cd->notice_count - 2].phase, BURN_WRITING);
    assert_int_equal(cd->notices[cd->notice_count - 2].last_written_lba, -300 + SMALL_RAW_BLOCKS - 1);
}

/* ------------------------------------------------------------------------------------------------------ bad weather */

/* What was begun is a track of four seconds at least; what was not is none. */
static void assert_whole_or_none(const struct audio_cd *cd, const struct burn_audio_track *track)
{
    assert_int_equal(cd->wrong_blocks, 0);
    assert_int_equal(track->is_there, cd->track_count == 1);
    assert_int_equal(audio_cd_count(cd, 0x35), track->is_there ? 1 : 0);
    assert_false(cd->is_open);
    if (!track->is_there) return;
    assert_true(track->blocks >= 300);
    assert_int_equal(track->blocks, cd->tracks[0].source_blocks + cd->tracks[0].silent_blocks);
    assert_int_equal(cd->disc.next_writable, track->blocks + 152);
}

static void track__cancelled_at_each_command__whole_or_none(void **state)
{
    size_t nth, there = 0, short_ones = 0;

    for (nth = 1;; nth++) {
        struct audio_cd *cd = audio_cd_again(state);
        struct burn_audio_track track;

        audio_cd_look(cd);
        cd->cancels_nth = nth;
        if (write_first(cd, 400, &track) == BURN_OK) {
            assert_true(cd->sent_count < nth || nth > 20); /* behind the last WRITE it is looked at no more */
            if (cd->sent_count < nth) break;
            continue;
        }
        assert_int_equal(cd->failure.status, BURN_CANCELLED);
        assert_whole_or_none(cd, &track);
        there += track.is_there;
        short_ones += track.is_there && track.blocks == 300;
    }
    assert_true(there >= 14);
    assert_true(short_ones >= 11);
}

static void track__source_fails_or_ends__closed_short(void **state)
{
    struct audio_cd *cd = *state;
    struct burn_audio_track track;

    audio_cd_look(cd);
    audio_cd_give(cd, 9000, 2352);
    assert_int_equal(write_first(cd, 10000, &track), BURN_SOURCE_SHORT);
    assert_int_equal(cd->failure.lba, 9000);
    assert_true(track.is_there);
    assert_whole_or_none(cd, &track);
    cd = audio_cd_again(state);
    audio_cd_look(cd);
    audio_cd_give(cd, 10000, 2352);
    cd->source.fails_at = 9000 * 2352;
    assert_int_equal(write_first(cd, 10000, &track), BURN_SOURCE_FAILED);
    assert_int_equal(cd->failure.source_result, 1234);
    assert_whole_or_none(cd, &track);
    cd = audio_cd_again(state);
    audio_cd_look(cd);
    audio_cd_give(cd, 10, 2352);
    assert_int_equal(write_first(cd, 400, &track), BURN_SOURCE_SHORT);
    assert_false(track.is_there);
    assert_whole_or_none(cd, &track);
}

/* The first failure is told, and what was begun is synchronized; MODE SELECT and the like leave nothing behind. */
static void track__each_command_fails__first_failure_and_synchronized(void **state)
{
    size_t nth, failed = 0;

    for (nth = 1;; nth++) {
        struct audio_cd *cd = audio_cd_again(state);
        struct burn_audio_track track;
        uint8_t opcode;

        audio_cd_look(cd);
        cd->fails_nth = nth;
        write_first(cd, 400, &track);
        if (cd->sent_count < nth) break;
        opcode = cd->sent[nth - 1].cdb[0];
        if (cd->failure.status == BURN_OK) {
            assert_true(nth + 1 >= cd->sent_count || opcode == 0x52); /* the last question is forgiven */
            continue;
        }
        failed++;
        assert_int_equal(cd->failure.status, BURN_DRIVE);
        assert_int_equal(cd->failure.drive.opcode, opcode);
        assert_int_equal(cd->wrong_blocks, 0);
        if (opcode == 0x2A) assert_int_equal(audio_cd_count(cd, 0x35), track.is_there ? 1 : 0);
        if (opcode == 0x2A) assert_int_equal(cd->failure.lba, cd->next);
        assert_int_equal(track.is_there, cd->track_count == 1);
    }
    assert_true(failed >= 18);
}

static void track__each_allocation_fails__no_memory(void **state)
{
    long nth;

    for (nth = 1;; nth++) {
        struct audio_cd *cd = audio_cd_again(state);
        struct burn_audio_track track;

        audio_cd_look(cd);
        base_alloc_fail_nth(nth);
        write_first(cd, 400, &track);
        if (base_alloc_fail_nth(0)) break;
        if (cd->failure.status == BURN_OK) continue; /* the last question is forgiven */
        assert_int_equal(cd->failure.status, BURN_NO_MEMORY);
        assert_int_equal(track.is_there, cd->track_count == 1);
    }
    assert_true(nth > 5);
}

static void raw__cancelled_at_each_command__synchronized(void **state)
{
    size_t nth, begun = 0;

    for (nth = 1;; nth++) {
        struct audio_cd *cd = audio_cd_again(state);
        bool has_begun = false;

        make_small(cd);
        audio_cd_look(cd);
        cd->cancels_nth = nth;
        if (write_raw(cd, 2, SMALL_RAW_BLOCKS, &has_begun) == BURN_OK) break;
        assert_int_equal(cd->failure.status, BURN_CANCELLED);
        assert_int_equal(has_begun, audio_cd_count(cd, 0x2A) > 0);
        assert_int_equal(audio_cd_count(cd, 0x35), has_begun ? 1 : 0);
        assert_int_equal(cd->wrong_blocks, 0);
        begun += has_begun;
    }
    assert_true(begun >= 28);
}

static void raw__each_command_fails__first_failure_and_synchronized(void **state)
{
    size_t nth, failed = 0;

    for (nth = 1;; nth++) {
        struct audio_cd *cd = audio_cd_again(state);
        bool has_begun = false;

        make_small(cd);
        audio_cd_look(cd);
        cd->fails_nth = nth;
        if (write_raw(cd, 1, SMALL_RAW_BLOCKS, &has_begun) == BURN_OK) break;
        failed++;
        assert_int_equal(cd->failure.status, BURN_DRIVE);
        assert_int_equal(cd->failure.drive.opcode, cd->sent[nth - 1].cdb[0]);
        assert_int_equal(has_begun, cd->track_count == 1);
        if (cd->sent[nth - 1].cdb[0] == 0x2A) assert_int_equal(audio_cd_count(cd, 0x35), has_begun ? 1 : 0);
    }
    assert_true(failed >= 30);
}

static void raw__source_ends__synchronized(void **state)
{
    struct audio_cd *cd = *state;
    bool has_begun;

    audio_cd_look(cd);
    audio_cd_give(cd, 9000, 2448);
    assert_int_equal(write_raw(cd, 3, 30000, &has_begun), BURN_SOURCE_SHORT);
    assert_true(has_begun);
    assert_int_equal(cd->tracks[0].silent_blocks, 0);
    assert_int_equal(audio_cd_count(cd, 0x35), 1);
}

static void raw__drive_refuses_the_type__nothing_is_written(void **state)
{
    struct audio_cd *cd = *state;
    bool has_begun;

    cd->refuses_write_type_3 = true;
    audio_cd_look(cd);
    assert_int_equal(write_raw(cd, 3, 30000, &has_begun), BURN_DRIVE);
    assert_false(has_begun);
    assert_int_equal(cd->failure.drive.opcode, 0x55);
    assert_int_equal(cd->failure.drive.sense.asc, 0x26);
    assert_int_equal(audio_cd_count(cd, 0x2A) + audio_cd_count(cd, 0x35), 0);
}

static void close__each_command_fails__is_told(void **state)
{
    const struct burn_audio_wish wish = {.verifies = true, .track = 1};
    size_t nth, failed = 0;

    for (nth = 1;; nth++) {
        struct audio_cd *cd = audio_cd_again(state);
        struct burn_audio_track track;
        size_t before;

        audio_cd_look(cd);
        assert_int_equal(write_first(cd, 400, &track), BURN_OK);
        before = cd->sent_count;
        cd->fails_nth = before + nth;
        if (burn_audio_close(&cd->tools, &cd->disc, &wish, &cd->failure) != BURN_OK) {
            assert_int_equal(cd->failure.status, BURN_DRIVE);
            assert_int_equal(cd->failure.drive.opcode, cd->sent[before + nth - 1].cdb[0]);
            assert_int_equal(audio_cd_count(cd, 0x5B), 1);
            failed++;
        }
        if (cd->sent_count < before + nth) break;
    }
    assert_true(failed >= 5);
}

/* SYNCHRONIZE CACHE failed: the track is still open, and its session could not be closed. */
static void close__track_that_was_not_ended__ends_it_first(void **state)
{
    struct burn_audio_wish wish = {.calibrates = true, .blocks = 400, .track = 1};
    struct audio_cd *cd = *state;
    struct burn_audio_track track;
    size_t nth = 0;

    audio_cd_look(cd);
    assert_int_equal(write_track(cd, wish, &track), BURN_OK);
    assert_false(track.is_unflushed);
    while (cd->sent[nth].cdb[0] != 0x35)
        nth++;
    cd = audio_cd_again(state);
    audio_cd_look(cd);
    cd->fails_nth = nth + 1; /* counted from 1 */
    assert_int_equal(write_track(cd, wish, &track), BURN_DRIVE);
    assert_int_equal(cd->failure.drive.opcode, 0x35);
    assert_true(track.is_there && track.is_unflushed);
    cd->sent_count = cd->fails_nth = 0;
    wish.ends_track = true;
    assert_int_equal(burn_audio_close(&cd->tools, &cd->disc, &wish, &cd->failure), BURN_OK);
    assert_int_equal(cd->sent[0].cdb[0], 0x35);
    assert_int_equal(audio_cd_count(cd, 0x35), 1);
    assert_int_equal(audio_cd_count(cd, 0x5B), 1);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, audio_cd_setup, audio_cd_teardown)
    static const struct CMUnitTest tests[] = {
        CASE(look__disc_of_the_vectors__its_numbers),
        CASE(look__disc_information_does_not_tell__atip),
        CASE(look__nobody_tells__free_blocks_are_all),
        CASE(look__blank_disc_without_free_blocks__up_to_the_last_lead_out),
        CASE(look__addresses_that_no_cd_has__no_room),
        CASE(look__other_discs__refused_and_untouched),
        CASE(look__each_command_fails__is_told_or_forgiven),
        CASE(is_still_blank__written_meanwhile__not_blank),
        CASE(raw_block_types__features__by_both),
        CASE(track__two_and_the_close__commands_of_the_vector),
        CASE(track__short_and_left_open__commands_of_the_vector),
        CASE(raw__images_of_the_vectors__commands_of_the_vectors),
        CASE(track__numbers_of_another_disc_in_page_05h__are_not_valid),
        CASE(raw__numbers_of_another_disc_in_page_05h__are_left_alone),
        CASE(track__drive_like_cdemu__addresses_as_it_says),
        CASE(track__drive_like_cdemu__agrees_with_its_pregap),
        CASE(track__no_protection_wanted_or_to_be_had__not_asked_for),
        CASE(track__more_than_is_free__nothing_is_written),
        CASE(track__buffer_full__waits),
        CASE(track__disc_says_something_else__disagrees),
        CASE(close__disc_says_something_else__disagrees),
        CASE(track__long__phases_and_their_numbers),
        CASE(track__long_flush__verifying_tells_the_time_that_it_took),
        CASE(raw__slow_calibration__preparing_is_told_once),
        CASE(track__cancelled_at_each_command__whole_or_none),
        CASE(track__source_fails_or_ends__closed_short),
        CASE(track__each_command_fails__first_failure_and_synchronized),
        CASE(track__each_allocation_fails__no_memory),
        CASE(raw__cancelled_at_each_command__synchronized),
        CASE(raw__each_command_fails__first_failure_and_synchronized),
        CASE(raw__source_ends__synchronized),
        CASE(raw__drive_refuses_the_type__nothing_is_written),
        CASE(close__each_command_fails__is_told),
        CASE(close__track_that_was_not_ended__ends_it_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
