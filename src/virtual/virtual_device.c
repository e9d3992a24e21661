/* An open virtual recorder: each command takes the lock, loads the state, runs the simulator, and saves the state. */
#include "virtual/virtual_device.h"

#include <string.h>
#include <wchar.h>

#include "base/alloc.h"
#include "sim/sim_disc.h"
#include "sim/sim_drive.h"
#include "virtual/image_store.h"
#include "virtual/recorder_id.h"
#include "os/secure_path.h"
#include "virtual/state_file.h"
#include "os/exclusive_guard.h"
#include "os/exclusive_lock.h"
#include "os/system_clock.h"
#include "os/system_error.h"
#include "os/utf.h"

enum { MAX_TRANSFER_BYTES = 65536, STATE_TIMEOUT_MS = 7000 };

struct virtual_device {
    struct device base;
    struct scsi_transport transport;
    struct drive_host host;
    CRITICAL_SECTION section; /* over what follows, for one command; never while one waits or sleeps */
    struct virtual_settings *settings;
    struct image_store image;
    HANDLE state_file;
    struct state_memory memory; /* of the state file */
    /* Not changed after opening. */
    struct exclusive_lock *lock;
    virtual_first_number first_number;
    void *context;
};

static struct virtual_device *device_from(struct device *base)
{
    return CONTAINING_RECORD(base, struct virtual_device, base);
}

static struct virtual_device *device_from_transport(struct scsi_transport *transport)
{
    return CONTAINING_RECORD(transport, struct virtual_device, transport);
}

static struct virtual_device *device_from_host(struct drive_host *host)
{
    return CONTAINING_RECORD(host, struct virtual_device, host);
}

/* ---- state ---- */

bool virtual_device_is_gone(const struct virtual_values *settings)
{
    struct sim_record record;
    bool gone = false;
    HANDLE file;

    if (!settings->fault_count || state_file_open(settings->folder, false, &file) != ERROR_SUCCESS) return false;
    if (state_file_lock(file, STATE_TIMEOUT_MS) == ERROR_SUCCESS) {
        gone = state_file_load(file, &record) == ERROR_SUCCESS && record.state.gone &&
               record.fault_serial == settings->fault_serial;
        state_file_unlock(file);
    }
    CloseHandle(file);
    return gone;
}

/* ---- commands ---- */

/* The drive was sent the command, and no answer comes. */
static void lose_reply(const struct scsi_command *command, struct scsi_reply *reply, enum scsi_failure failure,
                       DWORD error)
{
    scsi_clear_data_in(command);
    memset(reply, 0, sizeof *reply);
    reply->outcome = SCSI_LOST;
    reply->failure = failure;
    reply->system_error = error;
}

static uint64_t now_ms(void)
{
    const struct base_clock *clock = system_clock_peek();

    return clock->now_ms(clock);
}

/* What holds the blocks of the medium that the settings name: the image, or the recordable disc's file. An image that
 * cannot be opened is a disc that cannot be read; without the file of a recordable disc no command is executed, since
 * what was burned would read as zeros. A disc that is new to the recorder has no file yet.
 */
static DWORD open_medium(struct virtual_device *device)
{
    const struct virtual_values *settings = virtual_settings_peek(device->settings);
    const struct sim_record *record = &device->memory.record;
    bool is_new = !record->sequence || record->media_serial != settings->media_serial || !record->disc.count;
    struct sim_disc disc;
    wchar_t *path;
    DWORD error;

    if (!sim_disc_blank(settings->medium, &disc)) {
        image_store_open(&device->image, settings->image);
        return ERROR_SUCCESS;
    }
    path = virtual_settings_take_disc_path(settings);
    error = path ? image_store_open_disc(&device->image, path, sim_disc_capacity_max(&disc), is_new)
                 : ERROR_NOT_ENOUGH_MEMORY;
    base_free(path);
    /* Not the recorder: its disc. */
    return error == ERROR_FILE_NOT_FOUND ? ERROR_DISK_CORRUPT : error;
}

/* State, settings and medium, as they are now; in this order, and under the lock of the state: a command that waited
 * for the lock must not bring back a medium that another process has seen changed.
 */
