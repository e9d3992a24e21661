/* The pace of WRITEs: the time to wait for a full buffer, and the room that a drive reports. */
#include "burn/pace.h"

#include "burn/refusal.h"
#include "burn/run.h"
#include "burn/send.h"
#include "mmc/capacity.h"
#include "mmc/cdb.h"

enum {
    CD_SECTOR_BYTES = 2352,
    PAUSE_LEAST_MS = 5,
    PAUSE_MOST_MS = 500,
    PAUSE_UNKNOWN_MS = 20, /* growisofs waits 6 to 20 ms */
    VAIN_MS = 30000,       /* for so long no drive has no room: it is tried */
    REFILL_PART = 4,       /* a quarter of the buffer is written before it is filled up again */
};

/* What a block takes in the drive: a whole sector, where it may be a CD. */
static uint32_t bytes_of(const struct burn_run *run, const struct burn_transfer *transfer)
{
    const struct burn_media *media = run->media;
    bool is_cd = !media || media->medium == BURN_MEDIUM_CD_R || media->medium == BURN_MEDIUM_CD_RW;
    uint32_t sectors = transfer->blocks * CD_SECTOR_BYTES;

    return is_cd && sectors > transfer->bytes ? sectors : transfer->bytes;
}

/* Blocks a second that are expected at this address, between the run's ends in proportion; 0: nobody knows. */
static uint32_t expected_speed(const struct burn_run_of_blocks *blocks, int32_t lba)
{
    int64_t starting = blocks->starting_speed, ending = blocks->ending_speed;

    if (!starting || !ending) return (uint32_t)(starting + ending);
    return (uint32_t)(starting + (ending - starting) * ((int64_t)lba - blocks->start_lba) / burn_run_blocks(blocks));
}

/* The time in which the drive writes so many bytes, which are its own. */
static uint32_t time_of(const struct burn_run *run, const struct burn_run_of_blocks *blocks,
                        const struct burn_transfer *transfer, uint64_t bytes)
{
    uint32_t speed = expected_speed(blocks, transfer->lba);
    uint64_t ms = PAUSE_UNKNOWN_MS;

    if (speed)
        ms = bytes * transfer->blocks * 1000 / bytes_of(run, transfer) / speed;
    else if (run->plan->has_speed && run->plan->speed.kbs)
        ms = bytes / run->plan->speed.kbs;
    if (ms < PAUSE_LEAST_MS) return PAUSE_LEAST_MS;
    return ms < PAUSE_MOST_MS ? (uint32_t)ms : PAUSE_MOST_MS;
}

uint32_t burn_pace_pause_ms(const struct burn_run *run, const struct burn_run_of_blocks *blocks,
                            const struct burn_transfer *transfer)
{
    return time_of(run, blocks, transfer, bytes_of(run, transfer));
}

/* Whether READ BUFFER CAPACITY was answered: with a failure of another kind than "not known" the WRITE would have met
 * the same.
 */
static enum burn_pace_answer ask(struct burn_run *run, struct mmc_buffer_capacity *capacity,
                                 struct drive_failure *failure)
{
    uint8_t reply[MMC_BUFFER_CAPACITY_BYTES] = {0};
    struct scsi_command command;

    mmc_cdb_read_buffer_capacity(&command, false, reply, sizeof reply);
    if (burn_send_once(run->tools->drive, &command, failure) == DRIVE_OK) {
        run->pace.is_distrusted = mmc_buffer_capacity_parse(reply, sizeof reply, capacity) != MMC_OK ||
                                  capacity->in_blocks || !capacity->length;
        return BURN_PACE_SEND;
    }
    run->pace.is_distrusted = failure->status == DRIVE_REFUSED && failure->has_sense && !failure->sense.deferred &&
                              failure->sense.key == SCSI_KEY_ILLEGAL_REQUEST;
    return run->pace.is_distrusted ? BURN_PACE_SEND : BURN_PACE_FAILED;
}

enum burn_pace_answer burn_pace_admits(struct burn_run *run, const struct burn_run_of_blocks *blocks,
                                       const struct burn_transfer *transfer, struct drive_failure *failure)
{
    struct burn_pace *pace = &run->pace;
    struct mmc_buffer_capacity capacity;
    enum burn_pace_answer answer;
    uint32_t needed, wanted;
    uint64_t now;

    if (!pace->asks || pace->is_distrusted) return BURN_PACE_SEND;
    needed = bytes_of(run, transfer);
    if (pace->room_bytes >= needed) return BURN_PACE_SEND;
    now = run->tools->clock->now_ms(run->tools->clock);
    answer = ask(run, &capacity, failure);
    if (answer != BURN_PACE_SEND || pace->is_distrusted) return answer;
    wanted = capacity.length / REFILL_PART > needed ? capacity.length / REFILL_PART : needed;
    if (capacity.free >= (pace->has_waited ? needed : wanted)) {
        pace->room_bytes = capacity.free;
        return BURN_PACE_SEND;
    }
    if (!run->busy_since_ms) run->busy_since_ms = now;
    pace->is_distrusted = needed > capacity.length || now - run->busy_since_ms >= VAIN_MS;
    if (pace->is_distrusted) return BURN_PACE_SEND;
    pace->has_waited = true;
    run->pause_ms = time_of(run, blocks, transfer, capacity.free < wanted ? wanted - capacity.free : 0);
    return BURN_PACE_WAIT;
}

void burn_pace_took(struct burn_run *run, const struct burn_transfer *transfer)
{
    struct burn_pace *pace = &run->pace;
    uint32_t bytes;

    if (!pace->asks) return;
    bytes = bytes_of(run, transfer);
    pace->has_waited = false;
    pace->room_bytes -= bytes < pace->room_bytes ? bytes : pace->room_bytes;
}

/* A drive that has just said that there is room says nothing that is worth asking for. */
void burn_pace_met_full_buffer(struct burn_run *run, const struct burn_transfer *transfer)
{
    struct burn_pace *pace = &run->pace;

    if (pace->asks && pace->room_bytes >= bytes_of(run, transfer)) pace->is_distrusted = true;
    pace->asks = true;
    pace->room_bytes = 0;
}
