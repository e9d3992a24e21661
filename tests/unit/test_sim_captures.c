/* The simulated drive against what real drives, and the sources of virtual ones, say: whole captured replies, features
 * with their Current bits, mode pages, and what is known of blank media.
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
#include "support/captured_drive.h"
#include "support/sim_fixture.h"
#include "support/vectors.h"

/* One name a line, so that a file that is added or lost is noticed here. */
static const char *const drives[] = {
    "asus-bw-12b1st-1.03",
    "asus-drw-24f1st-a-1.00",
    "atapi-ihbs112-2-cl04",
    "benq-vad6038-64930c",
    "cdemu-cd-rom-1.0",
    "hitachi-lg-gdr3120l-0047",
    "hl-dt-st-bd-re-bu40n-1.03",
    "hl-dt-st-dvdram-gp60nb60-rf02",
    "hl-dt-st-dvdram-gsa-4040b",
    "matshita-ujda710-1.50",
    "plds-dg-16d2s-7485",
    "plds-dvd-rw-ds-8absh-ld5m",
    "plextor-px-w4824a-1.04",
    "qemu-dvd-rom-ide",
    "teac-cd-540e-3.0a",
    "threadx-usbx-cdrom",
    "tsstcorp-cddvdw-se-s204n-ts00",
    "tsstcorp-cddvdw-sh-s223f-sb03",
    "unknown-dvd-rw-42bbm27s211",
    "virtualbox-cd-rom-ide",
};

enum { DRIVES = sizeof drives / sizeof drives[0], REPLIES_COMPARED = 55 };

static const char *path_of(const char *folder, const char *name)
{
    static char path[128];

    snprintf(path, sizeof path, "%s/%s.json", folder, name);
    return path;
}

static const char *text(const cJSON *object, const char *key)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, key);

    return cJSON_IsString(member) ? member->valuestring : NULL;
}

/* The captured CDB, asked of a drive with that identity and the captured medium in it. */
static void compare_reply(struct sim_fixture *fixture, const char *name, const cJSON *response)
{
    struct captured_drive *drive = captured_drive_load(path_of("drives", name), text(response, "media"));
    bool good = strcmp(text(response, "status"), "good") == 0;

    fixture->drive.identity = &drive->identity;
    sim_fixture_medium(fixture, SIM_MEDIUM_CAPTURED);
    sim_fixture_read(fixture, text(response, "cdb"), 65536);
    if (good) {
        assert_data(fixture, text(response, "hex"));
    } else if (text(response, "sense")) {
        unsigned key, asc, ascq;

        assert_int_equal(sscanf(text(response, "sense"), "%x/%x/%x", &key, &asc, &ascq), 3);
        assert_sense(fixture, key << 16 | asc << 8 | ascq);
    } else {
        assert_int_equal(fixture->reply.outcome, SCSI_REFUSED);
        assert_int_equal(fixture->reply.status, 0x02);
        assert_int_not_equal(fixture->reply.sense[2], 0);
    }
    captured_drive_free(drive);
}

static void captured_reply__every_proof__is_what_the_drive_sends(void **state)
{
    struct sim_fixture *fixture = *state;
    unsigned compared = 0, left_out = 0;
    size_t i;

    for (i = 0; i < DRIVES; i++) {
        cJSON *file = vectors_load(path_of("drives", drives[i]));
        const cJSON *response;
        unsigned of_this = 0;

        cJSON_ArrayForEach(response, cJSON_GetObjectItemCaseSensitive(file, "responses"))
        {
            if (captured_is_proof(response)) {
                compare_reply(fixture, drives[i], response);
                of_this++;
            } else {
                left_out++;
            }
        }
        if (of_this) print_message("           %s: %u replies\n", drives[i], of_this);
        compared += of_this;
        cJSON_Delete(file);
    }
    print_message("           %u captured replies compared, %u are no proof\n", compared, left_out);
    assert_int_equal(compared, REPLIES_COMPARED);
}

