/* Parser of GET EVENT STATUS NOTIFICATION. */
#include "mmc/event.h"

#include <string.h>

#include "mmc/codes.h"

enum { EVENT_HEADER_BYTES = 4, EVENT_BYTES = 4 };

static void read_event(const uint8_t *at, struct mmc_event *out)
{
    out->has_event = true;
    out->code = at[0] & 0x0F;
    out->status = at[1];
    switch (out->event_class) {
    case MMC_EVENT_OPERATIONAL_CHANGE:
    case MMC_EVENT_EXTERNAL_REQUEST:
    case MMC_EVENT_MULTI_INITIATOR:
        out->status = at[1] & 0x0F;
        out->persistent_prevent = (at[1] & 0x80) != 0;
        out->detail = load_be16(at + 2);
        break;
    case MMC_EVENT_MEDIA:
        out->medium_present = (at[1] & 0x02) != 0;
        out->tray_open = (at[1] & 0x01) != 0;
        out->start_slot = at[2];
        out->end_slot = at[3];
        break;
    case MMC_EVENT_DEVICE_BUSY:
        out->detail = load_be16(at + 2);
        break;
    default: /* power: code and status are all; others are reserved */
        break;
    }
}

enum mmc_status mmc_event_parse(const uint8_t *bytes, size_t count, struct mmc_event *out)
{
    struct span usable = mmc_reply_usable(MMC_OPCODE_GET_EVENT_STATUS_NOTIFICATION, bytes, count);
    const uint8_t *event;

    if (usable.count < EVENT_HEADER_BYTES) return MMC_SHORT;
    memset(out, 0, sizeof *out);
    out->none_available = (bytes[2] & 0x80) != 0;
    out->event_class = bytes[2] & 0x07;
    out->supported = bytes[3];
    event = span_at(&usable, EVENT_HEADER_BYTES, EVENT_BYTES);
    if (event && !out->none_available) read_event(event, out);
    return MMC_OK;
}
