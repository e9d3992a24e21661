/* burn/speed.c: which speeds a drive offers, which one a wish means, how it is set. Speeds of real drives: captures in
 * tests/media.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "burn/speed.h"
#include "support/drive_fixture.h"
#include "support/scripted_disc.h"
#include "support/vectors.h"

static const struct burn_media cd = {.medium = BURN_MEDIUM_CD_R, .total_blocks = 359849};
static const struct burn_media dvd = {.medium = BURN_MEDIUM_DVD_PLUS_RW, .total_blocks = 2295104};
static const struct burn_media bd = {.medium = BURN_MEDIUM_BD_R, .total_blocks = 12219392};

static void put_16(uint8_t *at, unsigned value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

/* MMC-6, GET PERFORMANCE, write speed descriptor. */
static void add_performance(struct scripted_disc *disc, uint8_t rotation, uint32_t write_kbs)
{
    uint8_t *at = disc->performance + disc->performance_bytes;

    at[0] = (uint8_t)(rotation << 3);
    put_16(at + 12, write_kbs >> 16);
    put_16(at + 14, write_kbs & 0xFFFF);
    disc->performance_bytes += 16;
}

/* MMC-3, page 2Ah with its list of write speeds. */
static void add_page(struct scripted_disc *disc, uint8_t rotation, unsigned write_kbs)
{
    uint8_t *page = disc->page_2a;

    if (!disc->page_2a_bytes) disc->page_2a_bytes = 32;
    page[0] = 0x2A;
    page[disc->page_2a_bytes + 1] = rotation;
    put_16(page + disc->page_2a_bytes + 2, write_kbs);
    disc->page_2a_bytes += 4;
    page[1] = (uint8_t)(disc->page_2a_bytes - 2);
    page[31]++;
}

static struct burn_speeds read_speeds(struct drive_fixture *fixture, struct scripted_disc *disc,
                                      const struct burn_media *media)
{
    struct burn_speeds speeds;

    memset(&speeds, 0xA5, sizeof speeds);
    scripted_disc_insert(&fixture->script, disc);
    assert_int_equal(burn_speeds_read(fixture->drive, media, &speeds, &fixture->failure), DRIVE_OK);
    assert_int_equal(fixture->failure.status, DRIVE_OK);
    return speeds;
}

/* Sectors a second, to the nearest whole: of 2352 bytes on CD, of 2048 elsewhere. */
static void speeds_read__each_speed__is_so_many_sectors_a_second(void **state)
{
    static const struct {
        const struct burn_media *media;
        uint32_t kbs;
        int32_t sectors;
    } rows[] = {
        {&cd, 176, 75},     {&cd, 706, 300},     {&cd, 1411, 600},     {&cd, 4234, 1800},
        {&cd, 8467, 3600},  {&cd, 8468, 3600},   {&dvd, 1385, 676},    {&dvd, 3324, 1623},
        {&dvd, 5540, 2705}, {&dvd, 11080, 5410}, {&dvd, 22160, 10820}, {&bd, 4495, 2195},
        {&bd, 8990, 4390},  {&bd, 26973, 13170}, {&bd, 53952, 26344},  {&bd, 0xFFFFFFFF, 2097152000},
    };
    struct drive_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct scripted_disc disc = {.profile = 0};
        struct burn_speeds speeds;

        add_performance(&disc, 0, rows[i].kbs);
        speeds = read_speeds(fixture, &disc, rows[i].media);
        assert_int_equal(speeds.count, 1);
        assert_int_equal(speeds.entries[0].kbs, rows[i].kbs);
        if (speeds.entries[0].sectors != rows[i].sectors) {
            fail_msg("%lu kB/s: %ld", (unsigned long)rows[i].kbs, (long)speeds.entries[0].sectors);
        }
    }
}

/* MMC-6, GET PERFORMANCE: type 03h, from LBA 0, room for 64 descriptors. */
static void speeds_read__one_question__has_room_for_64(void **state)
{
    static const uint8_t cdb[12] = {0xAC, 0, 0, 0, 0, 0, 0, 0, 0, 64, 0x03, 0};
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {.hides_performance = true};
    struct burn_speeds speeds;

    add_performance(&disc, 0, 5540);
    add_performance(&disc, 0, 3324);
    speeds = read_speeds(fixture, &disc, &dvd);
    assert_int_equal(speeds.count, 2);
    assert_int_equal(scripted_disc_count(&disc), 1);
    assert_sent(&fixture->script, 0, cdb, sizeof cdb);
    assert_int_equal(fixture->script.sent[0].requested_bytes, 8 + 64 * 16);
}

