/* IOpenBurnSetbacks: what a writer tells of commands that the drive refused. */
#include "com/writer_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include "com/client_stream.h"
#include "com/own_interface.h"
#include "com/raw_cd_fixture.h"
#include "com/tao_fixture.h"
#include "openimapi2.h"

enum { BLOCKS = 916 };

/* As programs have it that were built before: idl/openimapi2.idl may add nothing to it and change nothing in it. */
static const IID iid = {0x5ADE889F, 0x61F4, 0x4C53, {0xA3, 0x82, 0x64, 0x3B, 0x97, 0x51, 0x4E, 0xB5}};

static IOpenBurnSetbacks *setbacks_of(void *writer)
{
    IOpenBurnSetbacks *setbacks;

    assert_hr(IUnknown_QueryInterface((IUnknown *)writer, &IID_IOpenBurnSetbacks, (void **)&setbacks), S_OK);
    return setbacks;
}

static void assert_lines(void *writer, const WCHAR *expected)
{
    IOpenBurnSetbacks *setbacks = setbacks_of(writer);
    BSTR lines = NULL;

    assert_hr(IOpenBurnSetbacks_get_Setbacks(setbacks, &lines), S_OK);
    assert_bstr(lines, expected);
    IOpenBurnSetbacks_Release(setbacks);
}

/* Let the nth command with this operation code from now on be refused, once. */
static void refuse(struct writer_fixture *fixture, uint8_t opcode, uint32_t nth, uint8_t key, uint8_t asc, uint8_t ascq)
{
    fixture->faults[0] = (struct sim_fault){.opcode = opcode,
                                            .nth = nth,
                                            .kind = SIM_FAULT_SENSE,
                                            .parameter = (uint32_t)key << 16 | (uint32_t)asc << 8 | ascq};
    fixture->drive.faults = fixture->faults;
    fixture->drive.fault_count = 1;
    memset(fixture->state.fault_counts, 0, sizeof fixture->state.fault_counts);
}

typedef HRESULT(WINAPI *get_string)(void *self, BSTR *value);

static void interface__by_its_number__has_its_member_in_its_place(void **state)
{
    IDiscFormat2Data *data = writer_data(*state);
    BSTR lines = NULL;
    void *raw;

    assert_hr(IDiscFormat2Data_QueryInterface(data, &iid, &raw), S_OK);
    assert_hr(((get_string)(*(void *const **)raw)[3])(raw, &lines), S_OK);
    assert_bstr(lines, L"");
    assert_same_object((IUnknown *)data, raw);
    IUnknown_Release((IUnknown *)raw);
    IDiscFormat2Data_Release(data);
}

static void interface__type_library__is_the_second_of_the_module(void **state)
{
    static const WCHAR *const names[] = {L"Setbacks"};

    (void)state;
    assert_in_second_library(&iid, names, ARRAYSIZE(names));
}

static void Setbacks__before_any_write__is_empty(void **state)
{
    IDiscFormat2Data *data = writer_data(*state);
    IOpenBurnSetbacks *setbacks = setbacks_of(data);

    assert_lines(data, L"");
    assert_hr(IOpenBurnSetbacks_get_Setbacks(setbacks, NULL), E_POINTER);
    assert_error_says(WRITER_SOURCE, L"Telling what the drive refused", NULL);
    IOpenBurnSetbacks_Release(setbacks);
    IDiscFormat2Data_Release(data);
}

static void Setbacks__write_is_sent_again__says_where_and_why(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);

    writer_medium(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    refuse(fixture, 0x2A, 3, 0x3, 0x0C, 0x00);
    assert_hr(writer_write(data, BLOCKS), S_OK);
    assert_lines(data, L"again\tWRITE(10)\t3/0C/00\tmedium error, write error\t1\t64\t64\t0\n");
    writer_assert_free(fixture, data);
    IDiscFormat2Data_Release(data);
}

static void Setbacks__buffer_is_full__says_how_long_was_waited(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);
    IOpenBurnSetbacks *setbacks = setbacks_of(data);
    BSTR lines = NULL;

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    refuse(fixture, 0x2A, 2, 0x2, 0x04, 0x08);
    assert_hr(writer_write(data, BLOCKS), S_OK);
    assert_hr(IOpenBurnSetbacks_get_Setbacks(setbacks, &lines), S_OK);
    assert_non_null(wcsstr(lines, L"waited\tWRITE(10)\t2/04/08\tnot ready, logical unit not ready, long write in "
                                  L"progress\t1\t32\t32\t"));
    assert_true(_wtoi(wcsrchr(lines, L'\t') + 1) > 0);
    SysFreeString(lines);
    IOpenBurnSetbacks_Release(setbacks);
    IDiscFormat2Data_Release(data);
}

static void Setbacks__calibration_is_refused__is_passed(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    refuse(fixture, 0x54, 1, 0x5, 0x24, 0x00);
    assert_hr(writer_write(data, BLOCKS), S_OK);
    assert_lines(data, L"passed\tSEND OPC INFORMATION\t5/24/00\tillegal request, invalid field in CDB\t1\t\t\t0\n");
    IDiscFormat2Data_Release(data);
}

