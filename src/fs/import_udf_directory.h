/* Reads the File Identifier Descriptors of a UDF directory, one after the other. */
#ifndef OPENIMAPI2_FS_IMPORT_UDF_DIRECTORY_H
#define OPENIMAPI2_FS_IMPORT_UDF_DIRECTORY_H

#include "fs/import_udf_file.h"

struct import_udf_identifier {
    uint16_t name[FS_NAME_MAX];
    size_t name_count;
    bool is_hidden;
    bool is_directory;
    struct import_udf_address icb;
};

struct import_udf_directory {
    struct import_bytes bytes;
    uint64_t offset;
};

/* file   a directory or a stream directory; borrowed while the directory is read. */
void import_udf_directory_init(struct import_udf_directory *directory, struct import_reads *reads,
                               const struct import_udf_file *file);

/* Read the next item, skipping the parent and deleted items.
 * is_end   out: there are no more items.
 * returns  FS_OK, FS_DISC_DAMAGED, FS_DEVICE_FAILED.
 * source   ECMA-167 4/14.4; OSTA UDF 2.3.4.
 */
enum fs_status import_udf_directory_next(struct import_udf_directory *directory,
                                         struct import_udf_identifier *identifier, bool *is_end);

#endif
