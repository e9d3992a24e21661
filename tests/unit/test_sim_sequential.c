/* Discs that are recorded one track behind the other, in the orders of commands that are wrong or rare: reserved
 * tracks, sessions that cannot be closed, discs that are used up. Sources: MMC-6, CLOSE TRACK/SESSION and RESERVE
 * TRACK; the Pioneer R11 command reference, which says when the drive refuses and when it finalises by itself.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/bytes.h"
#include "support/sim_disc_store.h"
#include "support/sim_fixture.h"
#include "support/sim_recorder.h"

#define SYNCHRONIZE    "35 02 00 00 00 00 00 00 00 00"
#define CLOSE_TRACK_1  "5b 01 01 00 00 01 00 00 00 00"
#define CLOSE_TRACK_2  "5b 01 01 00 00 02 00 00 00 00"
#define CLOSE_SESSION  "5b 01 02 00 00 00 00 00 00 00"
#define RESERVE_916    "53 00 00 00 00 00 00 03 94 00"
#define RESERVE_64     "53 00 00 00 00 00 00 00 40 00"
#define DVD_R_IN_PARTS "55 10 00 00 00 00 00 00 3c 00", "0000000000000000 0532 60 e5 08 10 00000000 00000010 0096" REST
#define DVD_R_IN_PARTS_LAST                                                                                            \
    "55 10 00 00 00 00 00 00 3c 00", "0000000000000000 0532 60 25 08 10 00000000 00000010 0096" REST
#define DVD_R_AT_ONCE "55 10 00 00 00 00 00 00 3c 00", "0000000000000000 0532 42 05 08 10 00000000 00000010 0096" REST
#define REST          "00000000000000000000000000000000 00000000000000000000000000000000 00000000"

static struct sim_disc_store store;
static struct sim_disc_memory memory;

static int setup(void **state)
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

/* WRITE(10) of up to 64 blocks full of `byte`. */
static void write_at(struct sim_fixture *fixture, uint32_t lba, uint16_t count, uint8_t byte)
{
    static uint8_t bytes[64 * SIM_BLOCK_BYTES];
    struct scsi_command command = {{0x2a}, 10, SCSI_DATA_OUT, bytes, count * SIM_BLOCK_BYTES, 1000};

    store_be32(command.cdb + 2, lba);
    store_be16(command.cdb + 7, count);
    memset(bytes, byte, sizeof bytes);
    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
}

static void write_run(struct sim_fixture *fixture, uint32_t lba, uint32_t count)
{
    while (count) {
        uint16_t now = count < 64 ? (uint16_t)count : 64;

        write_at(fixture, lba, now, 0xa5);
        assert_good(fixture);
        lba += now;
        count -= now;
    }
}

/* Status, state of the last session and number of sessions, as READ DISC INFORMATION says. */
static void assert_disc(struct sim_fixture *fixture, uint8_t status, uint8_t last_session, uint8_t sessions)
{
    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 22 00", 34);
    assert_good(fixture);
    assert_int_equal(fixture->data[2] & 0x03, status);
    assert_int_equal(fixture->data[2] >> 2 & 0x03, last_session);
    assert_int_equal(fixture->data[4], sessions);
}

/* Where track 1 or 2 begins, and how long it is. */
static void assert_track(struct sim_fixture *fixture, const char *cdb, uint32_t start, uint32_t blocks)
{
    sim_fixture_read(fixture, cdb, 48);
    assert_good(fixture);
    assert_int_equal(load_be32(fixture->data + 8), start);
    assert_int_equal(load_be32(fixture->data + 24), blocks);
}

#define TRACK_1 "52 01 00 00 00 01 00 00 30 00"
#define TRACK_2 "52 01 00 00 00 02 00 00 30 00"

/* wodim: RESERVE TRACK of the exact size, the cache fills the last ECC block, and no CLOSE TRACK. */
static void dvd_plus_r__reserved_track_that_is_full__is_closed(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_PLUS_R);
    run_good(fixture, RESERVE_916);
    write_run(fixture, 0, 916);
    run_good(fixture, SYNCHRONIZE);
    run_good(fixture, CLOSE_SESSION);
    assert_disc(fixture, 1, 0, 2);
    assert_track(fixture, TRACK_1, 0, 928);
    assert_int_equal(fixture->data[6] & 0xc0, 0x80); /* RT, not blank: dvd+rw-mediainfo's "partial/complete" */
    assert_track(fixture, TRACK_2, 2976, 2292128);
    assert_int_equal(fixture->data[6] & 0xc0, 0x40); /* its "blank" */
}