/* A command that ends the burn is told by the failure, and a plan meets nothing; the next Write begins anew. */
static void Setbacks__each_write__has_its_own(void **state)
{
    static const WCHAR again[] = L"again\tWRITE(10)\t3/0C/00\tmedium error, write error\t1\t32\t32\t0\n";
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);
    IOpenDiscFormat2Data *extension;
    struct client_stream stream;
    BSTR steps;

    writer_medium(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    assert_hr(IDiscFormat2Data_put_ForceOverwrite(data, VARIANT_TRUE), S_OK);
    refuse(fixture, 0x2A, 2, 0x3, 0x0C, 0x00);
    assert_hr(writer_write(data, BLOCKS), S_OK);
    assert_lines(data, again);
    client_stream_begin(&stream, (uint64_t)BLOCKS * 2048, WRITER_SEED);
    assert_hr(IDiscFormat2Data_QueryInterface(data, &IID_IOpenDiscFormat2Data, (void **)&extension), S_OK);
    assert_hr(IOpenDiscFormat2Data_Plan(extension, &stream.IStream_iface, &steps), S_OK);
    SysFreeString(steps);
    IOpenDiscFormat2Data_Release(extension);
    client_stream_end(&stream);
    assert_lines(data, again);
    fixture->drive.fault_count = 0;
    assert_hr(writer_write(data, BLOCKS), S_OK);
    assert_lines(data, L"");
    IDiscFormat2Data_Release(data);
}

/* The drive has no room for a WRITE; the milliseconds at the end are left out. */
static void assert_waited(void *writer, const WCHAR *where)
{
    WCHAR expected[160];
    IOpenBurnSetbacks *setbacks = setbacks_of(writer);
    BSTR lines = NULL;

    swprintf(expected, ARRAYSIZE(expected),
             L"waited\tWRITE(10)\t2/04/08\tnot ready, logical unit not ready, long write in progress\t%ls\t", where);
    assert_hr(IOpenBurnSetbacks_get_Setbacks(setbacks, &lines), S_OK);
    if (!wcsrchr(lines, L'\t')) fail_msg("nothing was met, expected \"%ls\"", expected);
    *(wcsrchr(lines, L'\t') + 1) = L'\0';
    if (wcscmp(lines, expected) != 0) fail_msg("\"%ls\", expected \"%ls\"", lines, expected);
    SysFreeString(lines);
    IOpenBurnSetbacks_Release(setbacks);
}

/* Of a disc: the tracks and the close add up; the next PrepareMedia begins anew. The second track begins behind 300
 * sectors, two of run-out and 150 of pause; a WRITE has 27 of 2352 bytes, the most of 64 KiB.
 */
static void Setbacks__tracks_of_a_disc__add_up(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);

    assert_lines(tao, L"");
    refuse(fixture, 0x2A, 2, 0x2, 0x04, 0x08);
    assert_hr(tao_add(tao, 300, 1), S_OK);
    assert_waited(tao, L"1\t27\t27");
    refuse(fixture, 0x2A, 3, 0x2, 0x04, 0x08);
    assert_hr(tao_add(tao, 300, 2), S_OK);
    fixture->drive.fault_count = 0;
    assert_waited(tao, L"2\t27\t506");
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    assert_waited(tao, L"2\t27\t506");
    writer_medium(fixture, SIM_MEDIUM_CD_R);
    assert_hr(IDiscFormat2TrackAtOnce_PrepareMedia(tao), S_OK);
    assert_lines(tao, L"");
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    tao_assert_free(fixture, tao);
    IDiscFormat2TrackAtOnce_Release(tao);
}

static void Setbacks__track_at_once_calibration_is_refused__is_passed(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);

    refuse(fixture, 0x54, 1, 0x5, 0x24, 0x00);
    assert_hr(tao_add(tao, 300, 1), S_OK);
    assert_lines(tao, L"passed\tSEND OPC INFORMATION\t5/24/00\tillegal request, invalid field in CDB\t1\t\t\t0\n");
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* The small disc's lead-in begins at sector -300; a WRITE has 27 blocks of 2352 and 16 bytes. */
static void Setbacks__raw_write_has_to_wait__says_where_and_why(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2RawCD *raw = raw_prepared(fixture);

    assert_lines(raw, L"");
    refuse(fixture, 0x2A, 2, 0x2, 0x04, 0x08);
    assert_hr(raw_write(raw, IMAPI_FORMAT2_RAW_CD_SUBCODE_PQ_ONLY), S_OK);
    fixture->drive.fault_count = 0;
    assert_waited(raw, L"1\t-273\t-273");
    assert_hr(IDiscFormat2RawCD_ReleaseMedia(raw), S_OK);
    raw_assert_free(fixture, raw);
    IDiscFormat2RawCD_Release(raw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WRITER_CASE(interface__by_its_number__has_its_member_in_its_place),
        WRITER_CASE(interface__type_library__is_the_second_of_the_module),
        WRITER_CASE(Setbacks__before_any_write__is_empty),
        WRITER_CASE(Setbacks__write_is_sent_again__says_where_and_why),
        WRITER_CASE(Setbacks__buffer_is_full__says_how_long_was_waited),
        WRITER_CASE(Setbacks__calibration_is_refused__is_passed),
        WRITER_CASE(Setbacks__each_write__has_its_own),
        WRITER_CASE(Setbacks__tracks_of_a_disc__add_up),
        WRITER_CASE(Setbacks__track_at_once_calibration_is_refused__is_passed),
        WRITER_CASE(Setbacks__raw_write_has_to_wait__says_where_and_why),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
