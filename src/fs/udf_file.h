/* File Entries, directories and allocation descriptors of UDF: their sizes for the planner, and producers of blocks. */
#ifndef OPENIMAPI2_FS_UDF_FILE_H
#define OPENIMAPI2_FS_UDF_FILE_H

#include "fs/plan_private.h"

enum {
    UDF_PARENT_IDENTIFIER_BYTES = 40,
    UDF_IDENTIFIER_BYTES_MAX = 296,
    UDF_EXTENT_BYTES_MAX = 0x3FFFF800, /* whole blocks in one allocation descriptor; ECMA-167 4/14.14.1.1 */
};

/* Of the item's File Identifier Descriptor in its directory. */
uint32_t udf_identifier_bytes(const struct fs_plan *plan, uint32_t number);

/* Of all File Identifier Descriptors of a directory; their offsets are known. */
uint32_t udf_directory_bytes(const struct fs_plan *plan, uint32_t number);

/* The File Entry of a file, and the Allocation Extent Descriptors that follow where one block does not hold all
 * allocation descriptors.
 */
uint64_t udf_file_icb_blocks(const struct fs_plan *plan, uint64_t size_bytes);

void udf_produce_directories(const struct fs_plan *plan, const struct fs_region *region, uint32_t index,
                             uint8_t *block);
void udf_produce_files(const struct fs_plan *plan, const struct fs_region *region, uint32_t index, uint8_t *block);

#endif