/* ---- what is assembled ---- */

/* GET CONFIGURATION put together from the descriptors equals the reply that they came from, Current bits and all. */
static void assembled_configuration__captured_medium__equals_the_capture(void **state)
{
    struct sim_fixture *fixture = *state;
    unsigned compared = 0;
    size_t i;

    for (i = 0; i < DRIVES; i++) {
        cJSON *file = vectors_load(path_of("drives", drives[i]));
        const cJSON *response;

        cJSON_ArrayForEach(response, cJSON_GetObjectItemCaseSensitive(file, "responses"))
        {
            struct captured_drive *drive;
            size_t count;
            uint8_t *bytes;

            if (!captured_is_proof(response) || strncmp(text(response, "cdb"), "46000000", 8) != 0) continue;
            drive = captured_drive_load(path_of("drives", drives[i]), text(response, "media"));
            captured_drive_drop_replies(drive);
            fixture->drive.identity = &drive->identity;
            sim_fixture_medium(fixture, SIM_MEDIUM_CAPTURED);
            sim_fixture_read(fixture, "46 00 00 00 00 00 00 ff ff 00", 65536);
            assert_good(fixture);
            bytes = vector_bytes(text(response, "hex"), &count);
            /* VirtualBox sends 12 bytes more than it claims: they are no part of the features. */
            assert_int_equal(fixture->reply.transferred_bytes, load_be32(bytes) + 4);
            assert_memory_equal(fixture->data, bytes, fixture->reply.transferred_bytes);
            free(bytes);
            captured_drive_free(drive);
            compared++;
        }
        cJSON_Delete(file);
    }
    assert_int_equal(compared, 12);
}

/* A BU40N, of which eleven features were captured one by one: each comes back, and all of them together. */
static void assembled_configuration__single_descriptors__each_comes_back(void **state)
{
    struct sim_fixture *fixture = *state;
    struct captured_drive *drive = captured_drive_load("drives/hl-dt-st-bd-re-bu40n-1.03.json", NULL);
    const cJSON *descriptors = cJSON_GetObjectItemCaseSensitive(drive->file, "feature_descriptors");
    const cJSON *descriptor;
    unsigned compared = 0;

    drive->identity.profile = 0x0040;
    fixture->drive.identity = &drive->identity;
    sim_fixture_medium(fixture, SIM_MEDIUM_CAPTURED);
    cJSON_ArrayForEach(descriptor, descriptors)
    {
        char cdb[64];

        snprintf(cdb, sizeof cdb, "46 02 %s 00 00 00 10 00 00", descriptor->string);
        sim_fixture_read(fixture, cdb, 4096);
        assert_data_at(fixture, 8, text(descriptor, "hex"));
        assert_int_equal(fixture->reply.transferred_bytes, 8 + strlen(text(descriptor, "hex")) / 2);
        assert_memory_equal(fixture->data + 6, "\x00\x40", 2);
        compared++;
    }
    assert_int_equal(compared, 11);
    captured_drive_free(drive);
}

/* MODE SENSE page 3Fh of a GP60NB60 put together from its pages equals the captured reply. */
static void assembled_mode_pages__gp60nb60__equal_the_capture(void **state)
{
    struct sim_fixture *fixture = *state;
    struct captured_drive *drive = captured_drive_load("drives/hl-dt-st-dvdram-gp60nb60-rf02.json", NULL);
    const cJSON *reply = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(drive->file, "responses"), 0);

    assert_string_equal(text(reply, "cdb"), "5a003f00000000ffff00");
    captured_drive_drop_replies(drive);
    fixture->drive.identity = &drive->identity;
    sim_fixture_medium(fixture, SIM_MEDIUM_NONE);
    sim_fixture_read(fixture, "5a 00 3f 00 00 00 00 ff ff 00", 65535);
    assert_data(fixture, text(reply, "hex"));
    captured_drive_free(drive);
}

