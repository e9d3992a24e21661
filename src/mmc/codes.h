/* Numbers and names of MMC: operation codes, features, profiles, mode pages. No layouts.
 *
 * The constants use the standard's words: MMC_OPCODE_READ_DISC_INFORMATION, MMC_FEATURE_CORE, MMC_PROFILE_CD_R,
 * MMC_MODE_PAGE_WRITE_PARAMETERS. All rows are in mmc/codes.def, with their sources.
 */
#ifndef OPENIMAPI2_MMC_CODES_H
#define OPENIMAPI2_MMC_CODES_H

#include <stdint.h>

/* clang-format off */
enum mmc_opcode {
#define MMC_OPCODE(number, constant, name, source) MMC_OPCODE_##constant = number,
#include "mmc/codes.def"
};

enum mmc_feature_code {
#define MMC_FEATURE(number, constant, name, source) MMC_FEATURE_##constant = number,
#include "mmc/codes.def"
};

enum mmc_profile_code {
    MMC_PROFILE_NONE = 0x0000, /* no medium, or a medium without a profile */
#define MMC_PROFILE(number, constant, name, source) MMC_PROFILE_##constant = number,
#include "mmc/codes.def"
};

enum mmc_mode_page_code {
#define MMC_MODE_PAGE(number, constant, name, source) MMC_MODE_PAGE_##constant = number,
#include "mmc/codes.def"
    MMC_MODE_PAGE_ALL = 0x3F, /* asks for all pages; no page has this code */
};
/* clang-format on */

/* The standard's name: "READ DISC INFORMATION", "Core", "CD-R", "Write Parameters". Static; NULL for a number that is
 * not in the table (vendor-specific, reserved, or newer than MMC-6).
 */
const char *mmc_opcode_name(uint8_t opcode);
const char *mmc_feature_name(uint16_t feature);
const char *mmc_profile_name(uint16_t profile);
const char *mmc_mode_page_name(uint8_t page);

#endif
