/* Our words for what happened, as IMAPI's: the only place where one becomes an HRESULT. */
#ifndef OPENIMAPI2_IMAPI2_HRESULT_H
#define OPENIMAPI2_IMAPI2_HRESULT_H

#include <windows.h>

#include "drive/status.h"

/* The result of a command that the drive ended with this sense. opcode: of that command. E_FAIL when no row of the
 * table says more; S_OK where the sense is no failure (no sense at all; a loss of streaming that SYNCHRONIZE CACHE
 * reports).
 */
HRESULT hresult_from_sense(const struct scsi_sense *sense, uint8_t opcode);

/* DRIVE_OK is S_OK. */
HRESULT hresult_from_failure(const struct drive_failure *failure);

#endif
