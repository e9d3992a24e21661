/* Audio tracks that are recorded track at once, and what the drive says of them: behaviour of real discs as dump logs
 * and IEC 60908 have it. Frames of sub-channel Q are literals.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/bytes.h"
#include "sim/sim_q.h"
#include "support/sim_recorder.h"
#include "support/vectors.h"

enum { BLOCKS_MAX = 27 };

#define AUDIO      "41 c0 00 10" /* mode page 05h, bytes 2 to 5: track at once, sessions may follow */
#define AUDIO_LAST "41 00 00 10"
#define DATA       "41 c4 08 10"
#define ATIP       "43 00 04 00 00 00 00 00 1c 00"

static int setup(void **state)
{
    struct sim_fixture *fixture;

    if (sim_recorder_setup(state) != 0) return 1;
    fixture = *state;
    sim_recorder_insert(fixture, SIM_MEDIUM_CD_RW);
    memory_parts_begin(&fixture->parts, fixture->drive.store);
    return 0;
}

/* Byte i of a sector. */
static uint8_t sample(int32_t lba, size_t i)
{
    return (uint8_t)(lba * 31 + (int32_t)i * 7 + 1);
}

static void write_audio(struct sim_fixture *fixture, int32_t lba, uint16_t count, uint32_t block_bytes)
{
    struct scsi_command command = {{0x2a}, 10, SCSI_DATA_OUT, NULL, count * block_bytes, 1000};
    uint8_t *bytes = malloc(count ? count * block_bytes : 1);
    size_t i;

    assert_non_null(bytes);
    for (i = 0; i < count * block_bytes; i++)
        bytes[i] = sample(lba + (int32_t)(i / SIM_SECTOR_BYTES), i % SIM_SECTOR_BYTES);
    command.data = bytes;
    store_be32(command.cdb + 2, (uint32_t)lba);
    store_be16(command.cdb + 7, count);
    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
    free(bytes);
}

static void write_sectors(struct sim_fixture *fixture, int32_t lba, uint32_t count)
{
    uint16_t piece;

    for (; count; count -= piece, lba += piece) {
        piece = (uint16_t)(count < BLOCKS_MAX ? count : BLOCKS_MAX);
        write_audio(fixture, lba, piece, SIM_SECTOR_BYTES);
        assert_good(fixture);
        assert_int_equal(fixture->reply.transferred_bytes, piece * 2352);
    }
}

static void write_track(struct sim_fixture *fixture, int32_t lba, uint32_t count)
{
    write_sectors(fixture, lba, count);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_good(fixture);
}

/* READ CD of one sector; byte 9 and 10 of the CDB. */
static void read_cd(struct sim_fixture *fixture, int32_t lba, uint8_t main, uint8_t sub)
{
    struct scsi_command command = {
        {0xbe, 0, 0, 0, 0, 0, 0, 0, 1, main, sub}, 12, SCSI_DATA_IN, fixture->data, 2800, 1000};

    store_be32(command.cdb + 2, (uint32_t)lba);
    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
}

static void assert_samples(struct sim_fixture *fixture, int32_t lba, bool is_silent)
{
    size_t i;

    read_cd(fixture, lba, 0x10, 0);
    assert_good(fixture);
    assert_int_equal(fixture->reply.transferred_bytes, 2352);
    for (i = 0; i < SIM_SECTOR_BYTES; i++)
        assert_int_equal(fixture->data[i], is_silent ? 0 : sample(lba, i));
}

/* Sub-channel form 2: twelve bytes of Q, three of zeros, and P. */
static void assert_q(struct sim_fixture *fixture, int32_t lba, const char *hex)
{
    read_cd(fixture, lba, 0, 2);
    assert_good(fixture);
    assert_data(fixture, hex);
}

static void assert_text(const struct sim_fixture *fixture, const char *expected)
{
    const struct memory_part *cue = &fixture->parts.parts[SIM_PART_CUE];

    assert_int_equal(cue->count, strlen(expected));
    assert_memory_equal(cue->bytes, expected, strlen(expected));
}

static void toc_is(struct sim_fixture *fixture, const char *format, const char *hex)
{
    char cdb[64];

    strcpy(cdb, "43 00 ");
    strcat(cdb, format);
    strcat(cdb, " 00 00 00 00 01 00 00");
    sim_fixture_read(fixture, cdb, 256);
    assert_data(fixture, hex);
}