/* ---- currency by medium ---- */

static unsigned current_features(const uint8_t *reply, size_t count, uint16_t *codes)
{
    size_t at;
    unsigned found = 0;

    for (at = 8; at + 4 <= count; at += 4u + reply[at + 3]) {
        if (reply[at + 2] & 1) codes[found++] = load_be16(reply + at);
    }
    return found;
}

/* The identity captured in one state, with a disc of the simulator in it, says what it said when such a disc was in.
 * Left out: CDEmu calls DVD CSS current with a DVD+R in; a real drive with a DVD+RW does not (next test).
 */
static void computed_currency__cdemu_and_qemu__as_captured_with_that_medium(void **state)
{
    static const struct {
        const char *drive;
        const char *media;
        enum sim_medium medium;
        uint32_t image_blocks;
    } rows[] = {
        {"cdemu-cd-rom-1.0", "none", SIM_MEDIUM_NONE, 0},
        {"cdemu-cd-rom-1.0", "CD-ROM", SIM_MEDIUM_IMAGE, 1000},
        {"cdemu-cd-rom-1.0", "blank CD-R", SIM_MEDIUM_CD_R, 0},
        {"cdemu-cd-rom-1.0", "DVD-ROM", SIM_MEDIUM_IMAGE, 2000000},
        {"cdemu-cd-rom-1.0", "blank DVD+R", SIM_MEDIUM_DVD_PLUS_R, 0},
        {"cdemu-cd-rom-1.0", "BD-ROM", SIM_MEDIUM_IMAGE, 12000000},
        {"cdemu-cd-rom-1.0", "blank BD-R (SRM)", SIM_MEDIUM_BD_R, 0},
        {"qemu-dvd-rom-ide", "none", SIM_MEDIUM_NONE, 0},
        {"qemu-dvd-rom-ide", "DVD-ROM", SIM_MEDIUM_IMAGE, 2000000},
        {"qemu-dvd-rom-ide", "CD-ROM", SIM_MEDIUM_IMAGE, 1000},
    };
    enum { CODES_MAX = 64, DVD_CSS = 0x0106 };
    struct sim_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        /* The features come from another state than the one that is compared. */
        const char *other = strcmp(rows[i].media, "none") == 0 ? "CD-ROM" : "none";
        struct captured_drive *drive = captured_drive_load(path_of("drives", rows[i].drive), other);
        const cJSON *response;
        unsigned compared = 0;

        captured_drive_drop_replies(drive);
        fixture->drive.identity = &drive->identity;
        sim_fixture_image(fixture, rows[i].image_blocks);
        sim_fixture_medium(fixture, rows[i].medium);
        sim_fixture_read(fixture, "46 00 00 00 00 00 00 ff ff 00", 65535);
        assert_good(fixture);
        cJSON_ArrayForEach(response, cJSON_GetObjectItemCaseSensitive(drive->file, "responses"))
        {
            uint16_t ours[CODES_MAX], theirs[CODES_MAX];
            unsigned our_count, their_count, j, k = 0;
            size_t count;
            uint8_t *bytes;

            if (!text(response, "media") || strcmp(text(response, "media"), rows[i].media) != 0) continue;
            if (strncmp(text(response, "cdb"), "46000000", 8) != 0) continue;
            bytes = vector_bytes(text(response, "hex"), &count);
            assert_memory_equal(fixture->data, bytes, 8); /* length and current profile */
            our_count = current_features(fixture->data, fixture->reply.transferred_bytes, ours);
            their_count = current_features(bytes, count, theirs);
            for (j = 0; j < their_count; j++) {
                if (theirs[j] == DVD_CSS && rows[i].medium == SIM_MEDIUM_DVD_PLUS_R) continue;
                assert_true(k < our_count);
                assert_int_equal(ours[k++], theirs[j]);
            }
            assert_int_equal(k, our_count);
            free(bytes);
            compared++;
        }
        assert_int_equal(compared, 1);
        captured_drive_free(drive);
    }
}

