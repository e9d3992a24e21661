/* The profiles of MMC: the physical type and the method of writing of each. */
#ifndef OPENIMAPI2_BURN_MEDIA_PROFILE_H
#define OPENIMAPI2_BURN_MEDIA_PROFILE_H

#include "burn/media.h"

enum media_kind {
    MEDIA_READ_ONLY,    /* pressed, or with no known profile */
    MEDIA_NOT_OURS,     /* a drive may be able to write it, but this project does not */
    MEDIA_SEQUENTIAL,   /* from the next writable address on */
    MEDIA_OVERWRITABLE, /* anywhere, any number of times */
};

struct media_profile {
    uint16_t profile;
    uint8_t medium;      /* enum burn_medium */
    uint8_t kind;        /* enum media_kind */
    uint8_t method;      /* enum burn_method */
    uint8_t unit_blocks; /* as burn_media.unit_blocks */
};

/* The row of a profile. Never NULL: an unknown profile gets a row of its own, with number 0, unknown medium,
 * MEDIA_READ_ONLY. Static.
 */
const struct media_profile *media_profile_find(uint16_t profile);

/* The row of the first profile of a medium, for drives that do not report the profile. Never NULL; static. */
const struct media_profile *media_profile_of_medium(enum burn_medium medium);

#endif
