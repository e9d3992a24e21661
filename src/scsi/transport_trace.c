/* A transport that forwards every command and writes a record of it. */
#include "scsi/transport_trace.h"

#include <string.h>

#include "base/alloc.h"

struct trace {
    struct scsi_transport transport;
    struct scsi_transport *inner; /* owned */
    struct scsi_trace_sink *sink;
    scsi_command_name name;
    char tag[TRANSCRIPT_TAG_SIZE];
};

/* Commands that move contents of the disc: SBC-2, MMC-6, operation codes. */
static const uint8_t contents_opcodes[] = {
    0x08, /* READ(6) */
    0x0A, /* WRITE(6) */
    0x28, /* READ(10) */
    0x2A, /* WRITE(10) */
    0x2E, /* WRITE AND VERIFY(10) */
    0x88, /* READ(16) */
    0x8A, /* WRITE(16) */
    0x8E, /* WRITE AND VERIFY(16) */
    0xA8, /* READ(12) */
    0xAA, /* WRITE(12) */
    0xAE, /* WRITE AND VERIFY(12) */
    0xB9, /* READ CD MSF */
    0xBE, /* READ CD */
};

static uint32_t shown_bytes_of(const struct scsi_command *command)
{
    uint32_t asked = command->direction == SCSI_NO_DATA ? 0 : command->requested_bytes;

    if (memchr(contents_opcodes, command->cdb[0], sizeof contents_opcodes) && asked > SCSI_TRACE_CONTENTS_BYTES)
        return SCSI_TRACE_CONTENTS_BYTES;
    return asked;
}

static void begin_head(struct trace *trace, struct transcript_head *head)
{
    trace->sink->ops->get_stamp(trace->sink, head->stamp);
    memcpy(head->tag, trace->tag, sizeof head->tag);
}

/* Without memory a comment stands where the record would. */
static void append_missing(struct trace *trace, const struct transcript_head *head)
{
    char line[128];
    struct text text = text_in(line, sizeof line);

    text_printf(&text, "# %s %s a command is missing here: no memory for its record\n", head->stamp, head->tag);
    trace->sink->ops->append(trace->sink, text.bytes, text.length);
}

static void append_command(struct trace *trace, const struct transcript_head *head, const struct scsi_command *command,
                           const struct scsi_reply *reply, uint64_t duration_us)
{
    uint32_t shown_bytes = shown_bytes_of(command);
    size_t room = transcript_room(shown_bytes);
    char *record = base_alloc(room);
    struct text text;

    if (!record) {
        append_missing(trace, head);
        return;
    }
    text = text_in(record, room);
    transcript_put_command(&text, head, command, reply, trace->name(command->cdb[0]), shown_bytes,
                           duration_us < UINT32_MAX ? (uint32_t)duration_us : UINT32_MAX);
    trace->sink->ops->append(trace->sink, text.bytes, text.length);
    base_free(record);
}

static struct trace *trace_from(struct scsi_transport *transport)
{
    return (struct trace *)transport;
}

/* The stamp is that of the beginning: records of two threads may stand in another order. */
static void trace_execute(struct scsi_transport *transport, const struct scsi_command *command,
                          struct scsi_reply *reply)
{
    struct trace *trace = trace_from(transport);
    struct transcript_head head;
    uint64_t start_us;

    begin_head(trace, &head);
    start_us = trace->sink->ops->now_us(trace->sink);
    trace->inner->ops->execute(trace->inner, command, reply);
    append_command(trace, &head, command, reply, trace->sink->ops->now_us(trace->sink) - start_us);
}

static void trace_get_limits(struct scsi_transport *transport, struct scsi_limits *limits)
{
    struct trace *trace = trace_from(transport);

    trace->inner->ops->get_limits(trace->inner, limits);
}

static void append_short(struct trace *trace, const char *id)
{
    char line[2048];
    struct text text = text_in(line, sizeof line - 1);
    struct transcript_head head;

    begin_head(trace, &head);
    if (id) {
        transcript_put_open(&text, &head, id);
    } else {
        transcript_put_close(&text, &head);
    }
    if (text.is_cut) { /* an ID longer than any system's: the line ends all the same */
        line[text.length++] = '\n';
    }
    trace->sink->ops->append(trace->sink, text.bytes, text.length);
}

static void trace_close(struct scsi_transport *transport)
{
    struct trace *trace = trace_from(transport);

    append_short(trace, NULL);
    trace->inner->ops->close(trace->inner);
    base_free(trace);
}

struct scsi_transport *scsi_trace_create(struct scsi_transport *inner, struct scsi_trace_sink *sink,
                                         scsi_command_name name, const char *id)
{
    static const struct scsi_transport_ops ops = {trace_execute, trace_get_limits, trace_close};
    struct trace *trace = base_alloc(sizeof *trace);

    if (!trace) return NULL;
    trace->transport.ops = &ops;
    trace->inner = inner;
    trace->sink = sink;
    trace->name = name;
    sink->ops->make_tag(sink, trace->tag);
    append_short(trace, id);
    return &trace->transport;
}
