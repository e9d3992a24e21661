/* The simulated drive takes each operation of vectors/burn-sequences.json, command by command, and the disc is then as
 * the vector says; a disc in the state that the vector begins with is made by another operation of the file. Each
 * command meets a drive that knows no more than its record.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/bytes.h"
#include "support/sim_disc_store.h"
#include "support/sim_fixture.h"
#include "support/vectors.h"

/* before: the operation that makes the state; settles: and then the background format ends. No medium: the drive does
 * not record it: audio sectors, raw sectors.
 */
static const struct row {
    const char *id;
    enum sim_medium medium;
    const char *before;
    bool settles;
} rows[] = {
    {"cd-r-blank-final", SIM_MEDIUM_CD_R, NULL, false},
    {"cd-r-blank-open", SIM_MEDIUM_CD_R, NULL, false},
    {"cd-r-append-final", SIM_MEDIUM_CD_R, "cd-r-blank-open", false},
    {"cd-r-append-open", SIM_MEDIUM_CD_R, "cd-r-blank-open", false},
    {"cd-r-postgap-in-image", SIM_MEDIUM_CD_R, NULL, false},
    {"cd-r-short", SIM_MEDIUM_CD_R, NULL, false},
    {"cd-r-buf-disabled", SIM_MEDIUM_CD_R, NULL, false},
    {"cd-rw-quick-erase", SIM_MEDIUM_CD_RW, "cd-r-blank-final", false},
    {"cd-rw-full-erase", SIM_MEDIUM_CD_RW, "cd-r-blank-final", false},
    {"cd-audio-tao-2", SIM_MEDIUM_NONE, NULL, false},
    {"cd-audio-tao-short-open", SIM_MEDIUM_NONE, NULL, false},
    {"cd-raw-cooked", SIM_MEDIUM_NONE, NULL, false},
    {"cd-raw-pq", SIM_MEDIUM_NONE, NULL, false},
    {"dvd-r-blank-open", SIM_MEDIUM_DVD_R, NULL, false},
    {"dvd-r-blank-final", SIM_MEDIUM_DVD_R, NULL, false},
    {"dvd-r-append", SIM_MEDIUM_DVD_R, "dvd-r-blank-open", false},
    {"dvd-rw-quick-blanked", SIM_MEDIUM_DVD_RW, "dvd-rw-quick-erase", false},
    {"dvd-rw-ro-overwrite", SIM_MEDIUM_DVD_RW_RO, NULL, false},
    {"dvd-rw-quick-erase", SIM_MEDIUM_DVD_RW, "dvd-r-blank-final", false},
    {"dvd-rw-full-erase", SIM_MEDIUM_DVD_RW_RO, NULL, false},
    {"dvd-r-dl-blank", SIM_MEDIUM_DVD_R_DL, NULL, false},
    {"dvd+r-default", SIM_MEDIUM_DVD_PLUS_R, NULL, false},
    {"dvd+r-closed", SIM_MEDIUM_DVD_PLUS_R, NULL, false},
    {"dvd+r-open", SIM_MEDIUM_DVD_PLUS_R, NULL, false},
    {"dvd+r-append", SIM_MEDIUM_DVD_PLUS_R, "dvd+r-open", false},
    {"dvd+r-dl-default", SIM_MEDIUM_DVD_PLUS_R_DL, NULL, false},
    {"dvd+r-dl-closed", SIM_MEDIUM_DVD_PLUS_R_DL, NULL, false},
    {"dvd+rw-blank", SIM_MEDIUM_DVD_PLUS_RW, NULL, false},
    {"dvd+rw-blank-no-compat", SIM_MEDIUM_DVD_PLUS_RW, NULL, false},
    {"dvd+rw-suspended", SIM_MEDIUM_DVD_PLUS_RW, "dvd+rw-blank-no-compat", false},
    {"dvd+rw-formatted", SIM_MEDIUM_DVD_PLUS_RW, "dvd+rw-blank-no-compat", true},
    {"dvd+rw-quick-erase", SIM_MEDIUM_DVD_PLUS_RW, "dvd+rw-blank", false},
    {"dvd+rw-erase-blank", SIM_MEDIUM_DVD_PLUS_RW, NULL, false},
    {"dvd-ram-write", SIM_MEDIUM_DVD_RAM, NULL, false},
    {"dvd-ram-quick-erase", SIM_MEDIUM_DVD_RAM, "dvd-ram-write", false},
    {"bd-r-open", SIM_MEDIUM_BD_R, NULL, false},
    {"bd-r-final", SIM_MEDIUM_BD_R, NULL, false},
    {"bd-re-unformatted", SIM_MEDIUM_BD_RE, NULL, false},
    {"bd-re-write", SIM_MEDIUM_BD_RE, "bd-re-unformatted", false},
    {"bd-re-quick-erase", SIM_MEDIUM_BD_RE, "bd-re-unformatted", false},
};

