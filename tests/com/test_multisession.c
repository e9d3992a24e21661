/* MsftMultisessionSequential and MsftMultisessionRandomWrite: alone, and as MultisessionInterfaces gives them. */
#include "com/writer_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "com/client_stream.h"
#include "imapi2/multisession.h"

static IDispatch *element(SAFEARRAY *array, ULONG i)
{
    VARIANT *elements;

    assert_hr(SafeArrayAccessData(array, (void **)&elements), S_OK);
    SafeArrayUnaccessData(array);
    assert_int_equal(V_VT(&elements[i]), VT_DISPATCH);
    return V_DISPATCH(&elements[i]);
}

/* The writer's two, in the documented order. */
static void take_both(IDiscFormat2Data *data, IMultisessionSequential2 **sequential,
                      IMultisessionRandomWrite **random_write)
{
    IUnknown *other;
    SAFEARRAY *array;

    assert_hr(IDiscFormat2Data_get_MultisessionInterfaces(data, NULL), E_POINTER);
    assert_hr(IDiscFormat2Data_get_MultisessionInterfaces(data, &array), S_OK);
    assert_int_equal(array->cDims, 1);
    assert_int_equal(array->rgsabound[0].cElements, 2);
    assert_hr(IDispatch_QueryInterface(element(array, 0), &IID_IMultisessionSequential2, (void **)sequential), S_OK);
    assert_hr(IDispatch_QueryInterface(element(array, 0), &IID_IMultisessionRandomWrite, (void **)&other),
              E_NOINTERFACE);
    assert_hr(IDispatch_QueryInterface(element(array, 1), &IID_IMultisessionRandomWrite, (void **)random_write), S_OK);
    assert_hr(IDispatch_QueryInterface(element(array, 1), &IID_IMultisessionSequential, (void **)&other),
              E_NOINTERFACE);
    assert_hr(SafeArrayDestroy(array), S_OK);
}

