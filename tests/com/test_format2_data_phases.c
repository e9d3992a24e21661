/* IDiscFormat2Data::Write, phase by phase: each level of verification, a cancel in each phase, and what a sink does
 * there to the objects around it. Behind each of them the drive is free, and the disc can be written again.
 */
#include "com/data_listener.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "imapi2/disc_format2_erase.h"

enum {
    BLOCKS = 1000,
    VALIDATING = 0,
    FORMATTING = 1,
    INITIALIZING = 2,
    CALIBRATING = 3,
    WRITING = 4,
    FINALIZING = 5,
    COMPLETED = 6,
    VERIFYING = 7,
    READ_10 = 0x28,
};

static void put_verification(IDiscFormat2Data *data, IMAPI_BURN_VERIFICATION_LEVEL level)
{
    IBurnVerification *verification;

    assert_hr(IDiscFormat2Data_QueryInterface(data, &IID_IBurnVerification, (void **)&verification), S_OK);
    assert_hr(IBurnVerification_put_BurnVerificationLevel(verification, level), S_OK);
    IBurnVerification_Release(verification);
}

/* ---------------------------------------------------------------------------------------------------- verification */

static unsigned reads_of(struct writer_fixture *fixture, IMAPI_BURN_VERIFICATION_LEVEL level, bool is_verified)
{
    static const LONG with[] = {VALIDATING, INITIALIZING, CALIBRATING, WRITING, FINALIZING, VERIFYING, COMPLETED};
    static const LONG without[] = {VALIDATING, INITIALIZING, CALIBRATING, WRITING, FINALIZING, COMPLETED};
    IDiscFormat2Data *data = writer_ready_data(fixture);
    struct seen seen = {.count = 0};
    struct event_sink sink;
    DWORD cookie = begin_listening(data, &sink, &seen);

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    memset(fixture->commands, 0, sizeof fixture->commands);
    put_verification(data, level);
    assert_hr(writer_write(data, 20000), S_OK);
    check_disc(fixture, 20000);
    compress(&seen);
    assert_int_equal(seen.count, is_verified ? ARRAYSIZE(with) : ARRAYSIZE(without));
    assert_memory_equal(seen.actions, is_verified ? with : without, seen.count * sizeof seen.actions[0]);
    writer_assert_free(fixture, data);
    end_listening(data, &sink, &seen, cookie);
    IDiscFormat2Data_Release(data);
    return fixture->commands[READ_10];
}

/* QUICK: the first and the last blocks and 64 between; FULL: all 20,000 and the post-gap, 32 by 32. */
static void verification__each_level__reads_so_much_and_is_told(void **state)
{
    unsigned quick;

    assert_int_equal(reads_of(*state, IMAPI_BURN_VERIFICATION_NONE, false), 0);
    quick = reads_of(*state, IMAPI_BURN_VERIFICATION_QUICK, true);
    assert_true(quick >= 66 && quick <= 67);
    assert_true(reads_of(*state, IMAPI_BURN_VERIFICATION_FULL, true) >= 20000 / 32);
}

/* The drive says that it wrote, and holds something else. */
static void spoil(struct writer_fixture *fixture, const struct scsi_command *command)
{
    if (command->cdb[0] != READ_10) return;
    fixture->react = NULL;
    fixture->blocks[(size_t)700 * 2048 + 77] ^= 0x10;
}

static void verification__disc_that_differs__fails_at_its_sector(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);
    struct seen seen = {.count = 0};
    struct event_sink sink;
    DWORD cookie = begin_listening(data, &sink, &seen);

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    put_verification(data, IMAPI_BURN_VERIFICATION_FULL);
    fixture->react = spoil;
    assert_hr(writer_write(data, BLOCKS), E_IMAPI_BURN_VERIFICATION_FAILED);
    assert_error_says(WRITER_SOURCE, L"0xC0AA0007", L"At least one of the sectors 672 to 703 does not hold the data",
                      NULL);
    compress(&seen);
    assert_int_equal(seen.actions[seen.count - 1], VERIFYING); /* never COMPLETED */
    writer_assert_free(fixture, data);
    end_listening(data, &sink, &seen, cookie);
    IDiscFormat2Data_Release(data);
}

