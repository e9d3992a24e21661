/* Fails the Nth call of an imported system function, by patching the import table. */
#include "hostile/os_fault.h"
#include "support/import.h"

#include <string.h>
#include <oleauto.h>
#include <sddl.h>
#include <setupapi.h>
#include <winternl.h>

/* Beside these, DeviceIoControl stands further below, and os_unfailed.txt has the functions that the DLL imports and
 * that are never failed; tests/tools/os-faults finds a function that is in neither.
 * X(type, function, bytes of its arguments in 32-bit programs, library, what it returns when it fails, parameters,
 *   arguments)
 */
/* clang-format off */
#define FUNCTIONS(X) \
    X(BOOL,   CreateDirectoryW, 8, kernel32, FALSE, (LPCWSTR a, LPSECURITY_ATTRIBUTES b), (a, b)) \
    X(HANDLE, CreateEventW, 16, kernel32, NULL, (LPSECURITY_ATTRIBUTES a, BOOL b, BOOL c, LPCWSTR d), (a, b, c, d)) \
    X(BOOL,   CancelIo, 4, kernel32, FALSE, (HANDLE a), (a)) \
    X(HANDLE, CreateFileW, 28, kernel32, INVALID_HANDLE_VALUE, (LPCWSTR a, DWORD b, DWORD c, LPSECURITY_ATTRIBUTES d, DWORD e, DWORD f, HANDLE g), (a, b, c, d, e, f, g)) \
    X(HANDLE, CreateFileMappingW, 24, kernel32, NULL, (HANDLE a, LPSECURITY_ATTRIBUTES b, DWORD c, DWORD d, DWORD e, LPCWSTR f), (a, b, c, d, e, f)) \
    X(HANDLE, CreateMutexW, 12, kernel32, NULL, (LPSECURITY_ATTRIBUTES a, BOOL b, LPCWSTR c), (a, b, c)) \
    X(HANDLE, CreateThread, 24, kernel32, NULL, (LPSECURITY_ATTRIBUTES a, SIZE_T b, LPTHREAD_START_ROUTINE c, LPVOID d, DWORD e, LPDWORD f), (a, b, c, d, e, f)) \
    X(BOOL,   DeleteFileW, 4, kernel32, FALSE, (LPCWSTR a), (a)) \
    X(DWORD,  ExpandEnvironmentStringsW, 12, kernel32, 0, (LPCWSTR a, LPWSTR b, DWORD c), (a, b, c)) \
    X(HANDLE, FindFirstFileW, 8, kernel32, INVALID_HANDLE_VALUE, (LPCWSTR a, LPWIN32_FIND_DATAW b), (a, b)) \
    X(BOOL,   FindNextFileW, 8, kernel32, FALSE, (HANDLE a, LPWIN32_FIND_DATAW b), (a, b)) \
    X(DWORD,  FormatMessageW, 28, kernel32, 0, (DWORD a, LPCVOID b, DWORD c, DWORD d, LPWSTR e, DWORD f, va_list *g), (a, b, c, d, e, f, g)) \
    X(BOOL,   GetDiskFreeSpaceExW, 16, kernel32, FALSE, (LPCWSTR a, PULARGE_INTEGER b, PULARGE_INTEGER c, PULARGE_INTEGER d), (a, b, c, d)) \
    X(UINT,   GetDriveTypeW, 4, kernel32, DRIVE_UNKNOWN, (LPCWSTR a), (a)) \
    X(DWORD,  GetEnvironmentVariableW, 12, kernel32, 0, (LPCWSTR a, LPWSTR b, DWORD c), (a, b, c)) \
    X(DWORD,  GetFileAttributesW, 4, kernel32, INVALID_FILE_ATTRIBUTES, (LPCWSTR a), (a)) \
    X(BOOL,   GetFileInformationByHandle, 8, kernel32, FALSE, (HANDLE a, LPBY_HANDLE_FILE_INFORMATION b), (a, b)) \
    X(BOOL,   GetFileSizeEx, 8, kernel32, FALSE, (HANDLE a, PLARGE_INTEGER b), (a, b)) \
    X(BOOL,   GetFileTime, 16, kernel32, FALSE, (HANDLE a, LPFILETIME b, LPFILETIME c, LPFILETIME d), (a, b, c, d)) \
    X(DWORD,  GetFileType, 4, kernel32, FILE_TYPE_UNKNOWN, (HANDLE a), (a)) \
    X(DWORD,  GetFullPathNameW, 16, kernel32, 0, (LPCWSTR a, DWORD b, LPWSTR c, LPWSTR *d), (a, b, c, d)) \
    X(DWORD,  GetLongPathNameW, 12, kernel32, 0, (LPCWSTR a, LPWSTR b, DWORD c), (a, b, c)) \
    X(DWORD,  GetLogicalDrives, 0, kernel32, 0, (void), ()) \
    X(UINT,   GetSystemDirectoryW, 8, kernel32, 0, (LPWSTR a, UINT b), (a, b)) \
    X(UINT,   GetSystemWow64DirectoryW, 8, kernel32, 0, (LPWSTR a, UINT b), (a, b)) \
    X(DWORD,  GetTempPathW, 8, kernel32, 0, (DWORD a, LPWSTR b), (a, b)) \
    X(DWORD,  GetModuleFileNameW, 12, kernel32, 0, (HMODULE a, LPWSTR b, DWORD c), (a, b, c)) \
    X(BOOL,   GetModuleHandleExW, 12, kernel32, FALSE, (DWORD a, LPCWSTR b, HMODULE *c), (a, b, c)) \
    X(BOOL,   GetOverlappedResult, 16, kernel32, FALSE, (HANDLE a, LPOVERLAPPED b, LPDWORD c, BOOL d), (a, b, c, d)) \
    X(BOOL,   GetVolumeNameForVolumeMountPointW, 12, kernel32, FALSE, (LPCWSTR a, LPWSTR b, DWORD c), (a, b, c)) \
    X(BOOL,   GetVolumePathNamesForVolumeNameW, 16, kernel32, FALSE, (LPCWSTR a, LPWSTR b, DWORD c, PDWORD d), (a, b, c, d)) \
    X(BOOL,   InitializeCriticalSectionAndSpinCount, 8, kernel32, FALSE, (LPCRITICAL_SECTION a, DWORD b), (a, b)) \
    X(BOOL,   LockFileEx, 24, kernel32, FALSE, (HANDLE a, DWORD b, DWORD c, DWORD d, DWORD e, LPOVERLAPPED f), (a, b, c, d, e, f)) \
    X(HMODULE, LoadLibraryExW, 12, kernel32, NULL, (LPCWSTR a, HANDLE b, DWORD c), (a, b, c)) \
    X(LPVOID, MapViewOfFile, 20, kernel32, NULL, (HANDLE a, DWORD b, DWORD c, DWORD d, SIZE_T e), (a, b, c, d, e)) \
    X(BOOL,   GetProcessTimes, 20, kernel32, FALSE, (HANDLE a, LPFILETIME b, LPFILETIME c, LPFILETIME d, LPFILETIME e), (a, b, c, d, e)) \
    X(HANDLE, OpenProcess, 12, kernel32, NULL, (DWORD a, BOOL b, DWORD c), (a, b, c)) \
    X(DWORD,  QueryDosDeviceW, 12, kernel32, 0, (LPCWSTR a, LPWSTR b, DWORD c), (a, b, c)) \
    X(BOOL,   ReadFile, 20, kernel32, FALSE, (HANDLE a, LPVOID b, DWORD c, LPDWORD d, LPOVERLAPPED e), (a, b, c, d, e)) \
    X(DWORD,  SearchPathW, 24, kernel32, 0, (LPCWSTR a, LPCWSTR b, LPCWSTR c, DWORD d, LPWSTR e, LPWSTR *f), (a, b, c, d, e, f)) \
    X(BOOL,   SetEndOfFile, 4, kernel32, FALSE, (HANDLE a), (a)) \
    X(BOOL,   SetFilePointerEx, 20, kernel32, FALSE, (HANDLE a, LARGE_INTEGER b, PLARGE_INTEGER c, DWORD d), (a, b, c, d)) \
    X(BOOL,   WriteFile, 20, kernel32, FALSE, (HANDLE a, LPCVOID b, DWORD c, LPDWORD d, LPOVERLAPPED e), (a, b, c, d, e)) \
    X(BOOL,   ConvertSidToStringSidW, 8, advapi32, FALSE, (PSID a, LPWSTR *b), (a, b)) \
    X(BOOL,   ConvertStringSecurityDescriptorToSecurityDescriptorW, 16, advapi32, FALSE, (LPCWSTR a, DWORD b, PSECURITY_DESCRIPTOR *c, PULONG d), (a, b, c, d)) \
    X(BOOL,   GetKernelObjectSecurity, 20, advapi32, FALSE, (HANDLE a, SECURITY_INFORMATION b, PSECURITY_DESCRIPTOR c, DWORD d, LPDWORD e), (a, b, c, d, e)) \
    X(BOOL,   GetTokenInformation, 20, advapi32, FALSE, (HANDLE a, TOKEN_INFORMATION_CLASS b, LPVOID c, DWORD d, PDWORD e), (a, b, c, d, e)) \
    X(BOOL,   OpenProcessToken, 12, advapi32, FALSE, (HANDLE a, DWORD b, PHANDLE c), (a, b, c)) \
    X(LONG,   RegCreateKeyExW, 36, advapi32, (LONG)fail_error, (HKEY a, LPCWSTR b, DWORD c, LPWSTR d, DWORD e, REGSAM f, LPSECURITY_ATTRIBUTES g, PHKEY h, LPDWORD i), (a, b, c, d, e, f, g, h, i)) \
    X(LONG,   RegDeleteKeyW, 8, advapi32, (LONG)fail_error, (HKEY a, LPCWSTR b), (a, b)) \
    X(LONG,   RegDeleteValueW, 8, advapi32, (LONG)fail_error, (HKEY a, LPCWSTR b), (a, b)) \
    X(LONG,   RegEnumKeyExW, 32, advapi32, (LONG)fail_error, (HKEY a, DWORD b, LPWSTR c, LPDWORD d, LPDWORD e, LPWSTR f, LPDWORD g, PFILETIME h), (a, b, c, d, e, f, g, h)) \
    X(LONG,   RegEnumValueW, 32, advapi32, (LONG)fail_error, (HKEY a, DWORD b, LPWSTR c, LPDWORD d, LPDWORD e, LPDWORD f, LPBYTE g, LPDWORD h), (a, b, c, d, e, f, g, h)) \
    X(LONG,   RegNotifyChangeKeyValue, 20, advapi32, (LONG)fail_error, (HKEY a, BOOL b, DWORD c, HANDLE d, BOOL e), (a, b, c, d, e)) \
    X(LONG,   RegOpenKeyExW, 20, advapi32, (LONG)fail_error, (HKEY a, LPCWSTR b, DWORD c, REGSAM d, PHKEY e), (a, b, c, d, e)) \
    X(LONG,   RegQueryInfoKeyW, 48, advapi32, (LONG)fail_error, (HKEY a, LPWSTR b, LPDWORD c, LPDWORD d, LPDWORD e, LPDWORD f, LPDWORD g, LPDWORD h, LPDWORD i, LPDWORD j, LPDWORD k, PFILETIME l), (a, b, c, d, e, f, g, h, i, j, k, l)) \
    X(LONG,   RegQueryValueExW, 24, advapi32, (LONG)fail_error, (HKEY a, LPCWSTR b, LPDWORD c, LPDWORD d, LPBYTE e, LPDWORD f), (a, b, c, d, e, f)) \
    X(LONG,   RegSetValueExW, 24, advapi32, (LONG)fail_error, (HKEY a, LPCWSTR b, DWORD c, DWORD d, const BYTE *e, DWORD f), (a, b, c, d, e, f)) \
    X(HRESULT, SafeArrayAccessData, 8, oleaut32, E_OUTOFMEMORY, (SAFEARRAY *a, void **b), (a, b)) \
    X(HRESULT, LoadTypeLibEx, 12, oleaut32, E_OUTOFMEMORY, (LPCOLESTR a, REGKIND b, ITypeLib **c), (a, b, c)) \
    X(HRESULT, CreateErrorInfo, 4, oleaut32, E_OUTOFMEMORY, (ICreateErrorInfo **a), (a)) \
    X(HRESULT, CoWaitForMultipleHandles, 20, ole32, E_OUTOFMEMORY, (DWORD a, DWORD b, ULONG c, LPHANDLE d, LPDWORD e), (a, b, c, d, e)) \
    X(HRESULT, CoCreateInstance, 20, ole32, E_OUTOFMEMORY, (REFCLSID a, LPUNKNOWN b, DWORD c, REFIID d, LPVOID *e), (a, b, c, d, e)) \
    X(HRESULT, CoCreateFreeThreadedMarshaler, 8, ole32, E_OUTOFMEMORY, (LPUNKNOWN a, LPUNKNOWN *b), (a, b))

