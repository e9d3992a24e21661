/* sim/sim_answer_read.c: reading blocks and CD sectors, and their limits. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "support/sim_recorder.h"

static void assert_blocks(const struct sim_fixture *fixture, uint32_t lba, uint32_t count)
{
    uint32_t i;

    assert_good(fixture);
    assert_int_equal(fixture->reply.transferred_bytes, count * 2048);
    for (i = 0; i < count; i++) {
        assert_int_equal(fixture->data[i * 2048], (lba + i + 1) & 0xff);
        assert_int_equal(fixture->data[i * 2048 + 2047], (lba + i + 1) & 0xff);
    }
}

static void read__10_and_12__give_the_image(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 1000);
    sim_fixture_read(fixture, "28 00 00 00 00 10 00 00 03 00", 3 * 2048);
    assert_blocks(fixture, 16, 3);
    sim_fixture_read(fixture, "a8 00 00 00 03 e0 00 00 00 08 00 00", 8 * 2048);
    assert_blocks(fixture, 992, 8);
    sim_fixture_read(fixture, "28 00 00 00 03 e8 00 00 00 00", 2048);
    assert_blocks(fixture, 0, 0);
}

static void read__beyond_the_end__is_out_of_range(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 1000);
    sim_fixture_read(fixture, "28 00 00 00 03 e7 00 00 02 00", 2 * 2048);
    assert_sense(fixture, 0x052100);
    assert_memory_equal(fixture->reply.sense, "\xf0\x00\x05\x00\x00\x03\xe8", 7); /* the first that is not there */
    sim_fixture_read(fixture, "28 00 ff ff ff ff 00 ff ff 00", 2048);
    assert_sense(fixture, 0x052100);
    sim_fixture_read(fixture, "a8 00 00 00 00 01 ff ff ff ff 00 00", 2048); /* does not wrap */
    assert_sense(fixture, 0x052100);
    sim_fixture_medium(fixture, SIM_MEDIUM_BD_R);
    sim_fixture_read(fixture, "28 00 00 00 00 00 00 00 01 00", 2048);
    assert_sense(fixture, 0x052100);
}

/* BD-R: nothing lies between two tracks, nor between two sessions. Tracks from 0, 64 and 128, up to 160. */
static void read_verify__tracks_that_adjoin__are_read_across(void **state)
{
    struct sim_fixture *fixture = *state;
    size_t i;

    sim_recorder_insert(fixture, SIM_MEDIUM_BD_R);
    sim_recorder_write_all(fixture, 0, 64, 0x11);
    sim_fixture_run(fixture, SIM_CLOSE_TRACK_1);
    assert_good(fixture);
    sim_recorder_write_all(fixture, 64, 64, 0x22);
    sim_fixture_run(fixture, "5b 00 01 00 00 02 00 00 00 00");
    assert_good(fixture);
    sim_fixture_run(fixture, SIM_CLOSE_SESSION);
    assert_good(fixture);
    sim_recorder_write_all(fixture, 128, 32, 0x33);
    sim_recorder_assert_disc(fixture, 1, 1, 2);

    sim_fixture_read(fixture, "28 00 00 00 00 30 00 00 20 00", 32 * 2048); /* 48 to 79 */
    assert_good(fixture);
    assert_int_equal(fixture->reply.transferred_bytes, 65536);
    for (i = 0; i < 65536; i++)
        assert_int_equal(fixture->data[i], i < 32768 ? 0x11 : 0x22);
    sim_fixture_read(fixture, "a8 00 00 00 00 3f 00 00 00 02 00 00", 2 * 2048);
    assert_good(fixture);
    assert_int_equal(fixture->reply.transferred_bytes, 4096);
    sim_fixture_run(fixture, "2f 00 00 00 00 00 00 00 a0 00"); /* all 160 */
    assert_good(fixture);
    sim_fixture_run(fixture, "2f 00 00 00 00 00 00 00 a1 00");
    assert_sense(fixture, 0x052100);
    assert_memory_equal(fixture->reply.sense, "\xf0\x00\x05\x00\x00\x00\xa0", 7);
}

/* CD-R, track at once: two blocks of run-out from 400 on, and then the gap of 150 blocks, which has no data. */
static void read__gap_between_tracks__is_out_of_range(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_insert(fixture, SIM_MEDIUM_CD_R);
    sim_recorder_set_page(fixture, "41 c4 08 00");
    sim_recorder_write_all(fixture, 0, 400, 0x11);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    sim_recorder_write_all(fixture, 552, 400, 0x22);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_good(fixture);
    sim_fixture_run(fixture, "2f 00 00 00 00 00 00 01 92 00"); /* up to 401 */
    assert_good(fixture);
    sim_fixture_run(fixture, "2f 00 00 00 00 00 00 03 b8 00"); /* up to 951 */
    assert_sense(fixture, 0x052100);
    assert_memory_equal(fixture->reply.sense, "\xf0\x00\x05\x00\x00\x01\x92", 7);
}

