/* A read-only IStream: its owner supplies a function that reads at an offset; everything else is here. */
#ifndef OPENIMAPI2_DISCCTL_READ_STREAM_H
#define OPENIMAPI2_DISCCTL_READ_STREAM_H

#include <stdint.h>

#include "imapi2.h"

struct read_stream;

struct read_stream_methods {
    /* Read `count` bytes at `offset`, or fail. The range is within the stream's size. */
    HRESULT (*read_at)(struct read_stream *stream, uint64_t offset, void *bytes, ULONG count);
    /* The last reference was released. */
    void (*destroy)(struct read_stream *stream);
};

/* A member of its owner, which destroy() frees. */
struct read_stream {
    IStream IStream_iface;
    LONG references;
    const struct read_stream_methods *methods;
    uint64_t size;     /* bytes */
    uint64_t position; /* may be beyond size, where nothing is read */
};

/* At position 0, with one reference. */
void read_stream_begin(struct read_stream *stream, const struct read_stream_methods *methods, uint64_t size);

/* The stream of an interface pointer; it must have been begun by read_stream_begin(). */
struct read_stream *read_stream_from(IStream *iface);

#endif
