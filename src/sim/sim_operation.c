/* Operations that take long: FORMAT UNIT, BLANK, CLOSE TRACK/SESSION, REPAIR TRACK and SYNCHRONIZE CACHE. With their
 * Immed bit they go on for a while after their status, without it their reply is held. They last for as many commands
 * as the options say, or in a drive that takes time as long as sim_duration.c says.
 */
#include "sim/sim_answer.h"

#include "base/bytes.h"
#include "mmc/codes.h"

/* MMC-6: where each command has its Immed bit; FORMAT UNIT in its list. */
static const struct beginning {
    uint8_t opcode;
    uint8_t at;
    uint8_t immediate;
    uint8_t operation; /* enum sim_operation */
} beginnings[] = {
    {MMC_OPCODE_FORMAT_UNIT, 1, 0x02, SIM_FORMATTING},
    {MMC_OPCODE_SYNCHRONIZE_CACHE_10, 1, 0x02, SIM_WRITING},
    {MMC_OPCODE_CLOSE_TRACK_SESSION, 1, 0x01, SIM_WRITING},
    {MMC_OPCODE_REPAIR_TRACK, 1, 0x01, SIM_WRITING},
    {MMC_OPCODE_BLANK, 1, 0x10, SIM_BLANKING},
};

enum { BEGINNINGS = sizeof beginnings / sizeof beginnings[0] };

static uint32_t sum(uint32_t one, uint32_t other)
{
    return one < UINT32_MAX - other ? one + other : UINT32_MAX;
}

/* Who does not wait for a command that is held, and comes with another, meets a drive that is at it. */
static void begin_timed(struct sim_call *call, const struct beginning *beginning, bool immediate,
                        const struct sim_recording *before)
{
    struct sim_state *state = call->state;
    uint32_t lasts_ms = sim_duration_ms(call, before);

    if (!lasts_ms) return;
    state->operation = beginning->operation;
    state->operation_left = 0;
    state->operation_ms = call->now_ms;
    if (immediate) {
        state->operation_lasts_ms = sum(sim_cache_left_ms(call), lasts_ms);
    } else {
        call->outcome->delay_ms = sum(call->outcome->delay_ms, lasts_ms);
        state->operation_lasts_ms = call->outcome->delay_ms;
    }
}

void sim_operation_begin(struct sim_call *call, const struct sim_recording *before)
{
    const uint8_t *bytes = call->cdb[0] == MMC_OPCODE_FORMAT_UNIT ? call->out : call->cdb;
    bool immediate;
    size_t i;

    for (i = 0; i < BEGINNINGS && beginnings[i].opcode != call->cdb[0]; i++)
        continue;
    if (i == BEGINNINGS) return;
    immediate = bytes[beginnings[i].at] & beginnings[i].immediate;
    if (call->options.time_percent) {
        begin_timed(call, &beginnings[i], immediate, before);
    } else if (call->options.long_commands && immediate) {
        call->state->operation = beginnings[i].operation;
        call->state->operation_left = call->state->operation_total = call->options.long_commands;
    }
}

static bool is_flushing(const struct sim_call *call)
{
    return call->state->buffer_phase == SIM_BUFFER_FLUSHING;
}

/* Of an operation that lasts for a time; 0 behind its end. */
static uint32_t left_ms(const struct sim_call *call)
{
    const struct sim_state *state = call->state;
    uint64_t passed;

    if (!state->operation_lasts_ms || !call->options.time_percent) return 0;
    passed = sim_passed_ms(call, state->operation_ms);
    return passed < state->operation_lasts_ms ? state->operation_lasts_ms - (uint32_t)passed : 0;
}

static bool is_under_way(const struct sim_call *call)
{
    return call->state->operation_left || left_ms(call);
}

uint32_t sim_operation_sense(const struct sim_call *call)
{
    if (!is_under_way(call)) return is_flushing(call) ? SIM_LONG_WRITE_IN_PROGRESS : 0;
    return call->state->operation == SIM_FORMATTING ? SIM_FORMAT_IN_PROGRESS : SIM_LONG_WRITE_IN_PROGRESS;
}

static uint16_t part_of(uint64_t done, uint32_t total)
{
    return (uint16_t)(done * 0xffff / total);
}

uint16_t sim_operation_step(struct sim_call *call)
{
    struct sim_state *state = call->state;
    uint32_t total = state->operation_total ? state->operation_total : 1;
    uint32_t done = state->operation_left < total ? total - state->operation_left : 0;

    if (left_ms(call)) return part_of(state->operation_lasts_ms - left_ms(call), state->operation_lasts_ms);
    if (is_flushing(call)) return part_of(sim_cache_free_bytes(call), SIM_BUFFER_BYTES);
    if (state->operation_left) state->operation_left--;
    return part_of(done, total);
}

static bool is_writing(const struct sim_call *call)
{
    return is_under_way(call) ? call->state->operation == SIM_WRITING : is_flushing(call);
}

/* All that is under way is written first; nothing is in the buffer then. */
static void hold(struct sim_call *call)
{
    uint32_t left = left_ms(call);

    if (left) {
        call->outcome->delay_ms = sum(call->outcome->delay_ms, left);
        sim_cache_empty(call);
    }
    sim_state_end_operation(call->state);
}

/* Pioneer's R11 series documents: while it writes and closes, TEST UNIT READY is GOOD and the others say 02/04/07;
 * while it formats or blanks, all do. growisofs flushes the cache with the Immed bit, and at once without: that is held
 * until all is written.
 */
bool sim_operation_refuses(struct sim_call *call)
{
    enum { SYNCHRONIZE_IMMEDIATE = 0x02 };
    uint32_t sense = sim_operation_sense(call);

    if (!sense) return false;
    if (is_writing(call)) {
        if (call->cdb[0] == MMC_OPCODE_TEST_UNIT_READY) return false;
        if (call->cdb[0] == MMC_OPCODE_SYNCHRONIZE_CACHE_10) {
            if (!(call->cdb[1] & SYNCHRONIZE_IMMEDIATE)) hold(call);
            return false;
        }
    }
    sim_refuse(call, sense);
    sim_put_progress(call->reply->sense + 15, sim_operation_step(call));
    return true;
}

void sim_put_progress(uint8_t bytes[3], uint16_t progress)
{
    bytes[0] = 0x80; /* SKSV */
    store_be16(bytes + 1, progress);
}
