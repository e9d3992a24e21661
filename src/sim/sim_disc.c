/* Facts about each kind of disc: capacities, layers, session and track state. Entered from the standards, and shared
 * with no parser.
 */
#include "sim/sim_disc.h"

#include <string.h>

#include "mmc/codes.h"

/* Largest pressed discs. */
enum {
    CD_ROM_BLOCKS_MAX = 360000,    /* 80 minutes */
    DVD_ROM_BLOCKS_MAX = 4173824,  /* two layers, opposite track path */
    BD_ROM_BLOCKS_MAX = 62500864,  /* four layers */
    DVD_ROM_BLOCKS_LAYER = 2298496 /* what fits one layer */
};

/* Sources: capacities as READ FORMAT CAPACITIES and READ TRACK INFORMATION of real drives print them (dvd+rw-mediainfo
 * logs of iHBS112, WH16NS40, DRW-1608P2, GH22LS40, SH-S182M), the DVD and BD books for what they do not state. Free
 * blocks of a CD leave room for the two run-out blocks of its last track. Formats of BD: 00h and 30h with default spare
 * areas, 31h none, 32h BD-R with default, most and least spare areas.
 */
/* clang-format off */
static const struct sim_disc blanks[] = {
    {.medium = SIM_MEDIUM_CD_R, .profile = MMC_PROFILE_CD_R, .family = SIM_CD, .writing = SIM_SEQUENTIAL, .is_blank = true,
     .layers = 1, .capacity_blocks = SIM_CD_80_LEAD_OUT, .free_blocks = SIM_CD_80_LEAD_OUT - 2,
     .lead_in_start = SIM_CD_LEAD_IN,
     .read_speed_kbs = 8467, .write_speeds_kbs = {8467, 7056, 5645, 4234, 2822}},
    {.medium = SIM_MEDIUM_CD_RW, .profile = MMC_PROFILE_CD_RW, .family = SIM_CD, .writing = SIM_SEQUENTIAL, .erasable = true,
     .is_blank = true, .layers = 1, .capacity_blocks = SIM_CD_74_LEAD_OUT, .free_blocks = SIM_CD_74_LEAD_OUT - 2,
     .lead_in_start = SIM_CD_LEAD_IN,
     .formats = {{SIM_CD_74_LEAD_OUT - 2, 0x10, 32}}, .format_count = 1,
     .read_speed_kbs = 7056, .write_speeds_kbs = {1764, 706}},
    {.medium = SIM_MEDIUM_DVD_R, .profile = MMC_PROFILE_DVD_MINUS_R_SEQUENTIAL, .family = SIM_DVD_MINUS, .writing = SIM_SEQUENTIAL,
     .is_blank = true, .layers = 1, .book = 0x25, .capacity_blocks = 2298496, .free_blocks = 2298496,
     .read_speed_kbs = 22160, .write_speeds_kbs = {22160, 16620, 11080, 5540}},
    {.medium = SIM_MEDIUM_DVD_RW, .profile = MMC_PROFILE_DVD_MINUS_RW_SEQUENTIAL, .family = SIM_DVD_MINUS,
     .writing = SIM_SEQUENTIAL, .erasable = true, .is_blank = true, .layers = 1, .book = 0x33,
     .capacity_blocks = 2298496, .free_blocks = 2298496,
     .formats = {{2297888, 0x00, 0x000800}, {2297888, 0x10, 0x000010}, {2297888, 0x15, 0x000010}}, .format_count = 3,
     .read_speed_kbs = 11080, .write_speeds_kbs = {5540, 2770}},
    {.medium = SIM_MEDIUM_DVD_RW_RO, .profile = MMC_PROFILE_DVD_MINUS_RW_RESTRICTED_OVERWRITE, .family = SIM_DVD_MINUS,
     .writing = SIM_OVERWRITE, .erasable = true, .status = 2, .session_status = 3, .layers = 1, .book = 0x33,
     .capacity_blocks = 2297888, .readable_blocks = 2297888,
     .formats = {{2297888, 0x00, 0x000800}, {2297888, 0x10, 0x000010}, {2297888, 0x15, 0x000010}, {2297888, 0x13, 0x000010}},
     .format_count = 3, /* the last one is offered while there is room to grow */
     .read_speed_kbs = 11080, .write_speeds_kbs = {5540, 2770}},
    {.medium = SIM_MEDIUM_DVD_R_DL, .profile = MMC_PROFILE_DVD_MINUS_R_DL_SEQUENTIAL, .family = SIM_DVD_MINUS,
     .writing = SIM_SEQUENTIAL, .is_blank = true, .layers = 2, .book = 0x26, .capacity_blocks = 4171712, .free_blocks = 4171712,
     .layer0_blocks = 2085856, .read_speed_kbs = 11080, .write_speeds_kbs = {11080, 5540, 2770}},
    {.medium = SIM_MEDIUM_DVD_PLUS_R, .profile = MMC_PROFILE_DVD_PLUS_R, .family = SIM_DVD_PLUS, .writing = SIM_SEQUENTIAL,
     .is_blank = true, .layers = 1, .book = 0xa1, .capacity_blocks = 2295104, .free_blocks = 2295104,
     .read_speed_kbs = 22160, .write_speeds_kbs = {22160, 16620, 11080, 5540}},
    {.medium = SIM_MEDIUM_DVD_PLUS_RW, .profile = MMC_PROFILE_DVD_PLUS_RW, .family = SIM_DVD_PLUS, .writing = SIM_OVERWRITE,
     .erasable = true, .is_blank = true, .layers = 1, .book = 0x92, .capacity_blocks = 2295104, .free_blocks = 2295104,
     .formats = {{2295104, 0x26, 0}}, .format_count = 1,
     .read_speed_kbs = 11080, .write_speeds_kbs = {11080, 5540, 3324}},
    {.medium = SIM_MEDIUM_DVD_PLUS_R_DL, .profile = MMC_PROFILE_DVD_PLUS_R_DL, .family = SIM_DVD_PLUS, .writing = SIM_SEQUENTIAL,
     .is_blank = true, .layers = 2, .book = 0xe1, .capacity_blocks = 4173824, .free_blocks = 4173824, .layer0_blocks = 2086912,
     .read_speed_kbs = 11080, .write_speeds_kbs = {11080, 5540, 3324}},
    {.medium = SIM_MEDIUM_DVD_RAM, .profile = MMC_PROFILE_DVD_RAM, .family = SIM_DVD_RAM, .writing = SIM_OVERWRITE,
     .erasable = true, .status = 3, .session_status = 3, .layers = 1, .book = 0x16,
     .capacity_blocks = 2236704, .readable_blocks = 2236704,
     .formats = {{2236704, 0x00, 0x000800}, {2295072, 0x00, 0x000800}}, .format_count = 2,
     .read_speed_kbs = 6925, .write_speeds_kbs = {6925, 4155, 2770}},
    {.medium = SIM_MEDIUM_BD_R, .profile = MMC_PROFILE_BD_R_SEQUENTIAL, .family = SIM_BD, .writing = SIM_SEQUENTIAL,
     .is_blank = true, .layers = 1, .capacity_blocks = 12219392, .free_blocks = 12219392,
     .formats = {{11826176, 0x00, 0x003000}, {11826176, 0x32, 0}, {5796864, 0x32, 0}, {12088320, 0x32, 0}}, .format_count = 4,
     .read_speed_kbs = 26976, .write_speeds_kbs = {53952, 44960, 35968, 26976, 17984}},
    {.medium = SIM_MEDIUM_BD_R_DL, .profile = MMC_PROFILE_BD_R_SEQUENTIAL, .family = SIM_BD, .writing = SIM_SEQUENTIAL,
     .is_blank = true, .layers = 2, .capacity_blocks = 24438784, .free_blocks = 24438784, .layer0_blocks = 12219392,
     .formats = {{23652352, 0x00, 0x003000}, {23652352, 0x32, 0}}, .format_count = 2,
     .read_speed_kbs = 26976, .write_speeds_kbs = {26976, 17984}},
    {.medium = SIM_MEDIUM_BD_RE, .profile = MMC_PROFILE_BD_RE, .family = SIM_BD, .writing = SIM_OVERWRITE, .erasable = true,
     .is_blank = true, .layers = 1, .capacity_blocks = 12219392, .free_blocks = 12219392,
     .formats = {{11826176, 0x00, 0x003000}, {11826176, 0x30, 0}, {12219392, 0x31, 0}}, .format_count = 3,
     .read_speed_kbs = 26976, .write_speeds_kbs = {8992, 4496}},
    {.medium = SIM_MEDIUM_BD_RE_DL, .profile = MMC_PROFILE_BD_RE, .family = SIM_BD, .writing = SIM_OVERWRITE, .erasable = true,
     .is_blank = true, .layers = 2, .capacity_blocks = 24438784, .free_blocks = 24438784, .layer0_blocks = 12219392,
     .formats = {{23652352, 0x00, 0x003000}, {23652352, 0x30, 0}, {24438784, 0x31, 0}}, .format_count = 3,
     .read_speed_kbs = 26976, .write_speeds_kbs = {8992, 4496}},
};

