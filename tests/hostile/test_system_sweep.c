/* Each call to the operating system that each method of each object makes fails once: registry, files, locks, type
 * library, COM; on the way to a virtual recorder, or, where OPENIMAPI2_SGDRIVE is set (tools/parts/sgio), to a drive
 * behind Wine's own pass-through: enumeration, opening, the requests of DeviceIoControl, volumes, the lock file.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "com/com_fixture.h"
#include "com/face_fixture.h"
#include "com/module.h"
#include "com/virtual_recorders.h"
#include "dll/imapi2/devices.h"
#include "hostile/ole_heap.h"
#include "hostile/os_fault.h"
#include "hostile/sweep.h"

#define NAME L"hostile"

static char id[DEVICE_ID_SIZE];

struct way {
    const char *name;
    DWORD error;
};

static const struct way ways[] = {
    {"access denied", ERROR_ACCESS_DENIED},
    {"no resources", ERROR_NO_SYSTEM_RESOURCES},
};
static const struct way no_resources = {"no resources", ERROR_NO_SYSTEM_RESOURCES};

/* A recorder that this user may not read is none: the list goes on without it. And a recorder that cannot be opened
 * answers the question whether one can.
 */
static bool is_list(const struct way *way, const struct surface_method *method)
{
    if (strcmp(method->name, "get_IsSupportedEnvironment") == 0) return true;
    /* A lock file that may not even be looked at bars nobody: else whoever makes one could bar the drive for ever. */
    if (way->error == ERROR_ACCESS_DENIED && strcmp(method->name, "get_ExclusiveAccessOwner") == 0) return true;
    return way->error == ERROR_ACCESS_DENIED &&
           (strcmp(method->name, "get_Count") == 0 || strcmp(method->name, "get_Item") == 0 ||
            strcmp(method->name, "get__NewEnum") == 0 || strcmp(method->name, "Advise") == 0);
}

enum behind { EITHER, VIRTUAL, REAL, IMAGE };

static bool has_image; /* in the virtual recorder */

/* Calls that may fail without a word, since the method knows what to do without them. All others must show. */
static const struct quiet_row {
    const char *function; /* as os_fault_function says */
    const char *method;   /* NULL: any */
    DWORD error;          /* 0: any */
    enum behind behind;
    bool changes; /* what comes out */
    const char *why;
} quiet_rows[] = {
    {"GetDriveTypeW", NULL, 0, EITHER, true, "it cannot say why: what it does not know is no CD-ROM drive"},
    {"GetFileAttributesW", NULL, 0, VIRTUAL, false, "the folder is made then, and found there"},
    {"GetFileAttributesW", NULL, 0, REAL, false, "the device of the letter may be there then"},
    {"CreateFileW", "InitializeDiscRecorder", 0, IMAGE, false, "opened by the next command then"},
    {"GetFileType", "InitializeDiscRecorder", 0, IMAGE, false, "likewise"},
    {"GetFileInformationByHandle", "InitializeDiscRecorder", 0, IMAGE, false, "likewise"},
    {"GetFileSizeEx", "InitializeDiscRecorder", 0, IMAGE, false, "likewise"},
    {"DeviceIoControl FSCTL_SET_SPARSE", NULL, 0, VIRTUAL, false, "then the disc's file takes what it takes"},
    {"QueryDosDeviceW", "get_LegacyDeviceNumber", 0, VIRTUAL, false, "one of 64 names; the others tell"},
    {"ReadFile", "InitializeDiscRecorder", 0, VIRTUAL, false, "is it unplugged? Every command asks again"},
    {"ReadFile", "AcquireExclusiveAccess", 0, EITHER, false, "did the last owner die? Its tray stays locked then"},
    {"ReadFile", "get_ExclusiveAccessOwner", 0, EITHER, false, "the name is read once more"},
    {"CreateFileW", "AcquireExclusiveAccess", 0, REAL, false, "is it mounted? Where nobody can tell, it is taken"},
    {"GetProcessTimes", "AcquireExclusiveAccess", 0, EITHER, false, "should this owner die, its tray stays locked"},
    {"WriteFile", "ReleaseExclusiveAccess", 0, EITHER, false, "the lock decides who has the drive, not the record"},
    {"CreateFileW", NULL, ERROR_ACCESS_DENIED, EITHER, false,
     "a lock file that may not be looked at bars nobody; a drive that may not be written to is opened for reading"},
    {"GetFileType", NULL, ERROR_ACCESS_DENIED, EITHER, false, "likewise"},
    {"GetFileInformationByHandle", NULL, ERROR_ACCESS_DENIED, EITHER, false, "likewise"},
    {"CreateFileMappingW", "InitializeDiscRecorder", 0, EITHER, false,
     "who cannot claim a drive looks at the lock files, and cannot lock"},
    {"MapViewOfFile", "InitializeDiscRecorder", 0, EITHER, false, "likewise"},
    {"CreateEventW", "InitializeDiscRecorder", 0, REAL, false, "for want of an event, as the next one"},
    {"CreateEventW", NULL, 0, VIRTUAL, false, "without a notification the settings are read at each command"},
    {"RegNotifyChangeKeyValue", NULL, 0, VIRTUAL, false, "likewise"},
    {"DeviceIoControl IOCTL_STORAGE_QUERY_PROPERTY", "InitializeDiscRecorder", 0, REAL, false,
     "how much is moved at once? As much as every adapter takes"},
    {"DeviceIoControl IOCTL_CDROM_EXCLUSIVE_ACCESS", "InitializeDiscRecorder", ERROR_ACCESS_DENIED, REAL, false,
     "so there is such a driver"},
};