static void verification__sector_that_cannot_be_read__says_which_and_the_sense(void **state)
{
    static const struct sim_fault unreadable = {
        .kind = SIM_FAULT_SENSE, .opcode = READ_10, .parameter = 0x031100}; /* unrecovered read error */
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    put_verification(data, IMAPI_BURN_VERIFICATION_QUICK);
    fixture->drive.faults = &unreadable;
    fixture->drive.fault_count = 1;
    assert_hr(writer_write(data, BLOCKS), E_IMAPI_BURN_VERIFICATION_FAILED);
    assert_error_says(WRITER_SOURCE, L"At least one of the sectors 0 to 31 cannot be read.", L"3/11/00", NULL);
    writer_assert_free(fixture, data);
    IDiscFormat2Data_Release(data);
}

/* ---------------------------------------------------------------------------------------------------------- cancel */

static void act_cancel(struct seen *seen)
{
    expect(seen, IDiscFormat2Data_CancelWrite(seen->data) == S_OK);
    expect(seen, IDiscFormat2Data_CancelWrite(seen->data) == S_OK); /* a second one changes nothing */
}

static void cancel_at(struct writer_fixture *fixture, enum sim_medium medium, LONG phase)
{
    struct seen seen = {.at = phase, .act = act_cancel};
    IDiscFormat2Data *data = writer_ready_data(fixture);
    struct event_sink sink;
    DWORD cookie = begin_listening(data, &sink, &seen);

    writer_medium(fixture, medium);
    put_verification(data, IMAPI_BURN_VERIFICATION_QUICK);
    assert_hr(IDiscFormat2Data_put_DisableConsumerDvdCompatibilityMode(data, VARIANT_TRUE), S_OK);
    assert_hr(writer_write(data, 20000), E_IMAPI_REQUEST_CANCELLED);
    assert_error_says(WRITER_SOURCE, L"0xC0AA0002", NULL);
    assert_true(seen.has_acted);
    compress(&seen);
    assert_int_not_equal(seen.actions[seen.count - 1], COMPLETED);
    writer_assert_free(fixture, data);
    end_listening(data, &sink, &seen, cookie);
    assert_hr(writer_write(data, 2 * BLOCKS), S_OK); /* over it, or behind it */
    IDiscFormat2Data_Release(data);
}

static void CancelWrite__in_each_phase__ends_it_and_the_disc_can_be_written(void **state)
{
    static const struct {
        enum sim_medium medium;
        LONG phases[8];
        size_t count;
    } rows[] = {
        {SIM_MEDIUM_DVD_PLUS_RW,
         {VALIDATING, FORMATTING, INITIALIZING, CALIBRATING, WRITING, FINALIZING, VERIFYING},
         7},
        {SIM_MEDIUM_CD_R, {VALIDATING, INITIALIZING, CALIBRATING, WRITING, FINALIZING, VERIFYING}, 6},
        {SIM_MEDIUM_DVD_PLUS_R, {VALIDATING, INITIALIZING, CALIBRATING, WRITING, FINALIZING, VERIFYING}, 6},
    };
    size_t i, j;

    for (i = 0; i < ARRAYSIZE(rows); i++) {
        for (j = 0; j < rows[i].count; j++) {
            print_message("medium %d, phase %ld\n", (int)rows[i].medium, rows[i].phases[j]);
            cancel_at(*state, rows[i].medium, rows[i].phases[j]);
        }
    }
}

/* Too late: the disc is done. */
static void CancelWrite__in_COMPLETED__changes_nothing(void **state)
{
    struct writer_fixture *fixture = *state;
    struct seen seen = {.at = COMPLETED, .act = act_cancel};
    IDiscFormat2Data *data = writer_ready_data(fixture);
    struct event_sink sink;
    DWORD cookie = begin_listening(data, &sink, &seen);

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    assert_hr(writer_write(data, BLOCKS), S_OK);
    assert_true(seen.has_acted);
    check_disc(fixture, BLOCKS);
    writer_assert_free(fixture, data);
    end_listening(data, &sink, &seen, cookie);
    IDiscFormat2Data_Release(data);
}

