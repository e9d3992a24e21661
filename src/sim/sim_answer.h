/* Internals of the simulated drive: one command under way, and the functions with which the answer files answer it. */
#ifndef OPENIMAPI2_SIM_SIM_ANSWER_H
#define OPENIMAPI2_SIM_SIM_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/sim_disc.h"
#include "sim/sim_drive.h"
#include "sim/sim_recording.h"
#include "sim/sim_sector.h"

/* Sense: key, ASC and ASCQ in one number. SPC-3 and MMC-6, ASC and ASCQ assignments. */
enum sim_sense {
    SIM_BECOMING_READY = 0x020401,
    SIM_FORMAT_IN_PROGRESS = 0x020404,
    SIM_LONG_WRITE_IN_PROGRESS = 0x020407,
    SIM_BUFFER_FULL = 0x020408,
    SIM_INCOMPATIBLE_MEDIUM = 0x023000,
    SIM_NO_MEDIUM_TRAY_CLOSED = 0x023a01,
    SIM_NO_MEDIUM_TRAY_OPEN = 0x023a02,
    SIM_WRITE_ERROR = 0x030c00,
    SIM_LOSS_OF_STREAMING = 0x030c09,
    SIM_UNRECOVERED_READ_ERROR = 0x031100,
    SIM_PARAMETER_LIST_LENGTH = 0x051a00,
    SIM_INVALID_OPCODE = 0x052000,
    SIM_LBA_OUT_OF_RANGE = 0x052100,
    SIM_INVALID_WRITE_ADDRESS = 0x052102,
    SIM_INVALID_FIELD_IN_CDB = 0x052400,
    SIM_INVALID_FIELD_IN_LIST = 0x052600,
    SIM_COMMAND_SEQUENCE_ERROR = 0x052c00,
    SIM_CANNOT_READ_FORMAT = 0x053002,
    SIM_CANNOT_WRITE_MEDIUM = 0x053005,
    SIM_NOT_FORMATTED = 0x053010,
    SIM_SAVING_NOT_SUPPORTED = 0x053900,
    SIM_REMOVAL_PREVENTED = 0x055302,
    SIM_END_OF_USER_AREA = 0x056300,
    SIM_ILLEGAL_MODE_FOR_TRACK = 0x056400,
    SIM_INCOMPLETE_TRACK_IN_SESSION = 0x057203,
    SIM_RESERVED_TRACK_NOT_FULL = 0x057204,
    SIM_NO_MORE_RESERVATIONS = 0x057205,
    SIM_WRITE_PROTECTED = 0x072700,
};

enum sim_presence {
    SIM_EMPTY,      /* no medium, or the tray is open */
    SIM_UNREADABLE, /* a medium that this drive does not recognise */
    SIM_PRESENT,    /* see disc */
};

struct sim_call {
    const struct sim_identity *identity;
    struct sim_state *state;
    struct sim_store *store; /* may be NULL */
    enum sim_presence presence;
    struct sim_disc disc;           /* with SIM_PRESENT: as it is now */
    struct sim_recording recording; /* its history; of a pressed disc its one session */
    struct sim_options options;
    uint64_t now_ms;
    struct sim_outcome *outcome;
    bool is_captured; /* captured medium, tray closed: the capture is valid */
    uint8_t cdb[SCSI_CDB_MAX];
    const uint8_t *out; /* data-out of the initiator */
    uint32_t out_count;
    uint8_t *in; /* data-in buffer, cleared */
    uint32_t in_capacity;
    struct scsi_reply *reply; /* GOOD and 0 bytes, until the answer says otherwise */
};

/* Refuse the command: CHECK CONDITION with fixed format sense data; data that was put before is dropped. sense: key <<
 * 16 | ASC << 8 | ASCQ.
 */
void sim_refuse(struct sim_call *call, uint32_t sense);

/* The same, with the logical block in the information field. */
void sim_refuse_at(struct sim_call *call, uint32_t sense, uint32_t lba);

enum { SIM_BUFFER_BYTES = 0x188000 };

/* Account for the data that went to the disc since the last command; a stream that was not protected may have ended. */
void sim_cache_pass_time(struct sim_call *call);

/* Is there room for the blocks of a WRITE? False: refused because of a full buffer, or of a stream that was lost. Where
 * a drive holds the command instead, the outcome contains the wait.
 */
bool sim_cache_admits(struct sim_call *call, uint32_t count);

/* Was a stream lost? Then this command is refused for it; the next one is not. */
bool sim_cache_tells_loss(struct sim_call *call);

/* A command was carried out: update the fill level of the buffer. before: the recording before the command. */
void sim_cache_note(struct sim_call *call, const struct sim_recording *before);

/* The buffer is empty: its data went to the disc. */
void sim_cache_empty(struct sim_call *call);

/* sim_cache_free_bytes: free bytes of the buffer. sim_cache_block_bytes: bytes that a block of the disc takes in it. */
uint32_t sim_cache_free_bytes(const struct sim_call *call);
uint32_t sim_cache_block_bytes(const struct sim_call *call);

/* Time for so many bytes at the write speed, in milliseconds, rounded up; 0 where the drive takes no time. */
uint32_t sim_cache_time_of(const struct sim_call *call, uint64_t bytes);

/* Time until the buffer is empty, if it goes to the disc from now on. */
uint32_t sim_cache_left_ms(const struct sim_call *call);

/* Milliseconds since `then`, by the drive's clock; a clock that was restarted counts as 49 days. */
uint64_t sim_passed_ms(const struct sim_call *call, uint64_t then);

