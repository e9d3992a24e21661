/* READ TOC/PMA/ATIP. */
#include "sim/sim_answer.h"

#include "base/bytes.h"
#include "sim/sim_at_once.h"
#include "sim/sim_tracks.h"

enum { FIRST_TRACK = 1, LEAD_OUT = 0xaa, ADR_POSITION = 0x10 };

static void put_address(struct sim_writer *writer, bool msf, uint32_t lba)
{
    if (msf) {
        sim_put_u8(writer, 0);
        sim_put_msf(writer, (int32_t)lba);
    } else {
        sim_put_be32(writer, lba);
    }
}

static void put_track(struct sim_writer *writer, bool msf, uint8_t control, uint8_t track, uint32_t lba)
{
    sim_put_u8(writer, 0);
    sim_put_u8(writer, ADR_POSITION | control);
    sim_put_u8(writer, track);
    sim_put_u8(writer, 0);
    put_address(writer, msf, lba);
}

/* As the disc numbers it. */
static uint8_t number_of(const struct sim_call *call, uint16_t track)
{
    return (uint8_t)sim_number_of_track(call, track);
}

/* The last track of a session that is recorded whole. */
static uint16_t last_track_of(const struct sim_call *call, uint16_t session)
{
    struct sim_track_view view;
    uint16_t track = sim_first_track_of(call, session);

    while (track < sim_count_tracks(call)) {
        sim_view_track(call, (uint16_t)(track + 1), &view);
        if (view.session != session) break;
        track++;
    }
    return track;
}

static uint32_t lead_out_of(const struct sim_call *call, uint16_t session)
{
    struct sim_track_view view;

    sim_view_track(call, last_track_of(call, session), &view);
    return view.end;
}

/* Formats 0 and 1: length, first and last track or session, then tracks. */
static void toc(struct sim_call *call, struct sim_writer *writer, bool msf)
{
    uint16_t sessions = sim_count_closed_sessions(call);
    uint16_t last = last_track_of(call, sessions), track;
    struct sim_track_view view = {0};

    sim_put_u8(writer, number_of(call, FIRST_TRACK));
    sim_put_u8(writer, number_of(call, last));
    for (track = FIRST_TRACK; track <= last; track++) {
        sim_view_track(call, track, &view);
        if (number_of(call, track) >= call->cdb[6])
            put_track(writer, msf, view.control, number_of(call, track), view.start);
    }
    put_track(writer, msf, view.control, LEAD_OUT, lead_out_of(call, sessions));
}

static void sessions(struct sim_call *call, struct sim_writer *writer, bool msf)
{
    uint16_t last = sim_count_closed_sessions(call);
    struct sim_track_view view;

    sim_view_track(call, sim_first_track_of(call, last), &view);
    sim_put_u8(writer, 1);
    sim_put_u8(writer, (uint8_t)last);
    put_track(writer, msf, view.control, number_of(call, view.number), view.start);
}

/* Format 2: MMC-6, full TOC. A0h: first track and disc type, A1h: last track, A2h: lead-out, then the tracks. */
static void put_point(struct sim_writer *writer, uint8_t session, uint8_t control, uint8_t point)
{
    sim_put_u8(writer, session);
    sim_put_u8(writer, ADR_POSITION | control);
    sim_put_u8(writer, 0); /* TNO: in the lead-in */
    sim_put_u8(writer, point);
    sim_put_zeros(writer, 4);
}

static void put_session(struct sim_call *call, struct sim_writer *writer, uint16_t session)
{
    uint16_t first = sim_first_track_of(call, session), last = last_track_of(call, session), track;
    struct sim_track_view view;

    sim_view_track(call, first, &view);
    put_point(writer, (uint8_t)session, view.control, 0xa0);
    sim_put_u8(writer, number_of(call, first));
    sim_put_u8(writer, call->recording.disc_type);
    sim_put_zeros(writer, 1);
    sim_view_track(call, last, &view);
    put_point(writer, (uint8_t)session, view.control, 0xa1);
    sim_put_u8(writer, number_of(call, last));
    sim_put_zeros(writer, 2);
    put_point(writer, (uint8_t)session, view.control, 0xa2);
    sim_put_msf(writer, (int32_t)lead_out_of(call, session));
    for (track = first; track <= last; track++) {
        sim_view_track(call, track, &view);
        put_point(writer, (uint8_t)session, view.control, number_of(call, track));
        sim_put_msf(writer, (int32_t)view.start);
    }
}

