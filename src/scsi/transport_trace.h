/* A transport that hands every command on to another, and writes down what came of it (scsi/transcript.h).
 *
 * Where the records go is a port, which the system's side implements. What cannot be written changes nothing for the
 * caller: commands go through whatever becomes of their records.
 */
#ifndef OPENIMAPI2_SCSI_TRANSPORT_TRACE_H
#define OPENIMAPI2_SCSI_TRANSPORT_TRACE_H

#include "scsi/transcript.h"
#include "scsi/transport.h"

struct scsi_trace_sink;

struct scsi_trace_sink_ops {
    /* The time of day, and a tag that no other drive in the same file has for now. */
    void (*get_stamp)(struct scsi_trace_sink *sink, char stamp[TRANSCRIPT_STAMP_SIZE]);
    void (*make_tag)(struct scsi_trace_sink *sink, char tag[TRANSCRIPT_TAG_SIZE]);
    /* Microseconds since some moment; never goes back. */
    uint64_t (*now_us)(struct scsi_trace_sink *sink);
    /* Append one record, whole or not at all, whoever else writes. From any thread. */
    void (*append)(struct scsi_trace_sink *sink, const char *record, size_t length);
    void (*close)(struct scsi_trace_sink *sink);
};

/* First member of every implementation. */
struct scsi_trace_sink {
    const struct scsi_trace_sink_ops *ops;
};

/* Names a command by its operation code; NULL for one that it does not know. */
typedef const char *(*scsi_command_name)(uint8_t opcode);

/* Of a command that moves contents of the disc, so many bytes are written down: enough to see what it was, and no more,
 * for a burned disc would become a text three times its size.
 */
enum { SCSI_TRACE_CONTENTS_BYTES = 64 };

/* Trace the transport of the device `id`, beginning with its open record.
 * inner     taken: closing the result closes it. Left to the caller when there is no memory.
 * sink      borrowed; must outlive the result.
 * returns   NULL: no memory.
 */
struct scsi_transport *scsi_trace_create(struct scsi_transport *inner, struct scsi_trace_sink *sink,
                                         scsi_command_name name, const char *id);

#endif
