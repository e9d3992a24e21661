/* READ CAPACITY, READ FORMAT CAPACITIES, READ DISC INFORMATION, READ TRACK INFORMATION. */
#include "sim/sim_answer.h"

#include "base/bytes.h"

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

/* MMC-6, standard disc information: where the last session's lead-in begins, and where a lead-out may last begin. */
static void put_lead_in_and_out(struct sim_writer *writer, const struct sim_disc *disc)
{
    if (disc->status == 2) {
        sim_put_be32(writer, (uint32_t)NOT_AVAILABLE);
        sim_put_be32(writer, (uint32_t)NOT_AVAILABLE);
    } else if (disc->family == SIM_CD) {
        sim_put_u8(writer, 0);
        sim_put_msf(writer, SIM_CD_LEAD_IN);
        sim_put_u8(writer, 0);
        sim_put_msf(writer, (int32_t)disc->capacity_blocks);
    } else {
        sim_put_be32(writer, 0);
        sim_put_be32(writer, disc->capacity_blocks);
    }
}

void sim_answer_read_disc_information(struct sim_call *call)
{
    enum { UNRESTRICTED_USE = 0x20, UNDEFINED_TYPE = 0xff, DATA_TYPE = 0x00 };
    const struct sim_disc *disc = &call->disc;
    struct sim_writer writer = sim_writer_begin(call, load_be16(call->cdb + 7));

    if (call->cdb[1] & 0x07) { /* track resources, POW resources: only of discs that have some */
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
        return;
    }
    sim_put_be16(&writer, 0x20);
    sim_put_u8(&writer, (uint8_t)((disc->erasable ? 0x10 : 0) | disc->session_status << 2 | disc->status));
    sim_put_u8(&writer, 1); /* first track */
    sim_put_u8(&writer, 1); /* sessions */
    sim_put_u8(&writer, 1); /* first track of the last session */
    sim_put_u8(&writer, 1); /* last track of it */
    sim_put_u8(&writer, UNRESTRICTED_USE);
    sim_put_u8(&writer, disc->family == SIM_CD && disc->is_blank ? UNDEFINED_TYPE : DATA_TYPE);
    sim_put_zeros(&writer, 3 + 4); /* high bytes of the numbers above, disc identification */
    put_lead_in_and_out(&writer, disc);
    sim_put_zeros(&writer, 8 + 2); /* bar code, application code, no OPC tables */
    sim_writer_end(call, &writer);
}

/* Does the address of READ TRACK INFORMATION lead to the only track? 0, or the sense. */
static uint32_t check_track_address(const struct sim_call *call)
{
    enum { BY_LBA = 0, BY_TRACK = 1, BY_SESSION = 2, NEXT_WRITABLE = 0xff };
    const struct sim_disc *disc = &call->disc;
    uint32_t address = load_be32(call->cdb + 2);
    bool has_next = disc->writing == SIM_SEQUENTIAL && (disc->family == SIM_CD || disc->family == SIM_DVD_PLUS);

    switch (call->cdb[1] & 0x03) {
    case BY_LBA:
        return address < disc->capacity_blocks ? 0 : SIM_LBA_OUT_OF_RANGE;
    case BY_TRACK:
        return address == 1 || (address == NEXT_WRITABLE && has_next) ? 0 : SIM_INVALID_FIELD_IN_CDB;
    case BY_SESSION:
        return address == 1 ? 0 : SIM_INVALID_FIELD_IN_CDB;
    default:
        return SIM_INVALID_FIELD_IN_CDB;
    }
}

/* Blocks that are written together: MMC-6, READ TRACK INFORMATION, fixed packet size / blocking factor. */
static uint32_t blocking_factor(const struct sim_disc *disc)
{
    if (disc->family == SIM_CD) return 0;
    return disc->family == SIM_BD ? 32 : 16;
}

void sim_answer_read_track_information(struct sim_call *call)
{
    enum {
        BLANK = 0x40,
        PACKET = 0x20,
        FIXED_PACKET = 0x10,
        MODE_1 = 1,
        MODE_UNKNOWN = 0x0f,
        NWA_VALID = 0x01,
        DATA_TRACK = 4
    };
    const struct sim_disc *disc = &call->disc;
    struct sim_writer writer = sim_writer_begin(call, load_be16(call->cdb + 7));
    uint32_t sense = check_track_address(call);
    size_t length = disc->family == SIM_CD ? 36 : 48;
    uint8_t flags = disc->is_blank ? BLANK | MODE_UNKNOWN : MODE_1;
    bool writable = disc->writing == SIM_SEQUENTIAL && disc->free_blocks;

    if (sense) {
        sim_refuse(call, sense);
        return;
    }
    if (disc->family != SIM_CD && disc->writing != SIM_READ_ONLY) flags |= PACKET;
    if (disc->writing == SIM_OVERWRITE && !disc->is_blank) flags |= FIXED_PACKET;
    sim_put_be16(&writer, (uint32_t)length - 2);
    sim_put_u8(&writer, 1); /* track */
    sim_put_u8(&writer, 1); /* session */
    sim_put_u8(&writer, 0);
    sim_put_u8(&writer, DATA_TRACK);
    sim_put_u8(&writer, flags);
    sim_put_u8(&writer, writable ? NWA_VALID : 0);
    sim_put_be32(&writer, 0); /* start */
    sim_put_be32(&writer, 0); /* next writable */
    sim_put_be32(&writer, disc->free_blocks);
    sim_put_be32(&writer, blocking_factor(disc));
    sim_put_be32(&writer, disc->is_blank ? disc->free_blocks : disc->readable_blocks);
    sim_put_zeros(&writer, length - 28);
    sim_writer_end(call, &writer);
}
