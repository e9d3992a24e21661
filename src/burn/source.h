/* The port from which a burn reads its data. Called only on the caller's thread of the burn. */
#ifndef OPENIMAPI2_BURN_SOURCE_H
#define OPENIMAPI2_BURN_SOURCE_H

#include <stdint.h>

/* First member of every implementation. */
struct burn_source {
    /* Read up to `count` bytes from where the last read or seek left off. Fewer than requested are allowed; 0 bytes and
     * result 0 mean the end.
     * returns   0, or a code of the source's own that ends the burn (kept in burn_failure.source_result).
     */
    int32_t (*read)(struct burn_source *source, void *bytes, uint32_t count, uint32_t *got);

    /* Continue reading at this byte, counted from the source's beginning. NULL: it can be read only from its start. */
    int32_t (*seek)(struct burn_source *source, uint64_t offset);
};

#endif
