/* An image with some bytes changed, as a device for the importers: shared by the fuzz targets of both. */
#ifndef OPENIMAPI2_TESTS_SUPPORT_FUZZED_IMAGE_H
#define OPENIMAPI2_TESTS_SUPPORT_FUZZED_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "fs/name.h"

/* The file systems of the image of a small tree, for the options of its plan. */
struct fuzzed_wish {
    unsigned systems;      /* FS_MASKs */
    enum fs_system system; /* the file system that is imported */
    uint16_t revision;
    bool mirrors;
};

/* Import the image with the changes in `data` and check the result; record the imported tree as another session and
 * import that: it must have as many items. A number always stands for the same wish.
 * data   records of 5 bytes: a structure of the image, a number of 16 bits whose low 11 bits are an offset in its block
 *        and whose high 2 bits are an operation, and a value of 16 bits: stored in 1, 2 or 4 bytes, or the structure
 *        whose block replaces this one's. If a byte or more is left over, the tags are not corrected.
 */
void fuzzed_image_import(unsigned number, const struct fuzzed_wish *wish, const uint8_t *data, size_t size);

#endif
