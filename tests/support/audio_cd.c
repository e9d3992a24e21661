/* Answers like a drive with a CD that is blank at first. */
#include "support/audio_cd.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "base/bytes.h"

enum { BLOCKS_BYTES_MAX = 2448, COMMAND_MS = 1 };

/* ----------------------------------------------------------------------------------------------------------- source */

static uint8_t byte_of(uint64_t block, uint32_t i)
{
    return (uint8_t)(block * 31 + i * 7u);
}

static int32_t read_source(struct burn_source *port, void *bytes, uint32_t count, uint32_t *got)
{
    struct audio_cd_source *source = (struct audio_cd_source *)port;
    uint64_t left = source->at < source->bytes ? source->bytes - source->at : 0;
    uint64_t block = source->at / source->block_bytes;
    uint32_t i = (uint32_t)(source->at % source->block_bytes), n;

    *got = 0;
    if (source->fails_at && source->at + count > source->fails_at) return 1234;
    if (count > left) count = (uint32_t)left;
    for (n = 0; n < count; n++) {
        ((uint8_t *)bytes)[n] = byte_of(block, i);
        if (++i < source->block_bytes) continue;
        i = 0;
        block++;
    }
    source->at += count;
    *got = count;
    return 0;
}

void audio_cd_give(struct audio_cd *cd, uint32_t blocks, uint32_t block_bytes)
{
    cd->source.block_bytes = block_bytes;
    cd->source.bytes = (uint64_t)blocks * block_bytes;
    cd->source.at = 0;
    cd->source.fails_at = 0;
}

static bool is_source(const uint8_t *bytes, uint32_t count, uint64_t block)
{
    uint32_t i;

    for (i = 0; i < count; i++) {
        if (bytes[i] != byte_of(block, i)) return false;
    }
    return true;
}

static bool is_silence(const uint8_t *bytes, uint32_t count)
{
    static const uint8_t zeros[BLOCKS_BYTES_MAX];

    return memcmp(bytes, zeros, count) == 0;
}

static void notice(void *context, const struct burn_progress *progress)
{
    struct audio_cd *cd = context;

    assert_false(cd->pump.is_locked);
    assert_true(cd->notice_count < AUDIO_CD_NOTICES);
    cd->notice_at[cd->notice_count] = cd->sent_count;
    cd->notices[cd->notice_count++] = *progress;
}

/* ---------------------------------------------------------------------------------------------------------- answers */

static void refuse(struct scsi_reply *reply, uint8_t key, uint8_t asc, uint8_t ascq)
{
    script_reply_sense(reply, 0x70, key, asc, ascq);
}

static void good(const struct scsi_command *command, struct scsi_reply *reply)
{
    script_reply_bytes(command, reply, NULL, 0);
}

static uint32_t size_of(const struct audio_cd_track *track)
{
    return track->source_blocks + track->silent_blocks;
}

/* Where the next track begins: behind the run-out and a pre-gap. */
static int32_t next_start(const struct audio_cd *cd)
{
    const struct audio_cd_track *last;

    if (!cd->track_count) return 0;
    last = &cd->tracks[cd->track_count - 1];
    return last->start + (int32_t)(size_of(last) + cd->run_out + 150);
}

static uint32_t last_lead_out(const struct audio_cd *cd)
{
    const uint8_t *time = cd->lead_out[0] == 0xFF ? cd->atip + 3 : cd->lead_out;

    return (time[0] * 60u + time[1]) * 75 + time[2] - 150;
}

static int32_t lead_in_start(const struct audio_cd *cd)
{
    const uint8_t *time = cd->lead_in[0] == 0xFF ? cd->atip : cd->lead_in;

    return (time[0] * 60 + time[1]) * 75 + time[2] - 450150;
}

static size_t put_feature(uint8_t *at, uint16_t code, const uint8_t data[4])
{
    if (data[0] == 0xFF) return 0;
    store_be16(at, code);
    at[2] = 1;
    at[3] = 4;
    memcpy(at + 4, data, 4);
    return 8;
}

static void give_configuration(const struct audio_cd *cd, const struct scsi_command *command, struct scsi_reply *reply)
{
    uint8_t bytes[64] = {0, 0, 0, 0, 0, 0, 0, cd->profile, 0x00, 0x00, 0x03, 0x04, 0x00, cd->profile, 0x01, 0x00};
    size_t count = 16;

    count += put_feature(bytes + count, 0x002D, cd->feature_2d);
    count += put_feature(bytes + count, 0x002E, cd->feature_2e);
    store_be32(bytes, (uint32_t)count - 4);
    script_reply_bytes(command, reply, bytes, count);
}