static bool is_there(enum behind behind)
{
    switch (behind) {
    case VIRTUAL:
        return !face_is_there();
    case REAL:
        return face_is_there();
    case IMAGE:
        return has_image;
    default:
        return true;
    }
}

/* The row for what has failed, NULL: none. */
static const struct quiet_row *quiet_row(const struct way *way, const struct surface_method *method)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(quiet_rows); i++) {
        const struct quiet_row *row = &quiet_rows[i];

        if (strcmp(row->function, os_fault_function()) == 0 && (!row->method || !strcmp(row->method, method->name)) &&
            (!row->error || row->error == way->error) && is_there(row->behind)) {
            return row;
        }
    }
    return NULL;
}

static bool allows_other(void *context, const struct surface_method *method, const struct surface_result *broken,
                         const struct surface_result *unbroken)
{
    const struct quiet_row *row = quiet_row(context, method);

    (void)broken, (void)unbroken;
    return is_list(context, method) || (row && row->changes);
}

static bool is_remembered(void *context, const struct surface_method *method)
{
    const struct quiet_row *row = quiet_row(context, method);

    return is_list(context, method) || (row && row->changes);
}

static bool must_show(void *context, const struct surface_method *method)
{
    return !is_list(context, method) && !quiet_row(context, method);
}

static void set(void *context, long nth)
{
    const struct way *way = context;

    os_fault_set(nth, way->error);
}

enum { FUNCTIONS_MAX = 80 };

/* The functions that have failed, and how often. */
static struct {
    const char *name;
    unsigned long points;
} functions[FUNCTIONS_MAX];

static void count_function(const char *name)
{
    size_t i;

    for (i = 0; i < FUNCTIONS_MAX && functions[i].name && strcmp(functions[i].name, name) != 0; i++)
        continue;
    assert_true(i < FUNCTIONS_MAX);
    functions[i].name = name;
    functions[i].points++;
}

