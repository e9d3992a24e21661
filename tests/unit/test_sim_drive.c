/* sim/sim_drive.c: the order of checks, captured answers, faults. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "support/sim_fixture.h"

#define TEST_UNIT_READY "00 00 00 00 00 00"

static void execute__unit_attention__comes_first_but_for_four_commands(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_state_insert(&fixture->state, SIM_MEDIUM_CD_R);
    sim_fixture_read(fixture, "12 00 00 00 05 00", 5);
    assert_good(fixture);
    sim_fixture_read(fixture, "46 02 00 03 00 00 00 00 08 00", 8);
    assert_good(fixture);
    sim_fixture_read(fixture, "4a 01 00 00 10 00 00 00 08 00", 8);
    assert_good(fixture);
    assert_int_equal(fixture->state.attention_count, 1);
    sim_fixture_read(fixture, "5a 00 05 00 00 00 00 00 ff 00", 255);
    assert_sense(fixture, 0x062800);
    sim_fixture_read(fixture, "5a 00 05 00 00 00 00 00 ff 00", 255);
    assert_good(fixture);
    sim_state_raise_attention(&fixture->state, 0x29, 0x00);
    sim_state_raise_attention(&fixture->state, 0x28, 0x00);
    sim_fixture_run(fixture, "1b 00 00 00 02 00");
    assert_sense(fixture, 0x062900);
    assert_false(fixture->state.tray_open);
    sim_fixture_run(fixture, "a3 00 00 00 00 00 00 00 00 00 00 00"); /* a command that it does not know */
    assert_sense(fixture, 0x062800);
    sim_fixture_run(fixture, "a3 00 00 00 00 00 00 00 00 00 00 00");
    assert_sense(fixture, 0x052000);
}

static void execute__unknown_opcodes__are_refused(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    sim_fixture_run(fixture, "ff 00 00 00 00 00");
    assert_sense(fixture, 0x052000);
    sim_fixture_read(fixture, "1a 00 3f 00 fc 00", 252);
    assert_sense(fixture, 0x052000);
}

/* A CDB shorter than its command: what is missing is 0. Direction the wrong way round: nothing is written, nothing is
 * read.
 */
static void execute__odd_calls__do_no_harm(void **state)
{
    struct sim_fixture *fixture = *state;
    struct scsi_command command = {{0x12, 0, 0, 0, 0x24, 0}, 1, SCSI_DATA_IN, fixture->data, 36, 1000};
    uint8_t nothing[4] = {1, 2, 3, 4};

    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
    assert_good(fixture);
    assert_int_equal(fixture->reply.transferred_bytes, 0);
    sim_fixture_write(fixture, "12 00 00 00 24 00", "ffffffff");
    assert_good(fixture);
    assert_int_equal(fixture->reply.transferred_bytes, 0);
    sim_fixture_read(fixture, "55 10 00 00 00 00 00 00 0c 00", 12);
    assert_sense(fixture, 0x051a00);
    command = (struct scsi_command){{0x12, 0, 0, 0, 0x24, 0}, 6, SCSI_DATA_OUT, nothing, 4, 1000};
    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
    assert_memory_equal(nothing, "\x01\x02\x03\x04", 4);
}