/* Two run-out sectors and a pre-gap of 150 follow each track: the next one begins 152 sectors behind its last. */
static void write__two_tracks__lie_152_sectors_apart(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, AUDIO);
    write_track(fixture, 0, 400);
    sim_recorder_set_page(fixture, "41 03 00 10"); /* copying permitted, pre-emphasis, and the last session */
    write_track(fixture, 552, 350);
    sim_recorder_assert_track(fixture, 1, "00 0f 00", 0, 400);
    sim_recorder_assert_track(fixture, 2, "03 0f 00", 552, 350);
    sim_fixture_run(fixture, SIM_CLOSE_SESSION);
    assert_good(fixture);
    sim_recorder_assert_disc(fixture, 2, 3, 1);
    toc_is(fixture, "00", "00 1a 01 02  00 10 01 00 00 00 00 00  00 13 02 00 00 00 02 28  00 13 aa 00 00 00 03 88");
    toc_is(fixture, "01", "00 0a 01 01  00 10 01 00 00 00 00 00");
    toc_is(fixture, "02",
           "00 39 01 01  01 10 00 a0 00 00 00 00 01 00 00  01 13 00 a1 00 00 00 00 02 00 00"
           " 01 13 00 a2 00 00 00 00 00 0e 04  01 10 00 01 00 00 00 00 00 02 00  01 13 00 02 00 00 00 00 00 09 1b");
    assert_samples(fixture, 0, false);
    assert_samples(fixture, 399, false);
    assert_samples(fixture, 400, true); /* run-out */
    assert_samples(fixture, 551, true); /* pre-gap */
    assert_samples(fixture, 552, false);
    assert_samples(fixture, 901, false);
    assert_samples(fixture, 903, true);
    assert_samples(fixture, -150, true);
    read_cd(fixture, 904, 0x10, 0);
    assert_sense(fixture, 0x052100);
    read_cd(fixture, -151, 0x10, 0);
    assert_sense(fixture, 0x052100);
    sim_fixture_read(fixture, "28 00 00 00 00 00 00 00 01 00", 2048);
    assert_sense(fixture, 0x056400);
    assert_int_equal(fixture->parts.parts[SIM_PART_SECTORS].count, 904 * 2352);
    assert_int_equal(fixture->parts.parts[SIM_PART_SUB_CODE].count, (150 + 904) * 96);
    assert_text(fixture, "FILE \"disc.bin\" BINARY\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n  TRACK 02 AUDIO\n"
                         "    FLAGS DCP PRE\n    INDEX 00 00:05:27\n    INDEX 01 00:07:27\n");
}

/* q-frames.json; P is 1 in index 0 and the first sector of index 1. */
static void write__a_track__has_the_frames_of_its_places(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, "41 02 00 10"); /* copying permitted */
    write_track(fixture, 0, 4600);
    sim_fixture_run(fixture, SIM_CLOSE_SESSION);
    assert_good(fixture);
    assert_q(fixture, -150, "21 01 00 00 01 74 00 00 00 00 93 b4 00 00 00 80");
    assert_q(fixture, -1, "21 01 00 00 00 00 00 00 01 74 4f b6 00 00 00 80");
    assert_q(fixture, 0, "21 01 01 00 00 00 00 00 02 00 63 25 00 00 00 80");
    assert_q(fixture, 1, "21 01 01 00 00 01 00 00 02 01 d9 55 00 00 00 00");
    assert_q(fixture, 74, "21 01 01 00 00 74 00 00 02 74 c9 b6 00 00 00 00");
    assert_q(fixture, 75, "21 01 01 00 01 00 00 00 03 00 15 b4 00 00 00 00");
    assert_q(fixture, 4501, "21 01 01 01 00 01 00 01 02 01 56 04 00 00 00 00");
}

/* Mode page 05h with a catalogue number and an ISRC. */
static void set_numbers(struct sim_fixture *fixture, const char *catalogue, const char *isrc)
{
    uint8_t list[60] = {0, 0, 0, 0, 0, 0, 0, 0, 0x05, 0x32, 0x41, 0x02, 0x00, 0x10};
    struct scsi_command command = {{0x55, 0x10, 0, 0, 0, 0, 0, 0, 60}, 10, SCSI_DATA_OUT, list, sizeof list, 1000};

    list[8 + 15] = 150;
    list[8 + 16] = list[8 + 32] = 0x80;
    memcpy(list + 8 + 17, catalogue, 13);
    memcpy(list + 8 + 33, isrc, 12);
    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
    assert_good(fixture);
}

