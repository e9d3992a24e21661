/* The failures that a user meets when a disc is written: each has its documented code, and a text that says what to do
 * about it. Nothing is locked behind any of them, the disc's state is told as it is, and a later write can go on.
 */
#include "com/writer_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "com/client_stream.h"
#include "imapi2/disc_format2_erase.h"

enum { BLOCKS = 1000, WRITE_10 = 0x2A, READ_10 = 0x28, SYNCHRONIZE_CACHE = 0x35 };

static LONG status_of(IDiscFormat2Data *data)
{
    IMAPI_FORMAT2_DATA_MEDIA_STATE status;

    assert_hr(IDiscFormat2Data_get_CurrentMediaStatus(data, &status), S_OK);
    return (LONG)status;
}

/* ---------------------------------------------------------------------------------------------------------- source */

static void Write__stream_that_fails_or_ends__is_told(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);
    struct client_stream stream;

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    client_stream_begin(&stream, (uint64_t)BLOCKS * 2048, WRITER_SEED);
    stream.fail_at = 500 * 2048;
    stream.read_result = STG_E_ACCESSDENIED;
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), STG_E_ACCESSDENIED);
    assert_error_says(WRITER_SOURCE, L"source stream failed", NULL);
    writer_medium(fixture, SIM_MEDIUM_CD_R);
    stream.read_result = S_OK;
    stream.size = 700 * 2048;
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), STG_E_READFAULT);
    assert_error_says(WRITER_SOURCE, L"block 700 is missing", NULL);
    assert_int_equal(fixture->com->acquires, fixture->com->releases);
    client_stream_end(&stream);
    IDiscFormat2Data_Release(data);
}

static void Write__too_large__is_found_before_anything_is_written(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);
    struct client_stream stream;

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    client_stream_begin(&stream, (uint64_t)400000 * 2048, WRITER_SEED);
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), E_IMAPI_DF2DATA_STREAM_TOO_LARGE_FOR_CURRENT_MEDIA);
    assert_error_says(WRITER_SOURCE, L"The data need 400000 blocks", L"too many", NULL);
    assert_int_equal(fixture->commands[0x2A], 0);
    assert_int_equal(stream.reads, 0);
    client_stream_end(&stream);
    IDiscFormat2Data_Release(data);
}

/* ---------------------------------------------------------------------------------------------------------- medium */

static void put_nothing(struct writer_fixture *fixture, IDiscFormat2Data *data)
{
    (void)fixture, (void)data;
}

static void put_pressed(struct writer_fixture *fixture, IDiscFormat2Data *data)
{
    (void)data;
    fixture->block_count = 400000; /* nobody reads them */
    writer_medium(fixture, SIM_MEDIUM_IMAGE);
}

/* Written, and closed where it can be. */
static void put_written(struct writer_fixture *fixture, IDiscFormat2Data *data, enum sim_medium medium)
{
    writer_medium(fixture, medium);
    fixture->block_count = 0;
    assert_hr(IDiscFormat2Data_put_ForceMediaToBeClosed(data, VARIANT_TRUE), S_OK);
    assert_hr(writer_write(data, BLOCKS), S_OK);
}

static void put_final_cd_r(struct writer_fixture *fixture, IDiscFormat2Data *data)
{
    put_written(fixture, data, SIM_MEDIUM_CD_R);
}

static void put_final_cd_rw(struct writer_fixture *fixture, IDiscFormat2Data *data)
{
    put_written(fixture, data, SIM_MEDIUM_CD_RW);
}

static void put_full_dvd_plus_rw(struct writer_fixture *fixture, IDiscFormat2Data *data)
{
    put_written(fixture, data, SIM_MEDIUM_DVD_PLUS_RW);
}

static void put_protected(struct writer_fixture *fixture, IDiscFormat2Data *data)
{
    put_written(fixture, data, SIM_MEDIUM_DVD_RAM);
    fixture->drive.options.is_protected = true;
}

/* clang-format off */
static const struct medium_row {
    const char *name;
    void (*put)(struct writer_fixture *fixture, IDiscFormat2Data *data);
    HRESULT hr;
    const WCHAR *says, *says_too;
    LONG status; /* told afterwards */
} media[] = {
    {"no disc", put_nothing, (HRESULT)0xC0AA0202, L"2/3A/", L"VENDOR PRODUCT REV1", -1},
    {"pressed", put_pressed, (HRESULT)0xC0AA0406, L"of type DVD-ROM", L"this drive cannot write such a disc", 0xA000},
    {"finalised", put_final_cd_r, (HRESULT)0xC0AA0402, L"The state of the disc in the drive does not allow this", L"it is finalised, so that nothing can be added", 0x4000},
    {"to be erased", put_final_cd_rw, (HRESULT)0xC0AA0402, L"of type CD-RW:", L"it has to be erased first", 0x4800},
    {"not blank", put_full_dvd_plus_rw, (HRESULT)0xC0AA0405, L"of type DVD+RW", L"ForceOverwrite", 0x0001},
    {"protected", put_protected, (HRESULT)0xC0AA0209, L"of type DVD-RAM", L"write-protected by the tab of its cartridge", 0x2001},
};
/* clang-format on */

