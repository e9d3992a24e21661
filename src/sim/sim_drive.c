/* Executes one command: faults, captured answers, unit attention, preconditions, and then the answer by operation
 * code.
 */
#include "sim/sim_drive.h"

#include <string.h>

#include "base/bytes.h"
#include "mmc/codes.h"
#include "sim/sim_model.h"

/* What must be so before a command is looked at: MMC-6, unit attention conditions; commands and media. */
enum {
    NEEDS_MEDIUM = 0x01,
    TELLS_NO_ATTENTION = 0x02, /* executed in spite of a unit attention, which goes on waiting */
    CHANGES_MEDIUM = 0x04,     /* refused when the disc is protected */
    CHANGES = NEEDS_MEDIUM | CHANGES_MEDIUM,
};

/* A row without an answer is of a command that only a capture can answer. The allocation length does not count when a
 * captured CDB is compared; for GET PERFORMANCE it is the number of descriptors.
 */
struct operation {
    void (*answer)(struct sim_call *call);
    uint8_t flags;
    uint8_t allocation_at;    /* where the CDB holds the allocation length */
    uint8_t allocation_bytes; /* size of that field, 0: the command has none */
};

/* clang-format off */
static const struct operation operations[256] = {
    [MMC_OPCODE_TEST_UNIT_READY]               = {sim_answer_test_unit_ready,        NEEDS_MEDIUM,       0, 0},
    [MMC_OPCODE_REQUEST_SENSE]                 = {sim_answer_request_sense,          TELLS_NO_ATTENTION, 4, 1},
    [MMC_OPCODE_INQUIRY]                       = {sim_answer_inquiry,                TELLS_NO_ATTENTION, 3, 2},
    [MMC_OPCODE_MODE_SENSE_6]                  = {NULL,                              0,                  4, 1},
    [MMC_OPCODE_START_STOP_UNIT]               = {sim_answer_start_stop_unit,        0,                  0, 0},
    [MMC_OPCODE_PREVENT_ALLOW_MEDIUM_REMOVAL]  = {sim_answer_prevent_allow,          0,                  0, 0},
    [MMC_OPCODE_READ_FORMAT_CAPACITIES]        = {sim_answer_read_format_capacities, 0,                  7, 2},
    [MMC_OPCODE_READ_CAPACITY]                 = {sim_answer_read_capacity,          NEEDS_MEDIUM,       0, 0},
    [MMC_OPCODE_READ_10]                       = {sim_answer_read_10,                NEEDS_MEDIUM,       0, 0},
    [MMC_OPCODE_SEEK_10]                       = {sim_answer_seek,                   NEEDS_MEDIUM,       0, 0},
    [MMC_OPCODE_FORMAT_UNIT]                   = {sim_answer_format_unit,            CHANGES,            0, 0},
    [MMC_OPCODE_WRITE_10]                      = {sim_answer_write_10,               CHANGES,            0, 0},
    [MMC_OPCODE_WRITE_AND_VERIFY_10]           = {sim_answer_write_10,               CHANGES,            0, 0},
    [MMC_OPCODE_WRITE_12]                      = {sim_answer_write_12,               CHANGES,            0, 0},
    [MMC_OPCODE_RESERVE_TRACK]                 = {sim_answer_reserve_track,          CHANGES,            0, 0},
    [MMC_OPCODE_SEND_OPC_INFORMATION]          = {sim_answer_send_opc,               CHANGES,            0, 0},
    [MMC_OPCODE_REPAIR_TRACK]                  = {sim_answer_repair_track,           CHANGES,            0, 0},
    [MMC_OPCODE_CLOSE_TRACK_SESSION]           = {sim_answer_close,                  CHANGES,            0, 0},
    [MMC_OPCODE_SEND_CUE_SHEET]                = {sim_answer_send_cue_sheet,         CHANGES,            0, 0},
    [MMC_OPCODE_BLANK]                         = {sim_answer_blank,                  CHANGES,            0, 0},
    [MMC_OPCODE_VERIFY_10]                     = {sim_answer_verify,                 NEEDS_MEDIUM,       0, 0},
    [MMC_OPCODE_SYNCHRONIZE_CACHE_10]          = {sim_answer_synchronize_cache,      NEEDS_MEDIUM,       0, 0},
    [MMC_OPCODE_READ_SUB_CHANNEL]              = {sim_answer_read_sub_channel,       NEEDS_MEDIUM,       7, 2},
    [MMC_OPCODE_READ_TOC_PMA_ATIP]             = {sim_answer_read_toc,               NEEDS_MEDIUM,       7, 2},
    [MMC_OPCODE_GET_CONFIGURATION]             = {sim_answer_get_configuration,      TELLS_NO_ATTENTION, 7, 2},
    [MMC_OPCODE_GET_EVENT_STATUS_NOTIFICATION] = {sim_answer_get_event_status,       TELLS_NO_ATTENTION, 7, 2},
    [MMC_OPCODE_READ_DISC_INFORMATION]         = {sim_answer_read_disc_information,  NEEDS_MEDIUM,       7, 2},
    [MMC_OPCODE_READ_TRACK_INFORMATION]        = {sim_answer_read_track_information, NEEDS_MEDIUM,       7, 2},
    [MMC_OPCODE_MODE_SELECT_10]                = {sim_answer_mode_select,            0,                  0, 0},
    [MMC_OPCODE_MODE_SENSE_10]                 = {sim_answer_mode_sense,             0,                  7, 2},
    [MMC_OPCODE_READ_BUFFER_CAPACITY]          = {sim_answer_read_buffer_capacity,   0,                  7, 2},
    [MMC_OPCODE_REPORT_KEY]                    = {NULL,                              0,                  8, 2},
    [MMC_OPCODE_READ_12]                       = {sim_answer_read_12,                NEEDS_MEDIUM,       0, 0},
    [MMC_OPCODE_GET_PERFORMANCE]               = {sim_answer_get_performance,        NEEDS_MEDIUM,       8, 2},
    [MMC_OPCODE_READ_DISC_STRUCTURE]           = {sim_answer_read_disc_structure,    NEEDS_MEDIUM,       8, 2},
    [MMC_OPCODE_SET_STREAMING]                 = {sim_answer_set_streaming,          0,                  0, 0},
    [MMC_OPCODE_SET_CD_SPEED]                  = {sim_answer_set_cd_speed,           0,                  0, 0},
    [MMC_OPCODE_MECHANISM_STATUS]              = {sim_answer_mechanism_status,       0,                  8, 2},
    [MMC_OPCODE_READ_CD]                       = {sim_answer_read_cd,                NEEDS_MEDIUM,       0, 0},
    [MMC_OPCODE_READ_CD_MSF]                   = {sim_answer_read_cd_msf,            NEEDS_MEDIUM,       0, 0},
    [MMC_OPCODE_SEND_DISC_STRUCTURE]           = {sim_answer_send_disc_structure,    NEEDS_MEDIUM,       0, 0},
};
/* clang-format on */

