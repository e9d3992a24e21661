/* Finds the UDF volume of a session by its anchor, and reads its volume descriptors and its partition maps. */
#ifndef OPENIMAPI2_FS_IMPORT_UDF_VOLUME_H
#define OPENIMAPI2_FS_IMPORT_UDF_VOLUME_H

#include <stdbool.h>

#include "fs/import_extents.h"

enum {
    IMPORT_UDF_PARTITIONS_MAX = 8,
    IMPORT_UDF_NAME_MAX = 126, /* of a dstring of 128 bytes */
};

/* An entry of the table of partition maps. Structures refer to a partition by its index there. OSTA UDF 2.2.8 to 2.2.10
 */
struct import_udf_partition {
    enum { IMPORT_UDF_PHYSICAL, IMPORT_UDF_METADATA, IMPORT_UDF_VIRTUAL, IMPORT_UDF_SPARABLE, IMPORT_UDF_UNKNOWN } kind;
    uint16_t number;                   /* of the Partition Descriptor */
    uint8_t access_type;               /* 0-4; ECMA-167 3/10.5.7, OSTA UDF 2.60 2.2.14.2 */
    uint32_t first;                    /* LBA; for IMPORT_UDF_METADATA, of the partition that contains the file */
    uint32_t blocks;                   /* for IMPORT_UDF_METADATA, of the file; 0 until known */
    uint32_t metadata_icb, mirror_icb; /* blocks of the physical partition */
    struct import_extents metadata;
};

/* Blocks of the disc. */
struct import_udf_extent {
    uint32_t first, blocks;
};

struct import_udf_volume {
    uint16_t name[IMPORT_UDF_NAME_MAX];
    size_t name_count;
    uint16_t revision; /* of the domain */
    struct import_udf_extent main_sequence, reserve_sequence, integrity;
    struct import_udf_partition partitions[IMPORT_UDF_PARTITIONS_MAX];
    unsigned partition_count;
    uint32_t file_set_block;
    uint16_t file_set_partition;
    bool has_totals; /* from the Logical Volume Integrity Descriptor: */
    uint32_t files, directories;
    uint16_t minimum_write; /* the lowest revision of a writer that may change the volume; OSTA UDF 2.2.6.4 */
};

/* Find the volume of a session. Call import_udf_volume_free afterwards, even on failure.
 * Anchors are searched at session_start + 256, the last block, 256 blocks before it, and session_start + 512.
 * returns  FS_OK: its partitions are within the disc; FS_PARTITION_FOREIGN: one is virtual, sparable or unknown, but
 *          the rest is filled; FS_SYSTEM_ABSENT, FS_DISC_DAMAGED, FS_DEVICE_FAILED, FS_FEATURE_UNSUPPORTED.
 * source   ECMA-167 3/8.4.2; OSTA UDF 2.2.3.
 */
enum fs_status import_udf_find(struct import_reads *reads, uint32_t session_start, struct import_udf_volume *volume);

void import_udf_volume_free(struct import_udf_volume *volume);

#endif