static void read__bytes_that_cannot_be_read__medium_error(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 1000);
    fixture->unreadable_from = 18;
    sim_fixture_read(fixture, "28 00 00 00 00 10 00 00 02 00", 2 * 2048);
    assert_blocks(fixture, 16, 2);
    sim_fixture_read(fixture, "28 00 00 00 00 11 00 00 02 00", 2 * 2048);
    assert_sense(fixture, 0x031100);
    assert_memory_equal(fixture->reply.sense, "\xf0\x00\x03\x00\x00\x00\x11", 7);
}

static void read__buffer_smaller_than_asked__whole_blocks(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 1000);
    sim_fixture_read(fixture, "28 00 00 00 00 10 00 00 03 00", 2 * 2048 + 100);
    assert_blocks(fixture, 16, 2);
    sim_fixture_run(fixture, "28 00 00 00 00 10 00 00 03 00");
    assert_good(fixture);
    assert_int_equal(fixture->reply.transferred_bytes, 0);
}

static void read__formatted_and_never_written__zeros(void **state)
{
    struct sim_fixture *fixture = *state;
    size_t i;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_RAM);
    sim_fixture_read(fixture, "28 00 00 22 21 1f 00 00 01 00", 2048);
    assert_good(fixture);
    assert_int_equal(fixture->reply.transferred_bytes, 2048);
    for (i = 0; i < 2048; i++)
        assert_int_equal(fixture->data[i], 0);
    sim_fixture_read(fixture, "28 00 00 22 21 20 00 00 01 00", 2048);
    assert_sense(fixture, 0x052100);
}

/* MMC-6, READ CD: main channel selection. LBA 16 is 00:02:16. */
static void read_cd__selection__the_parts_of_the_sector(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 1000);
    sim_fixture_read(fixture, "be 00 00 00 00 10 00 00 02 10 00 00", 2 * 2048);
    assert_blocks(fixture, 16, 2);
    sim_fixture_read(fixture, "be 08 00 00 00 10 00 00 01 f8 00 00", 2352); /* mode 1, all */
    assert_good(fixture);
    assert_int_equal(fixture->reply.transferred_bytes, 2352);
    assert_data_at(fixture, 0, "00 ff ff ff ff ff ff ff ff ff ff 00 00 02 16 01 11 11");
    sim_fixture_read(fixture, "be 00 00 00 00 10 00 00 01 20 00 00", 2352); /* header */
    assert_data(fixture, "00 02 16 01");
    sim_fixture_read(fixture, "be 00 00 00 00 10 00 00 01 80 00 00", 2352);
    assert_data(fixture, "00 ff ff ff ff ff ff ff ff ff ff 00");
    sim_fixture_read(fixture, "be 00 00 00 00 10 00 00 01 18 00 00", 2352); /* user data and EDC/ECC */
    assert_int_equal(fixture->reply.transferred_bytes, 2048 + 288);
    /* ECMA-130, EDC of bytes 0 to 2063, worked out bit by bit; eight zeros follow. */
    assert_data_at(fixture, 2048, "60 0b 5d ae 00 00 00 00 00 00 00 00");
    sim_fixture_read(fixture, "be 00 00 00 00 10 00 00 01 08 00 00", 2352);
    assert_int_equal(fixture->reply.transferred_bytes, 288);
    assert_data_at(fixture, 0, "60 0b 5d ae");
    sim_fixture_read(fixture, "be 00 00 00 00 10 00 00 01 40 00 00", 2352); /* sub-header: mode 1 has none */
    assert_data(fixture, "");
    sim_fixture_read(fixture, "be 00 00 00 00 10 00 00 02 00 00 00", 2352);
    assert_data(fixture, "");
    sim_fixture_read(fixture, "be 00 00 00 00 10 00 00 03 f8 00 00", 2 * 2352 + 1); /* whole sectors */
    assert_int_equal(fixture->reply.transferred_bytes, 2 * 2352);
}

/* C2 (294, 296 bytes) stands before the sub-channel. P-W of LBA 16: Q of a data track, its frame as a pressed disc has
 * it at LBA 0 and 1 (public dump logs).
 */