static uint32_t allocation_of(const uint8_t *cdb)
{
    const struct operation *operation = &operations[cdb[0]];

    if (!operation->allocation_bytes) return UINT32_MAX;
    if (cdb[0] == MMC_OPCODE_GET_PERFORMANCE) return 8 + 16 * (uint32_t)load_be16(cdb + operation->allocation_at);
    return operation->allocation_bytes == 1 ? cdb[operation->allocation_at] : load_be16(cdb + operation->allocation_at);
}

/* What of a CDB makes it the same question: not the allocation length, and not the DBD and LLBAA bits of MODE SENSE,
 * since no drive here sends block descriptors.
 */
static void normalise(const uint8_t *cdb, uint8_t out[SCSI_CDB_MAX])
{
    const struct operation *operation = &operations[cdb[0]];

    memcpy(out, cdb, SCSI_CDB_MAX);
    memset(out + operation->allocation_at, 0, operation->allocation_bytes);
    if (cdb[0] == MMC_OPCODE_MODE_SENSE_10 || cdb[0] == MMC_OPCODE_MODE_SENSE_6) out[1] = 0;
}

/* Does a captured answer hold whatever medium is in? What the drive says of itself, and what it does not know at all.
 */
static bool holds_with_every_medium(const struct sim_capture *capture)
{
    uint32_t sense = (uint32_t)capture->key << 16 | (uint32_t)capture->asc << 8 | capture->ascq;

    if (capture->status != SCSI_STATUS_GOOD && sense == SIM_INVALID_OPCODE) return true;
    switch (capture->cdb[0]) {
    case MMC_OPCODE_INQUIRY:
        return true;
    case MMC_OPCODE_MODE_SENSE_6:
    case MMC_OPCODE_MODE_SENSE_10:
    case MMC_OPCODE_GET_CONFIGURATION:
        return sense == SIM_INVALID_FIELD_IN_CDB || sense == SIM_SAVING_NOT_SUPPORTED;
    default:
        return false;
    }
}

