/* The descriptors of a UDF volume and of its file set, as producers of blocks (fs_region.produce). */
#ifndef OPENIMAPI2_FS_UDF_VOLUME_H
#define OPENIMAPI2_FS_UDF_VOLUME_H

#include "fs/plan_private.h"

enum {
    UDF_SEQUENCE_DESCRIPTORS = 6,             /* PVD, IUVD, LVD, PD, USD, TD */
    UDF_SEQUENCE_BYTES = 16 * FS_BLOCK_BYTES, /* the extent that holds them; OSTA UDF 2.2.3.1 */
    UDF_FILE_SET_BLOCKS = 2,                  /* FSD, TD */
    UDF_UNIQUE_ID_FIRST = 16,                 /* of items other than the root; OSTA UDF 3.2.1.1 */
};

void udf_produce_recognition(const struct fs_plan *plan, const struct fs_region *region, uint32_t index,
                             uint8_t *block); /* BEA01, NSR0x, TEA01 */
void udf_produce_sequence(const struct fs_plan *plan, const struct fs_region *region, uint32_t index, uint8_t *block);
void udf_produce_integrity(const struct fs_plan *plan, const struct fs_region *region, uint32_t index, uint8_t *block);
void udf_produce_anchor(const struct fs_plan *plan, const struct fs_region *region, uint32_t index, uint8_t *block);
void udf_produce_file_set(const struct fs_plan *plan, const struct fs_region *region, uint32_t index, uint8_t *block);

#endif
