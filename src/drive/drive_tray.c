/* The tray and its lock. */
#include <string.h>

#include "drive/drive_private.h"
#include "mmc/cdb.h"
#include "mmc/codes.h"
#include "mmc/disc_information.h"
#include "mmc/feature_fields.h"
#include "mmc/mode_page_fields.h"

enum { MECHANISM_TRAY = 1 }; /* MMC-6, loading mechanism type */

/* 02/04/07, operation in progress, to START STOP UNIT: Pioneer DVR-x05 and K04RA, which growisofs asks again every 333
 * ms.
 */
enum {
    IN_PROGRESS_PAUSE_MS = 333,
    IN_PROGRESS_MAX_MS = 30000,
    TRAY_COMMANDS_MAX = IN_PROGRESS_MAX_MS / IN_PROGRESS_PAUSE_MS + 1
};

/* Feature 0003h. found: the drive has it, and says. */
static enum drive_status ask_feature(struct drive *drive, bool *found, bool *can_load, struct drive_failure *failure)
{
    struct drive_bytes bytes;
    struct mmc_removable_medium_feature removable;
    struct mmc_feature feature;
    struct mmc_walk walk;
    enum drive_status status;

    *found = false;
    status = drive_take_feature(drive, MMC_FEATURE_REMOVABLE_MEDIUM, false, &bytes, failure);
    if (status == DRIVE_NO_SUCH_FEATURE || status == DRIVE_INVALID_RESPONSE || status == DRIVE_TIMEOUT ||
        drive_was_refused(failure, SCSI_KEY_ILLEGAL_REQUEST, SCSI_ASC_INVALID_OPCODE) ||
        drive_was_refused(failure, SCSI_KEY_ILLEGAL_REQUEST, SCSI_ASC_INVALID_FIELD)) {
        return DRIVE_OK;
    }
    if (status != DRIVE_OK) return status;
    walk = mmc_walk_of(span_of(bytes.bytes, bytes.count));
    if (mmc_feature_next(&walk, &feature) && mmc_removable_medium_feature_parse(&feature, &removable) == MMC_OK) {
        *found = true;
        *can_load = removable.has_load ? removable.load : removable.mechanism == MECHANISM_TRAY;
    }
    drive_bytes_free(&bytes);
    return DRIVE_OK;
}

/* Mode page 2Ah. A drive that has neither says nothing of a tray. */
static enum drive_status ask_page(struct drive *drive, bool *can_load, struct drive_failure *failure)
{
    struct drive_bytes bytes;
    struct mmc_capabilities_page capabilities;
    struct mmc_mode_page page;
    struct mmc_walk walk;
    enum drive_status status;

    *can_load = false;
    status = drive_take_mode_page(drive, MMC_MODE_PAGE_CAPABILITIES_AND_MECHANICAL_STATUS, MMC_PAGE_CURRENT, &bytes,
                                  failure);
    if (status == DRIVE_NO_SUCH_MODE_PAGE ||
        drive_was_refused(failure, SCSI_KEY_ILLEGAL_REQUEST, SCSI_ASC_INVALID_OPCODE)) {
        return DRIVE_OK;
    }
    if (status != DRIVE_OK) return status;
    walk = mmc_walk_of(span_of(bytes.bytes, bytes.count));
    if (mmc_mode_page_next(&walk, &page) && mmc_capabilities_page_parse(&page, &capabilities) == MMC_OK) {
        *can_load = capabilities.mechanism == MECHANISM_TRAY;
    } else if (walk.clipped) { /* what did not come may say so another time */
        status = drive_fail_reply(failure, DRIVE_INVALID_RESPONSE, MMC_OPCODE_MODE_SENSE_10);
    }
    drive_bytes_free(&bytes);
    return status;
}

enum drive_status drive_get_can_load(struct drive *drive, bool *can_load, struct drive_failure *failure)
{
    int remembered = atomic_load(&drive->can_load);
    enum drive_status status;
    bool found, answer;

    *can_load = false;
    if (remembered == DRIVE_CAN_LOAD_UNKNOWN) {
        status = ask_feature(drive, &found, &answer, failure);
        if (status == DRIVE_OK && !found) status = ask_page(drive, &answer, failure);
        if (status != DRIVE_OK) return status;
        remembered = answer ? DRIVE_CAN_LOAD_YES : DRIVE_CAN_LOAD_NO;
        atomic_store(&drive->can_load, remembered);
    }
    *can_load = remembered == DRIVE_CAN_LOAD_YES;
    return drive_fail(failure, DRIVE_OK);
}

