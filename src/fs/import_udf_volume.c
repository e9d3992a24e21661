/* Reads volume recognition, anchors and the two volume descriptor sequences. Unreadable or damaged structures are
 * skipped as long as another copy is intact.
 */
#include "fs/import_udf_volume.h"

#include <string.h>

#include "base/bytes.h"
#include "fs/import_text.h"
#include "fs/import_udf_tag.h"
#include "fs/udf_field.h"

enum {
    RECOGNITION_FIRST = 16,
    RECOGNITION_MAX = 64,
    SEQUENCE_BLOCKS_MAX = 256, /* of one extent */
    UNREADABLE_MAX = 4,        /* blocks of one sequence that are passed over: a drive may try each for many seconds */
    POINTERS_MAX = 16,         /* from one extent of a sequence to the next */
    INTEGRITY_BLOCKS_MAX = 256,
    VOLUME_POINTER = 3, /* Volume Descriptor Pointer; ECMA-167 3/7.2.1 */
    ACCESS_TYPE_MAX = 4,
    REVISION_FIRST = 0x0102, /* older ones have the same structures */
    LVD_MAPS = 440,          /* offset of the maps in a Logical Volume Descriptor; ECMA-167 3/10.6 */
    PHYSICAL_MAP_BYTES = 6,
    TYPE_2_MAP_BYTES = 64,
};

/* The prevailing descriptors of a sequence: the ones with the highest numbers. ECMA-167 3/8.4.3 */
struct sequence {
    bool has_volume;
    uint8_t volume[FS_BLOCK_BYTES]; /* Logical Volume Descriptor */
    struct {
        uint32_t sequence_number;
        uint16_t number;
        uint8_t access_type;
        uint32_t first, blocks;
    } partitions[IMPORT_UDF_PARTITIONS_MAX];
    unsigned partition_count;
};

/* Is there "NSR02" or "NSR03" among the descriptors of volume structures? ECMA-167 2/8.3.1, 3/9.1 */
static enum fs_status check_recognition(struct import_reads *reads, uint32_t session_start)
{
    static const char known[][6] = {"CD001", "BEA01", "TEA01", "BOOT2", "CDW02"};
    uint8_t block[FS_BLOCK_BYTES];
    unsigned i, row;

    for (i = 0; i < RECOGNITION_MAX; i++) {
        uint64_t lba = (uint64_t)session_start + RECOGNITION_FIRST + i;
        enum fs_status status = lba < fs_disc_blocks(reads->disc) ? import_read(reads, lba, block) : FS_SYSTEM_ABSENT;

        if (status != FS_OK) return status;
        if (memcmp(block + 1, "NSR02", 5) == 0 || memcmp(block + 1, "NSR03", 5) == 0) return FS_OK;
        for (row = 0; row < sizeof known / sizeof *known && memcmp(block + 1, known[row], 5) != 0; row++)
            ;
        if (row == sizeof known / sizeof *known) return FS_SYSTEM_ABSENT;
    }
    return FS_SYSTEM_ABSENT;
}

static void keep_partition(struct sequence *sequence, const uint8_t *block)
{
    uint16_t number = load_le16(block + 22);
    uint32_t sequence_number = load_le32(block + 16);
    unsigned i;

    for (i = 0; i < sequence->partition_count && sequence->partitions[i].number != number; i++)
        ;
    if (i == IMPORT_UDF_PARTITIONS_MAX) return;
    if (i < sequence->partition_count && sequence->partitions[i].sequence_number > sequence_number) return;
    if (i == sequence->partition_count) sequence->partition_count++;
    sequence->partitions[i].sequence_number = sequence_number;
    sequence->partitions[i].number = number;
    sequence->partitions[i].access_type = load_le32(block + 184) > ACCESS_TYPE_MAX ? UINT8_MAX : block[184];
    sequence->partitions[i].first = load_le32(block + 188);
    sequence->partitions[i].blocks = load_le32(block + 192);
}

static void keep_volume(struct sequence *sequence, const uint8_t *block)
{
    if (sequence->has_volume && load_le32(sequence->volume + 16) > load_le32(block + 16)) return;
    memcpy(sequence->volume, block, FS_BLOCK_BYTES);
    sequence->has_volume = true;
}

/* Follow a sequence to its end: a Terminating Descriptor, or the end of its extent. */
static enum fs_status read_sequence(struct import_reads *reads, struct import_udf_extent extent,
                                    struct sequence *sequence)
{
    enum fs_status result = FS_DISC_DAMAGED;
    uint8_t block[FS_BLOCK_BYTES];
    unsigned pointers = 0, unreadable = 0;
    uint32_t i;