/* A disc that the drive's profiles do not know. */
static void execute__disc_of_another_kind__is_incompatible(void **state)
{
    static const uint8_t dvd_rom_drive[] = {0x00, 0x00, 0x03, 0x08, 0x00, 0x10, 0x00, 0x00, 0x00, 0x08, 0x00, 0x00};
    struct sim_fixture *fixture = *state;
    struct sim_identity identity = {.features = dvd_rom_drive, .features_count = sizeof dvd_rom_drive};

    fixture->drive.identity = &identity;
    sim_fixture_image(fixture, 1000);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_good(fixture);
    sim_fixture_medium(fixture, SIM_MEDIUM_BD_R);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_sense(fixture, 0x023000);
    sim_fixture_read(fixture, "46 02 00 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "00000010 0000 0000 0000 03 08 0010 00 00 0008 00 00");
    sim_fixture_read(fixture, "4a 01 00 00 10 00 00 00 08 00", 8);
    assert_data(fixture, "00 06 04 5e 00 02 00 00"); /* it is there all the same */
}

/* ---- captured answers ---- */

static const uint8_t captured_inquiry[] = {0x05, 0x80, 0x00, 0x21, 0x01, 0x77};
static const uint8_t captured_capacity[] = {0x00, 0x00, 0x12, 0x34, 0x00, 0x00, 0x08, 0x00};
static const uint8_t captured_speeds[] = {0, 0, 0, 0x14, 0, 0,  0,  0,  1,  2,  3,  4,
                                          5, 6, 7, 8,    9, 10, 11, 12, 13, 14, 15, 16};
static const struct sim_capture captures[] = {
    {{0x12, 0, 0, 0, 0x60, 0}, 6, 0x00, 0, 0, 0, captured_inquiry, sizeof captured_inquiry},
    {{0x25}, 10, 0x00, 0, 0, 0, captured_capacity, sizeof captured_capacity},
    {{0xac, 0, 0, 0, 0, 0, 0, 0, 0, 0x10, 0x03, 0}, 12, 0x00, 0, 0, 0, captured_speeds, sizeof captured_speeds},
    {{0x5a, 0x00, 0x3f, 0, 0, 0, 0, 0, 0xff}, 10, 0x02, 5, 0x24, 0x00, NULL, 0},
    {{0x46}, 1, 0x02, 5, 0x20, 0x00, NULL, 0},
    {{0x46, 0x02, 0, 0x1e, 0, 0, 0, 0, 0xff}, 10, 0x00, 0, 0, 0, captured_capacity, 4},
    {{0x12, 0x01, 0, 0, 0xfc, 0}, 6, 0x02, 0, 0, 0, NULL, 0},
    {{0x1e, 0, 0, 0, 0x01, 0}, 6, 0x02, 0, 0, 0, NULL, 0},
    {{0x2b}, 10, 0x08, 0, 0, 0, NULL, 0},
    {{0x00}, 6, 0x02, 2, 0x04, 0x01, NULL, 0},
    {{0x51, 0, 0, 0, 0, 0, 0, 0, 0x22}, 10, 0x02, 5, 0x24, 0x00, NULL, 0},
    {{0x5c, 0, 0, 0, 0, 0, 0, 0, 0x0c}, 10, 0x02, 5, 0x20, 0x00, NULL, 0},
};
static const struct sim_identity captured = {
    .profile = 0x0010, .captures = captures, .capture_count = sizeof captures / sizeof captures[0]};

static void capture__captured_medium__answers_as_captured(void **state)
{
    struct sim_fixture *fixture = *state;

    fixture->drive.identity = &captured;
    sim_fixture_medium(fixture, SIM_MEDIUM_CAPTURED);
    sim_fixture_read(fixture, "12 00 00 00 24 00", 96);
    assert_data(fixture, "05 80 00 21 01 77"); /* another allocation length is the same question */
    sim_fixture_read(fixture, "12 00 00 00 04 00", 96);
    assert_data(fixture, "05 80 00 21");
    sim_fixture_read(fixture, "25 00 00 00 00 00 00 00 00 00", 8);
    assert_data(fixture, "00 00 12 34 00 00 08 00");
    sim_fixture_read(fixture, "25 00 00 00 00 00 00 00 00 00", 6);
    assert_data(fixture, "00 00 12 34 00 00");
    sim_fixture_read(fixture, "ac 00 00 00 00 00 00 00 00 00 03 00", 264); /* no descriptors: the header */
    assert_data(fixture, "00 00 00 14 00 00 00 00");
    sim_fixture_read(fixture, "5a 08 3f 00 00 00 00 04 00 00", 1024); /* DBD or not */
    assert_sense(fixture, 0x052400);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_sense(fixture, 0x020401);
}

static void capture__whole_opcode__yields_to_an_exact_one(void **state)
{
    struct sim_fixture *fixture = *state;

    fixture->drive.identity = &captured;
    sim_fixture_medium(fixture, SIM_MEDIUM_CAPTURED);
    sim_fixture_read(fixture, "46 00 00 00 00 00 00 00 08 00", 8);
    assert_sense(fixture, 0x052000);
    sim_fixture_read(fixture, "46 02 00 1e 00 00 00 00 08 00", 8);
    assert_data(fixture, "00 00 12 34");
}

/* Also where the exact one has nothing but its operation code, and comes later. */
static void capture__whole_opcode__yields_to_a_plain_one(void **state)
{
    static const struct sim_capture both[] = {{{0x00}, 1, 0x02, 5, 0x20, 0x00, NULL, 0},
                                              {{0x00}, 6, 0x02, 2, 0x04, 0x01, NULL, 0}};
    static const struct sim_identity identity = {.captures = both, .capture_count = 2, .profile = 0x0010};
    struct sim_fixture *fixture = *state;

    fixture->drive.identity = &identity;
    sim_fixture_medium(fixture, SIM_MEDIUM_CAPTURED);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_sense(fixture, 0x020401);
}

/* A drive that lists profiles may be captured with a disc of another: it is what it is. */
static void capture__profile_that_is_not_listed__is_a_disc_all_the_same(void **state)
{
    static const uint8_t features[] = {0x00, 0x00, 0x03, 0x04, 0x00, 0x08, 0x01, 0x00};
    static const struct sim_identity identity = {
        .features = features, .features_count = sizeof features, .profile = 0x0014};
    struct sim_fixture *fixture = *state;

    fixture->drive.identity = &identity;
    sim_fixture_medium(fixture, SIM_MEDIUM_CAPTURED);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_good(fixture);
}

/* It is known that the drive refused, not why. */
static void capture__refusal_without_sense__gets_one(void **state)
{
    struct sim_fixture *fixture = *state;

    fixture->drive.identity = &captured;
    sim_fixture_medium(fixture, SIM_MEDIUM_CAPTURED);
    sim_fixture_read(fixture, "12 01 00 00 ff 00", 255);
    assert_sense(fixture, 0x052400); /* our own drive's reason */
    sim_fixture_run(fixture, "1e 00 00 00 01 00");
    assert_sense(fixture, 0x052400); /* our own drive would not refuse */
}

static void capture__other_status__without_sense(void **state)
{
    struct sim_fixture *fixture = *state;

    fixture->drive.identity = &captured;
    sim_fixture_medium(fixture, SIM_MEDIUM_CAPTURED);
    sim_fixture_run(fixture, "2b 00 00 00 00 00 00 00 00 00");
    assert_int_equal(fixture->reply.outcome, SCSI_REFUSED);
    assert_int_equal(fixture->reply.status, 0x08);
    assert_int_equal(fixture->reply.sense_length, 0);
}

/* INQUIRY and what the drive does not know stay; what was said of the medium goes with it. */
static void capture__another_medium__keeps_the_drive_only(void **state)
{
    struct sim_fixture *fixture = *state;

    fixture->drive.identity = &captured;
    sim_fixture_image(fixture, 1000);
    sim_fixture_read(fixture, "12 00 00 00 24 00", 96);
    assert_data(fixture, "05 80 00 21 01 77");
    sim_fixture_read(fixture, "46 00 00 00 00 00 00 00 08 00", 8);
    assert_sense(fixture, 0x052000);
    sim_fixture_read(fixture, "5a 00 3f 00 00 00 00 04 00 00", 1024);
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "25 00 00 00 00 00 00 00 00 00", 8);
    assert_data(fixture, "00 00 03 e7 00 00 08 00");
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_good(fixture);
    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 22 00", 34); /* that disc's trouble */
    assert_good(fixture);
    sim_fixture_read(fixture, "5c 00 00 00 00 00 00 00 0c 00", 12); /* a command that it does not know */
    assert_sense(fixture, 0x052000);
}

