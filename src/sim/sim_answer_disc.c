/* READ CAPACITY, READ FORMAT CAPACITIES, READ DISC INFORMATION, READ TRACK INFORMATION. */
#include "sim/sim_model.h"

#include "base/bytes.h"
#include "mmc/codes.h"
#include "sim/sim_q.h"
#include "sim/sim_tracks.h"

enum { NOT_AVAILABLE = -1 }; /* as a 32-bit field: FFFFFFFFh */

/* MMC-6, READ CAPACITY. Discs without a complete session answer 0, but for DVD+RW, which gives its capacity even before
 * it is formatted (Pioneer R11 command reference, READ CAPACITY).
 */
void sim_answer_read_capacity(struct sim_call *call)
{
    const struct sim_disc *disc = &call->disc;
    struct sim_writer writer = sim_writer_begin(call, 8);
    uint32_t blocks = disc->readable_blocks;

    if (disc->family == SIM_DVD_PLUS && disc->writing == SIM_OVERWRITE) blocks = disc->capacity_blocks;
    sim_put_be32(&writer, blocks ? blocks - 1 : 0);
    sim_put_be32(&writer, SIM_BLOCK_BYTES);
    sim_writer_end(call, &writer);
}

/* MMC-6, READ FORMAT CAPACITIES. Answered without a medium too, with the largest that the drive takes. */
void sim_answer_read_format_capacities(struct sim_call *call)
{
    enum { UNFORMATTED = 1, FORMATTED = 2, NO_MEDIUM = 3, LARGEST = 24438784 };
    const struct sim_disc *disc = &call->disc;
    struct sim_writer writer = sim_writer_begin(call, load_be16(call->cdb + 7));
    bool present = call->presence == SIM_PRESENT;
    size_t i, formats = present ? disc->format_count : 0;
    uint32_t blocks = LARGEST;
    uint8_t type = NO_MEDIUM;

    if (present) {
        type = disc->is_blank ? UNFORMATTED : FORMATTED;
        if (call->recording.is_intermediate) type = NO_MEDIUM; /* or unknown: seen while a DVD-RW grows (libburn) */
        /* Seen on a GH22LS40: a sequential DVD-RW tells what it would have when formatted. */
        blocks = disc->family == SIM_DVD_MINUS && formats ? disc->formats[0].blocks : disc->capacity_blocks;
    }
    sim_put_zeros(&writer, 3);
    sim_put_u8(&writer, (uint8_t)(8 * (1 + formats)));
    sim_put_be32(&writer, blocks);
    sim_put_u8(&writer, type);
    sim_put_be24(&writer, SIM_BLOCK_BYTES);
    for (i = 0; i < formats; i++) {
        sim_put_be32(&writer, disc->formats[i].blocks);
        sim_put_u8(&writer, (uint8_t)(disc->formats[i].type << 2));
        sim_put_be24(&writer, disc->formats[i].parameter);
    }
    sim_writer_end(call, &writer);
}

/* MMC-6, standard disc information: where the lead-in of the session that is open or comes next begins, and where a
 * lead-out may last begin.
 */
static void put_lead_in_and_out(const struct sim_call *call, struct sim_writer *writer)
{
    enum { CD_PRE_GAP = 150, CD_LEAD_IN = 4500 };
    const struct sim_disc *disc = &call->disc;
    uint32_t start = sim_recording_session_start(&call->recording, disc);

    if (disc->status == 2) {
        sim_put_be32(writer, (uint32_t)NOT_AVAILABLE);
        sim_put_be32(writer, (uint32_t)NOT_AVAILABLE);
    } else if (disc->family == SIM_CD) {
        sim_put_u8(writer, 0);
        sim_put_msf(writer,
                    call->recording.closed_sessions ? (int32_t)start - CD_PRE_GAP - CD_LEAD_IN : disc->lead_in_start);
        sim_put_u8(writer, 0);
        sim_put_msf(writer, (int32_t)disc->capacity_blocks);
    } else {
        sim_put_be32(writer, call->recording.closed_sessions ? start : 0);
        sim_put_be32(writer, disc->capacity_blocks);
    }
}

void sim_answer_read_disc_information(struct sim_call *call)
{
    enum { POW_RESOURCES = 2, UNRESTRICTED_USE = 0x20, UNDEFINED_TYPE = 0xff, DATA_TYPE = 0x00 };
    const struct sim_disc *disc = &call->disc;
    struct sim_writer writer = sim_writer_begin(call, load_be16(call->cdb + 7));
    uint16_t sessions = sim_count_sessions(call);
    uint16_t first = sim_number_of_track(call, sim_first_track_of(call, sessions));
    uint16_t last = sim_number_of_track(call, sim_count_tracks(call));

    if ((call->cdb[1] & 0x07) == POW_RESOURCES && call->recording.is_pow) {
        sim_pow_put_resources(call, &writer);
        sim_writer_end(call, &writer);
        return;
    }
    if (call->cdb[1] & 0x07) { /* track resources, POW resources: only of discs that have some */
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
        return;
    }
    sim_put_be16(&writer, 0x20);
    sim_put_u8(&writer, (uint8_t)((disc->erasable ? 0x10 : 0) | disc->session_status << 2 | disc->status));
    sim_put_u8(&writer, sim_first_number(call));
    sim_put_u8(&writer, (uint8_t)sessions);
    sim_put_u8(&writer, (uint8_t)first);
    sim_put_u8(&writer, (uint8_t)last);
    sim_put_u8(&writer, (uint8_t)(UNRESTRICTED_USE | call->recording.background));
    sim_put_u8(&writer, disc->family == SIM_CD && disc->is_blank ? UNDEFINED_TYPE : DATA_TYPE);
    sim_put_u8(&writer, (uint8_t)(sessions >> 8));
    sim_put_u8(&writer, (uint8_t)(first >> 8));
    sim_put_u8(&writer, (uint8_t)(last >> 8));
    sim_put_zeros(&writer, 4); /* disc identification */
    put_lead_in_and_out(call, &writer);
    sim_put_zeros(&writer, 8 + 2); /* bar code, application code, no OPC tables */
    sim_writer_end(call, &writer);
}