/* 28 features of a real drive that had a DVD+RW in it. */
static void computed_currency__real_drive_with_dvd_plus_rw__as_it_said(void **state)
{
    struct sim_fixture *fixture = *state;
    cJSON *file = vectors_load("drives/unknown-dvd-rw-42bbm27s211.json");
    const cJSON *decoded = cJSON_GetObjectItemCaseSensitive(file, "decoded");
    const cJSON *features = cJSON_GetObjectItemCaseSensitive(decoded, "features");
    const cJSON *feature;
    struct sim_identity identity = {0};
    uint8_t bytes[28 * 4];
    size_t count = 0;

    assert_int_equal(cJSON_GetArraySize(features), 28);
    cJSON_ArrayForEach(feature, features)
    {
        store_be16(bytes + count, (uint16_t)strtoul(text(feature, "code"), NULL, 16));
        bytes[count + 2] = vector_number(feature, "persistent") ? 0x03 : 0x00;
        bytes[count + 3] = 0;
        count += 4;
    }
    identity.features = bytes;
    identity.features_count = count;
    fixture->drive.identity = &identity;
    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    /* No profile list here: then every disc is taken. */
    bytes[0] = 0xff;
    bytes[1] = 0xff;
    sim_fixture_read(fixture, "46 00 00 00 00 00 00 ff ff 00", 65535);
    assert_good(fixture);
    count = 8;
    cJSON_ArrayForEach(feature, features)
    {
        if (strcmp(text(feature, "code"), "0000") != 0) {
            assert_int_equal(load_be16(fixture->data + count), strtoul(text(feature, "code"), NULL, 16));
            assert_int_equal(fixture->data[count + 2] & 1, vector_number(feature, "current"));
        }
        count += 4;
    }
    cJSON_Delete(file);
}

/* ---- blank media, as real drives saw them ---- */

static const cJSON *member(const cJSON *object, const char *key)
{
    const cJSON *found = cJSON_GetObjectItemCaseSensitive(object, key);

    assert_non_null(found);
    return found;
}

static void compare_disc(struct sim_fixture *fixture, const cJSON *disc)
{
    static const char *const session_states[] = {"empty", "incomplete", "damaged", "complete"};

    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 22 00", 34);
    assert_good(fixture);
    assert_int_equal(fixture->data[2] & 0x03, vector_number(disc, "status_code"));
    assert_string_equal(session_states[fixture->data[2] >> 2 & 0x03], text(disc, "last_session"));
    assert_int_equal(fixture->data[4], vector_number(disc, "sessions"));
    if (cJSON_GetObjectItemCaseSensitive(disc, "tracks"))
        assert_int_equal(fixture->data[6], vector_number(disc, "tracks"));
    if (cJSON_GetObjectItemCaseSensitive(disc, "bg_format_code"))
        assert_int_equal(fixture->data[7] & 0x03, vector_number(disc, "bg_format_code"));
}

static void compare_formats(struct sim_fixture *fixture, const cJSON *capacities)
{
    const cJSON *current = member(capacities, "current");
    const cJSON *format;
    uint32_t at = 12;

    sim_fixture_read(fixture, "23 00 00 00 00 00 00 00 fc 00", 252);
    assert_good(fixture);
    if (text(capacities, "hex_reconstructed")) assert_data(fixture, text(capacities, "hex_reconstructed"));
    assert_int_equal(load_be32(fixture->data + 4), vector_number(current, "blocks"));
    assert_int_equal(fixture->data[8] & 0x03, vector_number(current, "type"));
    cJSON_ArrayForEach(format, member(capacities, "formats"))
    {
        assert_true(at + 8 <= fixture->reply.transferred_bytes);
        assert_int_equal(load_be32(fixture->data + at), vector_number(format, "blocks"));
        assert_int_equal(fixture->data[at + 4] >> 2, strtoul(text(format, "type"), NULL, 16));
        assert_int_equal(load_be24(fixture->data + at + 5), strtoul(text(format, "param"), NULL, 16));
        at += 8;
    }
    assert_int_equal(at, fixture->reply.transferred_bytes);
}

