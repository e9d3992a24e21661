/* The blocks of an image file as the simulator's store. */
#include "virtual/image_store.h"

#include <string.h>

#include <winioctl.h>

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

/* Part of a transfer: what the system is asked for at once, from `done` bytes behind `lba` on. */
static DWORD next_part(uint32_t lba, size_t done, size_t wanted, OVERLAPPED *at)
{
    enum { CHUNK = 1 << 20 };
    uint64_t offset = (uint64_t)lba * SIM_BLOCK_BYTES + done;

    memset(at, 0, sizeof *at);
    at->Offset = (DWORD)offset;
    at->OffsetHigh = (DWORD)(offset >> 32);
    return wanted - done < CHUNK ? (DWORD)(wanted - done) : CHUNK;
}

static bool read_blocks(struct sim_store *store, uint32_t lba, uint32_t count, uint8_t *bytes)
{
    struct image_store *image = image_from(store);
    size_t wanted = (size_t)count * SIM_BLOCK_BYTES;
    size_t done = 0;

    if (image->file == INVALID_HANDLE_VALUE) return false;
    while (done < wanted) {
        OVERLAPPED at;
        DWORD ask = next_part(lba, done, wanted, &at);
        DWORD got = 0;

        if (!ReadFile(image->file, bytes + done, ask, &got, &at) && GetLastError() != ERROR_HANDLE_EOF) return false;
        if (!got) break;
        done += got;
    }
    /* Only the last block may end before it is full. */
    if (done < wanted && ((uint64_t)lba + count != get_blocks(store) || wanted - done >= SIM_BLOCK_BYTES)) return false;
    memset(bytes + done, 0, wanted - done);
    return true;
}

static bool write_blocks(struct sim_store *store, uint32_t lba, uint32_t count, const uint8_t *bytes)
{
    struct image_store *image = image_from(store);
    size_t wanted = (size_t)count * SIM_BLOCK_BYTES;
    size_t done = 0;

    if ((uint64_t)lba + count > image->capacity_blocks) return false;
    while (done < wanted) {
        OVERLAPPED at;
        DWORD ask = next_part(lba, done, wanted, &at);
        DWORD put = 0;

        if (!WriteFile(image->file, bytes + done, ask, &put, &at) || !put) return false;
        done += put;
    }
    return true;
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
    error = secure_path_open(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
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
