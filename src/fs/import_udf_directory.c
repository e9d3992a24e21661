/* Reads File Identifier Descriptors, which may cross block boundaries. Only the identifier of their tags is checked, as
 * in the Linux driver, and the length of each must lead to the next.
 */
#include "fs/import_udf_directory.h"

#include "base/bytes.h"
#include "fs/import_text.h"
#include "fs/udf_field.h"

enum {
    IDENTIFIER_BYTES = 38, /* in front of implementation use and name */
    HIDDEN = 1,            /* characteristics; ECMA-167 4/14.4.3 */
    DIRECTORY = 2,
    DELETED = 4,
    PARENT = 8,
    DELETED_8_BIT = 254, /* compression IDs; OSTA UDF 2.1.1 */
    DELETED_16_BIT = 255,
};

void import_udf_directory_init(struct import_udf_directory *directory, struct import_reads *reads,
                               const struct import_udf_file *file)
{
    import_bytes_init(&directory->bytes, reads, &file->extents);
    if (file->is_embedded) {
        directory->bytes.memory = file->embedded;
        directory->bytes.size_bytes = file->size_bytes;
    }
    directory->offset = 0;
}

/* The descriptor at the offset, and its length.
 * is_item   out: it stands for an item.
 */
static enum fs_status read_identifier(struct import_udf_directory *directory, struct import_udf_identifier *identifier,
                                      uint32_t *length, bool *is_item)
{
    uint8_t fixed[IDENTIFIER_BYTES], name[UINT8_MAX];
    uint32_t use_bytes;
    enum fs_status status = import_bytes_read(&directory->bytes, directory->offset, fixed, sizeof fixed);

    if (status != FS_OK) return status;
    if (load_le16(fixed) != UDF_FILE_IDENTIFIER) return FS_DISC_DAMAGED;
    use_bytes = load_le16(fixed + 36);
    *length = (IDENTIFIER_BYTES + use_bytes + fixed[19] + 3u) & ~3u;
    status = import_bytes_read(&directory->bytes, directory->offset + IDENTIFIER_BYTES + use_bytes, name, fixed[19]);
    if (status != FS_OK) return status;
    *is_item =
        !(fixed[18] & (DELETED | PARENT)) && !(fixed[19] && (name[0] == DELETED_8_BIT || name[0] == DELETED_16_BIT));
    if (!*is_item) return FS_OK;
    identifier->is_hidden = fixed[18] & HIDDEN;
    identifier->is_directory = fixed[18] & DIRECTORY;
    identifier->icb = import_udf_address_of(fixed + 20);
    return import_cs0(name, fixed[19], identifier->name, &identifier->name_count) ? FS_OK : FS_DISC_DAMAGED;
}

enum fs_status import_udf_directory_next(struct import_udf_directory *directory,
                                         struct import_udf_identifier *identifier, bool *is_end)
{
    bool is_item = false;

    while (!is_item && directory->bytes.size_bytes - directory->offset >= IDENTIFIER_BYTES) {
        uint32_t length;
        enum fs_status status = read_identifier(directory, identifier, &length, &is_item);

        if (status != FS_OK) return status;
        if (length > directory->bytes.size_bytes - directory->offset) {
            directory->offset = directory->bytes.size_bytes; /* the padding of the last one may be missing */
        } else {
            directory->offset += length;
        }
    }
    *is_end = !is_item;
    return FS_OK;
}
