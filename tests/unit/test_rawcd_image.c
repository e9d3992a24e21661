/* Layouts of raw audio images: addresses, sizes and tables of contents as literals; the rules of index marks; texts. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "rawcd/image.h"

struct image {
    bool has_gaps;
    uint32_t pregap;
    uint32_t sectors[3];
    int32_t starts[3];
    int32_t lead_out;
    uint32_t image_sectors;
    uint64_t bytes_pq, bytes_pw;
    const char *toc;
};

static const struct image images[] = {
    {true,
     0,
     {10000, 5000, 300},
     {0, 10150, 15300},
     15600,
     45000,
     106560000,
     110160000,
     "00220103001201000000000000120200000027a60012030000003bc40012aa0000003cf0"},
    {false,
     0,
     {10000, 5000, 300},
     {0, 10000, 15000},
     15300,
     44700,
     105849600,
     109425600,
     "00220103001201000000000000120200000027100012030000003a980012aa0000003bc4"},
    {false, 1150, {10000}, {1000}, 11000, 40400, 95667200, 98899200, "0012010100120100000003e80012aa0000002af8"},
};

static void make(const struct image *image, struct rawcd_layout *layout)
{
    unsigned i;

    rawcd_layout_init(layout);
    assert_int_equal(rawcd_set_gaps(layout, image->has_gaps), RAWCD_OK);
    assert_int_equal(rawcd_set_pregap(layout, image->pregap), RAWCD_OK);
    for (i = 0; i < 3 && image->sectors[i] > 0; i++)
        assert_int_equal(rawcd_add_track(layout, image->sectors[i]), RAWCD_OK);
    for (i = 0; i < layout->track_count; i++)
        layout->tracks[i].copying = RAWCD_COPYING_PERMITTED;
}

static void layout__three_images__addresses_sizes_and_table_of_contents(void **state)
{
    static const char digits[] = "0123456789abcdef";
    struct rawcd_layout layout;
    uint8_t toc[RAWCD_TOC_BYTES_MAX];
    size_t i, at, bytes;
    unsigned track;

    (void)state;
    for (i = 0; i < sizeof images / sizeof images[0]; i++) {
        make(&images[i], &layout);
        for (track = 0; track < layout.track_count; track++)
            assert_int_equal(layout.tracks[track].start, images[i].starts[track]);
        assert_int_equal(layout.lead_out, images[i].lead_out);
        assert_int_equal(rawcd_image_sectors(&layout), images[i].image_sectors);
        assert_int_equal((uint64_t)rawcd_image_sectors(&layout) * rawcd_sector_bytes(RAWCD_FORM_PQ),
                         images[i].bytes_pq);
        assert_int_equal((uint64_t)rawcd_image_sectors(&layout) * rawcd_sector_bytes(RAWCD_FORM_RAW),
                         images[i].bytes_pw);
        bytes = rawcd_make_toc(&layout, toc);
        assert_int_equal(bytes * 2, strlen(images[i].toc));
        for (at = 0; at < bytes; at++) {
            assert_int_equal(digits[toc[at] >> 4], images[i].toc[2 * at]);
            assert_int_equal(digits[toc[at] & 15], images[i].toc[2 * at + 1]);
        }
    }
}

/* A new setting moves the tracks that are there. */
static void set_gaps_and_pregap__tracks_there__all_move(void **state)
{
    struct rawcd_layout layout;

    (void)state;
    make(&images[1], &layout);
    assert_int_equal(rawcd_set_gaps(&layout, true), RAWCD_OK);
    assert_int_equal(layout.tracks[1].start, 10150);
    assert_int_equal(layout.lead_out, 15600);
    assert_int_equal(rawcd_set_pregap(&layout, 1150), RAWCD_OK);
    assert_int_equal(layout.tracks[0].start, 1000);
    assert_int_equal(layout.lead_out, 16600);
    assert_int_equal(rawcd_set_pregap(&layout, 0), RAWCD_OK);
    assert_int_equal(layout.tracks[0].start, 0);
}