static void write__numbers_of_page_05h__are_frames_and_are_read_again(void **state)
{
    struct sim_fixture *fixture = *state;

    set_numbers(fixture, "0123456789012", "USK7Y9812345");
    write_track(fixture, 0, 400);
    sim_fixture_run(fixture, SIM_CLOSE_SESSION);
    assert_good(fixture);
    assert_q(fixture, -90, "22 01 23 45 67 89 01 20 00 60 65 2c 00 00 00 80");
    assert_q(fixture, 0, "21 01 01 00 00 00 00 00 02 00 63 25 00 00 00 80"); /* the first one tells its position */
    assert_q(fixture, 1, "22 01 23 45 67 89 01 20 00 01 19 ab 00 00 00 00");
    assert_q(fixture, 50, "23 96 36 c7 a4 98 12 34 50 50 10 71 00 00 00 00");
    assert_q(fixture, 90, "22 01 23 45 67 89 01 20 00 15 4b 1e 00 00 00 00");
    sim_fixture_read(fixture, "42 00 40 02 00 00 00 00 18 00", 24);
    assert_data(fixture, "00 15 00 14 02 00 00 00 80 30 31 32 33 34 35 36 37 38 39 30 31 32 00 3c");
    sim_fixture_read(fixture, "42 00 40 03 00 00 01 00 18 00", 24);
    assert_data(fixture, "00 15 00 14 03 32 01 00 80 55 53 4b 37 59 39 38 31 32 33 34 35 00 32 00");
    sim_fixture_read(fixture, "42 02 40 01 00 00 00 00 10 00", 16);
    assert_data(fixture, "00 15 00 0c 01 12 01 01 00 00 02 00 00 00 00 00");
    sim_fixture_read(fixture, "42 00 40 03 00 00 02 00 18 00", 24);
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "42 00 40 04 00 00 00 00 18 00", 24);
    assert_sense(fixture, 0x052400);
    assert_text(fixture, "CATALOG 0123456789012\nFILE \"disc.bin\" BINARY\n  TRACK 01 AUDIO\n    FLAGS DCP\n"
                         "    ISRC USK7Y9812345\n    INDEX 01 00:00:00\n");
}

static void read_sub_channel__no_numbers__are_not_valid(void **state)
{
    struct sim_fixture *fixture = *state;

    set_numbers(fixture, "01234567890 2", "us-7Y9812345"); /* other characters: no numbers */
    write_track(fixture, 0, 300);
    sim_fixture_read(fixture, "42 00 40 02 00 00 00 00 18 00", 24);
    assert_data(fixture, "00 15 00 14 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00");
    sim_fixture_read(fixture, "42 00 40 03 00 00 01 00 18 00", 24);
    assert_data(fixture, "00 15 00 14 03 32 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00");
    sim_fixture_read(fixture, "42 00 00 00 00 00 00 00 04 00", 4);
    assert_data(fixture, "00 15 00 00");
}

static void write__short_track__is_filled_to_four_seconds(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, AUDIO_LAST);
    write_track(fixture, 0, 10);
    sim_recorder_assert_track(fixture, 1, "00 0f 00", 0, 300);
    sim_fixture_run(fixture, SIM_CLOSE_SESSION);
    assert_samples(fixture, 9, false);
    assert_samples(fixture, 10, true);
    assert_samples(fixture, 301, true);
}

static void write__shorter_than_its_blocks__is_refused(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, AUDIO);
    write_audio(fixture, 0, 10, 2048);
    assert_sense(fixture, 0x052400);
    write_audio(fixture, 1, 10, 2352);
    assert_sense(fixture, 0x052102);
    sim_recorder_assert_disc(fixture, 0, 0, 1);
}

/* A track is one or the other. */
static void write__the_page_changes_within_a_track__is_refused(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, AUDIO);
    write_sectors(fixture, 0, 20);
    sim_recorder_set_page(fixture, DATA);
    sim_recorder_write(fixture, 20, 16, 1);
    assert_sense(fixture, 0x056400);
    sim_recorder_set_page(fixture, "41 04 00 10"); /* 2352 bytes of data: not track at once */
    write_audio(fixture, 20, 1, 2352);
    assert_sense(fixture, 0x056400);
}

static void write__test_mode__leaves_the_disc_blank(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, "51 c0 00 10");
    write_track(fixture, 0, 300);
    sim_recorder_assert_disc(fixture, 0, 0, 1);
    assert_int_equal(fixture->parts.parts[SIM_PART_SECTORS].count, 0);
    assert_int_equal(fixture->parts.parts[SIM_PART_SUB_CODE].count, 0);
}