static const struct sim_capture *find_capture(const struct sim_call *call)
{
    const struct sim_capture *for_opcode = NULL;
    uint8_t asked[SCSI_CDB_MAX], known[SCSI_CDB_MAX], cdb[SCSI_CDB_MAX];
    size_t i;

    normalise(call->cdb, asked);
    for (i = 0; i < call->identity->capture_count; i++) {
        const struct sim_capture *capture = &call->identity->captures[i];

        if (capture->cdb[0] != call->cdb[0] || !(call->is_captured || holds_with_every_medium(capture))) continue;
        if (capture->cdb_length == 1) {
            for_opcode = capture;
            continue;
        }
        memset(cdb, 0, sizeof cdb);
        memcpy(cdb, capture->cdb, capture->cdb_length < SCSI_CDB_MAX ? capture->cdb_length : SCSI_CDB_MAX);
        normalise(cdb, known);
        if (memcmp(asked, known, sizeof asked) == 0) return capture;
    }
    return for_opcode;
}

/* Of a pressed disc: one session, one track. */
static void press_recording(struct sim_call *call)
{
    struct sim_recording *recording = &call->recording;

    memset(recording, 0, sizeof *recording);
    recording->is_final = true;
    recording->closed_sessions = 1;
    recording->track_count = 1;
    recording->tracks[0] = (struct sim_track){.blocks = call->disc.readable_blocks, .session = 1};
}

static bool find_disc_of_state(struct sim_call *call)
{
    const struct sim_state *state = call->state;
    enum sim_medium medium = call->recording.medium ? call->recording.medium : state->medium;

    if (call->is_captured) return sim_disc_of_profile(call->identity->profile, &call->disc);
    if (state->medium == SIM_MEDIUM_IMAGE)
        return sim_disc_pressed(call->store ? call->store->get_blocks(call->store) : 0, &call->disc);
    if (!sim_disc_blank(medium, &call->disc)) return false;
    sim_disc_shrink(&call->disc, call->options.blocks);
    call->disc.is_protected = call->options.is_protected;
    return true;
}

static void find_disc(struct sim_call *call)
{
    const struct sim_state *state = call->state;
    bool known;

    call->presence = SIM_EMPTY;
    call->is_captured = state->medium == SIM_MEDIUM_CAPTURED && !state->tray_open;
    if (state->tray_open || state->medium == SIM_MEDIUM_NONE) return;
    if (call->is_captured && !call->identity->profile) return; /* it was captured empty */
    known = find_disc_of_state(call);
    /* A disc of a kind that this drive does not take is there, and is no good. */
    if (known && !call->is_captured) known = sim_identity_has_profile(call->identity, call->disc.profile);
    if (known && state->layer0_blocks && state->layer0_blocks < call->disc.layer0_blocks && call->disc.is_blank) {
        call->disc.layer0_blocks = state->layer0_blocks;
        call->disc.capacity_blocks = call->disc.free_blocks = 2 * state->layer0_blocks;
    }
    call->presence = known ? SIM_PRESENT : SIM_UNREADABLE;
    if (!known) return;
    if (call->disc.writing == SIM_READ_ONLY) {
        press_recording(call);
    } else {
        if (call->is_captured) memset(&call->recording, 0, sizeof call->recording);
        sim_recording_apply(&call->recording, &call->disc);
    }
}

