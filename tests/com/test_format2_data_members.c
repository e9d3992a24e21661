/* IDiscFormat2Data, member by member: defaults, what works without a recorder, what each kind of disc gives. */
#include "com/writer_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "com/client_ranges.h"

/* ------------------------------------------------------------------------------------------------------ properties */

typedef HRESULT(WINAPI *put_flag)(IDiscFormat2Data *data, VARIANT_BOOL value);
typedef HRESULT(WINAPI *get_flag)(IDiscFormat2Data *data, VARIANT_BOOL *value);
typedef HRESULT(WINAPI *get_long)(IDiscFormat2Data *data, LONG *value);

static void flags__default_and_stored_value__are_booleans(void **state)
{
    IDiscFormat2Data *data = writer_data(*state);
    const IDiscFormat2DataVtbl *members = data->lpVtbl;
    const struct {
        put_flag put;
        get_flag get;
    } flags[] = {
        {members->put_BufferUnderrunFreeDisabled, members->get_BufferUnderrunFreeDisabled},
        {members->put_PostgapAlreadyInImage, members->get_PostgapAlreadyInImage},
        {members->put_ForceMediaToBeClosed, members->get_ForceMediaToBeClosed},
        {members->put_DisableConsumerDvdCompatibilityMode, members->get_DisableConsumerDvdCompatibilityMode},
        {members->put_ForceOverwrite, members->get_ForceOverwrite},
    };
    VARIANT_BOOL value = 7;
    size_t i, j;

    for (i = 0; i < ARRAYSIZE(flags); i++) {
        assert_hr(flags[i].get(data, NULL), E_POINTER);
        assert_error_says(WRITER_SOURCE, NULL);
        assert_hr(flags[i].get(data, &value), S_OK);
        assert_int_equal(value, VARIANT_FALSE);
    }
    for (i = 0; i < ARRAYSIZE(flags); i++) {
        assert_hr(flags[i].put(data, 5), S_OK); /* any value but 0 */
        for (j = 0; j < ARRAYSIZE(flags); j++) {
            flags[j].get(data, &value);
            assert_int_equal(value, i == j ? VARIANT_TRUE : VARIANT_FALSE); /* each has a place of its own */
        }
        assert_hr(flags[i].put(data, VARIANT_FALSE), S_OK);
    }
    IDiscFormat2Data_Release(data);
}

static void verification__levels__are_0_to_2(void **state)
{
    IDiscFormat2Data *data = writer_data(*state);
    IMAPI_BURN_VERIFICATION_LEVEL level = IMAPI_BURN_VERIFICATION_FULL;
    IBurnVerification *verification;

    assert_hr(IDiscFormat2Data_QueryInterface(data, &IID_IBurnVerification, (void **)&verification), S_OK);
    assert_hr(IBurnVerification_get_BurnVerificationLevel(verification, NULL), E_POINTER);
    assert_hr(IBurnVerification_get_BurnVerificationLevel(verification, &level), S_OK);
    assert_int_equal(level, 0);
    assert_hr(IBurnVerification_put_BurnVerificationLevel(verification, 2), S_OK);
    assert_hr(IBurnVerification_put_BurnVerificationLevel(verification, 3), E_INVALIDARG);
    assert_hr(IBurnVerification_put_BurnVerificationLevel(verification, -1), E_INVALIDARG);
    assert_hr(IBurnVerification_get_BurnVerificationLevel(verification, &level), S_OK);
    assert_int_equal(level, 2); /* the refused ones left it */
    IBurnVerification_Release(verification);
    IDiscFormat2Data_Release(data);
}

