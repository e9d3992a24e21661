/* burn_media_read: every state of the table of media states, the commands that each question costs, and what fails on
 * the way. Numbers of media: captures in tests/media, and MMC-6.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "support/media_fixture.h"

struct state {
    const char *name;
    struct scripted_disc disc;
    uint32_t status;
    enum burn_medium medium;
    enum burn_method method;
};

/* clang-format off */
static const struct state states[] = {
    {"blank CD-R", {.profile = 0x09, .features = {TAO, SAO}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1,
     CD_OPEN(0, 0, 359847)}, 0x0006, BURN_MEDIUM_CD_R, BURN_METHOD_CD},
    {"blank CD-RW", {.profile = 0x0A, .features = {TAO, SAO}, .state = BLANK | ERASABLE, .sessions = 1, .first_track = 1,
     .last_track = 1, CD_OPEN(0, 0, 359847)}, 0x0006, BURN_MEDIUM_CD_RW, BURN_METHOD_CD},
    {"blank DVD-R", {.profile = 0x11, .features = {INC, DVD_R, DVD_READ}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1,
     OPEN(1, 0, 0, 2297888, 2297888)}, 0x0006, BURN_MEDIUM_DVD_R, BURN_METHOD_DVD_MINUS},
    {"blank DVD-RW with 0021h", {.profile = 0x14, .features = {INC, DVD_R, DVD_READ}, .state = BLANK | ERASABLE, .sessions = 1,
     .first_track = 1, .last_track = 1, OPEN(1, 0, 0, 2297888, 2297888)}, 0x0006, BURN_MEDIUM_DVD_RW, BURN_METHOD_DVD_MINUS},
    {"blank DVD+R", {.profile = 0x1B, .features = {PLUS_R, DVD_READ}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1,
     OPEN(1, 0, 0, 2295104, 2295104)}, 0x0006, BURN_MEDIUM_DVD_PLUS_R, BURN_METHOD_DVD_PLUS_R},
    {"blank DVD+R DL", {.profile = 0x2B, .features = {PLUS_RDL, DVD_READ}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1,
     OPEN(1, 0, 0, 4173824, 4173824)}, 0x0006, BURN_MEDIUM_DVD_PLUS_R_DL, BURN_METHOD_DVD_PLUS_R},
    {"blank BD-R", {.profile = 0x41, .features = {BD_WRITE, INC}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1,
     OPEN(1, 0, 0, 12219392, 12219392)}, 0x0006, BURN_MEDIUM_BD_R, BURN_METHOD_BD_R},
    {"formatted BD-R that nobody has written", {.profile = 0x41, .features = {BD_WRITE, INC}, .state = EMPTY, .sessions = 1, .first_track = 1,
     .last_track = 1, OPEN(1, 0, 0, 11826176, 11826176)}, 0x0006, BURN_MEDIUM_BD_R, BURN_METHOD_BD_R},
    {"blank DVD-R DL", {.profile = 0x15, .features = {INC, DVD_R, DVD_READ}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1,
     OPEN(1, 0, 0, 4171712, 4171712)}, 0x000A, BURN_MEDIUM_DVD_R_DL, BURN_METHOD_DVD_MINUS},
    {"blank DVD-RW without 0021h", {.profile = 0x14, .features = {DVD_R, DVD_READ}, .state = BLANK | ERASABLE, .sessions = 1, .first_track = 1,
     .last_track = 1, OPEN(1, 0, 0, 2297888, 2297888)}, 0x000A, BURN_MEDIUM_DVD_RW, BURN_METHOD_DVD_MINUS},
    {"appendable DVD-RW without 0021h", {.profile = 0x14, .features = {DVD_R, DVD_READ}, .state = EMPTY | ERASABLE, .sessions = 2,
     .first_track = 2, .last_track = 2, .tracks = {{2, 2, 0x61, true, false, 20000, 20000, 2277888, 2277888, 0}, {1, 1, 0x21, false, false, 0, 0, 0, 928, 0}}},
     0x0800, BURN_MEDIUM_DVD_RW, BURN_METHOD_DVD_MINUS},
    {"appendable DVD-R without 0021h", {.profile = 0x11, .features = {DVD_R, DVD_READ}, .state = EMPTY, .sessions = 2,
     .first_track = 2, .last_track = 2, .tracks = {{2, 2, 0x61, true, false, 20000, 20000, 2277888, 2277888, 0}, {1, 1, 0x21, false, false, 0, 0, 0, 928, 0}}},
     0x4000, BURN_MEDIUM_DVD_R, BURN_METHOD_DVD_MINUS},
    {"appendable CD-R", {.profile = 0x09, .features = {TAO, SAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
     CD_OPEN(11702, 11702, 348145)}, 0x0004, BURN_MEDIUM_CD_R, BURN_METHOD_CD},
    {"appendable CD-R, 2 % free", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
     CD_OPEN(352502, 352502, 7346)}, 0x000C, BURN_MEDIUM_CD_R, BURN_METHOD_CD},
    {"appendable CD-R, a little more", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
     CD_OPEN(352501, 352501, 7347)}, 0x0004, BURN_MEDIUM_CD_R, BURN_METHOD_CD},
    {"appendable CD-R, track 98 is next", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 40, .first_track = 98, .last_track = 98,
     CD_OPEN(11702, 11702, 348145)}, 0x0004, BURN_MEDIUM_CD_R, BURN_METHOD_CD},
    {"appendable CD-R, track 99 is next", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 40, .first_track = 99, .last_track = 99,
     CD_OPEN(11702, 11702, 348145)}, 0x000C, BURN_MEDIUM_CD_R, BURN_METHOD_CD},
    {"appendable DVD+R, session 152 is next", {.profile = 0x1B, .features = {PLUS_R}, .state = EMPTY, .sessions = 152, .first_track = 152,
     .last_track = 152, OPEN(152, 900000, 900000, 1395104, 1395104)}, 0x0004, BURN_MEDIUM_DVD_PLUS_R, BURN_METHOD_DVD_PLUS_R},
    {"appendable DVD+R, session 153 is next", {.profile = 0x1B, .features = {PLUS_R}, .state = EMPTY, .sessions = 153, .first_track = 153,
     .last_track = 153, OPEN(153, 900000, 900000, 1395104, 1395104)}, 0x000C, BURN_MEDIUM_DVD_PLUS_R, BURN_METHOD_DVD_PLUS_R},
    {"appendable DVD+R, 2 % free to the block", {.profile = 0x1B, .features = {PLUS_R}, .state = EMPTY, .sessions = 9, .first_track = 9,
     .last_track = 9, OPEN(9, 49000, 49000, 1000, 1000)}, 0x000C, BURN_MEDIUM_DVD_PLUS_R, BURN_METHOD_DVD_PLUS_R},
    {"appendable DVD+R, its blank track without an address", {.profile = 0x1B, .features = {PLUS_R}, .state = EMPTY, .sessions = 9, .first_track = 9,
     .last_track = 9, .tracks = {{9, 9, 0x40, false, false, 49000, 0, 2246104, 2246104, 0}}}, 0x0004, BURN_MEDIUM_DVD_PLUS_R, BURN_METHOD_DVD_PLUS_R},
    {"appendable DVD+R DL, session 126 is next", {.profile = 0x2B, .features = {PLUS_RDL}, .state = EMPTY, .sessions = 126, .first_track = 126,
     .last_track = 126, OPEN(126, 900000, 900000, 3273824, 3273824)}, 0x0004, BURN_MEDIUM_DVD_PLUS_R_DL, BURN_METHOD_DVD_PLUS_R},
    {"appendable DVD+R DL, session 127 is next", {.profile = 0x2B, .features = {PLUS_RDL}, .state = EMPTY, .sessions = 127, .first_track = 127,
     .last_track = 127, OPEN(127, 900000, 900000, 3273824, 3273824)}, 0x000C, BURN_MEDIUM_DVD_PLUS_R_DL, BURN_METHOD_DVD_PLUS_R},
    {"appendable BD-R", {.profile = 0x41, .features = {BD_WRITE}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
     .tracks = {{2, 2, 0x61, true, false, 960, 960, 12218432, 12218432, 0}, {1, 1, 0x21, false, false, 0, 0, 0, 928, 0}}},
     0x0004, BURN_MEDIUM_BD_R, BURN_METHOD_BD_R},
    {"session of a CD-R left open", {.profile = 0x09, .features = {TAO}, .state = INCOMPLETE, .sessions = 1, .first_track = 1, .last_track = 2,
     CD_OPEN(1068, 1068, 358779)}, 0x1000, BURN_MEDIUM_CD_R, BURN_METHOD_CD},
    {"session of a CD-RW left open", {.profile = 0x0A, .features = {TAO}, .state = INCOMPLETE | ERASABLE, .sessions = 1, .first_track = 1,
     .last_track = 2, CD_OPEN(1068, 1068, 358779)}, 0x1800, BURN_MEDIUM_CD_RW, BURN_METHOD_CD},
    {"last session of a DVD-R damaged", {.profile = 0x11, .features = {INC, DVD_R}, .state = DAMAGED, .sessions = 1, .first_track = 1, .last_track = 1,
     OPEN(1, 0, 928, 2296960, 2297888)}, 0x0400, BURN_MEDIUM_DVD_R, BURN_METHOD_DVD_MINUS},
    {"last session of a CD-RW damaged", {.profile = 0x0A, .features = {TAO}, .state = DAMAGED | ERASABLE, .sessions = 1, .first_track = 1,
     .last_track = 1, CD_OPEN(0, 928, 358919)}, 0x0C00, BURN_MEDIUM_CD_RW, BURN_METHOD_CD},
    {"DVD-RW without any track (HL-DT-ST GH22LS40)", {.profile = 0x14, .features = {INC, DVD_R}, .state = INCOMPLETE | ERASABLE, .sessions = 1,
     .first_track = 0, .last_track = 0}, 0x0C00, BURN_MEDIUM_DVD_RW, BURN_METHOD_DVD_MINUS},
    {"appendable, and no address to go on at", {.profile = 0x1B, .features = {PLUS_R}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
     .tracks = {{.number = 2, .session = 2, .byte_6 = 0x21, .start = 20000, .size = 100}, {.number = 1, .session = 1, .size = 928}}}, 0x0400, BURN_MEDIUM_DVD_PLUS_R, BURN_METHOD_DVD_PLUS_R},
    {"complete CD-RW", {.profile = 0x0A, .features = {TAO}, .state = COMPLETE | ERASABLE, .sessions = 1, .first_track = 1, .last_track = 1,
     CLOSED(1068)}, 0x4800, BURN_MEDIUM_CD_RW, BURN_METHOD_CD},
    {"complete DVD-RW", {.profile = 0x14, .features = {DVD_R, DVD_READ}, .state = COMPLETE | ERASABLE, .sessions = 1, .first_track = 1, .last_track = 1,
     CLOSED(928)}, 0x4800, BURN_MEDIUM_DVD_RW, BURN_METHOD_DVD_MINUS},
    {"DVD-R in a reader, whose book type says so", {.profile = 0x10, .features = {DVD_READ}, .state = EMPTY, .sessions = 1, .first_track = 1,
     .last_track = 1, .structure = 0x00, .structure_bytes = 20, .structure_data = {0x25, 0x02, 0x02, 0, 0, 3, 0, 0, 0, 0x25}},
     0xA000, BURN_MEDIUM_DVD_R, BURN_METHOD_NONE},
    {"CD-R in a drive without GET CONFIGURATION", {.has_no_configuration = true, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
     CD_OPEN(11702, 11702, 348145), .page_2a_bytes = 22, .page_2a = {0x2A, 0x14, 0x03, 0x01}}, 0x0004, BURN_MEDIUM_CD_R, BURN_METHOD_CD},
    {"complete CD-R", {.profile = 0x09, .state = COMPLETE, .sessions = 1, .first_track = 1, .last_track = 1,
     .features = {{0x001E, true, 4, {0}}}, CLOSED(1068)}, 0x4000, BURN_MEDIUM_CD_ROM, BURN_METHOD_CD},
    {"complete DVD-R", {.profile = 0x11, .features = {DVD_READ}, .state = COMPLETE, .sessions = 1, .first_track = 1, .last_track = 1,
     CLOSED(928)}, 0x4000, BURN_MEDIUM_DVD_ROM, BURN_METHOD_DVD_MINUS},
    {"complete DVD+R", {.profile = 0x1B, .features = {PLUS_R, DVD_READ}, .state = COMPLETE, .sessions = 1, .first_track = 1, .last_track = 1,
     CLOSED(928)}, 0x4000, BURN_MEDIUM_DVD_ROM, BURN_METHOD_DVD_PLUS_R},
    {"complete DVD+R DL", {.profile = 0x2B, .features = {PLUS_RDL, DVD_READ}, .state = COMPLETE, .sessions = 1, .first_track = 1, .last_track = 1,
     CLOSED(928)}, 0x4000, BURN_MEDIUM_DVD_ROM, BURN_METHOD_DVD_PLUS_R},
    {"complete BD-R", {.profile = 0x41, .features = {{0x0040, true, 28, {0}}}, .state = COMPLETE, .sessions = 1, .first_track = 1, .last_track = 1,
     CLOSED(928)}, 0x4000, BURN_MEDIUM_BD_ROM, BURN_METHOD_BD_R},
    {"CD-ROM", {.profile = 0x08, .features = {{0x001E, true, 4, {0}}, {0x002D, false, 4, {0x46}}}, .state = COMPLETE, .sessions = 1, .first_track = 1, .last_track = 1},
     0xA000, BURN_MEDIUM_CD_ROM, BURN_METHOD_NONE},
    {"DVD-ROM", {.profile = 0x10, .features = {DVD_READ}, .state = COMPLETE, .sessions = 1, .first_track = 1, .last_track = 1},
     0xA000, BURN_MEDIUM_DVD_ROM, BURN_METHOD_NONE},
    {"BD-ROM", {.profile = 0x40, .features = {{0x0040, true, 28, {0}}}, .state = COMPLETE, .sessions = 1, .first_track = 1, .last_track = 1},
     0xA000, BURN_MEDIUM_BD_ROM, BURN_METHOD_NONE},
    {"HD DVD-ROM", {.profile = 0x50, .features = {{0x0050, true, 4, {0}}}, .state = COMPLETE, .sessions = 1, .first_track = 1, .last_track = 1},
     0xA000, BURN_MEDIUM_HD_DVD_ROM, BURN_METHOD_NONE},
    {"no profile that is known", {.profile = 0xFF50, .features = {{0x0001, true, 4, {0}}}, .state = EMPTY, .sessions = 1, .first_track = 1, .last_track = 1},
     0xA000, BURN_MEDIUM_UNKNOWN, BURN_METHOD_NONE},
    {"blank CD-R in a drive that reads alone", {.profile = 0x09, .features = {{0x001E, true, 4, {0}}}, .state = BLANK, .sessions = 1, .first_track = 1,
     .last_track = 1}, 0xA000, BURN_MEDIUM_CD_R, BURN_METHOD_NONE},
    {"unformatted DVD+RW", {.profile = 0x1A, .features = {PLUS_RW, DVD_READ}, .state = BLANK | ERASABLE, .sessions = 1, .first_track = 1, .last_track = 1,
     OPEN(1, 0, 0, 0, 0), .format_count = 2, .formats = {{0x00, 0x23, 0x05, 0x40, 1, 0, 8, 0}, {0x00, 0x23, 0x05, 0x40, 0x98, 0, 0, 0}}},
     0x0003, BURN_MEDIUM_DVD_PLUS_RW, BURN_METHOD_DVD_PLUS_RW},
    {"DVD+RW of zeros", {.profile = 0x1A, .features = {PLUS_RW, DVD_READ}, .state = COMPLETE | ERASABLE, .sessions = 1, .first_track = 1, .last_track = 1,
     .background_format = 3, CLOSED(2295104), .has_capacity = true, .capacity_last = 2295103}, 0x0003, BURN_MEDIUM_DVD_PLUS_RW, BURN_METHOD_DVD_PLUS_RW},
    {"DVD+RW with something on it", {.profile = 0x1A, .features = {PLUS_RW, DVD_READ}, .state = COMPLETE | ERASABLE, .sessions = 1, .first_track = 1,
     .last_track = 1, .background_format = 3, CLOSED(2295104), .has_capacity = true, .capacity_last = 2295103, .is_dirty = true, .dirty_lba = 16},
     0x0001, BURN_MEDIUM_DVD_PLUS_RW, BURN_METHOD_DVD_PLUS_RW},
    {"DVD+RW that a drive does not call erasable", {.profile = 0x1A, .features = {PLUS_RW, DVD_READ}, .state = COMPLETE, .sessions = 1, .first_track = 1,
     .last_track = 1, CLOSED(2295104), .has_capacity = true, .capacity_last = 2295103, .is_dirty = true, .dirty_lba = 16},
     0x0001, BURN_MEDIUM_DVD_PLUS_RW, BURN_METHOD_DVD_PLUS_RW},
    {"DVD-RAM with something at its end", {.profile = 0x12, .features = {RANDOM, DVD_READ}, .state = OTHER | ERASABLE, .sessions = 1, .first_track = 1,
     .last_track = 1, CLOSED(2236704), .has_capacity = true, .capacity_last = 2236703, .is_dirty = true, .dirty_lba = 2236703},
     0x0001, BURN_MEDIUM_DVD_RAM, BURN_METHOD_OVERWRITABLE},
    {"DVD-RAM with something in the middle", {.profile = 0x12, .features = {RANDOM, DVD_READ}, .state = OTHER | ERASABLE, .sessions = 1, .first_track = 1,
     .last_track = 1, CLOSED(2236704), .has_capacity = true, .capacity_last = 2236703, .is_dirty = true, .dirty_lba = 1024},
     0x0003, BURN_MEDIUM_DVD_RAM, BURN_METHOD_OVERWRITABLE},
    {"DVD-RW in restricted overwrite", {.profile = 0x13, .features = {RIGID, DVD_READ}, .state = COMPLETE | ERASABLE, .sessions = 1, .first_track = 1,
     .last_track = 1, CLOSED(2297888), .has_capacity = true, .capacity_last = 2297887, .is_dirty = true, .dirty_lba = 1023},
     0x0001, BURN_MEDIUM_DVD_RW, BURN_METHOD_OVERWRITABLE},
    {"unformatted BD-RE", {.profile = 0x43, .features = {FORMAT, BD_WRITE}, .state = BLANK | ERASABLE, .sessions = 1, .first_track = 1, .last_track = 1,
     .format_count = 2, .formats = {{0x00, 0xBA, 0x74, 0x00, 1, 0, 8, 0}, {0x00, 0xB4, 0x74, 0x00, 0xC0, 0, 0x30, 0}}},
     0x0003, BURN_MEDIUM_BD_RE, BURN_METHOD_OVERWRITABLE},
    {"BD-RE with something on it", {.profile = 0x43, .features = {FORMAT, BD_WRITE}, .state = COMPLETE | ERASABLE, .sessions = 1, .first_track = 1,
     .last_track = 1, CLOSED(11826176), .has_capacity = true, .capacity_last = 11826175, .is_dirty = true, .dirty_lba = 0},
     0x0001, BURN_MEDIUM_BD_RE, BURN_METHOD_OVERWRITABLE},
    {"DVD-RAM in a closed cartridge", {.profile = 0x12, .features = {RANDOM, DVD_READ, PROTECT}, .state = OTHER | ERASABLE, .sessions = 1, .first_track = 1,
     .last_track = 1, CLOSED(2236704), .has_capacity = true, .capacity_last = 2236703, .is_dirty = true,
     .structure = 0xC0, .structure_bytes = 4, .structure_data = {0x04}}, 0x2001, BURN_MEDIUM_DVD_RAM, BURN_METHOD_OVERWRITABLE},
    {"DVD-RAM in an open cartridge", {.profile = 0x12, .features = {RANDOM, DVD_READ, PROTECT}, .state = OTHER | ERASABLE, .sessions = 1, .first_track = 1,
     .last_track = 1, CLOSED(2236704), .has_capacity = true, .capacity_last = 2236703, .is_dirty = true,
     .structure = 0xC0, .structure_bytes = 4, .structure_data = {0xF0}}, 0x0001, BURN_MEDIUM_DVD_RAM, BURN_METHOD_OVERWRITABLE},
    {"removable disk without disc information", {.profile = 0x02, .features = {RANDOM}, .has_no_information = true, .has_capacity = true,
     .capacity_last = 314571, .is_dirty = true}, 0x0001, BURN_MEDIUM_DISK, BURN_METHOD_OVERWRITABLE},
    {"removable disk with blocks of 512 bytes", {.profile = 0x02, .features = {RANDOM}, .has_no_information = true, .has_capacity = true,
     .capacity_last = 1258290, .block_bytes = 512}, 0x8000, BURN_MEDIUM_DISK, BURN_METHOD_OVERWRITABLE},
    {"DVD-RAM that is formatted to nothing", {.profile = 0x12, .features = {RANDOM}, .state = OTHER, .sessions = 1, .first_track = 1, .last_track = 1,
     .format_count = 1, .formats = {{0, 0, 0, 0, 2, 0, 8, 0}}}, 0x8000, BURN_MEDIUM_DVD_RAM, BURN_METHOD_OVERWRITABLE},
    {"HD DVD-RW", {.profile = 0x53, .features = {{0x0051, true, 4, {0}}}, .state = EMPTY | ERASABLE, .sessions = 1, .first_track = 1, .last_track = 1},
     0x8000, BURN_MEDIUM_UNKNOWN, BURN_METHOD_NONE},
    {"HD DVD-R", {.profile = 0x51, .features = {{0x0051, true, 4, {0}}}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1},
     0x8000, BURN_MEDIUM_HD_DVD_R, BURN_METHOD_NONE},
    {"DDCD-R", {.profile = 0x21, .features = {TAO}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1},
     0x8000, BURN_MEDIUM_UNKNOWN, BURN_METHOD_NONE},
    {"DVD-R DL by layer jump", {.profile = 0x16, .features = {DVD_R, DVD_READ}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1},
     0x8000, BURN_MEDIUM_DVD_R_DL, BURN_METHOD_NONE},
    {"BD-R by random recording", {.profile = 0x42, .features = {BD_WRITE}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1},
     0x8000, BURN_MEDIUM_BD_R, BURN_METHOD_NONE},
};
/* clang-format on */