enum { ROWS = sizeof rows / sizeof rows[0], WRITE_10 = 0x2a, MODE_SELECT_10 = 0x55, SEND_OPC = 0x54 };

static const struct row *row_of(const char *id)
{
    size_t i;

    for (i = 0; i < ROWS; i++) {
        if (strcmp(rows[i].id, id) == 0) return &rows[i];
    }
    fail_msg("%s is not in the table", id);
    return NULL;
}

static const cJSON *sequence_of(const cJSON *file, const char *id)
{
    const cJSON *sequence;

    cJSON_ArrayForEach(sequence, cJSON_GetObjectItemCaseSensitive(file, "sequences"))
    {
        if (strcmp(vector_string(sequence, "id"), id) == 0) return sequence;
    }
    fail_msg("%s is not in the file", id);
    return NULL;
}

/* ---- one command ---- */

/* What is written: each block full of the low byte of its address plus 1; or zeros, to erase. */
static uint8_t filler(uint32_t lba, bool erases)
{
    return erases ? 0 : (uint8_t)(lba + 1);
}

static void fill(uint8_t *bytes, const uint8_t *cdb, bool erases)
{
    uint32_t lba = load_be32(cdb + 2), i;

    for (i = 0; i < load_be16(cdb + 7); i++)
        memset(bytes + (size_t)i * SIM_BLOCK_BYTES, filler(lba + i, erases), SIM_BLOCK_BYTES);
}

/* The bytes of mode page 05h that the vector leaves as MODE SENSE gave them. */
static void complete_page(struct sim_fixture *fixture, uint8_t *list, size_t stated, size_t count)
{
    sim_fixture_read(fixture, "5a 00 05 00 00 00 00 00 3c 00", 60);
    assert_good(fixture);
    assert_int_equal(count, 60);
    memcpy(list + stated, fixture->data + stated, count - stated);
}

static uint32_t sense_of(const struct scsi_reply *reply)
{
    if (reply->outcome != SCSI_REFUSED) return 0;
    return (uint32_t)(reply->sense[2] & 0x0f) << 16 | (uint32_t)reply->sense[12] << 8 | reply->sense[13];
}

static bool may_fail(uint8_t opcode, uint32_t sense)
{
    uint16_t asc = (uint16_t)(sense >> 8);

    if (opcode != SEND_OPC) return false;
    return asc == 0x0520 || asc == 0x0524 || asc == 0x0527 || asc == 0x052c || sense == 0x053002;
}

/* Another process goes on with what the record keeps, as a virtual recorder does for each command. */
static void restart(struct sim_fixture *fixture)
{
    struct sim_record record = {.sequence = 1, .state = fixture->state, .disc = *fixture->drive.disc};
    uint8_t slot[SIM_SLOT_BYTES];
    size_t index = sim_record_next(&record, slot);

    memset(&record, 0, sizeof record);
    sim_record_take(&record, slot, index);
    assert_int_equal(record.sequence, 2);
    fixture->state = record.state;
    *fixture->drive.disc = record.disc;
}

