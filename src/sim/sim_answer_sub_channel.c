/* READ SUB-CHANNEL: the drive's position, the disc's catalogue number, and a track's ISRC; all from the recorded frames
 * of sub-channel Q.
 */
#include "sim/sim_answer.h"

#include <string.h>

#include "base/bytes.h"
#include "sim/sim_cd.h"
#include "sim/sim_q.h"
#include "sim/sim_tracks.h"

/* MMC-2, READ SUB-CHANNEL: formats, and the audio status of a drive that plays nothing. */
enum { POSITION = 1, CATALOGUE = 2, ISRC = 3, NO_AUDIO_STATUS = 0x15, VALID = 0x80, LOOKED_AT = 1000 };

/* The frame of one sector; false: the sector cannot be read at all, or the command was refused. */
static bool get_frame(struct sim_call *call, int32_t lba, uint8_t q[SIM_Q_BYTES])
{
    uint8_t sub_code[SIM_SUB_CODE_BYTES];

    if (sim_cd_readable_to(call, lba) <= lba || !sim_cd_get_sub_code(call, lba, sub_code)) return false;
    sim_q_gather(sub_code, q);
    return true;
}

/* A number is in one of 100 sectors (IEC 60908): ten times as many are looked at. The frame of the address that has
 * it; frame: its last byte of time. No number, and 0, where there is none.
 */
static bool find_catalogue(struct sim_call *call, char digits[SIM_CATALOGUE_DIGITS], uint8_t *frame)
{
    uint8_t q[SIM_Q_BYTES];
    int32_t lba;

    for (lba = -SIM_PRE_GAP_SECTORS; lba < LOOKED_AT && call->reply->outcome == SCSI_DONE; lba++) {
        if (!get_frame(call, lba, q) || !sim_q_get_catalogue(q, digits)) continue;
        *frame = q[9];
        return true;
    }
    return false;
}

static bool find_isrc(struct sim_call *call, const struct sim_track_view *view, char isrc[SIM_ISRC_CHARACTERS],
                      uint8_t *frame)
{
    int32_t lba = (int32_t)view->start, end = (int32_t)view->end;
    uint8_t q[SIM_Q_BYTES];

    if (end - lba > LOOKED_AT) end = lba + LOOKED_AT;
    for (; lba < end && call->reply->outcome == SCSI_DONE; lba++) {
        if (!get_frame(call, lba, q) || !sim_q_get_isrc(q, isrc)) continue;
        *frame = q[9];
        return true;
    }
    return false;
}

static void put_address(struct sim_writer *writer, bool msf, int32_t lba)
{
    if (!msf) {
        sim_put_be32(writer, (uint32_t)lba);
        return;
    }
    sim_put_u8(writer, 0);
    sim_put_msf(writer, lba);
}

/* Nothing plays and nobody moves the head: it stands where a disc begins. */
static bool put_position(struct sim_call *call, struct sim_writer *writer, bool msf)
{
    uint8_t q[SIM_Q_BYTES];

    if (!get_frame(call, 0, q)) return false;
    sim_put_u8(writer, POSITION);
    sim_put_u8(writer, (uint8_t)(SIM_Q_POSITION << 4 | q[0] >> 4));
    sim_put_u8(writer, (uint8_t)(sim_q_number(q[1]) < 0 ? 0 : sim_q_number(q[1])));
    sim_put_u8(writer, (uint8_t)(sim_q_number(q[2]) < 0 ? 0 : sim_q_number(q[2])));
    put_address(writer, msf, 0);
    put_address(writer, msf, msf ? -SIM_PRE_GAP_SECTORS : 0);
    return true;
}

static void put_catalogue(struct sim_call *call, struct sim_writer *writer)
{
    char digits[SIM_CATALOGUE_DIGITS] = {0};
    uint8_t frame = 0;
    bool is_valid = find_catalogue(call, digits, &frame);

    if (call->reply->outcome != SCSI_DONE) return;
    if (!is_valid) memset(digits, 0, sizeof digits);
    sim_put_u8(writer, CATALOGUE);
    sim_put_zeros(writer, 3);
    sim_put_u8(writer, is_valid ? VALID : 0);
    sim_put_bytes(writer, digits, sizeof digits);
    sim_put_u8(writer, 0);
    sim_put_u8(writer, (uint8_t)(is_valid ? sim_q_number(frame) : 0));
}

/* number: as the table of contents has it. */
static bool put_isrc(struct sim_call *call, struct sim_writer *writer, uint8_t number)
{
    uint32_t track = sim_track_numbered(call, number);
    char isrc[SIM_ISRC_CHARACTERS] = {0};
    struct sim_track_view view;
    uint8_t frame = 0;
    bool is_valid;

    if (!track || track > sim_count_tracks(call)) return false;
    sim_view_track(call, (uint16_t)track, &view);
    if (view.is_blank) return false;
    is_valid = find_isrc(call, &view, isrc, &frame);
    if (call->reply->outcome != SCSI_DONE) return true;
    if (!is_valid) memset(isrc, 0, sizeof isrc);
    sim_put_u8(writer, ISRC);
    sim_put_u8(writer, (uint8_t)(SIM_Q_ISRC << 4 | view.control));
    sim_put_u8(writer, number);
    sim_put_zeros(writer, 1);
    sim_put_u8(writer, is_valid ? VALID : 0);
    sim_put_bytes(writer, isrc, sizeof isrc);
    sim_put_u8(writer, 0);
    sim_put_u8(writer, (uint8_t)(is_valid ? sim_q_number(frame) : 0));
    sim_put_zeros(writer, 1);
    return true;
}

void sim_answer_read_sub_channel(struct sim_call *call)
{
    enum { HEADER = 4, SUB_Q = 0x40 };
    struct sim_writer writer = sim_writer_begin(call, load_be16(call->cdb + 7));
    bool served = true;

    if (call->disc.family != SIM_CD) {
        sim_refuse(call, SIM_CANNOT_READ_FORMAT);
        return;
    }
    sim_put_u8(&writer, 0);
    sim_put_u8(&writer, NO_AUDIO_STATUS);
    sim_put_zeros(&writer, 2);
    if (call->cdb[2] & SUB_Q) {
        switch (call->cdb[3]) {
        case POSITION:
            served = put_position(call, &writer, call->cdb[1] & 0x02);
            break;
        case CATALOGUE:
            put_catalogue(call, &writer);
            break;
        case ISRC:
            served = put_isrc(call, &writer, call->cdb[6]);
            break;
        default:
            served = false;
            break;
        }
    }
    if (call->reply->outcome != SCSI_DONE) return; /* it could not be read */
    if (!served) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
        return;
    }
    sim_set_be16(&writer, 2, (uint32_t)writer.count - HEADER);
    sim_writer_end(call, &writer);
}
