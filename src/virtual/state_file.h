/* The state of a virtual recorder in a file that all processes of its owner share.
 *
 * Two slots, written in turn: a process that is killed in the middle of writing one leaves the other, and with it the state before
 * its command. Each slot has a sequence number (the higher one counts) and a checksum. All numbers are little-endian and stand at
 * fixed places, so that 32- and 64-bit programs read the same file:
 *
 *     0    u32 magic, u32 version, u64 sequence, u32 MediaSerial and u32 FaultSerial of the settings that the state follows
 *     24   the state (sim_state_store)
 *     4092 u32 CRC-32 of the slot's bytes before it
 *
 * A file without one whole slot (new, damaged, of another version) is no state: the recorder starts fresh, with the medium that
 * the settings name. Nothing worth keeping is lost with it.
 */
#ifndef OPENIMAPI2_VIRTUAL_STATE_FILE_H
#define OPENIMAPI2_VIRTUAL_STATE_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include <windows.h>

#include "sim/sim_state.h"

enum { STATE_SLOT_BYTES = 4096, STATE_SLOTS = 2 };

struct state_record {
    uint64_t sequence; /* of the slot that it came from; 0: from none */
    uint32_t media_serial;
    uint32_t fault_serial;
    struct sim_state state;
};

/* Open state.bin in `folder`, which must be a plain folder. make: make it when it is not there.
 * returns   ERROR_SUCCESS, or the system's error; *file is INVALID_HANDLE_VALUE then. CloseHandle.
 */
DWORD state_file_open(const wchar_t *folder, bool make, HANDLE *file);

/* Keep everybody else out, in this process and in others; the system lets go of it when the process dies. Waits no longer than
 * timeout_ms: ERROR_LOCK_VIOLATION then. One thread at a time for a handle.
 */
DWORD state_file_lock(HANDLE file, uint32_t timeout_ms);
void state_file_unlock(HANDLE file);

/* Under the lock. False when no slot is whole: the record is cleared then, sequence 0. */
bool state_file_load(HANDLE file, struct state_record *record);

/* Under the lock. Into the slot that does not hold record->sequence; counts it up. */
DWORD state_file_save(HANDLE file, struct state_record *record);

#endif
