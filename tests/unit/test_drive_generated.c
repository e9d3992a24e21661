/* A drive that answers with every reply of support/malformed_replies, to every question: it ends, nothing leaks, and
 * what comes out depends on nothing but the bytes that were transferred.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "support/drive_fixture.h"
#include "support/drive_questions.h"
#include "support/malformed_replies.h"
#include "support/plain_drive.h"

enum { OPCODE_REQUEST_SENSE = 0x03 };

struct answering {
    struct plain_drive drive; /* first: the context of plain_drive_answer */
    const struct malformed_reply *reply;
    uint8_t filler;  /* in the buffer behind what was transferred */
    bool counts_all; /* a bridge that counts what was asked for */
    bool was_asked;
};

static void answer(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply)
{
    struct answering *answering = script->context;
    const struct malformed_reply *malformed = answering->reply;
    size_t given = malformed->count;

    if (malformed->opcode == OPCODE_REQUEST_SENSE) {
        answering->was_asked = true;
        memset(reply, 0, sizeof *reply);
        reply->outcome = SCSI_REFUSED;
        reply->status = SCSI_STATUS_CHECK_CONDITION;
        if (given > sizeof reply->sense) given = sizeof reply->sense;
        reply->sense_length = (uint8_t)given;
        memset(reply->sense, answering->filler, sizeof reply->sense);
        memcpy(reply->sense, malformed->bytes, given);
        return;
    }
    if (command->cdb[0] != malformed->opcode) {
        plain_drive_answer(script, command, reply);
        return;
    }
    answering->was_asked = true;
    script_reply_bytes(command, reply, malformed->bytes, given);
    if (given < command->requested_bytes) {
        memset((uint8_t *)command->data + given, answering->filler, command->requested_bytes - given);
    }
    if (answering->counts_all) reply->transferred_bytes = command->requested_bytes;
}

struct run {
    struct drive_fixture *fixture;
    unsigned long answers, asked;
};

static enum drive_status ask(struct run *run, const struct drive_question *question, struct answering *answering,
                             struct drive_answer *out)
{
    struct drive_fixture *fixture = run->fixture;
    enum drive_status status;

    drive_fixture_rename(fixture, "VENDOR", "PRODUCT");
    script_again(&fixture->script);
    fixture->clock.slept_ms = 0;
    fixture->script.otherwise = answer;
    fixture->script.context = answering;
    memset(&fixture->failure, 0x5A, sizeof fixture->failure);
    status = question->ask(fixture->drive, out, &fixture->failure);
    run->asked++;
    if (fixture->failure.status != status || status >= DRIVE_STATUS_COUNT ||
        fixture->script.sent_count > question->commands_max || fixture->clock.slept_ms > 60000 ||
        (status != DRIVE_OK && !drive_answer_is_empty(out))) {
        fail_msg("%s, %s of %u bytes of %s: %d, %u commands", question->name, answering->reply->change,
                 (unsigned)answering->reply->count, answering->reply->origin, status,
                 (unsigned)fixture->script.sent_count);
    }
    return status;
}

static bool is_same(const struct drive_answer *one, const struct drive_answer *other)
{
    return one->codes.count == other->codes.count && one->bytes.count == other->bytes.count &&
           (!one->codes.count ||
            !memcmp(one->codes.values, other->codes.values, one->codes.count * sizeof one->codes.values[0])) &&
           (!one->bytes.count || !memcmp(one->bytes.bytes, other->bytes.bytes, one->bytes.count)) &&
           one->blocks == other->blocks && one->block_bytes == other->block_bytes && one->can_load == other->can_load &&
           one->event.code == other->event.code && one->event.medium_present == other->event.medium_present &&
           one->event.tray_open == other->event.tray_open;
}

static void put_every_question(void *context, const struct malformed_reply *reply)
{
    struct run *run = context;
    struct answering answering;
    struct drive_answer zeros, ones, all;
    size_t q;
    long live;

    for (q = 0; q < drive_question_count; q++) {
        const struct drive_question *question = &drive_questions[q];
        enum drive_status status;

        memset(&answering, 0, sizeof answering);
        answering.reply = reply;
        drive_fixture_rename(run->fixture, "VENDOR", "PRODUCT");
        live = base_alloc_live();
        status = ask(run, question, &answering, &zeros);
        if (!answering.was_asked) {
            drive_answer_free(&zeros);
            continue;
        }
        answering.filler = 0xFF;
        if (ask(run, question, &answering, &ones) != status || !is_same(&zeros, &ones)) {
            fail_msg("%s, %s of %u bytes of %s: what was not transferred is used", question->name, reply->change,
                     (unsigned)reply->count, reply->origin);
        }
        answering.filler = 0;
        answering.counts_all = true;
        ask(run, question, &answering, &all);
        drive_answer_free(&zeros);
        drive_answer_free(&ones);
        drive_answer_free(&all);
        if (base_alloc_live() != live) fail_msg("%s, %s: leaks", question->name, reply->origin);
        run->answers++;
    }
}

static void each_reply__to_every_question__ends_and_depends_on_what_came(void **state)
{
    struct run run = {*state, 0, 0};
    unsigned long replies = malformed_replies_walk(put_every_question, &run);

    print_message("malformed replies: %lu, which answered %lu questions\n", replies, run.answers);
    assert_true(replies > 10000);
    assert_true(run.answers > replies);
}

#define FIXTURE_TEST(name) cmocka_unit_test_setup_teardown(name, drive_fixture_setup, drive_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(each_reply__to_every_question__ends_and_depends_on_what_came),
    };

    return cmocka_run_group_tests_name("drive_generated", tests, NULL, NULL);
}
