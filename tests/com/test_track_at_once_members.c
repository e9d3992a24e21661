/* IDiscFormat2TrackAtOnce, member by member: defaults, and what each answers before a disc is prepared, while one is,
 * and after. What a sink gets while a track is written stands in test_track_at_once_write.c. The table is
 * behaviour-audio.md, section 1.
 */
#include "com/tao_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

typedef HRESULT(WINAPI *get_long)(IDiscFormat2TrackAtOnce *tao, LONG *value);
typedef HRESULT(WINAPI *get_flag)(IDiscFormat2TrackAtOnce *tao, VARIANT_BOOL *value);
typedef HRESULT(WINAPI *get_array)(IDiscFormat2TrackAtOnce *tao, SAFEARRAY **value);

/* By the numbers of the IMAPI return values page. */
static const HRESULT not_in_progress = (HRESULT)0xC0AA0501, not_prepared = (HRESULT)0xC0AA0502,
                     is_prepared = (HRESULT)0xC0AA0503, empty_disc = (HRESULT)0xC0AA0505,
                     no_recorder = (HRESULT)0xC0AA050A, bad_name = (HRESULT)0xC0AA050F;

enum { CD_R_BLOCKS = 359849, CD_R_FREE = 359847 }; /* of the simulated blank: last lead-out, and its free blocks */

/* ------------------------------------------------------------------------------------------------------------- idle */

static void flags__default_and_stored_value__are_booleans(void **state)
{
    IDiscFormat2TrackAtOnce *tao = tao_new(*state);
    const IDiscFormat2TrackAtOnceVtbl *members = tao->lpVtbl;
    VARIANT_BOOL buf = 7, open = 7;

    assert_hr(members->get_BufferUnderrunFreeDisabled(tao, NULL), E_POINTER);
    assert_hr(members->get_DoNotFinalizeMedia(tao, NULL), E_POINTER);
    assert_error_says(TAO_SOURCE, NULL);
    assert_hr(members->get_BufferUnderrunFreeDisabled(tao, &buf), S_OK);
    assert_hr(members->get_DoNotFinalizeMedia(tao, &open), S_OK);
    assert_int_equal(buf, VARIANT_FALSE);
    assert_int_equal(open, VARIANT_FALSE);
    assert_hr(members->put_BufferUnderrunFreeDisabled(tao, 5), S_OK); /* any value but 0 */
    assert_hr(members->get_BufferUnderrunFreeDisabled(tao, &buf), S_OK);
    assert_hr(members->get_DoNotFinalizeMedia(tao, &open), S_OK);
    assert_int_equal(buf, VARIANT_TRUE);
    assert_int_equal(open, VARIANT_FALSE); /* each has a place of its own */
    assert_hr(members->put_BufferUnderrunFreeDisabled(tao, VARIANT_FALSE), S_OK);
    assert_hr(members->put_DoNotFinalizeMedia(tao, 5), S_OK);
    assert_hr(members->get_BufferUnderrunFreeDisabled(tao, &buf), S_OK);
    assert_hr(members->get_DoNotFinalizeMedia(tao, &open), S_OK);
    assert_int_equal(buf, VARIANT_FALSE);
    assert_int_equal(open, VARIANT_TRUE);
    IDiscFormat2TrackAtOnce_Release(tao);
}

static void verification__levels__are_0_to_2(void **state)
{
    IDiscFormat2TrackAtOnce *tao = tao_new(*state);
    IMAPI_BURN_VERIFICATION_LEVEL level = IMAPI_BURN_VERIFICATION_FULL;
    IBurnVerification *verification;

    assert_hr(IDiscFormat2TrackAtOnce_QueryInterface(tao, &IID_IBurnVerification, (void **)&verification), S_OK);
    assert_hr(IBurnVerification_get_BurnVerificationLevel(verification, NULL), E_POINTER);
    assert_hr(IBurnVerification_get_BurnVerificationLevel(verification, &level), S_OK);
    assert_int_equal(level, 0);
    assert_hr(IBurnVerification_put_BurnVerificationLevel(verification, 2), S_OK); /* kept, though it is as QUICK */
    assert_hr(IBurnVerification_put_BurnVerificationLevel(verification, 3), E_INVALIDARG);
    assert_hr(IBurnVerification_put_BurnVerificationLevel(verification, -1), E_INVALIDARG);
    assert_hr(IBurnVerification_get_BurnVerificationLevel(verification, &level), S_OK);
    assert_int_equal(level, 2); /* the refused ones left it */
    IBurnVerification_Release(verification);
    IDiscFormat2TrackAtOnce_Release(tao);
}

