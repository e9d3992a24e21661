/* sim/sim_state.c: the layout of a stored state, and states that make no sense. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "sim/sim_state.h"

/* Every field different from its start, and from its neighbours. */
static struct sim_state busy_state(void)
{
    struct sim_state state;
    size_t i;

    memset(&state, 0, sizeof state);
    state.medium = SIM_MEDIUM_DVD_PLUS_R;
    state.tray_open = true;
    state.persistent_prevented = true;
    state.power = 3;
    state.becoming_ready = 2;
    state.attention_count = 2;
    state.attentions[0].asc = 0x28;
    state.attentions[1].asc = 0x5a;
    state.attentions[1].ascq = 0x01;
    state.events[4].pending = true;
    state.events[4].code = 3;
    state.events[1].parameter = 0x1234;
    state.read_speed_kbs = 0x0abc;
    state.write_speed_kbs = 0xfedc;
    state.pages[0].count = 12;
    state.pages[0].bytes[0] = 0x1a;
    state.pages[0].bytes[1] = 10;
    state.saved_pages[7].count = 2;
    for (i = 0; i < SIM_FAULTS_MAX; i++)
        state.fault_counts[i] = (uint32_t)(0x01020304 + i);
    state.layer0_blocks = 0x0a0b0c0d;
    state.buffer_phase = SIM_BUFFER_FLUSHING;
    state.has_lost_stream = true;
    state.buffer_bytes = 0x00180102;
    state.buffer_rate = 0x5690;
    state.buffer_ms = 0x1122334455667788;
    state.operation_ms = 0x99aabbccddeeff01;
    state.operation_lasts_ms = 0xf1020304;
    state.stored_blocks = 0x05060708;
    return state;
}

static void assert_equal_states(const struct sim_state *a, const struct sim_state *b)
{
    uint8_t first[SIM_STATE_BYTES], second[SIM_STATE_BYTES];

    assert_int_equal(a->medium, b->medium);
    assert_int_equal(a->tray_open, b->tray_open);
    assert_int_equal(a->prevented, b->prevented);
    assert_int_equal(a->persistent_prevented, b->persistent_prevented);
    assert_int_equal(a->gone, b->gone);
    assert_int_equal(a->power, b->power);
    assert_int_equal(a->becoming_ready, b->becoming_ready);
    assert_int_equal(a->attention_count, b->attention_count);
    assert_memory_equal(a->attentions, b->attentions, sizeof a->attentions);
    assert_int_equal(a->events[4].pending, b->events[4].pending);
    assert_int_equal(a->events[4].code, b->events[4].code);
    assert_int_equal(a->events[1].parameter, b->events[1].parameter);
    assert_int_equal(a->read_speed_kbs, b->read_speed_kbs);
    assert_int_equal(a->write_speed_kbs, b->write_speed_kbs);
    assert_memory_equal(a->pages, b->pages, sizeof a->pages);
    assert_memory_equal(a->saved_pages, b->saved_pages, sizeof a->saved_pages);
    assert_memory_equal(a->fault_counts, b->fault_counts, sizeof a->fault_counts);
    assert_int_equal(a->layer0_blocks, b->layer0_blocks);
    assert_true(a->buffer_ms == b->buffer_ms);
    sim_state_store(a, first);
    sim_state_store(b, second);
    assert_memory_equal(first, second, sizeof first);
}

static void sim_state_store__load__gives_it_back(void **state)
{
    struct sim_state before = busy_state(), after;
    uint8_t bytes[SIM_STATE_BYTES];

    (void)state;
    memset(&after, 0x55, sizeof after);
    sim_state_store(&before, bytes);
    assert_true(sim_state_load(&after, bytes, sizeof bytes));
    assert_equal_states(&before, &after);
}

