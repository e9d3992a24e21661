/* The input is what a drive answers, while the questions of drive/drive.h are put to it: one of them, or all in a row.
 * Each must end, within its number of commands, with outputs that are defined and nothing left behind.
 *
 * Input: a byte that chooses the manner, the question, how much fits in one transfer and what the system knows of the
 * mounted volume, then the answers.
 */
#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "fuzz/fuzz.h"
#include "mmc/cdb.h"
#include "support/drive_questions.h"
#include "support/fake_clock.h"
#include "support/fake_host.h"

const char fuzz_name[] = "drive";
bool fuzz_get_head(size_t nth, struct fuzz_head *head)
{
    head->bytes[0] = (uint8_t)nth;
    head->count = 1;
    return nth < 2 * (drive_question_count + 1);
}

const struct fuzz_seeds fuzz_seeds[] = {{NULL, "INQUIRY", NULL},
                                        {NULL, "MODE SENSE(10)", NULL},
                                        {NULL, "READ DISC INFORMATION", NULL},
                                        {NULL, "READ TRACK INFORMATION", NULL},
                                        {NULL, "GET EVENT STATUS NOTIFICATION", NULL},
                                        {NULL, "REQUEST SENSE", NULL},
                                        {NULL, "READ CAPACITY", NULL},
                                        {"GET CONFIGURATION RT=2 feature 0003h", NULL, NULL},
                                        {NULL, NULL, NULL}};

/* WHOLE: every command is answered with all of the input. STREAM: the input says for each command how it ends, and
 * begins anew when it is at its end, so that a drive may be wrong for ever.
 */
enum manner { WHOLE, STREAM };

/* NARROW: a list still grows from its first question. WIDE: up to what a command can ask for, which takes forty times
 * as long.
 */
enum { NARROW_BYTES = 4096, WIDE_BYTES = 61440 };

struct fuzzed_drive {
    struct scsi_transport transport; /* first */
    enum manner manner;
    uint32_t transfer_max_bytes;
    const uint8_t *data;
    size_t size;
    size_t at;
    size_t commands;
    unsigned closes;
};

static uint8_t next_byte(struct fuzzed_drive *drive)
{
    uint8_t byte = drive->data[drive->at];

    drive->at = (drive->at + 1) % drive->size;
    return byte;
}

static void next_bytes(struct fuzzed_drive *drive, uint8_t *bytes, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        bytes[i] = next_byte(drive);
}

static void send_whole(struct fuzzed_drive *drive, const struct scsi_command *command, struct scsi_reply *reply)
{
    size_t count = drive->size < command->requested_bytes ? drive->size : command->requested_bytes;

    reply->outcome = SCSI_DONE;
    reply->transferred_bytes = (uint32_t)count;
    if (command->direction == SCSI_DATA_IN) memcpy(command->data, drive->data, count);
}

static void send_next(struct fuzzed_drive *drive, const struct scsi_command *command, struct scsi_reply *reply)
{
    static const uint8_t statuses[] = {0x00, 0x02, 0x08, 0x18, 0x28, 0x40, 0xFF, 0x04};
    uint8_t way = next_byte(drive);
    size_t count = next_byte(drive);

    switch (way & 7) {
    case 4: /* sense */
        reply->outcome = SCSI_REFUSED;
        reply->status = SCSI_STATUS_CHECK_CONDITION;
        reply->sense_length = 18;
        reply->sense[0] = way & 8 ? 0x71 : 0x70;
        reply->sense[2] = count & 0x0F;
        reply->sense[7] = 10;
        next_bytes(drive, reply->sense + 12, 2);
        break;
    case 5: /* sense that is anything */
        reply->outcome = SCSI_REFUSED;
        reply->status = SCSI_STATUS_CHECK_CONDITION;
        reply->sense_length = (uint8_t)(count % (SCSI_SENSE_MAX + 1));
        next_bytes(drive, reply->sense, reply->sense_length);
        break;
    case 6:
        reply->outcome = SCSI_REFUSED;
        reply->status = statuses[count % 8];
        break;
    case 7:
        reply->outcome = way & 8 ? SCSI_LOST : SCSI_NOT_SENT;
        reply->failure = (enum scsi_failure)(count % (SCSI_FAILURE_OTHER + 1));
        break;
    default:
        if (command->direction != SCSI_DATA_IN) count = 0;
        if (count > command->requested_bytes) count = command->requested_bytes;
        reply->outcome = SCSI_DONE;
        reply->transferred_bytes = way & 8 ? command->requested_bytes : (uint32_t)count;
        if (way & 0x20) reply->transferred_bytes += 65536; /* more than there was room for */
        if (count) next_bytes(drive, command->data, count);
        break;
    }
}

