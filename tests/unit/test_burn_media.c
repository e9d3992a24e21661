/* burn_media_read against discs that are tables of replies: every state of the table of media states, room, previous
 * session, features, and the commands that each question costs. Numbers of media: captures in tests/media, and MMC-6.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
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

static struct burn_media read_media(struct drive_fixture *fixture, struct scripted_disc *disc, bool with_contents,
                                    enum drive_status expected)
{
    struct burn_media media;

    memset(&media, 0xA5, sizeof media);
    scripted_disc_insert(&fixture->script, disc);
    assert_int_equal(burn_media_read(fixture->drive, with_contents, &media, &fixture->failure), expected);
    assert_int_equal(fixture->failure.status, expected);
    return media;
}

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

struct room {
    const char *name;
    struct scripted_disc disc;
    uint64_t total, left;
    int32_t next;
    uint32_t unit;
};

static void media_read__room__is_total_free_and_next_of_the_profile(void **state)
{
    /* clang-format off */
    static const struct room rooms[] = {
        {"CD-R, its post-gap off", {.profile = 0x09, .features = {TAO}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1,
         CD_OPEN(0, 0, 359847)}, 359849, 359697, 0, 1},
        {"CD-R whose pre-gap is counted (BDR-205, LTR-48125S)", {.profile = 0x09, .features = {TAO}, .state = BLANK, .sessions = 1, .first_track = 1,
         .last_track = 1, CD_OPEN(-150, -150, 359847)}, 359849, 359697, 0, 1},
        {"CD-R that says nothing of its room", {.profile = 0x09, .features = {TAO}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1,
         CD_OPEN(0, 0, 0)}, 359849, 359697, 0, 1},
        {"CD-R that says FFFFFFFFh", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         CD_OPEN(11702, 11702, 0xFFFFFFFF)}, 359849, 347995, 11702, 1},
        {"CD-R that says 500,000: the last address is 99:59.74", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2,
         .last_track = 2, CD_OPEN(11702, 11702, 500000)}, 449849, 437997, 11702, 1},
        {"CD-R that goes on behind 99:59.74", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         CD_OPEN(500000, 500000, 1000)}, 500000, 0, 500000, 1},
        {"CD-R that goes on behind its lead-out", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         CD_OPEN(360000, 360000, 1000)}, 361000, 850, 360000, 1},
        {"CD-R that is full but for a post-gap", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         CD_OPEN(359700, 359700, 140)}, 359849, 0, 359700, 1},
        {"CD-R without a lead-out", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         .last_lead_out = 0xFFFFFFFF, .tracks = {{.number = 0xFF, .has_next = true, .start = 11702, .next = 11702, .free = 1000}}}, 12702, 850, 11702, 1},
        {"CD-R whose lead-out is nonsense", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         .last_lead_out = 0x00610000, .tracks = {{.number = 0xFF, .has_next = true, .start = 11702, .next = 11702, .free = 1000}}}, 12702, 850, 11702, 1},
        {"CD-R in a drive that does not know track FFh", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2,
         .last_track = 2, .last_lead_out = LEAD_OUT_80, .tracks = {{.number = 2, .has_next = true, .start = 11702, .next = 11702, .free = 348145}}}, 359849, 347995, 11702, 1},
        {"DVD-R", {.profile = 0x11, .features = {INC, DVD_R}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1,
         OPEN(1, 0, 0, 2297888, 2297888)}, 2297888, 2297888, 0, 16},
        {"8 cm DVD-R of a camcorder", {.profile = 0x11, .features = {INC, DVD_R}, .state = INCOMPLETE, .sessions = 1, .first_track = 1, .last_track = 2,
         .tracks = {{2, 1, 0x21, true, false, 8432, 125360, 588640, 714000, 0}}}, 722432, 588640, 125360, 16},
        {"DVD+R that says 0 (old drives)", {.profile = 0x1B, .features = {PLUS_R}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         .tracks = {{2, 2, 0x61, true, false, 21024, 21040, 0, 2274080, 0}, {.number = 1, .session = 1, .size = 928}}}, 2295104, 2274064, 21040, 16},
        {"DVD+R whose address is in front of its track", {.profile = 0x1B, .features = {PLUS_R}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         .tracks = {{2, 2, 0x61, true, false, 30000, 20000, 0, 1000, 0}, {.number = 1, .session = 1, .size = 928}}}, 31000, 0, 20000, 16},
        {"DVD+R that says FFFFFFFFh", {.profile = 0x1B, .features = {PLUS_R}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1,
         OPEN(1, 0, 0, 0xFFFFFFFF, 0xFFFFFFFF)}, 0, 0, 0, 16},
        {"DVD-R whose room goes beyond the last address", {.profile = 0x11, .features = {INC, DVD_R}, .state = EMPTY, .sessions = 2, .first_track = 2,
         .last_track = 2, .tracks = {{2, 2, 0x61, true, false, 16, 0x7FFFFFF0, 0x7FFFFFFF, 0x7FFFFFFF, 0}, {.number = 1, .session = 1, .size = 928}}},
         0x7FFFFFFF, 15, 0x7FFFFFF0, 16},
        {"DVD+R whose track goes beyond the last address", {.profile = 0x1B, .features = {PLUS_R}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         .tracks = {{2, 2, 0x61, true, false, 0x7FFFFFF0, 0x7FFFFFF8, 0, 0x7FFFFFFF, 0}, {.number = 1, .session = 1, .size = 928}}},
         0x7FFFFFFF, 7, 0x7FFFFFF8, 16},
        {"BD-R (ATAPI iHBS112 2)", {.profile = 0x41, .features = {BD_WRITE}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1,
         OPEN(1, 0, 0, 12219392, 12219392)}, 12219392, 12219392, 0, 32},
        {"blank DVD whose address is not valid", {.profile = 0x11, .features = {INC, DVD_R}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1,
         .tracks = {{.number = 1, .byte_6 = 0x41, .next = 5, .free = 2297888}}}, 2297888, 2297888, 0, 16},
        {"DVD+RW with its format suspended (ASUS DRW-24B1ST)", {.profile = 0x1A, .features = {PLUS_RW}, .state = COMPLETE | ERASABLE, .sessions = 1,
         .first_track = 1, .last_track = 1, .background_format = 1, CLOSED(2295104), .has_capacity = true, .capacity_last = 2295103}, 2295104, 2295104, 0, 16},
        {"DVD+RW unformatted (ASUS DRW-1608P2)", {.profile = 0x1A, .features = {PLUS_RW}, .state = BLANK | ERASABLE, .sessions = 1, .first_track = 1, .last_track = 1,
         .format_count = 2, .formats = {{0x00, 0x23, 0x05, 0x40, 1, 0, 8, 0}, {0x00, 0x23, 0x05, 0x40, 0x98, 0, 0, 0}}}, 2295104, 2295104, 0, 16},
        {"BD-RE whose current descriptor is empty", {.profile = 0x43, .features = {BD_WRITE}, .state = BLANK | ERASABLE, .sessions = 1, .first_track = 1, .last_track = 1,
         .format_count = 3, .formats = {{0, 0, 0, 0, 1, 0, 8, 0}, {0x00, 0xBA, 0x74, 0x00, 0xC4, 0, 0, 0}, {0x00, 0xB4, 0x74, 0x00, 0xC0, 0, 0x30, 0}}},
         12219392, 12219392, 0, 32},
        {"BD-RE that refuses READ CAPACITY", {.profile = 0x43, .features = {BD_WRITE}, .state = COMPLETE | ERASABLE, .sessions = 1, .first_track = 1, .last_track = 1,
         .format_count = 1, .formats = {{0x00, 0xB4, 0x74, 0x00, 2, 0, 8, 0}}}, 11826176, 11826176, 0, 32},
        {"DVD-RAM whose capacity is FFFFFFFFh", {.profile = 0x12, .features = {RANDOM}, .state = OTHER, .sessions = 1, .first_track = 1, .last_track = 1,
         .has_capacity = true, .capacity_last = 0xFFFFFFFF, .format_count = 1, .formats = {{0x00, 0x22, 0x21, 0x20, 2, 0, 8, 0}}}, 2236704, 2236704, 0, 16},
        {"disk", {.profile = 0x02, .features = {RANDOM}, .has_no_information = true, .has_capacity = true, .capacity_last = 314571},
         314572, 314572, 0, 1},
        {"complete CD-R", {.profile = 0x09, .state = COMPLETE, .sessions = 1, .first_track = 1, .last_track = 1,
         .last_lead_out = 0xFFFFFFFF, CLOSED(1068)}, 1068, 0, 0, 1},
    };
    /* clang-format on */
    struct drive_fixture *fixture = *state;
    unsigned wrong = 0;
    size_t i;

    for (i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
        struct scripted_disc disc = rooms[i].disc;
        struct burn_media media = read_media(fixture, &disc, false, DRIVE_OK);

        if (media.total_blocks != rooms[i].total || media.free_blocks != rooms[i].left ||
            media.next_writable != rooms[i].next || media.unit_blocks != rooms[i].unit) {
            print_error("%s: %llu, %llu, %ld, %lu\n", rooms[i].name, (unsigned long long)media.total_blocks,
                        (unsigned long long)media.free_blocks, (long)media.next_writable,
                        (unsigned long)media.unit_blocks);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

struct previous {
    const char *name;
    struct scripted_disc disc;
    bool has, has_end;
    int32_t start, end;
    unsigned tracks_asked;
};

static void media_read__previous_session__is_the_last_complete_one(void **state)
{
    /* clang-format off */
    static const struct previous rows[] = {
        {"blank", {.profile = 0x09, .features = {TAO}, .state = BLANK, .sessions = 1, .first_track = 1, .last_track = 1, CD_OPEN(0, 0, 359847),
         .has_session_start = true, .session_start = 5}, false, false, 0, 0, 1},
        {"first session left open", {.profile = 0x09, .features = {TAO}, .state = INCOMPLETE, .sessions = 1, .first_track = 1, .last_track = 2,
         CD_OPEN(1068, 1068, 358779)}, false, false, 0, 0, 1},
        {"CD with two sessions", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 3, .first_track = 3, .last_track = 3,
         .last_lead_out = LEAD_OUT_80, .has_session_start = true, .session_start = 12470,
         .tracks = {{0xFF, 3, 0x41, true, false, 20440, 20440, 339407, 0, 0}, {2, 2, 0x01, false, false, 12470, 0, 0, 1070, 0}}}, true, true, 12470, 13539, 2},
        {"CD whose track says what was recorded last", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         .last_lead_out = LEAD_OUT_80, .has_session_start = true, .session_start = 0,
         .tracks = {{0xFF, 2, 0x41, true, false, 12470, 12470, 347377, 0, 0}, {1, 1, 0x01, false, true, 0, 0, 0, 1070, 1067}}}, true, true, 0, 1067, 2},
        {"CD whose last track is not told", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         .last_lead_out = LEAD_OUT_80, .has_session_start = true, .session_start = 0,
         .tracks = {{0xFF, 2, 0x41, true, false, 12470, 12470, 347377, 0, 0}, {1, 1, 0x01, false, false, 0, 0, 0, 0, 0}}}, true, false, 0, 0, 2},
        {"CD whose TOC says FFFFFFFFh", {.profile = 0x09, .features = {TAO}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         .last_lead_out = LEAD_OUT_80, .has_session_start = true, .session_start = 0xFFFFFFFF,
         .tracks = {{0xFF, 2, 0x41, true, false, 12470, 12470, 347377, 0, 0}, {1, 1, 0x01, false, false, 0, 0, 0, 0, 0}}}, false, false, 0, 0, 2},
        {"DVD+R with one track a session", {.profile = 0x1B, .features = {PLUS_R}, .state = EMPTY, .sessions = 3, .first_track = 3, .last_track = 3,
         .tracks = {{3, 3, 0x61, true, false, 30000, 30000, 2265104, 2265104, 0}, {2, 2, 0x21, false, false, 20000, 0, 0, 928, 0},
                    {1, 1, 0x21, false, false, 0, 0, 0, 928, 0}}}, true, true, 20000, 20927, 2},
        {"BD-R with three tracks in its session", {.profile = 0x41, .features = {BD_WRITE}, .state = EMPTY, .sessions = 3, .first_track = 5, .last_track = 5,
         .tracks = {{5, 3, 0x61, true, false, 30000, 30000, 12189392, 12189392, 0}, {4, 2, 0x21, false, false, 4000, 0, 0, 320, 0},
                    {3, 2, 0x21, false, false, 3000, 0, 0, 320, 0}, {2, 2, 0x21, false, false, 2000, 0, 0, 320, 0},
                    {1, 1, 0x21, false, false, 0, 0, 0, 320, 0}}}, true, true, 2000, 4319, 4},
        {"DVD-R whose next session is open", {.profile = 0x11, .features = {INC, DVD_R}, .state = INCOMPLETE, .sessions = 2, .first_track = 2, .last_track = 2,
         .tracks = {{2, 2, 0x21, true, false, 20000, 20016, 2277872, 2277888, 0}, {1, 1, 0x21, false, true, 0, 0, 0, 928, 915}}}, true, true, 0, 915, 2},
        {"finished DVD+R of two sessions", {.profile = 0x1B, .features = {PLUS_R}, .state = COMPLETE, .sessions = 2, .first_track = 2, .last_track = 2,
         .tracks = {{2, 2, 0x21, false, false, 20000, 0, 0, 928, 0}}}, true, true, 20000, 20927, 1},
        {"finished DVD+R of one", {.profile = 0x1B, .features = {PLUS_R}, .state = COMPLETE, .sessions = 1, .first_track = 1, .last_track = 1,
         CLOSED(928)}, false, false, 0, 0, 1},
        {"session that begins before the disc", {.profile = 0x1B, .features = {PLUS_R}, .state = EMPTY, .sessions = 2, .first_track = 2, .last_track = 2,
         .tracks = {{2, 2, 0x61, true, false, 20000, 20000, 2275104, 2275104, 0}, {1, 1, 0x21, false, false, -16, 0, 0, 928, 0}}}, false, true, 0, 911, 2},
        {"session number that lies", {.profile = 0x1B, .features = {PLUS_R}, .state = EMPTY, .sessions = 2, .first_track = 3, .last_track = 3,
         .tracks = {{3, 0, 0x61, true, false, 30000, 30000, 2265104, 2265104, 0}, {2, 0, 0x21, false, false, 20000, 0, 0, 928, 0},
                    {1, 0, 0x21, false, false, 0, 0, 0, 928, 0}}}, true, true, 0, 20927, 3},
    };
    /* clang-format on */
    struct drive_fixture *fixture = *state;
    unsigned wrong = 0;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct scripted_disc disc = rows[i].disc;
        struct burn_media media = read_media(fixture, &disc, false, DRIVE_OK);

        if (media.has_previous != rows[i].has || media.has_previous_end != rows[i].has_end ||
            media.previous_start != rows[i].start || media.previous_end != rows[i].end ||
            disc.counts[0x52] != rows[i].tracks_asked) {
            print_error("%s: %d %ld, %d %ld, %u tracks\n", rows[i].name, media.has_previous, (long)media.previous_start,
                        media.has_previous_end, (long)media.previous_end, disc.counts[0x52]);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

/* A drive that claims 60000 tracks in a session is not asked for all of them, and the start is not known then. */
static void media_read__session_of_60000_tracks__is_walked_so_far_and_no_further(void **state)
{
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {.profile = 0x41,
                                 .features = {BD_WRITE},
                                 .state = EMPTY,
                                 .sessions = 2,
                                 .first_track = 60001,
                                 .last_track = 60001,
                                 .tracks = {{60001, 2, 0x61, true, false, 30000, 30000, 1000, 1000, 0},
                                            {SCRIPTED_EVERY_TRACK, 1, 0x21, false, false, 20000, 0, 0, 320, 0}}};
    struct burn_media media = read_media(fixture, &disc, false, DRIVE_OK);

    assert_int_equal(disc.counts[0x52], 1 + 1 + 99);
    assert_false(media.has_previous);
    assert_true(media.has_previous_end);
    disc.tracks[1].number = 60000; /* 59999 is refused */
    media = read_media(fixture, &disc, false, DRIVE_OK);
    assert_int_equal(disc.counts[0x52], 3);
    assert_false(media.has_previous);
}

static void media_read__contents__are_read_64_kib_a_command_until_one_byte_is_not_zero(void **state)
{
    static const uint8_t first[10] = {0x28, 0, 0, 0, 0, 0, 0, 0, 32, 0};
    static const uint8_t tail[10] = {0x28, 0, 0, 0x22, 0x1D, 0x20, 0, 0, 32, 0}; /* 2236704 - 1024 = 2235680 */
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {.profile = 0x12,
                                 .features = {RANDOM},
                                 .state = OTHER,
                                 .sessions = 1,
                                 .first_track = 1,
                                 .last_track = 1,
                                 CLOSED(2236704),
                                 .has_capacity = true,
                                 .capacity_last = 2236703};
    struct burn_media media = read_media(fixture, &disc, true, DRIVE_OK);

    assert_true(media.is_heuristically_blank);
    assert_false(media.is_physically_blank);
    assert_true(media.is_formatted);
    assert_int_equal(disc.counts[0x28], 64);
    assert_memory_equal(fixture->script.sent[4].cdb, first, sizeof first);
    assert_memory_equal(fixture->script.sent[36].cdb, tail, sizeof tail);
    assert_int_equal(fixture->script.sent[4].requested_bytes, 65536);

    disc.is_dirty = true;
    disc.dirty_lba = 32; /* the second command */
    media = read_media(fixture, &disc, true, DRIVE_OK);
    assert_false(media.is_heuristically_blank);
    assert_int_equal(disc.counts[0x28], 2);

    media = read_media(fixture, &disc, false, DRIVE_OK);
    assert_int_equal(disc.counts[0x28], 0);
    assert_false(media.is_heuristically_blank);
    assert_int_equal(media.status, 0x0001);
}

static void media_read__small_and_unready_contents__have_their_rules(void **state)
{
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {
        .profile = 0x02, .features = {RANDOM}, .has_no_information = true, .has_capacity = true, .capacity_last = 1499};
    struct burn_media media = read_media(fixture, &disc, true, DRIVE_OK);

    assert_int_equal(disc.counts[0x28], 32 + 15); /* 1024 blocks, and the other 476 */
    assert_true(media.is_heuristically_blank);
    disc.capacity_last = 9; /* fewer than one command moves */
    disc.is_dirty = true;
    disc.dirty_lba = 9;
    media = read_media(fixture, &disc, true, DRIVE_OK);
    assert_int_equal(disc.counts[0x28], 1);
    assert_false(media.is_heuristically_blank);

    fixture->script.limits.max_unaligned_transfer_bytes = 16384;
    disc.capacity_last = 1499;
    disc.is_dirty = false;
    media = read_media(fixture, &disc, true, DRIVE_OK);
    assert_int_equal(disc.counts[0x28], 128 + 60); /* 8 blocks a command */
    assert_true(media.is_heuristically_blank);
}

/* The end of a DVD+RW is not there yet while it is being formatted. */
static void media_read__background_format_not_done__only_the_beginning_is_read(void **state)
{
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {.profile = 0x1A,
                                 .features = {PLUS_RW},
                                 .state = COMPLETE | ERASABLE,
                                 .sessions = 1,
                                 .first_track = 1,
                                 .last_track = 1,
                                 .background_format = 1,
                                 CLOSED(2295104),
                                 .has_capacity = true,
                                 .capacity_last = 2295103};

    assert_true(read_media(fixture, &disc, true, DRIVE_OK).is_heuristically_blank);
    assert_int_equal(disc.counts[0x28], 32);
    disc.background_format = 2;
    assert_true(read_media(fixture, &disc, true, DRIVE_OK).is_heuristically_blank);
    assert_int_equal(disc.counts[0x28], 32);
    disc.background_format = 3;
    assert_true(read_media(fixture, &disc, true, DRIVE_OK).is_heuristically_blank);
    assert_int_equal(disc.counts[0x28], 64);
}

/* What cannot be read may be something; what was never written is nothing; a drive that is not ready has no answer. */
static void media_read__contents_that_cannot_be_read__are_told_apart(void **state)
{
    struct drive_fixture *fixture = *state;
    struct scripted_disc disc = {.profile = 0x12,
                                 .features = {RANDOM},
                                 .state = OTHER,
                                 .sessions = 1,
                                 .first_track = 1,
                                 .last_track = 1,
                                 CLOSED(2236704),
                                 .has_capacity = true,
                                 .capacity_last = 2236703,
                                 .read_key = 3,
                                 .read_asc = 0x11};

    assert_false(read_media(fixture, &disc, true, DRIVE_OK).is_heuristically_blank);
    assert_int_equal(disc.counts[0x28], 1);
    disc.read_key = 8;
    disc.read_asc = 0;
    assert_true(read_media(fixture, &disc, true, DRIVE_OK).is_heuristically_blank);
    disc.read_key = 0;
    disc.is_read_short = true;
    assert_false(read_media(fixture, &disc, true, DRIVE_OK).is_heuristically_blank);
    disc.read_key = 2;
    disc.read_asc = 0x04;
    read_media(fixture, &disc, true, DRIVE_REFUSED);
    assert_failure_is_sense(&fixture->failure, DRIVE_REFUSED, 0x28, 2, 0x04, 0);
}

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

static void drive_can_write__any_and_current__are_told_by_features_else_page_2a(void **state)
{
    /* clang-format off */
    static const struct {
        struct scripted_disc disc;
        bool any, current;
    } rows[] = {
        {{.features = {DVD_READ}}, false, false},
        {{.features = {{0x0020, false, 12, {0}}}}, true, false},
        {{.features = {{0x0021, false, 4, {0}}}}, true, false},
        {{.features = {{0x0023, false, 4, {0}}}}, true, false},
        {{.features = {{0x0026, false, 0, {0}}}}, true, false},
        {{.features = {{0x002A, false, 4, {1}}}}, true, false},
        {{.features = {{0x002A, true, 4, {0}}}}, false, false}, /* reads DVD+RW */
        {{.features = {{0x002B, false, 4, {1}}}}, true, false},
        {{.features = {{0x002B, true, 4, {0}}}}, false, false},
        {{.features = {{0x002C, false, 4, {0}}}}, true, false},
        {{.features = {{0x002D, false, 4, {0}}, DVD_READ}}, true, false},
        {{.features = {{0x002D, true, 4, {0}}}}, true, true},
        {{.features = {{0x002E, true, 4, {0}}}}, true, true},
        {{.features = {{0x002F, true, 4, {0}}}}, true, true},
        {{.features = {{0x0037, true, 4, {0}}}}, true, true},
        {{.features = {{0x003A, true, 4, {1}}}}, true, true},
        {{.features = {{0x003B, true, 4, {1}}}}, true, true},
        {{.features = {{0x003B, true, 4, {0}}}}, false, false},
        {{.features = {{0x0041, true, 20, {0}}}}, true, true},
        {{.has_no_configuration = true}, false, false},
        {{.has_no_configuration = true, .page_2a_bytes = 22, .page_2a = {0x2A, 0x14, 0x03, 0x00}}, false, false},
        {{.has_no_configuration = true, .page_2a_bytes = 22, .page_2a = {0x2A, 0x14, 0x03, 0x01}}, true, true},
        {{.has_no_configuration = true, .page_2a_bytes = 22, .page_2a = {0x2A, 0x14, 0x03, 0x02}}, true, true},
        {{.has_no_configuration = true, .page_2a_bytes = 22, .page_2a = {0x2A, 0x14, 0x03, 0x04}}, false, false},
        {{.has_no_configuration = true, .page_2a_bytes = 22, .page_2a = {0x2A, 0x14, 0x03, 0x10}}, true, true},
        {{.has_no_configuration = true, .page_2a_bytes = 22, .page_2a = {0x2A, 0x14, 0x03, 0x20}}, true, true},
    };
    /* clang-format on */
    struct drive_fixture *fixture = *state;
    bool any, current;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct scripted_disc disc = rows[i].disc;

        scripted_disc_insert(&fixture->script, &disc);
        assert_int_equal(burn_drive_can_write(fixture->drive, false, &any, &fixture->failure), DRIVE_OK);
        assert_int_equal(burn_drive_can_write(fixture->drive, true, &current, &fixture->failure), DRIVE_OK);
        if (any != rows[i].any || current != rows[i].current) fail_msg("row %u: %d, %d", (unsigned)i, any, current);
        assert_int_equal(scripted_disc_count(&disc), disc.has_no_configuration ? 4 : 2);
    }
}

