/* Lays out an image: numbers the items, asks each file system for its sizes, and gives every structure its blocks. */
#include "fs/plan.h"

#include <string.h>

#include "base/alloc.h"
#include "fs/iso9660.h"
#include "fs/plan_private.h"
#include "fs/sort.h"
#include "fs/udf.h"
#include "fs/udf_revision.h"

enum {
    /* Of a session: */
    DESCRIPTORS_FIRST = 16, /* behind the system area; ECMA-119 6.2.1, ECMA-167 2/8.3 */
    TABLES_FIRST = 32,      /* of an image without UDF */
    UNREADABLE_TAIL = 150,  /* blocks behind the last data: many drives cannot read the end of a track */
    PACKET_BLOCKS = 32,     /* a session is a multiple */
};

struct fs_plan_options fs_plan_usual_options(void)
{
    struct fs_plan_options options;

    memset(&options, 0, sizeof options);
    options.udf_revision = 0x0102;
    options.mirrors_metadata = true;
    options.implementation_id = "*OpenIMAPI2";
    return options;
}

bool fs_plan_has(const struct fs_plan *plan, enum fs_system system)
{
    return plan->options.systems & FS_MASK(system);
}

uint32_t fs_plan_blocks(const struct fs_plan *plan)
{
    return plan->end - plan->image_first;
}

int64_t fs_plan_time(const struct fs_plan *plan, int64_t time_s)
{
    return time_s == FS_TIME_UNSET ? plan->options.now_s : time_s;
}

uint32_t fs_plan_place(struct fs_plan *plan, uint64_t count,
                       void (*produce)(const struct fs_plan *, const struct fs_region *, uint32_t, uint8_t *),
                       void *argument)
{
    uint64_t first = plan->next_block;

    plan->next_block += count;
    if (count && plan->next_block <= FS_IMAGE_BLOCKS_MAX && plan->region_count < FS_REGIONS_MAX)
        plan->regions[plan->region_count++] = (struct fs_region){(uint32_t)first, (uint32_t)count, produce, argument};
    return (uint32_t)first;
}

void fs_plan_align(struct fs_plan *plan, uint32_t origin)
{
    plan->next_block += (PACKET_BLOCKS - (plan->next_block - origin) % PACKET_BLOCKS) % PACKET_BLOCKS;
}

