/* The input is what a drive answers while a medium is burned or erased. Whatever it says, the run ends, opens the door
 * last, frees everything, and gives one failure that is whole.
 *
 * Input: a byte that chooses the medium, one of wishes, the bytes of disc and track information; then for each command
 * a byte: below E0h the drive answers it as it should, else as the bytes behind say (support/fuzzed_drive.h, STREAM).
 */
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "burn/burn.h"
#include "fuzz/fuzz.h"
#include "support/fuzzed_drive.h"
#include "support/step_pump.h"

const char fuzz_name[] = "burn";
const struct fuzz_seeds fuzz_seeds[] = {{NULL, "READ DISC INFORMATION", NULL},
                                        {NULL, "READ TRACK INFORMATION", NULL},
                                        {NULL, "MODE SENSE(10)", NULL},
                                        {NULL, NULL, NULL}};

/* clang-format off */
static const struct {
    enum burn_medium medium;
    enum burn_method method;
    uint32_t unit_blocks;
} media[] = {
    {BURN_MEDIUM_CD_R,          BURN_METHOD_CD,            1}, {BURN_MEDIUM_CD_RW,       BURN_METHOD_CD,            1},
    {BURN_MEDIUM_DVD_R,         BURN_METHOD_DVD_MINUS,    16}, {BURN_MEDIUM_DVD_RW,      BURN_METHOD_DVD_MINUS,    16},
    {BURN_MEDIUM_DVD_PLUS_R_DL, BURN_METHOD_DVD_PLUS_R,   16}, {BURN_MEDIUM_DVD_PLUS_RW, BURN_METHOD_DVD_PLUS_RW,  16},
    {BURN_MEDIUM_BD_R,          BURN_METHOD_BD_R,         32}, {BURN_MEDIUM_BD_RE,       BURN_METHOD_OVERWRITABLE, 32},
};
/* clang-format on */

enum { MEDIA = sizeof media / sizeof media[0], HEAD = 2 + 34 + 36, BLOCKS = 300, HURRY = 50, COMMANDS_MAX = 1000000 };

bool fuzz_get_head(size_t nth, struct fuzz_head *head)
{
    head->bytes[0] = (uint8_t)nth;
    head->bytes[1] = (uint8_t)(nth * 37);
    head->count = 2;
    return nth < 2 * MEDIA;
}

struct fuzzed_burner {
    struct fuzzed_drive drive; /* first */
    const uint8_t *head;
    uint8_t last[2]; /* operation code and byte 4 of the last command that the burn itself sent */
    bool was_sent;
};

static void give(const struct scsi_command *command, struct scsi_reply *reply, const uint8_t *bytes, size_t count)
{
    if (count > command->requested_bytes) count = command->requested_bytes;
    if (count) memcpy(command->data, bytes, count);
    reply->transferred_bytes = (uint32_t)count;
}

static void answer_well(struct fuzzed_burner *burner, const struct scsi_command *command, struct scsi_reply *reply)
{
    static const uint8_t page[60] = {0, 58, [8] = 0x05, 0x32};
    static const uint8_t capacity[8] = {0, 0x23, 0x05, 0x3F, 0, 0, 8, 0};

    fuzzed_drive_expect(&burner->drive, command, reply);
    reply->outcome = SCSI_DONE;
    if (command->cdb[0] == 0x5A) give(command, reply, page, sizeof page);
    if (command->cdb[0] == 0x51) give(command, reply, burner->head + 2, 34);
    if (command->cdb[0] == 0x52) give(command, reply, burner->head + 2 + 34, 36);
    if (command->cdb[0] == 0x25) give(command, reply, capacity, sizeof capacity);
    if (command->cdb[0] == 0x28) reply->transferred_bytes = command->requested_bytes;
}

static void execute(struct scsi_transport *transport, const struct scsi_command *command, struct scsi_reply *reply)
{
    struct fuzzed_burner *burner = (struct fuzzed_burner *)transport;
    struct fuzzed_drive *drive = &burner->drive;
    uint8_t way = drive->data[drive->at];

    FUZZ_CHECK(drive->commands < COMMANDS_MAX);
    if (command->cdb[0] != 0x03) { /* REQUEST SENSE belongs to the command before it */
        burner->last[0] = command->cdb[0];
        burner->last[1] = command->cdb[4];
        burner->was_sent = true;
    }
    drive->at = (drive->at + 1) % drive->size;
    if (way < 0xE0) {
        answer_well(burner, command, reply);
    } else {
        fuzzed_drive_execute(transport, command, reply);
    }
}

