#include "win32/device.h"

#include <stdatomic.h>
#include <string.h>
#include <windows.h>

#include "base/alloc.h"
#include "win32/cdrom_ioctl.h"
#include "win32/device_io.h"
#include "win32/device_number.h"
#include "win32/device_path.h"
#include "win32/exclusive_access.h"
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
    struct removal *removal;
    struct removal_client client;
    CRITICAL_SECTION section; /* over the handles and their uses; never held while the drive works */
    bool has_section;
    unsigned uses; /* of the handles, under way: they stay open as long */
    struct scsi_transport *pass_through;
    struct scsi_limits limits;
    HANDLE handle;               /* commands, queries and exclusive access, which belongs to the handle; NULL: closed */
    void *volatile attributes;   /* for notifications; NULL before the first one is disabled */
    struct exclusive_lock *lock; /* where the system has no exclusive access; NULL where it has */
    atomic_bool has_exclusive;
    atomic_bool is_disabled; /* notifications, by this object */
    struct device_path path;
};

static struct win32_device *device_from(struct device *device)
{
    return (struct win32_device *)device; /* first member */
}

static struct win32_device *device_from_transport(struct scsi_transport *transport)
{
    return (struct win32_device *)((char *)transport - offsetof(struct win32_device, transport));
}

/* ---- handles ---- */

static HANDLE open_handle(const struct win32_device *device, DWORD access)
{
    return CreateFileW(device->path.open, access, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING,
                       FILE_FLAG_OVERLAPPED, NULL);
}

static enum drive_status open_handles(struct win32_device *device, struct drive_failure *failure)
{
    HANDLE handle = open_handle(device, GENERIC_READ | GENERIC_WRITE);

    /* Read-only still serves INQUIRY and the queries. */
    if (handle == INVALID_HANDLE_VALUE && GetLastError() == ERROR_ACCESS_DENIED)
        handle = open_handle(device, GENERIC_READ);
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

static void close_handles(struct win32_device *device)
{
    if (device->pass_through) device->pass_through->ops->close(device->pass_through);
    if (device->attributes) CloseHandle(device->attributes);
    if (device->handle) CloseHandle(device->handle);
    device->pass_through = NULL;
    device->attributes = NULL;
    device->handle = NULL;
}

/* What the handles hold would be lost with them. */
static bool let_go(struct removal_client *client)
{
    struct win32_device *device = CONTAINING_RECORD(client, struct win32_device, client);
    bool may_go;

    if (!TryEnterCriticalSection(&device->section)) return false;
    may_go = !device->uses && !device->has_exclusive && !device->is_disabled;
    if (may_go) close_handles(device);
    LeaveCriticalSection(&device->section);
    return may_go;
}

/* Before anything that needs the handles, and only done with DRIVE_OK. A drive that was not removed after all is opened again. */
static enum drive_status begin_use(struct win32_device *device, struct drive_failure *failure)
{
    enum drive_status status = os_fail(failure, DRIVE_OK, 0);

    EnterCriticalSection(&device->section);
    if (!device->handle) status = open_handles(device, failure);
    if (status == DRIVE_OK) device->uses++;
    LeaveCriticalSection(&device->section);
    return status == DRIVE_NO_SUCH_DEVICE ? os_fail(failure, DRIVE_GONE, failure->system_error) : status;
}

static void end_use(struct win32_device *device)
{
    EnterCriticalSection(&device->section);
    device->uses--;
    LeaveCriticalSection(&device->section);
}

/* ---- commands ---- */

/* The drive could not be opened again. */
static void refuse(const struct scsi_command *command, const struct drive_failure *failure, struct scsi_reply *reply)
{
    if (command->direction == SCSI_DATA_IN && command->data) memset(command->data, 0, command->requested_bytes);
    os_reply_not_sent(failure->system_error ? failure->system_error : ERROR_NOT_ENOUGH_MEMORY, reply);
    if (failure->status == DRIVE_GONE) reply->failure = SCSI_FAILURE_DEVICE_GONE;
}

static void guard_execute(struct scsi_transport *transport, const struct scsi_command *command,
                          struct scsi_reply *reply)
{
    struct win32_device *device = device_from_transport(transport);
    char holder[DRIVE_HOLDER_SIZE];
    struct drive_failure failure;
    bool is_held;

