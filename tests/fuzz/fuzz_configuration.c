/* Fuzz target: GET CONFIGURATION and the fields of every feature. */
#include "fuzz/fuzz.h"
#include "mmc/feature_fields.h"

const char fuzz_name[] = "configuration";
FUZZ_NO_HEAD
const struct fuzz_seeds fuzz_seeds[] = {{"GET CONFIGURATION", "GET CONFIGURATION", NULL}, {NULL, NULL, NULL}};

static void parse_fields(const struct mmc_feature *feature)
{
    union {
        struct mmc_core_feature core;
        struct mmc_removable_medium_feature removable;
        struct mmc_write_protect_feature protect;
        struct mmc_block_feature block;
        struct mmc_cd_read_feature cd;
        struct mmc_dvd_read_feature dvd;
        struct mmc_formattable_feature formattable;
        struct mmc_dvd_plus_feature plus;
        struct mmc_rigid_overwrite_feature rigid;
        struct mmc_track_at_once_feature tao;
        struct mmc_mastering_feature mastering;
        struct mmc_dvd_minus_feature minus;
        struct mmc_bd_feature bd;
        struct mmc_streaming_feature streaming;
        uint8_t byte;
    } out;
    struct mmc_incremental_feature incremental;
    struct span span;

    mmc_core_feature_parse(feature, &out.core);
    mmc_removable_medium_feature_parse(feature, &out.removable);
    mmc_write_protect_feature_parse(feature, &out.protect);
    mmc_block_feature_parse(feature, &out.block);
    mmc_cd_read_feature_parse(feature, &out.cd);
    mmc_dvd_read_feature_parse(feature, &out.dvd);
    mmc_formattable_feature_parse(feature, &out.formattable);
    mmc_dvd_plus_feature_parse(feature, &out.plus);
    mmc_rigid_overwrite_feature_parse(feature, &out.rigid);
    mmc_track_at_once_feature_parse(feature, &out.tao);
    mmc_mastering_feature_parse(feature, &out.mastering);
    mmc_dvd_minus_feature_parse(feature, &out.minus);
    mmc_cd_rw_media_feature_parse(feature, &out.byte);
    mmc_bd_feature_parse(feature, &out.bd);
    mmc_streaming_feature_parse(feature, &out.streaming);
    if (mmc_incremental_feature_parse(feature, &incremental) == MMC_OK && incremental.link_sizes.count) {
        FUZZ_WITHIN(incremental.link_sizes.bytes, incremental.link_sizes.count, feature->data, feature->data_bytes);
    }
    if (mmc_layer_jump_feature_parse(feature, &span) == MMC_OK && span.count) {
        FUZZ_WITHIN(span.bytes, span.count, feature->data, feature->data_bytes);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mmc_configuration configuration;
    struct mmc_feature feature, found;
    struct mmc_profile profile;
    struct mmc_walk walk;
    size_t steps = 0;

    if (mmc_configuration_parse(data, size, &configuration) != MMC_OK) {
        FUZZ_CHECK(size < 8);
        return 0;
    }
    walk = mmc_configuration_features(&configuration);
    while (mmc_feature_next(&walk, &feature)) {
        FUZZ_CHECK(++steps <= size / 4);
        FUZZ_WITHIN(feature.descriptor, (size_t)4 + feature.data_bytes, data, size);
        parse_fields(&feature);
        if (steps < 64) FUZZ_CHECK(mmc_configuration_find(&configuration, feature.code, &found) == MMC_OK);
    }
    /* One that is mostly not there. */
    FUZZ_CHECK(mmc_configuration_find(&configuration, 0xffff, &found) != MMC_OK || found.code == 0xffff);
    walk = mmc_configuration_profiles(&configuration);
    steps = 0;
    while (mmc_profile_next(&walk, &profile))
        FUZZ_CHECK(++steps <= 63);
    return 0;
}
