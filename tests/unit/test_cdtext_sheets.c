/* cdtext/sheet.c, sony_sheet.c, cue_sheet.c: what sheets say, and where they are wrong. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "cdtext/cue_sheet.h"
#include "cdtext/packs.h"
#include "cdtext/sony_sheet.h"
#include "support/cdtext_vector.h"
#include "support/vectors.h"

/* Large: not on the stack. */
static struct cdtext text;
static struct cdtext_fault fault;
static uint16_t characters[CDTEXT_FILE_BYTES_MAX];
static struct cdtext_sheet sheet;
static struct cdtext_words pack_file;

static enum cdtext_status open_bytes(const char *bytes, size_t count)
{
    uint8_t *copy = vector_copy((const uint8_t *)bytes, count);
    enum cdtext_status status = cdtext_sheet_open(copy, count, characters, &sheet, &fault);

    free(copy);
    return status;
}

static enum cdtext_status read_sony(const char *words)
{
    assert_int_equal(open_bytes(words, strlen(words)), CDTEXT_OK);
    return cdtext_sony_sheet_read(&sheet, &text, &fault);
}

static enum cdtext_status read_cue(const char *words)
{
    assert_int_equal(open_bytes(words, strlen(words)), CDTEXT_OK);
    cdtext_init(&text);
    return cdtext_cue_sheet_read(&sheet, &text, &pack_file, &fault);
}

static void assert_text(unsigned type, unsigned track, const char *expected)
{
    size_t length;
    const uint8_t *found = cdtext_peek(&text, type, track, &length);

    assert_int_equal(length, strlen(expected));
    assert_memory_equal(found, expected, length + 1);
}

static void assert_vector(void)
{
    uint8_t *expected = cdtext_vector_packs(), packs[CDTEXT_BLOCK_BYTES_MAX];
    size_t count;

    assert_int_equal(cdtext_encode(&text, packs, &count, &fault), CDTEXT_OK);
    assert_int_equal(count, CDTEXT_VECTOR_PACKS);
    assert_memory_equal(packs, expected, CDTEXT_VECTOR_BYTES);
    free(expected);
}

/* --------------------------------------------------------------------------------------------------------- encoding */

static void sheet_next__all_line_ends__lines_without_blanks(void **state)
{
    static const char *const lines[] = {"one", "two", "", "three", "four"};
    struct cdtext_words line;
    size_t i;

    (void)state;
    assert_int_equal(open_bytes(" one\t\r\ntwo\n\nthree\r  four", 24), CDTEXT_OK);
    for (i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        assert_true(cdtext_sheet_next(&sheet, &line));
        assert_true(cdtext_words_are(line, lines[i]));
        assert_int_equal(sheet.line, i + 1);
    }
    assert_false(cdtext_sheet_next(&sheet, &line));
    assert_int_equal(open_bytes("", 0), CDTEXT_OK);
    assert_false(cdtext_sheet_next(&sheet, &line));
}

static void sheet_open__encodings__the_same_characters(void **state)
{
    static const struct {
        const char *bytes;
        size_t count;
    } files[] = {
        {"Album Title=Caf\xE9", 16},
        {"\xEF\xBB\xBF"
         "Album Title=Caf\xC3\xA9",
         20},
        {"\xFF\xFE"
         "A\0l\0b\0u\0m\0 \0T\0i\0t\0l\0e\0=\0C\0a\0f\0\xE9\0",
         34},
        {"\xFE\xFF\0A\0l\0b\0u\0m\0 \0T\0i\0t\0l\0e\0=\0C\0a\0f\0\xE9", 34},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof files / sizeof files[0]; i++) {
        assert_int_equal(open_bytes(files[i].bytes, files[i].count), CDTEXT_OK);
        assert_int_equal(cdtext_sony_sheet_read(&sheet, &text, &fault), CDTEXT_OK);
        assert_text(CDTEXT_TITLE, 0, "Caf\xE9");
    }
}

