/* Reads File Entries and Extended File Entries, and follows their allocation descriptors to the blocks of the disc. */
#include "fs/import_udf_file.h"

#include <string.h>

#include "base/bytes.h"
#include "fs/import_text.h"
#include "fs/import_udf_tag.h"
#include "fs/plan_private.h"
#include "fs/udf_field.h"

enum {
    STRATEGY_4 = 4,
    INDIRECT_ENTRY = 259,
    AED_BYTES = 24, /* in front of its descriptors; ECMA-167 4/14.5 */
    SHORT_ADS = 0,  /* flags of the ICB tag, bits 0 to 2; 4/14.6.8 */
    LONG_ADS = 1,
    EMBEDDED = 3,
    NEXT_DESCRIPTORS = 3, /* kind of an extent that has allocation descriptors; 4/14.14.1.1 */
};

/* Offsets in the two kinds of entries. */
struct layout {
    uint16_t accessed, modified;
    uint16_t created; /* 0: none */
    uint16_t stream_directory;
    uint16_t attribute_bytes, descriptor_bytes;
    uint16_t end; /* where extended attributes begin, and behind them descriptors */
};

static const struct layout file_entry = {72, 84, 0, 0, 168, 172, 176};              /* 4/14.9 */
static const struct layout extended_file_entry = {80, 92, 104, 152, 208, 212, 216}; /* 4/14.17 */

/* A row of allocation descriptors: of the ICB, then of each extent of more. */
struct descriptors {
    struct import_reads *reads;
    const struct import_udf_volume *volume;
    struct import_udf_file *file;
    uint16_t partition; /* of short_ads */
    bool are_long;
    uint8_t block[FS_BLOCK_BYTES];
    uint32_t at, end;
    bool has_next;
    struct import_udf_address next;
};

struct import_udf_address import_udf_address_of(const uint8_t *long_ad)
{
    return (struct import_udf_address){load_le32(long_ad + 4), load_le16(long_ad + 8)};
}

enum fs_status import_udf_locate(const struct import_udf_volume *volume, struct import_udf_address address,
                                 uint64_t *lba, uint32_t *run)
{
    const struct import_udf_partition *partition;
    const struct fs_disc_extent *extent;
    uint64_t offset = (uint64_t)address.block * FS_BLOCK_BYTES;

    if (address.partition >= volume->partition_count) return FS_DISC_DAMAGED;
    partition = &volume->partitions[address.partition];
    if (address.block >= partition->blocks) return FS_DISC_DAMAGED;
    if (partition->kind == IMPORT_UDF_PHYSICAL) {
        *lba = (uint64_t)partition->first + address.block;
        *run = partition->blocks - address.block;
        return FS_OK;
    }
    if (partition->kind != IMPORT_UDF_METADATA) return FS_DISC_DAMAGED;
    extent = fs_disc_extent_at(partition->metadata.items, partition->metadata.count, offset);
    if (extent->kind != FS_EXTENT_RECORDED) return FS_DISC_DAMAGED;
    offset -= extent->offset;
    *lba = extent->first + offset / FS_BLOCK_BYTES;
    *run = (uint32_t)fs_blocks_of(extent->size_bytes - offset);
    return FS_OK;
}

static enum fs_status read_block(struct import_reads *reads, const struct import_udf_volume *volume,
                                 struct import_udf_address address, uint8_t *block)
{
    uint64_t lba;
    uint32_t run;
    enum fs_status status = import_udf_locate(volume, address, &lba, &run);

    return status == FS_OK ? import_read(reads, lba, block) : status;
}

/* The piece of a file that a descriptor stands for, block by run of blocks. */
static enum fs_status add_extent(struct descriptors *descriptors, enum fs_extent_kind kind, uint32_t size_bytes,
                                 struct import_udf_address address)
{
    struct import_extents *extents = &descriptors->file->extents;

    if (kind == FS_EXTENT_UNALLOCATED) return import_extents_add(extents, descriptors->reads, kind, 0, size_bytes);
    while (size_bytes) {
        uint64_t lba, piece;
        uint32_t run;
        enum fs_status status = import_udf_locate(descriptors->volume, address, &lba, &run);

        if (status != FS_OK) return status;
        piece = (uint64_t)run * FS_BLOCK_BYTES;
        if (piece > size_bytes) piece = size_bytes;
        status = import_extents_add(extents, descriptors->reads, kind, lba, piece);
        if (status != FS_OK) return status;
        size_bytes -= (uint32_t)piece;
        if (size_bytes && run > UINT32_MAX - address.block) return FS_DISC_DAMAGED;
        address.block += run;
    }
    return FS_OK;
}

/* The descriptors of one block, until the file is complete. An extent of no bytes ends them. ECMA-167 4/12 */
static enum fs_status read_row(struct descriptors *descriptors)
{
    uint32_t step = descriptors->are_long ? 16 : 8;
    struct import_udf_file *file = descriptors->file;