/* Which features an eraser has, current or not: Microsoft's erase sample. Blank is bit 0 of byte 4 of feature 002Ch,
 * DVD-RW bit 1 of byte 4 of feature 002Fh.
 */
static void drive_can_erase__each_feature__is_known(void **state)
{
    /* clang-format off */
    static const struct {
        struct scripted_disc disc;
        bool can_erase;
    } rows[] = {
        {{.features = {DVD_READ}}, false},
        {{.features = {{0x0020, true, 12, {0}}}}, false},
        {{.features = {{0x0021, false, 4, {0}}}}, true},
        {{.features = {{0x0026, false, 0, {0}}}}, true},
        {{.features = {{0x002A, true, 4, {1}}}}, false},
        {{.features = {{0x002C, true, 4, {0x0E}}}}, false},
        {{.features = {{0x002C, false, 4, {0x01}}}}, true},
        {{.features = {{0x002D, false, 4, {0}}}}, true},
        {{.features = {{0x002E, true, 4, {0xFF}}}}, false},
        {{.features = {{0x002F, true, 4, {0xFD}}}}, false},
        {{.features = {{0x002F, false, 4, {0x02}}}}, true},
        {{.features = {{0x0032, false, 4, {0}}}}, true},
        {{.has_no_configuration = true}, false},
        {{.has_no_configuration = true, .page_2a_bytes = 22, .page_2a = {0x2A, 0x14, 0x03, 0x01}}, false},
        {{.has_no_configuration = true, .page_2a_bytes = 22, .page_2a = {0x2A, 0x14, 0x03, 0x02}}, true},
    };
    /* clang-format on */
    struct drive_fixture *fixture = *state;
    bool can_erase;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct scripted_disc disc = rows[i].disc;

        scripted_disc_insert(&fixture->script, &disc);
        assert_int_equal(burn_drive_can_erase(fixture->drive, &can_erase, &fixture->failure), DRIVE_OK);
        if (can_erase != rows[i].can_erase) fail_msg("row %u: %d", (unsigned)i, can_erase);
    }
    can_erase = true;
    script_again(&fixture->script);
    script_failure(&fixture->script, SCSI_LOST, SCSI_FAILURE_DEVICE_GONE, 0);
    assert_int_equal(burn_drive_can_erase(fixture->drive, &can_erase, &fixture->failure), DRIVE_GONE);
    assert_false(can_erase);
}

