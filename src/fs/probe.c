/* Finds the volumes of the three file systems with their readers. */
#include "fs/probe.h"

#include <string.h>

#include "base/bytes.h"
#include "base/crc32.h"
#include "fs/import_iso9660.h"
#include "fs/import_udf_volume.h"
#include "fs/tree.h"

/* Lengthen the session to the end of some blocks. */
static void reach(struct fs_session *session, uint64_t end)
{
    if (end > UINT32_MAX) end = UINT32_MAX;
    if (end > session->end) session->end = (uint32_t)end;
}

static void keep_name(struct fs_session_system *system, const uint16_t *name, size_t count)
{
    memcpy(system->name, name, count * sizeof *name);
    system->name_count = count;
}

/* The records of the L path table, each of which is a directory; -1: they do not fill it, or are more than its numbers
 * can name. ECMA-119 9.4
 */
static int64_t count_directories(struct import_reads *reads, const struct import_iso9660_volume *volume)
{
    struct import_extents extents;
    struct import_bytes bytes;
    uint64_t offset;
    int64_t count = 0;

    memset(&extents, 0, sizeof extents);
    if (import_extents_add(&extents, reads, FS_EXTENT_RECORDED, volume->path_table, volume->path_table_bytes) != FS_OK)
        return -1;
    import_bytes_init(&bytes, reads, &extents);
    for (offset = 0; offset < volume->path_table_bytes && count < FS_DIRECTORY_MAX; count++) {
        uint8_t length;

        if (import_bytes_read(&bytes, offset, &length, 1) != FS_OK || !length) break;
        offset += 8u + length + (length & 1u);
    }
    import_extents_free(&extents);
    return count && offset == volume->path_table_bytes ? count : -1;
}

static void probe_iso9660(struct fs_disc *disc, uint32_t session_start, enum fs_system system,
                          struct fs_session *session)
{
    struct import_reads reads = import_reads_of(disc);
    struct fs_session_system *found = &session->system[system];
    struct import_iso9660_volume volume;

    found->status = import_iso9660_find(&reads, session_start, system, &volume);
    found->feature = import_feature(&reads, found->status);
    if (found->status != FS_OK) return;
    keep_name(found, volume.name, volume.name_count);
    found->directories = count_directories(&reads, &volume);
    reach(session, volume.end);
}

static void reach_extent(struct fs_session *session, const struct import_udf_extent *extent)
{
    if (extent->blocks) reach(session, (uint64_t)extent->first + extent->blocks);
}

/* 1, read-only, where all of the partitions are; else that of the first which is not. */
static uint8_t access_type_of(const struct import_udf_volume *volume)
{
    enum { READ_ONLY = 1 };
    unsigned i;

    for (i = 0; i < volume->partition_count; i++) {
        if (volume->partitions[i].access_type != READ_ONLY) return volume->partitions[i].access_type;
    }
    return READ_ONLY;
}

static void keep_volume(const struct import_udf_volume *volume, struct fs_session *session)
{
    struct fs_session_system *found = &session->system[FS_UDF];
    unsigned i;

    keep_name(found, volume->name, volume->name_count);
    if (volume->has_totals) {
        found->files = volume->files;
        found->directories = volume->directories;
    }
    session->minimum_write = volume->minimum_write;
    session->udf_revision = volume->revision;
    session->access_type = access_type_of(volume);
    session->partition_first = volume->partitions[0].first;
    session->partition_blocks = volume->partitions[0].blocks;
    reach_extent(session, &volume->main_sequence);
    reach_extent(session, &volume->reserve_sequence);
    reach_extent(session, &volume->integrity);
    for (i = 0; i < volume->partition_count; i++) {
        const struct import_udf_partition *partition = &volume->partitions[i];

        if (partition->kind == IMPORT_UDF_METADATA) session->has_metadata = true;
        reach(session, (uint64_t)partition->first + partition->blocks);
    }
}

static void probe_udf(struct fs_disc *disc, uint32_t session_start, struct fs_session *session)
{
    struct import_reads reads = import_reads_of(disc);
    struct fs_session_system *found = &session->system[FS_UDF];
    struct import_udf_volume volume;

    found->status = import_udf_find(&reads, session_start, &volume);
    found->feature = import_feature(&reads, found->status);
    if (found->status == FS_OK || found->status == FS_PARTITION_FOREIGN) keep_volume(&volume, session);
    import_udf_volume_free(&volume);
}

enum fs_status fs_probe(struct fs_disc *disc, uint32_t session_start, struct fs_session *session)
{
    bool has_failed = false;
    unsigned i;

    memset(session, 0, sizeof *session);
    for (i = 0; i < FS_SYSTEMS; i++)
        session->system[i].files = session->system[i].directories = -1;
    probe_iso9660(disc, session_start, FS_ISO9660, session);
    probe_iso9660(disc, session_start, FS_JOLIET, session);
    probe_udf(disc, session_start, session);
    for (i = 0; i < FS_SYSTEMS; i++) {
        enum fs_status status = session->system[i].status;

        if (status == FS_OK || status == FS_PARTITION_FOREIGN || status == FS_FEATURE_UNSUPPORTED)
            session->systems |= FS_MASK(i);
        if (status == FS_OUT_OF_MEMORY) return status;
        if (status == FS_DEVICE_FAILED) has_failed = true;
    }
    return has_failed && !session->systems ? FS_DEVICE_FAILED : FS_OK;
}

enum fs_status fs_probe_identifier(struct fs_disc *disc, uint32_t session_start, uint32_t *identifier)
{
    enum { FIRST = 16, DESCRIPTORS = 16, ANCHOR = 256 };
    uint8_t bytes[(DESCRIPTORS + 1) * FS_BLOCK_BYTES];
    unsigned i;

    *identifier = 0;
    for (i = 0; i <= DESCRIPTORS; i++) {
        uint8_t *block = bytes + (size_t)i * FS_BLOCK_BYTES;
        enum fs_status status =
            fs_disc_read(disc, (uint64_t)session_start + (i == DESCRIPTORS ? ANCHOR : FIRST + i), block);

        if (status == FS_DEVICE_FAILED || status == FS_OUT_OF_MEMORY) return status;
        if (status != FS_OK) memset(block, 0, FS_BLOCK_BYTES);
    }
    *identifier = base_crc32(bytes, sizeof bytes);
    return FS_OK;
}
