/* Runs the plans of audio tracks and raw discs. The drive is asked between two plans where a track begins; the observer
 * sees both plans as one operation.
 */
#include "burn/audio_write.h"

#include <string.h>

#include "base/alloc.h"
#include "burn/audio_look.h"
#include "burn/run.h"
#include "drive/command.h"
#include "mmc/cdb.h"

/* ----------------------------------------------------------------------------------------------- what is told of it */

/* Of one operation: each phase once, but for BURN_WRITING. */
struct telling {
    struct burn_observer observer; /* of the runs */
    const struct burn_observer *outer;
    struct burn_progress progress; /* start and count from the beginning on */
    unsigned told;
};

static bool is_told_at_all(enum burn_phase phase)
{
    return phase == BURN_INITIALIZING || phase == BURN_WRITING || phase == BURN_FINALIZING || phase == BURN_VERIFYING;
}

static void notice(void *context, const struct burn_progress *progress)
{
    struct telling *telling = context;
    unsigned bit = 1u << progress->phase;

    if (!is_told_at_all(progress->phase) || (telling->told & bit && progress->phase != BURN_WRITING)) return;
    telling->told |= bit;
    telling->progress = *progress;
    if (telling->outer && telling->outer->notice) telling->outer->notice(telling->outer->context, progress);
}

/* The first notice, in front of the first command. */
static void begin_telling(struct telling *telling, const struct burn_tools *tools, int32_t start_lba, uint32_t blocks,
                          uint32_t total_s)
{
    const struct burn_progress first = {
        .phase = BURN_INITIALIZING,
        .start_lba = start_lba,
        .block_count = blocks,
        .last_read_lba = start_lba,
        .last_written_lba = start_lba,
        .total_s = total_s,
    };

    memset(telling, 0, sizeof *telling);
    telling->outer = tools->observer;
    telling->observer.notice = notice;
    telling->observer.context = telling;
    notice(telling, &first);
}

/* --------------------------------------------------------------------------------------------------------- one plan */

/* What the runs of one operation have in common. */
struct operation {
    struct burn_tools tools; /* the caller's, with an observer of the runs */
    const struct burn_audio_disc *disc;
    uint64_t began_ms;
    uint32_t estimated_s;
};

/* From the speed, where that is known. */
static uint32_t estimate_s(uint32_t blocks, uint32_t sectors_per_second)
{
    enum { ENDING_S = 30, SECTORS_UNKNOWN = 1200 /* 16x */ };

    return blocks / (sectors_per_second ? sectors_per_second : SECTORS_UNKNOWN) + ENDING_S;
}

/* One that burn_run_plan can be called with. */
static void begin_run(const struct operation *operation, const struct burn_plan *plan, struct burn_run *run)
{
    memset(run, 0, sizeof *run);
    run->tools = &operation->tools;
    run->plan = plan;
    run->media = &operation->disc->media;
    run->began_ms = operation->began_ms;
    run->estimated_s = operation->estimated_s;
}

/* A plan that takes nothing from the source; it is freed. */
static enum burn_status run_plan(const struct operation *operation, struct burn_plan *plan,
                                 struct burn_failure *failure)
{
    struct burn_run run;

    begin_run(operation, plan, &run);
    if (plan->is_out_of_memory) {
        burn_fail(&run.failure, BURN_NO_MEMORY);
    } else {
        burn_run_plan(&run);
    }
    burn_plan_free(plan);
    *failure = run.failure;
    return failure->status;
}

/* A page-aligned transfer of zeros: what a track that ends early is filled with. */
struct zeros {
    void *memory; /* owned */
    const uint8_t *bytes;
};

static bool zeros_open(struct zeros *zeros, size_t count)
{
    uintptr_t start;

    zeros->memory = base_alloc(count + BURN_PAGE_BYTES - 1);
    if (!zeros->memory) return false;
    start = ((uintptr_t)zeros->memory + BURN_PAGE_BYTES - 1) / BURN_PAGE_BYTES * BURN_PAGE_BYTES;
    zeros->bytes = (const uint8_t *)zeros->memory + (start - (uintptr_t)zeros->memory);
    return true;
}

/* ---------------------------------------------------------------------------------------------------------- a track */

/* One burn_audio_track. */
struct track_writing {
    struct operation operation;
    struct telling telling;
    struct burn_audio_disc *disc;
    const struct burn_audio_wish *wish;
    struct burn_source *source;
    struct burn_audio_track *track;
    struct burn_failure *failure;
};

static struct burn_audio settings_of(const struct burn_audio_disc *disc, const struct burn_audio_wish *wish)
{
    const struct burn_audio audio = {
        .has_buf = disc->track_has_buf && !wish->forbids_buf,
        .is_left_open = wish->is_left_open,
        .ends_track = wish->ends_track,
    };

