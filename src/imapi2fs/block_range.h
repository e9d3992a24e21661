/* BlockRange and BlockRangeList tell a writer that rewrites a disc which blocks of an image to write. */
#ifndef OPENIMAPI2_IMAPI2FS_BLOCK_RANGE_H
#define OPENIMAPI2_IMAPI2FS_BLOCK_RANGE_H

#include <stddef.h>
#include <windows.h>

#include "fs/block_range.h"
#include "imapi2fs.h"

/* Implements IBlockRangeList::get_BlockRanges for every object that has ranges: a new array of new BlockRange objects,
 * in the order of `ranges`. The only failure is E_OUTOFMEMORY; *out is NULL then.
 */
HRESULT block_range_array(const struct fs_block_range *ranges, size_t count, SAFEARRAY **out);

/* Creates an agile object with a copy of the ranges. *out is NULL on failure. */
HRESULT block_range_list_create(const struct fs_block_range *ranges, size_t count, IBlockRangeList **out);

#endif
