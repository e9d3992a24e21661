/* A simulated drive's state as it is kept in a file: the same bytes from every architecture and every operating system,
 * so that whoever keeps one (the virtual recorders of Windows, the tests' drive at Linux's SG_IO) keeps the same.
 *
 * Two slots, written in turn: a process that is killed in the middle of writing one leaves the other, and with it the
 * state before its command. Each slot has a sequence number (the newer one counts) and a checksum. All numbers are
 * little-endian:
 *
 *     0    u32 magic, u32 version, u64 sequence, u32 media serial and u32 fault serial of the settings that the state
 *          follows
 *     24   the state (sim_state_store)
 *     2072 since version 2: u16 count, and so many bytes that the disc's model keeps; 0: the disc is as it came out of
 *     its wrapping 4092 u32 CRC-32 of the slot's bytes before it, in every version
 *
 * The disc may hold somebody's data, so a state outlives a change of version: one of an older version is read, and
 * written as one of this version at the next change; one of a newer version is refused, and must not be written over.
 */
#ifndef OPENIMAPI2_SIM_SIM_RECORD_H
#define OPENIMAPI2_SIM_SIM_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/sim_state.h"

enum { SIM_SLOT_BYTES = 4096, SIM_SLOTS = 2, SIM_RECORD_BYTES = SIM_SLOT_BYTES * SIM_SLOTS, SIM_DISC_BYTES = 2016 };

/* What the model of the disc in the drive remembers of it between two commands: its sessions and tracks, in the model's
 * own layout.
 */
struct sim_disc_memory {
    uint16_t count;
    uint8_t bytes[SIM_DISC_BYTES];
};

struct sim_record {
    uint64_t sequence; /* of the slot that it came from; 0: from none */
    uint32_t media_serial;
    uint32_t fault_serial;
    struct sim_state state;
    struct sim_disc_memory disc;
    bool is_of_newer_version; /* one of the slots is: the record must not be used, and the file not be written */
};

/* Slot `index` as read from the file takes the record's place if it is whole and newer, or says that it is of a newer
 * version. record: cleared before the first slot; its sequence is still 0 after the last when there is no state at all.
 */
void sim_record_take(struct sim_record *record, const uint8_t slot[SIM_SLOT_BYTES], size_t index);

/* Sequence number of the slot that begins with these bytes, whatever else the slot holds. */
enum { SIM_SLOT_HEAD_BYTES = 16 };
uint64_t sim_record_peek_sequence(const uint8_t head[SIM_SLOT_HEAD_BYTES]);

/* The number of the state that follows; never 0, which stands for none: counting goes on behind the highest. */
uint64_t sim_record_sequence_after(uint64_t sequence);

/* The record with the next sequence, as a slot; returns the index of the slot that it belongs into. The record itself
 * is left alone: give it the next sequence when the slot is written.
 */
size_t sim_record_next(const struct sim_record *record, uint8_t slot[SIM_SLOT_BYTES]);

/* Bring the state up to the settings: a medium that was changed, faults that were set or cleared since it was stored. A
 * record of sequence 0 becomes a fresh drive.
 */
void sim_record_follow(struct sim_record *record, enum sim_medium medium, uint32_t media_serial, uint32_t fault_serial);

/* Do two records say the same, but for the sequence? */
bool sim_record_equals(const struct sim_record *one, const struct sim_record *other);

#endif