    if (device->lock && !exclusive_guard_admits(device->lock, command, reply)) return;
    if (begin_use(device, &failure) != DRIVE_OK) {
        refuse(command, &failure, reply);
        return;
    }
    device->pass_through->ops->execute(device->pass_through, command, reply);
    /* The driver has one answer for "somebody has it" and for "you may not". */
    if (reply->failure == SCSI_FAILURE_ACCESS_DENIED && !device->lock && !device->has_exclusive &&
        exclusive_access_query(device->handle, &is_held, holder, &failure) == DRIVE_OK && is_held)
        reply->failure = SCSI_FAILURE_LOCKED;
    end_use(device);
    /* The driver's lock goes with the device, ours has to be given back. */
    if (device->lock) exclusive_guard_note(device->lock, reply);
}

static void guard_get_limits(struct scsi_transport *transport, struct scsi_limits *limits)
{
    *limits = device_from_transport(transport)->limits;
}

/* The device owns its transport. */
static void guard_close(struct scsi_transport *transport)
{
    (void)transport;
}

static struct scsi_transport *device_peek_transport(struct device *base)
{
    return &device_from(base)->transport;
}

/* ---- what the system knows ---- */

static enum drive_status device_get_identity(struct device *base, struct device_identity *identity,
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

/* Only Linux locks the door of what is mounted; and where it has mounted nothing, the door that an owner locked before it died is
 * nobody's. Programs that do not ask our lock use the drive, too: what may be a burn of theirs is left alone either way.
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

static enum drive_status device_dismount(struct device *base, bool is_finished, struct drive_failure *failure)
{
    struct win32_device *device = device_from(base);
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

static enum drive_status device_acquire_exclusive(struct device *base, bool force, const char *owner,
                                                  struct drive_failure *failure)
{
    struct win32_device *device = device_from(base);
    enum drive_status status = begin_use(device, failure);

    if (status != DRIVE_OK) return status;
    status = device->lock ? exclusive_lock_acquire(device->lock, owner, failure)
                          : exclusive_access_lock(device->handle, force, owner, failure);
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
    status =
        device->lock ? exclusive_lock_release(device->lock, failure) : exclusive_access_unlock(device->handle, failure);
    /* After any other failure it is still ours, and the caller may try again. */
    if (status == DRIVE_OK || status == DRIVE_NOT_LOCKED) device->has_exclusive = false;
    end_use(device);
    return status;
}

static enum drive_status device_get_exclusive_owner(struct device *base, char owner[DRIVE_HOLDER_SIZE],
                                                    struct drive_failure *failure)
{
    struct win32_device *device = device_from(base);
    bool is_held;

    if (device->lock) return exclusive_lock_get_owner(device->lock, owner, failure);
    owner[0] = '\0';
    if (begin_use(device, failure) != DRIVE_OK) return failure->status;
    (void)exclusive_access_query(device->handle, &is_held, owner, failure);
    end_use(device);
    return failure->status;
}

/* ---- notifications ---- */

/* The driver takes this request only from a handle without any right to the data. */
static enum drive_status get_attributes_handle(struct win32_device *device, HANDLE *handle,
                                               struct drive_failure *failure)
{
    HANDLE opened;
    HANDLE first;

    *handle = device->attributes;
    if (*handle) return os_fail(failure, DRIVE_OK, 0);
    opened = open_handle(device, FILE_READ_ATTRIBUTES);
    if (opened == INVALID_HANDLE_VALUE) return os_fail_by_error(failure, GetLastError());
    first = InterlockedCompareExchangePointer(&device->attributes, opened, NULL);
    if (first) CloseHandle(opened); /* another thread was faster */
    *handle = first ? first : opened;
    return os_fail(failure, DRIVE_OK, 0);
}

static enum drive_status control_notification(struct win32_device *device, bool disable, struct drive_failure *failure)
{
    PREVENT_MEDIA_REMOVAL input = {.PreventMediaRemoval = disable};
    HANDLE handle;
    DWORD returned;
    DWORD error;
    enum drive_status status = get_attributes_handle(device, &handle, failure);

