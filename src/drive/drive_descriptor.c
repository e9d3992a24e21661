/* What the system knows of a drive and its adapter; where it knows nothing, what we know.
 * Layouts: STORAGE_ADAPTER_DESCRIPTOR and STORAGE_DEVICE_DESCRIPTOR documentation. Their numbers are the host's.
 */
#include <string.h>

#include "base/alloc.h"
#include "drive/drive_command.h"

enum {
    AT_VERSION = 0,
    AT_SIZE = 4,

    /* STORAGE_ADAPTER_DESCRIPTOR; flags, bus type (0: unknown) and bus version are left 0. */
    ADAPTER_MAX_TRANSFER = 8,
    ADAPTER_MAX_PAGES = 12,
    ADAPTER_ALIGNMENT = 16,
    ADAPTER_BYTES = 32,

    /* STORAGE_DEVICE_DESCRIPTOR; strings behind its fixed part; the bus type is left 0: unknown. */
    DEVICE_TYPE = 8,
    DEVICE_IS_REMOVABLE = 10,
    DEVICE_VENDOR = 12,
    DEVICE_PRODUCT = 16,
    DEVICE_REVISION = 20,
    DEVICE_FIXED_BYTES = 36,
    DEVICE_VERSION = 40, /* the structure's size: it ends in one byte of properties, padded */

    TYPE_CD_DVD = 0x05, /* SPC-3, peripheral device type */
    PAGE_BYTES = 4096,
};

static void put_u32(uint8_t *descriptor, size_t offset, size_t value)
{
    uint32_t number = (uint32_t)value;

    memcpy(descriptor + offset, &number, sizeof number);
}

static bool begin(struct drive_bytes *descriptor, size_t version, size_t count)
{
    descriptor->bytes = base_alloc(count);
    if (!descriptor->bytes) return false;
    descriptor->count = count;
    put_u32(descriptor->bytes, AT_VERSION, version);
    put_u32(descriptor->bytes, AT_SIZE, count);
    return true;
}

static bool describe_adapter(struct drive *drive, struct drive_bytes *descriptor)
{
    struct scsi_limits limits;

    if (!begin(descriptor, ADAPTER_BYTES, ADAPTER_BYTES)) return false;
    drive_get_limits(drive, &limits);
    put_u32(descriptor->bytes, ADAPTER_MAX_TRANSFER, limits.max_transfer_bytes);
    /* One page more than the longest transfer has: it may begin inside a page. */
    put_u32(descriptor->bytes, ADAPTER_MAX_PAGES, limits.max_unaligned_transfer_bytes / PAGE_BYTES + 1);
    put_u32(descriptor->bytes, ADAPTER_ALIGNMENT, limits.alignment_mask);
    return true;
}

/* Append a string at *end, and note where it stands. */
static void put_string(struct drive_bytes *descriptor, size_t offset_at, const char *string, size_t *end)
{
    size_t size = strlen(string) + 1;

    put_u32(descriptor->bytes, offset_at, *end);
    memcpy(descriptor->bytes + *end, string, size);
    *end += size;
}

static bool describe_device(struct drive *drive, struct drive_bytes *descriptor)
{
    const struct device_identity *identity = &drive->identity;
    size_t strings = strlen(identity->vendor) + strlen(identity->product) + strlen(identity->revision) + 3;
    size_t end = DEVICE_FIXED_BYTES;

    if (!begin(descriptor, DEVICE_VERSION, DEVICE_FIXED_BYTES + strings)) return false;
    descriptor->bytes[DEVICE_TYPE] = TYPE_CD_DVD;
    descriptor->bytes[DEVICE_IS_REMOVABLE] = 1;
    put_string(descriptor, DEVICE_VENDOR, identity->vendor, &end);
    put_string(descriptor, DEVICE_PRODUCT, identity->product, &end);
    put_string(descriptor, DEVICE_REVISION, identity->revision, &end);
    return true;
}

enum drive_status drive_take_descriptor(struct drive *drive, enum device_descriptor_kind kind,
                                        struct drive_bytes *descriptor, struct drive_failure *failure)
{
    struct device_descriptor systems = {NULL, 0};
    enum drive_status status = drive->device->ops->take_descriptor(drive->device, kind, &systems, failure);
    bool is_made;

    descriptor->bytes = NULL;
    descriptor->count = 0;
    if (status == DRIVE_OK) {
        descriptor->bytes = systems.bytes;
        descriptor->count = systems.count;
        return DRIVE_OK;
    }
    if (status != DRIVE_UNSUPPORTED) return status;
    is_made =
        kind == DEVICE_DESCRIPTOR_OF_ADAPTER ? describe_adapter(drive, descriptor) : describe_device(drive, descriptor);
    return drive_fail(failure, is_made ? DRIVE_OK : DRIVE_NO_MEMORY);
}