static DWORD refresh(struct virtual_device *device)
{
    bool media_changed, faults_changed;
    DWORD error = state_file_refresh(device->state_file, &device->memory), medium_error = ERROR_SUCCESS;

    if (error) return error;
    error = virtual_settings_refresh(device->settings, &media_changed, &faults_changed);
    /* Also when the faults could not be read: the next refresh does not tell of this medium again. A file that could
     * not be opened is tried again.
     */
    if (media_changed || !image_store_is_open(&device->image)) medium_error = open_medium(device);
    return error ? error : medium_error;
}

/* One command, from the settings as they are now to a state that is stored. */
static void execute_locked(struct virtual_device *device, const struct scsi_command *command, struct scsi_reply *reply,
                           struct sim_outcome *outcome)
{
    const struct virtual_values *settings = virtual_settings_peek(device->settings);
    struct sim_record record = device->memory.record;
    struct sim_drive drive = {
        .state = &record.state,
        .identity = &settings->identity,
        .store = &device->image.store,
        .faults = settings->faults,
        .fault_count = settings->fault_count,
        .disc = &record.disc,
        .options = settings->options,
        .now_ms = now_ms(),
    };
    DWORD error = ERROR_SUCCESS;

    sim_record_follow(&record, settings->medium, settings->media_serial, settings->fault_serial);
    sim_drive_execute(&drive, command, reply, outcome);
    if (!record.sequence || !sim_record_equals(&device->memory.record, &record))
        error = state_file_keep(device->state_file, &device->memory, &record);
    if (!error) return;
    /* It was executed, and nobody will know: as if the drive had lost it. */
    lose_reply(command, reply, SCSI_FAILURE_OTHER, error);
}

/* The section, and the state file in it; neither on failure. Who waits for another process leaves the section, so that
 * each command of this object waits no longer than it was told.
 */
static DWORD enter_state(struct virtual_device *device, uint32_t timeout_ms)
{
    DWORD start = GetTickCount();
    DWORD error;

    for (;;) {
        EnterCriticalSection(&device->section);
        error = state_file_lock(device->state_file, 0);
        if (!error) return ERROR_SUCCESS;
        LeaveCriticalSection(&device->section);
        if (error != ERROR_LOCK_VIOLATION || GetTickCount() - start >= timeout_ms) return error;
        Sleep(STATE_FILE_PAUSE_MS);
    }
}

static void leave_state(struct virtual_device *device)
{
    state_file_unlock(device->state_file);
    LeaveCriticalSection(&device->section);
}

static void execute_now(struct virtual_device *device, const struct scsi_command *command, struct scsi_reply *reply,
                        struct sim_outcome *outcome)
{
    DWORD error = enter_state(device, command->timeout_ms);

    if (error) {
        scsi_reply_not_sent(command, reply, error == ERROR_LOCK_VIOLATION ? SCSI_FAILURE_TIMEOUT : SCSI_FAILURE_OTHER,
                            error);
        return;
    }
    error = refresh(device);
    if (error)
        os_reply_not_sent(command, reply, error);
    else
        execute_locked(device, command, reply, outcome);
    leave_state(device);
}

/* What takes longer than its deadline is lost at the deadline. */
static void wait_for_reply(const struct scsi_command *command, const struct sim_outcome *outcome,
                           struct scsi_reply *reply)
{
    bool late = outcome->hangs || outcome->delay_ms > command->timeout_ms;

    Sleep(late ? command->timeout_ms : outcome->delay_ms);
    if (!late) return;
    lose_reply(command, reply, SCSI_FAILURE_TIMEOUT, 0);
}

static void transport_execute(struct scsi_transport *transport, const struct scsi_command *command,
                              struct scsi_reply *reply)
{
    struct virtual_device *device = device_from_transport(transport);
    struct sim_outcome outcome = {0, false};

    if (command->requested_bytes > MAX_TRANSFER_BYTES) {
        scsi_reply_not_sent(command, reply, SCSI_FAILURE_TOO_LONG, 0);
        return;
    }
    if (!exclusive_guard_admits(device->lock, command, reply)) return;
    execute_now(device, command, reply, &outcome);
    if (outcome.hangs || outcome.delay_ms) wait_for_reply(command, &outcome, reply);
    exclusive_guard_note(device->lock, command, reply);
}

