/* Why a text, a sheet or packs are not accepted as CD-TEXT, and the place of the error. */
#ifndef OPENIMAPI2_CDTEXT_FAULT_H
#define OPENIMAPI2_CDTEXT_FAULT_H

#include <stdint.h>

#include "base/text.h"

enum cdtext_status {
    CDTEXT_OK,
    CDTEXT_BAD_TYPE,      /* value: the pack type */
    CDTEXT_BAD_TRACK,     /* track: not a track number, or one that cannot have a text of this type */
    CDTEXT_BAD_CHARACTER, /* value: its code; place: its position in the text, from 1 on */
    CDTEXT_BAD_CATALOG,   /* not a UPC or EAN */
    CDTEXT_BAD_ISRC,
    CDTEXT_OUTSIDE,      /* track has a text, but is not within first to last */
    CDTEXT_TOO_LONG,     /* value: the excess in packs */
    CDTEXT_BAD_ENCODING, /* of a sheet: bytes that are not UTF-8, or half a character of UTF-16 */
    CDTEXT_TOO_LARGE,    /* value: the most bytes that a file may have */
    CDTEXT_NO_VALUE,     /* a line of a sheet has no key or no value */
    CDTEXT_BAD_KEY,      /* a line of a sheet begins with an unknown word */
    CDTEXT_BAD_VALUE,    /* a line of a sheet has a value that its key cannot have */
    CDTEXT_BAD_CODE,     /* unknown character code; value: the code as in the packs */
    CDTEXT_BAD_SIZE,     /* value: size in bytes, which is not a number of packs */
    CDTEXT_BAD_CRC,      /* place: the pack, from 0 on */
    CDTEXT_BAD_SEQUENCE, /* place: the pack, from 0 on */
    CDTEXT_BAD_PACK,     /* place: the pack, from 0 on, with invalid contents */
    CDTEXT_STATUS_COUNT,
};

struct cdtext_fault {
    enum cdtext_status status;
    unsigned line; /* of a sheet, from 1 on; 0: none */
    unsigned type, track, place;
    uint32_t value;
};

/* Append a fault as one sentence for a user, with its place; for CDTEXT_OK nothing. */
void cdtext_fault_append(struct text *text, const struct cdtext_fault *fault);

#endif
