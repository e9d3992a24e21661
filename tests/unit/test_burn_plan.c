/* Plans against vectors/burn-sequences.json: the commands and parameter lists of each operation on data, command by
 * command; then the checks before them.
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
#include "burn/audio.h"
#include "burn/plan.h"
#include "support/vectors.h"

enum { COMMANDS_MAX = 2048 };

/* What is sent: the CDB, and the bytes behind it that are compared (none for WRITE). */
struct sent {
    uint8_t cdb[SCSI_CDB_MAX];
    size_t cdb_length;
    uint8_t data[64];
    size_t data_bytes;
    uint32_t bytes;
};

struct list {
    struct sent commands[COMMANDS_MAX];
    size_t count;
};

static struct list expected, planned;

/* clang-format off */
/* Physical type, method, unit and what the sheets say of each profile. */
static const struct {
    const char *profile;
    enum burn_medium medium;
    enum burn_method method;
    uint32_t unit_blocks;
    uint64_t total_blocks;
} profiles[] = {
    {"0009", BURN_MEDIUM_CD_R,          BURN_METHOD_CD,           1,  359847},
    {"000a", BURN_MEDIUM_CD_RW,         BURN_METHOD_CD,           1,  359847},
    {"0011", BURN_MEDIUM_DVD_R,         BURN_METHOD_DVD_MINUS,    16, 2298496},
    {"0012", BURN_MEDIUM_DVD_RAM,       BURN_METHOD_OVERWRITABLE, 16, 2236704},
    {"0013", BURN_MEDIUM_DVD_RW,        BURN_METHOD_OVERWRITABLE, 16, 2297888},
    {"0014", BURN_MEDIUM_DVD_RW,        BURN_METHOD_DVD_MINUS,    16, 2298496},
    {"0015", BURN_MEDIUM_DVD_R_DL,      BURN_METHOD_DVD_MINUS,    16, 4171712},
    {"001a", BURN_MEDIUM_DVD_PLUS_RW,   BURN_METHOD_DVD_PLUS_RW,  16, 2295104},
    {"001b", BURN_MEDIUM_DVD_PLUS_R,    BURN_METHOD_DVD_PLUS_R,   16, 2295104},
    {"002b", BURN_MEDIUM_DVD_PLUS_R_DL, BURN_METHOD_DVD_PLUS_R,   16, 4173824},
    {"0041", BURN_MEDIUM_BD_R,          BURN_METHOD_BD_R,         32, 12219392},
    {"0043", BURN_MEDIUM_BD_RE,         BURN_METHOD_OVERWRITABLE, 32, 11826176},
};
/* clang-format on */

static bool says(const char *state, const char *words)
{
    return strstr(state, words) != NULL;
}

/* The number behind these words. */
static long number_behind(const char *state, const char *words)
{
    const char *at = strstr(state, words);

    return at ? strtol(at + strlen(words), NULL, 10) : -1;
}

static void describe_state(const char *state, struct burn_media *media)
{
    bool is_unformatted = says(state, "unformatted") || says(state, "never formatted") || says(state, "BG 0");
    long nwa = number_behind(state, "NWA "), track = number_behind(state, "track ");

    if (burn_is_overwritable(media)) {
        media->status = BURN_MEDIA_OVERWRITE_ONLY;
        media->is_formatted = !is_unformatted;
        media->is_heuristically_blank = is_unformatted;
        media->disc.background_format = (uint8_t)(number_behind(state, "BG ") > 0 ? number_behind(state, "BG ") : 0);
        return;
    }
    media->status = says(state, "blank") && !says(state, "complete") ? BURN_MEDIA_BLANK | BURN_MEDIA_APPENDABLE
                                                                     : BURN_MEDIA_APPENDABLE;
    media->can_incremental = says(state, "0021h current") || says(state, "appendable");
    media->has_track = true;
    media->track.track = (uint16_t)(track > 0 ? track : 1);
    media->track.free_blocks = (uint32_t)media->total_blocks;
    media->free_blocks = media->total_blocks - (media->method == BURN_METHOD_CD ? 150 : 0);
    media->next_writable = (int32_t)(nwa > 0 ? nwa : 0);
}

