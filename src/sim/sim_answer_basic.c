/* TEST UNIT READY, REQUEST SENSE, INQUIRY. */
#include "sim/sim_answer.h"

#include "base/bytes.h"

void sim_answer_test_unit_ready(struct sim_call *call)
{
    enum { FORMATTED = 16 };
    struct sim_recording *recording = &call->recording;

    /* The checks in front of every command that needs a medium have said it all. A drive that is left alone formats. */
    if (recording->background == SIM_BACKGROUND_RUNNING && ++recording->background_progress == FORMATTED)
        recording->background = SIM_BACKGROUND_DONE;
}

/* Sense goes out with each refusal, so nothing is left to ask for but a unit attention. */
void sim_answer_request_sense(struct sim_call *call)
{
    struct sim_state *state = call->state;
    struct sim_writer writer = sim_writer_begin(call, call->cdb[4]);
    struct sim_attention told = {0, 0};
    uint8_t key = 0;
    bool descriptor = call->cdb[1] & 0x01;
    size_t i;

    if (state->attention_count) {
        key = 6;
        told = state->attentions[0];
        state->attention_count--;
        for (i = 0; i < state->attention_count; i++)
            state->attentions[i] = state->attentions[i + 1];
    }
    if (descriptor) {
        sim_put_u8(&writer, 0x72);
        sim_put_u8(&writer, key);
        sim_put_u8(&writer, told.asc);
        sim_put_u8(&writer, told.ascq);
        sim_put_zeros(&writer, 4);
    } else {
        sim_put_u8(&writer, 0x70);
        sim_put_zeros(&writer, 1);
        sim_put_u8(&writer, key);
        sim_put_zeros(&writer, 4);
        sim_put_u8(&writer, 10);
        sim_put_zeros(&writer, 4);
        sim_put_u8(&writer, told.asc);
        sim_put_u8(&writer, told.ascq);
        sim_put_zeros(&writer, 4);
    }
    sim_writer_end(call, &writer);
}

void sim_answer_inquiry(struct sim_call *call)
{
    const struct sim_identity *from = call->identity->inquiry_count ? call->identity : &sim_identity_default;
    struct sim_writer writer = sim_writer_begin(call, load_be16(call->cdb + 3));

    /* Optical drives have no vital product data, as a rule: seen refused on PLDS DS-8ABSH. */
    if (call->cdb[1] & 0x01 || call->cdb[2]) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
        return;
    }
    sim_put_bytes(&writer, from->inquiry, from->inquiry_count);
    sim_writer_end(call, &writer);
}
