/* Reads the blocks of a device through a cache of 4 MiB: a read requests 32 blocks at once, and no block is read again
 * while it is in the cache. Only the structures of a disc are read through it, not the bytes of files.
 */
#ifndef OPENIMAPI2_FS_DISC_H
#define OPENIMAPI2_FS_DISC_H

#include <stddef.h>
#include <stdint.h>

#include "fs/device.h"
#include "fs/status.h"

struct fs_disc;

/* device   held until fs_disc_destroy.
 * returns  NULL: no memory.
 */
struct fs_disc *fs_disc_create(struct fs_device *device);

/* NULL is allowed. */
void fs_disc_destroy(struct fs_disc *disc);

struct fs_device *fs_disc_peek_device(const struct fs_disc *disc);
uint32_t fs_disc_blocks(const struct fs_disc *disc);

/* Read one block of 2048 bytes.
 * returns  FS_OK; FS_DISC_DAMAGED: the disc has no such block; FS_DEVICE_FAILED: see fs_disc_result;
 *          FS_OUT_OF_MEMORY.
 */
enum fs_status fs_disc_read(struct fs_disc *disc, uint64_t lba, void *block);

/* The device's failure number of the last FS_DEVICE_FAILED, and its block. 0: no failure. */
int32_t fs_disc_result(const struct fs_disc *disc);
uint32_t fs_disc_failed_block(const struct fs_disc *disc);

#endif
