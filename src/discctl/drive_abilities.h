/* Derives from the drive's claims which discs it reads and writes. */
#ifndef OPENIMAPI2_DISCCTL_DRIVE_ABILITIES_H
#define OPENIMAPI2_DISCCTL_DRIVE_ABILITIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mmc/feature_fields.h"
#include "mmc/mode_page_fields.h"

enum { DRIVE_CLAIMS_MAX = 256 };

/* The drive's claims; fields that it did not report are zero. */
struct drive_claims {
    uint16_t profiles[DRIVE_CLAIMS_MAX], current[DRIVE_CLAIMS_MAX], features[DRIVE_CLAIMS_MAX];
    size_t profile_count, current_count, feature_count;
    bool has_page; /* mode page 2Ah */
    struct mmc_capabilities_page page;
    bool has_dvd_read, has_bd_read; /* the feature was reported with its fields */
    struct mmc_dvd_read_feature dvd_read;
    struct mmc_bd_feature bd_read;
    uint8_t plus_known, plus_writes; /* DRIVE_PLUS_ bits: the feature contains its Write bit; that bit is set */
};

enum { DRIVE_PLUS_RW = 1, DRIVE_PLUS_R = 2, DRIVE_PLUS_RW_DL = 4, DRIVE_PLUS_R_DL = 8 };

enum ability { ABILITY_UNKNOWN, ABILITY_NO, ABILITY_YES, ABILITY_PRESSED /* such a disc is never writable */ };

struct medium_ability {
    const char *family, *name; /* "DVD", "DVD+R" */
    enum ability reads, writes;
    bool is_in; /* such a disc is in the drive */
};

enum { DRIVE_MEDIA = 18 };

/* All media, by family. */
void drive_abilities(const struct drive_claims *claims, struct medium_ability media[DRIVE_MEDIA]);

#endif
