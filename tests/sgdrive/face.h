/* What the preload library and the daemon say to each other: one request and one reply for each SCSI command.
 *
 * Both run on one machine, as 64- or 32-bit programs: fixed-width numbers in the machine's order, the same layout in
 * both. A message is one packet of a SOCK_SEQPACKET socket in the abstract namespace: it arrives whole, or its sender
 * died and it never was. The socket's name follows from the device and inode of the drive's file, so it is the same
 * seen from within a chroot.
 */
#ifndef OPENIMAPI2_TESTS_SGDRIVE_FACE_H
#define OPENIMAPI2_TESTS_SGDRIVE_FACE_H

#include <stdint.h>

/* Environment: the drives' files, absolute, with ':' between them. The first is /dev/sr0, the second /dev/sr1 ... */
#define FACE_ENVIRONMENT "OPENIMAPI2_SGDRIVE"

/* printf format of the socket's name, after the 0 byte: device and inode as unsigned long long. */
#define FACE_SOCKET "openimapi2-sgdrive-%llx-%llx"

enum {
    FACE_MAGIC = 0x46414331,       /* "FAC1" */
    FACE_MAX_TRANSFER = 128 << 10, /* bytes; what Linux takes for an ATAPI drive */
    FACE_SENSE_MAX = 252,
    FACE_PROGRAM_MAX = 16, /* with its 0 byte, as Linux keeps it */
};

enum face_direction { FACE_NONE, FACE_IN, FACE_OUT };

struct face_request { /* `requested_bytes` bytes of data follow when the direction is out */
    uint32_t magic;
    uint8_t cdb[16];
    uint8_t cdb_length;
    uint8_t direction; /* enum face_direction */
    uint8_t by_system; /* 1: not asked for by the client, but by the system on its behalf (CDROM_DRIVE_STATUS ...) */
    uint8_t reserved;
    uint32_t requested_bytes;
    uint32_t timeout_ms;
    char program[FACE_PROGRAM_MAX];
};

struct face_reply { /* `data_bytes` bytes of data follow */
    uint32_t magic;
    uint8_t outcome; /* enum scsi_outcome */
    uint8_t failure; /* enum scsi_failure */
    uint8_t status;
    uint8_t sense_length;
    uint32_t transferred_bytes; /* as the drive's port counts them */
    uint32_t data_bytes;        /* that reach the client's buffer: 0 to requested_bytes */
    uint32_t delay_ms;          /* the reply is due so much later */
    uint32_t hangs;             /* 1: the reply is due at the command's deadline */
    uint8_t sense[FACE_SENSE_MAX];
};

#endif
