#include "drive/device_trace.h"

#include "base/alloc.h"
#include "mmc/codes.h"

struct traced {
    struct device device;
    struct device *inner;             /* owned */
    struct scsi_transport *transport; /* owned */
};

static struct traced *traced_from(struct device *device)
{
    return (struct traced *)device;
}

static struct device *inner_of(struct device *device)
{
    return traced_from(device)->inner;
}

static void traced_close(struct device *device)
{
    struct traced *traced = traced_from(device);

    traced->transport->ops->close(traced->transport);
    traced->inner->ops->close(traced->inner);
    base_free(traced);
}

static struct scsi_transport *traced_peek_transport(struct device *device)
{
    return traced_from(device)->transport;
}

static enum drive_status traced_get_identity(struct device *device, struct device_identity *identity,
                                             struct drive_failure *failure)
{
    return inner_of(device)->ops->get_identity(inner_of(device), identity, failure);
}

static enum drive_status traced_get_number(struct device *device, uint32_t *number, struct drive_failure *failure)
{
    return inner_of(device)->ops->get_number(inner_of(device), number, failure);
}

static enum drive_status traced_get_volume_name(struct device *device, char name[DEVICE_VOLUME_SIZE],
                                                struct drive_failure *failure)
{
    return inner_of(device)->ops->get_volume_name(inner_of(device), name, failure);
}

static enum drive_status traced_list_volume_paths(struct device *device, device_visit visit, void *context,
                                                  struct drive_failure *failure)
{
    return inner_of(device)->ops->list_volume_paths(inner_of(device), visit, context, failure);
}

static enum drive_status traced_acquire_exclusive(struct device *device, bool force, const char *owner,
                                                  struct drive_failure *failure)
{
    return inner_of(device)->ops->acquire_exclusive(inner_of(device), force, owner, failure);
}

static enum drive_status traced_release_exclusive(struct device *device, struct drive_failure *failure)
{
    return inner_of(device)->ops->release_exclusive(inner_of(device), failure);
}

static enum drive_status traced_get_exclusive_owner(struct device *device, char owner[DRIVE_HOLDER_SIZE],
                                                    struct drive_failure *failure)
{
    return inner_of(device)->ops->get_exclusive_owner(inner_of(device), owner, failure);
}

static enum drive_status traced_disable_notification(struct device *device, struct drive_failure *failure)
{
    return inner_of(device)->ops->disable_notification(inner_of(device), failure);
}

static enum drive_status traced_enable_notification(struct device *device, struct drive_failure *failure)
{
    return inner_of(device)->ops->enable_notification(inner_of(device), failure);
}

static enum drive_status traced_take_descriptor(struct device *device, enum device_descriptor_kind kind,
                                                struct device_descriptor *descriptor, struct drive_failure *failure)
{
    return inner_of(device)->ops->take_descriptor(inner_of(device), kind, descriptor, failure);
}

static enum drive_status traced_dismount(struct device *device, bool is_finished, struct drive_failure *failure)
{
    return inner_of(device)->ops->dismount(inner_of(device), is_finished, failure);
}

struct device *device_trace(struct device *inner, const char *id, struct scsi_trace_sink *sink)
{
    static const struct device_ops ops = {
        .close = traced_close,
        .peek_transport = traced_peek_transport,
        .get_identity = traced_get_identity,
        .take_descriptor = traced_take_descriptor,
        .get_number = traced_get_number,
        .get_volume_name = traced_get_volume_name,
        .list_volume_paths = traced_list_volume_paths,
        .acquire_exclusive = traced_acquire_exclusive,
        .release_exclusive = traced_release_exclusive,
        .get_exclusive_owner = traced_get_exclusive_owner,
        .disable_notification = traced_disable_notification,
        .enable_notification = traced_enable_notification,
        .dismount = traced_dismount,
    };
    struct traced *traced = base_alloc(sizeof *traced);

    if (!traced) return inner;
    traced->transport = scsi_trace_create(inner->ops->peek_transport(inner), sink, mmc_opcode_name, id);
    if (!traced->transport) {
        base_free(traced);
        return inner;
    }
    traced->device.ops = &ops;
    traced->inner = inner;
    return &traced->device;
}
