/* The fixture of the burn tests. */
#include "support/burn_fixture.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "base/bytes.h"

enum { BLOCK = 2048, COMMAND_MS = 1 };

/* The bytes of a block: those of a count, begun elsewhere in it. */
static const uint8_t *bytes_of(uint64_t block)
{
    static uint8_t count[256 + BLOCK];

    if (!count[1]) {
        size_t i;

        for (i = 0; i < sizeof count; i++)
            count[i] = (uint8_t)i;
    }
    return count + (uint8_t)(block * 31);
}

static int32_t read_source(struct burn_source *port, void *bytes, uint32_t count, uint32_t *got)
{
    struct burn_fixture_source *source = (struct burn_fixture_source *)port;
    uint64_t left = source->at < source->bytes ? source->bytes - source->at : 0;
    uint32_t done, now;

    source->reads++;
    *got = 0;
    if (source->fails_at && source->at + count > source->fails_at) return 1234;
    if (source->most && count > source->most) count = source->most;
    if (count > left) count = (uint32_t)left;
    for (done = 0; done < count; done += now, source->at += now) {
        uint32_t within = (uint32_t)(source->at % BLOCK);

        now = count - done < BLOCK - within ? count - done : BLOCK - within;
        memcpy((uint8_t *)bytes + done, bytes_of(source->at / BLOCK) + within, now);
    }
    *got = count;
    return 0;
}

static int32_t seek_source(struct burn_source *port, uint64_t offset)
{
    struct burn_fixture_source *source = (struct burn_fixture_source *)port;

    source->seeks++;
    source->at = offset;
    return 0;
}

static void notice(void *context, const struct burn_progress *progress)
{
    struct burn_fixture *fixture = context;

    assert_false(fixture->pump.is_locked);
    assert_true(fixture->notice_count < BURN_FIXTURE_NOTICES);
    fixture->notice_ms[fixture->notice_count] = fixture->clock.ms;
    fixture->notices[fixture->notice_count++] = *progress;
    if (fixture->cancels_at_phase && progress->phase == fixture->cancel_phase) {
        atomic_store(&fixture->control.is_cancelled, true);
    }
}

static void keep_written(struct burn_fixture *fixture, const struct scsi_command *command)
{
    bool is_12 = command->cdb[0] == 0xAA;
    int32_t at = (int32_t)load_be32(command->cdb + 2) - fixture->first_lba;
    uint32_t blocks = is_12 ? load_be32(command->cdb + 6) : load_be16(command->cdb + 7), i;

    assert_true(at >= 0 && at + (int32_t)blocks <= BURN_FIXTURE_BLOCKS);
    if (command->requested_bytes != blocks * BLOCK) return;
    memcpy(fixture->written + (size_t)at * BLOCK, command->data, (size_t)blocks * BLOCK);
    for (i = 0; i < blocks; i++)
        fixture->is_written[at + (int32_t)i] = true;
}

static void give_page(struct burn_fixture *fixture, const struct scsi_command *command, struct scsi_reply *reply)
{
    uint8_t page[8 + sizeof fixture->page_05] = {0, 8 + sizeof fixture->page_05 - 2};

    memcpy(page + 8, fixture->page_05, sizeof fixture->page_05);
    script_reply_bytes(command, reply, page, sizeof page);
}

static void give_blocks(struct burn_fixture *fixture, const struct scsi_command *command, struct scsi_reply *reply)
{
    int32_t lba = (int32_t)load_be32(command->cdb + 2), at = lba - fixture->first_lba;
    int32_t spoiled = fixture->spoiled_lba;

    assert_true(lba >= 0);
    script_reply_bytes(command, reply, fixture->written + (size_t)at * BLOCK, command->requested_bytes);
    if (spoiled >= lba && spoiled < lba + (int32_t)load_be16(command->cdb + 7)) {
        ((uint8_t *)command->data)[(size_t)(spoiled - lba) * BLOCK + 77] ^= 0x10;
    }
}

static bool is_answered(struct burn_fixture *fixture, const struct scsi_command *command, struct scsi_reply *reply)
{
    size_t i;

    if (fixture->fails_nth == fixture->sent_count) {
        script_reply_sense(reply, 0x70, 0x04, 0x44, 0x00);
        if (!fixture->fails_lost) return true;
        memset(reply, 0, sizeof *reply);
        reply->outcome = SCSI_LOST;
        reply->failure = SCSI_FAILURE_TIMEOUT;
        return true;
    }
    for (i = 0; i < fixture->answer_count; i++) {
        struct burn_fixture_answer *answer = &fixture->answers[i];

        if (answer->opcode != command->cdb[0] || !answer->times) continue;
        if (answer->after) {
            answer->after--;
            continue;
        }
        answer->times--;
        if (!answer->response_code) {
            memset(reply, 0, sizeof *reply);
            reply->outcome = SCSI_LOST;
            reply->failure = SCSI_FAILURE_TIMEOUT;
            return true;
        }
        script_reply_sense(reply, answer->response_code, answer->key, answer->asc, answer->ascq);
        if (answer->progress) {
            reply->sense[15] = 0x80;
            store_be16(reply->sense + 16, (uint16_t)answer->progress);
        }
        return true;
    }
    return false;
}

