/* The pace of a burn against a model of a drive and its source in time, on the fake clock: how WRITEs are cut, that no
 * byte is copied on its way, and that the drive's buffer never runs dry.
 *
 * The drive writes 16 MiB/s from the first WRITE on, out of a buffer of 2 MiB. The source gives 1.1 times as much, and
 * stalls for half a second in every ten. While it lets the reader wait, the worker goes on: the two run side by side.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "burn/burn.h"
#include "burn/ring.h"
#include "support/fake_clock.h"
#include "support/transport_script.h"

enum {
    DRIVE_BYTES_PER_MS = (16 << 20) / 1000,
    DRIVE_BUFFER = 2 << 20,
    SOURCE_BYTES_PER_MS = DRIVE_BYTES_PER_MS * 11 / 10,
    STALL_EVERY_MS = 10000,
    STALL_MS = 500,
    WRITE_BYTES = 65536,
    BLOCKS = 60 * 8192 + 7, /* a minute */
    READS_KEPT = 1024,
    FILLED_WRITES = 128, /* behind them the drive's buffer has been full once */
};

/* The engine's two threads as one, the drive, and the source. */
struct pace {
    struct burn_pump pump; /* first */
    burn_pump_step step;   /* NULL: no worker lives */
    void *context;
    struct burn_source source;
    uint64_t source_us;            /* when the source gave its last byte */
    const void *reads[READS_KEPT]; /* where the last ones went, by number */
    unsigned read_count;
    struct fake_clock clock;
    struct transport_script script;
    bool refuses; /* 02/04/08 while the drive's buffer is full; else WRITE takes until it is not */
    enum { NOT_KNOWN, TRUE_ROOM, ALWAYS_EMPTY } tells; /* what READ BUFFER CAPACITY says */
    unsigned questions;
    uint64_t drained_ms; /* when `in_drive` was right */
    uint32_t in_drive;
    uint32_t least;
    unsigned dry;
    unsigned writes, short_writes, refusals;
};

static struct pace *of_pump(struct burn_pump *pump)
{
    return (struct pace *)pump;
}

static bool start(struct burn_pump *pump, burn_pump_step step, void *context)
{
    of_pump(pump)->step = step;
    of_pump(pump)->context = context;
    return true;
}

static void nothing(struct burn_pump *pump)
{
    (void)pump;
}

static void take_step(struct pace *pace)
{
    if (pace->step && !pace->step(pace->context)) pace->step = NULL;
}

/* The reader has no room: it begins its next read when it has. */
static void wait(struct burn_pump *pump, uint32_t ms)
{
    (void)ms;
    take_step(of_pump(pump));
    of_pump(pump)->source_us = of_pump(pump)->clock.ms * 1000;
}

static void idle(struct burn_pump *pump, uint32_t ms)
{
    (void)ms;
    of_pump(pump)->clock.ms++;
}

static void finish(struct burn_pump *pump)
{
    while (of_pump(pump)->step)
        take_step(of_pump(pump));
}

static int32_t read_source(struct burn_source *source, void *bytes, uint32_t count, uint32_t *got)
{
    struct pace *pace = (struct pace *)((uint8_t *)source - offsetof(struct pace, source));
    uint64_t into_period;

    pace->source_us += (uint64_t)count * 1000 / SOURCE_BYTES_PER_MS;
    into_period = pace->source_us / 1000 % STALL_EVERY_MS;
    if (into_period < STALL_MS) pace->source_us += (STALL_MS - into_period) * 1000;
    while (pace->clock.ms * 1000 < pace->source_us) {
        if (!pace->step) pace->clock.ms++;
        take_step(pace);
    }
    pace->reads[pace->read_count++ % READS_KEPT] = bytes;
    *got = count;
    return 0;
}

/* What the drive has written since it was looked at last. */
static void drain(struct pace *pace)
{
    uint64_t bytes = (pace->clock.ms - pace->drained_ms) * DRIVE_BYTES_PER_MS;

    if (pace->writes) {
        if (bytes > pace->in_drive) {
            pace->dry++;
            bytes = pace->in_drive;
        }
        pace->in_drive -= (uint32_t)bytes;
        if (pace->in_drive < pace->least) pace->least = pace->in_drive;
    }
    pace->drained_ms = pace->clock.ms;
}

/* MMC-6, READ BUFFER CAPACITY: bytes 4-7 its length, 8-11 what of it is free. */
static void answer_capacity(struct pace *pace, const struct scsi_command *command, struct scsi_reply *reply)
{
    uint8_t bytes[12] = {0, 10};

    pace->questions++;
    assert_true(pace->refusals > 0); /* never before its buffer was full (Pioneer DVR-216D) */
    if (pace->tells == NOT_KNOWN) {
        script_reply_sense(reply, 0x70, 0x05, 0x20, 0x00);
        return;
    }
    store_be32(bytes + 4, DRIVE_BUFFER);
    store_be32(bytes + 8, pace->tells == TRUE_ROOM ? DRIVE_BUFFER - pace->in_drive : DRIVE_BUFFER);
    script_reply_bytes(command, reply, bytes, sizeof bytes);
}

