/* The profiles of MMC: which physical type each is, and which way of writing. */
#ifndef OPENIMAPI2_BURN_MEDIA_PROFILE_H
#define OPENIMAPI2_BURN_MEDIA_PROFILE_H

#include "burn/media.h"

enum media_kind {
    MEDIA_READ_ONLY,    /* pressed, or of no known profile */
    MEDIA_NOT_OURS,     /* a drive may write it, this project does not */
    MEDIA_SEQUENTIAL,   /* from the next writable address on */
    MEDIA_OVERWRITABLE, /* anywhere, as often as one likes */
};

struct media_profile {
    uint16_t profile;
    uint8_t medium;      /* enum burn_medium */
    uint8_t kind;        /* enum media_kind */
    uint8_t method;      /* enum burn_method */
    uint8_t unit_blocks; /* as burn_media.unit_blocks */
};

/* Never NULL: a profile that is not known has a row of its own, number 0, unknown medium, MEDIA_READ_ONLY. Static. */
const struct media_profile *media_profile_find(uint16_t profile);

/* The first profile of a medium, for drives that do not name the profile. Likewise. */
const struct media_profile *media_profile_of_medium(enum burn_medium medium);

#endif
