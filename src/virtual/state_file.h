/* The state of a virtual recorder, in a file shared by all processes that use it.
 *
 * It holds two slots in the layout of sim/sim_record.h, so that 32- and 64-bit programs read the same file.
 *
 * A file without an intact slot (new, damaged) holds no state: the recorder starts fresh, with the medium that the
 * settings name. A state of an older version is read; a state of a newer version is refused, and the file is left
 * unchanged.
 */
#ifndef OPENIMAPI2_VIRTUAL_STATE_FILE_H
#define OPENIMAPI2_VIRTUAL_STATE_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include <windows.h>

#include "sim/sim_record.h"

/* Open state.bin in `folder`, which must be a plain folder. make: create the file if it is missing.
 * returns   ERROR_SUCCESS, or the system's error; *file is INVALID_HANDLE_VALUE then. CloseHandle.
 */
DWORD state_file_open(const wchar_t *folder, bool make, HANDLE *file);

enum { STATE_FILE_PAUSE_MS = 2 }; /* between two attempts to lock; in fact 2 to 16 ms, by the system's clock tick */

/* Lock the file against all other users, in this process and in others; the system releases the lock when the process
 * dies. Waits up to timeout_ms, then returns ERROR_LOCK_VIOLATION; 0: one attempt. One thread at a time for each
 * handle.
 */
DWORD state_file_lock(HANDLE file, uint32_t timeout_ms);
void state_file_unlock(HANDLE file);

/* Call it holding the lock. The record is cleared (sequence 0) when no slot is intact, and when the file cannot be
 * read. In the latter case the system's error is returned, and nothing may be saved, since an existing state would be
 * lost. ERROR_REVISION_MISMATCH: the state is of a newer version.
 */
DWORD state_file_load(HANDLE file, struct sim_record *record);

/* Call it holding the lock. Writes to the slot that does not hold record->sequence, and increments the sequence number.
 */
DWORD state_file_save(HANDLE file, struct sim_record *record);

/* The newest record, cached from one command to the next as long as no other process saves a state. Cleared before its
 * first use.
 */
struct state_memory {
    struct sim_record record;
    /* The next state that another process saves goes into the slot that does not hold `record`. So `record` is the
     * newest as long as that slot still has this sequence number.
     */
    uint64_t other_sequence;
    bool is_known; /* false: read the file */
};

/* Call it holding the lock. Like state_file_load, but reads only a few bytes when no state has been saved meanwhile. */
DWORD state_file_refresh(HANDLE file, struct state_memory *memory);

/* Call it holding the lock, after a refresh: saves `record`, which was made from memory->record, and keeps it in
 * `memory`. After an error the next refresh reads the file.
 */
DWORD state_file_keep(HANDLE file, struct state_memory *memory, const struct sim_record *record);

#endif