/* 0: the session is not there, or has no track: that behind a CD's track 99 never has one. */
static uint16_t find_first_of(const struct sim_call *call, uint32_t session)
{
    struct sim_track_view view;
    uint16_t track;

    if (!session || session > sim_count_sessions(call)) return 0;
    track = sim_first_track_of(call, (uint16_t)session);
    sim_view_track(call, track, &view);
    return view.session == session ? track : 0;
}

/* The track that READ TRACK INFORMATION asks for; 0: there is none, and sense says why. */
static uint16_t find_track(const struct sim_call *call, uint32_t *sense)
{
    enum { BY_LBA = 0, BY_TRACK = 1, BY_SESSION = 2, NEXT_WRITABLE = 0xff };
    const struct sim_disc *disc = &call->disc;
    uint32_t address = load_be32(call->cdb + 2);
    bool knows_next = disc->family == SIM_CD || disc->family == SIM_DVD_PLUS;
    uint32_t track;

    *sense = SIM_INVALID_FIELD_IN_CDB;
    switch (call->cdb[1] & 0x03) {
    case BY_LBA:
        *sense = SIM_LBA_OUT_OF_RANGE;
        return sim_track_at(call, address);
    case BY_TRACK:
        if (address == NEXT_WRITABLE && knows_next) return sim_growing_track(call);
        track = sim_track_numbered(call, address);
        return track <= sim_count_tracks(call) ? (uint16_t)track : 0;
    case BY_SESSION:
        return find_first_of(call, address);
    default:
        return 0;
    }
}

/* Blocks that are written together: MMC-6, READ TRACK INFORMATION, fixed packet size / blocking factor. */
static uint32_t blocking_factor(const struct sim_disc *disc)
{
    if (disc->family == SIM_CD) return 0;
    return disc->family == SIM_BD ? 32 : 16;
}

/* A fragment of DVD+R, recorded and closed. dvd+rw-mediainfo tells by RT whether there is anything in it. */
static bool is_recorded_fragment(const struct sim_disc *disc, const struct sim_track_view *view)
{
    bool is_plus_r = disc->profile == MMC_PROFILE_DVD_PLUS_R || disc->profile == MMC_PROFILE_DVD_PLUS_R_DL;

    return is_plus_r && !view->is_open;
}

void sim_answer_read_track_information(struct sim_call *call)
{
    enum {
        RESERVED = 0x80,
        BLANK = 0x40,
        PACKET = 0x20,
        FIXED_PACKET = 0x10,
        MODE_1 = 1,
        MODE_UNKNOWN = 0x0f,
        NWA_VALID = 0x01,
        DAMAGE = 0x20
    };
    const struct sim_disc *disc = &call->disc;
    struct sim_writer writer = sim_writer_begin(call, load_be16(call->cdb + 7));
    size_t length = disc->family == SIM_CD ? 36 : 48;
    struct sim_track_view view;
    uint32_t sense;
    uint16_t track = find_track(call, &sense);
    uint8_t flags;

    if (!track) {
        sim_refuse(call, sense);
        return;
    }
    sim_view_track(call, track, &view);
    view.number = sim_number_of_track(call, track);
    flags = view.is_blank ? BLANK | MODE_UNKNOWN : MODE_1;
    if (!(view.control & SIM_CONTROL_DATA)) flags = MODE_UNKNOWN;
    if (view.is_reserved || is_recorded_fragment(disc, &view)) flags |= RESERVED;
    if (disc->family != SIM_CD && disc->medium != SIM_MEDIUM_IMAGE && !view.is_at_once) flags |= PACKET;
    if (disc->writing == SIM_OVERWRITE && !disc->is_blank) flags |= FIXED_PACKET;
    sim_put_be16(&writer, (uint32_t)length - 2);
    sim_put_u8(&writer, (uint8_t)view.number);
    sim_put_u8(&writer, (uint8_t)view.session);
    sim_put_u8(&writer, 0);
    sim_put_u8(&writer, (uint8_t)(view.control | (view.is_damaged ? DAMAGE : 0)));
    sim_put_u8(&writer, flags);
    sim_put_u8(&writer, view.is_open && view.free_blocks ? NWA_VALID : 0);
    sim_put_be32(&writer, view.start);
    sim_put_be32(&writer, view.next);
    sim_put_be32(&writer, view.free_blocks);
    sim_put_be32(&writer, blocking_factor(disc));
    sim_put_be32(&writer, view.blocks);
    sim_put_zeros(&writer, 4); /* last recorded address: not told */
    sim_put_u8(&writer, (uint8_t)(view.number >> 8));
    sim_put_u8(&writer, (uint8_t)(view.session >> 8));
    sim_put_zeros(&writer, length - 34);
    sim_writer_end(call, &writer);
}