    if (status != DRIVE_OK) return status;
    error = device_io_call(handle, IOCTL_STORAGE_MCN_CONTROL, &input, sizeof input, NULL, 0, &returned);
    if (error == ERROR_BAD_COMMAND && !disable) return os_fail(failure, DRIVE_NOT_DISABLED, error);
    /* A host that sends none has nothing to hold off. */
    if (!error || error == ERROR_NOT_SUPPORTED || error == ERROR_INVALID_FUNCTION) return os_fail(failure, DRIVE_OK, 0);
    return os_fail_by_error(failure, error);
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

/* Closing the handles gives exclusive access and disabled notifications back. Exclusive access goes first all the same: a
 * request that the driver never ended would keep it.
 */
static void device_close(struct device *base)
{
    struct win32_device *device = device_from(base);
    struct drive_failure ignored;

    removal_leave(device->removal, &device->client);
    (void)device_release_exclusive(base, &ignored);
    exclusive_lock_close(device->lock);
    close_handles(device);
    if (device->has_section) DeleteCriticalSection(&device->section);
    base_free(device);
}

/* The lock file takes the driver's place only where there is no such driver. An answer of any other kind, "access denied" above
 * all, means that there is one, and what it protects must not be reached around it.
 */
static enum drive_status choose_exclusive(struct win32_device *device, const char *id, struct drive_failure *failure)
{
    char holder[DRIVE_HOLDER_SIZE];
    bool is_held;

    switch (exclusive_access_query(device->handle, &is_held, holder, failure)) {
    case DRIVE_UNSUPPORTED:
        return exclusive_lock_open(id, &device->lock, failure);
    case DRIVE_NO_MEMORY: /* not asked at all */
        return failure->status;
    default:
        return os_fail(failure, DRIVE_OK, 0);
    }
}

static enum drive_status open_parts(struct win32_device *device, const char *id, struct drive_failure *failure)
{
    if (!device_path_from_id(id, &device->path)) return os_fail(failure, DRIVE_NO_SUCH_DEVICE, 0);
    if (device->path.letter && GetDriveTypeW(device->path.root) != DRIVE_CDROM)
        return os_fail(failure, DRIVE_NO_SUCH_DEVICE, 0);

    device->has_section = InitializeCriticalSectionAndSpinCount(&device->section, 0);
    if (!device->has_section) return os_fail(failure, DRIVE_NO_MEMORY, 0);
    if (open_handles(device, failure) != DRIVE_OK) return failure->status;
    device->pass_through->ops->get_limits(device->pass_through, &device->limits);
    return choose_exclusive(device, id, failure);
}

enum drive_status win32_device_open(const char *id, struct removal *removal, struct device **device,
                                    struct drive_failure *failure)
{
    static const struct device_ops ops = {
        .close = device_close,
        .peek_transport = device_peek_transport,
        .get_identity = device_get_identity,
        .take_descriptor = device_take_descriptor,
        .get_number = device_get_number,
        .get_volume_name = device_get_volume_name,
        .list_volume_paths = device_list_volume_paths,
        .acquire_exclusive = device_acquire_exclusive,
        .release_exclusive = device_release_exclusive,
        .get_exclusive_owner = device_get_exclusive_owner,
        .disable_notification = device_disable_notification,
        .enable_notification = device_enable_notification,
        .dismount = device_dismount,
    };
    static const struct scsi_transport_ops guard = {guard_execute, guard_get_limits, guard_close};
    struct win32_device *created = base_alloc(sizeof *created);
    enum drive_status status;

    *device = NULL;
    if (!created) return os_fail(failure, DRIVE_NO_MEMORY, 0);
    created->base.ops = &ops;
    created->transport.ops = &guard;
    created->removal = removal;
    created->client.let_go = let_go;
    created->uses = 1; /* until it is whole */
    status = open_parts(created, id, failure);
    if (status != DRIVE_OK) {
        device_close(&created->base);
        return status;
    }
    end_use(created);
    *device = &created->base;
    return status;
}
