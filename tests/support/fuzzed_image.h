/* An image with some bytes changed, as a device for the importers: what the fuzz targets of both have in common. */
#ifndef OPENIMAPI2_TESTS_SUPPORT_FUZZED_IMAGE_H
#define OPENIMAPI2_TESTS_SUPPORT_FUZZED_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "fs/name.h"

/* The image of a small tree: what the plan's options say of its file systems. */
struct fuzzed_wish {
    unsigned systems;      /* FS_MASKs */
    enum fs_system system; /* that is imported */
    uint16_t revision;
    bool mirrors;
};

/* Import the image with the changes in `data`; check whatever came of it; record what was imported as another session,
 * and import that: it has as many items. Each number of a wish has one wish, for ever.
 * data   records of 5 bytes: a structure of the image, a number of 16 bits whose low 11 bits are an offset in its block
 *        and whose high 2 bits are an operation, and a value of 16 bits: stored in 1, 2 or 4 bytes, or the structure
 *        whose block replaces this one's. Where a byte or more is left over, tags are not made right again.
 */
void fuzzed_image_import(unsigned number, const struct fuzzed_wish *wish, const uint8_t *data, size_t size);

#endif
