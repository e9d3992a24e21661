/* The length of a command descriptor block by the group of its operation code (SPC-3). */
#include "imapi2/cdb_length.h"

#include <stddef.h>

enum { SHORTEST = 6, LONGEST = 16, ANY = 0 };

/* clang-format off */

/* By the upper three bits of the operation code. */
static const uint8_t group_length[8] = {6, 10, 10, ANY, 16, 12, ANY, ANY};

static const uint8_t exempt[] = {
    0x02, 0x05, 0x06, 0x09, 0x0C, 0x0D, 0x0E, 0x0F, 0x10, 0x13, 0x14, 0x19,
    0x20, 0x21, 0x22, 0x23, 0x24, 0x26, 0x27, 0x29, 0x2C, 0x2D,
};
/* clang-format on */

bool cdb_length_fits(uint8_t opcode, uint32_t length)
{
    uint8_t wanted = group_length[opcode >> 5];
    size_t i;

    if (length < SHORTEST || length > LONGEST) return false;
    for (i = 0; i < sizeof exempt; i++) {
        if (exempt[i] == opcode) return true;
    }
    return wanted == ANY || wanted == length;
}