uint32_t fs_plan_search(const struct fs_plan *plan, const uint32_t *order, uint32_t count,
                        uint32_t (*block_of)(const struct fs_item *item), uint32_t block)
{
    uint32_t low = 0, high = count;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (block_of(&plan->items[order[middle]]) <= block) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static enum fs_status check_options(const struct fs_tree *tree, const struct fs_plan_options *options)
{
    const struct fs_name_rules *rules = fs_tree_peek_rules(tree);
    size_t length = options->implementation_id ? strlen(options->implementation_id) : 0;

    if (!options->systems) return FS_NO_FILE_SYSTEM;
    if (options->systems & ~rules->systems) return FS_OPTION_INVALID;
    if (options->systems & FS_MASK(FS_JOLIET) && !(options->systems & FS_MASK(FS_ISO9660))) return FS_OPTION_INVALID;
    if (options->volume_name_count > FS_VOLUME_NAME_MAX || length < 1 || length > 23) return FS_OPTION_INVALID;
    if (options->now_centiseconds > 99) return FS_OPTION_INVALID;
    if (!fs_append_is_valid(&options->append, options->systems)) return FS_OPTION_INVALID;
    if (options->append.start && options->boot_entry_count) return FS_OPTION_INVALID;
    if (options->systems & FS_MASK(FS_UDF) && !udf_revision_numbered(options->udf_revision)) return FS_OPTION_INVALID;
    return FS_OK;
}

static bool records_streams(unsigned systems, const struct udf_revision *revision)
{
    return systems & FS_MASK(FS_UDF) && revision && revision->has_extended_entries;
}

static bool records_real_time(unsigned systems, const struct udf_revision *revision)
{
    return systems & FS_MASK(FS_UDF) && revision && revision->has_real_time_files;
}

/* Behind the items, which are numbered. There is room for them. */
static void number_streams(struct fs_plan *plan)
{
    uint32_t number, next = plan->item_count;

    for (number = 0; number < plan->item_count; number++) {
        const struct fs_node *stream = plan->items[number].node->first_stream;
        struct fs_stream_directory *directory;

        if (!stream) continue;
        directory = &plan->stream_directories[plan->stream_directory_count++];
        plan->items[number].stream_directory = (uint16_t)plan->stream_directory_count;
        directory->file = number;
        directory->first_stream = next;
        for (; stream; stream = stream->next) {
            plan->items[next].node = stream;
            plan->items[next++].parent = number;
        }
        directory->count = next - directory->first_stream;
    }
}

/* Breadth first, each directory's children in the order of adding. */
static bool number_items(struct fs_plan *plan)
{
    const struct udf_revision *revision = udf_revision_numbered(plan->options.udf_revision);
    const struct fs_totals *totals = fs_tree_peek_totals(plan->tree);
    uint32_t number, next = 1;

    if (records_streams(plan->options.systems, revision)) plan->stream_count = totals->streams;
    plan->directory_count = fs_tree_directories(plan->tree);
    plan->file_count = fs_tree_files(plan->tree);
    plan->item_count = plan->directory_count + plan->file_count;
    plan->items = base_alloc_array((size_t)plan->item_count + plan->stream_count, sizeof *plan->items);
    if (!plan->items) return false;
    plan->items[0].node = fs_tree_peek_root(plan->tree);
    for (number = 0; number < plan->item_count; number++) {
        const struct fs_node *child;

        plan->items[number].is_real_time =
            plan->items[number].node->is_real_time && records_real_time(plan->options.systems, revision);
        plan->items[number].first_child = next;
        for (child = plan->items[number].node->first_child; child; child = child->next) {
            plan->items[next].node = child;
            plan->items[next++].parent = number;
        }
    }
    if (!plan->stream_count) return true;
    plan->stream_directories = base_alloc_array(totals->stream_files, sizeof *plan->stream_directories);
    if (!plan->stream_directories) return false;
    number_streams(plan);
    return true;
}

static bool was_added_later(const void *context, uint32_t left, uint32_t right)
{
    const struct fs_item *items = context;

    return items[left].node->sequence > items[right].node->sequence;
}

/* Files and streams whose bytes are recorded, in the order in which they were added. */
static bool order_data(struct fs_plan *plan)
{
    uint32_t number;

    plan->data_order = base_alloc_array((size_t)plan->file_count + plan->stream_count, sizeof *plan->data_order);
    if (!plan->data_order) return false;
    for (number = 0; number < plan->item_count + plan->stream_count; number++) {
        const struct fs_node *node = plan->items[number].node;

        if (node->size_bytes && !fs_plan_disc_data(node)) plan->data_order[plan->data_count++] = number;
    }
    return fs_sort(plan->data_order, plan->data_count, was_added_later, plan->items);
}

static void place_data(struct fs_plan *plan)
{
    uint64_t first = plan->next_block, next = first;
    uint32_t i;

    for (i = 0; i < plan->item_count + plan->stream_count; i++) {
        const struct fs_disc_data *disc_data = fs_plan_disc_data(plan->items[i].node);

        plan->items[i].data_block = disc_data ? disc_data->extents[0].first : (uint32_t)first;
    }
    for (i = 0; i < plan->data_count; i++) {
        struct fs_item *item = &plan->items[plan->data_order[i]];

        item->data_block = (uint32_t)next;
        next += fs_blocks_of(item->node->size_bytes);
        if (next > FS_IMAGE_BLOCKS_MAX) break; /* a sum of more files might wrap */
    }
    fs_plan_place(plan, next - first, NULL, NULL);
}

uint32_t fs_hierarchy_children(const struct fs_plan *plan, const struct fs_hierarchy *hierarchy, uint32_t number)
{
    return hierarchy->has_items ? plan->items[number].node->child_count : 0;
}

void fs_plan_copy_part(uint64_t offset, const uint8_t *bytes, size_t count, uint32_t index, uint8_t *block)
{
    uint64_t start = (uint64_t)index * FS_BLOCK_BYTES, end = start + FS_BLOCK_BYTES;
    uint64_t low = offset > start ? offset : start, high = offset + count;

    if (high > end) high = end;
    if (low < high) memcpy(block + (low - start), bytes + (low - offset), (size_t)(high - low));
}

static bool is_in_reach(const struct fs_plan *plan, const struct fs_disc_data *disc_data)
{
    const struct fs_append *append = &plan->options.append;
    uint32_t first = 0, i;

    if (fs_plan_has(plan, FS_UDF)) first = append->partition_first ? append->partition_first : append->start;
    if (fs_plan_has(plan, FS_ISO9660) &&
        (disc_data->extent_count != 1 || disc_data->extents[0].kind != FS_EXTENT_RECORDED ||
         disc_data->extents[0].size_bytes > UINT32_MAX))
        return false;
    for (i = 0; i < disc_data->extent_count; i++) {
        const struct fs_disc_extent *extent = &disc_data->extents[i];

        if (extent->kind == FS_EXTENT_UNALLOCATED) continue;
        if (extent->first < first || extent->first > append->start) return false;
        if (fs_blocks_of(extent->size_bytes) > append->start - extent->first) return false;
    }
    return true;
}

static enum fs_status check_reach(const struct fs_plan *plan, struct fs_failure *failure)
{
    uint32_t number;

    for (number = 0; number < plan->item_count + plan->stream_count; number++) {
        const struct fs_disc_data *disc_data = fs_plan_disc_data(plan->items[number].node);

        if (!disc_data || is_in_reach(plan, disc_data)) continue;
        failure->node = plan->items[number].node;
        return FS_FILE_OUT_OF_REACH;
    }
    return FS_OK;
}

/* Everything whose size has to be known before the first block is given away. */
static enum fs_status prepare(struct fs_plan *plan, struct fs_failure *failure)
{
    bool has_iso = fs_plan_has(plan, FS_ISO9660), is_bootable = plan->options.boot_entry_count != 0;
    enum fs_status status;

    if (!number_items(plan) || !order_data(plan)) return FS_OUT_OF_MEMORY;
    status = check_reach(plan, failure);
    if (status == FS_OK && is_bootable) status = fs_eltorito_prepare(plan, failure);
    if (status == FS_OK && fs_plan_has(plan, FS_UDF)) status = fs_udf_prepare(plan);
    if (status == FS_OK && (has_iso || is_bootable)) status = fs_iso9660_prepare(plan, FS_ISO9660, has_iso, failure);
    if (status == FS_OK && fs_plan_has(plan, FS_JOLIET)) status = fs_iso9660_prepare(plan, FS_JOLIET, true, failure);
    return status;
}

static void place_descriptors(struct fs_plan *plan)
{
    bool is_bootable = plan->options.boot_entry_count != 0;

    plan->next_block = (uint64_t)plan->options.append.start + DESCRIPTORS_FIRST;
    if (fs_plan_has(plan, FS_ISO9660) || is_bootable) {
        fs_iso9660_place_descriptor(plan, FS_ISO9660);
        if (is_bootable) fs_eltorito_place_record(plan);
        if (fs_plan_has(plan, FS_JOLIET)) fs_iso9660_place_descriptor(plan, FS_JOLIET);
        fs_iso9660_place_terminator(plan);
    }
    if (fs_plan_has(plan, FS_UDF)) fs_udf_place_recognition(plan);
}

static void place_directories(struct fs_plan *plan)
{
    if (!fs_plan_has(plan, FS_ISO9660)) return;
    fs_iso9660_place_path_tables(plan, FS_ISO9660);
    if (fs_plan_has(plan, FS_JOLIET)) fs_iso9660_place_path_tables(plan, FS_JOLIET);
    fs_iso9660_place_directories(plan, FS_ISO9660);
    if (fs_plan_has(plan, FS_JOLIET)) fs_iso9660_place_directories(plan, FS_JOLIET);
    if (plan->options.boot_entry_count) fs_eltorito_place_images(plan);
}

/* A volume of ISO 9660 that is there for the boot record alone stands behind all data. */
static void place_boot_volume(struct fs_plan *plan)
{
    if (fs_plan_has(plan, FS_ISO9660) || !plan->options.boot_entry_count) return;
    fs_eltorito_place_images(plan);
    fs_iso9660_place_directories(plan, FS_ISO9660);
    fs_iso9660_place_path_tables(plan, FS_ISO9660);
}

static void place_end(struct fs_plan *plan)
{
    if (fs_plan_has(plan, FS_UDF)) {
        fs_udf_place_end(plan);
    } else {
        plan->next_block += UNREADABLE_TAIL;
        fs_plan_align(plan, plan->options.append.start);
    }
}

static enum fs_status lay_out(struct fs_plan *plan, struct fs_failure *failure)
{
    uint32_t start = plan->options.append.start;
    enum fs_status status = prepare(plan, failure);

    if (status == FS_OK) status = fs_append_place_disc(plan);
    if (status != FS_OK) return status;
    place_descriptors(plan);
    if (fs_plan_has(plan, FS_UDF)) {
        fs_udf_place_volume(plan);
    } else {
        plan->next_block = (uint64_t)start + TABLES_FIRST;
    }
    place_directories(plan);
    place_data(plan);
    place_boot_volume(plan);
    place_end(plan);
    if (plan->next_block > FS_IMAGE_BLOCKS_MAX) return FS_IMAGE_TOO_LARGE;
    if (plan->options.limit_blocks && plan->next_block - start > plan->options.limit_blocks) return FS_IMAGE_TOO_LARGE;
    plan->end = (uint32_t)plan->next_block;
    plan->image_first = plan->is_whole_disc ? 0 : start;
    return FS_OK;
}

enum fs_status fs_plan_create(const struct fs_tree *tree, const struct fs_plan_options *options, struct fs_plan **plan,
                              struct fs_failure *failure)
{
    enum fs_status status = check_options(tree, options);
    struct fs_plan *made;

    *plan = NULL;
    memset(failure, 0, sizeof *failure);
    if (status != FS_OK) return status;
    made = base_alloc(sizeof *made);
    if (!made) return FS_OUT_OF_MEMORY;
    made->tree = tree;
    made->options = *options;
    memcpy(made->implementation_id, options->implementation_id, strlen(options->implementation_id) + 1);
    made->options.implementation_id = made->implementation_id;
    status = lay_out(made, failure);
    if (status != FS_OK) {
        fs_plan_destroy(made);
        return status;
    }
    *plan = made;
    return FS_OK;
}

void fs_plan_destroy(struct fs_plan *plan)
{
    if (!plan) return;
    fs_udf_free(plan);
    fs_iso9660_free(plan);
    fs_eltorito_free(plan);
    fs_append_free(plan);
    base_free(plan->data_order);
    base_free(plan->stream_directories);
    base_free(plan->items);
    base_free(plan);
}