/* How long the command that was carried out goes on after the buffer is empty; 0 where the drive takes no time. before:
 * the recording before the command.
 */
uint32_t sim_duration_ms(const struct sim_call *call, const struct sim_recording *before);

/* After a command was carried out: with its Immed bit, its operation is under way from now on; without, the command is
 * held for as long.
 */
void sim_operation_begin(struct sim_call *call, const struct sim_recording *before);

/* Refuses a command that needs the medium while an operation is under way; the operation is one command nearer to its
 * end then. False when nothing is under way, or the command is answered all the same.
 */
bool sim_operation_refuses(struct sim_call *call);

/* The sense of the operation under way, or 0. */
uint32_t sim_operation_sense(const struct sim_call *call);

/* Progress of the operation, of 65535. An operation whose length is counted in commands is one command nearer to its
 * end then.
 */
uint16_t sim_operation_step(struct sim_call *call);

/* SPC-3, sense key specific bytes of a progress indication. */
void sim_put_progress(uint8_t bytes[3], uint16_t progress);

/* The data of an answer. All bytes that are put are counted, but kept only as far as allocation length and buffer
 * reach: so length fields can be set from the full length.
 */
struct sim_writer {
    uint8_t *bytes;
    size_t limit;
    size_t count; /* of all bytes that were put */
};

struct sim_writer sim_writer_begin(struct sim_call *call, size_t allocation);
void sim_put_bytes(struct sim_writer *writer, const void *bytes, size_t count);
void sim_put_zeros(struct sim_writer *writer, size_t count);
void sim_put_u8(struct sim_writer *writer, uint8_t value);
void sim_put_be16(struct sim_writer *writer, uint32_t value);
void sim_put_be24(struct sim_writer *writer, uint32_t value);
void sim_put_be32(struct sim_writer *writer, uint32_t value);
/* Minute, second, frame of a block: MMC, LBA to MSF translation. lba: -150 and up, or in a lead-in (minutes 90 to 99).
 */
void sim_put_msf(struct sim_writer *writer, int32_t lba);
/* Overwrite bytes that were put before. */
void sim_set_be16(struct sim_writer *writer, size_t at, uint32_t value);
void sim_set_be32(struct sim_writer *writer, size_t at, uint32_t value);
/* End the answer with the bytes that were put. */
void sim_writer_end(struct sim_call *call, const struct sim_writer *writer);

/* Is the feature current now (MMC, currency of features)? */
bool sim_feature_is_current(const struct sim_call *call, const uint8_t *descriptor);

/* Write speed in use, in kB/s: the speed that was set, rounded down to one that the disc takes; 0 where nothing can be
 * written.
 */
uint16_t sim_write_speed(const struct sim_call *call);

/* Were some of these blocks written, but lie beyond the present end of the store (its file was cut)? lost: the first of
 * them; otherwise unchanged.
 */
bool sim_find_lost_block(const struct sim_call *call, uint32_t lba, uint32_t count, uint32_t *lost);

/* Read blocks of the disc in the drive into a cleared buffer. False: they cannot be read. */
bool sim_read_blocks(struct sim_call *call, uint32_t lba, uint32_t count, uint8_t *bytes);

/* Write blocks, for a model of a disc that can be written. False: refused already, as a medium error that names the
 * first block.
 */
bool sim_write_blocks(struct sim_call *call, uint32_t lba, uint32_t count, const uint8_t *bytes);

void sim_answer_test_unit_ready(struct sim_call *call);
void sim_answer_request_sense(struct sim_call *call);
void sim_answer_inquiry(struct sim_call *call);
void sim_answer_get_configuration(struct sim_call *call);
void sim_answer_mode_sense(struct sim_call *call);
void sim_answer_mode_select(struct sim_call *call);
void sim_answer_get_event_status(struct sim_call *call);
void sim_answer_start_stop_unit(struct sim_call *call);
void sim_answer_prevent_allow(struct sim_call *call);
void sim_answer_mechanism_status(struct sim_call *call);
void sim_answer_read_capacity(struct sim_call *call);
void sim_answer_read_format_capacities(struct sim_call *call);
void sim_answer_read_disc_information(struct sim_call *call);
void sim_answer_read_track_information(struct sim_call *call);
void sim_answer_read_toc(struct sim_call *call);
void sim_answer_read_disc_structure(struct sim_call *call);
void sim_answer_send_disc_structure(struct sim_call *call);
void sim_answer_get_performance(struct sim_call *call);
void sim_answer_set_streaming(struct sim_call *call);
void sim_answer_set_cd_speed(struct sim_call *call);
void sim_answer_read_buffer_capacity(struct sim_call *call);
void sim_answer_synchronize_cache(struct sim_call *call);
void sim_answer_write_10(struct sim_call *call);
void sim_answer_write_12(struct sim_call *call);
void sim_answer_close(struct sim_call *call);
void sim_answer_reserve_track(struct sim_call *call);
void sim_answer_repair_track(struct sim_call *call);
void sim_answer_send_cue_sheet(struct sim_call *call);
void sim_answer_send_opc(struct sim_call *call);
void sim_answer_blank(struct sim_call *call);
void sim_answer_format_unit(struct sim_call *call);
void sim_answer_read_10(struct sim_call *call);
void sim_answer_read_12(struct sim_call *call);
void sim_answer_read_cd(struct sim_call *call);
void sim_answer_read_cd_msf(struct sim_call *call);
void sim_answer_read_sub_channel(struct sim_call *call);
void sim_answer_seek(struct sim_call *call);
void sim_answer_verify(struct sim_call *call);

#endif