static void media_of(const cJSON *vector, struct burn_media *media)
{
    const char *profile = vector_string(vector, "profile");
    size_t i;

    memset(media, 0, sizeof *media);
    for (i = 0; i < sizeof profiles / sizeof profiles[0]; i++) {
        if (strcmp(profiles[i].profile, profile) != 0) continue;
        media->medium = profiles[i].medium;
        media->method = profiles[i].method;
        media->unit_blocks = profiles[i].unit_blocks;
        media->total_blocks = profiles[i].total_blocks;
    }
    assert_int_not_equal(media->method, BURN_METHOD_NONE);
    media->disc.erasable = true;
    media->can_track_at_once = true;
    media->can_session_at_once = true;
    media->can_disc_at_once = true;
    media->has_buf = true;
    if (media->medium == BURN_MEDIUM_DVD_PLUS_R_DL) media->layer_blocks = 2086912;
    describe_state(vector_string(vector, "state"), media);
}

static bool property(const cJSON *vector, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(vector, "properties"), name);

    return item && item->valueint;
}

static void wishes_of(const cJSON *vector, struct burn_wishes *wishes)
{
    memset(wishes, 0, sizeof *wishes);
    wishes->block_count = (uint64_t)number_behind(vector_string(vector, "operation"), "Data.Write ");
    wishes->is_disc_closed = property(vector, "ForceMediaToBeClosed");
    wishes->is_compatible = !property(vector, "DisableConsumerDvdCompatibilityMode");
    wishes->may_overwrite = property(vector, "ForceOverwrite");
    wishes->has_post_gap = property(vector, "PostgapAlreadyInImage");
    wishes->forbids_buf = property(vector, "BufferUnderrunFreeDisabled");
    wishes->sectors_per_second = BURN_SPEED_FASTEST;
}

static struct sent *add(struct list *list)
{
    struct sent *sent = &list->commands[list->count++];

    assert_true(list->count <= COMMANDS_MAX);
    memset(sent, 0, sizeof *sent);
    return sent;
}

static void add_hex(struct list *list, const char *cdb, const char *out, uint32_t bytes)
{
    struct sent *sent = add(list);
    uint8_t *decoded = vector_bytes(cdb, &sent->cdb_length);

    memcpy(sent->cdb, decoded, sent->cdb_length);
    free(decoded);
    sent->bytes = bytes;
    if (!out) return;
    decoded = vector_bytes(out, &sent->data_bytes);
    memcpy(sent->data, decoded, sent->data_bytes);
    free(decoded);
}

/* The vector's steps, each WRITE by itself. */
static void expect_steps(const cJSON *vector)
{
    const cJSON *step;

    expected.count = 0;
    cJSON_ArrayForEach(step, cJSON_GetObjectItemCaseSensitive(vector, "steps"))
    {
        const cJSON *out = cJSON_GetObjectItemCaseSensitive(step, "out");
        const cJSON *times = cJSON_GetObjectItemCaseSensitive(step, "times");
        const cJSON *each = cJSON_GetObjectItemCaseSensitive(step, "bytes_each");
        const cJSON *last = cJSON_GetObjectItemCaseSensitive(step, "last");
        int count = times ? times->valueint : 1, i;

        for (i = 0; i < count; i++) {
            struct sent *sent;

            add_hex(&expected, vector_string(step, "cdb"), out ? out->valuestring : NULL,
                    each ? (uint32_t)each->valueint : 0);
            if (!times) continue;
            sent = &expected.commands[expected.count - 1];
            store_be32(sent->cdb + 2, load_be32(sent->cdb + 2) + (uint32_t)(i * (int)vector_number(step, "step")));
        }
        if (last) {
            size_t length;
            uint8_t *cdb = vector_bytes(last->valuestring, &length);

            assert_memory_equal(expected.commands[expected.count - 1].cdb, cdb, length);
            free(cdb);
        }
    }
}

