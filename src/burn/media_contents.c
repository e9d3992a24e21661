/* Does an overwritable medium have contents? Decided by its first and last 2 MB, as IDiscFormat2's
 * MediaHeuristicallyBlank is documented.
 */
#include "burn/media_private.h"

#include <string.h>

#include "base/alloc.h"
#include "drive/command.h"
#include "mmc/cdb.h"

enum { BLOCK_BYTES = 2048, PROBED_BLOCKS = 1024, READ_BLOCKS = 32 };

struct probe {
    struct media_reading *reading;
    uint8_t *buffer;
    uint32_t buffer_blocks;
};

/* Each byte is as the one before it, and the first is zero. */
static bool is_zero(const uint8_t *bytes, size_t count)
{
    return !count || (!bytes[0] && memcmp(bytes, bytes + 1, count - 1) == 0);
}

/* Blocks that cannot be read hold something, but for those that the drive says were never written. */
static enum drive_status probe_blocks(const struct probe *probe, uint32_t lba, uint32_t count, bool *are_zeros)
{
    struct drive_failure *failure = probe->reading->failure;
    struct scsi_command command;
    uint32_t end = lba + count;
    size_t received;

    while (*are_zeros && lba < end) {
        uint32_t blocks = end - lba < probe->buffer_blocks ? end - lba : probe->buffer_blocks;

        mmc_cdb_read_10(&command, lba, (uint16_t)blocks, false, BLOCK_BYTES, probe->buffer);
        if (drive_send(probe->reading->drive, &command, &received, failure) == DRIVE_OK) {
            *are_zeros = received == (size_t)blocks * BLOCK_BYTES && is_zero(probe->buffer, received);
        } else if (!media_is_answer(failure)) {
            return failure->status;
        } else {
            *are_zeros = failure->has_sense && failure->sense.key == SCSI_KEY_BLANK_CHECK;
        }
        lba += blocks;
    }
    return drive_fail(failure, DRIVE_OK);
}

enum drive_status media_read_contents(struct media_reading *reading, bool *are_zeros)
{
    struct burn_media *media = reading->media;
    uint64_t total = media->total_blocks;
    /* Of a DVD+RW the beginning alone counts, which is all that its quick erase writes (Microsoft's erase sample, in
     * both): while it is formatted in the background its end is not there yet.
     */
    bool has_end = media->method != BURN_METHOD_DVD_PLUS_RW;
    uint64_t first = total < PROBED_BLOCKS ? total : PROBED_BLOCKS;
    uint64_t last = total - first < PROBED_BLOCKS ? total - first : PROBED_BLOCKS;
    struct probe probe = {.reading = reading};
    struct scsi_limits limits;
    enum drive_status status;

    *are_zeros = false;
    drive_get_limits(reading->drive, &limits);
    probe.buffer_blocks = limits.max_unaligned_transfer_bytes / BLOCK_BYTES;
    if (probe.buffer_blocks > READ_BLOCKS) probe.buffer_blocks = READ_BLOCKS;
    if (!probe.buffer_blocks) return drive_fail(reading->failure, DRIVE_OK);
    probe.buffer = base_alloc((size_t)probe.buffer_blocks * BLOCK_BYTES);
    if (!probe.buffer) return drive_fail(reading->failure, DRIVE_NO_MEMORY);
    *are_zeros = true;
    status = probe_blocks(&probe, 0, (uint32_t)first, are_zeros);
    if (status == DRIVE_OK && has_end) {
        status = probe_blocks(&probe, (uint32_t)(total - last), (uint32_t)last, are_zeros);
    }
    base_free(probe.buffer);
    if (status != DRIVE_OK) *are_zeros = false;
    return status;
}