static void give_disc(const struct audio_cd *cd, const struct scsi_command *command, struct scsi_reply *reply)
{
    bool is_blank = !cd->track_count, is_complete = cd->is_closed && !cd->is_multi_session && !cd->says_open;
    uint8_t bytes[34] = {0, 32};

    bytes[2] = (uint8_t)(is_blank ? 0x00 : is_complete ? 0x0E : cd->is_closed ? 0x01 : 0x05);
    bytes[3] = 1;
    bytes[4] = (uint8_t)(cd->is_closed && !is_complete ? 2 : 1);
    bytes[5] = 1;
    bytes[6] = (uint8_t)(cd->track_count + 1);
    bytes[7] = 0x20;
    memcpy(bytes + 17, cd->lead_in, 3);
    memcpy(bytes + 21, cd->lead_out, 3);
    script_reply_bytes(command, reply, bytes, sizeof bytes);
}

static void give_next_track(const struct audio_cd *cd, uint8_t bytes[36])
{
    bool has_nwa = !cd->says_nwa_late || cd->has_write_type;
    uint32_t next = (uint32_t)next_start(cd), most = last_lead_out(cd);

    bytes[2] = (uint8_t)(cd->track_count + 1);
    bytes[6] = 0x40;
    bytes[7] = has_nwa ? 1 : 0;
    store_be32(bytes + 8, has_nwa ? next : 0);
    store_be32(bytes + 12, has_nwa ? next : 0);
    store_be32(bytes + 16, cd->says_no_free ? 0 : cd->free_never_shrinks ? most : next < most ? most - next : 0);
    if (!cd->lied_next) return;
    store_be32(bytes + 8, cd->lied_next);
    store_be32(bytes + 12, cd->lied_next);
    store_be32(bytes + 16, INT32_MAX);
}

static void give_track(const struct audio_cd *cd, const struct scsi_command *command, struct scsi_reply *reply)
{
    uint32_t number = load_be32(command->cdb + 2);
    int32_t pregap = cd->counts_pregaps ? 150 : 0;
    uint8_t bytes[36] = {0, 34};

    bytes[3] = 1;
    bytes[5] = cd->calls_tracks_data ? 4 : 0;
    if (number == 0xFF || number == cd->track_count + 1) {
        give_next_track(cd, bytes);
    } else if (number >= 1 && number <= cd->track_count) {
        bytes[2] = (uint8_t)number;
        store_be32(bytes + 8, (uint32_t)(cd->tracks[number - 1].start - pregap));
        store_be32(bytes + 24, size_of(&cd->tracks[number - 1]) + (uint32_t)pregap + cd->size_too_large);
    } else {
        refuse(reply, 5, 0x24, 0);
        return;
    }
    script_reply_bytes(command, reply, bytes, sizeof bytes);
}

static void give_atip(const struct audio_cd *cd, const struct scsi_command *command, struct scsi_reply *reply)
{
    uint8_t bytes[28] = {0, 26, 0, 0, 0xD0, 0, 0xA0, 0};

    if (!cd->atip[0]) {
        refuse(reply, 5, 0x24, 0);
        return;
    }
    memcpy(bytes + 8, cd->atip, 3);
    memcpy(bytes + 12, cd->atip + 3, 3);
    script_reply_bytes(command, reply, bytes, sizeof bytes);
}

static void give_toc(const struct audio_cd *cd, const struct scsi_command *command, struct scsi_reply *reply)
{
    unsigned tracks = cd->track_count - (cd->hides_last_track ? 1 : 0), i;
    uint8_t bytes[4 + 8 * (AUDIO_CD_TRACKS + 1)] = {0};

    if (!cd->is_closed || (command->cdb[2] & 0x0F) != 0) {
        refuse(reply, 5, 0x24, 0);
        return;
    }
    store_be16(bytes, (uint16_t)(2 + 8 * (tracks + 1)));
    bytes[2] = 1;
    bytes[3] = (uint8_t)tracks;
    for (i = 0; i <= tracks; i++) {
        bytes[4 + 8 * i + 1] = 0x10;
        bytes[4 + 8 * i + 2] = (uint8_t)(i < tracks ? i + 1 : 0xAA);
        store_be32(bytes + 4 + 8 * i + 4, (uint32_t)(i < tracks ? cd->tracks[i].start : next_start(cd) - 150));
    }
    script_reply_bytes(command, reply, bytes, 4 + 8 * ((size_t)tracks + 1));
}

