#include "support/sim_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { FILLER = 0xaa };

static struct sim_bench *bench_from(struct sim_store *store)
{
    return (struct sim_bench *)(void *)store; /* first member */
}

static uint32_t get_blocks(struct sim_store *store)
{
    return bench_from(store)->image_blocks;
}

static bool read_blocks(struct sim_store *store, uint32_t lba, uint32_t count, uint8_t *bytes)
{
    const struct sim_bench *bench = bench_from(store);
    uint32_t i;

    assert_true((uint64_t)lba + count <= bench->image_blocks);
    if (lba + count > bench->unreadable_from) return false;
    for (i = 0; i < count; i++)
        memset(bytes + (size_t)i * SIM_BLOCK_BYTES, (int)(uint8_t)(lba + i + 1), SIM_BLOCK_BYTES);
    return true;
}

int sim_bench_setup(void **state)
{
    struct sim_bench *bench = calloc(1, sizeof *bench);

    if (!bench) return 1;
    bench->store.get_blocks = get_blocks;
    bench->store.read = read_blocks;
    bench->image_blocks = 1000;
    bench->unreadable_from = UINT32_MAX;
    sim_state_reset(&bench->state, SIM_MEDIUM_NONE);
    bench->drive.state = &bench->state;
    bench->drive.store = &bench->store;
    *state = bench;
    return 0;
}

int sim_bench_teardown(void **state)
{
    free(*state);
    return 0;
}

void sim_bench_medium(struct sim_bench *bench, enum sim_medium medium)
{
    sim_state_reset(&bench->state, medium);
}

void sim_bench_image(struct sim_bench *bench, uint32_t blocks)
{
    bench->image_blocks = blocks;
    sim_bench_medium(bench, SIM_MEDIUM_IMAGE);
}

static size_t parse(const char *hex, uint8_t *bytes, size_t size)
{
    size_t count = 0;
    unsigned value;

    while (*hex) {
        if (*hex == ' ') {
            hex++;
            continue;
        }
        if (count == size || sscanf(hex, "%2x", &value) != 1 || !hex[1]) fail_msg("bad hex: %s", hex);
        bytes[count++] = (uint8_t)value;
        hex += 2;
    }
    return count;
}

static void execute(struct sim_bench *bench, const char *cdb, enum scsi_direction direction, void *data, uint32_t count)
{
    struct scsi_command command = {{0}, 0, direction, data, count, 1000};

    command.cdb_length = (uint8_t)parse(cdb, command.cdb, sizeof command.cdb);
    memset(&bench->reply, FILLER, sizeof bench->reply);
    memset(&bench->outcome, FILLER, sizeof bench->outcome);
    sim_drive_execute(&bench->drive, &command, &bench->reply, &bench->outcome);
}

void sim_bench_run(struct sim_bench *bench, const char *cdb)
{
    bench->in_capacity = 0;
    execute(bench, cdb, SCSI_NO_DATA, NULL, 0);
}

void sim_bench_read(struct sim_bench *bench, const char *cdb, uint32_t capacity)
{
    size_t i;

    assert_true(capacity < sizeof bench->data);
    bench->in_capacity = capacity;
    memset(bench->data, FILLER, sizeof bench->data);
    execute(bench, cdb, SCSI_DATA_IN, bench->data, capacity);
    for (i = capacity; i < sizeof bench->data; i++)
        assert_int_equal(bench->data[i], FILLER);
    assert_true(bench->reply.transferred_bytes <= capacity);
    for (i = bench->reply.transferred_bytes; i < capacity; i++)
        assert_int_equal(bench->data[i], 0);
}

void sim_bench_write(struct sim_bench *bench, const char *cdb, const char *data)
{
    uint8_t bytes[512];
    uint32_t count = (uint32_t)parse(data, bytes, sizeof bytes);
    uint8_t *exact = malloc(count ? count : 1); /* so that a read past the end is seen */

    assert_non_null(exact);
    memcpy(exact, bytes, count);
    bench->in_capacity = 0;
    execute(bench, cdb, SCSI_DATA_OUT, exact, count);
    free(exact);
}

void sim_assert_good(const struct sim_bench *bench, const char *file, int line)
{
    _assert_int_equal(bench->reply.outcome, SCSI_DONE, file, line);
    _assert_int_equal(bench->reply.failure, SCSI_FAILURE_NONE, file, line);
    _assert_int_equal(bench->reply.status, 0x00, file, line);
    _assert_int_equal(bench->reply.sense_length, 0, file, line);
}

void sim_assert_sense(const struct sim_bench *bench, uint32_t sense, const char *file, int line)
{
    const uint8_t *bytes = bench->reply.sense;

    _assert_int_equal(bench->reply.outcome, SCSI_REFUSED, file, line);
    _assert_int_equal(bench->reply.failure, SCSI_FAILURE_NONE, file, line);
    _assert_int_equal(bench->reply.status, 0x02, file, line);
    _assert_int_equal(bench->reply.transferred_bytes, 0, file, line);
    _assert_int_equal(bench->reply.sense_length, 18, file, line);
    _assert_int_equal(bytes[0] & 0x7f, 0x70, file, line);
    _assert_int_equal(bytes[7], 10, file, line);
    _assert_int_equal((uint32_t)bytes[2] << 16 | (uint32_t)bytes[12] << 8 | bytes[13], sense, file, line);
}

void sim_assert_at(const struct sim_bench *bench, uint32_t at, const char *hex, const char *file, int line)
{
    static uint8_t expected[SIM_BENCH_DATA];
    size_t count = parse(hex, expected, sizeof expected);

    sim_assert_good(bench, file, line);
    _assert_true(at + count <= bench->reply.transferred_bytes, "the bytes were transferred", file, line);
    _assert_memory_equal(bench->data + at, expected, count, file, line);
}

void sim_assert_data(const struct sim_bench *bench, const char *hex, const char *file, int line)
{
    static uint8_t expected[SIM_BENCH_DATA];

    sim_assert_at(bench, 0, hex, file, line);
    _assert_int_equal(bench->reply.transferred_bytes, parse(hex, expected, sizeof expected), file, line);
}
