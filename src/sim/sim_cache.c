/* The drive's buffer: it alone holds the data of the last WRITEs until the drive is told to flush it, or has no room;
 * the data is lost with the power. In a drive that takes time the data goes to the disc at the write speed, and the
 * buffer can be full and run dry.
 */
#include "sim/sim_model.h"

#include "base/bytes.h"
#include "mmc/codes.h"

/* CD: a block goes to the disc as a whole sector, which is what the speeds of CD drives count. */
enum { BUFFER_BLOCKS = SIM_BUFFER_BYTES / SIM_BLOCK_BYTES, CD_SECTOR_BYTES = 2352 };

uint32_t sim_cache_block_bytes(const struct sim_call *call)
{
    return call->presence == SIM_PRESENT && call->disc.family == SIM_CD ? CD_SECTOR_BYTES : SIM_BLOCK_BYTES;
}

static bool is_timed(const struct sim_call *call)
{
    return call->options.time_percent != 0;
}

uint32_t sim_cache_free_bytes(const struct sim_call *call)
{
    uint32_t bytes = call->state->buffer_bytes;

    return bytes < SIM_BUFFER_BYTES ? SIM_BUFFER_BYTES - bytes : 0;
}

/* The buffer can hold more than what is recorded behind the rest: blocks that replace others. */
static void set_bytes(struct sim_call *call, uint32_t bytes, uint32_t cached_blocks)
{
    uint32_t block = sim_cache_block_bytes(call);
    uint32_t held = (bytes + block - 1) / block;

    call->state->buffer_bytes = bytes;
    call->recording.cached_blocks = (uint16_t)(cached_blocks < held ? cached_blocks : held);
}

static void drain_to(struct sim_call *call, uint32_t bytes)
{
    set_bytes(call, bytes, call->recording.cached_blocks);
}

void sim_cache_empty(struct sim_call *call)
{
    sim_state_empty_buffer(call->state);
    call->recording.cached_blocks = 0;
}

/* In milliseconds, rounded up. */
static uint32_t buffer_time_of(const struct sim_call *call, uint32_t bytes)
{
    uint32_t rate = call->state->buffer_rate ? call->state->buffer_rate : 1;

    return bytes / rate + (bytes % rate ? 1 : 0);
}

/* 1 kB/s is a byte in a millisecond. */
static uint32_t rate_now(const struct sim_call *call)
{
    uint32_t rate = sim_write_speed(call) * 100u / call->options.time_percent;

    return rate ? rate : 1;
}

uint32_t sim_cache_time_of(const struct sim_call *call, uint64_t bytes)
{
    uint64_t ms, rate;

    if (!is_timed(call)) return 0;
    rate = rate_now(call);
    ms = bytes / rate + (bytes % rate ? 1 : 0);
    return ms < UINT32_MAX ? (uint32_t)ms : UINT32_MAX;
}

uint32_t sim_cache_left_ms(const struct sim_call *call)
{
    return is_timed(call) && call->state->buffer_bytes ? buffer_time_of(call, call->state->buffer_bytes) : 0;
}

uint64_t sim_passed_ms(const struct sim_call *call, uint64_t then)
{
    enum { NEW_CLOCK_MS = 600000 };

    if (call->now_ms >= then) return call->now_ms - then;
    return then - call->now_ms > NEW_CLOCK_MS ? UINT32_MAX : 0;
}

/* MMC-6: where the feature of each way of writing says that it is protected against an underrun. */
static const struct {
    uint8_t write_type;
    bool is_cd;
    uint16_t feature;
    uint8_t at;
    uint8_t bit;
} protections[] = {
    {0, true, MMC_FEATURE_INCREMENTAL_STREAMING_WRITABLE, 6, 0x01},
    {0, false, MMC_FEATURE_INCREMENTAL_STREAMING_WRITABLE, 6, 0x01},
    {1, true, MMC_FEATURE_CD_TRACK_AT_ONCE, 4, 0x40},
    {2, true, MMC_FEATURE_CD_MASTERING, 4, 0x40},
    {2, false, MMC_FEATURE_DVD_MINUS_R_RW_WRITE, 4, 0x40},
    {3, true, MMC_FEATURE_CD_MASTERING, 4, 0x40},
};

enum { PROTECTIONS = sizeof protections / sizeof protections[0] };

/* Does recording go on behind a gap? Everywhere but on CD and DVD-R it always does (lossless linking). */
static bool is_protected(struct sim_call *call)
{
    enum { BUFE = 0x40, WRITE_TYPE = 0x0f, WRITE_TYPE_AT = 2 };
    bool is_cd = call->disc.family == SIM_CD;
    uint8_t parameter = sim_write_parameter(call, WRITE_TYPE_AT);
    size_t i, count;

    if ((!is_cd && call->disc.family != SIM_DVD_MINUS) || call->disc.writing != SIM_SEQUENTIAL) return true;
    if (!(parameter & BUFE)) return false;
    for (i = 0; i < PROTECTIONS; i++) {
        const uint8_t *feature = sim_identity_feature(call->identity, protections[i].feature, &count);

        if (protections[i].write_type != (parameter & WRITE_TYPE) || protections[i].is_cd != is_cd) continue;
        return feature && count > protections[i].at && feature[protections[i].at] & protections[i].bit;
    }
    return false;
}

