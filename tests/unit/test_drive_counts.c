/* How many commands a question costs: part of the contract. On a drive that answers as MMC says, one where the first
 * allocation suffices and two at most; what an oddity costs stands in its own row.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#include "support/drive_fixture.h"
#include "support/drive_questions.h"
#include "support/plain_drive.h"

struct situation {
    const char *name;
    struct plain_drive drive;
    unsigned attentions; /* 06/28/00 before all else */
    const char *product; /* of a drive that is known; NULL: of none */
};

enum { PLAIN, LONG, NO_46, START_REFUSED, NO_FEATURE_3, NO_PAGE_3F, ATTENTIONS_8, DOOR_LOCKED, HANGS, SITUATIONS };

/* clang-format off */
static const struct situation situations[SITUATIONS] = {
    [PLAIN]         = {.name = "as MMC says"},
    [LONG]          = {.name = "replies longer than the first allocation", .drive = {.is_long = true}},
    [NO_46]         = {.name = "GET CONFIGURATION unknown",                .drive = {.refuses_46 = true}},
    [START_REFUSED] = {.name = "starting feature refused",                 .drive = {.refuses_starting_feature = true}},
    [NO_FEATURE_3]  = {.name = "no removable medium feature",              .drive = {.has_no_load_feature = true}},
    [NO_PAGE_3F]    = {.name = "page 3Fh refused",                         .drive = {.refuses_page_3f = true}},
    [ATTENTIONS_8]  = {.name = "eight unit attentions first",              .attentions = 8},
    [DOOR_LOCKED]   = {.name = "door locked by the system's mount",        .drive = {.door_locked = true}},
    [HANGS]         = {.name = "known to hang on GET CONFIGURATION",       .product = "DVD-ROM DRD-840B"},
};

static const struct {
    const char *question;
    size_t commands[SITUATIONS];
} rows[] = {
    /*                     plain long no46 start no3 no3f att8 door hangs */
    {"features",          {1,    2,   1,   1,    1,  1,   9,   1,   0}},
    {"current features",  {1,    2,   1,   1,    1,  1,   9,   1,   0}},
    {"profiles",          {1,    2,   1,   1,    1,  1,   9,   1,   0}},
    {"current profiles",  {1,    2,   1,   1,    1,  1,   9,   1,   0}},
    {"feature",           {1,    2,   1,   2,    1,  1,   9,   1,   0}},
    {"mode pages",        {1,    2,   1,   1,    1, 12,   9,   1,   1}},
    {"mode page",         {1,    2,   1,   1,    1,  1,   9,   1,   1}},
    {"set mode page",     {1,    1,   1,   1,    1,  1,   9,   1,   1}},
    {"disc information",  {1,    2,   1,   1,    1,  1,   9,   1,   1}},
    {"track information", {1,    2,   1,   1,    1,  1,   9,   1,   1}},
    {"toc",               {1,    2,   1,   1,    1,  1,   9,   1,   1}},
    {"disc structure",    {1,    2,   1,   1,    1,  1,   9,   1,   1}},
    {"send structure",    {1,    1,   1,   1,    1,  1,   9,   1,   1}},
    {"capacity",          {1,    1,   1,   1,    1,  1,   9,   1,   1}},
    {"ready",             {1,    1,   1,   1,    1,  1,   9,   1,   1}},
    {"media event",       {1,    1,   1,   1,    1,  1,   9,   1,   1}},
    {"can load",          {1,    2,   2,   2,    2,  1,   9,   1,   1}},
    {"eject",             {1,    1,   1,   1,    1,  1,   9,   3,   1}},
    {"load",              {1,    1,   1,   1,    1,  1,   9,   1,   1}},
    {"prevent",           {1,    1,   1,   1,    1,  1,   9,   1,   1}},
    {"allow",             {1,    1,   1,   1,    1,  1,   9,   1,   1}},
};
/* clang-format on */

static const struct drive_question *question_of(const char *name)
{
    size_t i;

    for (i = 0; i < drive_question_count; i++) {
        if (!strcmp(drive_questions[i].name, name)) return &drive_questions[i];
    }
    fail_msg("no question '%s'", name);
    return NULL;
}

static void each_question__in_each_situation__sends_so_many(void **state)
{
    struct drive_fixture *fixture = *state;
    static struct plain_drive drive;
    struct drive_answer answer;
    size_t row, s;

    assert_int_equal(sizeof rows / sizeof rows[0], drive_question_count);
    fixture->host.dismount_status = DRIVE_OK;
    fixture->script.otherwise = plain_drive_answer;
    fixture->script.context = &drive;
    for (row = 0; row < drive_question_count; row++) {
        const struct drive_question *question = question_of(rows[row].question);

        for (s = 0; s < SITUATIONS; s++) {
            const struct situation *situation = &situations[s];

            drive = situation->drive;
            script_again(&fixture->script);
            drive_fixture_rename(fixture, "LG", situation->product ? situation->product : "DVDRAM GSA-4040B");
            script_sense(&fixture->script, situation->attentions, 0x70, 0x06, 0x28, 0x00);
            question->ask(fixture->drive, &answer, &fixture->failure);
            drive_answer_free(&answer);
            if (fixture->script.sent_count != rows[row].commands[s]) {
                fail_msg("%s, %s: %u commands, not %u", question->name, situation->name,
                         (unsigned)fixture->script.sent_count, (unsigned)rows[row].commands[s]);
            }
        }
    }
}

/* Asked once, then remembered. */
static void can_load__again__sends_nothing(void **state)
{
    struct drive_fixture *fixture = *state;
    static struct plain_drive drive;
    bool can_load;
    int i;

    fixture->script.otherwise = plain_drive_answer;
    fixture->script.context = &drive;
    for (i = 0; i < 3; i++) {
        assert_int_equal(drive_get_can_load(fixture->drive, &can_load, &fixture->failure), DRIVE_OK);
        assert_true(can_load);
        assert_int_equal(fixture->script.sent_count, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_question__in_each_situation__sends_so_many, drive_fixture_setup,
                                        drive_fixture_teardown),
        cmocka_unit_test_setup_teardown(can_load__again__sends_nothing, drive_fixture_setup, drive_fixture_teardown),
    };

    return cmocka_run_group_tests_name("drive_counts", tests, NULL, NULL);
}
