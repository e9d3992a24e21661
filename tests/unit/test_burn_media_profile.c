/* burn_media_read: which medium and which features a drive means that tells them by feature, page 2Ah or book type. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "support/media_fixture.h"

static void media_read__features__are_those_that_are_current(void **state)
{
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {.profile = 0x09,
                                 .features = {TAO, SAO},
                                 .state = BLANK,
                                 .sessions = 1,
                                 .first_track = 1,
                                 .last_track = 1,
                                 CD_OPEN(0, 0, 359847)};
    struct burn_media media = read_media(fixture, &disc, false, DRIVE_OK);

    assert_true(media.can_track_at_once && media.can_session_at_once && media.has_buf && media.can_test_write);
    assert_false(media.can_incremental || media.can_disc_at_once || media.has_pow);

    disc.features[1].data[0] = 0x26; /* CD mastering without BUF: it is not set for a session at once */
    media = read_media(fixture, &disc, false, DRIVE_OK);
    assert_false(media.has_buf);
    disc.features[1].data[0] = 0x62; /* with BUF, without test write */
    media = read_media(fixture, &disc, false, DRIVE_OK);
    assert_true(media.has_buf);
    assert_false(media.can_test_write);
    disc.features[1].data[0] = 0x46; /* without SAO */
    assert_false(read_media(fixture, &disc, false, DRIVE_OK).can_session_at_once);
    disc.features[1].current = false;
    assert_false(read_media(fixture, &disc, false, DRIVE_OK).can_session_at_once);
}

static void media_read__features_of_dvd_and_bd__are_those_that_are_current(void **state)
{
    struct drive_fixture *fixture = *state;
    struct scripted_disc dvd = {.profile = 0x14,
                                .features = {INC, DVD_R},
                                .state = BLANK | ERASABLE,
                                .sessions = 1,
                                .first_track = 1,
                                .last_track = 1,
                                OPEN(1, 0, 0, 2297888, 2297888)};
    struct scripted_disc bd = {.profile = 0x41,
                               .features = {BD_WRITE, {0x0038, true, 4, {0}}},
                               .state = BLANK,
                               .sessions = 1,
                               .first_track = 1,
                               .last_track = 1,
                               OPEN(1, 0, 0, 12219392, 12219392)};
    struct burn_media media = read_media(fixture, &dvd, false, DRIVE_OK);

    assert_true(media.can_incremental && media.can_disc_at_once && media.has_buf && media.can_test_write);
    dvd.features[1].data[0] = 0x0A;
    media = read_media(fixture, &dvd, false, DRIVE_OK);
    assert_false(media.has_buf || media.can_test_write);
    dvd.features[1].current = false; /* 0021h alone: its own BUF bit, and no test */
    media = read_media(fixture, &dvd, false, DRIVE_OK);
    assert_true(media.has_buf);
    assert_false(media.can_test_write || media.can_disc_at_once);
    dvd.features[0].data[2] = 0;
    assert_false(read_media(fixture, &dvd, false, DRIVE_OK).has_buf);

    assert_true(read_media(fixture, &bd, false, DRIVE_OK).has_pow);
    bd.features[1].data_bytes = 0; /* the version without parameters: growisofs does not take it for POW either */
    assert_false(read_media(fixture, &bd, false, DRIVE_OK).has_pow);
}

static void media_read__two_layers__the_boundary_of_a_blank_disc_is_read(void **state)
{
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {.profile = 0x2B,
                                 .features = {PLUS_RDL},
                                 .state = BLANK,
                                 .sessions = 1,
                                 .first_track = 1,
                                 .last_track = 1,
                                 OPEN(1, 0, 0, 4173824, 4173824),
                                 .structure = 0x20,
                                 .structure_bytes = 8,
                                 .structure_data = {0, 0, 0, 0, 0x00, 0x1F, 0xD8, 0x00}};

    assert_int_equal(read_media(fixture, &disc, false, DRIVE_OK).layer_blocks, 2086912);
    disc.structure_bytes = 4; /* too short to say it */
    assert_int_equal(read_media(fixture, &disc, false, DRIVE_OK).layer_blocks, 0);
    disc.structure_bytes = 0; /* refused */
    assert_int_equal(read_media(fixture, &disc, false, DRIVE_OK).layer_blocks, 0);
    disc.state = EMPTY;
    disc.sessions = 2;
    disc.tracks[0].start = disc.tracks[0].next = 21024;
    read_media(fixture, &disc, false, DRIVE_OK);
    assert_int_equal(disc.counts[0xAD], 0);
}

