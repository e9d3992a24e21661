/* Opens and closes a drive, and answers from the information that was read when it was opened. */
#include "drive/drive.h"

#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "drive/drive_private.h"
#include "drive/quirks.h"
#include "mmc/cdb.h"
#include "mmc/inquiry.h"

/* INQUIRY, for a host that does not remember what the drive said. 36 bytes: some bridges cut there, whatever was asked.
 */
static enum drive_status ask_identity(struct drive *drive, struct drive_identity *identity,
                                      struct drive_failure *failure)
{
    uint8_t bytes[MMC_INQUIRY_BYTES] = {0};
    struct scsi_command command;
    struct mmc_inquiry inquiry;
    enum drive_status status;
    size_t received;

    mmc_cdb_inquiry(&command, bytes, sizeof bytes);
    status = drive_send(drive, &command, &received, failure);
    if (status != DRIVE_OK) return status;
    if (mmc_inquiry_parse(bytes, received, &inquiry) != MMC_OK) {
        return drive_fail_reply(failure, DRIVE_INVALID_RESPONSE, command.cdb[0]);
    }
    identity->peripheral = bytes[0];
    memcpy(identity->vendor, inquiry.vendor, sizeof inquiry.vendor);
    memcpy(identity->product, inquiry.product, sizeof inquiry.product);
    memcpy(identity->revision, inquiry.revision, sizeof inquiry.revision);
    return DRIVE_OK;
}

/* The system's strings get what the drive's own get: no control characters, no trailing blanks. */
static void clean(char name[DRIVE_NAME_SIZE])
{
    uint8_t field[DRIVE_NAME_SIZE];
    size_t length = 0;

    while (length < DRIVE_NAME_SIZE - 1 && name[length])
        length++;
    memcpy(field, name, length);
    text_from_field(field, length, name);
}

/* Types 5, and 4 of write-once drives, which speak enough of the same commands; qualifier 0: connected. */
static bool is_optical(uint8_t peripheral)
{
    return peripheral == MMC_DEVICE_TYPE_OPTICAL || peripheral == MMC_DEVICE_TYPE_WRITE_ONCE;
}

static enum drive_status identify(struct drive *drive, const struct drive_identity *known,
                                  struct drive_failure *failure)
{
    struct drive_identity *identity = &drive->identity;

    if (known) {
        *identity = *known;
    } else if (ask_identity(drive, identity, failure) != DRIVE_OK) {
        return failure->status;
    }
    /* What a user or a bridge calls a CD-ROM may be a disk, which a command for a tray would stop. */
    if (!is_optical(identity->peripheral)) {
        drive_fail(failure, DRIVE_NOT_OPTICAL);
        failure->peripheral = identity->peripheral;
        return DRIVE_NOT_OPTICAL;
    }
    clean(identity->vendor);
    clean(identity->product);
    clean(identity->revision);
    drive->quirks = drive_quirks_of(identity);
    return DRIVE_OK;
}

enum drive_status drive_open(struct scsi_transport *transport, const struct drive_identity *identity,
                             struct drive_host *host, const struct base_clock *clock, struct drive **drive,
                             struct drive_failure *failure)
{
    struct drive *opened = base_alloc(sizeof *opened);
    enum drive_status status;

    *drive = NULL;
    if (!opened) return drive_fail(failure, DRIVE_NO_MEMORY);
    opened->transport = transport;
    opened->host = host;
    opened->clock = clock;
    atomic_init(&opened->can_load, DRIVE_CAN_LOAD_UNKNOWN);
    atomic_init(&opened->silent, 0);
    atomic_init(&opened->holds_the_door, false);
    status = identify(opened, identity, failure);
    if (status != DRIVE_OK) {
        base_free(opened);
        return status;
    }
    *drive = opened;
    return drive_fail(failure, DRIVE_OK);
}

void drive_close(struct drive *drive)
{
    if (!drive) return;
    drive->transport->ops->close(drive->transport);
    base_free(drive);
}

const struct drive_identity *drive_peek_identity(const struct drive *drive)
{
    return &drive->identity;
}
