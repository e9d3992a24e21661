/* A transport that answers commands from a transcript. */
#include "scsi/transport_replay.h"

#include <string.h>

#include "base/alloc.h"
#include "scsi/transcript.h"

/* A command that the drive was sent. */
struct given {
    size_t at; /* in the transcript */
    bool is_used;
};

enum complaint_reason { NONE, NOT_THERE, NOT_WHOLE };

struct replay {
    struct scsi_transport transport;
    const char *text;
    size_t count;
    struct given *given; /* owned */
    size_t given_count;
    struct scsi_command complained; /* of the first command without an answer */
    enum complaint_reason reason;
};

static const struct replay *peek_replay(const struct scsi_transport *transport)
{
    return (const struct replay *)transport;
}

/* ---- answering ---- */

static bool read_at(const struct replay *replay, size_t at, struct transcript_record *record)
{
    struct transcript transcript = {replay->text, replay->count, at, 0};

    return transcript_next(&transcript, record) == TRANSCRIPT_RECORD;
}

static uint32_t asked_bytes(const struct scsi_command *command)
{
    return command->direction == SCSI_NO_DATA ? 0 : command->requested_bytes;
}

/* Is the data-out the same, as far as it was written down? Without memory it is not. */
static bool has_same_data(const struct scsi_command *command, const struct transcript_record *record)
{
    uint8_t *written;
    bool is_same;

    if (command->direction != SCSI_DATA_OUT || !record->data_bytes) return true;
    written = base_alloc(record->data_bytes);
    if (!written) return false;
    transcript_data(record, written, record->data_bytes);
    is_same = memcmp(written, command->data, record->data_bytes) == 0;
    base_free(written);
    return is_same;
}

static bool is_same_command(const struct scsi_command *command, const struct transcript_record *record)
{
    return record->command.cdb_length == command->cdb_length &&
           memcmp(record->command.cdb, command->cdb, command->cdb_length) == 0 &&
           record->command.direction == command->direction && asked_bytes(&record->command) == asked_bytes(command) &&
           has_same_data(command, record);
}

static void complain(struct replay *replay, const struct scsi_command *command, struct scsi_reply *reply,
                     enum complaint_reason reason)
{
    scsi_reply_not_sent(command, reply, SCSI_FAILURE_OTHER, 0);
    if (replay->reason != NONE) return;
    replay->complained = *command;
    replay->reason = reason;
}

static void replay_execute(struct scsi_transport *transport, const struct scsi_command *command,
                           struct scsi_reply *reply)
{
    struct replay *replay = (struct replay *)transport;
    struct transcript_record record;
    size_t i;

    scsi_clear_data_in(command);
    for (i = 0; i < replay->given_count; i++) {
        if (replay->given[i].is_used || !read_at(replay, replay->given[i].at, &record)) continue;
        if (!is_same_command(command, &record)) continue;
        if (command->direction == SCSI_DATA_IN && record.data_bytes != record.data_whole_bytes) {
            complain(replay, command, reply, NOT_WHOLE);
            return;
        }
        replay->given[i].is_used = true;
        *reply = record.reply;
        if (command->direction == SCSI_DATA_IN) transcript_data(&record, command->data, command->requested_bytes);
        return;
    }
    complain(replay, command, reply, NOT_THERE);
}

/* A transcript does not say what the adapter could: what every adapter can. */
static void replay_get_limits(struct scsi_transport *transport, struct scsi_limits *limits)
{
    (void)transport;
    limits->max_transfer_bytes = 65536;
    limits->max_unaligned_transfer_bytes = 65536;
    limits->alignment_mask = 0;
}

static void replay_close(struct scsi_transport *transport)
{
    base_free(((struct replay *)transport)->given);
    base_free(transport);
}

size_t scsi_replay_count_unused(const struct scsi_transport *transport)
{
    const struct replay *replay = peek_replay(transport);
    size_t unused = 0, i;

    for (i = 0; i < replay->given_count; i++)
        unused += !replay->given[i].is_used;
    return unused;
}

void scsi_replay_get_complaint(const struct scsi_transport *transport, struct text *complaint)
{
    const struct replay *replay = peek_replay(transport);
    const struct scsi_command *command = &replay->complained;
    size_t i;

    if (replay->reason == NONE) return;
    for (i = 0; i < command->cdb_length; i++)
        text_printf(complaint, "%02x ", command->cdb[i]);
    text_printf(complaint, "(%lu bytes): ", (unsigned long)asked_bytes(command));
    text_append(complaint, replay->reason == NOT_WHOLE ? "the transcript does not have all the bytes of the answer"
                                                       : "not in the transcript, or not so often");
}

