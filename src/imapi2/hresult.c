/* The table from drive status and sense data to HRESULTs; no other file converts a drive's failure to an HRESULT. */
#include "imapi2/hresult.h"

#include <stddef.h>

#include "imapi2error.h"
#include "mmc/codes.h"

enum { ANY = -1 };

#define WIN32_RESULT(error) ((HRESULT)(0x80070000 | (error)))

/* Ordered: the first row that matches decides.
 * es   the sense table of Microsoft's EraseSample (Windows SDK samples, Utility.cpp), whose code base is IMAPI2's
 * doc  the meaning of the code in the IMAPI return values page
 */
/* clang-format off */
static const struct sense_row {
    int key, asc, ascq, opcode;
    HRESULT result;
} sense_rows[] = {
    {0x0, 0x00, ANY,  ANY,  S_OK},                                                   /* es: no additional sense */
    {ANY, 0x02, 0x06, ANY,  E_IMAPI_RECORDER_MEDIA_UPSIDE_DOWN},                     /* es */
    {0x2, 0x04, 0x01, ANY,  E_IMAPI_RECORDER_MEDIA_BECOMING_READY},                  /* es */
    {0x2, 0x04, 0x03, ANY,  E_IMAPI_RECORDER_MEDIA_NO_MEDIA},                        /* es: manual intervention required */
    {0x2, 0x04, 0x04, ANY,  E_IMAPI_RECORDER_MEDIA_FORMAT_IN_PROGRESS},              /* es */
    {0x2, 0x04, 0x07, ANY,  E_IMAPI_RECORDER_MEDIA_BUSY},                            /* es: operation in progress */
    {0x2, 0x04, 0x08, ANY,  E_IMAPI_RECORDER_MEDIA_BUSY},                            /* es: long write in progress */
    {0x2, 0x04, ANY,  ANY,  E_IMAPI_RECORDER_MEDIA_BECOMING_READY},                  /* es */
    {0x2, 0x30, ANY,  MMC_OPCODE_READ_DISC_STRUCTURE, E_IMAPI_RECORDER_DVD_STRUCTURE_NOT_PRESENT},  /* es */
    {0x3, 0x0C, 0x09, MMC_OPCODE_SYNCHRONIZE_CACHE_10, S_OK},                         /* es: loss of streaming */
    {0x3, 0x0C, 0x09, ANY,  E_IMAPI_LOSS_OF_STREAMING},                              /* es */
    {0x4, 0x09, 0x01, ANY,  E_IMAPI_RECORDER_MEDIA_UPSIDE_DOWN},                     /* es: tracking servo failure */
    {0x4, 0x09, 0x02, ANY,  E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE},                    /* es: focus servo failure */
    {0x5, 0x20, 0x00, MMC_OPCODE_READ_DISC_STRUCTURE, E_IMAPI_RECORDER_DVD_STRUCTURE_NOT_PRESENT},  /* es */
    {0x5, 0x24, 0x00, MMC_OPCODE_READ_DISC_STRUCTURE, E_IMAPI_RECORDER_DVD_STRUCTURE_NOT_PRESENT},  /* es */
    {0x5, 0x30, 0x02, MMC_OPCODE_READ_DISC_STRUCTURE, E_IMAPI_RECORDER_DVD_STRUCTURE_NOT_PRESENT},  /* es */
    {0x5, 0x24, 0x00, MMC_OPCODE_MODE_SENSE_10,       E_IMAPI_RECORDER_NO_SUCH_MODE_PAGE},          /* es */
    {0x5, 0x26, ANY,  MMC_OPCODE_MODE_SELECT_10,      E_IMAPI_RECORDER_INVALID_MODE_PARAMETERS},    /* es */
    {0x5, 0x20, 0x00, MMC_OPCODE_GET_CONFIGURATION,   E_IMAPI_RECORDER_GET_CONFIGURATION_NOT_SUPPORTED}, /* doc */
    {0x7, 0x27, ANY,  ANY,  E_IMAPI_RECORDER_MEDIA_WRITE_PROTECTED},                 /* es */
    {0x6, 0x28, 0x00, ANY,  E_IMAPI_RECORDER_MEDIA_BECOMING_READY},                  /* es: medium may have changed */
    {ANY, 0x30, ANY,  ANY,  E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE},                    /* es */
    {0x2, 0x3A, ANY,  ANY,  E_IMAPI_RECORDER_MEDIA_NO_MEDIA},                        /* es */
    {ANY, 0x73, 0x03, ANY,  E_IMAPI_RECORDER_MEDIA_SPEED_MISMATCH},                  /* es: power calibration area error */
};

