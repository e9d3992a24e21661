/* File Entries and directories of UDF: their sizes for the planner, and producers of blocks. */
#ifndef OPENIMAPI2_FS_UDF_FILE_H
#define OPENIMAPI2_FS_UDF_FILE_H

#include "fs/plan_private.h"

enum {
    UDF_DIRECTORY_PERMISSIONS = 0x35AD, /* as in Microsoft's images: read and execute for all, delete */
    UDF_FILE_PERMISSIONS = 0x318C,
    UDF_PARENT_IDENTIFIER_BYTES = 40,
    UDF_IDENTIFIER_BYTES_MAX = 296,
};

/* The unique ID of an item; a named stream has its file's. */
uint64_t udf_unique_id(const struct fs_plan *plan, uint32_t number);

/* The size of the item's File Identifier Descriptor in its directory. */
uint32_t udf_identifier_bytes(const struct fs_plan *plan, uint32_t number);

/* A directory: of items, or of the named streams of a file. Numbers of items. */
struct udf_directory {
    uint32_t parent;
    uint32_t first, count; /* of its contents */
    uint32_t icb_block;
};

/* The total size of a directory's File Identifier Descriptors, whose offsets must be known. */
uint32_t udf_directory_bytes(const struct fs_plan *plan, const struct udf_directory *directory);

struct udf_directory udf_directory_numbered(const struct fs_plan *plan, uint32_t number);

/* Generate block `index` of a directory's File Identifier Descriptors. */
void udf_set_directory_block(const struct fs_plan *plan, const struct udf_directory *directory, uint32_t index,
                             uint8_t *block);

/* Generate block `index` of the ICB of a file or of a named stream. */
void udf_set_file_block(const struct fs_plan *plan, uint32_t number, uint32_t index, uint8_t *block);

void udf_produce_directories(const struct fs_plan *plan, const struct fs_region *region, uint32_t index,
                             uint8_t *block);
void udf_produce_files(const struct fs_plan *plan, const struct fs_region *region, uint32_t index, uint8_t *block);

#endif
