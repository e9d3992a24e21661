/* Volumes of ISO 9660 and of Joliet on a disc: finds their descriptors and imports all their items. */
#ifndef OPENIMAPI2_FS_IMPORT_ISO9660_H
#define OPENIMAPI2_FS_IMPORT_ISO9660_H

#include "fs/import_tree.h"

struct import_iso9660_volume {
    enum fs_system system;
    uint16_t name[32];
    size_t name_count;
    uint32_t end;  /* the block after the volume space */
    uint32_t root; /* LBA of the root directory */
    uint32_t root_bytes;
    uint32_t path_table; /* LBA of the L path table */
    uint32_t path_table_bytes;
};

/* Find the volume descriptor of FS_ISO9660 or FS_JOLIET of a session.
 * returns  FS_OK, FS_SYSTEM_ABSENT, FS_DEVICE_FAILED, FS_FEATURE_UNSUPPORTED (blocks of other sizes).
 */
enum fs_status import_iso9660_find(struct import_reads *reads, uint32_t session_start, enum fs_system system,
                                   struct import_iso9660_volume *volume);

/* Import all items of the volume that the options name. */
enum fs_status import_iso9660(struct import *import);

#endif
