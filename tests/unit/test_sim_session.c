/* sim/sim_session.c: CDs that are recorded as a session at once with audio, with the sheets, lead-ins and frames that
 * cdrdao 1.2.4 and cdrskin 1.5.4 sent for one disc of 400, 475 and 325 sectors, and that pressed discs carry.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/hex.h"
#include "sim/store.h"
#include "support/sim_fixture.h"
#include "support/sim_recorder.h"

enum { LEAD_IN = -11635, LEAD_OUT = 1200, BLOCKS_MAX = 26 };

#define CDRDAO_PAGE       "62 05 03 10" /* mode page 05h, bytes 2 to 5 */
#define CDRSKIN_PAGE      "42 00 00 00"
#define SEND_SHEET(bytes) "5d 00 00 00 00 00 00 00 " bytes " 00"

/* Captured. */
#define CDRDAO_SHEET                                                                                                   \
    "0234303036333831 0233333339333100 0100004100611a41 2301444541343530 2301373030303031 2101000000000000"            \
    "2101010000000200 1302444541343530 1302373030303032 1102000000000719 1102010000000919 1102020000000a19"            \
    "0303444541343530 0303373030303033 0103010000000d32 01aa010100001200"
#define CDRSKIN_SHEET                                                                                                  \
    "0234303036333831 0233333339333100 0100004100000000 0301444541343530 0301373030303031 0101000000000000"            \
    "0101010000000200 0302444541343530 0302373030303032 0102010000000719 0303444541343530 0303373030303033"            \
    "0103010000000d32 01aa010100001200"
#define TWO_TRACKS "0100000100000000 0101000000000000 0101010000000200 0102010000000719 01aa010100000c00"

/* The lead-in's first two sectors, from both. */
static const char *const text_sectors[] = {
    "200000000004192f1d1708201126252e1912011718172b30200000010306312c1c30010c191605240b16252e000d0003"
    "20000802000404201d0625341b0614201d0621211d08192c20000803030201291c32012c1b3639270806152e1b3f320f",
    "20000804033715271a0201341b3201321d1638201b36092920000805033719251c2201341d363c201c0605231a363928"
    "2000080603370c0016200000000000000000000000080c0020100007000511281912011319160d341b37082010230c32",
};

static struct sim_disc_memory memory;

static bool write_block(struct sim_store *store, uint32_t lba, uint32_t count, const uint8_t *bytes)
{
    (void)store;
    (void)lba;
    (void)count;
    (void)bytes;
    return true;
}

static int setup(void **state)
{
    struct sim_fixture *fixture;

    if (sim_fixture_setup(state) != 0) return 1;
    fixture = *state;
    memset(&memory, 0, sizeof memory);
    fixture->drive.disc = &memory;
    fixture->image_blocks = 0;
    fixture->store.write = write_block;
    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    return 0;
}

static void blank(struct sim_fixture *fixture)
{
    memset(&memory, 0, sizeof memory);
    memory_parts_clear(&fixture->parts);
}

static uint8_t sample(int32_t lba, size_t i)
{
    return (uint8_t)((uint32_t)lba * 31 + i * 7 + 1);
}

/* WRITE(10) of blocks of so many bytes, samples throughout; or of the lead-in, with its text at its beginning. */
static void write_blocks(struct sim_fixture *fixture, int32_t lba, uint16_t count, uint32_t block_bytes)
{
    uint32_t bytes = count * block_bytes, n;
    uint8_t *data = calloc(1, bytes ? bytes : 1);
    struct scsi_command command = {{0x2a}, 10, SCSI_DATA_OUT, data, bytes, 1000};
    size_t i;

    assert_non_null(data);
    store_be32(command.cdb + 2, (uint32_t)lba);
    store_be16(command.cdb + 7, count);
    for (n = 0; n < count; n++) {
        int32_t at = lba + (int32_t)n;
        uint8_t *block = data + (size_t)n * block_bytes;

        if (block_bytes == 96) {
            if (at - LEAD_IN < 2) assert_true(hex_decode(text_sectors[at - LEAD_IN], 96, block));
            continue;
        }
        for (i = 0; i < block_bytes; i++)
            block[i] = sample(at, i);
    }
    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
    free(data);
}

