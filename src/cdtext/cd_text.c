/* The texts of a disc: checks of new texts, and a list of them in the order of packs. */
#include "cdtext/cd_text.h"

#include <string.h>

#include "rawcd/layout.h"

enum { RECORD_HEAD = 2, CODE_CHARACTERS_MAX = 32 }; /* of an ISRC with its hyphens, and more */

void cdtext_init(struct cdtext *text)
{
    memset(text, 0, sizeof *text);
    text->language = 0x09;
    text->first_track = 1;
}

static enum cdtext_status fail(struct cdtext_fault *fault, enum cdtext_status status, unsigned type, unsigned track)
{
    memset(fault, 0, sizeof *fault);
    fault->status = status;
    fault->type = type;
    fault->track = track;
    return status;
}

static bool is_text_of_tracks(unsigned type)
{
    return (type >= CDTEXT_TITLE && type <= CDTEXT_MESSAGE) || type == CDTEXT_CODES;
}

static bool is_text_of_disc(unsigned type)
{
    return type == CDTEXT_DISC_ID || type == CDTEXT_GENRE || type == CDTEXT_CLOSED;
}

enum cdtext_status cdtext_check_place(unsigned type, unsigned track, struct cdtext_fault *fault)
{
    if (!is_text_of_tracks(type) && !is_text_of_disc(type)) {
        fail(fault, CDTEXT_BAD_TYPE, type, track);
        fault->value = type;
        return fault->status;
    }
    if (track > (is_text_of_disc(type) ? 0 : CDTEXT_TRACKS_MAX)) return fail(fault, CDTEXT_BAD_TRACK, type, track);
    return fail(fault, CDTEXT_OK, type, track);
}

/* --------------------------------------------------------------------------------------------------------- records */

/* Bytes of the record at an offset. */
static size_t record_bytes(const struct cdtext *text, size_t at)
{
    return RECORD_HEAD + strlen((const char *)text->records + at + RECORD_HEAD) + 1;
}

/* The first record that does not stand in front of this one. */
static size_t find(const struct cdtext *text, unsigned type, unsigned track, bool *is_there)
{
    size_t at = 0;

    while (at < text->used &&
           (text->records[at] < type || (text->records[at] == type && text->records[at + 1] < track)))
        at += record_bytes(text, at);
    *is_there = at < text->used && text->records[at] == type && text->records[at + 1] == track;
    return at;
}

const uint8_t *cdtext_peek(const struct cdtext *text, unsigned type, unsigned track, size_t *count)
{
    bool is_there;
    size_t at = find(text, type, track, &is_there);

    *count = is_there ? record_bytes(text, at) - RECORD_HEAD - 1 : 0;
    return is_there ? text->records + at + RECORD_HEAD : (const uint8_t *)"";
}

/* False: no room, which is for far more than fits into packs. */
static bool replace(struct cdtext *text, unsigned type, unsigned track, const uint8_t *bytes, size_t count)
{
    bool is_there;
    size_t at = find(text, type, track, &is_there);
    size_t before = is_there ? record_bytes(text, at) : 0, after = count > 0 ? RECORD_HEAD + count + 1 : 0;

    if (text->used - before + after > sizeof text->records) return false;
    memmove(text->records + at + after, text->records + at + before, text->used - at - before);
    text->used = text->used - before + after;
    if (count == 0) return true;
    text->records[at] = (uint8_t)type;
    text->records[at + 1] = (uint8_t)track;
    memcpy(text->records + at + RECORD_HEAD, bytes, count);
    text->records[at + RECORD_HEAD + count] = 0;
    return true;
}

/* ---------------------------------------------------------------------------------------------------------- tracks */

/* The lowest and the highest track that has a text; 0: none has. */
static void find_ends(const struct cdtext *text, unsigned *lowest, unsigned *highest)
{
    size_t at;

    *lowest = *highest = 0;
    for (at = 0; at < text->used; at += record_bytes(text, at)) {
        unsigned track = text->records[at + 1];

        if (track == 0) continue;
        if (*lowest == 0 || track < *lowest) *lowest = track;
        if (track > *highest) *highest = track;
    }
}

enum cdtext_status cdtext_set_tracks(struct cdtext *text, unsigned first, unsigned last, struct cdtext_fault *fault)
{
    unsigned lowest, highest;

    if (first < 1 || first > CDTEXT_TRACKS_MAX) return fail(fault, CDTEXT_BAD_TRACK, 0, first);
    if (last > CDTEXT_TRACKS_MAX || (last > 0 && last < first)) return fail(fault, CDTEXT_BAD_TRACK, 0, last);
    find_ends(text, &lowest, &highest);
    if (lowest > 0 && lowest < first) return fail(fault, CDTEXT_OUTSIDE, 0, lowest);
    if (last > 0 && highest > last) return fail(fault, CDTEXT_OUTSIDE, 0, highest);
    text->first_track = (uint8_t)first;
    text->last_track = (uint8_t)last;
    return fail(fault, CDTEXT_OK, 0, 0);
}

