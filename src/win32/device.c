/* An open real drive: its handles, commands, names, exclusive access and notification. */
#include "win32/device.h"

#include <stdatomic.h>
#include <string.h>
#include <windows.h>

#include "base/alloc.h"
#include "win32/cdrom_ioctl.h"
#include "win32/device_io.h"
#include "win32/device_number.h"
#include "win32/device_path.h"
#include "win32/drive_letter.h"
#include "win32/exclusive_access.h"
#include "win32/media_change.h"
#include "os/exclusive_guard.h"
#include "os/exclusive_lock.h"
#include "win32/sptd.h"
#include "win32/storage_property.h"
#include "os/system_error.h"
#include "os/wine.h"
#include "win32/volume.h"
#include "win32/wine_mount.h"

struct win32_device {
    struct device base;
    struct scsi_transport transport; /* what the core sees: asks the lock file first, then passes on */
    struct drive_host host;
    struct removal *removal;
    struct removal_client client;
    CRITICAL_SECTION section; /* over the handle and its uses; never held while the drive works */
    bool has_section;
    unsigned uses; /* of the handle, under way: it stays open as long */
    struct scsi_transport *pass_through;
    struct scsi_limits limits;
    HANDLE handle; /* NULL: closed. Of everything: while one has exclusive access, the driver refuses others */
    char id[DEVICE_ID_SIZE];
    atomic_bool has_chosen;      /* between the driver's exclusive access and the lock file */
    struct exclusive_lock *lock; /* the file; NULL: the driver's, or not chosen yet */
    atomic_bool has_exclusive;
    atomic_bool is_disabled; /* notifications, by this object */
    atomic_bool is_removed;  /* the drive of the handle is: it is to be closed after the last use */
    bool is_lost;            /* exclusive access or disabled notifications went with it; the next call has to say so */
    struct device_path path;
};

static struct win32_device *device_from(struct device *device)
{
    return CONTAINING_RECORD(device, struct win32_device, base);
}

static struct win32_device *device_from_transport(struct scsi_transport *transport)
{
    return CONTAINING_RECORD(transport, struct win32_device, transport);
}

static struct win32_device *device_from_host(struct drive_host *host)
{
    return CONTAINING_RECORD(host, struct win32_device, host);
}

/* ---- the handle ---- */

static HANDLE open_path(const struct win32_device *device, DWORD access)
{
    return CreateFileW(device->path.open, access, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING,
                       FILE_FLAG_OVERLAPPED, NULL);
}

static enum drive_status open_drive(struct win32_device *device, struct drive_failure *failure)
{
    HANDLE handle = open_path(device, GENERIC_READ | GENERIC_WRITE);

    /* Under Wine, commands go through a handle for reading; on Windows none does. */
    if (handle == INVALID_HANDLE_VALUE && GetLastError() == ERROR_ACCESS_DENIED && os_is_wine())
        handle = open_path(device, GENERIC_READ);
    if (handle == INVALID_HANDLE_VALUE) return os_fail_by_open_error(failure, GetLastError());
    device->pass_through = sptd_create(handle);
    if (!device->pass_through) {
        CloseHandle(handle);
        return os_fail(failure, DRIVE_NO_MEMORY, 0);
    }
    device->handle = handle;
    removal_join(device->removal, &device->client, handle);
    return os_fail(failure, DRIVE_OK, 0);
}

static void close_drive(struct win32_device *device)
{
    if (device->pass_through) device->pass_through->ops->close(device->pass_through);
    if (device->handle) CloseHandle(device->handle);
    device->pass_through = NULL;
    device->handle = NULL;
}

/* With the section. */
static void close_if_removed(struct win32_device *device)
{
    struct drive_failure ignored;

    if (!device->is_removed || device->uses) return;
    close_drive(device);
    if (device->has_exclusive && device->lock) (void)exclusive_lock_release(device->lock, &ignored);
    device->is_lost = device->has_exclusive || device->is_disabled;
    device->has_exclusive = false;
    device->is_disabled = false;
    device->is_removed = false;
}

/* on_removed does not wait for the section: what it could not do is done by the thread that has it. */
static void leave_section(struct win32_device *device)
{
    LeaveCriticalSection(&device->section);
    if (!device->is_removed) return;
    EnterCriticalSection(&device->section);
    close_if_removed(device);
    LeaveCriticalSection(&device->section);
}

