/* The command sequences of vectors/sequences.json, driven from the file: a model of each drive that it describes in
 * words, and what was sent compared with the lists that are allowed. A quirk, a field or a sentence that this test does
 * not know fails it.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "support/drive_fixture.h"
#include "support/vectors.h"

enum { ALL_BYTES = 344, CURRENT_BYTES = 60, MODE_BYTES = 266, DISC_BYTES = 50 };
enum { OVERCLAIMED_FEATURE_BYTES = 252, OVERCLAIMED_MODE_BYTES = 180 };

/* What is odd about a drive; the quirk's words are in the file. */
struct quirk {
    const char *name;
    unsigned attentions; /* 06/28/00, so often */
    bool attention_to_46;
    bool refuses_page_3f;
    bool sends_less_than_it_claims;
    bool refuses_46;
    bool becoming_ready; /* for what needs the medium */
    bool tray_becoming_ready;
    bool no_medium;
    bool door_locked;
    bool door_locked_by_mount;
};

/* clang-format off */
static const struct quirk quirks[] = {
    {.name = "becoming_ready",                     .becoming_ready = true},
    {.name = "becoming_ready_tray",                .becoming_ready = true, .tray_becoming_ready = true},
    {.name = "door_locked_by_another",             .door_locked = true},
    {.name = "door_locked_by_mount",               .door_locked = true, .door_locked_by_mount = true},
    {.name = "get_configuration_refused",          .refuses_46 = true},
    {.name = "length_always_overclaimed",          .sends_less_than_it_claims = true},
    {.name = "length_beyond_allocation"}, /* as the model does always */
    {.name = "no_medium",                          .no_medium = true},
    {.name = "page_3f_refused",                    .refuses_page_3f = true},
    {.name = "unit_attention_burst_4",             .attentions = 4},
    {.name = "unit_attention_burst_4_also_on_46h", .attentions = 4, .attention_to_46 = true},
    {.name = "unit_attention_burst_8",             .attentions = 8},
    {.name = "unit_attention_burst_8_also_on_46h", .attentions = 8, .attention_to_46 = true},
    {.name = "unit_attention_burst_9",             .attentions = 9},
};
/* clang-format on */

struct model {
    struct quirk quirk;
    unsigned attentions_left;
    bool door_open;
    /* what was answered to command n: 0 is GOOD, else key, ASC, ASCQ */
    uint32_t answered[SCRIPT_SENT_MAX];
    size_t whole[SCRIPT_SENT_MAX]; /* and how long the whole reply is */
    uint8_t features[ALL_BYTES];
    uint8_t current[CURRENT_BYTES];
    uint8_t pages[MODE_BYTES];
    uint8_t disc[DISC_BYTES];
};

static uint32_t sense_number(uint8_t key, uint8_t asc, uint8_t ascq)
{
    return (uint32_t)key << 16 | (uint32_t)asc << 8 | ascq;
}

/* 42 features of 8 bytes: the profile list (0010h, current) and 0001h to 0029h; 7 of them current. 43 pages of 6 bytes:
 * 01h to 2Bh. Standard disc information with two OPC tables.
 */
static void fill(struct model *model)
{
    static const uint8_t disc[34] = {0x00, 0x30, 0x0E, 0x01, 0x01, 0x01, 0x01, 0x20, [33] = 0x02};
    size_t i;

    memset(model, 0, sizeof *model);
    model->features[2] = (ALL_BYTES - 4) >> 8;
    model->features[3] = (ALL_BYTES - 4) & 0xFF;
    model->features[7] = 0x10;
    for (i = 0; i < 42; i++) {
        uint8_t *feature = model->features + 8 + 8 * i;

        feature[1] = (uint8_t)i;
        feature[2] = i < 7 ? 0x01 : 0x00;
        feature[3] = 4;
    }
    model->features[8 + 5] = 0x10;
    model->features[8 + 6] = 0x01;
    memcpy(model->current, model->features, CURRENT_BYTES);
    model->current[2] = 0;
    model->current[3] = CURRENT_BYTES - 4;
    model->current[8 + 6 * 8 + 3] = 0; /* the last one has no data */
    model->pages[0] = (MODE_BYTES - 2) >> 8;
    model->pages[1] = (MODE_BYTES - 2) & 0xFF;
    for (i = 0; i < 43; i++) {
        model->pages[8 + 6 * i] = (uint8_t)(i + 1);
        model->pages[8 + 6 * i + 1] = 4;
    }
    memcpy(model->disc, disc, sizeof disc);
}

