/* Sony's input sheet 0.7T. */
#include "cdtext/sony_sheet.h"

#include <string.h>

#include "cdtext/codes.h"

enum { KEY_CHARACTERS_MAX = 40, LANGUAGE_MAX = 0x7F, GENRE_MAX = 0xFFFF };

struct reading {
    struct cdtext_sheet *sheet;
    struct cdtext *text;
    struct cdtext_fault *fault;
    unsigned first, last; /* of the tracks; 0: the sheet has not said it yet */
};

/* A key without blanks, in small letters; one that is too long, or has other characters than ASCII, is "". */
struct key {
    char name[KEY_CHARACTERS_MAX + 1];
};

static struct key key_of(struct cdtext_words words)
{
    struct key key = {""};
    size_t length = 0, i;

    for (i = 0; i < words.count; i++) {
        uint16_t character = words.characters[i];

        if (character == ' ' || character == '\t') continue;
        if (character >= 0x80 || length == KEY_CHARACTERS_MAX) return (struct key){""};
        key.name[length++] = (char)(character >= 'A' && character <= 'Z' ? character - 'A' + 'a' : character);
    }
    return key;
}

static enum cdtext_status fail(struct reading *reading, enum cdtext_status status)
{
    return cdtext_sheet_fail(reading->sheet, status, reading->fault);
}

static enum cdtext_status put(struct reading *reading, unsigned type, unsigned track, struct cdtext_words value)
{
    enum cdtext_status status = cdtext_put(reading->text, type, track, value.characters, value.count, reading->fault);

    reading->fault->line = reading->sheet->line;
    return status;
}

/* ------------------------------------------------------------------------------------------------------------- keys */

/* clang-format off */
static const struct {
    const char *key;
    unsigned type;
} texts_of_disc[] = {
    {"albumtitle",        CDTEXT_TITLE},
    {"artistname",        CDTEXT_PERFORMER},
    {"songwriter",        CDTEXT_SONGWRITER},
    {"composer",          CDTEXT_COMPOSER},
    {"arranger",          CDTEXT_ARRANGER},
    {"albummessage",      CDTEXT_MESSAGE},
    {"catalognumber",     CDTEXT_DISC_ID},
    {"genreinformation",  CDTEXT_GENRE},
    {"closedinformation", CDTEXT_CLOSED},
    {"upc/ean",           CDTEXT_CODES},
}, texts_of_track[] = {
    {"title",      CDTEXT_TITLE},
    {"artist",     CDTEXT_PERFORMER},
    {"songwriter", CDTEXT_SONGWRITER},
    {"composer",   CDTEXT_COMPOSER},
    {"arranger",   CDTEXT_ARRANGER},
    {"message",    CDTEXT_MESSAGE},
};
/* clang-format on */

enum { TEXTS_OF_DISC = sizeof texts_of_disc / sizeof texts_of_disc[0] };
enum { TEXTS_OF_TRACK = sizeof texts_of_track / sizeof texts_of_track[0] };

static enum cdtext_status set_version(struct reading *reading, struct cdtext_words value)
{
    return fail(reading, cdtext_words_are(value, "0.7T") ? CDTEXT_OK : CDTEXT_BAD_VALUE);
}

static enum cdtext_status set_code(struct reading *reading, struct cdtext_words value)
{
    if (cdtext_words_are(value, "8859") || cdtext_words_are(value, "ASCII")) return fail(reading, CDTEXT_OK);
    return fail(reading, cdtext_words_are(value, "MS-JIS") ? CDTEXT_BAD_CODE : CDTEXT_BAD_VALUE);
}

static enum cdtext_status set_language(struct reading *reading, struct cdtext_words value)
{
    unsigned code;

    if (!cdtext_language_find(value, &code) && !cdtext_words_number(value, LANGUAGE_MAX, &code))
        return fail(reading, CDTEXT_BAD_VALUE);
    reading->text->language = (uint8_t)code;
    return fail(reading, CDTEXT_OK);
}

static enum cdtext_status set_genre(struct reading *reading, struct cdtext_words value)
{
    unsigned code;

    if (!cdtext_genre_find(value, &code) && !cdtext_words_number(value, GENRE_MAX, &code))
        return fail(reading, CDTEXT_BAD_VALUE);
    reading->text->genre = (uint16_t)code;
    return fail(reading, CDTEXT_OK);
}

