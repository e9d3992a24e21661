/* Two slots with sequence numbers and checksums, so that a process that dies while writing leaves the previous state.
 */
#include "sim/sim_record.h"

#include <string.h>

#include "base/bytes.h"
#include "base/crc32.h"

enum {
    MAGIC = 0x5652494f, /* "OIRV" */
    VERSION = 2,
    VERSION_WITH_DISC = 2,
    MAGIC_AT = 0,
    VERSION_AT = 4,
    SEQUENCE_AT = 8,
    MEDIA_SERIAL_AT = 16,
    FAULT_SERIAL_AT = 20,
    STATE_AT = 24,
    DISC_COUNT_AT = STATE_AT + SIM_STATE_BYTES,
    DISC_AT = DISC_COUNT_AT + 2,
    CHECKSUM_AT = SIM_SLOT_BYTES - 4,
};

_Static_assert(DISC_AT + SIM_DISC_BYTES <= CHECKSUM_AT, "the disc's bytes end before the checksum");

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

/* Is it ours, and whole? Magic, version and checksum are where they are in every version. */
static bool is_whole(const uint8_t slot[SIM_SLOT_BYTES])
{
    return load_le32(slot + MAGIC_AT) == MAGIC && load_le32(slot + CHECKSUM_AT) == base_crc32(slot, CHECKSUM_AT);
}

static bool is_of_newer_version(const uint8_t slot[SIM_SLOT_BYTES])
{
    return load_le32(slot + VERSION_AT) > VERSION || sim_state_is_of_newer_version(slot + STATE_AT);
}

/* Of a version up to ours. */
static bool decode(const uint8_t slot[SIM_SLOT_BYTES], struct sim_record *record)
{
    uint32_t version = load_le32(slot + VERSION_AT);

    if (!version || !sim_state_load(&record->state, slot + STATE_AT, SIM_STATE_BYTES)) return false;
    record->sequence = load_le64(slot + SEQUENCE_AT);
    record->media_serial = load_le32(slot + MEDIA_SERIAL_AT);
    record->fault_serial = load_le32(slot + FAULT_SERIAL_AT);
    if (version >= VERSION_WITH_DISC) {
        record->disc.count = load_le16(slot + DISC_COUNT_AT);
        if (record->disc.count > SIM_DISC_BYTES) return false;
        memcpy(record->disc.bytes, slot + DISC_AT, record->disc.count);
    }
    return record->sequence != 0;
}

void sim_record_take(struct sim_record *record, const uint8_t slot[SIM_SLOT_BYTES], size_t index)
{
    struct sim_record candidate;

    if (!is_whole(slot)) return;
    if (is_of_newer_version(slot)) {
        record->is_of_newer_version = true;
        return;
    }
    memset(&candidate, 0, sizeof candidate);
    if (!decode(slot, &candidate)) return;
    /* The slot's place follows from its sequence, so that the next one goes to the other. */
    if (candidate.sequence % SIM_SLOTS != index || !is_newer(candidate.sequence, record->sequence)) return;
    candidate.is_of_newer_version = record->is_of_newer_version;
    *record = candidate;
}

uint64_t sim_record_peek_sequence(const uint8_t head[SIM_SLOT_HEAD_BYTES])
{
    return load_le64(head + SEQUENCE_AT);
}

size_t sim_record_next(const struct sim_record *record, uint8_t slot[SIM_SLOT_BYTES])
{
    uint64_t sequence = sim_record_sequence_after(record->sequence);

    memset(slot, 0, SIM_SLOT_BYTES);
    store_le32(slot + MAGIC_AT, MAGIC);
    store_le32(slot + VERSION_AT, VERSION);
    store_le64(slot + SEQUENCE_AT, sequence);
    store_le32(slot + MEDIA_SERIAL_AT, record->media_serial);
    store_le32(slot + FAULT_SERIAL_AT, record->fault_serial);
    sim_state_store(&record->state, slot + STATE_AT);
    store_le16(slot + DISC_COUNT_AT, record->disc.count);
    memcpy(slot + DISC_AT, record->disc.bytes, record->disc.count);
    store_le32(slot + CHECKSUM_AT, base_crc32(slot, CHECKSUM_AT));
    return (size_t)(sequence % SIM_SLOTS);
}

void sim_record_follow(struct sim_record *record, enum sim_medium medium, uint32_t media_serial, uint32_t fault_serial)
{
    if (!record->sequence) {
        sim_state_reset(&record->state, medium);
    } else if (record->media_serial != media_serial) {
        sim_state_insert(&record->state, medium);
        memset(&record->disc, 0, sizeof record->disc); /* another disc */
    }
    if (record->fault_serial != fault_serial) sim_state_clear_faults(&record->state);
    record->media_serial = media_serial;
    record->fault_serial = fault_serial;
}

bool sim_record_equals(const struct sim_record *one, const struct sim_record *other)
{
    uint8_t first[SIM_STATE_BYTES], second[SIM_STATE_BYTES];

    if (one->media_serial != other->media_serial || one->fault_serial != other->fault_serial) return false;
    if (one->disc.count != other->disc.count) return false;
    if (memcmp(one->disc.bytes, other->disc.bytes, one->disc.count) != 0) return false;
    sim_state_store(&one->state, first);
    sim_state_store(&other->state, second);
    return memcmp(first, second, sizeof first) == 0;
}
