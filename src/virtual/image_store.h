/* The blocks of a disc in a file, for the simulated drive: a read-only image, or a recordable disc that is written. */
#ifndef OPENIMAPI2_VIRTUAL_IMAGE_STORE_H
#define OPENIMAPI2_VIRTUAL_IMAGE_STORE_H

#include <windows.h>

#include "sim/store.h"
#include "virtual/image_parts.h"

struct image_store {
    struct sim_store store;
    HANDLE file;              /* INVALID_HANDLE_VALUE: there is none */
    uint32_t blocks;          /* of an image */
    uint32_t capacity_blocks; /* of a disc that is written; 0: an image */
    struct image_parts parts; /* of a disc that is written */
};

/* A store without an image. */
void image_store_init(struct image_store *image);

/* Close the open file, and open the image at `path`: a plain file, not a link, which no program may write while it is
 * in use. If it cannot be opened, the store has no image. NULL: only close.
 */
void image_store_open(struct image_store *image, const wchar_t *path);
bool image_store_is_open(const struct image_store *image);

/* Close the open file, and open the file of a recordable disc and its parts. The files inherit the rights of their
 * folder and are shared with the other programs that use the recorder; the file of the blocks is sparse, and never
 * longer than capacity_blocks (1 and up). Blocks that were never written read as 0.
 * is_new    create the file if it is missing; else a missing file is ERROR_FILE_NOT_FOUND: the burned data is lost.
 * returns   ERROR_SUCCESS, or the system's error; then the store has no disc.
 */
DWORD image_store_open_disc(struct image_store *image, const wchar_t *path, uint32_t capacity_blocks, bool is_new);

#endif
