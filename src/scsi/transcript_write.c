/* Writes one record of a transcript (docs/trace.md) from a command and its reply. */
#include "scsi/transcript.h"

#include "scsi/sense.h"
#include "scsi/transcript_words.h"

enum { BYTES_PER_LINE = 32, RUN_MIN = 16 };

static void put_head(struct text *out, const struct transcript_head *head)
{
    text_printf(out, "%s %s ", head->stamp, head->tag);
}

void transcript_put_open(struct text *out, const struct transcript_head *head, const char *id)
{
    char letter[2] = {0, 0};

    put_head(out, head);
    text_append(out, "open ");
    for (; *id; id++) {
        letter[0] = *id;
        text_append(out, (unsigned char)*id < 0x20 || *id == 0x7f ? "?" : letter);
    }
    text_append(out, "\n");
}

void transcript_put_close(struct text *out, const struct transcript_head *head)
{
    put_head(out, head);
    text_append(out, "close\n");
}

static void put_hex(struct text *out, uint8_t byte)
{
    static const char digits[] = "0123456789abcdef";
    char hex[4] = {' ', digits[byte >> 4], digits[byte & 15], '\0'};

    text_append(out, hex);
}

static size_t run_length(const uint8_t *bytes, size_t count)
{
    size_t length = 0;

    while (length < count && bytes[length] == bytes[0])
        length++;
    return length;
}

/* Lines of bytes: those of a long run of the same are counted. */
static void put_bytes(struct text *out, char mark, const uint8_t *bytes, size_t count)
{
    size_t i = 0, on_line = 0;

    while (i < count) {
        size_t run = run_length(bytes + i, count - i);

        if (on_line == 0) text_printf(out, "    %c", mark);
        put_hex(out, bytes[i]);
        if (run >= RUN_MIN) {
            text_printf(out, " * %lu", (unsigned long)run);
            i += run;
            on_line = BYTES_PER_LINE;
        } else {
            i++;
            on_line++;
        }
        if (on_line == BYTES_PER_LINE || i == count) {
            text_append(out, "\n");
            on_line = 0;
        }
    }
}

static void put_status(struct text *out, const struct scsi_reply *reply)
{
    const char *words;
    struct scsi_sense sense;

    switch (reply->status) {
    case SCSI_STATUS_CHECK_CONDITION:
        words = "check condition";
        break;
    case SCSI_STATUS_BUSY:
        words = "busy";
        break;
    case SCSI_STATUS_RESERVATION_CONFLICT:
        words = "reservation conflict";
        break;
    case SCSI_STATUS_TASK_ABORTED:
        words = "task aborted";
        break;
    default:
        words = "of no name";
    }
    text_printf(out, "status %02x %s", reply->status, words);
    if (!scsi_sense_decode(reply->sense, reply->sense_length, &sense)) {
        text_append(out, ", no sense");
        return;
    }
    words = scsi_sense_code_text(sense.asc, sense.ascq);
    text_printf(out, ", %s%x/%02x/%02x %s: %s", sense.deferred ? "deferred, of an earlier command: " : "", sense.key,
                sense.asc, sense.ascq, scsi_sense_key_text(sense.key), words ? words : "a code of no name");
}

static void put_result(struct text *out, const struct scsi_reply *reply)
{
    switch (reply->outcome) {
    case SCSI_DONE:
        text_append(out, "good");
        break;
    case SCSI_REFUSED:
        put_status(out, reply);
        break;
    case SCSI_NOT_SENT:
    case SCSI_LOST:
        text_printf(out, "%s: %s, system error %lu", reply->outcome == SCSI_LOST ? "lost" : "not sent",
                    transcript_failures[reply->failure], (unsigned long)reply->system_error);
        break;
    }
}

static void put_left_out(struct text *out, char mark, uint32_t count)
{
    if (count) text_printf(out, "    %c ... %lu\n", mark, (unsigned long)count);
}

void transcript_put_command(struct text *out, const struct transcript_head *head, const struct scsi_command *command,
                            const struct scsi_reply *reply, const char *name, uint32_t shown_bytes,
                            uint32_t duration_us)
{
    uint32_t asked = command->direction == SCSI_NO_DATA ? 0 : command->requested_bytes;
    uint32_t moved = reply->transferred_bytes < asked ? reply->transferred_bytes : asked;
    uint32_t whole = command->direction == SCSI_DATA_IN ? moved : asked;
    uint32_t shown = whole < shown_bytes ? whole : shown_bytes;
    char mark = command->direction == SCSI_DATA_IN ? '<' : '>';
    size_t i;

    put_head(out, head);
    for (i = 0; i < command->cdb_length; i++)
        text_printf(out, "%02x ", command->cdb[i]);
    if (name) text_printf(out, "= %s ", name);
    if (command->direction == SCSI_NO_DATA) {
        text_append(out, "| no data | ");
    } else {
        text_printf(out, "| %s %lu moved %lu | ", command->direction == SCSI_DATA_IN ? "in" : "out",
                    (unsigned long)asked, (unsigned long)moved);
    }
    put_result(out, reply);
    text_printf(out, " | %lu.%03u ms\n", (unsigned long)(duration_us / 1000), (unsigned)(duration_us % 1000));
    put_bytes(out, mark, command->data, shown);
    put_left_out(out, mark, whole - shown);
    put_bytes(out, '!', reply->sense, reply->sense_length);
}

size_t transcript_room(uint32_t shown_bytes)
{
    /* The first line and the lines of the sense; three characters a byte; a line, with its mark and end, for 16 bytes
     * at the
     * least: that is what a run takes the place of. */
    return 4096 + (size_t)shown_bytes * 4;
}
