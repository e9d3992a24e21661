/* READ TRACK INFORMATION. */
#ifndef OPENIMAPI2_MMC_TRACK_INFORMATION_H
#define OPENIMAPI2_MMC_TRACK_INFORMATION_H

#include "mmc/reply.h"

enum { MMC_TRACK_INFORMATION_BYTES = 20 };

struct mmc_track_information {
    uint32_t claimed_bytes; /* of the whole reply, as the drive says */
    uint16_t track;         /* the high byte counts as 0 when it was not received */
    uint16_t session;       /* likewise */
    uint8_t layer_jump;     /* LJRS, 0 to 3 */
    bool damaged;
    bool copy;
    uint8_t track_mode; /* control nibble: 4 data, 5 incremental data, 0 audio */
    bool reserved;      /* RT */
    bool blank;
    bool packet;
    bool fixed_packet;
    uint8_t data_mode;         /* 1, 2, Fh unknown */
    bool last_recorded_valid;  /* LRA_V */
    bool next_writable_valid;  /* NWA_V */
    int32_t start_lba;         /* may be negative */
    int32_t next_writable_lba; /* with next_writable_valid only; as sent: a blank CD may say -150 */
    uint32_t free_blocks;
    bool has_packet_size;
    uint32_t packet_size_blocks; /* or the blocking factor */
    bool has_size;
    uint32_t size_blocks; /* FFFFFFFFh is seen */
    bool has_last_recorded;
    uint32_t last_recorded_lba; /* with last_recorded_valid only */
    bool has_read_compatibility;
    uint32_t read_compatibility_lba;
    bool has_layer_jump_addresses;
    uint32_t next_layer_jump_lba;
    uint32_t last_layer_jump_lba;
};

/* returns  MMC_SHORT below 20 bytes (through free blocks).
 * source   MMC-6, READ TRACK INFORMATION: track information block.
 */
enum mmc_status mmc_track_information_parse(const uint8_t *bytes, size_t count, struct mmc_track_information *out);

#endif
