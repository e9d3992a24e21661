/* Looks up names of operation codes, features, profiles and mode pages in mmc/codes.def. */
#include "mmc/codes.h"

#include <stddef.h>

struct row {
    uint16_t number;
    const char *name;
};

static const char *name_of(const struct row *rows, size_t count, unsigned number)
{
    size_t i;

    for (i = 0; i < count; i++) {
        if (rows[i].number == number) return rows[i].name;
    }
    return NULL;
}

/* clang-format off */
static const struct row opcodes[] = {
#define MMC_OPCODE(number, constant, name, source) {number, name},
#include "mmc/codes.def"
};

static const struct row features[] = {
#define MMC_FEATURE(number, constant, name, source) {number, name},
#include "mmc/codes.def"
};

static const struct row profiles[] = {
#define MMC_PROFILE(number, constant, name, source) {number, name},
#include "mmc/codes.def"
};

static const struct row mode_pages[] = {
#define MMC_MODE_PAGE(number, constant, name, source) {number, name},
#include "mmc/codes.def"
};
/* clang-format on */

const char *mmc_opcode_name(uint8_t opcode)
{
    return name_of(opcodes, sizeof opcodes / sizeof opcodes[0], opcode);
}

const char *mmc_feature_name(uint16_t feature)
{
    return name_of(features, sizeof features / sizeof features[0], feature);
}

const char *mmc_profile_name(uint16_t profile)
{
    return name_of(profiles, sizeof profiles / sizeof profiles[0], profile);
}

const char *mmc_mode_page_name(uint8_t page)
{
    return name_of(mode_pages, sizeof mode_pages / sizeof mode_pages[0], page);
}
