/* The common fields of UDF descriptors. The caller adds the offsets into a descriptor, and passes zeroed memory. */
#ifndef OPENIMAPI2_FS_UDF_FIELD_H
#define OPENIMAPI2_FS_UDF_FIELD_H

#include <stddef.h>
#include <stdint.h>

#include "fs/plan_private.h"

enum { UDF_TAG_BYTES = 16 };

/* Descriptor tag identifiers. ECMA-167 3/7.2.1 and 4/7.2.1. */
enum udf_tag_identifier {
    UDF_PRIMARY_VOLUME = 1,
    UDF_ANCHOR_VOLUME_POINTER = 2,
    UDF_IMPLEMENTATION_USE_VOLUME = 4,
    UDF_PARTITION = 5,
    UDF_LOGICAL_VOLUME = 6,
    UDF_UNALLOCATED_SPACE = 7,
    UDF_TERMINATING = 8,
    UDF_LOGICAL_VOLUME_INTEGRITY = 9,
    UDF_FILE_SET = 256,
    UDF_FILE_IDENTIFIER = 257,
    UDF_ALLOCATION_EXTENT = 258,
    UDF_FILE_ENTRY = 261,
    UDF_EXTENDED_FILE_ENTRY = 266,
};

/* The tag of a descriptor that is otherwise complete. `crc_bytes` follow the tag; `location` is the LBA of a volume
 * descriptor, or the block in the partition of any other descriptor. ECMA-167 3/7.2.
 */
void udf_set_tag(const struct fs_plan *plan, uint8_t *descriptor, enum udf_tag_identifier identifier, size_t crc_bytes,
                 uint32_t location);

/* Entity identifiers of 32 bytes, one function for each kind of suffix. OSTA UDF 2.1.5. */
void udf_set_domain(const struct fs_plan *plan, uint8_t *field); /* "*OSTA UDF Compliant" */
void udf_set_udf_entity(const struct fs_plan *plan, uint8_t *field, const char *identifier);
void udf_set_implementation(const struct fs_plan *plan, uint8_t *field); /* the program's */
void udf_set_entity(uint8_t *field, const char *identifier);             /* without suffix */

/* OSTA compressed Unicode, 64 bytes. OSTA UDF 2.1.2. */
void udf_set_character_set(uint8_t *field);

/* A dstring of `size` bytes, cut if too long; with 8 bits for each character if that suffices. OSTA UDF 2.1.3. */
void udf_set_dstring(uint8_t *field, size_t size, const uint16_t *units, size_t count);

/* 12 bytes, in UTC. ECMA-167 1/7.3. */
void udf_set_time(uint8_t *field, int64_t time_s);

/* extent_ad or short_ad, which have the same layout: 8 bytes. ECMA-167 3/7.1, 4/14.14.1. */
void udf_set_extent(uint8_t *field, uint32_t bytes, uint32_t block);

/* long_ad, 16 bytes; the partition is an index into the table of partition maps. ECMA-167 4/14.14.2. */
void udf_set_long_ad(uint8_t *field, uint32_t bytes, uint32_t block, uint16_t partition);

#endif