static void ClientName__rule_and_default__are_the_documented_ones(void **state)
{
    static const WCHAR *const bad[] = {L"", L"tab\tin it", L"sl/ash",
                                       L"1234567890123456789012345678901234567890123456789012345678901234"};
    IDiscFormat2Data *data = writer_data(*state);
    BSTR name;
    size_t i;

    assert_hr(IDiscFormat2Data_get_ClientName(data, NULL), E_POINTER);
    assert_hr(IDiscFormat2Data_get_ClientName(data, &name), S_OK);
    assert_non_null(name);
    assert_bstr(name, L"");
    assert_hr(writer_put_name(data, L"A.client:1"), S_OK);
    for (i = 0; i < ARRAYSIZE(bad); i++)
        assert_hr(writer_put_name(data, bad[i]), E_IMAPI_DF2DATA_CLIENT_NAME_IS_NOT_VALID);
    assert_hr(IDiscFormat2Data_put_ClientName(data, NULL), E_IMAPI_DF2DATA_CLIENT_NAME_IS_NOT_VALID);
    assert_hr(IDiscFormat2Data_get_ClientName(data, &name), S_OK);
    assert_bstr(name, L"A.client:1");
    IDiscFormat2Data_Release(data);
}

static void SupportedMediaTypes__are_the_fifteen_in_their_order(void **state)
{
    static const LONG types[] = {2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 18, 19};
    IDiscFormat2Data *data = writer_data(*state);
    SAFEARRAY *array;

    assert_hr(IDiscFormat2Data_get_SupportedMediaTypes(data, NULL), E_POINTER);
    assert_hr(IDiscFormat2Data_get_SupportedMediaTypes(data, &array), S_OK);
    assert_codes_array(array, types, ARRAYSIZE(types));
    IDiscFormat2Data_Release(data);
}

/* ------------------------------------------------------------------------------------------------- without recorder */

static void without_recorder__each_member__says_so(void **state)
{
    IDiscFormat2Data *data = writer_data(*state);
    const IDiscFormat2DataVtbl *members = data->lpVtbl;
    const get_long numbers[] = {
        (get_long)members->get_CurrentMediaStatus,
        (get_long)members->get_WriteProtectStatus,
        members->get_TotalSectorsOnMedia,
        members->get_FreeSectorsOnMedia,
        members->get_NextWritableAddress,
        members->get_StartAddressOfPreviousSession,
        members->get_LastWrittenAddressOfPreviousSession,
        (get_long)members->get_CurrentPhysicalMediaType,
        members->get_CurrentWriteSpeed,
    };
    const get_flag flags[] = {members->get_MediaPhysicallyBlank, members->get_MediaHeuristicallyBlank,
                              members->get_CurrentRotationTypeIsPureCAV};
    IDiscRecorder2 *recorder = (IDiscRecorder2 *)state;
    SAFEARRAY *array = (SAFEARRAY *)state;
    VARIANT_BOOL flag = 7;
    LONG number = 7;
    size_t i;

    for (i = 0; i < ARRAYSIZE(numbers); i++) {
        assert_hr(numbers[i](data, NULL), E_POINTER);
        assert_hr(numbers[i](data, &number), E_IMAPI_RECORDER_REQUIRED);
        assert_int_equal(number, 0);
        assert_error_says(WRITER_SOURCE, NULL);
        number = 7;
    }
    for (i = 0; i < ARRAYSIZE(flags); i++) {
        assert_hr(flags[i](data, NULL), E_POINTER);
        assert_hr(flags[i](data, &flag), E_IMAPI_RECORDER_REQUIRED);
        assert_int_equal(flag, VARIANT_FALSE);
        flag = 7;
    }
    assert_hr(IDiscFormat2Data_get_SupportedWriteSpeeds(data, &array), E_IMAPI_RECORDER_REQUIRED);
    assert_null(array);
    array = (SAFEARRAY *)state;
    assert_hr(IDiscFormat2Data_get_SupportedWriteSpeedDescriptors(data, &array), E_IMAPI_RECORDER_REQUIRED);
    assert_null(array);
    assert_hr(IDiscFormat2Data_SetWriteSpeed(data, 0, VARIANT_FALSE), E_IMAPI_RECORDER_REQUIRED); /* before the value */
    assert_hr(IDiscFormat2Data_CancelWrite(data), E_IMAPI_DF2DATA_WRITE_NOT_IN_PROGRESS);
    assert_hr(IDiscFormat2Data_get_Recorder(data, NULL), E_POINTER);
    assert_hr(IDiscFormat2Data_get_Recorder(data, &recorder), S_OK);
    assert_null(recorder);
    assert_hr(IDiscFormat2Data_put_Recorder(data, NULL), S_OK);
    assert_hr(IDiscFormat2Data_get_RequestedWriteSpeed(data, &number), S_OK);
    assert_int_equal(number, -1);
    assert_hr(IDiscFormat2Data_get_RequestedRotationTypeIsPureCAV(data, &flag), S_OK);
    assert_int_equal(flag, VARIANT_FALSE);
    IDiscFormat2Data_Release(data);
}