static void without_a_writer__every_member_but_InUse__asks_for_a_recorder(void **state)
{
    struct writer_fixture *fixture = *state;
    IMultisessionRandomWrite *random_write;
    IMultisessionSequential2 *sequential;
    IDiscRecorder2 *recorder = (IDiscRecorder2 *)state;
    VARIANT_BOOL flag = 7;
    LONG value = 7;

    assert_hr(
        multisession_sequential_create(&fixture->com->clock.clock, &IID_IMultisessionSequential2, (void **)&sequential),
        S_OK);
    assert_hr(multisession_random_write_create(&fixture->com->clock.clock, &IID_IMultisessionRandomWrite,
                                               (void **)&random_write),
              S_OK);
    assert_hr(IMultisessionSequential2_get_IsSupportedOnCurrentMediaState(sequential, NULL), E_POINTER);
    assert_hr(IMultisessionSequential2_get_IsSupportedOnCurrentMediaState(sequential, &flag),
              E_IMAPI_RECORDER_REQUIRED);
    assert_error_says(L"OpenIMAPI2.MsftMultisessionSequential", NULL);
    assert_int_equal(flag, VARIANT_FALSE);
    assert_hr(IMultisessionSequential2_get_IsFirstDataSession(sequential, &flag), E_IMAPI_RECORDER_REQUIRED);
    assert_hr(IMultisessionSequential2_get_NextWritableAddress(sequential, NULL), E_POINTER);
    assert_hr(IMultisessionSequential2_get_NextWritableAddress(sequential, &value), E_IMAPI_RECORDER_REQUIRED);
    assert_int_equal(value, 0);
    assert_hr(IMultisessionSequential2_get_FreeSectorsOnMedia(sequential, &value), E_IMAPI_RECORDER_REQUIRED);
    assert_hr(IMultisessionSequential2_get_WriteUnitSize(sequential, &value), E_IMAPI_RECORDER_REQUIRED);
    assert_hr(IMultisessionRandomWrite_get_IsSupportedOnCurrentMediaState(random_write, &flag),
              E_IMAPI_RECORDER_REQUIRED);
    assert_error_says(L"OpenIMAPI2.MsftMultisessionRandomWrite", NULL);
    assert_hr(IMultisessionRandomWrite_get_TotalSectorsOnMedia(random_write, &value), E_IMAPI_RECORDER_REQUIRED);
    assert_hr(IMultisessionRandomWrite_get_LastWrittenAddress(random_write, &value), E_IMAPI_RECORDER_REQUIRED);
    assert_hr(IMultisessionSequential2_get_ImportRecorder(sequential, &recorder), S_OK);
    assert_null(recorder);
    assert_hr(IMultisessionSequential2_get_InUse(sequential, NULL), E_POINTER);
    assert_hr(IMultisessionSequential2_get_InUse(sequential, &flag), S_OK);
    assert_int_equal(flag, VARIANT_FALSE);
    assert_hr(IMultisessionSequential2_put_InUse(sequential, 3), S_OK);
    assert_hr(IMultisessionSequential2_get_InUse(sequential, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    IMultisessionSequential2_Release(sequential);
    IMultisessionRandomWrite_Release(random_write);
}

static void of_a_writer__recorder__is_the_one_of_that_time(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);
    IMultisessionRandomWrite *random_write;
    IMultisessionSequential2 *sequential;
    IDiscRecorder2 *own, *imported;

    assert_hr(IDiscFormat2Data_get_Recorder(data, &own), S_OK);
    take_both(data, &sequential, &random_write);
    assert_hr(IDiscFormat2Data_put_Recorder(data, NULL), S_OK);
    IDiscFormat2Data_Release(data); /* they live without it */
    assert_hr(IMultisessionSequential2_get_ImportRecorder(sequential, NULL), E_POINTER);
    assert_hr(IMultisessionSequential2_get_ImportRecorder(sequential, &imported), S_OK);
    assert_ptr_equal(imported, own);
    IDiscRecorder2_Release(imported);
    assert_hr(IMultisessionRandomWrite_get_ImportRecorder(random_write, &imported), S_OK);
    assert_ptr_equal(imported, own);
    IDiscRecorder2_Release(imported);
    IDiscRecorder2_Release(own);
    IMultisessionSequential2_Release(sequential);
    IMultisessionRandomWrite_Release(random_write);
}

static VARIANT_BOOL is_sequential(IMultisessionSequential2 *sequential)
{
    VARIANT_BOOL flag = 7;

    assert_hr(IMultisessionSequential2_get_IsSupportedOnCurrentMediaState(sequential, &flag), S_OK);
    return flag;
}

static VARIANT_BOOL is_random(IMultisessionRandomWrite *random_write)
{
    VARIANT_BOOL flag = 7;

    assert_hr(IMultisessionRandomWrite_get_IsSupportedOnCurrentMediaState(random_write, &flag), S_OK);
    return flag;
}

static void media__each_kind__is_added_to_in_its_way(void **state)
{
    static const struct {
        enum sim_medium medium;
        VARIANT_BOOL sequential;
        LONG unit;
    } rows[] = {
        {SIM_MEDIUM_CD_R, VARIANT_TRUE, 1},        {SIM_MEDIUM_DVD_R, VARIANT_TRUE, 16},
        {SIM_MEDIUM_DVD_PLUS_R, VARIANT_TRUE, 16}, {SIM_MEDIUM_BD_R, VARIANT_TRUE, 32},
        {SIM_MEDIUM_DVD_RAM, VARIANT_FALSE, 16},   {SIM_MEDIUM_DVD_PLUS_RW, VARIANT_FALSE, 16},
        {SIM_MEDIUM_DVD_RW_RO, VARIANT_FALSE, 16}, {SIM_MEDIUM_BD_RE, VARIANT_FALSE, 32},
    };
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);
    IMultisessionRandomWrite *random_write;
    IMultisessionSequential2 *sequential;
    LONG value;
    size_t i;

    take_both(data, &sequential, &random_write);
    assert_hr(IMultisessionSequential2_get_NextWritableAddress(sequential, &value), E_IMAPI_RECORDER_MEDIA_NO_MEDIA);
    for (i = 0; i < ARRAYSIZE(rows); i++) {
        print_message("%s\n", sim_medium_name(rows[i].medium));
        writer_medium(fixture, rows[i].medium);
        assert_int_equal(is_sequential(sequential), rows[i].sequential);
        assert_int_equal(is_random(random_write), rows[i].sequential ? VARIANT_FALSE : VARIANT_TRUE);
        assert_hr(IMultisessionSequential2_get_WriteUnitSize(sequential, &value), S_OK);
        assert_int_equal(value, rows[i].unit);
        assert_hr(IMultisessionRandomWrite_get_WriteUnitSize(random_write, &value), S_OK);
        assert_int_equal(value, rows[i].unit);
    }
    IMultisessionSequential2_Release(sequential);
    IMultisessionRandomWrite_Release(random_write);
    IDiscFormat2Data_Release(data);
}

