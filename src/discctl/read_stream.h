/* An IStream that is read only: whoever has the bytes says how to read at an offset, the rest is here. */
#ifndef OPENIMAPI2_DISCCTL_READ_STREAM_H
#define OPENIMAPI2_DISCCTL_READ_STREAM_H

#include <stdint.h>

#include "imapi2.h"

struct read_stream;

struct read_stream_methods {
    /* Read `count` bytes at `offset`, all of which lie inside the size, or fail. */
    HRESULT (*read_at)(struct read_stream *stream, uint64_t offset, void *bytes, ULONG count);
    /* The last reference is gone. */
    void (*destroy)(struct read_stream *stream);
};

/* A member of its owner, which destroy() frees. */
struct read_stream {
    IStream IStream_iface;
    LONG references;
    const struct read_stream_methods *methods;
    uint64_t size;     /* bytes */
    uint64_t position; /* 0 to size and beyond: nothing is read there */
};

/* At position 0, with one reference. */
void read_stream_begin(struct read_stream *stream, const struct read_stream_methods *methods, uint64_t size);

/* The stream that a pointer of read_stream_begin()'s means. */
struct read_stream *read_stream_from(IStream *iface);

#endif
