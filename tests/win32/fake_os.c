/* A scripted system: handles, files, ioctls and SetupAPI, with the rules of Windows' drivers. */
#include "fake_os.h"

#include "base/alloc.h"
#include "win32/setup_api.h"
#include "os/wine.h"

struct fake_os fake_os;

enum { HANDLES_MAX = 64, HANDLE_BASE = 0x10000, CLASS_SET = 0x20000 };
enum { EXCLUSIVE_ACCESS = 0x0002C05C, MCN_CONTROL = 0x002D0944, PASS_THROUGH_DIRECT = 0x0004D014 };
enum { LOCK_VOLUME = 0x00090018, UNLOCK_VOLUME = 0x0009001C, DISMOUNT_VOLUME = 0x00090020 };

/* A request is an event that only this file knows: of one that was given none, while it is under way. */
enum kind { KIND_CLOSED, KIND_FILE, KIND_EVENT, KIND_REQUEST };

static struct {
    enum kind kind;
    /* Of an event or a request: what is under way. */
    OVERLAPPED *overlapped;
    struct fake_step step;
    void *buffer;
    bool is_set;
    uint32_t ends_ms;
    /* Of a file. */
    const wchar_t *path;
    const char *unread;
    bool is_begun;
} handles[HANDLES_MAX];

static size_t next_step;
static bool is_set_open; /* a device information set */

static HANDLE handle_of(size_t i)
{
    return (HANDLE)(uintptr_t)(HANDLE_BASE + i * 4);
}

/* HANDLES_MAX for a handle that is not ours. */
static size_t index_of(HANDLE handle)
{
    uintptr_t value = (uintptr_t)handle;

    if (value < HANDLE_BASE || value >= HANDLE_BASE + HANDLES_MAX * 4 || value % 4) return HANDLES_MAX;
    return (value - HANDLE_BASE) / 4;
}

static HANDLE new_handle(enum kind kind)
{
    size_t i;

    for (i = 0; i < HANDLES_MAX; i++) {
        if (handles[i].kind != KIND_CLOSED) continue;
        memset(&handles[i], 0, sizeof handles[i]);
        handles[i].kind = kind;
        return handle_of(i);
    }
    fail_msg("out of fake handles");
    return NULL;
}

size_t fake_os_open_handles(void)
{
    size_t count = 0;
    size_t i;

    for (i = 0; i < HANDLES_MAX; i++)
        count += handles[i].kind != KIND_CLOSED;
    return count;
}

int fake_os_setup(void **state)
{
    uint32_t now_ms = fake_os.now_ms + 1000; /* time goes on from test to test */

    (void)state;
    memset(&fake_os, 0, sizeof fake_os);
    fake_os.now_ms = now_ms;
    memset(handles, 0, sizeof handles);
    next_step = 0;
    is_set_open = false;
    return 0;
}

int fake_os_teardown(void **state)
{
    (void)state;
    if (fake_os_open_handles() || is_set_open || next_step != fake_os.step_count || base_alloc_live()) {
        print_error("left behind: %u handles, %d sets, %u steps, %ld blocks\n", (unsigned)fake_os_open_handles(),
                    is_set_open, (unsigned)(fake_os.step_count - next_step), base_alloc_live());
        return 1;
    }
    return 0;
}

void fake_os_expect(struct fake_step step)
{
    assert_true(fake_os.step_count < FAKE_STEPS_MAX);
    fake_os.steps[fake_os.step_count++] = step;
}

/* ---- files and events ---- */

