/* Converts our status codes and sense data to IMAPI's HRESULTs; a failure of a drive becomes an HRESULT only here. */
#ifndef OPENIMAPI2_IMAPI2_HRESULT_H
#define OPENIMAPI2_IMAPI2_HRESULT_H

#include <windows.h>

#include "drive/status.h"

/* The result of a command that the drive ended with this sense; opcode is that command's. E_FAIL if no row of the table
 * matches; S_OK if the sense is no failure (no sense at all; a loss of streaming that SYNCHRONIZE CACHE reports).
 */
HRESULT hresult_from_sense(const struct scsi_sense *sense, uint8_t opcode);

/* DRIVE_OK is S_OK. */
HRESULT hresult_from_failure(const struct drive_failure *failure);

#endif
