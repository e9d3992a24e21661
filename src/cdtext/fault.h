/* Why a text, a sheet or packs are not taken as CD-TEXT, and where the reason stands. */
#ifndef OPENIMAPI2_CDTEXT_FAULT_H
#define OPENIMAPI2_CDTEXT_FAULT_H

#include <stdint.h>

#include "base/text.h"

enum cdtext_status {
    CDTEXT_OK,
    CDTEXT_BAD_TYPE,      /* value: the pack type */
    CDTEXT_BAD_TRACK,     /* track: what is none, or has no text of this type */
    CDTEXT_BAD_CHARACTER, /* value: its code; place: which one of the text, from 1 on */
    CDTEXT_BAD_CATALOG,   /* no UPC or EAN */
    CDTEXT_BAD_ISRC,
    CDTEXT_OUTSIDE,      /* track has a text, and is not from the first to the last one */
    CDTEXT_TOO_LONG,     /* value: by how many packs */
    CDTEXT_BAD_ENCODING, /* of a sheet: bytes that are no UTF-8, half a character of UTF-16 */
    CDTEXT_TOO_LARGE,    /* value: bytes that a file may have */
    CDTEXT_NO_VALUE,     /* a line of a sheet has no key or no value */
    CDTEXT_BAD_KEY,      /* a line of a sheet begins with an unknown word */
    CDTEXT_BAD_VALUE,    /* a line of a sheet has a value that its key can't have */
    CDTEXT_BAD_CODE,     /* of characters; value: the code as packs have it */
    CDTEXT_BAD_SIZE,     /* value: bytes, that are no number of packs */
    CDTEXT_BAD_CRC,      /* place: the pack, from 0 on */
    CDTEXT_BAD_SEQUENCE, /* place: the pack, from 0 on */
    CDTEXT_BAD_PACK,     /* place: the pack, from 0 on, that says what it can't */
    CDTEXT_STATUS_COUNT,
};

struct cdtext_fault {
    enum cdtext_status status;
    unsigned line; /* of a sheet, from 1 on; 0: there is none */
    unsigned type, track, place;
    uint32_t value;
};

/* Append a fault as one sentence for a user, with its place; nothing for CDTEXT_OK. */
void cdtext_fault_append(struct text *text, const struct cdtext_fault *fault);

#endif