static void full_toc(struct sim_call *call, struct sim_writer *writer)
{
    uint16_t last = sim_count_closed_sessions(call), session;

    sim_put_u8(writer, 1);
    sim_put_u8(writer, (uint8_t)last);
    for (session = call->cdb[6] ? call->cdb[6] : 1; session <= last; session++)
        put_session(call, writer, session);
}

/* Format 4: MMC-6, ATIP. */
static void atip(struct sim_call *call, struct sim_writer *writer)
{
    sim_put_zeros(writer, 2);
    sim_put_u8(writer, call->disc.erasable ? 0xc1 : 0xc0); /* bit 7 is always 1; write power 4; CD-RW: speed 2x */
    sim_put_u8(writer, 0x40);                              /* unrestricted use */
    sim_put_u8(writer, call->disc.erasable ? 0xc8 : 0x88); /* bit 7 is always 1; CD-RW; sub-type 1; no A1 to A3 */
    sim_put_zeros(writer, 1);
    sim_put_msf(writer, call->disc.lead_in_start);
    sim_put_zeros(writer, 1);
    sim_put_msf(writer, (int32_t)call->disc.capacity_blocks);
    sim_put_zeros(writer, 13);
}

/* Format 5: MMC-6, the packs that the lead-in had. False: there are none, or they cannot be read. */
static bool text(struct sim_call *call, struct sim_writer *writer)
{
    struct sim_store *store = call->store;
    uint64_t bytes = store && store->get_part_bytes ? store->get_part_bytes(store, SIM_PART_TEXT) : 0;
    uint64_t packs = bytes / SIM_TEXT_PACK_BYTES, i;
    uint8_t pack[SIM_TEXT_PACK_BYTES];

    if (packs > SIM_TEXT_PACK_KEYS) packs = SIM_TEXT_PACK_KEYS;
    sim_put_zeros(writer, 2);
    for (i = 0; i < packs; i++) {
        if (!sim_get_part(call, SIM_PART_TEXT, i * sizeof pack, sizeof pack, pack)) return false;
        sim_put_bytes(writer, pack, sizeof pack);
    }
    return packs != 0;
}

void sim_answer_read_toc(struct sim_call *call)
{
    enum { TOC = 0, SESSIONS = 1, FULL_TOC = 2, PMA = 3, ATIP = 4, CD_TEXT = 5 };
    const struct sim_disc *disc = &call->disc;
    struct sim_writer writer = sim_writer_begin(call, load_be16(call->cdb + 7));
    bool msf = call->cdb[1] & 0x02;
    bool is_cd = disc->family == SIM_CD;
    bool is_recordable_cd = is_cd && disc->medium != SIM_MEDIUM_IMAGE;
    bool has_tracks = sim_count_closed_sessions(call) != 0;
    uint8_t format = call->cdb[2] & 0x0f;
    bool served;

    /* Programs written for the drives before MMC-2 (SFF-8020) put the format into the last byte. */
    if (!format) format = call->cdb[9] >> 6;
    sim_put_zeros(&writer, 2);
    switch (format) {
    case TOC:
        served = has_tracks && (call->cdb[6] <= number_of(call, last_track_of(call, sim_count_closed_sessions(call))) ||
                                call->cdb[6] == LEAD_OUT);
        if (served) toc(call, &writer, msf);
        break;
    case SESSIONS:
        served = has_tracks;
        if (served) sessions(call, &writer, msf);
        break;
    case FULL_TOC:
        served = has_tracks && is_cd;
        if (served) full_toc(call, &writer);
        break;
    case PMA:
        served = is_recordable_cd;
        if (served) sim_put_zeros(&writer, 2);
        break;
    case ATIP:
        served = is_recordable_cd;
        if (served) atip(call, &writer);
        break;
    case CD_TEXT:
        served = is_cd && has_tracks && text(call, &writer);
        break;
    default:
        served = false;
        break;
    }
    if (call->reply->outcome != SCSI_DONE) return; /* it could not be read */
    if (!served) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
        return;
    }
    sim_set_be16(&writer, 0, (uint32_t)writer.count - 2);
    sim_writer_end(call, &writer);
}
