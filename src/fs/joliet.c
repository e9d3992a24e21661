/* The text of Joliet. Source: the Joliet specification, "Escape Sequences" and "Allowed Character Set". */
#include "fs/joliet.h"

#include <string.h>

#include "base/bytes.h"
#include "fs/name.h"

void joliet_set_escape(uint8_t *field)
{
    memset(field, 0, JOLIET_ESCAPE_BYTES);
    field[0] = 0x25;
    field[1] = 0x2F;
    field[2] = 0x45;
}

size_t joliet_set_identifier(uint8_t *identifier, const uint16_t *units, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        store_be16(identifier + 2 * i, units[i]);
    return 2 * count;
}

void joliet_set_text(uint8_t *field, size_t size, const uint16_t *units, size_t count)
{
    size_t i;

    count = fs_name_cut(units, count, size / 2);
    for (i = 0; i < size / 2; i++)
        store_be16(field + 2 * i, i < count ? units[i] : ' ');
}
