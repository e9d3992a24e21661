/* WRITE, SYNCHRONIZE CACHE, CLOSE TRACK/SESSION, RESERVE TRACK, REPAIR TRACK, SEND CUE SHEET, SEND OPC INFORMATION,
 * BLANK and FORMAT UNIT: checks their CDBs and lists, and passes them to the model of the disc.
 */
#include "sim/sim_model.h"

#include "base/bytes.h"

static bool is_writable(const struct sim_call *call)
{
    return call->disc.writing != SIM_READ_ONLY;
}

static void write_data(struct sim_call *call, uint32_t count)
{
    int32_t lba = (int32_t)load_be32(call->cdb + 2);
    uint64_t bytes;

    if (!is_writable(call)) {
        sim_refuse(call, SIM_CANNOT_WRITE_MEDIUM);
        return;
    }
    bytes = sim_write_bytes(call, lba, count);
    if (call->reply->outcome != SCSI_DONE) return;
    if (bytes > call->out_count) { /* of a longer buffer the rest is not taken */
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
    } else if (sim_cache_admits(call, count)) {
        if (call->disc.writing == SIM_OVERWRITE)
            sim_overwrite_write(call, lba, count, call->out);
        else
            sim_sequential_write(call, lba, count, call->out);
        if (call->reply->outcome == SCSI_DONE) call->reply->transferred_bytes = (uint32_t)bytes;
    }
}

void sim_answer_write_10(struct sim_call *call)
{
    write_data(call, load_be16(call->cdb + 7));
}

void sim_answer_write_12(struct sim_call *call)
{
    write_data(call, load_be32(call->cdb + 6));
}

void sim_answer_synchronize_cache(struct sim_call *call)
{
    if (sim_cache_tells_loss(call)) return;
    if (call->disc.writing == SIM_SEQUENTIAL) sim_sequential_synchronize(call);
}

void sim_answer_close(struct sim_call *call)
{
    uint8_t function = call->cdb[2] & 0x07;

    if (sim_cache_tells_loss(call)) return;
    if (call->disc.writing == SIM_SEQUENTIAL)
        sim_sequential_close(call, function, load_be16(call->cdb + 4));
    else if (call->disc.writing == SIM_OVERWRITE)
        sim_overwrite_close(call, function);
    else if (!call->recording.is_final) /* a pressed disc; of a final one everything is closed */
        sim_refuse(call, SIM_CANNOT_WRITE_MEDIUM);
}

void sim_answer_reserve_track(struct sim_call *call)
{
    if (call->disc.writing == SIM_SEQUENTIAL)
        sim_sequential_reserve(call, load_be32(call->cdb + 5));
    else
        sim_refuse(call, is_writable(call) ? SIM_INVALID_FIELD_IN_CDB : SIM_CANNOT_WRITE_MEDIUM);
}

void sim_answer_repair_track(struct sim_call *call)
{
    if (call->disc.writing == SIM_SEQUENTIAL)
        sim_sequential_repair(call, load_be16(call->cdb + 4));
    else
        sim_refuse(call, is_writable(call) ? SIM_ILLEGAL_MODE_FOR_TRACK : SIM_CANNOT_WRITE_MEDIUM);
}

void sim_answer_send_cue_sheet(struct sim_call *call)
{
    uint32_t count = load_be24(call->cdb + 6);

    if (!is_writable(call))
        sim_refuse(call, SIM_CANNOT_WRITE_MEDIUM);
    else if (count % 8 || !count || count > call->out_count)
        sim_refuse(call, SIM_PARAMETER_LIST_LENGTH);
    else
        sim_cue_sheet(call, call->out, count);
    if (call->reply->outcome == SCSI_DONE) call->reply->transferred_bytes = count;
}

/* Calibrating takes no time here, and leaves nothing behind. */
void sim_answer_send_opc(struct sim_call *call)
{
    uint32_t length = load_be16(call->cdb + 7);

    if (!is_writable(call))
        sim_refuse(call, SIM_CANNOT_WRITE_MEDIUM);
    else if (length % 8 || length > call->out_count)
        sim_refuse(call, SIM_PARAMETER_LIST_LENGTH);
    else
        call->reply->transferred_bytes = length;
}

void sim_answer_blank(struct sim_call *call)
{
    bool takes_it = call->disc.erasable && (call->disc.family == SIM_CD || call->disc.family == SIM_DVD_MINUS);

    if (takes_it)
        sim_blank(call, call->cdb[1] & 0x07, load_be32(call->cdb + 2));
    else
        sim_refuse(call, SIM_CANNOT_WRITE_MEDIUM);
}

/* The disc's own format of this type and size. blocks: 0 and FFFFFFFFh take the type's first; a format that grows takes
 * any size that there is room for (cdrskin asks for 10000h blocks).
 */
static const struct sim_format *find_format(const struct sim_call *call, uint8_t type, uint32_t blocks)
{
    enum { QUICK_GROW = 0x13, QUICK = 0x15 };
    bool grows = type == QUICK_GROW || type == QUICK;
    size_t i;

    for (i = 0; i < call->disc.format_count; i++) {
        const struct sim_format *format = &call->disc.formats[i];

        if (format->type != type) continue;
        if (!blocks || blocks == UINT32_MAX || blocks == format->blocks || (grows && blocks < format->blocks))
            return format;
    }
    return NULL;
}

/* MMC-6, format sub-types, bits: of a BD-RE with spare areas 0, 2 full and 3 quick certification, without 0 and 1; of
 * a BD-R 0 SRM+POW and 1 SRM (2, random recording, is none of our drive's profiles). Elsewhere the field is reserved.
 */
static uint8_t sub_types_of(const struct sim_call *call, uint8_t type)
{
    enum { FULL = 0x00, BD_RE_SPARE = 0x30, BD_RE_NO_SPARE = 0x31, BD_R_SPARE = 0x32 };

    if (call->disc.family != SIM_BD) return 0x0f;
    if (type == BD_RE_NO_SPARE || type == BD_R_SPARE) return 0x03;
    return (type == FULL || type == BD_RE_SPARE) && call->disc.writing == SIM_OVERWRITE ? 0x0d : 0x01;
}

/* MMC-6, FORMAT UNIT: the header of the list, then one format descriptor. */
void sim_answer_format_unit(struct sim_call *call)
{
    enum { FORMAT_DATA = 0x10, FORMAT_CODE = 0x01, LIST_BYTES = 12, CD_RW = 0x10, RESTART = 0x01 };
    const struct sim_format *format;
    uint8_t sub_type;

    if (!call->disc.format_count || call->disc.family == SIM_CD) { /* no fixed packets here */
        sim_refuse(call, is_writable(call) ? SIM_INVALID_FIELD_IN_CDB : SIM_CANNOT_WRITE_MEDIUM);
        return;
    }
    if ((call->cdb[1] & 0x17) != (FORMAT_DATA | FORMAT_CODE)) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
        return;
    }
    if (call->out_count < LIST_BYTES || load_be16(call->out + 2) != LIST_BYTES - 4) {
        sim_refuse(call, SIM_PARAMETER_LIST_LENGTH);
        return;
    }
    sub_type = call->out[8] & 0x03;
    format = find_format(call, call->out[8] >> 2, load_be32(call->out + 4));
    if (!format || !(sub_types_of(call, format->type) >> sub_type & 1)) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_LIST);
        return;
    }
    sim_format(call, format, sub_type, call->out[11] & RESTART);
    if (call->reply->outcome == SCSI_DONE) call->reply->transferred_bytes = call->out_count;
}
