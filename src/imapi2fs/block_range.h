/* BlockRange and BlockRangeList: which blocks of an image are to be written, for a writer that rewrites a disc. */
#ifndef OPENIMAPI2_IMAPI2FS_BLOCK_RANGE_H
#define OPENIMAPI2_IMAPI2FS_BLOCK_RANGE_H

#include <stddef.h>
#include <windows.h>

#include "fs/block_range.h"
#include "imapi2fs.h"

/* IBlockRangeList::get_BlockRanges of whichever object has the ranges: a new array of new BlockRange objects, in this
 * order. *out is NULL on failure, which is E_OUTOFMEMORY.
 */
HRESULT block_range_array(const struct fs_block_range *ranges, size_t count, SAFEARRAY **out);

/* An object with a copy of the ranges. Agile. *out is NULL on failure. */
HRESULT block_range_list_create(const struct fs_block_range *ranges, size_t count, IBlockRangeList **out);

#endif