static void Write__medium_that_is_not_fit__says_which_and_why(void **state)
{
    struct writer_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(media); i++) {
        IDiscFormat2Data *data = writer_ready_data(fixture);
        unsigned writes;

        print_message("%s\n", media[i].name);
        media[i].put(fixture, data);
        writes = fixture->commands[WRITE_10];
        assert_hr(writer_write(data, BLOCKS), media[i].hr);
        assert_error_says(WRITER_SOURCE, media[i].says, media[i].says_too, NULL);
        assert_int_equal(fixture->commands[WRITE_10], writes); /* found before the first */
        writer_assert_free(fixture, data);
        if (media[i].status >= 0) assert_int_equal(status_of(data), media[i].status);
        IDiscFormat2Data_Release(data);
        fixture->drive.options.is_protected = false;
    }
}

static void EraseMedia__disc_that_cannot_be_erased__says_which(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);
    BSTR name = SysAllocString(L"Eraser");
    IDiscFormat2Erase *erase;
    IDiscRecorder2 *recorder;

    put_written(fixture, data, SIM_MEDIUM_CD_R);
    assert_hr(IDiscFormat2Data_get_Recorder(data, &recorder), S_OK);
    assert_hr(disc_format2_erase_create(&fixture->com->clock.clock, &IID_IDiscFormat2Erase, (void **)&erase), S_OK);
    assert_hr(IDiscFormat2Erase_put_Recorder(erase, recorder), S_OK);
    assert_hr(IDiscFormat2Erase_put_ClientName(erase, name), S_OK);
    assert_hr(IDiscFormat2Erase_EraseMedia(erase), E_IMAPI_ERASE_MEDIA_IS_NOT_SUPPORTED);
    assert_error_says(L"OpenIMAPI2.MsftDiscFormat2Erase", L"of type CD-R", L"0xC0AA0909", NULL);
    writer_assert_free(fixture, data);
    IDiscFormat2Erase_Release(erase);
    IDiscRecorder2_Release(recorder);
    IDiscFormat2Data_Release(data);
    SysFreeString(name);
}

/* ----------------------------------------------------------------------------------------------------------- drive */

static void Write__drive_that_refuses__says_command_and_sense(void **state)
{
    static const struct {
        struct sim_fault fault;
        HRESULT hr;
        const WCHAR *says;
    } rows[] = {
        {{SIM_FAULT_SENSE, WRITE_10, 0, 0x030C00, NULL, 0},
         (HRESULT)0xC0AA0301,
         L"WRITE(10) (2Ah) ended with sense 3/0C/00"},
        {{SIM_FAULT_SENSE, SYNCHRONIZE_CACHE, 1, 0x040900, NULL, 0},
         (HRESULT)0xC0AA0301,
         L"(35h) ended with sense 4/09/00"},
    };
    struct writer_fixture *fixture = *state;
    size_t i;

    for (i = 0; i < ARRAYSIZE(rows); i++) {
        IDiscFormat2Data *data = writer_ready_data(fixture);
        IDiscRecorder2 *recorder;

        writer_medium(fixture, SIM_MEDIUM_DVD_PLUS_RW);
        fixture->drive.faults = &rows[i].fault;
        fixture->drive.fault_count = 1;
        assert_hr(writer_write(data, BLOCKS), rows[i].hr);
        assert_error_says(WRITER_SOURCE, rows[i].says, L"VENDOR PRODUCT REV1", NULL);
        writer_assert_free(fixture, data);
        fixture->drive.fault_count = 0;
        assert_hr(IDiscFormat2Data_get_Recorder(data, &recorder), S_OK);
        IDiscRecorder2_Release(recorder);
        assert_hr(IDiscFormat2Data_put_ForceOverwrite(data, VARIANT_TRUE), S_OK);
        assert_hr(writer_write(data, BLOCKS), S_OK);
        IDiscFormat2Data_Release(data);
    }
}

/* What was written is kept, and closed: the disc is told as one that can be added to. */
static void Write__cd_r_whose_stream_fails__can_be_added_to(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);
    struct client_stream stream;

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    client_stream_begin(&stream, (uint64_t)20000 * 2048, WRITER_SEED);
    stream.fail_at = 15000 * 2048;
    stream.read_result = STG_E_ACCESSDENIED;
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), STG_E_ACCESSDENIED);
    client_stream_end(&stream);
    writer_assert_free(fixture, data);
    assert_int_equal(status_of(data) & 0x0002, 0); /* never blank where something was written */
    assert_hr(writer_write(data, BLOCKS), S_OK);
    IDiscFormat2Data_Release(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WRITER_CASE(Write__stream_that_fails_or_ends__is_told),
        WRITER_CASE(Write__too_large__is_found_before_anything_is_written),
        WRITER_CASE(Write__medium_that_is_not_fit__says_which_and_why),
        WRITER_CASE(EraseMedia__disc_that_cannot_be_erased__says_which),
        WRITER_CASE(Write__drive_that_refuses__says_command_and_sense),
        WRITER_CASE(Write__cd_r_whose_stream_fails__can_be_added_to),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
