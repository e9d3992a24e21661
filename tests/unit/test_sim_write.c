/* Recording on the simulated drive, command by command: what the disc says of itself afterwards, and what is refused.
 * Sources: the Orange Book's gaps as cdrskin and wodim see them on real discs (first session 11400 blocks and two of
 * run-out, later ones 6900; a track of 300 blocks gives 11702), MMC-6, and the order of commands that burning programs
 * were captured with.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/bytes.h"
#include "support/sim_fixture.h"

enum { KEPT_BLOCKS = 65536 };

struct disc {
    struct sim_store store;
    uint8_t *bytes;
    uint32_t blocks;
    struct sim_disc_memory memory;
};

static struct disc disc;

static uint32_t get_blocks(struct sim_store *store)
{
    return ((struct disc *)store)->blocks;
}

static bool read_blocks(struct sim_store *store, uint32_t lba, uint32_t count, uint8_t *bytes)
{
    struct disc *from = (struct disc *)store;

    assert_true(lba + count <= from->blocks);
    memcpy(bytes, from->bytes + (size_t)lba * SIM_BLOCK_BYTES, (size_t)count * SIM_BLOCK_BYTES);
    return true;
}

static bool write_blocks(struct sim_store *store, uint32_t lba, uint32_t count, const uint8_t *bytes)
{
    struct disc *to = (struct disc *)store;

    if (lba + count > KEPT_BLOCKS) return false;
    memcpy(to->bytes + (size_t)lba * SIM_BLOCK_BYTES, bytes, (size_t)count * SIM_BLOCK_BYTES);
    if (to->blocks < lba + count) to->blocks = lba + count;
    return true;
}

static int setup(void **state)
{
    struct sim_fixture *fixture;

    if (sim_fixture_setup(state) != 0) return 1;
    fixture = *state;
    disc = (struct disc){{.get_blocks = get_blocks, .read = read_blocks, .write = write_blocks},
                         calloc(KEPT_BLOCKS, SIM_BLOCK_BYTES),
                         0,
                         {0, {0}}};
    fixture->drive.store = &disc.store;
    fixture->drive.disc = &disc.memory;
    return disc.bytes ? 0 : 1;
}

static int teardown(void **state)
{
    free(disc.bytes);
    return sim_fixture_teardown(state);
}

/* WRITE(10) of blocks that are filled with the low byte of their address plus 1. */
static void write_at(struct sim_fixture *fixture, int32_t lba, uint16_t count)
{
    static uint8_t bytes[64 * SIM_BLOCK_BYTES];
    struct scsi_command command = {{0x2a}, 10, SCSI_DATA_OUT, bytes, count * SIM_BLOCK_BYTES, 1000};
    uint16_t i;

    store_be32(command.cdb + 2, (uint32_t)lba);
    store_be16(command.cdb + 7, count);
    for (i = 0; i < count; i++)
        memset(bytes + (size_t)i * SIM_BLOCK_BYTES, (uint8_t)(lba + i + 1), SIM_BLOCK_BYTES);
    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
}

static void write_run(struct sim_fixture *fixture, int32_t lba, uint32_t count)
{
    while (count) {
        uint16_t now = count < 32 ? (uint16_t)count : 32;

        write_at(fixture, lba, now);
        assert_good(fixture);
        lba += now;
        count -= now;
    }
}

static uint32_t disc_byte(struct sim_fixture *fixture, size_t at)
{
    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 22 00", 34);
    assert_good(fixture);
    return fixture->data[at];
}

/* Status and sessions of READ DISC INFORMATION. */
static void assert_disc(struct sim_fixture *fixture, uint8_t status, uint8_t last_session, uint8_t sessions)
{
    assert_int_equal(disc_byte(fixture, 2) & 0x03, status);
    assert_int_equal(disc_byte(fixture, 2) >> 2 & 0x03, last_session);
    assert_int_equal(disc_byte(fixture, 4), sessions);
}

static const uint8_t *track(struct sim_fixture *fixture, const char *cdb)
{
    sim_fixture_read(fixture, cdb, 48);
    assert_good(fixture);
    return fixture->data;
}

static void assert_next(struct sim_fixture *fixture, uint32_t lba)
{
    uint8_t last = (uint8_t)disc_byte(fixture, 6);
    char cdb[40];
    const uint8_t *information;

    snprintf(cdb, sizeof cdb, "52 01 00 00 00 %02x 00 00 30 00", last);
    information = track(fixture, cdb);
    assert_int_equal(information[7] & 0x01, 1); /* NWA_V */
    assert_int_equal(load_be32(information + 12), lba);
}

/* Mode page 05h with these bytes 2 to 4, link size 16, packet size 16, pause 150. */
static void set_write_parameters(struct sim_fixture *fixture, const char *bytes)
{
    char list[200];
    size_t i;

    snprintf(list, sizeof list, "0000000000000000 0532 %s 10 00000000 00000010 0096", bytes);
    for (i = 24; i < 60; i++) /* the rest of the page */
        strcat(list, "00");
    sim_fixture_write(fixture, "55 10 00 00 00 00 00 00 3c 00", list);
}

