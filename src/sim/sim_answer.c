/* Shared by the answer files: parsing the CDB of a command under way, writing the answer, refusing with sense. */
#include "sim/sim_answer.h"

#include <string.h>

#include "base/bytes.h"

/* SPC-3, fixed format sense data. */
static void put_sense(struct scsi_reply *reply, uint32_t sense)
{
    memset(reply->sense, 0, sizeof reply->sense);
    reply->sense[0] = 0x70;
    reply->sense[2] = (uint8_t)(sense >> 16);
    reply->sense[7] = 10;
    reply->sense[12] = (uint8_t)(sense >> 8);
    reply->sense[13] = (uint8_t)sense;
    reply->sense_length = 18;
}

void sim_refuse(struct sim_call *call, uint32_t sense)
{
    call->reply->outcome = SCSI_REFUSED;
    call->reply->status = SCSI_STATUS_CHECK_CONDITION;
    call->reply->transferred_bytes = 0;
    if (call->in_capacity) memset(call->in, 0, call->in_capacity);
    put_sense(call->reply, sense);
}

void sim_refuse_at(struct sim_call *call, uint32_t sense, uint32_t lba)
{
    sim_refuse(call, sense);
    call->reply->sense[0] |= 0x80; /* VALID */
    store_be32(call->reply->sense + 3, lba);
}

struct sim_writer sim_writer_begin(struct sim_call *call, size_t allocation)
{
    struct sim_writer writer = {call->in, allocation < call->in_capacity ? allocation : call->in_capacity, 0};

    return writer;
}

static void put_at(struct sim_writer *writer, size_t at, const uint8_t *bytes, size_t count)
{
    if (at >= writer->limit || !count) return;
    if (count > writer->limit - at) count = writer->limit - at;
    memcpy(writer->bytes + at, bytes, count);
}

void sim_put_bytes(struct sim_writer *writer, const void *bytes, size_t count)
{
    put_at(writer, writer->count, bytes, count);
    writer->count += count;
}

void sim_put_zeros(struct sim_writer *writer, size_t count)
{
    writer->count += count; /* the buffer is clear */
}

void sim_put_u8(struct sim_writer *writer, uint8_t value)
{
    sim_put_bytes(writer, &value, 1);
}

void sim_put_be16(struct sim_writer *writer, uint32_t value)
{
    uint8_t bytes[2];

    store_be16(bytes, (uint16_t)value);
    sim_put_bytes(writer, bytes, sizeof bytes);
}

void sim_put_be24(struct sim_writer *writer, uint32_t value)
{
    uint8_t bytes[3];

    store_be24(bytes, value);
    sim_put_bytes(writer, bytes, sizeof bytes);
}

void sim_put_be32(struct sim_writer *writer, uint32_t value)
{
    uint8_t bytes[4];

    store_be32(bytes, value);
    sim_put_bytes(writer, bytes, sizeof bytes);
}

void sim_put_msf(struct sim_writer *writer, int32_t lba)
{
    uint32_t frames = (uint32_t)(lba >= -150 ? lba + 150 : lba + 450150);

    sim_put_u8(writer, (uint8_t)(frames / (60 * 75)));
    sim_put_u8(writer, (uint8_t)(frames / 75 % 60));
    sim_put_u8(writer, (uint8_t)(frames % 75));
}

void sim_set_be16(struct sim_writer *writer, size_t at, uint32_t value)
{
    uint8_t bytes[2];

    store_be16(bytes, (uint16_t)value);
    put_at(writer, at, bytes, sizeof bytes);
}

void sim_set_be32(struct sim_writer *writer, size_t at, uint32_t value)
{
    uint8_t bytes[4];

    store_be32(bytes, value);
    put_at(writer, at, bytes, sizeof bytes);
}

void sim_writer_end(struct sim_call *call, const struct sim_writer *writer)
{
    call->reply->transferred_bytes = (uint32_t)(writer->count < writer->limit ? writer->count : writer->limit);
}