/* Every status; those marked "driver" are what the Windows CD-ROM driver answers to the same request. */
static const struct status_row {
    enum drive_status status;
    HRESULT result;
} status_rows[] = {
    {DRIVE_OK,                    S_OK},
    {DRIVE_NOT_OPEN,              WIN32_RESULT(ERROR_INVALID_HANDLE)},
    {DRIVE_NO_SUCH_DEVICE,        WIN32_RESULT(ERROR_FILE_NOT_FOUND)},      /* unless the system gave its own number */
    {DRIVE_GONE,                  WIN32_RESULT(ERROR_DEV_NOT_EXIST)},       /* driver */
    {DRIVE_ACCESS_DENIED,         E_ACCESSDENIED},
    {DRIVE_IN_USE,                E_ACCESSDENIED},                          /* AcquireExclusiveAccess: "used by another application" */
    {DRIVE_LOCKED,                E_IMAPI_RECORDER_LOCKED},
    {DRIVE_NOT_LOCKED,            WIN32_RESULT(ERROR_INVALID_FUNCTION)},    /* driver */
    {DRIVE_NOT_DISABLED,          WIN32_RESULT(ERROR_BAD_COMMAND)},         /* driver */
    {DRIVE_INVALID_NAME,          E_IMAPI_RECORDER_CLIENT_NAME_IS_NOT_VALID},
    {DRIVE_INVALID_HANDLE,        WIN32_RESULT(ERROR_INVALID_HANDLE)},
    {DRIVE_NO_MEMORY,             E_OUTOFMEMORY},
    {DRIVE_TIMEOUT,               E_IMAPI_RECORDER_COMMAND_TIMEOUT},
    {DRIVE_BUSY,                  E_IMAPI_RECORDER_MEDIA_BUSY},
    {DRIVE_REFUSED,               E_FAIL},                                  /* without sense; else the sense decides */
    {DRIVE_INVALID_RESPONSE,      E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE},
    {DRIVE_MEDIUM_BECOMING_READY, E_IMAPI_RECORDER_MEDIA_BECOMING_READY},
    {DRIVE_MEDIUM_BUSY,           E_IMAPI_RECORDER_MEDIA_BUSY},
    {DRIVE_NO_SUCH_FEATURE,       E_IMAPI_RECORDER_NO_SUCH_FEATURE},
    {DRIVE_FEATURE_NOT_CURRENT,   E_IMAPI_RECORDER_FEATURE_IS_NOT_CURRENT},
    {DRIVE_NO_SUCH_MODE_PAGE,     E_IMAPI_RECORDER_NO_SUCH_MODE_PAGE},
    {DRIVE_NO_SUCH_STRUCTURE,     E_IMAPI_RECORDER_DVD_STRUCTURE_NOT_PRESENT},
    {DRIVE_NOT_OPTICAL,           WIN32_RESULT(ERROR_NOT_SUPPORTED)},
    {DRIVE_UNSUPPORTED,           E_FAIL},
    {DRIVE_FAILED,                E_FAIL},
};
/* clang-format on */

_Static_assert(ARRAYSIZE(status_rows) == DRIVE_STATUS_COUNT, "every status has its row");

static bool matches(int pattern, int value)
{
    return pattern == ANY || pattern == value;
}

HRESULT hresult_from_sense(const struct scsi_sense *sense, uint8_t opcode)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(sense_rows); i++) {
        const struct sense_row *row = &sense_rows[i];

        if (matches(row->key, sense->key) && matches(row->asc, sense->asc) && matches(row->ascq, sense->ascq) &&
            matches(row->opcode, opcode)) {
            return row->result;
        }
    }
    return E_FAIL;
}

HRESULT hresult_from_failure(const struct drive_failure *failure)
{
    size_t i;

    if (failure->status == DRIVE_REFUSED && failure->has_sense) {
        return hresult_from_sense(&failure->sense, failure->opcode);
    }
    if (failure->status == DRIVE_NO_SUCH_DEVICE && failure->system_error) {
        return HRESULT_FROM_WIN32(failure->system_error);
    }
    for (i = 0; i < ARRAYSIZE(status_rows); i++) {
        if (status_rows[i].status == failure->status) return status_rows[i].result;
    }
    return E_FAIL;
}
