/* The words of a transcript that the reader parses; shared by the writer and the reader. */
#ifndef OPENIMAPI2_SCSI_TRANSCRIPT_WORDS_H
#define OPENIMAPI2_SCSI_TRANSCRIPT_WORDS_H

#include "scsi/command.h"

/* The words for each failure, in the order of enum scsi_failure. */
static const char *const transcript_failures[] = {
    [SCSI_FAILURE_NONE] = "no reason",
    [SCSI_FAILURE_DEVICE_GONE] = "device gone",
    [SCSI_FAILURE_ACCESS_DENIED] = "access denied",
    [SCSI_FAILURE_LOCKED] = "locked",
    [SCSI_FAILURE_INVALID_HANDLE] = "invalid handle",
    [SCSI_FAILURE_TIMEOUT] = "time-out",
    [SCSI_FAILURE_NO_MEMORY] = "no memory",
    [SCSI_FAILURE_TOO_LONG] = "too long",
    [SCSI_FAILURE_OTHER] = "other",
};
enum { TRANSCRIPT_FAILURE_COUNT = sizeof transcript_failures / sizeof transcript_failures[0] };
_Static_assert(TRANSCRIPT_FAILURE_COUNT == SCSI_FAILURE_OTHER + 1, "every reason has its words");

#endif
