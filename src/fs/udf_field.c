/* Tags, entity identifiers, dstrings, timestamps and extents, and their differences between revisions. */
#include "fs/udf_field.h"

#include "base/bytes.h"
#include "base/crc16.h"
#include "fs/udf_revision.h"

enum { OS_CLASS_WINDOWS_NT = 6, SOFT_WRITE_PROTECT = 2 };

void udf_set_tag(const struct fs_plan *plan, uint8_t *descriptor, enum udf_tag_identifier identifier, size_t crc_bytes,
                 uint32_t location)
{
    unsigned sum = 0;
    size_t i;

    store_le16(descriptor, (uint16_t)identifier);
    store_le16(descriptor + 2, udf_revision_of(plan)->tag_version);
    store_le16(descriptor + 8, base_crc16(descriptor + UDF_TAG_BYTES, crc_bytes));
    store_le16(descriptor + 10, (uint16_t)crc_bytes);
    store_le32(descriptor + 12, location);
    descriptor[4] = 0;
    for (i = 0; i < UDF_TAG_BYTES; i++)
        sum += descriptor[i];
    descriptor[4] = (uint8_t)sum;
}

static void copy_text(uint8_t *field, const char *text)
{
    while (*text)
        *field++ = (uint8_t)*text++;
}

void udf_set_entity(uint8_t *field, const char *identifier)
{
    copy_text(field + 1, identifier);
}

void udf_set_domain(const struct fs_plan *plan, uint8_t *field)
{
    udf_set_entity(field, "*OSTA UDF Compliant");
    store_le16(field + 24, plan->options.udf_revision);
    field[26] = SOFT_WRITE_PROTECT;
}

void udf_set_udf_entity(const struct fs_plan *plan, uint8_t *field, const char *identifier)
{
    udf_set_entity(field, identifier);
    store_le16(field + 24, plan->options.udf_revision);
    field[26] = OS_CLASS_WINDOWS_NT;
}

void udf_set_implementation(const struct fs_plan *plan, uint8_t *field)
{
    udf_set_entity(field, plan->implementation_id);
    field[24] = OS_CLASS_WINDOWS_NT;
}

void udf_set_character_set(uint8_t *field)
{
    copy_text(field + 1, "OSTA Compressed Unicode");
}

void udf_set_dstring(uint8_t *field, size_t size, const uint16_t *units, size_t count)
{
    bool is_wide = false;
    size_t i, room;

    for (i = 0; i < count; i++)
        is_wide |= units[i] > 0xFF;
    room = (size - 2) / (is_wide ? 2 : 1);
    count = fs_name_cut(units, count, room);
    if (!count) return; /* an empty one is all zeros */
    field[0] = is_wide ? 16 : 8;
    for (i = 0; i < count; i++) {
        if (is_wide) {
            store_be16(field + 1 + 2 * i, units[i]);
        } else {
            field[1 + i] = (uint8_t)units[i];
        }
    }
    field[size - 1] = (uint8_t)(1 + count * (is_wide ? 2 : 1));
}

void udf_set_time(uint8_t *field, int64_t time_s)
{
    struct fs_calendar calendar = fs_calendar_of(time_s);

    store_le16(field, 0x1000); /* type 1, local time, with an offset of 0 minutes */
    store_le16(field + 2, calendar.year);
    field[4] = calendar.month;
    field[5] = calendar.day;
    field[6] = calendar.hour;
    field[7] = calendar.minute;
    field[8] = calendar.second;
}

void udf_set_extent(uint8_t *field, uint32_t bytes, uint32_t block)
{
    store_le32(field, bytes);
    store_le32(field + 4, block);
}

void udf_set_long_ad(uint8_t *field, uint32_t bytes, uint32_t block, uint16_t partition)
{
    udf_set_extent(field, bytes, block);
    store_le16(field + 8, partition);
}