static enum cdtext_status set_protection(struct reading *reading, struct cdtext_words value)
{
    reading->text->is_copyrighted = cdtext_words_are(value, "ON");
    return fail(reading,
                reading->text->is_copyrighted || cdtext_words_are(value, "OFF") ? CDTEXT_OK : CDTEXT_BAD_VALUE);
}

/* They are set at the end, since texts may stand in front of them. */
static enum cdtext_status set_track_number(struct reading *reading, struct cdtext_words value, unsigned *track)
{
    bool is_right = cdtext_words_number(value, CDTEXT_TRACKS_MAX, track) && *track > 0;

    return fail(reading, is_right ? CDTEXT_OK : CDTEXT_BAD_VALUE);
}

static enum cdtext_status set_first(struct reading *reading, struct cdtext_words value)
{
    return set_track_number(reading, value, &reading->first);
}

static enum cdtext_status set_last(struct reading *reading, struct cdtext_words value)
{
    return set_track_number(reading, value, &reading->last);
}

static enum cdtext_status skip(struct reading *reading, struct cdtext_words value)
{
    (void)value;
    return fail(reading, CDTEXT_OK);
}

/* clang-format off */
static const struct {
    const char *key;
    enum cdtext_status (*set)(struct reading *reading, struct cdtext_words value);
} settings[] = {
    {"inputsheetversion",      set_version},
    {"textcode",               set_code},
    {"languagecode",           set_language},
    {"genrecode",              set_genre},
    {"textdatacopyprotection", set_protection},
    {"firsttracknumber",       set_first},
    {"lasttracknumber",        set_last},
    {"remarks",                skip},
};
/* clang-format on */

/* Two digits; 0: there are none, or both are 0. */
static unsigned track_of(const char *digits)
{
    if (digits[0] < '0' || digits[0] > '9' || digits[1] < '0' || digits[1] > '9') return 0;
    return (unsigned)(digits[0] - '0') * 10 + (unsigned)(digits[1] - '0');
}

/* A key with a track's number. */
static enum cdtext_status read_numbered(struct reading *reading, const struct key *key, struct cdtext_words value)
{
    static const char information[] = "discinformation";
    unsigned track;
    size_t i;

    if (strncmp(key->name, information, sizeof information - 1) == 0) return fail(reading, CDTEXT_OK);
    if (strncmp(key->name, "isrc", 4) == 0) {
        track = track_of(key->name + 4);
        if (track > 0 && key->name[6] == '\0') return put(reading, CDTEXT_CODES, track, value);
    } else if (strncmp(key->name, "track", 5) == 0) {
        track = track_of(key->name + 5);
        for (i = 0; track > 0 && i < TEXTS_OF_TRACK; i++) {
            if (strcmp(key->name + 7, texts_of_track[i].key) == 0)
                return put(reading, texts_of_track[i].type, track, value);
        }
    }
    return fail(reading, CDTEXT_BAD_KEY);
}

static enum cdtext_status read_line(struct reading *reading, struct cdtext_words line)
{
    struct key key = key_of(cdtext_words_take(&line, "="));
    struct cdtext_words value;
    size_t i;

    if (line.count == 0 || key.name[0] == '\0')
        return fail(reading, line.count == 0 ? CDTEXT_NO_VALUE : CDTEXT_BAD_KEY);
    value = cdtext_words_trim((struct cdtext_words){line.characters + 1, line.count - 1});
    for (i = 0; i < TEXTS_OF_DISC; i++) {
        if (strcmp(key.name, texts_of_disc[i].key) == 0) return put(reading, texts_of_disc[i].type, 0, value);
    }
    for (i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        /* Sheets are filled-in forms: what is left empty says nothing. */
        if (strcmp(key.name, settings[i].key) == 0)
            return value.count == 0 ? fail(reading, CDTEXT_OK) : settings[i].set(reading, value);
    }
    return read_numbered(reading, &key, value);
}

enum cdtext_status cdtext_sony_sheet_read(struct cdtext_sheet *sheet, struct cdtext *text, struct cdtext_fault *fault)
{
    struct reading reading = {sheet, text, fault, 0, 0};
    enum cdtext_status status = CDTEXT_OK;
    struct cdtext_words line;

    cdtext_init(text);
    while (status == CDTEXT_OK && cdtext_sheet_next(sheet, &line)) {
        if (line.count > 0) status = read_line(&reading, line);
    }
    if (status != CDTEXT_OK) return status;
    status = cdtext_set_tracks(text, reading.first > 0 ? reading.first : 1, reading.last, fault);
    return status;
}
