#include "os/exclusive_lock.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <windows.h>
#include <sddl.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "os/exclusive_claims.h"
#include "os/secure_path.h"
#include "os/system_error.h"

/* The lock file: byte 0 is locked by who has the drive; the record behind it is read by who wants to know. */
enum {
    RECORD_OFFSET = 4,
    RECORD_PROCESS = 0, /* u32, little-endian: process id of the holder; for people who look */
    RECORD_NAME = 4,    /* client name, NUL-terminated */
    RECORD_BYTES = RECORD_NAME + DRIVE_HOLDER_SIZE,
};

/* A look at the lock takes it, shared, for a moment; and between the lock and the record there is a moment too. */
enum { ATTEMPTS = 20, ATTEMPT_PAUSE_MS = 5 };

enum { FOLDER_COMMON, FOLDER_USER, FOLDER_COUNT };

struct exclusive_lock {
    CRITICAL_SECTION section; /* over `held`; never held while anybody waits */
    HANDLE held;              /* open and locked while this object has the drive, else NULL */
    struct exclusive_claims claims;
    bool has_inherited;           /* from an owner that died; see exclusive_lock_take_inheritance */
    wchar_t *paths[FOLDER_COUNT]; /* NULL where the system names no such folder */
};

static const wchar_t shell_folders[] = L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Shell Folders";

/* shell32 would know them too, but is not among the libraries that we import. */
static const struct {
    HKEY root;
    const wchar_t *value;
} folders[FOLDER_COUNT] = {
    [FOLDER_COMMON] = {HKEY_LOCAL_MACHINE, L"Common AppData"},
    [FOLDER_USER] = {HKEY_CURRENT_USER, L"Local AppData"},
};

/* In the common folder every user's programs take turns: who is logged on may read and write, only administrators delete. */
static const wchar_t locks_folder_security[] = L"D:(A;OICI;GA;;;SY)(A;OICI;GA;;;BA)(A;OICI;GRGWGX;;;AU)";

static const wchar_t *const subfolders[] = {L"\\OpenIMAPI2", L"\\Locks"};

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

enum {
    HASH_CHARS = 16,
    FILE_NAME_CHARS = 1 + HASH_CHARS + 5, /* "\\" hash, ".lock" */
};

static void write_hash(uint64_t hash, wchar_t text[HASH_CHARS + 1])
{
    static const wchar_t digits[] = L"0123456789abcdef";
    int i;

    for (i = 0; i < HASH_CHARS; i++)
        text[i] = digits[(hash >> (60 - 4 * i)) & 15];
    text[HASH_CHARS] = L'\0';
}

/* The folder as the registry names it. Empty where it does not, or names none that we can use; not where the system fails to say:
 * whoever did not know of a folder would not see who holds a drive.
 */
static DWORD read_folder(int folder, wchar_t base[MAX_PATH + 1])
{
    DWORD size_bytes = MAX_PATH * sizeof(wchar_t);
    DWORD type = 0;
    HKEY key;
    LSTATUS status;

    base[0] = L'\0';
    /* The 64-bit view, so that 32- and 64-bit programs meet at the same file. */
    status = RegOpenKeyExW(folders[folder].root, shell_folders, 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY, &key);
    if (status == ERROR_FILE_NOT_FOUND) return ERROR_SUCCESS;
    if (status) return (DWORD)status;
    status = RegQueryValueExW(key, folders[folder].value, NULL, &type, (BYTE *)base, &size_bytes);
    RegCloseKey(key);
    if (status || type != REG_SZ || size_bytes > MAX_PATH * sizeof(wchar_t)) size_bytes = 0;
    base[size_bytes / sizeof(wchar_t)] = L'\0'; /* the registry does not promise one */
    return status == ERROR_FILE_NOT_FOUND || status == ERROR_MORE_DATA ? ERROR_SUCCESS : (DWORD)status;
}

/* *path is NULL where there is no such folder. */
static DWORD take_path(int folder, const wchar_t *name, wchar_t **path)
{
    wchar_t base[MAX_PATH + 1];
    DWORD error = read_folder(folder, base);

    *path = NULL;
    if (error || !base[0]) return error;
    *path = base_alloc_array(wcslen(base) + wcslen(subfolders[0]) + wcslen(subfolders[1]) + FILE_NAME_CHARS + 1,
                             sizeof(wchar_t));
    if (!*path) return ERROR_NOT_ENOUGH_MEMORY;
    wcscpy(*path, base);
    wcscat(*path, subfolders[0]);
    wcscat(*path, subfolders[1]);
    wcscat(*path, L"\\");
    wcscat(*path, name);
    wcscat(*path, L".lock");
    return ERROR_SUCCESS;
}

