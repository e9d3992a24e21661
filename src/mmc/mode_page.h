/* MODE SENSE(10) and MODE SENSE(6): the header and the list of pages. The fields of a page: mmc/mode_page_fields.h. */
#ifndef OPENIMAPI2_MMC_MODE_PAGE_H
#define OPENIMAPI2_MMC_MODE_PAGE_H

#include "mmc/reply.h"

enum { MMC_MODE_HEADER_BYTES = 8 };

struct mmc_mode {
    uint32_t
        claimed_bytes; /* of the whole reply, the mode data length too; where that length is 0, up to the pages' end */
    uint8_t medium_type; /* ATAPI's: 41h 120 mm DVD, 70h no disc, 71h tray open, ... */
    uint8_t device_specific;
    uint16_t block_descriptor_bytes; /* as claimed; drives send some although DBD was set */
    struct span pages;               /* usable bytes after the block descriptors */
    bool is_whole;                   /* everything that the drive claims was received */
};

/* Where the mode data length is 0 but whole pages follow, the pages count: some reported drives send this.
 * returns  MMC_SHORT below 8 bytes, and where the length is 0 and no whole page follows. Block descriptors that are
 *          longer than the reply leave no pages.
 * source   SPC-3, mode parameter header(10).
 */
enum mmc_status mmc_mode_parse(const uint8_t *bytes, size_t count, struct mmc_mode *out);

/* The same for a reply to MODE SENSE(6): MMC_SHORT below 4 bytes.
 * source   SPC-3, mode parameter header(6).
 */
enum mmc_status mmc_mode_parse_6(const uint8_t *bytes, size_t count, struct mmc_mode *out);

struct mmc_mode_page {
    uint8_t code;         /* 0 to 3Fh */
    uint8_t subcode;      /* 0 unless SPF is set */
    bool saveable;        /* PS */
    const uint8_t *bytes; /* from the page code on, including the PS bit */
    size_t count;         /* with the head: 2 + page length, or 4 + page length with SPF; fewer when it is cut off */
};

/* The pages in the drive's order. A last page that claims more than was received has the length that was received
 * (clipped); one whose head is cut off is left out (clipped). A page of length 0 counts.
 */
struct mmc_walk mmc_mode_pages(const struct mmc_mode *mode);
bool mmc_mode_page_next(struct mmc_walk *walk, struct mmc_mode_page *out);

/* The first page with this code that is not a sub-page.
 * returns  MMC_ABSENT when a whole reply does not have it; MMC_SHORT when it may be in the part that was not received.
 */
enum mmc_status mmc_mode_find(const struct mmc_mode *mode, uint8_t code, struct mmc_mode_page *out);

#endif
