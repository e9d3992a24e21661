/* READ TOC/PMA/ATIP. */
#include "sim/sim_answer.h"

#include "base/bytes.h"

enum { FIRST_TRACK = 1, LEAD_OUT = 0xaa, DATA_TRACK = 0x14 /* ADR 1, control 4 */ };

static void put_address(struct sim_writer *writer, bool msf, uint32_t lba)
{
    if (msf) {
        sim_put_u8(writer, 0);
        sim_put_msf(writer, (int32_t)lba);
    } else {
        sim_put_be32(writer, lba);
    }
}

static void put_track(struct sim_writer *writer, bool msf, uint8_t track, uint32_t lba)
{
    sim_put_u8(writer, 0);
    sim_put_u8(writer, DATA_TRACK);
    sim_put_u8(writer, track);
    sim_put_u8(writer, 0);
    put_address(writer, msf, lba);
}

/* Formats 0 and 1: length, first and last track or session, then tracks. */
static void toc(struct sim_call *call, struct sim_writer *writer, bool msf)
{
    sim_put_u8(writer, FIRST_TRACK);
    sim_put_u8(writer, FIRST_TRACK);
    if (call->cdb[6] <= FIRST_TRACK) put_track(writer, msf, FIRST_TRACK, 0);
    put_track(writer, msf, LEAD_OUT, call->disc.readable_blocks);
}

static void sessions(struct sim_writer *writer, bool msf)
{
    sim_put_u8(writer, 1);
    sim_put_u8(writer, 1);
    put_track(writer, msf, FIRST_TRACK, 0);
}

/* Format 2: MMC-6, full TOC. A0h: first track and disc type, A1h: last track, A2h: lead-out, then the track itself. */
static void put_point(struct sim_writer *writer, uint8_t point)
{
    sim_put_u8(writer, 1); /* session */
    sim_put_u8(writer, DATA_TRACK);
    sim_put_u8(writer, 0); /* TNO: in the lead-in */
    sim_put_u8(writer, point);
    sim_put_zeros(writer, 4);
}

static void full_toc(struct sim_call *call, struct sim_writer *writer)
{
    sim_put_u8(writer, 1);
    sim_put_u8(writer, 1);
    put_point(writer, 0xa0);
    sim_put_u8(writer, FIRST_TRACK);
    sim_put_zeros(writer, 2); /* CD-DA or CD-ROM */
    put_point(writer, 0xa1);
    sim_put_u8(writer, FIRST_TRACK);
    sim_put_zeros(writer, 2);
    put_point(writer, 0xa2);
    sim_put_msf(writer, (int32_t)call->disc.readable_blocks);
    put_point(writer, FIRST_TRACK);
    sim_put_msf(writer, 0);
}

/* Format 4: MMC-6, ATIP. */
static void atip(struct sim_call *call, struct sim_writer *writer)
{
    sim_put_zeros(writer, 2);
    sim_put_u8(writer, call->disc.erasable ? 0xc1 : 0xc0); /* bit 7 is always 1; write power 4; CD-RW: speed 2x */
    sim_put_u8(writer, 0x40);                              /* unrestricted use */
    sim_put_u8(writer, call->disc.erasable ? 0xc8 : 0x88); /* bit 7 is always 1; CD-RW; sub-type 1; no A1 to A3 */
    sim_put_zeros(writer, 1);
    sim_put_msf(writer, SIM_CD_LEAD_IN);
    sim_put_zeros(writer, 1);
    sim_put_msf(writer, (int32_t)call->disc.capacity_blocks);
    sim_put_zeros(writer, 13);
}

void sim_answer_read_toc(struct sim_call *call)
{
    enum { TOC = 0, SESSIONS = 1, FULL_TOC = 2, PMA = 3, ATIP = 4, CD_TEXT = 5 };
    const struct sim_disc *disc = &call->disc;
    struct sim_writer writer = sim_writer_begin(call, load_be16(call->cdb + 7));
    bool msf = call->cdb[1] & 0x02;
    bool is_cd = disc->family == SIM_CD;
    bool is_recordable_cd = is_cd && disc->writing != SIM_READ_ONLY;
    bool has_tracks = !disc->is_blank;
    uint8_t format = call->cdb[2] & 0x0f;
    bool served;

    /* Programs written for the drives before MMC-2 (SFF-8020) put the format into the last byte. */
    if (!format) format = call->cdb[9] >> 6;
    sim_put_zeros(&writer, 2);
    switch (format) {
    case TOC:
        served = has_tracks && (call->cdb[6] <= FIRST_TRACK || call->cdb[6] == LEAD_OUT);
        if (served) toc(call, &writer, msf);
        break;
    case SESSIONS:
        served = has_tracks;
        if (served) sessions(&writer, msf);
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
    case CD_TEXT: /* no packs */
        served = is_cd && has_tracks;
        if (served) sim_put_zeros(&writer, 2);
        break;
    default:
        served = false;
        break;
    }
    if (!served) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
        return;
    }
    sim_set_be16(&writer, 0, (uint32_t)writer.count - 2);
    sim_writer_end(call, &writer);
}
