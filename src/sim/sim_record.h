/* A simulated drive's state as it is kept in a file: the same bytes on every architecture and every operating system,
 * for all programs that keep one (the virtual recorders of Windows, the tests' drive at Linux's SG_IO).
 *
 * Two slots, written in turn: a process that is killed while it writes one leaves the other, and with it the state
 * before its command. Each slot has a sequence number (the newer one counts) and a checksum. All numbers are
 * little-endian:
 *
 *     0    u32 magic, u32 version, u64 sequence, u32 media serial and u32 fault serial of the settings that the state
 *          follows
 *     24   the state (sim_state_store)
 *     2072 since version 2: u16 count, and so many bytes that the disc's model keeps; 0: a new disc
 *     4092 u32 CRC-32 of the slot's bytes before it, in every version
 *
 * The disc may hold somebody's data, so a state survives a change of version: a state of an older version is read, and
 * written in this version at the next change; one of a newer version is refused, and must not be overwritten.
 */
#ifndef OPENIMAPI2_SIM_SIM_RECORD_H
#define OPENIMAPI2_SIM_SIM_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/sim_state.h"

enum { SIM_SLOT_BYTES = 4096, SIM_SLOTS = 2, SIM_RECORD_BYTES = SIM_SLOT_BYTES * SIM_SLOTS, SIM_DISC_BYTES = 2016 };

/* The memory of the disc's model between two commands: its sessions and tracks, in the model's own layout. */
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

/* Take slot `index` as read from the file: it replaces the record if it is whole and newer, and marks it if it is of a
 * newer version. record: to be cleared before the first slot; if its sequence is still 0 after the last, there is no
 * state at all.
 */
void sim_record_take(struct sim_record *record, const uint8_t slot[SIM_SLOT_BYTES], size_t index);

/* Sequence number of the slot that begins with these bytes, whatever the rest of the slot holds. */
enum { SIM_SLOT_HEAD_BYTES = 16 };
uint64_t sim_record_peek_sequence(const uint8_t head[SIM_SLOT_HEAD_BYTES]);

/* The sequence number of the next state; never 0, which stands for none: after the highest number it starts again above
 * 0.
 */
uint64_t sim_record_sequence_after(uint64_t sequence);

/* The record with the next sequence number, as a slot; returns the index of its slot. The record itself is unchanged:
 * give it the next sequence number when the slot has been written.
 */
size_t sim_record_next(const struct sim_record *record, uint8_t slot[SIM_SLOT_BYTES]);

/* Update the state to the settings: a medium that was changed, faults that were set or cleared since it was stored. A
 * record of sequence 0 becomes a new drive.
 */
void sim_record_follow(struct sim_record *record, enum sim_medium medium, uint32_t media_serial, uint32_t fault_serial);

/* Are two records equal, except for the sequence number? */
bool sim_record_equals(const struct sim_record *one, const struct sim_record *other);

#endif
