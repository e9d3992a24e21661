/* The permitted length of a caller's command descriptor block. */
#ifndef OPENIMAPI2_IMAPI2_CDB_LENGTH_H
#define OPENIMAPI2_IMAPI2_CDB_LENGTH_H

#include <stdbool.h>
#include <stdint.h>

/* Does a CDB of `length` bytes fit its operation code? The length must be 6 to 16 and match the group of the code
 * (SPC-3, operation code), except for codes whose CDB has had other lengths, and for vendor-specific groups.
 * source  IDiscRecorder2Ex::SendCommandNoData documentation: ranges, and the list of exempt codes.
 */
bool cdb_length_fits(uint8_t opcode, uint32_t length);

#endif
