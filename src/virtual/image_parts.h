/* What a disc has beside its blocks (sim/store.h), each part as a file beside the file of the blocks: disc-7.iso,
 * disc-7.bin, disc-7.sub, disc-7.cue. A part's file is made when something is written to it.
 */
#ifndef OPENIMAPI2_VIRTUAL_IMAGE_PARTS_H
#define OPENIMAPI2_VIRTUAL_IMAGE_PARTS_H

#include <windows.h>

#include "sim/store.h"

enum { IMAGE_NAME_MAX = 32 };

struct image_parts {
    wchar_t *path;        /* owned: the file of the blocks; NULL: there are no parts */
    size_t stem_length;   /* of path, without its ending */
    uint32_t sectors_max; /* none longer than so many sectors */
    HANDLE files[SIM_PART_COUNT];
    char name[IMAGE_NAME_MAX], blocks_name[IMAGE_NAME_MAX];
};

/* No parts. */
void image_parts_init(struct image_parts *parts);

/* The parts of the disc whose blocks are in the file `path` become those of the store: with the rights that their
 * folder gives, shared with the other programs that use the recorder. parts: without parts. capacity_blocks: of the
 * disc. False: no memory.
 */
bool image_parts_open(struct image_parts *parts, struct sim_store *store, const wchar_t *path,
                      uint32_t capacity_blocks);

/* Closes all files. */
void image_parts_close(struct image_parts *parts);

#endif
