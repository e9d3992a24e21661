/* The bytes of a raw audio image, any part of them at any time: each sector with its sub-code, from the lead-in at
 * 95:00:00 to the end of a lead-out of 90 seconds. Sub-code is made when it is read; audio goes from the port into the
 * reader's buffer.
 */
#ifndef OPENIMAPI2_RAWCD_IMAGE_H
#define OPENIMAPI2_RAWCD_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "rawcd/layout.h"

/* What stands behind the 2352 bytes of audio in each sector (MMC, data block types 1, 2 and 3). */
enum rawcd_form {
    RAWCD_FORM_PQ = 1,
    RAWCD_FORM_COOKED = 2, /* the drive adds parity to R-W */
    RAWCD_FORM_RAW = 3,
};

/* First member of every implementation. Both fill all the bytes that are asked for, and return 0, or a number of their
 * own.
 */
struct rawcd_content {
    /* part: 0 is the special pre-gap, n the track in the order of adding. */
    int32_t (*read_audio)(struct rawcd_content *content, unsigned part, uint64_t offset, void *bytes, uint32_t count);

    /* R-W of one sector, 96 bytes of which bits 5-0 count. sector: from the image's beginning on. NULL: zeros. */
    int32_t (*read_rw)(struct rawcd_content *content, uint32_t sector, void *bytes);
};

/* Bytes of a sector; sectors of an image with tracks. */
uint32_t rawcd_sector_bytes(enum rawcd_form form);
uint32_t rawcd_image_sectors(const struct rawcd_layout *layout);

/* Read up to `count` bytes from `offset` on.
 * got      fewer than count at the end of the image alone; after a failure, those in front of the piece that could not
 *          be read, which may begin before the first bad sector.
 * returns  0, or the number of the content's own.
 */
int32_t rawcd_image_read(const struct rawcd_layout *layout, enum rawcd_form form, struct rawcd_content *content,
                         uint64_t offset, void *bytes, size_t count, size_t *got);

#endif
