/* A client's streams that form the parts of another stream. Their claims are not trusted: sizes are requested once, and
 * a part that returns fewer bytes than its size is a read fault.
 */
#ifndef OPENIMAPI2_IMAPI2_STREAM_PARTS_H
#define OPENIMAPI2_IMAPI2_STREAM_PARTS_H

#include <stdint.h>
#include <windows.h>
#include <objidl.h>

struct stream_part {
    IStream *stream; /* held; called on our caller's thread, never with a lock held */
    ULONGLONG size;  /* as reported when it was added */
    ULONGLONG start; /* bytes of the parts before it */
    ULONG turn;      /* MsftStreamInterleave: bytes per turn */
    uint64_t uses;   /* com/stream_read.h; used only in the apartment that created the whole stream */
};

/* Immutable except for `uses`, so that readers need no lock. */
struct stream_parts {
    LONG references;
    ULONG count;               /* not 0 */
    ULONGLONG size;            /* of all parts; at most INT64_MAX */
    struct stream_part *items; /* `count` of them; owned */
};

/* Create a list with these streams after those of `before` (NULL: none). turns: `count` of them, or NULL.
 * returns  E_POINTER for a NULL stream, E_INVALIDARG if count is 0 or the sizes are too large, E_OUTOFMEMORY, or the
 *          failure of a stream's Stat. *out is NULL on failure.
 */
HRESULT stream_parts_create(const struct stream_parts *before, IStream *const *streams, const ULONG *turns, ULONG count,
                            struct stream_parts **out);

/* The same with clones of the parts, which have positions of their own. */
HRESULT stream_parts_clone(const struct stream_parts *parts, struct stream_parts **out);

/* Adds a reference and returns parts. */
struct stream_parts *stream_parts_add_ref(struct stream_parts *parts);
void stream_parts_release(struct stream_parts *parts); /* NULL is allowed */

/* Read from byte `offset` of the part (0 to its size; offset + count is at most its size). *got is less than count only
 * with a failure: the part's own, or STG_E_READFAULT if the part ended too soon or claims to have read more than
 * requested.
 */
HRESULT stream_part_read(struct stream_part *part, ULONGLONG offset, BYTE *bytes, ULONG count, ULONG *got);

#endif
