/* Reads UDF's ICBs on a disc: the kind, the times and the bytes of a file or directory. */
#ifndef OPENIMAPI2_FS_IMPORT_UDF_FILE_H
#define OPENIMAPI2_FS_IMPORT_UDF_FILE_H

#include "fs/import_udf_volume.h"
#include "fs/node.h"

/* File types of an ICB tag; ECMA-167 4/14.6.6, OSTA UDF 2.2.13, 3.3.5.1. */
enum import_udf_file_type {
    IMPORT_UDF_DIRECTORY = 4,
    IMPORT_UDF_FILE = 5,
    IMPORT_UDF_STREAM_DIRECTORY = 13,
    IMPORT_UDF_REAL_TIME_FILE = 249,
    IMPORT_UDF_METADATA_FILE = 250,
    IMPORT_UDF_METADATA_MIRROR = 251,
};

/* A block of a partition, by the partition's place in the table of maps. */
struct import_udf_address {
    uint32_t block;
    uint16_t partition;
};

struct import_udf_file {
    uint8_t type;
    uint64_t size_bytes;
    struct fs_times times;
    bool has_streams;
    struct import_udf_address streams; /* ICB of the stream directory */
    bool is_embedded;                  /* the bytes are in `embedded`, else in the extents */
    uint8_t embedded[FS_BLOCK_BYTES];
    struct import_extents extents; /* size_bytes in total */
};

/* The LBA of a block, and the number of blocks, from this one on, that are contiguous on the disc.
 * returns  FS_DISC_DAMAGED: the partition has no such block.
 */
enum fs_status import_udf_locate(const struct import_udf_volume *volume, struct import_udf_address address,
                                 uint64_t *lba, uint32_t *run);

/* Read an ICB with all its allocation descriptors. Call import_udf_file_free afterwards, even on failure; then `file`
 * may be used again.
 * returns  FS_OK, FS_OUT_OF_MEMORY, FS_DISC_DAMAGED, FS_DEVICE_FAILED, FS_FEATURE_UNSUPPORTED (a strategy other than 4;
 *          extended allocation descriptors). The file type is not checked.
 * source   ECMA-167 4/14.6, 4/14.9, 4/14.17, 4/12; OSTA UDF 2.3.
 */
enum fs_status import_udf_read_file(struct import_reads *reads, const struct import_udf_volume *volume,
                                    struct import_udf_address icb, struct import_udf_file *file);

void import_udf_file_free(struct import_udf_file *file);

/* The address in a long_ad, or in the ICB field of a directory. ECMA-167 4/14.14.2 */
struct import_udf_address import_udf_address_of(const uint8_t *long_ad);

#endif
