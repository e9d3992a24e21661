/* Answers a drive's questions about a disc from a table. */
#include "support/scripted_disc.h"

#include <string.h>

static void put_16(uint8_t *at, unsigned value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static void put_32(uint8_t *at, uint32_t value)
{
    put_16(at, value >> 16);
    put_16(at + 2, value & 0xFFFF);
}

static uint32_t get_32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void refuse(struct scsi_reply *reply, uint8_t asc)
{
    script_reply_sense(reply, 0x70, 5, asc, 0);
}

static void answer_configuration(const struct scripted_disc *disc, const struct scsi_command *command,
                                 struct scsi_reply *reply)
{
    uint8_t bytes[8 + SCRIPTED_FEATURES * 24] = {0};
    size_t count = 8, i;

    if (disc->has_no_configuration) {
        refuse(reply, 0x20);
        return;
    }
    for (i = 0; i < SCRIPTED_FEATURES && (disc->features[i].code || disc->features[i].data_bytes); i++) {
        const struct scripted_feature *feature = &disc->features[i];

        put_16(bytes + count, feature->code);
        bytes[count + 2] = feature->current;
        bytes[count + 3] = feature->data_bytes;
        memcpy(bytes + count + 4, feature->data, feature->data_bytes);
        count += 4 + (size_t)feature->data_bytes;
    }
    put_32(bytes, (uint32_t)count - 4);
    put_16(bytes + 6, disc->profile);
    script_reply_bytes(command, reply, bytes, count);
}

static void answer_information(const struct scripted_disc *disc, const struct scsi_command *command,
                               struct scsi_reply *reply)
{
    uint8_t bytes[34] = {0, 0x20};

    if (disc->has_no_information) {
        refuse(reply, 0x20);
        return;
    }
    bytes[2] = disc->state;
    bytes[3] = 1;
    bytes[4] = (uint8_t)disc->sessions;
    bytes[9] = (uint8_t)(disc->sessions >> 8);
    bytes[5] = (uint8_t)disc->first_track;
    bytes[10] = (uint8_t)(disc->first_track >> 8);
    bytes[6] = (uint8_t)disc->last_track;
    bytes[11] = (uint8_t)(disc->last_track >> 8);
    bytes[7] = disc->background_format;
    put_32(bytes + 20, disc->last_lead_out);
    script_reply_bytes(command, reply, bytes, sizeof bytes);
}

static void answer_track(const struct scripted_disc *disc, const struct scsi_command *command, struct scsi_reply *reply)
{
    uint32_t number = get_32(command->cdb + 2);
    uint8_t bytes[36] = {0, 0x22};
    size_t i;

    for (i = 0;
         i < SCRIPTED_TRACKS && disc->tracks[i].number != number && disc->tracks[i].number != SCRIPTED_EVERY_TRACK; i++)
        continue;
    if (i == SCRIPTED_TRACKS || (command->cdb[1] & 3) != 1 || !number) {
        refuse(reply, 0x24);
        return;
    }
    bytes[2] = (uint8_t)(number == 0xFF ? disc->last_track : number);
    bytes[3] = (uint8_t)disc->tracks[i].session;
    bytes[32] = (uint8_t)(number == 0xFF ? disc->last_track >> 8 : number >> 8);
    bytes[33] = (uint8_t)(disc->tracks[i].session >> 8);
    bytes[5] = 0x04;
    bytes[6] = disc->tracks[i].byte_6;
    bytes[7] = (uint8_t)((disc->tracks[i].has_last ? 2 : 0) | (disc->tracks[i].has_next ? 1 : 0));
    put_32(bytes + 8, (uint32_t)disc->tracks[i].start);
    put_32(bytes + 12, (uint32_t)disc->tracks[i].next);
    put_32(bytes + 16, disc->tracks[i].free);
    put_32(bytes + 24, disc->tracks[i].size);
    put_32(bytes + 28, disc->tracks[i].last);
    script_reply_bytes(command, reply, bytes, sizeof bytes);
}

static void answer_toc(const struct scripted_disc *disc, const struct scsi_command *command, struct scsi_reply *reply)
{
    uint8_t bytes[12] = {0, 10, 1, 1, 0, 0x14, 1, 0};

    if (!disc->has_session_start || (command->cdb[2] & 0x0F) != 1) {
        refuse(reply, 0x24);
        return;
    }
    put_32(bytes + 8, disc->session_start);
    script_reply_bytes(command, reply, bytes, sizeof bytes);
}

static void answer_capacity(const struct scripted_disc *disc, const struct scsi_command *command,
                            struct scsi_reply *reply)
{
    uint8_t bytes[8];

    if (!disc->has_capacity) {
        script_reply_sense(reply, 0x70, 2, 0x30, 0x00);
        return;
    }
    put_32(bytes, disc->capacity_last);
    put_32(bytes + 4, disc->block_bytes ? disc->block_bytes : 2048);
    script_reply_bytes(command, reply, bytes, sizeof bytes);
}

static void answer_formats(const struct scripted_disc *disc, const struct scsi_command *command,
                           struct scsi_reply *reply)
{
    uint8_t bytes[4 + sizeof disc->formats] = {0};

    if (!disc->format_count) {
        refuse(reply, 0x24);
        return;
    }
    bytes[3] = (uint8_t)(disc->format_count * 8);
    memcpy(bytes + 4, disc->formats, bytes[3]);
    script_reply_bytes(command, reply, bytes, 4 + (size_t)bytes[3]);
}

static void answer_mode_sense(const struct scripted_disc *disc, const struct scsi_command *command,
                              struct scsi_reply *reply)
{
    uint8_t bytes[8 + sizeof disc->page_2a] = {0};

    if (!disc->page_2a_bytes || (command->cdb[2] & 0x3F) != 0x2A) {
        refuse(reply, 0x24);
        return;
    }
    bytes[1] = (uint8_t)(6 + disc->page_2a_bytes);
    memcpy(bytes + 8, disc->page_2a, disc->page_2a_bytes);
    script_reply_bytes(command, reply, bytes, 8 + (size_t)disc->page_2a_bytes);
}

static void answer_structure(const struct scripted_disc *disc, const struct scsi_command *command,
                             struct scsi_reply *reply)
{
    uint8_t bytes[4 + sizeof disc->structure_data] = {0};

    if (!disc->structure_bytes || command->cdb[7] != disc->structure) {
        refuse(reply, 0x24);
        return;
    }
    bytes[1] = (uint8_t)(2 + disc->structure_bytes);
    memcpy(bytes + 4, disc->structure_data, disc->structure_bytes);
    script_reply_bytes(command, reply, bytes, 4 + (size_t)disc->structure_bytes);
}

static void answer_performance(const struct scripted_disc *disc, const struct scsi_command *command,
                               struct scsi_reply *reply)
{
    size_t asked = (size_t)command->cdb[8] << 8 | command->cdb[9], count = disc->performance_bytes;
    uint8_t bytes[8 + sizeof disc->performance] = {0};

    if (!count || command->cdb[10] != 3) {
        refuse(reply, 0x24);
        return;
    }
    put_32(bytes, 4 + (uint32_t)(disc->hides_performance && asked < 2 ? 16 : count));
    memcpy(bytes + 8, disc->performance, count);
    script_reply_bytes(command, reply, bytes, 8 + (count < asked * 16 ? count : asked * 16));
}

static void answer_read(const struct scripted_disc *disc, const struct scsi_command *command, struct scsi_reply *reply)
{
    uint32_t lba = get_32(command->cdb + 2);
    uint32_t blocks = (uint32_t)command->cdb[7] << 8 | command->cdb[8];
    uint8_t *data = command->data;

    if (disc->read_key) {
        script_reply_sense(reply, 0x70, disc->read_key, disc->read_asc, 0);
        return;
    }
    memset(data, disc->filler, command->requested_bytes);
    if (disc->is_dirty && disc->dirty_lba >= lba && disc->dirty_lba < lba + blocks) {
        data[(disc->dirty_lba - lba) * 2048 + 2047] = 1;
    }
    memset(reply, 0, sizeof *reply);
    reply->outcome = SCSI_DONE;
    reply->transferred_bytes = command->requested_bytes - disc->is_read_short;
}

static void answer(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply)
{
    struct scripted_disc *disc = script->context;

    disc->counts[command->cdb[0]]++;
    if (disc->lost_at && scripted_disc_count(disc) == disc->lost_at) {
        memset(reply, 0, sizeof *reply);
        reply->outcome = SCSI_LOST;
        reply->failure = SCSI_FAILURE_TIMEOUT;
        return;
    }
    if (disc->key && disc->failing_opcode == command->cdb[0]) {
        script_reply_sense(reply, 0x70, disc->key, disc->asc, disc->ascq);
        return;
    }
    switch (command->cdb[0]) {
    case 0x23:
        answer_formats(disc, command, reply);
        break;
    case 0x25:
        answer_capacity(disc, command, reply);
        break;
    case 0x28:
        answer_read(disc, command, reply);
        break;
    case 0x43:
        answer_toc(disc, command, reply);
        break;
    case 0x46:
        answer_configuration(disc, command, reply);
        break;
    case 0x51:
        answer_information(disc, command, reply);
        break;
    case 0x52:
        answer_track(disc, command, reply);
        break;
    case 0x5A:
        answer_mode_sense(disc, command, reply);
        break;
    case 0xAC:
        answer_performance(disc, command, reply);
        break;
    case 0xAD:
        answer_structure(disc, command, reply);
        break;
    case 0x00:
    case 0xB6:
    case 0xBB:
        script_reply_bytes(command, reply, NULL, 0);
        break;
    default:
        refuse(reply, 0x20);
        break;
    }
}

void scripted_disc_insert(struct transport_script *script, struct scripted_disc *disc)
{
    memset(disc->counts, 0, sizeof disc->counts);
    script->otherwise = answer;
    script->context = disc;
}

unsigned scripted_disc_count(const struct scripted_disc *disc)
{
    unsigned sum = 0;
    size_t i;

    for (i = 0; i < sizeof disc->counts / sizeof disc->counts[0]; i++)
        sum += disc->counts[i];
    return sum;
}
