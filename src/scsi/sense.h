/* Sense data, in fixed and in descriptor format, decoded into plain numbers. */
#ifndef OPENIMAPI2_SCSI_SENSE_H
#define OPENIMAPI2_SCSI_SENSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* SPC-3, sense keys. */
enum scsi_sense_key {
    SCSI_KEY_NO_SENSE = 0x0,
    SCSI_KEY_RECOVERED_ERROR = 0x1,
    SCSI_KEY_NOT_READY = 0x2,
    SCSI_KEY_MEDIUM_ERROR = 0x3,
    SCSI_KEY_HARDWARE_ERROR = 0x4,
    SCSI_KEY_ILLEGAL_REQUEST = 0x5,
    SCSI_KEY_UNIT_ATTENTION = 0x6,
    SCSI_KEY_DATA_PROTECT = 0x7,
    SCSI_KEY_BLANK_CHECK = 0x8,
    SCSI_KEY_ABORTED_COMMAND = 0xB,
};

/* Additional sense codes on which the handling of a drive depends. SPC-3, ASC and ASCQ assignments. */
enum scsi_asc {
    SCSI_ASC_NOT_READY = 0x04,               /* ASCQ 07h: operation in progress */
    SCSI_ASC_INVALID_OPCODE = 0x20,          /* the drive does not know the command */
    SCSI_ASC_INVALID_FIELD = 0x24,           /* in the CDB */
    SCSI_ASC_INVALID_PARAMETER = 0x26,       /* invalid field in parameter list */
    SCSI_ASC_MEDIUM_MAY_HAVE_CHANGED = 0x28, /* key 6 */
    SCSI_ASC_REMOVAL_REFUSED = 0x53,         /* ASCQ 02h: medium removal prevented */
};

struct scsi_sense {
    bool deferred; /* response code 71h or 73h: about an earlier command */
    uint8_t key;   /* 0 to 15: enum scsi_sense_key */
    uint8_t asc;   /* 0 when the sense was cut before it */
    uint8_t ascq;  /* likewise */
    bool has_progress;
    uint16_t progress; /* 0 to 65535, of 65536; keys 0 and 2 with SKSV */
    bool has_field_pointer;
    uint16_t field_pointer; /* byte of the CDB or parameter list at fault; key 5 with SKSV */
    bool field_in_cdb;      /* C/D: the pointer is into the CDB, else into the parameter list */
    bool has_bit_pointer;   /* BPV */
    uint8_t bit_pointer;    /* 0 to 7; 0 when not given */
    bool has_information;
    uint64_t information; /* usually the logical block at fault; with VALID only */
};

/* Decode sense data.
 * bytes     as received. count is the number of bytes that the drive gave, not the number requested; it may be 0.
 * returns   true when a sense key could be read (3 bytes of 70h/71h, 2 of 72h/73h); out is unchanged otherwise. Of the
 *           descriptors, only the bytes that are there are read.
 * source    SPC-3, fixed format sense data; descriptor format sense data.
 */
bool scsi_sense_decode(const uint8_t *bytes, size_t count, struct scsi_sense *out);

/* Does the sense report no error: a recovered one (key 1), or nothing to report? A command that ends with it was
 * carried out. Where the sense is deferred, it is about an earlier command, and this command was not carried out
 * (SPC-3, deferred errors).
 */
bool scsi_sense_is_no_error(const struct scsi_sense *sense);

/* "not ready", "illegal request", ...: SPC-3, sense key descriptions. key: 0 to 15; never NULL. */
const char *scsi_sense_key_text(uint8_t key);

/* The standard's text for an ASC/ASCQ that optical drives return, or NULL. The exact pair is looked up first, then rows
 * such as 40h/NNh that stand for any ASCQ. SPC-3, ASC and ASCQ assignments.
 */
const char *scsi_sense_code_text(uint8_t asc, uint8_t ascq);

#endif