/* Smallest first: the first that has room is taken. */
static const struct {
    uint32_t blocks_max;
    struct sim_disc disc;
} pressed[] = {
    {CD_ROM_BLOCKS_MAX,  {.profile = MMC_PROFILE_CD_ROM,  .family = SIM_CD,      .read_speed_kbs = 8467}},
    {DVD_ROM_BLOCKS_MAX, {.profile = MMC_PROFILE_DVD_ROM, .family = SIM_DVD_ROM, .read_speed_kbs = 22160, .book = 0x01}},
    {BD_ROM_BLOCKS_MAX,  {.profile = MMC_PROFILE_BD_ROM,  .family = SIM_BD,      .read_speed_kbs = 35968}},
};
/* clang-format on */

enum { BLANKS = sizeof blanks / sizeof blanks[0], PRESSED = sizeof pressed / sizeof pressed[0] };

static void press(size_t row, uint32_t blocks, struct sim_disc *disc)
{
    *disc = pressed[row].disc;
    disc->medium = SIM_MEDIUM_IMAGE;
    disc->status = 2;
    disc->session_status = 3;
    disc->capacity_blocks = disc->readable_blocks = blocks;
    disc->layers = 1;
    if (disc->family == SIM_DVD_ROM && blocks > DVD_ROM_BLOCKS_LAYER) {
        disc->layers = 2;
        disc->layer0_blocks = (blocks / 2 + blocks % 2 + 15) / 16 * 16; /* whole ECC blocks, no less than layer 1 */
    }
}

