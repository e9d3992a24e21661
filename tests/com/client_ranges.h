/* The block ranges of a client's stream: IBlockRangeList, which a client_stream supports besides its own interface. */
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
    struct client_stream *stream; /* which counts the references */
    VARTYPE type;                 /* of the elements: VT_DISPATCH at first */
    size_t count;
    struct client_range ranges[CLIENT_RANGES_MAX];
};

/* From now on the stream supports IBlockRangeList, at first with no range. ranges must live as long as the stream. */
void client_ranges_begin(struct client_ranges *ranges, struct client_stream *stream);
void client_ranges_add(struct client_ranges *ranges, LONG first, LONG last);

#endif
