/* Common steps of recording tests on a simulated drive. */
#include "support/sim_recorder.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "base/bytes.h"

static struct sim_disc_store store;
static struct sim_disc_memory memory;

int sim_recorder_setup(void **state)
{
    struct sim_fixture *fixture;

    if (sim_fixture_setup(state) != 0) return 1;
    fixture = *state;
    sim_disc_store_init(&store);
    memset(&memory, 0, sizeof memory);
    fixture->drive.store = &store.store;
    fixture->drive.disc = &memory;
    return 0;
}

void sim_recorder_insert(struct sim_fixture *fixture, enum sim_medium medium)
{
    sim_disc_store_init(&store);
    memset(&memory, 0, sizeof memory);
    sim_fixture_medium(fixture, medium);
}

void sim_recorder_write(struct sim_fixture *fixture, int32_t lba, uint16_t count, uint8_t byte)
{
    static uint8_t bytes[SIM_RECORDER_BLOCKS_MAX * SIM_BLOCK_BYTES];
    struct scsi_command command = {{0x2a}, 10, SCSI_DATA_OUT, bytes, count * (uint32_t)SIM_BLOCK_BYTES, 1000};

    assert_true(count <= SIM_RECORDER_BLOCKS_MAX);
    store_be32(command.cdb + 2, (uint32_t)lba);
    store_be16(command.cdb + 7, count);
    memset(bytes, byte, sizeof bytes);
    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
}

void sim_recorder_write_all(struct sim_fixture *fixture, int32_t lba, uint32_t count, uint8_t byte)
{
    while (count) {
        uint16_t now = count < SIM_RECORDER_BLOCKS_MAX ? (uint16_t)count : SIM_RECORDER_BLOCKS_MAX;

        sim_recorder_write(fixture, lba, now, byte);
        assert_good(fixture);
        lba += now;
        count -= now;
    }
}

void sim_recorder_set_page(struct sim_fixture *fixture, const char *bytes)
{
    char list[200];
    size_t i;

    snprintf(list, sizeof list, "0000000000000000 0532 %s 00000000 00000010 0096", bytes);
    for (i = 24; i < 60; i++) /* the rest of the page */
        strcat(list, "00");
    sim_fixture_write(fixture, "55 10 00 00 00 00 00 00 3c 00", list);
    assert_good(fixture);
}

uint8_t sim_recorder_read(struct sim_fixture *fixture, uint32_t lba)
{
    char cdb[40];

    snprintf(cdb, sizeof cdb, "28 00 %08lx 00 00 01 00", (unsigned long)lba);
    sim_fixture_read(fixture, cdb, SIM_BLOCK_BYTES);
    assert_good(fixture);
    assert_int_equal(fixture->data[0], fixture->data[SIM_BLOCK_BYTES - 1]);
    return fixture->data[0];
}

void sim_recorder_assert_disc(struct sim_fixture *fixture, uint8_t status, uint8_t last_session, uint8_t sessions)
{
    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 22 00", 34);
    assert_good(fixture);
    assert_int_equal(fixture->data[2] & 0x03, status);
    assert_int_equal(fixture->data[2] >> 2 & 0x03, last_session);
    assert_int_equal(fixture->data[4], sessions);
}

void sim_recorder_assert_track(struct sim_fixture *fixture, uint8_t number, const char *flags, uint32_t start,
                               uint32_t blocks)
{
    char cdb[40];

    snprintf(cdb, sizeof cdb, "52 01 00 00 00 %02x 00 00 30 00", number);
    sim_fixture_read(fixture, cdb, 48);
    assert_good(fixture);
    assert_data_at(fixture, 5, flags);
    assert_int_equal(load_be32(fixture->data + 8), start);
    assert_int_equal(load_be32(fixture->data + 24), blocks);
}

void sim_recorder_lose_power(struct sim_fixture *fixture)
{
    const struct sim_fault gone = {.kind = SIM_FAULT_GONE, .opcode = 0x00};

    fixture->drive.faults = &gone;
    fixture->drive.fault_count = 1;
    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_int_equal(fixture->reply.outcome, SCSI_NOT_SENT);
    fixture->drive.fault_count = 0;
    sim_state_clear_faults(&fixture->state);
}

void sim_recorder_cut_power(struct sim_fixture *fixture)
{
    sim_recorder_lose_power(fixture);
    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_sense(fixture, 0x062900);
    sim_fixture_run(fixture, "00 00 00 00 00 00");
    assert_sense(fixture, 0x062800);
}
