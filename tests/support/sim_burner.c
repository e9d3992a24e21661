/* A burner of the simulated drive. */
#include "support/sim_burner.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "burn/speed.h"
#include "drive/command.h"
#include "mmc/cdb.h"
#include "support/transport_script.h"

enum { CHUNK_BYTES = SIM_BURNER_CHUNK_BLOCKS * SIM_BLOCK_BYTES, READ_BLOCKS = 32 };

static struct sim_burner *burner_of_store(struct sim_store *store)
{
    return (struct sim_burner *)((uint8_t *)store - offsetof(struct sim_burner, store));
}

static uint32_t get_blocks(struct sim_store *store)
{
    return burner_of_store(store)->stored_blocks;
}

static bool read_blocks(struct sim_store *store, uint32_t lba, uint32_t count, uint8_t *bytes)
{
    struct sim_burner *burner = burner_of_store(store);
    uint32_t i;

    for (i = 0; i < count; i++, lba++, bytes += SIM_BLOCK_BYTES) {
        const uint8_t *chunk = burner->chunks[lba / SIM_BURNER_CHUNK_BLOCKS];

        memset(bytes, 0, SIM_BLOCK_BYTES);
        if (chunk) memcpy(bytes, chunk + lba % SIM_BURNER_CHUNK_BLOCKS * SIM_BLOCK_BYTES, SIM_BLOCK_BYTES);
    }
    return true;
}

static bool write_blocks(struct sim_store *store, uint32_t lba, uint32_t count, const uint8_t *bytes)
{
    struct sim_burner *burner = burner_of_store(store);
    uint32_t i;

    for (i = 0; i < count; i++, lba++, bytes += SIM_BLOCK_BYTES) {
        uint8_t **chunk;

        if (lba >= SIM_BURNER_CHUNKS * SIM_BURNER_CHUNK_BLOCKS) return false;
        chunk = &burner->chunks[lba / SIM_BURNER_CHUNK_BLOCKS];
        if (!*chunk) *chunk = calloc(1, CHUNK_BYTES);
        assert_non_null(*chunk);
        memcpy(*chunk + lba % SIM_BURNER_CHUNK_BLOCKS * SIM_BLOCK_BYTES, bytes, SIM_BLOCK_BYTES);
        if (lba >= burner->stored_blocks) burner->stored_blocks = lba + 1;
    }
    return true;
}

/* HARDWARE ERROR, internal target failure; or no drive any more. */
static void fail_command(struct sim_burner *burner, const struct scsi_command *command, struct scsi_reply *reply)
{
    if (!burner->has_failed) burner->failed_opcode = command->cdb[0];
    burner->has_failed = true;
    scsi_clear_data_in(command);
    if (burner->is_cut_off) {
        memset(reply, 0, sizeof *reply);
        reply->outcome = SCSI_LOST;
        reply->failure = SCSI_FAILURE_DEVICE_GONE;
    } else {
        script_reply_sense(reply, 0x70, 4, 0x44, 0);
    }
}

static void execute(struct scsi_transport *transport, const struct scsi_command *command, struct scsi_reply *reply)
{
    struct sim_burner *burner = (struct sim_burner *)transport;
    struct sim_outcome outcome;

    burner->counts[command->cdb[0]]++;
    burner->clock.ms++;
    burner->sent++;
    if (burner->fails_at && (burner->sent == burner->fails_at || (burner->is_cut_off && burner->has_failed))) {
        fail_command(burner, command, reply);
        return;
    }
    if (burner->full_at && command->cdb[0] == 0x2A && burner->counts[0x2A] == burner->full_at) {
        script_reply_sense(reply, 0x70, 5, 0x24, 0);
        return;
    }
    burner->sim.now_ms = burner->clock.ms;
    sim_drive_execute(&burner->sim, command, reply, &outcome);
    assert_false(outcome.hangs);
    burner->clock.ms += outcome.delay_ms;
    burner->full += command->cdb[0] == 0x2A && reply->outcome == SCSI_REFUSED && reply->sense[2] == 2 &&
                    reply->sense[12] == 4 && reply->sense[13] == 8;
}

static void get_limits(struct scsi_transport *transport, struct scsi_limits *limits)
{
    (void)transport;
    limits->max_transfer_bytes = 65536;
    limits->max_unaligned_transfer_bytes = 65536;
    limits->alignment_mask = 0;
}

static void ignore_close(struct scsi_transport *transport)
{
    (void)transport;
}

static void notice(void *context, const struct burn_progress *progress)
{
    (void)context;
    (void)progress;
}

/* Of a block whose byte i is seed + 31 * block + 7 * i. */
static const uint8_t *bytes_of(uint8_t seed, uint64_t block)
{
    enum { INVERSE = 183 }; /* 7 * 183 is 1 in a byte */
    static uint8_t ramp[256 + SIM_BLOCK_BYTES];
    size_t i;

    if (!ramp[1]) {
        for (i = 0; i < sizeof ramp; i++)
            ramp[i] = (uint8_t)(i * 7);
    }
    return ramp + (uint8_t)((seed + block * 31) * INVERSE);
}