unsigned cdtext_last_track(const struct cdtext *text)
{
    unsigned lowest, highest;

    if (text->last_track > 0) return text->last_track;
    find_ends(text, &lowest, &highest);
    return highest > 0 ? highest : text->first_track;
}

/* ---------------------------------------------------------------------------------------------------------- putting */

/* Of UPC, EAN and ISRC there is one way in which packs have them. */
static enum cdtext_status put_code(struct cdtext *text, unsigned track, const uint8_t *bytes, size_t count,
                                   struct cdtext_fault *fault)
{
    char given[CODE_CHARACTERS_MAX + 1] = "", code[CODE_CHARACTERS_MAX + 1] = "";
    bool is_right = count < sizeof given;

    if (is_right && count > 0) {
        memcpy(given, bytes, count);
        is_right = (track > 0 ? rawcd_parse_isrc(given, code) : rawcd_parse_catalog(given, code)) == RAWCD_OK;
    }
    if (!is_right) return fail(fault, track > 0 ? CDTEXT_BAD_ISRC : CDTEXT_BAD_CATALOG, CDTEXT_CODES, track);
    if (!replace(text, CDTEXT_CODES, track, (const uint8_t *)code, strlen(code)))
        return cdtext_check_length(text, fault);
    return fail(fault, CDTEXT_OK, CDTEXT_CODES, track);
}

enum cdtext_status cdtext_put_bytes(struct cdtext *text, unsigned type, unsigned track, const uint8_t *bytes,
                                    size_t count, struct cdtext_fault *fault)
{
    enum cdtext_status status = cdtext_check_place(type, track, fault);

    if (status != CDTEXT_OK) return status;
    if (track > 0 && count > 0 && (track < text->first_track || (text->last_track > 0 && track > text->last_track)))
        return fail(fault, CDTEXT_OUTSIDE, type, track);
    if (type == CDTEXT_CODES) return put_code(text, track, bytes, count, fault);
    if (count > CDTEXT_CHARACTERS_MAX) {
        fail(fault, CDTEXT_TOO_LONG, type, track);
        fault->value = (uint32_t)(count / CDTEXT_TEXT_BYTES + 1) - CDTEXT_PACKS_MAX;
        return fault->status;
    }
    if (!replace(text, type, track, bytes, count)) return cdtext_check_length(text, fault);
    return fail(fault, CDTEXT_OK, type, track);
}

/* What 80h-9Fh of Windows's code pages would be is no character here. */
static bool is_character(unsigned type, uint16_t character)
{
    if (character < 0x20 || character == 0x7F) return false;
    return character < 0x7F || (type != CDTEXT_GENRE && character >= 0xA0 && character <= 0xFF);
}

enum cdtext_status cdtext_put(struct cdtext *text, unsigned type, unsigned track, const uint16_t *characters,
                              size_t count, struct cdtext_fault *fault)
{
    enum cdtext_status status = cdtext_check_place(type, track, fault);
    uint8_t bytes[CDTEXT_CHARACTERS_MAX];
    size_t i;

    if (status != CDTEXT_OK) return status;
    for (i = 0; i < count; i++) {
        if (is_character(type, characters[i])) {
            if (i < sizeof bytes) bytes[i] = (uint8_t)characters[i];
            continue;
        }
        fail(fault, CDTEXT_BAD_CHARACTER, type, track);
        fault->place = (unsigned)i + 1;
        fault->value = characters[i];
        return fault->status;
    }
    return cdtext_put_bytes(text, type, track, bytes, count, fault); /* which refuses what did not fit here */
}

/* ----------------------------------------------------------------------------------------------------------- length */

size_t cdtext_type_bytes(const struct cdtext *text, unsigned type)
{
    size_t bytes = 0, texts = 0, at;

    for (at = 0; at < text->used; at += record_bytes(text, at)) {
        if (text->records[at] != type) continue;
        bytes += record_bytes(text, at) - RECORD_HEAD - 1;
        texts++;
    }
    if (type == CDTEXT_GENRE) return texts > 0 || text->genre > 0 ? 2 + bytes + 1 : 0;
    if (texts == 0) return 0;
    /* The disc and each track have one as soon as one of them has, be it empty; a zero ends each. */
    return bytes + (is_text_of_tracks(type) ? cdtext_last_track(text) - text->first_track + 2 : 1);
}

enum cdtext_status cdtext_check_length(const struct cdtext *text, struct cdtext_fault *fault)
{
    size_t packs = 0;
    unsigned type;

    for (type = CDTEXT_TITLE; type < CDTEXT_SIZES; type++)
        packs += (cdtext_type_bytes(text, type) + CDTEXT_TEXT_BYTES - 1) / CDTEXT_TEXT_BYTES;
    if (packs <= CDTEXT_PACKS_MAX) return fail(fault, CDTEXT_OK, 0, 0);
    fail(fault, CDTEXT_TOO_LONG, 0, 0);
    fault->value = (uint32_t)(packs - CDTEXT_PACKS_MAX);
    return fault->status;
}
