/* GET EVENT STATUS NOTIFICATION. */
#ifndef OPENIMAPI2_MMC_EVENT_H
#define OPENIMAPI2_MMC_EVENT_H

#include "mmc/reply.h"

enum mmc_event_class {
    MMC_EVENT_OPERATIONAL_CHANGE = 1,
    MMC_EVENT_POWER = 2,
    MMC_EVENT_EXTERNAL_REQUEST = 3,
    MMC_EVENT_MEDIA = 4,
    MMC_EVENT_MULTI_INITIATOR = 5,
    MMC_EVENT_DEVICE_BUSY = 6,
};

/* Media class, event code. */
enum mmc_media_event {
    MMC_MEDIA_NO_CHANGE = 0,
    MMC_MEDIA_EJECT_REQUEST = 1,
    MMC_MEDIA_NEW = 2,
    MMC_MEDIA_REMOVAL = 3,
    MMC_MEDIA_CHANGED = 4,
    MMC_MEDIA_BACKGROUND_FORMAT_COMPLETED = 5,
    MMC_MEDIA_BACKGROUND_FORMAT_RESTARTED = 6,
};

struct mmc_event {
    bool none_available;     /* NEA: the drive supports none of the requested classes */
    uint8_t event_class;     /* enum mmc_event_class; not always one of the requested classes */
    uint8_t supported;       /* classes that the drive supports: bit n is class n */
    bool has_event;          /* the four event bytes were received, and NEA is 0; else all below is 0 */
    uint8_t code;            /* 0 nothing happened */
    uint8_t status;          /* byte 5: low nibble in classes 1, 3 and 5, whole in the others */
    bool persistent_prevent; /* classes 1, 3, 5 */
    bool tray_open;          /* class 4 */
    bool medium_present;     /* class 4 */
    uint8_t start_slot;      /* class 4 */
    uint8_t end_slot;        /* class 4 */
    uint16_t detail; /* bytes 6-7: 1 what changed, 3 request code, 5 priority, 6 time left in 100 ms; 0 in the others */
};

/* returns  MMC_SHORT below 4 bytes. A reply that claims an event but does not contain all of it has no event.
 * source   MMC-6, GET EVENT STATUS NOTIFICATION: event header, event descriptors of each class.
 */
enum mmc_status mmc_event_parse(const uint8_t *bytes, size_t count, struct mmc_event *out);

#endif