enum drive_status exclusive_lock_open(const char *key, struct exclusive_lock **lock, struct drive_failure *failure)
{
    struct exclusive_lock *created = base_alloc(sizeof *created);
    wchar_t name[HASH_CHARS + 1];
    DWORD error = ERROR_SUCCESS;
    int i;

    *lock = NULL;
    if (!created) return os_fail(failure, DRIVE_NO_MEMORY, 0);
    if (!InitializeCriticalSectionAndSpinCount(&created->section, 0)) {
        base_free(created);
        return os_fail(failure, DRIVE_NO_MEMORY, 0);
    }
    write_hash(hash_of(key), name);
    for (i = 0; i < FOLDER_COUNT && !error; i++)
        error = take_path(i, name, &created->paths[i]);
    if (error) {
        exclusive_lock_close(created);
        return os_fail_by_file_error(failure, error);
    }
    exclusive_claims_open(&created->claims, name);
    *lock = created;
    return os_fail(failure, DRIVE_OK, 0);
}

void exclusive_lock_close(struct exclusive_lock *lock)
{
    struct drive_failure ignored;
    int i;

    if (!lock) return;
    (void)exclusive_lock_release(lock, &ignored);
    exclusive_claims_close(&lock->claims);
    for (i = 0; i < FOLDER_COUNT; i++)
        base_free(lock->paths[i]);
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

/* Only what the client name rule allows gets out: anybody may have written the file. */
static void read_holder(HANDLE file, char holder[DRIVE_HOLDER_SIZE])
{
    uint8_t record[RECORD_BYTES] = {0};
    OVERLAPPED at = {.Offset = RECORD_OFFSET};
    DWORD count = 0;
    size_t i;

    if (!ReadFile(file, record, sizeof record, &count, &at)) count = 0;
    for (i = 0; i < DRIVE_HOLDER_SIZE - 1 && RECORD_NAME + i < count; i++) {
        if (!drive_holder_may_contain(record[RECORD_NAME + i])) break;
        holder[i] = (char)record[RECORD_NAME + i];
    }
    holder[i] = '\0';
}

/* Does somebody hold the file? holder: "" when the record cannot be read. A file that is not there, or that we may not even
 * look at, is held by nobody: else whoever makes such a file could bar the drive for ever. Any other error is one: a system that
 * is short of something has not said that nobody holds it.
 */
static DWORD path_is_held(const wchar_t *path, bool *is_held, char holder[DRIVE_HOLDER_SIZE])
{
    HANDLE file;
    DWORD error;

    holder[0] = '\0';
    *is_held = false;
    if (!path) return ERROR_SUCCESS;
    error = secure_path_open_shared(path, GENERIC_READ, OPEN_EXISTING, &file);
    if (error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND || error == ERROR_ACCESS_DENIED)
        return ERROR_SUCCESS;
    if (error) return error;
    error = look(file, is_held);
    if (*is_held) read_holder(file, holder);
    CloseHandle(file);
    return error;
}

static DWORD is_held_anywhere(const struct exclusive_lock *lock, bool *is_held, char holder[DRIVE_HOLDER_SIZE])
{
    DWORD error = ERROR_SUCCESS;
    int i;

    *is_held = false;
    for (i = 0; i < FOLDER_COUNT && !error && !*is_held; i++)
        error = path_is_held(lock->paths[i], is_held, holder);
    return error;
}

/* Make the folders that a lock file stands in. Failures show when the file is opened. */
static void make_folders(const wchar_t *path, bool is_common)
{
    SECURITY_ATTRIBUTES security = {sizeof security, NULL, FALSE};
    wchar_t folder[MAX_PATH + 64];
    size_t length = wcslen(path) - FILE_NAME_CHARS;

    if (length >= ARRAYSIZE(folder)) return;
    memcpy(folder, path, length * sizeof *folder);
    folder[length - wcslen(subfolders[1])] = L'\0';
    CreateDirectoryW(folder, NULL);

    if (is_common && !ConvertStringSecurityDescriptorToSecurityDescriptorW(locks_folder_security, SDDL_REVISION_1,
                                                                           &security.lpSecurityDescriptor, NULL))
        security.lpSecurityDescriptor = NULL;
    folder[length - wcslen(subfolders[1])] = L'\\';
    folder[length] = L'\0';
    CreateDirectoryW(folder, security.lpSecurityDescriptor ? &security : NULL);
    if (security.lpSecurityDescriptor) LocalFree(security.lpSecurityDescriptor);
}

/* Others can write in the common folder: a name there that leads to another file is not followed, since we write to it. */
static DWORD open_to_hold(const wchar_t *path, bool is_common, HANDLE *file)
{
    DWORD error;

    *file = INVALID_HANDLE_VALUE;
    if (!path) return ERROR_PATH_NOT_FOUND;
    error = secure_path_open_shared(path, GENERIC_READ | GENERIC_WRITE, OPEN_ALWAYS, file);
    if (error != ERROR_PATH_NOT_FOUND) return error;
    make_folders(path, is_common);
    return secure_path_open_shared(path, GENERIC_READ | GENERIC_WRITE, OPEN_ALWAYS, file);
}

static DWORD write_record(HANDLE file, const char *owner)
{
    uint8_t record[RECORD_BYTES] = {0};
    OVERLAPPED at = {.Offset = RECORD_OFFSET};
    DWORD process = owner[0] ? GetCurrentProcessId() : 0;
    DWORD count = 0;
    size_t length = strnlen(owner, DRIVE_HOLDER_SIZE - 1);

    store_le32(record + RECORD_PROCESS, process);
    memcpy(record + RECORD_NAME, owner, length);
    if (!WriteFile(file, record, sizeof record, &count, &at)) return GetLastError();
    return count == sizeof record ? ERROR_SUCCESS : ERROR_WRITE_FAULT;
}

/* An owner that lets go clears its record: one that stands in an unlocked file is that of an owner that died. */
static bool is_signed(HANDLE file)
{
    uint8_t record[RECORD_BYTES] = {0};
    OVERLAPPED at = {.Offset = RECORD_OFFSET};
    DWORD count = 0;

    if (!ReadFile(file, record, sizeof record, &count, &at) || count != sizeof record) return false;
    return load_le32(record + RECORD_PROCESS) != 0;
}

/* Lock and sign; `held` is set before the section is left, so that a command of this object's other threads, which sees the
 * byte locked, learns in the section that it is ours.
 */
static bool hold(struct exclusive_lock *lock, HANDLE file, const char *owner, DWORD *error)
{
    bool is_locked, was_signed;

    *error = ERROR_SUCCESS;
    EnterCriticalSection(&lock->section);
    exclusive_claims_add(&lock->claims);
    is_locked = lock_byte(file, LOCKFILE_EXCLUSIVE_LOCK);
    if (!is_locked) {
        *error = GetLastError();
    } else {
        was_signed = is_signed(file);
        *error = write_record(file, owner);
        if (*error) {
            UnlockFile(file, 0, 0, 1, 0);
            is_locked = false;
        } else {
            lock->held = file;
            lock->has_inherited = was_signed;
        }
    }
    if (!is_locked) exclusive_claims_withdraw(&lock->claims);
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
    int folder;
    int attempt;

    if (lock->claims.error) return os_fail_by_file_error(failure, lock->claims.error);
    for (folder = 0; folder < FOLDER_COUNT && error; folder++)
        error = open_to_hold(lock->paths[folder], folder == FOLDER_COMMON, &file);
    if (error) return os_fail_by_file_error(failure, error);
    folder--;

    for (attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (attempt) Sleep(ATTEMPT_PAUSE_MS);
        if (hold(lock, file, owner, &error)) {
            /* A program that may not write where we may has its lock in the other folder. */
            error = path_is_held(lock->paths[folder == FOLDER_COMMON ? FOLDER_USER : FOLDER_COMMON], &is_held, holder);
            if (!error && !is_held) return os_fail(failure, DRIVE_OK, 0);
            (void)exclusive_lock_release(lock, failure);
            return error ? os_fail_by_file_error(failure, error) : fail_locked(failure, holder);
        }
        if (error != ERROR_LOCK_VIOLATION) {
            CloseHandle(file);
            return os_fail_by_file_error(failure, error);
        }
        if (is_held_by_somebody(file)) {
            read_holder(file, holder);
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
        (void)write_record(lock->held, "");
        UnlockFile(lock->held, 0, 0, 1, 0);
        CloseHandle(lock->held);
        lock->held = NULL;
        exclusive_claims_withdraw(&lock->claims);
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
    if (!exclusive_claims_any(&lock->claims) || is_ours(lock)) return true;
    *system_error = is_held_anywhere(lock, &is_held, holder);
    if (!*system_error && !is_held) return true;
    /* Another thread may have got it for this object in between. */
    if (!is_ours(lock)) return false;
    holder[0] = '\0';
    *system_error = ERROR_SUCCESS;
    return true;
}

/* Clear the record of an owner that died, unless somebody has the drive. */
static bool bury(const wchar_t *path)
{
    HANDLE file;
    bool was_signed = false;

    if (!path || secure_path_open_shared(path, GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING, &file)) return false;
    if (lock_byte(file, LOCKFILE_EXCLUSIVE_LOCK)) {
        was_signed = is_signed(file) && write_record(file, "") == ERROR_SUCCESS;
        UnlockFile(file, 0, 0, 1, 0);
    }
    CloseHandle(file);
    return was_signed;
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
    for (i = 0; i < FOLDER_COUNT && !is_held && !has_inherited; i++)
        has_inherited = bury(lock->paths[i]);
    return has_inherited;
}
