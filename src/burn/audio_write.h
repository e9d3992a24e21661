/* What runs the plans of burn/audio.h: looking at a blank CD, writing audio tracks to it one by one and closing their
 * session, and writing it raw as a whole.
 *
 * The caller holds exclusive access, has prevented the disc's removal, and gives both back. Everything is called on one
 * thread, which reads the source and is told the progress. The drive is quiet again when a function returns. Every
 * failure is full, as of burn_write.
 */
#ifndef OPENIMAPI2_BURN_AUDIO_WRITE_H
#define OPENIMAPI2_BURN_AUDIO_WRITE_H

#include "burn/audio.h"
#include "burn/burn.h"

enum { BURN_AUDIO_TRACKS_MAX = 99 };

/* A disc, and what the drive can do with it. */
struct burn_audio_disc {
    struct burn_media media; /* as it was found; for the speeds, too */
    bool has_lead_in;
    int32_t lead_in_lba; /* with has_lead_in: where ATIP lets the lead-in begin, negative: -11635 */
    bool has_last_lead_out;
    int32_t last_lead_out_lba; /* with has_last_lead_out: where the lead-out begins at the latest: 359849 */
    uint32_t total_blocks;     /* of one continuous track: to the last possible lead-out */
    uint32_t free_blocks;      /* of the next track, as large as it may be */
    int32_t next_writable;     /* as the drive said last; some tell it only while a track is written */
    bool track_has_buf;        /* protection against an empty buffer, track at once */
    bool raw_has_buf;          /* likewise raw */
};

/* Is it a CD-R or CD-RW that is blank? BURN_OK, BURN_MEDIUM_UNSUPPORTED, BURN_NOT_BLANK; no command is sent. */
enum burn_status burn_audio_check(const struct burn_media *media);

/* START STOP UNIT, then TEST UNIT READY until a disc is ready; for whoever has just prevented its removal. Only drive,
 * clock and control (which may be NULL) of tools are used, here and in burn_audio_look, burn_audio_is_still_blank.
 */
enum burn_status burn_audio_make_ready(const struct burn_tools *tools, struct burn_failure *failure);

/* Read all of a disc, and check it: BURN_MEDIUM_UNSUPPORTED, BURN_NOT_BLANK, then what the drive fails with. Nothing is
 * changed. disc: all zeros on failure but for media, which is there where it was read.
 */
enum burn_status burn_audio_look(const struct burn_tools *tools, struct burn_audio_disc *disc,
                                 struct burn_failure *failure);

/* READ DISC INFORMATION once more: BURN_NOT_BLANK where something was written since. */
enum burn_status burn_audio_is_still_blank(const struct burn_tools *tools, const struct burn_audio_disc *disc,
                                           struct burn_failure *failure);

/* Block types that the drive records raw, by its features alone, whatever disc is in: bit n is type n, 1 to 3; 0: it
 * records nothing raw.
 */
enum { BURN_RAW_TYPES_MAX = 3 };
enum drive_status burn_raw_block_types(struct drive *drive, unsigned *types, struct drive_failure *failure);

/* Bytes of a block of this type: 2368 of type 1, 2448 of 2 and 3. */
uint32_t burn_raw_block_bytes(uint8_t type);

/* Does the drive record CDs track at once? By its features, whatever disc is in. */
enum drive_status burn_audio_can_track_at_once(struct drive *drive, bool *can, struct drive_failure *failure);

/* ----------------------------------------------------------------------------------------------------------- tracks */

struct burn_audio_wish {
    bool forbids_buf;            /* no protection against an empty buffer */
    bool is_left_open;           /* another session can follow */
    bool verifies;               /* compare what the disc says with what was written: BURN_DISAGREES */
    bool ends_track;             /* burn_audio_close: the last track is_unflushed */
    bool calibrates;             /* burn_audio_track: SEND OPC INFORMATION first; of the session's first track */
    uint32_t blocks;             /* burn_audio_track: of the source, 1 at least */
    uint32_t sectors_per_second; /* burn_audio_track: that the drive writes; 0: not known */
    uint8_t track; /* burn_audio_track: the number it will have, from 1 on; burn_audio_close: of the last one */
};

/* What became of a track; of a failed one, too. */
struct burn_audio_track {
    bool is_calibrated; /* the laser: the next track need not */
    bool is_there;      /* something was written: it counts as a track */
    int32_t start_lba;  /* with is_there */
    uint32_t blocks;    /* with is_there: that the drive took, silence included */
    bool is_unflushed;  /* with is_there: SYNCHRONIZE CACHE failed, so that it is still open */
};

/* Write a track: settings, calibration, where it begins (READ TRACK INFORMATION), WRITEs, SYNCHRONIZE CACHE, a look at
 * it. A wish that is cancelled and a source that fails close it short, with silence up to four seconds; before the
 * first WRITE there is no track then. After a failure of the drive SYNCHRONIZE CACHE is tried; the first failure is
 * returned. BURN_TOO_LARGE where the drive says that there is less room behind the settings.
 *
 * The observer is told BURN_INITIALIZING before the first command, BURN_WRITING each half second and once at the end,
 * BURN_FINALIZING, and BURN_VERIFYING where it verifies: these four alone, the others once each. block_count has the
 * silence; elapsed_s and total_s count from this call on.
 *
 * disc     free_blocks and next_writable are those behind the track at the end.
 * source   read from where it stands; it has no need to seek.
 * track    all of it is set.
 */
enum burn_status burn_audio_track(const struct burn_tools *tools, struct burn_audio_disc *disc,
                                  const struct burn_audio_wish *wish, struct burn_source *source,
                                  struct burn_audio_track *track, struct burn_failure *failure);

/* Close the session that has track 1 to wish->track. Takes minutes; cannot be cancelled; nobody is told. */
enum burn_status burn_audio_close(const struct burn_tools *tools, const struct burn_audio_disc *disc,
                                  const struct burn_audio_wish *wish, struct burn_failure *failure);

/* -------------------------------------------------------------------------------------------------------------- raw */

struct burn_raw_wish {
    bool forbids_buf;
    uint8_t block_type;          /* 1 to 3 */
    uint32_t blocks;             /* of the source: from disc->lead_in_lba to the end of the lead-out; 1 at least */
    uint32_t sectors_per_second; /* that the drive writes; 0: not known */
};

/* Write the whole disc from its lead-in on, which ends its session, too. Phases as of burn_audio_track, without
 * verification. Cancelled, and after failures of source and drive, SYNCHRONIZE CACHE is tried, and the disc is lost.
 * source     stands at the block of disc->lead_in_lba; it has no need to seek.
 * has_begun  a WRITE was taken: the disc is not blank any more.
 */
enum burn_status burn_raw_write(const struct burn_tools *tools, const struct burn_audio_disc *disc,
                                const struct burn_raw_wish *wish, struct burn_source *source, bool *has_begun,
                                struct burn_failure *failure);

#endif
