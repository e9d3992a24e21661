/* burn_write and burn_erase: the medium is read before and after. */
#include "burn/burn.h"

#include <string.h>

#include "burn/dry_run.h"
#include "burn/make_ready.h"
#include "burn/speed.h"
#include "drive/command.h"

enum { ASC_WRITE_PROTECTED = 0x27 };

static void notice(const struct burn_tools *tools, const struct burn_progress *progress)
{
    const struct burn_observer *observer = tools->observer;

    if (observer && observer->notice) observer->notice(observer->context, progress);
}

static void tell_found(const struct burn_tools *tools, const struct burn_media *media, const struct burn_speeds *speeds)
{
    const struct burn_observer *observer = tools->observer;

    if (observer && observer->found) observer->found(observer->context, media, speeds);
}

static bool is_cancelled(const struct burn_tools *tools)
{
    return tools->control && atomic_load(&tools->control->is_cancelled);
}

/* What was found, for the observer, and the speed that is the nearest to the wish. */
static enum burn_status look(const struct burn_tools *tools, const struct burn_wishes *wishes,
                             struct burn_result *result, struct burn_speeds *speeds, struct burn_speed_choice *choice,
                             struct burn_failure *failure)
{
    bool with_contents = !wishes->may_overwrite && !wishes->ranges;
    struct drive_failure drive;

    if (burn_make_ready(tools, true, failure) != BURN_OK) return failure->status;
    if (burn_media_read(tools->drive, with_contents, &result->before, &drive) != DRIVE_OK ||
        burn_speeds_read(tools->drive, &result->before, speeds, &drive) != DRIVE_OK) {
        return burn_fail_drive(failure, &drive);
    }
    *choice = burn_speed_choose(speeds, wishes->sectors_per_second, wishes->is_pure_cav);
    tell_found(tools, &result->before, speeds);
    if (is_cancelled(tools)) return burn_fail(failure, BURN_CANCELLED);
    return burn_fail(failure, BURN_OK);
}

/* The checks found it, and no command is to blame; nothing was sent. */
static bool is_untouched(const struct burn_failure *failure)
{
    enum burn_status status = failure->status;

    return failure->drive.status == DRIVE_OK &&
           (status == BURN_MEDIUM_UNSUPPORTED || status == BURN_INVALID_STATE || status == BURN_WRITE_PROTECTED ||
            status == BURN_NOT_BLANK || status == BURN_TOO_LARGE || status == BURN_INVALID_RANGE ||
            status == BURN_NO_TEST_WRITE || status == BURN_NOT_ERASABLE);
}

/* What became of the disc is told after a failure, too; and by what it is protected, where a command was refused for
 * that: a drive without feature 0004h is not asked before.
 */
static void look_again(const struct burn_tools *tools, struct burn_failure *failure, struct burn_result *result)
{
    struct drive_failure ignored;

    if (drive_was_refused(&failure->drive, SCSI_KEY_DATA_PROTECT, ASC_WRITE_PROTECTED)) {
        burn_write_protection(tools->drive, &result->before, &failure->protection, &ignored);
    }
    if (is_untouched(failure)) {
        result->after = result->before;
    } else if (burn_media_read(tools->drive, false, &result->after, &ignored) != DRIVE_OK) {
        memset(&result->after, 0, sizeof result->after);
    }
}

static enum burn_status write(const struct burn_tools *tools, const struct burn_wishes *wishes,
                              struct burn_source *source, uint64_t began_ms, struct burn_result *result,
                              struct burn_failure *failure)
{
    struct burn_speed_choice choice = {NULL, false, false};
    struct burn_speeds speeds;

    if (look(tools, wishes, result, &speeds, &choice, failure) != BURN_OK) return failure->status;
    burn_write_medium(tools, wishes, &result->before, choice.entry, source, began_ms, failure);
    look_again(tools, failure, result);
    if (failure->status != BURN_OK) return failure->status;
    result->is_speed_adjusted = choice.is_speed_adjusted;
    result->is_rotation_adjusted = choice.is_rotation_adjusted;
    return BURN_OK;
}

/* VALIDATING is told, and the source stands at its beginning. */
static enum burn_status begin(const struct burn_tools *tools, const struct burn_wishes *wishes,
                              struct burn_source *source, struct burn_failure *failure)
{
    struct burn_progress progress = {.phase = BURN_VALIDATING, .block_count = (uint32_t)wishes->block_count};
    int32_t sought;

    notice(tools, &progress);
    sought = source->seek ? source->seek(source, 0) : 0;
    burn_fail(failure, sought ? BURN_SOURCE_FAILED : BURN_OK);
    failure->source_result = sought;
    return failure->status;
}

enum burn_status burn_write(const struct burn_tools *tools, const struct burn_wishes *wishes,
                            struct burn_source *source, struct burn_result *result, struct burn_failure *failure)
{
    uint64_t began_ms = tools->clock->now_ms(tools->clock);

    memset(result, 0, sizeof *result);
    if (begin(tools, wishes, source, failure) != BURN_OK) return failure->status;
    return write(tools, wishes, source, began_ms, result, failure);
}

enum burn_status burn_dry_run(const struct burn_tools *tools, const struct burn_wishes *wishes,
                              struct burn_source *source, const struct burn_planned_steps *steps,
                              struct burn_failure *failure)
{
    uint64_t began_ms = tools->clock->now_ms(tools->clock);
    struct burn_speed_choice choice = {NULL, false, false};
    struct burn_result result = {.is_speed_adjusted = false};
    struct burn_speeds speeds;

    if (begin(tools, wishes, source, failure) != BURN_OK ||
        look(tools, wishes, &result, &speeds, &choice, failure) != BURN_OK) {
        return failure->status;
    }
    return burn_dry_run_medium(tools, wishes, &result.before, choice.entry, source, began_ms, steps, failure);
}

enum burn_status burn_erase(const struct burn_tools *tools, bool full, struct burn_result *result,
                            struct burn_failure *failure)
{
    const struct burn_speeds none = {.count = 0};
    struct drive_failure drive;

    memset(result, 0, sizeof *result);
    if (burn_make_ready(tools, false, failure) != BURN_OK) return failure->status;
    if (burn_media_read(tools->drive, false, &result->before, &drive) != DRIVE_OK) {
        return burn_fail_drive(failure, &drive);
    }
    tell_found(tools, &result->before, &none);
    burn_erase_medium(tools, &result->before, full, failure);
    look_again(tools, failure, result);
    return failure->status;
}
