/* The tracks of the disc in the drive, as READ TRACK INFORMATION and READ TOC number them: recorded ones, and behind
 * them the one that the next write begins, where there is room for it.
 */
#ifndef OPENIMAPI2_SIM_SIM_TRACKS_H
#define OPENIMAPI2_SIM_SIM_TRACKS_H

#include "sim/sim_answer.h"

struct sim_track_view {
    uint16_t number; /* from 1 */
    uint16_t session;
    uint32_t start;
    uint32_t blocks; /* recorded; of one that grows, with the room behind it */
    uint32_t end;    /* behind its last recorded block, run-out included */
    uint32_t next;   /* where it grows */
    uint32_t free_blocks;
    bool is_open; /* it can grow */
    bool is_blank;
    bool is_reserved;
    bool is_at_once; /* DVD-R: not in packets */
    bool is_damaged;
    uint8_t control; /* bits of sub-channel Q; of one that is not there yet, data */
};

/* Number of the first track as the disc's table of contents has it; those of this file begin with 1 always. */
uint8_t sim_first_number(const struct sim_call *call);

/* A track of this file by the number that the disc gives it, and the reverse. 0: no track can have the number, being
 * below the first one's; whether there are so many tracks is not looked at.
 */
uint32_t sim_track_numbered(const struct sim_call *call, uint32_t number);
uint16_t sim_number_of_track(const struct sim_call *call, uint16_t track);

/* Is there a number for one track more than are recorded? IEC 60908 and MMC-6: tracks of a CD have the numbers 1 to 99.
 * Of another disc the drive remembers SIM_TRACKS_MAX tracks.
 */
bool sim_has_number_left(const struct sim_call *call);

/* The track that grows where tracks are recorded one behind the other: the open one, else the one that the next write
 * begins; 0: none does.
 */
uint16_t sim_growing_track(const struct sim_call *call);

/* How many there are, that which the next write begins included; 1 at least. */
uint16_t sim_count_tracks(const struct sim_call *call);

/* All of the view is set. number: 1 to sim_count_tracks. */
void sim_view_track(const struct sim_call *call, uint16_t number, struct sim_track_view *view);

/* Sessions, the open one included; 1 at least. */
uint16_t sim_count_sessions(const struct sim_call *call);

/* Sessions that are recorded whole. */
uint16_t sim_count_closed_sessions(const struct sim_call *call);

/* Number of the first track of a session, and of one that has none the last track of all. session: 1 to
 * sim_count_sessions.
 */
uint16_t sim_first_track_of(const struct sim_call *call, uint16_t session);

/* The track that this block lies in; 0: in none. */
uint16_t sim_track_at(const struct sim_call *call, uint32_t lba);

/* The track that this recorded block lies in, run-out included; 0: in none. */
uint16_t sim_recorded_track_at(const struct sim_call *call, uint32_t lba);

/* Are all of these blocks recorded, in one track or in several that adjoin? */
bool sim_is_recorded(const struct sim_call *call, uint32_t lba, uint32_t count);

#endif
