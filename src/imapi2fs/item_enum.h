/* Enumerators of the items in a directory, or of the named streams of a file, in the order of adding. They work on a
 * snapshot, so later changes do not show.
 */
#ifndef OPENIMAPI2_IMAPI2FS_ITEM_ENUM_H
#define OPENIMAPI2_IMAPI2FS_ITEM_ENUM_H

#include "fs/node.h"
#include "imapi2fs.h"
#include "imapi2fs/image_state.h"

static inline struct fs_node *item_enum_first(const struct fs_node *of)
{
    return of->is_directory ? of->first_child : of->first_stream;
}

/* The caller holds the lock. */
size_t item_enum_count(const struct fs_node *of);

/* Each item's object is created when the enumerator reaches it. Failure: E_OUTOFMEMORY; *out is NULL then. */
HRESULT item_enum_create(struct image_state *state, struct fs_node *of, IEnumFsiItems **out);
HRESULT item_enum_variant_create(struct image_state *state, struct fs_node *of, IEnumVARIANT **out);

#endif
