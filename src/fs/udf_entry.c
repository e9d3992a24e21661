/* Generates File Entries and Extended File Entries with the same code, by a table of their offsets. */
#include "fs/udf_entry.h"

#include "base/bytes.h"
#include "fs/udf_field.h"
#include "fs/udf_metadata.h"
#include "fs/udf_revision.h"

enum { LONG_ADS = 0x0001, STREAM = 0x2000 }; /* flags of an ICB tag; ECMA-167 4/14.6.8 */

struct layout {
    enum udf_tag_identifier identifier;
    /* Offsets; 0: there is no such field. */
    uint16_t object_size, blocks_recorded, accessed, modified, created, attributes, checkpoint, implementation,
        unique_id, allocation_bytes, allocation, stream_directory;
};

static const struct layout *layout_of(const struct fs_plan *plan)
{
    static const struct layout plain = {UDF_FILE_ENTRY, 0, 64, 72, 84, 0, 96, 108, 128, 160, 172, 176, 0};
    static const struct layout extended = {
        UDF_EXTENDED_FILE_ENTRY, 64, 72, 80, 92, 104, 116, 128, 168, 200, 212, 216, 152};

    return udf_revision_of(plan)->has_extended_entries ? &extended : &plain;
}

uint32_t udf_entry_bytes(const struct fs_plan *plan)
{
    return layout_of(plan)->allocation;
}

uint8_t *udf_set_entry(const struct fs_plan *plan, const struct udf_entry *entry, uint8_t *block)
{
    const struct layout *layout = layout_of(plan);

    store_le16(block + 20, 4); /* strategy type */
    store_le16(block + 24, 1); /* entries */
    block[27] = entry->file_type;
    store_le16(block + 34, (uint16_t)((entry->has_long_ads ? LONG_ADS : 0) | (entry->is_stream ? STREAM : 0)));
    store_le32(block + 36, UINT32_MAX); /* no user */
    store_le32(block + 40, UINT32_MAX); /* no group */
    store_le32(block + 44, entry->permissions);
    store_le16(block + 48, entry->links);
    store_le64(block + 56, entry->size_bytes);
    if (layout->object_size) store_le64(block + layout->object_size, entry->size_bytes + entry->stream_bytes);
    if (entry->stream_icb)
        udf_set_long_ad(block + layout->stream_directory, FS_BLOCK_BYTES, entry->stream_icb,
                        udf_structure_partition(plan));
    store_le64(block + layout->blocks_recorded, entry->blocks_recorded);
    udf_set_time(block + layout->accessed, fs_plan_time(plan, entry->times.accessed_s));
    udf_set_time(block + layout->modified, fs_plan_time(plan, entry->times.modified_s));
    if (layout->created) udf_set_time(block + layout->created, fs_plan_time(plan, entry->times.created_s));
    udf_set_time(block + layout->attributes, plan->options.now_s);
    store_le32(block + layout->checkpoint, 1);
    udf_set_implementation(plan, block + layout->implementation);
    store_le64(block + layout->unique_id, entry->unique_id);
    return block + layout->allocation;
}

void udf_finish_entry(const struct fs_plan *plan, uint8_t *block, uint32_t allocation_bytes, uint32_t location)
{
    const struct layout *layout = layout_of(plan);

    store_le32(block + layout->allocation_bytes, allocation_bytes);
    udf_set_tag(plan, block, layout->identifier, layout->allocation - UDF_TAG_BYTES + allocation_bytes, location);
}
