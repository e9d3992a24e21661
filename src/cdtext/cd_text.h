/* The texts of an audio disc and of its tracks in one language (CD-TEXT: MMC-3, annex J), and the other contents of a
 * block of packs. The texts of a disc are a value: a copy is independent of the original. The functions keep them so
 * that they can always be encoded, unless they are too long.
 */
#ifndef OPENIMAPI2_CDTEXT_CD_TEXT_H
#define OPENIMAPI2_CDTEXT_CD_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cdtext/fault.h"

enum {
    CDTEXT_TRACKS_MAX = 99,
    CDTEXT_PACKS_MAX = 253, /* of a block, without the three that tell its sizes */
    CDTEXT_TEXT_BYTES = 12, /* in a pack */
    CDTEXT_CHARACTERS_MAX = CDTEXT_PACKS_MAX * CDTEXT_TEXT_BYTES - 1, /* of one text; a zero ends it */
    CDTEXT_FILE_BYTES_MAX = 32768, /* of a sheet; a file of packs has 8 * 256 * 18 + 5 at most, which is more */
    CDTEXT_RECORD_BYTES = CDTEXT_FILE_BYTES_MAX + 2 * CDTEXT_CHARACTERS_MAX,
};

/* Types of packs. */
enum cdtext_type {
    CDTEXT_TITLE = 0x80,
    CDTEXT_PERFORMER = 0x81,
    CDTEXT_SONGWRITER = 0x82,
    CDTEXT_COMPOSER = 0x83,
    CDTEXT_ARRANGER = 0x84,
    CDTEXT_MESSAGE = 0x85,
    CDTEXT_DISC_ID = 0x86,
    CDTEXT_GENRE = 0x87,
    CDTEXT_TOC = 0x88,
    CDTEXT_TOC2 = 0x89,
    CDTEXT_CLOSED = 0x8D, /* closed information */
    CDTEXT_CODES = 0x8E,  /* UPC or EAN of the disc, ISRC of a track */
    CDTEXT_SIZES = 0x8F,
};

struct cdtext {
    uint8_t language; /* EBU Tech 3264, appendix 3; 09h is English */
    uint16_t genre;   /* 0: none */
    bool is_copyrighted;
    uint8_t first_track; /* 1-99 */
    uint8_t last_track;  /* 0: the highest with a text, or first_track */
    size_t used;         /* of `records`: for each text its type, its track, its characters, a zero; in this order */
    uint8_t records[CDTEXT_RECORD_BYTES];
};

/* No text, in English, from track 1 on. */
void cdtext_init(struct cdtext *text);

/* May a disc (track 0) or a track have a text of this type? 80h-85h and 8Eh: both; 86h, 87h (the words of the genre)
 * and 8Dh: a disc.
 * returns  CDTEXT_OK, CDTEXT_BAD_TYPE, CDTEXT_BAD_TRACK.
 */
enum cdtext_status cdtext_check_place(unsigned type, unsigned track, struct cdtext_fault *fault);

/* Set a text, or remove it with an empty one.
 * characters  UTF-16: only characters of ISO 8859-1 without control characters; for 87h only ASCII. 8Eh: a UPC or EAN
 *             with its check digit, whose leading zeros may be missing; or an ISRC, which may contain hyphens and small
 *             letters.
 * returns     the faults of cdtext_check_place, CDTEXT_BAD_CHARACTER, CDTEXT_BAD_CATALOG, CDTEXT_BAD_ISRC;
 *             CDTEXT_OUTSIDE where the disc has a last track and the track is not in its range; CDTEXT_TOO_LONG for a
 *             text that would fit no disc. Nothing is changed then. A shorter text can still make the disc's texts too
 *             long: cdtext_check_length.
 */
enum cdtext_status cdtext_put(struct cdtext *text, unsigned type, unsigned track, const uint16_t *characters,
                              size_t count, struct cdtext_fault *fault);

/* The same with bytes from a disc, which may also be control characters. */
enum cdtext_status cdtext_put_bytes(struct cdtext *text, unsigned type, unsigned track, const uint8_t *bytes,
                                    size_t count, struct cdtext_fault *fault);

/* The characters of a text, with a zero after them; "" where there is none. Borrowed until the next change. */
const uint8_t *cdtext_peek(const struct cdtext *text, unsigned type, unsigned track, size_t *count);

/* Set the range of tracks. first, last: 1-99; last may be 0, which makes it the highest that has a text.
 * returns  CDTEXT_BAD_TRACK, CDTEXT_OUTSIDE: nothing is changed then.
 */
enum cdtext_status cdtext_set_tracks(struct cdtext *text, unsigned first, unsigned last, struct cdtext_fault *fault);

/* 1-99 */
unsigned cdtext_last_track(const struct cdtext *text);

/* How many bytes the texts of one type have in all packs together; 0: there are none. */
size_t cdtext_type_bytes(const struct cdtext *text, unsigned type);

/* CDTEXT_TOO_LONG where there are more than CDTEXT_PACKS_MAX packs; the fault gives the excess. */
enum cdtext_status cdtext_check_length(const struct cdtext *text, struct cdtext_fault *fault);

#endif
