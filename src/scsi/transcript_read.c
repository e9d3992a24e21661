/* Reads a transcript (docs/trace.md) record by record, and reports the line of the first malformed one. */
#include "scsi/transcript.h"

#include <string.h>

#include "base/hex.h"
#include "scsi/transcript_words.h"

enum { NUMBER_MAX_DIGITS = 10 };

/* ---- the parts of a line ---- */

/* What is left of a line. */
struct cursor {
    const char *text;
    size_t length;
};

static bool skip(struct cursor *cursor, const char *word)
{
    size_t length = strlen(word);

    if (cursor->length < length || memcmp(cursor->text, word, length) != 0) return false;
    cursor->text += length;
    cursor->length -= length;
    return true;
}

/* Up to the next blank or the end, and the blank. False: nothing there. */
static bool take_word(struct cursor *cursor, struct transcript_part *word)
{
    word->text = cursor->text;
    word->length = 0;
    while (word->length < cursor->length && cursor->text[word->length] != ' ')
        word->length++;
    cursor->text += word->length;
    cursor->length -= word->length;
    return skip(cursor, " ") && word->length > 0;
}

static bool take_byte(struct cursor *cursor, uint8_t *byte)
{
    if (cursor->length < 2 || !hex_decode(cursor->text, 1, byte)) return false;
    cursor->text += 2;
    cursor->length -= 2;
    return true;
}

static bool take_number(struct cursor *cursor, uint32_t *number)
{
    uint64_t value = 0;
    size_t digits = 0;

    while (digits < cursor->length && cursor->text[digits] >= '0' && cursor->text[digits] <= '9') {
        if (digits == NUMBER_MAX_DIGITS) return false;
        value = value * 10 + (uint64_t)(cursor->text[digits] - '0');
        digits++;
    }
    if (!digits || value > UINT32_MAX) return false;
    cursor->text += digits;
    cursor->length -= digits;
    *number = (uint32_t)value;
    return true;
}

static bool take_cdb(struct cursor *cursor, struct scsi_command *command)
{
    while (command->cdb_length < SCSI_CDB_MAX && take_byte(cursor, &command->cdb[command->cdb_length])) {
        if (!skip(cursor, " ")) return false;
        command->cdb_length++;
    }
    if (!command->cdb_length) return false;
    if (skip(cursor, "= ")) {
        while (cursor->length && cursor->text[0] != '|') {
            cursor->text++;
            cursor->length--;
        }
    }
    return skip(cursor, "| ");
}

static bool take_transfer(struct cursor *cursor, struct scsi_command *command, struct scsi_reply *reply)
{
    command->direction = SCSI_NO_DATA;
    if (skip(cursor, "no data | ")) return true;
    if (skip(cursor, "in ")) {
        command->direction = SCSI_DATA_IN;
    } else if (skip(cursor, "out ")) {
        command->direction = SCSI_DATA_OUT;
    } else {
        return false;
    }
    return take_number(cursor, &command->requested_bytes) && skip(cursor, " moved ") &&
           take_number(cursor, &reply->transferred_bytes) && skip(cursor, " | ") &&
           command->requested_bytes <= TRANSCRIPT_MOVED_MAX && reply->transferred_bytes <= command->requested_bytes;
}

static bool take_failure(struct cursor *cursor, struct scsi_reply *reply)
{
    int i;

    for (i = 0; i < TRANSCRIPT_FAILURE_COUNT; i++) {
        if (skip(cursor, transcript_failures[i])) {
            reply->failure = (enum scsi_failure)i;
            return skip(cursor, ", system error ") && take_number(cursor, &reply->system_error) && skip(cursor, " | ");
        }
    }
    return false;
}

/* Words behind a status and the duration are for people. */
static bool take_result(struct cursor *cursor, struct scsi_reply *reply)
{
    if (skip(cursor, "good | ")) {
        reply->outcome = SCSI_DONE;
        return true;
    }
    if (skip(cursor, "status ")) {
        reply->outcome = SCSI_REFUSED;
        return take_byte(cursor, &reply->status);
    }
    if (skip(cursor, "not sent: ")) {
        reply->outcome = SCSI_NOT_SENT;
    } else if (skip(cursor, "lost: ")) {
        reply->outcome = SCSI_LOST;
    } else {
        return false;
    }
    return take_failure(cursor, reply);
}

/* One line with bytes, behind its mark: "XX" or "XX * N" each, or "... N" as the last. Stores those that fit; counts
 * all.
 */
struct byte_line {
    uint8_t *out;
    uint32_t capacity;
    uint32_t count;
    uint32_t left_out;
};

static bool take_run(struct cursor *cursor, struct byte_line *line, uint8_t byte)
{
    uint32_t times = 1, i;

    if (skip(cursor, " * ") && !take_number(cursor, &times)) return false;
    if (times > TRANSCRIPT_MOVED_MAX - line->count) return false;
    for (i = 0; i < times && line->count + i < line->capacity; i++)
        line->out[line->count + i] = byte;
    line->count += times;
    return true;
}

