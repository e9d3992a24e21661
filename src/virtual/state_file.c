/* Loads, saves and locks the state file of a virtual recorder. */
#include "virtual/state_file.h"

#include <string.h>

#include "base/alloc.h"
#include "virtual/layout.h"
#include "os/placed_io.h"
#include "os/secure_path.h"

DWORD state_file_open(const wchar_t *folder, bool make, HANDLE *file)
{
    DWORD error = make ? secure_path_make_folder(folder) : secure_path_check_folder(folder, NULL, true);
    wchar_t *path;

    *file = INVALID_HANDLE_VALUE;
    if (error) return error;
    path = secure_path_join(folder, VIRTUAL_STATE_FILE);
    if (!path) return ERROR_NOT_ENOUGH_MEMORY;
    error = secure_path_open_inheriting(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                                        make ? OPEN_ALWAYS : OPEN_EXISTING, file);
    base_free(path);
    return error;
}

DWORD state_file_lock(HANDLE file, uint32_t timeout_ms)
{
    DWORD start = GetTickCount();

    for (;;) {
        OVERLAPPED at = {0};
        DWORD error;

        if (LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, SIM_RECORD_BYTES, 0, &at))
            return ERROR_SUCCESS;
        error = GetLastError();
        if (error == ERROR_IO_PENDING) error = ERROR_LOCK_VIOLATION;
        if (error != ERROR_LOCK_VIOLATION || GetTickCount() - start >= timeout_ms) return error;
        Sleep(STATE_FILE_PAUSE_MS);
    }
}

void state_file_unlock(HANDLE file)
{
    OVERLAPPED at = {0};

    UnlockFileEx(file, 0, SIM_RECORD_BYTES, 0, &at);
}

DWORD state_file_load(HANDLE file, struct sim_record *record)
{
    uint8_t slot[SIM_SLOT_BYTES];
    DWORD i, error = ERROR_SUCCESS;
    size_t got;

    memset(record, 0, sizeof *record);
    for (i = 0; i < SIM_SLOTS && !error; i++) {
        error = placed_read(file, (uint64_t)i * SIM_SLOT_BYTES, slot, sizeof slot, &got);
        if (!error && got == sizeof slot) sim_record_take(record, slot, i);
    }
    if (!error && record->is_of_newer_version) error = ERROR_REVISION_MISMATCH;
    if (error) memset(record, 0, sizeof *record);
    return error;
}

DWORD state_file_save(HANDLE file, struct sim_record *record)
{
    uint8_t slot[SIM_SLOT_BYTES];
    uint64_t at = (uint64_t)sim_record_next(record, slot) * SIM_SLOT_BYTES;
    DWORD error = placed_write(file, at, slot, sizeof slot);

    if (!error) record->sequence = sim_record_sequence_after(record->sequence);
    return error;
}

/* Of the slot that the state behind the record goes into. 0: there is nothing. */
static DWORD read_other_sequence(HANDLE file, const struct sim_record *record, uint64_t *sequence)
{
    DWORD slot = (DWORD)(sim_record_sequence_after(record->sequence) % SIM_SLOTS);
    uint8_t head[SIM_SLOT_HEAD_BYTES];
    size_t got;
    DWORD error = placed_read(file, (uint64_t)slot * SIM_SLOT_BYTES, head, sizeof head, &got);

    *sequence = !error && got == sizeof head ? sim_record_peek_sequence(head) : 0;
    return error;
}

DWORD state_file_refresh(HANDLE file, struct state_memory *memory)
{
    uint64_t other;
    DWORD error;

    if (memory->is_known) {
        error = read_other_sequence(file, &memory->record, &other);
        if (error || other == memory->other_sequence) return error;
    }
    memory->is_known = false;
    error = state_file_load(file, &memory->record);
    if (!error) error = read_other_sequence(file, &memory->record, &memory->other_sequence);
    if (error) return error;
    /* A slot that was begun, by a program that died, has the number of the state that comes next: it would hide that
     * one.
     */
    memory->is_known =
        memory->record.sequence && memory->other_sequence != sim_record_sequence_after(memory->record.sequence);
    return ERROR_SUCCESS;
}

DWORD state_file_keep(HANDLE file, struct state_memory *memory, const struct sim_record *record)
{
    uint64_t before = memory->record.sequence;
    DWORD error;

    memory->record = *record;
    memory->record.sequence = before;
    error = state_file_save(file, &memory->record);
    memory->other_sequence = before;
    memory->is_known = !error && before;
    return error;
}
