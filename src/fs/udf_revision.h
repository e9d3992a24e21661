/* What changes from one revision of UDF to the next. */
#ifndef OPENIMAPI2_FS_UDF_REVISION_H
#define OPENIMAPI2_FS_UDF_REVISION_H

#include <stdbool.h>
#include <stdint.h>

struct fs_plan;

struct udf_revision {
    uint16_t number;                 /* binary coded decimal, 0x0102 */
    uint16_t minimum_read;           /* a reader of this revision reads the volume; OSTA UDF 2.2.6.4 */
    uint16_t tag_version;            /* of ECMA-167: its 2nd or 3rd edition; 3/7.2.2 */
    const char *standard_identifier; /* of the volume structure; ECMA-167 3/9.1 */
    bool has_extended_entries;   /* ICBs are Extended File Entries: creation times, named streams; ECMA-167 4/14.17 */
    bool has_real_time_files;    /* ICBs of file type 249; OSTA UDF 2.01 2.3.5.2 */
    bool has_metadata_partition; /* ICBs and directories stand in a file of their own; OSTA UDF 2.50 2.2.10 */
};

/* NULL: none that can be recorded. */
const struct udf_revision *udf_revision_numbered(uint16_t number);

/* That of a plan with UDF. */
const struct udf_revision *udf_revision_of(const struct fs_plan *plan);

#endif
