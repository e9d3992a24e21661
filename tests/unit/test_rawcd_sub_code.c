/* Sub-code Q and P of raw audio images: every frame equals one that another program computed from IEC 60908 and
 * ECMA-130, CRC included.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "base/hex.h"
#include "rawcd/sub_code.h"

struct frame {
    int32_t lba;
    bool has_p;
    const char *q;
};

/* Three tracks of 10000, 5000 and 300 sectors; track 2 has index 2 at 2000. */
static struct rawcd_layout three_tracks(bool has_gaps)
{
    struct rawcd_layout layout;

    rawcd_layout_init(&layout);
    assert_int_equal(rawcd_set_gaps(&layout, has_gaps), RAWCD_OK);
    assert_int_equal(rawcd_add_track(&layout, 10000), RAWCD_OK);
    assert_int_equal(rawcd_add_track(&layout, 5000), RAWCD_OK);
    assert_int_equal(rawcd_add_track(&layout, 300), RAWCD_OK);
    assert_int_equal(rawcd_add_index(&layout.tracks[1], 2000), RAWCD_OK);
    return layout;
}

static void assert_hex(const uint8_t *bytes, size_t count, const char *hex)
{
    static const char digits[] = "0123456789abcdef";
    char found[2 * RAWCD_PW_BYTES + 1];
    size_t i;

    assert_true(count <= RAWCD_PW_BYTES);
    for (i = 0; i < count; i++) {
        found[2 * i] = digits[bytes[i] >> 4];
        found[2 * i + 1] = digits[bytes[i] & 15];
    }
    found[2 * count] = '\0';
    assert_string_equal(found, hex);
}

static void assert_frames(const struct rawcd_layout *layout, const struct frame *frames, size_t count)
{
    uint8_t q[RAWCD_Q_BYTES];
    size_t i;

    for (i = 0; i < count; i++) {
        print_message("LBA %d\n", (int)frames[i].lba);
        rawcd_make_q(layout, frames[i].lba, q);
        assert_hex(q, sizeof q, frames[i].q);
        assert_int_equal(rawcd_has_p(layout, frames[i].lba), frames[i].has_p);
    }
}
#define assert_frames(layout, frames) assert_frames(layout, frames, sizeof(frames) / sizeof(frames)[0])

static void make_q__silent_gaps__every_section_of_the_session(void **state)
{
    static const struct frame frames[] = {
        {-22650, false, "210001950000000002006d23"}, /* lead-in, POINT 01 */
        {-22649, false, "21000195000100000200c772"}, /* lead-in, POINT 01 */
        {-22648, false, "2100019500020000020029a0"}, /* lead-in, POINT 01 */
        {-22647, false, "21000295000300021725ada5"}, /* lead-in, POINT 02 */
        {-22644, false, "21000395000600032600bc72"}, /* lead-in, POINT 03 */
        {-22641, false, "2100a0950009000100005537"}, /* lead-in, POINT A0 */
        {-22638, false, "2100a1950012000300009421"}, /* lead-in, POINT A1 */
        {-22635, false, "2100a2950015000330003e15"}, /* lead-in, POINT A2 */
        {-22632, false, "210001950018000002006b54"}, /* lead-in, POINT 01 */
        {-11635, false, "2100a297266500033000fb99"}, /* lead-in, POINT A2 */
        {-11634, false, "210001972666000002006170"}, /* lead-in, POINT 01 */
        {-151, false, "2100a299597400033000e785"},   /* lead-in, POINT A2 */
        {-150, true, "2101000001740000000093b4"},
        {-1, true, "210100000000000001744fb6"}, /* last sector of it: 00:00:00 */
        {0, true, "210101000000000002006325"},  /* first sector of track 1: P is still 1 */
        {1, false, "21010100000100000201d955"}, /* second sector */
        {74, false, "21010100007400000274c9b6"},
        {75, false, "2101010001000000030015b4"},   /* carry into seconds */
        {4501, false, "210101010001000102015604"}, /* sector 4501: minutes carried */
        {9999, false, "21010102132400021524c672"}, /* last sector of track 1 */
        {10000, true, "2102000001740002152558d1"}, /* silent gap before track 2, index 0 */
        {10149, true, "21020000000000021724ffb2"},
        {10150, true, "21020100000000021725a840"},
        {12151, false, "2102020026510002440158b5"}, /* index 2 set at offset 2000, its second sector */
        {15300, true, "210301000000000326003630"},
        {15599, true, "21030100037400032974427d"}, /* P is 1 in the last 150 sectors before the lead-out */
        {15600, true, "21aa01000000000330004577"},
        {15601, false, "21aa0100000100033001ff07"},
        {15750, true, "21aa0100020000033200a855"}, /* 2 Hz flashing begins with 1 */
        {15769, false, "21aa0100021900033219876b"},
        {22349, false, "21aa01012974000459741e4d"},
    };
    struct rawcd_layout layout = three_tracks(true);

    (void)state;
    assert_frames(&layout, frames);
}

