/* Cue sheets: checks and look-up of their entries. */
#include "sim/sim_cue_sheet.h"

#include <string.h>

enum {
    CONTROL_ADR = 0,
    TRACK = 1,
    INDEX = 2,
    FORM = 3,
    MSF = 5,
    ADR_POSITION = 1,
    ADR_CATALOGUE = 2,
    ADR_ISRC = 3,
    LEAD_IN = 0x00,
    LEAD_OUT = 0xaa,
    PRE_GAP = -SIM_PRE_GAP_SECTORS,
    LEAST_TRACK = 300, /* IEC 60908: four seconds */
    DATA = 0x40,       /* control and ADR: data track */
    MAIN = 0x3f,
    CATALOGUE_FIRST = 7, /* digits in the first of its two entries */
    ISRC_HALF = 6,
};

static uint8_t adr(const uint8_t *entry)
{
    return entry[CONTROL_ADR] & 0x0f;
}

/* Minutes of 90 and above are in a lead-in, and negative. */
static int32_t lba_of(const uint8_t *entry)
{
    enum { LEAD_IN_MINUTE = 90, WRAP = 100 * 60 * 75 };
    int32_t sectors = (entry[MSF] * 60 + entry[MSF + 1]) * 75 + entry[MSF + 2];

    return (entry[MSF] >= LEAD_IN_MINUTE ? sectors - WRAP : sectors) - SIM_PRE_GAP_SECTORS;
}

static bool is_msf(const uint8_t *entry)
{
    return entry[MSF] < 100 && entry[MSF + 1] < 60 && entry[MSF + 2] < 75;
}

uint32_t sim_form_bytes(uint8_t form)
{
    uint32_t sub_code = form & SIM_FORM_SUB_CODE ? SIM_SUB_CODE_BYTES : 0;

    switch (form & MAIN) {
    case SIM_FORM_AUDIO:
    case SIM_FORM_MODE_1_SECTOR:
    case SIM_FORM_XA_SECTOR:
        return 2352 + sub_code;
    case SIM_FORM_MODE_1:
        return 2048 + sub_code;
    case SIM_FORM_XA:
        return 2336 + sub_code;
    case SIM_FORM_NO_DATA:
    case SIM_FORM_MODE_1_NO_DATA:
    case SIM_FORM_XA_NO_DATA:
        return sub_code;
    default:
        return 0;
    }
}

/* Of a lead-in or lead-out: no main data. The lead-in's sub-channel may be sent, but not packed (C1h); 00h stands for
 * 01h there (unconfirmed).
 */
static bool is_end_form(uint8_t form, bool is_lead_in)
{
    if (is_lead_in && form == SIM_FORM_AUDIO) return true;
    if (is_lead_in) form &= (uint8_t)~SIM_FORM_SUB_CODE;
    return form == SIM_FORM_NO_DATA || form == SIM_FORM_MODE_1_NO_DATA || form == SIM_FORM_XA_NO_DATA;
}

/* Of a track: data for data tracks, audio for audio; sub-channels as they stand on the disc or none. */
static bool is_track_form(const uint8_t *entry)
{
    uint8_t form = entry[FORM];

    if (form & 0x80) return false;
    switch (form & MAIN) {
    case SIM_FORM_AUDIO:
        return !(entry[CONTROL_ADR] & DATA);
    case SIM_FORM_MODE_1:
    case SIM_FORM_MODE_1_SECTOR:
    case SIM_FORM_XA:
    case SIM_FORM_XA_SECTOR:
        return (entry[CONTROL_ADR] & DATA) != 0;
    default:
        return false;
    }
}

static bool is_digit(uint8_t character)
{
    return character >= '0' && character <= '9';
}

/* Both entries of a catalogue number: seven digits, and six and a zero. */
static bool is_catalogue(const uint8_t *entry, size_t count)
{
    size_t i;

    if (count / SIM_CUE_ENTRY_BYTES < 2 || adr(entry + SIM_CUE_ENTRY_BYTES) != ADR_CATALOGUE) return false;
    for (i = 0; i < SIM_CATALOGUE_DIGITS; i++) {
        if (!is_digit(entry[1 + i + (i < CATALOGUE_FIRST ? 0 : 1)])) return false;
    }
    return true;
}

/* Both entries of an ISRC: the track, and six characters each; five of them may be letters. */
static bool is_isrc(const uint8_t *entry, size_t count)
{
    size_t i;

    if (count / SIM_CUE_ENTRY_BYTES < 2 || adr(entry + SIM_CUE_ENTRY_BYTES) != ADR_ISRC) return false;
    if (entry[TRACK] != entry[SIM_CUE_ENTRY_BYTES + TRACK]) return false;
    for (i = 0; i < SIM_ISRC_CHARACTERS; i++) {
        uint8_t character = entry[2 + i + (i < ISRC_HALF ? 0 : 2)];

        if (!is_digit(character) && (i >= 5 || character < 'A' || character > 'Z')) return false;
    }
    return true;
}