static void dvd_plus_r__reserved_track_written_to_its_end__needs_no_flush(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_PLUS_R);
    run_good(fixture, RESERVE_916);
    write_run(fixture, 0, 928);
    run_good(fixture, CLOSE_SESSION);
    assert_disc(fixture, 1, 0, 2);
}

static void reserved_track_that_is_not_full__keeps_the_session_open(void **state)
{
    static const struct {
        enum sim_medium medium;
        uint32_t sense;
    } rows[] = {
        {SIM_MEDIUM_DVD_PLUS_R, 0x057203},
        {SIM_MEDIUM_BD_R, 0x057203},
        {SIM_MEDIUM_DVD_R, 0x057204}, /* Pioneer R11: reserved RZone */
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sim_fixture_medium(fixture, rows[i].medium);
        memset(&memory, 0, sizeof memory);
        if (rows[i].medium == SIM_MEDIUM_DVD_R) sim_fixture_write(fixture, DVD_R_IN_PARTS);
        run_good(fixture, RESERVE_916);
        sim_fixture_run(fixture, RESERVE_64); /* MMC-6: no more track reservations allowed */
        assert_sense(fixture, 0x057205);
        assert_track(fixture, TRACK_1, 0, 928);
        sim_fixture_run(fixture, CLOSE_SESSION); /* nothing of it is written */
        assert_sense(fixture, rows[i].sense);
        write_run(fixture, 0, 64);
        sim_fixture_run(fixture, CLOSE_SESSION);
        assert_sense(fixture, rows[i].sense);
        sim_fixture_run(fixture, RESERVE_916); /* and no second one */
        assert_sense(fixture, 0x057205);
        run_good(fixture, CLOSE_TRACK_2); /* there is none behind it */
        assert_disc(fixture, 1, 1, 1);
        assert_int_equal(fixture->data[6], 1); /* last track */
        run_good(fixture, CLOSE_TRACK_1);      /* the rest is filled up */
        assert_track(fixture, TRACK_1, 0, 928);
        run_good(fixture, CLOSE_SESSION);
        assert_disc(fixture, 1, 0, 2);
    }
}

/* Pioneer R11, CLOSE TRACK/SESSION: a reserved fragment is padded with zeros, a blank one is left. */
static void dvd_plus_r__reserved_track_closed_blank__is_zeros(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_PLUS_R);
    run_good(fixture, CLOSE_TRACK_1);
    assert_disc(fixture, 0, 0, 1);
    run_good(fixture, RESERVE_916);
    run_good(fixture, CLOSE_TRACK_1);
    assert_disc(fixture, 1, 1, 1);
    assert_track(fixture, TRACK_1, 0, 928);
    assert_int_equal(fixture->data[6] & 0xc0, 0x80);
    assert_track(fixture, TRACK_2, 928, 2294176);
    sim_fixture_read(fixture, "28 00 00 00 03 9f 00 00 01 00", SIM_BLOCK_BYTES);
    assert_good(fixture);
    assert_int_equal(fixture->data[0], 0);
    run_good(fixture, CLOSE_SESSION);
    assert_disc(fixture, 1, 0, 2);
}

/* A choice: at once it is the size of what comes next, which a burn that is begun anew says anew. */
static void dvd_r__reserved_at_once_and_again__later_size(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R);
    sim_fixture_write(fixture, DVD_R_AT_ONCE);
    run_good(fixture, RESERVE_916);
    run_good(fixture, RESERVE_64);
    assert_track(fixture, TRACK_1, 0, 64);
    write_run(fixture, 0, 32);
    sim_fixture_run(fixture, RESERVE_916);
    assert_sense(fixture, 0x052c00);
    assert_track(fixture, TRACK_1, 0, 64);
}

