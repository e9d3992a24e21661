/* A whole MMC logical unit in software.
 *
 * The drive is a function of values: state, identity, store, faults and the time come with each command, and the state
 * that comes back is all that it remembers. Not thread-safe by itself: whoever keeps the state makes each command
 * atomic. It never sleeps: what takes time is told in the outcome, so that the caller waits after giving its lock back.
 */
#ifndef OPENIMAPI2_SIM_SIM_DRIVE_H
#define OPENIMAPI2_SIM_SIM_DRIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scsi/command.h"
#include "sim/sim_fault.h"
#include "sim/sim_identity.h"
#include "sim/sim_record.h"
#include "sim/sim_state.h"
#include "sim/store.h"

/* What is chosen for the disc and the drive beside their kinds; all 0: as bought, and quick. */
struct sim_options {
    uint32_t blocks;        /* a smaller disc of its kind: so many blocks; 0: what such a disc has */
    bool is_protected;      /* the disc: against writing */
    uint16_t long_commands; /* what takes long is under way for so many commands that ask for it; 0: none */
    uint16_t time_percent;  /* recording, erasing, closing take so much of their time at the speed in use; 0: none */
};

/* All borrowed for the call. */
struct sim_drive {
    struct sim_state *state;
    const struct sim_identity *identity; /* NULL: our own drive */
    struct sim_store *store;             /* NULL: there is no image */
    const struct sim_fault *faults;      /* NULL when fault_count is 0; those beyond SIM_FAULTS_MAX are not met */
    size_t fault_count;
    struct sim_disc_memory *disc; /* of what was recorded; NULL: the drive forgets it */
    struct sim_options options;
    /* When the command comes, by a clock that is the same for everybody who keeps the state; a clock that began anew is
     * taken for a long time. Not looked at while options.time_percent is 0.
     */
    uint64_t now_ms;
};

struct sim_outcome {
    uint32_t delay_ms; /* the reply is due so much later; with hangs: not used */
    bool hangs;        /* the reply (lost, time-out) is due at the command's deadline */
};

/* Execute one command and fill the whole reply. Data-in bytes that the drive does not send are cleared.
 * Reserved bits of the CDB, and CDB bytes beyond cdb_length, are not looked at.
 */
void sim_drive_execute(const struct sim_drive *drive, const struct scsi_command *command, struct scsi_reply *reply,
                       struct sim_outcome *outcome);

#endif
