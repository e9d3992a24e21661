/* The drive loses its power: forgets the state that only the drive held, and raises the unit attentions and events of
 * the next power-up.
 */
#include "sim/sim_model.h"

#include <string.h>

/* What the disc is left with. Which blocks were in the buffer, and what of a recording is damaged: sim_damage.c. A
 * format in the background was begun, and goes on when somebody says so (MMC-6, FORMAT UNIT, restart). Of a reservation
 * the disc knows, but not of the size of a track at once, of which the drive was told alone.
 */
static void leave_disc(struct sim_call *call)
{
    struct sim_recording *recording = &call->recording;
    bool is_size_alone =
        call->disc.family == SIM_DVD_MINUS && !sim_recording_open_track(recording) && sim_is_at_once(call);

    sim_damage_power(call, recording->cached_blocks);
    recording->cached_blocks = 0;
    if (is_size_alone) recording->reserved_blocks = 0;
    if (recording->background == SIM_BACKGROUND_RUNNING) recording->background = SIM_BACKGROUND_SUSPENDED;
}

/* A drive that was just switched on, but for what is named here: what is no electronics (disc, tray, the disc's file),
 * what mode pages were saved as (SPC-3, MODE SELECT), and how often the faults that somebody set were met. So it
 * forgets prevention, power condition, speeds, pages, attentions, events, what was under way, the buffer, and whatever
 * a state will have besides. Of a layer boundary the disc knows once something is recorded.
 */
void sim_lose_power(struct sim_call *call)
{
    struct sim_state *state = call->state;
    const struct sim_state before = *state;

    leave_disc(call); /* by mode page 05h as it is set */
    sim_state_reset(state, before.medium);
    state->tray_open = before.tray_open;
    state->stored_blocks = before.stored_blocks;
    state->layer0_blocks = call->recording.track_count ? before.layer0_blocks : 0;
    memcpy(state->saved_pages, before.saved_pages, sizeof state->saved_pages);
    memcpy(state->pages, before.saved_pages, sizeof state->pages);
    memcpy(state->fault_counts, before.fault_counts, sizeof state->fault_counts);
    /* Told when it is back. By then it is ready, and its disc may be another one. */
    sim_state_raise_attention(state, 0x29, 0x00);
    if (call->presence == SIM_EMPTY) return;
    sim_state_raise_attention(state, 0x28, 0x00);
    sim_state_raise_media_events(state, true);
}