static HANDLE WINAPI fake_CreateFileW(LPCWSTR path, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security,
                                      DWORD disposition, DWORD flags, HANDLE template)
{
    struct fake_open *open = &fake_os.opens[fake_os.open_count];
    DWORD error = fake_os.open_errors[fake_os.open_count];
    bool is_mounts = !wcscmp(path, L"\\\\?\\unix\\proc\\self\\mounts");
    const char *mounts = fake_os.mounts_afterwards && fake_os.ioctl_count ? fake_os.mounts_afterwards : fake_os.mounts;

    assert_true(fake_os.open_count < FAKE_OPENS_MAX);
    assert_null(security);
    assert_null(template);
    fake_os.open_count++;
    wcsncpy(open->path, path, ARRAYSIZE(open->path) - 1);
    open->access = access;
    open->share = share;
    open->disposition = disposition;
    open->flags = flags;
    if (fake_os.closed_path && !wcscmp(path, fake_os.closed_path)) error = fake_os.closed_error;
    if (is_mounts && !mounts) error = ERROR_PATH_NOT_FOUND;
    if (error) {
        SetLastError(error);
        return INVALID_HANDLE_VALUE;
    }
    open->handle = new_handle(KIND_FILE);
    handles[index_of(open->handle)].path = open->path;
    handles[index_of(open->handle)].unread = is_mounts ? mounts : NULL;
    return open->handle;
}

static BOOL WINAPI fake_ReadFile(HANDLE handle, LPVOID buffer, DWORD bytes, LPDWORD count, LPOVERLAPPED overlapped)
{
    size_t i = index_of(handle);
    DWORD piece;

    assert_true(i < HANDLES_MAX && handles[i].kind == KIND_FILE);
    assert_non_null(handles[i].unread);
    assert_null(overlapped);
    *count = 0;
    if (fake_os.mounts_error && handles[i].is_begun) {
        SetLastError(fake_os.mounts_error);
        return FALSE;
    }
    handles[i].is_begun = true;
    piece = (DWORD)strlen(handles[i].unread);
    if (piece > bytes) piece = bytes;
    if (fake_os.mounts_piece_bytes && piece > fake_os.mounts_piece_bytes) piece = fake_os.mounts_piece_bytes;
    memcpy(buffer, handles[i].unread, piece);
    handles[i].unread += piece;
    *count = piece;
    return TRUE;
}

static BOOL WINAPI fake_CloseHandle(HANDLE handle)
{
    size_t i = index_of(handle);

    assert_true(i < HANDLES_MAX);
    assert_int_not_equal(handles[i].kind, KIND_CLOSED);
    if (handles[i].overlapped) assert_true(handles[i].is_set); /* else the system would set a closed event */
    handles[i].kind = KIND_CLOSED;
    if (fake_os.lock_holder == handle) fake_os.lock_holder = NULL;
    return TRUE;
}

static HANDLE WINAPI fake_CreateEventW(LPSECURITY_ATTRIBUTES security, BOOL manual, BOOL initial, LPCWSTR name)
{
    assert_null(security);
    assert_true(manual);
    assert_false(initial);
    assert_null(name);
    if (fake_os.has_no_events) {
        SetLastError(ERROR_NO_SYSTEM_RESOURCES);
        return NULL;
    }
    return new_handle(KIND_EVENT);
}

/* ---- requests ---- */

static void end_request(size_t event, DWORD error)
{
    const struct fake_step *step = &handles[event].step;

    handles[event].is_set = true;
    handles[event].overlapped->Internal = error;
    handles[event].overlapped->InternalHigh = 0;
    if (handles[event].kind == KIND_REQUEST) handles[event].kind = KIND_CLOSED;
    if (error) return;
    if (step->output) memcpy(handles[event].buffer, step->output, step->output_bytes);
    if (step->answer) step->answer(handles[event].buffer);
    handles[event].overlapped->InternalHigh = step->returned ? step->returned : step->output_bytes;
}

static bool is_on_stack(const void *address)
{
    MEMORY_BASIC_INFORMATION there = {0};
    MEMORY_BASIC_INFORMATION here = {0};

    return address && VirtualQuery(address, &there, sizeof there) && VirtualQuery(&here, &here, sizeof here) &&
           there.AllocationBase == here.AllocationBase;
}

static bool is_barred(HANDLE handle, DWORD code)
{
    return fake_os.lock_holder && fake_os.lock_holder != handle && (code == MCN_CONTROL || code == PASS_THROUGH_DIRECT);
}

