/* The tray: moving it, waiting for it, its lock, and whether a drive can pull it in. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/drive_fixture.h"
#include "support/vectors.h"

static const uint8_t eject_cdb[6] = {0x1B, 0x00, 0, 0, 0x02, 0};
static const uint8_t load_cdb[6] = {0x1B, 0x00, 0, 0, 0x03, 0};
static const uint8_t allow_cdb[6] = {0x1E, 0x00, 0, 0, 0x00, 0};
static const uint8_t prevent_cdb[6] = {0x1E, 0x00, 0, 0, 0x01, 0};

static void eject_and_load__one_command_not_immediate(void **state)
{
    struct drive_fixture *fixture = *state;

    script_good(&fixture->script);
    assert_int_equal(drive_eject(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    script_good(&fixture->script);
    assert_int_equal(drive_load(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_int_equal(fixture->script.sent_count, 2);
    assert_sent(&fixture->script, 0, eject_cdb, 6);
    assert_sent(&fixture->script, 1, load_cdb, 6);
    assert_int_equal(fixture->script.sent[0].timeout_ms, 60000);
    assert_int_equal(fixture->script.sent[1].timeout_ms, 60000);
    assert_int_equal(fixture->script.sent[0].direction, SCSI_NO_DATA);
}

/* Pioneer: 02/04/07 for a while. */
static void eject__in_progress__is_asked_again_every_333_ms(void **state)
{
    struct drive_fixture *fixture = *state;

    script_sense(&fixture->script, 3, 0x70, 0x02, 0x04, 0x07);
    script_good(&fixture->script);
    assert_int_equal(drive_eject(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_int_equal(fixture->script.sent_count, 4);
    assert_int_equal(fixture->clock.sleeps, 3);
    assert_int_equal(fixture->clock.slept_ms, 999);
}

/* The last of 91 commands goes out after 90 x 333 ms = 29.97 s. */
static void load__in_progress_for_ever__is_busy_after_30_s(void **state)
{
    struct drive_fixture *fixture = *state;

    script_sense(&fixture->script, 91, 0x70, 0x02, 0x04, 0x07);
    assert_int_equal(drive_load(fixture->drive, &fixture->failure), DRIVE_MEDIUM_BUSY);
    assert_failure_is_sense(&fixture->failure, DRIVE_MEDIUM_BUSY, 0x1B, 0x02, 0x04, 0x07);
    assert_int_equal(fixture->script.sent_count, 91);
    assert_int_equal(fixture->clock.slept_ms, 29970);
}

/* Each command takes 5 s: at 0, 5.333, 10.666, 16, 21.333 and 26.666 s; the answer to the sixth comes too late. */
static void load__in_progress_slowly__time_counts_not_commands(void **state)
{
    struct drive_fixture *fixture = *state;

    fixture->script.command_ms = 5000;
    script_sense(&fixture->script, 6, 0x70, 0x02, 0x04, 0x07);
    assert_int_equal(drive_load(fixture->drive, &fixture->failure), DRIVE_MEDIUM_BUSY);
    assert_int_equal(fixture->script.sent_count, 6);
    assert_int_equal(fixture->clock.slept_ms, 5 * 333);
}

static void sleep_without_time(const struct base_clock *clock, uint32_t ms)
{
    (void)clock;
    (void)ms;
}

static void load__in_progress_while_the_clock_stands_still__ends(void **state)
{
    struct drive_fixture *fixture = *state;

    fixture->clock.clock.sleep_ms = sleep_without_time;
    script_sense(&fixture->script, 91, 0x70, 0x02, 0x04, 0x07);
    assert_int_equal(drive_load(fixture->drive, &fixture->failure), DRIVE_MEDIUM_BUSY);
    assert_int_equal(fixture->script.sent_count, 91);
}

/* Becoming ready is not waited for; "operator needed" least of all. */
static void load__not_ready_otherwise__fails_at_once(void **state)
{
    static const uint8_t ascqs[] = {0x00, 0x01, 0x02, 0x03, 0x04, 0x08};
    struct drive_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof ascqs; i++) {
        script_again(&fixture->script);
        script_sense(&fixture->script, 1, 0x70, 0x02, 0x04, ascqs[i]);
        assert_int_equal(drive_load(fixture->drive, &fixture->failure), DRIVE_REFUSED);
        assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x1B, 0x02, 0x04, ascqs[i]);
        assert_int_equal(fixture->script.sent_count, 1);
    }
    assert_int_equal(fixture->clock.sleeps, 0);
}

