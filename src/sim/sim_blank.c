/* BLANK: whole discs, and on CD-RW the last track, its tail, a reservation, the end of the last session and the last
 * session. MMC-6, BLANK: blanking types.
 */
#include "sim/sim_model.h"

#include <string.h>

#include "sim/sim_at_once.h"
#include "sim/sim_cue_file.h"
#include "sim/sim_tracks.h"

enum { DISC = 0, MINIMAL = 1, TRACK = 2, UNRESERVE = 3, TAIL = 4, UNCLOSE = 5, SESSION = 6 };

static void blank_disc(struct sim_call *call, bool is_full)
{
    struct sim_recording *recording = &call->recording;
    bool is_dvd = call->disc.family == SIM_DVD_MINUS;

    if (!is_dvd && !sim_forget_parts(call)) return;
    memset(recording, 0, sizeof *recording);
    call->state->stored_blocks = 0; /* nobody misses what it held */
    if (!is_dvd) return;
    recording->medium = SIM_MEDIUM_DVD_RW;
    recording->is_quick_blanked = !is_full;
}

/* The last track, while its session is open; NULL: there is none. */
static struct sim_track *last_open_track(struct sim_recording *recording)
{
    struct sim_track *last = recording->track_count ? &recording->tracks[recording->track_count - 1] : NULL;

    return last && !last->is_planned && last->session > recording->closed_sessions ? last : NULL;
}

/* The reservation is the open track's own, or else that of the track behind it. */
static bool has_next_reserved(struct sim_recording *recording)
{
    return recording->reserved_blocks && !sim_recording_open_track(recording);
}

static void reopen(struct sim_track *track, uint32_t blocks)
{
    track->blocks = blocks;
    track->is_open = true;
    track->is_damaged = track->has_run_out = false;
}

/* It is as long as before, and is recorded anew. Only the last one: no other can grow. */
static void blank_track(struct sim_call *call, uint32_t number)
{
    struct sim_recording *recording = &call->recording;
    struct sim_track *track = last_open_track(recording);

    if (!track || sim_track_numbered(call, number) != recording->track_count) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
        return;
    }
    if (has_next_reserved(recording)) {
        sim_refuse(call, SIM_COMMAND_SEQUENCE_ERROR);
        return;
    }
    if (!track->is_open) recording->reserved_blocks = track->blocks;
    reopen(track, 0);
}

static void unreserve_track(struct sim_call *call)
{
    struct sim_recording *recording = &call->recording;

    if (has_next_reserved(recording))
        recording->reserved_blocks = 0;
    else
        sim_refuse(call, SIM_COMMAND_SEQUENCE_ERROR);
}

static void blank_tail(struct sim_call *call, uint32_t lba)
{
    struct sim_track *track = last_open_track(&call->recording);

    if (!track || lba < track->start || lba - track->start >= track->blocks)
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
    else if (has_next_reserved(&call->recording))
        sim_refuse(call, SIM_COMMAND_SEQUENCE_ERROR);
    else
        reopen(track, lba - track->start);
}

/* Lead-in and lead-out go; the tracks stay, and others can follow. */
static void unclose_session(struct sim_call *call)
{
    struct sim_recording *recording = &call->recording;

    if (!recording->closed_sessions || last_open_track(recording) || recording->reserved_blocks) {
        sim_refuse(call, SIM_COMMAND_SEQUENCE_ERROR);
        return;
    }
    recording->closed_sessions--;
    recording->is_final = false;
}

/* Of a disc that has no track any more nothing is left. */
static void blank_session(struct sim_call *call)
{
    struct sim_recording *recording = &call->recording;
    uint8_t session;

    if (!recording->track_count || recording->tracks[0].is_planned) {
        sim_refuse(call, SIM_COMMAND_SEQUENCE_ERROR);
        return;
    }
    session = recording->tracks[recording->track_count - 1].session;
    if (session <= recording->closed_sessions) recording->closed_sessions = (uint16_t)(session - 1);
    while (recording->track_count && recording->tracks[recording->track_count - 1].session == session)
        recording->track_count--;
    recording->reserved_blocks = 0;
    recording->is_final = false;
    if (!recording->track_count) blank_disc(call, false);
}

void sim_blank(struct sim_call *call, uint8_t type, uint32_t address)
{
    bool is_cd = call->disc.family == SIM_CD;

    if (is_cd) sim_cue_file_forget(call);
    if (type == DISC || type == MINIMAL)
        blank_disc(call, type == DISC);
    else if (is_cd && type == TRACK)
        blank_track(call, address);
    else if (is_cd && type == UNRESERVE)
        unreserve_track(call);
    else if (is_cd && type == TAIL)
        blank_tail(call, address);
    else if (is_cd && type == UNCLOSE)
        unclose_session(call);
    else if (is_cd && type == SESSION)
        blank_session(call);
    else
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
}
