/* By what a medium is protected against writing. */
#ifndef OPENIMAPI2_BURN_WRITE_PROTECTION_H
#define OPENIMAPI2_BURN_WRITE_PROTECTION_H

#include <stdint.h>

#include "burn/media.h"

/* The numbers are IMAPI_MEDIA_WRITE_PROTECT_STATE's. */
enum burn_write_protection {
    BURN_PROTECTED_UNTIL_POWERDOWN = 0x0001,
    BURN_PROTECTED_BY_CARTRIDGE = 0x0002,
    BURN_PROTECTED_BY_MEDIUM = 0x0004,   /* for a reason of its own: out of its cartridge, no spare blocks left */
    BURN_PROTECTED_BY_SOFTWARE = 0x0008, /* persistent, on the medium */
    BURN_PROTECTED_READ_ONLY = 0x4000,   /* pressed, or finalised */
};

/* READ DISC STRUCTURE, format C0h. A drive that refuses it, as most do without such a medium, says nothing against
 * writing.
 * protection   enum burn_write_protection bits; 0 on failure.
 */
enum drive_status burn_write_protection_read(struct drive *drive, const struct burn_media *media, uint32_t *protection,
                                             struct drive_failure *failure);

#endif