static void read_cd__error_pointers_and_sub_channels__behind_the_main_channel(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 1000);
    sim_fixture_read(fixture, "be 00 00 00 00 00 00 00 02 00 02 00", 40);
    assert_data(fixture, "410101000000000002002832 000000 80 410101000001000002019242 000000 00");
    sim_fixture_read(fixture, "be 00 00 00 00 00 00 00 01 10 02 00", 3000);
    assert_int_equal(fixture->reply.transferred_bytes, 2048 + 16);
    assert_data_at(fixture, 2048, "410101000000000002002832 000000 80");
    sim_fixture_read(fixture, "be 00 00 00 00 00 00 00 01 fa 02 00", 3000);
    assert_int_equal(fixture->reply.transferred_bytes, 2352 + 294 + 16);
    assert_data_at(fixture, 2352 + 292, "0000 4101");
    sim_fixture_read(fixture, "be 00 00 00 00 00 00 00 01 fc 01 00", 3000);
    assert_int_equal(fixture->reply.transferred_bytes, 2352 + 296 + 96);
    assert_data_at(fixture, 2352 + 296, "80c0 8080 8080 80c0 8080 8080 8080 80c0");
    sim_fixture_read(fixture, "be 00 00 00 00 00 00 00 01 00 04 00", 3000);
    assert_int_equal(fixture->reply.transferred_bytes, 96);
    assert_data_at(fixture, 0, "0000 0000");
}

/* 00:02:16 to 00:02:18. */
static void read_cd_msf__two_addresses__the_sectors_between(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 1000);
    sim_fixture_read(fixture, "b9 00 00 00 02 10 00 02 12 20 00 00", 100);
    assert_data(fixture, "00021601 00021701");
    sim_fixture_read(fixture, "b9 00 00 00 02 10 00 02 0f 20 00 00", 100); /* backwards */
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "b9 00 00 00 02 4b 00 03 00 20 00 00", 100); /* frame 75 */
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "b9 00 00 00 01 00 00 02 00 20 00 00", 100); /* before the disc */
    assert_sense(fixture, 0x052100);
}

static void read_cd__refused(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 1000);
    sim_fixture_read(fixture, "be 00 00 00 00 10 00 00 01 90 00 00",
                     2352); /* sync and user data without what is between */
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "be 00 00 00 00 10 00 00 01 fe 00 00", 3000); /* C2, reserved */
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "be 00 00 00 00 10 00 00 01 f8 03 00", 3000); /* sub-channel, reserved */
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "be 04 00 00 00 10 00 00 01 f8 00 00", 2352); /* as audio */
    assert_sense(fixture, 0x056400);
    sim_fixture_read(fixture, "be 00 00 00 03 e8 00 00 01 f8 00 00", 2352);
    assert_sense(fixture, 0x052100);
    fixture->unreadable_from = 17;
    sim_fixture_read(fixture, "be 00 00 00 00 10 00 00 02 f8 00 00", 2 * 2352);
    assert_sense(fixture, 0x031100);
    sim_fixture_image(fixture, 400000);
    sim_fixture_read(fixture, "be 00 00 00 00 10 00 00 01 f8 00 00", 2352);
    assert_sense(fixture, 0x053002); /* a DVD */
}

static void seek_verify_synchronize__check_the_range(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_image(fixture, 1000);
    sim_fixture_run(fixture, "2b 00 00 00 03 e7 00 00 00 00");
    assert_good(fixture);
    sim_fixture_run(fixture, "2b 00 00 00 03 e8 00 00 00 00");
    assert_sense(fixture, 0x052100);
    sim_fixture_run(fixture, "2f 00 00 00 00 00 00 03 e8 00");
    assert_good(fixture);
    sim_fixture_run(fixture, "2f 00 00 00 00 01 00 03 e8 00");
    assert_sense(fixture, 0x052100);
    sim_fixture_run(fixture, "2f 02 00 00 00 00 00 00 01 00");
    assert_sense(fixture, 0x052400);
    sim_fixture_run(fixture, "35 02 00 00 00 00 00 00 00 00");
    assert_good(fixture);
    sim_fixture_medium(fixture, SIM_MEDIUM_NONE);
    sim_fixture_run(fixture, "35 00 00 00 00 00 00 00 00 00");
    assert_sense(fixture, 0x023a01);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(read__10_and_12__give_the_image, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read__beyond_the_end__is_out_of_range, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read_verify__tracks_that_adjoin__are_read_across, sim_recorder_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read__gap_between_tracks__is_out_of_range, sim_recorder_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read__bytes_that_cannot_be_read__medium_error, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read__buffer_smaller_than_asked__whole_blocks, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read__formatted_and_never_written__zeros, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read_cd__selection__the_parts_of_the_sector, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read_cd__error_pointers_and_sub_channels__behind_the_main_channel,
                                        sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read_cd_msf__two_addresses__the_sectors_between, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(read_cd__refused, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(seek_verify_synchronize__check_the_range, sim_fixture_setup,
                                        sim_fixture_teardown),
    };

    return cmocka_run_group_tests_name("sim_answer_read", tests, NULL, NULL);
}
