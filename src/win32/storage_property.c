/* IOCTL_STORAGE_QUERY_PROPERTY: the descriptors of device and adapter, with checks of their lengths. */
#include "win32/storage_property.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"
#include "win32/cdrom_ioctl.h"
#include "win32/device_io.h"
#include "os/system_error.h"

enum {
    HEADER_BYTES = 8, /* Version, Size */
    DESCRIPTOR_MAX_BYTES = 65536,

    /* STORAGE_DEVICE_DESCRIPTOR; the strings stand behind its fixed part. */
    DEVICE_PERIPHERAL = 8,
    DEVICE_VENDOR = 12,
    DEVICE_PRODUCT = 16,
    DEVICE_REVISION = 20,
    DEVICE_FIXED_BYTES = 36,

    /* STORAGE_ADAPTER_DESCRIPTOR. */
    ADAPTER_MAX_TRANSFER = 8,
    ADAPTER_MAX_PAGES = 12,
    ADAPTER_ALIGNMENT = 16,
    ADAPTER_FIXED_BYTES = 20,
    ADAPTER_ASKED_BYTES = 64,

    SIZE_OFFSET = 4,

    DEFAULT_TRANSFER_BYTES = 65536,
    DEFAULT_ALIGNMENT_MASK = 3,
    LEAST_TRANSFER_BYTES = 2048,
    PAGE_BYTES = DEVICE_IO_PAGE_BYTES,
};

static_assert(offsetof(STORAGE_DEVICE_DESCRIPTOR, DeviceType) == DEVICE_PERIPHERAL, "DeviceType");
static_assert(offsetof(STORAGE_DEVICE_DESCRIPTOR, VendorIdOffset) == DEVICE_VENDOR, "VendorIdOffset");
static_assert(offsetof(STORAGE_DEVICE_DESCRIPTOR, ProductIdOffset) == DEVICE_PRODUCT, "ProductIdOffset");
static_assert(offsetof(STORAGE_DEVICE_DESCRIPTOR, ProductRevisionOffset) == DEVICE_REVISION, "ProductRevisionOffset");
static_assert(offsetof(STORAGE_DEVICE_DESCRIPTOR, RawDeviceProperties) == DEVICE_FIXED_BYTES, "RawDeviceProperties");
static_assert(offsetof(STORAGE_ADAPTER_DESCRIPTOR, MaximumTransferLength) == ADAPTER_MAX_TRANSFER, "transfer length");
static_assert(offsetof(STORAGE_ADAPTER_DESCRIPTOR, MaximumPhysicalPages) == ADAPTER_MAX_PAGES, "physical pages");
static_assert(offsetof(STORAGE_ADAPTER_DESCRIPTOR, AlignmentMask) == ADAPTER_ALIGNMENT, "AlignmentMask");

/* Numbers in descriptors are the host's. */
static uint32_t load_u32(const uint8_t *bytes, size_t offset)
{
    uint32_t value;

    memcpy(&value, bytes + offset, sizeof value);
    return value;
}

/* usable: the least of what came back, what was asked for and what the descriptor says of itself. */
static DWORD query(HANDLE handle, STORAGE_PROPERTY_ID property, uint8_t *descriptor, DWORD size_bytes, DWORD *usable)
{
    STORAGE_PROPERTY_QUERY input = {.PropertyId = property, .QueryType = PropertyStandardQuery};
    DWORD returned = 0;
    DWORD error =
        device_io_call(handle, IOCTL_STORAGE_QUERY_PROPERTY, &input, sizeof input, descriptor, size_bytes, &returned);

    *usable = 0;
    if (error) return error;
    if (returned < HEADER_BYTES) return ERROR_INVALID_DATA;
    *usable = load_u32(descriptor, SIZE_OFFSET) < returned ? load_u32(descriptor, SIZE_OFFSET) : returned;
    return ERROR_SUCCESS;
}

/* The string that the offset at `field` points to; "" when it points nowhere. */
static void read_string(const uint8_t *descriptor, DWORD usable, size_t field, char out[DRIVE_NAME_SIZE])
{
    uint32_t offset = load_u32(descriptor, field);
    size_t length = 0;

    if (offset >= DEVICE_FIXED_BYTES) {
        while (offset < usable && length < DRIVE_NAME_SIZE - 1 && descriptor[offset]) {
            uint8_t c = descriptor[offset++];

            out[length++] = c >= 0x20 && c < 0x7F ? (char)c : ' ';
        }
    }
    out[length] = '\0';
}

/* The descriptor header first, then the whole descriptor; no size in either is trusted. usable: of what came, at most
 * the descriptor's own size; 0 on failure, and *descriptor is NULL.
 */
