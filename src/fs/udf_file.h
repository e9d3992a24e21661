/* File Entries and directories of UDF: their sizes for the planner, and producers of blocks. */
#ifndef OPENIMAPI2_FS_UDF_FILE_H
#define OPENIMAPI2_FS_UDF_FILE_H

#include "fs/plan_private.h"

enum {
    UDF_DIRECTORY_PERMISSIONS = 0x35AD, /* those of Microsoft's images: read and execute for all, delete */
    UDF_FILE_PERMISSIONS = 0x318C,
    UDF_PARENT_IDENTIFIER_BYTES = 40,
    UDF_IDENTIFIER_BYTES_MAX = 296,
};

/* Of an item: that of a named stream is its file's. */
uint64_t udf_unique_id(const struct fs_plan *plan, uint32_t number);

/* Of the item's File Identifier Descriptor in its directory. */
uint32_t udf_identifier_bytes(const struct fs_plan *plan, uint32_t number);

/* A directory: of items, or of the named streams of a file. Numbers of items. */
struct udf_directory {
    uint32_t parent;
    uint32_t first, count; /* of what is in it */
    uint32_t icb_block;
};

/* Of all File Identifier Descriptors of a directory; their offsets are known. */
uint32_t udf_directory_bytes(const struct fs_plan *plan, const struct udf_directory *directory);

struct udf_directory udf_directory_numbered(const struct fs_plan *plan, uint32_t number);

/* Make block `index` of a directory's File Identifier Descriptors. */
void udf_set_directory_block(const struct fs_plan *plan, const struct udf_directory *directory, uint32_t index,
                             uint8_t *block);

/* Make block `index` of the ICB of a file or of a named stream. */
void udf_set_file_block(const struct fs_plan *plan, uint32_t number, uint32_t index, uint8_t *block);

void udf_produce_directories(const struct fs_plan *plan, const struct fs_region *region, uint32_t index,
                             uint8_t *block);
void udf_produce_files(const struct fs_plan *plan, const struct fs_region *region, uint32_t index, uint8_t *block);

#endif
