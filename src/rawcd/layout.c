/* The layout of a raw audio disc: addresses of tracks, index marks, and the texts that name a track and a disc. */
#include "rawcd/layout.h"

#include <string.h>

void rawcd_layout_init(struct rawcd_layout *layout)
{
    memset(layout, 0, sizeof *layout);
    layout->first_number = 1;
    layout->lead_out_limit = RAWCD_LEAD_OUT_MAX;
}

/* Give every track its place; where they end, which may be behind the limit. */
static int64_t lead_out_of(const struct rawcd_layout *layout, int32_t *starts)
{
    int64_t next = layout->pregap_sectors > 0 ? (int64_t)layout->pregap_sectors + RAWCD_PROGRAM_AREA : 0;
    unsigned i;

    for (i = 0; i < layout->track_count; i++) {
        if (i > 0 && layout->has_gaps) next += RAWCD_GAP_SECTORS;
        starts[i] = (int32_t)next;
        next += layout->tracks[i].sectors;
    }
    return next;
}

/* Take over a layout whose settings have changed, if its tracks find room. */
static enum rawcd_status place(struct rawcd_layout *layout)
{
    int32_t starts[RAWCD_TRACKS_MAX];
    int64_t lead_out = lead_out_of(layout, starts);
    unsigned i;

    if (lead_out > layout->lead_out_limit) return RAWCD_BEYOND_LIMIT;
    for (i = 0; i < layout->track_count; i++)
        layout->tracks[i].start = starts[i];
    layout->lead_out = (int32_t)lead_out;
    return RAWCD_OK;
}

enum rawcd_status rawcd_add_track(struct rawcd_layout *layout, uint64_t sectors)
{
    struct rawcd_track *track = &layout->tracks[layout->track_count];
    enum rawcd_status status;

    if (sectors < RAWCD_TRACK_SECTORS_MIN) return RAWCD_INVALID;
    if (layout->first_number + layout->track_count > RAWCD_TRACKS_MAX) return RAWCD_TOO_MANY_TRACKS;
    if (sectors > RAWCD_LEAD_OUT_MAX) return RAWCD_BEYOND_LIMIT;

    memset(track, 0, sizeof *track);
    track->sectors = (uint32_t)sectors;
    track->index_count = 1;
    layout->track_count++;
    status = place(layout);
    if (status != RAWCD_OK) layout->track_count--;
    return status;
}

enum rawcd_status rawcd_set_pregap(struct rawcd_layout *layout, uint64_t sectors)
{
    uint32_t before = layout->pregap_sectors;
    enum rawcd_status status;

    if (sectors > 0 && sectors < RAWCD_GAP_SECTORS) return RAWCD_INVALID;
    if (sectors > RAWCD_LEAD_OUT_MAX) return RAWCD_BEYOND_LIMIT;

    layout->pregap_sectors = (uint32_t)sectors;
    status = place(layout);
    if (status == RAWCD_OK && layout->track_count == 0 && sectors > 0 &&
        layout->lead_out + RAWCD_TRACK_SECTORS_MIN > layout->lead_out_limit)
        status = RAWCD_BEYOND_LIMIT;
    if (status != RAWCD_OK) {
        layout->pregap_sectors = before;
        place(layout);
    }
    return status;
}

enum rawcd_status rawcd_set_gaps(struct rawcd_layout *layout, bool has_gaps)
{
    bool before = layout->has_gaps;
    enum rawcd_status status;

    layout->has_gaps = has_gaps;
    status = place(layout);
    if (status != RAWCD_OK) layout->has_gaps = before;
    return status;
}

enum rawcd_status rawcd_set_limit(struct rawcd_layout *layout, int32_t lead_out_limit)
{
    if (lead_out_limit < 1 || lead_out_limit > RAWCD_LEAD_OUT_MAX) return RAWCD_INVALID;
    if (layout->lead_out > lead_out_limit) return RAWCD_BEYOND_LIMIT;
    layout->lead_out_limit = lead_out_limit;
    return RAWCD_OK;
}

/* The first index mark that is not below the offset, or how many there are. */
static unsigned find_index(const struct rawcd_track *track, uint32_t offset)
{
    unsigned i = 0;

    while (i < track->index_count && track->indexes[i] < offset)
        i++;
    return i;
}

