/* The blocks of an image file as a device. */
#ifndef OPENIMAPI2_TESTS_FS_FILE_DEVICE_H
#define OPENIMAPI2_TESTS_FS_FILE_DEVICE_H

#include <stdbool.h>
#include <stdio.h>

#include "fs/device.h"

/* It is its owner's: hold and release do nothing. */
struct file_device {
    struct fs_device device;
    FILE *file; /* fclose */
};

/* False: the file cannot be opened. */
bool file_device_open(struct file_device *device, const char *path);

#endif
