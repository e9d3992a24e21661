/* Makes an image file the store of the simulator. */
#include "virtual/image_store.h"

#include <string.h>

#include <winioctl.h>

#include "os/placed_io.h"
#include "os/secure_path.h"

static struct image_store *image_from(struct sim_store *store)
{
    return CONTAINING_RECORD(store, struct image_store, store);
}

/* Blocks that a file of this size begins. */
static uint64_t blocks_in(LARGE_INTEGER size)
{
    return ((uint64_t)size.QuadPart + SIM_BLOCK_BYTES - 1) / SIM_BLOCK_BYTES;
}

/* Another program may have written more of a disc. Of a block that is not whole the end was cut off. */
static uint32_t get_blocks(struct sim_store *store)
{
    struct image_store *image = image_from(store);
    LARGE_INTEGER size;

    if (!image->capacity_blocks) return image->blocks;
    if (!GetFileSizeEx(image->file, &size)) return 0;
    size.QuadPart /= SIM_BLOCK_BYTES;
    return size.QuadPart < image->capacity_blocks ? (uint32_t)size.QuadPart : image->capacity_blocks;
}

static bool read_blocks(struct sim_store *store, uint32_t lba, uint32_t count, uint8_t *bytes)
{
    struct image_store *image = image_from(store);
    size_t wanted = (size_t)count * SIM_BLOCK_BYTES, got;

    if (image->file == INVALID_HANDLE_VALUE) return false;
    if (placed_read(image->file, (uint64_t)lba * SIM_BLOCK_BYTES, bytes, wanted, &got)) return false;
    /* Only the last block may end before it is full. */
    if (got < wanted && ((uint64_t)lba + count != get_blocks(store) || wanted - got >= SIM_BLOCK_BYTES)) return false;
    memset(bytes + got, 0, wanted - got);
    return true;
}

static bool write_blocks(struct sim_store *store, uint32_t lba, uint32_t count, const uint8_t *bytes)
{
    struct image_store *image = image_from(store);

    return (uint64_t)lba + count <= image->capacity_blocks &&
           placed_write(image->file, (uint64_t)lba * SIM_BLOCK_BYTES, bytes, (size_t)count * SIM_BLOCK_BYTES) ==
               ERROR_SUCCESS;
}

void image_store_init(struct image_store *image)
{
    image->store = (struct sim_store){.get_blocks = get_blocks, .read = read_blocks};
    image_parts_init(&image->parts);
    image->file = INVALID_HANDLE_VALUE;
    image->blocks = image->capacity_blocks = 0;
}

static void close_file(struct image_store *image)
{
    if (image->file != INVALID_HANDLE_VALUE) CloseHandle(image->file);
    image_parts_close(&image->parts);
    image_store_init(image);
}

void image_store_open(struct image_store *image, const wchar_t *path)
{
    LARGE_INTEGER size;

    close_file(image);
    if (!path || secure_path_open_users(path, GENERIC_READ, FILE_SHARE_READ, &image->file) != ERROR_SUCCESS) return;
    if (!GetFileSizeEx(image->file, &size) || size.QuadPart > (LONGLONG)UINT32_MAX * SIM_BLOCK_BYTES) {
        close_file(image);
        return;
    }
    image->blocks = (uint32_t)blocks_in(size);
}

DWORD image_store_open_disc(struct image_store *image, const wchar_t *path, uint32_t capacity_blocks, bool is_new)
{
    DWORD returned, error;

    close_file(image);
    error = secure_path_open_inheriting(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                                        is_new ? OPEN_ALWAYS : OPEN_EXISTING, &image->file);
    if (error) return error;
    /* A file system that has no sparse files, or makes every file one, refuses: then the file takes what it takes. */
    DeviceIoControl(image->file, FSCTL_SET_SPARSE, NULL, 0, NULL, 0, &returned, NULL);
    if (!image_parts_open(&image->parts, &image->store, path, capacity_blocks)) {
        close_file(image);
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    image->capacity_blocks = capacity_blocks;
    image->store.write = write_blocks;
    return ERROR_SUCCESS;
}

bool image_store_is_open(const struct image_store *image)
{
    return image->file != INVALID_HANDLE_VALUE;
}