    memset(sequence, 0, sizeof *sequence);
    for (i = 0; i < extent.blocks && i < SEQUENCE_BLOCKS_MAX; i++) {
        enum fs_status status = import_read(reads, (uint64_t)extent.first + i, block);
        uint16_t tag = status == FS_OK ? import_udf_tag(block) : 0;

        if (status == FS_OUT_OF_MEMORY) return status;
        if (status == FS_DEVICE_FAILED) {
            result = status;
            if (++unreadable > UNREADABLE_MAX) break;
        }
        if (tag == UDF_TERMINATING) break;
        if (tag == UDF_PARTITION) keep_partition(sequence, block);
        if (tag == UDF_LOGICAL_VOLUME) keep_volume(sequence, block);
        if (tag == VOLUME_POINTER && pointers++ < POINTERS_MAX) {
            extent = (struct import_udf_extent){load_le32(block + 24), load_le32(block + 20) / FS_BLOCK_BYTES};
            i = UINT32_MAX; /* begin with the first block of the next extent */
        }
    }
    return sequence->has_volume && sequence->partition_count ? FS_OK : result;
}

/* The entity identifier of 23 bytes behind the flags; ECMA-167 1/7.4. */
static bool is_entity(const uint8_t *field, const char *identifier)
{
    size_t length = strlen(identifier);
    size_t i;

    if (memcmp(field + 1, identifier, length) != 0) return false;
    for (i = 1 + length; i < 24 && !field[i]; i++)
        ;
    return i == 24;
}

static void parse_type_2_map(const uint8_t *map, struct import_udf_partition *partition)
{
    partition->number = load_le16(map + 38);
    if (is_entity(map + 4, "*UDF Metadata Partition")) {
        partition->kind = IMPORT_UDF_METADATA;
        partition->metadata_icb = load_le32(map + 40);
        partition->mirror_icb = load_le32(map + 44);
    } else if (is_entity(map + 4, "*UDF Virtual Partition")) {
        partition->kind = IMPORT_UDF_VIRTUAL;
    } else if (is_entity(map + 4, "*UDF Sparable Partition")) {
        partition->kind = IMPORT_UDF_SPARABLE;
    } else {
        partition->kind = IMPORT_UDF_UNKNOWN;
    }
}

/* ECMA-167 3/10.7 */
static enum fs_status parse_maps(const uint8_t *block, struct import_udf_volume *volume)
{
    uint32_t table_bytes = load_le32(block + 264), count = load_le32(block + 268), at = 0, i;

    if (!count || count > IMPORT_UDF_PARTITIONS_MAX || table_bytes > FS_BLOCK_BYTES - LVD_MAPS) return FS_DISC_DAMAGED;
    for (i = 0; i < count; i++) {
        const uint8_t *map = block + LVD_MAPS + at;
        struct import_udf_partition *partition = &volume->partitions[i];

        if (table_bytes - at < 2 || map[1] < 2 || map[1] > table_bytes - at) return FS_DISC_DAMAGED;
        if (map[0] == 1 && map[1] == PHYSICAL_MAP_BYTES) {
            partition->kind = IMPORT_UDF_PHYSICAL;
            partition->number = load_le16(map + 4);
        } else if (map[0] == 2 && map[1] == TYPE_2_MAP_BYTES) {
            parse_type_2_map(map, partition);
        } else {
            partition->kind = IMPORT_UDF_UNKNOWN;
        }
        at += map[1];
    }
    volume->partition_count = count;
    return FS_OK;
}

/* The descriptor that a map names, which has to be within the disc. */
static enum fs_status place_partition(struct import_reads *reads, const struct sequence *sequence,
                                      struct import_udf_partition *partition)
{
    uint64_t blocks = fs_disc_blocks(reads->disc);
    unsigned i;

    for (i = 0; i < sequence->partition_count && sequence->partitions[i].number != partition->number; i++)
        ;
    if (i == sequence->partition_count) return FS_DISC_DAMAGED;
    if (sequence->partitions[i].access_type == UINT8_MAX)
        return import_refuse(reads, "a partition of an unknown access type");
    if (sequence->partitions[i].first >= blocks) return FS_DISC_DAMAGED;
    partition->access_type = sequence->partitions[i].access_type;
    partition->first = sequence->partitions[i].first;
    if (partition->kind != IMPORT_UDF_METADATA) partition->blocks = sequence->partitions[i].blocks;
    return FS_OK;
}

static enum fs_status check_partitions(struct import_reads *reads, const struct sequence *sequence,
                                       struct import_udf_volume *volume)
{
    static const char *const foreign[] = {
        [IMPORT_UDF_VIRTUAL] = "a virtual partition",
        [IMPORT_UDF_SPARABLE] = "a sparable partition",
        [IMPORT_UDF_UNKNOWN] = "a partition of an unknown kind",
    };
    enum fs_status status = FS_OK;
    unsigned i;

    for (i = 0; i < volume->partition_count; i++) {
        struct import_udf_partition *partition = &volume->partitions[i];
        enum fs_status placed =
            partition->kind == IMPORT_UDF_UNKNOWN ? FS_OK : place_partition(reads, sequence, partition);

        if (placed != FS_OK) return placed;
        if (partition->kind < IMPORT_UDF_VIRTUAL) continue;
        reads->feature = foreign[partition->kind];
        status = FS_PARTITION_FOREIGN;
    }
    return status;
}

static struct import_udf_extent extent_of(const uint8_t *field)
{
    return (struct import_udf_extent){load_le32(field + 4), load_le32(field) / FS_BLOCK_BYTES};
}

