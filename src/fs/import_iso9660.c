/* Reads volume descriptors and directories of ISO 9660 and Joliet. Of a pair of fields, the little-endian one is used,
 * because some programs record only that. Rock Ridge, associated files and extended attributes are skipped.
 */
#include "fs/import_iso9660.h"

#include <string.h>

#include "base/bytes.h"
#include "fs/import_text.h"
#include "fs/plan_private.h"

enum {
    DESCRIPTORS_FIRST = 16,
    DESCRIPTORS_MAX = 64,
    PRIMARY = 1,
    SUPPLEMENTARY = 2,
    TERMINATOR = 255,
    RECORD_BYTES = 33, /* in front of the identifier; ECMA-119 9.1 */
    HIDDEN = 1,
    DIRECTORY = 2,
    ASSOCIATED = 4,
    MULTI_EXTENT = 0x80,
};

/* A directory record; ECMA-119 9.1. */
struct record {
    const uint8_t *bytes;
    uint32_t first; /* LBA, behind the extended attribute record */
    uint32_t size_bytes;
    uint8_t flags;
    uint8_t identifier_bytes;
    const uint8_t *identifier;
};

/* The files of one directory as they are read: a file may have several records, one behind the other. */
struct reading {
    struct import *import;
    struct fs_node *directory;
    bool is_joliet;
    struct import_item item; /* the last file */
    struct import_extents extents;
    bool goes_on; /* there is another record of it */
};

/* Does the descriptor begin the volume that is asked for? The three escape sequences are the levels of UCS-2. */
static bool is_volume(const uint8_t *block, enum fs_system system)
{
    if (system == FS_ISO9660) return block[0] == PRIMARY;
    return block[0] == SUPPLEMENTARY && block[88] == '%' && block[89] == '/' &&
           (block[90] == '@' || block[90] == 'C' || block[90] == 'E');
}

static enum fs_status parse_volume(struct import_reads *reads, const uint8_t *block, enum fs_system system,
                                   struct import_iso9660_volume *volume)
{
    if (load_le16(block + 128) != FS_BLOCK_BYTES) return import_refuse(reads, "a logical block of another size");
    volume->system = system;
    volume->name_count =
        system == FS_JOLIET ? import_ucs_2(block + 40, 32, volume->name) : import_latin_1(block + 40, 32, volume->name);
    volume->name_count = import_trim(volume->name, volume->name_count);
    volume->end = load_le32(block + 80);
    volume->path_table_bytes = load_le32(block + 132);
    volume->path_table = load_le32(block + 140);
    volume->root = load_le32(block + 156 + 2);
    volume->root_bytes = load_le32(block + 156 + 10);
    return FS_OK;
}

enum fs_status import_iso9660_find(struct import_reads *reads, uint32_t session_start, enum fs_system system,
                                   struct import_iso9660_volume *volume)
{
    uint8_t block[FS_BLOCK_BYTES];
    unsigned i;

    memset(volume, 0, sizeof *volume);
    for (i = 0; i < DESCRIPTORS_MAX; i++) {
        uint64_t lba = (uint64_t)session_start + DESCRIPTORS_FIRST + i;
        enum fs_status status = lba < fs_disc_blocks(reads->disc) ? import_read(reads, lba, block) : FS_SYSTEM_ABSENT;

        if (status != FS_OK) return status;
        if (memcmp(block + 1, "CD001", 5) != 0 || block[0] == TERMINATOR) return FS_SYSTEM_ABSENT;
        if (is_volume(block, system)) return parse_volume(reads, block, system, volume);
    }
    return FS_SYSTEM_ABSENT;
}

/* The record at `offset` of a block of a directory.
 * returns  FS_DISC_DAMAGED: it leaves the block, or its identifier the record.
 */
static enum fs_status parse_record(const uint8_t *block, size_t offset, size_t end, struct record *record)
{
    const uint8_t *bytes = block + offset;

    if (end - offset < RECORD_BYTES + 1u || bytes[0] < RECORD_BYTES + 1 || bytes[0] > end - offset)
        return FS_DISC_DAMAGED;
    if (!bytes[32] || bytes[32] > bytes[0] - RECORD_BYTES) return FS_DISC_DAMAGED;
    record->bytes = bytes;
    record->first = load_le32(bytes + 2);
    if (record->first > UINT32_MAX - bytes[1]) return FS_DISC_DAMAGED;
    record->first += bytes[1];
    record->size_bytes = load_le32(bytes + 10);
    record->flags = bytes[25];
    record->identifier_bytes = bytes[32];
    record->identifier = bytes + RECORD_BYTES;
    return FS_OK;
}

/* The directory itself, or its parent. */
static bool is_special(const struct record *record)
{
    return record->identifier_bytes == 1 && record->identifier[0] <= 1;
}

/* Without ";1", and in ISO 9660 without the dot of a name that has no extension. */
static size_t strip_version(const uint16_t *name, size_t count, bool is_joliet)
{
    size_t at = count;

    while (at && name[at - 1] >= '0' && name[at - 1] <= '9')
        at--;
    if (at > 1 && at < count && name[at - 1] == ';') count = at - 1;
    if (!is_joliet && count > 1 && name[count - 1] == '.') count--;
    return count;
}

static void parse_item(const struct reading *reading, const struct record *record, struct import_item *item)
{
    int64_t time_s = import_record_time(record->bytes + 18);

    item->name_count = reading->is_joliet ? import_ucs_2(record->identifier, record->identifier_bytes, item->name)
                                          : import_latin_1(record->identifier, record->identifier_bytes, item->name);
    if (!(record->flags & DIRECTORY))
        item->name_count = strip_version(item->name, item->name_count, reading->is_joliet);
    item->is_hidden = record->flags & HIDDEN;
    item->times = (struct fs_times){time_s, time_s, time_s};
}

