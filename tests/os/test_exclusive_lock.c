/* The lock file with the real system: several objects, threads and processes. Only the two folders are the test's own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <windows.h>
#include <sddl.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "os/elevation.h"
#include "os/exclusive_lock.h"
#include "os/folder_link.h"

#define KEY "\\\\?\\wine#cdrom#q#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"

/* FNV-1a, 64 bits, of KEY: computed by another program, so that a change of the name, which would part old from new,
 * shows.
 */
#define FILE_NAME L"1c979c8a4204dea2.lock"

#define COMMON_VARIABLE L"OPENIMAPI2_TEST_COMMON"
#define USER_VARIABLE   L"OPENIMAPI2_TEST_USER"

/* The system is well here. */
static bool permits(struct exclusive_lock *lock, char holder[DRIVE_HOLDER_SIZE])
{
    uint32_t error;
    bool is_permitted = exclusive_lock_permits(lock, holder, &error);

    assert_int_equal(error, 0);
    return is_permitted;
}

static wchar_t root[MAX_PATH];
static wchar_t common[MAX_PATH];
static wchar_t user[MAX_PATH];
static struct drive_failure failure;
static char holder[DRIVE_HOLDER_SIZE];

/* ---- instead of the registry: the folders come from the environment, which child processes inherit ---- */

static LSTATUS WINAPI fake_RegQueryValueExW(HKEY key, LPCWSTR name, LPDWORD reserved, LPDWORD type, LPBYTE data,
                                            LPDWORD bytes)
{
    wchar_t value[400];
    DWORD length =
        GetEnvironmentVariableW(wcscmp(name, L"Common AppData") ? USER_VARIABLE : COMMON_VARIABLE, value, 400);

    (void)key, (void)reserved;
    assert_true(!wcscmp(name, L"Common AppData") || !wcscmp(name, L"Local AppData"));
    if (!length) return ERROR_FILE_NOT_FOUND;
    if (*bytes < length * sizeof(wchar_t)) return ERROR_MORE_DATA;
    *type = REG_SZ;
    *bytes = length * sizeof(wchar_t); /* without the NUL, as a careless writer leaves it */
    memcpy(data, value, *bytes);
    return ERROR_SUCCESS;
}

#ifdef _WIN64
void *const import_of_query __asm__("__imp_RegQueryValueExW") = (void *)fake_RegQueryValueExW;
#else
void *const import_of_query __asm__("__imp__RegQueryValueExW@24") = (void *)fake_RegQueryValueExW;
#endif

/* ---- on the way to the system: how files are opened, and what they seem to be ---- */

static DWORD open_flags; /* that every CreateFileW had since they were set */
static DWORD pretended_type = FILE_TYPE_DISK;

static void *real(const char *name)
{
    return (void *)GetProcAddress(GetModuleHandleA("kernel32"), name);
}

static HANDLE WINAPI create_file_noted(LPCWSTR path, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security,
                                       DWORD disposition, DWORD flags, HANDLE template)
{
    typedef HANDLE(WINAPI * function)(LPCWSTR, DWORD, DWORD, LPSECURITY_ATTRIBUTES, DWORD, DWORD, HANDLE);

    /* The folder that the system names may be a link, and is only asked where it is. */
    if (wcscmp(path, common) != 0 && wcscmp(path, user) != 0) open_flags &= flags;
    return ((function)real("CreateFileW"))(path, access, share, security, disposition, flags, template);
}

static DWORD WINAPI pretended_GetFileType(HANDLE file)
{
    (void)file;
    return pretended_type;
}

static const wchar_t *pretended_owner; /* of every folder; NULL: its real one */

static BOOL WINAPI pretended_GetKernelObjectSecurity(HANDLE file, SECURITY_INFORMATION what, PSECURITY_DESCRIPTOR out,
                                                     DWORD size, LPDWORD needed)
{
    typedef BOOL(WINAPI * function)(HANDLE, SECURITY_INFORMATION, PSECURITY_DESCRIPTOR, DWORD, LPDWORD);
    SECURITY_DESCRIPTOR absolute;
    BOOL done;
    PSID sid;

    if (!pretended_owner) {
        void *address = (void *)GetProcAddress(GetModuleHandleA("advapi32"), "GetKernelObjectSecurity");

        return ((function)address)(file, what, out, size, needed);
    }
    assert_int_equal(what, OWNER_SECURITY_INFORMATION);
    assert_true(ConvertStringSidToSidW(pretended_owner, &sid));
    assert_true(InitializeSecurityDescriptor(&absolute, SECURITY_DESCRIPTOR_REVISION));
    assert_true(SetSecurityDescriptorOwner(&absolute, sid, FALSE));
    *needed = size;
    done = MakeSelfRelativeSD(&absolute, out, needed);
    LocalFree(sid);
    return done;
}

/* Instead of os/elevation.c. */
static bool is_elevated;

bool os_is_elevated(void)
{
    return is_elevated;
}

