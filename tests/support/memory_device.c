/* Reads blocks from memory. */
#include "support/memory_device.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fs/plan.h"

static struct memory_device *of(struct fs_device *device)
{
    return (struct memory_device *)device;
}

static int32_t read_blocks(struct fs_device *device, uint32_t first, uint32_t count, void *bytes)
{
    struct memory_device *memory = of(device);
    uint32_t i;

    if (!count || count > FS_DEVICE_BLOCKS_MAX || first >= device->block_count || count > device->block_count - first) {
        fprintf(stderr, "a read of %u blocks at %u\n", (unsigned)count, (unsigned)first);
        abort();
    }
    memory->reads++;
    if (count > memory->largest) memory->largest = count;
    if (memory->bad && first < memory->bad_first + memory->bad && memory->bad_first < first + count)
        return MEMORY_DEVICE_RESULT;
    for (i = 0; memory->times && i < count; i++)
        memory->times[first + i]++;
    memcpy(bytes, memory->bytes + (size_t)first * FS_BLOCK_BYTES, (size_t)count * FS_BLOCK_BYTES);
    return 0;
}

static void hold(struct fs_device *device)
{
    of(device)->holds++;
}

static void release(struct fs_device *device)
{
    of(device)->holds--;
}

void memory_device_init(struct memory_device *device, uint8_t *bytes, uint32_t block_count)
{
    memset(device, 0, sizeof *device);
    device->device.read_blocks = read_blocks;
    device->device.hold = hold;
    device->device.release = release;
    device->device.block_count = block_count;
    device->bytes = bytes;
}