/* ---- reading the transcript ---- */

/* A drive that was opened: which tag stood for it from then on. */
struct opened {
    struct transcript_part tag;
    bool is_wanted;
};

/* What the first pass found. */
struct survey {
    size_t commands;
    size_t opens;
    struct transcript_part id; /* of the first drive */
    bool has_several;
};

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static bool is_same_id(struct transcript_part id, struct transcript_part other)
{
    size_t i;

    if (id.length != other.length) return false;
    for (i = 0; i < id.length; i++) {
        if (lower(id.text[i]) != lower(other.text[i])) return false;
    }
    return true;
}

static enum scsi_replay_result survey_all(struct transcript transcript, struct survey *survey, size_t *line)
{
    struct transcript_record record;
    enum transcript_result result;

    while ((result = transcript_next(&transcript, &record)) == TRANSCRIPT_RECORD) {
        survey->commands += record.kind == TRANSCRIPT_COMMAND;
        if (record.kind != TRANSCRIPT_OPEN) continue;
        if (!survey->opens++) survey->id = record.id;
        if (!is_same_id(survey->id, record.id)) survey->has_several = true;
    }
    if (result == TRANSCRIPT_END) return SCSI_REPLAY_OK;
    *line = transcript.line;
    return SCSI_REPLAY_MALFORMED;
}

/* The drive that a tag stands for now: that of the last open record. Records without one are the only drive's. */
static bool is_wanted(const struct opened *opened, size_t count, struct transcript_part tag, bool otherwise)
{
    while (count-- > 0) {
        if (transcript_part_equals(opened[count].tag, tag)) return opened[count].is_wanted;
    }
    return otherwise;
}

/* The second pass; has room for what the first one counted. Returns how often the drive was opened. */
static size_t choose(struct replay *replay, struct opened *opened, const struct transcript_part *id)
{
    struct transcript transcript = {replay->text, replay->count, 0, 0};
    struct transcript_record record;
    size_t opens = 0, wanted = 0, at = 0;

    for (; transcript_next(&transcript, &record) == TRANSCRIPT_RECORD; at = transcript.at) {
        if (record.kind == TRANSCRIPT_OPEN) {
            opened[opens].tag = record.tag;
            opened[opens].is_wanted = !id || is_same_id(record.id, *id);
            wanted += opened[opens++].is_wanted;
        } else if (record.kind == TRANSCRIPT_COMMAND && is_wanted(opened, opens, record.tag, !id)) {
            replay->given[replay->given_count++].at = at;
        }
    }
    return wanted;
}

static enum scsi_replay_result fill(struct replay *replay, const struct survey *survey,
                                    const struct transcript_part *id)
{
    struct opened *opened = base_alloc_array(survey->opens, sizeof *opened);
    size_t opens;

    replay->given = base_alloc_array(survey->commands, sizeof *replay->given);
    if (!opened || !replay->given) {
        base_free(opened);
        return SCSI_REPLAY_NO_MEMORY;
    }
    opens = choose(replay, opened, id);
    base_free(opened);
    return (id ? opens : replay->given_count) ? SCSI_REPLAY_OK : SCSI_REPLAY_NO_SUCH_DRIVE;
}

enum scsi_replay_result scsi_replay_create(const char *text, size_t count, const char *id,
                                           struct scsi_transport **transport, size_t *line)
{
    static const struct scsi_transport_ops ops = {replay_execute, replay_get_limits, replay_close};
    struct transcript_part wanted = {id, id ? strlen(id) : 0};
    struct survey survey = {0, 0, {NULL, 0}, false};
    struct replay *replay;
    enum scsi_replay_result result;

    *transport = NULL;
    *line = 0;
    result = survey_all((struct transcript){text, count, 0, 0}, &survey, line);
    if (result != SCSI_REPLAY_OK) return result;
    if (!id && survey.has_several) return SCSI_REPLAY_SEVERAL_DRIVES;
    replay = base_alloc(sizeof *replay);
    if (!replay) return SCSI_REPLAY_NO_MEMORY;
    replay->transport.ops = &ops;
    replay->text = text;
    replay->count = count;
    result = fill(replay, &survey, id ? &wanted : NULL);
    if (result != SCSI_REPLAY_OK) {
        replay_close(&replay->transport);
        return result;
    }
    *transport = &replay->transport;
    return SCSI_REPLAY_OK;
}
