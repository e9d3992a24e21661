/* Names of the numbers in a recorder's answers: the standard's are in mmc/codes.def. */
#include "discctl/names.h"

#include <stddef.h>

#include "mmc/codes.h"

/* Where the numbers begin that a vendor may use as he likes (MMC-6, feature codes and profile list; SPC-3, mode pages
 * and operation codes).
 */
/* clang-format off */
static const struct {
    int digits;
    long vendor_first, vendor_last;
} kinds[] = {
    [NUMBER_PLAIN]     = {0, 0,      -1},
    [NUMBER_FEATURE]   = {4, 0xFF00, 0xFFFF},
    [NUMBER_PROFILE]   = {4, 0xFFFF, 0xFFFF},
    [NUMBER_MODE_PAGE] = {2, 0x20,   0x3E},
    [NUMBER_OPCODE]    = {2, 0xC0,   0xFF},
};
/* clang-format on */

static const char *standard_name(enum number_kind kind, long number)
{
    switch (kind) {
    case NUMBER_FEATURE:
        return mmc_feature_name((uint16_t)number);
    case NUMBER_PROFILE:
        return mmc_profile_name((uint16_t)number);
    case NUMBER_MODE_PAGE:
        return mmc_mode_page_name((uint8_t)number);
    case NUMBER_OPCODE:
        return mmc_opcode_name((uint8_t)number);
    default:
        return NULL;
    }
}

const char *number_name(enum number_kind kind, long number)
{
    long most = kinds[kind].digits == 2 ? 0xFF : 0xFFFF;
    const char *name = number >= 0 && number <= most ? standard_name(kind, number) : NULL;

    if (name) return name;
    if (number >= kinds[kind].vendor_first && number <= kinds[kind].vendor_last) return "vendor's own";
    return "reserved";
}

int number_digits(enum number_kind kind)
{
    return kinds[kind].digits;
}