static void capture__open_tray__is_as_with_another_medium(void **state)
{
    struct sim_fixture *fixture = *state;

    fixture->drive.identity = &captured;
    sim_fixture_medium(fixture, SIM_MEDIUM_CAPTURED);
    fixture->state.tray_open = true;
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_sense(fixture, 0x023a02);
    sim_fixture_read(fixture, "12 00 00 00 24 00", 96);
    assert_data(fixture, "05 80 00 21 01 77");
}

/* What a capture lacks is answered by the simulated drive, as for some disc of the captured profile. */
static void capture__lacks_an_answer__profile_decides(void **state)
{
    struct sim_fixture *fixture = *state;
    struct sim_identity identity = {.profile = 0x0014};

    fixture->drive.identity = &identity;
    sim_fixture_medium(fixture, SIM_MEDIUM_CAPTURED);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_good(fixture);
    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 03 00", 3);
    assert_data(fixture, "0020 10");
    sim_fixture_read(fixture, "46 00 ff ff 00 00 00 00 08 00", 8);
    assert_data(fixture, "00000004 0000 0014");
    identity.profile = 0x0040;
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_good(fixture);
    sim_fixture_read(fixture, "28 00 00 00 00 00 00 00 01 00", 2048);
    assert_sense(fixture, 0x052100);
    identity.profile = 0xffff;
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_sense(fixture, 0x023000);
    identity.profile = 0x0000;
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_sense(fixture, 0x023a01);
}

