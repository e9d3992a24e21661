/* The places of the structures of UDF, as observed sector by sector in images written by Microsoft's imapi2fs.dll. */
#include "fs/udf.h"

#include "base/alloc.h"
#include "fs/udf_allocation.h"
#include "fs/udf_file.h"
#include "fs/udf_metadata.h"
#include "fs/udf_revision.h"
#include "fs/udf_stream.h"
#include "fs/udf_volume.h"

enum {
    /* Of a session: */
    MAIN_SEQUENCE_FIRST = 32,
    INTEGRITY_FIRST = 64,
    ANCHOR = 256,                             /* ECMA-167 3/8.4.2.1 */
    STRUCTURES_FIRST = 288,                   /* the first multiple of 32 behind the anchor */
    TAIL_BLOCKS = 6 + 256,                    /* the reserve sequence, and anchors at N - 256 and N wherever N is */
    PACKET_BLOCKS = UDF_METADATA_UNIT_BLOCKS, /* the whole session is a multiple, too */
};

/* The directories depth first, each ICB followed by the directory's FIDs; the ICBs of files breadth first behind them.
 * The file set is in front of them.
 */
static uint64_t number_directories(struct fs_plan *plan)
{
    const struct fs_item *items = plan->items;
    uint64_t next = (uint64_t)plan->udf.structures_block + UDF_FILE_SET_BLOCKS;
    uint32_t count = 0, at = 0;

    for (;;) {
        uint32_t child = items[at].first_child, end = child + items[at].node->child_count;
        struct udf_directory directory;

        plan->udf.directory_order[count++] = at;
        plan->items[at].icb_block = (uint32_t)next;
        directory = udf_directory_numbered(plan, at);
        next += 1 + fs_blocks_of(udf_directory_bytes(plan, &directory));
        for (;;) {
            while (child < end && !items[child].node->is_directory)
                child++;
            if (child < end) break;
            if (!at) return next;
            child = at + 1; /* no directory left in this one: go on behind it in its parent */
            at = items[at].parent;
            end = items[at].first_child + items[at].node->child_count;
        }
        at = child;
    }
}

static uint64_t number_files(struct fs_plan *plan, uint64_t next)
{
    uint32_t number, count = 0;

    for (number = 0; number < plan->item_count; number++) {
        struct fs_item *item = &plan->items[number];

        if (item->node->is_directory) continue;
        plan->udf.file_order[count++] = number;
        item->icb_block = (uint32_t)next;
        next += udf_file_icb_blocks(plan, item->node);
    }
    return next;
}

/* Where each FID stands in its directory. False: a directory is too large for one allocation descriptor. */
static bool place_identifiers(struct fs_plan *plan)
{
    uint32_t number, child;

    for (number = 0; number < plan->item_count; number++) {
        const struct fs_item *item = &plan->items[number];
        uint64_t offset = UDF_PARENT_IDENTIFIER_BYTES;

        for (child = item->first_child; child < item->first_child + item->node->child_count; child++) {
            if (offset > UDF_EXTENT_BYTES_MAX - UDF_IDENTIFIER_BYTES_MAX) return false;
            plan->items[child].fid_offset = (uint32_t)offset;
            offset += udf_identifier_bytes(plan, child);
        }
    }
    return true;
}

/* New structures, or the file that holds them, begin at a whole unit of the partition. */
static void place_partition(struct fs_plan *plan)
{
    const struct fs_append *append = &plan->options.append;

    plan->next_block = (uint64_t)append->start + STRUCTURES_FIRST;
    plan->udf.partition_first = append->partition_first ? append->partition_first : (uint32_t)plan->next_block;
    fs_plan_align(plan, plan->udf.partition_first);
    plan->udf.new_first = (uint32_t)plan->next_block;
    if (!udf_revision_of(plan)->has_metadata_partition)
        plan->udf.structures_block = plan->udf.new_first - plan->udf.partition_first;
}

enum fs_status fs_udf_prepare(struct fs_plan *plan)
{
    uint64_t directories_end, files_end, end;

    plan->udf.directory_order = base_alloc_array(plan->directory_count, sizeof *plan->udf.directory_order);
    plan->udf.file_order = base_alloc_array(plan->file_count, sizeof *plan->udf.file_order);
    if (!plan->udf.directory_order || !plan->udf.file_order) return FS_OUT_OF_MEMORY;
    if (!place_identifiers(plan)) return FS_IMAGE_TOO_LARGE;
    place_partition(plan);
    directories_end = number_directories(plan);
    files_end = number_files(plan, directories_end);
    end = udf_number_streams(plan, files_end);
    if (end > FS_IMAGE_BLOCKS_MAX) return FS_IMAGE_TOO_LARGE;
    plan->udf.directory_blocks = (uint32_t)directories_end - plan->udf.structures_block;
    plan->udf.file_blocks = (uint32_t)(files_end - directories_end);
    plan->udf.stream_blocks = (uint32_t)(end - files_end);
    return FS_OK;
}

