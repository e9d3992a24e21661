/* Interprets the sense of refused commands. */
#include "burn/refusal.h"

#include <stddef.h>

#include "drive/command.h"

static bool is_refused(const struct drive_failure *failure, uint8_t key)
{
    return failure->status == DRIVE_REFUSED && failure->has_sense && !failure->sense.deferred &&
           failure->sense.key == key;
}

bool burn_sense_is(const struct drive_failure *failure, uint8_t key, uint8_t asc, uint8_t ascq)
{
    return is_refused(failure, key) && failure->sense.asc == asc && failure->sense.ascq == ascq;
}

bool burn_is_in_progress(const struct drive_failure *failure)
{
    enum { SELF_CONFIGURATION = 0x3E, OPERATOR_NEEDED = 0x03 };

    if (failure->status == DRIVE_BUSY || is_refused(failure, SCSI_KEY_UNIT_ATTENTION)) return true;
    if (!is_refused(failure, SCSI_KEY_NOT_READY)) return false;
    if (failure->sense.asc == SELF_CONFIGURATION) return true;
    return failure->sense.asc == SCSI_ASC_NOT_READY && failure->sense.ascq != OPERATOR_NEEDED;
}

bool burn_is_started(const struct drive_failure *failure)
{
    return burn_sense_is(failure, SCSI_KEY_NOT_READY, SCSI_ASC_NOT_READY, 0x04) ||
           burn_sense_is(failure, SCSI_KEY_NOT_READY, SCSI_ASC_NOT_READY, 0x07) ||
           burn_sense_is(failure, SCSI_KEY_NOT_READY, SCSI_ASC_NOT_READY, 0x08) ||
           burn_sense_is(failure, SCSI_KEY_UNIT_ATTENTION, 0x2E, 0x00);
}

bool burn_is_buffer_full(const struct drive_failure *failure)
{
    static const uint8_t ascqs[] = {0x01, 0x04, 0x07, 0x08}; /* 08h: long write in progress */
    size_t i;

    if (failure->status == DRIVE_BUSY) return true;
    for (i = 0; i < sizeof ascqs / sizeof ascqs[0]; i++) {
        if (burn_sense_is(failure, SCSI_KEY_NOT_READY, SCSI_ASC_NOT_READY, ascqs[i])) return true;
    }
    return false;
}

bool burn_is_harmless(const struct drive_failure *failure)
{
    if (failure->status == DRIVE_REFUSED && failure->has_sense && failure->sense.deferred) {
        return scsi_sense_is_no_error(&failure->sense);
    }
    return is_refused(failure, SCSI_KEY_UNIT_ATTENTION) &&
           (failure->sense.asc == 0x5A || failure->sense.asc == 0x5B || failure->sense.asc == 0x5E);
}

bool burn_is_attention_without_change(const struct drive_failure *failure)
{
    return is_refused(failure, SCSI_KEY_UNIT_ATTENTION) && failure->sense.asc != SCSI_ASC_MEDIUM_MAY_HAVE_CHANGED;
}

bool burn_is_drive_gone(const struct drive_failure *failure)
{
    return failure->status != DRIVE_OK && failure->status != DRIVE_REFUSED && failure->status != DRIVE_BUSY &&
           failure->status != DRIVE_MEDIUM_BUSY && failure->status != DRIVE_MEDIUM_BECOMING_READY &&
           failure->status != DRIVE_INVALID_RESPONSE;
}

bool burn_is_disc_lost(const struct drive_failure *failure)
{
    return burn_is_drive_gone(failure) ||
           drive_was_refused(failure, SCSI_KEY_UNIT_ATTENTION, SCSI_ASC_MEDIUM_MAY_HAVE_CHANGED);
}

bool burn_is_disc_full(const struct drive_failure *failure)
{
    return burn_sense_is(failure, SCSI_KEY_ILLEGAL_REQUEST, 0x21, 0x00) ||
           burn_sense_is(failure, SCSI_KEY_ILLEGAL_REQUEST, 0x63, 0x00) ||
           burn_sense_is(failure, SCSI_KEY_ILLEGAL_REQUEST, SCSI_ASC_INVALID_FIELD, 0x00);
}