static void on_removed(struct removal_client *client)
{
    struct win32_device *device = CONTAINING_RECORD(client, struct win32_device, client);

    device->is_removed = true;
    if (!TryEnterCriticalSection(&device->section)) return;
    close_if_removed(device);
    LeaveCriticalSection(&device->section);
}

/* Exclusive access and disabled notifications would be lost with the handle. */
static bool on_query_remove(struct removal_client *client)
{
    struct win32_device *device = CONTAINING_RECORD(client, struct win32_device, client);
    bool may_go;

    if (!TryEnterCriticalSection(&device->section)) return false;
    may_go = !device->uses && !device->has_exclusive && !device->is_disabled;
    if (may_go) close_drive(device);
    leave_section(device);
    return may_go;
}

/* Before anything that needs the handle, and only done with DRIVE_OK. A drive that was not removed after all, or that
 * is back, is opened again.
 */
static enum drive_status begin_use(struct win32_device *device, struct drive_failure *failure)
{
    enum drive_status status = os_fail(failure, DRIVE_OK, 0);

    EnterCriticalSection(&device->section);
    if (device->is_lost)
        status = os_fail(failure, DRIVE_GONE, ERROR_DEV_NOT_EXIST);
    else if (!device->handle)
        status = open_drive(device, failure);
    if (status == DRIVE_OK) device->uses++;
    device->is_lost = false;
    leave_section(device);
    return status == DRIVE_NO_SUCH_DEVICE ? os_fail(failure, DRIVE_GONE, failure->system_error) : status;
}

static void end_use(struct win32_device *device)
{
    EnterCriticalSection(&device->section);
    device->uses--;
    leave_section(device);
}

/* ---- who gives exclusive access ---- */

/* The first of several threads wins. */
static void set_lock(struct win32_device *device, struct exclusive_lock *lock)
{
    EnterCriticalSection(&device->section);
    if (!device->has_chosen) {
        device->lock = lock;
        device->has_chosen = true;
        lock = NULL;
    }
    LeaveCriticalSection(&device->section);
    exclusive_lock_close(lock);
}

/* Within a use, before the lock is looked at for the first time, and not when the drive is opened: the driver answers
 * behind the command that is under way. The lock file takes the driver's place only where there is no such driver. An
 * answer of any other kind, "access denied" above all, means that there may be one, and what it protects must not be
 * reached around it: the next call asks again.
 */
static enum drive_status choose_exclusive(struct win32_device *device, struct drive_failure *failure)
{
    struct exclusive_lock *lock = NULL;
    char holder[DRIVE_HOLDER_SIZE];
    bool is_held;

    if (device->has_chosen) return os_fail(failure, DRIVE_OK, 0);
    switch (exclusive_access_query(device->handle, &is_held, holder, failure)) {
    case DRIVE_UNSUPPORTED:
        if (exclusive_lock_open(device->id, NULL, &lock, failure) != DRIVE_OK) return failure->status;
        set_lock(device, lock);
        break;
    case DRIVE_OK:
        set_lock(device, NULL);
        break;
    case DRIVE_NO_MEMORY: /* not asked at all */
    case DRIVE_GONE:      /* nobody was there to answer */
        return failure->status;
    default:
        break;
    }
    return os_fail(failure, DRIVE_OK, 0);
}

/* ---- commands ---- */

/* The drive could not be opened again. */
static void refuse(const struct scsi_command *command, const struct drive_failure *failure, struct scsi_reply *reply)
{
    os_reply_not_sent(command, reply, failure->system_error ? failure->system_error : ERROR_NOT_ENOUGH_MEMORY);
    if (failure->status == DRIVE_GONE) reply->failure = SCSI_FAILURE_DEVICE_GONE;
}

/* Within a use. */
static void execute(struct win32_device *device, const struct scsi_command *command, struct scsi_reply *reply)
{
    struct drive_failure failure;

    if (!scsi_command_is_inquiry(command)) {
        if (choose_exclusive(device, &failure) != DRIVE_OK) {
            refuse(command, &failure, reply);
            return;
        }
        if (device->lock && !exclusive_guard_admits(device->lock, command, reply)) return;
    }
    device->pass_through->ops->execute(device->pass_through, command, reply);
    if (reply->failure == SCSI_FAILURE_ACCESS_DENIED && !device->lock && !device->has_exclusive &&
        exclusive_access_explain_denial(device->handle, &failure) == DRIVE_LOCKED)
        reply->failure = SCSI_FAILURE_LOCKED;
    /* The driver's lock goes with the device, ours has to be given back. */
    if (device->lock) exclusive_guard_note(device->lock, command, reply);
}