static void give_page(const struct audio_cd *cd, const struct scsi_command *command, struct scsi_reply *reply)
{
    uint8_t page[8 + sizeof cd->page_05] = {0, 8 + sizeof cd->page_05 - 2};

    if ((command->cdb[2] & 0x3F) != 5) {
        refuse(reply, 5, 0x24, 0);
        return;
    }
    memcpy(page + 8, cd->page_05, sizeof cd->page_05);
    script_reply_bytes(command, reply, page, sizeof page);
}

static void take_page(struct audio_cd *cd, const struct scsi_command *command, struct scsi_reply *reply)
{
    const uint8_t *page = (const uint8_t *)command->data + 8;

    if (cd->refuses_write_type_3 && (page[2] & 0x0F) == 3) {
        refuse(reply, 5, 0x26, 0);
        return;
    }
    cd->has_write_type = true;
    cd->write_type = page[2] & 0x0F;
    cd->block_type = page[4] & 0x0F;
    cd->block_bytes = cd->write_type != 3 ? 2352 : cd->block_type == 1 ? 2368 : 2448;
    cd->is_multi_session = (page[3] & 0xC0) == 0xC0;
    good(command, reply);
}

/* The source's blocks in their order, then silence. */
static void keep_blocks(struct audio_cd *cd, const struct scsi_command *command, uint32_t blocks)
{
    struct audio_cd_track *track = &cd->tracks[cd->track_count - 1];
    const uint8_t *data = command->data;
    uint32_t i;

    for (i = 0; i < blocks; i++, data += cd->block_bytes) {
        if (!track->silent_blocks && is_source(data, cd->block_bytes, track->source_blocks)) {
            track->source_blocks++;
        } else if (is_silence(data, cd->block_bytes)) {
            track->silent_blocks++;
        } else {
            cd->wrong_blocks++;
        }
    }
}

static void take_blocks(struct audio_cd *cd, const struct scsi_command *command, struct scsi_reply *reply)
{
    int32_t lba = (int32_t)load_be32(command->cdb + 2);
    uint32_t blocks = load_be16(command->cdb + 7);
    int32_t start = cd->write_type == 3 ? lead_in_start(cd) : next_start(cd);

    if (cd->busy_writes) {
        cd->busy_writes--;
        refuse(reply, 2, 0x04, 0x08);
        return;
    }
    if (!cd->has_write_type || cd->is_closed || lba != (cd->is_open ? cd->next : start)) {
        refuse(reply, 5, 0x21, 0x02);
        return;
    }
    assert_int_equal(command->requested_bytes, blocks * cd->block_bytes);
    assert_int_equal((uintptr_t)command->data % 4096, 0); /* pass-through moves page-aligned memory as it is */
    if (!cd->is_open) {
        assert_true(cd->track_count < AUDIO_CD_TRACKS);
        cd->tracks[cd->track_count++].start = lba;
        cd->is_open = true;
    }
    keep_blocks(cd, command, blocks);
    cd->next = lba + (int32_t)blocks;
    good(command, reply);
}

static void synchronize(struct audio_cd *cd, const struct scsi_command *command, struct scsi_reply *reply)
{
    cd->is_open = false;
    cd->flushed_ms = cd->clock.ms + cd->flush_ms;
    if (cd->write_type == 3 && cd->track_count) cd->is_closed = true;
    good(command, reply);
}

static void test_ready(const struct audio_cd *cd, const struct scsi_command *command, struct scsi_reply *reply)
{
    if (cd->clock.ms < cd->flushed_ms) {
        refuse(reply, 2, 0x04, 0x07);
    } else {
        good(command, reply);
    }
}

static void answer(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply)
{
    struct audio_cd *cd = script->context;
    struct audio_cd_sent *sent = &cd->sent[cd->sent_count % AUDIO_CD_SENT];
    uint32_t keep = command->requested_bytes < sizeof sent->data ? command->requested_bytes : sizeof sent->data;

    assert_false(cd->pump.is_locked);
    memset(sent, 0, sizeof *sent);
    memcpy(sent->cdb, command->cdb, sizeof sent->cdb);
    sent->bytes = command->requested_bytes;
    if (command->direction == SCSI_DATA_OUT && command->data) memcpy(sent->data, command->data, keep);
    cd->sent_count++;
    cd->clock.ms += COMMAND_MS;
    if (cd->sent_count == cd->cancels_nth) atomic_store(&cd->control.is_cancelled, true);
    if (cd->sent_count == cd->fails_nth) {
        refuse(reply, 4, 0x44, 0);
        return;
    }
    switch (command->cdb[0]) {
    case 0x00:
        test_ready(cd, command, reply);
        break;
    case 0x2A:
        take_blocks(cd, command, reply);
        break;
    case 0x35:
        synchronize(cd, command, reply);
        break;
    case 0x43:
        if ((command->cdb[2] & 0x0F) == 4) {
            give_atip(cd, command, reply);
        } else {
            give_toc(cd, command, reply);
        }
        break;
    case 0x46:
        give_configuration(cd, command, reply);
        break;
    case 0x51:
        give_disc(cd, command, reply);
        break;
    case 0x52:
        give_track(cd, command, reply);
        break;
    case 0x55:
        take_page(cd, command, reply);
        break;
    case 0x5A:
        give_page(cd, command, reply);
        break;
    case 0x5B:
        cd->is_closed = true;
        good(command, reply);
        break;
    default:
        good(command, reply);
        break;
    }
}