static void refuse(struct transport_script *script, struct scsi_reply *reply, uint8_t key, uint8_t asc, uint8_t ascq)
{
    struct model *model = script->context;

    script_reply_sense(reply, 0x70, key, asc, ascq);
    model->answered[script->sent_count - 1] = sense_number(key, asc, ascq);
}

static void give(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply,
                 const uint8_t *bytes, size_t count, size_t at_most)
{
    struct model *model = script->context;

    script_reply_bytes(command, reply, bytes, at_most && at_most < count ? at_most : count);
    model->whole[script->sent_count - 1] = count;
}

static void answer_page(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply)
{
    struct model *model = script->context;
    uint8_t code = command->cdb[2] & 0x3F;
    uint8_t page[12] = {0x00, 0x0A, 0x70, 0, 0, 0, 0, 0, code, 0x02, 0, 0};

    if (code == 0x3F && !model->quirk.refuses_page_3f) {
        give(script, command, reply, model->pages, MODE_BYTES,
             model->quirk.sends_less_than_it_claims ? OVERCLAIMED_MODE_BYTES : 0);
    } else if (code == 0x01 || code == 0x0E || code == 0x2A) {
        give(script, command, reply, page, sizeof page, 0);
    } else {
        refuse(script, reply, 0x05, 0x24, 0x00);
    }
}

static void answer_tray(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply)
{
    struct model *model = script->context;

    if (model->quirk.tray_becoming_ready) {
        refuse(script, reply, 0x02, 0x04, 0x01);
    } else if (model->quirk.door_locked && !model->door_open) {
        refuse(script, reply, 0x05, 0x53, 0x02);
    } else {
        give(script, command, reply, NULL, 0, 0);
    }
}

static void answer(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply)
{
    static const uint8_t inquiry[36] = {0x05, 0x80, 0x00, 0x21, 0x1F, 0, 0, 0, 'V'};
    struct model *model = script->context;
    uint8_t opcode = command->cdb[0];
    bool is_exempt =
        opcode == 0x12 || opcode == 0x03 || opcode == 0x4A || (opcode == 0x46 && !model->quirk.attention_to_46);

    if (!is_exempt && model->attentions_left) {
        model->attentions_left--;
        refuse(script, reply, 0x06, 0x28, 0x00);
        return;
    }
    switch (opcode) {
    case 0x12:
        give(script, command, reply, inquiry, sizeof inquiry, 0);
        break;
    case 0x46:
        if (model->quirk.refuses_46) {
            refuse(script, reply, 0x05, 0x20, 0x00);
        } else if (command->cdb[1] == 0) {
            give(script, command, reply, model->features, ALL_BYTES,
                 model->quirk.sends_less_than_it_claims ? OVERCLAIMED_FEATURE_BYTES : 0);
        } else {
            give(script, command, reply, model->current, CURRENT_BYTES, 0);
        }
        break;
    case 0x5A:
        answer_page(script, command, reply);
        break;
    case 0x51:
        if (model->quirk.no_medium) {
            refuse(script, reply, 0x02, 0x3A, 0x01);
        } else if (model->quirk.becoming_ready) {
            refuse(script, reply, 0x02, 0x04, 0x01);
        } else {
            give(script, command, reply, model->disc, DISC_BYTES, 0);
        }
        break;
    case 0x1B:
        answer_tray(script, command, reply);
        break;
    case 0x1E:
        model->door_open = true;
        give(script, command, reply, NULL, 0, 0);
        break;
    default:
        refuse(script, reply, 0x05, 0x20, 0x00);
        break;
    }
}

/* One call on one drive. */
struct run {
    struct fake_clock clock;
    struct transport_script script;
    struct fake_host host;
    struct model model;
    struct drive *drive; /* NULL before the first call of "initialise" */
    bool system_knows_identity;
    struct drive_failure failure;
    struct drive_codes codes; /* owned */
    struct drive_bytes bytes; /* owned */
};

static enum drive_status initialise(struct run *run)
{
    static const struct drive_identity identity = {"VENDOR", "PRODUCT", "REV1", 0x05};

    drive_close(run->drive);
    return drive_open(&run->script.transport, run->system_knows_identity ? &identity : NULL, &run->host.host,
                      &run->clock.clock, &run->drive, &run->failure);
}