static void compare_track(struct sim_fixture *fixture, const cJSON *track)
{
    sim_fixture_read(fixture, "52 01 00 00 00 01 00 00 30 00", 48);
    assert_good(fixture);
    assert_int_equal(load_be32(fixture->data + 8), vector_number(track, "start"));
    assert_int_equal(load_be32(fixture->data + 12), vector_number(track, "nwa"));
    assert_int_equal(load_be32(fixture->data + 16), vector_number(track, "free_blocks"));
    assert_int_equal(load_be32(fixture->data + 24), vector_number(track, "size"));
    assert_string_equal(text(track, "state"), "invisible incremental");
    assert_int_equal(fixture->data[6] & 0xe0, 0x60); /* not reserved, blank, packet */
}

/* Where the disc ends, of each descriptor; the speeds themselves are the drive's, but for the one whose list ours
 * follows.
 */
static void compare_speeds(struct sim_fixture *fixture, const cJSON *speeds, bool with_speeds)
{
    const cJSON *row;
    uint32_t at = 8;

    sim_fixture_read(fixture, "ac 00 00 00 00 00 00 00 00 10 03 00", 264);
    assert_good(fixture);
    cJSON_ArrayForEach(row, member(speeds, "perf03"))
    {
        if (!with_speeds) at = 8;
        assert_true(at + 16 <= fixture->reply.transferred_bytes);
        assert_int_equal(load_be32(fixture->data + at + 4), vector_number(row, "end_lba"));
        if (with_speeds) {
            assert_int_equal(load_be32(fixture->data + at + 8), vector_number(row, "read_kbs"));
            assert_int_equal(load_be32(fixture->data + at + 12), vector_number(row, "write_kbs"));
        }
        at += 16;
    }
    if (with_speeds) assert_int_equal(at, fixture->reply.transferred_bytes);
}

static void blank_bd_r__as_ihbs112_and_wh16ns40_saw_it(void **state)
{
    static const char *const names[] = {"bd-r-blank-ihbs112", "bd-r-blank-wh16ns40"};
    struct sim_fixture *fixture = *state;
    size_t i;

    sim_fixture_medium(fixture, SIM_MEDIUM_BD_R);
    for (i = 0; i < 2; i++) {
        cJSON *file = vectors_load(path_of("media", names[i]));

        compare_disc(fixture, member(file, "disc"));
        compare_formats(fixture, member(file, "format_capacities"));
        compare_track(fixture, member(file, "track1"));
        compare_speeds(fixture, member(file, "speeds"), i == 1);
        assert_int_equal(vector_number(file, "read_capacity_blocks"), 0);
        sim_fixture_read(fixture, "25 00 00 00 00 00 00 00 00 00", 8);
        assert_data(fixture, "00000000 00000800");
        cJSON_Delete(file);
    }
}

static void blank_dvd_plus_rw__as_drw_1608p2_and_dq60_saw_it(void **state)
{
    struct sim_fixture *fixture = *state;
    cJSON *file = vectors_load("media/dvd-plus-rw-blank.json");
    cJSON *other = vectors_load("media/dvd-plus-rw-benq-dq60.json");

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    compare_disc(fixture, member(file, "disc"));
    compare_formats(fixture, member(file, "format_capacities"));
    compare_speeds(fixture, member(file, "speeds"), false);
    compare_speeds(fixture, member(other, "speeds"), false);
    sim_fixture_read(fixture, "ad 00 00 00 00 00 00 00 08 04 00 00", 2052);
    assert_data_at(fixture, 4, text(member(other, "dvd_structure"), "format_00h_book"));
    assert_int_equal(load_be24(fixture->data + 13) - load_be24(fixture->data + 9) + 1,
                     vector_number(member(other, "dvd_structure"), "lead_out"));
    cJSON_Delete(other);
    cJSON_Delete(file);
}

