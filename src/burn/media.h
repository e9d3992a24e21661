/* The medium in the drive as a burner sees it: its physical type, its state, its room, and how it can be written. It is
 * read as a whole before the first WRITE, and is a plain value from then on.
 */
#ifndef OPENIMAPI2_BURN_MEDIA_H
#define OPENIMAPI2_BURN_MEDIA_H

#include <stdbool.h>
#include <stdint.h>

#include "drive/drive.h"

/* Physical types; the numbers are those of IMAPI_MEDIA_PHYSICAL_TYPE, so that the COM layer can cast. */
enum burn_medium {
    BURN_MEDIUM_UNKNOWN = 0,
    BURN_MEDIUM_CD_ROM = 1,
    BURN_MEDIUM_CD_R = 2,
    BURN_MEDIUM_CD_RW = 3,
    BURN_MEDIUM_DVD_ROM = 4,
    BURN_MEDIUM_DVD_RAM = 5,
    BURN_MEDIUM_DVD_PLUS_R = 6,
    BURN_MEDIUM_DVD_PLUS_RW = 7,
    BURN_MEDIUM_DVD_PLUS_R_DL = 8,
    BURN_MEDIUM_DVD_R = 9,
    BURN_MEDIUM_DVD_RW = 10,
    BURN_MEDIUM_DVD_R_DL = 11,
    BURN_MEDIUM_DISK = 12,
    BURN_MEDIUM_DVD_PLUS_RW_DL = 13,
    BURN_MEDIUM_HD_DVD_ROM = 14,
    BURN_MEDIUM_HD_DVD_R = 15,
    BURN_MEDIUM_HD_DVD_RAM = 16,
    BURN_MEDIUM_BD_ROM = 17,
    BURN_MEDIUM_BD_R = 18,
    BURN_MEDIUM_BD_RE = 19,
};

/* How the medium is written: which method_*.c plans it. */
enum burn_method {
    BURN_METHOD_NONE,         /* it cannot be written */
    BURN_METHOD_CD,           /* CD-R, CD-RW: track at once, session at once */
    BURN_METHOD_DVD_MINUS,    /* DVD-R, DVD-RW sequential: incremental, disc at once */
    BURN_METHOD_DVD_PLUS_R,   /* DVD+R, DVD+R DL */
    BURN_METHOD_DVD_PLUS_RW,  /* DVD+RW: background format, then anywhere */
    BURN_METHOD_OVERWRITABLE, /* DVD-RAM, DVD-RW restricted overwrite, BD-RE, disks: anywhere */
    BURN_METHOD_BD_R,         /* BD-R sequential, with or without pseudo overwrite */
};

/* The state, as bits; the numbers are those of IMAPI_FORMAT2_DATA_MEDIA_STATE. */
enum burn_media_status {
    BURN_MEDIA_OVERWRITE_ONLY = 0x0001,
    BURN_MEDIA_BLANK = 0x0002,
    BURN_MEDIA_APPENDABLE = 0x0004,
    BURN_MEDIA_FINAL_SESSION = 0x0008,
    BURN_MEDIA_DAMAGED = 0x0400,
    BURN_MEDIA_ERASE_REQUIRED = 0x0800,
    BURN_MEDIA_NON_EMPTY_SESSION = 0x1000,
    BURN_MEDIA_WRITE_PROTECTED = 0x2000,
    BURN_MEDIA_FINALIZED = 0x4000,
    BURN_MEDIA_UNSUPPORTED = 0x8000,
    BURN_MEDIA_UNWRITABLE = 0xfc00, /* any of these: it cannot be written as it is */
};

struct burn_media {
    enum burn_medium medium;
    enum burn_method method;
    uint16_t profile;         /* the current one, or that of the medium where the drive reports none; 0 unknown */
    uint32_t status;          /* enum burn_media_status */
    uint32_t protection;      /* enum burn_write_protection; with BURN_MEDIA_WRITE_PROTECTED, for overwritable media */
    bool is_physically_blank; /* also a BD-R that is formatted but not yet written */
    bool is_heuristically_blank; /* overwritable media: formatted, and the first and last 2 MB are zeros */
    bool is_formatted;           /* overwritable media: it can be written as it is */

    struct mmc_disc_information disc;
    bool has_track;
    struct mmc_track_information track; /* the track that is written next, else the last one */

    uint32_t unit_blocks; /* writes begin and end at multiples of it: CD 1, DVD 16, BD 32, disk 1 */
    uint64_t total_blocks;
    uint64_t
        format_blocks;     /* not formatted: what FORMAT UNIT is asked for (DVD+RW 26h, BD-RE 30h, else 00h), as listed;
                               0: it is not listed */
    uint64_t free_blocks;  /* for the next session; on CDs without their 150 blocks of post-gap */
    int32_t next_writable; /* LBA */
    bool has_previous;     /* a complete session exists, its start is known; not on a complete disc with one session */
    int32_t previous_start;
    bool has_previous_end;
    int32_t previous_end; /* its last written address */

    /* Features that are current (MMC-6, features). */
    bool can_incremental;     /* 0021h */
    bool can_track_at_once;   /* 002Dh */
    bool can_session_at_once; /* 002Eh, SAO */
    bool can_disc_at_once;    /* 002Fh */
    bool has_pow;             /* 0038h with additional length 4: BD-R pseudo overwrite */
    bool has_buf;             /* the BUF bit of the feature with which this medium is written */
    bool can_test_write;      /* likewise its Test Write bit */
    uint32_t
        layer_blocks; /* two layers, DVD+R DL and DVD-R DL: blocks of layer 0 by default; 0: unknown, or one layer */
};

/* Does the drive write any medium at all (current_only false: by its features, current or not), or the one that is in
 * it now (current_only)? By GET CONFIGURATION, else by mode page 2Ah. The disc's state is not considered.
 */
enum drive_status burn_drive_can_write(struct drive *drive, bool current_only, bool *can_write,
                                       struct drive_failure *failure);

/* Does the drive erase any medium, whatever medium is in it? Found out in the same way. */
enum drive_status burn_drive_can_erase(struct drive *drive, bool *can_erase, struct drive_failure *failure);

/* Read all of it, by READ DISC INFORMATION, GET CONFIGURATION, READ TRACK INFORMATION, and the other commands that the
 * medium needs. with_contents: overwritable media are READ too, for is_heuristically_blank; without it that member
 * equals is_physically_blank. No disc, or one that is not ready, is DRIVE_REFUSED with that sense.
 */
enum drive_status burn_media_read(struct drive *drive, bool with_contents, struct burn_media *media,
                                  struct drive_failure *failure);

/* Why a medium cannot be written, as bits; the numbers are those of IMAPI_MEDIA_WRITE_PROTECT_STATE. */
enum burn_write_protection {
    BURN_PROTECTED_UNTIL_POWER_DOWN = 0x0001,
    BURN_PROTECTED_BY_CARTRIDGE = 0x0002,
    BURN_PROTECTED_BY_MEDIUM = 0x0004,
    BURN_PROTECTED_BY_SOFTWARE = 0x0008,
    BURN_PROTECTED_READ_ONLY = 0x4000,
};

/* Read these bits: at most one READ DISC STRUCTURE, on media that can be protected at all; 0 where the drive refuses
 * it.
 * media     as burn_media_read gave it.
 * bits      enum burn_write_protection; 0 on failure.
 */
enum drive_status burn_write_protection(struct drive *drive, const struct burn_media *media, uint32_t *bits,
                                        struct drive_failure *failure);

/* The medium's usual name: "DVD+R DL". */
const char *burn_medium_name(enum burn_medium medium);

#endif