/* What Windows answers whatever the script says; 0: what the script says. */
static DWORD error_by_rule(HANDLE handle, DWORD code)
{
    const wchar_t *path = handles[index_of(handle)].path;
    bool is_volume = wcsncmp(path, L"\\\\?\\Volume{", 11) == 0 || wcsncmp(path, L"\\\\.\\", 4) == 0;
    bool is_for_volume = code == LOCK_VOLUME || code == UNLOCK_VOLUME || code == DISMOUNT_VOLUME;

    if (is_barred(handle, code)) return ERROR_ACCESS_DENIED;
    if (fake_os.is_wine) return ERROR_SUCCESS;
    if (is_for_volume && !is_volume) return ERROR_INVALID_FUNCTION;
    return code == EXCLUSIVE_ACCESS && is_volume ? ERROR_INVALID_HANDLE : ERROR_SUCCESS;
}

/* request: CDROM_EXCLUSIVE_ACCESS.RequestType of a request that went well. */
static void keep_lock_holder(HANDLE handle, uint8_t request)
{
    if (request == 1) fake_os.lock_holder = handle;
    if (request == 2) fake_os.lock_holder = NULL;
}

static BOOL WINAPI fake_DeviceIoControl(HANDLE handle, DWORD code, LPVOID input, DWORD input_bytes, LPVOID output,
                                        DWORD output_bytes, LPDWORD returned, LPOVERLAPPED overlapped)
{
    struct fake_ioctl *record = &fake_os.ioctls[fake_os.ioctl_count];
    size_t file = index_of(handle);
    size_t event;

    assert_true(file < HANDLES_MAX && handles[file].kind == KIND_FILE);
    assert_true(fake_os.ioctl_count < FAKE_STEPS_MAX);
    assert_non_null(returned);
    assert_non_null(overlapped);
    /* Wine asks its server to set an event. */
    assert_int_equal(overlapped->hEvent == NULL, fake_os.is_wine);
    event = index_of(overlapped->hEvent ? overlapped->hEvent : new_handle(KIND_REQUEST));
    assert_true(event < HANDLES_MAX && handles[event].kind != KIND_FILE);

    fake_os.ioctl_count++;
    record->handle = handle;
    record->code = code;
    record->input_bytes = input_bytes;
    record->output_bytes = output_bytes;
    record->has_input = input != NULL;
    record->has_output = output != NULL;
    record->is_same_buffer = input == output;
    record->is_on_stack = is_on_stack(input) || is_on_stack(output) || is_on_stack(overlapped);
    record->has_event = overlapped->hEvent != NULL;
    assert_true(input_bytes <= FAKE_IOCTL_BYTES);
    if (input) memcpy(record->input, input, input_bytes);

    if (next_step == fake_os.step_count) {
        print_error("ioctl %08lx was not expected\n", (unsigned long)code);
        fail();
    }
    handles[event].step = fake_os.steps[next_step++];
    assert_int_equal(handles[event].step.code, code);
    assert_true(handles[event].step.output_bytes <= output_bytes);
    handles[event].overlapped = overlapped;
    handles[event].buffer = output;

    if (handles[event].step.way == FAKE_AT_ONCE) {
        DWORD error = error_by_rule(handle, code);

        if (!error) error = handles[event].step.error;
        if (!error && code == EXCLUSIVE_ACCESS) keep_lock_holder(handle, record->input[0]);
        fake_os.now_ms += handles[event].step.duration_ms;
        end_request(event, error);
        SetLastError(error);
        return error == 0;
    }
    handles[event].ends_ms = fake_os.now_ms + handles[event].step.duration_ms;
    overlapped->Internal = STATUS_PENDING;
    SetLastError(ERROR_IO_PENDING);
    return FALSE;
}

static DWORD WINAPI fake_WaitForSingleObject(HANDLE handle, DWORD ms)
{
    size_t event = index_of(handle);

    assert_true(event < HANDLES_MAX && handles[event].kind == KIND_EVENT);
    assert_true(ms != INFINITE);
    if (handles[event].is_set) return WAIT_OBJECT_0;
    if (ms) {
        assert_true(fake_os.wait_count < FAKE_STEPS_MAX);
        fake_os.waits_ms[fake_os.wait_count++] = ms;
    }
    if (handles[event].step.way == FAKE_PENDING && handles[event].ends_ms - fake_os.now_ms <= ms) {
        fake_os.now_ms = handles[event].ends_ms;
        end_request(event, handles[event].step.error);
        return WAIT_OBJECT_0;
    }
    fake_os.now_ms += ms;
    return WAIT_TIMEOUT;
}

