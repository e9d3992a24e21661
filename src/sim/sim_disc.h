/* The disc in the simulated drive: the facts about it, independent of the layout of any answer.
 *
 * The capacities are entered here from the standards of each format and from the answers of real drives about such
 * discs; they share nothing with the code that reads a drive's answers.
 */
#ifndef OPENIMAPI2_SIM_SIM_DISC_H
#define OPENIMAPI2_SIM_SIM_DISC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/sim_media.h"

enum sim_family { SIM_CD, SIM_DVD_ROM, SIM_DVD_MINUS, SIM_DVD_PLUS, SIM_DVD_RAM, SIM_BD };

/* Where the disc can be written. */
enum sim_writing {
    SIM_READ_ONLY,  /* nowhere */
    SIM_SEQUENTIAL, /* at the next writable address */
    SIM_OVERWRITE,  /* anywhere */
};

enum { SIM_FORMATS_MAX = 4, SIM_SPEEDS_MAX = 5 };

/* A way in which the disc can be formatted (MMC, READ FORMAT CAPACITIES, formattable capacity descriptors). */
struct sim_format {
    uint32_t blocks;
    uint8_t type; /* 00h, 10h, 15h, 26h, 30h, 31h, 32h */
    uint32_t parameter;
};

struct sim_disc {
    enum sim_medium medium;
    uint16_t profile; /* MMC, profile list */
    enum sim_family family;
    enum sim_writing writing;
    bool erasable;
    bool is_protected;        /* against writing; never set on a new disc */
    bool is_blank;            /* nothing is recorded and, for SIM_OVERWRITE, not formatted */
    uint8_t status;           /* MMC, disc status: 0 blank, 1 appendable, 2 complete, 3 other */
    uint8_t session_status;   /* MMC, state of last session: 0 empty, 1 incomplete, 2 damaged, 3 complete */
    uint8_t layers;           /* 1 or 2 */
    uint8_t book;             /* DVD: book type and part version, as in byte 0 of the physical format information */
    uint32_t capacity_blocks; /* blocks for user data, of the whole disc as it is */
    uint32_t readable_blocks; /* of complete sessions or formatted, from LBA 0 */
    uint32_t free_blocks;     /* still to be recorded */
    uint32_t layer0_blocks;   /* of two layers; 0 for one */
    int32_t lead_in_start;    /* recordable CD: as ATIP says */
    struct sim_format formats[SIM_FORMATS_MAX];
    uint8_t format_count;
    uint16_t read_speed_kbs;                   /* fastest */
    uint16_t write_speeds_kbs[SIM_SPEEDS_MAX]; /* fastest first; 0 ends */
};

/* Last possible start of the lead-out of recordable CDs, in blocks from LBA 0, and start of the lead-in (ATIP):
 * 97:26:65. A CD of at most SIM_CD_SMALL blocks has a lead-in of two seconds, from 99:58:00 on, so that recording it
 * raw is quick.
 */
enum {
    SIM_CD_80_LEAD_OUT = 359849,
    SIM_CD_74_LEAD_OUT = 332850,
    SIM_CD_LEAD_IN = -11635,
    SIM_CD_SMALL = 1000,
    SIM_CD_SMALL_LEAD_IN = -300,
};

/* A new disc of the recordable medium (not SIM_MEDIUM_NONE, _IMAGE, _CAPTURED). False for these. */
bool sim_disc_blank(enum sim_medium medium, struct sim_disc *disc);

/* Make a new disc smaller: whole ECC blocks of at most `blocks`, at least 512. 0, or more than the disc has, leaves it
 * unchanged.
 */
void sim_disc_shrink(struct sim_disc *disc, uint32_t blocks);

/* The most blocks that the disc can have, by its capacity and its formats. */
uint32_t sim_disc_capacity_max(const struct sim_disc *disc);

/* A pressed disc that holds `blocks` blocks: the first of CD-ROM, DVD-ROM and BD-ROM with enough room. False when
 * blocks is 0 or more than a BD-ROM of four layers holds.
 */
bool sim_disc_pressed(uint32_t blocks, struct sim_disc *disc);

/* A disc of this profile, when nothing but the profile is known: blank if the profile is recordable, else pressed and
 * without contents. False for profiles without a disc in this file.
 */
bool sim_disc_of_profile(uint16_t profile, struct sim_disc *disc);

#endif
