/* READ TOC/PMA/ATIP, formats 0 to 5. */
#ifndef OPENIMAPI2_MMC_TOC_H
#define OPENIMAPI2_MMC_TOC_H

#include "mmc/reply.h"

enum { MMC_TOC_HEADER_BYTES = 4, MMC_TRACK_LEAD_OUT = 0xAA, MMC_CD_TEXT_PACK_BYTES = 18 };

struct mmc_msf {
    uint8_t m, s, f;
};

/* The header of all formats. source: MMC-6, READ TOC/PMA/ATIP. */
struct mmc_toc {
    uint32_t claimed_bytes; /* of the whole reply, as the drive says */
    uint8_t first;          /* track (format 0) or session (1, 2); 0 in the other formats */
    uint8_t last;
    struct span entries; /* usable bytes after the header */
};

/* returns  MMC_SHORT below 4 bytes. */
enum mmc_status mmc_toc_parse(const uint8_t *bytes, size_t count, struct mmc_toc *out);

struct mmc_walk mmc_toc_entries(const struct mmc_toc *toc);

/* Formats 0 and 1. */
struct mmc_toc_track {
    uint8_t adr;
    uint8_t control;
    uint8_t track;    /* MMC_TRACK_LEAD_OUT: the lead-out. Format 1: first track of the last complete session */
    uint32_t address; /* LBA; if requested with MSF set, convert it with mmc_toc_msf */
};
bool mmc_toc_track_next(struct mmc_walk *walk, struct mmc_toc_track *out);
struct mmc_msf mmc_toc_msf(uint32_t address);

/* Formats 2 and 3: raw Q sub-channel of the lead-in, or of the PMA. */
struct mmc_toc_raw {
    uint8_t session;
    uint8_t adr;
    uint8_t control;
    uint8_t tno;
    uint8_t point; /* a track, or A0h first track and disc type, A1h last track, A2h lead-out, B0h, C0h, ... */
    struct mmc_msf min_sec_frame;
    struct mmc_msf point_time; /* PMIN, PSEC, PFRAME */
};
bool mmc_toc_raw_next(struct mmc_walk *walk, struct mmc_toc_raw *out);

/* Format 4. source: MMC-6, ATIP. */
enum { MMC_ATIP_BYTES = 15 };
struct mmc_atip {
    uint8_t write_power;
    uint8_t reference_speed;
    bool unrestricted_use; /* URU */
    bool cd_rw;
    uint8_t sub_type;
    struct mmc_msf lead_in;
    struct mmc_msf last_lead_out; /* last possible start */
    const uint8_t *a1;            /* 3 bytes, or NULL when not valid or not received */
    const uint8_t *a2;
    const uint8_t *a3;
};
/* returns  MMC_SHORT below 15 bytes (through the last possible lead-out). */
enum mmc_status mmc_atip_parse(const uint8_t *bytes, size_t count, struct mmc_atip *out);

/* Format 5: the next CD-Text pack of MMC_CD_TEXT_PACK_BYTES, or NULL. The CRC is not checked. */
const uint8_t *mmc_cd_text_pack_next(struct mmc_walk *walk);

#endif