/* At once writes from 0, on a blank disc (growisofs, libburn); anything else is the wrong order. */
static void dvd_r__at_once_behind_a_session__is_refused(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R);
    sim_fixture_write(fixture, DVD_R_IN_PARTS);
    write_run(fixture, 0, 64);
    run_good(fixture, CLOSE_TRACK_1);
    run_good(fixture, CLOSE_SESSION);
    sim_fixture_write(fixture, DVD_R_AT_ONCE);
    sim_fixture_run(fixture, RESERVE_64);
    assert_sense(fixture, 0x052c00);
    write_at(fixture, 11424, 64, 0xa5);
    assert_sense(fixture, 0x052c00);
    run_good(fixture, SYNCHRONIZE);
    assert_disc(fixture, 1, 0, 2);
    sim_fixture_write(fixture, DVD_R_IN_PARTS); /* it goes on in parts */
    write_run(fixture, 11424, 64);
}

/* The page alone does not make a track in parts one at once. */
static void dvd_r__in_parts_and_page_at_once__stays_open(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R);
    sim_fixture_write(fixture, DVD_R_IN_PARTS);
    write_run(fixture, 0, 60);
    sim_fixture_write(fixture, DVD_R_AT_ONCE);
    write_at(fixture, 60, 4, 0xa5);
    assert_sense(fixture, 0x052c00);
    run_good(fixture, SYNCHRONIZE);
    assert_disc(fixture, 1, 1, 1);
    sim_fixture_write(fixture, DVD_R_IN_PARTS);
    write_run(fixture, 64, 4); /* its unit was filled */
    sim_fixture_write(fixture, DVD_R_AT_ONCE);
    run_good(fixture, CLOSE_TRACK_1);
    assert_track(fixture, TRACK_1, 0, 80);
    assert_disc(fixture, 1, 1, 1);
}

static void dvd_r__more_than_reserved__is_refused(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R);
    sim_fixture_write(fixture, DVD_R_AT_ONCE);
    assert_good(fixture);
    run_good(fixture, RESERVE_916);
    write_run(fixture, 0, 912);
    write_at(fixture, 912, 16, 0xa5);
    assert_sense(fixture, 0x056300);
    assert_disc(fixture, 1, 1, 1);
    write_at(fixture, 912, 4, 0xa5);
    assert_good(fixture);
    run_good(fixture, SYNCHRONIZE);
    assert_disc(fixture, 2, 3, 1);
    assert_track(fixture, TRACK_1, 0, 916);
    assert_int_equal(fixture->data[6] & 0x20, 0); /* no packets */
}

/* growisofs shortens the last WRITE of a track at once by its CDB alone: so many blocks are taken. */
static void write__buffer_of_another_length__by_the_cdb(void **state)
{
    static uint8_t bytes[16 * SIM_BLOCK_BYTES];
    struct scsi_command command = {{0x2a}, 10, SCSI_DATA_OUT, bytes, sizeof bytes, 1000};
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R);
    sim_fixture_write(fixture, DVD_R_AT_ONCE);
    run_good(fixture, RESERVE_916);
    command.cdb[8] = 4;
    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
    assert_good(fixture);
    assert_int_equal(fixture->reply.transferred_bytes, 8192);
    assert_int_equal(store.end, 4);
    command.cdb[5] = 4;
    command.cdb[8] = 17;
    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
    assert_sense(fixture, 0x052400);
    assert_int_equal(store.end, 4);
}

/* What is filled up is zeros, also where the disc held something before it was blanked. */
static void dvd_rw__filled_up_after_blank__is_zeros(void **state)
{
    struct sim_fixture *fixture = *state;
    uint8_t bytes[SIM_BLOCK_BYTES];

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_RW);
    sim_fixture_write(fixture, DVD_R_IN_PARTS);
    write_run(fixture, 0, 64);
    run_good(fixture, CLOSE_TRACK_1);
    run_good(fixture, CLOSE_SESSION);
    run_good(fixture, "a1 10 00 00 00 00 00 00 00 00 00 00");
    write_run(fixture, 0, 20);
    run_good(fixture, CLOSE_TRACK_1);
    assert_track(fixture, TRACK_1, 0, 32);
    assert_true(store.store.read(&store.store, 19, 1, bytes));
    assert_int_equal(bytes[0], 0xa5);
    assert_true(store.store.read(&store.store, 20, 1, bytes));
    assert_int_equal(bytes[0], 0);
    assert_true(store.store.read(&store.store, 31, 1, bytes));
    assert_int_equal(bytes[0], 0);
}