/* ---- faults ---- */

static void set_fault(struct sim_fixture *fixture, const struct sim_fault *faults, size_t count)
{
    sim_fixture_image(fixture, 1000);
    fixture->drive.faults = faults;
    fixture->drive.fault_count = count;
}

static void fault__sense_on_the_second__leaves_the_others(void **state)
{
    static const struct sim_fault fault = {SIM_FAULT_SENSE, 0x1b, 2, 0x020407, NULL, 0};
    struct sim_fixture *fixture = *state;

    set_fault(fixture, &fault, 1);
    sim_fixture_run(fixture, "1b 00 00 00 01 00");
    assert_good(fixture);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_good(fixture);
    sim_fixture_run(fixture, "1b 00 00 00 02 00");
    assert_sense(fixture, 0x020407);
    assert_false(fixture->state.tray_open);
    sim_fixture_run(fixture, "1b 00 00 00 02 00");
    assert_good(fixture);
    assert_true(fixture->state.tray_open);
    assert_int_equal(fixture->state.fault_counts[0], 3);
}

/* A refusal brings no data, whatever the fault's other fields say. */
static void fault__sense_on_a_question__brings_no_data(void **state)
{
    static const struct sim_fault fault = {SIM_FAULT_SENSE, 0x12, 0, 0x020407, (const uint8_t *)"abcd", 4};
    struct sim_fixture *fixture = *state;

    set_fault(fixture, &fault, 1);
    sim_fixture_read(fixture, "12 00 00 00 24 00", 36);
    assert_sense(fixture, 0x020407);
    assert_int_equal(fixture->reply.transferred_bytes, 0);
    assert_int_equal(fixture->data[0], 0);
}

static void fault__reply__exactly_these_bytes_and_that_count(void **state)
{
    static const uint8_t bytes[] = {0xde, 0xad, 0xbe};
    static struct sim_fault fault = {SIM_FAULT_REPLY, 0x12, 0, 3, bytes, sizeof bytes};
    struct sim_fixture *fixture = *state;

    set_fault(fixture, &fault, 1);
    sim_fixture_read(fixture, "12 00 00 00 24 00", 36);
    assert_data(fixture, "de ad be");
    sim_fixture_read(fixture, "12 00 00 00 24 00", 2);
    assert_data(fixture, "de ad");
    fault.parameter = 10; /* more than there is */
    sim_fixture_read(fixture, "12 00 00 00 24 00", 36);
    assert_data(fixture, "de ad be 00 00 00 00 00 00 00");
    fault.parameter = 0;
    fault.reply_count = 0;
    sim_fixture_read(fixture, "12 00 00 00 24 00", 36);
    assert_data(fixture, "");
    sim_fixture_run(fixture, "12 00 00 00 24 00");
    assert_good(fixture);
}

static void fault__short__cuts_the_answer(void **state)
{
    static const struct sim_fault fault = {SIM_FAULT_SHORT, 0x12, 0, 5, NULL, 0};
    struct sim_fixture *fixture = *state;

    set_fault(fixture, &fault, 1);
    sim_fixture_read(fixture, "12 00 00 00 24 00", 36);
    assert_data(fixture, "05 80 00 32 1f");
    sim_fixture_read(fixture, "12 00 00 00 03 00", 36);
    assert_data(fixture, "05 80 00");
}

static void fault__delay__is_executed_and_due_later(void **state)
{
    static const struct sim_fault fault = {SIM_FAULT_DELAY, 0x1b, 0, 1234, NULL, 0};
    struct sim_fixture *fixture = *state;

    set_fault(fixture, &fault, 1);
    sim_fixture_run(fixture, "1b 00 00 00 02 00");
    assert_good(fixture);
    assert_int_equal(fixture->outcome.delay_ms, 1234);
    assert_false(fixture->outcome.hangs);
    assert_true(fixture->state.tray_open);
    sim_fixture_run(fixture, "1e 00 00 00 00 00");
    assert_int_equal(fixture->outcome.delay_ms, 0);
}

