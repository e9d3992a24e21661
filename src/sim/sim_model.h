/* The two ways in which discs are recorded: one track after the other, or at any address. A function refuses a command
 * that a disc of its kind does not accept in its state, as a real drive does; otherwise it carries the command out.
 *
 * bytes of a write: count x SIM_BLOCK_BYTES, borrowed. Changes are made in call->recording; call->disc is derived from
 * it again before the next command.
 */
#ifndef OPENIMAPI2_SIM_SIM_MODEL_H
#define OPENIMAPI2_SIM_SIM_MODEL_H

#include "sim/sim_answer.h"

/* MMC-6, CLOSE TRACK/SESSION: close function. */
enum sim_close {
    SIM_STOP_BACKGROUND_FORMAT = 0,
    SIM_CLOSE_TRACK = 1,
    SIM_CLOSE_SESSION = 2,
    SIM_FINALIZE_RESTRICTED_OVERWRITE = 3,
    SIM_CLOSE_SESSION_EXTENDED = 4,
    SIM_FINALIZE_MINIMAL = 5,
    SIM_FINALIZE = 6,
};

/* CD-R, CD-RW, DVD-R, DVD-RW sequential, DVD+R, BD-R. */
void sim_sequential_write(struct sim_call *call, int32_t lba, uint32_t count, const uint8_t *bytes);
void sim_sequential_synchronize(struct sim_call *call);
void sim_sequential_close(struct sim_call *call, uint8_t function, uint16_t track);
void sim_sequential_repair(struct sim_call *call, uint16_t number);
void sim_sequential_reserve(struct sim_call *call, uint32_t blocks);

/* CD, session at once: MMC-6, SEND CUE SHEET; count is a multiple of 8. */
void sim_cue_sheet(struct sim_call *call, const uint8_t *sheet, uint32_t count);

/* The number of bytes that a WRITE of so many blocks transfers, from this address on, as the disc is recorded now; 0:
 * the drive would not accept it.
 */
uint64_t sim_write_bytes(struct sim_call *call, int32_t lba, uint32_t count);

/* CD, session at once by a sheet that is kept in the store (has_cue_sheet). keep_sheet returns false, and the command
 * is refused, if the sheet cannot be kept. So does keep_text at the end of the session, which then does not end.
 */
bool sim_session_keep_sheet(struct sim_call *call, const uint8_t *sheet, uint32_t count);
uint64_t sim_session_bytes(struct sim_call *call, int32_t lba, uint32_t count);
void sim_session_write(struct sim_call *call, int32_t lba, uint32_t count, const uint8_t *bytes);
bool sim_session_keep_text(struct sim_call *call);

/* CD, raw (is_raw). block_bytes: 0 where the data block type of mode page 05h is not one of raw writing. */
uint32_t sim_raw_block_bytes(struct sim_call *call);
void sim_raw_write(struct sim_call *call, int32_t lba, uint32_t count, const uint8_t *bytes);
void sim_raw_synchronize(struct sim_call *call);

/* DVD+RW, DVD-RAM, DVD-RW restricted overwrite, BD-RE. */
void sim_overwrite_write(struct sim_call *call, int32_t lba, uint32_t count, const uint8_t *bytes);
void sim_overwrite_close(struct sim_call *call, uint8_t function);

/* BD-R that was formatted for pseudo overwrite: is this block recorded, so that a write to it replaces its cluster? */
bool sim_pow_is_overwrite(const struct sim_call *call, int32_t lba);
void sim_pow_overwrite(struct sim_call *call, uint32_t lba, uint32_t count, const uint8_t *bytes);
void sim_pow_put_resources(const struct sim_call *call, struct sim_writer *writer);

/* FORMAT UNIT of every medium that supports it. sub_type: on BD, 0 to 3; restarts: a suspended background format is
 * continued.
 */
void sim_format(struct sim_call *call, const struct sim_format *format, uint8_t sub_type, bool restarts);

/* BLANK of a disc that supports it: blanking type 0 to 7, and the address or track number of the types that need one.
 */
void sim_blank(struct sim_call *call, uint8_t type, uint32_t address);

/* The drive's buffer ran dry while the open track or the session at once was recorded, which is damaged now. False: it
 * was complete.
 */
bool sim_damage_stream(struct sim_call *call);

/* The drive loses its power, and with it everything in its buffer and everything that only the drive knows. */
void sim_lose_power(struct sim_call *call);

/* The effect of the power loss on the recording: its last `lost` blocks are lost. */
void sim_damage_power(struct sim_call *call, uint32_t lost);

/* Is it a test write (MMC-6, write parameters page)? The laser stays off, and everything else is as in a real write. */
bool sim_is_test_write(struct sim_call *call);

/* Is it recorded at once, by the write type: CD, session at once; DVD-R, disc at once? */
bool sim_is_at_once(struct sim_call *call);

/* A byte of mode page 05h with its present value; 0 where the drive has no such page. at: below 52. */
uint8_t sim_write_parameter(struct sim_call *call, size_t at);

#endif
