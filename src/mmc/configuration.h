/* GET CONFIGURATION: the header, the list of features, and the list of profiles within it. */
#ifndef OPENIMAPI2_MMC_CONFIGURATION_H
#define OPENIMAPI2_MMC_CONFIGURATION_H

#include "mmc/reply.h"

enum { MMC_CONFIGURATION_HEADER_BYTES = 8 };

struct mmc_configuration {
    uint64_t claimed_bytes;   /* of the whole reply, as the drive says; Data Length + 4 */
    bool has_current_profile; /* false when the Data Length does not cover it */
    uint16_t current_profile; /* 0000h none; 0 too when it is not known */
    struct span features;     /* usable descriptors, in the drive's order */
    bool is_whole;            /* everything that the drive claims was received */
};

/* returns  MMC_SHORT below 8 bytes.
 * source   MMC-6, GET CONFIGURATION: feature header.
 */
enum mmc_status mmc_configuration_parse(const uint8_t *bytes, size_t count, struct mmc_configuration *out);

struct mmc_feature {
    uint16_t code;
    uint8_t version; /* 0 to 15 */
    bool persistent;
    bool current;
    const uint8_t *descriptor; /* from the 4-byte head on; 4 + data_bytes long */
    const uint8_t *data;       /* after the head */
    uint8_t data_bytes;        /* additional length; 0 is legal, odd ones exist */
};

/* The features as the drive lists them: possibly unsorted or repeated. A last one that is cut off is left out
 * (clipped).
 * source  MMC-6, feature descriptor generic format.
 */
struct mmc_walk mmc_configuration_features(const struct mmc_configuration *configuration);
bool mmc_feature_next(struct mmc_walk *walk, struct mmc_feature *out);

/* The first feature with this code.
 * returns  MMC_ABSENT when a whole reply does not have it; MMC_SHORT when it is cut off, or may be in the part that was
 *          not received.
 */
enum mmc_status mmc_configuration_find(const struct mmc_configuration *configuration, uint16_t code,
                                       struct mmc_feature *out);

struct mmc_profile {
    uint16_t code;
    bool current; /* CurrentP; several profiles may be current */
};

/* The profiles of feature 0000h, in the drive's order. They are a list of their own: whole entries count even where the
 * feature itself is cut off. Without feature 0000h the walk is empty.
 * source  MMC-6, profile list feature.
 */
struct mmc_walk mmc_configuration_profiles(const struct mmc_configuration *configuration);
bool mmc_profile_next(struct mmc_walk *walk, struct mmc_profile *out);

#endif
