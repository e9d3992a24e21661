/* The tracks of the disc in the drive, as READ TRACK INFORMATION and READ TOC number them: the recorded ones, and after
 * them the one that the next write begins, where there is room for it.
 */
#ifndef OPENIMAPI2_SIM_SIM_TRACKS_H
#define OPENIMAPI2_SIM_SIM_TRACKS_H

#include "sim/sim_answer.h"

struct sim_track_view {
    uint16_t number; /* from 1 */
    uint16_t session;
    uint32_t start;
    uint32_t blocks; /* recorded; for a track that can grow, with the room after it */
    uint32_t end;    /* after its last recorded block, run-out included */
    uint32_t next;   /* the next block that is written */
    uint32_t free_blocks;
    bool is_open; /* it can grow */
    bool is_blank;
    bool is_reserved;
    bool is_at_once; /* DVD-R: not in packets */
    bool is_damaged;
    uint8_t control; /* bits of sub-channel Q; of a track that does not exist yet, data */
};

/* Number of the first track in the disc's table of contents; the numbers in this file always begin with 1. */
uint8_t sim_first_number(const struct sim_call *call);

/* The track number of this file for the disc's number, and the reverse. 0: no track can have the number, because it is
 * below the first track's; whether that many tracks exist is not checked.
 */
uint32_t sim_track_numbered(const struct sim_call *call, uint32_t number);
uint16_t sim_number_of_track(const struct sim_call *call, uint16_t track);

/* Is there a number for one more track than are recorded? IEC 60908 and MMC-6: tracks of a CD have the numbers 1 to 99.
 * For other discs the drive remembers SIM_TRACKS_MAX tracks.
 */
bool sim_has_number_left(const struct sim_call *call);

/* The track that grows on a disc whose tracks are recorded one after the other: the open one, or the one that the next
 * write begins; 0: there is none.
 */
uint16_t sim_growing_track(const struct sim_call *call);

/* The number of tracks, with the one that the next write begins; at least 1. */
uint16_t sim_count_tracks(const struct sim_call *call);

/* Sets all of the view. number: 1 to sim_count_tracks. */
void sim_view_track(const struct sim_call *call, uint16_t number, struct sim_track_view *view);

/* The number of sessions, with the open one; at least 1. */
uint16_t sim_count_sessions(const struct sim_call *call);

/* The number of sessions that are recorded completely. */
uint16_t sim_count_closed_sessions(const struct sim_call *call);

/* Number of the first track of a session; for a session without tracks, the last track of all. session: 1 to
 * sim_count_sessions.
 */
uint16_t sim_first_track_of(const struct sim_call *call, uint16_t session);

/* The track that contains this block; 0: none. */
uint16_t sim_track_at(const struct sim_call *call, uint32_t lba);

/* The track that contains this recorded block, run-out included; 0: none. */
uint16_t sim_recorded_track_at(const struct sim_call *call, uint32_t lba);

/* Are all of these blocks recorded, in one track or in several adjacent ones? */
bool sim_is_recorded(const struct sim_call *call, uint32_t lba, uint32_t count);

#endif
