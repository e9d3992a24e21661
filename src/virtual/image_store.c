#include "virtual/image_store.h"

#include <string.h>

#include "os/secure_path.h"

static struct image_store *image_from(struct sim_store *store)
{
    return CONTAINING_RECORD(store, struct image_store, store);
}

static uint32_t get_blocks(struct sim_store *store)
{
    return image_from(store)->blocks;
}

static bool read_blocks(struct sim_store *store, uint32_t lba, uint32_t count, uint8_t *bytes)
{
    struct image_store *image = image_from(store);
    uint64_t offset = (uint64_t)lba * SIM_BLOCK_BYTES;
    size_t wanted = (size_t)count * SIM_BLOCK_BYTES;
    size_t done = 0;

    if (image->file == INVALID_HANDLE_VALUE) return false;
    while (done < wanted) {
        enum { CHUNK = 1 << 20 };
        OVERLAPPED at = {.Offset = (DWORD)(offset + done), .OffsetHigh = (DWORD)((offset + done) >> 32)};
        DWORD ask = wanted - done < CHUNK ? (DWORD)(wanted - done) : CHUNK;
        DWORD got = 0;

        if (!ReadFile(image->file, bytes + done, ask, &got, &at) && GetLastError() != ERROR_HANDLE_EOF) return false;
        if (!got) break;
        done += got;
    }
    /* Only the last block may end before it is full. */
    if (done < wanted && (lba + count != image->blocks || wanted - done >= SIM_BLOCK_BYTES)) return false;
    memset(bytes + done, 0, wanted - done);
    return true;
}

void image_store_init(struct image_store *image)
{
    image->store.get_blocks = get_blocks;
    image->store.read = read_blocks;
    image->file = INVALID_HANDLE_VALUE;
    image->blocks = 0;
}

void image_store_open(struct image_store *image, const wchar_t *path)
{
    LARGE_INTEGER size;

    if (image->file != INVALID_HANDLE_VALUE) CloseHandle(image->file);
    image_store_init(image);
    if (!path || secure_path_open_users(path, GENERIC_READ, FILE_SHARE_READ, &image->file) != ERROR_SUCCESS) return;
    if (!GetFileSizeEx(image->file, &size) || size.QuadPart > (LONGLONG)UINT32_MAX * SIM_BLOCK_BYTES) {
        CloseHandle(image->file);
        image_store_init(image);
        return;
    }
    image->blocks = (uint32_t)(((uint64_t)size.QuadPart + SIM_BLOCK_BYTES - 1) / SIM_BLOCK_BYTES);
}

bool image_store_is_open(const struct image_store *image)
{
    return image->file != INVALID_HANDLE_VALUE;
}
