/* Decodes text and times; no field of a disc is trusted to be valid. */
#include "fs/import_text.h"

#include "base/bytes.h"
#include "fs/time.h"

size_t import_latin_1(const uint8_t *bytes, size_t count, uint16_t *units)
{
    size_t i;

    for (i = 0; i < count; i++)
        units[i] = bytes[i];
    return count;
}

size_t import_ucs_2(const uint8_t *bytes, size_t count, uint16_t *units)
{
    size_t i;

    for (i = 0; i < count / 2; i++)
        units[i] = load_be16(bytes + 2 * i);
    return count / 2;
}

bool import_cs0(const uint8_t *bytes, size_t count, uint16_t *units, size_t *unit_count)
{
    *unit_count = 0;
    if (!count) return true;
    if (bytes[0] == 8) {
        *unit_count = import_latin_1(bytes + 1, count - 1, units);
    } else if (bytes[0] == 16) {
        *unit_count = import_ucs_2(bytes + 1, count - 1, units);
    }
    return bytes[0] == 8 || bytes[0] == 16;
}

size_t import_dstring(const uint8_t *field, size_t size, uint16_t *units)
{
    size_t count = 0;

    if (field[size - 1] < size) import_cs0(field, field[size - 1], units, &count);
    return count;
}

size_t import_trim(const uint16_t *units, size_t count)
{
    while (count && (units[count - 1] == ' ' || !units[count - 1]))
        count--;
    return count;
}

/* offset_minutes: of the place whose calendar it is, from UTC. */
static int64_t moment(const struct fs_calendar *calendar, int offset_minutes)
{
    int64_t time_s = fs_time_of(calendar);

    return time_s == FS_TIME_UNSET ? time_s : time_s - (int64_t)offset_minutes * 60;
}

int64_t import_udf_time(const uint8_t *field)
{
    enum { UNSPECIFIED = -2047, DAY_MINUTES = 1440 };
    uint16_t type = load_le16(field);
    int offset = type & 0x0FFF;
    struct fs_calendar calendar;

    if (offset & 0x0800) offset -= 0x1000;
    if (type >> 12 != 1 || offset == UNSPECIFIED || offset < -DAY_MINUTES || offset > DAY_MINUTES) offset = 0;
    calendar = (struct fs_calendar){load_le16(field + 2), field[4], field[5], field[6], field[7], field[8]};
    return moment(&calendar, offset);
}

int64_t import_record_time(const uint8_t *field)
{
    struct fs_calendar calendar = {(uint16_t)(1900 + field[0]), field[1], field[2], field[3], field[4], field[5]};

    return moment(&calendar, (int8_t)field[6] * 15);
}