/* Those without which the way to a drive has not been swept. */
static const char *const functions_of_any[] = {
    "CoCreateFreeThreadedMarshaler",
    "CoCreateInstance",
    "CreateEventW",
    "CreateFileW",
    "CreateThread",
    "GetDriveTypeW",
    "GetLogicalDrives",
    "InitializeCriticalSectionAndSpinCount",
    "LockFileEx",
    "QueryDosDeviceW",
    "ReadFile",
    "RegOpenKeyExW",
    "RegQueryValueExW",
    "SafeArrayAccessData",
    "SetupDiEnumDeviceInterfaces",
    "SetupDiGetClassDevsW",
    "WriteFile",
};
static const char *const functions_of_virtual[] = {
    "GetFileAttributesW", "GetFileInformationByHandle", "GetFileType", "GetTokenInformation",
    "RegEnumKeyExW",      "SetFilePointerEx",
};
static const char *const functions_of_real[] = {
    "DeviceIoControl IOCTL_CDROM_EXCLUSIVE_ACCESS",
    "DeviceIoControl IOCTL_SCSI_PASS_THROUGH_DIRECT",
    "DeviceIoControl IOCTL_STORAGE_MCN_CONTROL",
    "DeviceIoControl IOCTL_STORAGE_QUERY_PROPERTY",
    "GetOverlappedResult",
    "GetVolumeNameForVolumeMountPointW",
    "GetVolumePathNamesForVolumeNameW",
};

static void assert_have_failed(const char *const *names, size_t count)
{
    size_t i, j;

    for (i = 0; i < count; i++) {
        for (j = 0; j < FUNCTIONS_MAX && functions[j].name && strcmp(functions[j].name, names[i]) != 0; j++)
            continue;
        if (j < FUNCTIONS_MAX && functions[j].name) continue;
        print_error("%s has never failed\n", names[i]);
        sweep_add_violation();
    }
}

static bool has_failed(void *context)
{
    (void)context;
    if (os_fault_has_hit()) count_function(os_fault_function());
    return os_fault_has_hit();
}

static const char *where(void *context)
{
    (void)context;
    return os_fault_function();
}

/* A file that the caller names: what the system says of it; what is not known to be a disk's file is none. */
static bool is_of_a_file(const struct way *way, HRESULT hr)
{
    if (strcmp(os_fault_function(), "GetFileType") == 0) return hr == HRESULT_FROM_WIN32(ERROR_BAD_FILE_TYPE);
    return hr == HRESULT_FROM_WIN32(way->error);
}

/* Codes that the return values page and the methods' pages know for a system that fails. */
static bool allows(void *context, const struct surface_method *method, const struct surface_result *broken,
                   const struct surface_result *unbroken)
{
    bool is_other = allows_other(context, method, broken, unbroken);

    if (is_other && (broken->hr == E_INVALIDARG || broken->hr == HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND))) {
        return true; /* no Item(0), no such drive */
    }
    /* A block of the image that cannot be read: the sense says so. */
    if (strncmp(method->name, "SendCommand", 11) == 0 && broken->hr == 0x00AA0200 &&
        (strcmp(os_fault_function(), "ReadFile") == 0 || strcmp(os_fault_function(), "SetFilePointerEx") == 0)) {
        return true;
    }
    if (strncmp(method->name, "Load", 4) == 0 && is_of_a_file(context, broken->hr)) return true;
    switch (broken->hr) {
    case E_FAIL:
    case E_OUTOFMEMORY:
    case E_ACCESSDENIED:
    case E_IMAPI_RECORDER_COMMAND_TIMEOUT:
        return true;
    default:
        return broken->hr == HRESULT_FROM_WIN32(ERROR_DEV_NOT_EXIST);
    }
}

struct system {
    struct device_source *source;
    const struct base_clock *clock;
    long handles;
    const char *owner; /* who has exclusive access all the while, "" for nobody */
};

/* The drive is as new: closed, empty, nothing pending. */
static void refresh(void *context)
{
    struct system *system = context;

    if (!system->owner[0]) virtual_forget_state(NAME); /* else the other one has it open */
    system->handles = os_fault_open_handles();
}