void fs_udf_free(struct fs_plan *plan)
{
    base_free(plan->udf.directory_order);
    base_free(plan->udf.file_order);
}

void fs_udf_place_recognition(struct fs_plan *plan)
{
    fs_plan_place(plan, 3, udf_produce_recognition, NULL);
}

/* The next block is a multiple of the unit in which metadata are allocated. */
static void round_up(struct fs_plan *plan)
{
    fs_plan_align(plan, plan->udf.partition_first);
}

/* The file set, the directories and the ICBs of files; their first block is returned. */
static uint32_t place_structures(struct fs_plan *plan)
{
    uint32_t first = fs_plan_place(plan, UDF_FILE_SET_BLOCKS, udf_produce_file_set, NULL);

    fs_plan_place(plan, plan->udf.directory_blocks - UDF_FILE_SET_BLOCKS, udf_produce_directories, NULL);
    fs_plan_place(plan, plan->udf.file_blocks, udf_produce_files, NULL);
    fs_plan_place(plan, plan->udf.stream_blocks, udf_produce_streams, NULL);
    return first;
}

void fs_udf_place_volume(struct fs_plan *plan)
{
    uint64_t start = plan->options.append.start;

    plan->next_block = start + MAIN_SEQUENCE_FIRST;
    plan->udf.main_sequence = fs_plan_place(plan, UDF_SEQUENCE_DESCRIPTORS, udf_produce_sequence, NULL);
    plan->next_block = start + INTEGRITY_FIRST;
    plan->udf.integrity = fs_plan_place(plan, 2, udf_produce_integrity, NULL);
    plan->next_block = start + ANCHOR;
    fs_plan_place(plan, 1, udf_produce_anchor, NULL);
    plan->next_block = plan->udf.new_first;
    if (udf_revision_of(plan)->has_metadata_partition) {
        plan->udf.metadata_icb = fs_plan_place(plan, 1, udf_produce_metadata_file, NULL);
        round_up(plan);
        plan->udf.metadata_first = place_structures(plan);
        round_up(plan);
        plan->udf.metadata_blocks = (uint32_t)plan->next_block - plan->udf.metadata_first;
    } else {
        place_structures(plan);
    }
}

/* The mirror stands as far from the file as it can. */
static void place_mirror(struct fs_plan *plan)
{
    plan->udf.mirror_icb = fs_plan_place(plan, 1, udf_produce_metadata_mirror, NULL);
    plan->udf.mirror_first = plan->udf.metadata_first;
    round_up(plan);
    if (!plan->options.mirrors_metadata) return;
    plan->udf.mirror_first = place_structures(plan);
    round_up(plan);
}

static uint64_t rounded_up(uint64_t blocks)
{
    return (blocks + PACKET_BLOCKS - 1) / PACKET_BLOCKS * PACKET_BLOCKS;
}

/* Near the limit, the anchors at 256 and N are the two that have to be. The latter may be in the extent of the reserve
 * sequence, which ends within the session, too.
 */
static uint64_t end_of_session(const struct fs_plan *plan)
{
    uint64_t start = plan->options.append.start, used = plan->next_block - start;
    uint64_t blocks = rounded_up(used + TAIL_BLOCKS), limit = plan->options.limit_blocks, least;

    if (!limit || blocks <= limit) return start + blocks;
    least = rounded_up(used + UDF_SEQUENCE_BYTES / FS_BLOCK_BYTES);
    limit -= limit % PACKET_BLOCKS;
    return start + (least > limit ? least : limit);
}

void fs_udf_place_end(struct fs_plan *plan)
{
    uint64_t end;

    if (udf_revision_of(plan)->has_metadata_partition) place_mirror(plan);
    end = end_of_session(plan);
    plan->udf.partition_blocks = (uint32_t)(plan->next_block - plan->udf.partition_first);
    plan->udf.reserve_sequence = fs_plan_place(plan, UDF_SEQUENCE_DESCRIPTORS, udf_produce_sequence, NULL);
    fs_plan_place(plan, end - plan->next_block, udf_produce_anchor, NULL);
}
