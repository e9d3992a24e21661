/* GET EVENT STATUS NOTIFICATION: one class per call; an event is cleared once it has been reported. */
#include "sim/sim_answer.h"

#include "base/bytes.h"

enum {
    SUPPORTED = 0x5e, /* classes 1, 2, 3, 4, 6: the bitmap of PLDS DS-8ABSH */
    NO_EVENT_AVAILABLE = 0x80,
};

/* The class that is answered: the lowest that was asked for and has something to tell, else the lowest that was asked
 * for. 0: none of those asked for is supported.
 */
static uint8_t choose_class(const struct sim_state *state, uint8_t wanted)
{
    int i;

    for (i = 1; i < SIM_EVENT_CLASSES; i++) {
        if (wanted & (1u << i) && state->events[i].pending) return (uint8_t)i;
    }
    for (i = 1; i < SIM_EVENT_CLASSES; i++) {
        if (wanted & (1u << i)) return (uint8_t)i;
    }
    return 0;
}

/* Byte 5 of the descriptor, as things are now. */
static uint8_t status_of(const struct sim_call *call, uint8_t event_class)
{
    const struct sim_state *state = call->state;

    switch (event_class) {
    case SIM_CLASS_OPERATIONAL_CHANGE:
    case SIM_CLASS_EXTERNAL_REQUEST:
        return state->persistent_prevented ? 0x80 : 0x00;
    case SIM_CLASS_POWER:
        return state->power;
    case SIM_CLASS_MEDIA:
        return (uint8_t)((call->presence != SIM_EMPTY ? 0x02 : 0) | (state->tray_open ? 0x01 : 0));
    default:
        return 0;
    }
}

void sim_answer_get_event_status(struct sim_call *call)
{
    uint8_t wanted = call->cdb[4] & SUPPORTED;
    uint16_t allocation = load_be16(call->cdb + 7);
    struct sim_writer writer = sim_writer_begin(call, allocation);
    uint8_t event_class = choose_class(call->state, wanted);
    struct sim_event *event = &call->state->events[event_class];

    if (!(call->cdb[1] & 0x01)) { /* asynchronous notification is not there */
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
        return;
    }
    sim_put_be16(&writer, event_class ? 6 : 2);
    sim_put_u8(&writer, event_class ? event_class : NO_EVENT_AVAILABLE);
    sim_put_u8(&writer, SUPPORTED);
    if (event_class) {
        sim_put_u8(&writer, event->pending ? event->code : 0);
        sim_put_u8(&writer, status_of(call, event_class));
        sim_put_be16(&writer, event->pending ? event->parameter : 0);
        if (allocation > 4) event->pending = false; /* a request for the header alone consumes nothing */
    }
    sim_writer_end(call, &writer);
}
