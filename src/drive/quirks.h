/* Drives whose claims must not be trusted, because relying on them is known to do harm. */
#ifndef OPENIMAPI2_DRIVE_QUIRKS_H
#define OPENIMAPI2_DRIVE_QUIRKS_H

#include "drive/identity.h"

enum drive_quirk {
    DRIVE_QUIRK_NO_GET_CONFIGURATION = 1 << 0, /* hangs, or drops off the bus, when it is sent GET CONFIGURATION */
};

/* The known quirks of this drive: a sum of enum drive_quirk, 0 for nearly all drives. The comparison ignores letter
 * case, treats underscores as blanks, and accepts a vendor that is empty or is part of the product.
 */
unsigned drive_quirks_of(const struct drive_identity *identity);

#endif