static void guard_execute(struct scsi_transport *transport, const struct scsi_command *command,
                          struct scsi_reply *reply)
{
    struct win32_device *device = device_from_transport(transport);
    struct drive_failure failure;

    if (begin_use(device, &failure) != DRIVE_OK) {
        refuse(command, &failure, reply);
        return;
    }
    execute(device, command, reply);
    end_use(device);
}

static void guard_get_limits(struct scsi_transport *transport, struct scsi_limits *limits)
{
    *limits = device_from_transport(transport)->limits;
}

/* ---- what the system knows ---- */

static enum drive_status device_get_identity(struct device *base, struct drive_identity *identity,
                                             struct drive_failure *failure)
{
    struct win32_device *device = device_from(base);

    memset(identity, 0, sizeof *identity);
    if (begin_use(device, failure) != DRIVE_OK) return failure->status;
    (void)storage_read_identity(device->handle, identity, failure);
    end_use(device);
    return failure->status;
}

static enum drive_status device_take_descriptor(struct device *base, enum device_descriptor_kind kind,
                                                struct device_descriptor *descriptor, struct drive_failure *failure)
{
    struct win32_device *device = device_from(base);

    memset(descriptor, 0, sizeof *descriptor);
    if (begin_use(device, failure) != DRIVE_OK) return failure->status;
    (void)storage_take_descriptor(device->handle, kind, descriptor, failure);
    end_use(device);
    return failure->status;
}

static enum drive_status device_get_number(struct device *base, uint32_t *number, struct drive_failure *failure)
{
    struct win32_device *device = device_from(base);

    if (device->path.letter) return device_number_from_letter(device->path.letter, number, failure);
    *number = 0;
    if (begin_use(device, failure) != DRIVE_OK) return failure->status;
    (void)device_number_from_handle(device->handle, number, failure);
    end_use(device);
    return failure->status;
}

static enum drive_status device_get_volume_name(struct device *base, char name[DEVICE_VOLUME_SIZE],
                                                struct drive_failure *failure)
{
    return volume_get_name(device_from(base)->path.root, name, failure);
}

static enum drive_status device_list_volume_paths(struct device *base, device_visit visit, void *context,
                                                  struct drive_failure *failure)
{
    return volume_list_paths(device_from(base)->path.root, visit, context, failure);
}

/* Only Linux locks the door of what is mounted; and where it has mounted nothing, the door that an owner locked before
 * it died is nobody's. Programs that do not ask our lock use the drive, too: what may be a burn of theirs is left alone
 * either way.
 */
static enum drive_status free_door(struct win32_device *device, bool is_finished, char place[DRIVE_MOUNT_SIZE])
{
    enum wine_mount mount = wine_mount_find(device->handle, place);

    if (mount == WINE_MOUNT_UNKNOWN) return DRIVE_UNSUPPORTED;
    if (!is_finished) return DRIVE_IN_USE;
    if (mount == WINE_MOUNT_THERE) {
        return wine_mount_remove(device->handle, place) == WINE_MOUNT_NONE ? DRIVE_OK : DRIVE_UNSUPPORTED;
    }
    return device->lock && exclusive_lock_take_inheritance(device->lock) ? DRIVE_OK : DRIVE_UNSUPPORTED;
}

static enum drive_status host_dismount(struct drive_host *host, bool is_finished, struct drive_failure *failure)
{
    struct win32_device *device = device_from_host(host);
    enum drive_status status = DRIVE_UNSUPPORTED;
    char place[DRIVE_MOUNT_SIZE] = "";

    if (!os_is_wine()) {
        volume_get_mount(device->path.root, place);
    } else {
        if (begin_use(device, failure) != DRIVE_OK) return failure->status;
        status = free_door(device, is_finished, place);
        end_use(device);
    }
    (void)os_fail(failure, status, 0);
    memcpy(failure->mount, place, sizeof place);
    return status;
}

/* ---- exclusive access ---- */

static enum drive_status lock_drive(struct win32_device *device, bool force, const char *owner,
                                    struct drive_failure *failure)
{
    return device->lock ? exclusive_lock_acquire(device->lock, owner, failure)
                        : exclusive_access_lock(device->handle, force, owner, failure);
}

static enum drive_status unlock_drive(struct win32_device *device, struct drive_failure *failure)
{
    return device->lock ? exclusive_lock_release(device->lock, failure)
                        : exclusive_access_unlock(device->handle, failure);
}

