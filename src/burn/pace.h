/* The time of the next WRITE to a drive whose buffer was full. */
#ifndef OPENIMAPI2_BURN_PACE_H
#define OPENIMAPI2_BURN_PACE_H

#include <stdbool.h>
#include <stdint.h>

#include "burn/ring.h"
#include "burn/step.h"
#include "drive/status.h"

struct burn_run;

/* Begin with all 0: the drive is sent WRITEs until it refuses one. */
struct burn_pace {
    bool asks;           /* the drive's buffer was full: its room is known, or requested */
    bool has_waited;     /* since the last WRITE, for a quarter of the buffer: now room for one is enough */
    bool is_distrusted;  /* the drive does not report its room, or not correctly */
    uint64_t room_bytes; /* bytes that are free at least, as the drive counts them */
};

enum burn_pace_answer {
    BURN_PACE_SEND,  /* the WRITE may be sent */
    BURN_PACE_WAIT,  /* the drive has no room now: pause_ms was set */
    BURN_PACE_FAILED /* the query failed as the WRITE would have: see failure */
};

/* May this transfer be sent now? A drive whose buffer was full is asked for its room with READ BUFFER CAPACITY, once
 * for as many WRITEs as fit the room.
 */
enum burn_pace_answer burn_pace_admits(struct burn_run *run, const struct burn_run_of_blocks *blocks,
                                       const struct burn_transfer *transfer, struct drive_failure *failure);

/* To be called after each WRITE: the drive took it, or it had no room for it. */
void burn_pace_took(struct burn_run *run, const struct burn_transfer *transfer);
void burn_pace_met_full_buffer(struct burn_run *run, const struct burn_transfer *transfer);

/* The time in which the drive writes a transfer: 5 to 500 ms. */
uint32_t burn_pace_pause_ms(const struct burn_run *run, const struct burn_run_of_blocks *blocks,
                            const struct burn_transfer *transfer);

#endif
