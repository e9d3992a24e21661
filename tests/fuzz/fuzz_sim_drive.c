/* Any commands, in any order, at a simulated drive with any medium: it answers each within its buffer, and its state
 * can be stored and read back.
 *
 * Input: a byte for the medium, a byte for identity, faults and whether the state is looked at, then commands: a byte
 * for direction and buffer size, twelve bytes of CDB, and for data-out as many bytes as there are. A WRITE is folded to
 * the first blocks of the disc, or to where the recording goes on, and to as many blocks as its data has, or it would
 * never be taken; and the lists and sub-code that an audio CD needs are put together, with damage from the input.
 */
#include <string.h>

#include "base/bytes.h"
#include "base/crc16.h"
#include "cdtext/packs.h"
#include "cdtext/symbols.h"
#include "fuzz/fuzz.h"
#include "sim/sim_drive.h"
#include "sim/sim_q.h"
#include "sim/sim_recording.h"
#include "support/memory_parts.h"

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
static const uint8_t opcodes[] = {0x00, 0x03, 0x12, 0x1b, 0x1e, 0x23, 0x25, 0x28, 0x2b, 0x2f, 0x35, 0x43, 0x46, 0x4a,
                                  0x51, 0x52, 0x55, 0x5a, 0x5c, 0xa8, 0xac, 0xad, 0xb6, 0xbb, 0xbd, 0xbe, 0x1a, 0xff,
                                  0xbf, 0x2a, 0x2e, 0xaa, 0x04, 0x53, 0x54, 0x5b, 0x5d, 0xa1, 0xb9, 0x42, 0x58};
enum { FOLDED = 37 }; /* so many of them stand for others */

static uint8_t opcode_of(uint8_t byte)
{
    return memchr(opcodes, byte, sizeof opcodes) ? byte : opcodes[byte % FOLDED];
}

/* Where a WRITE is taken. */
static int32_t next_address(const struct sim_disc_memory *disc)
{
    enum { TRACK_GAP = 150, SESSION_GAP = 11400 }; /* of CDs */
    struct sim_recording recording;
    const struct sim_track *last;

    if (!sim_recording_load(&recording, disc)) return 0;
    if (recording.cue_end) return recording.cue_next;
    if (!recording.track_count) return SIM_CD_SMALL_LEAD_IN;
    last = &recording.tracks[recording.track_count - 1];
    if (last->is_open) return (int32_t)sim_track_end(last);
    return (int32_t)sim_track_end(last) + (last->session > recording.closed_sessions ? TRACK_GAP : SESSION_GAP);
}

/* Bytes that a block may have: those of raw writing. */
enum { BLOCK_BYTES_MAX = SIM_SECTOR_BYTES + SIM_SUB_CODE_BYTES, MANY = 75 };

static bool is_write(const struct scsi_command *command)
{
    return command->cdb[0] == 0x2a || command->cdb[0] == 0x2e || command->cdb[0] == 0xaa;
}

/* Makes a WRITE possible: up to three blocks, or to three seconds, from one of the first 64 blocks on,
 * from where the recording goes on, from -150, or from the lead-in.
 */
static void fold_write(struct scsi_command *command, uint8_t size, const struct sim_disc_memory *disc)
{
    uint8_t *cdb = command->cdb;
    uint32_t count = (size & 3) * (cdb[5] & 0x80 ? MANY : 1u);
    const int32_t starts[] = {cdb[5] & 0x3f, next_address(disc), -SIM_PRE_GAP_SECTORS, SIM_CD_SMALL_LEAD_IN};

    if (!is_write(command)) return;
    command->direction = SCSI_DATA_OUT;
    command->requested_bytes = count * (uint32_t)BLOCK_BYTES_MAX;
    store_be32(cdb + 2, (uint32_t)starts[cdb[2] >> 6]);
    if (cdb[0] == 0xaa)
        store_be32(cdb + 6, count);
    else
        store_be16(cdb + 7, (uint16_t)count);
}

enum { LIST_BIT = 0x80, LIST_BYTES_MAX = 80 }; /* in byte 9 of a CDB: the drive gets a list of ours */

