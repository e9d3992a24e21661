/* Sends one command by the rules of drive/drive.h: deadlines, unit attention, deferred sense, replies of unknown
 * length.
 */
#include "drive/command.h"

#include <string.h>

#include "base/alloc.h"
#include "base/span.h"
#include "drive/drive_private.h"
#include "mmc/cdb.h"
#include "mmc/codes.h"
#include "mmc/reply.h"

/* libburn: 30 s for all that is quick; cdrecord 40 s; Windows' CD-ROM class driver 10 s. */
enum { DEADLINE_DEFAULT_MS = 30000 };

/* The shortest time that pass-through knows. */
enum { TIMEOUT_LEAST_MS = 1000 };

/* How long a command may take, by its operation code; 0: DEADLINE_DEFAULT_MS. A deadline that is too short does harm:
 * the time-out resets a USB device as a whole.
 */
/* clang-format off */
static const uint32_t deadlines_ms[256] = {
    [MMC_OPCODE_FORMAT_UNIT]            = 200000, /* libburn: 200 s with Immed */
    [MMC_OPCODE_START_STOP_UNIT]        = 60000,  /* Microsoft's IMAPI2 samples: 60 s for start and load */
    [MMC_OPCODE_WRITE_10]               = 200000, /* libburn; growisofs: 180 s for the first one of a DVD-R at once */
    [MMC_OPCODE_SYNCHRONIZE_CACHE_10]   = 900000, /* growisofs: 900 s without Immed; libburn: 200 s with it */
    [MMC_OPCODE_READ_TOC_PMA_ATIP]      = 240000, /* cdrecord: 240 s, seen: 174 s on a TEAC CD-R55S */
    [MMC_OPCODE_READ_DISC_INFORMATION]  = 240000, /* likewise */
    [MMC_OPCODE_READ_TRACK_INFORMATION] = 240000, /* likewise */
    [MMC_OPCODE_RESERVE_TRACK]          = 200000, /* libburn */
    [MMC_OPCODE_SEND_OPC_INFORMATION]   = 200000, /* libburn; growisofs 120 s */
    [MMC_OPCODE_CLOSE_TRACK_SESSION]    = 1000000, /* cdrecord: 1000 s on DVD+R; 480 s on CD */
    [MMC_OPCODE_BLANK]                  = 200000, /* libburn: 200 s with Immed */
    [MMC_OPCODE_WRITE_12]               = 200000, /* as WRITE(10) */
    [MMC_OPCODE_READ_DISC_STRUCTURE]    = 240000, /* as READ TOC/PMA/ATIP */
    [MMC_OPCODE_SEND_DISC_STRUCTURE]    = 180000, /* growisofs: Lite-On drives calibrate */
};

/* Why nothing came back. */
static const enum drive_status failure_status[] = {
    [SCSI_FAILURE_NONE]           = DRIVE_FAILED,
    [SCSI_FAILURE_DEVICE_GONE]    = DRIVE_GONE,
    [SCSI_FAILURE_ACCESS_DENIED]  = DRIVE_ACCESS_DENIED,
    [SCSI_FAILURE_LOCKED]         = DRIVE_LOCKED,
    [SCSI_FAILURE_INVALID_HANDLE] = DRIVE_INVALID_HANDLE,
    [SCSI_FAILURE_TIMEOUT]        = DRIVE_TIMEOUT,
    [SCSI_FAILURE_NO_MEMORY]      = DRIVE_NO_MEMORY,
    [SCSI_FAILURE_TOO_LONG]       = DRIVE_FAILED,
    [SCSI_FAILURE_OTHER]          = DRIVE_FAILED,
};
/* clang-format on */

/* Bursts of unit attention are real: VirtualBox gives four; a drive gives reset, new medium and others after power-up.
 */
enum { UNIT_ATTENTIONS_MAX = 8 };

enum { REGROWTHS_MAX = 2 };

/* The commands that a program sends for one property of a drive after the other; 0 for all others. */
static unsigned silence_of(uint8_t opcode)
{
    switch (opcode) {
    case MMC_OPCODE_GET_CONFIGURATION:
        return DRIVE_SILENT_AT_GET_CONFIGURATION;
    case MMC_OPCODE_MODE_SENSE_10:
        return DRIVE_SILENT_AT_MODE_SENSE;
    default:
        return 0;
    }
}

/* What a medium made a drive hang at, the next one need not. A reset, 06/29, is no reason to ask again: a time-out ends
 * in one.
 */
static void note_attention(struct drive *drive, const struct scsi_sense *sense)
{
    if (sense->key == SCSI_KEY_UNIT_ATTENTION && sense->asc == SCSI_ASC_MEDIUM_MAY_HAVE_CHANGED) {
        atomic_store(&drive->silent, 0);
    }
}