/* Drives of before MMC-2: page 2Ah says what they write, and a CD is all that they know. */
static void media_read__no_get_configuration__is_a_cd_by_page_2a(void **state)
{
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {.has_no_configuration = true,
                                 .state = BLANK,
                                 .sessions = 1,
                                 .first_track = 1,
                                 .last_track = 1,
                                 CD_OPEN(0, 0, 359847),
                                 .page_2a_bytes = 22,
                                 .page_2a = {0x2A, 0x14, 0x03, 0x07, 0xF1}};
    struct burn_media media = read_media(fixture, &disc, false, DRIVE_OK);

    assert_int_equal(media.medium, BURN_MEDIUM_CD_R);
    assert_int_equal(media.method, BURN_METHOD_CD);
    assert_int_equal(media.profile, 0x0009);
    assert_int_equal(media.status, 0x0006);
    assert_true(media.can_track_at_once && media.has_buf && media.can_test_write);
    assert_false(media.can_session_at_once);

    disc.state = BLANK | ERASABLE;
    media = read_media(fixture, &disc, false, DRIVE_OK);
    assert_int_equal(media.medium, BURN_MEDIUM_CD_RW);
    assert_int_equal(media.profile, 0x000A);
    disc.page_2a[3] = 0x01; /* writes CD-R alone */
    media = read_media(fixture, &disc, false, DRIVE_OK);
    assert_int_equal(media.medium, BURN_MEDIUM_CD_RW);
    assert_int_equal(media.status, 0xA000);
    disc.page_2a[3] = 0x03;
    disc.has_no_information = true; /* nor READ DISC INFORMATION: a drive that nobody can write with */
    assert_int_equal(read_media(fixture, &disc, false, DRIVE_OK).status, 0xA000);
    disc.has_no_information = false;
    disc.page_2a[3] = 0x00;
    disc.state = BLANK;
    assert_int_equal(read_media(fixture, &disc, false, DRIVE_OK).status, 0xA000);
    disc.page_2a_bytes = 0;
    disc.state = COMPLETE;
    media = read_media(fixture, &disc, false, DRIVE_OK);
    assert_int_equal(media.medium, BURN_MEDIUM_CD_ROM);
    assert_int_equal(media.status, 0xA000);
}

/* Drives of before MMC-2 may hang at GET CONFIGURATION instead of refusing it. One that reads DVDs knows the command,
 * and page 2Ah does not say which disc is in it.
 */
static void media_read__get_configuration_hangs__is_a_cd_by_page_2a_of_a_drive_without_dvd(void **state)
{
    static const struct {
        uint8_t page_bytes, reads; /* byte 2 of the page: DVD-ROM 08h, DVD-R 10h, DVD-RAM 20h */
        enum drive_status status;
    } rows[] = {
        {22, 0x03, DRIVE_OK},      {22, 0x07, DRIVE_OK},      {22, 0x0B, DRIVE_TIMEOUT},
        {22, 0x13, DRIVE_TIMEOUT}, {22, 0x23, DRIVE_TIMEOUT}, {0, 0x03, DRIVE_TIMEOUT},
    };
    struct drive_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct scripted_disc disc = {.profile = 0x09,
                                     .features = {TAO},
                                     .state = BLANK,
                                     .sessions = 1,
                                     .first_track = 1,
                                     .last_track = 1,
                                     CD_OPEN(0, 0, 359847),
                                     .page_2a_bytes = rows[i].page_bytes,
                                     .page_2a = {0x2A, 0x14, rows[i].reads, 0x07, 0xF1}};
        struct burn_media media;
        bool can_write = false;

        drive_fixture_rename(fixture, "VENDOR", "PRODUCT"); /* a drive remembers at which command it hung */
        disc.lost_at = 2;
        media = read_media(fixture, &disc, false, rows[i].status);
        assert_int_equal(disc.counts[0x46], 1);
        assert_int_equal(media.method, rows[i].status == DRIVE_OK ? BURN_METHOD_CD : BURN_METHOD_NONE);
        assert_int_equal(media.status, rows[i].status == DRIVE_OK ? 0x0006 : 0);
        if (rows[i].status != DRIVE_OK) assert_int_equal(fixture->failure.opcode, 0x46);
        /* The page says what a drive writes, of DVDs too. */
        assert_int_equal(burn_drive_can_write(fixture->drive, false, &can_write, &fixture->failure),
                         rows[i].page_bytes ? DRIVE_OK : DRIVE_TIMEOUT);
        assert_int_equal(can_write, rows[i].page_bytes != 0);
        assert_int_equal(disc.counts[0x46], 1);
    }
}

