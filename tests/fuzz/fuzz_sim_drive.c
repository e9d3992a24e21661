/* Any commands, in any order, at a simulated drive with any medium: it answers each within its buffer, and its state
 * can be stored and read back.
 *
 * Input: a byte for the medium, a byte for identity, faults and whether the state is looked at, then commands: a byte
 * for direction and buffer size, twelve bytes of CDB, and for data-out as many bytes as there are. A WRITE is folded to
 * the first blocks of the disc and to as many blocks as its data has, or it would never be taken.
 */
#include <string.h>

#include "base/bytes.h"
#include "fuzz/fuzz.h"
#include "sim/sim_drive.h"
#include "sim/sim_recording.h"

const char fuzz_name[] = "sim_drive";
const struct fuzz_seeds fuzz_seeds[] = {{FUZZ_CDBS, NULL, NULL}, {NULL, NULL, NULL}};

/* Each medium; with our own identity and no fault. */
bool fuzz_get_head(size_t nth, struct fuzz_head *head)
{
    head->bytes[0] = (uint8_t)nth;
    head->bytes[1] = 0x40 | SIM_FAULT_KIND_COUNT;
    head->count = 2;
    return nth < SIM_MEDIUM_COUNT;
}

/* What the drive knows, and two that it does not: any other operation code stands for one of them. */
static const uint8_t opcodes[] = {0x00, 0x03, 0x12, 0x1b, 0x1e, 0x23, 0x25, 0x28, 0x2b, 0x2f, 0x35, 0x43, 0x46,
                                  0x4a, 0x51, 0x52, 0x55, 0x5a, 0x5c, 0xa8, 0xac, 0xad, 0xb6, 0xbb, 0xbd, 0xbe,
                                  0x1a, 0xff, 0xbf, 0x2a, 0x2e, 0xaa, 0x04, 0x53, 0x54, 0x5b, 0x5d, 0xa1};
enum { FOLDED = 37 }; /* so many of them stand for others */

static uint8_t opcode_of(uint8_t byte)
{
    return memchr(opcodes, byte, sizeof opcodes) ? byte : opcodes[byte % FOLDED];
}

/* Makes a WRITE possible: up to three blocks, from -150, or from one of the first 64 blocks on. */
static void fold_write(struct scsi_command *command, uint8_t size)
{
    uint8_t *cdb = command->cdb;
    bool is_12 = cdb[0] == 0xaa;

    if (cdb[0] != 0x2a && cdb[0] != 0x2e && !is_12) return;
    command->direction = SCSI_DATA_OUT;
    command->requested_bytes = (size & 3) * (uint32_t)SIM_BLOCK_BYTES;
    store_be32(cdb + 2, cdb[2] & 0x80 ? (uint32_t)-150 : cdb[5] & 0x3f);
    if (is_12)
        store_be32(cdb + 6, size & 3);
    else
        store_be16(cdb + 7, size & 3);
}

/* A CD, or a DVD of two layers. */
struct image {
    struct sim_store store; /* first */
    uint32_t blocks;
};
enum { CD_BLOCKS = 5000, DVD_BLOCKS = 4000000 };

static uint32_t get_blocks(struct sim_store *store)
{
    return ((struct image *)store)->blocks;
}

static bool read_blocks(struct sim_store *store, uint32_t lba, uint32_t count, uint8_t *bytes)
{
    FUZZ_CHECK(lba < get_blocks(store) && count <= get_blocks(store) - lba);
    memset(bytes, 0x5a, (size_t)count * SIM_BLOCK_BYTES);
    return lba % 100 != 99;
}

static bool write_blocks(struct sim_store *store, uint32_t lba, uint32_t count, const uint8_t *bytes)
{
    uint32_t sum = 0, i;

    (void)store;
    for (i = 0; i < count * SIM_BLOCK_BYTES; i++)
        sum += bytes[i]; /* every byte is there */
    return lba % 100 != 98 || !sum;
}

static void check_reply(const struct scsi_reply *reply, uint32_t capacity, enum scsi_direction direction)
{
    FUZZ_CHECK(reply->outcome == SCSI_DONE || reply->outcome == SCSI_REFUSED || reply->outcome == SCSI_NOT_SENT ||
               reply->outcome == SCSI_LOST);
    FUZZ_CHECK((reply->outcome == SCSI_REFUSED) == (reply->status != SCSI_STATUS_GOOD));
    FUZZ_CHECK((reply->failure == SCSI_FAILURE_NONE) ==
               (reply->outcome == SCSI_DONE || reply->outcome == SCSI_REFUSED));
    FUZZ_CHECK(reply->transferred_bytes <= (direction == SCSI_NO_DATA ? 0 : capacity));
    FUZZ_CHECK(reply->outcome == SCSI_DONE || reply->transferred_bytes == 0);
}

static void check_state(const struct sim_state *state)
{
    uint8_t bytes[SIM_STATE_BYTES], again[SIM_STATE_BYTES];
    struct sim_state loaded;

    sim_state_store(state, bytes);
    FUZZ_CHECK(sim_state_load(&loaded, bytes, sizeof bytes));
    sim_state_store(&loaded, again);
    FUZZ_CHECK(memcmp(bytes, again, sizeof bytes) == 0);
}

