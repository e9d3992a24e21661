/* A trace sink that keeps the records in memory. Its time of day stands still; its clock advances by step_us at
 * each reading.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_TRACE_MEMORY_H
#define OPENIMAPI2_TESTS_SUPPORT_TRACE_MEMORY_H

#include "scsi/transport_trace.h"

enum { TRACE_MEMORY_BYTES = 1 << 20 };

struct trace_memory {
    struct scsi_trace_sink sink; /* first: pass &memory.sink */
    char text[TRACE_MEMORY_BYTES];
    size_t length;
    unsigned appends; /* one for each record */
    unsigned drives;  /* tags are "9.1", "9.2", ... */
    uint64_t us;
    uint64_t step_us; /* time added by each reading of the clock */
};

void trace_memory_begin(struct trace_memory *memory);

#endif
