/* A disc in memory as a device. It counts the reads of each block, and blocks can be made unreadable. */
#ifndef OPENIMAPI2_TESTS_SUPPORT_MEMORY_DEVICE_H
#define OPENIMAPI2_TESTS_SUPPORT_MEMORY_DEVICE_H

#include <stddef.h>
#include <stdint.h>

#include "fs/device.h"

enum { MEMORY_DEVICE_RESULT = -77 }; /* result of a read that includes a bad block */

struct memory_device {
    struct fs_device device;
    uint8_t *bytes; /* owned by the caller */
    unsigned holds; /* 0: no holder is left; nothing is freed */
    unsigned reads;
    uint32_t largest;        /* largest block count of a read */
    uint32_t bad_first, bad; /* blocks that cannot be read */
    uint8_t *times;          /* reads of each block, owned by the caller; or NULL */
};

/* A read of more than FS_DEVICE_BLOCKS_MAX blocks, or beyond the end, ends the program. */
void memory_device_init(struct memory_device *device, uint8_t *bytes, uint32_t block_count);

#endif
