/* The blocks of a disc in a file, for the simulated drive: an image that is only read, or a recordable disc that is
 * written.
 */
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

/* Close what is open, and open the image at `path`: a plain file, not a link, which nobody may write while it is in
 * use. An image that cannot be opened is a store without one. NULL: only close.
 */
void image_store_open(struct image_store *image, const wchar_t *path);
bool image_store_is_open(const struct image_store *image);

/* Close what is open, and open the file of a recordable disc, and the parts beside it: with the rights that their
 * folder gives, sparse, shared with the other programs that use the recorder, and never longer than capacity_blocks
 * (1 and up). What was never written reads as 0. is_new make the file when it is not there; else that is
 * ERROR_FILE_NOT_FOUND: what was burned is lost. returns ERROR_SUCCESS, or the system's error and a store without a
 * disc.
 */
DWORD image_store_open_disc(struct image_store *image, const wchar_t *path, uint32_t capacity_blocks, bool is_new);

#endif
