/* Keeps checksums while writing, and compares them with what is read back. */
#include "burn/verify.h"

#include <string.h>

#include "base/alloc.h"
#include "base/crc32.h"
#include "burn/refusal.h"
#include "burn/worker.h"
#include "drive/command.h"
#include "mmc/cdb.h"

bool burn_verifier_open(struct burn_verifier *verifier, const struct burn_plan *plan, bool is_full)
{
    struct burn_transfers walk = {0, 0};
    const struct burn_step *from;
    struct burn_transfer transfer;
    uint32_t most_bytes;
    uint64_t unreadable = 0;
    uintptr_t start;

    memset(verifier, 0, sizeof *verifier);
    verifier->is_full = is_full;
    verifier->transfers = burn_plan_count_transfers(plan, &most_bytes);
    /* Only the first run can begin before LBA 0, by 150 blocks. */
    while (burn_plan_next_transfer(plan, &walk, &transfer, &from) && transfer.lba + (int32_t)transfer.blocks <= 0)
        unreadable++;
    verifier->transfers -= unreadable;
    verifier->group = is_full ? (uint32_t)((verifier->transfers + BURN_CHECKSUMS_MAX - 1) / BURN_CHECKSUMS_MAX) : 1;
    verifier->checksums = base_alloc_array(is_full ? BURN_CHECKSUMS_MAX : BURN_SAMPLES_MAX, sizeof(uint32_t));
    verifier->memory = base_alloc((size_t)most_bytes + BURN_PAGE_BYTES - 1);
    if (!verifier->checksums || !verifier->memory) {
        burn_verifier_close(verifier);
        return false;
    }
    start = ((uintptr_t)verifier->memory + BURN_PAGE_BYTES - 1) / BURN_PAGE_BYTES * BURN_PAGE_BYTES;
    verifier->bytes = (uint8_t *)verifier->memory + (start - (uintptr_t)verifier->memory);
    return true;
}

void burn_verifier_close(struct burn_verifier *verifier)
{
    base_free(verifier->checksums);
    base_free(verifier->memory);
    memset(verifier, 0, sizeof *verifier);
}

/* What of a transfer can be read: the blocks from LBA 0 on. */
static uint32_t unreadable_blocks(const struct burn_transfer *transfer)
{
    uint32_t before = transfer->lba < 0 ? (uint32_t)-transfer->lba : 0;

    return before < transfer->blocks ? before : transfer->blocks;
}

/* Is transfer n of those that count looked at? */
static bool is_sample(const struct burn_verifier *verifier, uint64_t n)
{
    uint64_t step = verifier->transfers / (BURN_SAMPLES_SPREAD + 1);

    if (verifier->is_full || n == 0 || n + 2 >= verifier->transfers) return true;
    if (!step) return true;
    return n % step == 0 && n / step <= BURN_SAMPLES_SPREAD;
}

/* One more transfer of the present group. True: the group is whole, and its checksum is in walk->checksum. */
static bool walk_on(const struct burn_verifier *verifier, struct burn_checksum_walk *walk, int32_t lba,
                    const uint8_t *bytes, size_t count)
{
    if (!walk->in_group) {
        walk->lba = lba;
        walk->checksum = 0;
    }
    walk->checksum = (walk->checksum << 1 | walk->checksum >> 31) ^ base_crc32(bytes, count);
    walk->in_group++;
    if (walk->in_group < verifier->group && walk->transfers < verifier->transfers) return false;
    walk->in_group = 0;
    return true;
}

void burn_verifier_add(struct burn_verifier *verifier, const struct burn_transfer *transfer, const uint8_t *bytes)
{
    struct burn_checksum_walk *walk = &verifier->written;
    uint32_t skipped = unreadable_blocks(transfer) * BURN_BLOCK_BYTES;

    if (skipped == transfer->bytes || !is_sample(verifier, walk->transfers++)) return;
    if (walk_on(verifier, walk, transfer->lba, bytes + skipped, transfer->bytes - skipped)) {
        verifier->checksums[walk->index++] = walk->checksum;
    }
}

static enum burn_turn differs(struct burn_run *run, int32_t lba, uint32_t count, const struct drive_failure *drive)
{
    struct burn_failure failure;

    burn_fail(&failure, BURN_VERIFICATION);
    failure.lba = lba;
    failure.lba_count = count;
    if (drive) failure.drive = *drive;
    if (drive && burn_is_disc_lost(drive)) run->is_disc_lost = true;
    burn_run_fail(run, &failure);
    return BURN_TURN_FAILED;
}

/* A drive that stood still has nothing of the disc in its cache. */
static enum burn_turn drop_cache(struct burn_run *run, const struct burn_step *step)
{
    static const enum mmc_start_stop operations[] = {MMC_STOP, MMC_START};
    struct drive_failure failure;
    struct scsi_command command;
    size_t i;

    for (i = 0; i < sizeof operations / sizeof operations[0]; i++) {
        mmc_cdb_start_stop_unit(&command, false, operations[i]);
        if (drive_send(run->tools->drive, &command, NULL, &failure) != DRIVE_OK && burn_is_drive_gone(&failure)) {
            return differs(run, 0, 1, &failure);
        }
    }
    run->verifier->is_begun = true;
    burn_poll_begin(run, step);
    return BURN_TURN_AGAIN;
}

/* The next transfer that is looked at. */
static bool next_sample(struct burn_run *run, struct burn_transfer *transfer)
{
    struct burn_verifier *verifier = run->verifier;
    const struct burn_step *from;

    while (burn_plan_next_transfer(run->plan, &verifier->reading, transfer, &from)) {
        if (unreadable_blocks(transfer) == transfer->blocks) continue;
        if (is_sample(verifier, verifier->read.transfers++)) return true;
    }
    return false;
}

enum burn_turn burn_verify_turn(struct burn_run *run, const struct burn_step *step)
{
    struct burn_verifier *verifier = run->verifier;
    struct drive_failure failure;
    struct burn_transfer transfer;
    struct scsi_command command;
    uint32_t skipped, bytes, blocks;
    enum burn_turn turn;
    size_t received;

    if (!verifier->is_begun) return drop_cache(run, step);
    if (run->poll.is_active) {
        turn = burn_poll_turn(run, step);
        if (turn != BURN_TURN_NEXT) return turn;
        memset(&run->poll, 0, sizeof run->poll);
    }
    if (!next_sample(run, &transfer)) return BURN_TURN_NEXT;
    skipped = unreadable_blocks(&transfer);
    transfer.lba += (int32_t)skipped;
    blocks = transfer.blocks - skipped;
    bytes = transfer.bytes - skipped * BURN_BLOCK_BYTES;
    mmc_cdb_read_10(&command, (uint32_t)transfer.lba, (uint16_t)blocks, false, BURN_BLOCK_BYTES, verifier->bytes);
    if (drive_send(run->tools->drive, &command, &received, &failure) != DRIVE_OK) {
        return differs(run, transfer.lba, blocks, &failure);
    }
    if (received < bytes) return differs(run, transfer.lba + (int32_t)(received / BURN_BLOCK_BYTES), 1, NULL);
    if (walk_on(verifier, &verifier->read, transfer.lba, verifier->bytes, bytes) &&
        verifier->checksums[verifier->read.index++] != verifier->read.checksum) {
        blocks += (uint32_t)(transfer.lba - verifier->read.lba);
        return differs(run, verifier->read.lba, blocks, NULL);
    }
    return BURN_TURN_AGAIN;
}