static void write_range(struct sim_fixture *fixture, int32_t lba, int32_t end, uint32_t block_bytes)
{
    while (lba < end) {
        uint16_t count = end - lba < BLOCKS_MAX ? (uint16_t)(end - lba) : BLOCKS_MAX;

        write_blocks(fixture, lba, count, block_bytes);
        assert_good(fixture);
        lba += count;
    }
}

static void send_sheet(struct sim_fixture *fixture, const char *cdb, const char *sheet)
{
    sim_fixture_write(fixture, cdb, sheet);
    assert_good(fixture);
}

static void burn_cdrdao(struct sim_fixture *fixture)
{
    sim_recorder_set_page(fixture, CDRDAO_PAGE);
    send_sheet(fixture, SEND_SHEET("80"), CDRDAO_SHEET);
    write_range(fixture, LEAD_IN, -150, 96);
    write_range(fixture, -150, LEAD_OUT, 2352);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_good(fixture);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_good(fixture);
}

static void assert_samples(struct sim_fixture *fixture, int32_t lba)
{
    char cdb[40];
    size_t i;

    snprintf(cdb, sizeof cdb, "be 04 %08lx 00 00 01 10 00 00", (unsigned long)(uint32_t)lba);
    sim_fixture_read(fixture, cdb, SIM_SECTOR_BYTES);
    assert_good(fixture);
    for (i = 0; i < SIM_SECTOR_BYTES; i++)
        assert_int_equal(fixture->data[i], sample(lba, i));
}

#define TEXT                                                                                                           \
    "0092 0000 80000000466f75722046696e652057617af0 8000010c6c6c73004c6561642d696e00d003"                              \
    "8002020041207469746c652074686174866c 8002030c206973206c6f6e6720656e6ffc8f 8002040f75676820746f2072756e206f6269"   \
    "8002050f7665722074776f207061636b6e68 8002060f73005a0000000000000000008300 8100070054686520536563746f7220423332"