static bool is_under_way(size_t i)
{
    return (handles[i].kind == KIND_EVENT || handles[i].kind == KIND_REQUEST) && handles[i].overlapped &&
           !handles[i].is_set;
}

static BOOL WINAPI fake_CancelIo(HANDLE handle)
{
    size_t i;

    assert_true(index_of(handle) < HANDLES_MAX);
    fake_os.cancel_count++;
    for (i = 0; i < HANDLES_MAX; i++) {
        if (is_under_way(i) && handles[i].step.way == FAKE_CANCELS) end_request(i, ERROR_OPERATION_ABORTED);
    }
    return TRUE;
}

void fake_os_finish_hanging(void)
{
    size_t i;

    for (i = 0; i < HANDLES_MAX; i++) {
        if (is_under_way(i)) end_request(i, handles[i].step.error);
    }
}

static BOOL WINAPI fake_GetOverlappedResult(HANDLE handle, LPOVERLAPPED overlapped, LPDWORD count, BOOL wait)
{
    assert_true(index_of(handle) < HANDLES_MAX);
    assert_false(wait);
    assert_int_not_equal(overlapped->Internal, STATUS_PENDING);
    if (overlapped->hEvent) assert_true(handles[index_of(overlapped->hEvent)].is_set);
    *count = (DWORD)overlapped->InternalHigh;
    SetLastError((DWORD)overlapped->Internal);
    return overlapped->Internal == 0;
}

/* ---- time ---- */

static DWORD WINAPI fake_GetTickCount(void)
{
    return fake_os.now_ms;
}

static void WINAPI fake_Sleep(DWORD ms)
{
    /* Early by a part of a step, as Sleep is. */
    DWORD passed = ms > 10 ? ms - 10 : 1;

    size_t i;

    fake_os.slept_ms += passed;
    fake_os.now_ms += passed;
    for (i = 0; i < HANDLES_MAX; i++) {
        if (handles[i].kind == KIND_REQUEST && handles[i].step.way == FAKE_PENDING &&
            (int32_t)(fake_os.now_ms - handles[i].ends_ms) >= 0)
            end_request(i, handles[i].step.error);
    }
}

/* ---- names and volumes ---- */

static DWORD WINAPI fake_GetLogicalDrives(void)
{
    if (fake_os.letters_error) SetLastError(fake_os.letters_error);
    return fake_os.letters_error ? 0 : fake_os.letters;
}

static UINT WINAPI fake_GetDriveTypeW(LPCWSTR root)
{
    assert_int_equal(wcslen(root), 3);
    assert_true(root[0] >= L'A' && root[0] <= L'Z' && root[1] == L':' && root[2] == L'\\');
    return fake_os.drive_types[root[0] - L'A'];
}

static DWORD WINAPI fake_GetFileAttributesW(LPCWSTR path)
{
    DWORD error;

    assert_int_equal(wcslen(path), 6);
    assert_memory_equal(path, L"\\\\.\\", 8);
    assert_true(path[4] >= L'A' && path[4] <= L'Z' && path[5] == L':');
    error = fake_os.letter_errors[path[4] - L'A'];
    if (error) SetLastError(error);
    return error ? INVALID_FILE_ATTRIBUTES : FILE_ATTRIBUTE_ARCHIVE;
}

static DWORD WINAPI fake_QueryDosDeviceW(LPCWSTR name, LPWSTR target, DWORD chars)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(fake_os.dos_names) && fake_os.dos_names[i][0]; i++) {
        size_t length = wcslen(fake_os.dos_names[i][1]);

        if (_wcsicmp(name, fake_os.dos_names[i][0])) continue;
        if (length + 2 > chars) {
            SetLastError(ERROR_INSUFFICIENT_BUFFER);
            return 0;
        }
        memcpy(target, fake_os.dos_names[i][1], (length + 1) * sizeof *target);
        target[length + 1] = L'\0';
        return (DWORD)length + 2;
    }
    SetLastError(ERROR_FILE_NOT_FOUND);
    return 0;
}

