/* A whole MMC logical unit in software.
 *
 * The drive is a function of values: state, identity, store, faults and the time are passed with each command, and the
 * state returned is all that it remembers. It is not thread-safe by itself: the owner of the state must make each
 * command atomic. It never sleeps: the outcome says how long the command takes, so that the caller can wait after
 * releasing its lock.
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

/* Options of the disc and the drive beside their kinds; all 0: a new disc, and a drive that takes no time. */
struct sim_options {
    uint32_t blocks;        /* a smaller disc of its kind, with so many blocks; 0: the usual size */
    bool is_protected;      /* the disc: against writing */
    uint16_t long_commands; /* a long operation lasts for so many commands that meet it; 0: none */
    uint16_t time_percent;  /* recording, erasing, closing take this % of their time at the speed in use; 0: none */
};

/* All borrowed for the call. */
struct sim_drive {
    struct sim_state *state;
    const struct sim_identity *identity; /* NULL: our own drive */
    struct sim_store *store;             /* NULL: there is no image */
    const struct sim_fault *faults;      /* NULL when fault_count is 0; faults beyond SIM_FAULTS_MAX are ignored */
    size_t fault_count;
    struct sim_disc_memory *disc; /* of what was recorded; NULL: the drive forgets it */
    struct sim_options options;
    /* The time of the command, by a clock that is the same for all users of the state; a clock that was restarted
     * counts as a long time. Not used while options.time_percent is 0.
     */
    uint64_t now_ms;
};

struct sim_outcome {
    uint32_t delay_ms; /* the reply is due after this delay; not used with hangs */
    bool hangs;        /* the reply (lost, time-out) is due at the command's deadline */
};

/* Execute one command and set the whole reply. Data-in bytes that the drive does not send are cleared. Reserved bits of
 * the CDB, and CDB bytes beyond cdb_length, are ignored.
 */
void sim_drive_execute(const struct sim_drive *drive, const struct scsi_command *command, struct scsi_reply *reply,
                       struct sim_outcome *outcome);

#endif
