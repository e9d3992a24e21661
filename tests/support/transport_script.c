/* A transport that answers from a script and records the commands that it is sent. */
#include "support/transport_script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void deliver(const struct scsi_command *command, const void *data, size_t count)
{
    if (command->direction != SCSI_DATA_IN) return;
    memset(command->data, 0, command->requested_bytes);
    if (count > command->requested_bytes) count = command->requested_bytes;
    if (count) memcpy(command->data, data, count);
}

static void remember(struct transport_script *script, const struct scsi_command *command)
{
    struct script_sent *sent;
    size_t count = command->requested_bytes;

    script->sent_count++;
    if (script->sent_count > SCRIPT_SENT_MAX) return;
    sent = &script->sent[script->sent_count - 1];
    memset(sent, 0, sizeof *sent);
    memcpy(sent->cdb, command->cdb, sizeof sent->cdb);
    sent->cdb_length = command->cdb_length;
    sent->direction = command->direction;
    sent->requested_bytes = command->requested_bytes;
    sent->timeout_ms = command->timeout_ms;
    if (count > sizeof sent->data_out) count = sizeof sent->data_out;
    if (command->direction == SCSI_DATA_OUT) memcpy(sent->data_out, command->data, count);
}

static void execute(struct scsi_transport *transport, const struct scsi_command *command, struct scsi_reply *reply)
{
    struct transport_script *script = (struct transport_script *)transport;
    const struct script_answer *answer;

    remember(script, command);
    if (script->clock) script->clock->ms += script->command_ms;
    if (script->answer_next == script->answer_count) {
        deliver(command, NULL, 0);
        if (script->otherwise) {
            script->otherwise(script, command, reply);
            return;
        }
        script->unexpected++;
        memset(reply, 0, sizeof *reply);
        reply->outcome = SCSI_NOT_SENT;
        reply->failure = SCSI_FAILURE_OTHER;
        return;
    }
    answer = &script->answers[script->answer_next++];
    *reply = answer->reply;
    deliver(command, answer->data, answer->data_bytes);
    if (!answer->is_counted && reply->transferred_bytes > command->requested_bytes) {
        reply->transferred_bytes = command->requested_bytes;
    }
}

static void get_limits(struct scsi_transport *transport, struct scsi_limits *limits)
{
    *limits = ((struct transport_script *)transport)->limits;
}

static void close_script(struct scsi_transport *transport)
{
    ((struct transport_script *)transport)->closes++;
}

static const struct scsi_transport_ops ops = {execute, get_limits, close_script};

void script_begin(struct transport_script *script)
{
    memset(script, 0, sizeof *script);
    script->transport.ops = &ops;
    script->limits.max_transfer_bytes = 65536;
    script->limits.max_unaligned_transfer_bytes = 65536;
}

void script_again(struct transport_script *script)
{
    script->answer_count = 0;
    script->answer_next = 0;
    script->sent_count = 0;
    script->unexpected = 0;
}

static struct script_answer *queue(struct transport_script *script, enum scsi_outcome outcome)
{
    struct script_answer *answer;

    if (script->answer_count == SCRIPT_ANSWERS_MAX) {
        fprintf(stderr, "transport_script: more than %d answers\n", SCRIPT_ANSWERS_MAX);
        abort();
    }
    answer = &script->answers[script->answer_count++];
    memset(answer, 0, sizeof *answer);
    answer->reply.outcome = outcome;
    return answer;
}

void script_bytes(struct transport_script *script, const void *data, size_t count)
{
    struct script_answer *answer = queue(script, SCSI_DONE);

    answer->data = data;
    answer->data_bytes = count;
    answer->reply.transferred_bytes = (uint32_t)count;
}

void script_bytes_counted(struct transport_script *script, const void *data, size_t count, uint32_t transferred)
{
    script_bytes(script, data, count);
    script->answers[script->answer_count - 1].reply.transferred_bytes = transferred;
    script->answers[script->answer_count - 1].is_counted = true;
}

void script_good(struct transport_script *script)
{
    queue(script, SCSI_DONE);
}

void script_raw_sense(struct transport_script *script, const void *sense, size_t count)
{
    struct script_answer *answer = queue(script, SCSI_REFUSED);

    answer->reply.status = SCSI_STATUS_CHECK_CONDITION;
    answer->reply.sense_length = (uint8_t)count;
    if (count) memcpy(answer->reply.sense, sense, count);
}

void script_reply_sense(struct scsi_reply *reply, uint8_t response_code, uint8_t key, uint8_t asc, uint8_t ascq)
{
    memset(reply, 0, sizeof *reply);
    reply->outcome = SCSI_REFUSED;
    reply->status = SCSI_STATUS_CHECK_CONDITION;
    reply->sense_length = 18;
    reply->sense[0] = response_code;
    reply->sense[2] = key;
    reply->sense[7] = 10;
    reply->sense[12] = asc;
    reply->sense[13] = ascq;
}

void script_sense(struct transport_script *script, size_t times, uint8_t response_code, uint8_t key, uint8_t asc,
                  uint8_t ascq)
{
    size_t i;

    for (i = 0; i < times; i++)
        script_reply_sense(&queue(script, SCSI_REFUSED)->reply, response_code, key, asc, ascq);
}

void script_status(struct transport_script *script, uint8_t status)
{
    queue(script, SCSI_REFUSED)->reply.status = status;
}

void script_failure(struct transport_script *script, enum scsi_outcome outcome, enum scsi_failure failure,
                    uint32_t system_error)
{
    struct script_answer *answer = queue(script, outcome);

    answer->reply.failure = failure;
    answer->reply.system_error = system_error;
}

void script_reply_bytes(const struct scsi_command *command, struct scsi_reply *reply, const void *data, size_t count)
{
    memset(reply, 0, sizeof *reply);
    reply->outcome = SCSI_DONE;
    deliver(command, data, count);
    reply->transferred_bytes = (uint32_t)(count < command->requested_bytes ? count : command->requested_bytes);
}
