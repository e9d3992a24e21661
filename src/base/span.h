/* A bounded view of bytes that came from a device.
 *
 * A read beyond the end gives 0 and sets `is_short`; no read ever leaves the view. So a parser reads all the fields of
 * a fixed layout first and checks once, at the end, whether they were all there.
 */
#ifndef OPENIMAPI2_BASE_SPAN_H
#define OPENIMAPI2_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

struct span {
    const uint8_t *bytes; /* borrowed; may be NULL when count is 0 */
    size_t count;         /* usable bytes */
    bool is_short;        /* some read asked for more than there is */
};

static inline struct span span_of(const void *bytes, size_t count)
{
    struct span span = {(const uint8_t *)bytes, bytes ? count : 0, false};

    return span;
}

/* Are there `length` bytes from `offset` on? The arithmetic never wraps. */
static inline bool span_has(const struct span *span, size_t offset, size_t length)
{
    return offset <= span->count && length <= span->count - offset;
}

/* The `length` bytes from `offset` on. NULL, with is_short set, unless all of them are there. */
static inline const uint8_t *span_at(struct span *span, size_t offset, size_t length)
{
    if (span_has(span, offset, length)) return span->bytes + offset;
    span->is_short = true;
    return NULL;
}

static inline uint8_t span_u8(struct span *span, size_t offset)
{
    const uint8_t *at = span_at(span, offset, 1);

    return at ? at[0] : 0;
}

static inline uint16_t span_be16(struct span *span, size_t offset)
{
    const uint8_t *at = span_at(span, offset, 2);

    return at ? load_be16(at) : 0;
}

static inline uint32_t span_be24(struct span *span, size_t offset)
{
    const uint8_t *at = span_at(span, offset, 3);

    return at ? load_be24(at) : 0;
}

static inline uint32_t span_be32(struct span *span, size_t offset)
{
    const uint8_t *at = span_at(span, offset, 4);

    return at ? load_be32(at) : 0;
}

/* The bytes from offset on, at most `length`: never more than there are, and never a failure. */
static inline struct span span_from(const struct span *span, size_t offset, size_t length)
{
    size_t rest = offset < span->count ? span->count - offset : 0;

    return rest ? span_of(span->bytes + offset, length < rest ? length : rest) : span_of(NULL, 0);
}

/* The number of bytes of a reply that are safe to read: the least of the bytes transferred, the bytes requested and the
 * length that the reply itself claims. `claimed` is the value of the reply's length field plus the bytes that the field
 * does not count (usually the field itself); it is 64 bits wide so that FFFFFFFFh plus 4 does not wrap.
 */
static inline size_t usable_length(size_t transferred, size_t requested, uint64_t claimed)
{
    size_t usable = transferred < requested ? transferred : requested;

    return claimed < usable ? (size_t)claimed : usable;
}

#endif