static void ClientName__rule_and_default__are_the_documented_ones(void **state)
{
    static const WCHAR *const bad[] = {L"", L"tab\tin it", L"sl/ash",
                                       L"1234567890123456789012345678901234567890123456789012345678901234"};
    IDiscFormat2TrackAtOnce *tao = tao_new(*state);
    BSTR name;
    size_t i;

    assert_hr(IDiscFormat2TrackAtOnce_get_ClientName(tao, NULL), E_POINTER);
    assert_hr(IDiscFormat2TrackAtOnce_get_ClientName(tao, &name), S_OK);
    assert_non_null(name);
    assert_bstr(name, L"");
    assert_hr(tao_put_name(tao, L"A.client:1"), S_OK);
    for (i = 0; i < ARRAYSIZE(bad); i++)
        assert_hr(tao_put_name(tao, bad[i]), bad_name);
    assert_hr(IDiscFormat2TrackAtOnce_put_ClientName(tao, NULL), bad_name);
    assert_error_says(TAO_SOURCE, L"0xC0AA050F", NULL);
    assert_hr(IDiscFormat2TrackAtOnce_get_ClientName(tao, &name), S_OK);
    assert_bstr(name, L"A.client:1");
    IDiscFormat2TrackAtOnce_Release(tao);
}

