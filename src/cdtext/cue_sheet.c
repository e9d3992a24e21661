/* The commands of cue sheets that hold CD-TEXT; the other commands are recognised and skipped. */
#include "cdtext/cue_sheet.h"

#include "cdtext/codes.h"

/* What a command means. */
enum meaning { TEXT, GENRE, ISRC, CATALOG, TRACK, PACK_FILE, NOTHING };

/* clang-format off */
static const struct command {
    const char *name;
    enum meaning meaning;
    unsigned type; /* of a TEXT */
} commands[] = {
    {"TITLE",      TEXT,      CDTEXT_TITLE},
    {"PERFORMER",  TEXT,      CDTEXT_PERFORMER},
    {"SONGWRITER", TEXT,      CDTEXT_SONGWRITER},
    {"COMPOSER",   TEXT,      CDTEXT_COMPOSER},
    {"ARRANGER",   TEXT,      CDTEXT_ARRANGER},
    {"MESSAGE",    TEXT,      CDTEXT_MESSAGE},
    {"DISC_ID",    TEXT,      CDTEXT_DISC_ID},
    {"GENRE",      GENRE,     0},
    {"ISRC",       ISRC,      0},
    {"CATALOG",    CATALOG,   0},
    {"TRACK",      TRACK,     0},
    {"CDTEXTFILE", PACK_FILE, 0},
    {"FILE",       NOTHING,   0},
    {"FLAGS",      NOTHING,   0},
    {"INDEX",      NOTHING,   0},
    {"POSTGAP",    NOTHING,   0},
    {"PREGAP",     NOTHING,   0},
    {"REM",        NOTHING,   0},
};
/* clang-format on */

struct reading {
    struct cdtext_sheet *sheet;
    struct cdtext *text;
    struct cdtext_words *pack_file;
    struct cdtext_fault *fault;
    unsigned first, track; /* the first TRACK and the last one so far; 0: there was none */
};

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

/* What stands between the first and the last quotation mark, or all of it: quotation marks within are not escaped. */
static struct cdtext_words unquote(struct cdtext_words value)
{
    if (value.count < 2 || value.characters[0] != '"' || value.characters[value.count - 1] != '"') return value;
    return (struct cdtext_words){value.characters + 1, value.count - 2};
}

/* Tracks rise; the second word, the track's kind, does not count here. */
static enum cdtext_status begin_track(struct reading *reading, struct cdtext_words value)
{
    unsigned track;

    if (!cdtext_words_number(cdtext_words_take(&value, " \t"), CDTEXT_TRACKS_MAX, &track) || track <= reading->track)
        return fail(reading, CDTEXT_BAD_VALUE);
    if (reading->track == 0) reading->first = track;
    reading->track = track;
    return fail(reading, CDTEXT_OK);
}

/* The disc's alone; a genre that has a number gets it, too. */
static enum cdtext_status set_genre(struct reading *reading, struct cdtext_words value)
{
    unsigned code;

    if (reading->track > 0) return fail(reading, CDTEXT_OK);
    if (cdtext_genre_find(value, &code)) reading->text->genre = (uint16_t)code;
    return put(reading, CDTEXT_GENRE, 0, value);
}

static enum cdtext_status read_command(struct reading *reading, const struct command *command,
                                       struct cdtext_words value)
{
    if (command->meaning == NOTHING) return fail(reading, CDTEXT_OK);
    if (value.count == 0) return fail(reading, CDTEXT_NO_VALUE);
    switch (command->meaning) {
    case TEXT:
        if (command->type == CDTEXT_DISC_ID && reading->track > 0) return fail(reading, CDTEXT_OK);
        return put(reading, command->type, reading->track, unquote(value));
    case GENRE:
        return set_genre(reading, unquote(value));
    case ISRC:
        if (reading->track == 0) return fail(reading, CDTEXT_BAD_KEY);
        return put(reading, CDTEXT_CODES, reading->track, unquote(value));
    case CATALOG:
        return put(reading, CDTEXT_CODES, 0, unquote(value));
    case TRACK:
        return begin_track(reading, value);
    case PACK_FILE:
        *reading->pack_file = unquote(value);
        return fail(reading, CDTEXT_OK);
    case NOTHING:
        break;
    }
    return fail(reading, CDTEXT_OK);
}

static enum cdtext_status read_line(struct reading *reading, struct cdtext_words line)
{
    struct cdtext_words name = cdtext_words_take(&line, " \t");
    size_t i;

    for (i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (cdtext_words_are(name, commands[i].name))
            return read_command(reading, &commands[i], cdtext_words_trim(line));
    }
    return fail(reading, CDTEXT_BAD_KEY);
}

enum cdtext_status cdtext_cue_sheet_read(struct cdtext_sheet *sheet, struct cdtext *text,
                                         struct cdtext_words *pack_file, struct cdtext_fault *fault)
{
    struct reading reading = {sheet, text, pack_file, fault, 0, 0};
    unsigned first = text->first_track, last = text->last_track;
    enum cdtext_status status = CDTEXT_OK;
    struct cdtext_words line;

    *pack_file = (struct cdtext_words){NULL, 0};
    while (status == CDTEXT_OK && cdtext_sheet_next(sheet, &line)) {
        if (line.count > 0) status = read_line(&reading, line);
    }
    if (status != CDTEXT_OK) return status;
    if (reading.first > 0) {
        first = reading.first;
        last = reading.track;
    }
    return cdtext_set_tracks(text, first, last, fault);
}