static void make_q__gapless__index_0_is_the_end_of_the_track_before(void **state)
{
    static const struct frame frames[] = {
        {9850, true, "21020000017400021325f277"},
    };
    struct rawcd_layout layout = three_tracks(false);

    (void)state;
    assert_frames(&layout, frames);
}

static void make_q__copying_prohibited__control_bit_clear(void **state)
{
    static const struct frame frames[] = {
        {1, false, "01010100000100000201e058"}, /* copying prohibited */
    };
    struct rawcd_layout layout = three_tracks(true);

    (void)state;
    layout.tracks[0].copying = RAWCD_COPYING_PROHIBITED;
    assert_frames(&layout, frames);
}

static void make_q__pre_emphasis__control_bit_set(void **state)
{
    static const struct frame frames[] = {
        {1, false, "1101010000010000020174ce"}, /* prohibited, pre-emphasis */
    };
    struct rawcd_layout layout = three_tracks(true);

    (void)state;
    layout.tracks[0].copying = RAWCD_COPYING_PROHIBITED;
    layout.tracks[0].has_preemphasis = true;
    assert_frames(&layout, frames);
}

static void make_q__pre_emphasis_and_copying__both_bits_set(void **state)
{
    static const struct frame frames[] = {
        {1, false, "310101000001000002014dc3"},
    };
    struct rawcd_layout layout = three_tracks(true);

    (void)state;
    layout.tracks[0].has_preemphasis = true;
    assert_frames(&layout, frames);
}

static void make_q__scms__copy_bit_alternates(void **state)
{
    static const struct frame frames[] = {
        {2, false, "010101000002000002023ee9"}, /* SCMS: (LBA + 150) mod 8 below 4 gives copy bit 0 */
        {6, false, "21010100000600000206ce66"}, /* SCMS: (LBA + 150) mod 8 = 4 gives copy bit 1 */
    };
    struct rawcd_layout layout = three_tracks(true);

    (void)state;
    layout.tracks[0].copying = RAWCD_COPYING_SCMS;
    assert_frames(&layout, frames);
}

static void make_q__first_number_5__track_5(void **state)
{
    static const struct frame frames[] = {
        {1, false, "2105010000010000020145ba"}, /* StartingTrackNumber 5 */
    };
    struct rawcd_layout layout = three_tracks(true);

    (void)state;
    layout.first_number = 5;
    assert_frames(&layout, frames);
}

static void make_q__catalogue_number__in_every_90th_sector(void **state)
{
    static const struct frame frames[] = {
        {1, false, "2201234567890120000119ab"},   /* catalogue number 0123456789012 */
        {90, false, "220123456789012000154b1e"},  /* catalogue number 0123456789012 */
        {180, false, "220123456789012000303fd9"}, /* catalogue number 0123456789012 */
        {-90, true, "22012345678901200060652c"},  /* catalogue number frame in the pre-gap of track 1 */
    };
    struct rawcd_layout layout = three_tracks(true);

    (void)state;
    assert_int_equal(rawcd_parse_catalog("123456789012", layout.catalog), RAWCD_OK);
    assert_frames(&layout, frames);
}