uint32_t drive_deadline_ms(uint8_t opcode)
{
    return deadlines_ms[opcode] ? deadlines_ms[opcode] : DEADLINE_DEFAULT_MS;
}

/* What one more command has when all is to be over at end_ms. (A repeat that is cut off may reset a USB device; but it
 * takes a drive that spends its deadline on unit attentions.)
 */
static uint32_t timeout_until(const struct drive *drive, uint64_t end_ms, uint32_t most_ms)
{
    uint64_t now_ms = drive->clock->now_ms(drive->clock);
    uint64_t left_ms = end_ms > now_ms ? end_ms - now_ms : 0;

    if (left_ms < TIMEOUT_LEAST_MS) left_ms = TIMEOUT_LEAST_MS;
    return left_ms < most_ms ? (uint32_t)left_ms : most_ms;
}

enum drive_status drive_fail_reply(struct drive_failure *failure, enum drive_status status, uint8_t opcode)
{
    drive_fail(failure, status);
    failure->has_command = true;
    failure->opcode = opcode;
    return status;
}

bool drive_was_refused(const struct drive_failure *failure, enum scsi_sense_key key, uint8_t asc)
{
    return failure->status == DRIVE_REFUSED && failure->has_sense && failure->sense.key == key &&
           failure->sense.asc == asc;
}

/* Status bytes other than GOOD and CHECK CONDITION: SAM-3, status codes. */
static enum drive_status status_of_byte(uint8_t status)
{
    switch (status) {
    case SCSI_STATUS_BUSY:
    case SCSI_STATUS_RESERVATION_CONFLICT:
    case 0x28: /* TASK SET FULL */
    case 0x30: /* ACA ACTIVE */
        return DRIVE_BUSY;
    case SCSI_STATUS_TASK_ABORTED: /* by the system's own recovery, after its time-out */
        return DRIVE_TIMEOUT;
    default:
        return DRIVE_INVALID_RESPONSE;
    }
}

enum drive_status drive_status_of_reply(const struct scsi_reply *reply)
{
    switch (reply->outcome) {
    case SCSI_DONE:
        return DRIVE_OK;
    case SCSI_REFUSED:
        return reply->status == SCSI_STATUS_CHECK_CONDITION ? DRIVE_REFUSED : status_of_byte(reply->status);
    default:
        return failure_status[reply->failure];
    }
}

bool drive_get_sense(struct drive *drive, uint64_t end_ms, struct scsi_reply *reply, struct scsi_sense *sense)
{
    struct scsi_transport *transport = drive->transport;
    uint8_t bytes[18];
    struct scsi_command command;
    struct scsi_reply answer;
    struct scsi_sense asked;
    size_t received;
    bool is_known;

    if (reply->sense_length) {
        if (!scsi_sense_decode(reply->sense, reply->sense_length, sense)) return false;
        note_attention(drive, sense);
        return true;
    }
    memset(bytes, 0, sizeof bytes);
    mmc_cdb_request_sense(&command, false, bytes, sizeof bytes);
    command.timeout_ms = timeout_until(drive, end_ms, drive_deadline_ms(command.cdb[0]));
    transport->ops->execute(transport, &command, &answer);
    if (answer.outcome != SCSI_DONE) return false;
    received = usable_length(answer.transferred_bytes, sizeof bytes, UINT64_MAX);
    is_known = scsi_sense_decode(bytes, received, &asked);
    if (is_known && asked.key == SCSI_KEY_NO_SENSE && asked.asc == 0) return false;
    memcpy(reply->sense, bytes, received);
    reply->sense_length = (uint8_t)received;
    if (!is_known) return false;
    note_attention(drive, &asked);
    *sense = asked;
    return true;
}

enum drive_status drive_fail_command(struct drive *drive, struct drive_failure *failure, enum drive_status status,
                                     const struct scsi_command *command, const struct scsi_reply *reply,
                                     const struct scsi_sense *sense)
{
    struct drive_host *host = drive->host;
    struct drive_failure asking;

    drive_fail_reply(failure, status, command->cdb[0]);
    failure->was_not_sent = reply->outcome == SCSI_NOT_SENT;
    failure->scsi_status = reply->status;
    failure->system_error = reply->system_error;
    failure->has_sense = sense != NULL;
    if (sense) failure->sense = *sense;
    if (status == DRIVE_LOCKED && host && host->ops->get_owner(host, failure->holder, &asking) != DRIVE_OK) {
        failure->holder[0] = '\0';
    }
    return status;
}

enum drive_status drive_send(struct drive *drive, struct scsi_command *command, size_t *received,
                             struct drive_failure *failure)
{
    struct scsi_transport *transport = drive->transport;
    uint32_t most_ms = drive_deadline_ms(command->cdb[0]);
    uint64_t end_ms = drive->clock->now_ms(drive->clock) + most_ms;
    unsigned silence = silence_of(command->cdb[0]);
    bool was_deferred = false, is_late;
    int attentions = 0;
    enum drive_status status;
    struct scsi_reply reply;
    struct scsi_sense sense;

