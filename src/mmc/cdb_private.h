/* The two steps with which every builder begins; only for the files mmc/cdb*.c. */
#ifndef OPENIMAPI2_MMC_CDB_PRIVATE_H
#define OPENIMAPI2_MMC_CDB_PRIVATE_H

#include <string.h>

#include "scsi/command.h"

/* Begin a command without data; everything that is not set here is 0. cdb_length: 6, 10 or 12. */
static inline void mmc_cdb_begin(struct scsi_command *command, uint8_t opcode, uint8_t cdb_length)
{
    memset(command, 0, sizeof *command);
    command->cdb[0] = opcode;
    command->cdb_length = cdb_length;
    command->direction = SCSI_NO_DATA;
}

/* data: borrowed; `bytes` bytes of it are filled (SCSI_DATA_IN) or only read (SCSI_DATA_OUT). */
static inline void mmc_cdb_transfer(struct scsi_command *command, enum scsi_direction direction, const void *data,
                                    uint32_t bytes)
{
    command->direction = direction;
    command->data = (void *)data;
    command->requested_bytes = bytes;
}

#endif