enum rawcd_status rawcd_add_index(struct rawcd_track *track, uint32_t offset)
{
    unsigned at = find_index(track, offset);

    if (offset >= track->sectors) return RAWCD_INVALID;
    if (at < track->index_count && track->indexes[at] == offset) return RAWCD_INDEX_EXISTS;
    if (track->index_count == RAWCD_INDEXES_MAX) return RAWCD_TOO_MANY_INDEXES;
    /* Index 1 stands at 0, so that there is always a mark in front. */
    if (offset - track->indexes[at - 1] < RAWCD_INDEX_DISTANCE_MIN ||
        (at < track->index_count && track->indexes[at] - offset < RAWCD_INDEX_DISTANCE_MIN))
        return RAWCD_TOO_CLOSE;

    memmove(&track->indexes[at + 1], &track->indexes[at], (track->index_count - at) * sizeof track->indexes[0]);
    track->indexes[at] = offset;
    track->index_count++;
    return RAWCD_OK;
}

enum rawcd_status rawcd_clear_index(struct rawcd_track *track, uint32_t offset)
{
    unsigned at = find_index(track, offset);

    if (offset == 0) return RAWCD_INDEX_IS_START;
    if (at == track->index_count || track->indexes[at] != offset) return RAWCD_INDEX_UNKNOWN;
    track->index_count--;
    memmove(&track->indexes[at], &track->indexes[at + 1], (track->index_count - at) * sizeof track->indexes[0]);
    return RAWCD_OK;
}

int32_t rawcd_index0(const struct rawcd_layout *layout, unsigned track)
{
    return track == 0 ? RAWCD_PROGRAM_AREA : layout->tracks[track].start - RAWCD_GAP_SECTORS;
}

uint8_t rawcd_control(const struct rawcd_track *track)
{
    return (uint8_t)((track->copying == RAWCD_COPYING_PERMITTED ? 2 : 0) | (track->has_preemphasis ? 1 : 0));
}

size_t rawcd_make_toc(const struct rawcd_layout *layout, uint8_t *toc)
{
    unsigned first = layout->first_number, count = layout->track_count, i;
    size_t bytes = rawcd_toc_begin(toc, first, first + count - 1);

    for (i = 0; i < count; i++)
        rawcd_toc_put(toc, i, first + i, rawcd_control(&layout->tracks[i]), layout->tracks[i].start);
    rawcd_toc_put(toc, count, RAWCD_TOC_LEAD_OUT, rawcd_control(&layout->tracks[count - 1]), layout->lead_out);
    return bytes;
}

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

static bool is_capital(char character)
{
    return character >= 'A' && character <= 'Z';
}

enum rawcd_status rawcd_parse_isrc(const char *text, char isrc[RAWCD_ISRC_CHARACTERS + 1])
{
    char found[RAWCD_ISRC_CHARACTERS + 1] = "";
    unsigned i;

    for (i = 0; i < RAWCD_ISRC_CHARACTERS; i++) {
        if (*text == '-' && (i == 2 || i == 5 || i == 7)) text++;
        found[i] = *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text;
        if (!(i >= 2 && is_digit(found[i])) && !(i < 5 && is_capital(found[i]))) return RAWCD_INVALID;
        text++;
    }
    if (*text != '\0') return RAWCD_INVALID;
    memcpy(isrc, found, sizeof found);
    return RAWCD_OK;
}

enum rawcd_status rawcd_parse_catalog(const char *text, char catalog[RAWCD_CATALOG_DIGITS + 1])
{
    size_t count = strlen(text), i;
    char found[RAWCD_CATALOG_DIGITS + 1] = "";
    unsigned sum = 0;

    if (count == 0 || count > RAWCD_CATALOG_DIGITS) return RAWCD_INVALID;
    for (i = 0; i < RAWCD_CATALOG_DIGITS; i++) {
        size_t zeros = RAWCD_CATALOG_DIGITS - count;

        found[i] = i < zeros ? '0' : text[i - zeros];
        if (!is_digit(found[i])) return RAWCD_INVALID;
        sum += (unsigned)(found[i] - '0') * (i % 2 == 0 ? 1 : 3);
    }
    if (sum % 10 != 0) return RAWCD_INVALID;
    memcpy(catalog, found, sizeof found);
    return RAWCD_OK;
}
