/* READ DISC INFORMATION, standard disc information. */
#ifndef OPENIMAPI2_MMC_DISC_INFORMATION_H
#define OPENIMAPI2_MMC_DISC_INFORMATION_H

#include "mmc/reply.h"

enum { MMC_DISC_INFORMATION_BYTES = 34, MMC_DISC_BAR_CODE_BYTES = 8 };

enum mmc_disc_state {
    MMC_DISC_BLANK = 0,
    MMC_DISC_APPENDABLE = 1,
    MMC_DISC_COMPLETE = 2,
    MMC_DISC_OTHER = 3, /* DVD-RAM and the like */
};

enum mmc_session_state {
    MMC_SESSION_EMPTY = 0,
    MMC_SESSION_INCOMPLETE = 1,
    MMC_SESSION_DAMAGED = 2, /* reserved, or a session without its border closed */
    MMC_SESSION_COMPLETE = 3,
};

enum mmc_background_format {
    MMC_BACKGROUND_FORMAT_NONE = 0,
    MMC_BACKGROUND_FORMAT_SUSPENDED = 1,
    MMC_BACKGROUND_FORMAT_RUNNING = 2,
    MMC_BACKGROUND_FORMAT_DONE = 3,
};

struct mmc_disc_information {
    uint32_t claimed_bytes; /* of the whole reply, as the drive says */
    bool erasable;
    uint8_t disc_state;         /* enum mmc_disc_state */
    uint8_t last_session_state; /* enum mmc_session_state */
    uint8_t first_track;
    uint16_t sessions;                 /* 0 is seen on old drives; there is no upper bound: cap loops */
    uint16_t first_track_last_session; /* 0 is seen on damaged discs: never ask for track 0 */
    uint16_t last_track_last_session;
    bool disc_id_valid;          /* DID_V */
    bool bar_code_valid;         /* DBC_V */
    bool unrestricted_use;       /* URU */
    bool application_code_valid; /* DAC_V */
    bool dirty;                  /* MRW: written to since its background format stopped */
    uint8_t background_format;   /* enum mmc_background_format */
    uint8_t disc_type;           /* 00h CD-DA or CD-ROM, 10h CD-I, 20h CD-ROM XA, FFh undefined */
    uint32_t disc_id;
    uint32_t last_session_lead_in;   /* raw: 0, M, S, F (bytes) on CD, LBA on DVD and BD; FFFFFFFFh, 00FFFFFFh: none */
    uint32_t last_possible_lead_out; /* likewise */
    const uint8_t *bar_code;         /* 8 bytes */
    uint8_t application_code;
    uint8_t opc_tables;      /* as claimed */
    struct span opc_entries; /* usable bytes of them */
};

/* returns  MMC_SHORT below 34 bytes; MMC_MALFORMED when the data type is not standard disc information.
 * source   MMC-6, READ DISC INFORMATION: standard disc information.
 */
enum mmc_status mmc_disc_information_parse(const uint8_t *bytes, size_t count, struct mmc_disc_information *out);

struct mmc_opc_entry {
    uint16_t speed_kbs;
    const uint8_t *values; /* 6 bytes */
};
struct mmc_walk mmc_disc_opc_entries(const struct mmc_disc_information *information);
bool mmc_opc_entry_next(struct mmc_walk *walk, struct mmc_opc_entry *out);

#endif