/* The same table of contents as the raw burn of the same disc by the same program (test_sim_raw.c). */
static void session__cdrdao__is_the_disc_with_its_text(void **state)
{
    struct sim_fixture *fixture = *state;

    burn_cdrdao(fixture);
    sim_recorder_assert_disc(fixture, 2, 3, 1);
    sim_fixture_read(fixture, "43 00 00 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "0022 01 03 00120100 00000000 00110200 00000226 00100300 0000036b 0010aa00 000004b0");
    sim_fixture_read(fixture, "43 02 02 00 00 00 01 00 ff 00", 255);
    assert_data(fixture, "0044 01 01 011200a0 000000 00010000 011000a1 000000 00030000 011000a2 000000 00001200"
                         "01120001 000000 00000200 01110002 000000 00000919 01100003 000000 00000d32");
    sim_fixture_read(fixture, "43 00 05 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, TEXT);
    assert_samples(fixture, -150);
    assert_samples(fixture, -1);
    assert_samples(fixture, 0);
    assert_samples(fixture, 449);
    assert_samples(fixture, 1199);
    assert_int_equal(fixture->parts.parts[SIM_PART_LEAD_IN].count, 0);
    assert_int_equal(fixture->parts.parts[SIM_PART_SHEET].count, 0);
}

/* Frames of the drive's own: positions at borders equal those that cdrdao sends raw for the same disc, but for index 0,
 * which counts down to 00:00:00 here.
 */
static void session__cdrdao__frames_tell_track_index_and_texts(void **state)
{
    static const struct {
        const char *cdb, *q;
    } rows[] = {
        {"be 04 00 00 00 00 00 00 01 00 02 00", "210101000000000002006325 000000 80"},
        {"be 04 00 00 00 02 00 00 01 00 02 00", "2101010000020000020207e4 000000 00"},
        {"be 04 00 00 01 8f 00 00 01 00 02 00", "210101000524000007243a85 000000 00"},
        {"be 04 00 00 02 26 00 00 01 00 02 00", "110201000000000009254bc7 000000 80"},
        {"be 04 00 00 02 27 00 00 01 00 02 00", "11020100000100000926d1f5 000000 00"},
        {"be 04 00 00 02 70 00 00 01 00 02 00", "11020100007400001024768d 000000 00"},
        {"be 04 00 00 02 71 00 00 01 00 02 00", "110202000100000010257ff9 000000 00"},
        {"be 04 00 00 03 6b 00 00 01 00 02 00", "01030100000000001350f6f8 000000 80"},
        {"be 04 00 00 00 32 00 00 01 00 02 00", "235154441407000010506a6d 000000 00"}, /* ISRC at LBA 50 */
        {"be 04 00 00 00 01 00 00 01 00 02 00", "224006381333931000013513 000000 00"}, /* catalogue number at LBA 1 */
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    burn_cdrdao(fixture);
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        print_message("%s\n", rows[i].cdb);
        sim_fixture_read(fixture, rows[i].cdb, 16);
        assert_data(fixture, rows[i].q);
    }
    sim_fixture_read(fixture, "be 04 00 00 01 90 00 00 01 00 02 00", 16); /* LBA 400: 149 sectors of index 0 are left */
    assert_data_at(fixture, 0, "110200000174000007 25");
    assert_data_at(fixture, 15, "80");
    sim_fixture_read(fixture, "be 04 00 00 02 25 00 00 01 00 02 00", 16); /* LBA 549 */
    assert_data_at(fixture, 0, "110200000000000009 24");
}

static void session__cdrskin__is_the_disc_with_its_text(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, CDRSKIN_PAGE);
    send_sheet(fixture, SEND_SHEET("70"), CDRSKIN_SHEET);
    write_range(fixture, LEAD_IN, -150, 96);
    write_range(fixture, -150, LEAD_OUT, 2352);
    sim_fixture_run(fixture, "35 02 00 00 00 00 00 00 00 00");
    assert_good(fixture);
    sim_recorder_assert_disc(fixture, 2, 3, 1);
    sim_fixture_read(fixture, "43 00 00 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "0022 01 03 00100100 00000000 00100200 00000190 00100300 0000036b 0010aa00 000004b0");
    sim_fixture_read(fixture, "43 00 05 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, TEXT);
    assert_samples(fixture, 399);
    assert_samples(fixture, 400);
}

/* Without the lead-in's sub-channel, the first WRITE is at -150. */
static void session__data_form_01h__begins_with_the_pre_gap(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, CDRSKIN_PAGE);
    send_sheet(fixture, SEND_SHEET("28"), TWO_TRACKS);
    write_blocks(fixture, LEAD_IN, 1, 96);
    assert_sense(fixture, 0x052102);
    write_range(fixture, -150, 750, 2352);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    sim_fixture_read(fixture, "43 00 00 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "001a 01 02 00100100 00000000 00100200 00000190 0010aa00 000002ee");
    sim_fixture_read(fixture, "43 00 05 00 00 00 00 00 ff 00", 255);
    assert_sense(fixture, 0x052400);
}

static void session__lead_in_out_of_order__is_refused(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, CDRDAO_PAGE);
    send_sheet(fixture, SEND_SHEET("80"), CDRDAO_SHEET);
    write_blocks(fixture, -150, 1, 2352);
    assert_sense(fixture, 0x052102);
    write_range(fixture, LEAD_IN, -160, 96);
    write_blocks(fixture, -161, 1, 96);
    assert_sense(fixture, 0x052102);
    write_blocks(fixture, -160, 11, 2352); /* across the end of the lead-in */
    assert_sense(fixture, 0x052102);
    write_range(fixture, -160, -150, 96);
    write_blocks(fixture, -150, 1, 2048); /* too few bytes */
    assert_sense(fixture, 0x052400);
    write_range(fixture, -150, 1190, 2352);
    write_blocks(fixture, 1190, 11, 2352); /* into the lead-out */
    assert_sense(fixture, 0x056300);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE); /* not yet whole */
    assert_good(fixture);
    sim_recorder_assert_disc(fixture, 0, 0, 1);
    write_range(fixture, 1190, LEAD_OUT, 2352);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    sim_recorder_assert_disc(fixture, 2, 3, 1);
}

static void send_cue_sheet__anything_wrong__is_refused_and_keeps_nothing(void **state)
{
    static const char *const sheets[] = {
        "0101000000000000 0101010000000200 0102010000000719 01aa010100000c00", /* no lead-in */
        "0100000100000000 0101000000000000 0101010000000200 0102010000000719", /* no lead-out */
        "010000c100000000 0101000000000000 0101010000000200 01aa010100000c00", /* packed */
        "0100000100000000 0101000000000000 0101010000000200 0103010000000719", /* a gap */
        "0100000100000000 0101000000000000 0101010000000200 01aa010100000549", /* short */
        "0100000100000000 0101000000000000 0101010000000200 01aa010100500000", /* too long */
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    sim_recorder_set_page(fixture, CDRSKIN_PAGE);
    for (i = 0; i < sizeof sheets / sizeof sheets[0]; i++) {
        print_message("%s\n", sheets[i]);
        sim_fixture_write(fixture, SEND_SHEET("20"), sheets[i]);
        assert_sense(fixture, 0x052600);
        assert_int_equal(fixture->parts.parts[SIM_PART_SHEET].count, 0);
    }
    write_blocks(fixture, -150, 1, 2352);
    assert_sense(fixture, 0x052c00);
}

/* Audio with a data track behind it, whose 2048 bytes the drive makes sectors of; another session can follow. */
static void burn_mixed(struct sim_fixture *fixture)
{
    sim_recorder_set_page(fixture, "42 c0 00 00");
    send_sheet(fixture, SEND_SHEET("38"),
               "0100000100000000 0101000000000000 0101010000000200 4102001000000600 4102011000000800 0103010000000c00"
               "01aa010100001100");
    write_range(fixture, -150, 300, 2352);
    write_range(fixture, 300, 750, 2048);
    write_range(fixture, 750, 1125, 2352);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_good(fixture);
    fixture->image_blocks = 20000; /* block n is full of n + 1 */
}

static void session__mixed__data_and_audio_are_read_as_such(void **state)
{
    struct sim_fixture *fixture = *state;
    size_t i;

    burn_mixed(fixture);
    sim_fixture_read(fixture, "43 00 00 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "0022 01 03 00100100 00000000 00140200 000001c2 00100300 000002ee 0010aa00 00000465");
    assert_samples(fixture, 0);
    assert_samples(fixture, 1124);
    sim_fixture_read(fixture, "28 00 00 00 01 c2 00 00 01 00", SIM_BLOCK_BYTES);
    assert_good(fixture);
    for (i = 0; i < SIM_BLOCK_BYTES; i++)
        assert_int_equal(fixture->data[i], sample(450, i));
    sim_fixture_read(fixture, "be 08 00 00 01 c2 00 00 01 f8 00 00", SIM_SECTOR_BYTES);
    assert_data_at(fixture, 12, "00080001"); /* 00:08:00, mode 1 */
    sim_fixture_read(fixture, "be 08 00 00 00 00 00 00 01 10 00 00", SIM_SECTOR_BYTES);
    assert_sense(fixture, 0x056400);
}

/* Two tracks of data from 0 and 300, then audio from 600 on, and nothing between them. */
static void session__tracks_that_adjoin__are_read_up_to_the_audio(void **state)
{
    struct sim_fixture *fixture = *state;
    size_t i;

    sim_recorder_set_page(fixture, "42 c0 00 00");
    send_sheet(fixture, SEND_SHEET("30"),
               "4100001400000000 4101001000000000 4101011000000200 4102011000000600 0103010000000a00 01aa010100000e00");
    write_range(fixture, -150, 600, 2048);
    write_range(fixture, 600, 900, 2352);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_good(fixture);
    sim_fixture_read(fixture, "28 00 00 00 01 2b 00 00 02 00", 2 * SIM_BLOCK_BYTES);
    assert_good(fixture);
    assert_int_equal(fixture->reply.transferred_bytes, 2 * SIM_BLOCK_BYTES);
    for (i = 0; i < SIM_BLOCK_BYTES; i++) {
        assert_int_equal(fixture->data[i], sample(299, i));
        assert_int_equal(fixture->data[SIM_BLOCK_BYTES + i], sample(300, i));
    }
    sim_fixture_run(fixture, "2f 00 00 00 00 00 00 02 58 00");
    assert_good(fixture);
    sim_fixture_run(fixture, "2f 00 00 00 00 00 00 02 59 00");
    assert_sense(fixture, 0x056400);
    assert_memory_equal(fixture->reply.sense, "\xf0\x00\x05\x00\x00\x02\x58", 7); /* 600 */
    sim_fixture_read(fixture, "28 00 00 00 02 57 00 00 02 00", 2 * SIM_BLOCK_BYTES);
    assert_sense(fixture, 0x056400);
}

static void add_data_track(struct sim_fixture *fixture, int32_t lba)
{
    sim_recorder_set_page(fixture, "41 c4 08 00");
    write_range(fixture, lba, lba + 300, 2048);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_good(fixture);
    sim_fixture_run(fixture, SIM_CLOSE_SESSION);
    assert_good(fixture);
}

/* Beyond all addresses; behind them no sheet says how long a block is. */
static void session__address_at_the_end_of_numbers__is_refused(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, CDRSKIN_PAGE);
    send_sheet(fixture, SEND_SHEET("28"), TWO_TRACKS);
    write_blocks(fixture, INT32_MAX, 1, 2352);
    assert_sense(fixture, 0x052102);
    sim_fixture_write(fixture, "aa 00 00 00 00 00 ff ff ff ff 00 00", "00");
    assert_sense(fixture, 0x052400);
}

/* The sheet of the disc's files lacks what a track's first sector would say; the session is closed all the same. */
static void session__sectors_that_cannot_be_read__is_closed(void **state)
{
    struct sim_fixture *fixture = *state;

    fixture->parts.unreadable = 1u << SIM_PART_SECTORS;
    burn_mixed(fixture);
    sim_recorder_assert_disc(fixture, 1, 0, 2);
}

/* A track of data at once is kept in blocks, also behind a session whose data are sectors. */
static void session__mixed_and_a_track_at_once__each_is_read_from_where_it_is(void **state)
{
    struct sim_fixture *fixture = *state;

    burn_mixed(fixture);
    add_data_track(fixture, 12525); /* 1125 and 11,400 */
    assert_int_equal(sim_recorder_read(fixture, 12525), 0xEE);
    assert_int_equal(sim_recorder_read(fixture, 12824), 0x19);
    sim_fixture_read(fixture, "be 08 00 00 30 ed 00 00 01 10 00 00", SIM_BLOCK_BYTES);
    assert_good(fixture);
    assert_int_equal(fixture->data[0], 0xEE);
    sim_fixture_read(fixture, "28 00 00 00 01 c2 00 00 01 00", SIM_BLOCK_BYTES);
    assert_good(fixture);
    assert_int_equal(fixture->data[1], sample(450, 1));
    assert_samples(fixture, 1124);
}

/* BLANK, type 5, opens the session again: the track comes into the same one. */
static void session__opened_again__takes_a_track_in_blocks(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_RW);
    burn_mixed(fixture);
    sim_fixture_run(fixture, "a1 05 00 00 00 00 00 00 00 00 00 00");
    assert_good(fixture);
    add_data_track(fixture, 1275); /* 1125 and 150 */
    assert_int_equal(sim_recorder_read(fixture, 1275), 0xFC);
    assert_samples(fixture, 1124);
}

/* BLANK, type 6: where the only session goes, nothing is left of it. */
static void session__blanked__leaves_no_sectors_and_no_text(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_RW);
    burn_mixed(fixture);
    assert_true(
        fixture->store.write_part(&fixture->store, SIM_PART_TEXT, 0, 19, (const uint8_t *)"18 bytes of a pack."));
    sim_fixture_run(fixture, "a1 06 00 00 00 00 00 00 00 00 00 00");
    assert_good(fixture);
    add_data_track(fixture, 0);
    assert_int_equal(sim_recorder_read(fixture, 0), 0x01);
    sim_fixture_read(fixture, "43 00 05 00 00 00 00 00 ff 00", 255);
    assert_sense(fixture, 0x052400);
    assert_int_equal(fixture->parts.parts[SIM_PART_SECTORS].count, 0);
}