static void speeds_read__unsorted_repeated_and_empty__is_fastest_first_and_each_once(void **state)
{
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {.profile = 0};
    struct burn_speeds speeds;

    add_performance(&disc, 1, 8310);
    add_performance(&disc, 0, 0); /* LG GCA-4040N */
    add_performance(&disc, 0, 5540);
    add_performance(&disc, 1, 11080);
    add_performance(&disc, 0, 5540); /* TSSTcorp SH-S182M */
    add_performance(&disc, 0, 8310);
    speeds = read_speeds(fixture, &disc, &dvd);
    assert_int_equal(speeds.count, 4);
    assert_int_equal(speeds.entries[0].kbs, 11080);
    assert_true(speeds.entries[0].is_pure_cav);
    assert_int_equal(speeds.entries[1].kbs, 8310);
    assert_false(speeds.entries[1].is_pure_cav);
    assert_int_equal(speeds.entries[2].kbs, 8310);
    assert_true(speeds.entries[2].is_pure_cav);
    assert_int_equal(speeds.entries[3].kbs, 5540);
}

/* What real drives said, and the sectors a second that must come of it. */
static void speeds_read__captured_media__are_the_literals(void **state)
{
    /* clang-format off */
    static const struct {
        const char *path;
        const struct burn_media *media;
        int32_t sectors[6]; /* 0 ends them */
        unsigned pure_cav;  /* how many of them */
    } rows[] = {
        {"media/bd-r-blank-wh16ns40.json",        &bd,  {26344, 21953, 17563, 13172, 8781}, 4},
        {"media/bd-r-blank-ihbs112.json",         &bd,  {4390}, 0},
        {"media/dvd-plus-rw-benq-dq60.json",      &dvd, {5410, 4058, 2705, 1623}, 0},
        {"media/dvd-plus-rw-blank.json",          &dvd, {2705, 1623}, 0},
        {"media/dvd-plus-rw-formatted-suspended.json", &dvd, {2705}, 0},
        {"media/dvd-plus-rw-nec-off-by-one.json", &dvd, {2705, 1623}, 0},
        {"media/dvd-ram-4.7.json",                &dvd, {2029, 1353}, 0},
        {"media/dvd-rw-sequential-appendable-zero-tracks.json", &dvd, {2705, 1353}, 0},
    };
    /* clang-format on */
    struct drive_fixture *fixture = *state;
    size_t row, i;

    for (row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        cJSON *file = vectors_load(rows[row].path);
        const cJSON *list =
            cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(file, "speeds"), "perf03");
        struct scripted_disc disc = {.profile = 0};
        struct burn_speeds speeds;
        unsigned pure_cav = 0;
        const cJSON *entry;

        cJSON_ArrayForEach(entry, list)
        {
            const cJSON *byte = cJSON_GetObjectItemCaseSensitive(entry, "wrc_byte");

            add_performance(&disc, byte && strcmp(byte->valuestring, "08") == 0,
                            (uint32_t)vector_number(entry, "write_kbs"));
        }
        speeds = read_speeds(fixture, &disc, rows[row].media);
        for (i = 0; rows[row].sectors[i]; i++) {
            if (i >= speeds.count || speeds.entries[i].sectors != rows[row].sectors[i]) {
                fail_msg("%s: entry %u", rows[row].path, (unsigned)i);
            }
            pure_cav += speeds.entries[i].is_pure_cav;
        }
        assert_int_equal(speeds.count, i);
        assert_int_equal(pure_cav, rows[row].pure_cav);
        cJSON_Delete(file);
    }
}