static void add_track__wrong_sizes__changes_nothing(void **state)
{
    struct rawcd_layout layout;

    (void)state;
    make(&images[1], &layout);
    assert_int_equal(rawcd_add_track(&layout, 299), RAWCD_INVALID);
    assert_int_equal(rawcd_add_track(&layout, UINT64_MAX), RAWCD_BEYOND_LIMIT);
    assert_int_equal(rawcd_add_track(&layout, 398100 - 15300 + 1), RAWCD_BEYOND_LIMIT);
    assert_int_equal(layout.track_count, 3);
    assert_int_equal(layout.lead_out, 15300);
    assert_int_equal(rawcd_add_track(&layout, 398100 - 15300), RAWCD_OK);
    assert_int_equal(layout.lead_out, 398100);
    assert_int_equal(rawcd_set_gaps(&layout, true), RAWCD_BEYOND_LIMIT);
    assert_false(layout.has_gaps);
    assert_int_equal(rawcd_set_pregap(&layout, 151), RAWCD_BEYOND_LIMIT);
    assert_int_equal(layout.tracks[0].start, 0);
}

static void add_track__number_99_is_the_last(void **state)
{
    struct rawcd_layout layout;

    (void)state;
    rawcd_layout_init(&layout);
    layout.first_number = 98;
    assert_int_equal(rawcd_add_track(&layout, 300), RAWCD_OK);
    assert_int_equal(rawcd_add_track(&layout, 300), RAWCD_OK);
    assert_int_equal(rawcd_add_track(&layout, 300), RAWCD_TOO_MANY_TRACKS);
}

/* 397799 is the last sector of the longest special pre-gap: a track of four seconds still finds room. */
static void set_pregap__its_ends(void **state)
{
    struct rawcd_layout layout;

    (void)state;
    rawcd_layout_init(&layout);
    assert_int_equal(rawcd_set_pregap(&layout, 149), RAWCD_INVALID);
    assert_int_equal(rawcd_set_pregap(&layout, 150), RAWCD_OK);
    assert_int_equal(rawcd_set_pregap(&layout, 397799 + 1 + 150), RAWCD_OK);
    assert_int_equal(rawcd_add_track(&layout, 300), RAWCD_OK);
    assert_int_equal(rawcd_add_track(&layout, 300), RAWCD_BEYOND_LIMIT);
    assert_int_equal(rawcd_set_pregap(&layout, 397799 + 1 + 151), RAWCD_BEYOND_LIMIT);
}

static void set_pregap__no_track_yet__leaves_room_for_one(void **state)
{
    struct rawcd_layout layout;

    (void)state;
    rawcd_layout_init(&layout);
    assert_int_equal(rawcd_set_pregap(&layout, 397799 + 1 + 151), RAWCD_BEYOND_LIMIT);
}

static void set_limit__range_and_use(void **state)
{
    struct rawcd_layout layout;

    (void)state;
    make(&images[1], &layout);
    assert_int_equal(rawcd_set_limit(&layout, 0), RAWCD_INVALID);
    assert_int_equal(rawcd_set_limit(&layout, 398101), RAWCD_INVALID);
    assert_int_equal(rawcd_set_limit(&layout, 15299), RAWCD_BEYOND_LIMIT);
    assert_int_equal(rawcd_set_limit(&layout, 15300), RAWCD_OK);
    assert_int_equal(rawcd_add_track(&layout, 300), RAWCD_BEYOND_LIMIT);
    assert_int_equal(rawcd_set_limit(&layout, 398100), RAWCD_OK);
}

static void index__marks__sorted_and_apart(void **state)
{
    struct rawcd_layout layout;
    struct rawcd_track *track = &layout.tracks[0];

    (void)state;
    make(&images[1], &layout);
    assert_int_equal(rawcd_add_index(track, 0), RAWCD_INDEX_EXISTS);
    assert_int_equal(rawcd_add_index(track, 10000), RAWCD_INVALID);
    assert_int_equal(rawcd_add_index(track, 9), RAWCD_TOO_CLOSE);
    assert_int_equal(rawcd_add_index(track, 500), RAWCD_OK);
    assert_int_equal(rawcd_add_index(track, 10), RAWCD_OK);
    assert_int_equal(rawcd_add_index(track, 491), RAWCD_TOO_CLOSE);
    assert_int_equal(rawcd_add_index(track, 490), RAWCD_OK);
    assert_int_equal(rawcd_add_index(track, 490), RAWCD_INDEX_EXISTS);
    assert_int_equal(track->index_count, 4);
    assert_int_equal(track->indexes[1], 10);
    assert_int_equal(track->indexes[2], 490);
    assert_int_equal(track->indexes[3], 500);
    assert_int_equal(rawcd_clear_index(track, 0), RAWCD_INDEX_IS_START);
    assert_int_equal(rawcd_clear_index(track, 11), RAWCD_INDEX_UNKNOWN);
    assert_int_equal(rawcd_clear_index(track, 501), RAWCD_INDEX_UNKNOWN);
    assert_int_equal(rawcd_clear_index(track, 490), RAWCD_OK);
    assert_int_equal(track->index_count, 3);
    assert_int_equal(track->indexes[2], 500);
}

