#include "win32/device.h"

#include <stdatomic.h>
#include <windows.h>

#include "base/alloc.h"
#include "win32/cdrom_ioctl.h"
#include "win32/device_io.h"
#include "win32/device_number.h"
#include "win32/device_path.h"
#include "win32/exclusive_access.h"
#include "win32/exclusive_guard.h"
#include "win32/exclusive_lock.h"
#include "win32/sptd.h"
#include "win32/storage_property.h"
#include "win32/system_error.h"
#include "win32/volume.h"

struct win32_device {
    struct device base;
    struct scsi_transport transport; /* what the core sees: asks the lock file first, then passes on */
    struct scsi_transport *pass_through;
    HANDLE handle;               /* commands, queries and exclusive access, which belongs to the handle */
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

/* ---- commands ---- */

static void guard_execute(struct scsi_transport *transport, const struct scsi_command *command,
                          struct scsi_reply *reply)
{
    struct win32_device *device = device_from_transport(transport);
    char holder[DRIVE_HOLDER_SIZE];
    struct drive_failure ignored;
    bool is_held;

    if (device->lock && !exclusive_guard_admits(device->lock, command, reply)) return;
    device->pass_through->ops->execute(device->pass_through, command, reply);
    /* The driver has one answer for "somebody has it" and for "you may not". */
    if (reply->failure == SCSI_FAILURE_ACCESS_DENIED && !device->lock && !device->has_exclusive &&
        exclusive_access_query(device->handle, &is_held, holder, &ignored) == DRIVE_OK && is_held)
        reply->failure = SCSI_FAILURE_LOCKED;
    /* The driver's lock goes with the device, ours has to be given back. */
    if (device->lock) exclusive_guard_note(device->lock, reply);
}

static void guard_get_limits(struct scsi_transport *transport, struct scsi_limits *limits)
{
    struct win32_device *device = device_from_transport(transport);

    device->pass_through->ops->get_limits(device->pass_through, limits);
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
    return storage_read_identity(device_from(base)->handle, identity, failure);
}

static enum drive_status device_take_descriptor(struct device *base, enum device_descriptor_kind kind,
                                                struct device_descriptor *descriptor, struct drive_failure *failure)
{
    return storage_take_descriptor(device_from(base)->handle, kind, descriptor, failure);
}

static enum drive_status device_get_number(struct device *base, uint32_t *number, struct drive_failure *failure)
{
    struct win32_device *device = device_from(base);

    if (device->path.letter) return device_number_from_letter(device->path.letter, number, failure);
    return device_number_from_handle(device->handle, number, failure);
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

static enum drive_status device_dismount(struct device *base, bool *may_allow, struct drive_failure *failure)
{
    struct win32_device *device = device_from(base);

    (void)volume_dismount(device->handle, device->path.root, may_allow, failure);
    /* The door that an owner locked before it died is nobody's; but what is mounted and may be written is the system's. */
    if (!*may_allow && device->lock && !volume_is_mounted(device->path.root) &&
        exclusive_lock_take_inheritance(device->lock)) {
        *may_allow = true;
        failure->status = DRIVE_OK;
    }
    return failure->status;
}

/* ---- exclusive access ---- */

static enum drive_status device_acquire_exclusive(struct device *base, bool force, const char *owner,
                                                  struct drive_failure *failure)
{
    struct win32_device *device = device_from(base);
    enum drive_status status = device->lock ? exclusive_lock_acquire(device->lock, owner, failure)
                                            : exclusive_access_lock(device->handle, force, owner, failure);

    if (status == DRIVE_OK) device->has_exclusive = true;
    return status;
}

static enum drive_status device_release_exclusive(struct device *base, struct drive_failure *failure)
{
    struct win32_device *device = device_from(base);
    enum drive_status status;

    if (!device->has_exclusive) return win32_fail(failure, DRIVE_NOT_LOCKED, 0);
    status =
        device->lock ? exclusive_lock_release(device->lock, failure) : exclusive_access_unlock(device->handle, failure);
    /* After any other failure it is still ours, and the caller may try again. */
    if (status == DRIVE_OK || status == DRIVE_NOT_LOCKED) device->has_exclusive = false;
    return status;
}

static enum drive_status device_get_exclusive_owner(struct device *base, char owner[DRIVE_HOLDER_SIZE],
                                                    struct drive_failure *failure)
{
    struct win32_device *device = device_from(base);
    bool is_held;