static void assert_read_back(struct sim_fixture *fixture, uint32_t lba)
{
    struct scsi_command command = {{0x28}, 10, SCSI_DATA_IN, fixture->data, SIM_BLOCK_BYTES, 1000};

    store_be32(command.cdb + 2, lba);
    command.cdb[8] = 1;
    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
    assert_good(fixture);
    assert_int_equal(fixture->data[0], (uint8_t)(lba + 1));
    assert_int_equal(fixture->data[SIM_BLOCK_BYTES - 1], (uint8_t)(lba + 1));
}

#define SYNCHRONIZE "35 02 00 00 00 00 00 00 00 00"

static void cd_tao_open(struct sim_fixture *fixture)
{
    set_write_parameters(fixture, "41 c4 08");
    assert_good(fixture);
    write_run(fixture, 0, 1066);
    sim_fixture_run(fixture, SYNCHRONIZE);
    assert_good(fixture);
    sim_fixture_run(fixture, "5b 01 02 00 00 00 00 00 00 00");
    assert_good(fixture);
}

static void cd_r__track_at_once__sessions_follow(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    assert_disc(fixture, 0, 0, 1);
    assert_next(fixture, 0);
    cd_tao_open(fixture);
    assert_disc(fixture, 1, 0, 2);
    assert_next(fixture, 12468);
    write_run(fixture, 12468, 1066);
    sim_fixture_run(fixture, SYNCHRONIZE);
    sim_fixture_run(fixture, "5b 01 02 00 00 00 00 00 00 00");
    assert_disc(fixture, 1, 0, 3);
    assert_next(fixture, 20436);
    assert_read_back(fixture, 0);
    assert_read_back(fixture, 12468 + 1065);
}

static void cd_r__short_track__is_four_seconds_long(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    set_write_parameters(fixture, "41 c4 08");
    write_run(fixture, 0, 100);
    sim_fixture_run(fixture, SYNCHRONIZE);
    sim_fixture_run(fixture, "5b 01 02 00 00 00 00 00 00 00");
    assert_next(fixture, 11702);
}

static void cd_r__last_session__ends_the_disc(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    cd_tao_open(fixture);
    set_write_parameters(fixture, "41 04 08");
    write_run(fixture, 12468, 1066);
    sim_fixture_run(fixture, SYNCHRONIZE);
    sim_fixture_run(fixture, "5b 01 02 00 00 00 00 00 00 00");
    assert_disc(fixture, 2, 3, 2);
    write_at(fixture, 20436, 1);
    assert_sense(fixture, 0x053005);
}

static void cd_r__session_at_once__by_its_cue_sheet(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    set_write_parameters(fixture, "42 00 00");
    assert_good(fixture);
    write_at(fixture, -150, 32);
    assert_sense(fixture, 0x052c00);
    sim_fixture_write(
        fixture, "5d 00 00 00 00 00 00 00 20 00",
        "41 00 00 14 00 00 00 00 41 01 00 10 00 00 00 00 41 01 01 10 00 00 02 00 41 aa 01 14 00 00 10 10");
    assert_good(fixture);
    write_at(fixture, 0, 32);
    assert_sense(fixture, 0x052102);
    write_run(fixture, -150, 1216);
    sim_fixture_run(fixture, SYNCHRONIZE);
    assert_disc(fixture, 2, 3, 1);
    assert_int_equal(load_be32(track(fixture, "52 01 00 00 00 01 00 00 30 00") + 24), 1066);
    assert_read_back(fixture, 0);
    assert_read_back(fixture, 1065);
    /* READ TOC: one track from 0, lead-out at 1066. */
    sim_fixture_read(fixture, "43 00 00 00 00 00 00 00 14 00", 20);
    assert_data(fixture, "00 12 01 01 00 14 01 00 00 00 00 00 00 14 aa 00 00 00 04 2a");
}

static void cd_r__wrong_order__is_refused(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    set_write_parameters(fixture, "41 c4 08");
    write_at(fixture, 32, 32);
    assert_sense(fixture, 0x052102);
    write_at(fixture, 0, 32);
    assert_good(fixture);
    write_at(fixture, 0, 32);
    assert_sense(fixture, 0x052102);
    sim_fixture_run(fixture, "5b 01 02 00 00 00 00 00 00 00");
    assert_sense(fixture, 0x057203);
    write_at(fixture, 32, 1);
    assert_good(fixture);
}

