/* Burns to the simulated drive in this process, which answers at once and discards the written data.
 *
 *     burn_virtual rate SAMPLES IMAGE BYTES      nanoseconds of a burn of a BD-RE and of the plain loop, alternating
 *     burn_virtual counts MEDIUM IMAGE BYTES     commands, and how many of them are WRITEs
 *     burn_virtual memory IMAGE BYTES            the most memory that was resident, KiB
 *
 * Also for callgrind ("counts"), which collects inside measured() but not inside reach_drive().
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "bench/burner.h"
#include "sim/sim_drive.h"
#include "support/fake_clock.h"

static struct sim_state state;
static struct sim_disc_memory disc;
static uint32_t stored_blocks;
static unsigned long commands, writes;

static uint32_t get_blocks(struct sim_store *store)
{
    (void)store;
    return stored_blocks;
}

static bool read_zeros(struct sim_store *store, uint32_t lba, uint32_t count, uint8_t *bytes)
{
    (void)store;
    (void)lba;
    memset(bytes, 0, (size_t)count * SIM_BLOCK_BYTES);
    return true;
}

/* As much work as a disc in memory. */
static bool take(struct sim_store *store, uint32_t lba, uint32_t count, const uint8_t *bytes)
{
    static uint8_t kept[BENCH_WRITE_BLOCKS * SIM_BLOCK_BYTES];

    (void)store;
    if (stored_blocks < lba + count) stored_blocks = lba + count;
    for (; count; count--, bytes += SIM_BLOCK_BYTES)
        memcpy(kept + (size_t)(count % BENCH_WRITE_BLOCKS) * SIM_BLOCK_BYTES, bytes, SIM_BLOCK_BYTES);
    return true;
}

__attribute__((noinline)) static void reach_drive(struct scsi_transport *transport, const struct scsi_command *command,
                                                  struct scsi_reply *reply)
{
    static struct sim_store store = {get_blocks, read_zeros, take};
    static const struct sim_drive drive = {.state = &state, .store = &store, .disc = &disc};
    struct sim_outcome outcome;

    (void)transport;
    commands++;
    if (command->cdb[0] == 0x2a || command->cdb[0] == 0xaa) writes++;
    sim_drive_execute(&drive, command, reply, &outcome);
}

static void get_limits(struct scsi_transport *transport, struct scsi_limits *limits)
{
    (void)transport;
    limits->max_transfer_bytes = limits->max_unaligned_transfer_bytes = BENCH_WRITE_BLOCKS * BENCH_BLOCK_BYTES;
    limits->alignment_mask = 0;
}

static void close_nothing(struct scsi_transport *transport)
{
    (void)transport;
}

static const struct scsi_transport_ops ops = {reach_drive, get_limits, close_nothing};
static struct scsi_transport transport = {&ops};

static void insert(enum sim_medium medium)
{
    memset(&disc, 0, sizeof disc);
    sim_state_reset(&state, SIM_MEDIUM_NONE);
    sim_state_insert(&state, medium);
    state.becoming_ready = 0;
    stored_blocks = 0;
}

__attribute__((noinline)) static void measured(const struct base_clock *clock, struct bench_image *image)
{
    bench_burn(&transport, clock, image);
}

static int compare_rates(long samples, const char *path, uint64_t bytes)
{
    struct bench_image image;
    uint64_t began;

    while (samples-- > 0) {
        bench_image_open(&image, path, bytes);
        insert(SIM_MEDIUM_BD_RE);
        began = bench_now_ns();
        measured(&bench_clock, &image);
        printf("burn %llu\n", (unsigned long long)(bench_now_ns() - began));
        image.at = 0; /* onto the same disc, which is formatted now */
        began = bench_now_ns();
        bench_copy(&transport, &image);
        printf("copy %llu\n", (unsigned long long)(bench_now_ns() - began));
        bench_image_close(&image);
    }
    return 0;
}

static int count(enum sim_medium medium, const char *path, uint64_t bytes)
{
    struct bench_image image;
    struct fake_clock clock;

    if (medium == SIM_MEDIUM_COUNT) return 1;
    fake_clock_begin(&clock);
    bench_image_open(&image, path, bytes);
    insert(medium);
    measured(&clock.clock, &image);
    bench_image_close(&image);
    printf("%lu %lu\n", commands, writes);
    return 0;
}

static int tell_memory(const char *path, uint64_t bytes)
{
    struct bench_image image;
    struct rusage usage;

    bench_image_open(&image, path, bytes);
    insert(SIM_MEDIUM_BD_RE);
    measured(&bench_clock, &image);
    bench_image_close(&image);
    if (getrusage(RUSAGE_SELF, &usage) != 0) return 1;
    printf("%ld\n", usage.ru_maxrss);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 5 && strcmp(argv[1], "rate") == 0) {
        return compare_rates(strtol(argv[2], NULL, 10), argv[3], strtoull(argv[4], NULL, 10));
    }
    if (argc == 5 && strcmp(argv[1], "counts") == 0) {
        return count(sim_medium_from_name(argv[2]), argv[3], strtoull(argv[4], NULL, 10));
    }
    if (argc == 4 && strcmp(argv[1], "memory") == 0) return tell_memory(argv[2], strtoull(argv[3], NULL, 10));
    return 2;
}
