/* Fuzz target: transcripts, read, written again and replayed. */
#include <string.h>

#include "fuzz/fuzz.h"
#include "scsi/transcript.h"
#include "scsi/transport_replay.h"

const char fuzz_name[] = "transcript";
FUZZ_NO_HEAD
const struct fuzz_seeds fuzz_seeds[] = {{NULL, NULL, "transcripts/short.trace"}, {NULL, NULL, NULL}};

/* Every record that is read can be asked for, once, and is answered within the buffer. */
static void ask(struct scsi_transport *replay, const struct transcript_record *record)
{
    static uint8_t data[1 << 12];
    struct scsi_command command = record->command;
    struct scsi_reply reply;

    if (command.requested_bytes > sizeof data) return;
    command.data = data;
    transcript_data(record, data, sizeof data);
    replay->ops->execute(replay, &command, &reply);
    FUZZ_CHECK(reply.transferred_bytes <= command.requested_bytes);
    FUZZ_CHECK(reply.sense_length <= SCSI_SENSE_MAX);
    FUZZ_CHECK(reply.failure >= SCSI_FAILURE_NONE && reply.failure <= SCSI_FAILURE_OTHER);
    FUZZ_CHECK(reply.outcome != SCSI_REFUSED || record->reply.outcome == SCSI_REFUSED);
}

/* A command without an answer: which, and why, in as much text as there is room for. */
static void complain(struct scsi_transport *replay)
{
    char buffer[48];
    struct text complaint = text_in(buffer, sizeof buffer);

    scsi_replay_get_complaint(replay, &complaint);
    FUZZ_CHECK(complaint.length < sizeof buffer && strlen(buffer) == complaint.length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct transcript transcript = {(const char *)data, size, 0, 0};
    struct scsi_transport *replay;
    struct transcript_record record, last;
    size_t line, commands = 0;
    uint8_t few[3];

    switch (scsi_replay_create((const char *)data, size, NULL, &replay, &line)) {
    case SCSI_REPLAY_MALFORMED:
        FUZZ_CHECK(line >= 1 && line <= size + 1);
        break;
    case SCSI_REPLAY_OK:
        FUZZ_CHECK(scsi_replay_count_unused(replay) > 0);
        break;
    default:
        FUZZ_CHECK(!replay);
    }
    while (transcript_next(&transcript, &record) == TRANSCRIPT_RECORD) {
        FUZZ_WITHIN((const uint8_t *)record.tag.text, record.tag.length, data, size);
        FUZZ_CHECK(record.tag.length > 0);
        if (record.kind == TRANSCRIPT_OPEN) FUZZ_WITHIN((const uint8_t *)record.id.text, record.id.length, data, size);
        if (record.kind != TRANSCRIPT_COMMAND) continue;
        FUZZ_CHECK(record.command.cdb_length >= 1 && record.command.cdb_length <= SCSI_CDB_MAX);
        FUZZ_CHECK(record.data_bytes <= record.data_whole_bytes);
        FUZZ_CHECK(transcript_data(&record, few, sizeof few) <= sizeof few);
        last = record;
        if (replay && commands++ < 50) ask(replay, &record);
    }
    if (replay) {
        if (commands) ask(replay, &last); /* once more than the transcript has it, mostly */
        complain(replay);
        replay->ops->close(replay);
    }
    return 0;
}