static void make_q__isrc__in_every_90th_sector_of_its_track(void **state)
{
    static const struct frame frames[] = {
        {50, false, "239636c7a498123450501071"},    /* ISRC US-K7Y-98-12345 */
        {140, false, "239636c7a498123450657687"},   /* ISRC US-K7Y-98-12345 */
        {10220, false, "2351544108050000102038b9"}, /* ISRC DE-A12-05-00001 */
    };
    struct rawcd_layout layout = three_tracks(true);

    (void)state;
    assert_int_equal(rawcd_parse_isrc("US-K7Y-98-12345", layout.tracks[0].isrc), RAWCD_OK);
    assert_int_equal(rawcd_parse_isrc("DEA120500001", layout.tracks[1].isrc), RAWCD_OK);
    assert_frames(&layout, frames);
}

static void make_q__track_99__last_minute_of_a_long_disc(void **state)
{
    static const struct frame frames[] = {
        {359848, false, "219901095774007959737b27"},
    };
    struct rawcd_layout layout;
    unsigned i;

    (void)state;
    rawcd_layout_init(&layout);
    for (i = 0; i < 97; i++)
        assert_int_equal(rawcd_add_track(&layout, 300), RAWCD_OK);
    assert_int_equal(rawcd_add_track(&layout, 314999 - 97 * 300), RAWCD_OK);
    assert_int_equal(rawcd_add_track(&layout, 50000), RAWCD_OK);
    assert_frames(&layout, frames);
}

/* The table of contents has one answer for an alternating bit: clear. */
static void make_q__scms_in_the_lead_in__copy_bit_clear(void **state)
{
    struct rawcd_layout layout = three_tracks(true);
    uint8_t q[RAWCD_Q_BYTES];

    (void)state;
    layout.tracks[0].copying = RAWCD_COPYING_SCMS;
    rawcd_make_q(&layout, -22650, q);
    assert_int_equal(q[0], 0x01);
}

struct form {
    int32_t lba;
    const char *pq, *pw;
};

/* The two forms of the same frames; R-W is zero. */
static void make_pq_and_pw__no_rw__the_bits_in_their_places(void **state)
{
    static const struct form forms[] = {
        {-22650, "210001950000000002006d2300000000",
         "000040000000004000000000000000000000000000000040400000400040004000000000000000000000000000000000"
         "000000000000000000000000000000000000000000004000000000000000000000404000404000400000400000004040"},
        {-150, "2101000001740000000093b400000080",
         "8080c080808080c080808080808080c08080808080808080808080808080808080808080808080c080c0c0c080c08080"
         "8080808080808080808080808080808080808080808080808080808080808080c08080c08080c0c0c080c0c080c08080"},
        {0, "21010100000000000200632500000080",
         "8080c080808080c080808080808080c080808080808080c0808080808080808080808080808080808080808080808080"
         "80808080808080808080808080808080808080808080c080808080808080808080c0c0808080c0c08080c08080c080c0"},
        {1, "21010100000100000201d95500000000",
         "000040000000004000000000000000400000000000000040000000000000000000000000000000000000000000000040"
         "000000000000000000000000000000000000000000004000000000000000004040400040400000400040004000400040"},
        {15600, "21aa0100000000033000457700000080",
         "8080c080808080c0c080c080c080c08080808080808080c0808080808080808080808080808080808080808080808080"
         "8080808080808080808080808080c0c08080c0c080808080808080808080808080c0808080c080c080c0c0c080c0c0c0"},
    };
    struct rawcd_layout layout = three_tracks(true);
    uint8_t bytes[RAWCD_PW_BYTES];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        rawcd_make_pq(&layout, forms[i].lba, bytes);
        assert_hex(bytes, RAWCD_PQ_BYTES, forms[i].pq);
        rawcd_make_pw(&layout, forms[i].lba, NULL, bytes);
        assert_hex(bytes, RAWCD_PW_BYTES, forms[i].pw);
    }
}

