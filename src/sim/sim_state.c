/* The state of a drive as a fixed layout of bytes, and the changes of tray and medium. */
#include "sim/sim_state.h"

#include <string.h>

#include "base/bytes.h"
#include "base/crc32.h"

/* Power event status of a drive that was just spoken to: MMC, power status. */
enum { POWER_ACTIVE = 1, POWER_SLEEP = 4 };

/* The stored form: magic, version, the fields in the order of the struct, padding, and a CRC-32 of all before it at the
 * end.
 */
enum { MAGIC = 0x4d49534f /* "OSIM" */, VERSION = 1, CHECKSUM_AT = SIM_STATE_BYTES - 4 };

void sim_state_reset(struct sim_state *state, enum sim_medium medium)
{
    memset(state, 0, sizeof *state);
    state->medium = medium;
    state->power = POWER_ACTIVE;
}

void sim_state_insert(struct sim_state *state, enum sim_medium medium)
{
    state->medium = medium;
    state->tray_open = false;
    state->prevented = state->persistent_prevented = false;
    state->becoming_ready = 0;
    state->read_speed_kbs = state->write_speed_kbs = 0;
    state->layer0_blocks = 0;
    state->stored_blocks = 0;
    sim_state_end_operation(state);
    sim_state_empty_buffer(state);
    sim_state_raise_attention(state, 0x28, 0x00);
    sim_state_raise_media_events(state, medium != SIM_MEDIUM_NONE);
}

void sim_state_end_operation(struct sim_state *state)
{
    state->operation_left = 0;
    state->operation_ms = state->operation_lasts_ms = 0;
}

void sim_state_empty_buffer(struct sim_state *state)
{
    state->buffer_phase = SIM_BUFFER_FILLING;
    state->has_lost_stream = false;
    state->buffer_bytes = state->buffer_rate = 0;
    state->buffer_ms = 0;
}

void sim_state_clear_faults(struct sim_state *state)
{
    memset(state->fault_counts, 0, sizeof state->fault_counts);
    state->gone = false;
}

void sim_state_raise_attention(struct sim_state *state, uint8_t asc, uint8_t ascq)
{
    uint8_t i;

    for (i = 0; i < state->attention_count; i++) {
        if (state->attentions[i].asc == asc && state->attentions[i].ascq == ascq) return;
    }
    if (i == SIM_ATTENTIONS_MAX) return;
    state->attentions[i].asc = asc;
    state->attentions[i].ascq = ascq;
    state->attention_count++;
}

void sim_state_raise_event(struct sim_state *state, uint8_t event_class, uint8_t code, uint16_t parameter)
{
    state->events[event_class].pending = true;
    state->events[event_class].code = code;
    state->events[event_class].parameter = parameter;
}

void sim_state_raise_media_events(struct sim_state *state, bool arrived)
{
    enum { FEATURE_CHANGE = 1 };

    sim_state_raise_event(state, SIM_CLASS_MEDIA, arrived ? SIM_MEDIA_NEW : SIM_MEDIA_REMOVED, 0);
    sim_state_raise_event(state, SIM_CLASS_OPERATIONAL_CHANGE, SIM_OPERATIONAL_CHANGED, FEATURE_CHANGE);
}

/* Reads and writes in one walk, so that both have the same order. */
struct cursor {
    uint8_t *bytes;
    size_t at;
    bool loading;
    bool is_bad; /* a loaded value is out of range */
};

static uint32_t number(struct cursor *cursor, uint32_t value, unsigned size)
{
    unsigned i;

    if (cursor->loading) value = 0;
    for (i = 0; i < size; i++, cursor->at++) {
        if (cursor->loading)
            value |= (uint32_t)cursor->bytes[cursor->at] << (8 * i);
        else
            cursor->bytes[cursor->at] = (uint8_t)(value >> (8 * i));
    }
    return value;
}

static uint32_t number_up_to(struct cursor *cursor, uint32_t value, unsigned size, uint32_t most)
{
    value = number(cursor, value, size);
    if (value <= most) return value;
    cursor->is_bad = true;
    return 0;
}

static void flag(struct cursor *cursor, bool *value)
{
    *value = number_up_to(cursor, *value, 1, 1) != 0;
}

static void octet(struct cursor *cursor, uint8_t *value, uint8_t most)
{
    *value = (uint8_t)number_up_to(cursor, *value, 1, most);
}

/* Bytes of which each may be anything. */
static void octets(struct cursor *cursor, uint8_t *values, size_t count)
{
    uint8_t *stored = cursor->bytes + cursor->at;

    if (cursor->loading)
        memcpy(values, stored, count);
    else
        memcpy(stored, values, count);
    cursor->at += count;
}

