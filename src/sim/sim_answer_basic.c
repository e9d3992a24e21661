/* TEST UNIT READY, REQUEST SENSE, INQUIRY. */
#include "sim/sim_answer.h"

#include <string.h>

#include "base/bytes.h"

void sim_answer_test_unit_ready(struct sim_call *call)
{
    struct sim_recording *recording = &call->recording;

    /* The checks in front of every command that needs a medium have said it all. A drive that is left alone formats. */
    if (recording->background != SIM_BACKGROUND_RUNNING) return;
    if (++recording->background_progress >= SIM_BACKGROUND_STEPS) recording->background = SIM_BACKGROUND_DONE;
}

/* What REQUEST SENSE tells: the sense, and with it how far an operation is. */
struct told {
    uint8_t key;
    struct sim_attention attention;
    bool has_progress;
    uint16_t progress;
};

/* Sense goes out with each refusal, so nothing is left to ask for but a unit attention and what is under way. A format
 * in the background is no reason to refuse anything: its sense key is 0 (MMC-6, REQUEST SENSE).
 */
static struct told take_told(struct sim_call *call)
{
    const struct sim_recording *recording = &call->recording;
    struct sim_state *state = call->state;
    uint32_t sense = sim_operation_sense(call);
    struct told told = {0};

    if (state->attention_count) {
        told.key = 6;
        told.attention = state->attentions[0];
        state->attention_count--;
        memmove(state->attentions, state->attentions + 1, state->attention_count * sizeof state->attentions[0]);
    } else if (sense) {
        told.key = (uint8_t)(sense >> 16);
        told.attention = (struct sim_attention){(uint8_t)(sense >> 8), (uint8_t)sense};
        told.has_progress = true;
        told.progress = sim_operation_step(call);
    } else if (recording->background == SIM_BACKGROUND_RUNNING) {
        told.attention =
            (struct sim_attention){(uint8_t)(SIM_FORMAT_IN_PROGRESS >> 8), (uint8_t)SIM_FORMAT_IN_PROGRESS};
        told.has_progress = true;
        told.progress = (uint16_t)(recording->background_progress * 0xffff / SIM_BACKGROUND_STEPS);
    }
    return told;
}

/* SPC-3, descriptor format, and fixed format of 18 bytes. */
void sim_answer_request_sense(struct sim_call *call)
{
    struct sim_writer writer = sim_writer_begin(call, call->cdb[4]);
    struct told told = take_told(call);
    uint8_t progress[3] = {0, 0, 0};

    if (told.has_progress) sim_put_progress(progress, told.progress);
    if (call->cdb[1] & 0x01) {
        sim_put_u8(&writer, 0x72);
        sim_put_u8(&writer, told.key);
        sim_put_u8(&writer, told.attention.asc);
        sim_put_u8(&writer, told.attention.ascq);
        sim_put_zeros(&writer, 3);
        sim_put_u8(&writer, told.has_progress ? 8 : 0);
        if (told.has_progress) {
            sim_put_be32(&writer, 0x02060000); /* descriptor: sense key specific */
            sim_put_bytes(&writer, progress, sizeof progress);
            sim_put_zeros(&writer, 1);
        }
    } else {
        sim_put_u8(&writer, 0x70);
        sim_put_zeros(&writer, 1);
        sim_put_u8(&writer, told.key);
        sim_put_zeros(&writer, 4);
        sim_put_u8(&writer, 10);
        sim_put_zeros(&writer, 4);
        sim_put_u8(&writer, told.attention.asc);
        sim_put_u8(&writer, told.attention.ascq);
        sim_put_zeros(&writer, 1);
        sim_put_bytes(&writer, progress, sizeof progress);
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