/* Packets are told of a final disc too. */
static void dvd_r__final_after_packets__says_so(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R);
    sim_fixture_write(fixture, DVD_R_IN_PARTS_LAST);
    write_run(fixture, 0, 64);
    run_good(fixture, CLOSE_TRACK_1);
    run_good(fixture, CLOSE_SESSION);
    assert_disc(fixture, 2, 3, 1);
    assert_track(fixture, TRACK_1, 0, 64);
    assert_int_equal(fixture->data[6] & 0x20, 0x20);
}

/* 2295104 blocks: a track reserved for all but 1088 leaves no room for another session behind it. */
static void dvd_plus_r__used_up__is_final(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_PLUS_R);
    sim_fixture_run(fixture, "53 00 00 00 00 00 23 01 00 00"); /* 2294016 */
    assert_good(fixture);
    write_run(fixture, 0, 64);
    run_good(fixture, CLOSE_TRACK_1);
    assert_track(fixture, TRACK_1, 0, 2294016);
    run_good(fixture, CLOSE_SESSION);
    assert_disc(fixture, 2, 3, 1);
    write_at(fixture, 2294016, 16, 0xa5);
    assert_sense(fixture, 0x053005);
}

static void dvd_plus_r__disc_full__refuses_the_rest(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_PLUS_R);
    sim_fixture_run(fixture, "53 00 00 00 00 00 23 05 11 00"); /* 2295057, with its last ECC block 2295072 */
    write_run(fixture, 0, 16);
    run_good(fixture, CLOSE_TRACK_1);
    assert_track(fixture, TRACK_2, 2295072, 32);
    write_at(fixture, 2295072, 48, 0xa5);
    assert_sense(fixture, 0x056300);
    write_at(fixture, 2295072, 32, 0xa5);
    assert_good(fixture);
    write_at(fixture, 2295104, 16, 0xa5);
    assert_sense(fixture, 0x056300);
}

/* ECMA-364: 127 sessions of a DVD+R DL, ECMA-349: 153 of a DVD+R; the next one would be one too many. */
static void dvd_plus_r__most_sessions__is_final(void **state)
{
    static const struct {
        enum sim_medium medium;
        uint8_t sessions;
    } rows[] = {{SIM_MEDIUM_DVD_PLUS_R, 153}, {SIM_MEDIUM_DVD_PLUS_R_DL, 127}};
    struct sim_fixture *fixture = *state;
    size_t i;
    uint8_t session;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sim_fixture_medium(fixture, rows[i].medium);
        memset(&memory, 0, sizeof memory);
        for (session = 1; session <= rows[i].sessions; session++) {
            char close_track[] = "5b 01 01 00 00 xx 00 00 00 00";

            close_track[15] = "0123456789abcdef"[session >> 4];
            close_track[16] = "0123456789abcdef"[session & 0x0f];
            assert_disc(fixture, session == 1 ? 0 : 1, 0, session);
            write_at(fixture, (session - 1) * (16 + 2048), 16, 0xa5);
            assert_good(fixture);
            run_good(fixture, close_track);
            run_good(fixture, CLOSE_SESSION);
        }
        assert_disc(fixture, 2, 3, rows[i].sessions);
    }
}

#define CD_AT_ONCE  "55 10 00 00 00 00 00 00 3c 00", "0000000000000000 0532 42 00 00 10 00000000 00000010 0096" REST
#define CD_BY_TRACK "55 10 00 00 00 00 00 00 3c 00", "0000000000000000 0532 41 c4 08 10 00000000 00000010 0096" REST
/* One track from 0, lead-out at 512. */
#define CUE                                                                                                            \
    "5d 00 00 00 00 00 00 00 20 00",                                                                                   \
        "41 00 00 14 00 00 00 00 41 01 00 10 00 00 00 00 41 01 01 10 00 00 02 00 41 aa 01 14 00 00 08 3e"

/* A session at once and tracks at once do not mix; a cue sheet of which nothing was sent is forgotten. */
static void cd_r__cue_sheet__and_another_method(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    sim_fixture_write(fixture, CD_AT_ONCE);
    sim_fixture_write(fixture, CUE);
    assert_good(fixture);
    write_run(fixture, (uint32_t)-150, 214);
    sim_fixture_write(fixture, CD_BY_TRACK);
    assert_good(fixture);
    write_at(fixture, 64, 32, 0x11);
    assert_sense(fixture, 0x052c00);
    sim_fixture_run(fixture, RESERVE_916);
    assert_sense(fixture, 0x052c00);
    sim_fixture_write(fixture, CD_AT_ONCE);
    write_run(fixture, 64, 448);
    run_good(fixture, SYNCHRONIZE);
    assert_disc(fixture, 2, 3, 1);
    assert_track(fixture, TRACK_1, 0, 512);
}

