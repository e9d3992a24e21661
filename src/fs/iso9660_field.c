/* Numbers, times and text of ISO 9660. */
#include "fs/iso9660_field.h"

#include <string.h>

#include "base/bytes.h"

void iso9660_set_both_16(uint8_t *field, uint16_t value)
{
    store_le16(field, value);
    store_be16(field + 2, value);
}

void iso9660_set_both_32(uint8_t *field, uint32_t value)
{
    store_le32(field, value);
    store_be32(field + 4, value);
}

void iso9660_set_record_time(uint8_t *field, int64_t time_s)
{
    struct fs_calendar calendar = fs_calendar_of(time_s);

    field[0] = (uint8_t)(calendar.year - 1900);
    field[1] = calendar.month;
    field[2] = calendar.day;
    field[3] = calendar.hour;
    field[4] = calendar.minute;
    field[5] = calendar.second;
    field[6] = 0; /* quarters of an hour from Greenwich */
}

static void set_digits(uint8_t *field, size_t size, unsigned value)
{
    for (; size; value /= 10)
        field[--size] = (uint8_t)('0' + value % 10);
}

void iso9660_set_no_volume_time(uint8_t *field)
{
    memset(field, '0', 16);
    field[16] = 0;
}

void iso9660_set_volume_time(uint8_t *field, int64_t time_s)
{
    struct fs_calendar calendar = fs_calendar_of(time_s);

    iso9660_set_no_volume_time(field);
    set_digits(field, 4, calendar.year);
    set_digits(field + 4, 2, calendar.month);
    set_digits(field + 6, 2, calendar.day);
    set_digits(field + 8, 2, calendar.hour);
    set_digits(field + 10, 2, calendar.minute);
    set_digits(field + 12, 2, calendar.second);
}

static uint8_t character(uint16_t unit, bool has_blanks)
{
    if (unit >= 'a' && unit <= 'z') return (uint8_t)(unit - 'a' + 'A');
    if ((unit >= 'A' && unit <= 'Z') || (unit >= '0' && unit <= '9')) return (uint8_t)unit;
    return has_blanks && unit == ' ' ? ' ' : '_';
}

void iso9660_set_text(uint8_t *field, size_t size, const uint16_t *units, size_t count, bool has_blanks)
{
    size_t i;

    for (i = 0; i < size; i++)
        field[i] = i < count ? character(units[i], has_blanks) : ' ';
}
