/* START STOP UNIT, PREVENT ALLOW MEDIUM REMOVAL, MECHANISM STATUS. */
#include "sim/sim_answer.h"

#include "base/bytes.h"

/* Commands that are answered with "becoming ready" after a load that did not wait. */
enum { BECOMING_READY_COMMANDS = 2 };

static void eject(struct sim_call *call)
{
    struct sim_state *state = call->state;

    if (!sim_identity_can_eject(call->identity)) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
    } else if (state->prevented || state->persistent_prevented) {
        sim_refuse(call, SIM_REMOVAL_PREVENTED);
    } else if (!sim_operation_refuses(call) && !state->tray_open) {
        /* A background format is given up before the disc comes out, and can be resumed (MMC-6, START STOP UNIT). */
        if (call->recording.background == SIM_BACKGROUND_RUNNING) call->recording.background = SIM_BACKGROUND_SUSPENDED;
        state->tray_open = true;
        state->becoming_ready = 0;
        state->read_speed_kbs = state->write_speed_kbs = 0;
        if (call->presence == SIM_EMPTY) return;
        sim_state_raise_media_events(state, false);
    }
}

static void load(struct sim_call *call, bool immediate)
{
    struct sim_state *state = call->state;

    if (!sim_identity_can_load(call->identity)) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
    } else if (state->tray_open) {
        state->tray_open = false;
        if (state->medium == SIM_MEDIUM_NONE) return;
        state->becoming_ready = immediate ? BECOMING_READY_COMMANDS : 0;
        sim_state_raise_attention(state, 0x28, 0x00);
        sim_state_raise_media_events(state, true);
    }
}

/* Power conditions: 1 active, 2 idle, 3 standby, 5 sleep; as power status sleep is 4. */
static void set_power(struct sim_call *call, uint8_t condition)
{
    static const uint8_t statuses[] = {0, 1, 2, 3, 0, 4};
    uint8_t status = condition < sizeof statuses ? statuses[condition] : 0;

    if (!status) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
    } else if (status != call->state->power) {
        call->state->power = status;
        sim_state_raise_event(call->state, SIM_CLASS_POWER, SIM_POWER_CHANGED, 0);
    }
}

void sim_answer_start_stop_unit(struct sim_call *call)
{
    bool immediate = call->cdb[1] & 0x01;
    uint8_t condition = call->cdb[4] >> 4;

    if (condition) {
        set_power(call, condition);
        return;
    }
    switch (call->cdb[4] & 0x03) {
    case 0: /* stop: the disc need not turn */
        break;
    case 1: /* start */
        if (call->presence == SIM_EMPTY)
            sim_refuse(call, call->state->tray_open ? SIM_NO_MEDIUM_TRAY_OPEN : SIM_NO_MEDIUM_TRAY_CLOSED);
        else if (!immediate)
            call->state->becoming_ready = 0;
        break;
    case 2:
        eject(call);
        break;
    default:
        load(call, immediate);
        break;
    }
}

void sim_answer_prevent_allow(struct sim_call *call)
{
    bool prevent = call->cdb[4] & 0x01;

    /* One bit each, not a count per initiator: as most drives do. */
    if (call->cdb[4] & 0x02)
        call->state->persistent_prevented = prevent;
    else
        call->state->prevented = prevent;
}

void sim_answer_mechanism_status(struct sim_call *call)
{
    struct sim_writer writer = sim_writer_begin(call, load_be16(call->cdb + 8));

    sim_put_u8(&writer, 0);
    sim_put_u8(&writer, call->state->tray_open ? 0x10 : 0x00);
    sim_put_zeros(&writer, 6);
    sim_writer_end(call, &writer);
}
