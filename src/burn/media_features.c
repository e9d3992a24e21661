/* Reads the features, or mode page 2Ah, and keeps the facts that matter for writing. */
#include "burn/media_features.h"

#include <string.h>

#include "burn/media_private.h"
#include "mmc/codes.h"
#include "mmc/feature_fields.h"
#include "mmc/mode_page_fields.h"

/* Features whose presence means that a drive writes; those with a write bit are looked into besides. Behaviour as
 * documented for IDiscFormat2Data::IsRecorderSupported: whatever writes some medium.
 */
static bool is_writing_feature(const struct mmc_feature *feature)
{
    struct mmc_dvd_plus_feature plus;

    switch (feature->code) {
    case MMC_FEATURE_RANDOM_WRITABLE:
    case MMC_FEATURE_INCREMENTAL_STREAMING_WRITABLE:
    case MMC_FEATURE_FORMATTABLE:
    case MMC_FEATURE_RESTRICTED_OVERWRITE:
    case MMC_FEATURE_RIGID_RESTRICTED_OVERWRITE:
    case MMC_FEATURE_CD_TRACK_AT_ONCE:
    case MMC_FEATURE_CD_MASTERING:
    case MMC_FEATURE_DVD_MINUS_R_RW_WRITE:
    case MMC_FEATURE_CD_RW_MEDIA_WRITE_SUPPORT:
    case MMC_FEATURE_BD_WRITE:
        return true;
    default:
        return mmc_dvd_plus_feature_parse(feature, &plus) == MMC_OK && plus.write;
    }
}

/* Likewise that a drive erases (Microsoft's erase sample). */
static bool is_erasing_feature(const struct mmc_feature *feature)
{
    struct mmc_rigid_overwrite_feature rigid;
    struct mmc_dvd_minus_feature dvd;

    switch (feature->code) {
    case MMC_FEATURE_INCREMENTAL_STREAMING_WRITABLE:
    case MMC_FEATURE_RESTRICTED_OVERWRITE:
    case MMC_FEATURE_CD_TRACK_AT_ONCE:
    case MMC_FEATURE_DDCD_RW_WRITE:
        return true;
    case MMC_FEATURE_RIGID_RESTRICTED_OVERWRITE:
        return mmc_rigid_overwrite_feature_parse(feature, &rigid) == MMC_OK && rigid.blank;
    case MMC_FEATURE_DVD_MINUS_R_RW_WRITE:
        return mmc_dvd_minus_feature_parse(feature, &dvd) == MMC_OK && dvd.dvd_rw;
    default:
        return false;
    }
}

/* How many current features write CD or DVD-R, and how many of them have the two bits. */
struct tally {
    unsigned writers;
    unsigned buf;
    unsigned test_write;
    bool incremental_buf;
};

static void count_writer(struct tally *tally, bool has_buf, bool can_test_write)
{
    tally->writers++;
    tally->buf += has_buf;
    tally->test_write += can_test_write;
}

static void note_current(struct media_features *features, const struct mmc_feature *feature, struct tally *tally)
{
    struct mmc_incremental_feature incremental;
    struct mmc_track_at_once_feature track;
    struct mmc_mastering_feature mastering;
    struct mmc_dvd_minus_feature dvd;

    switch (feature->code) {
    case MMC_FEATURE_WRITE_PROTECT:
        features->write_protect = true;
        break;
    case MMC_FEATURE_DVD_READ:
        features->dvd_read = true;
        break;
    case MMC_FEATURE_INCREMENTAL_STREAMING_WRITABLE:
        features->incremental = true;
        if (mmc_incremental_feature_parse(feature, &incremental) == MMC_OK) {
            tally->incremental_buf = incremental.buffer_underrun_free;
        }
        break;
    case MMC_FEATURE_DVD_PLUS_RW:
        features->dvd_plus_rw = true;
        break;
    case MMC_FEATURE_DVD_PLUS_R:
        features->dvd_plus_r = true;
        break;
    case MMC_FEATURE_DVD_PLUS_R_DUAL_LAYER:
        features->dvd_plus_r_dl = true;
        break;
    case MMC_FEATURE_CD_TRACK_AT_ONCE:
        if (mmc_track_at_once_feature_parse(feature, &track) != MMC_OK) break;
        features->track_at_once = true;
        count_writer(tally, track.buffer_underrun_free, track.test_write);
        break;
    case MMC_FEATURE_CD_MASTERING:
        if (mmc_mastering_feature_parse(feature, &mastering) != MMC_OK || !mastering.session_at_once) break;
        features->session_at_once = true;
        count_writer(tally, mastering.buffer_underrun_free, mastering.test_write);
        break;
    case MMC_FEATURE_DVD_MINUS_R_RW_WRITE:
        if (mmc_dvd_minus_feature_parse(feature, &dvd) != MMC_OK) break;
        features->dvd_minus = true;
        count_writer(tally, dvd.buffer_underrun_free, dvd.test_write);
        break;
    case MMC_FEATURE_BD_R_PSEUDO_OVERWRITE:
        features->pow = feature->data_bytes == 4;
        break;
    default:
        break;
    }
}

