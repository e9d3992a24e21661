/* INQUIRY: standard data, which identify a drive. */
#ifndef OPENIMAPI2_MMC_INQUIRY_H
#define OPENIMAPI2_MMC_INQUIRY_H

#include "mmc/reply.h"

enum {
    MMC_INQUIRY_BYTES = 36,
    MMC_INQUIRY_VENDOR_SPECIFIC_BYTES = 20,
    MMC_DEVICE_TYPE_WRITE_ONCE = 4,
    MMC_DEVICE_TYPE_OPTICAL = 5
};

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

/* returns  MMC_SHORT below 36 bytes. The 36 bytes are read even when the drive claims fewer; bytes after them only as
 *          far as it claims them.
 * source   SPC-3, standard INQUIRY data format.
 */
enum mmc_status mmc_inquiry_parse(const uint8_t *bytes, size_t count, struct mmc_inquiry *out);

#endif
