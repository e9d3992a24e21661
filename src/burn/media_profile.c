/* The table of profiles. */
#include "burn/media_profile.h"

#include <stddef.h>

#include "mmc/codes.h"

/* Units: the ECC blocks of 16 on DVD, the clusters of 32 on BD; single blocks elsewhere (MMC-6, Random Writable
 * feature, blocking).
 */
/* clang-format off */
static const struct media_profile profiles[] = {
    {MMC_PROFILE_NONE,                              BURN_MEDIUM_UNKNOWN,        MEDIA_READ_ONLY,     BURN_METHOD_NONE,          1},
    {MMC_PROFILE_NON_REMOVABLE_DISK,                BURN_MEDIUM_DISK,           MEDIA_OVERWRITABLE,  BURN_METHOD_OVERWRITABLE,  1},
    {MMC_PROFILE_REMOVABLE_DISK,                    BURN_MEDIUM_DISK,           MEDIA_OVERWRITABLE,  BURN_METHOD_OVERWRITABLE,  1},
    {MMC_PROFILE_MO_ERASABLE,                       BURN_MEDIUM_UNKNOWN,        MEDIA_NOT_OURS,      BURN_METHOD_NONE,          1},
    {MMC_PROFILE_OPTICAL_WRITE_ONCE,                BURN_MEDIUM_UNKNOWN,        MEDIA_NOT_OURS,      BURN_METHOD_NONE,          1},
    {MMC_PROFILE_AS_MO,                             BURN_MEDIUM_UNKNOWN,        MEDIA_NOT_OURS,      BURN_METHOD_NONE,          1},
    {MMC_PROFILE_CD_ROM,                            BURN_MEDIUM_CD_ROM,         MEDIA_READ_ONLY,     BURN_METHOD_NONE,          1},
    {MMC_PROFILE_CD_R,                              BURN_MEDIUM_CD_R,           MEDIA_SEQUENTIAL,    BURN_METHOD_CD,            1},
    {MMC_PROFILE_CD_RW,                             BURN_MEDIUM_CD_RW,          MEDIA_SEQUENTIAL,    BURN_METHOD_CD,            1},
    {MMC_PROFILE_DVD_ROM,                           BURN_MEDIUM_DVD_ROM,        MEDIA_READ_ONLY,     BURN_METHOD_NONE,         16},
    {MMC_PROFILE_DVD_MINUS_R_SEQUENTIAL,            BURN_MEDIUM_DVD_R,          MEDIA_SEQUENTIAL,    BURN_METHOD_DVD_MINUS,    16},
    {MMC_PROFILE_DVD_RAM,                           BURN_MEDIUM_DVD_RAM,        MEDIA_OVERWRITABLE,  BURN_METHOD_OVERWRITABLE, 16},
    {MMC_PROFILE_DVD_MINUS_RW_RESTRICTED_OVERWRITE, BURN_MEDIUM_DVD_RW,         MEDIA_OVERWRITABLE,  BURN_METHOD_OVERWRITABLE, 16},
    {MMC_PROFILE_DVD_MINUS_RW_SEQUENTIAL,           BURN_MEDIUM_DVD_RW,         MEDIA_SEQUENTIAL,    BURN_METHOD_DVD_MINUS,    16},
    {MMC_PROFILE_DVD_MINUS_R_DL_SEQUENTIAL,         BURN_MEDIUM_DVD_R_DL,       MEDIA_SEQUENTIAL,    BURN_METHOD_DVD_MINUS,    16},
    {MMC_PROFILE_DVD_MINUS_R_DL_LAYER_JUMP,         BURN_MEDIUM_DVD_R_DL,       MEDIA_NOT_OURS,      BURN_METHOD_NONE,         16},
    {MMC_PROFILE_DVD_MINUS_RW_DL,                   BURN_MEDIUM_UNKNOWN,        MEDIA_NOT_OURS,      BURN_METHOD_NONE,         16},
    {MMC_PROFILE_DVD_DOWNLOAD,                      BURN_MEDIUM_UNKNOWN,        MEDIA_NOT_OURS,      BURN_METHOD_NONE,         16},
    {MMC_PROFILE_DVD_PLUS_RW,                       BURN_MEDIUM_DVD_PLUS_RW,    MEDIA_OVERWRITABLE,  BURN_METHOD_DVD_PLUS_RW,  16},
    {MMC_PROFILE_DVD_PLUS_R,                        BURN_MEDIUM_DVD_PLUS_R,     MEDIA_SEQUENTIAL,    BURN_METHOD_DVD_PLUS_R,   16},
    {MMC_PROFILE_DDCD_ROM,                          BURN_MEDIUM_UNKNOWN,        MEDIA_READ_ONLY,     BURN_METHOD_NONE,          1},
    {MMC_PROFILE_DDCD_R,                            BURN_MEDIUM_UNKNOWN,        MEDIA_NOT_OURS,      BURN_METHOD_NONE,          1},
    {MMC_PROFILE_DDCD_RW,                           BURN_MEDIUM_UNKNOWN,        MEDIA_NOT_OURS,      BURN_METHOD_NONE,          1},
    {MMC_PROFILE_DVD_PLUS_RW_DL,                    BURN_MEDIUM_DVD_PLUS_RW_DL, MEDIA_OVERWRITABLE,  BURN_METHOD_DVD_PLUS_RW,  16},
    {MMC_PROFILE_DVD_PLUS_R_DL,                     BURN_MEDIUM_DVD_PLUS_R_DL,  MEDIA_SEQUENTIAL,    BURN_METHOD_DVD_PLUS_R,   16},
    {MMC_PROFILE_BD_ROM,                            BURN_MEDIUM_BD_ROM,         MEDIA_READ_ONLY,     BURN_METHOD_NONE,         32},
    {MMC_PROFILE_BD_R_SEQUENTIAL,                   BURN_MEDIUM_BD_R,           MEDIA_SEQUENTIAL,    BURN_METHOD_BD_R,         32},
    {MMC_PROFILE_BD_R_RANDOM,                       BURN_MEDIUM_BD_R,           MEDIA_NOT_OURS,      BURN_METHOD_NONE,         32},
    {MMC_PROFILE_BD_RE,                             BURN_MEDIUM_BD_RE,          MEDIA_OVERWRITABLE,  BURN_METHOD_OVERWRITABLE, 32},
    {MMC_PROFILE_HD_DVD_ROM,                        BURN_MEDIUM_HD_DVD_ROM,     MEDIA_READ_ONLY,     BURN_METHOD_NONE,         16},
    {MMC_PROFILE_HD_DVD_R,                          BURN_MEDIUM_HD_DVD_R,       MEDIA_NOT_OURS,      BURN_METHOD_NONE,         16},
    {MMC_PROFILE_HD_DVD_RAM,                        BURN_MEDIUM_HD_DVD_RAM,     MEDIA_NOT_OURS,      BURN_METHOD_NONE,         16},
    {MMC_PROFILE_HD_DVD_RW,                         BURN_MEDIUM_UNKNOWN,        MEDIA_NOT_OURS,      BURN_METHOD_NONE,         16},
    {MMC_PROFILE_HD_DVD_R_DL,                       BURN_MEDIUM_UNKNOWN,        MEDIA_NOT_OURS,      BURN_METHOD_NONE,         16},
    {MMC_PROFILE_HD_DVD_RW_DL,                      BURN_MEDIUM_UNKNOWN,        MEDIA_NOT_OURS,      BURN_METHOD_NONE,         16},
};
/* clang-format on */

enum { PROFILES = sizeof profiles / sizeof profiles[0] };

const struct media_profile *media_profile_find(uint16_t profile)
{
    size_t i;

    for (i = 0; i < PROFILES; i++) {
        if (profiles[i].profile == profile) return &profiles[i];
    }
    return &profiles[0];
}

const struct media_profile *media_profile_of_medium(enum burn_medium medium)
{
    size_t i;

    for (i = 0; i < PROFILES; i++) {
        if (profiles[i].medium == medium) return &profiles[i];
    }
    return &profiles[0];
}