static void answer(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply)
{
    struct burn_fixture *fixture = script->context;
    struct burn_fixture_sent *sent = &fixture->sent[fixture->sent_count % BURN_FIXTURE_SENT];
    uint8_t capacity[8] = {0, 0, 0, 0, 0, 0, 8, 0};
    uint32_t keep = command->requested_bytes < sizeof sent->data ? command->requested_bytes : sizeof sent->data;

    assert_false(fixture->pump.is_locked);
    assert_true(command->direction != SCSI_DATA_OUT || command->requested_bytes < 4096 ||
                (uintptr_t)command->data % 4096 == 0); /* pass-through moves page-aligned memory as it is */
    assert_true(command->timeout_ms > 0);
    memcpy(sent->cdb, command->cdb, sizeof sent->cdb);
    sent->bytes = command->requested_bytes;
    sent->timeout_ms = command->timeout_ms;
    sent->at_ms = fixture->clock.ms;
    if (command->direction == SCSI_DATA_OUT && command->data) memcpy(sent->data, command->data, keep);
    fixture->sent_count++;
    fixture->clock.ms += COMMAND_MS;
    if (fixture->cancel_after && fixture->sent_count == fixture->cancel_after) {
        atomic_store(&fixture->control.is_cancelled, true);
    }
    if (fixture->cancel_at_opcode && fixture->cancel_at_opcode == command->cdb[0]) {
        atomic_store(&fixture->control.is_cancelled, true);
    }
    if (is_answered(fixture, command, reply)) return;
    switch (command->cdb[0]) {
    case 0x5A:
        give_page(fixture, command, reply);
        break;
    case 0x51:
        script_reply_bytes(command, reply, fixture->disc, sizeof fixture->disc);
        break;
    case 0x52:
        script_reply_bytes(command, reply, fixture->track, sizeof fixture->track);
        break;
    case 0x25:
        store_be32(capacity, fixture->capacity);
        script_reply_bytes(command, reply, capacity, sizeof capacity);
        break;
    case 0x2A:
    case 0xAA:
        keep_written(fixture, command);
        script_reply_bytes(command, reply, NULL, 0);
        break;
    case 0x28:
        give_blocks(fixture, command, reply);
        break;
    default:
        script_reply_bytes(command, reply, NULL, 0);
        break;
    }
}

int burn_fixture_setup(void **state)
{
    static const struct drive_identity identity = {"VENDOR", "PRODUCT", "REV1", 0x05};
    struct burn_fixture *fixture = calloc(1, sizeof *fixture);
    struct drive_failure failure;

    if (!fixture) return -1;
    fixture->live_before = base_alloc_live();
    memset(&fixture->failure, 0x5A, sizeof fixture->failure);
    fake_clock_begin(&fixture->clock);
    script_begin(&fixture->script);
    fixture->script.otherwise = answer;
    fixture->script.context = fixture;
    if (drive_open(&fixture->script.transport, &identity, NULL, &fixture->clock.clock, &fixture->drive, &failure)) {
        return -1;
    }
    step_pump_begin(&fixture->pump);
    fixture->source.source.read = read_source;
    fixture->source.source.seek = seek_source;
    fixture->source.bytes = UINT64_MAX;
    fixture->observer.notice = notice;
    fixture->observer.context = fixture;
    fixture->tools.drive = fixture->drive;
    fixture->tools.clock = &fixture->clock.clock;
    fixture->tools.pump = &fixture->pump.pump;
    fixture->tools.observer = &fixture->observer;
    fixture->tools.control = &fixture->control;
    fixture->page_05[0] = 0x85;
    fixture->page_05[1] = 0x32;
    fixture->disc[1] = 32;
    fixture->track[1] = 34;
    fixture->first_lba = -150;
    fixture->spoiled_lba = -1000;
    fixture->written = calloc(BURN_FIXTURE_BLOCKS, BLOCK); /* not touched: most of it is never used */
    fixture->is_written = calloc(BURN_FIXTURE_BLOCKS, sizeof *fixture->is_written);
    if (!fixture->written || !fixture->is_written) return -1;
    *state = fixture;
    return 0;
}