/* MMC-6, SEND CUE SHEET: the lead-in first, each track from its index, the lead-out last, and all of it on the disc. */
static void cd_r__cue_sheet__wrong_in_each_way(void **state)
{
#define LEAD_IN "41 00 00 14 00 00 00 00"
#define TRACK   "41 01 00 10 00 00 00 00 41 01 01 10 00 00 02 00"
    static const char *const sheets[] = {
        TRACK "41 aa 01 14 00 00 10 10",                                 /* no lead-in */
        LEAD_IN TRACK "41 02 01 10 00 00 10 10",                         /* no lead-out */
        LEAD_IN "41 01 01 10 00 00 02 00 41 aa 01 14 00 00 10 10",       /* no pre-gap */
        LEAD_IN "41 01 00 10 00 00 01 00 41 aa 01 14 00 00 10 10",       /* a pre-gap of a second */
        LEAD_IN TRACK "41 aa 01 14 00 00 02 00",                         /* an empty track */
        LEAD_IN TRACK "41 02 01 10 00 00 01 00 41 aa 01 14 00 00 10 10", /* backwards */
        LEAD_IN TRACK "41 aa 01 14 00 50 00 00",                         /* 80:00:00: behind the last lead-out */
        LEAD_IN "41 01 00 00 00 00 00 00 41 01 01 00 00 00 02 00 41 aa 01 00 00 00 10 10", /* audio */
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    sim_fixture_write(fixture, "5d 00 00 00 00 00 00 00 20 00", LEAD_IN TRACK "41 aa 01 14 00 00 10 10");
    assert_sense(fixture, 0x052c00); /* not session at once */
    set_write_parameters(fixture, "42 00 00");
    for (i = 0; i < sizeof sheets / sizeof sheets[0]; i++) {
        char cdb[40];
        size_t digits = 0, at;

        for (at = 0; sheets[i][at]; at++)
            digits += sheets[i][at] != ' ';
        snprintf(cdb, sizeof cdb, "5d 00 00 00 00 00 00 00 %02x 00", (unsigned)digits / 2);
        sim_fixture_write(fixture, cdb, sheets[i]);
        assert_sense(fixture, 0x052600);
    }
    sim_fixture_write(fixture, "5d 00 00 00 00 00 00 00 1f 00", LEAD_IN TRACK "41 aa 01 14 00 00 10 10");
    assert_sense(fixture, 0x051a00);
    sim_fixture_write(fixture, "5d 00 00 00 00 00 00 00 20 00", LEAD_IN TRACK "41 aa 01 14 00 00 10 10");
    assert_good(fixture);
    write_at(fixture, -150, 32);
    assert_good(fixture);
    sim_fixture_write(fixture, "5d 00 00 00 00 00 00 00 20 00", LEAD_IN TRACK "41 aa 01 14 00 00 10 10");
    assert_sense(fixture, 0x052c00); /* it is being recorded */
    write_run(fixture, -118, 1184);
    write_at(fixture, 1066, 1);
    assert_sense(fixture, 0x056300);
}

/* Two tracks: the second one's pre-gap is its own, index 0. */
static void cd_r__cue_sheet__two_tracks_in_the_toc(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    set_write_parameters(fixture, "42 00 00");
    sim_fixture_write(fixture, "5d 00 00 00 00 00 00 00 30 00",
                      LEAD_IN TRACK "41 02 00 10 00 00 08 00 41 02 01 10 00 00 0a 00 41 aa 01 14 00 00 10 00");
    assert_good(fixture);
    write_run(fixture, -150, 1200);
    sim_fixture_run(fixture, SYNCHRONIZE);
    assert_disc(fixture, 2, 3, 1);
    sim_fixture_read(fixture, "43 00 00 00 00 00 00 00 1c 00", 28); /* tracks at 0 and 600, lead-out 1050 */
    assert_data(fixture, "00 1a 01 02 00 14 01 00 00 00 00 00 00 14 02 00 00 00 02 58 00 14 aa 00 00 00 04 1a");
    sim_fixture_read(fixture, "43 02 02 00 00 00 00 00 ff 00", 255);
    assert_data(fixture, "00 39 01 01 01 14 00 a0 00 00 00 00 01 00 00 01 14 00 a1 00 00 00 00 02 00 00"
                         "01 14 00 a2 00 00 00 00 00 10 00 01 14 00 01 00 00 00 00 00 02 00"
                         "01 14 00 02 00 00 00 00 00 0a 00");
    assert_int_equal(load_be32(track(fixture, "52 01 00 00 00 01 00 00 30 00") + 24), 450);
    assert_int_equal(load_be32(track(fixture, "52 01 00 00 00 02 00 00 30 00") + 24), 450);
#undef TRACK
#undef LEAD_IN
}

/* Of two sessions: formats 0, 1 and 2; an address in the gap between them is no track's. */
static void cd_r__two_sessions__toc(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    cd_tao_open(fixture);
    set_write_parameters(fixture, "41 04 08");
    write_run(fixture, 12468, 400);
    sim_fixture_run(fixture, SYNCHRONIZE);
    write_run(fixture, 13020, 300); /* a second track: two blocks of run-out and a pre-gap behind the first */
    sim_fixture_run(fixture, SYNCHRONIZE);
    sim_fixture_run(fixture, "5b 01 02 00 00 00 00 00 00 00");
    sim_fixture_read(fixture, "43 00 00 00 00 00 00 00 24 00", 36);
    assert_data(fixture, "00 22 01 03 00 14 01 00 00 00 00 00 00 14 02 00 00 00 30 b4 00 14 03 00 00 00 32 dc"
                         "00 14 aa 00 00 00 34 0a");
    sim_fixture_read(fixture, "43 00 01 00 00 00 00 00 0c 00", 12);
    assert_data(fixture, "00 0a 01 02 00 14 02 00 00 00 30 b4");
    sim_fixture_read(fixture, "43 02 02 00 00 00 02 00 ff 00", 255); /* session 2 alone: 02:48:18, 02:55:45 */
    assert_data(fixture, "00 39 01 02 02 14 00 a0 00 00 00 00 02 00 00 02 14 00 a1 00 00 00 00 03 00 00"
                         "02 14 00 a2 00 00 00 00 02 3b 2f 02 14 00 02 00 00 00 00 02 30 12"
                         "02 14 00 03 00 00 00 00 02 37 2d");
    sim_fixture_read(fixture, "25 00 00 00 00 00 00 00 00 00", 8); /* run-out included */
    assert_data(fixture, "00 00 34 09 00 00 08 00");
    sim_fixture_read(fixture, "28 00 00 00 20 00 00 00 01 00", 2048);
    assert_sense(fixture, 0x052100);
    assert_read_back(fixture, 13319);
}

/* READ CAPACITY, and where READ DISC INFORMATION has the lead-in of the last session. */
static void assert_capacity_and_lead_in(struct sim_fixture *fixture, const char *capacity, const char *lead_in)
{
    sim_fixture_read(fixture, "25 00 00 00 00 00 00 00 00 00", 8);
    assert_data(fixture, capacity);
    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 22 00", 34);
    assert_good(fixture);
    assert_data_at(fixture, 16, lead_in);
}

/* Pioneer R11, READ CAPACITY: what a complete session has; READ DISC INFORMATION: the lead-in of the session that is
 * incomplete, which stays while it grows. 12468 less pre-gap and lead-in is 01:46:18.
 */
static void cd_r__second_session_open__capacity_and_lead_in_stay(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    cd_tao_open(fixture);
    assert_capacity_and_lead_in(fixture, "00 00 04 2b 00 00 08 00", "00 01 2e 12");
    write_run(fixture, 12468, 400);
    assert_capacity_and_lead_in(fixture, "00 00 04 2b 00 00 08 00", "00 01 2e 12");
    sim_fixture_run(fixture, SYNCHRONIZE);
    write_run(fixture, 13020, 300);
    sim_fixture_run(fixture, SYNCHRONIZE);
    assert_capacity_and_lead_in(fixture, "00 00 04 2b 00 00 08 00", "00 01 2e 12");
    assert_read_back(fixture, 13319);
    sim_fixture_run(fixture, "5b 01 02 00 00 00 00 00 00 00");
    /* 13322 with its run-out; 13322 + 6900 less pre-gap and lead-in is 03:29:47. */
    assert_capacity_and_lead_in(fixture, "00 00 34 09 00 00 08 00", "00 03 1d 2f");
}

/* The same of fragments: an LBA, that of the next intro. */
static void dvd_plus_r__second_session_open__capacity_and_intro_stay(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_PLUS_R);
    write_run(fixture, 0, 64);
    assert_capacity_and_lead_in(fixture, "00 00 00 00 00 00 08 00", "00 00 00 00");
    sim_fixture_run(fixture, "5b 01 01 00 00 01 00 00 00 00");
    sim_fixture_run(fixture, "5b 01 02 00 00 00 00 00 00 00");
    write_run(fixture, 2112, 64);
    sim_fixture_run(fixture, "5b 01 01 00 00 02 00 00 00 00");
    assert_good(fixture);
    assert_capacity_and_lead_in(fixture, "00 00 00 3f 00 00 08 00", "00 00 08 40");
    assert_read_back(fixture, 2175);
}

