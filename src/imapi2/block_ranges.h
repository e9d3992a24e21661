/* The blocks of a stream that are to be written, if the stream lists them. */
#ifndef OPENIMAPI2_IMAPI2_BLOCK_RANGES_H
#define OPENIMAPI2_IMAPI2_BLOCK_RANGES_H

#include <stdbool.h>
#include <windows.h>
#include <objidl.h>

#include "burn/burn.h"

struct block_ranges {
    bool is_there;             /* the stream answers IBlockRangeList */
    struct burn_range *ranges; /* owned; in the order of the list */
    size_t count;
};

/* Read the ranges of a stream that answers IBlockRangeList, unchanged. For any other stream *out stays empty, with
 * S_OK.
 * block_count  blocks of 2048 bytes in the stream.
 * out          block_ranges_free; empty on failure.
 * returns      E_INVALIDARG: a range is outside of the stream or backwards, an element is not an IBlockRange, or the
 *              result is not a list; E_OUTOFMEMORY; or the failure of the stream's own get_BlockRanges.
 */
HRESULT block_ranges_take(IStream *stream, uint64_t block_count, struct block_ranges *out);
/* ranges may be empty or all zero. */
void block_ranges_free(struct block_ranges *ranges);

#endif