/* Those that are looked up at their first use. */
#define LATE_FUNCTIONS(X) \
    X(BOOL,   SetupDiEnumDeviceInterfaces, 20, setupapi, FALSE, (HDEVINFO a, PSP_DEVINFO_DATA b, const GUID *c, DWORD d, PSP_DEVICE_INTERFACE_DATA e), (a, b, c, d, e)) \
    X(HDEVINFO, SetupDiGetClassDevsW, 16, setupapi, INVALID_HANDLE_VALUE, (const GUID *a, LPCWSTR b, HWND c, DWORD d), (a, b, c, d)) \
    X(BOOL,   SetupDiGetDeviceInterfaceDetailW, 24, setupapi, FALSE, (HDEVINFO a, PSP_DEVICE_INTERFACE_DATA b, PSP_DEVICE_INTERFACE_DETAIL_DATA_W c, DWORD d, PDWORD e, PSP_DEVINFO_DATA f), (a, b, c, d, e, f))
/* clang-format on */

NTSTATUS NTAPI LdrGetProcedureAddress(HMODULE library, const ANSI_STRING *name, ULONG ordinal, void **function);

static long fail_in;
static DWORD fail_error, thread;
static bool has_hit;
static const char *last_function = "";

static bool is_due(const char *function)
{
    if (fail_in <= 0 || GetCurrentThreadId() != thread || --fail_in) return false;
    has_hit = true;
    last_function = function;
    SetLastError(fail_error);
    return true;
}

