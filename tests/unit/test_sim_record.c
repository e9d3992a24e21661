#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "base/bytes.h"
#include "base/crc32.h"
#include "sim/sim_record.h"

static struct sim_record fresh(enum sim_medium medium)
{
    struct sim_record record = {0};

    sim_record_follow(&record, medium, 5, 7);
    return record;
}

/* sim_record.h, the layout; the same bytes that tests/virtual expects of state.bin. */
static void next__layout__is_fixed(void **state)
{
    static const uint8_t head[] = {'O', 'I', 'R', 'V', 1, 0, 0, 0, 1, 0, 0,   0,   0,   0,
                                   0,   0,   5,   0,   0, 0, 7, 0, 0, 0, 'O', 'S', 'I', 'M'};
    struct sim_record record = fresh(SIM_MEDIUM_NONE);
    uint8_t slot[SIM_SLOT_BYTES];

    (void)state;
    assert_int_equal(sim_record_next(&record, slot), 1);
    assert_memory_equal(slot, head, sizeof head);
    assert_int_equal(record.sequence, 0);
}

static void take__two_slots__the_newer_counts_whatever_the_order(void **state)
{
    struct sim_record record = fresh(SIM_MEDIUM_DVD_R), loaded;
    uint8_t slots[SIM_SLOTS][SIM_SLOT_BYTES];
    size_t i;

    (void)state;
    record.sequence = 6;
    assert_int_equal(sim_record_next(&record, slots[1]), 1);
    record.sequence = 7;
    record.state.tray_open = true;
    assert_int_equal(sim_record_next(&record, slots[0]), 0);
    for (i = 0; i < SIM_SLOTS; i++) {
        memset(&loaded, 0, sizeof loaded);
        sim_record_take(&loaded, slots[i], i);
        sim_record_take(&loaded, slots[1 - i], 1 - i);
        assert_int_equal(loaded.sequence, 8);
        assert_true(loaded.state.tray_open);
        assert_int_equal(loaded.media_serial, 5);
        assert_int_equal(loaded.fault_serial, 7);
    }
}

static void take__damaged_or_in_the_wrong_place__is_left_out(void **state)
{
    struct sim_record record = fresh(SIM_MEDIUM_DVD_R), loaded = {0};
    uint8_t slot[SIM_SLOT_BYTES];
    size_t at;

    (void)state;
    sim_record_next(&record, slot);
    sim_record_take(&loaded, slot, 0);
    assert_int_equal(loaded.sequence, 0);
    for (at = 0; at < SIM_SLOT_BYTES; at += 61) {
        slot[at] ^= 0x40;
        sim_record_take(&loaded, slot, 1);
        assert_int_equal(loaded.sequence, 0);
        slot[at] ^= 0x40;
    }
    sim_record_take(&loaded, slot, 1);
    assert_int_equal(loaded.sequence, 1);
    assert_true(sim_record_equals(&loaded, &record));
}

/* Whole, but of a version that is not ours, or nothing of ours at all. */
static void take__of_another_version_or_magic__is_left_out(void **state)
{
    struct sim_record record = fresh(SIM_MEDIUM_DVD_R), loaded = {0};
    uint8_t slot[SIM_SLOT_BYTES];
    size_t at;

    (void)state;
    sim_record_next(&record, slot);
    for (at = 0; at < 8; at++) {
        slot[at] ^= 0x02;
        store_le32(slot + SIM_SLOT_BYTES - 4, base_crc32(slot, SIM_SLOT_BYTES - 4));
        sim_record_take(&loaded, slot, 1);
        assert_int_equal(loaded.sequence, 0);
        slot[at] ^= 0x02;
    }
}

/* Whoever writes the highest number into the file must not bring it about that the drive forgets every command from then on. */
static void next__highest_sequence__is_followed_by_a_newer_one(void **state)
{
    struct sim_record record = fresh(SIM_MEDIUM_DVD_R), loaded = {0};
    uint8_t slots[SIM_SLOTS][SIM_SLOT_BYTES];

    (void)state;
    record.sequence = UINT64_MAX - 1;
    assert_int_equal(sim_record_next(&record, slots[1]), 1);
    sim_record_take(&loaded, slots[1], 1);
    assert_true(loaded.sequence == UINT64_MAX);
    loaded.state.tray_open = true;
    assert_int_equal(sim_record_next(&loaded, slots[0]), 0);
    memset(&loaded, 0, sizeof loaded);
    sim_record_take(&loaded, slots[0], 0);
    sim_record_take(&loaded, slots[1], 1);
    assert_true(loaded.state.tray_open);
}

static void follow__settings_that_changed__change_the_state_once(void **state)
{
    struct sim_record record = fresh(SIM_MEDIUM_DVD_R), before;

    (void)state;
    assert_int_equal(record.state.attention_count, 0); /* a fresh drive was there all the time */
    record.sequence = 1;
    record.state.tray_open = record.state.gone = true;
    record.state.fault_counts[3] = 9;
    before = record;
    sim_record_follow(&record, SIM_MEDIUM_DVD_R, 5, 7);
    assert_true(sim_record_equals(&before, &record));
    sim_record_follow(&record, SIM_MEDIUM_BD_R, 6, 7);
    assert_false(sim_record_equals(&before, &record));
    assert_int_equal(record.state.medium, SIM_MEDIUM_BD_R);
    assert_false(record.state.tray_open);
    assert_int_equal(record.state.attention_count, 1);
    assert_int_equal(record.state.fault_counts[3], 9);
    sim_record_follow(&record, SIM_MEDIUM_BD_R, 6, 8);
    assert_int_equal(record.state.fault_counts[3], 0);
    assert_false(record.state.gone);
    assert_int_equal(record.state.attention_count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(next__layout__is_fixed),
        cmocka_unit_test(take__two_slots__the_newer_counts_whatever_the_order),
        cmocka_unit_test(take__damaged_or_in_the_wrong_place__is_left_out),
        cmocka_unit_test(take__of_another_version_or_magic__is_left_out),
        cmocka_unit_test(next__highest_sequence__is_followed_by_a_newer_one),
        cmocka_unit_test(follow__settings_that_changed__change_the_state_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
