/* Plans that write audio tracks to a CD one by one (track at once), and a whole CD with its sub-code (raw). The caller
 * has examined the disc, has prevented its removal, and releases it afterwards; the plans hold only the commands in
 * between. Every failure has all its members set, as with burn_write.
 */
#ifndef OPENIMAPI2_BURN_AUDIO_H
#define OPENIMAPI2_BURN_AUDIO_H

#include "burn/plan.h"

enum {
    BURN_AUDIO_BLOCK_BYTES = 2352,
    BURN_AUDIO_TRACK_BLOCKS_MIN = 300, /* four seconds, IEC 60908; shorter sources are followed by silence */
};

struct burn_audio {
    bool has_buf;      /* protection against buffer underrun: wanted, and available */
    bool is_left_open; /* another session can follow */
    bool ends_track;   /* close: the last track's SYNCHRONIZE CACHE failed; it is sent again first */
};

struct burn_raw {
    bool has_buf;
    uint8_t block_type;   /* MMC, data block type: 1 (P and Q), 2 (R-W as packs), 3 (P to W as on the disc) */
    uint32_t block_bytes; /* 2368 for type 1, else 2448 */
    int32_t start_lba;    /* of the lead-in, as ATIP gives it; negative */
    uint32_t blocks;      /* to the end of the lead-out */
};

/* Plans, to be freed by burn_plan_free; is_out_of_memory is set in a plan that is not complete.
 *
 * settings   of the drive for a track, with SEND OPC INFORMATION for the first. The drive is asked only afterwards
 *            where the track begins, as some drives do not know it earlier.
 * track      start_lba: where the track begins according to the drive. Fewer than 300 blocks are followed by silence.
 * close      of the session.
 * raw        the whole disc.
 */
void burn_plan_audio_settings(const struct burn_audio *audio, bool calibrates, struct burn_plan *plan);
void burn_plan_audio_track(int32_t start_lba, uint32_t blocks, const struct scsi_limits *limits,
                           struct burn_plan *plan);
void burn_plan_audio_close(const struct burn_audio *audio, struct burn_plan *plan);
void burn_plan_raw(const struct burn_raw *raw, const struct scsi_limits *limits, struct burn_plan *plan);

#endif
