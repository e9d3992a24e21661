/* The transcripts of tests/transcripts, each replayed through the drive: what its drive is, in literals. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "drive/drive.h"
#include "scsi/transport_replay.h"
#include "support/drive_fixture.h"

enum { CODES_MAX = 40 };

struct known {
    const char *file;
    const char *vendor, *product, *revision;
    bool can_load;
    uint16_t features[CODES_MAX], current_features[CODES_MAX], profiles[CODES_MAX], current_profiles[CODES_MAX],
        mode_pages[CODES_MAX]; /* each ends with END */
    size_t records;
};
enum { END = 0xEEEE };

/* clang-format off */
static const struct known known[] = {
    {"transcripts/virtual-bd-re-dvd-plus-rw.trace", "OPENIMAP", "Virtual BD-RE", "0001", true,
     /* read off the bytes in the file: MMC-6, feature descriptors, profile descriptors; SPC-3, mode pages */
     {0x0000, 0x0001, 0x0002, 0x0003, 0x0010, 0x001d, 0x001e, 0x001f, 0x0020, 0x0021, 0x0023, 0x0024, 0x0026, 0x002a, 0x002b,
      0x002c, 0x002d, 0x002e, 0x002f, 0x0037, 0x003b, 0x0040, 0x0041, 0x0100, 0x0105, 0x0107, 0x0108, 0x010c, END},
     {0x0000, 0x0001, 0x0002, 0x0003, 0x0010, 0x001f, 0x0020, 0x0023, 0x002a, 0x0100, 0x0105, 0x0107, 0x0108, 0x010c, END},
     {0x43, 0x41, 0x40, 0x2b, 0x1b, 0x1a, 0x15, 0x14, 0x13, 0x12, 0x11, 0x10, 0x0a, 0x09, 0x08, 0x02, END},
     {0x1a, END},
     {0x01, 0x05, 0x08, 0x0d, 0x1a, 0x1c, 0x1d, 0x2a, END},
     7},
};
/* clang-format on */

static void assert_known_codes(enum drive_status status, struct drive_codes *codes, const uint16_t *expected)
{
    size_t count = 0;

    while (expected[count] != END)
        count++;
    assert_int_equal(status, DRIVE_OK);
    assert_codes(codes, expected, count);
    drive_codes_free(codes);
}

static void check_properties(struct drive *drive, const struct known *row)
{
    struct drive_failure failure;
    struct drive_codes codes;
    bool can_load = !row->can_load;

    assert_string_equal(drive_peek_identity(drive)->vendor, row->vendor);
    assert_string_equal(drive_peek_identity(drive)->product, row->product);
    assert_string_equal(drive_peek_identity(drive)->revision, row->revision);
    assert_int_equal(drive_get_can_load(drive, &can_load, &failure), DRIVE_OK);
    assert_int_equal(can_load, row->can_load);
    assert_known_codes(drive_take_features(drive, false, &codes, &failure), &codes, row->features);
    assert_known_codes(drive_take_features(drive, true, &codes, &failure), &codes, row->current_features);
    assert_known_codes(drive_take_profiles(drive, false, &codes, &failure), &codes, row->profiles);
    assert_known_codes(drive_take_profiles(drive, true, &codes, &failure), &codes, row->current_profiles);
    assert_known_codes(drive_take_mode_pages(drive, MMC_PAGE_CURRENT, &codes, &failure), &codes, row->mode_pages);
}

static void each_transcript__replayed__is_its_drive(void **state)
{
    static char text[1 << 16];
    size_t i, count, line;

    (void)state;
    for (i = 0; i < sizeof known / sizeof known[0]; i++) {
        FILE *file = fopen(known[i].file, "rb");
        struct scsi_transport *replay;
        struct drive_failure failure;
        struct fake_clock clock;
        struct drive *drive;

        if (!file) fail_msg("cannot read %s", known[i].file);
        count = fread(text, 1, sizeof text, file);
        fclose(file);
        assert_true(count < sizeof text);
        assert_int_equal(scsi_replay_create(text, count, NULL, &replay, &line), SCSI_REPLAY_OK);
        assert_int_equal(scsi_replay_count_unused(replay), known[i].records);
        fake_clock_begin(&clock);
        assert_int_equal(drive_open(replay, NULL, NULL, &clock.clock, &drive, &failure), DRIVE_OK);
        check_properties(drive, &known[i]);
        assert_int_equal(scsi_replay_count_unused(replay), 0);
        drive_close(drive);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_transcript__replayed__is_its_drive),
    };

    return cmocka_run_group_tests_name("transcripts", tests, NULL, NULL);
}