static void sheet_open__bytes_in_no_encoding__fault_with_the_line(void **state)
{
    static const struct {
        const char *bytes;
        size_t count;
        unsigned line;
    } files[] = {
        {"\xEF\xBB\xBFgood\nbad\xE9 x", 14, 2},  /* Latin-1 behind a mark of UTF-8 */
        {"\xEF\xBB\xBFgood\n\nbad \xC3", 14, 3}, /* cut */
        {"\xEF\xBB\xBF\xC0\x80", 5, 0},          /* overlong */
        {"\xEF\xBB\xBF\xED\xA0\x80", 6, 0},      /* a surrogate */
        {"\xEF\xBB\xBF\xF4\x90\x80\x80", 7, 0},  /* beyond Unicode */
        {"\xFF\xFEx\0y", 5, 1},                  /* half a unit */
    };
    static char large[CDTEXT_FILE_BYTES_MAX + 1];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof files / sizeof files[0]; i++) {
        assert_int_equal(open_bytes(files[i].bytes, files[i].count), CDTEXT_BAD_ENCODING);
        assert_int_equal(fault.line, files[i].line);
    }
    assert_int_equal(open_bytes(large, sizeof large), CDTEXT_TOO_LARGE);
    assert_int_equal(fault.value, CDTEXT_FILE_BYTES_MAX);
    assert_int_equal(open_bytes(large, sizeof large - 1), CDTEXT_OK);
}

static void words_number__forms__value_or_none(void **state)
{
    static const struct {
        const char *words;
        bool is_number;
        unsigned number;
    } rows[] = {
        {"0", true, 0},    {"99", true, 99},   {"100", false, 0},        {"0x63", true, 99},
        {"0X09", true, 9}, {"0x64", false, 0}, {"", false, 0},           {"0x", false, 0},
        {"9x", false, 0},  {"-1", false, 0},   {"4294967297", false, 0}, {"007", true, 7},
    };
    size_t i, j;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t count = strlen(rows[i].words);
        unsigned number = 0;

        for (j = 0; j < count; j++)
            characters[j] = (uint8_t)rows[i].words[j];
        assert_int_equal(cdtext_words_number((struct cdtext_words){characters, count}, 99, &number), rows[i].is_number);
        assert_int_equal(number, rows[i].number);
    }
}

/* ----------------------------------------------------------------------------------------------------- Sony's sheet */

static void sony_sheet__disc_of_the_vector__its_packs(void **state)
{
    (void)state;
    assert_int_equal(read_sony("Input Sheet Version = 0.7T\r\n"
                               "Text Code = 8859\r\n"
                               "Language Code = English\r\n"
                               "Album Title = Four Fine Walls\r\n"
                               "Artist Name = The Sector Band\r\n"
                               "Songwriter = A. Writer\r\n"
                               "UPC / EAN = 4006381333931\r\n"
                               "Text Data Copy Protection = OFF\r\n"
                               "First Track Number = 1\r\n"
                               "Last Track Number = 3\r\n"
                               "Track 01 Title = Lead-in\r\n"
                               "Track 01 Artist = The Sector Band\r\n"
                               "ISRC 01 = DEA450700001\r\n"
                               "Track 02 Title = A title that is long enough to run over two packs\r\n"
                               "Track 02 Artist = Guest & Co\r\n"
                               "ISRC 02 = DEA450700002\r\n"
                               "Track 03 Title = Z\r\n"
                               "Track 03 Artist = The Sector Band\r\n"
                               "ISRC 03 = DEA450700003\r\n"),
                     CDTEXT_OK);
    assert_vector();
}

