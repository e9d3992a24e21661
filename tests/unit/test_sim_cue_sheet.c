/* sim/sim_cue_sheet.c: cue sheets that cdrdao, cdrskin and wodim sent, and sheets with one thing wrong. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "base/hex.h"
#include "sim/sim_cue_sheet.h"

enum { LEAD_IN = -11635, LEAD_OUT_MAX = 359849, BYTES_MAX = 200 };

/* Captured (MSF in binary): cdrdao 1.2.4 with index 2 and the lead-in's sub-channel; cdrskin 1.5.4 with two audio
 * tracks; wodim 1.1.11 with gaps cut out of the tracks before; cdrskin with data.
 */
#define CDRDAO                                                                                                         \
    "0234303036333831 0233333339333100 0100004100611a41 2301444541343530 2301373030303031 2101000000000000"            \
    "2101010000000200 1302444541343530 1302373030303032 1102000000000719 1102010000000919 1102020000000a19"            \
    "0303444541343530 0303373030303033 0103010000000d32 01aa010100001200"
#define TWO_TRACKS "0100000100000000 0101000000000000 0101010000000200 0102010000000719 01aa010100000c00"
#define WODIM                                                                                                          \
    "0230313233343536 0237383930313200 0100000100000000 030155534b375939 0301383132333435 0101000000000000"            \
    "0101010000000200 0302444541313230 0302353030303031 0102000000020000 0102010000020200 0103000000030632"            \
    "0103010000030832 01aa010100030c32"
#define DATA "4100001400000000 4101001000000000 4101011000000200 41aa011400000e10"

struct sheet {
    uint8_t bytes[BYTES_MAX];
    size_t count;
};

static struct sheet parse(const char *hex)
{
    struct sheet sheet = {{0}, 0};

    for (; *hex; hex += 2) {
        while (*hex == ' ')
            hex++;
        assert_true(sheet.count < BYTES_MAX);
        assert_true(hex_decode(hex, 1, sheet.bytes + sheet.count++));
    }
    return sheet;
}

static enum sim_cue_fault check(const char *hex)
{
    struct sheet sheet = parse(hex);

    return sim_cue_check(sheet.bytes, sheet.count, LEAD_IN, LEAD_OUT_MAX);
}

static void sim_cue_check__sheets_of_other_programs__are_right(void **state)
{
    (void)state;
    assert_int_equal(check(CDRDAO), SIM_CUE_OK);
    assert_int_equal(check(TWO_TRACKS), SIM_CUE_OK);
    assert_int_equal(check(WODIM), SIM_CUE_OK);
    assert_int_equal(check(DATA), SIM_CUE_OK);
}