/* ------------------------------------------------------------------------------------------------------------- life */

/* The disc of burn-sequences.json: lead-in 97:26:65, last lead-out 79:59:74. */
static void set_drive(struct audio_cd *cd)
{
    static const uint8_t lead_in[3] = {97, 26, 65}, lead_out[3] = {79, 59, 74}, tao[4] = {0x57, 0, 0x3F, 0x0F},
                         mastering[4] = {0x7F, 0, 0x0C, 0};

    cd->profile = 0x09;
    cd->page_05[0] = 0x85;
    cd->page_05[1] = 0x32;
    memcpy(cd->lead_in, lead_in, 3);
    memcpy(cd->lead_out, lead_out, 3);
    memcpy(cd->feature_2d, tao, 4);
    memcpy(cd->feature_2e, mastering, 4);
    cd->run_out = 2;
}

int audio_cd_setup(void **state)
{
    static const struct drive_identity identity = {"VENDOR", "PRODUCT", "REV1", 0x05};
    struct audio_cd *cd = calloc(1, sizeof *cd);
    struct drive_failure failure;

    if (!cd) return -1;
    cd->live_before = base_alloc_live();
    memset(&cd->failure, 0x5A, sizeof cd->failure);
    fake_clock_begin(&cd->clock);
    script_begin(&cd->script);
    cd->script.otherwise = answer;
    cd->script.context = cd;
    set_drive(cd);
    if (drive_open(&cd->script.transport, &identity, NULL, &cd->clock.clock, &cd->drive, &failure)) return -1;
    step_pump_begin(&cd->pump);
    cd->source.source.read = read_source;
    cd->observer.notice = notice;
    cd->observer.context = cd;
    cd->tools.drive = cd->drive;
    cd->tools.clock = &cd->clock.clock;
    cd->tools.pump = &cd->pump.pump;
    cd->tools.observer = &cd->observer;
    cd->tools.control = &cd->control;
    *state = cd;
    return 0;
}

int audio_cd_teardown(void **state)
{
    struct audio_cd *cd = *state;
    int result = 0;

    drive_close(cd->drive);
    if (base_alloc_live() != cd->live_before) {
        print_error("%ld blocks are left\n", base_alloc_live() - cd->live_before);
        result = -1;
    }
    if (cd->pump.step || cd->pump.is_locked || cd->pump.starts != cd->pump.finishes) {
        print_error("a worker lives, or the lock is held\n");
        result = -1;
    }
    free(cd);
    return result;
}

struct audio_cd *audio_cd_again(void **state)
{
    assert_int_equal(audio_cd_teardown(state), 0);
    assert_int_equal(audio_cd_setup(state), 0);
    return *state;
}

void audio_cd_look(struct audio_cd *cd)
{
    assert_int_equal(burn_audio_look(&cd->tools, &cd->disc, &cd->failure), BURN_OK);
    cd->sent_count = 0;
}

size_t audio_cd_count(const struct audio_cd *cd, uint8_t opcode)
{
    size_t count = 0, i;

    assert_true(cd->sent_count <= AUDIO_CD_SENT);
    for (i = 0; i < cd->sent_count; i++)
        count += cd->sent[i].cdb[0] == opcode;
    return count;
}

void audio_cd_summarise(const struct audio_cd *cd, char *text)
{
    size_t i;

    text[0] = '\0';
    for (i = 0; i < cd->sent_count; i++) {
        if (i && cd->sent[i].cdb[0] == 0x2A && cd->sent[i - 1].cdb[0] == 0x2A) continue;
        sprintf(text + strlen(text), "%s%02x", i ? " " : "", cd->sent[i].cdb[0]);
    }
}