static BOOL WINAPI fake_GetVolumeNameForVolumeMountPointW(LPCWSTR root, LPWSTR name, DWORD chars)
{
    wcsncpy(fake_os.last_root, root, ARRAYSIZE(fake_os.last_root) - 1);
    if (!fake_os.volume_name || wcslen(fake_os.volume_name) >= chars) {
        SetLastError(fake_os.volume_name ? ERROR_FILENAME_EXCED_RANGE : fake_os.volume_error);
        return FALSE;
    }
    wcscpy(name, fake_os.volume_name);
    return TRUE;
}

static BOOL WINAPI fake_GetVolumePathNamesForVolumeNameW(LPCWSTR volume, LPWSTR names, DWORD chars, PDWORD needed)
{
    fake_os.path_names_calls++;
    assert_int_equal(wcscmp(volume, fake_os.volume_name), 0);
    if (fake_os.path_names_grow) {
        fake_os.path_names_grow--;
        *needed = chars + 1;
        SetLastError(ERROR_MORE_DATA);
        return FALSE;
    }
    *needed = fake_os.path_names_chars;
    if (fake_os.path_names_chars > chars) {
        SetLastError(ERROR_MORE_DATA);
        return FALSE;
    }
    memcpy(names, fake_os.path_names, fake_os.path_names_chars * sizeof *names);
    return TRUE;
}

/* ---- device interfaces ---- */

static const GUID cdrom = {0x53F56308, 0xB6BF, 0x11D0, {0x94, 0xF2, 0x00, 0xA0, 0xC9, 0x1E, 0xFB, 0x8B}};

static HDEVINFO WINAPI fake_SetupDiGetClassDevsW(const GUID *class, PCWSTR enumerator, HWND window, DWORD flags)
{
    assert_memory_equal(class, &cdrom, 16);
    assert_null(enumerator);
    assert_null(window);
    assert_int_equal(flags, 0x12); /* DIGCF_PRESENT | DIGCF_DEVICEINTERFACE */
    if (fake_os.class_error) {
        SetLastError(fake_os.class_error);
        return INVALID_HANDLE_VALUE;
    }
    is_set_open = true;
    return (HDEVINFO)(uintptr_t)CLASS_SET;
}

static BOOL WINAPI fake_SetupDiEnumDeviceInterfaces(HDEVINFO set, PSP_DEVINFO_DATA device, const GUID *class,
                                                    DWORD index, PSP_DEVICE_INTERFACE_DATA data)
{
    assert_ptr_equal(set, (HDEVINFO)(uintptr_t)CLASS_SET);
    assert_null(device);
    assert_memory_equal(class, &cdrom, 16);
    assert_int_equal(data->cbSize, sizeof(void *) == 8 ? 32 : 28);
    if (fake_os.enum_error && index == fake_os.enum_error_at) {
        SetLastError(fake_os.enum_error);
        return FALSE;
    }
    if (index >= FAKE_INTERFACES_MAX || !fake_os.interfaces[index]) {
        SetLastError(ERROR_NO_MORE_ITEMS);
        return FALSE;
    }
    data->Reserved = index;
    return TRUE;
}