static void sequential__behind_a_first_session__knows_both(void **state)
{
    enum { BLOCKS = 1000 };
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);
    IMultisessionRandomWrite *random_write;
    IMultisessionSequential2 *sequential;
    LONG start, last, next, free_before, free_after;
    struct client_stream stream;
    VARIANT_BOOL flag;

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    take_both(data, &sequential, &random_write);
    assert_hr(IMultisessionSequential2_get_IsFirstDataSession(sequential, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    assert_hr(IMultisessionSequential2_get_StartAddressOfPreviousSession(sequential, &start), S_OK);
    assert_int_equal(start, -1);
    assert_hr(IMultisessionSequential2_get_LastWrittenAddressOfPreviousSession(sequential, &last), S_OK);
    assert_int_equal(last, -1);
    assert_hr(IMultisessionSequential2_get_FreeSectorsOnMedia(sequential, &free_before), S_OK);
    client_stream_begin(&stream, (uint64_t)BLOCKS * 2048, WRITER_SEED);
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), S_OK); /* kept open */
    assert_int_equal(is_sequential(sequential), VARIANT_TRUE);
    assert_hr(IMultisessionSequential2_get_IsFirstDataSession(sequential, &flag), S_OK);
    assert_int_equal(flag, VARIANT_FALSE);
    assert_hr(IMultisessionSequential2_get_StartAddressOfPreviousSession(sequential, &start), S_OK);
    assert_int_equal(start, 0);
    assert_hr(IMultisessionSequential2_get_LastWrittenAddressOfPreviousSession(sequential, &last), S_OK);
    assert_in_range(last, BLOCKS - 1, BLOCKS + 151); /* with the post-gap and the run-out, as the drive counts them */
    assert_hr(IMultisessionSequential2_get_NextWritableAddress(sequential, &next), S_OK);
    assert_true(next >= last + 1 + 11250); /* lead-out and lead-in of a first session: 6750 + 4500 blocks */
    assert_hr(IMultisessionSequential2_get_FreeSectorsOnMedia(sequential, &free_after), S_OK);
    assert_true(free_after > 0 && free_after <= free_before - next);
    IMultisessionSequential2_Release(sequential);
    IMultisessionRandomWrite_Release(random_write);
    IDiscFormat2Data_Release(data);
}

static void random_write__dvd_plus_rw__has_its_size(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);
    IMultisessionRandomWrite *random_write;
    IMultisessionSequential2 *sequential;
    LONG value = 7;

    writer_medium(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    take_both(data, &sequential, &random_write);
    assert_hr(IMultisessionRandomWrite_get_TotalSectorsOnMedia(random_write, &value), S_OK);
    assert_int_equal(value, 2295104);
    assert_hr(IMultisessionRandomWrite_get_LastWrittenAddress(random_write, NULL), E_POINTER);
    assert_hr(IMultisessionRandomWrite_get_LastWrittenAddress(random_write, &value), E_NOTIMPL);
    assert_int_equal(value, 0);
    IMultisessionSequential2_Release(sequential);
    IMultisessionRandomWrite_Release(random_write);
    IDiscFormat2Data_Release(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WRITER_CASE(without_a_writer__every_member_but_InUse__asks_for_a_recorder),
        WRITER_CASE(of_a_writer__recorder__is_the_one_of_that_time),
        WRITER_CASE(media__each_kind__is_added_to_in_its_way),
        WRITER_CASE(sequential__behind_a_first_session__knows_both),
        WRITER_CASE(random_write__dvd_plus_rw__has_its_size),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