static void plan_command(const struct scsi_command *command)
{
    struct sent *sent = add(&planned);

    memcpy(sent->cdb, command->cdb, sizeof sent->cdb);
    sent->cdb_length = command->cdb_length;
    sent->bytes = command->requested_bytes;
    if (command->data) {
        sent->data_bytes = command->requested_bytes;
        memcpy(sent->data, command->data, command->requested_bytes);
    }
}

/* The plan's steps, each WRITE by itself, behind what is planned already. */
static void expand_more(const struct burn_plan *plan)
{
    struct burn_transfers transfers = {0, 0};
    const struct burn_step *from;
    struct burn_transfer transfer;
    struct scsi_command command;
    uint8_t data[BURN_STEP_DATA_MAX];
    size_t i;

    for (i = 0; i < plan->count; i++) {
        if (plan->steps[i].kind == BURN_STEP_WRITE) {
            do {
                assert_true(burn_plan_next_transfer(plan, &transfers, &transfer, &from));
                assert_ptr_equal(from, &plan->steps[i]);
                burn_step_write_command(&from->run, transfer.lba, transfer.blocks, NULL, &command);
                plan_command(&command);
            } while (!transfer.is_last);
        } else if (burn_step_command(&plan->steps[i], data, &command)) {
            plan_command(&command);
        }
    }
    assert_false(burn_plan_next_transfer(plan, &transfers, &transfer, &from));
}

static void expand(const struct burn_plan *plan)
{
    planned.count = 0;
    expand_more(plan);
}

static const char *hex_of(const uint8_t *bytes, size_t count)
{
    static char text[2][2 * 64 + 1];
    static int turn;
    size_t i;

    turn = !turn;
    text[turn][0] = '\0';
    for (i = 0; i < count; i++)
        sprintf(text[turn] + 2 * i, "%02x", bytes[i]);
    return text[turn];
}

static void compare(const char *id)
{
    size_t i;

    for (i = 0; i < expected.count && i < planned.count; i++) {
        const struct sent *want = &expected.commands[i], *have = &planned.commands[i];

        if (want->cdb_length != have->cdb_length || memcmp(want->cdb, have->cdb, want->cdb_length) != 0) {
            vector_fail(id, "command %u: expected %s, got %s", (unsigned)i, hex_of(want->cdb, want->cdb_length),
                        hex_of(have->cdb, have->cdb_length));
            return;
        }
        if (memcmp(want->data, have->data, want->data_bytes) != 0) {
            vector_fail(id, "command %u: expected data %s, got %s", (unsigned)i, hex_of(want->data, want->data_bytes),
                        hex_of(have->data, want->data_bytes));
        }
        if (want->bytes && want->bytes != have->bytes) {
            vector_fail(id, "command %u: %lu bytes", (unsigned)i, (unsigned long)have->bytes);
        }
    }
    if (expected.count != planned.count) {
        vector_fail(id, "%u commands expected, %u planned", (unsigned)expected.count, (unsigned)planned.count);
    }
}

static const struct scsi_limits limits = {65536, 65536, 0};

static void expand_and_free(struct burn_plan *plan)
{
    assert_false(plan->is_out_of_memory);
    expand_more(plan);
    burn_plan_free(plan);
}

/* PREVENT and ALLOW are the session's, which the audio writers keep from one track to the next. */
static void expand_removal(bool prevents)
{
    struct burn_plan plan;

    memset(&plan, 0, sizeof plan);
    burn_plan_append(&plan, BURN_STEP_REMOVAL, BURN_INITIALIZING)->prevents = prevents;
    expand_and_free(&plan);
}

