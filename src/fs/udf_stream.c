/* Generates the directories and ICBs of named streams, as in OSTA UDF 2.00 3.3.5. */
#include "fs/udf_stream.h"

#include "fs/udf_allocation.h"
#include "fs/udf_entry.h"
#include "fs/udf_field.h"
#include "fs/udf_file.h"

enum { FILE_TYPE_STREAM_DIRECTORY = 13 }; /* ECMA-167 4/14.6.6 */

static struct udf_directory directory_of(const struct fs_stream_directory *streams)
{
    return (struct udf_directory){streams->file, streams->first_stream, streams->count, streams->icb_block};
}

uint64_t udf_number_streams(struct fs_plan *plan, uint64_t next)
{
    uint32_t i, stream;

    for (i = 0; i < plan->stream_directory_count; i++) {
        struct fs_stream_directory *streams = &plan->stream_directories[i];
        uint32_t offset = UDF_PARENT_IDENTIFIER_BYTES; /* at most 296,000 bytes follow */

        streams->icb_block = (uint32_t)next;
        for (stream = streams->first_stream; stream < streams->first_stream + streams->count; stream++) {
            plan->items[stream].fid_offset = offset;
            offset += udf_identifier_bytes(plan, stream);
        }
        next += 1 + fs_blocks_of(offset);
        for (stream = streams->first_stream; stream < streams->first_stream + streams->count; stream++) {
            plan->items[stream].icb_block = (uint32_t)next;
            next += udf_file_icb_blocks(plan, plan->items[stream].node);
        }
    }
    return next;
}

static void directory_entry(const struct fs_plan *plan, const struct fs_stream_directory *streams, uint8_t *block)
{
    const struct udf_directory directory = directory_of(streams);
    uint32_t bytes = udf_directory_bytes(plan, &directory);
    const struct udf_entry entry = {
        .file_type = FILE_TYPE_STREAM_DIRECTORY,
        .permissions = UDF_DIRECTORY_PERMISSIONS,
        .links = 1,
        .size_bytes = bytes,
        .blocks_recorded = fs_blocks_of(bytes),
        .unique_id = udf_unique_id(plan, streams->file),
        .times = plan->items[streams->file].node->times,
    };

    udf_set_extent(udf_set_entry(plan, &entry, block), bytes, streams->icb_block + 1);
    udf_finish_entry(plan, block, UDF_SHORT_AD_BYTES, streams->icb_block);
}

/* The directory whose structures have the block; there are a thousand at most. */
static const struct fs_stream_directory *streams_at(const struct fs_plan *plan, uint32_t block)
{
    uint32_t i = 1;

    while (i < plan->stream_directory_count && plan->stream_directories[i].icb_block <= block)
        i++;
    return &plan->stream_directories[i - 1];
}

void udf_produce_streams(const struct fs_plan *plan, const struct fs_region *region, uint32_t index, uint8_t *block)
{
    uint32_t at = plan->udf.structures_block + plan->udf.directory_blocks + plan->udf.file_blocks + index;
    const struct fs_stream_directory *streams = streams_at(plan, at);
    const struct udf_directory directory = directory_of(streams);
    uint32_t stream = streams->first_stream, end = stream + streams->count;

    (void)region;
    if (at == streams->icb_block) {
        directory_entry(plan, streams, block);
    } else if (at < plan->items[stream].icb_block) {
        udf_set_directory_block(plan, &directory, at - streams->icb_block - 1, block);
    } else {
        while (stream + 1 < end && plan->items[stream + 1].icb_block <= at)
            stream++;
        udf_set_file_block(plan, stream, at - plan->items[stream].icb_block, block);
    }
}
