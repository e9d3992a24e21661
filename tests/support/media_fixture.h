/* Runs burn_media_read on a disc that is a table of replies (scripted_disc.h), and has the constants and macros for
 * such tables. Numbers of media: captures in tests/media, and MMC-6.
 */
#ifndef OPENIMAPI2_TESTS_SUPPORT_MEDIA_FIXTURE_H
#define OPENIMAPI2_TESTS_SUPPORT_MEDIA_FIXTURE_H

#include "burn/media.h"
#include "support/drive_fixture.h"
#include "support/scripted_disc.h"

/* clang-format off */
#define TAO      {0x002D, true, 4, {0x46, 0, 0x3F, 0x0F}} /* BUF, test write, CD-RW */
#define SAO      {0x002E, true, 4, {0x66, 0, 0x0D, 0}}    /* BUF, SAO, test write, CD-RW */
#define INC      {0x0021, true, 8, {0, 0, 1, 1, 0x10}}
#define DVD_R    {0x002F, true, 4, {0x4E}}                /* BUF, R DL, test write, RW */
#define PLUS_RW  {0x002A, true, 4, {1}}
#define PLUS_R   {0x002B, true, 4, {1}}
#define PLUS_RDL {0x003B, true, 4, {1}}
#define DVD_READ {0x001F, true, 4, {0}}
#define RANDOM   {0x0020, true, 12, {0}}
#define RIGID    {0x002C, true, 4, {0}}
#define FORMAT   {0x0023, true, 4, {0}}
#define BD_WRITE {0x0041, true, 20, {0}}
#define PROTECT  {0x0004, true, 4, {0x0F}}

/* Byte 2 of the disc information. */
enum { BLANK = 0x00, EMPTY = 0x01, INCOMPLETE = 0x05, DAMAGED = 0x09, COMPLETE = 0x0E, OTHER = 0x0F, ERASABLE = 0x10 };

enum { LEAD_OUT_80 = 0x004F3B4A }; /* 79:59.74 is LBA 359849 */

#define CD_OPEN(first, nwa, left) \
    .last_lead_out = LEAD_OUT_80, .tracks = {{.number = 0xFF, .session = 1, .byte_6 = 0x41, .has_next = true, .start = (first), .next = (nwa), .free = (left)}}
#define OPEN(no, first, nwa, left, blocks) \
    .tracks = {{.number = (no), .session = (no), .byte_6 = 0x61, .has_next = true, .start = (first), .next = (nwa), .free = (left), .size = (blocks)}}
#define CLOSED(blocks) .tracks = {{.number = 1, .session = 1, .byte_6 = 0x21, .size = (blocks)}}
/* clang-format on */

/* Inserts the disc and reads it; all of the result is set, also if `expected` is a failure. */
struct burn_media read_media(struct drive_fixture *fixture, struct scripted_disc *disc, bool with_contents,
                             enum drive_status expected);

#define FIXTURE_TEST(test) cmocka_unit_test_setup_teardown(test, drive_fixture_setup, drive_fixture_teardown)

#endif
