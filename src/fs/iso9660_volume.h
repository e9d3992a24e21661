/* The volume descriptors of ISO 9660 and Joliet, as producers of blocks (fs_region.produce). */
#ifndef OPENIMAPI2_FS_ISO9660_VOLUME_H
#define OPENIMAPI2_FS_ISO9660_VOLUME_H

#include "fs/plan_private.h"

/* A primary or supplementary descriptor: the region's argument is the struct fs_hierarchy of ISO 9660 or of Joliet. */
void iso9660_produce_descriptor(const struct fs_plan *plan, const struct fs_region *region, uint32_t index,
                                uint8_t *block);
void iso9660_produce_terminator(const struct fs_plan *plan, const struct fs_region *region, uint32_t index,
                                uint8_t *block);

/* The beginning of each volume descriptor: type, "CD001" and version. ECMA-119 8.1 */
void iso9660_set_standard_identifier(uint8_t *block, uint8_t type);

#endif
