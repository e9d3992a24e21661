/* The differences between the revisions of UDF. */
#ifndef OPENIMAPI2_FS_UDF_REVISION_H
#define OPENIMAPI2_FS_UDF_REVISION_H

#include <stdbool.h>
#include <stdint.h>

struct fs_plan;

struct udf_revision {
    uint16_t number;                 /* binary coded decimal, such as 0x0102 */
    uint16_t minimum_read;           /* the lowest revision of a reader of the volume; OSTA UDF 2.2.6.4 */
    uint16_t tag_version;            /* for the 2nd or 3rd edition of ECMA-167; 3/7.2.2 */
    const char *standard_identifier; /* of the volume structure; ECMA-167 3/9.1 */
    bool has_extended_entries;   /* ICBs are Extended File Entries: creation times, named streams; ECMA-167 4/14.17 */
    bool has_real_time_files;    /* ICBs of file type 249; OSTA UDF 2.01 2.3.5.2 */
    bool has_metadata_partition; /* ICBs and directories are in a file of their own; OSTA UDF 2.50 2.2.10 */
};

/* The row of a revision; NULL: it cannot be recorded. */
const struct udf_revision *udf_revision_numbered(uint16_t number);

/* The revision of a plan with UDF. */
const struct udf_revision *udf_revision_of(const struct fs_plan *plan);

#endif
