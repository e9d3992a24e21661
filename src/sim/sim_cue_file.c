/* Writes the cue sheet of a CD with audio from its tracks and its sub-channel Q. */
#include "sim/sim_cue_file.h"

#include <string.h>

#include "base/text.h"
#include "sim/sim_cd.h"
#include "sim/sim_q.h"
#include "sim/sim_sector.h"

enum { INDEXES = 100, LINE_BYTES = 600, PIECE = 64, LOOKED_AT = 1000 };

struct sheet {
    struct sim_call *call;
    uint64_t count; /* bytes of it */
    bool is_failed;
    char line[LINE_BYTES];
};

static struct text begin_line(struct sheet *sheet)
{
    return text_in(sheet->line, sizeof sheet->line);
}

static void end_line(struct sheet *sheet, const struct text *text)
{
    struct sim_store *store = sheet->call->store;

    if (sheet->is_failed) return;
    sheet->is_failed = text->is_cut || !store->write_part(store, SIM_PART_CUE, sheet->count, (uint32_t)text->length,
                                                          (const uint8_t *)text->bytes);
    sheet->count += text->length;
}

/* What the sub-code of a track says. */
struct facts {
    int32_t index[INDEXES]; /* where it begins; NOWHERE */
    bool has_isrc;
    char isrc[SIM_ISRC_CHARACTERS];
    bool is_copied, is_not_copied; /* both: SCMS */
};

enum { NOWHERE = -1 };

static void take_frame(struct facts *facts, uint8_t number, int32_t lba, const uint8_t q[SIM_Q_BYTES])
{
    int index = sim_q_number(q[2]);

    if (sim_q_get_isrc(q, facts->isrc)) facts->has_isrc = true;
    if (!sim_q_is_whole(q) || sim_q_adr(q) != SIM_Q_POSITION || sim_q_number(q[1]) != number || index < 0) return;
    if (facts->index[index] == NOWHERE) facts->index[index] = lba;
    *(q[0] >> 4 & SIM_CONTROL_COPY ? &facts->is_copied : &facts->is_not_copied) = true;
}

/* Several sectors at once: a disc has 360,000. What cannot be read says nothing, nor does a track that is kept in
 * blocks.
 */
static void look(struct sim_call *call, uint8_t number, const struct sim_track *track, struct facts *facts)
{
    int32_t start = (int32_t)track->start, end = (int32_t)sim_track_end(track);
    bool is_recorded = sim_cd_is_in_sectors(call, track);

    struct sim_store *store = call->store;
    uint64_t kept = store->get_part_bytes(store, SIM_PART_SUB_CODE);
    uint8_t sub_codes[PIECE][SIM_SUB_CODE_BYTES], q[SIM_Q_BYTES];
    int32_t lba, i, count;

    memset(facts, 0, sizeof *facts);
    for (i = 0; i < INDEXES; i++)
        facts->index[i] = NOWHERE;
    for (lba = start; lba < end && is_recorded; lba += count) {
        uint64_t at = (uint64_t)(lba + SIM_PRE_GAP_SECTORS) * SIM_SUB_CODE_BYTES;

        count = end - lba < PIECE ? end - lba : PIECE;
        if (at + (uint64_t)count * SIM_SUB_CODE_BYTES > kept ||
            !store->read_part(store, SIM_PART_SUB_CODE, at, (uint32_t)count * SIM_SUB_CODE_BYTES, sub_codes[0]))
            return;
        for (i = 0; i < count; i++) {
            sim_q_gather(sub_codes[i], q);
            take_frame(facts, number, lba + i, q);
        }
    }
}

static void put_index(struct sheet *sheet, unsigned index, int32_t lba)
{
    struct text text = begin_line(sheet);

    text_printf(&text, "    INDEX %02u %02d:%02d:%02d\n", index, (int)(lba / 75 / 60), (int)(lba / 75 % 60),
                (int)(lba % 75));
    end_line(sheet, &text);
}

static void put_flags(struct sheet *sheet, const struct sim_track *track, const struct facts *facts)
{
    bool is_scms = facts->is_copied && facts->is_not_copied;
    struct text text = begin_line(sheet);

    if (!is_scms && !track->is_copy_permitted && !track->has_pre_emphasis) return;
    text_printf(&text, "    FLAGS%s%s%s\n", track->is_copy_permitted && !is_scms ? " DCP" : "",
                track->has_pre_emphasis ? " PRE" : "", is_scms ? " SCMS" : "");
    end_line(sheet, &text);
}

