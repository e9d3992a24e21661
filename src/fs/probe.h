/* Finds the contents of a session of a disc: its file systems, their names and sizes, and the end of its structures. */
#ifndef OPENIMAPI2_FS_PROBE_H
#define OPENIMAPI2_FS_PROBE_H

#include <stdbool.h>

#include "fs/disc.h"
#include "fs/name.h"

enum { FS_SESSION_NAME_MAX = 126 }; /* of a Logical Volume Identifier; 32 of ISO 9660, 16 of Joliet */

/* One file system of a session. */
struct fs_session_system {
    /* FS_OK; FS_SYSTEM_ABSENT; FS_PARTITION_FOREIGN and FS_FEATURE_UNSUPPORTED: present, but cannot be read;
     * FS_DISC_DAMAGED; FS_DEVICE_FAILED; FS_OUT_OF_MEMORY.
     */
    enum fs_status status;
    const char *feature; /* the reason for the status; NULL: none */
    uint16_t name[FS_SESSION_NAME_MAX];
    size_t name_count;
    int64_t files; /* as counted by the structures; -1: not counted */
    int64_t directories;
};

struct fs_session {
    unsigned systems; /* FS_MASKs of the file systems present */
    struct fs_session_system system[FS_SYSTEMS];
    /* After the last block of the volumes, partitions and sequences that the structures describe; 0: none. It may be
     * beyond the disc.
     */
    uint32_t end;
    /* If UDF is present: */
    uint16_t udf_revision;  /* at least 0x0102 */
    uint16_t minimum_write; /* a revision: writers of older ones must not change the volume; 0: not stated */
    uint8_t access_type;    /* 0-4; 1: all partitions are read-only; ECMA-167 3/10.5.7 */
    bool has_metadata;      /* a metadata partition */
    uint32_t partition_first;
    uint32_t partition_blocks;
};

/* Find the file systems of a session.
 * session_start  LBA.
 * returns        FS_OK, even without any file system; FS_DEVICE_FAILED: none was found, and blocks cannot be read;
 *                FS_OUT_OF_MEMORY.
 */
enum fs_status fs_probe(struct fs_disc *disc, uint32_t session_start, struct fs_session *session);

/* A number that identifies a disc: CRC-32 of the blocks 16 to 31 and 256 of its session, in this order. A block after
 * the end of the disc counts as zeros.
 * returns  FS_OK, FS_DEVICE_FAILED, FS_OUT_OF_MEMORY.
 */
enum fs_status fs_probe_identifier(struct fs_disc *disc, uint32_t session_start, uint32_t *identifier);

#endif
