/* An ICB: a File Entry; from UDF 2.00 on an Extended File Entry, which has a different layout and the creation time. */
#ifndef OPENIMAPI2_FS_UDF_ENTRY_H
#define OPENIMAPI2_FS_UDF_ENTRY_H

#include "fs/plan_private.h"

enum { UDF_SHORT_AD_BYTES = 8, UDF_LONG_AD_BYTES = 16 };

struct udf_entry {
    uint8_t file_type;    /* ECMA-167 4/14.6.6, OSTA UDF 2.50 2.2.13 */
    bool is_stream;       /* a named stream; ECMA-167 4/14.6.8 */
    bool has_long_ads;    /* its allocation descriptors are long_ads; else short_ads */
    uint32_t permissions; /* 4/14.9.5 */
    uint16_t links;
    uint64_t size_bytes;
    uint64_t blocks_recorded;
    uint64_t stream_bytes; /* of its named streams */
    uint32_t stream_icb;   /* of the stream directory: a block of the partition of structures; 0: no streams */
    uint64_t unique_id;
    struct fs_times times;
};

/* The number of bytes before the allocation descriptors. */
uint32_t udf_entry_bytes(const struct fs_plan *plan);

/* Write everything except the allocation descriptors, and return the place for them. ECMA-167 4/14.9, 4/14.17 */
uint8_t *udf_set_entry(const struct fs_plan *plan, const struct udf_entry *entry, uint8_t *block);

/* Finish an entry after its allocation descriptors have been written. location: the block in its partition. */
void udf_finish_entry(const struct fs_plan *plan, uint8_t *block, uint32_t allocation_bytes, uint32_t location);

#endif