static enum drive_status supported_features(struct run *run)
{
    return drive_take_features(run->drive, false, &run->codes, &run->failure);
}

static enum drive_status current_profiles(struct run *run)
{
    return drive_take_profiles(run->drive, true, &run->codes, &run->failure);
}

static enum drive_status mode_pages(struct run *run)
{
    return drive_take_mode_pages(run->drive, MMC_PAGE_CURRENT, &run->codes, &run->failure);
}

static enum drive_status eject(struct run *run)
{
    return drive_eject(run->drive, &run->failure);
}

static enum drive_status load(struct run *run)
{
    return drive_load(run->drive, &run->failure);
}

static enum drive_status disc_information(struct run *run)
{
    return drive_take_disc_information(run->drive, &run->bytes, &run->failure);
}

static const struct operation {
    const char *name;
    enum drive_status (*call)(struct run *run);
} operations[] = {
    {"initialise", initialise},
    {"supported_features", supported_features},
    {"current_profiles", current_profiles},
    {"mode_pages", mode_pages},
    {"eject", eject},
    {"load", load},
    {"disc_information", disc_information},
};

static const struct operation *operation_of(const char *name)
{
    size_t i;

    for (i = 0; i < sizeof operations / sizeof operations[0]; i++) {
        if (!strcmp(operations[i].name, name)) return &operations[i];
    }
    fail_msg("unknown operation %s", name);
    return NULL;
}

static void run_begin(struct run *run, const struct quirk *quirk, bool system_knows_identity)
{
    memset(run, 0, sizeof *run);
    fake_clock_begin(&run->clock);
    script_begin(&run->script);
    fake_host_begin(&run->host);
    fill(&run->model);
    if (quirk) run->model.quirk = *quirk;
    run->model.attentions_left = run->model.quirk.attentions;
    run->script.otherwise = answer;
    run->script.context = &run->model;
    run->system_knows_identity = system_knows_identity;
    if (run->model.quirk.door_locked_by_mount) run->host.dismount_status = DRIVE_OK;
    if (system_knows_identity) assert_int_equal(initialise(run), DRIVE_OK);
    assert_int_equal(run->script.sent_count, 0);
}

static enum drive_status run_call(struct run *run, const struct operation *operation)
{
    drive_codes_free(&run->codes);
    drive_bytes_free(&run->bytes);
    script_again(&run->script);
    return operation->call(run);
}

static void run_end(struct run *run)
{
    drive_codes_free(&run->codes);
    drive_bytes_free(&run->bytes);
    drive_close(run->drive);
}

static unsigned long hex_of(const cJSON *item)
{
    assert_true(cJSON_IsString(item));
    return strtoul(item->valuestring, NULL, 16);
}

/* "< whole reply, >= 8, even", or a number. */
static bool allocation_fits(const cJSON *condition, uint32_t allocation, size_t whole)
{
    char text[128], *term;
    unsigned number;
    bool fits = true;

    if (cJSON_IsNumber(condition)) return allocation == (uint32_t)condition->valueint;
    assert_true(cJSON_IsString(condition) && strlen(condition->valuestring) < sizeof text);
    strcpy(text, condition->valuestring);
    for (term = strtok(text, ","); term; term = strtok(NULL, ",")) {
        term += strspn(term, " ");
        if (!strcmp(term, ">= whole reply")) {
            fits = fits && allocation >= whole;
        } else if (!strcmp(term, "< whole reply")) {
            fits = fits && allocation < whole;
        } else if (!strcmp(term, "even")) {
            fits = fits && allocation % 2 == 0;
        } else if (sscanf(term, ">= claimed length + %u", &number) == 1) {
            fits = fits && allocation >= whole; /* the claimed length is the whole without its own field */
        } else if (sscanf(term, ">= %u", &number) == 1) {
            fits = fits && allocation >= number;
        } else {
            fail_msg("unknown condition '%s'", term);
        }
    }
    return fits;
}

static bool any_of(const cJSON *numbers, int value)
{
    const cJSON *number;

    cJSON_ArrayForEach(number, numbers)
    {
        if (number->valueint == value) return true;
    }
    return false;
}