/* A file system that somebody uses stays: the driver keeps its requests off the drive meanwhile, and lets it notice
 * afterwards. The driver's lock belongs to the handle that it opened itself, not to one of the volume.
 */
static enum drive_status take_exclusive_on_windows(struct win32_device *device, bool force, const char *owner,
                                                   struct drive_failure *failure)
{
    HANDLE volume = force ? volume_lock_and_dismount(device->path.root) : INVALID_HANDLE_VALUE;
    enum drive_status status = lock_drive(device, force, owner, failure);

    volume_unlock(volume);
    return status;
}

/* Nothing keeps Linux off a drive that somebody has: one that it has mounted is nobody's. Not dismounted before the
 * drive is ours: it may be in another program's use.
 */
static enum drive_status take_exclusive_under_wine(struct win32_device *device, bool force, const char *owner,
                                                   struct drive_failure *failure)
{
    enum drive_status status = lock_drive(device, force, owner, failure);
    char place[DRIVE_MOUNT_SIZE];
    struct drive_failure ignored;

    if (status != DRIVE_OK || wine_mount_find(device->handle, place) != WINE_MOUNT_THERE) return status;
    if (force && wine_mount_remove(device->handle, place) == WINE_MOUNT_NONE) return status;
    (void)unlock_drive(device, &ignored);
    (void)os_fail(failure, DRIVE_IN_USE, 0);
    memcpy(failure->mount, place, sizeof place);
    return failure->status;
}

static enum drive_status device_acquire_exclusive(struct device *base, bool force, const char *owner,
                                                  struct drive_failure *failure)
{
    struct win32_device *device = device_from(base);
    enum drive_status status = begin_use(device, failure);

    if (status != DRIVE_OK) return status;
    status = choose_exclusive(device, failure);
    if (status == DRIVE_OK) {
        status = os_is_wine() ? take_exclusive_under_wine(device, force, owner, failure)
                              : take_exclusive_on_windows(device, force, owner, failure);
    }
    if (status == DRIVE_OK) device->has_exclusive = true;
    end_use(device);
    return status;
}

static enum drive_status device_release_exclusive(struct device *base, struct drive_failure *failure)
{
    struct win32_device *device = device_from(base);
    enum drive_status status;

    if (!device->has_exclusive) return os_fail(failure, DRIVE_NOT_LOCKED, 0);
    status = begin_use(device, failure);
    if (status != DRIVE_OK) return status;
    status = unlock_drive(device, failure);
    /* After any other failure it is still ours, and the caller may try again. */
    if (status == DRIVE_OK || status == DRIVE_NOT_LOCKED) device->has_exclusive = false;
    end_use(device);
    /* Windows' driver does so itself. */
    if (status == DRIVE_OK && os_is_wine() && !device->is_disabled) media_change_announce(device->path.letter);
    return status;
}

static enum drive_status host_get_owner(struct drive_host *host, char owner[DRIVE_HOLDER_SIZE],
                                        struct drive_failure *failure)
{
    struct win32_device *device = device_from_host(host);
    bool is_held;

    owner[0] = '\0';
    if (begin_use(device, failure) != DRIVE_OK) return failure->status;
    if (choose_exclusive(device, failure) == DRIVE_OK) {
        if (device->lock)
            (void)exclusive_lock_get_owner(device->lock, owner, failure);
        else
            (void)exclusive_access_query(device->handle, &is_held, owner, failure);
    }
    end_use(device);
    return failure->status;
}

/* ---- notifications ---- */

/* Within a use. By the handle that everything goes by: the driver ties the count to it. */
static enum drive_status control_notification(struct win32_device *device, bool disable, struct drive_failure *failure)
{
    PREVENT_MEDIA_REMOVAL input = {.PreventMediaRemoval = disable};
    DWORD returned;
    DWORD error;

    if (choose_exclusive(device, failure) != DRIVE_OK) return failure->status;
    if (device->lock && exclusive_guard_check(device->lock, failure) != DRIVE_OK) return failure->status;
    error = device_io_call(device->handle, IOCTL_STORAGE_MCN_CONTROL, &input, sizeof input, NULL, 0, &returned);
    switch (error) {
    case ERROR_BAD_COMMAND:
        return os_fail(failure, disable ? DRIVE_FAILED : DRIVE_NOT_DISABLED, error);
    case ERROR_ACCESS_DENIED:
        return exclusive_access_explain_denial(device->handle, failure);
    case ERROR_SUCCESS:
    case ERROR_NOT_SUPPORTED: /* a host that sends none has nothing to hold off */
    case ERROR_INVALID_FUNCTION:
        return os_fail(failure, DRIVE_OK, 0);
    default:
        return os_fail_by_error(failure, error);
    }
}