static void drive_can_write__drive_is_gone__is_false_and_the_failure(void **state)
{
    struct drive_fixture *fixture = *state;
    bool can_write = true;

    script_failure(&fixture->script, SCSI_LOST, SCSI_FAILURE_DEVICE_GONE, 0);
    assert_int_equal(burn_drive_can_write(fixture->drive, false, &can_write, &fixture->failure), DRIVE_GONE);
    assert_false(can_write);
}

static void write_protection__each_bit_of_byte_4__is_told(void **state)
{
    static const struct {
        uint8_t byte;
        uint32_t bits;
    } rows[] = {{0x00, 0}, {0x01, 1}, {0x02, 8}, {0x04, 2}, {0x08, 4}, {0x0F, 15}, {0xF0, 0}};
    static const uint8_t dvd[12] = {0xAD, 0, 0, 0, 0, 0, 0, 0xC0, 0x08, 0x04, 0, 0};
    static const uint8_t bd[12] = {0xAD, 1, 0, 0, 0, 0, 0, 0xC0, 0x08, 0x04, 0, 0};
    struct drive_fixture *fixture = *state;
    struct burn_media media = {.medium = BURN_MEDIUM_DVD_RAM, .profile = 0x12};
    struct scripted_disc disc = {.structure = 0xC0, .structure_bytes = 4};
    uint32_t bits;
    size_t i;

    scripted_disc_insert(&fixture->script, &disc);
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        disc.structure_data[0] = rows[i].byte;
        assert_int_equal(burn_write_protection(fixture->drive, &media, &bits, &fixture->failure), DRIVE_OK);
        assert_int_equal(bits, rows[i].bits);
    }
    assert_memory_equal(fixture->script.sent[0].cdb, dvd, sizeof dvd);
    media.medium = BURN_MEDIUM_BD_RE;
    media.profile = 0x43;
    assert_int_equal(burn_write_protection(fixture->drive, &media, &bits, &fixture->failure), DRIVE_OK);
    assert_memory_equal(fixture->script.sent[i].cdb, bd, sizeof bd);
}

