/* Break the Nth allocation, then the Nth command in every way, for N = 1 until nothing breaks: outputs stay defined,
 * nothing leaks, the number of commands is bounded, and what is reported is what was returned.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "support/drive_fixture.h"
#include "support/drive_questions.h"
#include "support/plain_drive.h"

/* clang-format off */
static const struct plain_drive drives[] = {
    {.refuses_46 = false},
    {.is_long = true},
    {.refuses_46 = true},
    {.refuses_46 = true, .has_mode_sense_6 = true},
    {.refuses_starting_feature = true, .has_no_load_feature = true, .refuses_page_3f = true, .door_locked = true},
};
/* clang-format on */
enum { DRIVES = sizeof drives / sizeof drives[0] };

/* How one command can break. */
struct breakage {
    const char *name;
    enum scsi_outcome outcome;
    enum scsi_failure failure;
    uint8_t status;
    uint8_t response_code; /* 0: no sense */
    uint8_t key, asc, ascq;
    uint32_t transferred; /* of SCSI_DONE: so many bytes of the true answer */
    enum drive_status
        expected; /* what the question must end in when its first command breaks; DRIVE_STATUS_COUNT: depends */
};

#define DEPENDS DRIVE_STATUS_COUNT

/* clang-format off */
static const struct breakage breakages[] = {
    {"gone",           SCSI_NOT_SENT, SCSI_FAILURE_DEVICE_GONE,    0, 0, 0, 0, 0, 0, DRIVE_GONE},
    {"locked",         SCSI_NOT_SENT, SCSI_FAILURE_LOCKED,         0, 0, 0, 0, 0, 0, DRIVE_LOCKED},
    {"denied",         SCSI_NOT_SENT, SCSI_FAILURE_ACCESS_DENIED,  0, 0, 0, 0, 0, 0, DRIVE_ACCESS_DENIED},
    {"no memory",      SCSI_NOT_SENT, SCSI_FAILURE_NO_MEMORY,      0, 0, 0, 0, 0, 0, DRIVE_NO_MEMORY},
    {"handle",         SCSI_NOT_SENT, SCSI_FAILURE_INVALID_HANDLE, 0, 0, 0, 0, 0, 0, DRIVE_INVALID_HANDLE},
    {"too long",       SCSI_NOT_SENT, SCSI_FAILURE_TOO_LONG,       0, 0, 0, 0, 0, 0, DRIVE_FAILED},
    {"timeout",        SCSI_LOST,     SCSI_FAILURE_TIMEOUT,        0, 0, 0, 0, 0, 0, DRIVE_TIMEOUT},
    {"gone on the way", SCSI_LOST,    SCSI_FAILURE_DEVICE_GONE,    0, 0, 0, 0, 0, 0, DRIVE_GONE},
    {"BUSY",           SCSI_REFUSED,  SCSI_FAILURE_NONE, 0x08, 0, 0, 0, 0, 0, DRIVE_BUSY},
    {"TASK ABORTED",   SCSI_REFUSED,  SCSI_FAILURE_NONE, 0x40, 0, 0, 0, 0, 0, DRIVE_TIMEOUT},
    {"unknown status", SCSI_REFUSED,  SCSI_FAILURE_NONE, 0xEE, 0, 0, 0, 0, 0, DEPENDS}, /* "can load" asks the mode page then */
    {"no sense bytes", SCSI_REFUSED,  SCSI_FAILURE_NONE, 0x02, 0, 0, 0, 0, 0, DRIVE_REFUSED},
    {"02/3A/00",       SCSI_REFUSED,  SCSI_FAILURE_NONE, 0x02, 0x70, 0x02, 0x3A, 0x00, 0, DRIVE_REFUSED},
    {"02/04/01",       SCSI_REFUSED,  SCSI_FAILURE_NONE, 0x02, 0x70, 0x02, 0x04, 0x01, 0, DRIVE_REFUSED},
    {"02/04/07",       SCSI_REFUSED,  SCSI_FAILURE_NONE, 0x02, 0x70, 0x02, 0x04, 0x07, 0, DEPENDS}, /* the tray waits */
    {"03/11/05",       SCSI_REFUSED,  SCSI_FAILURE_NONE, 0x02, 0x70, 0x03, 0x11, 0x05, 0, DRIVE_REFUSED},
    {"05/20/00",       SCSI_REFUSED,  SCSI_FAILURE_NONE, 0x02, 0x70, 0x05, 0x20, 0x00, 0, DEPENDS}, /* other ways are tried */
    {"05/24/00",       SCSI_REFUSED,  SCSI_FAILURE_NONE, 0x02, 0x70, 0x05, 0x24, 0x00, 0, DEPENDS},
    {"05/53/02",       SCSI_REFUSED,  SCSI_FAILURE_NONE, 0x02, 0x70, 0x05, 0x53, 0x02, 0, DEPENDS}, /* the door is opened */
    {"06/28/00",       SCSI_REFUSED,  SCSI_FAILURE_NONE, 0x02, 0x70, 0x06, 0x28, 0x00, 0, DEPENDS}, /* absorbed */
    {"0B/00/00",       SCSI_REFUSED,  SCSI_FAILURE_NONE, 0x02, 0x70, 0x0B, 0x00, 0x00, 0, DRIVE_REFUSED},
    {"deferred",       SCSI_REFUSED,  SCSI_FAILURE_NONE, 0x02, 0x71, 0x03, 0x0C, 0x00, 0, DEPENDS},
    {"recovered",      SCSI_REFUSED,  SCSI_FAILURE_NONE, 0x02, 0x70, 0x01, 0x00, 0x00, 0, DEPENDS}, /* and no data with it */
    {"0 bytes",        SCSI_DONE,     SCSI_FAILURE_NONE, 0, 0, 0, 0, 0, 0, DEPENDS},
    {"1 byte",         SCSI_DONE,     SCSI_FAILURE_NONE, 0, 0, 0, 0, 0, 1, DEPENDS},
    {"4 bytes",        SCSI_DONE,     SCSI_FAILURE_NONE, 0, 0, 0, 0, 0, 4, DEPENDS},
    {"7 bytes",        SCSI_DONE,     SCSI_FAILURE_NONE, 0, 0, 0, 0, 0, 7, DEPENDS},
    {"9 bytes",        SCSI_DONE,     SCSI_FAILURE_NONE, 0, 0, 0, 0, 0, 9, DEPENDS},
};
/* clang-format on */
enum { BREAKAGES = sizeof breakages / sizeof breakages[0] };

