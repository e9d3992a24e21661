/* An image file as a device: a seek and a read. */
#define _DEFAULT_SOURCE
#include "fs/file_device.h"

#include <sys/stat.h>

#include "fs/plan.h"

static int32_t read_blocks(struct fs_device *device, uint32_t first, uint32_t count, void *bytes)
{
    FILE *file = ((struct file_device *)device)->file;

    if (fseeko(file, (off_t)first * FS_BLOCK_BYTES, SEEK_SET)) return 1;
    return fread(bytes, FS_BLOCK_BYTES, count, file) == count ? 0 : 1;
}

static void keep(struct fs_device *device)
{
    (void)device;
}

bool file_device_open(struct file_device *device, const char *path)
{
    struct stat facts;

    *device = (struct file_device){{read_blocks, keep, keep, 0}, fopen(path, "rb")};
    if (!device->file) return false;
    if (stat(path, &facts)) {
        fclose(device->file);
        return false;
    }
    device->device.block_count = (uint32_t)(facts.st_size / FS_BLOCK_BYTES);
    return true;
}