static bool step_fits(const cJSON *step, const struct script_sent *sent, size_t whole)
{
    const cJSON *field;
    bool fits = true;

    cJSON_ArrayForEach(field, step)
    {
        const char *name = field->string;

        if (!strcmp(name, "opcode")) {
            fits = fits && sent->cdb[0] == hex_of(field);
        } else if (!strcmp(name, "rt")) {
            fits = fits && sent->cdb[1] == field->valueint;
        } else if (!strcmp(name, "rt_any_of")) {
            fits = fits && any_of(field, sent->cdb[1]);
        } else if (!strcmp(name, "starting_feature")) {
            fits = fits && sent->cdb[2] << 8 == (field->valueint & 0xFF00) && sent->cdb[3] == (field->valueint & 0xFF);
        } else if (!strcmp(name, "allocation")) {
            fits = fits && allocation_fits(field, sent->requested_bytes, whole);
        } else if (!strcmp(name, "pc")) {
            fits = fits && sent->cdb[2] >> 6 == field->valueint;
        } else if (!strcmp(name, "page")) {
            fits = fits && (sent->cdb[2] & 0x3F) == (int)hex_of(field);
        } else if (!strcmp(name, "subpage")) {
            fits = fits && sent->cdb[3] == field->valueint;
        } else if (!strcmp(name, "byte4")) {
            fits = fits && sent->cdb[4] == hex_of(field);
        } else if (!strcmp(name, "evpd")) {
            fits = fits && (sent->cdb[1] & 1) == field->valueint;
        } else if (!strcmp(name, "data_type")) {
            fits = fits && sent->cdb[1] == field->valueint;
        } else {
            fail_msg("unknown field %s", name);
        }
    }
    return fits;
}

static bool list_fits(const cJSON *list, const struct run *run, size_t from)
{
    size_t count = (size_t)cJSON_GetArraySize(list), i;

    if (run->script.sent_count - from != count) return false;
    for (i = 0; i < count; i++) {
        if (!step_fits(cJSON_GetArrayItem(list, (int)i), &run->script.sent[from + i], run->model.whole[from + i])) {
            return false;
        }
    }
    return true;
}

/* One of the lists that the file allows for this operation, from command `from` on. */
static void expect_well_behaved(const cJSON *file, const char *operation, const struct run *run, size_t from)
{
    const char *when =
        !strcmp(operation, "initialise")
            ? (run->system_knows_identity ? "the system gives the device descriptor" : "the system gives none")
            : NULL;
    const cJSON *row, *allowed, *list;

    cJSON_ArrayForEach(row, cJSON_GetObjectItemCaseSensitive(file, "operations"))
    {
        if (strcmp(vector_string(row, "operation"), operation)) continue;
        cJSON_ArrayForEach(allowed, cJSON_GetObjectItemCaseSensitive(row, "allowed"))
        {
            if (when && strcmp(vector_string(allowed, "when"), when)) continue;
            cJSON_ArrayForEach(list, cJSON_GetObjectItemCaseSensitive(allowed, "lists"))
            {
                if (list_fits(list, run, from)) return;
            }
        }
    }
    fail_msg("%s sent %u commands that no list allows", operation, (unsigned)(run->script.sent_count - from));
}

/* "5a -> 06/28/00", "5a page 3f -> 05/24/00", "1e prevent 0 -> good", "46". */
static void expect_line(const char *line, const struct run *run, size_t index)
{
    const struct script_sent *sent = &run->script.sent[index];
    const char *arrow = strstr(line, " -> "), *word;
    unsigned opcode, value, key, asc, ascq;

    if (index >= run->script.sent_count) fail_msg("'%s' was not sent", line);
    assert_int_equal(sscanf(line, "%2x", &opcode), 1);
    if (sent->cdb[0] != opcode) fail_msg("command %u is %02x, not '%s'", (unsigned)index, sent->cdb[0], line);
    word = line + 2;
    if (sscanf(word, " page %x", &value) == 1) {
        assert_int_equal(sent->cdb[2] & 0x3F, value);
    } else if (sscanf(word, " prevent %u", &value) == 1) {
        assert_int_equal(sent->cdb[4], value);
    } else if (word != arrow && *word) {
        fail_msg("unknown words in '%s'", line);
    }
    if (!arrow) return;
    if (!strcmp(arrow, " -> good")) {
        assert_int_equal(run->model.answered[index], 0);
    } else {
        assert_int_equal(sscanf(arrow, " -> %x/%x/%x", &key, &asc, &ascq), 3);
        assert_int_equal(run->model.answered[index], sense_number((uint8_t)key, (uint8_t)asc, (uint8_t)ascq));
    }
}