/* "TAO: tracks of 400 and 350 sectors": each begins where the vector's disc says afterwards, the first at 0. */
static void plan_tracks(const cJSON *vector)
{
    struct burn_audio audio = {.has_buf = true, .is_left_open = property(vector, "DoNotFinalizeMedia")};
    static const struct {
        const char *id;
        uint32_t starts[2], blocks[2];
    } tracks[] = {{"cd-audio-tao-2", {0, 552}, {400, 350}}, {"cd-audio-tao-short-open", {0, 0}, {100, 0}}};
    size_t i = strcmp(vector_string(vector, "id"), tracks[0].id) == 0 ? 0 : 1, track;
    struct burn_plan plan;

    assert_string_equal(vector_string(vector, "id"), tracks[i].id);
    for (track = 0; track < 2 && tracks[i].blocks[track]; track++) {
        burn_plan_audio_settings(&audio, track == 0, &plan);
        expand_and_free(&plan);
        burn_plan_audio_track((int32_t)tracks[i].starts[track], tracks[i].blocks[track], &limits, &plan);
        expand_and_free(&plan);
    }
    burn_plan_audio_close(&audio, &plan);
    expand_and_free(&plan);
}

/* The image of three tracks with gaps, lead-in at -11,635: all of it but the lead-in before that. */
static void plan_raw(const cJSON *vector)
{
    struct burn_raw raw = {.has_buf = true, .start_lba = -11635, .blocks = 11635 + 15600 + 6750};
    struct burn_plan plan;

    raw.block_type = (uint8_t)cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(vector, "properties"),
                                                               "RequestedSectorType")
                         ->valueint;
    raw.block_bytes = raw.block_type == 1 ? 2368 : 2448;
    burn_plan_raw(&raw, &limits, &plan);
    expand_and_free(&plan);
}

static void plan_audio__each_operation_of_the_vectors__same_commands(void **state)
{
    cJSON *vectors = vectors_load("vectors/burn-sequences.json");
    const cJSON *vector;
    unsigned tracks = 0, raws = 0;

    (void)state;
    cJSON_ArrayForEach(vector, cJSON_GetObjectItemCaseSensitive(vectors, "sequences"))
    {
        const char *operation = vector_string(vector, "operation");
        bool is_raw = strncmp(operation, "RawCD", 5) == 0;

        if (!is_raw && strncmp(operation, "TAO", 3) != 0) continue;
        expect_steps(vector);
        planned.count = 0;
        expand_removal(true);
        if (is_raw) {
            raws++;
            plan_raw(vector);
        } else {
            tracks++;
            plan_tracks(vector);
        }
        expand_removal(false);
        compare(vector_string(vector, "id"));
    }
    assert_int_equal(vectors_take_failures(), 0);
    assert_int_equal(tracks, 2);
    assert_int_equal(raws, 2);
    cJSON_Delete(vectors);
}

static void plan__each_operation_of_the_vectors__same_commands(void **state)
{
    cJSON *vectors = vectors_load("vectors/burn-sequences.json");
    const cJSON *vector;
    unsigned writes = 0, erases = 0, others = 0;

    (void)state;
    cJSON_ArrayForEach(vector, cJSON_GetObjectItemCaseSensitive(vectors, "sequences"))
    {
        const char *operation = vector_string(vector, "operation");
        struct burn_failure failure;
        struct burn_wishes wishes;
        struct burn_media media;
        struct burn_plan plan;

        if (strncmp(operation, "Data.Write", 10) != 0 && strcmp(operation, "EraseMedia") != 0) {
            others++; /* plan_audio, below */
            continue;
        }
        media_of(vector, &media);
        if (operation[0] == 'D') {
            writes++;
            wishes_of(vector, &wishes);
            assert_int_equal(burn_plan_make(&media, &wishes, &limits, &plan, &failure), BURN_OK);
        } else {
            erases++;
            assert_int_equal(burn_plan_erase(&media, property(vector, "FullErase"), &limits, &plan, &failure), BURN_OK);
        }
        expect_steps(vector);
        expand(&plan);
        compare(vector_string(vector, "id"));
        burn_plan_free(&plan);
    }
    assert_int_equal(vectors_take_failures(), 0);
    assert_int_equal(writes, 28);
    assert_int_equal(erases, 8);
    assert_int_equal(others, 4);
    cJSON_Delete(vectors);
}