/* The bytes are the same on every architecture: typed from the order of the fields. */
static void sim_state_store__layout__is_fixed(void **state)
{
    static const uint8_t expected[] = {
        'O',  'S',  'I',  'M',  1, 0, 0, 0, /* magic, version */
        0x09, 0x01, 0x00, 0x01, 0, 3, 2, 2, /* medium, tray, prevented, persistent, gone, power, becoming, count */
        0x28, 0x00, 0x5a, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0,    0,    0,    0, /* attentions */
        0,    0,    0,    0,                                                 /* events: pending, code, parameter */
        0,    0,    0x34, 0x12, 0, 0, 0, 0, 0, 0, 0, 0, 1,    3,    0,    0,
        0,    0,    0,    0,    0, 0, 0, 0, 0, 0, 0, 0, 0xbc, 0x0a, 0xdc, 0xfe, /* speeds */
        12,   0x1a, 10,                                                         /* first page */
    };
    struct sim_state busy = busy_state();
    uint8_t bytes[SIM_STATE_BYTES];

    (void)state;
    sim_state_store(&busy, bytes);
    assert_memory_equal(bytes, expected, sizeof expected);
    /* The counters stand behind 2 x 8 pages of 73 bytes. */
    assert_int_equal(bytes[68 + 16 * 73], 0x04);
    assert_int_equal(bytes[68 + 16 * 73 + 3], 0x01);
    assert_int_equal(bytes[68 + 16 * 73 + 4], 0x05);
    /* And behind 16 of them the layer boundary. */
    assert_memory_equal(bytes + 68 + 16 * 73 + 16 * 4, "\x0d\x0c\x0b\x0a", 4);
    /* Behind the operation (5 bytes) the buffer. */
    assert_memory_equal(bytes + 68 + 16 * 73 + 16 * 4 + 9,
                        "\x02\x01\x02\x01\x18\x00\x90\x56\x00\x00\x88\x77\x66\x55\x44\x33\x22\x11", 18);
    /* And behind it when the operation began, and how long it lasts. */
    assert_memory_equal(bytes + 68 + 16 * 73 + 16 * 4 + 27, "\x01\xff\xee\xdd\xcc\xbb\xaa\x99\x04\x03\x02\xf1", 12);
    assert_memory_equal(bytes + 68 + 16 * 73 + 16 * 4 + 39, "\x08\x07\x06\x05", 4);
}

static void sim_state_load__any_damaged_byte__is_refused(void **state)
{
    struct sim_state busy = busy_state(), after = busy, before = busy;
    uint8_t bytes[SIM_STATE_BYTES];
    size_t i;

    (void)state;
    sim_state_store(&busy, bytes);
    for (i = 0; i < sizeof bytes; i++) {
        bytes[i] ^= 0x10;
        assert_false(sim_state_load(&after, bytes, sizeof bytes));
        bytes[i] ^= 0x10;
    }
    assert_memory_equal(&after, &before, sizeof after);
}

static void sim_state_load__wrong_count__is_refused(void **state)
{
    struct sim_state busy = busy_state();
    uint8_t bytes[SIM_STATE_BYTES];

    (void)state;
    sim_state_store(&busy, bytes);
    assert_false(sim_state_load(&busy, bytes, sizeof bytes - 1));
    assert_false(sim_state_load(&busy, bytes, 0));
}

static uint32_t crc32(const uint8_t *bytes, size_t count)
{
    uint32_t crc = ~UINT32_C(0);

    while (count--) {
        int i;

        for (crc ^= *bytes++, i = 0; i < 8; i++)
            crc = crc >> 1 ^ (0xedb88320u & (0u - (crc & 1)));
    }
    return ~crc;
}