#ifdef _WIN64
void *const import_of_security __asm__("__imp_GetKernelObjectSecurity") = (void *)pretended_GetKernelObjectSecurity;
#else
void *const import_of_security __asm__("__imp__GetKernelObjectSecurity@20") = (void *)pretended_GetKernelObjectSecurity;
#endif

#ifdef _WIN64
void *const import_of_create_file __asm__("__imp_CreateFileW") = (void *)create_file_noted;
void *const import_of_get_file_type __asm__("__imp_GetFileType") = (void *)pretended_GetFileType;
#else
void *const import_of_create_file __asm__("__imp__CreateFileW@28") = (void *)create_file_noted;
void *const import_of_get_file_type __asm__("__imp__GetFileType@4") = (void *)pretended_GetFileType;
#endif

/* ---- folders ---- */

static void join(wchar_t *out, const wchar_t *folder, const wchar_t *name)
{
    assert_true(wcslen(folder) + wcslen(name) + 2 < MAX_PATH);
    wcscpy(out, folder);
    wcscat(out, L"\\");
    wcscat(out, name);
}

static void lock_file(wchar_t *out, const wchar_t *folder)
{
    join(out, folder, L"OpenIMAPI2\\Locks\\" FILE_NAME);
}

/* The system that these tests meet is the real one. */
static bool is_wine(void)
{
    return GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_get_version") != NULL;
}

static bool exists(const wchar_t *path)
{
    return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
}