/* GH22LS40 saw a damaged, quick-blanked one: only what does not depend on that. */
static void dvd_rw__as_gh22ls40_saw_it(void **state)
{
    struct sim_fixture *fixture = *state;
    cJSON *file = vectors_load("media/dvd-rw-sequential-appendable-zero-tracks.json");
    const cJSON *structure = member(file, "dvd_structure");

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_RW);
    compare_formats(fixture, member(file, "format_capacities"));
    compare_speeds(fixture, member(file, "speeds"), false);
    assert_int_equal(vector_number(file, "read_capacity_blocks"), 0);
    sim_fixture_read(fixture, "25 00 00 00 00 00 00 00 00 00", 8);
    assert_data(fixture, "00000000 00000800");
    sim_fixture_read(fixture, "ad 00 00 00 00 00 00 00 08 04 00 00", 2052);
    assert_data_at(fixture, 4, text(structure, "format_00h_book"));
    sim_fixture_read(fixture, "ad 00 00 00 00 00 00 10 08 04 00 00", 2052);
    assert_good(fixture);
    assert_int_equal(load_be24(fixture->data + 13) - load_be24(fixture->data + 9) + 1,
                     vector_number(structure, "lead_out"));
    cJSON_Delete(file);
}

static void dvd_ram__as_sh_s182m_saw_it(void **state)
{
    struct sim_fixture *fixture = *state;
    cJSON *file = vectors_load("media/dvd-ram-4.7.json");
    const cJSON *spare = member(file, "spare");

    sim_fixture_medium(fixture, SIM_MEDIUM_DVD_RAM);
    compare_disc(fixture, member(file, "disc"));
    compare_speeds(fixture, member(file, "speeds"), false);
    sim_fixture_read(fixture, "25 00 00 00 00 00 00 00 00 00", 8);
    assert_good(fixture);
    assert_int_equal(load_be32(fixture->data) + 1, vector_number(file, "capacity_blocks"));
    sim_fixture_read(fixture, "ad 00 00 00 00 00 00 00 08 04 00 00", 2052);
    assert_int_equal(load_be24(fixture->data + 13) - load_be24(fixture->data + 9) + 1,
                     vector_number(member(file, "dvd_structure"), "lead_out"));
    sim_fixture_read(fixture, "ad 00 00 00 00 00 00 0a 00 10 00 00", 16);
    assert_good(fixture);
    assert_int_equal(load_be32(fixture->data + 4), cJSON_GetArrayItem(member(spare, "primary"), 1)->valueint);
    assert_int_equal(load_be32(fixture->data + 12), cJSON_GetArrayItem(member(spare, "supplementary"), 1)->valueint);
    cJSON_Delete(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(captured_reply__every_proof__is_what_the_drive_sends, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(assembled_configuration__captured_medium__equals_the_capture, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(assembled_configuration__single_descriptors__each_comes_back, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(assembled_mode_pages__gp60nb60__equal_the_capture, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(computed_currency__cdemu_and_qemu__as_captured_with_that_medium,
                                        sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(computed_currency__real_drive_with_dvd_plus_rw__as_it_said, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(blank_bd_r__as_ihbs112_and_wh16ns40_saw_it, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(blank_dvd_plus_rw__as_drw_1608p2_and_dq60_saw_it, sim_fixture_setup,
                                        sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(dvd_rw__as_gh22ls40_saw_it, sim_fixture_setup, sim_fixture_teardown),
        cmocka_unit_test_setup_teardown(dvd_ram__as_sh_s182m_saw_it, sim_fixture_setup, sim_fixture_teardown),
    };

    return cmocka_run_group_tests_name("sim_captures", tests, NULL, NULL);
}
