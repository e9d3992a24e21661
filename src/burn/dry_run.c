/* burn_dry_run_medium: makes and reports the plan, and reads the source as a burn would read it. */
#include "burn/dry_run.h"

#include <string.h>

#include "base/alloc.h"
#include "burn/run.h"
#include "burn/worker.h"
#include "mmc/cdb.h"

enum { WORDS_SIZE = 128, MODE_HEADER = 8 };

static enum burn_status read_source(struct burn_run *run)
{
    uint32_t most_bytes;

    run->transfers_left = burn_plan_count_transfers(run->plan, &most_bytes);
    if (!run->transfers_left) return BURN_OK;
    if (!burn_ring_open(&run->ring, most_bytes, 1)) return burn_fail(&run->failure, BURN_NO_MEMORY);
    while (burn_read_ahead(run)) {
        burn_ring_release(&run->ring);
        burn_run_tell(run);
        if (run->transfers_left && burn_run_is_cancelled(run)) burn_fail(&run->failure, BURN_CANCELLED);
    }
    burn_ring_close(&run->ring);
    return run->failure.status;
}

static void describe(const struct burn_step *step, const struct scsi_command *command,
                     struct burn_planned_step *planned)
{
    const struct burn_run_of_blocks *run = &step->run;

    planned->commands = 1;
    planned->cdb = command->cdb;
    planned->cdb_bytes = command->cdb_length;
    if (step->kind == BURN_STEP_WRITE) {
        planned->commands = (burn_run_blocks(run) + run->blocks_per_write - 1) / run->blocks_per_write;
    } else if (command->direction == SCSI_DATA_OUT) {
        planned->list = command->data;
        planned->list_bytes = command->requested_bytes;
    }
}

static bool tell(const struct burn_planned_steps *steps, const struct burn_step *step,
                 const struct scsi_command *command)
{
    struct burn_planned_step planned = {.commands = 0};
    char words[WORDS_SIZE];

    burn_step_describe(step, words, sizeof words);
    planned.words = words;
    if (command) describe(step, command, &planned);
    return steps->take(steps->context, &planned);
}

/* With the bytes of the page that stay the drive's own. */
static enum burn_status tell_parameters(const struct burn_tools *tools, const struct burn_planned_steps *steps,
                                        const struct burn_step *step, struct burn_failure *failure)
{
    struct mmc_write_parameters_page had;
    struct drive_failure drive;
    struct scsi_command command;
    struct drive_bytes page;
    uint8_t *list;
    bool is_told;

    if (burn_take_write_parameters(tools->drive, &page, &had, &drive) != DRIVE_OK) {
        return burn_fail_drive(failure, &drive);
    }
    list = base_alloc(MODE_HEADER + page.count);
    if (list) {
        memcpy(list + MODE_HEADER, page.bytes, page.count);
        mmc_write_parameters_page_set(list + MODE_HEADER, page.count, &step->parameters);
        mmc_cdb_mode_select(&command, false, list, (uint16_t)(MODE_HEADER + page.count));
    }
    drive_bytes_free(&page);
    is_told = list && tell(steps, step, &command);
    base_free(list);
    return burn_fail(failure, is_told ? BURN_OK : BURN_NO_MEMORY);
}

static enum burn_status tell_step(const struct burn_run *run, const struct burn_planned_steps *steps,
                                  const struct burn_step *step, struct burn_failure *failure)
{
    const struct burn_plan *plan = run->plan;
    uint8_t data[BURN_STEP_DATA_MAX];
    struct scsi_command command;
    bool has_command;

    if (step->kind == BURN_STEP_WRITE_PARAMETERS) return tell_parameters(run->tools, steps, step, failure);
    if (step->kind == BURN_STEP_SPEED) {
        burn_speed_command(run->media, plan->has_speed ? &plan->speed : NULL, data, &command);
        has_command = true;
    } else {
        has_command = burn_step_command(step, data, &command);
    }
    return burn_fail(failure, tell(steps, step, has_command ? &command : NULL) ? BURN_OK : BURN_NO_MEMORY);
}

static enum burn_status tell_plan(const struct burn_run *run, const struct burn_planned_steps *steps,
                                  struct burn_failure *failure)
{
    size_t i;

    for (i = 0; i < run->plan->count; i++) {
        if (tell_step(run, steps, &run->plan->steps[i], failure) != BURN_OK) return failure->status;
    }
    return burn_fail(failure, BURN_OK);
}

enum burn_status burn_dry_run_medium(const struct burn_tools *tools, const struct burn_wishes *wishes,
                                     const struct burn_media *media, const struct burn_speed *speed,
                                     struct burn_source *source, uint64_t began_ms,
                                     const struct burn_planned_steps *steps, struct burn_failure *failure)
{
    struct burn_plan plan;
    struct burn_run run;

    if (burn_plan_for(tools, wishes, media, speed, source, &plan, failure) != BURN_OK) {
        burn_plan_free(&plan);
        return failure->status;
    }
    memset(&run, 0, sizeof run);
    run.tools = tools;
    run.plan = &plan;
    run.media = media;
    run.source = source;
    run.began_ms = began_ms;
    run.told_ms = began_ms;
    run.progress.block_count = (uint32_t)wishes->block_count;
    run.entered = run.told = 1u << BURN_VALIDATING; /* by burn_dry_run */
    if (read_source(&run) != BURN_OK) {
        *failure = run.failure;
    } else {
        tell_plan(&run, steps, failure);
    }
    burn_plan_free(&plan);
    burn_fail_names_media(failure, media);
    return failure->status;
}
