/* The blocks of an image file, for the simulated drive. */
#ifndef OPENIMAPI2_VIRTUAL_IMAGE_STORE_H
#define OPENIMAPI2_VIRTUAL_IMAGE_STORE_H

#include <windows.h>

#include "sim/store.h"

struct image_store {
    struct sim_store store;
    HANDLE file; /* INVALID_HANDLE_VALUE: there is none */
    uint32_t blocks;
};

/* A store without an image. */
void image_store_init(struct image_store *image);

/* Close what is open, and open the image at `path`: a plain file, not a link, which nobody may write while it is in use. An image
 * that cannot be opened is a store without one. NULL: only close.
 */
void image_store_open(struct image_store *image, const wchar_t *path);
bool image_store_is_open(const struct image_store *image);

#endif
