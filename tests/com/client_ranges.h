/* The ranges of blocks that a client's stream names: IBlockRangeList, which a client_stream answers besides its own. */
#ifndef OPENIMAPI2_TESTS_COM_CLIENT_RANGES_H
#define OPENIMAPI2_TESTS_COM_CLIENT_RANGES_H

#include "com/client_stream.h"
#include "imapi2.h"

enum { CLIENT_RANGES_MAX = 8 };

struct client_range {
    IBlockRange IBlockRange_iface;
    LONG first, last;
};

struct client_ranges {
    IBlockRangeList IBlockRangeList_iface;
    struct client_stream *stream; /* whose references are counted */
    VARTYPE type;                 /* of the elements: VT_DISPATCH at first */
    size_t count;
    struct client_range ranges[CLIENT_RANGES_MAX];
};

/* The stream answers IBlockRangeList from now on, with no range. Lives as long as the stream. */
void client_ranges_begin(struct client_ranges *ranges, struct client_stream *stream);
void client_ranges_add(struct client_ranges *ranges, LONG first, LONG last);

#endif