static void execute(struct sim_fixture *fixture, const char *id, const uint8_t *cdb, size_t cdb_length,
                    const cJSON *step, bool erases)
{
    static uint8_t out[65536];
    struct scsi_command command = {{0}, (uint8_t)cdb_length, SCSI_NO_DATA, NULL, 0, 1000};
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(step, "out");
    uint32_t sense;

    memset(out, 0, sizeof out);
    memcpy(command.cdb, cdb, cdb_length);
    if (cdb[0] == WRITE_10) {
        command.requested_bytes = load_be16(cdb + 7) * (uint32_t)SIM_BLOCK_BYTES;
        fill(out, cdb, erases);
    } else if (list) {
        size_t count;
        uint8_t *bytes = vector_bytes(list->valuestring, &count);

        memcpy(out, bytes, count);
        command.requested_bytes = (uint32_t)count;
        free(bytes);
        if (cdb[0] == MODE_SELECT_10) {
            command.requested_bytes = load_be16(cdb + 7);
            complete_page(fixture, out, count, command.requested_bytes);
        }
    }
    if (command.requested_bytes) {
        command.direction = SCSI_DATA_OUT;
        command.data = out;
    }
    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
    restart(fixture);
    sense = sense_of(&fixture->reply);
    if ((fixture->reply.outcome != SCSI_DONE && !may_fail(cdb[0], sense)))
        fail_msg("%s: %02x %08lx is refused with %06lx", id, cdb[0], (unsigned long)load_be32(cdb + 2),
                 (unsigned long)sense);
}

/* As after each command that goes on when its status is there. */
static void poll(struct sim_fixture *fixture, const char *id)
{
    unsigned polls = 0;

    do {
        if (polls++ == 10000) fail_msg("%s: never ready", id);
        sim_fixture_run(fixture, "00 00 00 00 00 00");
        if (fixture->reply.outcome == SCSI_DONE) sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 22 00", 34);
    } while (fixture->reply.outcome != SCSI_DONE);
}

static void run(struct sim_fixture *fixture, const char *id, const cJSON *sequence)
{
    bool erases = strstr(id, "erase") != NULL;
    const cJSON *step;

    cJSON_ArrayForEach(step, cJSON_GetObjectItemCaseSensitive(sequence, "steps"))
    {
        const cJSON *times = cJSON_GetObjectItemCaseSensitive(step, "times");
        int count = times ? times->valueint : 1, i;
        size_t cdb_length;
        uint8_t *cdb = vector_bytes(vector_string(step, "cdb"), &cdb_length);

        for (i = 0; i < count; i++) {
            execute(fixture, id, cdb, cdb_length, step, erases);
            if (times) store_be32(cdb + 2, load_be32(cdb + 2) + (uint32_t)vector_number(step, "step"));
        }
        if (cdb[0] != WRITE_10) poll(fixture, id);
        free(cdb);
    }
}

/* ---- what the disc is then ---- */

static uint32_t track_field(struct sim_fixture *fixture, uint8_t track, size_t at)
{
    char cdb[40];

    snprintf(cdb, sizeof cdb, "52 01 00 00 00 %02x 00 00 30 00", track);
    sim_fixture_read(fixture, cdb, 48);
    assert_good(fixture);
    return load_be32(fixture->data + at);
}

static void check_disc(struct sim_fixture *fixture, struct expectation *after)
{
    uint8_t sessions, last;

    sim_fixture_read(fixture, "51 00 00 00 00 00 00 00 22 00", 34);
    assert_good(fixture);
    sessions = fixture->data[4];
    last = fixture->data[6];
    expect_number(after, "disc_status", fixture->data[2] & 0x03);
    expect_number(after, "last_session", fixture->data[2] >> 2 & 0x03);
    expect_number(after, "sessions", sessions);
    expect_number(after, "nwa", track_field(fixture, last, 12));
    expect_number(after, "track_size", track_field(fixture, 1, 24));
    expect_number(after, "previous_start", track_field(fixture, 1, 8));
    sim_fixture_read(fixture, "46 02 00 21 00 00 00 00 10 00", 16);
    expect_number(after, "feature_0021_current", fixture->data[10] & 0x01);
    expect_code(after, "profile", 4, load_be16(fixture->data + 6));
}

