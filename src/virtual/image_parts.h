/* The parts that a disc has besides its blocks (sim/store.h). Each part is a file next to the file of the blocks:
 * disc-7.iso, disc-7.bin, disc-7.sub, disc-7.cue. A part's file is created when something is written to it.
 */
#ifndef OPENIMAPI2_VIRTUAL_IMAGE_PARTS_H
#define OPENIMAPI2_VIRTUAL_IMAGE_PARTS_H

#include <windows.h>

#include "sim/store.h"

enum { IMAGE_NAME_MAX = 32 };

struct image_parts {
    wchar_t *path;        /* owned: the file of the blocks; NULL: there are no parts */
    size_t stem_length;   /* of path, without its ending */
    uint32_t sectors_max; /* most sectors of a part */
    HANDLE files[SIM_PART_COUNT];
    char name[IMAGE_NAME_MAX], blocks_name[IMAGE_NAME_MAX];
};

/* No parts. */
void image_parts_init(struct image_parts *parts);

/* Gives the store the parts of the disc whose blocks are in the file `path`. Their files inherit the rights of the
 * folder and are shared with the other programs that use the recorder. parts: as image_parts_init leaves it.
 * capacity_blocks: capacity of the disc. False: no memory.
 */
bool image_parts_open(struct image_parts *parts, struct sim_store *store, const wchar_t *path,
                      uint32_t capacity_blocks);

/* Closes all files. */
void image_parts_close(struct image_parts *parts);

#endif
