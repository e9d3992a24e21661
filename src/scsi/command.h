/* One SCSI command and the four ways in which it can end. */
#ifndef OPENIMAPI2_SCSI_COMMAND_H
#define OPENIMAPI2_SCSI_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

enum { SCSI_CDB_MAX = 16, SCSI_SENSE_MAX = 252 };

/* Status byte (SAM, status codes). */
enum scsi_status {
    SCSI_STATUS_GOOD = 0x00,
    SCSI_STATUS_CHECK_CONDITION = 0x02,
    SCSI_STATUS_BUSY = 0x08,
    SCSI_STATUS_RESERVATION_CONFLICT = 0x18,
    SCSI_STATUS_TASK_ABORTED = 0x40,
};

enum scsi_direction { SCSI_NO_DATA, SCSI_DATA_IN, SCSI_DATA_OUT };

struct scsi_command {
    uint8_t cdb[SCSI_CDB_MAX];
    uint8_t cdb_length; /* 6, 10, 12 or 16 */
    enum scsi_direction direction;
    void *data; /* the caller's; read for SCSI_DATA_OUT, written for SCSI_DATA_IN, NULL for SCSI_NO_DATA */
    uint32_t requested_bytes; /* size of data; for data-in the allocation length, for data-out the parameter list */
    uint32_t timeout_ms;      /* deadline of the command; never 0 */
};

enum scsi_outcome {
    SCSI_NOT_SENT, /* the command did not reach the drive; failure says why */
    SCSI_LOST,     /* it was sent, and no answer came; failure says why */
    SCSI_REFUSED,  /* the drive answered with a status other than GOOD; sense may say more */
    SCSI_DONE,     /* status GOOD; transferred_bytes counts */
};

/* Why a command was not sent or was lost. */
enum scsi_failure {
    SCSI_FAILURE_NONE,
    SCSI_FAILURE_DEVICE_GONE,    /* unplugged, or its adapter was */
    SCSI_FAILURE_ACCESS_DENIED,  /* the system does not let this user send it */
    SCSI_FAILURE_LOCKED,         /* another program holds exclusive access */
    SCSI_FAILURE_INVALID_HANDLE, /* the device was closed in the meantime */
    SCSI_FAILURE_TIMEOUT,        /* no answer within timeout_ms */
    SCSI_FAILURE_NO_MEMORY,
    SCSI_FAILURE_TOO_LONG, /* more bytes than one transfer allows */
    SCSI_FAILURE_OTHER,    /* system_error is all that is known */
};

/* The caller owns it; a transport fills all of it. */
struct scsi_reply {
    enum scsi_outcome outcome;
    enum scsi_failure failure; /* SCSI_FAILURE_NONE unless NOT_SENT or LOST */
    uint32_t system_error;     /* the operating system's number, 0 when it gave none */
    uint8_t status;            /* status byte; GOOD unless REFUSED */
    uint8_t sense_length;      /* bytes of sense that the drive gave, 0 when none */
    uint8_t sense[SCSI_SENSE_MAX];
    uint32_t transferred_bytes; /* 0 to requested_bytes, as the transport counts them: an upper bound, never proof */
};

/* Is it INQUIRY (SPC-3)? Every device answers it at any time, even while another program has exclusive access. */
bool scsi_command_is_inquiry(const struct scsi_command *command);

/* Is it PREVENT ALLOW MEDIUM REMOVAL (SPC-3)? *is_locked: whether the drive keeps its medium locked once the command
 * has succeeded; unchanged for any other command.
 */
bool scsi_command_moves_lock(const struct scsi_command *command, bool *is_locked);

/* Clear the caller's buffer of a data-in command to 0; the buffers of other commands are left alone. */
void scsi_clear_data_in(const struct scsi_command *command);

/* Report that the command did not reach the drive: clear data-in, and set the reply to 0 (no status, no sense, no
 * bytes) except for outcome (SCSI_NOT_SENT), failure and system_error.
 */
void scsi_reply_not_sent(const struct scsi_command *command, struct scsi_reply *reply, enum scsi_failure failure,
                         uint32_t system_error);

#endif