static BOOL WINAPI fake_SetupDiGetDeviceInterfaceDetailW(HDEVINFO set, PSP_DEVICE_INTERFACE_DATA data,
                                                         PSP_DEVICE_INTERFACE_DETAIL_DATA_W detail, DWORD bytes,
                                                         PDWORD needed, PSP_DEVINFO_DATA device)
{
    const wchar_t *path = fake_os.interfaces[data->Reserved];
    DWORD size = 4 + ((DWORD)wcslen(path) + 1) * 2;

    assert_ptr_equal(set, (HDEVINFO)(uintptr_t)CLASS_SET);
    assert_null(device);
    if (!detail) {
        assert_int_equal(bytes, 0);
        if (fake_os.size_error) {
            SetLastError(fake_os.size_error);
            return FALSE;
        }
        *needed = size;
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        return FALSE;
    }
    /* DWORD and WCHAR[1], packed in 32-bit programs. */
    assert_int_equal(detail->cbSize, sizeof(void *) == 8 ? 8 : 6);
    assert_true(bytes >= size);
    if (fake_os.detail_error) {
        SetLastError(fake_os.detail_error);
        return FALSE;
    }
    memcpy((uint8_t *)detail + 4, path, size - 4);
    return TRUE;
}

static BOOL WINAPI fake_SetupDiDestroyDeviceInfoList(HDEVINFO set)
{
    assert_ptr_equal(set, (HDEVINFO)(uintptr_t)CLASS_SET);
    assert_true(is_set_open);
    is_set_open = false;
    return TRUE;
}

/* Instead of src/win32/setup_api.c. */
bool setup_api_bind(struct setup_api *api)
{
    if (fake_os.setup_api_error) {
        SetLastError(fake_os.setup_api_error);
        return false;
    }
    *api = (struct setup_api){fake_SetupDiGetClassDevsW, fake_SetupDiEnumDeviceInterfaces,
                              fake_SetupDiGetDeviceInterfaceDetailW, fake_SetupDiDestroyDeviceInfoList};
    return true;
}

/* ---- instead of src/os/wine.c ---- */

bool os_is_wine(void)
{
    return fake_os.is_wine;
}

bool os_wine_name_of(HANDLE handle, wchar_t name[OS_WINE_NAME_CHARS])
{
    size_t file = index_of(handle);
    size_t i;

    assert_true(file < HANDLES_MAX && handles[file].kind == KIND_FILE);
    name[0] = L'\0';
    for (i = 0; i < ARRAYSIZE(fake_os.wine_names) && fake_os.wine_names[i][0]; i++) {
        if (!wcscmp(fake_os.wine_names[i][0], handles[file].path)) wcscpy(name, fake_os.wine_names[i][1]);
    }
    return name[0] != L'\0';
}

static long WINAPI fake_BroadcastSystemMessageW(DWORD flags, LPDWORD recipients, UINT message, WPARAM event,
                                                LPARAM volume)
{
    struct fake_broadcast *record = &fake_os.broadcasts[fake_os.broadcast_count];

    assert_true(fake_os.broadcast_count < FAKE_BROADCASTS_MAX);
    fake_os.broadcast_count++;
    record->flags = flags;
    record->recipients = *recipients;
    record->message = message;
    record->event = event;
    memcpy(&record->volume, (const void *)volume, sizeof record->volume);
    return 1;
}

/* The pointers through which a program calls a DLL. argument_bytes: of the 32-bit function, as its decorated name says.
 */
#ifdef _WIN64
#define IMPORT(name, argument_bytes) void *const import_of_##name __asm__("__imp_" #name) = (void *)fake_##name
#else
#define IMPORT(name, argument_bytes)                                                                                   \
    void *const import_of_##name __asm__("__imp__" #name "@" #argument_bytes) = (void *)fake_##name
#endif

/* clang-format off */
IMPORT(BroadcastSystemMessageW, 20);
IMPORT(CancelIo, 4);
IMPORT(CloseHandle, 4);
IMPORT(CreateEventW, 16);
IMPORT(CreateFileW, 28);
IMPORT(DeviceIoControl, 32);
IMPORT(GetDriveTypeW, 4);
IMPORT(GetFileAttributesW, 4);
IMPORT(GetLogicalDrives, 0);
IMPORT(GetOverlappedResult, 16);
IMPORT(GetTickCount, 0);
IMPORT(GetVolumeNameForVolumeMountPointW, 12);
IMPORT(GetVolumePathNamesForVolumeNameW, 16);
IMPORT(QueryDosDeviceW, 12);
IMPORT(ReadFile, 20);
IMPORT(Sleep, 4);
IMPORT(WaitForSingleObject, 8);
/* clang-format on */