static bool take_bytes(struct cursor *cursor, struct byte_line *line)
{
    uint8_t byte;

    if (line->left_out || !cursor->length) return false; /* nothing comes behind what was left out */
    while (cursor->length) {
        if (!skip(cursor, " ")) return false;
        if (skip(cursor, "... ")) {
            return take_number(cursor, &line->left_out) && line->left_out && !cursor->length;
        }
        if (!take_byte(cursor, &byte) || !take_run(cursor, line, byte)) return false;
    }
    return true;
}

/* ---- lines and records ---- */

/* The line at `at`, without its end; moves on behind it. A last line without an end was cut: false. */
static bool take_line(struct transcript *transcript, struct cursor *line)
{
    const char *start = transcript->bytes + transcript->at;
    const char *end = memchr(start, '\n', transcript->count - transcript->at);

    if (!end) return false;
    line->text = start;
    line->length = (size_t)(end - start);
    transcript->at += line->length + 1;
    transcript->line++;
    if (line->length && line->text[line->length - 1] == '\r') line->length--;
    return true;
}

/* The next line if it belongs to the record before it. */
static bool take_bytes_line(struct transcript *transcript, struct cursor *line)
{
    if (transcript->at == transcript->count || transcript->bytes[transcript->at] != ' ') return false;
    return take_line(transcript, line);
}

static bool take_lines_of_bytes(struct transcript *transcript, struct transcript_record *record)
{
    struct byte_line data = {NULL, 0, 0, 0};
    struct byte_line sense = {record->reply.sense, SCSI_SENSE_MAX, 0, 0};
    char mark = record->command.direction == SCSI_DATA_IN ? '<' : '>';
    size_t data_end = transcript->at;
    struct cursor line;

    record->data.text = transcript->bytes + transcript->at;
    while (take_bytes_line(transcript, &line)) {
        while (skip(&line, " ")) {
        }
        if (skip(&line, "!")) {
            if (!take_bytes(&line, &sense) || sense.count > SCSI_SENSE_MAX || sense.left_out) return false;
            continue;
        }
        if (record->command.direction == SCSI_NO_DATA || sense.count) return false;
        if (!line.length || line.text[0] != mark) return false;
        line.text++;
        line.length--;
        if (!take_bytes(&line, &data)) return false;
        data_end = transcript->at;
    }
    /* A blank where a record should begin: its line has no end. */
    if (transcript->at < transcript->count && transcript->bytes[transcript->at] == ' ') return false;
    record->data.length = data_end - (size_t)(record->data.text - transcript->bytes);
    record->reply.sense_length = (uint8_t)sense.count;
    record->data_bytes = data.count;
    record->data_whole_bytes =
        record->command.direction == SCSI_DATA_IN ? record->reply.transferred_bytes : record->command.requested_bytes;
    return (uint64_t)data.count + data.left_out == record->data_whole_bytes;
}

static bool take_record(struct transcript *transcript, struct cursor line, struct transcript_record *record)
{
    struct transcript_part stamp;

    memset(record, 0, sizeof *record);
    if (!take_word(&line, &stamp) || !take_word(&line, &record->tag)) return false;
    if (skip(&line, "open ")) {
        record->kind = TRANSCRIPT_OPEN;
        record->id.text = line.text;
        record->id.length = line.length;
        return line.length > 0;
    }
    if (skip(&line, "close")) {
        record->kind = TRANSCRIPT_CLOSE;
        return !line.length;
    }
    record->kind = TRANSCRIPT_COMMAND;
    return take_cdb(&line, &record->command) && take_transfer(&line, &record->command, &record->reply) &&
           take_result(&line, &record->reply) && take_lines_of_bytes(transcript, record);
}

enum transcript_result transcript_next(struct transcript *transcript, struct transcript_record *record)
{
    struct cursor line;

    while (transcript->at < transcript->count) {
        if (!take_line(transcript, &line)) {
            transcript->line++;
            return TRANSCRIPT_MALFORMED;
        }
        if (!line.length || line.text[0] == '#') continue;
        return take_record(transcript, line, record) ? TRANSCRIPT_RECORD : TRANSCRIPT_MALFORMED;
    }
    return TRANSCRIPT_END;
}

uint32_t transcript_data(const struct transcript_record *record, uint8_t *out, uint32_t capacity)
{
    struct transcript lines = {record->data.text, record->data.length, 0, 0};
    struct byte_line data = {NULL, capacity, 0, 0};
    struct cursor line;

    data.out = out;
    while (take_bytes_line(&lines, &line)) {
        while (skip(&line, " ")) {
        }
        line.text++; /* the mark: transcript_next saw it */
        line.length--;
        take_bytes(&line, &data);
    }
    return data.count < capacity ? data.count : capacity;
}

bool transcript_part_equals(struct transcript_part part, struct transcript_part other)
{
    return part.length == other.length && memcmp(part.text, other.text, part.length) == 0;
}