void sim_cache_pass_time(struct sim_call *call)
{
    struct sim_state *state = call->state;
    uint64_t passed = sim_passed_ms(call, state->buffer_ms);
    bool is_dry;

    if (!is_timed(call) || call->presence != SIM_PRESENT || state->buffer_phase == SIM_BUFFER_FILLING || !passed)
        return;
    is_dry = passed * state->buffer_rate > state->buffer_bytes;
    state->buffer_ms = call->now_ms;
    drain_to(call, is_dry ? 0 : state->buffer_bytes - (uint32_t)(passed * state->buffer_rate));
    if (state->buffer_phase == SIM_BUFFER_FLUSHING) {
        if (!state->buffer_bytes) sim_cache_empty(call);
    } else if (is_dry) {
        state->buffer_phase = SIM_BUFFER_FILLING;
        if (!is_protected(call)) state->has_lost_stream = sim_damage_stream(call);
    }
}

/* MMC-6: loss of streaming, at the first command that goes on with the recording. */
bool sim_cache_tells_loss(struct sim_call *call)
{
    if (!call->state->has_lost_stream) return false;
    call->state->has_lost_stream = false;
    sim_refuse(call, SIM_LOSS_OF_STREAMING);
    return true;
}

/* Pioneer's R11 series documents: a WRITE longer than the free buffer is refused on discs that are recorded one track
 * behind the other, and held until there is room on the others. Recording begins when the buffer is full.
 */
bool sim_cache_admits(struct sim_call *call, uint32_t count)
{
    struct sim_state *state = call->state;
    uint64_t bytes = (uint64_t)count * sim_cache_block_bytes(call);
    uint32_t over, held;

    if (sim_cache_tells_loss(call)) return false;
    if (!is_timed(call) || bytes <= sim_cache_free_bytes(call)) return true;
    if (state->buffer_phase == SIM_BUFFER_FILLING) {
        state->buffer_phase = SIM_BUFFER_RECORDING;
        state->buffer_rate = rate_now(call);
        state->buffer_ms = call->now_ms;
    }
    if (call->disc.writing == SIM_SEQUENTIAL && bytes <= SIM_BUFFER_BYTES) {
        sim_refuse(call, SIM_BUFFER_FULL);
        return false;
    }
    over = (uint32_t)(bytes - sim_cache_free_bytes(call));
    held = over < state->buffer_bytes ? over : state->buffer_bytes; /* a longer WRITE goes past the buffer */
    call->outcome->delay_ms += buffer_time_of(call, over);
    state->buffer_ms = call->now_ms + buffer_time_of(call, over);
    drain_to(call, state->buffer_bytes - held);
    return true;
}

/* What replaced clusters (sim_pow.c) is in the buffer, too, and leaves the recorded track as long as it is. */
static void note_write(struct sim_call *call, const struct sim_recording *before)
{
    struct sim_recording *recording = &call->recording;
    bool is_overwrite = recording->replaced_clusters != before->replaced_clusters;
    uint32_t count = call->cdb[0] == MMC_OPCODE_WRITE_12 ? load_be32(call->cdb + 6) : load_be16(call->cdb + 7);
    uint32_t blocks = recording->cached_blocks + (is_overwrite ? 0 : count);

    if (is_timed(call)) {
        uint64_t bytes = call->state->buffer_bytes + (uint64_t)count * sim_cache_block_bytes(call);

        call->state->buffer_rate = rate_now(call);
        set_bytes(call, bytes < SIM_BUFFER_BYTES ? (uint32_t)bytes : SIM_BUFFER_BYTES, blocks);
    } else {
        recording->cached_blocks = (uint16_t)(blocks < BUFFER_BLOCKS ? blocks : BUFFER_BLOCKS);
    }
}

/* All of it goes to the disc: before the command is done, or after its status. */
static void note_flush(struct sim_call *call, bool immediate)
{
    struct sim_state *state = call->state;

    if (is_timed(call) && state->buffer_bytes) {
        if (immediate) {
            if (state->buffer_phase == SIM_BUFFER_FILLING) state->buffer_ms = call->now_ms;
            state->buffer_phase = SIM_BUFFER_FLUSHING;
            return;
        }
        call->outcome->delay_ms += buffer_time_of(call, state->buffer_bytes);
    }
    sim_cache_empty(call);
}

void sim_cache_note(struct sim_call *call, const struct sim_recording *before)
{
    enum { IMMEDIATE = 0x01, SYNCHRONIZE_IMMEDIATE = 0x02 };

    switch (call->cdb[0]) {
    case MMC_OPCODE_WRITE_10:
    case MMC_OPCODE_WRITE_12:
        note_write(call, before);
        break;
    case MMC_OPCODE_WRITE_AND_VERIFY_10:
        note_write(call, before);
        note_flush(call, false);
        break;
    case MMC_OPCODE_SYNCHRONIZE_CACHE_10:
        note_flush(call, (call->cdb[1] & SYNCHRONIZE_IMMEDIATE) != 0);
        break;
    case MMC_OPCODE_CLOSE_TRACK_SESSION:
    case MMC_OPCODE_START_STOP_UNIT:
        note_flush(call, (call->cdb[1] & IMMEDIATE) != 0);
        break;
    default:
        break;
    }
}
