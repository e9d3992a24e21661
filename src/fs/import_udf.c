/* Walks the directories of a UDF volume. In import_directory, `place` is the block of the directory's ICB, and `detail`
 * is the ICB's partition.
 */
#include "fs/import_udf.h"

#include <string.h>

#include "base/bytes.h"
#include "fs/import_udf_directory.h"
#include "fs/import_udf_tag.h"
#include "fs/memory_source.h"
#include "fs/udf_field.h"

/* What the reading of one directory needs; in one piece, since files and directories bring blocks of bytes. */
struct walk {
    struct import *import;
    struct import_udf_volume volume;
    struct import_udf_file directory, file, stream_directory, stream;
};

enum fs_status import_udf_open_metadata(struct import_reads *reads, struct import_udf_volume *volume, bool is_mirror)
{
    unsigned i, physical;

    for (i = 0; i < volume->partition_count; i++) {
        struct import_udf_partition *partition = &volume->partitions[i];
        struct import_udf_file file;
        struct import_udf_address icb = {is_mirror ? partition->mirror_icb : partition->metadata_icb, 0};
        enum fs_status status;

        if (partition->kind != IMPORT_UDF_METADATA) continue;
        for (physical = 0; physical < volume->partition_count; physical++) {
            if (volume->partitions[physical].kind == IMPORT_UDF_PHYSICAL &&
                volume->partitions[physical].number == partition->number)
                break;
        }
        icb.partition = (uint16_t)physical;
        memset(&file, 0, sizeof file);
        status = import_udf_read_file(reads, volume, icb, &file);
        if (status == FS_OK && file.type != (is_mirror ? IMPORT_UDF_METADATA_MIRROR : IMPORT_UDF_METADATA_FILE))
            status = FS_DISC_DAMAGED;
        if (status == FS_OK && !file.extents.count) status = FS_DISC_DAMAGED;
        if (status == FS_OK && file.size_bytes / FS_BLOCK_BYTES > UINT32_MAX) status = FS_DISC_DAMAGED;
        import_extents_free(&partition->metadata);
        partition->metadata = file.extents;
        partition->blocks = status == FS_OK ? (uint32_t)(file.size_bytes / FS_BLOCK_BYTES) : 0;
        if (status != FS_OK) return status;
    }
    return FS_OK;
}

static bool has_metadata(const struct import_udf_volume *volume)
{
    unsigned i;

    for (i = 0; i < volume->partition_count && volume->partitions[i].kind != IMPORT_UDF_METADATA; i++)
        ;
    return i < volume->partition_count;
}

static enum fs_status take_source(struct import *import, const struct import_udf_file *file, struct fs_source **source)
{
    if (!file->is_embedded) return import_take_extents(import, &file->extents, source);
    *source = file->size_bytes ? fs_memory_source_create(file->embedded, (size_t)file->size_bytes) : NULL;
    return *source || !file->size_bytes ? FS_OK : FS_OUT_OF_MEMORY;
}

static void name_item(struct import_item *item, const struct import_udf_identifier *identifier,
                      const struct fs_times *times)
{
    memcpy(item->name, identifier->name, identifier->name_count * sizeof *item->name);
    item->name_count = identifier->name_count;
    item->is_hidden = identifier->is_hidden;
    item->times = *times;
}

/* Streams that UDF itself defines are its implementations', and no file's data. OSTA UDF 3.3.5.2 */
static bool is_reserved(const struct import_udf_identifier *identifier)
{
    return identifier->name_count >= 4 && identifier->name[0] == '*' && identifier->name[1] == 'U' &&
           identifier->name[2] == 'D' && identifier->name[3] == 'F';
}

static enum fs_status add_stream(struct walk *walk, struct fs_node *file,
                                 const struct import_udf_identifier *identifier)
{
    struct fs_source *source = NULL;
    enum fs_status status = import_udf_read_file(&walk->import->reads, &walk->volume, identifier->icb, &walk->stream);

    if (status == FS_OK && walk->stream.type != IMPORT_UDF_FILE) status = FS_DISC_DAMAGED;
    if (status == FS_OK) status = take_source(walk->import, &walk->stream, &source);
    if (status != FS_OK) return status;
    status =
        fs_tree_add_recorded_stream(walk->import->tree, file, identifier->name, identifier->name_count, source, NULL);
    if (status != FS_OK && source) source->release(source);
    return status;
}

/* `of` is a file whose node is `node`; or a directory, whose streams a tree cannot hold: then `node` is NULL. */
static enum fs_status read_streams(struct walk *walk, const struct import_udf_file *of, struct fs_node *node)
{
    struct import_udf_directory directory;
    struct import_udf_identifier identifier;
    bool is_end = false;
    enum fs_status status;

    if (!of->has_streams) return FS_OK;
    status = import_udf_read_file(&walk->import->reads, &walk->volume, of->streams, &walk->stream_directory);
    if (status == FS_OK && walk->stream_directory.type != IMPORT_UDF_STREAM_DIRECTORY) status = FS_DISC_DAMAGED;
    import_udf_directory_init(&directory, &walk->import->reads, &walk->stream_directory);
    while (status == FS_OK) {
        status = import_udf_directory_next(&directory, &identifier, &is_end);
        if (status != FS_OK || is_end) return status;
        if (is_reserved(&identifier)) continue;
        status = node ? add_stream(walk, node, &identifier)
                      : import_refuse(&walk->import->reads, "a named stream of a directory");
    }
    return status;
}

static enum fs_status check_type(struct import_reads *reads, const struct import_udf_file *file)
{
    if (file->type == IMPORT_UDF_DIRECTORY) return FS_DISC_DAMAGED; /* its identifier says that it is a file */
    if (file->type == IMPORT_UDF_FILE || file->type == IMPORT_UDF_REAL_TIME_FILE) return FS_OK;
    return import_refuse(reads, "an item that is neither a file nor a directory");
}