static uint64_t now;

static uint64_t now_ms(const struct base_clock *clock)
{
    (void)clock;
    return now;
}

/* In a hurry, so that a drive that is busy for an hour is met in few commands. */
static void sleep_ms(const struct base_clock *clock, uint32_t ms)
{
    (void)clock;
    now += (uint64_t)ms * HURRY;
}

static int32_t read_zeros(struct burn_source *source, void *bytes, uint32_t count, uint32_t *got)
{
    (void)source;
    memset(bytes, 0, count);
    *got = count;
    return 0;
}

static void medium_of(const uint8_t *head, struct burn_media *medium)
{
    size_t which = head[0] % MEDIA;

    memset(medium, 0, sizeof *medium);
    medium->medium = media[which].medium;
    medium->method = media[which].method;
    medium->unit_blocks = media[which].unit_blocks;
    medium->status = head[1] & 0x01 ? BURN_MEDIA_APPENDABLE : BURN_MEDIA_APPENDABLE | BURN_MEDIA_BLANK;
    medium->total_blocks = medium->free_blocks = 359000;
    medium->is_formatted = head[1] & 0x02;
    medium->is_heuristically_blank = true;
    medium->can_incremental = head[1] & 0x04;
    medium->can_track_at_once = medium->can_session_at_once = medium->can_disc_at_once = true;
    medium->disc.erasable = true;
    medium->disc.background_format = head[1] >> 3 & 0x03;
    medium->layer_blocks = 1000;
    medium->next_writable = head[1] & 0x01 ? 12000 : 0;
}

static void run(struct fuzzed_burner *burner, const struct base_clock *clock, struct drive *drive)
{
    struct burn_source source = {read_zeros, NULL};
    const uint8_t *head = burner->head;
    struct burn_control control = {false};
    struct burn_wishes wishes;
    struct burn_failure failure;
    struct burn_tools tools;
    struct step_pump pump;
    struct burn_media medium;
    enum burn_status status;

    step_pump_begin(&pump);
    memset(&tools, 0, sizeof tools);
    tools.drive = drive;
    tools.clock = clock;
    tools.pump = &pump.pump;
    tools.control = &control;
    medium_of(head, &medium);
    memset(&wishes, 0, sizeof wishes);
    wishes.block_count = BLOCKS;
    wishes.is_disc_closed = head[1] & 0x20;
    wishes.is_compatible = head[1] & 0x40;
    wishes.verification = (enum burn_verification)((head[0] >> 6) % 3);
    memset(&failure, 0x5A, sizeof failure);
    if (head[1] & 0x80) {
        status = burn_erase_medium(&tools, &medium, false, &failure);
    } else {
        status = burn_write_medium(&tools, &wishes, &medium, NULL, &source, now, &failure);
    }
    FUZZ_CHECK(status == failure.status && status < BURN_STATUS_COUNT);
    FUZZ_CHECK(!pump.step && pump.starts == pump.finishes);
    FUZZ_CHECK((status == BURN_DRIVE) <= (failure.drive.status != DRIVE_OK));
    FUZZ_CHECK(!burner->was_sent || (burner->last[0] == 0x1E && burner->last[1] == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct scsi_transport_ops ops = {execute, fuzzed_drive_get_limits, fuzzed_drive_count_close};
    static const struct drive_identity known = {"VENDOR", "PRODUCT", "REV1", 0x05};
    static const struct base_clock clock = {now_ms, sleep_ms};
    long live = base_alloc_live();
    struct drive_failure failure;
    struct fuzzed_burner burner;
    struct drive *drive;

    if (size <= HEAD) return 0;
    memset(&burner, 0, sizeof burner);
    fuzzed_drive_begin(&burner.drive, FUZZED_STREAM, data + HEAD, size - HEAD);
    burner.drive.transport.ops = &ops;
    burner.head = data;
    now = 1;
    FUZZ_CHECK(drive_open(&burner.drive.transport, &known, NULL, &clock, &drive, &failure) == DRIVE_OK);
    run(&burner, &clock, drive);
    drive_close(drive);
    FUZZ_CHECK(base_alloc_live() == live);
    return 0;
}
