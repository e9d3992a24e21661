/* A CD that is recorded as a session at once by a sheet that contains more than the starts of data tracks: audio, text,
 * sectors of other modes. The drive generates sub-code P and Q from the sheet; R to W of the lead-in may come from the
 * initiator (MMC-6, SEND CUE SHEET and write type 2).
 */
#include "sim/sim_at_once.h"

#include <string.h>

#include "sim/sim_cue_sheet.h"

enum {
    PRE_GAP = -SIM_PRE_GAP_SECTORS,
    FRAMES_APART = 90, /* IEC 60908: a catalogue number and an ISRC at least once in 100 sectors */
    ISRC_BEHIND = 50,
    CATALOGUE_AT = 16, /* of mode page 05h: bit 7 says that digits follow */
};

struct sheet {
    uint32_t count;
    uint8_t bytes[SIM_CUE_BYTES_MAX];
};

/* The sheet that the drive keeps. It lies in a file, and is therefore checked again. False: refused. */
static bool load_sheet(struct sim_call *call, struct sheet *sheet)
{
    struct sim_store *store = call->store;
    uint64_t count = store && store->get_part_bytes ? store->get_part_bytes(store, SIM_PART_SHEET) : 0;

    sheet->count = count <= SIM_CUE_BYTES_MAX ? (uint32_t)count : 0;
    if (!sim_get_part(call, SIM_PART_SHEET, 0, sheet->count, sheet->bytes)) return false;
    if (sheet->count % SIM_CUE_ENTRY_BYTES == 0 &&
        sim_cue_check(sheet->bytes, sheet->count, call->disc.lead_in_start, (int32_t)call->disc.capacity_blocks) ==
            SIM_CUE_OK &&
        sim_cue_lead_out(sheet->bytes, sheet->count) == call->recording.cue_end)
        return true;
    sim_refuse(call, SIM_WRITE_ERROR);
    return false;
}

bool sim_session_keep_sheet(struct sim_call *call, const uint8_t *sheet, uint32_t count)
{
    return sim_forget_parts(call) && sim_put_part(call, SIM_PART_SHEET, 0, count, sheet);
}

uint64_t sim_session_bytes(struct sim_call *call, int32_t lba, uint32_t count)
{
    struct sheet sheet;
    uint64_t bytes = 0;

    if (lba < PRE_GAP) return (uint64_t)count * SIM_SUB_CODE_BYTES;
    if (!load_sheet(call, &sheet)) return 0;
    while (count) {
        struct sim_cue_place place = sim_cue_find(sheet.bytes, sheet.count, lba);
        uint32_t now = place.next > lba && (uint32_t)(place.next - lba) < count ? (uint32_t)(place.next - lba) : count;

        bytes += (uint64_t)now * sim_form_bytes(place.form);
        count -= now;
        lba = place.next; /* with a count: there is something behind it */
    }
    return bytes;
}

static bool get_catalogue(struct sim_call *call, const struct sheet *sheet, char digits[SIM_CATALOGUE_DIGITS + 1])
{
    size_t i;

    if (sim_cue_get_catalogue(sheet->bytes, sheet->count, digits)) return true;
    if (!(sim_write_parameter(call, CATALOGUE_AT) & 0x80)) return false;
    for (i = 0; i < SIM_CATALOGUE_DIGITS; i++)
        digits[i] = (char)sim_write_parameter(call, CATALOGUE_AT + 1 + i);
    return true;
}

/* P and Q of a sector. The first sector of an index tells its position; where a text's turn would be there, the next
 * one tells the text.
 */
