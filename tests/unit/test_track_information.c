/* mmc/track_information.c beside the vectors: every length, every flag. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "mmc/track_information.h"
#include "support/reply_vectors.h"

/* MMC-6, track information block: every byte its own number. */
static void track_information_parse__cut_at_every_length__later_fields_are_absent(void **state)
{
    struct mmc_track_information track;
    uint8_t bytes[48];
    size_t count, i;

    (void)state;
    for (i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i + 1);
    bytes[0] = 0;
    bytes[1] = 0x2e;
    for (count = 0; count <= sizeof bytes; count++) {
        assert_int_equal(mmc_track_information_parse(bytes, count, &track), count < 20 ? MMC_SHORT : MMC_OK);
        if (count < 20) continue;
        assert_int_equal(track.claimed_bytes, 48);
        assert_int_equal(track.track, count > 32 ? 0x2103 : 0x03);
        assert_int_equal(track.session, count > 33 ? 0x2204 : 0x04);
        assert_int_equal(track.start_lba, 0x090a0b0c);
        assert_int_equal(track.next_writable_lba, 0x0d0e0f10);
        assert_int_equal(track.free_blocks, 0x11121314);
        assert_int_equal(track.has_packet_size, count >= 24);
        assert_int_equal(track.packet_size_blocks, count >= 24 ? 0x15161718 : 0);
        assert_int_equal(track.has_size, count >= 28);
        assert_int_equal(track.size_blocks, count >= 28 ? 0x191a1b1c : 0);
        assert_int_equal(track.has_last_recorded, count >= 32);
        assert_int_equal(track.last_recorded_lba, count >= 32 ? 0x1d1e1f20 : 0);
        assert_int_equal(track.has_read_compatibility, count >= 40);
        assert_int_equal(track.read_compatibility_lba, count >= 40 ? 0x25262728 : 0);
        assert_int_equal(track.has_layer_jump_addresses, count >= 48);
        assert_int_equal(track.next_layer_jump_lba, count >= 48 ? 0x292a2b2c : 0);
        assert_int_equal(track.last_layer_jump_lba, count >= 48 ? 0x2d2e2f30 : 0);
    }
}

/* Bytes 5, 6 and 7: each bit alone. */
static void track_information_parse__flags__each_in_its_field(void **state)
{
    struct mmc_track_information track;
    unsigned bit;

    (void)state;
    for (bit = 0; bit < 24; bit++) {
        uint8_t bytes[20] = {0x00, 0x12};

        bytes[5 + bit / 8] = (uint8_t)(1u << bit % 8);
        assert_int_equal(mmc_track_information_parse(bytes, sizeof bytes, &track), MMC_OK);
        assert_int_equal(track.layer_jump, bit == 6 || bit == 7 ? 1u << (bit - 6) : 0);
        assert_int_equal(track.damaged, bit == 5);
        assert_int_equal(track.copy, bit == 4);
        assert_int_equal(track.track_mode, bit < 4 ? 1u << bit : 0);
        assert_int_equal(track.reserved, bit == 15);
        assert_int_equal(track.blank, bit == 14);
        assert_int_equal(track.packet, bit == 13);
        assert_int_equal(track.fixed_packet, bit == 12);
        assert_int_equal(track.data_mode, bit >= 8 && bit < 12 ? 1u << (bit - 8) : 0);
        assert_int_equal(track.last_recorded_valid, bit == 17);
        assert_int_equal(track.next_writable_valid, bit == 16);
    }
}

static void track_information_parse__claims_too_little__is_short_and_untouched(void **state)
{
    static const uint8_t bytes[48] = {0x00, 0x11}; /* 19 of the 48 that came */
    struct mmc_track_information track, before;

    (void)state;
    memset(&track, 0xa5, sizeof track);
    before = track;
    assert_int_equal(mmc_track_information_parse(bytes, sizeof bytes, &track), MMC_SHORT);
    assert_memory_equal(&track, &before, sizeof track);
}

/* --- vectors/replies.json --- */

static enum mmc_status check_track_information(const struct reply_row *row, const uint8_t *bytes, size_t count,
                                               struct expectation *expect)
{
    struct mmc_track_information track;
    enum mmc_status status = mmc_track_information_parse(bytes, count, &track);

    (void)row;
    if (status != MMC_OK) return status;
    expect_number(expect, "track", track.track);
    expect_number(expect, "session", track.session);
    expect_number(expect, "ljrs", track.layer_jump);
    expect_number(expect, "damage", track.damaged);
    expect_number(expect, "copy", track.copy);
    expect_number(expect, "track_mode", track.track_mode);
    expect_number(expect, "rt", track.reserved);
    expect_number(expect, "blank", track.blank);
    expect_number(expect, "packet", track.packet);
    expect_number(expect, "fixed_packet", track.fixed_packet);
    expect_number(expect, "data_mode", track.data_mode);
    expect_number(expect, "lra_v", track.last_recorded_valid);
    expect_number(expect, "nwa_v", track.next_writable_valid);
    expect_number(expect, "start", track.start_lba);
    expect_number(expect, "nwa", track.next_writable_lba);
    expect_number(expect, "free_blocks", track.free_blocks);
    expect_optional(expect, "packet_size", track.has_packet_size, track.packet_size_blocks);
    expect_optional(expect, "size", track.has_size, track.size_blocks);
    expect_optional(expect, "last_recorded", track.has_last_recorded, track.last_recorded_lba);
    expect_optional(expect, "read_compat_lba", track.has_read_compatibility, track.read_compatibility_lba);
    expect_optional(expect, "next_layer_jump", track.has_layer_jump_addresses, track.next_layer_jump_lba);
    expect_optional(expect, "last_layer_jump", track.has_layer_jump_addresses, track.last_layer_jump_lba);
    return status;
}

/* clang-format off */
static const struct reply_row rows[] = {
    {"READ TRACK INFORMATION",        20, 0,    check_track_information, NULL, NULL},
};
/* clang-format on */

static void track_information_vectors__all__give_the_stated_values(void **state)
{
    (void)state;
    reply_vectors_check(NULL, rows, sizeof rows / sizeof rows[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(track_information_parse__cut_at_every_length__later_fields_are_absent),
        cmocka_unit_test(track_information_parse__flags__each_in_its_field),
        cmocka_unit_test(track_information_parse__claims_too_little__is_short_and_untouched),
        cmocka_unit_test(track_information_vectors__all__give_the_stated_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