static void cd_r__cue_sheet_unsent__and_another_method(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    sim_fixture_write(fixture, CD_AT_ONCE);
    sim_fixture_write(fixture, CUE);
    sim_fixture_write(fixture, CD_BY_TRACK);
    run_good(fixture, RESERVE_916);
    sim_fixture_write(fixture, CD_AT_ONCE);
    write_at(fixture, (uint32_t)-150, 32, 0x11);
    assert_sense(fixture, 0x052c00);
    sim_fixture_write(fixture, CUE); /* a track is reserved */
    assert_sense(fixture, 0x052c00);
    sim_fixture_write(fixture, CD_BY_TRACK);
    write_run(fixture, 0, 400);
    run_good(fixture, SYNCHRONIZE);
    assert_track(fixture, TRACK_1, 0, 916);
}

/* A session at once from 0 to 511. Its only track has the number 98 or 99 (62h, 63h); another session can follow. */
#define CUE_98                                                                                                         \
    "5d 00 00 00 00 00 00 00 20 00",                                                                                   \
        "41 00 00 14 00 00 00 00 41 62 00 10 00 00 00 00 41 62 01 10 00 00 02 00 41 aa 01 14 00 00 08 3e"
#define CUE_99                                                                                                         \
    "5d 00 00 00 00 00 00 00 20 00",                                                                                   \
        "41 00 00 14 00 00 00 00 41 63 00 10 00 00 00 00 41 63 01 10 00 00 02 00 41 aa 01 14 00 00 08 3e"

static void record_cue(struct sim_fixture *fixture, const char *cdb, const char *sheet)
{
    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    sim_recorder_set_page(fixture, "42 c0 00 00");
    sim_fixture_write(fixture, cdb, sheet);
    assert_good(fixture);
    write_run(fixture, (uint32_t)-150, 662);
    run_good(fixture, SYNCHRONIZE);
}

#define INFORMATION "51 00 00 00 00 00 00 00 22 00"

static void refuses(struct sim_fixture *fixture, const char *cdb, uint32_t sense)
{
    sim_fixture_read(fixture, cdb, 48);
    assert_sense(fixture, sense);
}

/* MMC-6 and IEC 60908: the last track is number 99. The session behind it is empty, and has no track: READ DISC
 * INFORMATION names 99 as the last one (bytes 5 and 6: first of the last session, last track). READ TRACK INFORMATION
 * of number 100, of the next writable track, of session 2 and of the blocks behind the last track: there is none.
 */
static void cd_r__behind_track_99__there_is_no_track(void **state)
{
    struct sim_fixture *fixture = *state;

    record_cue(fixture, CUE_99);
    sim_fixture_read(fixture, INFORMATION, 34);
    assert_data_at(fixture, 2, "01 63 02 63 63");
    refuses(fixture, "52 01 00 00 00 64 00 00 30 00", 0x052400);
    refuses(fixture, "52 01 00 00 00 ff 00 00 30 00", 0x052400);
    refuses(fixture, "52 02 00 00 00 02 00 00 30 00", 0x052400);
    refuses(fixture, "52 00 00 00 30 00 00 00 30 00", 0x052100);
    sim_fixture_read(fixture, "52 02 00 00 00 01 00 00 30 00", 48);
    assert_data_at(fixture, 2, "63 01");
    assert_data_at(fixture, 7, "00"); /* no next writable address */
    sim_fixture_write(fixture, CD_BY_TRACK);
    assert_good(fixture);
    sim_fixture_run(fixture, RESERVE_916); /* MMC-6: no more track reservations allowed */
    assert_sense(fixture, 0x057205);
    assert_disc(fixture, 1, 0, 2);
}

