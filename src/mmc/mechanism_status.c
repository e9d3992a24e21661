#include "mmc/mechanism_status.h"

#include "mmc/codes.h"

enum mmc_status mmc_mechanism_status_parse(const uint8_t *bytes, size_t count, struct mmc_mechanism_status *out)
{
    if (count < MMC_MECHANISM_STATUS_BYTES) return MMC_SHORT;
    out->fault = (bytes[0] & 0x80) != 0;
    out->changer_state = bytes[0] >> 5 & 0x03;
    out->slot = bytes[0] & 0x1F;
    out->mechanism_state = (uint8_t)(bytes[1] >> 5);
    out->door_open = (bytes[1] & 0x10) != 0;
    out->lba = load_be24(bytes + 2);
    out->slots = bytes[5];
    out->table_bytes = load_be16(bytes + 6);
    return MMC_OK;
}