/* Mode page 05h, whose write type, track mode and block type the CDB has. */
static size_t make_page(const uint8_t *cdb, uint8_t *list)
{
    enum { HEADER = 8, PAGE_BYTES = 52 };
    uint8_t *page = list + HEADER;

    page[0] = 0x05;
    page[1] = PAGE_BYTES - 2;
    page[2] = cdb[2];
    page[3] = cdb[3];
    page[4] = cdb[4];
    page[15] = 150;
    if (cdb[5] & 1)
        memcpy(page + 16,
               "\x80"
               "0123456789012",
               14);
    if (cdb[5] & 2)
        memcpy(page + 32,
               "\x80"
               "USK7Y0000001",
               13);
    return HEADER + PAGE_BYTES;
}

/* Cue sheets of behaviour-audio.md, section 8, on a disc of 600 blocks: data; audio; audio with text and numbers; data
 * and audio; XA. Two bytes are damaged.
 */
static size_t make_cue_sheet(const uint8_t *cdb, uint8_t *list)
{
    static const char *const sheets[] = {
        "4100001400000000"
        "4101001000000000"
        "4101011000000200"
        "41aa011400000700",
        "0100000100000000"
        "0101000000000000"
        "0101010000000200"
        "01aa010100000700",
        "0230313233343536"
        "0237383930313200"
        "0100004100000000"
        "030155534b375939"
        "0301383132333435"
        "0101000000000000"
        "0101010000000200"
        "01aa010100000700",
        "4100001400000000"
        "4101001100000000"
        "4101011100000200"
        "0102000000000500"
        "0102010000000600"
        "01aa010100000a00",
        "4100001400000000"
        "4101002000000000"
        "4101012000000200"
        "41aa011400000700",
    };
    const char *digits = sheets[cdb[3] % (sizeof sheets / sizeof sheets[0])];
    size_t count = strlen(digits) / 2, i;

    for (i = 0; i < count; i++) {
        unsigned byte;

        FUZZ_CHECK(sscanf(digits + 2 * i, "%2x", &byte) == 1);
        list[i] = (uint8_t)byte;
    }
    list[cdb[4] % count] ^= cdb[5];
    return count;
}

/* The lists that the fuzzer would hardly invent, in place of the input's bytes. */
static void put_list(struct scsi_command *command, uint8_t *list)
{
    uint8_t *cdb = command->cdb;
    size_t count;

    memset(list, 0, LIST_BYTES_MAX);
    count = cdb[0] == 0x55 ? make_page(cdb, list) : make_cue_sheet(cdb, list);
    command->direction = SCSI_DATA_OUT;
    command->requested_bytes = (uint32_t)count;
    if (cdb[0] == 0x55) {
        cdb[1] = 0x10; /* PF */
        store_be16(cdb + 7, (uint16_t)count);
    } else {
        store_be24(cdb + 6, (uint32_t)count);
    }
}

/* Behind the main channel of each block: a frame of sub-channel Q, and packs of text, with right checksums. Which they
 * are, and what of them is damaged, the input says.
 */
static void put_sub_code(uint8_t *bytes, uint32_t block_bytes, uint32_t blocks, const uint8_t *data, size_t size)
{
    static const uint8_t frames[][10] = {
        {0x01, 0, 0x01, 0, 0, 0, 0, 0x00, 0x02, 0x00},
        {0x01, 0, 0xa0, 0, 0, 0, 0, 0x01, 0x00, 0x00},
        {0x01, 0, 0xa1, 0, 0, 0, 0, 0x01, 0x00, 0x00},
        {0x01, 0, 0xa2, 0, 0, 0, 0, 0x00, 0x04, 0x00},
        {0x01, 0x01, 0x01, 0, 0, 0, 0, 0, 0x02, 0},
        {0x02, 0x01, 0x23, 0x45, 0x67, 0x89, 0x01, 0x20, 0, 0},
        {0x03, 0x95, 0x38, 0xdb, 0x1e, 0x00, 0x00, 0x00, 0x10, 0},
    };
    uint32_t i;

    for (i = 0; i < blocks; i++) {
        uint8_t q[SIM_Q_BYTES], pack[CDTEXT_PACK_BYTES] = {0x80}, *at = bytes + (size_t)(i + 1) * block_bytes;
        uint8_t choice = data[i % size];
        unsigned nth;

        memcpy(q, frames[(i + (choice & 7)) % (sizeof frames / sizeof frames[0])], sizeof frames[0]);
        q[choice % 10] ^= choice & 0x80 ? data[(i + 1) % size] : 0;
        sim_q_seal(q);
        if (block_bytes == SIM_SECTOR_BYTES + 16) {
            memcpy(at - 16, q, sizeof q);
            continue;
        }
        at -= SIM_SUB_CODE_BYTES;
        pack[2] = (uint8_t)i;
        pack[3] = choice;
        pack[5] = choice;
        store_be16(pack + 16, (uint16_t)~base_crc16(pack, 16));
        for (nth = 0; nth < CDTEXT_SECTOR_PACKS; nth++)
            cdtext_symbols_of_pack(pack, at + (size_t)nth * CDTEXT_PACK_SYMBOLS);
        sim_q_spread(q, choice & 1, at);
    }
}

