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
#include "support/fuzzed_drive.h"

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

/* NARROW: a list still grows from its first question. WIDE: up to what a command can ask for, which takes forty times
 * as long.
 */
enum { NARROW_BYTES = 4096, WIDE_BYTES = 61440 };

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
    struct fuzzed_drive fuzzed;
    size_t questions = drive_question_count + 1, choice;

    if (size < 2) return 0;
    fuzzed_drive_begin(&fuzzed, data[0] % 2 ? FUZZED_STREAM : FUZZED_WHOLE, data + 1, size - 1);
    fuzzed.transfer_max_bytes = NARROW_BYTES;
    choice = data[0] / 2;
    if (choice / questions % 2) fuzzed.transfer_max_bytes = WIDE_BYTES;
    meet(fuzzed, choice % questions, choice / questions < 4);
    return 0;
}