/* A disc whose memory is the input itself, of a length that may fit. */
static void take_memory(struct sim_disc_memory *disc, const uint8_t *data, size_t size)
{
    enum { HEAD_BYTES = 32, TRACK_BYTES = 10 };

    if (size < HEAD_BYTES) return;
    disc->count = (uint16_t)(HEAD_BYTES + TRACK_BYTES * (data[2] % 4));
    if (disc->count > size) disc->count = HEAD_BYTES;
    memcpy(disc->bytes, data, disc->count);
    disc->bytes[0] = 1; /* version */
    store_le16(disc->bytes + 2, (uint16_t)((disc->count - HEAD_BYTES) / TRACK_BYTES));
}

/* A disc that made sense before a command makes sense behind it. */
static bool is_known(const struct sim_disc_memory *disc)
{
    struct sim_recording recording;

    return sim_recording_load(&recording, disc);
}

/* Writes of three blocks never fill a buffer: it is nearly full from the start, in any phase. */
static void fill_buffer(struct sim_state *state, uint8_t byte)
{
    state->buffer_phase = byte % 3;
    state->buffer_bytes = 0x188000 - (byte & 0x0f) * 1000u;
    state->buffer_rate = 1000;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct sim_capture captures[] = {
        {{0x46}, 1, 0x02, 5, 0x20, 0, NULL, 0},           {{0x12}, 1, 0x00, 0, 0, 0, data, size},
        {{0x51}, 10, 0x00, 0, 0, 0, data, size},          {{0x52, 1}, 1, 0x02, 0, 0, 0, NULL, 0},
        {{0x5a, 0, 0x3f}, 10, 0x02, 5, 0x24, 0, NULL, 0}, {{0x43}, 1, 0x08, 0, 0, 0, NULL, 0},
        {{0xad}, 12, 0x00, 0, 0, 0, data, size},
    };
    struct image image = {{get_blocks, read_blocks, write_blocks}, CD_BLOCKS};
    struct sim_fault fault = {SIM_FAULT_SHORT, 0x46, 0, 11, data, size};
    struct sim_identity identity = {0};
    struct sim_state state;
    struct sim_disc_memory disc = {0, {0}};
    struct sim_drive drive = {&state, NULL, &image.store, &fault, 1, &disc, {0}, 0};
    size_t at = 2;
    unsigned commands = 0;

    if (size < 2) return 0;
    drive.options.blocks = data[1] & 0x01 ? 600 : 0;
    drive.options.long_commands = data[1] >> 1 & 3;
    drive.options.time_percent = data[0] & 0x10 ? 100 : 0;
    if (data[0] & 0x40) image.blocks = DVD_BLOCKS;
    sim_state_reset(&state, (enum sim_medium)(data[0] % SIM_MEDIUM_COUNT));
    if (drive.options.time_percent) fill_buffer(&state, data[size - 1]);
    fault.kind = (enum sim_fault_kind)(data[1] & 0x07);
    fault.opcode = opcodes[data[1] >> 3 & 0x0f];
    if (data[1] & 0x80) {
        /* An identity made of the input itself, which may be cut anywhere. */
        identity.inquiry = identity.features = identity.mode_pages = data;
        identity.inquiry_count = identity.features_count = identity.mode_pages_count = size;
        identity.profile = data[size - 1];
        identity.captures = captures;
        identity.capture_count = data[0] & 0x20 ? sizeof captures / sizeof captures[0] : data[0] & 1;
        drive.identity = &identity;
    }
    if (data[1] & 0x20) take_memory(&disc, data, size);
    while (size - at >= FUZZ_CDB_BYTES && commands++ < 24) {
        struct scsi_command command = {{0}, 12, (enum scsi_direction)(data[at] % 3), NULL, 0, 1000};
        struct scsi_reply reply;
        struct sim_outcome outcome;
        bool was_known = is_known(&disc);
        uint8_t *buffer;

        memcpy(command.cdb, data + at + 1, 12);
        command.cdb[0] = opcode_of(command.cdb[0]);
        command.requested_bytes = command.direction == SCSI_NO_DATA ? 0 : (uint32_t)(data[at] >> 2) * 67;
        fold_write(&command, (uint8_t)(data[at] >> 2));
        buffer = calloc(1, command.requested_bytes ? command.requested_bytes : 1);
        FUZZ_CHECK(buffer);
        at += FUZZ_CDB_BYTES;
        if (command.direction == SCSI_DATA_OUT) {
            size_t count = size - at < command.requested_bytes ? size - at : command.requested_bytes;

            memcpy(buffer, data + at, count);
        }
        command.data = command.direction == SCSI_NO_DATA ? NULL : buffer;
        drive.now_ms += (uint64_t)data[at - 1] * data[at - 1]; /* up to a minute, and more than a buffer's time */
        sim_drive_execute(&drive, &command, &reply, &outcome);
        FUZZ_CHECK(!was_known || is_known(&disc));
        check_reply(&reply, command.requested_bytes, command.direction);
        free(buffer);
        if (data[0] & 0x80 && commands == 3) sim_state_insert(&state, (enum sim_medium)(data[1] % SIM_MEDIUM_COUNT));
    }
    if (data[1] & 0x40) check_state(&state); /* takes longer than most commands */
    return 0;
}