/* CD-ROM XA: 2336 bytes with their sub-header; form 2 by its bit 5. */
static void session__xa__form_is_the_sub_headers(void **state)
{
    struct sim_fixture *fixture = *state;
    uint8_t block[2336] = {0, 0, 0x20, 0, 0, 0, 0x20, 0, 0x5a};
    struct scsi_command command = {{0x2a}, 10, SCSI_DATA_OUT, block, sizeof block, 1000};

    sim_recorder_set_page(fixture, CDRSKIN_PAGE);
    send_sheet(fixture, SEND_SHEET("20"), "4100002400000000 4101002000000000 4101012000000200 41aa012400000600");
    write_range(fixture, -150, 0, 2336);
    command.cdb[8] = 1;
    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
    assert_good(fixture);
    block[2] = block[6] = 0x08;
    command.cdb[5] = 1;
    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
    assert_good(fixture);
    write_range(fixture, 2, 300, 2336);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_good(fixture);
    sim_fixture_read(fixture, "be 14 00 00 00 00 00 00 01 10 00 00", SIM_SECTOR_BYTES);
    assert_int_equal(fixture->reply.transferred_bytes, 2324);
    assert_data_at(fixture, 0, "5a 00");
    sim_fixture_read(fixture, "be 10 00 00 00 01 00 00 01 10 00 00", SIM_SECTOR_BYTES);
    assert_int_equal(fixture->reply.transferred_bytes, 2048);
    sim_fixture_read(fixture, "be 14 00 00 00 01 00 00 01 10 00 00", SIM_SECTOR_BYTES); /* it is form 1 */
    assert_sense(fixture, 0x056400);
    sim_fixture_read(fixture, "28 00 00 00 00 01 00 00 01 00", SIM_BLOCK_BYTES);
    assert_data_at(fixture, 0, "5a 00");
}

