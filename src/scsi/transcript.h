/* The text format that records the commands sent to drives, one record each, so that they can be read again.
 * docs/trace.md describes it for users.
 *
 *     2026-11-24T23:40:12.123Z 4312.1 open \\?\openimapi2#cdrom&...
 *     2026-11-24T23:40:12.124Z 4312.1 12 00 00 00 24 00 = INQUIRY | in 36 moved 36 | good | 0.212 ms
 *         < 05 80 05 32 1f 00 00 00 ...
 *     2026-11-24T23:40:12.131Z 4312.1 close
 *
 * A record begins in the first column, with the time (ignored by the reader) and the drive's tag: the process, and the
 * number of the drive within it. A command record gives the bytes requested and moved, the outcome and the duration;
 * its data bytes follow in lines that begin with a blank:
 *     < 05 80 00 * 30 ...       data-in, as many bytes as were moved; "XX * N" is a byte N times
 *     > 00 10 00 00             data-out, as many bytes as were requested
 *     < ... 2048                so many bytes are left out, at the end: contents of the disc
 *     ! 70 00 05 00 ...         sense, as received
 * Lines that begin with '#' and empty lines are for human readers. A line ends with LF, or CR LF.
 */
#ifndef OPENIMAPI2_SCSI_TRANSCRIPT_H
#define OPENIMAPI2_SCSI_TRANSCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "scsi/command.h"

enum {
    TRANSCRIPT_STAMP_SIZE = 32,    /* a time with its NUL */
    TRANSCRIPT_TAG_SIZE = 24,      /* a tag with its NUL */
    TRANSCRIPT_MOVED_MAX = 1 << 24 /* a record that claims more bytes, requested or moved, is malformed */
};

/* ---- writing: each appends one whole record to `out` ---- */

/* The beginning of a record; neither string contains a blank. */
struct transcript_head {
    char stamp[TRANSCRIPT_STAMP_SIZE];
    char tag[TRANSCRIPT_TAG_SIZE];
};

/* id: the device ID, written to the end of the line; control characters become '?'. */
void transcript_put_open(struct text *out, const struct transcript_head *head, const char *id);
void transcript_put_close(struct text *out, const struct transcript_head *head);

/* reply        as a transport filled it.
 * name         of the command, or NULL.
 * shown_bytes  how many of the data bytes are written, at most; the rest is only counted.
 */
void transcript_put_command(struct text *out, const struct transcript_head *head, const struct scsi_command *command,
                            const struct scsi_reply *reply, const char *name, uint32_t shown_bytes,
                            uint32_t duration_us);

/* Characters, with the NUL, that are enough for the record of a command with so many shown bytes, and for an open or
 * close record.
 */
size_t transcript_room(uint32_t shown_bytes);

/* ---- reading ---- */

/* The position of the reader. Begin with {bytes, count, 0, 0}; bytes are borrowed, and need no NUL. */
struct transcript {
    const char *bytes;
    size_t count;
    size_t at;
    size_t line; /* of the last record that was read, from 1 */
};

/* Part of the transcript: borrowed, not NUL-terminated. */
struct transcript_part {
    const char *text;
    size_t length;
};

enum transcript_kind { TRANSCRIPT_OPEN, TRANSCRIPT_COMMAND, TRANSCRIPT_CLOSE };

struct transcript_record {
    enum transcript_kind kind;
    struct transcript_part tag;
    struct transcript_part id;   /* OPEN only; 1 character at least */
    struct scsi_command command; /* COMMAND only, like the members below; without data and time-out */
    struct scsi_reply reply;
    struct transcript_part data; /* the lines with the data bytes: transcript_data */
    uint32_t data_bytes;         /* how many bytes they hold; the others up to data_whole_bytes were left out */
    uint32_t data_whole_bytes;   /* moved bytes of data-in, asked bytes of data-out */
};

enum transcript_result { TRANSCRIPT_RECORD, TRANSCRIPT_END, TRANSCRIPT_MALFORMED };

/* Read the next record. MALFORMED: transcript->line is the line, and nothing more can be read. *record is valid for
 * RECORD only.
 */
enum transcript_result transcript_next(struct transcript *transcript, struct transcript_record *record);

/* Copy the data bytes of a record that transcript_next gave: the first `capacity` of data_bytes. Returns how many. */
uint32_t transcript_data(const struct transcript_record *record, uint8_t *out, uint32_t capacity);

bool transcript_part_equals(struct transcript_part part, struct transcript_part other);

#endif
