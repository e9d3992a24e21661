/* cdtext/packs.c, cd_text.c, symbols.c: packs as literals of other programs, what a disc can have, foreign packs. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "cdtext/packs.h"
#include "cdtext/symbols.h"
#include "support/cdtext_vector.h"
#include "support/vectors.h"

/* Large: not on the stack. */
static struct cdtext text;
static struct cdtext_fault fault;
static uint8_t packs[CDTEXT_BLOCK_BYTES_MAX];
static size_t count;

static enum cdtext_status put(unsigned type, unsigned track, const char *words)
{
    uint16_t characters[4096];
    size_t length = strlen(words), i;

    for (i = 0; i < length; i++)
        characters[i] = (uint8_t)words[i];
    return cdtext_put(&text, type, track, characters, length, &fault);
}

static void put_word(void *context, unsigned type, unsigned track, const char *word)
{
    (void)context;
    assert_int_equal(put(type, track, word), CDTEXT_OK);
}

static void assert_text(unsigned type, unsigned track, const char *expected)
{
    size_t length;
    const uint8_t *found = cdtext_peek(&text, type, track, &length);

    assert_int_equal(length, strlen(expected));
    assert_memory_equal(found, expected, length + 1);
}

/* --------------------------------------------------------------------------------------------------------- encoding */

static void encode__disc_of_the_vector__packs_of_two_other_programs(void **state)
{
    uint8_t *expected = cdtext_vector_packs();

    (void)state;
    cdtext_init(&text);
    cdtext_vector_words(put_word, NULL);
    assert_int_equal(cdtext_encode(&text, packs, &count, &fault), CDTEXT_OK);
    assert_int_equal(count, CDTEXT_VECTOR_PACKS);
    assert_memory_equal(packs, expected, CDTEXT_VECTOR_BYTES);
    free(expected);
}

static void encode__no_text__no_packs(void **state)
{
    (void)state;
    cdtext_init(&text);
    assert_int_equal(put(CDTEXT_TITLE, 1, "taken away"), CDTEXT_OK);
    assert_int_equal(put(CDTEXT_TITLE, 1, ""), CDTEXT_OK);
    assert_int_equal(cdtext_encode(&text, packs, &count, &fault), CDTEXT_OK);
    assert_int_equal(count, 0);
}

/* 253 packs of twelve bytes have room for 3036, and a disc with one track for two texts with a zero each. */
static void encode__253_packs__fit_and_one_character_more_does_not(void **state)
{
    char words[3035];

    (void)state;
    cdtext_init(&text);
    memset(words, 'x', sizeof words);
    words[3034] = '\0';
    assert_int_equal(put(CDTEXT_TITLE, 1, words), CDTEXT_OK);
    assert_int_equal(cdtext_encode(&text, packs, &count, &fault), CDTEXT_OK);
    assert_int_equal(count, 256);
    assert_int_equal(packs[255 * 18 + 2], 255);
    assert_int_equal(packs[254 * 18 + 4 + 8], 255); /* the block's last sequence number */

    assert_int_equal(put(CDTEXT_TITLE, 0, "y"), CDTEXT_OK);
    assert_int_equal(cdtext_encode(&text, packs, &count, &fault), CDTEXT_TOO_LONG);
    assert_int_equal(fault.value, 1);
    assert_int_equal(count, 0);
    assert_int_equal(put(CDTEXT_PERFORMER, 0, "twelve bytes"), CDTEXT_OK);
    assert_int_equal(cdtext_check_length(&text, &fault), CDTEXT_TOO_LONG);
    assert_int_equal(fault.value, 3); /* twelve, a zero and the track's zero are two more */
}

/* ---------------------------------------------------------------------------------------------------------- putting */

