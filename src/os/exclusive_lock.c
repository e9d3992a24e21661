/* Exclusive access by a byte-range lock on a file for each drive, with the owner's name after the locked byte. */
#include "os/exclusive_lock.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <windows.h>

#include "base/alloc.h"
#include "base/text.h"
#include "os/lock_intents.h"
#include "os/lock_place.h"
#include "os/lock_record.h"
#include "os/system_error.h"

/* Byte 0 of the lock file is locked by the owner; the record behind it is read by everybody else. */

/* A look at the lock takes it, shared, for a moment; and between the lock and the record there is a moment too. */
enum { ATTEMPTS = 20, ATTEMPT_PAUSE_MS = 5 };

struct exclusive_lock {
    CRITICAL_SECTION section; /* over what stands before `intents`; never held while anybody waits */
    HANDLE held;              /* open and locked while this object has the drive, else NULL */
    bool has_inherited;       /* from an owner that died; see exclusive_lock_take_inheritance */
    bool has_locked_door;     /* this object prevents the medium's removal */
    char owner[DRIVE_HOLDER_SIZE];
    struct lock_intents intents;
    struct lock_place places[LOCK_PLACES];
};

/* FNV-1a, 64 bits, of the key without regard to case. Device IDs are ASCII, so that ASCII case is all there is. */
static uint64_t hash_of(const char *key)
{
    uint64_t hash = 0xCBF29CE484222325U;

    for (; *key; key++) {
        unsigned char byte = (unsigned char)*key;

        if (byte >= 'A' && byte <= 'Z') byte = (unsigned char)(byte + ('a' - 'A'));
        hash = (hash ^ byte) * 0x100000001B3U;
    }
    return hash;
}

enum { HASH_CHARS = 16 };

static void write_hash(uint64_t hash, wchar_t text[HASH_CHARS + 1])
{
    static const wchar_t digits[] = L"0123456789abcdef";
    int i;

    for (i = 0; i < HASH_CHARS; i++)
        text[i] = digits[(hash >> (60 - 4 * i)) & 15];
    text[HASH_CHARS] = L'\0';
}

enum drive_status exclusive_lock_open(const char *key, const wchar_t *path, struct exclusive_lock **lock,
                                      struct drive_failure *failure)
{
    struct exclusive_lock *created = base_alloc(sizeof *created);
    wchar_t name[HASH_CHARS + 1];
    DWORD error;

    *lock = NULL;
    if (!created) return os_fail(failure, DRIVE_NO_MEMORY, 0);
    if (!InitializeCriticalSectionAndSpinCount(&created->section, 0)) {
        base_free(created);
        return os_fail(failure, DRIVE_NO_MEMORY, 0);
    }
    write_hash(hash_of(key), name);
    error = path ? lock_places_of_recorder(created->places, path) : lock_places_of_drive(created->places, name);
    if (error) {
        exclusive_lock_close(created);
        return os_fail_by_file_error(failure, error);
    }
    lock_intents_open(&created->intents, name);
    *lock = created;
    return os_fail(failure, DRIVE_OK, 0);
}

void exclusive_lock_close(struct exclusive_lock *lock)
{
    struct drive_failure ignored;

    if (!lock) return;
    (void)exclusive_lock_release(lock, &ignored);
    lock_intents_close(&lock->intents);
    lock_places_close(lock->places);
    DeleteCriticalSection(&lock->section);
    base_free(lock);
}

/* Try to lock byte 0; never waits. */
static bool lock_byte(HANDLE file, DWORD flags)
{
    OVERLAPPED at = {0};

    return LockFileEx(file, flags | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at);
}

/* Shared, so that those who look do not see each other. A file system without locks holds nobody off. */
static DWORD look(HANDLE file, bool *is_held)
{
    DWORD error;

    *is_held = false;
    if (lock_byte(file, 0)) {
        UnlockFile(file, 0, 0, 1, 0);
        return ERROR_SUCCESS;
    }
    error = GetLastError();
    *is_held = error == ERROR_LOCK_VIOLATION;
    return *is_held || error == ERROR_NOT_SUPPORTED || error == ERROR_INVALID_FUNCTION ? ERROR_SUCCESS : error;
}

