/* Assembles a disc from vectors of descriptors. */
#include "support/recorded_disc.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "fs/plan.h"
#include "support/vectors.h"

struct recorded_disc recorded_disc_load(const char *path, uint32_t block_count, const char *nsr)
{
    struct recorded_disc disc = {calloc(block_count, FS_BLOCK_BYTES), block_count};
    cJSON *file = vectors_load(path);
    const cJSON *vector;

    if (!disc.bytes) abort();
    if (nsr) {
        memcpy(recorded_block(&disc, 16) + 1, "BEA01\1", 6);
        memcpy(recorded_block(&disc, 17) + 1, nsr, 5);
        memcpy(recorded_block(&disc, 18) + 1, "TEA01\1", 6);
    }
    cJSON_ArrayForEach(vector, cJSON_GetObjectItem(file, "vectors"))
    {
        size_t offset = cJSON_HasObjectItem(vector, "offset") ? (size_t)vector_number(vector, "offset") : 0, count;
        uint32_t lba = (uint32_t)vector_number(vector, "lba");
        uint8_t *bytes = vector_bytes(vector_string(vector, "hex"), &count);

        if (lba >= block_count || offset + count > FS_BLOCK_BYTES) abort();
        memcpy(recorded_block(&disc, lba) + offset, bytes, count);
        free(bytes);
    }
    cJSON_Delete(file);
    return disc;
}

void recorded_disc_free(struct recorded_disc *disc)
{
    free(disc->bytes);
}

uint8_t *recorded_block(const struct recorded_disc *disc, uint32_t lba)
{
    if (lba >= disc->block_count) abort();
    return disc->bytes + (size_t)lba * FS_BLOCK_BYTES;
}

size_t put_identifier(uint8_t *to, uint8_t characteristics, uint32_t block, uint16_t partition, const char *name,
                      size_t name_bytes, uint16_t use_bytes)
{
    size_t is_plain = name_bytes && (uint8_t)name[0] != 16 && (uint8_t)name[0] < 254, total;

    total = (38 + use_bytes + is_plain + name_bytes + 3) / 4 * 4;
    memset(to, 0, total);
    store_le16(to, 257);
    store_le16(to + 16, 1);
    to[18] = characteristics;
    to[19] = (uint8_t)(is_plain + name_bytes);
    store_le32(to + 20, 2048);
    store_le32(to + 24, block);
    store_le16(to + 28, partition);
    store_le16(to + 36, use_bytes);
    to[38 + use_bytes] = 8;
    memcpy(to + 38 + use_bytes + is_plain, name, name_bytes);
    return total;
}

struct recorded_disc recorded_disc_imapi(void)
{
    struct recorded_disc disc = recorded_disc_load("vectors/fs/udf102-imapi2.json", IMAPI_BLOCKS, NULL);
    uint8_t *at = recorded_block(&disc, IMAPI_SCRIPTS_FIDS);

    at += put_identifier(at, 0x0A, 2, 0, "", 0, 0);
    at += put_identifier(at, 0, 7, 0, "a", 1, 0);
    put_identifier(at, 4, 7, 0, "b", 1, 2016 - 40 - 40 - 40);
    return disc;
}