static enum drive_status move_tray(struct drive *drive, enum mmc_start_stop operation, struct drive_failure *failure)
{
    uint64_t start_ms = drive->clock->now_ms(drive->clock);
    struct scsi_command command;
    enum drive_status status;
    int sent = 0;

    for (;;) {
        mmc_cdb_start_stop_unit(&command, false, operation);
        status = drive_send(drive, &command, NULL, failure);
        if (status == DRIVE_OK) atomic_store(&drive->silent, 0);
        if (!drive_was_refused(failure, SCSI_KEY_NOT_READY, SCSI_ASC_NOT_READY) || failure->sense.ascq != 0x07)
            return status;
        if (++sent >= TRAY_COMMANDS_MAX ||
            drive->clock->now_ms(drive->clock) - start_ms + IN_PROGRESS_PAUSE_MS > IN_PROGRESS_MAX_MS) {
            failure->status = DRIVE_MEDIUM_BUSY;
            return DRIVE_MEDIUM_BUSY;
        }
        drive->clock->sleep_ms(drive->clock, IN_PROGRESS_PAUSE_MS);
    }
}

/* Is it certain that nobody is burning this medium? A burn leaves a blank or an appendable disc behind it, and keeps
 * the door locked meanwhile; a drive that does not tell may be in the middle of one.
 */
static bool medium_is_finished(struct drive *drive)
{
    struct mmc_disc_information information;
    struct drive_failure ignored;

    if (drive_get_disc_information(drive, &information, &ignored) != DRIVE_OK) return false;
    return information.disc_state == MMC_DISC_COMPLETE || information.disc_state == MMC_DISC_OTHER;
}

/* Has the host taken back what locked the door? */
static bool door_is_freed(struct drive *drive, struct drive_failure *dismounting)
{
    struct drive_host *host = drive->host;
    enum drive_status status = host->ops->dismount(host, false, dismounting);

    if (status == DRIVE_IN_USE && medium_is_finished(drive)) status = host->ops->dismount(host, true, dismounting);
    return status == DRIVE_OK;
}

enum drive_status drive_eject(struct drive *drive, struct drive_failure *failure)
{
    struct drive_failure dismounting, allowing;
    struct scsi_command command;
    enum drive_status status;

    status = move_tray(drive, MMC_EJECT, failure);
    /* The door is locked: 05/53/02, or 02/53/00 from Linux's ATA layer. Not by us: then by the system, or by another
     * program.
     */
    if (!drive_was_refused(failure, SCSI_KEY_NOT_READY, SCSI_ASC_REMOVAL_REFUSED) &&
        !(drive_was_refused(failure, SCSI_KEY_ILLEGAL_REQUEST, SCSI_ASC_REMOVAL_REFUSED) &&
          failure->sense.ascq == 0x02)) {
        return status;
    }
    if (!drive->host || atomic_load(&drive->holds_the_door)) return status;
    if (door_is_freed(drive, &dismounting)) {
        /* Whether it helped is seen from the eject. */
        mmc_cdb_prevent_allow_medium_removal(&command, false, false);
        drive_send(drive, &command, NULL, &allowing);
        status = move_tray(drive, MMC_EJECT, failure);
    }
    if (status != DRIVE_OK) memcpy(failure->mount, dismounting.mount, sizeof failure->mount);
    return status;
}

enum drive_status drive_load(struct drive *drive, struct drive_failure *failure)
{
    enum drive_status status = move_tray(drive, MMC_LOAD, failure);

    /* 02/3A/01: closed, and empty. 02/3A/02, open, is a failure. */
    if (drive_was_refused(failure, 0x02, 0x3A) && failure->sense.ascq == 0x01) {
        atomic_store(&drive->silent, 0);
        return drive_fail(failure, DRIVE_OK);
    }
    return status;
}

enum drive_status drive_prevent_removal(struct drive *drive, bool prevent, struct drive_failure *failure)
{
    struct scsi_command command;
    enum drive_status status;

    mmc_cdb_prevent_allow_medium_removal(&command, prevent, false);
    status = drive_send(drive, &command, NULL, failure);
    if (status == DRIVE_OK) atomic_store(&drive->holds_the_door, prevent);
    return status;
}