static int32_t read_source(struct burn_source *port, void *bytes, uint32_t count, uint32_t *got)
{
    struct sim_burner_source *source = (struct sim_burner_source *)port;
    uint64_t left = source->bytes - source->at;
    uint32_t done, now;

    if (count > left) count = (uint32_t)left;
    for (done = 0; done < count; done += now, source->at += now) {
        uint32_t within = (uint32_t)(source->at % SIM_BLOCK_BYTES);

        now = count - done < SIM_BLOCK_BYTES - within ? count - done : SIM_BLOCK_BYTES - within;
        memcpy((uint8_t *)bytes + done, bytes_of(source->seed, source->at / SIM_BLOCK_BYTES) + within, now);
    }
    *got = count;
    return 0;
}

static int32_t seek_source(struct burn_source *port, uint64_t offset)
{
    ((struct sim_burner_source *)port)->at = offset;
    return 0;
}

static void forget_blocks(struct sim_burner *burner)
{
    size_t i;

    for (i = 0; i < SIM_BURNER_CHUNKS; i++) {
        free(burner->chunks[i]);
        burner->chunks[i] = NULL;
    }
    burner->stored_blocks = 0;
    memory_parts_clear(&burner->parts);
}

int sim_burner_setup(void **state)
{
    static const struct scsi_transport_ops ops = {execute, get_limits, ignore_close};
    static const struct drive_identity identity = {"OPENIMAP", "VIRTUAL BURNER", "1", 0x05};
    struct sim_burner *burner = calloc(1, sizeof *burner);
    struct drive_failure failure;

    assert_non_null(burner);
    burner->live_before = base_alloc_live();
    burner->transport.ops = &ops;
    burner->store.get_blocks = get_blocks;
    burner->store.read = read_blocks;
    burner->store.write = write_blocks;
    memory_parts_begin(&burner->parts, &burner->store);
    burner->sim.state = &burner->state;
    burner->sim.store = &burner->store;
    burner->sim.disc = &burner->disc;
    fake_clock_begin(&burner->clock);
    step_pump_begin(&burner->pump);
    burner->observer.notice = notice;
    sim_state_reset(&burner->state, SIM_MEDIUM_NONE);
    assert_int_equal(drive_open(&burner->transport, &identity, NULL, &burner->clock.clock, &burner->drive, &failure),
                     DRIVE_OK);
    burner->tools.drive = burner->drive;
    burner->tools.clock = &burner->clock.clock;
    burner->tools.pump = &burner->pump.pump;
    burner->tools.observer = &burner->observer;
    burner->tools.control = &burner->control;
    *state = burner;
    return 0;
}

int sim_burner_teardown(void **state)
{
    struct sim_burner *burner = *state;
    long live_before = burner->live_before;

    drive_close(burner->drive);
    assert_null(burner->pump.step);
    forget_blocks(burner);
    memory_parts_end(&burner->parts);
    free(burner);
    assert_int_equal(base_alloc_live(), live_before);
    return 0;
}

void sim_burner_insert(struct sim_burner *burner, enum sim_medium medium)
{
    forget_blocks(burner);
    memset(&burner->disc, 0, sizeof burner->disc);
    memset(burner->counts, 0, sizeof burner->counts);
    burner->full = 0;
    sim_state_insert(&burner->state, medium);
    burner->state.becoming_ready = 0;
}

void sim_burner_fail(struct sim_burner *burner, unsigned nth, bool is_cut_off)
{
    burner->sent = 0;
    burner->fails_at = nth;
    if (nth) burner->has_failed = false;
    burner->is_cut_off = is_cut_off;
}

enum burn_status sim_burner_write(struct sim_burner *burner, struct burn_wishes wishes, uint32_t blocks, uint8_t seed)
{
    struct sim_burner_source source = {{read_source, seek_source}, (uint64_t)blocks * SIM_BLOCK_BYTES, 0, seed};

    wishes.block_count = blocks;
    wishes.sectors_per_second = BURN_SPEED_FASTEST;
    return burn_write(&burner->tools, &wishes, &source.source, &burner->result, &burner->failure);
}

struct burn_media sim_burner_media(struct sim_burner *burner, bool with_contents)
{
    struct drive_failure failure;
    struct burn_media media;

    if (burn_media_read(burner->drive, with_contents, &media, &failure) != DRIVE_OK) {
        fail_msg("burn_media_read: status %d, command %02Xh, sense %X/%02X/%02X", failure.status, failure.opcode,
                 failure.sense.key, failure.sense.asc, failure.sense.ascq);
    }
    return media;
}

void sim_burner_assert_blocks(struct sim_burner *burner, int32_t lba, uint32_t blocks, uint8_t seed)
{
    static uint8_t bytes[READ_BLOCKS * SIM_BLOCK_BYTES];
    struct drive_failure failure;
    struct scsi_command command;
    uint32_t block, count, i;

    for (block = 0; block < blocks; block += count) {
        count = blocks - block < READ_BLOCKS ? blocks - block : READ_BLOCKS;
        mmc_cdb_read_10(&command, (uint32_t)lba + block, (uint16_t)count, false, SIM_BLOCK_BYTES, bytes);
        if (drive_send(burner->drive, &command, NULL, &failure) != DRIVE_OK) {
            fail_msg("block %ld cannot be read: %X/%02X/%02X", (long)lba + (long)block, failure.sense.key,
                     failure.sense.asc, failure.sense.ascq);
        }
        for (i = 0; i < count; i++) {
            if (memcmp(bytes + i * SIM_BLOCK_BYTES, bytes_of(seed, block + i), SIM_BLOCK_BYTES) != 0)
                fail_msg("block %ld holds other bytes", (long)lba + (long)(block + i));
        }
    }
}
