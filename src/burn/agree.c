/* The check that ends a successful burn: after the last close, the disc's own information must report what was written.
 */
#include "burn/refusal.h"
#include "burn/worker.h"
#include "drive/command.h"
#include "mmc/cdb.h"

static enum burn_turn disagrees(struct burn_run *run, int32_t lba)
{
    struct burn_failure failure;

    burn_fail(&failure, BURN_DISAGREES);
    failure.lba = lba;
    burn_run_fail(run, &failure);
    return BURN_TURN_FAILED;
}

static bool disc_fits(const struct burn_agreement *agreement, const struct mmc_disc_information *disc)
{
    if (!agreement->is_sequential) return disc->disc_state != MMC_DISC_BLANK;
    if (disc->disc_state == MMC_DISC_COMPLETE) {
        return agreement->may_be_complete && disc->last_session_state == MMC_SESSION_COMPLETE &&
               disc->sessions >= agreement->sessions;
    }
    if (disc->disc_state != MMC_DISC_APPENDABLE || !agreement->may_be_open) return false;
    return disc->last_session_state == MMC_SESSION_EMPTY && disc->sessions >= agreement->sessions + 1;
}

enum { PREGAP_BLOCKS = 150 }; /* of a CD's first track, before LBA 0 */

/* The track that was written is there, where it was planned, and has all its blocks. (A size counted from LBA 0 and
 * run-out blocks within it are seen; CDEmu counts the first track with its pre-gap.)
 */
static bool track_fits(const struct burn_agreement *agreement, const struct mmc_track_information *track)
{
    bool has_pregap = agreement->track_start == 0 && track->start_lba == -PREGAP_BLOCKS;
    uint32_t blocks = agreement->track_blocks + (has_pregap ? PREGAP_BLOCKS : 0);

    if (track->damaged || track->blank) return false;
    if (track->start_lba != agreement->track_start && !has_pregap) return false;
    return !track->has_size || track->size_blocks >= blocks;
}

static enum burn_turn compare(struct burn_run *run)
{
    const struct burn_agreement *agreement = &run->plan->agreement;
    struct drive *drive = run->tools->drive;
    struct mmc_disc_information disc;
    struct mmc_track_information track;
    struct drive_failure failure;
    uint32_t block_bytes;
    uint64_t blocks;

    if (drive_get_disc_information(drive, &disc, &failure) == DRIVE_OK) {
        if (!disc_fits(agreement, &disc)) return disagrees(run, 0);
    } else if (agreement->is_sequential || !burn_has_no_disc_information(run, &failure)) {
        return burn_worker_fail(run, &failure);
    }
    if (!agreement->is_sequential) {
        if (drive_get_capacity(drive, &blocks, &block_bytes, &failure) != DRIVE_OK) {
            return burn_worker_fail(run, &failure);
        }
        if (blocks < (uint64_t)agreement->written_end) return disagrees(run, (int32_t)blocks);
        return BURN_TURN_NEXT;
    }
    if (drive_get_track_information(drive, MMC_TRACK_BY_NUMBER, agreement->track, &track, &failure) != DRIVE_OK) {
        return burn_worker_fail(run, &failure);
    }
    return track_fits(agreement, &track) ? BURN_TURN_NEXT : disagrees(run, agreement->track_start);
}

/* START UNIT makes some drives read the disc anew; then they may need a moment. */
enum burn_turn burn_agree_turn(struct burn_run *run, const struct burn_step *step)
{
    struct drive_failure failure;
    struct scsi_command command;
    enum burn_turn turn;

    if (run->poll.is_active) {
        turn = burn_poll_turn(run, step);
        return turn == BURN_TURN_NEXT ? compare(run) : turn;
    }
    mmc_cdb_start_stop_unit(&command, false, MMC_START);
    if (drive_send(run->tools->drive, &command, NULL, &failure) != DRIVE_OK && burn_is_drive_gone(&failure)) {
        return burn_worker_fail(run, &failure);
    }
    burn_poll_begin(run, step);
    return BURN_TURN_AGAIN;
}
