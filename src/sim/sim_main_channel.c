/* The parts of a sector, by its type. */
#include "sim/sim_main_channel.h"

#include <stddef.h>

enum { ANY = 0, AUDIO = 1, MODE_1 = 2, MODE_2 = 3, FORM_1 = 4, FORM_2 = 5, PARTS = 5 };

/* MMC-6: bytes of each part, in the order in which they lie on the disc. Form 2 has four bytes of EDC, which some
 * drives count as data (2328).
 */
static const uint8_t bits[PARTS] = {SIM_SELECT_SYNC, SIM_SELECT_HEADER, SIM_SELECT_SUB_HEADER, SIM_SELECT_USER_DATA,
                                    SIM_SELECT_EDC_ECC};
static const uint16_t lengths[][PARTS] = {
    [SIM_SECTOR_AUDIO] = {0, 0, 0, 2352, 0},     [SIM_SECTOR_MODE_0] = {12, 4, 0, 2336, 0},
    [SIM_SECTOR_MODE_1] = {12, 4, 0, 2048, 288}, [SIM_SECTOR_MODE_2] = {12, 4, 0, 2336, 0},
    [SIM_SECTOR_FORM_1] = {12, 4, 8, 2048, 280}, [SIM_SECTOR_FORM_2] = {12, 4, 8, 2324, 4},
};

static bool is_mode_2(enum sim_sector_type type)
{
    return type == SIM_SECTOR_MODE_2 || type == SIM_SECTOR_FORM_1 || type == SIM_SECTOR_FORM_2;
}

bool sim_main_channel_expects(uint8_t expected, enum sim_sector_type type)
{
    switch (expected) {
    case ANY:
        return true;
    case AUDIO:
        return type == SIM_SECTOR_AUDIO;
    case MODE_1:
        return type == SIM_SECTOR_MODE_1;
    case MODE_2:
        return is_mode_2(type);
    case FORM_1:
        return type == SIM_SECTOR_FORM_1;
    case FORM_2:
        return type == SIM_SECTOR_FORM_2;
    default:
        return false;
    }
}

bool sim_main_channel_select(uint8_t expected, enum sim_sector_type type, uint8_t selection, uint32_t *start,
                             uint32_t *count)
{
    uint32_t at = 0;
    size_t i;

    if (expected == MODE_2) type = SIM_SECTOR_MODE_2;
    *start = *count = 0;
    for (i = 0; i < PARTS; at += lengths[type][i], i++) {
        if (!(selection & bits[i]) || !lengths[type][i]) continue;
        if (!*count) *start = at;
        if (*start + *count != at) return false;
        *count += lengths[type][i];
    }
    return true;
}
