/* A disc in memory as a device: how often each block is read, and which blocks cannot be. */
#ifndef OPENIMAPI2_TESTS_SUPPORT_MEMORY_DEVICE_H
#define OPENIMAPI2_TESTS_SUPPORT_MEMORY_DEVICE_H

#include <stddef.h>
#include <stdint.h>

#include "fs/device.h"

enum { MEMORY_DEVICE_RESULT = -77 }; /* of a read that has a bad block */

struct memory_device {
    struct fs_device device;
    uint8_t *bytes; /* of the caller */
    unsigned holds; /* nobody's when 0: nothing is freed */
    unsigned reads;
    uint32_t largest;        /* count of a read */
    uint32_t bad_first, bad; /* blocks that cannot be read */
    uint8_t *times;          /* a count for each block, of the caller; or NULL */
};

/* A read of more than FS_DEVICE_BLOCKS_MAX blocks, or beyond the end, ends the program. */
void memory_device_init(struct memory_device *device, uint8_t *bytes, uint32_t block_count);

#endif