static void execute(struct scsi_transport *transport, const struct scsi_command *command, struct scsi_reply *reply)
{
    struct fuzzed_drive *drive = (struct fuzzed_drive *)transport;

    drive->commands++;
    FUZZ_CHECK(command->timeout_ms >= 1000);
    FUZZ_CHECK(command->cdb_length == 6 || command->cdb_length == 10 || command->cdb_length == 12);
    memset(reply, 0, sizeof *reply);
    if (command->direction == SCSI_DATA_IN) {
        FUZZ_CHECK(command->requested_bytes && command->requested_bytes % 2 == 0 && command->data);
        memset(command->data, 0, command->requested_bytes);
    }
    if (drive->manner == WHOLE) {
        send_whole(drive, command, reply);
    } else {
        send_next(drive, command, reply);
    }
}

static void get_limits(struct scsi_transport *transport, struct scsi_limits *limits)
{
    limits->max_transfer_bytes = 65536;
    limits->max_unaligned_transfer_bytes = ((struct fuzzed_drive *)transport)->transfer_max_bytes;
    limits->alignment_mask = 0;
}

static void count_close(struct scsi_transport *transport)
{
    ((struct fuzzed_drive *)transport)->closes++;
}

static void put_question(struct drive *drive, struct fuzzed_drive *fuzzed, const struct drive_question *question)
{
    struct drive_failure failure;
    struct drive_answer answer;
    enum drive_status status;

    fuzzed->commands = 0;
    memset(&failure, 0x5A, sizeof failure);
    status = question->ask(drive, &answer, &failure);
    FUZZ_CHECK(status == failure.status && status < DRIVE_STATUS_COUNT);
    FUZZ_CHECK(status == DRIVE_OK || drive_answer_is_empty(&answer));
    FUZZ_CHECK(fuzzed->commands <= question->commands_max);
    FUZZ_CHECK(memchr(failure.holder, 0, sizeof failure.holder) && memchr(failure.mount, 0, sizeof failure.mount));
    drive_answer_free(&answer);
}

/* What is no question of the drive's: a command of the caller's own. */
static void ask_the_rest(struct drive *drive)
{
    struct scsi_command command;
    struct drive_failure failure;
    struct scsi_reply reply;
    enum drive_status status;
    uint8_t data[36];

    mmc_cdb_inquiry(&command, data, sizeof data);
    command.timeout_ms = 10000;
    status = drive_send_raw(drive, &command, &reply, &failure);
    FUZZ_CHECK(status == failure.status && reply.transferred_bytes <= sizeof data);
    FUZZ_CHECK(reply.sense_length <= SCSI_SENSE_MAX && (status == DRIVE_OK) == (reply.outcome == SCSI_DONE));
}

/* question: its place in drive_questions; behind the last one: all of them. is_mounted: what locks the door. */
static void meet(struct fuzzed_drive fuzzed, size_t question, bool is_mounted)
{
    static const struct drive_identity known = {"VENDOR", "PRODUCT", "REV1", 0x05};
    long live = base_alloc_live();
    struct drive_failure failure;
    struct fake_host host;
    struct fake_clock clock;
    struct drive *drive;
    size_t q;

    fake_clock_begin(&clock);
    fake_host_begin(&host);
    host.dismount_status = DRIVE_OK;
    host.is_mounted = is_mounted;
    if (drive_open(&fuzzed.transport, NULL, &host.host, &clock.clock, &drive, &failure) != DRIVE_OK) {
        FUZZ_CHECK(!drive && failure.status != DRIVE_OK && fuzzed.commands <= 20);
        FUZZ_CHECK(drive_open(&fuzzed.transport, &known, &host.host, &clock.clock, &drive, &failure) == DRIVE_OK);
    }
    FUZZ_CHECK(strlen(drive_peek_identity(drive)->product) <= 16);
    for (q = 0; q < drive_question_count; q++) {
        if (question == drive_question_count || question == q) put_question(drive, &fuzzed, &drive_questions[q]);
    }
    if (question == drive_question_count) ask_the_rest(drive);
    drive_close(drive);
    FUZZ_CHECK(fuzzed.closes == 1);
    FUZZ_CHECK(base_alloc_live() == live);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct scsi_transport_ops ops = {execute, get_limits, count_close};
    struct fuzzed_drive fuzzed = {{&ops}, WHOLE, NARROW_BYTES, NULL, 0, 0, 0, 0};
    size_t questions = drive_question_count + 1, choice;

    if (size < 2) return 0;
    fuzzed.data = data + 1;
    fuzzed.size = size - 1;
    choice = data[0] / 2;
    if (data[0] % 2) fuzzed.manner = STREAM;
    if (choice / questions % 2) fuzzed.transfer_max_bytes = WIDE_BYTES;
    meet(fuzzed, choice % questions, choice / questions < 4);
    return 0;
}
