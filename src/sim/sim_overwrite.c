/* Discs that are recorded anywhere once they are formatted, and what formats and blanks discs of every kind. */
#include "sim/sim_model.h"

#include <string.h>

void sim_overwrite_write(struct sim_call *call, int32_t lba, uint32_t count, const uint8_t *bytes)
{
    if (call->disc.is_blank)
        sim_refuse(call, SIM_NOT_FORMATTED);
    else if (lba < 0 || (uint64_t)lba + count > call->disc.capacity_blocks)
        sim_refuse_at(call, SIM_LBA_OUT_OF_RANGE, (uint32_t)lba);
    else if (count)
        sim_write_blocks(call, (uint32_t)lba, count, bytes);
}

void sim_overwrite_close(struct sim_call *call, uint8_t function)
{
    struct sim_recording *recording = &call->recording;
    bool is_plus = call->disc.family == SIM_DVD_PLUS;

    if (is_plus && function == SIM_STOP_BACKGROUND_FORMAT) {
        if (recording->background == SIM_BACKGROUND_RUNNING) recording->background = SIM_BACKGROUND_SUSPENDED;
    } else if (is_plus && function == SIM_CLOSE_SESSION) {
        if (call->disc.is_blank) sim_refuse(call, SIM_COMMAND_SEQUENCE_ERROR);
    } else if (call->disc.family != SIM_DVD_MINUS ||
               (function != SIM_CLOSE_SESSION && function != SIM_FINALIZE_RESTRICTED_OVERWRITE)) {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
    }
}

void sim_format(struct sim_call *call, const struct sim_format *format, bool restarts)
{
    struct sim_recording *recording = &call->recording;

    if (call->disc.family == SIM_BD && call->disc.writing == SIM_SEQUENTIAL) {
        if (recording->track_count) {
            sim_refuse(call, SIM_COMMAND_SEQUENCE_ERROR);
        } else {
            recording->formatted_blocks = format->blocks;
        }
        return;
    }
    if (call->disc.family == SIM_DVD_MINUS) {
        memset(recording, 0, sizeof *recording);
        recording->medium = SIM_MEDIUM_DVD_RW_RO;
    }
    if (call->disc.family == SIM_DVD_PLUS) {
        if (!restarts) recording->background_progress = 0;
        recording->background = SIM_BACKGROUND_RUNNING;
    }
    recording->is_formatted = true;
    recording->formatted_blocks = format->blocks;
}

void sim_blank(struct sim_call *call, bool full)
{
    struct sim_recording *recording = &call->recording;
    bool is_dvd = call->disc.family == SIM_DVD_MINUS;

    memset(recording, 0, sizeof *recording);
    if (!is_dvd) return;
    recording->medium = SIM_MEDIUM_DVD_RW;
    recording->is_quick_blanked = !full;
}