static void put_q(struct sim_call *call, const struct sheet *sheet, const struct sim_cue_place *place, int32_t lba,
                  uint8_t sub_code[SIM_SUB_CODE_BYTES])
{
    bool is_first = lba == place->start, follows_first = lba == place->start + 1;
    uint32_t turn = (uint32_t)(lba + FRAMES_APART * 2) % FRAMES_APART;
    bool is_catalogues = !is_first && (turn == 0 || (follows_first && turn == 1));
    bool is_isrcs = !is_first && (turn == ISRC_BEHIND || (follows_first && turn == ISRC_BEHIND + 1));
    int32_t relative = place->index ? lba - place->index_1 : place->index_1 - 1 - lba;
    char text[SIM_CATALOGUE_DIGITS + 1];
    uint8_t q[SIM_Q_BYTES];

    sim_q_put_position(q, place->control, place->track, place->index, (uint32_t)relative, lba);
    if (is_catalogues && get_catalogue(call, sheet, text)) sim_q_put_catalogue(q, place->control, text, lba);
    if (is_isrcs && sim_cue_get_isrc(sheet->bytes, sheet->count, place->track, text))
        sim_q_put_isrc(q, place->control, text, lba);
    sim_q_spread(q, !place->index || (is_first && place->index == 1), sub_code);
}

/* The whole sector of what the initiator sends for it. Of a sector that comes whole the drive makes sync, header, EDC
 * and ECC anew.
 */
static void put_main(const struct sim_cue_place *place, int32_t lba, const uint8_t *sent, uint8_t *sector)
{
    enum { USER_AT = 16 };

    switch (place->form & ~SIM_FORM_SUB_CODE) {
    case SIM_FORM_MODE_1:
        sim_sector_mode1((uint32_t)lba, sent, true, sector);
        break;
    case SIM_FORM_MODE_1_SECTOR:
        sim_sector_mode1((uint32_t)lba, sent + USER_AT, true, sector);
        break;
    case SIM_FORM_XA:
        sim_sector_xa((uint32_t)lba, sent, sector);
        break;
    case SIM_FORM_XA_SECTOR:
        sim_sector_xa((uint32_t)lba, sent + USER_AT, sector);
        break;
    default:
        memcpy(sector, sent, SIM_SECTOR_BYTES);
        break;
    }
}

static bool record(struct sim_call *call, const struct sheet *sheet, int32_t lba, uint32_t count, const uint8_t *bytes)
{
    struct sim_run run;

    run.lba = lba;
    run.count = 0;
    for (; count; count--, lba++) {
        struct sim_cue_place place = sim_cue_find(sheet->bytes, sheet->count, lba);
        uint32_t size = sim_form_bytes(place.form);
        uint8_t *sub_code = run.sub_code[run.count];

        put_main(&place, lba, bytes, run.main[run.count]);
        memset(sub_code, 0, SIM_SUB_CODE_BYTES);
        if (place.form & SIM_FORM_SUB_CODE) memcpy(sub_code, bytes + size - SIM_SUB_CODE_BYTES, SIM_SUB_CODE_BYTES);
        put_q(call, sheet, &place, lba, sub_code);
        bytes += size;
        run.count++;
        if (sim_run_is_full(&run) && !sim_run_flush(call, &run)) return false;
    }
    return sim_run_flush(call, &run);
}

void sim_session_write(struct sim_call *call, int32_t lba, uint32_t count, const uint8_t *bytes)
{
    struct sim_recording *recording = &call->recording;
    struct sheet sheet;

    if (lba != recording->cue_next || (lba < PRE_GAP && count > (uint32_t)(PRE_GAP - lba))) {
        sim_refuse_at(call, SIM_INVALID_WRITE_ADDRESS, (uint32_t)lba);
    } else if (count > (uint32_t)(recording->cue_end - lba)) {
        sim_refuse_at(call, SIM_END_OF_USER_AREA, (uint32_t)lba);
    } else if (lba < PRE_GAP) {
        if (sim_is_test_write(call) || sim_put_lead_in(call, lba, count, bytes)) recording->cue_next += (int32_t)count;
    } else if (load_sheet(call, &sheet)) {
        if (sim_is_test_write(call) || record(call, &sheet, lba, count, bytes)) recording->cue_next += (int32_t)count;
    }
}

bool sim_session_keep_text(struct sim_call *call)
{
    struct sheet sheet;

    if (!load_sheet(call, &sheet)) return false;
    if (sim_cue_has_lead_in(sheet.bytes, sheet.count) && !sim_keep_text(call, PRE_GAP)) return false;
    return sim_forget_lead_in(call);
}