/* A medium that can be written, and a wish that fits it. */
static void fitting(struct burn_media *media, struct burn_wishes *wishes, enum burn_medium medium)
{
    size_t i;

    memset(wishes, 0, sizeof *wishes);
    wishes->block_count = 916;
    memset(media, 0, sizeof *media);
    for (i = 0; i < sizeof profiles / sizeof profiles[0]; i++) {
        if (profiles[i].medium != medium || media->medium) continue;
        media->medium = medium;
        media->method = profiles[i].method;
        media->unit_blocks = profiles[i].unit_blocks;
        media->total_blocks = profiles[i].total_blocks;
        media->free_blocks = profiles[i].total_blocks;
    }
    media->status = burn_is_overwritable(media) ? BURN_MEDIA_OVERWRITE_ONLY | BURN_MEDIA_BLANK
                                                : BURN_MEDIA_APPENDABLE | BURN_MEDIA_BLANK;
    media->is_formatted = true;
    media->is_heuristically_blank = true;
    media->can_incremental = true;
}

static enum burn_status check(const struct burn_media *media, const struct burn_wishes *wishes,
                              struct burn_failure *failure)
{
    enum burn_status status = burn_check(media, wishes, failure);

    assert_int_equal(failure->status, status);
    assert_int_equal(failure->media_status, media->status);
    assert_int_equal(failure->medium, media->medium);
    return status;
}

/* Each fault is told before those that stand behind it: all are there at first, and are mended from the front. */
static void check__several_faults__the_first_is_told(void **state)
{
    static const struct burn_range backwards[] = {{5, 4}};
    struct burn_failure failure;
    struct burn_wishes wishes;
    struct burn_media media;

    (void)state;
    fitting(&media, &wishes, BURN_MEDIUM_DVD_RAM);
    media.method = BURN_METHOD_NONE;
    media.status |= BURN_MEDIA_UNSUPPORTED | BURN_MEDIA_DAMAGED | BURN_MEDIA_WRITE_PROTECTED;
    media.is_heuristically_blank = false;
    wishes.block_count = 2236705;
    assert_int_equal(check(&media, &wishes, &failure), BURN_MEDIUM_UNSUPPORTED);
    media.method = BURN_METHOD_OVERWRITABLE;
    assert_int_equal(check(&media, &wishes, &failure), BURN_MEDIUM_UNSUPPORTED);
    media.status &= ~(uint32_t)BURN_MEDIA_UNSUPPORTED;
    assert_int_equal(check(&media, &wishes, &failure), BURN_INVALID_STATE);
    media.status &= ~(uint32_t)BURN_MEDIA_DAMAGED;
    assert_int_equal(check(&media, &wishes, &failure), BURN_WRITE_PROTECTED);
    media.status &= ~(uint32_t)BURN_MEDIA_WRITE_PROTECTED;
    assert_int_equal(check(&media, &wishes, &failure), BURN_NOT_BLANK);
    wishes.ranges = backwards;
    wishes.range_count = 1;
    assert_int_equal(check(&media, &wishes, &failure), BURN_TOO_LARGE);
    assert_int_equal(failure.needed_blocks, 2236705);
    assert_int_equal(failure.free_blocks, 2236704);
    wishes.block_count--;
    assert_int_equal(check(&media, &wishes, &failure), BURN_INVALID_RANGE);
    wishes.ranges = NULL;
    wishes.may_overwrite = true;
    assert_int_equal(check(&media, &wishes, &failure), BURN_OK);
}

static void check__unfit_states__invalid(void **state)
{
    static const uint32_t states[] = {BURN_MEDIA_DAMAGED, BURN_MEDIA_NON_EMPTY_SESSION, BURN_MEDIA_ERASE_REQUIRED,
                                      BURN_MEDIA_FINALIZED};
    struct burn_failure failure;
    struct burn_wishes wishes;
    struct burn_media media;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof states / sizeof states[0]; i++) {
        fitting(&media, &wishes, BURN_MEDIUM_CD_RW);
        media.status = states[i];
        assert_int_equal(check(&media, &wishes, &failure), BURN_INVALID_STATE);
    }
}

