/* Inside of the simulated drive: one command under way, and what the answer files use to answer it. */
#ifndef OPENIMAPI2_SIM_SIM_ANSWER_H
#define OPENIMAPI2_SIM_SIM_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/sim_disc.h"
#include "sim/sim_drive.h"
#include "sim/sim_recording.h"
#include "sim/sim_sector.h"

/* Sense: key, ASC, ASCQ in one number. SPC-3 and MMC-6, ASC and ASCQ assignments. */
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
    SIM_EMPTY,      /* nothing there, or the tray is open */
    SIM_UNREADABLE, /* something that this drive cannot make sense of */
    SIM_PRESENT,    /* disc says what */
};

struct sim_call {
    const struct sim_identity *identity;
    struct sim_state *state;
    struct sim_store *store; /* may be NULL */
    enum sim_presence presence;
    struct sim_disc disc;           /* with SIM_PRESENT: as it is now */
    struct sim_recording recording; /* what was done to it; of a pressed disc its one session */
    struct sim_options options;
    uint64_t now_ms;
    struct sim_outcome *outcome;
    bool is_captured; /* captured medium, tray closed: what the capture says is so */
    uint8_t cdb[SCSI_CDB_MAX];
    const uint8_t *out; /* data-out of the initiator */
    uint32_t out_count;
    uint8_t *in; /* data-in buffer, cleared */
    uint32_t in_capacity;
    struct scsi_reply *reply; /* GOOD and 0 bytes, until the answer says otherwise */
};

/* Refuse: CHECK CONDITION with fixed format sense data, and no data of what was put before. sense: key << 16 | ASC << 8
 * | ASCQ.
 */
void sim_refuse(struct sim_call *call, uint32_t sense);

/* Likewise, with the logical block in the information field. */
void sim_refuse_at(struct sim_call *call, uint32_t sense, uint32_t lba);

enum { SIM_BUFFER_BYTES = 0x188000 };

/* What went to the disc since the last command; a stream that was not protected may have ended. */
void sim_cache_pass_time(struct sim_call *call);

/* Is there room for the blocks of a WRITE? False: refused as a full buffer, or as a stream that was lost. Where a drive
 * holds the command instead, the wait is in the outcome.
 */
bool sim_cache_admits(struct sim_call *call, uint32_t count);

/* A stream was lost, and this command is refused for it; the next one is not. */
bool sim_cache_tells_loss(struct sim_call *call);

/* A command was done: how much is in the buffer then. before: what was recorded before it. */
void sim_cache_note(struct sim_call *call, const struct sim_recording *before);

/* Nothing is in the buffer any more: it went to the disc. */
void sim_cache_empty(struct sim_call *call);

/* Bytes of the buffer that are free, and its size; in whole blocks of the disc. */
uint32_t sim_cache_free_bytes(const struct sim_call *call);
uint32_t sim_cache_block_bytes(const struct sim_call *call);

/* So many bytes at the write speed, in milliseconds, rounded up; 0 where the drive takes no time. */
uint32_t sim_cache_time_of(const struct sim_call *call, uint64_t bytes);

/* Until the buffer is empty, if it goes to the disc from now on. */
uint32_t sim_cache_left_ms(const struct sim_call *call);

/* Since then, by the drive's clock; a clock that began anew says 49 days. */
uint64_t sim_passed_ms(const struct sim_call *call, uint64_t then);

/* How long the command that was done goes on, behind what is in the buffer; 0 where the drive takes no time. before:
 * what was recorded before it.
 */
uint32_t sim_duration_ms(const struct sim_call *call, const struct sim_recording *before);

/* What was sent with its Immed bit, and was done, is under way from now on; what was sent without is held so long. */
void sim_operation_begin(struct sim_call *call, const struct sim_recording *before);

/* Refuses a command that asks for the medium while an operation is under way, which is then one command nearer to its
 * end; false when nothing is under way, or the command is answered all the same.
 */
bool sim_operation_refuses(struct sim_call *call);

/* What is under way, as sense, or 0. */
uint32_t sim_operation_sense(const struct sim_call *call);

/* How far it is, of 65535; and one command nearer to its end, where commands are what it lasts for. */
uint16_t sim_operation_step(struct sim_call *call);

/* SPC-3, sense key specific bytes of a progress indication. */
void sim_put_progress(uint8_t bytes[3], uint16_t progress);

/* The data of an answer. Everything is counted, and kept as far as allocation length and buffer reach: so length fields
 * can be set from what there would have been.
 */
struct sim_writer {
    uint8_t *bytes;
    size_t limit;
    size_t count; /* of all that was put */
};

struct sim_writer sim_writer_begin(struct sim_call *call, size_t allocation);
void sim_put_bytes(struct sim_writer *writer, const void *bytes, size_t count);
void sim_put_zeros(struct sim_writer *writer, size_t count);
void sim_put_u8(struct sim_writer *writer, uint8_t value);
void sim_put_be16(struct sim_writer *writer, uint32_t value);
void sim_put_be24(struct sim_writer *writer, uint32_t value);
void sim_put_be32(struct sim_writer *writer, uint32_t value);
/* Minute, second, frame of a block: MMC, LBA to MSF translation. lba: -150 and up, or of a lead-in (minutes 90 to 99).
 */
void sim_put_msf(struct sim_writer *writer, int32_t lba);
/* Overwrite bytes that were put before. */
void sim_set_be16(struct sim_writer *writer, size_t at, uint32_t value);
void sim_set_be32(struct sim_writer *writer, size_t at, uint32_t value);
/* The answer is what was put. */
void sim_writer_end(struct sim_call *call, const struct sim_writer *writer);

/* The feature as it is now (MMC, currency of features). */
bool sim_feature_is_current(const struct sim_call *call, const uint8_t *descriptor);

/* Write speed in use, in kB/s: the one that was set, rounded down to what the disc takes; 0 where nothing can be
 * written.
 */
uint16_t sim_write_speed(const struct sim_call *call);

/* Were some of these blocks written, and lie behind the end that the store has now (its file was cut)? lost: the first
 * of them; unchanged else.
 */
bool sim_find_lost_block(const struct sim_call *call, uint32_t lba, uint32_t count, uint32_t *lost);

/* Blocks of the disc in the drive. False: they cannot be read; the buffer is clear before. */
bool sim_read_blocks(struct sim_call *call, uint32_t lba, uint32_t count, uint8_t *bytes);

/* Likewise, for a model of a disc that can be written. False: refused already, as a medium error that names the first
 * block.
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