static void sony_sheet__every_key__its_place(void **state)
{
    (void)state;
    assert_int_equal(read_sony("  INPUT sheet VERSION =0.7t\n"
                               "text code = ascii\n"
                               "Language Code = 0x08\n"
                               "Album Title = a\nArtist Name = b\nSongwriter = c\nComposer = d\nArranger = e\n"
                               "Album Message = f = g\n"
                               "Catalog Number = CAT 1\n"
                               "Genre Code = Rhythm & Blues\n"
                               "Genre Information = Blue words\n"
                               "Closed Information = h\n"
                               "UPC/EAN = 4006381333931\n"
                               "Text Data Copy Protection = on\n"
                               "First Track Number = 2\nLast Track Number = 12\n"
                               "Disc Information 01 = skipped\nRemarks = skipped\n"
                               "\n"
                               "Track 12 Title = j\nTrack 12 Artist = k\nTrack 12 Songwriter = l\n"
                               "Track 12 Composer = m\nTrack 12 Arranger = n\nTrack 12 Message = o\n"
                               "ISRC 12 = de-a45-07-00001\n"
                               "Track 02 Title =\n"),
                     CDTEXT_OK);
    assert_int_equal(text.language, 8);
    assert_int_equal(text.genre, 24);
    assert_true(text.is_copyrighted);
    assert_int_equal(text.first_track, 2);
    assert_int_equal(text.last_track, 12);
    assert_text(CDTEXT_TITLE, 0, "a");
    assert_text(CDTEXT_PERFORMER, 0, "b");
    assert_text(CDTEXT_SONGWRITER, 0, "c");
    assert_text(CDTEXT_COMPOSER, 0, "d");
    assert_text(CDTEXT_ARRANGER, 0, "e");
    assert_text(CDTEXT_MESSAGE, 0, "f = g");
    assert_text(CDTEXT_DISC_ID, 0, "CAT 1");
    assert_text(CDTEXT_GENRE, 0, "Blue words");
    assert_text(CDTEXT_CLOSED, 0, "h");
    assert_text(CDTEXT_CODES, 0, "4006381333931");
    assert_text(CDTEXT_TITLE, 12, "j");
    assert_text(CDTEXT_PERFORMER, 12, "k");
    assert_text(CDTEXT_SONGWRITER, 12, "l");
    assert_text(CDTEXT_COMPOSER, 12, "m");
    assert_text(CDTEXT_ARRANGER, 12, "n");
    assert_text(CDTEXT_MESSAGE, 12, "o");
    assert_text(CDTEXT_CODES, 12, "DEA450700001");
}

static void sony_sheet__wrong_lines__fault_with_the_line(void **state)
{
    static const struct {
        const char *line;
        enum cdtext_status status;
    } rows[] = {
        {"no sign", CDTEXT_NO_VALUE},
        {"= value", CDTEXT_BAD_KEY},
        {"Album Titel = x", CDTEXT_BAD_KEY},
        {"Track 1 Title = x", CDTEXT_BAD_KEY},
        {"Track 001 Title = x", CDTEXT_BAD_KEY},
        {"Track 00 Title = x", CDTEXT_BAD_KEY},
        {"Track 01 = x", CDTEXT_BAD_KEY},
        {"ISRC = DEA450700001", CDTEXT_BAD_KEY},
        {"ISRC 1 = DEA450700001", CDTEXT_BAD_KEY},
        {"A key of far more than forty characters, which is none = x", CDTEXT_BAD_KEY},
        {"Input Sheet Version = 0.8", CDTEXT_BAD_VALUE},
        {"Text Code = MS-JIS", CDTEXT_BAD_CODE},
        {"Text Code = UTF-8", CDTEXT_BAD_VALUE},
        {"Language Code = Klingon", CDTEXT_BAD_VALUE},
        {"Language Code = 128", CDTEXT_BAD_VALUE},
        {"Genre Code = 65536", CDTEXT_BAD_VALUE},
        {"Text Data Copy Protection = maybe", CDTEXT_BAD_VALUE},
        {"First Track Number = 0", CDTEXT_BAD_VALUE},
        {"Last Track Number = 100", CDTEXT_BAD_VALUE},
        {"UPC / EAN = 4006381333932", CDTEXT_BAD_CATALOG},
        {"ISRC 01 = x", CDTEXT_BAD_ISRC},
        {"Album Title = curly \x93quotes\x94", CDTEXT_BAD_CHARACTER},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char words[128] = "Album Title = good\n\n";

        strcat(words, rows[i].line);
        assert_int_equal(read_sony(words), rows[i].status);
        assert_int_equal(fault.status, rows[i].status);
        assert_int_equal(fault.line, 3);
    }
    assert_int_equal(read_sony("Last Track Number = 1\nTrack 02 Title = x\n"), CDTEXT_OUTSIDE);
    assert_int_equal(fault.track, 2);
}

/* -------------------------------------------------------------------------------------------------------- cue sheet */