/* First track 5: numbers are the disc's in every answer. */
static void session__first_track_5__is_its_number(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, CDRSKIN_PAGE);
    send_sheet(fixture, SEND_SHEET("28"),
               "0100000100000000 0105000000000000 0105010000000200 0106010000000719 01aa010100000c00");
    write_range(fixture, -150, 750, 2352);
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    sim_fixture_read(fixture, "43 00 00 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "001a 05 06 00100500 00000000 00100600 00000190 0010aa00 000002ee");
    sim_fixture_read(fixture, "43 00 00 00 00 00 06 00 ff 00", 255);
    assert_data(fixture, "0012 05 06 00100600 00000190 0010aa00 000002ee");
    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 22 00", 34);
    assert_data_at(fixture, 2, "0e 05 01 05 06");
    sim_fixture_read(fixture, "52 01 00 00 00 06 00 00 24 00", 36);
    assert_data_at(fixture, 2, "06 01");
    assert_data_at(fixture, 8, "00000190");
    sim_fixture_read(fixture, "52 01 00 00 00 01 00 00 24 00", 36);
    assert_sense(fixture, 0x052400);
    sim_fixture_read(fixture, "be 04 00 00 00 02 00 00 01 00 02 00", 16);
    assert_data_at(fixture, 0, "0105010000020000 0202");
}

