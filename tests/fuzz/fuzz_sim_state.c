/* Any bytes as a stored state: refused, or a state that the drive can work with and that is kept in a file. The
 * checksum is put right first, or nothing would get past it. The last bytes are also the numbers that the file has in
 * front of the state.
 */
#include <string.h>

#include "fuzz/fuzz.h"
#include "sim/sim_drive.h"
#include "sim/sim_record.h"

const char fuzz_name[] = "sim_state";
FUZZ_NO_HEAD
const struct fuzz_seeds fuzz_seeds[] = {
    {"READ DISC INFORMATION", NULL, NULL}, {"GET EVENT STATUS NOTIFICATION", NULL, NULL}, {NULL, NULL, NULL}};

/* Not the drive's own, which goes bit by bit: a table, made once. */
static uint32_t crc32(const uint8_t *bytes, size_t count)
{
    static uint32_t table[256];
    uint32_t crc = ~UINT32_C(0), i;

    if (!table[1]) {
        for (i = 0; i < 256; i++) {
            uint32_t row = i, bit;

            for (bit = 0; bit < 8; bit++)
                row = row >> 1 ^ (0xedb88320u & (0u - (row & 1)));
            table[i] = row;
        }
    }
    while (count--)
        crc = crc >> 8 ^ table[(crc ^ *bytes++) & 0xff];
    return ~crc;
}

static void use(struct sim_state *state)
{
    static const uint8_t opcodes[] = {0x03, 0x00, 0x00, 0x4a, 0x5a, 0x1b, 0x1b, 0x46};
    struct sim_drive drive = {.state = state};
    uint8_t data[512];
    size_t i;

    for (i = 0; i < sizeof opcodes; i++) {
        struct scsi_command command = {
            {opcodes[i], 1, 0, 0, 2, 0, 0, 2, 0, 0}, 10, SCSI_DATA_IN, data, sizeof data, 1000};
        struct scsi_reply reply;
        struct sim_outcome outcome;

        if (opcodes[i] == 0x5a) command.cdb[2] = 0x3f;
        if (opcodes[i] == 0x4a) command.cdb[4] = 0xff;
        sim_drive_execute(&drive, &command, &reply, &outcome);
        FUZZ_CHECK(reply.transferred_bytes <= sizeof data);
        FUZZ_CHECK(state->attention_count <= SIM_ATTENTIONS_MAX);
    }
}

static void put_crc32(uint8_t *bytes, size_t at)
{
    uint32_t crc = crc32(bytes, at);
    size_t i;

    for (i = 0; i < 4; i++)
        bytes[at + i] = (uint8_t)(crc >> (8 * i));
}

/* A slot of the file: what is taken from it is what the other slot gets after the next command. */
static void keep(const uint8_t state[SIM_STATE_BYTES], const uint8_t *data, size_t size)
{
    enum { NUMBERS_AT = 8, NUMBERS = 16, STATE_AT = 24 };
    static const uint8_t magic[8] = {'O', 'I', 'R', 'V', 2};
    uint8_t slot[SIM_SLOT_BYTES] = {0};
    struct sim_record taken = {0}, next;
    size_t index;

    if (size < NUMBERS) return;
    memcpy(slot, magic, sizeof magic);
    memcpy(slot + NUMBERS_AT, data + size - NUMBERS, NUMBERS);
    memcpy(slot + STATE_AT, state, SIM_STATE_BYTES);
    put_crc32(slot, SIM_SLOT_BYTES - 4);
    index = slot[NUMBERS_AT] % SIM_SLOTS;
    sim_record_take(&taken, slot, 1 - index);
    FUZZ_CHECK(!taken.sequence);
    sim_record_take(&taken, slot, index);
    if (!taken.sequence) return;
    sim_record_follow(&taken, SIM_MEDIUM_BD_R, 1, 1);
    FUZZ_CHECK(sim_record_next(&taken, slot) == 1 - index);
    next = taken;
    next.state.gone = !taken.state.gone;
    sim_record_take(&next, slot, 1 - index);
    FUZZ_CHECK(next.sequence != taken.sequence && sim_record_equals(&taken, &next));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t good[SIM_STATE_BYTES];
    uint8_t bytes[SIM_STATE_BYTES], again[SIM_STATE_BYTES];
    struct sim_state state, loaded;
    size_t i;

    if (!good[0]) {
        sim_state_reset(&state, SIM_MEDIUM_DVD_RAM);
        sim_state_store(&state, good);
    }
    sim_state_load(&state, data, size);
    /* The input over a state that is right, behind its magic and version. */
    memcpy(bytes, good, sizeof bytes);
    for (i = 0; i < size && i < SIM_STATE_BYTES - 12; i++)
        bytes[8 + i] = data[i];
    put_crc32(bytes, SIM_STATE_BYTES - 4);
    if (!sim_state_load(&loaded, bytes, sizeof bytes)) return 0;
    sim_state_store(&loaded, again);
    FUZZ_CHECK(sim_state_load(&state, again, sizeof again));
    keep(bytes, data, size);
    use(&loaded);
    return 0;
}