/* Why the medium cannot be used now, or 0. Asking brings a drive that is getting ready one step further. */
static uint32_t check_medium(struct sim_call *call)
{
    if (call->presence == SIM_EMPTY)
        return call->state->tray_open ? SIM_NO_MEDIUM_TRAY_OPEN : SIM_NO_MEDIUM_TRAY_CLOSED;
    if (call->state->becoming_ready) {
        call->state->becoming_ready--;
        return SIM_BECOMING_READY;
    }
    return call->presence == SIM_UNREADABLE ? SIM_INCOMPATIBLE_MEDIUM : 0;
}

static void tell_attention(struct sim_call *call)
{
    struct sim_state *state = call->state;
    uint32_t sense = 0x060000u | (uint32_t)state->attentions[0].asc << 8 | state->attentions[0].ascq;

    state->attention_count--;
    memmove(state->attentions, state->attentions + 1, state->attention_count * sizeof state->attentions[0]);
    sim_refuse(call, sense);
}

/* The simulated drive's own answer. */
static void answer(struct sim_call *call)
{
    const struct operation *operation = &operations[call->cdb[0]];
    struct sim_recording before;
    uint32_t sense = 0;

    if (!operation->answer)
        sense = SIM_INVALID_OPCODE;
    else if (operation->flags & NEEDS_MEDIUM)
        sense = check_medium(call);
    if (!sense && operation->flags & CHANGES_MEDIUM && call->disc.is_protected) sense = SIM_WRITE_PROTECTED;
    if (sense) {
        sim_refuse(call, sense);
        return;
    }
    if (operation->flags & NEEDS_MEDIUM && sim_operation_refuses(call)) return;
    before = call->recording;
    operation->answer(call);
    if (call->reply->outcome != SCSI_DONE) return;
    sim_cache_note(call, &before);
    sim_operation_begin(call, &before);
}

static void answer_captured(struct sim_call *call, const struct sim_capture *capture)
{
    struct sim_writer writer = sim_writer_begin(call, allocation_of(call->cdb));

    if (capture->status == SCSI_STATUS_GOOD) {
        sim_put_bytes(&writer, capture->data, capture->count);
        sim_writer_end(call, &writer);
        return;
    }
    if (capture->status == SCSI_STATUS_CHECK_CONDITION && !capture->key && !capture->asc && !capture->ascq) {
        /* It is known that the drive refused, not why: our own reason if there is one, else the most general. */
        answer(call);
        if (call->reply->outcome != SCSI_REFUSED) sim_refuse(call, SIM_INVALID_FIELD_IN_CDB);
        return;
    }
    sim_refuse(call, (uint32_t)capture->key << 16 | (uint32_t)capture->asc << 8 | capture->ascq);
    call->reply->status = capture->status;
    if (capture->status != SCSI_STATUS_CHECK_CONDITION) call->reply->sense_length = 0;
}

static void execute(struct sim_call *call)
{
    const struct sim_capture *capture;

    if (call->state->attention_count && !(operations[call->cdb[0]].flags & TELLS_NO_ATTENTION)) {
        tell_attention(call);
        return;
    }
    capture = find_capture(call);
    if (capture)
        answer_captured(call, capture);
    else
        answer(call);
}

/* Counts the command for every fault that is about it; the first that is due, or NULL. */
static const struct sim_fault *find_fault(const struct sim_drive *drive, uint8_t opcode)
{
    const struct sim_fault *due = NULL;
    size_t i;

    for (i = 0; i < drive->fault_count && i < SIM_FAULTS_MAX; i++) {
        const struct sim_fault *fault = &drive->faults[i];

        if (fault->opcode != opcode) continue;
        if (drive->state->fault_counts[i] < UINT32_MAX) drive->state->fault_counts[i]++;
        if (!due && (!fault->nth || drive->state->fault_counts[i] == fault->nth)) due = fault;
    }
    return due;
}