static void write_protection__without_the_structure__is_by_the_kind_of_medium(void **state)
{
    struct drive_fixture *fixture = *state;
    struct burn_media ram = {.medium = BURN_MEDIUM_DVD_RAM, .profile = 0x12};
    struct burn_media rom = {.medium = BURN_MEDIUM_CD_ROM, .profile = 0x08};
    struct burn_media finished = {.medium = BURN_MEDIUM_CD_ROM, .profile = 0x09, .status = BURN_MEDIA_FINALIZED};
    struct burn_media blank = {.medium = BURN_MEDIUM_CD_R, .profile = 0x09, .status = BURN_MEDIA_BLANK};
    struct burn_media full = {.medium = BURN_MEDIUM_CD_RW,
                              .profile = 0x0A,
                              .status = BURN_MEDIA_FINALIZED | BURN_MEDIA_ERASE_REQUIRED,
                              .disc = {.erasable = true}};
    struct scripted_disc disc = {.profile = 0};
    uint32_t bits = 99;

    scripted_disc_insert(&fixture->script, &disc);
    assert_int_equal(burn_write_protection(fixture->drive, &ram, &bits, &fixture->failure), DRIVE_OK);
    assert_int_equal(bits, 0);
    assert_int_equal(scripted_disc_count(&disc), 1);
    assert_int_equal(burn_write_protection(fixture->drive, &rom, &bits, &fixture->failure), DRIVE_OK);
    assert_int_equal(bits, 0x4000);
    assert_int_equal(burn_write_protection(fixture->drive, &finished, &bits, &fixture->failure), DRIVE_OK);
    assert_int_equal(bits, 0x4000);
    assert_int_equal(burn_write_protection(fixture->drive, &blank, &bits, &fixture->failure), DRIVE_OK);
    assert_int_equal(bits, 0);
    assert_int_equal(burn_write_protection(fixture->drive, &full, &bits, &fixture->failure), DRIVE_OK);
    assert_int_equal(bits, 0);
    assert_int_equal(scripted_disc_count(&disc), 1);

    disc.lost_at = 2;
    bits = 99;
    assert_int_equal(burn_write_protection(fixture->drive, &ram, &bits, &fixture->failure), DRIVE_TIMEOUT);
    assert_int_equal(bits, 0);
}