static bool is_held_by_somebody(HANDLE file)
{
    bool is_held;

    return look(file, &is_held) == ERROR_SUCCESS && is_held;
}

/* Does somebody hold the file at this place? holder: "" when the record cannot be read. A file that must not be used
 * bars nobody: else whoever makes such a file could bar the drive for ever. Any other error is returned: the system has
 * not said that nobody holds the file.
 */
static DWORD is_held_at(const struct lock_place *place, bool *is_held, char holder[DRIVE_HOLDER_SIZE])
{
    HANDLE file;
    DWORD error = lock_place_open_to_look(place, &file);

    holder[0] = '\0';
    *is_held = false;
    if (error) return error == ERROR_FILE_NOT_FOUND ? ERROR_SUCCESS : error;
    error = look(file, is_held);
    if (*is_held) lock_record_read_holder(file, holder);
    CloseHandle(file);
    return error;
}

static DWORD is_held_anywhere(const struct exclusive_lock *lock, bool *is_held, char holder[DRIVE_HOLDER_SIZE])
{
    DWORD error = ERROR_SUCCESS;
    int i;

    *is_held = false;
    for (i = 0; i < LOCK_PLACES && !error && !*is_held; i++)
        error = is_held_at(&lock->places[i], is_held, holder);
    return error;
}

/* Lock and sign; `held` is set before the section is left, so that a command of this object's other threads, which sees
 * the byte locked, learns in the section that it is ours.
 */
static bool hold(struct exclusive_lock *lock, HANDLE file, const char *owner, DWORD *error)
{
    struct text text;
    bool is_locked, has_inherited;

    *error = ERROR_SUCCESS;
    EnterCriticalSection(&lock->section);
    lock_intents_announce(&lock->intents);
    is_locked = lock_byte(file, LOCKFILE_EXCLUSIVE_LOCK);
    if (!is_locked) {
        *error = GetLastError();
    } else {
        has_inherited = lock_record_is_of_dead_owner(file);
        *error = lock_record_write(file, owner, lock->has_locked_door);
        if (*error) {
            UnlockFile(file, 0, 0, 1, 0);
            is_locked = false;
        } else {
            lock->held = file;
            lock->has_inherited = has_inherited;
            text = text_in(lock->owner, sizeof lock->owner);
            text_append(&text, owner);
        }
    }
    if (!is_locked) lock_intents_withdraw(&lock->intents);
    LeaveCriticalSection(&lock->section);
    return is_locked;
}

static enum drive_status fail_locked(struct drive_failure *failure, const char holder[DRIVE_HOLDER_SIZE])
{
    (void)os_fail(failure, DRIVE_LOCKED, 0);
    memcpy(failure->holder, holder, DRIVE_HOLDER_SIZE);
    return DRIVE_LOCKED;
}

enum drive_status exclusive_lock_acquire(struct exclusive_lock *lock, const char *owner, struct drive_failure *failure)
{
    char holder[DRIVE_HOLDER_SIZE] = "";
    HANDLE file = INVALID_HANDLE_VALUE;
    DWORD error = ERROR_PATH_NOT_FOUND;
    bool is_held;
    int place;
    int attempt;

    if (lock->intents.error) return os_fail_by_file_error(failure, lock->intents.error);
    for (place = 0; place < LOCK_PLACES && error; place++) {
        DWORD before = error;

        error = lock_place_open_to_hold(&lock->places[place], &file);
        /* A place that is there says more than one that is not. */
        if (error == ERROR_PATH_NOT_FOUND) error = before;
    }
    if (error) return os_fail_by_file_error(failure, error);
    place--;

    for (attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (attempt) Sleep(ATTEMPT_PAUSE_MS);
        if (hold(lock, file, owner, &error)) {
            /* A program that may not write where we may has its lock in the other folder. */
            error = is_held_at(&lock->places[1 - place], &is_held, holder);
            if (!error && !is_held) return os_fail(failure, DRIVE_OK, 0);
            (void)exclusive_lock_release(lock, failure);
            return error ? os_fail_by_file_error(failure, error) : fail_locked(failure, holder);
        }
        if (error != ERROR_LOCK_VIOLATION) {
            CloseHandle(file);
            return os_fail_by_file_error(failure, error);
        }
        if (is_held_by_somebody(file)) {
            lock_record_read_holder(file, holder);
            if (holder[0]) break;
        }
    }
    CloseHandle(file);
    return fail_locked(failure, holder);
}