static void put__what_no_disc_has__refused_with_its_place(void **state)
{
    static const struct {
        unsigned type, track;
        const char *words;
        enum cdtext_status status;
        unsigned place, value;
    } rows[] = {
        {0x7F, 0, "x", CDTEXT_BAD_TYPE, 0, 0x7F},
        {0x88, 0, "x", CDTEXT_BAD_TYPE, 0, 0x88},
        {0x8F, 0, "x", CDTEXT_BAD_TYPE, 0, 0x8F},
        {0x80, 100, "x", CDTEXT_BAD_TRACK, 0, 0},
        {0x86, 1, "x", CDTEXT_BAD_TRACK, 0, 0},
        {0x87, 1, "x", CDTEXT_BAD_TRACK, 0, 0},
        {0x8D, 1, "x", CDTEXT_BAD_TRACK, 0, 0},
        {0x80, 1, "tab\there", CDTEXT_BAD_CHARACTER, 4, 9},
        {0x80, 1, "\x7F", CDTEXT_BAD_CHARACTER, 1, 0x7F},
        {0x80, 1, "curly \x93quote", CDTEXT_BAD_CHARACTER, 7, 0x93},
        {0x87, 0,
         "Musique fran\xE7"
         "aise",
         CDTEXT_BAD_CHARACTER, 13, 0xE7},
        {0x8E, 0, "4006381333932", CDTEXT_BAD_CATALOG, 0, 0},
        {0x8E, 0, "40063813339310", CDTEXT_BAD_CATALOG, 0, 0},
        {0x8E, 0, "400638133393x", CDTEXT_BAD_CATALOG, 0, 0},
        {0x8E, 1, "DEA45070000", CDTEXT_BAD_ISRC, 0, 0},
        {0x8E, 1, "1EA450700001", CDTEXT_BAD_ISRC, 0, 0},
        {0x8E, 1, "a word that is far too long for any ISRC of any kind", CDTEXT_BAD_ISRC, 0, 0},
    };
    size_t i;

    (void)state;
    cdtext_init(&text);
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(put(rows[i].type, rows[i].track, rows[i].words), rows[i].status);
        assert_int_equal(fault.status, rows[i].status);
        assert_int_equal(fault.place, rows[i].place);
        assert_int_equal(fault.value, rows[i].value);
        assert_int_equal(text.used, 0);
    }
}

static void put__codes_in_other_forms__packs_have_one(void **state)
{
    (void)state;
    cdtext_init(&text);
    assert_int_equal(put(CDTEXT_CODES, 0, "36000291452"), CDTEXT_OK); /* a UPC of twelve digits, its first a 0 */
    assert_text(CDTEXT_CODES, 0, "0036000291452");
    assert_int_equal(put(CDTEXT_CODES, 1, "us-k7y-98-12345"), CDTEXT_OK);
    assert_text(CDTEXT_CODES, 1, "USK7Y9812345");
    assert_int_equal(put(CDTEXT_CODES, 1, ""), CDTEXT_OK);
    assert_text(CDTEXT_CODES, 1, "");
    assert_text(CDTEXT_CODES, 0, "0036000291452");
}

static void put__text_longer_than_all_packs__too_long(void **state)
{
    char words[3040];

    (void)state;
    cdtext_init(&text);
    memset(words, 'x', sizeof words);
    words[3036] = '\0';
    assert_int_equal(put(CDTEXT_MESSAGE, 0, words), CDTEXT_TOO_LONG);
    assert_int_equal(fault.value, 1);
    assert_int_equal(text.used, 0);
}

static void set_tracks__texts_outside__refused(void **state)
{
    (void)state;
    cdtext_init(&text);
    assert_int_equal(cdtext_last_track(&text), 1);
    assert_int_equal(put(CDTEXT_TITLE, 5, "five"), CDTEXT_OK);
    assert_int_equal(put(CDTEXT_CODES, 7, "DEA450700001"), CDTEXT_OK);
    assert_int_equal(cdtext_last_track(&text), 7);
    assert_int_equal(cdtext_set_tracks(&text, 1, 6, &fault), CDTEXT_OUTSIDE);
    assert_int_equal(fault.track, 7);
    assert_int_equal(cdtext_set_tracks(&text, 6, 9, &fault), CDTEXT_OUTSIDE);
    assert_int_equal(fault.track, 5);
    assert_int_equal(cdtext_set_tracks(&text, 0, 9, &fault), CDTEXT_BAD_TRACK);
    assert_int_equal(cdtext_set_tracks(&text, 5, 4, &fault), CDTEXT_BAD_TRACK);
    assert_int_equal(cdtext_set_tracks(&text, 5, 100, &fault), CDTEXT_BAD_TRACK);
    assert_int_equal(cdtext_set_tracks(&text, 5, 8, &fault), CDTEXT_OK);
    assert_int_equal(cdtext_last_track(&text), 8);
    assert_int_equal(put(CDTEXT_TITLE, 4, "four"), CDTEXT_OUTSIDE);
    assert_int_equal(put(CDTEXT_TITLE, 9, "nine"), CDTEXT_OUTSIDE);
    assert_int_equal(put(CDTEXT_TITLE, 9, ""), CDTEXT_OK);
    assert_int_equal(put(CDTEXT_TITLE, 8, "eight"), CDTEXT_OK);
}

/* --------------------------------------------------------------------------------------------------------- decoding */

static void expect_word(void *context, unsigned type, unsigned track, const char *word)
{
    (void)context;
    assert_text(type, track, word);
}

static enum cdtext_status decode(const uint8_t *bytes, size_t size)
{
    uint8_t *copy = vector_copy(bytes, size);
    enum cdtext_status status = cdtext_decode(copy, size, &text, &fault);

    free(copy);
    assert_int_equal(fault.status, status);
    return status;
}

