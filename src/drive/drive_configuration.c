/* GET CONFIGURATION: the drive's abilities, and those that are current. */
#include "base/alloc.h"
#include "drive/drive_private.h"
#include "drive/quirks.h"
#include "mmc/cdb.h"
#include "mmc/codes.h"
#include "mmc/configuration.h"

/* Drives misbehave when asked for more: Windows' CD-ROM class driver stops here. */
enum { CONFIGURATION_MAX_BYTES = 0xFFFC };

enum drive_status drive_take_configuration(struct drive *drive, enum mmc_configuration_scope scope, uint16_t first,
                                           struct drive_bytes *reply, struct mmc_configuration *configuration,
                                           struct drive_failure *failure)
{
    struct scsi_command command;
    enum drive_status status;

    reply->bytes = NULL;
    reply->count = 0;
    mmc_cdb_get_configuration(&command, scope, first, NULL, DRIVE_LIST_FIRST_BYTES);
    if (drive->quirks & DRIVE_QUIRK_NO_GET_CONFIGURATION) {
        /* Not sent. The answer is the one of the many drives that do not know this command. */
        drive_fail_reply(failure, DRIVE_REFUSED, command.cdb[0]);
        failure->scsi_status = SCSI_STATUS_CHECK_CONDITION;
        failure->has_sense = true;
        failure->sense.key = SCSI_KEY_ILLEGAL_REQUEST;
        failure->sense.asc = SCSI_ASC_INVALID_OPCODE;
        return DRIVE_REFUSED;
    }
    status = drive_take_reply(drive, &command, CONFIGURATION_MAX_BYTES, reply, failure);
    if (status != DRIVE_OK) return status;
    if (mmc_configuration_parse(reply->bytes, reply->count, configuration) == MMC_OK) return DRIVE_OK;
    drive_bytes_free(reply);
    return drive_fail_reply(failure, DRIVE_INVALID_RESPONSE, command.cdb[0]);
}

/* The codes that a walk gives, in its order. */
static void collect_features(const struct mmc_configuration *configuration, bool current_only,
                             struct drive_codes *codes)
{
    struct mmc_walk walk = mmc_configuration_features(configuration);
    struct mmc_feature feature;

    while (mmc_feature_next(&walk, &feature)) {
        if (feature.current || !current_only) codes->values[codes->count++] = feature.code;
    }
}

static void collect_profiles(const struct mmc_configuration *configuration, bool current_only,
                             struct drive_codes *codes)
{
    struct mmc_walk walk = mmc_configuration_profiles(configuration);
    struct mmc_profile profile;

    while (mmc_profile_next(&walk, &profile)) {
        if (profile.current || !current_only) codes->values[codes->count++] = profile.code;
    }
}

static enum drive_status take_codes(struct drive *drive, bool current_only,
                                    void (*collect)(const struct mmc_configuration *, bool, struct drive_codes *),
                                    struct drive_codes *codes, struct drive_failure *failure)
{
    enum mmc_configuration_scope scope = current_only ? MMC_CONFIGURATION_CURRENT : MMC_CONFIGURATION_ALL;
    struct mmc_configuration configuration;
    struct drive_bytes reply;
    enum drive_status status;

    codes->values = NULL;
    codes->count = 0;
    status = drive_take_configuration(drive, scope, 0, &reply, &configuration, failure);
    if (status != DRIVE_OK) return status;
    /* A feature has 4 bytes at least, a profile has 4: no more codes than this. */
    codes->values = base_alloc_array(configuration.features.count / 4, sizeof *codes->values);
    if (codes->values) {
        collect(&configuration, current_only, codes);
        if (!codes->count) drive_codes_free(codes);
    } else {
        status = DRIVE_NO_MEMORY;
    }
    drive_bytes_free(&reply);
    return drive_fail(failure, status);
}

enum drive_status drive_take_features(struct drive *drive, bool current_only, struct drive_codes *codes,
                                      struct drive_failure *failure)
{
    return take_codes(drive, current_only, collect_features, codes, failure);
}

enum drive_status drive_take_profiles(struct drive *drive, bool current_only, struct drive_codes *codes,
                                      struct drive_failure *failure)
{
    return take_codes(drive, current_only, collect_profiles, codes, failure);
}

enum drive_status drive_take_feature(struct drive *drive, uint16_t code, bool current_only, struct drive_bytes *feature,
                                     struct drive_failure *failure)
{
    struct mmc_configuration configuration;
    struct mmc_feature found;
    enum drive_status status;

    /* Some drives answer the question for one feature with all of them: it is looked for, not taken from the front. */
    status = drive_take_configuration(drive, MMC_CONFIGURATION_ONE, code, feature, &configuration, failure);
    /* QEMU refuses any starting feature but 0 as an invalid field; then it is looked for among all. */
    if (drive_was_refused(failure, SCSI_KEY_ILLEGAL_REQUEST, SCSI_ASC_INVALID_FIELD)) {
        status = drive_take_configuration(drive, MMC_CONFIGURATION_ALL, 0, feature, &configuration, failure);
    }
    if (status != DRIVE_OK) return status;
    switch (mmc_configuration_find(&configuration, code, &found)) {
    case MMC_OK:
        if (current_only && !found.current) {
            status = DRIVE_FEATURE_NOT_CURRENT;
            break;
        }
        drive_bytes_keep(feature, found.descriptor, (size_t)(found.data - found.descriptor) + found.data_bytes);
        return DRIVE_OK;
    case MMC_ABSENT:
        status = DRIVE_NO_SUCH_FEATURE;
        break;
    default:
        status = DRIVE_INVALID_RESPONSE;
        break;
    }
    drive_bytes_free(feature);
    return drive_fail_reply(failure, status, MMC_OPCODE_GET_CONFIGURATION);
}