/* Number 99 is offered behind 98, can be reserved, and is the last one. */
static void cd_r__behind_track_98__is_one_track_more(void **state)
{
    struct sim_fixture *fixture = *state;

    record_cue(fixture, CUE_98);
    sim_fixture_read(fixture, INFORMATION, 34);
    assert_data_at(fixture, 2, "01 62 02 63 63");
    sim_fixture_read(fixture, "52 01 00 00 00 ff 00 00 30 00", 48);
    assert_data_at(fixture, 2, "63 02");
    assert_data_at(fixture, 7, "01");
    sim_fixture_write(fixture, CD_BY_TRACK);
    run_good(fixture, RESERVE_916);
    write_run(fixture, 512 + 11400, 916);
    sim_fixture_read(fixture, INFORMATION, 34);
    assert_data_at(fixture, 2, "05 62 02 63 63");
    run_good(fixture, SYNCHRONIZE);
    sim_fixture_run(fixture, RESERVE_916);
    assert_sense(fixture, 0x057205);
    refuses(fixture, "52 01 00 00 00 64 00 00 30 00", 0x052400);
    run_good(fixture, CLOSE_SESSION);
    sim_fixture_read(fixture, INFORMATION, 34);
    assert_int_equal(fixture->data[6], 99);
}

/* No standard's limit: the drive remembers 180 tracks of a disc. Behind them it offers none. */
static void bd_r__behind_track_180__there_is_no_track(void **state)
{
    struct sim_fixture *fixture = *state;
    char close[40];
    uint32_t i;

    sim_fixture_medium(fixture, SIM_MEDIUM_BD_R);
    for (i = 0; i < 180; i++) {
        sim_fixture_read(fixture, INFORMATION, 34);
        assert_int_equal(fixture->data[6], i + 1);
        write_run(fixture, i * 32, 32);
        snprintf(close, sizeof close, "5b 00 01 00 00 %02x 00 00 00 00", (unsigned)i + 1);
        run_good(fixture, close);
    }
    sim_fixture_read(fixture, INFORMATION, 34);
    assert_data_at(fixture, 3, "01 01 01 b4");
    refuses(fixture, "52 01 00 00 00 b5 00 00 30 00", 0x052400);
    sim_fixture_run(fixture, RESERVE_64);
    assert_sense(fixture, 0x057205);
    sim_fixture_run(fixture, "5b 00 01 00 00 b5 00 00 00 00"); /* CLOSE TRACK of number 181 */
    assert_sense(fixture, 0x052400);
    write_at(fixture, 180 * 32, 32, 0x11);
    assert_sense(fixture, 0x056300);
    run_good(fixture, CLOSE_SESSION);
    assert_disc(fixture, 1, 0, 2);
    refuses(fixture, "52 02 00 00 00 02 00 00 30 00", 0x052400);
}

/* MMC-6: tracks have the numbers 1 to 99. The only one has the last number, and the session after it stays open. */
static void cd_r__behind_track_99__takes_no_track(void **state)
{
    struct sim_fixture *fixture = *state;

    record_cue(fixture, CUE_99);
    assert_disc(fixture, 1, 0, 2);
    assert_int_equal(fixture->data[3], 99); /* number of the first track */
    sim_fixture_write(fixture, CD_BY_TRACK);
    assert_good(fixture);
    write_at(fixture, 512 + 11400, 32, 0x11);
    assert_sense(fixture, 0x056300);
    assert_disc(fixture, 1, 0, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(dvd_plus_r__reserved_track_that_is_full__is_closed, setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(dvd_plus_r__reserved_track_written_to_its_end__needs_no_flush, setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(reserved_track_that_is_not_full__keeps_the_session_open, setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(dvd_plus_r__reserved_track_closed_blank__is_zeros, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(dvd_r__reserved_at_once_and_again__later_size, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(dvd_r__at_once_behind_a_session__is_refused, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(dvd_r__in_parts_and_page_at_once__stays_open, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(dvd_r__more_than_reserved__is_refused, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(write__buffer_of_another_length__by_the_cdb, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(dvd_rw__filled_up_after_blank__is_zeros, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(dvd_r__final_after_packets__says_so, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(dvd_plus_r__used_up__is_final, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(dvd_plus_r__disc_full__refuses_the_rest, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(dvd_plus_r__most_sessions__is_final, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(cd_r__cue_sheet__and_another_method, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(cd_r__cue_sheet_unsent__and_another_method, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(cd_r__behind_track_99__there_is_no_track, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(cd_r__behind_track_98__is_one_track_more, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(bd_r__behind_track_180__there_is_no_track, setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(cd_r__behind_track_99__takes_no_track, setup, sim_fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