/* What a check has seen so far. */
struct seen {
    int32_t before;  /* address of the entry before */
    int32_t index_1; /* of the track before; negative: none */
    uint8_t track;   /* 0: none yet */
    uint8_t index;
};

static enum sim_cue_fault check_track(const uint8_t *entry, struct seen *seen)
{
    bool begins = entry[TRACK] != seen->track;
    int32_t lba = lba_of(entry);

    if (!is_msf(entry)) return SIM_CUE_BACKWARDS;
    if (!entry[TRACK] || entry[TRACK] > 99 || entry[INDEX] > 99) return SIM_CUE_NUMBERS;
    if (!is_track_form(entry)) return SIM_CUE_FORM;
    if (!seen->track) {
        if (entry[INDEX] || lba != PRE_GAP) return SIM_CUE_NO_INDEX;
    } else if (begins) {
        if (entry[TRACK] != seen->track + 1) return SIM_CUE_NUMBERS;
        if (!seen->index || entry[INDEX] > 1)
            return SIM_CUE_NO_INDEX; /* the track before, or this one, has no index 1 */
    } else if (entry[INDEX] != seen->index + 1) {
        return seen->index ? SIM_CUE_NUMBERS : SIM_CUE_NO_INDEX;
    }
    if (seen->track && lba <= seen->before) return SIM_CUE_BACKWARDS;
    if (entry[INDEX] == 1) {
        if (seen->index_1 >= 0 && lba - seen->index_1 < LEAST_TRACK) return SIM_CUE_SHORT_TRACK;
        seen->index_1 = lba;
    }
    seen->before = lba;
    seen->track = entry[TRACK];
    seen->index = entry[INDEX];
    return SIM_CUE_OK;
}

static enum sim_cue_fault check_lead_out(const uint8_t *entry, const struct seen *seen, int32_t lead_out_max)
{
    if (entry[TRACK] != LEAD_OUT || adr(entry) != ADR_POSITION || entry[INDEX] != 1) return SIM_CUE_NO_LEAD_OUT;
    if (!is_end_form(entry[FORM], false)) return SIM_CUE_FORM;
    if (!seen->track || !seen->index) return SIM_CUE_NO_INDEX;
    if (!is_msf(entry) || lba_of(entry) <= seen->before) return SIM_CUE_BACKWARDS;
    if (lba_of(entry) > lead_out_max) return SIM_CUE_TOO_LONG;
    return lba_of(entry) - seen->index_1 < LEAST_TRACK ? SIM_CUE_SHORT_TRACK : SIM_CUE_OK;
}

/* cdrdao gives the lead-in's entry the address of its start, other programs none. */
static enum sim_cue_fault check_lead_in(const uint8_t *entry, int32_t lead_in_start)
{
    bool has_address = entry[MSF] || entry[MSF + 1] || entry[MSF + 2];

    if (adr(entry) != ADR_POSITION || entry[TRACK] != LEAD_IN || entry[INDEX]) return SIM_CUE_NO_LEAD_IN;
    if (!is_end_form(entry[FORM], true)) return SIM_CUE_FORM;
    return has_address && (!is_msf(entry) || lba_of(entry) != lead_in_start) ? SIM_CUE_BACKWARDS : SIM_CUE_OK;
}

enum sim_cue_fault sim_cue_check(const uint8_t *sheet, size_t count, int32_t lead_in_start, int32_t lead_out_max)
{
    struct seen seen = {PRE_GAP, -1, 0, 0};
    const uint8_t *end;
    enum sim_cue_fault fault;
    bool has_lead_in = false;

    if (count > SIM_CUE_BYTES_MAX || count / SIM_CUE_ENTRY_BYTES < 2) return SIM_CUE_NO_LEAD_OUT;
    for (end = sheet + count - SIM_CUE_ENTRY_BYTES; sheet < end; sheet += SIM_CUE_ENTRY_BYTES) {
        size_t rest = (size_t)(end - sheet);

        if (adr(sheet) == ADR_CATALOGUE) {
            if (has_lead_in || !is_catalogue(sheet, rest)) return SIM_CUE_TEXT;
            sheet += SIM_CUE_ENTRY_BYTES;
        } else if (!has_lead_in) {
            fault = check_lead_in(sheet, lead_in_start);
            if (fault != SIM_CUE_OK) return fault;
            has_lead_in = true;
        } else if (adr(sheet) == ADR_ISRC) {
            if (!is_isrc(sheet, rest) || sheet[TRACK] != (seen.track ? seen.track + 1 : sheet[TRACK]))
                return SIM_CUE_TEXT;
            sheet += SIM_CUE_ENTRY_BYTES;
        } else if (adr(sheet) == ADR_POSITION) {
            fault = check_track(sheet, &seen);
            if (fault != SIM_CUE_OK) return fault;
        } else {
            return SIM_CUE_TEXT;
        }
    }
    return has_lead_in ? check_lead_out(end, &seen, lead_out_max) : SIM_CUE_NO_LEAD_IN;
}

