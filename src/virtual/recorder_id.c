/* Makes and parses the IDs and volume names of virtual recorders. */
#include "virtual/recorder_id.h"

#include <stdint.h>
#include <string.h>
#include <wchar.h>

#include "base/text.h"

static const char prefix[] = "\\\\?\\openimapi2#";
static const char interface_guid[] = "#{53f56308-b6bf-11d0-94f2-00a0c91efb8b}"; /* GUID_DEVINTERFACE_CDROM */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

/* A field of the INQUIRY data; "" where the data ends before it. */
static void append_field(struct text *text, const struct sim_identity *identity, size_t at, size_t count)
{
    char field[17];
    char *c;

    if (identity->inquiry_count < at + count) return;
    text_from_field(identity->inquiry + at, count, field);
    for (c = field; *c; c++) {
        *c = lower(*c);
        if (!is_plain(*c)) *c = '_';
    }
    text_append(text, field);
}

/* Names of recorders are ASCII. */
static void append_name(struct text *text, const wchar_t *name)
{
    char c[2] = {0, 0};

    for (; *name; name++) {
        c[0] = lower((char)*name);
        text_append(text, c);
    }
}

void recorder_id_format(const wchar_t *name, const struct sim_identity *identity, char id[DEVICE_ID_SIZE])
{
    const struct sim_identity *from = identity->inquiry_count ? identity : &sim_identity_default;
    struct text text = text_in(id, DEVICE_ID_SIZE);

    text_append(&text, prefix);
    text_append(&text, "cdrom&ven_");
    append_field(&text, from, 8, 8);
    text_append(&text, "&prod_");
    append_field(&text, from, 16, 16);
    text_append(&text, "&rev_");
    append_field(&text, from, 32, 4);
    text_append(&text, "#");
    append_name(&text, name);
    text_append(&text, interface_guid);
}

static bool begins_with(const char *string, const char *start)
{
    for (; *start; string++, start++) {
        if (lower(*string) != lower(*start)) return false;
    }
    return true;
}

bool recorder_id_parse(const char *id, wchar_t name[VIRTUAL_NAME_MAX + 1])
{
    const char *start, *end;
    size_t i;

    name[0] = L'\0';
    if (!begins_with(id, prefix)) return false;
    start = strchr(id + sizeof prefix - 1, '#');
    end = start ? strchr(start + 1, '#') : NULL;
    if (!end || !begins_with(end, interface_guid) || end[sizeof interface_guid - 1]) return false;
    start++;
    if (end == start || end - start > VIRTUAL_NAME_MAX) return false;
    for (i = 0; start + i < end; i++)
        name[i] = (wchar_t)(unsigned char)lower(start[i]);
    name[i] = L'\0';
    return true;
}

/* FNV-1a, 64 bits, with a start of the caller's. */
static uint64_t hash_of(const wchar_t *name, uint64_t hash)
{
    for (; *name; name++)
        hash = (hash ^ (uint8_t)lower((char)*name)) * 0x100000001b3u;
    return hash;
}

void recorder_id_volume(const wchar_t *name, char volume[DEVICE_VOLUME_SIZE])
{
    struct text text = text_in(volume, DEVICE_VOLUME_SIZE);
    uint64_t high = hash_of(name, 0xcbf29ce484222325u);
    uint64_t low = hash_of(name, high);

    text_printf(&text, "\\\\?\\Volume{%08lx-%04lx-%04lx-%04lx-%04lx%08lx}\\", (unsigned long)(high >> 32),
                (unsigned long)(high >> 16 & 0xffff), (unsigned long)(high & 0xffff), (unsigned long)(low >> 48),
                (unsigned long)(low >> 32 & 0xffff), (unsigned long)(low & 0xffffffffu));
}