enum drive_status exclusive_lock_release(struct exclusive_lock *lock, struct drive_failure *failure)
{
    bool was_ours;

    EnterCriticalSection(&lock->section);
    was_ours = lock->held != NULL;
    if (was_ours) {
        /* A record that could not be cleared harms nobody: the lock decides, not the record. */
        (void)lock_record_write(lock->held, "", false);
        UnlockFile(lock->held, 0, 0, 1, 0);
        CloseHandle(lock->held);
        lock->held = NULL;
        lock_intents_withdraw(&lock->intents);
    }
    LeaveCriticalSection(&lock->section);
    return os_fail(failure, was_ours ? DRIVE_OK : DRIVE_NOT_LOCKED, 0);
}

enum drive_status exclusive_lock_get_owner(struct exclusive_lock *lock, char owner[DRIVE_HOLDER_SIZE],
                                           struct drive_failure *failure)
{
    bool is_held;
    DWORD error;
    int attempt;

    for (attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (attempt) Sleep(ATTEMPT_PAUSE_MS);
        error = is_held_anywhere(lock, &is_held, owner);
        if (error || !is_held) {
            owner[0] = '\0';
            return error ? os_fail_by_file_error(failure, error) : os_fail(failure, DRIVE_OK, 0);
        }
        if (owner[0]) return os_fail(failure, DRIVE_OK, 0);
    }
    strcpy(owner, "unknown"); /* held, and the file does not say by whom: "" would say by nobody */
    return os_fail(failure, DRIVE_OK, 0);
}

static bool is_ours(struct exclusive_lock *lock)
{
    bool is_held;

    EnterCriticalSection(&lock->section);
    is_held = lock->held != NULL;
    LeaveCriticalSection(&lock->section);
    return is_held;
}

bool exclusive_lock_permits(struct exclusive_lock *lock, char holder[DRIVE_HOLDER_SIZE], uint32_t *system_error)
{
    bool is_held;

    holder[0] = '\0';
    *system_error = ERROR_SUCCESS;
    if (!lock_intents_any(&lock->intents) || is_ours(lock)) return true;
    *system_error = is_held_anywhere(lock, &is_held, holder);
    if (!*system_error && !is_held) return true;
    /* Another thread may have got it for this object in between. */
    if (!is_ours(lock)) return false;
    holder[0] = '\0';
    *system_error = ERROR_SUCCESS;
    return true;
}

void exclusive_lock_note_door(struct exclusive_lock *lock, bool is_locked)
{
    EnterCriticalSection(&lock->section);
    if (lock->has_locked_door != is_locked) {
        lock->has_locked_door = is_locked;
        /* Where it cannot be written, nobody inherits the door. */
        if (lock->held) (void)lock_record_write(lock->held, lock->owner, is_locked);
    }
    LeaveCriticalSection(&lock->section);
}

/* Clear the record of an owner that died and had locked the door, unless somebody has the drive. */
static bool clear_record(const struct lock_place *place)
{
    HANDLE file;
    bool was_left = false;

    if (lock_place_open_to_clear(place, &file)) return false;
    if (lock_byte(file, LOCKFILE_EXCLUSIVE_LOCK)) {
        was_left = lock_record_is_of_dead_owner(file) && lock_record_write(file, "", false) == ERROR_SUCCESS;
        UnlockFile(file, 0, 0, 1, 0);
    }
    CloseHandle(file);
    return was_left;
}

bool exclusive_lock_take_inheritance(struct exclusive_lock *lock)
{
    bool has_inherited, is_held;
    int i;

    EnterCriticalSection(&lock->section);
    is_held = lock->held != NULL;
    has_inherited = is_held && lock->has_inherited;
    lock->has_inherited = false;
    LeaveCriticalSection(&lock->section);
    for (i = 0; i < LOCK_PLACES && !is_held && !has_inherited; i++)
        has_inherited = clear_record(&lock->places[i]);
    return has_inherited;
}