static void medium_name__each__is_what_people_say(void **state)
{
    (void)state;
    assert_string_equal(burn_medium_name(BURN_MEDIUM_DVD_PLUS_R_DL), "DVD+R DL");
    assert_string_equal(burn_medium_name(BURN_MEDIUM_BD_RE), "BD-RE");
    assert_string_equal(burn_medium_name((enum burn_medium)20), "unknown medium");
}

#define FIXTURE_TEST(test) cmocka_unit_test_setup_teardown(test, drive_fixture_setup, drive_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(media_read__each_state__has_its_bits),
        FIXTURE_TEST(media_read__no_disc__is_the_drives_sense_and_one_command),
        FIXTURE_TEST(media_read__no_disc_and_no_disc_information__is_refused_by_test_unit_ready),
        FIXTURE_TEST(media_read__without_contents__asks_only_what_the_medium_needs),
        FIXTURE_TEST(media_read__room__is_total_free_and_next_of_the_profile),
        FIXTURE_TEST(media_read__previous_session__is_the_last_complete_one),
        FIXTURE_TEST(media_read__session_of_60000_tracks__is_walked_so_far_and_no_further),
        FIXTURE_TEST(media_read__contents__are_read_64_kib_a_command_until_one_byte_is_not_zero),
        FIXTURE_TEST(media_read__small_and_unready_contents__have_their_rules),
        FIXTURE_TEST(media_read__background_format_not_done__only_the_beginning_is_read),
        FIXTURE_TEST(media_read__contents_that_cannot_be_read__are_told_apart),
        FIXTURE_TEST(media_read__features__are_those_that_are_current),
        FIXTURE_TEST(media_read__features_of_dvd_and_bd__are_those_that_are_current),
        FIXTURE_TEST(media_read__two_layers__the_boundary_of_a_blank_disc_is_read),
        FIXTURE_TEST(media_read__no_get_configuration__is_a_cd_by_page_2a),
        FIXTURE_TEST(media_read__get_configuration_hangs__is_a_cd_by_page_2a_of_a_drive_without_dvd),
        FIXTURE_TEST(media_read__profile_that_says_little__the_book_type_decides),
        FIXTURE_TEST(media_read__profile_FFFF__the_list_and_the_features_decide),
        FIXTURE_TEST(media_read__each_command_lost__is_the_result_and_all_of_media_is_zero),
        FIXTURE_TEST(media_read__each_allocation_fails__is_no_memory),
        FIXTURE_TEST(media_read__track_information_refused__matters_where_writing_goes_on),
        FIXTURE_TEST(drive_can_write__any_and_current__are_told_by_features_else_page_2a),
        FIXTURE_TEST(drive_can_erase__each_feature__is_known),
        FIXTURE_TEST(drive_can_write__drive_is_gone__is_false_and_the_failure),
        FIXTURE_TEST(write_protection__each_bit_of_byte_4__is_told),
        FIXTURE_TEST(write_protection__without_the_structure__is_by_the_kind_of_medium),
        cmocka_unit_test(medium_name__each__is_what_people_say),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