/* A first sector that cannot be read does not say its mode, and is no reason to refuse what closes the session. */
static const char *mode_of(struct sim_call *call, const struct sim_track *track)
{
    struct sim_store *store = call->store;
    uint64_t at = (uint64_t)track->start * SIM_SECTOR_BYTES;
    uint8_t sector[SIM_SECTOR_BYTES];

    if (track->is_audio) return "AUDIO";
    if (!sim_cd_is_in_sectors(call, track)) return "MODE1/2048";
    if (store->get_part_bytes(store, SIM_PART_SECTORS) < at + sizeof sector ||
        !store->read_part(store, SIM_PART_SECTORS, at, sizeof sector, sector))
        return "MODE1/2352";
    return sim_sector_type_of(sector) == SIM_SECTOR_MODE_1 ? "MODE1/2352" : "MODE2/2352";
}

/* Where the track's index 0 begins in its file; its own start where it has none there. */
static int32_t gap_of(const struct sim_call *call, uint16_t i)
{
    const struct sim_track *track = &call->recording.tracks[i], *before = track - 1;
    int32_t start = (int32_t)track->start;

    if (!sim_cd_is_in_sectors(call, track)) return start;
    if (!i) return 0; /* the file begins with LBA 0 */
    if (before->session != track->session) return start - SIM_PRE_GAP_SECTORS;
    return (int32_t)sim_track_end(before);
}

static void put_track(struct sheet *sheet, uint16_t i)
{
    struct sim_call *call = sheet->call;
    const struct sim_track *track = &call->recording.tracks[i];
    uint8_t number = (uint8_t)((call->recording.first_track ? call->recording.first_track : 1) + i);
    bool is_first = !i || sim_cd_is_in_sectors(call, track) != sim_cd_is_in_sectors(call, track - 1);
    int32_t gap = gap_of(call, i);
    struct text text = begin_line(sheet);
    struct facts facts;
    unsigned index;

    if (is_first && sim_cd_is_in_sectors(call, track))
        text_printf(&text, "FILE \"%s.bin\" BINARY\n", call->store->name);
    else if (is_first)
        text_printf(&text, "FILE \"%s\" BINARY\n", call->store->blocks_name);
    text_printf(&text, "  TRACK %02u %s\n", number, mode_of(call, track));
    end_line(sheet, &text);
    look(call, number, track, &facts);
    if (track->is_audio) put_flags(sheet, track, &facts);
    if (facts.has_isrc) {
        text = begin_line(sheet);
        text_printf(&text, "    ISRC %.12s\n", facts.isrc);
        end_line(sheet, &text);
    }
    if (gap < (int32_t)track->start) put_index(sheet, 0, gap);
    put_index(sheet, 1, (int32_t)track->start);
    for (index = 2; index < INDEXES && facts.index[index] > (int32_t)track->start; index++)
        put_index(sheet, index, facts.index[index]);
}

static void put_head(struct sheet *sheet)
{
    uint8_t sub_code[SIM_SUB_CODE_BYTES], q[SIM_Q_BYTES];
    char digits[SIM_CATALOGUE_DIGITS];
    struct sim_store *store = sheet->call->store;
    struct text text = begin_line(sheet);
    uint32_t i;

    for (i = 0; i < LOOKED_AT; i++) {
        uint64_t at = (uint64_t)i * SIM_SUB_CODE_BYTES;

        if (at + sizeof sub_code > store->get_part_bytes(store, SIM_PART_SUB_CODE) ||
            !store->read_part(store, SIM_PART_SUB_CODE, at, sizeof sub_code, sub_code))
            break;
        sim_q_gather(sub_code, q);
        if (!sim_q_get_catalogue(q, digits)) continue;
        text_printf(&text, "CATALOG %.13s\n", digits);
        break;
    }
    if (store->get_part_bytes(store, SIM_PART_TEXT)) text_printf(&text, "CDTEXTFILE \"%s.cdt\"\n", store->name);
    if (text.length) end_line(sheet, &text);
}

static uint16_t count_tracks(const struct sim_recording *recording)
{
    uint16_t count = 0;

    while (count < recording->track_count && recording->tracks[count].session <= recording->closed_sessions)
        count++;
    return count;
}

void sim_cue_file_forget(struct sim_call *call)
{
    struct sim_store *store = call->store;

    if (store && store->cut_part) store->cut_part(store, SIM_PART_CUE, 0);
}

void sim_cue_file_write(struct sim_call *call)
{
    struct sheet sheet = {.call = call};
    uint16_t count = count_tracks(&call->recording), i;
    bool has_sectors = false;

    if (!call->store || !call->store->write_part) return;
    sim_cue_file_forget(call);
    for (i = 0; i < count; i++)
        has_sectors |= sim_cd_is_in_sectors(call, &call->recording.tracks[i]);
    if (!has_sectors || !call->store->name) return;
    put_head(&sheet);
    for (i = 0; i < count; i++)
        put_track(&sheet, i);
    if (sheet.is_failed) sim_cue_file_forget(call);
}
