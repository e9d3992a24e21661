/* START UNIT and TEST UNIT READY, on the caller's thread. */
#include "burn/make_ready.h"

#include "burn/refusal.h"
#include "drive/command.h"
#include "mmc/cdb.h"

enum { READY_MAX_MS = 40000, FIRST_GAP_MS = 100, LAST_GAP_MS = 1000, START_NEEDED = 0x02 };

/* What it is refused with, TEST UNIT READY says, too. */
static void start_unit(const struct burn_tools *tools)
{
    struct drive_failure ignored;
    struct scsi_command command;

    mmc_cdb_start_stop_unit(&command, false, MMC_START);
    drive_send(tools->drive, &command, NULL, &ignored);
}

enum burn_status burn_make_ready(const struct burn_tools *tools, bool starts, struct burn_failure *failure)
{
    const struct base_clock *clock = tools->clock;
    uint64_t end_ms = clock->now_ms(clock) + READY_MAX_MS;
    uint32_t gap_ms = FIRST_GAP_MS;
    struct drive_failure drive;

    if (starts) start_unit(tools);
    for (;;) { /* ends: gap_ms passes in each turn */
        if (drive_test_ready(tools->drive, &drive) == DRIVE_OK) return burn_fail(failure, BURN_OK);
        if ((!burn_is_in_progress(&drive) && drive.status != DRIVE_MEDIUM_BECOMING_READY) ||
            clock->now_ms(clock) >= end_ms) {
            return burn_fail_drive(failure, &drive);
        }
        if (tools->control && atomic_load(&tools->control->is_cancelled)) return burn_fail(failure, BURN_CANCELLED);
        if (!starts && burn_sense_is(&drive, SCSI_KEY_NOT_READY, SCSI_ASC_NOT_READY, START_NEEDED)) start_unit(tools);
        clock->sleep_ms(clock, gap_ms);
        gap_ms = gap_ms * 2 < LAST_GAP_MS ? gap_ms * 2 : LAST_GAP_MS;
    }
}