    descriptors->has_next = false;
    for (; descriptors->end - descriptors->at >= step; descriptors->at += step) {
        const uint8_t *field = descriptors->block + descriptors->at;
        uint32_t size_bytes = load_le32(field) & 0x3FFFFFFF, kind = load_le32(field) >> 30;
        struct import_udf_address address = {load_le32(field + 4), descriptors->partition};
        enum fs_status status;

        if (!size_bytes || file->extents.size_bytes >= file->size_bytes) return FS_OK;
        if (descriptors->are_long) address = import_udf_address_of(field);
        if (kind == NEXT_DESCRIPTORS) {
            descriptors->next = address;
            descriptors->has_next = true;
            return FS_OK;
        }
        status = add_extent(descriptors, (enum fs_extent_kind)kind, size_bytes, address);
        if (status != FS_OK) return status;
    }
    return FS_OK;
}

static bool is_same(struct import_udf_address left, struct import_udf_address right)
{
    return left.block == right.block && left.partition == right.partition;
}

/* All rows. A circle of them is found by an address that is kept for ever longer: sooner or later it comes again. */
static enum fs_status read_rows(struct descriptors *descriptors)
{
    struct import_udf_address kept = {UINT32_MAX, UINT16_MAX};
    uint32_t steps = 0, limit = 1;
    enum fs_status status = read_row(descriptors);

    while (status == FS_OK && descriptors->has_next) {
        struct import_udf_address address = descriptors->next;
        uint32_t bytes;

        if (is_same(address, kept)) return FS_DISC_DAMAGED;
        if (++steps == limit) {
            kept = address;
            steps = 0;
            limit *= 2;
        }
        status = read_block(descriptors->reads, descriptors->volume, address, descriptors->block);
        if (status != FS_OK) return status;
        bytes = load_le32(descriptors->block + 20);
        if (import_udf_tag(descriptors->block) != UDF_ALLOCATION_EXTENT || bytes > FS_BLOCK_BYTES - AED_BYTES)
            return FS_DISC_DAMAGED;
        descriptors->partition = address.partition;
        descriptors->at = AED_BYTES;
        descriptors->end = AED_BYTES + bytes;
        status = read_row(descriptors);
    }
    return status;
}

static enum fs_status read_descriptors(struct descriptors *descriptors, unsigned kind)
{
    struct import_udf_file *file = descriptors->file;
    enum fs_status status;

    if (kind == EMBEDDED) {
        if (file->size_bytes > descriptors->end - descriptors->at) return FS_DISC_DAMAGED;
        file->is_embedded = true;
        memcpy(file->embedded, descriptors->block + descriptors->at, (size_t)file->size_bytes);
        return FS_OK;
    }
    if (kind != SHORT_ADS && kind != LONG_ADS)
        return import_refuse(descriptors->reads, "extended allocation descriptors");
    descriptors->are_long = kind == LONG_ADS;
    status = read_rows(descriptors);
    if (status != FS_OK) return status;
    if (file->extents.size_bytes < file->size_bytes) return FS_DISC_DAMAGED;
    import_extents_cut(&file->extents, file->size_bytes);
    return FS_OK;
}

static void parse_entry(const uint8_t *block, const struct layout *layout, struct import_udf_file *file)
{
    file->type = block[27];
    file->size_bytes = load_le64(block + 56);
    file->times.accessed_s = import_udf_time(block + layout->accessed);
    file->times.modified_s = import_udf_time(block + layout->modified);
    file->times.created_s = layout->created ? import_udf_time(block + layout->created) : file->times.modified_s;
    if (layout->stream_directory && load_le32(block + layout->stream_directory) & 0x3FFFFFFF) {
        file->has_streams = true;
        file->streams = import_udf_address_of(block + layout->stream_directory);
    }
}

enum fs_status import_udf_read_file(struct import_reads *reads, const struct import_udf_volume *volume,
                                    struct import_udf_address icb, struct import_udf_file *file)
{
    struct descriptors descriptors = {.reads = reads, .volume = volume, .file = file, .partition = icb.partition};
    const struct layout *layout;
    uint64_t attribute_bytes, descriptor_bytes;
    enum fs_status status;
    uint16_t tag;

    file->extents.count = 0;
    file->extents.size_bytes = 0;
    file->has_streams = file->is_embedded = false;
    status = read_block(reads, volume, icb, descriptors.block);
    if (status != FS_OK) return status;
    tag = import_udf_tag(descriptors.block);
    if (tag == INDIRECT_ENTRY) return import_refuse(reads, "an ICB of another strategy than 4");
    if (tag != UDF_FILE_ENTRY && tag != UDF_EXTENDED_FILE_ENTRY) return FS_DISC_DAMAGED;
    if (load_le16(descriptors.block + 20) != STRATEGY_4)
        return import_refuse(reads, "an ICB of another strategy than 4");
    layout = tag == UDF_FILE_ENTRY ? &file_entry : &extended_file_entry;
    parse_entry(descriptors.block, layout, file);
    attribute_bytes = load_le32(descriptors.block + layout->attribute_bytes);
    descriptor_bytes = load_le32(descriptors.block + layout->descriptor_bytes);
    if (layout->end + attribute_bytes + descriptor_bytes > FS_BLOCK_BYTES) return FS_DISC_DAMAGED;
    descriptors.at = (uint32_t)(layout->end + attribute_bytes);
    descriptors.end = (uint32_t)(descriptors.at + descriptor_bytes);
    return read_descriptors(&descriptors, descriptors.block[34] & 7);
}

void import_udf_file_free(struct import_udf_file *file)
{
    import_extents_free(&file->extents);
}