static void pages(struct cursor *cursor, struct sim_page *list)
{
    size_t i;

    for (i = 0; i < SIM_PAGES_MAX; i++) {
        octet(cursor, &list[i].count, SIM_PAGE_BYTES);
        octets(cursor, list[i].bytes, SIM_PAGE_BYTES);
        /* A page is its head and as many bytes as the head says. */
        if (list[i].count && (list[i].count < 2 || list[i].count != list[i].bytes[1] + 2)) cursor->is_bad = true;
    }
}

static void moment(struct cursor *cursor, uint64_t *ms)
{
    uint32_t low = number(cursor, (uint32_t)*ms, 4);

    *ms = (uint64_t)number(cursor, (uint32_t)(*ms >> 32), 4) << 32 | low;
}

static void walk(struct cursor *cursor, struct sim_state *state)
{
    size_t i;

    state->medium = (enum sim_medium)number_up_to(cursor, (uint32_t)state->medium, 1, SIM_MEDIUM_COUNT - 1);
    flag(cursor, &state->tray_open);
    flag(cursor, &state->prevented);
    flag(cursor, &state->persistent_prevented);
    flag(cursor, &state->gone);
    octet(cursor, &state->power, POWER_SLEEP);
    octet(cursor, &state->becoming_ready, 0xff);
    octet(cursor, &state->attention_count, SIM_ATTENTIONS_MAX);
    for (i = 0; i < SIM_ATTENTIONS_MAX; i++) {
        octet(cursor, &state->attentions[i].asc, 0xff);
        octet(cursor, &state->attentions[i].ascq, 0xff);
    }
    for (i = 0; i < SIM_EVENT_CLASSES; i++) {
        flag(cursor, &state->events[i].pending);
        octet(cursor, &state->events[i].code, 0x0f);
        state->events[i].parameter = (uint16_t)number(cursor, state->events[i].parameter, 2);
    }
    state->read_speed_kbs = (uint16_t)number(cursor, state->read_speed_kbs, 2);
    state->write_speed_kbs = (uint16_t)number(cursor, state->write_speed_kbs, 2);
    pages(cursor, state->pages);
    pages(cursor, state->saved_pages);
    for (i = 0; i < SIM_FAULTS_MAX; i++)
        state->fault_counts[i] = number(cursor, state->fault_counts[i], 4);
    /* 0 in what an older version stored, from here on. */
    state->layer0_blocks = number(cursor, state->layer0_blocks, 4);
    octet(cursor, &state->operation, SIM_BLANKING);
    state->operation_left = (uint16_t)number(cursor, state->operation_left, 2);
    state->operation_total = (uint16_t)number(cursor, state->operation_total, 2);
    octet(cursor, &state->buffer_phase, SIM_BUFFER_FLUSHING);
    flag(cursor, &state->has_lost_stream);
    state->buffer_bytes = number_up_to(cursor, state->buffer_bytes, 4, INT32_MAX);
    state->buffer_rate = number_up_to(cursor, state->buffer_rate, 4, INT32_MAX);
    moment(cursor, &state->buffer_ms);
    moment(cursor, &state->operation_ms);
    state->operation_lasts_ms = number(cursor, state->operation_lasts_ms, 4);
    state->stored_blocks = number(cursor, state->stored_blocks, 4);
}

void sim_state_store(const struct sim_state *state, uint8_t bytes[SIM_STATE_BYTES])
{
    struct cursor cursor = {bytes, 0, false, false};
    struct sim_state copy = *state;

    memset(bytes, 0, SIM_STATE_BYTES);
    number(&cursor, MAGIC, 4);
    number(&cursor, VERSION, 4);
    walk(&cursor, &copy);
    cursor.at = CHECKSUM_AT;
    number(&cursor, base_crc32(bytes, CHECKSUM_AT), 4);
}

bool sim_state_is_of_newer_version(const uint8_t bytes[SIM_STATE_BYTES])
{
    return load_le32(bytes) == MAGIC && load_le32(bytes + 4) > VERSION;
}

bool sim_state_load(struct sim_state *state, const uint8_t *bytes, size_t count)
{
    uint8_t copy[SIM_STATE_BYTES];
    struct cursor cursor = {copy, 0, true, false};
    struct sim_state loaded;

    if (count != SIM_STATE_BYTES) return false;
    memcpy(copy, bytes, SIM_STATE_BYTES);
    memset(&loaded, 0, sizeof loaded);
    if (number(&cursor, 0, 4) != MAGIC) return false;
    if (number(&cursor, 0, 4) != VERSION) return false;
    walk(&cursor, &loaded);
    cursor.at = CHECKSUM_AT;
    if (cursor.is_bad || number(&cursor, 0, 4) != base_crc32(bytes, CHECKSUM_AT)) return false;
    *state = loaded;
    return true;
}