static void sim_cue_check__one_thing_wrong__is_named(void **state)
{
    static const struct {
        const char *sheet;
        enum sim_cue_fault fault;
    } rows[] = {
        /* no lead-in; another address than ATIP's; sub-channel packed; data in the lead-in */
        {"0101000000000000 0101010000000200 01aa010100000c00", SIM_CUE_NO_LEAD_IN},
        {"0100004100611a40 0101000000000000 0101010000000200 01aa010100000c00", SIM_CUE_BACKWARDS},
        {"010000c100000000 0101000000000000 0101010000000200 01aa010100000c00", SIM_CUE_FORM},
        {"0100001000000000 0101000000000000 0101010000000200 01aa010100000c00", SIM_CUE_FORM},
        /* no lead-out, or one with its sub-channel */
        {"0100000100000000 0101000000000000 0101010000000200", SIM_CUE_NO_LEAD_OUT},
        {"0100000100000000 0101000000000000 0101010000000200 0102010000000c00", SIM_CUE_NO_LEAD_OUT},
        {"0100000100000000 0101000000000000 0101010000000200 01aa014100000c00", SIM_CUE_FORM},
        /* addresses that go back: of index 1, of track 2, of the lead-out; second 60, frame 75 */
        {"0100000100000000 0101000000000000 0101010000000000 01aa010100000c00", SIM_CUE_BACKWARDS},
        {"0100000100000000 0101000000000000 0101010000000200 0102010000000200 01aa010100000c00", SIM_CUE_BACKWARDS},
        {"0100000100000000 0101000000000000 0101010000000200 01aa010100000200", SIM_CUE_BACKWARDS},
        {"0100000100000000 0101000000000000 0101010000003c00 01aa010100020c00", SIM_CUE_BACKWARDS},
        {"0100000100000000 0101000000000000 0101010000000200 01aa010100000c4b", SIM_CUE_BACKWARDS},
        /* track 3 behind track 1; track 0; index 3 behind index 1 */
        {"0100000100000000 0101000000000000 0101010000000200 0103010000000719 01aa010100000c00", SIM_CUE_NUMBERS},
        {"0100000100000000 0100010000000200 01aa010100000c00", SIM_CUE_NUMBERS},
        {"0100000100000000 0101000000000000 0101010000000200 0101030000000719 01aa010100000c00", SIM_CUE_NUMBERS},
        /* index 0 or 1 of the first track, index 1 of the last */
        {"0100000100000000 0101010000000200 01aa010100000c00", SIM_CUE_NO_INDEX},
        {"0100000100000000 0101000000000000 01aa010100000c00", SIM_CUE_NO_INDEX},
        {"0100000100000000 0101000000000000 0102010000000719 01aa010100000c00", SIM_CUE_NO_INDEX},
        {"0100000100000000 0101000000000000 0101010000000200 0102000000000719 01aa010100000c00", SIM_CUE_NO_INDEX},
        {"0100000100000000 0101000000000000 0101010000000200 0102020000000719 01aa010100000c00", SIM_CUE_NO_INDEX},
        /* 299 sectors: the last track; the first one of two */
        {"0100000100000000 0101000000000000 0101010000000200 01aa01010000054a", SIM_CUE_SHORT_TRACK},
        {"0100000100000000 0101000000000000 0101010000000200 010201000000054a 01aa010100000c00", SIM_CUE_SHORT_TRACK},
        /* 79:59:75, one behind the last possible lead-out */
        {"0100000100000000 0101000000000000 0101010000000200 01aa010100500000", SIM_CUE_TOO_LONG},
        /* audio in a data track and the reverse; packed sub-channel; a form that nobody knows */
        {"0100000100000000 4101000000000000 4101010000000200 01aa010100000c00", SIM_CUE_FORM},
        {"0100000100000000 0101001000000000 0101011000000200 01aa010100000c00", SIM_CUE_FORM},
        {"0100000100000000 010100c000000000 0101010000000200 01aa010100000c00", SIM_CUE_FORM},
        {"0100000100000000 4101003f00000000 4101010000000200 01aa010100000c00", SIM_CUE_FORM},
        /* half a catalogue number, a letter in it, one behind the lead-in; half an ISRC, one of another track, a digit
         * that is a letter, a small letter */
        {"0230313233343536 0100000100000000 0101000000000000 0101010000000200 01aa010100000c00", SIM_CUE_TEXT},
        {"0230313233343541 0237383930313200 0100000100000000 0101000000000000 0101010000000200 01aa010100000c00",
         SIM_CUE_TEXT},
        {"0100000100000000 0230313233343536 0237383930313200 0101000000000000 0101010000000200 01aa010100000c00",
         SIM_CUE_TEXT},
        {"0100000100000000 030155534b375939 0101000000000000 0101010000000200 01aa010100000c00", SIM_CUE_TEXT},
        {"0100000100000000 030155534b375939 0302383132333435 0101000000000000 0101010000000200 01aa010100000c00",
         SIM_CUE_TEXT},
        {"0100000100000000 030155534b375939 0301383132333441 0101000000000000 0101010000000200 01aa010100000c00",
         SIM_CUE_TEXT},
        {"0100000100000000 030175734b375939 0301383132333435 0101000000000000 0101010000000200 01aa010100000c00",
         SIM_CUE_TEXT},
        {"0100000100000000 0500000100000000 0101000000000000 0101010000000200 01aa010100000c00", SIM_CUE_TEXT},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        print_message("%s\n", rows[i].sheet);
        assert_int_equal(check(rows[i].sheet), rows[i].fault);
    }
}

static void sim_cue_check__lead_out_at_the_limit__is_right(void **state)
{
    (void)state;
    assert_int_equal(check("0100000000000000 0101000000000000 0101010000000200 01aa0101004f3b4a"), SIM_CUE_OK);
    assert_int_equal(check("0100000000000000 0101000000000000 0101010000000200 01aa010100000600"), SIM_CUE_OK);
}

static void sim_cue_find__cdrdao__is_track_and_index_of_each_sector(void **state)
{
    static const struct {
        int32_t lba;
        struct sim_cue_place place;
    } rows[] = {
        {-150, {2, 0, 1, 0, -150, 0, 0}},    {-1, {2, 0, 1, 0, -150, 0, 0}},       {0, {2, 0, 1, 1, 0, 400, 0}},
        {399, {2, 0, 1, 1, 0, 400, 0}},      {400, {1, 0, 2, 0, 400, 550, 550}},   {549, {1, 0, 2, 0, 400, 550, 550}},
        {550, {1, 0, 2, 1, 550, 625, 550}},  {625, {1, 0, 2, 2, 625, 875, 550}},   {874, {1, 0, 2, 2, 625, 875, 550}},
        {875, {0, 0, 3, 1, 875, 1200, 875}}, {1199, {0, 0, 3, 1, 875, 1200, 875}},
    };
    struct sheet sheet = parse(CDRDAO);
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sim_cue_place place = sim_cue_find(sheet.bytes, sheet.count, rows[i].lba);

        print_message("LBA %d\n", (int)rows[i].lba);
        assert_int_equal(place.control, rows[i].place.control);
        assert_int_equal(place.form, rows[i].place.form);
        assert_int_equal(place.track, rows[i].place.track);
        assert_int_equal(place.index, rows[i].place.index);
        assert_int_equal(place.start, rows[i].place.start);
        assert_int_equal(place.next, rows[i].place.next);
        assert_int_equal(place.index_1, rows[i].place.index_1);
    }
}