static void speeds_read__no_performance__is_the_list_of_page_2a(void **state)
{
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {.profile = 0};
    struct burn_speeds speeds;

    add_page(&disc, 0, 4234);
    add_page(&disc, 0, 0); /* Lite-On: an empty entry in the middle */
    add_page(&disc, 1, 8467);
    speeds = read_speeds(fixture, &disc, &cd);
    assert_int_equal(speeds.count, 2);
    assert_int_equal(speeds.entries[0].sectors, 3600);
    assert_true(speeds.entries[0].is_pure_cav);
    assert_int_equal(speeds.entries[1].sectors, 1800);
    assert_int_equal(disc.counts[0xAC], 1);
    assert_int_equal(disc.counts[0x5A], 1);

    /* A page of before MMC-3: bytes 18 and 19. */
    memset(&disc, 0, sizeof disc);
    disc.page_2a_bytes = 22;
    disc.page_2a[0] = 0x2A;
    disc.page_2a[1] = 20;
    put_16(disc.page_2a + 18, 706);
    speeds = read_speeds(fixture, &disc, &cd);
    assert_int_equal(speeds.count, 1);
    assert_int_equal(speeds.entries[0].sectors, 300);

    disc.page_2a_bytes = 0;
    assert_int_equal(read_speeds(fixture, &disc, &cd).count, 0);
}

/* _NEC ND-3540A 1.04: page 2Ah lists CD speeds while a DVD+RW is in. */
static void speeds_read__cd_speeds_with_a_dvd_in__are_not_believed(void **state)
{
    static const unsigned nec[] = {8467, 7056, 5645, 4234, 2822, 1411};
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {.profile = 0};
    size_t i;

    for (i = 0; i < 6; i++)
        add_page(&disc, 0, nec[i]);
    assert_int_equal(read_speeds(fixture, &disc, &dvd).count, 0);
    assert_int_equal(read_speeds(fixture, &disc, &cd).count, 6);
    add_performance(&disc, 0, 8467); /* nor by GET PERFORMANCE: then the page is asked */
    assert_int_equal(read_speeds(fixture, &disc, &dvd).count, 0);
    assert_int_equal(disc.counts[0x5A], 1);
    add_performance(&disc, 0, 8310); /* one that is of DVD: a list that is to be believed */
    assert_int_equal(read_speeds(fixture, &disc, &dvd).count, 2);
    assert_int_equal(disc.counts[0x5A], 0);
    add_performance(&disc, 0, 706); /* slower than a DVD can be */
    assert_int_equal(read_speeds(fixture, &disc, &dvd).count, 2);
    add_performance(&disc, 0, 1350);
    assert_int_equal(read_speeds(fixture, &disc, &dvd).count, 3);
}

static void speeds_read__cut_or_silent__is_what_came_or_the_failure(void **state)
{
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {.profile = 0};
    struct burn_speeds speeds;

    add_performance(&disc, 0, 5540);
    add_performance(&disc, 0, 3324);
    disc.performance_bytes -= 4; /* the last one is cut */
    assert_int_equal(read_speeds(fixture, &disc, &dvd).count, 1);
    disc.lost_at = 1;
    scripted_disc_insert(&fixture->script, &disc);
    assert_int_equal(burn_speeds_read(fixture->drive, &dvd, &speeds, &fixture->failure), DRIVE_TIMEOUT);
    assert_int_equal(speeds.count, 0);
    disc.performance_bytes = 0;
    disc.lost_at = 2;
    scripted_disc_insert(&fixture->script, &disc);
    assert_int_equal(burn_speeds_read(fixture->drive, &dvd, &speeds, &fixture->failure), DRIVE_TIMEOUT);
    assert_int_equal(fixture->failure.opcode, 0x5A);
}