static void add_index__the_hundredth__too_many(void **state)
{
    struct rawcd_layout layout;
    uint32_t i;

    (void)state;
    make(&images[1], &layout);
    for (i = 1; i < 99; i++)
        assert_int_equal(rawcd_add_index(&layout.tracks[0], i * 10), RAWCD_OK);
    assert_int_equal(rawcd_add_index(&layout.tracks[0], 990), RAWCD_TOO_MANY_INDEXES);
    assert_int_equal(rawcd_add_index(&layout.tracks[0], 980), RAWCD_INDEX_EXISTS);
}

struct text {
    const char *text, *parsed; /* NULL: refused */
};

static void parse_isrc__texts(void **state)
{
    static const struct text rows[] = {
        {"US-K7Y-98-12345", "USK7Y9812345"},
        {"usk7y9812345", "USK7Y9812345"},
        {"DE-A120500001", "DEA120500001"},
        {"", NULL},
        {"USK7Y981234", NULL},
        {"USK7Y98123456", NULL},
        {"U1K7Y9812345", NULL},
        {"USK7Y9A12345", NULL},
        {"USK-7Y9812345", NULL},
        {"US--K7Y9812345", NULL},
        {"US-K7Y-98-12345-", NULL},
        {"US_K7Y9812345", NULL},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char isrc[RAWCD_ISRC_CHARACTERS + 1] = "before";

        assert_int_equal(rawcd_parse_isrc(rows[i].text, isrc), rows[i].parsed ? RAWCD_OK : RAWCD_INVALID);
        assert_string_equal(isrc, rows[i].parsed ? rows[i].parsed : "before");
    }
}

/* 4006381333931 is the example of many descriptions of EAN-13. */
static void parse_catalog__texts(void **state)
{
    static const struct text rows[] = {
        {"4006381333931", "4006381333931"},
        {"123456789012", "0123456789012"},
        {"0", "0000000000000"},
        {"4006381333932", NULL},
        {"40063813339310", NULL},
        {"", NULL},
        {"400638133393x", NULL},
        {"-", NULL},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char catalog[RAWCD_CATALOG_DIGITS + 1] = "before";

        assert_int_equal(rawcd_parse_catalog(rows[i].text, catalog), rows[i].parsed ? RAWCD_OK : RAWCD_INVALID);
        assert_string_equal(catalog, rows[i].parsed ? rows[i].parsed : "before");
    }
}

/* Audio whose bytes say where they come from: part, then the number of the 32-bit word. */
struct numbered {
    struct rawcd_content content;
    unsigned failing_part; /* 0: none */
};

static int32_t read_numbered(struct rawcd_content *content, unsigned part, uint64_t offset, void *bytes, uint32_t count)
{
    const struct numbered *numbered = (const struct numbered *)content;
    uint8_t *out = bytes;
    uint32_t i;

    if (part == numbered->failing_part && part != 0) return 77;
    for (i = 0; i < count; i++)
        out[i] = (uint8_t)((offset + i) / 7 + part * 31 + (offset + i) % 251);
    return 0;
}

static int32_t read_rw(struct rawcd_content *content, uint32_t sector, void *bytes)
{
    (void)content;
    memset(bytes, (int)(sector & 0xFF), 96);
    return 0;
}

static uint8_t numbered_byte(unsigned part, uint64_t offset)
{
    return (uint8_t)(offset / 7 + part * 31 + offset % 251);
}

