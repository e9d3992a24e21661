#include "sim/sim_record.h"

#include <string.h>

#include "base/bytes.h"
#include "base/crc32.h"

enum {
    MAGIC = 0x5652494f, /* "OIRV" */
    VERSION = 1,
    MAGIC_AT = 0,
    VERSION_AT = 4,
    SEQUENCE_AT = 8,
    MEDIA_SERIAL_AT = 16,
    FAULT_SERIAL_AT = 20,
    STATE_AT = 24,
    CHECKSUM_AT = SIM_SLOT_BYTES - 4,
};

/* 1 belongs to the slot that the highest number is in. */
uint64_t sim_record_sequence_after(uint64_t sequence)
{
    return sequence == UINT64_MAX ? SIM_SLOTS : sequence + 1;
}

/* Half of all numbers are newer than a number, the other half older. */
static bool is_newer(uint64_t sequence, uint64_t than)
{
    return !than || sequence - than - 1 < UINT64_MAX / 2;
}

static bool decode(const uint8_t slot[SIM_SLOT_BYTES], struct sim_record *record)
{
    if (load_le32(slot + MAGIC_AT) != MAGIC || load_le32(slot + VERSION_AT) != VERSION) return false;
    if (load_le32(slot + CHECKSUM_AT) != base_crc32(slot, CHECKSUM_AT)) return false;
    if (!sim_state_load(&record->state, slot + STATE_AT, SIM_STATE_BYTES)) return false;
    record->sequence = load_le32(slot + SEQUENCE_AT) | (uint64_t)load_le32(slot + SEQUENCE_AT + 4) << 32;
    record->media_serial = load_le32(slot + MEDIA_SERIAL_AT);
    record->fault_serial = load_le32(slot + FAULT_SERIAL_AT);
    return record->sequence != 0;
}

void sim_record_take(struct sim_record *record, const uint8_t slot[SIM_SLOT_BYTES], size_t index)
{
    struct sim_record candidate;

    memset(&candidate, 0, sizeof candidate);
    if (!decode(slot, &candidate)) return;
    /* The slot's place follows from its sequence, so that the next one goes to the other. */
    if (candidate.sequence % SIM_SLOTS == index && is_newer(candidate.sequence, record->sequence)) *record = candidate;
}

size_t sim_record_next(const struct sim_record *record, uint8_t slot[SIM_SLOT_BYTES])
{
    uint64_t sequence = sim_record_sequence_after(record->sequence);

    memset(slot, 0, SIM_SLOT_BYTES);
    store_le32(slot + MAGIC_AT, MAGIC);
    store_le32(slot + VERSION_AT, VERSION);
    store_le32(slot + SEQUENCE_AT, (uint32_t)sequence);
    store_le32(slot + SEQUENCE_AT + 4, (uint32_t)(sequence >> 32));
    store_le32(slot + MEDIA_SERIAL_AT, record->media_serial);
    store_le32(slot + FAULT_SERIAL_AT, record->fault_serial);
    sim_state_store(&record->state, slot + STATE_AT);
    store_le32(slot + CHECKSUM_AT, base_crc32(slot, CHECKSUM_AT));
    return (size_t)(sequence % SIM_SLOTS);
}

void sim_record_follow(struct sim_record *record, enum sim_medium medium, uint32_t media_serial, uint32_t fault_serial)
{
    if (!record->sequence) {
        sim_state_reset(&record->state, medium);
    } else if (record->media_serial != media_serial) {
        sim_state_insert(&record->state, medium);
    }
    if (record->fault_serial != fault_serial) sim_state_clear_faults(&record->state);
    record->media_serial = media_serial;
    record->fault_serial = fault_serial;
}

bool sim_record_equals(const struct sim_record *one, const struct sim_record *other)
{
    uint8_t first[SIM_STATE_BYTES], second[SIM_STATE_BYTES];

    if (one->media_serial != other->media_serial || one->fault_serial != other->fault_serial) return false;
    sim_state_store(&one->state, first);
    sim_state_store(&other->state, second);
    return memcmp(first, second, sizeof first) == 0;
}