/* Plain, as READ TOC/PMA/ATIP answers, and as Sony's files are. */
static void decode__packs_of_the_vector__its_words(void **state)
{
    static const struct {
        size_t head, tail;
    } forms[] = {{0, 0}, {4, 0}, {0, 1}, {4, 1}};
    uint8_t *vector = cdtext_vector_packs();
    uint8_t file[4 + CDTEXT_VECTOR_BYTES + 1];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        memset(file, 0, sizeof file);
        file[0] = 0x01; /* 398 bytes behind the length */
        file[1] = 0x8E;
        memcpy(file + forms[i].head, vector, CDTEXT_VECTOR_BYTES);
        file[forms[i].head + CDTEXT_VECTOR_BYTES] = 0;
        assert_int_equal(decode(file, forms[i].head + CDTEXT_VECTOR_BYTES + forms[i].tail), CDTEXT_OK);
        cdtext_vector_words(expect_word, NULL);
        assert_int_equal(text.language, 9);
        assert_int_equal(text.first_track, 1);
        assert_int_equal(text.last_track, 3);
        assert_false(text.is_copyrighted);
    }
    free(vector);
}

static void decode__checksums__wrong_is_a_fault_and_zero_is_unchecked(void **state)
{
    uint8_t *vector = cdtext_vector_packs();

    (void)state;
    vector[3 * 18 + 5] ^= 1;
    assert_int_equal(decode(vector, CDTEXT_VECTOR_BYTES), CDTEXT_BAD_CRC);
    assert_int_equal(fault.place, 3);
    vector[3 * 18 + 16] = vector[3 * 18 + 17] = 0;
    assert_int_equal(decode(vector, CDTEXT_VECTOR_BYTES), CDTEXT_OK);
    free(vector);
}

/* The checksum is taken out of what is damaged, so that the damage itself is met. */
static void decode__damaged_packs__fault_with_the_pack(void **state)
{
    static const struct {
        unsigned pack, offset;
        uint8_t value;
        enum cdtext_status status;
        unsigned place;
    } rows[] = {
        {4, 0, 0x7F, CDTEXT_BAD_PACK, 4},   {4, 0, 0x90, CDTEXT_BAD_PACK, 4},     {4, 1, 0xFF, CDTEXT_BAD_PACK, 4},
        {4, 2, 5, CDTEXT_BAD_SEQUENCE, 4},  {8, 0, 0x80, CDTEXT_BAD_SEQUENCE, 8}, /* types fall */
        {19, 4, 0x80, CDTEXT_BAD_CODE, 19},                                       /* MS-JIS */
        {0, 3, 0x80, CDTEXT_BAD_CODE, 0},                                         /* double-byte */
        {20, 1, 2, CDTEXT_BAD_PACK, 20},    {19, 6, 2, CDTEXT_OUTSIDE, 0},        /* a last track below the texts' */
        {19, 5, 0, CDTEXT_BAD_TRACK, 0},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t *vector = cdtext_vector_packs();
        uint8_t *pack = vector + rows[i].pack * 18;

        pack[rows[i].offset] = rows[i].value;
        pack[16] = pack[17] = 0;
        assert_int_equal(decode(vector, CDTEXT_VECTOR_BYTES), rows[i].status);
        assert_int_equal(fault.place, rows[i].place);
        free(vector);
    }
}

static void decode__sizes_that_are_no_packs__bad_size(void **state)
{
    static const size_t sizes[] = {0, 1, 4, 5, 17, 19, 35, 37};
    uint8_t *vector = cdtext_vector_packs();
    size_t i;

    (void)state;
    for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        assert_int_equal(decode(vector, sizes[i]), CDTEXT_BAD_SIZE);
    assert_int_equal(decode(vector, 18), CDTEXT_OK); /* without packs of sizes */
    assert_text(CDTEXT_TITLE, 0, "Four Fine Wa");
    free(vector);
}

/* A tab alone stands for the text of the track before; zeros behind the last text are no texts. */
static void decode__tab__text_of_the_track_before(void **state)
{
    uint8_t pack[18] = {0x81, 0, 0, 0, 'A', 'B', 0, '\t', 0, 'C', 0, '\t', 0, '\t', 0, 0};

    (void)state;
    assert_int_equal(decode(pack, sizeof pack), CDTEXT_OK);
    assert_text(CDTEXT_PERFORMER, 0, "AB");
    assert_text(CDTEXT_PERFORMER, 1, "\t"); /* the disc is no track */
    assert_text(CDTEXT_PERFORMER, 2, "C");
    assert_text(CDTEXT_PERFORMER, 3, "C");
    assert_text(CDTEXT_PERFORMER, 4, "C");
    assert_text(CDTEXT_PERFORMER, 5, "");
}