/* The laser stays off: all is accepted in the order of a real recording, and the disc is as it was. */
static void test_write__leaves_the_disc_blank(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    set_write_parameters(fixture, "51 04 08");
    assert_good(fixture);
    write_run(fixture, 0, 400);
    write_at(fixture, 0, 32);
    assert_sense(fixture, 0x052102);
    sim_fixture_run(fixture, SYNCHRONIZE);
    sim_fixture_run(fixture, "5b 01 02 00 00 00 00 00 00 00");
    assert_good(fixture);
    assert_disc(fixture, 0, 0, 1);
    assert_next(fixture, 0);
    set_write_parameters(fixture, "52 00 00");
    sim_fixture_write(
        fixture, "5d 00 00 00 00 00 00 00 20 00",
        "41 00 00 14 00 00 00 00 41 01 00 10 00 00 00 00 41 01 01 10 00 00 02 00 41 aa 01 14 00 00 10 10");
    write_run(fixture, -150, 1216);
    sim_fixture_run(fixture, SYNCHRONIZE);
    assert_disc(fixture, 0, 0, 1);
    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R);
    set_write_parameters(fixture, "52 05 08");
    assert_good(fixture);
    sim_fixture_run(fixture, "53 00 00 00 00 00 00 03 94 00");
    write_run(fixture, 0, 916);
    sim_fixture_run(fixture, SYNCHRONIZE);
    assert_good(fixture);
    assert_disc(fixture, 0, 0, 1);
    assert_int_equal(disc.blocks, 0); /* nothing reached it */
}

