/* The physical type of the medium, in the order in which IDiscFormat2's CurrentPhysicalMediaType is documented to find
 * it: a finished disc, the features of DVD+, the book type, the profile, and a CD in a drive without profiles.
 */
#include "burn/media_private.h"

#include "drive/command.h"
#include "mmc/codes.h"
#include "mmc/disc_structure.h"

enum { PHYSICAL_FORMAT = 0x00 };

/* Book types: MMC-6, READ DISC STRUCTURE, physical format information. */
static enum burn_medium medium_of_book(const struct mmc_dvd_physical *dvd)
{
    switch (dvd->book_type) {
    case 0x0:
        return BURN_MEDIUM_DVD_ROM;
    case 0x1:
        return BURN_MEDIUM_DVD_RAM;
    case 0x2:
        return dvd->layers > 1 ? BURN_MEDIUM_DVD_R_DL : BURN_MEDIUM_DVD_R;
    case 0x3:
        return BURN_MEDIUM_DVD_RW;
    case 0x9:
        return BURN_MEDIUM_DVD_PLUS_RW;
    case 0xA:
        return BURN_MEDIUM_DVD_PLUS_R;
    case 0xD:
        return BURN_MEDIUM_DVD_PLUS_RW_DL;
    case 0xE:
        return BURN_MEDIUM_DVD_PLUS_R_DL;
    default:
        return BURN_MEDIUM_UNKNOWN;
    }
}

static enum drive_status read_book(struct media_reading *reading, enum burn_medium *medium)
{
    struct mmc_disc_structure structure = {.claimed_bytes = 0};
    struct mmc_dvd_physical dvd;
    struct drive_bytes bytes;

    if (drive_take_disc_structure(reading->drive, 0, 0, 0, PHYSICAL_FORMAT, 0, &bytes, reading->failure) != DRIVE_OK) {
        return media_forgive(reading->failure);
    }
    structure.data = span_of(bytes.bytes, bytes.count);
    if (mmc_dvd_physical_parse(&structure, &dvd) == MMC_OK) *medium = medium_of_book(&dvd);
    drive_bytes_free(&bytes);
    return DRIVE_OK;
}

/* What cannot be written any more is a ROM, of the kind that it is read as. */
static enum burn_medium finished_medium(const struct media_reading *reading)
{
    uint16_t profile = reading->features.profile;

    if (profile >= MMC_PROFILE_BD_ROM && profile <= MMC_PROFILE_BD_RE) return BURN_MEDIUM_BD_ROM;
    if (profile >= MMC_PROFILE_HD_DVD_ROM && profile <= MMC_PROFILE_HD_DVD_RW_DL) return BURN_MEDIUM_HD_DVD_ROM;
    return reading->features.dvd_read ? BURN_MEDIUM_DVD_ROM : BURN_MEDIUM_CD_ROM;
}

static enum burn_medium medium_of_features(const struct media_features *features)
{
    if (features->dvd_plus_rw) return BURN_MEDIUM_DVD_PLUS_RW;
    if (features->dvd_plus_r_dl) return BURN_MEDIUM_DVD_PLUS_R_DL;
    return features->dvd_plus_r ? BURN_MEDIUM_DVD_PLUS_R : BURN_MEDIUM_UNKNOWN;
}

/* A CD, in a drive that has page 2Ah alone; one that writes no such disc shows a ROM. A drive of DVDs that hung at GET
 * CONFIGURATION may have any disc: that it hung is all that can be told.
 */
static enum drive_status read_type_by_page(struct media_reading *reading)
{
    bool erasable = reading->media->disc.erasable;
    bool writes = erasable ? reading->features.writes_cd_rw : reading->features.writes_cd_r;

    if (reading->features.is_silent && reading->features.reads_dvd) {
        return drive_fail_reply(reading->failure, DRIVE_TIMEOUT, MMC_OPCODE_GET_CONFIGURATION);
    }
    reading->media->medium = erasable ? BURN_MEDIUM_CD_RW : BURN_MEDIUM_CD_R;
    if (writes && reading->has_disc) reading->profile = media_profile_of_medium(reading->media->medium);
    reading->features.writes_now = writes;
    return drive_fail(reading->failure, DRIVE_OK);
}

/* The writing features of a closed disc are no longer current. */
static bool is_closed(const struct media_reading *reading)
{
    return reading->profile->kind == MEDIA_SEQUENTIAL && reading->media->disc.disc_state == MMC_DISC_COMPLETE;
}

enum drive_status media_read_type(struct media_reading *reading)
{
    struct burn_media *media = reading->media;
    bool is_finished = media->disc.disc_state == MMC_DISC_COMPLETE && !media->disc.erasable;
    enum burn_medium medium;

    reading->profile = media_profile_find(reading->features.profile);
    medium = medium_of_features(&reading->features);
    if (!reading->features.is_known) {
        if (read_type_by_page(reading) != DRIVE_OK) return reading->failure->status;
        medium = media->medium;
    } else {
        if (medium == BURN_MEDIUM_UNKNOWN) medium = (enum burn_medium)reading->profile->medium;
        /* A reader calls all DVDs DVD-ROM; the profile of a writer says as much as the book type, without a command. */
        if (reading->features.dvd_read && !is_finished &&
            (medium == BURN_MEDIUM_UNKNOWN || medium == BURN_MEDIUM_DVD_ROM) &&
            read_book(reading, &medium) != DRIVE_OK) {
            return reading->failure->status;
        }
        if (reading->profile->profile == MMC_PROFILE_NONE) reading->profile = media_profile_of_medium(medium);
    }
    if (is_finished && reading->profile->kind != MEDIA_OVERWRITABLE) medium = finished_medium(reading);
    media->medium = medium;
    media->profile = reading->profile->profile;
    if (reading->features.writes_now || is_closed(reading)) media->method = (enum burn_method)reading->profile->method;
    media->unit_blocks = reading->profile->unit_blocks;
    return drive_fail(reading->failure, DRIVE_OK);
}
