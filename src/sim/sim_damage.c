/* Recording that is interrupted: the track that was being recorded is damaged, ends after its last block that reached
 * the disc, and can only be closed, which repairs it (sim_sequential.c).
 */
#include "sim/sim_model.h"

enum { PRE_GAP = -150 };

static bool has_lead_in(const struct sim_call *call)
{
    return call->store && call->store->get_part_bytes && call->store->get_part_bytes(call->store, SIM_PART_LEAD_IN);
}

/* A session at once becomes the tracks that it had begun; of one that had not begun nothing is left but the cue sheet,
 * which the drive forgets.
 */
static void end_cue_sheet(struct sim_call *call)
{
    struct sim_recording *recording = &call->recording;
    int32_t next = recording->cue_next;
    struct sim_track *last;
    uint32_t reached;
    uint16_t i;

    if (next == PRE_GAP && !has_lead_in(call)) {
        sim_recording_forget_cue(recording);
        return;
    }
    recording->cue_next = recording->cue_end = 0;
    recording->has_cue_sheet = false;
    if (!recording->track_count) return;
    while (recording->track_count > 1 && (int32_t)recording->tracks[recording->track_count - 1].start >= next)
        recording->track_count--;
    for (i = 0; i < recording->track_count; i++)
        recording->tracks[i].is_planned = false;
    last = &recording->tracks[recording->track_count - 1];
    reached = next > (int32_t)last->start ? (uint32_t)next - last->start : 0;
    if (last->blocks > reached) last->blocks = reached;
    last->is_open = true;
}

/* Of a disc that was being recorded raw nothing can be read, and it is blank no more. */
static void end_raw(struct sim_recording *recording)
{
    uint32_t blocks = recording->cue_next > 0 ? (uint32_t)recording->cue_next : 0;

    recording->is_raw = false;
    recording->cue_next = recording->cue_end = 0;
    recording->track_count = 1;
    recording->tracks[0] = (struct sim_track){.blocks = blocks, .session = 1, .is_open = true, .is_audio = true};
}

static void break_off(struct sim_call *call)
{
    struct sim_recording *recording = &call->recording;
    bool is_session = recording->cue_end != 0;
    struct sim_track *track;

    if (recording->is_raw)
        end_raw(recording);
    else if (is_session)
        end_cue_sheet(call);
    track = sim_recording_open_track(recording);
    if (!track) return;
    track->is_damaged = true;
    if (!sim_is_test_write(call)) return;
    recording->reserved_blocks = 0; /* nothing was recorded */
    if (is_session)
        sim_recording_forget_cue(recording);
    else
        recording->track_count--;
}

/* Is all of it sent that will be? Then the buffer runs empty, and not dry. */
static bool is_complete(struct sim_recording *recording)
{
    const struct sim_track *track = sim_recording_open_track(recording);

    if (recording->cue_end) return recording->cue_next == recording->cue_end;
    return !track || (recording->reserved_blocks && track->blocks >= recording->reserved_blocks);
}

bool sim_damage_stream(struct sim_call *call)
{
    if (is_complete(&call->recording)) return false;
    break_off(call);
    return true;
}

/* What closed while the buffer still went to the disc is open again, unless its session is closed, too. What was
 * reserved behind it is gone then.
 */
static void reopen_track(struct sim_recording *recording)
{
    struct sim_track *last = recording->track_count ? &recording->tracks[recording->track_count - 1] : NULL;

    if (!last || last->is_planned || last->is_open || last->session <= recording->closed_sessions) return;
    last->is_open = true;
    last->has_run_out = false;
    recording->reserved_blocks = 0;
}

/* Blocks that were written over others stay what they are: which of the two a disc has then is nobody's to say. */
void sim_damage_power(struct sim_call *call, uint32_t lost)
{
    struct sim_recording *recording = &call->recording;
    struct sim_track *track;

    if (call->presence != SIM_PRESENT || call->disc.writing != SIM_SEQUENTIAL) return;
    if (recording->cue_end) {
        int32_t start = recording->is_raw || has_lead_in(call) ? call->disc.lead_in_start : PRE_GAP;

        recording->cue_next -=
            (int32_t)lost < recording->cue_next - start ? (int32_t)lost : recording->cue_next - start;
        break_off(call);
        return;
    }
    if (lost) reopen_track(recording);
    track = sim_recording_open_track(recording);
    if (!track) return;
    track->blocks -= lost < track->blocks ? lost : track->blocks;
    /* Packets end where the host says, and all of them are there. */
    if (lost || call->disc.family == SIM_CD || track->is_at_once) break_off(call);
}
