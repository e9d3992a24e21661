/* Discs that are recorded at any address once they are formatted, and the formatting of discs of every kind. */
#include "sim/sim_model.h"

#include <string.h>

/* DVD-RW restricted overwrite: whole ECC blocks alone (MMC-6, restricted overwrite method). */
static bool is_restricted(const struct sim_call *call)
{
    return call->disc.family == SIM_DVD_MINUS;
}

void sim_overwrite_write(struct sim_call *call, int32_t lba, uint32_t count, const uint8_t *bytes)
{
    enum { ECC_BLOCKS = 16 };
    struct sim_recording *recording = &call->recording;
    uint32_t end = (uint32_t)lba + count;

    if (call->disc.is_blank)
        sim_refuse(call, SIM_NOT_FORMATTED);
    else if (lba < 0 || (uint64_t)lba + count > call->disc.capacity_blocks)
        sim_refuse_at(call, SIM_LBA_OUT_OF_RANGE, (uint32_t)lba);
    else if (is_restricted(call) &&
             (lba % ECC_BLOCKS || count % ECC_BLOCKS || (uint32_t)lba > call->disc.readable_blocks))
        sim_refuse_at(call, SIM_INVALID_WRITE_ADDRESS, (uint32_t)lba);
    else if (count && sim_write_blocks(call, (uint32_t)lba, count, bytes) && end > call->disc.readable_blocks)
        recording->formatted_blocks = end;
}

void sim_overwrite_close(struct sim_call *call, uint8_t function)
{
    struct sim_recording *recording = &call->recording;
    bool is_plus = call->disc.family == SIM_DVD_PLUS;

    if (is_plus && function == SIM_STOP_BACKGROUND_FORMAT) {
        if (recording->background == SIM_BACKGROUND_RUNNING) recording->background = SIM_BACKGROUND_SUSPENDED;
    } else if (is_plus && function == SIM_CLOSE_SESSION) {
        if (call->disc.is_blank) sim_refuse(call, SIM_COMMAND_SEQUENCE_ERROR);
    } else if (is_restricted(call) &&
               (function == SIM_CLOSE_SESSION || function == SIM_FINALIZE_RESTRICTED_OVERWRITE)) {
        recording->is_intermediate = false;
    } else {
        sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
    }
}

/* MMC-6, format types of DVD-RW: 13h goes on behind the end, 15h begins with nothing and grows, the others format it
 * all. What was recorded in sequence is lost.
 */
static void format_dvd_rw(struct sim_call *call, const struct sim_format *format)
{
    enum { QUICK_GROW = 0x13, QUICK = 0x15 };
    struct sim_recording *recording = &call->recording;

    if (format->type == QUICK_GROW) {
        if (!is_restricted(call) || call->disc.writing != SIM_OVERWRITE) {
            sim_refuse(call, SIM_INVALID_FIELD_IN_LIST);
            return;
        }
        recording->formatted_blocks = call->disc.readable_blocks;
        recording->is_formatted = recording->is_intermediate = true;
        return;
    }
    memset(recording, 0, sizeof *recording);
    recording->medium = SIM_MEDIUM_DVD_RW_RO;
    recording->is_formatted = true;
    recording->is_intermediate = format->type == QUICK;
    recording->formatted_blocks = recording->is_intermediate ? 0 : format->blocks;
}

/* Once, and before anything is recorded; a final disc is recorded, too. Sub-type 0 of a format with spare areas is
 * SRM+POW, 1 is SRM.
 */
static void format_bd_r(struct sim_call *call, const struct sim_format *format, uint8_t sub_type)
{
    enum { SPARE = 0x32, POW = 0 };
    struct sim_recording *recording = &call->recording;

    if (recording->track_count || recording->formatted_blocks) {
        sim_refuse(call, SIM_COMMAND_SEQUENCE_ERROR);
        return;
    }
    recording->formatted_blocks = format->blocks;
    recording->is_pow = format->type == SPARE && sub_type == POW;
}

void sim_format(struct sim_call *call, const struct sim_format *format, uint8_t sub_type, bool restarts)
{
    struct sim_recording *recording = &call->recording;

    if (call->disc.family == SIM_BD && !call->disc.erasable) {
        format_bd_r(call, format, sub_type);
        return;
    }
    if (call->disc.family == SIM_DVD_MINUS) {
        format_dvd_rw(call, format);
        return;
    }
    if (call->disc.family == SIM_DVD_PLUS) {
        if (!restarts) recording->background_progress = 0;
        recording->background = SIM_BACKGROUND_RUNNING;
    }
    recording->is_formatted = true;
    recording->formatted_blocks = format->blocks;
}