static void check(void *context, const char *place)
{
    struct system *system = context;
    struct drive_failure failure;
    char owner[DRIVE_HOLDER_SIZE];
    struct device *device;

    if (os_fault_open_handles() != system->handles) {
        print_error("%s: %ld handles are left open after a failed %s\n", place,
                    os_fault_open_handles() - system->handles, os_fault_function());
        system->handles = os_fault_open_handles();
        sweep_add_violation();
    }
    if (!strstr(place, "holding") && !strstr(place, "Exclusive")) return; /* has not touched it */
    assert_int_equal(system->source->ops->open(system->source, id, &device, &failure), DRIVE_OK);
    assert_int_equal(device->host->ops->get_owner(device->host, owner, &failure), DRIVE_OK);
    device_close(device);
    if (strcmp(owner, system->owner) != 0) fail_msg("%s: exclusive access is held by \"%s\"", place, owner);
}

/* when: for the message. */
static void sweep(struct system *system, const char *when, enum hostile_depth depth, const struct way *way,
                  size_t way_count)
{
    struct sweep_fault faults[ARRAYSIZE(ways)];
    struct sweep_counts counts = {0, 0};
    struct sweep_world world;
    size_t i;

    for (i = 0; i < way_count; i++) {
        struct sweep_fault fault = {.name = way[i].name,
                                    .set = set,
                                    .has_failed = has_failed,
                                    .allows = allows,
                                    .where = where,
                                    .allows_other = allows_other,
                                    .must_show = must_show,
                                    .is_remembered = is_remembered,
                                    .may_lack_text = true,
                                    .context = (void *)(uintptr_t)&way[i]};

        faults[i] = fault;
    }
    world = (struct sweep_world){
        system->source, system->clock, refresh, check, system, true, system->owner[0] ? "holding" : NULL, depth};
    sweep_all(&world, faults, way_count, false, &counts);
    print_message("[ sweep    ] system calls on the way to a %s drive%s: %lu points (in %u ways) in %lu methods\n",
                  face_is_there() ? "real" : "virtual", when, counts.points, (unsigned)way_count, counts.methods);
    assert_int_equal(sweep_take_violations(), 0);
    assert_true(counts.points > 100);
}

static int setup(void **state)
{
    const struct imapi2_environment *environment;
    static struct system system;

    virtual_add(NAME, L"bd-r");
    com_module_add();
    system.owner = "";
    *state = &system;
    if (FAILED(devices_get(&environment))) return 1;
    system.source = environment->devices;
    system.clock = environment->clock;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    has_image = false;
    com_module_release();
    virtual_remove(NAME);
    return 0;
}

static bool pass_over(void *context, const char *name)
{
    (void)context, (void)name;
    return true;
}

/* Once in a process: the first case, before anything is listed. */
static void first_list__binding_SetupAPI_fails__is_told_and_tried_again(void **state)
{
    static const char *const names[] = {"GetSystemDirectoryW", "LoadLibraryExW", "GetProcAddress"};
    struct system *system = *state;
    bool has_failed_there[ARRAYSIZE(names)] = {false};
    struct drive_failure failure;
    enum drive_status status;
    long nth = 0;
    size_t i;

    do {
        os_fault_set(++nth, ERROR_NO_SYSTEM_RESOURCES);
        status = system->source->ops->list(system->source, pass_over, NULL, &failure);
        os_fault_set(0, 0);
        for (i = 0; i < ARRAYSIZE(names) && os_fault_has_hit(); i++) {
            if (strcmp(os_fault_function(), names[i]) != 0) continue;
            has_failed_there[i] = true;
            assert_int_equal(status, DRIVE_NO_MEMORY);
            assert_int_equal(failure.system_error, ERROR_NO_SYSTEM_RESOURCES);
        }
    } while (os_fault_has_hit());
    assert_int_equal(status, DRIVE_OK);
    for (i = 0; i < ARRAYSIZE(names); i++)
        assert_true(has_failed_there[i]);
}

