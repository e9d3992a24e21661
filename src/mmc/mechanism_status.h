/* MECHANISM STATUS. */
#ifndef OPENIMAPI2_MMC_MECHANISM_STATUS_H
#define OPENIMAPI2_MMC_MECHANISM_STATUS_H

#include "mmc/reply.h"

enum { MMC_MECHANISM_STATUS_BYTES = 8 };

struct mmc_mechanism_status {
    bool fault;
    uint8_t changer_state;   /* 0 ready, 1 loading, 2 unloading, 3 initializing */
    uint8_t slot;            /* 0 to 31 */
    uint8_t mechanism_state; /* 0 idle, 1 playing, 2 scanning, 7 no state */
    bool door_open;
    uint32_t lba; /* current, 24 bits */
    uint8_t slots;
    uint16_t table_bytes; /* of the slot tables, as claimed */
};

/* returns  MMC_SHORT below 8 bytes.
 * source   MMC-6, MECHANISM STATUS: mechanism status header.
 */
enum mmc_status mmc_mechanism_status_parse(const uint8_t *bytes, size_t count, struct mmc_mechanism_status *out);

#endif