static size_t expect_lines(const cJSON *lines, const struct run *run)
{
    const cJSON *line;
    size_t index = 0;

    assert_true(cJSON_IsArray(lines));
    cJSON_ArrayForEach(line, lines) expect_line(line->valuestring, run, index++);
    return index;
}

static void expect_single_pages(const struct run *run, size_t from)
{
    unsigned seen[64] = {0};
    size_t i;

    for (i = from; i < run->script.sent_count; i++) {
        uint8_t code = run->script.sent[i].cdb[2] & 0x3F;

        assert_int_equal(run->script.sent[i].cdb[0], 0x5A);
        assert_int_not_equal(code, 0x3F);
        assert_true(++seen[code] <= 2);
    }
}

static void expect_rest(const cJSON *file, const char *operation, const struct run *run, size_t from, const cJSON *then)
{
    assert_true(cJSON_IsString(then));
    if (!strcmp(then->valuestring, "as on a well-behaved drive")) {
        expect_well_behaved(file, operation, run, from);
    } else if (!strcmp(then->valuestring, "only 5a with one page code each, no code more than twice, 3fh not again")) {
        expect_single_pages(run, from);
    } else {
        fail_msg("unknown sentence '%s'", then->valuestring);
    }
}

static void expect_sequences(const cJSON *file, const cJSON *row, const struct run *run)
{
    const char *operation = vector_string(row, "operation");
    const cJSON *sequences = cJSON_GetObjectItemCaseSensitive(row, "sequences"), *form;

    if (cJSON_IsString(sequences)) {
        expect_rest(file, operation, run, 0, sequences);
    } else if ((form = cJSON_GetObjectItemCaseSensitive(sequences, "exactly")) != NULL) {
        assert_int_equal(expect_lines(form, run), run->script.sent_count);
    } else if ((form = cJSON_GetObjectItemCaseSensitive(sequences, "prefix")) != NULL ||
               (form = cJSON_GetObjectItemCaseSensitive(sequences, "first")) != NULL) {
        expect_rest(file, operation, run, expect_lines(form, run), cJSON_GetObjectItemCaseSensitive(sequences, "then"));
    } else {
        bool is_enough = run->script.sent[0].requested_bytes >= run->model.whole[0];
        const cJSON *below = cJSON_GetObjectItemCaseSensitive(sequences, "first_allocation_below_whole");

        if (!below) below = cJSON_GetObjectItemCaseSensitive(sequences, "first_allocation_below_claim");
        form = is_enough ? cJSON_GetObjectItemCaseSensitive(sequences, "first_allocation_enough") : below;
        assert_int_equal(expect_lines(form, run), run->script.sent_count);
    }
}

/* How the status of ours stands for the result code of the file; the table that makes one of the other is not in this
 * layer.
 */
static void expect_hresult(const char *name, enum drive_status status, const struct drive_failure *failure)
{
    bool refused = status == DRIVE_REFUSED && failure->has_sense;
    uint32_t sense = refused ? sense_number(failure->sense.key, failure->sense.asc, failure->sense.ascq) : 0;

    assert_int_equal(failure->status, status);
    if (!strcmp(name, "S_OK")) {
        assert_int_equal(status, DRIVE_OK);
    } else if (!strcmp(name, "E_IMAPI_RECORDER_MEDIA_BECOMING_READY")) {
        assert_true(status == DRIVE_MEDIUM_BECOMING_READY || sense == 0x020401);
    } else if (!strcmp(name, "E_IMAPI_RECORDER_MEDIA_NO_MEDIA")) {
        assert_true(sense == 0x023A01);
    } else if (!strcmp(name, "E_IMAPI_RECORDER_GET_CONFIGURATION_NOT_SUPPORTED")) {
        assert_true(sense == 0x052000 && failure->opcode == 0x46);
    } else if (!strcmp(name, "E_FAIL")) {
        assert_true(sense == 0x055302);
    } else {
        fail_msg("unknown result %s", name);
    }
}

/* Whole lists are the model's; cut ones are the features that lie whole in 252 bytes, and the pages that begin in 180.
 */