static void transport_get_limits(struct scsi_transport *transport, struct scsi_limits *limits)
{
    (void)transport;
    limits->max_transfer_bytes = MAX_TRANSFER_BYTES;
    limits->max_unaligned_transfer_bytes = MAX_TRANSFER_BYTES;
    limits->alignment_mask = 0;
}

/* ---- what the system would know ---- */

struct search {
    const wchar_t *name;
    uint32_t index;
    bool found;
};

static bool count_until(void *context, const wchar_t *name)
{
    struct search *search = context;

    search->found = _wcsicmp(name, search->name) == 0;
    if (!search->found) search->index++;
    return !search->found;
}

static enum drive_status device_get_number(struct device *base, uint32_t *number, struct drive_failure *failure)
{
    struct virtual_device *device = device_from(base);
    struct search search = {virtual_settings_peek(device->settings)->name, 0, false};

    DWORD error = virtual_settings_list(count_until, &search);

    *number = 0;
    if (error && error != ERROR_CANCELLED) return os_fail_by_error(failure, error);
    if (!search.found) return os_fail(failure, DRIVE_GONE, 0);
    *number = search.index + (device->first_number ? device->first_number(device->context) : 0);
    return os_fail(failure, DRIVE_OK, 0);
}

static enum drive_status device_get_volume_name(struct device *base, char name[DEVICE_VOLUME_SIZE],
                                                struct drive_failure *failure)
{
    recorder_id_volume(virtual_settings_peek(device_from(base)->settings)->name, name);
    return os_fail(failure, DRIVE_OK, 0);
}

/* Exactly one, which exists: many programs take the first without looking. */
static enum drive_status device_list_volume_paths(struct device *base, device_visit visit, void *context,
                                                  struct drive_failure *failure)
{
    wchar_t *folder =
        secure_path_join(virtual_settings_peek(device_from(base)->settings)->folder, VIRTUAL_VOLUME_FOLDER);
    wchar_t *path = NULL;
    char *utf8 = NULL;
    DWORD error = folder ? secure_path_make_folder(folder) : ERROR_NOT_ENOUGH_MEMORY;
    enum drive_status status;

    if (error) {
        status = os_fail(failure, error == ERROR_NOT_ENOUGH_MEMORY ? DRIVE_NO_MEMORY : DRIVE_FAILED, error);
        goto done;
    }
    path = secure_path_join(folder, L"");
    utf8 = path ? utf8_take_from_wide(path) : NULL;
    status = os_fail(failure, utf8 && visit(context, utf8) ? DRIVE_OK : DRIVE_NO_MEMORY, 0);
done:
    base_free(utf8);
    base_free(path);
    base_free(folder);
    return status;
}

/* ---- exclusive access, notification, mounted discs ---- */

static enum drive_status device_acquire_exclusive(struct device *base, bool force, const char *owner,
                                                  struct drive_failure *failure)
{
    (void)force; /* no file system is ever mounted */
    return exclusive_lock_acquire(device_from(base)->lock, owner, failure);
}

static enum drive_status device_release_exclusive(struct device *base, struct drive_failure *failure)
{
    return exclusive_lock_release(device_from(base)->lock, failure);
}

static enum drive_status host_get_owner(struct drive_host *host, char owner[DRIVE_HOLDER_SIZE],
                                        struct drive_failure *failure)
{
    return exclusive_lock_get_owner(device_from_host(host)->lock, owner, failure);
}

/* The system does not watch the drive: there is nothing to hold off. Who may not use it is told so all the same. */
static enum drive_status device_set_notification(struct device *base, struct drive_failure *failure)
{
    return exclusive_guard_check(device_from(base)->lock, failure);
}

/* Nothing is ever mounted; but an owner that died may have locked the door. Whatever the medium: nobody reaches the
 * drive who does not ask the lock.
 */
