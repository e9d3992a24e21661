/* The interface for reading the blocks of a disc, independent of drives, recorders and files. */
#ifndef OPENIMAPI2_FS_DEVICE_H
#define OPENIMAPI2_FS_DEVICE_H

#include <stdint.h>

enum { FS_DEVICE_BLOCKS_MAX = 32 }; /* of one read: 64 KiB */

/* The first member of every implementation. Files of an imported tree hold their device; the thread of any reader of an
 * image may read at any time.
 */
struct fs_device {
    /* Read `count` blocks of 2048 bytes from `first` on, all or none.
     * count    1 to FS_DEVICE_BLOCKS_MAX; first + count is at most block_count.
     * returns  0, or the device's own failure number, which fs_failure.source_result passes on.
     */
    int32_t (*read_blocks)(struct fs_device *device, uint32_t first, uint32_t count, void *bytes);

    /* Count the owners; the last release frees the device. */
    void (*hold)(struct fs_device *device);
    void (*release)(struct fs_device *device);

    uint32_t block_count; /* of the disc from block 0 to the end of its last session; fixed */
};

#endif
