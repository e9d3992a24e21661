/* Numbers the tracks and sessions of the disc in the drive, and finds the track of a block. */
#include "sim/sim_tracks.h"

#include "sim/sim_q.h"

static uint16_t recorded(const struct sim_call *call)
{
    const struct sim_recording *recording = &call->recording;

    return recording->track_count && !recording->tracks[0].is_planned ? recording->track_count : 0;
}

static bool is_overwritable(const struct sim_call *call)
{
    return call->disc.writing == SIM_OVERWRITE;
}

static bool is_last_open(const struct sim_call *call)
{
    uint16_t count = recorded(call);

    return count && call->recording.tracks[count - 1].is_open;
}

uint8_t sim_first_number(const struct sim_call *call)
{
    return recorded(call) && call->recording.first_track ? call->recording.first_track : 1;
}

uint32_t sim_track_numbered(const struct sim_call *call, uint32_t number)
{
    uint8_t first = sim_first_number(call);

    return number < first ? 0 : number - first + 1;
}

uint16_t sim_number_of_track(const struct sim_call *call, uint16_t track)
{
    return (uint16_t)(sim_first_number(call) + track - 1);
}

bool sim_has_number_left(const struct sim_call *call)
{
    enum { CD_LAST_NUMBER = 99 };

    if (call->disc.family == SIM_CD && sim_first_number(call) + recorded(call) > CD_LAST_NUMBER) return false;
    return call->recording.track_count < SIM_TRACKS_MAX; /* planned ones have their places, too */
}

/* Does the next write begin a track that is not there yet? */
static bool has_next(const struct sim_call *call)
{
    return call->disc.writing == SIM_SEQUENTIAL && !is_last_open(call) && sim_has_number_left(call);
}

uint16_t sim_growing_track(const struct sim_call *call)
{
    if (call->disc.writing != SIM_SEQUENTIAL) return 0;
    return is_last_open(call) || has_next(call) ? sim_count_tracks(call) : 0;
}

uint16_t sim_count_tracks(const struct sim_call *call)
{
    uint16_t count;

    if (is_overwritable(call)) return 1;
    count = (uint16_t)(recorded(call) + (has_next(call) ? 1 : 0));
    return count ? count : 1;
}

static void view_overwritable(const struct sim_call *call, struct sim_track_view *view)
{
    view->session = 1;
    view->blocks = view->end = call->disc.is_blank ? call->disc.free_blocks : call->disc.readable_blocks;
    view->free_blocks = call->disc.free_blocks;
    view->is_blank = call->disc.is_blank;
}

void sim_view_track(const struct sim_call *call, uint16_t number, struct sim_track_view *view)
{
    const struct sim_recording *recording = &call->recording;
    const struct sim_track *track;
    uint32_t reserved = recording->reserved_blocks;

    *view = (struct sim_track_view){.number = number, .control = SIM_CONTROL_DATA};
    if (is_overwritable(call)) {
        view_overwritable(call, view);
        return;
    }
    if (number <= recorded(call)) {
        track = &recording->tracks[number - 1];
        view->session = track->session;
        view->start = track->start;
        view->blocks = track->blocks;
        view->end = sim_track_end(track);
        view->is_at_once = track->is_at_once;
        view->is_open = track->is_open;
        view->is_damaged = track->is_damaged;
        view->control = sim_track_control(track);
        if (!track->is_open || track->is_damaged) return;
        view->free_blocks = reserved ? reserved - track->blocks : call->disc.free_blocks;
    } else {
        view->session = (uint16_t)(recording->closed_sessions + 1);
        view->start = view->end = sim_recording_next(recording, &call->disc);
        view->is_open = view->is_blank = true;
        view->free_blocks = reserved ? reserved : call->disc.free_blocks;
    }
    view->next = view->start + view->blocks;
    view->blocks += view->free_blocks;
    view->is_reserved = reserved != 0;
}

uint16_t sim_count_closed_sessions(const struct sim_call *call)
{
    if (is_overwritable(call)) return call->disc.is_blank ? 0 : 1;
    return call->recording.closed_sessions;
}

uint16_t sim_count_sessions(const struct sim_call *call)
{
    uint16_t closed = call->recording.closed_sessions;

    if (is_overwritable(call)) return 1;
    return (uint16_t)(closed + (call->recording.is_final ? 0 : 1));
}

uint16_t sim_first_track_of(const struct sim_call *call, uint16_t session)
{
    uint16_t count = sim_count_tracks(call), i;
    struct sim_track_view view;

    for (i = 1; i < count; i++) {
        sim_view_track(call, i, &view);
        if (view.session >= session) break;
    }
    return i;
}

uint16_t sim_track_at(const struct sim_call *call, uint32_t lba)
{
    uint16_t count = sim_count_tracks(call), i;
    struct sim_track_view view;

    for (i = count; i; i--) {
        sim_view_track(call, i, &view);
        if (lba < view.start) continue;
        if (lba - view.start < view.blocks || (view.is_open && lba < call->disc.capacity_blocks)) return i;
    }
    return 0;
}

uint16_t sim_recorded_track_at(const struct sim_call *call, uint32_t lba)
{
    struct sim_track_view view;
    uint16_t i;

    for (i = recorded(call); i; i--) {
        sim_view_track(call, i, &view);
        if (lba >= view.start && lba < view.end) break;
    }
    return i;
}

bool sim_is_recorded(const struct sim_call *call, uint32_t lba, uint32_t count)
{
    uint64_t end = (uint64_t)lba + count;
    struct sim_track_view view;
    uint16_t i;

    if (is_overwritable(call)) return end <= call->disc.readable_blocks;
    for (i = 1; i <= recorded(call); i++) {
        sim_view_track(call, i, &view);
        if (lba < view.start || lba > view.end) continue;
        if (end <= view.end) return true;
        lba = view.end; /* the next track may begin there */
    }
    return false;
}