static void fault__hang__is_lost_and_not_executed(void **state)
{
    static const struct sim_fault fault = {SIM_FAULT_HANG, 0x1b, 1, 0, NULL, 0};
    struct sim_fixture *fixture = *state;

    set_fault(fixture, &fault, 1);
    sim_fixture_run(fixture, "1b 00 00 00 02 00");
    assert_int_equal(fixture->reply.outcome, SCSI_LOST);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_TIMEOUT);
    assert_true(fixture->outcome.hangs);
    assert_false(fixture->state.tray_open);
}

static void fault__gone__lasts_until_cleared(void **state)
{
    static const struct sim_fault fault = {SIM_FAULT_GONE, 0x00, 1, 0, NULL, 0};
    struct sim_fixture *fixture = *state;

    set_fault(fixture, &fault, 1);
    sim_fixture_read(fixture, "12 00 00 00 05 00", 5);
    assert_good(fixture);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_int_equal(fixture->reply.outcome, SCSI_NOT_SENT);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_DEVICE_GONE);
    sim_fixture_read(fixture, "12 00 00 00 05 00", 5);
    assert_int_equal(fixture->reply.outcome, SCSI_NOT_SENT);
    sim_state_clear_faults(&fixture->state);
    fixture->drive.fault_count = 0;
    sim_fixture_read(fixture, "12 00 00 00 05 00", 5);
    assert_good(fixture);
}

/* Whoever had locked the door had locked that of a drive with power (MMC-6, PREVENT ALLOW MEDIUM REMOVAL: power on
 * and reset end every prevention).
 */
static void fault__gone__door_is_free_when_it_is_back(void **state)
{
    static const struct sim_fault fault = {SIM_FAULT_GONE, 0x00, 1, 0, NULL, 0};
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    set_fault(fixture, &fault, 1);
    sim_fixture_run(fixture, "1e 00 00 00 01 00");
    sim_fixture_run(fixture, "1e 00 00 00 03 00");
    sim_fixture_run(fixture, "1b 00 00 00 02 00");
    assert_sense(fixture, 0x055302);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_int_equal(fixture->reply.failure, SCSI_FAILURE_DEVICE_GONE);
    sim_state_clear_faults(&fixture->state);
    fixture->drive.fault_count = 0;
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_sense(fixture, 0x062900);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_sense(fixture, 0x062800);
    sim_fixture_run(fixture, "1b 00 00 00 02 00");
    assert_good(fixture);
    assert_true(fixture->state.tray_open);
}

static void fault__several__first_that_is_due_and_all_count(void **state)
{
    static const struct sim_fault faults[] = {
        {SIM_FAULT_SENSE, 0x00, 2, 0x020401, NULL, 0},
        {SIM_FAULT_SENSE, 0x00, 0, 0x062900, NULL, 0},
        {SIM_FAULT_KIND_COUNT, 0x12, 0, 0, NULL, 0},
    };
    struct sim_fixture *fixture = *state;

    set_fault(fixture, faults, 3);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_sense(fixture, 0x062900);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_sense(fixture, 0x020401);
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_sense(fixture, 0x062900);
    assert_int_equal(fixture->state.fault_counts[0], 3);
    assert_int_equal(fixture->state.fault_counts[1], 3);
    fixture->state.fault_counts[1] = UINT32_MAX;
    sim_fixture_run(fixture, TEST_UNIT_READY);
    assert_int_equal(fixture->state.fault_counts[1], UINT32_MAX);
    sim_fixture_read(fixture, "12 00 00 00 05 00", 5); /* a kind that is not known: none */
    assert_good(fixture);
}

