/* Parser of READ TRACK INFORMATION. */
#include "mmc/track_information.h"

#include "mmc/codes.h"

enum mmc_status mmc_track_information_parse(const uint8_t *bytes, size_t count, struct mmc_track_information *out)
{
    struct span usable = mmc_reply_usable(MMC_OPCODE_READ_TRACK_INFORMATION, bytes, count);

    if (usable.count < MMC_TRACK_INFORMATION_BYTES) return MMC_SHORT;
    out->claimed_bytes = (uint32_t)load_be16(bytes) + 2;
    out->track = (uint16_t)(span_u8(&usable, 32) << 8 | bytes[2]);
    out->session = (uint16_t)(span_u8(&usable, 33) << 8 | bytes[3]);
    out->layer_jump = (uint8_t)(bytes[5] >> 6);
    out->damaged = (bytes[5] & 0x20) != 0;
    out->copy = (bytes[5] & 0x10) != 0;
    out->track_mode = bytes[5] & 0x0F;
    out->reserved = (bytes[6] & 0x80) != 0;
    out->blank = (bytes[6] & 0x40) != 0;
    out->packet = (bytes[6] & 0x20) != 0;
    out->fixed_packet = (bytes[6] & 0x10) != 0;
    out->data_mode = bytes[6] & 0x0F;
    out->last_recorded_valid = (bytes[7] & 0x02) != 0;
    out->next_writable_valid = (bytes[7] & 0x01) != 0;
    out->start_lba = (int32_t)load_be32(bytes + 8);
    out->next_writable_lba = (int32_t)load_be32(bytes + 12);
    out->free_blocks = load_be32(bytes + 16);
    out->has_packet_size = span_has(&usable, 20, 4);
    out->packet_size_blocks = span_be32(&usable, 20);
    out->has_size = span_has(&usable, 24, 4);
    out->size_blocks = span_be32(&usable, 24);
    out->has_last_recorded = span_has(&usable, 28, 4);
    out->last_recorded_lba = span_be32(&usable, 28);
    out->has_read_compatibility = span_has(&usable, 36, 4);
    out->read_compatibility_lba = span_be32(&usable, 36);
    out->has_layer_jump_addresses = span_has(&usable, 40, 8);
    out->next_layer_jump_lba = out->has_layer_jump_addresses ? load_be32(bytes + 40) : 0;
    out->last_layer_jump_lba = out->has_layer_jump_addresses ? load_be32(bytes + 44) : 0;
    return MMC_OK;
}
