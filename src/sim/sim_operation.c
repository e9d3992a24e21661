/* What takes a drive long: FORMAT UNIT, BLANK, CLOSE TRACK/SESSION and SYNCHRONIZE CACHE with their Immed bit are under
 * way for a while after their status.
 */
#include "sim/sim_answer.h"

#include "base/bytes.h"
#include "mmc/codes.h"

/* MMC-6: where each command has its Immed bit; FORMAT UNIT in its list. */
static const struct {
    uint8_t opcode;
    uint8_t at;
    uint8_t immediate;
    uint8_t operation; /* enum sim_operation */
} beginnings[] = {
    {MMC_OPCODE_FORMAT_UNIT, 1, 0x02, SIM_FORMATTING},
    {MMC_OPCODE_SYNCHRONIZE_CACHE_10, 1, 0x02, SIM_WRITING},
    {MMC_OPCODE_CLOSE_TRACK_SESSION, 1, 0x01, SIM_WRITING},
    {MMC_OPCODE_BLANK, 1, 0x10, SIM_BLANKING},
};

enum { BEGINNINGS = sizeof beginnings / sizeof beginnings[0] };

void sim_operation_begin(struct sim_call *call)
{
    const uint8_t *bytes = call->cdb;
    size_t i;

    for (i = 0; i < BEGINNINGS && beginnings[i].opcode != call->cdb[0]; i++)
        continue;
    if (i == BEGINNINGS || !call->options.long_commands) return;
    if (call->cdb[0] == MMC_OPCODE_FORMAT_UNIT) bytes = call->out;
    if (!(bytes[beginnings[i].at] & beginnings[i].immediate)) return; /* it was held until all was done */
    call->state->operation = beginnings[i].operation;
    call->state->operation_left = call->state->operation_total = call->options.long_commands;
}

uint32_t sim_operation_sense(const struct sim_state *state)
{
    if (state->buffer_phase == SIM_BUFFER_FLUSHING) return SIM_LONG_WRITE_IN_PROGRESS;
    if (!state->operation_left) return 0;
    return state->operation == SIM_FORMATTING ? SIM_FORMAT_IN_PROGRESS : SIM_LONG_WRITE_IN_PROGRESS;
}

uint16_t sim_operation_step(struct sim_state *state)
{
    uint32_t total = state->operation_total ? state->operation_total : 1;
    uint32_t done = state->operation_left < total ? total - state->operation_left : 0;

    if (state->buffer_phase == SIM_BUFFER_FLUSHING) {
        done = state->buffer_bytes < SIM_BUFFER_BYTES ? SIM_BUFFER_BYTES - state->buffer_bytes : 0;
        return (uint16_t)((uint64_t)done * 0xffff / SIM_BUFFER_BYTES);
    }
    if (state->operation_left) state->operation_left--;
    return (uint16_t)(done * 0xffff / total);
}

static bool is_writing(const struct sim_state *state)
{
    if (state->buffer_phase == SIM_BUFFER_FLUSHING) return true;
    return state->operation_left && state->operation == SIM_WRITING;
}

/* An operation lasts for so many commands as the options say, and the flush of a buffer that takes time until it is
 * empty. Pioneer's R11 series documents: while it writes and closes, TEST UNIT READY is GOOD and the others say
 * 02/04/07; while it formats or blanks, all do. growisofs flushes the cache with the Immed bit, and at once without:
 * that is held until all is written.
 */
bool sim_operation_refuses(struct sim_call *call)
{
    enum { SYNCHRONIZE_IMMEDIATE = 0x02 };
    uint32_t sense = sim_operation_sense(call->state);

    if (!sense) return false;
    if (is_writing(call->state)) {
        if (call->cdb[0] == MMC_OPCODE_TEST_UNIT_READY) return false;
        if (call->cdb[0] == MMC_OPCODE_SYNCHRONIZE_CACHE_10) {
            if (!(call->cdb[1] & SYNCHRONIZE_IMMEDIATE)) call->state->operation_left = 0;
            return false;
        }
    }
    sim_refuse(call, sense);
    sim_put_progress(call->reply->sense + 15, sim_operation_step(call->state));
    return true;
}

void sim_put_progress(uint8_t bytes[3], uint16_t progress)
{
    bytes[0] = 0x80; /* SKSV */
    store_be16(bytes + 1, progress);
}