/* SPC-3 and MMC-6: where each command holds its allocation length. The capture has another one than the question. */
static void capture__allocation_length__is_no_part_of_the_question(void **state)
{
    static const struct {
        uint8_t cdb[12];
        uint8_t length;
        const char *asked;
    } rows[] = {
        {{0x03, 0, 0, 0, 0xfc}, 6, "03 00 00 00 03 00"},
        {{0x12, 0, 0, 0x01, 0x24}, 6, "12 00 00 00 03 00"},
        {{0x1a, 0x08, 0x3f, 0, 0xfc}, 6, "1a 00 3f 00 03 00"},
        {{0x23, 0, 0, 0, 0, 0, 0, 0x01, 0xfc}, 10, "23 00 00 00 00 00 00 00 03 00"},
        {{0x43, 0x02, 0, 0, 0, 0, 0x01, 0x03, 0xfc}, 10, "43 02 00 00 00 00 01 00 03 00"},
        {{0x46, 0, 0, 0, 0, 0, 0, 0x20, 0xfc}, 10, "46 00 00 00 00 00 00 00 03 00"},
        {{0x4a, 0x01, 0, 0, 0x10, 0, 0, 0x01, 0xfc}, 10, "4a 01 00 00 10 00 00 00 03 00"},
        {{0x51, 0, 0, 0, 0, 0, 0, 0x01, 0xfc}, 10, "51 00 00 00 00 00 00 00 03 00"},
        {{0x52, 0x01, 0, 0, 0, 0x01, 0, 0x01, 0xfc}, 10, "52 01 00 00 00 01 00 00 03 00"},
        {{0x5a, 0, 0x2a, 0, 0, 0, 0, 0x01, 0xfc}, 10, "5a 18 2a 00 00 00 00 00 03 00"},
        {{0x5c, 0, 0, 0, 0, 0, 0, 0x01, 0xfc}, 10, "5c 00 00 00 00 00 00 00 03 00"},
        {{0xa4, 0, 0, 0, 0, 0, 0, 0, 0x01, 0x08, 0x08}, 12, "a4 00 00 00 00 00 00 00 00 03 08 00"},
        {{0xad, 0, 0, 0, 0, 0, 0, 0, 0x08, 0x04}, 12, "ad 00 00 00 00 00 00 00 00 03 00 00"},
        {{0xbd, 0, 0, 0, 0, 0, 0, 0, 0x01, 0x08}, 12, "bd 00 00 00 00 00 00 00 00 03 00 00"},
    };
    static const uint8_t bytes[] = {0xc0, 0xff, 0xee, 0x11};
    struct sim_fixture *fixture = *state;
    struct sim_capture one = {.status = 0x00, .data = bytes, .count = sizeof bytes};
    struct sim_identity identity = {.captures = &one, .capture_count = 1};
    size_t i;

    fixture->drive.identity = &identity;
    sim_fixture_medium(fixture, SIM_MEDIUM_CAPTURED);
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        memset(one.cdb, 0, sizeof one.cdb);
        memcpy(one.cdb, rows[i].cdb, sizeof rows[i].cdb);
        one.cdb_length = rows[i].length;
        sim_fixture_read(fixture, rows[i].asked, 255);
        assert_data(fixture, "c0 ff ee");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(capture__allocation_length__is_no_part_of_the_question, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(execute__unit_attention__comes_first_but_for_four_commands, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(execute__unknown_opcodes__are_refused, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(execute__odd_calls__do_no_harm, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(execute__disc_of_another_kind__is_incompatible, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(capture__captured_medium__answers_as_captured, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(capture__whole_opcode__yields_to_a_plain_one, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(capture__profile_that_is_not_listed__is_a_disc_all_the_same, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(fault__sense_on_a_question__brings_no_data, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(capture__whole_opcode__yields_to_an_exact_one, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(capture__refusal_without_sense__gets_one, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(capture__other_status__without_sense, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(capture__another_medium__keeps_the_drive_only, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(capture__open_tray__is_as_with_another_medium, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(capture__lacks_an_answer__profile_decides, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(fault__sense_on_the_second__leaves_the_others, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(fault__reply__exactly_these_bytes_and_that_count, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(fault__short__cuts_the_answer, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(fault__delay__is_executed_and_due_later, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(fault__hang__is_lost_and_not_executed, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(fault__gone__lasts_until_cleared, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(fault__gone__door_is_free_when_it_is_back, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(fault__several__first_that_is_due_and_all_count, sim_fixture_setup,
                                        sim_fixture_teardown),
    };

    return cmocka_run_group_tests_name("sim_drive", tests, NULL, NULL);
}