/* -------------------------------------------------------------------------------------------------------- recorder */

static void Recorder__put_and_get__are_the_same_object(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscRecorder2 *recorder = writer_recorder(fixture), *got;
    IDiscFormat2Data *data = writer_data(fixture);

    assert_hr(IDiscFormat2Data_put_Recorder(data, recorder), S_OK); /* the drive is empty, which is nothing */
    assert_hr(IDiscFormat2Data_get_Recorder(data, &got), S_OK);
    assert_ptr_equal(got, recorder);
    IDiscRecorder2_Release(got);
    assert_int_equal(IDiscRecorder2_AddRef(recorder) > 2, true); /* it is held */
    IDiscRecorder2_Release(recorder);
    assert_hr(IDiscFormat2Data_put_Recorder(data, NULL), S_OK);
    assert_hr(IDiscFormat2Data_get_Recorder(data, &got), S_OK);
    assert_null(got);
    assert_int_equal(IDiscRecorder2_AddRef(recorder), 2); /* and let go */
    IDiscRecorder2_Release(recorder);
    IDiscRecorder2_Release(recorder);
    IDiscFormat2Data_Release(data);
}

static void Recorder__refused_one__leaves_the_old(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscRecorder2 *raw = fixture_recorder(fixture->com), *got;
    IDiscFormat2Data *data = writer_ready_data(fixture);

    assert_hr(IDiscFormat2Data_put_Recorder(data, raw), E_FAIL); /* not initialized: what its VendorId says */
    assert_error_says(WRITER_SOURCE, NULL);
    assert_hr(IDiscFormat2Data_get_Recorder(data, &got), S_OK);
    assert_non_null(got);
    assert_ptr_not_equal(got, raw);
    IDiscRecorder2_Release(got);
    IDiscRecorder2_Release(raw);
    IDiscFormat2Data_Release(data);
}

static void IsRecorderSupported__any_recorder__is_told_without_a_disc(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscRecorder2 *recorder = writer_recorder(fixture);
    IDiscFormat2Data *data = writer_data(fixture);
    VARIANT_BOOL value = 7;

    assert_hr(IDiscFormat2Data_IsRecorderSupported(data, NULL, &value), E_POINTER);
    assert_int_equal(value, VARIANT_FALSE);
    assert_hr(IDiscFormat2Data_IsRecorderSupported(data, recorder, NULL), E_POINTER);
    assert_hr(IDiscFormat2Data_IsRecorderSupported(data, recorder, &value), S_OK);
    assert_int_equal(value, VARIANT_TRUE);
    value = 7;
    assert_hr(IDiscFormat2Data_IsCurrentMediaSupported(data, NULL, &value), E_POINTER);
    assert_hr(IDiscFormat2Data_IsCurrentMediaSupported(data, recorder, &value), E_IMAPI_RECORDER_MEDIA_NO_MEDIA);
    assert_int_equal(value, VARIANT_FALSE);
    writer_medium(fixture, SIM_MEDIUM_CD_R);
    assert_hr(IDiscFormat2Data_IsCurrentMediaSupported(data, recorder, &value), S_OK);
    assert_int_equal(value, VARIANT_TRUE);
    IDiscRecorder2_Release(recorder);
    IDiscFormat2Data_Release(data);
}