/* The system's own function: GetProcAddress stands in the way itself (below). */
static void *find(HMODULE library, const char *function)
{
    ANSI_STRING name = {(USHORT)strlen(function), (USHORT)(strlen(function) + 1), (char *)function};
    void *found = NULL;

    return LdrGetProcedureAddress(library, &name, 0, &found) ? NULL : found;
}

/* What opens something, and its result where it has opened nothing. */
static const struct {
    const char *function;
    LONG_PTR failed;
} openers[] = {
    {"CreateEventW", 0}, {"CreateFileMappingW", 0}, {"CreateFileW", -1}, /* INVALID_HANDLE_VALUE */
    {"CreateMutexW", 0}, {"CreateThread", 0},       {"OpenProcess", 0},  {"OpenProcessToken", FALSE},
};

static LONG open_handles, open_keys;

static LONG_PTR note(const char *function, LONG_PTR result)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(openers); i++) {
        if (strcmp(openers[i].function, function) == 0 && result != openers[i].failed) {
            InterlockedIncrement(&open_handles);
        }
    }
    if (!result && (strcmp(function, "RegOpenKeyExW") == 0 || strcmp(function, "RegCreateKeyExW") == 0)) {
        InterlockedIncrement(&open_keys);
    }
    return result;
}

long os_fault_open_handles(void)
{
    return open_handles + open_keys;
}