static enum drive_status device_disable_notification(struct device *base, struct drive_failure *failure)
{
    struct win32_device *device = device_from(base);
    enum drive_status status;

    /* The driver counts per handle; we do not. */
    if (atomic_exchange(&device->is_disabled, true)) return os_fail(failure, DRIVE_OK, 0);
    status = begin_use(device, failure);
    if (status == DRIVE_OK) {
        status = control_notification(device, true, failure);
        end_use(device);
    }
    if (status != DRIVE_OK) device->is_disabled = false;
    return status;
}

static enum drive_status device_enable_notification(struct device *base, struct drive_failure *failure)
{
    struct win32_device *device = device_from(base);
    enum drive_status status = begin_use(device, failure);

    if (status != DRIVE_OK) return status;
    if (!atomic_exchange(&device->is_disabled, false)) {
        status = os_fail(failure, DRIVE_NOT_DISABLED, 0);
    } else {
        status = control_notification(device, false, failure);
        if (status != DRIVE_OK && status != DRIVE_NOT_DISABLED) device->is_disabled = true;
    }
    end_use(device);
    return status;
}

/* ---- open and close ---- */

/* Closing the handle gives exclusive access and disabled notifications back. Exclusive access goes first all the same:
 * a request that the driver never ended would keep it.
 */
static void guard_close(struct scsi_transport *transport)
{
    struct win32_device *device = device_from_transport(transport);
    struct drive_failure ignored;

    removal_leave(device->removal, &device->client);
    (void)device_release_exclusive(&device->base, &ignored);
    exclusive_lock_close(device->lock);
    close_drive(device);
    if (device->has_section) DeleteCriticalSection(&device->section);
    base_free(device);
}

static enum drive_status open_parts(struct win32_device *device, const char *id, struct drive_failure *failure)
{
    if (strlen(id) >= sizeof device->id || !device_path_from_id(id, &device->path))
        return os_fail(failure, DRIVE_NO_SUCH_DEVICE, 0);
    strcpy(device->id, id);
    if (device->path.letter && (!os_is_wine() || !drive_letter_has_drive(device->path.letter)))
        return os_fail(failure, DRIVE_NO_SUCH_DEVICE, ERROR_FILE_NOT_FOUND);

    device->has_section = InitializeCriticalSectionAndSpinCount(&device->section, 0);
    if (!device->has_section) return os_fail(failure, DRIVE_NO_MEMORY, 0);
    if (open_drive(device, failure) != DRIVE_OK) return failure->status;
    device->pass_through->ops->get_limits(device->pass_through, &device->limits);
    /* Wine has no such driver, and says so at once. */
    return os_is_wine() ? choose_exclusive(device, failure) : failure->status;
}

enum drive_status win32_device_open(const char *id, struct removal *removal, struct device **device,
                                    struct drive_failure *failure)
{
    static const struct device_ops ops = {
        .get_identity = device_get_identity,
        .take_descriptor = device_take_descriptor,
        .get_number = device_get_number,
        .get_volume_name = device_get_volume_name,
        .list_volume_paths = device_list_volume_paths,
        .acquire_exclusive = device_acquire_exclusive,
        .release_exclusive = device_release_exclusive,
        .disable_notification = device_disable_notification,
        .enable_notification = device_enable_notification,
    };
    static const struct scsi_transport_ops guard = {guard_execute, guard_get_limits, guard_close};
    static const struct drive_host_ops host_ops = {host_dismount, host_get_owner};
    struct win32_device *created = base_alloc(sizeof *created);
    enum drive_status status;

    *device = NULL;
    if (!created) return os_fail(failure, DRIVE_NO_MEMORY, 0);
    created->base.ops = &ops;
    created->base.transport = &created->transport;
    created->base.host = &created->host;
    created->transport.ops = &guard;
    created->host.ops = &host_ops;
    created->removal = removal;
    created->client.on_query_remove = on_query_remove;
    created->client.on_removed = on_removed;
    created->uses = 1; /* until it is whole */
    status = open_parts(created, id, failure);
    if (status != DRIVE_OK) {
        guard_close(&created->transport);
        return status;
    }
    end_use(created);
    *device = &created->base;
    return status;
}