static void media_read__each_state__has_its_bits(void **state)
{
    struct drive_fixture *fixture = *state;
    unsigned wrong = 0;
    size_t i;

    for (i = 0; i < sizeof states / sizeof states[0]; i++) {
        struct scripted_disc disc = states[i].disc;
        struct burn_media media = read_media(fixture, &disc, true, DRIVE_OK);

        if (media.status != states[i].status || media.medium != states[i].medium || media.method != states[i].method) {
            print_error("%s: status %04X, medium %d, method %d\n", states[i].name, (unsigned)media.status,
                        (int)media.medium, (int)media.method);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

/* What cannot be read without a disc is not put together from nothing. */
static void media_read__no_disc__is_the_drives_sense_and_one_command(void **state)
{
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {.profile = 0, .failing_opcode = 0x51, .key = 2, .asc = 0x3A, .ascq = 1};
    struct burn_media media = read_media(fixture, &disc, true, DRIVE_REFUSED);

    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x51, 2, 0x3A, 1);
    assert_int_equal(scripted_disc_count(&disc), 1);
    assert_int_equal(media.medium, BURN_MEDIUM_UNKNOWN);
    assert_int_equal(media.status, 0);
}

/* A drive without READ DISC INFORMATION says by TEST UNIT READY that it is empty. */
static void media_read__no_disc_and_no_disc_information__is_refused_by_test_unit_ready(void **state)
{
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {.has_no_information = true, .failing_opcode = 0, .key = 2, .asc = 0x3A};

    read_media(fixture, &disc, true, DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x00, 2, 0x3A, 0);
    assert_int_equal(scripted_disc_count(&disc), 2);
}

struct cost {
    const char *state;
    uint8_t opcodes[8]; /* every command that may be sent, once each; 0 ends them */
};

/* One question of each kind, and those that this medium needs alone. */
static void media_read__without_contents__asks_only_what_the_medium_needs(void **state)
{
    static const struct cost costs[] = {
        {"blank CD-R", {0x51, 0x46, 0x52}},
        {"blank DVD-R", {0x51, 0x46, 0x52}},
        {"blank DVD+R DL", {0x51, 0x46, 0x52, 0xAD}},
        {"blank BD-R", {0x51, 0x46, 0x52}},
        {"complete CD-R", {0x51, 0x46, 0x52}},
        {"CD-ROM", {0x51, 0x46}},
        {"DVD-ROM", {0x51, 0x46}},
        {"unformatted DVD+RW", {0x51, 0x46, 0x52, 0x23}},
        {"DVD+RW with something on it", {0x51, 0x46, 0x52, 0x25}},
        {"DVD-RAM in a closed cartridge", {0x51, 0x46, 0x52, 0x25, 0xAD}},
        {"HD DVD-RW", {0x51, 0x46}},
        {"DVD-RW without any track (HL-DT-ST GH22LS40)", {0x51, 0x46}},
    };
    struct drive_fixture *fixture = *state;
    size_t row, i, j;

    for (row = 0; row < sizeof costs / sizeof costs[0]; row++) {
        for (i = 0; strcmp(states[i].name, costs[row].state) != 0; i++)
            continue;
        struct scripted_disc disc = states[i].disc;

        read_media(fixture, &disc, false, DRIVE_OK);
        for (j = 0; costs[row].opcodes[j]; j++)
            assert_int_equal(disc.counts[costs[row].opcodes[j]], 1);
        if (scripted_disc_count(&disc) != j) fail_msg("%s: %u commands", costs[row].state, scripted_disc_count(&disc));
    }
}

static const struct burn_media no_media;

/* Whatever the question is on which a drive goes silent, that is the result, and nothing else is told. */
static void media_read__each_command_lost__is_the_result_and_all_of_media_is_zero(void **state)
{
    struct drive_fixture *fixture = *state;
    unsigned count, lost;
    size_t i;

    for (i = 0; i < sizeof states / sizeof states[0]; i++) {
        struct scripted_disc disc = states[i].disc;

        disc.is_dirty = true; /* few READs */
        disc.dirty_lba = 0;
        drive_fixture_rename(fixture, "VENDOR", "PRODUCT"); /* a drive remembers at which command it hung */
        read_media(fixture, &disc, true, DRIVE_OK);
        count = scripted_disc_count(&disc);
        for (lost = 1; lost <= count; lost++) {
            struct burn_media media;

            if (lost == (disc.has_no_information ? 3 : 2)) continue; /* GET CONFIGURATION: page 2Ah is asked instead */
            drive_fixture_rename(fixture, "VENDOR", "PRODUCT");
            script_again(&fixture->script);
            disc.lost_at = lost;
            media = read_media(fixture, &disc, true, DRIVE_TIMEOUT);
            assert_int_equal(scripted_disc_count(&disc), lost);
            assert_memory_equal(&media, &no_media, sizeof media);
        }
    }
}

static void media_read__each_allocation_fails__is_no_memory(void **state)
{
    struct drive_fixture *fixture = *state;
    size_t i;
    long nth;

    for (i = 0; i < sizeof states / sizeof states[0]; i++) {
        for (nth = 1;; nth++) {
            struct scripted_disc disc = states[i].disc;
            struct burn_media media;
            enum drive_status status;

            scripted_disc_insert(&fixture->script, &disc);
            base_alloc_fail_nth(nth);
            status = burn_media_read(fixture->drive, true, &media, &fixture->failure);
            base_alloc_fail_nth(0);
            if (status == DRIVE_OK) break;
            assert_int_equal(status, DRIVE_NO_MEMORY);
            assert_memory_equal(&media, &no_media, sizeof media);
        }
        assert_true(nth > 1);
    }
}

/* A sequential disc cannot be written without its track; a finished one can be told without. */
static void media_read__track_information_refused__matters_where_writing_goes_on(void **state)
{
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {.profile = 0x11,
                                 .features = {INC, DVD_R, DVD_READ},
                                 .state = BLANK,
                                 .sessions = 1,
                                 .first_track = 1,
                                 .last_track = 1};

    read_media(fixture, &disc, false, DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x52, 5, 0x24, 0);
    disc.state = COMPLETE;
    assert_false(read_media(fixture, &disc, false, DRIVE_OK).has_track);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(media_read__each_state__has_its_bits),
        FIXTURE_TEST(media_read__no_disc__is_the_drives_sense_and_one_command),
        FIXTURE_TEST(media_read__no_disc_and_no_disc_information__is_refused_by_test_unit_ready),
        FIXTURE_TEST(media_read__without_contents__asks_only_what_the_medium_needs),
        FIXTURE_TEST(media_read__each_command_lost__is_the_result_and_all_of_media_is_zero),
        FIXTURE_TEST(media_read__each_allocation_fails__is_no_memory),
        FIXTURE_TEST(media_read__track_information_refused__matters_where_writing_goes_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