/* ----------------------------------------------------------------------------------------------------------- media */

/* Numbers of the behaviour sheet's section 13, and of the books of the formats. */
/* clang-format off */
static const struct disc {
    enum sim_medium medium;
    LONG type, status, next;
    VARIANT_BOOL physically_blank, heuristically_blank;
} discs[] = {
    {SIM_MEDIUM_CD_R,          2,  0x0006, 0, VARIANT_TRUE,  VARIANT_TRUE},
    {SIM_MEDIUM_CD_RW,         3,  0x0006, 0, VARIANT_TRUE,  VARIANT_TRUE},
    {SIM_MEDIUM_DVD_R,         9,  0x0006, 0, VARIANT_TRUE,  VARIANT_TRUE},
    {SIM_MEDIUM_DVD_RW,        10, 0x0006, 0, VARIANT_TRUE,  VARIANT_TRUE},
    {SIM_MEDIUM_DVD_R_DL,      11, 0x000A, 0, VARIANT_TRUE,  VARIANT_TRUE},
    {SIM_MEDIUM_DVD_PLUS_R,    6,  0x0006, 0, VARIANT_TRUE,  VARIANT_TRUE},
    {SIM_MEDIUM_DVD_PLUS_R_DL, 8,  0x0006, 0, VARIANT_TRUE,  VARIANT_TRUE},
    {SIM_MEDIUM_DVD_PLUS_RW,   7,  0x0003, 0, VARIANT_TRUE,  VARIANT_TRUE},
    {SIM_MEDIUM_BD_R,          18, 0x0006, 0, VARIANT_TRUE,  VARIANT_TRUE},
    {SIM_MEDIUM_BD_RE,         19, 0x0003, 0, VARIANT_TRUE,  VARIANT_TRUE},
    {SIM_MEDIUM_DVD_RAM,       5,  0x0003, 0, VARIANT_FALSE, VARIANT_TRUE},
};
/* clang-format on */

static LONG number_of(IDiscFormat2Data *data, get_long get)
{
    LONG value = 7;

    assert_hr(get(data, &value), S_OK);
    return value;
}

static void media__each_blank_disc__is_told_as_the_sheet_says(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);
    const IDiscFormat2DataVtbl *members = data->lpVtbl;
    VARIANT_BOOL flag;
    size_t i;

    for (i = 0; i < ARRAYSIZE(discs); i++) {
        writer_medium(fixture, discs[i].medium);
        print_message("%s\n", sim_medium_name(discs[i].medium));
        assert_int_equal(number_of(data, (get_long)members->get_CurrentPhysicalMediaType), discs[i].type);
        assert_int_equal(number_of(data, (get_long)members->get_CurrentMediaStatus), discs[i].status);
        assert_int_equal(number_of(data, members->get_NextWritableAddress), discs[i].next);
        assert_int_equal(number_of(data, members->get_StartAddressOfPreviousSession), -1);
        assert_int_equal(number_of(data, members->get_LastWrittenAddressOfPreviousSession), -1);
        assert_int_equal(number_of(data, (get_long)members->get_WriteProtectStatus), 0);
        assert_hr(IDiscFormat2Data_get_MediaPhysicallyBlank(data, &flag), S_OK);
        assert_int_equal(flag, discs[i].physically_blank);
        assert_hr(IDiscFormat2Data_get_MediaHeuristicallyBlank(data, &flag), S_OK);
        assert_int_equal(flag, discs[i].heuristically_blank);
    }
    IDiscFormat2Data_Release(data);
}