/* --------------------------------------------------------------------------------------------------- hostile sinks */

static struct {
    struct writer_fixture *fixture;
    IDiscRecorder2 *recorder;
    IDiscFormat2Erase *erase;
    DWORD cookie;
} others;

static void act_unadvise(struct seen *seen)
{
    expect(seen, sink_unadvise((IUnknown *)seen->data, &IID_DDiscFormat2DataEvents, others.cookie) == S_OK);
}

static void sink__that_leaves_inside_its_call__hears_no_more(void **state)
{
    struct writer_fixture *fixture = *state;
    struct seen seen = {.at = INITIALIZING, .act = act_unadvise};
    IDiscFormat2Data *data = writer_ready_data(fixture);
    struct event_sink sink;

    others.cookie = begin_listening(data, &sink, &seen);
    writer_medium(fixture, SIM_MEDIUM_CD_R);
    assert_hr(writer_write(data, BLOCKS), S_OK);
    check_disc(fixture, BLOCKS);
    assert_true(seen.has_acted);
    assert_int_equal(seen.faults, 0);
    assert_int_equal(seen.actions[seen.count - 1], INITIALIZING);
    assert_int_equal(sink.references, 1);
    IDiscFormat2Data_Release(data);
}

/* The client lets go of the recorder, gives its access back, and erases the disc that is being written. */
static void act_on_recorder(struct seen *seen)
{
    BSTR owner;

    expect(seen, IDiscRecorder2_get_ExclusiveAccessOwner(others.recorder, &owner) == S_OK);
    expect(seen, lstrcmpW(owner, L"Com test") == 0);
    SysFreeString(owner);
    expect(seen, IDiscFormat2Erase_EraseMedia(others.erase) == E_IMAPI_RECORDER_LOCKED);
    IDiscRecorder2_Release(others.recorder);
}

static void sink__that_erases_and_throws_the_recorder_away__changes_nothing(void **state)
{
    struct writer_fixture *fixture = *state;
    struct seen seen = {.at = WRITING, .act = act_on_recorder};
    IDiscFormat2Data *data = writer_ready_data(fixture);
    BSTR name = SysAllocString(L"Eraser");
    struct event_sink sink;
    DWORD cookie = begin_listening(data, &sink, &seen);

    writer_medium(fixture, SIM_MEDIUM_CD_RW);
    assert_hr(IDiscFormat2Data_get_Recorder(data, &others.recorder), S_OK);
    assert_hr(disc_format2_erase_create(&fixture->com->clock.clock, &IID_IDiscFormat2Erase, (void **)&others.erase),
              S_OK);
    assert_hr(IDiscFormat2Erase_put_Recorder(others.erase, others.recorder), S_OK);
    assert_hr(IDiscFormat2Erase_put_ClientName(others.erase, name), S_OK);
    assert_hr(writer_write(data, BLOCKS), S_OK);
    assert_true(seen.has_acted);
    check_disc(fixture, BLOCKS);
    writer_assert_free(fixture, data);
    assert_hr(IDiscFormat2Erase_EraseMedia(others.erase), S_OK); /* now it is its turn */
    end_listening(data, &sink, &seen, cookie);
    IDiscFormat2Erase_Release(others.erase);
    IDiscFormat2Data_Release(data);
    SysFreeString(name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WRITER_CASE(verification__each_level__reads_so_much_and_is_told),
        WRITER_CASE(verification__disc_that_differs__fails_at_its_sector),
        WRITER_CASE(verification__sector_that_cannot_be_read__says_which_and_the_sense),
        WRITER_CASE(CancelWrite__in_each_phase__ends_it_and_the_disc_can_be_written),
        WRITER_CASE(CancelWrite__in_COMPLETED__changes_nothing),
        WRITER_CASE(sink__that_leaves_inside_its_call__hears_no_more),
        WRITER_CASE(sink__that_erases_and_throws_the_recorder_away__changes_nothing),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