    if (device->lock) return exclusive_lock_get_owner(device->lock, owner, failure);
    return exclusive_access_query(device->handle, &is_held, owner, failure);
}

/* ---- notifications ---- */

static HANDLE open_handle(const struct win32_device *device, DWORD access)
{
    return CreateFileW(device->path.open, access, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING,
                       FILE_FLAG_OVERLAPPED, NULL);
}

/* The driver takes this request only from a handle without any right to the data. */
static enum drive_status get_attributes_handle(struct win32_device *device, HANDLE *handle,
                                               struct drive_failure *failure)
{
    HANDLE opened;
    HANDLE first;

    *handle = device->attributes;
    if (*handle) return win32_fail(failure, DRIVE_OK, 0);
    opened = open_handle(device, FILE_READ_ATTRIBUTES);
    if (opened == INVALID_HANDLE_VALUE) return win32_fail_by_error(failure, GetLastError());
    first = InterlockedCompareExchangePointer(&device->attributes, opened, NULL);
    if (first) CloseHandle(opened); /* another thread was faster */
    *handle = first ? first : opened;
    return win32_fail(failure, DRIVE_OK, 0);
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
    if (error == ERROR_BAD_COMMAND && !disable) return win32_fail(failure, DRIVE_NOT_DISABLED, error);
    /* A host that sends none has nothing to hold off. */
    if (!error || error == ERROR_NOT_SUPPORTED || error == ERROR_INVALID_FUNCTION)
        return win32_fail(failure, DRIVE_OK, 0);
    return win32_fail_by_error(failure, error);
}

static enum drive_status device_disable_notification(struct device *base, struct drive_failure *failure)
{
    struct win32_device *device = device_from(base);
    enum drive_status status;

    /* The driver counts per handle; we do not. */
    if (atomic_exchange(&device->is_disabled, true)) return win32_fail(failure, DRIVE_OK, 0);
    status = control_notification(device, true, failure);
    if (status != DRIVE_OK) device->is_disabled = false;
    return status;
}

static enum drive_status device_enable_notification(struct device *base, struct drive_failure *failure)
{
    struct win32_device *device = device_from(base);
    enum drive_status status;

    if (!atomic_exchange(&device->is_disabled, false)) return win32_fail(failure, DRIVE_NOT_DISABLED, 0);
    status = control_notification(device, false, failure);
    if (status != DRIVE_OK && status != DRIVE_NOT_DISABLED) device->is_disabled = true;
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

    (void)device_release_exclusive(base, &ignored);
    exclusive_lock_close(device->lock);
    if (device->pass_through) device->pass_through->ops->close(device->pass_through);
    if (device->attributes) CloseHandle(device->attributes);
    if (device->handle && device->handle != INVALID_HANDLE_VALUE) CloseHandle(device->handle);
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
        return win32_fail(failure, DRIVE_OK, 0);
    }
}

static enum drive_status open_parts(struct win32_device *device, const char *id, struct drive_failure *failure)
{
    if (!device_path_from_id(id, &device->path)) return win32_fail(failure, DRIVE_NO_SUCH_DEVICE, 0);
    if (device->path.letter && GetDriveTypeW(device->path.root) != DRIVE_CDROM)
        return win32_fail(failure, DRIVE_NO_SUCH_DEVICE, 0);

    device->handle = open_handle(device, GENERIC_READ | GENERIC_WRITE);
    /* Read-only still serves INQUIRY and the queries. */
    if (device->handle == INVALID_HANDLE_VALUE && GetLastError() == ERROR_ACCESS_DENIED)
        device->handle = open_handle(device, GENERIC_READ);
    if (device->handle == INVALID_HANDLE_VALUE) return win32_fail_by_open_error(failure, GetLastError());
    device->pass_through = sptd_create(device->handle);
    if (!device->pass_through) return win32_fail(failure, DRIVE_NO_MEMORY, 0);
    return choose_exclusive(device, id, failure);
}

enum drive_status win32_device_open(const char *id, struct device **device, struct drive_failure *failure)
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
    if (!created) return win32_fail(failure, DRIVE_NO_MEMORY, 0);
    created->base.ops = &ops;
    created->transport.ops = &guard;
    status = open_parts(created, id, failure);
    if (status != DRIVE_OK) {
        device_close(&created->base);
        return status;
    }
    *device = &created->base;
    return status;
}
