/* sim/sim_record.c: the layout of the slots, damaged slots, sequence numbers. */
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
    static const uint8_t head[] = {'O', 'I', 'R', 'V', 2, 0, 0, 0, 1, 0, 0,   0,   0,   0,
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

static void put_checksum(uint8_t slot[SIM_SLOT_BYTES])
{
    store_le32(slot + SIM_SLOT_BYTES - 4, base_crc32(slot, SIM_SLOT_BYTES - 4));
}

/* Whole, but nothing of ours, or of a version that never was. */
static void take__of_another_magic__is_left_out(void **state)
{
    struct sim_record record = fresh(SIM_MEDIUM_DVD_R), loaded = {0};
    uint8_t slot[SIM_SLOT_BYTES];
    size_t at;

    (void)state;
    sim_record_next(&record, slot);
    for (at = 0; at <= 4; at++) {
        slot[at] ^= 0x02; /* version 2 becomes 0 */
        put_checksum(slot);
        sim_record_take(&loaded, slot, 1);
        assert_int_equal(loaded.sequence, 0);
        assert_false(loaded.is_of_newer_version);
        slot[at] ^= 0x02;
    }
}

/* What version 1 wrote, byte by byte: an open, locked tray with a DVD+R DL, a layer boundary, an attention, a fault's
 * count.
 */
static void take__of_version_1__is_read_and_written_as_version_2(void **state)
{
    static const uint8_t stored[SIM_SLOT_BYTES] = {
        'O',         'I',        'R',           'V',           1,    [8] = 41,
        [16] = 0x34, 0x12,       [20] = 0x56, /* sequence, media serial, fault serial */
        [24] = 'O',  'S',        'I',           'M',           1,    [32] = 11,
        1,           1,          [37] = 1,      [39] = 1,      0x28, [90] = 0xa4,
        0x15,        [1272] = 9, [1324] = 0x40, 0x42,          0x0f, [2068] = 0x58,
        0xcb,        0xc7,       0xd6,          [4092] = 0x81, 0x81, 0x63,
        0x78};
    struct sim_record record = {0}, again = {0};
    uint8_t slot[SIM_SLOT_BYTES];

    (void)state;
    sim_record_take(&record, stored, 1);
    assert_false(record.is_of_newer_version);
    assert_int_equal(record.sequence, 41);
    assert_int_equal(record.media_serial, 0x1234);
    assert_int_equal(record.fault_serial, 0x56);
    assert_int_equal(record.state.medium, SIM_MEDIUM_DVD_PLUS_R_DL);
    assert_true(record.state.tray_open);
    assert_true(record.state.prevented);
    assert_int_equal(record.state.write_speed_kbs, 5540);
    assert_int_equal(record.state.fault_counts[3], 9);
    assert_int_equal(record.state.layer0_blocks, 1000000);
    assert_int_equal(record.state.attention_count, 1);
    assert_int_equal(record.state.attentions[0].asc, 0x28);
    assert_int_equal(record.disc.count, 0);

    assert_int_equal(sim_record_next(&record, slot), 0);
    assert_int_equal(slot[4], 2);
    sim_record_take(&again, slot, 0);
    assert_int_equal(again.sequence, 42);
    assert_true(sim_record_equals(&record, &again));
}

/* A newer version may have put a burned disc into its slot: it counts, whatever the other slot says. */
static void take__of_a_newer_version__says_so_and_nothing_is_taken(void **state)
{
    struct sim_record record = fresh(SIM_MEDIUM_DVD_R), loaded;
    uint8_t slots[2][SIM_SLOT_BYTES]; /* [0] ours, [1] newer */
    size_t row, i;

    (void)state;
    record.sequence = 1;
    assert_int_equal(sim_record_next(&record, slots[0]), 0);
    for (row = 0; row < 2; row++) {
        record.sequence = 2;
        assert_int_equal(sim_record_next(&record, slots[1]), 1);
        if (row == 0)
            slots[1][4] = 3; /* the slot's version */
        else
            slots[1][28] = 2; /* the state's */
        put_checksum(slots[1]);
        for (i = 0; i < 2; i++) {
            memset(&loaded, 0, sizeof loaded);
            sim_record_take(&loaded, slots[i], i);
            sim_record_take(&loaded, slots[1 - i], 1 - i);
            assert_true(loaded.is_of_newer_version);
        }
        slots[1][100] ^= 1; /* damaged: no version at all */
        memset(&loaded, 0, sizeof loaded);
        sim_record_take(&loaded, slots[1], 1);
        assert_false(loaded.is_of_newer_version);
        assert_int_equal(loaded.sequence, 0);
    }
}

/* What a disc's model remembers is kept as it is, up to the last byte, and goes with the disc. */
static void disc__memory_of_its_model__is_kept_until_another_disc(void **state)
{
    struct sim_record record = fresh(SIM_MEDIUM_BD_R), loaded = {0}, other;
    uint8_t slot[SIM_SLOT_BYTES];
    size_t i;

    (void)state;
    record.disc.count = SIM_DISC_BYTES;
    for (i = 0; i < SIM_DISC_BYTES; i++)
        record.disc.bytes[i] = (uint8_t)(i * 7 + 1);
    sim_record_next(&record, slot);
    assert_int_equal(slot[2072] | slot[2073] << 8, 2016);
    assert_int_equal(slot[2074], 1);
    assert_int_equal(slot[2074 + 2015], (uint8_t)(2015 * 7 + 1));
    sim_record_take(&loaded, slot, 1);
    assert_true(sim_record_equals(&record, &loaded));
    assert_memory_equal(loaded.disc.bytes, record.disc.bytes, SIM_DISC_BYTES);
    other = loaded;
    other.disc.bytes[SIM_DISC_BYTES - 1] ^= 1;
    assert_false(sim_record_equals(&loaded, &other));
    other.disc.count = 0;
    assert_false(sim_record_equals(&loaded, &other));

    sim_record_follow(&loaded, SIM_MEDIUM_BD_R, 5, 8); /* faults */
    assert_int_equal(loaded.disc.count, SIM_DISC_BYTES);
    sim_record_follow(&loaded, SIM_MEDIUM_BD_R, 6, 8);
    assert_int_equal(loaded.disc.count, 0);

    store_le32(slot + 2072, 2017); /* more than there is room for */
    put_checksum(slot);
    memset(&loaded, 0, sizeof loaded);
    sim_record_take(&loaded, slot, 1);
    assert_int_equal(loaded.sequence, 0);
}

/* Whoever writes the highest number into the file must not bring it about that the drive forgets every command from
 * then on.
 */
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
        cmocka_unit_test(take__of_another_magic__is_left_out),
        cmocka_unit_test(take__of_version_1__is_read_and_written_as_version_2),
        cmocka_unit_test(take__of_a_newer_version__says_so_and_nothing_is_taken),
        cmocka_unit_test(disc__memory_of_its_model__is_kept_until_another_disc),
        cmocka_unit_test(next__highest_sequence__is_followed_by_a_newer_one),
        cmocka_unit_test(follow__settings_that_changed__change_the_state_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