/* MMC-6: 3A/01 medium not present, tray closed; 3A/02 tray open. */
static void load__empty_tray__is_closed_or_open(void **state)
{
    struct drive_fixture *fixture = *state;

    script_sense(&fixture->script, 1, 0x70, 0x02, 0x3A, 0x01);
    assert_int_equal(drive_load(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    script_sense(&fixture->script, 1, 0x70, 0x02, 0x3A, 0x02);
    assert_int_equal(drive_load(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x1B, 0x02, 0x3A, 0x02);
    script_sense(&fixture->script, 1, 0x70, 0x02, 0x3A, 0x00);
    assert_int_equal(drive_load(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    /* An eject of nothing is what it was. */
    script_sense(&fixture->script, 1, 0x70, 0x02, 0x3A, 0x01);
    assert_int_equal(drive_eject(fixture->drive, &fixture->failure), DRIVE_REFUSED);
}

static void load__drive_cannot__its_answer_is_the_result(void **state)
{
    struct drive_fixture *fixture = *state;

    script_sense(&fixture->script, 1, 0x70, 0x05, 0x24, 0x00);
    assert_int_equal(drive_load(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x1B, 0x05, 0x24, 0x00);
    assert_int_equal(fixture->script.sent_count, 1);
}

static void eject__door_locked_and_nothing_to_set_aside__is_the_refusal(void **state)
{
    struct drive_fixture *fixture = *state;

    fixture->host.mount = "/media/user/DISC";
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x53, 0x02);
    assert_int_equal(drive_eject(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x1B, 0x05, 0x53, 0x02);
    assert_string_equal(fixture->failure.mount, "/media/user/DISC");
    assert_int_equal(fixture->host.dismounts, 1);
    assert_int_equal(fixture->script.sent_count, 1);
}

/* Who locked the door died with its exclusive access: the host knows, and the medium is not asked for. */
static void eject__door_locked_by_the_dead__is_opened(void **state)
{
    static const uint8_t senses[][3] = {{0x05, 0x53, 0x02}, {0x02, 0x53, 0x00}, {0x02, 0x53, 0x02}};
    struct drive_fixture *fixture = *state;
    size_t i;

    fixture->host.dismount_status = DRIVE_OK;
    for (i = 0; i < sizeof senses / sizeof senses[0]; i++) {
        script_again(&fixture->script);
        fixture->host.dismounts = 0;
        script_sense(&fixture->script, 1, 0x70, senses[i][0], senses[i][1], senses[i][2]);
        script_good(&fixture->script);
        script_good(&fixture->script);
        assert_int_equal(drive_eject(fixture->drive, &fixture->failure), DRIVE_OK);
        assert_failure_is_bare(&fixture->failure, DRIVE_OK);
        assert_int_equal(fixture->host.dismounts, 1);
        assert_int_equal(fixture->script.sent_count, 3);
        assert_sent(&fixture->script, 0, eject_cdb, 6);
        assert_sent(&fixture->script, 1, allow_cdb, 6);
        assert_sent(&fixture->script, 2, eject_cdb, 6);
    }
}

/* READ DISC INFORMATION, standard (MMC-6): 34 bytes, disc status in bits 1-0 of byte 2. */
static void queue_disc(struct drive_fixture *fixture, uint8_t reply[34], uint8_t byte_2)
{
    memset(reply, 0, 34);
    reply[1] = 0x20;
    reply[2] = byte_2;
    script_bytes(&fixture->script, reply, 34);
}

static const uint8_t disc_information_cdb[10] = {0x51, 0, 0, 0, 0, 0, 0, 0x01, 0x00, 0};

/* Wine: 05/53/02, or 02/53/00 through Linux's ATA layer; the file system is set aside, the door opened, and all is
 * well. Disc status 2 complete, 3 other (DVD-RAM and the like).
 */
static void eject__door_locked_by_a_mount__is_opened(void **state)
{
    static const uint8_t senses[][3] = {{0x05, 0x53, 0x02}, {0x02, 0x53, 0x00}, {0x02, 0x53, 0x02}};
    static const uint8_t finished[] = {0x0E, 0x02, 0x1F};
    struct drive_fixture *fixture = *state;
    uint8_t reply[34];
    size_t i;

    fixture->host.dismount_status = DRIVE_OK;
    fixture->host.is_mounted = true;
    for (i = 0; i < sizeof senses / sizeof senses[0]; i++) {
        script_again(&fixture->script);
        fixture->host.dismounts = 0;
        script_sense(&fixture->script, 1, 0x70, senses[i][0], senses[i][1], senses[i][2]);
        queue_disc(fixture, reply, finished[i]);
        script_good(&fixture->script);
        script_good(&fixture->script);
        assert_int_equal(drive_eject(fixture->drive, &fixture->failure), DRIVE_OK);
        assert_failure_is_bare(&fixture->failure, DRIVE_OK);
        assert_int_equal(fixture->host.dismounts, 2);
        assert_int_equal(fixture->script.sent_count, 4);
        assert_sent(&fixture->script, 0, eject_cdb, 6);
        assert_sent(&fixture->script, 1, disc_information_cdb, 10);
        assert_sent(&fixture->script, 2, allow_cdb, 6);
        assert_sent(&fixture->script, 3, eject_cdb, 6);
    }
}

/* One question of the eject, the refusal of the first eject as its result: the door is left alone, and nothing is
 * dismounted.
 */
static void expect_door_left_alone(struct drive_fixture *fixture)
{
    fixture->host.dismounts = 0;
    fixture->host.dismount_status = DRIVE_OK;
    fixture->host.is_mounted = true;
    fixture->host.mount = "/media/user/DISC";
    assert_int_equal(drive_eject(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x1B, 0x05, 0x53, 0x02);
    assert_string_equal(fixture->failure.mount, "/media/user/DISC");
    assert_int_equal(fixture->host.dismounts, 1);
    assert_int_equal(fixture->script.sent_count, 2);
    assert_sent(&fixture->script, 0, eject_cdb, 6);
    assert_sent(&fixture->script, 1, disc_information_cdb, 10);
    script_again(&fixture->script);
}

/* A blank or appendable disc behind a locked door is what a burn looks like; what cannot be asked may be one. */
static void eject__medium_may_be_burning__door_is_not_opened(void **state)
{
    static const uint8_t unfinished[] = {0x00, 0x01, 0x0C, 0x0D, 0x10, 0x11};
    static const uint8_t senses[][3] = {{0x05, 0x20, 0x00}, {0x02, 0x04, 0x08}, {0x02, 0x3A, 0x00}};
    struct drive_fixture *fixture = *state;
    uint8_t reply[34];
    size_t i;

    for (i = 0; i < sizeof unfinished; i++) {
        script_sense(&fixture->script, 1, 0x70, 0x05, 0x53, 0x02);
        queue_disc(fixture, reply, unfinished[i]);
        expect_door_left_alone(fixture);
    }
    for (i = 0; i < sizeof senses / sizeof senses[0]; i++) {
        script_sense(&fixture->script, 1, 0x70, 0x05, 0x53, 0x02);
        script_sense(&fixture->script, 1, 0x70, senses[i][0], senses[i][1], senses[i][2]);
        expect_door_left_alone(fixture);
    }
    /* Complete, it says, but its reply is cut: 33 bytes. */
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x53, 0x02);
    memset(reply, 0, sizeof reply);
    reply[1] = 0x1F;
    reply[2] = 0x0E;
    script_bytes(&fixture->script, reply, 33);
    expect_door_left_alone(fixture);
}

/* Somebody uses what is mounted. */
static void eject__mount_stays__door_is_not_opened(void **state)
{
    struct drive_fixture *fixture = *state;
    uint8_t reply[34];

    fixture->host.dismount_status = DRIVE_UNSUPPORTED;
    fixture->host.is_mounted = true;
    fixture->host.mount = "/media/user/DISC";
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x53, 0x02);
    queue_disc(fixture, reply, 0x0E);
    assert_int_equal(drive_eject(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x1B, 0x05, 0x53, 0x02);
    assert_string_equal(fixture->failure.mount, "/media/user/DISC");
    assert_int_equal(fixture->host.dismounts, 2);
    assert_int_equal(fixture->script.sent_count, 2);
}

/* Whether PREVENT ALLOW helped is seen from the eject alone. */
static void eject__allow_is_refused__is_tried_all_the_same(void **state)
{
    struct drive_fixture *fixture = *state;

    fixture->host.dismount_status = DRIVE_OK;
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x53, 0x02);
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x20, 0x00);
    script_good(&fixture->script);
    assert_int_equal(drive_eject(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_int_equal(fixture->script.sent_count, 3);
}

/* 05/53/00 and others are no locked door; nothing is dismounted for them, nor for a load. */
static void eject__refused_otherwise__dismounts_nothing(void **state)
{
    struct drive_fixture *fixture = *state;

    fixture->host.dismount_status = DRIVE_OK;
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x53, 0x00);
    assert_int_equal(drive_eject(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    script_sense(&fixture->script, 1, 0x70, 0x02, 0x3A, 0x00);
    assert_int_equal(drive_eject(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    script_failure(&fixture->script, SCSI_LOST, SCSI_FAILURE_DEVICE_GONE, 55);
    assert_int_equal(drive_eject(fixture->drive, &fixture->failure), DRIVE_GONE);
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x53, 0x02);
    assert_int_equal(drive_load(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    assert_int_equal(fixture->host.dismounts, 0);
    assert_int_equal(fixture->script.sent_count, 4);
}

/* What this drive's own user prevents, eject does not undo. */
static void eject__door_locked_by_ourselves__dismounts_nothing(void **state)
{
    struct drive_fixture *fixture = *state;

    fixture->host.dismount_status = DRIVE_OK;
    script_good(&fixture->script);
    assert_int_equal(drive_prevent_removal(fixture->drive, true, &fixture->failure), DRIVE_OK);
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x53, 0x02);
    assert_int_equal(drive_eject(fixture->drive, &fixture->failure), DRIVE_REFUSED);
    assert_int_equal(fixture->host.dismounts, 0);

    script_good(&fixture->script);
    assert_int_equal(drive_prevent_removal(fixture->drive, false, &fixture->failure), DRIVE_OK);
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x53, 0x02);
    script_good(&fixture->script);
    script_good(&fixture->script);
    assert_int_equal(drive_eject(fixture->drive, &fixture->failure), DRIVE_OK);
    assert_int_equal(fixture->host.dismounts, 1);
}

static void prevent_removal__sends_the_bit_and_fails_as_the_drive_does(void **state)
{
    struct drive_fixture *fixture = *state;

    script_good(&fixture->script);
    assert_int_equal(drive_prevent_removal(fixture->drive, true, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x24, 0x00);
    assert_int_equal(drive_prevent_removal(fixture->drive, false, &fixture->failure), DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x1E, 0x05, 0x24, 0x00);
    assert_sent(&fixture->script, 0, prevent_cdb, 6);
    assert_sent(&fixture->script, 1, allow_cdb, 6);
    assert_int_equal(fixture->script.sent[0].timeout_ms, 30000);
}

/* Feature 0003h with this version and these bytes, asked for by itself. */
static void queue_removable(struct drive_fixture *fixture, uint8_t reply[16], uint8_t version, uint8_t byte_4)
{
    static const uint8_t shape[16] = {0, 0, 0, 0x0C, 0, 0, 0, 0, 0x00, 0x03, 0x03, 0x04, 0x00, 0, 0, 0};

    memcpy(reply, shape, 16);
    reply[10] = (uint8_t)(0x03 | version << 2);
    reply[12] = byte_4;
    script_bytes(&fixture->script, reply, 16);
}

static void expect_can_load(struct drive_fixture *fixture, bool expected, size_t commands)
{
    bool can_load = !expected;

    assert_int_equal(drive_get_can_load(fixture->drive, &can_load, &fixture->failure), DRIVE_OK);
    assert_failure_is_bare(&fixture->failure, DRIVE_OK);
    assert_int_equal(can_load, expected);
    assert_int_equal(fixture->script.sent_count, commands);
    /* remembered */
    can_load = !expected;
    assert_int_equal(drive_get_can_load(fixture->drive, &can_load, &fixture->failure), DRIVE_OK);
    assert_int_equal(can_load, expected);
    assert_int_equal(fixture->script.sent_count, commands);
    /* forgotten */
    drive_fixture_rename(fixture, "VENDOR", "PRODUCT");
    script_again(&fixture->script);
}

/* MMC-6, removable medium feature: byte 4 bits 7-5 mechanism, bit 4 Load, from version 1 on. */
static void get_can_load__by_feature(void **state)
{
    static const struct {
        uint8_t version;
        uint8_t byte_4;
        bool can_load;
    } rows[] = {
        {0, 0x29, true},                    /* tray, a version without Load */
        {0, 0x39, true},                    /* the same, and the bit means nothing */
        {0, 0x09, false},                   /* caddy */
        {0, 0x19, false}, {0, 0x49, false}, /* pop-up */
        {1, 0x39, true},  {1, 0x2B, false}, /* a tray of a slim drive: HL-DT-ST BU40N */
        {1, 0x19, true},                    /* slot with motor */
        {1, 0x09, false}, {2, 0x39, true},  {2, 0x29, false},
    };
    struct drive_fixture *fixture = *state;
    uint8_t reply[16];
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        queue_removable(fixture, reply, rows[i].version, rows[i].byte_4);
        expect_can_load(fixture, rows[i].can_load, 1);
    }
}

/* Mode page 2Ah, byte 6 bits 7-5: 20 bytes in all, as old drives have it. */
static const uint8_t tray_page[28] = {0x00, 0x1A, 0x70, 0, 0, 0, 0, 0, 0x2A, 0x12, 0x3F, 0, 0, 0, 0x29, 0};
static const uint8_t caddy_page[28] = {0x00, 0x1A, 0x70, 0, 0, 0, 0, 0, 0x2A, 0x12, 0x3F, 0, 0, 0, 0x09, 0};
static const uint8_t no_features[8] = {0, 0, 0, 4, 0, 0, 0, 0};

static void get_can_load__without_the_feature__by_mode_page(void **state)
{
    static const uint8_t empty_feature[12] = {0, 0, 0, 8, 0, 0, 0, 0, 0x00, 0x03, 0x03, 0x00};
    struct drive_fixture *fixture = *state;

    script_bytes(&fixture->script, no_features, sizeof no_features);
    script_bytes(&fixture->script, tray_page, sizeof tray_page);
    expect_can_load(fixture, true, 2);
    script_bytes(&fixture->script, no_features, sizeof no_features);
    script_bytes(&fixture->script, caddy_page, sizeof caddy_page);
    expect_can_load(fixture, false, 2);
    /* the feature without its bytes */
    script_bytes(&fixture->script, empty_feature, sizeof empty_feature);
    script_bytes(&fixture->script, tray_page, sizeof tray_page);
    expect_can_load(fixture, true, 2);
    /* GET CONFIGURATION unknown */
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x20, 0x00);
    script_bytes(&fixture->script, tray_page, sizeof tray_page);
    expect_can_load(fixture, true, 2);
    /* starting feature refused, and the feature is not among all either: QEMU */
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x24, 0x00);
    script_bytes(&fixture->script, no_features, sizeof no_features);
    script_bytes(&fixture->script, tray_page, sizeof tray_page);
    expect_can_load(fixture, true, 3);
    script_sense(&fixture->script, 2, 0x70, 0x05, 0x24, 0x00);
    script_bytes(&fixture->script, tray_page, sizeof tray_page);
    expect_can_load(fixture, true, 3);
    /* garbage */
    script_bytes(&fixture->script, no_features, 5);
    script_bytes(&fixture->script, tray_page, sizeof tray_page);
    expect_can_load(fixture, true, 2);
}

static void get_can_load__neither_feature_nor_page__cannot(void **state)
{
    static const uint8_t cut_page[14] = {0x00, 0x0C, 0x70, 0, 0, 0, 0, 0, 0x2A, 0x04, 0x3F, 0, 0, 0};
    struct drive_fixture *fixture = *state;

    script_bytes(&fixture->script, no_features, sizeof no_features);
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x24, 0x00);
    expect_can_load(fixture, false, 2);
    /* a page without the field */
    script_bytes(&fixture->script, no_features, sizeof no_features);
    script_bytes(&fixture->script, cut_page, sizeof cut_page);
    expect_can_load(fixture, false, 2);
}

/* The mechanism is in byte 6, and it came. 62 bytes claimed and 24 sent; the mechanism as the last byte; length 0. */
static void get_can_load__degraded_page__is_read_as_far_as_it_goes(void **state)
{
    static const uint8_t last_byte[15] = {0x00, 0x0D, 0x70, 0, 0, 0, 0, 0, 0x2A, 0x3E, 0x3F, 0, 0, 0, 0x29};
    static const uint8_t no_length[28] = {0x00, 0x00, 0x70, 0, 0, 0, 0, 0, 0x2A, 0x12, 0x3F, 0, 0, 0, 0x29, 0};
    struct drive_fixture *fixture = *state;
    size_t count;
    uint8_t *reported = vector_file_bytes("reports/r05-page2a-longer-than-sent.hex", &count);

    script_sense(&fixture->script, 1, 0x70, 0x05, 0x20, 0x00);
    script_bytes(&fixture->script, reported, count);
    expect_can_load(fixture, true, 2);
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x20, 0x00);
    script_bytes(&fixture->script, last_byte, sizeof last_byte);
    expect_can_load(fixture, true, 2);
    script_sense(&fixture->script, 1, 0x70, 0x05, 0x20, 0x00);
    script_bytes(&fixture->script, no_length, sizeof no_length);
    expect_can_load(fixture, true, 2);
    free(reported);
}

/* The mechanism did not come: nothing is known, and the next question is sent. */
static void get_can_load__page_cut_before_the_field__is_not_remembered(void **state)
{
    struct drive_fixture *fixture = *state;
    bool can_load = true;

    script_bytes(&fixture->script, no_features, sizeof no_features);
    script_bytes(&fixture->script, tray_page, 14);
    assert_int_equal(drive_get_can_load(fixture->drive, &can_load, &fixture->failure), DRIVE_INVALID_RESPONSE);
    assert_failure_is_reply(&fixture->failure, DRIVE_INVALID_RESPONSE, 0x5A);
    assert_false(can_load);
    script_bytes(&fixture->script, no_features, sizeof no_features);
    script_bytes(&fixture->script, tray_page, sizeof tray_page);
    assert_int_equal(drive_get_can_load(fixture->drive, &can_load, &fixture->failure), DRIVE_OK);
    assert_true(can_load);
}

/* KVM media, modem sticks: nothing says that there is a tray. */
static void get_can_load__all_commands_unknown__cannot(void **state)
{
    struct drive_fixture *fixture = *state;

    script_sense(&fixture->script, 3, 0x70, 0x05, 0x20, 0x00);
    expect_can_load(fixture, false, 3);
}

/* The page behind the header of four bytes. */
static void get_can_load__mode_sense_6_is_all_it_knows__by_that(void **state)
{
    static const uint8_t tray_page_6[] = {0x0B, 0x41, 0x00, 0x00, 0x2A, 0x06, 0x3F, 0x00, 0x00, 0x00, 0x29, 0x00};
    struct drive_fixture *fixture = *state;

    script_sense(&fixture->script, 2, 0x70, 0x05, 0x20, 0x00);
    script_bytes(&fixture->script, tray_page_6, sizeof tray_page_6);
    expect_can_load(fixture, true, 3);
}

static void get_can_load__get_configuration_is_never_answered__by_mode_page(void **state)
{
    struct drive_fixture *fixture = *state;

    script_failure(&fixture->script, SCSI_LOST, SCSI_FAILURE_TIMEOUT, 121);
    script_bytes(&fixture->script, tray_page, sizeof tray_page);
    expect_can_load(fixture, true, 2);
}

static void get_can_load__drive_that_hangs_on_get_configuration__one_command(void **state)
{
    struct drive_fixture *fixture = *state;
    bool can_load;

    drive_fixture_rename(fixture, "SAMSUNG", "DVD-ROM SD-608");
    script_bytes(&fixture->script, tray_page, sizeof tray_page);
    assert_int_equal(drive_get_can_load(fixture->drive, &can_load, &fixture->failure), DRIVE_OK);
    assert_true(can_load);
    assert_int_equal(fixture->script.sent_count, 1);
    assert_int_equal(fixture->script.sent[0].cdb[0], 0x5A);
}

static void get_can_load__a_failure_is_not_remembered(void **state)
{
    struct drive_fixture *fixture = *state;
    bool can_load = true;
    uint8_t reply[16];

    script_failure(&fixture->script, SCSI_NOT_SENT, SCSI_FAILURE_LOCKED, 5);
    assert_int_equal(drive_get_can_load(fixture->drive, &can_load, &fixture->failure), DRIVE_LOCKED);
    assert_false(can_load);
    can_load = true;
    script_bytes(&fixture->script, no_features, sizeof no_features);
    script_failure(&fixture->script, SCSI_LOST, SCSI_FAILURE_OTHER, 121);
    assert_int_equal(drive_get_can_load(fixture->drive, &can_load, &fixture->failure), DRIVE_FAILED);
    assert_false(can_load);
    queue_removable(fixture, reply, 1, 0x39);
    assert_int_equal(drive_get_can_load(fixture->drive, &can_load, &fixture->failure), DRIVE_OK);
    assert_true(can_load);
}

#define FIXTURE_TEST(name) cmocka_unit_test_setup_teardown(name, drive_fixture_setup, drive_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(eject_and_load__one_command_not_immediate),
        FIXTURE_TEST(eject__in_progress__is_asked_again_every_333_ms),
        FIXTURE_TEST(load__in_progress_for_ever__is_busy_after_30_s),
        FIXTURE_TEST(load__in_progress_slowly__time_counts_not_commands),
        FIXTURE_TEST(load__in_progress_while_the_clock_stands_still__ends),
        FIXTURE_TEST(load__not_ready_otherwise__fails_at_once),
        FIXTURE_TEST(load__empty_tray__is_closed_or_open),
        FIXTURE_TEST(load__drive_cannot__its_answer_is_the_result),
        FIXTURE_TEST(eject__door_locked_and_nothing_to_set_aside__is_the_refusal),
        FIXTURE_TEST(eject__door_locked_by_the_dead__is_opened),
        FIXTURE_TEST(eject__door_locked_by_a_mount__is_opened),
        FIXTURE_TEST(eject__medium_may_be_burning__door_is_not_opened),
        FIXTURE_TEST(eject__mount_stays__door_is_not_opened),
        FIXTURE_TEST(eject__allow_is_refused__is_tried_all_the_same),
        FIXTURE_TEST(eject__refused_otherwise__dismounts_nothing),
        FIXTURE_TEST(eject__door_locked_by_ourselves__dismounts_nothing),
        FIXTURE_TEST(prevent_removal__sends_the_bit_and_fails_as_the_drive_does),
        FIXTURE_TEST(get_can_load__by_feature),
        FIXTURE_TEST(get_can_load__without_the_feature__by_mode_page),
        FIXTURE_TEST(get_can_load__neither_feature_nor_page__cannot),
        FIXTURE_TEST(get_can_load__page_cut_before_the_field__is_not_remembered),
        FIXTURE_TEST(get_can_load__all_commands_unknown__cannot),
        FIXTURE_TEST(get_can_load__mode_sense_6_is_all_it_knows__by_that),
        FIXTURE_TEST(get_can_load__get_configuration_is_never_answered__by_mode_page),
        FIXTURE_TEST(get_can_load__degraded_page__is_read_as_far_as_it_goes),
        FIXTURE_TEST(get_can_load__drive_that_hangs_on_get_configuration__one_command),
        FIXTURE_TEST(get_can_load__a_failure_is_not_remembered),
    };

    return cmocka_run_group_tests_name("drive_tray", tests, NULL, NULL);
}