static enum fs_status add_file(struct walk *walk, struct fs_node *parent,
                               const struct import_udf_identifier *identifier)
{
    static const struct fs_times none = {FS_TIME_UNSET, FS_TIME_UNSET, FS_TIME_UNSET};
    struct import *import = walk->import;
    struct import_item item;
    struct fs_source *source;
    struct fs_node *node;
    bool skips = false;
    enum fs_status status = import_udf_read_file(&import->reads, &walk->volume, identifier->icb, &walk->file);

    name_item(&item, identifier, status == FS_OK ? &walk->file.times : &none);
    if (status == FS_OK) status = check_type(&import->reads, &walk->file);
    if (status == FS_OK) status = import_check_file(import, parent, &item, &skips);
    if (status != FS_OK || skips) return import_fail_item(import, &item, status);
    status = take_source(import, &walk->file, &source);
    if (status == FS_OK) status = import_add_file(import, parent, &item, source, &node);
    if (status == FS_OK) {
        node->is_real_time = walk->file.type == IMPORT_UDF_REAL_TIME_FILE;
        status = read_streams(walk, &walk->file, node);
    }
    if (status == FS_OK) import_report(import, node);
    return import_fail_item(import, &item, status);
}

/* Its times follow when its ICB is read. */
static enum fs_status add_directory(struct walk *walk, struct fs_node *parent,
                                    const struct import_udf_identifier *identifier)
{
    static const struct fs_times none = {FS_TIME_UNSET, FS_TIME_UNSET, FS_TIME_UNSET};
    struct import_directory directory = {NULL, identifier->icb.block, identifier->icb.partition};
    struct import_item item;
    enum fs_status status;

    name_item(&item, identifier, &none);
    status = import_add_directory(walk->import, parent, &item, &directory.node);
    return status == FS_OK ? import_push_directory(walk->import, &directory) : status;
}

static enum fs_status read_items(struct walk *walk, struct fs_node *node)
{
    struct import_udf_directory directory;
    struct import_udf_identifier identifier;
    bool is_end = false;
    enum fs_status status = FS_OK;

    import_udf_directory_init(&directory, &walk->import->reads, &walk->directory);
    while (status == FS_OK) {
        status = import_udf_directory_next(&directory, &identifier, &is_end);
        if (status != FS_OK || is_end) break;
        status = identifier.is_directory ? add_directory(walk, node, &identifier) : add_file(walk, node, &identifier);
    }
    return status;
}

static enum fs_status read_directory(struct walk *walk, const struct import_directory *directory)
{
    struct import *import = walk->import;
    struct import_udf_address icb = {directory->place, (uint16_t)directory->detail};
    size_t first = import->to_read_count;
    uint64_t lba;
    uint32_t run;
    enum fs_status status = import_udf_locate(&walk->volume, icb, &lba, &run);

    if (status == FS_OK) status = import_enter_directory(import, lba);
    if (status == FS_OK) status = import_udf_read_file(&import->reads, &walk->volume, icb, &walk->directory);
    if (status == FS_OK && walk->directory.type != IMPORT_UDF_DIRECTORY) status = FS_DISC_DAMAGED;
    if (status == FS_OK) status = read_streams(walk, &walk->directory, NULL);
    if (status != FS_OK) return status;
    if (import_is_new(import, directory->node)) directory->node->times = walk->directory.times;
    import_report(import, directory->node);
    status = read_items(walk, directory->node);
    import_order_directories(import, first);
    return status;
}

/* The root directory, by the File Set Descriptor. ECMA-167 4/14.1 */
static enum fs_status find_root(struct walk *walk, struct import_directory *root)
{
    struct import_udf_address address = {walk->volume.file_set_block, walk->volume.file_set_partition};
    uint8_t block[FS_BLOCK_BYTES];
    uint64_t lba;
    uint32_t run;
    enum fs_status status = import_udf_locate(&walk->volume, address, &lba, &run);

    if (status == FS_OK) status = import_read(&walk->import->reads, lba, block);
    if (status != FS_OK) return status;
    if (import_udf_tag(block) != UDF_FILE_SET) return FS_DISC_DAMAGED;
    address = import_udf_address_of(block + 400);
    *root = (struct import_directory){fs_tree_peek_root(walk->import->tree), address.block, address.partition};
    return FS_OK;
}

static enum fs_status read_volume(struct walk *walk, bool is_mirror, bool *has_mirror)
{
    struct import *import = walk->import;
    struct import_directory directory;
    enum fs_status status = import_udf_find(&import->reads, import->options->session_start, &walk->volume);

    if (status != FS_OK) return status;
    *has_mirror = has_metadata(&walk->volume);
    status = import_udf_open_metadata(&import->reads, &walk->volume, is_mirror);
    if (status == FS_OK) status = find_root(walk, &directory);
    if (status == FS_OK) status = import_push_directory(import, &directory);
    while (status == FS_OK && import_next_directory(import, &directory))
        status = read_directory(walk, &directory);
    return status;
}

enum fs_status import_udf(struct import *import, bool is_mirror, bool *has_mirror)
{
    struct walk walk;
    enum fs_status status;

    memset(&walk, 0, sizeof walk);
    walk.import = import;
    *has_mirror = false;
    status = read_volume(&walk, is_mirror, has_mirror);
    import_udf_file_free(&walk.directory);
    import_udf_file_free(&walk.file);
    import_udf_file_free(&walk.stream_directory);
    import_udf_file_free(&walk.stream);
    import_udf_volume_free(&walk.volume);
    return status;
}
