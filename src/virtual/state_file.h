/* The state of a virtual recorder in a file that all processes that use it share.
 *
 * It holds two slots, as sim/sim_record.h lays them out, so that 32- and 64-bit programs read the same file.
 *
 * A file without one whole slot (new, damaged) is no state: the recorder starts fresh, with the medium that the
 * settings name. A state of an older version is read; one of a newer version is refused, and the file stays as it is.
 */
#ifndef OPENIMAPI2_VIRTUAL_STATE_FILE_H
#define OPENIMAPI2_VIRTUAL_STATE_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include <windows.h>

#include "sim/sim_record.h"

/* Open state.bin in `folder`, which must be a plain folder. make: make it when it is not there.
 * returns   ERROR_SUCCESS, or the system's error; *file is INVALID_HANDLE_VALUE then. CloseHandle.
 */
DWORD state_file_open(const wchar_t *folder, bool make, HANDLE *file);

enum { STATE_FILE_PAUSE_MS = 2 }; /* between two attempts to lock it; 2 to 16 ms, as the system counts */

/* Keep everybody else out, in this process and in others; the system lets go of it when the process dies. Waits no
 * longer than timeout_ms: ERROR_LOCK_VIOLATION then; 0: one attempt. One thread at a time for a handle.
 */
DWORD state_file_lock(HANDLE file, uint32_t timeout_ms);
void state_file_unlock(HANDLE file);

/* Under the lock. The record is cleared, sequence 0, when no slot is whole, and when the file cannot be read: then the
 * system's error is returned, and nothing may be saved, since a state that is there would be lost.
 * ERROR_REVISION_MISMATCH: of a newer version.
 */
DWORD state_file_load(HANDLE file, struct sim_record *record);

/* Under the lock. Into the slot that does not hold record->sequence; counts it up. */
DWORD state_file_save(HANDLE file, struct sim_record *record);

/* The newest record, kept between two commands while nobody else saves one. Cleared before its first use. */
struct state_memory {
    struct sim_record record;
    /* A state that somebody else saves goes first into the slot that does not hold `record`. So `record` is the newest
     * as long as the sequence number at that place is still this one.
     */
    uint64_t other_sequence;
    bool is_known; /* false: read the file */
};

/* Under the lock. Like state_file_load, but reads no more than a few bytes when nobody has saved a state meanwhile. */
DWORD state_file_refresh(HANDLE file, struct state_memory *memory);

/* Under the lock, after a refresh: save `record`, which was made from memory->record, and keep it in the memory. After
 * an error the next refresh reads the file.
 */
DWORD state_file_keep(HANDLE file, struct state_memory *memory, const struct sim_record *record);

#endif