int burn_fixture_teardown(void **state)
{
    struct burn_fixture *fixture = *state;
    int result = 0;

    drive_close(fixture->drive);
    if (base_alloc_live() != fixture->live_before) {
        print_error("%ld blocks are left\n", base_alloc_live() - fixture->live_before);
        result = -1;
    }
    if (fixture->pump.step || fixture->pump.is_locked || fixture->pump.starts != fixture->pump.finishes) {
        print_error("a worker lives, or the lock is held\n");
        result = -1;
    }
    free(fixture->written);
    free(fixture->is_written);
    free(fixture);
    return result;
}

struct burn_fixture *burn_fixture_again(void **state)
{
    assert_int_equal(burn_fixture_teardown(state), 0);
    assert_int_equal(burn_fixture_setup(state), 0);
    return *state;
}

void burn_fixture_say(struct burn_fixture *fixture, uint8_t disc, uint8_t session, uint8_t sessions, uint32_t start,
                      uint32_t blocks)
{
    fixture->disc[2] = (uint8_t)(session << 2 | disc);
    fixture->disc[4] = sessions;
    fixture->track[2] = 1;
    fixture->track[3] = 1;
    store_be32(fixture->track + 8, start);
    store_be32(fixture->track + 24, blocks);
    fixture->capacity = 2295103;
}

void burn_fixture_refuse(struct burn_fixture *fixture, uint8_t opcode, unsigned after, unsigned times, uint32_t sense)
{
    struct burn_fixture_answer *added = &fixture->answers[fixture->answer_count++];

    assert_true(fixture->answer_count <= BURN_FIXTURE_ANSWERS);
    added->opcode = opcode;
    added->after = after;
    added->times = times;
    added->response_code = 0x70;
    added->key = (uint8_t)(sense >> 16);
    added->asc = (uint8_t)(sense >> 8);
    added->ascq = (uint8_t)sense;
}

void burn_fixture_lose(struct burn_fixture *fixture, uint8_t opcode, unsigned after)
{
    burn_fixture_refuse(fixture, opcode, after, 1, 0);
    fixture->answers[fixture->answer_count - 1].response_code = 0;
}

size_t burn_fixture_count(const struct burn_fixture *fixture, uint8_t opcode)
{
    size_t count = 0, i;

    assert_true(fixture->sent_count <= BURN_FIXTURE_SENT);
    for (i = 0; i < fixture->sent_count; i++)
        count += fixture->sent[i].cdb[0] == opcode;
    return count;
}

const struct burn_fixture_sent *burn_fixture_nth(const struct burn_fixture *fixture, uint8_t opcode, size_t n)
{
    size_t i;

    for (i = 0; i < fixture->sent_count; i++) {
        if (fixture->sent[i].cdb[0] == opcode && n-- == 0) return &fixture->sent[i];
    }
    fail_msg("no such command %02x", opcode);
    return NULL;
}

static const uint8_t *block_at(const struct burn_fixture *fixture, int32_t lba)
{
    assert_true(lba >= fixture->first_lba && lba < fixture->first_lba + BURN_FIXTURE_BLOCKS);
    return fixture->written + (size_t)(lba - fixture->first_lba) * BLOCK;
}

void burn_fixture_assert_blocks(const struct burn_fixture *fixture, int32_t lba, uint32_t blocks, uint32_t source_block)
{
    uint32_t n;

    for (n = 0; n < blocks; n++) {
        if (memcmp(block_at(fixture, lba + (int32_t)n), bytes_of(source_block + n), BLOCK) != 0) {
            fail_msg("LBA %ld differs", (long)lba + (long)n);
        }
    }
}

void burn_fixture_assert_zeros(const struct burn_fixture *fixture, int32_t lba, uint32_t blocks)
{
    static const uint8_t zeros[BLOCK];
    uint32_t n;

    for (n = 0; n < blocks; n++) {
        if (!fixture->is_written[lba + (int32_t)n - fixture->first_lba] ||
            memcmp(block_at(fixture, lba + (int32_t)n), zeros, BLOCK) != 0) {
            fail_msg("LBA %ld is not zeros", (long)lba + (long)n);
        }
    }
}

void burn_fixture_assert_untouched(const struct burn_fixture *fixture, int32_t lba, uint32_t blocks)
{
    uint32_t n;

    for (n = 0; n < blocks; n++) {
        if (fixture->is_written[lba + (int32_t)n - fixture->first_lba]) fail_msg("LBA %ld was written", (long)lba);
    }
}

void burn_fixture_assert_cdb(const struct burn_fixture_sent *sent, const char *hex)
{
    char text[2 * SCSI_CDB_MAX + 1];
    size_t length = strlen(hex) / 2, i;

    for (i = 0; i < length; i++)
        sprintf(text + 2 * i, "%02x", sent->cdb[i]);
    text[2 * length] = '\0';
    assert_string_equal(text, hex);
}