struct broken_drive {
    struct plain_drive drive; /* first: the context of plain_drive_answer */
    const struct breakage *breakage;
    size_t nth;   /* 1 is the first command */
    size_t until; /* this one too, and all between */
};

static void answer_or_break(struct transport_script *script, const struct scsi_command *command,
                            struct scsi_reply *reply)
{
    const struct broken_drive *broken = script->context;
    const struct breakage *breakage = broken->breakage;

    plain_drive_answer(script, command, reply);
    if (script->sent_count < broken->nth || script->sent_count > broken->until) return;
    if (breakage->outcome == SCSI_DONE) {
        if (reply->outcome == SCSI_DONE && reply->transferred_bytes > breakage->transferred) {
            reply->transferred_bytes = breakage->transferred;
        }
        return;
    }
    if (breakage->response_code) {
        script_reply_sense(reply, breakage->response_code, breakage->key, breakage->asc, breakage->ascq);
    } else {
        memset(reply, 0, sizeof *reply);
    }
    if (command->direction == SCSI_DATA_IN) memset(command->data, 0, command->requested_bytes);
    reply->outcome = breakage->outcome;
    reply->failure = breakage->failure;
    reply->status = breakage->status;
}

/* A drive that hangs at GET CONFIGURATION is asked by mode page whether it can load. */
static bool has_other_way(const struct drive_question *question, enum drive_status status)
{
    return status == DRIVE_TIMEOUT && strcmp(question->name, "can load") == 0;
}

static struct drive *open_fresh(struct drive_fixture *fixture)
{
    drive_fixture_rename(fixture, "VENDOR", "PRODUCT");
    script_again(&fixture->script);
    memset(&fixture->failure, 0x5A, sizeof fixture->failure);
    fixture->clock.slept_ms = 0;
    return fixture->drive;
}

/* What holds whatever a drive does. */
static void check_end(const struct drive_question *question, const char *how, const struct drive_fixture *fixture,
                      enum drive_status status, struct drive_answer *answer, long live_before)
{
    if (fixture->failure.status != status || status >= DRIVE_STATUS_COUNT) {
        fail_msg("%s, %s: returned %d, reported %d", question->name, how, status, fixture->failure.status);
    }
    if (status != DRIVE_OK && !drive_answer_is_empty(answer)) {
        fail_msg("%s, %s: outputs are left on failure %d", question->name, how, status);
    }
    if (fixture->script.sent_count > question->commands_max) {
        fail_msg("%s, %s: %u commands", question->name, how, (unsigned)fixture->script.sent_count);
    }
    drive_answer_free(answer);
    if (base_alloc_live() != live_before) fail_msg("%s, %s: leaks", question->name, how);
    assert_true(memchr(fixture->failure.holder, 0, sizeof fixture->failure.holder) != NULL);
    assert_true(memchr(fixture->failure.mount, 0, sizeof fixture->failure.mount) != NULL);
}

