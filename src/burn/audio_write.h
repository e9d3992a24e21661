/* Runs the plans of burn/audio.h: examines a blank CD, writes audio tracks to it one by one and closes their session,
 * or writes it raw as a whole.
 *
 * The caller holds exclusive access, has prevented the disc's removal, and releases both. All functions are called on
 * one thread, which reads the source and is told the progress. The drive is idle again when a function returns. Every
 * failure has all its members set, as with burn_write.
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
    int32_t lead_in_lba; /* with has_lead_in: the first address of the lead-in by ATIP, negative: -11635 */
    bool has_last_lead_out;
    int32_t last_lead_out_lba; /* with has_last_lead_out: the last address where the lead-out may begin: 359849 */
    uint32_t total_blocks;     /* of a single continuous track: up to the last possible lead-out */
    uint32_t free_blocks;      /* of the next track, at its largest */
    int32_t next_writable;     /* as last reported; some drives report it only while a track is written */
    bool track_has_buf;        /* protection against buffer underrun, track at once */
    bool raw_has_buf;          /* the same for raw */
};

/* Is it a blank CD-R or CD-RW? BURN_OK, BURN_MEDIUM_UNSUPPORTED, BURN_NOT_BLANK; no command is sent. */
enum burn_status burn_audio_check(const struct burn_media *media);

/* START STOP UNIT, then TEST UNIT READY until a disc is ready; for callers that have just prevented its removal. Of
 * tools, only drive, clock and control (which may be NULL) are used, here and in burn_audio_look and
 * burn_audio_is_still_blank.
 */
enum burn_status burn_audio_make_ready(const struct burn_tools *tools, struct burn_failure *failure);

/* Read all facts about a disc, and check it: BURN_MEDIUM_UNSUPPORTED, BURN_NOT_BLANK, then any failure of the drive.
 * Nothing is changed. disc: all zeros on failure except media, which is set if it was read.
 */
enum burn_status burn_audio_look(const struct burn_tools *tools, struct burn_audio_disc *disc,
                                 struct burn_failure *failure);

/* READ DISC INFORMATION once more: BURN_NOT_BLANK where something has been written in the meantime. */
enum burn_status burn_audio_is_still_blank(const struct burn_tools *tools, const struct burn_audio_disc *disc,
                                           struct burn_failure *failure);

/* Block types that the drive records raw, by its features alone, whatever disc is in it: bit n is type n, 1 to 3; 0: it
 * cannot record raw.
 */
enum { BURN_RAW_TYPES_MAX = 3 };
enum drive_status burn_raw_block_types(struct drive *drive, unsigned *types, struct drive_failure *failure);

/* Bytes of a block of this type: 2368 for type 1, 2448 for 2 and 3. */
uint32_t burn_raw_block_bytes(uint8_t type);

/* Does the drive record CDs track at once? By its features, whatever disc is in it. */
enum drive_status burn_audio_can_track_at_once(struct drive *drive, bool *can, struct drive_failure *failure);

/* ----------------------------------------------------------------------------------------------------------- tracks */

struct burn_audio_wish {
    bool forbids_buf;            /* no protection against buffer underrun */
    bool is_left_open;           /* another session can follow */
    bool verifies;               /* compare the disc's own information with what was written: BURN_DISAGREES */
    bool ends_track;             /* burn_audio_close: the last track is_unflushed */
    bool calibrates;             /* burn_audio_track: SEND OPC INFORMATION first; for the session's first track */
    uint32_t blocks;             /* burn_audio_track: of the source, at least 1 */
    uint32_t sectors_per_second; /* burn_audio_track: the speed of the drive; 0: not known */
    uint8_t track; /* burn_audio_track: its future number, from 1 on; burn_audio_close: that of the last track */
};

/* The result of a track, also of one that failed. */
struct burn_audio_track {
    bool is_calibrated; /* the laser: not necessary for the next track */
    bool is_there;      /* something was written, so it counts as a track */
    int32_t start_lba;  /* with is_there */
    uint32_t blocks;    /* with is_there: blocks that the drive took, with silence */
    bool is_unflushed;  /* with is_there: SYNCHRONIZE CACHE failed, so that it is still open */
};

/* Write a track: settings, calibration, its start (READ TRACK INFORMATION), WRITEs, SYNCHRONIZE CACHE, a check of the
 * written track. If the burn is cancelled or the source fails, the track is closed short, with silence up to four
 * seconds; if that happens before the first WRITE, there is no track. After a failure of the drive SYNCHRONIZE CACHE is
 * tried; the first failure is returned. BURN_TOO_LARGE where the drive reports too little room after the settings.
 *
 * The observer is told BURN_INITIALIZING before the first command, BURN_WRITING each half second and once at the end,
 * BURN_FINALIZING, and BURN_VERIFYING if the track is verified: only these four, and all but BURN_WRITING once.
 * block_count includes the silence; elapsed_s and total_s count from this call on.
 *
 * disc     free_blocks and next_writable are those after the track at the end.
 * source   read from its present position; it need not be able to seek.
 * track    all of it is set.
 */
enum burn_status burn_audio_track(const struct burn_tools *tools, struct burn_audio_disc *disc,
                                  const struct burn_audio_wish *wish, struct burn_source *source,
                                  struct burn_audio_track *track, struct burn_failure *failure);

/* Close the session that has track 1 to wish->track. Takes minutes; cannot be cancelled; the observer is not told. */
enum burn_status burn_audio_close(const struct burn_tools *tools, const struct burn_audio_disc *disc,
                                  const struct burn_audio_wish *wish, struct burn_failure *failure);

/* -------------------------------------------------------------------------------------------------------------- raw */

struct burn_raw_wish {
    bool forbids_buf;
    uint8_t block_type;          /* 1 to 3 */
    uint32_t blocks;             /* of the source: from disc->lead_in_lba to the end of the lead-out; at least 1 */
    uint32_t sectors_per_second; /* the speed of the drive; 0: not known */
};

/* Write the whole disc from its lead-in on, which also ends its session. The phases are those of burn_audio_track,
 * without verification. When it is cancelled, and after failures of the source or the drive, SYNCHRONIZE CACHE is
 * tried, and the disc is lost.
 * source     positioned at the block of disc->lead_in_lba; it need not be able to seek.
 * has_begun  the drive took a WRITE: the disc is no longer blank.
 */
enum burn_status burn_raw_write(const struct burn_tools *tools, const struct burn_audio_disc *disc,
                                const struct burn_raw_wish *wish, struct burn_source *source, bool *has_begun,
                                struct burn_failure *failure);

#endif