/* A CD has 150 blocks of post-gap behind the image, unless the image has them, and 300 blocks at least. */
static void check__room_on_cd__counts_the_post_gap(void **state)
{
    /* clang-format off */
    static const struct {
        uint32_t free_of_track, blocks;
        bool has_post_gap;
        enum burn_status status;
        uint64_t room;
    } cases[] = {
        {1000, 850,  false, BURN_OK,        0},
        {1000, 851,  false, BURN_TOO_LARGE, 850},
        {1000, 1000, true,  BURN_OK,        0},
        {1000, 1001, true,  BURN_TOO_LARGE, 1000},
        {300,  10,   true,  BURN_OK,        0},
        {299,  10,   true,  BURN_TOO_LARGE, 9},
    };
    /* clang-format on */
    struct burn_failure failure;
    struct burn_wishes wishes;
    struct burn_media media;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fitting(&media, &wishes, BURN_MEDIUM_CD_R);
        media.has_track = true;
        media.track.free_blocks = cases[i].free_of_track;
        media.free_blocks = cases[i].free_of_track - 150;
        wishes.block_count = cases[i].blocks;
        wishes.has_post_gap = cases[i].has_post_gap;
        assert_int_equal(check(&media, &wishes, &failure), cases[i].status);
        assert_int_equal(failure.free_blocks, cases[i].room);
    }
}

/* A drive that says FFFFFFFFh of its room says nothing: what counts was worked out from the rest. */
static void check__free_blocks_that_lie__are_not_room(void **state)
{
    struct burn_failure failure;
    struct burn_wishes wishes;
    struct burn_media media;

    (void)state;
    fitting(&media, &wishes, BURN_MEDIUM_CD_R);
    media.has_track = true;
    media.track.free_blocks = 0xFFFFFFFF;
    media.free_blocks = 347995;
    wishes.block_count = 347996;
    assert_int_equal(check(&media, &wishes, &failure), BURN_TOO_LARGE);
    assert_int_equal(failure.free_blocks, 347995);
    media.track.free_blocks = 0;
    media.free_blocks = 0;
    wishes.has_post_gap = true;
    assert_int_equal(check(&media, &wishes, &failure), BURN_TOO_LARGE);
    assert_int_equal(failure.free_blocks, 0);
}

static void check__test_write__where_the_drive_offers_it(void **state)
{
    struct burn_failure failure;
    struct burn_wishes wishes;
    struct burn_media media;
    struct burn_plan plan;
    size_t i;

    (void)state;
    fitting(&media, &wishes, BURN_MEDIUM_DVD_R);
    wishes.is_test = true;
    assert_int_equal(check(&media, &wishes, &failure), BURN_NO_TEST_WRITE);
    media.can_test_write = true;
    assert_int_equal(burn_plan_make(&media, &wishes, &limits, &plan, &failure), BURN_OK);
    expand(&plan);
    assert_memory_equal(planned.commands[1].data + 8, "\x05\x32\x30\xE5", 4); /* test write, LS_V; no BUFE */
    for (i = 0; i < planned.count; i++)
        assert_int_not_equal(planned.commands[i].cdb[0], 0x5B); /* there is nothing to close */
    burn_plan_free(&plan);
}

static void plan__unformatted_bd_re__by_the_count_of_its_format(void **state)
{
    struct burn_failure failure;
    struct burn_wishes wishes;
    struct burn_media media;
    struct burn_plan plan;

    (void)state;
    fitting(&media, &wishes, BURN_MEDIUM_BD_RE);
    media.is_formatted = false;
    media.total_blocks = 12219392; /* without spare area: another format's */
    media.format_blocks = 11826176;
    wishes.block_count = 11826177;
    assert_int_equal(check(&media, &wishes, &failure), BURN_TOO_LARGE);
    wishes.block_count--;
    assert_int_equal(burn_plan_make(&media, &wishes, &limits, &plan, &failure), BURN_OK);
    assert_int_equal(plan.steps[1].kind, BURN_STEP_FORMAT);
    assert_int_equal(load_be32(plan.steps[1].list + 4), 11826176);
    burn_plan_free(&plan);
}