    if (received) *received = 0;
    if (atomic_load(&drive->silent) & silence) {
        drive_fail_reply(failure, DRIVE_TIMEOUT, command->cdb[0]);
        failure->was_not_sent = true;
        return DRIVE_TIMEOUT;
    }
    for (;;) { /* ends: each turn but the last counts an attention or sets was_deferred */
        command->timeout_ms = timeout_until(drive, end_ms, most_ms);
        transport->ops->execute(transport, command, &reply);
        if (reply.outcome == SCSI_DONE) break;
        status = drive_status_of_reply(&reply);
        if (status == DRIVE_TIMEOUT) atomic_fetch_or(&drive->silent, silence);
        if (status != DRIVE_REFUSED) return drive_fail_command(drive, failure, status, command, &reply, NULL);
        if (!drive_get_sense(drive, end_ms, &reply, &sense)) {
            return drive_fail_command(drive, failure, DRIVE_REFUSED, command, &reply, NULL);
        }
        is_late = drive->clock->now_ms(drive->clock) >= end_ms;
        if (sense.deferred && !was_deferred && !is_late) {
            was_deferred = true;
            continue;
        }
        if (!sense.deferred && scsi_sense_is_no_error(&sense)) break;
        if (sense.key != SCSI_KEY_UNIT_ATTENTION) {
            return drive_fail_command(drive, failure, DRIVE_REFUSED, command, &reply, &sense);
        }
        if (++attentions > UNIT_ATTENTIONS_MAX || is_late) {
            return drive_fail_command(drive, failure, DRIVE_MEDIUM_BECOMING_READY, command, &reply, &sense);
        }
    }
    if (received) *received = usable_length(reply.transferred_bytes, command->requested_bytes, UINT64_MAX);
    return drive_fail(failure, DRIVE_OK);
}

void drive_get_limits(struct drive *drive, struct scsi_limits *limits)
{
    drive->transport->ops->get_limits(drive->transport, limits);
}

/* How much to ask for: so much, as far as command and adapter let. */
static uint16_t allocation_for(struct drive *drive, uint64_t bytes, uint16_t max_bytes)
{
    struct scsi_limits limits;
    uint64_t wanted = bytes + (bytes & 1);

    drive_get_limits(drive, &limits);
    if (wanted > limits.max_unaligned_transfer_bytes) wanted = limits.max_unaligned_transfer_bytes & ~(uint32_t)1;
    return (uint16_t)(wanted < max_bytes ? wanted : max_bytes);
}

enum drive_status drive_take_reply(struct drive *drive, struct scsi_command *command, uint16_t max_bytes,
                                   struct drive_bytes *reply, struct drive_failure *failure)
{
    uint16_t allocation = allocation_for(drive, command->requested_bytes, max_bytes);
    enum drive_status status;
    uint8_t *bytes;
    size_t received;
    uint64_t claimed;
    uint16_t wanted;
    int regrowths;

    reply->bytes = NULL;
    reply->count = 0;
    for (regrowths = 0; regrowths <= REGROWTHS_MAX; regrowths++) {
        bytes = base_alloc(allocation);
        if (!bytes) return drive_fail(failure, DRIVE_NO_MEMORY);
        mmc_cdb_set_allocation(command, allocation);
        command->data = bytes;
        status = drive_send(drive, command, &received, failure);
        if (status != DRIVE_OK) {
            base_free(bytes);
            return status;
        }
        /* What is transferred says nothing about what the drive has: bridges pad, and firmware stops short of its own
         * claim.
         */
        wanted = allocation;
        if (mmc_reply_claimed_bytes(command->cdb[0], bytes, received, &claimed) && claimed > allocation) {
            wanted = allocation_for(drive, claimed, max_bytes);
        }
        if (wanted <= allocation) {
            reply->bytes = bytes;
            drive_bytes_keep(reply, bytes, received);
            return DRIVE_OK;
        }
        base_free(bytes);
        allocation = wanted;
    }
    return drive_fail_reply(failure, DRIVE_INVALID_RESPONSE, command->cdb[0]);
}

void drive_bytes_keep(struct drive_bytes *bytes, const uint8_t *from, size_t count)
{
    if (!count) {
        drive_bytes_free(bytes);
        return;
    }
    memmove(bytes->bytes, from, count);
    bytes->count = count;
}

void drive_bytes_free(struct drive_bytes *bytes)
{
    base_free(bytes->bytes);
    bytes->bytes = NULL;
    bytes->count = 0;
}

void drive_codes_free(struct drive_codes *codes)
{
    base_free(codes->values);
    codes->values = NULL;
    codes->count = 0;
}