/* A whole reply of 64 descriptors, and a page that counts 100 where it has room for 56. */
static void speeds_read__as_many_as_can_be__are_all_kept(void **state)
{
    static uint8_t reply[8 + 16 * 64], page[8 + 256];
    struct drive_fixture *fixture = *state;
    struct burn_speeds speeds;
    unsigned i;

    put_16(reply + 2, sizeof reply - 4);
    for (i = 0; i < 64; i++)
        put_16(reply + 8 + 16 * i + 14, 100 + 100 * i);
    script_bytes(&fixture->script, reply, sizeof reply);
    assert_int_equal(burn_speeds_read(fixture->drive, &cd, &speeds, &fixture->failure), DRIVE_OK);
    assert_int_equal(speeds.count, 64);
    assert_int_equal(speeds.entries[0].kbs, 6400);
    assert_int_equal(speeds.entries[63].kbs, 100);

    put_16(page, sizeof page - 2);
    page[8] = 0x2A;
    page[9] = 254;
    page[8 + 31] = 100;
    for (i = 0; i < 56; i++)
        put_16(page + 8 + 32 + 4 * i + 2, 100 + 100 * i);
    script_sense(&fixture->script, 1, 0x70, 5, 0x20, 0);
    script_bytes(&fixture->script, page, sizeof page); /* asked with 256 bytes, then whole */
    script_bytes(&fixture->script, page, sizeof page);
    assert_int_equal(burn_speeds_read(fixture->drive, &cd, &speeds, &fixture->failure), DRIVE_OK);
    assert_int_equal(speeds.count, 56);
    assert_int_equal(speeds.entries[0].kbs, 5600);
    assert_int_equal(speeds.entries[55].kbs, 100);
}

/* clang-format off */
static const struct burn_speeds mixed = {.count = 5, .entries = {
    {11080, 5410, true}, {8310, 4058, false}, {5540, 2705, true}, {5540, 2705, false}, {2770, 1353, false}}};
static const struct burn_speeds clv = {.count = 2, .entries = {{5540, 2700, false}, {2770, 1300, false}}};
/* clang-format on */

static void speed_choose__each_wish__is_the_nearest_of_its_rotation(void **state)
{
    static const struct {
        const struct burn_speeds *speeds;
        int32_t wish;
        bool pure_cav;
        size_t entry;
        bool is_speed_adjusted, is_rotation_adjusted;
    } rows[] = {
        {&mixed, BURN_SPEED_FASTEST, false, 0, false, false},
        {&mixed, BURN_SPEED_FASTEST, true, 0, false, false},
        {&clv, BURN_SPEED_FASTEST, true, 0, false, true},
        {&mixed, 2705, false, 3, false, false},
        {&mixed, 2705, true, 2, false, false},
        {&mixed, 5410, false, 1, true, false}, /* there is one, but by CAV */
        {&mixed, 5410, true, 0, false, false},
        {&mixed, 1, false, 4, true, false},
        {&mixed, 0x7FFFFFFF, false, 1, true, false},
        {&mixed, 1353 + 40, false, 4, false, false}, /* 2.96 % */
        {&mixed, 1353 + 41, false, 4, true, false},  /* 3.03 % */
        {&mixed, 1353 - 40, false, 4, false, false},
        {&mixed, 1353 - 41, false, 4, true, false},
        {&clv, 2000, false, 1, true, false}, /* as far from both: the slower */
        {&clv, 2001, false, 0, true, false},
        {&clv, 1999, false, 1, true, false},
        {&clv, 1300, true, 1, false, true},
        {&clv, 1339, false, 1, true, false}, /* 3 % to the block */
        {&clv, 1338, false, 1, false, false},
        {&clv, 2000, true, 1, true, true},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct burn_speed_choice choice = burn_speed_choose(rows[i].speeds, rows[i].wish, rows[i].pure_cav);

        if (choice.entry != &rows[i].speeds->entries[rows[i].entry] ||
            choice.is_speed_adjusted != rows[i].is_speed_adjusted ||
            choice.is_rotation_adjusted != rows[i].is_rotation_adjusted) {
            fail_msg("row %u: entry %d, %d, %d", (unsigned)i, (int)(choice.entry - rows[i].speeds->entries),
                     choice.is_speed_adjusted, choice.is_rotation_adjusted);
        }
    }
}

/* 1x, as programs write it, against the drive's own number. */
static void speed_choose__680_against_676__is_not_adjusted(void **state)
{
    static const struct burn_speeds speeds = {.count = 1, .entries = {{1385, 676, false}}};

    (void)state;
    assert_false(burn_speed_choose(&speeds, 680, false).is_speed_adjusted);
}

static void speed_choose__no_speeds__is_no_entry(void **state)
{
    static const struct burn_speeds none;
    struct burn_speed_choice choice = burn_speed_choose(&none, 2705, true);

    (void)state;
    assert_null(choice.entry);
    assert_false(choice.is_speed_adjusted || choice.is_rotation_adjusted);
    assert_null(burn_speed_choose(&none, BURN_SPEED_FASTEST, false).entry);
}