static BOOL WINAPI pass_CloseHandle(HANDLE handle)
{
    static BOOL(WINAPI * real)(HANDLE);

    if (!real) real = (BOOL(WINAPI *)(HANDLE))find(GetModuleHandleA("kernel32"), "CloseHandle");
    InterlockedDecrement(&open_handles);
    return real(handle);
}

static LONG WINAPI pass_RegCloseKey(HKEY key)
{
    static LONG(WINAPI * real)(HKEY);

    if (!real) real = (LONG(WINAPI *)(HKEY))find(GetModuleHandleA("advapi32"), "RegCloseKey");
    InterlockedDecrement(&open_keys);
    return real(key);
}

/* The requests that src/win32 makes, told apart (numbers: win32/cdrom_ioctl.h). */
static const struct {
    DWORD code;
    const char *name;
} requests[] = {
    {0x0002C05C, "DeviceIoControl IOCTL_CDROM_EXCLUSIVE_ACCESS"},
    {0x0004D014, "DeviceIoControl IOCTL_SCSI_PASS_THROUGH_DIRECT"},
    {0x00090020, "DeviceIoControl FSCTL_DISMOUNT_VOLUME"},
    {0x000900C4, "DeviceIoControl FSCTL_SET_SPARSE"},
    {0x002D0944, "DeviceIoControl IOCTL_STORAGE_MCN_CONTROL"},
    {0x002D1080, "DeviceIoControl IOCTL_STORAGE_GET_DEVICE_NUMBER"},
    {0x002D1400, "DeviceIoControl IOCTL_STORAGE_QUERY_PROPERTY"},
};

