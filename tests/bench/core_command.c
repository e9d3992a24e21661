/* One command, from the call into the portable core to the transport and back: for callgrind, which collects inside
 * measured() but not inside answer().
 *
 *     core_command QUESTION ROUNDS
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/questions.h"
#include "drive/command.h"
#include "mmc/cdb.h"
#include "support/fake_clock.h"
#include "support/fake_clock.h"

static uint8_t buffer[BENCH_LIST_BYTES];

/* The transport: status GOOD, and as many bytes as were asked for, all 0 but for a length that claims no more. */
__attribute__((noinline)) static void answer(struct scsi_transport *transport, const struct scsi_command *command,
                                             struct scsi_reply *reply)
{
    (void)transport;
    memset(reply, 0, sizeof *reply);
    reply->outcome = SCSI_DONE;
    if (command->direction != SCSI_DATA_IN) return;
    memset(command->data, 0, command->requested_bytes);
    bench_reply(command->cdb[0], command->data);
    reply->transferred_bytes = command->requested_bytes;
}

static void get_limits(struct scsi_transport *transport, struct scsi_limits *limits)
{
    (void)transport;
    limits->max_transfer_bytes = limits->max_unaligned_transfer_bytes = 65536;
    limits->alignment_mask = 0;
}

static void close_nothing(struct scsi_transport *transport)
{
    (void)transport;
}

static const struct scsi_transport_ops ops = {answer, get_limits, close_nothing};

static enum drive_status ask(struct drive *drive, enum bench_question question)
{
    struct drive_failure failure;
    struct scsi_command command;
    size_t received;

    switch (question) {
    case BENCH_TEST_UNIT_READY:
        return drive_test_ready(drive, &failure);
    case BENCH_INQUIRY:
        mmc_cdb_inquiry(&command, buffer, BENCH_INQUIRY_BYTES);
        break;
    case BENCH_GET_CONFIGURATION:
        mmc_cdb_get_configuration(&command, MMC_CONFIGURATION_ALL, 0, buffer, BENCH_LIST_BYTES);
        break;
    case BENCH_MODE_SENSE:
        mmc_cdb_mode_sense(&command, false, MMC_PAGE_CURRENT, 0x3f, 0, buffer, BENCH_LIST_BYTES);
        break;
    default:
        exit(2);
    }
    return drive_send(drive, &command, &received, &failure);
}

__attribute__((noinline)) static enum drive_status measured(struct drive *drive, enum bench_question question)
{
    return ask(drive, question);
}

int main(int argc, char **argv)
{
    static const struct drive_identity identity = {"VENDOR", "PRODUCT", "REV1", .peripheral = 0x05};
    struct scsi_transport transport = {&ops};
    struct fake_clock clock;
    struct drive_failure failure;
    struct drive *drive;
    enum bench_question question = bench_question_of(argc == 3 ? argv[1] : "");
    long rounds = argc == 3 ? strtol(argv[2], NULL, 10) : 0;

    fake_clock_begin(&clock);
    if (drive_open(&transport, &identity, NULL, &clock.clock, &drive, &failure) != DRIVE_OK) return 1;
    if (ask(drive, question) != DRIVE_OK) return 1; /* whatever is done only once */
    while (rounds-- > 0) {
        if (measured(drive, question) != DRIVE_OK) return 1;
    }
    drive_close(drive);
    return 0;
}