/* MMC-6, SET STREAMING, performance descriptor: 4x on a DVD+RW from block 0 to 2295103, in kB a second. */
static void speed_set__dvd__is_set_streaming(void **state)
{
    static const uint8_t cdb[12] = {0xB6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 28, 0};
    static const uint8_t clv_list[28] = {0x00, 0,    0, 0, 0, 0,    0, 0, 0x00, 0x23, 0x05, 0x3F, 0, 0,
                                         0x15, 0xA4, 0, 0, 3, 0xE8, 0, 0, 0x15, 0xA4, 0,    0,    3, 0xE8};
    static const uint8_t cav_list[28] = {0x08, 0,    0, 0, 0, 0,    0, 0, 0x00, 0x23, 0x05, 0x3F, 0, 0,
                                         0x2B, 0x48, 0, 0, 3, 0xE8, 0, 0, 0x2B, 0x48, 0,    0,    3, 0xE8};
    static const uint8_t fastest[28] = {0x00, 0, 0, 0, 0, 0,    0,    0, 0x00, 0x23, 0x05, 0x3F, 0x10, 0,
                                        0,    0, 0, 0, 3, 0xE8, 0x10, 0, 0,    0,    0,    0,    3,    0xE8};
    struct drive_fixture *fixture = *state;

    script_good(&fixture->script);
    script_good(&fixture->script);
    script_good(&fixture->script);
    assert_int_equal(burn_speed_set(fixture->drive, &dvd, &mixed.entries[3], &fixture->failure), DRIVE_OK);
    assert_int_equal(burn_speed_set(fixture->drive, &dvd, &mixed.entries[0], &fixture->failure), DRIVE_OK);
    assert_int_equal(burn_speed_set(fixture->drive, &dvd, NULL, &fixture->failure), DRIVE_OK);
    assert_sent(&fixture->script, 0, cdb, sizeof cdb);
    assert_int_equal(fixture->script.sent[0].requested_bytes, 28);
    assert_memory_equal(fixture->script.sent[0].data_out, clv_list, 28);
    assert_memory_equal(fixture->script.sent[1].data_out, cav_list, 28);
    assert_memory_equal(fixture->script.sent[2].data_out, fastest, 28);
}

