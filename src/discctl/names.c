#include "discctl/names.h"

#include <stddef.h>

/* mmc/codes.def is pure data, text without code, as is scsi/sense_codes.def: discctl takes no more from the lower layers, and links
 * to none.
 */
struct row {
    long number;
    const char *name;
};

/* clang-format off */
static const struct row features[] = {
#define MMC_FEATURE(number, constant, name, source) {number, name},
#include "mmc/codes.def"
    {-1, NULL},
};

static const struct row profiles[] = {
#define MMC_PROFILE(number, constant, name, source) {number, name},
#include "mmc/codes.def"
    {-1, NULL},
};

static const struct row mode_pages[] = {
#define MMC_MODE_PAGE(number, constant, name, source) {number, name},
#include "mmc/codes.def"
    {-1, NULL},
};

static const struct row opcodes[] = {
#define MMC_OPCODE(number, constant, name, source) {number, name},
#include "mmc/codes.def"
    {-1, NULL},
};

/* Where the numbers begin that a vendor may use as he likes (MMC-6, feature codes and profile list; SPC-3, mode pages and operation codes). */
static const struct {
    const struct row *rows;
    int digits;
    long vendor_first, vendor_last;
} kinds[] = {
    [NUMBER_PLAIN]     = {NULL,       0, 0,      -1},
    [NUMBER_FEATURE]   = {features,   4, 0xFF00, 0xFFFF},
    [NUMBER_PROFILE]   = {profiles,   4, 0xFFFF, 0xFFFF},
    [NUMBER_MODE_PAGE] = {mode_pages, 2, 0x20,   0x3E},
    [NUMBER_OPCODE]    = {opcodes,    2, 0xC0,   0xFF},
};
/* clang-format on */

const char *number_name(enum number_kind kind, long number)
{
    const struct row *row;

    for (row = kinds[kind].rows; row && row->name; row++) {
        if (row->number == number) return row->name;
    }
    if (number >= kinds[kind].vendor_first && number <= kinds[kind].vendor_last) return "vendor's own";
    return "reserved";
}

int number_digits(enum number_kind kind)
{
    return kinds[kind].digits;
}