static void cue_sheet__disc_of_the_vector__its_packs(void **state)
{
    (void)state;
    assert_int_equal(read_cue("REM COMMENT \"\x93\"\n"
                              "CATALOG 4006381333931\n"
                              "TITLE \"Four Fine Walls\"\n"
                              "PERFORMER \"The Sector Band\"\n"
                              "SONGWRITER \"A. Writer\"\n"
                              "FILE \"disc.bin\" BINARY\n"
                              "  TRACK 01 AUDIO\n"
                              "    FLAGS DCP\n"
                              "    TITLE \"Lead-in\"\n"
                              "    PERFORMER \"The Sector Band\"\n"
                              "    ISRC DEA450700001\n"
                              "    INDEX 01 00:00:00\n"
                              "  TRACK 02 AUDIO\n"
                              "    title \"A title that is long enough to run over two packs\"\n"
                              "    PERFORMER \"Guest & Co\"\n"
                              "    ISRC \"DEA450700002\"\n"
                              "    PREGAP 00:02:00\n"
                              "    INDEX 01 00:05:25\n"
                              "  TRACK 03 AUDIO\n"
                              "    TITLE Z\n"
                              "    PERFORMER \"The Sector Band\"\n"
                              "    ISRC DEA450700003\n"
                              "    INDEX 01 00:11:50\n"
                              "    POSTGAP 00:02:00\n"),
                     CDTEXT_OK);
    assert_int_equal(pack_file.count, 0);
    assert_vector();
}

static void cue_sheet__words_of_disc_and_track__their_places(void **state)
{
    (void)state;
    assert_int_equal(read_cue("COMPOSER a\nARRANGER b\nMESSAGE \"say \"c\" twice\"\nDISC_ID \"d e\"\nGENRE jazz\n"
                              "CDTEXTFILE \"my packs.cdt\"\n"
                              "TRACK 05 AUDIO\nCOMPOSER f\nARRANGER g\nMESSAGE h i\nDISC_ID none\nGENRE none\n"
                              "TRACK 07 AUDIO\n"),
                     CDTEXT_OK);
    assert_text(CDTEXT_COMPOSER, 0, "a");
    assert_text(CDTEXT_ARRANGER, 0, "b");
    assert_text(CDTEXT_MESSAGE, 0, "say \"c\" twice");
    assert_text(CDTEXT_DISC_ID, 0, "d e");
    assert_text(CDTEXT_GENRE, 0, "jazz");
    assert_int_equal(text.genre, 14);
    assert_text(CDTEXT_COMPOSER, 5, "f");
    assert_text(CDTEXT_ARRANGER, 5, "g");
    assert_text(CDTEXT_MESSAGE, 5, "h i");
    assert_int_equal(text.first_track, 5);
    assert_int_equal(text.last_track, 7);
    assert_true(cdtext_words_are(pack_file, "my packs.cdt"));
}

static void cue_sheet__wrong_lines__fault_with_the_line(void **state)
{
    static const struct {
        const char *line;
        enum cdtext_status status;
    } rows[] = {
        {"TITLE", CDTEXT_NO_VALUE},
        {"TRACK", CDTEXT_NO_VALUE},
        {"TITEL x", CDTEXT_BAD_KEY},
        {"TRACK x AUDIO", CDTEXT_BAD_VALUE},
        {"TRACK 02 AUDIO", CDTEXT_BAD_VALUE}, /* it was there */
        {"TRACK 100 AUDIO", CDTEXT_BAD_VALUE},
        {"CATALOG 4006381333932", CDTEXT_BAD_CATALOG},
        {"ISRC x", CDTEXT_BAD_ISRC},
        {"PERFORMER \"two\ttabs\"", CDTEXT_BAD_CHARACTER},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char words[128] = "TITLE good\r\nTRACK 02 AUDIO\r\n";

        strcat(words, rows[i].line);
        assert_int_equal(read_cue(words), rows[i].status);
        assert_int_equal(fault.status, rows[i].status);
        assert_int_equal(fault.line, 3);
    }
    assert_int_equal(read_cue("ISRC DEA450700001"), CDTEXT_BAD_KEY); /* in front of the first track */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sheet_next__all_line_ends__lines_without_blanks),
        cmocka_unit_test(sheet_open__encodings__the_same_characters),
        cmocka_unit_test(sheet_open__bytes_in_no_encoding__fault_with_the_line),
        cmocka_unit_test(words_number__forms__value_or_none),
        cmocka_unit_test(sony_sheet__disc_of_the_vector__its_packs),
        cmocka_unit_test(sony_sheet__every_key__its_place),
        cmocka_unit_test(sony_sheet__wrong_lines__fault_with_the_line),
        cmocka_unit_test(cue_sheet__disc_of_the_vector__its_packs),
        cmocka_unit_test(cue_sheet__words_of_disc_and_track__their_places),
        cmocka_unit_test(cue_sheet__wrong_lines__fault_with_the_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
