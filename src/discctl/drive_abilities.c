/* A drive writes the media whose profiles it lists, unless another claim denies it; it reads the media that it writes,
 * and those that a feature or mode page 2Ah names. Source: MMC-6, profile list, and the features named.
 */
#include "discctl/drive_abilities.h"

#include <string.h>

#include "mmc/codes.h"

enum { PROFILES_MAX = 3 };

/* How a medium is read that is not written. */
enum reading {
    BY_CD_READ,
    BY_CD_R,
    BY_MULTI_READ,
    BY_DVD_READ,
    BY_DVD_R,
    BY_DVD_R_DL,
    BY_DVD_RW,
    BY_DVD_RAM,
    BY_PLUS, /* the feature is there */
    BY_BD_ROM,
    BY_BD_R,
    BY_BD_RE,
    BY_HD_DVD,
};

struct medium {
    const char *family, *name;
    uint16_t profiles[PROFILES_MAX]; /* 0: no more */
    bool is_pressed;
    enum reading reading;
    uint16_t feature; /* with BY_PLUS */
    uint8_t plus;
};

/* clang-format off */
static const struct medium media_table[DRIVE_MEDIA] = {
    {"CD",      "CD-ROM",            {MMC_PROFILE_CD_ROM},                    true,  BY_CD_READ,    0, 0},
    {"CD",      "CD-R",              {MMC_PROFILE_CD_R},                      false, BY_CD_R,       0, 0},
    {"CD",      "CD-RW",             {MMC_PROFILE_CD_RW},                     false, BY_MULTI_READ, 0, 0},
    {"DVD",     "DVD-ROM",           {MMC_PROFILE_DVD_ROM},                   true,  BY_DVD_READ,   0, 0},
    {"DVD",     "DVD-R",             {MMC_PROFILE_DVD_MINUS_R_SEQUENTIAL},    false, BY_DVD_R,      0, 0},
    {"DVD",     "DVD-R dual layer",  {MMC_PROFILE_DVD_MINUS_R_DL_SEQUENTIAL, MMC_PROFILE_DVD_MINUS_R_DL_LAYER_JUMP},
                                                                              false, BY_DVD_R_DL,   0, 0},
    {"DVD",     "DVD-RW",            {MMC_PROFILE_DVD_MINUS_RW_SEQUENTIAL, MMC_PROFILE_DVD_MINUS_RW_RESTRICTED_OVERWRITE, MMC_PROFILE_DVD_MINUS_RW_DL},
                                                                              false, BY_DVD_RW,     0, 0},
    {"DVD",     "DVD-RAM",           {MMC_PROFILE_DVD_RAM},                   false, BY_DVD_RAM,    0, 0},
    {"DVD",     "DVD+R",             {MMC_PROFILE_DVD_PLUS_R},                false, BY_PLUS, MMC_FEATURE_DVD_PLUS_R, DRIVE_PLUS_R},
    {"DVD",     "DVD+R dual layer",  {MMC_PROFILE_DVD_PLUS_R_DL},             false, BY_PLUS, MMC_FEATURE_DVD_PLUS_R_DUAL_LAYER, DRIVE_PLUS_R_DL},
    {"DVD",     "DVD+RW",            {MMC_PROFILE_DVD_PLUS_RW},               false, BY_PLUS, MMC_FEATURE_DVD_PLUS_RW, DRIVE_PLUS_RW},
    {"DVD",     "DVD+RW dual layer", {MMC_PROFILE_DVD_PLUS_RW_DL},            false, BY_PLUS, MMC_FEATURE_DVD_PLUS_RW_DUAL_LAYER, DRIVE_PLUS_RW_DL},
    {"Blu-ray", "BD-ROM",            {MMC_PROFILE_BD_ROM},                    true,  BY_BD_ROM,     0, 0},
    {"Blu-ray", "BD-R",              {MMC_PROFILE_BD_R_SEQUENTIAL, MMC_PROFILE_BD_R_RANDOM}, false, BY_BD_R, 0, 0},
    {"Blu-ray", "BD-RE",             {MMC_PROFILE_BD_RE},                     false, BY_BD_RE,      0, 0},
    {"HD DVD",  "HD DVD-ROM",        {MMC_PROFILE_HD_DVD_ROM},                true,  BY_HD_DVD,     0, 0},
    {"HD DVD",  "HD DVD-R",          {MMC_PROFILE_HD_DVD_R, MMC_PROFILE_HD_DVD_R_DL}, false, BY_HD_DVD, 0, 0},
    {"HD DVD",  "HD DVD-RW, -RAM",   {MMC_PROFILE_HD_DVD_RW, MMC_PROFILE_HD_DVD_RW_DL, MMC_PROFILE_HD_DVD_RAM}, false, BY_HD_DVD, 0, 0},
};