static void expect_list_length(const char *operation, bool complete, const struct run *run)
{
    if (!strcmp(operation, "supported_features")) {
        assert_int_equal(run->codes.count, complete ? 42 : 30);
    } else if (!strcmp(operation, "mode_pages")) {
        assert_int_equal(run->codes.count, complete ? 43 : 29);
    } else if (!strcmp(operation, "current_profiles")) {
        assert_int_equal(run->codes.count, 1);
        assert_int_equal(run->codes.values[0], 0x0010);
    } else {
        assert_string_equal(operation, "disc_information");
        assert_true(complete);
        assert_int_equal(run->bytes.count, DISC_BYTES);
    }
}

static void expect_result(const cJSON *row, enum drive_status status, const struct run *run)
{
    const cJSON *result = cJSON_GetObjectItemCaseSensitive(row, "result"), *field, *page;
    size_t i;

    cJSON_ArrayForEach(field, result)
    {
        if (!strcmp(field->string, "hresult")) {
            expect_hresult(field->valuestring, status, &run->failure);
        } else if (!strcmp(field->string, "complete")) {
            expect_list_length(vector_string(row, "operation"), cJSON_IsTrue(field), run);
        } else if (!strcmp(field->string, "pages_as_set")) {
            assert_int_equal(run->codes.count, cJSON_GetArraySize(field));
            cJSON_ArrayForEach(page, field)
            {
                for (i = 0; i < run->codes.count && run->codes.values[i] != hex_of(page); i++)
                    ;
                assert_true(i < run->codes.count);
            }
        } else if (strcmp(field->string, "value") && strcmp(field->string, "list")) { /* the code's number; words */
            fail_msg("unknown result field %s", field->string);
        }
    }
}

static void operations__on_a_well_behaved_drive__send_an_allowed_list(void **state)
{
    static struct run run;
    cJSON *file = vectors_load("vectors/sequences.json");
    const cJSON *row;
    size_t first_count;
    unsigned rows = 0;
    int knows;

    (void)state;
    cJSON_ArrayForEach(row, cJSON_GetObjectItemCaseSensitive(file, "operations"))
    {
        const struct operation *operation = operation_of(vector_string(row, "operation"));

        for (knows = operation->call == initialise ? 0 : 1; knows <= 1; knows++) {
            run_begin(&run, NULL, knows);
            assert_int_equal(run_call(&run, operation), DRIVE_OK);
            assert_string_equal(vector_string(row, "result"), "S_OK");
            expect_well_behaved(file, operation->name, &run, 0);
            first_count = run.script.sent_count;
            assert_int_equal(run_call(&run, operation), DRIVE_OK); /* a repeat of a call sends no more */
            assert_true(run.script.sent_count <= first_count);
            run_end(&run);
        }
        rows++;
    }
    assert_int_equal(rows, sizeof operations / sizeof operations[0]);
    cJSON_Delete(file);
}

static void quirks__each_row__sends_what_it_allows(void **state)
{
    static struct run run;
    cJSON *file = vectors_load("vectors/sequences.json");
    bool reached[sizeof quirks / sizeof quirks[0]] = {false};
    const cJSON *row;
    unsigned rows = 0;
    size_t i;

    (void)state;
    cJSON_ArrayForEach(row, cJSON_GetObjectItemCaseSensitive(file, "quirks"))
    {
        const struct operation *operation = operation_of(vector_string(row, "operation"));
        const char *name = vector_string(row, "quirk");
        enum drive_status status;

        for (i = 0; i < sizeof quirks / sizeof quirks[0] && strcmp(quirks[i].name, name); i++)
            ;
        if (i == sizeof quirks / sizeof quirks[0]) fail_msg("unknown quirk %s", name);
        reached[i] = true;
        print_message("%s, %s\n", name, operation->name);
        run_begin(&run, &quirks[i], operation->call != initialise);
        status = run_call(&run, operation);
        expect_sequences(file, row, &run);
        expect_result(row, status, &run);
        run_end(&run);
        rows++;
    }
    for (i = 0; i < sizeof quirks / sizeof quirks[0]; i++)
        assert_true(reached[i]);
    print_message("%u rows\n", rows);
    assert_true(rows >= 50);
    cJSON_Delete(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operations__on_a_well_behaved_drive__send_an_allowed_list),
        cmocka_unit_test(quirks__each_row__sends_what_it_allows),
    };

    return cmocka_run_group_tests_name("drive_sequences", tests, NULL, NULL);
}
