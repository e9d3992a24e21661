/* The layout of an audio disc that is recorded raw, in one session: tracks, pre-gaps, index marks, the lead-out, and
 * what the sub-code says of each track.
 *
 * A layout is a value. Its functions keep `start` and `lead_out` consistent; the owner may change the settings of a
 * track that name no address. Sectors have 2352 bytes of audio; addresses are logical block addresses.
 */
#ifndef OPENIMAPI2_RAWCD_LAYOUT_H
#define OPENIMAPI2_RAWCD_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rawcd/msf.h"
#include "rawcd/toc.h"

enum {
    RAWCD_TRACKS_MAX = 99,
    RAWCD_INDEXES_MAX = 99,        /* index 0 is not among them */
    RAWCD_INDEX_DISTANCE_MIN = 10, /* sectors between two index marks */
    RAWCD_GAP_SECTORS = 150,       /* of every index 0 except a special pre-gap */
    RAWCD_TRACK_SECTORS_MIN = 300, /* IEC 60908: four seconds */
    RAWCD_LEAD_OUT_SECTORS = 6750, /* of a first session, in an image */
    RAWCD_LEAD_OUT_MAX = RAWCD_LAST_SECTOR + 1 - RAWCD_LEAD_OUT_SECTORS,
    RAWCD_ISRC_CHARACTERS = 12,
    RAWCD_CATALOG_DIGITS = 13,
    RAWCD_SECTOR_BYTES = 2352,
};

enum rawcd_status {
    RAWCD_OK,
    RAWCD_INVALID, /* a number or a text that is not allowed */
    RAWCD_TOO_MANY_TRACKS,
    RAWCD_TOO_MANY_INDEXES,
    RAWCD_BEYOND_LIMIT, /* the lead-out would begin beyond its limit */
    RAWCD_TOO_CLOSE,    /* to another index mark */
    RAWCD_INDEX_EXISTS, /* nothing was changed, and this is not an error */
    RAWCD_INDEX_UNKNOWN,
    RAWCD_INDEX_IS_START, /* index 1 always begins where the track does */
};

enum rawcd_copying {
    RAWCD_COPYING_PERMITTED,
    RAWCD_COPYING_PROHIBITED,
    RAWCD_COPYING_SCMS, /* the disc is a copy, which must not be copied again */
};

struct rawcd_track {
    uint32_t sectors; /* of audio, from index 1 on */
    int32_t start;    /* index 1 */
    enum rawcd_copying copying;
    bool has_preemphasis;
    char isrc[RAWCD_ISRC_CHARACTERS + 1]; /* empty: none; see rawcd_parse_isrc */
    uint32_t indexes[RAWCD_INDEXES_MAX];  /* index 1, 2, ...: sectors from `start` on, rising; the first is 0 */
    unsigned index_count;
};

struct rawcd_layout {
    struct rawcd_track tracks[RAWCD_TRACKS_MAX];
    unsigned track_count;
    unsigned first_number;   /* of the first track, 1-99 */
    uint32_t pregap_sectors; /* of audio from LBA -150 on, before the first track; 0: the usual silence up to -1 */
    bool has_gaps;    /* 150 silent sectors between two tracks; else a track's last 150 are the next one's index 0 */
    int32_t lead_out; /* where the lead-out begins; without a track, where the first would */
    int32_t lead_out_limit;                 /* 1-RAWCD_LEAD_OUT_MAX: the last address for lead_out */
    char catalog[RAWCD_CATALOG_DIGITS + 1]; /* empty: none; see rawcd_parse_catalog */
};

/* Initialise: no track, first track number 1, gapless, the widest limit. */
void rawcd_layout_init(struct rawcd_layout *layout);

/* Each of these changes nothing when it fails.
 *
 * rawcd_add_track     sectors: of audio. RAWCD_INVALID below RAWCD_TRACK_SECTORS_MIN; RAWCD_TOO_MANY_TRACKS after the
 *                     track numbered 99; RAWCD_BEYOND_LIMIT.
 * rawcd_set_pregap    sectors: 0, or at least RAWCD_GAP_SECTORS, else RAWCD_INVALID; RAWCD_BEYOND_LIMIT, also where
 *                     there would be no room for a track after it.
 * rawcd_set_gaps      RAWCD_BEYOND_LIMIT.
 * rawcd_set_limit     RAWCD_INVALID; RAWCD_BEYOND_LIMIT for a limit below what is in use.
 */
enum rawcd_status rawcd_add_track(struct rawcd_layout *layout, uint64_t sectors);
enum rawcd_status rawcd_set_pregap(struct rawcd_layout *layout, uint64_t sectors);
enum rawcd_status rawcd_set_gaps(struct rawcd_layout *layout, bool has_gaps);
enum rawcd_status rawcd_set_limit(struct rawcd_layout *layout, int32_t lead_out_limit);

/* Add an index mark to a track, or remove it.
 * offset   sectors from the track's start on.
 * returns  rawcd_add_index: RAWCD_INVALID outside the track, RAWCD_INDEX_EXISTS, RAWCD_TOO_CLOSE,
 *          RAWCD_TOO_MANY_INDEXES; rawcd_clear_index: RAWCD_INDEX_IS_START for 0, RAWCD_INDEX_UNKNOWN.
 */
enum rawcd_status rawcd_add_index(struct rawcd_track *track, uint32_t offset);
enum rawcd_status rawcd_clear_index(struct rawcd_track *track, uint32_t offset);

/* Where index 0 of a track begins. track: an index of layout->tracks. */
int32_t rawcd_index0(const struct rawcd_layout *layout, unsigned track);

/* Bits 3-0 of the control field (IEC 60908), as the table of contents has them. */
uint8_t rawcd_control(const struct rawcd_track *track);

/* The table of contents of a layout with tracks, as READ TOC/PMA/ATIP returns it (MMC, format 0000b, addresses as LBA).
 * returns  its length in bytes, at most RAWCD_TOC_BYTES_MAX.
 */
size_t rawcd_make_toc(const struct rawcd_layout *layout, uint8_t *toc);

/* An ISRC (ISO 3901): two letters, three letters or digits, seven digits; letters in either case; with hyphens, as in
 * "US-K7Y-98-12345", or without.
 * isrc  out: the twelve characters alone, in capitals.
 */
enum rawcd_status rawcd_parse_isrc(const char *text, char isrc[RAWCD_ISRC_CHARACTERS + 1]);

/* A media catalogue number: 1 to 13 digits, the last being the check digit of an EAN-13.
 * catalog  out: thirteen digits, padded with zeros at the beginning.
 */
enum rawcd_status rawcd_parse_catalog(const char *text, char catalog[RAWCD_CATALOG_DIGITS + 1]);

#endif