/* CD Extra: the second session begins 11,400 sectors behind the first lead-out, as sessions of data do. */
static void write__data_session_behind_audio__both_are_read(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, AUDIO);
    write_track(fixture, 0, 300);
    sim_fixture_run(fixture, SIM_CLOSE_SESSION);
    sim_recorder_assert_disc(fixture, 1, 0, 2);
    sim_recorder_set_page(fixture, "41 04 08 10");
    sim_recorder_write_all(fixture, 11702, 320, 9);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    sim_fixture_run(fixture, SIM_CLOSE_SESSION);
    sim_recorder_assert_disc(fixture, 2, 3, 2);
    assert_samples(fixture, 299, false);
    assert_int_equal(sim_recorder_read(fixture, 11702), 9);
    toc_is(fixture, "00", "00 1a 01 02  00 10 01 00 00 00 00 00  00 14 02 00 00 00 2d b6  00 14 aa 00 00 00 2e f8");
    toc_is(fixture, "01", "00 0a 01 02  00 14 02 00 00 00 2d b6");
    assert_q(fixture, 11702, "41 02 01 00 00 00 00 02 38 02 a1 0a 00 00 00 80");
    assert_text(fixture, "FILE \"disc.bin\" BINARY\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n"
                         "FILE \"disc.iso\" BINARY\n  TRACK 02 MODE1/2048\n    INDEX 01 02:36:02\n");
}

/* The blocks in the buffer never reached the disc. */
static void write__power_is_lost__track_ends_where_it_reached(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, AUDIO);
    write_sectors(fixture, 0, 1000);
    sim_recorder_cut_power(fixture);
    sim_recorder_assert_track(fixture, 1, "20 0f 00", 0, 1000 - 784);
    sim_recorder_set_page(fixture, AUDIO);
    write_audio(fixture, 1000 - 784, 1, 2352);
    assert_sense(fixture, 0x052102);
    sim_fixture_run(fixture, SIM_CLOSE_TRACK_1);
    assert_good(fixture);
    sim_recorder_assert_track(fixture, 1, "00 0f 00", 0, 300);
    assert_samples(fixture, 215, false);
    assert_samples(fixture, 216, true);
}

static void blank__recorded_disc__nothing_is_left_of_it(void **state)
{
    struct sim_fixture *fixture = *state;
    size_t part;

    sim_recorder_set_page(fixture, AUDIO);
    write_track(fixture, 0, 300);
    sim_fixture_run(fixture, SIM_CLOSE_SESSION);
    sim_fixture_run(fixture, "a1 01 00 00 00 00 00 00 00 00 00 00");
    assert_good(fixture);
    for (part = 0; part < SIM_PART_COUNT; part++)
        assert_int_equal(fixture->parts.parts[part].count, 0);
    read_cd(fixture, 0, 0x10, 0);
    assert_sense(fixture, 0x052100);
}

/* BLANK, type 6: of the audio session that was there before no frame is read in a data session. */
static void blank__last_session__its_frames_are_not_those_of_the_next(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, AUDIO);
    write_track(fixture, 0, 300);
    sim_fixture_run(fixture, SIM_CLOSE_SESSION);
    set_numbers(fixture, "0123456789012", "USK7Y9812345");
    write_track(fixture, 11702, 300);
    sim_fixture_run(fixture, SIM_CLOSE_SESSION);
    assert_good(fixture);
    sim_fixture_run(fixture, "a1 06 00 00 00 00 00 00 00 00 00 00");
    assert_good(fixture);
    sim_recorder_set_page(fixture, "41 04 08 10");
    sim_recorder_write_all(fixture, 11702, 300, 9);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    sim_fixture_run(fixture, SIM_CLOSE_SESSION);
    assert_good(fixture);
    assert_q(fixture, 11752, "41 02 01 00 00 50 00 02 38 52 ee cd 00 00 00 00");
    sim_fixture_read(fixture, "42 00 40 03 00 00 02 00 18 00", 24);
    assert_data_at(fixture, 8, "00");
    assert_text(fixture, "FILE \"disc.bin\" BINARY\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n"
                         "FILE \"disc.iso\" BINARY\n  TRACK 02 MODE1/2048\n    INDEX 01 02:36:02\n");
}