/* The book type is asked for where the profile does not say what the medium is. */
static void media_read__profile_that_says_little__the_book_type_decides(void **state)
{
    static const struct {
        uint8_t book, layers;
        enum burn_medium medium;
    } books[] = {
        {0x00, 0x00, BURN_MEDIUM_DVD_ROM},       {0x10, 0x00, BURN_MEDIUM_DVD_RAM},
        {0x20, 0x00, BURN_MEDIUM_DVD_R},         {0x20, 0x20, BURN_MEDIUM_DVD_R_DL},
        {0x30, 0x00, BURN_MEDIUM_DVD_RW},        {0x90, 0x00, BURN_MEDIUM_DVD_PLUS_RW},
        {0xA0, 0x00, BURN_MEDIUM_DVD_PLUS_R},    {0xD0, 0x20, BURN_MEDIUM_DVD_PLUS_RW_DL},
        {0xE0, 0x20, BURN_MEDIUM_DVD_PLUS_R_DL}, {0x50, 0x00, BURN_MEDIUM_UNKNOWN},
    };
    struct drive_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof books / sizeof books[0]; i++) {
        struct scripted_disc disc = {.profile = 0x10,
                                     .features = {DVD_READ},
                                     .state = EMPTY,
                                     .sessions = 1,
                                     .first_track = 1,
                                     .last_track = 1,
                                     .structure = 0x00,
                                     .structure_bytes = 20,
                                     .structure_data = {books[i].book, 0x02, books[i].layers, 0, 0, 3, 0, 0, 0, 0x25}};
        struct burn_media media = read_media(fixture, &disc, false, DRIVE_OK);

        assert_int_equal(media.medium, books[i].medium);
        assert_int_equal(media.status, 0xA000); /* the profile is a ROM's: the drive does not write it */
        assert_int_equal(disc.counts[0xAD], 1);
    }
}

/* A drive that names no profile: the list of profiles counts, then the features of DVD+. */
static void media_read__profile_FFFF__the_list_and_the_features_decide(void **state)
{
    struct drive_fixture *fixture = *state;
    struct scripted_disc listed = {.profile = 0xFFFF,
                                   .features = {{0x0000, true, 8, {0x00, 0x10, 0, 0, 0x00, 0x12, 1, 0}}, RANDOM},
                                   .state = OTHER,
                                   .sessions = 1,
                                   .first_track = 1,
                                   .last_track = 1,
                                   .has_capacity = true,
                                   .capacity_last = 2236703};
    struct scripted_disc told = {.profile = 0,
                                 .features = {PLUS_R},
                                 .state = BLANK,
                                 .sessions = 1,
                                 .first_track = 1,
                                 .last_track = 1,
                                 OPEN(1, 0, 0, 2295104, 2295104)};
    struct burn_media media = read_media(fixture, &told, false, DRIVE_OK);

    assert_int_equal(media.medium, BURN_MEDIUM_DVD_PLUS_R);
    assert_int_equal(media.profile, 0x001B);
    assert_int_equal(media.status, 0x0006);
    media = read_media(fixture, &listed, false, DRIVE_OK);
    assert_int_equal(media.medium, BURN_MEDIUM_DVD_RAM);
    assert_int_equal(media.profile, 0x0012);
    assert_int_equal(media.status, 0x0001);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(media_read__features__are_those_that_are_current),
        FIXTURE_TEST(media_read__features_of_dvd_and_bd__are_those_that_are_current),
        FIXTURE_TEST(media_read__two_layers__the_boundary_of_a_blank_disc_is_read),
        FIXTURE_TEST(media_read__no_get_configuration__is_a_cd_by_page_2a),
        FIXTURE_TEST(media_read__get_configuration_hangs__is_a_cd_by_page_2a_of_a_drive_without_dvd),
        FIXTURE_TEST(media_read__profile_that_says_little__the_book_type_decides),
        FIXTURE_TEST(media_read__profile_FFFF__the_list_and_the_features_decide),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
