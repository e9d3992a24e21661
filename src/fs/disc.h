/* The blocks of a device through a cache of 4 MiB: a read asks for 32 blocks at once, and no block is read twice while
 * the cache has it. The structures of a disc are read through it; the bytes of files are not.
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

/* One block of 2048 bytes.
 * returns  FS_OK; FS_DISC_DAMAGED: the disc has no such block; FS_DEVICE_FAILED: see fs_disc_result;
 *          FS_OUT_OF_MEMORY.
 */
enum fs_status fs_disc_read(struct fs_disc *disc, uint64_t lba, void *block);

/* The device's number of its last FS_DEVICE_FAILED, and the block. 0: there was none. */
int32_t fs_disc_result(const struct fs_disc *disc);
uint32_t fs_disc_failed_block(const struct fs_disc *disc);

#endif
