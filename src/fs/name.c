/* Derives names in ISO 9660, Joliet and UDF: a table of lengths, a set of characters, and one way to cut. */
#include "fs/name.h"

#include <string.h>

#include "fs/upper_case.h"

/* Lengths in UTF-16 units. */
struct lengths {
    uint8_t stem;      /* of a file's name that has no extension */
    uint8_t extension; /* without its dot; where a longer one is no extension, it belongs to the stem */
    uint8_t both;      /* stem and extension, the dot not counted */
    uint8_t directory;
    bool cuts_extension; /* a longer extension is cut */
};

static const struct lengths *lengths_of(const struct fs_name_rules *rules, enum fs_system system)
{
    static const struct lengths iso_level_1 = {8, 3, 11, 8, true};          /* ECMA-119 10.1 */
    static const struct lengths iso_level_2 = {30, 30, 30, 31, true};       /* ECMA-119 7.5.1, 7.6.3 */
    static const struct lengths iso_relaxed = {96, 95, 95, 96, true};       /* seen to survive beside UDF */
    static const struct lengths joliet = {64, 5, 63, 64, false};            /* the Joliet specification */
    static const struct lengths joliet_relaxed = {110, 5, 109, 110, false}; /* taken by the readers of Windows */
    static const struct lengths udf = {127, 5, 126, 127, false};            /* 254 bytes behind the compression ID */

    switch (system) {
    case FS_ISO9660:
        if (!rules->is_strict) return &iso_relaxed;
        return rules->iso_level == 1 ? &iso_level_1 : &iso_level_2;
    case FS_JOLIET:
        return rules->is_strict ? &joliet : &joliet_relaxed;
    default:
        return &udf;
    }
}

static bool is_one_of(uint16_t unit, const char *set)
{
    return unit && unit < 0x80 && strchr(set, unit);
}

enum fs_status fs_name_check_recorded(const uint16_t *name, size_t count)
{
    size_t i;

    if (!count || count > FS_NAME_MAX) return FS_NAME_INVALID;
    if (name[0] == '.' && (count == 1 || (count == 2 && name[1] == '.'))) return FS_NAME_INVALID;
    for (i = 0; i < count; i++) {
        if (!name[i] || is_one_of(name[i], "\\/")) return FS_NAME_INVALID;
    }
    return FS_OK;
}

enum fs_status fs_name_check(const uint16_t *name, size_t count)
{
    size_t i;

    if (fs_name_check_recorded(name, count) != FS_OK) return FS_NAME_INVALID;
    for (i = 0; i < count; i++) {
        if (name[i] < 0x20 || is_one_of(name[i], ":*?\"<>|")) return FS_NAME_INVALID;
    }
    return FS_OK;
}

static uint16_t legal(enum fs_system system, uint16_t unit)
{
    switch (system) {
    case FS_ISO9660:
        if (unit >= 'a' && unit <= 'z') return (uint16_t)(unit - 'a' + 'A');
        return (unit >= 'A' && unit <= 'Z') || (unit >= '0' && unit <= '9') ? unit : '_';
    case FS_JOLIET:
        return is_one_of(unit, "*/:;?\\") ? '_' : unit;
    default:
        return unit;
    }
}

/* Where the stem ends and the extension begins; both are `count` for a name without an extension. A dot at the
 * beginning separates nothing.
 */
static void split(const struct fs_name_rules *rules, enum fs_system system, const struct lengths *lengths,
                  const uint16_t *name, size_t count, size_t *stem_end, size_t *extension_start)
{
    size_t dot = count - 1, first = 1;

    *stem_end = *extension_start = count;
    while (dot && name[dot] != '.')
        dot--;
    if (!dot) return;
    if (!lengths->cuts_extension && (dot == count - 1 || count - dot - 1 > lengths->extension)) return;
    *extension_start = dot + 1;
    *stem_end = dot;
    if (system != FS_ISO9660 || !rules->is_strict || rules->iso_level != 1) return;
    while (name[first] != '.')
        first++;
    *stem_end = first; /* level 1 keeps what stands before the first dot */
}

/* "_123" */
static size_t write_tail(uint32_t tail, uint16_t *units)
{
    uint16_t digits[10];
    size_t count = 0, i;

    if (!tail) return 0;
    for (; tail; tail /= 10)
        digits[count++] = (uint16_t)('0' + tail % 10);
    units[0] = '_';
    for (i = 0; i < count; i++)
        units[1 + i] = digits[count - 1 - i];
    return count + 1;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t fs_name_cut(const uint16_t *units, size_t count, size_t room)
{
    if (count <= room) return count;
    if (room && (units[room - 1] & 0xFC00) == 0xD800 && (units[room] & 0xFC00) == 0xDC00) room--;
    return room;
}

size_t fs_name_append_tail(const uint16_t *name, size_t count, uint32_t tail, uint16_t *out)
{
    enum { EXTENSION_MAX = 6 }; /* with its dot */
    uint16_t tail_units[11];
    size_t tail_count = write_tail(tail, tail_units), dot = count - 1, extension, stem;

    while (dot && name[dot] != '.')
        dot--;
    extension = dot && count - dot <= EXTENSION_MAX ? count - dot : 0;
    stem = fs_name_cut(name, count - extension, FS_NAME_MAX - tail_count - extension);
    memmove(out + stem + tail_count, name + count - extension, extension * sizeof *out);
    memmove(out, name, stem * sizeof *out);
    memcpy(out + stem, tail_units, tail_count * sizeof *out);
    return stem + tail_count + extension;
}

size_t fs_name_derive(const struct fs_name_rules *rules, enum fs_system system, bool is_directory, const uint16_t *name,
                      size_t count, uint32_t tail, uint16_t *derived)
{
    const struct lengths *lengths = lengths_of(rules, system);
    size_t stem = count, extension_start = count, extension, room, i, at = 0;
    uint16_t tail_units[11];
    size_t tail_count = write_tail(tail, tail_units);

    if (!is_directory) split(rules, system, lengths, name, count, &stem, &extension_start);
    extension = least(count - extension_start, lengths->extension);
    /* A long extension leaves the stem eight units, or as many as it has. */
    extension = least(extension, lengths->both - least(stem + tail_count, 8));
    room = is_directory ? lengths->directory : lengths->stem;
    if (extension) room = least(room, lengths->both - extension);
    stem = fs_name_cut(name, stem, room - tail_count);
    for (i = 0; i < stem; i++)
        derived[at++] = legal(system, name[i]);
    for (i = 0; i < tail_count; i++)
        derived[at++] = tail_units[i];
    if (extension) derived[at++] = '.';
    for (i = 0; i < extension; i++)
        derived[at++] = legal(system, name[extension_start + i]);
    return at;
}
