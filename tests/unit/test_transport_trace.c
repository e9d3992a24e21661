/* scsi/transport_trace.c: what passes is written down, and nothing else changes. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "scsi/transport_trace.h"
#include "support/drive_fixture.h"
#include "support/trace_memory.h"

#define START  "2026-11-24T23:40:12.123Z 9.1 "
#define OPENED START "open \\\\?\\id\n"

static struct trace_memory memory;
static struct transport_script script;
static long live_before;

static int setup(void **state)
{
    (void)state;
    live_before = base_alloc_live();
    script_begin(&script);
    return 0;
}

/* What is traced ends with its trace. */
static int teardown(void **state)
{
    (void)state;
    assert_int_equal(script.closes, 1);
    assert_int_equal(script.unexpected, 0);
    assert_int_equal(base_alloc_live(), live_before);
    return 0;
}

static const char *name_some(uint8_t opcode)
{
    return opcode == 0x12 ? "INQUIRY" : NULL;
}

static struct scsi_transport *begin(void)
{
    struct scsi_transport *trace;

    trace_memory_begin(&memory);
    trace = scsi_trace_create(&script.transport, &memory.sink, name_some, "\\\\?\\id");
    assert_non_null(trace);
    return trace;
}

static void execute__data_in__reaches_the_caller_and_the_trace(void **state)
{
    static const uint8_t inquiry[] = {0x05, 0x80, 0x05, 0x32};
    struct scsi_transport *trace = begin();
    uint8_t data[4];
    struct scsi_command command = {{0x12, 0, 0, 0, 4, 0}, 6, SCSI_DATA_IN, data, 4, 30000};
    struct scsi_reply reply;

    (void)state;
    script_bytes(&script, inquiry, sizeof inquiry);
    trace->ops->execute(trace, &command, &reply);
    assert_int_equal(reply.outcome, SCSI_DONE);
    assert_int_equal(reply.transferred_bytes, 4);
    assert_memory_equal(data, inquiry, 4);
    assert_sent(&script, 0, command.cdb, 6);
    trace->ops->close(trace);
    assert_string_equal(memory.text, OPENED START "12 00 00 00 04 00 = INQUIRY | in 4 moved 4 | good | 0.250 ms\n"
                                                  "    < 05 80 05 32\n" START "close\n");
    assert_int_equal(memory.appends, 3);
}

static void execute__refused__is_told_on_with_its_sense(void **state)
{
    struct scsi_transport *trace = begin();
    struct scsi_command command = {{0}, 6, SCSI_NO_DATA, NULL, 0, 30000};
    struct scsi_reply reply;

    (void)state;
    script_sense(&script, 1, 0x71, 0x02, 0x3a, 0x01);
    trace->ops->execute(trace, &command, &reply);
    assert_int_equal(reply.outcome, SCSI_REFUSED);
    assert_int_equal(reply.sense_length, 18);
    assert_int_equal(reply.sense[12], 0x3a);
    trace->ops->close(trace);
    assert_string_equal(memory.text,
                        OPENED START "00 00 00 00 00 00 | no data | status 02 check condition, deferred, of an earlier "
                                     "command: 2/3a/01 not ready: medium not present, tray closed | 0.250 ms\n"
                                     "    ! 71 00 02 00 00 00 00 0a 00 00 00 00 3a 01 00 00 00 00\n" START "close\n");
}