static enum drive_status take_whole(HANDLE handle, STORAGE_PROPERTY_ID property, DWORD fixed_bytes,
                                    uint8_t **descriptor, DWORD *usable, struct drive_failure *failure)
{
    uint8_t header[HEADER_BYTES];
    DWORD size_bytes;
    DWORD error;

    *descriptor = NULL;
    error = query(handle, property, header, sizeof header, usable);
    if (error == ERROR_INVALID_DATA) return os_fail(failure, DRIVE_UNSUPPORTED, error);
    if (error) return os_fail_by_error(failure, error);
    size_bytes = load_u32(header, SIZE_OFFSET);
    *usable = 0;
    if (size_bytes < fixed_bytes) return os_fail(failure, DRIVE_UNSUPPORTED, 0);
    if (size_bytes > DESCRIPTOR_MAX_BYTES) size_bytes = DESCRIPTOR_MAX_BYTES;

    *descriptor = base_alloc(size_bytes);
    if (!*descriptor) return os_fail(failure, DRIVE_NO_MEMORY, 0);
    error = query(handle, property, *descriptor, size_bytes, usable);
    if (!error && *usable >= fixed_bytes) return os_fail(failure, DRIVE_OK, 0);
    base_free(*descriptor);
    *descriptor = NULL;
    *usable = 0;
    if (error && error != ERROR_INVALID_DATA) return os_fail_by_error(failure, error);
    return os_fail(failure, DRIVE_UNSUPPORTED, 0);
}

enum drive_status storage_take_descriptor(HANDLE handle, enum device_descriptor_kind kind,
                                          struct device_descriptor *descriptor, struct drive_failure *failure)
{
    bool is_adapters = kind == DEVICE_DESCRIPTOR_OF_ADAPTER;
    enum drive_status status;
    DWORD usable;

    descriptor->bytes = NULL;
    descriptor->count = 0;
    status = take_whole(handle, is_adapters ? StorageAdapterProperty : StorageDeviceProperty,
                        is_adapters ? ADAPTER_FIXED_BYTES : DEVICE_FIXED_BYTES, &descriptor->bytes, &usable, failure);
    if (!descriptor->bytes) return status;
    /* Callers go by its Size, so all of that has to be there. */
    if (usable < load_u32(descriptor->bytes, SIZE_OFFSET)) {
        base_free(descriptor->bytes);
        descriptor->bytes = NULL;
        return os_fail(failure, DRIVE_INVALID_RESPONSE, 0);
    }
    descriptor->count = usable;
    return DRIVE_OK;
}

enum drive_status storage_read_identity(HANDLE handle, struct drive_identity *identity, struct drive_failure *failure)
{
    uint8_t *descriptor;
    enum drive_status status;
    DWORD usable;

    memset(identity, 0, sizeof *identity);
    status = take_whole(handle, StorageDeviceProperty, DEVICE_FIXED_BYTES, &descriptor, &usable, failure);
    if (!descriptor) return status;
    identity->peripheral = descriptor[DEVICE_PERIPHERAL];
    read_string(descriptor, usable, DEVICE_VENDOR, identity->vendor);
    read_string(descriptor, usable, DEVICE_PRODUCT, identity->product);
    read_string(descriptor, usable, DEVICE_REVISION, identity->revision);
    base_free(descriptor);
    /* Wine's mount manager answers with a descriptor that names nothing. */
    if (!identity->vendor[0] && !identity->product[0] && !identity->revision[0])
        return os_fail(failure, DRIVE_UNSUPPORTED, 0);
    return os_fail(failure, DRIVE_OK, 0);
}

static uint32_t whole_pages(uint64_t bytes)
{
    bytes -= bytes % PAGE_BYTES;
    return bytes < LEAST_TRANSFER_BYTES ? LEAST_TRANSFER_BYTES : (uint32_t)bytes;
}

/* A mask has all its low bits set, and none beyond what our own data buffers are aligned to. */
static uint32_t sane_mask(uint32_t mask)
{
    if (mask >= PAGE_BYTES) return PAGE_BYTES - 1;
    mask |= mask >> 1;
    mask |= mask >> 2;
    mask |= mask >> 4;
    mask |= mask >> 8;
    return mask;
}

void storage_read_limits(HANDLE handle, struct scsi_limits *limits)
{
    uint8_t descriptor[ADAPTER_ASKED_BYTES];
    uint32_t pages;
    uint64_t most;
    uint64_t most_unaligned;
    DWORD usable;

    limits->max_transfer_bytes = DEFAULT_TRANSFER_BYTES;
    limits->max_unaligned_transfer_bytes = DEFAULT_TRANSFER_BYTES;
    limits->alignment_mask = DEFAULT_ALIGNMENT_MASK;
    if (query(handle, StorageAdapterProperty, descriptor, sizeof descriptor, &usable)) return;
    if (usable < ADAPTER_FIXED_BYTES) return;

    most = load_u32(descriptor, ADAPTER_MAX_TRANSFER);
    if (most == 0 || most == UINT32_MAX) most = DEFAULT_TRANSFER_BYTES;
    most_unaligned = most;
    /* A buffer that does not begin at a page lies in one page more than its length needs. */
    pages = load_u32(descriptor, ADAPTER_MAX_PAGES);
    if (pages != 0 && pages != UINT32_MAX) {
        if (most > (uint64_t)pages * PAGE_BYTES) most = (uint64_t)pages * PAGE_BYTES;
        if (most_unaligned > (uint64_t)(pages - 1) * PAGE_BYTES) most_unaligned = (uint64_t)(pages - 1) * PAGE_BYTES;
    }
    limits->max_transfer_bytes = whole_pages(most);
    limits->max_unaligned_transfer_bytes = whole_pages(most_unaligned);
    limits->alignment_mask = sane_mask(load_u32(descriptor, ADAPTER_ALIGNMENT));
}