static void each_allocation__fails__is_no_memory_and_nothing_is_left(void **state)
{
    struct drive_fixture *fixture = *state;
    static struct broken_drive broken;
    struct drive_answer answer;
    enum drive_status status, unbroken;
    size_t q, d;
    long nth, live;

    memset(&broken, 0, sizeof broken);
    fixture->script.otherwise = plain_drive_answer;
    fixture->script.context = &broken;
    for (q = 0; q < drive_question_count; q++) {
        for (d = 0; d < DRIVES; d++) {
            const struct drive_question *question = &drive_questions[q];

            broken.drive = drives[d];
            open_fresh(fixture);
            unbroken = question->ask(fixture->drive, &answer, &fixture->failure);
            drive_answer_free(&answer);
            for (nth = 1;; nth++) {
                broken.drive = drives[d];
                open_fresh(fixture);
                live = base_alloc_live();
                base_alloc_fail_nth(nth);
                status = question->ask(fixture->drive, &answer, &fixture->failure);
                base_alloc_fail_nth(0);
                check_end(question, "an allocation fails", fixture, status, &answer, live);
                if (status != DRIVE_NO_MEMORY) break;
                assert_true(nth < 100);
            }
            assert_int_equal(status, unbroken);
            if (question->allocates != (nth > 1)) fail_msg("%s: %ld allocations", question->name, nth - 1);
        }
    }
}

static void each_command__breaks_in_each_way__ends_defined(void **state)
{
    struct drive_fixture *fixture = *state;
    static struct broken_drive broken;
    struct drive_answer answer;
    enum drive_status status;
    size_t q, d, b, nth;
    unsigned runs = 0;
    long live;

    fixture->script.otherwise = answer_or_break;
    fixture->script.context = &broken;
    for (q = 0; q < drive_question_count; q++) {
        for (d = 0; d < DRIVES; d++) {
            for (b = 0; b < BREAKAGES; b++) {
                for (nth = 1;; nth++) {
                    const struct drive_question *question = &drive_questions[q];

                    memset(&broken, 0, sizeof broken);
                    broken.drive = drives[d];
                    broken.breakage = &breakages[b];
                    broken.nth = broken.until = nth;
                    open_fresh(fixture);
                    live = base_alloc_live();
                    status = question->ask(fixture->drive, &answer, &fixture->failure);
                    if (nth == 1 && breakages[b].expected != DEPENDS && status != breakages[b].expected &&
                        !has_other_way(question, breakages[b].expected)) {
                        fail_msg("%s, %s: ends in %d", question->name, breakages[b].name, status);
                    }
                    check_end(question, breakages[b].name, fixture, status, &answer, live);
                    runs++;
                    if (fixture->script.sent_count < nth) break;
                }
            }
        }
    }
    print_message("%u runs\n", runs);
}

/* The same from the Nth command on, for ever. */
static void every_command_from_some_one_on__breaks__ends_within_bounds(void **state)
{
    struct drive_fixture *fixture = *state;
    static struct broken_drive broken;
    struct drive_answer answer;
    enum drive_status status;
    size_t q, d, b, nth;
    long live;

    fixture->script.otherwise = answer_or_break;
    fixture->script.context = &broken;
    fixture->host.dismount_status = DRIVE_OK;
    fixture->host.is_mounted = true;
    for (q = 0; q < drive_question_count; q++) {
        for (d = 0; d < DRIVES; d++) {
            for (b = 0; b < BREAKAGES; b++) {
                for (nth = 1; nth <= 3; nth++) {
                    const struct drive_question *question = &drive_questions[q];

                    memset(&broken, 0, sizeof broken);
                    broken.drive = drives[d];
                    broken.breakage = &breakages[b];
                    broken.nth = nth;
                    broken.until = SIZE_MAX;
                    open_fresh(fixture);
                    live = base_alloc_live();
                    status = question->ask(fixture->drive, &answer, &fixture->failure);
                    check_end(question, breakages[b].name, fixture, status, &answer, live);
                    assert_true(fixture->clock.slept_ms <= 60000);
                }
            }
        }
    }
}

#define FIXTURE_TEST(name) cmocka_unit_test_setup_teardown(name, drive_fixture_setup, drive_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(each_allocation__fails__is_no_memory_and_nothing_is_left),
        FIXTURE_TEST(each_command__breaks_in_each_way__ends_defined),
        FIXTURE_TEST(every_command_from_some_one_on__breaks__ends_within_bounds),
    };

    return cmocka_run_group_tests_name("drive_sweeps", tests, NULL, NULL);
}
