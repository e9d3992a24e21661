/* Runs an import with the reader of the file system, as one change of the tree. */
#include "fs/import.h"

#include <string.h>

#include "fs/import_iso9660.h"
#include "fs/import_udf.h"

static void fill(struct fs_import_failure *failure, const struct import *import, enum fs_status status)
{
    failure->feature = import_feature(&import->reads, status);
    if (status != FS_DEVICE_FAILED) return;
    failure->device_result = fs_disc_result(import->reads.disc);
    failure->block = fs_disc_failed_block(import->reads.disc);
}

/* is_mirror, has_mirror: of UDF. */
static enum fs_status attempt(struct fs_tree *tree, struct fs_disc *disc, const struct fs_import_options *options,
                              struct fs_import_failure *failure, bool is_mirror, bool *has_mirror)
{
    struct import import;
    enum fs_status status;

    memset(failure, 0, sizeof *failure);
    *has_mirror = false;
    status = fs_tree_begin(tree);
    if (status != FS_OK) return status;
    import_init(&import, tree, disc, options, failure);
    status = options->system == FS_UDF ? import_udf(&import, is_mirror, has_mirror) : import_iso9660(&import);
    if (status == FS_OK) {
        fs_tree_commit(tree);
    } else {
        fs_tree_abort(tree);
        fill(failure, &import, status);
    }
    import_free(&import);
    return status;
}

static bool is_unreadable(enum fs_status status)
{
    return status == FS_DISC_DAMAGED || status == FS_DEVICE_FAILED;
}

/* Where neither copy of the metadata can be read, the failure is that of the first, which is the volume's own. */
enum fs_status fs_import(struct fs_tree *tree, struct fs_disc *disc, const struct fs_import_options *options,
                         struct fs_import_failure *failure)
{
    struct fs_import_failure mirror_failure;
    bool has_mirror;
    enum fs_status status = attempt(tree, disc, options, failure, false, &has_mirror), mirror_status;

    if (!has_mirror || !is_unreadable(status)) return status;
    mirror_status = attempt(tree, disc, options, &mirror_failure, true, &has_mirror);
    if (is_unreadable(mirror_status)) return status;
    *failure = mirror_failure;
    return mirror_status;
}