    return audio;
}

static uint32_t blocks_of(const struct burn_audio_wish *wish)
{
    return wish->blocks < BURN_AUDIO_TRACK_BLOCKS_MIN ? (uint32_t)BURN_AUDIO_TRACK_BLOCKS_MIN : wish->blocks;
}

static enum burn_status set_up(struct track_writing *writing)
{
    const struct burn_audio audio = settings_of(writing->disc, writing->wish);
    struct burn_plan plan;

    burn_plan_audio_settings(&audio, writing->wish->calibrates, &plan);
    run_plan(&writing->operation, &plan, writing->failure);
    writing->track->is_calibrated = writing->wish->calibrates && writing->failure->status == BURN_OK;
    return writing->failure->status;
}

/* Where it begins is always asked, and only now: CDEmu knows it once the type of writing is set. */
static enum burn_status ask_room(struct track_writing *writing)
{
    uint32_t needed = blocks_of(writing->wish);
    struct drive_failure drive;

    if (burn_audio_read_room(writing->operation.tools.drive, writing->disc, &drive) != DRIVE_OK) {
        return burn_fail_drive(writing->failure, &drive);
    }
    if (needed <= writing->disc->free_blocks) return burn_fail(writing->failure, BURN_OK);
    burn_fail(writing->failure, BURN_TOO_LARGE);
    writing->failure->needed_blocks = needed;
    writing->failure->free_blocks = writing->disc->free_blocks;
    return BURN_TOO_LARGE;
}

static void run_track(struct track_writing *writing, const struct burn_plan *plan, const uint8_t *zeros)
{
    struct burn_audio_track *track = writing->track;
    struct burn_run run;

    begin_run(&writing->operation, plan, &run);
    run.source = writing->source;
    run.zeros = zeros;
    burn_run_plan(&run);
    track->is_there = run.written_blocks > 0;
    track->start_lba = track->is_there ? writing->disc->next_writable : 0;
    track->blocks = run.written_blocks;
    track->is_unflushed = run.is_unflushed;
    *writing->failure = run.failure;
}

static enum burn_status write_track(struct track_writing *writing)
{
    struct zeros zeros = {NULL, NULL};
    struct scsi_limits limits;
    struct burn_plan plan;

    drive_get_limits(writing->operation.tools.drive, &limits);
    burn_plan_audio_track(writing->disc->next_writable, writing->wish->blocks, &limits, &plan);
    if (plan.is_out_of_memory ||
        !zeros_open(&zeros, (size_t)plan.undo[0].run.blocks_per_write * BURN_AUDIO_BLOCK_BYTES)) {
        burn_fail(writing->failure, BURN_NO_MEMORY);
    } else {
        run_track(writing, &plan, zeros.bytes);
    }
    base_free(zeros.memory);
    burn_plan_free(&plan);
    return writing->failure->status;
}

static enum burn_status disagrees(struct burn_failure *failure, int32_t lba)
{
    burn_fail(failure, BURN_DISAGREES);
    failure->lba = lba;
    return BURN_DISAGREES;
}

/* What was told last is how far it was when the flush began. */
static void tell_verifying(struct track_writing *writing)
{
    const struct base_clock *clock = writing->operation.tools.clock;
    struct burn_progress progress = writing->telling.progress;

    progress.phase = BURN_VERIFYING;
    progress.elapsed_s = (uint32_t)((clock->now_ms(clock) - writing->operation.began_ms) / 1000);
    if (progress.total_s < progress.elapsed_s) progress.total_s = progress.elapsed_s;
    notice(&writing->telling, &progress);
}

static enum burn_status verify_track(struct track_writing *writing)
{
    const struct burn_audio_track *track = writing->track;
    struct mmc_track_information information;
    struct drive_failure drive;

    tell_verifying(writing);
    if (drive_get_track_information(writing->operation.tools.drive, MMC_TRACK_BY_NUMBER, writing->wish->track,
                                    &information, &drive) != DRIVE_OK) {
        return burn_fail_drive(writing->failure, &drive);
    }
    if (burn_audio_track_fits(&information, track->start_lba, track->blocks)) return BURN_OK;
    return disagrees(writing->failure, track->start_lba);
}

/* Where the next track begins, and how much it may have; what the drive does not say is reckoned. */
static void look_behind(struct track_writing *writing)
{
    enum { RUN_OUT_AND_PREGAP = 152 };
    struct burn_audio_disc *disc = writing->disc;
    int32_t end = writing->track->start_lba + (int32_t)writing->track->blocks;
    struct drive_failure ignored;

    if (burn_audio_read_room(writing->operation.tools.drive, disc, &ignored) == DRIVE_OK && disc->next_writable >= end)
        return;
    disc->next_writable = end + RUN_OUT_AND_PREGAP;
    disc->free_blocks =
        disc->total_blocks > (uint32_t)disc->next_writable ? disc->total_blocks - (uint32_t)disc->next_writable : 0;
}