/* Whole, but no state that the drive could have stored. */
static void sim_state_load__impossible_value__is_refused(void **state)
{
    static const struct {
        size_t at;
        uint8_t value;
    } bad[] = {
        {8, SIM_MEDIUM_COUNT},
        {9, 2},
        {10, 0xff},
        {13, 5},
        {15, 9},
        {32, 2},
        {33, 16},
        {68, 73}, /* page longer than there is room */
        {68, 1},  /* page without its head */
        {70, 11}, /* page whose head says another length */
    };
    struct sim_state busy = busy_state(), after;
    uint8_t bytes[SIM_STATE_BYTES];
    size_t i;
    uint32_t crc;

    (void)state;
    for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        sim_state_store(&busy, bytes);
        bytes[bad[i].at] = bad[i].value;
        crc = crc32(bytes, SIM_STATE_BYTES - 4);
        bytes[2044] = (uint8_t)crc;
        bytes[2045] = (uint8_t)(crc >> 8);
        bytes[2046] = (uint8_t)(crc >> 16);
        bytes[2047] = (uint8_t)(crc >> 24);
        assert_false(sim_state_load(&after, bytes, sizeof bytes));
    }
    /* The checksum here is the one that is stored: else the loop above proves nothing. */
    sim_state_store(&busy, bytes);
    crc = crc32(bytes, SIM_STATE_BYTES - 4);
    assert_int_equal(bytes[2044], crc & 0xff);
    assert_int_equal(bytes[2047], crc >> 24);
}

static void sim_state_insert__clears_the_way_and_tells_everybody(void **state)
{
    struct sim_state drive;

    (void)state;
    sim_state_reset(&drive, SIM_MEDIUM_NONE);
    drive.tray_open = drive.prevented = drive.persistent_prevented = true;
    drive.becoming_ready = 3;
    drive.read_speed_kbs = 1;
    sim_state_insert(&drive, SIM_MEDIUM_CD_R);
    assert_int_equal(drive.medium, SIM_MEDIUM_CD_R);
    assert_false(drive.tray_open || drive.prevented || drive.persistent_prevented);
    assert_int_equal(drive.becoming_ready, 0);
    assert_int_equal(drive.read_speed_kbs, 0);
    assert_int_equal(drive.attention_count, 1);
    assert_int_equal(drive.attentions[0].asc, 0x28);
    assert_int_equal(drive.attentions[0].ascq, 0x00);
    assert_true(drive.events[4].pending);
    assert_int_equal(drive.events[4].code, 2); /* new media */
    assert_true(drive.events[1].pending);
    sim_state_insert(&drive, SIM_MEDIUM_NONE);
    assert_int_equal(drive.events[4].code, 3); /* media removal */
    assert_int_equal(drive.attention_count, 1);
}

static void sim_state_raise_attention__more_than_fit__drops_the_newest(void **state)
{
    struct sim_state drive;
    uint8_t i;

    (void)state;
    sim_state_reset(&drive, SIM_MEDIUM_NONE);
    for (i = 0; i < 12; i++)
        sim_state_raise_attention(&drive, 0x29, i);
    assert_int_equal(drive.attention_count, SIM_ATTENTIONS_MAX);
    assert_int_equal(drive.attentions[0].ascq, 0);
    assert_int_equal(drive.attentions[7].ascq, 7);
}

static void sim_state_clear_faults__brings_the_drive_back(void **state)
{
    struct sim_state drive = busy_state();

    (void)state;
    drive.gone = true;
    sim_state_clear_faults(&drive);
    assert_false(drive.gone);
    assert_int_equal(drive.fault_counts[0], 0);
    assert_int_equal(drive.fault_counts[15], 0);
    assert_int_equal(drive.medium, SIM_MEDIUM_DVD_PLUS_R);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sim_state_store__load__gives_it_back),
        cmocka_unit_test(sim_state_store__layout__is_fixed),
        cmocka_unit_test(sim_state_load__any_damaged_byte__is_refused),
        cmocka_unit_test(sim_state_load__wrong_count__is_refused),
        cmocka_unit_test(sim_state_load__impossible_value__is_refused),
        cmocka_unit_test(sim_state_insert__clears_the_way_and_tells_everybody),
        cmocka_unit_test(sim_state_raise_attention__more_than_fit__drops_the_newest),
        cmocka_unit_test(sim_state_clear_faults__brings_the_drive_back),
    };

    return cmocka_run_group_tests_name("sim_state", tests, NULL, NULL);
}
