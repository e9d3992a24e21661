/* STORAGE_ADAPTER_DESCRIPTOR and STORAGE_DEVICE_DESCRIPTOR if the system has none. source: their documentation. */
#include "imapi2/storage_descriptor.h"

#include <stddef.h>
#include <string.h>
#include <windows.h>
#include <winioctl.h>

#include "base/alloc.h"

enum {
    DEVICE_FIXED_BYTES = offsetof(STORAGE_DEVICE_DESCRIPTOR, RawDeviceProperties), /* the strings stand behind */
    TYPE_CD_DVD = 0x05,                                                            /* SPC-3, peripheral device type */
    PAGE_BYTES = 4096,
};

static bool describe_adapter(struct drive *drive, struct drive_bytes *out)
{
    STORAGE_ADAPTER_DESCRIPTOR *descriptor = base_alloc(sizeof *descriptor);
    struct scsi_limits limits;

    if (!descriptor) return false;
    drive_get_limits(drive, &limits);
    descriptor->Version = sizeof *descriptor;
    descriptor->Size = sizeof *descriptor;
    descriptor->MaximumTransferLength = limits.max_transfer_bytes;
    /* One page more than the longest transfer has: it may begin inside a page. */
    descriptor->MaximumPhysicalPages = limits.max_unaligned_transfer_bytes / PAGE_BYTES + 1;
    descriptor->AlignmentMask = limits.alignment_mask;
    out->bytes = (uint8_t *)descriptor;
    out->count = sizeof *descriptor;
    return true;
}

/* Append a string at *end; returns where it stands. */
static DWORD put_string(uint8_t *bytes, const char *string, size_t *end)
{
    size_t at = *end, size = strlen(string) + 1;

    memcpy(bytes + at, string, size);
    *end += size;
    return (DWORD)at;
}

static bool describe_device(const struct drive_identity *identity, struct drive_bytes *out)
{
    STORAGE_DEVICE_DESCRIPTOR descriptor = {
        .Version = sizeof descriptor, .DeviceType = TYPE_CD_DVD, .RemovableMedia = TRUE};
    size_t end = DEVICE_FIXED_BYTES;

    out->count = end + strlen(identity->vendor) + strlen(identity->product) + strlen(identity->revision) + 3;
    out->bytes = base_alloc(out->count);
    if (!out->bytes) {
        out->count = 0;
        return false;
    }
    descriptor.Size = (DWORD)out->count;
    descriptor.VendorIdOffset = put_string(out->bytes, identity->vendor, &end);
    descriptor.ProductIdOffset = put_string(out->bytes, identity->product, &end);
    descriptor.ProductRevisionOffset = put_string(out->bytes, identity->revision, &end);
    memcpy(out->bytes, &descriptor, DEVICE_FIXED_BYTES);
    return true;
}

enum drive_status storage_descriptor_take(struct device *device, struct drive *drive, enum device_descriptor_kind kind,
                                          struct drive_bytes *descriptor, struct drive_failure *failure)
{
    struct device_descriptor systems;
    bool is_made;

    descriptor->bytes = NULL;
    descriptor->count = 0;
    if (device->ops->take_descriptor) {
        if (device->ops->take_descriptor(device, kind, &systems, failure) == DRIVE_OK) {
            descriptor->bytes = systems.bytes;
            descriptor->count = systems.count;
            return DRIVE_OK;
        }
        if (failure->status != DRIVE_UNSUPPORTED) return failure->status;
    }
    is_made = kind == DEVICE_DESCRIPTOR_OF_ADAPTER ? describe_adapter(drive, descriptor)
                                                   : describe_device(drive_peek_identity(drive), descriptor);
    return drive_fail(failure, is_made ? DRIVE_OK : DRIVE_NO_MEMORY);
}
