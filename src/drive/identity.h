/* Vendor, product and revision of a drive. */
#ifndef OPENIMAPI2_DRIVE_IDENTITY_H
#define OPENIMAPI2_DRIVE_IDENTITY_H

#include <stdint.h>

enum { DRIVE_NAME_SIZE = 65 };

/* The strings of INQUIRY, from the drive itself or as the system remembers them: UTF-8, NUL-terminated. */
struct drive_identity {
    char vendor[DRIVE_NAME_SIZE];
    char product[DRIVE_NAME_SIZE];
    char revision[DRIVE_NAME_SIZE];
    uint8_t peripheral; /* qualifier and type, byte 0 of INQUIRY data */
};

#endif
