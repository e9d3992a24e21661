/* IOpenBurnSetbacks: what a writer tells of commands that the drive refused. */
#include "com/writer_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "com/client_stream.h"
#include "com/own_interface.h"
#include "openimapi2.h"

enum { BLOCKS = 916 };

/* As programs have it that were built before: idl/openimapi2.idl may add nothing to it and change nothing in it. */
static const IID iid = {0x5ADE889F, 0x61F4, 0x4C53, {0xA3, 0x82, 0x64, 0x3B, 0x97, 0x51, 0x4E, 0xB5}};

static IOpenBurnSetbacks *setbacks_of(IDiscFormat2Data *data)
{
    IOpenBurnSetbacks *setbacks;

    assert_hr(IDiscFormat2Data_QueryInterface(data, &IID_IOpenBurnSetbacks, (void **)&setbacks), S_OK);
    return setbacks;
}

static void assert_lines(IDiscFormat2Data *data, const WCHAR *expected)
{
    IOpenBurnSetbacks *setbacks = setbacks_of(data);
    BSTR lines = NULL;

    assert_hr(IOpenBurnSetbacks_get_Setbacks(setbacks, &lines), S_OK);
    assert_bstr(lines, expected);
    IOpenBurnSetbacks_Release(setbacks);
}

/* Let the nth command with this operation code be refused, once. */
static void refuse(struct writer_fixture *fixture, uint8_t opcode, uint32_t nth, uint8_t key, uint8_t asc, uint8_t ascq)
{
    fixture->faults[0] = (struct sim_fault){.opcode = opcode,
                                            .nth = nth,
                                            .kind = SIM_FAULT_SENSE,
                                            .parameter = (uint32_t)key << 16 | (uint32_t)asc << 8 | ascq};
    fixture->drive.faults = fixture->faults;
    fixture->drive.fault_count = 1;
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
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
