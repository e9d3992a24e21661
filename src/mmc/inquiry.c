/* Parser of standard INQUIRY data. */
#include "mmc/inquiry.h"

#include "base/text.h"
#include "mmc/codes.h"

enum mmc_status mmc_inquiry_parse(const uint8_t *bytes, size_t count, struct mmc_inquiry *out)
{
    struct span usable = mmc_reply_usable(MMC_OPCODE_INQUIRY, bytes, count);

    /* A claim below 36 is not believed: early drives left it at 0 and sent the standard bytes all the same. */
    if (count < MMC_INQUIRY_BYTES) return MMC_SHORT;
    out->peripheral_qualifier = (uint8_t)(bytes[0] >> 5);
    out->device_type = bytes[0] & 0x1F;
    out->removable = (bytes[1] & 0x80) != 0;
    out->version = bytes[2];
    out->response_format = bytes[3] & 0x0F;
    out->atapi_version = (uint8_t)(bytes[3] >> 4);
    out->additional_length = bytes[4];
    text_from_field(bytes + 8, 8, out->vendor);
    text_from_field(bytes + 16, 16, out->product);
    text_from_field(bytes + 32, 4, out->revision);
    out->vendor_specific = span_at(&usable, MMC_INQUIRY_BYTES, MMC_INQUIRY_VENDOR_SPECIFIC_BYTES);
    return MMC_OK;
}
