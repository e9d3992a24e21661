/* Composes the text of IErrorInfo from a failure: the attempt, the code, the command, the sense, the drive, the holder.
 */
#include "imapi2/failure_text.h"

#include <string.h>

#include "com/message.h"
#include "imapi2/hresult.h"
#include "mmc/codes.h"

/* clang-format off */

/* General codes that speak of a device here. The others have their texts in com/message.c. */
static const struct {
    HRESULT hr;
    const char *text;
} of_devices[] = {
    {HRESULT_FROM_WIN32(ERROR_INVALID_HANDLE), "There is no open device."},
    {HRESULT_FROM_WIN32(ERROR_DEV_NOT_EXIST),  "The device is no longer there."},
    {HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND), "There is no such device."},
    {HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED),  "The device does not support this."},
};

/* What our own words say beyond the HRESULT. */
static const char *const reasons[DRIVE_STATUS_COUNT] = {
    [DRIVE_NOT_OPEN]       = "The recorder has not been initialized: call InitializeDiscRecorder first.",
    [DRIVE_NO_SUCH_DEVICE] = "Use an identifier that MsftDiscMaster2 lists.",
    [DRIVE_GONE]           = "The drive was unplugged or switched off.",
    [DRIVE_ACCESS_DENIED]  = "The system does not let this user use the drive.",
    [DRIVE_IN_USE]         = "A file system on the disc is mounted and could not be dismounted: close the programs that use its files.",
    [DRIVE_NOT_LOCKED]     = "This recorder object does not have exclusive access.",
    [DRIVE_NOT_DISABLED]   = "This recorder object has not disabled media change notification.",
    [DRIVE_TIMEOUT]        = "The drive did not answer in time.",
    [DRIVE_BUSY]           = "The drive answered that it is busy.",
    [DRIVE_INVALID_RESPONSE] = "The drive's reply is too short, or contradicts itself.",
    [DRIVE_MEDIUM_BECOMING_READY] = "The drive kept reporting changes of its state.",
    [DRIVE_UNSUPPORTED]    = "The system does not offer this for the drive.",
};
/* clang-format on */

/* What is not ready, and time does not help: the code's own text says to try again in a few seconds. */
static const struct {
    uint8_t key, asc, ascq;
    const char *text;
} senses[] = {
    {0x02, 0x04, 0x02,
     "The drive waits to be started (START STOP UNIT): take the disc out and put it in again, or switch the drive off "
     "and on."},
    {0x02, 0x04, 0x22, "The drive has to be switched off and on."},
};

static void append_meaning(struct text *text, HRESULT hr)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(of_devices); i++) {
        if (of_devices[i].hr == hr) {
            text_printf(text, " %s", of_devices[i].text);
            return;
        }
    }
    com_message_append(text, hr, NULL);
}

static bool append_state(struct text *text, const struct drive_failure *failure)
{
    size_t i;

    for (i = 0; failure->has_sense && i < ARRAYSIZE(senses); i++) {
        if (senses[i].key != failure->sense.key || senses[i].asc != failure->sense.asc ||
            senses[i].ascq != failure->sense.ascq)
            continue;
        text_printf(text, " %s", senses[i].text);
        return true;
    }
    return false;
}

static void append_sense(struct text *text, const struct scsi_sense *sense)
{
    const char *words = scsi_sense_code_text(sense->asc, sense->ascq);

    text_printf(text, " with sense %X/%02X/%02X: %s", sense->key, sense->asc, sense->ascq,
                scsi_sense_key_text(sense->key));
    if (words) text_printf(text, ", %s", words);
}

static void append_command(struct text *text, const struct drive_failure *failure)
{
    const char *name = mmc_opcode_name(failure->opcode);

    text_printf(text, " The command %s (%02Xh) %s", name ? name : "without a name", failure->opcode,
                failure->was_not_sent ? "was not sent" : "ended");
    if (failure->was_not_sent && failure->status == DRIVE_TIMEOUT) {
        text_append(
            text,
            " again, because it timed out before: insert another disc or call InitializeDiscRecorder, and try again");
    } else if (failure->was_not_sent) {
        /* the reason stands in front of it */
    } else if (failure->has_sense) {
        append_sense(text, &failure->sense);
    } else if (failure->scsi_status) {
        text_printf(text, " with status %02Xh", failure->scsi_status);
    } else {
        text_append(text, " without a usable answer");
    }
    text_append(text, ".");
}

/* SPC-3, peripheral device type. */
static const char *const device_types[0x20] = {
    [0x00] = "a disk",
    [0x01] = "a tape drive",
    [0x02] = "a printer",
    [0x03] = "a processor",
    [0x06] = "a scanner",
    [0x07] = "an optical memory device",
    [0x08] = "a media changer",
    [0x0C] = "a storage array controller",
    [0x0D] = "an enclosure",
    [0x0E] = "a simplified disk",
    [0x1F] = "no device, or one of no known type",
};

static void append_peripheral(struct text *text, uint8_t peripheral)
{
    unsigned type = peripheral & 0x1F, qualifier = peripheral >> 5;
    const char *name = device_types[type];

    text_printf(text, " The device says that it is no optical drive but %s (peripheral device type %02Xh",
                name ? name : "of another type", type);
    if (qualifier) text_printf(text, ", qualifier %u: nothing is connected there", qualifier);
    text_append(text, ").");
}

static void append_failure(struct text *text, const struct drive_failure *failure)
{
    if (failure->status < DRIVE_STATUS_COUNT && reasons[failure->status]) {
        text_printf(text, " %s", reasons[failure->status]);
    }
    if (failure->status == DRIVE_NOT_OPTICAL) append_peripheral(text, failure->peripheral);
    if (failure->has_command) append_command(text, failure);
    if (failure->holder[0]) text_printf(text, " Exclusive access is held by \"%s\".", failure->holder);
    if (failure->mount[0]) text_printf(text, " The disc is mounted at \"%s\".", failure->mount);
    if (failure->system_error) {
        text_printf(text, " System error %lu:", (unsigned long)failure->system_error);
        com_message_append(text, HRESULT_FROM_WIN32(failure->system_error), NULL);
    }
}

void failure_text(struct text *text, const char *attempt, HRESULT hr, const char *reason,
                  const struct drive_failure *failure, const struct drive_identity *identity, const char *id)
{
    bool is_stated;

    text_printf(text, "%s failed (0x%08lX).", attempt, (unsigned long)hr);
    is_stated = failure && append_state(text, failure);
    if (!is_stated) append_meaning(text, hr);
    if (reason) text_printf(text, " %s", reason);
    if (failure) {
        HRESULT told = hresult_from_failure(failure);

        /* The method may only return less than is known; E_FAIL knows nothing. */
        if (told != hr && told != E_FAIL && !is_stated) append_meaning(text, told);
        append_failure(text, failure);
    }
    if (identity) {
        text_printf(text, " Drive: %s %s %s", identity->vendor, identity->product, identity->revision);
        if (id) text_printf(text, ", %s", id);
        text_append(text, ".");
    } else if (id && id[0]) {
        text_printf(text, " Identifier: \"%s\".", id);
    }
}