/* 64 bytes of what is on the disc, all of everything else. */
static void execute__contents_of_the_disc__are_left_out(void **state)
{
    static uint8_t sector[2048], data[2048];
    struct scsi_transport *trace = begin();
    struct scsi_command read = {{0x28, 0, 0, 0, 0, 16, 0, 0, 1, 0}, 10, SCSI_DATA_IN, data, 2048, 30000};
    struct scsi_command toc = {{0x43, 0, 0, 0, 0, 0, 0, 8, 0, 0}, 10, SCSI_DATA_IN, data, 2048, 30000};
    struct scsi_reply reply;

    (void)state;
    memset(sector, 0x41, sizeof sector);
    sector[2047] = 0x42;
    script_bytes(&script, sector, sizeof sector);
    script_bytes(&script, sector, sizeof sector);
    trace->ops->execute(trace, &read, &reply);
    assert_memory_equal(data, sector, sizeof sector);
    trace->ops->execute(trace, &toc, &reply);
    trace->ops->close(trace);
    assert_string_equal(memory.text,
                        OPENED START "28 00 00 00 00 10 00 00 01 00 | in 2048 moved 2048 | good | 0.250 ms\n"
                                     "    < 41 * 64\n"
                                     "    < ... 1984\n" START
                                     "43 00 00 00 00 00 00 08 00 00 | in 2048 moved 2048 | good | 0.250 ms\n"
                                     "    < 41 * 2047\n"
                                     "    < 42\n" START "close\n");
}

/* The trace has no memory: the command goes through, and the gap is marked. */
static void execute__no_memory_for_the_record__the_command_goes_through(void **state)
{
    struct scsi_transport *trace = begin();
    struct scsi_command command = {{0}, 6, SCSI_NO_DATA, NULL, 0, 30000};
    struct scsi_reply reply;

    (void)state;
    script_good(&script);
    base_alloc_fail_nth(1);
    trace->ops->execute(trace, &command, &reply);
    base_alloc_fail_nth(0);
    assert_int_equal(reply.outcome, SCSI_DONE);
    trace->ops->close(trace);
    assert_string_equal(memory.text,
                        OPENED "# 2026-11-24T23:40:12.123Z 9.1 a command is missing here: no memory for its "
                               "record\n" START "close\n");
}

static void get_limits__are_those_of_the_transport_below(void **state)
{
    struct scsi_transport *trace = begin();
    struct scsi_limits limits;

    (void)state;
    script.limits.max_transfer_bytes = 131072;
    script.limits.max_unaligned_transfer_bytes = 4096;
    script.limits.alignment_mask = 3;
    trace->ops->get_limits(trace, &limits);
    assert_int_equal(limits.max_transfer_bytes, 131072);
    assert_int_equal(limits.max_unaligned_transfer_bytes, 4096);
    assert_int_equal(limits.alignment_mask, 3);
    trace->ops->close(trace);
}

/* An ID longer than a line has room for: cut, and the next record stands on its own line. */
static void create__endless_id__the_line_ends(void **state)
{
    static char id[5000];
    struct transcript transcript;
    struct transcript_record record;
    struct scsi_transport *trace;

    (void)state;
    memset(id, 'x', sizeof id - 1);
    trace_memory_begin(&memory);
    trace = scsi_trace_create(&script.transport, &memory.sink, name_some, id);
    trace->ops->close(trace);
    transcript = (struct transcript){memory.text, memory.length, 0, 0};
    assert_int_equal(transcript_next(&transcript, &record), TRANSCRIPT_RECORD);
    assert_int_equal(record.kind, TRANSCRIPT_OPEN);
    assert_true(record.id.length > 1024);
    assert_int_equal(transcript_next(&transcript, &record), TRANSCRIPT_RECORD);
    assert_int_equal(record.kind, TRANSCRIPT_CLOSE);
}

static void create__no_memory__leaves_the_transport_below_alone(void **state)
{
    (void)state;
    trace_memory_begin(&memory);
    base_alloc_fail_nth(1);
    assert_null(scsi_trace_create(&script.transport, &memory.sink, name_some, "\\\\?\\id"));
    base_alloc_fail_nth(0);
    assert_int_equal(memory.length, 0);
    assert_int_equal(script.closes, 0);
    script.transport.ops->close(&script.transport);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(execute__data_in__reaches_the_caller_and_the_trace),
        CASE(execute__refused__is_told_on_with_its_sense),
        CASE(execute__contents_of_the_disc__are_left_out),
        CASE(execute__no_memory_for_the_record__the_command_goes_through),
        CASE(get_limits__are_those_of_the_transport_below),
        CASE(create__endless_id__the_line_ends),
        CASE(create__no_memory__leaves_the_transport_below_alone),
    };

    return cmocka_run_group_tests_name("transport_trace", tests, NULL, NULL);
}
