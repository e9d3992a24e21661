/* Which blocks of a stream are to be written, where the stream says so. */
#ifndef OPENIMAPI2_IMAPI2_BLOCK_RANGES_H
#define OPENIMAPI2_IMAPI2_BLOCK_RANGES_H

#include <stdbool.h>
#include <windows.h>
#include <objidl.h>

#include "burn/burn.h"

struct block_ranges {
    bool is_there;             /* the stream answers IBlockRangeList */
    struct burn_range *ranges; /* owned; as the list has them */
    size_t count;
};

/* The ranges of a stream that answers IBlockRangeList, as it gives them; of another one nothing, which is S_OK.
 * block_count  blocks of 2048 bytes that the stream has.
 * out          block_ranges_free; empty on failure.
 * returns      E_INVALIDARG: a range outside of the stream, or backwards, an element that is no IBlockRange, or what is
 *              no list; E_OUTOFMEMORY; or what the stream's own get_BlockRanges returned.
 */
HRESULT block_ranges_take(IStream *stream, uint64_t block_count, struct block_ranges *out);
/* Empty ones, and zeros, are allowed. */
void block_ranges_free(struct block_ranges *ranges);

#endif