/* Features without which nothing is written. */
static const uint16_t writing_features[] = {
    MMC_FEATURE_RANDOM_WRITABLE,    MMC_FEATURE_INCREMENTAL_STREAMING_WRITABLE, MMC_FEATURE_WRITE_ONCE,
    MMC_FEATURE_RESTRICTED_OVERWRITE, MMC_FEATURE_DVD_PLUS_RW,                  MMC_FEATURE_DVD_PLUS_R,
    MMC_FEATURE_RIGID_RESTRICTED_OVERWRITE, MMC_FEATURE_CD_TRACK_AT_ONCE,       MMC_FEATURE_CD_MASTERING,
    MMC_FEATURE_DVD_MINUS_R_RW_WRITE, MMC_FEATURE_LAYER_JUMP_RECORDING,         MMC_FEATURE_BD_WRITE,
    MMC_FEATURE_HD_DVD_WRITE,
};
/* clang-format on */

static bool has(const uint16_t *codes, size_t count, uint16_t code)
{
    size_t i;

    for (i = 0; i < count; i++) {
        if (codes[i] == code) return true;
    }
    return false;
}

static bool has_feature(const struct drive_claims *claims, uint16_t code)
{
    return has(claims->features, claims->feature_count, code);
}

static bool lists(const struct medium *medium, const uint16_t *profiles, size_t count)
{
    size_t i;

    for (i = 0; i < PROFILES_MAX && medium->profiles[i]; i++) {
        if (has(profiles, count, medium->profiles[i])) return true;
    }
    return false;
}

static bool has_writing_feature(const struct drive_claims *claims)
{
    size_t i;

    for (i = 0; i < sizeof writing_features / sizeof writing_features[0]; i++) {
        if (has_feature(claims, writing_features[i])) return true;
    }
    return false;
}

/* Drives from before the profiles say it in the page alone. */
static enum ability writes_by_page(const struct drive_claims *claims, enum reading reading)
{
    const struct mmc_capabilities_page *page = &claims->page;

    if (!claims->has_page) return ABILITY_UNKNOWN;
    switch (reading) {
    case BY_CD_R:
        return page->writes_cd_r ? ABILITY_YES : ABILITY_NO;
    case BY_MULTI_READ:
        return page->writes_cd_rw ? ABILITY_YES : ABILITY_NO;
    case BY_DVD_R:
        return page->writes_dvd_r ? ABILITY_YES : ABILITY_NO;
    case BY_DVD_RAM:
        return page->writes_dvd_ram ? ABILITY_YES : ABILITY_NO;
    default:
        return ABILITY_NO;
    }
}

static enum ability writes(const struct drive_claims *claims, const struct medium *medium)
{
    if (medium->is_pressed) return ABILITY_PRESSED;
    if (!claims->profile_count) return writes_by_page(claims, medium->reading);
    if (!lists(medium, claims->profiles, claims->profile_count)) return ABILITY_NO;
    if (claims->feature_count && !has_writing_feature(claims)) return ABILITY_NO;
    if (claims->plus_known & medium->plus) return claims->plus_writes & medium->plus ? ABILITY_YES : ABILITY_NO;
    if (medium->reading == BY_DVD_RAM && claims->has_page && !claims->page.writes_dvd_ram) return ABILITY_NO;
    return ABILITY_YES;
}