static void fail(struct scsi_reply *reply, enum scsi_outcome outcome, enum scsi_failure failure)
{
    reply->outcome = outcome;
    reply->failure = failure;
    reply->transferred_bytes = 0;
}

static void reply_as_told(struct sim_call *call, const struct sim_fault *fault)
{
    size_t count = fault->reply_count < call->in_capacity ? fault->reply_count : call->in_capacity;

    if (count) memcpy(call->in, fault->reply, count);
    call->reply->transferred_bytes = fault->parameter < call->in_capacity ? fault->parameter : call->in_capacity;
}

static void cut_short(struct sim_call *call, uint32_t bytes)
{
    if (call->reply->transferred_bytes <= bytes) return;
    memset(call->in + bytes, 0, call->in_capacity - bytes);
    call->reply->transferred_bytes = bytes;
}

static void execute_faulty(struct sim_call *call, const struct sim_fault *fault, struct sim_outcome *outcome)
{
    switch (fault->kind) {
    case SIM_FAULT_SENSE:
        sim_refuse(call, fault->parameter & 0x0fffffu);
        break;
    case SIM_FAULT_REPLY:
        reply_as_told(call, fault);
        break;
    case SIM_FAULT_SHORT:
        execute(call);
        cut_short(call, fault->parameter);
        break;
    case SIM_FAULT_DELAY:
        execute(call);
        outcome->delay_ms += fault->parameter;
        break;
    case SIM_FAULT_GONE:
        sim_lose_power(call);
        call->state->gone = true;
        fail(call->reply, SCSI_NOT_SENT, SCSI_FAILURE_DEVICE_GONE);
        break;
    case SIM_FAULT_HANG:
        outcome->hangs = true;
        fail(call->reply, SCSI_LOST, SCSI_FAILURE_TIMEOUT);
        break;
    default: /* settings of a newer version: no fault that is known here */
        execute(call);
        break;
    }
}

void sim_drive_execute(const struct sim_drive *drive, const struct scsi_command *command, struct scsi_reply *reply,
                       struct sim_outcome *outcome)
{
    struct sim_call call = {
        .identity = drive->identity ? drive->identity : &sim_identity_default,
        .state = drive->state,
        .store = drive->store,
        .options = drive->options,
        .now_ms = drive->now_ms,
        .outcome = outcome,
        .reply = reply,
    };
    const struct sim_fault *fault;
    struct sim_recording before;
    bool is_known;

    memset(reply, 0, sizeof *reply);
    memset(outcome, 0, sizeof *outcome);
    reply->outcome = SCSI_DONE;
    reply->status = SCSI_STATUS_GOOD;
    memcpy(call.cdb, command->cdb, command->cdb_length < SCSI_CDB_MAX ? command->cdb_length : SCSI_CDB_MAX);
    if (command->data && command->direction == SCSI_DATA_OUT) {
        call.out = command->data;
        call.out_count = command->requested_bytes;
    } else if (command->data && command->direction == SCSI_DATA_IN) {
        call.in = command->data;
        call.in_capacity = command->requested_bytes;
        memset(call.in, 0, call.in_capacity);
    }
    if (drive->state->gone) {
        fail(reply, SCSI_NOT_SENT, SCSI_FAILURE_DEVICE_GONE);
        return;
    }
    is_known = !drive->disc || sim_recording_load(&call.recording, drive->disc);
    find_disc(&call);
    /* A recordable disc of which nobody knows what it holds must not pass for a blank one. */
    if (!is_known && call.presence == SIM_PRESENT && !call.is_captured && call.disc.medium != SIM_MEDIUM_IMAGE)
        call.presence = SIM_UNREADABLE;
    before = call.recording;
    sim_cache_pass_time(&call);
    fault = find_fault(drive, call.cdb[0]);
    if (fault)
        execute_faulty(&call, fault, outcome);
    else
        execute(&call);
    if (drive->disc && !sim_recording_equals(&before, &call.recording))
        sim_recording_store(&call.recording, drive->disc);
}
