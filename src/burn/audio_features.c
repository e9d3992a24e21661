/* What a drive can do with audio discs, by its features 002Dh and 002Eh, current or not. */
#include <string.h>

#include "burn/audio_look.h"
#include "burn/media_features.h"
#include "mmc/codes.h"
#include "mmc/feature_fields.h"

enum {
    TYPE_PQ = 1 << 1,
    TYPE_PACKS = 1 << 2,
    TYPE_RAW = 1 << 3,
    ALL_TYPES = TYPE_PQ | TYPE_PACKS | TYPE_RAW,
};

uint32_t burn_raw_block_bytes(uint8_t type)
{
    enum { PQ_BYTES = 16, SUB_CODE_BYTES = 96 };

    return BURN_AUDIO_BLOCK_BYTES + (type == 1 ? PQ_BYTES : SUB_CODE_BYTES);
}

/* behaviour-audio.md 2, SupportedSectorTypes: the data types of 002Dh where one of the three is among them, else what
 * the R-W bits say. CDEmu lists no 002Eh, and records raw all the same: it says R-W raw in 002Dh.
 */
static unsigned raw_types(const struct mmc_track_at_once_feature *track, const struct mmc_mastering_feature *mastering)
{
    unsigned listed = track ? track->data_block_types & ALL_TYPES : 0;

    if (mastering ? !mastering->raw : !track || !track->r_w_raw) return 0;
    if (listed) return listed;
    if (mastering) return mastering->r_w_sub_code ? ALL_TYPES : TYPE_PQ;
    return (unsigned)TYPE_PQ | TYPE_RAW | (track->r_w_pack ? TYPE_PACKS : 0);
}

static void note_features(const struct mmc_configuration *configuration, struct burn_audio_features *features)
{
    struct mmc_mastering_feature mastering;
    struct mmc_track_at_once_feature track;
    struct mmc_feature feature;
    bool has_mastering, has_track;

    has_track = mmc_configuration_find(configuration, MMC_FEATURE_CD_TRACK_AT_ONCE, &feature) == MMC_OK &&
                mmc_track_at_once_feature_parse(&feature, &track) == MMC_OK;
    has_mastering = mmc_configuration_find(configuration, MMC_FEATURE_CD_MASTERING, &feature) == MMC_OK &&
                    mmc_mastering_feature_parse(&feature, &mastering) == MMC_OK;
    features->can_track_at_once = has_track;
    features->track_has_buf = has_track && track.buffer_underrun_free;
    features->raw_has_buf = has_mastering ? mastering.buffer_underrun_free : features->track_has_buf;
    features->raw_types = raw_types(has_track ? &track : NULL, has_mastering ? &mastering : NULL);
}

/* A drive without features records track at once where mode page 2Ah says that it writes CDs; raw is told nowhere. */
static enum drive_status read_page(struct drive *drive, struct burn_audio_features *features,
                                   struct drive_failure *failure)
{
    struct media_features media;

    if (media_features_read(drive, &media, failure) != DRIVE_OK) return failure->status;
    if (media.is_known) return DRIVE_OK;
    features->can_track_at_once = media.writes_cd_r || media.writes_cd_rw;
    features->track_has_buf = media.has_buf;
    return DRIVE_OK;
}

enum drive_status burn_audio_features_read(struct drive *drive, struct burn_audio_features *features,
                                           struct drive_failure *failure)
{
    struct mmc_configuration configuration;
    struct drive_bytes reply;

    memset(features, 0, sizeof *features);
    if (drive_take_configuration(drive, MMC_CONFIGURATION_ALL, 0, &reply, &configuration, failure) != DRIVE_OK) {
        if (failure->status == DRIVE_NO_MEMORY) return failure->status;
        return read_page(drive, features, failure); /* which asks again, and knows what is no failure */
    }
    note_features(&configuration, features);
    drive_bytes_free(&reply);
    return features->can_track_at_once ? DRIVE_OK : read_page(drive, features, failure);
}

enum drive_status burn_raw_block_types(struct drive *drive, unsigned *types, struct drive_failure *failure)
{
    struct burn_audio_features features;
    enum drive_status status = burn_audio_features_read(drive, &features, failure);

    *types = status == DRIVE_OK ? features.raw_types : 0;
    return status;
}

enum drive_status burn_audio_can_track_at_once(struct drive *drive, bool *can, struct drive_failure *failure)
{
    struct burn_audio_features features;
    enum drive_status status = burn_audio_features_read(drive, &features, failure);

    *can = status == DRIVE_OK && features.can_track_at_once;
    return status;
}