static enum drive_status host_dismount(struct drive_host *host, bool is_finished, struct drive_failure *failure)
{
    bool is_free = exclusive_lock_take_inheritance(device_from_host(host)->lock);

    (void)is_finished;
    return os_fail(failure, is_free ? DRIVE_OK : DRIVE_UNSUPPORTED, 0);
}

/* ---- open and close ---- */

static void transport_close(struct scsi_transport *transport)
{
    struct virtual_device *device = device_from_transport(transport);

    exclusive_lock_close(device->lock);
    image_store_open(&device->image, NULL);
    if (device->state_file != INVALID_HANDLE_VALUE) CloseHandle(device->state_file);
    virtual_settings_close(device->settings);
    DeleteCriticalSection(&device->section);
    base_free(device);
}

/* The folder names the recorder for all processes, and tells those of two users apart. */
static enum drive_status open_lock(struct virtual_device *device, struct drive_failure *failure)
{
    const wchar_t *folder = virtual_settings_peek(device->settings)->folder;
    wchar_t *key = secure_path_join(L"openimapi2", folder);
    wchar_t *path = secure_path_join(folder, VIRTUAL_LOCK_FILE);
    char *utf8 = key ? utf8_take_from_wide(key) : NULL;
    enum drive_status status;

    if (utf8 && path)
        status = exclusive_lock_open(utf8, path, &device->lock, failure);
    else
        status = os_fail(failure, DRIVE_NO_MEMORY, 0);
    base_free(utf8);
    base_free(path);
    base_free(key);
    return status;
}

static enum drive_status fail_to_open(struct drive_failure *failure, DWORD error)
{
    return error == ERROR_FILE_NOT_FOUND ? os_fail(failure, DRIVE_NO_SUCH_DEVICE, 0)
                                         : os_fail_by_file_error(failure, error);
}

enum drive_status virtual_device_open(const wchar_t *name, virtual_first_number first_number, void *context,
                                      struct device **device, struct drive_failure *failure)
{
    static const struct scsi_transport_ops transport_ops = {transport_execute, transport_get_limits, transport_close};
    /* Identity and descriptors: the system knows a drive's from what it asked when the drive appeared. Nobody asked
     * here: the drive is asked later, so that a captured or a faulty answer is met as well.
     */
    static const struct device_ops ops = {
        .get_number = device_get_number,
        .get_volume_name = device_get_volume_name,
        .list_volume_paths = device_list_volume_paths,
        .acquire_exclusive = device_acquire_exclusive,
        .release_exclusive = device_release_exclusive,
        .disable_notification = device_set_notification,
        .enable_notification = device_set_notification,
    };
    static const struct drive_host_ops host_ops = {host_dismount, host_get_owner};
    struct virtual_device *created = base_alloc(sizeof *created);
    DWORD error;

    *device = NULL;
    if (!created) return os_fail(failure, DRIVE_NO_MEMORY, 0);
    if (!InitializeCriticalSectionAndSpinCount(&created->section, 0)) {
        base_free(created);
        return os_fail(failure, DRIVE_NO_MEMORY, 0);
    }
    created->base.ops = &ops;
    created->base.transport = &created->transport;
    created->base.host = &created->host;
    created->transport.ops = &transport_ops;
    created->host.ops = &host_ops;
    created->first_number = first_number;
    created->context = context;
    created->state_file = INVALID_HANDLE_VALUE;
    image_store_init(&created->image);
    error = virtual_settings_open(name, &created->settings);
    if (!error && virtual_device_is_gone(virtual_settings_peek(created->settings))) error = ERROR_FILE_NOT_FOUND;
    if (!error) {
        error = state_file_open(virtual_settings_peek(created->settings)->folder, true, &created->state_file);
        if (error == ERROR_FILE_NOT_FOUND) error = ERROR_PATH_NOT_FOUND; /* the recorder is there, its folder is not */
    }
    if (error || open_lock(created, failure) != DRIVE_OK) {
        if (error) fail_to_open(failure, error);
        transport_close(&created->transport);
        return failure->status;
    }
    image_store_open(&created->image, virtual_settings_peek(created->settings)->image);
    *device = &created->base;
    return os_fail(failure, DRIVE_OK, 0);
}
