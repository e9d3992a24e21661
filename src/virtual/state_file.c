#include "virtual/state_file.h"

#include <string.h>

#include "base/alloc.h"
#include "base/crc32.h"
#include "virtual/layout.h"
#include "win32/secure_path.h"

enum {
    MAGIC = 0x5652494f, /* "OIRV" */
    VERSION = 1,
    MAGIC_AT = 0,
    VERSION_AT = 4,
    SEQUENCE_AT = 8,
    MEDIA_SERIAL_AT = 16,
    FAULT_SERIAL_AT = 20,
    STATE_AT = 24,
    CHECKSUM_AT = STATE_SLOT_BYTES - 4,
    LOCK_PAUSE_MS = 2,
};

static uint32_t load_le32(const uint8_t *bytes)
{
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static void store_le32(uint8_t *bytes, uint32_t value)
{
    bytes[0] = (uint8_t)value;
    bytes[1] = (uint8_t)(value >> 8);
    bytes[2] = (uint8_t)(value >> 16);
    bytes[3] = (uint8_t)(value >> 24);
}

static void encode(const struct state_record *record, uint8_t slot[STATE_SLOT_BYTES])
{
    memset(slot, 0, STATE_SLOT_BYTES);
    store_le32(slot + MAGIC_AT, MAGIC);
    store_le32(slot + VERSION_AT, VERSION);
    store_le32(slot + SEQUENCE_AT, (uint32_t)record->sequence);
    store_le32(slot + SEQUENCE_AT + 4, (uint32_t)(record->sequence >> 32));
    store_le32(slot + MEDIA_SERIAL_AT, record->media_serial);
    store_le32(slot + FAULT_SERIAL_AT, record->fault_serial);
    sim_state_store(&record->state, slot + STATE_AT);
    store_le32(slot + CHECKSUM_AT, base_crc32(slot, CHECKSUM_AT));
}

static bool decode(const uint8_t slot[STATE_SLOT_BYTES], struct state_record *record)
{
    if (load_le32(slot + MAGIC_AT) != MAGIC || load_le32(slot + VERSION_AT) != VERSION) return false;
    if (load_le32(slot + CHECKSUM_AT) != base_crc32(slot, CHECKSUM_AT)) return false;
    if (!sim_state_load(&record->state, slot + STATE_AT, SIM_STATE_BYTES)) return false;
    record->sequence = load_le32(slot + SEQUENCE_AT) | (uint64_t)load_le32(slot + SEQUENCE_AT + 4) << 32;
    record->media_serial = load_le32(slot + MEDIA_SERIAL_AT);
    record->fault_serial = load_le32(slot + FAULT_SERIAL_AT);
    return record->sequence != 0;
}

DWORD state_file_open(const wchar_t *folder, bool make, HANDLE *file)
{
    DWORD attributes = GetFileAttributesW(folder);
    wchar_t *path;
    DWORD error;

    *file = INVALID_HANDLE_VALUE;
    if (attributes == INVALID_FILE_ATTRIBUTES && !make) return GetLastError();
    if (attributes == INVALID_FILE_ATTRIBUTES || attributes & FILE_ATTRIBUTE_REPARSE_POINT) {
        error = secure_path_make_folder(folder); /* refuses a link */
        if (error) return error;
    }
    path = secure_path_join(folder, VIRTUAL_STATE_FILE);
    if (!path) return ERROR_NOT_ENOUGH_MEMORY;
    error = secure_path_open(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
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

        if (LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, STATE_SLOT_BYTES * STATE_SLOTS, 0,
                       &at))
            return ERROR_SUCCESS;
        error = GetLastError();
        if ((error != ERROR_LOCK_VIOLATION && error != ERROR_IO_PENDING) || GetTickCount() - start >= timeout_ms)
            return error;
        Sleep(LOCK_PAUSE_MS); /* 2 to 16 ms, as the system counts */
    }
}

void state_file_unlock(HANDLE file)
{
    OVERLAPPED at = {0};

    UnlockFileEx(file, 0, STATE_SLOT_BYTES * STATE_SLOTS, 0, &at);
}

bool state_file_load(HANDLE file, struct state_record *record)
{
    uint8_t slot[STATE_SLOT_BYTES];
    struct state_record candidate;
    DWORD i, count;

    memset(record, 0, sizeof *record);
    for (i = 0; i < STATE_SLOTS; i++) {
        OVERLAPPED at = {.Offset = i * STATE_SLOT_BYTES};

        memset(&candidate, 0, sizeof candidate);
        if (!ReadFile(file, slot, sizeof slot, &count, &at) || count != sizeof slot || !decode(slot, &candidate))
            continue;
        /* The slot's place follows from its sequence, so that the next one goes to the other. */
        if (candidate.sequence % STATE_SLOTS == i && candidate.sequence > record->sequence) *record = candidate;
    }
    return record->sequence != 0;
}

DWORD state_file_save(HANDLE file, struct state_record *record)
{
    struct state_record next = *record;
    uint8_t slot[STATE_SLOT_BYTES];
    OVERLAPPED at = {0};
    DWORD count;

    next.sequence++;
    at.Offset = (DWORD)(next.sequence % STATE_SLOTS) * STATE_SLOT_BYTES;
    encode(&next, slot);
    if (!WriteFile(file, slot, sizeof slot, &count, &at)) return GetLastError();
    if (count != sizeof slot) return ERROR_HANDLE_DISK_FULL;
    record->sequence = next.sequence;
    return ERROR_SUCCESS;
}