static void speed_set__cd_or_refused__is_set_cd_speed(void **state)
{
    static const struct burn_speed cd_speed = {4234, 1800, false}, cav = {8467, 3600, true},
                                   bd_16x = {71928, 35121, true};
    static const uint8_t clv_cdb[12] = {0xBB, 0, 0xFF, 0xFF, 0x10, 0x8A};
    static const uint8_t cav_cdb[12] = {0xBB, 1, 0xFF, 0xFF, 0x21, 0x13};
    static const uint8_t fastest[12] = {0xBB, 0, 0xFF, 0xFF, 0xFF, 0xFF};
    static const uint8_t capped[12] = {0xBB, 1, 0xFF, 0xFF, 0xFF, 0xFF};
    struct drive_fixture *fixture = *state;

    script_good(&fixture->script);
    script_good(&fixture->script);
    script_good(&fixture->script);
    assert_int_equal(burn_speed_set(fixture->drive, &cd, &cd_speed, &fixture->failure), DRIVE_OK);
    assert_int_equal(burn_speed_set(fixture->drive, &cd, &cav, &fixture->failure), DRIVE_OK);
    assert_int_equal(burn_speed_set(fixture->drive, &cd, NULL, &fixture->failure), DRIVE_OK);
    assert_sent(&fixture->script, 0, clv_cdb, sizeof clv_cdb);
    assert_sent(&fixture->script, 1, cav_cdb, sizeof cav_cdb);
    assert_sent(&fixture->script, 2, fastest, sizeof fastest);

    script_again(&fixture->script);
    script_sense(&fixture->script, 1, 0x70, 5, 0x20, 0);
    script_good(&fixture->script);
    assert_int_equal(burn_speed_set(fixture->drive, &bd, &bd_16x, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_sent(&fixture->script, 1, capped, sizeof capped);

    script_again(&fixture->script);
    script_sense(&fixture->script, 2, 0x70, 5, 0x20, 0);
    assert_int_equal(burn_speed_set(fixture->drive, &bd, NULL, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0xBB, 5, 0x20, 0);

    script_again(&fixture->script);
    script_failure(&fixture->script, SCSI_LOST, SCSI_FAILURE_TIMEOUT, 0);
    assert_int_equal(burn_speed_set(fixture->drive, &bd, NULL, &fixture->failure), DRIVE_TIMEOUT);
    assert_int_equal(fixture->script.sent_count, 1);
}

static void speed_get_current__page_2a__bytes_28_else_20(void **state)
{
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {.page_2a_bytes = 32, .page_2a = {0x2A, 30}};
    struct burn_speed speed;

    scripted_disc_insert(&fixture->script, &disc);
    put_16(disc.page_2a + 20, 2770);
    put_16(disc.page_2a + 28, 5540);
    disc.page_2a[27] = 1;
    assert_int_equal(burn_speed_get_current(fixture->drive, &dvd, &speed, &fixture->failure), DRIVE_OK);
    assert_int_equal(speed.kbs, 5540);
    assert_int_equal(speed.sectors, 2705);
    assert_true(speed.is_pure_cav);
    put_16(disc.page_2a + 28, 0);
    disc.page_2a[27] = 0;
    assert_int_equal(burn_speed_get_current(fixture->drive, &dvd, &speed, &fixture->failure), DRIVE_OK);
    assert_int_equal(speed.kbs, 2770);
    assert_false(speed.is_pure_cav);
    put_16(disc.page_2a + 20, 1411); /* _NEC ND-3540A */
    assert_int_equal(burn_speed_get_current(fixture->drive, &dvd, &speed, &fixture->failure), DRIVE_OK);
    assert_int_equal(speed.sectors, 0);
    assert_int_equal(burn_speed_get_current(fixture->drive, &cd, &speed, &fixture->failure), DRIVE_OK);
    assert_int_equal(speed.sectors, 600);
    disc.page_2a_bytes = 22; /* of before MMC-3 */
    disc.page_2a[1] = 20;
    assert_int_equal(burn_speed_get_current(fixture->drive, &cd, &speed, &fixture->failure), DRIVE_OK);
    assert_int_equal(speed.sectors, 600);
    disc.page_2a_bytes = 0;
    assert_int_equal(burn_speed_get_current(fixture->drive, &cd, &speed, &fixture->failure), DRIVE_OK);
    assert_int_equal(speed.sectors, 0);
    disc.lost_at = scripted_disc_count(&disc) + 1;
    assert_int_equal(burn_speed_get_current(fixture->drive, &cd, &speed, &fixture->failure), DRIVE_TIMEOUT);
    assert_int_equal(speed.kbs, 0);
}

#define FIXTURE_TEST(test) cmocka_unit_test_setup_teardown(test, drive_fixture_setup, drive_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(speeds_read__each_speed__is_so_many_sectors_a_second),
        FIXTURE_TEST(speeds_read__one_question__has_room_for_64),
        FIXTURE_TEST(speeds_read__unsorted_repeated_and_empty__is_fastest_first_and_each_once),
        FIXTURE_TEST(speeds_read__captured_media__are_the_literals),
        FIXTURE_TEST(speeds_read__no_performance__is_the_list_of_page_2a),
        FIXTURE_TEST(speeds_read__cd_speeds_with_a_dvd_in__are_not_believed),
        FIXTURE_TEST(speeds_read__cut_or_silent__is_what_came_or_the_failure),
        FIXTURE_TEST(speeds_read__as_many_as_can_be__are_all_kept),
        cmocka_unit_test(speed_choose__each_wish__is_the_nearest_of_its_rotation),
        cmocka_unit_test(speed_choose__680_against_676__is_not_adjusted),
        cmocka_unit_test(speed_choose__no_speeds__is_no_entry),
        FIXTURE_TEST(speed_set__dvd__is_set_streaming),
        FIXTURE_TEST(speed_set__cd_or_refused__is_set_cd_speed),
        FIXTURE_TEST(speed_get_current__page_2a__bytes_28_else_20),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
