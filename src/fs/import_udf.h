/* Imports all items of a UDF volume. */
#ifndef OPENIMAPI2_FS_IMPORT_UDF_H
#define OPENIMAPI2_FS_IMPORT_UDF_H

#include "fs/import_tree.h"
#include "fs/import_udf_volume.h"

/* Open the metadata file of each metadata partition, or its mirror: afterwards the partition's blocks can be read. */
enum fs_status import_udf_open_metadata(struct import_reads *reads, struct import_udf_volume *volume, bool is_mirror);

/* Import the session's volume by its metadata file or, in a second attempt, by the mirror.
 * has_mirror  out: there is a metadata partition, so a second attempt makes sense.
 */
enum fs_status import_udf(struct import *import, bool is_mirror, bool *has_mirror);

#endif