static void sim_cue_get_track__cdrdao__is_where_each_begins_and_ends(void **state)
{
    struct sheet sheet = parse(CDRDAO);
    struct sim_cue_track track;

    (void)state;
    assert_true(sim_cue_get_track(sheet.bytes, sheet.count, 0, &track));
    assert_int_equal(track.number, 1);
    assert_int_equal(track.control, 2);
    assert_int_equal(track.index_0, -150);
    assert_int_equal(track.index_1, 0);
    assert_int_equal(track.end, 400);
    assert_true(sim_cue_get_track(sheet.bytes, sheet.count, 1, &track));
    assert_int_equal(track.number, 2);
    assert_int_equal(track.index_0, 400);
    assert_int_equal(track.index_1, 550);
    assert_int_equal(track.end, 875);
    assert_true(sim_cue_get_track(sheet.bytes, sheet.count, 2, &track));
    assert_int_equal(track.index_0, 875);
    assert_int_equal(track.index_1, 875);
    assert_int_equal(track.end, 1200);
    assert_false(sim_cue_get_track(sheet.bytes, sheet.count, 3, &track));
    assert_int_equal(sim_cue_lead_out(sheet.bytes, sheet.count), 1200);
}

static void sim_cue_get_text__cdrdao_and_wodim__are_the_words(void **state)
{
    struct sheet sheet = parse(CDRDAO);
    char catalogue[SIM_CATALOGUE_DIGITS + 1], isrc[SIM_ISRC_CHARACTERS + 1];

    (void)state;
    assert_true(sim_cue_get_catalogue(sheet.bytes, sheet.count, catalogue));
    assert_string_equal(catalogue, "4006381333931");
    assert_true(sim_cue_get_isrc(sheet.bytes, sheet.count, 3, isrc));
    assert_string_equal(isrc, "DEA450700003");
    sheet = parse(WODIM);
    assert_true(sim_cue_get_catalogue(sheet.bytes, sheet.count, catalogue));
    assert_string_equal(catalogue, "0123456789012");
    assert_true(sim_cue_get_isrc(sheet.bytes, sheet.count, 1, isrc));
    assert_string_equal(isrc, "USK7Y9812345");
    assert_true(sim_cue_get_isrc(sheet.bytes, sheet.count, 2, isrc));
    assert_string_equal(isrc, "DEA120500001");
    assert_false(sim_cue_get_isrc(sheet.bytes, sheet.count, 3, isrc));
    sheet = parse(TWO_TRACKS);
    assert_false(sim_cue_get_catalogue(sheet.bytes, sheet.count, catalogue));
}

static void sim_cue_has_lead_in__data_form_41h__is_true(void **state)
{
    struct sheet with = parse(CDRDAO), without = parse(WODIM), data = parse(DATA);

    (void)state;
    assert_true(sim_cue_has_lead_in(with.bytes, with.count));
    assert_false(sim_cue_has_lead_in(without.bytes, without.count));
    assert_false(sim_cue_is_plain_data(with.bytes, with.count));
    assert_false(sim_cue_is_plain_data(without.bytes, without.count));
    assert_true(sim_cue_is_plain_data(data.bytes, data.count));
}

static void sim_form_bytes__every_form__is_what_is_sent(void **state)
{
    (void)state;
    assert_int_equal(sim_form_bytes(0x00), 2352);
    assert_int_equal(sim_form_bytes(0x01), 0);
    assert_int_equal(sim_form_bytes(0x41), 96);
    assert_int_equal(sim_form_bytes(0x10), 2048);
    assert_int_equal(sim_form_bytes(0x11), 2352);
    assert_int_equal(sim_form_bytes(0x20), 2336);
    assert_int_equal(sim_form_bytes(0x21), 2352);
    assert_int_equal(sim_form_bytes(0x40), 2448);
    assert_int_equal(sim_form_bytes(0x3f), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sim_cue_check__sheets_of_other_programs__are_right),
        cmocka_unit_test(sim_cue_check__one_thing_wrong__is_named),
        cmocka_unit_test(sim_cue_check__lead_out_at_the_limit__is_right),
        cmocka_unit_test(sim_cue_find__cdrdao__is_track_and_index_of_each_sector),
        cmocka_unit_test(sim_cue_get_track__cdrdao__is_where_each_begins_and_ends),
        cmocka_unit_test(sim_cue_get_text__cdrdao_and_wodim__are_the_words),
        cmocka_unit_test(sim_cue_has_lead_in__data_form_41h__is_true),
        cmocka_unit_test(sim_form_bytes__every_form__is_what_is_sent),
    };

    return cmocka_run_group_tests_name("sim_cue_sheet", tests, NULL, NULL);
}