/* Bits 7 and 6 of the generator's bytes are not R-W. */
static void make_pw__rw__its_six_bits_alone(void **state)
{
    struct rawcd_layout layout = three_tracks(true);
    uint8_t rw[RAWCD_PW_BYTES], bytes[RAWCD_PW_BYTES];

    (void)state;
    memset(rw, 0xFF, sizeof rw);
    rawcd_make_pw(&layout, -22650, rw, bytes);
    assert_int_equal(bytes[0], 0x3F); /* Q begins 21h: bits 0, 0, 1 */
    assert_int_equal(bytes[1], 0x3F);
    assert_int_equal(bytes[2], 0x7F);
}

/* The sector of an index mark keeps its place; the next one has the catalogue number. */
static void make_q__index_where_the_catalogue_number_stands__one_sector_later(void **state)
{
    struct rawcd_layout layout = three_tracks(true);
    uint8_t q[RAWCD_Q_BYTES];

    (void)state;
    assert_int_equal(rawcd_parse_catalog("0123456789012", layout.catalog), RAWCD_OK);
    assert_int_equal(rawcd_add_index(&layout.tracks[0], 900), RAWCD_OK);
    rawcd_make_q(&layout, 900, q);
    assert_int_equal(q[0] & 0x0F, 1);
    assert_int_equal(q[2], 0x02);
    rawcd_make_q(&layout, 901, q);
    assert_int_equal(q[0] & 0x0F, 2);
    rawcd_make_q(&layout, 902, q);
    assert_int_equal(q[0] & 0x0F, 1);
}

/* IEC 60908: at least once in any 100 sectors. */
static void make_q__catalogue_number_and_isrc__in_any_100_sectors(void **state)
{
    struct rawcd_layout layout = three_tracks(true);
    int32_t lba, last_catalog = -151, last_isrc = -151;
    uint8_t q[RAWCD_Q_BYTES];

    (void)state;
    assert_int_equal(rawcd_parse_catalog("0123456789012", layout.catalog), RAWCD_OK);
    assert_int_equal(rawcd_parse_isrc("USK7Y9812345", layout.tracks[0].isrc), RAWCD_OK);
    for (lba = -150; lba < layout.lead_out; lba++) {
        rawcd_make_q(&layout, lba, q);
        if ((q[0] & 0x0F) == 2) last_catalog = lba;
        if ((q[0] & 0x0F) == 3) last_isrc = lba;
        assert_true(lba - last_catalog < 100);
        assert_true(lba >= 10000 || lba - last_isrc < 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(make_q__silent_gaps__every_section_of_the_session),
        cmocka_unit_test(make_q__gapless__index_0_is_the_end_of_the_track_before),
        cmocka_unit_test(make_q__copying_prohibited__control_bit_clear),
        cmocka_unit_test(make_q__pre_emphasis__control_bit_set),
        cmocka_unit_test(make_q__pre_emphasis_and_copying__both_bits_set),
        cmocka_unit_test(make_q__scms__copy_bit_alternates),
        cmocka_unit_test(make_q__first_number_5__track_5),
        cmocka_unit_test(make_q__catalogue_number__in_every_90th_sector),
        cmocka_unit_test(make_q__isrc__in_every_90th_sector_of_its_track),
        cmocka_unit_test(make_q__track_99__last_minute_of_a_long_disc),
        cmocka_unit_test(make_q__scms_in_the_lead_in__copy_bit_clear),
        cmocka_unit_test(make_pq_and_pw__no_rw__the_bits_in_their_places),
        cmocka_unit_test(make_pw__rw__its_six_bits_alone),
        cmocka_unit_test(make_q__index_where_the_catalogue_number_stands__one_sector_later),
        cmocka_unit_test(make_q__catalogue_number_and_isrc__in_any_100_sectors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