/* Where the audio of a sector comes from is asked of the literals above. */
static void image_read__whole_and_in_pieces__the_same_bytes(void **state)
{
    static uint8_t whole[700 * 2448], pieces[700 * 2448];
    struct numbered numbered = {{read_numbered, read_rw}, 0};
    struct rawcd_layout layout;
    uint64_t begin = (uint64_t)(9800 + 22650) * 2448; /* 200 sectors of track 1, the gap, 350 of track 2 */
    size_t got, at, piece;

    (void)state;
    make(&images[0], &layout);
    assert_int_equal(rawcd_image_read(&layout, RAWCD_FORM_RAW, &numbered.content, begin, whole, sizeof whole, &got), 0);
    assert_int_equal(got, sizeof whole);
    for (at = 0, piece = 1; at < sizeof pieces; at += got, piece = piece * 5 % 40009 + 1) {
        assert_int_equal(rawcd_image_read(&layout, RAWCD_FORM_RAW, &numbered.content, begin + at, pieces + at,
                                          piece < sizeof pieces - at ? piece : sizeof pieces - at, &got),
                         0);
        assert_true(got > 0);
    }
    assert_memory_equal(whole, pieces, sizeof whole);

    assert_int_equal(whole[0], numbered_byte(1, (uint64_t)9800 * 2352));
    assert_int_equal(whole[199 * 2448 + 2351], numbered_byte(1, (uint64_t)10000 * 2352 - 1));
    assert_int_equal(whole[200 * 2448], 0);
    assert_int_equal(whole[349 * 2448 + 2351], 0);
    assert_int_equal(whole[350 * 2448], numbered_byte(2, 0));
    assert_int_equal(whole[699 * 2448], numbered_byte(2, (uint64_t)349 * 2352));
    assert_int_equal(whole[2352] & 0x3F, (9800 + 22650) & 0x3F);
}

static void image_read__special_pregap__its_audio_from_minus_150_on(void **state)
{
    static uint8_t bytes[3 * 2368];
    struct numbered numbered = {{read_numbered, NULL}, 0};
    struct rawcd_layout layout;
    size_t got;

    (void)state;
    make(&images[2], &layout);
    assert_int_equal(rawcd_image_read(&layout, RAWCD_FORM_PQ, &numbered.content, (uint64_t)(-151 + 22650) * 2368, bytes,
                                      sizeof bytes, &got),
                     0);
    assert_int_equal(got, sizeof bytes);
    assert_int_equal(bytes[1], 0);
    assert_int_equal(bytes[2368 + 1], numbered_byte(0, 1));
    assert_int_equal(rawcd_image_read(&layout, RAWCD_FORM_PQ, &numbered.content, (uint64_t)(999 + 22650) * 2368, bytes,
                                      sizeof bytes, &got),
                     0);
    assert_int_equal(bytes[0], numbered_byte(0, (uint64_t)1149 * 2352));
    assert_int_equal(bytes[2368], numbered_byte(1, 0));
}

static void image_read__end_and_failure__what_was_got(void **state)
{
    static uint8_t bytes[20 * 2448];
    struct numbered numbered = {{read_numbered, NULL}, 2};
    struct rawcd_layout layout;
    size_t got;

    (void)state;
    make(&images[0], &layout);
    assert_int_equal(
        rawcd_image_read(&layout, RAWCD_FORM_RAW, &numbered.content, 110160000 - 5000, bytes, sizeof bytes, &got), 0);
    assert_int_equal(got, 5000);
    assert_int_equal(rawcd_image_read(&layout, RAWCD_FORM_RAW, &numbered.content, 110160000, bytes, sizeof bytes, &got),
                     0);
    assert_int_equal(got, 0);
    /* The gap in front of track 2 is read, the track is not. */
    assert_int_equal(rawcd_image_read(&layout, RAWCD_FORM_RAW, &numbered.content, (uint64_t)(10140 + 22650) * 2448,
                                      bytes, sizeof bytes, &got),
                     77);
    assert_int_equal(got, 10 * 2448);
    assert_int_equal(rawcd_image_read(&layout, RAWCD_FORM_RAW, &numbered.content, (uint64_t)(10150 + 22650) * 2448 + 9,
                                      bytes, 100, &got),
                     77);
    assert_int_equal(got, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layout__three_images__addresses_sizes_and_table_of_contents),
        cmocka_unit_test(set_gaps_and_pregap__tracks_there__all_move),
        cmocka_unit_test(add_track__wrong_sizes__changes_nothing),
        cmocka_unit_test(add_track__number_99_is_the_last),
        cmocka_unit_test(set_pregap__its_ends),
        cmocka_unit_test(set_pregap__no_track_yet__leaves_room_for_one),
        cmocka_unit_test(set_limit__range_and_use),
        cmocka_unit_test(index__marks__sorted_and_apart),
        cmocka_unit_test(add_index__the_hundredth__too_many),
        cmocka_unit_test(parse_isrc__texts),
        cmocka_unit_test(parse_catalog__texts),
        cmocka_unit_test(image_read__whole_and_in_pieces__the_same_bytes),
        cmocka_unit_test(image_read__special_pregap__its_audio_from_minus_150_on),
        cmocka_unit_test(image_read__end_and_failure__what_was_got),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