/* The bytes of a WRITE: the input's, and sub-code, if the CDB's last byte says so. */
static void put_blocks(const struct scsi_command *command, uint8_t *bytes, const uint8_t *data, size_t size)
{
    static const uint32_t with_sub_code[] = {0, SIM_SECTOR_BYTES + 16, BLOCK_BYTES_MAX, SIM_SUB_CODE_BYTES};
    uint32_t blocks = command->requested_bytes / BLOCK_BYTES_MAX;
    uint32_t block_bytes = is_write(command) ? with_sub_code[command->cdb[11] & 3] : 0;

    if (block_bytes && size) put_sub_code(bytes, block_bytes, blocks, data, size);
}

/* A CD, or a DVD of two layers. */
struct image {
    struct sim_store store; /* first */
    uint32_t blocks;
    struct memory_parts parts;
};
enum { CD_BLOCKS = 5000, DVD_BLOCKS = 4000000, PART_BYTES_MAX = 4 << 20 };

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
    state->operation = byte % 3;
    state->operation_lasts_ms = byte & 0x40 ? byte * 100u : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct sim_capture captures[] = {
        {{0x46}, 1, 0x02, 5, 0x20, 0, NULL, 0},           {{0x12}, 1, 0x00, 0, 0, 0, data, size},
        {{0x51}, 10, 0x00, 0, 0, 0, data, size},          {{0x52, 1}, 1, 0x02, 0, 0, 0, NULL, 0},
        {{0x5a, 0, 0x3f}, 10, 0x02, 5, 0x24, 0, NULL, 0}, {{0x43}, 1, 0x08, 0, 0, 0, NULL, 0},
        {{0xad}, 12, 0x00, 0, 0, 0, data, size},
    };
    struct image image = {.store = {.get_blocks = get_blocks, .read = read_blocks, .write = write_blocks},
                          .blocks = CD_BLOCKS};
    struct sim_fault fault = {SIM_FAULT_SHORT, 0x46, 0, 11, data, size};
    struct sim_identity identity = {0};
    struct sim_state state;
    struct sim_disc_memory disc = {0, {0}};
    struct sim_drive drive = {&state, NULL, &image.store, &fault, 1, &disc, {0}, 0};
    size_t at = 2;
    unsigned commands = 0;

    if (size < 2) return 0;
    memory_parts_begin(&image.parts, &image.store);
    image.parts.bytes_max = PART_BYTES_MAX;
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
        bool was_known = is_known(&disc), has_list;
        uint8_t *buffer, list[LIST_BYTES_MAX];

        memcpy(command.cdb, data + at + 1, 12);
        command.cdb[0] = opcode_of(command.cdb[0]);
        command.requested_bytes = command.direction == SCSI_NO_DATA ? 0 : (uint32_t)(data[at] >> 2) * 67;
        fold_write(&command, (uint8_t)(data[at] >> 2), &disc);
        has_list = (command.cdb[0] == 0x55 || command.cdb[0] == 0x5d) && command.cdb[9] & LIST_BIT;
        if (has_list) put_list(&command, list);
        buffer = calloc(1, command.requested_bytes ? command.requested_bytes : 1);
        FUZZ_CHECK(buffer);
        at += FUZZ_CDB_BYTES;
        if (command.direction == SCSI_DATA_OUT) {
            size_t count = size - at < command.requested_bytes ? size - at : command.requested_bytes;

            memcpy(buffer, data + at, count);
            if (has_list) memcpy(buffer, list, command.requested_bytes);
            if (!has_list) put_blocks(&command, buffer, data + at, size - at);
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
    memory_parts_end(&image.parts);
    return 0;
}
