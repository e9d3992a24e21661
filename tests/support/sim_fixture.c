/* The fixture of the simulator's tests: one simulated drive with a state and a store in memory. */
#include "support/sim_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { FILLER = 0xaa };

static struct sim_fixture *fixture_from(struct sim_store *store)
{
    return (struct sim_fixture *)(void *)store; /* first member */
}

static uint32_t get_blocks(struct sim_store *store)
{
    return fixture_from(store)->image_blocks;
}

static bool read_blocks(struct sim_store *store, uint32_t lba, uint32_t count, uint8_t *bytes)
{
    const struct sim_fixture *fixture = fixture_from(store);
    uint32_t i;

    assert_true((uint64_t)lba + count <= fixture->image_blocks);
    if (lba + count > fixture->unreadable_from) return false;
    for (i = 0; i < count; i++)
        memset(bytes + (size_t)i * SIM_BLOCK_BYTES, (int)(uint8_t)(lba + i + 1), SIM_BLOCK_BYTES);
    return true;
}

int sim_fixture_setup(void **state)
{
    struct sim_fixture *fixture = calloc(1, sizeof *fixture);

    if (!fixture) return 1;
    fixture->store.get_blocks = get_blocks;
    fixture->store.read = read_blocks;
    memory_parts_begin(&fixture->parts, &fixture->store);
    fixture->image_blocks = 1000;
    fixture->unreadable_from = UINT32_MAX;
    sim_state_reset(&fixture->state, SIM_MEDIUM_NONE);
    fixture->drive.state = &fixture->state;
    fixture->drive.store = &fixture->store;
    *state = fixture;
    return 0;
}

int sim_fixture_teardown(void **state)
{
    struct sim_fixture *fixture = *state;

    memory_parts_end(&fixture->parts);
    free(fixture);
    return 0;
}

void sim_fixture_medium(struct sim_fixture *fixture, enum sim_medium medium)
{
    sim_state_reset(&fixture->state, medium);
}

void sim_fixture_image(struct sim_fixture *fixture, uint32_t blocks)
{
    fixture->image_blocks = blocks;
    sim_fixture_medium(fixture, SIM_MEDIUM_IMAGE);
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

static void execute(struct sim_fixture *fixture, const char *cdb, enum scsi_direction direction, void *data,
                    uint32_t count)
{
    struct scsi_command command = {{0}, 0, direction, data, count, 1000};

    command.cdb_length = (uint8_t)parse(cdb, command.cdb, sizeof command.cdb);
    memset(&fixture->reply, FILLER, sizeof fixture->reply);
    memset(&fixture->outcome, FILLER, sizeof fixture->outcome);
    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
}

void sim_fixture_run(struct sim_fixture *fixture, const char *cdb)
{
    fixture->in_capacity = 0;
    execute(fixture, cdb, SCSI_NO_DATA, NULL, 0);
}

void sim_fixture_read(struct sim_fixture *fixture, const char *cdb, uint32_t capacity)
{
    size_t i;

    assert_true(capacity < sizeof fixture->data);
    fixture->in_capacity = capacity;
    memset(fixture->data, FILLER, sizeof fixture->data);
    execute(fixture, cdb, SCSI_DATA_IN, fixture->data, capacity);
    for (i = capacity; i < sizeof fixture->data; i++)
        assert_int_equal(fixture->data[i], FILLER);
    assert_true(fixture->reply.transferred_bytes <= capacity);
    for (i = fixture->reply.transferred_bytes; i < capacity; i++)
        assert_int_equal(fixture->data[i], 0);
}

void sim_fixture_write(struct sim_fixture *fixture, const char *cdb, const char *data)
{
    uint8_t bytes[512];
    uint32_t count = (uint32_t)parse(data, bytes, sizeof bytes);
    uint8_t *exact = malloc(count ? count : 1); /* so that a read past the end is seen */

    assert_non_null(exact);
    memcpy(exact, bytes, count);
    fixture->in_capacity = 0;
    execute(fixture, cdb, SCSI_DATA_OUT, exact, count);
    free(exact);
}

void sim_assert_good(const struct sim_fixture *fixture, const char *file, int line)
{
    _assert_int_equal(fixture->reply.outcome, SCSI_DONE, file, line);
    _assert_int_equal(fixture->reply.failure, SCSI_FAILURE_NONE, file, line);
    _assert_int_equal(fixture->reply.status, 0x00, file, line);
    _assert_int_equal(fixture->reply.sense_length, 0, file, line);
}

void sim_assert_sense(const struct sim_fixture *fixture, uint32_t sense, const char *file, int line)
{
    const uint8_t *bytes = fixture->reply.sense;

    _assert_int_equal(fixture->reply.outcome, SCSI_REFUSED, file, line);
    _assert_int_equal(fixture->reply.failure, SCSI_FAILURE_NONE, file, line);
    _assert_int_equal(fixture->reply.status, 0x02, file, line);
    _assert_int_equal(fixture->reply.transferred_bytes, 0, file, line);
    _assert_int_equal(fixture->reply.sense_length, 18, file, line);
    _assert_int_equal(bytes[0] & 0x7f, 0x70, file, line);
    _assert_int_equal(bytes[7], 10, file, line);
    _assert_int_equal((uint32_t)bytes[2] << 16 | (uint32_t)bytes[12] << 8 | bytes[13], sense, file, line);
}

void sim_assert_at(const struct sim_fixture *fixture, uint32_t at, const char *hex, const char *file, int line)
{
    static uint8_t expected[SIM_FIXTURE_DATA];
    size_t count = parse(hex, expected, sizeof expected);

    sim_assert_good(fixture, file, line);
    _assert_true(at + count <= fixture->reply.transferred_bytes, "the bytes were transferred", file, line);
    _assert_memory_equal(fixture->data + at, expected, count, file, line);
}

void sim_assert_data(const struct sim_fixture *fixture, const char *hex, const char *file, int line)
{
    static uint8_t expected[SIM_FIXTURE_DATA];

    sim_assert_at(fixture, 0, hex, file, line);
    _assert_int_equal(fixture->reply.transferred_bytes, parse(hex, expected, sizeof expected), file, line);
}
