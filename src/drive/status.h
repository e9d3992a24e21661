/* The results of a call to a drive, and the details of a failure. */
#ifndef OPENIMAPI2_DRIVE_STATUS_H
#define OPENIMAPI2_DRIVE_STATUS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "scsi/sense.h"

enum drive_status {
    DRIVE_OK,
    DRIVE_NOT_OPEN,       /* called before the drive was opened */
    DRIVE_NO_SUCH_DEVICE, /* no device has this ID */
    DRIVE_GONE,           /* it was there, and has been unplugged */
    DRIVE_ACCESS_DENIED,  /* the system does not permit it to this user */
    DRIVE_IN_USE,         /* exclusive access: a file system is mounted and cannot be set aside */
    DRIVE_LOCKED,         /* another program holds exclusive access; holder is its name */
    DRIVE_NOT_LOCKED,     /* release without acquire */
    DRIVE_NOT_DISABLED,   /* enable of notifications without disable */
    DRIVE_INVALID_NAME,   /* client name with an illegal character, or too long */
    DRIVE_INVALID_HANDLE,
    DRIVE_NO_MEMORY,
    DRIVE_TIMEOUT,
    DRIVE_BUSY,                  /* status BUSY, RESERVATION CONFLICT or the like */
    DRIVE_REFUSED,               /* CHECK CONDITION: see sense and opcode */
    DRIVE_INVALID_RESPONSE,      /* too short, or it contradicts itself */
    DRIVE_MEDIUM_BECOMING_READY, /* unit attentions do not end */
    DRIVE_MEDIUM_BUSY,           /* "operation in progress" does not end */
    DRIVE_NO_SUCH_FEATURE,
    DRIVE_FEATURE_NOT_CURRENT,
    DRIVE_NO_SUCH_MODE_PAGE,
    DRIVE_NO_SUCH_STRUCTURE,
    DRIVE_NOT_OPTICAL, /* a device of another kind: see peripheral */
    DRIVE_UNSUPPORTED, /* the system, not the drive, lacks this */
    DRIVE_FAILED,      /* anything else; system_error is the system's code */
    DRIVE_STATUS_COUNT
};

enum { DRIVE_HOLDER_SIZE = 64 }; /* CDROM_EXCLUSIVE_CALLER_LENGTH: 63 characters and a NUL */
enum { DRIVE_MOUNT_SIZE = 260 };

/* Characters that a client name may contain: A-Z and a-z, digits, blank, and . , : ; - _ (IOCTL_CDROM_EXCLUSIVE_ACCESS
 * documentation).
 */
static inline bool drive_holder_may_contain(unsigned character)
{
    if (character >= 'A' && character <= 'Z') return true;
    if (character >= 'a' && character <= 'z') return true;
    if (character >= '0' && character <= '9') return true;
    return character && character < 0x80 && strchr(" .,:;-_", (int)character);
}

/* The caller owns it and need not clear it: every function that takes one sets all of it, on success too. */
struct drive_failure {
    enum drive_status status;
    bool has_command;  /* opcode is the command that failed */
    bool was_not_sent; /* it did not reach the drive */
    uint8_t opcode;
    uint8_t scsi_status; /* status byte, when the drive answered */
    bool has_sense;
    struct scsi_sense sense;
    uint8_t peripheral;             /* with DRIVE_NOT_OPTICAL: qualifier and type, byte 0 of INQUIRY data */
    uint32_t system_error;          /* the operating system's number, 0 when none */
    char holder[DRIVE_HOLDER_SIZE]; /* client name of the holder; "" when unknown */
    char mount[DRIVE_MOUNT_SIZE];   /* UTF-8: where the disc that cannot be ejected is mounted; "" when unknown */
};

/* Set all of a failure: this status and no details. Returns the status. */
static inline enum drive_status drive_fail(struct drive_failure *failure, enum drive_status status)
{
    memset(failure, 0, sizeof *failure);
    failure->status = status;
    return status;
}

#endif
