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

/* E_INVALIDARG: a range outside of the stream's block_count blocks, or backwards, or an element that is no IBlockRange.
 * All is empty on failure.
 */
HRESULT block_ranges_take(IStream *stream, uint64_t block_count, struct block_ranges *out);
void block_ranges_free(struct block_ranges *ranges);

#endif