static void media__of_a_cd_r__has_its_room(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    assert_int_equal(number_of(data, data->lpVtbl->get_TotalSectorsOnMedia), 359849); /* 79:59:74 */
    assert_int_equal(number_of(data, data->lpVtbl->get_FreeSectorsOnMedia),
                     359847 - 150); /* what drives say of it, less the post-gap */
    IDiscFormat2Data_Release(data);
}

static void media__pressed_disc_and_no_disc__are_refused(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);
    const IDiscFormat2DataVtbl *members = data->lpVtbl;
    LONG value = 7;

    assert_hr(members->get_TotalSectorsOnMedia(data, &value), E_IMAPI_RECORDER_MEDIA_NO_MEDIA);
    assert_int_equal(value, 0);
    assert_error_says(WRITER_SOURCE, L"VENDOR PRODUCT REV1", NULL);
    fixture->block_count = 400000; /* more than a CD takes; nobody reads them */
    writer_medium(fixture, SIM_MEDIUM_IMAGE);
    assert_int_equal(number_of(data, (get_long)members->get_CurrentMediaStatus), 0xA000);
    assert_int_equal(number_of(data, (get_long)members->get_CurrentPhysicalMediaType), 4);
    assert_int_equal(number_of(data, (get_long)members->get_WriteProtectStatus), 0x4000);
    assert_hr(members->get_TotalSectorsOnMedia(data, &value), E_IMAPI_DF2DATA_INVALID_MEDIA_STATE);
    assert_hr(members->get_FreeSectorsOnMedia(data, &value), E_IMAPI_DF2DATA_INVALID_MEDIA_STATE);
    assert_hr(members->get_NextWritableAddress(data, &value), E_IMAPI_DF2DATA_INVALID_MEDIA_STATE);
    IDiscFormat2Data_Release(data);
}

/* ----------------------------------------------------------------------------------------------------------- speed */

static void speed__request__is_remembered_whatever_the_drive_chose(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);
    VARIANT_BOOL flag;

    writer_medium(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    assert_hr(IDiscFormat2Data_SetWriteSpeed(data, 0, VARIANT_FALSE), E_INVALIDARG);
    assert_hr(IDiscFormat2Data_SetWriteSpeed(data, -2, VARIANT_FALSE), E_INVALIDARG);
    assert_hr(IDiscFormat2Data_SetWriteSpeed(data, 1, VARIANT_TRUE), S_IMAPI_BOTHADJUSTED);
    assert_int_equal(number_of(data, data->lpVtbl->get_RequestedWriteSpeed), 1);
    assert_hr(IDiscFormat2Data_get_RequestedRotationTypeIsPureCAV(data, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    assert_hr(IDiscFormat2Data_SetWriteSpeed(data, -1, VARIANT_FALSE), S_OK);
    assert_int_equal(number_of(data, data->lpVtbl->get_RequestedWriteSpeed), -1);
    IDiscFormat2Data_Release(data);
}

static void speed__lists__are_numbers_and_descriptors_of_the_same(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);
    SAFEARRAY *numbers, *descriptors;
    VARIANT *number, *descriptor;
    ULONG i;

    writer_medium(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    assert_hr(IDiscFormat2Data_get_SupportedWriteSpeeds(data, &numbers), S_OK);
    assert_hr(IDiscFormat2Data_get_SupportedWriteSpeedDescriptors(data, &descriptors), S_OK);
    assert_true(numbers->rgsabound[0].cElements > 0);
    assert_int_equal(numbers->rgsabound[0].cElements, descriptors->rgsabound[0].cElements);
    SafeArrayAccessData(numbers, (void **)&number);
    SafeArrayAccessData(descriptors, (void **)&descriptor);
    for (i = 0; i < numbers->rgsabound[0].cElements; i++) {
        IMAPI_MEDIA_PHYSICAL_TYPE type;
        IWriteSpeedDescriptor *speed;
        LONG sectors;

        assert_int_equal(V_VT(&number[i]), VT_UI4);
        assert_true(!i || V_UI4(&number[i]) < V_UI4(&number[i - 1])); /* fastest first */
        assert_int_equal(V_VT(&descriptor[i]), VT_DISPATCH);
        assert_hr(IDispatch_QueryInterface(V_DISPATCH(&descriptor[i]), &IID_IWriteSpeedDescriptor, (void **)&speed),
                  S_OK);
        assert_hr(IWriteSpeedDescriptor_get_WriteSpeed(speed, &sectors), S_OK);
        assert_int_equal(sectors, V_UI4(&number[i]));
        assert_hr(IWriteSpeedDescriptor_get_MediaType(speed, &type), S_OK);
        assert_int_equal(type, IMAPI_MEDIA_TYPE_DVDPLUSRW);
        IWriteSpeedDescriptor_Release(speed);
    }
    SafeArrayUnaccessData(numbers);
    SafeArrayUnaccessData(descriptors);
    SafeArrayDestroy(numbers);
    SafeArrayDestroy(descriptors);
    IDiscFormat2Data_Release(data);
}

enum { SET_STREAMING = 0xB6, MODE_SENSE_6 = 0x1A, MODE_SENSE_10 = 0x5A };

/* A client's drive calls back: the speed that is being set is this write's as well. */
static void write_again(struct writer_fixture *fixture, const struct scsi_command *command)
{
    IDiscFormat2Data *data = fixture->context;
    struct client_stream stream;

    if (command->cdb[0] != SET_STREAMING) return;
    fixture->react = NULL;
    client_stream_begin(&stream, 2048, WRITER_SEED);
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), E_IMAPI_DF2DATA_WRITE_IN_PROGRESS);
    assert_hr(IDiscFormat2Data_SetWriteSpeed(data, -1, VARIANT_FALSE), E_IMAPI_DF2DATA_WRITE_IN_PROGRESS);
    assert_hr(IDiscFormat2Data_CancelWrite(data), E_IMAPI_DF2DATA_WRITE_NOT_IN_PROGRESS);
    client_stream_end(&stream);
}

