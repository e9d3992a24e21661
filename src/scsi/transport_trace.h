/* A transport that forwards every command to another one and writes a record of the command and its reply
 * (scsi/transcript.h).
 *
 * The destination of the records is a port, which the system-specific code implements. A record that cannot be written
 * changes nothing for the caller: commands are forwarded whatever happens to their records.
 */
#ifndef OPENIMAPI2_SCSI_TRANSPORT_TRACE_H
#define OPENIMAPI2_SCSI_TRANSPORT_TRACE_H

#include "scsi/transcript.h"
#include "scsi/transport.h"

struct scsi_trace_sink;

struct scsi_trace_sink_ops {
    /* The time of day; and a tag that no other drive in the same file has at present. */
    void (*get_stamp)(struct scsi_trace_sink *sink, char stamp[TRANSCRIPT_STAMP_SIZE]);
    void (*make_tag)(struct scsi_trace_sink *sink, char tag[TRANSCRIPT_TAG_SIZE]);
    /* Microseconds since some moment; never goes backwards. */
    uint64_t (*now_us)(struct scsi_trace_sink *sink);
    /* Append one record, whole or not at all, even if other writers append at the same time. From any thread. */
    void (*append)(struct scsi_trace_sink *sink, const char *record, size_t length);
    void (*close)(struct scsi_trace_sink *sink);
};

/* First member of every implementation. */
struct scsi_trace_sink {
    const struct scsi_trace_sink_ops *ops;
};

/* Returns the name of a command by its operation code, or NULL if the code is not known. */
typedef const char *(*scsi_command_name)(uint8_t opcode);

/* Of a command that moves contents of the disc, only so many bytes are recorded: enough to recognise the contents. The
 * text of a whole disc would be three times the size of the disc.
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
