/* burn_media_read: whether a disc that can be written anywhere has something on it. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "support/media_fixture.h"

static void media_read__contents__are_read_64_kib_a_command_until_one_byte_is_not_zero(void **state)
{
    static const uint8_t first[10] = {0x28, 0, 0, 0, 0, 0, 0, 0, 32, 0};
    static const uint8_t tail[10] = {0x28, 0, 0, 0x22, 0x1D, 0x20, 0, 0, 32, 0}; /* 2236704 - 1024 = 2235680 */
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {.profile = 0x12,
                                 .features = {RANDOM},
                                 .state = OTHER,
                                 .sessions = 1,
                                 .first_track = 1,
                                 .last_track = 1,
                                 CLOSED(2236704),
                                 .has_capacity = true,
                                 .capacity_last = 2236703};
    struct burn_media media = read_media(fixture, &disc, true, DRIVE_OK);

    assert_true(media.is_heuristically_blank);
    assert_false(media.is_physically_blank);
    assert_true(media.is_formatted);
    assert_int_equal(disc.counts[0x28], 64);
    assert_memory_equal(fixture->script.sent[4].cdb, first, sizeof first);
    assert_memory_equal(fixture->script.sent[36].cdb, tail, sizeof tail);
    assert_int_equal(fixture->script.sent[4].requested_bytes, 65536);

    disc.is_dirty = true;
    disc.dirty_lba = 32; /* the second command */
    media = read_media(fixture, &disc, true, DRIVE_OK);
    assert_false(media.is_heuristically_blank);
    assert_int_equal(disc.counts[0x28], 2);

    disc.is_dirty = false;
    disc.filler = 0xFF; /* each byte as the one before it */
    media = read_media(fixture, &disc, true, DRIVE_OK);
    assert_false(media.is_heuristically_blank);
    assert_int_equal(disc.counts[0x28], 1);

    media = read_media(fixture, &disc, false, DRIVE_OK);
    assert_int_equal(disc.counts[0x28], 0);
    assert_false(media.is_heuristically_blank);
    assert_int_equal(media.status, 0x0001);
}

static void media_read__small_and_unready_contents__have_their_rules(void **state)
{
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {
        .profile = 0x02, .features = {RANDOM}, .has_no_information = true, .has_capacity = true, .capacity_last = 1499};
    struct burn_media media = read_media(fixture, &disc, true, DRIVE_OK);

    assert_int_equal(disc.counts[0x28], 32 + 15); /* 1024 blocks, and the other 476 */
    assert_true(media.is_heuristically_blank);
    disc.capacity_last = 9; /* fewer than one command moves */
    disc.is_dirty = true;
    disc.dirty_lba = 9;
    media = read_media(fixture, &disc, true, DRIVE_OK);
    assert_int_equal(disc.counts[0x28], 1);
    assert_false(media.is_heuristically_blank);

    fixture->script.limits.max_unaligned_transfer_bytes = 16384;
    disc.capacity_last = 1499;
    disc.is_dirty = false;
    media = read_media(fixture, &disc, true, DRIVE_OK);
    assert_int_equal(disc.counts[0x28], 128 + 60); /* 8 blocks a command */
    assert_true(media.is_heuristically_blank);
}

/* Whatever became of its background format (MMC-6: 0 none, 1 suspended, 2 running, 3 done): an erase writes no more. */
static void media_read__dvd_plus_rw__only_the_beginning_is_read(void **state)
{
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {.profile = 0x1A,
                                 .features = {PLUS_RW},
                                 .state = COMPLETE | ERASABLE,
                                 .sessions = 1,
                                 .first_track = 1,
                                 .last_track = 1,
                                 CLOSED(2295104),
                                 .has_capacity = true,
                                 .capacity_last = 2295103,
                                 .is_dirty = true};
    uint8_t background_format;

    for (background_format = 0; background_format <= 3; background_format++) {
        disc.background_format = background_format;
        disc.dirty_lba = 2295103; /* an anchor of UDF (ECMA-167, 3/8.4.2) */
        assert_true(read_media(fixture, &disc, true, DRIVE_OK).is_heuristically_blank);
        assert_int_equal(disc.counts[0x28], 32);
        disc.dirty_lba = 1023;
        assert_false(read_media(fixture, &disc, true, DRIVE_OK).is_heuristically_blank);
    }
}

/* What cannot be read may be something; what was never written is nothing; a drive that is not ready has no answer. */
static void media_read__contents_that_cannot_be_read__are_told_apart(void **state)
{
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {.profile = 0x12,
                                 .features = {RANDOM},
                                 .state = OTHER,
                                 .sessions = 1,
                                 .first_track = 1,
                                 .last_track = 1,
                                 CLOSED(2236704),
                                 .has_capacity = true,
                                 .capacity_last = 2236703,
                                 .read_key = 3,
                                 .read_asc = 0x11};

    assert_false(read_media(fixture, &disc, true, DRIVE_OK).is_heuristically_blank);
    assert_int_equal(disc.counts[0x28], 1);
    disc.read_key = 8;
    disc.read_asc = 0;
    assert_true(read_media(fixture, &disc, true, DRIVE_OK).is_heuristically_blank);
    disc.read_key = 0;
    disc.is_read_short = true;
    assert_false(read_media(fixture, &disc, true, DRIVE_OK).is_heuristically_blank);
    disc.read_key = 2;
    disc.read_asc = 0x04;
    read_media(fixture, &disc, true, DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x28, 2, 0x04, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(media_read__contents__are_read_64_kib_a_command_until_one_byte_is_not_zero),
        FIXTURE_TEST(media_read__small_and_unready_contents__have_their_rules),
        FIXTURE_TEST(media_read__dvd_plus_rw__only_the_beginning_is_read),
        FIXTURE_TEST(media_read__contents_that_cannot_be_read__are_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
