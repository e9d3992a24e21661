#include "support/fake_device.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

static struct fake_device *fake_of(struct device *device)
{
    return (struct fake_device *)device;
}

static enum drive_status answer(struct drive_failure *failure, enum drive_status status)
{
    memset(failure, 0, sizeof *failure);
    failure->status = status;
    return status;
}

static void close_device(struct device *device)
{
    fake_of(device)->closes++;
}

static struct scsi_transport *peek_transport(struct device *device)
{
    return fake_of(device)->transport;
}

static enum drive_status get_identity(struct device *device, struct device_identity *identity,
                                      struct drive_failure *failure)
{
    struct fake_device *fake = fake_of(device);

    *identity = fake->identity;
    return answer(failure, fake->identity_status);
}

static enum drive_status take_descriptor(struct device *device, enum device_descriptor_kind kind,
                                         struct device_descriptor *descriptor, struct drive_failure *failure)
{
    struct fake_device *fake = fake_of(device);

    (void)kind;
    descriptor->bytes = NULL;
    descriptor->count = 0;
    if (fake->descriptor_status == DRIVE_OK) {
        descriptor->bytes = base_alloc(fake->descriptor_bytes);
        if (!descriptor->bytes) return answer(failure, DRIVE_NO_MEMORY);
        memcpy(descriptor->bytes, fake->descriptor, fake->descriptor_bytes);
        descriptor->count = fake->descriptor_bytes;
    }
    return answer(failure, fake->descriptor_status);
}

static enum drive_status get_number(struct device *device, uint32_t *number, struct drive_failure *failure)
{
    (void)device;
    *number = 0;
    return answer(failure, DRIVE_OK);
}

static enum drive_status get_volume_name(struct device *device, char name[DEVICE_VOLUME_SIZE],
                                         struct drive_failure *failure)
{
    (void)device;
    name[0] = '\0';
    return answer(failure, DRIVE_UNSUPPORTED);
}

static enum drive_status list_volume_paths(struct device *device, device_visit visit, void *context,
                                           struct drive_failure *failure)
{
    (void)device;
    (void)visit;
    (void)context;
    return answer(failure, DRIVE_OK);
}

static enum drive_status acquire_exclusive(struct device *device, bool force, const char *owner,
                                           struct drive_failure *failure)
{
    (void)device;
    (void)force;
    (void)owner;
    return answer(failure, DRIVE_OK);
}

static enum drive_status succeed(struct device *device, struct drive_failure *failure)
{
    (void)device;
    return answer(failure, DRIVE_OK);
}

static enum drive_status get_exclusive_owner(struct device *device, char owner[DRIVE_HOLDER_SIZE],
                                             struct drive_failure *failure)
{
    struct fake_device *fake = fake_of(device);

    snprintf(owner, DRIVE_HOLDER_SIZE, "%s", fake->owner);
    return answer(failure, fake->owner_status);
}

static enum drive_status dismount(struct device *device, bool is_finished, struct drive_failure *failure)
{
    struct fake_device *fake = fake_of(device);

    fake->dismounts++;
    answer(failure, fake->is_mounted && !is_finished ? DRIVE_IN_USE : fake->dismount_status);
    snprintf(failure->mount, sizeof failure->mount, "%s", fake->mount);
    return failure->status;
}

static const struct device_ops ops = {
    .close = close_device,
    .peek_transport = peek_transport,
    .get_identity = get_identity,
    .take_descriptor = take_descriptor,
    .get_number = get_number,
    .get_volume_name = get_volume_name,
    .list_volume_paths = list_volume_paths,
    .acquire_exclusive = acquire_exclusive,
    .release_exclusive = succeed,
    .get_exclusive_owner = get_exclusive_owner,
    .disable_notification = succeed,
    .enable_notification = succeed,
    .dismount = dismount,
};

void fake_device_begin(struct fake_device *fake, struct scsi_transport *transport)
{
    memset(fake, 0, sizeof *fake);
    fake->device.ops = &ops;
    fake->transport = transport;
    strcpy(fake->identity.vendor, "VENDOR");
    strcpy(fake->identity.product, "PRODUCT");
    strcpy(fake->identity.revision, "REV1");
    fake->owner = "";
    fake->descriptor_status = DRIVE_UNSUPPORTED;
    fake->dismount_status = DRIVE_UNSUPPORTED;
    fake->mount = "";
}
