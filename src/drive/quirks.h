/* Drives that are known to do harm when they are taken at their word. */
#ifndef OPENIMAPI2_DRIVE_QUIRKS_H
#define OPENIMAPI2_DRIVE_QUIRKS_H

#include "drive/identity.h"

enum drive_quirk {
    DRIVE_QUIRK_NO_GET_CONFIGURATION = 1 << 0, /* hangs, or falls off the bus, when it is sent GET CONFIGURATION */
};

/* What not to believe of this drive: a sum of enum drive_quirk, 0 for nearly all. Letter case, underscores for blanks,
 * and a vendor that is empty or stands in the product do not matter.
 */
unsigned drive_quirks_of(const struct drive_identity *identity);

#endif
