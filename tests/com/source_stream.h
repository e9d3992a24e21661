/* A client's own IStream, whose bytes follow from their position and whose faults can be set. It answers
 * IBlockRangeList where it was given ranges.
 */
#ifndef OPENIMAPI2_TESTS_COM_SOURCE_STREAM_H
#define OPENIMAPI2_TESTS_COM_SOURCE_STREAM_H

#include <stdbool.h>
#include <stdint.h>
#include <windows.h>
#include <objidl.h>

#include "imapi2.h"

enum { SOURCE_RANGES_MAX = 8 };

struct source_range {
    IBlockRange IBlockRange_iface;
    LONG first, last;
};

struct source_stream {
    IStream IStream_iface;
    IBlockRangeList IBlockRangeList_iface;
    LONG references; /* the caller owns the memory: 1 at the end is right */
    uint64_t size, position;

    uint64_t real_size; /* where it ends; `size` is what it says */
    ULONG most_bytes;   /* of one Read; 0: no limit */
    HRESULT stat_answer, seek_answer;
    uint64_t fails_at; /* Read across this byte gives read_answer */
    HRESULT read_answer;
    bool claims_more; /* Read says that it gave more than was asked for */

    bool has_ranges;
    VARTYPE range_type; /* of the elements: VT_DISPATCH at first */
    size_t range_count;
    struct source_range ranges[SOURCE_RANGES_MAX];

    DWORD thread;       /* that made it */
    LONG other_threads; /* calls on any other */
    LONG reads;
};

void source_stream_begin(struct source_stream *stream, uint64_t size);
void source_stream_end(struct source_stream *stream);
void source_stream_add_range(struct source_stream *stream, LONG first, LONG last);

/* The byte at this position. */
BYTE source_stream_byte(uint64_t position);

#endif
