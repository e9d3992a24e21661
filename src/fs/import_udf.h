/* All items of a volume of UDF. */
#ifndef OPENIMAPI2_FS_IMPORT_UDF_H
#define OPENIMAPI2_FS_IMPORT_UDF_H

#include "fs/import_tree.h"
#include "fs/import_udf_volume.h"

/* The metadata file of a partition of that kind, or its mirror: afterwards its blocks can be read. */
enum fs_status import_udf_open_metadata(struct import_reads *reads, struct import_udf_volume *volume, bool is_mirror);

/* The session's volume by its metadata file; the mirror is for another attempt.
 * has_mirror  out: there is a metadata partition, so that another attempt has a sense.
 */
enum fs_status import_udf(struct import *import, bool is_mirror, bool *has_mirror);

#endif