static void decode__second_language__first_one_counts(void **state)
{
    uint8_t two[36] = {0x80, 0, 0, 0, 'o', 'n', 'e'};

    (void)state;
    memcpy(two + 18, (const uint8_t[]){0x80, 0, 0, 0x10, 't', 'w', 'o'}, 7);
    assert_int_equal(decode(two, sizeof two), CDTEXT_OK);
    assert_text(CDTEXT_TITLE, 0, "one");
}

/* ---------------------------------------------------------------------------------------------------------- symbols */

/* vectors/peer-audio.json: cdrdao's lead-in of this disc, P and Q aside. The first pack: 80 00 00 00 46 6F 75 ... */
static void fill_sector__packs_of_the_vector__lead_in_of_cdrdao(void **state)
{
    static const char *const sectors[] = {
        "200000000004192f1d1708201126252e1912011718172b30200000010306312c1c30010c191605240b16252e000d000320000802000404"
        "201d0625341b0614201d0621211d08192c20000803030201291c32012c1b3639270806152e1b3f320f",
        "20000804033715271a0201341b3201321d1638201b36092920000805033719251c2201341d363c201c0605231a3639282000080603370c"
        "0016200000000000000000000000080c0020100007000511281912011319160d341b37082010230c32",
    };
    uint8_t *vector = cdtext_vector_packs(), symbols[CDTEXT_SECTOR_SYMBOLS], again[CDTEXT_SECTOR_SYMBOLS], pack[18];
    size_t i;

    (void)state;
    for (i = 0; i < 2; i++) {
        size_t bytes;
        uint8_t *expected = vector_bytes(sectors[i], &bytes);

        assert_int_equal(bytes, CDTEXT_SECTOR_SYMBOLS);
        cdtext_fill_sector(vector, CDTEXT_VECTOR_PACKS, (int32_t)i, symbols);
        assert_memory_equal(symbols, expected, bytes);
        cdtext_fill_sector(vector, CDTEXT_VECTOR_PACKS, (int32_t)i + 11, again); /* 44 packs on */
        assert_memory_equal(again, expected, bytes);
        cdtext_fill_sector(vector, CDTEXT_VECTOR_PACKS, (int32_t)i - 2200, again);
        assert_memory_equal(again, expected, bytes);
        symbols[0] |= 0xC0;
        cdtext_pack_of_symbols(symbols, pack);
        assert_memory_equal(pack, vector + i * 4 * 18, 18);
        free(expected);
    }
    cdtext_fill_sector(vector, CDTEXT_VECTOR_PACKS, 5, symbols); /* packs 20, 21, 0, 1 */
    cdtext_pack_of_symbols(symbols + 48, pack);
    assert_memory_equal(pack, vector, 18);
    cdtext_fill_sector(vector, 0, 5, symbols);
    for (i = 0; i < sizeof symbols; i++)
        assert_int_equal(symbols[i], 0);
    free(vector);
}

/* ------------------------------------------------------------------------------------------------------------ words */

static void fault_append__every_status__a_sentence(void **state)
{
    char buffer[512];
    int status;

    (void)state;
    for (status = CDTEXT_OK; status < CDTEXT_STATUS_COUNT; status++) {
        struct text words = text_in(buffer, sizeof buffer);
        struct cdtext_fault one = {.status = (enum cdtext_status)status, .line = 7, .track = 3, .type = 0x80};

        cdtext_fault_append(&words, &one);
        assert_false(words.is_cut);
        assert_memory_equal(buffer, "Line 7: ", 8);
        if (status == CDTEXT_OK)
            assert_string_equal(buffer, "Line 7: ");
        else
            assert_int_equal(buffer[words.length - 1], '.');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encode__disc_of_the_vector__packs_of_two_other_programs),
        cmocka_unit_test(encode__no_text__no_packs),
        cmocka_unit_test(encode__253_packs__fit_and_one_character_more_does_not),
        cmocka_unit_test(put__what_no_disc_has__refused_with_its_place),
        cmocka_unit_test(put__codes_in_other_forms__packs_have_one),
        cmocka_unit_test(put__text_longer_than_all_packs__too_long),
        cmocka_unit_test(set_tracks__texts_outside__refused),
        cmocka_unit_test(decode__packs_of_the_vector__its_words),
        cmocka_unit_test(decode__checksums__wrong_is_a_fault_and_zero_is_unchecked),
        cmocka_unit_test(decode__damaged_packs__fault_with_the_pack),
        cmocka_unit_test(decode__sizes_that_are_no_packs__bad_size),
        cmocka_unit_test(decode__tab__text_of_the_track_before),
        cmocka_unit_test(decode__second_language__first_one_counts),
        cmocka_unit_test(fill_sector__packs_of_the_vector__lead_in_of_cdrdao),
        cmocka_unit_test(fault_append__every_status__a_sentence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
