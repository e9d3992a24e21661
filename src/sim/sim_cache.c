/* The drive's buffer: what a WRITE brought last is in it alone until the drive is told, or has no room; it is lost with
 * the power.
 */
#include "sim/sim_answer.h"

#include "mmc/codes.h"

/* As mode page 2Ah and READ BUFFER CAPACITY of our own drive tell. */
enum { BUFFER_BLOCKS = 1568 / 2 };

void sim_cache_note(struct sim_call *call)
{
    struct sim_recording *recording = &call->recording;
    uint32_t blocks = recording->cached_blocks + call->out_count / SIM_BLOCK_BYTES;

    switch (call->cdb[0]) {
    case MMC_OPCODE_WRITE_10:
    case MMC_OPCODE_WRITE_12:
        recording->cached_blocks = (uint16_t)(blocks < BUFFER_BLOCKS ? blocks : BUFFER_BLOCKS);
        break;
    case MMC_OPCODE_WRITE_AND_VERIFY_10:
    case MMC_OPCODE_SYNCHRONIZE_CACHE_10:
    case MMC_OPCODE_CLOSE_TRACK_SESSION:
    case MMC_OPCODE_START_STOP_UNIT:
        recording->cached_blocks = 0;
        break;
    default:
        break;
    }
}

/* Blocks that were written over others stay what they are: which of the two a disc has then is nobody's to say. */
void sim_cache_lose(struct sim_recording *recording)
{
    struct sim_track *track = sim_recording_open_track(recording);
    uint32_t lost = recording->cached_blocks;

    recording->cached_blocks = 0;
    if (track) {
        track->blocks -= lost < track->blocks ? lost : track->blocks;
    } else if (recording->cue_end) {
        recording->cue_next -= (int32_t)lost < recording->cue_next + 150 ? (int32_t)lost : recording->cue_next + 150;
    }
}