static void answer(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply)
{
    struct pace *pace = script->context;
    bool is_last = load_be32(command->cdb + 2) + load_be16(command->cdb + 7) == BLOCKS;

    drain(pace);
    if (command->cdb[0] == 0x5C) {
        answer_capacity(pace, command, reply);
        return;
    }
    assert_int_equal(command->cdb[0], 0x2A);
    if (pace->refuses && pace->in_drive + command->requested_bytes > DRIVE_BUFFER) {
        pace->refusals++;
        script_reply_sense(reply, 0x70, 0x02, 0x04, 0x08);
        return;
    }
    do { /* a millisecond at least */
        pace->clock.ms++;
        drain(pace);
    } while (pace->in_drive + command->requested_bytes > DRIVE_BUFFER);
    assert_ptr_equal(command->data, pace->reads[pace->writes % READS_KEPT]); /* where the source has put it */
    pace->in_drive += command->requested_bytes;
    if (pace->writes == FILLED_WRITES) pace->least = pace->in_drive;
    pace->writes++;
    pace->short_writes += command->requested_bytes != WRITE_BYTES && !is_last;
    script_reply_bytes(command, reply, NULL, 0);
}

static void run(struct pace *pace, bool refuses, int tells)
{
    static const struct drive_identity identity = {"VENDOR", "PRODUCT", "REV1", 0x05};
    const struct burn_section section = {.block_count = BLOCKS, .block_bytes = 2048};
    struct burn_tools tools = {.clock = &pace->clock.clock, .pump = &pace->pump};
    struct drive_failure drive_failure;
    struct burn_failure failure;
    long live = base_alloc_live();
    struct drive *drive;

    memset(pace, 0, sizeof *pace);
    pace->pump = (struct burn_pump){start, nothing, nothing, wait, idle, nothing, nothing, finish};
    pace->source.read = read_source;
    pace->refuses = refuses;
    pace->tells = tells;
    fake_clock_begin(&pace->clock);
    pace->source_us = pace->clock.ms * 1000;
    script_begin(&pace->script);
    pace->script.otherwise = answer;
    pace->script.context = pace;
    assert_int_equal(drive_open(&pace->script.transport, &identity, NULL, &pace->clock.clock, &drive, &drive_failure),
                     DRIVE_OK);
    tools.drive = drive;
    assert_int_equal(burn_write_section(&tools, &pace->source, &section, &failure), BURN_OK);
    drive_close(drive);
    assert_int_equal(base_alloc_live(), live);
}

static void assert_pace(const struct pace *pace)
{
    print_message("%u WRITEs, %u refused, %u questions, at least %u bytes in the drive\n", pace->writes, pace->refusals,
                  pace->questions, (unsigned)pace->least);
    assert_int_equal(pace->writes, (BLOCKS + 31) / 32);
    assert_int_equal(pace->short_writes, 0);
    assert_int_equal(pace->dry, 0);
    assert_true(pace->least > DRIVE_BUFFER / 2);
}

static void pace__drive_holds_write_until_there_is_room__never_runs_dry(void **state)
{
    static struct pace pace;

    (void)state;
    run(&pace, false, NOT_KNOWN);
    assert_int_equal(pace.refusals, 0);
    assert_pace(&pace);
}

static void pace__drive_refuses_write_while_its_buffer_is_full__never_runs_dry(void **state)
{
    static struct pace pace;

    (void)state;
    run(&pace, true, NOT_KNOWN);
    assert_true(pace.refusals > 0);
    assert_int_equal(pace.questions, 1);
    assert_pace(&pace);
}

static void pace__drive_tells_its_room__is_sent_what_it_has_room_for(void **state)
{
    static struct pace pace;

    (void)state;
    run(&pace, true, TRUE_ROOM);
    assert_int_equal(pace.refusals, 1);
    assert_true(pace.questions < pace.writes / 2);
    assert_pace(&pace);
}

static void pace__drive_tells_room_that_it_has_not__is_asked_no_more(void **state)
{
    static struct pace pace;

    (void)state;
    run(&pace, true, ALWAYS_EMPTY);
    assert_true(pace.refusals > 0);
    assert_int_equal(pace.questions, 1);
    assert_pace(&pace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pace__drive_holds_write_until_there_is_room__never_runs_dry),
        cmocka_unit_test(pace__drive_refuses_write_while_its_buffer_is_full__never_runs_dry),
        cmocka_unit_test(pace__drive_tells_its_room__is_sent_what_it_has_room_for),
        cmocka_unit_test(pace__drive_tells_room_that_it_has_not__is_asked_no_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
