/* GET PERFORMANCE, SET STREAMING, SET CD SPEED, READ BUFFER CAPACITY. */
#include "sim/sim_answer.h"

#include "base/bytes.h"

/* In kB/s; what was set, but no more than the disc can be read at. */
static uint16_t read_speed(const struct sim_call *call)
{
    uint16_t set = call->state->read_speed_kbs;

    return set && set < call->disc.read_speed_kbs ? set : call->disc.read_speed_kbs;
}

uint16_t sim_write_speed(const struct sim_call *call)
{
    uint16_t speed = 0;
    size_t i;

    if (call->presence != SIM_PRESENT) return 0;
    for (i = 0; i < SIM_SPEEDS_MAX && call->disc.write_speeds_kbs[i]; i++) {
        speed = call->disc.write_speeds_kbs[i];
        if (!call->state->write_speed_kbs || speed <= call->state->write_speed_kbs) break;
    }
    return speed;
}

/* Type 00h: one zone over the whole disc at one speed. */
static void nominal_performance(struct sim_call *call, struct sim_writer *writer)
{
    bool write = call->cdb[1] & 0x04;
    bool exceptions = call->cdb[1] & 0x03;
    uint16_t speed = write ? sim_write_speed(call) : read_speed(call);

    sim_put_u8(writer, (uint8_t)((write ? 0x02 : 0) | (exceptions ? 0x01 : 0)));
    sim_put_zeros(writer, 3);
    if (exceptions || !speed || !call->disc.capacity_blocks) return;
    sim_put_be32(writer, 0);
    sim_put_be32(writer, speed);
    sim_put_be32(writer, call->disc.capacity_blocks - 1);
    sim_put_be32(writer, speed);
}

/* Type 03h: what it can be written at. */
static void write_speeds(struct sim_call *call, struct sim_writer *writer)
{
    size_t i;

    sim_put_zeros(writer, 4);
    for (i = 0; i < SIM_SPEEDS_MAX && call->disc.write_speeds_kbs[i]; i++) {
        sim_put_zeros(writer, 4); /* constant linear velocity */
        sim_put_be32(writer, call->disc.capacity_blocks - 1);
        sim_put_be32(writer, call->disc.read_speed_kbs);
        sim_put_be32(writer, call->disc.write_speeds_kbs[i]);
    }
}

void sim_answer_get_performance(struct sim_call *call)
{
    enum { NOMINAL = 0x00, WRITE_SPEED = 0x03, HEADER = 8, DESCRIPTOR = 16 };
    /* There is no allocation length, but a number of descriptors; the data length tells of all that there are. */
    struct sim_writer writer = sim_writer_begin(call, HEADER + DESCRIPTOR * (size_t)load_be16(call->cdb + 8));

    sim_put_zeros(&writer, 4);
    if (call->cdb[10] == NOMINAL) {
        nominal_performance(call, &writer);
    } else if (call->cdb[10] == WRITE_SPEED) {
        write_speeds(call, &writer);
    } else {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
        return;
    }
    sim_set_be32(&writer, 0, (uint32_t)writer.count - 4);
    sim_writer_end(call, &writer);
}

/* kilobytes in milliseconds, as kB/s that fit the state; 0 (the best) for more. */
static uint16_t speed_of(uint32_t kilobytes, uint32_t time_ms)
{
    uint64_t speed = (uint64_t)kilobytes * 1000 / time_ms;

    if (speed >= 0xffff) return 0;
    return (uint16_t)(speed ? speed : 1);
}

void sim_answer_set_streaming(struct sim_call *call)
{
    enum { DESCRIPTOR_BYTES = 28, RESTORE_DEFAULTS = 0x04 };
    const uint8_t *list = call->out;

    if (call->cdb[8]) { /* type: performance descriptor only */
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
        return;
    }
    if (load_be16(call->cdb + 9) != DESCRIPTOR_BYTES || call->out_count < DESCRIPTOR_BYTES) {
        sim_refuse(call, SIM_PARAMETER_LIST_LENGTH);
        return;
    }
    if (list[0] & RESTORE_DEFAULTS) {
        call->state->read_speed_kbs = call->state->write_speed_kbs = 0;
    } else if (!load_be32(list + 16) || !load_be32(list + 24)) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_LIST);
        return;
    } else {
        /* A speed that the disc does not take is rounded down where it is used, never refused. */
        call->state->read_speed_kbs = speed_of(load_be32(list + 12), load_be32(list + 16));
        call->state->write_speed_kbs = speed_of(load_be32(list + 20), load_be32(list + 24));
    }
    call->reply->transferred_bytes = DESCRIPTOR_BYTES;
}

void sim_answer_set_cd_speed(struct sim_call *call)
{
    enum { MAXIMUM = 0xffff };
    uint16_t read = load_be16(call->cdb + 2);
    uint16_t write = load_be16(call->cdb + 4);

    call->state->read_speed_kbs = read == MAXIMUM ? 0 : read;
    call->state->write_speed_kbs = write == MAXIMUM ? 0 : write;
}

void sim_answer_read_buffer_capacity(struct sim_call *call)
{
    enum { IN_BLOCKS = 0x01 };
    bool blocks = call->cdb[1] & IN_BLOCKS;
    uint32_t free_bytes = sim_cache_free_bytes(call);
    struct sim_writer writer = sim_writer_begin(call, load_be16(call->cdb + 7));

    sim_put_be16(&writer, 10);
    sim_put_zeros(&writer, 1);
    sim_put_u8(&writer, blocks ? IN_BLOCKS : 0);
    sim_put_be32(&writer, blocks ? 0 : SIM_BUFFER_BYTES);
    sim_put_be32(&writer, blocks ? free_bytes / sim_cache_block_bytes(call) : free_bytes);
    sim_writer_end(call, &writer);
}