static BOOL WINAPI pass_DeviceIoControl(HANDLE device, DWORD code, LPVOID input, DWORD input_bytes, LPVOID output,
                                        DWORD output_bytes, LPDWORD returned, LPOVERLAPPED overlapped)
{
    static BOOL(WINAPI * real)(HANDLE, DWORD, LPVOID, DWORD, LPVOID, DWORD, LPDWORD, LPOVERLAPPED);
    const char *name = "DeviceIoControl of another kind";
    size_t i;

    for (i = 0; i < ARRAYSIZE(requests); i++) {
        if (requests[i].code == code) name = requests[i].name;
    }
    if (!real) {
        real = (BOOL(WINAPI *)(HANDLE, DWORD, LPVOID, DWORD, LPVOID, DWORD, LPDWORD, LPOVERLAPPED))find(
            GetModuleHandleA("kernel32"), "DeviceIoControl");
    }
    if (is_due(name)) return FALSE;
    return real(device, code, input, input_bytes, output, output_bytes, returned, overlapped);
}

/* The pointers through which a program calls a DLL, as in tests/win32/fake_os.c. */
#define PASS(type, function, bytes, library, failed, parameters, arguments)                                            \
    static type WINAPI pass_##function parameters                                                                      \
    {                                                                                                                  \
        static type(WINAPI *real) parameters;                                                                          \
        if (!real) real = (type(WINAPI *) parameters)find(GetModuleHandleA(#library), #function);                      \
        return is_due(#function) ? (failed) : (type)note(#function, (LONG_PTR)real arguments);                         \
    }

#define DEFINE(type, function, bytes, library, failed, parameters, arguments)                                          \
    PASS(type, function, bytes, library, failed, parameters, arguments)                                                \
    extern void *const import_of_##function IMPORT(function, bytes);                                                   \
    void *const import_of_##function = (void *)pass_##function;

FUNCTIONS(DEFINE)
LATE_FUNCTIONS(PASS)

#define LATE_ROW(type, function, bytes, library, failed, parameters, arguments) {#function, (void *)pass_##function},

static const struct {
    const char *name;
    void *function;
} late_functions[] = {LATE_FUNCTIONS(LATE_ROW)};

static FARPROC WINAPI pass_GetProcAddress(HMODULE library, LPCSTR name)
{
    void *found;
    size_t i;

    for (i = 0; i < ARRAYSIZE(late_functions); i++) {
        if (strcmp(name, late_functions[i].name) != 0) continue;
        if (is_due("GetProcAddress")) return NULL;
        found = late_functions[i].function;
        return (FARPROC)found;
    }
    found = find(library, name);
    return (FARPROC)found;
}

extern void *const import_of_GetProcAddress IMPORT(GetProcAddress, 8);
void *const import_of_GetProcAddress = (void *)pass_GetProcAddress;

extern void *const import_of_DeviceIoControl IMPORT(DeviceIoControl, 32);
extern void *const import_of_CloseHandle IMPORT(CloseHandle, 4);
extern void *const import_of_RegCloseKey IMPORT(RegCloseKey, 4);
void *const import_of_DeviceIoControl = (void *)pass_DeviceIoControl;
void *const import_of_CloseHandle = (void *)pass_CloseHandle;
void *const import_of_RegCloseKey = (void *)pass_RegCloseKey;

void os_fault_set(long nth, DWORD error)
{
    thread = GetCurrentThreadId();
    if (nth) has_hit = false;
    fail_error = error;
    fail_in = nth;
}

bool os_fault_has_hit(void)
{
    return has_hit;
}

const char *os_fault_function(void)
{
    return last_function;
}