static void cd_rw__blank__makes_it_new(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_RW);
    cd_tao_open(fixture);
    sim_fixture_run(fixture, "a1 11 00 00 00 00 00 00 00 00 00 00");
    assert_good(fixture);
    assert_disc(fixture, 0, 0, 1);
    assert_next(fixture, 0);
    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    sim_fixture_run(fixture, "a1 11 00 00 00 00 00 00 00 00 00 00");
    assert_sense(fixture, 0x053005);
}

static void dvd_plus_rw__format_write_close(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    write_at(fixture, 0, 16);
    assert_sense(fixture, 0x053010);
    sim_fixture_write(fixture, "04 11 00 00 00 00", "00 02 00 08 00 23 05 40 98 00 00 00");
    assert_good(fixture);
    assert_int_equal(disc_byte(fixture, 7) & 0x03, 2); /* it formats in the background */
    write_run(fixture, 0, 928);
    write_run(fixture, 4096, 16);
    sim_fixture_run(fixture, SYNCHRONIZE);
    sim_fixture_run(fixture, "5b 01 00 00 00 00 00 00 00 00");
    assert_int_equal(disc_byte(fixture, 7) & 0x03, 1);
    sim_fixture_run(fixture, "5b 01 02 00 00 00 00 00 00 00");
    assert_good(fixture);
    assert_disc(fixture, 2, 3, 1);
    assert_read_back(fixture, 927);
    assert_read_back(fixture, 4111);
    sim_fixture_read(fixture, "28 00 00 00 10 10 00 00 01 00", 2048); /* never written */
    assert_good(fixture);
    assert_int_equal(fixture->data[0], 0);
}

static void dvd_plus_r__fragments_and_end(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_PLUS_R);
    write_run(fixture, 0, 928);
    sim_fixture_run(fixture, SYNCHRONIZE);
    sim_fixture_run(fixture, "5b 01 02 00 00 00 00 00 00 00");
    assert_sense(fixture, 0x057203);
    sim_fixture_run(fixture, "5b 01 01 00 00 01 00 00 00 00");
    assert_good(fixture);
    sim_fixture_run(fixture, "5b 01 02 00 00 00 00 00 00 00");
    assert_good(fixture);
    assert_disc(fixture, 1, 0, 2);
    assert_next(fixture, 2976);
    write_run(fixture, 2976, 928);
    sim_fixture_run(fixture, "5b 01 01 00 00 02 00 00 00 00");
    sim_fixture_run(fixture, "5b 01 05 00 00 00 00 00 00 00");
    assert_disc(fixture, 2, 3, 2);
    assert_read_back(fixture, 2976);
}

static void dvd_r__incremental_and_at_once(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_R);
    set_write_parameters(fixture, "60 e5 08");
    assert_good(fixture);
    write_run(fixture, 0, 928);
    sim_fixture_run(fixture, SYNCHRONIZE);
    sim_fixture_run(fixture, "5b 01 01 00 00 01 00 00 00 00");
    sim_fixture_run(fixture, "5b 01 02 00 00 00 00 00 00 00");
    assert_disc(fixture, 1, 0, 2);
    assert_next(fixture, 12288);

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_RW);
    memset(&disc.memory, 0, sizeof disc.memory);
    sim_fixture_run(fixture, "a1 11 00 00 00 00 00 00 00 00 00 00");
    sim_fixture_read(fixture, "46 02 00 21 00 00 00 00 10 00", 16);
    assert_int_equal(fixture->data[10] & 0x01, 0); /* feature 0021h is not current */
    set_write_parameters(fixture, "60 e5 08");
    assert_sense(fixture, 0x052600);
    set_write_parameters(fixture, "42 05 08");
    assert_good(fixture);
    sim_fixture_run(fixture, "53 00 00 00 00 00 00 03 94 00");
    assert_good(fixture);
    write_run(fixture, 0, 916);
    sim_fixture_run(fixture, SYNCHRONIZE);
    assert_disc(fixture, 2, 3, 1);
}

