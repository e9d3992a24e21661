/* The folders, the pretences and the helpers of the tests of exclusive locks; see the header. */

#include "lock_fixture.h"

#include <sddl.h>

#include "os/elevation.h"

/* The system is well here. */
bool permits(struct exclusive_lock *lock, char who[DRIVE_HOLDER_SIZE])
{
    uint32_t error;
    bool is_permitted = exclusive_lock_permits(lock, who, &error);

    assert_int_equal(error, 0);
    return is_permitted;
}

wchar_t root[MAX_PATH];
wchar_t common[MAX_PATH];
wchar_t user[MAX_PATH];
struct drive_failure failure;
char holder[DRIVE_HOLDER_SIZE];

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

DWORD open_flags;
DWORD pretended_type = FILE_TYPE_DISK;

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

const wchar_t *pretended_owner;

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
bool is_elevated;

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

void join(wchar_t *out, const wchar_t *folder, const wchar_t *name)
{
    assert_true(wcslen(folder) + wcslen(name) + 2 < MAX_PATH);
    wcscpy(out, folder);
    wcscat(out, L"\\");
    wcscat(out, name);
}

void lock_file(wchar_t *out, const wchar_t *folder)
{
    join(out, folder, L"OpenIMAPI2\\Locks\\" FILE_NAME);
}

/* The system that these tests meet is the real one. */
bool is_wine(void)
{
    return GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_get_version") != NULL;
}

bool exists(const wchar_t *path)
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

int lock_setup(void **state)
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

int lock_teardown(void **state)
{
    (void)state;
    if (!delete_tree(root)) print_error("a file is still open\n");
    return exists(root) || base_alloc_live();
}

struct exclusive_lock *open_lock(const char *key)
{
    struct exclusive_lock *lock = NULL;

    assert_int_equal(exclusive_lock_open(key, NULL, &lock, &failure), DRIVE_OK);
    assert_int_equal(failure.status, DRIVE_OK);
    return lock;
}