bool sim_disc_blank(enum sim_medium medium, struct sim_disc *disc)
{
    size_t i;

    for (i = 0; i < BLANKS; i++) {
        if (blanks[i].medium != medium) continue;
        *disc = blanks[i];
        return true;
    }
    return false;
}

static uint32_t at_most(uint32_t blocks, uint32_t most)
{
    return blocks < most ? blocks : most;
}

void sim_disc_shrink(struct sim_disc *disc, uint32_t blocks)
{
    enum { LEAST = 512, CLUSTER = 32, RUN_OUT = 2 };
    uint32_t run_out = disc->family == SIM_CD ? RUN_OUT : 0;
    size_t i;

    if (!blocks || blocks >= disc->capacity_blocks) return;
    if (blocks < LEAST) blocks = LEAST;
    if (disc->family != SIM_CD) blocks -= blocks % CLUSTER;
    if (disc->family == SIM_CD && blocks <= SIM_CD_SMALL) disc->lead_in_start = SIM_CD_SMALL_LEAD_IN;
    disc->capacity_blocks = blocks;
    disc->readable_blocks = at_most(disc->readable_blocks, blocks);
    disc->free_blocks = at_most(disc->free_blocks, blocks - run_out);
    for (i = 0; i < SIM_FORMATS_MAX; i++)
        disc->formats[i].blocks = at_most(disc->formats[i].blocks, blocks - run_out);
    if (disc->layers == 2) disc->layer0_blocks = (blocks / 2 + CLUSTER - 1) / CLUSTER * CLUSTER;
}

uint32_t sim_disc_capacity_max(const struct sim_disc *disc)
{
    uint32_t most = disc->capacity_blocks;
    size_t i;

    for (i = 0; i < disc->format_count; i++) {
        if (disc->formats[i].blocks > most) most = disc->formats[i].blocks;
    }
    return most;
}

bool sim_disc_pressed(uint32_t blocks, struct sim_disc *disc)
{
    size_t i;

    if (!blocks) return false;
    for (i = 0; i < PRESSED; i++) {
        if (blocks > pressed[i].blocks_max) continue;
        press(i, blocks, disc);
        return true;
    }
    return false;
}

bool sim_disc_of_profile(uint16_t profile, struct sim_disc *disc)
{
    size_t i;

    for (i = 0; i < BLANKS; i++) {
        if (blanks[i].profile != profile) continue;
        *disc = blanks[i];
        return true;
    }
    for (i = 0; i < PRESSED; i++) {
        if (pressed[i].disc.profile != profile) continue;
        press(i, 0, disc);
        return true;
    }
    return false;
}
