/* Directory records and path tables of ISO 9660 and Joliet: their sizes for the planner, and producers of blocks. */
#ifndef OPENIMAPI2_FS_ISO9660_DIRECTORY_H
#define OPENIMAPI2_FS_ISO9660_DIRECTORY_H

#include "fs/plan_private.h"

enum {
    ISO9660_OWN_RECORD_BYTES = 34, /* of a directory itself, and of its parent */
    ISO9660_OWN_RECORDS_BYTES = 68,
    ISO9660_IDENTIFIER_BYTES_MAX = 222,
};

/* The size of the item's record in its directory, and of a directory's record in a path table. */
uint32_t iso9660_record_bytes(const struct fs_plan *plan, const struct fs_hierarchy *hierarchy, uint32_t number);
uint32_t iso9660_path_bytes(const struct fs_plan *plan, const struct fs_hierarchy *hierarchy, uint32_t number);

/* The record of the root for a volume descriptor: 34 bytes. */
void iso9660_set_root_record(const struct fs_plan *plan, const struct fs_hierarchy *hierarchy, uint8_t *record);

/* The argument of these regions is their struct fs_hierarchy. */
void iso9660_produce_directories(const struct fs_plan *plan, const struct fs_region *region, uint32_t index,
                                 uint8_t *block);
void iso9660_produce_path_table_l(const struct fs_plan *plan, const struct fs_region *region, uint32_t index,
                                  uint8_t *block);
void iso9660_produce_path_table_m(const struct fs_plan *plan, const struct fs_region *region, uint32_t index,
                                  uint8_t *block);

#endif
