/* Streams of a client's that another stream is made of. Nothing that they say is trusted: sizes are asked for once, and
 * a part that gives fewer bytes than its size is a read fault.
 */
#ifndef OPENIMAPI2_IMAPI2_STREAM_PARTS_H
#define OPENIMAPI2_IMAPI2_STREAM_PARTS_H

#include <stdint.h>
#include <windows.h>
#include <objidl.h>

struct stream_part {
    IStream *stream; /* held; called by whoever calls us, never with a lock held */
    ULONGLONG size;  /* as it said when it was added */
    ULONGLONG start; /* bytes of the parts before it */
    ULONG turn;      /* MsftStreamInterleave: bytes in one turn */
    uint64_t uses;   /* com/stream_read.h; the apartment's that made the stream of it */
};

/* A value: but for `uses` it does not change after it was made, so that readers need no lock. */
struct stream_parts {
    LONG references;
    ULONG count;               /* not 0 */
    ULONGLONG size;            /* of all; at most INT64_MAX */
    struct stream_part *items; /* `count` of them; owned */
};

/* Parts of these streams, behind those of `before` (NULL: none). turns: `count` of them, or NULL.
 * returns   E_POINTER for a NULL stream, E_INVALIDARG where count is 0 or the sizes are too large, E_OUTOFMEMORY, or
 *           what a stream's Stat said. *out is NULL on failure.
 */
HRESULT stream_parts_create(const struct stream_parts *before, IStream *const *streams, const ULONG *turns, ULONG count,
                            struct stream_parts **out);

/* The same of the parts' clones, whose positions are their own. */
HRESULT stream_parts_clone(const struct stream_parts *parts, struct stream_parts **out);

/* Returns parts, which count one reference more. */
struct stream_parts *stream_parts_add_ref(struct stream_parts *parts);
void stream_parts_release(struct stream_parts *parts); /* NULL is allowed */

/* Read from the part's byte `offset` (0 to its size, and offset + count no more than that); *got is less than count
 * only with a failure: the part's, or STG_E_READFAULT where it ended too soon or claims to have read more than there
 * was room for.
 */
HRESULT stream_part_read(struct stream_part *part, ULONGLONG offset, BYTE *bytes, ULONG count, ULONG *got);

#endif