/* The tracks behind it go on with 7, and with that number they are closed and blanked; 3 is no track of the disc. */
static void session__first_track_5__next_tracks_are_7_and_8(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_RW);
    sim_recorder_set_page(fixture, "42 c0 00 00");
    send_sheet(fixture, SEND_SHEET("28"),
               "0100000100000000 0105000000000000 0105010000000200 0106010000000719 01aa010100000c00");
    write_range(fixture, -150, 750, 2352);
    run_good(fixture, SIM_SYNCHRONIZE);
    sim_recorder_set_page(fixture, "41 c4 08 00");
    write_range(fixture, 12150, 12450, 2048); /* 750 and 11,400 */
    run_good(fixture, SIM_SYNCHRONIZE);
    sim_fixture_read(fixture, "52 01 00 00 00 07 00 00 24 00", 36);
    assert_data_at(fixture, 2, "07 02");
    run_refused(fixture, "5b 00 01 00 00 03 00 00 00 00", 0x052400);
    run_good(fixture, "5b 00 01 00 00 07 00 00 00 00");
    run_good(fixture, "5b 00 01 00 00 08 00 00 00 00"); /* the next one, of which nothing is there */
    run_refused(fixture, "5b 00 01 00 00 09 00 00 00 00", 0x052400);
    run_refused(fixture, "58 00 00 00 00 03 00 00 00 00", 0x052400);
    run_refused(fixture, "58 00 00 00 00 07 00 00 00 00", 0x056400); /* a CD has no increments here */
    run_refused(fixture, "a1 02 00 00 00 03 00 00 00 00 00 00", 0x052400);
    run_good(fixture, "a1 02 00 00 00 07 00 00 00 00 00 00");
    write_range(fixture, 12150, 12450, 2048);
    sim_recorder_set_page(fixture, "41 c0 00 00");
    write_range(fixture, 12602, 12902, 2352); /* run-out and pre-gap: 152 */
    run_good(fixture, SIM_SYNCHRONIZE);
    sim_fixture_read(fixture, "be 04 00 00 31 3a 00 00 01 00 02 00", 16);
    assert_data_at(fixture, 0, "0108010000000002"); /* sub-channel Q: track 8, index 1 */
}