/* The next entry of a track or of the lead-out, from `at` on; count: there is none. */
static size_t next_position(const uint8_t *sheet, size_t count, size_t at)
{
    for (; at < count; at += SIM_CUE_ENTRY_BYTES) {
        if (adr(sheet + at) == ADR_POSITION && sheet[at + TRACK] != LEAD_IN) break;
    }
    return at;
}

static const uint8_t *find_lead_in(const uint8_t *sheet)
{
    while (adr(sheet) != ADR_POSITION)
        sheet += SIM_CUE_ENTRY_BYTES;
    return sheet;
}

bool sim_cue_has_lead_in(const uint8_t *sheet, size_t count)
{
    (void)count;
    return (find_lead_in(sheet)[FORM] & SIM_FORM_SUB_CODE) != 0;
}

bool sim_cue_is_plain_data(const uint8_t *sheet, size_t count)
{
    size_t at;

    for (at = 0; at < count; at += SIM_CUE_ENTRY_BYTES) {
        if (adr(sheet + at) != ADR_POSITION) return false;
        if (sheet[at + TRACK] != LEAD_IN && sheet[at + TRACK] != LEAD_OUT && sheet[at + FORM] != SIM_FORM_MODE_1)
            return false;
    }
    return !sim_cue_has_lead_in(sheet, count);
}

int32_t sim_cue_lead_out(const uint8_t *sheet, size_t count)
{
    return lba_of(sheet + count - SIM_CUE_ENTRY_BYTES);
}

struct sim_cue_place sim_cue_find(const uint8_t *sheet, size_t count, int32_t lba)
{
    struct sim_cue_place place = {0, 0, 0, 0, 0, 0, 0};
    size_t at = next_position(sheet, count, 0);
    size_t next = next_position(sheet, count, at + SIM_CUE_ENTRY_BYTES);

    /* The last entry that does not begin behind it; the lead-out is never it. */
    while (next < count - SIM_CUE_ENTRY_BYTES && lba_of(sheet + next) <= lba) {
        at = next;
        next = next_position(sheet, count, at + SIM_CUE_ENTRY_BYTES);
    }
    place.control = sheet[at] >> 4;
    place.form = sheet[at + FORM];
    place.track = sheet[at + TRACK];
    place.index = sheet[at + INDEX];
    place.start = lba_of(sheet + at);
    place.next = lba_of(sheet + next);
    /* Index 0 stands in front of it, the others behind. */
    if (!place.index) {
        place.index_1 = place.next;
    } else {
        for (next = 0; next <= at; next = next_position(sheet, count, next + SIM_CUE_ENTRY_BYTES)) {
            if (adr(sheet + next) == ADR_POSITION && sheet[next + TRACK] == place.track && sheet[next + INDEX] == 1)
                place.index_1 = lba_of(sheet + next);
        }
    }
    return place;
}

bool sim_cue_get_track(const uint8_t *sheet, size_t count, unsigned nth, struct sim_cue_track *track)
{
    size_t at = next_position(sheet, count, 0), last = count - SIM_CUE_ENTRY_BYTES;
    uint8_t number = (uint8_t)(sheet[at + TRACK] + nth);

    while (at < last && sheet[at + TRACK] != number)
        at = next_position(sheet, count, at + SIM_CUE_ENTRY_BYTES);
    if (at >= last) return false;
    memset(track, 0, sizeof *track);
    track->number = number;
    track->index_0 = lba_of(sheet + at);
    if (!sheet[at + INDEX]) at = next_position(sheet, count, at + SIM_CUE_ENTRY_BYTES);
    track->control = sheet[at] >> 4;
    track->form = sheet[at + FORM];
    track->index_1 = lba_of(sheet + at);
    while (at < last && sheet[at + TRACK] == number)
        at = next_position(sheet, count, at + SIM_CUE_ENTRY_BYTES);
    track->end = lba_of(sheet + at);
    return true;
}

bool sim_cue_get_catalogue(const uint8_t *sheet, size_t count, char digits[SIM_CATALOGUE_DIGITS + 1])
{
    if (count / SIM_CUE_ENTRY_BYTES < 2 || adr(sheet) != ADR_CATALOGUE) return false;
    memcpy(digits, sheet + 1, CATALOGUE_FIRST);
    memcpy(digits + CATALOGUE_FIRST, sheet + SIM_CUE_ENTRY_BYTES + 1, SIM_CATALOGUE_DIGITS - CATALOGUE_FIRST);
    digits[SIM_CATALOGUE_DIGITS] = '\0';
    return true;
}

bool sim_cue_get_isrc(const uint8_t *sheet, size_t count, uint8_t track, char isrc[SIM_ISRC_CHARACTERS + 1])
{
    size_t at;

    for (at = 0; at < count; at += SIM_CUE_ENTRY_BYTES) {
        if (adr(sheet + at) != ADR_ISRC || sheet[at + TRACK] != track) continue;
        memcpy(isrc, sheet + at + 2, ISRC_HALF);
        memcpy(isrc + ISRC_HALF, sheet + at + SIM_CUE_ENTRY_BYTES + 2, ISRC_HALF);
        isrc[SIM_ISRC_CHARACTERS] = '\0';
        return true;
    }
    return false;
}