/* Any version of any class. */
static enum ability any_class(bool is_known, const uint16_t classes[MMC_BD_CLASSES])
{
    size_t i;

    if (!is_known) return ABILITY_UNKNOWN;
    for (i = 0; i < MMC_BD_CLASSES; i++) {
        if (classes[i]) return ABILITY_YES;
    }
    return ABILITY_NO;
}

static enum ability either(bool is_claimed)
{
    return is_claimed ? ABILITY_YES : ABILITY_NO;
}

/* The page where there is one; a feature of the whole family says less. */
static enum ability page_or(const struct drive_claims *claims, bool by_page, bool by_feature)
{
    return either((claims->has_page && by_page) || by_feature);
}

static enum ability reads_by(const struct drive_claims *claims, const struct medium *medium)
{
    const struct mmc_capabilities_page *page = &claims->page;
    bool reads_dvd = has_feature(claims, MMC_FEATURE_DVD_READ), reads_bd = has_feature(claims, MMC_FEATURE_BD_READ);

    switch (medium->reading) {
    case BY_CD_READ:
        return either(claims->has_page || has_feature(claims, MMC_FEATURE_CD_READ));
    case BY_CD_R:
        return page_or(claims, page->reads_cd_r, has_feature(claims, MMC_FEATURE_CD_READ));
    case BY_MULTI_READ:
        return page_or(claims, page->reads_cd_rw, has_feature(claims, MMC_FEATURE_MULTI_READ));
    case BY_DVD_READ:
        return page_or(claims, page->reads_dvd_rom, reads_dvd);
    case BY_DVD_R:
        return page_or(claims, page->reads_dvd_r, reads_dvd && !claims->has_page);
    case BY_DVD_R_DL:
        if (claims->has_dvd_read) return either(claims->dvd_read.dual_layer_r);
        return reads_dvd ? ABILITY_UNKNOWN : ABILITY_NO;
    case BY_DVD_RW:
        return reads_dvd || (claims->has_page && page->reads_dvd_r) ? ABILITY_UNKNOWN : ABILITY_NO;
    case BY_DVD_RAM:
        return page_or(claims, page->reads_dvd_ram, lists(medium, claims->profiles, claims->profile_count));
    case BY_PLUS:
        return either(has_feature(claims, medium->feature));
    case BY_BD_ROM:
        return reads_bd ? any_class(claims->has_bd_read, claims->bd_read.bd_rom) : ABILITY_NO;
    case BY_BD_R:
        return reads_bd ? any_class(claims->has_bd_read, claims->bd_read.bd_r) : ABILITY_NO;
    case BY_BD_RE:
        return reads_bd ? any_class(claims->has_bd_read, claims->bd_read.bd_re) : ABILITY_NO;
    default:
        if (!has_feature(claims, MMC_FEATURE_HD_DVD_READ)) return ABILITY_NO;
        return medium->is_pressed ? ABILITY_YES : ABILITY_UNKNOWN;
    }
}

static enum ability reads(const struct drive_claims *claims, const struct medium *medium, enum ability is_written)
{
    bool is_listed = lists(medium, claims->profiles, claims->profile_count);

    if (is_written == ABILITY_YES || (medium->is_pressed && is_listed)) return ABILITY_YES;
    if (!claims->profile_count && !claims->feature_count && !claims->has_page) return ABILITY_UNKNOWN;
    return reads_by(claims, medium);
}

void drive_abilities(const struct drive_claims *claims, struct medium_ability media[DRIVE_MEDIA])
{
    size_t i;

    for (i = 0; i < DRIVE_MEDIA; i++) {
        const struct medium *medium = &media_table[i];

        media[i].family = medium->family;
        media[i].name = medium->name;
        media[i].writes = writes(claims, medium);
        media[i].reads = reads(claims, medium, media[i].writes);
        media[i].is_in = lists(medium, claims->current, claims->current_count);
    }
}