/* A session of which the lead-in alone was sent is no blank disc after the power is gone. */
static void session__power_lost_in_the_lead_in__is_damaged(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, CDRDAO_PAGE);
    send_sheet(fixture, SEND_SHEET("80"), CDRDAO_SHEET);
    write_range(fixture, LEAD_IN, -1000, 96);
    sim_recorder_cut_power(fixture);
    sim_recorder_assert_disc(fixture, 1, 2, 1);
    blank(fixture);
    sim_recorder_set_page(fixture, CDRDAO_PAGE);
    send_sheet(fixture, SEND_SHEET("80"), CDRDAO_SHEET); /* nothing of it was sent */
    sim_recorder_cut_power(fixture);
    sim_recorder_assert_disc(fixture, 0, 0, 1);
}

/* Audio and data, unsent. The disc's memory, bytes 0 and 6: of the version that older drives read, without a sheet and
 * without sectors of data.
 */
static void session__power_lost_before_it__leaves_no_trace_of_its_sheet(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, "42 c0 00 00");
    send_sheet(fixture, SEND_SHEET("38"),
               "0100000100000000 0105000000000000 0105010000000200 4106001000000600 4106011000000800 0107010000000c00"
               "01aa010100001100");
    sim_recorder_cut_power(fixture);
    sim_recorder_assert_disc(fixture, 0, 0, 1);
    assert_int_equal(fixture->drive.disc->bytes[0], 1);
    assert_int_equal(fixture->drive.disc->bytes[6], 0);
}

static void session__store_fails__is_a_medium_error(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_recorder_set_page(fixture, CDRDAO_PAGE);
    fixture->parts.unwritable = 1u << SIM_PART_SHEET;
    sim_fixture_write(fixture, SEND_SHEET("80"), CDRDAO_SHEET);
    assert_sense(fixture, 0x030c00);
    fixture->parts.unwritable = 0;
    send_sheet(fixture, SEND_SHEET("80"), CDRDAO_SHEET);
    fixture->parts.unwritable = 1u << SIM_PART_LEAD_IN;
    write_blocks(fixture, LEAD_IN, 1, 96);
    assert_sense(fixture, 0x030c00);
    fixture->parts.unwritable = 0;
    write_range(fixture, LEAD_IN, -150, 96);
    fixture->parts.unreadable = 1u << SIM_PART_SHEET;
    write_blocks(fixture, -150, 1, 2352);
    assert_sense(fixture, 0x031100);
    fixture->parts.unreadable = 0;
    fixture->parts.parts[SIM_PART_SHEET].bytes[3] ^= 0xff; /* somebody changed the file */
    write_blocks(fixture, -150, 1, 2352);
    assert_int_equal(fixture->reply.outcome, SCSI_REFUSED);
    fixture->parts.parts[SIM_PART_SHEET].bytes[3] ^= 0xff;
    write_range(fixture, -150, LEAD_OUT, 2352);
    fixture->parts.unwritable = 1u << SIM_PART_TEXT;
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_sense(fixture, 0x030c00);
    fixture->parts.unwritable = 0;
    sim_fixture_run(fixture, SIM_SYNCHRONIZE);
    assert_good(fixture);
    sim_recorder_assert_disc(fixture, 2, 3, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(session__cdrdao__is_the_disc_with_its_text, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(session__cdrdao__frames_tell_track_index_and_texts, setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(session__cdrskin__is_the_disc_with_its_text, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(session__data_form_01h__begins_with_the_pre_gap, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(session__lead_in_out_of_order__is_refused, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(send_cue_sheet__anything_wrong__is_refused_and_keeps_nothing, setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(session__mixed__data_and_audio_are_read_as_such, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(session__tracks_that_adjoin__are_read_up_to_the_audio, setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(session__mixed_and_a_track_at_once__each_is_read_from_where_it_is, setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(session__address_at_the_end_of_numbers__is_refused, setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(session__sectors_that_cannot_be_read__is_closed, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(session__opened_again__takes_a_track_in_blocks, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(session__blanked__leaves_no_sectors_and_no_text, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(session__xa__form_is_the_sub_headers, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(session__first_track_5__is_its_number, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(session__first_track_5__next_tracks_are_7_and_8, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(session__power_lost_in_the_lead_in__is_damaged, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(session__power_lost_before_it__leaves_no_trace_of_its_sheet, setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(session__store_fails__is_a_medium_error, setup, sim_fixture_teardown),
    };

    return cmocka_run_group_tests_name("sim_session", tests, NULL, NULL);
}