static void bd_r__sessions_and_end(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_BD_R);
    write_run(fixture, 0, 928);
    sim_fixture_run(fixture, SYNCHRONIZE);
    sim_fixture_run(fixture, "5b 01 01 00 00 01 00 00 00 00");
    sim_fixture_run(fixture, "5b 01 02 00 00 00 00 00 00 00");
    assert_disc(fixture, 1, 0, 2);
    assert_next(fixture, 928);
    sim_fixture_run(fixture, "5b 01 06 00 00 00 00 00 00 00");
    assert_disc(fixture, 2, 3, 1);
}

static void bd_re__unformatted__is_formatted(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_BD_RE);
    sim_fixture_write(fixture, "04 11 00 00 00 00", "00 02 00 08 00 b4 74 00 c0 00 00 00");
    assert_good(fixture);
    write_run(fixture, 0, 928);
    sim_fixture_read(fixture, "25 00 00 00 00 00 00 00 00 00", 8);
    assert_data(fixture, "00 b4 73 ff 00 00 08 00");
}

/* DVD-RW: MMC-6, format types 15h, 13h, 00h; the sizes as cdrskin and dvd+rw-format were captured asking for. */
static void dvd_rw__quick_format__grows_until_its_session_is_closed(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_RW);
    sim_fixture_write(fixture, "04 11 00 00 00 00", "00 02 00 08 00 01 00 00 54 00 00 10");
    assert_good(fixture);
    sim_fixture_read(fixture, "46 02 00 00 00 00 00 00 08 00", 8);
    assert_data_at(fixture, 6, "0013");
    assert_disc(fixture, 2, 1, 1);
    sim_fixture_read(fixture, "23 00 00 00 00 00 00 00 0c 00", 12);
    assert_data_at(fixture, 8, "03000800");
    write_at(fixture, 16, 16); /* behind its end */
    assert_sense(fixture, 0x052102);
    write_at(fixture, 0, 32);
    assert_good(fixture);
    write_at(fixture, 0, 16);
    assert_good(fixture);
    write_at(fixture, 32, 8); /* half an ECC block */
    assert_sense(fixture, 0x052102);
    write_at(fixture, 32, 16);
    assert_good(fixture);
    sim_fixture_run(fixture, SYNCHRONIZE);
    sim_fixture_run(fixture, "5b 01 02 00 00 00 00 00 00 00");
    assert_good(fixture);
    assert_disc(fixture, 2, 3, 1);
    sim_fixture_read(fixture, "25 00 00 00 00 00 00 00 00 00", 8);
    assert_data(fixture, "00 00 00 2f 00 00 08 00");
    write_at(fixture, 48, 16);
    assert_sense(fixture, 0x052100);
    assert_read_back(fixture, 47);
    sim_fixture_write(fixture, "04 11 00 00 00 00", "00 02 00 08 00 00 00 00 4c 00 00 10"); /* 13h */
    assert_good(fixture);
    write_at(fixture, 48, 16);
    assert_good(fixture);
    assert_read_back(fixture, 0);
}

static void dvd_rw__full_format__and_back(void **state)
{
    struct sim_fixture *fixture = *state;

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_RW);
    sim_fixture_write(fixture, "04 11 00 00 00 00", "00 02 00 08 00 23 10 20 4c 00 00 10"); /* 13h: nothing to grow */
    assert_sense(fixture, 0x052600);
    sim_fixture_write(fixture, "04 11 00 00 00 00", "00 02 00 08 00 23 10 20 00 00 08 00");
    assert_good(fixture);
    assert_disc(fixture, 2, 3, 1);
    sim_fixture_read(fixture, "25 00 00 00 00 00 00 00 00 00", 8);
    assert_data(fixture, "00 23 10 1f 00 00 08 00");
    write_at(fixture, 4096, 16);
    assert_good(fixture);
    sim_fixture_run(fixture, "a1 10 00 00 00 00 00 00 00 00 00 00");
    assert_good(fixture);
    sim_fixture_read(fixture, "46 02 00 21 00 00 00 00 10 00", 16);
    assert_data_at(fixture, 6, "0014");
    assert_int_equal(fixture->data[10] & 0x01, 1);
    assert_disc(fixture, 0, 0, 1);
}

/* The three ways to format a BD-RE, and a DVD-RAM without supplementary spare area, again and again. Spare areas of a
 * BD: (12,219,392 - 11,826,176) / 32 clusters.
 */
