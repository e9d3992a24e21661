/* The input is what a drive says of its medium, while burn_media_read, burn_write_protection and the functions of
 * burn/speed.h ask. Each must end, within its number of commands, with values that a plan can be made of.
 *
 * Input: a byte that chooses the manner and whether contents are read. TABLE: the fields of struct table, each command
 * always answered from its own; then the answer to GET CONFIGURATION. The other manners: support/fuzzed_drive.h.
 */
#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "burn/media.h"
#include "burn/speed.h"
#include "fuzz/fuzz.h"
#include "support/fake_clock.h"
#include "support/fuzzed_drive.h"

const char fuzz_name[] = "media";
const struct fuzz_seeds fuzz_seeds[] = {{NULL, "READ DISC INFORMATION", NULL},
                                        {NULL, "READ TRACK INFORMATION", NULL},
                                        {NULL, "GET PERFORMANCE", NULL},
                                        {NULL, "READ FORMAT CAPACITIES", NULL},
                                        {NULL, NULL, NULL}};

bool fuzz_get_head(size_t nth, struct fuzz_head *head)
{
    head->bytes[0] = (uint8_t)nth;
    head->count = 1;
    return nth < 6;
}

/* Answers of a drive that keeps to its word. Where each stands in the input, and how long it is. */
struct table_row {
    uint8_t opcode;
    uint8_t count;
};
/* clang-format off */
static const struct table_row table[] = {
    {0x51, 34}, {0x52, 36}, {0x43, 12}, {0x25, 8}, {0x23, 36}, {0xAD, 24}, {0x5A, 48}, {0xAC, 72}, {0x28, 1},
};
/* clang-format on */
enum { TABLE_ROWS = sizeof table / sizeof table[0], TABLE = 2 };

/* In the manner TABLE: what no row is for is GET CONFIGURATION, or nothing to be answered. READ repeats its byte. */
static void execute_table(struct scsi_transport *transport, const struct scsi_command *command,
                          struct scsi_reply *reply)
{
    struct fuzzed_drive *drive = (struct fuzzed_drive *)transport;
    size_t at = 0, count = 0, row;

    fuzzed_drive_expect(drive, command, reply);
    reply->outcome = SCSI_DONE;
    for (row = 0; row < TABLE_ROWS && table[row].opcode != command->cdb[0]; row++)
        at += table[row].count;
    if (at > drive->size) at = drive->size;
    if (row < TABLE_ROWS) count = table[row].count;
    if (command->cdb[0] == 0x46) count = drive->size;
    if (count > drive->size - at) count = drive->size - at;
    if (command->direction != SCSI_DATA_IN) return;
    if (count > command->requested_bytes) count = command->requested_bytes;
    if (command->cdb[0] == 0x28) {
        memset(command->data, count ? drive->data[at] : 0, command->requested_bytes);
        count = command->requested_bytes;
    } else if (count) {
        memcpy(command->data, drive->data + at, count);
    }
    reply->transferred_bytes = (uint32_t)count;
}

static const struct scsi_transport_ops table_ops = {execute_table, fuzzed_drive_get_limits, fuzzed_drive_count_close};

/* Every command may be sent 20 times (drive/command.h), a list three times over. */
enum { REPEATS = 20, QUESTIONS_MAX = 3 * 120 + 64 };

static void check_media(const struct burn_media *media)
{
    FUZZ_CHECK(media->medium <= BURN_MEDIUM_BD_RE && burn_medium_name(media->medium));
    FUZZ_CHECK(media->unit_blocks == 1 || media->unit_blocks == 16 || media->unit_blocks == 32);
    FUZZ_CHECK(media->next_writable >= 0 && media->previous_start >= 0);
    FUZZ_CHECK(media->free_blocks <= INT32_MAX && media->total_blocks <= UINT32_MAX);
    FUZZ_CHECK((media->status & BURN_MEDIA_UNWRITABLE) || media->method != BURN_METHOD_NONE);
    FUZZ_CHECK(media->status);
}

static void check_speeds(const struct burn_speeds *speeds)
{
    static const int32_t wishes[] = {BURN_SPEED_FASTEST, 1, 2705, INT32_MAX};
    size_t i;

    FUZZ_CHECK(speeds->count <= BURN_SPEEDS_MAX);
    for (i = 1; i < speeds->count; i++)
        FUZZ_CHECK(speeds->entries[i - 1].sectors >= speeds->entries[i].sectors);
    for (i = 0; i < 2 * sizeof wishes / sizeof wishes[0]; i++) {
        struct burn_speed_choice choice = burn_speed_choose(speeds, wishes[i / 2], i % 2 != 0);

        FUZZ_CHECK((choice.entry != NULL) == (speeds->count != 0));
        FUZZ_CHECK(!choice.entry || (size_t)(choice.entry - speeds->entries) < speeds->count);
    }
}

static void ask(struct drive *drive, struct fuzzed_drive *fuzzed, bool with_contents)
{
    static const struct burn_media nothing;
    struct drive_failure failure;
    struct burn_speeds speeds;
    struct burn_speed current;
    struct burn_media media;
    enum drive_status status;
    uint32_t bits;

    memset(&media, 0x5A, sizeof media);
    status = burn_media_read(drive, with_contents, &media, &failure);
    FUZZ_CHECK(status == failure.status && fuzzed->commands <= REPEATS * QUESTIONS_MAX);
    if (status == DRIVE_OK) {
        check_media(&media);
    } else {
        FUZZ_CHECK(memcmp(&media, &nothing, sizeof media) == 0);
    }
    status = burn_write_protection(drive, &media, &bits, &failure);
    FUZZ_CHECK(status == failure.status && (status == DRIVE_OK || !bits));
    status = burn_speeds_read(drive, &media, &speeds, &failure);
    FUZZ_CHECK(status == failure.status && (status == DRIVE_OK || !speeds.count));
    check_speeds(&speeds);
    status = burn_speed_set(drive, &media, speeds.count ? speeds.entries : NULL, &failure);
    FUZZ_CHECK(status == failure.status);
    status = burn_speed_get_current(drive, &media, &current, &failure);
    FUZZ_CHECK(status == failure.status && (status == DRIVE_OK || !current.kbs) && current.sectors >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct drive_identity known = {"VENDOR", "PRODUCT", "REV1", 0x05};
    long live = base_alloc_live();
    struct drive_failure failure;
    struct fuzzed_drive fuzzed;
    struct fake_clock clock;
    struct drive *drive;
    unsigned manner;

    if (size < 2) return 0;
    manner = data[0] / 2 % 3;
    fuzzed_drive_begin(&fuzzed, manner == FUZZED_WHOLE ? FUZZED_WHOLE : FUZZED_STREAM, data + 1, size - 1);
    if (manner == TABLE) fuzzed.transport.ops = &table_ops;
    fake_clock_begin(&clock);
    FUZZ_CHECK(drive_open(&fuzzed.transport, &known, NULL, &clock.clock, &drive, &failure) == DRIVE_OK);
    ask(drive, &fuzzed, data[0] % 2 != 0);
    drive_close(drive);
    FUZZ_CHECK(fuzzed.closes == 1);
    FUZZ_CHECK(base_alloc_live() == live);
    return 0;
}
