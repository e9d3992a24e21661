/* READ DISC STRUCTURE (READ DVD STRUCTURE before MMC-5). */
#ifndef OPENIMAPI2_MMC_DISC_STRUCTURE_H
#define OPENIMAPI2_MMC_DISC_STRUCTURE_H

#include "mmc/reply.h"

enum { MMC_DISC_STRUCTURE_HEADER_BYTES = 4, MMC_BD_UNIT_BYTES = 64 };

struct mmc_disc_structure {
    uint32_t claimed_bytes; /* of the whole reply, as the drive says; data length + 2 */
    struct span data;       /* usable bytes after the header; the format defines their meaning */
};

/* returns  MMC_SHORT below 4 bytes. Some drives answer with a header and no data: the span is empty then.
 * source   MMC-6, READ DISC STRUCTURE: header.
 */
enum mmc_status mmc_disc_structure_parse(const uint8_t *bytes, size_t count, struct mmc_disc_structure *out);

/* Format 00h of DVD. source: MMC-6, READ DISC STRUCTURE, physical format information. */
struct mmc_dvd_physical {
    uint8_t book_type; /* 0 ROM, 1 RAM, 2 -R, 3 -RW, 9 +RW, Ah +R, Dh +RW DL, Eh +R DL */
    uint8_t part_version;
    uint8_t disc_size; /* 0 120 mm, 1 80 mm */
    uint8_t max_rate;
    uint8_t layers; /* 1 to 4 */
    bool opposite_track_path;
    uint8_t layer_type;    /* bit 0 embossed, 1 recordable, 2 rewritable */
    uint32_t first_sector; /* physical sector numbers, 24 bits */
    uint32_t last_sector;
    uint32_t layer0_end_sector;
    bool burst_cutting_area;
    bool
        has_blocks; /* false on DVD-RAM, whose sector numbers do not give it, and where the numbers contradict each other */
    uint32_t blocks;
};
/* returns  MMC_SHORT below 17 bytes of data. */
enum mmc_status mmc_dvd_physical_parse(const struct mmc_disc_structure *structure, struct mmc_dvd_physical *out);

/* Format 20h of DVD. source: MMC-6, READ DISC STRUCTURE, layer boundary information. */
struct mmc_dvd_layer_boundary {
    bool fixed; /* can no longer be changed */
    uint32_t layer0_blocks;
};
/* returns  MMC_SHORT below 8 bytes of data. */
enum mmc_status mmc_dvd_layer_boundary_parse(const struct mmc_disc_structure *structure,
                                             struct mmc_dvd_layer_boundary *out);

/* Format 00h of BD: disc information units, up to the first that does not begin with the letters "DI".
 * source: MMC-6, READ DISC STRUCTURE, BD disc information.
 */
struct mmc_bd_unit {
    uint8_t format;
    uint8_t units_in_block;
    uint8_t layer;
    uint8_t sequence;
    uint8_t bytes_used;
    char type_id[4];      /* "BDO", "BDR", "BDW", "BDU"; NUL-terminated, cleaned like INQUIRY's strings */
    const uint8_t *bytes; /* MMC_BD_UNIT_BYTES */
};
struct mmc_walk mmc_bd_units(const struct mmc_disc_structure *structure);
bool mmc_bd_unit_next(struct mmc_walk *walk, struct mmc_bd_unit *out);

#endif