static void speed__while_it_is_set__no_write_begins(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);

    writer_medium(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    fixture->react = write_again;
    fixture->context = data;
    assert_hr(IDiscFormat2Data_SetWriteSpeed(data, -1, VARIANT_FALSE), S_OK);
    assert_null(fixture->react);
    assert_hr(IDiscFormat2Data_put_ForceOverwrite(data, VARIANT_TRUE), S_OK); /* idle again */
    IDiscFormat2Data_Release(data);
}

static void speed__chosen_for_one_recorder__is_not_the_next_one_s(void **state)
{
    static const struct sim_fault silent[] = {
        {.kind = SIM_FAULT_SENSE, .opcode = MODE_SENSE_10, .parameter = 0x052400},
        {.kind = SIM_FAULT_SENSE, .opcode = MODE_SENSE_6, .parameter = 0x052400},
    };
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_ready_data(fixture);
    IDiscRecorder2 *recorder = writer_recorder(fixture);
    LONG value = 7;

    writer_medium(fixture, SIM_MEDIUM_DVD_PLUS_RW);
    fixture->drive.faults = silent;
    fixture->drive.fault_count = ARRAYSIZE(silent);
    assert_hr(IDiscFormat2Data_SetWriteSpeed(data, -1, VARIANT_FALSE), S_OK);
    assert_true(number_of(data, data->lpVtbl->get_CurrentWriteSpeed) > 0); /* the choice: the drive says nothing */
    assert_hr(IDiscFormat2Data_put_Recorder(data, recorder), S_OK);
    assert_hr(IDiscFormat2Data_get_CurrentWriteSpeed(data, &value), E_IMAPI_UNEXPECTED_RESPONSE_FROM_DEVICE);
    assert_int_equal(value, 0);
    IDiscRecorder2_Release(recorder);
    IDiscFormat2Data_Release(data);
}

/* ---------------------------------------------------------------------------------------------------- Write's order */