static void bd_re_and_dvd_ram__each_format(void **state)
{
    static const struct {
        enum sim_medium medium;
        const char *list, *capacity, *spare; /* unused and all of it */
    } rows[] = {
        {SIM_MEDIUM_BD_RE, "00 02 00 08 00 b4 74 00 00 00 30 00", "00 b4 73 ff 00 00 08 00", "00003000 00003000"},
        {SIM_MEDIUM_BD_RE, "00 02 00 08 00 b4 74 00 c0 00 00 00", "00 b4 73 ff 00 00 08 00", "00003000 00003000"},
        {SIM_MEDIUM_BD_RE, "00 02 00 08 00 ba 74 00 c4 00 00 00", "00 ba 73 ff 00 00 08 00", "00000000 00000000"},
        {SIM_MEDIUM_DVD_RAM, "00 82 00 08 00 23 05 20 00 00 08 00", "00 23 05 1f 00 00 08 00", NULL},
        {SIM_MEDIUM_DVD_RAM, "00 82 00 08 00 22 21 20 00 00 08 00", "00 22 21 1f 00 00 08 00", NULL},
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (!i || rows[i].medium != rows[i - 1].medium) {
            memset(&disc.memory, 0, sizeof disc.memory);
            sim_fixture_medium(fixture, rows[i].medium);
        }
        sim_fixture_write(fixture, "04 11 00 00 00 00", rows[i].list);
        assert_good(fixture);
        sim_fixture_read(fixture, "25 00 00 00 00 00 00 00 00 00", 8);
        assert_data(fixture, rows[i].capacity);
        if (rows[i].spare) {
            sim_fixture_read(fixture, "ad 01 00 00 00 00 00 0a 00 10 00 00", 16);
            assert_data_at(fixture, 0, "000e0000 00000000");
            assert_data_at(fixture, 8, rows[i].spare);
        }
        write_at(fixture, 7, 1); /* the drive reads the rest of the cluster first */
        assert_good(fixture);
        assert_read_back(fixture, 7);
    }
    sim_fixture_write(fixture, "04 11 00 00 00 00", "00 02 00 08 00 22 21 21 00 00 08 00");
    assert_sense(fixture, 0x052600);
    sim_fixture_run(fixture, "a1 11 00 00 00 00 00 00 00 00 00 00");
    assert_sense(fixture, 0x053005);
    sim_fixture_run(fixture, "5b 01 02 00 00 00 00 00 00 00");
    assert_sense(fixture, 0x052400);
}

/* A disc with room for 512 blocks: two run-out blocks of them are no user's. */
static void cd_r__small__is_full(void **state)
{
    struct sim_fixture *fixture = *state;

    fixture->drive.options.blocks = 512;
    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    sim_fixture_read(fixture, "43 00 04 00 00 00 00 00 1c 00", 28); /* ATIP: the last lead-out at 00:08:62 */
    assert_data_at(fixture, 12, "00 08 3e");
    set_write_parameters(fixture, "41 04 08");
    write_run(fixture, 0, 500);
    write_at(fixture, 500, 11);
    assert_sense(fixture, 0x056300);
    write_run(fixture, 500, 10);
    sim_fixture_run(fixture, SYNCHRONIZE);
    sim_fixture_run(fixture, "5b 01 02 00 00 00 00 00 00 00");
    assert_good(fixture);
    assert_disc(fixture, 2, 3, 1);
    assert_read_back(fixture, 509);
}

static void small_disc__each_medium__is_as_large_as_that(void **state)
{
    static const struct {
        enum sim_medium medium;
        const char *formats; /* READ FORMAT CAPACITIES, current descriptor */
    } rows[] = {
        {SIM_MEDIUM_DVD_R, "00 00 08 00 01 00 08 00"},     {SIM_MEDIUM_DVD_PLUS_RW, "00 00 08 00 01 00 08 00"},
        {SIM_MEDIUM_DVD_RW_RO, "00 00 08 00 02 00 08 00"}, {SIM_MEDIUM_DVD_RAM, "00 00 08 00 02 00 08 00"},
        {SIM_MEDIUM_BD_RE, "00 00 08 00 01 00 08 00"},     {SIM_MEDIUM_DVD_PLUS_R_DL, "00 00 08 00 01 00 08 00"},
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    fixture->drive.options.blocks = 2050;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sim_fixture_medium(fixture, rows[i].medium);
        sim_fixture_read(fixture, "23 00 00 00 00 00 00 00 0c 00", 12);
        assert_data_at(fixture, 4, rows[i].formats);
    }
    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    sim_fixture_write(fixture, "04 11 00 00 00 00", "00 02 00 08 ff ff ff ff 98 00 00 00");
    assert_good(fixture);
    write_run(fixture, 2016, 32);
    write_at(fixture, 2048, 1);
    assert_sense(fixture, 0x052100);
}

