/* Builders of the commands that change a medium or set how it is written; the rules of mmc/cdb.h apply.
 *
 * immediate: the Immed bit. The drive answers at once and goes on working; the sense of later commands reports its
 * progress.
 */
#ifndef OPENIMAPI2_MMC_CDB_WRITE_H
#define OPENIMAPI2_MMC_CDB_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "mmc/format_capacity.h"
#include "scsi/command.h"

/* lba: negative addresses, in the lead-in and the first pre-gap, are sent as two's complement. data: blocks x
 * block_bytes; the product must fit 32 bits.
 */
void mmc_cdb_write_10(struct scsi_command *command, int32_t lba, uint16_t blocks, bool force_unit_access,
                      uint32_t block_bytes, const void *data);
/* streaming: the drive keeps its speed, and does not verify (DVD-RAM, BD). */
void mmc_cdb_write_12(struct scsi_command *command, int32_t lba, uint32_t blocks, bool force_unit_access,
                      bool streaming, uint32_t block_bytes, const void *data);

/* Synchronises the whole cache. */
void mmc_cdb_synchronize_cache(struct scsi_command *command, bool immediate);

/* MMC-6, CLOSE TRACK SESSION: close function; named by their use on the media that this project writes. */
enum mmc_close {
    MMC_CLOSE_BACKGROUND_FORMAT = 0,    /* DVD+RW: stop it */
    MMC_CLOSE_TRACK = 1,                /* the only function that uses the track number */
    MMC_CLOSE_SESSION = 2,              /* or border; DVD+RW: lead-out for players */
    MMC_CLOSE_RESTRICTED_OVERWRITE = 3, /* DVD-RW: finalise with lead-out */
    MMC_CLOSE_EXTENDED_LEAD_OUT = 4,    /* DVD+R DL: session */
    MMC_CLOSE_FINALIZE_MINIMUM = 5,     /* DVD+R, DVD+R DL: with minimum radius */
    MMC_CLOSE_FINALIZE = 6,             /* DVD+R, DVD+R DL, BD-R */
};
/* track: its logical number. */
void mmc_cdb_close_track_session(struct scsi_command *command, bool immediate, enum mmc_close function, uint16_t track);

/* Reserve a track of so many blocks at the next writable address. */
void mmc_cdb_reserve_track(struct scsi_command *command, uint32_t blocks);
/* Split a reserved track: the second part begins at this LBA (ARSV). */
void mmc_cdb_reserve_track_at(struct scsi_command *command, uint32_t lba);

/* MMC-6, BLANK: blanking type. */
enum mmc_blank {
    MMC_BLANK_DISC = 0,
    MMC_BLANK_MINIMAL = 1,
    MMC_BLANK_TRACK = 2,
    MMC_BLANK_UNRESERVE_TRACK = 3,
    MMC_BLANK_TRACK_TAIL = 4,
    MMC_BLANK_UNCLOSE_SESSION = 5,
    MMC_BLANK_SESSION = 6,
};
/* address: an LBA or a track number, depending on the type; 0 for types that need none. */
void mmc_cdb_blank(struct scsi_command *command, bool immediate, enum mmc_blank type, uint32_t address);

enum { MMC_FORMAT_LIST_BYTES = 12 };
/* complete_list: CmpList; the drive forgets the defects that it knew before.
 * list      MMC_FORMAT_LIST_BYTES, by mmc_format_list_write.
 */
void mmc_cdb_format_unit(struct scsi_command *command, bool complete_list, const void *list);

/* Options of a format that are not in its descriptor. */
struct mmc_format_options {
    bool immediate;           /* Immed; the CDB has no such bit */
    bool options_valid;       /* FOV: skips_certification is valid; BD requires it for every format */
    bool skips_certification; /* DCRT */
};
/* The parameter list of FORMAT UNIT: its header and one format descriptor.
 * format    as READ FORMAT CAPACITIES lists it, or with other values of blocks (FFFFFFFFh: as many as possible) and
 *           parameter.
 * source    MMC-6, FORMAT UNIT: format list header, format descriptor.
 */
void mmc_format_list_write(uint8_t list[MMC_FORMAT_LIST_BYTES], const struct mmc_format *format,
                           const struct mmc_format_options *options);

/* Calibrate the laser's power now (DoOPC), without a list of speeds. */
void mmc_cdb_send_opc_information(struct scsi_command *command);

/* sheet: `bytes` bytes, at most FFFFFFh; entries of 8 (MMC-6, SEND CUE SHEET: cue sheet format). */
void mmc_cdb_send_cue_sheet(struct scsi_command *command, const void *sheet, uint32_t bytes);

enum { MMC_CD_SPEED_MAX = 0xFFFF }; /* as fast as possible */
/* rotation: 0 CLV, the medium's own; 1 CAV. Speeds in kB/s, 1 to MMC_CD_SPEED_MAX. */
void mmc_cdb_set_cd_speed(struct scsi_command *command, uint8_t rotation, uint16_t read_kbs, uint16_t write_kbs);

enum { MMC_STREAMING_BYTES = 28 };
struct mmc_streaming {
    uint8_t rotation; /* WRC: 0 the medium's own, 1 CAV */
    bool restore_defaults;
    bool exact;
    bool random_access;
    uint32_t start_lba;
    uint32_t end_lba;
    uint32_t read_kb; /* so many kB of 1000 bytes in read_ms */
    uint32_t read_ms;
    uint32_t write_kb;
    uint32_t write_ms;
};
/* source  MMC-6, SET STREAMING: performance descriptor. */
void mmc_streaming_write(uint8_t descriptor[MMC_STREAMING_BYTES], const struct mmc_streaming *streaming);
/* descriptor: MMC_STREAMING_BYTES. */
void mmc_cdb_set_streaming(struct scsi_command *command, const void *descriptor);

#endif
