/* Parser of GET CONFIGURATION: header, list of features, profile list. */
#include "mmc/configuration.h"

#include "mmc/codes.h"

enum { FEATURE_HEAD_BYTES = 4, PROFILE_BYTES = 4 };

enum mmc_status mmc_configuration_parse(const uint8_t *bytes, size_t count, struct mmc_configuration *out)
{
    struct span usable = mmc_reply_usable(MMC_OPCODE_GET_CONFIGURATION, bytes, count);

    if (count < MMC_CONFIGURATION_HEADER_BYTES) return MMC_SHORT;
    out->claimed_bytes = (uint64_t)load_be32(bytes) + 4;
    out->has_current_profile = usable.count >= MMC_CONFIGURATION_HEADER_BYTES;
    out->current_profile = out->has_current_profile ? load_be16(bytes + 6) : 0;
    out->features = span_from(&usable, MMC_CONFIGURATION_HEADER_BYTES, usable.count);
    out->is_whole = out->claimed_bytes <= count;
    return MMC_OK;
}

struct mmc_walk mmc_configuration_features(const struct mmc_configuration *configuration)
{
    return mmc_walk_of(configuration->features);
}

bool mmc_feature_next(struct mmc_walk *walk, struct mmc_feature *out)
{
    struct span rest = walk->rest;
    /* A head that is not all there makes take fail below: 4 bytes are asked for at least. */
    size_t data_bytes = span_u8(&rest, 3);
    const uint8_t *at = mmc_walk_take(walk, FEATURE_HEAD_BYTES + data_bytes);

    if (!at) return false;
    out->code = load_be16(at);
    out->version = at[2] >> 2 & 0x0F;
    out->persistent = (at[2] & 0x02) != 0;
    out->current = (at[2] & 0x01) != 0;
    out->descriptor = at;
    out->data = at + FEATURE_HEAD_BYTES;
    out->data_bytes = (uint8_t)data_bytes;
    return true;
}

enum mmc_status mmc_configuration_find(const struct mmc_configuration *configuration, uint16_t code,
                                       struct mmc_feature *out)
{
    struct mmc_walk walk = mmc_configuration_features(configuration);
    struct mmc_feature feature;

    while (mmc_feature_next(&walk, &feature)) {
        if (feature.code != code) continue;
        *out = feature;
        return MMC_OK;
    }
    return configuration->is_whole && !walk.clipped ? MMC_ABSENT : MMC_SHORT;
}

struct mmc_walk mmc_configuration_profiles(const struct mmc_configuration *configuration)
{
    struct mmc_walk walk = mmc_configuration_features(configuration);
    struct mmc_feature feature;
    struct span rest;

    do {
        rest = walk.rest;
        if (rest.count >= FEATURE_HEAD_BYTES && load_be16(rest.bytes) == MMC_FEATURE_PROFILE_LIST) {
            return mmc_walk_of(span_from(&rest, FEATURE_HEAD_BYTES, rest.bytes[3]));
        }
    } while (mmc_feature_next(&walk, &feature));
    return mmc_walk_of(span_of(NULL, 0));
}

bool mmc_profile_next(struct mmc_walk *walk, struct mmc_profile *out)
{
    const uint8_t *at = mmc_walk_take(walk, PROFILE_BYTES);

    if (!at) return false;
    out->code = load_be16(at);
    out->current = (at[2] & 0x01) != 0;
    return true;
}