static void SupportedMediaTypes__are_the_two_recordable_cds(void **state)
{
    static const LONG types[] = {2, 3};
    IDiscFormat2TrackAtOnce *tao = tao_new(*state);
    SAFEARRAY *array;

    assert_hr(IDiscFormat2TrackAtOnce_get_SupportedMediaTypes(tao, NULL), E_POINTER);
    assert_hr(IDiscFormat2TrackAtOnce_get_SupportedMediaTypes(tao, &array), S_OK);
    assert_codes_array(array, types, ARRAYSIZE(types));
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* Of the five that need a prepared disc; whether there is a recorder or not. */
static void assert_unprepared(IDiscFormat2TrackAtOnce *tao)
{
    const IDiscFormat2TrackAtOnceVtbl *members = tao->lpVtbl;
    const get_long numbers[] = {members->get_NumberOfExistingTracks, members->get_TotalSectorsOnMedia,
                                members->get_FreeSectorsOnMedia, members->get_UsedSectorsOnMedia};
    SAFEARRAY *array = (SAFEARRAY *)tao;
    struct client_stream stream;
    LONG number = 7;
    size_t i;

    for (i = 0; i < ARRAYSIZE(numbers); i++) {
        assert_hr(numbers[i](tao, NULL), E_POINTER);
        assert_hr(numbers[i](tao, &number), not_prepared);
        assert_int_equal(number, 0);
        assert_error_says(TAO_SOURCE, L"0xC0AA0502", L"PrepareMedia", NULL);
        number = 7;
    }
    assert_hr(members->get_ExpectedTableOfContents(tao, NULL), E_POINTER);
    assert_hr(members->get_ExpectedTableOfContents(tao, &array), not_prepared);
    assert_null(array);
    client_stream_begin(&stream, 300 * TAO_SECTOR_BYTES, 1);
    assert_hr(members->AddAudioTrack(tao, NULL), E_POINTER); /* pointers come first */
    assert_hr(members->AddAudioTrack(tao, &stream.IStream_iface), not_prepared);
    assert_error_says(TAO_SOURCE, L"0xC0AA0502", NULL);
    client_stream_end(&stream);
    assert_hr(members->ReleaseMedia(tao), not_prepared);
    assert_hr(members->CancelAddTrack(tao), not_in_progress);
}

static void without_recorder__each_member__says_so(void **state)
{
    IDiscFormat2TrackAtOnce *tao = tao_new(*state);
    const IDiscFormat2TrackAtOnceVtbl *members = tao->lpVtbl;
    const get_long numbers[] = {(get_long)members->get_CurrentPhysicalMediaType, members->get_CurrentWriteSpeed};
    const get_flag flags[] = {members->get_MediaPhysicallyBlank, members->get_MediaHeuristicallyBlank,
                              members->get_CurrentRotationTypeIsPureCAV};
    const get_array arrays[] = {members->get_SupportedWriteSpeeds, members->get_SupportedWriteSpeedDescriptors};
    IDiscRecorder2 *recorder = (IDiscRecorder2 *)state;
    VARIANT_BOOL flag;
    SAFEARRAY *array;
    LONG number;
    size_t i;

    for (i = 0; i < ARRAYSIZE(numbers); i++) {
        number = 7;
        assert_hr(numbers[i](tao, NULL), E_POINTER);
        assert_hr(numbers[i](tao, &number), no_recorder);
        assert_int_equal(number, 0);
        assert_error_says(TAO_SOURCE, L"0xC0AA050A", NULL);
    }
    for (i = 0; i < ARRAYSIZE(flags); i++) {
        flag = 7;
        assert_hr(flags[i](tao, NULL), E_POINTER);
        assert_hr(flags[i](tao, &flag), no_recorder);
        assert_int_equal(flag, VARIANT_FALSE);
    }
    for (i = 0; i < ARRAYSIZE(arrays); i++) {
        array = (SAFEARRAY *)state;
        assert_hr(arrays[i](tao, NULL), E_POINTER);
        assert_hr(arrays[i](tao, &array), no_recorder);
        assert_null(array);
    }
    assert_hr(members->SetWriteSpeed(tao, -1, VARIANT_FALSE), 0xC0AA0003); /* the one that is not of the family */
    assert_hr(members->SetWriteSpeed(tao, 0, VARIANT_FALSE), 0xC0AA0003);  /* the argument comes later */
    assert_hr(members->PrepareMedia(tao), no_recorder);
    assert_hr(members->get_Recorder(tao, NULL), E_POINTER);
    assert_hr(members->get_Recorder(tao, &recorder), S_OK);
    assert_null(recorder);
    assert_hr(members->put_Recorder(tao, NULL), S_OK);
    assert_unprepared(tao);
    IDiscFormat2TrackAtOnce_Release(tao);
}

static void speeds__before_anything__are_the_fastest(void **state)
{
    IDiscFormat2TrackAtOnce *tao = tao_new(*state);
    VARIANT_BOOL pure_cav = 7;
    LONG speed = 7;

    assert_hr(IDiscFormat2TrackAtOnce_get_RequestedWriteSpeed(tao, NULL), E_POINTER);
    assert_hr(IDiscFormat2TrackAtOnce_get_RequestedWriteSpeed(tao, &speed), S_OK);
    assert_int_equal(speed, -1);
    assert_hr(IDiscFormat2TrackAtOnce_get_RequestedRotationTypeIsPureCAV(tao, NULL), E_POINTER);
    assert_hr(IDiscFormat2TrackAtOnce_get_RequestedRotationTypeIsPureCAV(tao, &pure_cav), S_OK);
    assert_int_equal(pure_cav, VARIANT_FALSE);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* IsRecorderSupported is of any recorder; feature 002Dh, current or not, and whatever is in the drive. */
static void IsRecorderSupported__drive_without_a_disc__is_true(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_new(fixture);
    IDiscRecorder2 *recorder = writer_recorder(fixture);
    VARIANT_BOOL flag = 7;

    assert_hr(IDiscFormat2TrackAtOnce_IsRecorderSupported(tao, NULL, &flag), E_POINTER);
    assert_hr(IDiscFormat2TrackAtOnce_IsRecorderSupported(tao, recorder, NULL), E_POINTER);
    assert_hr(IDiscFormat2TrackAtOnce_IsRecorderSupported(tao, recorder, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    IDiscRecorder2_Release(recorder);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* A drive that answers GET CONFIGURATION with features of DVD alone: 0000h, and 002Fh that is current. */
static void refuse_tracks(struct transport_script *script, const struct scsi_command *command, struct scsi_reply *reply)
{
    static const uint8_t configuration[] = {0, 0, 0, 16, 0, 0, 0, 0x11, 0, 0x2F, 0x09, 4, 0x46, 0, 0, 0, 0, 0, 0x03, 0};
    uint32_t count =
        command->requested_bytes < sizeof configuration ? command->requested_bytes : (uint32_t)sizeof configuration;

    (void)script;
    memset(reply, 0, sizeof *reply);
    reply->outcome = SCSI_DONE;
    if (command->cdb[0] != 0x46) return;
    memcpy(command->data, configuration, count);
    reply->transferred_bytes = count;
}

static void put_Recorder__drive_without_feature_002d__is_refused(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_new(fixture);
    IDiscRecorder2 *recorder = writer_recorder(fixture), *kept = recorder;
    VARIANT_BOOL flag = 7;

    fixture->com->script.otherwise = refuse_tracks;
    assert_hr(IDiscFormat2TrackAtOnce_put_Recorder(tao, recorder), 0xC0AA050E);
    assert_error_says(TAO_SOURCE, L"0xC0AA050E", L"VENDOR PRODUCT", NULL);
    assert_hr(IDiscFormat2TrackAtOnce_IsRecorderSupported(tao, recorder, &flag), S_OK);
    assert_int_equal(flag, VARIANT_FALSE);
    assert_hr(IDiscFormat2TrackAtOnce_get_Recorder(tao, &kept), S_OK);
    assert_null(kept);
    IDiscRecorder2_Release(recorder);
    IDiscFormat2TrackAtOnce_Release(tao);
}

static void check_supported(struct writer_fixture *fixture, IDiscFormat2TrackAtOnce *tao, enum sim_medium medium,
                            HRESULT expected, VARIANT_BOOL supported)
{
    IDiscRecorder2 *recorder;
    VARIANT_BOOL flag = 7;

    print_message("medium %d\n", (int)medium);
    writer_medium(fixture, medium);
    assert_hr(IDiscFormat2TrackAtOnce_get_Recorder(tao, &recorder), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_IsCurrentMediaSupported(tao, recorder, NULL), E_POINTER);
    assert_hr(IDiscFormat2TrackAtOnce_IsCurrentMediaSupported(tao, NULL, &flag), E_POINTER);
    assert_int_equal(flag, VARIANT_FALSE);
    flag = 7;
    assert_hr(IDiscFormat2TrackAtOnce_IsCurrentMediaSupported(tao, recorder, &flag), expected);
    assert_int_equal(flag, supported);
    IDiscRecorder2_Release(recorder);
}

static void IsCurrentMediaSupported__each_medium__is_true_of_blank_cds_alone(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_ready(fixture);

    check_supported(fixture, tao, SIM_MEDIUM_NONE, E_IMAPI_RECORDER_MEDIA_NO_MEDIA, VARIANT_FALSE);
    check_supported(fixture, tao, SIM_MEDIUM_CD_R, S_OK, VARIANT_TRUE);
    check_supported(fixture, tao, SIM_MEDIUM_CD_RW, S_OK, VARIANT_TRUE);
    fixture->block_count = 300000; /* nobody reads them */
    check_supported(fixture, tao, SIM_MEDIUM_IMAGE, S_OK, VARIANT_FALSE);
    fixture->block_count = 0;
    check_supported(fixture, tao, SIM_MEDIUM_DVD_R, S_OK, VARIANT_FALSE);
    check_supported(fixture, tao, SIM_MEDIUM_DVD_PLUS_RW, S_OK, VARIANT_FALSE);
    check_supported(fixture, tao, SIM_MEDIUM_BD_R, S_OK, VARIANT_FALSE);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* With a recorder, and not prepared: the medium and the speeds are the drive's, the rest is not there. */
static void idle__with_a_disc__the_drive_is_asked(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_ready(fixture);
    const IDiscFormat2TrackAtOnceVtbl *members = tao->lpVtbl;
    IMAPI_MEDIA_PHYSICAL_TYPE type;
    VARIANT_BOOL flag;
    SAFEARRAY *array;
    LONG speed;

    assert_hr(members->get_CurrentPhysicalMediaType(tao, &type), E_IMAPI_RECORDER_MEDIA_NO_MEDIA);
    writer_medium(fixture, SIM_MEDIUM_CD_RW);
    assert_hr(members->get_CurrentPhysicalMediaType(tao, &type), S_OK);
    assert_int_equal(type, IMAPI_MEDIA_TYPE_CDRW);
    assert_hr(members->get_MediaPhysicallyBlank(tao, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    assert_hr(members->get_MediaHeuristicallyBlank(tao, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    assert_hr(members->get_SupportedWriteSpeeds(tao, &array), S_OK);
    assert_true(array->rgsabound[0].cElements > 0);
    SafeArrayDestroy(array);
    assert_hr(members->get_SupportedWriteSpeedDescriptors(tao, &array), S_OK);
    assert_true(array->rgsabound[0].cElements > 0);
    SafeArrayDestroy(array);
    assert_hr(members->SetWriteSpeed(tao, 0, VARIANT_FALSE), E_INVALIDARG);
    assert_hr(members->SetWriteSpeed(tao, -2, VARIANT_FALSE), E_INVALIDARG);
    assert_hr(members->SetWriteSpeed(tao, 300, 5), S_IMAPI_ROTATIONADJUSTED); /* 4x; this drive lists no pure CAV */
    assert_hr(members->get_RequestedWriteSpeed(tao, &speed), S_OK);
    assert_int_equal(speed, 300);
    assert_hr(members->get_RequestedRotationTypeIsPureCAV(tao, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    assert_hr(members->get_CurrentWriteSpeed(tao, &speed), S_OK);
    assert_int_equal(speed, 300);
    assert_hr(members->get_CurrentRotationTypeIsPureCAV(tao, &flag), S_OK);
    assert_int_equal(flag, VARIANT_FALSE);
    assert_unprepared(tao);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* --------------------------------------------------------------------------------------------------------- prepared */

static void PrepareMedia__without_a_name__is_refused_and_nothing_sent(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_new(fixture);
    IDiscRecorder2 *recorder = writer_recorder(fixture);

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    assert_hr(IDiscFormat2TrackAtOnce_put_Recorder(tao, recorder), S_OK);
    memset(fixture->commands, 0, sizeof fixture->commands);
    assert_hr(IDiscFormat2TrackAtOnce_PrepareMedia(tao), bad_name);
    assert_error_says(TAO_SOURCE, L"0xC0AA050F", NULL);
    assert_int_equal(fixture->commands[0x1E], 0);
    assert_int_equal(fixture->com->acquires, 0);
    IDiscRecorder2_Release(recorder);
    IDiscFormat2TrackAtOnce_Release(tao);
}

static void prepared__numbers__are_those_of_the_blank(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);
    const IDiscFormat2TrackAtOnceVtbl *members = tao->lpVtbl;
    SAFEARRAY *array = (SAFEARRAY *)state;
    IMAPI_MEDIA_PHYSICAL_TYPE type;
    VARIANT_BOOL flag;
    LONG value = 7;

    assert_hr(members->get_NumberOfExistingTracks(tao, NULL), E_POINTER);
    assert_hr(members->get_NumberOfExistingTracks(tao, &value), S_OK);
    assert_int_equal(value, 0);
    assert_hr(members->get_TotalSectorsOnMedia(tao, &value), S_OK);
    assert_int_equal(value, CD_R_BLOCKS);
    assert_hr(members->get_FreeSectorsOnMedia(tao, &value), S_OK);
    assert_int_equal(value, CD_R_FREE);
    assert_hr(members->get_UsedSectorsOnMedia(tao, &value), S_OK);
    assert_int_equal(value, CD_R_BLOCKS - CD_R_FREE);
    assert_hr(members->get_ExpectedTableOfContents(tao, NULL), E_POINTER);
    assert_hr(members->get_ExpectedTableOfContents(tao, &array), empty_disc);
    assert_null(array);
    assert_error_says(TAO_SOURCE, L"0xC0AA0505", NULL);
    assert_hr(members->get_CurrentPhysicalMediaType(tao, &type), S_OK);
    assert_int_equal(type, IMAPI_MEDIA_TYPE_CDR);
    assert_hr(members->get_MediaPhysicallyBlank(tao, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    assert_hr(members->get_MediaHeuristicallyBlank(tao, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    assert_hr(members->ReleaseMedia(tao), S_OK);
    tao_assert_free(fixture, tao);
    assert_unprepared(tao);
    IDiscFormat2TrackAtOnce_Release(tao);
}

static void prepared__settings__are_refused_but_for_three(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_RW);
    const IDiscFormat2TrackAtOnceVtbl *members = tao->lpVtbl;
    IDiscRecorder2 *recorder;
    VARIANT_BOOL flag;
    BSTR name;

    assert_hr(members->get_Recorder(tao, &recorder), S_OK);
    assert_hr(members->put_Recorder(tao, recorder), is_prepared);
    assert_hr(members->put_Recorder(tao, NULL), is_prepared);
    assert_error_says(TAO_SOURCE, L"0xC0AA0503", L"ReleaseMedia", NULL);
    assert_hr(tao_put_name(tao, L"Another"), is_prepared);
    assert_hr(tao_put_name(tao, L""), is_prepared); /* the state comes before the argument */
    assert_hr(members->put_DoNotFinalizeMedia(tao, VARIANT_TRUE), is_prepared);
    assert_hr(members->PrepareMedia(tao), is_prepared);
    assert_hr(members->CancelAddTrack(tao), not_in_progress);
    assert_hr(members->get_ClientName(tao, &name), S_OK);
    assert_bstr(name, L"Com test");
    assert_hr(members->get_DoNotFinalizeMedia(tao, &flag), S_OK);
    assert_int_equal(flag, VARIANT_FALSE);

    assert_hr(members->put_BufferUnderrunFreeDisabled(tao, VARIANT_TRUE), S_OK);
    assert_hr(members->SetWriteSpeed(tao, 300, VARIANT_FALSE), S_OK);
    tao_put_verification(tao, IMAPI_BURN_VERIFICATION_QUICK);
    assert_hr(members->IsRecorderSupported(tao, recorder, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    assert_hr(members->IsCurrentMediaSupported(tao, recorder, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    IDiscRecorder2_Release(recorder);
    assert_hr(members->ReleaseMedia(tao), S_OK);
    tao_assert_free(fixture, tao);
    assert_hr(members->put_DoNotFinalizeMedia(tao, VARIANT_TRUE), S_OK);
    assert_hr(members->put_Recorder(tao, NULL), S_OK);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* From PrepareMedia on the drive is locked under the client's name, its notifications are off, and its tray is locked;
 * nothing that changes the disc is sent, and the disc is blank afterwards.
 */
static void PrepareMedia__and_ReleaseMedia__leave_the_disc_untouched(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_ready(fixture);
    IDiscRecorder2 *recorder;
    VARIANT_BOOL flag;
    BSTR owner;

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    memset(fixture->commands, 0, sizeof fixture->commands);
    assert_hr(IDiscFormat2TrackAtOnce_PrepareMedia(tao), S_OK);
    assert_no_error_info();
    assert_int_equal(fixture->com->acquires, 1);
    assert_true(fixture->com->last_force);
    assert_int_equal(fixture->com->disables, 1);
    assert_true(fixture->state.prevented);
    assert_hr(IDiscFormat2TrackAtOnce_get_Recorder(tao, &recorder), S_OK);
    assert_hr(IDiscRecorder2_get_ExclusiveAccessOwner(recorder, &owner), S_OK);
    assert_bstr(owner, L"Com test");
    IDiscRecorder2_Release(recorder);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    tao_assert_free(fixture, tao);
    assert_int_equal(fixture->com->releases, 1);
    assert_int_equal(fixture->com->enables, 1);
    assert_int_equal(fixture->commands[0x55], 0); /* MODE SELECT(10) */
    assert_int_equal(fixture->commands[0x54], 0); /* SEND OPC INFORMATION */
    assert_int_equal(fixture->commands[0x5B], 0); /* CLOSE TRACK SESSION */
    assert_int_equal(fixture->commands[0x1E], 2); /* PREVENT, and ALLOW */
    assert_hr(IDiscFormat2TrackAtOnce_get_MediaPhysicallyBlank(tao, &flag), S_OK);
    assert_int_equal(flag, VARIANT_TRUE);
    assert_hr(IDiscFormat2TrackAtOnce_PrepareMedia(tao), S_OK); /* and once more */
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    tao_assert_free(fixture, tao);
    IDiscFormat2TrackAtOnce_Release(tao);
}

static void prepare_unfit(struct writer_fixture *fixture, enum sim_medium medium, HRESULT expected, const WCHAR *says)
{
    IDiscFormat2TrackAtOnce *tao = tao_ready(fixture);
    LONG value = 7;

    print_message("medium %d\n", (int)medium);
    writer_medium(fixture, medium);
    assert_hr(IDiscFormat2TrackAtOnce_PrepareMedia(tao), expected);
    assert_error_says(TAO_SOURCE, says, L"VENDOR PRODUCT", NULL);
    assert_hr(IDiscFormat2TrackAtOnce_get_FreeSectorsOnMedia(tao, &value), not_prepared);
    tao_assert_free(fixture, tao);
    IDiscFormat2TrackAtOnce_Release(tao);
}

static void PrepareMedia__other_medium__is_refused_and_the_drive_free(void **state)
{
    prepare_unfit(*state, SIM_MEDIUM_NONE, E_IMAPI_RECORDER_MEDIA_NO_MEDIA, L"0xC0AA0202");
    ((struct writer_fixture *)*state)->block_count = 300000; /* a pressed CD; nobody reads them */
    prepare_unfit(*state, SIM_MEDIUM_IMAGE, (HRESULT)0xC0AA0507, L"CD-ROM");
    ((struct writer_fixture *)*state)->block_count = 0;
    prepare_unfit(*state, SIM_MEDIUM_DVD_R, (HRESULT)0xC0AA0507, L"DVD-R");
    prepare_unfit(*state, SIM_MEDIUM_DVD_PLUS_RW, (HRESULT)0xC0AA0507, L"DVD+RW");
    prepare_unfit(*state, SIM_MEDIUM_BD_R, (HRESULT)0xC0AA0507, L"BD-R");
}

/* A session of data is on it, open or closed. */
static void PrepareMedia__disc_that_is_not_blank__is_refused(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_ready(fixture);
    IDiscFormat2Data *data = writer_ready_data(fixture);
    IDiscRecorder2 *recorder;
    VARIANT_BOOL flag = 7;

    assert_hr(IDiscFormat2TrackAtOnce_get_Recorder(tao, &recorder), S_OK);
    writer_medium(fixture, SIM_MEDIUM_CD_R);
    assert_hr(writer_write(data, 1000), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_PrepareMedia(tao), 0xC0AA0506);
    assert_error_says(TAO_SOURCE, L"0xC0AA0506", L"CD-R", NULL);
    tao_assert_free(fixture, tao);
    assert_hr(IDiscFormat2TrackAtOnce_IsCurrentMediaSupported(tao, recorder, &flag), S_OK);
    assert_int_equal(flag, VARIANT_FALSE);
    assert_hr(IDiscFormat2Data_put_ForceMediaToBeClosed(data, VARIANT_TRUE), S_OK);
    assert_hr(writer_write(data, 1000), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_PrepareMedia(tao), 0xC0AA0507); /* a finished CD-R reads as a CD-ROM */
    tao_assert_free(fixture, tao);
    writer_medium(fixture, SIM_MEDIUM_CD_RW);
    assert_hr(writer_write(data, 1000), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_PrepareMedia(tao), 0xC0AA0506);
    tao_assert_free(fixture, tao);
    IDiscRecorder2_Release(recorder);
    IDiscFormat2Data_Release(data);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* Locked by somebody else, or not to be had. */
static void PrepareMedia__drive_that_is_held__is_refused(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_ready(fixture);

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    fixture_hold(fixture->com, true);
    assert_hr(IDiscFormat2TrackAtOnce_PrepareMedia(tao), E_IMAPI_RECORDER_LOCKED);
    assert_error_says(TAO_SOURCE, L"Somebody", NULL);
    fixture_hold(fixture->com, false);
    assert_false(fixture->state.prevented);
    assert_int_equal(fixture->com->disables, 0);
    fixture->com->acquires = 0; /* the one that was refused */
    assert_hr(IDiscFormat2TrackAtOnce_PrepareMedia(tao), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    tao_assert_free(fixture, tao);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* Two objects with one recorder, whose own count would let both in; and the eraser's turn. */
static void PrepareMedia__of_two_objects__is_the_first_ones(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R), *other = tao_new(fixture);
    IDiscRecorder2 *recorder;

    assert_hr(IDiscFormat2TrackAtOnce_get_Recorder(tao, &recorder), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_put_Recorder(other, recorder), S_OK);
    assert_hr(tao_put_name(other, L"Second"), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_PrepareMedia(other), E_IMAPI_RECORDER_LOCKED);
    assert_error_says(TAO_SOURCE, L"Com test", NULL);
    assert_true(fixture->state.prevented);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_PrepareMedia(other), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(other), S_OK);
    tao_assert_free(fixture, tao);
    IDiscRecorder2_Release(recorder);
    IDiscFormat2TrackAtOnce_Release(other);
    IDiscFormat2TrackAtOnce_Release(tao);
}

/* The client has the recorder locked itself, before and after: counts nest. */
static void PrepareMedia__client_that_holds_the_recorder__is_no_obstacle(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_ready(fixture);
    BSTR name = SysAllocString(L"The client");
    IDiscRecorder2 *recorder;

    writer_medium(fixture, SIM_MEDIUM_CD_R);
    assert_hr(IDiscFormat2TrackAtOnce_get_Recorder(tao, &recorder), S_OK);
    assert_hr(IDiscRecorder2_AcquireExclusiveAccess(recorder, VARIANT_TRUE, name), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_PrepareMedia(tao), S_OK);
    assert_hr(IDiscRecorder2_ReleaseExclusiveAccess(recorder), S_OK); /* inside, and */
    assert_hr(IDiscRecorder2_AcquireExclusiveAccess(recorder, VARIANT_TRUE, name), S_OK);
    assert_hr(IDiscFormat2TrackAtOnce_ReleaseMedia(tao), S_OK);
    assert_hr(IDiscRecorder2_ReleaseExclusiveAccess(recorder), S_OK); /* outside */
    tao_assert_free(fixture, tao);
    IDiscRecorder2_Release(recorder);
    SysFreeString(name);
    IDiscFormat2TrackAtOnce_Release(tao);
}

static void last_release__of_a_prepared_object__frees_the_drive(void **state)
{
    struct writer_fixture *fixture = *state;
    IDiscFormat2TrackAtOnce *tao = tao_prepared(fixture, SIM_MEDIUM_CD_R);

    assert_true(fixture->state.prevented);
    assert_int_equal(IDiscFormat2TrackAtOnce_Release(tao), 0);
    assert_int_equal(fixture->com->acquires, 1);
    assert_int_equal(fixture->com->releases, 1);
    assert_int_equal(fixture->com->enables, 1);
    assert_false(fixture->state.prevented);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WRITER_CASE(flags__default_and_stored_value__are_booleans),
        WRITER_CASE(verification__levels__are_0_to_2),
        WRITER_CASE(ClientName__rule_and_default__are_the_documented_ones),
        WRITER_CASE(SupportedMediaTypes__are_the_two_recordable_cds),
        WRITER_CASE(without_recorder__each_member__says_so),
        WRITER_CASE(speeds__before_anything__are_the_fastest),
        WRITER_CASE(IsRecorderSupported__drive_without_a_disc__is_true),
        WRITER_CASE(put_Recorder__drive_without_feature_002d__is_refused),
        WRITER_CASE(IsCurrentMediaSupported__each_medium__is_true_of_blank_cds_alone),
        WRITER_CASE(idle__with_a_disc__the_drive_is_asked),
        WRITER_CASE(PrepareMedia__without_a_name__is_refused_and_nothing_sent),
        WRITER_CASE(prepared__numbers__are_those_of_the_blank),
        WRITER_CASE(prepared__settings__are_refused_but_for_three),
        WRITER_CASE(PrepareMedia__and_ReleaseMedia__leave_the_disc_untouched),
        WRITER_CASE(PrepareMedia__other_medium__is_refused_and_the_drive_free),
        WRITER_CASE(PrepareMedia__disc_that_is_not_blank__is_refused),
        WRITER_CASE(PrepareMedia__drive_that_is_held__is_refused),
        WRITER_CASE(PrepareMedia__of_two_objects__is_the_first_ones),
        WRITER_CASE(PrepareMedia__client_that_holds_the_recorder__is_no_obstacle),
        WRITER_CASE(last_release__of_a_prepared_object__frees_the_drive),
    };

    return cmocka_run_group_tests(tests, com_fixture_begin, com_fixture_end);
}
