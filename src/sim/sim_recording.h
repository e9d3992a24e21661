/* The history of a recordable disc since it was new: its sessions and tracks, its format. A plain value, kept as the
 * disc memory of a record (sim/sim_record.h) from one command to the next.
 *
 * The last track may be open: then it grows. Every other one is closed. A disc that was never changed has no memory.
 */
#ifndef OPENIMAPI2_SIM_SIM_RECORDING_H
#define OPENIMAPI2_SIM_SIM_RECORDING_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/sim_disc.h"
#include "sim/sim_record.h"

enum { SIM_TRACKS_MAX = 180 };

struct sim_track {
    uint32_t start;   /* LBA */
    uint32_t blocks;  /* recorded */
    uint8_t session;  /* from 1 */
    bool is_open;     /* the last one only */
    bool has_run_out; /* CD, track at once: two more blocks are recorded after it */
    bool is_at_once; /* DVD-R: not in packets; CD, of data: kept as whole sectors, as its session came (sim/sim_cd.h) */
    bool is_damaged; /* the open one: its recording was interrupted */
    bool is_planned; /* by a cue sheet; does not exist until the session is complete */
    bool is_audio;   /* CD: sectors of 2352 bytes, kept with their sub-code */
    bool is_copy_permitted;
    bool has_pre_emphasis;
};

/* MMC-6, READ DISC INFORMATION: background format status. */
enum { SIM_BACKGROUND_STEPS = 16 }; /* TEST UNIT READYs that a background format takes */
enum sim_background { SIM_BACKGROUND_NONE, SIM_BACKGROUND_SUSPENDED, SIM_BACKGROUND_RUNNING, SIM_BACKGROUND_DONE };

struct sim_recording {
    /* The disc as it is now, if not as it was bought: a DVD-RW that was formatted or blanked. 0: as bought. */
    enum sim_medium medium;
    bool is_formatted;
    uint32_t formatted_blocks;
    uint8_t background; /* enum sim_background */
    uint8_t background_progress;
    bool is_intermediate;  /* DVD-RW restricted overwrite: it grows at its end, until its session is closed */
    bool is_quick_blanked; /* DVD-RW: recorded at once or not at all, until it is blanked in full */
    bool is_final;
    bool is_pow;                /* BD-R: recorded clusters can be replaced */
    uint16_t replaced_clusters; /* of 32 blocks each; they are stored after all others */
    uint16_t cached_blocks;     /* of those recorded last: they are only in the drive's buffer */
    uint16_t closed_sessions;
    uint32_t reserved_blocks; /* of the next track, or of the open one; 0: as many as there is room for */
    int32_t cue_next;         /* CD, session at once: the next block, from -150 or the lead-in's start on */
    int32_t cue_end;          /* likewise: where the lead-out begins; 0: there is no cue sheet */
    bool is_raw;              /* likewise: with all its sub-code, and up to the last lead-out's end */
    bool has_cue_sheet;       /* it is in the store, as it contains more than the starts of tracks */
    bool has_data_sectors;    /* CD: some tracks of data are kept as sectors, too */
    uint8_t first_track;      /* CD: its number; 0: as usual, 1 */
    uint8_t disc_type;        /* CD, PSEC of POINT A0h: 00h audio or data, 10h CD-I, 20h XA */
    uint16_t track_count;
    struct sim_track tracks[SIM_TRACKS_MAX];
};

/* Load a memory; no memory gives a new disc. False, and a new disc too, for bytes of another format or with
 * contradictions: the contents of the disc are unknown then.
 */
bool sim_recording_load(struct sim_recording *recording, const struct sim_disc_memory *memory);

/* Sets all of memory. track_count: 0 to SIM_TRACKS_MAX. */
void sim_recording_store(const struct sim_recording *recording, struct sim_disc_memory *memory);

/* Would both be stored as the same bytes? */
bool sim_recording_equals(const struct sim_recording *one, const struct sim_recording *other);

/* How recording continues after a track and a session. */
struct sim_gaps {
    uint8_t unit_blocks;    /* the length of a track is a multiple of it */
    uint16_t track_gap;     /* between two tracks of a session */
    uint16_t first_session; /* between the first session and the next one */
    uint16_t later_session; /* between the others */
    uint16_t least_track;   /* a shorter track is padded */
};
/* Constant; never NULL. is_plus: DVD+R, whose gaps differ from those of DVD-R. */
const struct sim_gaps *sim_gaps_of(enum sim_family family, bool is_plus);

/* Control bits of sub-channel Q (sim/sim_q.h). */
uint8_t sim_track_control(const struct sim_track *track);
void sim_track_set_control(struct sim_track *track, uint8_t control);

/* The end of a track: its last block, run-out included, plus 1. */
uint32_t sim_track_end(const struct sim_track *track);

/* The open track, which is the recording's last; NULL when that is closed. Valid as long as the recording. */
struct sim_track *sim_recording_open_track(struct sim_recording *recording);

/* Forget a session at once of which nothing is on the disc, with its cue sheet: a CD is blank then. */
void sim_recording_forget_cue(struct sim_recording *recording);

/* Where the open track continues, or the next one begins. */
uint32_t sim_recording_next(const struct sim_recording *recording, const struct sim_disc *disc);

/* Where the open session begins, or the next one. */
uint32_t sim_recording_session_start(const struct sim_recording *recording, const struct sim_disc *disc);

/* Change the disc as it was bought into the disc as it is: status, room, readable blocks. */
void sim_recording_apply(const struct sim_recording *recording, struct sim_disc *disc);

#endif