/* What the file lacks was recorded: it must not pass for silence. */
static void read__sectors_lost_from_the_files__are_read_errors(void **state)
{
    struct sim_fixture *fixture = *state;

    set_numbers(fixture, "0123456789012", "USK7Y9812345");
    write_track(fixture, 0, 400);
    sim_fixture_run(fixture, SIM_CLOSE_SESSION);
    fixture->parts.parts[SIM_PART_SECTORS].count = 100 * 2352 + 7;
    assert_samples(fixture, 99, false);
    read_cd(fixture, 100, 0x10, 0);
    assert_sense(fixture, 0x031100);
    fixture->parts.parts[SIM_PART_SECTORS].count = 402 * 2352;
    fixture->parts.unreadable = 1 << SIM_PART_SECTORS;
    read_cd(fixture, 5, 0x10, 0);
    assert_sense(fixture, 0x031100);
    fixture->parts.unreadable = 0;
    fixture->parts.parts[SIM_PART_SUB_CODE].count = 150 * 96; /* the positions follow from the tracks */
    assert_q(fixture, 1, "21 01 01 00 00 01 00 00 02 01 d9 55 00 00 00 00");
    fixture->parts.parts[SIM_PART_SUB_CODE].count = 50;
    sim_fixture_read(fixture, "42 00 40 02 00 00 00 00 18 00", 24);
    assert_data_at(fixture, 8, "00");
    fixture->parts.unreadable = 1 << SIM_PART_SUB_CODE;
    sim_fixture_read(fixture, "42 00 40 02 00 00 00 00 18 00", 24);
    assert_sense(fixture, 0x031100);
}

/* A full disk, or a store that keeps no parts. */
static void write__store_takes_nothing__is_a_write_error(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, AUDIO);
    fixture->parts.unwritable = 1 << SIM_PART_SUB_CODE;
    write_audio(fixture, 0, 10, 2352);
    assert_sense(fixture, 0x030c00);
    sim_recorder_assert_disc(fixture, 0, 0, 1);
    fixture->parts.unwritable = 1 << SIM_PART_SECTORS;
    write_audio(fixture, 0, 10, 2352);
    assert_sense(fixture, 0x030c00);
    fixture->parts.unwritable = 0;
    fixture->drive.store->write_part = NULL;
    write_audio(fixture, 0, 10, 2352);
    assert_sense(fixture, 0x030c00);
    sim_recorder_assert_disc(fixture, 0, 0, 1);
}

/* The disc is recorded, with or without the sheet. */
static void close_session__cue_sheet_cannot_be_written__session_is_closed(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, AUDIO_LAST);
    write_track(fixture, 0, 300);
    fixture->parts.unwritable = 1 << SIM_PART_CUE;
    sim_fixture_run(fixture, SIM_CLOSE_SESSION);
    assert_good(fixture);
    sim_recorder_assert_disc(fixture, 2, 3, 1);
    assert_int_equal(fixture->parts.parts[SIM_PART_CUE].count, 0);
}

/* Hidden sectors, and no second track, on a disc with room for 1,000 sectors. */
static void write__small_disc__has_its_lead_in_at_99_58_and_ends(void **state)
{
    struct sim_fixture *fixture = *state;

    fixture->drive.options.blocks = 1000;
    sim_fixture_read(fixture, ATIP, 28);
    assert_data_at(fixture, 8, "63 3a 00 00 00 0f 19"); /* 99:58:00, and 1000 + 150 = 00:15:25 */
    sim_recorder_set_page(fixture, AUDIO);
    write_sectors(fixture, 0, 998);
    write_audio(fixture, 998, 1, 2352);
    assert_sense(fixture, 0x056300);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_good(fixture);
    sim_recorder_assert_track(fixture, 1, "00 0f 00", 0, 998);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, sim_fixture_teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        CASE(write__two_tracks__lie_152_sectors_apart),
        CASE(write__a_track__has_the_frames_of_its_places),
        CASE(write__numbers_of_page_05h__are_frames_and_are_read_again),
        CASE(read_sub_channel__no_numbers__are_not_valid),
        CASE(write__short_track__is_filled_to_four_seconds),
        CASE(write__shorter_than_its_blocks__is_refused),
        CASE(write__the_page_changes_within_a_track__is_refused),
        CASE(write__test_mode__leaves_the_disc_blank),
        CASE(write__data_session_behind_audio__both_are_read),
        CASE(write__power_is_lost__track_ends_where_it_reached),
        CASE(blank__recorded_disc__nothing_is_left_of_it),
        CASE(blank__last_session__its_frames_are_not_those_of_the_next),
        CASE(read__sectors_lost_from_the_files__are_read_errors),
        CASE(write__store_takes_nothing__is_a_write_error),
        CASE(close_session__cue_sheet_cannot_be_written__session_is_closed),
        CASE(write__small_disc__has_its_lead_in_at_99_58_and_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
