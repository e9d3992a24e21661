/* What is on a session of a disc: its file systems, their names and sizes, and where its structures end. */
#ifndef OPENIMAPI2_FS_PROBE_H
#define OPENIMAPI2_FS_PROBE_H

#include <stdbool.h>

#include "fs/disc.h"
#include "fs/name.h"

enum { FS_SESSION_NAME_MAX = 126 }; /* of a Logical Volume Identifier; 32 of ISO 9660, 16 of Joliet */

/* One file system of a session. */
struct fs_session_system {
    /* FS_OK; FS_SYSTEM_ABSENT; FS_PARTITION_FOREIGN and FS_FEATURE_UNSUPPORTED: it is there and cannot be read;
     * FS_DISC_DAMAGED; FS_DEVICE_FAILED; FS_OUT_OF_MEMORY.
     */
    enum fs_status status;
    const char *feature; /* that is the reason; NULL: none */
    uint16_t name[FS_SESSION_NAME_MAX];
    size_t name_count;
    int64_t files; /* as the structures count them; -1: they do not */
    int64_t directories;
};

struct fs_session {
    unsigned systems; /* FS_MASKs of those that are there */
    struct fs_session_system system[FS_SYSTEMS];
    /* Behind the last block that the structures name, of volumes, partitions and sequences; 0: none names any. It may
     * be beyond the disc.
     */
    uint32_t end;
    /* UDF, where it is there: */
    uint16_t udf_revision;  /* 0x0102 at least */
    uint16_t minimum_write; /* a revision: older writers are to leave the volume alone; 0: it does not say */
    uint8_t access_type;    /* 0-4; 1: all partitions are read-only; ECMA-167 3/10.5.7 */
    bool has_metadata;      /* a metadata partition */
    uint32_t partition_first;
    uint32_t partition_blocks;
};

/* session_start  LBA.
 * returns        FS_OK, even when there is none; FS_DEVICE_FAILED: none was found, and blocks cannot be read;
 *                FS_OUT_OF_MEMORY.
 */
enum fs_status fs_probe(struct fs_disc *disc, uint32_t session_start, struct fs_session *session);

/* A number by which a disc is known again: CRC-32 of the blocks 16 to 31 and 256 of its session, in this order. A block
 * behind the end of the disc counts as zeros.
 * returns  FS_OK, FS_DEVICE_FAILED, FS_OUT_OF_MEMORY.
 */
enum fs_status fs_probe_identifier(struct fs_disc *disc, uint32_t session_start, uint32_t *identifier);

#endif