static enum fs_status parse_volume(struct import_reads *reads, const struct sequence *sequence,
                                   struct import_udf_volume *volume)
{
    const uint8_t *block = sequence->volume;
    enum fs_status status;

    if (!is_entity(block + 216, "*OSTA UDF Compliant")) return FS_SYSTEM_ABSENT;
    if (load_le32(block + 212) != FS_BLOCK_BYTES) return import_refuse(reads, "a logical block of another size");
    volume->name_count = import_dstring(block + 84, 128, volume->name);
    volume->revision = load_le16(block + 216 + 24);
    if (volume->revision < REVISION_FIRST) volume->revision = REVISION_FIRST;
    volume->file_set_block = load_le32(block + 248 + 4);
    volume->file_set_partition = load_le16(block + 248 + 8);
    volume->integrity = extent_of(block + 432);
    status = parse_maps(block, volume);
    return status == FS_OK ? check_partitions(reads, sequence, volume) : status;
}

/* The number of files and of directories, and who may write, by the last descriptor of the integrity sequence. The
 * volume can be read without it, so that FS_OUT_OF_MEMORY is the one failure. ECMA-167 3/10.10, OSTA UDF 2.2.6
 */
static enum fs_status read_integrity(struct import_reads *reads, struct import_udf_volume *volume)
{
    struct import_udf_extent extent = volume->integrity;
    uint8_t block[FS_BLOCK_BYTES];
    uint32_t i, read;

    for (i = 0, read = 0; i < extent.blocks && read < INTEGRITY_BLOCKS_MAX; i++, read++) {
        enum fs_status status = import_read(reads, (uint64_t)extent.first + i, block);
        uint64_t use;

        if (status == FS_OUT_OF_MEMORY) return status;
        if (status != FS_OK || import_udf_tag(block) != UDF_LOGICAL_VOLUME_INTEGRITY) break;
        use = 80 + 8 * (uint64_t)load_le32(block + 72);
        if (use > FS_BLOCK_BYTES - 46 || load_le32(block + 76) < 46) break;
        volume->files = load_le32(block + use + 32);
        volume->directories = load_le32(block + use + 36);
        volume->minimum_write = load_le16(block + use + 42);
        volume->has_totals = true;
        if (load_le32(block + 32)) {
            extent = extent_of(block + 32);
            i = UINT32_MAX;
        }
    }
    return FS_OK;
}

/* The volume that an anchor names: by its main sequence, or by the reserve one. */
static enum fs_status read_volume(struct import_reads *reads, const uint8_t *anchor, struct import_udf_volume *volume)
{
    struct sequence sequence;
    enum fs_status status = FS_DISC_DAMAGED;
    unsigned i;

    for (i = 0; i < 2; i++) {
        memset(volume, 0, sizeof *volume);
        volume->main_sequence = extent_of(anchor + 16);
        volume->reserve_sequence = extent_of(anchor + 24);
        status = read_sequence(reads, i ? volume->reserve_sequence : volume->main_sequence, &sequence);
        if (status == FS_OK) status = parse_volume(reads, &sequence, volume);
        if (status == FS_OK || status == FS_PARTITION_FOREIGN || status == FS_OUT_OF_MEMORY) break;
    }
    if ((status == FS_OK || status == FS_PARTITION_FOREIGN) && read_integrity(reads, volume) == FS_OUT_OF_MEMORY)
        return FS_OUT_OF_MEMORY;
    return status;
}

enum fs_status import_udf_find(struct import_reads *reads, uint32_t session_start, struct import_udf_volume *volume)
{
    uint64_t blocks = fs_disc_blocks(reads->disc);
    /* A disc that is not closed has none at its end, and the last of these is for such a one. */
    const uint64_t anchors[] = {session_start + UINT64_C(256), blocks - 1, blocks - 257, session_start + UINT64_C(512)};
    enum fs_status status, result = FS_SYSTEM_ABSENT;
    uint8_t block[FS_BLOCK_BYTES];
    unsigned i;

    memset(volume, 0, sizeof *volume);
    status = check_recognition(reads, session_start);
    if (status != FS_OK) return status;
    for (i = 0; i < sizeof anchors / sizeof *anchors; i++) {
        status = anchors[i] < blocks ? import_read(reads, anchors[i], block) : FS_SYSTEM_ABSENT;
        if (status == FS_OUT_OF_MEMORY) return status;
        if (status != FS_OK) {
            if (result == FS_SYSTEM_ABSENT) result = status; /* what another anchor led to says more */
            continue;
        }
        /* The location tells an anchor of this disc from one of an image that is a file on it. */
        if (import_udf_tag(block) != UDF_ANCHOR_VOLUME_POINTER || load_le32(block + 12) != anchors[i]) continue;
        status = read_volume(reads, block, volume);
        if (status == FS_OK || status == FS_PARTITION_FOREIGN || status == FS_OUT_OF_MEMORY) return status;
        if (status != FS_SYSTEM_ABSENT) result = status;
    }
    return result;
}

void import_udf_volume_free(struct import_udf_volume *volume)
{
    unsigned i;

    for (i = 0; i < volume->partition_count; i++)
        import_extents_free(&volume->partitions[i].metadata);
}
