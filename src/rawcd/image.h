/* The bytes of a raw audio image, of which any part can be read at any time: each sector with its sub-code, from the
 * lead-in at 95:00:00 to the end of a lead-out of 90 seconds. Sub-code is made when it is read; audio goes from the
 * port into the reader's buffer.
 */
#ifndef OPENIMAPI2_RAWCD_IMAGE_H
#define OPENIMAPI2_RAWCD_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "rawcd/layout.h"

/* The sub-code after the 2352 bytes of audio in each sector (MMC, data block types 1, 2 and 3). */
enum rawcd_form {
    RAWCD_FORM_PQ = 1,
    RAWCD_FORM_COOKED = 2, /* the drive adds parity to R-W */
    RAWCD_FORM_RAW = 3,
};

/* First member of every implementation. Both functions fill all the bytes requested, and return 0, or an error code of
 * their own.
 */
struct rawcd_content {
    /* part: 0 is the special pre-gap, n the track in the order of adding. */
    int32_t (*read_audio)(struct rawcd_content *content, unsigned part, uint64_t offset, void *bytes, uint32_t count);

    /* R-W of one sector, 96 bytes of which only bits 5-0 are used. sector: counted from the image's beginning. NULL:
     * zeros.
     */
    int32_t (*read_rw)(struct rawcd_content *content, uint32_t sector, void *bytes);
};

/* Bytes of a sector; number of sectors of an image with tracks. */
uint32_t rawcd_sector_bytes(enum rawcd_form form);
uint32_t rawcd_image_sectors(const struct rawcd_layout *layout);

/* Read up to `count` bytes from `offset` on.
 * got      fewer than count only at the end of the image; after a failure, the bytes before the piece that could not be
 *          read, which may begin before the first bad sector.
 * returns  0, or the content's own error code.
 */
int32_t rawcd_image_read(const struct rawcd_layout *layout, enum rawcd_form form, struct rawcd_content *content,
                         uint64_t offset, void *bytes, size_t count, size_t *got);

#endif