static void read_block(struct sim_fixture *fixture, const char *id, uint32_t lba, uint8_t expected)
{
    uint8_t block[SIM_BLOCK_BYTES];
    struct scsi_command command = {{0x28}, 10, SCSI_DATA_IN, block, sizeof block, 1000};

    store_be32(command.cdb + 2, lba);
    store_be16(command.cdb + 7, 1);
    sim_drive_execute(&fixture->drive, &command, &fixture->reply, &fixture->outcome);
    if (fixture->reply.outcome != SCSI_DONE || block[0] != expected)
        fail_msg("%s: block %lu is not there", id, (unsigned long)lba);
}

/* Each block that a WRITE of the operation sent. */
static void check_blocks(struct sim_fixture *fixture, const char *id, const cJSON *sequence, struct expectation *after)
{
    bool erases = strstr(id, "erase") != NULL;
    const cJSON *step;

    cJSON_ArrayForEach(step, cJSON_GetObjectItemCaseSensitive(sequence, "steps"))
    {
        const cJSON *times = cJSON_GetObjectItemCaseSensitive(step, "times");
        size_t cdb_length;
        uint8_t *cdb = vector_bytes(vector_string(step, "cdb"), &cdb_length);
        bool writes = cdb[0] == WRITE_10 && cdb_length == 10;
        uint32_t blocks = writes ? load_be16(cdb + 7) * (uint32_t)(times ? times->valueint : 1) : 0, i;
        int32_t lba = writes ? (int32_t)load_be32(cdb + 2) : 0;

        for (i = 0; i < blocks; i++) {
            if (lba + (int32_t)i < 0) continue; /* the pre-gap */
            read_block(fixture, id, (uint32_t)lba + i, filler((uint32_t)lba + i, erases));
        }
        free(cdb);
    }
    expect_number(after, "MediaHeuristicallyBlank", erases);
}

/* ---- one operation ---- */

static void make_state(struct sim_fixture *fixture, const cJSON *file, const struct row *row)
{
    unsigned polls;

    if (!row->before) return;
    make_state(fixture, file, row_of(row->before));
    run(fixture, row->before, sequence_of(file, row->before));
    if (!row->settles) return;
    sim_fixture_write(fixture, "04 11 00 00 00 00", "00 02 00 08 ff ff ff ff 98 00 00 01"); /* it goes on */
    for (polls = 0; polls < 10000; polls++) {
        poll(fixture, row->id);
        if ((fixture->data[7] & 0x03) == 3) return; /* background format: complete */
    }
    fail_msg("%s: the format does not end", row->id);
}

static void check_operation(struct sim_fixture *fixture, const cJSON *file, const cJSON *sequence)
{
    const char *id = vector_string(sequence, "id");
    const struct row *row = row_of(id);
    struct sim_disc_store *blocks = malloc(sizeof *blocks);
    struct sim_disc_memory memory = {0, {0}};
    struct expectation after;

    assert_non_null(blocks);
    sim_disc_store_init(blocks);
    sim_fixture_medium(fixture, row->medium);
    fixture->drive.store = &blocks->store;
    fixture->drive.disc = &memory;
    if (row->medium != SIM_MEDIUM_NONE) {
        make_state(fixture, file, row);
        run(fixture, id, sequence);
        after = expectation_of(id, cJSON_GetObjectItemCaseSensitive(sequence, "after"));
        check_disc(fixture, &after);
        check_blocks(fixture, id, sequence, &after);
        expect_done(&after);
    }
    free(blocks);
}

static void each_operation__leaves_the_disc_as_the_vector_says(void **state)
{
    struct sim_fixture *fixture = *state;
    cJSON *file = vectors_load("vectors/burn-sequences.json");
    const cJSON *sequence, *sequences = cJSON_GetObjectItemCaseSensitive(file, "sequences");

    assert_int_equal(cJSON_GetArraySize(sequences), ROWS);
    cJSON_ArrayForEach(sequence, sequences)
    {
        check_operation(fixture, file, sequence);
    }
    cJSON_Delete(file);
    assert_int_equal(vectors_take_failures(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_operation__leaves_the_disc_as_the_vector_says, sim_fixture_setup,
                                        sim_fixture_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