static void protected_disc__is_not_written(void **state)
{
    static const char *const commands[] = {
        "5b 01 02 00 00 00 00 00 00 00",       /* CLOSE */
        "53 00 00 00 00 00 00 00 10 00",       /* RESERVE TRACK */
        "54 01 00 00 00 00 00 00 00 00",       /* OPC */
        "a1 11 00 00 00 00 00 00 00 00 00 00", /* BLANK */
    };
    struct sim_fixture *fixture = *state;
    size_t i;

    fixture->drive.options.is_protected = true;
    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_RAM);
    write_at(fixture, 0, 16);
    assert_sense(fixture, 0x072700);
    for (i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        sim_fixture_run(fixture, commands[i]);
        assert_sense(fixture, 0x072700);
    }
    sim_fixture_write(fixture, "04 11 00 00 00 00", "00 02 00 08 00 22 21 20 00 00 08 00");
    assert_sense(fixture, 0x072700);
    sim_fixture_read(fixture, "28 00 00 00 00 00 00 00 01 00", 2048);
    assert_good(fixture);
    sim_fixture_read(fixture, "ad 00 00 00 00 00 00 c0 00 08 00 00", 8);
    assert_data(fixture, "00 06 00 00 04 00 00 00");
    sim_fixture_medium(fixture, SIM_MEDIUM_BD_RE);
    sim_fixture_read(fixture, "ad 01 00 00 00 00 00 c0 00 08 00 00", 8);
    assert_data(fixture, "00 06 00 00 02 00 00 00");
}

static void memory__damaged__is_no_disaster(void **state)
{
    struct sim_fixture *fixture = *state;
    size_t i;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    cd_tao_open(fixture);
    for (i = 0; i < disc.memory.count; i++) {
        struct sim_disc_memory kept = disc.memory;

        disc.memory.bytes[i] ^= 0xff;
        sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 22 00", 34);
        sim_fixture_read(fixture, "52 01 00 00 00 01 00 00 30 00", 48);
        sim_fixture_read(fixture, "43 00 00 00 00 00 00 00 ff 00", 255);
        write_at(fixture, 12468, 1);
        disc.memory = kept;
    }
    assert_next(fixture, 12468);
}

/* A disc that may hold somebody's data must not pass for a blank one. */
static void memory__that_makes_no_sense__disc_is_unreadable_and_stays(void **state)
{
    struct sim_fixture *fixture = *state;
    struct sim_disc_memory damaged;

    sim_fixture_medium(fixture, SIM_MEDIUM_CD_R);
    cd_tao_open(fixture);
    disc.memory.bytes[0] ^= 0xff;
    damaged = disc.memory;
    write_at(fixture, 0, 32);
    assert_sense(fixture, 0x023000);
    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 22 00", 34);
    assert_sense(fixture, 0x023000);
    assert_memory_equal(&disc.memory, &damaged, sizeof damaged);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(cd_r__track_at_once__sessions_follow, setup, teardown),
        cmocka_unit_test_setup_teardown(cd_r__short_track__is_four_seconds_long, setup, teardown),
        cmocka_unit_test_setup_teardown(cd_r__last_session__ends_the_disc, setup, teardown),
        cmocka_unit_test_setup_teardown(cd_r__session_at_once__by_its_cue_sheet, setup, teardown),
        cmocka_unit_test_setup_teardown(cd_r__wrong_order__is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(cd_r__cue_sheet__wrong_in_each_way, setup, teardown),
        cmocka_unit_test_setup_teardown(cd_r__cue_sheet__two_tracks_in_the_toc, setup, teardown),
        cmocka_unit_test_setup_teardown(cd_r__two_sessions__toc, setup, teardown),
        cmocka_unit_test_setup_teardown(cd_r__second_session_open__capacity_and_lead_in_stay, setup, teardown),
        cmocka_unit_test_setup_teardown(dvd_plus_r__second_session_open__capacity_and_intro_stay, setup, teardown),
        cmocka_unit_test_setup_teardown(test_write__leaves_the_disc_blank, setup, teardown),
        cmocka_unit_test_setup_teardown(cd_rw__blank__makes_it_new, setup, teardown),
        cmocka_unit_test_setup_teardown(dvd_plus_rw__format_write_close, setup, teardown),
        cmocka_unit_test_setup_teardown(dvd_plus_r__fragments_and_end, setup, teardown),
        cmocka_unit_test_setup_teardown(dvd_r__incremental_and_at_once, setup, teardown),
        cmocka_unit_test_setup_teardown(bd_r__sessions_and_end, setup, teardown),
        cmocka_unit_test_setup_teardown(bd_re__unformatted__is_formatted, setup, teardown),
        cmocka_unit_test_setup_teardown(dvd_rw__quick_format__grows_until_its_session_is_closed, setup, teardown),
        cmocka_unit_test_setup_teardown(dvd_rw__full_format__and_back, setup, teardown),
        cmocka_unit_test_setup_teardown(bd_re_and_dvd_ram__each_format, setup, teardown),
        cmocka_unit_test_setup_teardown(cd_r__small__is_full, setup, teardown),
        cmocka_unit_test_setup_teardown(small_disc__each_medium__is_as_large_as_that, setup, teardown),
        cmocka_unit_test_setup_teardown(protected_disc__is_not_written, setup, teardown),
        cmocka_unit_test_setup_teardown(memory__damaged__is_no_disaster, setup, teardown),
        cmocka_unit_test_setup_teardown(memory__that_makes_no_sense__disc_is_unreadable_and_stays, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