static bool is_same_name(const struct import_item *left, const struct import_item *right)
{
    return left->name_count == right->name_count &&
           memcmp(left->name, right->name, left->name_count * sizeof *left->name) == 0;
}

static enum fs_status read_directory_record(struct reading *reading, const struct record *record)
{
    struct import_directory directory = {NULL, record->first, record->size_bytes};
    struct import_item item;
    enum fs_status status;

    if (reading->goes_on) return FS_DISC_DAMAGED;
    if (record->flags & MULTI_EXTENT) return import_refuse(&reading->import->reads, "a directory of several extents");
    parse_item(reading, record, &item);
    status = import_add_directory(reading->import, reading->directory, &item, &directory.node);
    return status == FS_OK ? import_push_directory(reading->import, &directory) : status;
}

/* The file is complete. */
static enum fs_status add_file(struct reading *reading)
{
    struct import *import = reading->import;
    struct import_item item = reading->item; /* whose own name is still compared with the next record's */
    struct fs_source *source;
    struct fs_node *node;
    bool skips;
    enum fs_status status = import_check_file(import, reading->directory, &item, &skips);

    if (status != FS_OK || skips) return status;
    status = import_take_extents(import, &reading->extents, &source);
    if (status == FS_OK) status = import_add_file(import, reading->directory, &item, source, &node);
    if (status == FS_OK) import_report(import, node);
    return status;
}

/* An older version of the last file follows it: ECMA-119 9.3 puts the highest first, and the others are not seen. */
static bool is_older_version(const struct reading *reading, const struct import_item *item)
{
    return reading->item.name_count && is_same_name(&reading->item, item);
}

static enum fs_status read_file_record(struct reading *reading, const struct record *record)
{
    struct import_reads *reads = &reading->import->reads;
    struct import_item item;
    enum fs_status status;

    parse_item(reading, record, &item);
    if (reading->goes_on) {
        if (!is_same_name(&reading->item, &item)) return FS_DISC_DAMAGED;
    } else {
        if (is_older_version(reading, &item)) return FS_OK;
        reading->item = item;
        reading->extents.count = 0;
        reading->extents.size_bytes = 0;
    }
    if (record->bytes[26] || record->bytes[27])
        return import_fail_item(reading->import, &item, import_refuse(reads, "an interleaved file"));
    status = import_extents_add(&reading->extents, reads, FS_EXTENT_RECORDED, record->first, record->size_bytes);
    reading->goes_on = record->flags & MULTI_EXTENT;
    if (status != FS_OK || reading->goes_on) return import_fail_item(reading->import, &item, status);
    return add_file(reading);
}

/* The records in `count` bytes of a block; zeros fill a block whose last record ends in front of its end. */
static enum fs_status read_records(struct reading *reading, const uint8_t *block, size_t count)
{
    struct record record = {0};
    size_t offset;

    for (offset = 0; offset < count && block[offset]; offset += record.bytes[0]) {
        enum fs_status status = parse_record(block, offset, count, &record);

        if (status != FS_OK) return status;
        if (is_special(&record) || record.flags & ASSOCIATED) continue;
        status =
            record.flags & DIRECTORY ? read_directory_record(reading, &record) : read_file_record(reading, &record);
        if (status != FS_OK) return status;
    }
    return FS_OK;
}

/* One whose first block begins with no record, not even its own, is not empty but lost. ECMA-119 6.8.2.2 */
static enum fs_status read_blocks(struct reading *reading, const struct import_directory *directory)
{
    uint8_t block[FS_BLOCK_BYTES];
    uint64_t offset;

    if (!directory->detail) return FS_DISC_DAMAGED;
    for (offset = 0; offset < directory->detail; offset += FS_BLOCK_BYTES) {
        uint64_t rest = directory->detail - offset;
        enum fs_status status = import_read(&reading->import->reads, directory->place + offset / FS_BLOCK_BYTES, block);

        if (status == FS_OK && !offset && !block[0]) status = FS_DISC_DAMAGED;
        if (status == FS_OK)
            status = read_records(reading, block, rest < FS_BLOCK_BYTES ? (size_t)rest : FS_BLOCK_BYTES);
        if (status != FS_OK) return status;
    }
    return reading->goes_on ? FS_DISC_DAMAGED : FS_OK;
}

static enum fs_status read_directory(struct import *import, const struct import_directory *directory)
{
    struct reading reading = {.import = import, .directory = directory->node};
    size_t first = import->to_read_count;
    enum fs_status status;

    reading.is_joliet = import->options->system == FS_JOLIET;
    import_report(import, directory->node);
    status = import_enter_directory(import, directory->place);
    if (status == FS_OK) status = read_blocks(&reading, directory);
    import_extents_free(&reading.extents);
    import_order_directories(import, first);
    return status;
}

enum fs_status import_iso9660(struct import *import)
{
    struct import_iso9660_volume volume;
    struct import_directory directory = {fs_tree_peek_root(import->tree), 0, 0};
    enum fs_status status =
        import_iso9660_find(&import->reads, import->options->session_start, import->options->system, &volume);

    if (status != FS_OK) return status;
    directory.place = volume.root;
    directory.detail = volume.root_bytes;
    status = import_push_directory(import, &directory);
    while (status == FS_OK && import_next_directory(import, &directory))
        status = read_directory(import, &directory);
    return status;
}