static void each_system_call__fails__is_told_and_nothing_is_left(void **state)
{
    size_t i;

    memset(functions, 0, sizeof functions);
    sweep(*state, "", HOSTILE_GIVEN_OUT_BY_NEW, ways, ARRAYSIZE(ways));
    for (i = 0; i < FUNCTIONS_MAX && functions[i].name; i++)
        print_message("%s: %lu\n", functions[i].name, functions[i].points);
    assert_have_failed(functions_of_any, ARRAYSIZE(functions_of_any));
    if (face_is_there()) {
        assert_have_failed(functions_of_real, ARRAYSIZE(functions_of_real));
    } else {
        assert_have_failed(functions_of_virtual, ARRAYSIZE(functions_of_virtual));
    }
    assert_int_equal(sweep_take_violations(), 0);
}

/* The image of a pressed disc, whose file may fail as any other. */
static void each_system_call__fails_with_an_image__is_told_and_nothing_is_left(void **state)
{
    static const uint8_t block[2048] = {0x42, 0x5A, [2046] = 0x49, 0x4D};
    WCHAR path[MAX_PATH];
    HANDLE file;
    DWORD count;
    int i;

    assert_true(GetTempPathW(ARRAYSIZE(path) - 32, path) != 0);
    lstrcatW(path, L"openimapi2-hostile.iso");
    file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
    for (i = 0; i < 20; i++)
        assert_true(WriteFile(file, block, sizeof block, &count, NULL) && count == sizeof block);
    CloseHandle(file);
    virtual_add_image(NAME, path);
    has_image = true;
    sweep(*state, " with an image", HOSTILE_CLASSES_ALONE, &no_resources, 1);
    assert_true(DeleteFileW(path));
}

/* Nothing that fails lets a command through to a drive that is somebody else's. */
static void each_system_call__fails_while_another_has_the_drive__it_stays_theirs(void **state)
{
    struct system *system = *state;
    struct drive_failure failure;
    struct device *device;

    system->owner = "The other one";
    assert_int_equal(system->source->ops->open(system->source, id, &device, &failure), DRIVE_OK);
    assert_int_equal(device->ops->acquire_exclusive(device, false, system->owner, &failure), DRIVE_OK);
    sweep(system, " while another has exclusive access", HOSTILE_CLASSES_ALONE, &no_resources, 1);
    device_close(device);
}

static int begin(void **state)
{
    HKEY own_registry;

    if (hostile_begin(state)) return 1;
    surface_recorder_id = virtual_id(NAME);
    WideCharToMultiByte(CP_ACP, 0, surface_recorder_id, -1, id, sizeof id, NULL, NULL);
    /* A registry of this program's own, so that recorders that other tests add and remove do not show. */
    assert_int_equal(RegCreateKeyExW(HKEY_CURRENT_USER, L"Software\\OpenIMAPI2-system-sweep", 0, NULL, 0,
                                     KEY_ALL_ACCESS, NULL, &own_registry, NULL),
                     0);
    assert_int_equal(RegOverridePredefKey(HKEY_CURRENT_USER, own_registry), 0);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(first_list__binding_SetupAPI_fails__is_told_and_tried_again, setup, teardown),
        cmocka_unit_test_setup_teardown(each_system_call__fails__is_told_and_nothing_is_left, setup, teardown),
        cmocka_unit_test_setup_teardown(each_system_call__fails_while_another_has_the_drive__it_stays_theirs, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(each_system_call__fails_with_an_image__is_told_and_nothing_is_left, setup,
                                        teardown),
    };

    /* The last one is of virtual recorders alone. */
    return _cmocka_run_group_tests("system_sweep", tests, ARRAYSIZE(tests) - face_is_there(), begin, hostile_end);
}
