/* INQUIRY: standard data and the two vital product data pages that say who a drive is. */
#ifndef OPENIMAPI2_MMC_INQUIRY_H
#define OPENIMAPI2_MMC_INQUIRY_H

#include "mmc/reply.h"

enum { MMC_INQUIRY_BYTES = 36, MMC_INQUIRY_VENDOR_SPECIFIC_BYTES = 20, MMC_DEVICE_TYPE_OPTICAL = 5 };

struct mmc_inquiry {
    uint8_t peripheral_qualifier; /* 0 connected */
    uint8_t device_type;          /* MMC_DEVICE_TYPE_OPTICAL for CD, DVD and BD drives */
    bool removable;
    uint8_t version;         /* 0 on nearly all optical drives */
    uint8_t response_format; /* 2, sometimes 1 */
    uint8_t atapi_version;   /* 2, 3, or 0 */
    uint8_t additional_length;
    char vendor[9];   /* printable ASCII: anything else is a blank; trailing blanks cut, leading ones kept */
    char product[17]; /* likewise */
    char revision[5]; /* likewise */
    const uint8_t *vendor_specific; /* bytes 36 to 55, or NULL when they are not all usable */
};

/* returns  MMC_SHORT below 36 bytes. The 36 are read even from a drive that claims fewer; the rest is not.
 * source   SPC-3, standard INQUIRY data format.
 */
enum mmc_status mmc_inquiry_parse(const uint8_t *bytes, size_t count, struct mmc_inquiry *out);

/* A vital product data page: what stands behind its 4-byte head.
 * returns  MMC_SHORT below 4 bytes or when the page is cut; MMC_MALFORMED when it is not the page asked for.
 * source   SPC-3, vital product data parameters.
 */
struct mmc_vpd {
    uint8_t device_type;
    uint8_t page;
    struct span data; /* page 00h: the codes of the pages, one byte each; page 80h: the serial number, blanks and all */
};
enum mmc_status mmc_vpd_parse(uint8_t page, const uint8_t *bytes, size_t count, struct mmc_vpd *out);

#endif