/* The header's profile; where that says nothing (FFFFh, or 0000h with a disc in), the first current one of the list. */
static uint16_t current_profile(const struct mmc_configuration *configuration)
{
    struct mmc_walk walk = mmc_configuration_profiles(configuration);
    struct mmc_profile profile;

    if (configuration->has_current_profile && configuration->current_profile != MMC_PROFILE_NONE &&
        configuration->current_profile != MMC_PROFILE_NON_STANDARD) {
        return configuration->current_profile;
    }
    while (mmc_profile_next(&walk, &profile)) {
        if (profile.current) return profile.code;
    }
    return MMC_PROFILE_NONE;
}

static void read_features(const struct mmc_configuration *configuration, struct media_features *features)
{
    struct mmc_walk walk = mmc_configuration_features(configuration);
    struct tally tally = {0, 0, 0, false};
    struct mmc_feature feature;

    features->profile = current_profile(configuration);
    while (mmc_feature_next(&walk, &feature)) {
        features->is_known = true;
        if (is_writing_feature(&feature)) {
            features->writes = true;
            features->writes_now = features->writes_now || feature.current;
        }
        if (is_erasing_feature(&feature)) features->erases = true;
        if (feature.current) note_current(features, &feature, &tally);
    }
    features->has_buf = tally.writers ? tally.buf == tally.writers : tally.incremental_buf;
    features->can_test_write = tally.writers && tally.test_write == tally.writers;
}

/* MMC-1 and the like: CD writers that say what they can in mode page 2Ah alone. */
static enum drive_status read_page(struct drive *drive, struct media_features *features, struct drive_failure *failure)
{
    struct mmc_capabilities_page capabilities;
    struct mmc_mode_page page = {.code = MMC_MODE_PAGE_CAPABILITIES_AND_MECHANICAL_STATUS};
    struct drive_bytes bytes;

    if (drive_take_mode_page(drive, page.code, MMC_PAGE_CURRENT, &bytes, failure) != DRIVE_OK) {
        return media_forgive(failure);
    }
    page.bytes = bytes.bytes;
    page.count = bytes.count;
    if (mmc_capabilities_page_parse(&page, &capabilities) == MMC_OK) {
        features->has_page = true;
        features->reads_dvd = capabilities.reads_dvd_rom || capabilities.reads_dvd_r || capabilities.reads_dvd_ram;
        features->writes_cd_r = capabilities.writes_cd_r;
        features->writes_cd_rw = capabilities.writes_cd_rw;
        features->writes = capabilities.writes_cd_r || capabilities.writes_cd_rw || capabilities.writes_dvd_r ||
                           capabilities.writes_dvd_ram;
        features->writes_now = features->writes;
        features->erases = capabilities.writes_cd_rw;
        features->track_at_once = capabilities.writes_cd_r || capabilities.writes_cd_rw;
        features->has_buf = capabilities.buffer_underrun_free;
        features->can_test_write = capabilities.test_write;
    }
    drive_bytes_free(&bytes);
    return DRIVE_OK;
}

/* A drive that hangs at GET CONFIGURATION is one of those that do not know it; page 2Ah then has to be there. */
static enum drive_status read_page_instead(struct drive *drive, struct media_features *features,
                                           struct drive_failure *failure)
{
    const struct drive_failure silence = *failure;

    if (read_page(drive, features, failure) != DRIVE_OK) return failure->status;
    features->is_silent = true;
    if (!features->has_page) *failure = silence;
    return failure->status;
}

enum drive_status media_features_read(struct drive *drive, struct media_features *features,
                                      struct drive_failure *failure)
{
    struct mmc_configuration configuration;
    struct drive_bytes reply;

    memset(features, 0, sizeof *features);
    if (drive_take_configuration(drive, MMC_CONFIGURATION_ALL, 0, &reply, &configuration, failure) == DRIVE_OK) {
        read_features(&configuration, features);
        drive_bytes_free(&reply);
    } else if (failure->status == DRIVE_TIMEOUT) {
        return read_page_instead(drive, features, failure);
    } else if (media_forgive(failure) != DRIVE_OK) {
        return failure->status;
    }
    return features->is_known ? DRIVE_OK : read_page(drive, features, failure);
}