/* Padding never goes past the end of the medium. */
static void plan__last_unit_is_not_whole__no_padding(void **state)
{
    struct burn_failure failure;
    struct burn_wishes wishes;
    struct burn_media media;
    struct burn_plan plan;

    (void)state;
    fitting(&media, &wishes, BURN_MEDIUM_DVD_RAM);
    media.total_blocks = 920;
    assert_int_equal(burn_plan_make(&media, &wishes, &limits, &plan, &failure), BURN_OK);
    assert_int_equal(plan.agreement.written_end, 916);
    burn_plan_free(&plan);
}

/* DVD-RW in restricted overwrite takes whole ECC blocks; other media exactly the range. */
static void plan__ranges__in_whole_ecc_blocks_where_it_has_to_be(void **state)
{
    static const struct burn_range ranges[] = {{20, 40}, {910, 915}};
    struct burn_failure failure;
    struct burn_wishes wishes;
    struct burn_media media;
    struct burn_plan plan;

    (void)state;
    fitting(&media, &wishes, BURN_MEDIUM_DVD_RW);
    assert_int_equal(media.method, BURN_METHOD_OVERWRITABLE);
    wishes.ranges = ranges;
    wishes.range_count = 2;
    assert_int_equal(burn_plan_make(&media, &wishes, &limits, &plan, &failure), BURN_OK);
    expand(&plan);
    assert_string_equal(hex_of(planned.commands[2].cdb, 10), "2a000000001000002000"); /* 16 to 47 */
    assert_string_equal(hex_of(planned.commands[3].cdb, 10), "2a000000038000002000"); /* 896 to 927 */
    burn_plan_free(&plan);
}

static void plan__sequential_medium__ranges_are_not_minded(void **state)
{
    static const struct burn_range ranges[] = {{20, 40}};
    struct burn_failure failure;
    struct burn_wishes wishes;
    struct burn_media media;
    struct burn_plan plan;

    (void)state;
    fitting(&media, &wishes, BURN_MEDIUM_DVD_PLUS_R);
    wishes.ranges = ranges;
    wishes.range_count = 0; /* elsewhere this would write nothing */
    assert_int_equal(burn_plan_make(&media, &wishes, &limits, &plan, &failure), BURN_OK);
    assert_int_equal(plan.agreement.written_end, 928);
    burn_plan_free(&plan);
}

static void plan__blank_cd_without_track_at_once__session_at_once(void **state)
{
    struct burn_failure failure;
    struct burn_wishes wishes;
    struct burn_media media;
    struct burn_plan plan;

    (void)state;
    fitting(&media, &wishes, BURN_MEDIUM_CD_R);
    media.can_session_at_once = true;
    assert_int_equal(burn_plan_make(&media, &wishes, &limits, &plan, &failure), BURN_OK);
    assert_int_equal(plan.steps[1].parameters.write_type, 2);
    burn_plan_free(&plan);
}

/* A layer 0 that does not hold half of the disc is none to break at: the drive's own boundary stays. */
static void plan__layer_break__never_behind_layer_0(void **state)
{
    struct burn_failure failure;
    struct burn_wishes wishes;
    struct burn_media media;
    struct burn_plan plan;

    (void)state;
    fitting(&media, &wishes, BURN_MEDIUM_DVD_PLUS_R_DL);
    media.layer_blocks = 400;
    assert_int_equal(burn_plan_make(&media, &wishes, &limits, &plan, &failure), BURN_OK);
    assert_int_equal(plan.steps[2].kind, BURN_STEP_WRITE);
    burn_plan_free(&plan);
    media.layer_blocks = 464; /* 916 are 928 with their padding */
    assert_int_equal(burn_plan_make(&media, &wishes, &limits, &plan, &failure), BURN_OK);
    assert_int_equal(plan.steps[2].kind, BURN_STEP_LAYER_BREAK);
    assert_int_equal(load_be32(plan.steps[2].list + 8), 464);
    burn_plan_free(&plan);
}

