/* A trace sink that keeps its records in memory. */
#include "support/trace_memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct trace_memory *memory_from(struct scsi_trace_sink *sink)
{
    return (struct trace_memory *)sink; /* first member */
}

static void get_stamp(struct scsi_trace_sink *sink, char stamp[TRANSCRIPT_STAMP_SIZE])
{
    (void)sink;
    strcpy(stamp, "2026-11-24T23:40:12.123Z");
}

static void make_tag(struct scsi_trace_sink *sink, char tag[TRANSCRIPT_TAG_SIZE])
{
    snprintf(tag, TRANSCRIPT_TAG_SIZE, "9.%u", ++memory_from(sink)->drives);
}

static uint64_t now_us(struct scsi_trace_sink *sink)
{
    struct trace_memory *memory = memory_from(sink);

    return memory->us += memory->step_us;
}

static void append(struct scsi_trace_sink *sink, const char *record, size_t length)
{
    struct trace_memory *memory = memory_from(sink);

    assert_true(length < sizeof memory->text - memory->length);
    memcpy(memory->text + memory->length, record, length);
    memory->length += length;
    memory->text[memory->length] = '\0';
    memory->appends++;
}

static void close_nothing(struct scsi_trace_sink *sink)
{
    (void)sink;
}

void trace_memory_begin(struct trace_memory *memory)
{
    static const struct scsi_trace_sink_ops ops = {get_stamp, make_tag, now_us, append, close_nothing};

    memset(memory, 0, sizeof *memory);
    memory->sink.ops = &ops;
    memory->us = 5000000000u; /* does not fit 32 bits, so that a cut shows */
    memory->step_us = 250;
}