/* False when anything could not be deleted: somebody has it open. */
static bool delete_tree(const wchar_t *folder)
{
    wchar_t pattern[MAX_PATH];
    wchar_t path[MAX_PATH];
    WIN32_FIND_DATAW found;
    bool is_all_gone = true;
    HANDLE search;

    join(pattern, folder, L"*");
    search = FindFirstFileW(pattern, &found);
    if (search != INVALID_HANDLE_VALUE) {
        do {
            if (!wcscmp(found.cFileName, L".") || !wcscmp(found.cFileName, L"..")) continue;
            join(path, folder, found.cFileName);
            if (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
                is_all_gone = delete_tree(path) && is_all_gone;
            else
                is_all_gone = DeleteFileW(path) && is_all_gone;
        } while (FindNextFileW(search, &found));
        FindClose(search);
    }
    return RemoveDirectoryW(folder) && is_all_gone;
}

static int setup(void **state)
{
    wchar_t temp[MAX_PATH];
    static unsigned count;

    (void)state;
    pretended_owner = NULL;
    is_elevated = false;
    GetTempPathW(MAX_PATH, temp);
    _snwprintf(root, MAX_PATH, L"%lsopenimapi2-lock-%lu-%u", temp, (unsigned long)GetCurrentProcessId(), ++count);
    CreateDirectoryW(root, NULL);
    join(common, root, L"common");
    join(user, root, L"user");
    CreateDirectoryW(common, NULL);
    CreateDirectoryW(user, NULL);
    SetEnvironmentVariableW(COMMON_VARIABLE, common);
    SetEnvironmentVariableW(USER_VARIABLE, user);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    if (!delete_tree(root)) print_error("a file is still open\n");
    return exists(root) || base_alloc_live();
}

static struct exclusive_lock *open_lock(const char *key)
{
    struct exclusive_lock *lock = NULL;

    assert_int_equal(exclusive_lock_open(key, NULL, &lock, &failure), DRIVE_OK);
    assert_int_equal(failure.status, DRIVE_OK);
    return lock;
}

/* ---- one process ---- */

static void look__before_any_acquire__makes_no_file(void **state)
{
    struct exclusive_lock *lock = open_lock(KEY);
    wchar_t folder[MAX_PATH];

    (void)state;
    assert_true(permits(lock, holder));
    assert_string_equal(holder, "");
    strcpy(holder, "old");
    assert_int_equal(exclusive_lock_get_owner(lock, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "");
    assert_int_equal(exclusive_lock_release(lock, &failure), DRIVE_NOT_LOCKED);
    exclusive_lock_close(lock);
    exclusive_lock_close(NULL);
    join(folder, common, L"OpenIMAPI2");
    assert_false(exists(folder));
    join(folder, user, L"OpenIMAPI2");
    assert_false(exists(folder));
}

static void acquire__held__bars_other_objects_and_says_who(void **state)
{
    struct exclusive_lock *mine = open_lock(KEY);
    struct exclusive_lock *other = open_lock("\\\\?\\WINE#CDROM#Q#{53F56308-B6BF-11D0-94F2-00A0C91EFB8B}");
    struct exclusive_lock *elsewhere = open_lock("\\\\?\\wine#cdrom#r#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}");

    (void)state;
    assert_int_equal(exclusive_lock_acquire(mine, "Burner, 2.0", &failure), DRIVE_OK);
    assert_true(permits(mine, holder));
    assert_string_equal(holder, "");
    assert_false(permits(other, holder));
    assert_string_equal(holder, "Burner, 2.0");
    assert_true(permits(elsewhere, holder));
    assert_int_equal(exclusive_lock_get_owner(mine, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "Burner, 2.0");
    assert_int_equal(exclusive_lock_get_owner(other, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "Burner, 2.0");
    assert_int_equal(exclusive_lock_get_owner(elsewhere, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "");

    assert_int_equal(exclusive_lock_acquire(other, "Late", &failure), DRIVE_LOCKED);
    assert_int_equal(failure.status, DRIVE_LOCKED);
    assert_string_equal(failure.holder, "Burner, 2.0");
    assert_int_equal(exclusive_lock_acquire(mine, "Again", &failure), DRIVE_LOCKED);
    assert_string_equal(failure.holder, "Burner, 2.0");
    assert_int_equal(exclusive_lock_release(other, &failure), DRIVE_NOT_LOCKED);
    assert_false(permits(other, holder));

    assert_int_equal(exclusive_lock_release(mine, &failure), DRIVE_OK);
    assert_int_equal(exclusive_lock_release(mine, &failure), DRIVE_NOT_LOCKED);
    assert_true(permits(other, holder));
    assert_int_equal(exclusive_lock_acquire(other, "Late", &failure), DRIVE_OK);
    assert_false(permits(mine, holder));
    assert_string_equal(holder, "Late");
    exclusive_lock_close(other); /* gives it back */
    assert_true(permits(mine, holder));
    exclusive_lock_close(mine);
    exclusive_lock_close(elsewhere);
}

static DWORD WINAPI acquire_and_end(void *lock)
{
    struct drive_failure own;

    return (DWORD)exclusive_lock_acquire(lock, "Thread", &own);
}

static void acquire__thread_ends__keeps_the_lock(void **state)
{
    struct exclusive_lock *lock = open_lock(KEY);
    struct exclusive_lock *other = open_lock(KEY);
    HANDLE thread = CreateThread(NULL, 0, acquire_and_end, lock, 0, NULL);
    DWORD result = 99;

    (void)state;
    WaitForSingleObject(thread, 10000);
    GetExitCodeThread(thread, &result);
    CloseHandle(thread);
    assert_int_equal(result, DRIVE_OK);
    assert_false(permits(other, holder));
    assert_string_equal(holder, "Thread");
    assert_true(permits(lock, holder));
    assert_int_equal(exclusive_lock_release(lock, &failure), DRIVE_OK);
    assert_true(permits(other, holder));
    exclusive_lock_close(lock);
    exclusive_lock_close(other);
}

static volatile LONG is_over;
static volatile LONG inside;
static volatile LONG rounds;
static volatile LONG mistakes;

static DWORD WINAPI look_for_ever(void *unused)
{
    struct exclusive_lock *lock = NULL;
    struct drive_failure own;
    char who[DRIVE_HOLDER_SIZE];

    (void)unused;
    if (exclusive_lock_open(KEY, NULL, &lock, &own) != DRIVE_OK) return 1;
    while (!is_over)
        (void)permits(lock, who);
    exclusive_lock_close(lock);
    return 0;
}

/* A look takes the lock for a moment, shared: nobody may be told "locked" for that. */
static void acquire__while_others_look__succeeds(void **state)
{
    struct exclusive_lock *lock = open_lock(KEY);
    HANDLE threads[2];
    int i;

    (void)state;
    is_over = 0;
    for (i = 0; i < 2; i++)
        threads[i] = CreateThread(NULL, 0, look_for_ever, NULL, 0, NULL);
    for (i = 0; i < 100; i++) {
        assert_int_equal(exclusive_lock_acquire(lock, "Busy", &failure), DRIVE_OK);
        assert_true(permits(lock, holder));
        assert_int_equal(exclusive_lock_release(lock, &failure), DRIVE_OK);
    }
    InterlockedExchange(&is_over, 1);
    WaitForMultipleObjects(2, threads, TRUE, 10000);
    CloseHandle(threads[0]);
    CloseHandle(threads[1]);
    exclusive_lock_close(lock);
}

static DWORD WINAPI take_turns(void *unused)
{
    struct exclusive_lock *lock = NULL;
    struct drive_failure own;
    int done = 0;

    (void)unused;
    if (exclusive_lock_open(KEY, NULL, &lock, &own) != DRIVE_OK) return 1;
    while (done < 25) {
        enum drive_status status = exclusive_lock_acquire(lock, "Turn", &own);

        if (status == DRIVE_LOCKED) continue;
        if (status != DRIVE_OK || InterlockedIncrement(&inside) != 1) InterlockedIncrement(&mistakes);
        Sleep(0);
        InterlockedIncrement(&rounds);
        InterlockedDecrement(&inside);
        if (exclusive_lock_release(lock, &own) != DRIVE_OK) InterlockedIncrement(&mistakes);
        done++;
    }
    exclusive_lock_close(lock);
    return 0;
}

static void acquire__four_objects_at_once__one_at_a_time(void **state)
{
    HANDLE threads[4];
    int i;

    (void)state;
    inside = rounds = mistakes = 0;
    for (i = 0; i < 4; i++)
        threads[i] = CreateThread(NULL, 0, take_turns, NULL, 0, NULL);
    assert_int_equal(WaitForMultipleObjects(4, threads, TRUE, 60000), WAIT_OBJECT_0);
    for (i = 0; i < 4; i++)
        CloseHandle(threads[i]);
    assert_int_equal(rounds, 100);
    assert_int_equal(mistakes, 0);
}

/* ---- folders ---- */

static void acquire__common_folder_not_writable__uses_the_users(void **state)
{
    struct exclusive_lock *lock;
    struct exclusive_lock *other;
    wchar_t path[MAX_PATH];

    (void)state;
    join(path, root, L"absent\\folder");
    SetEnvironmentVariableW(COMMON_VARIABLE, path);
    lock = open_lock(KEY);
    other = open_lock(KEY);
    assert_int_equal(exclusive_lock_acquire(lock, "User", &failure), DRIVE_OK);
    lock_file(path, user);
    assert_true(exists(path));
    assert_false(permits(other, holder));
    assert_string_equal(holder, "User");
    exclusive_lock_close(other);

    /* One that may write in the common folder meets it all the same. */
    SetEnvironmentVariableW(COMMON_VARIABLE, common);
    other = open_lock(KEY);
    assert_false(permits(other, holder));
    assert_int_equal(exclusive_lock_acquire(other, "Common", &failure), DRIVE_LOCKED);
    assert_string_equal(failure.holder, "User");
    assert_false(permits(other, holder));
    assert_int_equal(exclusive_lock_get_owner(other, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "User");
    assert_int_equal(exclusive_lock_release(other, &failure), DRIVE_NOT_LOCKED);
    exclusive_lock_close(lock);
    assert_int_equal(exclusive_lock_acquire(other, "Common", &failure), DRIVE_OK);
    exclusive_lock_close(other);
}

static void acquire__no_folder__fails_and_bars_nobody(void **state)
{
    wchar_t longer_than_a_path[300];
    struct exclusive_lock *lock;
    size_t i;

    (void)state;
    for (i = 0; i < 299; i++)
        longer_than_a_path[i] = L'x';
    longer_than_a_path[299] = L'\0';
    SetEnvironmentVariableW(COMMON_VARIABLE, NULL);
    SetEnvironmentVariableW(USER_VARIABLE, longer_than_a_path);
    lock = open_lock(KEY);
    assert_int_equal(exclusive_lock_acquire(lock, "Nowhere", &failure), DRIVE_FAILED);
    assert_int_equal(failure.system_error, 3);
    assert_true(permits(lock, holder));
    assert_int_equal(exclusive_lock_get_owner(lock, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "");
    exclusive_lock_close(lock);
}

/* Others can write in the common folder; a program with more rights must not write through what they put there. */
static void acquire__file_with_another_name_elsewhere__is_not_written(void **state)
{
    struct exclusive_lock *lock = open_lock(KEY);
    wchar_t victim[MAX_PATH];
    wchar_t path[MAX_PATH];
    char bytes[16] = "";
    DWORD count = 0;
    HANDLE file;

    (void)state;
    assert_int_equal(exclusive_lock_acquire(lock, "First", &failure), DRIVE_OK); /* makes the folders */
    assert_int_equal(exclusive_lock_release(lock, &failure), DRIVE_OK);
    lock_file(path, common);
    assert_true(DeleteFileW(path));
    join(victim, root, L"victim.txt");
    file = CreateFileW(victim, GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
    assert_true(WriteFile(file, "precious bytes", 14, &count, NULL));
    CloseHandle(file);
    assert_true(CreateHardLinkW(path, victim, NULL));

    assert_int_equal(exclusive_lock_acquire(lock, "Mallory", &failure), DRIVE_OK);
    lock_file(path, user);
    assert_true(exists(path));
    file = CreateFileW(victim, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    assert_true(ReadFile(file, bytes, sizeof bytes, &count, NULL));
    CloseHandle(file);
    assert_int_equal(count, 14);
    assert_memory_equal(bytes, "precious bytes", 14);

    /* Without another folder, it is refused. */
    exclusive_lock_close(lock);
    SetEnvironmentVariableW(USER_VARIABLE, common);
    lock = open_lock(KEY);
    assert_int_equal(exclusive_lock_acquire(lock, "Mallory", &failure), DRIVE_ACCESS_DENIED);
    exclusive_lock_close(lock);
}

/* The folder's name may lead to a pipe: its server learns who we are, cannot act as us, and is no lock. */
static void acquire__no_file_on_a_disk__is_refused_and_bars_nobody(void **state)
{
    struct exclusive_lock *lock = open_lock(KEY), *other = open_lock(KEY);

    (void)state;
    assert_int_equal(exclusive_lock_acquire(lock, "First", &failure), DRIVE_OK);
    assert_false(permits(other, holder));
    pretended_type = FILE_TYPE_PIPE;
    assert_true(permits(other, holder));
    assert_int_equal(exclusive_lock_acquire(other, "Second", &failure), DRIVE_ACCESS_DENIED);
    assert_false(exclusive_lock_take_inheritance(other));
    pretended_type = FILE_TYPE_DISK;
    assert_false(permits(other, holder));
    exclusive_lock_close(lock);
    exclusive_lock_close(other);
}

static void files__opened_in_any_way__follow_nothing_and_lend_nothing(void **state)
{
    const DWORD wanted = FILE_FLAG_OPEN_REPARSE_POINT | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION;
    struct exclusive_lock *lock = open_lock(KEY), *other = open_lock(KEY);

    (void)state;
    open_flags = ~0U;
    assert_int_equal(exclusive_lock_acquire(lock, "First", &failure), DRIVE_OK);
    assert_false(permits(other, holder));
    assert_int_equal(exclusive_lock_get_owner(other, holder, &failure), DRIVE_OK);
    exclusive_lock_close(lock);
    assert_false(exclusive_lock_take_inheritance(other)); /* nobody died, but it looks */
    exclusive_lock_close(other);
    assert_int_not_equal(open_flags, ~0U);
    assert_int_equal(open_flags & wanted, wanted);
}

static void get_owner__record_that_says_nothing_sensible__is_cut_or_unknown(void **state)
{
    struct exclusive_lock *lock = open_lock(KEY);
    struct exclusive_lock *holding = open_lock(KEY);
    static const uint8_t nothing[68];
    wchar_t path[MAX_PATH];
    DWORD count;
    HANDLE file;

    (void)state;
    assert_int_equal(exclusive_lock_acquire(holding, "First", &failure), DRIVE_OK);
    lock_file(path, common);
    file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0,
                       NULL);
    SetFilePointer(file, 4, NULL, FILE_BEGIN);
    assert_true(WriteFile(file, nothing, sizeof nothing, &count, NULL));
    assert_int_equal(exclusive_lock_get_owner(lock, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "unknown");
    assert_false(permits(lock, holder));
    assert_string_equal(holder, "");
    assert_int_equal(exclusive_lock_acquire(lock, "Me", &failure), DRIVE_LOCKED);
    assert_string_equal(failure.holder, "");

    SetFilePointer(file, 8, NULL, FILE_BEGIN);
    assert_true(WriteFile(file, "ab\x1B[2J", 6, &count, NULL));
    assert_int_equal(exclusive_lock_get_owner(lock, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "ab");
    SetFilePointer(file, 8, NULL, FILE_BEGIN);
    assert_true(
        WriteFile(file, "0123456789012345678901234567890123456789012345678901234567890123456789", 70, &count, NULL));
    assert_int_equal(exclusive_lock_get_owner(lock, holder, &failure), DRIVE_OK);
    assert_int_equal(strlen(holder), 63);
    CloseHandle(file);
    exclusive_lock_close(holding);
    exclusive_lock_close(lock);
}

/* A claim may stay behind, but never be missing while the drive is held: what comes after it all is free again. */
static void permits__after_refused_and_given_back__is_free_without_a_file(void **state)
{
    struct exclusive_lock *first = open_lock(KEY);
    struct exclusive_lock *second = open_lock(KEY);
    wchar_t path[MAX_PATH];
    HANDLE file;
    OVERLAPPED at = {0};

    (void)state;
    assert_int_equal(exclusive_lock_acquire(first, "First", &failure), DRIVE_OK);
    assert_int_equal(exclusive_lock_acquire(second, "Second", &failure), DRIVE_LOCKED);
    assert_false(permits(second, holder));
    assert_int_equal(exclusive_lock_release(first, &failure), DRIVE_OK);
    assert_true(permits(second, holder));

    /* Nobody has claimed the drive: a lock that none of us took is not even looked at. */
    lock_file(path, common);
    file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0,
                       NULL);
    assert_true(LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at));
    assert_int_equal(permits(second, holder), is_wine());
    CloseHandle(file);
    exclusive_lock_close(first);
    exclusive_lock_close(second);
}

/* Something else has the name under which the claims are shared: a lock that nobody can see must not be taken. */
static void acquire__claims_cannot_be_shared__fails_and_looks_at_the_files(void **state)
{
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, L"Global\\OpenIMAPI2.Claims.1c979c8a4204dea2");
    struct exclusive_lock *alone;
    struct exclusive_lock *holding;

    (void)state;
    assert_non_null(event);
    alone = open_lock(KEY);
    assert_int_equal(exclusive_lock_acquire(alone, "Alone", &failure), is_wine() ? DRIVE_FAILED : DRIVE_OK);
    assert_int_equal(failure.system_error, is_wine() ? ERROR_INVALID_HANDLE : 0);
    (void)exclusive_lock_release(alone, &failure);
    assert_true(permits(alone, holder));
    CloseHandle(event);

    holding = open_lock(KEY);
    assert_int_equal(exclusive_lock_acquire(holding, "Holding", &failure), DRIVE_OK);
    assert_false(permits(alone, holder));
    assert_string_equal(holder, "Holding");
    exclusive_lock_close(holding);
    assert_true(permits(alone, holder));
    exclusive_lock_close(alone);
}

static void open__each_allocation_fails__is_no_memory_and_leaks_nothing(void **state)
{
    struct exclusive_lock *lock = NULL;
    long nth;

    (void)state;
    for (nth = 1; nth <= 5; nth++) {
        base_alloc_fail_nth(nth);
        assert_int_equal(exclusive_lock_open(KEY, NULL, &lock, &failure), DRIVE_NO_MEMORY);
        assert_null(lock);
        assert_int_equal(base_alloc_live(), 0);
    }
    base_alloc_fail_nth(6);
    assert_int_equal(exclusive_lock_open(KEY, NULL, &lock, &failure), DRIVE_OK);
    base_alloc_fail_nth(0);
    exclusive_lock_close(lock);
}

/* ---- strangers ---- */

static void write_file(const wchar_t *path, const char *bytes)
{
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    DWORD count;

    assert_true(file != INVALID_HANDLE_VALUE);
    assert_true(WriteFile(file, bytes, (DWORD)strlen(bytes), &count, NULL));
    CloseHandle(file);
}

static void assert_file(const wchar_t *path, const char *bytes)
{
    char found[100] = "";
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    DWORD count = 0;

    assert_true(file != INVALID_HANDLE_VALUE);
    assert_true(ReadFile(file, found, sizeof found - 1, &count, NULL));
    CloseHandle(file);
    assert_string_equal(found, bytes);
}

/* Whoever makes a folder of ours first can make it a link to where a file of this name is, or is to be. */
static void acquire__link_among_the_folders__writes_nothing_behind_it(void **state)
{
    static const wchar_t *const places[] = {L"OpenIMAPI2", L"OpenIMAPI2\\Locks", L"OpenIMAPI2\\Locks\\" FILE_NAME};
    wchar_t elsewhere[MAX_PATH], locks[MAX_PATH], victim[MAX_PATH], link[MAX_PATH], path[MAX_PATH];
    struct exclusive_lock *lock;
    size_t i;

    (void)state;
    join(elsewhere, root, L"elsewhere");
    join(locks, elsewhere, L"Locks");
    CreateDirectoryW(elsewhere, NULL);
    CreateDirectoryW(locks, NULL);
    for (i = 0; i < 3; i++) {
        join(victim, i == 1 ? elsewhere : locks, FILE_NAME);
        write_file(victim, "precious bytes");
        join(path, common, L"OpenIMAPI2");
        if (i >= 1) CreateDirectoryW(path, NULL);
        join(path, common, L"OpenIMAPI2\\Locks");
        if (i >= 2) CreateDirectoryW(path, NULL);
        join(link, common, places[i]);
        if (!folder_link_make(link, i == 0 ? elsewhere : i == 1 ? elsewhere : victim))
            continue; /* Windows: to a file */

        lock = open_lock(KEY);
        assert_int_equal(exclusive_lock_acquire(lock, "Burner", &failure), DRIVE_OK);
        assert_false(exclusive_lock_take_inheritance(lock));
        lock_file(path, user);
        assert_true(exists(path));
        assert_file(victim, "precious bytes");
        exclusive_lock_close(lock);

        /* Without another folder, it is refused. */
        SetEnvironmentVariableW(USER_VARIABLE, NULL);
        lock = open_lock(KEY);
        assert_int_equal(exclusive_lock_acquire(lock, "Burner", &failure), DRIVE_ACCESS_DENIED);
        exclusive_lock_close(lock);
        SetEnvironmentVariableW(USER_VARIABLE, user);
        assert_file(victim, "precious bytes");
        folder_link_remove(link);
        DeleteFileW(victim);
    }
    /* Nor is a file made there. */
    join(link, common, places[1]);
    RemoveDirectoryW(link);
    assert_true(folder_link_make(link, locks));
    lock = open_lock(KEY);
    assert_int_equal(exclusive_lock_acquire(lock, "Burner", &failure), DRIVE_OK);
    exclusive_lock_close(lock);
    join(victim, locks, FILE_NAME);
    assert_false(exists(victim));
    folder_link_remove(link);
}

/* The folder that the system names is not ours: a moved profile, and every drive letter of Wine, is a link. */
static void acquire__named_folder_is_a_link__is_followed(void **state)
{
    struct exclusive_lock *lock;
    wchar_t link[MAX_PATH], path[MAX_PATH];

    (void)state;
    join(link, root, L"moved");
    assert_true(folder_link_make(link, common));
    SetEnvironmentVariableW(COMMON_VARIABLE, link);
    lock = open_lock(KEY);
    assert_int_equal(exclusive_lock_acquire(lock, "Burner", &failure), DRIVE_OK);
    lock_file(path, common);
    assert_true(exists(path));
    exclusive_lock_close(lock);
    folder_link_remove(link);
}

/* A folder of ours that somebody else made: he can turn it into a link whenever he likes. */
static void acquire__folder_of_another_user__is_left_alone(void **state)
{
    struct exclusive_lock *lock = open_lock(KEY), *other = open_lock(KEY);

    (void)state;
    assert_int_equal(exclusive_lock_acquire(lock, "Burner", &failure), DRIVE_OK);
    assert_false(permits(other, holder));
    pretended_owner = L"S-1-5-21-1-2-3-1001";
    assert_true(permits(other, holder));
    assert_int_equal(exclusive_lock_acquire(other, "Other", &failure), DRIVE_ACCESS_DENIED);
    pretended_owner = L"S-1-5-18";
    assert_false(permits(other, holder));
    pretended_owner = L"S-1-5-32-544";
    assert_false(permits(other, holder));
    exclusive_lock_close(lock);
    exclusive_lock_close(other);
}

/* Whoever opens the file without sharing it holds no lock, and keeps nobody from one. */
static void acquire__file_that_somebody_does_not_share__bars_nobody(void **state)
{
    struct exclusive_lock *lock = open_lock(KEY), *other = open_lock(KEY);
    wchar_t path[MAX_PATH];
    HANDLE file;

    (void)state;
    assert_int_equal(exclusive_lock_acquire(lock, "First", &failure), DRIVE_OK); /* makes the file */
    assert_int_equal(exclusive_lock_release(lock, &failure), DRIVE_OK);
    lock_file(path, common);
    file = CreateFileW(path, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
    assert_true(file != INVALID_HANDLE_VALUE);
    assert_int_equal(exclusive_lock_acquire(lock, "Burner", &failure), DRIVE_OK);
    lock_file(path, user);
    assert_true(exists(path));
    assert_true(permits(lock, holder));
    assert_false(permits(other, holder));
    assert_string_equal(holder, "Burner");
    assert_int_equal(exclusive_lock_release(lock, &failure), DRIVE_OK);
    assert_true(permits(other, holder));
    assert_int_equal(exclusive_lock_get_owner(other, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "");
    CloseHandle(file);
    exclusive_lock_close(lock);
    exclusive_lock_close(other);
}

/* The user's own programs write HKCU: an elevated one takes no folder from there. */
static void open__elevated__takes_no_folder_from_the_users_registry(void **state)
{
    struct exclusive_lock *lock;
    wchar_t path[MAX_PATH];

    (void)state;
    SetEnvironmentVariableW(COMMON_VARIABLE, NULL);
    is_elevated = true;
    lock = open_lock(KEY);
    assert_int_equal(exclusive_lock_acquire(lock, "Elevated", &failure), DRIVE_FAILED);
    exclusive_lock_close(lock);
    join(path, user, L"OpenIMAPI2");
    assert_false(exists(path));
    is_elevated = false;
}

/* A virtual recorder's lock is in the recorder's own folder, whatever stands in the folders of all users. */
static void acquire__virtual_recorder__stays_in_its_own_folder(void **state)
{
    struct exclusive_lock *lock = NULL, *other = NULL;
    wchar_t folder[MAX_PATH], path[MAX_PATH];

    (void)state;
    join(folder, root, L"recorder");
    CreateDirectoryW(folder, NULL);
    join(path, folder, L"exclusive.lock");
    assert_int_equal(exclusive_lock_open("openimapi2\\c:\\recorder", path, &lock, &failure), DRIVE_OK);
    assert_int_equal(exclusive_lock_open("openimapi2\\c:\\recorder", path, &other, &failure), DRIVE_OK);
    assert_int_equal(exclusive_lock_acquire(lock, "Burner", &failure), DRIVE_OK);
    assert_true(exists(path));
    assert_false(permits(other, holder));
    assert_string_equal(holder, "Burner");
    assert_int_equal(exclusive_lock_acquire(other, "Late", &failure), DRIVE_LOCKED);
    assert_string_equal(failure.holder, "Burner");
    exclusive_lock_close(lock);
    assert_int_equal(exclusive_lock_acquire(other, "Late", &failure), DRIVE_OK);
    exclusive_lock_close(other);
    join(path, common, L"OpenIMAPI2");
    assert_false(exists(path));
    join(path, user, L"OpenIMAPI2");
    assert_false(exists(path));
}

/* The door of an owner that gives the lock back, or that did not lock it, is nobody's heritage. (Owners that die:
 * hostile/test_dead_owner.c.)
 */
static void take_inheritance__record_left_in_an_unlocked_file__needs_a_dead_owner(void **state)
{
    /* As in test_lock_record.c: a process that no system has, behind a locked door. */
    static const uint8_t dead[84] = {
        0xfc, 0xff, 0xff, 0x7f, 'D', 'e', 'a', 'd', [74] = 0xd0, 0x01, [76] = 1, [80] = 0x53, 0x6c, 0x9c, 0x56};
    static const uint8_t forged[84] = {1};
    struct exclusive_lock *lock = open_lock(KEY);
    OVERLAPPED at = {.Offset = 4};
    wchar_t path[MAX_PATH];
    DWORD count;
    HANDLE file;

    (void)state;
    assert_int_equal(exclusive_lock_acquire(lock, "Burner", &failure), DRIVE_OK);
    exclusive_lock_note_door(lock, true);
    assert_int_equal(exclusive_lock_release(lock, &failure), DRIVE_OK);
    assert_false(exclusive_lock_take_inheritance(lock));
    lock_file(path, common);
    file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0,
                       NULL);
    assert_true(WriteFile(file, forged, sizeof forged, &count, &at));
    assert_false(exclusive_lock_take_inheritance(lock));
    assert_true(WriteFile(file, dead, sizeof dead, &count, &at));
    assert_true(exclusive_lock_take_inheritance(lock));
    assert_false(exclusive_lock_take_inheritance(lock)); /* told once */
    assert_true(WriteFile(file, dead, sizeof dead, &count, &at));
    assert_int_equal(exclusive_lock_acquire(lock, "Heir", &failure), DRIVE_OK);
    assert_true(exclusive_lock_take_inheritance(lock));
    assert_false(exclusive_lock_take_inheritance(lock));
    CloseHandle(file);
    exclusive_lock_close(lock);
}

/* ---- several processes ---- */

/* A child that takes the lock, says so through an event, and waits to be killed. */
static int be_the_child(const char *event_name)
{
    struct exclusive_lock *lock = NULL;
    HANDLE ready;

    if (exclusive_lock_open(KEY, NULL, &lock, &failure) != DRIVE_OK) return 1;
    if (exclusive_lock_acquire(lock, "Child process", &failure) != DRIVE_OK) return 2;
    ready = OpenEventA(EVENT_MODIFY_STATE, FALSE, event_name);
    if (!ready) return 4;
    SetEvent(ready);
    CloseHandle(ready);
    Sleep(60000);
    return 3;
}

static HANDLE start_child(HANDLE *ready)
{
    wchar_t program[MAX_PATH];
    wchar_t command_line[MAX_PATH + 100];
    wchar_t event_name[64];
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;

    _snwprintf(event_name, 64, L"openimapi2-test-%lu", (unsigned long)GetCurrentProcessId());
    *ready = CreateEventW(NULL, TRUE, FALSE, event_name);
    GetModuleFileNameW(NULL, program, MAX_PATH);
    _snwprintf(command_line, MAX_PATH + 100, L"\"%ls\" hold %ls", program, event_name);
    assert_true(CreateProcessW(program, command_line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process));
    CloseHandle(process.hThread);
    return process.hProcess;
}

static void acquire__by_another_process__is_seen_and_ends_with_it(void **state)
{
    struct exclusive_lock *lock = open_lock(KEY);
    HANDLE ready;
    HANDLE child = start_child(&ready);
    DWORD start;

    (void)state;
    assert_int_equal(WaitForSingleObject(ready, 30000), WAIT_OBJECT_0);
    CloseHandle(ready);
    assert_false(permits(lock, holder));
    assert_string_equal(holder, "Child process");
    assert_int_equal(exclusive_lock_acquire(lock, "Parent", &failure), DRIVE_LOCKED);
    assert_string_equal(failure.holder, "Child process");
    assert_int_equal(exclusive_lock_get_owner(lock, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "Child process");

    assert_true(TerminateProcess(child, 9));
    start = GetTickCount();
    while (!permits(lock, holder) && GetTickCount() - start < 1000)
        Sleep(10);
    assert_true(permits(lock, holder));
    assert_int_equal(exclusive_lock_get_owner(lock, holder, &failure), DRIVE_OK);
    assert_string_equal(holder, "");
    assert_int_equal(exclusive_lock_acquire(lock, "Parent", &failure), DRIVE_OK);
    assert_int_equal(WaitForSingleObject(child, 10000), WAIT_OBJECT_0);
    CloseHandle(child);
    exclusive_lock_close(lock);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        TEST(look__before_any_acquire__makes_no_file),
        TEST(acquire__held__bars_other_objects_and_says_who),
        TEST(acquire__thread_ends__keeps_the_lock),
        TEST(acquire__while_others_look__succeeds),
        TEST(acquire__four_objects_at_once__one_at_a_time),
        TEST(acquire__common_folder_not_writable__uses_the_users),
        TEST(acquire__no_folder__fails_and_bars_nobody),
        TEST(acquire__file_with_another_name_elsewhere__is_not_written),
        TEST(acquire__no_file_on_a_disk__is_refused_and_bars_nobody),
        TEST(files__opened_in_any_way__follow_nothing_and_lend_nothing),
        TEST(get_owner__record_that_says_nothing_sensible__is_cut_or_unknown),
        TEST(permits__after_refused_and_given_back__is_free_without_a_file),
        TEST(acquire__claims_cannot_be_shared__fails_and_looks_at_the_files),
        TEST(open__each_allocation_fails__is_no_memory_and_leaks_nothing),
        TEST(acquire__link_among_the_folders__writes_nothing_behind_it),
        TEST(acquire__named_folder_is_a_link__is_followed),
        TEST(acquire__folder_of_another_user__is_left_alone),
        TEST(acquire__file_that_somebody_does_not_share__bars_nobody),
        TEST(open__elevated__takes_no_folder_from_the_users_registry),
        TEST(acquire__virtual_recorder__stays_in_its_own_folder),
        TEST(take_inheritance__record_left_in_an_unlocked_file__needs_a_dead_owner),
        TEST(acquire__by_another_process__is_seen_and_ends_with_it),
    };

    if (argc == 3 && !strcmp(argv[1], "hold")) return be_the_child(argv[2]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