static void plan__nearly_full_disc__is_closed(void **state)
{
    struct burn_failure failure;
    struct burn_wishes wishes;
    struct burn_media media;
    struct burn_plan plan;

    (void)state;
    fitting(&media, &wishes, BURN_MEDIUM_BD_R);
    media.status = BURN_MEDIA_APPENDABLE | BURN_MEDIA_FINAL_SESSION;
    assert_int_equal(burn_plan_make(&media, &wishes, &limits, &plan, &failure), BURN_OK);
    expand(&plan);
    assert_string_equal(hex_of(planned.commands[planned.count - 2].cdb, 10), "5b010600000000000000");
    burn_plan_free(&plan);
}

static void plan__blocks_per_write__whole_units_within_the_limit(void **state)
{
    /* clang-format off */
    static const struct {
        uint32_t limit, block_bytes, unit, blocks;
    } cases[] = {
        {65536,   2048, 32, 32}, {131072, 2048, 16, 32}, {64512, 2048, 16, 16}, {64512, 2048, 1, 31},
        {64512,   2048, 32, 16}, {32768,  2048, 32, 16}, {2048,  2048, 16, 1},  {65536, 2352, 1, 27},
        {65536,   2368, 1,  27}, {65536,  2448, 1,  26}, {65536, 1,    1,  65535},
    };
    /* clang-format on */
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scsi_limits adapter = {cases[i].limit, cases[i].limit, 0};

        assert_int_equal(burn_plan_blocks_per_write(&adapter, cases[i].block_bytes, cases[i].unit), cases[i].blocks);
    }
}

/* A dry run prints these. */
static void step__in_words__says_what_is_done(void **state)
{
    static const char *const words[] = {
        "prevent removal",
        "set the write parameters",
        "set the speed",
        "calibrate the laser's power",
        "write 928 blocks from 0, 32 a command (12 of them zeros)",
        "synchronize the cache",
        "close track 1",
        "close the session",
        "compare the disc's own information",
        "verify every block",
        "allow removal",
    };
    struct burn_failure failure;
    struct burn_wishes wishes;
    struct burn_media media;
    struct burn_plan plan;
    char text[128];
    size_t i;

    (void)state;
    fitting(&media, &wishes, BURN_MEDIUM_DVD_R);
    wishes.verification = BURN_VERIFY_FULL;
    assert_int_equal(burn_plan_make(&media, &wishes, &limits, &plan, &failure), BURN_OK);
    assert_int_equal(plan.count, sizeof words / sizeof words[0]);
    for (i = 0; i < plan.count; i++) {
        burn_step_describe(&plan.steps[i], text, sizeof text);
        assert_string_equal(text, words[i]);
        burn_step_describe(&plan.steps[i], text, 8);
        assert_memory_equal(text, words[i], 7);
        assert_int_equal(text[7], 0);
    }
    burn_plan_free(&plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan__each_operation_of_the_vectors__same_commands),
        cmocka_unit_test(plan_audio__each_operation_of_the_vectors__same_commands),
        cmocka_unit_test(check__several_faults__the_first_is_told),
        cmocka_unit_test(check__unfit_states__invalid),
        cmocka_unit_test(check__room_on_cd__counts_the_post_gap),
        cmocka_unit_test(check__free_blocks_that_lie__are_not_room),
        cmocka_unit_test(check__test_write__where_the_drive_offers_it),
        cmocka_unit_test(plan__unformatted_bd_re__by_the_count_of_its_format),
        cmocka_unit_test(plan__last_unit_is_not_whole__no_padding),
        cmocka_unit_test(plan__ranges__in_whole_ecc_blocks_where_it_has_to_be),
        cmocka_unit_test(plan__sequential_medium__ranges_are_not_minded),
        cmocka_unit_test(plan__blank_cd_without_track_at_once__session_at_once),
        cmocka_unit_test(plan__layer_break__never_behind_layer_0),
        cmocka_unit_test(plan__nearly_full_disc__is_closed),
        cmocka_unit_test(plan__blocks_per_write__whole_units_within_the_limit),
        cmocka_unit_test(step__in_words__says_what_is_done),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
