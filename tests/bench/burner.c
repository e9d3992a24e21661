/* A burn of an image through any transport, on one thread. */
#define _GNU_SOURCE
#include "bench/burner.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "burn/speed.h"

static _Noreturn void stop(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static int32_t read_image(struct burn_source *source, void *bytes, uint32_t count, uint32_t *got)
{
    struct bench_image *image = (struct bench_image *)source;
    uint64_t left = image->bytes - image->at, at = image->at % image->file_bytes;
    ssize_t done;

    if (count > left) count = (uint32_t)left;
    if (count > image->file_bytes - at) count = (uint32_t)(image->file_bytes - at);
    done = pread(image->file, bytes, count, (off_t)at);
    *got = done > 0 ? (uint32_t)done : 0;
    image->at += *got;
    return done < 0 ? -1 : 0;
}

void bench_image_open(struct bench_image *image, const char *path, uint64_t bytes)
{
    struct stat found;

    *image = (struct bench_image){.source = {.read = read_image}, .bytes = bytes};
    image->file = open(path, O_RDONLY | O_CLOEXEC);
    if (image->file < 0 || fstat(image->file, &found) != 0 || found.st_size <= 0) stop("the image cannot be read");
    image->file_bytes = (uint64_t)found.st_size;
}

void bench_image_close(struct bench_image *image)
{
    close(image->file);
}

uint64_t bench_now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static uint64_t now_ms(const struct base_clock *clock)
{
    (void)clock;
    return bench_now_ns() / 1000000;
}

static void sleep_ms(const struct base_clock *clock, uint32_t ms)
{
    (void)clock;
    nanosleep(&(struct timespec){ms / 1000, (long)(ms % 1000) * 1000000}, NULL);
}

const struct base_clock bench_clock = {now_ms, sleep_ms};

/* ---- the pump: to wait is to take a step of the worker ---- */

struct pump {
    struct burn_pump port; /* first */
    burn_pump_step step;   /* NULL: no worker lives */
    void *context;
};

static bool start(struct burn_pump *port, burn_pump_step step, void *context)
{
    ((struct pump *)port)->step = step;
    ((struct pump *)port)->context = context;
    return true;
}

static void wait(struct burn_pump *port, uint32_t ms)
{
    struct pump *pump = (struct pump *)port;

    (void)ms;
    if (pump->step && !pump->step(pump->context)) pump->step = NULL;
}

static void idle(struct burn_pump *port, uint32_t ms)
{
    (void)port;
    (void)ms;
}

static void do_nothing(struct burn_pump *port)
{
    (void)port;
}

static void finish(struct burn_pump *port)
{
    while (((struct pump *)port)->step)
        wait(port, 0);
}

static void ignore_notice(void *context, const struct burn_progress *progress)
{
    (void)context;
    (void)progress;
}

void bench_burn(struct scsi_transport *transport, const struct base_clock *clock, struct bench_image *image)
{
    static const struct burn_observer observer = {.notice = ignore_notice};
    struct pump pump = {{start, do_nothing, do_nothing, wait, idle, do_nothing, do_nothing, finish}, NULL, NULL};
    struct burn_control control = {false};
    struct burn_tools tools = {NULL, clock, &pump.port, &observer, &control};
    struct burn_wishes wishes = {.block_count = image->bytes / BENCH_BLOCK_BYTES,
                                 .is_disc_closed = true,
                                 .may_overwrite = true,
                                 .sectors_per_second = BURN_SPEED_FASTEST};
    struct burn_result result;
    struct burn_failure failure;
    struct drive_failure drive_failure;

    if (drive_open(transport, NULL, NULL, clock, &tools.drive, &drive_failure) != DRIVE_OK) stop("no drive");
    if (burn_write(&tools, &wishes, &image->source, &result, &failure) != BURN_OK) {
        fprintf(stderr, "burn_status %d, command %02Xh, sense %X/%02X/%02X\n", (int)failure.status,
                failure.drive.opcode, failure.drive.sense.key, failure.drive.sense.asc, failure.drive.sense.ascq);
        exit(1);
    }
    drive_close(tools.drive);
}

void bench_copy(struct scsi_transport *transport, struct bench_image *image)
{
    enum { BYTES = BENCH_WRITE_BLOCKS * BENCH_BLOCK_BYTES };
    _Alignas(4096) static uint8_t buffer[BYTES];
    struct scsi_command command = {{0x2a, [8] = BENCH_WRITE_BLOCKS}, 10, SCSI_DATA_OUT, buffer, BYTES, 60000};
    struct scsi_reply reply;
    uint32_t lba, got, part;

    for (lba = 0; (uint64_t)lba * BENCH_BLOCK_BYTES < image->bytes; lba += BENCH_WRITE_BLOCKS) {
        for (got = 0; got < BYTES; got += part) {
            if (read_image(&image->source, buffer + got, BYTES - got, &part) != 0 || !part)
                stop("the image ends early");
        }
        command.cdb[2] = (uint8_t)(lba >> 24);
        command.cdb[3] = (uint8_t)(lba >> 16);
        command.cdb[4] = (uint8_t)(lba >> 8);
        command.cdb[5] = (uint8_t)lba;
        transport->ops->execute(transport, &command, &reply);
        if (reply.outcome != SCSI_DONE) stop("a WRITE of the plain loop fails");
    }
}