static void Write__before_the_lock__checks_in_the_documented_order(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2Data *data = writer_data(fixture);
    IDiscRecorder2 *recorder = writer_recorder(fixture);
    struct client_ranges ranges;
    struct client_stream stream;

    client_stream_begin(&stream, 2047, WRITER_SEED);
    stream.stat_result = (HRESULT)0x80030001;
    assert_hr(IDiscFormat2Data_Write(data, NULL), E_POINTER);
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), E_IMAPI_RECORDER_REQUIRED);
    assert_hr(IDiscFormat2Data_put_Recorder(data, recorder), S_OK);
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), E_IMAPI_DF2DATA_CLIENT_NAME_IS_NOT_VALID);
    assert_hr(writer_put_name(data, L"Com test"), S_OK);
    script_again(&fixture->com->script);
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), 0x80030001);
    stream.stat_result = S_OK;
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), E_IMAPI_DF2DATA_STREAM_NOT_SUPPORTED);
    assert_error_says(WRITER_SOURCE, L"multiple of 2048", NULL);
    stream.says = 0;
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), E_IMAPI_DF2DATA_STREAM_NOT_SUPPORTED);
    stream.says = 0x80000000ULL * 2048;
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), E_IMAPI_DF2DATA_STREAM_TOO_LARGE_FOR_CURRENT_MEDIA);
    stream.says = 10 * 2048;
    client_ranges_begin(&ranges, &stream);
    client_ranges_add(&ranges, 0, 10);
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), E_INVALIDARG);
    ranges.count = 0;
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), S_OK); /* a list of nothing */
    assert_int_equal(fixture->com->script.sent_count, 0);                 /* no command for all that */
    assert_int_equal(fixture->com->acquires, 0);
    stream.other_iid = NULL;
    fixture_hold(fixture->com, true);
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), E_IMAPI_RECORDER_LOCKED);
    assert_error_says(WRITER_SOURCE, L"held by \"Somebody\"", NULL);
    fixture_hold(fixture->com, false);
    assert_int_equal(fixture->com->script.sent_count, 0);
    assert_hr(IDiscFormat2Data_Write(data, &stream.IStream_iface), E_IMAPI_RECORDER_MEDIA_NO_MEDIA);
    assert_int_equal(fixture->com->acquires, 2);
    assert_int_equal(fixture->com->releases, 1);                              /* the lock is given back */
    assert_hr(IDiscFormat2Data_put_ForceOverwrite(data, VARIANT_TRUE), S_OK); /* and the writer is idle */
    client_stream_end(&stream);
    IDiscRecorder2_Release(recorder);
    IDiscFormat2Data_Release(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WRITER_CASE(flags__default_and_stored_value__are_booleans),
        WRITER_CASE(verification__levels__are_0_to_2),
        WRITER_CASE(ClientName__rule_and_default__are_the_documented_ones),
        WRITER_CASE(SupportedMediaTypes__are_the_fifteen_in_their_order),
        WRITER_CASE(without_recorder__each_member__says_so),
        WRITER_CASE(Recorder__put_and_get__are_the_same_object),
        WRITER_CASE(Recorder__refused_one__leaves_the_old),
        WRITER_CASE(IsRecorderSupported__any_recorder__is_told_without_a_disc),
        WRITER_CASE(media__each_blank_disc__is_told_as_the_sheet_says),
        WRITER_CASE(media__of_a_cd_r__has_its_room),
        WRITER_CASE(media__pressed_disc_and_no_disc__are_refused),
        WRITER_CASE(speed__request__is_remembered_whatever_the_drive_chose),
        WRITER_CASE(speed__while_it_is_set__no_write_begins),
        WRITER_CASE(speed__chosen_for_one_recorder__is_not_the_next_one_s),
        WRITER_CASE(speed__lists__are_numbers_and_descriptors_of_the_same),
        WRITER_CASE(Write__before_the_lock__checks_in_the_documented_order),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