enum burn_status burn_audio_track(const struct burn_tools *tools, struct burn_audio_disc *disc,
                                  const struct burn_audio_wish *wish, struct burn_source *source,
                                  struct burn_audio_track *track, struct burn_failure *failure)
{
    struct track_writing writing = {
        .operation = {*tools, disc, tools->clock->now_ms(tools->clock),
                      estimate_s(wish->blocks, wish->sectors_per_second)},
        .disc = disc,
        .wish = wish,
        .source = source,
        .track = track,
        .failure = failure,
    };

    memset(track, 0, sizeof *track);
    writing.operation.tools.observer = &writing.telling.observer;
    begin_telling(&writing.telling, tools, disc->next_writable, blocks_of(wish), writing.operation.estimated_s);
    if (set_up(&writing) == BURN_OK && ask_room(&writing) == BURN_OK && write_track(&writing) == BURN_OK &&
        wish->verifies) {
        verify_track(&writing);
    }
    if (track->is_there) look_behind(&writing);
    burn_fail_names_media(failure, &disc->media);
    return failure->status;
}

/* ------------------------------------------------------------------------------------------------------ the session */

static enum burn_status verify_session(const struct burn_tools *tools, const struct burn_audio_wish *wish,
                                       struct burn_failure *failure)
{
    uint8_t state = wish->is_left_open ? MMC_DISC_APPENDABLE : MMC_DISC_COMPLETE;
    struct mmc_disc_information information;
    struct drive_failure drive;
    struct drive_bytes toc;
    bool fits;

    if (burn_audio_make_ready(tools, failure) != BURN_OK) return failure->status;
    if (drive_get_disc_information(tools->drive, &information, &drive) != DRIVE_OK) {
        return burn_fail_drive(failure, &drive);
    }
    if (information.disc_state != state) return disagrees(failure, 0);
    if (drive_take_toc(tools->drive, 0, false, 0, &toc, &drive) != DRIVE_OK) return burn_fail_drive(failure, &drive);
    fits = burn_audio_toc_fits(toc.bytes, toc.count, wish->track);
    drive_bytes_free(&toc);
    return fits ? burn_fail(failure, BURN_OK) : disagrees(failure, 0);
}

enum burn_status burn_audio_close(const struct burn_tools *tools, const struct burn_audio_disc *disc,
                                  const struct burn_audio_wish *wish, struct burn_failure *failure)
{
    const struct burn_audio audio = settings_of(disc, wish);
    struct operation operation = {*tools, disc, tools->clock->now_ms(tools->clock), 0};
    struct burn_plan plan;

    operation.tools.observer = NULL;
    operation.tools.control = NULL;
    burn_plan_audio_close(&audio, &plan);
    if (run_plan(&operation, &plan, failure) == BURN_OK && wish->verifies) {
        verify_session(&operation.tools, wish, failure);
    }
    burn_fail_names_media(failure, &disc->media);
    return failure->status;
}

/* -------------------------------------------------------------------------------------------------------------- raw */

enum burn_status burn_raw_write(const struct burn_tools *tools, const struct burn_audio_disc *disc,
                                const struct burn_raw_wish *wish, struct burn_source *source, bool *has_begun,
                                struct burn_failure *failure)
{
    const struct burn_raw raw = {
        .has_buf = disc->raw_has_buf && !wish->forbids_buf,
        .block_type = wish->block_type,
        .block_bytes = burn_raw_block_bytes(wish->block_type),
        .start_lba = disc->lead_in_lba,
        .blocks = wish->blocks,
    };
    struct operation operation = {*tools, disc, tools->clock->now_ms(tools->clock),
                                  estimate_s(wish->blocks, wish->sectors_per_second)};
    struct scsi_limits limits;
    struct telling telling;
    struct burn_plan plan;
    struct burn_run run;

    operation.tools.observer = &telling.observer;
    begin_telling(&telling, tools, raw.start_lba, raw.blocks, operation.estimated_s);
    drive_get_limits(tools->drive, &limits);
    burn_plan_raw(&raw, &limits, &plan);
    begin_run(&operation, &plan, &run);
    run.source = source;
    if (plan.is_out_of_memory) {
        burn_fail(&run.failure, BURN_NO_MEMORY);
    } else {
        burn_run_plan(&run);
    }
    burn_plan_free(&plan);
    *has_begun = run.written_blocks > 0;
    *failure = run.failure;
    burn_fail_names_media(failure, &disc->media);
    return failure->status;
}
